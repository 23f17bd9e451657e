//! Reports for the tests of this folder. Every text from outside passes through `say`, so that a test can replace all
//! of them.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta};
use serde_json::{Map, json};

use super::{Answered, Materials, NoteSource, Past, ProgressReport, Report, SittingReport};
use crate::assess::{
    Asked, Card, Circumstances, Expected, Held, JudgedAnswer, JudgedBy, KeptCard, RedFlag, RoundInfo, Scale, Ticks,
    score,
};
use crate::bank::{Area, Dimension, Kind, Level, Part, Question, QuestionId, Weights};
use crate::history::{
    AttemptRow, Delivery, Fact, Facts, FollowUpAnswer, Medium, Mode, Rating, RecordId, Segment, Sitting, SittingRow,
    SittingState, Spent, Stretch, Tick, Ticked, Transcript,
};
use crate::insight::{self, Insight, Mastery, Sample};
use crate::practice::mock::AnswerDifferences;
use crate::report::Heard;
use crate::text::one_line;

/// Maps each text to the one that is used.
pub(super) type Say<'a> = &'a dyn Fn(&str) -> String;

/// Leaves a text as it is.
pub(super) fn plainly(text: &str) -> String {
    text.to_owned()
}

pub(super) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
}

fn id(text: &str) -> RecordId {
    text.parse().expect("a record id")
}

fn name(slug: &str) -> QuestionId {
    QuestionId::new("mini", slug)
}

/// Banks with two questions and three dimensions.
struct Banks<'a>(Say<'a>);

impl NoteSource for Banks<'_> {
    fn question(&self, id: &QuestionId) -> Option<Question> {
        let say = self.0;
        let question = match id.slug() {
            "cache" => json!({
                "id": "cache", "prompt": say("The hit rate fell. Your first hour?"), "kind": "incident",
                "snippet": {"language": say("python"), "code": say("cache.get(key)\n    or load(key)")},
                "look_for": [
                    {"id": "protect", "text": say("Protects the store first"), "tier": "must", "concept": "protect"},
                    {"id": "real", "text": say("Checks that the number is real"), "tier": "strong"},
                    {"id": "sample", "text": say("Samples the misses"), "tier": "senior"},
                    {"id": "policy", "text": say("Changes how caches are bought"), "tier": "staff"}
                ],
                "mistakes": [{"id": "flush", "text": say("Flushes the cache"), "critical": true}],
                "weak": [{"id": "restart", "text": say("I'd restart it.")}]
            }),
            "story" => json!({
                "id": "story", "prompt": say("Tell me about a failure."), "kind": "behavioural",
                "look_for": [{"id": "own", "text": say("Owns a part of it"), "tier": "must"}]
            }),
            _ => return None,
        };
        Some(serde_json::from_value(question).expect("a question"))
    }

    fn topic(&self, id: &QuestionId) -> String {
        if id.slug() == "gone" { String::new() } else { (self.0)("Caching") }
    }

    fn concept(&self, _: &str) -> String {
        (self.0)("Protects what stands behind it")
    }

    fn dimensions(&self, _: &str) -> Vec<Dimension> {
        dimensions(self.0)
    }
}

fn dimensions(say: Say<'_>) -> Vec<Dimension> {
    let one = |id: &str, title: &str, kinds: &[Kind], area| Dimension {
        id: id.to_owned(),
        title: say(title),
        kinds: kinds.to_vec(),
        area,
        signs: Vec::new(),
        concepts: Vec::new(),
        anchors: ["Wrong.", "Half right.", "Right.", "Right, with the reason."].map(say),
    };
    vec![
        one("correct", "Correctness", &[Kind::Incident], Area::Fundamentals),
        one("calm", "Keeps calm", &[Kind::Incident, Kind::Behavioural], Area::Communication),
    ]
}

fn attempt(slug: &str, medium: Medium, text: String, seconds: f64, points: &[(&str, Tick)]) -> AttemptRow {
    let at = DateTime::parse_from_rfc3339("2026-11-20T19:05:00+01:00").expect("an instant");
    AttemptRow {
        id: id(&format!("attempt-{slug}")),
        question: name(slug),
        answered_at: at,
        day: at.date_naive(),
        rating: None,
        sitting: Some(id("sitting-1")),
        mode: Mode::Mock,
        medium,
        text,
        recording: None,
        seconds: Spent { think: 12.0, answer: seconds, paused: 0.0 },
        target_seconds: 120,
        prediction: None,
        points: points.iter().map(|(id, tick)| ((*id).to_owned(), *tick)).collect(),
        mistakes: Vec::new(),
        weak: Vec::new(),
        hints: 0,
        gave_up: false,
        suggested_rating: None,
        scheduled: false,
        score: None,
        band: None,
        doubt: None,
        revision: 1,
    }
}

fn planned(slug: &str, kind: Kind, prompt: &str) -> serde_json::Value {
    let question = name(slug);
    json!({"question": question, "topic": "t", "kind": kind, "seconds": 240, "think": 0, "target": 120, "prompt": prompt})
}

fn sitting(state: SittingState, say: Say<'_>) -> SittingRow {
    let at = DateTime::parse_from_rfc3339("2026-11-20T19:00:00+01:00").expect("an instant");
    let put = json!({"id": "down", "prompt": say("And when the queue is down?"), "asked": "probe", "probe": "queue",
        "text": say("We alert on its age.\n```\nage > 60\n```"), "seconds": 41.0});
    let progress = json!({
        "plan": {
            "loop": "distributed", "title": say("Distributed"), "level": "senior", "archetype": "distributed", "seed": 7,
            "minutes": 10, "weights": {"core": 50, "scenario": 30, "behavioural": 20},
            "rounds": [
                {"name": say("Scenario"), "minutes": 5, "part": "scenario", "questions": [
                    planned("cache", Kind::Incident, &say("The hit rate fell. Your first hour?"))]},
                {"name": say("Behavioural"), "minutes": 5, "questions": [
                    planned("story", Kind::Behavioural, &say("Tell me about a failure.")),
                    planned("gone", Kind::Technical, &say("What was asked here?"))]}
            ]
        },
        "stage": "over", "round": 2, "question": 0, "spent": [214.5, 96.0], "grace": [120.0, 0.0],
        "predictions": [3, null], "current": null,
        "given": [
            {"attempt": "attempt-cache", "question": "mini/cache", "round": 0, "clarified": 1, "follow_ups": [put]},
            {"attempt": "attempt-story", "question": "mini/story", "round": 1, "clarified": 0, "follow_ups": []}
        ]
    });
    SittingRow {
        started_at: at,
        changed_at: at,
        day: at.date_naive(),
        sitting: Sitting {
            sitting: id("sitting-1"),
            mode: Mode::Mock,
            loop_: Some("distributed".to_owned()),
            seed: Some(7),
            state,
            questions: vec![name("cache"), name("story"), name("gone")],
            progress,
            other: Map::new(),
        },
        attempts: 2,
    }
}

fn answers(judged: bool, say: Say<'_>) -> Vec<Answered> {
    let said = "First I'd check that the number is real.\n\n    SELECT 1;\n\nThen I'd *protect* the store: <b>serve stale</b>.";
    let ticks = [("protect", Tick::Hit), ("real", Tick::Partial)];
    let mut cache = attempt("cache", Medium::Typed, say(said), 161.5, if judged { &ticks } else { &[] });
    let mut story =
        attempt("story", Medium::Spoken, String::new(), 84.0, if judged { &[("own", Tick::Hit)] } else { &[] });
    if judged {
        (cache.score, cache.band, cache.rating) = (Some(0.4), Some(2), Some(Rating::Again));
        cache.mistakes = vec!["flush".to_owned()];
        cache.weak = vec!["restart".to_owned()];
        (story.score, story.band, story.rating) = (Some(1.0), Some(4), Some(Rating::Good));
    }
    let reply =
        FollowUpAnswer { id: "down".to_owned(), text: say("We alert on its age."), seconds: 41.0, recording: None };
    vec![
        Answered {
            row: cache,
            after_coach: BTreeMap::new(),
            wording: 0,
            follow_ups: vec![reply],
            remark: String::new(),
            my_answer: String::new(),
            heard: Heard::default(),
            heard_replies: Vec::new(),
        },
        Answered {
            row: story,
            after_coach: BTreeMap::new(),
            wording: 0,
            follow_ups: Vec::new(),
            remark: String::new(),
            my_answer: String::new(),
            heard: spoken(say),
            heard_replies: Vec::new(),
        },
    ]
}

/// A transcribed answer of 42 s with a long pause.
fn spoken(say: Say<'_>) -> Heard {
    let pauses = vec![Stretch { start_s: 9.0, end_s: 9.6 }, Stretch { start_s: 17.3, end_s: 20.1 }];
    let delivery = Delivery {
        duration_s: 42.0,
        first_word_s: Some(1.8),
        last_word_s: Some(40.5),
        talk_s: 35.3,
        longest_pause_s: 2.8,
        syllables_per_s: Some(4.3),
        rms: 0.05,
        pauses,
        ..Delivery::default()
    };
    let segment =
        |start_s, end_s, text: &str| Segment { start_s, end_s, text: one_line(&say(text)), words: Vec::new() };
    let segments = vec![
        segment(1.8, 17.3, "Um, it was my own migration that failed."),
        segment(20.1, 40.5, "I told everybody within the hour."),
    ];
    let transcript = Some(Transcript { segments });
    Heard { delivery: Some(delivery), transcript, earlier: Vec::new(), recording: None }
}

fn card(say: Say<'_>, hits: &[&str]) -> Card {
    let banks = Banks(say);
    let cache = banks.question(&name("cache")).expect("known");
    let story = banks.question(&name("story")).expect("known");
    let ticks = |hits: &[&str], mistakes: &[&str]| Ticks {
        points: hits.iter().map(|id| ((*id).to_owned(), Tick::Hit)).collect(),
        mistakes: mistakes.iter().map(|id| (*id).to_owned()).collect(),
        weak: Vec::new(),
    };
    let (of_cache, of_story) = (ticks(hits, &["flush"]), ticks(&["own"], &[]));
    let prompt = say("And when the queue is down?");
    let held =
        [Held { id: "down".to_owned(), prompt, asked: Asked::Probe, tick: Tick::Partial, own: false, fits: true }];
    let numbers = BTreeMap::from([("calm".to_owned(), 4)]);
    let none = BTreeMap::new();
    let judged = |name, question, round, ticks, held, prediction, numbers| JudgedAnswer {
        name,
        question,
        round,
        judge: JudgedBy::Candidate,
        ticks,
        held,
        clarified: Some(true),
        circumstances: Circumstances::default(),
        doubt: None,
        prediction,
        numbers,
    };
    assert!(score(&cache, &of_cache, Level::Senior).is_some());
    let judged = [
        judged(name("cache"), &cache, 0, &of_cache, &held[..], Some(3), &numbers),
        judged(name("story"), &story, 1, &of_story, &[][..], None, &none),
    ];
    let round = |name: &str, part| RoundInfo { name: say(name), part };
    let rounds = [round("Scenario", Some(Part::Scenario)), round("Behavioural", None)];
    let weights = Weights { core: 50, scenario: 30, behavioural: 20 };
    let dimensions = dimensions(say);
    let scale = Scale { rounds: &rounds, weights, level: Level::Senior, dimensions: &dimensions };
    let sentence = say("The state from which new arrivals queue for ever, and the way out of it.");
    let expected = vec![Expected { question: name("cache"), level: Level::Senior, words: sentence }];
    Card { expected, ..Card::of(&judged, scale, &[RedFlag::NoPick], JudgedBy::Candidate) }
}

/// The mock, with most ticks not supported by words.
pub(super) fn mock_on_trust() -> Report {
    mock_of(|card| {
        card.band = Some(crate::assess::Recommendation::StrongYes);
        card.band_without_doubted = Some(crate::assess::Recommendation::StrongNo);
        card.doubted = Some(crate::assess::Doubted { ticks: 4, of: 5 });
    })
}

/// A mock with two rounds, in which one question was not reached, and with an earlier mock of the same loop.
pub(super) fn mock(say: Say<'_>) -> Report {
    mock_judged(JudgedBy::Candidate, Vec::new(), say)
}

/// The mock, judged by somebody else, or by two who differ.
pub(super) fn mock_judged(by: JudgedBy, differences: Vec<AnswerDifferences>, say: Say<'_>) -> Report {
    mock_with(|card| card.judged_by = Some(by), differences, say)
}

fn mock_of(change: impl FnOnce(&mut Card)) -> Report {
    mock_with(change, Vec::new(), &plainly)
}

fn mock_with(change: impl FnOnce(&mut Card), differences: Vec<AnswerDifferences>, say: Say<'_>) -> Report {
    let row = sitting(SittingState::Finished, say);
    let mut before = row.clone();
    before.sitting.sitting = id("sitting-0");
    before.started_at -= TimeDelta::days(10);
    before.day = before.started_at.date_naive();
    let mut card_now = card(say, &["protect"]);
    change(&mut card_now);
    let kept = KeptCard {
        card: card_now,
        numbers: BTreeMap::new(),
        held: BTreeMap::from([(id("attempt-cache"), vec![Tick::Partial])]),
        open: BTreeMap::new(),
        friend: crate::assess::FriendsWords::default(),
    };
    let past = vec![Past { row: before, card: card(say, &[]) }];
    let (card, notes) = (Some((kept, row.day)), &Banks(say));
    let answers = answers(true, say);
    let materials = Materials {
        row: &row,
        answers,
        card,
        other: None,
        differences,
        past,
        notes,
        level: Level::Senior,
        today: today(),
    };
    Report::Sitting(Box::new(SittingReport::of(&materials)))
}

/// The mock, left before the end and not debriefed.
pub(super) fn left() -> Report {
    let row = sitting(SittingState::Paused, &plainly);
    report(&row, answers(false, &plainly), None, &plainly)
}

/// A drill of two questions; one of them was not answered.
pub(super) fn drill() -> Report {
    let mut row = sitting(SittingState::Abandoned, &plainly);
    row.sitting.mode = Mode::Drill;
    row.sitting.loop_ = None;
    row.sitting.progress = serde_json::Value::Null;
    let mut answers = answers(true, &plainly);
    answers.truncate(1);
    answers[0].row.prediction = Some(3);
    report(&row, answers, None, &plainly)
}

fn report(row: &SittingRow, answers: Vec<Answered>, card: Option<(KeptCard, NaiveDate)>, say: Say<'_>) -> Report {
    let (notes, past, differences) = (&Banks(say), Vec::new(), Vec::new());
    let materials =
        Materials { row, answers, card, other: None, differences, past, notes, level: Level::Senior, today: today() };
    Report::Sitting(Box::new(SittingReport::of(&materials)))
}

/// A progress report without any answer.
pub(super) fn no_progress() -> Report {
    progress_of(&Facts::default(), &[], Vec::new(), &plainly)
}

/// A progress report over some weeks of practice.
pub(super) fn progress(say: Say<'_>) -> Report {
    let mut facts = Facts { questions: vec![name("cache"), name("story")], rows: Vec::new() };
    for n in 0..42_i64 {
        let day = today() - TimeDelta::days(2 * (41 - n));
        let good = n % 3 != 0;
        facts.rows.push(Fact {
            question: usize::from(n % 6 == 1),
            day,
            at_us: n,
            practice: false,
            think: if n % 4 == 0 { 50.0 } else { 8.0 },
            answer: 60.0 + 2.0 * n as f64,
            target: 100,
            prediction: Some(if n % 9 == 0 { 2 } else { 3 }),
            gave_up: false,
            rating: Some(if good { Rating::Good } else { Rating::Again }),
            scheduled: true,
            score: Some(if good { 0.8 } else { 0.3 }),
            band: Some(if good { 4 } else { 2 }),
            words_band: None,
        });
    }
    let ticked: Vec<Ticked> = (0..6)
        .map(|n| Ticked {
            question: name("cache"),
            day: today() - TimeDelta::days(n),
            points: BTreeMap::from([
                ("protect".to_owned(), if n % 2 == 0 { Tick::Missed } else { Tick::Hit }),
                ("real".to_owned(), Tick::Partial),
            ]),
            mistakes: vec!["flush".to_owned()],
        })
        .collect();
    let samples = vec![
        Sample { topic: "caching", recall: 0.7, band: Some(2.8), answers: 35, judged: 35 },
        Sample { topic: "stories", recall: 0.9, band: None, answers: 3, judged: 0 },
    ];
    progress_of(&facts, &ticked, samples, say)
}

fn progress_of(facts: &Facts, ticked: &[Ticked], samples: Vec<Sample<'_>>, say: Say<'_>) -> Report {
    let banks = Banks(say);
    let allowed = [
        Some(insight::Allowed { kind: Kind::Incident, think: 30 }),
        Some(insight::Allowed { kind: Kind::Behavioural, think: 30 }),
    ];
    let allowed = &allowed[..facts.questions.len()];
    let heatmap = insight::heatmap(facts);
    let days = today().iter_days().take(30).enumerate();
    let insight = Insight {
        mastery: Mastery {
            topics: insight::by_topic(samples.into_iter(), say),
            subtopics: Vec::new(),
            kinds: Vec::new(),
            levels: Vec::new(),
        },
        misses: insight::misses(ticked, Level::Senior, |id| banks.question(id), |concept| banks.concept(concept)),
        time: insight::time_use(facts, allowed),
        calibration: insight::calibration(facts),
        retention: insight::retention(facts, None, 0.9),
        streak: insight::streak(&heatmap, today()),
        heatmap,
        weeks: insight::weeks(facts, None),
        forecast: days
            .map(|(i, day)| insight::DayCount { day, count: if i % 5 == 0 && !facts.rows.is_empty() { 3 } else { 0 } })
            .collect(),
    };
    Report::Progress(Box::new(ProgressReport::of(insight, None, say("senior, 8 a day"), None, today())))
}
