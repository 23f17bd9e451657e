//! Turns records into facts. Records may come from other versions and other tools: whatever does not fit is left out,
//! and what is no longer in any bank is shown by its id.

mod answers;
mod dimensions;
mod rounds;
mod scorecard;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::facts::{ReportedAnswer, Round, SittingReport, TierCount};
use super::materials::Materials;
use crate::assess::counts;
use crate::bank::{Level, Tier};
use crate::history::{Mode, SittingState};
use crate::insight::Tally;
use crate::json;
use crate::practice::mock::MockProgress;
use crate::practice::words::count;
use answers::Answers;
use dimensions::Dimensions;
use rounds::{only_round, planned_rounds};
use scorecard::{course, scorecard};

impl SittingReport {
    /// Gathers the facts of a sitting.
    pub fn of(materials: &Materials<'_>) -> Self {
        let sitting = &materials.row.sitting;
        let progress: Option<MockProgress> = json::kept_value(&sitting.progress);
        let level = materials.kept().map(|kept| kept.card.level).or(progress.as_ref().map(|p| p.plan.level));
        let level = level.unwrap_or(materials.level);
        let loop_ = sitting.loop_.clone();
        let dimensions = Dimensions(materials.notes.dimensions(loop_.as_deref().unwrap_or_default()));
        let answers = Answers { materials, dimensions: &dimensions, level };
        let rounds = match &progress {
            Some(progress) => planned_rounds(&answers, progress),
            None => vec![only_round(&answers)],
        };
        let title = match (&progress, &loop_) {
            (Some(progress), _) => progress.plan.title.clone(),
            (None, Some(loop_)) => loop_.clone(),
            (None, None) => "Drill".to_owned(),
        };
        let answers = || rounds.iter().flat_map(Round::answers);
        let mut days: Vec<NaiveDate> = answers().map(|answer| answer.day).collect();
        days.sort_unstable();
        days.dedup();
        if days.is_empty() {
            days.push(materials.row.day);
        }
        let mut report = Self {
            sitting: sitting.sitting.clone(),
            mode: sitting.mode,
            title,
            level,
            archetype: progress.as_ref().and_then(|progress| progress.plan.archetype),
            seed: sitting.seed,
            state: sitting.state,
            started_at: materials.row.started_at,
            written_on: materials.today,
            asked: rounds.iter().map(|round| round.questions.len()).sum(),
            answered: answers().count(),
            judged: answers().filter(|answer| answer.judged).count(),
            remarks: Vec::new(),
            tiers: tiers(answers(), level),
            scorecard: scorecard(materials, &dimensions),
            course: course(materials),
            days,
            rounds,
            loop_,
        };
        report.remarks = remarks(&report);
        report.remarks.extend(progress.and_then(|progress| progress.left_out_words()));
        report
    }
}

/// Remarks that a reader has to see first.
fn remarks(report: &SittingReport) -> Vec<String> {
    let mut remarks = Vec::new();
    let so_far = format!("{} of {} answered", report.answered, count(report.asked, "question"));
    match report.state {
        SittingState::Finished => {}
        SittingState::Started => remarks.push(format!("It is not over: {so_far} so far.")),
        SittingState::Paused => remarks.push(format!("It was left and can be resumed: {so_far} so far.")),
        SittingState::Abandoned => remarks.push(format!("It was given up: {so_far}.")),
    }
    if report.mode == Mode::Mock && report.scorecard.is_none() && report.answered > 0 {
        remarks.push(if report.judged == 0 {
            "It was not debriefed yet: nobody has held the answers against the notes, so there are times and answers \
             here, but no points and no scorecard."
                .to_owned()
        } else {
            format!(
                "Its debrief is not complete: {} of {} judged, and there is no scorecard yet.",
                report.judged,
                count(report.answered, "answer")
            )
        });
    }
    remarks
}

fn tiers<'a>(answers: impl Iterator<Item = &'a ReportedAnswer>, level: Level) -> Vec<TierCount> {
    let mut found: BTreeMap<Tier, Tally> = BTreeMap::new();
    for point in answers.flat_map(|answer| &answer.points).filter(|point| point.judged) {
        found.entry(point.tier).or_default().add(point.tick);
    }
    found.into_iter().map(|(tier, tally)| TierCount { tier, counts: counts(tier, level), tally }).collect()
}
