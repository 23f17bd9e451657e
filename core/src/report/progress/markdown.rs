//! The progress report as Markdown.

use super::{ProgressReport, ROWS, TOO_FEW, calibration, plan, whose};
use crate::markup::markdown as m;
use crate::practice::words::{count, percent};
use crate::report::words::{capital, day, short_day};

/// Number of weeks in the trend.
const WEEKS: usize = 12;

/// Renders the report as Markdown.
pub(in crate::report) fn markdown(report: &ProgressReport) -> String {
    let since = report.since.map_or_else(|| "all answers".to_owned(), |since| format!("answers since {}", day(since)));
    let mut out = format!("# Progress\n\n{}, {}, {since}.\n\n", day(report.written_on), m(&report.target));
    if let Some(plan) = report.plan.as_ref().and_then(plan) {
        out += &format!("{}\n\n", m(&plan));
    }
    if report.answers == 0 {
        return out + "Nothing was answered yet.\n";
    }
    let streak = report.insight.streak;
    let days = |n: u32| count(n as usize, "day");
    out += &format!(
        "{}. Streak {}, longest {}, {} in all.\n\n",
        capital(&count(report.answers as usize, "answer")),
        days(streak.current),
        days(streak.longest),
        days(streak.days)
    );
    out += &mastery(report);
    out += &trends(report);
    out += &ahead(report);
    out += &format!("## Calibration\n\n{}\n\n", m(&calibration(report)));
    out += &by_prediction(report);
    out += &misses(report);
    out += &time(report);
    out
}

fn mastery(report: &ProgressReport) -> String {
    let topics = &report.insight.mastery.topics;
    let rows: String = topics
        .iter()
        .filter(|topic| topic.enough)
        .map(|topic| {
            let evidence = topic.evidence.map_or_else(|| "–".to_owned(), percent);
            let title = m(&topic.title);
            format!(
                "| {title} | {} | {} | {evidence} | {} |\n",
                percent(topic.mastery),
                percent(topic.recall),
                topic.answers
            )
        })
        .collect();
    let mut out = String::from("## Mastery, weakest first\n\n");
    if !rows.is_empty() {
        out += &format!("| Topic | Mastery | Recall | Evidence | Answers |\n|---|---:|---:|---:|---:|\n{rows}\n");
    }
    let few = topics.iter().filter(|topic| !topic.enough).count();
    if few > 0 {
        out += &format!("{}: {TOO_FEW}.\n\n", count(few, "topic"));
    }
    out
}

fn trends(report: &ProgressReport) -> String {
    let weeks = &report.insight.weeks[report.insight.weeks.len().saturating_sub(WEEKS)..];
    let mut out = String::from("## By week\n\n| Week of | Answers | Evidence | Recalled |\n|---|---:|---:|---:|\n");
    for week in weeks {
        let evidence = week.evidence.map_or_else(|| TOO_FEW.to_owned(), |evidence| format!("{evidence:.1}"));
        let recalled = week.recalled.map_or_else(|| TOO_FEW.to_owned(), percent);
        out += &format!("| {} | {} | {evidence} | {recalled} |\n", short_day(week.monday), week.answers);
    }
    out + "\n"
}

fn ahead(report: &ProgressReport) -> String {
    let due = |days: usize| report.insight.forecast.iter().take(days).map(|day| day.count).sum::<u32>();
    let busiest = report.insight.forecast.iter().rev().max_by_key(|day| day.count).filter(|day| day.count > 0);
    let busiest = busiest.map_or(String::new(), |one| format!("; most on {}: {}", short_day(one.day), one.count));
    let retention = &report.insight.retention;
    let reviews = count(retention.reviews as usize, "review");
    let retention = match retention.retention {
        Some(share) => {
            format!("True retention {} of {reviews}, {} is aimed at.", percent(share), percent(retention.desired))
        }
        None => format!("True retention: {reviews}, {TOO_FEW}."),
    };
    format!("## What comes back\n\nDue in 7 days: {}, in 30 days: {}{busiest}. {retention}\n\n", due(7), due(30))
}

fn by_prediction(report: &ProgressReport) -> String {
    let said = &report.insight.calibration.by_prediction;
    let lines: String = said
        .iter()
        .filter_map(|said| {
            let number = said.prediction?;
            let answers = count(said.answers as usize, "answer");
            Some(if (said.answers as usize) < report.few {
                format!("- said {number}: {answers}, {TOO_FEW}\n")
            } else {
                format!("- said {number}: evidence {:.1} ({answers})\n", said.evidence)
            })
        })
        .collect();
    if lines.is_empty() { lines } else { lines + "\n" }
}

fn misses(report: &ProgressReport) -> String {
    let misses = &report.insight.misses;
    let mut out = format!("## Points and misses\n\nFrom {}.\n\n", count(misses.answers, "judged answer"));
    let mut list = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out += &format!("{title}:\n\n{}\n", lines.concat());
        }
    };
    let tiers = misses.tiers.iter().map(|tier| {
        let times = tier.tally.times();
        match tier.tally.share().filter(|_| times as usize >= report.few) {
            Some(share) => format!("- {}: {} of {times}\n", tier.tier, percent(share)),
            None => format!("- {}: {times}, {TOO_FEW}\n", tier.tier),
        }
    });
    list("Points there, by tier", tiers.collect());
    let concepts = misses.concepts.iter().take(ROWS);
    let concepts = concepts.map(|miss| {
        format!("- {}: missed {} of {}\n", m(miss.title.trim_end_matches('.')), miss.tally.missed, miss.tally.times())
    });
    list("Missed across questions", concepts.collect());
    let points =
        misses.points.iter().take(ROWS).map(|miss| {
            format!("- {}: {} ({})\n", miss.tally.missed_words(), m(&miss.text), m(miss.question.as_str()))
        });
    list("Missed points", points.collect());
    let mistakes = misses
        .mistakes
        .iter()
        .take(ROWS)
        .map(|made| format!("- {} of {}: {} ({})\n", made.made, made.of, m(&made.text), m(made.question.as_str())));
    list("Mistakes made again", mistakes.collect());
    out
}

fn time(report: &ProgressReport) -> String {
    let mut out = String::from("## Time\n\n");
    for used in report.insight.time.iter().filter(|used| used.answers > 0) {
        let who = capital(&whose(used));
        out += &match used.median_of_target {
            Some(median) => format!(
                "- {who}: median {} of the target, {} of {} over it, {} of {} slow to start\n",
                percent(median),
                used.over,
                used.answers,
                used.slow_starts,
                used.starts
            ),
            None => format!("- {who}: {}, {TOO_FEW}\n", used.answers),
        };
    }
    out
}
