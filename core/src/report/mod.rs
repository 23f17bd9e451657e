//! Reports: facts in, text out.
//!
//! The content of a report is first gathered into plain facts ([`SittingReport`], [`ProgressReport`]). Serialised, they
//! are the JSON report; Markdown and HTML are two ways of writing them down. Nothing here reads a file or a clock. All
//! text in the facts comes from outside (answers, banks, other tools), so it is cleaned and escaped where it is
//! written.

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
    /// The format of a report. The word is also the extension of its file.
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

/// The facts of a report, ready to be written in any format.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "report", rename_all = "lowercase")]
pub enum Report {
    /// One drill or mock.
    Sitting(Box<SittingReport>),
    /// All figures from the log.
    Progress(Box<ProgressReport>),
    /// What to read before an interview.
    Day(Box<DayReport>),
}

impl Report {
    /// Adds recordings to the report: `place` returns where a browser finds the recording of this name, or `None` to
    /// leave it out.
    ///
    /// # Errors
    /// The first error of `place`.
    pub fn with_sound<E>(&mut self, mut place: impl FnMut(&str) -> Result<Option<String>, E>) -> Result<(), E> {
        let Self::Sitting(facts) = self else { return Ok(()) };
        for voice in facts.voices_mut() {
            if let Some(name) = &voice.recording {
                voice.sound = place(name)?;
            }
        }
        Ok(())
    }

    /// Writes the report in a format. The result is safe to print: control characters are removed, or escaped in JSON.
    pub fn write(&self, format: Format) -> String {
        match (self, format) {
            (_, Format::Json) => {
                // Facts are numbers, texts and lists, so this cannot fail.
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
