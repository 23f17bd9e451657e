//! Which field of a JSON text stands at a place, without knowing what the text is meant to be.

/// What encloses a place.
enum Around {
    /// An object, and the key that was read last. None: none yet since the last comma.
    Object(Option<String>),
    /// An array, and the index of the element that is being read.
    Array(usize),
}

/// The path of the value that a reader was at when it had consumed so many bytes: the one that ended there, or was to begin.
/// None: it is the whole, or what follows it.
pub(crate) fn path_at(text: &str, consumed: usize) -> Option<String> {
    let bytes = text.as_bytes().get(..consumed).unwrap_or(text.as_bytes());
    let mut around: Vec<Around> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'{' => around.push(Around::Object(None)),
            b'[' => around.push(Around::Array(0)),
            b'}' | b']' => drop(around.pop()),
            b',' => match around.last_mut() {
                Some(Around::Object(key)) => *key = None,
                Some(Around::Array(index)) => *index += 1,
                None => {}
            },
            b'"' => {
                let end = end_of_string(bytes, at);
                // A key is the first thing of its member.
                if let Some(Around::Object(key @ None)) = around.last_mut() {
                    *key = text.get(at - 1..end).and_then(|key| serde_json::from_str(key).ok());
                }
                at = end;
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for one in around {
        match one {
            Around::Object(None) => break,
            Around::Object(Some(key)) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&key);
            }
            Around::Array(index) => path.push_str(&format!("[{index}]")),
        }
    }
    Some(path).filter(|path| !path.is_empty())
}

/// The place behind the quote that ends a string, or the end of the text.
fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_has_the_path_of_the_value_that_ended_there_or_is_to_begin() {
        let text = r#"{"a": [1, {"b,\"": "x]"}], "c": 3} "#;
        let found = |part: &str| path_at(text, text.find(part).expect("there") + part.len());
        assert_eq!(found(r#"{"a""#).as_deref(), Some("a"), "behind a key its value is to begin");
        assert_eq!(found("[1").as_deref(), Some("a[0]"));
        assert_eq!(found("[1,").as_deref(), Some("a[1]"));
        assert_eq!(found(r#""x]""#).as_deref(), Some("a[1].b,\""));
        assert_eq!(found(r#""x]"}"#).as_deref(), Some("a[1]"), "an object that ended");
        assert_eq!(found("}]").as_deref(), Some("a"));
        assert_eq!(found("],"), None, "the next key is to come");
        assert_eq!(found("3").as_deref(), Some("c"));
        assert_eq!((found("3}"), found("3} ")), (None, None));
        assert_eq!((path_at(text, 0), path_at("[[1]]", 3).as_deref()), (None, Some("[0][0]")));
        assert_eq!((path_at("{\"a\\", 99), path_at("}],\"", 99)), (None, None), "whatever it is");
    }
}
