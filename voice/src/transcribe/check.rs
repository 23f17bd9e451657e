//! Checks whether a recogniser works, by having it transcribe a recorded sentence that comes with the program.

use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use hotseat_bank::files;
use hotseat_bank::scratch::Scratch;

use super::bounds::Bounds;
use super::speech_only::SpeechOnly;
use super::word_errors::WordErrors;
use super::{SttError, Transcriber, limit, transcribe_within};
use crate::delivery::analyse;
use crate::diction::{Diction, Sort};

/// What the recording says, with two fillers and a number.
pub const SENTENCE: &str = "Um, first we measured where the time went. Uh, the database waited for locks, so we moved the \
                            report to a replica in ten minutes.";

/// The recorded sentence, spoken by the voice `slt` of flite, a free speech synthesiser: 16 kHz, mono, 8 bits.
const RECORDING: &[u8] = include_bytes!("check/sentence.wav");

/// Word error rate from which a transcript says little about an answer.
const UNUSABLE: f64 = 0.5;

/// How a recogniser did on the sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Its transcript.
    pub heard: String,
    /// The number of wrong words.
    pub errors: WordErrors,
    /// How long it took, including loading its model.
    pub took: Duration,
    /// The length of the speech, in seconds.
    pub spoken_s: f64,
    /// How many of the two fillers are in the transcript.
    pub fillers: usize,
}

impl Checked {
    /// The result on one line: "1 of 22 words wrong, 2.1 s for 7.4 s of speech".
    pub fn words(&self) -> String {
        let WordErrors { wrong, said } = self.errors;
        let took = self.took.as_secs_f64();
        format!("{wrong} of {said} words wrong, {took:.1} s for {:.1} s of speech", self.spoken_s)
    }

    /// Whether such transcripts are good enough for reading answers.
    pub fn is_usable(&self) -> bool {
        self.errors.rate() < UNUSABLE
    }
}

/// Has the sentence transcribed, in a private folder in `scratch`. The time limit is that of an answer, or `patience`.
pub fn check(
    engine: &Transcriber,
    scratch: &Path,
    patience: Option<Duration>,
    cancel: &AtomicBool,
) -> Result<Checked, SttError> {
    let folder = Scratch::new(scratch).map_err(SttError::Unwritable)?;
    let file = folder.path().join("sentence.wav");
    files::create_private(&file).and_then(|mut file| file.write_all(RECORDING)).map_err(SttError::Unwritable)?;
    let speech = analyse(&file, |_| true)?.map(|analysis| analysis.speech).unwrap_or_default();
    let sent = SpeechOnly::cut(&file, &speech, scratch)?.ok_or(SttError::Cancelled)?;
    let spoken_s = sent.seconds();
    let began = Instant::now();
    let bounds = Bounds::new(patience.unwrap_or_else(|| limit(spoken_s)), cancel);
    let heard = transcribe_within(engine, &sent, "", &bounds, &mut |_| {})?.text();
    let took = began.elapsed();
    let (errors, fillers) = (WordErrors::between(SENTENCE, &heard), Diction::of(&heard).count_of(Sort::Filler));
    Ok(Checked { heard, errors, took, spoken_s, fillers })
}
