//! A user of many years, for benches: 10,000 own questions and 100,000 answers.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use hotseat::bank::QuestionId;
use hotseat::config::Paths;
use hotseat::engine::Engine;
use hotseat::history::{Attempt, Body, Judgement, Medium, Mode, Rating, Record, Spent, Tick};
use hotseat::moment::{Moment, practice_day};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// Questions of the own bank.
pub(crate) const QUESTIONS: usize = 10_000;
/// Answers in the log.
pub(crate) const ANSWERS: usize = 100_000;

/// The moment after all of it.
pub(crate) fn now() -> Moment {
    Moment {
        wall: DateTime::parse_from_rfc3339("2026-11-22T20:00:00+01:00").expect("an instant"),
        monotonic: Duration::ZERO,
    }
}

/// Questions with six points each, of forty topics and two hundred concepts.
fn bank() -> String {
    let topics: Vec<String> = (0..40)
        .map(|topic| {
            let mut questions = String::new();
            for n in (0..QUESTIONS).filter(|n| n % 40 == topic) {
                let comma = if questions.is_empty() { "" } else { "," };
                let mut points = String::new();
                for point in 0..6 {
                    let comma = if point == 0 { "" } else { "," };
                    write!(
                        points,
                        "{comma}{{\"id\":\"p{point}\",\"text\":\"Says what point {point} of {n} costs\",\"why\":\"Because it \
                         does.\",\"tier\":\"strong\",\"concept\":\"c{}\"}}",
                        (n + point * 7) % 200
                    )
                    .expect("a string");
                }
                write!(
                    questions,
                    "{comma}\n{{\"id\":\"q{n}\",\"prompt\":\"What happens to request {n}?\",\"subtopic\":\"s{}\",\"look_for\":\
                     [{points}],\"mistakes\":[{{\"id\":\"m\",\"text\":\"Flushes\"}}]}}",
                    n % 7
                )
                .expect("a string");
            }
            format!("{{\"bank\":\"big\",\"topic\":\"t{topic}\",\"questions\":[{questions}]}}")
        })
        .collect();
    topics.join("\u{0}")
}

fn records() -> Vec<Record> {
    let mut random = StdRng::seed_from_u64(7);
    let mut records = Vec::with_capacity(ANSWERS * 2);
    for n in 0..ANSWERS {
        let minutes = i64::try_from((ANSWERS - n) * 15).expect("small");
        let wall = now().wall - TimeDelta::minutes(minutes);
        let moment = Moment { wall, monotonic: Duration::ZERO };
        let question = QuestionId::new("big", &format!("q{}", random.random_range(0..QUESTIONS)));
        let score: f64 = random.random_range(0.0..1.0);
        let attempt = Record::new(
            moment,
            Body::Attempt(Attempt {
                question: question.clone(),
                revision: 1,
                sitting: None,
                mode: Mode::Drill,
                medium: Medium::Typed,
                text: "First I would check that the number is real. ".repeat(8),
                recording: None,
                seconds: Spent {
                    think: random.random_range(2.0..60.0),
                    answer: random.random_range(30.0..400.0),
                    paused: 0.0,
                },
                target_seconds: 180,
                prediction: Some(random.random_range(1..=4)),
                hints: 0,
                gave_up: false,
                wording: 0,
                follow_ups: Vec::new(),
                other: serde_json::Map::new(),
            }),
        );
        let tick = |random: &mut StdRng| [Tick::Hit, Tick::Partial, Tick::Missed][random.random_range(0..3)];
        let points = (0..6).map(|point| (format!("p{point}"), tick(&mut random))).collect();
        let judgement = Body::Judgement(Judgement {
            rating: Some(if score < 0.3 { Rating::Again } else { Rating::Good }),
            suggested: Some(Rating::Good),
            points,
            mistakes: if score < 0.2 { vec!["m".into()] } else { Vec::new() },
            score: Some(score),
            scheduled: true,
            ..Judgement::unrated(attempt.id.clone(), question)
        });
        assert_eq!(attempt.day, practice_day(wall));
        records.push(attempt);
        records.push(Record::new(moment.plus(30.0), judgement));
    }
    records
}

/// Bank and log below a folder, and the engine that has them open.
pub(crate) fn engine(folder: &Path) -> Engine {
    let paths = Paths::find(Some(folder)).expect("below the folder");
    fs::create_dir_all(paths.banks()).expect("a folder");
    for (n, topic) in bank().split('\u{0}').enumerate() {
        fs::write(paths.banks().join(format!("big-{n}.json")), topic).expect("written");
    }
    let mut engine = Engine::open(paths, now()).expect("opened");
    let schedule = engine.schedule().clone();
    engine.history_mut().0.append(&records(), &schedule).expect("saved");
    engine.refresh(now()).expect("read");
    engine
}
