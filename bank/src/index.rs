//! The index: what listing, filtering and drawing need to know about a question, and where its JSON is. The build
//! script makes it for the built-in bank, and the program for the user's own files, both with this code.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::limits::{First, MAX_NAME, MAX_QUESTIONS, MAX_TOPICS};
use super::manifest::{BankInfo, Concept, Prompts, Topic};
use super::place::{Lines, Place};
use super::problem::{Problem, Rule};
use super::question::{Difficulty, Kind, Levels, Question, QuestionId, Relevance, Seconds};
use super::read::{self, Parsed};
use super::source::Source;
use super::words::Words;
use crate::text;

/// The name of the built-in bank. The user's own files may not use it, because history refers to it.
pub const BUILTIN: &str = "backend";

/// The topic of questions whose file names none.
const NO_TOPIC: &str = "general";

/// Most problems that are reported for one file: more would say nothing new.
const MAX_PROBLEMS: usize = 100;

/// What is known about a question without parsing it. Its strings need no allocation while they are short, because ten
/// thousand entries are read at every start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id, `bank/id`.
    pub id: QuestionId,
    /// Topic; `general` if the file names none.
    pub topic: CompactString,
    /// Subtopic within the topic.
    pub subtopic: Option<CompactString>,
    /// What is asked, in its first wording.
    pub prompt: String,
    /// What sort of question it is.
    pub kind: Kind,
    /// Lowest and highest level that it suits.
    pub levels: Levels,
    /// How hard it is.
    pub difficulty: Difficulty,
    /// Relevance to each archetype, 0 to 3.
    pub archetypes: Relevance,
    /// Languages and platforms that it belongs to; empty if none.
    pub tracks: Words,
    /// Tags: free words.
    pub tags: Words,
    /// Its times, or the usual ones for its kind.
    pub seconds: Seconds,
    /// Whether it has points to judge an answer by.
    pub has_notes: bool,
    /// Number of alternative wordings.
    pub variants: u32,
    /// Revision, increased when the meaning changes.
    pub revision: u32,
    /// Questions that should not be asked on the same day. Ids that no bank has do no harm.
    pub related: Vec<QuestionId>,
    /// The day on which it was retired. None if it is still asked.
    pub retired: Option<NaiveDate>,
    /// Where its JSON is.
    pub place: Place,
}

/// What one bank adds to a question of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Extension {
    /// Id of the addition.
    pub id: QuestionId,
    /// The question that it extends.
    pub extends: QuestionId,
    /// Whether it adds points.
    pub has_notes: bool,
    /// Number of alternative wordings that it adds.
    pub variants: u32,
    /// Its times, if it changes them.
    pub seconds: Option<Seconds>,
    /// The day from which it retires the question, if it does.
    pub retired: Option<NaiveDate>,
    /// Where its JSON is.
    pub place: Place,
}

/// The indexed content of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileIndex {
    /// The bank's description in the file. None if the file could not be read that far.
    pub info: Option<BankInfo>,
    /// Questions, in the order of the file.
    pub entries: Vec<Entry>,
    /// Additions to questions of other banks.
    pub extensions: Vec<Extension>,
    /// What was left out or cleaned, and why.
    pub problems: Vec<Problem>,
}

/// The context of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home<'a> {
    /// The name of the file in reports of problems.
    pub name: &'a str,
    /// The bank that the folder's `bank.json` names, if there is one.
    pub bank: Option<&'a str>,
    /// The file name without its extension: the bank's name if nothing else gives one.
    pub stem: &'a str,
    /// Whether the file may belong to the built-in bank.
    pub builtin: bool,
}

/// The top level of a file, with its questions unparsed.
#[derive(Deserialize)]
struct Shape<'a> {
    bank: Option<String>,
    topic: Option<String>,
    name: Option<String>,
    version: Option<String>,
    licence: Option<String>,
    #[serde(default)]
    topics: First<Topic, MAX_TOPICS>,
    #[serde(default)]
    concepts: First<Concept, MAX_TOPICS>,
    #[serde(borrow)]
    questions: Option<First<&'a RawValue, MAX_QUESTIONS>>,
}

/// Indexes a file. Never fails: what cannot be used is left out and reported.
pub(super) fn index(source: &Source, home: Home<'_>) -> FileIndex {
    let mut out = FileIndex::default();
    let text = source.text.as_str();
    let shape: Shape<'_> = match serde_json::from_str(text) {
        Ok(shape) => shape,
        Err(error) => {
            out.problems.push(broken_file(&error, text, home.name));
            return out;
        }
    };
    let Some(bank) = bank_name(&shape, home, &mut out.problems) else { return out };
    let Some(questions) = shape.questions else {
        out.problems.push(Problem::error(
            Rule::Shape,
            home.name,
            "no \"questions\"",
            "a bank file is {\"bank\": …, \"questions\": [{\"id\": …, \"prompt\": …}]}",
        ));
        return out;
    };
    for (what, more, most) in [
        ("questions", questions.more, MAX_QUESTIONS),
        ("topics", shape.topics.more, MAX_TOPICS),
        ("concepts", shape.concepts.more, MAX_TOPICS),
    ] {
        if more > 0 {
            let found = format!("more than {most} {what}; {more} were left out");
            out.problems.push(Problem::error(Rule::Shape, home.name, found, "split the file").at_path(what));
        }
    }
    let topic = shape.topic.as_deref().map(|topic| text::one_line(topic).chars().take(MAX_NAME).collect::<String>());
    let topic = topic.filter(|topic| !topic.is_empty());
    let mut lines = Lines::new(text);
    let mut unreported = 0_usize;
    for (position, raw) in questions.list.iter().enumerate() {
        let raw = raw.get();
        let start = raw.as_ptr() as usize - text.as_ptr() as usize;
        let place = Place {
            file: 0,
            position: small(position),
            line: small(lines.of(raw)),
            start: small(start + source.offset),
            end: small(start + source.offset + raw.len()),
        };
        let mut found = Vec::new();
        match read::question(raw) {
            Ok(Parsed { question, cleaned, .. }) => {
                found.extend(cleaned.iter().map(|path| unsafe_characters(home.name, place, path)));
                add(&mut out, &bank, topic.as_deref(), &question, place, home.name, &mut found);
            }
            Err(error) => found.push(error.problem(home.name, place)),
        }
        let room = MAX_PROBLEMS.saturating_sub(out.problems.len());
        unreported += found.len().saturating_sub(room);
        out.problems.extend(found.into_iter().take(room));
    }
    if unreported > 0 {
        out.problems.push(Problem::error(
            Rule::Shape,
            home.name,
            format!("{unreported} more problems in this file"),
            "mend those above, then look again",
        ));
    }
    out.info = Some(BankInfo {
        name: shape.name.unwrap_or_else(|| bank.clone()),
        bank,
        version: shape.version,
        licence: shape.licence,
        topics: shape.topics.list,
        concepts: shape.concepts.list,
        loops: Vec::new(),
        dimensions: Vec::new(),
        prompts: Prompts::default(),
        renamed: BTreeMap::new(),
    });
    out
}

/// Converts an offset or count; a file has at most 16 MiB, so they fit.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn broken_file(error: &serde_json::Error, text: &str, name: &str) -> Problem {
    let rule = if error.is_data() { Rule::Shape } else { Rule::Syntax };
    let remedy = if text.trim_start().starts_with('[') {
        "put the list into {\"bank\": \"a-name\", \"questions\": […]}"
    } else if error.is_data() {
        "see the question format for what belongs there"
    } else {
        "mend the JSON there: a comma, quote or bracket is missing or too many"
    };
    let problem = Problem::error(rule, name, error.to_string(), remedy);
    if error.line() == 0 { problem } else { problem.at_line(error.line()) }
}

fn bank_name(shape: &Shape<'_>, home: Home<'_>, problems: &mut Vec<Problem>) -> Option<String> {
    let identity = |found: String, remedy: String| Problem::error(Rule::Identity, home.name, found, remedy);
    let bank = match (home.bank, shape.bank.as_deref()) {
        (Some(folder), Some(file)) if folder != file => {
            problems.push(
                identity(
                    format!("the bank is {file:?} here and {folder:?} in bank.json"),
                    format!("write {folder:?}, or move the file out of the folder; it was left out"),
                )
                .at_path("bank"),
            );
            return None;
        }
        (Some(folder), _) => folder,
        (None, Some(file)) => file,
        (None, None) => {
            problems.push(Problem::warning(
                Rule::Identity,
                home.name,
                format!("no \"bank\"; it is called {:?} after the file", home.stem),
                format!("write \"bank\": {:?} into it, so that renaming the file loses no history", home.stem),
            ));
            home.stem
        }
    };
    if bank.is_empty()
        || bank.len() > MAX_NAME
        || bank.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c))
    {
        problems.push(
            identity(
                format!("{:?} cannot be the name of a bank", bank.chars().take(MAX_NAME).collect::<String>()),
                "use letters, digits and hyphens; the file was left out".to_owned(),
            )
            .at_path("bank"),
        );
        return None;
    }
    if bank == BUILTIN && !home.builtin {
        problems.push(
            identity(
                format!("{BUILTIN:?} is the name of the built-in bank"),
                "give the bank another name; the file was left out".to_owned(),
            )
            .at_path("bank"),
        );
        return None;
    }
    Some(bank.to_owned())
}

fn add(
    out: &mut FileIndex,
    bank: &str,
    topic: Option<&str>,
    question: &Question,
    place: Place,
    file: &str,
    problems: &mut Vec<Problem>,
) {
    let refuse = |field: &str, found: String, remedy: &str| {
        Problem::error(Rule::Identity, file, found, remedy)
            .at_line(place.line as usize)
            .at_path(format!("{}.{field}", place.path()))
    };
    let Ok(id) = QuestionId::new(bank, &question.id).as_str().parse::<QuestionId>() else {
        problems.push(refuse(
            "id",
            format!("{:?} cannot be the id of a question", question.id),
            "use letters, digits and hyphens; the question was left out",
        ));
        return;
    };
    let variants = small(question.variants.len());
    let has_notes = question.has_notes();
    if let Some(extends) = &question.extends {
        let (seconds, retired) = (question.seconds, question.retired);
        out.extensions.push(Extension { id, extends: extends.clone(), has_notes, variants, seconds, retired, place });
        return;
    }
    if question.prompt.trim().is_empty() {
        problems.push(refuse("prompt", "an empty prompt".to_owned(), "write what is asked; the question was left out"));
        return;
    }
    let related = question.related.iter().filter_map(|name| related_id(bank, name)).collect();
    out.entries.push(Entry {
        id,
        topic: question.topic.as_deref().or(topic).unwrap_or(NO_TOPIC).into(),
        subtopic: question.subtopic.as_deref().map(CompactString::from),
        prompt: question.prompt.clone(),
        kind: question.kind,
        levels: question.levels,
        difficulty: question.difficulty,
        archetypes: question.archetypes,
        tracks: question.tracks.iter().collect(),
        tags: question.tags.iter().collect(),
        seconds: question.times(),
        has_notes,
        variants,
        revision: question.revision,
        related,
        retired: question.retired,
        place,
    });
}

/// The full id for an entry of `related`, which is a slug of the same bank or `bank/id`. None if it is malformed.
pub(super) fn related_id(bank: &str, name: &str) -> Option<QuestionId> {
    if name.contains('/') { name.parse().ok() } else { QuestionId::new(bank, name).as_str().parse().ok() }
}

fn unsafe_characters(file: &str, place: Place, path: &str) -> Problem {
    Problem::warning(
        Rule::Control,
        file,
        "control or direction characters that a terminal must not see; they were left out",
        "remove them from the text",
    )
    .at_line(place.line as usize)
    .at_path(format!("{}.{path}", place.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(name: &str) -> Home<'_> {
        Home { name, bank: None, stem: name.trim_end_matches(".json"), builtin: false }
    }

    fn indexed(text: &str) -> FileIndex {
        index(&Source { text: text.to_owned(), offset: 0 }, home("own.json"))
    }

    fn only_problem(text: &str) -> String {
        let out = indexed(text);
        assert_eq!(out.problems.len(), 1, "{:?}", out.problems);
        out.problems[0].to_string()
    }

    #[test]
    fn the_least_question_works() {
        let text = "{\"bank\": \"big\",\n \"questions\": [{\"id\": \"q0\", \"prompt\": \"Why?\"}]}";
        let out = indexed(text);
        assert!(out.problems.is_empty(), "{:?}", out.problems);
        let entry = &out.entries[0];
        assert_eq!(entry.id.as_str(), "big/q0");
        assert_eq!((entry.topic.as_str(), entry.place.line, entry.has_notes), ("general", 2, false));
        assert_eq!(&text[entry.place.range()], "{\"id\": \"q0\", \"prompt\": \"Why?\"}");
        assert_eq!(entry.seconds, Seconds::usual(Kind::Technical));
    }

    #[test]
    fn a_broken_question_leaves_the_others() {
        let text = "{\"bank\":\"b\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"},\n{\"id\":\"x\",\"prompt\":\"X?\",
            \"look_for\":[{\"id\":\"p\",\"text\":\"t\",\"tier\":\"most\"}]},{\"id\":\"c\"},7,{\"id\":\"d\",\"prompt\":\"D?\"}]}";
        let out = indexed(text);
        assert_eq!(out.entries.iter().map(|e| e.id.slug()).collect::<Vec<_>>(), ["a", "d"]);
        let found: Vec<_> = out.problems.iter().map(ToString::to_string).collect();
        assert!(found[0].starts_with("own.json:3 questions[1].look_for[0].tier: unknown variant `most`"), "{found:?}");
        assert!(found[1].starts_with("own.json:3 questions[2]: missing field `prompt`"), "{found:?}");
        assert!(found[2].contains("questions[3]: invalid type: integer"), "{found:?}");
    }

    #[test]
    fn broken_json_says_the_line() {
        let found = only_problem("{\"bank\": \"b\",\n\"questions\": [{]}");
        assert!(found.starts_with("own.json:2: key must be a string"), "{found}");
        let found = only_problem("[{\"id\": \"a\", \"prompt\": \"A?\"}]");
        assert!(found.contains("put the list into"), "{found}");
        assert!(only_problem("").contains("EOF"));
        assert!(only_problem("{\"bank\": \"b\"}").contains("no \"questions\""));
    }

    #[test]
    fn names_are_checked() {
        let q = "\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"}]";
        assert!(
            only_problem(&format!("{{\"bank\":\"backend\",{q}}}")).contains("the built-in bank; give the bank another")
        );
        assert!(only_problem(&format!("{{\"bank\":\"a/b\",{q}}}")).contains("cannot be the name of a bank"));
        let out = indexed(&format!("{{{q}}}"));
        assert_eq!(out.entries[0].id.as_str(), "own/a");
        assert!(out.problems[0].to_string().contains("called \"own\" after the file"));
        let bad = only_problem("{\"bank\":\"b\",\"questions\":[{\"id\":\"a b\",\"prompt\":\"A?\"}]}");
        assert!(bad.contains("questions[0].id: \"a b\" cannot be"), "{bad}");
        let folder = Home { bank: Some("mine"), ..home("t.json") };
        let source = Source { text: format!("{{\"bank\":\"other\",{q}}}"), offset: 0 };
        assert!(index(&source, folder).problems[0].to_string().contains("\"mine\" in bank.json"));
    }

    #[test]
    fn strings_are_cleaned_with_a_warning_that_says_where() {
        let text = "{\"bank\":\"b\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A\\u001b[31m?\",\r\n\"variants\":[\"fine\",\"b\u{202e}c\"]}]}";
        let out = indexed(text);
        assert_eq!(out.entries[0].prompt, "A?");
        let paths: Vec<_> =
            out.problems.iter().map(|p| (p.severity.word(), p.path.clone().unwrap_or_default())).collect();
        assert_eq!(
            paths,
            [("warning", "questions[0].prompt".to_owned()), ("warning", "questions[0].variants[1]".to_owned()),]
        );
    }

    #[test]
    fn windows_line_endings_are_no_reason_to_warn() {
        let out = indexed("{\"bank\":\"b\",\r\n\"questions\":[{\"id\":\"a\",\r\n\"prompt\":\"one\\r\\ntwo\"}]}\r\n");
        assert!(out.problems.is_empty(), "{:?}", out.problems);
        assert_eq!(out.entries[0].prompt, "one\ntwo");
        assert_eq!(out.entries[0].place.line, 2);
    }

    #[test]
    fn deep_nesting_is_fine_to_128_and_refused_beyond_without_a_crash() {
        let nested = |deep: usize| {
            format!(
                "{{\"bank\":\"b\",\"questions\":[{{\"id\":\"a\",\"prompt\":\"A?\",\"x\":{}1{}}},{{\"id\":\"z\",\"prompt\":\"Z?\"}}]}}",
                "[".repeat(deep),
                "]".repeat(deep)
            )
        };
        assert_eq!(indexed(&nested(125)).entries.len(), 2);
        for (deep, said) in [(10_000, "recursion limit"), (100_000, "more than 20000 values")] {
            let out = indexed(&nested(deep));
            assert_eq!(out.entries.iter().map(|e| e.id.slug()).collect::<Vec<_>>(), ["z"]);
            assert!(out.problems[0].to_string().contains(said), "{:?}", out.problems);
        }
    }

    #[test]
    fn a_flood_of_problems_is_cut() {
        let text = format!("{{\"bank\":\"b\",\"questions\":[{}7]}}", "7,".repeat(5_000));
        let out = indexed(&text);
        assert_eq!(out.problems.len(), MAX_PROBLEMS + 1);
        assert!(out.problems[MAX_PROBLEMS].to_string().contains("4901 more problems"));
    }
}
