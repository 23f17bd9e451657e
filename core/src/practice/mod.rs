//! Practising: an answer, its review, and the drill or mock it belongs to. Input and time go in; records and drafts
//! come out.

mod answer;
mod draw;
mod drill;
mod habit;
mod lengths;
pub mod material;
pub mod mock;
mod put;
mod review;
mod rules;
mod second_opinion;
mod stopwatch;
#[cfg(test)]
pub(crate) mod testing;
mod turn;
pub mod words;

pub use answer::{Answer, AnswerProgress, Phase, Sheet};
pub use draw::{Long, OPENERS, Only, Past, Pick, Why, Wish, draw, most_due, packed};
pub use drill::{Answered, Drill, Tally};
pub use habit::{Habit, Verdict};
pub use lengths::Lengths;
pub use put::Put;
pub use review::{Closing, Gains, Judging, Mark, Review};
pub use rules::Rules;
pub use second_opinion::{Row, after_coach_words, compare, judged_alone, taken_over};
pub use stopwatch::{Lap, Stopwatch};
pub use turn::Turn;
