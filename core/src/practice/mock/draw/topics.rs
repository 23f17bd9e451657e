//! Recognises the topics of a slot in banks that name them differently.

use crate::bank::cues::Matcher;
use crate::bank::{BUILTIN, Entry, Slot};

/// The topics of a slot, by their words. Custom banks name topics as they like and describe a question by its tags, so
/// a question matches a topic if every word of the topic occurs in the question's own topic or tags.
pub(super) struct Topics<'a> {
    slot: &'a Slot,
    /// Made for the first question that needs it, because most slots name no topics and most questions are built in.
    stems: Option<Stems>,
}

struct Stems {
    matcher: Matcher,
    /// The stems of each topic.
    wanted: Vec<Vec<u32>>,
}

impl<'a> Topics<'a> {
    pub(super) fn of(slot: &'a Slot) -> Self {
        Self { slot, stems: None }
    }

    /// Whether a question of a custom bank is about one of the topics. Always `false` for the built-in bank.
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

/// Splits slugs and structured tags into words.
fn spaced(text: &str) -> String {
    text.replace(['-', '_', '/', ':'], " ")
}
