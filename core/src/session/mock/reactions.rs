//! Follow-ups of a mock that a model asks: wanted, waited for, late, or not to be had.
//!
//! The interviewer thinks for some seconds at the most. A model that takes longer is not hung up on at once, because it may be
//! loading: what it says then is asked after the reply, if it still fits. After a minute it is: what one server never says must
//! not keep the next follow-up from being asked for.

use super::super::desk::Desk;
use super::super::step::{News, Order};
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::Put;
use crate::practice::mock::{Mock, REACTION_S};

/// What is asked after an answer, and when.
pub(super) enum Follow {
    /// This now; none: on to the next question.
    Now(Option<Put>),
    /// Nothing now: the interviewer thinks, or is not asked for anything.
    Later,
}

/// The interviewer thinks.
#[derive(Debug)]
struct Thinking {
    since: Moment,
    /// What the bank would ask.
    own: Option<Put>,
}

/// What a model is asked and has not said yet.
#[derive(Debug)]
struct Pending {
    /// The answer that it is asked about.
    about: RecordId,
    since: Moment,
}

/// Seconds after which a model that says nothing is hung up on.
const LATEST_S: f64 = 60.0;

/// Follow-ups that react.
#[derive(Debug, Default)]
pub(super) struct Reactions {
    thinking: Option<Thinking>,
    /// What a model is asked at the moment.
    asked: Option<Pending>,
    /// What it said about an answer when nobody waited for it any more.
    late: Option<(RecordId, Suggested)>,
    /// Whether it was told why there are none.
    told: bool,
}

impl Reactions {
    /// Says at the beginning of a mock why there will be none, where they are wanted and cannot be had.
    pub(super) fn begin(desk: &mut Desk<'_>) -> Self {
        let mut reactions = Self::default();
        if let Some(Err(why)) = desk.engine.coach().follows_up() {
            reactions.tell(&why, desk);
        }
        reactions
    }

    /// Tells once that the bank's follow-ups are asked.
    fn tell(&mut self, why: &str, desk: &mut Desk<'_>) {
        if !std::mem::replace(&mut self.told, true) {
            desk.tell(News::NoReaction(format!("The bank's own follow-ups are asked. {why}")));
        }
    }

    pub(super) fn thinks(&self) -> bool {
        self.thinking.is_some()
    }

    /// Something was said, and the bank would ask `own` about it.
    pub(super) fn follow(&mut self, mock: &Mock, own: Option<Put>, desk: &mut Desk<'_>) -> Follow {
        let Some(answer) = mock.answer().filter(|_| mock.may_react(own.as_ref())) else { return Follow::Now(own) };
        let late = self.late.take().filter(|(about, _)| about == answer.id());
        if let Some(Ok(put)) = late.and_then(|(_, suggested)| mock.reaction(&suggested)) {
            return Follow::Now(Some(put));
        }
        // One at a time: one that is late is not asked once more.
        if self.asked.is_some() {
            return Follow::Now(own);
        }
        let Some(job) = desk.engine.coach().reacting(answer) else { return Follow::Now(own) };
        self.asked = Some(Pending { about: answer.id().clone(), since: desk.now });
        self.thinking = Some(Thinking { since: desk.now, own });
        desk.order(Order::AskFollowUp(Box::new(job)));
        Follow::Later
    }

    /// The bank's own is to be asked at once.
    pub(super) fn give_up(&mut self) -> Option<Put> {
        self.thinking.take().and_then(|thinking| thinking.own)
    }

    /// The clock was read: what is asked now, where the interviewer thought for long enough.
    pub(super) fn clocked(&mut self, desk: &mut Desk<'_>) -> Follow {
        let now = desk.now.monotonic;
        let waited = |since: &Moment| now.saturating_sub(since.monotonic).as_secs_f64();
        if self.asked.as_ref().is_some_and(|asked| waited(&asked.since) >= LATEST_S) {
            self.asked = None;
            desk.order(Order::StopFollowUp);
        }
        if !self.thinking.as_ref().is_some_and(|thinking| waited(&thinking.since) >= REACTION_S) {
            return Follow::Later;
        }
        self.tell(&format!("The coach did not answer within {REACTION_S} seconds."), desk);
        Follow::Now(self.give_up())
    }

    /// Something came of what a model was asked: what is asked now, where somebody waits for it.
    pub(super) fn heard(&mut self, result: Result<Suggested, CoachError>, mock: &Mock, desk: &mut Desk<'_>) -> Follow {
        let Some(Pending { about, .. }) = self.asked.take() else { return Follow::Later };
        let thinking = self.thinking.take();
        match (result, thinking) {
            (Ok(suggested), Some(thinking)) => {
                Follow::Now(mock.reaction(&suggested).and_then(Result::ok).or(thinking.own))
            }
            (Ok(suggested), None) => {
                self.late = Some((about, suggested));
                Follow::Later
            }
            (Err(error), thinking) => {
                self.tell(&error.to_string(), desk);
                thinking.map_or(Follow::Later, |thinking| Follow::Now(thinking.own))
            }
        }
    }

    /// The mock is left: whatever is asked is called off.
    pub(super) fn stop(&mut self, desk: &mut Desk<'_>) {
        self.thinking = None;
        if self.asked.take().is_some() {
            desk.order(Order::StopFollowUp);
        }
    }
}

#[cfg(test)]
mod tests;
