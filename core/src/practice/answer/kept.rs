//! An answer on the disk: what it takes to go on with it after a crash, or on another day.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Phase};
use crate::assess::Ticks;
use crate::bank::{Question, QuestionId};
use crate::history::{Cursor, Draft, DraftStage, Medium, Mode, Rating, RecordId, Spent, Take};
use crate::moment::Moment;
use crate::practice::put::Put;
use crate::practice::rules::Rules;
use crate::practice::stopwatch::{Lap, Stopwatch};

/// The field of a draft that holds how many clarifications were given.
const CLARIFIED: &str = "clarified";

/// The field of a draft that holds the story that is told.
const STORY: &str = "story";
/// The field of a draft that holds what was asked after the answer, with the replies.
const REPLIES: &str = "replies";

/// The field of a draft that holds what is ticked.
pub(in crate::practice) const TICKS: &str = "ticks";

/// The field of a draft that says that ticks without words were asked about.
pub(in crate::practice) const ASKED_ABOUT: &str = "asked_about";

/// The field of a draft that holds notes being written on a question without any.
pub(in crate::practice) const JOTTED: &str = "notes";

/// The field of a draft that holds the rating under the cursor, where the candidate moved it.
pub(in crate::practice) const LEANING: &str = "leaning";

/// How far an answer is judged whose judgement is not in the log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What is ticked.
    pub ticks: Option<Ticks>,
    /// Whether ticks without words were asked about.
    pub asked_about: bool,
    /// Notes being written on a question without any.
    pub jotted: String,
    /// The rating that the candidate was about to give.
    pub leaning: Option<Rating>,
}

impl Sheet {
    /// Whether there is nothing to go on with.
    pub fn is_empty(&self) -> bool {
        self.ticks.is_none() && self.jotted.is_empty() && self.leaning.is_none()
    }
}

/// An answer of a drill in progress, as it is kept on the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerProgress {
    /// The id that the attempt is going to have.
    pub id: RecordId,
    /// Which question.
    pub name: QuestionId,
    /// Index of the wording that was asked.
    pub wording: usize,
    /// In which setting.
    pub mode: Mode,
    /// How it is being given; `None` while the candidate thinks.
    pub medium: Medium,
    /// The text so far.
    pub text: String,
    /// The time so far.
    pub spent: Spent,
    /// Hints shown.
    pub hints: usize,
    /// Clarifications given.
    pub clarified: usize,
    /// Whether the answer is done and only the prediction is missing.
    pub done: bool,
    /// Each time that it was spoken.
    pub takes: Vec<Take>,
    /// Which of them counts, from 0.
    pub take: usize,
    /// What was asked after it, with the replies so far.
    pub replies: Vec<Put>,
    /// Whether the last of them is being replied to.
    pub replying: bool,
    /// How far it was judged, where the notes were open already.
    pub sheet: Sheet,
    /// The story that is told, if one was chosen.
    pub story: Option<RecordId>,
}

impl From<Draft> for AnswerProgress {
    fn from(draft: Draft) -> Self {
        Self {
            id: draft.id,
            name: draft.question,
            wording: draft.wording as usize,
            mode: draft.mode,
            medium: draft.medium,
            text: draft.text,
            spent: draft.seconds,
            hints: draft.hints as usize,
            clarified: draft.other.get(CLARIFIED).and_then(Value::as_u64).and_then(|n| n.try_into().ok()).unwrap_or(0),
            done: matches!(draft.stage, DraftStage::Predicting | DraftStage::Judging),
            replying: draft.stage == DraftStage::FollowUp,
            replies: draft.other.get(REPLIES).and_then(|kept| Vec::deserialize(kept).ok()).unwrap_or_default(),
            sheet: Sheet {
                ticks: draft.other.get(TICKS).and_then(|ticks| Ticks::deserialize(ticks).ok()),
                asked_about: draft.other.get(ASKED_ABOUT).and_then(Value::as_bool).unwrap_or(false),
                jotted: draft.other.get(JOTTED).and_then(Value::as_str).unwrap_or_default().to_owned(),
                leaning: draft.other.get(LEANING).and_then(|rating| Rating::deserialize(rating).ok()),
            },
            story: draft.other.get(STORY).and_then(|story| RecordId::deserialize(story).ok()),
            takes: draft.takes,
            take: draft.take,
        }
    }
}

impl Answer {
    /// Goes on with an answer that a crash or a leave interrupted.
    pub fn recover(progress: AnswerProgress, question: Rc<Question>, rules: Rules, now: Moment) -> Self {
        let replying = progress.replies.last().filter(|_| progress.replying).map(|put| put.seconds);
        let (phase, lap) = match (progress.done, progress.medium) {
            _ if replying.is_some() => (Phase::Replying, Lap::Answer),
            (true, _) => (Phase::Given, Lap::Off),
            (false, Medium::None) => (Phase::Thinking, Lap::Think),
            (false, _) => (Phase::Answering, Lap::Answer),
        };
        let on_the_clock = replying.map_or(progress.spent, |answer| Spent { answer, ..Spent::default() });
        Self {
            id: progress.id,
            hints: progress.hints.min(question.hints.len()),
            clarified: progress.clarified.min(question.clarifications.len()),
            phase,
            watch: Stopwatch::resume(on_the_clock, lap, now),
            spent: progress.spent,
            replies: progress.replies,
            medium: progress.medium,
            text: progress.text,
            take: progress.take.min(progress.takes.len().saturating_sub(1)),
            takes: progress.takes,
            story: progress.story,
            ..Self::ask(progress.name, question, progress.wording, progress.mode, rules, now)
        }
    }

    /// What has to be on the disk of an answer of a drill while the attempt is not: nothing before the first sign of work.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        if self.phase == Phase::Thinking {
            return None;
        }
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Some(Draft {
            id: self.id.clone(),
            question: self.name.clone(),
            revision: 1,
            sitting: None,
            mode: self.mode,
            medium: self.medium,
            text: self.text.clone(),
            cursor: Cursor::default(),
            seconds: self.spent(),
            hints: small(self.hints),
            wording: small(self.wording),
            target_seconds: 0,
            prediction: None,
            started_at: now.wall,
            saved_at: now.wall,
            stage: match self.phase {
                Phase::Given => DraftStage::Predicting,
                Phase::Replying => DraftStage::FollowUp,
                Phase::Thinking | Phase::Answering => DraftStage::Answering,
            },
            takes: self.takes.clone(),
            take: self.take,
            other: self.kept_besides(),
        })
    }

    /// What a draft has no field for.
    fn kept_besides(&self) -> serde_json::Map<String, Value> {
        let clarified = (self.clarified > 0).then(|| (CLARIFIED.to_owned(), self.clarified.into()));
        let replies = Some(&self.replies).filter(|replies| !replies.is_empty());
        let replies = replies.and_then(|replies| Some((REPLIES.to_owned(), serde_json::to_value(replies).ok()?)));
        let story = self.story.as_ref().map(|story| (STORY.to_owned(), story.as_str().into()));
        clarified.into_iter().chain(replies).chain(story).collect()
    }
}

/// The answer in progress of a mock, as the mock's progress keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::practice) struct Current {
    /// The id that the attempt is going to have.
    pub(in crate::practice) id: RecordId,
    pub(in crate::practice) medium: Medium,
    pub(in crate::practice) text: String,
    pub(in crate::practice) spent: Spent,
    pub(in crate::practice) clarified: usize,
    pub(in crate::practice) follow_ups: Vec<Put>,
    /// File name of the recording of the answer, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::practice) recording: Option<String>,
    /// "Don't know" was said, and a smaller step is being replied to.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::practice) gave_up: bool,
    /// The story that is told, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::practice) story: Option<RecordId>,
}

impl Answer {
    /// It as part of a mock's progress.
    pub(in crate::practice) fn current(&self) -> Current {
        Current {
            id: self.id.clone(),
            medium: self.medium,
            text: self.text.clone(),
            spent: self.spent(),
            clarified: self.clarified,
            follow_ups: self.replies.clone(),
            recording: self.recording().map(str::to_owned),
            gave_up: self.gave_up,
            story: self.story.clone(),
        }
    }

    /// Goes on with an answer of a mock that was just asked anew, from what its progress kept.
    pub(in crate::practice) fn restore(mut self, phase: Phase, kept: Current, now: Moment) -> Self {
        let (spent, lap) = match phase {
            Phase::Thinking => (kept.spent, Lap::Think),
            Phase::Answering => (kept.spent, Lap::Answer),
            Phase::Replying | Phase::Given => {
                let seconds = kept.follow_ups.last().map_or(0.0, |put| put.seconds);
                (Spent { answer: seconds, ..Spent::default() }, Lap::Answer)
            }
        };
        self.id = kept.id;
        self.phase = phase;
        self.medium = kept.medium;
        self.text = kept.text;
        self.spent = kept.spent;
        self.clarified = kept.clarified.min(self.question.clarifications.len());
        self.replies = kept.follow_ups;
        self.gave_up = kept.gave_up;
        self.story = kept.story;
        if kept.medium == Medium::Spoken {
            self.takes = vec![Take { recording: kept.recording, seconds: Spent::default() }];
        }
        self.run_clock(spent, lap, now);
        self
    }
}
