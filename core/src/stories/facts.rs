//! A story with everything that happened to it: what is missing in it, how often it was told, how it was received.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::page::Part;
use super::practice::practised;
use super::slug::slug;
use super::theme::{Reach, Theme};
use crate::assess::mean_words;
use crate::history::{Story, StoryRow, TellingRow};
use crate::practice::words::ago;

/// A story told this often within [`OFTEN_DAYS`] days is worn: somebody who is interviewed five times needs more than
/// one.
const OFTEN: usize = 4;

/// See [`OFTEN`].
const OFTEN_DAYS: i64 = 30;

/// A story that was neither told nor practised for this many days is going stale.
const STALE_DAYS: i64 = 21;

/// The number of recent judged answers that say how a story is received.
const RECENT: usize = 3;

/// A reason not to tell a story once more, or to practise it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wear {
    /// Told as an answer this many times in the last thirty days.
    Often(usize),
    /// Neither told nor practised for at least three weeks.
    Stale {
        /// Days since it was last told, or since it was written if it never was.
        days: i64,
        /// Whether it was never told.
        never: bool,
    },
}

impl Wear {
    /// The reason in words: "told 5 times in 30 days".
    pub fn words(self) -> String {
        match self {
            Self::Often(times) => format!("told {times} times in {OFTEN_DAYS} days: take another one now and then"),
            Self::Stale { days, never: false } => format!("not told for {days} days: going stale"),
            Self::Stale { days, never: true } => format!("written {days} days ago and never told"),
        }
    }
}

/// A story with its tellings, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct StoryFacts {
    /// The story itself.
    pub story: Story,
    /// Its name on the command line, made from its title and unique among the stories.
    pub name: String,
    /// The practice day on which it was first written.
    pub written: NaiveDate,
    /// Each time it was told, as an answer or in practice, oldest first.
    pub told: Vec<TellingRow>,
}

impl StoryFacts {
    /// Joins stories and tellings, and gives each story its name. `tellings` must be in order, oldest first.
    pub fn all(rows: Vec<StoryRow>, tellings: Vec<TellingRow>) -> Vec<Self> {
        let names = names(&rows.iter().map(|row| &row.story).collect::<Vec<_>>());
        let place: HashMap<_, _> = rows.iter().enumerate().map(|(at, row)| (row.story.story.clone(), at)).collect();
        let facts =
            |(row, name): (StoryRow, String)| Self { story: row.story, name, written: row.written, told: vec![] };
        let mut all: Vec<Self> = rows.into_iter().zip(names).map(facts).collect();
        for telling in tellings {
            if let Some(at) = place.get(&telling.story) {
                all[*at].told.push(telling);
            }
        }
        all
    }

    /// The tellings in answer to a question, without practice.
    pub fn answers(&self) -> impl Iterator<Item = &TellingRow> {
        self.told.iter().filter(|told| practised(&told.question).is_none())
    }

    /// How often it was told as an answer.
    pub fn times(&self) -> usize {
        self.answers().count()
    }

    /// How often it was told in practice.
    pub fn practised(&self) -> usize {
        self.told.len() - self.times()
    }

    /// The practice day on which it was last told, as an answer or in practice; `None` if never.
    pub fn last(&self) -> Option<NaiveDate> {
        self.told.last().map(|told| told.day)
    }

    /// How it is received: the mean band of the last three judged answers, 1 to 4. `None` if none was judged.
    pub fn band(&self) -> Option<f64> {
        let bands: Vec<f64> = self.answers().filter_map(|told| told.band.map(f64::from)).collect();
        let recent = &bands[bands.len().saturating_sub(RECENT)..];
        let count = u32::try_from(recent.len()).unwrap_or(1);
        (!recent.is_empty()).then(|| recent.iter().sum::<f64>() / f64::from(count))
    }

    /// How often and when it was told, and how it was received: "told 2×, last 3 days ago, would pass".
    pub fn told_words(&self, today: NaiveDate) -> String {
        let times = |times: usize| if times == 1 { "once".to_owned() } else { format!("{times}×") };
        let mut words = match (self.times(), self.practised()) {
            (0, 0) => return "never told".to_owned(),
            (0, practised) => format!("never told, practised {}", times(practised)),
            (told, 0) => format!("told {}", times(told)),
            (told, practised) => format!("told {}, practised {}", times(told), times(practised)),
        };
        if let Some(last) = self.last() {
            words = format!("{words}, last {}", ago(last, today));
        }
        match self.band() {
            Some(band) => format!("{words}, {}", mean_words(band)),
            None => words,
        }
    }

    /// Its themes, without those that this version does not know.
    pub fn themes(&self) -> Vec<Theme> {
        self.story.themes.iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// How far its subject reached; `None` if that is not written or not known to this version.
    pub fn reach(&self) -> Option<Reach> {
        self.story.level.as_deref().and_then(|word| word.parse().ok())
    }

    /// The parts that an interviewer listens for and that are not written yet.
    pub fn missing(&self) -> Vec<Part> {
        let listened = [Part::Situation, Part::Action, Part::Result, Part::Number, Part::Lesson];
        listened.into_iter().filter(|part| part.of(&self.story).trim().is_empty()).collect()
    }

    /// Whether it was told too often or is going stale; `None` if neither.
    pub fn wear(&self, today: NaiveDate) -> Option<Wear> {
        let recent = self.answers().filter(|told| (today - told.day).num_days() < OFTEN_DAYS).count();
        if recent >= OFTEN {
            return Some(Wear::Often(recent));
        }
        let days = (today - self.last().unwrap_or(self.written)).num_days();
        (days >= STALE_DAYS).then_some(Wear::Stale { days, never: self.told.is_empty() })
    }
}

/// The names of stories on the command line: their titles with dashes. If two would get the same name, the end of their
/// ids is added.
pub fn names(stories: &[&Story]) -> Vec<String> {
    let plain: Vec<String> = stories.iter().map(|story| slug(&story.title)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in &plain {
        *counts.entry(name).or_default() += 1;
    }
    let name = |(name, story): (&String, &&Story)| {
        let id: Vec<char> = story.story.as_str().chars().filter(|c| c.is_alphanumeric()).collect();
        let end: String = id[id.len().saturating_sub(6)..].iter().collect();
        if counts[name.as_str()] == 1 { name.clone() } else { format!("{name}-{end}") }
    };
    plain.iter().zip(stories).map(name).collect()
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::history::{Medium, RecordId};

    pub(crate) fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    /// A story written sixty days ago, told on these days (by offset) with these bands.
    pub(crate) fn story(title: &str, themes: &[Theme], told: &[(i64, u8)]) -> StoryFacts {
        let id: RecordId = slug(title).parse().expect("a name");
        let telling = |(n, (offset, band)): (usize, &(i64, u8))| TellingRow {
            story: id.clone(),
            attempt: format!("a{n}").parse().expect("a name"),
            question: "b/q".parse().expect("a name"),
            day: day(*offset),
            seconds: 60.0,
            target: 150,
            medium: Medium::Typed,
            band: Some(*band),
        };
        StoryFacts {
            name: slug(title),
            written: day(-60),
            told: told.iter().enumerate().map(telling).collect(),
            story: Story { themes: themes.iter().map(ToString::to_string).collect(), ..Story::named(id, title) },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{day, story};
    use super::*;

    #[test]
    fn names_are_made_of_titles_and_tell_two_of_one_title_apart() {
        let one = |id: &str, title: &str| Story::named(id.parse().expect("a name"), title);
        let stories =
            [one("0190-aaaa1111", "Cut the export"), one("0190-bbbb2222", "cut — the EXPORT!"), one("c", "東京")];
        let all: Vec<&Story> = stories.iter().collect();
        assert_eq!(names(&all), ["cut-the-export-aa1111", "cut-the-export-bb2222", "東京"]);
    }

    #[test]
    fn a_story_is_worn_by_telling_and_by_time() {
        assert_eq!(story("a", &[], &[(-40, 3), (-9, 3), (-5, 2), (-3, 3)]).wear(day(0)), None);
        let often = story("a", &[], &[(-9, 3), (-5, 3), (-3, 2), (0, 3)]);
        assert_eq!(often.wear(day(0)), Some(Wear::Often(4)));
        assert_eq!(often.band().map(|band| (band * 10.0).round()), Some(27.0));
        let stale = story("a", &[], &[(-21, 3)]).wear(day(0));
        assert_eq!(stale, Some(Wear::Stale { days: 21, never: false }));
        assert_eq!(story("a", &[], &[]).wear(day(0)), Some(Wear::Stale { days: 60, never: true }));
        assert_eq!(story("a", &[], &[]).wear(day(-50)), None);
    }

    #[test]
    fn practice_is_no_answer_but_keeps_a_story_fresh() {
        let mut facts = story("a", &[], &[(-40, 3), (-1, 3)]);
        facts.told[1].question = "story/a-60".parse().expect("a name");
        assert_eq!((facts.times(), facts.practised(), facts.wear(day(0))), (1, 1, None));
    }
}
