//! The API key for a server: from the environment or from a program, fetched when it is needed, never stored or shown.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use hotseat_bank::text::{decoded, one_line};
use hotseat_outside::limits::{Limits, Stop};
use hotseat_outside::program::{Program, ProgramError, run};

use super::error::CoachError;

/// The time limit for a program that prints a key: it does so at once unless it waits for input.
const WITHIN: Duration = Duration::from_secs(30);

/// The most bytes read as a key.
const MOST: usize = 8 * 1024;

/// Where the API key for a server comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Key {
    /// No key is needed.
    #[default]
    None,
    /// The name of the environment variable that holds it.
    Env(String),
    /// The program that prints it, and its arguments; never empty.
    Command(Vec<String>),
}

/// A key, which is never shown.
pub(super) struct Secret(String);

impl Secret {
    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> String {
        format!("Bearer {}", self.0)
    }

    /// A text with every occurrence of the key replaced, whoever wrote it there.
    pub(super) fn out_of(&self, text: &str) -> String {
        text.replace(&self.0, "(the key)")
    }
}

impl Key {
    /// Where the key comes from, in words; `None` if no key is needed.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Env(name) => Some(format!("the key in {}", one_line(name))),
            Self::Command(words) => Some(format!("the key that {} prints", one_line(&words[0]))),
        }
    }

    /// Fetches the key; `None` if no key is needed. A program runs in `folder`, without a shell or a terminal.
    pub(super) fn get(&self, who: &str, folder: &Path, cancel: &AtomicBool) -> Result<Option<Secret>, CoachError> {
        let wrong = |problem: String| CoachError::Key { who: who.to_owned(), problem };
        let (from, key) = match self {
            Self::None => return Ok(None),
            Self::Env(name) => {
                let name = one_line(name);
                let value = std::env::var_os(&name).filter(|value| !value.is_empty());
                let value = value.ok_or_else(|| {
                    wrong(format!(
                        "key_env names {name}, which is not set in the environment; set it, or use key_command"
                    ))
                })?;
                (name, value.to_string_lossy().into_owned())
            }
            Self::Command(words) => (one_line(&words[0]), printed(words, folder, cancel, &wrong)?),
        };
        let key = key.trim();
        if key.is_empty() || !key.chars().all(|c| c.is_ascii_graphic()) {
            return Err(wrong(format!("what {from} has is no key: one word of plain characters, and nothing else")));
        }
        Ok(Some(Secret(key.to_owned())))
    }
}

fn printed(
    words: &[String],
    folder: &Path,
    cancel: &AtomicBool,
    wrong: &impl Fn(String) -> CoachError,
) -> Result<String, CoachError> {
    let name = one_line(&words[0]);
    let not_started = |error: std::io::Error| wrong(format!("cannot start {name}: {error}; mend key_command"));
    hotseat_bank::files::create_private_dir(folder).map_err(not_started)?;
    let program = Program { name: &words[0], arguments: &words[1..], input: &[], folder: Some(folder), most: MOST };
    let ended = run(&program, &Limits::in_all(WITHIN, cancel), &mut |_| {}).map_err(|error| match error {
        ProgramError::Stopped(Stop::Cancelled) => CoachError::Cancelled,
        ProgramError::NotStarted(error) => not_started(error),
        ProgramError::Stopped(_) => {
            wrong(format!("{name} printed nothing for {} s; unlock what it asks first", WITHIN.as_secs()))
        }
        ProgramError::WantsTerminal => {
            wrong(format!("{name} waits for a terminal and was ended; unlock what it asks first, or use key_env"))
        }
    })?;
    if !ended.status.success() {
        // What it printed to its output may be the key, so only its error output is shown.
        let said = decoded(&ended.err);
        let said = said.lines().rev().map(one_line).find(|line| !line.is_empty()).unwrap_or_default();
        let said: String = said.trim_end_matches('.').chars().take(200).collect();
        let said = if said.is_empty() { "it said nothing; run it by hand to see why".to_owned() } else { said };
        return Err(wrong(format!("{name} failed ({}): {said}", ended.how())));
    }
    Ok(String::from_utf8_lossy(&ended.out).into_owned())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn of(script: &str) -> Result<String, String> {
        let key = Key::Command(["/bin/sh", "-c", script].map(str::to_owned).to_vec());
        let folder = tempfile::tempdir().expect("a folder");
        let got = key.get("api.example.com", folder.path(), &AtomicBool::new(false));
        got.map(|secret| secret.expect("one").header()).map_err(|error| error.to_string())
    }

    #[test]
    fn a_program_prints_it() {
        assert_eq!(of("echo sk-123"), Ok("Bearer sk-123".to_owned()));
        assert_eq!(of("printf ' sk-123 '"), Ok("Bearer sk-123".to_owned()));
    }

    #[test]
    fn what_goes_wrong_is_told_and_never_what_was_printed() {
        for (script, told) in [
            ("echo sk-123; echo 'no \\033[31mstore.' >&2; exit 2", "failed (exit code 2): no"),
            ("echo sk-123; exit 1", "run it by hand"),
            ("exit 0", "is no key"),
            ("printf 'sk-123\\nsk-456'", "is no key"),
            ("printf 'sk-123\\r\\nhost: evil'", "is no key"),
            ("printf 'sk-\\303\\244'", "is no key"),
        ] {
            let error = of(script).expect_err(script);
            assert!(error.contains(told) && error.contains("nothing was sent"), "{script}: {error}");
            assert!(!error.contains("sk-1") && !error.contains('\u{1b}'), "{error}");
        }
        let key = Key::Command(vec!["/nowhere/pass".into()]);
        let error = key.get("h", &std::env::temp_dir(), &AtomicBool::new(false)).err().expect("not there").to_string();
        assert!(error.contains("mend key_command"), "{error}");
        let key = Key::Env("HOTSEAT_TESTS_SET_NO_SUCH_KEY".into());
        let error = key.get("h", Path::new("/"), &AtomicBool::new(false)).err().expect("not set").to_string();
        assert!(error.contains("HOTSEAT_TESTS_SET_NO_SUCH_KEY") && error.contains("not set"), "{error}");
    }

    #[test]
    #[cfg(any(target_os = "linux", target_os = "macos"))]
    fn one_that_waits_for_a_terminal_is_ended() {
        // It stops itself, as the system stops a background program that reads from the terminal.
        let error = of("kill -STOP $$").expect_err("waits");
        assert!(error.contains("waits for a terminal"), "{error}");
    }

    #[test]
    fn it_is_taken_out_of_what_a_server_says() {
        let secret = Secret("sk-123".into());
        assert_eq!(secret.out_of("wrong key: sk-123!"), "wrong key: (the key)!");
    }
}
