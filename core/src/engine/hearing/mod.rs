//! What was heard in the recordings of an attempt, of the answer and of each reply: what is known about them, what is
//! still to be found out, and the records that keep it.

mod aloud;
mod recordings;
mod unheard;

pub use recordings::needed_recordings;

use crate::assess::{Mention, Words, coverage_with};
use crate::engine::Engine;
use crate::history::{
    Attempt, Body, Delivery, DeliveryNote, HistoryError, Medium, Record, RecordId, Transcript, TranscriptNote,
    Utterance,
};
use crate::moment::Moment;
use crate::practice::{Answer, Put, Review};
use crate::speech::hearing::{News, Wish};
use crate::speech::transcribe;

/// How many earlier answers an answer is compared with.
const EARLIER: usize = 30;

/// What is known about the recording of an answer or a reply.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    /// How it was said. None if not known yet.
    pub delivery: Option<Delivery>,
    /// What was said. None if not transcribed yet.
    pub transcript: Option<Transcript>,
    /// How the candidate's spoken answers before it were said, newest first. Empty for a reply, which is not
    /// compared.
    pub earlier: Vec<Delivery>,
}

/// Spoken answers: their recordings, and what is known about them.
#[derive(Clone, Copy, Debug)]
pub struct Hearing<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl Hearing<'_> {
    /// The words of an answer, typed or transcribed. If it was spoken, what was typed before is only its outline and
    /// does not count. Empty if there are no words.
    pub fn words(self, answer: &Answer) -> String {
        let spoken = answer.medium() == Medium::Spoken;
        let transcript = if spoken { self.engine.history.transcript_of(answer.id()).ok().flatten() } else { None };
        transcript.map_or_else(|| answer.text().to_owned(), |transcript| transcript.text())
    }

    /// The words of the reply at this position, from 0, typed or transcribed. Empty if there are none.
    pub fn reply_words(self, attempt: &RecordId, at: usize, put: &Put) -> String {
        if !put.text.trim().is_empty() {
            return put.text.clone();
        }
        let transcript = self.engine.history.transcript_of(Utterance::reply(attempt, at)).ok().flatten();
        transcript.map_or_else(String::new, |transcript| transcript.text())
    }

    /// Which points an answer says or touches, together with the replies to its follow-ups. Empty if there are no
    /// words to look at.
    pub fn mentions(self, review: &Review, puts: &[Put]) -> Vec<Mention> {
        let words = self.words(review.answer());
        if words.trim().is_empty() {
            return Vec::new();
        }
        let attempt = review.answer().id();
        let replies: Vec<String> =
            puts.iter().enumerate().map(|(at, put)| self.reply_words(attempt, at, put)).collect();
        let replies = puts.iter().zip(&replies).map(|(put, text)| Words::of(text, put.text.trim().is_empty()));
        let words = Words::of(&words, review.answer().medium() == Medium::Spoken);
        coverage_with(review.question(), words, replies)
    }

    /// What is known about the recording of an answer or a reply.
    pub fn known(self, of: impl Into<Utterance>) -> Result<Known, HistoryError> {
        let (of, history) = (of.into(), &self.engine.history);
        let is_answer = of.reply.is_none();
        Ok(Known {
            delivery: history.delivery_of(&of)?,
            transcript: history.transcript_of(&of)?,
            earlier: if is_answer { history.deliveries_before(&of.attempt, EARLIER)? } else { Vec::new() },
        })
    }

    /// What is still to be found out about an answer or a reply. None if it has no recording, or everything is known.
    /// The error says what is wrong with the setting `stt`; how it was said can be found out regardless.
    pub fn wish(self, of: &Utterance) -> Option<(Wish, Result<(), String>)> {
        let attempt = self.engine.attempt(&of.attempt).ok()??;
        let recording = recording_of(&attempt, of)?.to_owned();
        let paths = self.engine.paths.as_ref()?;
        let (folder, scratch) = (paths.recordings(), paths.temporary());
        let known = self.known(of).ok()?;
        let (engine, problem) = self.transcriber();
        let engine = engine.filter(|_| known.transcript.is_none());
        (known.delivery.is_none() || engine.is_some()).then(|| {
            let asked = self.engine.questions().prompt(&attempt.question).to_owned();
            (Wish { recording: folder.join(recording), asked, engine, scratch }, problem)
        })
    }

    /// The transcriber that the setting names, if any, and what is wrong with the setting.
    fn transcriber(self) -> (Option<transcribe::Transcriber>, Result<(), String>) {
        let home = directories::BaseDirs::new();
        let home = home.as_ref().map(directories::BaseDirs::home_dir);
        match transcribe::Transcriber::from_setting(&self.engine.config.stt, home) {
            Ok(engine) => (engine, Ok(())),
            Err(error) => (None, Err(error.to_string())),
        }
    }

    /// The record that keeps news about an answer or a reply. None if there is nothing to keep.
    pub fn note(self, of: &Utterance, news: &News, now: Moment) -> Option<Record> {
        match news {
            News::Delivery(Ok(delivery)) if self.engine.history.delivery_of(of).ok()?.is_none() => {
                let note = DeliveryNote {
                    attempt: of.attempt.clone(),
                    question: self.engine.attempt(&of.attempt).ok()??.question,
                    reply: of.reply,
                    delivery: delivery.clone(),
                    other: serde_json::Map::new(),
                };
                Some(Record::new(now, Body::Delivery(note)))
            }
            News::Transcript(Ok(transcript)) => self.transcript_note(of, transcript, false, now),
            _ => None,
        }
    }

    /// The record of a transcript that the candidate corrected.
    pub fn mended(self, of: &Utterance, transcript: &Transcript, now: Moment) -> Option<Record> {
        self.transcript_note(of, transcript, true, now)
    }

    fn transcript_note(self, of: &Utterance, said: &Transcript, edited: bool, now: Moment) -> Option<Record> {
        let note = TranscriptNote {
            attempt: of.attempt.clone(),
            question: self.engine.attempt(&of.attempt).ok()??.question,
            reply: of.reply,
            segments: said.segments.clone(),
            edited,
            other: serde_json::Map::new(),
        };
        Some(Record::new(now, Body::Transcript(note)))
    }

    /// Removes from an attempt the names of recordings that do not exist or will not be kept: a name in the log that
    /// leads nowhere helps nobody.
    pub(in crate::engine) fn keep_what_is_there(self, record: &mut Record) {
        let Body::Attempt(attempt) = &mut record.body else { return };
        let lasts = self.engine.config.recordings != crate::config::Keep::Never;
        let replies = attempt.follow_ups.iter_mut().map(|reply| &mut reply.recording);
        for name in std::iter::once(&mut attempt.recording).chain(replies) {
            *name = name.take().filter(|name| lasts && self.has(name));
        }
    }
}

/// The file name of the recording of an answer or a reply.
fn recording_of<'a>(attempt: &'a Attempt, of: &Utterance) -> Option<&'a str> {
    match of.reply {
        None => attempt.recording.as_deref(),
        Some(at) => attempt.follow_ups.get(at)?.recording.as_deref(),
    }
}
