//! The account of the target's questions and the readiness: one function for each number that several pages show.

use crate::bank::Entry;
use crate::engine::Figures;
use crate::insight::Account;
use crate::memory::plan::{self, Plan};
use crate::moment::Moment;
use crate::practice::words::percent;

/// How ready the candidate is: chances to pass, each the mean over the questions of the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Readiness {
    /// The chance to pass today.
    pub now: f64,
    /// The chance to pass on the day of the interview if nothing more is done. None if no day is set, or it is past.
    pub stopped: Option<f64>,
    /// The chance to pass on that day if the plan is kept. None if there is no such day, or so many questions that
    /// planning them takes too long.
    pub kept: Option<f64>,
    /// How many answers this is based on. With none, nothing is claimed.
    pub answers: u32,
}

impl Readiness {
    /// The readiness that a plan comes to.
    pub fn of(plan: &Plan) -> Self {
        let planned = !plan.days.is_empty();
        Self {
            now: plan.readiness_now,
            stopped: planned.then_some(plan.readiness_if_stopped),
            kept: planned.then_some(plan.readiness),
            answers: plan.answers,
        }
    }

    /// "readiness 41 % today; on the day 62 % if you keep the plan, 38 % if you stop", or that there are no answers yet.
    pub fn words(self) -> String {
        if self.answers == 0 {
            return "readiness: no answers yet".to_owned();
        }
        let today = format!("readiness {} today", percent(self.now));
        match (self.kept, self.stopped) {
            // Three equal numbers would say nothing, so this says it in words.
            (Some(kept), Some(stopped)) if percent(kept) == percent(stopped) => {
                format!("{today}; on the day {}, and what the plan still adds is less than one percent", percent(kept))
            }
            (Some(kept), Some(stopped)) => {
                format!("{today}; on the day {} if you keep the plan, {} if you stop", percent(kept), percent(stopped))
            }
            (None, Some(stopped)) => format!("{today}; on the day {} if you stop", percent(stopped)),
            (_, None) => today,
        }
    }

    /// The same in few words: "ready 41 %, kept 62 %, stopped 38 %".
    pub fn short_words(self) -> String {
        if self.answers == 0 {
            return self.words();
        }
        let now = percent(self.now);
        match (self.kept, self.stopped) {
            (Some(kept), Some(stopped)) => format!("ready {now}, kept {}, stopped {}", percent(kept), percent(stopped)),
            (None, Some(stopped)) => format!("ready {now}, stopped {}", percent(stopped)),
            (_, None) => format!("readiness {now}"),
        }
    }
}

/// With more questions in the target than this, the first screen does without a plan: the time it takes would be felt
/// at the start.
const MOST_PLANNED: usize = 600;

impl<'a> Figures<'a> {
    /// The questions of the target.
    pub(in crate::engine) fn target(self) -> impl Iterator<Item = &'a Entry> {
        let filter = self.engine.target_filter();
        self.engine.library.entries().iter().filter(move |entry| filter.admits(entry))
    }

    /// The account of the target's questions today.
    pub fn account(self, now: Moment) -> Account {
        let bank = self.engine.library.entries().iter().filter(|entry| entry.retired.is_none()).count();
        Account::of(self.target().map(|entry| self.engine.standing(&entry.id)), bank, now.day())
    }

    /// The readiness, from the plan of the target.
    pub fn readiness(self, now: Moment) -> Readiness {
        Readiness::of(&self.plan(now))
    }

    /// The same, but quickly: for very many questions without the chance if the plan is kept.
    pub(in crate::engine) fn readiness_at_once(self, now: Moment) -> Readiness {
        if self.target().nth(MOST_PLANNED).is_none() {
            return self.readiness(now);
        }
        let (cards, day) = (self.cards(now), now.day());
        let on = |day| plan::readiness(&cards, day, &self.chances(), &self.engine.model);
        let date = self.engine.config.target.date.filter(|date| *date > day);
        Readiness { now: on(day), stopped: date.map(on), kept: None, answers: plan::answers(&cards) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_claimed_before_the_first_answer() {
        let none = Readiness { now: 0.5, stopped: Some(0.4), kept: Some(0.7), answers: 0 };
        assert_eq!((none.words(), none.short_words()), ("readiness: no answers yet".into(), none.words()));
        let some = Readiness { answers: 1, ..none };
        assert_eq!(some.words(), "readiness 50 % today; on the day 70 % if you keep the plan, 40 % if you stop");
        assert_eq!(some.short_words(), "ready 50 %, kept 70 %, stopped 40 %");
        let even = Readiness { stopped: Some(0.701), ..some };
        assert!(even.words().contains("what the plan still adds is less than one percent"), "{}", even.words());
        let undated = Readiness { stopped: None, kept: None, ..some };
        assert_eq!((undated.short_words(), undated.words()), ("readiness 50 %".into(), "readiness 50 % today".into()));
    }
}
