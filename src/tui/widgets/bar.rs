//! How long a bar is drawn.

/// How many of `of` cells a share from 0 to 1 fills, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the cells")]
pub fn cells(share: f64, of: usize) -> usize {
    (share.clamp(0.0, 1.0) * of as f64).round() as usize
}
