//! `Q:` and `A:` at the start of lines.

use super::super::card::Card;
use super::MAX_CARDS;
use super::inline;
use super::outline::{Outline, without_navigation};

enum Mark {
    Question,
    Answer,
}

/// The mark at the start of a line and what follows it.
fn mark(line: &str) -> Option<(Mark, &str)> {
    let line = line.trim_start().trim_start_matches(['>', '-', '*', '_', '#', ' ']);
    let (first, rest) = (line.chars().next()?, line.get(1..)?);
    let (mark, rest) = match first {
        'Q' | 'q' => (Mark::Question, rest.strip_prefix("uestion").unwrap_or(rest)),
        'A' | 'a' => (Mark::Answer, rest.strip_prefix("nswer").unwrap_or(rest)),
        _ => return None,
    };
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    let rest = rest.trim_start_matches(['*', '_']).strip_prefix([':', '：'])?;
    let rest = rest.trim_start_matches(['*', '_']).trim();
    // The marks that closed what was opened before the letter.
    let closed = rest.matches("**").count() % 2 == 1;
    Some((mark, rest.strip_suffix("**").filter(|_| closed).unwrap_or(rest)))
}

/// The questions. One pair alone may be an accident of wording, so there must be an answer to every other question.
pub(super) fn cards(outline: &Outline<'_>) -> Vec<Card> {
    let mut cards: Vec<Card> = Vec::new();
    let mut answers = 0;
    let mut answering = false;
    let (mut asked, mut told) = (String::new(), String::new());
    let mut at = 0;
    let flush = |cards: &mut Vec<Card>, asked: &mut String, told: &mut String| {
        if let Some(card) = cards.last_mut()
            && card.prompt.is_empty()
        {
            card.prompt = inline::text(asked);
            card.answer = inline::text(&without_navigation(told));
        }
        asked.clear();
        told.clear();
    };
    for line in outline.text.split_inclusive('\n') {
        if cards.len() >= MAX_CARDS {
            break;
        }
        let start = at + line.len() - line.trim_start().len();
        let here = at;
        at += line.len();
        let heading = outline.is_heading(start);
        match mark(line).filter(|_| !outline.in_code(start)) {
            Some((Mark::Question, rest)) => {
                flush(&mut cards, &mut asked, &mut told);
                let (topic, subtopic) = outline.above(here, 7);
                cards.push(Card { line: Some(outline.line(here)), topic, subtopic, ..Card::default() });
                asked.push_str(rest);
                asked.push('\n');
                answering = false;
            }
            Some((Mark::Answer, rest)) if !cards.is_empty() => {
                answers += usize::from(!answering);
                answering = true;
                told.push_str(rest);
                told.push('\n');
            }
            _ if heading => {
                flush(&mut cards, &mut asked, &mut told);
                // What stands below a heading belongs to no question above it.
                answering = true;
                told.clear();
            }
            _ if answering => told.push_str(line),
            _ if !cards.is_empty() => asked.push_str(line),
            _ => {}
        }
    }
    flush(&mut cards, &mut asked, &mut told);
    if answers == 0 || answers * 2 < cards.len() { Vec::new() } else { cards }
}
