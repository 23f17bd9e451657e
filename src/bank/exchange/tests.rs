//! Foreign files, written for these tests, brought into an empty home and then again.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use rusqlite::Connection;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::bank::{Entry, Filter, Library, Question, QuestionId, Sources};

struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("in")).expect("a folder");
        Self { folder }
    }

    fn sources(&self) -> Sources {
        let path = |name: &str| self.folder.path().join(name);
        Sources { data_banks: path("banks"), extra: Vec::new(), cache: path("cache") }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, content).expect("written");
        path
    }

    fn plan(&self, path: &Path, bullets: bool) -> Result<Plan, ImportError> {
        let options = ImportOptions { into: Some("x".to_owned()), bullets, ..ImportOptions::default() };
        import(path, &options, &self.sources())
    }

    /// Brings a file in and answers with the counts.
    fn import(&self, path: &Path) -> Imported {
        let plan = self.plan(path, false).expect("readable");
        plan.write().expect("written");
        plan.imported().clone()
    }

    fn bring(&self, name: &str, content: impl AsRef<[u8]>) -> Imported {
        self.import(&self.file(name, content))
    }

    fn questions(&self) -> Vec<(Entry, Question)> {
        let library = Library::own(&self.sources());
        assert!(library.problems().is_empty(), "{:?}", library.problems());
        let read = |entry: &Entry| (entry.clone(), library.question(&entry.id).expect("readable"));
        library.entries().iter().map(read).collect()
    }

    fn prompts(&self) -> Vec<String> {
        self.questions().into_iter().map(|(entry, _)| entry.prompt).collect()
    }

    /// All bytes below the folder of banks.
    fn bytes(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut out = Vec::new();
        let mut folders = vec![self.sources().data_banks];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for path in entries.map(|entry| entry.expect("an entry").path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    out.push((path.clone(), fs::read(&path).expect("read")));
                }
            }
        }
        out.sort();
        out
    }
}

fn counts(imported: &Imported) -> [usize; 5] {
    [imported.new, imported.changed, imported.same, imported.prompt_only, imported.skipped.len()]
}

fn points(question: &Question) -> Vec<&str> {
    question.look_for.iter().map(|point| point.text.as_str()).collect()
}

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
fn bringing_in_again_changes_nothing_and_dry_runs_write_nothing() {
    let home = Home::new();
    let path = home.file("a.csv", "question,answer\nWhy?,Because.\nHow?,\n");
    let plan = home.plan(&path, false).expect("readable");
    assert!(home.bytes().is_empty());
    assert_eq!(counts(plan.imported()), [2, 0, 0, 1, 0]);
    assert_eq!(counts(&home.import(&path)), [2, 0, 0, 1, 0]);
    let before = home.bytes();
    assert_eq!(counts(&home.import(&path)), [0, 0, 2, 1, 0]);
    assert_eq!(home.bytes(), before);
}

#[test]
fn text_that_changed_outside_comes_in_and_what_was_written_here_stays() {
    let home = Home::new();
    home.bring("a.json", r#"[{"id":"a","question":"Why?","answer":"One."},{"id":"b","question":"How?"}]"#);
    let (_, mut own) = home.questions().remove(1);
    own.look_for = super::points::from_text("- mine\n- too");
    assert!(!save("x", &own, &home.sources()).expect("saved"));
    let again = home.bring(
        "a.json",
        r#"[{"id":"a","question":"Why so?","answer":"One."},{"id":"b","question":"How?","tags":["t"]}]"#,
    );
    assert_eq!(counts(&again), [0, 2, 0, 1, 0]);
    let questions = home.questions();
    assert_eq!((questions[0].1.prompt.as_str(), questions[0].0.id.as_str()), ("Why so?", "x/a"));
    assert_eq!((points(&questions[1].1), questions[1].1.tags.clone()), (vec!["mine", "too"], vec!["t".to_owned()]));
    // Changed on both sides: what is here stays, and it is said.
    let both = home.bring("a.json", r#"[{"id":"b","question":"How?","answer":"Theirs.","tags":["t"]}]"#);
    assert_eq!(points(&home.questions()[1].1), ["mine", "too"]);
    assert!(both.remarks.iter().any(|remark| remark.reason.contains("x/b: look_for was edited here")), "{both:?}");
}

#[test]
fn a_retired_question_stays_retired() {
    let home = Home::new();
    home.bring("a.json", r#"[{"id":"a","question":"Why?"}]"#);
    let id: QuestionId = "x/a".parse().expect("a name");
    let retire = |id: &QuestionId, day: Option<chrono::NaiveDate>| {
        super::retire(&Library::own(&home.sources()), id, day, "mine", &home.sources())
    };
    retire(&id, Some("2026-11-22".parse().expect("a day"))).expect("retired");
    assert_eq!(counts(&home.bring("a.json", r#"[{"id":"a","question":"Why?"}]"#)), [0, 0, 1, 1, 0]);
    assert!(home.questions()[0].0.retired.is_some());
    retire(&id, None).expect("brought back");
    assert!(home.questions()[0].0.retired.is_none());
    assert!(retire(&"x/b".parse().expect("a name"), None).is_err());
}

#[test]
fn tables_take_other_names_quotes_marks_and_ragged_rows() {
    let home = Home::new();
    let text = "\u{feff}Front;Back;Category;Tags;Difficulty\r\n\"Why \"\"two\"\"?\";\"- one\n- two\";Queues;a b;hard\r\n\
                Short?\r\nLong?;a;b;c;easy;more;cells\r\n;;;;\r\n";
    let imported = home.bring("a.csv", text);
    assert_eq!(counts(&imported), [2, 0, 0, 1, 1]);
    assert_eq!(imported.skipped[0].line, Some(5));
    let (entry, question) = home.questions().remove(0);
    assert_eq!(
        (entry.prompt.as_str(), entry.topic.as_str(), points(&question)),
        ("Why \"two\"?", "queues", vec!["one", "two"])
    );
    assert_eq!((question.difficulty.word(), question.tags.clone()), ("hard", vec!["a".to_owned(), "b".to_owned()]));
    assert_eq!(question.source.as_deref(), Some("a.csv"));
    assert_eq!(Library::own(&home.sources()).topic_title("queues"), "Queues");

    let latin = home.bring("b.tsv", b"q\ta\ncaf\xe9?\tno\n");
    assert_eq!((latin.new, latin.remarks.len()), (1, 1));
    assert!(home.prompts().contains(&"café?".to_owned()));
    let headless = home.bring("c.csv", "Which one?,That one.\n");
    assert_eq!((headless.new, headless.remarks.len()), (1, 1));
}

#[test]
fn json_lines_and_arrays_are_read_with_their_lines() {
    let home = Home::new();
    let imported =
        home.bring("a.jsonl", "{\"q\":\"One?\",\"a\":[\"x\",\"y\"]}\n\nnot json\n{\"other\":1}\n{\"q\":\"Two?\"}\n");
    assert_eq!(counts(&imported), [2, 0, 0, 1, 2]);
    assert_eq!(imported.skipped.iter().map(|s| s.line).collect::<Vec<_>>(), [Some(3), Some(4)]);
    let deep = home.bring("b.json", format!("{}{}", "[".repeat(5_000), "]".repeat(5_000)));
    assert_eq!(counts(&deep), [0, 0, 0, 0, 1]);
    let broken = home.bring("c.json", "{\"bank\":\"a\",\n");
    assert_eq!((broken.new, broken.skipped.len(), broken.skipped[0].line), (0, 1, Some(2)));
}

#[test]
fn details_ask_in_their_summaries() {
    let home = Home::new();
    let text = "# Exercises\n\n- [Shell](#shell)\n\n## Shell\n\n<details>\n<summary>What does a `pipe` do?</summary><br><b>\n\n\
        It joins two programs.\n</b></details>\n\n<details>\n<summary>What prints this?\n\n```sh\necho <details>\n```\n\
        </summary><br><b>\n</b></details>\n\n<details>\n<summary>Never closed?</summary>\nYes.\n\n## Net\n\n\
        <details><summary><b>What is a port? 🚪</b></summary>A number.<details><summary>More</summary>Sixteen bits.</details></details>\n\
        <details><summary>ما هو المنفذ؟</summary></details>\n<details><summary>What is a port? 🚪</summary>Else.</details>\n";
    let imported = home.bring("a.md", text);
    assert_eq!(counts(&imported), [5, 0, 0, 2, 1], "{imported:?}");
    assert!(imported.skipped[0].reason.contains("asked already in line"), "{imported:?}");
    let questions = home.questions();
    assert_eq!(
        home.prompts(),
        ["What does a pipe do?", "What prints this?", "Never closed?", "What is a port? 🚪", "ما هو المنفذ؟"]
    );
    assert_eq!(points(&questions[0].1), ["It joins two programs."]);
    assert_eq!(questions[1].1.snippet.as_ref().map(|s| s.code.as_str()), Some("echo <details>\n"));
    assert_eq!(points(&questions[2].1), ["Yes."]);
    assert!(points(&questions[3].1).join(" ").contains("Sixteen bits."), "{:?}", questions[3].1);
    assert_eq!((questions[0].0.topic.as_str(), questions[3].0.topic.as_str()), ("shell", "net"));
}

#[test]
fn headings_ask() {
    let home = Home::new();
    home.bring("plain.md", "# Notes\n\n## Table of contents\n\n- [x](#x)\n\n## Caches\n\n### What is a miss?\n\nNot there.\n\n### Why expire?\n");
    assert_eq!(home.prompts(), ["What is a miss?", "Why expire?"]);
    let home = Home::new();
    home.bring("numbered.md", "1. ### First thing\n\n    An answer.\n\n2. ### Second thing\n\n    - a\n    - b\n\n    **[⬆ Back to Top](#top)**\n");
    assert_eq!(home.prompts(), ["First thing", "Second thing"]);
    assert_eq!(points(&home.questions()[1].1), ["a", "b"]);
    let home = Home::new();
    home.bring(
        "q.md",
        "## Q. What is a fiber?\n\nLight.\n\n```js\n# not a heading\n```\n\n## Q. And a thread?\n\nHeavy.\n",
    );
    assert_eq!(home.prompts(), ["What is a fiber?", "And a thread?"]);
    let home = Home::new();
    home.bring("titles.md", "# Book\n\n### [[↑]](#toc) <a name='d'>Design</a>\n\n#### Two phases\n\nWhy does nobody like them?\n\n#### Clocks\n\nCan they be trusted?\n");
    assert_eq!(home.prompts(), ["Two phases\n\nWhy does nobody like them?", "Clocks\n\nCan they be trusted?"]);
    let home = Home::new();
    home.bring(
        "choice.md",
        "###### 1. What is printed?\n\n```js\nlog(1)\n```\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>Answer</b></summary>\n\n#### Answer: A\n\nIt logs.\n</details>\n\n\
         ###### 2. Which is even?\n\n- [ ] one\n- [x] two\n",
    );
    let questions = home.questions();
    assert_eq!(questions[0].0.prompt, "What is printed?\n\n- A: 1\n- B: 2");
    assert!(points(&questions[0].1).contains(&"It logs."), "{:?}", questions[0].1);
    assert_eq!(
        (questions[1].0.prompt.as_str(), points(&questions[1].1)),
        ("Which is even?\n\n- one\n- two", vec!["- two"])
    );
    assert_eq!((questions[0].0.topic.as_str(), questions[1].0.topic.as_str()), ("choice", "choice"));
    let home = Home::new();
    home.bring(
        "named.md",
        "# Book\n\n### Patterns\n\n#### Globals\nWhy are they hard to test?\n<br/>\n[Resources](http://example.org/g)\n\n\
         #### Fault\nWhat is wrong with this?\n```java\nif (a = b) {}\n```\n\n#### Clocks\nCan they be trusted?\n",
    );
    assert_eq!(
        home.prompts(),
        [
            "Globals\n\nWhy are they hard to test?",
            "Fault\n\nWhat is wrong with this?",
            "Clocks\n\nCan they be trusted?"
        ]
    );
    let questions = home.questions();
    assert!(questions.iter().all(|(entry, _)| entry.topic == "patterns" && !entry.has_notes));
    assert_eq!(questions[1].1.snippet.as_ref().map(|s| s.code.as_str()), Some("if (a = b) {}\n"));
    let home = Home::new();
    home.bring(
        "quiz.md",
        "## Queues\n\n#### Q1. Which mode loses messages?\n\n- [x] auto\n- [ ] manual\n\n[reference](https://example.org)\n\n\
         #### Q2. Which keeps order?\n\n- [ ] none\n- [x] one\n",
    );
    assert_eq!(home.prompts()[0], "Which mode loses messages?\n\n- auto\n- manual");
    let home = Home::new();
    home.bring(
        "steps.md",
        "# Set\n\n## Disks\n\n<details><summary>What fills up?</summary>\n\n### Steps\n\nLook.\n\n</details>\n\n\
         <details><summary>And then?</summary>Delete.</details>\n",
    );
    assert_eq!(home.questions()[1].0.topic, "disks", "a heading within an answer is no topic");
}

#[test]
fn pairs_and_lists_ask() {
    let home = Home::new();
    home.bring(
        "pairs.md",
        "# Net\n\n**Q: What is a socket?**\n\nA: An end\nof a pipe.\n\nQ2: Who listens?\nA2: A server.\n",
    );
    assert_eq!(home.prompts(), ["What is a socket?", "Who listens?"]);
    assert_eq!(points(&home.questions()[0].1), ["An end of a pipe."]);
    let path = home.file(
        "list.md",
        "---\ntitle: Front\nlicense: MIT\n---\n\n* [Up](#up)\n* How do you test?\n  * By hand?\n* What is slow?\n",
    );
    let refused = home.plan(&path, false).expect("readable");
    assert!(refused.imported().skipped[0].reason.contains("--bullets"), "{:?}", refused.imported());
    let plan = home.plan(&path, true).expect("readable");
    plan.write().expect("written");
    let (_, question) = home.questions().remove(2);
    assert_eq!((question.prompt.as_str(), question.follow_ups[0].prompt.as_str()), ("How do you test?", "By hand?"));
    assert_eq!((question.topic.as_deref(), question.licence.as_deref()), (Some("front"), Some("MIT")));
}

#[test]
fn notes_of_anki_in_plain_text_say_what_their_columns_are() {
    let home = Home::new();
    let text = "#separator:tab\n#html:true\n#guid column:1\n#deck column:2\n#tags column:5\n\
        g1\tA::Net\t<b>Why</b> &amp; how?\t<ul><li>one</li><li>two</li></ul><img src=\"x.png\">\thard net\n\
        g2\tA::Net\tThe {{c1::lease}} ends\t\t\n";
    let imported = home.bring("notes.txt", text);
    assert_eq!(counts(&imported), [2, 0, 0, 0, 0], "{imported:?}");
    let questions = home.questions();
    assert_eq!((questions[0].0.prompt.as_str(), points(&questions[0].1)), ("Why & how?", vec!["one", "two"]));
    assert!(questions[0].1.sample.as_ref().is_some_and(|sample| sample.strong.contains("[image: x.png]")));
    assert_eq!((questions[1].0.prompt.as_str(), points(&questions[1].1)), ("The […] ends", vec!["The lease ends"]));
    assert_eq!(
        (questions[0].0.topic.as_str(), questions[0].0.tags.iter().collect::<Vec<_>>()),
        ("net", vec!["hard", "net"])
    );
    let pictures = home.bring("pictures.txt", "#separator:tab\n#html:true\n<img src=\"a.png\">\tA picture.\n");
    assert_eq!(counts(&pictures), [0, 0, 0, 0, 1], "{pictures:?}");
    assert!(pictures.skipped[0].reason.contains("only a picture"), "{pictures:?}");
    let renamed = home.bring("renamed.txt", text);
    assert_eq!(counts(&renamed), [0, 0, 2, 0, 0], "another name of the file is no change");
    // The words may change: the name stays.
    let again = home.bring("notes.txt", text.replace("Why", "Where"));
    assert_eq!(counts(&again), [0, 1, 1, 0, 0]);
}

fn collection(sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let db = Connection::open(file.path()).expect("a database");
    db.execute_batch(sql).expect("valid");
    drop(db);
    fs::read(file.path()).expect("read")
}

fn notes(rows: &[(&str, &str)]) -> Vec<u8> {
    let mut sql = "CREATE TABLE col(decks TEXT); INSERT INTO col VALUES('{\"7\":{\"name\":\"All::Net\"}}');\
        CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT); CREATE TABLE cards(nid INT, did INT);"
        .to_owned();
    for (i, (guid, fields)) in rows.iter().enumerate() {
        sql.push_str(&format!(
            "INSERT INTO notes VALUES({i},'{guid}',' t1 ','{fields}'); INSERT INTO cards VALUES({i},7);"
        ));
    }
    collection(&sql)
}

fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn packages_give_their_newest_collection() {
    let home = Home::new();
    let stub = notes(&[("s", "Please update to the latest Anki version\u{1f}")]);
    let middle = notes(&[("m", "Old?\u{1f}x")]);
    let newest =
        notes(&[("g1", "What is a <i>port</i>?\u{1f}A number.\u{1f}<div>Sixteen bits.</div>"), ("g2", "Why?\u{1f}")]);
    let packed = zstd::encode_all(newest.as_slice(), 3).expect("packed");
    let all = package(&[
        ("collection.anki2", &stub),
        ("collection.anki21", &middle),
        ("collection.anki21b", &packed),
        ("media", b"{}"),
    ]);
    let imported = home.bring("a.apkg", &all);
    assert_eq!(counts(&imported), [2, 0, 0, 1, 0], "{imported:?}");
    let questions = home.questions();
    assert_eq!(
        (questions[0].0.prompt.as_str(), points(&questions[0].1)),
        ("What is a port?", vec!["A number.", "Sixteen bits."])
    );
    assert_eq!((questions[0].0.topic.as_str(), questions[0].0.tags.iter().collect()), ("net", vec!["t1"]));
    assert_eq!(counts(&home.bring("a.apkg", &all)), [0, 0, 2, 1, 0]);

    let home = Home::new();
    home.bring("b.apkg", package(&[("collection.anki2", &stub), ("collection.anki21", &middle)]));
    assert_eq!(home.prompts(), ["Old?"]);
    let path = home.file("c.apkg", package(&[("collection.anki2", &stub)]));
    assert!(home.plan(&path, false).expect_err("a stub").to_string().contains("tells older programs to update"));
}

#[test]
fn hostile_packages_are_refused_and_leave_nothing() {
    let home = Home::new();
    let whole = package(&[("collection.anki2", &notes(&[("g", "Why?\u{1f}x")]))]);
    let zeros = vec![0_u8; 70 << 20];
    let bomb = zstd::encode_all(zeros.as_slice(), 1).expect("packed");
    let view = collection(
        "CREATE TABLE other(x); CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
         SELECT i AS id, 'g' AS guid, '' AS tags, 'Q?' AS flds FROM n;",
    );
    let half = zstd::encode_all(notes(&[("g", "Why?\u{1f}x")]).as_slice(), 1).expect("packed");
    let half = half[..half.len() / 2].to_vec();
    let mut torn = notes(&[("g", "Why?\u{1f}x")]);
    torn[100..2_000].fill(0xff);
    for (name, bytes, said) in [
        ("cut.apkg", whole[..whole.len() / 2].to_vec(), "no whole package"),
        ("empty.apkg", Vec::new(), "no whole package"),
        ("none.apkg", package(&[("../../collection.anki2", b"x"), ("/etc/passwd", b"y")]), "without a collection"),
        ("zeros.apkg", package(&[("collection.anki2", &zeros)]), "larger than 64 MiB"),
        ("bomb.apkg", package(&[("collection.anki21b", &bomb)]), "larger than 64 MiB"),
        ("text.apkg", package(&[("collection.anki2", b"hello")]), "no SQLite file"),
        ("packed.apkg", package(&[("collection.anki21b", b"hello")]), "cannot be unpacked"),
        ("half.apkg", package(&[("collection.anki21b", &half)]), "cannot be unpacked"),
        ("torn.apkg", package(&[("collection.anki2", &torn)]), "cannot be read"),
    ] {
        let path = home.file(name, bytes);
        let error = home.plan(&path, false).expect_err(name).to_string();
        assert!(error.contains(said), "{name}: {error}");
    }
    // Columns that make up more text than the file has, and tables that are programs.
    let grown = collection(
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT AS (printf('%.*c', 3000000, 'x')));
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         INSERT INTO notes(id, guid, tags) SELECT i, 'g' || i, '' FROM n;",
    );
    let path = home.file("grown.apkg", package(&[("collection.anki2", &grown)]));
    assert!(home.plan(&path, false).expect_err("grown").to_string().contains("more text than it has room for"));
    let huge = collection(
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT AS (printf('%.*c', 9000000, 'x')));
         INSERT INTO notes(id, guid, tags) VALUES(1, 'g', '');",
    );
    let path = home.file("huge.apkg", package(&[("collection.anki2", &huge)]));
    assert!(home.plan(&path, false).expect_err("huge").to_string().contains("cannot be read"));
    let program = collection("CREATE VIRTUAL TABLE notes USING fts5(guid, tags, flds);");
    let imported = home.bring("program.apkg", package(&[("collection.anki2", &program)]));
    assert_eq!((imported.new, imported.skipped.len()), (0, 1));
    // A view in the place of the table is not asked.
    let imported = home.bring("view.apkg", package(&[("collection.anki2", &view)]));
    assert_eq!((imported.new, imported.skipped.len()), (0, 1));
    assert!(home.bytes().is_empty());
}

#[test]
fn markdown_comes_in_any_encoding_and_direction() {
    let home = Home::new();
    let utf16: Vec<u8> =
        "\u{feff}## Was heißt das?\r\n\r\nNichts.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for (name, bytes) in [
        ("mark.md", b"\xef\xbb\xbf## What is a mark?\n\nNothing.\n".to_vec()),
        ("wide.md", utf16),
        ("latin.md", b"## Qu'est-ce qu'un caf\xe9?\n\nUne pause.\n".to_vec()),
        ("hebrew.md", "## \u{202e}מה זה\u{200f} מטמון?\n\nשכבה מהירה \u{1b}[31m👍🏽\n".into()),
    ] {
        assert_eq!(home.bring(name, bytes).new, 1, "{name}");
    }
    assert_eq!(home.prompts(), ["What is a mark?", "Was heißt das?", "Qu'est-ce qu'un café?", "מה זה מטמון?"]);
    assert_eq!(points(&home.questions()[3].1), ["שכבה מהירה [31m👍🏽"]);
}

#[test]
fn when_one_of_several_files_changed_meanwhile_none_is_written() {
    let home = Home::new();
    home.bring("y.json", r#"{"bank":"y","questions":[{"id":"a","prompt":"Why?"}]}"#);
    let path = home.file(
        "both.json",
        r#"{"banks":[{"bank":"w","questions":[{"id":"a","prompt":"Who?"}]},{"bank":"y","questions":[{"id":"b","prompt":"How?"}]}]}"#,
    );
    let plan = home.plan(&path, false).expect("readable");
    assert_eq!(plan.fresh().iter().map(QuestionId::as_str).collect::<Vec<_>>(), ["w/a", "y/b"]);
    fs::write(home.sources().data_banks.join("y.json"), r#"{"bank":"y","questions":[]}"#).expect("written");
    let before = home.bytes();
    assert!(matches!(plan.write(), Err(ImportError::Changed { .. })));
    assert_eq!(home.bytes(), before);
    assert!(home.plan(&path, false).expect("readable").write().is_ok(), "looked at again it comes in");
}

#[test]
fn folders_are_read_file_by_file() {
    let home = Home::new();
    home.file("set/LICENSE", "MIT License\n\nCopyright");
    home.file("set/README.md", "# Welcome\n\nNothing here.\n");
    home.file("set/a/one.md", "## What is one?\n\nOne.\n");
    home.file("set/b.csv", "question,answer\nWhat is two?,Two.\n");
    home.file("set/broken.apkg", "no zip");
    home.file("set/.hidden.md", "## What is hidden?\n");
    home.file("set/ours/bank.json", r#"{"bank":"ours"}"#);
    home.file("set/ours/t.json", r#"{"topic":"t","questions":[{"id":"q","prompt":"Ours?"}]}"#);
    let imported = home.import(&home.folder.path().join("in/set"));
    assert_eq!(counts(&imported), [3, 0, 0, 1, 2], "{imported:?}");
    assert_eq!(imported.banks, ["ours", "x"]);
    let questions = home.questions();
    let one = questions.iter().find(|(entry, _)| entry.prompt == "What is one?").expect("there");
    assert_eq!((one.1.source.as_deref(), one.1.licence.as_deref()), (Some("a/one.md"), Some("MIT")));
}

#[test]
fn what_has_no_bank_or_a_bad_one_is_refused() {
    let home = Home::new();
    let path = home.file("a.csv", "q,a\nWhy?,x\n");
    let none = import(&path, &ImportOptions::default(), &home.sources()).expect_err("no bank").to_string();
    assert!(none.contains("--into"), "{none}");
    for bank in ["backend", "", "a/b", "..", "a b"] {
        let options = ImportOptions { into: Some(bank.to_owned()), ..ImportOptions::default() };
        assert!(matches!(import(&path, &options, &home.sources()), Err(ImportError::BadBank(_))), "{bank:?}");
    }
    assert!(home.plan(&home.folder.path().join("in/none.csv"), false).is_err());
}

#[test]
fn large_files_are_bounded() {
    let home = Home::new();
    let path = home.file("big.csv", "");
    fs::File::options().write(true).open(&path).and_then(|file| file.set_len(17 << 20)).expect("a sparse file");
    assert!(home.plan(&path, false).expect_err("too large").to_string().contains("16 MiB"));
    let answer = "word ".repeat(100_000);
    let imported = home.bring("page.md", format!("## What is long?\n\n{answer}\n\n## {answer}?\n\nx\n"));
    assert_eq!((imported.new, imported.skipped.len()), (1, 1), "{:?}", imported.skipped);
    let open = "<details>\n<summary>Q".repeat(20_000);
    assert!(home.bring("open.md", open).new <= 2);
    // Half a megabyte in the shape of a long study list: a table of contents, questions as an ordered list of headings.
    let mut long = String::from("# Questions\n\n### Table of Contents\n\n| No. | Questions |\n|---|---|\n");
    (1..=400).for_each(|n| long.push_str(&format!("| {n} | [What is part {n}?](#what-is-part-{n}) |\n")));
    for n in 1..=400 {
        let line = "It keeps what it is told until somebody tells it otherwise. ".repeat(21);
        long.push_str(&format!(
            "\n{n}. ### What is part {n}?\n\n    {line}\n\n    ```js\n    # part({n})?\n    ```\n\n    **[⬆ Back to Top](#table-of-contents)**\n"
        ));
    }
    assert!(long.len() > 500_000);
    let imported = home.bring("long.md", long);
    assert_eq!((imported.new, imported.prompt_only, imported.skipped.len()), (400, 0, 0), "{:?}", imported.skipped);
    // Tens of thousands of headings and marks take no longer than their number.
    let path = home.file("many.md", "###### Why is it?\n<details>\n".repeat(100_000));
    assert!(home.plan(&path, false).is_ok());
}

#[test]
fn what_was_exported_as_json_comes_back_the_same() {
    let home = Home::new();
    home.bring(
        "ours.json",
        r#"{"bank":"big","name":"Big","licence":"MIT","topic":"t","topics":[{"id":"t","title":"Tea","subtopics":[],"questions":0}],
            "questions":[{"id":"q0","prompt":"Why? 👩‍👩‍👧‍👦","later":{"z":1,"a":[]},"retired":"2026-01-01"},
            {"id":"more","prompt":"","extends":"backend/never","look_for":[{"id":"p","text":"Ours."}]}]}"#,
    );
    let built_in = Library::builtin().entries()[0].id.clone();
    let page = page(&Library::open(&home.sources()), Some(&built_in), "mine").expect("a page");
    keep(&Library::open(&home.sources()), Some(&built_in), &format!("{page}\nShort."), "mine", &home.sources())
        .expect("kept");
    let day = "2026-11-22".parse().expect("a day");
    retire(&Library::open(&home.sources()), &built_in, Some(day), "mine", &home.sources()).expect("retired");
    home.bring("a.csv", "question,answer,topic\nHow?,\"- one\n- two\",Queues\n");
    let all = |home: &Home| {
        let library = Library::open(&home.sources());
        export(&library, &Filter { any_track: true, ..Filter::default() }, ExportFormat::Json, 0).expect("exported")
    };
    let first = all(&home);
    let other = Home::new();
    let imported = other.bring("all.json", &first);
    assert_eq!((imported.new, imported.changed, imported.skipped.len()), (4, 0, 0), "{:?}", imported.skipped);
    let there = Library::open(&other.sources());
    assert_eq!(there.entry(&built_in).and_then(|entry| entry.retired), Some(day), "what was retired stays so");
    assert_eq!(imported.same, Library::builtin().entries().len());
    assert!(all(&other) == first, "the second export differs");
    let again = other.bring("all.json", &first);
    assert_eq!((again.new, again.changed, again.same), (0, 0, imported.same + 4));
}

#[test]
fn tables_and_sheets_can_be_read_back() {
    let library = Library::builtin();
    let filter = Filter { topics: vec![library.entries()[0].topic.to_string()], ..Filter::default() };
    let wanted = library.entries().iter().filter(|entry| filter.admits(entry)).count();
    for (format, name) in [(ExportFormat::Csv, "a.csv"), (ExportFormat::Md, "a.md")] {
        let home = Home::new();
        let bytes = export(&library, &filter, format, 0).expect("exported");
        let imported = home.bring(name, bytes);
        assert_eq!((imported.new, imported.skipped.len()), (wanted, 0), "{name}: {:?}", imported.skipped);
        let prompts = home.prompts();
        let same =
            library.entries().iter().filter(|entry| filter.admits(entry) && prompts.contains(&entry.prompt)).count();
        assert_eq!(same, wanted, "{name}");
    }
    let none = Filter { bank: Some("none".to_owned()), ..Filter::default() };
    assert!(matches!(export(&library, &none, ExportFormat::Csv, 0), Err(ExportError::Nothing)));
}

#[test]
fn a_deck_can_be_read_back_and_names_its_notes_for_good() {
    let library = Library::builtin();
    let deck = |now| export(&library, &Filter::default(), ExportFormat::Apkg, now).expect("exported");
    let home = Home::new();
    let first = home.bring("deck.apkg", deck(1_700_000_000));
    assert!(first.new > 100 && first.skipped.is_empty() && first.prompt_only == 0, "{:?}", first.skipped);
    let again = home.bring("deck.apkg", deck(1_800_000_000));
    assert_eq!((again.new, again.changed, again.same), (0, 0, first.new));
}
