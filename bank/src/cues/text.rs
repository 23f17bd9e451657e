//! An answer split into words, with their places, sentences and clauses.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::clause_words::{
    AFTER_COMMA, ASKED_ABOUT, ASKS, BEFORE_VERBS, CLAUSE_WORDS, COPULAS, IDLE, JOINS, LEADS_ON, MODALS, NEEDS,
    NOT_DENIED, OBJECTS, OPENS, REQUIRES, SUBJECTS, VERBS, WANTS, WHATEVER,
};
use super::denials;
use super::numbers;
use super::retractions::{Said, called_right, taken_back};
use super::warnings::warned_of;
use super::words::{self, Lexicon, Sort, fold};

/// How many words of a list are searched for the "or" that continues what was denied.
const LIST: usize = 12;

/// A word of a text, with its role.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// Byte offset of its start.
    pub(super) start: u32,
    /// Byte offset of its end.
    pub(super) end: u32,
    pub(super) sentence: u32,
    pub(super) clause: u32,
    /// How many words that count precede it.
    pub(super) count: u32,
    pub(super) role: Role,
    pub(super) behind: Behind,
    /// Whether it states a requirement: negated, that does not say that something is missing.
    pub(super) requires: bool,
    /// Whether it is "no", which negates the noun after it.
    pub(super) is_no: bool,
}

/// What a word says about a phrase before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behind {
    /// After a negation: that it is absent or not needed.
    Needs,
    /// That it is rejected.
    Idle,
    /// That its purpose or place follows.
    Joins,
    /// Nothing, because another noun phrase begins.
    Opens,
    /// Nothing, because the verb that follows is a plan and not a fact.
    Modal,
    /// Nothing yet, because its description follows.
    Copula,
    /// After a negation: that it is not what follows.
    Whatever,
    /// After that: that it is rejected.
    Wants,
    /// Nothing at all.
    Nothing,
}

impl Behind {
    fn of(word: &str) -> Self {
        let lists = [
            (NEEDS, Self::Needs),
            (IDLE, Self::Idle),
            (JOINS, Self::Joins),
            (OPENS, Self::Opens),
            (MODALS, Self::Modal),
            (COPULAS, Self::Copula),
            (WHATEVER, Self::Whatever),
            (WANTS, Self::Wants),
        ];
        lists.into_iter().find(|(words, _)| words.contains(&word)).map_or(Self::Nothing, |(_, behind)| behind)
    }
}

/// The role of a word in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A grammatical word, which does not count towards gaps.
    Function,
    Content,
    /// A character that is a word by itself, in scripts written without spaces.
    Ideograph,
    /// Negates what follows in the clause.
    Negation,
    /// A negation that cancels an earlier one: "never without", "not skip".
    Inverting,
    /// A negation that negates nothing: "not only".
    Spent,
}

impl Word {
    pub(super) fn counts(&self) -> bool {
        self.role != Role::Function
    }

    pub(super) fn denies(&self) -> bool {
        matches!(self.role, Role::Negation | Role::Inverting)
    }
}

/// Where a stem occurs: its first and last word, which are the same unless a compound is written as two words.
pub(super) type Posting = (u32, u32);

/// A text prepared for searching for cues.
#[derive(Debug, Default)]
pub struct Text {
    pub(super) words: Vec<Word>,
    pub(super) index: HashMap<u32, Vec<Posting>>,
    /// For each word, whether it is taken back, or says nothing for another reason.
    pub(super) unsaid: Vec<bool>,
    /// For each word, whether it is mentioned as a warning.
    pub(super) warned_of: Vec<bool>,
    /// For each word, whether it is called right.
    right: Vec<bool>,
}

impl Text {
    /// Treats the text as a review of faulty code: what is called right does not count as found.
    #[must_use]
    pub fn of_a_review(mut self) -> Self {
        for (unsaid, right) in self.unsaid.iter_mut().zip(&self.right) {
            *unsaid |= right;
        }
        self
    }

    /// The byte range from one word to another.
    pub(super) fn bytes(&self, first: u32, last: u32) -> Range<usize> {
        self.words[first as usize].start as usize..self.words[last as usize].end as usize
    }
}

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
enum Look {
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
    adjacent: bool,
    look: Look,
    /// How many of the following words were written as one with this one, as in `CatchPanicLayer`.
    joined: u32,
}

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

/// Whether a clause begins with this word without punctuation to show it.
fn begins(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let word = token.folded.as_str();
    let after = |list: &[&str]| at > 0 && !token.comma && list.contains(&tokens[at - 1].folded.as_str());
    // "Rather than", "check which", "find out if".
    let belongs = word == "than" && after(&["rather"]) || ASKED_ABOUT.contains(&word) && after(ASKS);
    if CLAUSE_WORDS.contains(&word) && !belongs || token.comma && AFTER_COMMA.contains(&word) {
        return true;
    }
    if token.comma {
        return (acts(tokens, at) || denials::is_aside(tokens, at)) && !goes_on(tokens, at);
    }
    SUBJECTS.contains(&word) && at > 0 && !LEADS_ON.contains(&tokens[at - 1].folded.as_str())
}

/// Whether this word says what is done, rather than naming an item in a list.
fn acts(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let at = if BEFORE_VERBS.contains(&word(at)) { at + 1 } else { at };
    VERBS.contains(&word(at)) || OBJECTS.contains(&word(at + 1)) && word(at).len() > 2
}

/// Whether the clause continues after this comma, as in "don't lock it, copy it or wait".
fn goes_on(tokens: &[Token], at: usize) -> bool {
    let clause = tokens[at].clause;
    let rest = tokens[at + 1..].iter().take(LIST).take_while(|token| token.clause == clause);
    let mut rest = rest.take_while(|token| !CLAUSE_WORDS.contains(&token.folded.as_str()));
    rest.any(|token| token.folded == "or" || token.folded == "nor")
}

/// Prepares a text. Takes time linear in its length.
pub(super) fn take_apart(text: &str, lexicon: &mut Lexicon) -> Text {
    let tokens = tokens(text);
    let mut out = Text::default();
    // The last word, if it can be one half of a word that others write as one.
    let mut half: Option<(&str, u32)> = None;
    let mut not: Option<usize> = None;
    let (mut count, mut begun) = (0, 0);
    // Numbers of several words are read once.
    let mut read = 0;
    for (at, token) in tokens.iter().enumerate() {
        let folded = token.folded.as_str();
        begun += u32::from(begins(&tokens, at));
        if let Some(not) = not.take()
            && NOT_DENIED.contains(&folded)
        {
            out.words[not].role = Role::Spent;
        }
        let sort = lexicon.sort(folded);
        let number = small(at);
        let denial = denials::role(&tokens, at);
        let role = match sort {
            _ if let Some(denial) = denial => denial,
            Sort::Grammar | Sort::Light => Role::Function,
            Sort::Negation if folded == "without" => Role::Inverting,
            Sort::Negation => Role::Negation,
            Sort::Content if token.look == Look::Ideograph => Role::Ideograph,
            Sort::Content if token.look == Look::Sign => Role::Function,
            Sort::Content => Role::Content,
        };
        let clause = token.clause + begun;
        let behind = Behind::of(folded);
        let (start, end, sentence) = (token.start, token.end, token.sentence);
        let (requires, is_no) = (REQUIRES.contains(&folded), folded == "no");
        out.words.push(Word { start, end, sentence, clause, count, role, behind, requires, is_no });
        count += u32::from(sort.counts() && token.look != Look::Sign);
        for stem in lexicon.numbers(folded) {
            out.index.entry(stem).or_default().push((number, number));
        }
        if token.joined > 0 {
            let whole: String =
                tokens[at..=at + token.joined as usize].iter().map(|part| part.folded.as_str()).collect();
            out.index.entry(lexicon.stem(&whole)).or_default().push((number, number + token.joined));
        }
        for also in numbers::also(folded) {
            out.index.entry(lexicon.stem(&also)).or_default().push((number, number));
        }
        if at >= read {
            let words = tokens[at..].iter().take_while(|next| next.sentence == sentence);
            if let Some(found) = numbers::read(words.map(|next| next.folded.as_str())) {
                read = at + found.words;
                // Joins the letter and the number in "p ninety nine".
                if let Some((first, before)) = half.filter(|_| token.adjacent) {
                    let stem = lexicon.stem(&format!("{first}{}", found.typed));
                    out.index.entry(stem).or_default().push((before, small(read - 1)));
                }
                for typed in numbers::also(&found.typed).into_iter().chain([found.typed]) {
                    out.index.entry(lexicon.stem(&typed)).or_default().push((number, small(read - 1)));
                }
            }
        }
        if sort == Sort::Negation {
            not = Some(at);
        }
        if sort != Sort::Content {
            half = None;
            continue;
        }
        let plain = folded.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if let Some((first, before)) = half.take().filter(|_| token.adjacent && plain)
            && out.words[before as usize].clause == clause
        {
            let stem = lexicon.stem(&format!("{first}{folded}"));
            out.index.entry(stem).or_default().push((before, number));
        }
        half = plain.then_some((folded, number));
    }
    // A compound written as two words is found only at its second half, so postings may be out of order.
    for postings in out.index.values_mut() {
        postings.sort_unstable();
        postings.dedup();
    }
    let said = Said { tokens: &tokens, words: &out.words };
    (out.unsaid, out.warned_of, out.right) = (taken_back(said), warned_of(said), called_right(said));
    out
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
