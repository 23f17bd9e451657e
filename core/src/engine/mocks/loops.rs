//! The loops that can be sat: those of the banks, and one made for each bank that brings none.

use std::borrow::Cow;

use crate::bank::{BUILTIN, Loop};
use crate::engine::Mocks;
use crate::practice::mock;

/// The name of a bank, and one of its loops.
type OfBank<'a> = (&'a str, Cow<'a, Loop>);

impl<'a> Mocks<'a> {
    /// All loops, the built-in ones first and those made for a bank last.
    pub fn loops(self) -> Vec<OfBank<'a>> {
        let library = &self.engine.library;
        let brought = library.loops().map(|(bank, one)| (bank, Cow::Borrowed(one)));
        let banks = library.banks().iter().map(|bank| &bank.info);
        let bare = banks.filter(|info| info.bank != BUILTIN && info.loops.is_empty());
        let made = bare.filter_map(|info| {
            let one = mock::loop_of(&info.bank, library.entries())?;
            Some((info.bank.as_str(), Cow::Owned(one)))
        });
        brought.chain(made).collect()
    }

    /// A loop by its id, or by `bank/id` where two banks have the same id.
    pub(super) fn find_loop(self, name: &str) -> Option<OfBank<'a>> {
        let mut loops = self.loops();
        let named = |(bank, one): &OfBank<'_>| name.split_once('/').is_some_and(|(b, id)| b == *bank && id == one.id);
        let by_id = loops.iter().position(|(_, one)| one.id == name);
        let at = by_id.or_else(|| loops.iter().position(named))?;
        Some(loops.swap_remove(at))
    }

    /// The name to use for a loop: its id, or `bank/id` if an earlier bank has the same id.
    pub fn loop_name(self, bank: &str, one: &Loop) -> String {
        match self.find_loop(&one.id) {
            Some((first, _)) if first == bank => one.id.clone(),
            _ => format!("{bank}/{}", one.id),
        }
    }
}
