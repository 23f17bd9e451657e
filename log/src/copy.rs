//! In-memory copies of a history that is only read, because its disk is read-only or another program has it open.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use rusqlite::{Connection, OpenFlags};

use super::beside::{beside, has_content};
use super::pragma::{PATIENCE, user_version};

/// Copies a database into memory without writing anything beside it.
pub(super) fn copy_into_memory(file: &Path) -> rusqlite::Result<Connection> {
    let mut scratch = None;
    let source = match open_for_reading(file) {
        Ok(source) => source,
        // The newest records are in the write-ahead log. To read that, SQLite must create an index beside it, which is
        // impossible here.
        Err(_) if has_content(&beside(file, "-wal")) => match copy_aside(file) {
            Ok((folder, copy)) => {
                let source = Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
                scratch = Some(folder);
                source
            }
            Err(_) => open_immutable(file)?,
        },
        Err(_) => open_immutable(file)?,
    };
    let conn = into_memory(&source)?;
    drop(source);
    drop(scratch);
    Ok(conn)
}

/// Copies a database into memory, waiting between steps if another program is writing to the source.
pub(super) fn into_memory(source: &Connection) -> rusqlite::Result<Connection> {
    let mut conn = Connection::open_in_memory()?;
    rusqlite::backup::Backup::new(source, &mut conn)?.run_to_completion(1_000, Duration::from_millis(5), None)?;
    Ok(conn)
}

pub(super) fn open_for_reading(file: &Path) -> rusqlite::Result<Connection> {
    let conn = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    conn.busy_timeout(PATIENCE)?;
    user_version(&conn)?;
    Ok(conn)
}

/// Opens a possibly damaged file without writing anything beside it, whoever else has it open.
pub(super) fn open_aside(file: &Path) -> rusqlite::Result<(Connection, Option<tempfile::TempDir>)> {
    if !has_content(&beside(file, "-wal")) {
        return open_immutable(file).map(|conn| (conn, None));
    }
    let unreadable = |error: io::Error| rusqlite::Error::ToSqlConversionFailure(error.into());
    let (folder, copy) = copy_aside(file).map_err(unreadable)?;
    Connection::open_with_flags(&copy, OpenFlags::SQLITE_OPEN_READ_WRITE).map(|conn| (conn, Some(folder)))
}

fn copy_aside(file: &Path) -> io::Result<(tempfile::TempDir, PathBuf)> {
    let folder = hotseat_bank::scratch::private_temp_dir("hotseat-", None)?;
    let copy = folder.path().join("history.sqlite");
    fs::copy(file, &copy)?;
    fs::copy(beside(file, "-wal"), beside(&copy, "-wal"))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in [copy.clone(), beside(&copy, "-wal")] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok((folder, copy))
}

/// Opens a file that nobody will change meanwhile: without locks, and without creating a file beside it.
pub(super) fn open_immutable(file: &Path) -> rusqlite::Result<Connection> {
    use std::fmt::Write as _;
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned());
    let mut uri = String::from("file:");
    for byte in path.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte) {
            uri.push(char::from(*byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str("?immutable=1");
    Connection::open_with_flags(uri, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}
