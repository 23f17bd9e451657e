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
use crate::practice::{AnswerProgress, Drill, Pick, Sheet};

/// Something that can be resumed.
#[derive(Clone, Debug, PartialEq)]
pub enum Kept {
    /// An answer in progress.
    Draft {
        /// How far the answer got.
        progress: AnswerProgress,
        /// When it was last written to the disk.
        saved_at: DateTime<FixedOffset>,
    },
    /// An attempt without a judgement.
    Unjudged {
        /// The id of the attempt.
        id: RecordId,
        /// The attempt itself.
        attempt: Box<Attempt>,
        /// How far its judgement got.
        sheet: Sheet,
    },
    /// A drill between two questions.
    Drill {
        /// The drill with its questions, and what became of them.
        drill: Box<Drill>,
        /// The question that comes next.
        next: Pick,
        /// When it was last written to the disk.
        saved_at: DateTime<FixedOffset>,
    },
}

impl Kept {
    /// The question that was being answered or judged, or that comes next.
    pub fn question(&self) -> &QuestionId {
        match self {
            Self::Draft { progress, .. } => &progress.name,
            Self::Unjudged { attempt, .. } => &attempt.question,
            Self::Drill { next, .. } => &next.question,
        }
    }

    /// The id that the attempt has or will have, or that of the drill.
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Draft { progress, .. } => &progress.id,
            Self::Unjudged { id, .. } => id,
            Self::Drill { drill, .. } => drill.id(),
        }
    }
}

impl Engine {
    /// What earlier runs left, answers in progress first, and warnings about what could not be read. It leaves out
    /// what another running Hotseat has on screen, and questions that no bank has any more.
    pub fn kept(&self) -> (Vec<Kept>, Vec<String>) {
        let (kept, _, warnings) = self.left_behind();
        (kept, warnings)
    }

    /// The same, together with the mock that an earlier run was interrupted in.
    pub fn left_behind(&self) -> (Vec<Kept>, Option<LeftMock>, Vec<String>) {
        let (mut kept, mocks, mut warnings) = self.drafts.orphans();
        let left = mocks.into_iter().find_map(|draft| self.mocks().left(draft));
        // If an attempt is in the log and its draft still exists, it was saved before the crash: of the draft only
        // the judgement counts.
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
        // A drill interrupted in the middle of an answer is resumed through that answer, and one that was not begun
        // is no loss.
        let between = self.left_drill().filter(|left| match left {
            Kept::Drill { drill, .. } if !drill.is_begun() => false,
            left => kept.iter().all(|kept| kept.question() != left.question()),
        });
        kept.extend(between);
        (kept, left, warnings)
    }

    /// The drill of this practice day that an earlier run left or was interrupted in, at its next question. Drills of
    /// earlier days are not resumed: another one is due by now.
    fn left_drill(&self) -> Option<Kept> {
        let left = self.left_work(Work::Drill).into_iter();
        let mut today = left.filter(|left| practice_day(left.saved_at) == self.asked.0);
        today.find_map(|left| {
            let mut drill: Drill = json::kept_value(&left.state)?;
            let waits = |question: &QuestionId| {
                self.history.unjudged().is_ok_and(|rows| rows.iter().any(|row| row.question == *question))
            };
            // The log may be further on than what was kept of the drill.
            drill.pass_over(|question| {
                !self.questions().is_known(question) || (self.asked.1.contains(question) && !waits(question))
            });
            let next = drill.current()?.clone();
            Some(Kept::Drill { drill: Box::new(drill), next, saved_at: left.saved_at })
        })
    }

    /// The drill that this answer or attempt belongs to.
    pub fn drill_of(&self, left: &Kept) -> Option<Drill> {
        if let Kept::Drill { drill, .. } = left {
            return Some((**drill).clone());
        }
        match self.left_drill()? {
            Kept::Drill { drill, next, .. } if next.question == *left.question() => Some(*drill),
            _ => None,
        }
    }

    /// A sentence about a drill of today that was not finished according to the history although nothing is left to
    /// resume: work in progress is kept beside the history, and its copies are as old as the last one. None if there is
    /// no such drill.
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
                "The drill that was in the middle cannot be gone on with: {asked} of its {} {} answered; Start asks what is \
                 left for today.",
                count(of, "question"),
                if asked == 1 { "was" } else { "were" }
            )
        })
    }

    /// Removes drills of earlier practice days, and those with no questions left to ask.
    pub fn sweep_drills(&mut self) {
        let current = self.left_drill().map(|left| left.id().clone());
        for left in self.left_work(Work::Drill) {
            if Some(&left.id) != current.as_ref() {
                // One that cannot be removed is tried again at the next start.
                let _ = self.drop_work(&left.id);
            }
        }
    }

    /// The ticks of a judgement that was undone, from which judging starts again. None if there are none.
    fn taken_back(&self, attempt: &RecordId) -> Option<Ticks> {
        let Body::Judgement(judgement) = self.history.judged_last(attempt).ok()??.body else { return None };
        let Judgement { points, mistakes, weak, .. } = judgement;
        Some(Ticks { points, mistakes, weak }).filter(|ticks| !ticks.is_empty())
    }

    /// The current state of something offered a while ago: another Hotseat may have taken it up since. The error says
    /// what became of it there.
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
