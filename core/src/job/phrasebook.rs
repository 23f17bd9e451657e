//! The words by which postings are read, in each language. They are in `phrasebook.json`: what headings and sentences
//! say about their part, names of roles and levels, words for years, and signs of a shape of role.
//!
//! A posting is read with the words of its own language and with the English ones, which occur in postings of all
//! languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::language::Language;
use super::part::Part;
use crate::bank::{Archetype, Level};

/// The words of one language, all in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tongue {
    language: Language,
    /// Words in headings that tell which part follows.
    headings: BTreeMap<Part, Vec<String>>,
    /// Words in sentences that tell which part the sentence belongs to.
    sentences: BTreeMap<Part, Vec<String>>,
    /// Verbs that list items about the work begin with.
    verbs: Vec<String>,
    /// Nouns for the person: "engineer", "developer".
    roles: Vec<String>,
    /// Phrases that introduce the role in a sentence: "looking for a".
    seeks: Vec<String>,
    /// Words in titles that name a level.
    levels: BTreeMap<Level, Vec<String>>,
    /// Phrases in the text that imply a level, used if neither title nor years name one.
    said: BTreeMap<Level, Vec<String>>,
    /// Words for years.
    years: Vec<String>,
    /// Words that mark years as years of work; the first one is the word for experience.
    experience: Vec<String>,
    /// Words in titles that name a shape of role outright.
    #[serde(default)]
    titles: Shapes,
    /// Words in titles that only hint at a shape of role.
    #[serde(default)]
    titles_aside: Shapes,
    /// Words in sentences that speak for a shape of role.
    signs: Shapes,
}

/// Words for each shape of role.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shapes {
    #[serde(default)]
    api: Vec<String>,
    #[serde(default)]
    distributed: Vec<String>,
    #[serde(default)]
    data: Vec<String>,
}

impl Shapes {
    fn of(&self, archetype: Archetype) -> &[String] {
        match archetype {
            Archetype::Api => &self.api,
            Archetype::Distributed => &self.distributed,
            Archetype::Data => &self.data,
        }
    }
}

static TONGUES: LazyLock<Vec<Tongue>> = LazyLock::new(|| {
    // A test ensures that the file can be read.
    serde_json::from_str(include_str!("phrasebook.json")).unwrap_or_default()
});

/// The order in which headings are checked for parts: nice to have comes before required, because of "preferred
/// qualifications".
const ORDER: [Part; 5] = [Part::Nice, Part::Offer, Part::Must, Part::Company, Part::Duty];

/// The words of all languages with which one posting is read.
#[derive(Clone, Debug)]
pub(super) struct Phrasebook {
    tongues: Vec<&'static Tongue>,
}

impl Phrasebook {
    /// The words for a posting in this language. If it is `None` or has no words here, all languages are used, because
    /// too little is known.
    pub(super) fn of(language: Option<Language>) -> Self {
        let known = TONGUES.iter().any(|tongue| Some(tongue.language) == language);
        let is_one =
            |tongue: &&Tongue| !known || tongue.language == Language::English || Some(tongue.language) == language;
        Self { tongues: TONGUES.iter().filter(is_one).collect() }
    }

    fn has(&self, words: impl Fn(&'static Tongue) -> &'static [String], is_it: impl Fn(&str) -> bool) -> bool {
        self.tongues.iter().any(|tongue| words(tongue).iter().any(|word| is_it(word)))
    }

    /// The part that a heading announces; `None` if it announces none.
    pub(super) fn headed(&self, heading: &str) -> Option<Part> {
        // Some entries end with a blank so that they match only at the end of a word.
        let heading = format!("{} ", heading.to_lowercase());
        ORDER
            .into_iter()
            .find(|part| self.has(|tongue| part_of(&tongue.headings, *part), |word| heading.contains(word)))
    }

    /// Whether a lower-case sentence has words that mark it as this part.
    pub(super) fn says(&self, part: Part, sentence: &str) -> bool {
        self.has(|tongue| part_of(&tongue.sentences, part), |cue| sentence.contains(cue))
    }

    /// Whether a lower-case word is a verb that items about the work begin with.
    pub(super) fn is_work(&self, word: &str) -> bool {
        self.has(|tongue| &tongue.verbs, |verb| verb == word)
    }

    /// Whether a lower-case word names a person's role: "engineer", "softwareentwickler".
    pub(super) fn is_role(&self, word: &str) -> bool {
        const LONG: usize = 8;
        self.has(|tongue| &tongue.roles, |role| word == role || (role.len() >= LONG && word.ends_with(role)))
    }

    /// The byte offsets right after "looking for a" and similar phrases in a lower-case text, in order.
    pub(super) fn sought(&self, text: &str) -> Vec<usize> {
        let phrases = self.tongues.iter().flat_map(|tongue| &tongue.seeks);
        let ends =
            phrases.flat_map(|phrase| text.match_indices(phrase.as_str()).map(|(at, found)| (at, at + found.len())));
        let is_whole = |(at, end): &(usize, usize)| {
            !text[..*at].ends_with(char::is_alphanumeric) && !text[*end..].starts_with(char::is_alphanumeric)
        };
        let mut places: Vec<usize> = ends.filter(is_whole).map(|(_, end)| end).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The level that a lower-case word of a title names.
    pub(super) fn level(&self, word: &str) -> Option<Level> {
        let names = |level: &Level| self.has(|tongue| level_of(&tongue.levels, *level), |name| name == word);
        Level::ALL.iter().copied().find(names)
    }

    /// Whether a lower-case sentence implies this level.
    pub(super) fn means(&self, level: Level, sentence: &str) -> bool {
        self.has(|tongue| level_of(&tongue.said, level), |cue| sentence.contains(cue))
    }

    /// Whether a lower-case word means years.
    pub(super) fn is_years(&self, word: &str) -> bool {
        self.has(|tongue| &tongue.years, |unit| unit == word)
    }

    /// Whether a lower-case sentence is about years of work.
    pub(super) fn is_about_work(&self, sentence: &str) -> bool {
        self.has(|tongue| &tongue.experience, |word| sentence.contains(word))
    }

    /// Whether a lower-case sentence contains the word for experience.
    pub(super) fn names_experience(&self, sentence: &str) -> bool {
        self.has(|tongue| tongue.experience.get(..1).unwrap_or_default(), |word| sentence.contains(word))
    }

    /// The words by which titles name a shape of role outright.
    pub(super) fn titles(&self, archetype: Archetype) -> impl Iterator<Item = &'static str> {
        self.tongues.iter().flat_map(move |tongue| tongue.titles.of(archetype)).map(String::as_str)
    }

    /// The words by which titles hint at a shape of role.
    pub(super) fn titles_aside(&self, archetype: Archetype) -> impl Iterator<Item = &'static str> {
        self.tongues.iter().flat_map(move |tongue| tongue.titles_aside.of(archetype)).map(String::as_str)
    }

    /// Whether a lower-case sentence speaks for a shape of role.
    pub(super) fn speaks_for(&self, archetype: Archetype, sentence: &str) -> bool {
        self.has(|tongue| tongue.signs.of(archetype), |sign| sentence.contains(sign))
    }
}

fn part_of(all: &'static BTreeMap<Part, Vec<String>>, part: Part) -> &'static [String] {
    all.get(&part).map_or(&[], Vec::as_slice)
}

fn level_of(all: &'static BTreeMap<Level, Vec<String>>, level: Level) -> &'static [String] {
    all.get(&level).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_all_languages_that_are_read_can_be_read() {
        let languages: Vec<Language> = TONGUES.iter().map(|tongue| tongue.language).collect();
        for language in Language::ALL {
            assert_eq!(languages.contains(language), language.is_read(), "{language}");
        }
        for tongue in TONGUES.iter() {
            let parts = tongue.headings.values().chain(tongue.sentences.values()).flatten();
            let levels = tongue.levels.values().chain(tongue.said.values()).flatten();
            for word in parts.chain(levels).chain(&tongue.verbs).chain(&tongue.roles).chain(&tongue.seeks) {
                assert!(!word.trim().is_empty() && *word == word.to_lowercase(), "{}: {word:?}", tongue.language);
            }
            assert_eq!(tongue.headings.len(), ORDER.len(), "{}", tongue.language);
        }
    }

    #[test]
    fn headings_are_understood_in_the_language_of_the_posting_and_in_english() {
        for (language, heading, part) in [
            (Language::English, "Preferred qualifications", Part::Nice),
            (Language::German, "Das bringst du mit", Part::Must),
            (Language::French, "Vos missions", Part::Duty),
            (Language::French, "What we offer", Part::Offer),
            (Language::Spanish, "¿Qué ofrecemos?", Part::Offer),
            (Language::Portuguese, "Diferenciais", Part::Nice),
            (Language::Dutch, "Wat ga je doen?", Part::Duty),
            (Language::Italian, "Requisiti", Part::Must),
            (Language::Polish, "Mile widziane", Part::Nice),
        ] {
            assert_eq!(Phrasebook::of(Some(language)).headed(heading), Some(part), "{heading}");
        }
        assert_eq!(Phrasebook::of(Some(Language::English)).headed("Vos missions"), None);
        assert_eq!(Phrasebook::of(None).headed("Vos missions"), Some(Part::Duty));
    }
}
