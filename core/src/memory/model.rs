//! The memory model: how likely recall is, and how each rating changes that. FSRS-6 stands behind a trait of our own.

use fsrs::{DEFAULT_PARAMETERS, FSRS, MemoryState, current_retrievability};

use crate::history::{Rating, Remembered};

/// What the model knows about how well one question is remembered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Memory {
    /// Days after which recall has fallen to 90 %.
    pub stability: f64,
    /// 1 (easy) to 10 (hard).
    pub difficulty: f64,
}

impl From<&Remembered> for Memory {
    fn from(Remembered { stability, difficulty, .. }: &Remembered) -> Self {
        Self { stability: *stability, difficulty: *difficulty }
    }
}

/// Predicts recall and learns from ratings.
pub trait MemoryModel {
    /// The memory after a rating that was given `elapsed_days` practice days after the previous one (0 on the same
    /// day). `before` is None for the first rating.
    fn after(&self, before: Option<Memory>, elapsed_days: u32, rating: Rating) -> Memory;

    /// Probability of recall `elapsed_days` practice days after the last rating, 0 to 1.
    fn recall(&self, memory: Memory, elapsed_days: f64) -> f64;

    /// Days, not rounded, after which recall falls to `retention` (between 0 and 1, exclusive).
    fn interval(&self, memory: Memory, retention: f64) -> f64;
}

/// Weights that the model cannot work with; holds how many there were.
#[derive(Debug, thiserror::Error)]
#[error(
    "these {0} weights are not usable by FSRS-6, which takes 17, 19 or 21 finite numbers; run `hotseat memory revert`"
)]
pub struct BadWeights(usize);

/// FSRS-6 from the `fsrs` crate. The weights are always passed explicitly, because the meaning of an empty list
/// changes in the crate's next version.
#[derive(Debug, Clone)]
pub struct Fsrs {
    model: FSRS,
    /// Exponent of the forgetting curve: the weight at index 20.
    decay: f32,
}

/// Used for `decay` where the older, shorter lists of weights have none (FSRS-5's fixed exponent).
const DECAY_BEFORE_FSRS6: f32 = fsrs::FSRS5_DEFAULT_DECAY;

impl Default for Fsrs {
    fn default() -> Self {
        Self::new(&DEFAULT_PARAMETERS).unwrap_or_else(|_| unreachable!("the default weights are valid"))
    }
}

impl Fsrs {
    /// A model with these weights: 21 for FSRS-6; lists of 17 and 19 are taken as FSRS-4.5 and FSRS-5 and filled up.
    pub fn new(weights: &[f32]) -> Result<Self, BadWeights> {
        if weights.is_empty() || weights.iter().any(|weight| !weight.is_finite()) {
            return Err(BadWeights(weights.len()));
        }
        let model = FSRS::new(weights).map_err(|_| BadWeights(weights.len()))?;
        let decay = weights.get(20).copied().unwrap_or(DECAY_BEFORE_FSRS6);
        Ok(Self { model, decay })
    }
}

impl MemoryModel for Fsrs {
    fn after(&self, before: Option<Memory>, elapsed_days: u32, rating: Rating) -> Memory {
        // The retention only affects the interval, which is not used here.
        let next = self.model.next_states(before.map(state), 0.9, elapsed_days);
        // States come from the model itself, which clamps them, so it should never refuse one. If it ever does,
        // starting afresh is the harmless way out.
        let next = next.or_else(|_| self.model.next_states(None, 0.9, elapsed_days));
        let Ok(next) = next else { return Memory { stability: 1.0, difficulty: 5.0 } };
        let chosen = match rating {
            Rating::Again => next.again,
            Rating::Hard => next.hard,
            Rating::Good => next.good,
            Rating::Easy => next.easy,
        };
        Memory { stability: f64::from(chosen.memory.stability), difficulty: f64::from(chosen.memory.difficulty) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the crate works in f32")]
    fn recall(&self, memory: Memory, elapsed_days: f64) -> f64 {
        f64::from(current_retrievability(state(memory), elapsed_days.max(0.0) as f32, self.decay))
    }

    #[expect(clippy::cast_possible_truncation, reason = "the crate works in f32")]
    fn interval(&self, memory: Memory, retention: f64) -> f64 {
        f64::from(self.model.next_interval(Some(memory.stability as f32), retention as f32, 0))
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the crate works in f32")]
fn state(memory: Memory) -> MemoryState {
    MemoryState { stability: memory.stability as f32, difficulty: memory.difficulty as f32 }
}
