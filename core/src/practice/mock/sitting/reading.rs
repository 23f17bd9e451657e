//! What a mock in progress says about itself: its place, its clocks, what was said last.

use super::{Current, Mock, Progress, Stage, grace, seconds, target};
use crate::bank::Question;
use crate::history::{Medium, RecordId};
use crate::practice::Stopwatch;
use crate::practice::mock::{Planned, PlannedRound};

/// The clock of a round, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoundClock {
    /// Thinking, answering and replying so far.
    pub spent: f64,
    /// What the round has: its minutes, and what typing adds.
    pub allowed: f64,
    /// What is needed for the questions after this one, without follow-ups.
    pub ahead: f64,
}

impl RoundClock {
    /// Seconds that are left when the rest is asked without follow-ups; negative when the round runs late.
    pub fn slack(self) -> f64 {
        self.allowed - self.spent - self.ahead
    }
}

impl Mock {
    /// The name of the sitting.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// The attempt that the answer in progress is going to be.
    pub fn attempt(&self) -> Option<&RecordId> {
        self.progress.current.as_ref().map(|current| &current.id)
    }

    /// Everything that is kept of it.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Where it stands.
    pub fn stage(&self) -> Stage {
        self.progress.stage
    }

    /// The round that is sat, or comes after the break.
    pub fn round(&self) -> Option<&PlannedRound> {
        self.progress.plan.rounds.get(self.progress.round)
    }

    /// The question that is asked, or comes after the break.
    pub fn current(&self) -> Option<&Planned> {
        self.round()?.questions.get(self.progress.question)
    }

    /// What the interviewer said last: the question or the follow-up.
    pub fn prompt(&self) -> Option<&str> {
        let reply = self.progress.current.as_ref().filter(|_| self.progress.stage == Stage::Replying);
        reply.and_then(|current| current.follow_ups.last()).map(|put| put.prompt.as_str()).or_else(|| {
            self.current().filter(|_| self.progress.current.is_some()).map(|planned| planned.prompt.as_str())
        })
    }

    /// Number of the round, and how many there are, from 1.
    pub fn round_place(&self) -> (usize, usize) {
        let of = self.progress.plan.rounds.len();
        ((self.progress.round + 1).min(of), of)
    }

    /// Number of the question in its round, and how many there are, from 1.
    pub fn place(&self) -> (usize, usize) {
        let of = self.round().map_or(0, |round| round.questions.len());
        ((self.progress.question + 1).min(of), of)
    }

    /// How many clarifications were given on the question so far.
    pub fn clarified(&self) -> usize {
        self.progress.current.as_ref().map_or(0, |current| current.clarified)
    }

    /// The round that ended and of which nothing was predicted yet.
    pub fn unpredicted(&self) -> Option<&PlannedRound> {
        let resting = matches!(self.progress.stage, Stage::Break | Stage::Over);
        let ended = self.progress.round.checked_sub(1).filter(|_| resting)?;
        let open = self.progress.predictions.get(ended)?.is_none();
        self.progress.plan.rounds.get(ended).filter(|_| open)
    }

    /// Seconds that the round that ended took.
    pub fn last_round_took(&self) -> f64 {
        let ended = self.progress.round.checked_sub(1);
        ended.and_then(|ended| self.progress.spent.get(ended)).copied().unwrap_or(0.0)
    }

    /// Whether anything is said or typed that is not in the log yet.
    pub fn is_answering(&self) -> bool {
        self.progress.current.is_some()
    }

    /// What is typed so far, of the answer or of the reply.
    pub fn text(&self) -> &str {
        let Some(current) = &self.progress.current else { return "" };
        match (self.progress.stage, current.follow_ups.last()) {
            (Stage::Replying, Some(put)) => &put.text,
            _ => &current.text,
        }
    }

    /// How the answer is given.
    pub fn medium(&self) -> Medium {
        self.progress.current.as_ref().map_or(Medium::None, |current| current.medium)
    }

    /// The clock of the answer or of the reply.
    pub fn watch(&self) -> &Stopwatch {
        &self.watch
    }

    /// The target of the answer in seconds: typed ones get more. 0 between questions.
    pub fn target(&self) -> u32 {
        self.current().map_or(0, |planned| target(planned, self.medium(), self.rules))
    }

    /// The maximum of the answer in seconds, in the proportion of the target. 0 between questions.
    pub fn maximum(&self, question: &Question) -> u32 {
        let times = question.times();
        let longer = times.max.saturating_sub(times.target);
        self.target().saturating_add(longer)
    }

    /// The clock of the round as of the last [`Self::tick`].
    pub fn round_clock(&self) -> RoundClock {
        match &self.progress.current {
            Some(current) => self.clock_after(current),
            None => self.clock(0.0, 0.0),
        }
    }

    pub(super) fn clock_after(&self, current: &Current) -> RoundClock {
        let grace = self.current().map_or(0.0, |planned| grace(planned, current.medium, self.rules));
        self.clock(seconds(current), grace)
    }

    fn clock(&self, spent: f64, grace: f64) -> RoundClock {
        let at = self.progress.round;
        let of = |list: &[f64]| list.get(at).copied().unwrap_or(0.0);
        let minutes = self.round().map_or(0, |round| round.minutes);
        RoundClock {
            spent: of(&self.progress.spent) + spent,
            allowed: f64::from(minutes) * 60.0 + of(&self.progress.grace) + grace,
            ahead: self.rest().map(|planned| f64::from(planned.think + planned.target)).sum(),
        }
    }

    /// The questions of the round after this one.
    pub(super) fn rest(&self) -> impl Iterator<Item = &Planned> {
        let questions = self.round().map_or(&[][..], |round| &round.questions);
        questions.iter().skip(self.progress.question + 1)
    }

    /// Seconds for which the candidate is still not to be interrupted.
    pub fn uninterrupted(&self) -> f64 {
        let first = self.progress.question == 0 && self.progress.stage == Stage::Answering;
        let seconds = self.round().filter(|_| first).and_then(|round| round.uninterrupted).unwrap_or(0);
        (f64::from(seconds) - self.watch.spent().answer).max(0.0)
    }
}
