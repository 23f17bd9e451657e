//! A text prepared for searching: what is said of its words as a whole, and where each stem is.

use std::collections::HashMap;
use std::ops::Range;

use super::clause_words::{
    AFTER_COMMA, ASKED_ABOUT, ASKS, BEFORE_VERBS, CLAUSE_WORDS, LEADS_ON, NOT_DENIED, OBJECTS, REQUIRES, SUBJECTS,
    VERBS,
};
use super::denials;
use super::numbers;
use super::retractions::{Said, called_right, taken_back};
use super::tokens::{Look, Token, small, tokens};
use super::warnings::warned_of;
use super::word::{Behind, Role, Word};
use super::words::{Lexicon, Sort};

/// How many words of a list are searched for the "or" that continues what was denied.
const LIST: usize = 12;

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
