//! What a `scorecard` record holds: the card as it was shown, and what the candidate put in, so that it can be reopened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Card, JudgedBy};
use crate::history::{RecordId, Tick};

/// The inside of a `scorecard` record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptCard {
    /// The card as it was added up.
    pub card: Card,
    /// The candidate's own numbers, 1 to 4: by attempt, then by dimension.
    #[serde(default)]
    pub numbers: BTreeMap<RecordId, BTreeMap<String, u8>>,
    /// How the replies to follow-ups held, by attempt, in the order in which they were asked.
    #[serde(default)]
    pub held: BTreeMap<RecordId, Vec<Tick>>,
    /// The places of those follow-ups whose replies nobody judged, by attempt; what stands in `held` for them says nothing.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub open: BTreeMap<RecordId, Vec<usize>>,
    /// What a friend who judged said in words.
    #[serde(default, skip_serializing_if = "FriendsWords::is_empty")]
    pub friend: FriendsWords,
}

impl KeptCard {
    /// Of the scorecards of one sitting, oldest first, the one that counts, and the newest one of the other judge: a friend's
    /// beside the candidate's, or the other way round.
    pub fn of_both(mut cards: Vec<Self>) -> Option<(Self, Option<Self>)> {
        let counts = cards.pop()?;
        let other = cards.into_iter().rev().find(|card| card.is_friends() != counts.is_friends());
        Some((counts, other))
    }

    /// Whether a friend alone made it.
    pub fn is_friends(&self) -> bool {
        self.card.judged_by == Some(JudgedBy::Friend)
    }
}

/// What a friend who held a mock said in words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FriendsWords {
    /// As they signed; empty: they did not.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What to work on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Whatever else there was to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub notes: String,
}

impl FriendsWords {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Who they are to somebody who reads of them: "Ana", or "a friend".
    pub fn who(&self) -> &str {
        if self.name.is_empty() { JudgedBy::Friend.word() } else { &self.name }
    }
}
