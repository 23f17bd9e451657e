//! Fitting the memory model to the candidate's own log, and measuring honestly whether that helps.

use chrono::NaiveDate;
use fsrs::{ComputeParametersInput, FSRSItem, FSRSReview, compute_parameters};
use serde::Serialize;

use super::model::{Fsrs, Memory, MemoryModel};
use super::schedule::elapsed_days;
use crate::assess::mean;
use crate::history::Rating;

/// From this many judgements on, fitting is worth offering.
pub const OFFER_FROM: usize = 400;

/// Fewer usable reviews than this are not fitted: the crate itself would then adjust only the four stabilities of the
/// first rating. See [`Fit::reviews`].
pub const FEWEST: usize = 64;

/// The share of the reviews, in order of time, that are learned from; the rest are predicted to see whether it
/// helped.
const LEARNED: (usize, usize) = (4, 5);

/// The judgements of one question that moved the schedule, oldest first.
pub type Reviews = Vec<(NaiveDate, Rating)>;

/// Why nothing could be fitted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FitError {
    /// There is too little to learn from.
    #[error(
        "only {found} answers came back to a question on a later day; fitting takes {FEWEST}. Practise on, the default \
         weights do well until then"
    )]
    TooFew {
        /// How many usable reviews there are.
        found: usize,
    },
    /// The `fsrs` crate could not learn from them; its own message.
    #[error("the weights could not be fitted ({0}); the ones in force stay")]
    Failed(String),
}

/// The result of a fit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// Reviews of a question that was already known from an earlier day.
    pub reviews: usize,
    /// How many of the newest reviews both sets of weights were tried on.
    pub tried_on: usize,
    /// How badly the weights in force predicted those: the mean of −ln(probability given to what happened). Lower is
    /// better.
    pub loss_before: f64,
    /// How badly weights fitted to the older reviews alone predicted them.
    pub loss_after: f64,
    /// Whether the fitted weights predicted them better.
    pub better: bool,
    /// The weights fitted to all reviews.
    pub weights: Vec<f32>,
}

/// One review to predict: its day, and the reviews of its question up to and including it, oldest first.
struct Task<'a> {
    day: NaiveDate,
    reviews: &'a [(NaiveDate, Rating)],
}

impl Task<'_> {
    fn item(&self) -> FSRSItem {
        let mut last: Option<NaiveDate> = None;
        let reviews = self.reviews.iter().map(|&(day, rating)| {
            let delta_t = last.map_or(0, |last| elapsed_days(last, day));
            // A clock that was set back does not make the memory younger.
            last = Some(last.map_or(day, |last| last.max(day)));
            FSRSReview { rating: u32::from(rating.number()), delta_t }
        });
        FSRSItem { reviews: reviews.collect() }
    }

    /// −ln of the probability that the model gives to what happened.
    fn loss(&self, model: &impl MemoryModel) -> f64 {
        let item = self.item();
        let mut memory: Option<Memory> = None;
        let mut loss = 0.0;
        for (review, (_, rating)) in item.reviews.iter().zip(self.reviews) {
            if let Some(memory) = memory {
                let recall = model.recall(memory, f64::from(review.delta_t)).clamp(1e-4, 1.0 - 1e-4);
                loss = if *rating == Rating::Again { -(1.0 - recall).ln() } else { -recall.ln() };
            }
            memory = Some(model.after(memory, review.delta_t, *rating));
        }
        loss
    }
}

fn tasks(lives: &[Reviews]) -> Vec<Task<'_>> {
    let mut tasks: Vec<Task<'_>> = lives
        .iter()
        .flat_map(|life| {
            (1..life.len())
                .filter(|&n| life[..n].iter().all(|(day, _)| *day < life[n].0))
                .map(|n| Task { day: life[n].0, reviews: &life[..=n] })
        })
        .collect();
    tasks.sort_by_key(|task| task.day);
    tasks
}

/// How many reviews can be learned from.
pub fn usable(lives: &[Reviews]) -> usize {
    tasks(lives).len()
}

/// The mean loss of a model over all reviews. None if there are no reviews.
pub fn log_loss(lives: &[Reviews], model: &impl MemoryModel) -> Option<f64> {
    mean_loss(&tasks(lives), model)
}

fn mean_loss(tasks: &[Task<'_>], model: &impl MemoryModel) -> Option<f64> {
    mean(tasks.iter().map(|task| task.loss(model)))
}

fn fitted(tasks: &[Task<'_>]) -> Result<Vec<f32>, FitError> {
    let train_set = tasks.iter().map(Task::item).collect();
    let input = ComputeParametersInput { train_set, ..ComputeParametersInput::default() };
    compute_parameters(input).map_err(|error| FitError::Failed(error.to_string()))
}

/// Fits weights to the judgements of all questions. Whether they are better is tried on the newest reviews, with
/// weights that have not seen them.
pub fn fit(lives: &[Reviews], in_force: &Fsrs) -> Result<Fit, FitError> {
    let tasks = tasks(lives);
    if tasks.len() < FEWEST {
        return Err(FitError::TooFew { found: tasks.len() });
    }
    let (older, newer) = tasks.split_at(tasks.len() * LEARNED.0 / LEARNED.1);
    let model = |weights: &[f32]| Fsrs::new(weights).map_err(|error| FitError::Failed(error.to_string()));
    let learned = model(&fitted(older)?)?;
    let weights = fitted(&tasks)?;
    model(&weights)?;
    let loss_before = mean_loss(newer, in_force).unwrap_or(0.0);
    let loss_after = mean_loss(newer, &learned).unwrap_or(f64::INFINITY);
    Ok(Fit {
        reviews: tasks.len(),
        tried_on: newer.len(),
        loss_before,
        loss_after,
        better: loss_after < loss_before,
        weights,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::fuzz;
    use rand::rngs::StdRng;
    use rand::{RngExt as _, SeedableRng as _};

    /// A candidate who remembers as the default weights say, except that memories last `factor` times as long.
    fn candidate(factor: f64, questions: usize, days: u32) -> Vec<Reviews> {
        let model = Fsrs::default();
        let mut random = StdRng::seed_from_u64(11);
        let first = NaiveDate::from_ymd_opt(2026, 1, 1).expect("valid");
        (0..questions)
            .map(|n| {
                let mut day = u32::try_from(n % 30).expect("small");
                let (mut memory, mut life, mut elapsed) = (None, Vec::new(), 0);
                while day < days {
                    let recall = memory.map_or(0.6, |memory| model.recall(memory, f64::from(elapsed) / factor));
                    let rating = if random.random::<f64>() < recall { Rating::Good } else { Rating::Again };
                    life.push((first + chrono::TimeDelta::days(i64::from(day)), rating));
                    let after = model.after(memory, elapsed, rating);
                    memory = Some(after);
                    elapsed = fuzz::whole(model.interval(after, 0.9));
                    day += elapsed;
                }
                life
            })
            .collect()
    }

    #[test]
    fn a_forgetful_candidate_is_learned() {
        let lives = candidate(0.15, 300, 200);
        let found = fit(&lives, &Fsrs::default()).expect("enough");
        assert!(found.better, "{found:?}");
        assert_eq!(found.weights.len(), 21);
        assert_eq!(found.reviews, usable(&lives));
        let fitted = Fsrs::new(&found.weights).expect("usable");
        assert!(log_loss(&lives, &fitted) < log_loss(&lives, &Fsrs::default()));
    }

    #[test]
    fn few_reviews_and_reviews_of_one_day_are_refused() {
        assert_eq!(fit(&[], &Fsrs::default()), Err(FitError::TooFew { found: 0 }));
        let day = NaiveDate::from_ymd_opt(2026, 1, 1).expect("valid");
        let same_day = vec![vec![(day, Rating::Again), (day, Rating::Good)]; 200];
        assert_eq!(fit(&same_day, &Fsrs::default()), Err(FitError::TooFew { found: 0 }));
    }

    #[test]
    fn a_clock_set_back_is_no_review() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 1, n).expect("valid");
        let lives = [vec![(day(9), Rating::Good), (day(2), Rating::Good), (day(12), Rating::Again)]];
        assert_eq!(usable(&lives), 1);
        let deltas: Vec<u32> = tasks(&lives)[0].item().reviews.iter().map(|review| review.delta_t).collect();
        assert_eq!(deltas, [0, 0, 3]);
    }

    #[test]
    fn what_came_back_sooner_than_the_model_says_is_learned_from_as_it_was() {
        let day = |n| NaiveDate::from_ymd_opt(2026, 1, n).expect("valid");
        // Capped at a week after the shaky answer: the model alone would have waited a month.
        let life =
            vec![(day(1), Rating::Good), (day(3), Rating::Good), (day(14), Rating::Hard), (day(21), Rating::Good)];
        let lives = [life];
        let deltas: Vec<u32> = tasks(&lives)[2].item().reviews.iter().map(|review| review.delta_t).collect();
        assert_eq!(deltas, [0, 2, 11, 7], "the days that passed, not those that were planned");
        let model = Fsrs::default();
        let before = [(0, Rating::Good), (2, Rating::Good), (11, Rating::Hard)];
        let memory = before.iter().fold(None, |memory, (elapsed, rating)| Some(model.after(memory, *elapsed, *rating)));
        let recall = model.recall(memory.expect("answered"), 7.0);
        assert!((tasks(&lives)[2].loss(&model) + recall.ln()).abs() < 1e-9 && recall > 0.9);
    }
}
