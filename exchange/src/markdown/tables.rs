//! Reads Markdown tables that ask: one of their columns is named as the question.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::super::card::Card;
use super::MAX_CARDS;
use super::inline;
use super::navigation::without_navigation;
use super::outline::Outline;
use crate::column::{Column, columns as columns_of, tags};
use crate::points;

/// A row that asks.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) start: usize,
    pub(super) card: Card,
}

/// The tables that ask, and what became of their rows.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) rows: Vec<Row>,
    /// The tables' ranges.
    pub(super) tables: Vec<Range<usize>>,
    /// Starts of rows without a question.
    pub(super) empty: Vec<usize>,
}

/// Finds the tables outside anything already taken.
pub(super) fn find(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Found {
    let mut found = Found::default();
    if !outline.text.contains('|') {
        return found;
    }
    let mut cells: Vec<&str> = Vec::new();
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut start = 0;
    for (event, range) in Parser::new_ext(outline.text, inline::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) => {
                columns = None;
                start = range.start;
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => cells.clear(),
            Event::Start(Tag::TableCell) => cells.push(outline.text[range].trim_matches(['|', ' ', '\t'])),
            Event::End(TagEnd::TableHead) => {
                let head: Vec<String> = cells.iter().map(|cell| inline::line(cell)).collect();
                let named = columns_of(&head.iter().map(String::as_str).collect::<Vec<_>>());
                let asks = named.len() > 1 && named.contains(&Some(Column::Question)) && !taken(range.start);
                columns = asks.then_some(named);
            }
            Event::End(TagEnd::TableRow) => {
                let Some(columns) = columns.as_ref().filter(|_| found.rows.len() < MAX_CARDS) else { continue };
                match card(outline, &cells, columns, range.start) {
                    Some(card) => found.rows.push(Row { start: range.start, card }),
                    None => found.empty.push(range.start),
                }
            }
            Event::End(TagEnd::Table) if columns.is_some() => found.tables.push(start..range.end),
            _ => {}
        }
    }
    found
}

fn card(outline: &Outline<'_>, cells: &[&str], columns: &[Option<Column>], at: usize) -> Option<Card> {
    let mut card = Card { line: Some(outline.line(at)), ..Card::default() };
    for (cell, column) in cells.iter().zip(columns) {
        let Some(column) = *column else { continue };
        let broken = cell.replace("\\|", "|");
        let text = inline::text(&without_navigation(&in_lines(&broken)));
        let one = if matches!(column, Column::Question | Column::Answer | Column::Sample) {
            text
        } else {
            inline::line(&broken)
        };
        if one.is_empty() {
            continue;
        }
        let lines = || one.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect::<Vec<_>>();
        let many = if column == Column::Tags { tags(&one) } else { lines() };
        // Row numbers are not ids of questions, since each table starts counting anew.
        if !matches!(column, Column::Id | Column::Guid) {
            card.set(column, one, || many);
        }
    }
    card.prompt.chars().any(char::is_alphanumeric).then_some(card)
}

/// A cell with its line breaks as lines, and with any lists in HTML converted as in other formats.
fn in_lines(cell: &str) -> String {
    let lower = cell.to_ascii_lowercase();
    if ["<ul", "<ol", "<li", "<p>", "<div", "<pre"].iter().any(|tag| lower.contains(tag)) {
        return crate::html::to_text(cell);
    }
    // Marks of items before each line make a list of them.
    let parts: Vec<&str> = split_at_breaks(cell);
    if parts.len() > 1 && parts.iter().skip(1).all(|part| points::item(part).is_some()) {
        let gap = if points::item(parts[0]).is_some() { "\n" } else { "\n\n" };
        return format!("{}{gap}{}", parts[0], parts[1..].join("\n"));
    }
    cell.to_owned()
}

fn split_at_breaks(cell: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = cell;
    while let Some(at) = rest.find("<br").or_else(|| rest.find("<BR")) {
        let Some(end) = rest[at..].find('>').filter(|end| rest[at + 3..at + end].trim_matches(['/', ' ']).is_empty())
        else {
            break;
        };
        parts.push(rest[..at].trim());
        rest = &rest[at + end + 1..];
    }
    parts.push(rest.trim());
    parts
}
