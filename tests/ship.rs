//! What a release is judged by from outside: news, reports of wrong questions, what a package holds, homes and systems that are
//! not as usual.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{Home, text};

#[test]
fn news_are_those_of_this_version() {
    let home = Home::new();
    let out = home.run(&["news"]).works().out();
    assert!(out.starts_with(&format!("Hotseat {}, 2", env!("CARGO_PKG_VERSION"))), "{out}");
    assert!(out.contains("\nAdded\n- "), "{out}");
    let json = home.json(&["news", "--json"]);
    assert_eq!(json.as_array().map(Vec::len), Some(1));
    assert_eq!(json[0]["version"], env!("CARGO_PKG_VERSION"));
    assert!(json[0]["changes"][0]["entries"][0].is_string() && json[0]["date"].is_string());
    assert!(home.json(&["news", "--all", "--json"]).as_array().is_some_and(|all| !all.is_empty()));
    assert_eq!(fs::read_dir(home.path("")).expect("listed").count(), 0, "nothing is noted in a pipe");
}

#[test]
fn a_wrong_question_is_reported_with_what_is_needed_and_nothing_else() {
    let home = Home::with_mini();
    home.run_with(&["drill", "--plain", "--bank", "mini"], "t\nA secret answer.\n.\n3\nh\nh\nn\n3\nq\n").works();
    let ran = home.run(&["bank", "report", "backend/index-ignored"]);
    let report = ran.works().out();
    for part in ["backend/index-ignored", "Bank: backend, version ", env!("CARGO_PKG_VERSION"), "## What is wrong"] {
        assert!(report.contains(part), "{part}: {report}");
    }
    assert!(ran.err().contains("issues/new?template=wrong-question.yml"), "{}", ran.err());
    let own = home.run(&["bank", "report", "mini/one"]);
    assert!(own.works().out().contains("> First of three?") && own.err().contains("whoever made the bank"));
    assert!(!own.out().contains("secret"));
    let file = home.path("report.md");
    home.run(&["bank", "report", "backend/index-ignored", "--output", &text(&file)]).works();
    assert_eq!(fs::read_to_string(&file).expect("written"), report);
    home.run(&["bank", "report", "mini/one", "--output", &text(&file)]).fails(1, &["--force"]);
    home.run(&["bank", "report", "mini/none"]).fails(1, &["mini/none", "bank list"]);
}

#[test]
fn a_package_gets_pages_and_completions_in_one_run() {
    let home = Home::new();
    let folder = home.path("package");
    home.run(&["packaging", &text(&folder)]).works();
    let names = |below: &str| {
        let entries = fs::read_dir(folder.join(below)).expect("listed");
        let mut names: Vec<_> =
            entries.map(|entry| entry.expect("read").file_name().into_string().expect("text")).collect();
        names.sort();
        names
    };
    assert_eq!(
        names("completions"),
        ["_hotseat", "hotseat.bash", "hotseat.elv", "hotseat.fish", "hotseat.nu", "hotseat.ps1"]
    );
    let pages = names("man");
    assert!(
        pages.len() > 40 && pages.iter().all(|name| name.starts_with("hotseat") && name.ends_with(".1")),
        "{pages:?}"
    );
    let again = home.run(&["packaging", &text(&folder)]);
    again.works();
    home.write("taken", "");
    home.run(&["packaging", &text(&home.path("taken"))]).fails(1, &["taken"]);
    assert!(!home.run(&["--help"]).out().contains("packaging"), "it is nothing for a user");
}

#[cfg(unix)]
#[test]
fn doctor_starts_what_the_settings_name() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    home.write("tools/my whisper", "#!/bin/sh\nexit 3\n");
    let program = text(&home.path("tools/my whisper"));
    home.write("config/config.toml", format!("stt = \"'{program}' -m x\"\neditor = \"true --wait\"\n"));
    let found = || {
        let ran = home.run(&["doctor", "--json"]);
        let rows: serde_json::Value = serde_json::from_str(&ran.out()).expect("JSON");
        let row = |what: &str| rows.as_array().expect("rows").iter().find(|row| row["what"] == what).cloned();
        (row("stt").expect("told"), row("editor").expect("told"))
    };
    fs::set_permissions(&program, fs::Permissions::from_mode(0o600)).expect("changed");
    let (stt, editor) = found();
    assert!(stt["ok"] == false && stt["found"].as_str().expect("words").contains("cannot start"), "{stt}");
    assert!(editor["ok"] == true && editor["found"] == "true starts", "{editor}");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("changed");
    let failing = found().0;
    assert!(failing["ok"] == false && failing["found"].as_str().expect("words").contains("exit code 3"), "{failing}");
    home.write(
        "tools/my whisper",
        "#!/bin/sh\necho 'First we measured where the time went, and the database waited for locks, so \
                                    we moved the report to a replica in 10 minutes.'\n",
    );
    let working = found().0;
    assert!(working["ok"] == true && working["found"].as_str().expect("words").contains("words wrong"), "{working}");
}

/// One question, line by line, with whatever is odd about the surroundings.
fn asks(home: &Path, change: impl FnOnce(&mut Command)) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
    command.args(["drill", "--plain", "--question", "backend/index-ignored"]);
    command.env("HOTSEAT_HOME", home);
    change(&mut command);
    let output = assert_cmd::Command::from_std(command).write_stdin("t\nAn änswer.\n.\nq\n").output().expect("started");
    assert!(output.status.success(), "{output:?}");
    let found = home.join("data/history.sqlite");
    assert!(found.is_file(), "{} is not there", found.display());
}

#[test]
fn a_home_may_have_blanks_and_umlauts() {
    let folder = tempfile::tempdir().expect("a folder");
    asks(&folder.path().join("ein Zuhause mit Ümläuten & 'Zeichen'"), |_| {});
}

#[test]
fn an_old_terminal_without_a_locale_is_enough() {
    for term in ["vt100", "dumb", ""] {
        let folder = tempfile::tempdir().expect("a folder");
        asks(folder.path(), |command| {
            command.env_clear().env("HOTSEAT_HOME", folder.path()).env("TERM", term).env("LC_ALL", "C");
        });
    }
}

#[test]
fn the_history_of_a_newer_version_is_told_of_and_left_alone() {
    let home = Home::with_mini();
    home.run_with(&["drill", "--plain", "--bank", "mini"], "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n").works();
    let file = home.path("data/history.sqlite");
    let connection = rusqlite::Connection::open(&file).expect("opened");
    connection.pragma_update(None, "user_version", 99).expect("changed");
    drop(connection);
    let before = fs::read(&file).expect("read");
    for args in [&["queue"][..], &["stats"], &["history", "export"], &["drill", "--plain"]] {
        home.run(args).fails(1, &["history.sqlite", "newer Hotseat", "install the newer"]);
    }
    assert_eq!(fs::read(&file).expect("read"), before);
}

/// The page of JSON names commands, and fields of what they print.
#[test]
fn fields_of_json_are_those_that_are_documented() {
    let home = Home::with_mini();
    home.run_with(&["drill", "--plain", "--bank", "mini"], "t\nAn answer.\n.\n3\nh\nh\nn\n3\nq\n").works();
    let shared = home.path("shared");
    fs::create_dir(&shared).expect("made");
    let spoken = Path::new(env!("CARGO_MANIFEST_DIR")).join("voice/src/transcribe/check/sentence.wav");
    fs::copy(spoken, home.path("said.wav")).expect("copied");
    let posting = "Senior Engineer at Acme\n\nRequirements\n- Go and Kafka\n";
    home.run_with(&["job", "add", "-"], posting).works();
    home.run_with(&["story", "add", "-"], "# The export\n## Action\nI wrote it anew.\n## Themes\nownership\n").works();
    let take = "{\"id\":\"01a22d49-1b25-7fc1-93da-421080176d2e\",\"type\":\"habit\",\"at\":\"2026-11-20T19:00:00Z\",\"day\":\"2026-11-20\",\
                \"question\":\"mini/a\",\"habit\":\"start\",\"recording\":\"take.wav\",\"figure\":2.5,\"kept\":true,\
                \"delivery\":{\"duration_s\":9.0,\"first_word_s\":2.5,\"last_word_s\":8.0,\"talk_s\":5.5,\"pauses\":[],\
                \"longest_pause_s\":0.0,\"syllables_per_s\":null,\"rms\":0.1,\"clipped\":0,\"level_db\":[]}}";
    home.run_with(&["history", "import", "-"], take).works();
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md")).expect("the page");
    let mut commands = 0;
    for section in page.split("\n## `hotseat ").skip(1) {
        let (command, rest) = section.split_once('`').expect("a heading");
        let input = if command.contains("--ticks") { "{\"points\": {}}" } else { "An answer." };
        let word = |word: &str| match word {
            "DIR" => text(&shared),
            "FILE" if command.starts_with("debrief-real") => "-".to_owned(),
            "FILE" => text(&home.path("said.wav")),
            word => word.to_owned(),
        };
        let mut words: Vec<String> = command.split(' ').map(word).collect();
        if command.starts_with("bank check") {
            // All of the built-in questions would take their time.
            words.push(text(&home.path("data/banks/mini.json")));
        }
        if command.starts_with("speech transcribe") {
            // Whatever it hears, it writes down a word.
            words.extend(["--engine".to_owned(), "echo word".to_owned()]);
        }
        let ran = home.run_with(&words.iter().map(String::as_str).collect::<Vec<_>>(), input);
        let json: serde_json::Value =
            serde_json::from_str(&ran.out()).unwrap_or_else(|error| panic!("{command}: {error}: {ran:?}"));
        let object = json.as_array().map_or(&json, |rows| rows.first().expect("a row"));
        let cells = rest.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split(" | ").next());
        for name in cells.flat_map(|cell| cell.split('`').skip(1).step_by(2)) {
            assert!(object.get(name).is_some(), "{command} has no {name:?}: {object}");
        }
        commands += 1;
    }
    assert!(commands > 15, "only {commands} commands were found");
}
