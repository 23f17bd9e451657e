use super::*;
use crate::assess::JudgedBy;
use crate::bank::{Kind, QuestionId, manifest};
use crate::history::{Body, Record, SittingState};
use crate::moment::Moment;
use crate::practice::mock::{DebriefNotes, PlannedRound};
use crate::practice::testing::{RULES, question};
use crate::testing::noon;

fn sheet() -> FilledSheet {
    let planned = Planned {
        question: QuestionId::new("b", "q"),
        topic: "t".into(),
        kind: Kind::Technical,
        seconds: 170,
        think: 10,
        target: 100,
        prompt: "Asked plainly?".into(),
    };
    let plan = Plan {
        loop_: "daily".into(),
        title: "Daily".into(),
        level: Level::Senior,
        archetype: None,
        seed: 7,
        minutes: 15,
        rounds: vec![PlannedRound {
            name: "One".into(),
            minutes: 15,
            part: None,
            uninterrupted: None,
            questions: vec![planned],
        }],
        banks: Vec::new(),
        weights: Weights { core: 100, scenario: 0, behavioural: 0 },
    };
    let id = "held".parse().expect("a name");
    FilledSheet::blank(&plan, &[question()], &manifest().dimensions, id)
}

fn filled() -> FilledSheet {
    let mut sheet = sheet();
    sheet.held_on = Some("2026-11-20".into());
    sheet.rounds[0].predicted = Some(3);
    let one = &mut sheet.rounds[0].questions[0];
    one.took_minutes = Some(1.5);
    one.answer = "Protects, then measures.".into();
    one.points[0].tick = Some(Tick::Hit);
    one.points[1].tick = Some(Tick::Partial);
    one.numbers.insert("structure".into(), Some(4));
    one.follow_ups.push(FilledFollowUp {
        id: manifest().prompts.push_back[0].id.clone(),
        prompt: String::new(),
        tick: Some(Tick::Hit),
        reply: "I would stay with it.".into(),
    });
    sheet.red_flags[2].seen = true;
    sheet
}

fn held_at(sheet: &FilledSheet, now: Moment) -> Result<HeldMock, SheetError> {
    held_after(sheet, &[], now)
}

/// What a sheet amounts to when the log already has these records.
fn held_after(sheet: &FilledSheet, log: &[Record], now: Moment) -> Result<HeldMock, SheetError> {
    let text = serde_json::to_string(sheet).expect("JSON");
    let read = FilledSheet::read(&text).expect("what was written is read");
    let against = Against {
        questions: &|id| (id.as_str() == "b/q").then(question),
        dimensions: manifest().dimensions.clone(),
        prompts: manifest().prompts.clone(),
        rules: RULES,
        schedules: true,
        before: &|_| before(log),
        taken: &|id| log.iter().any(|record| record.id == *id),
        now,
    };
    HeldMock::of(&read, &text, against)
}

fn before(log: &[Record]) -> Before {
    let mut before = Before::default();
    for record in log {
        match &record.body {
            Body::Attempt(attempt) => {
                before.attempts.insert(record.id.clone(), attempt.clone());
            }
            Body::Judgement(judgement) => {
                before.judgements.entry(judgement.attempt.clone()).or_default().push(judgement.clone());
            }
            Body::Scorecard(card) => before.card = crate::json::of_value(&card.card).ok(),
            Body::Sitting(sitting) => before.progress = Some(sitting.progress.clone()),
            _ => {}
        }
    }
    before
}

fn held(sheet: &FilledSheet) -> Result<HeldMock, SheetError> {
    held_at(sheet, noon())
}

fn ids(held: &HeldMock) -> Vec<String> {
    held.records.iter().map(|record: &Record| record.id.to_string()).collect()
}

#[test]
fn a_blank_sheet_has_everything_to_fill_in() {
    let sheet = sheet();
    let one = &sheet.rounds[0].questions[0];
    assert_eq!((one.points.len(), one.mistakes.len(), one.is_filled()), (3, 1, false));
    let on_it = manifest().dimensions.iter().filter(|dimension| dimension.kinds.contains(&Kind::Technical));
    let mut on_it: Vec<&String> = on_it.map(|dimension| &dimension.id).collect();
    on_it.sort();
    assert_eq!(one.numbers.keys().collect::<Vec<_>>(), on_it);
    assert_eq!(sheet.red_flags.len(), 5);
    let error = held(&sheet).expect_err("nothing is filled in").to_string();
    assert!(error.contains("nothing is filled in yet"), "{error}");
}

#[test]
fn a_filled_sheet_becomes_a_mock_with_its_scorecard() {
    let held = held(&filled()).expect("held");
    assert_eq!((held.answers, held.asked), (1, 1));
    let kinds: Vec<&str> = held.records.iter().map(|record| record.body.kind()).collect();
    assert_eq!(kinds, ["sitting", "attempt", "judgement", "scorecard", "sitting"]);
    assert_eq!(held.records[0].day.to_string(), "2026-11-20");
    let Body::Attempt(attempt) = &held.records[1].body else { panic!("an attempt") };
    assert!((attempt.seconds.answer - 90.0).abs() < 1e-9);
    assert_eq!((attempt.target_seconds, attempt.text.as_str()), (100, "Protects, then measures."));
    assert_eq!(attempt.follow_ups[0].text, "I would stay with it.");
    let Body::Judgement(judgement) = &held.records[2].body else { panic!("a judgement") };
    assert!(judgement.scheduled && judgement.rating.is_some());
    assert_eq!(judgement.points["measure"], Tick::Partial);
    assert_eq!(judgement.points.get("senior-point"), None, "what was not judged is not known");
    let notes = DebriefNotes::of(judgement);
    assert_eq!((notes.done, notes.numbers["structure"], &notes.held[..]), (true, 4, &[Tick::Hit][..]));
    assert_eq!((notes.judge, held.card.judged_by), (JudgedBy::Friend, Some(JudgedBy::Friend)));
    assert_eq!(held.card.judged_words().as_deref(), Some("judged by a friend"));
    assert_eq!(held.card.predicted, Some(3.0));
    assert_eq!(held.card.red_flags, [RedFlag::NoPick]);
    let Body::Sitting(over) = &held.records[4].body else { panic!("a sitting") };
    assert_eq!(over.state, SittingState::Finished);
}

fn kinds(held: &HeldMock) -> Vec<&'static str> {
    held.records.iter().map(|record| record.body.kind()).collect()
}

#[test]
fn the_same_sheet_is_the_same_records_and_a_mended_one_brings_a_new_judgement() {
    let first = held(&filled()).expect("held");
    let later = noon().plus(90_000.0);
    assert_eq!(ids(&first), ids(&held_at(&filled(), later).expect("held")), "whenever it is read");
    let mut log = first.records;
    assert!(held_after(&filled(), &log, later).expect("held").records.is_empty(), "it says nothing new");
    let mut mended = filled();
    mended.rounds[0].questions[0].points[1].tick = Some(Tick::Hit);
    let second = held_after(&mended, &log, later).expect("held");
    assert_eq!(kinds(&second), ["judgement", "scorecard"]);
    log.extend(second.records);
    // Corrected back to what it first said: that counts again, under ids that are not taken.
    let third = held_after(&filled(), &log, later).expect("held");
    assert_eq!(kinds(&third), ["judgement", "scorecard"]);
    assert!(third.records.iter().all(|record| log.iter().all(|known| known.id != record.id)));
}

#[test]
fn an_answer_stays_as_it_was_read_first_and_what_was_asked_after_it_does_not() {
    let mut log = held(&filled()).expect("held").records;
    let mut mended = filled();
    let one = &mut mended.rounds[0].questions[0];
    one.took_minutes = Some(20.0);
    let next = FilledFollowUp { id: manifest().prompts.ten_times[0].id.clone(), ..one.follow_ups[0].clone() };
    one.follow_ups.push(FilledFollowUp { tick: Some(Tick::Partial), ..next });
    let second = held_after(&mended, &log, noon()).expect("held");
    assert_eq!(second.remarks, ["question 1 the answer and its time stay as they were read first"]);
    assert_eq!(kinds(&second), ["judgement", "scorecard", "sitting"]);
    assert_eq!(second.card.answers[0].follow_ups.len(), 2);
    let first = held(&filled()).expect("held").card;
    assert_eq!(second.card.answers[0].band, first.answers[0].band, "and no time counts that is not in the log");
    log.extend(second.records);
    assert!(held_after(&mended, &log, noon()).expect("held").records.is_empty());
}

#[test]
fn of_what_is_left_open_nothing_is_known() {
    let mut sheet = filled();
    let one = &mut sheet.rounds[0].questions[0];
    one.points.iter_mut().for_each(|point| point.tick = None);
    one.numbers.values_mut().for_each(|number| *number = None);
    one.follow_ups.iter_mut().for_each(|next| next.tick = None);
    let open = held(&sheet).expect("held");
    let Body::Judgement(judgement) = &open.records[2].body else { panic!("a judgement") };
    assert_eq!((judgement.rating, judgement.band, judgement.score), (None, None, None));
    assert!(!judgement.scheduled, "what is not known moves nothing");
    assert_eq!((open.card.answers[0].of, open.card.answers[0].band), (0, None));
    assert!(open.card.answers[0].follow_ups.is_empty(), "a reply that nobody judged did not fail");
    assert!(open.card.gaps.is_empty() && open.card.level_untold);
    // One point that was made is all that counts, and the reply is kept.
    sheet.rounds[0].questions[0].points[0].tick = Some(Tick::Hit);
    let one = held(&sheet).expect("held");
    let Body::Judgement(judgement) = &one.records[2].body else { panic!("a judgement") };
    assert_eq!((judgement.score, one.card.answers[0].of), (Some(1.0), 1));
    let Body::Attempt(attempt) = &one.records[1].body else { panic!("an attempt") };
    assert_eq!(attempt.follow_ups[0].text, "I would stay with it.");
    // Somebody who says that they do not know made none of the points.
    sheet.rounds[0].questions[0].gave_up = true;
    let gave_up = held(&sheet).expect("held");
    let Body::Judgement(judgement) = &gave_up.records[2].body else { panic!("a judgement") };
    assert_eq!(judgement.points.values().filter(|tick| **tick == Tick::Missed).count(), 2);
}

#[test]
fn what_a_friend_says_in_words_goes_with_the_scorecard() {
    let mut sheet = filled();
    sheet.judge = " Ana ".into();
    sheet.gaps[1] = "Numbers first".into();
    let held = held(&sheet).expect("held");
    let card = held.records.iter().find_map(|record| match &record.body {
        Body::Scorecard(card) => crate::json::of_value::<crate::assess::KeptCard>(&card.card).ok(),
        _ => None,
    });
    let said = card.expect("a card").friend;
    assert_eq!((said.who(), &said.gaps[..], said.notes.as_str()), ("Ana", &["Numbers first".to_owned()][..], ""));
}

#[test]
fn a_sheet_without_a_name_gets_one_from_what_it_says() {
    let mut sheet = filled();
    sheet.sitting = None;
    let (one, again) = (held(&sheet).expect("held"), held(&sheet).expect("held"));
    assert_eq!(one.sitting, again.sitting);
    sheet.rounds[0].predicted = Some(1);
    assert_ne!(held(&sheet).expect("held").sitting, one.sitting);
}

#[test]
fn what_was_settled_first_is_yes_no_or_unknown_and_the_name_of_an_old_sheet_stays() {
    let clarified = |change: &dyn Fn(&mut FilledAnswer)| {
        let mut sheet = filled();
        change(&mut sheet.rounds[0].questions[0]);
        let held = held(&sheet).expect("held");
        let Body::Judgement(judgement) = &held.records[2].body else { panic!("a judgement") };
        DebriefNotes::of(judgement).clarified
    };
    assert_eq!(clarified(&|_| {}), None);
    assert_eq!(clarified(&|one| one.clarified = Some(false)), Some(false));
    assert_eq!(clarified(&|one| one.asked_back = 1), Some(true), "whoever asked back asked");
    assert_eq!(clarified(&|one| (one.asked_back, one.clarified) = (1, Some(false))), Some(false));
    // A sheet written before this field existed is read as one in which it is blank.
    let text = serde_json::to_string(&filled()).expect("JSON");
    let old = FilledSheet::read(&text.replace("\"clarified\":null,", "").replace("\"version\":2,", "")).expect("read");
    assert_eq!(held(&old).expect("held").card, held(&filled()).expect("held").card);
}

#[test]
fn without_a_time_nothing_is_held_against_a_target() {
    let mut sheet = filled();
    sheet.rounds[0].questions[0].took_minutes = None;
    let held = held(&sheet).expect("held");
    let Body::Attempt(attempt) = &held.records[1].body else { panic!("an attempt") };
    assert_eq!(attempt.target_seconds, 0);
}

#[test]
fn what_cannot_be_is_said_with_its_place() {
    let fails = |change: &dyn Fn(&mut FilledSheet), path: &str, problem: &str| {
        let mut sheet = filled();
        change(&mut sheet);
        let error = held(&sheet).expect_err(path);
        assert!(error.path == path && error.problem.contains(problem), "{error}");
    };
    let at = "rounds[0].questions[0]";
    fails(&|s| s.rounds[0].predicted = Some(5), "rounds[0].predicted", "5 is not 1 to 4");
    fails(&|s| s.held_on = Some("soon".into()), "held_on", "no day");
    fails(&|s| s.held_on = Some("2026-11-23".into()), "held_on", "still to come");
    fails(&|s| s.sitting = Some("x".repeat(150).parse().expect("a name")), "sitting", "shorten");
    fails(&|s| s.rounds[0].questions[0].took_minutes = Some(-1.0), &format!("{at}.took_minutes"), "0 to 600");
    fails(&|s| s.rounds[0].questions[0].points[2].id = "x".into(), &format!("{at}.points[2].id"), "no point of b/q");
    fails(&|s| s.rounds[0].questions[0].mistakes[0].id = "x".into(), &format!("{at}.mistakes[0].id"), "no mistake");
    fails(
        &|s| s.rounds[0].questions[0].follow_ups[0].id = "x".into(),
        &format!("{at}.follow_ups[0].id"),
        "no follow-up",
    );
    let number = |id: &str, number| {
        let id = id.to_owned();
        move |s: &mut FilledSheet| {
            s.rounds[0].questions[0].numbers.insert(id.clone(), Some(number));
        }
    };
    fails(&number("structure", 9), &format!("{at}.numbers.structure"), "9 is not 1 to 4");
    fails(&number("charm", 3), &format!("{at}.numbers.charm"), "scored on");
    fails(
        &|s| s.rounds[0].questions[0].ask.question = QuestionId::new("b", "gone"),
        &format!("{at}.ask.question"),
        "no bank",
    );
    let twice = |s: &mut FilledSheet| {
        let again = s.rounds[0].questions[0].clone();
        s.rounds[0].questions.push(again);
    };
    fails(&twice, "rounds[0].questions[1].ask.question", "twice");
}

#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    let text = serde_json::to_string(&filled()).expect("JSON");
    let fails = |text: &str, path: &str, problem: &str| {
        let error = FilledSheet::read(text).expect_err(path);
        assert!(error.path == path && error.problem.contains(problem), "{error}");
    };
    fails(&text.replacen("\"hit\"", "\"heard\"", 1), "rounds[0].questions[0].points[0].tick", "heard");
    fails(&text.replacen("\"predicted\":3", "\"predicted\":\"3\"", 1), "rounds[0].predicted", "string");
    fails(&text.replacen("\"points\":", "\"pionts\":", 1), "rounds[0].questions[0].pionts", "unknown field");
    fails("{}", "the file", "missing field");
    fails("", "the file", "it is empty");
    fails(&text[..text.len() / 2], "the file", "it ends in the middle");
    fails("<!doctype html>\n<html>", "the file", "this is the page, not what it saves");
    fails(&format!("{text} more"), "the file", "trailing");
    let newer = text.replace("\"version\":2", "\"version\":9").replace("\"points\":", "\"dots\":");
    fails(&newer, "version", "made by a newer Hotseat");
    let asked = text.replacen("\"think\":", "\"follow_ups\":[],\"think\":", 1);
    fails(&asked, "rounds[0].questions[0].ask.follow_ups", "remove it");
    let round = text.replacen("\"minutes\":", "\"follow_ups\":[],\"minutes\":", 1);
    fails(&round, "rounds[0].follow_ups", "unknown field");
    let error = FilledSheet::read(&text.replacen("\"hit\"", "\"heard\"", 1)).expect_err("no tick").to_string();
    assert!(
        error.contains("(question 1 \"Asked plainly?\", point 1 \"") && error.contains("null is not judged"),
        "{error}"
    );
    assert!(FilledSheet::read(&format!("\u{feff}{text}")).is_ok());
}
