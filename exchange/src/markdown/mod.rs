//! Reads questions in Markdown. People write them in a handful of ways, often several in one file; the file itself
//! shows which. What asks is decided from the top down: anything that belongs to a question asks nothing itself.

mod beside;
mod body;
mod bold;
mod careless;
mod details;
mod dialect;
mod file;
mod front;
mod glossary;
mod headings;
mod inline;
mod languages;
mod lists;
mod navigation;
mod notes;
mod outline;
mod pairs;
mod plain;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod words;

use hotseat_bank::limits::MAX_QUESTIONS;

use super::ImportError;
use super::card::Card;
use super::column::Column;
use super::sink::Sink;
use file::{Fate, File};

pub(super) use inline::without_marks;
pub(super) use words::{asks, leads};

/// The most lines and punctuation characters of a file. Each becomes about ten values in the parser, whatever it means.
const MAX_MARKS: usize = 1_000_000;

/// One more than a sink takes, so that the sink reports the excess.
const MAX_CARDS: usize = MAX_QUESTIONS + 1;

/// Reads Markdown. `stem` is the file's name, used as the topic if no heading gives one. With `of_many` the file is one
/// of a folder, so it may be a single question as a whole.
pub(super) fn read(text: &str, stem: &str, of_many: bool, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if has_too_many_marks(text, sink) {
        return Ok(());
    }
    let (front, body) = front::matter(text);
    let above = text[..text.len() - body.len()].matches('\n').count();
    let body = notes::plain(body);
    let (more, body) = front::properties(&body);
    let front = front.with(more);
    let body = careless::plain(&body);
    let plain = dialect::plain(&body);
    let place = |line: usize| plain.line(line) + above;
    found_in(&plain.text, &front, place, stem, of_many, sink)
}

/// Reads a page of HTML in the same way.
pub(super) fn read_page(html: &str, stem: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let page = crate::page::markdown(html);
    if has_too_many_marks(&page.text, sink) {
        return Ok(());
    }
    let place = |line: usize| page.lines.get(line.saturating_sub(1)).copied().unwrap_or(line);
    found_in(&page.text, &front::Front::default(), place, stem, false, sink)
}

fn has_too_many_marks(text: &str, sink: &mut Sink<'_>) -> bool {
    let is_mark = |byte: &u8| matches!(byte, b'\n' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~');
    let many = text.as_bytes().iter().filter(|byte| is_mark(byte)).count() > MAX_MARKS;
    if many {
        sink.refuse(None, format!("more than {MAX_MARKS} lines and signs; split it"));
    }
    many
}

/// Takes the questions of plain Markdown; `place` says where in the file a line stands.
fn found_in(
    text: &str,
    front: &front::Front,
    place: impl Fn(usize) -> usize,
    stem: &str,
    of_many: bool,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    sink.counts("headings, collapsible blocks and marked lines");
    let mut file = File::of(text);
    let found = if sink.options.bullets { file.listed() } else { Vec::new() };
    let mut found = if found.is_empty() { file.asked() } else { found };
    if found.is_empty() && of_many && !is_about_the_folder(stem) {
        found.extend(file.whole().or_else(|| file.titled(front.title.as_deref())));
    }
    if found.is_empty() {
        found = file.unmarked();
    }
    for block in file.blocks.iter().filter(|block| !block.closed) {
        let line = place(file.outline.line(block.start));
        sink.remark(Some(line), "a collapsible block opens here that is never closed; close it with </details>");
    }
    if let Some(start) = file.outline.open_code {
        let line = place(file.outline.line(start));
        sink.remark(
            Some(line),
            "code begins here that never ends, so what stands below it asks nothing; close it with ```",
        );
    }
    for (line, fate) in file.fates() {
        match fate {
            Fate::Title => sink.title(),
            Fate::Part => sink.part(),
            Fate::Nothing(reason) => sink.pass(Some(place(line)), reason),
        }
    }
    for mut card in found {
        card.line = card.line.map(&place);
        if sink.is_full(card.line) {
            break;
        }
        card.topic = card.topic.or_else(|| Some(front.topic(&card.prompt).unwrap_or_else(|| stem.to_owned())));
        if card.tags.is_empty() {
            card.tags.clone_from(&front.tags);
        }
        card.licence = card.licence.or_else(|| front.licence.clone());
        card.source = card.source.or_else(|| front.source.clone());
        if let Some(said) = &front.difficulty {
            card.set(Column::Difficulty, said.clone(), Vec::new);
        }
        sink.card(card)?;
    }
    Ok(())
}

/// Whether a file describes the folder rather than containing questions.
fn is_about_the_folder(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    [
        "readme",
        "contributing",
        "license",
        "licence",
        "code_of_conduct",
        "code-of-conduct",
        "changelog",
        "index",
        "security",
    ]
    .iter()
    .any(|name| lower.starts_with(name))
}

/// A card whose prompt is the title and the text before the answer; the only code block becomes the snippet.
fn asked(title: &str, more: &str, line: usize) -> Card {
    let (snippet, more) = inline::take_code(more);
    let more = inline::text(&more);
    let prompt = match (title.is_empty(), more.is_empty()) {
        (_, true) => title.to_owned(),
        (true, false) => more,
        (false, false) => format!("{title}\n\n{more}"),
    };
    Card { line: Some(line), prompt, snippet, ..Card::default() }
}

#[cfg(test)]
mod encodings {
    use crate::testing::{Home, points};

    #[test]
    fn pairs_and_lists_ask() {
        let home = Home::new();
        home.bring(
            "pairs.md",
            "# Net\n\n**Q: What is a socket?**\n\nA: An end\nof a pipe.\n\nQ2: Who listens?\nA2: A server.\n",
        );
        assert_eq!(home.prompts(), ["What is a socket?", "Who listens?"]);
        assert_eq!(points(&home.questions()[0].1), ["An end of a pipe."]);
        let path = home.file(
            "list.md",
            "---\ntitle: Front\nlicense: MIT\n---\n\n* [Up](#up)\n* How do you test?\n  * By hand?\n* What is slow?\n",
        );
        let refused = home.plan(&path, false).expect("readable");
        assert!(refused.imported().skipped[0].reason.contains("--bullets"), "{:?}", refused.imported());
        let plan = home.plan(&path, true).expect("readable");
        plan.write().expect("written");
        let (_, question) = home.questions().remove(2);
        assert_eq!(
            (question.prompt.as_str(), question.follow_ups[0].prompt.as_str()),
            ("How do you test?", "By hand?")
        );
        assert_eq!((question.topic.as_deref(), question.licence.as_deref()), (Some("front"), Some("MIT")));
    }

    #[test]
    fn markdown_comes_in_any_encoding_and_direction() {
        let home = Home::new();
        let utf16: Vec<u8> =
            "\u{feff}## Was heißt das?\r\n\r\nNichts.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [
            ("mark.md", b"\xef\xbb\xbf## What is a mark?\n\nNothing.\n".to_vec()),
            ("wide.md", utf16),
            ("latin.md", b"## Qu'est-ce qu'un caf\xe9?\n\nUne pause.\n".to_vec()),
            ("hebrew.md", "## \u{202e}מה זה\u{200f} מטמון?\n\nשכבה מהירה \u{1b}[31m👍🏽\n".into()),
        ] {
            assert_eq!(home.bring(name, bytes).new, 1, "{name}");
        }
        assert_eq!(home.prompts(), ["What is a mark?", "Was heißt das?", "Qu'est-ce qu'un café?", "מה זה מטמון?"]);
        assert_eq!(points(&home.questions()[3].1), ["שכבה מהירה 👍🏽"]);
    }
}
