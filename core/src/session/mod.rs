//! A sitting from its first question to its end: one conductor for both faces.
//!
//! A face hands in what a person means (an [`Intent`]) and gets back a [`Step`]: the orders to carry out, in this
//! order, and the news to tell. It carries the orders out, reports whether the log could be written
//! ([`Session::settled`]), and shows what the session says about itself. What follows from an answer, a rating or a
//! failed save is decided here and in the courses, never in a face.
//!
//! [`DrillCourse`], [`MockCourse`] and [`DebriefCourse`] are three ways through a session. The first two share the
//! answer in progress ([`crate::practice::Answer`]): typing, speaking, hints, clarifications, pauses, recordings and
//! drafts work the same in both.

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
mod request;
mod run;
mod step;
#[cfg(test)]
mod tests;

pub use coaching::{Coaching, Heard};
pub use course::Course;
pub use debrief::{DebriefCourse, DebriefPlace};
pub use desk::Desk;
pub use drill::{DrillCourse, Leech, discard};
pub use extracting::{ExtractRow, Extracting};
pub use habit::{HabitDrill, HabitPlace};
pub use improving::{ImproveRow, Improving};
pub use intent::Intent;
pub use mock::{MockCourse, give_up_mock};
pub use opinion::Opinion;
pub use request::{AsksCoach, CoachIntent, EARLIER, RequestPlace, RequestState, progress_words};
pub use run::carry_out;
pub use step::{Left, News, Order, SoundOrder, Step, Unlogged, WentOn};

use crate::engine::Engine;
use crate::history::{Medium, RecordId, Utterance};
use crate::moment::Moment;
use crate::practice::{Answer, Phase, Put};

/// Whether what was typed, ticked and rated is on disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// There is nothing to say about it.
    #[default]
    Nothing,
    /// It is being written.
    Saving,
    /// All of it is on disk.
    Saved,
    /// It could not be written; it will be tried again.
    Failed,
}

/// A sitting in progress, on the course `C`.
#[derive(Debug)]
pub struct Session<C> {
    course: C,
    keeping: Keeping,
    /// Whether records that the course waits for are on their way to the log.
    waiting: bool,
    /// Whether those records could not be written at the last attempt.
    failed: bool,
    /// Orders about background work that the face still has to carry out; see [`Session::take_orders`].
    left: Vec<Order>,
}

impl<C: Course> Session<C> {
    /// A session on a course that has just begun; the desk holds what follows from that.
    fn begun(course: C, desk: Desk<'_>) -> (Self, Step) {
        let mut session =
            Self { course, keeping: Keeping::Nothing, waiting: desk.waits, failed: false, left: Vec::new() };
        let mut desk = desk;
        session.stand(&mut desk);
        let step = session.close(desk);
        (session, step)
    }

    /// The course that the session takes.
    pub fn course(&self) -> &C {
        &self.course
    }

    /// The answer in progress; `None` if there is none or its notes are open.
    pub fn answer(&self) -> Option<&Answer> {
        self.course.answer()
    }

    /// The file name for the recording of the answer or reply being spoken; `None` if nothing is being spoken, or it is
    /// not to be recorded.
    pub fn recording_name(&self, engine: &Engine) -> Option<String> {
        self.course.recording_name(engine)
    }

    /// Whether everything is on disk.
    pub fn keeping(&self) -> Keeping {
        if self.failed { Keeping::Failed } else { self.keeping }
    }

    /// Whether something that has to be on disk could not be written. [`Intent::Next`] tries again.
    pub fn is_unsaved(&self) -> bool {
        self.failed
    }

    /// Takes an intent and returns what follows from it.
    pub fn apply(&mut self, intent: Intent, engine: &Engine, now: Moment) -> Step {
        let mut desk = Desk::new(engine, now);
        // A mock stands still until its answer is on disk: all one can do is try again, or leave.
        let halted = self.failed && C::HALTS && !matches!(intent, Intent::Leave | Intent::Beat(_) | Intent::Stopped(_));
        if self.failed && intent == Intent::Next {
            desk.append_and_wait(Vec::new());
        } else if !halted && !self.take_shared(&intent, &mut desk) {
            self.course.take(intent, &mut desk);
            self.stand(&mut desk);
        }
        self.close(desk)
    }

    /// Reports that the records of an [`Order::Append`] are on disk, or why they are not, and returns what follows from
    /// that.
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
                // In a mock, the next question starts with a clean slate; elsewhere it is good to know that all was
                // saved.
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

    /// If something else is now being asked, tells the face so and brings sound and draft into line.
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

    /// Handles intents that mean the same on every course. Returns `false` if this one is the course's own.
    fn take_shared(&mut self, intent: &Intent, desk: &mut Desk<'_>) -> bool {
        match intent {
            Intent::Second => self.second(desk),
            Intent::Hush => desk.sound(SoundOrder::Hush),
            // Nothing is read aloud while the candidate is answering.
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
        // If the clock was already paused by hand, it stays paused.
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
        // A typed answer is kept on every change; a spoken one has no such events, so its clock keeps it.
        if answer.is_spoken() {
            self.keep(desk);
        }
        self.course.clocked(desk);
        // The passing of time may have changed what is asked.
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
        // Typing ends a pause.
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

    /// Starts recording the answer or reply, if it is being spoken and there is a microphone.
    fn record(&mut self, desk: &mut Desk<'_>) {
        let Some(name) = self.course.recording_name(desk.engine) else { return };
        if desk.engine.hearing().microphone().is_some() {
            desk.sound(SoundOrder::Record(name));
        }
    }

    /// Stores the name of a recording with the answer. A recorder still writing its last second may report in when
    /// another question is already being asked, so other names are ignored.
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

    /// Has whatever is in progress written to disk.
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

/// Has the work around the answer written to disk, if it has changed.
fn keep_work(course: &mut impl Course, desk: &mut Desk<'_>) {
    if let Some(work) = course.work(desk.now) {
        desk.order(Order::KeepWork(Box::new(work)));
    }
}

/// Stops the recording of an answer or reply that is being spoken.
fn stop_recording(answer: &Answer, desk: &mut Desk<'_>) {
    if answer.is_spoken() {
        desk.sound(SoundOrder::StopRecording);
    }
}

/// An answer or reply has just ended: have its recording transcribed already, while the candidate goes on.
fn listen_ahead(answer: &Answer, desk: &mut Desk<'_>) {
    if let Some(recording) = answer.recording_now().filter(|_| answer.is_spoken()) {
        let asked = answer.prompt().to_owned();
        desk.order(Order::ListenAhead(Unlogged { recording: recording.to_owned(), asked }));
    }
}

/// Has the recordings of an attempt in the log transcribed, that of the answer first.
fn listen(answer: &Answer, puts: &[Put], desk: &mut Desk<'_>) {
    if answer.medium() == Medium::Spoken {
        desk.order(Order::Listen(answer.id().into()));
    }
    for (at, _) in puts.iter().enumerate().filter(|(_, put)| put.recording.is_some()) {
        desk.order(Order::Listen(Utterance::reply(answer.id(), at)));
    }
}
