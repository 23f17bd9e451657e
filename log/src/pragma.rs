//! Database settings, and the checks that `SQLite` makes on request.

use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

/// How long to wait while another program writes.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Stops `SQLite` from checkpointing and removing the write-ahead log when the connection is closed. It removes the log
/// by name, which may belong to another file by then; and a program that only reads need not tidy up.
pub(super) fn keep_log(conn: &Connection) {
    // Fails only if the SQLite library does not know the setting.
    let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// The format number of the file; 0 if it is new.
pub(super) fn user_version(conn: &Connection) -> rusqlite::Result<i64> {
    conn.query_row("PRAGMA user_version", [], |row| row.get(0))
}

/// The first problem that `quick_check` or `integrity_check` finds. None if all is well.
pub(super) fn damage(conn: &Connection, check: &str) -> rusqlite::Result<Option<String>> {
    let found: String = conn.query_row(&format!("PRAGMA {check}(1)"), [], |row| row.get(0))?;
    Ok(Some(found).filter(|found| found != "ok"))
}
