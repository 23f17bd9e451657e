//! What a filled-in sheet amounts to: a finished mock with its answers, their judgements and a scorecard.
//!
//! The ids of the records are made from the id of the sitting and the content of the sheet. A sheet that says what the
//! log already has adds nothing; a corrected one adds new judgements and a new scorecard, which replace the old ones as
//! in any debrief.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};
use serde::Serialize;
use serde_json::{Map, Value};
use sha1_smol::Sha1;

use super::against::{Against, Heard, part, part_of, wrong};
use super::{FilledAnswer, FilledSheet, SheetError};
use crate::assess::{Card, FriendsWords, KeptCard};
use crate::history::{
    Attempt, Body, FollowUpAnswer, Judgement, Medium, Mode, Record, RecordId, Scorecard, Sitting, SittingState, Spent,
};
use crate::moment::{Moment, practice_day};
use crate::practice::mock::{Debrief, DebriefNotes, Debriefed, Given, MockProgress, Plan, PlannedRound};
use crate::practice::{Put, Review, Rules};

/// The longest id of a sitting, in bytes, that leaves room for the suffixes of its records.
const LONGEST_NAME: usize = 120;

/// A mock held by a friend, read from a sheet.
#[derive(Debug)]
pub struct HeldMock {
    /// The id of the sitting.
    pub sitting: RecordId,
    /// Number of questions that have an answer.
    pub answers: usize,
    /// Number of questions on the sheet.
    pub asked: usize,
    /// The records that the log does not have yet, in order; empty if the sheet says nothing new.
    pub records: Vec<Record>,
    /// The scorecard that the sheet leads to.
    pub card: Card,
    /// The friend's name, gaps and notes.
    pub friend: FriendsWords,
    /// Differences between the sheet and the log that are ignored, in words: an answer stays as it was first read.
    pub remarks: Vec<String>,
}

impl HeldMock {
    /// Compares a sheet with the banks and the log, and works out the records to add. `text` is the content of the
    /// file, from which a sheet without an id gets one.
    ///
    /// An answer is written once and stays as it was first read. Judgements replace each other: if the sheet says
    /// anything new, the friend's judgement of every answer becomes the latest again, as on the scorecard that goes
    /// with it.
    pub fn of(sheet: &FilledSheet, text: &str, against: Against<'_>) -> Result<Self, SheetError> {
        let now = against.now;
        let rules = Rules { level: sheet.level, ..against.rules };
        let against = Against { rules, ..against };
        let sitting = name(sheet, text)?;
        let before = (against.before)(&sitting);
        let held_at = held_at(sheet, now)?;
        let heard = against.heard(sheet)?;
        if heard.is_empty() {
            return wrong("rounds".into(), "nothing is filled in yet; fill in what you heard, then read it again");
        }
        let at = |number: usize| held_at + TimeDelta::milliseconds(i64::try_from(number).unwrap_or(0));
        let record =
            |id: RecordId, at: DateTime<FixedOffset>, body: Body| Record { id, at, day: practice_day(at), body };
        let mut attempts = Vec::new();
        let mut given = Vec::new();
        let mut answers = Vec::new();
        let mut remarks = Vec::new();
        for one in &heard {
            let id = part(&sitting, &format!("answer-{}", one.number))?;
            let puts = against.puts(one)?;
            let mut attempt = attempt(one, &sitting, &puts);
            let known = before.attempts.get(&id);
            if let Some(known) = known {
                if (&known.text, known.seconds, known.gave_up) != (&attempt.text, attempt.seconds, attempt.gave_up) {
                    remarks
                        .push(format!("question {} the answer and its time stay as they were read first", one.number));
                }
                attempt = known.clone();
            }
            let judgement = against.judgement(one, &id)?;
            let question = one.question.clone().into();
            let review = Review::later(id.clone(), &attempt, question, against.rules, None, now);
            let heard = Given {
                attempt: id.clone(),
                question: attempt.question.clone(),
                round: one.round,
                clarified: one.filled.asked_back,
                follow_ups: puts,
            };
            answers.push(Debriefed::new(review, &attempt, &heard, std::slice::from_ref(&judgement)));
            given.push(heard);
            if known.is_none() {
                attempts.push(record(id, at(one.number), Body::Attempt(attempt)));
            }
        }
        let predictions = predictions(sheet)?;
        let plan = plan(sheet);
        let progress = MockProgress::held(plan.clone(), given, predictions.clone(), spent(sheet));
        let interview = (against.dimensions.clone(), against.prompts.clone());
        let mut debrief = Debrief::new(sitting.clone(), plan, predictions, answers, interview, None);
        for (i, flag) in sheet.red_flags.iter().enumerate().filter(|(_, flag)| flag.seen) {
            if debrief.red_flags().contains(&flag.id) {
                return wrong(format!("red_flags[{i}].id"), "this flag stands in the list twice; remove one");
            }
            debrief.toggle_flag(flag.id);
        }
        let friend = words(sheet);
        let mut judged = Vec::new();
        for (i, one) in heard.iter().enumerate() {
            judged.extend(debrief.judge(i, against.schedules, now).map(|record| (one, record)));
        }
        let kept = KeptCard { friend: friend.clone(), ..debrief.kept() };
        let card = kept.card.clone();
        let progress_now = serde_json::to_value(&progress).unwrap_or(Value::Null);
        let is_new = !attempts.is_empty()
            || before.progress.as_ref() != Some(&progress_now)
            || judged.iter().any(|(_, record)| before.friends(record).is_none_or(|known| !is_same(known, record)))
            || before
                .card
                .as_ref()
                .is_none_or(|before| (&before.friend, &before.card.red_flags) != (&kept.friend, &kept.card.red_flags));
        let mut records = Vec::new();
        if is_new {
            let free = |what: &str| against.free(&sitting, what);
            let state = |state| Body::Sitting(sitting_of(sheet, &sitting, &progress, state));
            if !(against.taken)(&sitting) {
                records.push(record(sitting.clone(), held_at, state(SittingState::Started)));
            }
            records.extend(attempts);
            for (one, mut judgement) in judged {
                if before.last(&judgement).is_none_or(|last| !is_same(last, &judgement)) {
                    judgement.id = free(&format!("judgement-{}-{}", one.number, digest(one.filled)))?;
                    records.push(judgement);
                }
            }
            let id = free(&format!("scorecard-{}", digest(sheet)))?;
            let card = serde_json::to_value(&kept).unwrap_or(Value::Null);
            let card = Body::Scorecard(Scorecard { sitting: sitting.clone(), card });
            records.push(Record { id, ..Record::new(now, card) });
            if before.progress.as_ref() != Some(&progress_now) {
                let id = free(&format!("over-{}", digest(&progress_now)))?;
                records.push(record(id, now.wall.max(at(heard.len())), state(SittingState::Finished)));
            }
        }
        let asked = sheet.rounds.iter().map(|round| round.questions.len()).sum();
        Ok(Self { sitting, answers: heard.len(), asked, records, card, friend, remarks })
    }
}

fn sitting_of(sheet: &FilledSheet, sitting: &RecordId, progress: &MockProgress, state: SittingState) -> Sitting {
    Sitting {
        sitting: sitting.clone(),
        mode: Mode::Mock,
        loop_: Some(sheet.loop_.clone()),
        seed: Some(sheet.seed),
        state,
        questions: progress.plan.questions().map(|planned| planned.question.clone()).collect(),
        progress: serde_json::to_value(progress).unwrap_or(Value::Null),
        other: Map::new(),
    }
}

/// Whether two judgements say the same, whatever their times and the rules by which they were weighed.
fn is_same(known: &Judgement, record: &Record) -> bool {
    let Body::Judgement(new) = &record.body else { return false };
    (&known.points, &known.mistakes, DebriefNotes::of(known)) == (&new.points, &new.mistakes, DebriefNotes::of(new))
}

/// What the friend wrote for people to read.
fn words(sheet: &FilledSheet) -> FriendsWords {
    let said = |text: &String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    FriendsWords {
        name: said(&sheet.judge).unwrap_or_default(),
        gaps: sheet.gaps.iter().filter_map(said).collect(),
        notes: said(&sheet.notes).unwrap_or_default(),
    }
}

/// The id of the sitting: the one on the sheet, or one made from its content.
fn name(sheet: &FilledSheet, text: &str) -> Result<RecordId, SheetError> {
    match &sheet.sitting {
        Some(id) if id.as_str().len() <= LONGEST_NAME => Ok(id.clone()),
        Some(_) => wrong("sitting".into(), format!("a name has at most {LONGEST_NAME} bytes; shorten it")),
        None => part_of(&format!("sheet-{}", hex(text.as_bytes()))),
    }
}

fn digest(value: &impl Serialize) -> String {
    hex(serde_json::to_string(value).unwrap_or_default().as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    Sha1::from(bytes).digest().bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// When the mock was held. A date without a time stands for noon of that day.
fn held_at(sheet: &FilledSheet, now: Moment) -> Result<DateTime<FixedOffset>, SheetError> {
    let Some(text) = sheet.held_on.as_deref().map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(now.wall);
    };
    let day = || {
        let noon = text.parse::<NaiveDate>().ok()?.and_time(NaiveTime::from_hms_opt(12, 0, 0)?);
        now.wall.timezone().from_local_datetime(&noon).single()
    };
    let Some(at) = DateTime::parse_from_rfc3339(text).ok().or_else(day) else {
        let found = format!("{text:?} is no day; write 2026-11-22 or 2026-11-22T18:30:00+01:00, or null for now");
        return wrong("held_on".into(), found);
    };
    if practice_day(at) > now.day() {
        return wrong("held_on".into(), format!("{text} is still to come; write the day on which it was held"));
    }
    // On the day itself, noon may be still to come.
    Ok(at.min(now.wall))
}

fn predictions(sheet: &FilledSheet) -> Result<Vec<Option<u8>>, SheetError> {
    let told = sheet.rounds.iter().enumerate().map(|(i, round)| match round.predicted {
        Some(number) if !(1..=4).contains(&number) => {
            wrong(format!("rounds[{i}].predicted"), format!("{number} is not 1 to 4; null is none"))
        }
        predicted => Ok(predicted),
    });
    told.collect()
}

fn plan(sheet: &FilledSheet) -> Plan {
    Plan {
        loop_: sheet.loop_.clone(),
        title: sheet.title.clone(),
        level: sheet.level,
        archetype: sheet.archetype,
        seed: sheet.seed,
        minutes: sheet.rounds.iter().map(|round| round.minutes).fold(0, u32::saturating_add),
        rounds: sheet
            .rounds
            .iter()
            .map(|round| PlannedRound {
                name: round.name.clone(),
                minutes: round.minutes,
                part: round.part,
                uninterrupted: round.uninterrupted,
                questions: round.questions.iter().map(|filled| filled.ask.clone()).collect(),
            })
            .collect(),
        weights: sheet.weights,
        banks: Vec::new(),
    }
}

/// Seconds spent answering in each round; answers that nobody timed count as 0.
fn spent(sheet: &FilledSheet) -> Vec<f64> {
    let of = |filled: &FilledAnswer| filled.took_minutes.unwrap_or(0.0) * 60.0;
    sheet.rounds.iter().map(|round| round.questions.iter().map(of).sum()).collect()
}

fn attempt(heard: &Heard<'_>, sitting: &RecordId, puts: &[Put]) -> Attempt {
    let filled = heard.filled;
    let silent = filled.gave_up && filled.answer.trim().is_empty();
    Attempt {
        question: filled.ask.question.clone(),
        revision: heard.question.revision,
        sitting: Some(sitting.clone()),
        mode: Mode::Mock,
        medium: if silent { Medium::None } else { Medium::Spoken },
        text: filled.answer.clone(),
        recording: None,
        seconds: Spent { think: 0.0, answer: filled.took_minutes.unwrap_or(0.0) * 60.0, paused: 0.0 },
        // Without a time, there is nothing to compare with a target.
        target_seconds: filled.took_minutes.map_or(0, |_| filled.ask.target),
        prediction: None,
        hints: 0,
        gave_up: filled.gave_up,
        wording: 0,
        follow_ups: puts
            .iter()
            .map(|put| FollowUpAnswer { id: put.id.clone(), text: put.text.clone(), seconds: 0.0, recording: None })
            .collect(),
        other: Map::new(),
    }
}
