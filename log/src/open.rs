//! Opening the history: creating, checking and migrating it, or viewing it read-only. Opening never reads the log
//! itself.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use hotseat_bank::{Renames, files};
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rusqlite_migration::Migrations;

use super::backup::before_migration;
use super::beside::{IN_MEMORY, beside, has_content, private};
use super::connection::History;
use super::copy::copy_into_memory;
use super::error::HistoryError;
use super::format::{Refusal, check_format, empty_in_memory, mend, migrate};
use super::identity::Identity;
use super::pragma::{PATIENCE, user_version};
use super::schema::{latest, migrations};

impl History {
    /// Opens the history, creates it if there is none, and migrates an older format (after a verified backup to the
    /// folder `backups` beside the file).
    ///
    /// If the file or its folder cannot be written, the history is copied into memory and opened read-only: see
    /// [`History::is_read_only`].
    pub fn open(file: &Path) -> Result<Self, HistoryError> {
        Self::open_as(file, &migrations(), latest())
    }

    /// A history that lives as long as the value; for tests and experiments.
    pub fn in_memory() -> Result<Self, HistoryError> {
        Self::empty(Path::new(IN_MEMORY), &migrations(), None)
    }

    /// A read-only copy of the history in memory; every write returns [`HistoryError::ReadOnly`]. Works on read-only
    /// disks, and on a history that another program has open.
    pub fn open_read_only(file: &Path) -> Result<Self, HistoryError> {
        for path in [file.to_owned(), beside(file, "-wal")] {
            // Opening a pipe would block, and a device may never end.
            if files::refuse_special(&path).is_err() {
                return Err(HistoryError::InTheWay { path, expected: "a file" });
            }
        }
        Self::look(file, &migrations(), latest(), format!("{} was opened for reading only", file.display()))
    }

    fn open_as(file: &Path, steps: &Migrations<'_>, known: i64) -> Result<Self, HistoryError> {
        let stray = has_content(&beside(file, "-wal"));
        match fs::metadata(file) {
            Ok(found) if !found.is_file() => {
                return Err(HistoryError::InTheWay { path: file.to_owned(), expected: "a file" });
            }
            Ok(found) if found.len() == 0 && stray => return Err(HistoryError::Stray(file.to_owned())),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound && stray => {
                return Err(HistoryError::Stray(file.to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if let Err(error) = create(file) {
                    if !is_unwritable(&error) {
                        return Err(HistoryError::io("create", file, error));
                    }
                    let reason = format!("{} cannot be created ({error}), or its folder cannot", file.display());
                    return Self::empty(file, steps, Some(reason));
                }
            }
            Err(error) => return Err(HistoryError::io("open", file, error)),
        }
        let started = Instant::now();
        loop {
            let problem = match connect(file, steps, known) {
                Ok(conn) => {
                    let history = Self {
                        conn,
                        file: file.to_owned(),
                        read_only: None,
                        identity: Identity::at(file),
                        renames: Renames::NONE,
                    };
                    history.keep_private();
                    return Ok(history);
                }
                Err(Refusal::Final(error)) => return Err(error),
                Err(Refusal::Sql(error)) => error,
            };
            match problem.sqlite_error_code() {
                // Two programs that create or recover the file at the same time get "busy" at once, without waiting for
                // each other.
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) if started.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(10));
                }
                Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                    let reason = format!("{} or its folder is read-only", file.display());
                    return Self::look(file, steps, known, reason);
                }
                _ => return Err(HistoryError::of(problem, file)),
            }
        }
    }

    /// An empty history in memory.
    fn empty(file: &Path, steps: &Migrations<'_>, read_only: Option<String>) -> Result<Self, HistoryError> {
        let conn = empty_in_memory(steps).map_err(|error| HistoryError::of(error, file))?;
        Ok(Self { conn, file: file.to_owned(), read_only, identity: None, renames: Renames::NONE })
    }

    /// Copies the whole file into memory, where an older format can be migrated and the standings rebuilt.
    fn look(file: &Path, steps: &Migrations<'_>, known: i64, reason: String) -> Result<Self, HistoryError> {
        let fail = |error| HistoryError::of(error, file);
        let mut conn = copy_into_memory(file).map_err(|error| match fs::File::open(file) {
            Err(source) if error.sqlite_error_code() == Some(ErrorCode::CannotOpen) => {
                HistoryError::io("read", file, source)
            }
            _ => fail(error),
        })?;
        match check_format(&conn, file, known)
            .and_then(|()| Ok(migrate(&mut conn, steps, known)?))
            .and_then(|()| mend(&conn, file, steps))
        {
            Ok(()) => Ok(Self {
                conn,
                file: file.to_owned(),
                read_only: Some(reason),
                identity: None,
                renames: Renames::NONE,
            }),
            Err(Refusal::Final(error)) => Err(error),
            Err(Refusal::Sql(error)) => Err(fail(error)),
        }
    }

    /// Makes the database and the files beside it private. `SQLite` gives those the permissions of the database, and
    /// older files may be open to others. Failure is not fatal, because the folder is private too.
    fn keep_private(&self) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            for path in [self.file.clone(), beside(&self.file, "-wal"), beside(&self.file, "-shm")] {
                if fs::metadata(&path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0) {
                    let _ = fs::set_permissions(&path, fs::Permissions::from_mode(0o600));
                }
            }
        }
    }
}

fn is_unwritable(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied)
}

/// Creates the empty file, private from the start.
///
/// An existing file is never opened here: closing a second handle of a database would drop the locks that this process
/// holds on it.
fn create(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::create_private_dir(folder)?;
    match private().create_new(true).open(file) {
        Ok(_) => files::sync_dir(folder),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}

/// Opens an existing file for reading and writing.
fn connect(file: &Path, steps: &Migrations<'_>, known: i64) -> Result<Connection, Refusal> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(file, flags)?;
    conn.busy_timeout(PATIENCE)?;
    check_format(&conn, file, known)?;
    if conn.is_readonly(rusqlite::MAIN_DB)? {
        return Err(Refusal::Sql(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY),
            None,
        )));
    }
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    // Some network file systems cannot share memory, so WAL is unavailable. With a rollback journal, FULL loses
    // acknowledged records in a power cut and EXTRA does not.
    conn.pragma_update(None, "synchronous", if mode.eq_ignore_ascii_case("wal") { "FULL" } else { "EXTRA" })?;
    conn.pragma_update(None, "journal_size_limit", 8 * 1024 * 1024)?;
    // In KiB. Most data is read once and kept by the program itself; SQLite's default of 2 MB would stay allocated for
    // as long as it runs.
    conn.pragma_update(None, "cache_size", -512)?;
    conn.pragma_update(None, "trusted_schema", false)?;
    conn.pragma_update(None, "cell_size_check", true)?;
    let version = user_version(&conn)?;
    if 0 < version && version < known {
        before_migration(&conn, file, version).map_err(Refusal::Final)?;
    }
    migrate(&mut conn, steps, known)?;
    mend(&conn, file, steps)?;
    Ok(conn)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use rusqlite_migration::M;

    use super::*;
    use crate::AttemptFilter;
    use crate::copy::open_immutable;
    use crate::restore::restore;
    use crate::schema::FIRST;
    use crate::testing::{Counting, attempt, judgement};

    struct Place {
        folder: tempfile::TempDir,
    }

    impl Place {
        fn new() -> Self {
            Self { folder: tempfile::tempdir().expect("a folder") }
        }

        fn file(&self) -> PathBuf {
            self.folder.path().join("data").join("history.sqlite")
        }

        /// A history with two records, checkpointed and closed.
        fn filled(&self) -> PathBuf {
            let mut history = History::open(&self.file()).expect("opened");
            history.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
            self.file()
        }
    }

    fn attempts(history: &History) -> usize {
        history.attempts(&AttemptFilter::default()).expect("read").len()
    }

    #[cfg(unix)]
    #[test]
    fn everything_is_private_and_durable() {
        use std::os::unix::fs::PermissionsExt as _;
        let place = Place::new();
        let file = place.file();
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(file.parent().expect("a folder")), 0o700);
        for path in [file.clone(), beside(&file, "-wal"), beside(&file, "-shm")] {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
        let pragma = |name: &str| -> String {
            history
                .conn()
                .query_row(&format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"), [], |row| row.get(0))
                .expect("read")
        };
        assert_eq!(pragma("journal_mode"), "wal");
        assert_eq!(pragma("synchronous"), "2");
        assert!(!history.is_read_only());
        // A file that was open to others becomes private again.
        drop(history);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("opened up");
        let _history = History::open(&file).expect("opened");
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn a_newer_format_is_left_alone() {
        let place = Place::new();
        let file = place.filled();
        Connection::open(&file).expect("opened").pragma_update(None, "user_version", 99).expect("changed");
        let before = fs::read(&file).expect("read");
        for result in [History::open(&file), History::open_read_only(&file)] {
            let error = result.expect_err("newer");
            assert!(matches!(error, HistoryError::Newer { found: 99, .. }), "{error}");
            let text = error.to_string();
            assert!(text.contains("history.sqlite") && text.contains("99") && text.contains("install"), "{text}");
        }
        assert_eq!(fs::read(&file).expect("read"), before);
    }

    /// The migration steps up to the current format, plus one.
    fn with(step: &'static str) -> Migrations<'static> {
        let known = usize::try_from(latest()).expect("few");
        Migrations::new(std::iter::repeat_n(M::up(""), known).chain([M::up(step)]).collect())
    }

    #[test]
    fn an_older_format_is_backed_up_and_migrated() {
        let place = Place::new();
        let file = place.filled();
        let history = History::open_as(&file, &with("ALTER TABLE meta ADD COLUMN note TEXT;"), latest() + 1);
        let history = history.expect("migrated");
        assert_eq!(attempts(&history), 1);
        assert_eq!(user_version(history.conn()).expect("read"), latest() + 1);
        drop(history);
        let backup = file.with_file_name("backups").join(format!("history-format-{}.sqlite", latest()));
        assert_eq!(attempts(&History::open(&backup).expect("the old format")), 1);
    }

    #[test]
    fn a_history_of_the_first_format_opens_and_its_answers_have_bands() {
        let place = Place::new();
        let file = place.file();
        fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        let conn = Connection::open(&file).expect("created");
        conn.execute_batch(FIRST).expect("the first format");
        conn.pragma_update(None, "user_version", 1).expect("set");
        for record in [attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)] {
            let json = serde_json::to_string(&record).expect("JSON");
            let target = (record.body.kind() == "judgement").then(|| crate::testing::id("a").to_string());
            conn.execute(
                "INSERT INTO record VALUES (?1, 0, ?2, ?3, 'b/q', ?4, NULL, ?5)",
                rusqlite::params![record.id.as_str(), record.body.kind(), record.day.to_string(), target, json],
            )
            .expect("written");
        }
        drop(conn);
        let mut history = History::open(&file).expect("migrated");
        history.settle(&Counting).expect("derived");
        let rows = history.attempts(&AttemptFilter::default()).expect("read");
        assert_eq!((rows.len(), rows[0].score, rows[0].band), (1, Some(0.75), Some(3)));
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let place = Place::new();
        let file = place.filled();
        let next = with("ALTER TABLE meta ADD COLUMN note TEXT; BROKEN");
        assert!(History::open_as(&file, &next, latest() + 1).is_err());
        assert_eq!(attempts(&History::open(&file).expect("as before")), 1);
    }

    #[test]
    fn a_damaged_file_is_named_with_its_backup_and_kept() {
        let place = Place::new();
        let file = place.filled();
        let copy = place.folder.path().join("copy.sqlite");
        History::open(&file).expect("opened").backup(&copy, false).expect("made");
        let whole = fs::read(&file).expect("read");
        let mut bad_header = whole.clone();
        bad_header[..16].copy_from_slice(b"not a database!!");
        let mut bad_schema = whole.clone();
        bad_schema[100..200].fill(0xFF);
        for damaged in [bad_header, bad_schema, b"just some text\n".repeat(100)] {
            fs::write(&file, &damaged).expect("damaged");
            for result in [History::open(&file), History::open_read_only(&file)] {
                let error = result.expect_err("damaged");
                assert!(matches!(error, HistoryError::Corrupt { .. }), "{error:?}");
                let text = error.to_string();
                assert!(text.contains("history.sqlite") && text.contains("hotseat history restore"), "{text}");
            }
            assert_eq!(fs::read(&file).expect("read"), damaged, "evidence stays as it is");
        }
        // The advice in the error message works.
        restore(&file, std::slice::from_ref(&copy), &place.folder.path().join("aside"), 0, &Counting)
            .expect("restored");
        assert_eq!(attempts(&History::open(&file).expect("as before")), 1);
    }

    #[test]
    fn tables_that_were_dropped_are_made_anew_or_missed() {
        let place = Place::new();
        let file = place.filled();
        let before = History::open(&file).expect("opened").standings().expect("read");
        let alter = |sql: &str| Connection::open(&file).and_then(|conn| conn.execute_batch(sql)).expect("changed");
        for derived in ["undone", "outcome", "standing", "meta"] {
            alter(&format!("DROP TABLE {derived}"));
            let mut history = History::open(&file).expect("opened");
            assert!(history.settle(&Counting).expect("derived anew"), "{derived}");
            assert_eq!(history.standings().expect("read"), before, "{derived}");
            assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
        }
        alter("DROP TABLE record");
        for result in [History::open(&file), History::open_read_only(&file)] {
            let error = result.expect_err("dropped");
            assert!(matches!(error, HistoryError::Corrupt { .. }), "{error:?}");
            assert!(error.to_string().contains("hotseat history restore"), "{error}");
        }
    }

    #[test]
    fn damage_in_any_page_is_an_error_and_no_panic() {
        let place = Place::new();
        let file = place.file();
        let mut history = History::open(&file).expect("opened");
        let records: Vec<_> = (0..200).map(|n| attempt(&format!("a{n}"), "b/q", n)).collect();
        history.append(&records, &Counting).expect("saved");
        drop(history);
        let whole = fs::read(&file).expect("read");
        let mut told = 0;
        for start in (0..whole.len()).step_by(4096) {
            let mut damaged = whole.clone();
            damaged[start..start + 64].fill(0xA5);
            fs::write(&file, &damaged).expect("damaged");
            let result = History::open(&file).and_then(|history| {
                history.check_file()?;
                history.standings()?;
                history.attempts(&AttemptFilter::default())
            });
            told += usize::from(matches!(result, Err(HistoryError::Corrupt { .. })));
        }
        let pages = whole.len() / 4096;
        assert!(told + 4 >= pages, "{told} of {pages} damaged pages were noticed");
    }

    #[test]
    fn things_in_the_way_are_named() {
        let place = Place::new();
        let file = place.file();
        fs::create_dir_all(&file).expect("a folder in the way");
        let error = History::open(&file).expect_err("a folder");
        assert!(matches!(&error, HistoryError::InTheWay { expected: "a file", .. }), "{error}");
        fs::remove_dir(&file).expect("removed");
        fs::remove_dir(file.parent().expect("a folder")).expect("removed");
        fs::write(file.parent().expect("a folder"), "a file").expect("written");
        let error = History::open(&file).expect_err("a file");
        assert!(matches!(&error, HistoryError::InTheWay { expected: "a folder", .. }), "{error:?}");
        assert!(error.to_string().starts_with(&format!("{} is in the way", file.parent().expect("").display())));
    }

    #[test]
    fn a_database_of_another_program_is_left_alone() {
        let place = Place::new();
        let file = place.folder.path().join("other.sqlite");
        Connection::open(&file).and_then(|other| other.execute_batch("CREATE TABLE theirs (x)")).expect("made");
        let before = fs::read(&file).expect("read");
        assert!(matches!(History::open(&file), Err(HistoryError::NotOurs(_))));
        assert_eq!(fs::read(&file).expect("read"), before);
    }

    #[test]
    fn records_in_a_stray_log_are_not_thrown_away() {
        let place = Place::new();
        let file = place.filled();
        fs::rename(&file, place.folder.path().join("moved")).expect("moved");
        fs::write(beside(&file, "-wal"), "records").expect("written");
        assert!(matches!(History::open(&file), Err(HistoryError::Stray(_))));
        fs::write(&file, "").expect("emptied");
        assert!(matches!(History::open(&file), Err(HistoryError::Stray(_))));
        assert_eq!(fs::read(beside(&file, "-wal")).expect("kept"), b"records");
    }

    #[test]
    fn a_read_only_view_shows_and_refuses() {
        let place = Place::new();
        let file = place.filled();
        let mut view = History::open_read_only(&file).expect("opened");
        assert!(view.is_read_only() && view.read_only_reason().is_some());
        assert_eq!(attempts(&view), 1);
        assert!(!view.settle(&Counting).expect("nothing to do"));
        let error = view.append(&[attempt("b", "b/q", 2)], &Counting).expect_err("refused");
        assert!(matches!(error, HistoryError::ReadOnly { .. }), "{error}");
        let line: &[u8] = b"";
        assert!(view.import(line, "nothing", &Counting).is_err());
        view.rebuild(&Counting).expect("in memory");
        assert_eq!(view.standings().expect("read").len(), 1);
    }

    #[test]
    fn a_view_sees_what_another_program_has_just_saved() {
        let place = Place::new();
        let mut writer = History::open(&place.filled()).expect("opened");
        writer.append(&[attempt("b", "b/q", 2)], &Counting).expect("saved");
        assert!(has_content(&beside(writer.file(), "-wal")));
        assert_eq!(attempts(&History::open_read_only(writer.file()).expect("opened")), 2);
        writer.append(&[attempt("c", "b/q", 3)], &Counting).expect("still writable");
    }

    #[test]
    fn names_with_odd_characters_can_be_read_without_locks() {
        let place = Place::new();
        let file = place.folder.path().join("a ?b#c%20é/history.sqlite");
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        drop(history);
        let conn = open_immutable(&file).expect("opened");
        let count: i64 = conn.query_row("SELECT count(*) FROM record", [], |row| row.get(0)).expect("read");
        assert_eq!(count, 1);
        assert!(!beside(&file, "-wal").exists() && !beside(&file, "-shm").exists());
    }

    #[test]
    fn a_full_disk_is_told_and_nothing_is_lost() {
        let place = Place::new();
        let mut history = History::open(&place.filled()).expect("opened");
        let pages: i64 = history.conn().query_row("PRAGMA page_count", [], |row| row.get(0)).expect("read");
        history.conn().pragma_update(None, "max_page_count", pages).expect("set");
        let mut large = attempt("large", "b/q", 2);
        if let crate::Body::Attempt(attempt) = &mut large.body {
            attempt.text = "x".repeat(100_000);
        }
        let error = history.append(std::slice::from_ref(&large), &Counting).expect_err("no space");
        assert!(matches!(error, HistoryError::Full(_)), "{error:?}");
        assert!(error.to_string().contains("free some space"), "{error}");
        assert_eq!(attempts(&history), 1);
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
        history.conn().pragma_update(None, "max_page_count", 1_000_000).expect("set");
        history.append(&[large], &Counting).expect("saved once there is space");
        assert_eq!(attempts(&history), 2);
    }

    #[test]
    fn many_programs_may_start_at_once() {
        let place = Place::new();
        let file = place.file();
        let threads: Vec<_> = (0..8)
            .map(|number| {
                let file = file.clone();
                std::thread::spawn(move || {
                    let mut history = History::open(&file).expect("opened");
                    history.append(&[attempt(&format!("a{number}"), "b/q", number)], &Counting).expect("saved");
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("no panic");
        }
        let history = History::open(&file).expect("opened");
        assert_eq!(attempts(&history), 8);
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
    }

    #[test]
    fn opening_does_not_read_the_log() {
        let place = Place::new();
        let file = place.file();
        let mut history = History::open(&file).expect("opened");
        let records: Vec<_> = (0..5_000).map(|n| attempt(&format!("a{n}"), "b/q", n)).collect();
        let lines: Vec<u8> = records
            .iter()
            .flat_map(|record| [serde_json::to_vec(record).expect("JSON"), b"\n".to_vec()])
            .flatten()
            .collect();
        history.import(lines.as_slice(), "lines", &Counting).expect("merged");
        drop(history);
        // Damage in the middle of the log is found when that part is read, not when the history is opened.
        let mut bytes = fs::read(&file).expect("read");
        let page = 4096 * (bytes.len() / 4096 / 3);
        bytes[page..page + 4096].fill(0xA5);
        fs::write(&file, bytes).expect("damaged");
        let mut history = History::open(&file).expect("opened");
        assert!(!history.settle(&Counting).expect("settled"));
        assert!(matches!(history.check_file(), Err(HistoryError::Corrupt { .. })));
    }
}
