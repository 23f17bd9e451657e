//! What an evening has room for: answers or minutes, in the medium used, and when the next long question may come.

use chrono::{Days, NaiveDate};

use crate::bank::QuestionId;
use crate::engine::Figures;
use crate::history::{AttemptFilter, Standing};
use crate::memory::plan::mean_seconds;
use crate::memory::{LONG_EVERY, is_long};
use crate::moment::Moment;
use crate::practice::{Lengths, OPENERS, Pick};

/// How many of the newest answers the share of typed ones is learned from.
const NEWEST: u32 = 30;

impl Figures<'_> {
    /// How long questions take, learned from the newest answers. Read from the log once, and again after something
    /// was saved.
    pub fn lengths(self) -> Lengths {
        *self.engine.lengths.get_or_init(|| {
            let newest = AttemptFilter { limit: Some(NEWEST), ..AttemptFilter::default() };
            // If the log cannot be read, that is reported elsewhere, wherever it matters.
            let outcomes = self.engine.history.outcomes(&newest).unwrap_or_default();
            Lengths::learned(outcomes.iter().map(|outcome| outcome.medium), self.engine.config.typed_factor)
        })
    }

    /// Seconds that a question is expected to take, including thinking time; 0 if no bank has it.
    pub fn seconds(self, question: &QuestionId) -> u32 {
        self.engine.library.entry(question).map_or(0, |entry| self.lengths().of(entry.seconds))
    }

    /// The same for several questions together.
    pub fn seconds_of(self, picks: &[Pick]) -> u32 {
        picks.iter().fold(0, |sum: u32, pick| sum.saturating_add(self.seconds(&pick.question)))
    }

    /// Seconds that today's answers were expected to take.
    pub(in crate::engine) fn done_seconds(self) -> u32 {
        self.engine.asked.1.iter().fold(0, |sum: u32, question| sum.saturating_add(self.seconds(question)))
    }

    /// How many answers a whole day has room for, and how many today still has; if minutes are what counts, as many
    /// as fit on average.
    pub(in crate::engine) fn places(self, now: Moment) -> (usize, usize) {
        let wish = self.engine.wish(now);
        let Some(seconds) = wish.seconds else {
            return (wish.count, wish.count.saturating_sub(self.engine.asked.1.len()));
        };
        let mean = mean_seconds(&self.cards(now));
        let day = (seconds / mean).max(1) as usize;
        (day, (seconds.saturating_sub(self.done_seconds()) / mean) as usize)
    }

    /// The first day on which another long question may be asked: a week after the last one at the earliest, and
    /// never on the very first evening.
    pub(in crate::engine) fn long_from(self, now: Moment) -> NaiveDate {
        let today = now.day();
        let tomorrow = today.succ_opt().unwrap_or(today);
        let long = |question: &QuestionId| self.engine.library.entry(question).is_some_and(|e| is_long(e.seconds));
        let last = self.engine.standings.values().filter_map(last_day_and_name);
        let last = last.filter(|(_, question)| long(question)).map(|(day, _)| day);
        let asked = self.engine.asked.1.iter().filter(|question| long(question)).map(|_| today);
        let after = last.chain(asked).max().and_then(|day| day.checked_add_days(Days::new(LONG_EVERY)));
        let after = after.unwrap_or(today);
        if self.is_first_evening(now) { after.max(tomorrow) } else { after }
    }

    /// How many short questions the first evening still has to open with; 0 on later evenings.
    pub(in crate::engine) fn openers(self, now: Moment) -> usize {
        if self.is_first_evening(now) { OPENERS.saturating_sub(self.engine.asked.1.len()) } else { 0 }
    }

    /// Whether nothing was answered on an earlier day.
    fn is_first_evening(self, now: Moment) -> bool {
        !self.engine.standings.values().filter_map(last_day_and_name).any(|(day, _)| day < now.day())
            && self.engine.standings.values().all(|standing| standing.attempts <= 1)
    }
}

fn last_day_and_name(standing: &Standing) -> Option<(NaiveDate, &QuestionId)> {
    Some((standing.remembered?.last_day, &standing.question))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;
    use crate::config::{Config, Target};
    use crate::engine::Engine;
    use crate::history::testing::{rated, typed};
    use crate::history::{Body, Rating, Record};
    use crate::testing::noon;

    fn engine(target: Target) -> Engine {
        Engine::in_memory(Config { target, ..Config::default() }, Library::builtin(), noon()).expect("opened")
    }

    #[test]
    fn an_evening_of_minutes_is_packed_to_them_and_may_be_chosen_for_once() {
        let mut engine = engine(Target { minutes_per_day: Some(30), ..Target::default() });
        let tonight = engine.figures().tonight(noon());
        assert!((1_500..=1_800).contains(&tonight.seconds), "{}", tonight.seconds);
        assert_eq!(tonight.minutes, Some(30));
        engine.choose_evening(Some(60), noon()).expect("nothing to write");
        let longer = engine.figures().tonight(noon());
        assert!((3_000..=3_600).contains(&longer.seconds), "{}", longer.seconds);
        let tomorrow = noon().plus(86_400.0);
        assert_eq!(engine.minutes(tomorrow.day()), Some(30), "for one evening alone");
        engine.choose_evening(None, noon()).expect("nothing to write");
        assert_eq!(engine.figures().tonight(noon()), tonight);
    }

    #[test]
    fn the_plan_begins_with_what_home_offers_in_minutes_too() {
        let date = noon().day() + chrono::TimeDelta::days(20);
        for minutes_per_day in [None, Some(30), Some(90)] {
            let engine = engine(Target { date: Some(date), minutes_per_day, ..Target::default() });
            let (plan, tonight) = (engine.figures().plan(noon()), engine.figures().tonight(noon()));
            let first = &plan.days[0];
            assert_eq!((first.new + first.review + first.window) as usize, tonight.picks.len());
            assert_eq!(first.seconds, tonight.seconds);
            assert_eq!(plan.minutes_per_day, minutes_per_day);
            if let Some(minutes) = minutes_per_day {
                assert!(plan.days.iter().all(|day| day.seconds <= 60 * minutes));
            }
        }
    }

    #[test]
    fn a_first_evening_has_openers_and_no_long_one() {
        let mut engine = engine(Target::default());
        assert_eq!(engine.figures().openers(noon()), OPENERS);
        let picks = engine.figures().tonight(noon()).picks;
        let long = |pick: &Pick| is_long(engine.library().entry(&pick.question).expect("known").seconds);
        assert!(!picks.iter().any(long));
        let first = picks[0].question.clone();
        let attempt = Record::new(noon(), Body::Attempt(typed(first.clone(), "words")));
        let judgement = Body::Judgement(rated(attempt.id.clone(), first, Rating::Good));
        engine.save(vec![attempt, Record::new(noon().plus(1.0), judgement)], noon()).expect("saved");
        assert_eq!(engine.figures().openers(noon()), OPENERS - 1);
        assert_eq!(engine.figures().openers(noon().plus(86_400.0)), 0);
    }
}
