//! Where each question stands in a list, by its name.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::question::QuestionId;

/// A table from names to positions that does not hold the names: they stand in the list already, and at every start a
/// second copy of each would be made. Whoever asks says how to find the name at a position.
#[derive(Debug, Default)]
pub(super) struct Positions {
    table: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl Positions {
    /// Makes room for `more` names, so that none of the next ones is hashed twice.
    pub(super) fn reserve<'a>(&mut self, more: usize, name_at: impl Fn(usize) -> &'a QuestionId) {
        self.table.reserve(more, |&position| self.hasher.hash_one(name_at(position)));
    }

    /// The position of a name.
    pub(super) fn get<'a>(&self, id: &QuestionId, name_at: impl Fn(usize) -> &'a QuestionId) -> Option<usize> {
        self.table.find(self.hasher.hash_one(id), |&position| name_at(position) == id).copied()
    }

    /// Notes the position of a name that is not there yet.
    pub(super) fn add<'a>(&mut self, id: &QuestionId, position: usize, name_at: impl Fn(usize) -> &'a QuestionId) {
        let hasher = |&position: &usize| self.hasher.hash_one(name_at(position));
        self.table.insert_unique(self.hasher.hash_one(id), position, hasher);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_is_found_where_it_was_put_and_no_other(count in 0_usize..300, reserved in 0_usize..300) {
            let names: Vec<QuestionId> = (0..count).map(|i| QuestionId::new("b", &format!("q{i}"))).collect();
            let mut positions = Positions::default();
            positions.reserve(reserved, |i| &names[i]);
            for (i, name) in names.iter().enumerate() {
                prop_assert_eq!(positions.get(name, |i| &names[i]), None);
                positions.add(name, i, |i| &names[i]);
            }
            for (i, name) in names.iter().enumerate() {
                prop_assert_eq!(positions.get(name, |i| &names[i]), Some(i));
            }
            prop_assert_eq!(positions.get(&QuestionId::new("b", "other"), |i| &names[i]), None);
        }
    }
}
