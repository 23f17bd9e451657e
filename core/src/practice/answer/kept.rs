//! An answer on disk: what is needed to continue it after a crash or on another day.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Answer, Phase};
use crate::assess::Ticks;
use crate::bank::{Question, QuestionId};
use crate::history::{Cursor, Draft, DraftStage, Medium, Mode, Rating, RecordId, Spent, Take, Tick};
use crate::moment::Moment;
use crate::practice::put::Put;
use crate::practice::rules::Rules;
use crate::practice::stopwatch::{Lap, Stopwatch};

/// Field of a draft: how many clarifications were given.
const CLARIFIED: &str = "clarified";

/// Field of a draft: the story being told.
const STORY: &str = "story";
/// Field of a draft: the follow-ups asked after the answer, with the replies.
const REPLIES: &str = "replies";

/// Field of a draft: what is ticked.
pub(in crate::practice) const TICKS: &str = "ticks";

/// Field of a draft: how well the replies held.
pub(in crate::practice) const HELD: &str = "held";

/// Field of a draft: whether the candidate was already asked about ticks that the answer's words do not support.
pub(in crate::practice) const ASKED_ABOUT: &str = "asked_about";

/// Field of a draft: notes being written for a question that has none.
pub(in crate::practice) const JOTTED: &str = "notes";

/// Field of a draft: the rating under the cursor, if the candidate moved it.
pub(in crate::practice) const LEANING: &str = "leaning";

/// A judgement in progress, not yet in the log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// What is ticked; `None` if ticking has not begun.
    pub ticks: Option<Ticks>,
    /// How well the replies to follow-ups held, by index.
    pub held: BTreeMap<usize, Tick>,
    /// Whether the candidate was already asked about ticks that the answer's words do not support.
    pub asked_about: bool,
    /// Notes being written for a question that has none.
    pub jotted: String,
    /// The rating under the cursor, if the candidate moved it.
    pub leaning: Option<Rating>,
}

impl Sheet {
    /// Whether there is nothing to restore.
    pub fn is_empty(&self) -> bool {
        self.ticks.is_none() && self.held.is_empty() && self.jotted.is_empty() && self.leaning.is_none()
    }
}

/// An answer of a drill in progress, as kept on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerProgress {
    /// The id that the attempt will have.
    pub id: RecordId,
    /// The question.
    pub name: QuestionId,
    /// Index of the wording that was asked: 0 is the prompt.
    pub wording: usize,
    /// The mode in which the question was asked.
    pub mode: Mode,
    /// How it is being given; [`Medium::None`] while the candidate is thinking.
    pub medium: Medium,
    /// The text typed so far.
    pub text: String,
    /// Thinking and answering time so far.
    pub spent: Spent,
    /// Number of hints shown.
    pub hints: usize,
    /// Number of clarifications given.
    pub clarified: usize,
    /// Whether the answer has been given and only the prediction or the judgement is missing.
    pub done: bool,
    /// One entry for each time the answer was spoken.
    pub takes: Vec<Take>,
    /// Index of the take that counts.
    pub take: usize,
    /// The follow-ups asked after the answer, with the replies so far.
    pub replies: Vec<Put>,
    /// Whether the last follow-up is still being replied to.
    pub replying: bool,
    /// How far it was judged, if the notes were already open.
    pub sheet: Sheet,
    /// The story being told, if one was chosen.
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
                held: draft.other.get(HELD).and_then(|held| BTreeMap::deserialize(held).ok()).unwrap_or_default(),
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
    /// Continues an answer that was interrupted by a crash or left for later.
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

    /// The draft to keep on disk for an answer of a drill until its attempt is in the log. `None` while the candidate
    /// is still thinking.
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

    /// Everything for which a draft has no field of its own.
    fn kept_besides(&self) -> serde_json::Map<String, Value> {
        let clarified = (self.clarified > 0).then(|| (CLARIFIED.to_owned(), self.clarified.into()));
        let replies = Some(&self.replies).filter(|replies| !replies.is_empty());
        let replies = replies.and_then(|replies| Some((REPLIES.to_owned(), serde_json::to_value(replies).ok()?)));
        let story = self.story.as_ref().map(|story| (STORY.to_owned(), story.as_str().into()));
        clarified.into_iter().chain(replies).chain(story).collect()
    }
}

/// The answer in progress of a mock, as stored in the mock's progress.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::practice) struct Current {
    /// The id that the attempt will have.
    pub(in crate::practice) id: RecordId,
    pub(in crate::practice) medium: Medium,
    pub(in crate::practice) text: String,
    pub(in crate::practice) spent: Spent,
    pub(in crate::practice) clarified: usize,
    pub(in crate::practice) follow_ups: Vec<Put>,
    /// File name of the recording of the answer, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::practice) recording: Option<String>,
    /// "Don't know" was said, and the candidate is replying to a smaller step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::practice) gave_up: bool,
    /// The story being told, if one was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::practice) story: Option<RecordId>,
}

impl Answer {
    /// This answer as it is stored within the progress of a mock.
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

    /// Continues an answer of a mock, just asked afresh, from what the mock's progress kept.
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
