//! The interviewer's copy of a mock, so that a friend can hold the interview: what to ask, what to answer when asked back,
//! what to listen for, what to ask next, and a scorecard to fill in. It has the answers: not for the candidate.
//!
//! As a page it is filled in where it is read, and saves the file that is read back in. As Markdown it is read.

mod fields;
mod markdown;
mod page;
#[cfg(test)]
mod tests;

use crate::bank::{Dimension, FollowUp, Kind, Prompts, Question, Sign};
use crate::practice::mock::{Plan, Planned};

/// Everything that a sheet is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// What was drawn.
    pub plan: &'a Plan,
    /// The questions of the plan, in its order.
    pub questions: &'a [Question],
    /// What a mock of this loop is scored on.
    pub dimensions: &'a [Dimension],
    /// What can be asked after any answer.
    pub prompts: &'a Prompts,
}

impl<'a> Sheet<'a> {
    /// The rounds with their questions.
    fn rounds(self) -> Vec<Vec<(&'a Planned, &'a Question)>> {
        let mut questions = self.questions.iter();
        let of_round = |planned: &'a [Planned]| planned.iter().zip(questions.by_ref()).collect();
        self.plan.rounds.iter().map(|round| round.questions.as_slice()).map(of_round).collect()
    }

    /// The dimensions that something of this plan is scored on.
    fn scored(self) -> impl Iterator<Item = &'a Dimension> {
        let asked = move |kind: &Kind| self.plan.questions().any(|planned| planned.kind == *kind);
        self.dimensions.iter().filter(move |dimension| dimension.kinds.iter().any(asked))
    }

    /// Whether somebody who answers such a question is scored on settling first what was asked.
    fn settles_first(self, kind: Kind) -> bool {
        self.dimensions.iter().any(|one| one.kinds.contains(&kind) && one.signs.contains(&Sign::Clarifications))
    }

    /// The general prompts under what they are for.
    fn general(self) -> [(&'static str, &'a [FollowUp]); 3] {
        let Prompts { push_back, when_it_fails, ten_times } = self.prompts;
        [
            ("Push back, once a round", push_back),
            ("And when this fails?", when_it_fails),
            ("Ten times as much", ten_times),
        ]
    }
}
