//! What the candidate's settings mean for an answer.

use crate::bank::{Level, Seconds};
use crate::history::Medium;

/// What an answer needs to know about the candidate's settings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rules {
    /// The level aimed at, which decides which tiers count.
    pub level: Level,
    /// The factor by which the target and maximum of typed answers are longer.
    pub typed_factor: f64,
}

impl Rules {
    /// Scales seconds for an answer in this medium; typed answers get more.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "seconds of an answer, factor 1 to 5")]
    pub fn scaled(self, seconds: u32, medium: Medium) -> u32 {
        match medium {
            Medium::Typed => (f64::from(seconds) * self.typed_factor).round() as u32,
            Medium::Spoken | Medium::None => seconds,
        }
    }

    /// The limits of a question for an answer in this medium. Thinking time does not depend on it.
    pub fn times(self, spoken: Seconds, medium: Medium) -> Seconds {
        Seconds {
            think: spoken.think,
            target: self.scaled(spoken.target, medium),
            max: self.scaled(spoken.max, medium),
        }
    }
}
