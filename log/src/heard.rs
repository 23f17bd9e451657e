//! What was heard in a recording: how it was said, and the words. Both become known after the attempt is written, so
//! they are records of their own; a later one about the same answer or reply replaces an earlier one.

use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record_id::RecordId;

/// Something that was said: an answer, or the reply to one of its follow-ups.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Utterance {
    /// The attempt that it belongs to.
    pub attempt: RecordId,
    /// Index of the follow-up that it replies to. None if it is the answer itself.
    pub reply: Option<usize>,
}

impl Utterance {
    /// The reply to the follow-up with index `at`.
    pub fn reply(attempt: &RecordId, at: usize) -> Self {
        Self { attempt: attempt.clone(), reply: Some(at) }
    }
}

impl From<&RecordId> for Utterance {
    fn from(attempt: &RecordId) -> Self {
        Self { attempt: attempt.clone(), reply: None }
    }
}

impl From<&Self> for Utterance {
    fn from(of: &Self) -> Self {
        of.clone()
    }
}

/// A stretch of a recording.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// Start, in seconds.
    pub start_s: f64,
    /// End, in seconds.
    pub end_s: f64,
}

impl Stretch {
    /// Length in seconds.
    pub fn seconds(self) -> f64 {
        self.end_s - self.start_s
    }
}

/// How something was said, as far as it can be measured without understanding a word. Times are in seconds from the
/// start of the recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Length of the recording, in seconds.
    pub duration_s: f64,
    /// Where speech begins. None if nobody speaks.
    pub first_word_s: Option<f64>,
    /// Where speech ends. None if nobody speaks.
    pub last_word_s: Option<f64>,
    /// Seconds spent speaking.
    pub talk_s: f64,
    /// Silences of at least 0.25 s between the first word and the last.
    pub pauses: Vec<Stretch>,
    /// Length of the longest pause in seconds; 0 if there is none.
    pub longest_pause_s: f64,
    /// Syllables per second of speech, an estimate that is about a tenth too low. None without speech.
    pub syllables_per_s: Option<f64>,
    /// Root mean square of the whole recording; full scale is 1.
    pub rms: f64,
    /// Number of samples at full scale, in runs of at least three.
    pub clipped: u64,
    /// Loudness over time in dBFS (0 is full scale), one value for each of a number of equal parts of the recording.
    #[serde(default)]
    pub level_db: Vec<i8>,
}

impl Delivery {
    /// Share of the time between the first word and the last that was silent, 0 to 1. None without speech.
    pub fn silence(&self) -> Option<f64> {
        let span = self.last_word_s? - self.first_word_s?;
        (span > 0.0).then(|| (1.0 - self.talk_s / span).clamp(0.0, 1.0))
    }

    /// The pauses longer than this many seconds.
    pub fn pauses_over(&self, seconds: f64) -> impl Iterator<Item = Stretch> {
        self.pauses.iter().copied().filter(move |pause| pause.seconds() > seconds)
    }
}

/// A word and its place in a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedWord {
    /// Start, in seconds.
    pub start_s: f64,
    /// End, in seconds.
    pub end_s: f64,
    /// The word as transcribed.
    pub text: String,
}

/// A piece of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Start, in seconds of the recording.
    pub start_s: f64,
    /// End, in seconds of the recording.
    pub end_s: f64,
    /// The words said, as one text.
    pub text: String,
    /// The words with their times, if the transcriber reports them; empty otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<TimedWord>,
}

/// The words of a recording, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// The pieces, in order.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// The whole transcript as one text, with each segment on its own line.
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A `delivery` record: how an answer or a reply was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryNote {
    /// The attempt.
    pub attempt: RecordId,
    /// The attempt's question, repeated so that the record stands alone.
    pub question: QuestionId,
    /// Index of the reply that it is about. None if it is the answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<usize>,
    /// The measured figures.
    pub delivery: Delivery,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A `transcript` record: the words of an answer or reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranscriptNote {
    /// The attempt.
    pub attempt: RecordId,
    /// The attempt's question, repeated so that the record stands alone.
    pub question: QuestionId,
    /// Index of the reply that it is about. None if it is the answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<usize>,
    /// The pieces of the transcript.
    pub segments: Vec<Segment>,
    /// Whether the candidate corrected it.
    #[serde(default)]
    pub edited: bool,
    /// Fields of a newer version, kept as they were read.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
