//! What an earlier run left: an answer in progress, or an attempt that was never judged.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::{Engine, LeftMock};
use crate::assess::Ticks;
use crate::bank::QuestionId;
use crate::history::{Attempt, Body, Judgement, RecordId};
use crate::practice::{AnswerProgress, Pick, Why};

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
        /// What was ticked already.
        ticks: Option<Ticks>,
    },
}

impl Kept {
    /// Which question.
    pub fn question(&self) -> &QuestionId {
        match self {
            Self::Draft { progress, .. } => &progress.name,
            Self::Unjudged { attempt, .. } => &attempt.question,
        }
    }

    /// The id that the attempt has or is going to have.
    pub fn id(&self) -> &RecordId {
        match self {
            Self::Draft { progress, .. } => &progress.id,
            Self::Unjudged { id, .. } => id,
        }
    }

    /// It as a question of a drill.
    pub fn pick(&self) -> Pick {
        Pick { question: self.question().clone(), why: Why::Due }
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
        // An attempt whose draft is still there was saved before the crash: of the draft only its ticks count.
        let mut ticked: HashMap<RecordId, Ticks> = HashMap::new();
        kept.retain_mut(|kept| match kept {
            Kept::Draft { progress, .. } if self.history.contains(&progress.id).unwrap_or(false) => {
                match progress.ticks.take() {
                    Some(ticks) => drop(ticked.insert(progress.id.clone(), ticks)),
                    None => self.drafts.tidy(&progress.id),
                }
                false
            }
            _ => true,
        });
        let unjudged = self.history.unjudged();
        if let Ok(rows) = &unjudged {
            let judged = |id: &&RecordId| rows.iter().all(|row| row.id != **id);
            ticked.keys().filter(judged).for_each(|id| self.drafts.tidy(id));
        }
        match unjudged {
            Ok(rows) => kept.extend(rows.into_iter().rev().filter(|row| !self.is_live(&row.id)).filter_map(|row| {
                let attempt = self.attempt(&row.id).ok()??;
                let ticks = ticked.remove(&row.id).or_else(|| self.taken_back(&row.id));
                Some(Kept::Unjudged { id: row.id, attempt: Box::new(attempt), ticks })
            })),
            Err(error) => warnings.push(error.to_string()),
        }
        kept.retain(|kept| self.library.entry(kept.question()).is_some());
        (kept, left, warnings)
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
