//! Splits the command lines found in settings and in the environment into words, as the system they were written on
//! would.

use std::path::Path;

/// Whose rules a command line is split by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// The rules of a Unix shell, without variables and globs.
    Shell,
    /// The rules of Windows: a backslash is part of a path and is special only before a quotation mark. The first word
    /// is a program, in which a backslash is never special.
    Windows,
}

/// Why a line is not a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// A quote was opened but never closed.
    #[error("a quote has no end; close it, or write a list of words: [\"program\", \"argument\"]")]
    Shell,
    /// The same on Windows, where the usual cause is a folder name that ends in a backslash.
    #[error(
        "a quotation mark has no end; close it (a backslash before it makes it part of the text: leave the one at the end of \
         a folder out), or write a list of words: ['program', 'argument']"
    )]
    Windows,
}

impl Rules {
    /// The rules of the system that this program runs on.
    pub const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Shell };

    /// Splits a line into its words: the program, then its arguments.
    pub fn split(self, line: &str) -> Result<Vec<String>, LineError> {
        match self {
            Self::Shell => shell_words::split(line).map_err(|_| LineError::Shell),
            Self::Windows => split_windows(line),
        }
    }

    /// Builds a line that [`Self::split`] splits into these words again. On Windows a program with a quotation mark in
    /// its name cannot be written; no such name exists.
    pub fn join(self, words: &[&str]) -> String {
        match self {
            Self::Shell => shell_words::join(words),
            Self::Windows => words.iter().map(|word| quote_windows(word)).collect::<Vec<_>>().join(" "),
        }
    }
}

/// A word of a command line, with a leading `~` replaced by the home folder.
pub fn at_home(word: &str, home: Option<&Path>) -> String {
    let rest = word.strip_prefix("~/").or_else(|| word.strip_prefix("~\\").filter(|_| cfg!(windows)));
    rest.zip(home).map_or_else(|| word.to_owned(), |(rest, home)| home.join(rest).display().to_string())
}

fn split_windows(line: &str) -> Result<Vec<String>, LineError> {
    let mut words: Vec<String> = Vec::new();
    let mut word: Option<String> = None;
    let mut quoted = false;
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        let is_argument = !words.is_empty();
        match c {
            '\\' if is_argument => {
                let mut backslashes = 1;
                while rest.next_if_eq(&'\\').is_some() {
                    backslashes += 1;
                }
                let word = word.get_or_insert_default();
                if rest.peek() == Some(&'"') {
                    // Two backslashes stand for one; a single one left over makes the quotation mark part of the text.
                    word.extend(std::iter::repeat_n('\\', backslashes / 2));
                    if backslashes % 2 == 1 {
                        word.extend(rest.next());
                    }
                } else {
                    word.extend(std::iter::repeat_n('\\', backslashes));
                }
            }
            '"' => {
                let word = word.get_or_insert_default();
                if quoted && is_argument && rest.next_if_eq(&'"').is_some() {
                    word.push('"');
                } else {
                    quoted = !quoted;
                }
            }
            c if c.is_ascii_whitespace() && !quoted => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    if quoted { Err(LineError::Windows) } else { Ok(words) }
}

fn quote_windows(word: &str) -> String {
    if !word.is_empty() && !word.contains(|c: char| c.is_ascii_whitespace() || c == '"') {
        return word.to_owned();
    }
    let mut quoted = String::from("\"");
    let mut backslashes = 0;
    for c in word.chars() {
        match c {
            '\\' => backslashes += 1,
            '"' => {
                quoted.extend(std::iter::repeat_n('\\', backslashes + 1));
                backslashes = 0;
            }
            _ => backslashes = 0,
        }
        quoted.push(c);
    }
    // Backslashes at the end of the word come before the closing quotation mark, so they are doubled.
    quoted.extend(std::iter::repeat_n('\\', backslashes));
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn windows(line: &str, words: &[&str]) {
        assert_eq!(Rules::Windows.split(line).expect("a line"), words, "{line}");
    }

    #[test]
    fn paths_of_windows_keep_their_backslashes() {
        windows(
            r"C:\whisper\whisper-cli.exe -m C:\models\base.bin",
            &[r"C:\whisper\whisper-cli.exe", "-m", r"C:\models\base.bin"],
        );
        windows(
            r#""C:\Program Files\whisper\cli.exe" -m "C:\my models\base.bin""#,
            &[r"C:\Program Files\whisper\cli.exe", "-m", r"C:\my models\base.bin"],
        );
        windows(r#"C:\"Program Files"\a.exe  "" x"#, &[r"C:\Program Files\a.exe", "", "x"]);
        windows(r"\\server\share\a.exe it's 'so'", &[r"\\server\share\a.exe", "it's", "'so'"]);
        windows("", &[]);
        windows(" \t ", &[]);
    }

    /// The examples are those of Microsoft's page on the arguments of a C program.
    #[test]
    fn arguments_are_read_as_the_system_reads_them() {
        windows(r#"p "a b c" d e"#, &["p", "a b c", "d", "e"]);
        windows(r#"p "ab\"c" "\\" d"#, &["p", "ab\"c", "\\", "d"]);
        windows(r#"p a\\\b d"e f"g h"#, &["p", r"a\\\b", "de fg", "h"]);
        windows(r#"p a\\\"b c d"#, &["p", r#"a\"b"#, "c", "d"]);
        windows(r#"p a\\\\"b c" d e"#, &["p", r"a\\b c", "d", "e"]);
        windows(r#"p "a""b""#, &["p", "a\"b"]);
    }

    #[test]
    fn a_quote_without_an_end_says_what_to_do() {
        let error = Rules::Windows.split(r#"p -d "C:\my folder\" x"#).expect_err("open");
        assert!(error.to_string().contains("at the end of a folder"), "{error}");
        assert!(Rules::Shell.split("it's").expect_err("open").to_string().contains("list of words"));
    }

    #[test]
    fn the_home_folder_is_written_as_people_do() {
        let home = Some(Path::new("/home/ada"));
        assert_eq!(at_home("~/models/base.bin", home), "/home/ada/models/base.bin");
        for word in ["~", "~ada/x", "a~/b", "-m"] {
            assert_eq!(at_home(word, home), word);
        }
        assert_eq!(at_home("~/x", None), "~/x");
    }

    #[test]
    fn a_shell_takes_the_other_lines() {
        let words = Rules::Shell.split(r"whisper-cli -m '~/my models/base.bin' a\ b").expect("a line");
        assert_eq!(words, ["whisper-cli", "-m", "~/my models/base.bin", "a b"]);
    }

    proptest! {
        #[test]
        fn what_is_joined_is_taken_apart_again(
            program in r#"[^"]{0,12}"#,
            arguments in proptest::collection::vec(r#"([\\" a-z]|\PC){0,10}"#, 0..5),
        ) {
            let words: Vec<&str> = std::iter::once(program.as_str()).chain(arguments.iter().map(String::as_str)).collect();
            for rules in [Rules::Shell, Rules::Windows] {
                // Backslashes at the end of a program's name would come out doubled; a real path has none there.
                if rules == Rules::Windows && program.ends_with('\\') {
                    continue;
                }
                prop_assert_eq!(rules.split(&rules.join(&words)).expect("a line"), words.clone());
            }
        }

        #[test]
        fn any_text_is_taken_apart_or_refused(line in r#"([\\"' a]|\PC){0,40}"#) {
            for rules in [Rules::Shell, Rules::Windows] {
                if let Ok(words) = rules.split(&line) {
                    prop_assert!(words.iter().map(String::len).sum::<usize>() <= line.len());
                }
            }
        }
    }
}
