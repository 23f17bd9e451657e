//! A mock in progress. Input and time go in; records come out. The interviewer says nothing but the next question.
//!
//! Everything needed to continue on another day is in [`MockProgress`], which a `sitting` record carries.

use std::rc::Rc;

use serde_json::Value;

use super::follow::Situation;
use super::plan::{FOLLOW_UP_SECONDS, Plan, Planned};
use super::react::Unasked;
use crate::bank::{Pressure, Prompts, Question, Seconds};
use crate::coach::follow_up::Suggested;
use crate::history::{Body, Cursor, Draft, DraftStage, Medium, Mode, Record, RecordId, Sitting, SittingState, Spent};
use crate::json;
use crate::moment::Moment;
use crate::practice::Rules;
use crate::practice::answer::{Answer, Phase};
use crate::practice::put::Put;

mod press;
mod progress;
mod reading;

pub use press::{LeftOut, Reminder};
pub use progress::{Given, MockProgress, MockStage, left_out};
pub use reading::RoundClock;

/// The most follow-ups that one answer gets, even if there is time for more.
const MOST_FOLLOW_UPS: usize = 3;

/// The field of a draft that holds the progress of a mock.
const FIELD: &str = "mock";

/// Reads the question for an entry of a plan.
pub type Questions<'a> = &'a dyn Fn(&Planned) -> Rc<Question>;

/// Why a sitting cannot be resumed.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// The mock is over.
    #[error("the mock {0} is over; `hotseat report {0}` shows it")]
    Over(RecordId),
    /// It is a drill, or its record cannot be read.
    #[error("the sitting {id} cannot be resumed: {problem}; start a new one")]
    Unreadable {
        /// The sitting.
        id: RecordId,
        /// What is wrong with it.
        problem: String,
    },
}

/// A mock in progress.
#[derive(Clone, Debug)]
pub struct Mock {
    id: RecordId,
    rules: Rules,
    prompts: Prompts,
    /// How far the mock has got, without the answer in progress.
    progress: MockProgress,
    /// The answer in progress; `None` in breaks and at the end.
    answer: Option<Answer>,
    /// Whether the clock is going to be read at least once a second.
    beating: bool,
    reminded: press::Reminded,
}

impl Mock {
    /// Begins a mock, with the break before its first round. The record tells the log so. `prompts` are what the
    /// interviewer may ask besides a question's own follow-ups.
    pub fn begin(plan: Plan, pressure: Pressure, prompts: Prompts, rules: Rules, now: Moment) -> (Self, Record) {
        let rounds = plan.rounds.len();
        let progress = MockProgress {
            stage: if rounds == 0 { MockStage::Over } else { MockStage::Break },
            round: 0,
            question: 0,
            given: Vec::new(),
            spent: vec![0.0; rounds],
            grace: vec![0.0; rounds],
            predictions: vec![None; rounds],
            pressure,
            left_out: Vec::new(),
            current: None,
            plan,
        };
        let id = RecordId::fresh(now);
        let mock =
            Self { id, rules, prompts, progress, answer: None, beating: false, reminded: press::Reminded::default() };
        let mut record = mock.record(SittingState::Started, now);
        record.id = mock.id.clone();
        (mock, record)
    }

    /// Continues a mock that was left, abandoned or interrupted, from its last record. So does the answer in progress;
    /// the time in between does not count.
    pub fn resume(
        sitting: &Sitting,
        prompts: Prompts,
        rules: Rules,
        questions: Questions<'_>,
        now: Moment,
    ) -> Result<Self, ResumeError> {
        let id = sitting.sitting.clone();
        let unreadable = |problem: String| ResumeError::Unreadable { id: id.clone(), problem };
        if sitting.mode != Mode::Mock {
            return Err(unreadable("it is not a mock".into()));
        }
        if sitting.state == SittingState::Finished {
            return Err(ResumeError::Over(id));
        }
        let progress = json::of_value(&sitting.progress).map_err(|misfit| unreadable(misfit.to_string()))?;
        Self::restore(id, progress, prompts, rules, questions, now)
    }

    /// Continues a mock from the progress in a draft, which has more of the answer in progress than the last record.
    pub fn restore(
        id: RecordId,
        mut progress: MockProgress,
        prompts: Prompts,
        rules: Rules,
        questions: Questions<'_>,
        now: Moment,
    ) -> Result<Self, ResumeError> {
        let rounds = progress.plan.rounds.len();
        let per_round = [progress.spent.len(), progress.grace.len(), progress.predictions.len()];
        let phase = progress.stage.phase();
        let current = progress.current.take();
        let replies = current.as_ref().is_some_and(|current| !current.follow_ups.is_empty());
        if per_round != [rounds; 3]
            || phase.is_some() != current.is_some()
            || (progress.stage != MockStage::Over && progress.next().is_none())
            || (phase == Some(Phase::Replying) && !replies)
        {
            return Err(ResumeError::Unreadable { id, problem: "its progress does not fit its plan".into() });
        }
        let mut mock =
            Self { id, rules, prompts, progress, answer: None, beating: false, reminded: press::Reminded::default() };
        mock.forget_typing();
        if let (Some(phase), Some(current)) = (phase, current) {
            mock.ask(questions, now);
            mock.answer = mock.answer.map(|answer| answer.restore(phase, current, now));
        }
        Ok(mock)
    }

    /// Begins the next round by asking its first question. Only has an effect during a break.
    pub fn start_round(&mut self, questions: Questions<'_>, now: Moment) {
        if self.stage() == MockStage::Break {
            self.forget_typing();
            self.ask(questions, now);
        }
    }

    fn ask(&mut self, questions: Questions<'_>, now: Moment) {
        let Some(planned) = self.current() else { return };
        let name = planned.question.clone();
        let answer = Answer::ask(name, questions(planned), 0, Mode::Mock, self.rules, now);
        let mut answer = answer.planned(&planned.prompt, planned.think, planned.target);
        answer.set_heartbeat(now, self.beating);
        self.answer = Some(answer);
    }

    /// Ends the answer or the reply, and goes on to a follow-up, the next question or a break. Returns records for the
    /// log: none if a follow-up comes, otherwise the attempt and how far the mock has got. `None`, changing nothing, if
    /// a typed answer is empty.
    pub fn finish(&mut self, questions: Questions<'_>, now: Moment) -> Option<Vec<Record>> {
        if !self.say(now) {
            return None;
        }
        let next = self.next_follow_up();
        Some(self.go_on(next, questions, now))
    }

    /// Ends the answer or the reply and stops the clock until [`Self::go_on`]. Returns `false`, changing nothing, if a
    /// typed answer is empty.
    pub fn say(&mut self, now: Moment) -> bool {
        self.answer.as_mut().is_some_and(|answer| answer.finish(now))
    }

    /// Asks `next`, or goes on to the next question or a break if it is `None`. Returns records as [`Self::finish`]
    /// does.
    pub fn go_on(&mut self, next: Option<Put>, questions: Questions<'_>, now: Moment) -> Vec<Record> {
        match (next, &mut self.answer) {
            (Some(put), Some(answer)) => {
                answer.follow_up(put, now);
                Vec::new()
            }
            _ => self.close(questions, now),
        }
    }

    /// "Don't know": keeps what was typed and goes on to a smaller step, as if the words had been said, or to the next
    /// question. During a reply, it ends the reply. `None`, changing nothing, if there is nothing to give up.
    pub fn give_up(&mut self, questions: Questions<'_>, now: Moment) -> Option<Vec<Record>> {
        let answer = self.answer.as_mut()?;
        if answer.phase() == Phase::Replying {
            return self.finish(questions, now);
        }
        if !answer.give_up(now) {
            return None;
        }
        let next = self.next_follow_up();
        Some(self.go_on(next, questions, now))
    }

    /// The follow-up to ask now. Those in the plan are asked while the round is on time, further ones only if time is
    /// left over. Under pressure, an answer that took its maximum gets none.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is of one lifetime")]
    pub fn next_follow_up(&self) -> Option<Put> {
        if self.has_room()? { self.in_situation(|situation| situation.next())? } else { None }
    }

    /// Whether a model may ask a follow-up instead of `own`.
    pub fn may_react(&self, own: Option<&Put>) -> bool {
        self.has_room() == Some(true) && self.in_situation(|situation| situation.may_react(own)) == Some(true)
    }

    /// Turns what a model suggested into a follow-up, or says why it is not asked. `None` if no question is being
    /// answered.
    pub fn reaction(&self, suggested: &Suggested) -> Option<Result<Put, Unasked>> {
        self.in_situation(|situation| situation.reaction(suggested))
    }

    fn has_room(&self) -> Option<bool> {
        let answer = self.answer.as_ref()?;
        let planned = self.current()?;
        let clock = self.round_clock();
        let asked = answer.replies().len();
        let room = f64::from(FOLLOW_UP_SECONDS);
        let later: u32 = self.rest().map(Planned::follow_ups).sum();
        let in_plan = asked < planned.follow_ups() as usize && clock.slack() >= room;
        let left_over = clock.slack() - f64::from(later) * room >= room;
        Some(asked < MOST_FOLLOW_UPS && (in_plan || left_over) && !self.is_answer_over())
    }

    fn in_situation<T>(&self, decide: impl FnOnce(&Situation<'_>) -> T) -> Option<T> {
        let answer = self.answer.as_ref()?;
        let planned = self.current()?;
        let in_round = self.progress.given.iter().filter(|given| given.round == self.progress.round);
        let before: Vec<Put> = in_round.flat_map(|given| given.follow_ups.iter().cloned()).collect();
        let asked_so_far = self.progress.question + 1;
        let situation = Situation {
            question: answer.notes(),
            topic: &planned.topic,
            prompts: &self.prompts,
            answer: (answer.medium() == Medium::Typed).then_some(answer.text()),
            gave_up: answer.gave_up(),
            here: answer.replies(),
            before: &before,
            late_in_round: asked_so_far * 2 > self.round()?.questions.len(),
            seed: self.progress.plan.seed,
        };
        Some(decide(&situation))
    }

    fn close(&mut self, questions: Questions<'_>, now: Moment) -> Vec<Record> {
        let mut records = self.keep_answer(now);
        if records.is_empty() {
            return records;
        }
        let state = self.advance();
        if state == SittingState::Started && self.progress.question > 0 {
            self.ask(questions, now);
        }
        records.push(self.record(state, now));
        records
    }

    /// Adds the answer in progress to those given. Returns its attempt for the log, and a record of the story told in
    /// it.
    fn keep_answer(&mut self, now: Moment) -> Vec<Record> {
        let Some(mut answer) = self.answer.take() else { return Vec::new() };
        let at = self.progress.round;
        self.progress.grace[at] += grace(&answer);
        self.progress.spent[at] += answer.seconds();
        let records = [Some(answer.attempt(&self.id, None, now)), answer.telling(now)];
        self.progress.given.push(Given {
            attempt: answer.id().clone(),
            question: answer.name().clone(),
            round: at,
            clarified: answer.clarifications().len(),
            follow_ups: answer.take_replies(),
        });
        records.into_iter().flatten().collect()
    }

    /// Moves on to the next question, the break before the next round, or the end, without asking anything yet.
    fn advance(&mut self) -> SittingState {
        if self.next_that_fits() {
            self.progress.stage = MockStage::Break;
            return SittingState::Started;
        }
        self.end_round()
    }

    fn end_round(&mut self) -> SittingState {
        self.progress.round += 1;
        self.progress.question = 0;
        if self.progress.round < self.progress.plan.rounds.len() {
            self.progress.stage = MockStage::Break;
            SittingState::Started
        } else {
            self.progress.stage = MockStage::Over;
            SittingState::Finished
        }
    }

    /// Sets the candidate's prediction for the round that just ended, 1 to 4. Possible during the break and at the end;
    /// otherwise `None`.
    pub fn predict_round(&mut self, worth: u8, now: Moment) -> Option<Record> {
        let stage = self.stage();
        let resting = matches!(stage, MockStage::Break | MockStage::Over);
        let ended = self.progress.round.checked_sub(1)?;
        if !resting || !(1..=4).contains(&worth) {
            return None;
        }
        *self.progress.predictions.get_mut(ended)? = Some(worth);
        let over = stage == MockStage::Over;
        Some(self.record(if over { SittingState::Finished } else { SittingState::Started }, now))
    }

    /// The answer in progress.
    pub fn answer_mut(&mut self) -> Option<&mut Answer> {
        self.answer.as_mut()
    }

    /// Says whether the clock is going to be read at least once a second, for this and all later questions.
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.beating = beating;
        if let Some(answer) = &mut self.answer {
            answer.set_heartbeat(now, beating);
        }
    }

    /// Leaves the mock, to be continued on another day. The record includes the answer in progress.
    pub fn leave(&mut self, now: Moment) -> Record {
        self.stop(SittingState::Paused, now)
    }

    /// Abandons the mock, which can still be resumed. What was answered can be debriefed, including an answer whose
    /// follow-up is being replied to.
    pub fn abandon(&mut self, now: Moment) -> Vec<Record> {
        // An answer that has been given counts, even if a follow-up to it was still to come or to be replied to.
        let said = self.answer.as_mut().filter(|answer| matches!(answer.phase(), Phase::Replying | Phase::Given));
        let answered = said.is_some_and(|answer| answer.phase() == Phase::Given || answer.finish(now));
        let mut records = if answered { self.keep_answer(now) } else { Vec::new() };
        if !records.is_empty() {
            self.advance();
        }
        records.push(self.stop(SittingState::Abandoned, now));
        records
    }

    fn stop(&mut self, state: SittingState, now: Moment) -> Record {
        if let Some(answer) = &mut self.answer {
            answer.tick(now);
        }
        self.record(state, now)
    }

    /// How far the mock has got, for the log.
    fn record(&self, state: SittingState, now: Moment) -> Record {
        let plan = &self.progress.plan;
        let body = Body::Sitting(Sitting {
            sitting: self.id.clone(),
            mode: Mode::Mock,
            loop_: Some(plan.loop_.clone()),
            seed: Some(plan.seed),
            state,
            questions: plan.questions().map(|question| question.question.clone()).collect(),
            progress: self.kept(),
            other: serde_json::Map::new(),
        });
        Record::new(now, body)
    }

    fn kept(&self) -> Value {
        let mut progress = self.progress.clone();
        progress.stage = self.stage();
        progress.current = self.answer.as_ref().map(Answer::current);
        serde_json::to_value(progress).unwrap_or(Value::Null)
    }

    /// The mock as a draft, stored under the id of the sitting, between questions too. `None` once it is over.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        let next = self.current()?;
        let answer = self.answer.as_ref();
        Some(Draft {
            id: self.id.clone(),
            question: next.question.clone(),
            revision: 1,
            sitting: Some(self.id.clone()),
            mode: Mode::Mock,
            medium: answer.map_or(Medium::None, Answer::medium),
            text: answer.map_or(String::new(), |answer| answer.typed().to_owned()),
            cursor: Cursor::default(),
            seconds: answer.map_or(Spent::default(), Answer::spent),
            hints: 0,
            wording: 0,
            target_seconds: answer.map_or(0, Answer::target),
            prediction: None,
            takes: Vec::new(),
            take: 0,
            started_at: now.wall,
            saved_at: now.wall,
            stage: match self.stage() {
                MockStage::Replying => DraftStage::FollowUp,
                MockStage::Answering => DraftStage::Answering,
                MockStage::Break | MockStage::Asking | MockStage::Over => DraftStage::Thinking,
            },
            other: serde_json::Map::from_iter([(FIELD.to_owned(), self.kept())]),
        })
    }
}

/// The progress of a mock, from its draft; `None` if the draft has none that can be read.
pub fn progress_of(draft: &Draft) -> Option<MockProgress> {
    json::kept_value(draft.other.get(FIELD)?)
}

/// A bare question in place of one that is in no bank any more, so that the mock can continue from what it stored.
pub fn stand_in(planned: &Planned) -> Question {
    let seconds = Seconds { think: planned.think, target: planned.target, max: planned.target };
    Question::bare(planned.question.slug().to_owned(), planned.prompt.clone(), planned.kind, seconds)
}

/// Seconds that typing adds to the round, because typed answers get more time.
fn grace(answer: &Answer) -> f64 {
    f64::from(answer.target()) - f64::from(answer.times().target)
}

#[cfg(test)]
mod tests;
