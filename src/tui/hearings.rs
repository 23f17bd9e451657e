//! The recordings that are listened to in the background, one at a time, in the order in which they were asked for.

use std::collections::VecDeque;
use std::time::Duration;

use crate::engine::Engine;
use crate::history::RecordId;
use crate::speech::hearing::{Hearing, News};

/// How often news are looked for.
const LOOK: Duration = Duration::from_millis(200);

/// What is being listened to, and what is next.
#[derive(Debug, Default)]
pub(super) struct Hearings {
    current: Option<(RecordId, Hearing)>,
    waiting: VecDeque<RecordId>,
}

impl Hearings {
    /// Wants to know what was said in an attempt. What is wrong with the settings comes back.
    pub(super) fn want(&mut self, attempt: RecordId, engine: &Engine) -> Option<String> {
        let is_current = self.current.as_ref().is_some_and(|(current, _)| *current == attempt);
        if is_current || self.waiting.contains(&attempt) {
            return None;
        }
        let (_, problem) = engine.hearing().wish(&attempt)?;
        self.waiting.push_back(attempt);
        self.next(engine);
        problem.err()
    }

    fn next(&mut self, engine: &Engine) {
        while self.current.is_none() {
            let Some(attempt) = self.waiting.pop_front() else { return };
            if let Some((wish, _)) = engine.hearing().wish(&attempt) {
                self.current = Some((attempt, Hearing::start(wish)));
            }
        }
    }

    /// The next news, if there are any.
    pub(super) fn news(&mut self, engine: &Engine) -> Option<(RecordId, News)> {
        let (attempt, hearing) = self.current.as_ref()?;
        let (attempt, news) = (attempt.clone(), hearing.news()?);
        if news == News::Done {
            self.current = None;
            self.next(engine);
        }
        Some((attempt, news))
    }

    /// When to look for news again; none: there is nothing to wait for.
    pub(super) fn wake_in(&self) -> Option<Duration> {
        self.current.as_ref().map(|_| LOOK)
    }
}
