//! Recognises reworded questions: of one source, those that are new and those that are gone are compared, at the same
//! place and nearly the same.

use std::collections::HashSet;

use super::Search;
use crate::likeness::Wordings;

/// The least likeness of two wordings between the same neighbours, and anywhere in the source.
const NEAR: f64 = 0.45;
const FAR: f64 = 0.75;

/// The least likeness between the same neighbours if the answer is the same.
const SAME_ANSWER: f64 = 0.25;

/// Up to this many questions away still counts as beside a neighbour: some in between may be new or gone.
const BESIDE: usize = 8;

/// The most pairs that are compared; beyond that, only those with the same neighbours are.
const MAX_PAIRS: usize = 200_000;

impl Search<'_> {
    pub(super) fn mended(&mut self, apart: &HashSet<&str>) {
        let open = self.open();
        let mut scopes: Vec<&String> = open.iter().map(|i| &self.scopes[*i]).collect();
        scopes.sort();
        scopes.dedup();
        let scopes: Vec<String> = scopes.into_iter().cloned().collect();
        for scope in scopes {
            let is_here = |there: usize| {
                self.there[there]
                    .scope
                    .as_ref()
                    .is_some_and(|theirs| *theirs == scope || self.renamed.contains(&(scope.clone(), theirs.clone())))
            };
            let gone: Vec<usize> = (0..self.there.len())
                .filter(|&i| !self.taken[i] && is_here(i) && !apart.contains(self.there[i].id.as_str()))
                .collect();
            let new: Vec<usize> = open.iter().copied().filter(|i| self.scopes[*i] == scope).collect();
            for (item, there) in self.pairs(&new, &gone, &scope) {
                self.claim(item, there);
                self.mended[item] = true;
            }
        }
    }

    /// The best pairs; each question is in one at most.
    fn pairs(&self, new: &[usize], gone: &[usize], scope: &str) -> Vec<(usize, usize)> {
        if gone.is_empty() {
            return Vec::new();
        }
        let prompts: Vec<String> = new.iter().map(|i| self.items[*i].prompt()).collect();
        let there = self.there.iter().filter(|there| there.scope.as_deref() == Some(scope));
        let wordings = Wordings::of(there.map(|there| there.prompt.as_str()).chain(prompts.iter().map(String::as_str)));
        let few = new.len() * gone.len() <= MAX_PAIRS;
        let nothing_else = !(0..self.items.len()).any(|i| self.found[i].is_some() && self.scopes[i] == scope);
        let neighbours = self.neighbours(scope);
        let mut candidates = Vec::new();
        for ((rank, &item), prompt) in new.iter().enumerate().zip(&prompts) {
            let (before, after) = (neighbours[item].0, neighbours[item].1);
            let beside = |at: usize| {
                before.is_some_and(|before| at > before && at - before <= BESIDE)
                    || after.is_some_and(|after| at < after && after - at <= BESIDE)
            };
            for (other, &at) in gone.iter().enumerate() {
                let near = beside(at) || (nothing_else && rank.abs_diff(other) <= 1);
                if !near && !few {
                    continue;
                }
                let likeness = wordings.likeness(prompt, &self.there[at].prompt);
                let same_answer =
                    near && likeness >= SAME_ANSWER && self.there[at].answers_the_same(&self.items[item].fields);
                if likeness >= if near { NEAR } else { FAR } || same_answer {
                    let fit = likeness + f64::from(u8::from(near)) * 0.25 + f64::from(u8::from(same_answer)) * 0.3;
                    candidates.push((fit, item, at));
                }
            }
        }
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
        let (mut items, mut taken) = (HashSet::new(), HashSet::new());
        candidates.retain(|(_, item, at)| {
            !items.contains(item) && !taken.contains(at) && items.insert(*item) && taken.insert(*at)
        });
        candidates.into_iter().map(|(_, item, at)| (item, at)).collect()
    }

    /// For each item, the questions of the bank that its nearest neighbours in the source were recognised as, before
    /// and after it.
    fn neighbours(&self, scope: &str) -> Vec<(Option<usize>, Option<usize>)> {
        let mut all = vec![(None, None); self.items.len()];
        let here = |i: &usize| self.scopes[*i] == scope;
        let mut last = None;
        for i in (0..self.items.len()).filter(here) {
            all[i].0 = last;
            last = self.found[i].or(last);
        }
        let mut next = None;
        for i in (0..self.items.len()).rev().filter(here) {
            all[i].1 = next;
            next = self.found[i].or(next);
        }
        all
    }
}
