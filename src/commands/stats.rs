//! `hotseat stats`: attempts, time and ratings, by topic and by day; what is weak, missed, slow and misjudged.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Serialize;

use super::args::StatsArgs;
use super::out::show;
use super::{Exit, Out, Place, Usage};
use crate::assess::mean_words;
use crate::engine::{Account, Engine, Insight, Readiness};
use crate::history::HistoryError;
use crate::insight::{self, Calibration, Direction, Misses, Retention, TimeUse, TopicMastery, Totals};
use crate::moment::Moment;
use crate::practice::words::{count, minutes, percent};

/// Prints the statistics.
pub fn run(place: &Place, args: &StatsArgs) -> anyhow::Result<Exit> {
    let engine = place.engine()?;
    let now = place.now();
    let since = args.since.map(|day| day.back(now.day())).transpose().map_err(Usage::from)?;
    let stats = stats(&engine, since, now)?;
    // Readiness needs a plan of everything to come, which is too much work if it is not going to be printed.
    show(args.json, &stats, |out| text(&stats, || engine.figures().readiness(now), out))
}

#[derive(Serialize)]
struct Stats {
    since: Option<NaiveDate>,
    /// The account of the target today, whatever `since` says.
    target: Account,
    #[serde(flatten)]
    sums: Sums,
    /// How many of the attempts were practice: retries and extras.
    practice: usize,
    topics: Vec<Topic>,
    days: Vec<Day>,
    #[serde(flatten)]
    insight: Insight,
}

#[derive(Serialize)]
struct Topic {
    /// `None` if no bank has these questions any more.
    #[serde(rename = "topic")]
    slug: Option<String>,
    title: Option<String>,
    questions: usize,
    #[serde(flatten)]
    sums: Sums,
    /// Over all time; `None` while there are too few answers to tell.
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
    /// The mean of the bands, from 1 to 4.
    mean_band: Option<f64>,
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
            seconds: Seconds { think: totals.think.value(), answer: totals.answer.value() },
            ratings: Ratings { again, hard, good, easy, unrated: totals.unrated },
            mean_score: totals.mean_score(),
            mean_band: totals.mean_band(),
        }
    }
}

fn stats(engine: &Engine, since: Option<NaiveDate>, now: Moment) -> Result<Stats, HistoryError> {
    let facts = engine.figures().facts()?;
    let library = engine.library();
    let mut by_topic: BTreeMap<Option<&str>, (usize, Totals)> = BTreeMap::new();
    for (question, answered) in insight::totals_by_question(&facts, since) {
        let topic = library.entry(question).map(|entry| entry.topic.as_str());
        let (count, totals) = by_topic.entry(topic).or_default();
        *count += 1;
        totals.add(&answered);
    }
    let days = insight::totals_by_day(&facts, since);
    let counted = facts.rows.iter().filter(|fact| since.is_none_or(|since| fact.day >= since));
    let practice = counted.filter(|fact| fact.practice).count();
    let sums = Sums::from(&insight::totals(&facts, since));
    let insight = engine.figures().insight_of(facts, since, now)?;
    let known = insight.mastery.topics.iter().filter(|topic| topic.enough);
    let mastery: HashMap<String, f64> = known.map(|topic| (topic.topic.clone(), topic.mastery)).collect();
    let topics = by_topic.into_iter().map(|(topic, (questions, totals))| Topic {
        slug: topic.map(str::to_owned),
        title: topic.map(|topic| library.topic_title(topic).to_owned()),
        questions,
        sums: Sums::from(&totals),
        mastery: topic.and_then(|topic| mastery.get(topic).copied()),
    });
    Ok(Stats {
        since,
        target: engine.figures().account(now),
        sums,
        practice,
        topics: topics.collect(),
        days: days.into_iter().map(|(day, totals)| Day { day, sums: Sums::from(&totals) }).collect(),
        insight,
    })
}

fn text(stats: &Stats, readiness: impl FnOnce() -> Readiness, out: &mut Out) -> anyhow::Result<()> {
    let since = stats.since.map_or(String::new(), |day| format!(" since {day}"));
    let target = format!("{}; {}.", stats.target.words(), readiness().words());
    if stats.sums.attempts == 0 {
        out.line(format!("No answers{since} yet."))?;
        out.line(target)?;
        return Ok(());
    }
    let practice =
        if stats.practice > 0 { format!(" ({} as practice included)", stats.practice) } else { String::new() };
    out.line(format!("{}{practice}{since}", sentence(&stats.sums)))?;
    out.line(target)?;
    out.line("\nBy topic")?;
    for topic in &stats.topics {
        let title = topic.title.as_deref().unwrap_or("(in no bank any more)");
        let mastery = topic.mastery.map_or(String::new(), |mastery| format!(", mastery {}", percent(mastery)));
        out.line(format!("  {title}: {}{mastery}", sentence(&topic.sums)))?;
    }
    out.lines(insight_lines(&stats.insight))?;
    out.line("\nBy day")?;
    Ok(out.lines(stats.days.iter().map(|day| format!("  {}: {}", day.day, sentence(&day.sums))))?)
}

/// The most rows of a list; the rest is only in the JSON.
const ROWS: usize = 5;

fn insight_lines(insight: &Insight) -> Vec<String> {
    let mastery = &insight.mastery;
    let mut lines = Vec::new();
    for (title, groups) in [
        ("topics", &mastery.topics),
        ("subtopics", &mastery.subtopics),
        ("kinds", &mastery.kinds),
        ("levels", &mastery.levels),
    ] {
        lines.extend(mastery_lines(title, groups));
    }
    lines.extend(miss_lines(&insight.misses));
    lines.push("\nHabits".into());
    lines.extend(insight.time.iter().filter(|used| used.answers > 0).map(time_line));
    lines.extend(calibration_lines(&insight.calibration));
    lines.extend(retention_lines(&insight.retention).into_iter().map(|line| format!("  {line}")));
    let streak = insight.streak;
    let days = |number: u32| count(number as usize, "day");
    lines.push(format!(
        "  Streak {}, longest {}, {} in all (all time).",
        days(streak.current),
        days(streak.longest),
        days(streak.days)
    ));
    let due: u32 = insight.forecast.iter().take(7).map(|day| day.count).sum();
    let busiest = insight.forecast.iter().take(7).max_by_key(|day| day.count).filter(|day| day.count > 0);
    let busiest = busiest.map_or(String::new(), |day| format!(", most on {}: {}", day.day.format("%a"), day.count));
    lines.push(format!("  Due in the next seven days: {due}{busiest}."));
    lines
}

fn mastery_lines(title: &str, groups: &[TopicMastery]) -> Vec<String> {
    let mut lines: Vec<String> = groups
        .iter()
        .filter(|group| group.enough)
        .take(ROWS)
        .map(|group| format!("  {}: mastery {} ({})", group.title, percent(group.mastery), group.words()))
        .collect();
    if !lines.is_empty() {
        lines.insert(0, format!("\nWeakest {title}, all time"));
    }
    let few = groups.iter().filter(|group| !group.enough).count();
    if few > 0 && !lines.is_empty() {
        lines.push(format!("  ({few} more with too few answers to tell)"));
    }
    lines
}

/// A sentence of the notes, for use within another sentence.
fn bare(text: &str) -> String {
    crate::engine::meaning(&crate::text::one_line(text))
}

fn miss_lines(misses: &Misses) -> Vec<String> {
    let mut lines = Vec::new();
    if !misses.concepts.is_empty() {
        lines.push(format!("\nMissed across questions (from {} judged answers)", misses.answers));
        lines.extend(
            misses
                .concepts
                .iter()
                .take(ROWS)
                .map(|miss| format!("  {}: missed {}", miss.title, miss.tally.missed_words())),
        );
    }
    if !misses.points.is_empty() {
        lines.push("\nMissed points".into());
        lines.extend(misses.points.iter().take(ROWS).map(|miss| {
            let now = if miss.open { "" } else { "; there the last time" };
            format!("  {}: missed {}{now} ({})", bare(&miss.text), miss.tally.missed_words(), miss.question)
        }));
    }
    if !misses.mistakes.is_empty() {
        lines.push("\nMistakes made again".into());
        lines.extend(misses.mistakes.iter().take(ROWS).map(|mistake| {
            format!("  {}: {} of {} ({})", bare(&mistake.text), mistake.made, mistake.of, mistake.question)
        }));
    }
    if !misses.tiers.is_empty() {
        let tiers = misses.tiers.iter().map(|tier| {
            let times = tier.tally.times();
            match tier.tally.share().filter(|_| times as usize >= insight::FEW) {
                Some(share) => format!("{} {} of {times}", tier.tier, percent(share)),
                None => format!("{} {times}, too few to tell", tier.tier),
            }
        });
        lines.push(format!("\nPoints there, by tier: {}", tiers.collect::<Vec<_>>().join("; ")));
    }
    lines
}

fn time_line(used: &TimeUse) -> String {
    let who = used.kind.map_or("All answers".to_owned(), |kind| kind.to_string());
    let (Some(median), Some(think)) = (used.median_of_target, used.median_think) else {
        return format!("  {who}: {} timed, too few to tell", used.answers);
    };
    format!(
        "  {who}: median {} of the target, {} of {} over it; {} to the first word, {} of {} slow to start",
        percent(median),
        used.over,
        used.answers,
        minutes(think),
        used.slow_starts,
        used.starts
    )
}

fn calibration_lines(calibration: &Calibration) -> Vec<String> {
    let kindness = calibration.kindness.words().map(|words| format!("  {words}."));
    prediction_line(calibration).into_iter().chain(kindness).collect()
}

fn prediction_line(calibration: &Calibration) -> Option<String> {
    let Some(all) = &calibration.all else {
        return (calibration.answers > 0)
            .then(|| format!("  Calibration: {} predictions, too few to tell.", calibration.answers));
    };
    let direction = match calibration.direction {
        Some(Direction::Closing) => ", closing",
        Some(Direction::Widening) => ", widening",
        Some(Direction::Steady) => ", steady",
        None => "",
    };
    Some(format!("  Calibration: {} ({}{direction}).", all.words(), count(all.answers as usize, "answer")))
}

/// True retention beside the desired one, and what to do if they drift apart.
pub(super) fn retention_lines(retention: &Retention) -> Vec<String> {
    let Some(share) = retention.retention else { return Vec::new() };
    let mut lines = vec![format!(
        "True retention {} of {} reviews; {} is aimed at.",
        percent(share),
        retention.reviews,
        percent(retention.desired)
    )];
    lines.extend(retention.drift.map(|drift| {
        if drift < 0.0 {
            "You recall less than foreseen: `hotseat memory fit` may help, or answers sooner after they are due."
                .to_owned()
        } else {
            "You recall more than foreseen: `hotseat memory fit` may spare you answers.".to_owned()
        }
    }));
    lines
}

fn sentence(sums: &Sums) -> String {
    let answers = count(sums.attempts as usize, "answer");
    let Ratings { again, hard, good, easy, unrated } = sums.ratings;
    let ratings = [("Again", again), ("Hard", hard), ("Good", good), ("Easy", easy), ("unrated", unrated)];
    let mut words = vec![format!("{answers} in {}", minutes(sums.seconds.answer))];
    words.extend(ratings.iter().filter(|(_, times)| *times > 0).map(|(word, times)| format!("{times} {word}")));
    words.extend(sums.mean_band.map(|band| format!("on average {}", mean_words(band))));
    words.join(", ")
}
