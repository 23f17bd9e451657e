//! A history that lost records: what is missing, and how to restore it.

use crate::engine::Engine;
use crate::moment::Moment;
use crate::tui::screen::{Confirm, Cx, Effect, Route};

/// Asks whether to restore it. None if nothing is missing or there is no copy.
pub fn offer(engine: &Engine, now: Moment) -> Option<Confirm> {
    let (loss, copy) = (engine.loss()?, engine.best_copy()?);
    let at = copy.at.with_timezone(now.wall.offset()).format("%a %-d %b at %H:%M");
    let kept = if loss.has > 0 { " What is there now is kept." } else { "" };
    Some(Confirm {
        title: "Bring the history back?".to_owned(),
        text: vec![
            format!("{}.", sentence(&loss.words())),
            format!("The copy of {at} holds {}.{kept}", copy.records.unwrap_or(0)),
            "After n, R on the first screen asks again; `hotseat history restore --forget` goes on without it."
                .to_owned(),
        ],
        effect: Effect::Restore,
    })
}

/// The route to that question; if nothing can be restored, a notice says so.
pub(super) fn route(cx: &mut Cx<'_>) -> Route {
    match offer(cx.engine, cx.now) {
        Some(confirm) => return Route::Confirm(Box::new(confirm)),
        None => cx.say(cx.engine.loss_words(cx.now).unwrap_or_else(|| "Nothing is missing in the history.".to_owned())),
    }
    Route::Stay
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
