//! Practice one question at a time, with the notes after each: the questions of one sitting and what became of them.

use chrono::NaiveDate;

use super::draw::Pick;
use super::turn::{Stage, Turn};
use crate::bank::QuestionId;
use crate::history::{Body, Medium, Mode, Rating, Record, RecordId, Sitting, SittingState, Spent};
use crate::moment::Moment;

/// One line of the summary.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered {
    /// Which question.
    pub question: QuestionId,
    /// What was asked.
    pub prompt: String,
    /// The rating; none: left unrated.
    pub rating: Option<Rating>,
    /// Score of the ticks; none: no notes.
    pub score: Option<f64>,
    /// What was predicted.
    pub prediction: Option<u8>,
    /// Where the time went.
    pub seconds: Spent,
    /// The target in force.
    pub target: u32,
    /// How it was given.
    pub medium: Medium,
    /// "Don't know".
    pub gave_up: bool,
    /// Whether it was a retry that moves no schedule.
    pub practice: bool,
    /// When it comes back.
    pub due: Option<NaiveDate>,
}

/// A drill in progress.
#[derive(Clone, Debug)]
pub struct Drill {
    id: RecordId,
    seed: u64,
    picks: Vec<Pick>,
    at: usize,
    answered: Vec<Answered>,
}

impl Drill {
    /// Begins a drill. The record says so in the log.
    pub fn begin(picks: Vec<Pick>, seed: u64, now: Moment) -> (Self, Record) {
        let drill = Self { id: RecordId::fresh(now), seed, picks, at: 0, answered: Vec::new() };
        let mut record = drill.record(SittingState::Started, now);
        record.id = drill.id.clone();
        (drill, record)
    }

    /// The record of how far it got.
    fn record(&self, state: SittingState, now: Moment) -> Record {
        let body = Body::Sitting(Sitting {
            sitting: self.id.clone(),
            mode: Mode::Drill,
            loop_: None,
            seed: Some(self.seed),
            state,
            questions: self.picks.iter().map(|pick| pick.question.clone()).collect(),
            progress: serde_json::Value::Null,
            other: serde_json::Map::new(),
        });
        Record::new(now, body)
    }

    /// Ends the drill: finished when every question was asked, abandoned otherwise.
    pub fn end(&self, now: Moment) -> Record {
        let state = if self.current().is_none() { SittingState::Finished } else { SittingState::Abandoned };
        self.record(state, now)
    }

    /// The name of the sitting.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// The question that is being asked.
    pub fn current(&self) -> Option<&Pick> {
        self.picks.get(self.at)
    }

    /// Its place in the drill and how many there are, from 1.
    pub fn place(&self) -> (usize, usize) {
        ((self.at + 1).min(self.picks.len()), self.picks.len())
    }

    /// Goes to the next question.
    pub fn advance(&mut self) {
        self.at += 1;
    }

    /// Asks another question after this one, unless it comes later anyway.
    pub fn ask_next(&mut self, pick: Pick) {
        if self.picks[self.at.min(self.picks.len())..].iter().all(|later| later.question != pick.question) {
            self.picks.insert((self.at + 1).min(self.picks.len()), pick);
        }
    }

    /// Whether a question comes after this one.
    pub fn has_next(&self) -> bool {
        self.at + 1 < self.picks.len()
    }

    /// Keeps what became of a turn, for the summary. A second verdict on the same attempt replaces the first.
    pub fn note(&mut self, turn: &Turn, due: Option<NaiveDate>) {
        let Stage::Done(rating) = *turn.stage() else { return };
        self.answered.push(Answered {
            question: turn.name().clone(),
            prompt: turn.prompt().to_owned(),
            rating,
            score: turn.score().map(|score| score.value),
            prediction: turn.prediction(),
            seconds: turn.watch().spent(),
            target: turn.target(),
            medium: turn.medium(),
            gave_up: turn.gave_up(),
            practice: turn.mode() == Mode::Practice,
            due,
        });
    }

    /// Takes the last line of the summary back, as after an undo.
    pub fn forget_last(&mut self) {
        self.answered.pop();
    }

    /// What was answered so far.
    pub fn answered(&self) -> &[Answered] {
        &self.answered
    }

    /// Puts the attempt of a turn into this sitting.
    pub fn claim(&self, mut record: Record) -> Record {
        if let Body::Attempt(attempt) = &mut record.body {
            attempt.sitting = Some(self.id.clone());
        }
        record
    }
}

/// What a drill comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Answers that moved the schedule.
    pub answers: usize,
    /// Retries.
    pub practice: usize,
    /// Again, Hard, Good, Easy.
    pub ratings: [usize; 4],
    /// Answering time in seconds.
    pub seconds: f64,
    /// Mean prediction, of the answers that have both prediction and score.
    pub predicted: Option<f64>,
    /// Mean evidence of the same answers, on the scale of the prediction.
    pub evidence: Option<f64>,
}

impl Tally {
    /// Adds up.
    pub fn of(answered: &[Answered]) -> Self {
        let mut tally = Self::default();
        let mut both = Vec::new();
        for answer in answered {
            if answer.practice {
                tally.practice += 1;
                continue;
            }
            tally.answers += 1;
            tally.seconds += answer.seconds.answer;
            if let Some(rating) = answer.rating {
                tally.ratings[usize::from(rating.number()) - 1] += 1;
            }
            if let (Some(prediction), Some(score)) = (answer.prediction, answer.score) {
                both.push((f64::from(prediction), crate::assess::evidence(score)));
            }
        }
        if !both.is_empty() {
            let mean = |pick: fn(&(f64, f64)) -> f64| both.iter().map(pick).sum::<f64>() / both.len() as f64;
            tally.predicted = Some(mean(|pair| pair.0));
            tally.evidence = Some(mean(|pair| pair.1));
        }
        tally
    }
}
