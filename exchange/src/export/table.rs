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

/// A cell that no spreadsheet takes for a formula. Some pass over blanks and line ends before its sign, and take the
/// wide, small and typographic forms of the sign for the sign.
fn harmless(cell: &str) -> String {
    const SIGNS: [char; 14] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫', '−', '\''];
    let safe = hotseat_bank::text::clean(cell);
    let formula = safe.trim_start().starts_with(SIGNS) || safe.starts_with(['\t', '\n']);
    if formula { format!("'{safe}") } else { safe.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_spelling_of_a_formula_stays_one() {
        for formula in [
            "=1",
            "+1",
            "-1",
            "@x",
            "\t=1",
            "\n=1",
            "\r\n=1",
            "\r=1",
            " =1",
            "\u{a0}=1",
            "\u{3000}@x",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            "\n＝1",
            "−1",
            "﹦1",
            "\u{feff}=1",
            "\u{200b}=1",
            "\u{1b}=1",
            "\u{ad}＝1",
            "\tx",
            "'=1",
        ] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        for text in ["a=1", "1-2", "Why = so?", "• -1", ""] {
            assert_eq!(harmless(text), text);
        }
    }
}
