//! How an answer of a drill is judged: ticking, rating, saving and undoing.

use super::{After, Before, DrillCourse, Judged, Leech};
use crate::history::{Mode, Rating};
use crate::practice::{Answer, Closing, Judging, Review, Turn};
use crate::session::desk::Desk;
use crate::session::keep;
use crate::session::step::{News, Order, SoundOrder, WentOn};

impl DrillCourse {
    pub(super) fn with_review(&mut self, change: impl FnOnce(&mut Review)) {
        if let Some(review) = self.review_mut() {
            change(review);
        }
    }

    pub(super) fn accept_said(&mut self, points: &[String], desk: &Desk<'_>) {
        let engine = desk.engine;
        self.with_review(|review| {
            let mentions = engine.hearing().mentions(review, review.answer().replies());
            review.accept(points, &mentions);
        });
    }

    pub(super) fn miss_the_rest(&mut self, desk: &Desk<'_>) {
        let engine = desk.engine;
        self.with_review(|review| review.miss_the_rest(&engine.hearing().mentions(review, review.answer().replies())));
    }

    pub(super) fn keep_ticks(&mut self, desk: &mut Desk<'_>) {
        desk.keeps = true;
        keep(self, desk);
    }

    /// Moves on to the rating, which needs every point judged, and ticks that either the answer supports or the
    /// candidate stands by.
    pub(super) fn close_ticks(&mut self, desk: &mut Desk<'_>) {
        let engine = desk.engine;
        let Some(review) = self.review_mut().filter(|review| review.judging() == Judging::Ticking) else { return };
        let mentions = engine.hearing().mentions(review, review.answer().replies());
        let closing = review.close(&mentions);
        match closing {
            Closing::Done => review.to_rating(),
            // The candidate was asked, and wants the sheet to stay as it is.
            Closing::Unjudged => return self.rate(None, After::Judgement, desk),
            // That this was asked is kept beyond this run, so that it is not asked twice.
            Closing::Doubted => self.keep_ticks(desk),
            Closing::Untouched | Closing::NotJudged(_) | Closing::SpokenFor(_) => {}
        }
        desk.tell(closing.into());
    }

    pub(super) fn rate(&mut self, rating: Option<Rating>, after: After, desk: &mut Desk<'_>) {
        let now = desk.now;
        let Some(record) = self.review_mut().and_then(|review| review.rate(rating, now)) else { return };
        let record = desk.engine.questions().balanced(record);
        self.judged = Some(Judged { record: record.id.clone(), asked_again: false, saved: false });
        self.write(after, record, desk);
    }

    /// The judgement is in the log: does what follows from a rating.
    pub(super) fn judgement_saved(&mut self, goes_on: bool, desk: &mut Desk<'_>) {
        let Some(Turn::Reviewing(review)) = &self.turn else { return };
        let Judging::Rated(rating) = review.judging() else { return };
        desk.order(Order::Drop(review.answer().id().clone()));
        let (name, engine) = (review.answer().name(), desk.engine);
        let practice = review.answer().mode() == Mode::Practice;
        let due = engine.questions().due(name).filter(|_| !practice);
        self.drill.note(review, due);
        if let Some(judged) = &mut self.judged {
            judged.saved = true;
        }
        if rating == Some(Rating::Again) {
            let again = engine.config().retry_failed && !self.left_over && self.drill.ask_again(review.answer());
            if let Some(judged) = &mut self.judged {
                judged.asked_again = again;
            }
            if engine.questions().is_leech(name) {
                self.leech = Some(engine.questions().easier(name, desk.now).map_or(Leech::Split, Leech::Easier));
            }
        }
        keep(self, desk);
        desk.tell(News::Rated);
        // A leech leaves a choice, and after the last question there is nothing to move on to: what else can be done with
        // the answer is done now or not at all. So the drill does not move on without the candidate.
        if goes_on && self.leech.is_none() && self.drill.has_next() {
            if let Some(rating) = rating {
                let again = self.judged.as_ref().is_some_and(|judged| judged.asked_again);
                desk.tell(News::WentOn(WentOn { rating, due, practice, again }));
            }
            self.go_on(desk);
        }
    }

    /// Moves on to the next question. The candidate can come back until that one is touched.
    fn go_on(&mut self, desk: &mut Desk<'_>) {
        let (drill, left_over) = (self.drill.clone(), self.left_over);
        let (turn, judged) = (self.turn.take(), self.judged.take());
        self.next(desk);
        if let (Some(turn), Some(judged), true) = (turn, judged, self.turn.is_some()) {
            self.before = Some(Box::new(Before { drill, turn, judged, left_over }));
        }
    }

    /// Goes back to the previous question, if the current one is untouched.
    fn go_back(&mut self, desk: &mut Desk<'_>) {
        if !self.can_go_back() {
            return;
        }
        if let Some(before) = self.before.take() {
            desk.sound(SoundOrder::Hush);
            (self.drill, self.turn) = (before.drill, Some(before.turn));
            (self.judged, self.left_over) = (Some(before.judged), before.left_over);
        }
    }

    pub(super) fn undo(&mut self, desk: &mut Desk<'_>) {
        self.go_back(desk);
        let Some(judged) = self.judged.take() else { return desk.tell(News::NothingToTakeBack) };
        let Some(review) = self.review_mut() else { return };
        review.unrate();
        let name = review.answer().name().clone();
        if judged.asked_again {
            self.drill.forget_retry(&name);
        }
        if judged.saved {
            self.drill.forget_last();
        }
        self.leech = None;
        self.reread(desk);
        // What was taken over from the coach since then is undone with it.
        let attempt = self.answer_at_all().map(Answer::id);
        let later = attempt.map(|attempt| desk.engine.questions().taken_over_since(attempt)).unwrap_or_default();
        let records = std::iter::once(judged.record).chain(later);
        let undone = records.map(|record| desk.engine.questions().undo_of(record, desk.now)).collect();
        desk.order(Order::Append(undone));
        keep(self, desk);
        desk.settles = true;
        desk.tell(News::TakenBack);
    }

    pub(super) fn suspend(&self, desk: &mut Desk<'_>) {
        let Some(review) = self.review().filter(|review| review.judging() != Judging::Ticking) else { return };
        let name = review.answer().name();
        let suspended = !desk.engine.questions().is_suspended(name);
        desk.append(desk.engine.questions().suspend(name, suspended, desk.now));
        desk.tell(News::Suspended(suspended));
    }

    /// Changes the review and keeps the result; if there is nothing left to keep, drops its draft.
    pub(super) fn change_review(&mut self, desk: &mut Desk<'_>, change: impl FnOnce(&mut Self, &mut Desk<'_>)) {
        let has_draft = |course: &Self, now| course.review().is_some_and(|review| review.draft(now).is_some());
        let before = has_draft(self, desk.now);
        change(self, desk);
        let gone = before && !has_draft(self, desk.now) && !self.is_judged();
        if let Some(id) = self.answer_at_all().filter(|_| gone).map(|answer| answer.id().clone()) {
            desk.order(Order::Drop(id));
        }
        self.keep_ticks(desk);
    }
}
