//! A table for spreadsheets, with the column names that are read back.

use hotseat_bank::{Entry, Question};

use super::ExportError;

const COLUMNS: [&str; 14] = [
    "id",
    "question",
    "answer",
    "mistakes",
    "sample",
    "hints",
    "topic",
    "subtopic",
    "tags",
    "kind",
    "difficulty",
    "levels",
    "source",
    "licence",
];

pub(super) fn write(chosen: &[(&Entry, Question)]) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| ExportError::Failed(error.to_string());
    out.write_record(COLUMNS).map_err(failed)?;
    for (entry, question) in chosen {
        let sample = question.sample.as_ref().map(|sample| sample.strong.clone()).unwrap_or_default();
        let row = [
            question.id.clone(),
            question.prompt.clone(),
            bullets(question.look_for.iter().map(|point| point.text.as_str())),
            bullets(question.mistakes.iter().map(|mistake| mistake.text.as_str())),
            sample,
            bullets(question.hints.iter().map(String::as_str)),
            entry.topic.to_string(),
            question.subtopic.clone().unwrap_or_default(),
            question.tags.join(", "),
            question.kind.to_string(),
            question.difficulty.to_string(),
            format!("{} to {}", question.levels.lowest, question.levels.highest),
            question.source.clone().unwrap_or_default(),
            question.licence.clone().unwrap_or_default(),
        ];
        out.write_record(row.map(|cell| harmless(&cell))).map_err(failed)?;
    }
    out.into_inner().map_err(|error| ExportError::Failed(error.to_string()))
}

/// A hyphen at the start of a cell would be a formula.
fn bullets<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n")
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    let safe = hotseat_bank::text::clean(cell);
    if safe.starts_with(['=', '+', '-', '@', '\t']) { format!("'{safe}") } else { safe.into_owned() }
}
