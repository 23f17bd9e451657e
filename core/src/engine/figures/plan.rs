//! The plan to the interview over the questions of the target.

use chrono::{Days, NaiveDate};

use crate::bank::{Entry, QuestionId};
use crate::config::Target;
use crate::engine::Figures;
use crate::memory::plan::{self, Card, HORIZON, PlanStage, Terms, mean_seconds};
use crate::memory::{Plan, is_long};
use crate::moment::Moment;
use crate::practice::Wish;

/// How often a question counts in readiness if the job weighs its topic; it is drawn that much more often, too.
const OF_THE_JOB: u8 = 2;

/// With more questions than this, no later date is searched for, because every try is a whole plan.
const SEARCHED: usize = 2_000;

impl Figures<'_> {
    /// The plan of the target. It begins with the questions that Home offers.
    pub fn plan(self, now: Moment) -> Plan {
        self.plan_for(&self.engine.config.target, now)
    }

    /// The plan for another date or pace: date, answers and minutes are those of `tried`. It begins with what would
    /// be asked today.
    pub fn plan_for(self, tried: &Target, now: Moment) -> Plan {
        let (cards, model) = (self.cards(now), &self.engine.model);
        let Some(date) = tried.date else {
            let prior = self.engine.config.unseen_prior;
            let pace = pace(tried, &cards);
            return Plan::without_date(&cards, now.day(), pace, prior, &self.chances(), model);
        };
        let terms = self.terms_for(tried, date, &cards, now);
        let target = &self.engine.config.target;
        let same_pace = (tried.per_day, tried.minutes_per_day) == (target.per_day, target.minutes_per_day);
        let minutes = if same_pace { self.engine.minutes(now.day()) } else { tried.minutes_per_day };
        let wish = self.engine.wish_at(tried.per_day, minutes, now);
        let picks = self.left_of(wish, Some(terms.stage_today(&cards)), now);
        let position = |entry: &Entry| picks.iter().any(|pick| pick.question == entry.id);
        let tonight: Vec<usize> =
            self.target().enumerate().filter(|(_, entry)| position(entry)).map(|(at, _)| at).collect();
        Plan::beginning(Some(&tonight), &cards, &terms, model)
    }

    /// The first date, later than that of `tried`, by which its pace asks every question at least once. None if there
    /// is none within a year, or if so many questions make the search too long.
    pub fn date_enough(self, tried: &Target, now: Moment) -> Option<NaiveDate> {
        let cards = self.cards(now);
        if cards.len() > SEARCHED {
            return None;
        }
        let terms = Terms { start: now.day(), ..self.terms_for(tried, tried.date?, &cards, now) };
        let last = now.day().checked_add_days(Days::new(HORIZON.unsigned_abs()))?;
        plan::first_date_enough(&cards, &terms, last, &self.engine.model)
    }

    /// What today is for. None if no date is set, or if the wish is not for the questions of the target.
    pub(in crate::engine) fn stage(self, wish: &Wish, now: Moment) -> Option<PlanStage> {
        let date = self.engine.config.target.date?;
        (wish.filter == self.engine.target_filter()).then(|| {
            let cards = self.cards(now);
            self.terms_for(&self.engine.config.target, date, &cards, now).stage_today(&cards)
        })
    }

    /// The questions of the target as cards; those asked today are held until tomorrow.
    pub(in crate::engine) fn cards(self, now: Moment) -> Vec<Card> {
        let today = now.day();
        let tomorrow = today.succ_opt().unwrap_or(today);
        let lengths = self.lengths();
        let heavy = &self.engine.config.target.topics;
        self.target()
            .map(|entry| {
                let standing = self.engine.standing(&entry.id);
                let held = standing.and_then(|standing| standing.buried_until).unwrap_or(today);
                let first = if self.engine.asked.1.contains(&entry.id) { held.max(tomorrow) } else { held };
                Card {
                    remembered: standing.and_then(|standing| standing.remembered),
                    answers: standing.map_or(0, |standing| standing.attempts),
                    from: (!standing.is_some_and(|standing| standing.suspended)).then_some(first),
                    seconds: lengths.of(entry.seconds),
                    long: is_long(entry.seconds),
                    weight: if heavy.iter().any(|topic| *topic == *entry.topic) { OF_THE_JOB } else { 1 },
                }
            })
            .collect()
    }

    /// How many due questions each day from tomorrow to the one before `date` has room for beside the pace of new ones,
    /// where a whole day has `places`.
    pub(in crate::engine) fn places_for_due(self, date: NaiveDate, places: usize, now: Moment) -> Vec<usize> {
        let cards = self.cards(now);
        self.terms_for(&self.engine.config.target, date, &cards, now).places_for_due(&cards, places)
    }

    /// How many of today's questions were asked for the first time.
    pub(in crate::engine) fn introduced_today(self, today: NaiveDate) -> u32 {
        let first_time = |question: &&QuestionId| {
            self.engine.standing(question).is_some_and(|standing| {
                standing.attempts == 1 && standing.remembered.is_some_and(|memory| memory.last_day == today)
            })
        };
        u32::try_from(self.engine.asked.1.iter().filter(first_time).count()).unwrap_or(u32::MAX)
    }

    /// The terms of a plan to a date at the pace of `tried`. If the date is not the target's, the plan starts today.
    fn terms_for(self, tried: &Target, date: NaiveDate, cards: &[Card], now: Moment) -> Terms {
        let today = now.day();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let target = &self.engine.config.target;
        let start = if Some(date) == target.date { target.date_set.unwrap_or(today).min(today) } else { today };
        let (per_day, minutes) = pace(tried, cards);
        Terms {
            start,
            today,
            date,
            per_day,
            minutes,
            done_today: small(self.engine.asked.1.len()),
            done_seconds: self.done_seconds(),
            long_from: self.long_from(now),
            introduced_today: self.introduced_today(today),
            retention: self.engine.config.desired_retention,
            unseen_prior: self.engine.config.unseen_prior,
            chances: self.chances(),
        }
    }
}

/// Answers a day, and minutes a day if they are what counts.
fn pace(target: &Target, cards: &[Card]) -> (u32, Option<u32>) {
    match target.minutes_per_day {
        None => (target.per_day, None),
        Some(minutes) => ((minutes * 60 / mean_seconds(cards)).max(1), Some(minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::engine::Engine;
    use crate::practice::Why;
    use crate::testing::noon as now;

    fn engine(days: Option<i64>) -> Engine {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), now()).expect("opened");
        let mut target = engine.config().target.clone();
        target.date = days.map(|days| now().day() + chrono::TimeDelta::days(days));
        engine.set_target(target).expect("nothing to write");
        engine
    }

    #[test]
    fn setting_a_date_begins_a_plan_today_and_moving_it_begins_anew() {
        let mut engine = engine(Some(30));
        assert_eq!(engine.config().target.date_set, Some(now().day()));
        let tomorrow = now().plus(86_400.0);
        engine.turn_day(tomorrow).expect("read");
        let mut target = engine.config().target.clone();
        target.per_day = 5;
        engine.set_target(target.clone()).expect("nothing to write");
        assert_eq!(engine.config().target.date_set, Some(now().day()), "the same date keeps its plan");
        target.date = target.date.and_then(|date| date.succ_opt());
        engine.set_target(target.clone()).expect("nothing to write");
        assert_eq!(engine.config().target.date_set, Some(tomorrow.day()));
        target.date = None;
        engine.set_target(target).expect("nothing to write");
        assert_eq!(engine.config().target.date_set, None);
        assert!(engine.figures().plan(tomorrow).days.is_empty());
    }

    #[test]
    fn the_draw_keeps_to_the_plan_for_the_questions_of_the_target_alone() {
        let engine = engine(Some(10));
        let plan = engine.figures().plan(now());
        assert!(!plan.enough && plan.enough_per_day.is_some_and(|needed| needed > plan.per_day));
        let account = engine.figures().account(now());
        assert_eq!((plan.questions, plan.unseen), (account.questions, account.unseen));
        let wish = engine.wish(now());
        assert!(matches!(engine.figures().stage(&wish, now()), Some(PlanStage::Paced { new }) if new == 5));
        let mut other = wish.clone();
        other.filter.topics = vec!["caching".into()];
        assert_eq!(engine.figures().stage(&other, now()), None);
        assert!(engine.draw(&wish, now()).iter().all(|pick| pick.why == Why::New));
    }

    #[test]
    fn an_interview_today_or_past_leaves_an_ordinary_evening() {
        for days in [0, -5] {
            let (over, none) = (engine(Some(days)), engine(None));
            assert!(over.figures().plan(now()).days.is_empty());
            assert_eq!(over.draw(&over.wish(now()), now()), none.draw(&none.wish(now()), now()));
        }
    }
}
