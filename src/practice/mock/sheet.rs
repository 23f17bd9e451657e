//! The interviewer's copy of a mock, so that a friend can hold the interview: what to ask, what to answer when asked
//! back, what to listen for, what to ask next, and a scorecard to fill in. It has the answers: not for the candidate.

use super::plan::Plan;
use crate::assess::RedFlag;
use crate::bank::{Dimension, FollowUp, Kind, Prompts, Question};

/// How the sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown, to be pasted or edited.
    Markdown,
    /// One self-contained page, to be printed or read on a phone.
    Html,
}

/// Looks of the page: no fonts, pictures or scripts from elsewhere.
const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;\
color:#1a1a1a;background:#fff}h1,h2,h3{line-height:1.25}h2{border-top:2px solid #ccc;padding-top:1rem}\
h3{margin-top:2rem}pre{overflow-x:auto;background:#f4f4f4;padding:.75rem}table{border-collapse:collapse;width:100%}\
td,th{border:1px solid #bbb;padding:.3rem .5rem;text-align:left;vertical-align:top}ul{padding-left:1.4rem}\
@media print{body{margin:0;max-width:none;font-size:11pt}h3,tr,li{break-inside:avoid}}";

/// A part of the page.
enum Block {
    Title(u8, String),
    Text(String),
    Code(String),
    List(Vec<String>),
    Table(Vec<Vec<String>>),
}

/// Writes the sheet. `questions` are those of the plan, in its order.
pub fn sheet(
    plan: &Plan,
    questions: &[Question],
    dimensions: &[Dimension],
    prompts: &Prompts,
    format: Format,
) -> String {
    let mut page = vec![
        Block::Title(1, format!("{}: the interviewer's copy", plan.title)),
        Block::Text(format!(
            "Level {}, {} minutes, seed {}. For the interviewer alone: it has the answers. Ask, listen, say nothing about \
             how it goes, and follow up. When a round runs late, drop follow-ups first.",
            plan.level, plan.minutes, plan.seed
        )),
    ];
    let mut questions = questions.iter();
    let mut kinds: Vec<Kind> = Vec::new();
    for round in &plan.rounds {
        page.push(Block::Title(2, format!("{} ({} min)", round.name, round.minutes)));
        if let Some(seconds) = round.uninterrupted {
            page.push(Block::Text(format!("Do not interrupt for the first {} minutes.", f64::from(seconds) / 60.0)));
        }
        for (number, (planned, question)) in (1..).zip(round.questions.iter().zip(questions.by_ref())) {
            kinds.push(planned.kind);
            let minutes = planned.seconds.div_ceil(60);
            page.push(Block::Title(3, format!("{number}. {}", question.prompt)));
            page.push(Block::Text(format!(
                "{}, about {minutes} min with follow-ups ({})",
                planned.kind, planned.question
            )));
            ask(question, &mut page);
        }
    }
    page.push(Block::Title(2, "At any time".into()));
    let list = |page: &mut Vec<Block>, title: &str, prompts: &[FollowUp]| {
        named(page, title, prompts.iter().map(with_points).collect());
    };
    list(&mut page, "Push back once a round", &prompts.push_back);
    list(&mut page, "And when this fails?", &prompts.when_it_fails);
    list(&mut page, "Ten times", &prompts.ten_times);
    page.push(Block::Title(2, "Scorecard".into()));
    page.push(Block::Text("Write down what you heard before the number.".into()));
    let mut rows = vec![["Dimension", "1", "2", "3", "4", "Number"].map(str::to_owned).to_vec()];
    let scored = dimensions.iter().filter(|dimension| dimension.kinds.iter().any(|kind| kinds.contains(kind)));
    rows.extend(scored.map(|dimension| {
        let anchors = dimension.anchors.iter().cloned();
        std::iter::once(dimension.title.clone()).chain(anchors).chain([String::new()]).collect()
    }));
    page.push(Block::Table(rows));
    named(&mut page, "Red flags", RedFlag::ALL.iter().map(|flag| format!("\u{2610} {}", flag.words())).collect());
    named(&mut page, "Three gaps", ["1.", "2.", "3."].map(|n| format!("{n} ______________________________")).to_vec());
    match format {
        Format::Markdown => page.iter().map(markdown).collect(),
        Format::Html => html(&plan.title, &page),
    }
}

fn named(page: &mut Vec<Block>, title: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        page.push(Block::Text(format!("{title}:")));
        page.push(Block::List(lines));
    }
}

fn ask(question: &Question, page: &mut Vec<Block>) {
    if let Some(snippet) = &question.snippet {
        page.push(Block::Code(snippet.code.clone()));
    }
    let clarifications = question.clarifications.iter().map(|c| format!("{} {}", c.ask, c.answer));
    named(page, "When asked back", clarifications.collect());
    let points = question.look_for.iter().map(|point| format!("\u{2610} {}: {}", point.tier, point.text));
    named(page, "Listen for", points.collect());
    let mistakes = question
        .mistakes
        .iter()
        .map(|mistake| format!("\u{2610} {}{}", if mistake.critical { "critical: " } else { "" }, mistake.text));
    named(page, "Mistakes", mistakes.collect());
    let follow_ups = question.follow_ups.iter().map(|next| format!("\u{2610} {}", with_points(next)));
    named(page, "Follow up with one to three", follow_ups.collect());
}

/// A prompt and, in brackets, what to listen for.
fn with_points(next: &FollowUp) -> String {
    let points: Vec<&str> = next.look_for.iter().map(|point| point.text.as_str()).collect();
    if points.is_empty() { next.prompt.clone() } else { format!("{} ({})", next.prompt, points.join(" ")) }
}

/// What Markdown would take for its own is escaped.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => out.extend(['\\', c]),
            '\n' => out.push(' '),
            _ => out.push(c),
        }
    }
    out
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Title(level, text) => format!("{} {}\n\n", "#".repeat(usize::from(*level)), plain(text)),
        Block::Text(text) => format!("{}\n\n", plain(text)),
        Block::Code(code) => {
            // A fence longer than any in the code.
            let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            format!("{fence}\n{}\n{fence}\n\n", code.trim_end())
        }
        Block::List(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| format!("- {}\n", plain(line))).collect();
            lines.concat() + "\n"
        }
        Block::Table(rows) => {
            let row = |cells: &Vec<String>| {
                let cells: Vec<String> = cells.iter().map(|cell| plain(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let mut lines: Vec<String> = rows.iter().map(row).collect();
            if let Some(head) = rows.first() {
                lines.insert(1, format!("|{}\n", "---|".repeat(head.len())));
            }
            lines.concat() + "\n"
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn html(title: &str, page: &[Block]) -> String {
    let body: Vec<String> = page
        .iter()
        .map(|block| match block {
            Block::Title(level, text) => format!("<h{level}>{}</h{level}>\n", escaped(text)),
            Block::Text(text) => format!("<p>{}</p>\n", escaped(text)),
            Block::Code(code) => format!("<pre>{}</pre>\n", escaped(code)),
            Block::List(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| format!("<li>{}</li>\n", escaped(line))).collect();
                format!("<ul>\n{}</ul>\n", lines.concat())
            }
            Block::Table(rows) => {
                let row = |(i, cells): (usize, &Vec<String>)| {
                    let tag = if i == 0 { "th" } else { "td" };
                    let cells: Vec<String> =
                        cells.iter().map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell))).collect();
                    format!("<tr>{}</tr>\n", cells.concat())
                };
                format!("<table>\n{}</table>\n", rows.iter().enumerate().map(row).collect::<Vec<_>>().concat())
            }
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        escaped(title),
        body.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Level, Library, QuestionId, Weights, manifest};
    use crate::practice::mock::{Planned, PlannedRound};
    use serde_json::json;

    fn plan(id: &QuestionId, kind: Kind) -> Plan {
        let planned = Planned {
            question: id.clone(),
            topic: "t".into(),
            kind,
            seconds: 330,
            think: 20,
            target: 250,
            prompt: "?".into(),
        };
        Plan {
            loop_: "mine".into(),
            title: "Mine & <yours>".into(),
            level: Level::Senior,
            archetype: None,
            seed: 1,
            minutes: 15,
            rounds: vec![PlannedRound {
                name: "One".into(),
                minutes: 15,
                part: None,
                uninterrupted: Some(180),
                questions: vec![planned],
            }],
            weights: Weights { core: 100, scenario: 0, behavioural: 0 },
        }
    }

    fn written(question: &Question, format: Format) -> String {
        let bank = manifest();
        let plan = plan(&QuestionId::new("b", &question.id), question.kind);
        sheet(&plan, std::slice::from_ref(question), &bank.dimensions, &bank.prompts, format)
    }

    #[test]
    fn a_friend_finds_everything_that_it_takes() {
        let library = Library::builtin();
        let entry = library.entries().iter().find(|entry| entry.kind == Kind::Review).expect("a snippet");
        let question = library.question(&entry.id).expect("readable");
        let page = written(&question, Format::Html);
        let bank = manifest();
        let parts = question.look_for.iter().map(|point| &point.text);
        let parts = parts.chain(question.follow_ups.iter().map(|next| &next.prompt));
        let parts = parts.chain(question.clarifications.iter().map(|c| &c.answer));
        let parts = parts.chain(question.mistakes.iter().map(|mistake| &mistake.text));
        let general = bank.prompts.push_back.iter().chain(&bank.prompts.ten_times);
        let general = general
            .flat_map(|prompt| std::iter::once(&prompt.prompt).chain(prompt.look_for.iter().map(|point| &point.text)));
        let parts = parts.chain(general);
        let scored = bank.dimensions.iter().filter(|dimension| dimension.kinds.contains(&Kind::Review));
        for part in parts.chain(scored.flat_map(|dimension| &dimension.anchors)) {
            assert!(page.contains(&escaped(part)), "{part}");
        }
        assert!(page.contains("first 3 minutes") && page.contains("<pre>"));
        assert!(!page.contains("Scales ten times"), "only what these kinds are scored on");
        assert!(!page.contains("http"), "nothing comes from elsewhere");
    }

    #[test]
    fn what_a_bank_says_stays_text() {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "prompt": "<script>alert(1)</script> *a* | b", "look_for": [{"id": "p", "text": "`x` & [y](z)"}],
            "snippet": {"language": "md", "code": "```\n</pre>"}
        }))
        .expect("a question");
        let page = written(&question, Format::Html);
        assert!(!page.contains("<script") && page.contains("&lt;script&gt;") && page.contains("&lt;/pre&gt;"));
        let text = written(&question, Format::Markdown);
        assert!(text.contains("\\<script\\>alert(1)\\</script\\> \\*a\\* \\| b"), "{text}");
        assert!(text.contains("````\n```\n</pre>\n````"), "{text}");
        assert!(text.starts_with("# Mine & \\<yours\\>"));
    }
}
