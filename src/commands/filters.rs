//! Turns flags into a filter. Unknown names are refused, together with a list of the known ones.

use std::collections::BTreeSet;

use super::Usage;
use super::args::FilterArgs;
use crate::bank::{Filter, Library};

/// The most known names that such a list shows.
const MOST: usize = 60;

impl FilterArgs {
    /// Whether no flag was given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Applies the flags to `base`: each flag replaces what `base` says, but tracks are added.
    pub fn over(&self, base: Filter, library: &Library) -> Result<Filter, Usage> {
        self.check(library)?;
        let mut filter = base;
        filter.bank = self.bank.clone().or(filter.bank);
        filter.level = self.level.or(filter.level);
        filter.archetype = self.archetype.or(filter.archetype);
        if !self.topics.is_empty() {
            filter.topics.clone_from(&self.topics);
        }
        if !self.kinds.is_empty() {
            filter.kinds.clone_from(&self.kinds);
        }
        if !self.difficulties.is_empty() {
            filter.difficulties.clone_from(&self.difficulties);
        }
        if !self.tags.is_empty() {
            filter.tags.clone_from(&self.tags);
        }
        filter.tracks.extend(self.tracks.iter().cloned());
        Ok(filter)
    }

    /// The filter of a list: without flags all questions, whatever their track.
    pub fn of_all(&self, library: &Library) -> Result<Filter, Usage> {
        let base = Filter { any_track: self.tracks.is_empty(), ..Filter::default() };
        self.over(base, library)
    }

    fn check(&self, library: &Library) -> Result<(), Usage> {
        let entries = library.entries();
        let banks = || library.banks().iter().map(|bank| bank.info.bank.as_str());
        known("bank", self.bank.iter(), banks)?;
        known("topic", self.topics.iter(), || entries.iter().map(|entry| entry.topic.as_str()))?;
        known("track", self.tracks.iter(), || entries.iter().flat_map(|entry| entry.tracks.iter()))?;
        known("tag", self.tags.iter(), || entries.iter().flat_map(|entry| entry.tags.iter()))
    }
}

fn known<'a, 'b, Names: Iterator<Item = &'a str>>(
    what: &str,
    mut wanted: impl Iterator<Item = &'b String>,
    names: impl Fn() -> Names,
) -> Result<(), Usage> {
    // The bank's name is part of question ids and is therefore compared exactly.
    let same = |a: &str, b: &str| if what == "bank" { a == b } else { a.eq_ignore_ascii_case(b) };
    let Some(unknown) = wanted.find(|wanted| !names().any(|name| same(name, wanted))) else { return Ok(()) };
    let names: BTreeSet<&str> = names().collect();
    let near = |name: &&&str| name.chars().next().is_some_and(|c| unknown.to_lowercase().starts_with(c));
    let listed: Vec<&str> = match names.len() {
        ..=MOST => names.iter().copied().collect(),
        _ => names.iter().filter(near).take(MOST).copied().collect(),
    };
    let listed = match (names.is_empty(), listed.is_empty()) {
        (true, _) => format!("no question has a {what}"),
        (false, true) => "`hotseat bank list --json` has those of each question".to_owned(),
        (false, false) if listed.len() < names.len() => format!("among the {what}s are {}", listed.join(", ")),
        (false, false) => format!("the {what}s are {}", listed.join(", ")),
    };
    Err(Usage(format!("{unknown:?} is not a {what}; {listed}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Level;

    fn topics(names: &[&str]) -> FilterArgs {
        FilterArgs { topics: names.iter().map(|name| (*name).to_owned()).collect(), ..FilterArgs::default() }
    }

    #[test]
    fn unknown_names_are_answered_with_the_known_ones() {
        let library = Library::builtin();
        let error = topics(&["caching", "cacheing"]).of_all(&library).expect_err("unknown").to_string();
        assert!(error.contains("\"cacheing\" is not a topic") && error.contains("caching, "), "{error}");
        let tag = FilterArgs { tags: vec!["no-such-tag".into()], ..FilterArgs::default() };
        assert!(tag.of_all(&library).is_err());
        let bank = FilterArgs { bank: Some("Backend".into()), ..FilterArgs::default() };
        assert!(bank.of_all(&library).expect_err("unknown").to_string().contains("the banks are backend"));
    }

    #[test]
    fn flags_replace_the_target_and_tracks_are_added() {
        let library = Library::builtin();
        let base = Filter { level: Some(Level::Senior), tracks: vec!["go".into()], ..Filter::default() };
        let args = FilterArgs { level: Some(Level::Mid), tracks: vec!["rust".into()], ..topics(&["Caching"]) };
        let filter = args.over(base.clone(), &library).expect("known");
        assert_eq!(filter.level, Some(Level::Mid));
        assert_eq!(filter.tracks, ["go", "rust"]);
        assert!(library.entries().iter().any(|entry| filter.admits(entry)));
        assert_eq!(FilterArgs::default().over(base.clone(), &library).expect("known"), base);
    }

    #[test]
    fn a_list_without_flags_has_every_question() {
        let library = Library::builtin();
        let filter = FilterArgs::default().of_all(&library).expect("known");
        let admitted = library.entries().iter().filter(|entry| filter.admits(entry)).count();
        assert_eq!(admitted, library.entries().iter().filter(|entry| entry.retired.is_none()).count());
    }
}
