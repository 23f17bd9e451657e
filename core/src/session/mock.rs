//! The course of a mock: rounds of questions with follow-ups, breaks and predictions, and an interviewer who gives
//! nothing away.

use std::rc::Rc;

use super::course::Course;
use super::desk::Desk;
use super::intent::Intent;
use super::step::{Left, News, Order, SoundOrder, Step};
use super::{Session, keep, listen_ahead, stop_recording};
use crate::bank::Question;
use crate::config::Keep;
use crate::engine::Engine;
use crate::history::{Body, Draft, Medium, Record, RecordId, Utterance};
use crate::moment::Moment;
use crate::practice::mock::{Mock, MockStage, Plan, Planned};
use crate::practice::{Answer, Phase, Put};
use crate::speech::kept;

mod reactions;

use reactions::{Follow, Reactions};

/// The course of a mock.
#[derive(Debug)]
pub struct MockCourse {
    mock: Mock,
    /// The medium in which the candidate last answered.
    usual: Medium,
    turned: bool,
    left: bool,
    /// Whether text arrives line by line, so that a line being written cannot be seen.
    lines: bool,
    reactions: Reactions,
    /// Recorded answers and replies of the attempts that are on their way to the log.
    spoken: Vec<Utterance>,
}

impl Session<MockCourse> {
    /// Begins a mock, with the break before its first round. `usual` is the medium in which the candidate expects to
    /// answer.
    pub fn mock(plan: Plan, usual: Medium, engine: &Engine, now: Moment) -> (Self, Step) {
        let (mock, started) = engine.mocks().begin(plan, now);
        let mut desk = Desk::new(engine, now);
        desk.append_and_wait(vec![started]);
        let reactions = Reactions::begin(&mut desk);
        Self::begun(
            MockCourse { mock, usual, turned: false, left: false, lines: false, reactions, spoken: Vec::new() },
            desk,
        )
    }

    /// Continues a mock that was left, abandoned or interrupted. The error says why that is impossible.
    pub fn resume_mock(id: &RecordId, usual: Medium, engine: &Engine, now: Moment) -> Result<(Self, Step), String> {
        if engine.is_live(id) {
            return Err("Another Hotseat goes on with that mock.".to_owned());
        }
        let mock = engine.mocks().resume(id, now)?;
        let medium = mock.answer().map_or(Medium::None, Answer::medium);
        let usual = if medium == Medium::None { usual } else { medium };
        let mut desk = Desk::new(engine, now);
        let reactions = Reactions::begin(&mut desk);
        Ok(Self::begun(
            MockCourse { mock, usual, turned: true, left: false, lines: false, reactions, spoken: Vec::new() },
            desk,
        ))
    }
}

/// Abandons a waiting mock without continuing it first. The error says why that is impossible.
pub fn give_up_mock(id: &RecordId, engine: &Engine, now: Moment) -> Result<Vec<Order>, String> {
    engine.mocks().resume(id, now).map(|mut mock| abandoned(&mut mock, now))
}

/// What follows when a mock is abandoned: its records, and finding out what was said in their recordings, so that a
/// later debrief has the transcripts.
fn abandoned(mock: &mut Mock, now: Moment) -> Vec<Order> {
    let records = mock.abandon(now);
    let spoken: Vec<Utterance> = records.iter().flat_map(recorded).collect();
    std::iter::once(Order::Append(records)).chain(spoken.into_iter().map(Order::ListenAside)).collect()
}

impl MockCourse {
    /// The mock itself.
    pub fn mock(&self) -> &Mock {
        &self.mock
    }

    /// The medium in which the candidate last answered, and in which [`Intent::Next`] answers.
    pub fn usual(&self) -> Medium {
        self.usual
    }

    /// Whether the interviewer is thinking about what was said. [`Intent::Next`] asks the bank's own follow-up at once.
    pub fn is_thinking(&self) -> bool {
        self.reactions.thinks()
    }

    /// Ends the answer or the reply: a model may ask a follow-up about it, otherwise the bank does.
    fn finish(&mut self, speaks: Option<&Answer>, desk: &mut Desk<'_>) {
        if !self.mock.say(desk.now) {
            return desk.tell(News::NothingTyped);
        }
        let own = self.mock.next_follow_up();
        if let Some(answer) = speaks {
            stop_recording(answer, desk);
            listen_ahead(answer, desk);
        }
        match self.reactions.follow(&self.mock, own, desk) {
            Follow::Now(next) => self.go_on(next, desk),
            Follow::Later => {
                desk.sound(SoundOrder::Hush);
                desk.tell(News::Thinking);
            }
        }
    }

    fn go_on(&mut self, next: Option<Put>, desk: &mut Desk<'_>) {
        let engine = desk.engine;
        let questions = |planned: &Planned| -> Rc<Question> { engine.mocks().question(planned).into() };
        let records = self.mock.go_on(next, &questions, desk.now);
        self.after(None, Some(records), desk);
    }

    fn is_over(&self) -> bool {
        self.left || self.mock.stage() == MockStage::Over
    }

    /// Deals with the records of a change to the mock. With none, a follow-up is being asked; otherwise the next
    /// question waits until they are on disk.
    fn after(&mut self, speaks: Option<&Answer>, records: Option<Vec<Record>>, desk: &mut Desk<'_>) {
        let Some(records) = records else { return desk.tell(News::NothingTyped) };
        if let Some(answer) = speaks {
            stop_recording(answer, desk);
        }
        desk.sound(SoundOrder::Hush);
        if records.is_empty() {
            self.turned = true;
            return;
        }
        self.spoken.extend(records.iter().flat_map(recorded));
        desk.append_and_wait(records);
    }

    fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.is_over() {
            return desk.tell(News::Left(if self.left { Left::Nothing } else { Left::Debrief }));
        }
        self.stop(desk);
        desk.append(self.mock.leave(desk.now));
        desk.order(Order::Release);
        desk.tell(News::Left(Left::Mock));
    }

    fn abandon(&mut self, desk: &mut Desk<'_>) {
        if self.is_over() {
            return;
        }
        self.stop(desk);
        for order in abandoned(&mut self.mock, desk.now) {
            desk.order(order);
        }
        desk.order(Order::Release);
        desk.tell(News::Abandoned);
    }

    fn stop(&mut self, desk: &mut Desk<'_>) {
        if let Some(answer) = self.mock.answer() {
            stop_recording(answer, desk);
        }
        self.reactions.stop(desk);
        desk.sound(SoundOrder::Hush);
        keep(self, desk);
        self.left = true;
    }
}

/// The recorded answer and replies of an attempt.
fn recorded(record: &Record) -> Vec<Utterance> {
    let Body::Attempt(attempt) = &record.body else { return Vec::new() };
    let replies = attempt.follow_ups.iter().enumerate().filter(|(_, reply)| reply.recording.is_some());
    let replies = replies.map(|(at, _)| Utterance::reply(&record.id, at));
    attempt.recording.iter().map(|_| (&record.id).into()).chain(replies).collect()
}

/// Whether a reply is due to an answer that was never begun.
fn is_open_reply(answer: &Answer) -> bool {
    answer.phase() == Phase::Replying && answer.medium() == Medium::None
}

impl Course for MockCourse {
    const HALTS: bool = true;
    const HINTS: bool = false;

    fn answer(&self) -> Option<&Answer> {
        self.mock.answer()
    }

    fn answer_mut(&mut self) -> Option<&mut Answer> {
        self.mock.answer_mut()
    }

    fn prompt(&self) -> Option<&str> {
        self.mock.prompt()
    }

    fn draft(&self, now: Moment) -> Option<Draft> {
        self.mock.draft(now).filter(|_| !self.is_over())
    }

    /// Named after the mock, whose draft keeps it from being purged, and the number of the answer; a reply also by its
    /// own number. Each has a file of its own, so that its figures are those of one utterance. Nothing is recorded if
    /// the settings do not keep recordings until the debrief.
    fn recording_name(&self, engine: &Engine) -> Option<String> {
        let answer = self.answer().filter(|answer| answer.is_spoken())?;
        let name = kept::name(self.mock.id().as_str(), self.mock.progress().given.len() + 1);
        let name = match answer.phase() {
            Phase::Replying => kept::reply_name(&name, answer.replies().len()),
            _ => name,
        };
        (engine.config().recordings != Keep::Never).then_some(name)
    }

    fn gave(&mut self, medium: Medium) {
        self.usual = medium;
    }

    fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.mock.set_heartbeat(now, beating);
    }

    fn take(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let (engine, now) = (desk.engine, desk.now);
        let questions = |planned: &Planned| -> Rc<Question> { engine.mocks().question(planned).into() };
        let speaks = self.mock.answer().cloned();
        match intent {
            Intent::Next if self.is_thinking() => {
                let own = self.reactions.give_up();
                self.go_on(own, desk);
            }
            Intent::Reacted(result) => {
                if let Follow::Now(next) = self.reactions.heard(result, &self.mock, desk) {
                    self.go_on(next, desk);
                }
            }
            Intent::Done | Intent::GiveUp if self.is_thinking() => {}
            Intent::Next if self.mock.unpredicted().is_none() && self.mock.stage() == MockStage::Break => {
                self.mock.start_round(&questions, now);
                self.turned = true;
            }
            Intent::Done if speaks.as_ref().is_some_and(|answer| answer.phase() != Phase::Thinking) => {
                self.finish(speaks.as_ref(), desk);
            }
            Intent::GiveUp if speaks.is_some() => {
                let records = self.mock.give_up(&questions, now);
                // Nothing was given yet, so the reply to the smaller step is given in the usual medium.
                let usual = self.usual;
                if let Some(answer) = self.mock.answer_mut().filter(|answer| is_open_reply(answer)) {
                    answer.give(usual, now);
                }
                self.after(speaks.as_ref(), records, desk);
            }
            Intent::Predict(worth) if self.mock.unpredicted().is_some() => match self.mock.predict_round(worth, now) {
                Some(record) => desk.append_and_wait(vec![record]),
                None => desk.tell(News::NoSuchPrediction),
            },
            Intent::Lines => self.lines = true,
            Intent::Leave => self.leave(desk),
            Intent::Abandon => self.abandon(desk),
            _ => {}
        }
    }

    fn typed(&mut self) {
        self.mock.typed();
    }

    /// The interviewer keeps an eye on the time. Text typed line by line cannot be seen while it is being written, so
    /// it is never taken away; there the round ends with the next "done".
    fn clocked(&mut self, desk: &mut Desk<'_>) {
        if let Follow::Now(own) = self.reactions.clocked(desk) {
            return self.go_on(own, desk);
        }
        let answer = self.mock.answer();
        let writes = self.lines && answer.is_some_and(|answer| answer.medium() == Medium::Typed);
        if self.mock.is_called_off() && !writes {
            let speaks = answer.cloned();
            let given = self.mock.progress().given.len();
            let records = self.mock.hand_in(desk.now);
            desk.tell(News::HandedIn(self.mock.progress().given.len() > given));
            self.after(speaks.as_ref(), Some(records), desk);
        } else if let Some(reminder) = self.mock.remind() {
            desk.tell(News::Reminded(reminder));
        }
    }

    fn saved(&mut self, desk: &mut Desk<'_>) {
        // The debrief then has the transcripts, whenever it is opened.
        for said in self.spoken.drain(..) {
            desk.order(Order::ListenAside(said));
        }
        if let Some(answer) = self.answer_mut() {
            answer.set_paused(desk.now, false);
        }
        self.turned = true;
    }

    fn failed(&mut self, desk: &mut Desk<'_>) {
        if let Some(answer) = self.answer_mut() {
            answer.set_paused(desk.now, true);
        }
    }

    fn take_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }
}

#[cfg(test)]
mod tests;
