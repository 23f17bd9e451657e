//! Follow-ups of a mock that a model asks: wanted, waited for, late, or unavailable.
//!
//! The interviewer thinks for a few seconds at most. A slower model is not hung up on at once, because it may still be
//! loading: its suggestion is asked after the reply, if it still fits. After a minute it is hung up on, so that one
//! request without a reply does not block the next follow-up.

use super::super::desk::Desk;
use super::super::step::{News, Order};
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::Put;
use crate::practice::mock::{Mock, REACTION_S};

/// Which follow-up is asked, and whether it is asked now.
pub(super) enum Follow {
    /// Ask this now; `None` means go on to the next question.
    Now(Option<Put>),
    /// Nothing now: the interviewer is still thinking, or nothing is waiting for a follow-up.
    Later,
}

/// The interviewer is thinking about what to ask.
#[derive(Debug)]
struct Thinking {
    since: Moment,
    /// What the bank would ask, if anything.
    own: Option<Put>,
}

/// A request for a follow-up to which the model has not replied yet.
#[derive(Debug)]
struct Pending {
    /// The attempt that it is about.
    about: RecordId,
    since: Moment,
}

/// Seconds after which a model that does not reply is hung up on.
const LATEST_S: f64 = 60.0;

/// Follow-ups in which a model reacts to what was said.
#[derive(Debug, Default)]
pub(super) struct Reactions {
    thinking: Option<Thinking>,
    /// The request that is under way, if any.
    asked: Option<Pending>,
    /// What the model suggested about an attempt after nobody waited for it any more.
    late: Option<(RecordId, Suggested)>,
    /// Whether the candidate was told why a model asks nothing.
    told: bool,
}

impl Reactions {
    /// Begins a mock. If model follow-ups are wanted but unavailable, says why.
    pub(super) fn begin(desk: &mut Desk<'_>) -> Self {
        let mut reactions = Self::default();
        if let Some(Err(why)) = desk.engine.coach().follows_up() {
            reactions.tell(&why, desk);
        }
        reactions
    }

    /// Tells, once per mock, that the bank's follow-ups are asked instead, and why.
    fn tell(&mut self, why: &str, desk: &mut Desk<'_>) {
        if !std::mem::replace(&mut self.told, true) {
            desk.tell(News::NoReaction(format!("The bank's own follow-ups are asked. {why}")));
        }
    }

    pub(super) fn thinks(&self) -> bool {
        self.thinking.is_some()
    }

    /// Something was said, about which the bank would ask `own`: decides what is asked, and whether now.
    pub(super) fn follow(&mut self, mock: &Mock, own: Option<Put>, desk: &mut Desk<'_>) -> Follow {
        let Some(answer) = mock.answer().filter(|_| mock.may_react(own.as_ref())) else { return Follow::Now(own) };
        let late = self.late.take().filter(|(about, _)| about == answer.id());
        if let Some(Ok(put)) = late.and_then(|(_, suggested)| mock.reaction(&suggested)) {
            return Follow::Now(Some(put));
        }
        // One request at a time: while a late one is still under way, the model is not asked again.
        if self.asked.is_some() {
            return Follow::Now(own);
        }
        let Some(job) = desk.engine.coach().reacting(answer) else { return Follow::Now(own) };
        self.asked = Some(Pending { about: answer.id().clone(), since: desk.now });
        self.thinking = Some(Thinking { since: desk.now, own });
        desk.order(Order::AskFollowUp(Box::new(job)));
        Follow::Later
    }

    /// Stops waiting for the model and returns what the bank would ask.
    pub(super) fn give_up(&mut self) -> Option<Put> {
        self.thinking.take().and_then(|thinking| thinking.own)
    }

    /// The clock was read: returns what to ask if the interviewer has thought for long enough.
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

    /// The model replied: returns what to ask if somebody is waiting for it.
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

    /// The mock is being left: calls off any request under way.
    pub(super) fn stop(&mut self, desk: &mut Desk<'_>) {
        self.thinking = None;
        if self.asked.take().is_some() {
            desk.order(Order::StopFollowUp);
        }
    }
}

#[cfg(test)]
mod tests;
