//! `hotseat speech drill`: practises one habit of speaking, take by take.

use std::io::BufRead as _;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::sleep;
use std::time::Duration;

use anyhow::anyhow;
use serde::Serialize;

use super::args::HabitArgs;
use super::out::{show, talk};
use super::signals::Signals;
use super::{Exit, Place, Usage};
use crate::engine::Engine;
use crate::history::HabitRow;
use crate::practice::Habit;
use crate::session::{HabitDrill, HabitPlace, Order};
use crate::sound::{Hearings, Sounded, Voice};

/// How often keys, sound and results are looked for.
const LOOK: Duration = Duration::from_millis(50);

/// A take as JSON.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    day: String,
    question: &'a str,
    habit: &'a str,
    figure: Option<f64>,
    kept: Option<bool>,
    recording: Option<&'a str>,
}

fn row(row: &HabitRow) -> Row<'_> {
    let take = &row.take;
    Row {
        id: row.id.as_str(),
        day: row.day.to_string(),
        question: take.question.as_str(),
        habit: &take.habit,
        figure: take.figure,
        kept: take.kept,
        recording: take.recording.as_deref(),
    }
}

/// Records one take and prints its result, or lists all takes.
pub(super) fn run(place: &Place, args: &HabitArgs) -> anyhow::Result<Exit> {
    let mut engine = place.engine_for_lines()?;
    if args.list {
        return list(&engine, args.habit, args.json);
    }
    let now = place.now();
    let drawn = || engine.draw(&engine.wish(now), now).into_iter().next().map(|pick| pick.question);
    let question = args.question.clone().or_else(drawn);
    let question = question.ok_or_else(|| anyhow!("there is no question to speak about; --question names one"))?;
    let asked = engine
        .library()
        .question(&question)
        .map_err(|_| Usage(format!("no bank has {question}; `hotseat bank list` names all questions")))?;
    let mut drill = HabitDrill::new(args.habit, question, asked.prompt.clone(), &engine, now);
    talk(format!("{}\n\nThe habit: {}. Enter ends the take.", asked.prompt, args.habit.aim()));
    if let Some(number) = take(&mut drill, &mut engine, place)? {
        return Ok(Exit::Signal(number));
    }
    match drill.place() {
        HabitPlace::Done(verdict) => {
            let takes = engine.habit_takes(args.habit)?;
            if args.json {
                let newest = takes.rows.first().map(row);
                return show(true, &newest, |_| Ok(()));
            }
            let mut lines = vec![verdict.words.clone(), drill.compared()];
            lines.retain(|line| !line.is_empty());
            lines.extend(drill.figures().iter().map(|figure| {
                let band = if figure.band.is_empty() { String::new() } else { format!("   {}", figure.band) };
                format!("{:<24}{}{band}", figure.name, figure.value)
            }));
            show(false, &(), |out| Ok(out.lines(lines)?))
        }
        HabitPlace::Failed(why) => Err(anyhow!("{}", why.trim_end_matches('.'))),
        HabitPlace::Ready | HabitPlace::Speaking | HabitPlace::Listening => Ok(Exit::Failed),
    }
}

/// Records a take and waits for its result. A signal discards the take; its number is returned.
fn take(drill: &mut HabitDrill, engine: &mut Engine, place: &Place) -> anyhow::Result<Option<u8>> {
    let signals = Signals::watch()?;
    let lines = lines()?;
    let (mut voice, mut hearings) = (Voice::default(), Hearings::default());
    let mut orders = drill.begin(engine, place.now());
    let mut told = false;
    loop {
        for order in std::mem::take(&mut orders) {
            match order {
                Order::Sound(order) => {
                    let news = voice.perform(order, engine);
                    orders.extend(news.map(|news| hear(drill, news)).unwrap_or_default());
                }
                Order::ListenTo(said, recording) => hearings.listen_to(said, recording),
                Order::Append(records) => engine.save(records, place.now())?,
                _ => {}
            }
        }
        for news in voice.news(engine) {
            orders.extend(hear(drill, news));
        }
        while let Some((said, news)) = hearings.news(engine, &voice) {
            orders.extend(drill.heard(&said, &news, engine, place.now()));
        }
        if let Some(number) = signals.seen() {
            for order in drill.leave() {
                if let Order::Sound(order) = order {
                    voice.perform(order, engine);
                }
            }
            voice.end();
            return Ok(Some(number));
        }
        match (drill.place(), orders.is_empty()) {
            (HabitPlace::Done(_) | HabitPlace::Failed(_), true) => {
                voice.end();
                return Ok(None);
            }
            (HabitPlace::Speaking, _) if !matches!(lines.try_recv(), Err(TryRecvError::Empty)) => {
                orders.extend(drill.end());
            }
            (HabitPlace::Listening, _) if !std::mem::replace(&mut told, true) => talk("Listening to what you said …"),
            _ => sleep(LOOK),
        }
    }
}

/// Prints what there is to say about sound, and returns the orders that follow.
fn hear(drill: &mut HabitDrill, news: Sounded) -> Vec<Order> {
    let Sounded::Recorder(name, heard) = news else { return Vec::new() };
    let (say, orders) = drill.sounded(&name, heard);
    say.into_iter().for_each(talk);
    orders
}

/// Sends a message for every line that is typed, and for the end of the input.
fn lines() -> std::io::Result<Receiver<()>> {
    let (tell, told) = channel();
    std::thread::Builder::new().name("input".into()).spawn(move || {
        for line in std::io::stdin().lock().lines() {
            if line.is_err() || tell.send(()).is_err() {
                return;
            }
        }
    })?;
    Ok(told)
}

fn list(engine: &Engine, habit: Habit, json: bool) -> anyhow::Result<Exit> {
    let takes = engine.habit_takes(habit)?;
    let rows: Vec<Row<'_>> = takes.rows.iter().map(row).collect();
    show(json, &rows, |out| {
        let line = |row: &HabitRow| {
            let figure = row.take.figure.map_or_else(|| "?".to_owned(), |figure| habit.figure(figure));
            let kept = match row.take.kept {
                Some(true) => "kept",
                Some(false) => "not kept",
                None => "not known",
            };
            format!("{}  {figure:>8}  {kept:<9}  {}", row.day, row.take.question)
        };
        if takes.rows.is_empty() {
            talk(format!("There is no take yet of {:?}: {}.", habit.word(), habit.aim()));
        }
        Ok(out.lines(takes.rows.iter().map(line))?)
    })
}
