//! The report for the day of an interview, as an HTML page.

use super::{DayPart, DayReport};
use crate::markup::html as e;
use crate::markup::page::{aside, page, section, table};
use crate::report::words::day;

/// Renders the report as a whole HTML page.
pub(in crate::report) fn html(report: &DayReport) -> String {
    let title = report.title();
    let mut body = format!(
        "<main>\n<header>\n<p class=\"kicker\">Interview · {}</p>\n<h1>{}</h1>\n<p class=\"meta\">{}</p>\n</header>\n",
        e(&report.when()),
        e(&title),
        e(&report.target)
    );
    let musts =
        report.musts.iter().map(|must| format!("{} <span class=\"tag\">{}</span>", e(&must.point), e(&must.prompt)));
    body += &section("musts", "Do not leave out", &list(&musts.collect::<Vec<_>>(), DayPart::Musts));
    body += &section(
        "stories",
        "Stories to have ready",
        &list(&report.stories.iter().map(|s| e(s)).collect::<Vec<_>>(), DayPart::Stories),
    );
    body += &section(
        "warm",
        "To warm up",
        &list(&report.warm_ups.iter().map(|one| e(&one.prompt)).collect::<Vec<_>>(), DayPart::WarmUps),
    );
    body +=
        &section("ask", "To ask them", &list(&report.to_ask.iter().map(|q| e(q)).collect::<Vec<_>>(), DayPart::ToAsk));
    if let Some(job) = &report.job {
        if !job.asked_for.is_empty() {
            body += &section(
                "asked-for",
                "What they ask for",
                &items(&job.asked_for.iter().map(|s| e(s)).collect::<Vec<_>>()),
            );
        }
        if !job.notes.is_empty() {
            let lines: String = job.notes.lines().map(|line| format!("{}<br>\n", e(line))).collect();
            body += &section("notes", "Your notes", &format!("<p>{lines}</p>\n"));
        }
    }
    let rows: Vec<Vec<String>> = report.numbers.iter().map(|number| vec![e(&number.name), e(&number.value)]).collect();
    body += &section("numbers", "Numbers", &table("Numbers worth knowing", &["What", "How much"], &rows, &[]));
    body += &format!("</main>\n<footer>\n<p>Written by Hotseat on {}.</p>\n</footer>\n", e(&day(report.written_on)));
    page(&title, &body, false)
}

fn list(lines: &[String], part: DayPart) -> String {
    if lines.is_empty() { aside(DayReport::nothing(part)) } else { items(lines) }
}

fn items(lines: &[String]) -> String {
    let items: String = lines.iter().map(|line| format!("<li>{line}</li>\n")).collect();
    format!("<ul>\n{items}</ul>\n")
}
