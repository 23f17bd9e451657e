//! Reads YAML: it is rewritten as JSON in which everything stands in the line where it stood, and read as that.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::ImportError;
use super::json;
use super::sink::Sink;

/// The deepest nesting that is read.
const MAX_DEPTH: usize = 64;

/// Reads YAML with questions. `folder` is the bank named by the folder's `bank.json`, if there is one.
pub(super) fn read(text: &str, folder: Option<&str>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    match to_json(text) {
        Ok(json) => json::read(&json, folder, sink),
        Err((line, reason)) => {
            sink.refuse(Some(line), reason);
            Ok(())
        }
    }
}

/// A list or an object that is being written, with how many values it has; an object waits for a key or for a value.
enum Open {
    List(usize),
    Object { values: usize, key: bool },
}

/// The documents of a file as JSON, one after the other; or the line of what is wrong, and why.
fn to_json(text: &str) -> Result<String, (usize, String)> {
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    let mut line = 1;
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| (error.marker().line(), format!("{error}; mend the YAML there")))?;
        let at = span.start.line();
        let is_key = matches!(open.last(), Some(Open::Object { key: true, .. }));
        match event {
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                out.push(if matches!(event, Event::SequenceEnd) { ']' } else { '}' });
                continue;
            }
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) => {}
            Event::Alias(_) => {
                return Err((at, "an alias (*) stands here, which is not read; write what it stands for".to_owned()));
            }
            Event::DocumentEnd => {
                out.push('\n');
                line += 1;
                continue;
            }
            _ => continue,
        }
        match open.last_mut() {
            Some(Open::List(values)) => {
                out.push_str(if *values > 0 { "," } else { "" });
                *values += 1;
            }
            Some(Open::Object { values, key }) => {
                out.push_str(if !*key {
                    ":"
                } else if *values > 0 {
                    ","
                } else {
                    ""
                });
                *values += usize::from(*key);
                *key = !*key;
            }
            None => {}
        }
        while line < at {
            out.push('\n');
            line += 1;
        }
        match event {
            Event::Scalar(text, style, ..) => out.push_str(&scalar(&text, style, is_key)),
            _ if is_key => return Err((at, "a key that is no text; write it in one line".to_owned())),
            _ if open.len() >= MAX_DEPTH => return Err((at, format!("nested more than {MAX_DEPTH} levels deep"))),
            Event::SequenceStart(..) => {
                out.push('[');
                open.push(Open::List(0));
            }
            _ => {
                out.push('{');
                open.push(Open::Object { values: 0, key: true });
            }
        }
    }
    Ok(out)
}

/// A text, number or word of YAML as JSON; keys and what is quoted are texts.
fn scalar(text: &str, style: ScalarStyle, is_key: bool) -> String {
    if style == ScalarStyle::Plain && !is_key {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return "null".to_owned(),
            "true" | "True" | "TRUE" => return "true".to_owned(),
            "false" | "False" | "FALSE" => return "false".to_owned(),
            _ if serde_json::from_str::<serde_json::Number>(text).is_ok() => return text.to_owned(),
            _ => {}
        }
    }
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_becomes_json_in_the_same_lines() {
        let yaml = "# list\n- question: What is it?\n  tags: [a, 'b: c']\n- q: |\n    One.\n    Two.\n  level: 3\n  done: true\n";
        let json = to_json(yaml).expect("YAML");
        let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(read[0]["tags"][1], "b: c");
        assert_eq!((read[1]["q"].as_str(), read[1]["level"].as_i64()), (Some("One.\nTwo.\n"), Some(3)));
        let line = |what: &str| json[..json.find(what).expect("there")].matches('\n').count() + 1;
        assert_eq!((line("What is it?"), line("\"q\""), line("\"level\"")), (2, 4, 7));
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        assert!(matches!(to_json("a: &x [1]\nb: *x\n"), Err((2, reason)) if reason.contains("alias")));
        assert!(matches!(to_json("a: 1\nb: [1\n"), Err((line, _)) if line >= 2));
        assert!(to_json(&"[".repeat(100_000)).is_err());
    }
}
