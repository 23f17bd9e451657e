//! Hands a text to another editor and reads it back.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use crate::bank::QuestionId;
use crate::files;
use crate::history::{DraftSlot, DraftStore, RecordId, Utterance};
use crate::markup::scissors;
use crate::outside::command_line::Rules;
use crate::outside::find;
use crate::outside::guard::{Ending, Guard};

pub use crate::markup::scissors::above as without_question;

/// The largest text that is read back, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The editor and its arguments: from the settings, else `$VISUAL`, else `$EDITOR`, else `vi`. It is split as the
/// system splits a command line, but no shell is started.
pub fn command(configured: &[String], env: impl Fn(&str) -> Option<String>) -> Result<Vec<String>, String> {
    if !configured.is_empty() {
        return Ok(configured.to_vec());
    }
    for name in ["VISUAL", "EDITOR"] {
        if let Some(value) = env(name).filter(|value| !value.trim().is_empty()) {
            let words = Rules::HERE.split(&value).map_err(|error| format!("${name} ({value}): {error}"))?;
            if !words.is_empty() {
                return Ok(words);
            }
        }
    }
    Ok(vec![if cfg!(windows) { "notepad".into() } else { "vi".into() }])
}

/// A text for the editor with the question below it, after a line at which it is cut off again.
pub fn with_question(text: &str, prompt: &str, snippet: Option<&str>) -> String {
    let gap = snippet.map(|_| "");
    scissors::with_help(text, prompt.lines().chain(gap).chain(snippet.unwrap_or_default().lines()))
}

/// What is being edited. It decides the name of the file and what is said if nothing comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// The answer in progress of this attempt or mock.
    Answer(RecordId),
    /// Notes on a question that has none, written after this attempt.
    Notes(RecordId),
    /// The transcript of this answer or reply.
    Transcript(Utterance),
    /// A question: an own one, or what is added to a built-in one.
    Question(QuestionId),
    /// A question that is to be split into several.
    Split(QuestionId),
    /// A new question for the bank of this name.
    New(String),
    /// What was read from the posting of a job.
    Job(RecordId),
    /// Notes on the company of a job.
    CompanyNotes(RecordId),
    /// A story, identified by a word that tells it from others.
    Story(String),
}

impl Of {
    /// The name of its file without suffix: always the same for the same thing, so that lost work is found again.
    fn file_name(&self) -> String {
        let (word, name) = match self {
            Self::Answer(id) => ("answer", id.as_str()),
            Self::Notes(id) => ("notes", id.as_str()),
            Self::Transcript(said) => match said.reply {
                None => ("transcript", said.attempt.as_str()),
                Some(at) => (&*format!("transcript-of-reply-{}", at + 1), said.attempt.as_str()),
            },
            Self::Question(id) => ("question", id.as_str()),
            Self::Split(id) => ("split", id.as_str()),
            Self::New(bank) => ("new", bank.as_str()),
            Self::Job(id) => ("job", id.as_str()),
            Self::CompanyNotes(id) => ("company", id.as_str()),
            Self::Story(key) => ("story", key.as_str()),
        };
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        format!("{word}-{}", name.chars().map(plain).collect::<String>())
    }

    /// What is said when nothing comes back: what was there before stays.
    const fn stays(&self) -> &'static str {
        match self {
            Self::Answer(_) => "The answer stays as it was",
            Self::Notes(_) | Self::CompanyNotes(_) => "The notes stay as they were",
            Self::Transcript(_) => "The transcript stays as it was",
            Self::Question(_) | Self::Split(_) => "The question stays as it was",
            Self::New(_) => "Nothing is saved",
            Self::Job(_) => "The job stays as it was",
            Self::Story(_) => "The story stays as it was",
        }
    }
}

/// What came back from the editor.
#[derive(Debug, PartialEq, Eq)]
pub struct Edited {
    /// The text, without the newline that editors add at its end.
    pub text: String,
    /// Whether the editor was opened on what an earlier run had left.
    pub went_on: bool,
}

/// The file that is being edited. If the program or the editor is lost, it stays, and the next edit of the same thing
/// continues with it.
struct Page {
    path: PathBuf,
    /// Keeps other processes from editing the same thing. None: the file lies among temporary files, because there is
    /// no folder of ours.
    slot: Option<DraftSlot>,
    went_on: bool,
}

impl Page {
    fn open(text: &str, of: &Of, folder: Option<&Path>) -> io::Result<Self> {
        let name = of.file_name();
        let claimed = folder.zip(name.parse().ok()).map(|(folder, id)| (folder, DraftStore::new(folder).claim(&id)));
        if let Some((folder, Ok(slot))) = claimed {
            let path = folder.join(format!("{name}.md"));
            let left = std::fs::read(&path).is_ok_and(|left| !left.trim_ascii().is_empty() && left != text.as_bytes());
            if !left {
                files::replace(&path, text.as_bytes())?;
            }
            return Ok(Self { path, slot: Some(slot), went_on: left });
        }
        // Another process has it open, or the folder cannot be written to.
        let (mut file, path) = tempfile::Builder::new().prefix("hotseat-").suffix(".md").tempfile()?.keep()?;
        file.write_all(text.as_bytes())?;
        Ok(Self { path, slot: None, went_on: false })
    }

    /// Deletes the file. One that cannot be deleted is later reported as left behind, which does no harm.
    fn remove(self) {
        let _ = std::fs::remove_file(&self.path);
        let _ = self.slot.map(DraftSlot::discard);
    }
}

/// Opens the text in the editor and waits for it. The file is private and lies in `folder` if there is one; it is
/// deleted afterwards. It stays if a signal ends the editor or if the program is lost meanwhile.
pub fn edit(command: &[String], text: &str, of: &Of, folder: Option<&Path>) -> Result<Edited, String> {
    let [program, arguments @ ..] = command else { return Err("no editor is set".into()) };
    let page = Page::open(text, of, folder).map_err(|error| format!("cannot write a file for the editor: {error}"))?;
    let status = match run(program, arguments, &page.path) {
        Ok(status) => status,
        Err(error) => {
            page.remove();
            return Err(format!("cannot start {program}: {error}. Set $EDITOR, or `editor` in config.toml."));
        }
    };
    // Editors replace files, so it is opened again by name.
    let found = read(&page.path, of);
    let stays = of.stays();
    if !status.success() {
        let keeps = status.code().is_none() && found.as_ref().is_ok_and(|found| found != text);
        let words = if keeps { " What it had saved is opened the next time." } else { "" };
        if !keeps {
            page.remove();
        }
        return Err(format!("{stays}: {program} ended with {status}.{words}"));
    }
    let went_on = page.went_on;
    match found {
        Ok(text) => {
            page.remove();
            Ok(Edited { text, went_on })
        }
        // Somebody who wrote more than can be read back must not lose it.
        Err(why) => Err(format!("{why} It is left in {}.", page.path.display())),
    }
}

fn run(program: &str, arguments: &[String], path: &Path) -> io::Result<ExitStatus> {
    let mut child = find::command(program).args(arguments).arg(path).spawn()?;
    let guard = Guard::over(&child, Ending::HangUp);
    let status = child.wait();
    drop(guard);
    status
}

fn read(path: &Path, of: &Of) -> Result<String, String> {
    let size = std::fs::metadata(path).map_or(0, |meta| meta.len());
    if size > MAX_BYTES {
        return Err(format!("{}: the text has {size} bytes, more than {MAX_BYTES}.", of.stays()));
    }
    let bytes = std::fs::read(path).map_err(|error| format!("cannot read the text back: {error}"))?;
    let mut text = String::from_utf8_lossy(&bytes).into_owned();
    // Editors end a file with a newline that is not part of the answer.
    if text.ends_with('\n') {
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
    }
    Ok(text)
}

/// The name, without suffix, of a file that a lost program left in this folder. Files that are being edited do not
/// count.
pub fn left_page(folder: &Path) -> Option<String> {
    let entries = std::fs::read_dir(folder).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let pages = entries.filter_map(|name| name.strip_suffix(".md").map(str::to_owned));
    let store = DraftStore::new(folder);
    pages.filter(|name| name.parse().is_ok_and(|id| !store.is_live(&id))).min()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::markup::scissors::SCISSORS;
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
    fn the_question_stands_below_the_text_and_is_cut_off_again() {
        let page = with_question("My answer.\nTwo lines.", "Why?\n\nSay it.", Some("let x = 1;"));
        assert!(page.ends_with("#\n# Why?\n#\n# Say it.\n#\n# let x = 1;\n"), "{page}");
        assert_eq!(without_question(&page), "My answer.\nTwo lines.");
        assert_eq!(without_question("no such line\nat all"), "no such line\nat all");
        // Somebody who wrote that very line keeps it.
        let own = with_question(&format!("above\n{SCISSORS}\nbelow"), "Why?", None);
        assert_eq!(without_question(&own), format!("above\n{SCISSORS}\nbelow"));
        assert_eq!(without_question(&with_question("", "Why?", None)), "");
        let windows = with_question("text", "Why?", None).replace('\n', "\r\n");
        assert_eq!(without_question(&windows), "text");
    }

    fn answer() -> Of {
        Of::Answer("one".parse().expect("an id"))
    }

    #[test]
    fn what_a_lost_editor_saved_is_gone_on_with() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("editor");
        let write = |lines: &str| {
            std::fs::write(&script, format!("#!/bin/sh\n{lines}\n")).expect("written");
            std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("executable");
        };
        let (command, inner) = ([script.display().to_string()], folder.path().join("pages"));
        write("echo saved > \"$1\"; kill -9 $$");
        let error = edit(&command, "before", &answer(), Some(&inner)).expect_err("killed");
        assert!(error.contains("is opened the next time"), "{error}");
        assert_eq!(left_page(&inner).as_deref(), Some("answer-one"));
        write("echo and more >> \"$1\"");
        let back = edit(&command, "before", &answer(), Some(&inner)).expect("edited");
        assert_eq!(back, Edited { text: "saved\nand more".into(), went_on: true });
        assert_eq!(left_page(&inner), None);
        assert_eq!(std::fs::read_dir(&inner).expect("listed").count(), 0, "nothing is left behind");
    }

    #[test]
    fn the_text_goes_out_and_comes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let script = folder.path().join("editor");
        std::fs::write(&script, "#!/bin/sh\nstat -c %a \"$1\" >> \"$1\"\necho more >> \"$1\"\n").expect("written");
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).expect("executable");
        let inner = folder.path().join("drafts");
        let back = edit(&[script.display().to_string()], "start ", &answer(), Some(&inner)).expect("edited");
        assert_eq!(back.text, "start 600\nmore");
        assert_eq!(std::fs::read_dir(&inner).expect("listed").count(), 0, "nothing is left behind");
    }

    #[test]
    fn a_failing_or_missing_editor_changes_nothing() {
        for (of, stays) in [
            (answer(), "The answer stays as it was"),
            (Of::Notes("one".parse().expect("an id")), "The notes stay as they were"),
            (Of::Question("a/b".parse().expect("a name")), "The question stays as it was"),
        ] {
            assert!(edit(&["false".into()], "text", &of, None).expect_err("failed").contains(stays));
        }
        let missing = edit(&["/no/such/editor".into()], "text", &answer(), None).expect_err("missing");
        assert!(missing.contains("EDITOR"), "{missing}");
    }
}
