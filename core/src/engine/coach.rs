//! The coach of this user: who is asked, whether the user agreed to that, and what it said before.
//!
//! What it said is kept beside the log and not in it, because the log forgets nothing and this must be deletable on
//! request. While the coach is off, none of this is read or written.

mod kept;

use std::io;
use std::path::PathBuf;

use crate::bank::{Question, QuestionId};
use crate::coach::asking::{Done, Work};
use crate::coach::follow_up::{Conversation, Reacting};
use crate::coach::points::{Points, Verdict};
use crate::coach::{CoachError, Destination, Wanted};
use crate::config::AskWhen;
use crate::engine::Engine;
use crate::history::{Attempt, Body, Judgement, Medium, Record, RecordId};
use crate::moment::Moment;
use crate::practice::{Answer, Row, compare, taken_over};

pub use kept::{KeptCheck, KeptOpinion};
use kept::{OPINIONS, request_of};
pub(in crate::engine) use kept::{read_kept, request, save};

/// Everything that a second opinion on an answer needs.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The attempt that holds the answer.
    pub attempt: RecordId,
    /// The question as it was asked, with its points.
    pub question: Question,
    /// The words of the answer, typed or transcribed.
    pub answer: String,
    /// The candidate's own judgement of it: the newest one that counts.
    pub judgement: Judgement,
    /// What to send, and to whom.
    pub work: Work,
}

/// A second opinion that is requested before the candidate asks to see it.
#[derive(Clone, Debug)]
pub struct Ahead {
    /// The attempt that holds the answer.
    pub attempt: RecordId,
    /// What to send, and to whom.
    pub work: Work,
}

/// An answer that the candidate judged.
#[derive(Debug)]
pub(in crate::engine) struct JudgedAnswer {
    pub(in crate::engine) asked: QuestionId,
    pub(in crate::engine) question: Question,
    /// The words of the answer, typed or transcribed.
    pub(in crate::engine) answer: String,
    pub(in crate::engine) judgement: Judgement,
}

/// The coach of this user.
#[derive(Clone, Copy, Debug)]
pub struct Coach<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl Coach<'_> {
    /// Whether the settings name a coach.
    pub fn is_on(self) -> bool {
        self.engine.config.coach.is_some()
    }

    /// The server or program that is asked. An error if the coach is off or its settings are wrong.
    pub fn destination(self) -> Result<Destination, CoachError> {
        let off = || CoachError::Off;
        let settings = self.engine.config.coach.as_ref().ok_or_else(off)?;
        let home = directories::BaseDirs::new();
        let home = home.as_ref().map(directories::BaseDirs::home_dir);
        let ca = settings.roots(self.engine.paths.as_ref());
        let wanted = Wanted {
            server: &settings.server,
            command: &settings.command,
            model: &settings.model,
            remote: &settings.remote,
            key_env: &settings.key_env,
            key_command: &settings.key_command,
            ca: ca.as_deref(),
        };
        Destination::of(&wanted, home)
    }

    /// Whether the settings say to send answers without being asked each time.
    fn sends_unasked(self) -> bool {
        self.engine.config.coach.as_ref().is_some_and(crate::config::CoachSettings::sends_unasked)
    }

    /// Whether the candidate agreed to have answers sent there, in the way that the settings say.
    pub fn is_agreed(self, destination: &Destination) -> bool {
        self.folder().is_some_and(|folder| kept::is_agreed(&folder, destination, self.sends_unasked()))
    }

    /// The text of the consent page, a paragraph each.
    pub fn consent_words(self, destination: &Destination) -> Vec<String> {
        let settings = self.engine.config.coach.as_ref();
        let when = match settings.map_or((AskWhen::Ask, false), |settings| (settings.when, settings.follow_ups)) {
            (AskWhen::Ask, false) => "Each time you ask for it.",
            (AskWhen::Answer, false) => "Without being asked: every typed answer of a drill as soon as it is saved.",
            (AskWhen::Ask, true) => {
                "When you ask for it; and without being asked, for follow-ups, every typed answer and reply of a mock, \
                 without the points."
            }
            (AskWhen::Answer, true) => {
                "Without being asked: every typed answer of a drill as soon as it is saved, and for follow-ups every typed answer \
                 and reply of a mock, without the points."
            }
        };
        let key = match destination {
            Destination::Server { key, .. } => key.words(),
            Destination::Command { .. } => None,
        };
        let key = key.map_or(String::new(), |key| format!(" It is shown {key}."));
        vec![
            format!(
                "The coach sends the question, its points and your answer to {} ({}). Not your history, recordings or name; \
                 of what you ticked only which points you missed, and that only when it is to make your answer better. When you have \
                 it read a posting for your target, the posting instead, with the names of all topics and tracks of your banks, own ones \
                 too, as words to choose from. What happens there is theirs.{key}",
                destination,
                destination.reach().words()
            ),
            when.to_owned(),
            "The coach never ticks, rates or schedules. Words that it quotes are looked for in your answer; what is not there \
             counts as missed."
                .to_owned(),
            "hotseat coach preview shows the exact request; hotseat coach forget takes this back and deletes what it said."
                .to_owned(),
        ]
    }

    /// Everything that an opinion on this attempt needs. The error says why there can be none.
    pub fn brief(self, attempt: &RecordId) -> Result<Brief, String> {
        let destination = self.destination().map_err(|error| error.to_string())?;
        let JudgedAnswer { question, answer, judgement, .. } = self.judged(attempt)?;
        let points = Points::of(&question, &answer).map_err(|error| error.to_string())?;
        let work = Work { destination, points, scratch: self.scratch() };
        Ok(Brief { attempt: attempt.clone(), question, answer, judgement, work })
    }

    /// The words of an answer and the candidate's judgement of it. The error says what is missing.
    pub(in crate::engine) fn judged(self, attempt: &RecordId) -> Result<JudgedAnswer, String> {
        let history = &self.engine.history;
        let unreadable = |error: crate::history::HistoryError| error.to_string();
        let answered = self.engine.attempt(attempt).map_err(unreadable)?;
        let answered = answered.ok_or_else(|| format!("{attempt} is no answer; hotseat history list shows them."))?;
        let judged = history.judgement_of(attempt).map_err(unreadable)?;
        let Some(Body::Judgement(judgement)) = judged.map(|record| record.body) else {
            return Err("Judge the answer yourself first: the coach comes after you.".to_owned());
        };
        let (asked, question, answer) = self.words_of(attempt, answered)?;
        Ok(JudgedAnswer { asked, question, answer, judgement })
    }

    /// The question of an attempt, and the words of its answer, typed or transcribed. The error says what is missing.
    fn words_of(self, attempt: &RecordId, answered: Attempt) -> Result<(QuestionId, Question, String), String> {
        let history = &self.engine.history;
        let unreadable = |error: crate::history::HistoryError| error.to_string();
        let question = self.engine.questions().find(&answered.question).map_err(|error| error.to_string())?;
        let spoken = answered.text.is_empty() && answered.medium == Medium::Spoken;
        let transcript = if spoken { history.transcript_of(attempt).map_err(unreadable)? } else { None };
        let answer = transcript.map_or(answered.text, |transcript| transcript.text());
        if spoken && answer.trim().is_empty() {
            return Err(
                "What you said was not written down, so there is nothing to send; `stt` in config.toml has it \
                        written down."
                    .to_owned(),
            );
        }
        Ok((answered.question, question, answer))
    }

    /// The folder in which programs that are asked run.
    pub(in crate::engine) fn scratch(self) -> PathBuf {
        self.engine.paths.as_ref().map_or_else(std::env::temp_dir, super::Paths::temporary)
    }

    /// What to request as soon as this attempt is saved. None unless the settings want that, the candidate agreed to
    /// it, and no opinion on the same request is kept.
    pub fn ahead(self, attempt: &RecordId) -> Option<Ahead> {
        self.engine.config.coach.as_ref().filter(|settings| settings.when == AskWhen::Answer)?;
        let destination = self.destination().ok().filter(|destination| self.is_agreed(destination))?;
        let answered = self.engine.attempt(attempt).ok()?.filter(|answered| !answered.gave_up)?;
        let (_, question, answer) = self.words_of(attempt, answered).ok()?;
        let points = Points::of(&question, &answer).ok()?;
        let work = Work { destination, points, scratch: self.scratch() };
        let request = request_of(&work);
        let known = self.read_opinion(attempt).is_some_and(|kept| kept.request == request);
        (!known).then(|| Ahead { attempt: attempt.clone(), work })
    }

    /// Who asks follow-ups in mocks. None if that is not wanted. The error says why it is not possible.
    pub fn follows_up(self) -> Option<Result<Destination, String>> {
        self.engine.config.coach.as_ref().filter(|settings| settings.follow_ups)?;
        Some(match self.destination() {
            Err(error) => Err(error.to_string()),
            Ok(destination) if self.is_agreed(&destination) => Ok(destination),
            Ok(_) => {
                Err("You did not agree yet to have answers sent without being asked: hotseat coach agree.".to_owned())
            }
        })
    }

    /// The request for a follow-up to what was said so far. None if the coach asks no follow-ups, or there is too
    /// little to go by.
    pub fn reacting(self, answer: &Answer) -> Option<Reacting> {
        let destination = self.follows_up()?.ok()?;
        let since = answer.replies().iter().map(|put| (put.prompt.clone(), put.text.clone())).collect();
        let conversation = Conversation::of(answer.prompt(), answer.text(), since).ok()?;
        Some(Reacting { destination, conversation, scratch: self.scratch() })
    }

    /// The request for a follow-up to an answer in the log, before any reply was given. The error says why there is
    /// nothing to ask about.
    pub fn would_react(self, attempt: &RecordId) -> Result<Reacting, String> {
        let destination = self.destination().map_err(|error| error.to_string())?;
        let answered = self.engine.attempt(attempt).map_err(|error| error.to_string())?;
        let answered = answered.ok_or_else(|| format!("{attempt} is no answer; hotseat history list shows them."))?;
        let (_, question, answer) = self.words_of(attempt, answered)?;
        let conversation =
            Conversation::of(&question.prompt, &answer, Vec::new()).map_err(|error| error.to_string())?;
        Ok(Reacting { destination, conversation, scratch: self.scratch() })
    }

    fn read_opinion(self, attempt: &RecordId) -> Option<KeptOpinion> {
        read_kept(&self.file_of(OPINIONS, attempt)?)
    }

    /// The opinion that is kept for exactly this request. None if there is none, or its quotes no longer fit the
    /// answer.
    pub fn kept(self, brief: &Brief) -> Option<KeptOpinion> {
        let kept = self.read_opinion(&brief.attempt)?;
        let stands = |verdict: &Verdict| verdict.quote.clone().is_none_or(|quote| brief.answer.get(quote).is_some());
        (kept.request == brief.request() && kept.verdicts.iter().all(stands)).then_some(kept)
    }

    /// The last measurement of the coach with this model, address and prompt.
    pub fn check(self, destination: &Destination) -> Option<KeptCheck> {
        kept::check(&self.folder()?, destination)
    }

    /// How far the coach can be trusted, in a few words; "unchecked" until it is measured.
    pub fn trust_words(self, destination: &Destination) -> String {
        let check = self.check(destination);
        check.map_or("unchecked", |check| check.measure.trust_words()).to_owned()
    }

    /// The file for what the coach said about an attempt. Its name is a hash: the id of an attempt may hold any
    /// character, a file name may not.
    pub(in crate::engine) fn file_of(self, kind: &str, attempt: &RecordId) -> Option<PathBuf> {
        self.file_named(kind, &sha1_smol::Sha1::from(attempt.as_str()).digest().to_string())
    }

    /// The file with this name, which has to consist of plain letters and digits.
    pub(in crate::engine) fn file_named(self, kind: &str, name: &str) -> Option<PathBuf> {
        Some(self.folder()?.join(kind).join(format!("{name}.json")))
    }

    fn folder(self) -> Option<PathBuf> {
        self.engine.paths.as_ref().map(super::Paths::coach)
    }
}

impl Brief {
    /// A hash of the request: it differs if the answer, the points, the model or the address do.
    pub fn request(&self) -> String {
        request_of(&self.work)
    }

    /// The verdicts beside the candidate's own ticks.
    pub fn rows(&self, verdicts: &[Verdict]) -> Vec<Row> {
        compare(&self.question, &self.judgement.points, verdicts)
    }

    /// The record of the judgement with the coach's tick in place of the candidate's.
    pub fn take_over(&self, row: &Row, now: Moment) -> Record {
        Record::new(now, Body::Judgement(taken_over(&self.judgement, row)))
    }

    /// The opinion to keep. The reply itself is not kept.
    pub fn keep(&self, done: &Done, now: Moment) -> KeptOpinion {
        KeptOpinion::of(&self.attempt, &self.work, done, now)
    }
}

impl Ahead {
    /// The opinion to keep.
    pub fn keep(&self, done: &Done, now: Moment) -> KeptOpinion {
        KeptOpinion::of(&self.attempt, &self.work, done, now)
    }
}

impl Engine {
    /// The coach of this user.
    pub fn coach(&self) -> Coach<'_> {
        Coach { engine: self }
    }

    /// Saves that the candidate agreed to have answers sent there.
    pub fn agree_to_coach(&self, destination: &Destination, now: Moment) -> io::Result<()> {
        let Some(folder) = self.coach().folder() else { return Ok(()) };
        if self.coach().is_agreed(destination) {
            return Ok(());
        }
        kept::agree(&folder, destination, self.coach().sends_unasked(), now)
    }

    /// Saves what the coach said.
    pub fn keep_opinion(&self, opinion: &KeptOpinion) -> io::Result<()> {
        self.coach().file_of(OPINIONS, &opinion.attempt).map_or(Ok(()), |file| save(&file, opinion))
    }

    /// Saves a measurement, replacing the previous one of the same model at the same address.
    pub fn keep_check(&self, check: KeptCheck) -> io::Result<()> {
        self.coach().folder().map_or(Ok(()), |folder| kept::keep_check(&folder, check))
    }

    /// Deletes everything the coach said, all measurements and all consents. Returns how many opinions there were.
    pub fn forget_coach(&self) -> io::Result<usize> {
        self.coach().folder().map_or(Ok(0), |folder| kept::forget(&folder))
    }
}
