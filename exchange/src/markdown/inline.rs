//! Turns Markdown into the text that a question stores.

use std::borrow::Cow;
use std::ops::Range;

use hotseat_bank::Snippet;
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::tags::is_content;
use super::words::{is_label, numbered, only_counts, without_signs, without_stars};
use crate::{html, latex};

/// The deepest indentation of lists; deeper ones are indented no further, because a line must not grow with the depth.
const MAX_DEPTH: usize = 8;

/// The longest formula, in bytes.
const MAX_FORMULA: usize = 2_000;

/// The Markdown extensions that foreign files use.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// The text of Markdown: paragraphs separated by an empty line, lists with dashes, code indented by four blanks.
pub(super) fn text(markdown: &str) -> String {
    // A shortcut, since most texts are a plain sentence.
    if !markdown.contains(['\n', '*', '_', '`', '<', '&', '[', '\\', '#', '>', '|', '~', '+', '-', '!'])
        && !markdown.contains([':', '$'])
        && !markdown.starts_with(|c: char| c.is_ascii_digit() || c == ' ')
    {
        return markdown.trim().to_owned();
    }
    let markdown = unwrapped(markdown);
    let markdown = with_dollars(&markdown);
    let markdown = with_room(&markdown);
    let mut out = Writer::default();
    for event in Parser::new_ext(&markdown, options() | Options::ENABLE_MATH) {
        out.event(event);
    }
    out.finish()
}

/// A single line of text without Markdown syntax.
pub(super) fn line(markdown: &str) -> String {
    let line = hotseat_bank::text::one_line(&text(markdown.trim()));
    if line.contains(':') { without_signs(&line).trim().to_owned() } else { line }
}

/// A title as a line above its text: without a number, and with a colon.
pub(super) fn lead(title: &str) -> String {
    let title = numbered(title).filter(|rest| !rest.is_empty()).unwrap_or(title).trim();
    if title.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | ']' | '"' | '\'')) {
        format!("{title}:")
    } else {
        title.to_owned()
    }
}

/// The code block at the start of a text, and the rest.
pub(super) fn leading_code(markdown: &str) -> Option<(Snippet, String)> {
    let body = markdown.trim_start();
    let Some(mark) = ["```", "~~~"].into_iter().find(|mark| body.starts_with(mark)) else {
        return leading_indented(markdown);
    };
    let (info, rest) = body.split_once('\n')?;
    let end = rest.lines().position(|line| line.trim_start().starts_with(mark))?;
    let code: String = rest.split_inclusive('\n').take(end).collect();
    let rest: String = rest.split_inclusive('\n').skip(end + 1).collect();
    let language = info.trim_start_matches(['`', '~']).trim();
    let language = language.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase();
    (!code.trim().is_empty()).then_some((Snippet { language, code }, rest))
}

/// The indented code at the start of a text, and the rest.
fn leading_indented(markdown: &str) -> Option<(Snippet, String)> {
    let blank = |line: &&str| line.trim().is_empty();
    let above = markdown.lines().take_while(blank).count();
    let is_code = |line: &&str| line.starts_with("    ") || line.trim().is_empty();
    let lines: Vec<&str> = markdown.lines().skip(above).take_while(is_code).collect();
    if !lines.first()?.starts_with("    ") {
        return None;
    }
    let code: String = lines.iter().flat_map(|line| [line.get(4..).unwrap_or_default(), "\n"]).collect();
    let rest: String = markdown.lines().skip(above + lines.len()).flat_map(|line| [line, "\n"]).collect();
    let code = format!("{}\n", code.trim_end());
    Some((Snippet { language: String::new(), code }, rest))
}

/// A foreign text without Markdown's inline syntax. Its lines stay as they are, and fenced code is indented.
pub(crate) fn without_marks(text: &str) -> String {
    if !text.contains("**") && !text.contains('`') && !text.contains("](") {
        return text.to_owned();
    }
    let mut out: Vec<String> = Vec::new();
    let mut fence: Option<&str> = None;
    let lines: Vec<&str> = text.lines().collect();
    for (i, line) in lines.iter().enumerate() {
        let trimmed = line.trim_start();
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                fence = None;
            } else {
                out.push(format!("    {line}"));
            }
            continue;
        }
        let opened = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        fence = opened.filter(|mark| lines[i + 1..].iter().any(|line| line.trim_start().starts_with(mark)));
        if fence.is_some() {
            continue;
        }
        let indent = &line[..line.len() - trimmed.len()];
        let is_marked = ["**", "`", "]("].iter().any(|mark| trimmed.contains(mark)) && indent.len() < 4;
        let plain = if is_marked { self::text(trimmed) } else { String::new() };
        // If it would become several lines, it means something else.
        let kept = plain.is_empty() || plain.contains('\n');
        out.push(if kept { (*line).to_owned() } else { format!("{indent}{plain}") });
    }
    out.join("\n")
}

/// Removes indentation that a whole block shares: it comes from the block's place in a list or a `details`, and does
/// not make it code.
fn unwrapped(markdown: &str) -> Cow<'_, str> {
    let common = markdown
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()
        .unwrap_or(0);
    if common == 0 {
        return Cow::Borrowed(markdown);
    }
    Cow::Owned(markdown.lines().map(|line| line.get(common..).unwrap_or_default()).collect::<Vec<_>>().join("\n"))
}

/// Rewrites formulas between `\\(` and `\\)`, or `\\[` and `\\]`, with dollar signs. Code stays as it is.
fn with_dollars(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains("\\(") && !markdown.contains("\\[") {
        return Cow::Borrowed(markdown);
    }
    let mut code: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        if matches!(event, Event::Code(_) | Event::Start(Tag::CodeBlock(_))) {
            code.push(range);
        }
    }
    let in_code = |at: usize| {
        let after = code.partition_point(|range| range.start <= at);
        code[..after].last().is_some_and(|range| range.contains(&at))
    };
    let mut out = String::with_capacity(markdown.len());
    let mut at = 0;
    while let Some(found) = markdown[at..].find(['\\']) {
        let start = at + found;
        let rest = &markdown[start..];
        let marks = [("\\(", "\\)", "$"), ("\\[", "\\]", "$$")].into_iter().find(|(open, ..)| rest.starts_with(open));
        let inside = marks.filter(|_| !in_code(start)).and_then(|(open, close, sign)| {
            let end = rest[..rest.floor_char_boundary(MAX_FORMULA)].find(close)?;
            let formula = rest[open.len()..end].trim();
            (latex::is_formula(formula) && !formula.contains("\n\n"))
                .then(|| (format!("{sign}{formula}{sign}"), end + close.len()))
        });
        let (text, length) = inside.unwrap_or_else(|| {
            // An escaped character is not a delimiter.
            let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
            (rest[..length].to_owned(), length)
        });
        out.push_str(&markdown[at..start]);
        out.push_str(&text);
        at = start + length;
    }
    out.push_str(&markdown[at..]);
    Cow::Owned(out)
}

/// Adds an empty line between a tag and the code below it: without that, Markdown takes both for HTML.
fn with_room(markdown: &str) -> Cow<'_, str> {
    let is_fence = |line: &str| line.trim_start().starts_with("```");
    let is_tag = |line: &str| line.trim_start().starts_with('<') && line.trim_end().ends_with('>');
    let lines = || markdown.lines().zip(markdown.lines().skip(1));
    if !markdown.contains("```") || !lines().any(|(above, line)| is_tag(above) && is_fence(line)) {
        return Cow::Borrowed(markdown);
    }
    let mut out = String::with_capacity(markdown.len() + 8);
    let mut above = "";
    for line in markdown.lines() {
        if is_tag(above) && is_fence(line) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        above = line;
    }
    Cow::Owned(out)
}

/// Takes the only code block out of a text. If there are several, all stay where they are.
pub(super) fn take_code(markdown: &str) -> (Option<Snippet>, Cow<'_, str>) {
    let mut found = None;
    let mut inside = None;
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                if found.is_some() {
                    return (None, Cow::Borrowed(markdown));
                }
                let language = info.split([' ', ',', '{']).next().unwrap_or_default().to_lowercase();
                inside = Some((language, String::new(), range));
            }
            Event::Text(text) => {
                if let Some((_, code, _)) = &mut inside {
                    code.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some((language, code, range)) = inside.take() {
                    found = Some((Snippet { language, code }, range));
                }
            }
            _ => {}
        }
    }
    match found {
        Some((snippet, range)) if !snippet.code.trim().is_empty() => {
            let rest = format!("{}\n\n{}", &markdown[..range.start], &markdown[range.end..]);
            (Some(snippet), Cow::Owned(rest))
        }
        _ => (None, Cow::Borrowed(markdown)),
    }
}

/// A piece of text without emoji codes; blanks at its ends stay.
fn signs_gone(text: &str) -> String {
    let rest = without_signs(text);
    if text.starts_with(' ') && !rest.starts_with(' ') { format!(" {rest}") } else { rest }
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The numbers of open lists, outermost first; `None` for those with dashes.
    lists: Vec<Option<u64>>,
    code: bool,
    /// The description and the address of a picture, while inside one.
    image: Option<(String, String)>,
    html: String,
    cells: usize,
    /// Where the heading that is being written begins.
    heading: Option<usize>,
    /// Where the last title ends that still has nothing below it.
    lead: usize,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        if !matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock)) {
            self.end_html();
        }
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.image.is_some() => {
                if let Some((said, _)) = &mut self.image {
                    said.push_str(&text);
                }
            }
            Event::Text(text) if self.code => {
                for line in text.split_inclusive('\n') {
                    if self.out.is_empty() || self.out.ends_with('\n') {
                        self.indent();
                        self.out.push_str("    ");
                    }
                    self.out.push_str(line);
                }
            }
            Event::Text(text) if text.contains(':') => self.out.push_str(&signs_gone(&text)),
            Event::Text(text) | Event::Code(text) => self.out.push_str(&text),
            Event::InlineMath(text) if !latex::is_formula(&text) => self.out.push_str(&format!("${text}$")),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.out.push_str(&latex::to_text(&text)),
            Event::SoftBreak => self.out.push(' '),
            Event::HardBreak => self.new_line(),
            Event::InlineHtml(tag) => {
                let lower = tag.to_ascii_lowercase();
                if lower.starts_with("<br") {
                    self.new_line();
                } else if lower.starts_with("<img") {
                    self.out.push_str(html::to_text(&tag).trim());
                } else if is_content(&tag) {
                    self.out.push_str(&tag);
                }
            }
            Event::Html(part) => self.html.push_str(&part),
            Event::Rule => self.block(),
            Event::TaskListMarker(done) => self.out.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                if !self.at_item() {
                    self.block();
                }
                self.heading = Some(self.out.len());
            }
            Tag::Paragraph | Tag::Table(_) if !self.at_item() => {
                self.block();
            }
            Tag::CodeBlock(_) => {
                // Each line is indented by itself.
                if self.lists.is_empty() {
                    self.block();
                } else {
                    self.line_start();
                }
                self.code = true;
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.block();
                } else {
                    self.line_start();
                }
                self.lists.push(*first);
            }
            Tag::Item => {
                self.line_start();
                let depth = self.lists.len().saturating_sub(1).min(MAX_DEPTH);
                self.out.push_str(&"  ".repeat(depth));
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.out.push_str(&format!("{number}. "));
                        *number += 1;
                    }
                    _ => self.out.push_str("- "),
                }
            }
            Tag::TableRow => {
                self.line_start();
                self.out.push_str("- ");
                self.cells = 0;
            }
            Tag::TableHead => {
                self.line_start();
                self.cells = 0;
            }
            Tag::TableCell => {
                if self.cells > 0 {
                    self.out.push_str(": ");
                }
                self.cells += 1;
            }
            Tag::Image { dest_url, .. } => self.image = Some((String::new(), dest_url.to_string())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::CodeBlock => self.code = false,
            TagEnd::Image => {
                let (alt, address) = self.image.take().unwrap_or_default();
                self.out.push_str(&html::picture(&alt, &address));
            }
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::TableHead => self.block(),
            _ => {}
        }
    }

    /// Converts HTML that Markdown leaves alone. A block of it may be a single tag that encloses what follows.
    fn end_html(&mut self) {
        if self.html.is_empty() {
            return;
        }
        let html = std::mem::take(&mut self.html);
        let text = if is_content(&html) { html } else { html::to_text(&html) };
        if !text.trim().is_empty() {
            self.block();
            self.out.push_str(html::trimmed(&text));
        }
    }

    /// Finishes a title, without its number, above the text that follows. One that only announces an answer is dropped.
    fn end_heading(&mut self) {
        let Some(start) = self.heading.take().filter(|&start| start <= self.out.len()) else { return };
        let title = self.out.split_off(start);
        if title.contains([':', '：']) {
            self.out.push_str(title.trim());
        } else if !is_label(&title) && !only_counts(&title) {
            self.out.push_str(&lead(title.trim()));
            self.lead = self.out.len();
        }
    }

    fn at_item(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default().trim_start();
        line == "- " || line == "- [ ] " || line == "- [x] " || (line.ends_with(". ") && line.len() <= 6)
    }

    fn indent(&mut self) {
        let depth = self.lists.len().min(MAX_DEPTH);
        self.out.push_str(&"  ".repeat(depth));
    }

    fn new_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.indent();
    }

    fn line_start(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Starts a block: after an empty line outside of lists, on a new line inside one.
    fn block(&mut self) {
        self.line_start();
        if self.lists.is_empty() {
            if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
        } else {
            self.indent();
        }
    }

    fn finish(mut self) -> String {
        self.end_html();
        let out = self.out.trim_end();
        // Nothing follows the last title.
        let out = if out.len() == self.lead { out.trim_end_matches(':') } else { out };
        let out = out.trim_matches('\n');
        if !out.contains("**") {
            return out.to_owned();
        }
        let line = |line: &str| if line.starts_with("    ") { line.to_owned() } else { without_stars(line) };
        out.lines().map(line).collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_structure_stays() {
        assert_eq!(text("Why **is** `a` [here](x)?"), "Why is a here?");
        assert_eq!(text("One\ntwo.\n\n- a\n  - b\n- c\n\nEnd"), "One two.\n\n- a\n  - b\n- c\n\nEnd");
        assert_eq!(text("```sql\nselect 1;\n```"), "    select 1;");
        assert_eq!(text("![a chart](x.png)<br>next"), "[image: a chart, x.png]\nnext");
        assert_eq!(text("<br><b>\n\nBold\n\n</b>"), "Bold");
    }

    #[test]
    fn titles_formulas_and_code_are_told_apart() {
        assert_eq!(
            text("#### 1. Name\n\nAn address.\n\n#### Answer\n\nYes.\n\n#### End"),
            "Name:\n\nAn address.\n\nYes.\n\nEnd"
        );
        assert_eq!(text("It takes $O(n^2)$, and $5 to $10."), "It takes O(n²), and $5 to $10.");
        assert_eq!(text("- one\n\n  ```c\n  a;\n  b;\n  ```\n- two"), "- one\n      a;\n      b;\n- two");
        assert_eq!(text("<p>\n```c\na;\n```\n</p>"), "    a;");
        assert_eq!(lead("Setting it up"), "Setting it up:");
        assert_eq!(
            leading_code("```go\nx := 1\n```\nIt sets x.").map(|(code, rest)| (code.code, rest)),
            Some(("x := 1\n".into(), "It sets x.".into()))
        );
    }

    #[test]
    fn the_only_code_block_becomes_the_snippet() {
        let (snippet, rest) = take_code("Look:\n\n```go\nx := 1\n```\n\nWell?");
        assert_eq!(snippet.map(|s| (s.language, s.code)), Some(("go".into(), "x := 1\n".into())));
        assert_eq!(text(&rest), "Look:\n\nWell?");
        assert!(take_code("```\na\n```\n\n```\nb\n```").0.is_none());
    }
}
