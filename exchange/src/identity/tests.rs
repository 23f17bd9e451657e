//! Which question of a bank an incoming one is recognised as.

use std::collections::BTreeMap;
use std::fs;

use hotseat_bank::QuestionId;

use crate::testing::{Home, counts};
use crate::{How, ImportOptions, Imported, import, last_import, save, undo};

/// The slug of each question, by prompt.
fn ids(home: &Home) -> BTreeMap<String, String> {
    home.questions().into_iter().map(|(entry, _)| (entry.prompt.clone(), entry.id.slug().to_owned())).collect()
}

/// How many are new, changed, mended, the same, and left out.
fn outcome(imported: &Imported) -> [usize; 5] {
    [imported.new, imported.changed, imported.mended, imported.same, imported.skipped.len()]
}

#[test]
fn code_pictures_and_signs_belong_to_what_is_asked() {
    let home = Home::new();
    let block = |code: &str| {
        format!("<details>\n<summary>What is printed here?\n\n```go\n{code}\n```\n</summary>\nA line.\n</details>\n\n")
    };
    let list = format!("# Go\n\n{}{}", block("print(7)"), block("print(8)"));
    assert_eq!(outcome(&home.bring("go.md", &list)), [2, 0, 0, 0, 0]);
    let before = ids(&home);
    assert_eq!(
        outcome(&home.bring("go.md", format!("# Go\n\n{}{}", block("print(8)"), block("print(7)")))),
        [0, 0, 0, 2, 0]
    );
    assert_eq!(ids(&home), before);
    let signs = "question,answer\nWhat does `==` compare?,Values\nWhat does `===` compare?,Types too\n";
    assert_eq!(outcome(&home.bring("signs.csv", signs)), [2, 0, 0, 0, 0]);
}

#[test]
fn a_running_number_counts_within_its_own_file_alone() {
    let home = Home::new();
    let one = "id,question,answer\n1,What is a fiber?,Light\n2,What is a thread?,Heavy\n";
    let two = "id,question,answer\n1,Who pays for it?,We do\n2,Who is on call?,Nobody\n";
    assert_eq!(outcome(&home.bring("one.csv", one)), [2, 0, 0, 0, 0]);
    assert_eq!(outcome(&home.bring("two.csv", two)), [2, 0, 0, 0, 0]);
    let before = ids(&home);
    assert_eq!(before.len(), 4);
    // A reworded row is still the same row.
    let mended = one.replace("What is a thread?", "When does one need threads?");
    assert_eq!(outcome(&home.bring("one.csv", &mended)), [0, 1, 0, 1, 0]);
    assert_eq!(ids(&home)["When does one need threads?"], before["What is a thread?"]);
    // Renumbered rows are recognised by what they ask.
    let shifted = "id,question,answer\n1,What is a core?,Silicon\n2,What is a fiber?,Light\n3,When does one need threads?,Heavy\n";
    assert_eq!(outcome(&home.bring("one.csv", shifted)), [1, 0, 0, 2, 0]);
    assert_eq!(ids(&home)["What is a fiber?"], before["What is a fiber?"]);
    // A file of the same name in another folder is another source.
    assert_eq!(
        outcome(
            &home.bring("old/two.csv", "id,question,answer\n1,Where is the office?,Here\n2,May I bring a dog?,Yes\n")
        ),
        [2, 0, 0, 0, 0]
    );
    assert_eq!(home.prompts().len(), 7);
}

#[test]
fn what_an_older_version_called_by_its_number_is_overwritten_by_no_other_file() {
    let home = Home::new();
    fs::create_dir_all(home.sources().data_banks).expect("a folder");
    let bank = r#"{"bank":"x","questions":[{"id":"1","prompt":"What is a fiber?","source":"one.csv"}]}"#;
    fs::write(home.sources().data_banks.join("x.json"), bank).expect("written");
    assert_eq!(outcome(&home.bring("two.csv", "id,question,answer\n1,Who pays?,We do\n")), [1, 0, 0, 0, 0]);
    assert_eq!(ids(&home)["What is a fiber?"], "1");
    assert_eq!(home.bring("one.csv", "id,question,answer\n1,What is a fiber?,Light\n").new, 0);
}

const LIST: &str = "# Storage\n\n## What is a page?\n\nA block.\n\n## What does a chekpoint write?\n\nDirty pages.\n\n## What is a log?\n\nA file.\n";

#[test]
fn a_mended_typo_keeps_its_history_unless_somebody_says_otherwise() {
    let home = Home::new();
    home.bring("storage.md", LIST);
    let id = ids(&home)["What does a chekpoint write?"].clone();
    let path = home.file("storage.md", LIST.replace("chekpoint", "checkpoint"));
    let plan = home.plan(&path, false).expect("readable");
    assert_eq!(outcome(plan.imported()), [0, 1, 1, 2, 0]);
    let change = &plan.changes()[0];
    assert_eq!((change.how, change.question.slug(), change.line), (How::Mended, id.as_str(), Some(7)));
    let parts = change.differences();
    let lines: Vec<String> = parts[0].lines.iter().map(|(mark, line)| format!("{}{line}", mark.sign())).collect();
    assert_eq!((parts.len(), parts[0].title), (1, "Question"));
    assert_eq!(lines, ["-What does a chekpoint write?", "+What does a checkpoint write?"]);
    // The user looked at it and says that it is another question.
    let options =
        ImportOptions { into: Some("x".to_owned()), apart: vec![change.question.clone()], ..ImportOptions::default() };
    let other = import(&path, &options, &home.sources()).expect("readable");
    assert_eq!(outcome(other.imported()), [1, 0, 0, 2, 0]);
    plan.write().expect("written");
    assert_eq!(ids(&home)["What does a checkpoint write?"], id);
    assert_eq!(outcome(&home.import(&path)), [0, 0, 0, 3, 0], "from now on those are its words");
}

#[test]
fn another_question_in_the_place_of_one_is_new() {
    let home = Home::new();
    home.bring("storage.md", LIST);
    let other = home.bring(
        "storage.md",
        LIST.replace("What does a chekpoint write?", "Who holds the lease?").replace("Dirty pages", "The leader"),
    );
    assert_eq!(outcome(&other), [1, 0, 0, 2, 0]);
    assert_eq!(home.prompts().len(), 4, "what is gone from the list stays in the bank");
}

#[test]
fn the_same_words_in_another_list_are_another_question_and_a_renamed_list_is_the_same() {
    let home = Home::new();
    home.bring("storage.md", LIST);
    assert_eq!(outcome(&home.bring("renamed.md", LIST)), [0, 0, 0, 3, 0]);
    let before = home.bytes();
    let theirs = "# Theirs\n\n## What is a page?\n\nEight kilobytes.\n\n## What is a row?\n\nA tuple.\n\n## What is a key?\n\nA name.\n";
    assert_eq!(outcome(&home.bring("theirs.md", theirs)), [3, 0, 0, 0, 0]);
    let ours = |home: &Home| home.questions().into_iter().take(3).collect::<Vec<_>>();
    let first = ours(&home);
    assert_eq!(outcome(&home.bring("renamed.md", LIST)), [0, 0, 0, 3, 0], "neither answers for the other");
    assert_eq!(outcome(&home.bring("theirs.md", theirs)), [0, 0, 0, 3, 0]);
    assert_eq!(ours(&home), first);
    undo(&home.sources()).expect("taken back");
    let banks =
        |bytes: Vec<(std::path::PathBuf, Vec<u8>)>| bytes.into_iter().find(|(path, _)| path.ends_with("banks/x.json"));
    assert_eq!(banks(home.bytes()), banks(before));
}

#[test]
fn what_was_written_here_is_asked_already_and_keeps_its_answer() {
    let home = Home::new();
    home.bring("a.json", r#"{"bank":"x","questions":[]}"#);
    let mut own =
        crate::card::Card { prompt: "What is a log?".to_owned(), answer: "Mine.".to_owned(), ..Default::default() }
            .question()
            .expect("a question")
            .0;
    own.id = "mine".to_owned();
    save("x", &own, &home.sources()).expect("saved");
    let imported = home.bring("storage.md", LIST);
    assert_eq!((imported.new, imported.remarks.len()), (2, 1), "{imported:?}");
    assert_eq!(crate::testing::points(&home.questions()[0].1), ["Mine."]);
}

#[test]
fn an_export_that_somebody_changed_comes_in_whatever_was_changed_here_before() {
    let home = Home::new();
    home.bring("storage.md", LIST);
    let (_, mut own) = home.questions().remove(0);
    own.look_for = crate::points::from_text("- mine\n- too");
    own.tags.push("ours".to_owned());
    save("x", &own, &home.sources()).expect("saved");
    let library = hotseat_bank::Library::own(&home.sources());
    let out = |format| crate::export(&library, &hotseat_bank::Filter::default(), format, 0).expect("exported");
    let table = String::from_utf8(out(crate::ExportFormat::Csv)).expect("text");
    let sheet = String::from_utf8(out(crate::ExportFormat::Md)).expect("text");
    let (first, second) = (own.look_for[0].id.clone(), own.look_for[1].id.clone());
    assert_eq!(outcome(&home.bring("out.csv", table.replacen("• mine", "• must: mine", 1))), [0, 1, 0, 2, 0]);
    let (_, now) = home.questions().remove(0);
    assert_eq!((now.look_for[0].tier.word(), &now.look_for[0].id, &now.look_for[1].id), ("must", &first, &second));
    // The sheet was exported before that: only what differs from the export is taken, and the rest does not undo newer
    // changes.
    assert_eq!(outcome(&home.bring("out.md", sheet.replace("- A file.", "- An append-only file."))), [0, 1, 0, 2, 0]);
    assert_eq!(home.questions()[0].1.look_for[0].tier.word(), "must");
    assert_eq!(outcome(&home.bring("storage.md", LIST)), [0, 0, 0, 3, 0], "the list itself did not change");
    assert_eq!(home.questions()[0].1.look_for.len(), 2);
    // Something that only came back from an export does not count as said by the list.
    let now = home.questions();
    let all = hotseat_bank::Library::own(&home.sources());
    let json = crate::export(&all, &hotseat_bank::Filter::default(), crate::ExportFormat::Json, 0).expect("exported");
    assert_eq!(outcome(&home.bring("out.json", json)), [0, 0, 0, 3, 0]);
    assert_eq!(outcome(&home.bring("storage.md", LIST)), [0, 0, 0, 3, 0]);
    assert_eq!(home.questions(), now);
    // Replacing a word everywhere also replaces it in the enclosed question.
    let everywhere = String::from_utf8(out(crate::ExportFormat::Csv)).expect("text").replace("append-only", "ordered");
    assert_eq!(outcome(&home.bring("out.csv", everywhere)), [0, 1, 0, 2, 0]);
    assert_eq!(crate::testing::points(&home.questions()[2].1), ["An ordered file."]);
}

#[test]
fn an_import_is_one_step_that_is_taken_back() {
    let home = Home::new();
    assert!(undo(&home.sources()).is_err() && last_import(&home.sources()).is_none());
    home.bring("storage.md", LIST);
    let before = home.bytes();
    let more = format!("{}\n## What is a row?\n\nA tuple.\n", LIST.replace("A block.", "Eight kilobytes."));
    assert_eq!(counts(&home.bring("storage.md", &more))[..2], [1, 1]);
    let last = last_import(&home.sources()).expect("one");
    assert_eq!((last.new, last.changed, last.from.ends_with("storage.md")), (1, 1, true));
    let done = undo(&home.sources()).expect("taken back");
    assert_eq!((done.removed, done.restored, done.stayed.len()), (1, 1, 0));
    let banks = |bytes: Vec<(std::path::PathBuf, Vec<u8>)>| -> Vec<_> {
        bytes.into_iter().filter(|(path, _)| !path.ends_with(".last.json")).collect()
    };
    assert_eq!(banks(home.bytes()), banks(before));
    assert!(undo(&home.sources()).is_err(), "only once");
    // A question that was edited since the import is left alone by its undo.
    home.bring("storage.md", &more);
    let (_, mut own) = home.questions().remove(3);
    own.tags.push("mine".to_owned());
    save("x", &own, &home.sources()).expect("saved");
    let done = undo(&home.sources()).expect("taken back");
    assert_eq!((done.removed, done.restored, done.stayed.len()), (0, 1, 1));
    assert_eq!(home.prompts().len(), 4);
    // A bank that the import created is removed by its undo.
    let other = Home::new();
    other.bring("storage.md", LIST);
    undo(&other.sources()).expect("taken back");
    assert!(!other.sources().data_banks.join("x.json").exists());
    assert_eq!(outcome(&other.bring("storage.md", LIST)), [3, 0, 0, 0, 0]);
}

#[test]
fn what_is_no_longer_in_a_source_is_named_and_stays() {
    let home = Home::new();
    home.bring("storage.md", LIST);
    home.bring("other.md", "# Other\n\n## Who is on call?\n\nNobody.\n");
    let id = ids(&home)["What is a log?"].clone();
    let shorter = home.bring("storage.md", LIST.replace("## What is a log?\n\nA file.\n", ""));
    assert_eq!(shorter.gone.iter().map(QuestionId::slug).collect::<Vec<_>>(), [id.as_str()]);
    assert!(ids(&home).contains_key("What is a log?"), "its history hangs on it");
    assert_eq!(home.bring("storage.md", LIST).gone, []);
    crate::store::retire(&shorter.gone[0], Some("2026-11-30".parse().expect("a day")), &home.sources()).expect("kept");
    let after = home.bring("storage.md", LIST.replace("## What is a log?\n\nA file.\n", ""));
    assert_eq!(after.gone, [], "what is retired is not missed");
}
