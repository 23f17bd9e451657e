//! tmp
use crate::bank::Question;
use std::ops::Range;
/// x
#[derive(Debug)]
pub struct PointCoverage {
    /// x
    pub point: String,
    /// x
    pub mentioned: bool,
    /// x
    pub evidence: Vec<(usize, usize)>,
}
impl PointCoverage {
    /// x
    pub fn ranges(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.evidence.iter().map(|&(a, b)| a..b)
    }
}
/// x
pub fn coverage(_question: &Question, _answer: &str) -> Vec<PointCoverage> {
    Vec::new()
}
