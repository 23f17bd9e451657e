//! The one scale: four bands in which candidates predict, evidence is expressed and ratings follow.

use serde::{Deserialize, Serialize};

use crate::history::Rating;

/// Shares of the weighted points from which on an answer is shaky, would pass, would impress.
pub const CUTS: [f64; 3] = [0.25, 0.50, 0.80];

hotseat_bank::vocabulary! {
    /// How good an answer would have been to an interviewer.
    #[derive(Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[serde(into = "u8", try_from = "u8")]
    Band {
        /// Less than a quarter of the weighted points, or something at which an interviewer stops.
        Fail = "would fail",
        /// From a quarter of the weighted points.
        Shaky = "shaky",
        /// From half of the weighted points.
        Pass = "would pass",
        /// From 80 % of the weighted points.
        Impress = "would impress",
    }
}

impl From<Band> for u8 {
    fn from(band: Band) -> Self {
        band as Self + 1
    }
}

impl TryFrom<u8> for Band {
    type Error = String;

    /// 1 to 4, as in records and on keys.
    fn try_from(number: u8) -> Result<Self, String> {
        let at = number.checked_sub(1).and_then(|at| Self::ALL.get(usize::from(at)));
        at.copied().ok_or_else(|| format!("bands go from 1 to 4; found {number}"))
    }
}

impl Band {
    /// The band of a share of the weighted points, before anything caps it.
    pub fn of(share: f64) -> Self {
        // Shares are sums of weights and halves, with rounding errors: exactly one half has to reach the cut at one
        // half.
        Self::ALL[CUTS.iter().filter(|least| share >= **least - 1e-9).count()]
    }

    /// The band as a number, 1 to 4.
    pub fn number(self) -> u8 {
        self.into()
    }

    /// The rating for this band. Impress becomes Easy only if the candidate confirms it.
    pub const fn rating(self) -> Rating {
        match self {
            Self::Fail => Rating::Again,
            Self::Shaky => Rating::Hard,
            Self::Pass | Self::Impress => Rating::Good,
        }
    }

    /// The band that a rating stands for.
    pub const fn of_rating(rating: Rating) -> Self {
        match rating {
            Rating::Again => Self::Fail,
            Rating::Hard => Self::Shaky,
            Rating::Good => Self::Pass,
            Rating::Easy => Self::Impress,
        }
    }

    pub(super) fn less(self, bands: usize) -> Self {
        Self::ALL[(self as usize).saturating_sub(bands)]
    }
}

/// How good an answer of a band was, or several on average, from 0 (would fail) to 1 (would impress).
pub fn evidence(band: f64) -> f64 {
    (band - 1.0) / 3.0
}

/// Where a mean of bands (1 to 4) lies, in words: "would pass", or "between shaky and would pass".
pub fn mean_words(mean: f64) -> String {
    let near = |band: &&Band| (mean - f64::from(band.number())).abs() <= 0.25 + 1e-9;
    if let Some(band) = Band::ALL.iter().find(near) {
        return band.to_string();
    }
    let below = |band: &&Band| f64::from(band.number()) < mean;
    match (Band::ALL.iter().rfind(below), Band::ALL.iter().find(|band| f64::from(band.number()) > mean)) {
        (Some(below), Some(above)) => format!("between {below} and {above}"),
        (Some(only), None) | (None, Some(only)) => only.to_string(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::Band::{Fail, Impress, Pass, Shaky};
    use super::*;

    #[test]
    fn a_quarter_a_half_and_four_fifths_begin_a_band() {
        let bands = [0.0, 0.2499, 0.25, 0.4999, 0.5, 0.7999, 0.8, 1.0].map(Band::of);
        assert_eq!(bands, [Fail, Fail, Shaky, Shaky, Pass, Pass, Impress, Impress]);
        assert_eq!(Band::of(0.1 + 0.2 + 0.2), Pass, "sums of fractions come with rounding errors");
        assert_eq!([0, 1, 4, 5].map(|n| Band::try_from(n).ok()), [None, Some(Fail), Some(Impress), None]);
    }

    #[test]
    fn means_of_bands_are_said_in_their_words() {
        let said = [1.0, 1.25, 1.5, 2.8, 3.5, 4.0].map(mean_words);
        assert_eq!(
            said,
            [
                "would fail",
                "would fail",
                "between would fail and shaky",
                "would pass",
                "between would pass and would impress",
                "would impress"
            ]
        );
    }
}
