//! Mocks that were begun: going on with them, their debriefs, and the list of all of them.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Engine;
use crate::assess::KeptCard;
use crate::bank::{Dimension, Prompts};
use crate::history::{
    Attempt, Body, Cursor, Draft, DraftError, DraftStage, HistoryError, Judgement, Mode, Record, RecordId, Sitting,
    SittingRow, SittingState,
};
use crate::json;
use crate::moment::Moment;
use crate::practice::mock::{Answer, Debrief, Mock, Plan, Progress, ResumeError, Stage};
use crate::practice::{Rules, Turn};

/// The field of a draft that holds how far a mock got.
const FIELD: &str = "mock";

/// A mock that was begun.
#[derive(Clone, Debug, PartialEq)]
pub struct MockRow {
    /// The sitting.
    pub id: RecordId,
    /// Name of the loop.
    pub loop_: String,
    /// Practice day of its beginning.
    pub day: NaiveDate,
    /// When something was last heard of it.
    pub changed_at: DateTime<FixedOffset>,
    /// Where it stands.
    pub state: SittingState,
    /// How far it got; none: it was held by a friend, or its record is of another make.
    pub progress: Option<Progress>,
    /// Answers in the log.
    pub answers: u32,
    /// Its scorecard, where there is one.
    pub card: Option<KeptCard>,
}

impl MockRow {
    /// What people read for it: the loop's title, or its name.
    pub fn title(&self) -> &str {
        self.progress.as_ref().map_or(&self.loop_, |progress| &progress.plan.title)
    }

    /// Whether there is more to be asked, and it was not given up.
    pub fn is_open(&self) -> bool {
        let more = self.progress.as_ref().is_some_and(|progress| progress.stage != Stage::Over);
        more && matches!(self.state, SittingState::Started | SittingState::Paused)
    }

    /// Whether it can be gone on with, given up or not.
    pub fn can_resume(&self) -> bool {
        let more = self.progress.as_ref().is_some_and(|progress| progress.stage != Stage::Over);
        more && self.state != SittingState::Finished && self.card.is_none()
    }
}

/// A mock that an earlier run was torn away from.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftMock {
    /// The sitting.
    pub id: RecordId,
    /// How far it got, the answer in progress included.
    pub progress: Progress,
    /// When it was last kept.
    pub saved_at: DateTime<FixedOffset>,
}

impl Engine {
    /// The rules of a mock: the level is the plan's.
    fn mock_rules(&self, plan: &Plan) -> Rules {
        Rules { level: plan.level, ..self.rules() }
    }

    /// Begins a mock. The record is for the log.
    pub fn begin_mock(&self, plan: Plan, now: Moment) -> (Mock, Record) {
        let rules = self.mock_rules(&plan);
        Mock::begin(plan, rules, now)
    }

    /// Keeps a mock with the answer in progress: on the disk within a second, written by another thread. Until it is
    /// dropped or released no other Hotseat goes on with it.
    pub fn keep_mock(&mut self, mock: &Mock, now: Moment) -> Result<(), DraftError> {
        let progress = mock.progress();
        let Some(next) = progress.next() else { return Ok(()) };
        let kept = serde_json::to_value(progress).unwrap_or_default();
        self.drafts.keep(Draft {
            id: mock.id().clone(),
            question: next.question.clone(),
            revision: 1,
            sitting: Some(mock.id().clone()),
            mode: Mode::Mock,
            medium: progress.medium(),
            text: progress.text().to_owned(),
            cursor: Cursor::default(),
            seconds: progress.spent(),
            hints: 0,
            wording: 0,
            target_seconds: mock.target(),
            prediction: None,
            takes: Vec::new(),
            take: 0,
            started_at: now.wall,
            saved_at: now.wall,
            stage: match progress.stage {
                Stage::Replying => DraftStage::FollowUp,
                Stage::Answering => DraftStage::Answering,
                Stage::Break | Stage::Asking | Stage::Over => DraftStage::Thinking,
            },
            other: serde_json::Map::from_iter([(FIELD.to_owned(), kept)]),
        })
    }

    /// A record of a mock that is left, given up or through has all of it: its draft is not needed any more.
    pub(super) fn drop_settled_mocks(&mut self, saved: &[Record]) {
        for record in saved {
            if let Body::Sitting(sitting) = &record.body
                && sitting.mode == Mode::Mock
                && sitting.state != SittingState::Started
            {
                // A draft that stays does no harm: the log is ahead of it.
                let _ = self.drafts.drop_draft(&sitting.sitting);
            }
        }
    }

    /// The mock that an earlier run was torn away from, the newest first. What another running Hotseat has on its screen
    /// is not it.
    pub fn left_mock(&self) -> Option<LeftMock> {
        self.drafts.mocks().into_iter().find_map(|draft| self.left(draft))
    }

    /// A draft, unless the log is ahead of it.
    pub(super) fn left(&self, draft: Draft) -> Option<LeftMock> {
        let progress: Progress = json::of_value(draft.other.get(FIELD)?).ok()?;
        let row = self.history.sitting(&draft.id).ok()??;
        let in_log = progress.attempt().is_some_and(|attempt| self.history.contains(attempt).unwrap_or(false));
        let newer = draft.saved_at >= row.changed_at && !in_log;
        let progress = if newer { progress } else { json::of_value(&row.sitting.progress).ok()? };
        let open = row.sitting.state == SittingState::Started && progress.stage != Stage::Over;
        open.then_some(LeftMock { id: draft.id, progress, saved_at: draft.saved_at })
    }

    /// Goes on with a mock that was left, given up or interrupted.
    pub fn resume_mock(&self, id: &RecordId, now: Moment) -> Result<Mock, String> {
        if let Some(left) = self.drafts.mocks().into_iter().filter(|d| d.id == *id).find_map(|d| self.left(d)) {
            let rules = self.mock_rules(&left.progress.plan);
            return Mock::restore(left.id, left.progress, rules, now).map_err(|error| error.to_string());
        }
        let row = self.history.sitting(id).map_err(|error| error.to_string())?;
        let Some(row) = row else { return Err(format!("there is no mock {id}")) };
        let rules = plan_of(&row.sitting).map_or(self.rules(), |plan| self.mock_rules(&plan));
        Mock::resume(&row.sitting, rules, now).map_err(|error: ResumeError| error.to_string())
    }

    /// All mocks, the one that changed last first.
    pub fn mocks(&self) -> Result<Vec<MockRow>, HistoryError> {
        let rows = self.history.sittings()?;
        let rows = rows.into_iter().rev().filter(|row| row.sitting.mode == Mode::Mock);
        rows.map(|row| self.mock_row(row)).collect()
    }

    /// The mock that changed last.
    pub fn last_mock(&self) -> Option<MockRow> {
        let row = self.history.last_sitting(Some(Mode::Mock)).ok()??;
        self.mock_row(row).ok()
    }

    /// The newest mock of a loop that waits to be gone on with and is on no other screen.
    pub fn waiting_mock(&self, loop_: &str) -> Option<MockRow> {
        let mocks = self.mocks().unwrap_or_default();
        mocks.into_iter().find(|mock| mock.is_open() && mock.loop_ == loop_ && !self.is_live(&mock.id))
    }

    /// One mock.
    pub fn mock(&self, id: &RecordId) -> Result<Option<MockRow>, HistoryError> {
        let row = self.history.sitting(id)?.filter(|row| row.sitting.mode == Mode::Mock);
        row.map(|row| self.mock_row(row)).transpose()
    }

    fn mock_row(&self, row: SittingRow) -> Result<MockRow, HistoryError> {
        let id = row.sitting.sitting;
        let card = self.history.scorecard(&id)?;
        Ok(MockRow {
            card: card.and_then(|record| match record.body {
                Body::Scorecard(card) => json::of_value(&card.card).ok(),
                _ => None,
            }),
            id,
            loop_: row.sitting.loop_.unwrap_or_default(),
            day: row.day,
            changed_at: row.changed_at,
            state: row.sitting.state,
            progress: json::of_value(&row.sitting.progress).ok(),
            answers: row.attempts,
        })
    }

    /// The debrief of a mock as far as it got. Nothing is written.
    pub fn debrief(&self, id: &RecordId, now: Moment) -> Result<Debrief, String> {
        let row = self.mock(id).map_err(|error| error.to_string())?;
        let Some(MockRow { progress: Some(progress), card, .. }) = row else {
            return Err("Nothing was kept of this mock but its scorecard.".to_owned());
        };
        let mut answers = Vec::new();
        for given in &progress.given {
            let record = self.history.record(&given.attempt).map_err(|error| error.to_string())?;
            let Some(Record { body: Body::Attempt(attempt), .. }) = record else { continue };
            let planned = progress.plan.questions().find(|planned| planned.question == given.question);
            let Some(question) = planned.map(|planned| self.mock_question(planned)) else { continue };
            let rules = self.mock_rules(&progress.plan);
            let turn = Turn::judge_later(given.attempt.clone(), &attempt, question.into(), rules, now);
            let before = self.judgement(&given.attempt)?;
            answers.push(answer(turn, &attempt, given, before.as_ref()));
        }
        let interview: (Vec<Dimension>, Prompts) = self.mock_interview(&progress.plan.loop_);
        Ok(Debrief::new(id.clone(), progress.plan, progress.predictions, answers, interview, card.as_ref()))
    }

    fn judgement(&self, attempt: &RecordId) -> Result<Option<Judgement>, String> {
        let record = self.history.judgement_of(attempt).map_err(|error| error.to_string())?;
        Ok(record.and_then(|record| match record.body {
            Body::Judgement(judgement) => Some(judgement),
            _ => None,
        }))
    }

    /// The judgement of an answer of a debrief, as the settings want it: whether and when it moves the schedule.
    pub fn judge_mock(&self, debrief: &mut Debrief, at: usize, now: Moment) -> Option<Record> {
        debrief.judge(at, self.config.mock_schedules, now).map(|record| self.balanced(record))
    }
}

fn answer(turn: Turn, attempt: &Attempt, given: &crate::practice::mock::Given, before: Option<&Judgement>) -> Answer {
    Answer::new(turn, attempt, given.round, given.clarified, given.follow_ups.clone(), before)
}

fn plan_of(sitting: &Sitting) -> Option<Plan> {
    json::of_value(sitting.progress.get("plan")?).ok()
}
