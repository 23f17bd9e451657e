//! The rounds of a sitting: what was asked, in which order, and what was answered.

use std::collections::HashMap;

use super::answers::Answers;
use crate::bank::{Kind, QuestionId};
use crate::history::{Mode, RecordId};
use crate::practice::mock::{Given, MockProgress, Planned, PlannedRound};
use crate::report::sitting::facts::{Question, Round};
use crate::report::sitting::materials::Answered;
use crate::report::words::capital;

/// The rounds of a mock.
pub(super) fn planned_rounds(answers: &Answers<'_>, progress: &MockProgress) -> Vec<Round> {
    let by_id: HashMap<&RecordId, &Answered> =
        answers.materials.answers.iter().map(|answered| (&answered.row.id, answered)).collect();
    let of = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(0.0);
    let round = |(i, planned): (usize, &PlannedRound)| Round {
        name: planned.name.clone(),
        minutes: Some(planned.minutes),
        allowed_seconds: Some(f64::from(planned.minutes) * 60.0 + of(&progress.grace, i)),
        seconds: of(&progress.spent, i),
        prediction: progress.predictions.get(i).copied().flatten(),
        mean: answers.materials.kept().and_then(|kept| kept.card.rounds.get(i)).and_then(|round| round.mean),
        questions: planned
            .questions
            .iter()
            .map(|question| {
                let given = progress.given.iter().find(|g| g.round == i && g.question == question.question);
                // If the attempt was undone, its place stays empty.
                let answered = given.and_then(|given| Some((given, *by_id.get(&given.attempt)?)));
                planned_question(answers, question, i, answered)
            })
            .collect(),
    };
    progress.plan.rounds.iter().enumerate().map(round).collect()
}

fn planned_question(
    answers: &Answers<'_>,
    planned: &Planned,
    round: usize,
    answered: Option<(&Given, &Answered)>,
) -> Question {
    let notes = answers.materials.notes.question(&planned.question);
    Question {
        id: planned.question.clone(),
        topic: answers.materials.topic(&planned.question),
        kind: planned.kind,
        prompt: planned.prompt.clone(),
        snippet: notes.as_ref().and_then(|notes| notes.snippet.clone()),
        answer: answered.map(|(given, answered)| answers.of(answered, Some((given, round)), notes.as_ref())),
    }
}

/// One round for a drill, or for a mock whose plan cannot be read: first what was answered, then what was not, in
/// order.
pub(super) fn only_round(answers: &Answers<'_>) -> Round {
    let mut questions: Vec<Question> = Vec::new();
    let mut asked = |question: &QuestionId, answered: Option<&Answered>| {
        let notes = answers.materials.notes.question(question);
        let wording = answered.map_or(0, |answered| answered.wording as usize);
        let prompt = notes.as_ref().map(|notes| match wording.checked_sub(1).and_then(|i| notes.variants.get(i)) {
            Some(variant) => variant.clone(),
            None => notes.prompt.clone(),
        });
        questions.push(Question {
            id: question.clone(),
            topic: answers.materials.topic(question),
            kind: notes.as_ref().map_or(Kind::default(), |notes| notes.kind),
            prompt: prompt.unwrap_or_else(|| question.to_string()),
            snippet: notes.as_ref().and_then(|notes| notes.snippet.clone()),
            answer: answered.map(|answered| answers.of(answered, None, notes.as_ref())),
        });
    };
    for answered in &answers.materials.answers {
        asked(&answered.row.question, Some(answered));
    }
    let sitting = &answers.materials.row.sitting;
    for question in &sitting.questions {
        if !answers.materials.answers.iter().any(|answered| answered.row.question == *question) {
            asked(question, None);
        }
    }
    let seconds = answers.materials.answers.iter().map(|answered| {
        let replies: f64 = answered.follow_ups.iter().map(|reply| reply.seconds).sum();
        answered.row.seconds.think + answered.row.seconds.answer + replies
    });
    Round {
        name: capital(if sitting.mode == Mode::Mock { "mock" } else { "drill" }),
        minutes: None,
        allowed_seconds: None,
        seconds: seconds.sum(),
        prediction: None,
        mean: None,
        questions,
    }
}
