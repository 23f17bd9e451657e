//! Ids that have been renamed. The log keeps the ids that were used when it was written; whoever reads it looks up here
//! what a question or point is called now.

use std::collections::BTreeMap;

use super::question::QuestionId;

/// Maps former ids of questions and points to their current ones. Usually empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    questions: BTreeMap<QuestionId, QuestionId>,
    /// By the current id of the question and the former id of the point.
    points: BTreeMap<(QuestionId, String), String>,
}

impl Renames {
    /// No renames.
    pub const NONE: Self = Self { questions: BTreeMap::new(), points: BTreeMap::new() };

    /// Adds the renames of a bank's manifest: `"old": "new"` for a question, `"question/old": "question/new"` for a
    /// point. `there` says whether a question exists: an id that is still in use was not renamed, and one that leads
    /// nowhere is ignored.
    pub(super) fn add(&mut self, bank: &str, renamed: &BTreeMap<String, String>, there: impl Fn(&QuestionId) -> bool) {
        for (old, new) in renamed.iter().filter(|(old, _)| !old.contains('/')) {
            let (old, new) = (QuestionId::new(bank, old), QuestionId::new(bank, new));
            if !there(&old) && there(&new) {
                self.questions.insert(old, new);
            }
        }
        for (old, new) in renamed {
            if let (Some((question, old)), Some((_, new))) = (old.split_once('/'), new.split_once('/')) {
                let question = self.question(QuestionId::new(bank, question));
                self.points.insert((question, old.to_owned()), new.to_owned());
            }
        }
    }

    /// The current id of a question.
    pub fn question(&self, id: QuestionId) -> QuestionId {
        self.questions.get(&id).cloned().unwrap_or(id)
    }

    /// All ids that a question has had, the current one first.
    pub fn names<'a>(&'a self, now: &'a QuestionId) -> impl Iterator<Item = &'a QuestionId> {
        std::iter::once(now).chain(self.questions.iter().filter(move |(_, new)| *new == now).map(|(old, _)| old))
    }

    /// The current id of a point, given the current id of its question.
    pub fn point(&self, question: &QuestionId, point: String) -> String {
        if self.points.is_empty() {
            return point;
        }
        let key = (question.clone(), point);
        self.points.get(&key).cloned().unwrap_or(key.1)
    }

    /// A text that is the same for the same renames and different for others; empty if there are none.
    pub fn fingerprint(&self) -> String {
        let questions = self.questions.iter().map(|(old, new)| format!(", {old} is {new}"));
        let points = self.points.iter().map(|((question, old), new)| format!(", {question}/{old} is {new}"));
        questions.chain(points).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(slug: &str) -> QuestionId {
        QuestionId::new("own", slug)
    }

    #[test]
    fn names_lead_to_what_is_there_and_nowhere_else() {
        let said = [("old", "new"), ("kept", "new"), ("lost", "gone"), ("old/a", "new/b"), ("new/c", "new/d")];
        let by_name = said.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        let mut renames = Renames::NONE;
        renames.add("own", &by_name, |id| matches!(id.slug(), "new" | "kept"));
        assert_eq!(renames.question(id("old")), id("new"));
        assert_eq!(renames.question(id("kept")), id("kept"), "a name that is in use");
        assert_eq!(renames.question(id("lost")), id("lost"), "a name that leads nowhere");
        assert_eq!(renames.names(&id("new")).collect::<Vec<_>>(), [&id("new"), &id("old")]);
        assert_eq!(renames.point(&id("new"), "a".to_owned()), "b", "by the question's name of now");
        assert_eq!(renames.point(&id("new"), "c".to_owned()), "d");
        assert_eq!(renames.point(&id("kept"), "a".to_owned()), "a");
        assert_eq!(Renames::NONE.fingerprint(), "");
        assert!(renames.fingerprint().contains("own/old is own/new"));
    }
}
