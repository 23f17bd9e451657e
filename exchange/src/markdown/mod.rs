//! Questions in Markdown. People write them in a handful of ways; which one a file uses is seen from the file.

mod details;
mod headings;
mod inline;
mod lists;
mod outline;
mod pairs;

use hotseat_bank::limits::MAX_QUESTIONS;

use super::ImportError;
use super::card::Card;
use super::names::shortened;
use super::sink::Sink;
use outline::Outline;

/// Lines, and signs that may mean something, in a file. Each becomes some ten values of the parser, whatever it means.
const MAX_MARKS: usize = 1_000_000;

/// One more than a sink takes, so that it says so.
const MAX_CARDS: usize = MAX_QUESTIONS + 1;

/// Reads Markdown. `stem` is the file's name, the topic where no heading gives one.
pub(super) fn read(text: &str, stem: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if text.bytes().filter(|byte| matches!(byte, b'\n' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~')).count()
        > MAX_MARKS
    {
        sink.skip(None, format!("more than {MAX_MARKS} lines and signs; split it"));
        return Ok(());
    }
    let (front, body) = front_matter(text);
    let mut outline = Outline::of(body);
    let answers: Vec<_> = details::blocks(&outline).iter().map(|block| block.start..block.end).collect();
    outline.find_parts(&answers);
    let mut cards = details::cards(&outline);
    if cards.is_empty() {
        cards = pairs::cards(&outline);
    }
    if cards.is_empty() {
        cards = headings::cards(&outline);
    }
    if cards.is_empty() && sink.options.bullets {
        cards = lists::cards(&outline);
    }
    let above = text[..text.len() - body.len()].matches('\n').count();
    for mut card in cards {
        if sink.is_full(card.line.map(|line| line + above)) {
            break;
        }
        card.line = card.line.map(|line| line + above);
        card.topic = card.topic.or_else(|| Some(front.title.clone().unwrap_or_else(|| stem.to_owned())));
        card.licence = card.licence.or_else(|| front.licence.clone());
        card.source = card.source.or_else(|| front.source.clone());
        sink.card(card)?;
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Front {
    title: Option<String>,
    licence: Option<String>,
    source: Option<String>,
}

/// The lines between two `---` at the start, as far as they mean something here.
fn front_matter(text: &str) -> (Front, &str) {
    let mut front = Front::default();
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return (front, text) };
    let mut at = text.len() - rest.len();
    for line in rest.split_inclusive('\n').take(100) {
        at += line.len();
        let line = line.trim();
        if line == "---" {
            return (front, &text[at..]);
        }
        if let Some((name, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']);
            let value = Some(shortened(value)).filter(|value| !value.is_empty());
            match name.trim().to_lowercase().as_str() {
                "title" | "topic" => front.title = value,
                "license" | "licence" => front.licence = value,
                "source" => front.source = value,
                _ => {}
            }
        }
    }
    // Never closed: it was a rule and not front matter.
    (Front::default(), text)
}

/// A card with what stands before an answer as its prompt: the first code block is the snippet, the rest is read aloud.
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
mod tests {
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
        assert_eq!(points(&home.questions()[3].1), ["שכבה מהירה [31m👍🏽"]);
    }
}
