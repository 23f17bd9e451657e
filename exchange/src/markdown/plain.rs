//! Questions in plain paragraphs and lists, without any markers: the last resort if nothing else in a file asks.

use std::ops::Range;

use super::super::card::Card;
use super::super::points::sentences;
use super::inline;
use super::navigation::without_navigation;
use super::outline::Outline;
use super::words::{asks, ends_asking, leads, numbered, without_mark};
use super::{MAX_CARDS, asked};

/// The longest line, in characters, that can be a question by itself.
const MAX_LINE: usize = 300;

/// How many there must be at least; fewer may be a coincidence.
pub(super) const ENOUGH: usize = 3;

/// A question with the text below it.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) card: Card,
}

/// The items of outermost lists, if most of them ask. What is nested below an item, or continues on its next line, is
/// the answer.
pub(super) fn items(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Asked> {
    let free = || outline.items.iter().filter(|item| !taken(item.start) && !is_link(&outline.text[(*item).clone()]));
    let read: Vec<Asked> = free().take(MAX_CARDS).filter_map(|item| of_item(outline, item.clone())).collect();
    if read.len() >= ENOUGH && read.len() * 3 >= free().count() * 2 { read } else { Vec::new() }
}

/// The items below a heading that has only a list of questions below it, or a single one.
pub(super) fn items_in(outline: &Outline<'_>, within: &Range<usize>) -> Vec<Asked> {
    let all = &outline.items;
    let first = all.partition_point(|item| item.start < within.start);
    let inside: Vec<_> = all[first..].iter().take_while(|item| item.start < within.end).collect();
    let read: Vec<Asked> = inside.iter().filter_map(|item| of_item(outline, (*item).clone())).collect();
    let text = without_navigation(&outline.text[within.clone()]);
    let covered: usize = inside.iter().map(|item| outline.text[(*item).clone()].trim().len()).sum();
    // There may be an introduction above the list, but no text that could itself be asked about.
    let bare = covered * 10 >= text.trim().len() * 7;
    if bare && read.len() * 3 >= inside.len() * 2 { read } else { Vec::new() }
}

pub(super) fn is_link(item: &str) -> bool {
    item.contains("](#")
}

/// The question of a list's item, if it asks or sets a task.
pub(super) fn of_item(outline: &Outline<'_>, item: Range<usize>) -> Option<Asked> {
    let raw = &outline.text[item.clone()];
    let body = without_marker(raw)?;
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let line = inline::line(first);
    let title = bare(&line);
    // A question that was wrapped continues on the next line.
    let (title, rest) = if ends_asking(title)
        || rest.trim().is_empty()
        || rest.starts_with('\n')
        || rest.trim_start().starts_with(['-', '*', '+'])
    {
        (title.to_owned(), rest)
    } else {
        let (paragraph, rest) = body.split_once("\n\n").unwrap_or((body, ""));
        (bare(&inline::line(paragraph)).to_owned(), rest)
    };
    if !(asks(&title) || leads(&title) || sets_a_task(&title)) || title.chars().count() > MAX_LINE {
        return None;
    }
    let mut card = Card { line: Some(outline.line(item.start)), prompt: title, ..Card::default() };
    // A choice may speak of a question mark.
    if is_boxed(raw) && asks(&card.prompt) && !ends_asking(&card.prompt) && !leads(&card.prompt) {
        return None;
    }
    card.answer = inline::text(&without_navigation(&dedented(rest)));
    Some(Asked { start: item.start, end: item.end, card })
}

/// Whether a later sentence sets a task: "Time is short. Give an example of what you did."
fn sets_a_task(text: &str) -> bool {
    const TASKS: [&str; 6] = ["give", "tell", "describe", "explain", "share", "walk"];
    sentences(text).iter().skip(1).any(|sentence| {
        let first = sentence.split_whitespace().next().unwrap_or_default().to_lowercase();
        TASKS.contains(&first.as_str())
    })
}

fn is_boxed(item: &str) -> bool {
    let rest = item.trim_start_matches([' ', '-', '*', '+']);
    rest.starts_with("[ ]") || rest.starts_with("[x]")
}

fn without_marker(item: &str) -> Option<&str> {
    let rest = item.trim_start();
    let rest = match rest.strip_prefix(['-', '*', '+']) {
        Some(rest) => rest,
        None => rest.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(['.', ')'])?,
    };
    let rest = rest.trim_start_matches(' ');
    Some(rest.strip_prefix("[ ]").or_else(|| rest.strip_prefix("[x]")).map_or(rest, str::trim_start))
}

fn dedented(text: &str) -> String {
    let indents =
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| line.len() - line.trim_start_matches(' ').len());
    let common = indents.min().unwrap_or(0);
    text.lines().map(|line| line.get(common..).unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

pub(super) fn bare(line: &str) -> &str {
    let line = line.trim();
    let line = numbered(line).filter(|rest| !rest.is_empty()).unwrap_or(line);
    without_mark(line).unwrap_or(line)
}

/// Lines that ask and begin a paragraph, each with the text below it up to the next one.
pub(super) fn paragraphs(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Asked> {
    let mut places: Vec<(usize, usize, String)> = Vec::new();
    let (mut at, mut fresh, mut told) = (0, true, 0_usize);
    let mut answered = true;
    for line in outline.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let is_rule = trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | '='));
        if trimmed.is_empty() || is_rule {
            fresh = true;
            continue;
        }
        let begins = std::mem::replace(&mut fresh, false);
        let quoted = trimmed.trim_start_matches(['>', ' ']);
        let title = inline::line(quoted);
        let title = bare(&title);
        let counted = numbered(quoted).is_some();
        let is_one = (begins || counted)
            && !line.starts_with("    ")
            && !outline.in_code(start)
            && !outline.is_heading(start)
            && !taken(start)
            && ends_asking(title)
            && title.chars().count() <= MAX_LINE;
        if is_one {
            places.push((start, at, title.to_owned()));
            answered = false;
        } else if !std::mem::replace(&mut answered, true) {
            told += 1;
        }
    }
    // Questions that mostly have nothing below them, or only come after a long text, belong to an article rather than a
    // list.
    let before = places.first().map_or(0, |(start, _, _)| outline.text[..*start].trim().len());
    if places.len() < ENOUGH || told * 2 < places.len() || before > 2_000 {
        return Vec::new();
    }
    let ends: Vec<usize> = places.iter().skip(1).map(|(start, _, _)| *start).chain([outline.text.len()]).collect();
    let headed = |from: usize, to: usize| {
        let first = outline.headings.partition_point(|heading| heading.range.start < from);
        outline.headings.get(first).map_or(to, |heading| heading.range.start.min(to))
    };
    places
        .into_iter()
        .zip(ends)
        .take(MAX_CARDS)
        .map(|((start, body, title), end)| {
            let end = headed(body, end).max(body);
            let card = asked(&title, "", outline.line(start));
            let answer = inline::text(&without_navigation(&outline.text[body..end]));
            Asked { start, end, card: Card { answer, ..card } }
        })
        .collect()
}
