//! Finds the points that a text touches: it speaks of the same things close together, but in words that no cue
//! foresees.
//!
//! A point is the bag of stems of its text and cues, each with a weight: how rare the stem is among all points, reduced
//! if the prompt contains it anyway or other points of the question share it. A synonym counts for its stem, but less.
//! Words that a negation denies are left out of the text. What counts is the best place: the heaviest stems that come together within a few words or one
//! sentence. A little is added for standing out against the question's other points, for words of the prompt, and for
//! points that were said outright: an answer to something else has neither of the last two.
//!
//! The numbers below were fitted by cross-validation over questions; `docs/measuring.md` explains the method and the
//! results. `cargo bench --bench coverage` measures them.

use std::ops::Range;

use super::{CLOSE, Matcher, Rarity, Text, synonyms};
use crate::question::{Kind, Question};

/// Score from which a point counts as touched.
const ENOUGH: f32 = 14.7;

/// Score from which it would be wrong to doubt that a point was made.
const NEARLY: f32 = 9.0;

/// Span in words within which stems may come together, across sentences.
const NEAR: u32 = 16;

/// Span in words within one sentence. Transcripts may have no sentence ends.
const IN_SENTENCE: u32 = 40;

/// How many stems are added up.
pub(super) const HEAVIEST: usize = 5;

/// Factor for the weight of a stem that the prompt contains.
pub(super) const IN_PROMPT: f32 = 0.35;

/// Factors for the weight of a stem that two points of the question share, and that more than two share.
const IN_TWO: f32 = 0.6;
const IN_MORE: f32 = 0.35;

/// Factor for the weight of a synonym, which is no heavier than the stem that it stands for.
const SYNONYM: f32 = 0.7;

/// Factor for the distance from the mean score of the other points.
const MARGIN: f32 = 0.2;

/// What the prompt's words add, by the share of their weight that the text contains, and the share from which more of
/// them add nothing.
const ON_TOPIC: f32 = 4.0;
const MOST_ON_TOPIC: f32 = 0.6;

/// What each other point that was said adds, and how many of them count at most. Stories make their points in their own
/// words, so nothing follows from points that were not said: for stories the maximum is always added.
const SAID: f32 = 1.5;
const MOST_SAID: usize = 2;

/// The stems of a question's points with their weights. Must come from the same matcher as the texts.
#[derive(Clone, Debug)]
pub struct Weighed {
    prompt: Vec<(u32, f32)>,
    /// Whether the question asks for a story.
    story: bool,
    points: Vec<Bag>,
}

/// The stems of a point.
#[derive(Clone, Debug)]
struct Bag {
    stems: Vec<(u32, f32)>,
    synonyms: Vec<Synonym>,
}

/// What else says the same as a stem.
#[derive(Clone, Debug)]
struct Synonym {
    /// The stem of the point that it stands for.
    stem: u32,
    /// The stems of its words.
    words: Vec<u32>,
    weight: f32,
}

/// The evidence for a point in a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Touch {
    /// Strength of the evidence; see [`Touch::is_enough`].
    pub score: f32,
    /// The words at the best place: byte ranges, sorted, not overlapping, on character boundaries.
    pub places: Vec<Range<usize>>,
}

impl Touch {
    /// Whether the score is high enough for the point to count as touched.
    pub fn is_enough(&self) -> bool {
        self.score >= ENOUGH
    }

    /// Whether the score is so low that no word speaks for the point. In between, somebody who says that they made it
    /// is believed.
    pub fn is_too_little(&self) -> bool {
        self.score < NEARLY
    }
}

impl Matcher {
    /// Prepares the points of a question.
    pub fn weigh(&mut self, question: &Question, rarity: Rarity<'_>) -> Weighed {
        let prompt = self.stems(&question.prompt);
        let stems: Vec<Vec<u32>> = question.look_for.iter().map(|point| self.stems_of_point(point)).collect();
        let weights = Weights { prompt: &prompt, points: &stems, rarity };
        let points = stems.iter().map(|stems| self.bag(stems, weights)).collect();
        let prompt = prompt.iter().map(|stem| (*stem, rarity.weight(self.mark(*stem)))).collect();
        let story = matches!(question.kind, Kind::Behavioural | Kind::Intro);
        Weighed { prompt, story, points }
    }

    fn bag(&mut self, stems: &[u32], weights: Weights<'_>) -> Bag {
        let mut synonyms: Vec<Synonym> = Vec::new();
        for &stem in stems {
            let most = weights.of(stem, self.mark(stem));
            for words in synonyms::of(stem, &mut self.lexicon) {
                // The point itself says it.
                if matches!(words.as_slice(), [word] if stems.binary_search(word).is_ok()) {
                    continue;
                }
                let own = words.iter().map(|word| weights.of(*word, self.mark(*word))).fold(0.0, f32::max);
                let weight = SYNONYM * own.min(most);
                match synonyms.iter_mut().find(|other| other.words == words) {
                    // A word stands for one stem, the heaviest.
                    Some(other) if other.weight >= weight => {}
                    Some(other) => (other.stem, other.weight) = (stem, weight),
                    None => synonyms.push(Synonym { stem, words, weight }),
                }
            }
        }
        let stems = stems.iter().map(|stem| (*stem, weights.of(*stem, self.mark(*stem)))).collect();
        Bag { stems, synonyms }
    }
}

/// What the weight of a stem depends on.
#[derive(Clone, Copy)]
struct Weights<'a> {
    prompt: &'a [u32],
    points: &'a [Vec<u32>],
    rarity: Rarity<'a>,
}

impl Weights<'_> {
    fn of(self, stem: u32, mark: u32) -> f32 {
        let having = self.points.iter().filter(|stems| stems.binary_search(&stem).is_ok()).count();
        let shared = match having {
            0 | 1 => 1.0,
            2 => IN_TWO,
            _ => IN_MORE,
        };
        let known = if self.prompt.binary_search(&stem).is_ok() { IN_PROMPT } else { 1.0 };
        self.rarity.weight(mark) * shared * known
    }
}

/// An occurrence of one of a point's stems in a text.
#[derive(Clone, Copy)]
pub(super) struct Hit {
    pub(super) word: u32,
    pub(super) stem: u32,
    pub(super) weight: f32,
}

/// The heaviest stems at one place, without duplicates, heaviest first.
#[derive(Clone, Copy, Default)]
struct Heap {
    stems: [(u32, f32); HEAVIEST],
    length: usize,
}

impl Heap {
    fn add(&mut self, hit: Hit) {
        if let Some(at) = self.stems[..self.length].iter().position(|(stem, _)| *stem == hit.stem) {
            if self.stems[at].1 >= hit.weight {
                return;
            }
            self.stems[at..self.length].rotate_left(1);
            self.length -= 1;
        }
        let held = &self.stems[..self.length];
        let at = held.partition_point(|(_, weight)| *weight >= hit.weight);
        if at == HEAVIEST {
            return;
        }
        self.length = (self.length + 1).min(HEAVIEST);
        self.stems[at..self.length].rotate_right(1);
        self.stems[at] = (hit.stem, hit.weight);
    }

    fn sum(&self) -> f32 {
        self.stems[..self.length].iter().map(|(_, weight)| weight).sum()
    }

    fn has(&self, stem: u32) -> bool {
        self.stems[..self.length].iter().any(|(held, _)| *held == stem)
    }
}

/// The best place for a point.
#[derive(Default)]
pub(super) struct Best {
    pub(super) sum: f32,
    pub(super) hits: Vec<Hit>,
}

impl Text {
    /// The evidence for each point, in order. `said` tells which of them were said outright.
    pub fn touches(&self, weighed: &Weighed, said: &[bool]) -> Vec<Touch> {
        let denied: Vec<bool> =
            (0..).zip(&self.unsaid).map(|(word, unsaid)| *unsaid || self.denied(word) || self.needless(word)).collect();
        let there = |stem: u32| {
            let postings = self.index.get(&stem).map_or(&[][..], Vec::as_slice);
            postings.iter().map(|(word, _)| *word).filter(|word| !denied[*word as usize])
        };
        let best: Vec<Best> = weighed
            .points
            .iter()
            .map(|point| {
                let hits = point
                    .stems
                    .iter()
                    .flat_map(|&(stem, weight)| there(stem).map(move |word| Hit { word, stem, weight }));
                let mut hits: Vec<Hit> = hits.collect();
                for Synonym { stem, words, weight } in &point.synonyms {
                    let Some((first, rest)) = words.split_first() else { continue };
                    for word in there(*first) {
                        let Some(others) = self.close_behind(word, rest) else { continue };
                        let said = std::iter::once(word).chain(others);
                        hits.extend(said.map(|word| Hit { word, stem: *stem, weight: *weight }));
                    }
                }
                hits.sort_by_key(|hit| (hit.word, hit.stem));
                self.best(&hits)
            })
            .collect();
        let on_topic = {
            let all: f32 = weighed.prompt.iter().map(|(_, weight)| weight).sum();
            let found = weighed.prompt.iter().filter(|(stem, _)| there(*stem).next().is_some());
            let found: f32 = found.map(|(_, weight)| weight).sum();
            if all > 0.0 { (found / all).min(MOST_ON_TOPIC) } else { 0.0 }
        };
        let all: f32 = best.iter().map(|best| best.sum).sum();
        let all_said = said.iter().filter(|said| **said).count();
        let others = best.len().saturating_sub(1).max(1) as f32;
        let touch = |(i, best): (usize, Best)| {
            let said = all_said - usize::from(said.get(i).copied().unwrap_or_default());
            let margin = best.sum - (all - best.sum) / others;
            let said = if weighed.story { MOST_SAID } else { said.min(MOST_SAID) };
            let context = ON_TOPIC * on_topic + SAID * said as f32;
            // Without any word of the point, there is nothing for the rest to support.
            let score = if best.hits.is_empty() { 0.0 } else { best.sum + MARGIN * margin + context };
            Touch { score, places: self.merged(&best.hits) }
        };
        best.into_iter().enumerate().map(touch).collect()
    }

    /// Where these stems follow a word, each close behind the one before and in the same sentence.
    fn close_behind(&self, word: u32, stems: &[u32]) -> Option<Vec<u32>> {
        let mut end = word;
        let mut words = Vec::new();
        for stem in stems {
            let postings = self.index.get(stem)?;
            let next = postings.get(postings.partition_point(|(first, _)| *first <= end))?.0;
            if next > end + 1 + CLOSE || self.words[next as usize].sentence != self.words[word as usize].sentence {
                return None;
            }
            words.push(next);
            end = next;
        }
        Some(words)
    }

    /// The place with the heaviest stems. Each candidate begins with a hit, and only a few words are searched from
    /// there.
    pub(super) fn best(&self, hits: &[Hit]) -> Best {
        let mut best = (0.0, Heap::default(), &hits[..0]);
        for (i, first) in hits.iter().enumerate() {
            let sentence = self.words[first.word as usize].sentence;
            let near = |hit: &&Hit| {
                let far = hit.word - first.word;
                far < NEAR || far < IN_SENTENCE && self.words[hit.word as usize].sentence == sentence
            };
            let length = hits[i..].iter().take_while(near).count();
            let mut heap = Heap::default();
            for hit in &hits[i..i + length] {
                heap.add(*hit);
            }
            let sum = heap.sum();
            if sum > best.0 {
                best = (sum, heap, &hits[i..i + length]);
            }
        }
        let (sum, heap, hits) = best;
        Best { sum, hits: hits.iter().filter(|hit| heap.has(hit.stem)).copied().collect() }
    }

    /// The byte ranges of the words that were hit, with neighbours merged.
    pub(super) fn merged(&self, hits: &[Hit]) -> Vec<Range<usize>> {
        let mut merged: Vec<Range<usize>> = Vec::new();
        let mut last = None;
        for hit in hits {
            let place = self.bytes(hit.word, hit.word);
            match merged.last_mut() {
                Some(range) if place.start < range.end || last == Some(hit.word.wrapping_sub(1)) => {
                    range.end = range.end.max(place.end);
                }
                _ => merged.push(place),
            }
            last = Some(hit.word);
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn question() -> Question {
        serde_json::from_str(
            r#"{"id":"a","prompt":"Design notifications.","look_for":[
                {"id":"intake","text":"Accepts at a single intake and puts a durable queue behind it.","cues":["single intake"]},
                {"id":"lanes","text":"Separates urgent messages from bulk campaigns by lanes.","cues":["own lane"]},
                {"id":"stop","text":"Lets people unsubscribe from each category.","cues":["opt out"]}]}"#,
        )
        .expect("a question")
    }

    fn touches(text: &str, said: [bool; 3]) -> Vec<Touch> {
        let mut matcher = Matcher::new();
        let weighed = matcher.weigh(&question(), crate::builtin::rarity());
        matcher.text(text).touches(&weighed, &said)
    }

    fn touched(text: &str) -> Vec<bool> {
        touches(text, [false; 3]).iter().map(Touch::is_enough).collect()
    }

    #[test]
    fn what_is_said_in_other_words_is_touched() {
        let text = "Everything comes in by one intake, and behind it there's a durable queue.";
        assert_eq!(touched(text), [true, false, false]);
        let touch = &touches(text, [false; 3])[0];
        let words: Vec<&str> = touch.places.iter().map(|place| &text[place.clone()]).collect();
        assert_eq!(words, ["intake", "behind", "durable queue"]);
    }

    #[test]
    fn a_synonym_counts_for_its_word_but_less() {
        let score = |text: &str| touches(text, [false; 3])[1].score;
        assert!(score("campaign letters: bulk mails") > score("campaign letters: bulk"), "a mail is a message");
        assert!(score("campaign letters: bulk messages") > score("campaign letters: bulk mails"));
        assert!(score("bulk messages, mails, events") < score("bulk messages, campaign"), "it counts once");
    }

    #[test]
    fn what_was_said_of_others_speaks_for_a_point() {
        let text = "One intake, and a queue.";
        let (alone, beside) = (touches(text, [false; 3]), touches(text, [false, true, true]));
        assert!(alone[0].score < beside[0].score);
        assert!(touches("Hello.", [false, true, true])[0].score < 0.5);
    }

    #[test]
    fn what_is_denied_is_not_touched() {
        assert_eq!(touched("I would not build an intake with a durable queue behind it."), [false; 3]);
        assert_eq!(touched("we dont need an intake or a durable queue behind it"), [false; 3]);
    }

    #[test]
    fn words_far_apart_touch_nothing() {
        let far = format!("The intake is simple. {} A queue is durable.", "Then it goes on. ".repeat(20));
        assert_eq!(touched(&far), [false; 3]);
        assert_eq!(touched(""), [false; 3]);
    }

    proptest! {
        #[test]
        fn places_lie_inside_on_character_boundaries(
            text in prop_oneof![
                "((intake|durable|queue|lane|urgent|bulk|don't|not|UrgentLane|caf\u{e9}|e\u{301}|\u{7f13})[ .,-]){0,60}",
                any::<String>(),
            ],
        ) {
            for touch in touches(&text, [false; 3]) {
                let mut last = 0;
                for place in touch.places {
                    prop_assert!(place.start < place.end && place.start >= last);
                    prop_assert!(text.get(place.clone()).is_some(), "{place:?}");
                    last = place.end;
                }
            }
        }

        #[test]
        fn the_heaviest_stems_are_kept(stems in prop::collection::vec((0_u32..9, 0_u8..50), 0..40)) {
            let mut heap = Heap::default();
            // Each stem has only one weight.
            let weight = |stem: u32| stems.iter().find(|(other, _)| *other == stem).map_or(0.0, |(_, weight)| f32::from(*weight));
            for (stem, _) in &stems {
                heap.add(Hit { word: 0, stem: *stem, weight: weight(*stem) });
            }
            let mut all: Vec<u32> = stems.iter().map(|(stem, _)| *stem).collect();
            all.sort_unstable();
            all.dedup();
            let mut weights: Vec<f32> = all.into_iter().map(weight).collect();
            weights.sort_by(|a, b| b.total_cmp(a));
            let wanted: f32 = weights.iter().take(HEAVIEST).sum();
            prop_assert!((heap.sum() - wanted).abs() < 1e-3, "{} {wanted}", heap.sum());
        }
    }
}
