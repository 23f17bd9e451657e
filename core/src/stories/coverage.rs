//! Compares themes with stories: what is covered, what lacks a story, and which few to have ready.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::facts::{StoryFacts, Wear};
use super::theme::Theme;
use crate::history::RecordId;

/// A theme with the stories about it. Stories are given by their index in the list passed to [`coverage`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeRow {
    /// The theme of the row.
    pub theme: Theme,
    /// How many questions of the target ask for it.
    pub asked: usize,
    /// The stories about it, the best received first.
    pub stories: Vec<usize>,
}

/// A theme that is asked for and has no story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The theme that lacks a story.
    pub theme: Theme,
    /// How many questions of the target ask for it.
    pub asked: usize,
}

impl Gap {
    /// "No story about changing your mind (3 questions ask for one)."
    pub fn words(self) -> String {
        let asked = match self.asked {
            1 => "1 question asks for one".to_owned(),
            asked => format!("{asked} questions ask for one"),
        };
        format!("No story about {} ({asked}).", self.theme.words())
    }
}

/// How well the stories cover the themes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Every theme that a story is about or a question asks for, in the order of [`Theme::ALL`].
    pub themes: Vec<ThemeRow>,
    /// Themes that lack a story, the most often asked for first.
    pub gaps: Vec<Gap>,
    /// Stories that were told too often or are going stale, by their index.
    pub worn: Vec<(usize, Wear)>,
}

/// Compares themes with stories. `asked` is the number of questions of the target that ask for each theme. Retired
/// stories do not count.
pub fn coverage(stories: &[StoryFacts], asked: &BTreeMap<Theme, usize>, today: NaiveDate) -> Coverage {
    let mut coverage = Coverage::default();
    for theme in Theme::ALL.iter().copied() {
        let about =
            |(at, story): (usize, &StoryFacts)| (!story.story.retired && story.themes().contains(&theme)).then_some(at);
        let mut about: Vec<usize> = stories.iter().enumerate().filter_map(about).collect();
        about.sort_by(|one, other| band(&stories[*other]).total_cmp(&band(&stories[*one])));
        let asked = asked.get(&theme).copied().unwrap_or(0);
        if about.is_empty() && asked > 0 {
            coverage.gaps.push(Gap { theme, asked });
        }
        if !about.is_empty() || asked > 0 {
            coverage.themes.push(ThemeRow { theme, asked, stories: about });
        }
    }
    coverage.gaps.sort_by_key(|gap| std::cmp::Reverse(gap.asked));
    let told = stories.iter().enumerate().filter(|(_, story)| !story.story.retired);
    coverage.worn = told.filter_map(|(at, story)| Some((at, story.wear(today)?))).collect();
    coverage
}

/// The band of a story; a story that nobody judged counts as shaky.
fn band(story: &StoryFacts) -> f64 {
    story.band().unwrap_or(2.0)
}

/// A story to have ready for an interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// Id of the story.
    pub story: RecordId,
    /// Its title.
    pub title: String,
    /// The themes that it is meant to cover among the stories to have ready.
    pub themes: Vec<Theme>,
    /// The figure that shows its result; empty if none was written.
    pub number: String,
    /// How often it was told as an answer to a question.
    pub told: usize,
    /// The practice day on which it was last told, as an answer or in practice; `None` if never.
    pub last: Option<NaiveDate>,
    /// Set if it was told too often or is going stale, so that it needs attention.
    pub wear: Option<Wear>,
}

/// Picks up to `most` stories that together cover most of what is asked for, each with the themes that it is meant for.
/// Among stories that cover as much, the better received comes first; once nothing new can be covered, the best
/// received of the rest follow.
pub fn to_have_ready(
    stories: &[StoryFacts],
    asked: &BTreeMap<Theme, usize>,
    most: usize,
    today: NaiveDate,
) -> Vec<Ready> {
    let mut left: Vec<&StoryFacts> = stories.iter().filter(|story| !story.story.retired).collect();
    let mut covered: BTreeSet<Theme> = BTreeSet::new();
    let mut ready = Vec::new();
    while ready.len() < most && !left.is_empty() {
        let gain = |story: &StoryFacts| -> usize {
            let new = story.themes().into_iter().filter(|theme| !covered.contains(theme));
            new.map(|theme| 1 + asked.get(&theme).copied().unwrap_or(0)).sum()
        };
        let better = |one: &&StoryFacts, other: &&StoryFacts| {
            let by_gain = gain(one).cmp(&gain(other)).then(band(one).total_cmp(&band(other)));
            by_gain.then_with(|| other.name.cmp(&one.name))
        };
        let Some(at) = (0..left.len()).max_by(|one, other| better(&left[*one], &left[*other])) else { break };
        let story = left.remove(at);
        let themes: Vec<Theme> = story.themes().into_iter().filter(|theme| !covered.contains(theme)).collect();
        covered.extend(&themes);
        ready.push(Ready {
            story: story.story.story.clone(),
            title: story.story.title.clone(),
            themes,
            number: story.story.number.clone(),
            told: story.times(),
            last: story.last(),
            wear: story.wear(today),
        });
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::super::facts::testing::{day, story};
    use super::*;

    fn stories() -> Vec<StoryFacts> {
        let mut retired = story("Old", &[Theme::ChangedMind], &[]);
        retired.story.retired = true;
        vec![
            story("Export", &[Theme::Ownership, Theme::Scale], &[(-3, 3)]),
            story("Outage", &[Theme::Incident], &[(-5, 4), (-4, 4), (-2, 4), (-1, 4)]),
            story("Release", &[Theme::Scale], &[(-30, 4)]),
            retired,
        ]
    }

    fn asked() -> BTreeMap<Theme, usize> {
        BTreeMap::from([(Theme::Ownership, 2), (Theme::ChangedMind, 1), (Theme::Feedback, 3), (Theme::Scale, 1)])
    }

    #[test]
    fn themes_are_held_against_stories() {
        let found = coverage(&stories(), &asked(), day(0));
        let rows: Vec<(&str, usize, &[usize])> =
            found.themes.iter().map(|row| (row.theme.word(), row.asked, row.stories.as_slice())).collect();
        assert_eq!(
            rows,
            [
                ("ownership", 2, &[0][..]),
                ("feedback", 3, &[]),
                ("changed-mind", 1, &[]),
                ("incident", 0, &[1]),
                ("scale", 1, &[2, 0]),
            ]
        );
        let gaps: Vec<String> = found.gaps.iter().map(|gap| gap.words()).collect();
        assert_eq!(
            gaps,
            [
                "No story about feedback given or taken (3 questions ask for one).",
                "No story about changing your mind (1 question asks for one)."
            ]
        );
        assert_eq!(found.worn, [(1, Wear::Often(4)), (2, Wear::Stale { days: 30, never: false })]);
        assert_eq!(coverage(&[], &BTreeMap::new(), day(0)), Coverage::default());
    }

    #[test]
    fn those_to_have_ready_cover_most_with_few() {
        let ready = to_have_ready(&stories(), &asked(), 2, day(0));
        assert_eq!(ready.iter().map(|ready| ready.title.as_str()).collect::<Vec<_>>(), ["Export", "Outage"]);
        assert_eq!(ready[0].themes, [Theme::Ownership, Theme::Scale]);
        let all = to_have_ready(&stories(), &asked(), 9, day(0));
        assert_eq!(all.iter().map(|ready| ready.title.as_str()).collect::<Vec<_>>(), ["Export", "Outage", "Release"]);
        assert!(all[2].themes.is_empty() && all[2].wear.is_some());
    }
}
