//! The types of settings that take one of a few values.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::outside::command_line::Rules;

/// The words for recordings that are kept always, and never.
pub(super) const ALWAYS: &str = "always";
pub(super) const NEVER: &str = "never";

hotseat_bank::vocabulary! {
    /// The colour theme.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    ThemeName {
        /// Dark, unless `NO_COLOR` is set or the terminal reports a light background.
        #[default]
        Auto = "auto",
        /// For dark backgrounds.
        Dark = "dark",
        /// For light backgrounds.
        Light = "light",
        /// No colours, only attributes such as bold.
        Mono = "mono",
    }
}

hotseat_bank::vocabulary! {
    /// Whether time limits in mocks are enforced.
    #[derive(Default, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    MockPressure {
        /// As the loop says: the daily one is gentle, all others are real.
        #[default]
        Auto = "auto",
        /// The interviewer moves on, and rounds end on time.
        Real = "real",
        /// The clock runs, but has no consequences.
        Gentle = "gentle",
    }
}

/// How long recordings of spoken answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Until they are deleted by hand.
    Always,
    /// For this many days, 1 to 3650.
    Days(u16),
    /// Until the app is closed: an answer can be played again while it is judged, but not later.
    Never,
}

impl Default for Keep {
    /// A minute takes 1.9 MB, so a month of eight answers a day of three minutes each is about 1.4 GB.
    fn default() -> Self {
        Self::Days(30)
    }
}

impl Keep {
    /// The largest number of days that can be set.
    pub(super) const MOST_DAYS: u16 = 3650;

    /// The values that keys step through, shortest first.
    const STEPS: [Self; 8] = [
        Self::Never,
        Self::Days(1),
        Self::Days(7),
        Self::Days(14),
        Self::Days(30),
        Self::Days(90),
        Self::Days(365),
        Self::Always,
    ];

    /// The end of the error message: which values the setting takes.
    pub(super) const EXPECTED: &str = "write \"always\", \"never\", or a number of days from 1 to 3650";

    /// Keeping for this many days. None if the number is out of range.
    pub(super) fn of_days(days: u16) -> Option<Self> {
        (1..=Self::MOST_DAYS).contains(&days).then_some(Self::Days(days))
    }

    /// The next longer or shorter step; the same at either end.
    pub(super) fn next(self, longer: bool) -> Self {
        let days = |keep: &Self| match *keep {
            Self::Never => 0,
            Self::Days(days) => u32::from(days),
            Self::Always => u32::MAX,
        };
        let found = if longer {
            Self::STEPS.iter().find(|step| days(step) > days(&self))
        } else {
            Self::STEPS.iter().rev().find(|step| days(step) < days(&self))
        };
        found.copied().unwrap_or(self)
    }

    /// How long recordings are kept, in words.
    pub fn words(self) -> String {
        match self {
            Self::Always => "kept until you delete them".into(),
            Self::Days(1) => "kept for a day".into(),
            Self::Days(days) => format!("kept for {days} days"),
            Self::Never => "kept only until the app is left".into(),
        }
    }
}

impl Serialize for Keep {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Always => serializer.serialize_str(ALWAYS),
            Self::Days(days) => serializer.serialize_u16(*days),
            Self::Never => serializer.serialize_str(NEVER),
        }
    }
}

impl<'de> Deserialize<'de> for Keep {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Found {
            Word(String),
            Days(i64),
        }
        let wrong = |found: &dyn std::fmt::Display| serde::de::Error::custom(format!("{found}: {}", Self::EXPECTED));
        match Found::deserialize(deserializer) {
            Ok(Found::Word(word)) if word == ALWAYS => Ok(Self::Always),
            Ok(Found::Word(word)) if word == NEVER => Ok(Self::Never),
            Ok(Found::Word(word)) => Err(wrong(&format!("{word:?}"))),
            Ok(Found::Days(days)) => u16::try_from(days).ok().and_then(Self::of_days).ok_or_else(|| wrong(&days)),
            Err(_) => Err(serde::de::Error::custom(Self::EXPECTED)),
        }
    }
}

/// Reads a date from the file, either TOML's own or a text. The file is read on many days, so a text has to name the
/// same day on all of them ("tomorrow" does not).
pub(super) fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<chrono::NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Date {
        Text(String),
        Toml(toml_edit::Datetime),
    }
    let text = match Option::<Date>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Date::Text(text)) => text,
        Some(Date::Toml(date)) => date.to_string(),
    };
    match text.parse::<Day>() {
        Ok(Day::On(date)) => Ok(Some(date)),
        Ok(_) => {
            let words = format!("{text:?} is another day on each day; write it with its year, as 2026-12-14");
            Err(serde::de::Error::custom(words))
        }
        Err(error) => Err(serde::de::Error::custom(error)),
    }
}

/// Reads a list of words, or one line that is split as a shell would.
pub(super) fn words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        Line(String),
        List(Vec<String>),
    }
    match Words::deserialize(deserializer)? {
        Words::List(list) => Ok(list),
        Words::Line(line) => Rules::HERE
            .split(&line)
            .map_err(|error| serde::de::Error::custom(format!("{line:?} cannot be taken apart into words: {error}"))),
    }
}
