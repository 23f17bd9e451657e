//! The story bank: what candidates have done and can tell, what it shows, how often it was told, and which story fits a
//! question.
//!
//! Everything here is pure. A [`Story`](crate::history::Story) and its tellings come from the log;
//! [`crate::engine::Stories`] reads them and uses what is here.

mod choose;
mod coverage;
mod facts;
mod from_answer;
mod page;
mod practice;
mod quoted;
mod sentence;
mod slug;
mod theme;
mod told;

pub use choose::{Choice, rank};
pub use coverage::{Coverage, Gap, Ready, ThemeRow, coverage, to_have_ready};
pub use facts::{StoryFacts, Wear, names};
pub use from_answer::from_answer;
pub use page::{Help, PageError, Part, read, write};
pub use practice::{BANK, LENGTHS, Left, is_told_for, left_out, practice_name, practised, question};
pub use quoted::{filled_in, fills, story_extract};
pub use theme::{Reach, Theme, themes_of};
pub use told::{By, Told};
