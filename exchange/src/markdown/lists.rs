//! Items of plain lists as questions, if the user says that they are.

use super::super::card::Card;
use super::MAX_CARDS;
use super::inline;
use super::navigation::without_navigation;
use super::outline::Outline;
use super::words::{asks, is_furniture, numbered, without_mark};

/// An item that asks.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) start: usize,
    pub(super) card: Card,
}

/// The questions outside anything already taken: each item of an outermost list. An item nested below one becomes a
/// follow-up if it asks; otherwise it is part of the answer.
pub(super) fn find(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Item> {
    let mut out = Vec::new();
    for item in outline.items.iter().filter(|item| !taken(item.start)) {
        if out.len() >= MAX_CARDS {
            break;
        }
        let text = &outline.text[item.clone()];
        // Links into the same file are a table of contents.
        if text.contains("](#") {
            continue;
        }
        let (topic, subtopic) = outline.above(item.start, 7);
        if topic.as_deref().is_some_and(is_furniture) || subtopic.as_deref().is_some_and(is_furniture) {
            continue;
        }
        let whole = inline::text(&without_navigation(text));
        let mut lines = whole.lines();
        let own = lines.next().unwrap_or_default().trim_start_matches("- ");
        let own = numbered(own).unwrap_or(own).trim();
        let own = without_mark(own).unwrap_or(own);
        if own.is_empty() {
            continue;
        }
        let mut card = Card { line: Some(outline.line(item.start)), prompt: own.to_owned(), ..Card::default() };
        for line in lines {
            match super::super::points::item(line) {
                Some((_, text)) if asks(text) && card.answer.trim().is_empty() => card.follow_ups.push(text.to_owned()),
                _ => {
                    card.answer.push_str(line.strip_prefix("  ").unwrap_or(line));
                    card.answer.push('\n');
                }
            }
        }
        out.push(Item { start: item.start, card });
    }
    out
}
