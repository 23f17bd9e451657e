//! Lists of questions beside questions that are marked: above or below pairs, bold lines, blocks and tables.

use std::ops::Range;

use super::inline;
use super::navigation::without_navigation;
use super::outline::Outline;
use super::plain::{self, Asked};
use super::words::ends_asking;

/// An outermost list, with those of its items that nothing marks as something else.
#[derive(Debug)]
pub(super) struct List {
    pub(super) range: Range<usize>,
    pub(super) items: Vec<Item>,
}

/// An item and what it asks, if it asks.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) start: usize,
    pub(super) asked: Option<Asked>,
}

/// All outermost lists without the items that `aside` holds for: those that ask in another way, or lead elsewhere.
pub(super) fn lists(outline: &Outline<'_>, aside: impl Fn(&Range<usize>) -> bool) -> Vec<List> {
    let of = |list: &Range<usize>| {
        let first = outline.items.partition_point(|item| item.start < list.start);
        let inside = outline.items[first..].iter().take_while(|item| item.start < list.end);
        let own = inside.filter(|item| !aside(item) && !plain::is_link(&outline.text[(*item).clone()]));
        let items = own.map(|item| Item { start: item.start, asked: plain::of_item(outline, item.clone()) }).collect();
        List { range: list.clone(), items }
    };
    outline.lists.iter().map(of).filter(|list| !list.items.is_empty()).collect()
}

/// The lists at the end of an answer that no longer belong to it. The answer is given before them and does not announce
/// them, and all of their items ask.
pub(super) fn behind(outline: &Outline<'_>, lists: &[List], answer: &Range<usize>) -> Vec<Range<usize>> {
    let first = lists.partition_point(|list| list.range.start <= answer.start);
    let after = lists.partition_point(|list| list.range.start < answer.end).max(first);
    let says = |text: &str| inline::text(&without_navigation(text)).chars().any(char::is_alphanumeric);
    let mut end = answer.end;
    let mut out = Vec::new();
    for (at, list) in lists[first..after].iter().enumerate().rev() {
        let above = &outline.text[answer.start..list.range.start];
        let announced = above.trim_end().trim_end_matches(['*', '_']).ends_with([':', '：']);
        let apart = above.trim_end_matches([' ', '\t']).ends_with("\n\n") || above.ends_with("\n\r\n");
        let below = outline.text.get(list.range.end..end).unwrap_or_default();
        // A list above says something; only the first may have nothing before it.
        let answered = at > 0 || says(above);
        if announced || !apart || !answered || says(below) || !only_asks(list) {
            break;
        }
        end = list.range.start;
        out.push(list.range.clone());
    }
    out.reverse();
    out
}

/// Whether each of several items asks, and at least half of them with a question mark: steps begin like tasks too.
fn only_asks(list: &List) -> bool {
    let asked = || list.items.iter().filter_map(|item| item.asked.as_ref());
    let marked = asked().filter(|asked| ends_asking(&asked.card.prompt)).count();
    list.items.len() >= 2 && asked().count() == list.items.len() && marked * 2 >= list.items.len()
}

/// Whether items that belong to nothing else ask: most of them do, and a single one has a question mark.
pub(super) fn mostly_ask(items: &[Item]) -> bool {
    let asked = || items.iter().filter_map(|item| item.asked.as_ref());
    asked().count() * 3 >= items.len() * 2
        && (asked().count() >= 2 || asked().any(|asked| ends_asking(&asked.card.prompt)))
}

/// The words of a question's first line, to tell whether two are the same.
pub(super) fn words_of(prompt: &str) -> String {
    let line = prompt.lines().next().unwrap_or_default();
    line.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
