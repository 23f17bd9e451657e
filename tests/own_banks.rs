//! Own questions from outside: written, brought in, taken out.

mod common;

use common::Home;

#[test]
fn a_table_comes_in_is_listed_and_comes_in_again_as_the_same() {
    let home = Home::new();
    home.write("in.csv", "question,answer\nWhy two phases?,\"- one\n- two\"\nHow long?,\n");
    let path = home.path("in.csv").display().to_string();
    let counts = |extra: &[&str]| {
        let out = home.json(&[&["bank", "import", &path, "--into", "company", "--json"], extra].concat());
        ["new", "changed", "same", "prompt_only"].map(|name| out[name].as_u64().expect("a count"))
    };
    assert_eq!(counts(&["--dry-run"]), [2, 0, 0, 1]);
    assert!(!home.path("data/banks").exists());
    assert_eq!(counts(&[]), [2, 0, 0, 1]);
    assert_eq!(counts(&[]), [0, 0, 2, 1]);
    assert_eq!(home.json(&["bank", "list", "--bank", "company", "--json"]).as_array().map(Vec::len), Some(2));
    home.run(&["bank", "import", &path]).fails(2, &["--into"]);
    home.run(&["bank", "import", &path, "--into", "backend"]).fails(2, &["backend"]);
    let ran = home.run_with(&["drill", "--plain", "--bank", "company"], "t\nAn answer.\n.\n3\nq\n");
    assert_eq!(ran.code(), Some(0), "{ran:?}");
}

#[test]
fn questions_that_were_only_brought_in_survive_the_data_folder() {
    let home = Home::new();
    home.write("in.csv", "question,answer\nWhy two phases?,\"- one\n- two\"\nHow long?,\n");
    let path = home.path("in.csv").display().to_string();
    home.run(&["bank", "import", &path, "--into", "company"]).works();
    std::fs::remove_dir_all(home.path("data")).expect("removed");
    let restored = home.run(&["history", "restore"]);
    assert!(restored.err().contains("1 file with questions of your own is back"), "{restored:?}");
    assert_eq!(home.json(&["bank", "list", "--bank", "company", "--json"]).as_array().map(Vec::len), Some(2));
}

#[test]
fn everything_that_goes_out_comes_back() {
    let home = Home::with_mini();
    home.run(&["bank", "retire", "mini/two"]);
    let all = home.run(&["bank", "export"]).out();
    let other = Home::new();
    other.write("all.json", &all);
    let path = other.path("all.json").display().to_string();
    let out = other.json(&["bank", "import", &path, "--json"]);
    assert_eq!((out["new"].as_u64(), out["skipped"].as_array().map(Vec::len)), (Some(3), Some(0)), "{out}");
    assert_eq!(other.run(&["bank", "export"]).out(), all);
    let deck = other.path("deck.apkg").display().to_string();
    assert_eq!(other.run(&["bank", "export", "--format", "apkg", "--output", &deck]).code(), Some(0));
    let back = home.json(&["bank", "import", &deck, "--into", "deck", "--json"]);
    assert!(back["new"].as_u64() > Some(100), "{back}");
}

#[test]
fn a_question_is_written_mended_and_added_to() {
    let home = Home::new();
    let page = home.run(&["bank", "add", "--print"]).out();
    let filled = page
        .replace("# Question\n", "# Question\n\nWhy two phases?\n")
        .replace("# Mistakes", "- must: One\n\n# Mistakes");
    let ran = home.run_with(&["bank", "add", "--into", "company", "--from", "-"], &filled);
    assert_eq!(ran.code(), Some(0), "{ran:?}");
    let list = home.json(&["bank", "list", "--bank", "company", "--json"]);
    let id = list[0]["question"].as_str().expect("a name").to_owned();
    let mended = home.run(&["bank", "add", &id, "--print"]).out().replace("Why two", "Why three");
    assert_eq!(home.run_with(&["bank", "add", &id, "--from", "-"], &mended).code(), Some(0));
    let list = home.json(&["bank", "list", "--bank", "company", "--json"]);
    assert_eq!(
        (list[0]["question"].as_str(), list[0]["prompt"].as_str()),
        (Some(id.as_str()), Some("Why three phases?"))
    );
    assert_eq!(home.json(&["bank", "show", &id, "--json"])["look_for"][0]["tier"], "must");

    let builtin =
        home.json(&["bank", "list", "--bank", "backend", "--json"])[0]["question"].as_str().expect("a name").to_owned();
    let before = home.json(&["bank", "show", &builtin, "--json"]);
    let page =
        home.run(&["bank", "add", &builtin, "--print"]).out().replace("# Mistakes", "- What we do here.\n\n# Mistakes");
    assert_eq!(home.run_with(&["bank", "add", &builtin, "--from", "-"], &page).code(), Some(0));
    assert_eq!(home.json(&["bank", "show", &builtin, "--json"]), before, "the built-in text stays");
    assert!(home.run(&["bank", "show", &builtin]).out().contains("What we do here."));
    home.run_with(&["bank", "add", "--from", "-"], page.replace("# Hints", "# Hint")).fails(1, &["hint"]);
}

#[test]
fn a_built_in_question_gets_other_times_and_may_be_asked_no_longer() {
    let home = Home::new();
    let row = |home: &Home, id: &str| {
        let list = home.json(&["bank", "list", "--json"]);
        list.as_array().expect("rows").iter().find(|row| row["question"] == id).cloned()
    };
    let id = home.json(&["bank", "list", "--json"])[0]["question"].as_str().expect("a name").to_owned();
    let page = home.run(&["bank", "add", &id, "--print"]).out();
    let line = page.lines().find(|line| line.starts_with("- seconds:")).expect("times on the page").to_owned();
    let other = page.replace(&line, "- seconds: 5, 50, 55");
    assert_eq!(home.run_with(&["bank", "add", &id, "--from", "-"], &other).code(), Some(0));
    assert_eq!(row(&home, &id).expect("listed")["seconds"], serde_json::json!({"think": 5, "target": 50, "max": 55}));
    assert!(home.run(&["bank", "show", &id]).out().contains("answer 0:50"));
    home.run_with(&["bank", "add", &id, "--from", "-"], page.replace(&line, "- seconds: soon")).fails(1, &["seconds"]);

    home.run(&["bank", "retire", &id]).works();
    assert!(row(&home, &id).is_none(), "no longer listed");
    assert!(home.run(&["bank", "show", &id]).out().contains("0:50"), "still there by name");
    home.run(&["bank", "retire", &id, "--undo"]).works();
    assert!(row(&home, &id).is_some());
    home.run(&["bank", "retire", "backend/never-was"]).fails(1, &["backend/never-was"]);
}

#[test]
fn notes_are_written_line_by_line_after_the_answer() {
    let home = Home::new();
    home.write("data/banks/team.json", r#"{"bank":"team","questions":[{"id":"bare","prompt":"Why us?"}]}"#);
    let lines = "t\nThe people.\n.\n3\nmust: Names the people\n- Names the work\n\nh\nh\n\nq\n";
    let ran = home.run_with(&["drill", "--plain", "--bank", "team"], lines);
    ran.works();
    let said = ran.out();
    assert!(said.contains("has no notes yet") && said.contains("2 points saved"), "{said}");
    assert!(said.contains("Point 1 of 2, must: Names the people"), "{said}");
    let attempt = &home.json(&["history", "list", "--json"])[0];
    assert_eq!(attempt["points"].as_object().map(serde_json::Map::len), Some(2), "{attempt}");
    assert_eq!(home.json(&["bank", "show", "team/bare", "--json"])["look_for"][0]["tier"], "must");
    // Without notes a command is what it always was.
    home.write("data/banks/other.json", r#"{"bank":"other","questions":[{"id":"bare","prompt":"Why them?"}]}"#);
    home.run_with(&["drill", "--plain", "--bank", "other"], "t\nWell.\n.\n2\n2\nq\n").works();
    let last = home.json(&["history", "list", "--json"]);
    assert!(
        last.as_array().expect("rows").iter().any(|row| row["question"] == "other/bare" && row["rating"] == 2),
        "{last}"
    );
}

/// A bank of so many questions on a topic, of four minutes each.
fn bank_of(home: &Home, bank: &str, topic: &str, count: usize) {
    let question = |n: usize| {
        serde_json::json!({
            "id": format!("q{n}"), "prompt": format!("Why {n}?"), "tags": ["rust"],
            "seconds": {"think": 20, "target": 160, "max": 240}, "look_for": [{"id": "a", "text": "Says A", "tier": "must"}]
        })
    };
    let questions: Vec<_> = (0..count).map(question).collect();
    let file = serde_json::json!({"bank": bank, "topic": topic, "questions": questions});
    home.write(&format!("data/banks/{bank}.json"), file.to_string());
}

/// How many of the questions that a mock would ask are of a bank, and how many there are.
fn drawn(home: &Home, args: &[&str], bank: &str) -> (usize, usize) {
    let plan = home.json(&[&["mock", "plan"], args, &["--seed", "5", "--json"]].concat());
    let rounds = plan["rounds"].as_array().expect("rounds");
    let asked = rounds.iter().flat_map(|round| round["questions"].as_array().expect("questions"));
    let of: Vec<bool> = asked
        .map(|planned| planned["question"].as_str().is_some_and(|id| id.starts_with(&format!("{bank}/"))))
        .collect();
    (of.iter().filter(|of| **of).count(), of.len())
}

#[test]
fn a_bank_without_loops_gets_one_of_its_own_questions() {
    let home = Home::new();
    bank_of(&home, "company", "payments", 30);
    let loops = home.json(&["mock", "list", "--json"]);
    let made = loops.as_array().expect("loops").last().expect("one").clone();
    assert_eq!((made["loop"].as_str(), made["minutes"].as_u64()), (Some("company"), Some(45)), "{made}");
    let (own, all) = drawn(&home, &["company"], "company");
    assert!(own == all && all > 8, "{own} of {all}");
    // A few questions make a short one, and where they cannot fill it the built-in bank helps out.
    bank_of(&home, "few", "payments", 3);
    let (own, all) = drawn(&home, &["few"], "few");
    assert_eq!((own, own <= all), (3, true), "{own} of {all}");
    // A bank with loops has those.
    home.write("data/banks/none/bank.json", r#"{"bank":"none"}"#);
    let loops = home.json(&["mock", "list", "--json"]);
    assert!(loops.as_array().expect("loops").iter().all(|one| one["loop"] != "none"), "nothing to ask");
}

#[test]
fn own_questions_come_before_strange_ones_that_fit_the_minutes_better() {
    let home = Home::new();
    let question = |n: usize| {
        let kind = if n % 5 == 4 { "behavioural" } else { "technical" };
        serde_json::json!({"id": format!("q{n}"), "prompt": format!("Why {n}?"), "kind": kind,
                           "seconds": {"think": 18, "target": 180, "max": 240}})
    };
    let questions: Vec<_> = (0..20).map(question).collect();
    home.write(
        "data/banks/ours.json",
        serde_json::json!({"bank": "ours", "topic": "t", "questions": questions}).to_string(),
    );
    for (minutes, expected) in [("5", 1), ("8", 1), ("10", 2), ("15", 3), ("20", 4), ("30", 6)] {
        let (own, all) = drawn(&home, &["ours", "--minutes", minutes], "ours");
        assert_eq!((own, all), (expected, expected), "{minutes} minutes");
    }
    let strict = home.run(&["mock", "plan", "ours", "--strict", "--minutes", "15", "--seed", "5"]);
    assert!(strict.works().out().contains("The questions take 13 of 15 min"), "{strict:?}");
    let enough = home.run(&["mock", "plan", "ours", "--minutes", "45", "--seed", "5"]);
    assert!(!enough.works().out().contains("built-in"), "{enough:?}");
    // What the loop needs and the bank has none of comes from the built-in one, and that is said by both faces.
    let mixed = home.run(&["mock", "plan", "api", "--bank", "ours", "--minutes", "45", "--seed", "5"]);
    let out = mixed.works().out();
    assert!(out.contains("ours/q") && out.contains("From the built-in bank: ") && out.contains("in ours."), "{out}");
    let strange = out.lines().filter(|line| line.contains("backend/"));
    assert!(strange.clone().all(|line| !line.contains("technical")), "the bank has technical ones: {out}");
    let said = home.run_with(&["mock", "api", "--bank", "ours", "--minutes", "45", "--seed", "5", "--plain"], "q\n");
    assert!(said.works().out().contains("From the built-in bank: "), "{said:?}");
}

#[test]
fn a_mock_asks_a_bank_first_and_fills_up_from_the_built_in_one() {
    let home = Home::new();
    bank_of(&home, "company", "payments", 4);
    bank_of(&home, "other", "payments", 30);
    let (own, all) = drawn(&home, &["technical", "--bank", "company"], "company");
    assert_eq!(own, 4, "of {all}");
    assert_eq!(drawn(&home, &["technical", "--bank", "company"], "other").0, 0, "nobody asked for that bank");
    let page = home.run(&["mock", "sheet", "technical", "--bank", "company", "--seed", "5"]);
    assert!(page.works().out().contains("Why 0?"), "{page:?}");
    home.run(&["mock", "plan", "technical", "--bank", "compnay"]).fails(2, &["compnay", "company"]);
}

#[test]
fn a_loop_finds_own_questions_by_the_words_of_its_topics() {
    let home = Home::new();
    bank_of(&home, "mine", "Message queue basics", 20);
    let queues = |topic: &str| {
        let loops = serde_json::json!([{
            "id": "queues", "title": "Queues", "weights": {"core": 100, "scenario": 0, "behavioural": 0},
            "rounds": [{"name": "One", "minutes": 30,
                        "slots": [{"share": 100, "kinds": ["technical"], "topics": [topic]}]}]
        }]);
        home.write("data/banks/loops/bank.json", serde_json::json!({"bank": "loops", "loops": loops}).to_string());
        home.run(&["mock", "plan", "queues", "--bank", "mine", "--seed", "5"])
    };
    let by_topic = queues("message-queues");
    assert!(by_topic.works().out().contains("mine/q"), "{by_topic:?}");
    let by_tag = queues("rust");
    assert!(by_tag.works().out().contains("mine/q"), "{by_tag:?}");
    queues("message-brokers").fails(1, &["cannot be filled"]);
}

#[test]
fn a_dry_run_shows_each_question_and_an_import_is_taken_back() {
    let home = Home::new();
    let page =
        "# Storage\n\n## What does a chekpoint write?\n\n- Dirty pages\n- A record\n\n## What is a log?\n\nA file.\n";
    home.write("list.md", page);
    let path = home.path("list.md").display().to_string();
    let import = |more: &[&str]| home.run(&[&["bank", "import", &path, "--into", "company"], more].concat());
    let shown = import(&["--dry-run"]).works().out();
    assert!(shown.contains("new: company/") && shown.contains("list.md:8): What is a log?"), "{shown}");
    assert!(shown.contains("What a strong answer contains") && shown.contains("    +   Dirty pages"), "{shown}");
    assert!(import(&[]).works().out().contains("hotseat bank undo"));
    let before = home.run(&["bank", "export", "--bank", "company"]).out();
    home.write("list.md", page.replace("chekpoint", "checkpoint").replace("A record", "A log record"));
    let shown = import(&["--dry-run"]).works().out();
    assert!(shown.contains("0 new, 1 changed, 1 same") && shown.contains("mended: company/"), "{shown}");
    for line in [
        "    -   What does a chekpoint write?",
        "    +   What does a checkpoint write?",
        "    -   A record",
        "        Dirty pages",
    ] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    let facts = home.json(&["bank", "import", &path, "--into", "company", "--dry-run", "--json"]);
    assert_eq!((facts["mended"].as_u64(), facts["questions"][0]["how"].as_str()), (Some(1), Some("mended")), "{facts}");
    assert_eq!(facts["questions"][0]["parts"][0]["lines"][0]["mark"], "-");
    let id = facts["questions"][0]["question"].as_str().expect("a name");
    let apart = home.json(&["bank", "import", &path, "--into", "company", "--dry-run", "--apart", id, "--json"]);
    assert_eq!((apart["new"].as_u64(), apart["changed"].as_u64()), (Some(1), Some(0)), "{apart}");
    import(&[]).works();
    let undone = home.run(&["bank", "undo"]);
    assert!(undone.works().out().contains("0 questions gone again, 1 question as before"), "{undone:?}");
    assert_eq!(home.run(&["bank", "export", "--bank", "company"]).out(), before);
    home.run(&["bank", "undo"]).fails(1, &["no import to take back"]);
}

#[test]
fn every_format_goes_out_and_comes_in_again_without_a_change() {
    let home = Home::with_mini();
    let before = home.run(&["bank", "export", "--bank", "mini"]).out();
    for format in ["json", "csv", "md", "apkg"] {
        let path = home.path(&format!("out.{format}")).display().to_string();
        home.run(&["bank", "export", "--bank", "mini", "--format", format, "--output", &path]).works();
        for into in [vec![], vec!["--into", "mini"]] {
            let out = home.json(&[vec!["bank", "import", path.as_str(), "--json"], into].concat());
            assert_eq!((out["new"].as_u64(), out["changed"].as_u64()), (Some(0), Some(0)), "{format}: {out}");
        }
        assert_eq!(home.run(&["bank", "export", "--bank", "mini"]).out(), before, "{format}");
        let empty = Home::new();
        let all = empty.json(&["bank", "import", &path, "--json"]);
        assert!(all["new"].as_u64() > Some(0) && all["banks"][0] == "mini", "{format}: {all}");
        assert_eq!(empty.json(&["bank", "import", &path, "--json"])["changed"], 0, "{format}");
    }
}

#[test]
fn a_strict_mock_asks_nothing_but_the_bank() {
    let home = Home::new();
    bank_of(&home, "company", "payments", 30);
    bank_of(&home, "few", "payments", 3);
    let (own, all) = drawn(&home, &["company", "--strict"], "company");
    assert!(own == all && all > 8, "{own} of {all}");
    home.run(&["mock", "plan", "technical", "--bank", "few", "--strict"]).fails(1, &["cannot be filled", "--strict"]);
    home.run(&["mock", "plan", "technical", "--strict"]).fails(2, &["--bank"]);
    // Without a name, a bank's own loop is meant.
    let own = home.json(&["mock", "plan", "--bank", "company", "--strict", "--json"]);
    assert_eq!(own["loop"], "company");
    home.run(&["mock", "plan"]).fails(2, &["Which loop?", "--bank"]);
}

#[test]
fn a_pack_is_checked_and_added() {
    let home = Home::new();
    home.write("no.zip", "no zip");
    home.run(&["bank", "add-pack", &home.path("no.zip").display().to_string()]).fails(1, &["no.zip", "packed again"]);
    home.run(&["bank", "add-pack", &home.path("none.zip").display().to_string()]).fails(1, &["none.zip", "exists"]);
}
