//! The strings of a bank's JSON, without what a terminal must not see.

use serde_json::Value;

use crate::text;

/// Whether a string in this JSON may need cleaning. Escapes count: they can spell anything.
pub(super) fn may_be_dirty(raw: &str) -> bool {
    let mut escaped = false;
    raw.bytes().any(|byte| {
        let spells = escaped && matches!(byte, b'u' | b'r' | b'b' | b'f');
        escaped = byte == b'\\' && !escaped;
        spells
    }) || text::clean(raw).len() != raw.len() - raw.bytes().filter(|&byte| byte == b'\r').count()
}

/// Cleans every string in a value, and notes the paths of those from which something was removed.
pub(super) fn clean(value: &mut Value, path: &mut String, cleaned: &mut Vec<String>) {
    let base = path.len();
    match value {
        Value::String(string) => {
            let safe = text::clean(string);
            // Another line ending is no loss.
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
            // Keys that this version knows are clean; the others are carried along and shown by nobody unless cleaned.
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
