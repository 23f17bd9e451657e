//! The course of a drill: one question after another, each with its notes and a rating, and what follows from that.

mod judging;
mod left;

use std::rc::Rc;

use super::course::Course;
use super::desk::Desk;
use super::intent::Intent;
use super::step::{News, Order, SoundOrder, Step};
use super::{Session, keep, listen, listen_ahead, stop_recording};
use crate::engine::{Engine, Kept};
use crate::history::{Draft, Mode, Record, RecordId, Unfinished, Work};
use crate::moment::Moment;
use crate::practice::{Answer, Drill, Judging, Phase, Pick, Review, Turn};
use crate::speech::kept;

pub use left::discard;

/// What to do about a leech, a question that keeps being failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leech {
    /// Ask this easier question first.
    Easier(Pick),
    /// There is no easier one: split or rewrite the question.
    Split,
}

/// What follows once something is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// The attempt: its draft is dropped, and its recordings are transcribed.
    Attempt,
    /// The judgement: when the question comes back, whether it is retried, and whether it is a leech.
    Judgement,
    /// Like [`After::Judgement`], and then the next question follows without being asked for.
    Kept,
}

/// The judgement of the current question, and what it led to.
#[derive(Debug)]
struct Judged {
    record: RecordId,
    /// Whether the question is to be retried because of it.
    asked_again: bool,
    /// Whether it is in the log, so that the summary of the drill has a line for it.
    saved: bool,
}

/// A question that the candidate has moved on from, as it stood then.
#[derive(Debug)]
struct Before {
    drill: Drill,
    turn: Turn,
    judged: Judged,
    left_over: bool,
}

/// The course of a drill.
#[derive(Debug)]
pub struct DrillCourse {
    drill: Drill,
    turn: Option<Turn>,
    /// What follows once the records being waited for are in the log, in this order.
    after: Vec<After>,
    /// The judgement that can be undone.
    judged: Option<Judged>,
    /// The previous question, whose rating can be undone until the current one is touched.
    before: Option<Box<Before>>,
    /// What to do about this question, if it is a leech.
    leech: Option<Leech>,
    /// Whether the question is left over from an earlier run, and so is not retried in this drill.
    left_over: bool,
    beating: bool,
    turned: bool,
    /// The drill as it was last kept on disk.
    kept: Option<Drill>,
}

impl Session<DrillCourse> {
    /// Begins a drill. `left` is what an earlier run left behind, which comes before `picks`. If the drill it belongs
    /// to can be continued, its remaining questions come after them.
    pub fn drill(picks: Vec<Pick>, left: Option<Kept>, seed: u64, engine: &Engine, now: Moment) -> (Self, Step) {
        let goes_on = left.as_ref().and_then(|left| engine.drill_of(left));
        let goes_on_there = goes_on.is_some();
        let (drill, started) = match goes_on {
            Some(mut drill) => {
                drill.ask_first(picks);
                drill.resume(now)
            }
            None => Drill::begin(picks, seed, now),
        };
        let mut desk = Desk::new(engine, now);
        desk.append(started);
        let mut course = DrillCourse {
            drill,
            turn: None,
            after: Vec::new(),
            judged: None,
            before: None,
            leech: None,
            left_over: false,
            beating: false,
            turned: false,
            kept: None,
        };
        match left {
            Some(left) if goes_on_there => course.go_on_at(left, &mut desk),
            Some(Kept::Drill { .. }) | None => course.ask(&mut desk),
            Some(left) => course.go_on_with(left, &mut desk),
        }
        Self::begun(course, desk)
    }

    /// Continues what an earlier run left behind, before the next question.
    pub fn go_on_with(&mut self, left: Kept, engine: &Engine, now: Moment) -> Step {
        let mut desk = Desk::new(engine, now);
        self.course.go_on_with(left, &mut desk);
        self.stand(&mut desk);
        self.close(desk)
    }
}

impl DrillCourse {
    /// The questions of the drill, and what became of them.
    pub fn drill(&self) -> &Drill {
        &self.drill
    }

    /// The question in progress; `None` when the drill is over.
    pub fn turn(&self) -> Option<&Turn> {
        self.turn.as_ref()
    }

    /// The answer beside its notes; `None` while they are closed.
    pub fn review(&self) -> Option<&Review> {
        self.turn.as_ref()?.review()
    }

    /// What to do about this question, if it is a leech.
    pub fn leech(&self) -> Option<&Leech> {
        self.leech.as_ref()
    }

    /// Whether there is a rating to undo.
    pub fn can_undo(&self) -> bool {
        self.judged.is_some() || self.can_go_back()
    }

    /// Whether the current question is untouched, so that the rating of the previous one can be undone.
    pub(super) fn can_go_back(&self) -> bool {
        // What was given already would be forgotten with the answer: the question would be asked anew without its price.
        let untouched = |answer: &Answer| {
            answer.phase() == Phase::Thinking && answer.hints().is_empty() && answer.clarifications().is_empty()
        };
        self.before.is_some() && self.answer().is_some_and(untouched)
    }

    /// Whether the question is left over from an earlier run.
    pub fn is_left_over(&self) -> bool {
        self.left_over
    }

    /// Whether the candidate can write notes for the question: its notes would be open, but it has none.
    pub fn lacks_notes(&self) -> bool {
        self.review().is_some_and(|review| review.judging() == Judging::Ticking && !review.question().has_notes())
    }

    fn review_mut(&mut self) -> Option<&mut Review> {
        match self.turn.as_mut()? {
            Turn::Answering(_) => None,
            Turn::Reviewing(review) => Some(review),
        }
    }

    /// Asks the current question, skipping any that cannot be read and telling why.
    fn ask(&mut self, desk: &mut Desk<'_>) {
        while let Some(pick) = self.drill.current() {
            match desk.engine.questions().ask(&pick.question, self.drill.wording(), pick.why.mode(), desk.now) {
                Ok(answer) => return self.show(answer.into(), desk.now),
                Err(error) => {
                    desk.tell(News::Unreadable(error.to_string()));
                    self.drill.advance();
                }
            }
        }
        self.end(desk);
    }

    fn show(&mut self, mut turn: Turn, now: Moment) {
        if let Turn::Answering(answer) = &mut turn {
            answer.set_heartbeat(now, self.beating);
        }
        self.turn = Some(turn);
        self.judged = None;
        self.before = None;
        self.leech = None;
        self.left_over = false;
        self.turned = true;
    }

    fn next(&mut self, desk: &mut Desk<'_>) {
        self.drill.advance();
        self.ask(desk);
    }

    fn end(&mut self, desk: &mut Desk<'_>) {
        self.turn = None;
        desk.append(self.drill.end(desk.now));
        desk.order(Order::DropWork(self.drill.id().clone()));
        desk.settles = true;
        desk.tell(News::Ended);
    }

    fn finish(&mut self, desk: &mut Desk<'_>) {
        let Some(Turn::Answering(answer)) = &mut self.turn else { return };
        let speaks = answer.clone();
        if answer.finish(desk.now) {
            stop_recording(&speaks, desk);
            listen_ahead(&speaks, desk);
            desk.settles = true;
            desk.tell(News::Given);
            keep(self, desk);
        } else if answer.phase() == Phase::Answering {
            desk.tell(News::NothingTyped);
        }
    }

    /// Asks one of the question's own follow-ups, before the notes open.
    fn follow_up(&mut self, desk: &mut Desk<'_>) {
        let (seed, now) = (desk.engine.seed(desk.now), desk.now);
        match self.answer_mut().map(|answer| answer.ask_more(seed, now)) {
            Some(true) => self.turned = true,
            Some(false) => desk.tell(News::NothingToAsk),
            None => {}
        }
    }

    /// "Don't know". During a reply, ends the reply.
    fn give_up(&mut self, desk: &mut Desk<'_>) {
        if self.answer().is_some_and(|answer| answer.phase() == Phase::Replying) {
            return self.finish(desk);
        }
        let Some(Turn::Answering(answer)) = &mut self.turn else { return };
        let speaks = answer.clone();
        if answer.give_up(desk.now) {
            stop_recording(&speaks, desk);
            desk.sound(SoundOrder::Hush);
            self.open(None, desk);
        }
    }

    /// The answer is complete: orders its attempt to be written, and opens the notes.
    fn open(&mut self, prediction: Option<u8>, desk: &mut Desk<'_>) {
        let opened = self.turn.as_mut().and_then(|turn| turn.open(prediction, self.drill.id(), desk.now));
        let Some(record) = opened else { return desk.tell(News::NoSuchPrediction) };
        let told = self.answer_at_all().and_then(|answer| answer.telling(desk.now));
        self.after.push(After::Attempt);
        desk.append_and_wait([Some(record), told].into_iter().flatten().collect());
        desk.tell(News::Opened);
    }

    fn write(&mut self, after: After, record: Record, desk: &mut Desk<'_>) {
        self.after.push(after);
        desk.append_and_wait(vec![record]);
    }

    /// The attempt is in the log, so its draft is no longer needed and its recordings can be transcribed.
    fn attempt_saved(&mut self, desk: &mut Desk<'_>) {
        let Some(answer) = self.answer_at_all() else { return };
        desk.order(Order::Drop(answer.id().clone()));
        let others = answer.other_recordings();
        if !others.is_empty() {
            desk.sound(SoundOrder::Delete(others));
        }
        listen(answer, answer.replies(), desk);
        if let Some(ahead) = desk.engine.coach().ahead(answer.id()) {
            desk.order(Order::AskAhead(Box::new(ahead)));
        }
        // Keeps what was ticked while the attempt could not be saved.
        keep(self, desk);
    }

    fn retry(&mut self, otherwise: bool, desk: &mut Desk<'_>) {
        let Some(review) = self.review().filter(|review| matches!(review.judging(), Judging::Rated(_))) else { return };
        let (name, wording) = (review.answer().name(), review.answer().wording() + usize::from(otherwise));
        let ticks = review.ticks().clone();
        match desk.engine.questions().ask(name, wording, Mode::Practice, desk.now) {
            Ok(retry) => self.show(retry.after(Some(ticks)).into(), desk.now),
            Err(error) => desk.tell(News::Unreadable(error.to_string())),
        }
    }

    fn easier(&mut self, desk: &mut Desk<'_>) {
        match self.leech.take() {
            Some(Leech::Easier(easier)) => {
                self.drill.ask_next(easier);
                self.next(desk);
            }
            other => self.leech = other,
        }
    }

    fn skip(&mut self, desk: &mut Desk<'_>) {
        let Some(answer) = self.answer().filter(|answer| answer.phase() == Phase::Thinking) else { return };
        desk.sound(SoundOrder::Hush);
        if answer.mode() != Mode::Practice {
            desk.append(desk.engine.questions().bury_until_tomorrow(answer.name(), desk.now));
            desk.tell(News::Skipped);
        }
        self.next(desk);
    }

    /// Rereads the question after it may have been edited. A rated answer stays as it was judged.
    fn reread(&mut self, desk: &mut Desk<'_>) {
        let Some(review) = self.review_mut() else { return };
        match desk.engine.questions().find(review.answer().name()) {
            Ok(question) => review.set_question(Rc::new(question)),
            Err(error) => desk.tell(News::Unreadable(error.to_string())),
        }
    }

    fn is_judged(&self) -> bool {
        self.review().is_some_and(|review| matches!(review.judging(), Judging::Rated(_)))
    }

    /// The answer in progress, whether its notes are open or closed.
    fn answer_at_all(&self) -> Option<&Answer> {
        self.turn.as_ref().map(Turn::answer)
    }
}

impl Course for DrillCourse {
    const HALTS: bool = false;
    const HINTS: bool = true;

    fn answer(&self) -> Option<&Answer> {
        match self.turn.as_ref()? {
            Turn::Answering(answer) => Some(answer),
            Turn::Reviewing(_) => None,
        }
    }

    fn answer_mut(&mut self) -> Option<&mut Answer> {
        match self.turn.as_mut()? {
            Turn::Answering(answer) => Some(answer),
            Turn::Reviewing(_) => None,
        }
    }

    fn draft(&self, now: Moment) -> Option<Draft> {
        match self.turn.as_ref()? {
            Turn::Answering(answer) => answer.draft(now),
            Turn::Reviewing(review) => review.draft(now),
        }
    }

    fn work(&mut self, now: Moment) -> Option<Unfinished> {
        if !self.is_worth_keeping() || self.kept.as_ref() == Some(&self.drill) {
            return None;
        }
        self.kept = Some(self.drill.clone());
        let state = serde_json::to_value(&self.drill).ok()?;
        Some(Unfinished { id: self.drill.id().clone(), work: Work::Drill, saved_at: now.wall, state })
    }

    fn recording_name(&self, _engine: &Engine) -> Option<String> {
        let answer = self.answer().filter(|answer| answer.is_spoken())?;
        let id = answer.id().as_str();
        Some(match answer.phase() {
            Phase::Replying => kept::reply_name(&kept::name(id, 1), answer.replies().len()),
            _ => kept::name(id, answer.take() + 1),
        })
    }

    fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.beating = beating;
        if let Some(answer) = self.answer_mut() {
            answer.set_heartbeat(now, beating);
        }
    }

    fn take(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match intent {
            Intent::Done => self.finish(desk),
            Intent::GiveUp => self.give_up(desk),
            Intent::SayAgain => {
                let now = desk.now;
                self.turned |= self.answer_mut().is_some_and(|answer| answer.speak_again(now));
            }
            Intent::NextTake => {
                let now = desk.now;
                if let Some(answer) = self.answer_mut() {
                    answer.next_take(now);
                }
                keep(self, desk);
            }
            Intent::FollowUp => self.follow_up(desk),
            Intent::Predict(worth) if self.answer().is_some_and(|answer| answer.phase() == Phase::Given) => {
                self.open(Some(worth), desk);
            }
            Intent::Mark(mark) => {
                self.with_review(|review| review.mark(&mark));
                self.keep_ticks(desk);
            }
            Intent::Held(reply, tick) => {
                self.change_review(desk, |course, _| course.with_review(|review| review.hold(reply, tick)));
            }
            Intent::Jot(notes) => self.change_review(desk, |course, _| course.with_review(|review| review.jot(notes))),
            Intent::AcceptSaid(points) => {
                self.accept_said(&points, desk);
                self.keep_ticks(desk);
            }
            Intent::RestMissing => {
                self.miss_the_rest(desk);
                self.keep_ticks(desk);
                self.close_ticks(desk);
            }
            Intent::ToRating => self.close_ticks(desk),
            Intent::BackToTicks => self.with_review(Review::back_to_ticks),
            Intent::Rate(rating) => self.rate(rating, After::Judgement, desk),
            Intent::Lean(rating) => {
                self.with_review(|review| review.lean(rating));
                self.keep_ticks(desk);
            }
            Intent::Keep(rating) => self.rate(Some(rating), After::Kept, desk),
            Intent::Undo => self.undo(desk),
            Intent::Retry { otherwise } => self.retry(otherwise, desk),
            Intent::Easier => self.easier(desk),
            Intent::Suspend => self.suspend(desk),
            Intent::Skip => self.skip(desk),
            Intent::Next if self.review().is_some_and(|review| matches!(review.judging(), Judging::Rated(_))) => {
                self.next(desk);
            }
            Intent::End if self.turn.is_some() => {
                self.drill.advance();
                self.end(desk);
            }
            Intent::Leave => self.leave(desk),
            Intent::KeepNotes(notes) if self.lacks_notes() => {
                if let Some(answer) = self.answer_at_all() {
                    desk.order(Order::KeepNotes(answer.name().clone(), notes));
                }
            }
            Intent::Reread => self.change_review(desk, Self::reread),
            Intent::Mend(of, transcript) => desk.append(desk.engine.hearing().mended(&of, &transcript, desk.now)),
            _ => {}
        }
    }

    fn saved(&mut self, desk: &mut Desk<'_>) {
        for after in std::mem::take(&mut self.after) {
            match after {
                After::Attempt => self.attempt_saved(desk),
                After::Judgement => self.judgement_saved(false, desk),
                After::Kept => self.judgement_saved(true, desk),
            }
        }
    }

    fn take_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }
}
