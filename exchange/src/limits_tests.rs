//! Inputs made to take a long time or all memory. Nothing here is timed: with a step for every pair of items these
//! tests would take hours. `cargo bench --bench limits` has the figures.

use crate::testing::Home;
use crate::{ImportError, Imported};

/// Large enough for quadratic time to show.
const MANY: usize = 100_000;

fn looked_at(name: &str, text: impl AsRef<[u8]>) -> Imported {
    let home = Home::new();
    let path = home.file(name, text);
    home.plan(&path, true).expect("readable").imported().clone()
}

#[test]
fn what_is_never_closed_is_looked_for_once() {
    for unit in ["<!-- ", "<details><summary>", "<details>\n<summary>Q\n", "<summary", "<details ", "</summary>"] {
        looked_at("open.md", unit.repeat(MANY));
        looked_at("open.md", format!("# Why?\n\n{}>", unit.repeat(MANY)));
    }
    for unit in ["{{c1::", "{{c1::a{{c", "<!-- ", "[sound:", "<ul><li>"] {
        looked_at("open.txt", format!("#separator:tab\n#html:true\n{}", unit.repeat(MANY)));
    }
}

#[test]
fn many_headings_end_where_they_end() {
    looked_at("down.md", format!("# Why?\n{}", "## b\n".repeat(MANY)));
    looked_at("up.md", format!("{}# Why?\n", "## b?\n".repeat(MANY)));
    looked_at("numbered.md", format!("# 1. Why?\n{}", "# b\n".repeat(MANY)));
}

#[test]
fn signs_of_notes_and_broken_values_are_looked_at_once() {
    for unit in ["[[", "[[a]]", "`[[a]]", "==a==", "<table>", "?\n", "a\n?\n"] {
        looked_at("signs.md", format!("a\n?\nb\n\n{}", unit.repeat(MANY)));
    }
    let broken = looked_at("broken.jsonl", format!("{{\"q\":\"Why?\"}}\n{}x", "[\n".repeat(MANY)));
    assert_eq!(broken.new, 1);
    let broken = looked_at("broken.yaml", format!("- [{}", "[".repeat(MANY)));
    assert_eq!((broken.new, broken.skipped.len()), (0, 1), "{broken:?}");
    looked_at("page.html", "<ul><li><blockquote><h1>".repeat(MANY / 10));
}

#[test]
fn deep_lists_do_not_grow_with_their_depth() {
    let deep = "- ".repeat(MANY) + "a";
    assert_eq!(looked_at("deep.md", format!("# Why?\n\n{deep}\n")).new, 1);
}

#[test]
fn one_question_has_so_many_values_and_no_more() {
    let keys = |count: usize| (0..count).map(|i| format!(",\"k{i}\":1")).collect::<String>();
    let question = |count| format!("{{\"id\":\"a\",\"prompt\":\"A?\"{}}}", keys(count));
    let bank =
        |count| format!("{{\"bank\":\"x\",\"questions\":[{},{{\"id\":\"b\",\"prompt\":\"B?\"}}]}}", question(count));
    assert_eq!(looked_at("few.json", bank(15_000)).new, 2);
    let many = looked_at("many.json", bank(80_000));
    assert_eq!((many.new, many.skipped.len()), (1, 1));
    assert!(many.skipped[0].reason.contains("more than 20000 values"), "{:?}", many.skipped);
    let row = looked_at("row.json", format!("[{{\"q\":\"A?\"{}}},{{\"q\":\"B?\"}}]", keys(80_000)));
    assert_eq!((row.new, row.skipped.len()), (1, 1), "{:?}", row.skipped);
}

#[test]
fn a_bank_names_so_many_topics() {
    let topics: Vec<String> = (0..40_000).map(|i| format!("{{\"id\":\"t{i}\",\"title\":\"T\"}}")).collect();
    let text = format!(
        "{{\"bank\":\"x\",\"topics\":[{}],\"questions\":[{{\"id\":\"a\",\"prompt\":\"A?\"}}]}}",
        topics.join(",")
    );
    let home = Home::new();
    assert_eq!(home.bring("topics.json", text).new, 1);
    assert_eq!(
        home.bytes()
            .iter()
            .map(|(_, bytes)| bytes.windows(6).filter(|part| *part == b"title\"").count())
            .sum::<usize>(),
        10_000
    );
}

#[test]
fn what_is_left_out_is_counted_and_the_first_thousand_told() {
    let junk = looked_at("junk.jsonl", format!("{{\"q\":\"A?\"}}\n{}", "x\n".repeat(MANY + 10)));
    assert_eq!((junk.new, junk.skipped.len(), junk.left_out()), (1, 1_000, MANY + 1));
    let same = looked_at("same.csv", format!("question\n{}", "A?\n".repeat(5_000)));
    assert_eq!((same.new, same.left_out()), (1, 4_999));
    let numbers = looked_at("numbers.json", format!("{{\"bank\":\"x\",\"questions\":[{}1]}}", "7,".repeat(MANY + 10)));
    assert_eq!((numbers.new, numbers.skipped.len()), (0, 1_000));
}

#[test]
fn what_every_question_repeats_is_short() {
    let long = "x".repeat(1 << 20);
    let rows: String = (0..2_000).map(|i| format!("What is {i}?\tb\n")).collect();
    let text = format!("#separator:tab\n#deck:{long}\n#tags:{}\n{rows}", "t ".repeat(1 << 19));
    assert_eq!(looked_at("deck.txt", text).new, 2_000);
    let sections: String = (0..2_000).map(|i| format!("## What is {i}?\n\nx\n\n")).collect();
    assert_eq!(looked_at("front.md", format!("---\ntitle: {long}\nlicence: {long}\n---\n{sections}")).new, 2_000);
    assert_eq!(looked_at("top.md", format!("# {long}\n\n{sections}")).new, 2_000);
    let questions: Vec<String> = (0..2_000).map(|i| format!("{{\"id\":\"a{i}\",\"prompt\":\"A?\"}}")).collect();
    let questions = questions.join(",");
    let topic = format!("{{\"bank\":\"x\",\"topic\":\"{long}\",\"licence\":\"{long}\",\"questions\":[{questions}]}}");
    assert_eq!(looked_at("topic.json", topic).new, 2_000);
    let home = Home::new();
    let path = home.file("bank.json", format!("{{\"bank\":\"{long}\",\"questions\":[{questions}]}}"));
    let error = home.plan(&path, false).expect_err("a name");
    assert!(matches!(&error, ImportError::BadBank(name) if name.len() == 200), "{error}");
}

#[test]
fn marks_and_columns_without_end_are_refused() {
    let marks = looked_at("marks.md", "[".repeat(1_100_000));
    assert!(marks.skipped[0].reason.contains("lines and signs"), "{:?}", marks.skipped);
    let columns = looked_at("columns.csv", format!("question,answer\n{}", ",".repeat(200_000)));
    assert!(columns.skipped[0].reason.contains("columns"), "{:?}", columns.skipped);
}
