//! The pictures in the report of a sitting, as SVG.

use super::card::Course;
use super::facts::SittingReport;
use super::words::time;
use crate::assess::Recommendation;
use crate::report::svg::{self, Bar, BarRow};
use crate::report::words::{short_day, shorten};

/// The overall result on the scale from 1 to 4; `None` if nothing was scored.
pub(super) fn result(report: &SittingReport) -> Option<String> {
    let card = report.scorecard.as_ref()?;
    let (overall, band) = (card.overall?, card.band?);
    let on = Recommendation::ALL.iter().position(|one| *one == band)?;
    let bands: Vec<&str> = Recommendation::ALL.iter().map(|band| band.word()).collect();
    Some(svg::scale("result", overall, &bands, on))
}

/// Answering time of each answer against its target, all on one scale; `None` if there is no time to show.
pub(super) fn times(report: &SittingReport) -> Option<String> {
    let answers: Vec<_> = report
        .questions()
        .filter_map(|(number, _, question)| Some((number, question, question.answer.as_ref()?)))
        .collect();
    let longest = answers
        .iter()
        .map(|(_, _, answer)| answer.seconds.answer.max(f64::from(answer.target_seconds)))
        .fold(0.0, f64::max);
    if longest <= 0.0 {
        return None;
    }
    let rows: Vec<BarRow> = answers
        .iter()
        .map(|(number, question, answer)| {
            let about = if question.topic.is_empty() { question.id.slug() } else { &question.topic };
            BarRow {
                name: format!("{number}  {}", shorten(about, 26)),
                figure: time(answer),
                bar: Bar::Against {
                    length: answer.seconds.answer / longest,
                    target: f64::from(answer.target_seconds) / longest,
                },
            }
        })
        .collect();
    svg::rows("times", "Time of each answer against its target", &rows)
}

/// Points hit, partly hit and missed, by tier.
pub(super) fn tiers(report: &SittingReport) -> Option<String> {
    let rows = report.tiers.iter().map(|tier| {
        let above = if tier.counts { "" } else { " (above the level)" };
        BarRow::of_tally(format!("{}{above}", tier.tier), tier.tally)
    });
    svg::rows("tiers", "Points by tier", &rows.collect::<Vec<_>>())
}

/// The overall result and each dimension over the mocks of the loop, each with its title; empty if there is only one
/// mock.
pub(super) fn dimensions(report: &SittingReport) -> Vec<(String, String)> {
    let Some(card) = report.scorecard.as_ref().filter(|_| report.course.len() > 1) else { return Vec::new() };
    let ends = (end(report.course.first()), end(report.course.last()));
    let one = |id: &str, title: &str, of: &dyn Fn(&Course) -> Option<f64>| {
        let values: Vec<Option<f64>> = report.course.iter().map(of).collect();
        let lines = [(1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4")];
        let picture = svg::course(id, &format!("{title} over time"), &values, (1.0, 4.0), &lines, (&ends.0, &ends.1));
        (title.to_owned(), picture)
    };
    let mut all = vec![one("course", "Overall", &|course| course.overall)];
    all.extend(card.dimensions.iter().enumerate().map(|(i, dimension)| {
        let id = &dimension.id;
        one(&format!("course-{i}"), &dimension.title, &|course| course.dimensions.get(id).copied())
    }));
    all
}

fn end(course: Option<&Course>) -> String {
    course.map_or_else(String::new, |course| short_day(course.day))
}
