//! What was heard in a recording: how it was said, and what. Both are found out after the attempt was written, so they
//! are records of their own; a later one about the same answer or reply replaces an earlier one.

use hotseat_bank::QuestionId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::record_id::RecordId;

/// Something that was said: an answer, or the reply to a follow-up of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Utterance {
    /// The attempt that it belongs to.
    pub attempt: RecordId,
    /// The place of the follow-up that it replies to, from 0; none: it is the answer itself.
    pub reply: Option<usize>,
}

impl Utterance {
    /// The reply to a follow-up, counted from 0.
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
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
}

impl Stretch {
    /// How long it is, in seconds.
    pub fn seconds(self) -> f64 {
        self.end_s - self.start_s
    }
}

/// How something was said, as far as it can be heard without understanding a word. Times are seconds of the recording.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Length of the recording.
    pub duration_s: f64,
    /// Where speech begins; none: nobody speaks.
    pub first_word_s: Option<f64>,
    /// Where speech ends.
    pub last_word_s: Option<f64>,
    /// Time spent speaking.
    pub talk_s: f64,
    /// Silence of 0.25 s and longer between the first word and the last.
    pub pauses: Vec<Stretch>,
    /// The longest of them; 0 without any.
    pub longest_pause_s: f64,
    /// Syllables per second of speech, an estimate that is low by a tenth or so; none without speech.
    pub syllables_per_s: Option<f64>,
    /// Root mean square of the whole recording, full scale being 1.
    pub rms: f64,
    /// Samples at full scale in runs of three and more.
    pub clipped: u64,
    /// Loudness over time in decibels below full scale: equal parts of the recording.
    #[serde(default)]
    pub level_db: Vec<i8>,
}

impl Delivery {
    /// Share of the time from the first word to the last that was silence, 0 to 1. None without speech.
    pub fn silence(&self) -> Option<f64> {
        let span = self.last_word_s? - self.first_word_s?;
        (span > 0.0).then(|| (1.0 - self.talk_s / span).clamp(0.0, 1.0))
    }

    /// The pauses that are longer than so many seconds.
    pub fn pauses_over(&self, seconds: f64) -> impl Iterator<Item = Stretch> {
        self.pauses.iter().copied().filter(move |pause| pause.seconds() > seconds)
    }
}

/// A word and where it stands in a recording.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedWord {
    /// Where it begins, in seconds.
    pub start_s: f64,
    /// Where it ends, in seconds.
    pub end_s: f64,
    /// The word.
    pub text: String,
}

/// A piece of a transcript.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Where it begins, in seconds of the recording.
    pub start_s: f64,
    /// Where it ends.
    pub end_s: f64,
    /// What was said.
    pub text: String,
    /// Its words, where whoever wrote it down says where they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<TimedWord>,
}

/// What was said, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Transcript {
    /// Its pieces.
    pub segments: Vec<Segment>,
}

impl Transcript {
    /// All of it as one text, a piece a line.
    pub fn text(&self) -> String {
        self.segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join("\n")
    }
}

/// A `delivery` record: how an answer or a reply was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeliveryNote {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's.
    pub question: QuestionId,
    /// The place of the reply that it is about, from 0; none: the answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<usize>,
    /// The figures.
    pub delivery: Delivery,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A `transcript` record: what was said in an answer or a reply.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TranscriptNote {
    /// Which attempt.
    pub attempt: RecordId,
    /// Which question; the attempt's.
    pub question: QuestionId,
    /// The place of the reply that it is about, from 0; none: the answer itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply: Option<usize>,
    /// The pieces of the transcript.
    pub segments: Vec<Segment>,
    /// Whether the candidate mended it.
    #[serde(default)]
    pub edited: bool,
    /// Fields of a newer version, kept as they came.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}
