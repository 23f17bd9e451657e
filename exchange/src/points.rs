//! Turns an answer, in prose or as a list, into points that can be ticked.

use std::borrow::Cow;

use hotseat_bank::{Mistake, Point, text};

use super::address::is_address;
use super::names::Names;

/// The most points of an answer: nobody ticks more of them with care.
const MAX_POINTS: usize = 12;

/// A paragraph longer than this many characters is split into sentences.
pub(super) const LONG: usize = 240;

/// The longest point, in characters; a longer one is cut. It has to be readable at a glance, and the question keeps the
/// whole answer.
const MAX_CHARS: usize = 300;

/// The longest title above a paragraph, in characters.
const MAX_TITLE: usize = 120;

/// The points of an answer: the items of its list if it has one, together with titled paragraphs; otherwise its lines
/// and paragraphs; otherwise its sentences. Code is not a point, since nobody says it aloud. A long paragraph among
/// others is represented by its first sentence; the question keeps the whole answer.
pub(super) fn from_text(answer: &str) -> Vec<Point> {
    let mut parts = parts(answer);
    if parts.iter().filter(|part| part.sort == Sort::Item).count() >= 2 {
        // Prose around a list introduces it or sums it up.
        parts.retain(|part| part.sort != Sort::Prose);
    }
    parts.retain(|part| {
        is_sign(part) || part.text.chars().any(char::is_alphanumeric) && !crate::html::only_placeholders(&part.text)
    });
    let mut texts: Vec<String> = parts.into_iter().map(|part| part.text).collect();
    texts.retain(|text| !is_reference(text));
    if texts.iter().any(|text| !only_announces(text)) {
        texts.retain(|text| !only_announces(text));
    }
    if let [only] = texts.as_slice()
        && only.chars().count() > LONG
    {
        texts = sentences(only);
    }
    let mut names = Names::default();
    texts.iter().take(MAX_POINTS).map(|text| point(&mut names, &short(text))).collect()
}

/// What a line is called that only says where to read more.
const READING: [&str; 38] = [
    "source",
    "sources",
    "reference",
    "references",
    "ref",
    "further reading",
    "additional reading",
    "see also",
    "learn more",
    "read more",
    "more info",
    "more information",
    "source(s) and further reading",
    "useful links",
    "image credit",
    "quelle",
    "quellen",
    "referenz",
    "référence",
    "références",
    "referencia",
    "referencias",
    "fuente",
    "fuentes",
    "referência",
    "fonte",
    "riferimento",
    "riferimenti",
    "источник",
    "джерело",
    "संदर्भ",
    "参考",
    "参考链接",
    "参考资料",
    "參考",
    "來源",
    "来源",
    "出典",
];

/// What a line is called that announces an explanation; alone it is the text of a link to one.
const EXPLAINING: [&str; 12] = [
    "explanation",
    "explanations",
    "explication",
    "explicación",
    "explicação",
    "erklärung",
    "spiegazione",
    "объяснение",
    "пояснення",
    "解释",
    "解説",
    "설명",
];

/// Whether a text only says where to read more, or leads elsewhere; nobody says that aloud.
fn is_reference(text: &str) -> bool {
    let lower = text.trim().trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (label, rest) = lower.split_once([':', '：']).unwrap_or((&lower, ""));
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() && c != ')');
    let few = rest.split_whitespace().count() <= 8 || rest.contains("http");
    is_address(&lower)
        || lower.contains("back to top") && lower.len() < 40
        || few && READING.contains(&label)
        || rest.is_empty() && EXPLAINING.contains(&label)
        || is_labelled_address(text)
}

/// Whether a text is an address behind a word or two in brackets, in whatever language: `[参考] (https://…)`.
fn is_labelled_address(text: &str) -> bool {
    let Some((label, address)) = text.trim().split_once("http") else { return false };
    let bare = label.trim_matches(|c: char| !c.is_alphanumeric());
    label.starts_with(['[', '【', '［'])
        && bare.chars().count() <= 24
        && bare.split_whitespace().count() <= 2
        && is_address(&format!("http{}", address.trim_end_matches([')', '）', ']'])))
}

/// Whether an item is made of signs alone, such as an operator: `$?`, `&&`. A rule or an ellipsis says nothing.
fn is_sign(part: &Part) -> bool {
    let text = part.text.trim();
    let is_rule = text.len() > 2 && text.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | '.'));
    part.sort == Sort::Item
        && !text.is_empty()
        && !is_rule
        && text.chars().all(|c| c.is_ascii_punctuation() || c == ' ')
}

/// Whether a text only announces the code or the picture below it: "Syntax:", "For example:".
fn only_announces(text: &str) -> bool {
    text.ends_with([':', '：']) && text.split_whitespace().count() <= 4
}

/// The short form of a text: all of it, or its first sentence if it is long.
fn short(text: &str) -> Cow<'_, str> {
    if text.chars().count() <= LONG {
        return Cow::Borrowed(text);
    }
    sentences(text).into_iter().next().map_or(Cow::Borrowed(text), Cow::Owned)
}

fn point(names: &mut Names, text: &str) -> Point {
    let text = shortened(text);
    Point::new(names.name(&text), text)
}

/// Mistakes made from texts in the same way, one from each.
pub(super) fn mistakes(texts: &[String]) -> Vec<Mistake> {
    let mut names = Names::default();
    let texts = texts.iter().map(|text| shortened(text)).filter(|text| !text.is_empty());
    let mistake = |text: String| {
        let id = format!("not-{}", names.name(&text));
        Mistake { id, text, why: None, critical: false, valid: None }
    };
    texts.map(mistake).collect()
}

fn shortened(text: &str) -> String {
    let line = text::one_line(text);
    let Some((end, _)) = line.char_indices().nth(MAX_CHARS) else { return line };
    let cut = line[..end].rfind(' ').filter(|&blank| blank > end / 2).unwrap_or(end);
    format!("{}…", &line[..cut])
}

/// The indentation of a list item, and its text after the list marker; `None` if the line is not a list item.
pub(super) fn item(line: &str) -> Option<(usize, &str)> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    for mark in ["- ", "* ", "+ ", "• ", "– ", "— ", "◦ ", "● ", "▪ ", "‣ "] {
        if let Some(text) = rest.strip_prefix(mark) {
            return Some((indent, text.trim()));
        }
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let text = rest[digits..].strip_prefix(['.', ')'])?;
        return text.starts_with(' ').then(|| (indent, text.trim()));
    }
    None
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    Item,
    /// A paragraph with a title above it.
    Titled,
    Prose,
}

#[derive(Debug)]
struct Part {
    sort: Sort,
    text: String,
}

/// Reads the lines of an answer and joins those that belong together.
#[derive(Debug, Default)]
struct Reader<'a> {
    parts: Vec<Part>,
    paragraph: Vec<&'a str>,
    title: Option<&'a str>,
    /// Whether the last line belongs to a list item.
    in_item: bool,
    /// Whether the previous line was empty.
    after_gap: bool,
}

fn parts(answer: &str) -> Vec<Part> {
    let is_code = |line: &str| line.starts_with("    ") && item(line).is_none();
    let lines = || answer.lines().filter(|line| !is_code(line));
    let top = lines().filter_map(item).map(|(indent, _)| indent).min().unwrap_or(usize::MAX);
    let mut reader = Reader::default();
    for line in answer.lines() {
        reader.line(line, top);
    }
    reader.end_paragraph();
    reader.parts
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: &'a str, top: usize) {
        let indent = line.len() - line.trim_start().len();
        let after_gap = std::mem::replace(&mut self.after_gap, line.trim().is_empty());
        match item(line) {
            Some((indent, text)) if indent == top => {
                self.end_paragraph();
                self.title = None;
                self.parts.push(Part { sort: Sort::Item, text: text.to_owned() });
                self.in_item = true;
            }
            Some((_, text)) if self.in_item => {
                if let Some(last) = self.parts.last_mut() {
                    last.text.push_str(if last.text.ends_with([':', ';', '.', ',']) { " " } else { "; " });
                    last.text.push_str(text);
                }
            }
            _ if line.trim().is_empty() => self.end_paragraph(),
            // Indented this far after an empty line, it is code or below the list, and does not continue the item.
            _ if self.in_item && after_gap && indent >= top + 4 => {
                self.in_item = false;
                self.after_gap = true;
            }
            _ if self.in_item && indent > top => {
                if let Some(last) = self.parts.last_mut().filter(|_| indent < top + 6) {
                    last.text.push(' ');
                    last.text.push_str(line.trim());
                }
            }
            _ if indent >= 4 => {
                self.after_gap = true;
                self.end_paragraph();
            }
            _ => {
                self.in_item = false;
                self.paragraph.push(line.trim().trim_start_matches("> "));
            }
        }
    }

    fn end_paragraph(&mut self) {
        let lines = std::mem::take(&mut self.paragraph);
        let (first, rest) = match lines.as_slice() {
            [] => return,
            [first, rest @ ..] => (*first, rest),
        };
        let is_title = first.ends_with([':', '：']) && first.chars().count() <= MAX_TITLE;
        let (title, lines) = if is_title { (Some(first), rest) } else { (self.title.take(), lines.as_slice()) };
        if lines.is_empty() {
            self.title = title;
            return;
        }
        self.title = None;
        match title {
            Some(title) => self.parts.push(Part { sort: Sort::Titled, text: format!("{title} {}", lines.join(" ")) }),
            None if is_wrapped(lines) => self.parts.push(Part { sort: Sort::Prose, text: lines.join(" ") }),
            None => self.parts.extend(lines.iter().map(|line| Part { sort: Sort::Prose, text: (*line).to_owned() })),
        }
    }
}

/// Whether lines are a single wrapped text, in which sentences continue on the next line.
fn is_wrapped(lines: &[&str]) -> bool {
    let ends = |line: &str| line.ends_with(['.', '!', '?', ';', ':', '。']);
    lines.last().is_some_and(|line| ends(line))
        && lines.windows(2).any(|pair| !ends(pair[0]) && pair[1].starts_with(|c: char| c.is_lowercase()))
}

pub(super) fn sentences(paragraph: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut start = 0;
    for (at, _) in paragraph.match_indices(['.', '!', '?', '。']) {
        let end = at + paragraph[at..].chars().next().map_or(1, char::len_utf8);
        let rest = &paragraph[end..];
        let next = rest.trim_start().chars().next();
        // "e.g. this" and "3.5" do not end a sentence.
        if rest.starts_with(' ') && next.is_some_and(|c| c.is_uppercase() || !c.is_ascii()) && end - start > 25 {
            out.push(paragraph[start..end].trim().to_owned());
            start = end;
        }
    }
    out.push(paragraph[start..].trim().to_owned());
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use proptest::prelude::*;

    fn texts(answer: &str) -> Vec<String> {
        from_text(answer).into_iter().map(|point| point.text).collect()
    }

    #[test]
    fn a_list_gives_its_items_with_what_hangs_below_them() {
        let answer =
            "Two things matter:\n\n- Order\n  - per key\n  - not over all\n- Time,\n  on the wall\n\nThat is all.";
        assert_eq!(texts(answer), ["Order; per key; not over all", "Time, on the wall"]);
        assert_eq!(texts("1. one\n2) two"), ["one", "two"]);
    }

    #[test]
    fn prose_gives_paragraphs_and_a_long_one_its_sentences() {
        assert_eq!(texts("One.\n\nTwo\nlines."), ["One.", "Two lines."]);
        assert_eq!(texts("- a single item"), ["a single item"]);
        assert_eq!(texts("one\ntwo\nthree"), ["one", "two", "three"]);
        let long = "A replica takes over when the leader is gone for long. ".repeat(5);
        assert_eq!(texts(&long).len(), 5);
        assert!(texts("").is_empty() && texts("\n---\n").is_empty());
    }

    #[test]
    fn where_to_read_more_is_no_point() {
        let answer =
            "It holds.\n\nSource: Locks in practice\n\nIt waits.\n\nhttps://example.org/locks\n\n⬆ Back to Top";
        assert_eq!(texts(answer), ["It holds.", "It waits."]);
        assert_eq!(
            texts("- Source: where the rows come from before anything is done to them at all\n- Sink: a table").len(),
            2
        );
    }

    #[test]
    fn addresses_behind_a_label_are_no_points_in_any_language() {
        for line in [
            "【参考】(https://example.org/a)",
            "[參考] (https://example.org/b)",
            "[Ref: https://example.org/c]",
            "参考链接：https://example.org/d",
            "Quelle: https://example.org/e",
            "Explanation",
        ] {
            assert_eq!(texts(&format!("- It holds.\n\n{line}")), ["It holds."], "{line}");
        }
        for line in
            ["http.IncomingMessage", "httpd_enable_homedirs", "source()", "[a] is a list", "Explanation: it holds"]
        {
            assert_eq!(texts(&format!("- {line}")), [line]);
        }
    }

    #[test]
    fn an_operator_is_a_point_and_a_rule_is_none() {
        assert_eq!(texts("- $?"), ["$?"]);
        assert_eq!(texts("- &&\n- ||\n\nBoth stop early."), ["&&", "||"]);
        assert!(texts("- ---\n- ...").is_empty() && texts("?!").is_empty() && texts("- ⬆").is_empty());
    }

    #[test]
    fn titles_go_with_what_stands_below_them_and_code_is_no_point() {
        let answer =
            "It has stages.\n\nName:\n\nIt becomes an address.\n\n    dig example.org\n\nReply:\n\nBytes come back.";
        assert_eq!(texts(answer), ["It has stages.", "Name: It becomes an address.", "Reply: Bytes come back."]);
        let answer = "Steps:\n- open it\n\n      open(\"x\")\n\n- close it\n\nAfterwards:\n\nLook at it.";
        assert_eq!(texts(answer), ["open it", "close it", "Afterwards: Look at it."]);
        let long = format!("Short.\n\nThis one goes on. {}", "And on it goes for a while longer. ".repeat(9));
        assert_eq!(texts(&long)[0], "Short.");
        assert!(texts(&long)[1].len() < 60, "{:?}", texts(&long));
    }

    proptest! {
        #[test]
        fn points_are_few_short_and_named_apart(answer in ".{0,400}(\n[-*] .{0,80}){0,20}") {
            let points = from_text(&answer);
            prop_assert!(points.len() <= MAX_POINTS);
            let ids: HashSet<_> = points.iter().map(|point| &point.id).collect();
            prop_assert_eq!(ids.len(), points.len());
            prop_assert!(points.iter().all(|point| point.text.chars().count() <= MAX_CHARS + 1));
        }
    }
}
