//! An answer, taken apart into words with their places, sentences and clauses.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::words::{Lexicon, Sort, fold};

/// Words after which "not" denies nothing: "not only", "no matter".
const NOT_DENIED: &[&str] = &["only", "just", "merely", "simply", "matter", "doubt", "wonder"];

/// Words that begin a new clause wherever they stand.
const CLAUSE_WORDS: &[&str] = &[
    "but",
    "so",
    "because",
    "although",
    "though",
    "while",
    "whereas",
    "however",
    "instead",
    "therefore",
    "otherwise",
    "which",
    "until",
    "unless",
    "than",
    "when",
    "if",
    "where",
    "before",
    "after",
    "since",
    "rather",
];

/// Words that begin a new clause after a comma. After a comma followed by anything else a list goes on.
const AFTER_COMMA: &[&str] = &[
    "i",
    "we",
    "you",
    "they",
    "he",
    "she",
    "it",
    "there",
    "this",
    "that",
    "these",
    "those",
    "then",
    "and",
    "one",
    "my",
    "our",
    "the",
    "a",
    "an",
    "every",
    "everyone",
    "everything",
    "each",
    "only",
    "with",
    "by",
    "to",
    "as",
    "using",
    "in",
    "on",
    "at",
];

/// A word of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// First byte in the text.
    pub(super) start: u32,
    /// First byte after it.
    pub(super) end: u32,
    pub(super) sentence: u32,
    pub(super) clause: u32,
    /// How many words that count stand before it.
    pub(super) count: u32,
    pub(super) role: Role,
}

/// What a word does in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Grammar: it does not count when words between are counted.
    Function,
    Content,
    /// A character that is a word by itself, in scripts that write without blanks.
    Ideograph,
    /// Turns what follows in the clause round.
    Negation,
    /// A negation that affirms after another one: "never without".
    Without,
    /// A negation that denies nothing: "not only".
    Spent,
}

impl Word {
    pub(super) fn counts(&self) -> bool {
        self.role != Role::Function
    }

    pub(super) fn denies(&self) -> bool {
        matches!(self.role, Role::Negation | Role::Without)
    }
}

/// Where a stem stands: from one word to another, the same for all but words written apart or together.
pub(super) type Posting = (u32, u32);

/// A text in which cues can be looked for.
#[derive(Debug, Default)]
pub struct Text {
    pub(super) words: Vec<Word>,
    pub(super) index: HashMap<u32, Vec<Posting>>,
}

impl Text {
    /// The bytes of the text from one word to another.
    pub(super) fn bytes(&self, first: u32, last: u32) -> Range<usize> {
        self.words[first as usize].start as usize..self.words[last as usize].end as usize
    }
}

/// A run of letters, or what stands between two of them.
enum Piece<'a> {
    Word { start: usize, raw: &'a str, ideograph: bool },
    Between(&'a str),
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Splits into words and what stands between. Dots and commas within a number, apostrophes within a word and the signs
/// of C++ and C# belong to the word.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut between = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if !is_letter(c) {
            continue;
        }
        if between < start {
            pieces.push(Piece::Between(&text[between..start]));
        }
        let mut end = start + c.len_utf8();
        let ideograph = is_ideograph(c);
        let mut last = c;
        while let Some(&(at, c)) = chars.peek() {
            let joins = if ideograph {
                is_combining_mark(c)
            } else if is_letter(c) {
                !is_ideograph(c)
            } else {
                let next = text[at + c.len_utf8()..].chars().next();
                match c {
                    '\'' | '\u{2019}' | '\u{2bc}' => last.is_alphabetic() && next.is_some_and(char::is_alphabetic),
                    '.' | ',' => last.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()),
                    // "I/O" is one word.
                    '/' => matches!(last, 'i' | 'I') && end - start == 1 && matches!(next, Some('o' | 'O')),
                    '+' | '#' => matches!(last, 'c' | 'C' | 'f' | 'F' | '+') && end - start <= 2,
                    _ => false,
                }
            };
            if !joins {
                break;
            }
            end = at + c.len_utf8();
            last = c;
            chars.next();
        }
        pieces.push(Piece::Word { start, raw: &text[start..end], ideograph });
        between = end;
    }
    if between < text.len() {
        pieces.push(Piece::Between(&text[between..]));
    }
    pieces
}

/// The folded words of a cue, in order.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let words = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Word { raw, .. } => Some(fold(raw)),
        Piece::Between(_) => None,
    });
    words.flatten().collect()
}

/// Where a text stands while it is taken apart.
#[derive(Default)]
struct Position {
    sentence: u32,
    clause: u32,
    /// After a comma, which may or may not end the clause.
    comma: bool,
    /// Only a blank or a hyphen since the last word.
    adjacent: bool,
    /// The last word was a single letter, as in "e.g.".
    letter: bool,
}

impl Position {
    fn pass(&mut self, between: &str) {
        self.adjacent = matches!(between, " " | "-" | "\u{2010}" | "\u{2011}" | "_" | "/");
        let mut newline = false;
        for (i, c) in between.char_indices() {
            let ends = match c {
                '.' | '!' | '?' => {
                    // A dot within a word, as in "node.js", has nothing else beside it; one after a letter is "e.g.".
                    i + 1 < between.len() && !(c == '.' && self.letter)
                }
                '\u{2026}' | '\u{3002}' | '\u{ff01}' | '\u{ff0e}' | '\u{ff1f}' => true,
                // A line that begins with a bullet or follows an empty one; others may only have been wrapped.
                '\n' if newline => true,
                '-' | '*' | '\u{2022}' => newline,
                _ => false,
            };
            if ends {
                self.sentence += 1;
                self.clause += 1;
                self.comma = false;
            }
            match c {
                ';' | ':' | '(' | ')' | '[' | ']' | '"' | '\u{2013}' | '\u{2014}' | '\u{201c}' | '\u{201d}'
                | '\u{ff1b}' | '\u{ff1a}' => self.clause += 1,
                ',' | '\u{3001}' | '\u{ff0c}' => self.comma = true,
                _ => {}
            }
            newline = c == '\n' || newline && c.is_whitespace();
        }
        if between.contains(" - ") || between.contains("--") {
            self.clause += 1;
        }
    }

    fn word(&mut self, folded: &str) {
        if CLAUSE_WORDS.contains(&folded) || self.comma && AFTER_COMMA.contains(&folded) {
            self.clause += 1;
        }
        self.comma = false;
    }
}

/// Takes a text apart. Linear in its length.
pub(super) fn take_apart(text: &str, lexicon: &mut Lexicon) -> Text {
    let mut out = Text::default();
    let mut at = Position::default();
    // The last word if it can be one half of a word that others write together, and the word before any of them.
    let mut half: Option<(String, u32)> = None;
    let mut not: Option<usize> = None;
    let mut count = 0;
    for piece in pieces(text) {
        let (start, raw, ideograph) = match piece {
            Piece::Between(between) => {
                at.pass(between);
                continue;
            }
            Piece::Word { start, raw, ideograph } => (start, raw, ideograph),
        };
        let (start, end) = (small(start), small(start + raw.len()));
        for folded in fold(raw) {
            at.word(&folded);
            if let Some(not) = not.take()
                && NOT_DENIED.contains(&folded.as_str())
            {
                out.words[not].role = Role::Spent;
            }
            let sort = lexicon.sort(&folded);
            let number = small(out.words.len());
            let role = match sort {
                Sort::Grammar | Sort::Light => Role::Function,
                Sort::Negation if folded == "without" => Role::Without,
                Sort::Negation => Role::Negation,
                Sort::Content if ideograph => Role::Ideograph,
                Sort::Content => Role::Content,
            };
            out.words.push(Word { start, end, sentence: at.sentence, clause: at.clause, count, role });
            count += u32::from(sort.counts());
            for stem in lexicon.numbers(&folded) {
                out.index.entry(stem).or_default().push((number, number));
            }
            if sort == Sort::Negation {
                not = Some(number as usize);
            }
            if sort != Sort::Content {
                half = None;
                continue;
            }
            let plain = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
            if let Some((first, before)) = half.take().filter(|_| at.adjacent && plain)
                && out.words[before as usize].clause == at.clause
            {
                let stem = lexicon.stem(&format!("{first}{folded}"));
                out.index.entry(stem).or_default().push((before, number));
            }
            half = plain.then_some((folded, number));
        }
        at.letter = raw.len() == 1;
    }
    // A word written in two halves is found when its second half is there, so postings may be out of order.
    for postings in out.index.values_mut() {
        postings.sort_unstable();
    }
    out
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
