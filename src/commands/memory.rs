//! `hotseat memory`: the memory model, what is remembered of a question, and rebuilding or fitting it from the log.

use chrono::NaiveDate;
use serde::Serialize;

use super::args::MemoryCommand;
use super::out::{show, talk};
use super::{Exit, Out, Place};
use crate::bank::{Filter, QuestionId};
use crate::engine::Engine;
use crate::history::{HistoryError, Rating, RecordId};
use crate::insight::Retention;
use crate::memory::fit::Fit;
use crate::memory::{QueueRow, State};
use crate::moment::Moment;
use crate::practice::words::{count, percent};

/// Runs `hotseat memory`.
pub fn run(place: &Place, command: MemoryCommand) -> anyhow::Result<Exit> {
    match command {
        MemoryCommand::Show { question: None, json } => model(place, json),
        MemoryCommand::Show { question: Some(question), json } => one(place, &question, json),
        MemoryCommand::Fit { preview, json } => fit(place, preview, json),
        MemoryCommand::Revert => revert(place),
        MemoryCommand::Rebuild { check: true } => check(place),
        MemoryCommand::Rebuild { check: false } => rebuild(place),
    }
}

/// The memory model and what it holds.
#[derive(Serialize)]
struct Model {
    #[serde(rename = "model")]
    name: &'static str,
    /// The fitted weights; `None` for the defaults.
    weights: Option<Vec<f32>>,
    desired_retention: f64,
    fuzz: bool,
    balance: bool,
    due: usize,
    learning: usize,
    review: usize,
    suspended: usize,
    buried: usize,
    mean_recall: Option<f64>,
    /// The true retention, to be compared with the desired one.
    retention: Retention,
    /// Whether fitting the weights to the user's own history is worth a try.
    offers_fit: bool,
}

fn model(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let queue = engine.queue(place.now().day(), &Filter::default())?;
    let rows = || queue.due.iter().chain(&queue.later);
    let count = |state| rows().filter(|row| row.state == state).count();
    let recall: f64 = rows().map(|row| row.retrievability).sum();
    let config = engine.config();
    let model = Model {
        name: "FSRS-6",
        weights: engine.history().weights()?,
        desired_retention: config.desired_retention,
        fuzz: config.fuzz,
        balance: config.balance,
        due: queue.due.len(),
        learning: count(State::Learning),
        review: count(State::Review),
        suspended: count(State::Suspended),
        buried: count(State::Buried),
        mean_recall: (rows().count() > 0).then(|| recall / rows().count() as f64),
        retention: engine.figures().insight(None, place.now())?.retention,
        offers_fit: engine.figures().offers_fit()?,
    };
    show(json, &model, |out| say_model(&model, out))
}

fn say_model(model: &Model, out: &mut Out) -> anyhow::Result<()> {
    let weights = if model.weights.is_some() { "weights from the history" } else { "default weights" };
    let switch = |on: bool| if on { "on" } else { "off" };
    out.line(format!("{} with {weights}", model.name))?;
    out.line(format!(
        "Questions come back at {} recall; fuzz {}, balance {}.",
        percent(model.desired_retention),
        switch(model.fuzz),
        switch(model.balance)
    ))?;
    out.line(format!(
        "In memory: {} learning, {} in review, {} held back, {} suspended; {} due today.",
        model.learning, model.review, model.buried, model.suspended, model.due
    ))?;
    if let Some(recall) = model.mean_recall {
        out.line(format!("Mean recall today: {}.", percent(recall)))?;
    }
    out.lines(super::stats::retention_lines(&model.retention))?;
    if model.offers_fit {
        out.line("There are enough answers to fit the weights to you: `hotseat memory fit` tries whether that helps.")?;
    }
    Ok(())
}

/// One question: its row of the queue, and where each rating would take it.
#[derive(Serialize)]
struct One {
    #[serde(flatten)]
    row: QueueRow,
    /// For each rating, the day on which the question would come back if it were answered today. Leaves out fuzz, which
    /// depends on the answer.
    next: Vec<Next>,
}

#[derive(Serialize)]
struct Next {
    rating: Rating,
    due: NaiveDate,
}

fn one(place: &Place, question: &QuestionId, json: bool) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let now = place.now();
    let queue = engine.queue(now.day(), &Filter::default())?;
    let mut rows = queue.due.into_iter().chain(queue.later);
    let Some(row) = rows.find(|row| row.question == *question) else {
        if engine.library().entry(question).is_none() {
            return Err(crate::bank::BankError::Unknown(question.clone()).into());
        }
        anyhow::bail!("{question} was never rated, so nothing is remembered of it yet");
    };
    let shown = One { next: next(&engine, question, now), row };
    show(json, &shown, |out| {
        let One { row, next } = &shown;
        let (answers, lapses) = (count(row.attempts as usize, "answer"), count(row.lapses as usize, "lapse"));
        out.line(format!("{question}: {answers}, {lapses}"))?;
        out.line(format!("Recall today {}, due {}.", percent(row.retrievability), row.due))?;
        out.line(format!("Stability {:.1} days, difficulty {:.1} of 10.", row.stability, row.difficulty))?;
        let line = |next: &Next| format!("  {:<5} today would bring it back on {}", next.rating, next.due);
        Ok(out.lines(next.iter().map(line))?)
    })
}

fn next(engine: &Engine, question: &QuestionId, now: Moment) -> Vec<Next> {
    let schedule = crate::memory::Schedule { fuzz: false, ..engine.schedule().clone() };
    let before = engine.standing(question).and_then(|standing| standing.remembered.as_ref());
    let attempt = RecordId::fresh(now);
    let due = |rating| schedule.preview(engine.model(), before, question, &attempt, now.day(), rating);
    Rating::ALL.map(|rating| Next { rating, due: due(rating) }).into()
}

/// The result of fitting, and whether it was adopted.
#[derive(Serialize)]
struct Fitted {
    #[serde(flatten)]
    fit: Fit,
    kept: bool,
}

fn fit(place: &Place, preview: bool, json: bool) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let fit = engine.figures().fit()??;
    let kept = fit.better && !preview;
    if kept {
        must_be_writable(&engine)?;
        engine.keep_weights(&fit, place.now())?;
    }
    let fitted = Fitted { fit, kept };
    show(json, &fitted, |out| {
        let Fit { reviews, tried_on, loss_before, loss_after, better, .. } = &fitted.fit;
        out.line(format!(
            "Fitted to {reviews} reviews. On the newest {tried_on}, log loss {loss_before:.4} with the weights in \
             force, {loss_after:.4} with fitted ones (lower is better)."
        ))?;
        Ok(out.line(match (*better, kept) {
            (false, _) => "The fitted ones are no better; the weights in force stay.",
            (true, false) => "The fitted ones are better; without --preview they would be kept.",
            (true, true) => "The fitted ones are in force now; `hotseat memory revert` takes them back.",
        })?)
    })
}

fn revert(place: &Place) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    must_be_writable(&engine)?;
    if !engine.revert_weights(place.now())? {
        talk("The default weights are in force; there is nothing to go back to.");
        return Ok(Exit::Done);
    }
    let weights = engine.history().weights()?;
    talk(if weights.is_some() {
        "The weights before the last fit are in force."
    } else {
        "The default weights are in force."
    });
    Ok(Exit::Done)
}

fn must_be_writable(engine: &Engine) -> Result<(), HistoryError> {
    let history = engine.history();
    match history.read_only_reason() {
        Some(reason) => Err(HistoryError::ReadOnly { file: history.file().to_owned(), reason: reason.to_owned() }),
        None => Ok(()),
    }
}

fn check(place: &Place) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    let (history, schedule) = engine.history_mut();
    let differences = history.check_rebuild(schedule)?;
    let mut out = Out::open();
    let words = |row: &Option<String>| row.clone().unwrap_or_else(|| "nothing".into());
    for difference in &differences {
        let (kept, rebuilt) = (words(&difference.kept), words(&difference.rebuilt));
        out.line(format!("{}: kept {kept}; the log says {rebuilt}", difference.subject))?;
    }
    let done = out.end()?;
    if differences.is_empty() {
        talk("What is remembered is what the history adds up to.");
        return Ok(done);
    }
    talk(format!("hotseat: {} rows differ from the history; `hotseat memory rebuild` mends them", differences.len()));
    Ok(Exit::Failed)
}

fn rebuild(place: &Place) -> anyhow::Result<Exit> {
    let mut engine = place.engine()?;
    must_be_writable(&engine)?;
    let (history, schedule) = engine.history_mut();
    history.rebuild(schedule)?;
    // What was cached may be of tables that somebody changed. It is written again when it is needed.
    let _ = std::fs::remove_file(place.paths.facts());
    let standings = history.standings()?.len();
    talk(format!("Made anew from the history: {}.", count(standings, "question")));
    Ok(Exit::Done)
}
