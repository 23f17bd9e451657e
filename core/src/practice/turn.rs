//! One question's turn: the answer while its notes are closed, the review once they are open.

use super::answer::Answer;
use super::review::Review;
use crate::history::{Record, RecordId};
use crate::moment::Moment;

/// A question being answered, then judged.
#[derive(Clone, Debug)]
pub enum Turn {
    /// The notes are closed.
    Answering(Box<Answer>),
    /// The notes are open.
    Reviewing(Box<Review>),
}

impl Turn {
    /// The answer, whether or not its notes are open.
    pub fn answer(&self) -> &Answer {
        match self {
            Self::Answering(answer) => answer,
            Self::Reviewing(review) => review.answer(),
        }
    }

    /// The answer beside its notes; `None` while they are closed.
    pub fn review(&self) -> Option<&Review> {
        match self {
            Self::Answering(_) => None,
            Self::Reviewing(review) => Some(review),
        }
    }

    /// Opens the notes and returns the attempt for the log; see [`Answer::open`]. `None`, changing nothing, if they
    /// cannot be opened.
    pub fn open(&mut self, prediction: Option<u8>, sitting: &RecordId, now: Moment) -> Option<Record> {
        let Self::Answering(answer) = self else { return None };
        let (review, record) = answer.open(prediction, sitting, now)?;
        *self = Self::Reviewing(Box::new(review));
        Some(record)
    }
}

impl From<Answer> for Turn {
    fn from(answer: Answer) -> Self {
        Self::Answering(Box::new(answer))
    }
}

impl From<Review> for Turn {
    fn from(review: Review) -> Self {
        Self::Reviewing(Box::new(review))
    }
}
