//! Reads a table that we exported: a part of a question in each column, the complete question in the last one.

use std::ops::ControlFlow;

use csv::StringRecord;

use super::{ENCLOSED, Enclosed, Own, Part, Parts};
use crate::ImportError;
use crate::export::harmless;
use crate::sink::Sink;
use crate::table::each_row;

/// A table with this many of our columns is ours even if the last one is missing.
const ENOUGH: usize = 10;

enum Column {
    Id,
    Enclosed,
    Part(Part),
}

fn column(name: &str) -> Option<Column> {
    match name.trim() {
        "id" => Some(Column::Id),
        ENCLOSED => Some(Column::Enclosed),
        name => Part::ALL.into_iter().find(|part| part.word() == name).map(Column::Part),
    }
}

/// The separator of the table, which a spreadsheet may have changed; `None` if the table is not ours.
fn separator(text: &str) -> Option<u8> {
    let first = text.lines().next().unwrap_or_default();
    [b',', b';', b'\t'].into_iter().find(|&mark| {
        let names: Vec<&str> = first.split(char::from(mark)).map(|name| name.trim_matches('"')).collect();
        let known = names.iter().filter(|name| column(name).is_some()).count();
        names.contains(&"question") && (names.contains(&ENCLOSED) || known >= ENOUGH)
    })
}

/// Whether the program wrote this table.
pub(crate) fn is_table(text: &str) -> bool {
    separator(text).is_some()
}

/// Reads a table; its columns may have been reordered.
pub(crate) fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut columns: Option<Vec<Option<Column>>> = None;
    each_row(text, separator(text).unwrap_or(b','), 0, sink, |row, line, sink| {
        let Some(columns) = &columns else {
            columns = Some(row.iter().map(|name| column(name.trim_matches('"'))).collect());
            return Ok(());
        };
        match one(row, columns, line) {
            ControlFlow::Continue(own) => sink.own(own),
            ControlFlow::Break(()) => Ok(()),
        }
    })
}

/// The question of a row; breaks if the row is empty.
fn one(row: &StringRecord, columns: &[Option<Column>], line: Option<usize>) -> ControlFlow<(), Own> {
    let mut own = Own { line, enclosed: None, id: None, parts: Parts::default() };
    if row.iter().all(|cell| cell.trim().is_empty()) {
        return ControlFlow::Break(());
    }
    for (cell, column) in row.iter().zip(columns) {
        let cell = meant(cell);
        match column {
            Some(Column::Id) => own.id = Some(cell.trim().to_owned()).filter(|id| !id.is_empty()),
            Some(Column::Enclosed) => own.enclosed = Enclosed::open(cell),
            Some(Column::Part(part)) => own.parts.0.push((*part, lines(cell, part.is_list()))),
            None => {}
        }
    }
    ControlFlow::Continue(own)
}

/// A cell without the apostrophe that keeps it from being a formula.
fn meant(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| harmless(rest) == cell).unwrap_or(cell)
}

fn lines(cell: &str, list: bool) -> Vec<String> {
    let item = |line: &str| crate::points::item(line).map_or(line.trim(), |(_, text)| text).to_owned();
    if list {
        cell.lines().filter(|line| !line.trim().is_empty()).map(item).collect()
    } else {
        cell.lines().map(str::to_owned).collect()
    }
}
