//! Pieces that several screens share.

mod clock_bar;
mod footer;
mod form;
mod prose;

pub use clock_bar::{ClockBar, clock, count, minutes};
pub use footer::{footer, hints};
pub use form::{cycle, form};
pub use prose::{Prose, Scroll, shorten, wrap};
