//! What is being asked of the coach in the background, for both faces: a second opinion, one that nobody has asked to
//! see yet, edits of an answer, an extract from a text, and a follow-up. A face hands in orders and polls for news;
//! dropping it calls everything off.

use crate::coach::CoachError;
use crate::coach::asking::{Asking, News, Work};
use crate::coach::edits::Proposed;
use crate::coach::extract::Extracted;
use crate::coach::follow_up::{Reacting, Suggested};
use crate::engine::{Ahead, KeptOpinion};
use crate::moment::Moment;

use super::step::Order;

/// Requests to the coach that are under way, at most one of each kind.
#[derive(Debug, Default)]
pub struct Coaching {
    opinion: Option<Asking>,
    ahead: Option<(Ahead, Asking)>,
    follow_up: Option<Asking<Suggested>>,
    edits: Option<Asking<Proposed>>,
    extract: Option<Asking<Extracted>>,
}

/// News about a request to the coach, for [`CoachIntent::Heard`](super::CoachIntent::Heard) unless said otherwise.
#[derive(Clone, Debug)]
pub enum Heard {
    /// About the second opinion.
    Opinion(News),
    /// The second opinion that nobody has asked to see yet, to be kept.
    Ahead(Box<KeptOpinion>),
    /// About the edits.
    Edits(News<Proposed>),
    /// About the extract.
    Extract(News<Extracted>),
    /// The follow-up, for [`Intent::Reacted`](super::Intent::Reacted).
    FollowUp(Result<Suggested, CoachError>),
}

impl Coaching {
    /// Carries out an order about the coach; returns any other order unchanged.
    pub fn take(&mut self, order: Order) -> Option<Order> {
        match order {
            Order::AskCoach(work) => self.ask(*work),
            Order::AskEdits(work) => {
                self.edits = Some(Asking::begin(move |cancel, tell| work.run(cancel, tell)));
            }
            Order::AskExtract(work) => {
                self.extract = Some(Asking::begin(move |cancel, tell| work.run(cancel, tell)));
            }
            Order::StopCoach => (self.opinion, self.edits, self.extract) = (None, None, None),
            Order::AskAhead(ahead) => {
                let asking = Asking::start(ahead.work.clone());
                self.ahead = Some((*ahead, asking));
            }
            Order::AskFollowUp(job) => self.follow_up(*job),
            Order::StopFollowUp => self.follow_up = None,
            other => return Some(other),
        }
        None
    }

    /// Asks for a second opinion, reusing the request made ahead if it is the same.
    fn ask(&mut self, work: Work) {
        self.opinion = Some(match self.ahead.take() {
            Some((ahead, asking)) if ahead.work == work => asking,
            _ => Asking::start(work),
        });
    }

    fn follow_up(&mut self, job: Reacting) {
        self.follow_up = Some(Asking::begin(move |cancel, tell| job.run(cancel, tell)));
    }

    /// Whether any request is under way, so that its news has to be polled for.
    pub fn is_busy(&self) -> bool {
        let waited_for = self.opinion.is_some() || self.edits.is_some() || self.extract.is_some();
        waited_for || self.ahead.is_some() || self.follow_up.is_some()
    }

    /// Whether a second opinion that somebody waits for is under way.
    pub fn is_asking(&self) -> bool {
        self.opinion.is_some()
    }

    /// The next piece of news, if there is any.
    pub fn news(&mut self, now: Moment) -> Option<Heard> {
        if let Some(news) = self.opinion.as_ref().and_then(Asking::news) {
            if matches!(news, News::Came(_)) {
                self.opinion = None;
            }
            return Some(Heard::Opinion(news));
        }
        if let Some(news) = self.edits.as_ref().and_then(Asking::news) {
            if matches!(news, News::Came(_)) {
                self.edits = None;
            }
            return Some(Heard::Edits(news));
        }
        if let Some(news) = self.extract.as_ref().and_then(Asking::news) {
            if matches!(news, News::Came(_)) {
                self.extract = None;
            }
            return Some(Heard::Extract(news));
        }
        while let Some(news) = self.follow_up.as_ref().and_then(Asking::news) {
            if let News::Came(result) = news {
                self.follow_up = None;
                return Some(Heard::FollowUp(result));
            }
        }
        while let Some(news) = self.ahead.as_ref().and_then(|(_, asking)| asking.news()) {
            let News::Came(result) = news else { continue };
            let (ahead, _) = self.ahead.take()?;
            // A failure is not reported now; it will be when somebody asks for the opinion.
            return Some(Heard::Ahead(Box::new(ahead.keep(&result.ok()?, now))));
        }
        None
    }
}
