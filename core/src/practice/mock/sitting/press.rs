//! Time pressure. In a mock with [`Pressure::Real`], the interviewer says when an answer has reached its maximum and
//! when the round's time is over, and finally ends the round.
//!
//! Nothing is cut off: an answer in progress when the round's time runs out may be finished, and the round ends with
//! it. Only when the round is a quarter over its time is the answer handed in as it stands, complete, and never while
//! somebody is typing.

use serde::{Deserialize, Serialize};

use super::{Answer, Mock, MockStage, Planned};
use crate::bank::{Pressure, QuestionId};
use crate::history::{Record, RecordId};
use crate::moment::Moment;
use crate::practice::answer::Phase;

/// The share of its time at which a round ends, whatever is in progress.
const AT_LAST: f64 = 1.25;

/// Seconds after the last key for which the candidate counts as still typing.
const TYPING: f64 = 5.0;

/// A question is still asked if this share of its thinking time and target is left in the round.
const FITS: f64 = 0.5;

/// A question that was not asked because time ran out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The question.
    pub question: QuestionId,
    /// Index of its round in the plan.
    pub round: usize,
}

/// What the interviewer says about the time: each once per answer or round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reminder {
    /// The answer has reached its maximum: no follow-ups, on to the next question.
    MoveOn,
    /// The round's time is over: the round ends with this answer.
    RoundOver,
}

/// What was said about the time so far, and when something was last typed.
#[derive(Clone, Debug, Default)]
pub(super) struct Reminded {
    /// The answer about which something was last said.
    answer: Option<RecordId>,
    /// The last round that was said to be over.
    round: Option<usize>,
    /// When something was last typed, in seconds spent of the round.
    typed: f64,
}

impl Mock {
    fn is_real(&self) -> bool {
        self.progress.pressure == Pressure::Real
    }

    /// Whether the round's time is over, so that it ends with the answer in progress. Never without
    /// [`Pressure::Real`].
    fn is_round_over(&self) -> bool {
        let time = self.round_clock();
        self.is_real() && time.spent >= time.allowed
    }

    /// Whether the answer has reached its maximum, so that nothing is asked after it. Never without
    /// [`Pressure::Real`].
    pub(super) fn is_answer_over(&self) -> bool {
        let over = |answer: &Answer| answer.spent().answer >= f64::from(answer.maximum());
        self.is_real() && self.answer.as_ref().is_some_and(over)
    }

    /// What the interviewer has to say about the time now, if it was not said before.
    pub fn remind(&mut self) -> Option<Reminder> {
        let id = self.answer.as_ref()?.id().clone();
        if self.is_round_over() {
            let first = self.reminded.round.replace(self.progress.round) != Some(self.progress.round);
            self.reminded.answer = Some(id);
            return first.then_some(Reminder::RoundOver);
        }
        let answering = self.stage() == MockStage::Answering;
        if answering && self.is_answer_over() && self.reminded.answer.as_ref() != Some(&id) {
            self.reminded.answer = Some(id);
            return Some(Reminder::MoveOn);
        }
        None
    }

    /// What the interviewer has already said about the time and still holds for the answer in progress.
    pub fn reminded(&self) -> Option<Reminder> {
        let answer = self.answer.as_ref()?;
        if self.is_round_over() && self.reminded.round == Some(self.progress.round) {
            return Some(Reminder::RoundOver);
        }
        let moved = self.reminded.answer.as_ref() == Some(answer.id()) && self.is_answer_over();
        moved.then_some(Reminder::MoveOn)
    }

    /// To be called when something has been typed.
    pub fn typed(&mut self) {
        self.reminded.typed = self.round_clock().spent;
    }

    pub(super) fn forget_typing(&mut self) {
        self.reminded.typed = f64::NEG_INFINITY;
    }

    /// Whether the answer in progress is to be handed in as it stands: the round is far over its time, and nobody is
    /// typing.
    pub fn is_called_off(&self) -> bool {
        let time = self.round_clock();
        let typing = time.spent - self.reminded.typed <= TYPING;
        let runs = |answer: &Answer| !answer.watch().is_paused() && answer.phase() != Phase::Given;
        let running = self.answer.as_ref().is_some_and(runs);
        self.is_real() && running && time.spent >= AT_LAST * time.allowed && !typing
    }

    /// Ends the round, handing in the answer in progress as it stands. If that is empty, its question is left out, like
    /// the rest of the round.
    pub fn hand_in(&mut self, now: Moment) -> Vec<Record> {
        let Some(answer) = self.answer.as_mut() else { return Vec::new() };
        answer.tick(now);
        let mut records = if answer.finish(now) { self.keep_answer(now) } else { Vec::new() };
        if let Some(unanswered) = self.answer.take() {
            self.progress.spent[self.progress.round] += unanswered.seconds();
            self.leave_out();
        }
        while self.next_in_round() {
            self.leave_out();
        }
        let state = self.end_round();
        records.push(self.record(state, now));
        records
    }

    /// Marks the current question as left out.
    fn leave_out(&mut self) {
        if let Some(planned) = self.current() {
            let question = planned.question.clone();
            self.progress.left_out.push(LeftOut { question, round: self.progress.round });
        }
    }

    /// Moves on to the next question of the round that still fits, leaving out those that do not. Returns `false` if
    /// there is none.
    pub(super) fn next_that_fits(&mut self) -> bool {
        while self.next_in_round() {
            if !self.is_real() || self.still_fits() {
                return true;
            }
            self.leave_out();
        }
        false
    }

    fn still_fits(&self) -> bool {
        let needed = |planned: &Planned| FITS * f64::from(planned.think + planned.target);
        let time = self.round_clock();
        self.current().is_some_and(|planned| time.allowed - time.spent >= needed(planned))
    }

    fn next_in_round(&mut self) -> bool {
        self.progress.question += 1;
        self.current().is_some()
    }

    /// How many questions were left out of the round that ended last.
    pub fn left_out_of_last_round(&self) -> usize {
        let ended = self.progress.round.checked_sub(1);
        self.progress.left_out.iter().filter(|left| Some(left.round) == ended).count()
    }
}
