//! The terminal: one of the two faces of the engine.

#[cfg(test)]
mod answers_tests;
pub mod app;
pub mod background;
#[cfg(test)]
mod coach_tests;
#[cfg(test)]
mod contrast;
#[cfg(test)]
mod drill_tests;
pub mod editor;
pub mod external;
#[cfg(test)]
mod extract_tests;
mod guide;
#[cfg(test)]
mod heard_tests;
pub mod highlight;
mod import_path;
mod job_order;
mod jobs;
#[cfg(test)]
mod jobs_tests;
pub mod key;
#[cfg(test)]
mod key_page;
pub mod keymap;
#[cfg(test)]
mod mock_key_tests;
#[cfg(test)]
pub(crate) mod mock_tests;
pub mod overlay;
#[cfg(test)]
mod own_tests;
pub mod palette;
pub mod run;
pub mod screen;
pub mod screens;
#[cfg(test)]
mod settings_tests;
#[cfg(test)]
mod stories_tests;
pub mod terminal;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod watch;
pub mod widgets;

use crate::history::{Body, Record};

/// A sentence about the record that an undo took back.
fn describe_undone(record: &Record) -> String {
    match &record.body {
        Body::Judgement(judgement) => match judgement.rating {
            Some(rating) => format!("Took back {rating} for {}.", judgement.question),
            None => format!("Took back the judgement of {}.", judgement.question),
        },
        Body::Bury(bury) => format!("{} may be asked again today.", bury.question),
        Body::Suspend(suspend) => format!("{} is as it was before.", suspend.question),
        Body::MyAnswer(kept) => format!("{} has the answer of yours that it had before.", kept.question),
        other => format!("Took back a record of type {}.", other.kind()),
    }
}
