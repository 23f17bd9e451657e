//! Shapes of JSON that are no lists of objects: tables, columns, conversations, numbered keys, notes, glossaries.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::anki::Note;
use crate::card::Card;
use crate::column::{Column, column, columns};

use super::{Pairs, answer_of, said, text_of};

/// Keys that hold the turns of a conversation.
const TURNS: [&str; 5] = ["messages", "conversations", "conversation", "dialogue", "turns"];

/// The fewest entries of a glossary; a few texts are more likely something else.
const MIN_GLOSSARY: usize = 3;

/// Objects as which something is to be read that was written in another shape.
pub(super) type Objects = Vec<Map<String, Value>>;

/// The rows of a table below its names: `[["question", "answer"], ["…", "…"]]`.
pub(super) fn rows_of(list: &[&RawValue]) -> Option<Objects> {
    let (names, rows) = list.split_first()?;
    let names: Vec<String> = serde_json::from_str(names.get()).ok()?;
    rows.iter().all(|row| row.get().starts_with('[')).then(|| table(&names, rows)).flatten()
}

fn table(names: &[String], rows: &[&RawValue]) -> Option<Objects> {
    let known = columns(&names.iter().map(String::as_str).collect::<Vec<_>>());
    if names.len() < 2 || rows.is_empty() || !known.contains(&Some(Column::Question)) {
        return None;
    }
    let row = |row: &&RawValue| -> Option<Map<String, Value>> {
        let cells: Vec<Value> = serde_json::from_str(row.get()).ok()?;
        Some(names.iter().cloned().zip(cells).collect())
    };
    rows.iter().map(row).collect()
}

/// What an object holds that is no question and no group of questions.
pub(super) fn objects_in(pairs: &Pairs<'_>) -> Option<Objects> {
    table_in(pairs).or_else(|| columns_in(pairs)).or_else(|| numbered_in(pairs))
}

/// `{"columns": ["question", "answer"], "data": [["…", "…"]]}`.
fn table_in(pairs: &Pairs<'_>) -> Option<Objects> {
    let find = |names: &[&str]| {
        pairs.0.iter().find(|(key, _)| names.iter().any(|name| key.eq_ignore_ascii_case(name))).map(|(_, raw)| raw)
    };
    let names: Vec<String> = serde_json::from_str(find(&["columns", "headers", "header", "fields"])?.get()).ok()?;
    let rows: Vec<&RawValue> = serde_json::from_str(find(&["data", "rows", "values", "records"])?.get()).ok()?;
    rows.iter().all(|row| row.get().starts_with('[')).then(|| table(&names, &rows)).flatten()
}

/// `{"question": ["…", "…"], "answer": ["…", "…"]}`, also with numbers as keys in place of the lists.
fn columns_in(pairs: &Pairs<'_>) -> Option<Objects> {
    let values = |raw: &RawValue| -> Option<Vec<Value>> {
        match serde_json::from_str(raw.get()).ok()? {
            Value::Array(values) => Some(values),
            Value::Object(fields) if fields.keys().all(|key| is_number(key)) => Some(fields.into_values().collect()),
            _ => None,
        }
    };
    let known = |column| pairs.0.iter().any(|(key, _)| self::column(key) == Some(column));
    if !known(Column::Question) || !known(Column::Answer) {
        return None;
    }
    let lists: Vec<(&String, Vec<Value>)> = pairs.0.iter().filter_map(|(key, raw)| Some((key, values(raw)?))).collect();
    let asked = lists.iter().find(|(key, _)| column(key) == Some(Column::Question))?;
    let rows = asked.1.len();
    let answered = lists.iter().any(|(key, values)| column(key) == Some(Column::Answer) && values.len() == rows);
    if rows == 0 || !answered || !asked.1.iter().all(Value::is_string) {
        return None;
    }
    let row = |at: usize| {
        let cells = lists.iter().filter_map(|(key, values)| Some(((*key).clone(), values.get(at)?.clone())));
        cells.collect()
    };
    Some((0..rows).map(row).collect())
}

/// `{"question1": "…", "answer1": "…", "question2": "…"}`.
fn numbered_in(pairs: &Pairs<'_>) -> Option<Objects> {
    let mut out: Vec<(&str, Map<String, Value>)> = Vec::new();
    let mut asking = 0;
    for (key, raw) in &pairs.0 {
        let name = key.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &key[name.len()..];
        let name = name.trim_end_matches(['_', '-', ' ']);
        let Some(known) = column(name).filter(|_| !number.is_empty()) else { continue };
        asking += usize::from(known == Column::Question && raw.get().starts_with('"'));
        let value: Value = serde_json::from_str(raw.get()).ok()?;
        match out.iter_mut().rev().take(3).find(|(other, _)| *other == number) {
            Some((_, fields)) => drop(fields.insert(name.to_owned(), value)),
            None => out.push((number, Map::from_iter([(name.to_owned(), value)]))),
        }
    }
    (asking >= 2).then(|| out.into_iter().map(|(_, fields)| fields).collect())
}

pub(super) fn is_number(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit())
}

/// The turns of a conversation as questions and answers: who asks is called a user or a human. `None` if there is none.
pub(super) fn turns_in(pairs: &Pairs<'_>, line: usize) -> Option<Vec<Card>> {
    let (_, raw) = pairs.0.iter().find(|(key, _)| TURNS.iter().any(|name| key.eq_ignore_ascii_case(name)))?;
    let turns: Vec<Map<String, Value>> = serde_json::from_str(raw.get()).ok()?;
    let mut out: Vec<Card> = Vec::new();
    let mut asked = false;
    for turn in &turns {
        let field = |names: &[&str]| names.iter().find_map(|name| turn.get(*name));
        let (Some(who), Some(text)) =
            (field(&["role", "from", "author"])?.as_str(), field(&["content", "value", "text"]))
        else {
            return None;
        };
        match who {
            "user" | "human" | "interviewer" => {
                out.push(Card { line: Some(line), prompt: text_of(text), ..Card::default() });
                asked = true;
            }
            "assistant" | "gpt" | "model" | "candidate" | "bot" if asked => {
                if let Some(card) = out.last_mut() {
                    card.answer = text_of(text);
                }
                asked = false;
            }
            _ => {}
        }
    }
    (!out.is_empty()).then_some(out)
}

/// A note of Anki in a deck that is exported as JSON, with its fields in order.
pub(super) fn note_in(pairs: &Pairs<'_>, line: usize) -> Option<Card> {
    let value = |name: &str| pairs.0.iter().find(|(key, _)| key == name).map(|(_, raw)| raw.get());
    value("note_model_uuid").or_else(|| value("guid"))?;
    let fields: Vec<String> = serde_json::from_str(value("fields")?).ok()?;
    let tags = value("tags").and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
    let guid = value("guid").and_then(|raw| serde_json::from_str(raw).ok());
    let note = Note { guid, tags, fields, html: true, ..Note::default() };
    Some(note.card(None, Some(line)))
}

/// `{"mutex": "a lock with an owner", …}`: the keys are asked, if none of them names a part of a question.
pub(super) fn glossary_in(pairs: &Pairs<'_>, line: usize) -> Option<Vec<Card>> {
    let texts = pairs.0.iter().all(|(key, raw)| raw.get().starts_with('"') && key.chars().any(char::is_alphabetic));
    let named = pairs.0.iter().any(|(key, _)| column(key).is_some() || super::TITLES.contains(&key.as_str()));
    if pairs.0.len() < MIN_GLOSSARY || !texts || named {
        return None;
    }
    let card = |(key, raw): &(String, &RawValue)| {
        let told: Value = serde_json::from_str(raw.get()).unwrap_or_default();
        Card { line: Some(line), prompt: said(key), answer: answer_of(&told), ..Card::default() }
    };
    Some(pairs.0.iter().map(card).collect())
}
