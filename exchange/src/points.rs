//! Turns an answer, in prose or as a list, into points that can be ticked.

use hotseat_bank::{Mistake, Point, text};

use super::names::Names;

/// Nobody ticks more points than this with care.
const MAX_POINTS: usize = 12;

/// A paragraph longer than this is split into its sentences, in characters.
pub(super) const LONG: usize = 240;

/// A longer point is cut, in characters: it has to be readable at a glance, and the question keeps the whole answer.
const MAX_CHARS: usize = 300;

/// The points of an answer: the items of its list where it has one, else its paragraphs, else its sentences.
pub(super) fn from_text(answer: &str) -> Vec<Point> {
    let mut parts = items(answer);
    if parts.len() < 2 {
        parts = paragraphs(answer);
    }
    if let [only] = parts.as_slice()
        && only.chars().count() > LONG
    {
        parts = sentences(only);
    }
    let mut names = Names::default();
    let parts = parts.iter().filter(|part| part.chars().any(char::is_alphanumeric));
    parts.take(MAX_POINTS).map(|part| point(&mut names, part)).collect()
}

fn point(names: &mut Names, text: &str) -> Point {
    let text = shortened(text);
    Point::new(names.name(&text), text)
}

/// The same for mistakes, one a text.
pub(super) fn mistakes(texts: &[String]) -> Vec<Mistake> {
    let mut names = Names::default();
    let texts = texts.iter().map(|text| shortened(text)).filter(|text| !text.is_empty());
    let mistake = |text: String| {
        let id = format!("not-{}", names.name(&text));
        Mistake { id, text, why: None, critical: false, valid: None }
    };
    texts.map(mistake).collect()
}

fn shortened(text: &str) -> String {
    let line = text::one_line(text);
    let Some((end, _)) = line.char_indices().nth(MAX_CHARS) else { return line };
    let cut = line[..end].rfind(' ').filter(|&blank| blank > end / 2).unwrap_or(end);
    format!("{}…", &line[..cut])
}

/// What follows the mark of a list item, and how far it is indented.
pub(super) fn item(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    for mark in ["- ", "* ", "+ ", "• ", "– ", "◦ "] {
        if let Some(text) = rest.strip_prefix(mark) {
            return Some((indent, text.trim()));
        }
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let text = rest[digits..].strip_prefix(['.', ')'])?;
        return text.starts_with(' ').then(|| (indent, text.trim()));
    }
    None
}

fn items(answer: &str) -> Vec<String> {
    let Some(top) = answer.lines().filter_map(item).map(|(indent, _)| indent).min() else { return Vec::new() };
    let mut out: Vec<String> = Vec::new();
    let mut inside = false;
    for line in answer.lines() {
        match item(line) {
            Some((indent, text)) if indent == top => {
                out.push(text.to_owned());
                inside = true;
            }
            Some((_, text)) if inside => {
                let last = out.last_mut();
                if let Some(last) = last {
                    last.push_str(if last.ends_with([':', ';', '.', ',']) { " " } else { "; " });
                    last.push_str(text);
                }
            }
            _ if line.trim().is_empty() => {}
            _ if inside && line.len() - line.trim_start().len() > top => {
                if let Some(last) = out.last_mut() {
                    last.push(' ');
                    last.push_str(line.trim());
                }
            }
            // Prose around the list introduces it or sums it up. The question keeps it with the whole answer.
            _ => inside = false,
        }
    }
    out
}

fn paragraphs(answer: &str) -> Vec<String> {
    let blocks = answer.split("\n\n").map(|block| {
        // Nobody says code aloud.
        block.lines().filter(|line| !line.starts_with("    ")).collect::<Vec<_>>().join(" ")
    });
    blocks.map(|block| text::one_line(&block)).filter(|block| !block.is_empty()).collect()
}

pub(super) fn sentences(paragraph: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in paragraph.match_indices(['.', '!', '?', '。']) {
        let end = at + paragraph[at..].chars().next().map_or(1, char::len_utf8);
        let rest = &paragraph[end..];
        let next = rest.trim_start().chars().next();
        // "e.g. this" and "3.5" do not end a sentence.
        if rest.starts_with(' ') && next.is_some_and(|c| c.is_uppercase() || !c.is_ascii()) && end - start > 25 {
            out.push(paragraph[start..end].trim().to_owned());
            start = end;
        }
    }
    out.push(paragraph[start..].trim().to_owned());
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    fn texts(answer: &str) -> Vec<String> {
        from_text(answer).into_iter().map(|point| point.text).collect()
    }

    #[test]
    fn a_list_gives_its_items_with_what_hangs_below_them() {
        let answer =
            "Two things matter:\n\n- Order\n  - per key\n  - not over all\n- Time,\n  on the wall\n\nThat is all.";
        assert_eq!(texts(answer), ["Order; per key; not over all", "Time, on the wall"]);
        assert_eq!(texts("1. one\n2) two"), ["one", "two"]);
    }

    #[test]
    fn prose_gives_paragraphs_and_a_long_one_its_sentences() {
        assert_eq!(texts("One.\n\nTwo\nlines."), ["One.", "Two lines."]);
        assert_eq!(texts("- a single item"), ["- a single item"]);
        let long = "A replica takes over when the leader is gone for long. ".repeat(5);
        assert_eq!(texts(&long).len(), 5);
        assert!(texts("").is_empty() && texts("\n---\n").is_empty());
    }

    proptest! {
        #[test]
        fn points_are_few_short_and_named_apart(answer in ".{0,400}(\n[-*] .{0,80}){0,20}") {
            let points = from_text(&answer);
            prop_assert!(points.len() <= MAX_POINTS);
            let ids: HashSet<_> = points.iter().map(|point| &point.id).collect();
            prop_assert_eq!(ids.len(), points.len());
            prop_assert!(points.iter().all(|point| point.text.chars().count() <= MAX_CHARS + 1));
        }
    }
}
