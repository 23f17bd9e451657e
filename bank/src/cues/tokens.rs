//! An answer split into words as they are written, with their places and what punctuation separates.

use unicode_normalization::char::is_combining_mark;

use super::words::{self, fold};

/// A run of letters, or what is between two of them.
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

/// Whether a slash after a word of `length` bytes that ends with `last` belongs to the word: "I/O", "w/o", "b/c", and
/// the slash of "w/ jitter".
fn stroke(last: char, length: usize, after: &str) -> bool {
    let mut after = after.chars().map(|c| c.to_ascii_lowercase());
    let (next, second) = (after.next(), after.next());
    let ends = !second.is_some_and(char::is_alphanumeric);
    length == 1
        && match last.to_ascii_lowercase() {
            'i' => next == Some('o') && ends,
            'b' => next == Some('c') && ends,
            'w' => !next.is_some_and(char::is_alphanumeric) || !ends || next == Some('o'),
            _ => false,
        }
}

/// Whether the text after a slash forms one word with the text before it.
fn joined_by_stroke(before: &str, after: &str) -> bool {
    let mut after = after.chars();
    matches!(before, "i/" | "I/" | "b/" | "B/")
        || matches!((before, after.next()), ("w/" | "W/", Some('o' | 'O')))
            && !after.next().is_some_and(char::is_alphanumeric)
}

/// Splits a text into words and what is between them. Dots and commas within a number, apostrophes within a word and
/// the symbols of C++ and C# belong to the word.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut between = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let percent = c == '%' && text[..start].trim_end().ends_with(|c: char| c.is_ascii_digit());
        if !is_letter(c) && !percent {
            continue;
        }
        if between < start {
            pieces.push(Piece::Between(&text[between..start]));
        }
        let mut end = start + c.len_utf8();
        let ideograph = is_ideograph(c);
        let mut last = c;
        while let Some(&(at, c)) = chars.peek() {
            let joins = if percent || last == '/' && !joined_by_stroke(&text[start..end], &text[at..]) {
                false
            } else if ideograph {
                is_combining_mark(c)
            } else if is_letter(c) {
                !is_ideograph(c)
            } else {
                let next = text[at + c.len_utf8()..].chars().next();
                match c {
                    '\'' | '\u{2019}' | '\u{2bc}' => last.is_alphabetic() && next.is_some_and(char::is_alphabetic),
                    '.' | ',' => last.is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit()),
                    '/' => stroke(last, end - start, &text[at + 1..]),
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

/// The folded words of a text, in order.
pub(super) fn folded_words(text: &str) -> Vec<String> {
    let words = pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Word { raw, .. } => Some(fold(raw)),
        Piece::Between(_) => None,
    });
    words.flatten().collect()
}

/// The folded words of a text, with compound names split.
pub(super) fn parted_words(text: &str) -> Vec<String> {
    let words = pieces(text).into_iter().flat_map(|piece| match piece {
        Piece::Word { raw, .. } => words::parts(raw).into_iter().flat_map(|part| fold(part.text)).collect(),
        Piece::Between(_) => Vec::new(),
    });
    words.collect()
}

/// The state while splitting a text.
#[derive(Default)]
struct Position {
    sentence: u32,
    clause: u32,
    /// Whether a comma, which may or may not end the clause, follows the last word.
    comma: bool,
    /// Whether only a space, hyphen, underscore or slash separates this word from the last.
    adjacent: bool,
    /// Whether the last word was a single letter, as in "e.g.".
    letter: bool,
    /// What has ended since the last word.
    ended: Ended,
}

/// The kind of sentence that a punctuation mark ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Ended {
    /// A statement, or no sentence.
    #[default]
    Statement,
    Question,
}

impl Position {
    fn pass(&mut self, between: &str) {
        self.adjacent = matches!(between, " " | "-" | "\u{2010}" | "\u{2011}" | "_" | "/");
        let mut newline = false;
        self.ended = if between.contains(['?', '\u{ff1f}']) { Ended::Question } else { Ended::Statement };
        for (i, c) in between.char_indices() {
            let ends = match c {
                '.' | '!' | '?' => {
                    // A dot within a word, as in "node.js", has nothing else beside it; one after a single letter is as
                    // in "e.g.".
                    i + 1 < between.len() && !(c == '.' && self.letter)
                }
                '\u{2026}' | '\u{3002}' | '\u{ff01}' | '\u{ff0e}' | '\u{ff1f}' => true,
                // A line starts a sentence if it begins with a bullet or follows an empty line; others may just be
                // wrapped.
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
}

/// What a word consists of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Letters,
    Ideograph,
    /// The sign after a number, which does not count towards gaps.
    Sign,
}

/// A word before its role is known.
pub(super) struct Token {
    pub(super) folded: String,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) sentence: u32,
    /// Number of the clause, counting only those that punctuation separates.
    pub(super) clause: u32,
    pub(super) comma: bool,
    /// Whether a question ended before it.
    pub(super) after_question: bool,
    /// Whether only a space, hyphen, underscore or slash separates it from the word before.
    pub(super) adjacent: bool,
    pub(super) look: Look,
    /// How many of the following words were written as one with this one, as in `CatchPanicLayer`.
    pub(super) joined: u32,
}

/// The words of a text, in order, with compound names and contractions taken apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = Position::default();
    for piece in pieces(text) {
        let (start, raw, look) = match piece {
            Piece::Between(between) => {
                at.pass(between);
                continue;
            }
            Piece::Word { start, raw: "%", .. } => (start, "%", Look::Sign),
            Piece::Word { start, raw, ideograph: true } => (start, raw, Look::Ideograph),
            Piece::Word { start, raw, .. } => (start, raw, Look::Letters),
        };
        let parts = words::parts(raw);
        let joined = small(parts.len() - 1);
        for (part, raw) in parts.into_iter().enumerate() {
            let begin = start + raw.start;
            let folded = fold(raw.text);
            let several = folded.len() > 1;
            for folded in folded {
                let token = Token {
                    folded,
                    start: small(begin),
                    end: small(begin + raw.text.len()),
                    sentence: at.sentence,
                    clause: at.clause,
                    comma: at.comma,
                    after_question: std::mem::take(&mut at.ended) == Ended::Question,
                    adjacent: at.adjacent || part > 0,
                    look,
                    joined: if part == 0 && !several { joined } else { 0 },
                };
                out.push(token);
                at.comma = false;
            }
        }
        at.letter = raw.len() == 1;
    }
    out
}

pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
