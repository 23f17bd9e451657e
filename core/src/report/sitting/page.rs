//! The report of a sitting as an HTML page.

use super::card::Scorecard;
use super::facts::{Mistake, Point, Question, Reply, ReportedAnswer, SittingReport};
use super::pictures;
use super::voice::Voice;
use super::words::{
    about, calibration, circumstances, figures_of, follow_ups, fraction, judges, kind, level_read, remarks, tier_words,
    time, verdict_of, verdicts,
};
use crate::assess::{Expected, JudgedBy, mean_words};
use crate::bank::QuestionId;
use crate::history::{Medium, Mode};
use crate::markup::html as e;
use crate::markup::page::{aside, figure, meter, page, section, table};
use crate::practice::words::{clock, count, halves};
use crate::report::words::{TickWords, capital, day, days, short_day, told};

/// Renders the report as a whole HTML page.
pub(in crate::report) fn html(report: &SittingReport) -> String {
    let mut body = format!("<main>\n{}", head(report));
    if !report.remarks.is_empty() {
        let remarks: String = report.remarks.iter().map(|remark| format!("<p>{}</p>\n", e(remark))).collect();
        body += &format!("<div class=\"note\">\n{remarks}</div>\n");
    }
    if let Some(card) = &report.scorecard {
        body += &verdict(report, card);
        body += &gaps(report, card);
        body += &expected(report, card);
        body += &friend(card);
        body += &scorecard(card);
    }
    body += &rounds(report);
    body += &figures(report);
    body += &answers(report);
    body += "</main>\n";
    body += &foot(report);
    let sounds = report.answers().any(ReportedAnswer::has_sound);
    page(&format!("{}, {}", report.title, days(&report.days)), &body, sounds)
}

fn head(report: &SittingReport) -> String {
    format!(
        "<header>\n<p class=\"kicker\">{} · {}</p>\n<h1>{}</h1>\n<p class=\"meta\">{}</p>\n</header>\n",
        kind(report),
        e(&days(&report.days)),
        e(&report.title),
        e(&about(report).join(" · "))
    )
}

fn verdict(report: &SittingReport, card: &Scorecard) -> String {
    let mut body = match (card.overall, card.band) {
        (Some(overall), Some(band)) => {
            format!(
                "<p class=\"big\">{}<small>{overall:.1} of 4</small></p>\n",
                e(&capital(&verdict_of(band, card.condition)))
            )
        }
        _ => "<p class=\"big\">Nothing was scored</p>\n".to_owned(),
    };
    if let Some(doubt) = &card.doubt {
        body += &format!("<p class=\"big\">{}</p>\n", e(&capital(doubt)));
    }
    body += &pictures::result(report).unwrap_or_default();
    let mut told: Vec<(&str, String, String)> = Vec::new();
    let (read, lowered) = level_read(report, card);
    told.push(("Level read", read, lowered));
    if let (Some(words), Some(shown)) = (calibration(card), card.evidence) {
        told.push(("Evidence", mean_words(shown), words));
    }
    let (hit, of) = report.answers().map(ReportedAnswer::musts_of).fold((0, 0), |(a, b), (hit, of)| (a + hit, b + of));
    if of > 0 {
        told.push(("Musts", format!("{hit} of {of}"), "points without which no answer impresses".into()));
    }
    let (held, asked) = follow_ups(report.answers());
    if asked > 0 {
        told.push(("Follow-ups", format!("{held} of {asked}"), "held".into()));
    }
    let why: String = card.reasons.iter().map(|reason| format!("<li>{}</li>\n", e(&capital(reason)))).collect();
    if !why.is_empty() {
        body += &format!("<ul class=\"reasons\">\n{why}</ul>\n");
    }
    let both: String = verdicts(card).iter().map(|verdict| format!("<li>{}</li>\n", e(verdict))).collect();
    if !both.is_empty() {
        body += &format!("<ul class=\"reasons\">\n{both}</ul>\n");
    }
    body += &card.judged.as_ref().map_or_else(String::new, |judged| aside(&format!("{}.", capital(judged))));
    let told: String = told
        .iter()
        .map(|(name, value, small)| {
            format!("<div><dt>{}</dt><dd>{}<small>{}</small></dd></div>\n", e(name), e(value), e(small))
        })
        .collect();
    format!("<div class=\"verdict\">\n{body}<dl>\n{told}</dl>\n</div>\n")
}

fn friend(card: &Scorecard) -> String {
    let Some(said) = &card.friend else { return String::new() };
    let gaps: String = said.gaps.iter().map(|gap| format!("<li>{}</li>\n", e(gap))).collect();
    let gaps = if gaps.is_empty() { gaps } else { format!("<ol class=\"gaps\">\n{gaps}</ol>\n") };
    let notes = said.notes.trim();
    let notes = if notes.is_empty() { String::new() } else { format!("<blockquote>{}</blockquote>\n", e(notes)) };
    if gaps.is_empty() && notes.is_empty() {
        return String::new();
    }
    section("friend", &format!("In the words of {}", said.who()), &(gaps + &notes))
}

fn gaps(report: &SittingReport, card: &Scorecard) -> String {
    sentences(
        report,
        "gaps",
        "What to work on",
        card.gaps.iter().map(|gap| (gap.words.as_str(), gap.questions.as_slice())),
    )
}

fn expected(report: &SittingReport, card: &Scorecard) -> String {
    let lead = card.expected.first().map_or(String::new(), |expected| Expected::lead(expected.level));
    let rows = card.expected.iter().map(|expected| (expected.words.as_str(), std::slice::from_ref(&expected.question)));
    sentences(report, "expected", &lead, rows)
}

/// A section with a list of sentences, each with links to the questions that it is about; empty if there are none.
fn sentences<'a>(
    report: &SittingReport,
    id: &str,
    title: &str,
    rows: impl Iterator<Item = (&'a str, &'a [QuestionId])>,
) -> String {
    let one = |(words, questions): (&str, &[QuestionId])| {
        let asked: Vec<String> = report
            .questions()
            .filter(|(_, _, question)| questions.contains(&question.id))
            .map(|(number, ..)| format!("<a href=\"#q{number}\">question {number}</a>"))
            .collect();
        format!("<li>{}\n<p class=\"facts\">{}</p></li>\n", e(words), asked.join(", "))
    };
    let list: String = rows.map(one).collect();
    if list.is_empty() { list } else { section(id, title, &format!("<ol class=\"gaps\">\n{list}</ol>\n")) }
}

fn scorecard(card: &Scorecard) -> String {
    let mut body = aside("Numbers from 1 to 4, and what an interviewer would have seen at them.");
    let lines: String = card
        .dimensions
        .iter()
        .map(|dimension| {
            format!(
                "<li><div class=\"name\"><span>{}</span> <span class=\"number\">{:.1}</span>{}</div><div class=\"anchor\">{}</div></li>\n",
                e(&dimension.title),
                dimension.mean,
                meter((dimension.mean - 1.0) / 3.0),
                e(dimension.anchor.as_deref().unwrap_or_default())
            )
        })
        .collect();
    body += &format!("<ul class=\"dimensions\">\n{lines}</ul>\n");
    if !card.areas.is_empty() {
        let rows: Vec<Vec<String>> = card
            .areas
            .iter()
            .map(|area| vec![e(area.title), format!("{:.1}", area.mean), meter((area.mean - 1.0) / 3.0)])
            .collect();
        body += "<h4>Summed up by what hiring managers judge</h4>\n";
        body += &table("Summed up by what hiring managers judge", &["Area", "1 to 4", ""], &rows, &[1]);
    }
    if card.red_flags.is_empty() {
        body += &aside("No red flags were ticked.");
    } else {
        let flags: String = card.red_flags.iter().map(|flag| format!("<li>{}</li>\n", e(flag.text))).collect();
        body += &format!("<h3>Red flags</h3>\n<ul class=\"flags\">\n{flags}</ul>\n");
    }
    section("scorecard", "Scorecard", &body)
}

fn rounds(report: &SittingReport) -> String {
    if report.mode == Mode::Drill {
        return String::new();
    }
    let rows: Vec<Vec<String>> = report
        .rounds
        .iter()
        .map(|round| {
            let [time, points, held, predicted, mean] = figures_of(round);
            let over = round.allowed_seconds.map_or(0.0, |allowed| round.seconds - allowed);
            let late = if over >= 30.0 { format!(" (+{})", clock(over)) } else { String::new() };
            let answered = format!("{} of {}", round.answers().count(), round.questions.len());
            vec![e(&round.name), time + &late, answered, points, held, predicted, mean]
        })
        .collect();
    let head = ["Round", "Time used", "Answered", "Points", "Follow-ups held", "Predicted", "Number"];
    let body = table("Each round, time against what it had", &head, &rows, &[1, 2, 3, 4, 5, 6]);
    section("rounds", "Rounds", &body)
}

fn figures(report: &SittingReport) -> String {
    let mut body = String::new();
    if let Some(times) = pictures::times(report) {
        body += "<h3>Time against target</h3>\n";
        body += &figure(&times, "Answering time alone; the upright stroke is the target, what lies beyond it is over.");
    }
    if let Some(tiers) = pictures::tiers(report) {
        body += "<h3>Points by tier</h3>\n";
        body += &figure(&tiers, "Full: there. Hatched: partly. Dashed outline: missing.");
    }
    let course = pictures::dimensions(report);
    if !course.is_empty() {
        let grid: String = course
            .iter()
            .map(|(title, picture)| format!("<figure>\n<h4>{}</h4>\n{picture}</figure>\n", e(title)))
            .collect();
        body += &format!(
            "<h3>Dimensions over time</h3>\n<p class=\"aside\">{} of this loop, from {} to {}.</p>\n<div class=\"grid\">\n{grid}</div>\n",
            count(report.course.len(), "mock"),
            e(&report.course.first().map_or_else(String::new, |course| short_day(course.day))),
            e(&report.course.last().map_or_else(String::new, |course| day(course.day)))
        );
    } else if report.scorecard.is_some() {
        body += &aside(
            "The first mock of this loop with a scorecard: how the dimensions move shows from the second one on.",
        );
    }
    if body.is_empty() { body } else { section("pictures", "In pictures", &body) }
}

fn answers(report: &SittingReport) -> String {
    if report.asked == 0 {
        return section("answers", "Answers", "<p>Nothing was asked.</p>\n");
    }
    let contents: String = report
        .questions()
        .map(|(number, _, question)| {
            let time = question.answer.as_ref().map_or_else(|| "not reached".to_owned(), time);
            let prompt = crate::report::words::shorten(&question.prompt, 64);
            format!(
                "<li><a href=\"#q{number}\"><span>{number}. {}</span><span>{}</span></a></li>\n",
                e(&prompt),
                e(&time)
            )
        })
        .collect();
    let mut body = format!("<nav aria-label=\"Questions\">\n<ol>\n{contents}</ol>\n</nav>\n");
    if report.judged > 0 {
        body += &format!(
            "<p class=\"aside\">Points: <span class=\"hit\"><span class=\"mark\">●</span></span> there, \
             <span class=\"partial\"><span class=\"mark\">◐</span></span> partly, \
             <span class=\"missed\"><span class=\"mark\">○</span></span> missing, {}.</p>\n",
            judges(report)
        );
    }
    let mut before: Option<&str> = None;
    for (number, round, question) in report.questions() {
        let round = (report.rounds.len() > 1).then_some(round.name.as_str());
        body += &one(number, round.filter(|name| before != Some(*name)), question);
        before = round;
    }
    format!("<div class=\"new-page\">\n{}</div>\n", section("answers", "Question by question", &body))
}

fn one(number: usize, round: Option<&str>, question: &Question) -> String {
    let mut about = vec![number.to_string()];
    about.extend(Some(question.topic.clone()).filter(|topic| !topic.is_empty()));
    about.push(question.kind.to_string());
    let mut body = round.map_or_else(String::new, |round| format!("<h4>{}</h4>\n", e(round)));
    body += &format!(
        "<p class=\"kicker\">{}</p>\n<h3>{}</h3>\n",
        e(&about.join(" · ")),
        e(&question.prompt).replace('\n', "<br>\n")
    );
    if let Some(snippet) = &question.snippet {
        body += &format!("<pre tabindex=\"0\" aria-label=\"Code\">{}</pre>\n", e(snippet.code.trim_end()));
    }
    match &question.answer {
        None => body += "<p class=\"facts\">Not reached.</p>\n",
        Some(answer) => {
            body += &format!("<p class=\"facts\">{}</p>\n", e(&circumstances(answer).join(" · ")));
            body += &text(&answer.text, answer);
            body +=
                &answer.voice.as_ref().map_or_else(String::new, |voice| voice.delivery(&format!("speech-{number}")));
            if !answer.remark.is_empty() {
                let words = e(answer.remark.trim()).replace('\n', "<br>\n");
                body += &format!("<p><strong>Your note:</strong> {words}</p>\n");
            }
            if !answer.my_answer.is_empty() {
                let words = e(answer.my_answer.trim());
                body += &format!("<h4>My answer, as it is kept</h4>\n<blockquote>{words}</blockquote>\n");
            }
            body += &notes(answer);
        }
    }
    format!("<article class=\"answer\" id=\"q{number}\">\n{body}</article>\n")
}

fn text(text: &str, answer: &ReportedAnswer) -> String {
    if !text.trim().is_empty() {
        let spoken = answer.voice.as_ref().filter(|voice| voice.has_words()).map_or_else(String::new, Voice::words);
        return format!("<blockquote>{}</blockquote>\n{spoken}", e(text.trim()));
    }
    match (&answer.voice, answer.medium) {
        (Some(voice), _) => voice.words(),
        (None, Medium::Spoken) => aside("Spoken; nobody wrote it down."),
        (None, Medium::Typed | Medium::None) => aside("Nothing was said."),
    }
}

/// A list under a title; empty if `of` is empty.
fn listed<T>(title: &str, class: &str, of: &[T], line: impl Fn(&T) -> String) -> String {
    if of.is_empty() {
        return String::new();
    }
    let lines: String = of.iter().map(line).collect();
    format!("<h4>{title}</h4>\n<ul class=\"{class}\">\n{lines}</ul>\n")
}

fn notes(answer: &ReportedAnswer) -> String {
    let plain = |class: &str, mark: &str, text: String| {
        format!(
            "<li class=\"{class}\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span><span>{text}</span></li>\n"
        )
    };
    let mistake = |mistake: &Mistake| {
        let critical = if mistake.critical { "<strong>critical:</strong> " } else { "" };
        plain("plain made", "✕", format!("{critical}{}", e(&mistake.text)))
    };
    let (points, of) = answer.points_of();
    let (counted, above) = answer.points_apart();
    let mut body = listed(&format!("Points: {}", fraction(&halves(points), of)), "points", &counted, |one| point(one));
    body += &listed("Above the level aimed at, in no count", "points", &above, |one| point(one));
    body += &listed("Mistakes made", "points", &answer.mistakes, mistake);
    body += &listed("What made it sound thin", "points", &answer.weak, |weak| plain("plain", "–", e(weak)));
    body += &listed("Follow-ups", "replies", &answer.follow_ups, reply);
    if !answer.numbers.is_empty() {
        let rows: Vec<Vec<String>> = answer
            .numbers
            .iter()
            .map(|number| {
                let anchor = number.anchor.as_deref().unwrap_or_default();
                let remarks = e(&remarks(number));
                vec![
                    e(&number.title),
                    number.value.to_string(),
                    format!("{} <span class=\"tag\">{remarks}</span>", e(anchor)),
                ]
            })
            .collect();
        body += "<h4>Numbers</h4>\n";
        body += &table("Numbers of this answer", &["Dimension", "1 to 4", "Seen at that number"], &rows, &[1]);
    }
    if !answer.differences.is_empty() {
        let rows: Vec<Vec<String>> =
            answer.differences.iter().map(|one| vec![e(&one.about), e(&one.friend), e(&one.candidate)]).collect();
        body += "<h4>Judged differently</h4>\n";
        body += &table("Where two judged this answer differently", &["", "Friend", "Candidate"], &rows, &[]);
    }
    body
}

fn point(point: &Point) -> String {
    let not_judged = TickWords { mark: "·", class: "", point: "not judged", reply: "" };
    let words = if point.judged { told(point.tick) } else { not_judged };
    format!(
        "<li class=\"{}\"><span class=\"mark\" aria-hidden=\"true\">{}</span><span class=\"tiered\">\
         <span class=\"tier\">{}</span>{}{}<span class=\"hidden\">: {}</span></span></li>\n",
        words.class,
        words.mark,
        tier_words(point),
        e(&point.text),
        e(&point.after_coach_words()),
        words.point
    )
}

fn reply(reply: &Reply) -> String {
    let mut words: Vec<String> = reply.asked.map(|asked| asked.to_string()).into_iter().collect();
    words.extend(reply.asked_by().map(str::to_owned));
    if reply.seconds >= 1.0 {
        words.push(clock(reply.seconds));
    }
    let not_judged = TickWords { mark: "·", class: "", point: "", reply: "not judged" };
    let TickWords { mark, class, reply: held, .. } = reply.held.map_or(not_judged, told);
    words.push(held.to_owned());
    let text = reply.text.trim();
    let said = match (&reply.voice, text.is_empty()) {
        (_, false) => format!("<blockquote>{}</blockquote>\n", e(text)),
        (Some(voice), true) => voice.words(),
        (None, true) => String::new(),
    };
    let said = said + &reply.voice.as_ref().map_or_else(String::new, Voice::player);
    format!(
        "<li class=\"{class}\"><span class=\"mark\" aria-hidden=\"true\">{mark}</span> <span class=\"q\">{}</span>\n{said}\
         <p class=\"facts\">{}</p></li>\n",
        e(&reply.prompt),
        e(&words.join(" · "))
    )
}

fn foot(report: &SittingReport) -> String {
    let judged = if report.judged > 0 {
        let whose = match report.scorecard.as_ref().and_then(|card| card.judged_by) {
            Some(JudgedBy::Friend) => "a friend's judgement",
            Some(JudgedBy::Both) => "the judgement of a friend and of the candidate",
            Some(JudgedBy::Candidate) | None => "the candidate's own judgement",
        };
        format!(
            " Points, mistakes and numbers are {whose} against the notes. It says how these answers read, not how likely \
             an offer is."
        )
    } else {
        String::new()
    };
    format!(
        "<footer>\n<p>Written by Hotseat on {}.{judged} Sitting {}.</p>\n</footer>\n",
        e(&day(report.written_on)),
        e(report.sitting.as_str())
    )
}
