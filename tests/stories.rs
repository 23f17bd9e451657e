//! `hotseat story`: pages in, stories out, and nothing lost on the way.

mod common;

use std::fs;

use common::{Home, of_type, records};
use serde_json::Value;

const EXPORT: &str = "# The export that took all night\n\n## Situation\nFour hours.\n\n## Action\nI wrote it anew.\n\n\
                      ## Result\nIt runs in ten minutes.\n\n## Number\n4 h to 10 min\n\n## Themes\nownership, scale\n";

/// A user with a story.
fn told() -> Home {
    let home = Home::with_mini();
    let added = home.run_with(&["story", "add", "-"], EXPORT);
    assert!(added.works().err().contains("Saved the-export-that-took-all-night."), "{added:?}");
    home
}

fn stories(home: &Home) -> Vec<Value> {
    home.json(&["story", "list", "--json"]).as_array().expect("an array").clone()
}

#[test]
fn a_story_is_added_listed_shown_and_edited() {
    let home = told();
    let all = stories(&home);
    assert_eq!(
        (all.len(), &all[0]["title"], &all[0]["told"]),
        (1, &"The export that took all night".into(), &0.into())
    );
    assert_eq!(all[0]["missing"], serde_json::json!(["What I learned"]));
    let listed = home.run(&["story", "list"]);
    assert!(listed.works().out().contains("ownership, scale; never told; empty: What I learned"), "{listed:?}");
    let shown = home.run(&["story", "show", "the-export"]);
    assert!(shown.works().out().contains("## Number\n4 h to 10 min\n"), "{shown:?}");
    home.write("page.md", EXPORT.replace("ten", "nine"));
    let page = home.path("page.md").display().to_string();
    home.run(&["story", "edit", "the-export", "--from", &page]).works();
    let one = home.json(&["story", "show", "the-export", "--json"]);
    assert_eq!((&one["result"], &one["tellings"]), (&"It runs in nine minutes.".into(), &serde_json::json!([])));
    assert_eq!(of_type(&records(&home), "story").len(), 2, "the old words stay");
    home.run(&["story", "retire", "the-export"]).works();
    assert_eq!(stories(&home)[0]["retired"], true);
    home.run(&["story", "retire", "the-export", "--undo"]).works();
    assert_eq!(stories(&home)[0]["retired"], false);
    home.run(&["story", "show", "nothing"]).fails(1, &["no story called \"nothing\"", "hotseat story list"]);
}

#[test]
fn what_goes_out_comes_back_and_travels_with_the_history() {
    let home = told();
    let out = home.run(&["story", "export"]).works().out();
    let other = Home::new();
    other.run_with(&["story", "add", "-"], &out).works();
    assert_eq!(other.run(&["story", "export"]).works().out(), out);
    let third = Home::new();
    let log = home.run(&["history", "export"]).works().out();
    third.run_with(&["history", "import", "-"], log).works();
    assert_eq!(stories(&third), stories(&home));
    home.run(&["history", "backup", &home.path("copy.sqlite").display().to_string()]).works();
    fs::remove_file(home.path("data/history.sqlite")).expect("removed");
    home.run(&["history", "restore", "--from", &home.path("copy.sqlite").display().to_string()]).works();
    assert_eq!(stories(&home).len(), 1, "a copy holds them too");
    // The page that is printed for a start is no story yet.
    let page = home.run(&["story", "add", "--print"]).works().out();
    assert!(page.starts_with("# \n\n## When\n") && page.contains("changing your mind"), "{page}");
    let none = home.run_with(&["story", "add", "-"], page);
    assert!(none.works().err().contains("Nothing is written there"), "{none:?}");
}

#[test]
fn what_does_not_fit_is_named_and_what_came_through_a_pipe_is_kept() {
    let home = told();
    let wrong = |text: &str| home.run_with(&["story", "add", "-"], text);
    wrong(&EXPORT.replace("export", "import").replace("scale", "luck"))
        .fails(1, &["line 16, Themes: \"luck\" is no theme", "changed-mind", "The text is kept: mend", "text-1.md"]);
    assert!(fs::read_to_string(home.path("data/unsaved-stories/text-1.md")).expect("kept").contains("luck"));
    wrong(&EXPORT.replace("night", "NIGHT")).fails(1, &["already, the-export-that-took-all-night", "text-2.md"]);
    wrong("# A\n## Task\n## Task\n").fails(1, &["line 3: the heading Task stands there already, in line 2"]);
    wrong(&format!("# A\n## Task\n{}\n", "word ".repeat(200_000))).fails(1, &["1000001 bytes, more than 100000"]);
    assert_eq!(fs::metadata(home.path("data/unsaved-stories/text-4.md")).expect("kept").len(), 1_000_013);
    assert_eq!(stories(&home).len(), 1);
    home.write("bad.md", "no heading\n");
    home.run(&["story", "add", &home.path("bad.md").display().to_string()])
        .fails(1, &["bad.md: line 1", "nothing was saved"]);
    home.run(&["story", "add", "/no/such/file.md"]).fails(1, &["cannot read the page /no/such/file.md"]);
    home.write("bytes.md", b"# A\xff\n");
    home.run(&["story", "add", &home.path("bytes.md").display().to_string()]).fails(1, &["not UTF-8"]);
    let control = home.run_with(&["story", "add", "-"], "# A \u{1b}]0;PWNED\u{7}\u{202e}title\n## Task\n\u{0}Do it.\n");
    assert!(control.works().err().contains("left out"), "{control:?}");
    assert!(!home.run(&["story", "list"]).works().out().contains(['\u{1b}', '\u{7}', '\u{202e}']));
    let empty = home.run_with(&["story", "add", "-"], "# Only a title\n## Task\n## Action\n");
    assert!(empty.works().err().contains("Saved only-a-title"), "an empty heading is a part that is not written yet");
}

#[cfg(unix)]
#[test]
fn a_page_that_is_not_understood_is_gone_on_with_in_the_editor() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let editor = |script: &str| {
        home.write("editor", format!("#!/bin/sh\n{script}\n"));
        fs::set_permissions(home.path("editor"), fs::Permissions::from_mode(0o700)).expect("executable");
    };
    let add = || {
        let mut command = home.command(&["story", "add"]);
        command.env("EDITOR", home.path("editor")).env_remove("VISUAL");
        common::Ran(command.output().expect("started"))
    };
    editor("printf '# A story\\n## Tsk\\nDo it.\\n' > \"$1\"");
    add().fails(1, &["line 2: \"Tsk\" is no heading", "Your page is kept in", "unsaved-stories/new.md"]);
    editor("sed -i 's/Tsk/Task/' \"$1\"");
    let again = add();
    assert!(again.works().err().contains("goes on with the page"), "{again:?}");
    assert_eq!(stories(&home)[0]["task"], "Do it.");
    editor("exit 0");
    assert!(add().works().err().contains("Nothing was changed"));
    editor("head -c 1200000 /dev/zero | tr '\\0' x > \"$1\"");
    let much = add();
    much.fails(1, &["more than 1048576", "It is left in"]);
    let left = fs::read_dir(home.path("data/drafts/pages")).expect("listed").filter_map(Result::ok);
    assert!(
        left.into_iter().any(|entry| entry.metadata().is_ok_and(|meta| meta.len() == 1_200_000)),
        "nothing is lost"
    );
    fs::remove_file(home.path("editor")).expect("removed");
    add().fails(1, &["cannot start", "EDITOR"]);
}

#[test]
fn a_story_is_chosen_told_and_practised_line_by_line() {
    let home = told();
    let question = "backend/problem-nobody-owned";
    let said = home.run_with(
        &["drill", "--plain", "--question", question],
        "story\n1\nt\nI wrote it anew while the team kept the old one.\n.\n3\nq\n",
    );
    let out = said.works().out();
    assert!(
        out.contains("Which story? Only titles") && out.contains("1. The export that took all night (best: ownership"),
        "{out}"
    );
    assert!(out.contains("The story is kept with the answer") && !out.contains("Four hours"), "{out}");
    assert_eq!(stories(&home)[0]["told"], 1);
    let tellings = &home.json(&["story", "show", "the-export", "--json"])["tellings"];
    assert_eq!((&tellings[0]["question"], &tellings[0]["by"]), (&question.into(), &"words".into()));
    assert_eq!(tellings[0]["left_out"], serde_json::json!(["number", "result", "lesson"]));
    let practised = home.run_with(
        &["story", "practise", "the-export", "--seconds", "60", "--plain"],
        // The answer before was not judged: it waits for the next drill.
        "t\nI wrote it anew.\n.\n2\nh\nm\nh\nm\n\n\nq\n",
    );
    assert!(practised.works().out().contains("Tell this story in 60 seconds: The export"), "{practised:?}");
    let short = home.run_with(&["story", "practise", "the-export", "--seconds", "90", "--plain"], "q\n");
    assert!(short.works().out().contains("About 90 s aloud"), "{short:?}");
    let left = home.run_with(&["drill", "--plain", "--question", question], "q\n");
    assert!(left.works().out().contains("not judged") || left.out().contains("rat"), "{left:?}");
    let one = home.json(&["story", "show", "the-export", "--json"]);
    assert_eq!((&one["told"], &one["practised"]), (&1.into(), &1.into()));
    assert_eq!(one["tellings"][0]["practised"], 60);
}

#[test]
fn themes_are_held_against_stories_and_a_question_against_both() {
    let home = told();
    let covered = home.json(&["story", "coverage", "--json"]);
    let gaps: Vec<&str> = covered["gaps"].as_array().expect("an array").iter().filter_map(Value::as_str).collect();
    assert!(gaps.contains(&"changed-mind") && !gaps.contains(&"ownership"), "{gaps:?}");
    let words = home.run(&["story", "coverage"]).works().out();
    assert!(words.contains("No story about changing your mind (") && words.contains("ownership"), "{words}");
    let fit = home.run(&["story", "fit", "backend/problem-nobody-owned"]).works().out();
    assert!(fit.contains("Best: The export that took all night (ownership"), "{fit}");
    let none = home.run(&["story", "fit", "backend/feedback-you-gave"]).works().out();
    assert!(none.contains("No story of yours fits. It is about feedback given or taken."), "{none}");
    home.run(&["story", "fit", "backend/none"]).fails(2, &["no bank has backend/none"]);
}

#[test]
fn the_last_behavioural_answer_becomes_a_story() {
    let home = Home::with_mini();
    home.run(&["story", "add", "--answer", "last"]).fails(1, &["no behavioural question was answered yet"]);
    let answer = "t\nThe export took all night. I rewrote it while the team kept the old one.\n.\n3\nq\n";
    home.run_with(&["drill", "--plain", "--question", "backend/problem-nobody-owned"], answer).works();
    home.write("page.md", EXPORT);
    let page = home.path("page.md").display().to_string();
    home.run(&["story", "add", &page, "--answer", "last"]).works();
    assert_eq!(stories(&home)[0]["told"], 1, "it counts as told there");
    home.write("page.md", EXPORT.replace("export", "import"));
    home.run(&["story", "add", &page, "--answer", "nobody"]).fails(1, &["no answer has the id nobody"]);
}
