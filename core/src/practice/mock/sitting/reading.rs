//! Read access to a mock in progress: its place, its clocks, and what was last said.

use super::{Answer, Mock, MockProgress, MockStage, grace};
use crate::history::RecordId;
use crate::practice::answer::Phase;
use crate::practice::mock::{Planned, PlannedRound};

/// The clock of a round, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundClock {
    /// Time spent thinking, answering and replying so far.
    pub spent: f64,
    /// Time the round has: its minutes, plus what typing adds.
    pub allowed: f64,
    /// Time that typing has added so far.
    pub typing: f64,
    /// Time that the questions after this one need, without follow-ups.
    pub ahead: f64,
}

impl RoundClock {
    /// Seconds left over if the remaining questions are asked without follow-ups; negative if the round is running
    /// late.
    pub fn slack(self) -> f64 {
        self.allowed - self.spent - self.ahead
    }
}

impl Mock {
    /// The id of the sitting.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// How far the mock has got: its plan and the finished answers.
    pub fn progress(&self) -> &MockProgress {
        &self.progress
    }

    /// The answer in progress; `None` in breaks and at the end.
    pub fn answer(&self) -> Option<&Answer> {
        self.answer.as_ref()
    }

    /// How far the mock has got, including the answer in progress.
    pub fn stage(&self) -> MockStage {
        let of = |answer: &Answer| MockStage::of(answer.phase(), !answer.replies().is_empty());
        self.answer.as_ref().map_or(self.progress.stage, of)
    }

    /// The current round, or during a break the one that follows it; `None` at the end.
    pub fn round(&self) -> Option<&PlannedRound> {
        self.progress.plan.rounds.get(self.progress.round)
    }

    /// The current question, or during a break the one that follows it; `None` at the end.
    pub fn current(&self) -> Option<&Planned> {
        self.progress.next()
    }

    /// What the interviewer said last: the question or a follow-up. `None` if nothing is being asked.
    pub fn prompt(&self) -> Option<&str> {
        Some(self.answer.as_ref()?.asked())
    }

    /// The number of the round, from 1, and how many there are.
    pub fn round_place(&self) -> (usize, usize) {
        let of = self.progress.plan.rounds.len();
        ((self.progress.round + 1).min(of), of)
    }

    /// The number of the question within its round, from 1, and how many there are.
    pub fn place(&self) -> (usize, usize) {
        let of = self.round().map_or(0, |round| round.questions.len());
        ((self.progress.question + 1).min(of), of)
    }

    /// The round that ended last, if its result is still to be predicted.
    pub fn unpredicted(&self) -> Option<&PlannedRound> {
        let resting = self.answer.is_none();
        let ended = self.progress.round.checked_sub(1).filter(|_| resting)?;
        let open = self.progress.predictions.get(ended)?.is_none();
        self.progress.plan.rounds.get(ended).filter(|_| open)
    }

    /// Seconds that the round that ended last took.
    pub fn last_round_took(&self) -> f64 {
        let ended = self.progress.round.checked_sub(1);
        ended.and_then(|ended| self.progress.spent.get(ended)).copied().unwrap_or(0.0)
    }

    /// How many times as long a typed answer may take as a spoken one.
    pub fn typed_factor(&self) -> f64 {
        self.rules.typed_factor
    }

    /// Seconds that the round that ended last was allowed: its minutes, plus what typing added.
    pub fn last_round_had(&self) -> f64 {
        let Some(ended) = self.progress.round.checked_sub(1) else { return 0.0 };
        let minutes = self.progress.plan.rounds.get(ended).map_or(0, |round| round.minutes);
        f64::from(minutes) * 60.0 + self.progress.grace.get(ended).copied().unwrap_or(0.0)
    }

    /// The clock of the current round, as of the last reading.
    pub fn round_clock(&self) -> RoundClock {
        let at = self.progress.round;
        let of = |list: &[f64]| list.get(at).copied().unwrap_or(0.0);
        let minutes = self.round().map_or(0, |round| round.minutes);
        let answer = self.answer.as_ref();
        let typing = of(&self.progress.grace) + answer.map_or(0.0, grace);
        RoundClock {
            spent: of(&self.progress.spent) + answer.map_or(0.0, Answer::seconds),
            allowed: f64::from(minutes) * 60.0 + typing,
            typing,
            ahead: self.rest().map(|planned| f64::from(planned.think + planned.target)).sum(),
        }
    }

    /// The questions of the round after the current one.
    pub(super) fn rest(&self) -> impl Iterator<Item = &Planned> {
        let questions = self.round().map_or(&[][..], |round| &round.questions);
        questions.iter().skip(self.progress.question + 1)
    }

    /// Seconds for which the candidate is still not to be interrupted; 0 outside such a time.
    pub fn uninterrupted(&self) -> f64 {
        let Some(answer) = self.answer.as_ref().filter(|answer| answer.phase() == Phase::Answering) else { return 0.0 };
        let first = self.progress.question == 0;
        let seconds = self.round().filter(|_| first).and_then(|round| round.uninterrupted).unwrap_or(0);
        (f64::from(seconds) - answer.spent().answer).max(0.0)
    }
}
