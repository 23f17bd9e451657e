//! `hotseat` without a subcommand: the app on the screen.

use std::io;

use super::history::bring_back;
use super::out::talk;
use super::terminal::{needs_terminal, screen};
use super::{Exit, Place, drill};
use crate::engine::{Engine, EngineError};
use crate::tui;

/// Opens the app; on a terminal that cannot draw, asks tonight's questions line by line.
pub fn run(place: &Place) -> anyhow::Result<Exit> {
    needs_terminal()?;
    if tui::terminal::is_dumb() {
        return drill::tonight(place);
    }
    screen(place, engine(place)?, None)
}

/// Opens the engine. If the history is damaged, it is not opened; the user is asked whether to restore it now.
fn engine(place: &Place) -> Result<Engine, EngineError> {
    match place.quiet_engine() {
        Err(EngineError::History(error)) if error.is_about_the_file() => {
            talk(format!("hotseat: {error}"));
            talk("Bring it back now? y and Enter does it; anything else leaves all as it is.");
            let mut answer = String::new();
            // Failing to read the terminal does not count as yes.
            let read = io::stdin().read_line(&mut answer);
            if read.is_err() || !matches!(answer.trim(), "y" | "Y" | "yes") {
                return Err(error.into());
            }
            bring_back(place, None)?;
            place.quiet_engine()
        }
        opened => opened,
    }
}
