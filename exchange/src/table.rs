//! Reads tables: comma, semicolon, tab or vertical bar between the columns, and the usual names in the first row.

mod layout;

use csv::{Position, ReaderBuilder, StringRecord};

use super::ImportError;
use super::card::Card;
use super::column::{Column, column, tags};
use super::sink::Sink;
use super::{html, latex, markdown};
use layout::{Groups, Layout, Unread};

/// The most columns of a table; no cell has that many commas on one line either.
const MAX_COLUMNS: usize = 100_000;

/// How many rows are looked at to find the separator and the meaning of the columns.
const SHOWN: usize = 100;

/// The most bytes that are looked at for that.
const MAX_SHOWN: usize = 64 << 10;

/// The rest is not read after this many quotation marks that are never closed.
const MAX_OPEN: usize = 1_000;

/// Whether a plain text is a set of cards with a tab between front and back.
pub(super) fn is_set(text: &str) -> bool {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(SHOWN);
    let tabbed = lines().filter(|line| line.trim().contains('\t')).count();
    tabbed > 0 && tabbed * 2 > lines().count()
}

/// Reads a table. With `tabs` the ending of the file says that tabs separate its columns.
pub(super) fn read(text: &str, tabs: bool, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    sink.counts("rows");
    let (said, body) = said_separator(text);
    let above = usize::from(body.len() < text.len());
    let delimiter = said.unwrap_or_else(|| if tabs && body.contains('\t') { b'\t' } else { separator(body) });
    let first = shown(body, delimiter);
    let layout = Layout::of(&first);
    let groups = Groups::of(&first, &layout);
    let mut topic = None;
    let mut unread = Unread::default();
    let mut number = 0;
    each_row(body, delimiter, above, sink, |row, at, sink| {
        if is_empty(row) {
            return Ok(());
        }
        number += 1;
        match layout.head {
            Some(head) if number - 1 < head => {
                sink.pass(at, "above the first row of the table");
                return Ok(());
            }
            Some(head) if number - 1 == head => {
                unread.names = row.iter().map(str::to_owned).collect();
                sink.title();
                return Ok(());
            }
            None if number == 1 => sink.remark(at, layout.guessed()),
            _ => {}
        }
        if let Some(title) = groups.title(row, &layout.columns) {
            topic = Some(title);
            sink.title();
            return Ok(());
        }
        unread.look(row, &layout.columns);
        let topic = groups.topic(row, &layout.columns, &mut topic);
        card(row, &layout.columns, topic, at, sink)
    })?;
    if let Some(names) = unread.told() {
        sink.remark(None, format!("not brought in are the columns {names}"));
    }
    Ok(())
}

/// The first rows, from which the columns are recognised.
fn shown(text: &str, delimiter: u8) -> Vec<StringRecord> {
    let shown = &text[..text.floor_char_boundary(MAX_SHOWN)];
    let mut rows =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(shown.as_bytes());
    rows.records().take(SHOWN).flatten().filter(|row| !is_empty(row)).collect()
}

/// The separator from a first line such as `sep=;`, by which spreadsheets announce it, and the text below that line.
fn said_separator(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_end_matches('\r').trim_matches('"');
    match said.get(..4).filter(|key| key.eq_ignore_ascii_case("sep=")).map(|_| &said.as_bytes()[4..]) {
        Some([mark]) => (Some(*mark), rest),
        Some(b"\\t") => (Some(b'\t'), rest),
        _ => (None, text),
    }
}

/// The separator of the columns: the character that gives most rows the same number of columns, or that yields a known
/// name.
fn separator(text: &str) -> u8 {
    let shown = &text[..text.floor_char_boundary(MAX_SHOWN)];
    let mut best = (0_usize, b',');
    for delimiter in [b',', b';', b'\t', b'|'] {
        if !shown.as_bytes().contains(&delimiter) {
            continue;
        }
        let rows = self::shown(shown, delimiter);
        let counts: Vec<usize> = rows.iter().map(StringRecord::len).collect();
        let named = rows.iter().take(layout::MAX_HEAD).any(layout::is_head);
        let alike = counts
            .iter()
            .filter(|&&count| count > 1)
            .map(|count| counts.iter().filter(|other| *other == count).count());
        let share = alike.max().unwrap_or(0) * 1_000 / counts.len().max(1);
        let worth = share + if named { 10_000 } else { 0 };
        if worth > best.0 {
            best = (worth, delimiter);
        }
    }
    best.1
}

fn is_empty(row: &StringRecord) -> bool {
    row.iter().all(|cell| cell.trim().is_empty())
}

/// A line with a quotation mark that is never closed, or only closed in the middle of a later cell.
struct Open {
    /// Where the line begins; `next` is where the following one does.
    start: usize,
    next: usize,
}

/// The first quotation mark in a text that is never closed.
fn open_quote(text: &str, delimiter: u8) -> Option<Open> {
    let bytes = text.as_bytes();
    let at_line = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let next = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        Open { start, next }
    };
    let mut i = 0;
    let mut fresh = true;
    while i < bytes.len() {
        if !fresh || bytes[i] != b'"' {
            fresh = bytes[i] == delimiter || bytes[i] == b'\n';
            i += 1;
            continue;
        }
        let opened = i;
        i += 1;
        let mut lines = false;
        loop {
            match bytes.get(i) {
                None => return Some(at_line(opened)),
                Some(b'"') if bytes.get(i + 1) == Some(&b'"') => i += 2,
                Some(b'"') => break,
                Some(byte) => {
                    lines |= *byte == b'\n';
                    i += 1;
                }
            }
        }
        i += 1;
        let closes = bytes.get(i).is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b' '));
        if lines && !closes {
            return Some(at_line(opened));
        }
        fresh = false;
    }
    None
}

/// Hands over each row with its line number, for a table that begins `above` lines down in the file. Unreadable rows
/// are skipped.
pub(super) fn each_row(
    text: &str,
    delimiter: u8,
    above: usize,
    sink: &mut Sink<'_>,
    mut each: impl FnMut(&StringRecord, Option<usize>, &mut Sink<'_>) -> Result<(), ImportError>,
) -> Result<(), ImportError> {
    if let Some((line, _)) = text.lines().enumerate().find(|(_, line)| {
        line.len() > MAX_COLUMNS && line.bytes().filter(|&byte| byte == delimiter).count() > MAX_COLUMNS
    }) {
        sink.refuse(Some(line + 1 + above), format!("a line with more than {MAX_COLUMNS} columns"));
        return Ok(());
    }
    let (mut rest, mut above) = (text, above);
    for _ in 0..MAX_OPEN {
        let open = open_quote(rest, delimiter);
        let whole = open.as_ref().map_or(rest, |open| &rest[..open.start]);
        if !rows(whole, delimiter, above, sink, &mut each)? {
            return Ok(());
        }
        let Some(open) = open else { return Ok(()) };
        above += whole.matches('\n').count() + 1;
        sink.skip(Some(above), "a quote opens here that is never closed; close it, or write two for one");
        rest = &rest[open.next..];
    }
    sink.refuse(Some(above + 1), format!("more than {MAX_OPEN} quotes that are never closed; the rest was not read"));
    Ok(())
}

/// Hands over each row. Returns whether more are taken.
fn rows(
    text: &str,
    delimiter: u8,
    above: usize,
    sink: &mut Sink<'_>,
    each: &mut impl FnMut(&StringRecord, Option<usize>, &mut Sink<'_>) -> Result<(), ImportError>,
) -> Result<bool, ImportError> {
    let line = |at: &Position| usize::try_from(at.line()).ok().map(|line| line + above);
    let mut rows =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut row = StringRecord::new();
    loop {
        match rows.read_record(&mut row) {
            Ok(false) => return Ok(true),
            Ok(true) if sink.is_full(row.position().and_then(line)) => return Ok(false),
            Ok(true) => each(&row, row.position().and_then(line), sink)?,
            Err(error) => sink.skip(error.position().and_then(line), error.to_string()),
        }
    }
}

/// Reads one row as a question; `topic` is that of the rows around it.
fn card(
    row: &StringRecord,
    columns: &[Option<Column>],
    topic: Option<String>,
    at: Option<usize>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    if is_empty(row) {
        return Ok(());
    }
    // More cells than columns mean unquoted commas in an answer, of which only a part would be imported.
    if row.iter().skip(columns.len()).any(|cell| !cell.trim().is_empty()) {
        sink.skip(
            at,
            format!("{} columns where the first row has {}; put quotes around the answer", row.len(), columns.len()),
        );
        return Ok(());
    }
    let mut card = Card { line: at, ..Card::default() };
    let is_alone = |columns: &[Option<Column>], column| columns.iter().filter(|one| **one == Some(column)).count() == 1;
    // A table with a column for samples was written by this program, as plain text.
    let is_plain = columns.contains(&Some(Column::Sample));
    for (cell, column) in row.iter().zip(columns) {
        let text = if is_plain { cell.to_owned() } else { markdown::without_marks(&latex::in_text(&html::cell(cell))) };
        let cell = html::trimmed(&text);
        let Some(column) = column.filter(|_| !cell.is_empty()) else { continue };
        let one = if column == Column::Topic { cell.rsplit("::").next().unwrap_or(cell) } else { cell };
        card.set(column, one.to_owned(), || match column {
            Column::Tags => tags(cell),
            Column::Choice | Column::Correct if !cell.contains('\n') && is_alone(columns, column) => several(cell),
            _ => cell.lines().map(|line| line.trim_start_matches("- ").to_owned()).collect(),
        });
    }
    card.topic = card.topic.or(topic.map(|topic| topic.rsplit("::").next().unwrap_or(&topic).to_owned()));
    sink.card(card)
}

/// Choices that share a cell, separated by vertical bars, semicolons or else commas.
fn several(cell: &str) -> Vec<String> {
    let mark = ['|', ';', ','].into_iter().find(|mark| cell.contains(*mark)).unwrap_or('\n');
    cell.split(mark).map(|part| part.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_separates_columns_is_seen_from_several_rows() {
        let home = Home::new();
        let imported = home.bring("said.csv", "sep=;\r\nfront;back\r\nWho leads?;One, and only one\r\n");
        assert_eq!(counts(&imported), [1, 0, 0, 0, 0], "{imported:?}");
        home.bring(
            "several.csv",
            "Who votes, one, two or three?;All\nWho counts?;The leader\nWho waits?;The rest, too\n",
        );
        home.bring("set.txt", "Who reads?\tThose who may\n\nWho writes?\tThe owner\n");
        home.bring("bars.csv", "question|answer\nWho ends it?|Time; nothing else\n");
        assert_eq!(
            home.prompts(),
            [
                "Who leads?",
                "Who votes, one, two or three?",
                "Who counts?",
                "Who waits?",
                "Who reads?",
                "Who writes?",
                "Who ends it?"
            ]
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_its_line_alone() {
        let home = Home::new();
        let text = "question,answer\nWho?,\"One\nor two\"\n\"When?,Later\nWhere?,\"Here\"\nWhy?,\"So\n";
        let imported = home.bring("open.csv", text);
        assert_eq!(home.prompts(), ["Who?", "Where?"]);
        assert_eq!(
            imported.skipped.iter().map(|skipped| skipped.line).collect::<Vec<_>>(),
            [Some(4), Some(6)],
            "{imported:?}"
        );
        let [file] = imported.files.as_slice() else { panic!("one file") };
        assert_eq!((file.whole(), file.questions, file.titles, file.skipped), (5, 2, 1, 2));
    }

    #[test]
    fn html_and_lines_in_cells_are_read_as_in_decks() {
        let home = Home::new();
        let text = "question,answer\nWhat is <b>it</b> &amp; why?,one<br>two<br>three\nWhat is a < b?,\"first\nsecond\u{2028}third\"\nWhat\u{b}is code?,\"<pre>x = 1\ny = 2</pre>Two names\"\n";
        home.bring("cells.csv", text);
        let questions = home.questions();
        assert_eq!(home.prompts(), ["What is it & why?", "What is a < b?", "What\nis code?"]);
        assert_eq!(points(&questions[0].1), ["one", "two", "three"]);
        assert_eq!(points(&questions[1].1), ["first", "second", "third"]);
        assert_eq!(points(&questions[2].1), ["Two names"]);
    }

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
