//! What was heard in the recording of an attempt: what is known of it, what is still to be found out, and the records
//! that say so.

mod recordings;

pub use recordings::needed_recordings;

use crate::assess::{Mention, coverage_with};
use crate::engine::Engine;
use crate::history::{
    Body, Delivery, DeliveryNote, HistoryError, Medium, Record, RecordId, Transcript, TranscriptNote,
};
use crate::moment::Moment;
use crate::practice::{Answer, Review};
use crate::speech::hearing::{News, Wish};
use crate::speech::transcribe;

/// How many earlier answers one is compared with.
const EARLIER: usize = 30;

/// What is known of the recording of an attempt.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// How it was said.
    pub delivery: Option<Delivery>,
    /// What was said.
    pub transcript: Option<Transcript>,
    /// How the candidate's spoken answers before it were said, newest first.
    pub earlier: Vec<Delivery>,
}

/// What was spoken: the recordings, and what is known of them.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl Hearing<'_> {
    /// The words of an answer: as they were typed, or as they were written down. Empty: there are none.
    pub fn words(self, answer: &Answer) -> String {
        let spoken = answer.text().is_empty() && answer.medium() == Medium::Spoken;
        let transcript = if spoken { self.engine.history.transcript_of(answer.id()).ok().flatten() } else { None };
        transcript.map_or_else(|| answer.text().to_owned(), |transcript| transcript.text())
    }

    /// Which points an answer says or touches, with the replies to what was asked after it. Empty: there are no words to
    /// look at.
    pub fn mentions<'a>(self, review: &Review, replies: impl IntoIterator<Item = &'a str>) -> Vec<Mention> {
        let words = self.words(review.answer());
        if words.trim().is_empty() { Vec::new() } else { coverage_with(review.question(), &words, replies) }
    }

    /// What is known of the recording of an attempt.
    pub fn known(self, attempt: &RecordId) -> Result<Known, HistoryError> {
        Ok(Known {
            delivery: self.engine.history.delivery_of(attempt)?,
            transcript: self.engine.history.transcript_of(attempt)?,
            earlier: self.engine.history.deliveries_before(attempt, EARLIER)?,
        })
    }

    /// What is still to be found out about an attempt. None: it has no recording, or all is known. The error says what is
    /// wrong with the setting `stt`; how it was said can be found out all the same.
    pub fn wish(self, attempt: &RecordId) -> Option<(Wish, Result<(), String>)> {
        let recording = self.engine.attempt(attempt).ok()??.recording?;
        let paths = self.engine.paths.as_ref()?;
        let (folder, scratch) = (paths.recordings(), paths.temporary());
        let known = self.known(attempt).ok()?;
        let home = directories::BaseDirs::new();
        let home = home.as_ref().map(directories::BaseDirs::home_dir);
        let (engine, problem) = match transcribe::Transcriber::from_setting(&self.engine.config.stt, home) {
            Ok(engine) => (engine.filter(|_| known.transcript.is_none()), Ok(())),
            Err(error) => (None, Err(error.to_string())),
        };
        (known.delivery.is_none() || engine.is_some())
            .then(|| (Wish { recording: folder.join(recording), engine, scratch }, problem))
    }

    /// The record that keeps news about an attempt, where there is something to keep.
    pub fn note(self, attempt: &RecordId, news: &News, now: Moment) -> Option<Record> {
        match news {
            News::Delivery(Ok(delivery)) if self.engine.history.delivery_of(attempt).ok()?.is_none() => {
                let question = self.engine.attempt(attempt).ok()??.question;
                let other = serde_json::Map::new();
                let note = DeliveryNote { attempt: attempt.clone(), question, delivery: delivery.clone(), other };
                Some(Record::new(now, Body::Delivery(note)))
            }
            News::Transcript(Ok(transcript)) => self.transcript_note(attempt, transcript, false, now),
            _ => None,
        }
    }

    /// The record of a transcript that the candidate mended.
    pub fn mended(self, attempt: &RecordId, transcript: &Transcript, now: Moment) -> Option<Record> {
        self.transcript_note(attempt, transcript, true, now)
    }

    fn transcript_note(self, attempt: &RecordId, said: &Transcript, edited: bool, now: Moment) -> Option<Record> {
        let note = TranscriptNote {
            attempt: attempt.clone(),
            question: self.engine.attempt(attempt).ok()??.question,
            segments: said.segments.clone(),
            edited,
            other: serde_json::Map::new(),
        };
        Some(Record::new(now, Body::Transcript(note)))
    }
}
