//! A question being answered, in a drill or a mock: from the asking, through the answer and its follow-ups, until the
//! notes open.
//!
//! The types keep the notes locked: an [`Answer`] gives out the prompt, and only those hints and clarifications that
//! were asked for, counting each. Points, samples and follow-ups are reached through the [`Review`](super::Review) that
//! [`Answer::open`] turns it into, together with the attempt for the log.
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
pub(in crate::practice) use kept::{ASKED_ABOUT, HELD, JOTTED, LEANING, TICKS};
pub use kept::{AnswerProgress, Sheet};

/// How far an answer has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Only the question has been shown; the candidate is thinking.
    Thinking,
    /// The answer is being given.
    Answering,
    /// The reply to a follow-up is being given.
    Replying,
    /// Everything has been said, but the notes are still closed.
    Given,
}

/// A question being answered. Its notes stay locked until [`Self::open`].
#[derive(Clone, Debug)]
pub struct Answer {
    id: RecordId,
    name: QuestionId,
    question: Rc<Question>,
    /// Index of the wording asked: 0 is the prompt, 1 the first variant.
    wording: usize,
    prompt: String,
    /// The limits for a spoken answer; [`Rules::times`] stretches them for a typed one.
    times: Seconds,
    mode: Mode,
    rules: Rules,
    phase: Phase,
    /// The clock of whatever is being given now: the answer, or the reply to a follow-up.
    watch: Stopwatch,
    /// Time the answer itself took. Kept apart once a reply to a follow-up has taken over the clock.
    spent: Spent,
    beating: bool,
    medium: Medium,
    text: String,
    hints: usize,
    clarified: usize,
    gave_up: bool,
    /// One entry for each time the answer was spoken; `take` is the index of the one that counts.
    takes: Vec<Take>,
    take: usize,
    replies: Vec<Put>,
    /// What was ticked the last time this question was judged.
    before: Option<Ticks>,
    /// The story to be told in the answer, if one was chosen.
    story: Option<RecordId>,
}

impl Answer {
    /// Asks a question. `wording` 0 is the prompt, 1 the first variant; past the last variant it wraps around.
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

    /// Sets the story to be told; `None` clears it.
    pub fn choose_story(&mut self, story: Option<RecordId>) {
        self.story = story;
    }

    /// Replaces the wording and the limits (seconds, spoken) with those in the plan of a mock.
    #[must_use]
    pub(super) fn planned(mut self, prompt: &str, think: u32, target: u32) -> Self {
        prompt.clone_into(&mut self.prompt);
        self.times = Seconds { think, target, max: self.times.max.max(target) };
        self
    }

    /// Sets the ticks of the previous attempt, against which gains are reported.
    #[must_use]
    pub fn after(mut self, before: Option<Ticks>) -> Self {
        self.before = before;
        self
    }

    /// Rebuilds an answer from an attempt in the log, as if it had just been given.
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

    /// Starts a typed or spoken answer, which ends the thinking; during an answer or a reply, switches to the other
    /// medium.
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

    /// Sets the file name under which the current take or reply is being recorded; `None` if recording turned out to
    /// fail.
    pub fn set_recording(&mut self, name: Option<String>) {
        match (self.phase, self.takes.get_mut(self.take), self.replies.last_mut()) {
            (Phase::Answering, Some(take), _) => take.recording = name,
            (Phase::Replying, _, Some(put)) => put.recording = name,
            _ => {}
        }
    }

    /// Starts another take of a spoken answer, which is allowed until something is revealed. The earlier takes are kept
    /// and the answering time starts again from zero. Returns `false`, changing nothing, if it is not allowed.
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

    /// Makes the next take the one that counts, wrapping around after the last.
    pub fn next_take(&mut self, now: Moment) {
        if self.has_other_take() {
            self.take = (self.take + 1) % self.takes.len();
            self.watch = Stopwatch::resume(self.takes[self.take].seconds, Lap::Off, now);
        }
    }

    /// Replaces the text typed so far, of the answer or of the reply.
    pub fn set_text(&mut self, text: String) {
        match (self.phase, self.replies.last_mut()) {
            (Phase::Answering, _) => self.text = text,
            (Phase::Replying, Some(put)) => put.text = text,
            _ => {}
        }
    }

    /// Reveals the next hint. `None` when there are no more, or the answer is no longer open.
    pub fn hint(&mut self) -> Option<&str> {
        if !self.is_open() || self.hints >= self.question.hints.len() {
            return None;
        }
        self.hints += 1;
        self.hints().last().map(String::as_str)
    }

    /// Gives the next clarification. Returns `false` when there are no more, or the answer is no longer open.
    pub fn clarify(&mut self) -> bool {
        let more = self.is_open() && self.has_clarification();
        self.clarified += usize::from(more);
        more
    }

    /// Pauses the clock, or lets it run again. Has no effect once the answer has been given.
    pub fn set_paused(&mut self, now: Moment, paused: bool) {
        if self.phase != Phase::Given {
            self.watch.set_paused(now, paused);
        }
    }

    /// The program is about to be stopped: time counts as a pause until [`Self::wake`].
    pub fn suspend(&mut self, now: Moment) {
        self.watch.suspend(now);
    }

    /// The program is running again. A clock that was paused by hand stays paused. Without a preceding
    /// [`Self::suspend`], as after a forced stop, the clock is left alone.
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

    /// Ends the answer or the reply. An empty typed answer does not count: nothing changes and `false` is returned. An
    /// empty reply is accepted.
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

    /// "Don't know": ends the answer, keeping what was typed so far. Returns `false`, changing nothing, if the answer
    /// has already been given.
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

    /// Asks a follow-up and starts the clock for the reply. Has no effect before the answer has been given.
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

    /// The attempt for the log, as part of the given sitting.
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

    /// A record for the log of the story told in this answer; `None` if no story was chosen.
    pub fn telling(&self, now: Moment) -> Option<Record> {
        let (story, attempt, question) = (Some(self.story.clone()?), self.id.clone(), self.name.clone());
        Some(Record::new(now, Body::Telling(Telling { story, attempt, question, other: serde_json::Map::new() })))
    }

    /// The question with its notes, for callers that may see them during the answer: the interviewer's side of a mock.
    pub(super) fn notes(&self) -> &Rc<Question> {
        &self.question
    }

    /// Replaces the question after it was edited; only for answers whose notes are open. The limits stay those the
    /// clock ran against.
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
