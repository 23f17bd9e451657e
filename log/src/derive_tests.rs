//! The derived tables equal what a rebuild would produce, whatever happened and in whatever order.

use std::collections::BTreeSet;

use hotseat_bank::QuestionId;
use proptest::prelude::*;

use super::testing::{Counting, at, attempt, bury, delivery, history, id, judgement, question, suspend, undo, weights};
use super::undo::taken_back;
use super::{
    AttemptFilter, Body, History, HistoryError, Life, Outcome, Projection, Rating, Record, Remembered, Standing,
};

/// All derived tables and the log itself as text, so that equal texts mean equal bytes.
fn dump(history: &History) -> String {
    let mut out = Vec::new();
    history.export(&mut out).expect("written");
    let mut text = String::from_utf8(out).expect("text");
    for table in ["undone", "outcome", "standing", "meta"] {
        let mut statement = history.conn().prepare(&format!("SELECT * FROM {table} ORDER BY 1")).expect("a table");
        let columns = statement.column_count();
        let mut rows = statement.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            for column in 0..columns {
                let value = match row.get_ref(column).expect("a value") {
                    rusqlite::types::ValueRef::Real(number) => format!("{:016x}", number.to_bits()),
                    other => format!("{other:?}"),
                };
                text.extend([table, " ", value.as_str(), " "]);
            }
            text.push('\n');
        }
    }
    text
}

fn attempts(history: &History, asked: &str) -> Option<u32> {
    history.standing(&question(asked)).expect("read").map(|standing| standing.attempts)
}

#[test]
fn the_latest_judgement_counts_and_an_undo_restores_the_one_before() {
    let mut history =
        history(&[attempt("a", "b/q", 0), judgement("j1", "a", "b/q", 1, 1), judgement("j2", "a", "b/q", 2, 4)]);
    let last = |history: &History| {
        history
            .standing(&question("b/q"))
            .expect("read")
            .and_then(|standing| standing.remembered)
            .map(|m| m.last_rating)
    };
    assert_eq!((last(&history), attempts(&history, "b/q")), (Some(Rating::Easy), Some(1)));
    history.append(&[undo("u1", "j2", 3)], &Counting).expect("saved");
    assert_eq!(last(&history), Some(Rating::Again));
    history.append(&[undo("u2", "j1", 4)], &Counting).expect("saved");
    assert_eq!(last(&history), None);
    history.append(&[undo("u3", "u1", 5)], &Counting).expect("saved");
    assert_eq!(last(&history), Some(Rating::Easy));
    assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
}

#[test]
fn undoing_an_attempt_takes_its_judgement_along() {
    let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3), undo("u", "a", 2)]);
    assert_eq!(attempts(&history, "b/q"), None);
    history.append(&[undo("u2", "u", 3)], &Counting).expect("saved");
    assert_eq!(attempts(&history, "b/q"), Some(1));
}

#[test]
fn a_judgement_may_come_before_its_attempt() {
    let mut late = history(&[judgement("j", "a", "b/q", 30, 3)]);
    assert_eq!(attempts(&late, "b/q"), Some(1));
    assert_eq!(late.facts(None).expect("read").rows.len(), 0, "it is no attempt");
    late.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
    let early = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 30, 3)]);
    assert_eq!(dump(&late), dump(&early));
    let undone_first = history(&[undo("u", "a", 40), judgement("j", "a", "b/q", 30, 3)]);
    assert_eq!(attempts(&undone_first, "b/q"), None);
}

#[test]
fn new_weights_move_every_question() {
    let mut history = history(&[
        attempt("a", "b/q", 0),
        judgement("j", "a", "b/q", 1, 3),
        attempt("c", "b/q", 24),
        judgement("k", "c", "b/q", 25, 3),
    ]);
    let stability = |history: &History| {
        history
            .standing(&question("b/q"))
            .expect("read")
            .and_then(|standing| standing.remembered)
            .expect("judged")
            .stability
    };
    let before = stability(&history);
    history.append(&[weights("w", 30, &[3.0])], &Counting).expect("saved");
    assert!(stability(&history) > before);
    history.append(&[undo("u", "w", 31)], &Counting).expect("saved");
    assert_eq!(stability(&history).to_bits(), before.to_bits());
    history.append(&[weights("w2", 32, &[])], &Counting).expect("saved");
    assert_eq!(stability(&history).to_bits(), before.to_bits(), "no weights are the defaults");
}

#[test]
fn suspended_and_buried_questions_stand_without_a_memory() {
    let history = history(&[suspend("s", "b/q", 0, true), bury("b", "b/r", 1), suspend("s2", "b/s", 2, false)]);
    let standings = history.standings().expect("read");
    assert_eq!(standings.len(), 2);
    assert!(standings[0].suspended && standings[0].remembered.is_none());
    assert_eq!(standings[1].buried_until, "2026-11-02".parse().ok());
}

#[test]
fn another_projection_makes_the_standings_anew() {
    struct Other;
    impl Projection for Other {
        fn fingerprint(&self) -> String {
            "other".to_owned()
        }
        fn band(&self, outcome: &Outcome) -> Option<u8> {
            Counting.band(outcome)
        }
        fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing> {
            let mut standing = Counting.stand(question, life, weights)?;
            standing.attempts += 100;
            standing.remembered = standing.remembered.map(|memory| Remembered { stability: f64::NAN, ..memory });
            Some(standing)
        }
    }
    let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)]);
    assert!(!history.settle(&Counting).expect("settled"));
    assert!(history.settle(&Other).expect("settled"));
    assert_eq!(attempts(&history, "b/q"), Some(101));
    assert_eq!(history.standings().expect("read")[0].remembered, None, "a memory that is no number is none");
    assert!(history.check_rebuild(&Other).expect("checked").is_empty());
    // A later append that touches another question does not mix the two up.
    history.append(&[attempt("c", "b/r", 2), judgement("k", "c", "b/r", 3, 3)], &Counting).expect("saved");
    assert_eq!((attempts(&history, "b/q"), attempts(&history, "b/r")), (Some(1), Some(1)));
}

#[test]
fn differences_are_told() {
    let mut history = history(&[attempt("a", "b/q", 0), judgement("j", "a", "b/q", 1, 3)]);
    history.conn().execute_batch("UPDATE standing SET attempts = 9; DELETE FROM outcome").expect("spoilt");
    let found = history.check_rebuild(&Counting).expect("checked");
    let subjects: Vec<&str> = found.iter().map(|difference| difference.subject.as_str()).collect();
    assert_eq!(subjects, ["attempt a", "question b/q"]);
    assert!(found[0].to_string().contains("kept nothing"), "{}", found[0]);
    history.rebuild(&Counting).expect("rebuilt");
    assert!(history.check_rebuild(&Counting).expect("checked").is_empty());
}

#[test]
fn a_clash_leaves_the_log_as_it_was() {
    let mut history = history(&[attempt("a", "b/q", 0)]);
    let before = dump(&history);
    let result = history.append(&[attempt("c", "b/q", 1), attempt("a", "b/other", 0)], &Counting);
    assert!(matches!(result, Err(HistoryError::Clash(id)) if id.as_str() == "a"));
    assert_eq!(dump(&history), before);
    let again = history.append(&[attempt("a", "b/q", 0)], &Counting).expect("the same");
    assert_eq!((again.new, again.same), (0, 1));
}

#[test]
fn a_record_that_could_not_be_read_back_is_refused() {
    let mut history = History::in_memory().expect("opened");
    let mut bad = attempt("a", "b/q", 0);
    if let Body::Attempt(attempt) = &mut bad.body {
        attempt.seconds.think = f64::INFINITY;
    }
    assert!(matches!(history.append(&[bad], &Counting), Err(HistoryError::BadRecord { .. })));
}

/// A log of everything: several attempts and judgements of few questions, undos of any record, holds, weights.
fn logs() -> impl Strategy<Value = Vec<Record>> {
    let step = (0_u8..9, 0_usize..3, 0_usize..64, 0_i64..400, 1_u8..=4);
    prop::collection::vec(step, 1..40).prop_map(|steps| {
        let mut records: Vec<Record> = Vec::new();
        for (number, (kind, asked, target, hours, rating)) in steps.into_iter().enumerate() {
            let name = format!("r{number:02}");
            let asked = format!("b/q{asked}");
            // Targets may be ids that no record has: the rest of the log may be on another machine.
            let target = format!("r{:02}", target % 50);
            records.push(match kind {
                0 | 1 => attempt(&name, &asked, hours),
                2 | 3 => judgement(&name, &target, &asked, hours, rating),
                4 => undo(&name, &target, hours),
                5 => bury(&name, &asked, hours),
                6 => suspend(&name, &asked, hours, rating > 2),
                7 => delivery(&name, &target, &asked, hours, f64::from(rating)),
                _ => weights(&name, hours, &[f32::from(rating)]),
            });
        }
        records
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// The order in which logs are merged, how they are split and how often they arrive make no difference.
    #[test]
    fn merging_gives_the_same_bytes(
        records in logs(),
        order in prop::collection::vec(any::<prop::sample::Index>(), 40),
        size in 1_usize..10,
    ) {
        let whole = history(&records);
        let mut shuffled = records.clone();
        for (index, other) in order.iter().enumerate().take(shuffled.len()) {
            let other = other.index(shuffled.len());
            shuffled.swap(index, other);
        }
        let mut split = History::in_memory().expect("opened");
        for part in shuffled.chunks(size) {
            split.append(part, &Counting).expect("saved");
            split.append(&part[..1], &Counting).expect("again");
        }
        prop_assert!(split.check_rebuild(&Counting).expect("checked").is_empty());
        prop_assert_eq!(dump(&split), dump(&whole));
        // A rebuild, and a copy made through an export, give the same bytes too.
        split.rebuild(&Counting).expect("rebuilt");
        prop_assert_eq!(dump(&split), dump(&whole));
        let mut lines = Vec::new();
        whole.export(&mut lines).expect("written");
        let mut copy = History::in_memory().expect("opened");
        copy.import(lines.as_slice(), "lines", &Counting).expect("merged");
        prop_assert_eq!(dump(&copy), dump(&whole));
        for record in &records {
            let copied = copy.record(&record.id).expect("read");
            prop_assert_eq!(copied.as_ref(), Some(record), "nothing is lost");
        }
    }

    /// As of a day, the log reads as if later records had not been written.
    #[test]
    fn the_past_is_what_was_known_then(records in logs(), days in 0_i64..20) {
        let whole = history(&records);
        let day = super::moment::practice_day(at(days * 24));
        let known: Vec<Record> = records.iter().filter(|record| record.day <= day).cloned().collect();
        let then = history(&known);
        prop_assert_eq!(
            whole.standings_as_of(day, &Counting).expect("read"),
            then.standings().expect("read")
        );
        let last = records.iter().map(|record| record.day).max().expect("some");
        prop_assert_eq!(
            whole.standings_as_of(last, &Counting).expect("read"),
            whole.standings().expect("read")
        );
    }

    /// The stored outcome of an attempt agrees with the records when worked out in the simplest way.
    #[test]
    fn outcomes_follow_the_rules(records in logs()) {
        let whole = history(&records);
        let undone: BTreeSet<String> = {
            let undos: Vec<(&str, &str)> = records.iter().filter_map(|record| match &record.body {
                Body::Undo(undo) => Some((record.id.as_str(), undo.record.as_str())),
                _ => None,
            }).collect();
            taken_back(undos)
        };
        let kept: Vec<Outcome> = whole.outcomes(&AttemptFilter::default()).expect("read");
        let expected = records.iter().filter(|record| {
            matches!(record.body, Body::Attempt(_)) && !undone.contains(record.id.as_str())
        });
        prop_assert_eq!(kept.len(), expected.count());
        for outcome in kept {
            let latest = records.iter().filter_map(|record| match &record.body {
                Body::Judgement(judgement)
                    if judgement.attempt == outcome.attempt && !undone.contains(record.id.as_str()) =>
                {
                    Some((record.at, record.id.clone(), judgement.rating))
                }
                _ => None,
            }).max_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
            prop_assert_eq!(
                outcome.verdict.map(|verdict| (verdict.judgement, verdict.rating)),
                latest.map(|(_, id, rating)| (id, rating))
            );
        }
    }
}

#[test]
fn an_unknown_record_is_not_found() {
    assert_eq!(History::in_memory().expect("opened").record(&id("none")).expect("read"), None);
}
