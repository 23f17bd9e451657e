//! Questions in the form that other programs read. Fields may be added, never renamed.

use serde::Serialize;
use serde_json::Value;

use super::index::Entry;
use super::library::{BankError, Library};
use super::question::{Difficulty, Kind, Levels, QuestionId, Relevance, Seconds};

/// A row of `bank list --json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ListedQuestion<'a> {
    /// Its id, `bank/id`.
    pub question: &'a QuestionId,
    /// What is asked, in its first wording.
    pub prompt: &'a str,
    /// Slug of the topic.
    pub topic: &'a str,
    /// Subtopic within the topic.
    pub subtopic: Option<&'a str>,
    /// What sort of question it is.
    pub kind: Kind,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Lowest and highest level that it suits.
    pub levels: Levels,
    /// Relevance to each archetype, 0 to 3.
    pub archetypes: Relevance,
    /// Languages and platforms that it belongs to; empty if none.
    pub tracks: Vec<&'a str>,
    /// Tags: free words.
    pub tags: Vec<&'a str>,
    /// Its times, or the usual ones for its kind.
    pub seconds: Seconds,
    /// Whether it has points to judge an answer by.
    pub has_notes: bool,
}

impl<'a> From<&'a Entry> for ListedQuestion<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            question: &entry.id,
            prompt: &entry.prompt,
            topic: &entry.topic,
            subtopic: entry.subtopic.as_deref(),
            kind: entry.kind,
            difficulty: entry.difficulty,
            levels: entry.levels,
            archetypes: entry.archetypes,
            tracks: entry.tracks.iter().collect(),
            tags: entry.tags.iter().collect(),
            seconds: entry.seconds,
            has_notes: entry.has_notes,
        }
    }
}

/// What `bank show --json` prints: the question as in its file, including unknown fields, plus `question` (its full id)
/// and `topic`.
pub fn shown(library: &Library, id: &QuestionId) -> Result<Value, BankError> {
    let mut value = library.raw(id)?;
    if let (Some(fields), Some(entry)) = (value.as_object_mut(), library.entry(id)) {
        fields.insert("question".to_owned(), Value::from(entry.id.as_str()));
        fields.insert("topic".to_owned(), Value::from(entry.topic.as_str()));
    }
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_promised_fields() {
        let library = Library::builtin();
        let row = serde_json::to_value(ListedQuestion::from(&library.entries()[0])).expect("JSON");
        let fields: Vec<_> = row.as_object().expect("an object").keys().map(String::as_str).collect();
        assert_eq!(
            fields,
            [
                "archetypes",
                "difficulty",
                "has_notes",
                "kind",
                "levels",
                "prompt",
                "question",
                "seconds",
                "subtopic",
                "tags",
                "topic",
                "tracks"
            ]
        );
        assert_eq!(row["levels"].as_array().map(Vec::len), Some(2));
        assert!(["think", "target", "max"].iter().all(|field| row["seconds"][field].is_u64()));
    }

    #[test]
    fn a_question_is_shown_as_its_file_has_it() {
        let library = Library::builtin();
        let entry = &library.entries()[0];
        let shown = shown(&library, &entry.id).expect("readable");
        assert_eq!(shown["question"], entry.id.as_str());
        assert_eq!(shown["topic"], entry.topic.as_str());
        assert_eq!(shown["prompt"], entry.prompt.as_str());
        assert!(shown["sample"]["strong"].is_string());
    }
}
