//! The course of a debrief: one answer after another beside its points and numbers, then the red flags and the
//! scorecard. It can be left anywhere and continued later.

use super::Session;
use super::course::Course;
use super::desk::Desk;
use super::intent::Intent;
use super::step::{News, Order, Step};
use super::{keep, listen};
use crate::assess::Mention;
use crate::engine::Engine;
use crate::history::{Draft, Record, RecordId, Unfinished, Work};
use crate::moment::Moment;
use crate::practice::mock::{Debrief, DebriefProgress, Debriefed};
use crate::practice::{Answer, Closing};

/// How far a debrief has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebriefPlace {
    /// At the answer with this index.
    Answer(usize),
    /// At the red flags.
    Flags,
    /// At the scorecard.
    Card,
}

/// The course of a debrief.
#[derive(Debug)]
pub struct DebriefCourse {
    debrief: Debrief,
    place: DebriefPlace,
    /// Where to go once the judgement is on disk.
    next: Option<DebriefPlace>,
    turned: bool,
    /// The unwritten judgements as they were last kept on disk.
    kept: Option<DebriefProgress>,
}

impl Session<DebriefCourse> {
    /// Opens the debrief of a mock where it was left, or at its scorecard. The error says why it cannot be opened.
    pub fn debrief(id: &RecordId, engine: &Engine, now: Moment) -> Result<(Self, Step), String> {
        let mut debrief = engine.mocks().debrief(id, now)?;
        if debrief.answers().is_empty() {
            return Err("Nothing was answered in this mock, so there is nothing to debrief.".to_owned());
        }
        let mut desk = Desk::new(engine, now);
        let progress = engine.mocks().find(id).ok().flatten().and_then(|row| row.progress);
        if let Some(words) = progress.and_then(|progress| progress.left_out_words()) {
            desk.tell(News::LeftOut(words));
        }
        // Recordings without a transcript get one while the candidate reads the first answer.
        for answer in debrief.answers().iter().filter(|answer| answer.is_recorded()) {
            listen(answer.review.answer(), &answer.puts, &mut desk);
        }
        let left = engine.left_debrief(id);
        let torn = left.and_then(|progress| debrief.take_up(progress));
        let place = match torn.or(debrief.open()) {
            _ if debrief.is_saved() && torn.is_none() => DebriefPlace::Card,
            Some(open) => DebriefPlace::Answer(open),
            None => DebriefPlace::Flags,
        };
        let mut course = DebriefCourse { debrief, place, next: None, turned: true, kept: None };
        if course.debrief.unwritten().is_none() {
            // A leftover file would say nothing that is not in the log.
            desk.order(Order::DropWork(id.clone()));
        }
        // What an interrupted run left unwritten stays on disk under this one.
        keep(&mut course, &mut desk);
        Ok(Self::begun(course, desk))
    }
}

impl DebriefCourse {
    /// The answers with their ticks, the numbers and the red flags.
    pub fn debrief(&self) -> &Debrief {
        &self.debrief
    }

    /// How far the debrief has got.
    pub fn place(&self) -> DebriefPlace {
        self.place
    }

    /// Index of the answer whose notes are open, if any.
    pub fn at(&self) -> Option<usize> {
        match self.place {
            DebriefPlace::Answer(at) => Some(at),
            DebriefPlace::Flags | DebriefPlace::Card => None,
        }
    }

    /// The answer whose notes are open, if any.
    pub fn open_answer(&self) -> Option<&Debriefed> {
        self.debrief.answers().get(self.at()?)
    }

    /// Which points an answer and its replies make or touch.
    fn mentions(&self, at: usize, desk: &Desk<'_>) -> Vec<Mention> {
        let answer = self.debrief.answers().get(at);
        answer.map_or(Vec::new(), |answer| desk.engine.hearing().mentions(&answer.review, &answer.puts))
    }

    /// The candidate has finished ticking an answer: its numbers come next, unless something stands in the way.
    fn close(&mut self, at: usize, desk: &mut Desk<'_>) {
        let mentions = self.mentions(at, desk);
        match self.debrief.close(at, &mentions) {
            // Numbers need judged points.
            Some(Closing::Untouched | Closing::Unjudged) => {
                let open = self.debrief.answers().get(at).map_or(0, |answer| answer.review.untouched().count());
                desk.tell(News::NotJudged(open));
            }
            Some(closing) => desk.tell(closing.into()),
            None => {}
        }
    }

    /// Has the judgements that are not in the log written to disk, or their file deleted if there are none.
    fn keep_ticks(&mut self, desk: &mut Desk<'_>) {
        if self.debrief.unwritten() == self.kept {
            return;
        }
        if self.debrief.unwritten().is_none() {
            self.kept = None;
            return desk.order(Order::DropWork(self.debrief.sitting().clone()));
        }
        desk.keeps = true;
        keep(self, desk);
    }

    fn go(&mut self, place: DebriefPlace) {
        self.place = place;
        self.turned = true;
    }

    /// Writes the ticks of an answer that is left half-way, or that was changed after it was judged.
    fn set_aside(&mut self, desk: &mut Desk<'_>) {
        let Some(at) = self.at() else { return };
        let record = if self.debrief.answers().get(at).is_some_and(Debriefed::is_done) {
            desk.engine.mocks().judge(&mut self.debrief, at, desk.now)
        } else {
            self.debrief.set_aside(at, desk.now)
        };
        if let Some(record) = record {
            desk.append_and_wait(vec![record]);
        }
    }

    /// The candidate has finished an answer. The first one still open comes next; in a debrief read again, the
    /// following one.
    fn through(&mut self, at: usize, desk: &mut Desk<'_>) {
        let record = desk.engine.mocks().judge(&mut self.debrief, at, desk.now);
        let after = Some(at + 1).filter(|next| *next < self.debrief.answers().len());
        let again = after.filter(|_| self.debrief.is_saved());
        let next = match again.or(self.debrief.open()).or(after) {
            Some(next) => DebriefPlace::Answer(next),
            None => DebriefPlace::Flags,
        };
        match record {
            Some(record) => self.write_and_go(record, next, desk),
            None => self.go(next),
        }
    }

    fn write_and_go(&mut self, record: Record, next: DebriefPlace, desk: &mut Desk<'_>) {
        self.next = Some(next);
        desk.append_and_wait(vec![record]);
    }

    fn go_on(&mut self) {
        if let Some(next) = self.next.take() {
            self.go(next);
        }
    }

    /// Goes from an answer back to the scorecard, if there is one; otherwise leaves the debrief.
    fn leave(&mut self, desk: &mut Desk<'_>) {
        self.set_aside(desk);
        if !self.debrief.is_saved() || self.place == DebriefPlace::Card {
            if !desk.waits {
                self.keep_ticks(desk);
            }
            desk.order(Order::Release);
            return desk.tell(News::Ended);
        }
        if self.debrief.is_outdated() {
            let card = self.debrief.scorecard(desk.now);
            return self.write_and_go(card, DebriefPlace::Card, desk);
        }
        self.go(DebriefPlace::Card);
    }
}

impl Course for DebriefCourse {
    const HALTS: bool = false;
    const HINTS: bool = false;

    fn answer(&self) -> Option<&Answer> {
        None
    }

    fn answer_mut(&mut self) -> Option<&mut Answer> {
        None
    }

    fn draft(&self, _now: Moment) -> Option<Draft> {
        None
    }

    fn work(&mut self, now: Moment) -> Option<Unfinished> {
        let unwritten = self.debrief.unwritten().filter(|unwritten| self.kept.as_ref() != Some(unwritten))?;
        let state = serde_json::to_value(&unwritten).ok()?;
        self.kept = Some(unwritten);
        Some(Unfinished { id: self.debrief.sitting().clone(), work: Work::Debrief, saved_at: now.wall, state })
    }

    fn recording_name(&self, _engine: &Engine) -> Option<String> {
        None
    }

    fn set_heartbeat(&mut self, _now: Moment, _beating: bool) {}

    fn take(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        match (intent, self.at()) {
            (Intent::Mark(mark), Some(at)) => {
                self.debrief.judge_with(at, |review| review.mark(&mark));
            }
            (Intent::AcceptSaid(points), Some(at)) => {
                let mentions = self.mentions(at, desk);
                self.debrief.judge_with(at, |review| review.accept(&points, &mentions));
            }
            (Intent::RestMissing, Some(at)) => {
                let mentions = self.mentions(at, desk);
                self.debrief.judge_with(at, |review| review.miss_the_rest(&mentions));
                self.close(at, desk);
            }
            (Intent::ToRating, Some(at)) => self.close(at, desk),
            (Intent::Held(put, tick), Some(at)) => self.debrief.set_held(at, put, tick),
            (Intent::Number(dimension, number), Some(at)) => self.debrief.set_number(at, &dimension, number),
            (Intent::Flag(flag), _) => self.debrief.toggle_flag(flag),
            (Intent::Next, Some(at)) => self.through(at, desk),
            (Intent::Next | Intent::Card, None) if self.place == DebriefPlace::Flags => {
                let card = self.debrief.scorecard(desk.now);
                self.write_and_go(card, DebriefPlace::Card, desk);
            }
            (Intent::Open(at), _) if at < self.debrief.answers().len() => {
                self.set_aside(desk);
                self.go(DebriefPlace::Answer(at));
            }
            (Intent::Leave, _) => self.leave(desk),
            (Intent::Mend(of, transcript), _) => desk.append(desk.engine.hearing().mended(&of, &transcript, desk.now)),
            _ => {}
        }
        // What is on its way to the log stays in its file until it has arrived.
        if !desk.waits {
            self.keep_ticks(desk);
        }
    }

    fn saved(&mut self, desk: &mut Desk<'_>) {
        desk.tell(News::Judged);
        self.keep_ticks(desk);
        self.go_on();
    }

    // Going on loses nothing: it is tried again with the next save.
    fn failed(&mut self, _desk: &mut Desk<'_>) {
        self.go_on();
    }

    fn take_turned(&mut self) -> bool {
        std::mem::take(&mut self.turned)
    }
}
