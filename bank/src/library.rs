//! All questions that can be asked: those of the built-in bank and of the user's own.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::builtin::{self, Topic};
use super::cache::Cache;
use super::discover::{Found, Sources};
use super::index::{self, Entry, Extension, FileIndex, Home};
use super::loops::Loop;
use super::manifest::{BankInfo, Concept, Dimension, Manifest, Prompts};
use super::merge;
use super::place::Place;
use super::positions::Positions;
use super::problem::{Problem, Rule};
use super::question::QuestionId;
use super::renames::Renames;
use super::source;

mod fetch;

/// Why a question is not available.
#[derive(Debug, thiserror::Error)]
pub enum BankError {
    /// No bank has it.
    #[error("no bank has the question {0}; `hotseat bank list` shows those that there are")]
    Unknown(QuestionId),
    /// Its file has changed, or cannot be read.
    #[error("{0}")]
    Broken(Box<Problem>),
}

/// A named set of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Its description of itself.
    pub info: BankInfo,
    /// The files that it was read from.
    pub files: Vec<String>,
    /// Number of questions in it.
    pub questions: usize,
}

#[derive(Debug)]
enum Origin {
    Builtin(&'static Topic),
    Own { path: PathBuf, bank: Option<String> },
}

#[derive(Debug)]
struct SourceFile {
    name: String,
    origin: Origin,
}

/// All questions that can be asked.
#[derive(Debug)]
pub struct Library {
    entries: Vec<Entry>,
    positions: Positions,
    extensions: HashMap<QuestionId, Vec<Extension>>,
    banks: Vec<Bank>,
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
}

/// Appends one list to another, reusing the memory of the longer one: copying ten thousand entries takes as long as
/// reading them.
fn append<T>(front: &mut Vec<T>, mut back: Vec<T>) {
    if back.len() > front.len() && front.capacity() - front.len() < back.len() {
        back.splice(0..0, front.drain(..));
        *front = back;
    } else {
        front.append(&mut back);
    }
}

/// The bank's own list, or the built-in one if that is empty.
fn some<T: Clone>(own: &[T], builtin: &[T]) -> Vec<T> {
    if own.is_empty() { builtin.to_vec() } else { own.to_vec() }
}

impl Library {
    /// Opens the built-in bank only.
    pub fn builtin() -> Self {
        let (info, entries) = builtin::index();
        let files = builtin::TOPICS
            .iter()
            .map(|topic| SourceFile { name: topic.name.to_owned(), origin: Origin::Builtin(topic) })
            .collect::<Vec<_>>();
        let mut positions = Positions::default();
        positions.reserve(entries.len(), |i| &entries[i].id);
        for (i, entry) in entries.iter().enumerate() {
            positions.add(&entry.id, i, |i| &entries[i].id);
        }
        let bank = Bank { info, files: files.iter().map(|f| f.name.clone()).collect(), questions: entries.len() };
        Self { entries, positions, extensions: HashMap::new(), banks: vec![bank], files, problems: Vec::new() }
    }

    /// Opens the built-in bank and the user's own. Never fails: what cannot be used is left out and reported in
    /// [`problems`](Self::problems).
    pub fn open(sources: &Sources) -> Self {
        Self::builtin().with(sources)
    }

    /// Opens the user's own banks without the built-in one.
    pub fn own(sources: &Sources) -> Self {
        let (entries, positions, extensions) = (Vec::new(), Positions::default(), HashMap::new());
        let nothing =
            Self { entries, positions, extensions, banks: Vec::new(), files: Vec::new(), problems: Vec::new() };
        nothing.with(sources)
    }

    fn with(self, sources: &Sources) -> Self {
        let mut library = self;
        let mut found = Found::of(sources);
        library.problems.append(&mut found.problems);
        library.banks.extend(found.banks.drain(..).map(|info| Bank { info, files: Vec::new(), questions: 0 }));
        if found.files.is_empty() {
            return library;
        }
        let mut cache = Cache::read(&sources.cache);
        cache.expect(found.files.iter().map(|file| (file.path.as_path(), file.bank.as_deref())));
        // No more than there will be: they are the most of what a program with many questions has in memory.
        library.entries.reserve_exact(cache.entries());
        for file in found.files {
            let bank = file.bank.as_deref();
            let index = cache.index(&file.path, bank, || index_own(&file.path, bank));
            library.add_own(file.path, file.bank, index);
        }
        cache.write(&sources.cache);
        library.extend_entries();
        library
    }

    fn add_own(&mut self, path: PathBuf, bank: Option<String>, index: FileIndex) {
        let name = path.display().to_string();
        let number = u32::try_from(self.files.len()).unwrap_or(u32::MAX);
        self.problems.extend(index.problems);
        let before = self.entries.len();
        let mut entries = index.entries;
        self.positions.reserve(entries.len(), |i| &self.entries[i].id);
        let mut kept = 0;
        for i in 0..entries.len() {
            entries[i].place.file = number;
            let at = |i: usize| self.entries.get(i).unwrap_or_else(|| &entries[i - before]);
            let entry = &entries[i];
            if let Some(earlier) = self.positions.get(&entry.id, |i| &at(i).id) {
                let earlier = at(earlier).place;
                let taken = taken(&name, entry.place, &entry.id, &self.name_of(earlier, &name), earlier);
                self.problems.push(taken);
            } else {
                self.positions.add(&entry.id, before + kept, |i| &at(i).id);
                entries.swap(kept, i);
                kept += 1;
            }
        }
        entries.truncate(kept);
        append(&mut self.entries, entries);
        let questions = self.entries.len() - before;
        for mut extension in index.extensions {
            extension.place.file = number;
            self.extensions.entry(extension.extends.clone()).or_default().push(extension);
        }
        if let Some(info) = index.info {
            match self.banks.iter_mut().find(|known| known.info.bank == info.bank) {
                Some(known) => {
                    known.files.push(name.clone());
                    known.questions += questions;
                    if bank.is_none() {
                        merge::info(&mut known.info, info);
                    }
                }
                None => self.banks.push(Bank { info, files: vec![name.clone()], questions }),
            }
        }
        self.files.push(SourceFile { name, origin: Origin::Own { path, bank } });
    }

    /// The name of the file of a place; `adding` if that file is only just being added.
    fn name_of(&self, place: Place, adding: &str) -> String {
        self.files.get(place.file as usize).map_or(adding, |file| &file.name).to_owned()
    }

    /// Applies extensions to the index, and reports those that extend nothing.
    fn extend_entries(&mut self) {
        let mut lost = Vec::new();
        for (target, extensions) in &self.extensions {
            for extension in extensions {
                if let Some(i) = self.positions.get(target, |i| &self.entries[i].id) {
                    let entry = &mut self.entries[i];
                    entry.has_notes |= extension.has_notes;
                    entry.variants += extension.variants;
                    entry.seconds = extension.seconds.unwrap_or(entry.seconds);
                    entry.retired = entry.retired.or(extension.retired);
                } else {
                    let file = self.files.get(extension.place.file as usize).map_or("", |file| &file.name);
                    lost.push(
                        Problem::warning(
                            Rule::Reference,
                            file,
                            format!("adds to {target}, which no bank has"),
                            "mend the name in \"extends\"",
                        )
                        .at_line(extension.place.line as usize)
                        .at_path(format!("{}.extends", extension.place.path()))
                        .about(&extension.id),
                    );
                }
            }
        }
        lost.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self.problems.append(&mut lost);
    }

    /// All questions: the built-in ones in the order of their topics, then the user's own.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What is known about a question without parsing it. None if no bank has it.
    pub fn entry(&self, id: &QuestionId) -> Option<&Entry> {
        self.position(id).map(|i| &self.entries[i])
    }

    /// The index of a question in [`entries`](Self::entries).
    pub fn position(&self, id: &QuestionId) -> Option<usize> {
        self.positions.get(id, |i| &self.entries[i].id)
    }

    /// What was left out or cleaned, and why. Empty if all is well.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The banks, the built-in one first.
    pub fn banks(&self) -> &[Bank] {
        &self.banks
    }

    /// The title of a topic, or its slug if no bank gives a title.
    pub fn topic_title<'a>(&'a self, topic: &'a str) -> &'a str {
        // One that only repeats the slug is none: a bank that took a question from another may know no other.
        let mut known = self.banks.iter().flat_map(|bank| &bank.info.topics);
        let known = known.find(|known| known.id == topic && known.title != topic);
        known.map_or(topic, |known| &known.title)
    }

    /// The concepts that points share, of all banks.
    pub fn concepts(&self) -> impl Iterator<Item = &Concept> {
        self.banks.iter().flat_map(|bank| &bank.info.concepts)
    }

    /// The title of a concept, or its slug if no bank gives a title.
    pub fn concept_title<'a>(&'a self, concept: &'a str) -> &'a str {
        self.concepts().find(|known| known.id == concept).map_or(concept, |known| &known.title)
    }

    /// The renamed ids of all banks.
    pub fn renames(&self) -> Renames {
        let mut renames = Renames::NONE;
        for Bank { info, .. } in &self.banks {
            renames.add(&info.bank, &info.renamed, |id| self.entry(id).is_some());
        }
        renames
    }

    /// The manifest of the built-in bank: dimensions, general prompts, loops. Parsed on the first call.
    pub fn manifest(&self) -> &'static Manifest {
        builtin::manifest()
    }

    /// The scorecard dimensions and general prompts for a mock of a bank's loop: the bank's own if it has any,
    /// otherwise the built-in ones.
    pub fn interview_of(&self, bank: &str) -> (Vec<Dimension>, Prompts) {
        let builtin = builtin::manifest();
        let own = self.banks.iter().find(|known| known.info.bank == bank && bank != index::BUILTIN);
        let Some(own) = own else { return (builtin.dimensions.clone(), builtin.prompts.clone()) };
        let (mine, theirs) = (&own.info.prompts, &builtin.prompts);
        let prompts = Prompts {
            push_back: some(&mine.push_back, &theirs.push_back),
            ten_times: some(&mine.ten_times, &theirs.ten_times),
            when_it_fails: some(&mine.when_it_fails, &theirs.when_it_fails),
        };
        (some(&own.info.dimensions, &builtin.dimensions), prompts)
    }

    /// The loops that can be sat, each with the name of its bank; the built-in ones come first.
    pub fn loops(&self) -> impl Iterator<Item = (&str, &Loop)> {
        let builtin = builtin::manifest();
        let own = self.banks.iter().filter(|bank| bank.info.bank != index::BUILTIN);
        let own = own.flat_map(|bank| bank.info.loops.iter().map(|one| (bank.info.bank.as_str(), one)));
        builtin.loops.iter().map(|one| (builtin.bank.as_str(), one)).chain(own)
    }

    /// Finds a loop by its id, or by `bank/id` if two banks use the same one.
    pub fn find_loop(&self, name: &str) -> Option<(&str, &Loop)> {
        let named =
            |(bank, one): &(&str, &Loop)| name.split_once('/').is_some_and(|(b, id)| b == *bank && id == one.id);
        self.loops().find(|(_, one)| one.id == name).or_else(|| self.loops().find(named))
    }
}

fn taken(file: &str, place: Place, id: &QuestionId, by: &str, there: Place) -> Problem {
    Problem::error(
        Rule::Identity,
        file,
        format!("the id {id} is taken by {by}:{}", there.line),
        "give one of them another id; this one was left out",
    )
    .at_line(place.line as usize)
    .at_path(format!("{}.id", place.path()))
    .about(id)
}

fn home<'a>(name: &'a str, path: &'a Path, bank: Option<&'a str>) -> Home<'a> {
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    Home { name, bank, stem, builtin: false }
}

/// The index of a file of the user's, and whether the file could be read.
fn index_own(path: &Path, bank: Option<&str>) -> (FileIndex, bool) {
    let name = path.display().to_string();
    match source::read(path, &name) {
        Ok(source) => (index::index(&source, home(&name, path, bank)), true),
        Err(problem) => (FileIndex { problems: vec![*problem], ..FileIndex::default() }, false),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::{Level, Levels};

    struct Fixture {
        folder: tempfile::TempDir,
    }

    impl Fixture {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            fs::create_dir(folder.path().join("banks")).expect("a folder");
            Self { folder }
        }

        fn write(&self, name: &str, text: impl AsRef<[u8]>) {
            let path = self.folder.path().join("banks").join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("written");
        }

        fn open(&self) -> Library {
            Library::open(&Sources {
                data_banks: self.folder.path().join("banks"),
                extra: Vec::new(),
                cache: self.folder.path().join("cache"),
            })
        }

        /// The ids of the user's own questions, and the problems.
        fn own(&self) -> (Vec<String>, Vec<String>) {
            let library = self.open();
            let own = library.entries().iter().filter(|entry| entry.id.bank() != "backend");
            let problems = library.problems().iter().map(ToString::to_string).collect();
            (own.map(|entry| entry.id.to_string()).collect(), problems)
        }
    }

    fn bank(name: &str, ids: &[&str]) -> String {
        let questions: Vec<_> = ids.iter().map(|id| format!("{{\"id\":\"{id}\",\"prompt\":\"{id}?\"}}")).collect();
        format!("{{\"bank\":\"{name}\",\n\"questions\":[{}]}}", questions.join(",\n"))
    }

    fn id(text: &str) -> QuestionId {
        text.parse().expect("a name")
    }

    #[test]
    fn every_built_in_question_can_be_read() {
        let library = Library::builtin();
        assert!(!library.entries().is_empty());
        for entry in library.entries() {
            let question = library.question(&entry.id).expect("readable");
            assert_eq!(question.id, entry.id.slug());
            assert_eq!(question.prompt, entry.prompt);
        }
        assert_eq!(library.topic_title("sql-and-indexes"), "SQL and indexes");
        assert_eq!(library.topic_title("unheard-of"), "unheard-of");
        assert_eq!(library.concept_title("outbox"), "Publishes through a transactional outbox or change capture");
        assert!(!library.manifest().dimensions.is_empty());
    }

    #[test]
    fn single_files_and_folders_are_read() {
        let fixture = Fixture::new();
        fixture.write("big.json", bank("big", &["q0", "q1"]));
        fixture.write(
            "team/bank.json",
            r#"{"bank":"team","name":"Our team","topics":[{"id":"billing","title":"Billing"}]}"#,
        );
        fixture.write("team/billing.json", r#"{"topic":"billing","questions":[{"id":"vat","prompt":"VAT?"}]}"#);
        fixture.write("loose/a.json", bank("a", &["x"]));
        fixture.write("loose/notes.txt", "not a bank");
        fixture.write(".hidden.json", "not a bank");
        let (own, problems) = fixture.own();
        assert_eq!(own, ["big/q0", "big/q1", "a/x", "team/vat"]);
        assert!(problems.is_empty(), "{problems:?}");
        let library = fixture.open();
        assert_eq!(library.topic_title("billing"), "Billing");
        let team = library.banks().iter().find(|bank| bank.info.bank == "team").expect("the bank");
        assert_eq!((team.info.name.as_str(), team.questions), ("Our team", 1));
    }

    #[test]
    fn broken_files_leave_the_rest() {
        let fixture = Fixture::new();
        fixture.write("a.json", "{\"bank\": \"a\",");
        fixture.write("b.json", b"\xff\xfe{\0}\0");
        fixture.write("c.json/inside.txt", "");
        fixture.write("d.json", bank("backend", &["q"]));
        fixture.write("e/bank.json", "{");
        fixture.write("e/topic.json", bank("e", &["still-there"]));
        fixture.write("good.json", bank("good", &["q"]));
        let (own, problems) = fixture.own();
        assert_eq!(own, ["e/still-there", "good/q"]);
        assert_eq!(problems.len(), 5, "{problems:#?}");
        for (file, found) in [
            ("a.json:1", "EOF"),
            ("b.json", "UTF-16"),
            ("c.json", "a folder where a file should be"),
            ("d.json", "the built-in bank"),
            ("bank.json:1", "EOF"),
        ] {
            assert!(problems.iter().any(|p| p.contains(file) && p.contains(found)), "{file}: {problems:#?}");
        }
    }

    #[test]
    fn the_first_of_two_equal_ids_wins() {
        let fixture = Fixture::new();
        fixture.write("a.json", bank("x", &["q", "q"]));
        fixture.write("b.json", bank("x", &["q", "other"]));
        let (own, problems) = fixture.own();
        assert_eq!(own, ["x/q", "x/other"]);
        assert_eq!(problems.len(), 2, "{problems:#?}");
        assert!(
            problems[0].contains("a.json:3 questions[1].id (x/q)") && problems[0].contains("a.json:2"),
            "{problems:#?}"
        );
        assert!(problems[1].contains("b.json:2 questions[0].id"), "{problems:#?}");
    }

    #[test]
    #[cfg(unix)]
    fn links_neither_loop_nor_double() {
        let fixture = Fixture::new();
        fixture.write("deep/a.json", bank("a", &["q"]));
        let banks = fixture.folder.path().join("banks");
        std::os::unix::fs::symlink(&banks, banks.join("deep/loop")).expect("a link");
        std::os::unix::fs::symlink(banks.join("deep/a.json"), banks.join("again.json")).expect("a link");
        std::os::unix::fs::symlink(banks.join("nowhere"), banks.join("broken.json")).expect("a link");
        let (own, problems) = fixture.own();
        assert_eq!(own, ["a/q"]);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("broken.json: cannot be read"), "{problems:?}");
    }

    #[test]
    fn folders_nested_without_end_are_left() {
        let fixture = Fixture::new();
        fixture.write(&format!("{}a.json", "d/".repeat(12)), bank("a", &["q"]));
        let (own, problems) = fixture.own();
        assert!(own.is_empty());
        assert!(problems[0].contains("nested more than 8 folders deep"), "{problems:?}");
    }

    #[test]
    fn what_was_warned_of_is_warned_of_again_from_the_cache() {
        let fixture = Fixture::new();
        fixture.write(
            "a.json",
            "{\"bank\":\"a\",\"questions\":[{\"id\":\"q\",\"prompt\":\"A\u{9b}31m?\"},{\"id\":\"r\"}]}",
        );
        let path = fixture.folder.path().join("banks/a.json");
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
        File::options().write(true).open(&path).and_then(|f| f.set_modified(hour_ago)).expect("times set");
        let first = fixture.own();
        assert_eq!((first.0.len(), first.1.len()), (1, 2), "{first:?}");
        assert_eq!(fixture.own(), first);
        assert_eq!(fixture.open().question(&id("a/q")).expect("readable").prompt, "A?");
    }

    #[test]
    fn a_file_that_changed_while_the_program_runs_is_read_anew() {
        let fixture = Fixture::new();
        fixture.write("a.json", bank("a", &["one", "two"]));
        let library = fixture.open();
        fixture.write("a.json", bank("a", &["new", "two", "one"]));
        assert_eq!(library.question(&id("a/one")).expect("still there").prompt, "one?");
        fixture.write("a.json", bank("a", &["two"]));
        let gone = library.question(&id("a/one")).expect_err("gone").to_string();
        assert!(gone.contains("a/one is no longer in this file; start again"), "{gone}");
        let unknown = library.question(&id("a/three")).expect_err("never there").to_string();
        assert!(unknown.contains("no bank has the question a/three"), "{unknown}");
    }

    #[test]
    fn an_own_bank_adds_to_a_built_in_question() {
        let fixture = Fixture::new();
        let library = Library::builtin();
        let target = library.entries()[0].id.clone();
        let before = library.question(&target).expect("readable");
        fixture.write(
            "mine.json",
            format!(
                "{{\"bank\":\"mine\",\"questions\":[{{\"id\":\"more\",\"prompt\":\"\",\"extends\":\"{target}\",\
             \"look_for\":[{{\"id\":\"ours\",\"text\":\"What we do.\"}}]}},\
             {{\"id\":\"lost\",\"prompt\":\"\",\"extends\":\"backend/never-was\"}}]}}"
            ),
        );
        let library = fixture.open();
        let after = library.question(&target).expect("readable");
        assert_eq!(after.look_for.len(), before.look_for.len() + 1);
        assert_eq!(after.look_for.last().map(|point| point.id.as_str()), Some("ours"));
        assert!(library.entry(&id("mine/more")).is_none(), "an addition is no question of its own");
        let problems: Vec<_> = library.problems().iter().map(ToString::to_string).collect();
        assert_eq!(problems.len(), 1);
        assert!(problems[0].contains("(mine/lost): adds to backend/never-was, which no bank has"), "{problems:?}");
    }

    #[test]
    fn other_times_and_a_last_day_reach_the_index_from_the_cache_too() {
        let fixture = Fixture::new();
        let built_in = Library::builtin().entries()[0].id.clone();
        fixture.write(
            "mine.json",
            format!(
                "{{\"bank\":\"mine\",\"questions\":[{{\"id\":\"to\",\"prompt\":\"\",\"extends\":\"{built_in}\",\
                 \"seconds\":{{\"think\":1,\"target\":2,\"max\":3}},\"retired\":\"2026-11-22\"}}]}}"
            ),
        );
        let path = fixture.folder.path().join("banks/mine.json");
        let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
        File::options().write(true).open(&path).and_then(|f| f.set_modified(hour_ago)).expect("times set");
        for start in ["made anew", "from the cache"] {
            let library = fixture.open();
            let entry = library.entry(&built_in).expect("there");
            assert_eq!((entry.seconds.target, entry.retired.is_some()), (2, true), "{start}");
            let question = library.question(&built_in).expect("readable");
            assert_eq!((question.times(), question.retired), (entry.seconds, entry.retired), "{start}");
        }
    }

    #[test]
    fn the_raw_question_keeps_what_this_version_does_not_know() {
        let fixture = Fixture::new();
        fixture.write("a.json", r#"{"bank":"a","questions":[{"id":"q","prompt":"Q?","future":{"x":1},"hints":[]}]}"#);
        let raw = fixture.open().raw(&id("a/q")).expect("readable");
        assert_eq!(raw, serde_json::json!({"id":"q","prompt":"Q?","future":{"x":1},"hints":[]}));
    }

    const LOOP: &str = r#"{"id":"mine","title":"Mine","weights":{"core":100,"scenario":0,"behavioural":0},
        "rounds":[{"name":"One","minutes":30,"slots":[{"share":100,"kinds":["technical"]}]}]}"#;

    #[test]
    fn every_built_in_loop_is_sound_and_every_level_has_its_rounds() {
        let library = Library::builtin();
        let ids: Vec<_> = library.loops().map(|(_, one)| one.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "api",
                "distributed",
                "data",
                "api-loop",
                "distributed-loop",
                "data-loop",
                "screen",
                "technical",
                "design",
                "consistency",
                "behavioural",
                "architecture",
                "daily",
                "first-fifteen",
                "weak"
            ]
        );
        for (_, one) in library.loops() {
            assert_eq!(one.faults(), [], "{}", one.id);
        }
        let (_, whole) = library.find_loop("backend/api-loop").expect("there");
        let names =
            |level| whole.rounds_at(level).map(|round| (round.name.as_str(), round.minutes)).collect::<Vec<_>>();
        assert_eq!(names(Level::Mid), [("Screen", 45), ("Technical", 60), ("Design", 45), ("Behavioural", 45)]);
        assert_eq!(names(Level::Senior), [("Screen", 45), ("Technical", 60), ("Design", 75), ("Behavioural", 45)]);
        assert_eq!(names(Level::Staff).last(), Some(&("Architecture review", 60)));
        assert_eq!(whole.minutes_at(Level::Staff), 285);
    }

    #[test]
    fn a_broken_loop_of_an_own_bank_is_named_with_its_path_and_the_others_stay() {
        let fixture = Fixture::new();
        let broken = LOOP
            .replace("\"mine\"", "\"odd\"")
            .replace("\"share\":100,\"kinds\":[\"technical\"]", "\"share\":90,\"kinds\":[]");
        fixture.write("own/bank.json", format!(r#"{{"bank":"own","loops":[{LOOP},{broken}]}}"#));
        let library = fixture.open();
        assert_eq!(library.find_loop("mine").map(|(bank, one)| (bank, one.title.as_str())), Some(("own", "Mine")));
        assert!(library.find_loop("own/mine").is_some() && library.find_loop("odd").is_none());
        let paths: Vec<_> = library.problems().iter().filter_map(|problem| problem.path.as_deref()).collect();
        assert_eq!(paths, ["loops[1].rounds[0].slots", "loops[1].rounds[0].slots[0].kinds"]);
    }

    #[test]
    fn a_loop_of_another_shape_is_named_with_its_path() {
        let fixture = Fixture::new();
        let broken = LOOP.replace("\"technical\"", "\"tehcnical\"");
        fixture.write("own/bank.json", format!(r#"{{"bank":"own","loops":[{LOOP},{broken}]}}"#));
        let library = fixture.open();
        let paths: Vec<_> = library.problems().iter().filter_map(|problem| problem.path.as_deref()).collect();
        assert_eq!(paths, ["loops[1].rounds[0].slots[0].kinds[0]"]);
    }

    #[test]
    fn loops_that_cannot_be_sat_say_why() {
        let one: Loop = serde_json::from_str(LOOP).expect("a loop");
        let paths = |change: fn(&mut Loop)| {
            let mut changed = one.clone();
            change(&mut changed);
            changed.faults().into_iter().map(|fault| fault.path).collect::<Vec<_>>()
        };
        assert!(paths(|_| {}).is_empty());
        assert_eq!(paths(|one| one.id = "plan".into()), ["id"]);
        assert_eq!(paths(|one| one.id = "Two words".into()), ["id"]);
        assert_eq!(paths(|one| one.weights.core = 99), ["weights"]);
        assert_eq!(paths(|one| one.rounds.clear()), ["rounds"]);
        assert_eq!(
            paths(|one| one.rounds[0].levels = Some(Levels { lowest: Level::Mid, highest: Level::Staff })),
            ["rounds"]
        );
        assert_eq!(paths(|one| one.rounds[0].minutes = 0), ["rounds[0].minutes"]);
        assert_eq!(paths(|one| one.rounds[0].slots.clear()), ["rounds[0].slots"]);
        assert_eq!(paths(|one| one.rounds[0].slots[0].count = Some(1)), ["rounds[0].slots[0]"]);
    }
}
