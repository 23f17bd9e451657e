//! Reads `Q:` and `A:` at the start of lines.

use super::super::card::Card;
use super::navigation::without_navigation;
use super::outline::Outline;
use super::{MAX_CARDS, asked};
use super::{inline, languages};

#[derive(Clone, Copy)]
enum Mark {
    Question,
    Answer,
    Gaps,
}

/// The letters by which lists in other languages mark questions and answers, where `A` is not the answer's or `Q` not
/// the question's: German, Spanish and Portuguese, French, Italian, Russian, Dutch, Polish, Turkish.
const LETTERS: [(char, char); 8] =
    [('F', 'A'), ('P', 'R'), ('Q', 'R'), ('D', 'R'), ('В', 'О'), ('V', 'A'), ('P', 'O'), ('S', 'C')];

/// How the lines of a file are marked.
#[derive(Clone, Copy, Debug, Default)]
struct Manner {
    /// Letters of another language, if the file has pairs of them.
    letters: Option<(char, char)>,
    /// Whether a full stop may follow the letter: `Q. What?`, `A. That.`
    stops: bool,
}

impl Manner {
    fn of(text: &str) -> Self {
        let count = |letter: char, signs: &[char]| {
            text.lines()
                .filter(|line| lettered(line, letter).and_then(|rest| rest.strip_prefix(signs)).is_some())
                .count()
        };
        let colons = [':', '：'];
        let several = |(asks, answers): &(char, char)| count(*asks, &colons) >= 2 && count(*answers, &colons) >= 2;
        let stop = ['.', '．'];
        // With a B, the letters are those of choices.
        let choices = ['B', 'C'].iter().any(|letter| count(*letter, &['.', ')', '．']) > 0);
        Self {
            letters: LETTERS.into_iter().find(|letters| several(letters)),
            stops: !choices && count('Q', &stop) >= 2 && (count('A', &stop) >= 1 || text.contains("\nAns")),
        }
    }
}

/// What follows a letter and perhaps a number at the start of a line.
fn lettered(line: &str, letter: char) -> Option<&str> {
    let line = line.trim_start_matches(LEADING);
    let rest = line.strip_prefix(|c| half_width(c) == letter)?;
    Some(rest.trim_start_matches(|c: char| c.is_numeric() || c == ' ').trim_start_matches(['*', '_']))
}

/// The signs that may precede a marker on its line.
const LEADING: [char; 8] = ['>', '-', '*', '_', '#', ' ', '\t', '\u{3000}'];

/// The narrow form of a letter of East Asian width.
fn half_width(c: char) -> char {
    match c {
        '\u{ff21}'..='\u{ff5a}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// The marker at the start of a line, and the text after it.
fn mark(line: &str, manner: Manner) -> Option<(Mark, &str)> {
    let line = line.trim_start().trim_start_matches(LEADING);
    let first = line.chars().next()?;
    if let Some((asks, answers)) = manner.letters {
        let behind = |letter| lettered(line, letter).and_then(|rest| said(rest, manner));
        if let Some(rest) = behind(asks) {
            return Some((Mark::Question, rest));
        }
        if let Some(rest) = behind(answers) {
            return Some((Mark::Answer, rest));
        }
    }
    if !first.is_ascii() || first.is_ascii_lowercase() || first.is_ascii_uppercase() {
        let named = languages::behind_question(line).map(|rest| (Mark::Question, rest));
        let named = named.or_else(|| languages::behind_answer(line).map(|rest| (Mark::Answer, rest)));
        if let Some((mark, rest)) = named {
            return said(rest, Manner::default()).map(|rest| (mark, rest));
        }
    }
    let rest = &line[first.len_utf8()..];
    let (mark, rest) = match half_width(first) {
        'Q' | 'q' => (Mark::Question, rest.strip_prefix("uestion").unwrap_or(rest)),
        'A' | 'a' => match rest.strip_prefix("nswer").or_else(|| rest.strip_prefix("ns")) {
            // "Ans - …" says the same as "Ans: …".
            Some(rest) => match rest.trim_start().strip_prefix(['-', '–', '—', '.']) {
                Some(told) if rest.starts_with([' ', '.']) && told.starts_with(' ') => {
                    return Some((Mark::Answer, told.trim()));
                }
                _ => (Mark::Answer, rest),
            },
            None => (Mark::Answer, rest),
        },
        'F' => (Mark::Question, rest.strip_prefix("ront")?),
        'B' => (Mark::Answer, rest.strip_prefix("ack")?),
        'C' if line.contains(['[', '{']) => (Mark::Gaps, rest.strip_prefix("loze").unwrap_or(rest)),
        _ => return None,
    };
    said(rest, manner).map(|rest| (mark, rest))
}

/// The text after the number and the colon of a marker.
fn said(rest: &str, manner: Manner) -> Option<&str> {
    let rest = rest.trim_start_matches(|c: char| c.is_numeric() || matches!(c, ' ' | '\u{a0}'));
    let rest = rest.trim_start_matches(['*', '_']);
    let colon = rest.strip_prefix([':', '：']);
    let rest = colon.or_else(|| rest.strip_prefix(['.', '．']).filter(|_| manner.stops))?;
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
    let manner = Manner::of(outline.text);
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
        match mark(line, manner).filter(|_| !outline.in_code(start)) {
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
