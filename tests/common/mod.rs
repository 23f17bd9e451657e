//! A user with folders of their own, and the program run from outside.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A bank of three questions with two points and a mistake each, all alike so that their order does not matter.
pub(crate) const MINI: &str = r#"{"bank": "mini", "topic": "three", "questions": [
    {"id": "one", "prompt": "First of three?", "seconds": {"think": 5, "target": 60, "max": 90},
     "look_for": [{"id": "a", "text": "Says A", "tier": "must"}, {"id": "b", "text": "Says B"}],
     "mistakes": [{"id": "m", "text": "Says M"}], "hints": ["Think of A."]},
    {"id": "two", "prompt": "Second of three?", "seconds": {"think": 5, "target": 60, "max": 90},
     "look_for": [{"id": "a", "text": "Says A", "tier": "must"}, {"id": "b", "text": "Says B"}],
     "mistakes": [{"id": "m", "text": "Says M"}], "hints": ["Think of A."]},
    {"id": "three", "prompt": "Third of three?", "seconds": {"think": 5, "target": 60, "max": 90},
     "look_for": [{"id": "a", "text": "Says A", "tier": "must"}, {"id": "b", "text": "Says B"}],
     "mistakes": [{"id": "m", "text": "Says M"}], "hints": ["Think of A."]}]}"#;

/// A fresh user.
pub(crate) struct Home {
    folder: tempfile::TempDir,
}

impl Home {
    /// Nothing there yet.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    /// With the bank of three, and days that are not shifted.
    pub(crate) fn with_mini() -> Self {
        let home = Self::new();
        home.write("config/config.toml", "fuzz = false\n");
        home.write("data/banks/mini.json", MINI);
        home
    }

    /// A path below it.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes a file below it.
    pub(crate) fn write(&self, below: &str, content: impl AsRef<[u8]>) {
        let path = self.path(below);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("created");
        std::fs::write(path, content).expect("written");
    }

    /// The program, ready to be run.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hotseat"));
        command.args(args).env("HOTSEAT_HOME", self.folder.path()).env("TERM", "xterm").env_remove("NO_COLOR");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it without input.
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "")
    }

    /// Runs it with this input.
    pub(crate) fn run_with(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        let mut command = assert_cmd::Command::from_std(self.command(args));
        Ran(command.write_stdin(input.as_ref()).output().expect("started"))
    }

    /// Runs it and reads what it prints as JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        assert_eq!(ran.code(), Some(0), "{ran:?}");
        serde_json::from_str(&ran.out()).unwrap_or_else(|error| panic!("{error} in {}", ran.out()))
    }
}

/// What a run left.
#[derive(Debug)]
pub(crate) struct Ran(pub(crate) Output);

impl Ran {
    /// Exit code.
    pub(crate) fn code(&self) -> Option<i32> {
        self.0.status.code()
    }

    /// Standard output.
    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).expect("UTF-8")
    }

    /// Standard error.
    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).expect("UTF-8")
    }

    /// Fails with this code, says nothing on standard output, and says all of these on standard error.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code(), Some(code), "{self:?}");
        assert_eq!(self.out(), "");
        let err = self.err();
        assert!(err.starts_with("hotseat: "), "{err}");
        assert!(!err.contains("panicked"), "{err}");
        for word in words {
            assert!(err.contains(word), "{word:?} is not in {err}");
        }
    }

    /// Succeeds.
    #[track_caller]
    pub(crate) fn works(&self) -> &Self {
        assert_eq!(self.code(), Some(0), "{self:?}");
        self
    }
}

/// The records of an export.
pub(crate) fn records(home: &Home) -> Vec<Value> {
    let export = home.run(&["history", "export"]);
    export.works();
    export.out().lines().map(|line| serde_json::from_str(line).expect("a record a line")).collect()
}

/// Those of one type.
pub(crate) fn of_type<'a>(records: &'a [Value], kind: &str) -> Vec<&'a Value> {
    records.iter().filter(|record| record["type"] == kind).collect()
}

/// A path as text.
pub(crate) fn text(path: &Path) -> String {
    path.display().to_string()
}
