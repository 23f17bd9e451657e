//! Answers over time and the one that is kept, from the outside; and the edits of a coach, taken one by one.

mod common;
#[path = "common/model.rs"]
mod model;

use common::{Home, of_type, records};
use model::Model;
use serde_json::{Value, json};

const FIRST: &str =
    "First I say A in so many words that it cannot be overheard, and then I leave the second thing out.";
const SECOND: &str = "First I say A in so many words that it cannot be overheard, and then B, for two reasons.";

/// Answers one question, ticks its points so, rates it, and goes on with these lines.
fn drill(home: &Home, answer: &str, ticks: &str, lines: &str) -> common::Ran {
    let input = format!("t\n{answer}\n.\n2\n{ticks}n\n2\n{lines}q\n");
    let ran = home.run_with(&["drill", "--plain", "--question", "mini/one", "--practice"], input);
    ran.works();
    ran
}

fn twice() -> Home {
    let home = Home::with_mini();
    drill(&home, FIRST, "h\nm\n", "");
    drill(&home, SECOND, "m\nh\n", "");
    home
}

#[test]
fn the_last_answers_are_shown_as_what_is_gone_and_new() {
    let home = twice();
    let ran = home.run(&["answers", "show", "mini/one"]);
    ran.works();
    let out = ran.out();
    for words in [
        "mini/one  (2 answers)",
        "Answer 1 of 2.",
        "Gained 1 point, lost 1 point since the answer before.",
        "  + Says B",
        "  - Says A",
        "and then [-I leave the second thing out-] {+B, for two reasons+}.",
    ] {
        assert!(out.contains(words), "{words:?} in\n{out}");
    }
    let shown = home.json(&["answers", "show", "mini/one", "--count", "1", "--json"]);
    let answer = &shown["answers"][0];
    assert_eq!((&shown["in_all"], shown["answers"].as_array().map(Vec::len)), (&json!(2), Some(1)));
    assert_eq!((&answer["gained"], &answer["lost"]), (&json!(["b"]), &json!(["a"])));
    assert_eq!(
        (&answer["gone"], &answer["added"]),
        (&json!(["I leave the second thing out"]), &json!(["B, for two reasons"]))
    );
    home.run(&["answers", "show", "mini/none"]).fails(1, &["mini/none"]);
}

#[test]
fn an_answer_is_kept_replaced_taken_back_and_dropped() {
    let home = twice();
    home.run(&["answers", "keep", "mini/two"]).fails(1, &["mini/two has no answer with words yet", "--from FILE"]);
    home.run(&["answers", "keep", "mini/one", "--attempt", "nobody"]).fails(1, &["nobody is no answer to mini/one"]);
    home.run(&["answers", "keep", "mini/one"]).works();
    let mine = || home.json(&["answers", "show", "mini/one", "--json"])["my_answer"].clone();
    assert_eq!(mine()["text"], SECOND);
    assert!(home.run(&["answers", "show", "mini/one"]).out().contains("Answer 2 of 2. My answer."));
    let own = format!("I say A.\n\u{1b}[31mThen B.{}", "\n".repeat(3));
    let ran = home.run_with(&["answers", "keep", "mini/one", "--from", "-"], own);
    ran.works();
    assert_eq!(mine()["text"], "I say A.\n\u{1b}[31mThen B.");
    let listed = home.run(&["answers", "list"]).out();
    assert!(listed.contains("mini/one: First of three?\n    I say A.\n    Then B.\n"), "{listed}");
    assert_eq!(home.json(&["answers", "list", "--json"])[0]["question"], "mini/one");
    home.run_with(&["answers", "keep", "mini/one", "--from", "-"], " \n").fails(1, &["nothing to keep"]);
    home.run_with(&["answers", "keep", "mini/one", "--from", "-"], "x".repeat(300_000)).fails(1, &["256"]);
    let undone = home.run(&["history", "undo"]);
    assert!(undone.err().contains("Took back your answer to mini/one"), "{}", undone.err());
    assert_eq!(mine()["text"], SECOND);
    home.run(&["answers", "drop", "mini/one"]).works();
    assert_eq!(mine(), Value::Null);
    home.run(&["answers", "drop", "mini/one"]).fails(1, &["no answer to mini/one is kept"]);
    home.run(&["history", "undo"]).works();
    assert_eq!(mine()["text"], SECOND);
}

#[test]
fn what_is_kept_travels_and_stands_in_a_report_that_asks_for_it() {
    let home = twice();
    home.run_with(&["answers", "keep", "mini/one", "--from", "-"], "What I mean to say.").works();
    let export = home.run(&["history", "export"]).out();
    assert_eq!(export.lines().filter(|line| line.contains("\"type\":\"my-answer\"")).count(), 1);
    let other = Home::with_mini();
    other.run_with(&["history", "import", "-"], &export).works();
    assert_eq!(other.json(&["answers", "list", "--json"])[0]["text"], "What I mean to say.");
    assert_eq!(other.run(&["history", "export"]).out(), export);
    let sitting = of_type(&records(&home), "sitting")[0]["sitting"].as_str().expect("an id").to_owned();
    for format in ["md", "html", "json"] {
        let report = |flags: &[&str]| {
            let ran = home.run(&[&["report", &sitting, "--format", format], flags].concat());
            ran.works();
            ran.out()
        };
        assert!(!report(&[]).contains("What I mean to say"), "{format}");
        assert!(report(&["--my-answers"]).contains("What I mean to say"), "{format}");
    }
    home.run(&["report", "progress", "--my-answers"]).fails(2, &["hotseat answers list"]);
}

#[test]
fn line_by_line_the_answer_before_is_shown_after_the_points_and_this_one_kept() {
    let home = Home::with_mini();
    drill(&home, FIRST, "h\nm\n", "m\n");
    assert_eq!(home.json(&["answers", "list", "--json"])[0]["text"], FIRST);
    let input = format!("t\n{SECOND}\n.\n2\nm\nh\nn\na\n2\nq\n");
    let ran = home.run_with(&["drill", "--plain", "--question", "mini/one", "--practice"], input);
    ran.works();
    let out = ran.out();
    let place = |words: &str| out.find(words).unwrap_or_else(|| panic!("{words:?} in\n{out}"));
    assert!(place("What to look for") < place("My answer:"));
    place("{+B, for two reasons+}");
}

fn with_coach(server: &str) -> Home {
    let home = Home::with_mini();
    home.write("config/config.toml", format!("fuzz = false\n[coach]\nserver = \"{server}\"\nmodel = \"judge\"\n"));
    home
}

/// Fails, after what it said meanwhile.
#[track_caller]
fn refuses(ran: &common::Ran, words: &[&str]) {
    assert_eq!((ran.code(), ran.out().as_str()), (Some(1), ""), "{ran:?}");
    for word in words {
        assert!(ran.err().contains(word), "{word:?} is not in {}", ran.err());
    }
}

fn edits() -> String {
    json!({"edits": [
        {"find": "I leave the second thing out", "point": "m1", "replace": "I say B as well, which cut it by 40 % at Globex"},
        {"find": "cannot be overheard", "point": "", "replace": "is heard"},
        {"find": "that nobody said", "point": "", "replace": "x"},
    ], "tight": []})
    .to_string()
}

#[test]
fn edits_are_agreed_to_shown_taken_and_kept() {
    let model = Model::saying(&edits());
    let home = with_coach(&model.server);
    drill(&home, FIRST, "h\nm\n", "");
    refuses(&home.run(&["coach", "improve", "mini/one"]), &["hotseat coach agree", "which points you missed"]);
    let shown = home.json(&["coach", "preview", "--improve"]);
    assert_eq!(model.asked(), Vec::<Value>::new(), "nothing is sent before a yes");
    home.run(&["coach", "agree", "--yes"]).works();
    let ran = home.run(&["coach", "improve", "mini/one"]);
    ran.works();
    let out = ran.out();
    for words in [
        "1. Says it better",
        "2. Makes: Says B",
        "{+say B as well, which cut it by [how many?] at [who or what?]+}",
        "You did not say 40 %, Globex",
        "Left out: \u{201c}that nobody said\u{201d} is not in your answer.",
    ] {
        assert!(out.contains(words), "{words:?} in\n{out}");
    }
    assert_eq!(model.asked(), [shown]);
    assert!(
        home.json(&["answers", "list", "--json"]).as_array().expect("rows").is_empty(),
        "nothing is kept by itself"
    );

    home.run(&["coach", "improve", "mini/one", "--take", "3"]).fails(1, &["no edit 3"]);
    home.run(&["coach", "improve", "mini/one", "--tight"]).fails(1, &["no tighter answer"]);
    let taken = home.json(&["coach", "improve", "mini/one", "--take", "2", "--json"]);
    let expected =
        FIRST.replace("I leave the second thing out", "I say B as well, which cut it by [how many?] at [who or what?]");
    assert_eq!(taken["taken"], expected);
    assert_eq!(taken["edits"][1]["made_up"], json!(["40 %", "Globex"]));
    assert_eq!(model.asked().len(), 1, "what was proposed is proposed again");
    let mine = home.json(&["answers", "show", "mini/one", "--json"])["my_answer"].clone();
    assert_eq!((&mine["text"], &mine["coached"]), (&json!(expected), &json!(true)));
    let records = records(&home);
    assert_eq!((of_type(&records, "judgement").len(), of_type(&records, "my-answer").len()), (1, 1));

    // The next round goes on from what is kept.
    home.run(&["coach", "improve", "mini/one"]).works();
    assert!(model.asked()[1].to_string().contains("say B as well"));
    home.run(&["coach", "forget"]).works();
    assert!(!home.path("data/coach").exists());
    assert_eq!(home.json(&["answers", "list", "--json"])[0]["text"], expected, "what is one's own stays");
}

#[test]
fn a_reply_that_means_harm_or_nothing_changes_nothing() {
    let flood = json!({"edits": [{"find": "First", "point": "m1", "replace": "\u{1b}[2J\u{202e}Firstly\n\n"},
                                 {"find": "so many words", "point": "m9", "replace": "word ".repeat(90)}], "tight": [9, 1]});
    let model = Model::saying(&flood.to_string());
    let home = with_coach(&model.server);
    drill(&home, FIRST, "h\nm\n", "");
    home.run(&["coach", "agree", "--yes"]).works();
    let ran = home.run(&["coach", "improve"]);
    ran.works();
    let out = ran.out();
    assert!(!out.contains(['\u{1b}', '\u{202e}']) && out.contains("would be no small change"), "{out}");
    for reply in ["I cannot help with that.", r#"{"edits":"none"}"#, r#"{"points":[]}"#] {
        let model = Model::saying(reply);
        let home = with_coach(&model.server);
        drill(&home, FIRST, "h\nm\n", "");
        home.run(&["coach", "agree", "--yes"]).works();
        refuses(&home.run(&["coach", "improve"]), &["not what was asked for"]);
        assert!(!home.path("data/coach/edits").exists());
    }
}

#[test]
fn without_a_coach_there_is_nothing_to_improve_with() {
    let home = twice();
    home.run(&["coach", "improve", "mini/one"]).fails(1, &["docs/coach.md"]);
    assert!(!home.path("data/coach").exists());
}

#[test]
#[cfg(unix)]
fn a_program_is_asked_in_a_home_where_nothing_was_written_aside_yet() {
    let home = Home::with_mini();
    let script = format!("cat > /dev/null; printf '%s' '{}'", edits());
    let command = toml_words(&["/bin/sh", "-c", &script]);
    home.write("config/config.toml", format!("fuzz = false\n[coach]\ncommand = {command}\nmodel = \"judge\"\n"));
    drill(&home, FIRST, "h\nm\n", "");
    home.run(&["coach", "agree", "--yes"]).works();
    home.run(&["coach", "improve", "mini/one"]).works();
    let left = std::fs::read_dir(home.path("data/temporary")).map_or(0, Iterator::count);
    assert_eq!(left, 0, "the empty folder is gone again");
}

/// A list of words for the settings.
#[cfg(unix)]
fn toml_words(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| json!(word).to_string()).collect();
    format!("[{}]", words.join(", "))
}
