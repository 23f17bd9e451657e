//! Each step of a save is made to fail once: nothing is half there afterwards, and the next try saves everything.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::testing::{Counting, attempt, bury, judgement, undo};
use super::{History, HistoryError, Record, Standing};

/// What was there before, and what is saved while something fails.
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

/// What a history may be after a save that failed.
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

    /// All of the save is there or nothing, what is derived fits, and the next try has everything. All of it may be there when
    /// the failure came after the commit: then it was said too little, and never too much.
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
