//! Finds the points that a text mentions, by looking for cues as phrases of word stems. Points touched in other words
//! are found in `touch`, and features of the text's shape in `shapes`.
//!
//! A cue matches if its words occur in order within one sentence, with at most two other words between neighbours; two
//! words may occur in either order ("burns the sequence", "the sequence burns"). Grammatical words are optional and do
//! not count. A phrase after a negation in the same clause does not count, unless the cue itself contains a negation.
//! What is one word in one place may be two in the other.

mod clause_words;
mod denials;
mod mistakes;
mod numbers;
mod rarity;
mod retractions;
mod shape_words;
mod shapes;
mod synonyms;
mod text;
mod texts;
mod tokens;
mod touch;
mod vocabulary;
mod warnings;
mod word;
mod words;

use std::ops::Range;

use clause_words::REQUIRES;
pub use mistakes::Slip;
pub use numbers::is_number;
pub use rarity::Rarity;
pub use shapes::Shapes;
pub use text::Text;
pub use texts::Texts;
pub use touch::{Touch, Weighed};
use vocabulary::PHRASES;
use word::{Behind, Role, Word};
use words::{Lexicon, Sort};

use crate::question::Point;

/// Most other words between two neighbours of a cue.
const GAP: u32 = 2;

/// How many words before a phrase are searched for a negation in its clause.
const DENIAL: usize = 6;

/// How many words after a phrase are searched for its rejection.
const AFTERWARDS: usize = 6;

/// Most words of any sort that such a search goes past: a clause may be as long as a text.
const FAR: usize = 40;

/// Most places of one cue: more show nothing new.
const MAX_PLACES: usize = 64;

/// Most other words of any sort between neighbours of a cue whose light words have to be said.
const CLOSE: u32 = 2;

/// For each word of a cue, the stems that match it.
type Stems = Vec<Vec<u32>>;

/// One way of saying a cue.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wording {
    stems: Stems,
    /// Whether light words are among its words.
    close: bool,
}

impl Wording {
    fn loose(stems: Stems) -> Self {
        Self { stems, close: false }
    }
}

/// A cue prepared for searching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    wordings: Vec<Wording>,
    /// Whether the cue itself contains a negation.
    negative: bool,
    /// Whether that negates a verb, with "not" or "never", and not a noun.
    of_verb: bool,
    /// Whether the cue speaks of a requirement.
    requires: bool,
}

impl Cue {
    /// Whether it contains no word that can be searched for.
    pub fn is_empty(&self) -> bool {
        self.wordings.is_empty()
    }
}

/// Prepares texts and cues for comparison. Both must come from the same matcher.
pub struct Matcher {
    lexicon: Lexicon,
    /// Abbreviations with the phrases that they stand for.
    phrases: Vec<(u32, Vec<u32>)>,
    negation: u32,
}

impl Default for Matcher {
    fn default() -> Self {
        Self::new()
    }
}

impl Matcher {
    /// A new matcher. It stems each word once, so reuse it for several texts.
    pub fn new() -> Self {
        let mut lexicon = Lexicon::new();
        let phrases = PHRASES
            .iter()
            .map(|(short, long)| {
                let words = long.split(' ').filter(|word| lexicon.sort(word).counts()).collect::<Vec<_>>();
                let long = words.into_iter().map(|word| lexicon.stem(word)).collect();
                (lexicon.stem(short), long)
            })
            .collect();
        let negation = lexicon.stem("not");
        Self { lexicon, phrases, negation }
    }

    /// The stems of the content words, sorted, without duplicates; for finding what two texts have in common.
    pub fn stems(&mut self, text: &str) -> Vec<u32> {
        let mut words = tokens::folded_words(text);
        words.retain(|word| self.lexicon.sort(word) == Sort::Content);
        let mut stems: Vec<u32> = words.iter().map(|word| self.lexicon.stem(word)).collect();
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    /// The stems of a point's text and cues, sorted, without duplicates.
    fn stems_of_point(&mut self, point: &Point) -> Vec<u32> {
        let mut stems = self.stems(&point.text);
        for cue in &point.cues {
            stems.extend(self.stems(cue));
        }
        stems.sort_unstable();
        stems.dedup();
        stems
    }

    fn is_negation(&self, folded: &str) -> bool {
        self.lexicon.sort(folded) == Sort::Negation
    }

    /// How much of a point `text` gives away: the total weight of the point's stems that are in `text` and not in
    /// `known` (sorted).
    pub fn given_away(&mut self, point: &Point, text: &str, known: &[u32], rarity: Rarity<'_>) -> f32 {
        let said = self.stems(text);
        let unknown = self.stems_of_point(point).into_iter().filter(|stem| known.binary_search(stem).is_err());
        let given = unknown.filter(|stem| said.binary_search(stem).is_ok());
        given.map(|stem| rarity.weight(self.mark(stem))).sum()
    }

    /// The key of a stem in tables that outlive the matcher.
    fn mark(&self, stem: u32) -> u32 {
        self.lexicon.mark(stem)
    }

    /// Prepares a text.
    pub fn text(&mut self, text: &str) -> Text {
        text::take_apart(text, &mut self.lexicon)
    }

    /// Prepares a cue.
    pub fn cue(&mut self, cue: &str) -> Cue {
        let mut words = tokens::folded_words(cue);
        read_numbers(&mut words);
        words.retain(|word| self.lexicon.sort(word) != Sort::Grammar);
        let content: Vec<&String> = words.iter().filter(|word| self.lexicon.sort(word).counts()).collect();
        if content.is_empty() {
            return Cue { wordings: Vec::new(), negative: false, of_verb: false, requires: false };
        }
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        let (requires, of_noun) = (has(REQUIRES), has(&["no", "without", "nobody", "neither", "nor"]));
        let mut plain: Stems = content.iter().map(|word| self.lexicon.numbers(word)).collect();
        // A small number by itself is too little to be searched for in words.
        if content.len() > 1 {
            for (stems, word) in plain.iter_mut().zip(&content) {
                stems.extend(numbers::other(word).map(|other| self.lexicon.stem(&other)));
            }
        }
        let negative = plain.iter().any(|word| word.contains(&self.negation));
        if content.len() == 1 && words.len() > 1 {
            let stems = words.iter().map(|word| self.lexicon.numbers(word)).collect();
            let wordings = vec![Wording { stems, close: true }];
            return Cue { wordings, negative, of_verb: negative && !of_noun, requires };
        }
        let mut wordings = vec![Wording::loose(plain.clone())];
        if let [first, second] = plain.as_slice()
            && !negative
            && !words.iter().any(|word| word == "then")
        {
            wordings.push(Wording::loose(vec![second.clone(), first.clone()]));
        }
        for i in 1..content.len() {
            let joined = self.lexicon.stem(&format!("{}{}", content[i - 1], content[i]));
            let mut stems = plain.clone();
            stems.splice(i - 1..=i, [vec![joined]]);
            wordings.push(Wording::loose(stems));
        }
        let apart = tokens::parted_words(cue);
        if apart.len() > words.len() && content.len() == words.len() {
            let apart = apart.iter().filter(|word| self.lexicon.sort(word).counts());
            let apart: Vec<String> = apart.cloned().collect();
            wordings.push(Wording::loose(apart.iter().map(|word| self.lexicon.numbers(word)).collect()));
        }
        for (short, long) in &self.phrases {
            if let Some(i) = plain.iter().position(|word| word.contains(short)) {
                let mut stems = plain.clone();
                stems.splice(i..=i, long.iter().map(|stem| vec![*stem]));
                wordings.push(Wording::loose(stems));
            }
            let spelt_out = |window: &[Vec<u32>]| window.iter().zip(long).all(|(word, stem)| word.contains(stem));
            if let Some(i) = plain.windows(long.len()).position(spelt_out) {
                let mut stems = plain.clone();
                stems.splice(i..i + long.len(), [vec![*short]]);
                wordings.push(Wording::loose(stems));
            }
        }
        Cue { wordings, negative, of_verb: negative && !of_noun, requires }
    }
}

/// Joins numbers that take several words into one.
fn read_numbers(words: &mut Vec<String>) {
    let mut at = 0;
    while at < words.len() {
        if let Some(found) = numbers::read(words[at..].iter().map(String::as_str)) {
            words.splice(at..at + found.words, [found.typed]);
        }
        at += 1;
    }
}

impl Text {
    /// Whether the text mentions the cue.
    pub fn mentions(&self, cue: &Cue) -> bool {
        !self.places(cue, 1).is_empty()
    }

    /// The byte ranges at which the text mentions any of the cues: sorted, not overlapping, on character boundaries, at
    /// most 64 for each cue.
    pub fn evidence<'a>(&self, cues: impl IntoIterator<Item = &'a Cue>) -> Vec<Range<usize>> {
        let mut places: Vec<_> = cues.into_iter().flat_map(|cue| self.places(cue, MAX_PLACES)).collect();
        places.sort_unstable_by_key(|place| (place.start, place.end));
        let mut merged: Vec<Range<usize>> = Vec::new();
        for place in places {
            match merged.last_mut() {
                Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
                _ => merged.push(place),
            }
        }
        merged.truncate(MAX_PLACES);
        merged
    }

    fn places(&self, cue: &Cue, enough: usize) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        for wording in &cue.wordings {
            let Some((first, rest)) = wording.stems.split_first() else { continue };
            for stem in first {
                for &(from, to) in self.index.get(stem).into_iter().flatten() {
                    if let Some(last) = self.rest_of(to, rest, wording.close, cue)
                        && !self.unsaid[from as usize]
                        && (cue.negative || !self.denied(from) && !self.needless(last))
                        && !(self.words[last as usize].denies() && self.is_idle_no(last))
                    {
                        places.push(self.bytes(from, last));
                        if places.len() >= enough {
                            return places;
                        }
                    }
                }
            }
        }
        places
    }

    /// The last word of the nearest completion of a wording after `from`, if there is one.
    fn rest_of(&self, from: u32, rest: &[Vec<u32>], close: bool, cue: &Cue) -> Option<u32> {
        // All words at which the wording so far can end: the nearest one does not always lead to a match.
        let mut ends = vec![from];
        for word in rest {
            let mut next = Vec::new();
            for &end in &ends {
                for stem in word {
                    let Some(postings) = self.index.get(stem) else { continue };
                    let begin = postings.partition_point(|&(first, _)| first <= end);
                    for &(first, last) in
                        postings[begin..].iter().take_while(|&&(first, _)| self.near(end, first, close))
                    {
                        if !next.contains(&last) && self.follows(end, first, last, cue) {
                            next.push(last);
                        }
                    }
                }
            }
            if next.is_empty() {
                return None;
            }
            ends = next;
        }
        ends.into_iter().min()
    }

    fn near(&self, end: u32, first: u32, close: bool) -> bool {
        if close {
            first <= end + 1 + CLOSE
        } else {
            let (left, right) = (&self.words[end as usize], &self.words[first as usize]);
            right.count <= left.count + u32::from(left.counts()) + GAP
        }
    }

    fn follows(&self, end: u32, first: u32, last: u32, cue: &Cue) -> bool {
        let words = &self.words;
        let (left, right) = (&words[end as usize], &words[first as usize]);
        left.sentence == words[last as usize].sentence
            && (first == end + 1 || !(left.role == Role::Ideograph && right.role == Role::Ideograph))
            // A negation applies to its own clause, and what would not be done is not lacking: "I would not add an
            // idempotency key" does not say "not idempotent".
            && (!left.denies()
                || left.clause == right.clause && !self.is_other_plan(end, first) && !self.is_no_lack(end, first, cue))
            && (cue.negative || !words[end as usize + 1..first as usize].iter().any(Word::denies))
    }

    /// Whether a negation after "would" has a verb of its own before `first`.
    fn is_other_plan(&self, negation: u32, first: u32) -> bool {
        let before = negation.checked_sub(1).and_then(|at| self.words.get(at as usize));
        let next = &self.words[first as usize];
        before.is_some_and(|word| word.behind == Behind::Modal) && next.count > self.words[negation as usize].count + 1
    }

    /// Whether a negation does not say that `first` is missing or not done: "needs no key" and "don't need a key" say
    /// that it may be missing, and "no customers complained" negates the customers.
    fn is_no_lack(&self, negation: u32, first: u32, cue: &Cue) -> bool {
        let word = |at: u32| self.words.get(at as usize);
        let no = &self.words[negation as usize];
        let required = negation.checked_sub(1).and_then(word).is_some_and(|word| word.requires)
            || first != negation + 1 && word(negation + 1).is_some_and(|word| word.requires);
        let of_other_noun = cue.of_verb && no.is_no && self.words[first as usize].count > no.count + 1;
        required && !cue.requires || of_other_noun
    }

    /// Whether the negation at the end of a cue is about what was discussed and not about the thing: "PATCH was not
    /// discussed".
    fn is_idle_no(&self, negation: u32) -> bool {
        let clause = self.words[negation as usize].clause;
        let after = self.words[negation as usize + 1..].iter().take_while(|word| word.clause == clause);
        after.into_iter().find(|word| word.counts()).is_some_and(|word| word.behind == Behind::Needs)
    }

    /// Whether the clause goes on to say that what ends with this word is absent or not needed: "an outbox is not
    /// needed", "cursor pages are overkill", "a key for refunds isn't necessary". Only the noun that the phrase belongs
    /// to and a purpose may come in between.
    fn needless(&self, last: u32) -> bool {
        let clause = self.words[last as usize].clause;
        let (mut denies, mut joined, mut linked) = (false, false, false);
        let after = self.words[last as usize + 1..].iter().take(FAR).take_while(|word| {
            denies |= word.denies();
            let another = word.behind == Behind::Opens && !joined && !linked && !denies;
            joined = word.behind == Behind::Joins;
            linked = word.behind == Behind::Copula;
            word.clause == clause && !another
        });
        let after: Vec<&Word> =
            after.filter(|word| word.counts() || word.behind == Behind::Joins).take(AFTERWARDS).collect();
        let says_no = |words: &[&Word]| match words {
            [no, whatever, wants, ..] if no.denies() && whatever.behind == Behind::Whatever => {
                matches!(wants.behind, Behind::Wants | Behind::Needs)
            }
            [no, need, ..] if no.denies() => need.behind == Behind::Needs,
            [word, ..] => word.behind == Behind::Idle,
            [] => false,
        };
        let noun = usize::from(
            after.first().is_some_and(|word| !word.denies() && !matches!(word.behind, Behind::Joins | Behind::Idle)),
        );
        (0..=noun).any(|skip| {
            let rest = &after[skip..];
            let is_for = rest.first().is_some_and(|word| word.behind == Behind::Joins);
            says_no(rest) || is_for && (2..rest.len()).any(|skip| says_no(&rest[skip..]))
        })
    }

    /// Whether the clause has a negation before this word. "Never … without" affirms, and so does "not skip".
    fn denied(&self, word: u32) -> bool {
        let clause = self.words[word as usize].clause;
        let before = self.words[..word as usize].iter().rev().take(FAR).take_while(|word| word.clause == clause);
        let mut negations = before.filter(|word| word.counts()).take(DENIAL).filter(|word| word.denies());
        match negations.next() {
            None => false,
            Some(nearest) => !(nearest.role == Role::Inverting && negations.next().is_some()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(cue: &str, answer: &str) -> bool {
        let mut matcher = Matcher::new();
        let cue = matcher.cue(cue);
        matcher.text(answer).mentions(&cue)
    }

    fn wrong(table: &[(&str, &str)], must: bool) -> Vec<String> {
        let wrong = table.iter().filter(|(cue, answer)| found(cue, answer) != must);
        wrong.map(|(cue, answer)| format!("{cue:?} in {answer:?}")).collect()
    }

    #[test]
    fn phrasings_that_must_match() {
        let table = [
            // Inflection, case, spelling.
            ("idempotency key", "Every request carries an Idempotency-Key header."),
            ("idempotency key", "idempotent keys everywhere"),
            ("unique index", "With a unique index the lock isn't needed."),
            ("outbox", "I use an outbox, so a distributed transaction is overkill."),
            ("backoff", "I'd retry with exponential back-off."),
            ("back off", "exponential backoff and jitter"),
            ("single flight", "we use singleflight there"),
            ("singleflight", "a single-flight group"),
            ("rate limiter", "we rate-limited it"),
            ("serialise writes", "It serializes all the writes."),
            ("behaviour", "the observed behavior"),
            ("cancelled request", "requests that were canceled, canceled requests"),
            ("customer's data", "the customers\u{2019} data"),
            ("read replicas", "READ REPLICA"),
            ("naive cache", "a na\u{ef}ve cache"),
            ("cache", "\u{ff43}\u{ff41}\u{ff43}\u{ff48}\u{ff45}"),
            // Abbreviations, both ways.
            ("database lock", "it locks the DB; a db lock, that is"),
            ("dlq", "they end in a dead-letter queue"),
            ("dead letter queue", "send it to the DLQ"),
            ("time to live", "give it a TTL of a minute"),
            ("ttl", "a time to live of a minute"),
            ("write ahead log", "it reads the WAL"),
            ("primary key", "the pk is a uuid"),
            ("kubernetes probe", "the k8s probes"),
            ("authentication", "auth is done at the edge"),
            ("auth", "authorisation is checked there"),
            ("transaction", "one txn per batch"),
            ("config", "the configuration is versioned"),
            ("10,000 rows", "about 10000 rows"),
            // Grammatical words in between do not count; two others are allowed.
            ("protect database", "First I would protect the database."),
            ("batch of rows", "a batch of ten thousand rows"),
            ("serve stale", "then serve slightly stale data"),
            ("lock table", "locks the whole orders table"),
            ("shed load", "shed some of the load"),
            ("copy rows", "copy them, in chunks: rows at a time"),
            ("hit ratio", "the hits divided by ratio"),
            ("rate limit", "limits on the rate"),
            ("burns the sequence", "the sequence burns ids"),
            // A line break does not end a sentence, nor does a dot within a word.
            ("keyset pagination", "we use keyset\npagination"),
            ("node.js stream", "with Node.js streams"),
            ("io wait", "most of it was I/O wait"),
            ("p99 latency", "p99, e.g. latency of checkout"),
            // Light words that have to be said, and are.
            ("by route", "I'd split it by the route"),
            ("one node", "it hits one single node"),
            ("would go with", "I'd go with the first"),
            ("the cache", "caches help"),
            // Negations that apply to something else.
            ("serve stale", "I would not flush the cache, I'd serve stale."),
            ("serve stale", "Instead of flushing the cache I'd serve stale."),
            ("serve stale", "Instead of flushing it, stale answers are served: serve stale."),
            ("unique index", "Instead of a lock, a unique index."),
            ("unique index", "a unique index instead of a lock"),
            ("unique index", "Rather than locking the table I would add a unique index."),
            ("measured", "instead of guessing I measured"),
            ("outbox", "In place of two commits we have an outbox."),
            ("serve stale", "I'd serve stale instead"),
            ("single flight", "I'd avoid a stampede with single flight."),
            ("stampede", "I'd avoid a stampede with single flight."),
            ("skip locked", "I would use for update skip locked"),
            ("skip locked", "We skip locked rows."),
            ("canary", "I wouldn't skip the canary."),
            ("canary", "we would never skip a canary"),
            ("idempotency key", "I forgot to mention that there is an idempotency key."),
            ("idempotency key", "Oh, and I almost forgot: an idempotency key."),
            ("idempotency key", "I'd never forget the idempotency key."),
            ("row level security", "If a developer forgets the filter, row level security catches it."),
            ("forgets the filter", "If somebody forgets the filter, nothing is shown."),
            ("i forgot", "I forgot the lock timeout, that was my part."),
            ("canary", "a canary is something I'd always use"),
            ("outbox", "An outbox is a table in the same database."),
            ("hardly ever", "it hardly ever changes"),
            ("restore test", "Backups are hardly ever the problem, the restore test is."),
            ("serve stale", "Don't flush it; serve stale instead."),
            ("serve stale", "We don't flush but serve stale."),
            ("outbox", "We do not want to lose events, so we use an outbox."),
            ("idempotency key", "Never retry without an idempotency key."),
            ("circuit breaker", "not only a timeout but also a circuit breaker"),
            ("timeout", "not just a timeout"),
            ("any node", "no matter which node: any node will do"),
            ("retry", "no more than two retries"),
            ("canary", "It did not work. A canary would have shown it."),
            ("index", "there was no plan until we added the index"),
            ("parity check", "never switch before the parity check"),
            ("rollback", "Is it not obvious? Rollback first."),
            // Cues that contain a negation.
            ("no lock", "without taking a lock"),
            ("without downtime", "there was no downtime"),
            ("cannot lose", "we can't lose a payment"),
            ("never blocks", "it does not block"),
            ("not idempotent", "POST isn't idempotent"),
            // The nearest word does not always lead to a match.
            ("cache key version", "a cache key, the key version"),
            // Other scripts.
            ("кеш", "Мы используем кеш."),
            ("\u{7f13}\u{5b58}", "\u{6211}\u{4eec}\u{4f7f}\u{7528}\u{7f13}\u{5b58}\u{3002}"),
        ];
        assert_eq!(wrong(&table, true), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_taken_back_must_match() {
        let table = [
            ("canary", "We considered a canary and decided to build one."),
            ("canary", "We talked about it and decided against a big release, so we built a canary."),
            ("outbox", "We have an outbox, considered two phase commit and decided against it."),
            ("rollback", "I should have rolled back; but I did not see it, so I added a rollback later."),
            ("rolled back", "I rolled back, but did not tell anybody."),
            ("missing index", "Was it the network? No, it was a missing index."),
            ("missing index", "Was it slow? No index was there: a missing index."),
            ("unique index", "Do we lock the table? No. We add a unique index."),
            ("staged rollout", "We never skipped the staged rollout."),
            ("parameters", "Parameters are used, that is correct."),
            ("skipped tests", "they skipped tests"),
            ("canary", "Nobody decided against the canary."),
            ("what i had tried", "i wrote down what i had tried and what i ruled out and sent it to karin"),
            // Cues that contain a negation.
            ("needs no lock", "it needs no lock"),
            ("no need for a lock", "there is no need for a lock"),
            ("not idempotent", "There is no idempotent retry."),
            ("no idempotency key", "The retry has no idempotency key."),
            ("not complain", "they did not complain"),
            ("patch is not", "PATCH is not idempotent."),
            ("patch is not", "PATCH isn't."),
        ];
        assert_eq!(wrong(&table, true), Vec::<String>::new());
    }

    #[test]
    fn hasty_phrasings_that_must_match() {
        let table = [
            // As typed in haste, and as transcribed by a machine.
            ("without downtime", "we did it w/o downtime"),
            ("retry with jitter", "retry w/ jitter"),
            ("retry with jitter", "retry w/jitter"),
            ("write order", "read/write order"),
            ("serve stale", "we dont flush it so we serve stale"),
            ("serve stale", "it wasnt down i would serve stale"),
            ("never blocks", "it doesnt block"),
            ("not idempotent", "a post isnt idempotent"),
            ("delete mark", "del marks"),
            // Numbers.
            ("5xx", "the five hundreds went up"),
            ("5xx", "a spike of 503s"),
            ("503", "it answers five oh three"),
            ("429", "they send a four twenty nine"),
            ("p99", "our p ninety nine"),
            ("three attempts", "3 attempts at most"),
            ("3 attempts", "at most three attempts"),
            ("40 ms", "from 14 s \u{2192} 40ms"),
            ("14 s", "14s before"),
            ("seconds", "it takes 14s"),
            ("percent of traffic", "5 % of traffic"),
            ("per cent of traffic", "5% of the traffic"),
            ("two million rows", "2 million rows"),
            ("100,000", "about 100k of them"),
            // Names as they are written in code.
            ("catch panic", "tower's CatchPanicLayer"),
            ("CatchPanicLayer", "a catch panic layer"),
            ("CatchPanicLayer", "with CatchPanicLayer"),
            ("insert delete", "INS/DEL on it"),
            ("PostgreSQL", "postgres"),
            ("server", "an HTTPServer of ours"),
            ("not idempotent", "it is not really idempotent"),
            ("don't retry", "I would not retry"),
            ("retry", "we retry, no matter what happens"),
            ("unique index", "I don't know, if it is slow there is a unique index."),
            ("unique index", "I would not guess but look which unique index is used."),
            ("nobody owns", "nobody owned it"),
            // A denial ends at a verb that says what is done instead.
            ("serve stale", "I would not flush the cache, serve stale"),
            ("dead letter", "don't retry for ever, park it in the dead letters"),
            ("copy rows", "no big lock, copy the rows in chunks"),
            ("index", "we never looked at the plan we added an index"),
        ];
        assert_eq!(wrong(&table, true), Vec::<String>::new());
    }

    #[test]
    fn phrasings_that_must_not_match() {
        let table = [
            // Parts of words, order, distance, sentences.
            ("cache", "it was cash: cash, I said, not a cachet"),
            ("rate limit", "the rate of errors grew. We hit a limit."),
            ("read then write", "write, then read"),
            ("not idempotent", "idempotent, not more"),
            ("not idempotent", "I wouldn't add an idempotency key or an outbox"),
            ("negative amount", "Negative amounts don't happen."),
            ("tracks bounces", "and nobody tracked bounces"),
            ("serve stale", "serve the newest and largest and never old or stale data"),
            ("lock table", "the lock. Table scans follow."),
            ("dead letter", "dead.\n\nLetter"),
            ("write ahead", "- write\n- ahead"),
            ("red", "redundant, reduced, predicted"),
            ("c", "C++ and C#"),
            ("go", "ago, cargo, Google"),
            ("authentication", "authorisation only"),
            ("$9", "nine of them"),
            ("5xx", "one 503 came back"),
            // Light words that have to be said, and are not.
            ("by route", "the route is slow"),
            ("one node", "several nodes"),
            ("just reading", "it reads and writes"),
            ("neither safe", "it is not safe"),
            // Denied.
            ("other endpoints", "I don't think I would check which other endpoints have it."),
            ("unique index", "I would not look if there is a unique index."),
            ("index", "I would not add an index."),
            ("index", "I wouldn't add an index."),
            ("idempotency key", "There is no idempotency key."),
            ("retry", "never retry"),
            ("idempotency key", "they retried without an idempotency key"),
            ("timeout", "neither a timeout nor a breaker"),
            ("breaker", "neither a timeout nor a breaker"),
            ("canary", "we can\u{2019}t do a canary"),
            ("transaction", "It cannot be done in a transaction."),
            ("rollback", "there's no quick rollback"),
            ("circuit breaker", "no retries, timeouts or circuit breakers"),
            ("drop column", "drop no column"),
            ("message key", "I would not put the whole payload into the message key"),
            ("cache", "we have not got any sort of cache"),
            ("index", "I wouldnt add an index"),
            ("pepper", "we dont use a pepper"),
            ("idempotency key", "they retried w/o an idempotency key"),
            ("outbox", "An outbox is not needed."),
            ("idempotency key", "An idempotency key for refunds isn't necessary in my opinion."),
            ("cursor", "cursor pagination is overkill here"),
            ("cache", "a cache isn't needed"),
            ("connection pool", "The connection pool in this service is not a concern."),
            ("signature", "the signature isnt checked"),
            ("message queue", "don't lock it, copy it or use a message queue"),
            ("outbox", "I don't think we need an outbox"),
            ("lock", "I'd take a unique index instead of a lock."),
            ("lock", "a unique index rather than a lock on the table"),
            ("two phase commit", "Instead of a two phase commit I would write an outbox."),
            ("polling", "in place of polling we stream"),
            ("outbox", "An outbox isn't something I'd bother with."),
            ("outbox", "an outbox isnt something we would need"),
            ("outbox", "The outbox is a waste of time."),
            ("outbox", "An outbox would be a complete waste here."),
            ("restore", "we hardly ever test the restore"),
            ("jitter", "There was hardly any jitter."),
            ("idempotency key", "I forgot the idempotency key."),
            ("idempotency key", "I forgot to mention the idempotency key."),
            ("lock timeout", "We had completely forgotten to set a lock timeout."),
            ("canary", "I'd skip the canary."),
            ("distributed transaction", "I would avoid a distributed transaction."),
            ("cache", "We'd probably leave out the cache."),
            ("canary", "We considered a canary and decided against it."),
            ("canary", "We looked at a canary release, but voted against the idea."),
            ("canary", "We decided against a canary."),
            ("two phase commit", "We have an outbox, considered two phase commit and decided against it."),
            ("canary", "We thought about a canary but ruled it out."),
            ("canary", "A canary was ruled out."),
            ("staged rollout", "We do not have a canary; we skipped the staged rollout."),
            ("rolled back", "I should have rolled back but did not."),
            ("rolled back", "I wanted to have it rolled back, but we never did."),
            ("missing index", "We added a missing index? No, that was not it."),
            ("lock table", "Do we lock the table? No. We add a unique index."),
            ("canary", "The canary was not discussed."),
            // What is not needed is not lacking, and neither is something when the negation applies to something else.
            ("no idempotency key", "POST needs no idempotency key."),
            ("not idempotent", "POST needs no idempotency key."),
            ("no idempotency key", "We don't need an idempotency key."),
            ("not complain", "no customers complained"),
            ("patch is not", "PATCH was not discussed."),
            ("patch is not", "patch wasnt mentioned"),
            // Cues with a negation need the negation.
            ("no lock", "it takes a lock"),
            ("not idempotent", "it is idempotent"),
            ("don't disable", "it doesnt work i would disable it"),
            // Characters that are words must be adjacent.
            ("\u{7f13}\u{5b58}", "\u{7f13}\u{6162}\u{5b58}"),
        ];
        assert_eq!(wrong(&table, false), Vec::<String>::new());
    }

    #[test]
    fn in_a_review_what_is_called_right_finds_nothing() {
        let found = |cue: &str, answer: &str| {
            let mut matcher = Matcher::new();
            let cue = matcher.cue(cue);
            matcher.text(answer).of_a_review().mentions(&cue)
        };
        for (cue, answer) in [
            ("parameters", "Parameters are used for the query, that is correct."),
            ("parameters", "The parameters look fine. The lock is held too long."),
            ("parameters are bound", "I see no injection here, the parameters are bound."),
            ("lock", "The lock is okay, the loop isn't."),
        ] {
            assert!(!found(cue, answer), "{cue}: {answer}");
        }
        for (cue, answer) in [
            ("parameters", "With bound parameters it would be fine."),
            ("parameters", "The query has to use parameters; the rest is fine."),
            ("lock", "There is no race if the row is under a lock."),
            ("lock", "That the lock is taken twice is not correct."),
            ("loop", "The lock is okay, the loop isn't."),
            ("finally", "I see no problem with the loop. There should be a finally."),
            ("parameters", "The parameters are right for the query but they are logged."),
        ] {
            assert!(found(cue, answer), "{cue}: {answer}");
        }
    }

    #[test]
    fn a_cue_of_grammar_alone_is_empty() {
        let mut matcher = Matcher::new();
        assert!(matcher.cue("it is the one").is_empty());
        assert!(matcher.cue("\u{1b}[ --").is_empty());
        assert!(!found("it is the one", "it is the one"));
    }

    #[test]
    fn evidence_is_where_the_words_are() {
        let mut matcher = Matcher::new();
        let cues = [matcher.cue("single flight"), matcher.cue("serve stale"), matcher.cue("flight on hot keys")];
        let answer = "\u{201c}Caf\u{e9}\u{201d}: single-flight on the hot keys, then serve slightly stale.";
        let places = matcher.text(answer).evidence(&cues);
        let words: Vec<_> = places.iter().map(|place| &answer[place.clone()]).collect();
        assert_eq!(words, ["single-flight on the hot keys", "serve slightly stale"]);
    }

    /// Words that make phrases, gaps, clauses and denials likely.
    fn prose() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "cache",
            "key",
            "serve",
            "stale",
            "lock",
            "table",
            "not",
            "without",
            "only",
            "the",
            "and",
            "but",
            "data",
            "TTL",
            "caf\u{e9}",
            "\u{7f13}\u{5b58}",
            "e\u{301}",
            "k8s",
            "dead",
            "letter",
            "queue",
            "don't",
            "C++",
            "1,000",
            "\u{fdfa}",
        ]);
        let gap = prop::sample::select(vec![" ", " ", " ", " ", ", ", ". ", "\n", "\n\n- ", "-", "; ", " \u{1f600} "]);
        prop::collection::vec((word, gap), 0..40)
            .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect::<String>())
    }

    const CUES: &[&str] = &[
        "cache key",
        "serve stale",
        "lock table",
        "dlq",
        "time to live",
        "no lock",
        "\u{7f13}\u{5b58}",
        "stale data key",
        "cafe",
    ];

    proptest! {
        #[test]
        fn evidence_lies_inside_on_character_boundaries(answer in prop_oneof![prose(), any::<String>()]) {
            let mut matcher = Matcher::new();
            let cues: Vec<_> = CUES.iter().map(|cue| matcher.cue(cue)).collect();
            let text = matcher.text(&answer);
            let mut last = 0;
            for place in text.evidence(&cues) {
                prop_assert!(place.start < place.end && place.start >= last);
                prop_assert!(answer.get(place.clone()).is_some(), "{place:?}");
                last = place.end;
            }
        }

        #[test]
        fn saying_more_afterwards_takes_nothing_back(answer in prose(), more in prose()) {
            let mut matcher = Matcher::new();
            let cues: Vec<_> = CUES.iter().map(|cue| matcher.cue(cue)).collect();
            let whole = format!("{answer} {more}");
            // "… but don't" takes back what was said before it.
            prop_assume!(!tokens::folded_words(&whole).windows(2).any(|pair| pair == ["but", "do"]));
            let before = matcher.text(&answer);
            let after = matcher.text(&whole);
            for (cue, words) in cues.iter().zip(CUES) {
                prop_assert!(!before.mentions(cue) || after.mentions(cue), "{words}: {answer:?} + {more:?}");
            }
        }

        #[test]
        fn a_sentence_before_takes_nothing_back(answer in prose(), more in prose()) {
            let mut matcher = Matcher::new();
            let cues: Vec<_> = CUES.iter().map(|cue| matcher.cue(cue)).collect();
            let before = matcher.text(&answer);
            let after = matcher.text(&format!("{more}.\n\n{answer}"));
            for (cue, words) in cues.iter().zip(CUES) {
                prop_assert!(!before.mentions(cue) || after.mentions(cue), "{words}: {more:?} + {answer:?}");
            }
        }

        #[test]
        fn any_text_can_be_taken_apart(answer in any::<String>(), cue in any::<String>()) {
            let mut matcher = Matcher::new();
            let cue = matcher.cue(&cue);
            matcher.text(&answer).mentions(&cue);
        }
    }
}
