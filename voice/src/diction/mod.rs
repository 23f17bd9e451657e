//! The wording of an answer: fillers, hedges, repeated phrases, I and we, numbers, and what is better not said in an
//! interview. Works on a transcript and on typed text. Reports facts with their places, not a verdict.

mod avoid;
mod numbers;
mod repeated;
mod tokens;

use std::ops::Range;

use hotseat_log::Delivery;
use serde::Serialize;

use numbers::numbers;
use repeated::repeated;
use tokens::{Token, find, tokens};

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// A filler, such as "um" or "you know".
    Filler,
    /// A hedge, such as "I think" or "sort of".
    Hedge,
    /// A phrase of three to five words that occurs at least three times.
    Repeated,
    /// A number with its unit.
    Number,
    /// Something better not said in an interview.
    Avoid,
}

/// Something that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its kind.
    pub sort: Sort,
    /// Byte range in the text, on character boundaries.
    pub range: Range<usize>,
    /// Why it is better not said. None for other kinds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// The wording of an answer, analysed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diction {
    /// Number of words.
    pub count: usize,
    /// How often it says "I", "me", "my" and the like.
    pub i: usize,
    /// How often it says "we", "our" and the like.
    pub we: usize,
    /// Repeated phrases with their counts, most frequent first.
    pub repeated: Vec<(String, usize)>,
    /// Everything found at a place in the text, in order.
    pub findings: Vec<Finding>,
}

impl Diction {
    /// Analyses a text. Takes time proportional to its length.
    pub fn of(text: &str) -> Self {
        let tokens = tokens(text);
        let mut findings = Vec::new();
        let mut add = |sort, range, why| findings.push(Finding { sort, range, why });
        for token in &tokens {
            // "Like" is a filler only between commas.
            let set_off =
                || text[..token.range.start].trim_end().ends_with(',') && text[token.range.end..].starts_with(',');
            if is_sound(&token.word) || (token.word == "like" && set_off()) {
                add(Sort::Filler, token.range.clone(), None);
            }
        }
        let repeated = repeated(&tokens);
        let fillers = FILLERS.split(", ").map(|phrase| (Sort::Filler, phrase));
        let hedges = HEDGES.split(", ").map(|phrase| (Sort::Hedge, phrase));
        let again = repeated.iter().map(|(phrase, _)| (Sort::Repeated, phrase.as_str()));
        for (sort, phrase) in fillers.chain(hedges).chain(again) {
            for range in find(&tokens, phrase) {
                add(sort, range, None);
            }
        }
        for range in numbers(&tokens) {
            add(Sort::Number, range, None);
        }
        for (range, why) in avoid::found(&tokens) {
            add(Sort::Avoid, range, Some(why));
        }
        findings.sort_by_key(|finding| (finding.range.start, finding.sort, finding.range.end));
        findings.dedup_by(|later, first| later.sort == first.sort && later.range.start < first.range.end);
        let whole: Vec<&Token> = tokens.iter().filter(|token| token.first).collect();
        let count = |list: [&str; 5]| whole.iter().filter(|token| list.contains(&token.word.as_str())).count();
        Self { count: whole.len(), i: count(I), we: count(WE), repeated, findings }
    }

    /// How many findings there are of one kind.
    pub fn count_of(&self, sort: Sort) -> usize {
        self.findings.iter().filter(|finding| finding.sort == sort).count()
    }

    /// Words a minute between the first word of a recording and the last, pauses included. None without speech.
    pub fn per_minute(&self, delivery: &Delivery) -> Option<f64> {
        let span = delivery.last_word_s? - delivery.first_word_s?;
        (span > 0.0 && self.count > 0).then(|| self.count as f64 * 60.0 / span)
    }
}

/// Sounds without meaning. Drawn-out letters count once: "ummm" is "um".
const SOUNDS: [&str; 12] = ["um", "uh", "uhm", "er", "erm", "hm", "mhm", "ah", "eh", "uhuh", "mm", "ehm"];

/// Whether a word is a sound without meaning.
pub(crate) fn is_sound(word: &str) -> bool {
    SOUNDS.contains(&squeezed(word).as_str())
}

/// Phrases without meaning where they stand alone.
const FILLERS: &str = "you know, i mean, so yeah, you know what i mean";

/// Words that weaken the words beside them.
const HEDGES: &str = "i think, i guess, i suppose, i believe, i am not sure, i am not really sure, \
    not entirely sure, maybe, perhaps, probably, possibly, sort of, kind of, kinda, somehow, hopefully, \
    or something, or whatever, and stuff, something like that, more or less, it depends, basically, i would say";

const I: [&str; 5] = ["i", "me", "my", "mine", "myself"];
const WE: [&str; 5] = ["we", "us", "our", "ours", "ourselves"];

/// A word with each drawn-out letter reduced to one.
fn squeezed(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    // Squeezed, "mmm" would be just "m".
    if out == "m" && word.len() > 1 { "mm".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hotseat_bank::Library;
    use proptest::prelude::*;

    fn texts(text: &str, sort: Sort) -> Vec<&str> {
        let found = Diction::of(text).findings;
        found.into_iter().filter(|finding| finding.sort == sort).map(|finding| &text[finding.range]).collect()
    }

    #[test]
    fn fillers_are_sounds_and_set_phrases() {
        let text = "Um, so I, like, looked at it, you know. Ummm. I like Ermine. Hmm, er, the uh cache.";
        assert_eq!(texts(text, Sort::Filler), ["Um", "like", "you know", "Ummm", "Hmm", "er", "uh"]);
    }

    #[test]
    fn hedges_and_pronouns() {
        let text = "I think we'd maybe cache it. I'm not sure. It’s sort of my fault, and our tests aren't there.";
        assert_eq!(texts(text, Sort::Hedge), ["I think", "maybe", "I'm not sure", "sort of"]);
        let found = Diction::of(text);
        assert_eq!((found.i, found.we, found.count), (3, 2, 19));
    }

    #[test]
    fn numbers_come_with_their_units() {
        let text = "At 3,000 requests p99 rose from forty ms to half a second, one hundred and fifty percent; no one knew. \
                    Version 2.1 took 40%.";
        assert_eq!(
            texts(text, Sort::Number),
            ["3,000 requests", "forty ms", "half a second", "one hundred and fifty percent", "2.1", "40"]
        );
    }

    #[test]
    fn a_phrase_said_three_times_is_told_once() {
        let text =
            "At the end of the day it scales. At the end of the day we ship. But at the end of the day it is data.";
        let found = Diction::of(text);
        assert_eq!(
            found.repeated,
            [("at the end of the day".to_owned(), 3)].map(|(_, n)| ("the end of the day".into(), n))
        );
        assert_eq!(texts(text, Sort::Repeated).len(), 3);
        assert!(Diction::of("the the the the of the of the of the").repeated.is_empty(), "small words make no phrase");
    }

    #[test]
    fn what_is_better_not_said_is_found_with_its_reason() {
        for text in [
            "Honestly I don't write tests.",
            "I never really write unit tests",
            "I hate debugging other people's code",
            "We did not use Git there",
            "I do not like code reviews.",
            "I just want to write code",
            "Security isn't important for an internal tool",
            "security is not my job",
            "I copied the project from a tutorial",
            "I don’t remember what I did there",
            "nobody reads documentation anyway",
        ] {
            let found = Diction::of(text).findings;
            let avoid: Vec<&Finding> = found.iter().filter(|finding| finding.sort == Sort::Avoid).collect();
            assert_eq!(avoid.len(), 1, "{text}");
            assert!(avoid[0].why.is_some());
        }
        for text in [
            "I don't merge without tests.",
            "I don't write code without tests",
            "I would never skip tests",
            "Security is important, not an afterthought.",
            "I love debugging",
            "We did not use Kafka. Git was there.",
            "The tests don't like the clock.",
        ] {
            assert_eq!(texts(text, Sort::Avoid), [""; 0], "{text}");
        }
    }

    #[test]
    fn strong_samples_say_nothing_to_avoid() {
        let library = Library::builtin();
        for entry in library.entries() {
            let question = library.question(&entry.id).expect("readable");
            let Some(sample) = &question.sample else { continue };
            assert_eq!(texts(&sample.strong, Sort::Avoid), [""; 0], "{}", entry.id);
        }
    }

    #[test]
    fn a_long_answer_is_read_in_linear_time() {
        let found = Diction::of(&"I think, um, the lag of every consumer rose. ".repeat(8_000));
        assert_eq!(found.count_of(Sort::Filler), 8_000);
        assert_eq!(Diction::of(&"x".repeat(1_000_000)).count, 1);
    }

    proptest! {
        #[test]
        fn every_place_is_a_place_in_the_text(text in "(?s)(.{0,12}|um |I don't write tests |three ms |a b c ){0,12}") {
            let found = Diction::of(&text);
            for finding in &found.findings {
                prop_assert!(text.get(finding.range.clone()).is_some_and(|found| !found.is_empty()));
            }
            prop_assert!(found.i + found.we <= found.count);
        }
    }
}
