//! Limits on the content of a file. Without them a file of 16 MiB could take gigabytes of memory: a value of two bytes
//! becomes a hundred.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// Most questions in a file.
pub const MAX_QUESTIONS: usize = 100_000;

/// Most topics, and most concepts, that a bank may name.
pub const MAX_TOPICS: usize = 10_000;

/// Most values in one question: fields and list items at any depth.
pub const MAX_VALUES: usize = 20_000;

/// Most values in a bank's description of itself.
pub const MAX_MANIFEST_VALUES: usize = 200_000;

/// Longest name of a bank, in bytes, and longest topic of a whole file, in characters: every question repeats them.
pub const MAX_NAME: usize = 200;

/// Whether a JSON text contains more than `most` values. Allocates nothing.
pub fn has_more_values(json: &str, most: usize) -> bool {
    // Each value takes at least two bytes.
    if json.len() / 2 <= most {
        return false;
    }
    let (mut count, mut quoted, mut escaped) = (0, false, false);
    for byte in json.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b',' | b'[' | b'{' if !quoted => count += 1,
            _ => {}
        }
    }
    count > most
}

/// The first `MOST` items of a list, and how many more it has.
#[derive(Debug)]
pub struct First<T, const MOST: usize> {
    /// The items that were kept.
    pub list: Vec<T>,
    /// How many items were skipped.
    pub more: usize,
}

impl<T, const MOST: usize> Default for First<T, MOST> {
    fn default() -> Self {
        Self { list: Vec::new(), more: 0 }
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for First<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Items<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Items<T, MOST> {
            type Value = First<T, MOST>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a sequence")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut first = First::default();
                while first.list.len() < MOST {
                    let Some(item) = items.next_element()? else { return Ok(first) };
                    first.list.push(item);
                }
                while items.next_element::<IgnoredAny>()?.is_some() {
                    first.more += 1;
                }
                Ok(first)
            }
        }
        deserializer.deserialize_seq(Items(PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_outside_of_texts() {
        assert!(!has_more_values(r#"["a,[,{\",,,,,,,,,,,,,,,,,,,,,,,,"]"#, 2));
        assert!(has_more_values("[1,2,[3]]", 3) && !has_more_values("[1,2,[3]]", 4));
        assert!(has_more_values(&format!("[{}1]", "1,".repeat(MAX_VALUES)), MAX_VALUES));
    }

    #[test]
    fn the_first_items_are_kept_and_the_others_counted() {
        let first: First<u8, 3> = serde_json::from_str("[1,2,3,4,\"five\"]").expect("a list");
        assert_eq!((first.list, first.more), (vec![1, 2, 3], 2));
        let all: First<u8, 3> = serde_json::from_str("[1,2,3]").expect("a list");
        assert_eq!((all.list.len(), all.more), (3, 0));
        assert!(serde_json::from_str::<First<u8, 3>>("[1,").is_err());
        assert!(serde_json::from_str::<First<u8, 3>>("7").is_err());
    }
}
