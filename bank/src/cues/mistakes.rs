//! Recognises mistakes of a question that a text states: it has nearly all the words of one in a single sentence.
//! Mistakes have no cues, so this is only a hint to look at them.

use std::ops::Range;

use super::clause_words::TELLS;
use super::touch::{HEAVIEST, Hit, IN_PROMPT};
use super::{Matcher, Rarity, Text, tokens};
use crate::question::Question;

/// Share of the weight of a mistake's words from which it counts as stated.
const ENOUGH: f32 = 0.8;

/// Fewer words than this are not enough to recognise a mistake.
const LEAST: usize = 2;

/// The words of a mistake with their weights. Must come from the same matcher as the texts.
#[derive(Clone, Debug)]
pub struct Slip {
    stems: Vec<(u32, f32)>,
    /// Whether the mistake itself contains a negation: "a monolith cannot scale".
    negative: bool,
}

impl Matcher {
    /// Prepares the mistakes of a question, in order.
    pub fn slips(&mut self, question: &Question, rarity: Rarity<'_>) -> Vec<Slip> {
        let prompt = self.stems(&question.prompt);
        let mut slip = |said: &str| {
            let words: Vec<String> =
                tokens::folded_words(said).into_iter().filter(|word| !TELLS.contains(&word.as_str())).collect();
            let negative = words.iter().any(|word| self.is_negation(word));
            let stems = self.stems(&words.join(" "));
            let weight = |stem: &u32| {
                let known = if prompt.binary_search(stem).is_ok() { IN_PROMPT } else { 1.0 };
                (*stem, rarity.weight(self.mark(*stem)) * known)
            };
            Slip { stems: stems.iter().map(weight).collect(), negative }
        };
        question.mistakes.iter().map(|mistake| slip(&mistake.text)).collect()
    }
}

impl Text {
    /// Where the text states a mistake: byte ranges, sorted, on character boundaries. None if it does not.
    pub fn states(&self, slip: &Slip) -> Option<Vec<Range<usize>>> {
        let (share, hits) = self.share_of(slip);
        let mut stems: Vec<u32> = hits.iter().map(|hit| hit.stem).collect();
        stems.sort_unstable();
        stems.dedup();
        let sentence = |hit: &Hit| self.words[hit.word as usize].sentence;
        let together = hits.windows(2).all(|pair| sentence(&pair[0]) == sentence(&pair[1]));
        (share >= ENOUGH && stems.len() >= LEAST && together).then(|| self.merged(&hits))
    }

    fn share_of(&self, slip: &Slip) -> (f32, Vec<Hit>) {
        let is_said = |word: u32| {
            let denied = !slip.negative && (self.denied(word) || self.needless(word));
            !self.unsaid[word as usize] && !self.warned_of[word as usize] && !denied
        };
        let mut hits: Vec<Hit> = Vec::new();
        for &(stem, weight) in &slip.stems {
            let places = self.index.get(&stem).map_or(&[][..], Vec::as_slice);
            hits.extend(places.iter().map(|(word, _)| *word).filter(|word| is_said(*word)).map(|word| Hit {
                word,
                stem,
                weight,
            }));
        }
        hits.sort_by_key(|hit| (hit.word, hit.stem));
        let best = self.best(&hits);
        let mut weights: Vec<f32> = slip.stems.iter().map(|(_, weight)| *weight).collect();
        weights.sort_by(|a, b| b.total_cmp(a));
        let whole: f32 = weights.iter().take(HEAVIEST).sum();
        let says_no = || {
            let (Some(first), Some(last)) = (best.hits.first(), best.hits.last()) else { return false };
            let clause = self.words[first.word as usize].clause;
            self.words[..=last.word as usize]
                .iter()
                .rev()
                .take_while(|word| word.clause >= clause)
                .any(super::Word::denies)
        };
        if whole <= 0.0 || slip.negative && !says_no() {
            return (0.0, Vec::new());
        }
        (best.sum / whole, best.hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stated(text: &str) -> Vec<bool> {
        let question: Question = serde_json::from_str(
            r#"{"id":"a","prompt":"Your orders table is slow. What do you do?","mistakes":[
                {"id":"full","text":"Runs VACUUM FULL on the orders table in the middle of the day."},
                {"id":"restart","text":"Restarts the database."},
                {"id":"myth","text":"Says that a monolith cannot scale."},
                {"id":"one","text":"Sharding."}]}"#,
        )
        .expect("a question");
        let mut matcher = Matcher::new();
        let slips = matcher.slips(&question, crate::builtin::rarity());
        let text = matcher.text(text);
        slips.iter().map(|slip| text.states(slip).is_some()).collect()
    }

    #[test]
    fn a_mistake_is_stated_by_nearly_all_of_its_words_in_one_breath() {
        assert_eq!(
            stated("I'd run a VACUUM FULL on the orders table in the middle of the day."),
            [true, false, false, false]
        );
        assert_eq!(stated("Then I would restart the database."), [false, true, false, false]);
        assert_eq!(stated("We vacuum at night. The day was full of alarms."), [false; 4], "in two breaths");
        assert_eq!(stated("Sharding."), [false; 4], "one word is too little");
        assert_eq!(stated(""), [false; 4]);
    }

    #[test]
    fn what_is_named_to_warn_of_it_is_not_stated() {
        for warning in [
            "Somebody wanted to restart the database at noon.",
            "Most people restart the database then, and I let them.",
            "If the database were restarted, every session would be gone.",
            "A restart of the database would not have helped.",
            "Restarting the database wouldn't have done anything.",
            "The temptation is to restart the database.",
            "Restarting the database would be a mistake.",
        ] {
            assert_eq!(stated(warning), [false; 4], "{warning}");
        }
        for meant in [
            "Somebody has to restart the database.",
            "I'd ask someone to restart the database.",
            "When somebody complains, the database is restarted.",
            "If it were slow still, I would restart the database.",
            "If that does not help I restart the database.",
            "They said no, so I restarted the database.",
            "I restart the database and don't check anything.",
        ] {
            assert_eq!(stated(meant), [false, true, false, false], "{meant}");
        }
    }

    #[test]
    fn what_is_denied_or_taken_back_is_not_stated() {
        assert_eq!(stated("I would never restart the database."), [false; 4]);
        assert_eq!(stated("We thought about a database restart and decided against it."), [false; 4]);
        assert_eq!(stated("A monolith can't scale."), [false, false, true, false]);
        assert_eq!(stated("A monolith can scale far."), [false; 4], "it says the opposite");
    }
}
