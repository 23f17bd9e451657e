//! Compares what two judges said about the same answers.

use serde::Serialize;

use super::answer::{Debriefed, Said};
use super::{Debrief, DebriefNotes};
use crate::assess::{AnswerCard, JudgedBy, Ticks};
use crate::bank::QuestionId;
use crate::history::{RecordId, Tick};

/// Something that the friend and the candidate judged differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The text of the point, mistake or follow-up, or the title of the dimension.
    pub about: String,
    /// The friend's judgement, in words.
    pub friend: String,
    /// The candidate's judgement, in words.
    pub candidate: String,
}

/// An answer that two people judged differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerDifferences {
    /// The id of its attempt.
    pub attempt: RecordId,
    /// The name of its question.
    pub question: QuestionId,
    /// The question as it was asked.
    pub prompt: String,
    /// The differences: points, mistakes, replies, then numbers.
    pub differences: Vec<Difference>,
}

/// The differences in all answers that were judged twice, in order; answers without differences are left out.
pub(super) fn between(debrief: &Debrief) -> Vec<AnswerDifferences> {
    let by_other = |answer: &'_ Debriefed| answer.other.is_some();
    if !debrief.answers.iter().any(by_other) {
        return Vec::new();
    }
    let now = debrief.card();
    let other = debrief.card_of(|answer| match &answer.other {
        Some(Said { ticks, notes }) => (ticks, notes),
        None => (answer.review.ticks(), &answer.notes),
    });
    let cards = now.answers.iter().zip(&other.answers);
    let of = |(answer, (now, other)): (&Debriefed, (&AnswerCard, &AnswerCard))| {
        let said = answer.other.as_ref()?;
        let mut found = Found { swapped: answer.notes.judge == JudgedBy::Friend, differences: Vec::new() };
        found.ticks(answer, &said.ticks, answer.review.ticks());
        found.replies(answer, &said.notes, &answer.notes);
        for (now, other) in now.numbers.iter().zip(&other.numbers) {
            let title = debrief.dimension(&now.dimension).map_or(&now.dimension, |dimension| &dimension.title);
            found.add(title, &other.number.to_string(), &now.number.to_string());
        }
        let given = answer.review.answer();
        (!found.differences.is_empty()).then(|| AnswerDifferences {
            attempt: given.id().clone(),
            question: given.name().clone(),
            prompt: given.prompt().to_owned(),
            differences: found.differences,
        })
    };
    debrief.answers.iter().zip(cards).filter_map(of).collect()
}

struct Found {
    /// Whether the judgement that counts now is the friend's, and the other one the candidate's.
    swapped: bool,
    differences: Vec<Difference>,
}

impl Found {
    fn add(&mut self, about: &str, other: &str, now: &str) {
        if other != now {
            let (friend, candidate) = if self.swapped { (now, other) } else { (other, now) };
            self.differences.push(Difference {
                about: about.to_owned(),
                friend: friend.to_owned(),
                candidate: candidate.to_owned(),
            });
        }
    }

    fn ticks(&mut self, answer: &Debriefed, other: &Ticks, now: &Ticks) {
        let question = answer.review.question();
        for point in &question.look_for {
            let [other, now] = [other, now].map(|ticks| match ticks.points.get(&point.id) {
                Some(Tick::Hit) => "there",
                Some(Tick::Partial) => "partly",
                Some(Tick::Missed) => "missing",
                None => "not judged",
            });
            self.add(&point.text, other, now);
        }
        for mistake in &question.mistakes {
            let [other, now] =
                [other, now].map(|ticks| if ticks.mistakes.contains(&mistake.id) { "made" } else { "not made" });
            self.add(&mistake.text, other, now);
        }
    }

    fn replies(&mut self, answer: &Debriefed, other: &DebriefNotes, now: &DebriefNotes) {
        for (at, put) in answer.puts.iter().enumerate() {
            let [other, now] =
                [other, now].map(|notes| match notes.held.get(at).filter(|_| !notes.open.contains(&at)) {
                    Some(Tick::Hit) => "held",
                    Some(Tick::Partial) => "held partly",
                    Some(Tick::Missed) => "did not hold",
                    None => "not judged",
                });
            self.add(&put.prompt, other, now);
        }
    }
}
