//! A study sheet in Markdown: topics as headings, questions below them.

use hotseat_bank::text::{clean, one_line};
use hotseat_bank::{Entry, Library, Question};

pub(super) fn write(library: &Library, chosen: &[(&Entry, Question)]) -> String {
    let mut out = String::from("# Interview questions\n");
    let (mut bank, mut topic) = ("", "");
    for (entry, question) in chosen {
        if bank != entry.id.bank() || topic != entry.topic {
            (bank, topic) = (entry.id.bank(), &entry.topic);
            out.push_str(&format!("\n## {}\n", inline(library.topic_title(topic))));
        }
        one(&mut out, entry, question);
    }
    clean(&out).into_owned()
}

fn one(out: &mut String, entry: &Entry, question: &Question) {
    let (first, rest) = question.prompt.split_once('\n').unwrap_or((&question.prompt, ""));
    out.push_str(&format!("\n### {}\n", inline(first)));
    if !rest.trim().is_empty() {
        out.push_str(&format!("\n{}\n", rest.trim()));
    }
    let times = question.times();
    out.push_str(&format!(
        "\n*{}, {}, {} to {}, {} min; `{}`*\n",
        question.kind,
        question.difficulty,
        question.levels.lowest,
        question.levels.highest,
        times.target.div_ceil(60),
        entry.id
    ));
    if let Some(snippet) = &question.snippet {
        // A fence longer than any in the code.
        let mut fence = "```".to_owned();
        while snippet.code.contains(&fence) {
            fence.push('`');
        }
        out.push_str(&format!("\n{fence}{}\n{}\n{fence}\n", one_line(&snippet.language), snippet.code.trim_end()));
    }
    let why = |why: &Option<String>| why.as_ref().map_or(String::new(), |why| format!(" *{}*", inline(why)));
    let list = |out: &mut String, title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push_str(&format!("\n**{title}**\n\n"));
            for line in &lines {
                out.push_str(&format!("- {line}\n"));
            }
        }
    };
    let points =
        question.look_for.iter().map(|point| format!("{} ({}){}", inline(&point.text), point.tier, why(&point.why)));
    list(out, "What a strong answer contains", points.collect());
    let mistakes = question.mistakes.iter().map(|mistake| {
        let critical = if mistake.critical { " (an interviewer would stop)" } else { "" };
        format!("{}{critical}{}", inline(&mistake.text), why(&mistake.why))
    });
    list(out, "Mistakes", mistakes.collect());
    list(out, "Sounds thin", question.weak.iter().map(|weak| inline(&weak.text)).collect());
    list(out, "Asked next", question.follow_ups.iter().map(|next| inline(&next.prompt)).collect());
    if let Some(strong) = question.sample.as_ref().map(|sample| sample.strong.trim()).filter(|text| !text.is_empty()) {
        out.push_str("\n**One strong answer**\n\n");
        for line in strong.lines() {
            out.push_str(format!("> {line}").trim_end());
            out.push('\n');
        }
    }
    let references = question
        .references
        .iter()
        .map(|reference| format!("{}: <{}>", inline(&reference.title), one_line(&reference.url)));
    list(out, "Read on", references.collect());
    let origin = [question.source.as_deref(), question.licence.as_deref()]
        .into_iter()
        .flatten()
        .map(one_line)
        .collect::<Vec<_>>();
    if !origin.is_empty() {
        out.push_str(&format!("\n*From {}*\n", origin.join(", ")));
    }
}

/// One line in which nothing becomes a tag.
fn inline(text: &str) -> String {
    one_line(text).replace('<', "\\<")
}
