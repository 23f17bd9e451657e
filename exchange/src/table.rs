//! Tables: comma, semicolon or tab between columns, with the usual names in the first row.

use csv::{Position, ReaderBuilder, StringRecord};

use super::ImportError;
use super::card::Card;
use super::column::{Column, column, tags};
use super::sink::Sink;

/// No table has more columns than this, and no cell as many commas in one line.
const MAX_COLUMNS: usize = 100_000;

/// Reads a table. `tabs`: the ending of the file says that tabs separate its columns.
pub(super) fn read(text: &str, tabs: bool, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter = if tabs || count('\t') > count(',').max(count(';')) {
        b'\t'
    } else if count(';') > count(',') {
        b';'
    } else {
        b','
    };
    let mut columns: Option<Vec<Option<Column>>> = None;
    each_row(text, delimiter, 0, sink, |row, at, sink| {
        if let Some(columns) = &columns {
            return card(row, columns, at, sink);
        }
        let named: Vec<_> = row.iter().map(column).collect();
        if named.contains(&Some(Column::Question)) {
            columns = Some(named);
            return Ok(());
        }
        sink.remark(at, "no column is called \"question\"; the first one was taken for it, the second for the answer");
        let mut named = vec![Some(Column::Question), Some(Column::Answer)];
        named.resize(row.len().max(2), None);
        card(row, &named, at, sink)?;
        columns = Some(named);
        Ok(())
    })
}

/// Hands over each row with its line, `above` lines below the first of the file. Rows that cannot be read are skipped.
pub(super) fn each_row(
    text: &str,
    delimiter: u8,
    above: usize,
    sink: &mut Sink<'_>,
    mut each: impl FnMut(&StringRecord, Option<usize>, &mut Sink<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    if text
        .lines()
        .any(|line| line.len() > MAX_COLUMNS && line.bytes().filter(|&byte| byte == delimiter).count() > MAX_COLUMNS)
    {
        sink.skip(None, format!("a line with more than {MAX_COLUMNS} columns"));
        return Ok(());
    }
    let line = |at: &Position| usize::try_from(at.line()).ok().map(|line| line + above);
    let mut rows =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    loop {
        match rows.read_record(&mut row) {
            Ok(false) => return Ok(()),
            Ok(true) if sink.is_full(row.position().and_then(line)) => return Ok(()),
            Ok(true) => each(&row, row.position().and_then(line), sink)?,
            Err(error) => sink.skip(error.position().and_then(line), error.to_string()),
        }
    }
}

/// Reads one row as a question.
pub(super) fn card(
    row: &StringRecord,
    columns: &[Option<Column>],
    at: Option<usize>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    if row.iter().all(|cell| cell.trim().is_empty()) {
        return Ok(());
    }
    // More cells than columns are an answer with unquoted commas, of which only a part would come in.
    if row.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        sink.skip(
            at,
            format!("{} columns where the first row has {}; put quotes around the answer", row.len(), columns.len()),
        );
        return Ok(());
    }
    let mut card = Card { line: at, ..Card::default() };
    for (cell, column) in row.iter().zip(columns) {
        let cell = cell.trim();
        let Some(column) = column.filter(|_| !cell.is_empty()) else { continue };
        let one = if column == Column::Topic { cell.rsplit("::").next().unwrap_or(cell) } else { cell };
        card.set(column, one.to_owned(), || match column {
            Column::Tags => tags(cell),
            _ => cell.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect(),
        });
    }
    sink.card(card)
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, counts, points};
    use hotseat_bank::Library;

    #[test]
    fn tables_take_other_names_quotes_marks_and_ragged_rows() {
        let home = Home::new();
        let text = "\u{feff}Front;Back;Category;Tags;Difficulty\r\n\"Why \"\"two\"\"?\";\"- one\n- two\";Queues;a b;hard\r\n\
                Short?\r\nLong?;a;b;c;easy;more;cells\r\n;;;;\r\n";
        let imported = home.bring("a.csv", text);
        assert_eq!(counts(&imported), [2, 0, 0, 1, 1]);
        assert_eq!(imported.skipped[0].line, Some(5));
        let (entry, question) = home.questions().remove(0);
        assert_eq!(
            (entry.prompt.as_str(), entry.topic.as_str(), points(&question)),
            ("Why \"two\"?", "queues", vec!["one", "two"])
        );
        assert_eq!((question.difficulty.word(), question.tags.clone()), ("hard", vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(question.source.as_deref(), Some("a.csv"));
        assert_eq!(Library::own(&home.sources()).topic_title("queues"), "Queues");

        let latin = home.bring("b.tsv", b"q\ta\ncaf\xe9?\tno\n");
        assert_eq!((latin.new, latin.remarks.len()), (1, 1));
        assert!(home.prompts().contains(&"café?".to_owned()));
        let headless = home.bring("c.csv", "Which one?,That one.\n");
        assert_eq!((headless.new, headless.remarks.len()), (1, 1));
    }
}
