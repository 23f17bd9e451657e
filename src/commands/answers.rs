//! `hotseat answers`: the answers to a question over time, and the one that is kept.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;
use serde::Serialize;

use super::args::AnswersCommand;
use super::bank::read_text;
use super::out::{show, talk};
use super::{Exit, Place};
use crate::answers::{ComparedPoint, Difference, compared_points, moved_words};
use crate::bank::{BankError, Question, QuestionId};
use crate::engine::{Engine, is_kept};
use crate::history::{AttemptRow, KeptAnswer, MyAnswer, Rating, RecordId, Tick};
use crate::practice::words::{KEPT, NOTHING_TO_KEEP, clock, count};
use crate::text::{clean, one_line};

/// How many of the newest answers are searched for one with words.
const NEWEST: u32 = 50;

/// The longest answer that can be kept, in bytes; nobody says more in an interview.
const LONGEST: usize = 256 * 1024;

/// Runs `hotseat answers`.
pub fn run(place: &Place, command: AnswersCommand) -> anyhow::Result<Exit> {
    match command {
        AnswersCommand::Show { question, count, json } => over_time(&place.engine()?, &question, count, json),
        AnswersCommand::Keep { question, attempt, from } => keep(place, question, attempt, from.as_deref()),
        AnswersCommand::Drop { question } => drop_mine(place, &question),
        AnswersCommand::List { json } => list(&place.engine()?, json),
    }
}

#[derive(Serialize)]
struct OverTime<'a> {
    question: &'a QuestionId,
    prompt: Option<String>,
    my_answer: Option<Mine>,
    /// How many answers there are in all.
    in_all: usize,
    /// The newest answers, in order of time.
    answers: Vec<Shown>,
}

#[derive(Serialize)]
struct Mine {
    question: QuestionId,
    prompt: Option<String>,
    day: String,
    attempt: Option<RecordId>,
    coached: bool,
    text: String,
}

#[derive(Serialize)]
struct Shown {
    attempt: RecordId,
    day: String,
    rating: Option<Rating>,
    band: Option<u8>,
    seconds: f64,
    target_seconds: u32,
    /// Whether it is the answer that is kept, word for word.
    is_mine: bool,
    text: String,
    points: BTreeMap<String, Tick>,
    /// Ids of the points gained since the previous answer, and of those lost; `None` if there is nothing to compare
    /// with.
    gained: Option<Vec<String>>,
    lost: Option<Vec<String>>,
    /// Texts that are only in the previous answer, and those that are only in this one.
    gone: Vec<String>,
    added: Vec<String>,
    #[serde(skip)]
    told: Vec<String>,
}

fn mine(engine: &Engine, kept: KeptAnswer) -> Mine {
    let prompt = engine.library().entry(&kept.answer.question).map(|entry| entry.prompt.clone());
    let MyAnswer { question, attempt, text, coached, .. } = kept.answer;
    Mine { question, prompt, day: kept.day.to_string(), attempt, coached, text }
}

fn over_time(engine: &Engine, id: &QuestionId, most: u32, json: bool) -> anyhow::Result<Exit> {
    let kept = engine.my_answer(id)?;
    let entry = engine.library().entry(id);
    let rows = engine.answers_to(id, u32::MAX)?;
    if entry.is_none() && rows.is_empty() && kept.is_none() {
        return Err(BankError::Unknown(id.clone()).into());
    }
    let question = entry.and_then(|_| engine.library().question(id).ok());
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let first = rows.len().saturating_sub(most);
    let mut answers = Vec::new();
    for (at, row) in rows.iter().enumerate().skip(first) {
        let before = at.checked_sub(1).and_then(|before| rows.get(before));
        answers.push(shown(engine, before, row, question.as_ref(), kept.as_ref())?);
    }
    let told = OverTime {
        question: id,
        prompt: entry.map(|entry| entry.prompt.clone()),
        my_answer: kept.map(|kept| mine(engine, kept)),
        in_all: rows.len(),
        answers,
    };
    show(json, &told, |out| {
        out.line(format!("{id}  ({})", count(told.in_all, "answer")))?;
        out.lines(&told.prompt)?;
        if let Some(mine) = told.my_answer.as_ref().filter(|_| !told.answers.iter().any(|answer| answer.is_mine)) {
            let coached = if mine.coached { ", with edits of the coach" } else { "" };
            out.line(format!("\nMy answer, kept on {}{coached}:", mine.day))?;
            out.line(&mine.text)?;
        }
        for (number, answer) in (first + 1..).zip(&told.answers) {
            let is_mine = if answer.is_mine { " My answer." } else { "" };
            out.line(format!("\nAnswer {number} of {}.{is_mine}", told.in_all))?;
            out.lines(&answer.told)?;
        }
        Ok(())
    })
}

/// One answer, with what was removed and added since the previous one.
fn shown(
    engine: &Engine,
    before: Option<&AttemptRow>,
    row: &AttemptRow,
    question: Option<&Question>,
    kept: Option<&KeptAnswer>,
) -> anyhow::Result<Shown> {
    let words = engine.words_of(row)?;
    let earlier = before.map(|before| engine.words_of(before)).transpose()?.unwrap_or_default();
    let (text, earlier_text) = (clean(words.trim()), clean(earlier.trim()));
    let comparable = !text.is_empty() && !earlier_text.is_empty();
    let difference = comparable.then(|| Difference::between(&earlier_text, &text));
    let cut = |text: &str, places: Vec<std::ops::Range<usize>>| -> Vec<String> {
        places.into_iter().filter_map(|place| text.get(place)).map(str::to_owned).collect()
    };
    let points = compared_points(before, row, question);
    let moved = moved_words(&points);
    let ids = |gained: bool| {
        let moved = points.iter().filter(|point| point.moved() == Some(gained));
        moved.map(|point| point.id.clone()).collect::<Vec<_>>()
    };
    let mut told = vec![headline(row)];
    told.extend(moved.as_ref().map(|words| format!("{words}.")));
    told.extend(points.iter().filter(|point| point.moved().is_some()).map(moved_line));
    told.push(match &difference {
        _ if text.is_empty() => "Nothing was written down.".to_owned(),
        Some(difference) if difference.is_none() => format!("The same words as in the answer before:\n{text}"),
        Some(difference) => difference.marked(&earlier_text, &text).text,
        None => text.to_string(),
    });
    Ok(Shown {
        attempt: row.id.clone(),
        day: row.day.to_string(),
        rating: row.rating,
        band: row.band,
        seconds: row.seconds.answer,
        target_seconds: row.target_seconds,
        is_mine: is_kept(kept, &row.id, &words),
        points: row.points.clone(),
        gained: moved.as_ref().map(|_| ids(true)),
        lost: moved.as_ref().map(|_| ids(false)),
        gone: difference.as_ref().map_or_else(Vec::new, |difference| cut(&earlier_text, difference.gone())),
        added: difference.as_ref().map_or_else(Vec::new, |difference| cut(&text, difference.added())),
        text: words,
        told,
    })
}

fn headline(row: &AttemptRow) -> String {
    let rating = row.rating.map_or("not rated", Rating::word);
    let day = row.day.format("%a %-d %b %Y");
    let target =
        if row.target_seconds > 0 { format!(" of {}", clock(row.target_seconds.into())) } else { String::new() };
    format!("{day}: {rating}, {}{target}.", clock(row.seconds.answer))
}

fn moved_line(point: &ComparedPoint) -> String {
    let sign = if point.moved() == Some(true) { '+' } else { '-' };
    format!("  {sign} {}", point.text)
}

fn keep(place: &Place, question: QuestionId, attempt: Option<RecordId>, from: Option<&Path>) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    let answer = match from {
        Some(file) => {
            if engine.library().entry(&question).is_none() && engine.answers_to(&question, 1)?.is_empty() {
                return Err(BankError::Unknown(question).into());
            }
            MyAnswer::of(question, None, read_text("answer", file)?)
        }
        None => given(&engine, question, attempt)?,
    };
    if answer.text.len() > LONGEST {
        anyhow::bail!("the answer is {} KiB long; {} are kept at most", answer.text.len() / 1024, LONGEST / 1024);
    }
    let question = answer.question.clone();
    let record = engine.keep_answer(answer, now).ok_or_else(|| anyhow!("{NOTHING_TO_KEEP}"))?;
    engine.save(vec![record], now)?;
    talk(format!("{question}: {KEPT}"));
    Ok(Exit::Done)
}

/// The text of an attempt: the given one, or the newest one that has any.
fn given(engine: &Engine, question: QuestionId, attempt: Option<RecordId>) -> anyhow::Result<MyAnswer> {
    let rows = engine.answers_to(&question, if attempt.is_some() { u32::MAX } else { NEWEST })?;
    if rows.is_empty() && engine.library().entry(&question).is_none() {
        return Err(BankError::Unknown(question).into());
    }
    for row in rows.iter().rev().filter(|row| attempt.as_ref().is_none_or(|attempt| row.id == *attempt)) {
        let words = engine.words_of(row)?;
        if attempt.is_some() || !words.trim().is_empty() {
            return Ok(MyAnswer::of(question, Some(row.id.clone()), words));
        }
    }
    Err(match attempt {
        Some(attempt) => {
            anyhow!(
                "{attempt} is no answer to {question}; hotseat history list --question {question} --json names them"
            )
        }
        None => anyhow!("{question} has no answer with words yet; --from FILE keeps one that you wrote"),
    })
}

fn drop_mine(place: &Place, question: &QuestionId) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let now = place.now();
    if engine.my_answer(question)?.is_none() {
        anyhow::bail!("no answer to {question} is kept; hotseat answers list shows those that are");
    }
    engine.save(vec![engine.let_answer_go(question, now)], now)?;
    talk(format!("No answer to {question} is kept any more; hotseat history undo brings it back."));
    Ok(Exit::Done)
}

fn list(engine: &Engine, json: bool) -> anyhow::Result<Exit> {
    let kept: Vec<Mine> = engine.history().my_answers()?.into_iter().map(|kept| mine(engine, kept)).collect();
    show(json, &kept, |out| {
        if kept.is_empty() {
            return Ok(out.line("No answer is kept yet; hotseat answers keep BANK/ID keeps the last one.")?);
        }
        for (at, mine) in kept.iter().enumerate() {
            let gap = if at > 0 { "\n" } else { "" };
            out.line(format!("{gap}{}: {}", mine.question, one_line(mine.prompt.as_deref().unwrap_or_default())))?;
            out.lines(mine.text.lines().map(|line| format!("    {line}")))?;
        }
        Ok(())
    })
}
