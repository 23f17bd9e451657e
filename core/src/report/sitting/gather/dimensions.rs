//! What the bank says about the dimensions of a loop.

use crate::bank::Dimension;

/// The dimensions on the scorecard of a loop, in the order of the bank.
pub(super) struct Dimensions(pub(super) Vec<Dimension>);

impl Dimensions {
    fn known(&self, id: &str) -> Option<&Dimension> {
        self.0.iter().find(|known| known.id == id)
    }

    /// The title of a dimension; its id where the bank does not know it.
    pub(super) fn title(&self, id: &str) -> String {
        self.known(id).map_or_else(|| id.to_owned(), |known| known.title.clone())
    }

    /// What an answer with this number, 1 to 4, is like.
    pub(super) fn anchor(&self, id: &str, number: u8) -> Option<String> {
        self.known(id)?.anchors.get(usize::from(number).checked_sub(1)?).cloned()
    }

    /// Where a dimension stands; those that the bank does not know come last.
    pub(super) fn place(&self, id: &str) -> usize {
        self.0.iter().position(|known| known.id == id).unwrap_or(usize::MAX)
    }
}
