//! Finds the headings, code, lists and `details` of a file.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

use super::inline;
use super::words::{asks, is_answer, is_inner, without_mark};
use crate::names::shortened;

#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) level: usize,
    pub(super) title: String,
    /// Whether a number precedes the title, as in `12. Title` or in an ordered list.
    pub(super) numbered: bool,
    /// The number, if it is written out: `12. Title`, `Q12: Title`.
    pub(super) number: Option<u32>,
    /// Whether it is the start of an item in an ordered list.
    pub(super) leads_item: bool,
    /// Whether it is inside a list item or a quotation, and so belongs to whatever that belongs to.
    pub(super) inner: bool,
    /// How many columns the text below it is indented by.
    pub(super) indent: usize,
    pub(super) range: Range<usize>,
}

/// A paragraph, or an item of an outermost list, that begins in bold.
#[derive(Clone, Debug)]
pub(super) struct Bold {
    pub(super) start: usize,
    /// The bold text with its asterisks.
    pub(super) strong: Range<usize>,
    /// Where the paragraph ends.
    pub(super) end: usize,
    /// Where the list item that it begins ends; `None` if it does not begin one.
    pub(super) item_end: Option<usize>,
}

/// The structure of a file.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    pub(super) text: &'a str,
    pub(super) headings: Vec<Heading>,
    pub(super) bold: Vec<Bold>,
    /// For each heading, the next one above it that has a higher level and names a section. The top of the file is at
    /// most six steps away.
    parents: Vec<Option<usize>>,
    /// For each heading, the last one up to and including it that names a section.
    parts: Vec<Option<usize>>,
    /// Code blocks and inline code, in order.
    code: Vec<Range<usize>>,
    /// Outermost lists, in order.
    pub(super) lists: Vec<Range<usize>>,
    /// The items of outermost lists.
    pub(super) items: Vec<Range<usize>>,
    /// The start of a code block that is never closed and so runs to the end of the file.
    pub(super) open_code: Option<usize>,
    /// Where each line begins.
    lines: Vec<usize>,
    /// How deep the quotations are nested.
    quotes: usize,
}

/// A list item that is being read.
#[derive(Debug)]
struct Item {
    range: Range<usize>,
    ordered: bool,
    begun: bool,
    /// The level of the heading that it begins with, if any.
    lead: Option<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut out = Self {
            text,
            headings: Vec::new(),
            bold: Vec::new(),
            parents: Vec::new(),
            parts: Vec::new(),
            code: Vec::new(),
            lists: Vec::new(),
            items: Vec::new(),
            open_code: None,
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
            quotes: 0,
        };
        let (mut ordered, mut open): (Vec<bool>, Vec<Item>) = (Vec::new(), Vec::new());
        // A paragraph that has begun, until something of it is read.
        let mut fresh: Option<Range<usize>> = None;
        for (event, range) in Parser::new_ext(text, inline::options()).into_offset_iter() {
            let first = open.last().is_some_and(|item| !item.begun);
            if let (Some(item), false) = (open.last_mut(), matches!(event, Event::End(_))) {
                item.begun = true;
            }
            let paragraph = fresh.take();
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let level = level as usize;
                    let led = first && ordered.last() == Some(&true);
                    let inner = out.quotes > 0
                        || match open.as_slice() {
                            [] => false,
                            [_] => !first,
                            // A list that was accidentally indented below the item before it continues the questions.
                            [outer, ..] => !(led && outer.ordered && outer.lead == Some(level)),
                        };
                    if let (Some(item), true) = (open.last_mut(), first) {
                        item.lead = Some(level);
                    }
                    out.heading(level, led, inner, range);
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let ends = ["```", "~~~"].iter().any(|mark| text[range.clone()].trim_end().ends_with(mark));
                    let lines = text[range.clone()].trim().contains('\n');
                    if matches!(kind, CodeBlockKind::Fenced(_)) && range.end == text.len() && !(ends && lines) {
                        out.open_code = Some(range.start);
                    }
                    out.code.push(range);
                }
                Event::Code(_) => out.code.push(range),
                Event::Start(Tag::BlockQuote(_)) => out.quotes += 1,
                Event::End(TagEnd::BlockQuote(_)) => out.quotes = out.quotes.saturating_sub(1),
                Event::Start(Tag::List(from)) => {
                    ordered.push(from.is_some());
                    if ordered.len() == 1 {
                        out.lists.push(range);
                    }
                }
                Event::End(TagEnd::List(_)) => drop(ordered.pop()),
                Event::Start(Tag::Item) => {
                    if ordered.len() == 1 {
                        out.items.push(range.clone());
                    }
                    let ordered = ordered.last() == Some(&true);
                    open.push(Item { range, ordered, begun: false, lead: None });
                }
                Event::End(TagEnd::Item) => drop(open.pop()),
                Event::Start(Tag::Paragraph) if out.quotes == 0 => {
                    if let (Some(item), true) = (open.last_mut(), first) {
                        item.begun = false;
                    }
                    fresh = Some(range);
                }
                // A number may precede the bold text.
                Event::Text(text)
                    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || "().:-# ".contains(c)) =>
                {
                    fresh = paragraph;
                }
                // Bold italics may start with either.
                Event::Start(Tag::Emphasis) => fresh = paragraph,
                Event::Start(Tag::Strong) if out.quotes == 0 => match (open.as_slice(), paragraph) {
                    ([], Some(paragraph)) => out.bold.push(Bold {
                        start: paragraph.start,
                        strong: range,
                        end: paragraph.end,
                        item_end: None,
                    }),
                    ([item], paragraph) if first => {
                        let line = text[range.end..].find('\n').map_or(text.len(), |end| range.end + end);
                        let end = paragraph.map_or(line.min(item.range.end), |paragraph| paragraph.end);
                        let item_end = Some(item.range.end);
                        out.bold.push(Bold { start: item.range.start, strong: range, end, item_end });
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        out.find_parts(&[]);
        out
    }

    /// Finds the section of each heading. Headings in these ranges, which are in order and do not overlap, belong to an
    /// answer and name no section.
    pub(super) fn find_parts(&mut self, answers: &[Range<usize>]) {
        self.parents.clear();
        self.parts.clear();
        let mut last: Option<usize> = None;
        for (i, heading) in self.headings.iter().enumerate() {
            let mut parent = last;
            while let Some(above) = parent.filter(|&above| self.headings[above].level >= heading.level) {
                parent = self.parents[above];
            }
            self.parents.push(parent);
            let after = answers.partition_point(|range| range.start <= heading.range.start);
            let inside = answers[..after].last().is_some_and(|range| range.contains(&heading.range.start));
            if !inside && !heading.inner && !is_answer(&heading.title) {
                last = Some(i);
            }
            self.parts.push(last);
        }
    }

    fn heading(&mut self, level: usize, leads_item: bool, inner: bool, range: Range<usize>) {
        let raw = self.text[range.clone()].trim();
        let raw = raw.trim_start_matches('#').trim_end_matches(['#', '=', '-', '\n', '\r']).trim();
        let title = inline::line(raw);
        let title = without_attributes(&title).to_owned();
        // Markdown takes "12." on its own for the start of a list.
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        let rest = title[digits..].strip_prefix(['.', ')', ':', '、', '．']).map(str::trim_start);
        let written = title.trim_start_matches(['Q', 'q', '.', '#', ' ']);
        let written = &written[..written.bytes().take_while(u8::is_ascii_digit).count()];
        let number = written.parse().ok().filter(|_| rest.is_some() || without_mark(&title).is_some());
        let (title, counted) = match rest.or_else(|| numbered_within(&title)) {
            Some(rest) if (1..=4).contains(&digits) && !rest.is_empty() => {
                (numbered_within(&title).unwrap_or(rest).to_owned(), true)
            }
            _ => (title, false),
        };
        let indent = if leads_item { self.column(range.start) } else { 0 };
        let numbered = leads_item || counted;
        // A question with a marker that was accidentally indented below an item still is one.
        let inner = inner && (self.quotes > 0 || without_mark(&title).is_none());
        self.headings.push(Heading { level, title, numbered, number, leads_item, inner, indent, range });
    }

    /// Lowers headings that belong to a question although they are of its level or a higher one, between questions that
    /// are numbered one after the other: "Key points", the second half of what is asked, choices with letters.
    pub(super) fn lower_inner(&mut self) {
        let counted: Vec<Option<u32>> = (0..self.headings.len()).map(|i| self.counted(i)).collect();
        let next = self.next_numbered(&counted);
        // The last numbered heading, with its level and its number.
        let mut asked: Option<(usize, u32)> = None;
        for i in 0..self.headings.len() {
            if let Some(number) = counted[i] {
                asked = Some((self.headings[i].level, number));
                continue;
            }
            let heading = &self.headings[i];
            let Some((level, number)) = asked.filter(|(level, _)| heading.level <= *level && !heading.inner) else {
                continue;
            };
            let goes_on = next[i].is_some_and(|next| {
                self.headings[next].level == level && counted[next] == Some(number.saturating_add(1))
            });
            let belongs = if heading.level == level { self.continues(i) } else { self.is_inner(i) };
            if goes_on && belongs {
                self.headings[i].level = level + 1;
            }
        }
    }

    /// For each heading, the next numbered one, unless one of a higher level than itself comes first.
    fn next_numbered(&self, counted: &[Option<u32>]) -> Vec<Option<usize>> {
        let mut of_level = [usize::MAX; 8];
        let mut numbered = usize::MAX;
        let mut out = vec![None; self.headings.len()];
        for i in (0..self.headings.len()).rev() {
            let level = self.headings[i].level.min(7);
            let higher = of_level[..level].iter().copied().min().unwrap_or(usize::MAX);
            out[i] = Some(numbered).filter(|&next| next != usize::MAX && next <= higher);
            of_level[level] = i;
            if counted[i].is_some() {
                numbered = i;
            }
        }
        out
    }

    /// Whether a heading of a higher level names a part of an answer, going by its title or its indentation.
    fn is_inner(&self, i: usize) -> bool {
        let heading = &self.headings[i];
        let line = &self.text[self.lines[self.line(heading.range.start) - 1]..heading.range.start];
        !line.is_empty() || self.text[heading.range.clone()].starts_with(' ') || is_inner(&heading.title)
    }

    /// Whether a heading goes on with the question right above it: nothing stands between them, or it is a choice.
    fn continues(&self, i: usize) -> bool {
        let Some(above) = i.checked_sub(1).map(|above| &self.headings[above]) else { return false };
        let title = self.headings[i].title.as_str();
        let letter = title.starts_with(|c: char| c.is_ascii_uppercase()) && title[1..].starts_with(['.', ')']);
        let bare = self.text[above.range.end..self.headings[i].range.start].trim().is_empty();
        bare && !is_answer(title) && (letter || self.counted(i - 1).is_some() && asks(title))
    }

    /// The number of a heading, written in it or by the list that it is an item of.
    fn counted(&self, i: usize) -> Option<u32> {
        let heading = &self.headings[i];
        let line = &self.text[self.lines[self.line(heading.range.start) - 1]..heading.range.start];
        heading.number.or_else(|| line.trim().trim_end_matches(['.', ')']).parse().ok().filter(|_| heading.leads_item))
    }

    /// The line of a byte position, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    /// How many bytes precede a position on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        at - self.lines[self.line(at) - 1]
    }

    /// Whether a position is inside a heading.
    pub(super) fn is_heading(&self, at: usize) -> bool {
        let after = self.headings.partition_point(|heading| heading.range.start <= at);
        self.headings[..after].last().is_some_and(|heading| heading.range.contains(&at))
    }

    /// Whether a position is inside code.
    pub(super) fn in_code(&self, at: usize) -> bool {
        let after = self.code.partition_point(|range| range.start <= at);
        // Code is never nested, so only the last range that began before can contain it.
        self.code[..after].last().is_some_and(|range| range.contains(&at))
    }

    /// The titles of the two innermost headings above a position that are of a higher level than `level`.
    pub(super) fn above(&self, at: usize, level: usize) -> (Option<String>, Option<String>) {
        let before = self.headings.partition_point(|heading| heading.range.start < at);
        let mut path = Vec::new();
        let mut next = before.checked_sub(1).and_then(|last| self.parts[last]);
        while let Some(i) = next {
            if self.headings[i].level < level {
                path.push(&self.headings[i]);
            }
            next = self.parents[i];
        }
        // The title of the whole file says what the bank is about, not the topic.
        if path.len() > 1 {
            path.retain(|heading| heading.level > 1);
        }
        let title = |heading: &Heading| Some(shortened(&heading.title));
        match path.as_slice() {
            [] => (None, None),
            [only] => (title(only), None),
            [.., topic, subtopic] if path.len() > 2 => (title(topic), title(subtopic)),
            [inner, outer, ..] => (title(outer), title(inner)),
        }
    }
}

/// A title without attributes that some sites append in braces: `{#name}`.
fn without_attributes(title: &str) -> &str {
    let cut = title.strip_suffix('}').and_then(|rest| rest.rsplit_once('{'));
    cut.filter(|(_, inside)| inside.starts_with(['#', '.', ':'])).map_or(title, |(rest, _)| rest.trim_end())
}

/// The title after the number of a nested section: `1.2.3 Title`.
fn numbered_within(title: &str) -> Option<&str> {
    let number = title.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = title.split_at(number);
    let parts: Vec<&str> = number.trim_end_matches('.').split('.').collect();
    let fine = parts.len() > 1 && parts.iter().all(|part| (1..=3).contains(&part.len()));
    let rest = rest.strip_prefix([')', ':']).unwrap_or(rest);
    (fine && rest.starts_with(' '))
        .then(|| rest.trim_start())
        .filter(|rest| rest.chars().next().is_some_and(char::is_alphabetic))
}
