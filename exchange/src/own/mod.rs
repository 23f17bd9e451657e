//! Reads the program's own exports back without loss. Beside what a table, a sheet or a card shows, each one encloses
//! the complete question as it was. So nothing is lost that is not shown, an edit changes only what was edited, and it
//! is known what it was made from.

mod deck;
mod part;
mod sections;
mod sheet;
mod table;

use hotseat_bank::limits::MAX_NAME;
use hotseat_bank::{Entry, Library, Question, text};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::card::Card;
use super::fields::{Fields, fingerprint};
use super::names::shortened;

pub(super) use deck::note;
pub(super) use part::Part;
pub(super) use sections::{READ_ON, Sections, THIN};
pub(super) use sheet::{REMARK, is_sheet, read as read_sheet};
pub(super) use table::{is_table, read as read_table};

/// The name of the column, or of the field of a card, that encloses the question.
pub(super) const ENCLOSED: &str = "hotseat";

/// A question as it was when it was exported.
#[derive(Clone, Debug)]
pub(super) struct Enclosed {
    pub(super) bank: String,
    /// The topic of its file, if the question has none of its own.
    pub(super) topic: Option<String>,
    /// The title of its topic for display.
    pub(super) title: Option<String>,
    /// The licence of its bank, if the question has none of its own.
    pub(super) licence: Option<String>,
    pub(super) question: Question,
    /// Whether it is unchanged since the export: somebody who replaces a word in a whole file also replaces it here.
    pub(super) whole: bool,
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    bank: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    licence: Option<String>,
    /// A hash of the question, to recognise changes.
    sum: String,
    question: Box<RawValue>,
}

impl Enclosed {
    /// A question of the library that is being exported.
    pub(super) fn of(library: &Library, entry: &Entry, question: &Question) -> Self {
        let topic = Some(entry.topic.as_str()).filter(|topic| *topic != "general" && question.topic.is_none());
        let bank = library.banks().iter().find(|bank| bank.info.bank == entry.id.bank());
        let licence = bank.and_then(|bank| bank.info.licence.clone()).filter(|_| question.licence.is_none());
        let title = library.topic_title(&entry.topic);
        Self {
            bank: entry.id.bank().to_owned(),
            topic: topic.map(str::to_owned),
            title: (title != entry.topic).then(|| title.to_owned()),
            licence,
            question: question.clone(),
            whole: true,
        }
    }

    /// The question together with the topic and licence of its file and bank: this is what is shown.
    pub(super) fn shown(&self) -> Question {
        let mut question = self.question.clone();
        question.topic = question.topic.or_else(|| self.topic.clone());
        question.licence = question.licence.or_else(|| self.licence.clone());
        question
    }

    /// The question as a single line of JSON that survives in a cell, in HTML and in a Markdown comment.
    pub(super) fn seal(&self) -> String {
        let sealed = to_raw_value(&Fields::of(&self.question)).and_then(|question| {
            serde_json::to_string(&Sealed {
                bank: self.bank.clone(),
                topic: self.topic.clone(),
                title: self.title.clone(),
                licence: self.licence.clone(),
                sum: fingerprint(&question),
                question,
            })
        });
        // The values are strings, numbers, lists, and structs of those; serialising them cannot fail. Everything that
        // is escaped is inside strings.
        let json = sealed.unwrap_or_default().replace("--", "-\\u002d").replace("  ", " \\u0020");
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026").replace('\u{a0}', "\\u00a0")
    }

    /// Reads such a line back; `None` if it is something else or broken.
    pub(super) fn open(text: &str) -> Option<Self> {
        let text = text.trim();
        let sealed: Sealed = text.starts_with("{\"bank\":").then(|| serde_json::from_str(text).ok()).flatten()?;
        let fine = !sealed.bank.is_empty()
            && sealed.bank.len() <= MAX_NAME
            && !sealed.bank.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c));
        let parsed = hotseat_bank::read_question(sealed.question.get()).ok().filter(|_| fine)?;
        let safe = |text: Option<String>| text.map(|text| shortened(&text::one_line(&text)));
        Some(Self {
            bank: sealed.bank,
            topic: safe(sealed.topic),
            title: safe(sealed.title),
            licence: safe(sealed.licence),
            whole: sealed.sum == fingerprint(&sealed.question),
            question: parsed.question,
        })
    }

    /// The question with the parts that were edited, and descriptions of what was not understood.
    pub(super) fn with(&self, parts: &Parts) -> (Question, Vec<String>) {
        let shown = self.shown();
        let (mut changed, problems) = parts.on(&shown);
        // Topic and licence of file and bank do not become the question's own unless they were edited.
        if changed.topic == shown.topic {
            changed.topic.clone_from(&self.question.topic);
        }
        if changed.licence == shown.licence {
            changed.licence.clone_from(&self.question.licence);
        }
        (changed, problems)
    }
}

/// The text found for each part of a question. A part that is missing here was not shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts(pub(super) Vec<(Part, Vec<String>)>);

impl Parts {
    /// A question made only of these parts.
    pub(super) fn alone(&self) -> Result<(Question, Vec<String>), String> {
        let asked = self.0.iter().find(|(part, _)| *part == Part::Question);
        let prompt = asked.map_or_else(String::new, |(_, lines)| lines.join("\n"));
        let (bare, _) = Card { prompt, ..Card::default() }.question()?;
        Ok(self.on(&Question { seconds: None, ..bare }))
    }

    /// The question with the parts that differ from it, and descriptions of what was not understood and therefore left
    /// unchanged.
    pub(super) fn on(&self, before: &Question) -> (Question, Vec<String>) {
        let mut question = before.clone();
        let mut problems = Vec::new();
        for (part, lines) in &self.0 {
            if !part.says_the_same(lines, &part.lines(before))
                && let Err(problem) = part.put(lines, &mut question)
            {
                problems.push(problem);
            }
        }
        (question, problems)
    }
}

/// A row, section or card of one of the program's own exports.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) line: Option<usize>,
    /// `None` if it was added by hand, or if the enclosed question was removed.
    pub(super) enclosed: Option<Enclosed>,
    /// The id that it shows, if it encloses no question.
    pub(super) id: Option<String>,
    pub(super) parts: Parts,
}
