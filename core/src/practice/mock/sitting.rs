//! A mock in progress: input and time go in, records come out. The interviewer says nothing but the next question.
//!
//! Everything that it takes to go on another day stands in [`MockProgress`], which a `sitting` record carries.

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

/// No answer gets more follow-ups than this.
const MOST_FOLLOW_UPS: usize = 3;

/// The field of a draft that holds how far a mock got.
const FIELD: &str = "mock";

/// Where the questions of a plan are read from.
pub type Questions<'a> = &'a dyn Fn(&Planned) -> Rc<Question>;

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
    prompts: Prompts,
    /// How far it got, without the answer in progress.
    progress: MockProgress,
    /// The answer in progress; none in breaks and at the end.
    answer: Option<Answer>,
    /// Whether the clock is read at least once a second.
    beating: bool,
    reminded: press::Reminded,
}

impl Mock {
    /// Begins a mock: the break before its first round. The record says so in the log. `prompts` are what its interviewer
    /// asks besides the follow-ups of a question.
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

    /// Goes on with a mock that was left, abandoned or interrupted, with what its last record says. The answer in
    /// progress goes on; time in between counts as nothing.
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

    /// Goes on from what a draft kept: it is ahead of the last record by the answer in progress.
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

    /// The next round begins: its first question is asked.
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

    /// The answer or the reply is done. A follow-up comes, or the next question, or the break: then the attempt and how
    /// far the mock got come back for the log. None: an empty typed answer is no answer, and nothing happens.
    pub fn finish(&mut self, questions: Questions<'_>, now: Moment) -> Option<Vec<Record>> {
        if !self.say(now) {
            return None;
        }
        let next = self.next_follow_up();
        Some(self.go_on(next, questions, now))
    }

    /// The answer or the reply is done, and the clock stands until [`Self::go_on`]. False: an empty typed answer is no
    /// answer, and nothing happens.
    pub fn say(&mut self, now: Moment) -> bool {
        self.answer.as_mut().is_some_and(|answer| answer.finish(now))
    }

    /// What was said is followed up with this, or with the next question, or the break; as [`Self::finish`].
    pub fn go_on(&mut self, next: Option<Put>, questions: Questions<'_>, now: Moment) -> Vec<Record> {
        match (next, &mut self.answer) {
            (Some(put), Some(answer)) => {
                answer.follow_up(put, now);
                Vec::new()
            }
            _ => self.close(questions, now),
        }
    }

    /// "Don't know": a smaller step, as after those words, or the next question. What was typed so far is kept. In the
    /// middle of a reply it means that nothing more is said to this.
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

    /// A follow-up is asked as planned while the round is in time, and beyond that when time is left over. Under pressure an
    /// answer that took its maximum gets none.
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is of one lifetime")]
    pub fn next_follow_up(&self) -> Option<Put> {
        if self.has_room()? { self.in_situation(|situation| situation.next())? } else { None }
    }

    /// Whether a model may ask in the place of `own`.
    pub fn may_react(&self, own: Option<&Put>) -> bool {
        self.has_room() == Some(true) && self.in_situation(|situation| situation.may_react(own)) == Some(true)
    }

    /// What a model would ask after what was said, if that is a follow-up; none: nothing was said.
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

    /// The answer in progress is one of those that were given; its attempt is for the log, with the story that it tells.
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

    /// To the next question, the break before the next round, or the end. Nothing is asked yet.
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

    /// What the candidate thinks the round that just ended was worth, 1 to 4; said in the break or at the end.
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

    /// Says whether the clock is going to be read at least once a second, now and for the questions to come.
    pub fn set_heartbeat(&mut self, now: Moment, beating: bool) {
        self.beating = beating;
        if let Some(answer) = &mut self.answer {
            answer.set_heartbeat(now, beating);
        }
    }

    /// Leaves the mock, to go on another day. The record has the answer in progress.
    pub fn leave(&mut self, now: Moment) -> Record {
        self.stop(SittingState::Paused, now)
    }

    /// Gives the mock up. What was answered can be debriefed, also the answer whose follow-up is being replied to, and the
    /// mock can still be resumed.
    pub fn abandon(&mut self, now: Moment) -> Vec<Record> {
        // An answer that is done, and was to be followed up, is one.
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

    /// How far it got, for the log; also to be written now and then, so that a crash loses little.
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

    /// It as a draft: on the disk it stands under the name of the sitting, between the questions too. None: it is over.
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

/// How far a mock got, from its draft.
pub fn progress_of(draft: &Draft) -> Option<MockProgress> {
    json::of_value(draft.other.get(FIELD)?).ok()
}

/// A bare question for one that no bank has any more: the mock goes on with what it recorded.
pub fn stand_in(planned: &Planned) -> Question {
    let seconds = Seconds { think: planned.think, target: planned.target, max: planned.target };
    Question::bare(planned.question.slug().to_owned(), planned.prompt.clone(), planned.kind, seconds)
}

/// What typing adds to the round, in seconds: typed answers get more time on every clock.
fn grace(answer: &Answer) -> f64 {
    f64::from(answer.target()) - f64::from(answer.times().target)
}

#[cfg(test)]
mod tests;
