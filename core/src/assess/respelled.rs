//! What a recogniser wrote, respelled as it may have been meant.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::sounds::{Sound, joint_sound, sound};
use crate::bank::Question;
use crate::bank::cues::Matcher;

/// Words that recognisers write for terms that sound alike, too short to have a key: what is heard, and what an engineer
/// says.
const SOUND_ALIKE: &[(&str, &str)] = &[
    ("cash", "cache"),
    ("cashed", "cached"),
    ("cashes", "caches"),
    ("cashing", "caching"),
    ("cue", "queue"),
    ("cues", "queues"),
    ("sequel", "sql"),
];

/// Signs that recognisers write as words.
const SIGNS: &[&str] = &["slash", "underscore", "hyphen"];

/// Most words that can be heard for one term: "crash loop back off".
const PARTS: usize = 4;

/// A term that is heard as several words has at least this many letters.
const LEAST_OF_SEVERAL: usize = 6;

/// The words of a question's points by their sound.
pub(super) struct Terms {
    by_sound: HashMap<Sound, String>,
    by_joint_sound: HashMap<Sound, String>,
    stems: HashSet<u32>,
    matcher: Matcher,
}

impl Terms {
    pub(super) fn of(question: &Question) -> Self {
        let mut terms = Self {
            by_sound: HashMap::new(),
            by_joint_sound: HashMap::new(),
            stems: HashSet::new(),
            matcher: Matcher::new(),
        };
        let texts = question.look_for.iter().flat_map(|point| point.cues.iter().chain([&point.text]));
        for word in texts.flat_map(|text| text.split(|sign: char| !sign.is_alphanumeric())) {
            let word = word.to_lowercase();
            let stem = terms.matcher.stems(&word);
            if stem.is_empty() {
                continue;
            }
            terms.stems.extend(stem);
            if let Some(joint) = joint_sound(&word).filter(|_| word.len() >= LEAST_OF_SEVERAL) {
                terms.by_joint_sound.entry(joint).or_insert_with(|| word.clone());
            }
            if let Some(sound) = sound(&word) {
                terms.by_sound.entry(sound).or_insert(word);
            }
        }
        terms
    }

    /// The term that a word may have been. None if it is a word of the points itself.
    fn meant(&mut self, heard: &str) -> Option<&str> {
        let heard = heard.to_lowercase();
        let sounds = [sound(&heard), heard.strip_suffix('s').and_then(sound)];
        let term = sounds.iter().flatten().find_map(|sound| self.by_sound.get(sound))?;
        let known = self.matcher.stems(&heard);
        (!known.is_empty() && !known.iter().any(|stem| self.stems.contains(stem))).then_some(term)
    }

    /// The term that several words may have been.
    fn meant_by_several(&self, joined: &str) -> Option<&str> {
        Some(self.by_joint_sound.get(&joint_sound(&joined.to_lowercase())?)?)
    }
}

/// A transcript in another spelling, which knows where each place of it stands in the original.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Respelled {
    /// The text in its new spelling.
    pub(super) text: String,
    /// Each place of `text` from which on the original has got to another place, and which.
    places: Vec<(usize, usize)>,
}

impl Respelled {
    /// Words that sound like a term become the term, and a sign that was written as a word goes.
    pub(super) fn of(heard: &str, terms: &mut Terms) -> Self {
        let (mut text, mut places) = (String::with_capacity(heard.len()), Vec::new());
        let mut at = 0;
        while let Some(first) = heard[at..].chars().next() {
            let rest = &heard[at..];
            let word = word_at(rest);
            if word == 0 {
                text.push(first);
                at += first.len_utf8();
                continue;
            }
            let this = &rest[..word];
            let (taken, term) = if SIGNS.iter().any(|sign| this.eq_ignore_ascii_case(sign)) {
                (word, Some(String::new()))
            } else if let Some((_, term)) = SOUND_ALIKE.iter().find(|(sound, _)| this.eq_ignore_ascii_case(sound)) {
                (word, Some((*term).to_owned()))
            } else {
                term_at(rest, terms).map_or((word, None), |(taken, term)| (taken, Some(term)))
            };
            at += taken;
            match term {
                Some(term) => {
                    text.push_str(&term);
                    places.push((text.len(), at));
                }
                None => text.push_str(this),
            }
        }
        Self { text, places }
    }

    /// The same text in which a full stop does not end a sentence, because recognisers write one wherever somebody
    /// breathes. Places stay where they are.
    pub(super) fn in_one_breath(&self) -> String {
        let mut rest = self.text.chars().peekable();
        let mut text = String::with_capacity(self.text.len());
        while let Some(sign) = rest.next() {
            let ends = sign == '.' && rest.peek().is_some_and(|next| next.is_whitespace());
            text.push(if ends { ',' } else { sign });
        }
        text
    }

    /// Where a range of [`Self::text`], which begins and ends with words, stands in the original.
    pub(super) fn original(&self, place: &Range<usize>) -> Range<usize> {
        let back = |at: usize| {
            let before = self.places.partition_point(|(from, _)| *from <= at);
            before.checked_sub(1).map_or(at, |last| {
                let (from, original) = self.places[last];
                original + (at - from)
            })
        };
        back(place.start)..back(place.end)
    }
}

/// How many bytes the word at the beginning of a text takes: 0 if there is none.
fn word_at(text: &str) -> usize {
    text.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(text.len())
}

/// The term that the words at the beginning of a text sound like, the longest run first, and how many bytes they take.
fn term_at(text: &str, terms: &mut Terms) -> Option<(usize, String)> {
    let (mut joined, mut runs, mut end) = (String::new(), Vec::new(), 0);
    for _ in 0..PARTS {
        let word = word_at(&text[end..]);
        if word == 0 {
            break;
        }
        joined.push_str(&text[end..end + word]);
        end += word;
        runs.push((end, joined.clone()));
        if !text[end..].starts_with([' ', '-']) {
            break;
        }
        end += 1;
    }
    let longest_first = runs.into_iter().enumerate().rev();
    longest_first.into_iter().find_map(|(i, (end, joined))| {
        let term = if i == 0 { terms.meant(&joined) } else { terms.meant_by_several(&joined) };
        Some((end, term?.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(cues: &str) -> Terms {
        let json = format!(r#"{{"id":"a","prompt":"A?","look_for":[{{"id":"a","text":"-","cues":["{cues}"]}}]}}"#);
        Terms::of(&serde_json::from_str(&json).expect("a question"))
    }

    #[test]
    fn only_full_stops_between_sentences_go_on() {
        let respelled = Respelled::of("v1.2 is out. It é. \nx.", &mut terms("lock"));
        assert_eq!(respelled.in_one_breath(), "v1.2 is out, It é, \nx.");
    }

    #[test]
    fn what_sounds_like_a_term_is_the_term_and_its_place_is_known() {
        let heard = "A cash. The CUE, and cashews: cash";
        let respelled = Respelled::of(heard, &mut terms("lock"));
        assert_eq!(respelled.text, "A cache. The queue, and cashews: cache");
        let place = |word: &str| {
            let at = respelled.text.rfind(word).expect("there");
            &heard[respelled.original(&(at..at + word.len()))]
        };
        assert_eq!((place("queue"), place("cashews"), place("cache")), ("CUE", "cashews", "cash"));
    }

    #[test]
    fn terms_of_the_points_are_heard_in_words_that_sound_like_them() {
        let mut terms = terms("write rows, sigterm handler, crashloopbackoff, request id");
        let heard = "You right the rose to the sick term: crash loop back off slash é";
        let respelled = Respelled::of(heard, &mut terms);
        assert_eq!(respelled.text, "You write the rows to the sigterm: crashloopbackoff  é");
        let at = respelled.text.find("sigterm").expect("there");
        assert_eq!(&heard[respelled.original(&(at..at + "sigterm".len()))], "sick term");
        let plain = "a row of writes for requests";
        assert_eq!(Respelled::of(plain, &mut terms).text, plain, "they are the terms already");
    }
}
