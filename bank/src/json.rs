//! JSON into types, with the place of what does not fit.
//!
//! There is one way for all of them, through text: each further way to read a type is all of that type's code once more.
//! The place is looked for only when something failed, from the position that the parser tells.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{DeserializeOwned, Deserializer, Unexpected, Visitor};
use serde_json::Value;

/// What does not fit.
#[derive(Debug)]
pub struct Misfit {
    path: String,
    error: serde_json::Error,
}

impl Misfit {
    fn new(error: serde_json::Error, text: &str) -> Self {
        Self { path: path_of_end(&text[..end(text, error.line(), error.column())]), error }
    }

    /// Path of the field, for example `look_for[0].tier`; none: it is the whole.
    pub fn field(&self) -> Option<&str> {
        (!self.path.is_empty()).then_some(self.path.as_str())
    }

    /// What was found, with line and column.
    pub fn found(&self) -> String {
        self.error.to_string()
    }

    /// What was found.
    pub fn problem(&self) -> String {
        let found = self.found();
        found.rsplit_once(" at line ").map_or(found.as_str(), |(problem, _)| problem).to_owned()
    }

    /// The line in which it was found, from 1 on.
    pub fn line(&self) -> usize {
        self.error.line().max(1)
    }

    /// Whether it is JSON, but not the expected one.
    pub fn is_data(&self) -> bool {
        self.error.is_data()
    }
}

/// The field and what was found in it, without line and column.
impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field() {
            Some(field) => write!(f, "{field}: {}", self.problem()),
            None => f.write_str(&self.problem()),
        }
    }
}

/// Reads a type from a whole text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    serde_json::from_str(text).map_err(|error| Misfit::new(error, text))
}

/// Reads a type from a whole text, and the paths of the fields that its type does not know.
pub fn read_noting<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), Misfit> {
    let mut unknown = Vec::new();
    let mut json = serde_json::Deserializer::from_str(text);
    let mut note = |path: serde_ignored::Path<'_>| unknown.push(path.to_string());
    let value = T::deserialize(serde_ignored::Deserializer::new(&mut json, &mut note));
    match value.and_then(|value| json.end().map(|()| value)) {
        Ok(value) => Ok((value, unknown)),
        Err(error) => Err(Misfit::new(error, text)),
    }
}

/// Reads a type from a value.
pub fn of_value<T: DeserializeOwned>(value: &Value) -> Result<T, Misfit> {
    read(&value.to_string())
}

/// Reads a string into a type that checks it. `serde(try_from)` would check it after the parser went on, and the parser
/// then tells a later position.
pub fn checked_text<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(Checked(PhantomData))
}

struct Checked<T>(PhantomData<T>);

impl<T: FromStr<Err: fmt::Display>> Visitor<'_> for Checked<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// The same for a small number.
pub fn checked_number<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: TryFrom<u8, Error: fmt::Display>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_u8(CheckedNumber(PhantomData))
}

struct CheckedNumber<T>(PhantomData<T>);

impl<T: TryFrom<u8, Error: fmt::Display>> Visitor<'_> for CheckedNumber<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("u8")
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<T, E> {
        let small = u8::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))?;
        T::try_from(small).map_err(E::custom)
    }
}

/// Where a line and a column, both from 1 on and the column in bytes, end in a text. The parser gives line 0 for what it
/// has no position of.
fn end(text: &str, line: usize, column: usize) -> usize {
    let Some(above) = line.checked_sub(1) else { return 0 };
    let start: usize = text.split_inclusive('\n').take(above).map(str::len).sum();
    text.floor_char_boundary(start + column)
}

/// An object or an array that is open where a text ends.
enum Open {
    /// With the key that was read.
    Object(Option<String>),
    /// With the position of the element that is being read, and whether it began.
    Array(usize, bool),
}

/// The path of the value in which a beginning of a JSON text ends, or which ends with it.
fn path_of_end(text: &str) -> String {
    let mut open: Vec<Open> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut taken = c.len_utf8();
        match (c, open.last_mut()) {
            (' ' | '\t' | '\r' | '\n' | ':', _) => {}
            ('}' | ']', _) => drop(open.pop()),
            (',', Some(Open::Object(key))) => *key = None,
            (',', Some(Open::Array(position, begun))) => (*position, *begun) = (*position + 1, false),
            ('"', Some(Open::Object(key @ None))) => {
                taken = string_len(rest);
                *key = Some(key_of(&rest[..taken]));
            }
            (_, top) => {
                if let Some(Open::Array(_, begun)) = top {
                    *begun = true;
                }
                match c {
                    '{' => open.push(Open::Object(None)),
                    '[' => open.push(Open::Array(0, false)),
                    '"' => taken = string_len(rest),
                    _ => {}
                }
            }
        }
        rest = &rest[taken..];
    }
    let mut path = String::new();
    for open in open {
        match open {
            Open::Object(Some(key)) => {
                path.push_str(if path.is_empty() { "" } else { "." });
                path.push_str(&key);
            }
            Open::Array(position, true) => path.push_str(&format!("[{position}]")),
            Open::Object(None) | Open::Array(_, false) => {}
        }
    }
    path
}

/// Length of the string that a text begins with, quotes included; where it does not end, that of the text.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// A key without its quotes and escapes.
fn key_of(quoted: &str) -> String {
    serde_json::from_str(quoted).unwrap_or_else(|_| quoted.trim_matches('"').to_owned())
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

    /// A type with everything that the types of banks and records have.
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

    #[derive(Debug, PartialEq)]
    struct Grade(u8);

    impl TryFrom<u8> for Grade {
        type Error = &'static str;

        fn try_from(number: u8) -> Result<Self, Self::Error> {
            if number > 4 { Err("too good") } else { Ok(Self(number)) }
        }
    }

    impl<'de> Deserialize<'de> for Grade {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            checked_number(deserializer)
        }
    }

    /// Values that fit most of the time, so that faults lie deep.
    fn node() -> impl Strategy<Value = Value> {
        let odd = prop_oneof![
            Just(json!(null)),
            Just(json!(-3)),
            Just(json!(9)),
            Just(json!(300)),
            Just(json!("two words")),
            Just(json!([])),
            Just(json!({})),
            Just(json!([1, "x", []])),
            Just(json!({"k\" ü": {"a": [1]}})),
        ];
        let name = prop_oneof![20 => Just(json!("n[\"]},")), 1 => odd.clone()];
        let grade = prop_oneof![20 => Just(json!(3)), 1 => odd.clone()];
        let kind = prop_oneof![9 => Just(json!("plain")), 9 => Just(json!({"of-range": {"from": 3}})),
                1 => Just(json!({"of-range": {}})), 1 => Just(json!({"of-range": {"from": 3, "to": 4}})), 1 => Just(json!("other")), 1 => odd.clone()];
        let pair = prop_oneof![20 => Just(json!([1, true])), 1 => Just(json!([1])), 1 => odd.clone()];
        let leaf = (name, grade, kind, pair, 0..40_u8).prop_map(|(name, grade, kind, pair, without)| {
            let mut node = json!({"name": name, "grade": grade, "kind": kind, "pair": pair, "unknown": [{"x": 1}]});
            if without == 0 {
                node.as_object_mut().expect("made so").remove("name");
            }
            node
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

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn the_place_is_the_one_that_a_tracking_deserializer_tells(value in node(), pretty in any::<bool>()) {
            let text = if pretty { serde_json::to_string_pretty(&value).expect("JSON") } else { value.to_string() };
            let tracked: Result<Node, _> = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_str(&text));
            match (read::<Node>(&text), tracked) {
                (Ok(found), Ok(expected)) => prop_assert_eq!(found, expected),
                (Err(found), Err(expected)) => {
                    let (found, path) = (found.to_string(), expected.path().to_string());
                    let expected = match expected.into_inner().to_string().rsplit_once(" at line ") {
                        Some((problem, _)) if path == "." => problem.to_owned(),
                        Some((problem, _)) => format!("{path}: {problem}"),
                        None => path,
                    };
                    // A variant that is not there is a key here, and nothing there.
                    let variant = found.split_once(".k\" ü: unknown variant");
                    let found = variant.map_or(found.clone(), |(path, rest)| format!("{path}: unknown variant{rest}"));
                    prop_assert_eq!(found, expected, "{}", text);
                }
                (found, expected) => prop_assert!(false, "{:?} {:?}", found, expected),
            }
        }

        #[test]
        fn no_text_makes_it_stumble(text in "[\\[\\]{}\",:\\\\a1ü \n]{0,60}") {
            if let Err(misfit) = read::<Node>(&text) {
                let _ = (misfit.field(), misfit.line(), misfit.problem());
            }
            let _ = path_of_end(&text);
        }
    }
}
