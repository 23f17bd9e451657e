//! Reads notes in plain text as Anki exports them: header lines that start with `#` say what the columns are.

use csv::StringRecord;

use super::ImportError;
use super::card::{Card, Identity};
use super::column::{Column, column, tags};
use super::names::shortened;
use super::sink::Sink;
use super::{html, latex, own, table};

const KEYS: [&str; 10] = [
    "separator",
    "html",
    "columns",
    "tags",
    "deck",
    "notetype",
    "tags column",
    "deck column",
    "notetype column",
    "guid column",
];

/// The most tags that a header may give to every note.
const MAX_TAGS: usize = 100;

#[derive(Debug, Default)]
struct Header {
    separator: Option<u8>,
    html: bool,
    columns: Vec<String>,
    tags: Vec<String>,
    deck: Option<String>,
    tags_column: Option<usize>,
    deck_column: Option<usize>,
    notetype_column: Option<usize>,
    guid_column: Option<usize>,
}

fn key(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.strip_prefix('#')?.split_once(':')?;
    let key = key.trim().to_lowercase();
    KEYS.contains(&key.as_str()).then_some((key, value.trim_end_matches('\r')))
}

/// Whether the first line is a header line of Anki's.
pub(super) fn is_notes(text: &str) -> bool {
    text.lines().next().and_then(key).is_some()
}

pub(super) fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut header = Header::default();
    let mut names = None;
    let mut offset = 0;
    let mut above = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with('#') {
            break;
        }
        if let Some((key, value)) = key(line.trim_end()) {
            header.set(&key, value, &mut names);
        }
        offset += line.len();
        above += 1;
    }
    let separator = header.separator.unwrap_or(b'\t');
    if let Some(names) = names {
        let separator = char::from(separator);
        header.columns = names.split(separator).map(|name| name.trim().to_owned()).collect();
    }
    sink.counts("notes");
    let layout = header.layout();
    table::each_row(&text[offset..], separator, above, sink, |row, at, sink| {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            let cells: Vec<String> = row.iter().map(str::to_owned).collect();
            match own::note(&cells) {
                Some(note) => sink.own(own::Own { line: at, ..note })?,
                None => sink.card(header.card(row, layout.as_ref(), at))?,
            }
        }
        Ok(())
    })
}

impl Header {
    fn set(&mut self, key: &str, value: &str, names: &mut Option<String>) {
        let column = || value.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        match key {
            "separator" => self.separator = separator(value),
            "html" => self.html = value.trim().eq_ignore_ascii_case("true"),
            // The line that names the separator may come later, so the names are split afterwards.
            "columns" => *names = Some(value.to_owned()),
            // These tags are repeated in every question of the file.
            "tags" => self.tags = value.split_whitespace().take(MAX_TAGS).map(shortened).collect(),
            "deck" => self.deck = Some(shortened(value.trim())),
            "tags column" => self.tags_column = column(),
            "deck column" => self.deck_column = column(),
            "notetype column" => self.notetype_column = column(),
            "guid column" => self.guid_column = column(),
            _ => {}
        }
    }

    /// Which fields are asked and which answer, going by the names of the columns.
    fn layout(&self) -> Option<Layout> {
        let mut layout = Layout::default();
        let mut place = 0;
        for (i, name) in self.columns.iter().enumerate() {
            if !self.is_field(i) {
                continue;
            }
            match column(name) {
                Some(Column::Question) => layout.asking.push(place),
                Some(Column::Id | Column::Guid | Column::Tags) => {}
                _ => layout.answering.push(place),
            }
            place += 1;
        }
        (!layout.asking.is_empty()).then_some(layout)
    }

    /// Whether a column is a field of the note rather than data about it.
    fn is_field(&self, i: usize) -> bool {
        let tags = self.columns.get(i).is_some_and(|name| name.eq_ignore_ascii_case("tags"));
        [self.guid_column, self.deck_column, self.tags_column, self.notetype_column]
            .iter()
            .all(|known| *known != Some(i))
            && !(self.tags_column.is_none() && tags)
    }

    fn card(&self, row: &StringRecord, layout: Option<&Layout>, line: Option<usize>) -> Card {
        let mut note = Note { deck: self.deck.clone(), tags: self.tags.clone(), html: self.html, ..Note::default() };
        for (i, cell) in row.iter().enumerate() {
            if self.guid_column == Some(i) {
                note.guid = Some(cell.trim().to_owned()).filter(|guid| !guid.is_empty());
            } else if self.deck_column == Some(i) {
                note.deck = Some(cell.trim().to_owned());
            } else if self.is_field(i) {
                note.fields.push(cell.to_owned());
            } else if self.notetype_column != Some(i) {
                note.tags.extend(tags(cell));
            }
        }
        note.card(layout, line)
    }
}

fn separator(value: &str) -> Option<u8> {
    let word = value.trim();
    Some(match word.to_lowercase().as_str() {
        "comma" => b',',
        "semicolon" => b';',
        "tab" | "\\t" => b'\t',
        "space" => b' ',
        "pipe" => b'|',
        "colon" => b':',
        _ => *value.as_bytes().first().filter(|byte| byte.is_ascii())?,
    })
}

/// Which fields of a note are asked and which answer, as indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) asking: Vec<usize>,
    pub(super) answering: Vec<usize>,
}

/// A note of Anki, with its fields as they were written.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) guid: Option<String>,
    pub(super) deck: Option<String>,
    /// Its position in the queue of new notes.
    pub(super) due: i64,
    pub(super) tags: Vec<String>,
    pub(super) fields: Vec<String>,
    /// Whether the fields are HTML.
    pub(super) html: bool,
}

impl Note {
    /// The question: the layout's fields are asked. Without a layout, or if those fields are empty, the first field is
    /// asked and the others answer.
    pub(super) fn card(self, layout: Option<&Layout>, line: Option<usize>) -> Card {
        let has_text = |i: &usize| self.fields.get(*i).is_some_and(|field| !field.trim().is_empty());
        let first = Layout { asking: vec![0], answering: (1..self.fields.len()).collect() };
        let layout = layout.filter(|layout| layout.asking.iter().any(has_text)).unwrap_or(&first);
        let mut asked: Vec<String> = Vec::new();
        let mut answers: Vec<String> = Vec::new();
        for field in layout.asking.iter().filter_map(|&i| self.fields.get(i)) {
            if field.contains("{{c") {
                answers.push(self.text(field, false));
            }
            asked.push(self.text(field, true));
        }
        answers
            .extend(layout.answering.iter().filter_map(|&i| self.fields.get(i)).map(|field| self.text(field, false)));
        asked.retain(|text| !text.trim().is_empty());
        answers.retain(|text| !text.trim().is_empty());
        let deck = self.deck.as_deref().map(|deck| deck.rsplit("::").next().unwrap_or(deck).trim().to_owned());
        Card {
            line,
            prompt: asked.join("\n\n"),
            answer: answers.join("\n\n"),
            identity: self.guid.map_or(Identity::Prompt, Identity::Guid),
            topic: deck.filter(|deck| !deck.is_empty() && !deck.eq_ignore_ascii_case("default")),
            tags: self.tags,
            ..Card::default()
        }
    }

    /// A field as text. Gaps are replaced before entities are decoded, as Anki does.
    fn text(&self, field: &str, gap: bool) -> String {
        let field = cloze(field, gap);
        let text = if self.html { html::trimmed(&html::to_text(&field)).to_owned() } else { field };
        latex::in_text(&text)
    }
}

/// The deepest nesting of gaps. Anki has eight; what is deeper is only text, or each gap would be copied as often as
/// there are gaps around it.
const MAX_GAPS: usize = 32;

/// Replaces `{{c1::text::hint}}` by a gap or by its text. Gaps may be nested; one that is never closed stays as it is.
pub(super) fn cloze(text: &str, gap: bool) -> String {
    if !text.contains("{{c") {
        return text.to_owned();
    }
    // Each open gap's marker, with the output that preceded it.
    let mut open: Vec<(&str, String)> = Vec::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        if let Some(head) = opening(here).filter(|_| open.len() < MAX_GAPS) {
            open.push((&here[..head], std::mem::take(&mut out)));
            rest = &here[head..];
        } else if let Some(tail) = here.strip_prefix("}}")
            && let Some((_, before)) = open.pop()
        {
            let inside = std::mem::replace(&mut out, before);
            let (said, hint) = inside.split_once("::").unwrap_or((&inside, ""));
            match (gap, hint.is_empty()) {
                (false, _) => out.push_str(said),
                (true, true) => out.push_str("[…]"),
                (true, false) => out.push_str(&format!("[{hint}]")),
            }
            rest = tail;
        } else {
            out.push_str(&here[..1]);
            rest = &here[1..];
        }
    }
    out.push_str(rest);
    // Gaps that were never closed, from the innermost outwards, stay as they are written.
    let mut parts: Vec<String> = vec![out];
    while let Some((head, before)) = open.pop() {
        parts.push(head.to_owned());
        parts.push(before);
    }
    parts.reverse();
    parts.concat()
}

/// The length of the marker that opens a gap: `{{c1::`, or `{{c1,2::` for several cards.
fn opening(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("{{c")?;
    let digits = rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b',').count();
    (digits > 0 && rest[digits..].starts_with("::")).then_some(3 + digits + 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Home, counts, points};

    #[test]
    fn gaps_open_and_close() {
        assert_eq!(cloze("A {{c1::lease}} is {{c2::bounded::how?}}", true), "A […] is [how?]");
        assert_eq!(cloze("A {{c1::lease}} is {{c2::bounded::how?}}", false), "A lease is bounded");
        assert_eq!(cloze("{{c1::open {{cx::", true), "{{c1::open {{cx::");
        let nested = "{{c1::A queue holds {{c2::what waits}} in order}} and } {{c3,4::grows::what}}";
        assert_eq!(cloze(nested, true), "[…] and } [what]");
        assert_eq!(cloze(nested, false), "A queue holds what waits in order and } grows");
        assert_eq!(cloze("{{c1::never {{c2::closed}}", true), "{{c1::never […]");
    }

    #[test]
    fn gaps_in_gaps_do_not_grow_with_their_depth() {
        let deep = |depth: usize| format!("{}{}", "{{c1::a".repeat(depth), "}}".repeat(depth));
        assert_eq!(cloze(&deep(MAX_GAPS), false), "a".repeat(MAX_GAPS));
        let text = cloze(&deep(300_000), false);
        assert!(text.starts_with(&"a".repeat(MAX_GAPS)) && text.ends_with("}}"), "the rest is text");
    }

    #[test]
    fn notes_of_anki_in_plain_text_say_what_their_columns_are() {
        let home = Home::new();
        let text = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n\
        g1\tA::Net\t<b>Why</b> &amp; how?\t<ul><li>one</li><li>two</li></ul><img src=\"x.png\">\thard net\n\
        g2\tA::Net\tThe {{c1::lease}} ends\t\t\n";
        let imported = home.bring("notes.txt", text);
        assert_eq!(counts(&imported), [2, 0, 0, 0, 0], "{imported:?}");
        let questions = home.questions();
        assert_eq!((questions[0].0.prompt.as_str(), points(&questions[0].1)), ("Why & how?", vec!["one", "two"]));
        assert!(questions[0].1.sample.as_ref().is_some_and(|sample| sample.strong.contains("[image: x.png]")));
        assert_eq!((questions[1].0.prompt.as_str(), points(&questions[1].1)), ("The […] ends", vec!["The lease ends"]));
        assert_eq!(
            (questions[0].0.topic.as_str(), questions[0].0.tags.iter().collect::<Vec<_>>()),
            ("net", vec!["hard", "net"])
        );
        let named =
            "#separator:tab\n#html:true\n#columns:Back\tFront\tId\nIt keeps &lt;others&gt; out\tWhat is a latch?\t17\n";
        home.bring("named.txt", named);
        let (entry, question) = home.questions().pop().expect("there");
        assert_eq!((entry.prompt.as_str(), points(&question)), ("What is a latch?", vec!["It keeps <others> out"]));
        let code = "#separator:tab\n#html:true\nWhat does it print?\t\"<pre><code>x = 1\nprint(x)</code></pre>One, \\(n^2\\) times.\"\n";
        home.bring("code.txt", code);
        let (_, question) = home.questions().pop().expect("there");
        assert_eq!(points(&question), ["One, n² times."]);
        assert!(question.sample.is_some_and(|sample| sample.strong.contains("    x = 1\n    print(x)")));
        let pictures = home.bring("pictures.txt", "#separator:tab\n#html:true\n<img src=\"a.png\">\tA picture.\n");
        assert_eq!(counts(&pictures), [0, 0, 0, 0, 1], "{pictures:?}");
        assert!(pictures.skipped[0].reason.contains("only a picture"), "{pictures:?}");
        let renamed = home.bring("renamed.txt", text);
        assert_eq!(counts(&renamed), [0, 0, 2, 0, 0], "another name of the file is no change");
        // The words may change while the GUID stays.
        let again = home.bring("notes.txt", text.replace("Why", "Where"));
        assert_eq!(counts(&again), [0, 1, 1, 0, 0]);
    }
}
