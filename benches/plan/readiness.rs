//! How far the readiness that is shown lies from the chance to pass that is true.
//!
//! Simulated candidates keep the plan. Of their questions the program sees what it sees of people: bands and days. At four
//! times on the way it says how ready they are now, on the day if they go on, and on the day if they stop; each is held
//! against the chance to pass that the simulation knows. None of them learns or forgets by the program's own formula for
//! the chance to pass. Two sorts:
//!
//! - **Whole**: a question is remembered or not, as the default weights of FSRS-6 say, only longer (fast) or shorter (slow).
//!   Who remembers mentions the share of the points that was learned, give or take; each answer learns a part of the rest.
//!   Who does not remember mentions a few.
//! - **By points**: each point of a question is known from the start, or learned from the notes, and forgotten by itself,
//!   with none of the program's weights. The slow one forgets much sooner than FSRS expects.

use chrono::{Days, NaiveDate};
use hotseat::assess::{Band, Circumstances, Score, judge};
use hotseat::history::Remembered;
use hotseat::memory::chances::{Before, Outcome};
use hotseat::memory::plan::{Card, Terms, choose};
use hotseat::memory::{Chances, Fsrs, Memory, MemoryModel as _, Plan, cap, elapsed_days, fuzz, recall_on};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use super::{SEED, start, terms};

const RUNS: u64 = 60;

/// Answers on a day that the true chance to pass of one question is counted from.
const DRAWS: u32 = 10;

/// Questions, days to the date, answers a day.
const SETTINGS: [(usize, u64, u32); 5] = [(120, 60, 8), (60, 30, 6), (60, 60, 4), (120, 30, 8), (200, 60, 8)];

/// Weight of each point of a question, and whether it is a must.
const POINTS: [(f64, bool); 7] =
    [(3.0, true), (3.0, true), (2.0, false), (2.0, false), (2.0, false), (1.0, false), (1.0, false)];

/// How a candidate learns and forgets.
#[derive(Clone, Copy, Debug)]
enum Learns {
    /// Share of the points at the first answer; share of the rest that an answer adds; how long memory lasts beside the
    /// default weights.
    Whole { level: f64, gain: f64, lasts: f64 },
    /// Share of the points known from the start; chance to learn a missed one from the notes; days after which recall of a
    /// new one has fallen to 90 %; how much that grows with each time it is mentioned.
    ByPoints { known: f64, learns: f64, days: f64, grows: f64 },
}

const LEARNERS: [(&str, Learns); 4] = [
    ("whole, fast", Learns::Whole { level: 0.5, gain: 0.35, lasts: 1.2 }),
    ("whole, slow", Learns::Whole { level: 0.35, gain: 0.15, lasts: 0.6 }),
    ("by points, fast", Learns::ByPoints { known: 0.35, learns: 0.7, days: 6.0, grows: 1.6 }),
    ("by points, slow", Learns::ByPoints { known: 0.2, learns: 0.35, days: 3.0, grows: 0.9 }),
];

/// What a candidate knows of a question.
#[derive(Clone, Debug)]
struct Known {
    last: NaiveDate,
    /// Share of the points that are mentioned when it is remembered.
    level: f64,
    memory: Option<Memory>,
    /// Days after which recall of each point has fallen to 90 %; 0: not learned, infinite: never forgotten.
    points: [f64; POINTS.len()],
}

/// About normal, with this deviation.
fn noise(deviation: f64, random: &mut StdRng) -> f64 {
    ((0..12).map(|_| random.random::<f64>()).sum::<f64>() - 6.0) * deviation
}

/// The forgetting curve of FSRS-4.5.
fn point_recall(days: f64, elapsed: f64) -> f64 {
    if days > 0.0 { (1.0 + 19.0 / 81.0 * elapsed / days).powf(-0.5) } else { 0.0 }
}

fn band(share: f64, musts_missed: usize) -> Band {
    let score = Score { share: Some(share), musts: 2, musts_missed, ..Score::default() };
    judge(Some(score), Circumstances::default()).map_or(Band::Fail, |judged| judged.band)
}

impl Known {
    fn fresh(learns: Learns, random: &mut StdRng) -> Self {
        let ease = noise(0.12, random);
        let (level, known) = match learns {
            Learns::Whole { level, .. } => (level + ease, 0.0),
            Learns::ByPoints { known, .. } => (0.0, (known + ease).clamp(0.02, 0.98)),
        };
        let points = [(); POINTS.len()].map(|()| if random.random::<f64>() < known { f64::INFINITY } else { 0.0 });
        Self { last: start(), level: level.clamp(0.05, 0.95), memory: None, points }
    }

    /// An answer on a day, and which points it mentions. Nothing is learned yet.
    fn try_on(
        &self,
        learns: Learns,
        day: NaiveDate,
        model: &Fsrs,
        random: &mut StdRng,
    ) -> (Band, [bool; POINTS.len()]) {
        let elapsed = f64::from(elapsed_days(self.last, day));
        let mut hit = [false; POINTS.len()];
        match learns {
            Learns::Whole { lasts, .. } => {
                let recall = self.memory.map_or(1.0, |memory| {
                    model.recall(Memory { stability: memory.stability * lasts, ..memory }, elapsed)
                });
                let share = if random.random::<f64>() < recall {
                    self.level + noise(0.12, random)
                } else {
                    0.3 * random.random::<f64>() * self.level.max(0.3)
                };
                (band(share.clamp(0.0, 1.0), 0), hit)
            }
            Learns::ByPoints { .. } => {
                for (hit, days) in hit.iter_mut().zip(self.points) {
                    let recall = if days.is_infinite() { 0.95 } else { 0.95 * point_recall(days, elapsed) };
                    *hit = random.random::<f64>() < recall;
                }
                let all: f64 = POINTS.iter().map(|(weight, _)| weight).sum();
                let mentioned = POINTS.iter().zip(hit).filter(|(_, hit)| *hit);
                let share = mentioned.map(|((weight, _), _)| weight).sum::<f64>() / all;
                let missed = POINTS.iter().zip(hit).filter(|((_, must), hit)| *must && !hit).count();
                (band(share, missed), hit)
            }
        }
    }

    /// An answer on a day, and a look at the notes after it.
    fn answer(&mut self, learns: Learns, day: NaiveDate, model: &Fsrs, random: &mut StdRng) -> Band {
        let (band, hit) = self.try_on(learns, day, model, random);
        let elapsed = elapsed_days(self.last, day);
        match learns {
            Learns::Whole { gain, .. } => {
                self.memory = Some(model.after(self.memory, elapsed, band.rating()));
                self.level += gain * (0.95 - self.level).max(0.0);
            }
            Learns::ByPoints { learns, days: first, grows, .. } => {
                for (days, hit) in self.points.iter_mut().zip(hit).filter(|(days, _)| days.is_finite()) {
                    if hit {
                        // The more was forgotten, the more a success strengthens.
                        let forgotten = 1.0 - point_recall(*days, f64::from(elapsed));
                        *days *= 1.0 + grows * (10.0 * forgotten).min(1.5);
                    } else if random.random::<f64>() < learns {
                        *days = first.max(*days * 0.5);
                    }
                }
            }
        }
        self.last = day;
        band
    }
}

/// The true chance to pass on a day, the mean over the questions.
fn truth(all: &[Known], learns: Learns, day: NaiveDate, model: &Fsrs, random: &mut StdRng) -> f64 {
    let passes =
        all.iter().map(|known| (0..DRAWS).filter(|_| known.try_on(learns, day, model, random).0 >= Band::Pass).count());
    passes.sum::<usize>() as f64 / (all.len() as f64 * f64::from(DRAWS))
}

/// What is shown at one time, and what is true: now, on the day if the plan is kept, on the day if nothing more is done.
#[derive(Clone, Copy, Debug, Default)]
struct Check {
    shown: [f64; 3],
    truth: [f64; 3],
}

/// One candidate's way to the date, with checks after these days.
fn live(learns: Learns, questions: usize, terms: &Terms, after_days: &[u64], model: &Fsrs, seed: u64) -> Vec<Check> {
    let mut random = StdRng::seed_from_u64(seed);
    let mut known: Vec<Known> = (0..questions).map(|_| Known::fresh(learns, &mut random)).collect();
    let mut cards =
        vec![Card { remembered: None, answers: 0, from: Some(start()), seconds: 0, long: false, weight: 1 }; questions];
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut found = Vec::new();
    for day in start().iter_days().take_while(|day| *day < terms.date) {
        if after_days.iter().any(|after| start() + Days::new(*after) == day) {
            let chances = Chances::learned(&outcomes, terms.unseen_prior);
            let plan = Plan::of(&cards, &Terms { today: day, chances, ..*terms }, model);
            let mut truth = |on| truth(&known, learns, on, model, &mut random);
            found.push(Check {
                shown: [plan.readiness_now, plan.readiness, plan.readiness_if_stopped],
                truth: [truth(day), 0.0, truth(terms.date)],
            });
        }
        for n in choose(&cards, &Terms { today: day, ..*terms }, model) {
            let band = known[n].answer(learns, day, model, &mut random);
            let (before, rating) = (cards[n].remembered, band.rating());
            let answers = cards[n].answers;
            outcomes.push(Outcome {
                before: before.map(|old| Before {
                    last: old.last_rating,
                    answers,
                    recall: recall_on(&old, day, model),
                }),
                band,
            });
            let elapsed = before.map_or(0, |old| elapsed_days(old.last_day, day));
            let after = model.after(before.as_ref().map(Memory::from), elapsed, rating);
            let most = cap(rating).unwrap_or(u32::MAX);
            let interval_days = fuzz::whole(model.interval(after, terms.retention)).min(most);
            let due = day + Days::new(u64::from(interval_days));
            let Memory { stability, difficulty } = after;
            let remembered =
                Remembered { stability, difficulty, last_day: day, due, interval_days, last_rating: rating };
            cards[n] = Card { remembered: Some(remembered), answers: answers + 1, ..cards[n] };
        }
    }
    let passed = truth(&known, learns, terms.date, model, &mut random);
    for check in &mut found {
        check.truth[1] = passed;
    }
    found
}

/// Prints the table and holds it to what `docs/measuring.md` says.
pub(super) fn print(model: &Fsrs) {
    println!("\nReadiness, shown and true: {RUNS} candidates each, the plan kept, seed {SEED}\n");
    println!("learner          questions  days  a day  after  answers  |  now          |  if kept      |  if stopped");
    let (mut worst, mut worst_stopped): (f64, [f64; 2]) = (0.0, [0.0; 2]);
    let mut alone: Vec<f64> = Vec::new();
    for (name, learns) in LEARNERS {
        for (questions, days, per_day) in SETTINGS {
            let terms = terms(days, per_day, 0.50, Chances::unknown(0.50));
            let checks = [days / 4, days / 2, days * 3 / 4, days - 1];
            let lives: Vec<_> =
                (0..RUNS).map(|run| live(learns, questions, &terms, &checks, model, SEED + run)).collect();
            for (n, after) in checks.into_iter().enumerate() {
                let mean =
                    |of: &dyn Fn(&Check) -> f64| lives.iter().map(|life| of(&life[n])).sum::<f64>() / RUNS as f64;
                let shown = [0, 1, 2].map(|of: usize| mean(&|check| check.shown[of]));
                let truth = [0, 1, 2].map(|of: usize| mean(&|check| check.truth[of]));
                let off = [0, 1, 2].map(|of: usize| (shown[of] - truth[of]).abs());
                worst = worst.max(off[0]).max(off[1]);
                alone.push(mean(&|check| (check.shown[1] - check.truth[1]).abs()));
                let by_points = usize::from(matches!(learns, Learns::ByPoints { .. }));
                worst_stopped[by_points] = worst_stopped[by_points].max(off[2]);
                let answers = after * u64::from(per_day);
                print!("{name:<15}  {questions:>9}  {days:>4}  {per_day:>5}  {after:>5}  {answers:>7}");
                for of in 0..3 {
                    let mark = if off[of] > 0.05 { '*' } else { ' ' };
                    print!("  |  {:.3}  {:.3}{mark}", shown[of], truth[of]);
                }
                println!();
            }
        }
    }
    let [whole, by_points] = worst_stopped;
    println!("\nNow and if kept never further than {worst:.3} from what is true.");
    println!(
        "If stopped: {whole:.3} where memory fades as FSRS says or by a factor, {by_points:.3} where it fades otherwise."
    );
    let (least, most) =
        alone.iter().fold((1.0, 0.0), |(least, most): (f64, f64), off| (least.min(*off), most.max(*off)));
    println!("One candidate alone, if kept: off by {least:.3} to {most:.3} on average.");
    assert!(worst <= 0.05, "readiness is not what it says");
    assert!(whole <= 0.05 && by_points <= 0.11, "readiness without practice is not what it says");
}
