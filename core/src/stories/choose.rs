//! Chooses the story that answers a question best, and one in reserve for the follow-up.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::facts::{StoryFacts, Wear};
use super::page::Part;
use super::theme::Theme;
use crate::bank::cues::Matcher;

/// What each theme shared with the question adds to the score, and how many of them count.
const THEME: f64 = 3.0;
const MOST_THEMES: usize = 2;

/// What is added if the story has all words of the question; a part of them adds less.
const WORDS: f64 = 3.0;

/// With at least this share of the question's words, a story fits even without a shared theme.
const ENOUGH_WORDS: f64 = 0.3;

/// What each band above shaky adds; one below takes it away.
const BAND: f64 = 0.6;

/// What a story loses if it was told too often.
const WORN: f64 = 2.0;

/// A story as an answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// The story with its tellings.
    pub story: StoryFacts,
    /// The themes that the question and the story share.
    pub themes: Vec<Theme>,
    /// Whether it answers the question at all, judging by themes and words.
    pub fits: bool,
    /// Set if it was told too often or is going stale.
    pub wear: Option<Wear>,
    score: f64,
}

impl Choice {
    /// What speaks for and against the story: "ownership; told 2×, last 3 days ago; going stale".
    pub fn words(&self, today: NaiveDate) -> String {
        let themes: Vec<&str> = self.themes.iter().map(|theme| theme.word()).collect();
        let themes = if themes.is_empty() { String::new() } else { format!("{}; ", themes.join(", ")) };
        let worn = match self.wear {
            Some(Wear::Often(_)) => "; told often",
            Some(Wear::Stale { .. }) => "; going stale",
            None => "",
        };
        format!("{themes}{}{worn}", self.story.told_words(today))
    }
}

/// Ranks the stories that are not retired, best first; the second one is the reserve. They are scored by the themes
/// they share with the question (`wanted`), by its words, and by how well they went so far; a story that was told too
/// often ranks lower.
pub fn rank(stories: Vec<StoryFacts>, wanted: &BTreeSet<Theme>, prompt: &str, today: NaiveDate) -> Vec<Choice> {
    let mut matcher = Matcher::new();
    let asked = matcher.stems(prompt);
    let mut choices: Vec<Choice> = stories
        .into_iter()
        .filter(|story| !story.story.retired)
        .map(|story| {
            let themes: Vec<Theme> = story.themes().into_iter().filter(|theme| wanted.contains(theme)).collect();
            let said = matcher.stems(&text(&story));
            let shared = asked.iter().filter(|stem| said.binary_search(stem).is_ok()).count();
            let share = shared as f64 / asked.len().max(1) as f64;
            let wear = story.wear(today);
            let worn = matches!(wear, Some(Wear::Often(_)));
            let score = THEME * themes.len().min(MOST_THEMES) as f64
                + WORDS * share
                + BAND * story.band().map_or(0.0, |band| band - 2.0)
                - if worn { WORN } else { 0.0 };
            Choice { fits: !themes.is_empty() || share >= ENOUGH_WORDS, themes, wear, score, story }
        })
        .collect();
    let order = |one: &Choice, other: &Choice| {
        let (one_last, other_last) = (one.story.last(), other.story.last());
        let by_score = other.fits.cmp(&one.fits).then_with(|| other.score.total_cmp(&one.score));
        by_score.then_with(|| one_last.cmp(&other_last)).then_with(|| one.story.name.cmp(&other.story.name))
    };
    choices.sort_by(order);
    choices
}

/// The text of a story, whose words are compared with the question.
fn text(story: &StoryFacts) -> String {
    let parts = [Part::Situation, Part::Task, Part::Action, Part::Result, Part::Lesson, Part::View];
    let texts = parts.into_iter().map(|part| part.of(&story.story));
    std::iter::once(story.story.title.clone()).chain(texts).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::facts::testing::{day, story};
    use super::*;

    fn titles(choices: &[Choice]) -> Vec<&str> {
        choices.iter().map(|choice| choice.story.story.title.as_str()).collect()
    }

    #[test]
    fn themes_come_first_then_words_then_how_it_went() {
        let wanted = BTreeSet::from([Theme::Deadline, Theme::Scope]);
        let stories = vec![
            story("An index", &[Theme::Scale], &[(-5, 4)]),
            story("Late once", &[Theme::Deadline], &[(-5, 2)]),
            story("Late twice", &[Theme::Deadline], &[(-5, 4)]),
            story("Cut the scope", &[Theme::Deadline, Theme::Scope], &[(-5, 2)]),
        ];
        let found = rank(stories, &wanted, "Tell me about a deadline.", day(0));
        assert_eq!(titles(&found), ["Cut the scope", "Late twice", "Late once", "An index"]);
        assert_eq!(found.iter().map(|choice| choice.fits).collect::<Vec<_>>(), [true, true, true, false]);
        assert_eq!(found[0].themes, [Theme::Deadline, Theme::Scope]);
    }

    #[test]
    fn a_worn_story_gives_way_and_a_retired_one_is_not_there() {
        let wanted = BTreeSet::from([Theme::Conflict]);
        let mut retired = story("Gone", &[Theme::Conflict], &[]);
        retired.story.retired = true;
        let worn = story("Always this", &[Theme::Conflict], &[(-4, 4), (-3, 4), (-2, 4), (-1, 4)]);
        let fresh = story("For once that", &[Theme::Conflict], &[(-40, 3)]);
        assert_eq!(titles(&rank(vec![worn, retired, fresh], &wanted, "", day(0))), ["For once that", "Always this"]);
    }

    #[test]
    fn words_alone_may_do() {
        let stories = vec![story("A migration of the billing database", &[], &[]), story("Else", &[], &[])];
        let found = rank(stories, &BTreeSet::new(), "Tell me about a migration of a database.", day(0));
        assert!(found[0].fits && !found[1].fits && found[0].story.story.title.starts_with("A migration"));
    }
}
