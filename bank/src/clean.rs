//! Cleans the strings in a bank's JSON of characters that must not reach a terminal.

use std::borrow::Cow;

use serde_json::Value;

use crate::text;

/// Whether a string in this JSON may need cleaning. Escapes count, because they can stand for any character. An
/// unescaped CR can only occur between strings, where it is part of a line ending.
pub(super) fn may_be_dirty(raw: &str) -> bool {
    let mut escaped = false;
    raw.bytes().any(|byte| {
        let spells = escaped && matches!(byte, b'u' | b'r' | b'b' | b'f');
        escaped = byte == b'\\' && !escaped;
        spells
    }) || raw.split('\r').any(|part| matches!(text::clean(part), Cow::Owned(_)))
}

/// Cleans every string in a value, and adds the paths of those from which something was removed.
pub(super) fn clean(value: &mut Value, path: &mut String, cleaned: &mut Vec<String>) {
    let base = path.len();
    match value {
        Value::String(string) => {
            let safe = text::clean(string);
            // Changing a line ending loses nothing.
            if safe.len() != string.replace("\r\n", "\n").len() {
                cleaned.push(path.clone());
            }
            if safe != *string {
                *string = safe.into_owned();
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter_mut().enumerate() {
                path.push('[');
                path.push_str(&i.to_string());
                path.push(']');
                clean(item, path, cleaned);
                path.truncate(base);
            }
        }
        Value::Object(map) => {
            // Keys that this version knows are clean; the others are kept, and are cleaned before they are shown.
            for (key, item) in map.iter_mut() {
                if base > 0 {
                    path.push('.');
                }
                path.push_str(&text::one_line(key));
                clean(item, path, cleaned);
                path.truncate(base);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tries every character, written and escaped, alone and beside line endings (which cleaning shortens): whatever is
    /// not reported as dirty must be clean.
    #[test]
    fn no_character_passes_for_clean_that_is_not() {
        let cleaned = |c: &char| matches!(text::clean(c.encode_utf8(&mut [0; 4])), Cow::Owned(_));
        let all: Vec<char> = ('\0'..=char::MAX).filter(cleaned).filter(|c| *c >= ' ').collect();
        assert!(all.len() > 3_000, "{}", all.len());
        for c in all {
            let mut units = [0; 2];
            let escaped: String = c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")).collect();
            for raw in [
                format!(r#"{{"id":"a","prompt":"A {c}?"}}"#),
                format!(r#"{{"id":"a","prompt":"{c}"}}"#),
                format!("{{\"id\":\"a\",\r\r\r\r\"prompt\":\"A {c}?\"}}"),
                format!("\r\n{{\"id\":\"a\",\r\n\"prompt\":\"{c}\"}}\r"),
                format!(r#"{{"id":"a","prompt":"A {escaped}?"}}"#),
            ] {
                assert!(serde_json::from_str::<Value>(&raw).is_ok(), "{raw:?}");
                assert!(may_be_dirty(&raw), "U+{:04X} in {raw:?}", u32::from(c));
            }
        }
        for escape in ["\\b", "\\f", "\\r", "\\\\\\u001b"] {
            assert!(may_be_dirty(&format!("{{\"a\":\"{escape}\"}}")), "{escape}");
        }
        assert!(!may_be_dirty("{\"a\":\"\\\\u001b \\n\\t\",\r\n\r\"b\":1}"));
    }
}
