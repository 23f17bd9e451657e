//! When no question matches: the single change that would make some match.

use crate::bank::Filter;
use crate::engine::Engine;
use crate::moment::Moment;
use crate::practice::{Long, Only, Wish};

/// What to change when a draw is empty, in a sentence.
pub(super) fn nearest(engine: &Engine, wish: &Wish, now: Moment) -> String {
    let all = engine.library().entries().len();
    let count = |filter: &Filter, only| {
        let wish = Wish {
            filter: filter.clone(),
            only,
            count: all,
            seconds: None,
            long: Long::Asked(all),
            topics: Vec::new(),
            seed: wish.seed,
        };
        engine.draw(&wish, now).len()
    };
    if wish.only == Only::Cram {
        return "no question that fits was answered yet, and --cram takes only such; leave it out.".to_owned();
    }
    let part = match wish.only {
        Only::Due => "due",
        Only::New => "new",
        Only::Weak => "weak",
        Only::Tonight | Only::Anything | Only::Cram => "",
    };
    let others = count(&wish.filter, Only::Anything);
    if others > 0 && !part.is_empty() {
        let next = next_due(engine, &wish.filter, now).filter(|_| wish.only == Only::Due);
        let next = next.map_or(String::new(), |day| format!("; the next one comes back on {day}"));
        return format!("no question that fits is {part}{next}. Without --{part} there {}.", are(others));
    }
    let admitted = engine.library().entries().iter().filter(|entry| wish.filter.admits(entry)).count();
    if admitted > 0 {
        return format!(
            "every question that fits was asked today or is held back ({admitted}); take other filters, or come back \
             tomorrow."
        );
    }
    for (name, wider) in wider(&wish.filter) {
        let there = count(&wider, Only::Anything);
        if there > 0 {
            return format!("no question fits. {name}, and there {}.", are(there));
        }
    }
    "no question fits all of that; leave some of the filters out (`hotseat bank list` shows what there is).".to_owned()
}

fn are(count: usize) -> String {
    if count == 1 { "is 1 to ask".into() } else { format!("are {count} to ask") }
}

fn next_due(engine: &Engine, filter: &Filter, now: Moment) -> Option<chrono::NaiveDate> {
    let entries = engine.library().entries().iter().filter(|entry| filter.admits(entry));
    entries.filter_map(|entry| engine.questions().due(&entry.id)).filter(|due| *due > now.day()).min()
}

/// The filter with one of its restrictions left out, and how the user can do that; the target's own restrictions come
/// first, because nobody typed them.
fn wider(filter: &Filter) -> Vec<(String, Filter)> {
    let mut found = Vec::new();
    let mut add = |there: bool, how: String, change: &dyn Fn(&mut Filter)| {
        if there {
            let mut wider = filter.clone();
            change(&mut wider);
            found.push((how, wider));
        }
    };
    if let Some(level) = filter.level {
        for other in crate::bank::Level::ALL.iter().rev().filter(|other| **other != level) {
            add(true, format!("Take --level {other} instead of {level}"), &|f| f.level = Some(*other));
        }
    }
    for other in crate::bank::Archetype::ALL.iter().filter(|other| filter.archetype.is_some_and(|own| own != **other)) {
        add(true, format!("Take --archetype {other}"), &|f| f.archetype = Some(*other));
    }
    add(!filter.difficulties.is_empty(), "Leave --difficulty out".into(), &|f| f.difficulties.clear());
    add(!filter.kinds.is_empty(), "Leave --kind out".into(), &|f| f.kinds.clear());
    add(!filter.tags.is_empty(), "Leave --tag out".into(), &|f| f.tags.clear());
    add(!filter.topics.is_empty(), "Leave --topic out".into(), &|f| f.topics.clear());
    add(filter.bank.is_some(), "Leave --bank out".into(), &|f| f.bank = None);
    add(!filter.any_track, "Name its language with --track".into(), &|f| f.any_track = true);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Difficulty, Kind, Level, Library};
    use crate::config::Config;
    use hotseat_core::testing::noon;

    fn remedy(filter: Filter, only: Only) -> String {
        let engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("opened");
        let wish = Wish { filter, only, count: 8, ..Wish::default() };
        assert!(engine.draw(&wish, noon()).is_empty(), "the draw of the test has to be empty");
        nearest(&engine, &wish, noon())
    }

    #[test]
    fn the_restriction_in_the_way_is_named() {
        let said = remedy(Filter::default(), Only::Due);
        assert!(said.contains("no question that fits is due") && said.contains("Without --due there are"), "{said}");
        let intro = Filter { kinds: vec![Kind::Intro], tags: vec!["no-such-tag".into()], ..Filter::default() };
        assert!(remedy(intro, Only::Anything).contains("Leave --tag out"));
        let narrow = Filter {
            topics: vec!["nowhere".into()],
            tags: vec!["no-such-tag".into()],
            difficulties: vec![Difficulty::Hard],
            level: Some(Level::Senior),
            ..Filter::default()
        };
        assert!(remedy(narrow, Only::Anything).contains("leave some of the filters out"));
    }
}
