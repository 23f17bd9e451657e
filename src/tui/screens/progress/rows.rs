//! The rows of the progress screen: figures with the number of answers behind them, in words that fit half of a
//! terminal.

use super::pictures::{WEEKS, bar, plot, sparks};
use super::{Leads, Looks, ProgressRow};
use crate::assess::mean_words;
use crate::bank::QuestionId;
use crate::engine::{Group, Insight, Readiness, enough_words, gets_to, left_unseen, pace_words};
use crate::insight::{Direction, FEW, Tally, TimeUse, TopicMastery};
use crate::memory::Plan;
use crate::text::one_line;
use crate::tui::widgets::{count, minutes, percent, shorten};

/// The most rows of a list.
const ROWS: usize = 6;

/// Columns for the names in a list.
const NAME: usize = 26;

/// How many steps of the calibration over time are shown, newest last.
const STEPS: usize = 6;

pub(super) fn head(text: &str) -> ProgressRow {
    ProgressRow { text: text.to_owned(), looks: Looks::Head, leads: Leads::Nowhere }
}

/// Adds a head with a gap above it.
pub(super) fn section(text: &str, rows: &mut Vec<ProgressRow>) {
    rows.extend([head(""), head(text)]);
}

pub(super) fn plain(text: String) -> ProgressRow {
    ProgressRow { text, looks: Looks::Text, leads: Leads::Nowhere }
}

pub(super) fn few(text: String) -> ProgressRow {
    ProgressRow { text, looks: Looks::Few, leads: Leads::Nowhere }
}

/// Adds everything except the plan.
pub(super) fn all(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    if insight.mastery.topics.is_empty() && insight.heatmap.is_empty() {
        return rows.push(few("Nothing was answered yet. What you answer adds up here.".into()));
    }
    mastery(insight, rows);
    misses(insight, rows);
    ahead(insight, rows);
    trends(insight, rows);
    calibration(insight, rows);
    time(insight, rows);
}

/// Adds the way to the date: readiness, whether the time is enough, and one block per day for its minutes and for the
/// readiness that it leads to.
pub(super) fn plan(plan: &Plan, rows: &mut Vec<ProgressRow>) {
    let Some(date) = plan.date else { return };
    let leads = |text| ProgressRow { leads: Leads::Plan, ..plain(text) };
    rows.push(head(&format!("Plan to {}, as of today", date.format("%a %-d %b"))));
    rows.push(leads(Readiness::of(plan).words()));
    rows.push(few("readiness: the chance to pass, over all questions".into()));
    let unseen = format!("{} of {} unseen; ", plan.unseen, count(plan.questions, "question"));
    let pace = pace_words(plan);
    rows.push(leads(match (plan.enough, enough_words(plan)) {
        (true, _) => format!("{unseen}{pace} get to {}", gets_to(plan)),
        (false, Some(needed)) => format!("{unseen}{pace} leave {}, {needed} would do", left_unseen(plan)),
        (false, None) => format!("{unseen}{pace} leave {}", left_unseen(plan)),
    }));
    let most = plan.days.iter().map(|day| day.seconds).max().unwrap_or(0).max(1);
    let share = |seconds: u32| (seconds > 0).then(|| f64::from(seconds) / f64::from(most));
    let today = plan.days.first().map_or(0, |day| day.seconds);
    let bars = sparks(plan.days.iter().take(50).map(|day| share(day.seconds)));
    rows.push(leads(format!("minutes      today {:>6}  {bars}", minutes(f64::from(today)))));
    let curve = sparks(plan.curve.iter().take(50).map(|share| Some(*share)));
    rows.push(leads(format!("readiness    if kept       {curve}")));
    rows.push(head(""));
}

/// Adds topics, subtopics, kinds and levels, each weakest first.
fn mastery(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    let found = &insight.mastery;
    let topic = |group: &TopicMastery| Some(Group::Topic(group.topic.clone()));
    let subtopic = |group: &TopicMastery| {
        let (topic, subtopic) = group.topic.split_once('/')?;
        Some(Group::Subtopic(topic.to_owned(), subtopic.to_owned()))
    };
    let kind = |group: &TopicMastery| group.topic.parse().ok().map(Group::Kind);
    let level = |group: &TopicMastery| group.topic.parse().ok().map(Group::Level);
    rows.push(head("Weakest topics, all time: mastery, answers; recall and evidence"));
    groups(&found.topics, "topic", &topic, rows);
    if found.subtopics.iter().any(|group| group.enough) {
        section("Weakest subtopics, all time", rows);
        groups(&found.subtopics, "subtopic", &subtopic, rows);
    }
    for (title, one, all, lead) in [
        ("By kind, all time", "kind", &found.kinds, &kind as &dyn Fn(&TopicMastery) -> Option<Group>),
        ("By level from which on it is asked, all time", "level", &found.levels, &level),
    ] {
        if all.iter().any(|group| group.enough) {
            section(title, rows);
            groups(all, one, lead, rows);
        }
    }
}

fn groups(all: &[TopicMastery], one: &str, lead: &dyn Fn(&TopicMastery) -> Option<Group>, rows: &mut Vec<ProgressRow>) {
    let known = || all.iter().filter(|group| group.enough);
    for group in known().take(ROWS) {
        let name = shorten(&group.title, NAME);
        let evidence = group.evidence.map_or(String::new(), |evidence| format!(", {}", percent(evidence)));
        // The bar shows the figure by which the list is sorted.
        let text = format!(
            "{:>5} {:>4}  {name:<NAME$} {} {}{evidence}",
            percent(group.mastery),
            group.answers,
            bar(group.mastery),
            percent(group.recall)
        );
        rows.push(ProgressRow { leads: lead(group).map_or(Leads::Nowhere, Leads::Group), ..plain(text) });
    }
    let unknown = all.len() - known().count();
    if unknown > 0 {
        rows.push(few(format!("{} with too few answers to tell", count(unknown, one))));
    }
}

fn misses(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    let found = &insight.misses;
    let missed = |tally: &Tally, text: &str| format!("{} of {}  {}", tally.missed, tally.times(), one_line(text));
    let concepts = found.concepts.iter().map(|miss| (missed(&miss.tally, &miss.title), miss.questions.clone()));
    let points = found.points.iter().map(|miss| (missed(&miss.tally, &miss.text), vec![miss.question.clone()]));
    let mistakes = found
        .mistakes
        .iter()
        .map(|made| (format!("{} of {}  {}", made.made, made.of, one_line(&made.text)), vec![made.question.clone()]));
    listed("Missed across questions", concepts, rows);
    listed("Missed points", points, rows);
    listed("Mistakes made again", mistakes, rows);
    if !found.tiers.is_empty() {
        section(&format!("Points there, by tier (from {})", count(found.answers, "answer")), rows);
        for tier in &found.tiers {
            let times = tier.tally.times();
            rows.push(match tier.tally.share().filter(|_| times as usize >= FEW) {
                Some(share) => plain(format!("{:<7} {} {:>5} of {times}", tier.tier, bar(share), percent(share))),
                None => few(format!("{:<7} {times}, too few to tell", tier.tier)),
            });
        }
    }
}

/// Adds the first few questions of a list, each row with a drill of its own.
fn listed(title: &str, list: impl Iterator<Item = (String, Vec<QuestionId>)>, rows: &mut Vec<ProgressRow>) {
    let mut list = list.take(ROWS).peekable();
    if list.peek().is_some() {
        section(title, rows);
    }
    let row = |(text, questions)| ProgressRow { leads: Leads::Questions(questions), ..plain(text) };
    rows.extend(list.map(row));
}

fn ahead(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    let days = &insight.forecast[..insight.forecast.len().min(14)];
    let most = days.iter().map(|day| day.count).max().unwrap_or(0);
    rows.push(head(""));
    let bars = sparks(days.iter().map(|day| (day.count > 0).then(|| f64::from(day.count) / f64::from(most))));
    let busiest = days.iter().find(|day| day.count == most && most > 0);
    let busiest = busiest.map_or(String::new(), |day| format!("  most on {}: {most}", day.day.format("%a %-d %b")));
    rows.push(plain(format!("Due, next 14 days  {bars}{busiest}")));
    let retention = &insight.retention;
    let drifted = retention.drift.is_some();
    let row = if let Some(share) = retention.retention {
        let (drift, looks) = if drifted { ("; drifted apart: M", Looks::Warn) } else { ("", Looks::Text) };
        let (true_one, desired) = (percent(share), percent(retention.desired));
        let text = format!("True retention     {true_one} of {} reviews, aim {desired}{drift}", retention.reviews);
        ProgressRow { looks, ..plain(text) }
    } else {
        let reviews = count(retention.reviews as usize, "review");
        few(format!("True retention     {reviews}, too few to tell"))
    };
    rows.push(ProgressRow { leads: Leads::Memory, ..row });
}

fn trends(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    let weeks = &insight.weeks[insight.weeks.len().saturating_sub(WEEKS)..];
    if weeks.iter().any(|week| week.evidence.is_some()) {
        let bars = sparks(weeks.iter().map(|week| week.evidence.map(|evidence| (evidence - 1.0) / 3.0)));
        rows.push(plain(format!("Evidence by week   {bars}")));
    }
    if weeks.iter().any(|week| week.recalled.is_some()) {
        rows.push(plain(format!("Recalled by week   {}", sparks(weeks.iter().map(|week| week.recalled)))));
    }
}

fn calibration(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    let found = &insight.calibration;
    rows.push(head(""));
    let Some(all) = &found.all else {
        rows.push(few(format!("Calibration: {}, too few to tell", count(found.answers as usize, "prediction"))));
        rows.extend(found.kindness.words().map(plain));
        return;
    };
    let direction = match found.direction {
        Some(Direction::Closing) => ", closing",
        Some(Direction::Widening) => ", widening",
        Some(Direction::Steady) | None => "",
    };
    rows.push(head("Calibration"));
    rows.push(plain(format!("You say {}", mean_words(all.said))));
    rows.push(plain(format!("It comes to {}", mean_words(all.evidence))));
    rows.push(few(format!("{}{direction}; │ you, ● evidence", count(found.answers as usize, "answer"))));
    rows.extend(found.kindness.words().map(plain));
    for said in &found.by_prediction {
        let number = said.prediction.unwrap_or(0);
        rows.push(if said.answers as usize >= FEW {
            plain(format!("{number}  1 {} 4  {:.1} of {}", plot(said), said.evidence, said.answers))
        } else {
            few(format!("{number}  {}, too few to tell", said.answers))
        });
    }
    if found.over_time.len() > 1 {
        section("Calibration over time", rows);
        for said in &found.over_time[found.over_time.len().saturating_sub(STEPS)..] {
            let until = said.until.format("%-d %b").to_string();
            rows.push(plain(format!("{until:>6}  1 {} 4  {:+.1}", plot(said), said.said - said.evidence)));
        }
    }
}

fn time(insight: &Insight, rows: &mut Vec<ProgressRow>) {
    if insight.time.iter().all(|used| used.answers == 0) {
        return;
    }
    section("Time: median of target, over it, slow to start", rows);
    let name = |used: &TimeUse| used.kind.map_or("all answers".to_owned(), |kind| kind.to_string());
    for used in insight.time.iter().filter(|used| used.answers > 0) {
        let leads = used.kind.map_or(Leads::Nowhere, |kind| Leads::Group(Group::Kind(kind)));
        let (name, TimeUse { answers, over, slow_starts, .. }) = (name(used), used);
        let row = match used.median_of_target.map(percent) {
            Some(median) => plain(format!("{name:<12} {median:>5}  {over} of {answers} over, {slow_starts} slow")),
            None => few(format!("{name:<12} {answers}, too few to tell")),
        };
        rows.push(ProgressRow { leads, ..row });
    }
}
