//! What the columns of a table mean, going by the names in one of its first rows, or else by their content.

use std::collections::BTreeSet;

use csv::StringRecord;

use super::{Column, column};
use crate::column::{columns, without_remark};
use crate::markdown::{asks, leads};

/// The names of the columns are looked for in this many rows, because a sheet may have a title above them.
pub(super) const MAX_HEAD: usize = 10;

/// The longest name of a column, in characters.
const MAX_NAME: usize = 40;

/// The meaning of each column.
#[derive(Debug)]
pub(super) struct Layout {
    /// Which of the non-empty rows names the columns; `None` if none does.
    pub(super) head: Option<usize>,
    pub(super) columns: Vec<Option<Column>>,
}

/// Whether a row names the columns: one of the names means questions, and no cell asks anything.
pub(super) fn is_head(row: &StringRecord) -> bool {
    row.len() > 1 && names_question(row)
}

fn names_question(row: &StringRecord) -> bool {
    row.iter().any(|name| column(name) == Some(Column::Question))
        && !row.iter().any(|name| asks(name) || without_remark(name).chars().count() > MAX_NAME)
}

impl Layout {
    /// Works out the columns from the first non-empty rows.
    pub(super) fn of(rows: &[StringRecord]) -> Self {
        let named = |row: &StringRecord| columns(&row.iter().collect::<Vec<_>>());
        // Further down, a row of names must have several: "Question" alone may be a card.
        let says = |row: &StringRecord| row.iter().any(|cell| asks(cell) || leads(cell));
        let above = rows.iter().take(MAX_HEAD).take_while(|row| names_question(row) || !says(row));
        let head = above.enumerate().position(|(i, row)| names_question(row) && (i == 0 || is_head(row)));
        if let Some(head) = head {
            let mut columns = named(&rows[head]);
            // If two columns may ask, the first one does and the other is additional text.
            let mut seen = false;
            for column in columns.iter_mut().filter(|column| **column == Some(Column::Question)) {
                if std::mem::replace(&mut seen, true) {
                    *column = None;
                }
            }
            return Self { head: Some(head), columns };
        }
        let width = rows.iter().map(StringRecord::len).max().unwrap_or(0).max(2);
        let asking = |place: usize, row: &StringRecord| row.get(place).is_some_and(|cell| asks(cell) || leads(cell));
        let all = |place: usize| rows.iter().filter(|row| asking(place, row)).count();
        let most = (0..width).map(all).max().unwrap_or(0);
        let first = (0..width).find(|&place| rows.iter().any(|row| is_text(row.get(place)))).unwrap_or(0);
        let question = (0..width).find(|&place| most > 0 && all(place) == most).unwrap_or(first);
        let length = |place: usize| {
            rows.iter().filter_map(|row| row.get(place)).filter(|cell| is_text(Some(cell))).map(str::len).sum::<usize>()
        };
        // Of the remaining columns, the next one with text holds the answers, or the one before if there is no next.
        let others = (question + 1..width).chain(0..question);
        let answer = others.clone().find(|&place| length(place) > 0).or_else(|| others.clone().next());
        // In an unknown language, the first row holds names if it is the only one that asks nothing.
        let is_named = rows.len() > 2
            && rows.first().is_some_and(|row| {
                !asking(question, row)
                    && row.len() > 1
                    && row.iter().all(|cell| cell.chars().count() <= MAX_NAME && !cell.ends_with(['.', '。']))
            })
            && most * 10 >= (rows.len() - 1) * 8;
        let mut columns = if is_named { named(&rows[0]) } else { Vec::new() };
        columns.resize(width, None);
        columns[question] = Some(Column::Question);
        if !columns.contains(&Some(Column::Answer))
            && let Some(answer) = answer
        {
            columns[answer] = Some(Column::Answer);
        }
        Self { head: is_named.then_some(0), columns }
    }

    /// A sentence on which column was taken for what, in a table without names.
    pub(super) fn guessed(&self) -> String {
        const PLACES: [&str; 4] = ["first", "second", "third", "fourth"];
        let place = |column: Column| {
            let at = self.columns.iter().position(|one| *one == Some(column)).unwrap_or_default();
            PLACES.get(at).map_or_else(|| format!("{}th", at + 1), |&place| place.to_owned())
        };
        format!(
            "no column is called \"question\"; the {} one was taken for it, the {} for the answer",
            place(Column::Question),
            place(Column::Answer)
        )
    }
}

/// How rows say what they are about, if not each for itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Groups {
    /// Whether an empty topic stands for the one above, as in a sheet with merged cells.
    merged: bool,
    /// Whether a row with a single cell that asks nothing names the topic of those below.
    titled: bool,
}

impl Groups {
    /// Works out from the first rows how they are grouped.
    pub(super) fn of(rows: &[StringRecord], layout: &Layout) -> Self {
        let rows = &rows[layout.head.map_or(0, |head| head + 1).min(rows.len())..];
        let place = |column| layout.columns.iter().position(|one| *one == Some(column));
        let cell =
            |row: &StringRecord, at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned();
        if let Some(topic) = place(Column::Topic) {
            let told: Vec<String> = rows.iter().map(|row| cell(row, Some(topic))).collect();
            let named: Vec<&String> = told.iter().filter(|topic| !topic.is_empty()).collect();
            let distinct: BTreeSet<&&String> = named.iter().collect();
            let merged = named.len() < told.len()
                && named.len() > 1
                && distinct.len() == named.len()
                && told.first().is_some_and(|first| !first.is_empty());
            return Self { merged, titled: false };
        }
        let (question, answer) = (place(Column::Question), place(Column::Answer));
        let whole: Vec<String> =
            rows.iter().filter(|row| !cell(row, answer).is_empty()).map(|row| cell(row, question)).collect();
        let asking = whole.iter().filter(|text| asks(text) || leads(text)).count();
        Self { merged: false, titled: whole.len() > 1 && asking * 10 >= whole.len() * 8 }
    }

    /// The topic of the rows below, if a row only names one.
    pub(super) fn title(self, row: &StringRecord, columns: &[Option<Column>]) -> Option<String> {
        let mut told = row.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        let ((at, cell), None) = (told.next()?, told.next()) else { return None };
        let names = columns.get(at).is_some_and(|column| column.is_none() || *column == Some(Column::Question));
        let is_title = names && is_text(Some(cell)) && !asks(cell) && !leads(cell) && cell.chars().count() <= MAX_NAME;
        (self.titled && is_title).then(|| cell.trim().to_owned())
    }

    /// The topic of a row: its own, or that above it.
    pub(super) fn topic(
        self,
        row: &StringRecord,
        columns: &[Option<Column>],
        above: &mut Option<String>,
    ) -> Option<String> {
        if self.merged {
            let at = columns.iter().position(|column| *column == Some(Column::Topic));
            if let Some(own) = at.and_then(|at| row.get(at)).map(str::trim).filter(|own| !own.is_empty()) {
                *above = Some(own.to_owned());
            }
        }
        above.clone()
    }
}

fn is_text(cell: Option<&str>) -> bool {
    cell.is_some_and(|cell| cell.chars().any(char::is_alphabetic))
}

/// Columns with text that were not read as a part of a question.
#[derive(Debug, Default)]
pub(super) struct Unread {
    pub(super) names: Vec<String>,
    places: BTreeSet<usize>,
}

impl Unread {
    pub(super) fn look(&mut self, row: &StringRecord, columns: &[Option<Column>]) {
        for (place, _) in columns.iter().enumerate().filter(|(_, column)| column.is_none()) {
            if is_text(row.get(place)) {
                self.places.insert(place);
            }
        }
    }

    /// Their names, or else their numbers; `None` if everything was read.
    pub(super) fn told(&self) -> Option<String> {
        let name = |&place: &usize| match self.names.get(place).filter(|name| !name.trim().is_empty()) {
            Some(name) => format!("{:?}", name.trim()),
            None => (place + 1).to_string(),
        };
        let told: Vec<String> = self.places.iter().map(name).collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}
