//! Mocks that a friend held: the sheet to fill in, and reading it once filled in.

use std::cell::RefCell;

use crate::assess::KeptCard;
use crate::engine::Mocks;
use crate::history::{AttemptFilter, Body, HistoryError, Record, RecordId};
use crate::moment::Moment;
use crate::practice::mock::{Against, Before, FilledSheet, HeldMock, Plan, SheetError};

/// Why a filled sheet is refused.
#[derive(Debug, thiserror::Error)]
pub enum ScoreError {
    /// The sheet says something impossible.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The log could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
}

impl Mocks<'_> {
    /// A blank sheet for a plan, to be filled in by the friend.
    pub fn blank_sheet(self, plan: &Plan, now: Moment) -> FilledSheet {
        let (dimensions, _) = self.interview(&plan.loop_);
        FilledSheet::blank(plan, &self.questions(plan), &dimensions, RecordId::fresh(now))
    }

    /// What a filled sheet amounts to, and the records that the log does not have yet. Nothing is written.
    pub fn held(self, text: &str, now: Moment) -> Result<HeldMock, ScoreError> {
        let sheet = FilledSheet::read(text)?;
        let (dimensions, prompts) = self.interview(&sheet.loop_);
        // The first error of the log; it is returned below, so the values that stand in for it do not matter.
        let failed = RefCell::new(None);
        let or_none = |found: Result<Before, HistoryError>| {
            found.unwrap_or_else(|error| {
                failed.borrow_mut().get_or_insert(error);
                Before::default()
            })
        };
        let held = HeldMock::of(
            &sheet,
            text,
            Against {
                questions: &|id| self.engine.library.question(&self.engine.schedule.renames.question(id.clone())).ok(),
                dimensions,
                prompts,
                rules: self.engine.rules(),
                schedules: self.engine.config.mock_schedules,
                before: &|sitting| or_none(self.before(sitting)),
                taken: &|id| {
                    self.engine.history.contains(id).unwrap_or_else(|error| {
                        failed.borrow_mut().get_or_insert(error);
                        false
                    })
                },
                now,
            },
        );
        if let Some(error) = failed.into_inner() {
            return Err(error.into());
        }
        let mut held = held.map_err(|error| error.placed(text))?;
        let balanced = |record: Record| match record.body {
            Body::Judgement(_) => self.engine.questions().balanced(record),
            _ => record,
        };
        held.records = held.records.into_iter().map(balanced).collect();
        Ok(held)
    }

    /// What the log already has of a mock that a friend held.
    fn before(self, sitting: &RecordId) -> Result<Before, HistoryError> {
        let history = &self.engine.history;
        let mut before = Before {
            card: self.engine.kept_cards(sitting)?.into_iter().rev().find(KeptCard::is_friends),
            progress: history.sitting(sitting)?.map(|row| row.sitting.progress),
            ..Before::default()
        };
        let of_sitting = AttemptFilter { sitting: Some(sitting.clone()), ..AttemptFilter::default() };
        for row in history.attempts(&of_sitting)? {
            if let Some(attempt) = self.engine.attempt(&row.id)? {
                before.judgements.insert(row.id.clone(), self.judgements(&row.id)?);
                before.attempts.insert(row.id, attempt);
            }
        }
        Ok(before)
    }
}

#[cfg(test)]
mod tests {
    use crate::assess::JudgedBy;
    use crate::bank::Library;
    use crate::config::Config;
    use crate::engine::{Engine, MockWish};
    use crate::history::Tick;
    use crate::practice::Mark;
    use crate::report::Format;
    use crate::testing::noon;

    #[test]
    fn what_a_friend_judged_stands_beside_what_the_candidate_makes_of_it() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("an engine");
        let wish = MockWish { seed: Some(7), ..MockWish::default() };
        let plan = engine.mocks().plan("daily", &wish, noon()).expect("a plan");
        let mut sheet = engine.mocks().blank_sheet(&plan, noon());
        for one in sheet.rounds.iter_mut().flat_map(|round| &mut round.questions) {
            one.points.iter_mut().for_each(|point| point.tick = Some(Tick::Hit));
        }
        let held = engine.mocks().held(&serde_json::to_string(&sheet).expect("JSON"), noon()).expect("held");
        engine.save(held.records, noon()).expect("saved");
        let mut debrief = engine.mocks().debrief(&held.sitting, noon()).expect("a debrief");
        assert_eq!((debrief.judged_by(), debrief.card()), (JudgedBy::Friend, held.card.clone()));
        let later = noon().plus(3600.0);
        let point = debrief.answers()[0].review.question().look_for[0].clone();
        debrief.judge_with(0, |review| review.mark(&Mark::Point(point.id, Tick::Missed)));
        let judgement = engine.mocks().judge(&mut debrief, 0, later).expect("changed");
        let card = debrief.scorecard(later);
        engine.save(vec![judgement, card], later).expect("saved");
        let again = engine.mocks().debrief(&held.sitting, later).expect("a debrief");
        let differences = again.differences();
        assert_eq!((again.judged_by(), differences.len()), (JudgedBy::Both, 1));
        let first = &differences[0].differences[0];
        assert_eq!((&*first.about, &*first.friend, &*first.candidate), (&*point.text, "there", "missing"));
        let row = engine.reports().find(Some(held.sitting.as_str())).expect("found");
        let report = engine.reports().sitting(&row, later).expect("a report").write(Format::Json);
        assert!(
            report.contains("\"judged_by\": \"both\"") && report.contains("\"candidate\": \"missing\""),
            "{report}"
        );
        assert!(report.contains("\"who\": \"the candidate\"") && report.contains("\"who\": \"a friend\""), "{report}");
        let mock = engine.mocks().find(&held.sitting).expect("read").expect("there");
        let [mine, friends] = [mock.card, mock.other].map(|kept| kept.expect("a verdict"));
        assert!(!mine.is_friends() && friends.is_friends() && friends.card == held.card, "both stand");
        // The friend's sheet, corrected and read again, counts from then on; the candidate's card is still kept
        // beside it.
        sheet.rounds[0].questions[0].numbers.values_mut().for_each(|number| *number = Some(2));
        let much_later = noon().plus(7200.0);
        let text = serde_json::to_string(&sheet).expect("JSON");
        let held = engine.mocks().held(&text, much_later).expect("held");
        engine.save(held.records, much_later).expect("saved");
        let mock = engine.mocks().find(&held.sitting).expect("read").expect("there");
        assert_eq!(mock.card.map(|kept| kept.card), Some(held.card.clone()), "the card is the one that was told");
        let mended = engine.mocks().debrief(&held.sitting, much_later).expect("a debrief");
        assert_eq!(mended.differences()[0].differences[0], *first);
        assert_eq!((mended.card().overall, mended.card().answers), (held.card.overall, held.card.answers));
        assert_eq!(
            mended.answers()[0].review.ticks().of(&again.answers()[0].review.question().look_for[0].id),
            Tick::Hit
        );
    }

    #[test]
    fn mocks_stand_by_the_day_on_which_they_were_held() {
        let mut engine = Engine::in_memory(Config::default(), Library::builtin(), noon()).expect("an engine");
        let wish = MockWish { seed: Some(7), ..MockWish::default() };
        let plan = engine.mocks().plan("daily", &wish, noon()).expect("a plan");
        // Read in another order than they were held in.
        for (name, day) in [("b", "2026-11-12"), ("c", "2026-11-18"), ("a", "2026-11-03")] {
            let mut sheet = engine.mocks().blank_sheet(&plan, noon());
            sheet.sitting = Some(name.parse().expect("a name"));
            sheet.held_on = Some(day.into());
            sheet.rounds[0].questions[0].points[0].tick = Some(Tick::Hit);
            let held = engine.mocks().held(&serde_json::to_string(&sheet).expect("JSON"), noon()).expect("held");
            engine.save(held.records, noon()).expect("saved");
        }
        let all = engine.mocks().all().expect("read");
        assert_eq!(all.iter().map(|mock| mock.id.as_str()).collect::<Vec<_>>(), ["c", "b", "a"]);
        assert_eq!(engine.mocks().last().expect("a mock").id.as_str(), "c");
        let last = engine.reports().find(None).expect("a mock");
        assert_eq!(last.sitting.sitting.as_str(), "c");
        let report = engine.reports().sitting(&last, noon()).expect("a report").write(Format::Json);
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let course = report["course"].as_array().expect("a course").iter();
        assert_eq!(course.map(|one| one["sitting"].as_str().expect("a name")).collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
