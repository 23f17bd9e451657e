//! Drafts a story from an answer that tells it: each sentence goes below the heading that its shape suggests.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

use super::theme::Theme;
use crate::bank::Shape;
use crate::bank::cues::Shapes;
use crate::history::{RecordId, Story};
use crate::text::{clean, one_line};

/// The most words of the answer in the first title.
const TITLE_WORDS: usize = 8;

/// The most characters of the first title.
const TITLE_CHARS: usize = 60;

/// Beginnings of sentences that say what the candidate did.
const DID: [&str; 4] = ["i ", "so i ", "then i ", "my "];

/// Makes a story with the sentences of an answer below its headings; no sentence is left out. Its themes are those that
/// the question asks for, and its title is the first words of the answer, for the candidate to change.
pub fn from_answer(story: RecordId, answer: &str, themes: &BTreeSet<Theme>) -> Story {
    let answer = clean(answer);
    let mut made = Story::named(story, &title(&answer));
    made.themes = themes.iter().map(ToString::to_string).collect();
    let figure = Shapes::of(&answer).place(Shape::NumberBeforeAfter);
    made.number = figure.and_then(|place| answer.get(place)).map(one_line).unwrap_or_default();
    let mut acted = false;
    for sentence in sentences(&answer) {
        let shapes = Shapes::of(sentence);
        let seen = |shape| shapes.place(shape).is_some();
        let small = sentence.to_lowercase();
        // A figure before and after may look like a date but says nothing about when it was.
        if made.when.is_empty() && !seen(Shape::NumberBeforeAfter) {
            made.when =
                shapes.place(Shape::TimeBound).and_then(|place| sentence.get(place)).map(one_line).unwrap_or_default();
        }
        acted |= seen(Shape::OwnPart) || DID.iter().any(|start| small.starts_with(start));
        let place = if seen(Shape::Lesson) {
            &mut made.lesson
        } else if seen(Shape::NamesAPersonsView) {
            &mut made.view
        } else if seen(Shape::Result) || seen(Shape::NumberBeforeAfter) {
            &mut made.result
        } else if acted {
            &mut made.action
        } else {
            &mut made.situation
        };
        if !place.is_empty() {
            place.push(' ');
        }
        place.push_str(sentence);
    }
    made
}

/// The sentences of a text, line by line, trimmed.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let sentences = text.lines().flat_map(|line| line.split_sentence_bounds());
    sentences.map(str::trim).filter(|sentence| !sentence.is_empty())
}

/// The first words of a text as a title, without marks around them: whole words, below so many characters.
pub(super) fn title_of(words: &str, characters: usize) -> String {
    let mut title = String::new();
    for word in words.split_whitespace() {
        if title.chars().count() + word.chars().count() >= characters {
            break;
        }
        if !title.is_empty() {
            title.push(' ');
        }
        title.push_str(word);
    }
    title.trim_end_matches(['.', ',', ';', ':', '!', '?']).trim_start_matches('#').trim().to_owned()
}

fn title(answer: &str) -> String {
    let first = sentences(answer).next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().take(TITLE_WORDS).collect();
    title_of(&words.join(" "), TITLE_CHARS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn made(answer: &str) -> Story {
        from_answer("s".parse().expect("a name"), answer, &BTreeSet::from([Theme::Scale]))
    }

    #[test]
    fn each_sentence_stands_below_its_heading() {
        let story = made(
            "Our nightly export took all night in 2023. Customers waited. I wrote a new importer while the team kept the old one. \
             The run fell from four hours to ten minutes. My lead said that it was risky because nobody knew the old code.\n\
             Since then I measure first.",
        );
        assert_eq!(story.title, "Our nightly export took all night in 2023");
        assert_eq!(story.situation, "Our nightly export took all night in 2023. Customers waited.");
        assert!(story.action.starts_with("I wrote a new importer"), "{story:?}");
        assert_eq!(story.result, "The run fell from four hours to ten minutes.");
        assert!(story.view.starts_with("My lead said") && story.lesson == "Since then I measure first.", "{story:?}");
        assert_eq!((story.number.as_str(), story.when.as_str()), ("four hours to ten minutes", "2023"));
        assert_eq!(story.themes, ["scale"]);
    }

    #[test]
    fn an_answer_without_words_is_an_empty_page() {
        let story = made(" \n\u{1b}");
        assert!(story.title.is_empty() && story.situation.is_empty());
    }

    proptest! {
        #[test]
        fn no_word_is_lost(answer in "((I|we|it|fell|from 4 h to 2 h|learned|since|He said|because|in 2022|\u{e9}|#)[ .\n]){0,40}") {
            let story = made(&answer);
            let parts = [&story.situation, &story.action, &story.result, &story.view, &story.lesson];
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
            let mut there: Vec<char> = parts.iter().flat_map(|part| letters(part)).collect();
            let mut said = letters(&answer);
            there.sort_unstable();
            said.sort_unstable();
            prop_assert_eq!(there, said);
        }
    }
}
