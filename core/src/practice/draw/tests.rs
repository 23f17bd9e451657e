use super::*;
use crate::bank::{Kind, Levels, Library, Place, Relevance, Seconds, Words};
use crate::history::Remembered;
use crate::memory::Fsrs;
use proptest::prelude::*;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
}

fn entry(n: usize, topic: &str, target: u32) -> Entry {
    Entry {
        id: QuestionId::new("b", &format!("q{n:03}")),
        topic: topic.into(),
        subtopic: None,
        prompt: format!("Question {n}?"),
        kind: Kind::default(),
        levels: Levels::default(),
        difficulty: Difficulty::default(),
        archetypes: Relevance::default(),
        tracks: Words::default(),
        tags: Words::default(),
        seconds: Seconds { think: 10, target, max: target * 2 },
        has_notes: true,
        variants: 0,
        revision: 1,
        related: Vec::new(),
        retired: None,
        place: Place::default(),
    }
}

fn standing(entry: &Entry, last: i64, interval: u32, rating: Rating) -> (QuestionId, Standing) {
    let last_day = today() + chrono::TimeDelta::days(last);
    let standing = Standing {
        question: entry.id.clone(),
        remembered: Some(Remembered {
            stability: f64::from(interval),
            difficulty: 5.0,
            last_day,
            due: last_day + chrono::TimeDelta::days(i64::from(interval)),
            interval_days: interval,
            last_rating: rating,
        }),
        attempts: 1,
        lapses: 0,
        passed: rating != Rating::Again,
        suspended: false,
        buried_until: None,
    };
    (entry.id.clone(), standing)
}

/// A past without a plan and with default lengths.
fn past<'a>(
    standings: &'a HashMap<QuestionId, Standing>,
    asked_today: &'a HashSet<QuestionId>,
    weakness: &'a HashMap<String, f64>,
) -> Past<'a> {
    Past {
        standings,
        asked_today,
        weakness,
        day: today(),
        stage: None,
        lengths: Lengths::default(),
        long_from: today(),
        openers: 0,
    }
}

fn drawn(entries: &[Entry], standings: &HashMap<QuestionId, Standing>, asked: &[usize], wish: &Wish) -> Vec<Pick> {
    let asked_today = asked.iter().map(|&n| entries[n].id.clone()).collect();
    let weakness = HashMap::from([("weak".to_owned(), 0.9), ("sure".to_owned(), 0.1)]);
    let past = past(standings, &asked_today, &weakness);
    draw(entries, &past, &Fsrs::default(), wish)
}

fn slugs(picks: &[Pick]) -> Vec<&str> {
    picks.iter().map(|pick| pick.question.slug()).collect()
}

#[test]
fn due_ones_come_first_and_leave_a_third_to_new_ones() {
    let entries: Vec<_> = (0..20).map(|n| entry(n, "t", 180)).collect();
    let standings: HashMap<_, _> =
        (0..10).map(|n| standing(&entries[n], -9, 3, if n == 2 { Rating::Again } else { Rating::Good })).collect();
    let picks = drawn(&entries, &standings, &[], &Wish { count: 6, ..Wish::default() });
    let whys: Vec<_> = picks.iter().map(|pick| pick.why).collect();
    assert_eq!(picks.len(), 6);
    assert_eq!(whys.iter().filter(|why| **why == Why::New).count(), 2);
    assert!(whys[0] != Why::New && whys.contains(&Why::Failed));
}

#[test]
fn of_a_backlog_those_go_first_that_are_worth_most() {
    let entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
    let lives = [(-900, 800), (-9, 4), (-500, 400)];
    let standings: HashMap<_, _> =
        lives.iter().zip(&entries).map(|(&(last, days), e)| standing(e, last, days, Rating::Good)).collect();
    let tonight = |count| drawn(&entries, &standings, &[], &Wish { count, ..Wish::default() });
    assert_eq!(slugs(&tonight(1)), ["q001"]);
    assert_eq!(tonight(3).len(), 3);
}

#[test]
fn cramming_takes_known_ones_whatever_the_schedule_says() {
    let entries: Vec<_> = (0..5).map(|n| entry(n, "t", 180)).collect();
    let mut standings: HashMap<_, _> =
        [-1, -2, -3, -4].iter().zip(&entries).map(|(&last, e)| standing(e, last, 30, Rating::Good)).collect();
    standings.get_mut(&entries[3].id).expect("known").suspended = true;
    let wish = |count| Wish { only: Only::Cram, count, ..Wish::default() };
    let picks = drawn(&entries, &standings, &[0, 1], &wish(9));
    assert_eq!(slugs(&picks), ["q002", "q001", "q000"], "asked today or not, but neither new nor suspended");
    assert!(picks.iter().all(|pick| pick.why.mode() == Mode::Practice));
    assert_eq!(drawn(&entries, &standings, &[], &wish(2)).len(), 2);
    let short = Wish { seconds: Some(240), ..wish(9) };
    assert_eq!(drawn(&entries, &standings, &[], &short).len(), 1);
}

#[test]
fn tonight_takes_nothing_ahead_of_its_day_but_extras_do() {
    let entries = [entry(0, "t", 180)];
    let standings = HashMap::from([standing(&entries[0], -1, 9, Rating::Good)]);
    assert!(drawn(&entries, &standings, &[], &Wish { count: 5, ..Wish::default() }).is_empty());
    let extra = Wish { count: 5, only: Only::Anything, ..Wish::default() };
    assert_eq!(drawn(&entries, &standings, &[], &extra)[0].why, Why::Ahead);
}

fn drawn_for(stage: PlanStage, entries: &[Entry], standings: &HashMap<QuestionId, Standing>, wish: &Wish) -> Vec<Pick> {
    let (asked, weakness) = (HashSet::new(), HashMap::new());
    let past = Past { stage: Some(stage), ..past(standings, &asked, &weakness) };
    draw(entries, &past, &Fsrs::default(), wish)
}

#[test]
fn a_plan_gives_new_ones_their_pace_before_a_backlog() {
    let entries: Vec<_> = (0..20).map(|n| entry(n, "t", 180)).collect();
    let standings: HashMap<_, _> = (0..12).map(|n| standing(&entries[n], -9, 3, Rating::Good)).collect();
    let new = |pace, known: &HashMap<_, _>| {
        let picks = drawn_for(PlanStage::Paced { new: pace }, &entries, known, &Wish { count: 6, ..Wish::default() });
        assert_eq!(picks.len(), 6);
        assert!(picks.is_sorted_by_key(|pick| pick.why == Why::New));
        picks.iter().filter(|pick| pick.why == Why::New).count()
    };
    assert_eq!(new(4, &standings), 4);
    assert_eq!(new(0, &standings), 0);
    assert_eq!(new(1, &HashMap::new()), 6, "an evening with nothing due is filled up");
}

#[test]
fn the_window_takes_what_gains_most_whether_due_or_not() {
    let entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
    let standings =
        HashMap::from([standing(&entries[0], -1, 300, Rating::Good), standing(&entries[1], -3, 4, Rating::Good)]);
    let stage = PlanStage::Window { date: today() + chrono::TimeDelta::days(5), prior: 0.5 };
    let picks = drawn_for(stage, &entries, &standings, &Wish { count: 2, ..Wish::default() });
    assert!(!slugs(&picks).contains(&"q000"), "what is sure anyway gains nothing");
    assert!(picks.contains(&Pick { question: entries[1].id.clone(), why: Why::Gain }));
}

#[test]
fn related_questions_keep_away_from_each_other_for_a_day() {
    let mut entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
    entries[0].related = vec![entries[1].id.clone()];
    let all = Wish { count: 9, ..Wish::default() };
    let picks = drawn(&entries, &HashMap::new(), &[], &all);
    assert_eq!(picks.len(), 2, "{picks:?}");
    assert_eq!(slugs(&drawn(&entries, &HashMap::new(), &[0], &all)), ["q002"]);
    assert_eq!(slugs(&drawn(&entries, &HashMap::new(), &[1], &all)), ["q002"]);
}

#[test]
fn a_related_question_that_stays_away_leaves_its_place_to_another() {
    let mut entries: Vec<_> = (0..9).map(|n| entry(n, "t", 180)).collect();
    for n in [1, 2, 3] {
        entries[n].related = vec![entries[0].id.clone()];
    }
    for seed in 0..50 {
        let picks = drawn(&entries, &HashMap::new(), &[], &Wish { count: 5, seed, ..Wish::default() });
        assert_eq!(picks.len(), 5, "seed {seed}");
    }
}

#[test]
fn the_first_is_a_warm_up_and_one_long_one_comes_last() {
    let mut entries: Vec<_> = (0..12).map(|n| entry(n, "t", if n < 6 { 1500 } else { 300 })).collect();
    entries[11].seconds.target = 90;
    let picks = drawn(&entries, &HashMap::new(), &[], &Wish { count: 5, ..Wish::default() });
    let long = |pick: &Pick| entries[..6].iter().any(|entry| entry.id == pick.question);
    assert_eq!(picks[0].question, entries[11].id);
    assert!(long(&picks[4]) && !picks[..4].iter().any(long), "{picks:?}");
}

#[test]
fn weak_topics_come_first() {
    let entries = [entry(0, "sure", 90), entry(1, "weak", 90), entry(2, "unknown", 90)];
    let standings: HashMap<_, _> = entries.iter().map(|e| standing(e, -1, 9, Rating::Good)).collect();
    let picks = drawn(&entries, &standings, &[], &Wish { count: 1, only: Only::Weak, ..Wish::default() });
    assert_eq!((slugs(&picks), picks[0].why), (vec!["q001"], Why::Weak));
}

#[test]
fn minutes_bound_a_drill_but_never_to_nothing() {
    let entries: Vec<_> = (0..9).map(|n| entry(n, "t", 290)).collect();
    let wish = |minutes: u32| Wish { count: 9, seconds: Some(60 * minutes), ..Wish::default() };
    assert_eq!(drawn(&entries, &HashMap::new(), &[], &wish(15)).len(), 3);
    assert_eq!(drawn(&entries, &HashMap::new(), &[], &wish(1)).len(), 1);
}

#[test]
fn the_built_in_bank_fills_an_evening() {
    let library = Library::builtin();
    let wish = Wish { count: 8, ..Wish::default() };
    let asked = HashSet::new();
    let (standings, weakness) = (HashMap::new(), HashMap::new());
    let past = past(&standings, &asked, &weakness);
    assert_eq!(draw(library.entries(), &past, &Fsrs::default(), &wish).len(), 8);
}

fn evening(entries: &[Entry], seconds: u32, change: impl Fn(&mut Past<'_>)) -> Vec<Pick> {
    let (standings, asked, weakness) = (HashMap::new(), HashSet::new(), HashMap::new());
    let mut past = Past {
        standings: &standings,
        asked_today: &asked,
        weakness: &weakness,
        day: today(),
        stage: None,
        lengths: Lengths { typed: 1.0, typed_factor: 2.0 },
        long_from: today(),
        openers: 0,
    };
    change(&mut past);
    let wish = Wish { count: entries.len(), seconds: Some(seconds), ..Wish::default() };
    draw(entries, &past, &Fsrs::default(), &wish)
}

#[test]
fn an_evening_is_packed_to_its_minutes_in_the_medium_used() {
    let entries: Vec<_> = (0..20).map(|n| entry(n, "t", 90 + 30 * (u32::try_from(n).expect("small") % 5))).collect();
    let length = |pick: &Pick| {
        let entry = entries.iter().find(|entry| entry.id == pick.question).expect("one of them");
        entry.seconds.think + 2 * entry.seconds.target
    };
    for minutes in [15, 30, 60] {
        let sum: u32 = evening(&entries, 60 * minutes, |_| ()).iter().map(length).sum();
        // Even another of the shortest questions would not have fitted.
        assert!(sum <= 60 * minutes && sum + 190 > 60 * minutes, "{sum} s of {minutes} min");
    }
}

#[test]
fn long_ones_come_once_a_week_or_when_nothing_else_is_there() {
    let entries: Vec<_> = (0..12).map(|n| entry(n, "t", if n < 6 { 1_500 } else { 300 })).collect();
    let long = |picks: &[Pick]| picks.iter().filter(|pick| entries[..6].iter().any(|e| e.id == pick.question)).count();
    let tomorrow = today().succ_opt().expect("valid");
    let free = evening(&entries, 7_200, |_| ());
    assert_eq!((long(&free), free.len()), (1, 7), "its time is kept for it");
    assert_eq!(long(&free[..6]), 0);
    assert_eq!(long(&evening(&entries, 7_200, |past| past.long_from = tomorrow)), 0);
    assert_eq!(long(&evening(&entries, 1_800, |_| ())), 0, "it does not fit");
    let only = evening(&entries[..6], 7_200, |past| past.long_from = tomorrow);
    assert_eq!((long(&only), only.len()), (1, 1));
    let wish = Wish { count: 4, long: Long::Asked(4), ..Wish::default() };
    assert_eq!(long(&drawn(&entries[..6], &HashMap::new(), &[], &wish)), 4);
    let wish = Wish { count: 8, only: Only::Anything, ..Wish::default() };
    assert_eq!(drawn(&entries[..6], &HashMap::new(), &[], &wish).len(), 1, "never one after the other by themselves");
}

#[test]
fn an_evening_that_has_begun_takes_nothing_that_no_longer_fits() {
    let entries: Vec<_> = (0..4).map(|n| entry(n, "t", 300)).collect();
    let asked = HashSet::from([entries[0].id.clone()]);
    assert_eq!(evening(&entries, 100, |_| ()).len(), 1, "rather one that is too long than none");
    let (standings, weakness) = (HashMap::new(), HashMap::new());
    let past = past(&standings, &asked, &weakness);
    let wish = Wish { count: 4, seconds: Some(100), ..Wish::default() };
    assert_eq!(draw(&entries, &past, &Fsrs::default(), &wish), []);
}

#[test]
fn the_first_evening_opens_with_three_short_ones() {
    let library = Library::builtin();
    let filter = Filter { level: Some(crate::bank::Level::Senior), ..Filter::default() };
    let lengths = Lengths { typed: 1.0, typed_factor: 2.0 };
    for seed in 0..20 {
        let (standings, asked, weakness) = (HashMap::new(), HashSet::new(), HashMap::new());
        let past = Past { lengths, openers: OPENERS, ..past(&standings, &asked, &weakness) };
        let wish = Wish { count: 8, seed, filter: filter.clone(), ..Wish::default() };
        let picks = draw(library.entries(), &past, &Fsrs::default(), &wish);
        let first = picks[..OPENERS].iter().filter_map(|pick| library.entry(&pick.question));
        assert!(
            first.clone().map(|entry| lengths.of(entry.seconds)).all(|length| length < OPENER_SECONDS),
            "seed {seed}"
        );
        let topics: HashSet<&str> = first.map(|entry| entry.topic.as_str()).collect();
        assert_eq!(topics.len(), OPENERS, "seed {seed}: each is of another topic");
        let topics: HashSet<_> =
            picks.iter().filter_map(|pick| library.entry(&pick.question)).map(|e| &e.topic).collect();
        assert_eq!(topics.len(), picks.len(), "seed {seed}: there are more topics than places");
    }
}

proptest! {
    #[test]
    fn never_twice_never_asked_today_and_the_same_by_seed(
        lives in proptest::collection::vec((-30_i64..0, 1_u32..30, 1_u8..5, any::<bool>()), 1..40),
        count in 1_usize..20, seed in any::<u64>(), only in 0_usize..5,
    ) {
        let entries: Vec<_> = (0..lives.len() + 10).map(|n| entry(n, ["a", "b", "c"][n % 3], [60, 157, 254, 600, 1500][n % 5])).collect();
        let standings: HashMap<_, _> = lives.iter().zip(&entries).filter(|((.., seen), _)| *seen)
            .map(|(&(last, interval, rating, _), entry)| standing(entry, last, interval, Rating::try_from(rating).expect("1 to 4")))
            .collect();
        let only = [Only::Tonight, Only::Anything, Only::Due, Only::New, Only::Weak][only];
        let wish = Wish { only, count, seed, ..Wish::default() };
        let picks = drawn(&entries, &standings, &[0, 3], &wish);
        prop_assert!(picks.len() <= count);
        let unique: HashSet<_> = picks.iter().map(|pick| &pick.question).collect();
        prop_assert_eq!(unique.len(), picks.len());
        prop_assert!(!unique.contains(&entries[0].id) && !unique.contains(&entries[3].id));
        prop_assert_eq!(&drawn(&entries, &standings, &[0, 3], &wish), &picks);
    }
}
