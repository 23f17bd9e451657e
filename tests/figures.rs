//! The memory model against figures that other projects publish. The sources stand beside each table; numbers only.

use hotseat::bank::QuestionId;
use hotseat::history::Rating::{self, Again, Easy, Good, Hard};
use hotseat::history::{History, undo_last};
use hotseat::memory::{Fsrs, Memory, MemoryModel, Schedule};
use hotseat::moment::Moment;

/// FSRS-6 default weights.
const W6: [f32; 21] = [
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, 1.4835, 0.0614, 0.2629,
    1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
];

/// The 19 weights of fsrs-rs's `test_next_states`.
const W19: [f32; 19] = [
    0.684_542_2,
    1.679_082_5,
    4.734_942_4,
    10.042_885,
    7.441_023_3,
    0.642_197_97,
    1.071_918,
    0.002_519_525_4,
    1.432_437,
    0.1544,
    0.869_276_6,
    2.069_675_2,
    0.0953,
    0.2975,
    2.469_124_8,
    0.195_420_35,
    3.201_072,
    0.180_462_61,
    0.121_442_534,
];

/// The FSRS-5 weights of ts-fsrs's `long-term_scheduler.test.ts`.
const W5: [f32; 19] = [
    0.4197, 1.1869, 3.0412, 15.2441, 7.1434, 0.6477, 1.0007, 0.0674, 1.6597, 0.1712, 1.1178, 2.0225, 0.0904, 0.3025,
    2.1214, 0.2498, 2.9466, 0.4891, 0.6468,
];

/// Fails unless both agree to 1e-5 of the expected figure (the crate works in single precision).
#[track_caller]
fn close(found: f64, expected: f64) {
    let allowed = 1e-5 * expected.abs().max(1e-6);
    assert!((found - expected).abs() <= allowed, "found {found}, expected {expected}");
}

fn replay(model: &Fsrs, reviews: &[(Rating, u32)]) -> Memory {
    let memory = reviews.iter().fold(None, |memory, &(rating, elapsed)| Some(model.after(memory, elapsed, rating)));
    memory.expect("at least one review")
}

/// Rounded intervals at 90 %, each review on the day that the one before it asked for.
fn on_schedule(model: &Fsrs, ratings: &[Rating]) -> (Vec<u32>, Memory) {
    let mut days = Vec::new();
    let mut memory = None;
    for &rating in ratings {
        let next = model.after(memory, days.last().copied().unwrap_or(0), rating);
        days.push(hotseat::memory::fuzz::whole(model.interval(next, 0.9)));
        memory = Some(next);
    }
    (days, memory.expect("at least one rating"))
}

const THIRTEEN: [Rating; 13] = [Good, Good, Good, Good, Good, Good, Again, Again, Good, Good, Good, Good, Good];

/// py-fsrs `tests/test_basic.py` `test_review_card` and ts-fsrs `FSRS-6.test.ts`: their zeros are learning steps within
/// the day, after which the next review has zero days behind it.
#[test]
fn thirteen_reviews_of_fsrs_6() {
    let model = Fsrs::new(&W6).expect("valid weights");
    let expected = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21];
    let mut memory = None;
    let mut elapsed = 0;
    for (index, (&rating, expected)) in THIRTEEN.iter().zip(expected).enumerate() {
        let next = model.after(memory, elapsed, rating);
        if expected > 0 {
            let days = hotseat::memory::fuzz::whole(model.interval(next, 0.9));
            assert_eq!(days, expected, "review {}", index + 1);
        }
        elapsed = expected;
        memory = Some(next);
    }
}

/// py-fsrs and ts-fsrs, memo state; the second line with same-day learning switched off (weights 17 to 19 zero).
#[test]
fn memory_after_a_lapse_and_five_passes() {
    let reviews = [(Again, 0), (Good, 0), (Good, 1), (Good, 3), (Good, 8), (Good, 21)];
    let memory = replay(&Fsrs::new(&W6).expect("valid weights"), &reviews);
    close(memory.stability, 53.62691);
    close(memory.difficulty, 6.357_486_7);
    let mut long_term = W6;
    long_term[17..20].fill(0.0);
    close(replay(&Fsrs::new(&long_term).expect("valid weights"), &reviews).stability, 53.335_106);
}

/// ts-fsrs, first repeat.
#[test]
fn the_first_rating() {
    let model = Fsrs::new(&W6).expect("valid weights");
    let expected = [(0.212, 6.4133), (1.2931, 5.112_170_71), (2.3065, 2.118_103_97), (8.2956, 1.0)];
    for (rating, (stability, difficulty)) in Rating::ALL.into_iter().zip(expected) {
        let memory = model.after(None, 0, rating);
        close(memory.stability, stability);
        close(memory.difficulty, difficulty);
    }
}

/// fsrs-rs `src/inference.rs` `test_next_interval`: stability 1, retention 0.1 to 1.0.
#[test]
fn intervals_by_retention() {
    let model = Fsrs::new(&W6).expect("valid weights");
    let expected = [3_116_766.0, 34_793.0, 2508.0, 387.0, 90.0, 27.0, 9.0, 3.0, 1.0];
    for (tenth, expected) in (1..).zip(expected) {
        let interval = model.interval(Memory { stability: 1.0, difficulty: 5.0 }, f64::from(tenth) / 10.0);
        // The published figures are rounded to whole days, and the largest has only single precision behind it.
        let found = interval.round().max(1.0);
        assert!((found - expected).abs() <= 1e-5 * expected, "retention 0.{tenth}: {found} against {expected}");
    }
}

/// fsrs-rs `src/inference.rs`, retrievability with decay 0.2 and stability 1 on days 0 to 3.
#[test]
fn recall_by_day() {
    let mut weights = W6;
    weights[20] = 0.2;
    let model = Fsrs::new(&weights).expect("valid weights");
    for (day, expected) in [1.0, 0.9, 0.840_289_35, 0.798_500_1].into_iter().enumerate() {
        close(model.recall(Memory { stability: 1.0, difficulty: 5.0 }, day as f64), expected);
    }
}

/// fsrs-rs `src/inference.rs` `test_next_states`.
#[test]
fn next_states_of_nineteen_weights() {
    let model = Fsrs::new(&W19).expect("valid weights");
    let before = replay(&model, &[(Again, 0), (Good, 1), (Good, 3), (Good, 8)]);
    let expected = [
        (Again, 2.969_145_5, 8.000_659),
        (Hard, 17.091_452, 7.691_393_4),
        (Good, 31.722_992, 7.382_128),
        (Easy, 71.7502, 7.072_862_6),
    ];
    for (rating, stability, difficulty) in expected {
        let after = model.after(Some(before), 21, rating);
        close(after.stability, stability);
        close(after.difficulty, difficulty);
    }
}

/// fsrs-rs `src/model.rs`: difficulty 5 after each rating (the stability does not enter).
#[test]
fn difficulty_after_each_rating() {
    let model = Fsrs::new(&W6).expect("valid weights");
    for (rating, expected) in Rating::ALL.into_iter().zip([8.341_763, 6.665_995_6, 4.990_228, 3.314_461_5]) {
        close(model.after(Some(Memory { stability: 5.0, difficulty: 5.0 }), 1, rating).difficulty, expected);
    }
}

/// fsrs-rs `src/model.rs`: stability 5 after a second rating on the same day. Its Easy figure is the one reachable
/// through the public interface; Hard and Good are held at the old stability from below.
#[test]
fn stability_on_the_same_day() {
    let model = Fsrs::new(&W6).expect("valid weights");
    for (rating, expected) in Rating::ALL.into_iter().zip([1.596_818, 5.0, 5.0, 8.129_61]) {
        close(model.after(Some(Memory { stability: 5.0, difficulty: 5.0 }), 0, rating).stability, expected);
    }
}

/// ts-fsrs `impl/long-term_scheduler.test.ts` test 1.
#[test]
fn thirteen_reviews_of_fsrs_5_without_steps() {
    let (days, memory) = on_schedule(&Fsrs::new(&W5).expect("valid weights"), &THIRTEEN);
    assert_eq!(days, [3, 13, 48, 155, 445, 1158, 17, 3, 11, 37, 112, 307, 773]);
    close(memory.stability, 772.940_266_48);
    close(memory.difficulty, 4.264_645_41);
}

/// fsrs-rs `src/inference.rs`, memory from SM-2's ease, interval and retention. Hotseat imports no SM-2 schedules; the
/// figures hold the pinned crate itself to what its project publishes.
#[test]
fn memory_from_another_scheduler() {
    let model = fsrs::FSRS::new(&W6).expect("valid weights");
    let expected = [
        ((2.5, 10.0, 0.9), (10.0, 6.914_056_3)),
        ((2.5, 10.0, 0.8), (3.015_72, 9.393_428)),
        ((2.5, 10.0, 0.95), (24.841_097, 1.297_440_5)),
        ((1.3, 20.0, 0.9), (20.0, 10.0)),
    ];
    for ((ease, interval, retention), (stability, difficulty)) in expected {
        let memory = model.memory_state_from_sm2(ease, interval, retention).expect("valid input");
        close(f64::from(memory.stability), stability);
        close(f64::from(memory.difficulty), difficulty);
    }
}

/// The six reviews of the memo state above as lines of a log: ratings, and days since the first.
const SIX: [(u8, u32); 6] = [(1, 0), (3, 0), (3, 1), (3, 4), (3, 12), (3, 33)];

const SCHEDULE: Schedule = Schedule::new(0.9, false);

/// Lines as another tool would write them; on one day an hour lies between two.
fn lines() -> Vec<String> {
    let first = chrono::DateTime::parse_from_rfc3339("2026-03-27T18:00:00+01:00").expect("an instant");
    SIX.iter()
        .enumerate()
        .map(|(n, &(rating, days))| {
            let at = first + chrono::TimeDelta::days(i64::from(days)) + chrono::TimeDelta::hours(i64::from(n == 1));
            format!(
                "{{\"id\":\"t{n}\",\"question\":\"b/q\",\"answered_at\":\"{}\",\"rating\":{rating}}}",
                at.to_rfc3339()
            )
        })
        .collect()
}

#[track_caller]
fn holds_the_figures(history: &History) {
    let question: QuestionId = "b/q".parse().expect("a name");
    let known = history.standing(&question).expect("read").and_then(|standing| standing.remembered).expect("known");
    close(known.stability, 53.62691);
    close(known.difficulty, 6.357_486_7);
    assert_eq!(history.check_rebuild(&SCHEDULE).expect("read"), []);
}

fn imported(parts: &[&[String]]) -> History {
    let mut history = History::in_memory().expect("opened");
    for part in parts {
        history.import(part.join("\n").as_bytes(), "lines", &SCHEDULE).expect("merged");
    }
    history
}

#[test]
fn the_figures_hold_through_the_log_in_whatever_order_it_arrives() {
    let lines = lines();
    let mut backwards = lines.clone();
    backwards.reverse();
    holds_the_figures(&imported(&[&lines]));
    holds_the_figures(&imported(&[&backwards]));
    // Two machines, each with a part of it, merged either way and again.
    for cut in 0..=lines.len() {
        let (one, other) = lines.split_at(cut);
        holds_the_figures(&imported(&[one, other]));
        holds_the_figures(&imported(&[other, one, other]));
    }
    let singly: Vec<&[String]> = backwards.chunks(1).collect();
    holds_the_figures(&imported(&singly));
}

#[test]
fn the_figures_hold_after_ratings_that_were_taken_back_and_on_a_copy() {
    let mut history = imported(&[&lines()]);
    let later = |hours: i64| Moment {
        wall: chrono::DateTime::parse_from_rfc3339("2026-05-01T18:00:00+02:00").expect("an instant")
            + chrono::TimeDelta::hours(hours),
        monotonic: std::time::Duration::ZERO,
    };
    for (n, rating) in [1, 4, 2].into_iter().enumerate() {
        let at = later(i64::try_from(n).expect("small") * 30);
        let line = format!(
            "{{\"id\":\"wrong{n}\",\"question\":\"b/q\",\"answered_at\":\"{}\",\"rating\":{rating}}}",
            at.wall.to_rfc3339()
        );
        history.import(line.as_bytes(), "a line", &SCHEDULE).expect("merged");
    }
    for n in 0..3 {
        undo_last(&mut history, later(200 + n), &SCHEDULE).expect("undone").expect("a rating");
    }
    holds_the_figures(&history);
    let mut out = Vec::new();
    history.export(&mut out).expect("written");
    let mut copy = History::in_memory().expect("opened");
    copy.import(out.as_slice(), "a copy", &SCHEDULE).expect("merged");
    holds_the_figures(&copy);
    history.rebuild(&SCHEDULE).expect("rebuilt");
    holds_the_figures(&history);
}
