//! What is wrong with a sheet, in the words of whoever filled it in: where it stands, what was found there, what to do.

use serde::Deserialize;
use serde_json::Value;

use crate::json::{self, Misfit};
use crate::text::one_line;

/// Letters of a question or a point by which its place is told.
const NAMED_BY: usize = 40;

/// A sheet that cannot be read, with the place in it.
#[derive(Debug, thiserror::Error)]
#[error("{path}{place}: {problem}")]
pub struct SheetError {
    /// JSON path, for example `rounds[0].questions[2].points[1].tick`.
    pub path: String,
    /// The same in words, in brackets: ` (question 3 "Why two phases?", point 2 "Names the vote")`. Empty: the path says it.
    pub place: String,
    /// What was found, and what to do.
    pub problem: String,
}

/// What is looked at before the rest.
#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    version: Option<u32>,
}

impl SheetError {
    pub(super) fn new(path: String, problem: impl Into<String>) -> Self {
        Self { path, place: String::new(), problem: problem.into() }
    }

    /// The same with its place in words, as the file has them.
    #[must_use]
    pub fn placed(self, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let place = serde_json::from_str(text).map_or_else(|_| String::new(), |file: Value| place(&self.path, &file));
        Self { place, ..self }
    }

    /// A file that is newer than what is read.
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

    /// What does not fit.
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

    /// A field that no sheet has.
    pub(super) fn of_unknown(path: &str, text: &str) -> Self {
        // Lists are counted with dots there.
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

/// ` (question 3 "Why two phases?", point 2 "Names the vote")`; empty where the path leads to neither.
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

/// The number behind a name in a path.
fn index(path: &str, name: &str) -> Option<usize> {
    let (_, rest) = path.split_once(name)?;
    rest.split_once(']')?.0.parse().ok()
}

/// "question 3 "Why two phases?"".
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
