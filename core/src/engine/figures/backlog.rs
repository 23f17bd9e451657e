//! The backlog, when more is due than a day has room for, as after some days away: how it is spread, whether it is
//! worked off before the interview, and its wording.

use chrono::{Days, NaiveDate};

use crate::bank::{Entry, QuestionId};
use crate::engine::Figures;
use crate::history::Record;
use crate::memory::backlog::{Waiting, left_over, spread};
use crate::memory::plan::{PlanStage, gain};
use crate::memory::{is_due, may_be_asked};
use crate::moment::Moment;
use crate::practice::most_due;
use crate::practice::words::count;

/// The fewest days since the last answer that are called being away.
const AWAY: i64 = 3;

/// Due questions that do not fit into today. None of them is dropped automatically: each waits for a day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Days since the last answer. None if they are too few to be called away.
    pub away: Option<u32>,
    /// How many questions of the target are due.
    pub due: usize,
    /// How many due questions a day has room for.
    pub a_day: usize,
    /// The day on which nothing is left over. None if it does not come within a year at this pace.
    pub until: Option<NaiveDate>,
    /// The questions that the days before the interview do not get to. None if there is no date, or the days suffice.
    pub over: Option<Over>,
}

/// What would be left of a backlog on the day of the interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// The day of the interview.
    pub date: NaiveDate,
    /// The questions to drop, whose answers gain least by then.
    pub drop: Vec<QuestionId>,
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

    /// "Past the interview on Mon 14 Dec: 24 left over". None if the backlog is worked off before.
    pub fn over_words(&self) -> Option<String> {
        let over = self.over.as_ref()?;
        let date = over.date.format("%a %-d %b");
        Some(format!("Past the interview on {date}: {} left over", over.drop.len()))
    }
}

impl Figures<'_> {
    /// The backlog. None if everything due fits into today, or if the window before the date decides what is asked
    /// and gets to all of it.
    pub fn backlog(self, now: Moment) -> Option<Backlog> {
        let today = now.day();
        let wish = self.engine.wish(now);
        let open: Vec<&Entry> = self
            .target()
            .filter(|entry| !self.engine.asked.1.contains(&entry.id))
            .filter(|entry| may_be_asked(self.engine.standing(&entry.id), today))
            .collect();
        let unseen = open.iter().any(|entry| self.engine.remembered(&entry.id).is_none());
        let (day, left) = self.places(now);
        let date = self.engine.config.target.date.filter(|date| *date > today);
        let stage = self.stage(&wish, now);
        let window = matches!(stage, Some(PlanStage::Window { .. }));
        // How many due questions today still has room for, and how many a whole day has.
        let (today_takes, a_day) = match (stage, date) {
            (Some(PlanStage::Window { .. }), _) => (left, day),
            (Some(PlanStage::Paced { new }), Some(_)) if unseen => {
                let pace = new + self.introduced_today(today);
                (left.saturating_sub(new as usize), day.saturating_sub(pace as usize))
            }
            _ => (left.min(most_due(day, unseen)), most_due(day, unseen)),
        };
        let due = open.iter().filter_map(|entry| self.engine.standing(&entry.id));
        let due = due.filter(|standing| is_due(standing, today)).count();
        // After today's questions are done, a handful that waits for tomorrow is no backlog.
        if due <= if left == 0 { a_day } else { today_takes } {
            return None;
        }
        let known: Vec<_> =
            open.iter().filter_map(|entry| Some((&entry.id, self.engine.remembered(&entry.id)?))).collect();
        // Which questions go first changes nothing in how many are left each day, but decides which are left on the
        // date; so their worth only matters with a date.
        let worth = |memory| date.map_or(0.0, |date| gain(Some(memory), today, date, 0.0, &self.engine.model));
        let waiting: Vec<Waiting> =
            known.iter().map(|(_, memory)| Waiting { due: memory.due, worth: worth(memory) }).collect();
        let room = (today_takes, a_day);
        let days = spread(&waiting, today, room);
        let until = days.and_then(|days| today.checked_add_days(Days::new(days.len().saturating_sub(1) as u64)));
        let drop = date.filter(|date| until.is_none_or(|until| until >= *date)).map(|date| {
            // In the window before the date, due questions may take every place of a day.
            let window = self.window_from(date, now);
            let room = |on| match on {
                on if on == today => today_takes,
                on if window.is_some_and(|from| from <= on) => day,
                _ => a_day,
            };
            let left = left_over(&waiting, today, date, room);
            Over { date, drop: left.into_iter().map(|n| known[n].0.clone()).collect() }
        });
        let over = drop.filter(|over| !over.drop.is_empty());
        if window && over.is_none() {
            return None;
        }
        let last = self
            .engine
            .standings
            .values()
            .filter_map(|standing| standing.remembered)
            .map(|memory| memory.last_day)
            .max();
        let away = last.map(|last| (today - last).num_days()).filter(|days| *days >= AWAY);
        let away = away.and_then(|days| u32::try_from(days).ok());
        Some(Backlog { away, due: self.account(now).due, a_day, until, over })
    }

    /// The records that suspend what a backlog would leave over.
    pub fn drop_over(self, over: &Over, now: Moment) -> Vec<Record> {
        over.drop.iter().map(|question| self.engine.questions().suspend(question, true, now)).collect()
    }
}
