//! More is due than a day takes, as after some days away: how it is spread, and how that is said.

use chrono::{Days, NaiveDate};

use crate::bank::Entry;
use crate::engine::Figures;
use crate::memory::backlog::{Waiting, spread};
use crate::memory::may_be_asked;
use crate::memory::plan::PlanStage;
use crate::moment::Moment;
use crate::practice::most_due;
use crate::practice::words::count;

/// From this many days since the last answer on one was away.
const AWAY: i64 = 3;

/// Due questions that do not fit into today. None of them is dropped: each waits for a day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Days since the last answer, where they are enough to be called away.
    pub away: Option<u32>,
    /// Questions that are due today or before.
    pub due: usize,
    /// Due ones that a day takes.
    pub a_day: usize,
    /// The day on which nothing is left over. None: not within a year at this pace.
    pub until: Option<NaiveDate>,
}

impl Backlog {
    /// "12 days away: 84 due, 20 a day until Thu 26 Nov".
    pub fn words(&self) -> String {
        let away = self.away.map_or(String::new(), |days| format!("{} away: ", count(days as usize, "day")));
        match self.until {
            Some(until) => {
                format!("{away}{} due, {} a day until {}", self.due, self.a_day, until.format("%a %-d %b"))
            }
            None => format!("{away}{} due, and {} a day never catch up", self.due, self.a_day),
        }
    }
}

impl Figures<'_> {
    /// What is due and does not fit into today; none: it fits, or the window before the date decides what is asked.
    pub fn backlog(self, now: Moment) -> Option<Backlog> {
        let today = now.day();
        let wish = self.engine.wish(now);
        let filter = self.engine.target_filter();
        let open: Vec<&Entry> = self
            .engine
            .library
            .entries()
            .iter()
            .filter(|entry| filter.admits(entry) && !self.engine.asked.1.contains(&entry.id))
            .filter(|entry| may_be_asked(self.engine.standing(&entry.id), today))
            .collect();
        let unseen = open.iter().any(|entry| self.engine.remembered(&entry.id).is_none());
        let left = wish.count.saturating_sub(self.engine.asked.1.len());
        // Due ones that today still takes, and that a whole day takes.
        let (today_takes, a_day) = match (self.stage(&wish, now), self.engine.config.target.date) {
            (Some(PlanStage::Window { .. }), _) => return None,
            (Some(PlanStage::Paced { new }), Some(date)) if unseen => {
                let pace = new + self.terms(date, now).introduced_today;
                (left.saturating_sub(new as usize), wish.count.saturating_sub(pace as usize))
            }
            _ => (left.min(most_due(wish.count, unseen)), most_due(wish.count, unseen)),
        };
        let known = open.iter().filter_map(|entry| self.engine.remembered(&entry.id));
        let due = known.clone().filter(|memory| memory.due <= today).count();
        // On a day that is done, a handful that waits for tomorrow is no backlog.
        if due <= if left == 0 { a_day } else { today_takes } {
            return None;
        }
        // How many a day are left does not hang on which of them go first.
        let waiting: Vec<Waiting> = known.map(|memory| Waiting { due: memory.due, worth: 0.0 }).collect();
        let days = spread(&waiting, today, (today_takes, a_day));
        let last = self
            .engine
            .standings
            .values()
            .filter_map(|standing| standing.remembered)
            .map(|memory| memory.last_day)
            .max();
        let away = last.map(|last| (today - last).num_days()).filter(|days| *days >= AWAY);
        Some(Backlog {
            away: away.and_then(|days| u32::try_from(days).ok()),
            due,
            a_day,
            until: days.and_then(|days| today.checked_add_days(Days::new(days.len().saturating_sub(1) as u64))),
        })
    }
}
