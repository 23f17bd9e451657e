//! What an earlier run left: an answer in progress, an attempt that was never judged, a drill between two questions.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::{Engine, LeftMock};
use crate::assess::Ticks;
use crate::bank::QuestionId;
use crate::history::{Attempt, Body, Judgement, Mode, RecordId, SittingState, Work};
use crate::json;
use crate::moment::practice_day;
use crate::practice::words::count;
use crate::practice::{AnswerProgress, Drill, Pick, Sheet, Why};

/// Something to go on with.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// An answer in progress.
    Draft {
        /// How far it got.
        progress: AnswerProgress,
        /// When it was last saved.
        saved_at: DateTime<FixedOffset>,
    },
    /// An attempt without a judgement.
    Unjudged {
        /// The attempt.
        id: RecordId,
        /// What was answered.
        attempt: Box<Attempt>,
        /// How far it was judged.
        sheet: Sheet,
    },
    /// A drill between two questions.
    Drill {
        /// Its questions, and what became of them.
        drill: Box<Drill>,
        /// The one that comes next.
        next: Pick,
        /// When it was last kept.
        saved_at: DateTime<FixedOffset>,
    },
}

impl Kept {
    /// Which question.
    pub fn question(&self) -> &QuestionId {
        match self {
            Self::Draft { progress, .. } => &progress.name,
            Self::Unjudged { attempt, .. } => &attempt.question,
            Self::Drill { next, .. } => &next.question,
        }
    }

    /// The id that the attempt has or is going to have, or that of the drill.
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Draft { progress, .. } => &progress.id,
            Self::Unjudged { id, .. } => id,
            Self::Drill { drill, .. } => drill.id(),
        }
    }

    /// It as a question of a drill.
    pub fn pick(&self) -> Pick {
        match self {
            Self::Drill { next, .. } => next.clone(),
            _ => Pick { question: self.question().clone(), why: Why::Due },
        }
    }
}

impl Engine {
    /// What earlier runs left, answers in progress first, and what could not be read. What another running
    /// Hotseat has on its screen is not among them, nor are questions that no bank has any more.
    pub fn kept(&self) -> (Vec<Kept>, Vec<String>) {
        let (kept, _, warnings) = self.left_behind();
        (kept, warnings)
    }

    /// The same, with the mock that an earlier run was torn away from.
    pub fn left_behind(&self) -> (Vec<Kept>, Option<LeftMock>, Vec<String>) {
        let (mut kept, mocks, mut warnings) = self.drafts.orphans();
        let left = mocks.into_iter().find_map(|draft| self.mocks().left(draft));
        // An attempt whose draft is still there was saved before the crash: of the draft only its judgement counts.
        let mut judging: HashMap<RecordId, Sheet> = HashMap::new();
        kept.retain_mut(|kept| match kept {
            Kept::Draft { progress, .. } if self.history.contains(&progress.id).unwrap_or(false) => {
                let sheet = std::mem::take(&mut progress.sheet);
                if sheet.is_empty() {
                    self.drafts.tidy(&progress.id);
                } else {
                    judging.insert(progress.id.clone(), sheet);
                }
                false
            }
            _ => true,
        });
        let unjudged = self.history.unjudged();
        if let Ok(rows) = &unjudged {
            let judged = |id: &&RecordId| rows.iter().all(|row| row.id != **id);
            judging.keys().filter(judged).for_each(|id| self.drafts.tidy(id));
        }
        match unjudged {
            Ok(rows) => kept.extend(rows.into_iter().rev().filter(|row| !self.is_live(&row.id)).filter_map(|row| {
                let attempt = self.attempt(&row.id).ok()??;
                let mut sheet = judging.remove(&row.id).unwrap_or_default();
                sheet.ticks = sheet.ticks.or_else(|| self.taken_back(&row.id));
                Some(Kept::Unjudged { id: row.id, attempt: Box::new(attempt), sheet })
            })),
            Err(error) => warnings.push(error.to_string()),
        }
        kept.retain(|kept| self.questions().is_known(kept.question()));
        // One in the middle of an answer goes on with that answer; one of which nothing was done is no loss.
        let between = self.left_drill().filter(|left| match left {
            Kept::Drill { drill, .. } if !drill.is_begun() => false,
            left => kept.iter().all(|kept| kept.question() != left.question()),
        });
        kept.extend(between);
        (kept, left, warnings)
    }

    /// The drill that an earlier run was torn away from or left on this practice day, at its next question. On another day
    /// another drill is due.
    pub fn left_drill(&self) -> Option<Kept> {
        let left = self.left_work(Work::Drill).into_iter();
        let mut today = left.filter(|left| practice_day(left.saved_at) == self.asked.0);
        today.find_map(|left| {
            let mut drill: Drill = json::of_value(&left.state).ok()?;
            let waits = |question: &QuestionId| {
                self.history.unjudged().is_ok_and(|rows| rows.iter().any(|row| row.question == *question))
            };
            // The log may be ahead of what was kept.
            drill.pass_over(|question| {
                !self.questions().is_known(question) || (self.asked.1.contains(question) && !waits(question))
            });
            let next = drill.current()?.clone();
            Some(Kept::Drill { drill: Box::new(drill), next, saved_at: left.saved_at })
        })
    }

    /// The drill in which this was left.
    pub fn drill_of(&self, left: &Kept) -> Option<Drill> {
        if let Kept::Drill { drill, .. } = left {
            return Some((**drill).clone());
        }
        match self.left_drill()? {
            Kept::Drill { drill, next, .. } if next.question == *left.question() => Some(*drill),
            _ => None,
        }
    }

    /// A drill of today that the history knows to be in the middle while nothing is left to go on with: what is in progress
    /// stands beside the history, and no copy of that brings it back. A sentence about it.
    pub fn lost_evening(&self) -> Option<String> {
        if self.left_drill().is_some() {
            return None;
        }
        let row = self.history.last_sitting(None).ok()??;
        let sitting = &row.sitting;
        let open = matches!(sitting.state, SittingState::Started | SittingState::Paused) && sitting.mode != Mode::Mock;
        let asked = sitting.questions.iter().filter(|question| self.asked.1.contains(*question)).count();
        let of = sitting.questions.len();
        (open && row.day == self.asked.0 && of > 1 && asked < of).then(|| {
            format!(
                "The drill that was in the middle cannot be gone on with: {asked} of its {} were answered; Start asks what is \
                 left for today.",
                count(of, "question")
            )
        })
    }

    /// Removes drills of earlier practice days, and those of which nothing is left to be asked.
    pub fn sweep_drills(&mut self) {
        let current = self.left_drill().map(|left| left.id().clone());
        for left in self.left_work(Work::Drill) {
            if Some(&left.id) != current.as_ref() {
                // One that stays is looked at again at the next start.
                let _ = self.drop_work(&left.id);
            }
        }
    }

    /// What a judgement had ticked that was taken back: judging begins there anew.
    fn taken_back(&self, attempt: &RecordId) -> Option<Ticks> {
        let Body::Judgement(judgement) = self.history.judged_last(attempt).ok()??.body else { return None };
        let Judgement { points, mistakes, weak, .. } = judgement;
        Some(Ticks { points, mistakes, weak }).filter(|ticks| !ticks.is_empty())
    }

    /// What was offered a while ago, as it stands now: another Hotseat may have gone on with it since. The error says what
    /// became of it there.
    pub fn still_kept(&self, offered: &Kept) -> Result<Kept, String> {
        let id = offered.id();
        if self.is_live(id) {
            let who = self.drafts.owner(id).map_or(String::new(), |process| format!(" (process {process})"));
            return Err(format!("Meanwhile another Hotseat{who} goes on with that answer."));
        }
        self.kept().0.into_iter().find(|kept| kept.id() == id).ok_or_else(|| {
            let done = if self.history.contains(id).unwrap_or(false) { "finished" } else { "thrown away" };
            format!("Meanwhile that answer was {done} in another Hotseat.")
        })
    }
}
