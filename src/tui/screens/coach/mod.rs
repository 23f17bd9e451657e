//! What the coach is asked on the screen: a second opinion, edits of an answer, an extract from a text.

mod extract;
mod improve;
mod opinion;
mod screen;

pub use screen::CoachScreen;
