//! Finds the JSON object in a reply; thinking, code fences and talk around it are ignored.

use serde_json::{Map, Value};

use super::stream::Heard;

/// How many opening braces of a reply are tried.
const MOST_TRIES: usize = 50;

/// The first object of the reply that `fits`. Thinking is searched only if nothing else was said.
pub fn object(heard: &Heard, fits: impl Fn(&Map<String, Value>) -> bool) -> Option<Map<String, Value>> {
    let said = without_thinking(&heard.content);
    let text = if said.trim().is_empty() { without_thinking(&heard.reasoning) } else { said };
    let openings = text.match_indices('{').take(MOST_TRIES);
    openings.map(|(at, _)| &text[at..]).find_map(|rest| {
        let value = serde_json::Deserializer::from_str(rest).into_iter::<Value>().next()?.ok()?;
        match value {
            Value::Object(object) if fits(&object) => Some(object),
            _ => None,
        }
    })
}

/// A text without anything between thinking tags. A tag that is never closed makes the rest thinking; a closing tag
/// that was never opened makes everything before it thinking.
fn without_thinking(text: &str) -> String {
    const TAGS: [(&str, &str); 2] = [("<think>", "</think>"), ("<thinking>", "</thinking>")];
    let mut left = text.to_owned();
    for (open, close) in TAGS {
        while let Some(end) = left.find(close) {
            let start = left[..end].rfind(open).unwrap_or(0);
            left.replace_range(start..end + close.len(), "");
        }
        if let Some(start) = left.find(open) {
            left.truncate(start);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(content: &str, reasoning: &str) -> Option<Value> {
        let heard = Heard { content: content.into(), reasoning: reasoning.into(), ..Heard::default() };
        object(&heard, |object| object.contains_key("p1")).map(Value::Object)
    }

    #[test]
    fn the_object_is_found_in_all_that_stands_around_it() {
        let wanted = Some(serde_json::json!({"p1": 1}));
        for content in [
            "{\"p1\":1}",
            "```json\n{\"p1\":1}\n```",
            "Sure! {curly} talk {\"p1\":1} and more",
            "<think>{\"p1\":2} maybe</think>{\"p1\":1}",
            "{\"p1\":2} I think</think>\n{\"p1\":1}",
            "{\"p2\":0} {\"p1\":1}",
            "{\"p1\":1} <think>or {\"p1\":2}",
        ] {
            assert_eq!(found(content, ""), wanted, "{content}");
        }
        assert_eq!(found("", "{\"p1\":1}"), wanted);
        assert_eq!(found("I cannot do that.", "{\"p1\":1}"), None);
        assert_eq!(found("<think>{\"p1\":1}", ""), None);
        assert_eq!(found("{\"p1\":", ""), None);
    }

    proptest! {
        #[test]
        fn no_text_can_harm(text in "[{}<>/a-z\"\\[:, ]{0,200}") {
            let _ = found(&text, &text);
            let begun = format!("<think>{text}");
            let left = without_thinking(&begun);
            prop_assert!(!left.contains("<think>"), "{}", left);
        }
    }
}
