//! Reports: facts in, text out.
//!
//! What a report says is gathered into plain facts first ([`SittingReport`], [`ProgressReport`]); they are its JSON, and
//! Markdown and HTML are two ways of writing them down. Nothing here reads a file or a clock. Whatever stands in the facts
//! came from outside (answers, banks, other tools) and is cleaned and escaped where it is written.

mod day;
mod progress;
mod sheet;
mod sitting;
mod svg;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;

pub use day::{DayJob, DayMust, DayNumber, DayPart, DayReport, WarmUp};
pub use progress::ProgressReport;
pub use sheet::Sheet;
pub use sitting::{Answered, Heard, Materials, NoteSource, Past, SittingReport, Voice};

hotseat_bank::vocabulary! {
    /// How a report is written. The word is also what its file is called after the dot.
    #[derive(Default)]
    Format {
        /// Markdown, to be pasted into a message
        #[default]
        Md = "md",
        /// One page for a browser, a phone or a printer
        Html = "html",
        /// The facts, for other programs
        Json = "json",
    }
}

/// A report, ready to be written down.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "report", rename_all = "lowercase")]
pub enum Report {
    /// One drill or mock.
    Sitting(Box<SittingReport>),
    /// What the log adds up to.
    Progress(Box<ProgressReport>),
    /// What there is to read before an interview.
    Day(Box<DayReport>),
}

impl Report {
    /// Has recordings come along: `place` says where a browser finds the one of this name; none: it does not come along.
    pub fn with_sound<E>(&mut self, mut place: impl FnMut(&str) -> Result<Option<String>, E>) -> Result<(), E> {
        let Self::Sitting(facts) = self else { return Ok(()) };
        for voice in facts.voices_mut() {
            if let Some(name) = &voice.recording {
                voice.sound = place(name)?;
            }
        }
        Ok(())
    }

    /// Writes it down. Safe to print: control characters are gone, in JSON they are escaped.
    pub fn write(&self, format: Format) -> String {
        match (self, format) {
            (_, Format::Json) => {
                // Facts are numbers, texts and lists: they always have a JSON.
                let json = serde_json::to_string_pretty(self).unwrap_or_default();
                crate::text::terminal_safe_json(&json).into_owned() + "\n"
            }
            (Self::Sitting(facts), Format::Md) => sitting::markdown(facts),
            (Self::Sitting(facts), Format::Html) => sitting::html(facts),
            (Self::Progress(facts), Format::Md) => progress::markdown(facts),
            (Self::Progress(facts), Format::Html) => progress::html(facts),
            (Self::Day(facts), Format::Md) => day::markdown(facts),
            (Self::Day(facts), Format::Html) => day::html(facts),
        }
    }
}
