//! Notes in plain text, as Anki writes them: lines with `#` first say what the columns are.

use std::ops::ControlFlow;

use csv::StringRecord;

use super::ImportError;
use super::card::{Card, Identity};
use super::column::tags;
use super::names::shortened;
use super::sink::Sink;
use super::{html, own, table};

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

/// More tags in a header than this are not those of every note.
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

/// Whether the first line is one of Anki's.
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
    table::each_row(&text[offset..], separator, above, sink, |row, at, sink| {
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            let cells: Vec<String> = row.iter().map(str::to_owned).collect();
            match own::note(&cells) {
                Some(note) => sink.own(own::Own { line: at, ..note })?,
                None => sink.card(header.card(row, at))?,
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
            // The separator may stand in a later line.
            "columns" => *names = Some(value.to_owned()),
            // Every question of the file repeats them.
            "tags" => self.tags = value.split_whitespace().take(MAX_TAGS).map(shortened).collect(),
            "deck" => self.deck = Some(shortened(value.trim())),
            "tags column" => self.tags_column = column(),
            "deck column" => self.deck_column = column(),
            "notetype column" => self.notetype_column = column(),
            "guid column" => self.guid_column = column(),
            _ => {}
        }
    }

    fn card(&self, row: &StringRecord, line: Option<usize>) -> Card {
        let mut note = Note { deck: self.deck.clone(), tags: self.tags.clone(), ..Note::default() };
        for (i, cell) in row.iter().enumerate() {
            let named = |name: &str| self.columns.get(i).is_some_and(|column| column.eq_ignore_ascii_case(name));
            if self.guid_column == Some(i) {
                note.guid = Some(cell.trim().to_owned()).filter(|guid| !guid.is_empty());
            } else if self.deck_column == Some(i) {
                note.deck = Some(cell.trim().to_owned());
            } else if self.tags_column == Some(i) || (self.tags_column.is_none() && named("tags")) {
                note.tags.extend(tags(cell));
            } else if self.notetype_column != Some(i) {
                note.fields.push(if self.html { html::to_text(cell) } else { cell.to_owned() });
            }
        }
        note.card(line)
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

/// A note of Anki, its fields as text.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) guid: Option<String>,
    pub(super) deck: Option<String>,
    /// Its place among the notes that are not learned yet.
    pub(super) due: i64,
    pub(super) tags: Vec<String>,
    pub(super) fields: Vec<String>,
}

impl Note {
    /// The first field is the question, the others are the answer.
    pub(super) fn card(self, line: Option<usize>) -> Card {
        let mut fields = self.fields.into_iter();
        let front = fields.next().unwrap_or_default();
        let mut answers: Vec<String> = Vec::new();
        let prompt = if front.contains("{{c") {
            answers.push(cloze(&front, false));
            cloze(&front, true)
        } else {
            front
        };
        answers.extend(fields.map(|field| cloze(&field, false)).filter(|field| !field.trim().is_empty()));
        let deck = self.deck.as_deref().map(|deck| deck.rsplit("::").next().unwrap_or(deck).trim().to_owned());
        Card {
            line,
            identity: self.guid.map_or(Identity::Prompt, Identity::Guid),
            prompt,
            answer: answers.join("\n\n"),
            topic: deck.filter(|deck| !deck.is_empty() && !deck.eq_ignore_ascii_case("default")),
            tags: self.tags,
            ..Card::default()
        }
    }
}

/// `{{c1::text::hint}}` as a gap or as its text.
fn cloze(text: &str, gap: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let step = |rest: &mut &str, out: &mut String| -> ControlFlow<()> {
        let Some(at) = rest.find("{{c") else { return ControlFlow::Break(()) };
        let after = &rest[at + 3..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let inner = after[digits..].strip_prefix("::").filter(|_| digits > 0);
        let Some(inner) = inner else {
            out.push_str(&rest[..at + 3]);
            *rest = after;
            return ControlFlow::Continue(());
        };
        // Where nothing closes this one, nothing closes any behind it.
        let Some((inner, tail)) = inner.split_once("}}") else { return ControlFlow::Break(()) };
        out.push_str(&rest[..at]);
        let (said, hint) = inner.split_once("::").unwrap_or((inner, ""));
        if !gap {
            out.push_str(said);
        } else if hint.is_empty() {
            out.push_str("[…]");
        } else {
            out.push_str(&format!("[{hint}]"));
        }
        *rest = tail;
        ControlFlow::Continue(())
    };
    while step(&mut rest, &mut out).is_continue() {}
    out.push_str(rest);
    out
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
        let pictures = home.bring("pictures.txt", "#separator:tab\n#html:true\n<img src=\"a.png\">\tA picture.\n");
        assert_eq!(counts(&pictures), [0, 0, 0, 0, 1], "{pictures:?}");
        assert!(pictures.skipped[0].reason.contains("only a picture"), "{pictures:?}");
        let renamed = home.bring("renamed.txt", text);
        assert_eq!(counts(&renamed), [0, 0, 2, 0, 0], "another name of the file is no change");
        // The words may change; the GUID stays.
        let again = home.bring("notes.txt", text.replace("Why", "Where"));
        assert_eq!(counts(&again), [0, 1, 1, 0, 0]);
    }
}
