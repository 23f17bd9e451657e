//! What is exported can be imported again: into the bank that it came from without a change, into an empty one
//! completely.

use std::fs;

use hotseat_bank::{Entry, Filter, FollowUp, Library, Mistake, Point, Question, Sample, Seconds, Snippet, Tier};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::testing::Home;
use crate::{ExportFormat, Imported, export};

/// Building blocks of texts: everything that means something in a table, Markdown, HTML or Anki.
const PIECES: [&str; 48] = [
    "a",
    "Why two phases",
    "word ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    "?",
    ".",
    ",",
    ";",
    "\"",
    "'",
    "=1+1",
    "-",
    "- ",
    "* ",
    "# ",
    "## ",
    "### x",
    "> ",
    "`",
    "```",
    "**",
    "_",
    "<b>",
    "</details>",
    "&amp;",
    "&",
    "<",
    "<!-- x -->",
    "-->",
    "--",
    "---",
    "{{c1::gap}}",
    "[sound:a.mp3]",
    "must: ",
    "critical: ",
    "strong: ",
    "1. ",
    "• ",
    "**Mistakes**",
    "Mistakes",
    "\\",
    "é",
    "日本",
    "👩\u{200d}👩\u{200d}👧",
];

fn text() -> impl Strategy<Value = String> {
    vec(proptest::sample::select(PIECES.to_vec()), 1..6).prop_map(|pieces| pieces.concat())
}

/// A text with at least one word.
fn said() -> impl Strategy<Value = String> {
    (text(), "[a-z]{1,6}", text()).prop_map(|(before, word, after)| format!("{before}{word}{after}"))
}

fn tier() -> impl Strategy<Value = Tier> {
    proptest::sample::select(Tier::ALL.to_vec())
}

prop_compose! {
    fn question()(
        prompt in said(),
        points in vec((said(), tier(), proptest::option::of(said())), 0..4),
        mistakes in vec((said(), any::<bool>()), 0..3),
        follow_ups in vec((said(), vec(said(), 0..2)), 0..3),
        hints in vec(said(), 0..3),
        strong in proptest::option::of(said()),
        code in proptest::option::of(text()),
        topic in proptest::option::of("[a-z]{1,5}"),
        tags in vec("[a-z]{1,5}", 0..3),
        usual in any::<bool>(),
        unknown in proptest::option::of(text()),
    ) -> Question {
        let point = |(i, (text, tier, why)): (usize, (String, Tier, Option<String>))| {
            Point { tier, why, ..Point::new(format!("p{i}"), text) }
        };
        let mistake = |(i, (text, critical)): (usize, (String, bool))| {
            Mistake { id: format!("m{i}"), text, why: None, critical, valid: None }
        };
        let follow_up = |(i, (prompt, points)): (usize, (String, Vec<String>))| {
            let json = serde_json::json!({
                "id": format!("f{i}"), "prompt": prompt,
                "look_for": points.iter().enumerate().map(|(n, text)| serde_json::json!({"id": format!("r{n}"), "text": text})).collect::<Vec<_>>(),
            });
            serde_json::from_value::<FollowUp>(json).expect("a follow-up")
        };
        let seconds = Seconds { think: 5, target: 50, max: 55 };
        let mut question = Question {
            look_for: points.into_iter().enumerate().map(point).collect(),
            mistakes: mistakes.into_iter().enumerate().map(mistake).collect(),
            follow_ups: follow_ups.into_iter().enumerate().map(follow_up).collect(),
            hints,
            sample: strong.map(|strong| Sample { strong, ..Sample::default() }),
            snippet: code.filter(|code| !code.trim().is_empty()).map(|code| Snippet { language: "go".to_owned(), code }),
            topic,
            tags,
            ..Question::bare(String::new(), prompt, hotseat_bank::Kind::default(), seconds)
        };
        if usual {
            question.seconds = None;
        }
        if let Some(unknown) = unknown {
            question.other.insert("later".to_owned(), serde_json::json!({"b": unknown, "a": [1]}));
        }
        question
    }
}

/// A bank of these questions, in a file with a topic and a licence for all of them.
fn bank_of(questions: &[Question]) -> Home {
    let home = Home::new();
    let questions: Vec<Question> = questions
        .iter()
        .enumerate()
        .map(|(i, question)| Question { id: format!("q{i}"), ..question.clone() })
        .collect();
    let topics = serde_json::json!([{"id": "t", "title": "Tea & <more>"}]);
    let file = serde_json::json!({
        "bank": "ours", "name": "Ours", "topic": "t", "licence": "MIT", "topics": topics, "questions": questions,
    });
    fs::create_dir_all(home.sources().data_banks).expect("a folder");
    fs::write(home.sources().data_banks.join("ours.json"), file.to_string()).expect("written");
    home
}

fn out(home: &Home, format: ExportFormat) -> Vec<u8> {
    let library = Library::own(&home.sources());
    export(&library, &Filter { any_track: true, ..Filter::default() }, format, 0).expect("exported")
}

/// Imports a file into the bank that it names, or into the one given.
fn bring(home: &Home, name: &str, bytes: &[u8], into: Option<&str>) -> Imported {
    let options = crate::ImportOptions { into: into.map(str::to_owned), ..crate::ImportOptions::default() };
    let plan = crate::import(&home.file(name, bytes), &options, &home.sources()).expect("readable");
    plan.write().expect("written");
    plan.imported().clone()
}

/// Everything that is asked, with the effective topic and licence.
fn asked(home: &Home) -> Vec<(Entry, Question)> {
    let licence = |question: Question| Question { licence: question.licence.or(Some("MIT".to_owned())), ..question };
    home.questions()
        .into_iter()
        .map(|(entry, question)| {
            let topic = Some(entry.topic.to_string());
            (entry, Question { topic, ..licence(question) })
        })
        .collect()
}

fn questions(home: &Home) -> Vec<Question> {
    asked(home).into_iter().map(|(_, question)| question).collect()
}

const FORMATS: [(ExportFormat, &str); 4] = [
    (ExportFormat::Json, "out.json"),
    (ExportFormat::Csv, "out.csv"),
    (ExportFormat::Md, "out.md"),
    (ExportFormat::Apkg, "out.apkg"),
];

/// Exports in every format and imports each in both ways.
fn goes_round(home: &Home, count: usize) {
    let before = home.bytes();
    for (format, name) in FORMATS {
        let bytes = out(home, format);
        for into in [None, Some("ours")] {
            let same = bring(home, name, &bytes, into);
            assert_eq!(
                (same.new, same.changed, same.same, same.skipped.len(), same.remarks.len()),
                (0, 0, count, 0, 0),
                "{name}: {same:?}\n{}",
                String::from_utf8_lossy(&bytes[..bytes.len().min(4_000)])
            );
        }
        let ours = |all: Vec<(std::path::PathBuf, Vec<u8>)>| {
            all.into_iter().find(|(path, _)| path.ends_with("banks/ours.json"))
        };
        assert_eq!(ours(home.bytes()), ours(before.clone()), "{name}");
        let empty = Home::new();
        let all = bring(&empty, name, &bytes, None);
        assert_eq!((all.new, all.skipped.len(), all.remarks.len()), (count, 0, 0), "{name}: {all:?}");
        assert!(questions(&empty) == questions(home), "{name} brings other questions");
        let again = bring(&empty, name, &bytes, None);
        assert_eq!((again.new, again.changed, again.same), (0, 0, count), "{name}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_bank_goes_out_and_comes_back(questions in vec(question(), 1..5)) {
        goes_round(&bank_of(&questions), questions.len());
    }

    /// As if somebody had deleted the column that encloses the complete question.
    #[test]
    fn what_a_table_shows_comes_back_by_itself(all in vec(question(), 1..4)) {
        let home = bank_of(&all);
        let bytes = out(&home, ExportFormat::Csv);
        let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
        let mut shown = csv::Writer::from_writer(Vec::new());
        for row in rows.records() {
            let row = row.expect("a row");
            shown.write_record(row.iter().take(row.len() - 1)).expect("written");
        }
        let shown = shown.into_inner().expect("a table");
        let same = bring(&home, "shown.csv", &shown, Some("ours"));
        prop_assert_eq!((same.new, same.changed, same.same), (0, 0, all.len()), "{:?}", same);
        let empty = Home::new();
        bring(&empty, "shown.csv", &shown, Some("ours"));
        let line = |text: &str| hotseat_bank::text::one_line(text);
        let facts = |question: &Question| {
            let points: Vec<_> = question.look_for.iter().map(|point| (point.tier, line(&point.text))).collect();
            let mistakes: Vec<_> = question.mistakes.iter().map(|wrong| (wrong.critical, line(&wrong.text))).collect();
            let next: Vec<_> = question.follow_ups.iter().map(|next| line(&next.prompt)).collect();
            (question.id.clone(), line(&question.prompt), points, mistakes, next)
        };
        let back: Vec<_> = questions(&empty).iter().map(facts).collect();
        prop_assert!(back == questions(&home).iter().map(facts).collect::<Vec<_>>(), "{back:?}");
    }
}

/// This many questions, of the kind found in a company's list.
fn many(count: usize) -> Vec<Question> {
    let question = |n: usize| Question {
        look_for: vec![
            Point {
                tier: Tier::Must,
                ..Point::new("first".to_owned(), format!("Says that part {n} holds, and what breaks it."))
            },
            Point::new("second".to_owned(), "Names the price: time, money, people.".to_owned()),
        ],
        mistakes: vec![Mistake {
            id: "never".to_owned(),
            text: "\"It never fails\"".to_owned(),
            why: None,
            critical: true,
            valid: None,
        }],
        follow_ups: vec![FollowUp::new("more".to_owned(), "And with ten times the load?".to_owned())],
        topic: Some(format!("part-{}", n % 12)),
        ..Question::bare(
            String::new(),
            format!("How does part {n} behave, and why?"),
            hotseat_bank::Kind::default(),
            Seconds { think: 5, target: 50, max: 55 },
        )
    };
    (0..count).map(question).collect()
}

proptest! {
    // A single bank of this size is enough, with other words on each run. That the content survives is tested with
    // smaller banks.
    #![proptest_config(ProptestConfig { cases: 1, max_shrink_iters: 0, ..ProptestConfig::default() })]

    #[test]
    fn ten_thousand_questions_go_out_and_come_back(words in vec(said(), 20)) {
        const COUNT: usize = 10_000;
        let question = |(n, question): (usize, Question)| {
            let word = &words[n % words.len()];
            Question { prompt: format!("{} {word}", question.prompt), hints: vec![word.clone()], ..question }
        };
        let home = bank_of(&many(COUNT).into_iter().enumerate().map(question).collect::<Vec<_>>());
        let before = shown(&home);
        for (format, name) in FORMATS {
            let bytes = out(&home, format);
            let same = bring(&home, name, &bytes, None);
            prop_assert_eq!((same.new, same.changed, same.same, same.skipped.len()), (0, 0, COUNT, 0), "{}", name);
            let empty = Home::new();
            let all = bring(&empty, name, &bytes, None);
            prop_assert_eq!((all.new, all.skipped.len()), (COUNT, 0), "{}", name);
            prop_assert!(shown(&empty) == before, "{name} brings other questions");
        }
    }
}

/// What a table shows of all questions, without the enclosing column.
fn shown(home: &Home) -> Vec<Vec<String>> {
    let bytes = out(home, ExportFormat::Csv);
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    let cells = |row: csv::StringRecord| row.iter().take(row.len() - 1).map(str::to_owned).collect();
    rows.records().map(|row| cells(row.expect("a row"))).collect()
}

#[test]
fn a_list_of_three_hundred_goes_round() {
    goes_round(&bank_of(&many(300)), 300);
}
