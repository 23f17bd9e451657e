//! The usual names for the parts of a question, in the first row of a table or as the keys of an object.

/// A part of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Question,
    Answer,
    Sample,
    Topic,
    Subtopic,
    Tags,
    Difficulty,
    Kind,
    Level,
    Hints,
    Mistakes,
    FollowUps,
    Id,
    Guid,
    Source,
    Licence,
}

/// The part that goes by this name.
pub(super) fn column(name: &str) -> Option<Column> {
    let name: String =
        name.trim().to_lowercase().chars().map(|c| if matches!(c, ' ' | '-') { '_' } else { c }).collect();
    Some(match name.as_str() {
        "question" | "front" | "prompt" | "q" | "ask" => Column::Question,
        "answer" | "back" | "a" | "notes" | "points" | "look_for" | "explanation" | "extra" => Column::Answer,
        "sample" | "sample_answer" | "strong" => Column::Sample,
        "topic" | "category" | "section" | "deck" | "subject" => Column::Topic,
        "subtopic" | "subcategory" => Column::Subtopic,
        "tags" | "tag" | "labels" => Column::Tags,
        "difficulty" => Column::Difficulty,
        "kind" | "type" => Column::Kind,
        "level" | "levels" | "seniority" => Column::Level,
        "hints" | "hint" => Column::Hints,
        "mistakes" | "common_mistakes" => Column::Mistakes,
        "follow_ups" | "followups" | "follow_up" => Column::FollowUps,
        "id" | "slug" => Column::Id,
        "guid" => Column::Guid,
        "source" | "url" => Column::Source,
        "licence" | "license" => Column::Licence,
        _ => return None,
    })
}

/// The tags in a cell, separated by commas or semicolons if it has any, and by blanks otherwise.
pub(super) fn tags(cell: &str) -> Vec<String> {
    let parts: Vec<&str> =
        if cell.contains([',', ';']) { cell.split([',', ';']).collect() } else { cell.split_whitespace().collect() };
    parts.into_iter().map(|tag| tag.trim().to_owned()).filter(|tag| !tag.is_empty()).collect()
}
