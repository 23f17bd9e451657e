use super::*;
use crate::bank::Library;
use crate::config::{Config, Paths};
use crate::history::{Body, Record, Sitting, SittingState};
use crate::testing::noon;

fn sitting(name: &str, mode: Mode, minutes: f64) -> Record {
    let at = noon().plus(minutes * 60.0);
    let id: RecordId = name.parse().expect("a name");
    let body = Body::Sitting(Sitting {
        sitting: id.clone(),
        mode,
        loop_: (mode == Mode::Mock).then(|| "my own/loop".to_owned()),
        seed: None,
        state: SittingState::Finished,
        questions: Vec::new(),
        progress: serde_json::Value::Null,
        other: serde_json::Map::new(),
    });
    Record { id, ..Record::new(at, body) }
}

fn engine() -> Engine {
    let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("an engine");
    let all = [
        sitting("01aa", Mode::Mock, 0.0),
        sitting("01ab", Mode::Drill, 1.0),
        sitting("01ab2", Mode::Drill, 2.0),
        sitting("02", Mode::Mock, 3.0),
        sitting("03", Mode::Drill, 4.0),
    ];
    engine.save(all.to_vec(), noon()).expect("saved");
    engine
}

#[test]
fn a_sitting_is_named_by_its_beginning() {
    let engine = engine();
    let found = |name| engine.reports().find(name).map(|row| row.sitting.sitting.to_string());
    assert_eq!(found(None).expect("the last mock"), "02");
    assert_eq!(found(Some("01aa")).expect("whole"), "01aa");
    assert_eq!(found(Some("0")).expect_err("several").to_string().lines().count(), 6);
    assert_eq!(found(Some("01ab")).expect("whole, though another begins so"), "01ab");
    let error = found(Some("01a")).expect_err("three").to_string();
    assert!(error.contains("3 sittings begin with \"01a\"") && error.contains("01ab2  2026-11-22  drill"), "{error}");
    for name in ["9", ""] {
        let error = found(Some(name)).expect_err("none").to_string();
        assert!(error.contains("no sitting begins with") && error.contains("my own/loop"), "{error}");
    }
}

#[test]
fn without_a_mock_there_is_nothing_to_report() {
    let engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("an engine");
    let error = engine.reports().find(None).expect_err("none").to_string();
    assert!(error.contains("no mock was sat yet") && error.contains("hotseat mock list"), "{error}");
}

#[test]
fn a_report_is_kept_beside_the_history_for_its_owner_alone() {
    let home = tempfile::tempdir().expect("a folder");
    let paths = Paths::find(Some(home.path())).expect("folders");
    let mut engine = Engine::open(paths, noon()).expect("an engine");
    engine.save(vec![sitting("01aa", Mode::Mock, 0.0)], noon()).expect("saved");
    let id = "01aa".parse().expect("a name");
    let path = engine.reports().write(&id, Format::Html, noon()).expect("written");
    assert!(path.ends_with("data/reports/2026-11-22-my-own-loop-01aa.html"), "{}", path.display());
    let again = engine.reports().write(&id, Format::Html, noon()).expect("written again");
    assert_eq!(path, again);
    let text = std::fs::read_to_string(&path).expect("read");
    assert!(text.ends_with("</html>\n"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &std::path::Path| std::fs::metadata(path).expect("metadata").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
    }
    let unknown = "nobody".parse().expect("a name");
    assert!(matches!(engine.reports().write(&unknown, Format::Md, noon()), Err(ReportError::Unknown { .. })));
}
