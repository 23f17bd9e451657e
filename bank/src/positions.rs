//! Finds the index of a question in a list by its id.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::question::QuestionId;

/// A hash table from ids to indices that does not store the ids: they are in the list already, and a second copy of
/// each would have to be made at every start. The caller says how to find the id at an index.
#[derive(Debug, Default)]
pub(super) struct Positions {
    table: HashTable<usize>,
    hasher: DefaultHashBuilder,
}

impl Positions {
    /// Makes room for `more` ids, so that none of the next ones is hashed twice.
    pub(super) fn reserve<'a>(&mut self, more: usize, name_at: impl Fn(usize) -> &'a QuestionId) {
        self.table.reserve(more, |&position| self.hasher.hash_one(name_at(position)));
    }

    /// The index of an id. None if it is not in the list.
    pub(super) fn get<'a>(&self, id: &QuestionId, name_at: impl Fn(usize) -> &'a QuestionId) -> Option<usize> {
        self.table.find(self.hasher.hash_one(id), |&position| name_at(position) == id).copied()
    }

    /// Adds the index of an id that is not in the table yet.
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
