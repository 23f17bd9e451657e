//! Adds records, in the same transaction as everything derived from them.

use rusqlite::Connection;

use super::connection::History;
use super::error::HistoryError;
use super::life::Projection;
use super::record::Record;
use super::record_row::{COLUMNS, RecordRow};
use super::update::update;

/// The outcome of an append or an import. A line of another tool counts as two records, attempt and judgement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Records that were not in the log yet.
    pub new: u64,
    /// Records that were there already with the same content.
    pub same: u64,
}

/// Adds a row if its id is new; otherwise the inner error is the content that is already there.
pub(super) fn insert(conn: &Connection, row: &RecordRow) -> rusqlite::Result<Result<(), String>> {
    let sql =
        format!("INSERT INTO record ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (id) DO NOTHING");
    if conn.prepare_cached(&sql)?.execute(row.values())? == 1 {
        return Ok(Ok(()));
    }
    conn.prepare_cached("SELECT json FROM record WHERE id = ?1")?.query_row([&row.id], |row| row.get(0)).map(Err)
}

impl History {
    /// Adds records to the log and updates the standings of the questions they touch, all or nothing. When this returns
    /// without an error, the records are on the disk.
    ///
    /// A record that is there already with the same content is left alone, so a call may be repeated after an error. If
    /// the file has been deleted or replaced, the error is [`HistoryError::Moved`]: see [`History::rejoin`].
    pub fn append(&mut self, records: &[Record], projection: &dyn Projection) -> Result<Appended, HistoryError> {
        self.must_be_writable()?;
        let rows = records
            .iter()
            .map(|record| {
                RecordRow::of(record).map_err(|problem| HistoryError::BadRecord { id: record.id.clone(), problem })
            })
            .collect::<Result<Vec<_>, _>>()?;
        let appended = self.within(|conn| {
            let mut appended = Appended::default();
            let mut added = Vec::with_capacity(rows.len());
            for (record, row) in records.iter().zip(rows) {
                match insert(conn, &row)? {
                    Ok(()) => {
                        appended.new += 1;
                        added.push(row);
                    }
                    Err(json) if json == row.json => appended.same += 1,
                    Err(_) => return Ok(Err(HistoryError::Clash(record.id.clone()))),
                }
            }
            update(conn, &added, projection)?;
            Ok(Ok(appended))
        })??;
        self.must_be_in_place()?;
        Ok(appended)
    }
}
