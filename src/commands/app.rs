//! `hotseat`: the app on the screen.

use super::terminal::{needs_terminal, screen};
use super::{Exit, Place, drill};
use crate::tui;

/// Opens the app; on a terminal that cannot draw, tonight's questions line by line.
pub fn run(place: &Place) -> anyhow::Result<Exit> {
    needs_terminal()?;
    if tui::terminal::is_dumb() {
        return drill::tonight(place);
    }
    screen(place, place.engine_for_screen()?, None)
}
