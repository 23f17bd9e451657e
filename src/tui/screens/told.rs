//! News of a session in words, where they are the same for a drill and a mock.

use super::super::screen::Cx;
use crate::session::{News, Step};

/// Passes the orders of a step to the loop, and returns its news.
pub(super) fn follow(step: Step, cx: &mut Cx<'_>) -> Vec<News> {
    cx.effects.extend(step.orders.into_iter().map(Into::into));
    step.news
}

/// Says the news above the keys, if they are to be said.
pub(super) fn say(news: &News, cx: &mut Cx<'_>) {
    match news {
        News::NotSaved(why) => cx.say(format!("Not saved: {why}")),
        news => {
            if let Some(words) = news.words() {
                cx.say(words);
            }
        }
    }
}
