//! A story drafted from quotes: which words of an answer a model may point to for each part of a story's page, and how
//! they are filled in.

use super::from_answer::title_of;
use super::page::Part;
use super::theme::{Reach, Theme};
use crate::coach::CoachError;
use crate::coach::extract::{Entry, Extract, Field, Takes};
use crate::coach::quotes::LEAST_WORDS;
use crate::history::Story;
use crate::text::{clean, one_line};

/// The field for the title, which is not a [`Part`].
const TITLE: &str = "title";

/// The most quotes below one heading.
const MOST: usize = 6;

/// The most themes of one story.
const MOST_THEMES: usize = 4;

/// The most characters of a title.
const MOST_TITLE: usize = 60;

/// The request for fields of a story in an answer to a question.
pub fn story_extract(prompt: &str, answer: &str) -> Result<Extract, CoachError> {
    let title = Field {
        key: TITLE,
        title: "Title",
        asks: "two to eight words that name the story".to_owned(),
        takes: Takes::Quotes { least: 2, alone: false },
        most: 1,
    };
    let fields = std::iter::once(title).chain(Part::ALL.into_iter().map(field)).collect();
    Extract::of("answer", clean(answer).into_owned(), Some(("question", prompt.to_owned())), fields)
}

fn field(part: Part) -> Field {
    let words = |words: Vec<&str>| Takes::Choices(words.into_iter().map(str::to_owned).collect());
    let (takes, most) = match part {
        Part::When | Part::Role | Part::Number => (Takes::Quotes { least: 1, alone: false }, 1),
        Part::Themes => (words(Theme::ALL.iter().map(|theme| theme.word()).collect()), MOST_THEMES),
        Part::Level => (words(Reach::ALL.iter().map(|reach| reach.word()).collect()), 1),
        _ => (Takes::Quotes { least: LEAST_WORDS, alone: true }, MOST),
    };
    let asks = match part {
        Part::Themes => "what the story is about".to_owned(),
        part => part.help().to_owned(),
    };
    Field { key: key(part), title: part.heading(), asks, takes, most }
}

/// The key of a part in request and reply.
const fn key(part: Part) -> &'static str {
    match part {
        Part::When => "when",
        Part::Role => "role",
        Part::Situation => "situation",
        Part::Task => "task",
        Part::Action => "action",
        Part::Result => "result",
        Part::Number => "number",
        Part::Lesson => "lesson",
        Part::View => "view",
        Part::Themes => "themes",
        Part::Level => "level",
    }
}

/// Whether an entry would change the story: what is already written is never overwritten.
pub fn fills(story: &Story, entry: &Entry) -> bool {
    match (part_of(entry), &entry.word) {
        (Some(Part::Themes), Some(word)) => !story.themes.contains(word),
        (Some(Part::Level), _) => story.level.is_none(),
        (Some(part), _) => part.of(story).trim().is_empty(),
        (None, _) => entry.field == TITLE && story.title.is_empty(),
    }
}

fn part_of(entry: &Entry) -> Option<Part> {
    Part::ALL.into_iter().find(|part| key(*part) == entry.field)
}

/// Fills these entries into the story; each quote becomes a line of its own, exactly as in the answer.
pub fn filled_in(mut story: Story, text: &str, entries: &[&Entry]) -> Story {
    let before = story.clone();
    for entry in entries.iter().filter(|entry| fills(&before, entry)) {
        let quote = in_sentence(text, entry);
        let add = |place: &mut String| {
            if !place.is_empty() {
                place.push('\n');
            }
            place.push_str(&quote);
        };
        match part_of(entry) {
            None => story.title = title_of(&quote, MOST_TITLE),
            Some(Part::When) => add(&mut story.when),
            Some(Part::Role) => add(&mut story.role),
            Some(Part::Situation) => add(&mut story.situation),
            Some(Part::Task) => add(&mut story.task),
            Some(Part::Action) => add(&mut story.action),
            Some(Part::Result) => add(&mut story.result),
            Some(Part::Number) => add(&mut story.number),
            Some(Part::Lesson) => add(&mut story.lesson),
            Some(Part::View) => add(&mut story.view),
            Some(Part::Themes) => story.themes.extend(entry.word.clone()),
            Some(Part::Level) => story.level.clone_from(&entry.word),
        }
    }
    story
}

/// The words of an entry, with the punctuation that ends their sentence.
fn in_sentence(text: &str, entry: &Entry) -> String {
    let quote = text.get(entry.quote.clone()).unwrap_or_default();
    let mark =
        text.get(entry.quote.end..).and_then(|rest| rest.chars().next()).filter(|c| matches!(c, '.' | '!' | '?'));
    one_line(quote) + &mark.map_or(String::new(), String::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ANSWER: &str = "Our export took four hours in 2023, and customers waited. I wrote a new importer beside the old one. \
                          It fell to ten minutes!";

    fn entries(reply: &serde_json::Value) -> Vec<Entry> {
        let extract = story_extract("Tell me about a problem.", ANSWER).expect("long enough");
        extract.believe(reply.as_object().expect("an object")).expect("fields").entries
    }

    #[test]
    fn every_part_of_the_page_has_a_field_and_its_words_come_from_the_answer() {
        let extract = story_extract("Tell me about a problem.", ANSWER).expect("long enough");
        let fields = extract.exchange().schema["required"].as_array().map(Vec::len);
        assert_eq!(fields, Some(Part::ALL.len() + 1));
        let entries = entries(&json!({
            "title": ["export took four hours"],
            "when": ["in 2023"],
            "situation": ["Our export took four hours", "in 2023, and customers waited"],
            "action": ["I wrote a new importer beside the old one."],
            "result": ["It fell to ten minutes"],
            "themes": [{"word": "scale", "quote": "four hours"}],
            "level": [{"word": "team", "quote": "customers waited"}],
        }));
        let all: Vec<&Entry> = entries.iter().collect();
        let fresh = Story::named("s".parse().expect("a name"), "");
        let story = filled_in(fresh.clone(), ANSWER, &all);
        assert_eq!((story.title.as_str(), story.when.as_str()), ("export took four hours", "in 2023"));
        assert_eq!(story.situation, "Our export took four hours\nin 2023, and customers waited.");
        assert_eq!(
            (story.action.as_str(), story.result.as_str()),
            ("I wrote a new importer beside the old one.", "It fell to ten minutes!")
        );
        assert_eq!((story.themes.as_slice(), story.level.as_deref()), (&["scale".to_owned()][..], Some("team")));
        assert_eq!(filled_in(fresh.clone(), ANSWER, &[]), fresh);
    }

    #[test]
    fn what_is_written_already_stays() {
        let written = Story {
            title: "Mine".to_owned(),
            action: "As I wrote it.".to_owned(),
            themes: vec!["scale".to_owned()],
            ..Story::named("s".parse().expect("a name"), "")
        };
        let entries = entries(&json!({
            "title": ["export took four hours"],
            "action": ["I wrote a new importer beside the old one."],
            "result": ["It fell to ten minutes"],
            "themes": [{"word": "scale", "quote": "four hours"}, {"word": "problem", "quote": "customers waited"}],
        }));
        let story = filled_in(written, ANSWER, &entries.iter().collect::<Vec<_>>());
        assert_eq!((story.title.as_str(), story.action.as_str()), ("Mine", "As I wrote it."));
        assert_eq!(
            (story.result.as_str(), story.themes),
            ("It fell to ten minutes!", vec!["scale".to_owned(), "problem".to_owned()])
        );
    }
}
