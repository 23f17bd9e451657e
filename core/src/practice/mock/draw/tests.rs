use super::*;
use crate::bank::{Kind, Library, Part};
use proptest::prelude::*;
use std::sync::LazyLock;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::builtin);

#[derive(Default)]
struct Past {
    weakness: HashMap<String, f64>,
    seen: HashSet<QuestionId>,
    last: HashSet<QuestionId>,
    suspended: HashSet<QuestionId>,
}

fn request(level: Level, seed: u64) -> Request {
    Request {
        level,
        archetype: None,
        tracks: Vec::new(),
        topics: Vec::new(),
        banks: Vec::new(),
        strict: false,
        minutes: None,
        seed,
    }
}

fn drawn(name: &str, past: &Past, request: &Request) -> Result<Plan, Unfilled> {
    let (bank, one) = LIBRARY.find_loop(name).expect("a built-in loop");
    let Past { weakness, seen, last, suspended } = past;
    plan(one, bank, LIBRARY.entries(), &Known { weakness, seen, last, suspended }, request)
}

fn ids(plan: &Plan) -> HashSet<QuestionId> {
    plan.questions().map(|question| question.question.clone()).collect()
}

/// Checks what has to hold for every mixed mock.
fn check_mixed(plan: &Plan) {
    let time = f64::from(plan.minutes) * 60.0;
    let total: u32 = plan.questions().map(|question| question.seconds).sum();
    let total = f64::from(total);
    assert!(total >= 0.9 * time && total <= time, "{total} of {time}");
    for part in Part::ALL {
        let lengths: Vec<f64> =
            plan.questions().filter(|q| Part::of(q.kind) == part).map(|q| f64::from(q.seconds)).collect();
        let longest = lengths.iter().copied().fold(0.0, f64::max);
        let share = f64::from(plan.weights.of(part)) / 100.0;
        let sum: f64 = lengths.iter().sum();
        assert!(!lengths.is_empty(), "{part:?} is empty");
        for of in [time, total] {
            assert!((sum - share * of).abs() <= longest / 2.0 + 1.0, "{part:?}: {sum} for {share} of {of}");
        }
    }
}

#[test]
fn thousands_of_mixed_mocks_keep_their_weights() {
    for seed in 0..1_100 {
        for name in ["api", "distributed", "data"] {
            let plan = drawn(name, &Past::default(), &request(Level::Senior, seed)).expect("filled");
            check_mixed(&plan);
            assert_eq!(ids(&plan).len(), plan.questions().count(), "a question twice");
            assert_eq!(plan.archetype.map(Archetype::word), Some(name));
        }
    }
}

#[test]
fn every_loop_can_be_sat_by_mid_senior_and_staff() {
    for (_, one) in LIBRARY.loops() {
        for level in [Level::Mid, Level::Senior, Level::Staff] {
            for seed in 0..12 {
                let past = Past::default();
                let plan = match drawn(&one.id, &past, &request(level, seed)) {
                    Ok(plan) => plan,
                    Err(unfilled) => {
                        assert!(unfilled.offer.is_some(), "{level}: {unfilled}");
                        assert!(
                            ["design", "architecture", "consistency"].contains(&one.id.as_str()) && level == Level::Mid,
                            "{level}: {unfilled}"
                        );
                        continue;
                    }
                };
                assert_eq!(ids(&plan).len(), plan.questions().count(), "a question twice");
                assert_eq!(plan.rounds.len(), one.rounds_at(level).count());
                for round in &plan.rounds {
                    let time = round.minutes * 60;
                    let seconds = round.seconds();
                    assert!(
                        seconds <= time && seconds * 10 >= time * 9,
                        "{} {level} {}: {seconds}",
                        one.id,
                        round.name
                    );
                }
            }
        }
    }
}

#[test]
fn other_lengths_are_met_or_an_offer_is_made() {
    for minutes in (30..=180).step_by(10) {
        let wanted = Request { minutes: Some(minutes), ..request(Level::Senior, 7) };
        let plan = drawn("distributed", &Past::default(), &wanted).expect("filled");
        assert_eq!(plan.minutes, minutes);
        check_mixed(&plan);
    }
    let short = Request { minutes: Some(6), ..request(Level::Senior, 7) };
    let unfilled = drawn("distributed", &Past::default(), &short).expect_err("too short");
    assert!(unfilled.to_string().contains("`hotseat mock distributed --minutes "), "{unfilled}");
    let Some(Offer::Minutes(minutes)) = unfilled.offer else { panic!("another length: {unfilled}") };
    let offered = Request { minutes: Some(minutes), ..short };
    check_mixed(&drawn("distributed", &Past::default(), &offered).expect("as offered"));
}

#[test]
fn another_level_is_nearer_than_half_of_the_time() {
    let junior = drawn("api-loop", &Past::default(), &request(Level::Junior, 7)).expect_err("too few scenarios");
    assert_eq!((junior.round.as_str(), junior.offer), ("Design", Some(Offer::Level(Level::Mid))), "{junior}");
    drawn("api-loop", &Past::default(), &request(Level::Mid, 7)).expect("as offered");
}

#[test]
fn rounds_keep_their_proportions_at_another_length() {
    let wanted = Request { minutes: Some(200), ..request(Level::Senior, 3) };
    let plan = drawn("api-loop", &Past::default(), &wanted).expect("filled");
    let minutes: Vec<_> = plan.rounds.iter().map(|round| round.minutes).collect();
    assert_eq!(minutes, [40, 53, 67, 40]);
}

#[test]
fn the_special_forms_ask_what_they_are_for() {
    let past = Past::default();
    let technical = drawn("technical", &past, &request(Level::Senior, 1)).expect("filled");
    assert_eq!(technical.questions().filter(|q| q.kind == Kind::Review).count(), 1);
    let first = drawn("first-fifteen", &past, &request(Level::Senior, 1)).expect("filled");
    assert_eq!(first.rounds[0].questions[0].question.slug(), "intro-last-service-owned");
    assert_eq!(first.rounds[0].uninterrupted, Some(180));
    let screen = drawn("screen", &past, &request(Level::Senior, 1)).expect("filled");
    assert_eq!(screen.rounds[0].questions[0].kind, Kind::Intro);
}

#[test]
fn nothing_of_last_time_while_others_are_left() {
    for seed in 0..60 {
        for name in ["api", "daily", "behavioural", "technical"] {
            let first = drawn(name, &Past::default(), &request(Level::Senior, seed)).expect("filled");
            let past = Past { last: ids(&first), ..Past::default() };
            let second = drawn(name, &past, &request(Level::Senior, seed)).expect("filled");
            assert!(ids(&second).is_disjoint(&past.last), "{name} {seed}");
        }
    }
    let past = Past { last: LIBRARY.entries().iter().map(|entry| entry.id.clone()).collect(), ..Past::default() };
    assert!(drawn("api", &past, &request(Level::Senior, 1)).is_ok(), "when no others are left they come back");
}

#[test]
fn weak_and_unseen_topics_come_more_often() {
    let share = |past: &Past, wanted: fn(&Planned) -> bool| {
        let plans = (0..100).map(|seed| drawn("technical", past, &request(Level::Senior, seed)).expect("filled"));
        plans.flat_map(|plan| plan.questions().cloned().collect::<Vec<_>>()).filter(wanted).count()
    };
    let caching: fn(&Planned) -> bool = |question| question.topic == "caching";
    let topics: HashSet<&str> = LIBRARY.entries().iter().map(|entry| entry.topic.as_str()).collect();
    let all = |weakness: f64, caching: f64| Past {
        weakness: topics.iter().map(|t| ((*t).to_owned(), if *t == "caching" { caching } else { weakness })).collect(),
        ..Past::default()
    };
    let even = share(&all(0.5, 0.5), caching);
    assert!(share(&all(0.1, 1.0), caching) > even + even / 3, "weak");
    assert!(share(&all(0.9, 0.0), caching) < even, "sure");
    let seen = LIBRARY.entries().iter().filter(|entry| entry.topic != "caching").map(|entry| entry.id.clone());
    assert!(share(&Past { seen: seen.collect(), ..all(0.5, 0.5) }, caching) > even, "unseen");
    let weak = drawn("weak", &all(0.1, 1.0), &request(Level::Senior, 1)).expect("filled");
    assert!(weak.questions().filter(|q| caching(q)).count() >= 3, "{weak:?}");
}

#[test]
fn what_cannot_be_filled_says_which_round_lacks_what() {
    let past = Past {
        suspended: LIBRARY.entries().iter().filter(|e| e.kind == Kind::Design).map(|e| e.id.clone()).collect(),
        ..Past::default()
    };
    let unfilled = drawn("distributed-loop", &past, &request(Level::Senior, 1)).expect_err("no design");
    assert_eq!(unfilled.round, "Design");
    assert_eq!(unfilled.lack, "there are no design questions for senior (distributed)");
}

#[test]
fn the_shape_is_the_promised_one() {
    let plan = drawn("distributed", &Past::default(), &request(Level::Senior, 42)).expect("filled");
    let json = serde_json::to_value(&plan).expect("JSON");
    assert_eq!((&json["loop"], &json["level"], &json["seed"]), (&"distributed".into(), &"senior".into(), &42.into()));
    assert_eq!(json["weights"], serde_json::json!({"core": 35, "scenario": 45, "behavioural": 20}));
    let question = &json["rounds"][0]["questions"][0];
    assert!(question["question"].as_str().is_some_and(|id| id.starts_with("backend/")) && question["seconds"].is_u64());
    assert_eq!(serde_json::from_value::<Plan>(json).expect("reads back"), plan);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn any_past_gives_sound_and_reproducible_mocks(
        seed in any::<u64>(), loop_ in 0_usize..3, level in 1_usize..4,
        seen in proptest::collection::hash_set(0_usize..260, 0..120),
        last in proptest::collection::hash_set(0_usize..260, 0..25),
        weak in proptest::collection::vec(0.0..1.0_f64, 29),
    ) {
        let entries = LIBRARY.entries();
        let of = |set: &HashSet<usize>| set.iter().filter_map(|&i| entries.get(i)).map(|e| e.id.clone()).collect();
        let topics: HashSet<&str> = entries.iter().map(|entry| entry.topic.as_str()).collect();
        let past = Past {
            weakness: topics.into_iter().map(str::to_owned).zip(weak).collect(),
            seen: of(&seen), last: of(&last), suspended: HashSet::new(),
        };
        let request = request(Level::ALL[level], seed);
        let name = ["api", "distributed", "data"][loop_];
        let plan = drawn(name, &past, &request).expect("filled");
        check_mixed(&plan);
        prop_assert_eq!(ids(&plan).len(), plan.questions().count());
        prop_assert_eq!(drawn(name, &past, &request).expect("filled"), plan);
    }
}
