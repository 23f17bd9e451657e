//! The plan to the interview over the questions of the target.

use chrono::{Days, NaiveDate};

use crate::engine::Figures;
use crate::memory::Plan;
use crate::memory::plan::{self, Card, HORIZON, PlanStage, Terms};
use crate::moment::Moment;
use crate::practice::Wish;

/// With more questions than this no later date is looked for: each try is a plan of its own.
const SEARCHED: usize = 2_000;

impl Figures<'_> {
    /// The plan of the target.
    pub fn plan(self, now: Moment) -> Plan {
        let target = &self.engine.config.target;
        self.plan_for(target.date, target.per_day, now)
    }

    /// The plan that another date and another number of answers a day would give.
    pub fn plan_for(self, date: Option<NaiveDate>, per_day: u32, now: Moment) -> Plan {
        let cards = self.cards(now);
        match date {
            None => {
                let prior = self.engine.config.unseen_prior;
                Plan::without_date(&cards, now.day(), per_day, prior, &self.chances(), &self.engine.model)
            }
            Some(date) => {
                let terms = self.terms(date, now);
                // Another date would be planned for from today.
                let start = if Some(date) == self.engine.config.target.date { terms.start } else { now.day() };
                Plan::of(&cards, &Terms { start, per_day, ..terms }, &self.engine.model)
            }
        }
    }

    /// The first date, later than `date`, by which that many answers a day ask every question at least once. None: none
    /// within a year, or there are so many questions that looking for it would take too long.
    pub fn date_enough(self, date: NaiveDate, per_day: u32, now: Moment) -> Option<NaiveDate> {
        let cards = self.cards(now);
        if cards.len() > SEARCHED {
            return None;
        }
        let terms = Terms { start: now.day(), per_day, ..self.terms(date, now) };
        let last = now.day().checked_add_days(Days::new(HORIZON.unsigned_abs()))?;
        plan::first_date_enough(&cards, &terms, last, &self.engine.model)
    }

    /// What today is for; none: no date is set, or the wish is not for the questions of the target.
    pub(in crate::engine) fn stage(self, wish: &Wish, now: Moment) -> Option<PlanStage> {
        let date = self.engine.config.target.date?;
        (wish.filter == self.engine.target_filter()).then(|| self.terms(date, now).stage_today(&self.cards(now)))
    }

    /// The questions of the target, those asked today held until tomorrow.
    pub(in crate::engine) fn cards(self, now: Moment) -> Vec<Card> {
        let today = now.day();
        let tomorrow = today.succ_opt().unwrap_or(today);
        let filter = self.engine.target_filter();
        let entries = self.engine.library.entries().iter().filter(|entry| filter.admits(entry));
        entries
            .map(|entry| {
                let standing = self.engine.standing(&entry.id);
                let held = standing.and_then(|standing| standing.buried_until).unwrap_or(today);
                let first = if self.engine.asked.1.contains(&entry.id) { held.max(tomorrow) } else { held };
                Card {
                    remembered: standing.and_then(|standing| standing.remembered),
                    answers: standing.map_or(0, |standing| standing.attempts),
                    from: (!standing.is_some_and(|standing| standing.suspended)).then_some(first),
                }
            })
            .collect()
    }

    pub(in crate::engine) fn terms(self, date: NaiveDate, now: Moment) -> Terms {
        let today = now.day();
        let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        let first_time = |question: &&crate::bank::QuestionId| {
            self.engine.standing(question).is_some_and(|standing| {
                standing.attempts == 1 && standing.remembered.is_some_and(|memory| memory.last_day == today)
            })
        };
        Terms {
            start: self.engine.config.target.date_set.unwrap_or(today).min(today),
            today,
            date,
            per_day: self.engine.config.target.per_day,
            done_today: small(self.engine.asked.1.len()),
            introduced_today: small(self.engine.asked.1.iter().filter(first_time).count()),
            retention: self.engine.config.desired_retention,
            unseen_prior: self.engine.config.unseen_prior,
            chances: self.chances(),
        }
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
        assert_eq!(plan.questions, engine.figures().tonight(now()).questions);
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
