//! Which own bank received the questions of a source before, so that importing them again changes them instead of
//! adding duplicates.

use std::collections::HashSet;

use hotseat_bank::Sources;

use super::ImportOptions;
use super::identity::mark_of_source;
use super::marks::FROM;
use super::sink::Gathered;
use super::store::{read_banks, read_brought};

/// The own bank that holds most questions of these sources, if it differs from the one that would be used otherwise.
/// `None` if no bank has any of them, or if the user named a bank.
pub(super) fn bank_of(gathered: &Gathered, options: &ImportOptions, home: &Sources) -> Option<String> {
    let otherwise = options.otherwise.as_deref().filter(|_| options.into.is_none())?;
    let unnamed = gathered.items.iter().filter(|item| *item.bank == *otherwise);
    let sources: HashSet<String> = unnamed.map(|item| mark_of_source(&item.scope)).collect();
    if sources.is_empty() {
        return None;
    }
    let came_from = |bank: &str| {
        let brought = read_brought(home, bank);
        brought.values().filter(|marks| marks.get(FROM).is_some_and(|from| sources.contains(from))).count()
    };
    let mut most = (came_from(otherwise), otherwise.to_owned());
    let mut others: Vec<String> = read_banks(home).into_keys().filter(|bank| bank != otherwise).collect();
    others.sort();
    for bank in others {
        let count = came_from(&bank);
        if count > most.0 {
            most = (count, bank);
        }
    }
    (most.1 != otherwise).then_some(most.1)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, counts};
    use crate::{ImportOptions, import};

    #[test]
    fn a_list_that_came_into_a_bank_of_another_name_is_not_doubled() {
        let home = Home::new();
        let path =
            home.file("list.md", "# Storage\n\n## What is a log?\n\n- A file\n\n## What is a page?\n\n- A block\n");
        let named = |into: Option<&str>, otherwise: Option<&str>| ImportOptions {
            into: into.map(str::to_owned),
            otherwise: otherwise.map(str::to_owned),
            ..ImportOptions::default()
        };
        let plan = |options: &ImportOptions| import(&path, options, &home.sources()).expect("readable");
        let first = plan(&named(Some("team"), None));
        assert_eq!(counts(first.imported())[0], 2);
        first.write().expect("written");
        let again = plan(&named(None, Some("list")));
        assert_eq!((counts(again.imported())[0], again.imported().same), (0, 2));
        assert_eq!(again.imported().banks, ["team"]);
        // A bank that is named is used, and another file changes nothing about that.
        assert_eq!(plan(&named(Some("list"), None)).imported().banks, ["list"]);
        let other = home.file("other.md", "# Storage\n\n## What is a lock?\n\n- One\n");
        let other = import(&other, &named(None, Some("other")), &home.sources()).expect("readable");
        assert_eq!(other.imported().banks, ["other"]);
    }
}
