//! Taking records of other machines into the log.

use std::collections::HashSet;

use hotseat_bank::text::terminal_safe_json;
use rusqlite::OptionalExtension as _;
use serde_json::Value;

use crate::connection::History;
use crate::error::HistoryError;
use crate::life::Projection;
use crate::merge::{MANY, plausible};
use crate::record_row::RecordRow;
use crate::store::insert;
use crate::update::{rebuild, update};

/// What happened to the records that were offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many were new.
    pub new: u64,
    /// Ids of records that the log has with different content; the log's own stay.
    pub clashes: Vec<String>,
    /// How many this version cannot read, perhaps because a newer one wrote them. They stay in the folder.
    pub unread: u64,
}

impl Taken {
    /// Adds the numbers of another batch.
    pub fn add(&mut self, other: Self) {
        self.new += other.new;
        self.clashes.extend(other.clashes);
        self.unread += other.unread;
    }
}

impl History {
    /// Takes in records, given as id and JSON. Unlike [`History::import`] it takes those that it can: the others are
    /// offered again in every round, and one unreadable record must not hold up all the rest.
    pub fn take_in(&mut self, records: &[(&str, &str)], projection: &dyn Projection) -> Result<Taken, HistoryError> {
        self.must_be_writable()?;
        let mut taken = Taken::default();
        let mut rows = Vec::new();
        self.reading(|conn| {
            let mut known = conn.prepare_cached("SELECT json FROM record WHERE id = ?1")?;
            for (id, json) in records {
                let there: Option<String> = known.query_row([id], |row| row.get(0)).optional()?;
                if there.as_deref().is_some_and(|there| there == *json || terminal_safe_json(there) == *json) {
                    continue;
                }
                let read = serde_json::from_str::<Value>(json).map_err(|error| error.to_string());
                let read = read.and_then(RecordRow::read).and_then(|(row, record)| {
                    plausible::check(&record)?;
                    Ok(row)
                });
                match (read, there) {
                    (Err(_), _) => taken.unread += 1,
                    (Ok(row), Some(there)) if row.json != there => taken.clashes.push((*id).to_owned()),
                    (Ok(_), Some(_)) => {}
                    (Ok(row), None) => rows.push(row),
                }
            }
            Ok(())
        })?;
        if rows.is_empty() {
            return Ok(taken);
        }
        rows.sort_by(|a, b| (a.at_us, &a.id).cmp(&(b.at_us, &b.id)));
        taken.new = self.within(|conn| {
            let mut added = Vec::new();
            for row in rows {
                // Another program may have added it first.
                if insert(conn, &row)?.is_ok() {
                    added.push(RecordRow { json: String::new(), ..row });
                }
            }
            if added.len() < MANY {
                update(conn, &added, projection)?;
            } else {
                rebuild(conn, projection)?;
            }
            Ok::<_, rusqlite::Error>(Ok::<_, HistoryError>(added.len() as u64))
        })??;
        Ok(taken)
    }

    /// Calls `each` with every record whose id is not in `known`, in order: id, and JSON as [`History::export`] writes
    /// it.
    pub fn each_record_beyond(
        &self,
        known: &HashSet<String>,
        mut each: impl FnMut(String, String),
    ) -> Result<(), HistoryError> {
        self.reading(|conn| {
            let mut statement = conn.prepare("SELECT id, json FROM record ORDER BY at_us, id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let id = row.get_ref(0)?.as_str()?;
                if !known.contains(id) {
                    each(id.to_owned(), terminal_safe_json(row.get_ref(1)?.as_str()?).into_owned());
                }
            }
            Ok(())
        })
    }

    /// The file names of all recordings of answers and replies, whether or not the files exist.
    pub fn recordings(&self) -> Result<Vec<String>, HistoryError> {
        let sql = "SELECT name FROM (\
                       SELECT json_extract(json, '$.recording') AS name FROM record WHERE type = 'attempt' \
                       UNION SELECT json_extract(reply.value, '$.recording') \
                       FROM record, json_each(record.json, '$.follow_ups') AS reply WHERE record.type = 'attempt'\
                   ) WHERE name IS NOT NULL ORDER BY name";
        self.reading(|conn| conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect())
    }
}
