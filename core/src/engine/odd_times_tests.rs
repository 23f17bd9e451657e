//! Odd clocks and odd logs: what follows from them is defined, and nothing breaks.

use chrono::{DateTime, NaiveDate, TimeDelta};
use proptest::prelude::*;

use super::Engine;
use crate::bank::{Filter, Library, QuestionId};
use crate::config::{Config, Target};
use crate::history::testing::rated;
use crate::history::{Attempt, Body, Judgement, Mode, Rating, Record};
use crate::moment::{Moment, practice_day};
use crate::practice::{Only, Wish};
use crate::testing::typed;

fn at(text: &str) -> Moment {
    let wall = DateTime::parse_from_rfc3339(text).expect("an instant");
    Moment { wall, monotonic: std::time::Duration::ZERO }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn engine(now: Moment) -> Engine {
    let config = Config { fuzz: false, ..Config::default() };
    Engine::in_memory(config, Library::builtin(), now).expect("opened")
}

/// An answer and its rating, at one moment.
fn answered(question: &QuestionId, now: Moment, rating: Rating) -> [Record; 2] {
    let attempt = Attempt { prediction: Some(2), ..typed(question.clone(), "words") };
    let attempt = Record::new(now, Body::Attempt(attempt));
    let judgement = rated(attempt.id.clone(), question.clone(), rating);
    let judgement = Body::Judgement(Judgement { score: Some(0.5), ..judgement });
    [attempt, Record::new(now.plus(1.0), judgement)]
}

/// Everything that a face asks for on a day: nothing may break, and nothing may be lost.
fn looked_at(engine: &Engine, now: Moment) {
    let tonight = engine.figures().tonight(now);
    assert!(tonight.picks.len() <= engine.wish(now).count);
    let queue = engine.queue(now.day(), &Filter::default()).expect("read");
    for row in queue.due.iter().chain(&queue.later) {
        assert!((0.0..=1.0).contains(&row.retrievability), "{row:?}");
    }
    for days in [-1, 0, 1, 30] {
        let date = Some(now.day() + TimeDelta::days(days));
        let plan = engine.figures().plan_for(&Target { date, per_day: 8, ..engine.config().target.clone() }, now);
        assert_eq!(plan.days.len(), usize::try_from(days.max(0)).expect("small"));
        assert!((0.0..=1.0).contains(&plan.readiness));
    }
    let insight = engine.figures().insight(None, now).expect("read");
    assert!(insight.streak.current <= insight.streak.longest);
    assert!((0.0..).contains(&engine.figures().reviews_a_day_at(0.9, now)));
    if let Some(backlog) = engine.figures().backlog(now) {
        assert!(backlog.due > 0 && !backlog.words().is_empty());
    }
}

#[test]
fn a_clock_set_back_takes_no_memory_away() {
    let now = at("2026-11-22T20:00:00+01:00");
    let mut engine = engine(now);
    let question = engine.draw(&engine.wish(now), now)[0].question.clone();
    engine.save(answered(&question, now, Rating::Good).into(), now).expect("saved");
    let before = engine.standing(&question).and_then(|standing| standing.remembered).expect("known");
    // Ten days back: everything that is known is now in the future.
    let back = at("2026-11-12T20:00:00+01:00");
    engine.turn_day(back).expect("read");
    looked_at(&engine, back);
    engine.save(answered(&question, back, Rating::Good).into(), back).expect("saved");
    let after = engine.standing(&question).and_then(|standing| standing.remembered).expect("known");
    // Ordered by instant, the answer of the twelfth came first.
    assert_eq!(after.last_day, day("2026-11-22"));
    assert!(after.due >= before.due && after.stability >= before.stability);
    engine.turn_day(now).expect("read");
    looked_at(&engine, now);
    assert_eq!(engine.history().check_rebuild(&engine.schedule().clone()).expect("read"), []);
}

#[test]
fn a_flight_makes_a_day_longer_or_shorter_and_loses_none() {
    let (west, east) = (
        [at("2026-11-22T22:00:00+01:00"), at("2026-11-22T20:00:00-08:00"), at("2026-11-23T20:00:00-08:00")],
        [at("2026-11-22T20:00:00-08:00"), at("2026-11-24T06:00:00+09:00"), at("2026-11-24T22:00:00+09:00")],
    );
    assert_eq!(west.map(Moment::day), [day("2026-11-22"), day("2026-11-22"), day("2026-11-23")]);
    assert_eq!(east.map(Moment::day), [day("2026-11-22"), day("2026-11-24"), day("2026-11-24")]);
    for times in [west, east] {
        let mut engine = engine(times[0]);
        let question = engine.draw(&engine.wish(times[0]), times[0])[0].question.clone();
        for now in times {
            engine.turn_day(now).expect("read");
            let tonight = engine.figures().tonight(now).picks;
            let asked = engine.history().attempts(&crate::history::AttemptFilter::default()).expect("read");
            let today = asked.iter().any(|row| row.day == now.day());
            assert!(!today || tonight.iter().all(|pick| pick.question != question), "not twice on one day");
            engine.save(answered(&question, now, Rating::Good).into(), now).expect("saved");
            looked_at(&engine, now);
        }
        assert_eq!(engine.standing(&question).map(|standing| standing.attempts), Some(3));
        assert_eq!(engine.history().check_rebuild(&engine.schedule().clone()).expect("read"), []);
    }
}

/// The practice days of 72 hours around a change of the clocks. `offset` and `then` are the hours from UTC before and
/// after it.
fn hours(first: &str, change: i64, offset: i32, then: i32) -> Vec<NaiveDate> {
    let zone = |hours: i32| chrono::FixedOffset::east_opt(hours * 3600).expect("a zone");
    let first = DateTime::parse_from_rfc3339(first).expect("an instant");
    let instants = (0..72).map(|hour| first + TimeDelta::hours(hour));
    (0..72)
        .zip(instants)
        .map(|(hour, at)| practice_day(at.with_timezone(&zone(if hour < change { offset } else { then }))))
        .collect()
}

#[test]
fn when_clocks_change_every_practice_day_comes_once_and_in_order() {
    // Berlin: in spring 02:00 becomes 03:00, in autumn 03:00 becomes 02:00. In New York's autumn the change comes an
    // hour earlier in the day.
    for (days, long) in [
        (hours("2026-03-28T00:30:00+01:00", 26, 1, 2), 23),
        (hours("2026-10-24T00:30:00+02:00", 27, 2, 1), 25),
        (hours("2026-10-31T00:30:00-04:00", 26, -4, -5), 25),
    ] {
        for pair in days.windows(2) {
            let step = (pair[1] - pair[0]).num_days();
            assert!((0..=1).contains(&step), "{pair:?}");
        }
        // The practice day on which the clocks change is an hour longer or shorter; like any other it begins at four.
        let changed = days[20];
        assert_eq!(days.iter().filter(|day| **day == changed).count(), long, "{days:?}");
    }
}

#[test]
fn an_answer_in_the_hour_that_comes_twice_belongs_to_the_evening_before() {
    let (first, again) = (at("2026-10-25T02:30:00+02:00"), at("2026-10-25T02:30:00+01:00"));
    assert_eq!((first.day(), again.day()), (day("2026-10-24"), day("2026-10-24")));
    let mut engine = engine(first);
    let question = engine.draw(&engine.wish(first), first)[0].question.clone();
    for now in [first, again] {
        engine.save(answered(&question, now, Rating::Good).into(), now).expect("saved");
        looked_at(&engine, now);
    }
    let known = engine.standing(&question).and_then(|standing| standing.remembered).expect("known");
    assert_eq!(known.last_day, day("2026-10-24"));
}

#[test]
fn answers_to_questions_that_are_gone_do_no_harm_and_are_not_lost() {
    let now = at("2026-11-22T20:00:00+01:00");
    let mut engine = engine(now);
    let gone: Vec<QuestionId> = (0..30).map(|n| QuestionId::new("gone", &format!("q{n}"))).collect();
    let long_ago = at("2026-10-01T20:00:00+02:00");
    let records = gone.iter().flat_map(|question| answered(question, long_ago, Rating::Again)).collect();
    engine.save(records, now).expect("saved");
    engine.refresh(now).expect("read");
    looked_at(&engine, now);
    for only in [Only::Tonight, Only::Anything, Only::Due, Only::Weak, Only::Cram] {
        let picks = engine.draw(&Wish { only, ..engine.wish(now) }, now);
        assert!(picks.iter().all(|pick| !gone.contains(&pick.question)));
    }
    assert_eq!(engine.figures().backlog(now), None, "what cannot be asked waits for nothing");
    assert_eq!(engine.queue(now.day(), &Filter::default()).expect("read").due.len(), 30);
    assert_eq!(engine.figures().pick_known(&gone, false, now), []);
    assert!(engine.questions().ask(&gone[0], 0, Mode::Drill, now).is_err());
}

/// Sixty questions, each answered once and rated Hard.
fn sixty_hard(start: Moment) -> (Engine, Vec<QuestionId>) {
    let mut engine = engine(start);
    let all = Wish { count: 60, only: Only::New, ..engine.wish(start) };
    let known: Vec<QuestionId> = engine.draw(&all, start).into_iter().map(|pick| pick.question).collect();
    let records = known.iter().flat_map(|question| answered(question, start, Rating::Hard)).collect();
    engine.save(records, start).expect("saved");
    (engine, known)
}

#[test]
fn after_some_days_away_the_backlog_is_spread_and_every_day_keeps_its_cap() {
    let start = at("2026-10-20T20:00:00+02:00");
    let (mut engine, known) = sixty_hard(start);
    let mut now = at("2026-11-01T20:00:00+01:00");
    engine.turn_day(now).expect("read");
    let backlog = engine.figures().backlog(now).expect("sixty are due");
    assert_eq!((backlog.away, backlog.due, backlog.a_day), (Some(12), 60, 6), "a third of eight is kept for new ones");
    let until = backlog.until.expect("an end");
    assert_eq!(until, day("2026-11-10"), "ten days of six");
    assert!(backlog.words().contains("12 days away: 60 due, 6 a day until Tue 10 Nov"), "{}", backlog.words());
    // If the pace is kept, the backlog is gone on that day, whichever questions came back in between.
    let mut asked: Vec<QuestionId> = Vec::new();
    while now.day() <= until {
        engine.turn_day(now).expect("read");
        let picks = engine.figures().tonight(now).picks;
        assert!(picks.len() <= 8);
        for pick in picks {
            asked.push(pick.question.clone());
            engine.save(answered(&pick.question, now, Rating::Easy).into(), now).expect("saved");
        }
        now = now.plus(86_400.0);
    }
    assert!(known.iter().all(|question| asked.contains(question)), "nothing is lost");
    engine.turn_day(now).expect("read");
    assert_eq!(engine.figures().backlog(now), None);
}

#[test]
fn with_a_date_the_pace_of_new_questions_comes_off_what_a_backlog_gets() {
    let start = at("2026-10-20T20:00:00+02:00");
    let (mut engine, _) = sixty_hard(start);
    let now = at("2026-11-01T20:00:00+01:00");
    engine.turn_day(now).expect("read");
    let mut target = engine.config().target.clone();
    target.date = Some(day("2026-12-20"));
    engine.set_target(target.clone()).expect("nothing to write");
    let pace = engine.figures().plan(now).days[0].new as usize;
    let backlog = engine.figures().backlog(now).expect("sixty are due");
    assert_eq!((backlog.due, backlog.a_day), (60, 8 - pace));
    // The same is said halfway through the evening.
    let new = engine
        .figures()
        .tonight(now)
        .picks
        .into_iter()
        .find(|pick| pick.why == crate::practice::Why::New)
        .expect("one");
    engine.save(answered(&new.question, now, Rating::Good).into(), now).expect("saved");
    let later = engine.figures().backlog(now).expect("still");
    assert_eq!((later.due, later.a_day, later.until), (60, 8 - pace, backlog.until));
    target.date = Some(day("2026-11-02"));
    engine.set_target(target.clone()).expect("nothing to write");
    let window = engine.figures().backlog(now).expect("the date decides what is asked, and says what is not");
    assert_eq!(window.over.map(|over| over.drop.len()), Some(60 - 7), "one of eight was answered already");
    target.per_day = 100;
    engine.set_target(target).expect("nothing to write");
    assert_eq!(engine.figures().backlog(now), None, "in the window the date decides");
}

/// What a backlog says is what tonight asks and what the rows of the plan have room for, also where an evening took more
/// new questions than the pace.
#[test]
fn the_pace_of_a_backlog_is_that_of_the_plan() {
    let mut now = at("2026-11-30T20:00:00+01:00");
    let mut engine = engine(now);
    let mut target = engine.config().target.clone();
    target.date = Some(day("2026-12-14"));
    engine.set_target(target).expect("nothing to write");
    let mut seen = 0;
    for evening in 0..5 {
        engine.turn_day(now).expect("read");
        let ratings = if evening % 2 == 0 { [Rating::Again, Rating::Hard] } else { [Rating::Again, Rating::Again] };
        for n in 0..8 {
            let (tonight, plan) = (engine.figures().tonight(now), engine.figures().plan(now));
            if let Some(backlog) = &tonight.backlog {
                let due = |pick: &&crate::practice::Pick| {
                    engine.standing(&pick.question).is_some_and(|standing| crate::memory::is_due(standing, now.day()))
                };
                assert_eq!(backlog.due, tonight.account.due);
                assert_eq!(backlog.tonight, tonight.picks.iter().filter(due).count());
                assert_eq!(backlog.a_day, 8 - plan.days[1].new as usize, "{}: {:?}", backlog.words(), plan.days);
                assert!(backlog.until.is_some_and(|until| until < day("2026-12-14")), "{}", backlog.words());
                seen += 1;
            }
            // The first evening and every other one ask new questions only, whatever the pace.
            let wish = Wish { only: Only::New, count: 1, ..engine.wish(now) };
            let new = engine.draw(&wish, now).into_iter().next();
            let pick = if evening % 2 == 0 { new } else { tonight.picks.into_iter().next() };
            let Some(pick) = pick else { break };
            engine.save(answered(&pick.question, now, ratings[n % 2]).into(), now).expect("saved");
        }
        now = now.plus(86_400.0);
    }
    assert!(seen > 3, "there were backlogs: {seen}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn answers_that_arrive_out_of_order_come_to_the_same(
        answers in prop::collection::vec((0_usize..4, 0_i64..900, 1_u8..=4, -11_i32..13), 1..30),
        order in prop::collection::vec(any::<prop::sample::Index>(), 40),
        size in 1_usize..9,
    ) {
        let now = at("2026-11-22T20:00:00+01:00");
        let mut records: Vec<Record> = Vec::new();
        for (question, hours, rating, zone) in answers {
            let zone = chrono::FixedOffset::east_opt(zone * 3600).expect("a zone");
            let wall = (now.wall - TimeDelta::hours(hours)).with_timezone(&zone);
            let rating = Rating::try_from(rating).expect("1 to 4");
            records.extend(answered(&QuestionId::new("b", &format!("q{question}")), Moment { wall, ..now }, rating));
        }
        let mut in_order = engine(now);
        in_order.save(records.clone(), now).expect("saved");
        in_order.refresh(now).expect("read");
        let mut shuffled = records.clone();
        for (index, other) in order.iter().enumerate().take(shuffled.len()) {
            let other = other.index(shuffled.len());
            shuffled.swap(index, other);
        }
        let mut merged = engine(now);
        for part in shuffled.chunks(size) {
            let lines: Vec<String> =
                part.iter().map(|record| serde_json::to_string(record).expect("a line")).collect();
            let schedule = merged.schedule().clone();
            merged.history_mut().0.import(lines.join("\n").as_bytes(), "lines", &schedule).expect("merged");
        }
        merged.refresh(now).expect("read");
        prop_assert_eq!(merged.history().standings().expect("read"), in_order.history().standings().expect("read"));
        let queue = |engine: &Engine| engine.queue(now.day(), &Filter::default()).expect("read");
        prop_assert_eq!(queue(&merged), queue(&in_order));
        prop_assert_eq!(merged.figures().insight(None, now).expect("read"), in_order.figures().insight(None, now).expect("read"));
        let schedule = merged.schedule().clone();
        prop_assert_eq!(merged.history().check_rebuild(&schedule).expect("read"), []);
        looked_at(&merged, now);
    }

    #[test]
    fn an_evening_keeps_its_cap_asks_nothing_twice_and_is_the_same_by_seed(
        answers in prop::collection::vec((0_usize..120, 0_i64..1500, 1_u8..=4), 0..200),
        per_day in 0_u32..20,
        date in prop::option::of(-3_i64..60),
    ) {
        let now = at("2026-11-22T20:00:00+01:00");
        let mut engine = engine(now);
        let all = engine.library().entries().len();
        let mut records: Vec<Record> = Vec::new();
        for (question, hours, rating) in answers {
            let wall = now.wall - TimeDelta::hours(hours);
            let question = engine.library().entries()[question % all].id.clone();
            records.extend(answered(&question, Moment { wall, ..now }, Rating::try_from(rating).expect("1 to 4")));
        }
        engine.save(records, now).expect("saved");
        engine.refresh(now).expect("read");
        let mut target = engine.config().target.clone();
        target.per_day = per_day;
        target.date = date.map(|days| now.day() + TimeDelta::days(days));
        engine.set_target(target).expect("nothing to write");
        let tonight = engine.figures().tonight(now);
        let mut unique: Vec<_> = tonight.picks.iter().map(|pick| &pick.question).collect();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), tonight.picks.len());
        prop_assert!(tonight.picks.len() <= per_day.max(1) as usize);
        prop_assert!(unique.iter().all(|question| !engine.asked.1.contains(*question)));
        prop_assert_eq!(&engine.figures().tonight(now), &tonight);
        looked_at(&engine, now);
    }
}
