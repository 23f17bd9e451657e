//! The folder of recordings: their names, how much space they take, and which of them may be deleted.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use hotseat_bank::files;

/// A file operation in the folder failed.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {path}: {source}", path = .path.display())]
pub struct KeptError {
    doing: &'static str,
    path: PathBuf,
    source: io::Error,
}

/// The folder of recordings. Files whose names are not ours are left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recordings {
    folder: PathBuf,
}

/// One recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// File name.
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// When it was last modified.
    pub at: SystemTime,
}

impl KeptFile {
    /// Whether it is the recording of a reply to a follow-up.
    pub fn is_of_a_reply(&self) -> bool {
        let stem = self.name.strip_suffix(".wav").unwrap_or(&self.name);
        without_number(stem, "-reply") != stem
    }
}

/// What was deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Deleted {
    /// Number of files.
    pub files: usize,
    /// Total size in bytes.
    pub bytes: u64,
}

/// The name of the `take`th recording of an answer, counted from 1; `answer` is the id of its attempt.
pub fn name(answer: &str, take: usize) -> String {
    // Ids of other tools may contain anything; ours need no change.
    let safe: String = answer.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    if take <= 1 { format!("{safe}.wav") } else { format!("{safe}-take{take}.wav") }
}

/// The name of the recording of a reply to the `reply`th follow-up, counted from 1. `answer` is the name that the
/// recording of the answer has or would have.
pub fn reply_name(answer: &str, reply: usize) -> String {
    format!("{}-reply{reply}.wav", answer.strip_suffix(".wav").unwrap_or(answer))
}

/// The answer that a recording belongs to, taken from its name.
fn answer_of(name: &str) -> &str {
    let stem = name.strip_suffix(".wav").unwrap_or(name);
    ["-reply", "-take"].into_iter().fold(stem, without_number)
}

/// Removes `word` and a number from the end of a name, if they are there.
fn without_number<'a>(name: &'a str, word: &str) -> &'a str {
    match name.rsplit_once(word) {
        Some((before, number)) if !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()) => before,
        _ => name,
    }
}

/// Whether a name is one of ours; such a name cannot lead out of the folder.
fn is_ours(name: &str) -> bool {
    let stem = name.strip_suffix(".wav").unwrap_or("");
    !stem.is_empty() && stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

impl Recordings {
    /// Recordings in this folder, which need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// The path of the folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a recording. None if the name is not one of ours, which is possible in a log from elsewhere.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        is_ours(name).then(|| self.folder.join(name))
    }

    /// Whether a recording exists.
    pub fn has(&self, name: &str) -> bool {
        self.path(name).is_some_and(|path| path.is_file())
    }

    /// Creates the folder, readable by its owner only.
    pub fn prepare(&self) -> Result<(), KeptError> {
        files::create_private_dir(&self.folder).map_err(|source| self.failed("create", source))
    }

    fn failed(&self, doing: &'static str, source: io::Error) -> KeptError {
        KeptError { doing, path: self.folder.clone(), source }
    }

    /// All recordings, oldest first. Other files in the folder are ignored.
    pub fn all(&self) -> Result<Vec<KeptFile>, KeptError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed("read", error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|source| self.failed("read", source))?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            // A file that has disappeared meanwhile was deleted by another Hotseat.
            let Ok(meta) = entry.metadata() else { continue };
            if meta.is_file() && is_ours(&name) {
                let at = meta.modified().unwrap_or(SystemTime::UNIX_EPOCH);
                found.push(KeptFile { name, size: meta.len(), at });
            }
        }
        found.sort_by(|a, b| (a.at, &a.name).cmp(&(b.at, &b.name)));
        Ok(found)
    }

    /// Deletes recordings; any that no longer exist count as deleted.
    pub fn delete<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> Result<(), KeptError> {
        for path in names.into_iter().filter_map(|name| self.path(name)) {
            match fs::remove_file(&path) {
                Err(source) if source.kind() != io::ErrorKind::NotFound => {
                    return Err(KeptError { doing: "delete", path, source });
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Deletes recordings older than `age` at `now`, except for those of answers that are still `needed`, given as the
    /// names of their first takes without `.wav`. `dry` only counts them.
    pub fn purge(
        &self,
        age: Duration,
        now: SystemTime,
        needed: &HashSet<String>,
        dry: bool,
    ) -> Result<Deleted, KeptError> {
        let mut deleted = Deleted::default();
        for file in self.all()? {
            // If the clock was set back, files may be dated in the future. They are kept.
            let old = now.duration_since(file.at).is_ok_and(|found| found >= age);
            if old && !needed.contains(answer_of(&file.name)) {
                if !dry {
                    self.delete([file.name.as_str()])?;
                }
                deleted.files += 1;
                deleted.bytes += file.size;
            }
        }
        Ok(deleted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recordings() -> (tempfile::TempDir, Recordings) {
        let folder = tempfile::tempdir().expect("a folder");
        let recordings = Recordings::new(folder.path().join("recordings"));
        (folder, recordings)
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let (_folder, recordings) = recordings();
        for name in ["../x.wav", "/etc/x.wav", ".wav", "a/b.wav", "x.txt", "", "..wav", "a b.wav"] {
            assert_eq!(recordings.path(name), None, "{name}");
        }
        assert!(recordings.path(&name("01994f1e-aaaa-7000-8000-000000000001", 2)).is_some());
        assert!(recordings.path(&name("other tool/../7", 1)).is_some());
    }

    #[test]
    fn takes_have_names_of_their_own() {
        assert_eq!(name("ab-1", 1), "ab-1.wav");
        assert_eq!(name("ab-1", 2), "ab-1-take2.wav");
    }

    #[test]
    fn replies_have_the_name_of_their_answer_in_theirs() {
        assert_eq!(reply_name(&name("ab-1", 1), 1), "ab-1-reply1.wav");
        assert_eq!(reply_name(&name("ab-1", 2), 3), "ab-1-take2-reply3.wav");
        for name in ["ab-1.wav", "ab-1-take2.wav", "ab-1-reply1.wav", "ab-1-take2-reply3.wav"] {
            assert_eq!(answer_of(name), "ab-1", "{name}");
        }
        assert_eq!(answer_of("ab-reply.wav"), "ab-reply");
    }

    #[test]
    fn only_what_is_old_and_not_needed_goes() {
        let (_folder, recordings) = recordings();
        assert_eq!(recordings.all().expect("none yet"), []);
        recordings.prepare().expect("created");
        let now = SystemTime::now();
        let day = Duration::from_hours(24);
        for (name, days) in
            [("old.wav", 40), ("draft.wav", 40), ("draft-take2.wav", 40), ("new.wav", 3), ("notes.txt", 40)]
        {
            let file = fs::File::create(recordings.folder().join(name)).expect("created");
            file.set_len(10).expect("sized");
            file.set_modified(now - days * day).expect("aged");
        }
        let needed = HashSet::from(["draft".to_owned()]);
        let one = Deleted { files: 1, bytes: 10 };
        assert_eq!(recordings.purge(30 * day, now, &needed, true).expect("done"), one);
        assert!(recordings.has("old.wav"), "only counted");
        assert_eq!(recordings.purge(30 * day, now, &needed, false).expect("done"), one);
        let names: Vec<String> = recordings.all().expect("read").into_iter().map(|file| file.name).collect();
        assert_eq!(names, ["draft-take2.wav", "draft.wav", "new.wav"]);
        assert!(recordings.folder().join("notes.txt").exists());
        assert_eq!(recordings.purge(Duration::ZERO, now, &HashSet::new(), false).expect("done").files, 3);
        recordings.delete(["gone.wav"]).expect("nothing to do");
    }
}
