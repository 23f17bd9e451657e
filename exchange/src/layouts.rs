//! Which fields of a note are asked in Anki: those that the front of its first card shows.

use std::collections::HashMap;

use hotseat_bank::limits::{MAX_MANIFEST_VALUES, has_more_values};
use rusqlite::Connection;
use serde::Deserialize;

use super::anki::Layout;

/// The most note types, fields of all types, and templates that are read.
const MAX_TYPES: usize = 1_000;

/// Fields that Anki fills in itself.
const OF_ANKI: [&str; 7] = ["FrontSide", "Tags", "Deck", "Subdeck", "Type", "Card", "CardFlag"];

/// The layouts of all note types; empty if the collection does not say. `has` tells whether a table exists.
pub(super) fn read(db: &Connection, has: &impl Fn(&str) -> bool) -> HashMap<i64, Layout> {
    // Collections written by other programs may lack any of this; then the first field is asked.
    if db.prepare("SELECT mid FROM notes LIMIT 0").is_err() {
        return HashMap::new();
    }
    if has("fields") && has("templates") {
        return newer(db).unwrap_or_default();
    }
    older(db)
}

/// A note type: the names of its fields, and both sides of its first card.
#[derive(Debug, Default)]
struct Type {
    fields: Vec<String>,
    front: String,
    back: String,
}

impl Type {
    fn layout(&self) -> Option<Layout> {
        let place = |name: &str| self.fields.iter().position(|field| field == name);
        let places = |side: &str| {
            let mut places: Vec<usize> = Vec::new();
            for place in shown(side).filter_map(place) {
                if !places.contains(&place) {
                    places.push(place);
                }
            }
            places
        };
        let asking = places(&self.front);
        let mut answering = places(&self.back);
        answering.retain(|place| !asking.contains(place));
        if answering.is_empty() && !self.back.contains("cloze:") {
            answering = (0..self.fields.len()).filter(|place| !asking.contains(place)).collect();
        }
        (!asking.is_empty()).then_some(Layout { asking, answering })
    }
}

/// The fields that one side of a card shows. Conditions, and fields that are only typed in, show nothing.
fn shown(side: &str) -> impl Iterator<Item = &str> {
    side.split("{{").skip(1).filter_map(|rest| {
        let inside = rest.split_once("}}")?.0.trim_start_matches('{').trim();
        if inside.starts_with(['#', '^', '/', '!']) {
            return None;
        }
        let mut parts = inside.rsplit(':');
        let name = parts.next()?.trim();
        let typed = parts.any(|filter| filter.trim() == "type");
        (!typed && !OF_ANKI.contains(&name)).then_some(name)
    })
}

/// Newer collections: tables, in which both sides of a card are the first two fields of a protobuf message.
fn newer(db: &Connection) -> rusqlite::Result<HashMap<i64, Layout>> {
    let mut types: HashMap<i64, Type> = HashMap::new();
    let mut query = db.prepare("SELECT ntid, CAST(name AS TEXT) FROM fields ORDER BY ntid, ord LIMIT ?1")?;
    let mut rows = query.query([MAX_TYPES])?;
    while let Some(row) = rows.next()? {
        types.entry(row.get(0)?).or_default().fields.push(row.get(1)?);
    }
    let mut query = db.prepare("SELECT ntid, CAST(config AS BLOB) FROM templates WHERE ord = 0 LIMIT ?1")?;
    let mut rows = query.query([MAX_TYPES])?;
    while let Some(row) = rows.next()? {
        let config: Vec<u8> = row.get(1)?;
        if let (Some(kind), Some((front, rest))) = (types.get_mut(&row.get(0)?), text_field(&config, 1)) {
            kind.front = front;
            kind.back = text_field(rest, 2).map(|(back, _)| back).unwrap_or_default();
        }
    }
    Ok(types.iter().filter_map(|(id, kind)| Some((*id, kind.layout()?))).collect())
}

/// The text at the start of a message, if it is the field with this number, and the rest of the message.
fn text_field(message: &[u8], number: u8) -> Option<(String, &[u8])> {
    let mut rest = message.strip_prefix(&[number << 3 | 2])?;
    let (mut length, mut shift) = (0_usize, 0);
    loop {
        let (&byte, tail) = rest.split_first()?;
        rest = tail;
        length |= usize::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            break;
        }
        if shift > 28 {
            return None;
        }
    }
    let (text, rest) = rest.split_at_checked(length)?;
    Some((String::from_utf8_lossy(text).into_owned(), rest))
}

#[derive(Deserialize)]
struct Model {
    flds: Vec<Named>,
    tmpls: Vec<Template>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Template {
    #[serde(default)]
    qfmt: String,
    #[serde(default)]
    afmt: String,
}

/// Older collections: JSON in a column.
fn older(db: &Connection) -> HashMap<i64, Layout> {
    let json: String =
        db.query_row("SELECT CAST(models AS TEXT) FROM col LIMIT 1", [], |row| row.get(0)).unwrap_or_default();
    if has_more_values(&json, MAX_MANIFEST_VALUES) {
        return HashMap::new();
    }
    let models: HashMap<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
    let layout = |(id, model): (String, serde_json::Value)| {
        let model: Model = serde_json::from_value(model).ok()?;
        let first = model.tmpls.into_iter().next()?;
        let fields = model.flds.into_iter().map(|field| field.name).collect();
        Some((id.parse().ok()?, Type { fields, front: first.qfmt, back: first.afmt }.layout()?))
    };
    models.into_iter().take(MAX_TYPES).filter_map(layout).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_of_the_first_card_asks() {
        let fields = ["Id", "Title", "Question", "Answer", "Extra"].map(str::to_owned).to_vec();
        let kind = |front: &str, back: &str| Type { fields: fields.clone(), front: front.into(), back: back.into() };
        let both =
            kind("<h1>{{Title}}</h1>{{#Extra}}{{/Extra}}{{Question}} {{Tags}}", "{{FrontSide}}<hr>{{Answer}}").layout();
        assert_eq!(both, Some(Layout { asking: vec![1, 2], answering: vec![3] }));
        let typed = kind("{{Question}}{{type:Answer}}", "{{Question}}{{type:Answer}}").layout();
        assert_eq!(typed, Some(Layout { asking: vec![2], answering: vec![0, 1, 3, 4] }));
        let cloze = kind("{{edit:cloze:Question}}", "{{cloze:Question}}<br>{{Extra}}").layout();
        assert_eq!(cloze, Some(Layout { asking: vec![2], answering: vec![4] }));
        assert_eq!(kind("nothing {{ {{Unknown}}", "").layout(), None);
        assert_eq!(text_field(b"\x0a\x03abc\x12\x01d", 1), Some(("abc".to_owned(), &b"\x12\x01d"[..])));
        assert_eq!(text_field(b"\x0a\xff\xff\xff\xff\xff\xff", 1), None);
    }
}
