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
use crate::practice::words::count;
use crate::practice::{Pick, most_due};

/// The fewest days since the last answer that are called being away.
const AWAY: i64 = 3;

/// Due questions that do not fit into today. None of them is dropped automatically: each waits for a day of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// Days since the last answer. None if they are too few to be called away.
    pub away: Option<u32>,
    /// How many questions of the target are due.
    pub due: usize,
    /// How many of them tonight still asks.
    pub tonight: usize,
    /// How many due questions tomorrow has room for, beside the new ones that the plan asks then.
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
    /// "12 days away: 84 due, 2 of them tonight, then 20 a day until Thu 26 Nov".
    pub fn words(&self) -> String {
        let away = self.away.map_or(String::new(), |days| format!("{} away: ", count(days as usize, "day")));
        let first = match self.tonight {
            // What the interview comes too soon for is said beside it.
            tonight if tonight == self.a_day || self.over.is_some() => String::new(),
            0 => " from tomorrow on".to_owned(),
            tonight => format!(" {tonight} of them tonight, then"),
        };
        match self.until {
            Some(until) => {
                format!("{away}{} due,{first} {} a day until {}", self.due, self.a_day, until.format("%a %-d %b"))
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
        self.backlog_beside(&self.picks(now), now)
    }

    /// The same, beside the questions that tonight asks.
    pub(in crate::engine) fn backlog_beside(self, picks: &[Pick], now: Moment) -> Option<Backlog> {
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
        // How many due questions each day from tomorrow to the one before the date has room for.
        let before = date.map(|date| self.places_for_due(date, day, now)).unwrap_or_default();
        // How many due questions today still has room for, and how many tomorrow has.
        let (today_takes, a_day) = match (stage, date) {
            (Some(PlanStage::Window { .. }), _) => (left, day),
            (Some(PlanStage::Paced { new }), Some(_)) if unseen => {
                (left.saturating_sub(new as usize), before.first().copied().unwrap_or(day))
            }
            _ => (left.min(most_due(day, unseen)), most_due(day, unseen)),
        };
        let due = open.iter().filter_map(|entry| self.engine.standing(&entry.id));
        let due = due.filter(|standing| is_due(standing, today)).count();
        let asked = picks.iter().filter_map(|pick| self.engine.standing(&pick.question));
        let tonight = asked.filter(|standing| is_due(standing, today)).count();
        // After today's questions are done, a handful that waits for tomorrow is no backlog.
        if due <= if left == 0 { a_day } else { today_takes } {
            return None;
        }
        let known: Vec<_> =
            open.iter().filter_map(|entry| Some((&entry.id, self.engine.remembered(&entry.id)?))).collect();
        // Which questions go first changes nothing in how many are left each day, but decides which are left on the
        // date; so their worth only matters with a date.
        let worth = |memory| date.map_or(0.0, |date| gain(Some(memory), today, date, 0.0, &self.engine.model));
        // What comes due on the date or after it is none of the days before it.
        let known: Vec<_> = known.into_iter().filter(|(_, memory)| date.is_none_or(|date| memory.due < date)).collect();
        let waiting: Vec<Waiting> =
            known.iter().map(|(_, memory)| Waiting { due: memory.due, worth: worth(memory) }).collect();
        let room = |on: NaiveDate| match usize::try_from((on - today).num_days()) {
            Ok(0) => today_takes,
            Ok(n) => before.get(n - 1).copied().filter(|_| stage.is_some()).unwrap_or(a_day),
            Err(_) => 0,
        };
        let days = spread(&waiting, today, room);
        let until = days.and_then(|days| today.checked_add_days(Days::new(days.len().saturating_sub(1) as u64)));
        let drop = date.filter(|date| until.is_none_or(|until| until >= *date)).map(|date| {
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
        Some(Backlog { away, due: self.account(now).due, tonight, a_day, until, over })
    }

    /// The records that suspend what a backlog would leave over.
    pub fn drop_over(self, over: &Over, now: Moment) -> Vec<Record> {
        over.drop.iter().map(|question| self.engine.questions().suspend(question, true, now)).collect()
    }
}
