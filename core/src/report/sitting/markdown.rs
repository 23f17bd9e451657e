//! The report of a sitting as Markdown, to be pasted into a message. Answers stand in fences: nothing in them can become
//! markup, and they read the same where fences are not drawn.

use super::facts::{Answer, Question, Scorecard, SittingReport};
use super::page::{about, asked, calibration, circumstances, follow_ups, fraction, kind, level_read};
use crate::history::{Medium, Mode};
use crate::markup::{fence, markdown as m};
use crate::practice::words::{clock, halves};
use crate::report::words::{capital, day, days, held, mark, percent, short_day};

/// Writes the text.
pub(in crate::report) fn markdown(report: &SittingReport) -> String {
    let mut out = format!(
        "# {}\n\n{}, {}. {}.\n\n",
        m(&report.title),
        kind(report),
        days(&report.days),
        capital(&m(&about(report).join(", ")))
    );
    for remark in &report.remarks {
        out += &format!("**{}**\n\n", m(remark));
    }
    if let Some(card) = &report.scorecard {
        out += &scorecard(report, card);
    }
    out += &rounds(report);
    out += &tiers(report);
    out += &course(report);
    out += "## Question by question\n\n";
    if report.judged > 0 {
        out += "● there, ◐ partly, ○ missing, as the candidate judged it.\n\n";
    }
    for (number, _, question) in report.questions() {
        out += &one(number, question);
    }
    out += &format!("Written by Hotseat on {}.\n", day(report.written_on));
    out
}

fn scorecard(report: &SittingReport, card: &Scorecard) -> String {
    let mut out = String::new();
    if let (Some(band), Some(overall)) = (card.band, card.overall) {
        let (read, lowered) = level_read(report, card);
        out +=
            &format!("**{}** ({overall:.1} of 4). Reads as **{}** ({}).", capital(band.word()), m(&read), m(&lowered));
        if let (Some(words), Some(shown)) = (calibration(card), card.evidence) {
            out += &format!(" Evidence {shown:.1}: {words}.");
        }
        out += "\n\n";
    }
    if !card.gaps.is_empty() {
        out += "## What to work on\n\n";
        for (i, gap) in card.gaps.iter().enumerate() {
            let numbers: Vec<String> = report
                .questions()
                .filter(|(_, _, question)| gap.questions.contains(&question.id))
                .map(|(number, ..)| number.to_string())
                .collect();
            let asked = if numbers.is_empty() { String::new() } else { format!(" (question {})", numbers.join(", ")) };
            out += &format!("{}. {}{asked}\n", i + 1, m(&gap.what));
        }
        out += "\n";
    }
    out += "## Scorecard\n\n| Dimension | 1 to 4 | Seen at that number |\n|---|---:|---|\n";
    for dimension in &card.dimensions {
        let anchor = dimension.anchor.as_deref().unwrap_or_default();
        out += &format!("| {} | {:.1} | {} |\n", m(&dimension.title), dimension.mean, m(anchor));
    }
    if !card.areas.is_empty() {
        let areas: Vec<String> = card.areas.iter().map(|area| format!("{} {:.1}", area.title, area.mean)).collect();
        out += &format!("\nBy what hiring managers judge: {}.\n", areas.join(", "));
    }
    if card.red_flags.is_empty() {
        out += "\nNo red flags were ticked.\n\n";
    } else {
        let flags: Vec<&str> = card.red_flags.iter().map(|flag| flag.text).collect();
        out += &format!("\nRed flags: {}.\n\n", m(&flags.join("; ")));
    }
    out
}

fn rounds(report: &SittingReport) -> String {
    if report.mode == Mode::Drill {
        return String::new();
    }
    let mut out = String::from(
        "## Rounds\n\n| Round | Time used | Points | Follow-ups held | Predicted | Number |\n|---|---:|---:|---:|---:|---:|\n",
    );
    for round in &report.rounds {
        let answers = || round.questions.iter().filter_map(|question| question.answer.as_ref());
        let (points, of) = answers().map(Answer::points_of).fold((0.0, 0), |(a, b), (p, o)| (a + p, b + o));
        let (held, asked) = follow_ups(answers());
        out += &format!(
            "| {} | {} of {} | {} | {} | {} | {} |\n",
            m(&round.name),
            clock(round.seconds),
            round.allowed_seconds.map_or_else(|| "–".to_owned(), clock),
            fraction(&halves(points), of),
            fraction(&held.to_string(), asked),
            round.prediction.map_or_else(|| "–".to_owned(), |said| said.to_string()),
            round.mean.map_or_else(|| "–".to_owned(), |mean| format!("{mean:.1}"))
        );
    }
    out + "\n"
}

fn tiers(report: &SittingReport) -> String {
    if report.tiers.is_empty() {
        return String::new();
    }
    let tiers: Vec<String> = report
        .tiers
        .iter()
        .map(|tier| {
            let all = tier.hit + tier.partial + tier.missed;
            let share = (tier.hit as f64 + tier.partial as f64 / 2.0) / all as f64;
            let partly = if tier.partial > 0 { format!(" and {} partly", tier.partial) } else { String::new() };
            format!("{} {} of {all}{partly} ({})", tier.tier, tier.hit, percent(share))
        })
        .collect();
    format!("Points there, by tier: {}.\n\n", tiers.join("; "))
}

fn course(report: &SittingReport) -> String {
    let Some(card) = report.scorecard.as_ref().filter(|_| report.course.len() > 1) else { return String::new() };
    let mut out = String::from("## Over time\n\n| |");
    for course in &report.course {
        out += &format!(" {} |", short_day(course.day));
    }
    out += &format!("\n|---|{}\n", "---:|".repeat(report.course.len()));
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"));
    let mut row = |title: &str, values: Vec<Option<f64>>| {
        let cells: Vec<String> = values.into_iter().map(number).collect();
        out += &format!("| {} | {} |\n", m(title), cells.join(" | "));
    };
    row("Overall", report.course.iter().map(|course| course.overall).collect());
    for dimension in &card.dimensions {
        let of = |course: &super::facts::Course| course.dimensions.get(&dimension.id).copied();
        row(&dimension.title, report.course.iter().map(of).collect());
    }
    out + "\n"
}

fn one(number: usize, question: &Question) -> String {
    let mut out = format!("### {number}. {}\n\n", m(&question.prompt));
    if let Some(snippet) = &question.snippet {
        out += &fence(&snippet.code, &snippet.language);
        out += "\n";
    }
    let mut about: Vec<String> = Some(question.topic.clone()).filter(|topic| !topic.is_empty()).into_iter().collect();
    about.push(question.kind.to_string());
    let Some(answer) = &question.answer else {
        return out + &format!("{}. Not reached.\n\n", capital(&m(&about.join(", "))));
    };
    about.extend(circumstances(answer));
    out += &format!("{}.\n\n", capital(&m(&about.join(", "))));
    out += &said(&answer.text, answer.medium);
    if !answer.points.is_empty() {
        let (points, of) = answer.points_of();
        out += &format!("Points: {}\n\n", fraction(&halves(points), of));
        for point in &answer.points {
            let above = if point.counts { "" } else { " (above the level aimed at)" };
            out += &format!("- {} {}: {}{above}\n", mark(point.tick), point.tier, m(&point.text));
        }
        out += "\n";
    }
    let list = |title: &str, lines: Vec<String>| {
        if lines.is_empty() { String::new() } else { format!("{title}:\n\n{}\n", lines.concat()) }
    };
    let critical = |critical: bool| if critical { "critical: " } else { "" };
    let mistakes = answer.mistakes.iter().map(|one| format!("- {}{}\n", critical(one.critical), m(&one.text)));
    out += &list("Mistakes made", mistakes.collect());
    out += &list("What made it sound thin", answer.weak.iter().map(|weak| format!("- {}\n", m(weak))).collect());
    for reply in &answer.follow_ups {
        let kind = reply.asked.map_or("follow-up", asked);
        let judged = reply.held.map_or("not judged", held);
        out += &format!("{}: {} ({judged}, {})\n\n", capital(kind), m(&reply.prompt), clock(reply.seconds));
        if !reply.text.trim().is_empty() {
            out += &fence(reply.text.trim(), "");
            out += "\n";
        }
    }
    if !answer.numbers.is_empty() {
        let numbers: Vec<String> = answer
            .numbers
            .iter()
            .map(|number| {
                let capped = if number.capped { " (held at 2 by a missed must)" } else { "" };
                format!("{} {}{capped}", m(&number.title), number.value)
            })
            .collect();
        out += &format!("Numbers: {}.\n\n", numbers.join(", "));
    }
    out
}

fn said(text: &str, medium: Medium) -> String {
    if text.trim().is_empty() {
        let why = if medium == Medium::Spoken { "Spoken; nobody wrote it down." } else { "Nothing was said." };
        return format!("{why}\n\n");
    }
    format!("{}\n", fence(text.trim(), ""))
}
