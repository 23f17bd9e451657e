//! One answer in a debrief: what was said, what is ticked, and who ticked it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::assess::{self, Band, Circumstances, Held, JudgedBy, Mention, Score, Ticks, clarified};
use crate::bank::Question;
use crate::history::{Attempt, Body, Doubt, Judgement, Record, Tick};
use crate::moment::Moment;
use crate::practice::mock::Given;
use crate::practice::{Closing, Put, Review, judged_alone};

/// The field of a judgement that holds the [`DebriefNotes`].
const FIELD: &str = "debrief";

/// What the judgement of a mock answer holds besides its ticks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DebriefNotes {
    /// Whether the judge has finished with the answer.
    pub done: bool,
    /// The judge's numbers, 1 to 4, by id of the dimension.
    pub numbers: BTreeMap<String, u8>,
    /// How well the replies to follow-ups held, in the order in which these were asked.
    pub held: Vec<Tick>,
    /// Indices into `held` of the replies that nobody judged; their entries there mean nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<usize>,
    /// Who judged: the candidate or a friend.
    #[serde(skip_serializing_if = "is_candidate")]
    pub judge: JudgedBy,
    /// Whether the candidate asked for clarification, according to the judge; `None` if the judge did not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clarified: Option<bool>,
    /// Whether the judge was already asked about ticks that the answer's words do not support, which happens only once.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub asked_about: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_candidate(judge: &JudgedBy) -> bool {
    *judge == JudgedBy::Candidate
}

impl DebriefNotes {
    /// What a debrief wrote into a judgement; the default if the judgement was made elsewhere.
    pub fn of(judgement: &Judgement) -> Self {
        judgement.other.get(FIELD).and_then(|found| Self::deserialize(found).ok()).unwrap_or_default()
    }

    /// Adds entries for follow-ups that have none yet, as not judged, and drops marks beyond `asked`.
    fn grow(&mut self, asked: usize) {
        self.open.extend(self.held.len()..asked);
        self.held.resize(asked, Tick::Missed);
        self.open.retain(|put| *put < asked);
    }

    /// The judgement with these notes added to it.
    #[must_use]
    pub fn kept_in(&self, mut judgement: Judgement) -> Judgement {
        let notes = serde_json::to_value(self).unwrap_or(Value::Null);
        judgement.other.insert(FIELD.to_owned(), notes);
        judgement
    }
}

/// What was ticked for one answer and is not in the log yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Unwritten {
    ticks: Ticks,
    notes: DebriefNotes,
}

/// What the other judge said about the same answer.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) ticks: Ticks,
    pub(super) notes: DebriefNotes,
}

fn ticks_of(judgement: &Judgement) -> Ticks {
    Ticks { points: judgement.points.clone(), mistakes: judgement.mistakes.clone(), weak: judgement.weak.clone() }
}

/// One answer of a mock, in its debrief.
#[derive(Clone, Debug)]
pub struct Debriefed {
    /// The answer with its question and ticks; its notes are open.
    pub review: Review,
    /// Index of its round in the plan.
    pub round: usize,
    /// The follow-ups asked after it, with the replies.
    pub puts: Vec<Put>,
    /// For each of these, whether it suits the question.
    pub(super) suits: Vec<bool>,
    /// Whether the candidate asked for clarification; `None` if nobody knows.
    pub(super) clarified: Option<bool>,
    pub(super) circumstances: Circumstances,
    seconds: f64,
    pub(super) notes: DebriefNotes,
    /// What the other judge said, if two judged it.
    pub(super) other: Option<Said>,
    /// The ticks that an earlier debrief left with a doubt about them, and that doubt. It applies only while the ticks
    /// are the same.
    kept_doubt: Option<(Ticks, Doubt)>,
    /// Whether anything has changed since the last judgement.
    pub(super) changed: bool,
}

impl Debriefed {
    /// An answer from the log. `judgements` are those made of it so far, oldest first; the last one made without the
    /// coach counts. The notes of `review` are open.
    pub fn new(mut review: Review, attempt: &Attempt, given: &Given, judgements: &[Judgement]) -> Self {
        let (before, after_coach) = judged_alone(judgements);
        let mut notes = before.map(DebriefNotes::of).unwrap_or_default();
        let asked = given.follow_ups.len();
        notes.grow(asked);
        review.set_ticks(before.map(ticks_of).unwrap_or_default());
        review.set_after_coach(after_coach);
        review.set_asked_about(notes.asked_about);
        let said = judgements.iter().rev().map(|one| Said { ticks: ticks_of(one), notes: DebriefNotes::of(one) });
        let mut other = said.into_iter().find(|said| said.notes.judge != notes.judge);
        if let Some(other) = &mut other {
            other.notes.grow(asked);
        }
        let by_friend = judgements.iter().any(|one| DebriefNotes::of(one).judge == JudgedBy::Friend);
        // Take the recordings from the attempt: it knows which of them existed in the end.
        let put = |(at, put): (usize, &Put)| Put {
            recording: attempt.follow_ups.get(at).and_then(|reply| reply.recording.clone()),
            ..put.clone()
        };
        let spent = attempt.seconds;
        let replies: f64 = attempt.follow_ups.iter().map(|reply| reply.seconds).sum();
        Self {
            circumstances: Circumstances {
                seconds: spent,
                target_seconds: attempt.target_seconds,
                hints: attempt.hints,
                gave_up: attempt.gave_up,
            },
            seconds: spent.think + spent.answer + replies,
            // A friend's notes of the answer are not the candidate's words.
            clarified: clarified(Some(&*attempt.text).filter(|_| !by_friend), given.clarified),
            kept_doubt: before.and_then(|before| Some((ticks_of(before), before.doubt.clone()?))),
            review,
            round: given.round,
            suits: vec![true; asked],
            puts: given.follow_ups.iter().enumerate().map(put).collect(),
            notes,
            other,
            changed: false,
        }
    }

    /// Adds the transcript of a spoken answer, as evidence of whether clarification was asked for.
    #[must_use]
    pub fn with_transcript(mut self, words: &str) -> Self {
        if self.review.answer().text().is_empty() {
            self.clarified = clarified(Some(words), usize::from(self.clarified == Some(true)));
        }
        self
    }

    /// Seconds spent thinking, answering and replying.
    pub fn seconds(&self) -> f64 {
        self.seconds
    }

    /// Whether the judge has finished with it.
    pub fn is_done(&self) -> bool {
        self.notes.done
    }

    /// How well each reply to a follow-up held. `None` means not judged, which is different from missed.
    pub fn held(&self) -> Vec<Option<Tick>> {
        let held = self.notes.held.iter().enumerate();
        held.map(|(at, tick)| Some(*tick).filter(|_| !self.notes.open.contains(&at))).collect()
    }

    /// Whether the answer or a reply was recorded.
    pub fn is_recorded(&self) -> bool {
        self.review.answer().recording().is_some() || self.puts.iter().any(|put| put.recording.is_some())
    }

    /// Ticks that the words of the answer do not support. Never for a friend's ticks, whose notes are not the
    /// candidate's words.
    pub(super) fn doubt(&self) -> Option<&Doubt> {
        let kept = self.kept_doubt.as_ref().filter(|(ticks, _)| ticks == self.review.ticks()).map(|kept| &kept.1);
        self.review.doubt().or(kept).filter(|_| self.notes.judge == JudgedBy::Candidate)
    }

    /// The follow-ups whose replies were judged in these notes, and how well they held.
    pub(super) fn held_by(&self, notes: &DebriefNotes) -> Vec<Held> {
        // A follow-up from a model counts as the question's own, because it is about this answer alone.
        let own = |put: &Put| put.by_coach || self.review.question().follow_ups.iter().any(|next| next.id == put.id);
        let pairs = self.puts.iter().zip(&self.suits).zip(&notes.held).enumerate();
        let pairs = pairs.filter(|(at, _)| !notes.open.contains(at)).map(|(_, pair)| pair);
        let held = |((put, suits), tick): ((&Put, &bool), &Tick)| Held {
            id: put.id.clone(),
            prompt: put.prompt.clone(),
            asked: put.asked,
            tick: *tick,
            own: own(put),
            fits: *suits,
        };
        pairs.map(held).collect()
    }

    /// The part of the question that was judged. The candidate is asked about every point; points that a friend left
    /// open are unknown and do not count.
    pub(super) fn asked<'a>(&'a self, ticks: &Ticks, notes: &DebriefNotes) -> Cow<'a, Question> {
        let question: &Question = self.review.question();
        if notes.judge != JudgedBy::Friend || question.look_for.iter().all(|point| ticks.points.contains_key(&point.id))
        {
            return Cow::Borrowed(question);
        }
        let mut question = question.clone();
        question.look_for.retain(|point| ticks.points.contains_key(&point.id));
        Cow::Owned(question)
    }

    /// Called before the candidate changes something: a friend's judgement is kept beside the new one.
    fn change(&mut self, before: Ticks) {
        if self.notes.judge == JudgedBy::Friend {
            self.other = Some(Said { ticks: before, notes: self.notes.clone() });
            self.notes.judge = JudgedBy::Candidate;
        }
        self.changed = true;
    }

    pub(super) fn judge_with<T>(&mut self, change: impl FnOnce(&mut Review) -> T) -> (T, bool) {
        let before = (self.review.ticks().clone(), self.doubt().cloned());
        let result = change(&mut self.review);
        if *self.review.ticks() != before.0 {
            self.change(before.0);
            return (result, true);
        }
        let changed = self.doubt() != before.1.as_ref();
        self.changed |= changed;
        (result, changed)
    }

    /// The candidate has finished ticking; see [`Review::close`]. Also returns whether anything changed.
    pub(super) fn close(&mut self, mentions: &[Mention]) -> (Closing, bool) {
        let (closing, mut changed) = self.judge_with(|review| review.close(mentions));
        if closing == Closing::Doubted {
            self.notes.asked_about = true;
            self.changed = true;
            changed = true;
        }
        (closing, changed)
    }

    pub(super) fn set_held(&mut self, put: usize, tick: Tick) -> bool {
        let open = self.notes.open.contains(&put);
        let changed = self.notes.held.get(put).is_some_and(|held| open || *held != tick);
        if changed {
            self.change(self.review.ticks().clone());
            self.notes.held[put] = tick;
            self.notes.open.retain(|other| *other != put);
        }
        changed
    }

    pub(super) fn set_number(&mut self, dimension: &str, number: Option<u8>) {
        self.change(self.review.ticks().clone());
        match number.filter(|number| (1..=4).contains(number)) {
            Some(number) => self.notes.numbers.insert(dimension.to_owned(), number),
            None => self.notes.numbers.remove(dimension),
        };
    }

    /// What is not in the log yet; `None` if everything is.
    pub(super) fn unwritten(&self) -> Option<Unwritten> {
        self.changed.then(|| Unwritten { ticks: self.review.ticks().clone(), notes: self.notes.clone() })
    }

    /// Restores what an earlier run ticked and did not write.
    pub(super) fn take_up(&mut self, unwritten: Unwritten) {
        let before = self.review.ticks().clone();
        if self.notes.judge == JudgedBy::Friend && unwritten.notes.judge == JudgedBy::Candidate {
            self.other = Some(Said { ticks: before, notes: self.notes.clone() });
        }
        self.review.set_ticks(unwritten.ticks);
        self.notes = unwritten.notes;
        self.notes.grow(self.puts.len());
        self.review.set_asked_about(self.notes.asked_about);
        self.changed = true;
    }

    /// The judgement for the log, with the band that the scorecard shows; `None` if the review cannot be rated.
    pub(super) fn record(&mut self, band: Option<Band>, schedules: bool, now: Moment) -> Option<Record> {
        let rating = band.map(Band::rating);
        let mut record = self.review.clone().rate(rating, now)?;
        if let Body::Judgement(judgement) = &mut record.body {
            judgement.scheduled &= schedules;
            judgement.doubt = self.doubt().cloned();
            // The scorecard's band goes by the target in force at the time, whatever the question says today.
            if let Some(band) = band.filter(|_| judgement.band.is_some()) {
                (judgement.band, judgement.suggested) = (Some(band.number()), rating);
            }
            if let Cow::Owned(asked) = self.asked(self.review.ticks(), &self.notes) {
                let score = assess::score(&asked, self.review.ticks(), self.review.level());
                judgement.score = score.and_then(Score::recorded);
                (judgement.band, judgement.suggested) = (band.map(Band::number), rating);
            }
            *judgement = self.notes.kept_in(judgement.clone());
        }
        self.changed = false;
        Some(record)
    }
}
