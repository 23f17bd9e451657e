//! Fails each step of a save once: nothing may be half written afterwards, and the next try must save everything.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use hotseat_bank::files::faults;

use super::testing::{Counting, attempt, bury, judgement, noon, undo};
use super::{Copies, History, HistoryError, Record, Standing, restore};

/// The records that exist before, and below, those that are saved while a step fails.
fn before() -> Vec<Record> {
    vec![attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3), attempt("b", "b/r", 2)]
}

fn saved() -> Vec<Record> {
    vec![attempt("c", "b/q", 3), judgement("k", "c", "b/q", 4, 1), undo("u", "j", 5), bury("x", "b/r", 6)]
}

fn begun() -> History {
    let mut history = History::in_memory().expect("opened");
    history.append(&before(), &Counting).expect("saved");
    history
}

fn export(history: &History) -> String {
    let mut lines = Vec::new();
    history.export(&mut lines).expect("read");
    String::from_utf8(lines).expect("text")
}

/// The states that a history may be in after a failed save.
struct Allowed {
    before: String,
    whole: String,
    standings: Vec<Standing>,
}

impl Allowed {
    fn new() -> Self {
        let mut history = begun();
        let before = export(&history);
        history.append(&saved(), &Counting).expect("saved");
        Self { before, whole: export(&history), standings: history.standings().expect("read") }
    }

    /// Either all of the save is there or nothing, the derived tables fit, and the next try saves everything. All of it
    /// may be there if the failure came after the commit: a save may be reported as failed although it succeeded, never
    /// the other way round.
    fn check(&self, history: &mut History, step: usize) {
        let left = export(history);
        assert!(left == self.before || left == self.whole, "step {step}: {left}");
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty(), "step {step}");
        history.append(&saved(), &Counting).expect("the next try");
        assert_eq!(export(history), self.whole, "step {step}");
        assert_eq!(history.standings().expect("read"), self.standings, "step {step}");
    }
}

#[test]
fn every_write_of_a_row_may_fail() {
    const TABLES: [&str; 5] = ["record", "undone", "outcome", "standing", "meta"];
    let allowed = Allowed::new();
    let mut step = 0;
    loop {
        step += 1;
        let mut history = begun();
        let mut sql = format!("CREATE TEMP TABLE left (n INTEGER); INSERT INTO temp.left VALUES ({step});");
        for table in TABLES {
            for event in ["INSERT", "UPDATE", "DELETE"] {
                sql.push_str(&format!(
                    "CREATE TEMP TRIGGER fail_{event}_{table} BEFORE {event} ON main.{table} BEGIN \
                     UPDATE left SET n = n - 1; SELECT RAISE(ABORT, 'fault') FROM left WHERE n = 0; END;"
                ));
            }
        }
        history.conn().execute_batch(&sql).expect("set up");
        let result = history.append(&saved(), &Counting);
        if result.is_ok() {
            break;
        }
        for table in TABLES {
            for event in ["INSERT", "UPDATE", "DELETE"] {
                history.conn().execute_batch(&format!("DROP TRIGGER temp.fail_{event}_{table}")).expect("removed");
            }
        }
        allowed.check(&mut history, step);
    }
    assert!(step > 8, "{step}: four records and what follows from them");
}

#[test]
fn every_instruction_of_the_database_may_fail() {
    let allowed = Allowed::new();
    let mut step = 0;
    loop {
        step += 1;
        let mut history = begun();
        let seen = AtomicUsize::new(0);
        let fail = move || seen.fetch_add(1, Ordering::Relaxed) + 1 == step;
        history.conn().progress_handler(1, Some(fail)).expect("set");
        let result = history.append(&saved(), &Counting);
        history.conn().progress_handler(0, None::<fn() -> bool>).expect("taken away");
        if result.is_ok() {
            break;
        }
        allowed.check(&mut history, step);
    }
    assert!(step > 20, "{step}");
}

#[test]
fn a_disk_may_be_full_at_every_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut large = saved();
    if let super::Body::Attempt(attempt) = &mut large[0].body {
        attempt.text = "x".repeat(60_000);
    }
    let before_it = export(&begun());
    let mut failed = 0;
    for more in 0.. {
        let mut history = History::open(&folder.path().join(format!("{more}.sqlite"))).expect("opened");
        history.append(&before(), &Counting).expect("saved");
        let pages: i64 = history.conn().query_row("PRAGMA page_count", [], |row| row.get(0)).expect("read");
        history.conn().pragma_update(None, "max_page_count", pages + more).expect("set");
        let result = history.append(&large, &Counting);
        if result.is_ok() {
            break;
        }
        failed += 1;
        assert!(matches!(result, Err(HistoryError::Full(_))), "{more}: {result:?}");
        assert_eq!(export(&history), before_it, "{more}");
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
        history.conn().pragma_update(None, "max_page_count", 1_000_000).expect("set");
        history.append(&large, &Counting).expect("once there is space");
    }
    assert!(failed > 10, "{failed}");
}

/// The names in a folder: nothing temporary may be left over.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    names
}

fn in_file(file: &Path) -> History {
    let mut history = History::open(file).expect("opened");
    history.append(&before(), &Counting).expect("saved");
    history
}

#[test]
fn every_step_of_a_backup_may_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut history = in_file(&folder.path().join("history.sqlite"));
    let dest = folder.path().join("out").join("copy.sqlite");
    let exported = |file: &PathBuf| export(&History::open(file).expect("whole"));
    let old = export(&history);
    std::fs::create_dir(folder.path().join("out")).expect("a folder");
    history.backup(&dest, false).expect("copied");
    history.append(&saved(), &Counting).expect("saved");
    let new = export(&history);
    let tries = faults::each(|fault| {
        let failed = fault.during(|| history.backup(&dest, false));
        assert_eq!(names(&folder.path().join("out")), ["copy.sqlite"], "{fault:?}");
        let there = std::fs::read(&dest).expect("there");
        assert!(exported(&dest) == new || failed.is_err() && exported(&dest) == old, "{fault:?}");
        std::fs::write(&dest, there).expect("as it was");
        history.backup(&dest, false).expect("the next try");
        assert_eq!(exported(&dest), new, "{fault:?}");
        std::fs::remove_file(&dest).expect("removed");
        let failed = fault.during(|| history.backup(&dest, false));
        assert!(failed.is_err() || exported(&dest) == new, "{fault:?}");
        assert!(names(&folder.path().join("out")).iter().all(|name| name == "copy.sqlite"), "{fault:?}");
        history.backup(&dest, false).expect("the next try");
    });
    assert_eq!(tries, 4, "begun, on the disk, in its place, and its entry on the disk");
}

#[test]
fn every_step_of_a_copy_may_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("history.sqlite");
    let mut history = in_file(&file);
    let copies = Copies::new(&folder.path().join("copies"), Vec::new());
    let made = copies.make(&file, noon().wall.to_utc()).expect("copied").expect("made");
    history.append(&saved(), &Counting).expect("saved");
    let later = noon().wall.to_utc() + chrono::TimeDelta::hours(1);
    let tries = faults::each(|fault| {
        let failed = fault.during(|| copies.make(&file, later));
        assert!(made.path.exists(), "{fault:?}: the copy before it stays");
        for copy in copies.list() {
            let whole = export(&History::open(&copy.path).expect("whole"));
            assert_eq!(Some(whole.lines().count() as u64), copy.records, "{fault:?}");
        }
        assert!(failed.is_err() || copies.list().len() == 2, "{fault:?}");
        assert!(names(copies.folder()).iter().all(|name| !name.starts_with('.')), "{fault:?}");
        copies.make(&file, later).expect("the next try");
        assert_eq!(copies.list().len(), 2, "{fault:?}");
        std::fs::remove_file(&copies.list()[0].path).expect("removed");
    });
    assert!(tries >= 4, "{tries}");
}

#[test]
fn every_step_of_a_restore_may_fail() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, copy) = (folder.path().join("history.sqlite"), folder.path().join("copy.sqlite"));
    let mut fuller = History::open(&copy).expect("opened");
    fuller.append(&before(), &Counting).expect("saved");
    fuller.append(&saved(), &Counting).expect("saved");
    let whole = export(&fuller);
    drop(fuller);
    let aside = folder.path().join("aside");
    let tries = faults::each(|fault| {
        let _ = std::fs::remove_dir_all(&aside);
        for left in names(folder.path()).iter().filter(|name| name.starts_with("history")) {
            std::fs::remove_file(folder.path().join(left)).expect("removed");
        }
        drop(in_file(&file));
        let old = export(&History::open(&file).expect("whole"));
        let failed = fault.during(|| restore(&file, std::slice::from_ref(&copy), &aside, 0, &Counting));
        assert!(names(folder.path()).iter().all(|name| !name.starts_with('.')), "{fault:?}");
        // The present file is in its place or in the folder for set-aside files, and never half written.
        let place = if file.exists() { file.clone() } else { aside.join("history.sqlite") };
        let there = export(&History::open(&place).expect("whole"));
        assert!(there == whole || failed.is_err() && there == old, "{fault:?}");
        restore(&file, std::slice::from_ref(&copy), &aside, 0, &Counting).expect("the next try");
        let history = History::open(&file).expect("whole");
        assert_eq!(export(&history), whole, "{fault:?}");
        assert!(history.check_rebuild(&Counting).expect("checked").is_empty(), "{fault:?}");
    });
    assert!(tries >= 5, "{tries}");
}
