//! Stories on the screen: the list, the page of one, the themes they cover, and the choice of the one told in an
//! answer.

mod choice;
mod coverage;
mod list;
mod offer;
mod page;

pub(super) use choice::{Chosen, StoryChoice};
pub use coverage::StoryCoverageScreen;
pub use list::StoriesScreen;
pub(super) use offer::StoryOffer;
pub use page::StoryScreen;

use crate::stories::StoryFacts;
use crate::tui::screen::{Cx, Effect, Route};

/// Starts a drill that tells a story against the clock, in this many seconds.
fn practise(story: &StoryFacts, seconds: u32, cx: &mut Cx<'_>) -> Route {
    let Some(pick) = cx.engine.stories().practice(&story.story.story, seconds) else {
        cx.say("This story came with an id that no question can have; write it anew to practise it.");
        return Route::Stay;
    };
    Route::Drill(vec![pick])
}

/// Retires a story, or brings it back.
fn retire(story: &StoryFacts, cx: &mut Cx<'_>) {
    let retired = !story.story.retired;
    cx.effects.push(Effect::save(cx.engine.stories().retire(story, retired, cx.now)));
    cx.say(if retired { "No longer told; x tells it again." } else { "It is told again." });
}
