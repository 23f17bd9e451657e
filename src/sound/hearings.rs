//! The recordings that are listened to in the background, one at a time, in the order in which they were asked for.

use std::collections::VecDeque;
use std::time::Duration;

use crate::engine::Engine;
use crate::history::Utterance;
use crate::speech::hearing::{Hearing, News};

/// How often news are looked for.
const LOOK: Duration = Duration::from_millis(200);

/// What is being listened to, and what is next.
#[derive(Debug, Default)]
pub(crate) struct Hearings {
    current: Option<(Utterance, Hearing)>,
    waiting: VecDeque<Utterance>,
}

impl Hearings {
    /// Wants to know what was said in an answer or a reply. What is wrong with the settings comes back.
    pub(crate) fn want(&mut self, said: Utterance, engine: &Engine) -> Option<String> {
        let is_current = self.current.as_ref().is_some_and(|(current, _)| *current == said);
        if is_current || self.waiting.contains(&said) {
            return None;
        }
        let (_, problem) = engine.hearing().wish(&said)?;
        self.waiting.push_back(said);
        self.next(engine);
        problem.err()
    }

    fn next(&mut self, engine: &Engine) {
        while self.current.is_none() {
            let Some(said) = self.waiting.pop_front() else { return };
            if let Some((wish, _)) = engine.hearing().wish(&said) {
                self.current = Some((said, Hearing::start(wish)));
            }
        }
    }

    /// The next news, if there are any.
    pub(crate) fn news(&mut self, engine: &Engine) -> Option<(Utterance, News)> {
        let (said, hearing) = self.current.as_ref()?;
        let (said, news) = (said.clone(), hearing.news()?);
        if news == News::Done {
            self.current = None;
            self.next(engine);
        }
        Some((said, news))
    }

    /// When to look for news again; none: there is nothing to wait for.
    pub(crate) fn wake_in(&self) -> Option<Duration> {
        self.current.as_ref().map(|_| LOOK)
    }
}
