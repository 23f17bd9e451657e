//! Follow-ups from a model: when the model may ask, and whether what it suggests is a fit follow-up. It has to react to
//! what was said; it must not praise, judge, hint, or ask for what was already said.

use super::follow::Situation;
use super::heard::{EASIER, is_unknown};
use crate::assess::Asked;
use crate::bank::cues::Matcher;
use crate::bank::{FollowUp, rarity};
use crate::coach::follow_up::{LONGEST, Suggested};
use crate::coach::quotes::{LEAST_WORDS, Words};
use crate::practice::put::Put;

/// The longest that the interviewer waits for a model's follow-up, in seconds. After that, the bank's own is asked.
pub const REACTION_S: f64 = 6.0;

/// The largest and the smallest number of words in a suggested question.
const MOST: usize = 40;
const FEWEST: usize = 3;

/// The total rarity of a point's unsaid words at which a question gives the point away: one word that is rare among
/// points, or two that are not.
const GIVEN_AWAY: f32 = 4.0;

/// The share of common stems at which two questions count as the same.
const SAME: f64 = 0.8;

/// How often a word or number that says something may come in a question.
const OFTEN: usize = 2;

/// Words that pass judgement, unless the candidate used them.
const JUDGES: [&str; 34] = [
    "good",
    "great",
    "nice",
    "excellent",
    "perfect",
    "impressive",
    "brilliant",
    "correct",
    "incorrect",
    "wrong",
    "exactly",
    "interesting",
    "well done",
    "well said",
    "you are right",
    "you're right",
    "that's right",
    "i like",
    "i love",
    "i agree",
    "i disagree",
    "thank you",
    "thanks",
    "mistake",
    "you missed",
    "you forgot",
    "you overlooked",
    "not mentioned",
    "didn't mention",
    "did not mention",
    "should have",
    "not enough",
    "the right answer",
    "key point",
];

/// Words that show that a question goes beyond what was said.
const DIGS: [&str; 18] = [
    "why", "how", "when", "if", "happens", "happen", "instead", "else", "cost", "costs", "much", "many", "long", "who",
    "where", "notice", "know", "sure",
];

/// Words of which every question contains at least one.
const ASKS: [&str; 24] = [
    "what", "why", "how", "which", "when", "where", "who", "whose", "do", "does", "did", "would", "could", "can", "is",
    "are", "was", "were", "should", "will", "have", "has", "had", "may",
];

/// Words that do not tell what a question is about.
const EMPTY: &str = "what why how which when where who whose would could should can may might must do does did is are was \
                     were be will have has had you your yours i me my we us our they them their he she it its that this those \
                     these there here then now please happen happens thing things way";

/// Why a follow-up that a model suggested is not asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unasked {
    /// The words that it claims to react to were not said, or the question shares no word with what was said.
    NotSaid,
    /// It is not a question, or more than one.
    NoQuestion,
    /// It is longer than anybody would ask in one breath.
    TooLong,
    /// It praises or finds fault.
    Judges,
    /// It contains words of a point that was not made.
    Hints,
    /// It asks for something that was said.
    Answered,
    /// It was already asked, in much the same words.
    Again,
}

impl Situation<'_> {
    /// Whether a model may ask instead of `own`, the bank's choice. It may where a plain follow-up is due, rather than
    /// one about a failure, a push-back or a smaller step, and where there are words to react to.
    pub(super) fn may_react(&self, own: Option<&Put>) -> bool {
        let plain = own.is_none_or(|put| put.asked == Asked::FollowUp && put.id != EASIER);
        let knows = self.here.last().is_none_or(|put| !is_unknown(&put.text));
        plain && knows && !self.gave_up && self.answer.is_some_and(|answer| !is_unknown(answer))
    }

    /// Turns what a model suggested into a follow-up, or says why it is not asked.
    pub(super) fn reaction(&self, suggested: &Suggested) -> Result<Put, Unasked> {
        let question = suggested.question.trim();
        let said: Vec<&str> = self.answer.into_iter().chain(self.here.iter().map(|put| put.text.as_str())).collect();
        if !said.iter().any(|text| Words::of(text).find(&suggested.about, LEAST_WORDS).is_some()) {
            return Err(Unasked::NotSaid);
        }
        let words = question.split_whitespace().count();
        if question.chars().count() > LONGEST || words > MOST {
            return Err(Unasked::TooLong);
        }
        if words < FEWEST || !question.ends_with('?') || question.matches('?').count() > 1 {
            return Err(Unasked::NoQuestion);
        }
        if goes_round(question) {
            return Err(Unasked::NoQuestion);
        }
        let whole = said.join("\n\n");
        // Sentences before the last may lead up to the question, but must not be what asks.
        let last = question.trim_end_matches('?').rsplit(['.', '!', '\n', ':']).next().unwrap_or(question);
        let (asks, told) = (plain(question), plain(&format!("{whole} {}", self.question.prompt)));
        if !ASKS.iter().any(|word| has(&plain(last), word)) {
            return Err(Unasked::NoQuestion);
        }
        if JUDGES.iter().any(|word| has(&asks, word) && !has(&told, word)) {
            return Err(Unasked::Judges);
        }
        let mut matcher = Matcher::new();
        let empty = matcher.stems(EMPTY);
        let mut about = |text: &str| {
            let mut stems = matcher.stems(text);
            stems.retain(|stem| empty.binary_search(stem).is_err());
            stems
        };
        let (stems, last, mut known) = (about(question), about(last), about(&whole));
        if !last.iter().any(|stem| known.binary_search(stem).is_ok()) {
            return Err(Unasked::NotSaid);
        }
        let asked = self.before.iter().chain(self.here).map(|put| put.prompt.as_str()).chain([&*self.question.prompt]);
        if asked.into_iter().any(|other| same(&stems, &about(other))) {
            return Err(Unasked::Again);
        }
        let one_breath = |sentence: &str| {
            let said = matcher.stems(sentence);
            stems.iter().all(|stem| said.binary_search(stem).is_ok())
        };
        if !DIGS.iter().any(|word| has(&asks, word)) && whole.split(['.', '!', '?', '\n']).any(one_breath) {
            return Err(Unasked::Answered);
        }
        known.extend(matcher.stems(&self.question.prompt));
        known.extend(empty);
        known.sort_unstable();
        let mut gives_away = |point| matcher.given_away(point, question, &known, rarity()) >= GIVEN_AWAY;
        if self.question.look_for.iter().any(&mut gives_away) {
            return Err(Unasked::Hints);
        }
        let next = FollowUp::new(format!("coach-{}", self.here.len() + 1), question.to_owned());
        Ok(Put { by_coach: true, ..Put::of(&next, Asked::FollowUp) })
    }
}

/// Whether a question says the same thing again and again, as a small model does that has lost its thread.
fn goes_round(question: &str) -> bool {
    let small = question.to_lowercase();
    let words: Vec<&str> = small.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|w| !w.is_empty()).collect();
    let again = |at: usize| words[at + 3..].windows(3).any(|three| three == &words[at..at + 3]);
    let says = |word: &&&str| word.chars().count() > 4 || word.starts_with(|c: char| c.is_ascii_digit());
    let times = |word: &str| words.iter().filter(|other| **other == word).count();
    (0..words.len().saturating_sub(5)).any(again) || words.iter().filter(says).any(|word| times(word) > OFTEN)
}

/// The words of a text in lower case, with a blank before and after each.
fn plain(text: &str) -> String {
    let small = text.to_lowercase().replace('\u{2019}', "'");
    let words = small.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    format!(" {} ", words.collect::<Vec<_>>().join(" "))
}

fn has(plain: &str, words: &str) -> bool {
    plain.contains(&format!(" {words} "))
}

/// Whether two questions have most of their stems in common.
fn same(one: &[u32], other: &[u32]) -> bool {
    let common = one.iter().filter(|stem| other.binary_search(stem).is_ok()).count();
    let fewer = one.len().min(other.len());
    fewer > 0 && common as f64 / fewer as f64 >= SAME && common as f64 / one.len().max(1) as f64 >= SAME
}

#[cfg(test)]
mod tests;
