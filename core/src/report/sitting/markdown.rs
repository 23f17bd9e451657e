//! The report of a sitting as Markdown, to be pasted into a message. Answers are put in fences, so that nothing in them
//! can become markup; they read the same where fences are not rendered.

use super::card::Scorecard;
use super::facts::{Point, Question, SittingReport};
use super::voice::Voice;
use super::words::{
    about, calibration, circumstances, figures_of, fraction, judges, kind, level_read, number, remarks, tier_words,
    verdict_of, verdicts,
};
use crate::assess::{Asked, Expected, mean_words};
use crate::bank::QuestionId;
use crate::history::{Medium, Mode};
use crate::insight::Tally;
use crate::markup::{fence, markdown as m};
use crate::practice::words::{clock, halves, percent};
use crate::report::words::{capital, day, days, short_day, told};

/// Renders the report as Markdown.
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
        out += &format!("● there, ◐ partly, ○ missing, {}.\n\n", judges(report));
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
        let doubt = card.doubt.as_ref().map_or_else(String::new, |doubt| format!(" **{}.**", m(&capital(doubt))));
        out += &format!(
            "**{}** ({overall:.1} of 4).{doubt} Level read: **{}** ({}).",
            capital(&verdict_of(band, card.condition)),
            m(&read),
            m(&lowered)
        );
        if let (Some(words), Some(shown)) = (calibration(card), card.evidence) {
            out += &format!(" Evidence: {}, {words}.", mean_words(shown));
        }
        out += "\n\n";
    }
    for reason in &card.reasons {
        out += &format!("- {}\n", m(&capital(reason)));
    }
    if !card.reasons.is_empty() {
        out += "\n";
    }
    let both = verdicts(card);
    if !both.is_empty() {
        out += &both.iter().map(|verdict| format!("- {}\n", m(verdict))).collect::<String>();
        out += "\n";
    }
    out += &card.judged.as_ref().map_or_else(String::new, |judged| format!("{}.\n\n", m(&capital(judged))));
    let gaps = card.gaps.iter().map(|gap| (gap.words.as_str(), gap.questions.as_slice()));
    out += &sentences(report, "What to work on", gaps);
    let lead = card.expected.first().map_or(String::new(), |expected| Expected::lead(expected.level));
    let rows = card.expected.iter().map(|expected| (expected.words.as_str(), std::slice::from_ref(&expected.question)));
    out += &sentences(report, &lead, rows);
    out += &friend(card);
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

/// A section with a list of sentences, each with the numbers of the questions that it is about; empty if there are
/// none.
fn sentences<'a>(
    report: &SittingReport,
    title: &str,
    rows: impl Iterator<Item = (&'a str, &'a [QuestionId])>,
) -> String {
    let mut list = String::new();
    for (i, (words, questions)) in rows.enumerate() {
        let numbers: Vec<String> = report
            .questions()
            .filter(|(_, _, question)| questions.contains(&question.id))
            .map(|(number, ..)| number.to_string())
            .collect();
        let asked = if numbers.is_empty() { String::new() } else { format!(" (question {})", numbers.join(", ")) };
        list += &format!("{}. {}{asked}\n", i + 1, m(words));
    }
    if list.is_empty() { list } else { format!("## {title}\n\n{list}\n") }
}

fn friend(card: &Scorecard) -> String {
    let Some(said) = card.friend.as_ref().filter(|said| !said.gaps.is_empty() || !said.notes.is_empty()) else {
        return String::new();
    };
    let mut out = format!("## In the words of {}\n\n", m(said.who()));
    for (i, gap) in (1..).zip(&said.gaps) {
        out += &format!("{i}. {}\n", m(gap));
    }
    if !said.gaps.is_empty() {
        out += "\n";
    }
    if said.notes.is_empty() { out } else { out + &fence(&said.notes, "") + "\n" }
}

fn rounds(report: &SittingReport) -> String {
    if report.mode == Mode::Drill {
        return String::new();
    }
    let mut out = String::from(
        "## Rounds\n\n| Round | Time used | Points | Follow-ups held | Predicted | Number |\n|---|---:|---:|---:|---:|---:|\n",
    );
    for round in &report.rounds {
        out += &format!("| {} | {} |\n", m(&round.name), figures_of(round).join(" | "));
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
            let Tally { hit, partial, .. } = tier.tally;
            let partly = if partial > 0 { format!(" and {partial} partly") } else { String::new() };
            let share = percent(tier.tally.share().unwrap_or(0.0));
            format!("{} {hit} of {}{partly} ({share})", tier.tier, tier.tally.times())
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
    let mut row = |title: &str, values: Vec<Option<f64>>| {
        let cells: Vec<String> = values.into_iter().map(number).collect();
        out += &format!("| {} | {} |\n", m(title), cells.join(" | "));
    };
    row("Overall", report.course.iter().map(|course| course.overall).collect());
    for dimension in &card.dimensions {
        let of = |course: &super::card::Course| course.dimensions.get(&dimension.id).copied();
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
    out += &said(&answer.text, answer.voice.as_ref(), answer.medium);
    let figures = answer.voice.as_ref().map_or_else(Vec::new, |voice| voice.lines().1);
    if !figures.is_empty() {
        let figures: String = figures.iter().map(|line| format!("- {}\n", m(line))).collect();
        out += &format!("How it came across:\n\n{figures}\n");
    }
    if !answer.remark.is_empty() {
        out += &format!("Your note:\n\n{}\n", fence(answer.remark.trim(), ""));
    }
    if !answer.my_answer.is_empty() {
        out += &format!("My answer, as it is kept:\n\n{}\n", fence(answer.my_answer.trim(), ""));
    }
    if !answer.points.is_empty() {
        let (points, of) = answer.points_of();
        out += &format!("Points: {}\n\n", fraction(&halves(points), of));
        let (counted, above) = answer.points_apart();
        let line = |point: &&Point| {
            let mark = if point.judged { told(point.tick).mark } else { "·" };
            format!("- {mark} {}: {}{}\n", tier_words(point), m(&point.text), point.after_coach_words())
        };
        out += &counted.iter().map(line).collect::<String>();
        out += "\n";
        if !above.is_empty() {
            let above: String = above.iter().map(line).collect();
            out += &format!("Above the level aimed at, in no count:\n\n{above}\n");
        }
    }
    let list = |title: &str, lines: Vec<String>| {
        if lines.is_empty() { String::new() } else { format!("{title}:\n\n{}\n", lines.concat()) }
    };
    let critical = |critical: bool| if critical { "critical: " } else { "" };
    let mistakes = answer.mistakes.iter().map(|one| format!("- {}{}\n", critical(one.critical), m(&one.text)));
    out += &list("Mistakes made", mistakes.collect());
    out += &list("What made it sound thin", answer.weak.iter().map(|weak| format!("- {}\n", m(weak))).collect());
    for reply in &answer.follow_ups {
        let kind = reply.asked.map_or("follow-up", Asked::word);
        let judged = reply.held.map_or("not judged", |tick| told(tick).reply);
        let by = reply.asked_by().map_or_else(String::new, |by| format!("{by}, "));
        out += &format!("{}: {} ({by}{judged}, {})\n\n", capital(kind), m(&reply.prompt), clock(reply.seconds));
        if !reply.text.trim().is_empty() || reply.voice.is_some() {
            out += &said(&reply.text, reply.voice.as_ref(), Medium::Spoken);
        }
    }
    if !answer.numbers.is_empty() {
        out += "Numbers:\n\n";
        for number in &answer.numbers {
            let why = Some(remarks(number)).filter(|why| !why.is_empty());
            let why = why.map_or_else(String::new, |why| format!(". {}", m(&why)));
            out += &format!("- {} {}{why}\n", m(&number.title), number.value);
        }
        out += "\n";
    }
    if !answer.differences.is_empty() {
        out += "| Judged differently | Friend | Candidate |\n|---|---|---|\n";
        for one in &answer.differences {
            out += &format!("| {} | {} | {} |\n", m(&one.about), m(&one.friend), m(&one.candidate));
        }
        out += "\n";
    }
    out
}

fn said(text: &str, voice: Option<&Voice>, medium: Medium) -> String {
    if !text.trim().is_empty() {
        return format!("{}\n", fence(text.trim(), ""));
    }
    let written = voice.filter(|voice| voice.has_words()).map(|voice| voice.lines().0.join("\n"));
    if let Some(words) = written {
        return format!("{}\n", fence(&words, ""));
    }
    let why = match medium {
        Medium::Spoken if voice.is_some_and(|voice| voice.transcript.is_some()) => {
            "Nothing was heard in the recording."
        }
        Medium::Spoken => "Spoken; nobody wrote it down.",
        _ => "Nothing was said.",
    };
    format!("{why}\n\n")
}
