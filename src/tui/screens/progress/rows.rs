//! The rows of the progress screen: figures with the answers behind them, in words that fit half a terminal.

use super::pictures::{WEEKS, bar, plot, sparks};
use super::{Leads, Looks, Row};
use crate::engine::{Group, Insight};
use crate::insight::{Direction, FEW, TimeUse, TopicMastery};
use crate::memory::Plan;
use crate::memory::plan::PlanDay;
use crate::tui::widgets::{count, shorten};

/// Rows of each list.
const ROWS: usize = 6;

/// Columns of the names of a list.
const NAME: usize = 26;

/// The newest steps of the calibration over time.
const STEPS: usize = 6;

pub(super) fn head(text: &str) -> Row {
    Row { text: text.to_owned(), looks: Looks::Head, leads: Leads::Nowhere }
}

pub(super) fn plain(text: String) -> Row {
    Row { text, looks: Looks::Text, leads: Leads::Nowhere }
}

pub(super) fn few(text: String) -> Row {
    Row { text, looks: Looks::Few, leads: Leads::Nowhere }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// Everything but the plan.
pub(super) fn all(insight: &Insight, rows: &mut Vec<Row>) {
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

/// The way to the date: how ready, whether it is enough, and a block a day for what each day is for.
pub(super) fn plan(plan: &Plan, rows: &mut Vec<Row>) {
    let Some(date) = plan.date else { return };
    let leads = |text| Row { text, looks: Looks::Text, leads: Leads::Plan };
    rows.push(head(&format!(
        "Plan to {}: readiness {} if kept, {} if you stop",
        date.format("%a %-d %b"),
        percent(plan.readiness),
        percent(plan.readiness_if_stopped)
    )));
    let unseen = format!("{} of {} never asked; ", plan.unseen, count(plan.questions, "question"));
    rows.push(leads(match (plan.enough, plan.enough_per_day) {
        (true, _) => format!("{unseen}{} a day get to all of them", plan.per_day),
        (false, Some(needed)) => {
            format!("{unseen}{} a day leave {} unasked, {needed} would do", plan.per_day, plan.unseen_on_date)
        }
        (false, None) => format!("{unseen}{} a day leave {} unasked", plan.per_day, plan.unseen_on_date),
    }));
    let most = plan.days.iter().map(|day| day.new.max(day.review).max(day.window)).max().unwrap_or(0).max(1);
    let mut blocks = |name: &str, of: &dyn Fn(&PlanDay) -> u32| {
        let share = |day| Some(of(day)).filter(|count| *count > 0).map(|count| f64::from(count) / f64::from(most));
        let today = plan.days.first().map_or(0, of);
        rows.push(leads(format!("{name:<12} today {today:>2}  {}", sparks(plan.days.iter().take(50).map(share)))));
    };
    blocks("new", &|day| day.new);
    blocks("due", &|day| day.review);
    blocks("for the date", &|day| day.window);
    rows.push(head(""));
}

/// Topics, subtopics, kinds and levels, each weakest first.
fn mastery(insight: &Insight, rows: &mut Vec<Row>) {
    let found = &insight.mastery;
    let topic = |group: &TopicMastery| Some(Group::Topic(group.topic.clone()));
    let subtopic = |group: &TopicMastery| {
        let (topic, subtopic) = group.topic.split_once('/')?;
        Some(Group::Subtopic(topic.to_owned(), subtopic.to_owned()))
    };
    let kind = |group: &TopicMastery| group.topic.parse().ok().map(Group::Kind);
    let level = |group: &TopicMastery| group.topic.parse().ok().map(Group::Level);
    rows.push(head("Weakest topics: recall today, evidence, answers"));
    groups(&found.topics, "topic", &topic, rows);
    if found.subtopics.iter().any(|group| group.enough) {
        rows.push(head(""));
        rows.push(head("Weakest subtopics"));
        groups(&found.subtopics, "subtopic", &subtopic, rows);
    }
    for (title, one, all, lead) in [
        ("By kind", "kind", &found.kinds, &kind as &dyn Fn(&TopicMastery) -> Option<Group>),
        ("By level, from which on it is asked", "level", &found.levels, &level),
    ] {
        if all.iter().any(|group| group.enough) {
            rows.push(head(""));
            rows.push(head(title));
            groups(all, one, lead, rows);
        }
    }
}

fn groups(all: &[TopicMastery], one: &str, lead: &dyn Fn(&TopicMastery) -> Option<Group>, rows: &mut Vec<Row>) {
    let known = || all.iter().filter(|group| group.enough);
    for group in known().take(ROWS) {
        let name = shorten(&group.title, NAME);
        let evidence = group.evidence.map_or("     ".into(), |share| format!("{:>5}", percent(share)));
        let text = format!(
            "{:>5} {evidence} {:>4}  {name:<NAME$} {}",
            percent(group.recall),
            group.answers,
            bar(group.recall)
        );
        rows.push(Row { text, looks: Looks::Text, leads: lead(group).map_or(Leads::Nowhere, Leads::Group) });
    }
    let unknown = all.len() - known().count();
    if unknown > 0 {
        rows.push(few(format!("{} with too few answers to tell", count(unknown, one))));
    }
}

fn misses(insight: &Insight, rows: &mut Vec<Row>) {
    let found = &insight.misses;
    let lists = [
        (
            "Missed across questions",
            found
                .concepts
                .iter()
                .take(ROWS)
                .map(|miss| Row {
                    text: format!("{} of {}  {}", miss.tally.missed, miss.tally.times(), miss.title),
                    looks: Looks::Text,
                    leads: Leads::Questions(miss.questions.clone()),
                })
                .collect::<Vec<_>>(),
        ),
        (
            "Missed points",
            found
                .points
                .iter()
                .take(ROWS)
                .map(|miss| Row {
                    text: format!(
                        "{} of {}  {}",
                        miss.tally.missed,
                        miss.tally.times(),
                        crate::text::one_line(&miss.text)
                    ),
                    looks: Looks::Text,
                    leads: Leads::Questions(vec![miss.question.clone()]),
                })
                .collect(),
        ),
        (
            "Mistakes made again",
            found
                .mistakes
                .iter()
                .take(ROWS)
                .map(|made| Row {
                    text: format!("{} of {}  {}", made.made, made.of, crate::text::one_line(&made.text)),
                    looks: Looks::Text,
                    leads: Leads::Questions(vec![made.question.clone()]),
                })
                .collect(),
        ),
    ];
    for (title, list) in lists {
        if !list.is_empty() {
            rows.push(head(""));
            rows.push(head(title));
            rows.extend(list);
        }
    }
    if !found.tiers.is_empty() {
        rows.push(head(""));
        rows.push(head(&format!("Points there, by tier (from {})", count(found.answers, "answer"))));
        for tier in &found.tiers {
            let times = tier.tally.times();
            rows.push(match tier.tally.share().filter(|_| times as usize >= FEW) {
                Some(share) => plain(format!("{:<7} {} {:>5} of {times}", tier.tier, bar(share), percent(share))),
                None => few(format!("{:<7} {times}, too few to tell", tier.tier)),
            });
        }
    }
}

fn ahead(insight: &Insight, rows: &mut Vec<Row>) {
    let days = &insight.forecast[..insight.forecast.len().min(14)];
    let most = days.iter().map(|day| day.count).max().unwrap_or(0);
    rows.push(head(""));
    let bars = sparks(days.iter().map(|day| (day.count > 0).then(|| f64::from(day.count) / f64::from(most))));
    let busiest = days.iter().find(|day| day.count == most && most > 0);
    let busiest = busiest.map_or(String::new(), |day| format!("  most on {}: {most}", day.day.format("%a %-d %b")));
    rows.push(plain(format!("Due, next 14 days  {bars}{busiest}")));
    let retention = &insight.retention;
    let drifted = retention.drift.is_some();
    let (text, looks) = if let Some(share) = retention.retention {
        let drift = if drifted { "; drifted apart: M" } else { "" };
        let (true_one, desired) = (percent(share), percent(retention.desired));
        let text = format!("True retention     {true_one} of {} reviews, aim {desired}{drift}", retention.reviews);
        (text, if drifted { Looks::Warn } else { Looks::Text })
    } else {
        let reviews = count(retention.reviews as usize, "review");
        (format!("True retention     {reviews}, too few to tell"), Looks::Few)
    };
    rows.push(Row { text, looks, leads: Leads::Memory });
}

fn trends(insight: &Insight, rows: &mut Vec<Row>) {
    let weeks = &insight.weeks[insight.weeks.len().saturating_sub(WEEKS)..];
    if weeks.iter().any(|week| week.evidence.is_some()) {
        let bars = sparks(weeks.iter().map(|week| week.evidence.map(|evidence| (evidence - 1.0) / 3.0)));
        rows.push(plain(format!("Evidence by week   {bars}")));
    }
    if weeks.iter().any(|week| week.recalled.is_some()) {
        rows.push(plain(format!("Recalled by week   {}", sparks(weeks.iter().map(|week| week.recalled)))));
    }
}

fn calibration(insight: &Insight, rows: &mut Vec<Row>) {
    let found = &insight.calibration;
    rows.push(head(""));
    let Some(all) = &found.all else {
        rows.push(few(format!("Calibration: {}, too few to tell", count(found.answers as usize, "prediction"))));
        return;
    };
    let direction = match found.direction {
        Some(Direction::Closing) => ", closing",
        Some(Direction::Widening) => ", widening",
        Some(Direction::Steady) | None => "",
    };
    rows.push(head(&format!("Calibration: you say {:.1}, evidence {:.1}", all.said, all.evidence)));
    rows.push(few(format!("{}{direction}; │ you, ● evidence", count(found.answers as usize, "answer"))));
    for said in &found.by_prediction {
        let number = said.prediction.unwrap_or(0);
        rows.push(if said.answers as usize >= FEW {
            plain(format!("{number}  1 {} 4  {:.1} of {}", plot(said), said.evidence, said.answers))
        } else {
            few(format!("{number}  {}, too few to tell", said.answers))
        });
    }
    if found.over_time.len() > 1 {
        rows.push(head(""));
        rows.push(head("Calibration over time"));
        for said in &found.over_time[found.over_time.len().saturating_sub(STEPS)..] {
            let until = said.until.format("%-d %b").to_string();
            rows.push(plain(format!("{until:>6}  1 {} 4  {:+.1}", plot(said), said.said - said.evidence)));
        }
    }
}

fn time(insight: &Insight, rows: &mut Vec<Row>) {
    if insight.time.iter().all(|used| used.answers == 0) {
        return;
    }
    rows.push(head(""));
    rows.push(head("Time: median of target, over it, slow to start"));
    let name = |used: &TimeUse| used.kind.map_or("all answers".to_owned(), |kind| kind.to_string());
    for used in insight.time.iter().filter(|used| used.answers > 0) {
        let leads = used.kind.map_or(Leads::Nowhere, |kind| Leads::Group(Group::Kind(kind)));
        let (text, looks) = match used.median_of_target {
            Some(median) => (
                format!(
                    "{:<12} {:>5}  {} of {} over, {} slow",
                    name(used),
                    percent(median),
                    used.over,
                    used.answers,
                    used.slow_starts
                ),
                Looks::Text,
            ),
            None => (format!("{:<12} {}, too few to tell", name(used), used.answers), Looks::Few),
        };
        rows.push(Row { text, looks, leads });
    }
}
