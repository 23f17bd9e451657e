//! Sittings of six answers at senior, and what an interviewer would make of them.

use super::tests::{judged, late};
use super::*;
use crate::assess::{Asked, Circumstances, Held, Ticks};
use crate::bank::{Kind, Question, manifest};
use crate::history::Tick;
use serde_json::json;

/// A question with the points that questions of the bank have: two musts, four strong points, two for senior, one for
/// staff.
fn question(kind: Kind) -> Question {
    serde_json::from_value(json!({
        "id": "q", "prompt": "?", "kind": kind,
        "look_for": [
            {"id": "m1", "text": "m", "tier": "must"}, {"id": "m2", "text": "m", "tier": "must"},
            {"id": "s1", "text": "s", "tier": "strong", "concept": "states-trade-off"},
            {"id": "s2", "text": "s", "tier": "strong", "concept": "user-sees"},
            {"id": "s3", "text": "s", "tier": "strong"}, {"id": "s4", "text": "s", "tier": "strong"},
            {"id": "n1", "text": "n", "tier": "senior"}, {"id": "n2", "text": "n", "tier": "senior"},
            {"id": "f1", "text": "f", "tier": "staff"}
        ],
        "mistakes": [{"id": "fatal", "text": "x", "critical": true}]
    }))
    .expect("a question")
}

/// One kind of answer in the table.
#[derive(Clone, Debug)]
struct Answer {
    /// Ids of the points that are hit, then of those that are partly there.
    points: (&'static str, &'static str),
    fatal: bool,
    late: bool,
    reply: Tick,
}

const GOOD: Answer = Answer { points: ("m1 m2 s1 s2 s3 s4 n1 n2", ""), fatal: false, late: false, reply: Tick::Hit };
const FATAL: Answer = Answer { fatal: true, ..GOOD };
const LATE: Answer = Answer { late: true, ..GOOD };
const WITHOUT_MUSTS: Answer = Answer { points: ("s1 s2 s3 s4 n1 n2", ""), ..GOOD };
/// 69 % of the weighted points.
const MIDDLING: Answer = Answer { points: ("m1 m2 s1 s3", "s2"), reply: Tick::Partial, ..GOOD };
/// The definition and little else: 56 % of the weighted points.
const SHORT: Answer = Answer { points: ("m1 m2 s3", "s1"), reply: Tick::Missed, ..GOOD };
/// 19 % of the weighted points.
const THIN: Answer = Answer { points: ("s3", "s4"), reply: Tick::Missed, ..GOOD };
const WRONG: Answer = Answer { points: ("", "m1"), reply: Tick::Missed, ..GOOD };

fn sitting(kind: Kind, answers: &[Answer], red_flags: usize) -> Card {
    let question = question(kind);
    let list = |ids: &'static str, tick| ids.split_whitespace().map(move |id| (id.to_owned(), tick));
    let built: Vec<(Ticks, [Held; 2], Circumstances)> = answers
        .iter()
        .map(|answer| {
            let missed = question.look_for.iter().map(|point| (point.id.clone(), Tick::Missed));
            let there = list(answer.points.0, Tick::Hit).chain(list(answer.points.1, Tick::Partial));
            let ticks = Ticks {
                points: missed.chain(there).collect(),
                mistakes: answer.fatal.then(|| "fatal".to_owned()).into_iter().collect(),
                weak: Vec::new(),
            };
            let held = [Asked::Probe, Asked::PushBack].map(|asked| Held {
                id: "h".into(),
                prompt: "?".into(),
                asked,
                tick: answer.reply,
                own: false,
                fits: true,
            });
            (ticks, held, if answer.late { late() } else { Circumstances::default() })
        })
        .collect();
    let answers: Vec<JudgedAnswer<'_>> = built
        .iter()
        .map(|(ticks, held, circumstances)| JudgedAnswer {
            circumstances: *circumstances,
            ..judged(&question, ticks, held, 0)
        })
        .collect();
    let scale = Scale {
        rounds: &[RoundInfo { name: "Round".into(), part: None }],
        weights: Weights { core: 50, scenario: 30, behavioural: 20 },
        level: Level::Senior,
        dimensions: &manifest().dimensions,
    };
    Card::of(&answers, scale, &RedFlag::ALL[..red_flags], JudgedBy::Candidate)
}

fn six(answer: &Answer) -> Vec<Answer> {
    vec![answer.clone(); 6]
}

/// Six answers: `some` odd ones, then the others.
fn among(some: usize, odd: &Answer, others: &Answer) -> Vec<Answer> {
    (0..6).map(|at| if at < some { odd.clone() } else { others.clone() }).collect()
}

#[test]
fn sittings_come_to_what_an_interviewer_would_make_of_them() {
    use Recommendation::{LeanNo, LeanYes, StrongNo, StrongYes};
    const SENIOR: Option<Level> = Some(Level::Senior);
    const MID: Option<Level> = Some(Level::Mid);
    type Row = (&'static str, Vec<Answer>, usize, &'static [Recommendation], &'static [Option<Level>]);
    let table: [Row; 13] = [
        ("all good", six(&GOOD), 0, &[StrongYes], &[SENIOR, Some(Level::Staff)]),
        ("good, one red flag", six(&GOOD), 1, &[LeanYes], &[SENIOR]),
        ("good, two red flags", six(&GOOD), 2, &[LeanNo], &[MID]),
        ("good, all over time", six(&LATE), 0, &[LeanYes], &[SENIOR]),
        ("good, one critical mistake", among(1, &FATAL, &GOOD), 0, &[LeanYes], &[SENIOR]),
        ("good, a critical mistake in each", six(&FATAL), 0, &[StrongNo], &[None]),
        ("good, every must missed", six(&WITHOUT_MUSTS), 0, &[LeanNo], &[None]),
        ("all about 70 %", six(&MIDDLING), 0, &[LeanYes], &[SENIOR, MID]),
        ("all textbook-short", six(&SHORT), 0, &[LeanYes, LeanNo], &[MID]),
        ("five good, one wrong", among(1, &WRONG, &GOOD), 0, &[LeanYes], &[SENIOR]),
        ("four good, two wrong", among(2, &WRONG, &GOOD), 0, &[LeanNo], &[MID]),
        ("all thin", six(&THIN), 0, &[StrongNo], &[None]),
        ("good, two critical mistakes", among(2, &FATAL, &GOOD), 0, &[LeanNo], &[MID]),
    ];
    for kind in [Kind::Technical, Kind::Incident, Kind::Design, Kind::Review, Kind::Behavioural, Kind::Situational] {
        for (what, answers, red_flags, recommendations, levels) in &table {
            let card = sitting(kind, answers, *red_flags);
            let found = (card.band.expect("scored"), card.level_read);
            let told = format!("{kind}, {what}: {found:?}, {:?}, {:?}", card.overall, card.reasons);
            assert!(recommendations.contains(&found.0) && levels.contains(&found.1), "{told}");
        }
    }
}

#[test]
fn each_rule_says_that_it_decided() {
    let reasons = |answers: &[Answer], red_flags| sitting(Kind::Technical, answers, red_flags).reasons;
    let first = |answers: &[Answer], red_flags| reasons(answers, red_flags).swap_remove(0);
    assert_eq!(first(&six(&GOOD), 0), "strong yes by the mean of the numbers, 4.0");
    assert_eq!(
        reasons(&six(&GOOD), 1),
        ["at most lean yes: a red flag", "reads as senior: 0 of 6 staff points were there, staff takes half"]
    );
    assert_eq!(
        reasons(&six(&GOOD), 2)[..],
        ["at most lean no: 2 red flags".to_owned(), "reads as mid at most: that goes with a lean no".to_owned()]
    );
    assert_eq!(first(&among(1, &WRONG, &GOOD), 0), "at most lean yes: 1 of 6 answers would fail");
    assert_eq!(first(&among(2, &WRONG, &GOOD), 0), "at most lean no: 2 of 6 answers would fail");
    assert_eq!(
        reasons(&among(2, &FATAL, &GOOD), 0)[..2],
        ["at most lean no: 2 of 6 answers would fail", "at most lean no: 2 critical mistakes"]
    );
    assert_eq!(first(&six(&FATAL), 0), "strong no: 6 of 6 answers would fail; 6 critical mistakes were made");
    assert_eq!(
        first(&among(1, &FATAL, &GOOD), 0),
        "at most lean yes: 1 of 6 answers would fail; a critical mistake was made",
        "the reason carries it, and so does what to work on"
    );
    let gaps = sitting(Kind::Technical, &among(1, &FATAL, &GOOD), 0).gaps;
    assert_eq!(gaps[0].words(str::to_owned), "Critical mistake: x");
}
