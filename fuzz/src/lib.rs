//! Each reader of what comes from outside, as a function that takes any bytes. It may refuse them; it may not panic, and
//! what it lets through may hold nothing that a terminal must not see.

mod keys;
#[cfg(test)]
mod mutate;
mod places;

use std::io::BufReader;
use std::sync::LazyLock;

use hotseat::assess::coverage;
use hotseat::bank::{Library, Question, read_question};
use hotseat::config::Config;
use hotseat::engine::Engine;
use hotseat::exchange::{self, ImportOptions};
use hotseat::history::{AttemptFilter, Draft, JobFacts, Wanted, list_text};
use hotseat::job::{JobTarget, Reading, Vocabulary, from_page, read_asked, text_of, to_page};
use hotseat::json;
use hotseat::moment::{Clock, Moment};
use hotseat::speech::diction::Diction;
use hotseat::speech::{delivery, mend, transcribe};
use hotseat::text::{clean, is_unsafe, one_line, terminal_safe_json};
use places::{Folder, in_a_file};

/// Takes any bytes.
pub type Target = fn(&[u8]);

/// All of them by name. Each has a folder of that name in `corpus/`.
pub const TARGETS: &[(&str, Target)] = &[
    ("apkg", |data| import("deck.apkg", data)),
    ("bank", |data| library("own.json", data)),
    ("cache", cache),
    ("csv", |data| import("table.csv", data)),
    ("cues", cues),
    ("draft", draft),
    ("history", history),
    ("html", |data| import("notes.txt", &[b"#separator:tab\n#html:true\n", data].concat())),
    ("json", |data| import("questions.json", data)),
    ("keys", keys::keys),
    ("manifest", |data| library("bank.json", data)),
    ("markdown", |data| import("page.md", data)),
    ("page", page),
    ("posting", posting),
    ("question", question),
    ("scorecard", scorecard),
    ("settings", settings),
    ("text", text),
    ("tsv", |data| import("table.tsv", data)),
    ("anki", |data| import("notes.txt", data)),
    ("transcript", transcript),
    ("wav", wav),
];

/// The target of this name.
pub fn target(name: &str) -> Option<Target> {
    TARGETS.iter().find(|(known, _)| *known == name).map(|(_, target)| *target)
}

fn now() -> Moment {
    Clock::start().now()
}

#[track_caller]
fn harmless(text: &str) {
    assert!(!text.chars().any(is_unsafe), "{text:?}");
}

/// A foreign file, looked at, brought in, and every question that came of it read again.
fn import(name: &str, data: &[u8]) {
    let folder = Folder::new();
    let path = folder.write(&format!("in/{name}"), data);
    let options = ImportOptions { into: Some("x".into()), bullets: true, ..ImportOptions::default() };
    match exchange::import(&path, &options, &folder.sources()) {
        Err(error) => {
            let _ = error.to_string();
        }
        Ok(plan) => {
            plan.imported().skipped.iter().for_each(|one| harmless(&one.reason));
            if plan.write().is_ok() {
                read_all(&Library::own(&folder.sources()));
            }
        }
    }
}

/// An own bank file, or what a bank says of itself.
fn library(name: &str, data: &[u8]) {
    let folder = Folder::new();
    folder.write(&format!("banks/b/{name}"), data);
    read_all(&Library::own(&folder.sources()));
}

fn read_all(library: &Library) {
    for entry in library.entries() {
        harmless(&entry.prompt);
        if let Ok(question) = library.question(&entry.id) {
            harmless(&question.prompt);
        }
    }
    library.problems().iter().for_each(|problem| harmless(&problem.to_string().replace('\n', " ")));
}

/// A posting, as it is pasted or lies in a file, and a note on what was asked.
fn posting(data: &[u8]) {
    static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::of(&Library::builtin()));
    read_asked(&String::from_utf8_lossy(data)).iter().for_each(|asked| harmless(&asked.text));
    let Ok(text) = text_of(data) else { return };
    harmless(&text);
    let reading = Reading::of(&text, None, &VOCABULARY, Default::default());
    reading.title.iter().chain(&reading.company).for_each(|words| harmless(words));
    reading.sentences.iter().for_each(|sentence| harmless(&sentence.text));
    assert!(reading.topics.values().all(|weight| (1..=3).contains(weight)));
    let target = JobTarget::of(&reading, &Wanted::default());
    let page = to_page(&JobFacts::default(), &target, &target);
    from_page(&page, &target, chrono::NaiveDate::default()).expect("a page that was not touched");
}

fn question(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(parsed) = read_question(text) {
        let again = serde_json::to_string(&parsed.question).expect("a question is JSON");
        let same = read_question(&again).expect("what was read can be read");
        assert_eq!(same.question, parsed.question);
        harmless(&terminal_safe_json(&again));
    }
}

/// The index of own banks that is kept between starts, with its head and its sum as they should be.
fn cache(data: &[u8]) {
    let folder = Folder::new();
    folder.write("banks/own.json", br#"{"bank":"own","questions":[{"id":"a","prompt":"A?"}]}"#);
    read_all(&Library::own(&folder.sources()));
    let path = folder.path("cache/banks.index");
    let Ok(kept) = std::fs::read(&path) else { return };
    let head = kept.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    let forged = [&kept[..head], &crc32fast::hash(data).to_le_bytes(), data].concat();
    std::fs::write(&path, forged).expect("written");
    let _ = Library::own(&folder.sources()).entries().len();
}

fn history(data: &[u8]) {
    let Ok(mut engine) = Engine::in_memory(Config::default(), Library::builtin(), now()) else { return };
    let (history, schedule) = engine.history_mut();
    let _ = history.import(BufReader::new(data), "fuzz", schedule).map_err(|error| error.to_string());
    let mut listed = Vec::new();
    let _ = list_text(engine.history(), &AttemptFilter::default(), &mut listed);
    harmless(&String::from_utf8(listed).expect("text"));
}

fn settings(data: &[u8]) {
    in_a_file(data, |path| {
        if let Ok(config) = Config::load(path) {
            let again = config.to_toml();
            in_a_file(again.as_bytes(), |path| {
                let same = Config::load(path).unwrap_or_else(|error| panic!("what is shown can be read: {error}"));
                assert_eq!(Config { unknown: Vec::new(), ..config.clone() }, same);
            });
        }
    });
}

fn draft(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(draft) = json::read::<Draft>(text) {
        let again = serde_json::to_string(&draft).expect("a draft is JSON");
        assert_eq!(json::read::<Draft>(&again).expect("what was written can be read"), draft);
    }
}

fn wav(data: &[u8]) {
    in_a_file(data, |path| {
        let _ = delivery::analyse(path, |_| true).map_err(|error| error.to_string());
    });
}

fn transcript(data: &[u8]) {
    if let Ok(found) = transcribe::parse(data, 60.0) {
        let page = mend::to_page(&found);
        let again = mend::from_page(&page, &found, 60.0);
        harmless(&again.text().replace('\n', " "));
        let _ = Diction::of(&again.text());
    }
    mend::from_page(&String::from_utf8_lossy(data), &Default::default(), 60.0);
}

/// An answer, held against a question that the same bytes may be.
fn cues(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    let (cue, answer) = text.split_once('\n').unwrap_or(("cache stampede", text));
    let raw =
        serde_json::json!({"id": "a", "prompt": "A?", "look_for": [{"id": "p", "text": cue, "cues": [cue, "99.9 %"]}]});
    let question: Question = serde_json::from_value(raw).expect("a question");
    for mention in coverage(&question, answer) {
        for place in mention.places() {
            assert!(answer.get(place.clone()).is_some(), "{place:?}");
        }
    }
}

/// A page as the editor brings it back.
fn page(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let folder = Folder::new();
    let sources = folder.sources();
    let _ = exchange::keep(&Library::own(&sources), None, &text, "x", &sources).map_err(|error| error.to_string());
    let library = Library::own(&sources);
    read_all(&library);
    if let Some(id) = library.entries().first().map(|entry| entry.id.clone()) {
        let _ = exchange::keep_split(&library, &id, &format!("+++\n{text}"), "y", &sources);
        let page = exchange::page(&library, Some(&id), "x").expect("a page");
        exchange::keep(&library, Some(&id), &page, "x", &sources).expect("a page that was not touched");
    }
}

fn scorecard(data: &[u8]) {
    let Ok(engine) = Engine::in_memory(Config::default(), Library::builtin(), now()) else { return };
    let _ = engine.mocks().held(&String::from_utf8_lossy(data), now()).map_err(|error| error.to_string());
}

/// What makes any text safe.
fn text(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let safe = clean(&text);
    harmless(&safe);
    assert_eq!(clean(&safe), safe);
    harmless(&one_line(&text));
    let json = serde_json::to_string(&text).expect("a text");
    let safe = terminal_safe_json(&json);
    harmless(&safe);
    assert_eq!(serde_json::from_str::<String>(&safe).expect("JSON"), text);
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::mutate::Mutator;

    /// So many inputs are made from the corpus of each target. `fuzz/run` goes on from there, with coverage to guide it.
    const INPUTS: usize = 1_000;
    /// Where each input opens a history or draws frames.
    const SLOW_INPUTS: usize = 200;

    fn folder(of: &str) -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join(of)
    }

    /// What is kept of a target, in the same order on every machine.
    fn corpus(name: &str) -> Vec<Vec<u8>> {
        let listed = std::fs::read_dir(folder("corpus").join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut paths: Vec<PathBuf> = listed.map(|file| file.expect("listed").path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "{name} begins with nothing");
        paths.iter().map(|path| std::fs::read(path).expect("read")).collect()
    }

    /// Where it stumbles, the input is kept.
    fn withstands(name: &str, target: Target, data: &[u8]) {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(data))) {
            let found = folder("found").join(name);
            std::fs::create_dir_all(&found).expect("a folder");
            std::fs::write(found.join("stumbled-over"), data).expect("written");
            eprintln!("{name} stumbles over {}", found.join("stumbled-over").display());
            resume_unwind(panic);
        }
    }

    /// Everything that was ever kept, on any toolchain.
    #[test]
    fn nothing_in_the_corpus_is_stumbled_over() {
        for (name, target) in TARGETS {
            for data in corpus(name) {
                withstands(name, *target, &data);
            }
            withstands(name, *target, b"");
            withstands(name, *target, &[0xff; 64]);
        }
    }

    #[test]
    fn nothing_like_the_corpus_is_stumbled_over() {
        for (seed, (name, target)) in (0..).zip(TARGETS) {
            let inputs = if ["apkg", "history", "keys", "scorecard"].contains(name) { SLOW_INPUTS } else { INPUTS };
            let corpus = corpus(name);
            let mut mutator = Mutator::new(&corpus, seed);
            for _ in 0..inputs {
                withstands(name, *target, &mutator.next());
            }
        }
    }
}
