//! News of a session in the words of the screen, where they are the same in a drill and a mock.

use super::super::screen::Cx;
use crate::session::{News, Step};

/// Has the orders of a step carried out by the loop; its news come back.
pub(super) fn follow(step: Step, cx: &mut Cx<'_>) -> Vec<News> {
    cx.effects.extend(step.orders.into_iter().map(Into::into));
    step.news
}

/// Says what there is to say in the last line.
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
