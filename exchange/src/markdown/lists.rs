//! Items of plain lists as questions, for those who say that they are.

use super::super::card::Card;
use super::MAX_CARDS;
use super::inline;
use super::outline::{Outline, is_furniture};

/// The questions: each item of an outermost list. What hangs below it is what is asked next.
pub(super) fn cards(outline: &Outline<'_>) -> Vec<Card> {
    let mut out = Vec::new();
    for item in &outline.items {
        if out.len() >= MAX_CARDS {
            break;
        }
        let text = &outline.text[item.clone()];
        // A table of contents leads to places in the same file.
        if text.contains("](#") {
            continue;
        }
        let whole = inline::text(text);
        let mut lines = whole.lines();
        let own = lines.next().unwrap_or_default().trim_start_matches("- ");
        let own = own.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim();
        let (topic, subtopic) = outline.above(item.start, 7);
        if own.is_empty() || topic.as_deref().is_some_and(is_furniture) || subtopic.as_deref().is_some_and(is_furniture)
        {
            continue;
        }
        let below =
            lines.filter_map(|line| super::super::points::item(line).map(|(_, text)| text.to_owned())).collect();
        out.push(Card {
            line: Some(outline.line(item.start)),
            prompt: own.to_owned(),
            follow_ups: below,
            topic,
            subtopic,
            ..Card::default()
        });
    }
    out
}
