//! How long questions take this candidate: minutes are counted in the medium that they use.

use crate::bank::Seconds;
use crate::history::Medium;

/// What share of answers is typed, and how much longer typing takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lengths {
    /// Share of answers that are typed, from 0 to 1.
    pub typed: f64,
    /// The factor by which the target of a typed answer is longer, from 1 to 5.
    pub typed_factor: f64,
}

impl Lengths {
    /// Takes the share of typed answers from these media. Before the first answer all count as typed, because typing
    /// takes longer.
    pub fn learned(media: impl Iterator<Item = Medium>, typed_factor: f64) -> Self {
        let (mut typed, mut all) = (0_u32, 0_u32);
        for medium in media.filter(|medium| *medium != Medium::None) {
            typed += u32::from(medium == Medium::Typed);
            all += 1;
        }
        let typed = if all == 0 { 1.0 } else { f64::from(typed) / f64::from(all) };
        Self { typed, typed_factor }
    }

    /// Seconds that a question is expected to take: thinking, and its target in the medium used.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of an answer, factor 1 to 5")]
    pub fn of(self, spoken: Seconds) -> u32 {
        let factor = 1.0 + self.typed * (self.typed_factor - 1.0);
        spoken.think.saturating_add((f64::from(spoken.target) * factor).round() as u32)
    }
}

impl Default for Lengths {
    /// Every answer is spoken.
    fn default() -> Self {
        Self { typed: 0.0, typed_factor: 1.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_answers_take_their_share_of_the_factor() {
        let seconds = Seconds { think: 20, target: 100, max: 150 };
        let of = |media: &[Medium]| Lengths::learned(media.iter().copied(), 2.0).of(seconds);
        assert_eq!(of(&[]), 220, "before the first answer");
        assert_eq!(of(&[Medium::Spoken, Medium::None]), 120);
        assert_eq!(of(&[Medium::Spoken, Medium::Typed]), 170);
        assert_eq!(of(&[Medium::Typed]), 220);
        assert_eq!(Lengths::default().of(seconds), 120);
    }
}
