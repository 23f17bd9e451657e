//! The orders in which questions can be listed.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::catalogue::Catalogue;

/// An order of the list of questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// In the order of the banks; while searching, the best match first.
    #[default]
    Bank,
    /// By the day on which questions come back, the earliest first.
    Due,
    /// By strength, the weakest first.
    Weakest,
    /// By when questions were added to the banks, the newest first.
    Newest,
    /// By difficulty, then by level, the easiest first.
    Difficulty,
    /// By prompt, from A to Z.
    Alphabetical,
}

impl Sort {
    /// All orders, as the key that changes them steps through them.
    pub const ALL: [Self; 6] =
        [Self::Bank, Self::Due, Self::Weakest, Self::Newest, Self::Difficulty, Self::Alphabetical];

    /// The next order; after the last comes the first.
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|sort| *sort == self).unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// The order in a few words, as the list shows it.
    pub const fn words(self, searching: bool) -> &'static str {
        match self {
            Self::Bank if searching => "best match first",
            Self::Bank => "by topic",
            Self::Due => "due first",
            Self::Weakest => "weakest first",
            Self::Newest => "newest first",
            Self::Difficulty => "easy first",
            Self::Alphabetical => "A to Z",
        }
    }

    /// Which of two rows of a catalogue comes first. Equal rows keep their order.
    pub fn compare(self, all: &Catalogue, one: usize, other: usize) -> Ordering {
        let (a, b) = (&all.rows()[one], &all.rows()[other]);
        match self {
            Self::Bank => Ordering::Equal,
            Self::Due => last(a.due, b.due, Ord::cmp),
            Self::Weakest => last(a.strength, b.strength, f64::total_cmp),
            // Own banks come after the built-in one, and new questions are added at the end of a file.
            Self::Newest => other.cmp(&one),
            Self::Difficulty => {
                let hard = |row| all.entry(row).map(|entry| (entry.difficulty, entry.levels.lowest));
                last(hard(one), hard(other), Ord::cmp)
            }
            Self::Alphabetical => {
                let prompt = |row| all.entry(row).map_or(all.id(row).as_str(), |entry| entry.prompt.trim());
                let letters = |row| prompt(row).chars().flat_map(char::to_lowercase);
                letters(one).cmp(letters(other))
            }
        }
    }
}

/// Compares two values; a missing one comes last.
fn last<T>(a: Option<T>, b: Option<T>, compare: impl Fn(&T, &T) -> Ordering) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(&a, &b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
