//! What an interviewer heard: which points the answer and its replies made or touched, and whether a follow-up that
//! builds on some of them can be asked.

use crate::assess::{Mention, coverage};
use crate::bank::cues::{Matcher, Text};
use crate::bank::{Fits, FollowUp, Kind, Question, When};
use crate::practice::put::Put;

/// An answer with fewer words than this that touches no point counts as no answer.
const FEW_WORDS: usize = 5;

/// An answer with more words than this is not just "don't know", even if it contains such a phrase.
const SHORT: usize = 12;

/// Phrases that say that somebody does not know.
const UNKNOWN: [&str; 20] = [
    "can't think of",
    "cannot think of",
    "no example",
    "have an example",
    "never happened",
    "never had that",
    "i have never had",
    "i've never had",
    "don't know",
    "dont know",
    "do not know",
    "no idea",
    "no clue",
    "not a clue",
    "idk",
    "dunno",
    "can't say",
    "cannot say",
    "can't answer",
    "cannot answer",
];

/// An answer and the replies so far, as an interviewer heard them.
pub(super) struct Heard {
    /// Which points each text makes or touches: the answer first, if it can be read, then the replies.
    mentions: Vec<Vec<Mention>>,
    texts: Vec<Text>,
    matcher: Matcher,
    /// Whether the answer itself can be read.
    read: bool,
    /// Whether nothing came: it touches no point, and is very short or says "don't know".
    lost: bool,
}

impl Heard {
    /// Listens to an answer and its replies. `answer` is `None` if it was spoken and not transcribed.
    pub(super) fn new(question: &Question, answer: Option<&str>, replies: &[Put]) -> Self {
        let mut matcher = Matcher::new();
        let said = replies.iter().map(|put| put.text.as_str()).filter(|text| !text.trim().is_empty());
        let texts: Vec<&str> = answer.into_iter().chain(said).collect();
        let mentions: Vec<Vec<Mention>> = texts.iter().map(|text| coverage(question, text)).collect();
        let touched = mentions.first().is_some_and(|mentions| mentions.iter().any(|mention| mention.touched));
        Self {
            texts: texts.iter().map(|text| matcher.text(text)).collect(),
            mentions,
            matcher,
            read: answer.is_some(),
            lost: answer.is_some_and(|answer| !touched && (words(answer).count() < FEW_WORDS || is_unknown(answer))),
        }
    }

    /// Whether the answer itself can be read.
    pub(super) fn is_read(&self) -> bool {
        self.read
    }

    /// Whether the candidate had nothing to say to the question.
    pub(super) fn is_lost(&self) -> bool {
        self.lost
    }

    fn has(&self, point: &str, counts: fn(&Mention) -> bool) -> bool {
        self.mentions.iter().flatten().any(|mention| mention.point == point && counts(mention))
    }

    fn said(&self, point: &str) -> bool {
        self.has(point, |mention| mention.mentioned)
    }

    fn touched(&self, point: &str) -> bool {
        self.has(point, |mention| mention.mentioned || mention.touched)
    }

    fn has_words(&mut self, phrases: &[String]) -> bool {
        phrases.iter().any(|phrase| {
            let cue = self.matcher.cue(phrase);
            self.texts.iter().any(|text| text.mentions(&cue))
        })
    }

    /// How well a follow-up suits, higher being better; `None` if it cannot be asked. What builds on something said
    /// comes before what asks for something missed, and that before what fits any answer. If the answer cannot be read,
    /// nothing may build on it, and what asks for a point comes last, since it may well have been said.
    pub(super) fn aptness(&mut self, next: &FollowUp) -> Option<u8> {
        let none = When::default();
        let When { missed, hit, touched } = next.when.as_ref().unwrap_or(&none);
        let builds = next.builds_on_something();
        let asks_for_said = !missed.is_empty() && missed.iter().all(|point| self.touched(point));
        let unmet = builds && !self.read
            || !hit.is_empty() && !hit.iter().any(|point| self.said(point))
            || !touched.is_empty() && !touched.iter().any(|point| self.touched(point))
            || !next.assumes.is_empty() && !self.has_words(&next.assumes);
        if asks_for_said || unmet {
            return None;
        }
        Some(match (builds, missed.is_empty()) {
            (true, _) => 3,
            (false, false) if self.read => 2,
            (false, true) => 1,
            (false, false) => 0,
        })
    }

    /// Whether a general prompt suits a question of this topic and the answer to it.
    pub(super) fn suits(&mut self, fits: Option<&Fits>, question: &Question, topic: &str) -> bool {
        let Some(fits) = fits else { return true };
        let of_kind = fits.kinds.is_empty() || fits.kinds.contains(&question.kind);
        let of_topic = fits.topics.is_empty() || fits.topics.iter().any(|fit| fit == topic);
        of_kind && of_topic && (fits.concepts.is_empty() || self.speaks_of(&question.prompt, &fits.concepts))
    }

    fn speaks_of(&mut self, prompt: &str, words: &[String]) -> bool {
        let prompt = self.matcher.text(prompt);
        words.iter().any(|word| {
            let cue = self.matcher.cue(word);
            prompt.mentions(&cue) || self.texts.iter().any(|text| text.mentions(&cue))
        })
    }

    /// The byte ranges of the answer in which it makes points.
    pub(super) fn evidence(&self) -> impl Iterator<Item = std::ops::Range<usize>> {
        let answer = self.mentions.first().filter(|_| self.read);
        answer.into_iter().flatten().flat_map(|mention| mention.evidence.iter().cloned())
    }
}

/// Whether a text is empty, or says little more than "don't know".
pub(super) fn is_unknown(text: &str) -> bool {
    let small = text.to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = words(&small).collect();
    let only = |word: &str| words.as_slice() == [word];
    let plain = words.join(" ");
    words.is_empty()
        || ["pass", "skip", "next"].into_iter().any(only)
        || words.len() <= SHORT && UNKNOWN.iter().any(|phrase| format!(" {plain} ").contains(&format!(" {phrase} ")))
}

/// The words of a text, without punctuation around them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
}

/// What an interviewer falls back on when nothing came: a smaller question or, if a story was asked for, a smaller
/// story. `None` if the question has no smaller step.
pub(super) fn easier(question: &Question) -> Option<FollowUp> {
    let words = match question.kind {
        Kind::Behavioural => SMALLER_STORY.to_owned(),
        _ => format!("Let us take a smaller step. {}", question.smaller_step()?),
    };
    Some(FollowUp::new(EASIER.to_owned(), words))
}

/// Asked when somebody has no story to tell.
const SMALLER_STORY: &str = "It need not be a large one. What comes nearest to it, in another job, in your studies, or in a project of your own?";

/// The id of the follow-up made by [`easier`].
pub(super) const EASIER: &str = "smaller-step";

/// Whether answers to this kind of question are stories, which nobody doubts.
pub(super) fn is_story(kind: Kind) -> bool {
    matches!(kind, Kind::Behavioural | Kind::Intro)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_knowing_is_said_in_few_words() {
        for text in [
            "",
            "  ",
            "I don't know.",
            "I don\u{2019}t know, sorry.",
            "no idea",
            "Pass.",
            "idk",
            "No clue at all, honestly!",
            "I can't think of an example.",
            "That has never happened to me.",
            "I have never had a slow query in production.",
        ] {
            assert!(is_unknown(text), "{text}");
        }
        for text in [
            "Yes.",
            "I would pass the key along.",
            "I don't know the exact figure, but I would look at the slow log first and go from there.",
            "Next I look at the log.",
        ] {
            assert!(!is_unknown(text), "{text}");
        }
    }
}
