//! What is taken back after it was said: "a canary? No.", "we considered a canary and decided against it", "I should
//! have rolled back but did not". In a review of code, also what is called right: somebody who says that a line is
//! correct has not found its fault.

use std::ops::Range;

use super::clause_words::{
    AUXILIARIES, CONDITIONS, CONSIDERED, COPULAS, FAULTS, IDEAS, LOOKS, PUT_OUT, REFUSED, REFUSES, RIGHT, SEES,
    STANDS_FOR, WHO,
};
use super::tokens::Token;
use super::word::Word;

/// How many words back the verb of considering may be.
const CONSIDERING: usize = 20;

/// A text split into words: the tokens as they came, and the role of each.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) tokens: &'a [Token],
    pub(super) words: &'a [Word],
}

/// For each word, whether it is taken back later.
pub(super) fn taken_back(said: Said<'_>) -> Vec<bool> {
    let mut back = vec![false; said.words.len()];
    for at in 0..said.words.len() {
        for range in [said.answered_no(at), said.decided_against(at), said.left_undone(at)].into_iter().flatten() {
            back[range].fill(true);
        }
    }
    back
}

/// For each word, whether it is called right, where a fault could otherwise be meant.
pub(super) fn called_right(said: Said<'_>) -> Vec<bool> {
    let mut right = vec![false; said.words.len()];
    for at in 0..said.words.len() {
        for range in [said.is_right(at), said.no_fault(at)].into_iter().flatten() {
            right[range].fill(true);
        }
    }
    right
}

impl Said<'_> {
    pub(super) fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    pub(super) fn is(&self, at: usize, list: &[&str]) -> bool {
        list.contains(&self.word(at))
    }

    fn is_of_sentence(&self, at: usize, other: usize) -> bool {
        self.words[at].sentence == self.words[other].sentence
    }

    /// Whether this word is the last of its clause.
    fn ends(&self, at: usize) -> bool {
        let (Some(next), Some(word)) = (self.tokens.get(at + 1), self.words.get(at + 1)) else { return true };
        next.comma || word.clause != self.words[at].clause
    }

    fn begin(&self, at: usize, belongs: impl Fn(&Word) -> bool) -> usize {
        self.words[..at].iter().rposition(|word| !belongs(word)).map_or(0, |last| last + 1)
    }

    fn begin_of_clause(&self, at: usize) -> usize {
        let clause = self.words[at].clause;
        self.begin(at, |word| word.clause == clause)
    }

    fn begin_of_sentence(&self, at: usize) -> usize {
        let sentence = self.words[at].sentence;
        self.begin(at, |word| word.sentence == sentence)
    }

    /// The clause before this word's, in the same sentence.
    fn last_clause(&self, at: usize) -> Option<Range<usize>> {
        let end = self.begin_of_clause(at);
        let last = end.checked_sub(1).filter(|last| self.is_of_sentence(*last, at))?;
        Some(self.begin_of_clause(last)..end)
    }

    /// "A missing index? No, that was not it" takes back the question. "Is it slow? No index was there" answers
    /// nothing.
    fn answered_no(&self, at: usize) -> Option<Range<usize>> {
        let asked = at.checked_sub(1).filter(|_| self.tokens[at].after_question)?;
        let no = match self.word(at) {
            "nope" => true,
            "no" => self.ends(at) || self.is(at + 1, WHO) || self.is(at + 1, STANDS_FOR),
            "not" => self.word(at + 1) == "really" && self.ends(at + 1),
            _ => false,
        };
        no.then(|| self.begin_of_sentence(asked)..at)
    }

    /// "We considered a canary and decided against it", "a canary was ruled out": takes back everything from the verb
    /// of considering, or else the clause and the one before it.
    fn decided_against(&self, at: usize) -> Option<Range<usize>> {
        let refused = (self.is(at, REFUSES) && self.word(at + 1) == "against" && self.is_of_it(at + 2))
            || (self.is(at, REFUSED)
                && self.is_of_it(at + 1)
                && self.words[at].clause == self.words.get(at + 1)?.clause)
            || (self.is(at, PUT_OUT) && self.is_put_out(at));
        if !refused || self.is_denied(at) {
            return None;
        }
        let from = at.saturating_sub(CONSIDERING).max(self.begin_of_sentence(at));
        let considered = (from..at).rev().find(|before| self.is(*before, CONSIDERED));
        let from = considered.or_else(|| self.last_clause(at).map(|clause| clause.start));
        Some(from.unwrap_or_else(|| self.begin_of_clause(at))..at)
    }

    /// "Ruled it out", "was ruled out". "What I ruled out" only reports, and rejects nothing.
    fn is_put_out(&self, at: usize) -> bool {
        self.is(at + 1, STANDS_FOR) && self.word(at + 2) == "out"
            || self.word(at + 1) == "out" && at > 0 && self.is(at - 1, COPULAS)
    }

    /// Whether the words here refer to what was mentioned before, or nothing more follows.
    fn is_of_it(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_none_or(|word| word.sentence != self.words[at - 1].sentence || word.clause != self.words[at - 1].clause)
            || self.is(at, STANDS_FOR)
            || self.word(at) == "the" && self.is(at + 1, IDEAS)
    }

    fn is_denied(&self, at: usize) -> bool {
        self.words[self.begin_of_clause(at)..at].iter().any(Word::denies)
    }

    /// "… but did not", "… but we never did": takes back the clause before it.
    fn left_undone(&self, at: usize) -> Option<Range<usize>> {
        if self.word(at) != "but" {
            return None;
        }
        let verb = if self.is(at + 1, WHO) { at + 2 } else { at + 1 };
        let no = |at: usize| matches!(self.word(at), "not" | "never");
        let two = self.is(verb, AUXILIARIES) && no(verb + 1) || no(verb) && self.is(verb + 1, AUXILIARIES);
        let last = if two { verb + 1 } else { return None };
        let last = if self.is(last + 1, STANDS_FOR) && !self.ends(last) { last + 1 } else { last };
        if self.ends(last) { self.last_clause(at) } else { None }
    }

    /// "The parameters are fine", "… , that is correct". What would be right is a remedy, and so is what is right under
    /// a condition.
    fn is_right(&self, at: usize) -> Option<Range<usize>> {
        let says = self.is(at, COPULAS) && self.word(at) != "be" || self.is(at, LOOKS);
        let adjective = (at + 1..=at + 2).find(|at| self.is(*at, RIGHT));
        let last =
            adjective.filter(|last| says && self.words[*last].clause == self.words[at].clause && self.ends(*last))?;
        let begin = self.begin_of_clause(at);
        if (begin..at).any(|at| self.is(at, CONDITIONS)) || self.words[begin..=last].iter().any(Word::denies) {
            return None;
        }
        // "That is correct" refers to the clause before.
        let alone = (begin..at).all(|at| self.is(at, STANDS_FOR) || matches!(self.word(at), "and" | "which" | "so"));
        let from = self.last_clause(at).filter(|_| alone).map_or(begin, |clause| clause.start);
        Some(from..last + 1)
    }

    /// "I see no injection here, …": covers the sentence. "There is no race if the row is locked" names a remedy.
    fn no_fault(&self, at: usize) -> Option<Range<usize>> {
        let no = self.word(at) == "no" && at > 0 && self.is(at - 1, SEES);
        let fault = (at + 1..=at + 2).any(|at| self.is(at, FAULTS));
        if !no || !fault {
            return None;
        }
        let sentence = self.words.get(at)?.sentence;
        let begin = self.begin_of_sentence(at);
        let length = self.words[begin..].iter().take_while(|word| word.sentence == sentence).count();
        let range = begin..begin + length;
        (!range.clone().any(|at| self.is(at, CONDITIONS))).then_some(range)
    }
}
