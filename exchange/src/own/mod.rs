//! The program's own exports, read back without loss. Beside what a table, a sheet or a card shows, each of them encloses the
//! whole question as it was. So nothing gets lost that they do not show, whoever changes something changes only that, and
//! it is known from what.

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

/// The column, and the field of a card, that encloses the question.
pub(super) const ENCLOSED: &str = "hotseat";

/// A question as it was when it went out.
#[derive(Clone, Debug)]
pub(super) struct Enclosed {
    pub(super) bank: String,
    /// The topic that its file gives, where the question has none of its own.
    pub(super) topic: Option<String>,
    /// What people read for its topic.
    pub(super) title: Option<String>,
    /// The licence of its bank, where the question has none of its own.
    pub(super) licence: Option<String>,
    pub(super) question: Question,
    /// Whether it is as it was: who replaces a word in a whole file replaces it here, too.
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
    /// A hash of the question.
    sum: String,
    question: Box<RawValue>,
}

impl Enclosed {
    /// A question of the library on its way out.
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

    /// The question with what its file and bank say of it: this is what is shown.
    pub(super) fn shown(&self) -> Question {
        let mut question = self.question.clone();
        question.topic = question.topic.or_else(|| self.topic.clone());
        question.licence = question.licence.or_else(|| self.licence.clone());
        question
    }

    /// As JSON in one line that stays what it is in a cell, in HTML and in a remark of Markdown.
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
        // Strings, numbers, lists and structs of those: none of them can fail. What is escaped stands in strings alone.
        let json = sealed.unwrap_or_default().replace("--", "-\\u002d").replace("  ", " \\u0020");
        json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026").replace('\u{a0}', "\\u00a0")
    }

    /// Reads it back; none: this is no such text, or a broken one.
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

    /// The question with those parts of it that somebody changed, and what was not understood.
    pub(super) fn with(&self, parts: &Parts) -> (Question, Vec<String>) {
        let shown = self.shown();
        let (mut changed, problems) = parts.on(&shown);
        // What file and bank say is not the question's own as long as nobody says otherwise.
        if changed.topic == shown.topic {
            changed.topic.clone_from(&self.question.topic);
        }
        if changed.licence == shown.licence {
            changed.licence.clone_from(&self.question.licence);
        }
        (changed, problems)
    }
}

/// What stands in the places of the parts of a question. A part that is not among them was not shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts(pub(super) Vec<(Part, Vec<String>)>);

impl Parts {
    /// A question of nothing but these.
    pub(super) fn alone(&self) -> Result<(Question, Vec<String>), String> {
        let asked = self.0.iter().find(|(part, _)| *part == Part::Question);
        let prompt = asked.map_or_else(String::new, |(_, lines)| lines.join("\n"));
        let (bare, _) = Card { prompt, ..Card::default() }.question()?;
        Ok(self.on(&Question { seconds: None, ..bare }))
    }

    /// The question with what differs from it, and what was not understood and so left as it was.
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

/// A row, a section or a card of an export of the program's own.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) line: Option<usize>,
    /// None: somebody wrote it there, or took away what it enclosed.
    pub(super) enclosed: Option<Enclosed>,
    /// The id that it shows, where it encloses nothing.
    pub(super) id: Option<String>,
    pub(super) parts: Parts,
}
