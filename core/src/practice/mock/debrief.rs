//! The debrief of a mock: every answer beside its points, numbers with their evidence, red flags, and the scorecard that
//! follows from them. What is ticked goes to the log as judgements, so that a debrief can be left and gone on with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Given, Plan};
use crate::assess::{AnswerCard, Card, Held, KeptCard, Number, RedFlag, RoundInfo, SLOW, Ticks, Verdict};
use crate::bank::{Dimension, Prompts};
use crate::history::{Attempt, Body, Judgement, Rating, Record, RecordId, Scorecard, Tick};
use crate::moment::Moment;
use crate::practice::{Put, Review};

/// The field of a judgement that holds what a debrief adds to the ticks.
const FIELD: &str = "debrief";

/// What a judgement of a mock answer says besides its ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DebriefNotes {
    /// Whether the candidate was through with the answer.
    pub done: bool,
    /// The candidate's numbers by dimension, 1 to 4.
    pub numbers: BTreeMap<String, u8>,
    /// How the replies to follow-ups held, in the order in which they were asked.
    pub held: Vec<Tick>,
}

impl DebriefNotes {
    /// What the debrief wrote into a judgement; nothing where another tool made it.
    pub fn of(judgement: &Judgement) -> Self {
        judgement.other.get(FIELD).and_then(|found| Self::deserialize(found).ok()).unwrap_or_default()
    }

    /// The judgement with these notes in it.
    #[must_use]
    pub fn kept_in(&self, mut judgement: Judgement) -> Judgement {
        let notes = serde_json::to_value(self).unwrap_or(Value::Null);
        judgement.other.insert(FIELD.to_owned(), notes);
        judgement
    }
}

/// One answer of a mock, in its debrief.
#[derive(Clone, Debug)]
pub struct Debriefed {
    /// The answer with its question and ticks, notes open.
    pub review: Review,
    /// Index of its round.
    pub round: usize,
    /// What was asked after it, with the replies.
    pub puts: Vec<Put>,
    clarified: bool,
    in_time: bool,
    seconds: f64,
    notes: DebriefNotes,
    /// Whether something was changed since the last judgement.
    changed: bool,
}

impl Debriefed {
    /// An answer as the log has it, with what an earlier debrief said about it. `review` has its notes open.
    pub fn new(mut review: Review, attempt: &Attempt, given: &Given, before: Option<&Judgement>) -> Self {
        let mut notes = before.map(DebriefNotes::of).unwrap_or_default();
        notes.held.resize(given.follow_ups.len(), Tick::Missed);
        if let Some(before) = before {
            review.set_ticks(Ticks {
                points: before.points.clone(),
                mistakes: before.mistakes.clone(),
                weak: before.weak.clone(),
            });
        }
        let spent = attempt.seconds;
        let replies: f64 = attempt.follow_ups.iter().map(|reply| reply.seconds).sum();
        Self {
            in_time: spent.answer <= SLOW * f64::from(attempt.target_seconds),
            seconds: spent.think + spent.answer + replies,
            clarified: given.clarified > 0,
            review,
            round: given.round,
            puts: given.follow_ups.clone(),
            notes,
            changed: false,
        }
    }

    /// Thinking, answering and replying, in seconds.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Whether the candidate was through with it.
    pub fn is_done(&self) -> bool {
        self.notes.done
    }

    /// How the replies to follow-ups held.
    pub fn held(&self) -> &[Tick] {
        &self.notes.held
    }

    fn verdict_held(&self) -> Vec<Held> {
        let pairs = self.puts.iter().zip(&self.notes.held);
        let held = |(put, tick): (&Put, &Tick)| Held {
            id: put.id.clone(),
            prompt: put.prompt.clone(),
            asked: put.asked,
            tick: *tick,
        };
        pairs.map(held).collect()
    }
}

/// A debrief in progress, or one that is read again.
#[derive(Clone, Debug)]
pub struct Debrief {
    sitting: RecordId,
    plan: Plan,
    predictions: Vec<Option<u8>>,
    answers: Vec<Debriefed>,
    dimensions: Vec<Dimension>,
    prompts: Prompts,
    red_flags: Vec<RedFlag>,
    /// Whether a scorecard is in the log.
    saved: bool,
    /// Whether something was changed since.
    moved: bool,
}

impl Debrief {
    /// Opens a debrief. `kept` is the scorecard of an earlier one.
    pub fn new(
        sitting: RecordId,
        plan: Plan,
        predictions: Vec<Option<u8>>,
        answers: Vec<Debriefed>,
        (dimensions, prompts): (Vec<Dimension>, Prompts),
        kept: Option<&KeptCard>,
    ) -> Self {
        let red_flags = kept.map(|kept| kept.card.red_flags.clone()).unwrap_or_default();
        Self {
            sitting,
            plan,
            predictions,
            answers,
            dimensions,
            prompts,
            red_flags,
            saved: kept.is_some(),
            moved: false,
        }
    }

    /// The sitting that it is about.
    pub fn sitting(&self) -> &RecordId {
        &self.sitting
    }

    /// What was drawn.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The answers in the order in which they were given.
    pub fn answers(&self) -> &[Debriefed] {
        &self.answers
    }

    /// Ticks something in the notes of an answer, or does something else to its review.
    pub fn judge_with<T>(&mut self, at: usize, change: impl FnOnce(&mut Review) -> T) -> Option<T> {
        let answer = self.answers.get_mut(at)?;
        let before = (answer.review.ticks().clone(), answer.review.doubt().cloned());
        let result = change(&mut answer.review);
        let changed = (answer.review.ticks(), answer.review.doubt()) != (&before.0, before.1.as_ref());
        answer.changed |= changed;
        self.moved |= changed;
        Some(result)
    }

    /// The first answer with which the candidate is not through.
    pub fn open(&self) -> Option<usize> {
        self.answers.iter().position(|answer| !answer.notes.done)
    }

    /// Whether a scorecard is in the log.
    pub fn is_saved(&self) -> bool {
        self.saved
    }

    /// Whether the scorecard in the log is not what it would be now.
    pub fn is_outdated(&self) -> bool {
        self.saved && self.moved
    }

    /// The dimension of a number.
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }

    /// What to listen for in the reply to something that was asked.
    pub fn listen_for(&self, at: usize, put: usize) -> Vec<&str> {
        let Some(answer) = self.answers.get(at) else { return Vec::new() };
        let Some(put) = answer.puts.get(put) else { return Vec::new() };
        let own = answer.review.question().follow_ups.iter();
        let general = self.prompts.push_back.iter().chain(&self.prompts.ten_times).chain(&self.prompts.when_it_fails);
        let found = own.chain(general).find(|next| next.id == put.id && next.prompt == put.prompt);
        found.map_or(Vec::new(), |next| next.look_for.iter().map(|point| point.text.as_str()).collect())
    }

    /// Says how a reply held.
    pub fn set_held(&mut self, at: usize, put: usize, tick: Tick) {
        let Some(answer) = self.answers.get_mut(at) else { return };
        if let Some(held) = answer.notes.held.get_mut(put).filter(|held| **held != tick) {
            *held = tick;
            answer.changed = true;
            self.moved = true;
        }
    }

    /// The candidate's number on a dimension; none takes it back, and the suggestion counts.
    pub fn set_number(&mut self, at: usize, dimension: &str, number: Option<u8>) {
        let Some(answer) = self.answers.get_mut(at) else { return };
        match number.filter(|number| (1..=4).contains(number)) {
            Some(number) => answer.notes.numbers.insert(dimension.to_owned(), number),
            None => answer.notes.numbers.remove(dimension),
        };
        answer.changed = true;
        self.moved = true;
    }

    /// The candidate's own number, where one was given.
    pub fn own_number(&self, at: usize, dimension: &str) -> Option<u8> {
        self.answers.get(at)?.notes.numbers.get(dimension).copied()
    }

    /// The numbers of an answer with their suggestions.
    pub fn numbers(&self, at: usize) -> Vec<Number> {
        self.answer_card(at).map_or(Vec::new(), |card| card.numbers)
    }

    fn answer_card(&self, at: usize) -> Option<AnswerCard> {
        self.card().answers.into_iter().nth(at)
    }

    /// Ticks a red flag or takes it back.
    pub fn toggle_flag(&mut self, flag: RedFlag) {
        match self.red_flags.iter().position(|ticked| *ticked == flag) {
            Some(at) => {
                self.red_flags.remove(at);
            }
            None => self.red_flags.push(flag),
        }
        self.red_flags.sort_unstable();
        self.moved = true;
    }

    /// The red flags that are ticked.
    pub fn red_flags(&self) -> &[RedFlag] {
        &self.red_flags
    }

    /// The scorecard as it stands.
    pub fn card(&self) -> Card {
        let held: Vec<Vec<Held>> = self.answers.iter().map(Debriefed::verdict_held).collect();
        let verdicts: Vec<Verdict<'_>> = self
            .answers
            .iter()
            .zip(&held)
            .map(|(answer, held)| Verdict {
                name: answer.review.answer().name().clone(),
                question: answer.review.question(),
                round: answer.round,
                ticks: answer.review.ticks(),
                held,
                clarified: answer.clarified,
                in_time: answer.in_time,
                gave_up: answer.review.answer().gave_up(),
                prediction: self.predictions.get(answer.round).copied().flatten(),
                numbers: &answer.notes.numbers,
            })
            .collect();
        let rounds: Vec<RoundInfo> =
            self.plan.rounds.iter().map(|round| RoundInfo { name: round.name.clone(), part: round.part }).collect();
        Card::of(&verdicts, &rounds, self.plan.weights, self.plan.level, &self.dimensions, &self.red_flags)
    }

    /// The candidate is through with an answer: its judgement, for the log, rated as the rules suggest. `schedules`:
    /// whether it moves the schedule. None: nothing was changed since the last one.
    pub fn judge(&mut self, at: usize, schedules: bool, now: Moment) -> Option<Record> {
        let rating = self.rating(at);
        let answer = self.answers.get_mut(at)?;
        if answer.notes.done && !answer.changed {
            return None;
        }
        answer.notes.done = true;
        answer.record(rating, schedules, now)
    }

    /// The debrief is left in the middle of an answer: its ticks so far, which move nothing. None: nothing was ticked.
    pub fn set_aside(&mut self, at: usize, now: Moment) -> Option<Record> {
        let answer = self.answers.get_mut(at)?;
        if !answer.changed || answer.notes.done {
            return None;
        }
        answer.record(None, false, now)
    }

    /// What the rules suggest; for a question without notes, the mean of the candidate's own numbers, and nothing
    /// without any.
    fn rating(&self, at: usize) -> Option<Rating> {
        let answer = self.answers.get(at)?;
        if let Some(judged) = answer.review.judged() {
            return Some(judged.band.rating());
        }
        let numbers = &answer.notes.numbers;
        let sum: u32 = numbers.values().map(|number| u32::from(*number)).sum();
        let count = u32::try_from(numbers.len()).ok().filter(|count| *count > 0)?;
        // Easy is never given without being asked for.
        let mean = ((2 * sum + count) / (2 * count)).min(3);
        Rating::try_from(u8::try_from(mean).ok()?).ok()
    }

    /// The scorecard for the log. Everything in it is settled from now on.
    pub fn scorecard(&mut self, now: Moment) -> Record {
        let by_attempt = |answer: &Debriefed| answer.review.answer().id().clone();
        let kept = KeptCard {
            card: self.card(),
            numbers: self.answers.iter().map(|answer| (by_attempt(answer), answer.notes.numbers.clone())).collect(),
            held: self.answers.iter().map(|answer| (by_attempt(answer), answer.notes.held.clone())).collect(),
        };
        self.saved = true;
        self.moved = false;
        let card = serde_json::to_value(&kept).unwrap_or(Value::Null);
        Record::new(now, Body::Scorecard(Scorecard { sitting: self.sitting.clone(), card }))
    }
}

impl Debriefed {
    fn record(&mut self, rating: Option<Rating>, schedules: bool, now: Moment) -> Option<Record> {
        let mut record = self.review.clone().rate(rating, now)?;
        if let Body::Judgement(judgement) = &mut record.body {
            judgement.scheduled &= schedules;
            let notes = serde_json::to_value(&self.notes).unwrap_or(Value::Null);
            judgement.other.insert(FIELD.to_owned(), notes);
        }
        self.changed = false;
        Some(record)
    }
}

#[cfg(test)]
mod tests;
