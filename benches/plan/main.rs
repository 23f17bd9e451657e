//! What a plan is worth, and whether the readiness that it shows is true.
//!
//! `cargo bench --bench plan` first compares four ways to spend the same number of answers up to a date: mean recall on the
//! date, over 400 candidates of 60 questions each. A candidate remembers as the default weights of FSRS-6 say; a question
//! that was never asked is answered with the probability of the base. It tests how answers are allotted, not how people
//! remember. Then it holds readiness against the chance to pass of candidates whose answers have points (`readiness.rs`).

#![allow(missing_docs)]

mod readiness;

use chrono::{Days, NaiveDate};
use hotseat::history::{Rating, Remembered};
use hotseat::memory::plan::{Card, Terms, choose};
use hotseat::memory::{Chances, Fsrs, Memory, MemoryModel as _, Plan, elapsed_days, fuzz, recall_on};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

const SEED: u64 = 20_260_611;
const RUNS: usize = 400;
const QUESTIONS: usize = 60;

/// Days to the date, answers a day, recall of what was never asked.
const ROWS: [(u64, u32, f64); 12] = [
    (14, 6, 0.65),
    (14, 4, 0.65),
    (14, 10, 0.65),
    (30, 6, 0.65),
    (30, 4, 0.65),
    (30, 10, 0.65),
    (60, 4, 0.65),
    (60, 6, 0.65),
    (60, 10, 0.65),
    (14, 6, 0.40),
    (30, 6, 0.40),
    (60, 4, 0.40),
];

/// How answers are allotted.
#[derive(Clone, Copy, Debug)]
enum Policy {
    /// Due ones, lowest recall first, then new ones, at this retention.
    Fsrs(f64),
    /// The same at 0.90, and nothing is due later than the day before the date.
    Capped,
    /// The plan of this program.
    Plan,
}

const POLICIES: [(&str, Policy); 4] = [
    ("FSRS .90", Policy::Fsrs(0.90)),
    ("FSRS .97", Policy::Fsrs(0.97)),
    ("capped", Policy::Capped),
    ("plan", Policy::Plan),
];

fn start() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
}

fn due_then_new(cards: &[Card], day: NaiveDate, room: usize, model: &Fsrs) -> Vec<usize> {
    let mut due: Vec<_> = (0..cards.len())
        .filter_map(|n| Some((n, cards[n].remembered.filter(|memory| memory.due <= day)?)))
        .map(|(n, memory)| (recall_on(&memory, day, model), n))
        .collect();
    due.sort_by(|a, b| a.0.total_cmp(&b.0));
    let new = (0..cards.len()).filter(|&n| cards[n].remembered.is_none());
    due.into_iter().map(|(_, n)| n).chain(new).take(room).collect()
}

/// Mean recall on the date of one candidate.
fn live(policy: Policy, terms: &Terms, model: &Fsrs, random: &mut StdRng) -> f64 {
    let mut cards =
        vec![Card { remembered: None, answers: 0, from: Some(start()), seconds: 0, long: false, weight: 1 }; QUESTIONS];
    let retention = if let Policy::Fsrs(retention) = policy { retention } else { 0.90 };
    let last_day = terms.date.pred_opt().expect("a day before");
    for day in start().iter_days().take_while(|day| *day < terms.date) {
        let chosen = match policy {
            Policy::Plan => choose(&cards, &Terms { today: day, ..*terms }, model),
            _ => due_then_new(&cards, day, terms.per_day as usize, model),
        };
        for n in chosen {
            let before = cards[n].remembered;
            let recall = before.map_or(terms.unseen_prior, |memory| recall_on(&memory, day, model));
            let rating = if random.random::<f64>() < recall { Rating::Good } else { Rating::Again };
            let elapsed = before.map_or(0, |memory| elapsed_days(memory.last_day, day));
            let memory = before.map(|old| Memory { stability: old.stability, difficulty: old.difficulty });
            let after = model.after(memory, elapsed, rating);
            let interval_days = fuzz::whole(model.interval(after, retention));
            let mut due = day + Days::new(u64::from(interval_days));
            if matches!(policy, Policy::Capped) && day < last_day {
                due = due.min(last_day);
            }
            cards[n].remembered = Some(Remembered {
                stability: after.stability,
                difficulty: after.difficulty,
                last_day: day,
                due,
                interval_days,
                last_rating: rating,
            });
        }
    }
    let on_date =
        |card: &Card| card.remembered.map_or(terms.unseen_prior, |memory| recall_on(&memory, terms.date, model));
    cards.iter().map(on_date).sum::<f64>() / QUESTIONS as f64
}

/// A plan of so many days on its first day, for questions of which this share would be passed unseen.
fn terms(days: u64, per_day: u32, unseen_prior: f64, chances: Chances) -> Terms {
    Terms {
        start: start(),
        today: start(),
        date: start() + Days::new(days),
        per_day,
        minutes: None,
        done_today: 0,
        done_seconds: 0,
        long_from: start(),
        introduced_today: 0,
        retention: 0.90,
        unseen_prior,
        chances,
    }
}

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let model = Fsrs::default();
    println!("Mean recall on the date: {RUNS} candidates, {QUESTIONS} questions, seed {SEED}\n");
    print!("days  a day  base");
    for (name, _) in POLICIES {
        print!("  {name:>8}");
    }
    println!("  plan foresees");
    let mut worst: f64 = 0.0;
    for (days, per_day, base) in ROWS {
        let terms = terms(days, per_day, base, Chances::of_recall(base));
        let means = POLICIES.map(|(_, policy)| {
            let mut random = StdRng::seed_from_u64(SEED);
            (0..RUNS).map(|_| live(policy, &terms, &model, &mut random)).sum::<f64>() / RUNS as f64
        });
        let best = means.into_iter().fold(0.0, f64::max);
        worst = worst.max(best - means[3]);
        let cards = vec![
            Card { remembered: None, answers: 0, from: Some(start()), seconds: 0, long: false, weight: 1 };
            QUESTIONS
        ];
        let foreseen = Plan::of(&cards, &terms, &model).recall;
        print!("{days:>4}  {per_day:>5}   {base:.2}");
        for mean in means {
            print!("  {mean:>8.3}");
        }
        println!("  {foreseen:>13.3}{}", if best - means[3] < 1e-12 { "  best" } else { "" });
    }
    println!("\nThe plan is never further than {worst:.3} from the best of the four.");
    assert!(worst <= 0.011, "the plan fell behind another policy");
    readiness::print(&model);
}
