//! A sitting from its first question to its end: one conductor for both faces.
//!
//! A face hands in what a person means ([`Intent`]) and gets a [`Step`]: what has to be done, in order, and what there is to
//! tell. It carries the orders out, hands back what came of the log ([`Session::settled`]), and shows what the session says
//! about itself. What follows from an answer, a rating or a failed save is decided here and in the course, nowhere above.
//!
//! [`DrillCourse`], [`MockCourse`] and [`DebriefCourse`] are three ways through a session. They share the answer in progress
//! ([`crate::practice::Answer`]): typing, speaking, hints, clarifications, pauses, recordings and drafts are the same in all.

mod coaching;
mod course;
mod debrief;
mod desk;
mod drill;
mod extracting;
mod habit;
mod improving;
mod intent;
mod mock;
mod opinion;
mod run;
mod step;
#[cfg(test)]
mod tests;

pub use coaching::{Coaching, Heard};
pub use course::Course;
pub use debrief::{DebriefCourse, DebriefPlace};
pub use desk::Desk;
pub use drill::{DrillCourse, Leech, discard};
pub use extracting::{ExtractIntent, ExtractPlace, ExtractRow, Extracting};
pub use habit::{HabitDrill, HabitPlace};
pub use improving::{ImproveIntent, ImprovePlace, ImproveRow, Improving};
pub use intent::Intent;
pub use mock::{MockCourse, give_up_mock};
pub use opinion::{Opinion, OpinionIntent, OpinionPlace, progress_words};
pub use run::carry_out;
pub use step::{Left, News, Order, SoundOrder, Step, WentOn};

use crate::engine::Engine;
use crate::history::{Medium, RecordId, Utterance};
use crate::moment::Moment;
use crate::practice::{Answer, Phase, Put};

/// How far what was typed, ticked and rated is on the disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// There is nothing to say about it.
    #[default]
    Nothing,
    /// It is on its way.
    Saving,
    /// All of it is there.
    Saved,
    /// It could not be written; it is tried again.
    Failed,
}

/// A sitting in progress.
#[derive(Debug)]
pub struct Session<C> {
    course: C,
    keeping: Keeping,
    /// Whether something that the course waits for is on its way to the log.
    waiting: bool,
    /// Whether it could not be written the last time.
    failed: bool,
    /// Orders that nobody carried out yet: what is asked in the background is the face's to see to.
    left: Vec<Order>,
}

impl<C: Course> Session<C> {
    /// Around a course that was just begun; what follows from that is in the desk.
    fn begun(course: C, desk: Desk<'_>) -> (Self, Step) {
        let mut session =
            Self { course, keeping: Keeping::Nothing, waiting: desk.waits, failed: false, left: Vec::new() };
        let mut desk = desk;
        session.stand(&mut desk);
        let step = session.close(desk);
        (session, step)
    }

    /// The course that it takes.
    pub fn course(&self) -> &C {
        &self.course
    }

    /// The answer in progress, while there is one.
    pub fn answer(&self) -> Option<&Answer> {
        self.course.answer()
    }

    /// The name of the recording of the answer or the reply that is being spoken; none: nothing is, or it is not to be recorded.
    pub fn recording_name(&self, engine: &Engine) -> Option<String> {
        self.course.recording_name(engine)
    }

    /// How far everything is on the disk.
    pub fn keeping(&self) -> Keeping {
        if self.failed { Keeping::Failed } else { self.keeping }
    }

    /// Whether something that has to be on the disk could not be written: [`Intent::Next`] tries again.
    pub fn is_unsaved(&self) -> bool {
        self.failed
    }

    /// Takes what somebody means, and says what follows.
    pub fn apply(&mut self, intent: Intent, engine: &Engine, now: Moment) -> Step {
        let mut desk = Desk::new(engine, now);
        // A mock stands still until its answer is on the disk; it can only be tried again, or left.
        let halted = self.failed && C::HALTS && !matches!(intent, Intent::Leave | Intent::Beat(_) | Intent::Stopped(_));
        if self.failed && intent == Intent::Next {
            desk.append_and_wait(Vec::new());
        } else if !halted && !self.take_shared(&intent, &mut desk) {
            self.course.take(intent, &mut desk);
            self.stand(&mut desk);
        }
        self.close(desk)
    }

    /// The records that an [`Order::Append`] named are on the disk, or could not be written: what follows from that.
    pub fn settled(&mut self, result: Result<(), &str>, engine: &Engine, now: Moment) -> Step {
        let mut desk = Desk::new(engine, now);
        match result {
            Err(why) => {
                if self.waiting {
                    self.failed = true;
                }
                desk.tell(News::NotSaved(why.to_owned()));
                if self.waiting {
                    self.course.failed(&mut desk);
                    self.stand(&mut desk);
                }
            }
            Ok(()) if std::mem::take(&mut self.waiting) => {
                if std::mem::take(&mut self.failed) {
                    desk.tell(News::SavedAfterAll);
                }
                self.course.saved(&mut desk);
                self.stand(&mut desk);
                // The next question of a mock is a new beginning; elsewhere it is good to know.
                self.keeping = if C::HALTS { Keeping::Nothing } else { Keeping::Saved };
            }
            Ok(()) => {}
        }
        self.close(desk)
    }

    fn close(&mut self, desk: Desk<'_>) -> Step {
        if desk.waits {
            self.waiting = true;
            self.keeping = Keeping::Saving;
        } else if desk.keeps {
            self.keeping = Keeping::Saving;
        } else if desk.settles {
            self.keeping = Keeping::Nothing;
        }
        desk.done()
    }

    /// Where something else is asked now, sound and draft follow.
    fn stand(&mut self, desk: &mut Desk<'_>) {
        if !self.course.take_turned() {
            return;
        }
        if !desk.waits {
            self.keeping = Keeping::Nothing;
        }
        desk.tell(News::Asked);
        let asks = self.answer().is_some_and(|answer| matches!(answer.phase(), Phase::Thinking | Phase::Replying));
        if asks && desk.engine.config().read_aloud {
            self.read_aloud(desk);
        }
        self.record(desk);
        self.keep(desk);
    }

    /// What is the same in every course. False: it is the course's own.
    fn take_shared(&mut self, intent: &Intent, desk: &mut Desk<'_>) -> bool {
        match intent {
            Intent::Second => self.second(desk),
            Intent::Hush => desk.sound(SoundOrder::Hush),
            // Nobody speaks into an answer.
            Intent::ReadAloud if self.answer().is_some_and(|answer| answer.phase() != Phase::Answering) => {
                self.read_aloud(desk);
            }
            Intent::Beat(_) | Intent::Stopped(_) => self.heartbeat(intent, desk.now),
            Intent::Give(medium) => self.give(*medium, desk),
            Intent::Text(text) => self.text(text.clone(), desk),
            Intent::Hint => self.hint(desk),
            Intent::Clarify => self.clarify(desk),
            Intent::Tell(story) => self.tell(story.clone(), desk),
            Intent::Pause(paused) => self.pause(*paused, desk),
            Intent::Recording(name) => self.recording(name, desk),
            _ => return false,
        }
        true
    }

    fn heartbeat(&mut self, intent: &Intent, now: Moment) {
        if let Intent::Beat(beating) = intent {
            return self.course.set_heartbeat(now, *beating);
        }
        let Some(answer) = self.course.answer_mut() else { return };
        // The clock may have been stopped by hand before; then it stays stopped.
        if *intent == Intent::Stopped(true) {
            answer.suspend(now);
        } else {
            answer.wake(now);
        }
    }

    fn second(&mut self, desk: &mut Desk<'_>) {
        if self.keeping == Keeping::Saving && !self.waiting && desk.engine.drafts_are_saved() {
            self.keeping = Keeping::Saved;
        }
        let Some(answer) = self.course.answer_mut() else { return };
        answer.tick(desk.now);
        // A spoken answer has no keys that could keep it: its clock does.
        if answer.is_spoken() {
            self.keep(desk);
        }
        self.course.clocked(desk);
        // The clock may have brought something else to be asked.
        self.stand(desk);
    }

    fn give(&mut self, medium: Medium, desk: &mut Desk<'_>) {
        let Some(answer) = self.course.answer_mut().filter(|answer| answer.phase() != Phase::Given) else { return };
        answer.set_paused(desk.now, false);
        desk.sound(SoundOrder::Hush);
        stop_recording(answer, desk);
        answer.give(medium, desk.now);
        self.course.gave(medium);
        desk.tell(News::Giving);
        self.record(desk);
        self.keep(desk);
    }

    fn text(&mut self, text: String, desk: &mut Desk<'_>) {
        let Some(answer) = self.course.answer_mut() else { return };
        // Whoever types is not paused.
        if answer.watch().is_paused() {
            answer.set_paused(desk.now, false);
        }
        answer.tick(desk.now);
        answer.set_text(text);
        self.course.typed();
        self.keeping = Keeping::Saving;
        self.keep(desk);
    }

    fn hint(&mut self, desk: &mut Desk<'_>) {
        let Some(answer) = self.course.answer_mut().filter(|answer| answer.is_open()) else { return };
        let none = answer.hints_in_all() == 0;
        let news = if C::HINTS && answer.hint().is_some() { News::Hint } else { News::NoHint(none) };
        desk.tell(news);
        self.keep(desk);
    }

    fn clarify(&mut self, desk: &mut Desk<'_>) {
        let Some(answer) = self.course.answer_mut().filter(|answer| answer.is_open()) else { return };
        let news =
            if answer.clarify() { News::Clarified } else { News::NothingToClarify(answer.clarifications().is_empty()) };
        desk.tell(news);
        self.keep(desk);
    }

    fn tell(&mut self, story: Option<RecordId>, desk: &mut Desk<'_>) {
        let told = |answer: &&mut Answer| answer.is_open() && desk.engine.stories().is_told_for(answer.name());
        let Some(answer) = self.course.answer_mut().filter(told) else { return };
        desk.tell(News::StoryChosen(story.is_some()));
        answer.choose_story(story);
        self.keep(desk);
    }

    fn pause(&mut self, paused: bool, desk: &mut Desk<'_>) {
        let Some(answer) = self.course.answer_mut().filter(|answer| answer.phase() != Phase::Given) else { return };
        answer.set_paused(desk.now, paused);
        if answer.is_spoken() {
            desk.sound(SoundOrder::PauseRecording(paused));
        }
        desk.tell(News::Paused(paused));
    }

    /// Records the answer or the reply if it is being spoken and a microphone may listen.
    fn record(&mut self, desk: &mut Desk<'_>) {
        let Some(name) = self.course.recording_name(desk.engine) else { return };
        if desk.engine.hearing().microphone().is_some() {
            desk.sound(SoundOrder::Record(name));
        }
    }

    /// A recorder that writes its last second may speak up when another question is asked already.
    fn recording(&mut self, name: &str, desk: &mut Desk<'_>) {
        if self.course.recording_name(desk.engine).is_none_or(|own| own != name) {
            return;
        }
        let Some(answer) = self.course.answer_mut().filter(|answer| answer.recording_now().is_none()) else { return };
        answer.set_recording(Some(name.to_owned()));
        self.keep(desk);
    }

    fn read_aloud(&self, desk: &mut Desk<'_>) {
        if let Some(prompt) = self.course.prompt() {
            desk.sound(SoundOrder::ReadAloud(prompt.to_owned()));
        }
    }

    /// Keeps what is in progress, if there is something.
    fn keep(&mut self, desk: &mut Desk<'_>) {
        keep(&mut self.course, desk);
    }
}

fn keep(course: &mut impl Course, desk: &mut Desk<'_>) {
    keep_work(course, desk);
    if let Some(draft) = course.draft(desk.now) {
        desk.order(Order::Keep(Box::new(draft)));
    }
}

/// Keeps what is in progress beside the answer.
fn keep_work(course: &mut impl Course, desk: &mut Desk<'_>) {
    if let Some(work) = course.work(desk.now) {
        desk.order(Order::KeepWork(Box::new(work)));
    }
}

/// Ends the recording of an answer or a reply that is being spoken.
fn stop_recording(answer: &Answer, desk: &mut Desk<'_>) {
    if answer.is_spoken() {
        desk.sound(SoundOrder::StopRecording);
    }
}

/// The answer or the reply has ended: what was said in it is looked for while the candidate goes on.
fn listen_ahead(answer: &Answer, desk: &mut Desk<'_>) {
    if let Some(recording) = answer.recording_now().filter(|_| answer.is_spoken()) {
        desk.order(Order::ListenAhead(recording.to_owned()));
    }
}

/// Has it found out what was said in the recordings of an attempt that is in the log, the answer first.
fn listen(answer: &Answer, puts: &[Put], desk: &mut Desk<'_>) {
    if answer.medium() == Medium::Spoken {
        desk.order(Order::Listen(answer.id().into()));
    }
    for (at, _) in puts.iter().enumerate().filter(|(_, put)| put.recording.is_some()) {
        desk.order(Order::Listen(Utterance::reply(answer.id(), at)));
    }
}
