//! The report for the day of an interview, as Markdown.

use super::{DayPart, DayReport};
use crate::markup::{fence, markdown as m};

/// Renders the report as Markdown.
pub(in crate::report) fn markdown(report: &DayReport) -> String {
    let mut out = format!("# {}\n\n{}. {}.\n\n", m(&report.title()), report.when(), m(&report.target));
    let mut list = |title: &str, lines: Vec<String>, part: DayPart| {
        out += &format!("## {title}\n\n");
        if lines.is_empty() {
            out += &format!("{}\n\n", DayReport::nothing(part));
        } else {
            for line in &lines {
                out += &format!("- {line}\n");
            }
            out += "\n";
        }
    };
    let musts = report.musts.iter().map(|must| format!("{} ({})", m(&must.point), m(&must.prompt)));
    list("Do not leave out", musts.collect(), DayPart::Musts);
    list("Stories to have ready", report.stories.iter().map(|story| m(story)).collect(), DayPart::Stories);
    list("To warm up", report.warm_ups.iter().map(|one| m(&one.prompt)).collect(), DayPart::WarmUps);
    list("To ask them", report.to_ask.iter().map(|question| m(question)).collect(), DayPart::ToAsk);
    if let Some(job) = &report.job {
        if !job.asked_for.is_empty() {
            out += "## What they ask for\n\n";
            for sentence in &job.asked_for {
                out += &format!("- {}\n", m(sentence));
            }
            out += "\n";
        }
        if !job.notes.is_empty() {
            out += &format!("## Your notes\n\n{}\n", fence(&job.notes, "markdown"));
        }
    }
    out += "## Numbers\n\n| What | How much |\n|---|---|\n";
    for number in &report.numbers {
        out += &format!("| {} | {} |\n", m(&number.name), m(&number.value));
    }
    out
}
