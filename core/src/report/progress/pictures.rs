//! The pictures in the progress report, as SVG. Each function returns `None` if there is nothing to draw.

use chrono::{Datelike as _, Days};

use super::{ProgressReport, whose};
use crate::assess::SLOW;
use crate::insight::Said;
use crate::practice::words::{count, percent};
use crate::report::svg::{self, Bar, BarRow, MIDDLE};
use crate::report::words::{capital, short_day, shorten};

/// Number of weeks in the calendar and the trends.
const WEEKS: usize = 26;

/// Number of days in the forecast.
const AHEAD: usize = 30;

/// Mastery by topic, weakest first.
pub(super) fn topics(report: &ProgressReport) -> Option<String> {
    let topics = report.insight.mastery.topics.iter().filter(|topic| topic.enough);
    let rows: Vec<BarRow> = topics
        .map(|topic| BarRow {
            name: shorten(&topic.title, 24),
            figure: match topic.evidence {
                Some(evidence) => format!("recall {} · evidence {}", percent(topic.recall), percent(evidence)),
                None => format!("recall {}", percent(topic.recall)),
            },
            bar: Bar::Share(topic.mastery),
        })
        .collect();
    svg::rows("topics", "Mastery by topic, weakest first", &rows)
}

fn weekly(
    report: &ProgressReport,
    id: &str,
    title: &str,
    of: &dyn Fn(&crate::insight::Week) -> Option<f64>,
    range: (f64, f64),
    lines: &[(f64, &str)],
) -> Option<String> {
    let weeks = &report.insight.weeks[report.insight.weeks.len().saturating_sub(WEEKS)..];
    let (first, last) = (weeks.first()?.monday, weeks.last()?.monday);
    // Weeks without an answer are not in the list, but must take up space in the picture.
    let between = usize::try_from((last - first).num_days() / 7).unwrap_or(0).min(10 * WEEKS);
    let mut values = vec![None; between + 1];
    for week in weeks {
        let at = usize::try_from((week.monday - first).num_days() / 7).unwrap_or(0);
        if let Some(value) = values.get_mut(at) {
            *value = of(week);
        }
    }
    values.iter().any(Option::is_some).then(|| {
        svg::course(id, title, &values, range, lines, (&format!("week of {}", short_day(first)), &short_day(last)))
    })
}

/// Mean evidence by week.
pub(super) fn evidence(report: &ProgressReport) -> Option<String> {
    let lines = [(1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4")];
    weekly(report, "evidence", "Evidence by week, 1 to 4", &|week| week.evidence, (1.0, 4.0), &lines)
}

/// Share of reviews that were recalled, by week.
pub(super) fn recall(report: &ProgressReport) -> Option<String> {
    let lines = [(0.0, "0"), (50.0, "50"), (100.0, "100")];
    weekly(
        report,
        "recall",
        "Recalled by week, in percent",
        &|week| week.recalled.map(|share| share * 100.0),
        (0.0, 100.0),
        &lines,
    )
}

/// Answers by day: a column for each week, a row for each weekday, Monday first.
pub(super) fn calendar(report: &ProgressReport) -> Option<String> {
    const CELL: usize = 13;
    const LEFT: usize = 30;
    const TOP: usize = 16;
    let small = |(x, y): (usize, usize), words: &str| {
        format!("<text class=\"s\" style=\"font-size:10px\" x=\"{x}\" y=\"{y}\">{words}</text>\n")
    };
    let days = &report.insight.heatmap;
    let today = report.written_on;
    let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday())))?;
    let first = monday.checked_sub_days(Days::new(7 * (WEEKS as u64 - 1)))?;
    let shown = || days.iter().filter(|day| (first..=today).contains(&day.day));
    let most = shown().map(|day| day.count).max()?;
    let mut body = String::new();
    for (row, name) in [(0, "Mon"), (2, "Wed"), (4, "Fri"), (6, "Sun")] {
        body += &small((0, TOP + row * CELL + 9), name);
    }
    let mut month = 0;
    for (i, day) in first.iter_days().take_while(|day| *day <= today).enumerate() {
        let (x, y) = (LEFT + i / 7 * CELL, TOP + i % 7 * CELL);
        if i % 7 == 0 && day.month() != month {
            // The first column may be the end of a month whose name would overlap the next one.
            if i > 0 || day.day() <= 14 {
                body += &small((x, 9), &day.format("%b").to_string());
            }
            month = day.month();
        }
        let answers = days.binary_search_by_key(&day, |day| day.day).map_or(0, |at| days[at].count);
        let shade = if answers == 0 { 0 } else { (answers * 4).div_ceil(most).clamp(1, 4) };
        body += &format!("<rect class=\"h{shade}\" x=\"{x}\" y=\"{y}\" width=\"11\" height=\"11\" rx=\"2\"/>\n");
    }
    let answers: u32 = shown().map(|day| day.count).sum();
    let description = format!(
        "{} on {} since {}, {most} on the fullest day",
        count(answers as usize, "answer"),
        count(shown().count(), "day"),
        short_day(first)
    );
    let size = (LEFT + WEEKS * CELL, TOP + 7 * CELL);
    Some(svg::drawing("calendar", "Answers by day", &description, size, &body))
}

/// Questions due on each of the next days.
pub(super) fn forecast(report: &ProgressReport) -> Option<String> {
    let days = &report.insight.forecast[..report.insight.forecast.len().min(AHEAD)];
    if days.iter().all(|day| day.count == 0) {
        return None;
    }
    let last = days.len() - 1;
    let mut labels = vec![(0, "today".to_owned())];
    if last > 14 {
        labels.push((14, short_day(days[14].day)));
    }
    if last > 0 {
        labels.push((last, short_day(days[last].day)));
    }
    let counts: Vec<u32> = days.iter().map(|day| day.count).collect();
    let told = days.iter().filter(|day| day.count > 0).map(|day| format!("{}: {}", short_day(day.day), day.count));
    let told: Vec<String> = told.collect();
    Some(svg::columns("forecast", "Questions due on each of the next days", &told.join(", "), &counts, &labels))
}

/// Predictions against evidence: a dot for each prediction that was made often enough.
pub(super) fn calibration(report: &ProgressReport) -> Option<String> {
    const SIDE: f64 = 300.0;
    let told: Vec<&Said> = report
        .insight
        .calibration
        .by_prediction
        .iter()
        .filter(|said| said.answers as usize >= report.few && said.prediction.is_some())
        .collect();
    if told.is_empty() {
        return None;
    }
    // Leaves room on the left for the numbers of the evidence, and below for those of the prediction.
    let x = |value: f64| 50.0 + (value - 0.7) / 3.6 * (SIDE - 60.0);
    let y = |value: f64| 250.0 - (value - 0.7) / 3.6 * (SIDE - 60.0);
    let mut body = String::new();
    for (n, label) in [(1.0, "1"), (2.0, "2"), (3.0, "3"), (4.0, "4")] {
        let line = |(x1, y1): (f64, f64), (x2, y2): (f64, f64)| {
            format!("<line class=\"axis\" x1=\"{x1:.0}\" y1=\"{y1:.0}\" x2=\"{x2:.0}\" y2=\"{y2:.0}\"/>\n")
        };
        body += &line((x(n), y(0.7)), (x(n), y(4.3)));
        body += &line((x(0.7), y(n)), (x(4.3), y(n)));
        body += &svg::text("s", (format!("{:.0}", x(n)), 266), MIDDLE, label);
        body += &svg::text("s", (40, format!("{:.0}", y(n) + 4.0)), svg::END, label);
    }
    body += &format!(
        "<line class=\"target\" style=\"stroke-width:1;stroke-dasharray:4 3\" x1=\"{:.0}\" y1=\"{:.0}\" x2=\"{:.0}\" y2=\"{:.0}\"/>\n",
        x(0.7),
        y(0.7),
        x(4.3),
        y(4.3)
    );
    body += "<text class=\"s\" x=\"170\" y=\"286\" text-anchor=\"middle\">you said</text>\n\
             <text class=\"s\" x=\"14\" y=\"130\" text-anchor=\"middle\" transform=\"rotate(-90 14 130)\">the evidence</text>\n";
    for said in &told {
        let number = f64::from(said.prediction.unwrap_or(1));
        let radius = (4.0 + f64::from(said.answers).sqrt()).min(14.0);
        body += &format!(
            "<circle class=\"dot\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"{radius:.1}\"/>\n\
             <text class=\"s\" x=\"{:.1}\" y=\"{:.1}\">{:.1}</text>\n",
            x(number),
            y(said.evidence),
            x(number) + radius + 4.0,
            y(said.evidence) + 4.0,
            said.evidence
        );
    }
    let words: Vec<String> = told
        .iter()
        .map(|said| {
            let answers = count(said.answers as usize, "answer");
            format!("said {}: evidence {:.1} from {answers}", said.prediction.unwrap_or(0), said.evidence)
        })
        .collect();
    Some(svg::drawing("calibration", "Prediction against evidence", &words.join(", "), (300, 294), &body))
}

/// Points hit, partly hit and missed, by tier.
pub(super) fn tiers(report: &ProgressReport) -> Option<String> {
    let enough = report.insight.misses.tiers.iter().filter(|tier| tier.tally.times() as usize >= report.few);
    let rows: Vec<BarRow> = enough.map(|tier| BarRow::of_tally(tier.tier.to_string(), tier.tally)).collect();
    svg::rows("tiers", "Points by tier", &rows)
}

/// Median answering time as a share of the target, by kind of question.
pub(super) fn times(report: &ProgressReport) -> Option<String> {
    let told = || report.insight.time.iter().filter_map(|used| Some((used, used.median_of_target?)));
    let longest = told().map(|(_, median)| median).fold(SLOW, f64::max);
    let rows: Vec<BarRow> = told()
        .map(|(used, median)| BarRow {
            name: capital(&whose(used)),
            figure: format!("{} of target · {} of {} over", percent(median), used.over, used.answers),
            bar: Bar::Against { length: median / longest, target: 1.0 / longest },
        })
        .collect();
    svg::rows("times", "Median answering time against the target", &rows)
}

/// Points hit, partly hit and missed, by concept, most to gain first.
pub(super) fn concepts(report: &ProgressReport) -> Option<String> {
    let rows = report.insight.misses.concepts.iter().take(super::ROWS).map(|miss| {
        let name = shorten(&capital(miss.title.trim_end_matches('.')), 36);
        let figure = format!("{} of {}", miss.tally.missed, miss.tally.times());
        BarRow { figure, ..BarRow::of_tally(name, miss.tally) }
    });
    svg::rows("concepts", "Misses by concept, over all questions", &rows.collect::<Vec<_>>())
}
