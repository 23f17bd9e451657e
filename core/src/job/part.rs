//! What a sentence of a posting can be about.

use serde::{Deserialize, Serialize};

crate::bank::vocabulary! {
    /// What a sentence of a posting is about.
    #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(rename_all = "lowercase")]
    Part {
        /// A requirement.
        Must = "must",
        /// Something that is nice to have.
        Nice = "nice",
        /// What the work is.
        Duty = "duty",
        /// About the company.
        Company = "company",
        /// What the company offers, and standard text that every posting has.
        Offer = "offer",
    }
}

impl Part {
    /// Whether such sentences describe the role itself.
    pub fn is_of_the_role(self) -> bool {
        matches!(self, Self::Must | Self::Nice | Self::Duty)
    }
}

/// A sentence of a posting and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// What the sentence is about.
    pub part: Part,
    /// The sentence itself.
    pub text: String,
}
