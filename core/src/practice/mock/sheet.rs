//! The interviewer's copy of a mock, so that a friend can hold the interview: what to ask, what to answer when asked
//! back, what to listen for, what to ask next, and a scorecard to fill in. It has the answers: not for the candidate.

use super::plan::Plan;
use crate::assess::RedFlag;
use crate::bank::{Dimension, FollowUp, Kind, Prompts, Question, Sign};
use crate::markup::page::{page as shell, table};
use crate::markup::{fence, html, markdown};

/// How the sheet is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Markdown, to be pasted or edited.
    Markdown,
    /// One self-contained page, to be printed or read on a phone.
    Html,
}

/// A part of the page.
enum Block {
    Title(u8, String),
    Text(String),
    Code {
        language: String,
        code: String,
    },
    List(Vec<String>),
    /// Things to tick.
    Boxes(Vec<String>),
    /// Room to write on paper; nothing where the sheet is edited.
    Lines(usize),
    /// A caption, a head and rows, of which the last column is to be filled in.
    Table(&'static str, Vec<&'static str>, Vec<Vec<String>>),
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
            ask(question, settles_first(question.kind, dimensions), &mut page);
        }
    }
    page.push(Block::Title(2, "At any time".into()));
    let list = |page: &mut Vec<Block>, title: &str, prompts: &[FollowUp]| {
        named(page, title, prompts.iter().map(with_points).collect(), Block::List);
    };
    list(&mut page, "Push back once a round", &prompts.push_back);
    list(&mut page, "And when this fails?", &prompts.when_it_fails);
    list(&mut page, "Ten times", &prompts.ten_times);
    page.push(Block::Title(2, "Scorecard".into()));
    page.push(Block::Text("Write down what you heard before the number.".into()));
    let scored = dimensions.iter().filter(|dimension| dimension.kinds.iter().any(|kind| kinds.contains(kind)));
    let rows = scored.map(|dimension| {
        let anchors = dimension.anchors.iter().cloned();
        std::iter::once(dimension.title.clone()).chain(anchors).chain([String::new()]).collect()
    });
    let head = vec!["Dimension", "1", "2", "3", "4", "Number"];
    page.push(Block::Table("One number from 1 to 4 a line", head, rows.collect()));
    page.push(Block::Text("Red flags:".into()));
    page.push(Block::Boxes(RedFlag::ALL.iter().map(|flag| flag.words().to_owned()).collect()));
    page.push(Block::Text("Three gaps:".into()));
    page.push(Block::Lines(3));
    page.push(Block::Text(format!(
        "To keep it: the same command with --format json prints these questions as a file to fill in, and `hotseat mock \
         score FILE` reads it. Add --seed {} --level {} --minutes {}, so that the questions are the same.",
        plan.seed, plan.level, plan.minutes
    )));
    match format {
        Format::Markdown => page.iter().map(as_markdown).collect(),
        Format::Html => {
            let body: String = page.iter().map(as_html).collect();
            shell(&format!("{}: the interviewer's copy", plan.title), &format!("<main>\n{body}</main>\n"))
        }
    }
}

/// A list under a name; nothing where there is nothing in it.
fn named(page: &mut Vec<Block>, title: &str, lines: Vec<String>, block: fn(Vec<String>) -> Block) {
    if !lines.is_empty() {
        page.push(Block::Title(4, title.to_owned()));
        page.push(block(lines));
    }
}

/// Whether somebody who answers such a question is scored on settling first what was asked.
fn settles_first(kind: Kind, dimensions: &[Dimension]) -> bool {
    dimensions.iter().any(|one| one.kinds.contains(&kind) && one.signs.contains(&Sign::Clarifications))
}

fn ask(question: &Question, settles_first: bool, page: &mut Vec<Block>) {
    if let Some(snippet) = &question.snippet {
        page.push(Block::Code { language: snippet.language.clone(), code: snippet.code.clone() });
    }
    let clarifications = question.clarifications.iter().map(|c| format!("{} {}", c.ask, c.answer));
    named(page, "When asked back", clarifications.collect(), Block::List);
    let settled = ["yes", "no"].map(str::to_owned).into_iter().filter(|_| settles_first);
    named(
        page,
        "Asked what is wanted before answering (neither, if you did not notice)",
        settled.collect(),
        Block::Boxes,
    );
    let points = question.look_for.iter().map(|point| format!("{}: {}", point.tier, point.text));
    named(page, "Listen for", points.collect(), Block::Boxes);
    let critical = |critical: bool| if critical { "critical: " } else { "" };
    let mistakes = question.mistakes.iter().map(|mistake| format!("{}{}", critical(mistake.critical), mistake.text));
    named(page, "Mistakes", mistakes.collect(), Block::Boxes);
    named(page, "Follow up with one to three", question.follow_ups.iter().map(with_points).collect(), Block::Boxes);
    page.push(Block::Lines(3));
}

/// A prompt and, in brackets, what to listen for.
fn with_points(next: &FollowUp) -> String {
    let points: Vec<&str> = next.look_for.iter().map(|point| point.text.as_str()).collect();
    if points.is_empty() { next.prompt.clone() } else { format!("{} ({})", next.prompt, points.join(" ")) }
}

fn as_markdown(block: &Block) -> String {
    match block {
        Block::Title(level, text) => format!("{} {}\n\n", "#".repeat(usize::from(*level)), markdown(text)),
        Block::Text(text) => format!("{}\n\n", markdown(text)),
        Block::Code { language, code } => fence(code, language) + "\n",
        Block::List(lines) => lines.iter().map(|line| format!("- {}\n", markdown(line))).collect::<String>() + "\n",
        Block::Boxes(lines) => {
            lines.iter().map(|line| format!("- [ ] {}\n", markdown(line))).collect::<String>() + "\n"
        }
        Block::Lines(_) => "Notes:\n\n".to_owned(),
        Block::Table(_, head, rows) => {
            let row = |cells: &Vec<String>| {
                let cells: Vec<String> = cells.iter().map(|cell| markdown(cell)).collect();
                format!("| {} |\n", cells.join(" | "))
            };
            let rows: String = rows.iter().map(row).collect();
            format!("| {} |\n|{}\n{rows}\n", head.join(" | "), "---|".repeat(head.len()))
        }
    }
}

fn as_html(block: &Block) -> String {
    match block {
        Block::Title(level, text) => {
            let class = if *level == 2 { " class=\"new-page\"" } else { "" };
            format!("<h{level}{class}>{}</h{level}>\n", html(text))
        }
        Block::Text(text) => format!("<p>{}</p>\n", html(text)),
        Block::Code { code, .. } => {
            format!("<pre tabindex=\"0\" aria-label=\"Code\">{}</pre>\n", html(code.trim_end()))
        }
        Block::List(lines) => {
            let lines: String = lines.iter().map(|line| format!("<li>{}</li>\n", html(line))).collect();
            format!("<ul>\n{lines}</ul>\n")
        }
        Block::Boxes(lines) => {
            let line = |line: &String| {
                format!("<li><span aria-hidden=\"true\">\u{2610}</span><span>{}</span></li>\n", html(line))
            };
            format!("<ul class=\"boxes\">\n{}</ul>\n", lines.iter().map(line).collect::<String>())
        }
        Block::Lines(count) => {
            format!("<div class=\"lines\" aria-hidden=\"true\">{}</div>\n", "<i></i>".repeat(*count))
        }
        Block::Table(caption, head, rows) => {
            let rows: Vec<Vec<String>> =
                rows.iter().map(|cells| cells.iter().map(|cell| html(cell)).collect()).collect();
            format!("<div class=\"fill\">\n{}</div>\n", table(caption, head, &rows, &[]))
        }
    }
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
            assert!(page.contains(&html(part)), "{part}");
        }
        assert!(page.contains("first 3 minutes") && page.contains("<pre "));
        assert!(!page.contains("Scales ten times"), "only what these kinds are scored on");
        assert!(
            !page.contains("://") && !page.contains("<link") && !page.contains("src="),
            "nothing comes from elsewhere"
        );
    }

    #[test]
    fn whether_it_was_settled_first_is_ticked_where_it_counts() {
        let library = Library::builtin();
        for (kind, asked) in [(Kind::Design, true), (Kind::Technical, false)] {
            let entry = library.entries().iter().find(|entry| entry.kind == kind).expect("there is one");
            let question = library.question(&entry.id).expect("readable");
            assert_eq!(written(&question, Format::Markdown).contains("before answering"), asked, "{kind}");
        }
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
        assert!(text.contains("````md\n```\n</pre>\n````"), "{text}");
        assert!(text.starts_with("# Mine \\& \\<yours\\>: the interviewer's copy\n"));
    }
}
