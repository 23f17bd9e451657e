//! A study sheet in Markdown: topics as headings, questions below them. What is below a question is read back, so a
//! comment contains the complete question.

use hotseat_bank::text::{clean, one_line};
use hotseat_bank::{Entry, Library, Question};

use crate::own::{Enclosed, Part, READ_ON, REMARK, THIN};

/// The first line of every sheet.
pub(crate) const TITLE: &str = "# Interview questions";

/// Characters that would make a line of a prompt a heading, title, quotation, fence or comment if it began with them.
const SIGNS: [char; 7] = ['#', '*', '`', '>', '<', '-', '\\'];

pub(super) fn write(library: &Library, chosen: &[(&Entry, Question)]) -> String {
    let mut out = format!(
        "{TITLE}\n\n<!-- Read back by `hotseat bank import`, changes and all; what is not shown stands in such remarks. -->\n"
    );
    let (mut bank, mut topic) = ("", "");
    for (entry, question) in chosen {
        if bank != entry.id.bank() || topic != entry.topic {
            (bank, topic) = (entry.id.bank(), &entry.topic);
            out.push_str(&format!("\n## {}\n", inline(library.topic_title(topic))));
        }
        one(&mut out, entry, question);
        out.push_str(&format!("\n{REMARK}{} -->\n", Enclosed::of(library, entry, question).seal()));
    }
    clean(&out).into_owned()
}

fn one(out: &mut String, entry: &Entry, question: &Question) {
    let prompt = Part::Question.lines(question);
    out.push_str(&format!("\n### {}\n", prompt.first().map(|line| inline(line)).unwrap_or_default()));
    if prompt.len() > 1 {
        let rest: Vec<String> = prompt[1..].iter().map(|line| escaped(line)).collect();
        out.push_str(&format!("\n{}\n", rest.join("\n").trim()));
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
    let code = Part::Code.lines(question);
    if !code.is_empty() {
        out.push_str(&format!("\n{}\n", code.join("\n")));
    }
    let list = |out: &mut String, title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            out.push_str(&format!("\n**{title}**\n\n"));
            for line in &lines {
                out.push_str(&format!("- {line}\n"));
            }
        }
    };
    // On a line of its own below the item, so that it is not taken for part of the item's text.
    let with = |line: String, why: &Option<String>| {
        why.as_ref().map_or_else(|| inline(&line), |why| format!("{}\n  *{}*", inline(&line), inline(why)))
    };
    let points = Part::Answer.lines(question).into_iter().zip(question.look_for.iter().map(|point| &point.why));
    list(out, Part::Answer.title(), points.map(|(line, why)| with(line, why)).collect());
    let mistakes = Part::Mistakes.lines(question).into_iter().zip(question.mistakes.iter().map(|mistake| &mistake.why));
    list(out, Part::Mistakes.title(), mistakes.map(|(line, why)| with(line, why)).collect());
    list(out, THIN, question.weak.iter().map(|weak| inline(&weak.text)).collect());
    for part in [Part::FollowUps, Part::Hints] {
        list(out, part.title(), part.lines(question).iter().map(|line| inline(line)).collect());
    }
    let strong = Part::Sample.lines(question);
    if !strong.is_empty() {
        out.push_str(&format!("\n**{}**\n\n", Part::Sample.title()));
        for line in strong {
            out.push_str(format!("> {line}").trim_end());
            out.push('\n');
        }
    }
    let references = question
        .references
        .iter()
        .map(|reference| format!("{}: <{}>", inline(&reference.title), one_line(&reference.url)));
    list(out, READ_ON, references.collect());
    let origin = [question.source.as_deref(), question.licence.as_deref()]
        .into_iter()
        .flatten()
        .map(one_line)
        .collect::<Vec<_>>();
    if !origin.is_empty() {
        out.push_str(&format!("\n*From {}*\n", origin.join(", ")));
    }
}

/// A text as one line in which nothing is taken for a tag.
fn inline(text: &str) -> String {
    one_line(text).replace('<', "\\<")
}

/// The original text of a line that was written by `inline`.
pub(crate) fn plain(text: &str) -> String {
    text.replace("\\<", "<")
}

/// A line of a prompt, with a backslash if its first character would mean something in Markdown.
fn escaped(line: &str) -> String {
    // Whitespace before such a character would be lost at the start of a paragraph, and it never matters.
    let sign = line.trim_start();
    if sign.starts_with(SIGNS) {
        return format!("\\{sign}");
    }
    if line.starts_with("  ") { format!("\\{line}") } else { line.to_owned() }
}

/// The original of a line that was written by `escaped`.
pub(crate) fn unescaped(line: &str) -> &str {
    line.strip_prefix('\\').filter(|rest| rest.starts_with(SIGNS) || rest.starts_with("  ")).unwrap_or(line)
}
