//! Terms with what they mean, without any other marker: `term :: meaning`, `term - meaning`, definition lists.

use super::super::card::Card;
use super::outline::Outline;
use super::plain::{Asked, ENOUGH, bare};
use super::words::ends_asking;
use super::{MAX_CARDS, asked, inline};

/// The longest term, in characters.
const MAX_TERM: usize = 80;

/// Reads `What is it?::An answer`, `What is it :: An answer`, and in lists `>>`, `;;` and `==` between blanks, one per
/// line.
pub(super) fn colons(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Asked> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in outline.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let is_item = line.trim_start().starts_with(['-', '*', '+']);
        let parts = line.split_once("::").filter(|(_, back)| !back.starts_with(':'));
        let parts = parts.or_else(|| {
            let signs = [" >> ", " ;; ", " == "];
            signs.into_iter().filter(|_| is_item).find_map(|sign| {
                let at = line.find(sign)?;
                Some((&line[..=at], &line[at + sign.len() - 1..]))
            })
        });
        let Some((front, back)) = parts else { continue };
        let (title, answer) =
            (inline::line(bare(front.trim_start_matches(['-', '*', '+', ' ']))), inline::text(back.trim()));
        let apart = ends_asking(&title) || front.ends_with(' ') && back.starts_with(' ');
        if apart
            && !title.is_empty()
            && !answer.is_empty()
            && !outline.in_code(start)
            && !taken(start)
            && (is_item || !line.starts_with("    "))
        {
            let card = Card { answer, ..asked(&title, "", outline.line(start)) };
            out.push(Asked { start, end: at, card });
        }
    }
    if out.len() >= ENOUGH { out } else { Vec::new() }
}

/// Reads definition lists: a term, and below it lines that begin with a colon.
pub(super) fn definitions(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Asked> {
    let mut out: Vec<Asked> = Vec::new();
    // The line above, if it can be a term, and whether the last line continues a meaning.
    let (mut term, mut told, mut at): (Option<(usize, String)>, bool, usize) = (None, false, 0);
    for line in outline.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        let meaning = trimmed.strip_prefix(": ").or_else(|| trimmed.strip_prefix(":\t"));
        if outline.in_code(start) || taken(start) || outline.is_heading(start) {
            (term, told) = (None, false);
        } else if let Some(meaning) = meaning {
            let meaning = format!("- {}\n", meaning.trim());
            let room = out.len() < MAX_CARDS;
            match (term.take(), out.last_mut()) {
                (Some((from, text)), _) if room => {
                    let card = Card { answer: meaning, ..asked(&text, "", outline.line(from)) };
                    out.push(Asked { start: from, end: at, card });
                    told = true;
                }
                (None, Some(last)) if told => {
                    last.card.answer.push_str(&meaning);
                    last.end = at;
                }
                _ => {}
            }
        } else if trimmed.is_empty() {
            // A meaning may stand apart from its term.
        } else if told && line.starts_with("  ") {
            if let Some(last) = out.last_mut() {
                last.card.answer.truncate(last.card.answer.trim_end().len());
                last.card.answer.push_str(&format!(" {trimmed}\n"));
                last.end = at;
            }
        } else {
            term = Some((start, inline::line(trimmed))).filter(|(_, text)| {
                !text.is_empty() && text.chars().count() <= MAX_TERM && !trimmed.starts_with(['-', '*', '|', '>'])
            });
            told = false;
        }
    }
    for asked in &mut out {
        asked.card.answer = inline::text(&asked.card.answer);
    }
    if out.len() >= 2 { out } else { Vec::new() }
}

/// Reads `term - meaning` and `term: meaning`, if hardly any line is something else.
pub(super) fn dashes(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Asked> {
    let (mut out, mut others, mut at) = (Vec::new(), 0_usize, 0);
    for line in outline.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() || outline.is_heading(start) {
            continue;
        }
        let item = line.trim_start().trim_start_matches(['-', '*', '+']).trim();
        let parts = [" - ", " – ", " — ", ": ", " = "]
            .iter()
            .filter_map(|sign| item.find(sign).map(|at| (at, &item[..at], &item[at + sign.len()..])));
        let parts = parts.min_by_key(|(at, ..)| *at).filter(|(_, term, meaning)| {
            let term = inline::line(term);
            !meaning.trim().is_empty() && term.chars().count() <= MAX_TERM && term.chars().any(char::is_alphabetic)
        });
        match parts.filter(|_| !outline.in_code(start) && !taken(start) && out.len() < MAX_CARDS) {
            Some((_, term, meaning)) => {
                let answer = inline::text(meaning.trim());
                let card = Card { answer, ..asked(&inline::line(bare(term)), "", outline.line(start)) };
                out.push(Asked { start, end: at, card });
            }
            None => others += 1,
        }
    }
    if out.len() >= ENOUGH && others * 9 <= out.len() { out } else { Vec::new() }
}
