//! Reads `Q:` and `A:` at the start of lines.

use super::super::card::Card;
use super::outline::Outline;
use super::words::without_navigation;
use super::{MAX_CARDS, asked};
use super::{inline, languages};

#[derive(Clone, Copy)]
enum Mark {
    Question,
    Answer,
    Gaps,
}

/// The marker at the start of a line, and the text after it.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let line = line.trim_start().trim_start_matches(['>', '-', '*', '_', '#', ' ']);
    let first = line.chars().next()?;
    if !first.is_ascii() || first.is_ascii_lowercase() || first.is_ascii_uppercase() {
        let named = languages::behind_question(line).map(|rest| (Mark::Question, rest));
        let named = named.or_else(|| languages::behind_answer(line).map(|rest| (Mark::Answer, rest)));
        if let Some((mark, rest)) = named {
            return said(rest).map(|rest| (mark, rest));
        }
    }
    let rest = line.get(1..)?;
    let (mark, rest) = match first {
        'Q' | 'q' => (Mark::Question, rest.strip_prefix("uestion").unwrap_or(rest)),
        'A' | 'a' => (Mark::Answer, rest.strip_prefix("nswer").unwrap_or(rest)),
        'F' => (Mark::Question, rest.strip_prefix("ront")?),
        'B' => (Mark::Answer, rest.strip_prefix("ack")?),
        'C' if line.contains(['[', '{']) => (Mark::Gaps, rest.strip_prefix("loze").unwrap_or(rest)),
        _ => return None,
    };
    said(rest).map(|rest| (mark, rest))
}

/// The text after the number and the colon of a marker.
fn said(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let rest = rest.trim_start_matches(['*', '_']).strip_prefix([':', '：'])?;
    let rest = rest.trim_start_matches(['*', '_']).trim();
    // The asterisks that close bold text opened before the letter.
    let closed = rest.matches("**").count() % 2 == 1;
    Some(rest.strip_suffix("**").filter(|_| closed).unwrap_or(rest))
}

/// A question with its marker, and what belongs to it.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where the line begins that starts its answer.
    pub(super) answered: Option<usize>,
    asked: String,
    told: String,
    /// Whether it is a text with gaps, which asks for what is missing.
    gaps: bool,
}

impl Pair {
    pub(super) fn card(&self, outline: &Outline<'_>) -> Card {
        let line = Some(outline.line(self.start));
        if self.gaps {
            let (prompt, answer) = gaps(&inline::text(&self.asked));
            return Card { line, prompt, answer, ..Card::default() };
        }
        let answer = inline::text(&without_navigation(&self.told));
        Card { answer, ..asked("", &self.asked, outline.line(self.start)) }
    }
}

/// The questions outside anything already taken. A single pair may be a coincidence, so at least half of the questions
/// must have an answer.
pub(super) fn find(outline: &Outline<'_>, taken: impl Fn(usize) -> bool) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = Vec::new();
    let mut answers = 0;
    // What the previous line belongs to.
    let mut to = To::Nothing;
    let mut at = 0;
    for line in outline.text.split_inclusive('\n') {
        if pairs.len() >= MAX_CARDS {
            break;
        }
        let start = at + line.len() - line.trim_start().len();
        let here = at;
        at += line.len();
        if taken(here) || taken(start) {
            to = To::Nothing;
            continue;
        }
        match mark(line).filter(|_| !outline.in_code(start)) {
            Some((mark @ (Mark::Question | Mark::Gaps), rest)) => {
                let gaps = matches!(mark, Mark::Gaps);
                if gaps && pairs.is_empty() {
                    continue;
                }
                let asked = format!("{rest}\n");
                pairs.push(Pair { start: here, end: at, answered: None, asked, told: String::new(), gaps });
                to = To::Question;
                continue;
            }
            Some((Mark::Answer, rest)) if matches!(to, To::Question | To::Answer) => {
                answers += usize::from(matches!(to, To::Question));
                to = To::Answer;
                if let Some(pair) = pairs.last_mut() {
                    pair.answered.get_or_insert(here);
                    pair.told.push_str(rest);
                    pair.told.push('\n');
                    pair.end = at;
                }
                continue;
            }
            _ => {}
        }
        if outline.is_heading(start) && !outline.in_code(start) {
            // The text below a heading does not belong to a question above it.
            to = To::Nothing;
        }
        let Some(pair) = pairs.last_mut() else { continue };
        match to {
            To::Nothing => continue,
            To::Question => pair.asked.push_str(line),
            To::Answer => pair.told.push_str(line),
        }
        pair.end = at;
    }
    let asking = pairs.iter().filter(|pair| !pair.gaps).count();
    if answers == 0 || answers * 2 < asking { Vec::new() } else { pairs }
}

#[derive(Clone, Copy)]
enum To {
    Nothing,
    Question,
    Answer,
}

/// A text without anything in brackets or in Anki's braces, and the complete text.
fn gaps(text: &str) -> (String, String) {
    let mut whole = crate::anki::cloze(text, false);
    let text = crate::anki::cloze(text, true);
    let mut asked = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((_, tail)) = after.split_once(']') else { break };
        asked.push_str(before);
        asked.push_str("[…]");
        rest = tail;
    }
    asked.push_str(rest);
    whole.retain(|c| !matches!(c, '[' | ']'));
    (asked, whole)
}
