//! Imports: what is accepted, what is refused, and that nothing is half done.

use super::*;
use crate::testing::{Counting, attempt, bury, id, judgement, question, suspend, undo, weights as weights_record};
use crate::{AttemptFilter, Mode, Rating};

fn import(history: &mut History, text: &[u8]) -> Result<Appended, MergeError> {
    history.import(text, "log.jsonl", &Counting)
}

fn export(history: &History) -> Vec<u8> {
    let mut out = Vec::new();
    history.export(&mut out).expect("written");
    out
}

fn sample() -> History {
    let mut history = History::in_memory().expect("opened");
    let records = [
        attempt("a", "b/q", 0),
        judgement("j", "a", "b/q", 1, 3),
        attempt("c", "b/r", 2),
        judgement("k", "c", "b/r", 3, 1),
        undo("u", "k", 4),
        bury("bury", "b/q", 5),
        suspend("suspend", "b/r", 6, true),
        weights_record("w", 7, &[0.212, 1.2931]),
    ];
    history.append(&records, &Counting).expect("saved");
    history
}

#[test]
fn what_goes_out_comes_in_again() {
    let source = sample();
    let lines = export(&source);
    assert_eq!(lines.split_inclusive(|byte| *byte == b'\n').count(), 8);
    assert!(!lines.contains(&0x1b) && !lines.contains(&0), "nothing that a terminal must not see");
    let mut copy = History::in_memory().expect("opened");
    assert_eq!(import(&mut copy, &lines).expect("merged"), Appended { new: 8, same: 0 });
    assert_eq!(import(&mut copy, &lines).expect("merged"), Appended { new: 0, same: 8 });
    assert_eq!(export(&copy), lines);
    assert_eq!(copy.standings().expect("read"), source.standings().expect("read"));
    assert!(copy.check_rebuild(&Counting).expect("checked").is_empty());
    let reversed: Vec<u8> = lines.split_inclusive(|byte| *byte == b'\n').rev().flatten().copied().collect();
    let mut copy = History::in_memory().expect("opened");
    import(&mut copy, &reversed).expect("merged");
    assert_eq!(export(&copy), lines);
}

#[test]
fn a_file_cut_anywhere_is_taken_whole_lines_or_not_at_all() {
    let lines = export(&sample());
    for length in 0..=lines.len() {
        let cut = &lines[..length];
        let mut history = History::in_memory().expect("opened");
        let whole = cut.split(|byte| *byte == b'\n').count() as u64 - 1;
        // A last line that lacks only its newline is complete too.
        let tail = cut.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let tail_is_whole = lines[length..].first() == Some(&b'\n') && !tail.is_empty();
        match import(&mut history, cut) {
            Ok(imported) => {
                assert!(tail.is_empty() || tail_is_whole, "cut at {length}");
                assert_eq!(imported.new, whole + u64::from(!tail.is_empty()));
            }
            Err(error) => {
                assert!(!tail.is_empty() && !tail_is_whole, "cut at {length}: {error}");
                let text = error.to_string();
                assert!(text.contains(&format!("line {}", whole + 1)), "{text}");
                assert_eq!(export(&history), b"", "cut at {length}: nothing may be half imported");
            }
        }
    }
}

#[test]
fn a_line_of_another_tool_is_an_attempt_and_its_judgement() {
    let mut history = History::in_memory().expect("opened");
    let line = br#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T03:30:00+01:00","rating":3,"mood":"calm","at":"noon"}"#;
    assert_eq!(import(&mut history, line).expect("merged"), Appended { new: 2, same: 0 });
    assert_eq!(import(&mut history, line).expect("merged"), Appended { new: 0, same: 2 });
    let rows = history.attempts(&AttemptFilter::default()).expect("read");
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].rating, rows[0].scheduled, rows[0].mode), (Some(Rating::Good), true, Mode::Drill));
    assert_eq!(rows[0].day.to_string(), "2026-11-21", "before four in the morning it is still the evening");
    assert!(history.contains(&id("x1:judgement")).expect("read"));
    assert!(history.standing(&question("b/q")).expect("read").is_some());
    assert!(String::from_utf8(export(&history)).expect("text").contains(r#""mood":"calm""#));
    // Importing the export again changes nothing.
    let lines = export(&history);
    assert_eq!(import(&mut history, &lines).expect("merged"), Appended { new: 0, same: 2 });
}

#[test]
fn all_fields_of_the_list_are_taken() {
    let mut source = History::in_memory().expect("opened");
    source.append(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)], &Counting).expect("saved");
    let row = source.attempts(&AttemptFilter::default()).expect("read").remove(0);
    let mut copy = History::in_memory().expect("opened");
    import(&mut copy, &serde_json::to_vec(&row).expect("JSON")).expect("merged");
    assert_eq!(copy.attempts(&AttemptFilter::default()).expect("read"), [row]);
    assert_eq!(copy.standings().expect("read"), source.standings().expect("read"));
}

#[test]
fn practice_moves_no_schedule_unless_it_says_so() {
    for (fields, scheduled) in [
        ("\"mode\":\"practice\"", false),
        ("\"mode\":\"practice\",\"scheduled\":true", true),
        ("\"mode\":\"mock\"", true),
        ("\"scheduled\":false", false),
    ] {
        let line = format!(r#"{{"id":"x","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,{fields}}}"#);
        let mut history = History::in_memory().expect("opened");
        import(&mut history, line.as_bytes()).expect("merged");
        assert_eq!(history.standing(&question("b/q")).expect("read").is_some(), scheduled, "{fields}");
    }
}

#[test]
fn a_bad_line_is_named_and_nothing_is_taken() {
    let good = r#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#;
    let cases: &[(&str, &str)] = &[
        (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":5}"#, "rating: "),
        (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":null}"#, "rating"),
        (r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00","rating":3}"#, "answered_at"),
        (r#"{"question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#, "id"),
        (r#"{"id":"x2","question":"nobank","answered_at":"2026-11-22T13:00:00Z","rating":3}"#, "bank/id"),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"prediction":9}"#,
            "prediction",
        ),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"seconds":{"answer":-1}}"#,
            "seconds.answer",
        ),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"recording":"../../x"}"#,
            "recording",
        ),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"points":{"p":"perhaps"}}"#,
            "points",
        ),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"text":"\ud800"}"#,
            "surrogate",
        ),
        (
            r#"{"id":"x2","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3,"seconds":{"answer":1e999}}"#,
            "column",
        ),
        (r#"{"type":"dream","id":"x2","at":"2026-11-22T13:00:00Z"}"#, "newer"),
        (r#"{"type":"undo","id":"x2","at":"2026-11-22T13:00:00Z"}"#, "record"),
        (r#"{"id":"x2"}"#, "neither"),
        ("[1,2]", "array"),
        ("null", "null"),
        ("{\"id\":\"x2\"", "column"),
        ("nonsense", "JSON object"),
        (r#"{"id":"x1","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":4}"#, "line 1 too"),
    ];
    for (line, expected) in cases {
        let mut history = History::in_memory().expect("opened");
        let error = import(&mut history, format!("{good}\n\r\n{line}\n{good}\n").as_bytes()).expect_err(line);
        let text = error.to_string();
        assert!(text.contains("log.jsonl, line 3: ") && text.contains(expected), "{line}: {text}");
        assert_eq!(export(&history), b"", "{line}");
        assert_eq!(import(&mut history, good.as_bytes()).expect("still works").new, 2);
    }
    let deep = "[".repeat(200_000);
    assert!(import(&mut History::in_memory().expect("opened"), deep.as_bytes()).is_err());
    let broken = b"{\"id\":\"\xff\"}";
    let error = import(&mut History::in_memory().expect("opened"), broken).expect_err("no text").to_string();
    assert!(error.contains("UTF-8"), "{error}");
}

#[test]
fn a_line_without_end_is_refused() {
    let mut history = History::in_memory().expect("opened");
    let endless = io::BufReader::new(io::repeat(b' '));
    let error = history.import(endless, "pipe", &Counting).expect_err("too long").to_string();
    assert!(error.contains("pipe, line 1") && error.contains("16 MiB"), "{error}");
}

#[test]
fn another_content_under_a_known_id_is_refused() {
    let mut history = sample();
    let before = export(&history);
    let other = br#"{"id":"a","question":"b/q","answered_at":"2026-11-22T13:00:00Z","rating":3}"#;
    let error = import(&mut history, other).expect_err("a clash").to_string();
    assert!(error.contains("line 1") && error.contains("2026-11-01T12:00:00+01:00"), "{error}");
    assert_eq!(export(&history), before);
}

#[test]
fn blank_lines_a_byte_order_mark_and_nul_characters_do_no_harm() {
    let mut history = History::in_memory().expect("opened");
    let text = "\u{feff}\r\n{\"id\":\"x\",\"question\":\"b/q\",\"answered_at\":\"2026-11-22T13:00:00Z\",\"rating\":3,\
                \"text\":\"a\\u0000b\"}\r\n\r\n";
    import(&mut history, text.as_bytes()).expect("merged");
    let rows = history.attempts(&AttemptFilter::default()).expect("read");
    assert_eq!(rows[0].text, "a\0b");
    let mut empty = History::in_memory().expect("opened");
    assert_eq!(import(&mut empty, b"").expect("nothing"), Appended::default());
}
