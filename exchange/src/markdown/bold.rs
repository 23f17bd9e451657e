//! Finds questions that are lines in bold.

use super::inline;
use super::outline::{Bold, Outline};
use super::words::{asks, leads, numbered, without_mark};

/// A question in bold.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) start: usize,
    pub(super) prompt: String,
    /// Where its answer begins.
    pub(super) body: usize,
    /// Where its answer ends at the latest.
    pub(super) end: usize,
    /// How many columns it is indented by.
    pub(super) indent: usize,
}

/// The bold lines that ask. Numbered lines and tasks only count if there are several of them, or several lines that
/// ask.
pub(super) fn find(outline: &Outline<'_>) -> Vec<Asked> {
    let read: Vec<(Asked, Sort)> = outline.bold.iter().filter_map(|bold| read(outline, bold)).collect();
    let count = |sort: Sort| read.iter().filter(|(_, other)| *other == sort).count();
    let (asking, numbers, tasks) = (count(Sort::Asks), count(Sort::Number), count(Sort::NumberedTask));
    let counts = |sort: Sort| match sort {
        Sort::Asks => true,
        Sort::Number => numbers >= 2,
        Sort::Task => asking >= 2,
        Sort::NumberedTask => asking + tasks >= 3,
    };
    read.into_iter().filter(|(_, sort)| counts(*sort)).map(|(asked, _)| asked).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Asks,
    /// A number in bold, followed by the question.
    Number,
    Task,
    /// A task with a number before it.
    NumberedTask,
}

fn read(outline: &Outline<'_>, bold: &Bold) -> Option<(Asked, Sort)> {
    let end = bold.item_end.unwrap_or(outline.text.len());
    let strong = inline::line(&outline.text[bold.strong.clone()]);
    let tail = outline.text[bold.strong.end..bold.end.max(bold.strong.end)].trim_start_matches(['.', ':', ')', ' ']);
    let asked = |prompt: &str, body: usize| {
        let prompt = without_mark(prompt).unwrap_or(prompt).to_owned();
        let indent = if bold.item_end.is_some() { outline.column(bold.strong.start) } else { 0 };
        Asked { start: bold.start, prompt, body, end, indent }
    };
    let rest = numbered(&strong);
    if without_mark(&strong).is_some_and(leads) {
        return Some((asked(&strong, bold.strong.end), Sort::Asks));
    }
    if let Some(rest) = rest.filter(|rest| !asks(rest) && !tail.trim().is_empty()) {
        let tail = inline::text(tail);
        let prompt = if rest.is_empty() { tail } else { format!("{}. {tail}", rest.trim_end_matches(['.', ' '])) };
        return Some((asked(&prompt, bold.end), Sort::Number));
    }
    let title = rest.unwrap_or(&strong);
    if asks(title) {
        let more = tail.trim();
        // If only symbols follow, such as stars for the difficulty, they are not an answer.
        let body = if more.chars().any(char::is_alphanumeric) { bold.strong.end } else { bold.end };
        return Some((asked(title, body), Sort::Asks));
    }
    let tail = tail.trim();
    // Languages without spaces have no words to count.
    let long = title.split(' ').count() > 2 || !title.is_ascii() && title.chars().count() > 3;
    let sort = if rest.is_some() { Sort::NumberedTask } else { Sort::Task };
    (leads(title) && (tail.is_empty() || tail.starts_with("<br")) && !title.ends_with(':') && long)
        .then(|| (asked(title, bold.end), sort))
}
