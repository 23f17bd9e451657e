//! What an answer is made of, in words: fillers, hedges, phrases said again and again, I and we, numbers, and what is
//! better not said in an interview. Works on a transcript and on typed text. Facts with their places; no verdict.

mod avoid;
mod tokens;

use std::collections::HashMap;
use std::ops::Range;

use hotseat_log::{Delivery, Stretch, TimedWord};
use serde::Serialize;

use tokens::{Token, find, tokens};

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// "Um", "you know".
    Filler,
    /// "I think", "sort of".
    Hedge,
    /// A phrase of three to five words that is there three times or more.
    Repeated,
    /// A number, with its unit.
    Number,
    /// Better not said in an interview.
    Avoid,
}

/// Something that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub sort: Sort,
    /// Bytes of the text, on character boundaries.
    pub range: Range<usize>,
    /// Why it matters, for what is better not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<&'static str>,
}

/// What an answer is made of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Words {
    /// Words.
    pub count: usize,
    /// "I", "my" and the like.
    pub i: usize,
    /// "We", "our" and the like.
    pub we: usize,
    /// Phrases that come again, and how often, the most frequent first.
    pub repeated: Vec<(String, usize)>,
    /// Everything with a place, in the order of the text.
    pub findings: Vec<Finding>,
}

impl Words {
    /// How often something was found.
    pub fn of(&self, sort: Sort) -> usize {
        self.findings.iter().filter(|finding| finding.sort == sort).count()
    }

    /// Words a minute from the first word of a recording to the last, pauses included. None without speech.
    pub fn per_minute(&self, delivery: &Delivery) -> Option<f64> {
        let span = delivery.last_word_s? - delivery.first_word_s?;
        (span > 0.0 && self.count > 0).then(|| self.count as f64 * 60.0 / span)
    }
}

/// Sounds that carry nothing. Letters said long count once: "ummm" is "um".
const SOUNDS: [&str; 12] = ["um", "uh", "uhm", "er", "erm", "hm", "mhm", "ah", "eh", "uhuh", "mm", "ehm"];

/// Phrases that carry nothing where they stand alone.
const FILLERS: [&str; 4] = ["you know", "i mean", "so yeah", "you know what i mean"];

/// Words that take back what they stand beside.
const HEDGES: [&str; 24] = [
    "i think",
    "i guess",
    "i suppose",
    "i believe",
    "i am not sure",
    "i am not really sure",
    "not entirely sure",
    "maybe",
    "perhaps",
    "probably",
    "possibly",
    "sort of",
    "kind of",
    "kinda",
    "somehow",
    "hopefully",
    "or something",
    "or whatever",
    "and stuff",
    "something like that",
    "more or less",
    "it depends",
    "basically",
    "i would say",
];

const I: [&str; 5] = ["i", "me", "my", "mine", "myself"];
const WE: [&str; 5] = ["we", "us", "our", "ours", "ourselves"];

/// Words that make no phrase on their own.
const SMALL: [&str; 46] = [
    "a", "an", "the", "and", "or", "but", "of", "to", "in", "on", "at", "for", "with", "is", "are", "was", "were",
    "be", "it", "its", "this", "that", "these", "those", "i", "we", "you", "they", "he", "she", "so", "then", "there",
    "have", "has", "had", "do", "did", "not", "will", "would", "can", "could", "if", "as", "by",
];

/// How often a phrase has to be there to be told.
const OFTEN: usize = 3;

/// Reads a text. Time is linear in its length.
pub fn words(text: &str) -> Words {
    let tokens = tokens(text);
    let mut findings = Vec::new();
    let mut add = |sort, range, why| findings.push(Finding { sort, range, why });
    for token in &tokens {
        if SOUNDS.contains(&squeezed(&token.word).as_str()) {
            add(Sort::Filler, token.range.clone(), None);
        }
    }
    for phrase in FILLERS {
        for range in find(&tokens, phrase) {
            add(Sort::Filler, range, None);
        }
    }
    // "Like" is a filler only where it is set off.
    for token in tokens.iter().filter(|token| token.word == "like") {
        if text[..token.range.start].trim_end().ends_with(',') && text[token.range.end..].starts_with(',') {
            add(Sort::Filler, token.range.clone(), None);
        }
    }
    for phrase in HEDGES {
        for range in find(&tokens, phrase) {
            add(Sort::Hedge, range, None);
        }
    }
    for range in numbers(&tokens) {
        add(Sort::Number, range, None);
    }
    for (range, why) in avoid::found(&tokens) {
        add(Sort::Avoid, range, Some(why));
    }
    let repeated = repeated(&tokens);
    for (phrase, _) in &repeated {
        for range in find(&tokens, phrase) {
            add(Sort::Repeated, range, None);
        }
    }
    findings.sort_by_key(|finding| (finding.range.start, finding.sort, finding.range.end));
    findings.dedup_by(|later, first| later.sort == first.sort && later.range.start < first.range.end);
    let whole: Vec<&Token> = tokens.iter().filter(|token| token.first).collect();
    let count = |list: [&str; 5]| whole.iter().filter(|token| list.contains(&token.word.as_str())).count();
    Words { count: whole.len(), i: count(I), we: count(WE), repeated, findings }
}

/// A word with letters said long said short.
fn squeezed(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    // "Mm" is all that is left of "mmm".
    if out == "m" && word.len() > 1 { "mm".into() } else { out }
}

const NUMBER_WORDS: [&str; 31] = [
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
];

/// What goes with a number, and makes one of "one" and "half".
const UNITS: [&str; 36] = [
    "percent",
    "per",
    "cent",
    "second",
    "seconds",
    "minute",
    "minutes",
    "hour",
    "hours",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "millisecond",
    "milliseconds",
    "ms",
    "mb",
    "gb",
    "tb",
    "kb",
    "megabytes",
    "gigabytes",
    "terabytes",
    "requests",
    "users",
    "times",
    "rows",
    "messages",
    "nodes",
    "servers",
    "qps",
    "rps",
];

/// Numbers with what belongs to them: "three hundred requests", "40 %", "half a second".
fn numbers(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit()) || NUMBER_WORDS.contains(&word);
    let mut at = 0;
    while at < tokens.len() {
        let word = tokens[at].word.as_str();
        let next = |n: usize| tokens.get(at + n).map_or("", |token| token.word.as_str());
        let scale = ["hundred", "thousand", "million", "billion", "dozen"];
        let one = word == "one" && (UNITS.contains(&next(1)) || scale.contains(&next(1)));
        let half = word == "half" && ["a", "an"].contains(&next(1)) && UNITS.contains(&next(2));
        if !(is_number(word) || one || half) {
            at += 1;
            continue;
        }
        let start = tokens[at].range.start;
        at += if half { 2 } else { 1 };
        while tokens.get(at).is_some_and(|token| {
            is_number(&token.word) || (token.word == "and" && tokens.get(at + 1).is_some_and(|t| is_number(&t.word)))
        }) {
            at += 1;
        }
        while tokens.get(at).is_some_and(|token| UNITS.contains(&token.word.as_str())) {
            at += 1;
        }
        found.push(start..tokens[at - 1].range.end);
    }
    found
}

/// Phrases of five to three words that come at least three times, longest first, each phrase once.
fn repeated(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for length in [5, 4, 3] {
        let mut counts: HashMap<Vec<&str>, (usize, usize)> = HashMap::new();
        for at in 0..tokens.len().saturating_sub(length - 1) {
            let run = &tokens[at..at + length];
            if run.windows(2).any(|two| two[1].sentence != two[0].sentence) {
                continue;
            }
            let phrase: Vec<&str> = run.iter().map(|token| token.word.as_str()).collect();
            // A phrase does not overlap itself.
            let entry = counts.entry(phrase).or_insert((0, 0));
            if entry.0 == 0 || at >= entry.1 {
                *entry = (entry.0 + 1, at + length);
            }
        }
        let often = counts.into_iter().filter(|(_, (count, _))| *count >= OFTEN);
        let mut often: Vec<(String, usize)> = often
            .filter(|(phrase, _)| phrase.iter().filter(|word| !SMALL.contains(word)).count() >= 2)
            .map(|(phrase, (count, _))| (phrase.join(" "), count))
            .collect();
        often.sort();
        for (phrase, count) in often {
            // Part of a longer one that is just as frequent.
            if !found.iter().any(|(longer, times)| *times >= count && longer.contains(&phrase)) {
                found.push((phrase, count));
            }
        }
    }
    found.sort_by(|(phrase, count), (other, times)| times.cmp(count).then_with(|| phrase.cmp(other)));
    found
}

/// The shortest stretch of voice without a word that may be a filler, in seconds.
const VOICED_GAP_S: f64 = 0.3;

/// Stretches in which somebody speaks and no word is written down: possibly fillers that a transcriber left out. Needs
/// words with times, in order; without them there is nothing to say.
pub fn voiced_gaps(delivery: &Delivery, timed: &[TimedWord]) -> Vec<Stretch> {
    let (Some(first), Some(last)) = (delivery.first_word_s, delivery.last_word_s) else { return Vec::new() };
    if timed.is_empty() {
        return Vec::new();
    }
    let mut taken: Vec<Stretch> =
        timed.iter().map(|word| Stretch { start_s: word.start_s, end_s: word.end_s }).collect();
    taken.extend(&delivery.pauses);
    taken.sort_by(|a, b| a.start_s.total_cmp(&b.start_s));
    let mut gaps = Vec::new();
    let mut at = first;
    for stretch in taken.into_iter().chain([Stretch { start_s: last, end_s: last }]) {
        if stretch.start_s - at >= VOICED_GAP_S {
            gaps.push(Stretch { start_s: at, end_s: stretch.start_s.min(last) });
        }
        at = at.max(stretch.end_s);
    }
    gaps
}

#[cfg(test)]
mod tests {
    use super::*;
    use hotseat_bank::Library;
    use proptest::prelude::*;

    fn texts(text: &str, sort: Sort) -> Vec<&str> {
        let found = words(text).findings;
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
        let found = words(text);
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
        let found = words(text);
        assert_eq!(
            found.repeated,
            [("at the end of the day".to_owned(), 3)].map(|(_, n)| ("the end of the day".into(), n))
        );
        assert_eq!(texts(text, Sort::Repeated).len(), 3);
        assert!(words("the the the the of the of the of the").repeated.is_empty(), "small words make no phrase");
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
            let found = words(text).findings;
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
    fn voice_without_a_word_may_be_a_filler() {
        let word = |start_s, end_s| TimedWord { start_s, end_s, text: "word".into() };
        let delivery = Delivery {
            first_word_s: Some(1.0),
            last_word_s: Some(6.0),
            pauses: vec![Stretch { start_s: 3.0, end_s: 4.0 }],
            ..Delivery::default()
        };
        let gaps = voiced_gaps(&delivery, &[word(1.0, 2.0), word(2.1, 2.5), word(4.0, 5.2), word(5.3, 6.0)]);
        assert_eq!(gaps, [Stretch { start_s: 2.5, end_s: 3.0 }]);
        assert!(voiced_gaps(&delivery, &[]).is_empty(), "no times, nothing to say");
    }

    #[test]
    fn a_long_answer_is_read_in_linear_time() {
        let found = words(&"I think, um, the lag of every consumer rose. ".repeat(8_000));
        assert_eq!(found.of(Sort::Filler), 8_000);
        assert_eq!(words(&"x".repeat(1_000_000)).count, 1);
    }

    proptest! {
        #[test]
        fn every_place_is_a_place_in_the_text(text in "(?s)(.{0,12}|um |I don't write tests |three ms |a b c ){0,12}") {
            let found = words(&text);
            for finding in &found.findings {
                prop_assert!(text.get(finding.range.clone()).is_some_and(|found| !found.is_empty()));
            }
            prop_assert!(found.i + found.we <= found.count);
        }
    }
}
