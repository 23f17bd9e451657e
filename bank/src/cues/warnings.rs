//! What an answer mentions as a warning: what others do, what is only hypothetical, what would be of no use. A strong
//! answer says what goes wrong, so a mistake that is stated in such words was not made.

use std::ops::Range;

use super::clause_words::{BLAMES, BLUNDERS, EFFECTS, MANY, OTHERS, PRESCRIBES, SHORTFALLS, SUBJECTS, WHENEVER};
use super::retractions::Said;
use super::word::Word;

/// Most words that a warning can span: transcripts may have no sentence ends.
const FAR: usize = 40;

/// How many words after a negation may lead to the word of failing: "would not have done anything".
const SHORTFALL: usize = 3;

/// For each word, whether it is mentioned as a warning.
pub(super) fn warned_of(said: Said<'_>) -> Vec<bool> {
    let mut warned = vec![false; said.words.len()];
    for at in 0..said.words.len() {
        let found = [said.of_others(at), said.supposed(at), said.of_no_use(at), said.called_a_blunder(at)];
        for range in found.into_iter().flatten() {
            warned[range].fill(true);
        }
    }
    warned
}

impl Said<'_> {
    /// The end of the run of words from here for which `belongs` holds.
    fn up_to(&self, at: usize, belongs: impl Fn(&Word) -> bool) -> usize {
        at + self.words[at..].iter().take(FAR).take_while(|word| belongs(word)).count()
    }

    fn up_to_sentence(&self, at: usize) -> usize {
        let sentence = self.words[at].sentence;
        self.up_to(at, |word| word.sentence == sentence)
    }

    fn up_to_clause(&self, at: usize) -> usize {
        let clause = self.words[at].clause;
        self.up_to(at, |word| word.clause == clause)
    }

    /// The part of this word's clause that precedes it.
    fn clause_before(&self, at: usize) -> Range<usize> {
        let clause = self.words[at].clause;
        at - self.words[..at].iter().rev().take(FAR).take_while(|word| word.clause == clause).count()..at
    }

    /// "Somebody wanted a copy of production", "most people leave it out": covers what they do, up to what the speaker
    /// does. "Somebody has to restart it" is advice, and so is "ask somebody to"; "when somebody complains" says when.
    fn of_others(&self, at: usize) -> Option<Range<usize>> {
        let many = self.word(at) == "people" && at > 0 && self.is(at - 1, MANY);
        let when = at > 0 && self.is(at - 1, WHENEVER);
        if !(many || self.is(at, OTHERS)) || when || self.is(at + 1, PRESCRIBES) {
            return None;
        }
        let end = self.up_to_sentence(at);
        Some(at..(at..end).find(|at| matches!(self.word(*at), "i" | "we")).unwrap_or(end))
    }

    /// Hypothetical: "If the key were a secret of the pipeline, …".
    fn supposed(&self, at: usize) -> Option<Range<usize>> {
        if self.word(at) != "if" || self.is(at + 1, SUBJECTS) {
            return None;
        }
        let end = self.up_to_clause(at);
        (at..end).any(|at| self.word(at) == "were").then_some(at..end)
    }

    /// Of no use: "A restart would not have helped".
    fn of_no_use(&self, at: usize) -> Option<Range<usize>> {
        if !matches!(self.word(at), "not" | "never") {
            return None;
        }
        let end = self.up_to_clause(at).min(at + 1 + SHORTFALL);
        let nothing = |at: usize| self.word(at) == "anything" && self.is(at - 1, EFFECTS);
        (at + 1..end).any(|at| self.is(at, SHORTFALLS) || nothing(at)).then(|| self.clause_before(at))
    }

    /// Called a mistake: "The classic mistake is to restart it", "restarting it would be a mistake".
    fn called_a_blunder(&self, at: usize) -> Option<Range<usize>> {
        if !self.is(at, BLUNDERS) {
            return None;
        }
        let before = self.clause_before(at);
        if self.words[before.clone()].iter().any(Word::denies) {
            return None;
        }
        if self.is(at + 1, BLAMES) {
            return Some(at..self.up_to_sentence(at));
        }
        (at.saturating_sub(SHORTFALL)..at).any(|at| self.is(at, BLAMES)).then_some(before)
    }
}
