//! The progress report as an HTML page.

use super::{ProgressReport, ROWS, TOO_FEW, calibration, pictures, plan};
use crate::insight::TopicMastery;
use crate::markup::html as e;
use crate::markup::page::{aside, figure, figure_or, page, section, table};
use crate::practice::words::{count, percent};
use crate::report::words::day;

/// Renders the report as a whole HTML page.
pub(in crate::report) fn html(report: &ProgressReport) -> String {
    let mut body = format!("<main>\n{}", head(report));
    if report.answers == 0 {
        let since = report.since.map_or(String::new(), |since| format!(" since {}", day(since)));
        body += &format!(
            "<div class=\"note\">\n<p>Nothing was answered{since} yet. What you answer adds up here.</p>\n</div>\n"
        );
    } else {
        body += &days(report);
        body += &mastery(report);
        body += &trends(report);
        body += &ahead(report);
        body += &calibrated(report);
        body += &misses(report);
        body += &time(report);
    }
    body += &format!(
        "</main>\n<footer>\n<p>Written by Hotseat on {}. Every figure says from how many answers; below {} it says nothing.</p>\n</footer>\n",
        e(&day(report.written_on)),
        report.few
    );
    page("Progress", &body, false)
}

fn head(report: &ProgressReport) -> String {
    let since = report.since.map_or_else(|| "all answers".to_owned(), |since| format!("answers since {}", day(since)));
    let plan = report.plan.as_ref().and_then(plan).map_or(String::new(), |plan| {
        format!("<div class=\"verdict\">\n<p style=\"margin:0\">{}</p>\n</div>\n", e(&plan))
    });
    format!(
        "<header>\n<p class=\"kicker\">Interview practice · {}</p>\n<h1>Progress</h1>\n<p class=\"meta\">{}</p>\n</header>\n{plan}",
        e(&day(report.written_on)),
        e(&format!("{} · {} · {since}", report.target, count(report.answers as usize, "answer")))
    )
}

/// A table under a title; empty if there are no rows.
fn titled_table(title: &str, caption: &str, head: &[&str], rows: &[Vec<String>], numbers: &[usize]) -> String {
    if rows.is_empty() { String::new() } else { format!("<h3>{title}</h3>\n{}", table(caption, head, rows, numbers)) }
}

fn days(report: &ProgressReport) -> String {
    let streak = report.insight.streak;
    let days = |n: u32| count(n as usize, "day");
    let mut body = format!(
        "<p>Streak <strong>{}</strong>, longest {}, {} with an answer in all.</p>\n",
        days(streak.current),
        days(streak.longest),
        days(streak.days)
    );
    body += &figure_or(
        pictures::calendar(report).as_deref(),
        "Half a year, a column a week; the darker, the more answers.",
        "Nothing was answered in the last half year.",
    );
    section("days", "Days", &body)
}

fn mastery(report: &ProgressReport) -> String {
    let mastery = &report.insight.mastery;
    let mut body = figure_or(
        pictures::topics(report).as_deref(),
        "The bar is mastery: the probability of recall today times the evidence of the answers, weakest first.",
        &format!("No topic has enough answers yet: {TOO_FEW}."),
    );
    let few = mastery.topics.iter().filter(|topic| !topic.enough).count();
    if few > 0 && few < mastery.topics.len() {
        body += &aside(&format!("{} with {TOO_FEW}.", count(few, "more topic")));
    }
    for (title, groups) in
        [("Weakest subtopics", &mastery.subtopics), ("By kind", &mastery.kinds), ("By lowest level", &mastery.levels)]
    {
        let rows: Vec<Vec<String>> = groups.iter().filter(|group| group.enough).take(ROWS).map(group).collect();
        let head = ["Group", "Mastery", "Recall", "Evidence", "Answers"];
        body += &titled_table(title, title, &head, &rows, &[1, 2, 3, 4]);
    }
    section("mastery", "Mastery", &body)
}

fn group(group: &TopicMastery) -> Vec<String> {
    vec![
        e(&group.title),
        percent(group.mastery),
        percent(group.recall),
        group.evidence.map_or_else(|| "–".to_owned(), percent),
        group.answers.to_string(),
    ]
}

fn trends(report: &ProgressReport) -> String {
    let mut body = String::new();
    let pictures = [
        ("Evidence by week, 1 to 4", pictures::evidence(report)),
        ("Recalled by week, in percent", pictures::recall(report)),
    ];
    for (title, picture) in pictures {
        let picture = picture.unwrap_or_else(|| aside(&format!("No week has enough answers: {TOO_FEW}.")));
        body += &format!("<figure>\n<h4>{}</h4>\n{picture}</figure>\n", e(title));
    }
    section("trends", "Trends", &format!("<div class=\"grid\">\n{body}</div>\n"))
}

fn ahead(report: &ProgressReport) -> String {
    let mut body = figure_or(
        pictures::forecast(report).as_deref(),
        "Questions due on each of the next thirty days; what is overdue is due today.",
        "Nothing is due in the next thirty days.",
    );
    let retention = &report.insight.retention;
    body += &match retention.retention {
        Some(share) => format!(
            "<p>True retention {} of {}; {} is aimed at.</p>\n",
            percent(share),
            count(retention.reviews as usize, "review"),
            percent(retention.desired)
        ),
        None => aside(&format!("True retention: {}, {TOO_FEW}.", count(retention.reviews as usize, "review"))),
    };
    section("ahead", "What comes back", &body)
}

fn calibrated(report: &ProgressReport) -> String {
    let mut body = format!("<p>{}</p>\n", e(&calibration(report)));
    if let Some(picture) = pictures::calibration(report) {
        body += &figure(
            &picture,
            "A dot for each prediction made at least five times. On the dashed line both agree; below it you rate yourself high.",
        );
    }
    section("calibration-title", "Calibration", &body)
}

fn misses(report: &ProgressReport) -> String {
    let misses = &report.insight.misses;
    let mut body = String::new();
    if let Some(picture) = pictures::tiers(report) {
        body += "<h3>Points by tier</h3>\n";
        body += &figure(
            &picture,
            &format!(
                "Full: there. Hatched: partly. Dashed outline: missing. From {}.",
                count(misses.answers, "judged answer")
            ),
        );
    }
    if let Some(picture) = pictures::concepts(report) {
        body += "<h3>Missed across questions</h3>\n";
        body += &figure(&picture, "How often a point of that name was missing, most to gain first.");
    }
    let points: Vec<Vec<String>> = misses
        .points
        .iter()
        .take(ROWS)
        .map(|miss| {
            let now = if miss.open { "" } else { " <span class=\"tag\">(there the last time)</span>" };
            vec![miss.tally.missed_words(), format!("{}{now}", e(&miss.text))]
        })
        .collect();
    body += &titled_table("Missed points", "Points missed, most to gain first", &["Missed", "Point"], &points, &[]);
    let mistakes: Vec<Vec<String>> = misses
        .mistakes
        .iter()
        .take(ROWS)
        .map(|made| vec![format!("{} of {}", made.made, made.of), e(&made.text)])
        .collect();
    body += &titled_table("Mistakes made again", "Mistakes made more than once", &["Made", "Mistake"], &mistakes, &[]);
    if body.is_empty() {
        body = aside("No judged answers yet.");
    }
    section("misses", "Points and misses", &body)
}

fn time(report: &ProgressReport) -> String {
    let times = pictures::times(report);
    let too_few = format!("Answering time: {TOO_FEW}.");
    let mut body = figure_or(times.as_deref(), "The median; the upright stroke is the target.", &too_few);
    let slow: Vec<String> = report
        .insight
        .time
        .iter()
        .filter(|used| used.median_think.is_some() && used.slow_starts > 0)
        .map(|used| format!("{} {} of {}", super::whose(used), used.slow_starts, used.starts))
        .collect();
    if !slow.is_empty() {
        body += &aside(&format!("Slow to start: {}.", slow.join(", ")));
    }
    section("time", "Time", &body)
}
