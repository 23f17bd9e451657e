//! Writes the speech of a recording to a file of its own, and converts times in that file back to times in the
//! recording.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use hotseat_bank::files;
use hotseat_bank::scratch::Scratch;
use hotseat_log::{Segment, Stretch, TimedWord, Transcript};

use super::error::SttError;
use crate::wav::Wav;
use crate::{RATE, samples, seconds};

/// Seconds of recording kept on either side of speech, so that no sound is cut off.
const AROUND_S: f64 = 0.25;

/// A stretch that was kept, in samples: its start and end in the recording, and its start in the file.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Kept {
    from: usize,
    to: usize,
    at: usize,
}

/// A temporary file with only the speech; removed on drop.
#[derive(Debug)]
pub(super) struct SpeechOnly {
    folder: Scratch,
    kept: Vec<Kept>,
}

/// The stretches with padding, joined where they then touch.
fn padded(speech: &[Stretch]) -> Vec<Kept> {
    let mut kept: Vec<Kept> = Vec::new();
    for run in speech {
        let (from, to) = (samples(run.start_s - AROUND_S), samples(run.end_s + AROUND_S));
        match kept.last_mut() {
            Some(last) if from <= last.to => last.to = last.to.max(to),
            Some(last) => {
                let at = last.at + (last.to - last.from);
                kept.push(Kept { from, to, at });
            }
            None => kept.push(Kept { from, to, at: 0 }),
        }
    }
    kept
}

impl SpeechOnly {
    /// Writes the file to a new folder in `scratch`. None if there is no speech.
    pub(super) fn cut(recording: &Path, speech: &[Stretch], scratch: &Path) -> Result<Option<Self>, SttError> {
        let kept = padded(speech);
        if kept.is_empty() {
            return Ok(None);
        }
        let folder = Scratch::new(scratch).map_err(SttError::Unwritable)?;
        let this = Self { folder, kept };
        let unwritable = |error: hound::Error| match error {
            hound::Error::IoError(error) => SttError::Unwritable(error),
            other => SttError::Unwritable(std::io::Error::other(other)),
        };
        let spec = hound::WavSpec {
            channels: 1,
            sample_rate: RATE,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let file = files::create_private(&this.file()).map_err(SttError::Unwritable)?;
        let mut writer = hound::WavWriter::new(BufWriter::new(file), spec).map_err(unwritable)?;
        let (mut at, mut nth, mut failed) = (0, 0, None);
        Wav::open(recording)?.each_block_at_16k(|block| {
            for sample in block {
                while this.kept.get(nth).is_some_and(|kept| at >= kept.to) {
                    nth += 1;
                }
                if failed.is_none() && this.kept.get(nth).is_some_and(|kept| at >= kept.from) {
                    #[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
                    let sample = (sample * 32_767.0).round().clamp(-32_768.0, 32_767.0) as i16;
                    failed = writer.write_sample(sample).err();
                }
                at += 1;
            }
            failed.is_none() && nth < this.kept.len()
        })?;
        failed.map_or(Ok(()), Err).and_then(|()| writer.finalize()).map_err(unwritable)?;
        Ok(Some(this))
    }

    /// The path of the file (16 kHz, mono, 16 bits), in a folder of its own that only the owner can read.
    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("answer.wav")
    }

    /// The folder in which an engine may write.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The length of the file in seconds.
    pub(super) fn seconds(&self) -> f64 {
        self.kept.last().map_or(0.0, |last| seconds(last.at + (last.to - last.from)))
    }

    /// Converts a time in the file to one in the recording. At a cut, the end of a word belongs before the cut and a
    /// start after it.
    fn back(&self, time: f64, is_end: bool) -> f64 {
        let place = samples(time);
        let before = |kept: &&Kept| kept.at < place || (!is_end && kept.at == place);
        let kept = self.kept.iter().rev().find(before).or(self.kept.first());
        kept.map_or(0.0, |kept| seconds((kept.from + place.saturating_sub(kept.at)).min(kept.to)))
    }

    /// The transcript with times in the recording.
    pub(super) fn put_back(&self, segments: Vec<Segment>) -> Transcript {
        let rounded = |time: f64| (time * 1e3).round() / 1e3;
        let span = |start: f64, end: f64| {
            let start = rounded(self.back(start, false));
            (start, rounded(self.back(end, true)).max(start))
        };
        let word = |word: TimedWord| {
            let (start_s, end_s) = span(word.start_s, word.end_s);
            TimedWord { start_s, end_s, ..word }
        };
        let put = |segment: Segment| {
            let (start_s, end_s) = span(segment.start_s, segment.end_s);
            Segment { start_s, end_s, text: segment.text, words: segment.words.into_iter().map(word).collect() }
        };
        Transcript { segments: segments.into_iter().map(put).collect() }
    }

    #[cfg(test)]
    pub(super) fn for_tests(speech: &[Stretch]) -> Self {
        Self { folder: Scratch::new(&std::env::temp_dir()).expect("a folder"), kept: padded(speech) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_find_their_way_back() {
        let speech = [
            Stretch { start_s: 2.0, end_s: 4.0 },
            Stretch { start_s: 4.3, end_s: 5.0 },
            Stretch { start_s: 20.0, end_s: 21.0 },
        ];
        // Kept, in seconds: 1.75 to 5.25 and 19.75 to 21.25.
        let cut = SpeechOnly::for_tests(&speech);
        assert!((cut.seconds() - 5.0).abs() < 1e-9);
        let segment = |start_s, end_s| Segment { start_s, end_s, text: "x".into(), words: Vec::new() };
        let back = cut.put_back(vec![segment(0.0, 3.5), segment(3.5, 4.5), segment(4.9, 99.0)]);
        let times: Vec<(f64, f64)> = back.segments.iter().map(|segment| (segment.start_s, segment.end_s)).collect();
        assert_eq!(times, [(1.75, 5.25), (19.75, 20.75), (21.15, 21.25)]);
    }
}
