//! The interviewer's sheet of a mock, with which a friend can hold the interview: what to ask, what to answer when
//! asked back, what to listen for, what to ask next, and a scorecard to fill in. It contains the answers, so it is not
//! for the candidate.
//!
//! The HTML page can be filled in where it is read, and saves a file that is then imported. The Markdown is only for
//! reading.

mod fields;
mod markdown;
mod page;
#[cfg(test)]
mod tests;

use crate::bank::{Dimension, FollowUp, Kind, Prompts, Question, Sign};
use crate::practice::mock::{Plan, Planned};

/// The data that a sheet is made from.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The plan of the mock, with the questions drawn for it.
    pub plan: &'a Plan,
    /// The questions of the plan, in its order.
    pub questions: &'a [Question],
    /// The dimensions that a mock of this loop is scored on.
    pub dimensions: &'a [Dimension],
    /// Follow-ups that can be asked after any answer.
    pub prompts: &'a Prompts,
}

impl<'a> Sheet<'a> {
    /// The questions of each round.
    fn rounds(self) -> Vec<Vec<(&'a Planned, &'a Question)>> {
        let mut questions = self.questions.iter();
        let of_round = |planned: &'a [Planned]| planned.iter().zip(questions.by_ref()).collect();
        self.plan.rounds.iter().map(|round| round.questions.as_slice()).map(of_round).collect()
    }

    /// The dimensions on which at least one question of this plan is scored.
    fn scored(self) -> impl Iterator<Item = &'a Dimension> {
        let asked = move |kind: &Kind| self.plan.questions().any(|planned| planned.kind == *kind);
        self.dimensions.iter().filter(move |dimension| dimension.kinds.iter().any(asked))
    }

    /// Whether answers to such a question are also scored on clarifying what is wanted first.
    fn settles_first(self, kind: Kind) -> bool {
        self.dimensions.iter().any(|one| one.kinds.contains(&kind) && one.signs.contains(&Sign::Clarifications))
    }

    /// The general prompts, each group with its title.
    fn general(self) -> [(&'static str, &'a [FollowUp]); 3] {
        let Prompts { push_back, when_it_fails, ten_times } = self.prompts;
        [
            ("Push back, once a round", push_back),
            ("And when this fails?", when_it_fails),
            ("Ten times as much", ten_times),
        ]
    }
}
