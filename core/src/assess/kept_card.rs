//! What a `scorecard` record holds: the card as it was shown, and what the candidate put in, so that it can be reopened.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Card;
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
}
