//! Leaving a drill half-way, and continuing it.

use super::{After, DrillCourse};
use crate::engine::{Engine, Kept};
use crate::history::Medium;
use crate::moment::Moment;
use crate::practice::{Judging, Phase, Review, Turn};
use crate::session::course::Course as _;
use crate::session::desk::Desk;
use crate::session::step::{Left, News, Order, SoundOrder};
use crate::session::{keep, keep_work, listen, stop_recording};

/// Throws away what an earlier run left: a draft is deleted with its recordings, an attempt stays unrated for good, and
/// a drill is ended.
pub fn discard(left: &Kept, engine: &Engine, now: Moment) -> Vec<Order> {
    match left {
        Kept::Draft { progress, .. } => {
            let takes = progress.takes.iter().filter_map(|take| take.recording.clone());
            let replies = progress.replies.iter().filter_map(|put| put.recording.clone());
            let recordings = takes.chain(replies).collect();
            vec![Order::Drop(progress.id.clone()), Order::Sound(SoundOrder::Delete(recordings))]
        }
        Kept::Unjudged { id, attempt, .. } => {
            vec![Order::Append(vec![engine.questions().leave_unrated(id, attempt, now)])]
        }
        Kept::Drill { drill, .. } => vec![Order::DropWork(drill.id().clone()), Order::Append(vec![drill.end(now)])],
    }
}

impl DrillCourse {
    /// Continues a question of another drill, before the next one of this drill.
    pub(super) fn go_on_with(&mut self, left: Kept, desk: &mut Desk<'_>) {
        if self.turn.is_some() {
            self.drill.advance();
        }
        let question = left.question().clone();
        self.take_up(left, desk, |course| {
            course.drill.go_on_with(question);
            course.left_over = true;
        });
    }

    /// Continues this drill where it was left.
    pub(super) fn go_on_at(&mut self, left: Kept, desk: &mut Desk<'_>) {
        match left {
            Kept::Drill { .. } => self.ask(desk),
            left => self.take_up(left, desk, |_| {}),
        }
    }

    pub(super) fn take_up(&mut self, left: Kept, desk: &mut Desk<'_>, place: impl FnOnce(&mut Self)) {
        match desk.engine.questions().resume(left, desk.now) {
            Ok(turn) => {
                if let Some(answer) = turn.review().map(Review::answer) {
                    desk.order(Order::Drop(answer.id().clone()));
                    listen(answer, answer.replies(), desk);
                }
                self.show(turn, desk.now);
                place(self);
                // Ticks and notes are kept on disk under this run.
                if self.review().is_some_and(|review| review.draft(desk.now).is_some()) {
                    self.keep_ticks(desk);
                }
            }
            Err(error) => {
                desk.tell(News::Unreadable(error.to_string()));
                self.ask(desk);
            }
        }
    }

    pub(super) fn leave(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &self.turn else { return };
        let answer = turn.answer();
        stop_recording(answer, desk);
        desk.sound(SoundOrder::Hush);
        let nothing = answer.medium() == Medium::Typed && answer.text().trim().is_empty();
        let left = match turn {
            Turn::Answering(answer) if answer.phase() == Phase::Thinking => Left::Nothing,
            Turn::Answering(_) if nothing => {
                // There is nothing to continue, so the next start should not offer it.
                desk.order(Order::Drop(answer.id().clone()));
                Left::Nothing
            }
            Turn::Answering(_) => {
                keep(self, desk);
                Left::Answer
            }
            Turn::Reviewing(_) if self.after.contains(&After::Attempt) => Left::Unsaved,
            Turn::Reviewing(review) if matches!(review.judging(), Judging::Rated(_)) => Left::Nothing,
            Turn::Reviewing(_) => Left::Unjudged,
        };
        // What was begun is continued later, with the questions that were still to come.
        let waits = matches!(left, Left::Answer | Left::Unjudged | Left::Unsaved);
        let goes_on = waits || self.drill.has_next() || !self.is_judged();
        if goes_on && self.is_worth_keeping() {
            if waits {
                keep(self, desk);
            } else {
                keep_work(self, desk);
            }
            desk.append(self.drill.pause(desk.now));
        } else {
            desk.order(Order::DropWork(self.drill.id().clone()));
            desk.append(self.drill.end(desk.now));
        }
        desk.order(Order::Release);
        self.turn = None;
        desk.tell(News::Left(left));
    }

    /// Whether the drill itself is worth keeping, beyond the answer: it has several questions and has been begun.
    pub(super) fn is_worth_keeping(&self) -> bool {
        let begun = self.drill.is_begun() || self.answer().is_none_or(|answer| answer.phase() != Phase::Thinking);
        self.turn.is_some() && self.drill.has_several() && begun
    }
}
