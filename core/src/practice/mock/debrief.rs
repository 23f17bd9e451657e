//! The debrief of a mock: every answer beside its points, numbers with their evidence, red flags, and the scorecard
//! that follows from them. Ticks go to the log as judgements, so that a debrief can be left and continued later.

mod answer;
mod differences;

pub use answer::{DebriefNotes, Debriefed};
pub use differences::{AnswerDifferences, Difference};

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Plan;
use super::suits::suits;
use crate::assess::{
    AnswerCard, Card, Expected, FriendsWords, Held, JudgedAnswer, JudgedBy, KeptCard, Mention, Number, RedFlag,
    RoundInfo, Scale, Ticks,
};
use crate::bank::{Dimension, FollowUpPoint, Prompts, Question};
use crate::history::{Body, Record, RecordId, Scorecard, Tick};
use crate::moment::Moment;
use crate::practice::{Closing, Review};

/// What was ticked in a debrief and is not in the log yet.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DebriefProgress {
    /// The unwritten judgement of each attempt.
    answers: BTreeMap<RecordId, answer::Unwritten>,
    /// The red flags, if they differ from those of the scorecard in the log.
    red_flags: Option<Vec<RedFlag>>,
}

impl DebriefProgress {
    /// Drops what the log has since recorded: attempts for which `judged` holds, and the red flags if `scored`.
    #[must_use]
    pub fn without(mut self, judged: impl Fn(&RecordId) -> bool, scored: bool) -> Self {
        self.answers.retain(|attempt, _| !judged(attempt));
        self.red_flags = self.red_flags.filter(|_| !scored);
        self
    }

    /// Whether nothing is waiting to be written.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What one judge said about an answer, and the part of the question that they judged.
struct SaidOf<'a> {
    answer: &'a Debriefed,
    ticks: &'a Ticks,
    notes: &'a DebriefNotes,
    held: Vec<Held>,
    asked: Cow<'a, Question>,
}

/// A debrief, in progress or being read again.
#[derive(Clone, Debug)]
pub struct Debrief {
    sitting: RecordId,
    plan: Plan,
    predictions: Vec<Option<u8>>,
    answers: Vec<Debriefed>,
    dimensions: Vec<Dimension>,
    prompts: Prompts,
    red_flags: Vec<RedFlag>,
    /// The red flags of the scorecard that is in the log.
    written_flags: Vec<RedFlag>,
    /// Whether the log has a scorecard.
    saved: bool,
    /// Whether anything has changed since that scorecard.
    moved: bool,
}

impl Debrief {
    /// Opens a debrief. `predictions` holds one band per round; `kept` is the scorecard of an earlier debrief, if there
    /// is one.
    pub fn new(
        sitting: RecordId,
        plan: Plan,
        predictions: Vec<Option<u8>>,
        mut answers: Vec<Debriefed>,
        (dimensions, prompts): (Vec<Dimension>, Prompts),
        kept: Option<&KeptCard>,
    ) -> Self {
        for answer in &mut answers {
            let name = answer.review.answer().name();
            let topic = plan.questions().find(|planned| planned.question == *name).map_or("", |planned| &planned.topic);
            answer.suits =
                suits(answer.review.question(), topic, answer.review.answer().text(), &answer.puts, &prompts);
        }
        let red_flags = kept.map(|kept| kept.card.red_flags.clone()).unwrap_or_default();
        Self {
            sitting,
            plan,
            predictions,
            answers,
            dimensions,
            prompts,
            written_flags: red_flags.clone(),
            red_flags,
            saved: kept.is_some(),
            moved: false,
        }
    }

    /// The sitting that is being debriefed.
    pub fn sitting(&self) -> &RecordId {
        &self.sitting
    }

    /// What was drawn for the mock.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The answers, in the order in which they were given.
    pub fn answers(&self) -> &[Debriefed] {
        &self.answers
    }

    /// Changes the review of the answer at `at`, for example by ticking a point. `None` if there is no such answer.
    pub fn judge_with<T>(&mut self, at: usize, change: impl FnOnce(&mut Review) -> T) -> Option<T> {
        let answer = self.answers.get_mut(at)?;
        let (result, changed) = answer.judge_with(change);
        self.moved |= changed;
        Some(result)
    }

    /// The candidate has finished ticking an answer; see [`Review::close`]. `None` if there is no such answer.
    pub fn close(&mut self, at: usize, mentions: &[Mention]) -> Option<Closing> {
        let (closing, changed) = self.answers.get_mut(at)?.close(mentions);
        self.moved |= changed;
        Some(closing)
    }

    /// What is not in the log yet; `None` if everything is.
    pub fn unwritten(&self) -> Option<DebriefProgress> {
        let answers = self.answers.iter();
        let progress = DebriefProgress {
            answers: answers
                .filter_map(|answer| Some((answer.review.answer().id().clone(), answer.unwritten()?)))
                .collect(),
            red_flags: (self.red_flags != self.written_flags).then(|| self.red_flags.clone()),
        };
        (progress != DebriefProgress::default()).then_some(progress)
    }

    /// Restores what an earlier run did not get into the log. Returns the index of the first answer this applies to.
    pub fn take_up(&mut self, mut progress: DebriefProgress) -> Option<usize> {
        let mut first = None;
        for (at, answer) in self.answers.iter_mut().enumerate() {
            if let Some(unwritten) = progress.answers.remove(answer.review.answer().id()) {
                answer.take_up(unwritten);
                first.get_or_insert(at);
                self.moved = true;
            }
        }
        if let Some(flags) = progress.red_flags {
            self.red_flags = flags;
            self.moved = true;
        }
        first
    }

    /// The index of the first answer that has not been judged to the end.
    pub fn open(&self) -> Option<usize> {
        self.answers.iter().position(|answer| !answer.notes.done)
    }

    /// Whether the log has a scorecard.
    pub fn is_saved(&self) -> bool {
        self.saved
    }

    /// Whether the scorecard in the log no longer matches the present state.
    pub fn is_outdated(&self) -> bool {
        self.saved && self.moved
    }

    /// The dimension with this id.
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.dimensions.iter().find(|dimension| dimension.id == id)
    }

    /// What to listen for in the reply to a follow-up: `at` is the index of the answer, `put` that of the follow-up.
    /// Empty if the follow-up has no points or is not known any more.
    pub fn listen_for(&self, at: usize, put: usize) -> &[FollowUpPoint] {
        let Some(answer) = self.answers.get(at) else { return &[] };
        let Some(put) = answer.puts.get(put) else { return &[] };
        let own = answer.review.question().follow_ups.iter();
        let found = own.chain(self.prompts.all()).find(|next| next.id == put.id && next.is_said_as(&put.prompt));
        found.map_or(&[], |next| &next.look_for)
    }

    /// Sets how well the reply to a follow-up held.
    pub fn set_held(&mut self, at: usize, put: usize, tick: Tick) {
        if let Some(answer) = self.answers.get_mut(at) {
            self.moved |= answer.set_held(put, tick);
        }
    }

    /// Sets the candidate's number on a dimension, 1 to 4; `None` takes it back, so that the suggestion counts.
    pub fn set_number(&mut self, at: usize, dimension: &str, number: Option<u8>) {
        if let Some(answer) = self.answers.get_mut(at) {
            answer.set_number(dimension, number);
            self.moved = true;
        }
    }

    /// The candidate's own number on a dimension, if one was given.
    pub fn own_number(&self, at: usize, dimension: &str) -> Option<u8> {
        self.answers.get(at)?.notes.numbers.get(dimension).copied()
    }

    /// The numbers of an answer, with their suggestions.
    pub fn numbers(&self, at: usize) -> Vec<Number> {
        self.answer_card(at).map_or(Vec::new(), |card| card.numbers)
    }

    /// What was expected of an answer one level above the one that the answers read as. Only answers already judged,
    /// and this one, are taken into account.
    pub fn expected(&self, at: usize) -> Option<Expected> {
        let name = self.answers.get(at)?.review.answer().name();
        let those = |index, answer: &Debriefed| index == at || answer.notes.done;
        let card = self.card_of_those(those, |answer| (answer.review.ticks(), &answer.notes));
        card.expected.into_iter().find(|expected| expected.question == *name)
    }

    fn answer_card(&self, at: usize) -> Option<AnswerCard> {
        self.card().answers.into_iter().nth(at)
    }

    /// Ticks a red flag, or unticks it.
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

    /// The red flags that are ticked, in order.
    pub fn red_flags(&self) -> &[RedFlag] {
        &self.red_flags
    }

    /// The scorecard as it stands now.
    pub fn card(&self) -> Card {
        self.card_of(|answer| (answer.review.ticks(), &answer.notes))
    }

    /// Who judged the answers: the candidate, a friend, or both.
    pub fn judged_by(&self) -> JudgedBy {
        let by =
            |judge: JudgedBy| self.answers.iter().all(|answer| answer.notes.judge == judge && answer.other.is_none());
        match (by(JudgedBy::Candidate), by(JudgedBy::Friend)) {
            (true, _) => JudgedBy::Candidate,
            (false, true) => JudgedBy::Friend,
            (false, false) => JudgedBy::Both,
        }
    }

    /// Where two judges of the same answers disagree.
    pub fn differences(&self) -> Vec<AnswerDifferences> {
        differences::between(self)
    }

    /// The scorecard that follows from the ticks and notes that `said` picks for each answer.
    fn card_of<'a>(&'a self, said: impl Fn(&'a Debriefed) -> (&'a Ticks, &'a DebriefNotes)) -> Card {
        self.card_of_those(|_, _| true, said)
    }

    /// Like [`Self::card_of`], for some of the answers only.
    fn card_of_those<'a>(
        &'a self,
        those: impl Fn(usize, &Debriefed) -> bool,
        said: impl Fn(&'a Debriefed) -> (&'a Ticks, &'a DebriefNotes),
    ) -> Card {
        let said: Vec<SaidOf<'_>> = self
            .answers
            .iter()
            .enumerate()
            .filter(|(at, answer)| those(*at, answer))
            .map(|(_, answer)| {
                let (ticks, notes) = said(answer);
                SaidOf { answer, ticks, notes, held: answer.held_by(notes), asked: answer.asked(ticks, notes) }
            })
            .collect();
        let judged: Vec<JudgedAnswer<'_>> = said
            .iter()
            .map(|SaidOf { answer, ticks, notes, held, asked }| JudgedAnswer {
                name: answer.review.answer().name().clone(),
                question: asked,
                round: answer.round,
                judge: notes.judge,
                ticks,
                held,
                clarified: notes.clarified.or(answer.clarified),
                circumstances: answer.circumstances,
                doubt: answer.doubt(),
                prediction: self.predictions.get(answer.round).copied().flatten(),
                numbers: &notes.numbers,
            })
            .collect();
        let rounds: Vec<RoundInfo> =
            self.plan.rounds.iter().map(|round| RoundInfo { name: round.name.clone(), part: round.part }).collect();
        let Plan { weights, level, .. } = self.plan;
        let scale = Scale { rounds: &rounds, weights, level, dimensions: &self.dimensions };
        Card::of(&judged, scale, &self.red_flags, self.judged_by()).of_planned(self.plan.questions().count())
    }

    /// The candidate has finished an answer: returns its judgement for the log, rated as the rules suggest. `schedules`
    /// says whether it moves the schedule. `None` if nothing has changed since the last judgement.
    pub fn judge(&mut self, at: usize, schedules: bool, now: Moment) -> Option<Record> {
        let band = self.answer_card(at).and_then(|card| card.band);
        let answer = self.answers.get_mut(at)?;
        if answer.notes.done && !answer.changed {
            return None;
        }
        answer.notes.done = true;
        answer.record(band, schedules, now)
    }

    /// The debrief is left in the middle of an answer: returns its ticks so far, as a judgement that moves nothing.
    /// `None` if nothing was ticked.
    pub fn set_aside(&mut self, at: usize, now: Moment) -> Option<Record> {
        let answer = self.answers.get_mut(at)?;
        if !answer.changed || answer.notes.done {
            return None;
        }
        answer.record(None, false, now)
    }

    /// The content of a scorecard for the log.
    pub(super) fn kept(&self) -> KeptCard {
        let by_attempt = |answer: &Debriefed| answer.review.answer().id().clone();
        let open = self.answers.iter().filter(|answer| !answer.notes.open.is_empty());
        KeptCard {
            card: self.card(),
            numbers: self.answers.iter().map(|answer| (by_attempt(answer), answer.notes.numbers.clone())).collect(),
            held: self.answers.iter().map(|answer| (by_attempt(answer), answer.notes.held.clone())).collect(),
            open: open.map(|answer| (by_attempt(answer), answer.notes.open.clone())).collect(),
            friend: FriendsWords::default(),
        }
    }

    /// The scorecard for the log. From then on the debrief counts as saved and up to date.
    pub fn scorecard(&mut self, now: Moment) -> Record {
        self.saved = true;
        self.moved = false;
        self.written_flags.clone_from(&self.red_flags);
        let card = serde_json::to_value(self.kept()).unwrap_or(Value::Null);
        Record::new(now, Body::Scorecard(Scorecard { sitting: self.sitting.clone(), card }))
    }
}

#[cfg(test)]
mod tests;
