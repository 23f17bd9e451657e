//! A mock in progress: input and time go in, records come out. The interviewer says nothing but the next question.
//!
//! Everything that it takes to go on another day stands in [`Progress`], which a `sitting` record carries.

use serde_json::Value;

use super::follow::{Put, Situation};
use super::plan::{FOLLOW_UP_SECONDS, Plan, Planned};
use crate::bank::{Prompts, Question, Seconds};
use crate::history::{Attempt, Body, FollowUpAnswer, Medium, Mode, Record, RecordId, Sitting, SittingState, Spent};
use crate::json;
use crate::moment::Moment;
use crate::practice::stopwatch::milli;
use crate::practice::{Lap, Rules, Stopwatch};

mod progress;
mod reading;

use progress::Current;
pub use progress::{Given, Progress, Stage};
pub use reading::RoundClock;

/// No answer gets more follow-ups than this.
const MOST_FOLLOW_UPS: usize = 3;

/// A sitting that cannot be resumed.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// It came to its end.
    #[error("the mock {0} is over; `hotseat report {0}` shows it")]
    Over(RecordId),
    /// It is a drill, or its record is of another make.
    #[error("the sitting {id} cannot be resumed: {problem}; start a new one")]
    Unreadable {
        /// Which sitting.
        id: RecordId,
        /// What was found.
        problem: String,
    },
}

/// A mock in progress.
#[derive(Clone, Debug)]
pub struct Mock {
    id: RecordId,
    rules: Rules,
    progress: Progress,
    watch: Stopwatch,
    /// Whether the clock is read at least once a second.
    beating: bool,
}

impl Mock {
    /// Begins a mock: the break before its first round. The record says so in the log.
    pub fn begin(plan: Plan, rules: Rules, now: Moment) -> (Self, Record) {
        let rounds = plan.rounds.len();
        let progress = Progress {
            stage: if rounds == 0 { Stage::Over } else { Stage::Break },
            round: 0,
            question: 0,
            given: Vec::new(),
            spent: vec![0.0; rounds],
            grace: vec![0.0; rounds],
            predictions: vec![None; rounds],
            current: None,
            plan,
        };
        let watch = Stopwatch::resume(Spent::default(), Lap::Off, now);
        let mock = Self { id: RecordId::fresh(now), rules, progress, watch, beating: false };
        let mut record = mock.record(SittingState::Started, now);
        record.id = mock.id.clone();
        (mock, record)
    }

    /// Goes on with a mock that was left, abandoned or interrupted, with what its last record says. The answer in
    /// progress goes on; time in between counts as nothing.
    pub fn resume(sitting: &Sitting, rules: Rules, now: Moment) -> Result<Self, ResumeError> {
        let id = sitting.sitting.clone();
        let unreadable = |problem: String| ResumeError::Unreadable { id: id.clone(), problem };
        if sitting.mode != Mode::Mock {
            return Err(unreadable("it is not a mock".into()));
        }
        if sitting.state == SittingState::Finished {
            return Err(ResumeError::Over(id));
        }
        let progress: Progress = json::of_value(&sitting.progress).map_err(|misfit| unreadable(misfit.to_string()))?;
        Self::restore(id, progress, rules, now)
    }

    /// Goes on from what a draft kept: it is ahead of the last record by the answer in progress.
    pub fn restore(id: RecordId, progress: Progress, rules: Rules, now: Moment) -> Result<Self, ResumeError> {
        let rounds = progress.plan.rounds.len();
        let per_round = [progress.spent.len(), progress.grace.len(), progress.predictions.len()];
        let asks = progress.plan.rounds.get(progress.round).is_some_and(|r| progress.question < r.questions.len());
        let answering = matches!(progress.stage, Stage::Asking | Stage::Answering | Stage::Replying);
        let replies = progress.current.as_ref().is_some_and(|current| !current.follow_ups.is_empty());
        if per_round != [rounds; 3]
            || answering != progress.current.is_some()
            || (progress.stage != Stage::Over && !asks)
            || (progress.stage == Stage::Replying && !replies)
        {
            return Err(ResumeError::Unreadable { id, problem: "its progress does not fit its plan".into() });
        }
        let watch = Stopwatch::resume(Spent::default(), Lap::Off, now);
        let mut mock = Self { id, rules, watch, progress, beating: false };
        mock.start_watch(now);
        Ok(mock)
    }

    fn start_watch(&mut self, now: Moment) {
        let Some(current) = &self.progress.current else { return };
        let (spent, lap) = match self.progress.stage {
            Stage::Asking => (current.spent, Lap::Think),
            Stage::Answering => (current.spent, Lap::Answer),
            _ => {
                let seconds = current.follow_ups.last().map_or(0.0, |put| put.seconds);
                (Spent { answer: seconds, ..Spent::default() }, Lap::Answer)
            }
        };
        self.watch = Stopwatch::resume(spent, lap, now);
        self.watch.set_heartbeat(now, self.beating);
    }

    /// The next round begins: its first question is asked.
    pub fn start_round(&mut self, now: Moment) {
        if self.progress.stage == Stage::Break {
            self.ask(now);
        }
    }

    fn ask(&mut self, now: Moment) {
        self.progress.stage = Stage::Asking;
        self.progress.current = Some(Current {
            id: RecordId::fresh(now),
            medium: Medium::None,
            text: String::new(),
            spent: Spent::default(),
            clarified: 0,
            follow_ups: Vec::new(),
            recording: None,
        });
        self.start_watch(now);
    }

    /// Starts a typed or a spoken answer. Thinking ends here.
    pub fn answer(&mut self, medium: Medium, now: Moment) {
        if self.progress.stage == Stage::Asking && medium != Medium::None {
            self.watch.switch(now, Lap::Answer);
            self.progress.stage = Stage::Answering;
            self.change_medium(medium);
        }
    }

    /// Goes over to typing or speaking, also between an answer and its follow-ups.
    pub fn change_medium(&mut self, medium: Medium) {
        if let (Some(current), true) = (&mut self.progress.current, medium != Medium::None) {
            current.medium = medium;
        }
    }

    /// The answer in progress is being recorded under this name.
    pub fn set_recording(&mut self, name: String) {
        if let Some(current) = self.progress.current.as_mut().filter(|_| self.progress.stage == Stage::Answering) {
            current.recording = Some(name);
        }
    }

    /// The name of the recording of the answer in progress.
    pub fn recording(&self) -> Option<&str> {
        self.progress.current.as_ref()?.recording.as_deref()
    }

    /// Keeps what has been typed so far, of the answer or of the reply.
    pub fn set_text(&mut self, text: String) {
        let Some(current) = &mut self.progress.current else { return };
        match (self.progress.stage, current.follow_ups.last_mut()) {
            (Stage::Answering, _) => current.text = text,
            (Stage::Replying, Some(put)) => put.text = text,
            _ => {}
        }
    }

    /// Asks for the next clarification: its index in the question's list, while there is one.
    pub fn clarify(&mut self, question: &Question) -> Option<usize> {
        let open = matches!(self.progress.stage, Stage::Asking | Stage::Answering);
        let current = self.progress.current.as_mut().filter(|_| open)?;
        let next = current.clarified;
        (next < question.clarifications.len()).then(|| {
            current.clarified += 1;
            next
        })
    }

    /// The answer or the reply is done. A follow-up comes, or the next question, or the break: then the attempt and how
    /// far the mock got come back for the log. An empty typed answer is no answer: nothing happens. An empty reply is one.
    pub fn finish(&mut self, question: &Question, prompts: &Prompts, now: Moment) -> Vec<Record> {
        let spent = self.watch.read(now);
        let Some(current) = &mut self.progress.current else { return Vec::new() };
        match self.progress.stage {
            Stage::Answering if current.medium == Medium::Spoken || !current.text.trim().is_empty() => {
                current.spent = spent;
            }
            Stage::Replying => {
                if let Some(put) = current.follow_ups.last_mut() {
                    put.seconds = spent.answer;
                }
            }
            _ => return Vec::new(),
        }
        let next = self.next_follow_up(question, prompts);
        match (next, &mut self.progress.current) {
            (Some(put), Some(current)) => {
                current.follow_ups.push(put);
                self.progress.stage = Stage::Replying;
                self.start_watch(now);
                Vec::new()
            }
            _ => self.close(question, false, now),
        }
    }

    /// "Don't know": no follow-ups, the next question. What was typed so far is kept.
    pub fn give_up(&mut self, question: &Question, now: Moment) -> Vec<Record> {
        if !matches!(self.progress.stage, Stage::Asking | Stage::Answering) {
            return Vec::new();
        }
        let spent = self.watch.read(now);
        if let Some(current) = &mut self.progress.current {
            current.spent = spent;
        }
        self.close(question, true, now)
    }

    /// A follow-up is asked as planned while the round is in time, and beyond that when time is left over.
    fn next_follow_up(&self, question: &Question, prompts: &Prompts) -> Option<Put> {
        let current = self.progress.current.as_ref()?;
        let planned = self.current()?;
        let clock = self.clock_after(current);
        let asked = current.follow_ups.len();
        let room = f64::from(FOLLOW_UP_SECONDS);
        let later: u32 = self.rest().map(Planned::follow_ups).sum();
        let in_plan = asked < planned.follow_ups() as usize && clock.slack() >= room;
        let left_over = clock.slack() - f64::from(later) * room >= room;
        if asked >= MOST_FOLLOW_UPS || !(in_plan || left_over) {
            return None;
        }
        let before: Vec<Put> = self
            .progress
            .given
            .iter()
            .filter(|given| given.round == self.progress.round)
            .flat_map(|given| given.follow_ups.iter().cloned())
            .collect();
        let answer = (current.medium == Medium::Typed).then_some(current.text.as_str());
        let asked_so_far = self.progress.question + 1;
        Situation {
            question,
            prompts,
            answer,
            here: &current.follow_ups,
            before: &before,
            late_in_round: asked_so_far * 2 > self.round()?.questions.len(),
            seed: self.progress.plan.seed,
        }
        .next()
    }

    fn close(&mut self, question: &Question, gave_up: bool, now: Moment) -> Vec<Record> {
        let (Some(planned), Some(mut current)) = (self.current().cloned(), self.progress.current.take()) else {
            return Vec::new();
        };
        self.watch.switch(now, Lap::Off);
        if gave_up && current.text.trim().is_empty() && current.medium == Medium::Typed {
            current.medium = Medium::None;
        }
        let progress = &mut self.progress;
        let at = progress.round;
        progress.grace[at] += grace(&planned, current.medium, self.rules);
        progress.spent[at] += seconds(&current);
        let attempt = Attempt {
            question: planned.question.clone(),
            revision: question.revision,
            sitting: Some(self.id.clone()),
            mode: Mode::Mock,
            medium: current.medium,
            text: current.text,
            recording: current.recording,
            seconds: milli(current.spent),
            target_seconds: target(&planned, current.medium, self.rules),
            prediction: None,
            hints: 0,
            gave_up,
            wording: 0,
            follow_ups: current
                .follow_ups
                .iter()
                .map(|put| FollowUpAnswer { id: put.id.clone(), text: put.text.clone(), seconds: put.seconds })
                .collect(),
            other: serde_json::Map::new(),
        };
        progress.given.push(Given {
            attempt: current.id.clone(),
            question: planned.question,
            round: at,
            clarified: current.clarified,
            follow_ups: current.follow_ups,
        });
        let attempt = Record { id: current.id, at: now.wall, day: now.day(), body: Body::Attempt(attempt) };
        let state = self.advance(now);
        vec![attempt, self.record(state, now)]
    }

    /// To the next question, the break before the next round, or the end.
    fn advance(&mut self, now: Moment) -> SittingState {
        self.progress.question += 1;
        if self.current().is_some() {
            self.ask(now);
            return SittingState::Started;
        }
        self.progress.round += 1;
        self.progress.question = 0;
        if self.progress.round < self.progress.plan.rounds.len() {
            self.progress.stage = Stage::Break;
            SittingState::Started
        } else {
            self.progress.stage = Stage::Over;
            SittingState::Finished
        }
    }

    /// What the candidate thinks the round that just ended was worth, 1 to 4; said in the break or at the end.
    pub fn predict_round(&mut self, worth: u8, now: Moment) -> Option<Record> {
        let resting = matches!(self.progress.stage, Stage::Break | Stage::Over);
        let ended = self.progress.round.checked_sub(1)?;
        if !resting || !(1..=4).contains(&worth) {
            return None;
        }
        *self.progress.predictions.get_mut(ended)? = Some(worth);
        let over = self.progress.stage == Stage::Over;
        Some(self.record(if over { SittingState::Finished } else { SittingState::Started }, now))
    }

    /// Stops the clock, or lets it go on.
    pub fn set_paused(&mut self, now: Moment, paused: bool) {
        self.watch.set_paused(now, paused);
    }

    /// The program is about to be stopped: until [`Self::wake`] time counts as pause.
    pub fn suspend(&mut self, now: Moment) {
        self.watch.suspend(now);
    }

    /// The program goes on. A clock that was stopped by hand before stays stopped.
    pub fn wake(&mut self, now: Moment) {
        self.watch.wake(now);
    }

    /// Says whether the clock is going to be read at least once a second. See [`Stopwatch::set_heartbeat`].
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.beating = beating;
        self.watch.set_heartbeat(now, beating);
    }

    /// Brings the clock up to date, also in what is kept.
    pub fn tick(&mut self, now: Moment) {
        let spent = self.watch.read(now);
        let stage = self.progress.stage;
        let Some(current) = &mut self.progress.current else { return };
        match (stage, current.follow_ups.last_mut()) {
            (Stage::Asking | Stage::Answering, _) => current.spent = spent,
            (Stage::Replying, Some(put)) => put.seconds = spent.answer,
            _ => {}
        }
    }

    /// Leaves the mock, to go on another day. The record has the answer in progress.
    pub fn leave(&mut self, now: Moment) -> Record {
        self.tick(now);
        self.record(SittingState::Paused, now)
    }

    /// Gives the mock up. What was answered can be debriefed, and the mock can still be resumed.
    pub fn abandon(&mut self, now: Moment) -> Record {
        self.tick(now);
        self.record(SittingState::Abandoned, now)
    }

    /// How far it got, for the log; also to be written now and then, so that a crash loses little.
    pub fn record(&self, state: SittingState, now: Moment) -> Record {
        let progress = serde_json::to_value(&self.progress).unwrap_or(Value::Null);
        let plan = &self.progress.plan;
        let body = Body::Sitting(Sitting {
            sitting: self.id.clone(),
            mode: Mode::Mock,
            loop_: Some(plan.loop_.clone()),
            seed: Some(plan.seed),
            state,
            questions: plan.questions().map(|question| question.question.clone()).collect(),
            progress,
            other: serde_json::Map::new(),
        });
        Record::new(now, body)
    }
}

/// A bare question for one that no bank has any more: the mock goes on with what it recorded.
pub fn stand_in(planned: &Planned) -> Question {
    let seconds = Seconds { think: planned.think, target: planned.target, max: planned.target };
    Question::bare(planned.question.slug().to_owned(), planned.prompt.clone(), planned.kind, seconds)
}

fn seconds(current: &Current) -> f64 {
    current.spent.think + current.spent.answer + current.follow_ups.iter().map(|put| put.seconds).sum::<f64>()
}

/// Seconds that are meant for the answer to a question.
fn target(planned: &Planned, medium: Medium, rules: Rules) -> u32 {
    rules.scaled(planned.target, medium)
}

/// What typing adds to the round: typed answers get more time on every clock.
fn grace(planned: &Planned, medium: Medium, rules: Rules) -> f64 {
    f64::from(target(planned, medium, rules)) - f64::from(planned.target)
}

#[cfg(test)]
mod tests;
