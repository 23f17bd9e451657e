//! Faults in a sheet, in the words of whoever filled it in: where each is, what was found and what to do about it.

use serde::Deserialize;
use serde_json::Value;

use crate::json::{self, Misfit};
use crate::text::one_line;

/// How many characters of a question or a point identify it in a message.
const NAMED_BY: usize = 40;

/// A fault in a sheet, with the place where it was found.
#[derive(Debug, thiserror::Error)]
#[error("{path}{place}: {problem}")]
pub struct SheetError {
    /// The JSON path, for example `rounds[0].questions[2].points[1].tick`.
    pub path: String,
    /// The same place in words, with a leading blank and brackets: ` (question 3 "Why two phases?", point 2 "Names the
    /// vote")`. Empty if the path has to do.
    pub place: String,
    /// What was found and what to do about it.
    pub problem: String,
}

/// The part of a sheet that is read to learn its version.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    version: Option<u32>,
}

impl SheetError {
    pub(super) fn new(path: String, problem: impl Into<String>) -> Self {
        Self { path, place: String::new(), problem: problem.into() }
    }

    /// Adds the place in words, taken from the file's text.
    #[must_use]
    pub fn placed(self, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let place = serde_json::from_str(text).map_or_else(|_| String::new(), |file: Value| place(&self.path, &file));
        Self { place, ..self }
    }

    /// An error if the sheet is of a newer version than can be read.
    pub(super) fn check_version(text: &str, newest: u32) -> Result<(), Self> {
        match json::read::<Head>(text) {
            Ok(Head { version: Some(version) }) if version > newest => Err(Self::new(
                "version".into(),
                format!(
                    "this sheet was made by a newer Hotseat (version {version} of the sheet, this one reads up to {newest}); \
                     update Hotseat and read it again"
                ),
            )),
            _ => Ok(()),
        }
    }

    /// The error for a text that is no sheet: not JSON, cut short, or with a value that does not fit.
    pub(super) fn of_misfit(misfit: &Misfit, text: &str) -> Self {
        if text.trim_start().starts_with('<') {
            let problem = "this is the page, not what it saves; open it in a browser, press \"Save the file\" on its last view, \
                           and read that file";
            return Self::new("the file".into(), problem);
        }
        let found = misfit.found();
        if text.trim().is_empty() {
            return Self::new("the file".into(), format!("it is empty ({found}); save the page once more"));
        }
        if found.starts_with("EOF ") {
            let problem = format!("it ends in the middle ({found}); copy or save all of it once more");
            return Self::new("the file".into(), problem);
        }
        let path = misfit.field().unwrap_or("the file").to_owned();
        let remedy = match path.rsplit('.').next() {
            Some("tick") => "; write \"hit\", \"partial\" or \"missed\", null is not judged",
            Some("gave_up" | "made" | "seen") => "; write true or false",
            Some("clarified") => "; write true or false, null is not noticed",
            Some("took_minutes") => "; write a number such as 2.5, null is not known",
            Some("predicted") => "; write 1 to 4, null is not asked",
            _ if path.contains(".numbers") => "; write 1 to 4, null leaves the number to the ticks",
            _ if !misfit.is_data() => "; save the page or print the sheet once more, and change nothing but values",
            _ => "",
        };
        Self::new(path, found + remedy).placed(text)
    }

    /// The error for a field that sheets do not have.
    pub(super) fn of_unknown(path: &str, text: &str) -> Self {
        // The path counts list entries with dots, as in `rounds.0`.
        let steps = path
            .split('.')
            .map(|step| if step.parse::<usize>().is_ok() { format!("[{step}]") } else { format!(".{step}") });
        let path: String = steps.collect();
        let path = path.trim_start_matches('.').to_owned();
        Self::new(
            path,
            "unknown field, which would be lost; remove it, or put what it says where the sheet asks for it",
        )
        .placed(text)
    }
}

/// The place of a path in words, as in ` (question 3 "Why two phases?", point 2 "Names the vote")`; empty if the path
/// leads to no round.
fn place(path: &str, file: &Value) -> String {
    let mut words = Vec::new();
    let (Some(round), question) = (index(path, "rounds["), index(path, "questions[")) else { return String::new() };
    let round_at = &file["rounds"][round];
    match question {
        None => words.push(named("round", round, &round_at["name"])),
        Some(at) => {
            let before = file["rounds"].as_array().into_iter().flatten().take(round);
            let before: usize = before.filter_map(|round| round["questions"].as_array()).map(Vec::len).sum();
            let question = &round_at["questions"][at];
            words.push(named("question", before + at, &question["ask"]["prompt"]));
            let lists =
                [("points", "point", "text"), ("mistakes", "mistake", "text"), ("follow_ups", "follow-up", "prompt")];
            for (list, what, text) in lists {
                if let Some(i) = index(path, &format!("{list}[")) {
                    words.push(named(what, i, &question[list][i][text]));
                }
            }
        }
    }
    format!(" ({})", words.join(", "))
}

/// The number in the brackets after a name in a path.
fn index(path: &str, name: &str) -> Option<usize> {
    let (_, rest) = path.split_once(name)?;
    rest.split_once(']')?.0.parse().ok()
}

/// A place such as `question 3 "Why two phases?"`.
fn named(what: &str, at: usize, text: &Value) -> String {
    let text = one_line(text.as_str().unwrap_or_default());
    let number = at.saturating_add(1);
    if text.is_empty() {
        return format!("{what} {number}");
    }
    let short: String = text.chars().take(NAMED_BY).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("{what} {number} \"{}{more}\"", short.trim_end())
}
