//! What a database says of itself when it is asked.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

/// How long to wait while another program writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Leaves the write-ahead log alone when the connection is closed. It would be emptied and removed by its name, which may lead
/// to another file's by then; and a program that only reads need not tidy up.
pub(super) fn keep_log(conn: &Connection) {
    // Refused only where the library does not know the setting.
    let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// The number of the file's format; 0: the file is new.
pub(super) fn user_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// What `quick_check` or `integrity_check` finds first; None: all well.
pub(super) fn damage(conn: &Connection, check: &str) -> rusqlite::Result<Option<String>> {
    let found: String = conn.query_row(&format!("PRAGMA {check}(1)"), [], |row| row.get(0))?;
    Ok(Some(found).filter(|found| found != "ok"))
}
