//! From the history of a question to the day on which it comes back.

use chrono::{Days, NaiveDate};

use super::fuzz;
use super::model::{Fsrs, Memory, MemoryModel as _};
use crate::assess::{Band, band_of_old};
use crate::bank::{QuestionId, Renames};
use crate::history::{Life, Outcome, Projection, Rating, RecordId, Remembered, Standing};

/// To be raised when the same log would give other standings than before.
const VERSION: u32 = 1;

/// The settings by which due days are chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Probability of recall at which a question comes back, 0.80 to 0.95.
    pub retention: f64,
    /// Whether intervals are shifted a little, see [`fuzz`].
    pub fuzz: bool,
    /// Under which names questions were answered before they were renamed.
    pub renames: Renames,
}

impl Schedule {
    /// A schedule for questions that were never renamed.
    pub const fn new(retention: f64, fuzz: bool) -> Self {
        Self { retention, fuzz, renames: Renames::NONE }
    }

    /// Days from a rating to the next time, at most `within`. `attempt` seeds the shift; `chosen` is the day that
    /// load balancing chose, which counts as long as the shift could have led to it too.
    #[expect(clippy::too_many_arguments, reason = "the facts of one review")]
    fn days(
        &self,
        model: &Fsrs,
        memory: Memory,
        question: &QuestionId,
        attempt: &RecordId,
        last: NaiveDate,
        chosen: Option<NaiveDate>,
        within: Option<u32>,
    ) -> u32 {
        let interval = within_days(model.interval(memory, self.retention), within);
        if !self.fuzz {
            return fuzz::whole(interval);
        }
        let (first, latest) = shifted(interval, within);
        let chosen = chosen.and_then(|due| u32::try_from((due - last).num_days()).ok());
        match chosen {
            Some(days) if (first..=latest).contains(&days) => days,
            _ => fuzz::pick(interval, fuzz::position(&format!("{question} {attempt}"))).min(latest),
        }
    }

    /// The day on which a question would come back if `attempt` were given this rating. `before` is what is
    /// remembered now.
    pub fn preview(
        &self,
        model: &Fsrs,
        before: Option<&Remembered>,
        question: &QuestionId,
        attempt: &RecordId,
        day: NaiveDate,
        rating: Rating,
    ) -> NaiveDate {
        let (after, day) = rated(model, before, day, rating);
        add_days(day, self.days(model, after, question, attempt, day, None, cap(rating)))
    }

    /// Like [`Self::preview`], but picks from the days to which the interval may be shifted the one with the least
    /// due, and of equals the one nearest to the natural day.
    #[expect(clippy::too_many_arguments, reason = "the same facts as a preview, and the load")]
    pub fn balanced(
        &self,
        model: &Fsrs,
        before: Option<&Remembered>,
        question: &QuestionId,
        attempt: &RecordId,
        day: NaiveDate,
        rating: Rating,
        due_on: impl Fn(NaiveDate) -> usize,
    ) -> NaiveDate {
        let natural = self.preview(model, before, question, attempt, day, rating);
        if !self.fuzz {
            return natural;
        }
        let (after, day) = rated(model, before, day, rating);
        let within = cap(rating);
        let (first, latest) = shifted(within_days(model.interval(after, self.retention), within), within);
        let days = (first..=latest).map(|days| add_days(day, days));
        days.min_by_key(|day| (due_on(*day), (*day - natural).num_days().abs())).unwrap_or(natural)
    }
}

/// The most days after which a question with this rating comes back. None if the model alone decides. The memory
/// model takes Hard for a pass and its intervals grow with it, but a candidate who was shaky does not know the
/// question any better for that.
pub const fn cap(rating: Rating) -> Option<u32> {
    match rating {
        Rating::Hard => Some(SHAKY_DAYS),
        Rating::Again | Rating::Good | Rating::Easy => None,
    }
}

/// Cap for shaky answers, in days. In simulations of 60 days with eight answers a day, a cap of a week took the share
/// that would pass on the day from .98 to .97 for a fast learner and from .76 to .81 for a slow one, compared with
/// having no cap and counting missed musts as failures instead.
const SHAKY_DAYS: u32 = 7;

fn within_days(interval: f64, within: Option<u32>) -> f64 {
    within.map_or(interval, |most| interval.min(f64::from(most)))
}

/// The first and the last number of days to which an interval may be shifted.
fn shifted(interval: f64, within: Option<u32>) -> (u32, u32) {
    let (first, latest) = fuzz::range(interval);
    let most = within.unwrap_or(u32::MAX);
    (first.min(most), latest.min(most))
}

impl Projection for Schedule {
    fn band(&self, outcome: &Outcome) -> Option<u8> {
        band_of_old(outcome).map(Band::number)
    }

    fn fingerprint(&self) -> String {
        let Self { retention, fuzz, renames } = self;
        format!("fsrs 6.6.2, schedule {VERSION}, retention {retention}, fuzz {fuzz}{}", renames.fingerprint())
    }

    fn renames(&self) -> &Renames {
        &self.renames
    }

    fn stand(&self, question: &QuestionId, life: &Life, weights: Option<&[f32]>) -> Option<Standing> {
        // Weights in the log were checked when they were fitted or imported; if they fail all the same, the schedule
        // falls back to the default weights.
        let model = weights.and_then(|weights| Fsrs::new(weights).ok()).unwrap_or_default();
        let mut standing = Standing {
            question: question.clone(),
            remembered: None,
            attempts: 0,
            lapses: 0,
            passed: false,
            suspended: life.suspended(),
            buried_until: life.buried_until(),
        };
        let mut last: Option<(Memory, NaiveDate)> = None;
        for review in life.reviews() {
            let elapsed = last.map_or(0, |(_, day)| elapsed_days(day, review.day));
            let memory = model.after(last.map(|(memory, _)| memory), elapsed, review.rating);
            // A clock that was set back does not make the memory younger.
            let day = last.map_or(review.day, |(_, day)| review.day.max(day));
            last = Some((memory, day));
            standing.attempts += 1;
            standing.lapses += u32::from(review.rating == Rating::Again && standing.passed);
            standing.passed = review.rating != Rating::Again;
            let days = self.days(&model, memory, question, review.attempt, day, review.due, review.within_days);
            standing.remembered = Some(Remembered {
                stability: memory.stability,
                difficulty: memory.difficulty,
                last_day: day,
                due: add_days(day, days),
                interval_days: days,
                last_rating: review.rating,
            });
        }
        let says_something = standing.remembered.is_some() || standing.suspended || standing.buried_until.is_some();
        says_something.then_some(standing)
    }
}

/// The memory after a rating on `day`, and the day it counts from: a clock that was set back does not make the memory
/// younger.
fn rated(model: &Fsrs, before: Option<&Remembered>, day: NaiveDate, rating: Rating) -> (Memory, NaiveDate) {
    let elapsed = before.map_or(0, |old| elapsed_days(old.last_day, day));
    (model.after(before.map(Memory::from), elapsed, rating), before.map_or(day, |old| day.max(old.last_day)))
}

/// Practice days between two answers; 0 if the clock was set back.
pub fn elapsed_days(from: NaiveDate, to: NaiveDate) -> u32 {
    u32::try_from((to - from).num_days()).unwrap_or(0)
}

pub(super) fn add_days(day: NaiveDate, days: u32) -> NaiveDate {
    day.checked_add_days(Days::new(u64::from(days))).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::history::testing::{attempt, id, question, rated, record};
    use crate::history::{Body, History, Judgement};

    const SURE: Schedule = Schedule::new(0.9, false);
    const SHIFTED: Schedule = Schedule::new(0.9, true);

    /// What is remembered after answers rated on these days, recorded with or without the cap of [`cap`].
    fn remembered(answers: &[(i64, Rating)], capped: bool, due: Option<NaiveDate>, schedule: &Schedule) -> Remembered {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        for (n, &(day, rating)) in answers.iter().enumerate() {
            let name = format!("a{n}");
            records.push(attempt(&name, "b/q", 24 * day));
            let within_days = if capped { cap(rating) } else { None };
            let due = due.filter(|_| n + 1 == answers.len());
            let judgement = Judgement { within_days, due, ..rated(id(&name), question("b/q"), rating) };
            records.push(record(&format!("j{n}"), 24 * day + 1, Body::Judgement(judgement)));
        }
        history.append(&records, schedule).expect("saved");
        let standing = history.standing(&question("b/q")).expect("read").expect("judged");
        standing.remembered.expect("judged")
    }

    #[test]
    fn good_good_shaky_comes_back_within_a_week_and_not_after_a_month() {
        let answers = [(0, Rating::Good), (2, Rating::Good), (13, Rating::Hard)];
        let old = remembered(&answers, false, None, &SURE);
        let new = remembered(&answers, true, None, &SURE);
        assert!(old.interval_days > 28, "a judgement from before there were caps keeps its day: {old:?}");
        assert_eq!(new.interval_days, 7);
        assert!((old.stability - new.stability).abs() < 1e-12, "the memory is the same");
        assert_eq!(remembered(&[(0, Rating::Hard)], true, None, &SURE).interval_days, 1, "sooner than the cap");
    }

    #[test]
    fn a_cap_counts_for_its_own_judgement_alone() {
        let answers = [(0, Rating::Good), (2, Rating::Good), (13, Rating::Hard), (20, Rating::Good)];
        let both = [false, true].map(|capped| remembered(&answers, capped, None, &SURE));
        assert_eq!(both[0], both[1]);
        assert!(both[1].interval_days > 7);
    }

    fn answers() -> impl Strategy<Value = Vec<(i64, Rating)>> {
        let answer = (0_i64..40, 1_u8..=4);
        proptest::collection::vec(answer, 1..8).prop_map(|steps| {
            let mut day = 0;
            let rated = steps.into_iter().map(|(step, rating)| {
                day += step;
                (day, Rating::try_from(rating).expect("1 to 4"))
            });
            rated.collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn what_was_recorded_without_a_cap_comes_back_as_it_always_did(answers in answers(), fuzz in any::<bool>()) {
            let schedule = Schedule { fuzz, ..SURE };
            let found = remembered(&answers, false, None, &schedule);
            // The rule as it was before caps existed.
            let model = Fsrs::default();
            let mut last: Option<(Memory, i64)> = None;
            for (day, rating) in &answers {
                let elapsed = last.map_or(0, |(_, before)| u32::try_from(day - before).expect("in order"));
                last = Some((model.after(last.map(|(memory, _)| memory), elapsed, *rating), *day));
            }
            let interval = model.interval(last.expect("one at least").0, 0.9);
            let seed = format!("b/q a{}", answers.len() - 1);
            let days = if fuzz { fuzz::pick(interval, fuzz::position(&seed)) } else { fuzz::whole(interval) };
            prop_assert_eq!(found.interval_days, days);
        }

        #[test]
        fn what_is_previewed_and_balanced_is_what_a_replay_finds(
            answers in answers(), rating in 1_u8..=4, later in 0_i64..40, full in 0_i64..12,
        ) {
            let rating = Rating::try_from(rating).expect("1 to 4");
            let before = remembered(&answers, true, None, &SHIFTED);
            let last = answers.last().expect("one at least").0 + later;
            let all: Vec<_> = answers.iter().copied().chain([(last, rating)]).collect();
            let (model, asked, name) = (Fsrs::default(), question("b/q"), id(&format!("a{}", answers.len())));
            let day = remembered(&[(last, rating)], true, None, &SHIFTED).last_day;
            let preview = SHIFTED.preview(&model, Some(&before), &asked, &name, day, rating);
            prop_assert_eq!(remembered(&all, true, None, &SHIFTED).due, preview);
            let busy = add_days(day, u32::try_from(full).expect("small"));
            let load = |day: NaiveDate| usize::from(day == busy);
            let balanced = SHIFTED.balanced(&model, Some(&before), &asked, &name, day, rating, load);
            prop_assert_eq!(remembered(&all, true, Some(balanced), &SHIFTED).due, balanced);
            if let Some(most) = cap(rating) {
                prop_assert!(preview <= add_days(day, most) && balanced <= add_days(day, most));
            }
        }
    }
}
