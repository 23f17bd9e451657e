//! The facts of an answer: its words, its points, its replies, its numbers.

use super::dimensions::Dimensions;
use crate::assess::{self, AnswerCard, Band, Words, counts, share_of};
use crate::bank::{self, FollowUp, Level};
use crate::history::{RecordId, Tick};
use crate::practice::mock::{Difference, Given};
use crate::report::sitting::facts::{Mistake, Number, Point, Reply, ReportedAnswer};
use crate::report::sitting::materials::{Answered, Materials};
use crate::report::sitting::voice::Voice;

/// What the facts of the answers of a sitting are made from.
pub(super) struct Answers<'a> {
    pub(super) materials: &'a Materials<'a>,
    pub(super) dimensions: &'a Dimensions,
    /// The level that the sitting was judged at.
    pub(super) level: Level,
}

impl Answers<'_> {
    /// The facts of one answer. `given` is its place in a mock: what was put, and the number of its round.
    pub(super) fn of(
        &self,
        answered: &Answered,
        given: Option<(&Given, usize)>,
        notes: Option<&bank::Question>,
    ) -> ReportedAnswer {
        let row = &answered.row;
        let judged = row.score.is_some() || row.rating.is_some() || !row.points.is_empty();
        let look_for = notes.filter(|_| judged).map_or(&[][..], |notes| &notes.look_for);
        let mistake = |id: &String| {
            let known = notes.and_then(|notes| notes.mistakes.iter().find(|mistake| mistake.id == *id));
            known.map_or(Mistake { text: id.clone(), critical: false }, |known| Mistake {
                text: known.text.clone(),
                critical: known.critical,
            })
        };
        let weak = |id: &String| {
            let known = notes.and_then(|notes| notes.weak.iter().find(|weak| weak.id == *id));
            known.map_or_else(|| id.clone(), |known| known.text.clone())
        };
        let card = given.and_then(|(_, round)| {
            let answers = &self.materials.kept()?.card.answers;
            answers.iter().find(|card| card.round == round && card.question == row.question)
        });
        ReportedAnswer {
            attempt: row.id.clone(),
            day: row.day,
            medium: row.medium,
            text: row.text.clone(),
            voice: Voice::of(&answered.heard, |text| {
                notes.map_or_else(Vec::new, |notes| Words::Heard(text).coverage(notes))
            }),
            remark: answered.remark.clone(),
            my_answer: answered.my_answer.clone(),
            seconds: row.seconds,
            target_seconds: row.target_seconds,
            gave_up: row.gave_up,
            hints: row.hints,
            clarified: given.map_or(0, |(given, _)| given.clarified),
            prediction: row.prediction,
            evidence: row.band.map(f64::from),
            band: row.band.and_then(|band| Band::try_from(band).ok()),
            reason: card.filter(|card| card.band.map(Band::number) == row.band).and_then(|card| card.reason.clone()),
            share: row.score.map(|score| share_of(score, u32::try_from(row.mistakes.len()).unwrap_or(u32::MAX))),
            doubted: row.doubt.as_ref().map(|doubt| (doubt.points.len(), doubt.of)),
            rating: row.rating,
            judged,
            leaves_open: card
                .is_some_and(|card| card.of < look_for.iter().filter(|point| counts(point.tier, self.level)).count()),
            points: look_for
                .iter()
                .map(|point| Point {
                    id: point.id.clone(),
                    text: point.text.clone(),
                    tier: point.tier,
                    counts: counts(point.tier, self.level),
                    tick: row.points.get(&point.id).copied().unwrap_or(Tick::Missed),
                    judged: row.points.contains_key(&point.id),
                    after_coach: answered.after_coach.get(&point.id).copied(),
                })
                .collect(),
            mistakes: row.mistakes.iter().map(mistake).collect(),
            weak: row.weak.iter().map(weak).collect(),
            follow_ups: self.replies(answered, given.map(|(given, _)| given), card, notes),
            numbers: card.map_or_else(Vec::new, |card| self.numbers(card)),
            differences: self.differences(&row.id),
        }
    }

    fn differences(&self, attempt: &RecordId) -> Vec<Difference> {
        let found = self.materials.differences.iter().find(|one| one.attempt == *attempt);
        found.map_or_else(Vec::new, |one| one.differences.clone())
    }

    fn replies(
        &self,
        answered: &Answered,
        given: Option<&Given>,
        card: Option<&AnswerCard>,
        notes: Option<&bank::Question>,
    ) -> Vec<Reply> {
        let ticks = self.materials.kept().and_then(|kept| kept.held.get(&answered.row.id));
        let voice = |i: usize| {
            let mentions = |text: &str| notes.map_or_else(Vec::new, |notes| Words::Heard(text).coverage(notes));
            answered.heard_replies.get(i).and_then(|heard| Voice::of(heard, mentions))
        };
        let held = |i: usize, id: &str| {
            if self
                .materials
                .kept()
                .and_then(|kept| kept.open.get(&answered.row.id))
                .is_some_and(|open| open.contains(&i))
            {
                return None;
            }
            let on_card = || card?.follow_ups.iter().find(|held| held.id == id).map(|held| held.tick);
            ticks.and_then(|ticks| ticks.get(i).copied()).or_else(on_card)
        };
        match given {
            Some(given) => given
                .follow_ups
                .iter()
                .enumerate()
                .map(|(i, put)| Reply {
                    asked: Some(put.asked),
                    prompt: put.prompt.clone(),
                    text: put.text.clone(),
                    voice: voice(i),
                    seconds: put.seconds,
                    held: held(i, &put.id),
                    by_coach: put.by_coach,
                })
                .collect(),
            None => answered
                .follow_ups
                .iter()
                .enumerate()
                .map(|(i, reply)| {
                    let known = notes.and_then(|notes| notes.follow_ups.iter().find(|next| next.id == reply.id));
                    Reply {
                        asked: None,
                        prompt: known.map_or_else(|| reply.id.clone(), |next: &FollowUp| next.prompt.clone()),
                        text: reply.text.clone(),
                        voice: voice(i),
                        seconds: reply.seconds,
                        held: held(i, &reply.id),
                        by_coach: false,
                    }
                })
                .collect(),
        }
    }

    fn numbers(&self, card: &AnswerCard) -> Vec<Number> {
        let number = |number: &assess::Number| Number {
            dimension: number.dimension.clone(),
            title: self.dimensions.title(&number.dimension),
            value: number.number,
            suggested: number.suggested,
            capped: number.capped,
            cap: number.cap,
            evidence: number.evidence.clone(),
            anchor: self.dimensions.anchor(&number.dimension, number.number),
        };
        card.numbers.iter().map(number).collect()
    }
}
