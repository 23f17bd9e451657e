//! Where a file has headings, code, lists and `details`.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::inline;
use crate::names::shortened;

/// A heading.
#[derive(Clone, Debug)]
pub(super) struct Heading {
    pub(super) level: usize,
    pub(super) title: String,
    /// The number before the title, as in `12. Title` or in an ordered list.
    pub(super) numbered: bool,
    pub(super) range: Range<usize>,
}

/// What a file is made of.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    pub(super) text: &'a str,
    pub(super) headings: Vec<Heading>,
    /// For each heading the next one above it that has a higher rank and names a part of the file. At most six steps lead
    /// to the top of the file.
    parents: Vec<Option<usize>>,
    /// For each heading the last one up to it that names a part of the file.
    parts: Vec<Option<usize>>,
    /// For each heading where the next one of the same or a higher rank begins.
    ends: Vec<usize>,
    /// Code in blocks and in lines, in order.
    code: Vec<Range<usize>>,
    /// Items of outermost lists.
    pub(super) items: Vec<Range<usize>>,
    /// Where each line begins.
    lines: Vec<usize>,
}

impl<'a> Outline<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut out = Self {
            text,
            headings: Vec::new(),
            parents: Vec::new(),
            parts: Vec::new(),
            ends: Vec::new(),
            code: Vec::new(),
            items: Vec::new(),
            lines: std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect(),
        };
        let (mut depth, mut ordered) = (0_usize, Vec::new());
        for (event, range) in Parser::new_ext(text, inline::options()).into_offset_iter() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let raw = text[range.clone()].trim();
                    let numbered = ordered.last() == Some(&true);
                    out.heading(level as usize, raw, numbered, range);
                }
                Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => out.code.push(range),
                Event::Start(Tag::List(first)) => {
                    ordered.push(first.is_some());
                    depth += 1;
                }
                Event::End(TagEnd::List(_)) => {
                    ordered.pop();
                    depth = depth.saturating_sub(1);
                }
                Event::Start(Tag::Item) if depth == 1 => out.items.push(range),
                _ => {}
            }
        }
        out.find_ends();
        out.find_parts(&[]);
        out
    }

    /// Headings in these ranges (in order, apart from each other) belong to an answer and name no part of the file.
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
            if !inside && !is_answer(&heading.title) {
                last = Some(i);
            }
            self.parts.push(last);
        }
    }

    fn find_ends(&mut self) {
        self.ends = vec![self.text.len(); self.headings.len()];
        let mut open: Vec<usize> = Vec::new();
        for (i, heading) in self.headings.iter().enumerate() {
            while let Some(above) = open.pop_if(|above| heading.level <= self.headings[*above].level) {
                self.ends[above] = heading.range.start;
            }
            open.push(i);
        }
    }

    /// Where the part below a heading ends.
    pub(super) fn end_of(&self, i: usize) -> usize {
        self.ends[i]
    }

    fn heading(&mut self, level: usize, raw: &str, in_list: bool, range: Range<usize>) {
        let raw = raw.trim_start_matches('#').trim_end_matches(['#', '=', '-', '\n', '\r']).trim();
        let title = inline::line(raw);
        // Markdown eats "12." as the start of a list when it stands alone.
        let digits = title.bytes().take_while(u8::is_ascii_digit).count();
        let rest = title[digits..].strip_prefix(['.', ')', ':']).map(str::trim_start);
        let (title, counted) = match rest {
            Some(rest) if (1..=4).contains(&digits) && !rest.is_empty() => (rest.to_owned(), true),
            _ => (title, false),
        };
        self.headings.push(Heading { level, title, numbered: in_list || counted, range });
    }

    /// The line of a byte, from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|&start| start <= at)
    }

    /// Whether a byte stands in a heading.
    pub(super) fn is_heading(&self, at: usize) -> bool {
        let after = self.headings.partition_point(|heading| heading.range.start <= at);
        self.headings[..after].last().is_some_and(|heading| heading.range.contains(&at))
    }

    /// Whether a byte stands in code.
    pub(super) fn in_code(&self, at: usize) -> bool {
        let after = self.code.partition_point(|range| range.start <= at);
        // Code in a line can stand within nothing else, so only the last one that began may hold it.
        self.code[..after].last().is_some_and(|range| range.contains(&at))
    }

    /// The titles of the two innermost headings above a byte that are of a higher rank than `level`.
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
        // The title of the whole file says what the bank is, not what the topic is.
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

/// "Answer: D" as a heading of its own.
pub(super) fn is_answer(title: &str) -> bool {
    let lower = title.to_lowercase();
    lower == "answer" || lower == "solution" || lower.starts_with("answer:") || lower.starts_with("solution:")
}

/// Titles of parts that hold no questions.
pub(super) fn is_furniture(title: &str) -> bool {
    const NAMES: [&str; 22] = [
        "table of contents",
        "contents",
        "toc",
        "index",
        "license",
        "licence",
        "contributing",
        "contribution",
        "credits",
        "references",
        "resources",
        "further reading",
        "about",
        "introduction",
        "how to use",
        "disclaimer",
        "authors",
        "acknowledgements",
        "translations",
        "back to top",
        "preface",
        "links",
    ];
    let lower = title.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    NAMES.contains(&lower)
}

/// A piece of text without the lines that lead to other places: "back to top", bare links, rules.
pub(super) fn without_navigation(text: &str) -> String {
    let is_navigation = |line: &str| {
        let lower = line.trim().to_lowercase();
        let words = lower.trim_matches(|c: char| !c.is_alphanumeric());
        (lower.contains("back to top") && lower.len() < 200)
            || (lower.starts_with("<div") && lower.contains("<a href=\"#"))
            || (lower.starts_with("**[") || lower.starts_with('['))
                && lower.contains("](#")
                && lower.matches("](#").count() == lower.matches("](").count()
                && words.len() < 120
            || lone_link(&lower)
                .is_some_and(|text| is_furniture(text) || matches!(text, "reference" | "source" | "link"))
            || matches!(lower.as_str(), "---" | "***" | "<hr>" | "<hr/>" | "<br>" | "<br/>" | "<br />")
    };
    text.lines().filter(|line| !is_navigation(line)).collect::<Vec<_>>().join("\n")
}

/// The text of a link that stands alone in its line.
fn lone_link(line: &str) -> Option<&str> {
    let (text, address) = line.trim_start_matches(['-', '*', '+', ' ']).strip_prefix('[')?.split_once("](")?;
    let address = address.strip_suffix(')')?;
    (!text.contains(']') && !address.contains(')')).then_some(text.trim())
}
