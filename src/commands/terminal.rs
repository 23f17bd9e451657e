//! Hands the terminal to the app, for the subcommands that open it.

use super::{Exit, Place, Usage, out, sync};
use crate::engine::Engine;
use crate::practice::Pick;
use crate::tui;
use crate::tui::screen::Route;

/// Fails without a terminal, before anything is opened or written.
pub(super) fn needs_terminal() -> Result<(), Usage> {
    if out::has_terminal() {
        return Ok(());
    }
    let words = "there is no terminal here, and the app needs one; `hotseat drill --plain` asks line by line on standard \
                 input and output, and `hotseat --help` lists the commands that only print";
    Err(Usage(words.to_owned()))
}

/// Hands the terminal to the app until it is closed.
pub(super) fn screen(place: &Place, engine: Engine, picks: Option<Vec<Pick>>) -> anyhow::Result<Exit> {
    left(place, tui::run::run(engine, picks, place.clock)?)
}

/// Hands the terminal to the app, which opens on the given screen.
pub(super) fn screen_at(place: &Place, engine: Engine, first: Route) -> anyhow::Result<Exit> {
    left(place, tui::run::run_at(engine, first, place.clock)?)
}

/// The exit after the app was closed: an error if something could not be saved.
fn left(place: &Place, unsaved: Option<String>) -> anyhow::Result<Exit> {
    let exit = sync::after(place, Exit::Done);
    unsaved.map_or(Ok(exit), |words| Err(anyhow::Error::msg(words)))
}
