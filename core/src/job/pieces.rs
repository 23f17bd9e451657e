//! Takes a posting apart into headings, list items and sentences. Text, Markdown and what is left of HTML are treated
//! alike.

use unicode_segmentation::UnicodeSegmentation as _;

use super::layout::meant;
use super::phrasebook::Phrasebook;

/// The most words of a heading.
const HEADING_WORDS: usize = 9;

/// The most words of a heading that only its wording marks as one.
const BARE_HEADING_WORDS: usize = 6;

/// Abbreviations whose full stop does not end a sentence.
const SHORT: [&str; 14] =
    ["e.g.", "i.e.", "etc.", "vs.", "sr.", "jr.", "incl.", "z.b.", "bzw.", "inkl.", "ca.", "u.a.", "d.h.", "no."];

/// A heading, an item or a sentence of a posting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) kind: PieceKind,
}

/// The kind of a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// A line that announces what follows.
    Heading,
    /// A sentence of a list item.
    Item,
    /// A sentence of running text.
    Prose,
}

/// Splits a posting into pieces, in order.
pub(super) fn pieces(text: &str, book: &Phrasebook) -> Vec<Piece> {
    let text = meant(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<Piece> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let line = line.trim();
        let (rest, marked) = without_mark(line);
        let bold = is_bold(rest);
        let plain = without_markup(rest);
        if !plain.chars().any(char::is_alphanumeric) {
            continue;
        }
        let next = lines[at + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        let words = plain.split_whitespace().count();
        let few = words <= HEADING_WORDS;
        let open = !plain.ends_with(['.', '!', ',', ';']);
        let heading = line.starts_with('#')
            || (few && bold && !marked)
            || (few && plain.ends_with(':') && (!marked || without_mark(next).1))
            || (few && !marked && open && without_mark(next).1)
            || (words <= BARE_HEADING_WORDS && !marked && open && book.headed(&plain).is_some());
        if heading {
            let text = plain.trim_end_matches(':').trim().to_owned();
            found.push(Piece { text, kind: PieceKind::Heading });
            continue;
        }
        let kind = if marked { PieceKind::Item } else { PieceKind::Prose };
        found.extend(clauses(&plain).into_iter().flat_map(sentences).map(|text| Piece { text, kind }));
    }
    found
}

/// A line without its list marker, and whether it had one.
fn without_mark(line: &str) -> (&str, bool) {
    let marks = [
        '-', '*', '•', '●', '◦', '▪', '·', '–', '—', '‣', '○', '+', '➢', '✓', '✔', '→', '>', '■', '□', '▶', '►', '»',
        '∙', '⁃', '✅', '☑', '✦', '★', '⭐', '👉', '🔹', '🔸', '\u{f0b7}', '\u{f0a7}', 'o',
    ];
    if let Some(rest) = line.strip_prefix(marks)
        && rest.starts_with(|c: char| c.is_whitespace() || (c.is_alphanumeric() && !line.starts_with('o')))
        && !rest.trim().is_empty()
    {
        return (rest.trim_start(), true);
    }
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    match line[digits..].strip_prefix(['.', ')']) {
        Some(rest) if (1..=2).contains(&digits) && rest.starts_with(' ') => (rest.trim_start(), true),
        _ => (line, false),
    }
}

/// Whether a whole line is bold.
fn is_bold(line: &str) -> bool {
    ["**", "__"].iter().any(|mark| {
        let inside = line.trim_end_matches(':').strip_prefix(mark).and_then(|rest| rest.trim_end().strip_suffix(mark));
        inside.is_some_and(|inside| !inside.is_empty() && !inside.contains(mark))
    })
}

/// A line without its Markdown markup.
fn without_markup(line: &str) -> String {
    let line = line.trim_start_matches('#').trim();
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find('[') {
        let (before, bracket) = rest.split_at(at);
        out.push_str(before.strip_suffix('!').unwrap_or(before));
        let parts = bracket[1..].split_once("](").and_then(|(text, after)| Some((text, after.split_once(')')?.1)));
        match parts {
            Some((text, after)) if !text.contains('[') => {
                out.push_str(text);
                rest = after;
            }
            _ => {
                out.push('[');
                rest = &bracket[1..];
            }
        }
    }
    out.push_str(rest);
    let out = out.replace("**", "").replace("__", "").replace(['`', '\\'], "");
    out.trim_matches(['_', '*', '|']).trim().to_owned()
}

/// The parts of a line that labels them: "Clients: Swift - Backend: Go - Other: ask". Any other line is one part.
fn clauses(line: &str) -> Vec<&str> {
    let names_itself = |part: &str| part.split_once(':').is_some_and(|(name, _)| name.split_whitespace().count() <= 3);
    let parts: Vec<&str> = line.split(" - ").map(str::trim).collect();
    if parts.len() > 1 && parts.iter().filter(|part| names_itself(part)).count() * 2 > parts.len() {
        parts
    } else {
        vec![line]
    }
}

/// Splits a line into sentences; the full stop of an abbreviation does not end one.
fn sentences(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for part in line.split_sentence_bounds() {
        let goes_on = found.last().is_some_and(|last| {
            let word = last.trim_end().rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
            // Nor does a sentence end inside a word: ".NET", "Node.js".
            SHORT.contains(&word.to_lowercase().as_str()) || !last.ends_with(char::is_whitespace)
        });
        match found.last_mut() {
            Some(last) if goes_on => last.push_str(part),
            _ => found.push(part.to_owned()),
        }
    }
    found
        .into_iter()
        .map(|text| text.trim().to_owned())
        .filter(|text| text.chars().any(char::is_alphanumeric))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(PieceKind, String)> {
        pieces(text, &Phrasebook::of(None)).into_iter().map(|piece| (piece.kind, piece.text)).collect()
    }

    #[test]
    fn headings_items_and_sentences_are_told_apart_in_text_and_markdown() {
        use PieceKind::{Heading, Item, Prose};
        let text = "# Senior Engineer\n\nWe build a shop, e.g. for shoes. It is large.\n\n**What you'll do:**\n* Build [APIs](https://x.y)\n\n\
                    Requirements\n- Go\n1. SQL\n\n---\nWhat we offer\n";
        let owned = |all: &[(PieceKind, &str)]| all.iter().map(|(k, t)| (*k, (*t).to_owned())).collect::<Vec<_>>();
        assert_eq!(
            kinds(text),
            owned(&[
                (Heading, "Senior Engineer"),
                (Prose, "We build a shop, e.g. for shoes."),
                (Prose, "It is large."),
                (Heading, "What you'll do"),
                (Item, "Build APIs"),
                (Heading, "Requirements"),
                (Item, "Go"),
                (Item, "SQL"),
                (Heading, "What we offer"),
            ])
        );
    }

    #[test]
    fn nothing_is_made_of_nothing() {
        let pieces = |text| pieces(text, &Phrasebook::of(None));
        assert!(pieces("").is_empty());
        assert!(pieces("\n***\n  -\n[]()\n![](x.png)").is_empty());
    }
}
