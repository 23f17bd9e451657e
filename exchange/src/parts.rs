//! Splits the files of own banks into pieces that can be changed independently, and puts them together again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use hotseat_bank::{MAX_BYTES, files};

use super::ImportError;
use super::fields::Fields;
use super::store::{MEMORY, id_of, render};

/// The deepest nesting of folders in which bank files are looked for.
const MAX_DEPTH: usize = 8;

/// A file in the folder of own banks. All JSON is exactly as in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BankParts {
    /// The name and JSON of each field except `questions`.
    pub head: Vec<(String, String)>,
    /// The id and JSON of each question, in order; `None` if the file has no list of questions.
    pub questions: Option<Vec<(String, String)>>,
    /// When the file was last changed; `None` if the system does not say.
    pub changed: Option<SystemTime>,
}

/// All files in the folder of own banks, by their path within it with `/` between folders.
#[derive(Debug, Default)]
pub struct BankFolder {
    /// The files that can be split.
    pub files: BTreeMap<String, BankParts>,
    /// For each file that cannot be split, a sentence that says why and what to do.
    pub troubles: BTreeMap<String, String>,
}

impl BankFolder {
    /// Reads a folder; a missing one counts as empty.
    pub fn read(folder: &Path) -> Self {
        let mut found = Self::default();
        found.add(folder, "", 0);
        found.add(&folder.join(MEMORY), &format!("{MEMORY}/"), MAX_DEPTH);
        found
    }

    fn add(&mut self, folder: &Path, before: &str, depth: usize) {
        let Ok(entries) = fs::read_dir(folder) else { return };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            // A name that is not valid Unicode cannot be the same on another machine.
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Ok(kind) = entry.file_type() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{before}{name}");
            if kind.is_dir() && depth < MAX_DEPTH {
                self.add(&path, &format!("{name}/"), depth + 1);
            } else if !kind.is_dir() && is_json(&path) {
                self.take_apart(&path, name);
            }
        }
    }

    fn take_apart(&mut self, path: &Path, name: String) {
        let parts = if may_be_shared(&name) {
            parts_of(path, name.starts_with(MEMORY))
        } else {
            Err("its name is not possible on every system; rename it".to_owned())
        };
        match parts {
            Ok(parts) => drop(self.files.insert(name, parts)),
            Err(trouble) => drop(self.troubles.insert(name, trouble)),
        }
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Whether a path from another machine names a bank file within the folder, on every system.
pub fn may_be_shared(name: &str) -> bool {
    let folders: Vec<&str> = name.split('/').collect();
    let fine = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && part.len() <= 200
            && !part.contains(|c: char| c.is_control() || hotseat_bank::text::is_unsafe(c) || "\\:*?\"<>|#".contains(c))
    };
    let inside = if folders[0] == MEMORY { &folders[1..] } else { &folders[..] };
    !inside.is_empty() && inside.len() <= MAX_DEPTH + 1 && inside.iter().all(fine) && is_json(Path::new(name))
}

fn parts_of(path: &Path, all_head: bool) -> Result<BankParts, String> {
    let changed = fs::metadata(path).and_then(|found| found.modified()).ok();
    let source = hotseat_bank::read_source(path, "").map_err(|problem| problem.to_string())?;
    let fields: Fields = serde_json::from_str(&source.text).map_err(|error| format!("{error}; mend it"))?;
    let mut parts = BankParts { changed, ..BankParts::default() };
    for (name, raw) in fields.iter() {
        if name != "questions" || all_head {
            parts.head.push((name.to_owned(), raw.get().to_owned()));
            continue;
        }
        let list: Vec<Fields> =
            serde_json::from_str(raw.get()).map_err(|error| format!("questions: {error}; mend them"))?;
        let mut questions: Vec<(String, String)> = Vec::with_capacity(list.len());
        let mut seen = std::collections::HashSet::new();
        for (i, question) in list.iter().enumerate() {
            let id = id_of(question).ok_or_else(|| format!("question {} has no id; give it one", i + 1))?;
            if !seen.insert(id.clone()) {
                return Err(format!("two questions are called {id}; rename one"));
            }
            // These are objects of raw JSON, so serialising cannot fail.
            questions.push((id, serde_json::to_string(question).map_err(|error| error.to_string())?));
        }
        parts.questions = Some(questions);
    }
    Ok(parts)
}

impl BankParts {
    /// Writes the file as a whole, provided that [`may_be_shared`] accepts its name.
    pub fn write(&self, folder: &Path, name: &str) -> Result<(), ImportError> {
        let path = path_of(folder, name);
        let failed = |error| ImportError::Write { path: path.clone(), error };
        let wrong = |text: &str| failed(std::io::Error::other(text.to_owned()));
        if !may_be_shared(name) {
            return Err(wrong("this is no name for a bank file"));
        }
        let fields =
            |raw: &str| serde_json::from_str::<Fields>(raw).map_err(|_| wrong("a question in it is no object"));
        let mut head = Fields::default();
        for (field, raw) in &self.head {
            head.set(field, serde_json::value::RawValue::from_string(raw.clone()).map_err(|_| wrong("it is no JSON"))?);
        }
        let questions = self.questions.as_ref().map(|all| all.iter().map(|(_, raw)| fields(raw)).collect());
        let questions: Option<Vec<Fields>> = questions.transpose()?;
        let text = render(&head, questions.as_deref());
        if text.len() as u64 > MAX_BYTES {
            return Err(wrong("it would be too large; split the bank"));
        }
        // A link to a file elsewhere has to stay a link.
        let real = fs::canonicalize(&path).unwrap_or_else(|_| path.clone());
        real.parent().map_or(Ok(()), files::create_private_dir).map_err(failed)?;
        files::replace(&real, text.as_bytes()).map_err(failed)
    }
}

/// The path of a file in the folder.
pub fn path_of(folder: &Path, name: &str) -> PathBuf {
    name.split('/').fold(folder.to_owned(), |path, part| path.join(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_taken_apart_is_put_together_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let text = r#"{"bank": "team", "future": {"b": 1, "a": 2},
            "questions": [{"prompt": "B?", "id": "b", "x": 1.50}, {"id": "a", "prompt": "A?"}]}"#;
        fs::create_dir_all(folder.path().join("sub/.imported")).expect("created");
        fs::write(folder.path().join("sub/team.json"), text).expect("written");
        let read = BankFolder::read(folder.path());
        assert!(read.troubles.is_empty(), "{:?}", read.troubles);
        let parts = &read.files["sub/team.json"];
        let ids: Vec<_> = parts.questions.iter().flatten().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["b", "a"]);
        parts.write(folder.path(), "sub/other.json").expect("written");
        let again = BankFolder::read(folder.path());
        let other = &again.files["sub/other.json"];
        assert_eq!((&other.head, &other.questions), (&parts.head, &parts.questions));
        let bank = fs::read_to_string(folder.path().join("sub/other.json")).expect("read");
        assert!(bank.contains("1.50") && bank.contains(r#"{"b": 1, "a": 2}"#), "{bank}");
    }

    #[test]
    fn what_cannot_be_taken_apart_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text, expected) in [
            ("a.json", "{", "mend it"),
            ("b.json", r#"{"questions": [{"prompt": "A?"}]}"#, "question 1 has no id"),
            ("c.json", r#"{"questions": [{"id": "a"}, {"id": "a"}]}"#, "two questions"),
            ("d.json", r#"{"questions": {}}"#, "questions: "),
        ] {
            fs::write(folder.path().join(name), text).expect("written");
            let read = BankFolder::read(folder.path());
            assert!(read.troubles[name].contains(expected), "{:?}", read.troubles);
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        for fine in ["a.json", "sub/a.json", ".imported/team.json", "Fragen zu Go.json"] {
            assert!(may_be_shared(fine), "{fine}");
        }
        let folder = tempfile::tempdir().expect("a folder");
        for wrong in [
            "",
            "a",
            "a.txt",
            "../a.json",
            "/a.json",
            "a//b.json",
            "./a.json",
            "a/../b.json",
            "C:/a.json",
            "a\\b.json",
            ".a.json",
            ".imported",
            ".imported/../a.json",
            "a#b.json",
            "a\u{202e}.json",
            "a\n.json",
            "x /a.json",
        ] {
            assert!(!may_be_shared(wrong), "{wrong}");
            assert!(BankParts::default().write(folder.path(), wrong).is_err(), "{wrong}");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 0);
    }
}
