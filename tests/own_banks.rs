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
