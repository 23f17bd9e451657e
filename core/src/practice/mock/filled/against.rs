//! Compares a sheet with the banks and the log: which questions were asked, and what the friend says about each.

use std::collections::{BTreeMap, HashSet};

use crate::assess::{Asked, JudgedBy, counts};
use crate::bank::{Dimension, FollowUp, Prompts, Question, QuestionId};
use crate::history::{Judgement, RecordId, Tick};
use crate::moment::Moment;
use crate::practice::mock::DebriefNotes;
use crate::practice::{Put, Rules};

use super::before::Before;
use super::{FilledAnswer, FilledFollowUp, FilledSheet, SheetError};

/// The longest answer a sheet may state, in minutes.
const LONGEST_ANSWER: f64 = 600.0;

/// What a sheet is compared with, and the rules for judging it.
pub struct Against<'a> {
    /// Looks up a question in the banks.
    pub questions: &'a dyn Fn(&QuestionId) -> Option<Question>,
    /// The dimensions on which answers are scored.
    pub dimensions: Vec<Dimension>,
    /// The general prompts, which can follow any answer.
    pub prompts: Prompts,
    /// The candidate's rules; their level is replaced by that of the sheet.
    pub rules: Rules,
    /// Whether the answers move the schedule.
    pub schedules: bool,
    /// Looks up what the log already has of a sitting.
    pub before: &'a dyn Fn(&RecordId) -> Before,
    /// Whether the log has a record with this id, even one that no longer counts.
    pub taken: &'a dyn Fn(&RecordId) -> bool,
    /// The time of reading.
    pub now: Moment,
}

/// A question of the sheet that was asked, and where it is.
pub(super) struct Heard<'a> {
    pub(super) filled: &'a FilledAnswer,
    pub(super) question: Question,
    pub(super) round: usize,
    /// The number of the question over all rounds, from 1.
    pub(super) number: usize,
    pub(super) path: String,
}

pub(super) fn wrong<T>(path: String, problem: impl Into<String>) -> Result<T, SheetError> {
    Err(SheetError::new(path, problem))
}

impl Against<'_> {
    /// An id for a record of the sitting that no record in the log has yet.
    pub(super) fn free(&self, sitting: &RecordId, what: &str) -> Result<RecordId, SheetError> {
        let first = part(sitting, what)?;
        let mut id = first.clone();
        let mut time = 1_u32;
        while (self.taken)(&id) {
            time = time.saturating_add(1);
            id = part_of(&format!("{first}-{time}"))?;
        }
        Ok(id)
    }

    /// The questions that were asked, which are those with anything filled in.
    pub(super) fn heard<'a>(&self, sheet: &'a FilledSheet) -> Result<Vec<Heard<'a>>, SheetError> {
        let mut heard = Vec::new();
        let mut seen = HashSet::new();
        let mut number = 0;
        for (i, round) in sheet.rounds.iter().enumerate() {
            for (j, filled) in round.questions.iter().enumerate() {
                number += 1;
                let path = format!("rounds[{i}].questions[{j}]");
                let name = &filled.ask.question;
                if !seen.insert(name) {
                    return wrong(
                        format!("{path}.ask.question"),
                        format!("{name} stands in the sheet twice; remove one"),
                    );
                }
                if !filled.is_filled() {
                    continue;
                }
                let Some(question) = (self.questions)(name) else {
                    let problem = format!("{name} is in no bank; bring its bank back, or remove the question");
                    return wrong(format!("{path}.ask.question"), problem);
                };
                if filled.took_minutes.is_some_and(|minutes| !(0.0..=LONGEST_ANSWER).contains(&minutes)) {
                    let problem = format!("an answer takes 0 to {LONGEST_ANSWER} minutes; null is unknown");
                    return wrong(format!("{path}.took_minutes"), problem);
                }
                heard.push(Heard { filled, question, round: i, number, path });
            }
        }
        Ok(heard)
    }

    /// The follow-ups that were asked after an answer, with the replies.
    pub(super) fn puts(&self, heard: &Heard<'_>) -> Result<Vec<Put>, SheetError> {
        let prompts = &self.prompts;
        let general = [
            (&prompts.push_back, Asked::PushBack),
            (&prompts.ten_times, Asked::TenTimes),
            (&prompts.when_it_fails, Asked::Probe),
        ];
        let known = |id: &str| -> Option<(&FollowUp, Asked)> {
            let own = heard.question.follow_ups.iter().find(|next| next.id == id);
            let own = own.map(|next| (next, if next.probe.is_some() { Asked::Probe } else { Asked::FollowUp }));
            own.or_else(|| {
                let of = |(list, asked): &(&'_ Vec<FollowUp>, Asked)| {
                    list.iter().position(|next| next.id == id).map(|at| (at, *asked))
                };
                let (at, asked) = general.iter().find_map(of)?;
                let list = general.iter().find(|(_, one)| *one == asked)?.0;
                Some((&list[at], asked))
            })
        };
        let filled = heard.filled.follow_ups.iter().enumerate().filter(|(_, filled)| filled.is_filled());
        let put = |(i, filled): (usize, &FilledFollowUp)| match known(&filled.id) {
            Some((next, asked)) => Ok(Put { text: filled.reply.clone(), ..Put::of(next, asked) }),
            None => wrong(
                format!("{}.follow_ups[{i}].id", heard.path),
                format!(
                    "{:?} is no follow-up of {} and no general prompt; take an id of the sheet",
                    filled.id, heard.filled.ask.question
                ),
            ),
        };
        filled.map(put).collect()
    }

    /// What the friend ticked, as if they had left a debrief half-way.
    pub(super) fn judgement(&self, heard: &Heard<'_>, attempt: &RecordId) -> Result<Judgement, SheetError> {
        let (filled, question, name) = (heard.filled, &heard.question, &heard.filled.ask.question);
        let unknown = |list: &str, i: usize, id: &str, what: &str| {
            let problem = format!("{id:?} is no {what} of {name}; take the ids of the sheet, or print it anew");
            wrong(format!("{}.{list}[{i}].id", heard.path), problem)
        };
        for (i, point) in filled.points.iter().enumerate() {
            if !question.look_for.iter().any(|known| known.id == point.id) {
                return unknown("points", i, &point.id, "point");
            }
        }
        for (i, mistake) in filled.mistakes.iter().enumerate() {
            if !question.mistakes.iter().any(|known| known.id == mistake.id) {
                return unknown("mistakes", i, &mistake.id, "mistake");
            }
        }
        let scored = || self.dimensions.iter().filter(|dimension| dimension.kinds.contains(&question.kind));
        for (dimension, number) in &filled.numbers {
            let path = || format!("{}.numbers.{dimension}", heard.path);
            if !scored().any(|known| known.id == *dimension) {
                let known: Vec<&str> = scored().map(|known| known.id.as_str()).collect();
                let problem = format!("{} questions are scored on {}", question.kind, known.join(", "));
                return wrong(path(), problem);
            }
            if let Some(number) = number.filter(|number| !(1..=4).contains(number)) {
                return wrong(path(), format!("{number} is not 1 to 4; null leaves the number to the evidence"));
            }
        }
        let follow_ups: Vec<_> = filled.follow_ups.iter().filter(|next| next.is_filled()).collect();
        let notes = DebriefNotes {
            done: false,
            numbers: filled.numbers.iter().filter_map(|(id, number)| Some((id.clone(), (*number)?))).collect(),
            held: follow_ups.iter().map(|next| next.tick.unwrap_or(Tick::Missed)).collect(),
            open: (0..follow_ups.len()).filter(|at| follow_ups[*at].tick.is_none()).collect(),
            judge: JudgedBy::Friend,
            clarified: filled.clarified.or((filled.asked_back > 0).then_some(true)),
            asked_about: false,
        };
        let mut points: BTreeMap<String, Tick> =
            filled.points.iter().filter_map(|point| Some((point.id.clone(), point.tick?))).collect();
        // A point without a tick is unknown; but somebody who said "don't know" made none of the points that count.
        for point in question.look_for.iter().filter(|point| filled.gave_up && counts(point.tier, self.rules.level)) {
            points.entry(point.id.clone()).or_insert(Tick::Missed);
        }
        Ok(notes.kept_in(Judgement {
            points,
            mistakes: filled.mistakes.iter().filter(|one| one.made).map(|one| one.id.clone()).collect(),
            ..Judgement::unrated(attempt.clone(), name.clone())
        }))
    }
}

pub(super) fn part(sitting: &RecordId, what: &str) -> Result<RecordId, SheetError> {
    part_of(&format!("{sitting}-{what}"))
}

pub(super) fn part_of(name: &str) -> Result<RecordId, SheetError> {
    name.parse().or_else(|problem: String| wrong("sitting".into(), problem))
}
