//! The banks' own words for what can be asked about: titles of topics, and tags.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::words::words;
use crate::bank::{BUILTIN, Library};

/// The most topics of a term: one that belongs to more says nothing.
const MOST_TOPICS: usize = 3;

/// Terms of the banks, each with the topics of its questions.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// The terms by their first word, longer ones first.
    terms: HashMap<String, Vec<Term>>,
}

#[derive(Clone, Debug)]
struct Term {
    words: Vec<String>,
    name: String,
    /// The topics of its questions, each with the tracks of these; without tracks, one of them is for everybody.
    topics: Vec<(String, BTreeSet<String>)>,
}

impl Vocabulary {
    /// Collects the terms of all banks. From the built-in bank only terms of several words are taken: "design" and
    /// "growth" occur in any posting, and its names of technologies have a list of their own.
    pub fn of(library: &Library) -> Self {
        let mut by_name: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        let mut add = |name: &str, own: bool, topic: &str, tracks: &BTreeSet<String>| {
            let plain = name.replace(['-', '_'], " ").to_lowercase();
            if own || words(&plain).len() > 1 {
                let known = by_name.entry(plain).or_default().entry(topic.to_owned());
                known
                    .and_modify(|known| {
                        if tracks.is_empty() {
                            known.clear();
                        } else if !known.is_empty() {
                            known.extend(tracks.iter().cloned());
                        }
                    })
                    .or_insert_with(|| tracks.clone());
            }
        };
        for entry in library.entries() {
            let own = entry.id.bank() != BUILTIN;
            let tracks = entry.tracks.iter().filter(|_| !own).map(str::to_owned).collect();
            add(library.topic_title(&entry.topic), own, &entry.topic, &BTreeSet::new());
            entry.tags.iter().for_each(|tag| add(tag, own, &entry.topic, &tracks));
        }
        let mut terms: HashMap<String, Vec<Term>> = HashMap::new();
        for (name, topics) in by_name.into_iter().filter(|(_, topics)| topics.len() <= MOST_TOPICS) {
            let words: Vec<String> = words(&name).into_iter().map(|word| word.lower).collect();
            let Some(first) = words.first().cloned() else { continue };
            terms.entry(first).or_default().push(Term { words, name, topics: topics.into_iter().collect() });
        }
        for all in terms.values_mut() {
            all.sort_by_key(|term| std::cmp::Reverse(term.words.len()));
        }
        Self { terms }
    }

    /// The terms that a text names, each with its topics. `taken` are ranges of words that already mean something else.
    /// What the built-in bank asks about one language only says nothing where that is not among `tracks`: a memory
    /// model is not always that of C++.
    pub(super) fn find(&self, text: &str, taken: &[Range<usize>], tracks: &[&str]) -> Vec<(String, Vec<String>)> {
        let words = words(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let fits = |term: &&Term| {
                let end = at + term.words.len();
                let is_taken = taken.iter().any(|place| place.start < end && at < place.end);
                !is_taken && end <= words.len() && term.words.iter().zip(&words[at..end]).all(|(a, b)| *a == b.lower)
            };
            match self.terms.get(&words[at].lower).and_then(|all| all.iter().find(fits)) {
                Some(term) => {
                    let is_meant =
                        |of: &BTreeSet<String>| of.is_empty() || tracks.iter().any(|track| of.contains(*track));
                    let topics: Vec<String> =
                        term.topics.iter().filter(|(_, of)| is_meant(of)).map(|(topic, _)| topic.clone()).collect();
                    if !topics.is_empty() {
                        found.push((term.name.clone(), topics));
                    }
                    at += term.words.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_banks_own_words_are_found_with_their_topics() {
        let vocabulary = Vocabulary::of(&Library::builtin());
        let found = vocabulary.find("You know about feature flags, and about growth.", &[], &[]);
        assert!(found.iter().any(|(name, topics)| name == "feature flags" && !topics.is_empty()), "{found:?}");
        assert!(found.iter().all(|(name, _)| name.contains(' ')), "{found:?}");
        assert_eq!(vocabulary.find("the memory model", &[], &["go"]), []);
        assert_eq!(vocabulary.find("the memory model", &[], &["cpp"]), [("memory model".into(), vec!["cpp".into()])]);
    }
}
