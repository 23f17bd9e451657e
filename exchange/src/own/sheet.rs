//! Reads a study sheet that we exported: a heading for each question, its sections below, the complete question in a
//! comment.

use super::{Enclosed, Own, Part, Sections};
use crate::ImportError;
use crate::export::{TITLE, plain, unescaped};
use crate::sink::Sink;

/// The start of the comment that encloses a question.
pub(crate) const REMARK: &str = "<!-- hotseat ";

/// Whether the program wrote this sheet.
pub(crate) fn is_sheet(text: &str) -> bool {
    text.trim_start().starts_with(TITLE) && text.lines().any(|line| line.starts_with(REMARK))
}

/// A question whose lines are being read.
struct Block {
    own: Own,
    topic: Option<String>,
    sections: Sections,
    code: Vec<String>,
}

/// Reads a sheet. Between fences every line is code, whatever it begins with.
pub(crate) fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut topic: Option<String> = None;
    let mut block: Option<Block> = None;
    let mut fence: Option<String> = None;
    for (number, line) in text.lines().enumerate() {
        if sink.is_full(Some(number + 1)) {
            return Ok(());
        }
        if let Some(open) = &fence {
            if let Some(block) = &mut block {
                block.code.push(line.to_owned());
            }
            if line.trim_end() == open {
                fence = None;
            }
            continue;
        }
        if let Some(title) = line.strip_prefix("### ") {
            finish(block.take(), sink)?;
            let own = Own { line: Some(number + 1), enclosed: None, id: None, parts: super::Parts::default() };
            let mut sections = Sections::default();
            sections.line(plain(title), Part::Question);
            block = Some(Block { own, topic: topic.clone(), sections, code: Vec::new() });
        } else if let Some(title) = line.strip_prefix("## ") {
            finish(block.take(), sink)?;
            topic = Some(plain(title));
        } else if let Some(block) = &mut block {
            if let Some(json) = line.strip_prefix(REMARK) {
                block.own.enclosed = json.trim_end().strip_suffix("-->").and_then(Enclosed::open);
            } else if line.starts_with("```") {
                let marks = line.len() - line.trim_start_matches('`').len();
                fence = Some("`".repeat(marks));
                block.code.push(line.to_owned());
            } else if let Some(id) = facts(line) {
                block.own.id = Some(id.to_owned());
            } else if let Some(quoted) = line.strip_prefix('>') {
                block.sections.line(quoted.strip_prefix(' ').unwrap_or(quoted).to_owned(), Part::Question);
            } else if line.starts_with("- ") || line.starts_with("  ") {
                block.sections.line(plain(line), Part::Question);
            } else if !is_remark(line)
                && !is_origin(line)
                && !title(line).is_some_and(|title| block.sections.title(title))
            {
                block.sections.line(unescaped(line).to_owned(), Part::Question);
            }
        } else if !line.trim().is_empty() && !line.starts_with(TITLE) && !is_remark(line) {
            sink.skip(Some(number + 1), "stands above the first question");
        }
    }
    finish(block, sink)
}

fn finish(block: Option<Block>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let Some(Block { mut own, topic, sections, code }) = block else { return Ok(()) };
    own.parts = sections.parts();
    own.parts.0.push((Part::Code, code));
    // The heading above shows the title of the topic; a question that was moved below another heading takes that topic.
    let title = own.enclosed.as_ref().and_then(|enclosed| enclosed.title.clone());
    let same = title.is_some() && title.as_deref().map(hotseat_bank::text::one_line) == topic;
    if let Some(topic) = topic.filter(|_| !same) {
        let said = crate::names::slug(&topic);
        own.parts.0.push((Part::Topic, vec![said].into_iter().filter(|topic| topic != "general").collect()));
    }
    sink.own(own)
}

fn is_remark(line: &str) -> bool {
    line.starts_with("<!--") && line.trim_end().ends_with("-->")
}

fn title(line: &str) -> Option<&str> {
    line.trim_end().strip_prefix("**")?.strip_suffix("**")
}

/// The slug at the end of the line with kind, difficulty and levels; `None` if this is another line.
fn facts(line: &str) -> Option<&str> {
    let (_, id) = line.strip_prefix('*')?.strip_suffix("`*")?.rsplit_once("; `")?;
    id.split_once('/').map(|(_, slug)| slug)
}

fn is_origin(line: &str) -> bool {
    line.starts_with("*From ") && line.ends_with('*')
}
