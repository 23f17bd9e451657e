//! Splits what is below a question into what belongs to the question and what answers it.

use std::borrow::Cow;
use std::ops::Range;

use super::super::card::Card;
use super::details::{Block, Sort};
use super::navigation::without_navigation;
use super::outline::Outline;
use super::words::{self, is_label};
use super::{asked, inline};

/// How a file is written: where it asks, and how it hides its answers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// Whether the text before a collapsible block is asked and the block answers.
    pub(super) reveals: bool,
    /// Whether the text below the title asks, and the title is only a name.
    pub(super) asked_below: bool,
    /// Whether code right below the title belongs to the question.
    pub(super) asks_code: bool,
    /// How many columns the text is indented by.
    pub(super) indent: usize,
}

/// The question with this title, made from the text in `range`, with its collapsible `blocks`.
pub(super) fn card(
    outline: &Outline<'_>,
    title: &str,
    line: usize,
    range: Range<usize>,
    blocks: &[(&Block<'_>, Sort)],
    manner: Manner,
) -> Card {
    // If the next item of an ordered list is a heading, its number is left over at the end of this text.
    let body = outline.text[range.clone()].trim_end();
    let body = body.rsplit_once('\n').filter(|(_, last)| is_bare_number(last)).map_or(body, |(body, _)| body);
    let body = if is_bare_number(body) { "" } else { body };
    let end = range.start + body.len();
    let blocks: Vec<_> = blocks.iter().filter(|(block, _)| block.start < end).copied().collect();
    let piece = |from: usize, to: usize| outline.text.get(from..to.min(end).max(from)).unwrap_or_default();
    if let Some((first, sort)) = blocks.first()
        && (manner.reveals && *sort == Sort::Reveals || is_label(&inline::line(first.summary)))
    {
        let before = dedented(piece(range.start, first.start), manner.indent);
        let mut card = asked(title, &without_navigation(&before), line);
        card.answer = pieces(outline, first.start, end, &blocks, manner.indent);
        return card;
    }
    let text = dedented(body, manner.indent);
    if blocks.is_empty()
        && let Some((before, right)) = choices(&text).or_else(|| lettered(&text))
    {
        let mut card = asked(title, &without_navigation(&before), line);
        card.answer = without_label(inline::text(&without_navigation(&right)));
        return card;
    }
    let counts_only = words::only_counts(title);
    let shown = if counts_only { "" } else { title };
    if blocks.is_empty()
        && let Some((before, after)) = at_label(&text)
        && (counts_only || !words::asks(title) || is_asked(&before))
    {
        let mut card = asked(shown, &without_navigation(&before), line);
        card.answer = without_label(inline::text(&without_navigation(&after)));
        return card;
    }
    if manner.asked_below {
        return asked(shown, &without_navigation(&text), line);
    }
    let mut card = Card { line: Some(line), prompt: title.to_owned(), ..Card::default() };
    if blocks.is_empty() {
        let mut text = without_navigation(&text);
        if (manner.asks_code || says_picture(title))
            && let Some((picture, rest)) = leading_picture(&text)
        {
            card.prompt = format!("{title}\n\n{}", inline::text(&picture));
            text = rest;
        }
        if (manner.asks_code || says_code_follows(title))
            && let Some((snippet, rest)) = inline::leading_code(&text)
        {
            card.snippet = Some(snippet);
            text = rest;
        }
        card.answer = inline::text(&text);
        if card.answer.is_empty() && card.snippet.is_none() {
            // Only links are better than no answer.
            card.answer = inline::text(&dedented(body, manner.indent));
        }
    } else {
        card.answer = pieces(outline, range.start, end, &blocks, manner.indent);
    }
    card.answer = without_label(card.answer);
    card
}

/// The text of a range, with its collapsible blocks opened.
fn pieces(outline: &Outline<'_>, start: usize, end: usize, blocks: &[(&Block<'_>, Sort)], indent: usize) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut at = start;
    for (block, sort) in blocks {
        parts.push(plain(outline.text.get(at..block.start).unwrap_or_default(), indent));
        if *sort != Sort::Contents {
            let summary = inline::line(block.summary);
            let body = plain(block.body, indent);
            parts.push(match sort {
                Sort::Reveals => body,
                _ => format!("{}\n\n{body}", inline::lead(&summary)),
            });
        }
        at = block.end;
    }
    parts.push(plain(outline.text.get(at..end).unwrap_or_default(), indent));
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

fn plain(markdown: &str, indent: usize) -> String {
    inline::text(&without_navigation(&dedented(markdown, indent)))
}

/// Splits a text at the line that announces the answer: what is asked, and what is below.
fn at_label(text: &str) -> Option<(String, String)> {
    let mut fence: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim();
        fence = match fence {
            Some(mark) if trimmed.starts_with(mark) => None,
            None => ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark)),
            open => open,
        };
        if fence.is_some() || line.starts_with("    ") {
            continue;
        }
        let bare = trimmed.trim_start_matches(['#', '*', '_', ' ']);
        let marked = bare.len() < trimmed.len() && !trimmed.starts_with("* ");
        // "**Answer:** …" and "Answer: …" continue on the same line; a heading does not.
        let (label, rest) = bare.split_once([':', '：']).map_or((bare, ""), |(label, rest)| (label, rest));
        let label = label.trim_matches(['*', '_', '#', ' ']);
        let says = words::is_label(label)
            && label.chars().count() > 1
            && !matches!(label.to_lowercase().as_str(), "short answer" | "sample answer");
        if says && (marked || !rest.is_empty() || bare.ends_with([':', '：'])) {
            let before = text[..start].trim();
            let rest = rest.trim_start_matches(['*', '_']).trim_start();
            return (!before.is_empty()).then(|| {
                (before.to_owned(), format!("{rest}{}{}", if rest.is_empty() { "" } else { "\n" }, &text[at..]))
            });
        }
    }
    None
}

/// Whether the text between a question and its answer belongs to the question: it asks, sets a task, or has code or
/// choices.
fn is_asked(text: &str) -> bool {
    words::asks(text)
        || words::leads(text.trim_start())
        || text.contains("```")
        || text.contains("![")
        || text.lines().filter(|line| line.trim_start().starts_with(['-', '*'])).count() > 1
}

/// Removes from each line the indentation of the list item it is in, as far as the line has it.
fn dedented(text: &str, indent: usize) -> Cow<'_, str> {
    if indent == 0 {
        return Cow::Borrowed(text);
    }
    let line = |line: &str| -> String {
        let blanks = line.len() - line.trim_start_matches(' ').len();
        line[blanks.min(indent)..].to_owned()
    };
    Cow::Owned(text.lines().map(line).collect::<Vec<_>>().join("\n"))
}

fn is_bare_number(line: &str) -> bool {
    let line = line.trim();
    line.strip_suffix(['.', ')'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a title refers to code that it does not contain.
fn says_code_follows(title: &str) -> bool {
    let lower = title.to_lowercase();
    let about = [
        "this code",
        "that code",
        "the code",
        "following",
        "snippet",
        "below",
        "this print",
        "be printed",
        "the output",
    ];
    about.iter().any(|words| lower.contains(words))
}

/// Whether a title refers to a picture that it does not contain.
fn says_picture(title: &str) -> bool {
    let lower = title.to_lowercase();
    ["diagram", "picture", "image", "figure", "chart", "graph", "screenshot", "shown"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The first paragraph of a text, if it consists of pictures, and the rest.
fn leading_picture(text: &str) -> Option<(String, String)> {
    let body = text.trim_start();
    let (first, rest) = body.split_once("\n\n").unwrap_or((body, ""));
    let is_picture = first.starts_with("![") || first.get(..4).is_some_and(|tag| tag.eq_ignore_ascii_case("<img"));
    (is_picture && crate::html::only_placeholders(&inline::text(first))).then(|| (first.to_owned(), rest.to_owned()))
}

/// Removes a label such as "A:" from the start of an answer.
fn without_label(answer: String) -> String {
    for label in ["A:", "Ans:", "Answer:", "Answer :", "A."] {
        let rest = answer.strip_prefix(label).filter(|rest| rest.starts_with([' ', '\n']));
        if let Some(rest) = rest.map(str::trim_start).filter(|rest| !rest.is_empty()) {
            return rest.to_owned();
        }
    }
    let rest = super::languages::behind_answer(&answer).and_then(|rest| rest.trim_start().strip_prefix([':', '：']));
    match rest.map(str::trim_start).filter(|rest| !rest.is_empty()) {
        Some(rest) => rest.to_owned(),
        None => answer,
    }
}

/// A line with a checkbox: whether it is ticked, and the text after it.
fn tick_box(line: &str) -> Option<(bool, &str)> {
    let item = line.trim_start();
    let item = item.strip_prefix(['-', '*', '+']).map_or(item, str::trim_start);
    let text = |mark: &str| item.strip_prefix(mark);
    if let Some(rest) = text("[ ]").or_else(|| text("[]")) {
        return Some((false, rest));
    }
    text("[x]").or_else(|| text("[X]")).map(|rest| (true, rest))
}

/// One of several checkboxes.
struct Choice {
    right: bool,
    text: String,
    code: Vec<String>,
}

impl Choice {
    /// Its words; none if all it has beside its code is a sign in their place: `.`, `:` or an invisible letter.
    fn words(&self) -> &str {
        let line = inline::line(&self.text);
        let says = if self.code.is_empty() { !line.is_empty() } else { line.chars().any(char::is_alphanumeric) };
        if says { &self.text } else { "" }
    }

    /// Whether its text is at most a letter that stands for the code below it.
    fn is_label(&self) -> bool {
        let line = inline::line(&self.text);
        line.chars().count() <= 3 && line.chars().filter(|c| c.is_alphanumeric()).count() <= 1
    }
}

/// Whether code that begins now belongs to the last of the choices and is no explanation: nothing else says what is
/// chosen, or each choice before it has code of its own.
fn owns_code(chosen: &[Choice]) -> bool {
    let Some((last, before)) = chosen.split_last() else { return false };
    let alike = !before.is_empty() && before.iter().all(|choice| !choice.code.is_empty());
    last.code.is_empty() && (inline::line(&last.text).is_empty() || alike && (last.is_label() || before.len() > 1))
}

/// Checkboxes: what is asked together with all choices, and the right ones together with what follows them all. The
/// lines up to the next checkbox belong to one; the last one has only its code and what is indented.
fn choices(body: &str) -> Option<(String, String)> {
    let mut chosen: Vec<Choice> = Vec::new();
    let (mut before, mut after) = (String::new(), String::new());
    let mut fence: Option<&'static str> = None;
    let last_box = body.lines().enumerate().filter(|(_, line)| tick_box(line).is_some()).map(|(n, _)| n).last()?;
    let mut open = false;
    for (n, line) in body.lines().enumerate() {
        let trimmed = line.trim();
        if fence.is_none()
            && let Some((right, text)) = tick_box(line)
        {
            chosen.push(Choice { right, text: text.trim().to_owned(), code: Vec::new() });
            open = true;
            continue;
        }
        let begins = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        let is_code = fence.is_some() || begins.is_some();
        let owns = owns_code(&chosen);
        match chosen.last_mut() {
            None => {
                before.push_str(line);
                before.push('\n');
            }
            // After the last checkbox, text that is not indented is an explanation.
            Some(_)
                if n > last_box
                    && (!open
                        || !(trimmed.is_empty() || is_code && (owns || fence.is_some()) || line.starts_with(' '))) =>
            {
                open = false;
                after.push_str(line);
                after.push('\n');
            }
            Some(choice) => {
                if is_code && begins.is_none() {
                    choice.code.push(line.to_owned());
                } else if !is_code && !trimmed.is_empty() {
                    if !choice.text.is_empty() {
                        choice.text.push(' ');
                    }
                    choice.text.push_str(trimmed);
                }
            }
        }
        fence = match fence {
            None => begins,
            Some(mark) if trimmed.starts_with(mark) => None,
            open => open,
        };
    }
    if chosen.len() < 2 {
        return None;
    }
    let shown = |choice: &Choice| {
        let words = choice.words().to_owned();
        let code: Vec<&str> =
            choice.code.iter().map(|line| line.trim_end()).filter(|line| !line.trim().is_empty()).collect();
        match (words.is_empty(), code.as_slice()) {
            (_, []) => words,
            (true, [only]) => format!("`` {} ``", only.trim()),
            (true, code) => format!("\n\n  ```\n  {}\n  ```\n", code.join("\n  ")),
            (false, code) => format!("{words}\n\n  ```\n  {}\n  ```\n", code.join("\n  ")),
        }
    };
    before.push('\n');
    let mut right = String::new();
    for choice in &chosen {
        before.push_str(&format!("- {}\n", shown(choice)));
        if choice.right {
            // The choice in one line, including its code.
            let words = choice.words();
            let code = choice.code.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
            let code = if code.trim().is_empty() { String::new() } else { format!(" `` {} ``", code.trim()) };
            right.push_str(&format!("- {words}{code}\n"));
        }
    }
    Some((before, format!("{right}\n{after}")))
}

/// Choices with letters: what is asked with them, and what follows them.
fn lettered(body: &str) -> Option<(String, String)> {
    let letter = |line: &str| {
        let item = line.trim_start().trim_start_matches(['-', '*', '+', ' ']);
        let mut chars = item.chars();
        let letter = chars.next().filter(char::is_ascii_alphabetic)?.to_ascii_uppercase();
        matches!(chars.next(), Some('.' | ')' | ':')).then_some(letter)
    };
    let mut next = 'A';
    let (mut first, mut last) = (None, 0);
    let mut fence = false;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        fence ^= line.trim_start().starts_with("```");
        at += line.len();
        if fence || letter(line) != Some(next) {
            continue;
        }
        first.get_or_insert(at - line.len());
        last = at;
        next = char::from_u32(next as u32 + 1).unwrap_or('Z');
    }
    // Two may be a coincidence, so what follows has to give the answer.
    let tail = body.get(last..)?.trim();
    let from = first?;
    let close =
        body[from..last].lines().filter(|line| !line.trim().is_empty()).count() <= usize::from(next as u8 - b'A') * 4;
    (next >= 'C' && !tail.is_empty() && close).then(|| (body[..last].to_owned(), tail.to_owned()))
}
