//! What a `scorecard` record holds: the card as it was shown, and what the judge entered, so that it can be reopened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Card, JudgedBy};
use crate::history::{RecordId, Tick};

/// The content of a `scorecard` record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptCard {
    /// The card as it was added up at the time.
    pub card: Card,
    /// The judge's own numbers, 1 to 4: by attempt, then by dimension.
    #[serde(default)]
    pub numbers: BTreeMap<RecordId, BTreeMap<String, u8>>,
    /// How the replies to follow-ups held up, by attempt, in the order in which they were asked.
    #[serde(default)]
    pub held: BTreeMap<RecordId, Vec<Tick>>,
    /// By attempt, the positions of the follow-ups whose replies nobody judged; what `held` has at those positions
    /// means nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub open: BTreeMap<RecordId, Vec<usize>>,
    /// What a friend who judged wrote in words.
    #[serde(default, skip_serializing_if = "FriendsWords::is_empty")]
    pub friend: FriendsWords,
}

impl KeptCard {
    /// From the scorecards of one sitting, oldest first: the newest, which is the one that counts, and the newest by
    /// the other judge, a friend's beside the candidate's or the other way round.
    pub fn of_both(mut cards: Vec<Self>) -> Option<(Self, Option<Self>)> {
        let counts = cards.pop()?;
        let other = cards.into_iter().rev().find(|card| card.is_friends() != counts.is_friends());
        Some((counts, other))
    }

    /// Whether it was made by a friend alone.
    pub fn is_friends(&self) -> bool {
        self.card.judged_by == Some(JudgedBy::Friend)
    }
}

/// What a friend who held a mock wrote in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FriendsWords {
    /// The name that they signed with. Empty if they did not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What they said to work on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Whatever else they wrote.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl FriendsWords {
    /// Whether the friend wrote nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// How to name the friend to a reader: "Ana", or "a friend".
    pub fn who(&self) -> &str {
        if self.name.is_empty() { JudgedBy::Friend.word() } else { &self.name }
    }
}
