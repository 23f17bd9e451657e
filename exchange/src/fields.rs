//! The fields of a JSON object in the order of the file, each kept as it is written there.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use compact_str::CompactString;
use hotseat_bank::{Difficulty, Kind, Levels, Question, Relevance};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use super::marks::Marks;
use super::names::hash;

/// Up to this many fields are searched one after the other; beyond that, a table is kept.
const FEW: usize = 32;

/// The name and JSON of each field.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    // Names are short and there may be a million of them, so they are stored without an allocation.
    all: Vec<(CompactString, Box<RawValue>)>,
    /// The index of each field, once there are more than [`FEW`].
    #[expect(clippy::box_collection, reason = "few objects have so many keys; the others pay for a pointer alone")]
    places: Option<Box<HashMap<CompactString, usize>>>,
}

impl Fields {
    pub(super) fn get(&self, name: &str) -> Option<&RawValue> {
        self.place(name).map(|i| self.all[i].1.as_ref())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &RawValue)> {
        self.all.iter().map(|(name, raw)| (name.as_str(), raw.as_ref()))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The value of a field that is a JSON string.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        serde_json::from_str(self.get(name)?.get()).ok()
    }

    /// The hashes of all fields except the id.
    pub(super) fn marks(&self) -> Marks {
        self.iter().filter(|(name, _)| *name != "id").map(|(name, raw)| (name, fingerprint(raw))).collect()
    }

    /// A hash of the whole question that does not depend on its layout or the order of its fields.
    pub(super) fn whole(&self) -> String {
        let mut said: Vec<String> = self.iter().map(|(name, raw)| format!("{name} {}", canonical(raw))).collect();
        said.sort_unstable();
        hash(&said.join("\n"), 16)
    }

    /// Sets a field; a new one is appended.
    pub(super) fn set(&mut self, name: &str, raw: Box<RawValue>) {
        if let Some(i) = self.place(name) {
            self.all[i].1 = raw;
            return;
        }
        self.all.push((name.into(), raw));
        match &mut self.places {
            Some(places) => drop(places.insert(name.into(), self.all.len() - 1)),
            None => self.find_places(),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        match &self.places {
            Some(places) => places.get(name).copied(),
            None => self.all.iter().position(|(key, _)| key == name),
        }
    }

    fn find_places(&mut self) {
        let names = self.all.iter().map(|(name, _)| name.clone()).zip(0..);
        self.places = (self.all.len() > FEW).then(|| Box::new(names.collect()));
    }

    /// Sets a field to a value that is serialised first.
    pub(super) fn put<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        // The values are strings, numbers, lists, and structs of those; serialising them cannot fail.
        if let Ok(raw) = to_raw_value(value) {
            self.set(name, raw);
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.all.retain(|(key, _)| key != name);
        self.find_places();
    }

    /// The fields of a question, leaving out those that only repeat the default.
    pub(super) fn of(question: &Question) -> Self {
        let mut fields = Self::default();
        let q = question;
        fields.put("id", &q.id);
        fields.put_if(q.revision != 1, "revision", &q.revision);
        fields.put_if(q.extends.is_some(), "extends", &q.extends);
        fields.put_if(q.topic.is_some(), "topic", &q.topic);
        fields.put_if(q.subtopic.is_some(), "subtopic", &q.subtopic);
        fields.put("prompt", &q.prompt);
        fields.put_if(!q.variants.is_empty(), "variants", &q.variants);
        fields.put_if(q.snippet.is_some(), "snippet", &q.snippet);
        fields.put_if(q.kind != Kind::default(), "kind", &q.kind);
        fields.put_if(q.levels != Levels::default(), "levels", &q.levels);
        fields.put_if(q.difficulty != Difficulty::default(), "difficulty", &q.difficulty);
        fields.put_if(q.archetypes != Relevance::default(), "archetypes", &q.archetypes);
        fields.put_if(!q.tracks.is_empty(), "tracks", &q.tracks);
        fields.put_if(!q.tags.is_empty(), "tags", &q.tags);
        fields.put_if(q.seconds.is_some(), "seconds", &q.seconds);
        fields.put_if(q.intent.is_some(), "intent", &q.intent);
        fields.put_if(!q.expect.is_empty(), "expect", &q.expect);
        fields.put_if(!q.clarifications.is_empty(), "clarifications", &q.clarifications);
        fields.put_if(!q.look_for.is_empty(), "look_for", &q.look_for);
        fields.put_if(!q.weak.is_empty(), "weak", &q.weak);
        fields.put_if(!q.mistakes.is_empty(), "mistakes", &q.mistakes);
        fields.put_if(!q.follow_ups.is_empty(), "follow_ups", &q.follow_ups);
        fields.put_if(!q.framework.is_empty(), "framework", &q.framework);
        fields.put_if(!q.hints.is_empty(), "hints", &q.hints);
        fields.put_if(q.say.is_some(), "say", &q.say);
        fields.put_if(q.sample.is_some(), "sample", &q.sample);
        fields.put_if(!q.session.is_empty(), "session", &q.session);
        fields.put_if(q.diagram.is_some(), "diagram", &q.diagram);
        fields.put_if(q.schema.is_some(), "schema", &q.schema);
        fields.put_if(!q.options.is_empty(), "options", &q.options);
        fields.put_if(!q.related.is_empty(), "related", &q.related);
        fields.put_if(!q.references.is_empty(), "references", &q.references);
        fields.put_if(q.valid.is_some(), "valid", &q.valid);
        fields.put_if(q.reviewed_on.is_some(), "reviewed_on", &q.reviewed_on);
        fields.put_if(q.source.is_some(), "source", &q.source);
        fields.put_if(q.licence.is_some(), "licence", &q.licence);
        fields.put_if(q.retired.is_some(), "retired", &q.retired);
        for (name, value) in &q.other {
            fields.put(name, value);
        }
        // There may be a hundred thousand of these in memory.
        fields.all.shrink_to_fit();
        fields
    }

    fn put_if<T: Serialize + ?Sized>(&mut self, said: bool, name: &str, value: &T) {
        if said {
            self.put(name, value);
        }
    }

    /// The object laid out for people: one field per line.
    pub(super) fn pretty(&self) -> String {
        let pretty = |raw: &RawValue| {
            let long = raw.get().len() > 100;
            // Re-parsing would sort the keys, so only a list that is too long for a line is laid out anew, item by
            // item.
            if long
                && raw.get().starts_with('[')
                && let Ok(items) = serde_json::from_str::<Vec<Box<RawValue>>>(raw.get())
            {
                let items: Vec<_> = items.iter().map(|item| item.get()).collect();
                return format!("[\n        {}\n      ]", items.join(",\n        "));
            }
            raw.get().to_owned()
        };
        let fields =
            self.all.iter().map(|(name, raw)| format!("      {}: {}", Value::from(name.as_str()), pretty(raw)));
        format!("{{\n{}\n    }}", fields.collect::<Vec<_>>().join(",\n"))
    }
}

/// A hash of a field's value.
pub(super) fn fingerprint(raw: &RawValue) -> String {
    hash(&canonical(raw), 12)
}

/// A spelling that is the same for equal values: without whitespace, keys sorted.
fn canonical(raw: &RawValue) -> Cow<'_, str> {
    let raw = raw.get();
    // Most values are strings in which nothing is escaped; such a string has one spelling.
    if raw.starts_with('"') && !raw.contains('\\') {
        return raw.into();
    }
    serde_json::from_str::<Value>(raw).map_or_else(|_| raw.into(), |value| value.to_string().into())
}

/// What a question says, regardless of its id, source and licence.
pub(super) fn content(fields: &Fields) -> String {
    let mut said: Vec<String> = fields
        .iter()
        .filter(|(name, _)| !matches!(*name, "id" | "source" | "licence"))
        .map(|(name, raw)| format!("{name} {}", canonical(raw)))
        .collect();
    said.sort_unstable();
    said.join("\n")
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Fields;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
                let mut fields = Fields::default();
                while let Some((name, raw)) = map.next_entry::<String, Box<RawValue>>()? {
                    fields.set(&name, raw);
                }
                fields.all.shrink_to_fit();
                Ok(fields)
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.all.len()))?;
        for (name, raw) in &self.all {
            map.serialize_entry(name, raw)?;
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_fields_are_found_like_few() {
        let raw = |number: usize| to_raw_value(&number).expect("a number");
        for count in [FEW - 1, FEW, FEW + 1, 3 * FEW] {
            let mut fields = Fields::default();
            (0..count).for_each(|i| fields.set(&format!("f{i}"), raw(i)));
            (0..count).for_each(|i| fields.set(&format!("f{i}"), raw(i + 1)));
            fields.remove("f1");
            fields.set("last", raw(0));
            let names: Vec<&str> = fields.iter().map(|(name, _)| name).collect();
            assert_eq!((names.len(), names[1], names[count - 1]), (count, "f2", "last"));
            assert!(fields.get("f1").is_none());
            assert!(
                (2..count).all(|i| fields.get(&format!("f{i}")).is_some_and(|raw| raw.get() == (i + 1).to_string()))
            );
        }
    }

    #[test]
    fn equal_values_have_one_spelling() {
        let spelt = |json: &str| {
            let raw: Box<RawValue> = serde_json::from_str(json).expect("JSON");
            canonical(&raw).into_owned()
        };
        for (json, canonical) in [
            (r#""plain é""#, r#""plain é""#),
            (r#""\u00e9\/\"""#, r#""é/\"""#),
            (r#"{ "b": [1, 2], "a": "x" }"#, r#"{"a":"x","b":[1,2]}"#),
            ("[ ]", "[]"),
        ] {
            assert_eq!((spelt(json), spelt(canonical)), (canonical.to_owned(), canonical.to_owned()));
        }
    }

    #[test]
    fn no_field_of_a_question_is_forgotten() {
        let full = r#"{"id":"a","revision":2,"topic":"t","subtopic":"s","prompt":"A?","variants":["B?"],
            "snippet":{"language":"go","code":"x"},"kind":"design","levels":["mid","senior"],"difficulty":"hard",
            "archetypes":{"api":1,"distributed":2,"data":3},"tracks":["go"],"tags":["x"],
            "seconds":{"think":1,"target":2,"max":3},"intent":"i","expect":{"mid":"e"},
            "clarifications":[{"ask":"a","answer":"b"}],
            "look_for":[{"id":"p","text":"t","valid":{"product":"v","until":"2030-01"}}],
            "weak":[{"id":"w","text":"t"}],"mistakes":[{"id":"m","text":"t","valid":{"product":"v","until":"2030-01"}}],
            "follow_ups":[{"id":"f","prompt":"And?"}],"framework":["f"],"hints":["h"],"say":"s",
            "sample":{"weak":"w","passing":"p","lacks":"l","strong":"s","why_it_works":"y"},
            "session":[{"from":0,"to":1,"who":"candidate","says":"s","draws":"d"}],
            "diagram":{"arrows":["a -> b"],"lines":["a b"],"cuts":[{"mark":"a","probe":"f"}]},
            "schema":{"language":"sql","code":"c"},"options":[{"name":"n","when":"w","price":"p"}],
            "related":["r"],"references":[{"title":"t","url":"u"}],"valid":{"product":"v","until":"2030-01"},
            "reviewed_on":"2026-11-29","source":"s","licence":"l","retired":"2026-11-29","extends":"b/a","more":1}"#;
        let question: Question = serde_json::from_str(full).expect("a question");
        let fields = Fields::of(&question);
        let written = serde_json::to_string(&fields).expect("JSON");
        assert_eq!(serde_json::from_str::<Question>(&written).expect("a question"), question);
        let Ok(Value::Object(all)) = serde_json::to_value(&question) else { panic!("an object") };
        assert_eq!(all.keys().filter(|name| fields.get(name).is_none()).count(), 0, "{written}");
        let Ok(Value::Object(given)) = serde_json::from_str(full) else { panic!("an object") };
        assert_eq!(all.len(), given.len(), "the question above has every field");
    }
}
