//! Drafts a story from an answer that tells it: each sentence goes below the heading that its shape suggests.

use std::collections::BTreeSet;

use unicode_segmentation::UnicodeSegmentation as _;

use super::page::Part;
use super::sentence::{place_of, when};
use super::theme::Theme;
use crate::bank::Shape;
use crate::bank::cues::Shapes;
use crate::history::{RecordId, Story};
use crate::text::{clean, one_line};

/// The most words of the answer in the first title.
const TITLE_WORDS: usize = 8;

/// The most characters of the first title.
const TITLE_CHARS: usize = 60;

/// Makes a story with the sentences of an answer below its headings; no sentence is left out. Its themes are those that
/// the question asks for, and its title is the first words of the answer, for the candidate to change.
pub fn from_answer(story: RecordId, answer: &str, themes: &BTreeSet<Theme>) -> Story {
    let answer = clean(answer);
    let mut made = Story::named(story, &title(&answer));
    made.themes = themes.iter().map(ToString::to_string).collect();
    made.number = sentences(&answer).find_map(figure).or_else(|| apart(&answer)).map(one_line).unwrap_or_default();
    made.when = sentences(&answer).find_map(when).unwrap_or_default();
    let mut acted = false;
    for sentence in sentences(&answer) {
        let part = place_of(sentence, acted);
        acted |= part == Part::Action;
        let place = match part {
            Part::Lesson => &mut made.lesson,
            Part::View => &mut made.view,
            Part::Result => &mut made.result,
            Part::Action => &mut made.action,
            Part::Role => &mut made.role,
            Part::Task => &mut made.task,
            _ => &mut made.situation,
        };
        if !place.is_empty() {
            place.push(' ');
        }
        place.push_str(sentence);
    }
    made
}

/// The figure before and after in a text.
fn figure(text: &str) -> Option<&str> {
    text.get(Shapes::of(text).place(Shape::NumberBeforeAfter)?)
}

/// A figure whose two halves stand in two sentences: "It took 4 s. Now it takes 40 ms." Where the candidate does something
/// in between, they are two figures.
fn apart(answer: &str) -> Option<&str> {
    figure(answer).filter(|figure| !figure.split_whitespace().any(|word| word == "I"))
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
    fn an_answer_as_people_give_it_is_sorted() {
        let story = made(
            "In spring 2022 I was the only backend developer of a team of five. Our checkout grew from 10 to 1,000 orders a day. \
             It took two days to ship anything. We had to cut that before Christmas. After two weeks I proposed feature flags. \
             I built them in 40 hours and moved every team over. My manager feared that it would cost us the season because \
             nobody had done it. In the end I shipped it on 3 December. Releases took an hour afterwards. \
             Next time I would start smaller.",
        );
        assert_eq!((story.when.as_str(), story.number.as_str()), ("spring 2022", "10 to 1,000"));
        assert_eq!(made("It took 4 s before. Now it takes 40 ms.").number, "4 s before. Now it takes 40 ms");
        assert_eq!(made("After two weeks I proposed it. I built it in 40 hours.").number, "");
        assert!(story.role.starts_with("In spring 2022 I was the only backend developer"), "{story:?}");
        assert_eq!(
            story.situation,
            "Our checkout grew from 10 to 1,000 orders a day. It took two days to ship anything."
        );
        assert_eq!(story.task, "We had to cut that before Christmas.");
        assert_eq!(
            story.action,
            "After two weeks I proposed feature flags. I built them in 40 hours and moved every team over."
        );
        assert!(story.view.starts_with("My manager feared"), "{story:?}");
        assert_eq!(story.result, "In the end I shipped it on 3 December. Releases took an hour afterwards.");
        assert_eq!(story.lesson, "Next time I would start smaller.");
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
            let parts = [
                &story.role, &story.situation, &story.task, &story.action, &story.result, &story.view, &story.lesson,
            ];
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<Vec<char>>();
            let mut there: Vec<char> = parts.iter().flat_map(|part| letters(part)).collect();
            let mut said = letters(&answer);
            there.sort_unstable();
            said.sort_unstable();
            prop_assert_eq!(there, said);
        }
    }
}
