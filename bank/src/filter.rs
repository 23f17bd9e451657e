//! Which questions somebody wants to be asked.

use serde::{Deserialize, Serialize};

use super::index::Entry;
use super::question::{Archetype, Difficulty, Kind, Level};
use super::words::Words;

/// The lowest relevance to an archetype that counts as relevant.
const RELEVANT: u8 = 2;

/// A selection of questions. Empty lists and `None` do not restrict it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filter {
    /// Only questions of this bank.
    pub bank: Option<String>,
    /// Only questions on one of these topics.
    pub topics: Vec<String>,
    /// Only questions of one of these kinds.
    pub kinds: Vec<Kind>,
    /// Only questions that suit this level.
    pub level: Option<Level>,
    /// Only questions of one of these difficulties.
    pub difficulties: Vec<Difficulty>,
    /// Only questions with relevance 2 or 3 to this archetype.
    pub archetype: Option<Archetype>,
    /// Languages and platforms that the candidate works with. A question that belongs to any is admitted only if one of
    /// them is listed here; questions that belong to none are always admitted.
    pub tracks: Vec<String>,
    /// Whether to admit questions of all tracks.
    pub any_track: bool,
    /// Only questions with one of these tags.
    pub tags: Vec<String>,
}

impl Filter {
    /// Whether the question is admitted. Retired questions never are.
    pub fn admits(&self, entry: &Entry) -> bool {
        entry.retired.is_none() && self.describes(entry)
    }

    /// Whether the question matches the selection, retired or not.
    pub fn describes(&self, entry: &Entry) -> bool {
        self.bank.as_deref().is_none_or(|bank| bank == entry.id.bank())
            && (self.topics.is_empty() || self.names_topic(entry))
            && (self.kinds.is_empty() || self.kinds.contains(&entry.kind))
            && self.level.is_none_or(|level| entry.levels.contain(level))
            && (self.difficulties.is_empty() || self.difficulties.contains(&entry.difficulty))
            && self.archetype.is_none_or(|archetype| entry.archetypes.of(archetype) >= RELEVANT)
            && self.admits_tracks(entry)
            && (self.tags.is_empty() || share_a_word(&self.tags, &entry.tags))
    }

    fn names_topic(&self, entry: &Entry) -> bool {
        self.topics.iter().any(|topic| topic.eq_ignore_ascii_case(&entry.topic))
    }

    fn admits_tracks(&self, entry: &Entry) -> bool {
        entry.tracks.is_empty()
            || self.any_track
            || share_a_word(&self.tracks, &entry.tracks)
            // Naming a topic overrides the restriction to tracks.
            || self.names_topic(entry)
    }
}

fn share_a_word(wanted: &[String], there: &Words) -> bool {
    wanted.iter().any(|word| there.iter().any(|other| other.eq_ignore_ascii_case(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::{Home, index};
    use crate::source::Source;

    fn entry(fields: &str) -> Entry {
        let text = format!(
            "{{\"bank\":\"b\",\"topic\":\"caching\",\"questions\":[{{\"id\":\"a\",\"prompt\":\"A?\",{fields}}}]}}"
        );
        let home = Home { name: "b.json", bank: None, stem: "b", builtin: false };
        let found = index(&Source { text, offset: 0 }, home);
        assert!(found.problems.is_empty(), "{:?}", found.problems);
        found.entries.into_iter().next().expect("one question")
    }

    fn topics(topic: &str) -> Filter {
        Filter { topics: vec![topic.to_owned()], ..Filter::default() }
    }

    #[test]
    fn the_empty_filter_admits_everything_but_tracks_and_the_retired() {
        let all = Filter::default();
        assert!(all.admits(&entry("\"kind\":\"design\"")));
        assert!(!all.admits(&entry("\"tracks\":[\"go\"]")));
        assert!(!all.admits(&entry("\"retired\":\"2026-01-01\"")));
    }

    #[test]
    fn tracks_are_drawn_when_asked_for_by_track_topic_or_wholesale() {
        let go = entry("\"tracks\":[\"go\",\"rust\"]");
        let tracks =
            |list: &[&str]| Filter { tracks: list.iter().map(ToString::to_string).collect(), ..Filter::default() };
        assert!(tracks(&["rust"]).admits(&go));
        assert!(!tracks(&["java"]).admits(&go));
        assert!(tracks(&["java"]).admits(&entry("\"tags\":[]")));
        assert!(topics("caching").admits(&go));
        assert!(!topics("testing").admits(&go));
        assert!(Filter { any_track: true, ..Filter::default() }.admits(&go));
    }

    #[test]
    fn levels_are_a_range_and_relevance_begins_at_two() {
        let question = entry("\"levels\":[\"mid\",\"senior\"],\"archetypes\":{\"api\":1,\"distributed\":2,\"data\":0}");
        let level = |level| Filter { level: Some(level), ..Filter::default() }.admits(&question);
        assert_eq!(Level::ALL.iter().map(|l| level(*l)).collect::<Vec<_>>(), [false, true, true, false]);
        let archetype = |archetype| Filter { archetype: Some(archetype), ..Filter::default() }.admits(&question);
        assert_eq!(Archetype::ALL.iter().map(|a| archetype(*a)).collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn everything_else_narrows() {
        let question = entry("\"kind\":\"incident\",\"difficulty\":\"hard\",\"tags\":[\"redis\"]");
        let admits = |change: fn(&mut Filter)| {
            let mut filter = Filter::default();
            change(&mut filter);
            filter.admits(&question)
        };
        assert!(admits(|f| f.bank = Some("b".into())) && !admits(|f| f.bank = Some("backend".into())));
        assert!(admits(|f| f.kinds = vec![Kind::Incident]) && !admits(|f| f.kinds = vec![Kind::Design]));
        assert!(
            admits(|f| f.difficulties = vec![Difficulty::Hard]) && !admits(|f| f.difficulties = vec![Difficulty::Easy])
        );
        assert!(admits(|f| f.tags = vec!["Redis".into()]) && !admits(|f| f.tags = vec!["kafka".into()]));
    }
}
