//! What follows from ratings, failures and undos, and that none of it is left half done.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::bank::{Library, QuestionId, Sources};
use crate::config::Config;
use crate::history::{AttemptFilter, Rating, Tick};
use crate::practice::{Drill, Judging, Mark, Pick, Why};
use crate::testing::noon;

/// A session with its engine, and a clock that only the test moves.
struct Desktop {
    engine: Engine,
    now: Moment,
    session: Session<DrillCourse>,
}

fn library() -> Library {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/bank/demo.json");
    Library::own(&Sources { extra: vec![file], ..Sources::default() })
}

fn picks(engine: &Engine) -> Vec<Pick> {
    let entries = engine.library().entries().iter();
    entries.map(|entry| Pick { question: entry.id.clone(), why: Why::New }).collect()
}

impl Desktop {
    fn new(config: Config) -> Self {
        let engine = Engine::in_memory(Config { fuzz: false, ..config }, library(), noon()).expect("in memory");
        let picks = picks(&engine);
        Self::on(engine, picks, noon())
    }

    fn on(mut engine: Engine, picks: Vec<Pick>, now: Moment) -> Self {
        let (mut session, step) = Session::drill(picks, None, 1, &engine, now);
        session.carry_out(step, &mut engine, now);
        Self { engine, now, session }
    }

    /// A drill of the first question again, on the next day.
    fn tomorrow(self) -> Self {
        let first = self.engine.library().entries()[0].id.clone();
        let picks = vec![Pick { question: first, why: Why::Failed }];
        Self::on(self.engine, picks, self.now.plus(86_400.0))
    }

    fn mean(&mut self, intent: Intent) -> Vec<News> {
        self.now = self.now.plus(1.0);
        self.session.run(intent, &mut self.engine, self.now)
    }

    /// Says "don't know" and rates the answer Again.
    fn fail(&mut self) -> Vec<News> {
        self.mean(Intent::GiveUp);
        self.mean(Intent::ToRating);
        self.mean(Intent::Rate(Some(Rating::Again)))
    }

    /// Everything that a face can see of the session, except the clock.
    fn seen(&self) -> Seen {
        let course = self.session.course();
        let standings = self.engine.library().entries().iter().filter_map(|entry| {
            let standing = self.engine.standing(&entry.id)?;
            standing.remembered.as_ref().map(|memory| (entry.id.clone(), memory.due.to_string()))
        });
        Seen {
            judging: course.review().map(|review| (review.judging(), review.ticks().clone())),
            leech: course.leech().cloned(),
            drill: order(course.drill()),
            answered: course.drill().answered().len(),
            dues: standings.collect(),
        }
    }
}

#[derive(Debug, PartialEq)]
struct Seen {
    judging: Option<(Judging, crate::assess::Ticks)>,
    leech: Option<Leech>,
    drill: Vec<QuestionId>,
    answered: usize,
    dues: BTreeMap<QuestionId, String>,
}

/// The questions still to come, starting with the current one.
fn order(drill: &Drill) -> Vec<QuestionId> {
    let mut drill = drill.clone();
    std::iter::from_fn(|| {
        let next = drill.current()?.question.clone();
        drill.advance();
        Some(next)
    })
    .collect()
}

#[test]
fn a_fourth_failure_shows_the_ways_out_and_taking_it_back_takes_them_back() {
    let mut desk = Desktop::new(Config::default());
    for failure in 1..=4 {
        assert!(desk.fail().contains(&News::Rated));
        assert_eq!(desk.session.course().leech().is_some(), failure == 4);
        if failure < 4 {
            desk = desk.tomorrow();
        }
    }
    assert!(desk.mean(Intent::Undo).contains(&News::TakenBack));
    assert_eq!(desk.session.course().leech(), None, "three failures are not four");
    desk.mean(Intent::Rate(Some(Rating::Good)));
    assert_eq!(desk.session.course().leech(), None, "and a good answer is none");
}

#[test]
fn a_draft_goes_when_its_attempt_is_in_the_log_and_not_before() {
    let mut desk = Desktop::new(Config::default());
    let keeps = |step: &Step| step.orders.iter().any(|order| matches!(order, Order::Keep(_)));
    let drops = |step: &Step| step.orders.iter().any(|order| matches!(order, Order::Drop(_)));
    desk.mean(Intent::Give(Medium::Typed));
    let step = desk.session.apply(Intent::Text("Words.".into()), &desk.engine, desk.now);
    assert!(keeps(&step));
    desk.mean(Intent::Done);
    let step = desk.session.apply(Intent::Predict(3), &desk.engine, desk.now);
    assert!(!drops(&step), "the attempt is only on its way");
    let step = desk.session.settled(Err("the disk is full"), &desk.engine, desk.now);
    assert!(!drops(&step) && step.news == [News::NotSaved("the disk is full".into())]);
    assert_eq!(desk.session.keeping(), Keeping::Failed);
    let step = desk.session.settled(Ok(()), &desk.engine, desk.now);
    assert!(drops(&step));
    assert_eq!(desk.session.keeping(), Keeping::Saved);
}

#[test]
fn the_next_question_waits_for_a_rating_that_could_not_be_saved() {
    let mut desk = Desktop::new(Config::default());
    desk.mean(Intent::GiveUp);
    desk.mean(Intent::ToRating);
    desk.session.apply(Intent::Rate(Some(Rating::Good)), &desk.engine, desk.now);
    desk.session.settled(Err("the disk is full"), &desk.engine, desk.now);
    let step = desk.session.apply(Intent::Next, &desk.engine, desk.now);
    assert!(matches!(&step.orders[..], [Order::Append(records)] if records.is_empty()), "tried again, nothing else");
    let step = desk.session.settled(Ok(()), &desk.engine, desk.now);
    assert_eq!(step.news, [News::SavedAfterAll, News::Rated]);
    assert!(desk.mean(Intent::Next).contains(&News::Asked));
}

#[test]
fn taking_back_a_rating_that_was_never_saved_costs_no_earlier_line_of_the_summary() {
    let mut desk = Desktop::new(Config { retry_failed: false, ..Config::default() });
    desk.fail();
    desk.mean(Intent::Next);
    desk.mean(Intent::GiveUp);
    desk.mean(Intent::ToRating);
    assert_eq!(desk.session.course().drill().answered().len(), 1);
    desk.session.apply(Intent::Rate(Some(Rating::Good)), &desk.engine, desk.now);
    desk.session.settled(Err("the disk is full"), &desk.engine, desk.now);
    desk.mean(Intent::Undo);
    assert_eq!(desk.session.course().drill().answered().len(), 1, "the first question was answered");
}

#[test]
fn an_empty_answer_that_is_left_leaves_nothing_behind() {
    let mut desk = Desktop::new(Config::default());
    desk.mean(Intent::Give(Medium::Typed));
    let step = desk.session.apply(Intent::Leave, &desk.engine, desk.now);
    assert!(step.orders.iter().any(|order| matches!(order, Order::Drop(_))));
    assert_eq!(step.news, [News::Left(Left::Nothing)]);
}

#[test]
fn a_question_gone_on_with_comes_before_the_drill_and_is_not_asked_again_in_it() {
    let mut first = Desktop::new(Config::default());
    first.mean(Intent::GiveUp);
    let Desktop { mut engine, now, .. } = first;
    let (left, _) = engine.kept();
    let picks = picks(&engine);
    let (mut session, step) = Session::drill(picks.clone(), left.into_iter().next(), 1, &engine, now);
    session.carry_out(step, &mut engine, now);
    assert!(session.course().is_left_over() && session.course().review().is_some());
    for intent in [Intent::ToRating, Intent::Rate(Some(Rating::Again)), Intent::Next] {
        session.run(intent, &mut engine, now);
    }
    assert_eq!(session.answer().map(|answer| answer.name().clone()), Some(picks[1].question.clone()));
}

/// The intent with this number, about the thing with that number.
fn intent(what: u8, which: u8, desk: &Desktop) -> Intent {
    let question = desk.session.course().review().map(|review| review.question().clone());
    let point = |tick| {
        let points = question.as_ref().map_or(&[][..], |question| &question.look_for);
        let id = points.get(usize::from(which) % points.len().max(1)).map_or(String::new(), |point| point.id.clone());
        Intent::Mark(Mark::Point(id, tick))
    };
    match what {
        0 => Intent::Give(Medium::Typed),
        1 => Intent::Give(Medium::Spoken),
        2 => Intent::Text("Some words about it.".into()),
        3 => Intent::Hint,
        4 => Intent::Done,
        5 => Intent::GiveUp,
        6 => Intent::Predict(which % 4 + 1),
        7 => point(Tick::Hit),
        8 => point(Tick::Partial),
        9 => Intent::ToRating,
        10 => Intent::Rate(Rating::try_from(which % 4 + 1).ok()),
        11 => Intent::Rate(None),
        12 => Intent::Retry { otherwise: which.is_multiple_of(2) },
        13 => Intent::Skip,
        14 => Intent::BackToTicks,
        _ => Intent::Next,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]
    #[test]
    fn undo_restores_what_was_before_the_rating(
        steps in proptest::collection::vec((0_u8..16, any::<u8>()), 1..40), last in 1_u8..5,
    ) {
        let mut desk = Desktop::new(Config::default());
        for (what, which) in steps {
            let intent = intent(what, which, &desk);
            desk.mean(intent);
        }
        for intent in [Intent::Next, Intent::GiveUp, Intent::ToRating] {
            desk.mean(intent);
        }
        if desk.session.course().review().is_some_and(|review| review.judging() == Judging::Rating) {
            let before = desk.seen();
            desk.mean(Intent::Rate(Rating::try_from(last).ok()));
            desk.mean(Intent::Undo);
            prop_assert_eq!(desk.seen(), before);
        }
    }

    #[test]
    fn any_intent_at_any_time_keeps_the_log_in_order(
        steps in proptest::collection::vec((0_u8..16, any::<u8>()), 1..40),
    ) {
        let mut desk = Desktop::new(Config::default());
        for (what, which) in steps {
            let intent = intent(what, which, &desk);
            desk.mean(intent);
        }
        desk.mean(Intent::Leave);
        let rows = desk.engine.history().attempts(&AttemptFilter::default()).expect("read");
        prop_assert!(rows.iter().all(|row| row.sitting.is_some()));
        let rated = rows.iter().filter(|row| row.rating.is_some()).count();
        prop_assert!(desk.session.course().drill().answered().len() >= rated);
    }
}
