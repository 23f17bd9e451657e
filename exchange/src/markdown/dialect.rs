//! Rewrites the Markdown extensions of other programs, for sites, notes and browsers, as plain Markdown: titles and
//! collapsible blocks.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

use super::{inline, words};
use crate::column::{Column, columns};

/// A text in plain Markdown, and the original line number of each of its lines; `None` if nothing had to be changed.
pub(super) struct Plain<'a> {
    pub(super) text: Cow<'a, str>,
    lines: Option<Vec<usize>>,
}

impl Plain<'_> {
    /// The line of the file, from 1, that a line of the text comes from.
    pub(super) fn line(&self, line: usize) -> usize {
        match &self.lines {
            Some(lines) => lines.get(line.saturating_sub(1)).or(lines.last()).copied().unwrap_or(line),
            None => line,
        }
    }
}

/// A block that is open while lines are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `::: details`, up to `:::`.
    Colons,
    /// `::: tip`, of which only the markers are removed.
    Remark,
    /// `??? note "Title"`, with what is indented below it.
    Indented,
    /// `> [!question] Title`, with what is quoted below it.
    Quoted,
}

struct Writer {
    out: String,
    lines: Vec<usize>,
}

impl Writer {
    fn line(&mut self, line: &str, number: usize) {
        self.out.push_str(line);
        self.out.push('\n');
        self.lines.push(number);
    }

    fn open(&mut self, title: &str, number: usize) {
        self.line("", number);
        self.line(&format!("<details><summary>{title}</summary>"), number);
        self.line("", number);
    }

    fn close(&mut self, number: usize) {
        self.line("", number);
        self.line("</details>", number);
        self.line("", number);
    }
}

/// Rewrites what other programs add. Code stays as it is.
pub(super) fn plain(text: &str) -> Plain<'_> {
    match tabled(text) {
        Cow::Borrowed(text) => marked(text),
        Cow::Owned(text) => {
            let Plain { text: plain, lines } = marked(&text);
            Plain { text: Cow::Owned(plain.into_owned()), lines }
        }
    }
}

/// Rewrites tables in HTML that ask as tables in Markdown, in as many lines as before.
fn tabled(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("<table") {
        let starts_line = rest[..at].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        let Some(end) = rest[at..].find("</table>").map(|end| at + end + "</table>".len()) else { break };
        let html = &rest[at..end];
        let head = html.split_inclusive("</tr>").next().unwrap_or_default();
        let names = crate::html::to_text(head);
        let names: Vec<&str> = names.split('|').map(str::trim).collect();
        let asks = names.len() > 1 && columns(&names).contains(&Some(Column::Question));
        if !asks || !starts_line || html[6..].contains("<table") {
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let table = crate::page::markdown(html).text;
        let more = html.matches('\n').count().saturating_sub(table.trim().matches('\n').count());
        out.push_str(&rest[..at]);
        out.push_str(table.trim());
        out.push_str(&"\n".repeat(more));
        rest = &rest[end..];
    }
    if out.is_empty() {
        return Cow::Borrowed(text);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn marked(text: &str) -> Plain<'_> {
    match closed(text) {
        Cow::Borrowed(text) => opened(text),
        Cow::Owned(text) => {
            let Plain { text: plain, lines } = opened(&text);
            Plain { text: Cow::Owned(plain.into_owned()), lines }
        }
    }
}

/// Closes code blocks that were only ended by the fence of another code block, as was meant; a question below must not
/// count as code.
fn closed(text: &str) -> Cow<'_, str> {
    const FENCE: &str = "```";
    if !text.contains(FENCE) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.lines().collect();
    let asks = |line: &str| {
        let title = line.trim_start_matches('#');
        title.len() < line.len()
            && title.starts_with(' ')
            && (words::asks(title) || words::without_mark(title.trim()).is_some())
    };
    let (mut open, mut slips) = (false, Vec::new());
    for (i, line) in lines.iter().enumerate() {
        let Some(rest) = line.trim_start().strip_prefix(FENCE) else { continue };
        let bare = rest.trim_matches(['`', ' ', '\t', '\r']).is_empty();
        if open && !bare {
            let mut inside = lines[i + 1..].iter().take_while(|line| !line.trim_start().starts_with(FENCE));
            if !rest.contains('`') && inside.any(|line| asks(line)) {
                slips.push(i);
                open = false;
            }
        } else {
            open = !open;
        }
    }
    if slips.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (i, line) in lines.iter().enumerate() {
        out.push_str(if slips.binary_search(&i).is_ok() { FENCE } else { line });
        out.push('\n');
    }
    Cow::Owned(out)
}

/// Turns foreign collapsible blocks and titles into their Markdown form.
fn opened(text: &str) -> Plain<'_> {
    let is_foreign = |line: &str| {
        let line = line.trim_start();
        line.starts_with(":::")
            || line.starts_with("???")
            || line.starts_with("!!!")
            || line.starts_with("> [!")
            || html_title(line).is_some()
            || is_script(line)
    };
    if !text.lines().any(is_foreign) {
        return Plain { text: Cow::Borrowed(text), lines: None };
    }
    let mut writer = Writer { out: String::with_capacity(text.len() + 256), lines: Vec::new() };
    let mut open: Vec<Open> = Vec::new();
    // A quoted block that has ended; a callout with its answer may follow and continues it.
    let mut ended: Option<usize> = None;
    let code = code_in(text);
    let mut at = 0;
    for (number, whole) in (1..).zip(text.split_inclusive('\n')) {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches('\n');
        let trimmed = line.trim_start();
        let after = code.partition_point(|range| range.start <= start);
        if code[..after].last().is_some_and(|range| range.contains(&start)) && !open.contains(&Open::Indented) {
            writer.line(inside(line, &open), number);
            continue;
        }
        // An indented or quoted block ends with the first line that is not indented or quoted.
        while let Some(last @ (Open::Indented | Open::Quoted)) = open.last().copied() {
            let goes_on = match last {
                Open::Indented => trimmed.is_empty() || line.starts_with("    ") || line.starts_with('\t'),
                _ => trimmed.starts_with('>') && !trimmed.starts_with("> [!"),
            };
            if goes_on {
                break;
            }
            open.pop();
            match last {
                Open::Quoted => ended = Some(number),
                _ => writer.close(number),
            }
        }
        if let Some(from) = ended {
            if trimmed.is_empty() {
                writer.line("", number);
                continue;
            }
            ended = None;
            if callout(trimmed).is_some_and(|(kind, title)| answers(kind, title)) {
                writer.line("", number);
                open.push(Open::Quoted);
                continue;
            }
            writer.close(from.max(writer.lines.last().copied().unwrap_or(from)));
        }
        if let Some((level, title)) = html_title(line) {
            writer.line("", number);
            writer.line(&format!("{} {title}", "#".repeat(level)), number);
            writer.line("", number);
        } else if let Some(rest) = trimmed.strip_prefix(":::") {
            let rest = rest.trim_start_matches(':').trim();
            match (rest.split_once(' ').unwrap_or((rest, "")), open.last()) {
                (("", _), Some(Open::Colons)) => {
                    open.pop();
                    writer.close(number);
                }
                (("", _), _) => drop(open.pop()),
                ((kind, title), _) if kind.eq_ignore_ascii_case("details") || words::is_label(title) => {
                    open.push(Open::Colons);
                    writer.open(if title.is_empty() { "Answer" } else { title }, number);
                }
                _ => open.push(Open::Remark),
            }
        } else if let Some(title) = admonition(trimmed) {
            open.push(Open::Indented);
            writer.open(&title, number);
        } else if let Some((kind, title)) = callout(trimmed) {
            if title.is_empty() && !words::is_label(kind) {
                // An ordinary note: only its marker is removed.
                writer.line(">", number);
            } else {
                open.push(Open::Quoted);
                writer.open(if title.is_empty() { kind } else { title }, number);
            }
        } else if !is_script(line) {
            writer.line(inside(line, &open), number);
        } else {
            writer.line("", number);
        }
    }
    let last = writer.lines.last().copied().unwrap_or(1);
    if ended.is_some() {
        writer.close(last);
    }
    while let Some(one) = open.pop() {
        if one != Open::Remark {
            writer.close(last);
        }
    }
    Plain { text: Cow::Owned(writer.out), lines: Some(writer.lines) }
}

/// The lines of fenced code blocks, as Markdown sees them. Code marked by indentation alone is not counted.
fn code_in(text: &str) -> Vec<Range<usize>> {
    let blocks = Parser::new_ext(text, inline::options()).into_offset_iter();
    let fenced = blocks.filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))));
    fenced.map(|(_, range)| text[..range.start].rfind('\n').map_or(0, |end| end + 1)..range.end).collect()
}

/// A line without the indentation or quotation mark of the block it is in.
fn inside<'a>(line: &'a str, open: &[Open]) -> &'a str {
    match open.last() {
        Some(Open::Indented) => line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')).unwrap_or(line),
        Some(Open::Quoted) => {
            let rest = line.trim_start();
            rest.strip_prefix('>').map_or(rest, |rest| rest.strip_prefix(' ').unwrap_or(rest))
        }
        _ => line,
    }
}

/// Reads `<h2 align="center">Title</h2>`, alone on its line, as level and title. A line with braces is part of a
/// program.
fn html_title(line: &str) -> Option<(usize, String)> {
    if line.contains('{') {
        return None;
    }
    let rest = line.strip_prefix("<h").or_else(|| line.strip_prefix("<H"))?;
    let level = rest.chars().next()?.to_digit(10).filter(|level| (1..=6).contains(level))? as usize;
    let (_, inside) = rest.get(1..)?.split_once('>')?;
    let end = inside.to_ascii_lowercase().rfind(&format!("</h{level}>"))?;
    let title = inline::line(&crate::html::to_text(&inside[..end]));
    (!title.is_empty() && inside[end + 5..].trim().is_empty()).then_some((level, title))
}

/// The title of `??? note "Title"`, or its kind if it has no title.
fn admonition(line: &str) -> Option<String> {
    let rest = line.strip_prefix("???+").or_else(|| line.strip_prefix("???")).or_else(|| line.strip_prefix("!!!"))?;
    let rest = rest.strip_prefix(' ')?.trim();
    let title = rest.split_once('"').and_then(|(_, rest)| rest.rsplit_once('"')).map(|(title, _)| title);
    let kind = rest.split(' ').next().unwrap_or_default();
    kind.chars().all(|c| c.is_alphanumeric() || c == '-').then(|| title.unwrap_or(kind).to_owned())
}

/// The kind and title of `> [!question]- Title`.
fn callout(line: &str) -> Option<(&str, &str)> {
    let (kind, rest) = line.strip_prefix("> [!")?.split_once(']')?;
    let fine = !kind.is_empty() && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '|'));
    fine.then(|| (kind, rest.trim_start_matches(['-', '+']).trim()))
}

/// Whether a callout has the answer to what is above it.
fn answers(kind: &str, title: &str) -> bool {
    words::is_label(title) || title.is_empty() && (words::is_label(kind) || kind.eq_ignore_ascii_case("success"))
}

/// Whether a line is an import or export of an MDX page.
fn is_script(line: &str) -> bool {
    let from = line.starts_with("import ")
        && (line.contains(" from '")
            || line.contains(" from \"")
            || line.starts_with("import '")
            || line.starts_with("import \""));
    from || line.starts_with("export const ") || line.starts_with("export default ")
}
