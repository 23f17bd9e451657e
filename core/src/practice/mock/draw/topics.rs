//! The topics of a slot, found in banks that call them otherwise.

use crate::bank::cues::Matcher;
use crate::bank::{BUILTIN, Entry, Slot};

/// The topics of a slot by their words. Banks of one's own call a topic as they like, and say in tags what a question is
/// about: such a question is meant where every word of one of the topics stands among those.
pub(super) struct Topics<'a> {
    slot: &'a Slot,
    /// Made for the first question that needs it: most slots name no topics, most banks are the built-in one.
    stems: Option<Stems>,
}

struct Stems {
    matcher: Matcher,
    /// Those of each topic.
    wanted: Vec<Vec<u32>>,
}

impl<'a> Topics<'a> {
    pub(super) fn of(slot: &'a Slot) -> Self {
        Self { slot, stems: None }
    }

    /// Whether a question of a bank of one's own is about one of them.
    pub(super) fn are_meant(&mut self, entry: &Entry) -> bool {
        if self.slot.topics.is_empty() || entry.id.bank() == BUILTIN {
            return false;
        }
        let Stems { matcher, wanted } = self.stems.get_or_insert_with(|| {
            let mut matcher = Matcher::new();
            let wanted = self.slot.topics.iter().map(|topic| matcher.stems(&spaced(topic))).collect();
            Stems { matcher, wanted }
        });
        let words: Vec<&str> = std::iter::once(entry.topic.as_str()).chain(entry.tags.iter()).collect();
        let there = matcher.stems(&spaced(&words.join(" ")));
        wanted.iter().any(|topic| !topic.is_empty() && topic.iter().all(|stem| there.contains(stem)))
    }
}

/// The words of slugs and of tags with levels.
fn spaced(text: &str) -> String {
    text.replace(['-', '_', '/', ':'], " ")
}
