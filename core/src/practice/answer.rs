//! A question being answered, in a drill or a mock: asked, answered, followed up, until the notes open.
//!
//! The notes are behind a lock that the types keep: an [`Answer`] gives out the prompt, and of hints and clarifications only
//! those that were asked for, each of them counted. Points, samples and follow-ups are reached through the
//! [`Review`](super::Review) that [`Answer::open`] makes of it, together with the attempt for the log.
//!
//! ```compile_fail
//! fn peek(answer: &hotseat_core::practice::Answer) -> usize {
//!     answer.question().look_for.len()
//! }
//! ```
//!
//! ```
//! fn look(review: &hotseat_core::practice::Review) -> usize {
//!     review.question().look_for.len()
//! }
//! ```

use std::rc::Rc;

use crate::assess::Ticks;
use crate::bank::{Question, QuestionId, Seconds};
use crate::history::{Attempt, Body, Medium, Mode, Record, RecordId, Spent, Take, Telling};
use crate::moment::Moment;

use super::put::Put;
use super::rules::Rules;
use super::stopwatch::{Lap, Stopwatch, milli};

mod kept;
mod reading;

pub(super) use kept::Current;
pub(in crate::practice) use kept::{ASKED_ABOUT, JOTTED, LEANING, TICKS};
pub use kept::{AnswerProgress, Sheet};

/// Where an answer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// The question alone; the candidate thinks.
    Thinking,
    /// The answer is being given.
    Answering,
    /// The reply to a follow-up is being given.
    Replying,
    /// Everything is said; the notes are still closed.
    Given,
}

/// A question being answered. Its notes cannot be reached from here.
#[derive(Clone, Debug)]
pub struct Answer {
    id: RecordId,
    name: QuestionId,
    question: Rc<Question>,
    /// The wording that is asked, 0 the prompt.
    wording: usize,
    prompt: String,
    /// The times of a spoken answer.
    times: Seconds,
    mode: Mode,
    rules: Rules,
    phase: Phase,
    /// The clock of what is being given: the answer, or the reply.
    watch: Stopwatch,
    /// What the answer itself took, once it is replied to follow-ups.
    spent: Spent,
    beating: bool,
    medium: Medium,
    text: String,
    hints: usize,
    clarified: usize,
    gave_up: bool,
    /// Each time that the answer was spoken, and which of them counts.
    takes: Vec<Take>,
    take: usize,
    replies: Vec<Put>,
    /// What was ticked the last time that the question was judged.
    before: Option<Ticks>,
    /// The story that is going to be told, if one was chosen.
    story: Option<RecordId>,
}

impl Answer {
    /// Asks a question. `wording` 0 is the prompt, 1 the first variant; beyond the last it wraps around.
    pub fn ask(
        name: QuestionId,
        question: Rc<Question>,
        wording: usize,
        mode: Mode,
        rules: Rules,
        now: Moment,
    ) -> Self {
        let wording = wording % (1 + question.variants.len());
        let prompt = wording.checked_sub(1).and_then(|at| question.variants.get(at)).unwrap_or(&question.prompt);
        Self {
            id: RecordId::fresh(now),
            name,
            prompt: prompt.clone(),
            times: question.times(),
            question,
            wording,
            mode,
            rules,
            phase: Phase::Thinking,
            watch: Stopwatch::start(now),
            spent: Spent::default(),
            beating: false,
            medium: Medium::None,
            text: String::new(),
            hints: 0,
            clarified: 0,
            gave_up: false,
            takes: Vec::new(),
            take: 0,
            replies: Vec::new(),
            before: None,
            story: None,
        }
    }

    /// Chooses the story that is going to be told, or none.
    pub fn choose_story(&mut self, story: Option<RecordId>) {
        self.story = story;
    }

    /// In these words, with these times of a spoken answer: what a mock's plan was drawn with.
    #[must_use]
    pub(super) fn planned(mut self, prompt: &str, think: u32, target: u32) -> Self {
        prompt.clone_into(&mut self.prompt);
        self.times = Seconds { think, target, max: self.times.max.max(target) };
        self
    }

    /// The ticks of the attempt before this one, to say what was gained.
    #[must_use]
    pub fn after(mut self, before: Option<Ticks>) -> Self {
        self.before = before;
        self
    }

    /// An attempt that the log has, as if it had just been given.
    pub(super) fn of_attempt(
        id: RecordId,
        attempt: &Attempt,
        question: Rc<Question>,
        rules: Rules,
        now: Moment,
    ) -> Self {
        let recording = attempt.recording.iter();
        Self {
            id,
            watch: Stopwatch::resume(attempt.seconds, Lap::Off, now),
            spent: attempt.seconds,
            phase: Phase::Given,
            medium: attempt.medium,
            text: attempt.text.clone(),
            hints: attempt.hints as usize,
            gave_up: attempt.gave_up,
            takes: recording.map(|name| Take { recording: Some(name.clone()), seconds: attempt.seconds }).collect(),
            replies: attempt.follow_ups.iter().map(|reply| Put::of_reply(reply, &question.follow_ups)).collect(),
            ..Self::ask(attempt.question.clone(), question, attempt.wording as usize, attempt.mode, rules, now)
        }
    }

    /// Starts a typed or a spoken answer, where thinking ends, or goes over to the other one in the middle of it or of a
    /// reply.
    pub fn give(&mut self, medium: Medium, now: Moment) {
        if medium == Medium::None || self.phase == Phase::Given {
            return;
        }
        if let Some(put) = self.replies.last_mut().filter(|_| self.phase == Phase::Replying) {
            put.medium = medium;
            return;
        }
        if self.phase == Phase::Thinking {
            self.phase = Phase::Answering;
            self.watch.switch(now, Lap::Answer);
        }
        self.medium = medium;
        if medium == Medium::Spoken && self.takes.is_empty() && self.phase == Phase::Answering {
            self.takes.push(Take::default());
        }
    }

    /// What is being spoken is recorded under this name, or it turned out that it is not.
    pub fn set_recording(&mut self, name: Option<String>) {
        match (self.phase, self.takes.get_mut(self.take), self.replies.last_mut()) {
            (Phase::Answering, Some(take), _) => take.recording = name,
            (Phase::Replying, _, Some(put)) => put.recording = name,
            _ => {}
        }
    }

    /// The answer is spoken once more, before anything is revealed. What was said before stays as a take of its own, and
    /// the clock begins anew. Answers whether that may be.
    pub fn speak_again(&mut self, now: Moment) -> bool {
        let may = self.phase == Phase::Given && self.medium == Medium::Spoken && self.replies.is_empty();
        if may {
            self.run_clock(Spent { answer: 0.0, ..self.watch.spent() }, Lap::Answer, now);
            self.takes.push(Take::default());
            self.take = self.takes.len() - 1;
            self.phase = Phase::Answering;
        }
        may
    }

    /// The next take counts; after the last comes the first.
    pub fn next_take(&mut self, now: Moment) {
        if self.has_other_take() {
            self.take = (self.take + 1) % self.takes.len();
            self.watch = Stopwatch::resume(self.takes[self.take].seconds, Lap::Off, now);
        }
    }

    /// Keeps what has been typed so far, of the answer or of the reply.
    pub fn set_text(&mut self, text: String) {
        match (self.phase, self.replies.last_mut()) {
            (Phase::Answering, _) => self.text = text,
            (Phase::Replying, Some(put)) => put.text = text,
            _ => {}
        }
    }

    /// Shows the next rung of the hint ladder, while there is one.
    pub fn hint(&mut self) -> Option<&str> {
        if !self.is_open() || self.hints >= self.question.hints.len() {
            return None;
        }
        self.hints += 1;
        self.hints().last().map(String::as_str)
    }

    /// Gives the next clarification, while there is one. Answers whether it did.
    pub fn clarify(&mut self) -> bool {
        let more = self.is_open() && self.has_clarification();
        self.clarified += usize::from(more);
        more
    }

    /// Stops the clock, or lets it go on.
    pub fn set_paused(&mut self, now: Moment, paused: bool) {
        if self.phase != Phase::Given {
            self.watch.set_paused(now, paused);
        }
    }

    /// The program is about to be stopped: until [`Self::wake`] time counts as pause.
    pub fn suspend(&mut self, now: Moment) {
        self.watch.suspend(now);
    }

    /// The program goes on. A clock that was stopped by hand before stays stopped. Without a [`Self::suspend`] before,
    /// as after a stop by force, the clock is left as it is.
    pub fn wake(&mut self, now: Moment) {
        self.watch.wake(now);
    }

    /// Says whether the clock is going to be read at least once a second. See [`Stopwatch::set_heartbeat`].
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.beating = beating;
        self.watch.set_heartbeat(now, beating);
    }

    /// Brings the clock up to date.
    pub fn tick(&mut self, now: Moment) {
        let spent = self.watch.read(now);
        if let Some(put) = self.replies.last_mut().filter(|_| self.phase == Phase::Replying) {
            put.seconds = spent.answer;
        }
    }

    /// The answer or the reply is done. An empty typed answer is no answer: nothing changes and `false` comes back. An
    /// empty reply is one.
    pub fn finish(&mut self, now: Moment) -> bool {
        let something = self.medium == Medium::Spoken || !self.text.trim().is_empty();
        match self.phase {
            Phase::Answering if something => self.end_answer(now),
            Phase::Replying => {
                self.tick(now);
                self.watch.switch(now, Lap::Off);
            }
            _ => return false,
        }
        self.phase = Phase::Given;
        true
    }

    fn end_answer(&mut self, now: Moment) {
        self.watch.set_paused(now, false);
        self.watch.switch(now, Lap::Off);
        self.spent = self.watch.spent();
        if let Some(take) = self.takes.get_mut(self.take) {
            take.seconds = self.spent;
        }
    }

    /// "Don't know": nothing more is said. What was typed so far is kept. Answers whether that may be: an answer that was
    /// given cannot be given up.
    pub fn give_up(&mut self, now: Moment) -> bool {
        if !self.is_open() {
            return false;
        }
        self.end_answer(now);
        if self.text.trim().is_empty() && self.medium == Medium::Typed {
            self.medium = Medium::None;
        }
        self.gave_up = true;
        self.phase = Phase::Given;
        true
    }

    /// The interviewer asks something after the answer.
    pub(super) fn follow_up(&mut self, put: Put, now: Moment) {
        if self.phase == Phase::Given {
            self.replies.push(Put { medium: self.medium, ..put });
            self.phase = Phase::Replying;
            self.run_clock(Spent::default(), Lap::Answer, now);
        }
    }

    fn run_clock(&mut self, spent: Spent, lap: Lap, now: Moment) {
        self.watch = Stopwatch::resume(spent, lap, now);
        self.watch.set_heartbeat(now, self.beating);
    }

    /// What the log is to hold of it, as part of a sitting.
    pub(super) fn attempt(&self, sitting: &RecordId, prediction: Option<u8>, now: Moment) -> Record {
        let attempt = Attempt {
            question: self.name.clone(),
            revision: self.question.revision,
            sitting: Some(sitting.clone()),
            mode: self.mode,
            medium: self.medium,
            text: self.text.clone(),
            recording: self.recording().map(str::to_owned),
            seconds: milli(self.spent()),
            target_seconds: self.target(),
            prediction,
            hints: u32::try_from(self.hints).unwrap_or(u32::MAX),
            gave_up: self.gave_up,
            wording: u32::try_from(self.wording).unwrap_or(0),
            follow_ups: self.replies.iter().map(Put::reply).collect(),
            other: serde_json::Map::new(),
        };
        Record { id: self.id.clone(), at: now.wall, day: now.day(), body: Body::Attempt(attempt) }
    }

    /// What the log is to hold of the story that is told in it; none: none was chosen.
    pub fn telling(&self, now: Moment) -> Option<Record> {
        let (story, attempt, question) = (Some(self.story.clone()?), self.id.clone(), self.name.clone());
        Some(Record::new(now, Body::Telling(Telling { story, attempt, question, other: serde_json::Map::new() })))
    }

    /// The notes, for those who may know them while the answer is given: the interviewer's side of a mock.
    pub(super) fn notes(&self) -> &Rc<Question> {
        &self.question
    }

    /// The question says something else now: for open notes alone. The times stay those that the clock ran against.
    pub(super) fn set_notes(&mut self, question: Rc<Question>) {
        self.question = question;
    }

    pub(super) fn take_before(&mut self) -> Option<Ticks> {
        self.before.take()
    }

    pub(super) fn take_replies(&mut self) -> Vec<Put> {
        std::mem::take(&mut self.replies)
    }
}

#[cfg(test)]
mod tests;
