//! Hashes of the fields of a question as they were last imported: a field that differs was edited by hand.

use std::fmt;

use compact_str::CompactString;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};

/// The hash of each field, in the order of their names. There may be a hundred thousand of these lists in memory, so
/// they are not maps, and neither name nor hash takes an allocation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Marks(Box<[(CompactString, CompactString)]>);

/// The name under which the source of a question is stored.
pub(super) const FROM: &str = "@from";

/// The name under which the name of its row in the source is stored.
pub(super) const ROW: &str = "@row";

impl Marks {
    /// Each field with its hash, and the special entries.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, mark)| (name.as_str(), mark.as_str()))
    }

    /// The names of the imported fields, and of the special entries.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The hash of a field, if it was imported.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        Some(&self.0[at].1)
    }
}

impl<'a> FromIterator<(&'a str, String)> for Marks {
    fn from_iter<I: IntoIterator<Item = (&'a str, String)>>(marks: I) -> Self {
        sorted(marks.into_iter().map(|(name, mark)| (name.into(), mark.into())).collect())
    }
}

fn sorted(mut marks: Vec<(CompactString, CompactString)>) -> Marks {
    marks.sort_by(|(a, _), (b, _)| a.cmp(b));
    marks.dedup_by(|(a, _), (b, _)| a == b);
    Marks(marks.into())
}

impl Serialize for Marks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, mark)| (name.as_str(), mark.as_str())))
    }
}

impl<'de> Deserialize<'de> for Marks {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ByName;
        impl<'de> Visitor<'de> for ByName {
            type Value = Marks;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object of hashes")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Marks, A::Error> {
                let mut marks = Vec::new();
                while let Some((name, mark)) = map.next_entry::<String, String>()? {
                    marks.push((name.into(), mark.into()));
                }
                Ok(sorted(marks))
            }
        }
        deserializer.deserialize_map(ByName)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_written_as_an_object_in_order_and_read_back() {
        let marks: Marks = [("topic", "b".to_owned()), ("prompt", "a".to_owned())].into_iter().collect();
        let json = serde_json::to_string(&marks).expect("JSON");
        assert_eq!(json, r#"{"prompt":"a","topic":"b"}"#);
        assert_eq!(serde_json::from_str::<Marks>(&json).expect("marks"), marks);
        assert_eq!((marks.get("topic"), marks.get("tags")), (Some("b"), None));
    }
}
