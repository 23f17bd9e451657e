//! Parses JSON into types, and reports where something does not fit.
//!
//! All parsing goes through text, because each further way of parsing a type would compile all of that type's code once
//! more. For the same reason the path is determined only after a failure; tracking it all the time would also cost
//! time.

use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;
use serde::de::{Deserialize as _, DeserializeOwned, Deserializer, Error as _};
use serde_json::Value;

/// Why JSON does not fit a type, and where.
#[derive(Debug)]
pub struct Misfit {
    path: Option<String>,
    error: serde_json::Error,
}

impl Misfit {
    /// Parses once more what failed, this time tracking the path.
    fn locate<T: DeserializeOwned>(error: serde_json::Error, text: &str) -> Self {
        let tracked = serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_str(text));
        // The value itself may fit, and only something after it be wrong.
        let path = tracked.err().map(|error| error.path().to_string()).filter(|path| path != ".");
        Self { path, error }
    }

    /// Path of the field, for example `look_for[0].tier`. None if the whole value is meant.
    pub fn field(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// What is wrong, with line and column.
    pub fn found(&self) -> String {
        self.error.to_string()
    }

    /// What is wrong, without line and column.
    pub fn problem(&self) -> String {
        let found = self.found();
        found.rsplit_once(" at line ").map_or(found.as_str(), |(problem, _)| problem).to_owned()
    }

    /// The line of the error, counted from 1.
    pub fn line(&self) -> usize {
        self.error.line().max(1)
    }

    /// Whether the text is valid JSON, but not of the expected type.
    pub fn is_data(&self) -> bool {
        self.error.is_data()
    }
}

/// Shows the field and what is wrong with it, without line and column.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field() {
            Some(field) => write!(f, "{field}: {}", self.problem()),
            None => f.write_str(&self.problem()),
        }
    }
}

/// Parses a whole text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|error| Misfit::locate::<T>(error, text))
}

/// Parses a whole text that this program wrote for itself. `None` if it cannot be read: nobody is told where it does not fit, so
/// the type's code is there once only.
pub fn kept<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Converts a JSON value that this program wrote for itself, likewise.
pub fn kept_value<T: DeserializeOwned>(value: &Value) -> Option<T> {
    kept(&value.to_string())
}

/// Parses a whole text, and also returns the paths of fields that the type does not know.
pub fn read_noting<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), Misfit> {
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    // Without a type of its own for each T, so that what is in several of them is compiled once.
    let mut note: &mut dyn FnMut(serde_ignored::Path<'_>) = &mut |path| unknown.push(path.to_string());
    let value = T::deserialize(serde_ignored::Deserializer::new(&mut json, &mut note));
    match value.and_then(|value| json.end().map(|()| value)) {
        Ok(value) => Ok((value, unknown)),
        Err(error) => Err(Misfit::locate::<T>(error, text)),
    }
}

/// Converts a JSON value to a type.
pub fn of_value<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    read(&value.to_string())
}

/// Deserialises a string into a type that validates it.
pub fn checked_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    CompactString::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    type Lists = BTreeMap<String, Vec<u8>>;

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let misfit = read::<Lists>("{\"a\": [1],\n \"b\": [2, 300]}").expect_err("too large");
        assert_eq!(misfit.field(), Some("b[1]"));
        assert_eq!(misfit.found(), "invalid value: integer `300`, expected u8 at line 2 column 13");
        assert_eq!(misfit.to_string(), "b[1]: invalid value: integer `300`, expected u8");
        let whole = read::<Lists>("{} {}").expect_err("two of them");
        assert_eq!((whole.field(), whole.found().as_str()), (None, "trailing characters at line 1 column 4"));
        assert!(!whole.is_data() && misfit.is_data());
    }

    #[test]
    fn a_value_has_no_lines() {
        assert_eq!(of_value::<Lists>(&json!({"a": [1]})).expect("fits")["a"], [1]);
        let misfit = of_value::<Lists>(&json!({"b": "two at line 3"})).expect_err("a text");
        assert_eq!(misfit.to_string(), "b: invalid type: string \"two at line 3\", expected a sequence");
        let whole = of_value::<Lists>(&json!(7)).expect_err("a number");
        assert_eq!(whole.to_string(), "invalid type: integer `7`, expected a map");
    }

    #[test]
    fn numbers_survive_the_way_through_text() {
        for number in [0.1 + 0.2, f64::MIN_POSITIVE, 1e300, -0.0] {
            assert_eq!(of_value::<f64>(&json!(number)).expect("a number").to_bits(), number.to_bits());
        }
        assert_eq!(of_value::<u64>(&json!(u64::MAX)).expect("a number"), u64::MAX);
    }

    /// A type with every feature that the types of banks and records use.
    #[derive(Debug, Deserialize, PartialEq)]
    struct Node {
        name: Name,
        #[serde(default)]
        grade: Option<Grade>,
        #[serde(default)]
        kind: Kind,
        #[serde(default)]
        parts: Vec<Node>,
        #[serde(default)]
        by_name: BTreeMap<String, Node>,
        #[serde(default)]
        pair: Option<(u8, bool)>,
    }

    #[derive(Debug, Default, Deserialize, PartialEq)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    enum Kind {
        #[default]
        Plain,
        OfRange {
            from: u8,
        },
    }

    #[derive(Debug, PartialEq)]
    struct Name(String);

    impl FromStr for Name {
        type Err = &'static str;

        fn from_str(text: &str) -> Result<Self, Self::Err> {
            if text.contains(' ') { Err("a blank") } else { Ok(Self(text.to_owned())) }
        }
    }

    impl<'de> Deserialize<'de> for Name {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            checked_text(deserializer)
        }
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(try_from = "u8")]
    struct Grade(u8);

    impl TryFrom<u8> for Grade {
        type Error = &'static str;

        fn try_from(number: u8) -> Result<Self, Self::Error> {
            if number > 4 { Err("too good") } else { Ok(Self(number)) }
        }
    }

    fn node() -> impl Strategy<Value = Value> {
        let kind = prop_oneof![Just(json!("plain")), Just(json!({"of-range": {"from": 3}}))];
        let grade = prop_oneof![Just(json!(3)), Just(json!(null))];
        let leaf = (grade, kind).prop_map(|(grade, kind)| {
            json!({"name": "n[\"]},", "grade": grade, "kind": kind, "pair": [1, true], "unknown": [{"x": 1}]})
        });
        leaf.prop_recursive(3, 12, 3, |inner| {
            (inner.clone(), prop::collection::vec(inner.clone(), 0..3), prop::collection::vec(inner, 0..3)).prop_map(
                |(mut node, parts, named)| {
                    let names = ["a", "key \"ü\"", "c\\"].into_iter().map(str::to_owned);
                    node["parts"] = Value::Array(parts);
                    node["by_name"] = Value::Object(names.zip(named).collect());
                    node
                },
            )
        })
    }

    /// A field of a node, a value that does not fit there, and the path of the misfit within the node.
    fn fault() -> impl Strategy<Value = (&'static str, Value, &'static str)> {
        prop::sample::select(vec![
            ("name", json!("two words"), "name"),
            ("name", json!(null), "name"),
            ("grade", json!(9), "grade"),
            ("grade", json!(300), "grade"),
            ("grade", json!("three"), "grade"),
            ("kind", json!("other"), "kind"),
            ("kind", json!({"of-range": {}}), "kind.of-range"),
            ("kind", json!({"of-range": {"from": -3}}), "kind.of-range.from"),
            ("kind", json!({"of-range": {"from": 3, "to": 4}}), "kind.of-range.to"),
            ("pair", json!([1]), "pair"),
            ("pair", json!([1, 1]), "pair[1]"),
            ("parts", json!({"k\" ü": 1}), "parts"),
            ("parts", json!([3]), "parts[0]"),
            ("parts", json!([{"unknown": {"name": []}}]), "parts[0]"),
            ("by_name", json!([]), "by_name"),
            ("by_name", json!({"k\" ü": {"name": [1]}}), "by_name.k\" ü.name"),
        ])
    }

    /// The paths of a node and of all nodes within it.
    fn paths(node: &mut Value, path: &str, all: &mut Vec<String>) {
        all.push(path.to_owned());
        each(node, path, &mut |node, path| paths(node, path, all));
    }

    /// Calls `act` for each direct child of a node.
    fn each(node: &mut Value, path: &str, act: &mut dyn FnMut(&mut Value, &str)) {
        let dot = if path.is_empty() { "" } else { "." };
        for (i, part) in node.get_mut("parts").and_then(Value::as_array_mut).into_iter().flatten().enumerate() {
            act(part, &format!("{path}{dot}parts[{i}]"));
        }
        for (name, part) in node.get_mut("by_name").and_then(Value::as_object_mut).into_iter().flatten() {
            act(part, &format!("{path}{dot}by_name.{name}"));
        }
    }

    /// Sets a field of the node at a path.
    fn put(node: &mut Value, path: &str, wanted: &str, field: &str, value: &Value) {
        if path == wanted {
            node[field] = value.clone();
        } else {
            each(node, path, &mut |node, path| put(node, path, wanted, field, value));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_place_is_that_of_the_fault(
            mut value in node(),
            pretty in any::<bool>(),
            at in any::<prop::sample::Index>(),
            (field, bad, place) in fault(),
        ) {
            let write = |value: &Value| if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
            prop_assert!(read::<Node>(&write(&value).expect("JSON")).is_ok());
            let mut all = Vec::new();
            paths(&mut value, "", &mut all);
            let path = at.get(&all);
            put(&mut value, "", path, field, &bad);
            let text = write(&value).expect("JSON");
            let misfit = read::<Node>(&text).expect_err("a fault");
            let expected = if path.is_empty() { place.to_owned() } else { format!("{path}.{place}") };
            prop_assert_eq!(misfit.field(), Some(expected.as_str()), "{}", text);
            let plain = serde_json::from_str::<Node>(&text).expect_err("a fault");
            prop_assert_eq!(misfit.found(), plain.to_string());
        }

        #[test]
        fn no_text_makes_it_stumble(text in "[\\[\\]{}\",:\\\\a1ü \n]{0,60}") {
            if let Err(misfit) = read::<Node>(&text) {
                let _ = (misfit.field(), misfit.line(), misfit.problem());
            }
        }
    }
}
