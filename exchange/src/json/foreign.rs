//! Reads JSON of other programs: questions in lists, in lists by category, or with their words as keys.

mod keys;
mod shapes;

use std::collections::BTreeMap;
use std::fmt;

use hotseat_bank::limits::{First, MAX_QUESTIONS, MAX_VALUES, has_more_values};
use hotseat_bank::{Lines, text};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::ImportError;
use crate::card::Card;
use crate::choices::Choice;
use crate::column::Column;
use crate::markdown::{asks, leads, without_marks};
use crate::names::shortened;
use crate::sink::Sink;
use crate::{html, latex};
use keys::Keys;

/// The deepest nesting in which questions are looked for.
const MAX_DEPTH: usize = 16;

/// Keys that only say that something follows.
const CONTAINERS: [&str; 24] = [
    "questions",
    "items",
    "cards",
    "data",
    "results",
    "quiz",
    "quizzes",
    "list",
    "entries",
    "faq",
    "notes",
    "children",
    "categories",
    "topics",
    "sections",
    "subtopics",
    "content",
    "contents",
    "questionnaire",
    "flashcards",
    "decks",
    "set",
    "sets",
    "records",
];

/// Keys whose value says what a group of questions is about.
const TITLES: [&str; 9] = ["category", "topic", "name", "title", "section", "subject", "label", "deck", "theme"];

/// The keys and raw values of an object, in order.
struct Pairs<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Pairs<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Pairs<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<String, &'de RawValue>()? {
                    // The rest is not read: no list of questions is an object with that many keys.
                    if pairs.len() <= MAX_QUESTIONS {
                        pairs.push(pair);
                    }
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Where a value is: the names of the groups around it, and how deep it is nested.
#[derive(Clone, Copy, Default)]
struct Place<'t> {
    /// The name of the whole file: the topic if no group names one.
    file: Option<&'t str>,
    topic: Option<&'t str>,
    subtopic: Option<&'t str>,
    depth: usize,
}

impl<'t> Place<'t> {
    /// The place one level deeper, in a group of this name.
    fn within(self, name: Option<&'t str>) -> Self {
        let named = name.filter(|name| !name.trim().is_empty());
        let (topic, subtopic) = match (self.topic, named) {
            (topic, None) => (topic, self.subtopic),
            (None, named) => (named, None),
            (topic, named) => (topic, named),
        };
        Self { topic, subtopic, depth: self.depth + 1, ..self }
    }
}

/// Reads all questions of a file.
pub(super) fn read(raw: &str, lines: &mut Lines<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    value(raw, Place::default(), lines, sink)
}

fn value(raw: &str, place: Place<'_>, lines: &mut Lines<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let at = lines.of(raw);
    if sink.is_full(Some(at)) {
        return Ok(());
    }
    match raw.as_bytes().first() {
        Some(b'[' | b'{') if place.depth >= MAX_DEPTH => {
            sink.skip(Some(at), format!("nested more than {MAX_DEPTH} lists and objects deep"));
            Ok(())
        }
        Some(b'[') => {
            let list: First<&RawValue, MAX_QUESTIONS> = match serde_json::from_str(raw) {
                Ok(list) => list,
                Err(error) => {
                    sink.skip(Some(at), format!("no list: {error}"));
                    return Ok(());
                }
            };
            if let Some(card) = pair(&list.list, at) {
                return sink.card(placed(card, place));
            }
            if let Some(rows) = shapes::rows_of(&list.list) {
                return objects(rows, at, place, sink);
            }
            for item in list.list {
                value(item.get(), Place { depth: place.depth + 1, ..place }, lines, sink)?;
            }
            sink.rest(list.more);
            Ok(())
        }
        Some(b'{') => {
            let pairs = match serde_json::from_str::<Pairs<'_>>(raw) {
                Ok(pairs) => pairs,
                Err(error) => {
                    sink.skip(Some(at), format!("no object: {error}"));
                    return Ok(());
                }
            };
            if Keys::of(&pairs.0).ask(&pairs.0) {
                object(raw, at, place, sink)
            } else {
                group(&pairs, at, place, lines, sink)
            }
        }
        Some(b'"') => {
            let prompt: String = serde_json::from_str(raw).unwrap_or_default();
            if asks(&prompt) || leads(&prompt) {
                let prompt = said(&prompt);
                return sink.card(placed(Card { line: Some(at), prompt, ..Card::default() }, place));
            }
            sink.skip(Some(at), "a text that asks nothing");
            Ok(())
        }
        _ => {
            sink.skip(Some(at), "no object and no text");
            Ok(())
        }
    }
}

/// A list of two texts, the first of which asks and the second answers.
fn pair(list: &[&RawValue], at: usize) -> Option<Card> {
    let [front, back] = list else { return None };
    let text = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).ok();
    let (front, back) = (text(front)?, text(back)?);
    let asks = |text: &str| asks(text) || leads(text);
    (asks(&front) && !asks(&back)).then(|| Card {
        line: Some(at),
        prompt: said(&front),
        answer: said(&back),
        ..Card::default()
    })
}

/// Reads what was written in another shape as objects.
fn objects(objects: shapes::Objects, line: usize, place: Place<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    for fields in objects {
        if sink.is_full(Some(line)) {
            break;
        }
        object(&Value::Object(fields).to_string(), line, place, sink)?;
    }
    Ok(())
}

fn cards(cards: Vec<Card>, place: Place<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    cards.into_iter().try_for_each(|card| sink.card(placed(card, place)))
}

/// Reads an object that holds questions, either in lists or as its keys.
fn group(
    read: &Pairs<'_>,
    at: usize,
    place: Place<'_>,
    lines: &mut Lines<'_>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let pairs = &read.0;
    if let Some(found) = shapes::turns_in(read, at) {
        return cards(found, place, sink);
    }
    if let Some(card) = shapes::note_in(read, at) {
        return sink.card(placed(card, place));
    }
    if let Some(found) = shapes::objects_in(read) {
        return objects(found, at, place, sink);
    }
    let asking = pairs.iter().filter(|(key, _)| asks(key) || key.contains(' ') && leads(key)).count();
    if asking * 2 > pairs.len() {
        for (key, answer) in pairs {
            let line = lines.of(answer.get());
            let told: Value = serde_json::from_str(answer.get()).unwrap_or_default();
            let card = Card { line: Some(line), prompt: said(key), answer: answer_of(&told), ..Card::default() };
            sink.card(placed(card, place))?;
        }
        return Ok(());
    }
    let titles: BTreeMap<String, String> = pairs
        .iter()
        .filter_map(|(key, value)| Some((key.to_lowercase(), serde_json::from_str::<String>(value.get()).ok()?)))
        .collect();
    let title = TITLES.iter().find_map(|key| titles.get(*key)).map(String::as_str);
    let is_nested = |raw: &RawValue| matches!(raw.get().as_bytes().first(), Some(b'[' | b'{'));
    let nested: Vec<_> = pairs.iter().filter(|(_, raw)| is_nested(raw)).collect();
    // Lists of plain words, such as tags, are ignored if others hold questions.
    let holds = |raw: &RawValue| raw.get().contains('{') || raw.get().contains('?');
    let holding: Vec<_> = nested.iter().filter(|(_, raw)| holds(raw)).collect();
    if holding.is_empty() {
        if let Some(found) = shapes::glossary_in(read, at) {
            sink.doubt(
                Some(at),
                "no key is called \"question\"; the keys themselves were taken for what is asked".to_owned(),
            );
            return cards(found, place, sink);
        }
        let glossaries = nested.iter().filter(|(_, raw)| raw.get().starts_with('{')).count();
        if glossaries == 0 || glossaries < nested.len() || place.depth > 1 {
            sink.skip(Some(at), no_question(pairs.iter().map(|(key, _)| key.as_str())));
            return Ok(());
        }
    }
    let holding = if holding.is_empty() { nested.iter().collect() } else { holding };
    for (key, raw) in holding {
        let generic = CONTAINERS.contains(&key.to_lowercase().as_str()) || is_count(key);
        let inside = match place.depth {
            0 => Place { file: title, ..place.within(None) },
            _ => place.within(title),
        };
        let inside = if generic { inside } else { Place { depth: inside.depth, ..inside.within(Some(key)) } };
        value(raw.get(), inside, lines, sink)?;
    }
    Ok(())
}

/// Whether a key only counts: `1`, `q12`, `question_3`.
fn is_count(key: &str) -> bool {
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit());
    word.len() < key.len()
        && matches!(word.trim_end_matches(['_', '-', ' ']), "" | "q" | "Q" | "question" | "card" | "item")
}

/// Why an object is no question, with the keys that it has instead.
fn no_question<'k>(keys: impl Iterator<Item = &'k str>) -> String {
    let keys: Vec<String> = keys.take(4).map(|key| format!("{:?}", shortened(key))).collect();
    format!(
        "no question in the keys {}; it is looked for in \"question\", \"prompt\", \"front\", \"q\" and their like, \
         also in other languages",
        keys.join(", ")
    )
}

fn placed(mut card: Card, place: Place<'_>) -> Card {
    if card.topic.is_none() {
        card.topic = place.topic.or(place.file).map(str::to_owned);
        card.subtopic = card.subtopic.or_else(|| place.subtopic.map(str::to_owned));
    } else if card.subtopic.is_none() {
        card.subtopic = place.topic.filter(|topic| card.topic.as_deref() != Some(*topic)).map(str::to_owned);
    }
    card
}

/// Reads one question of a list: an object with the usual names for its parts.
fn object(raw: &str, line: usize, place: Place<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if has_more_values(raw, MAX_VALUES) {
        sink.skip(Some(line), format!("it has more than {MAX_VALUES} values"));
        return Ok(());
    }
    let (pairs, fields) =
        match (serde_json::from_str::<Pairs<'_>>(raw), serde_json::from_str::<Map<String, Value>>(raw)) {
            (Ok(Pairs(pairs)), Ok(fields)) => (pairs, fields),
            (Err(error), _) | (_, Err(error)) => {
                sink.skip(Some(line), format!("no object: {error}"));
                return Ok(());
            }
        };
    let keys = Keys::of(&pairs);
    let mut card = Card { line: Some(line), ..Card::default() };
    card.choices.from_zero = true;
    for ((key, _), column) in pairs.iter().zip(keys.columns) {
        let Some(value) = fields.get(key) else { continue };
        let Some(column) = column else {
            if key.eq_ignore_ascii_case("input") && !card.prompt.is_empty() && value.is_string() {
                let more = text_of(value);
                if !more.is_empty() {
                    card.prompt.push_str(&format!("\n\n{more}"));
                }
            } else if says(value) {
                sink.doubt(Some(line), format!("the key {:?} is not known and left out", shortened(key)));
            }
            continue;
        };
        match column {
            Column::Choice if value.is_string() && key.len() == 1 => {
                card.choices.list.push(Choice { label: Some(key.clone()), text: text_of(value), right: false });
            }
            Column::Choice => card.choices.list.extend(choices(value)),
            // Answers that are marked as right or wrong are choices.
            Column::Answer if marked(value) => card.choices.list.extend(choices(value)),
            Column::Answer => card.set(column, answer_of(value), Vec::new),
            Column::Correct if value.is_boolean() => {}
            Column::Correct => card.set(column, String::new(), || list(value)),
            _ => card.set(column, text_of(value), || list(value)),
        }
    }
    card.doubts.extend(keys.guessed);
    if card.prompt.is_empty() && !fields.is_empty() {
        sink.skip(Some(line), no_question(fields.keys().map(String::as_str)));
        return Ok(());
    }
    sink.card(placed(card, place))
}

/// Whether a value has words that somebody may miss.
fn says(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().any(char::is_alphabetic),
        Value::Array(items) => items.iter().any(says),
        Value::Object(fields) => fields.values().any(says),
        _ => false,
    }
}

/// The choices, with their labels if they have any.
fn choices(value: &Value) -> Vec<Choice> {
    const RIGHT: [&str; 7] = ["correct", "isCorrect", "is_correct", "right", "isRight", "isAnswer", "is_answer"];
    let one = |label: Option<String>, value: &Value| {
        let fields = value.as_object();
        let right = fields
            .is_some_and(|fields| RIGHT.iter().any(|key| fields.get(*key).and_then(Value::as_bool) == Some(true)));
        let named = |keys: &[&str]| {
            fields
                .and_then(|fields| keys.iter().find_map(|key| fields.get(*key)))
                .map(text_of)
                .filter(|text| !text.is_empty())
        };
        let text = named(&["text", "option", "answer", "label", "value", "content"]).unwrap_or_else(|| text_of(value));
        Choice { label: label.or_else(|| named(&["id", "key", "letter"])), text, right }
    };
    match value {
        Value::Array(items) => items.iter().map(|item| one(None, item)).collect(),
        Value::Object(fields) => fields.iter().map(|(key, value)| one(Some(key.clone()), value)).collect(),
        _ => list(value).into_iter().map(Choice::of).collect(),
    }
}

/// Whether every item of a list says if it is right.
fn marked(value: &Value) -> bool {
    value.as_array().is_some_and(|items| {
        items.len() > 1
            && items.iter().all(|item| item.as_object().is_some_and(|fields| fields.values().any(Value::is_boolean)))
    })
}

fn said(text: &str) -> String {
    html::trimmed(&without_marks(&latex::in_text(&html::cell(text)))).to_owned()
}

fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => said(text),
        Value::Number(number) => number.to_string(),
        Value::Object(fields) => ["text", "value", "content", "html", "en"]
            .iter()
            .find_map(|key| fields.get(*key)?.as_str())
            .map(said)
            .unwrap_or_default(),
        Value::Array(_) => list(value).join("\n"),
        Value::Null | Value::Bool(_) => String::new(),
    }
}

fn list(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().map(text_of).filter(|text| !text.is_empty()).collect(),
        Value::String(text) => {
            text.split([',', ';', '\n']).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
        }
        other => Some(text_of(other)).filter(|text| !text.is_empty()).into_iter().collect(),
    }
}

/// The answer as text; each item of a list becomes a point.
fn answer_of(value: &Value) -> String {
    match value {
        Value::Array(_) => {
            list(value).iter().map(|text| format!("- {}", text::one_line(text))).collect::<Vec<_>>().join("\n")
        }
        Value::Bool(right) => if *right { "True" } else { "False" }.to_owned(),
        other => text_of(other),
    }
}
