//! Mocks that were begun: resuming them, their debriefs, and the list of all of them.

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::assess::KeptCard;
use crate::bank::{Dimension, Pressure, Prompts};
use crate::config::MockPressure;
use crate::engine::Engine;
use crate::engine::Mocks;
use crate::history::{Body, Draft, HistoryError, Judgement, Mode, Record, RecordId, Sitting, SittingRow, SittingState};
use crate::json;
use crate::moment::Moment;
use crate::practice::mock::{self, Debrief, Debriefed, Mock, MockProgress, MockStage, Plan, Planned, ResumeError};
use crate::practice::{Review, Rules};

/// A mock that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct MockRow {
    /// The id of the sitting.
    pub id: RecordId,
    /// The name of the loop.
    pub loop_: String,
    /// The practice day on which it began.
    pub day: NaiveDate,
    /// When its state was last recorded.
    pub changed_at: DateTime<FixedOffset>,
    /// Whether it was started, paused, finished or given up.
    pub state: SittingState,
    /// How far it got. None if a friend held it, or if its record has another format.
    pub progress: Option<MockProgress>,
    /// How many of its answers are in the log.
    pub answers: u32,
    /// Its scorecard that counts, if there is one.
    pub card: Option<KeptCard>,
    /// The scorecard of the other judge, if both a friend and the candidate made one.
    pub other: Option<KeptCard>,
}

impl MockRow {
    /// The title of its loop, or else the name.
    pub fn title(&self) -> &str {
        self.progress.as_ref().map_or(&self.loop_, |progress| &progress.plan.title)
    }

    /// Whether there is more to ask and it was not given up.
    pub fn is_open(&self) -> bool {
        let more = self.progress.as_ref().is_some_and(|progress| progress.stage != MockStage::Over);
        more && matches!(self.state, SittingState::Started | SittingState::Paused)
    }

    /// Whether it can be resumed, given up or not.
    pub fn can_resume(&self) -> bool {
        let more = self.progress.as_ref().is_some_and(|progress| progress.stage != MockStage::Over);
        more && self.state != SittingState::Finished && self.card.is_none()
    }
}

/// A mock that an earlier run was interrupted in.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftMock {
    /// The id of the sitting.
    pub id: RecordId,
    /// How far it got, including the answer in progress.
    pub progress: MockProgress,
    /// When it was last written to the disk.
    pub saved_at: DateTime<FixedOffset>,
}

impl Mocks<'_> {
    /// The rules of a mock, which differ from those of a drill in the level: it is the plan's.
    fn mock_rules(self, plan: &Plan) -> Rules {
        Rules { level: plan.level, ..self.engine.rules() }
    }

    /// Begins a mock. The record has to be saved to the log.
    pub fn begin(self, plan: Plan, now: Moment) -> (Mock, Record) {
        let (rules, (_, prompts)) = (self.mock_rules(&plan), self.interview(&plan.loop_));
        let pressure = self.pressure(&plan.loop_);
        Mock::begin(plan, pressure, prompts, rules, now)
    }

    /// Whether a mock of this loop enforces its time limits: as the settings say, or else as the loop does.
    fn pressure(self, loop_: &str) -> Pressure {
        let of_loop = self.find_loop(loop_).and_then(|(_, one)| one.pressure);
        match self.engine.config.mock_pressure {
            MockPressure::Real => Pressure::Real,
            MockPressure::Gentle => Pressure::Gentle,
            MockPressure::Auto => of_loop.unwrap_or(Pressure::Real),
        }
    }

    /// The newest mock that an earlier run was interrupted in, and that no other running Hotseat has on screen.
    pub fn left_behind(self) -> Option<LeftMock> {
        self.engine.drafts.mocks().into_iter().find_map(|draft| self.left(draft))
    }

    /// The mock in a draft, or its state in the log if that is further on. None if it is over, paused or given up.
    pub(in crate::engine) fn left(self, draft: Draft) -> Option<LeftMock> {
        let progress = mock::progress_of(&draft)?;
        let row = self.engine.history.sitting(&draft.id).ok()??;
        let in_log = progress.attempt().is_some_and(|attempt| self.engine.history.contains(attempt).unwrap_or(false));
        let newer = draft.saved_at >= row.changed_at && !in_log;
        let progress = if newer { progress } else { json::kept_value(&row.sitting.progress)? };
        let open = row.sitting.state == SittingState::Started && progress.stage != MockStage::Over;
        open.then_some(LeftMock { id: draft.id, progress, saved_at: draft.saved_at })
    }

    /// Resumes a mock that was left, given up or interrupted.
    pub fn resume(self, id: &RecordId, now: Moment) -> Result<Mock, String> {
        let questions = |planned: &Planned| self.question(planned).into();
        let rules = |plan: &Plan| (self.interview(&plan.loop_).1, self.mock_rules(plan));
        if let Some(left) = self.engine.drafts.mocks().into_iter().filter(|d| d.id == *id).find_map(|d| self.left(d)) {
            let (prompts, rules) = rules(&left.progress.plan);
            let mock = Mock::restore(left.id, left.progress, prompts, rules, &questions, now);
            return mock.map_err(|error| error.to_string());
        }
        let row = self.engine.history.sitting(id).map_err(|error| error.to_string())?;
        let Some(row) = row else { return Err(format!("there is no mock {id}")) };
        let (prompts, rules) =
            plan_of(&row.sitting).map_or((Prompts::default(), self.engine.rules()), |plan| rules(&plan));
        Mock::resume(&row.sitting, prompts, rules, &questions, now).map_err(|error: ResumeError| error.to_string())
    }

    /// All mocks by the day on which they were held, newest first.
    pub fn all(self) -> Result<Vec<MockRow>, HistoryError> {
        let rows = self.engine.history.sittings()?;
        let rows = rows.into_iter().rev().filter(|row| row.sitting.mode == Mode::Mock);
        rows.map(|row| self.mock_row(row)).collect()
    }

    /// The mock that was held last.
    pub fn last(self) -> Option<MockRow> {
        let row = self.engine.history.last_sitting(Some(Mode::Mock)).ok()??;
        self.mock_row(row).ok()
    }

    /// The newest mock of a loop that waits to be resumed and is not open in another Hotseat.
    pub fn waiting(self, loop_: &str) -> Option<MockRow> {
        let mocks = self.all().unwrap_or_default();
        mocks.into_iter().find(|mock| mock.is_open() && mock.loop_ == loop_ && !self.engine.is_live(&mock.id))
    }

    /// One mock by the id of its sitting. None if there is none.
    pub fn find(self, id: &RecordId) -> Result<Option<MockRow>, HistoryError> {
        let row = self.engine.history.sitting(id)?.filter(|row| row.sitting.mode == Mode::Mock);
        row.map(|row| self.mock_row(row)).transpose()
    }

    fn mock_row(self, row: SittingRow) -> Result<MockRow, HistoryError> {
        let id = row.sitting.sitting;
        let (card, other) = KeptCard::of_both(self.engine.kept_cards(&id)?).unzip();
        Ok(MockRow {
            card,
            other: other.flatten(),
            id,
            loop_: row.sitting.loop_.unwrap_or_default(),
            day: row.day,
            changed_at: row.changed_at,
            state: row.sitting.state,
            progress: json::kept_value(&row.sitting.progress),
            answers: row.attempts,
        })
    }

    /// The debrief of a mock as far as it got. Nothing is written.
    pub fn debrief(self, id: &RecordId, now: Moment) -> Result<Debrief, String> {
        let row = self.find(id).map_err(|error| error.to_string())?;
        let Some(MockRow { progress: Some(progress), card, .. }) = row else {
            return Err("Nothing was kept of this mock but its scorecard.".to_owned());
        };
        let mut answers = Vec::new();
        for given in &progress.given {
            let attempt = self.engine.attempt(&given.attempt).map_err(|error| error.to_string())?;
            let Some(attempt) = attempt else { continue };
            let planned = progress.plan.questions().find(|planned| planned.question == given.question);
            let Some(question) = planned.map(|planned| self.question(planned)) else { continue };
            let rules = self.mock_rules(&progress.plan);
            let review = Review::later(given.attempt.clone(), &attempt, question.into(), rules, None, now);
            let judgements = self.judgements(&given.attempt).map_err(|error| error.to_string())?;
            let answer = Debriefed::new(review, &attempt, given, &judgements);
            let transcript = self.engine.history.transcript_of(&given.attempt).map_err(|error| error.to_string())?;
            answers.push(match transcript {
                Some(transcript) => answer.with_transcript(&transcript.text()),
                None => answer,
            });
        }
        let interview: (Vec<Dimension>, Prompts) = self.interview(&progress.plan.loop_);
        Ok(Debrief::new(id.clone(), progress.plan, progress.predictions, answers, interview, card.as_ref()))
    }

    /// All judgements of an attempt, by whoever judged it, oldest first.
    pub(in crate::engine) fn judgements(self, attempt: &RecordId) -> Result<Vec<Judgement>, HistoryError> {
        let records = self.engine.history.judgements_of(attempt)?;
        let judgement = |record: Record| match record.body {
            Body::Judgement(judgement) => Some((record.at, judgement)),
            _ => None,
        };
        let mut judgements: Vec<_> = records.into_iter().filter_map(judgement).collect();
        // At the same instant, as scripts produce it, a judgement after the coach is the later one.
        judgements.sort_by_key(|(at, judgement)| (*at, !judgement.after_coach.is_empty()));
        Ok(judgements.into_iter().map(|(_, judgement)| judgement).collect())
    }

    /// The judgement of an answer in a debrief, to be saved. The settings decide whether and when it moves the
    /// schedule.
    pub fn judge(self, debrief: &mut Debrief, at: usize, now: Moment) -> Option<Record> {
        debrief.judge(at, self.engine.config.mock_schedules, now).map(|record| self.engine.questions().balanced(record))
    }
}

impl Engine {
    /// Drops the drafts of mocks that are paused, given up or finished: their records contain everything.
    pub(in crate::engine) fn drop_settled_mocks(&mut self, saved: &[Record]) {
        for record in saved {
            if let Body::Sitting(sitting) = &record.body
                && sitting.mode == Mode::Mock
                && sitting.state != SittingState::Started
            {
                // A draft left behind does no harm, because the log is further on.
                let _ = self.drafts.drop_draft(&sitting.sitting);
            }
        }
    }
}

fn plan_of(sitting: &Sitting) -> Option<Plan> {
    json::kept_value(sitting.progress.get("plan")?)
}
