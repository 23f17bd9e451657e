//! `hotseat stats`: attempts, time and ratings, by topic and by day.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;

use super::args::StatsArgs;
use super::{Exit, Out, Place};
use crate::engine::Engine;
use crate::history::{HistoryError, Totals};
use crate::insight;
use crate::moment::Moment;
use crate::practice::words::minutes;

/// Prints the sums.
pub fn run(place: &Place, args: &StatsArgs) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let now = place.now();
    let stats = stats(&engine, args.since.map(|day| day.date(now.day())), now)?;
    let mut out = Out::open();
    if args.json {
        out.json(&stats)?;
    } else {
        text(&stats, &mut out)?;
    }
    Ok(out.end()?)
}

#[derive(Serialize)]
struct Stats {
    since: Option<NaiveDate>,
    #[serde(flatten)]
    sums: Sums,
    topics: Vec<Topic>,
    days: Vec<Day>,
}

#[derive(Serialize)]
struct Topic {
    /// None: no bank has these questions any more.
    topic: Option<String>,
    title: Option<String>,
    questions: usize,
    #[serde(flatten)]
    sums: Sums,
    /// Over all time; none while answers are too few to tell.
    mastery: Option<f64>,
}

#[derive(Serialize)]
struct Day {
    day: NaiveDate,
    #[serde(flatten)]
    sums: Sums,
}

#[derive(Serialize)]
struct Sums {
    attempts: u32,
    seconds: Seconds,
    ratings: Ratings,
    mean_score: Option<f64>,
}

#[derive(Serialize)]
struct Seconds {
    think: f64,
    answer: f64,
}

#[derive(Serialize)]
struct Ratings {
    again: u32,
    hard: u32,
    good: u32,
    easy: u32,
    unrated: u32,
}

impl From<&Totals> for Sums {
    fn from(totals: &Totals) -> Self {
        let [again, hard, good, easy] = totals.ratings;
        Self {
            attempts: totals.attempts,
            seconds: Seconds { think: totals.think_seconds, answer: totals.answer_seconds },
            ratings: Ratings { again, hard, good, easy, unrated: totals.unrated },
            mean_score: totals.mean_score(),
        }
    }
}

fn stats(engine: &Engine, since: Option<NaiveDate>, now: Moment) -> Result<Stats, HistoryError> {
    let history = engine.history();
    let library = engine.library();
    let mut by_topic: BTreeMap<Option<&str>, (usize, Totals)> = BTreeMap::new();
    let questions = history.totals_by_question(since)?;
    for question in &questions {
        let topic = library.entry(&question.question).map(|entry| entry.topic.as_str());
        let (count, totals) = by_topic.entry(topic).or_default();
        *count += 1;
        totals.add(&question.totals);
    }
    let mastery: HashMap<String, f64> = engine
        .mastery(now)
        .into_iter()
        .filter(|topic| topic.answers >= insight::ENOUGH)
        .map(|topic| (topic.topic, topic.mastery))
        .collect();
    let topics = by_topic.into_iter().map(|(topic, (questions, totals))| Topic {
        topic: topic.map(str::to_owned),
        title: topic.map(|topic| library.topic_title(topic).to_owned()),
        questions,
        sums: Sums::from(&totals),
        mastery: topic.and_then(|topic| mastery.get(topic).copied()),
    });
    let days = history.totals_by_day(since)?;
    Ok(Stats {
        since,
        sums: Sums::from(&history.totals(since)?),
        topics: topics.collect(),
        days: days.iter().map(|day| Day { day: day.day, sums: Sums::from(&day.totals) }).collect(),
    })
}

fn text(stats: &Stats, out: &mut Out) -> anyhow::Result<()> {
    let since = stats.since.map_or(String::new(), |day| format!(" since {day}"));
    if stats.sums.attempts == 0 {
        out.line(format!("No answers{since} yet."))?;
        return Ok(());
    }
    out.line(format!("{}{since}", sentence(&stats.sums)))?;
    out.line("\nBy topic")?;
    for topic in &stats.topics {
        let title = topic.title.as_deref().unwrap_or("(in no bank any more)");
        let mastery = topic.mastery.map_or(String::new(), |mastery| format!(", mastery {:.0} %", mastery * 100.0));
        out.line(format!("  {title}: {}{mastery}", sentence(&topic.sums)))?;
    }
    out.line("\nBy day")?;
    for day in &stats.days {
        out.line(format!("  {}: {}", day.day, sentence(&day.sums)))?;
    }
    Ok(())
}

fn sentence(sums: &Sums) -> String {
    let answers = if sums.attempts == 1 { "1 answer".to_owned() } else { format!("{} answers", sums.attempts) };
    let Ratings { again, hard, good, easy, unrated } = sums.ratings;
    let ratings = [("Again", again), ("Hard", hard), ("Good", good), ("Easy", easy), ("unrated", unrated)];
    let mut words = vec![format!("{answers} in {}", minutes(sums.seconds.answer))];
    words.extend(ratings.iter().filter(|(_, count)| *count > 0).map(|(word, count)| format!("{count} {word}")));
    words.extend(sums.mean_score.map(|score| format!("mean score {score:.2}")));
    words.join(", ")
}
