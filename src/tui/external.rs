//! Hands a text to another editor and takes it back.

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

/// Largest text that is taken back, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The program and its arguments: from the settings, else `$VISUAL`, else `$EDITOR`, else `vi`. Split like a shell would,
/// but no shell is started.
pub fn command(configured: &[String], env: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, String> {
    if !configured.is_empty() {
        return Ok(configured.to_vec());
    }
    for name in ["VISUAL", "EDITOR"] {
        if let Some(value) = env(name).filter(|value| !value.trim().is_empty()) {
            let words = shell_words::split(&value).map_err(|error| format!("${name} ({value}): {error}"))?;
            if !words.is_empty() {
                return Ok(words);
            }
        }
    }
    Ok(vec![if cfg!(windows) { "notepad".into() } else { "vi".into() }])
}

/// What is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// An answer in progress.
    Answer,
    /// Notes on a question that has none.
    Notes,
    /// A question.
    Question,
}

impl Of {
    /// What its file is called.
    const fn word(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Notes => "notes",
            Self::Question => "question",
        }
    }

    /// What became of it when nothing comes back.
    const fn stays(self) -> &'static str {
        match self {
            Self::Answer => "The answer stays as it was",
            Self::Notes => "The notes stay as they were",
            Self::Question => "The question stays as it was",
        }
    }
}

/// Opens the text in the editor and waits for it. The file is private and lies in `folder` (or where temporary files
/// lie); it is removed afterwards.
pub fn edit(command: &[String], text: &str, of: Of, folder: Option<&Path>) -> Result<String, String> {
    let [program, arguments @ ..] = command else { return Err("no editor is set".into()) };
    let mut builder = tempfile::Builder::new();
    let prefix = format!("{}-", of.word());
    builder.prefix(&prefix).suffix(".md");
    let file = match folder.filter(|folder| crate::files::create_private_dir(folder).is_ok()) {
        Some(folder) => builder.tempfile_in(folder),
        None => builder.tempfile(),
    };
    let mut file = file.map_err(|error| format!("cannot write a file for the editor: {error}"))?;
    file.write_all(text.as_bytes()).map_err(|error| format!("cannot write a file for the editor: {error}"))?;
    // Editors replace files, so it is read again by its name and not through this handle.
    let path = file.into_temp_path();
    let status = Command::new(program)
        .args(arguments)
        .arg(&path)
        .status()
        .map_err(|error| format!("cannot start {program}: {error}. Set $EDITOR, or `editor` in config.toml."))?;
    if !status.success() {
        return Err(format!("{}: {program} ended with {status}.", of.stays()));
    }
    let size = std::fs::metadata(&path).map_or(0, |meta| meta.len());
    if size > MAX_BYTES {
        return Err(format!("{}: the text has {size} bytes, more than {MAX_BYTES}.", of.stays()));
    }
    let bytes = std::fs::read(&path).map_err(|error| format!("cannot read the text back: {error}"))?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    // Editors end a file with a newline; the answer did not ask for one.
    if text.ends_with('\n') {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    Ok(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_settings_come_before_the_environment() {
        let env = |name: &str| (name == "EDITOR").then(|| "code --wait 'a b'".to_owned());
        assert_eq!(command(&[], env).expect("valid"), ["code", "--wait", "a b"]);
        assert_eq!(command(&["nvim".into()], env).expect("valid"), ["nvim"]);
        assert!(command(&[], |_| Some("'open".into())).is_err());
        assert_eq!(command(&[], |_| None).expect("valid"), ["vi"]);
    }

    #[test]
    fn the_text_goes_out_and_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("editor");
        std::fs::write(&script, "#!/bin/sh\nstat -c %a \"$1\" >> \"$1\"\necho more >> \"$1\"\n").expect("written");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("executable");
        let inner = folder.path().join("drafts");
        let text = edit(&[script.display().to_string()], "start ", Of::Answer, Some(&inner)).expect("edited");
        assert_eq!(text, "start 600\nmore");
        assert_eq!(std::fs::read_dir(&inner).expect("listed").count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_failing_or_missing_editor_changes_nothing() {
        for (of, stays) in [
            (Of::Answer, "The answer stays as it was"),
            (Of::Notes, "The notes stay as they were"),
            (Of::Question, "The question stays as it was"),
        ] {
            assert!(edit(&["false".into()], "text", of, None).expect_err("failed").contains(stays));
        }
        let missing = edit(&["/no/such/editor".into()], "text", Of::Answer, None).expect_err("missing");
        assert!(missing.contains("EDITOR"), "{missing}");
    }
}
