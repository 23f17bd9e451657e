//! Pieces that several screens share.

mod bar;
mod clock_bar;
mod column;
mod curve;
mod field;
mod footer;
mod form;
mod page;
mod prose;
mod strip;
mod writing;

pub use bar::cells;
pub use clock_bar::ClockBar;
pub use column::{MEASURE, column};
pub use curve::curve;
pub use field::{Field, Typing};
pub use footer::footer;
pub use form::{cycle, form};
pub use page::{
    at_right, below, cursor_mark, ends_from, first_row, head, list_ends, moved, row_style, rows_in_sight, text_below,
    title_row, two_halves, upright,
};
pub use prose::{Prose, Scroll, shorten};
pub use strip::strip;
pub use writing::Writing;

pub use crate::wrap::wrap;

pub use crate::practice::words::{clock, count, minutes, percent, you_said};
