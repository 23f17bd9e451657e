//! Turns of phrase that the built-in bank avoids: they sound translated, or can be written in two ways.

use serde::Serialize;
use serde_json::Value;

use super::material::Material;
use crate::index::BUILTIN;
use crate::problem::{Problem, Rule, Severity};

/// A turn of phrase to avoid.
struct Turn {
    /// In lower case with single spaces, unless `exact`.
    words: &'static str,
    /// Whether case matters.
    exact: bool,
    /// What to write instead.
    instead: &'static str,
}

const fn turn(words: &'static str, instead: &'static str) -> Turn {
    Turn { words, exact: false, instead }
}

const fn exact(words: &'static str, instead: &'static str) -> Turn {
    Turn { words, exact: true, instead }
}

const TURNS: &[Turn] = &[
    turn("an own", "write \"its own\", \"a separate\" or \"our own\""),
    // Case matters: "Dear customer" begins a letter.
    exact("dear", "write \"costly\" or \"expensive\""),
    turn("dearer", "write \"costlier\" or \"more expensive\""),
    turn("dearest", "write \"costliest\" or \"most expensive\""),
    turn("mails", "write \"messages\" or \"emails\""),
    turn("no log line tells", "write \"nothing in the logs says\""),
    turn("is no error of ours", "write \"is not our fault\""),
    turn("comfort, no control", "say what it does not protect against"),
    turn("the mean thing is", "write \"the nasty part is\", or just say it"),
    turn("the outcome is open", "write \"nobody knows yet\", or say what is undecided"),
    turn("tells apart", "write \"tells one from the other\""),
    turn("as first aid", "write \"to stop the bleeding\", or say what is done first"),
    turn("a relative of it", "write \"a close cousin\", or name what they share"),
    turn("two short splits a year", "say what happens, and how often"),
    turn("one is where one was", "say who is back where"),
    // Only at the beginning of a sentence.
    exact("Whoever", "write \"anybody who\", \"if you\", or begin otherwise"),
];

/// Fields whose text is not read as prose, or quotes how others say something.
const NO_PROSE: &[&str] = &["code", "concept", "cues", "id", "language", "related", "tags", "topic", "tracks", "url"];

pub(super) fn check(material: &Material, problems: &mut Vec<Problem>) {
    for item in material.items.iter().filter(|item| item.id.bank() == BUILTIN) {
        each(&item.question, |path, severity, found, remedy| {
            problems.push(item.problem(severity, Rule::Gate, path, &found, remedy));
        });
    }
    if let Some(manifest) = material.manifest.as_ref().filter(|manifest| manifest.bank == BUILTIN) {
        each(manifest, |path, severity, found, remedy| {
            let file = &material.manifest_file;
            let problem = match severity {
                Severity::Error => Problem::error(Rule::Gate, file, found, remedy),
                Severity::Warning => Problem::warning(Rule::Gate, file, found, remedy),
            };
            problems.push(problem.at_path(path));
        });
    }
}

/// Calls `tell` for everything found in the texts of a value.
fn each<T: Serialize>(of: &T, mut tell: impl FnMut(&str, Severity, String, &str)) {
    let Ok(value) = serde_json::to_value(of) else { return };
    texts(&value, &mut String::new(), &mut |path, text| {
        for turn in turns(text) {
            tell(path, Severity::Error, format!("{:?}", turn.words), turn.instead);
        }
        if let Some(number) = spaced_number(text) {
            tell(path, Severity::Warning, format!("{number:?}"), "write thousands with a comma, as 60,000");
        }
        if let Some(share) = share_in_words(text) {
            tell(path, Severity::Warning, format!("{share:?}"), "write % after a figure, as 5 %");
        }
    });
}

/// Calls `each` with every text that is prose, and its path.
fn texts(value: &Value, path: &mut String, each: &mut impl FnMut(&str, &str)) {
    let base = path.len();
    match value {
        Value::String(text) => each(path, text),
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                path.push_str(&format!("[{i}]"));
                texts(item, path, each);
                path.truncate(base);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(name, _)| !NO_PROSE.contains(&name.as_str())) {
                path.push_str(if base == 0 { "" } else { "." });
                path.push_str(name);
                texts(field, path, each);
                path.truncate(base);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The turns of phrase that occur in a text as whole words.
fn turns(text: &str) -> Vec<&'static Turn> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let small = plain.to_lowercase();
    TURNS.iter().filter(|turn| stands(if turn.exact { &plain } else { &small }, turn.words)).collect()
}

/// Whether words occur in a text other than as parts of longer ones: "e-mails" does not contain "mails".
fn stands(text: &str, words: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '\u{2019}' | '_');
    text.match_indices(words).any(|(at, _)| {
        !text[..at].chars().next_back().is_some_and(part) && !text[at + words.len()..].chars().next().is_some_and(part)
    })
}

/// The first number in a text whose thousands are separated by a space.
fn spaced_number(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '\u{a0}', '\u{202f}', '\u{2009}']).collect();
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.windows(2).find_map(|pair| {
        let (before, after) = (pair[0], pair[1].trim_end_matches(|c: char| !c.is_alphanumeric()));
        let apart = (1..=3).contains(&before.len()) && digits(before) && after.len() == 3 && digits(after);
        apart.then(|| format!("{before} {after}"))
    })
}

/// The first percentage in a text that is written with the words "per cent".
fn share_in_words(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..words.len()).find_map(|i| {
        let figure = words[i - 1].ends_with(|c: char| c.is_ascii_digit());
        let said = words[i].starts_with("percent") || words[i] == "per" && words.get(i + 1)?.starts_with("cent");
        let share = words[i - 1..].iter().take(if words[i] == "per" { 3 } else { 2 });
        (figure && said).then(|| share.copied().collect::<Vec<_>>().join(" "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_found_as_whole_words() {
        let found = |text| turns(text).iter().map(|turn| turn.words).collect::<Vec<_>>();
        assert_eq!(found("It has an own\nindex, and a Dearest one."), ["an own", "dearest"]);
        assert_eq!(
            found("Whoever waits, it mails them. Comfort, no control!"),
            ["mails", "comfort, no control", "Whoever"]
        );
        assert_eq!(found("That is dear: no log line tells us."), ["dear", "no log line tells"]);
    }

    #[test]
    fn parts_of_words_and_other_meanings_are_no_turns() {
        for text in ["an owner", "e-mails and emails", "Dear customer", "endearing", "for whoever waits", "an own-goal"]
        {
            assert!(turns(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn numbers_and_shares_are_written_in_one_way() {
        assert_eq!(spaced_number("about 60 000, later"), Some("60 000".into()));
        assert_eq!(spaced_number("1\u{a0}200 rows"), Some("1 200".into()));
        for text in ["60,000 rows", "in 2026 100 of them", "5 x200", "at 12 30 minutes"] {
            assert_eq!(spaced_number(text), None, "{text}");
        }
        assert_eq!(share_in_words("some 5 per cent of them"), Some("5 per cent".into()));
        assert_eq!(share_in_words("12 percent"), Some("12 percent".into()));
        for text in ["sixty per cent", "5 % per cent", "percent-encoded", "30 per second"] {
            assert_eq!(share_in_words(text), None, "{text}");
        }
    }

    #[test]
    fn code_and_cues_are_left_alone() {
        let question: crate::Question = serde_json::from_str(
            r#"{"id":"an own","prompt":"An own?","snippet":{"language":"go","code":"an own"},
                "look_for":[{"id":"p","text":"An own","cues":["an own"]}]}"#,
        )
        .expect("a question");
        let mut paths = Vec::new();
        each(&question, |path, _, _, _| paths.push(path.to_owned()));
        assert_eq!(paths, ["look_for[0].text", "prompt"]);
    }
}
