//! A table for spreadsheets: each column holds a part of a question, the last one the complete question.

use hotseat_bank::{Entry, Library, Question};

use super::ExportError;
use crate::own::{ENCLOSED, Enclosed, Part};

pub(super) fn write(library: &Library, chosen: &[(&Entry, Question)]) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let failed = |error: csv::Error| ExportError::Failed(error.to_string());
    let columns = Part::ALL.into_iter().map(Part::word);
    out.write_record(std::iter::once("id").chain(columns).chain([ENCLOSED])).map_err(failed)?;
    for (entry, question) in chosen {
        let enclosed = Enclosed::of(library, entry, question);
        let shown = enclosed.shown();
        let cells = Part::ALL.into_iter().map(|part| {
            let lines = part.lines(&shown);
            if part.is_list() { bullets(&lines) } else { lines.join("\n") }
        });
        let row = std::iter::once(question.id.clone()).chain(cells).chain([enclosed.seal()]);
        out.write_record(row.map(|cell| harmless(&cell))).map_err(failed)?;
    }
    out.into_inner().map_err(|error| ExportError::Failed(error.to_string()))
}

/// A list in one cell. The bullets are not hyphens, because a cell that starts with a hyphen is read as a formula.
fn bullets(lines: &[String]) -> String {
    lines.iter().map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n")
}

/// A cell that no spreadsheet takes for a formula. Some skip whitespace and line breaks before the sign, and accept
/// wide, small and typographic forms of it.
pub(crate) fn harmless(cell: &str) -> String {
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
            "\u{1b}[0m=1",
            "\u{ad}＝1",
            "\tx",
            "'=1",
        ] {
            assert!(harmless(formula).starts_with('\''), "{formula:?}");
        }
        for text in ["a=1", "1-2", "Why = so?", "• -1", ""] {
            assert_eq!(harmless(text), text);
        }
        assert_eq!(harmless("\u{1b}=1"), "1", "the sign belongs to a sequence");
    }
}
