use super::*;
use crate::history::{Rating, Remembered};
use crate::memory::chances::{self, RATINGS};
use crate::memory::{Fsrs, Memory, elapsed_days, fuzz, recall_on};
use proptest::prelude::*;

fn day(offset: i64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
}

fn unseen(count: usize) -> Vec<Card> {
    vec![Card { remembered: None, answers: 0, from: Some(day(0)), seconds: 60, long: false, weight: 1 }; count]
}

fn seen(last: i64, stability: f64) -> Card {
    let interval_days = fuzz::whole(stability);
    let last_day = day(last);
    let due = last_day + chrono::TimeDelta::days(i64::from(interval_days));
    let last_rating = Rating::Good;
    let memory = Remembered { stability, difficulty: 5.0, last_day, due, interval_days, last_rating };
    Card { remembered: Some(memory), answers: 1, from: Some(day(0)), seconds: 60, long: false, weight: 1 }
}

fn terms(horizon: i64, per_day: u32) -> Terms {
    Terms {
        start: day(0),
        today: day(0),
        date: day(horizon),
        per_day,
        minutes: None,
        done_today: 0,
        done_seconds: 0,
        long_from: day(0),
        introduced_today: 0,
        retention: 0.9,
        unseen_prior: 0.5,
        chances: Chances::unknown(0.5),
    }
}

#[test]
fn keeping_the_plan_is_never_worse_than_stopping() {
    for (prior, good) in [(0.5, 0), (0.5, 8), (0.9, 8), (0.1, 0)] {
        let first = crate::memory::chances::Outcome { before: None, band: crate::assess::Band::Impress };
        let chances = Chances::learned(&vec![first; good], prior);
        let mut cards = unseen(60);
        cards.extend((0..good).map(|_| seen(-1, 2.3)));
        let found = plan(&cards, &Terms { chances, unseen_prior: prior, ..terms(14, 8) });
        assert!(found.readiness >= found.readiness_if_stopped, "{prior} {good}: {found:?}");
    }
}

fn plan(cards: &[Card], terms: &Terms) -> Plan {
    Plan::of(cards, terms, &Fsrs::default())
}

#[test]
fn the_window_is_long_enough_for_all_but_at_most_half() {
    let first = |horizon, per_day| plan(&unseen(60), &terms(horizon, per_day)).window_from;
    assert_eq!(first(14, 6), Some(day(7)));
    assert_eq!(first(30, 6), Some(day(20)));
    assert_eq!(first(15, 4), Some(day(8)));
    assert_eq!(first(1, 6), Some(day(0)), "a single day goes to what it gains");
    assert_eq!(first(30, 0), None);
}

#[test]
fn new_ones_are_paced_evenly_and_leave_a_third() {
    let paced = plan(&unseen(60), &terms(30, 6));
    assert!(paced.days[..20].iter().all(|day| day.new >= 3 || day.review > 0), "{paced:?}");
    let hurried =
        plan(&(0..200).map(|n| if n < 100 { seen(-30, 3.0) } else { unseen(1)[0] }).collect::<Vec<_>>(), &terms(14, 6));
    assert!(hurried.days[..7].iter().all(|day| (day.new, day.review) == (4, 2)), "{hurried:?}");
}

#[test]
fn missed_days_raise_the_pace_and_leave_the_window_where_it_was() {
    let cards = unseen(60);
    let kept = plan(&cards, &terms(30, 8));
    let late = plan(&cards, &Terms { today: day(10), ..terms(30, 8) });
    assert_eq!(kept.window_from, late.window_from);
    let new = |days: &[PlanDay]| days.iter().filter(|day| day.new > 0).map(|day| day.new).max();
    let pace = |terms: &Terms| match terms.stage_today(&cards) {
        PlanStage::Paced { new } => new,
        other => panic!("{other:?}"),
    };
    assert!(pace(&Terms { today: day(10), ..terms(30, 8) }) > pace(&terms(30, 8)));
    assert!(new(&late.days).is_some() && late.readiness < kept.readiness);
}

#[test]
fn what_was_done_today_counts() {
    let cards = unseen(60);
    let full = terms(30, 6);
    assert_eq!(choose(&cards, &full, &Fsrs::default()).len(), 6);
    let done = Terms { done_today: 4, introduced_today: 3, ..full };
    assert_eq!(done.stage_today(&cards[3..]), PlanStage::Paced { new: 0 }, "the pace does not start over");
    assert_eq!(choose(&cards[3..], &done, &Fsrs::default()).len(), 2);
    assert!(choose(&cards, &Terms { done_today: 9, ..full }, &Fsrs::default()).is_empty());
}

#[test]
fn dates_without_a_day_left_plan_nothing() {
    let cards = [seen(-3, 5.0), unseen(1)[0]];
    for horizon in [0, -1, -400] {
        let over = plan(&cards, &terms(horizon, 6));
        assert!(over.days.is_empty() && !over.enough && over.enough_per_day.is_none());
        assert_eq!(terms(horizon, 6).stage_today(&cards), PlanStage::Over);
        assert!((over.readiness - over.readiness_now).abs() < 1e-9, "a date that is past is as good as today");
    }
    let tomorrow = plan(&cards, &terms(1, 6));
    assert_eq!(tomorrow.days.len(), 1);
    assert!(tomorrow.enough && tomorrow.readiness > tomorrow.readiness_if_stopped);
}

#[test]
fn no_capacity_is_told_with_what_would_do() {
    let none = plan(&unseen(20), &terms(10, 0));
    assert!(!none.enough && none.unseen_on_date == 20);
    assert!(none.days.iter().all(|day| day.new + day.review + day.window == 0));
    let needed = none.enough_per_day.expect("some number does");
    assert!(plan(&unseen(20), &terms(10, needed)).enough && !plan(&unseen(20), &terms(10, needed - 1)).enough);
    let empty = plan(&[], &terms(10, 6));
    assert!(empty.enough && empty.readiness.abs() < 1e-9);
}

#[test]
fn a_suspended_question_is_never_planned_and_a_held_one_not_before_its_day() {
    let out = Card { from: None, ..unseen(1)[0] };
    let held = Card { from: Some(day(3)), ..unseen(1)[0] };
    let made = plan(&[out, held], &terms(6, 6));
    let first = made.days.iter().find(|day| day.new + day.window > 0).map(|day| day.date);
    assert_eq!(first, Some(day(3)));
    assert!(made.enough, "what was put aside is not missing");
    assert_eq!(made.unseen_on_date, 1);
}

#[test]
fn minutes_pack_a_day_and_a_long_one_comes_once_a_week() {
    let mut cards = unseen(60);
    for card in &mut cards {
        card.seconds = 300;
    }
    for card in &mut cards[..6] {
        (card.seconds, card.long) = (1_500, true);
    }
    let terms = Terms { minutes: Some(40), per_day: 5, ..terms(21, 5) };
    let made = plan(&cards, &terms);
    assert!(made.days.iter().all(|day| day.seconds <= 2_400), "{:?}", made.days);
    let paced = made.days.iter().take_while(|day| day.window == 0);
    let long: Vec<usize> = paced.enumerate().filter(|(_, day)| day.new + day.review == 4).map(|(n, _)| n).collect();
    assert_eq!(long, [0, 7], "three short ones beside it");
    assert!(made.enough_minutes.is_some_and(|minutes| minutes >= 40));
    assert_eq!((made.curve.len(), made.curve.last().copied()), (21, Some(made.readiness)));
    let none = plan(&cards, &Terms { minutes: Some(0), per_day: 0, ..terms });
    assert!(none.days.iter().all(|day| day.seconds == 0));
}

#[test]
fn what_is_settled_for_today_is_what_the_plan_begins_with() {
    let cards = unseen(20);
    let made = Plan::beginning(Some(&[3, 5]), &cards, &terms(10, 6), &Fsrs::default());
    assert_eq!((made.days[0].new, made.days[0].seconds), (2, 120));
}

#[test]
fn long_ones_alone_are_asked_one_a_day() {
    let cards: Vec<_> = unseen(9).into_iter().map(|card| Card { long: true, ..card }).collect();
    let made = plan(&cards, &terms(30, 6));
    let paced = made.days.iter().take_while(|day| day.window == 0);
    assert!(paced.clone().count() > 0 && paced.take(5).all(|day| day.new + day.review == 1), "{:?}", made.days);
}

#[test]
fn a_far_date_is_planned_for_a_year() {
    let far = plan(&unseen(5), &Terms { date: NaiveDate::MAX, ..terms(1, 3) });
    assert_eq!((far.days.len(), far.date), (366, Some(NaiveDate::MAX)));
}

fn deck() -> impl Strategy<Value = Vec<Card>> {
    let card = (any::<bool>(), -60_i64..2, 0.2..90.0_f64, -1_i64..9).prop_map(|(new, last, stability, from)| {
        let card = if new { unseen(1)[0] } else { seen(last, stability) };
        Card { from: (from >= 0).then(|| day(from)), ..card }
    });
    proptest::collection::vec(card, 0..40)
}

#[test]
fn the_first_later_date_that_would_do_is_found() {
    let cards = unseen(40);
    let short = terms(4, 5);
    assert!(!plan(&cards, &short).enough);
    let found = first_date_enough(&cards, &short, day(366), &Fsrs::default()).expect("a later date");
    let with = |date| plan(&cards, &Terms { date, ..short }).enough;
    assert!(found > short.date && with(found) && !with(found - chrono::TimeDelta::days(1)), "{found}");
    let none = |per_day, last| first_date_enough(&cards, &Terms { per_day, ..short }, day(last), &Fsrs::default());
    assert_eq!((none(0, 366), none(5, 6)), (None, None));
}

proptest! {
    #[test]
    fn caps_are_kept_and_the_same_arguments_give_the_same_plan(
        cards in deck(), horizon in -3_i64..40, per_day in 0_u32..12, done in 0_u32..4,
    ) {
        let terms = Terms { done_today: done, ..terms(horizon, per_day) };
        let made = plan(&cards, &terms);
        prop_assert_eq!(&made, &plan(&cards, &terms));
        prop_assert_eq!(made.days.len(), usize::try_from(horizon).unwrap_or(0));
        for planned in &made.days {
            let room = if planned.date == day(0) { per_day.saturating_sub(done) } else { per_day };
            prop_assert!(planned.new + planned.review + planned.window <= room);
            let in_window = made.window_from.is_some_and(|from| planned.date >= from);
            let elsewhere = if in_window { planned.new + planned.review } else { planned.window };
            prop_assert_eq!(elsewhere, 0);
        }
        let new: u32 = made.days.iter().map(|day| day.new).sum();
        prop_assert!(new as usize <= made.unseen && made.unseen_on_date <= made.unseen);
        for share in [made.readiness, made.readiness_now, made.readiness_if_stopped] {
            prop_assert!((0.0..=1.0).contains(&share));
        }
    }

    #[test]
    fn a_day_takes_nothing_twice_and_nothing_that_is_held(
        cards in deck(), horizon in 1_i64..40, per_day in 0_u32..12,
    ) {
        let chosen = choose(&cards, &terms(horizon, per_day), &Fsrs::default());
        let unique: std::collections::HashSet<_> = chosen.iter().collect();
        prop_assert_eq!(unique.len(), chosen.len());
        prop_assert!(chosen.iter().all(|&n| cards[n].from == Some(day(0))));
    }

    #[test]
    fn one_expected_memory_stands_for_every_outcome(
        last in -30_i64..1, stability in 0.3..60.0_f64, ahead in 1_i64..40,
    ) {
        let card = seen(last, stability);
        let terms = terms(ahead, 6);
        let model = Fsrs::default();
        let before = card.remembered.expect("seen");
        let elapsed = elapsed_days(before.last_day, day(0));
        let after = |rating| {
            let memory = model.after(Some(Memory::from(&before)), elapsed, rating);
            model.recall(memory, f64::from(elapsed_days(day(0), terms.date)))
        };
        let now = Ahead::of(card);
        let outcomes = now.outcomes(day(0), &terms.chances, &model);
        let mean: f64 = outcomes.iter().zip(RATINGS).map(|(chance, rating)| chance * after(rating)).sum();
        let answered = now.answered(day(0), &terms, &model);
        let expected = answered.card.remembered.expect("answered");
        prop_assert!((recall_on(&expected, terms.date, &model) - mean.clamp(0.01, 0.9999)).abs() < 2e-3);
        prop_assert_eq!((answered.card.answers, answered.last), (2, outcomes));
    }

    #[test]
    fn what_was_shaky_is_planned_within_a_week_and_passing_never_lowers_readiness(
        last in -30_i64..1, stability in 0.3..60.0_f64, horizon in 0_i64..60, others in deck(),
    ) {
        let rated = |rating| {
            let card = seen(last, stability);
            Card { remembered: card.remembered.map(|memory| Remembered { last_rating: rating, ..memory }), ..card }
        };
        let ready = |card| {
            let cards: Vec<_> = others.iter().copied().chain([card]).collect();
            readiness(&cards, day(horizon), &Chances::unknown(0.5), &Fsrs::default())
        };
        let by_rating = RATINGS.map(|rating| ready(rated(rating)));
        prop_assert!(by_rating.is_sorted(), "{by_rating:?}");
        let more = Card { answers: 9, ..rated(Rating::Good) };
        prop_assert!(ready(more) >= by_rating[2]);
        prop_assert!((0.0..=1.0).contains(&ready(more)));
        let shaky = Outcomes::from([0.0, 1.0, 0.0]);
        let long = [Memory { stability, difficulty: 5.0 }; 3];
        prop_assert!(chances::interval(shaky, long, 0.9, &Fsrs::default()) <= 7.0);
    }
}

#[test]
fn questions_of_topics_that_the_job_weighs_count_more_in_readiness() {
    let model = Fsrs::default();
    let ready = |weight| {
        let cards = [Card { weight, ..seen(0, 90.0) }, unseen(1)[0]];
        Plan::of(&cards, &terms(9, 0), &model)
    };
    let (even, heavy) = (ready(1), ready(3));
    assert!(heavy.readiness_now > even.readiness_now && heavy.readiness > even.readiness, "{heavy:?} {even:?}");
    assert!(heavy.readiness_if_stopped > even.readiness_if_stopped);
    assert_eq!((even.weighed, heavy.weighed), (0, 1));
    assert!(Plan::of(&[], &terms(9, 1), &model).readiness.abs() < f64::EPSILON);
}
