//! A request to the coach that somebody waits for: agreed to, sent, followed, called off. What is made of the reply is
//! up to the second opinion, the edits and the extract.

use super::coaching::Heard;
use super::step::Order;
use crate::coach::ask::Progress;
use crate::coach::asking::News;
use crate::coach::{CoachError, Destination};
use crate::engine::Engine;
use crate::moment::Moment;

/// How far a request has got.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestPlace {
    /// Nothing has been sent, because the candidate has to agree first. Holds what they agree to, by paragraph.
    Consent(Vec<String>),
    /// The coach is being asked.
    Asking(Progress),
    /// The reply is here.
    Shown,
    /// There is no reply. Says why, and what to do.
    Failed(String),
}

/// Something the candidate means about a request, or that happens around them.
#[derive(Clone, Debug)]
pub enum CoachIntent {
    /// Agree that the text may be sent.
    Agree,
    /// Ask the coach once more, whatever it said before.
    Again,
    /// Take the row with this index. A row of edits or of an extract is left after all if it was taken before.
    Take(usize),
    /// Keep what is taken as one's own. A second opinion keeps each row as it is taken.
    Keep,
    /// Call off the request.
    Stop,
    /// News about a request to the coach.
    Heard(Heard),
    /// What was to be saved is on disk, with words for it if there are any; or why it is not.
    Settled(Result<String, String>),
}

/// Something that the coach is asked while the candidate waits, for faces that show all of it alike.
pub trait AsksCoach {
    /// The state of the request.
    fn state(&self) -> &RequestState;

    /// Who is asked: "gemma4:12b at 127.0.0.1:11434". Empty if nobody can be asked.
    fn from(&self) -> String;

    /// How far the request has got.
    fn place(&self) -> &RequestPlace {
        &self.state().place
    }

    /// How far the coach can be trusted, in a few words.
    fn trust(&self) -> &str {
        &self.state().trust
    }

    /// Why the coach could not be asked once more, if what is shown is what it said before.
    fn failed_again(&self) -> Option<&str> {
        self.state().failed_again.as_deref()
    }

    /// How many rows of the reply are shown.
    fn row_count(&self) -> usize;

    /// Takes an intent and returns the orders to carry out, in order.
    fn apply(&mut self, intent: CoachIntent, engine: &Engine, now: Moment) -> Vec<Order>;

    /// The remark to show, which is cleared.
    fn take_word(&mut self) -> Option<String>;
}

/// Everything that a request needs, and what it is about.
pub(super) trait Requested {
    /// What the coach sends.
    type Came;
    /// What of that is shown.
    type Reply;

    /// Who is asked.
    fn destination(&self) -> &Destination;

    /// The reply to the same request that was kept earlier.
    fn kept(&self, engine: &Engine) -> Option<Self::Reply>;

    /// The order that sends it.
    fn ask(&self) -> Order;

    /// The news in `heard` if they are about such a request.
    fn news(heard: Heard) -> Option<News<Self::Came>>;

    /// The order that keeps what came.
    fn keep(&self, came: &Self::Came, now: Moment) -> Order;

    /// What is shown of what came.
    fn reply(came: Self::Came) -> Self::Reply;
}

/// A request on its way.
#[derive(Debug)]
pub(super) struct Request<B> {
    /// What is asked, and about what; `None` if nothing can be asked.
    brief: Option<B>,
    state: RequestState,
}

/// The state of a request, whatever it is about.
#[derive(Debug)]
pub struct RequestState {
    place: RequestPlace,
    trust: String,
    /// Whether a reply has come, which stays when asking once more fails.
    has_reply: bool,
    /// Why asking once more failed.
    failed_again: Option<String>,
}

/// What follows: orders to carry out, and the reply if it is there now.
pub(super) type Follows<R> = (Vec<Order>, Option<R>);

impl<B> Default for Request<B> {
    fn default() -> Self {
        let place = RequestPlace::Failed(String::new());
        let state = RequestState { place, trust: String::new(), has_reply: false, failed_again: None };
        Self { brief: None, state }
    }
}

impl<B: Requested> Request<B> {
    /// Begins, or begins again after a failure: a reply that was kept earlier is shown at once; otherwise the coach is
    /// asked, once the candidate has agreed. The error says why nothing can be asked.
    pub(super) fn begin(&mut self, brief: Result<B, String>, engine: &Engine) -> Follows<B::Reply> {
        let brief = match brief {
            Err(why) => {
                self.state.place = RequestPlace::Failed(why);
                return (Vec::new(), None);
            }
            Ok(brief) => self.brief.insert(brief),
        };
        let coach = engine.coach();
        let destination = brief.destination();
        self.state.trust = coach.trust_words(destination);
        if let Some(reply) = brief.kept(engine) {
            self.state.place = RequestPlace::Shown;
            self.state.has_reply = true;
            return (Vec::new(), Some(reply));
        }
        if coach.is_agreed(destination) {
            return (self.ask(), None);
        }
        self.state.place = RequestPlace::Consent(coach.consent_words(destination));
        (Vec::new(), None)
    }

    fn ask(&mut self) -> Vec<Order> {
        let Some(brief) = &self.brief else { return Vec::new() };
        self.state.place = RequestPlace::Asking(Progress::Waiting);
        self.state.failed_again = None;
        vec![brief.ask()]
    }

    /// The request came to nothing. A reply that came before is shown again.
    fn fail(&mut self, why: String) {
        if self.state.has_reply {
            self.state.place = RequestPlace::Shown;
            self.state.failed_again = Some(why);
        } else {
            self.state.place = RequestPlace::Failed(why);
        }
    }

    /// Takes an intent about the request itself; any other one changes nothing.
    pub(super) fn apply(&mut self, intent: CoachIntent, now: Moment) -> Follows<B::Reply> {
        match (intent, &self.state.place) {
            (CoachIntent::Agree, RequestPlace::Consent(_)) => {
                let destination = self.brief.as_ref().map(|brief| brief.destination().clone());
                let agreed = destination.map(|destination| Order::AgreeToCoach(Box::new(destination)));
                (agreed.into_iter().chain(self.ask()).collect(), None)
            }
            (CoachIntent::Again, RequestPlace::Shown) => (self.ask(), None),
            (CoachIntent::Stop, RequestPlace::Asking(_)) => {
                self.fail(CoachError::Cancelled.to_string());
                (vec![Order::StopCoach], None)
            }
            (CoachIntent::Heard(heard), RequestPlace::Asking(_)) => match B::news(heard) {
                Some(news) => self.hear(news, now),
                None => (Vec::new(), None),
            },
            _ => (Vec::new(), None),
        }
    }

    fn hear(&mut self, news: News<B::Came>, now: Moment) -> Follows<B::Reply> {
        match news {
            News::Progress(progress) => self.state.place = RequestPlace::Asking(progress),
            News::Came(Err(error)) => self.fail(error.to_string()),
            News::Came(Ok(came)) => {
                let kept = self.brief.iter().map(|brief| brief.keep(&came, now)).collect();
                self.state.place = RequestPlace::Shown;
                self.state.has_reply = true;
                return (kept, Some(B::reply(came)));
            }
        }
        (Vec::new(), None)
    }

    /// Replaces the brief after what it is about has changed. The error says why there is none any more.
    pub(super) fn renew(&mut self, brief: Result<B, String>) {
        match brief {
            Ok(brief) => self.brief = Some(brief),
            Err(why) => self.state.place = RequestPlace::Failed(why),
        }
    }

    /// Its state.
    pub(super) fn state(&self) -> &RequestState {
        &self.state
    }

    /// Whether the last try failed, so that it can be begun again.
    pub(super) fn has_failed(&self) -> bool {
        matches!(self.state.place, RequestPlace::Failed(_))
    }

    /// Whether the reply is here.
    pub(super) fn is_shown(&self) -> bool {
        self.state.place == RequestPlace::Shown
    }

    /// What is asked, and about what; `None` if nothing can be asked.
    pub(super) fn brief(&self) -> Option<&B> {
        self.brief.as_ref()
    }

    /// Who is asked. Empty if nobody can be asked.
    pub(super) fn from(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, |brief| brief.destination().to_string())
    }
}

/// How far the request has got, in words.
pub fn progress_words(progress: Progress) -> &'static str {
    match progress {
        Progress::Waiting => "Asked; it reads. A model that is not loaded yet takes its time.",
        Progress::Loading => "It loads the model.",
        Progress::Writing(_) => "It writes.",
    }
}

/// What stands behind the reason why the coach could not be asked once more.
pub const EARLIER: &str = "Below is what it said before.";
