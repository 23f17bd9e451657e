//! Reads our own JSON and that of other programs.

mod foreign;

use hotseat_bank::limits::{First, MAX_NAME, MAX_QUESTIONS, MAX_TOPICS};
use hotseat_bank::{Lines, Parsed, Topic};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use super::ImportError;
use super::fields::Fields;
use super::names::shortened;
use super::sink::Sink;

#[derive(Deserialize)]
struct Bundle<'a> {
    #[serde(borrow)]
    banks: First<&'a RawValue, MAX_TOPICS>,
}

#[derive(Deserialize)]
struct BankFile<'a> {
    bank: Option<String>,
    topic: Option<String>,
    licence: Option<String>,
    #[serde(default)]
    topics: First<Topic, MAX_TOPICS>,
    #[serde(borrow)]
    questions: First<&'a RawValue, MAX_QUESTIONS>,
    // The raw values that go to the top of a new bank file.
    #[serde(borrow)]
    name: Option<&'a RawValue>,
    #[serde(borrow)]
    version: Option<&'a RawValue>,
    #[serde(borrow)]
    concepts: Option<&'a RawValue>,
}

/// Reads JSON. `folder` is the bank named by the folder's `bank.json`, if there is one.
pub(super) fn read(text: &str, folder: Option<&str>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut lines = Lines::new(text);
    sink.counts("questions");
    // Only an object: serde would read a list as the fields in order.
    let bundle = text.trim_start().starts_with('{').then(|| serde_json::from_str(text).ok()).flatten();
    if let Some(Bundle { banks }) = bundle {
        for bank in banks.list {
            bank_file(bank.get(), folder, &mut lines, sink)?;
        }
        return Ok(());
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(whole) if is_bank(whole.get()) => bank_file(whole.get(), folder, &mut lines, sink),
        Ok(whole) => foreign::read(whole.get(), &mut lines, sink),
        Err(error) => {
            let mended = lenient(text);
            if mended != text && serde_json::from_str::<&RawValue>(&mended).is_ok() {
                return read(&mended, folder, sink);
            }
            let begins = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>().next();
            if !matches!(begins, Some(Ok(value)) if value.get().starts_with(['{', '['])) {
                sink.refuse(Some(error.line().max(1)), format!("{error}; mend the JSON there"));
                return Ok(());
            }
            values(text, sink)
        }
    }
}

/// Whether an object is one of our own bank files: it names its bank, or its questions have ids and prompts.
fn is_bank(raw: &str) -> bool {
    #[derive(Deserialize)]
    struct Asked<'a> {
        #[serde(default, borrow)]
        bank: Option<&'a RawValue>,
        #[serde(borrow)]
        questions: &'a RawValue,
    }
    #[derive(Deserialize)]
    struct One {
        id: Option<String>,
        prompt: Option<IgnoredAny>,
        extends: Option<IgnoredAny>,
    }
    if !raw.starts_with('{') {
        return false;
    }
    let Ok(Asked { bank, questions }) = serde_json::from_str(raw) else { return false };
    // Anything broken in a question is reported when that is read.
    bank.is_some()
        || serde_json::from_str::<First<&RawValue, 1>>(questions.get()).is_ok_and(|list| {
            list.list.first().is_none_or(|first| {
                first.get().starts_with('{')
                    && serde_json::from_str::<One>(first.get())
                        .is_ok_and(|one| one.extends.is_some() || one.id.is_some() && one.prompt.is_some())
            })
        })
}

fn bank_file(raw: &str, folder: Option<&str>, lines: &mut Lines<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let file: BankFile<'_> = match serde_json::from_str(raw) {
        Ok(file) => file,
        Err(error) => {
            let line = lines.of(raw) + error.line().saturating_sub(1);
            sink.skip(Some(line), format!("{error}; a bank file is {{\"bank\": …, \"questions\": […]}}"));
            return Ok(());
        }
    };
    let bank = sink.bank(file.bank.or_else(|| folder.map(str::to_owned)))?;
    if bank.is_empty()
        || bank.len() > MAX_NAME
        || bank.chars().any(|c| c == '/' || c.is_whitespace() || hotseat_bank::text::is_unsafe(c))
    {
        return Err(ImportError::BadBank(shortened(&bank)));
    }
    for (name, raw) in [("name", file.name), ("version", file.version), ("concepts", file.concepts)] {
        if let Some(raw) = raw {
            sink.head(&bank, name, raw);
        }
    }
    for topic in file.topics.list {
        sink.topic(&bank, topic);
    }
    let (topic, licence) = (file.topic.as_deref().map(shortened), file.licence.as_deref().map(shortened));
    for raw in file.questions.list {
        let line = lines.of(raw.get());
        if sink.is_full(Some(line)) {
            return Ok(());
        }
        match hotseat_bank::read_question(raw.get()) {
            Err(error) => sink.skip(Some(line), error.to_string()),
            Ok(Parsed { question, .. }) if question.prompt.trim().is_empty() && question.extends.is_none() => {
                sink.skip(Some(line), "nothing is asked");
            }
            Ok(Parsed { question, cleaned, .. }) => {
                // Kept as it is written, unless unsafe characters had to be removed.
                let kept = if cleaned.is_empty() { serde_json::from_str(raw.get()).ok() } else { None };
                let mut fields = kept.unwrap_or_else(|| Fields::of(&question));
                for (name, given) in [("topic", &topic), ("licence", &licence)] {
                    if let (None, Some(given)) = (fields.get(name), given) {
                        fields.put(name, given);
                    }
                }
                sink.question(bank.clone(), line, fields, &question);
            }
        }
    }
    sink.rest(file.questions.more);
    Ok(())
}

/// How many lines of broken values are looked through, one as often as values above it are broken.
const MAX_LOOKED: usize = 1_000_000;

/// Reads values that follow each other, usually one on each line. What is no JSON is left out with its line.
fn values(text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut lines = Lines::new(text);
    let (mut rest, mut looked) = (text, 0);
    loop {
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let failed = loop {
            match stream.next() {
                None => return Ok(()),
                Some(Err(error)) => break error,
                Some(Ok(value)) => {
                    if sink.is_full(Some(lines.of(value.get()))) {
                        return Ok(());
                    }
                    foreign::read(value.get(), &mut lines, sink)?;
                }
            }
        };
        let wrong = rest[stream.byte_offset()..].trim_start();
        let line = wrong.lines().next().unwrap_or_default();
        let at = lines.of(wrong);
        if sink.is_full(Some(at)) {
            return Ok(());
        }
        if line.is_empty() {
            return Ok(());
        }
        sink.skip(Some(at), format!("{failed}; mend the JSON there"));
        // What is wrong may only show at the end of the file, each time.
        looked += failed.line();
        if looked > MAX_LOOKED {
            sink.refuse(Some(at), "too much below it is broken; the rest was not read");
            return Ok(());
        }
        rest = &wrong[line.len()..];
    }
}

/// The text without comments and without commas before closing brackets, which people leave in JSON. Blanks take their
/// place, so that everything stays where it was.
fn lenient(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let (mut at, mut comma) = (0, None);
    while at < out.len() {
        let rest = &text.as_bytes()[at..];
        match rest[0] {
            b'"' => {
                let mut end = 1;
                while end < rest.len() && rest[end] != b'"' {
                    end += 1 + usize::from(rest[end] == b'\\');
                }
                (at, comma) = (at + end.min(rest.len() - 1), None);
            }
            b'/' if rest.starts_with(b"//") || rest.starts_with(b"/*") => {
                let closing: &[u8] = if rest[1] == b'/' { b"\n" } else { b"*/" };
                let length = rest.windows(closing.len()).skip(2).position(|part| part == closing);
                let length = length.map_or(rest.len(), |found| found + 2 + closing.len());
                out[at..at + length].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
                at += length - 1;
            }
            b',' => comma = Some(at),
            b']' | b'}' => {
                if let Some(comma) = comma.take() {
                    out[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, counts};

    #[test]
    fn our_own_json_keeps_its_bank_and_every_field() {
        let home = Home::new();
        let text = r#"{"bank":"big","topic":"queues","licence":"MIT","questions":[
        {"id":"q0","prompt":"Why?","future":{"b":1,"a":2},"look_for":[{"text":"Because.","id":"p"}]},
        {"id":"q1"}, {"id":"q2","prompt":" "}, {"id":"bad id","prompt":"No?"}, {"id":"q0","prompt":"Twice?"}]}"#;
        let imported = home.bring("big.json", text);
        assert_eq!(counts(&imported), [1, 0, 0, 0, 4]);
        assert_eq!(imported.skipped.iter().map(|s| s.line).collect::<Vec<_>>(), [Some(3); 4]);
        assert!(imported.skipped[0].reason.contains("prompt"), "{:?}", imported.skipped);
        assert_eq!(imported.banks, ["big"]);
        let (entry, question) = home.questions().remove(0);
        assert_eq!((entry.id.as_str(), entry.topic.as_str()), ("big/q0", "queues"));
        assert_eq!(question.licence.as_deref(), Some("MIT"));
        assert_eq!(question.other["future"]["a"], 2);
    }

    #[test]
    fn json_lines_and_arrays_are_read_with_their_lines() {
        let home = Home::new();
        let imported = home
            .bring("a.jsonl", "{\"q\":\"One?\",\"a\":[\"x\",\"y\"]}\n\nnot json\n{\"other\":1}\n{\"q\":\"Two?\"}\n");
        assert_eq!(counts(&imported), [2, 0, 0, 1, 2]);
        assert_eq!(imported.skipped.iter().map(|s| s.line).collect::<Vec<_>>(), [Some(3), Some(4)]);
        let deep = home.bring("b.json", format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)));
        assert_eq!(counts(&deep), [0, 0, 0, 0, 1]);
        let broken = home.bring("c.json", "{\"bank\":\"a\",\n");
        assert_eq!((broken.new, broken.skipped.len(), broken.skipped[0].line), (0, 1, Some(2)));
    }
}
