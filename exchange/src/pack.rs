//! Adds a bank that somebody shared: a folder with its `bank.json` in a zip archive. It may be hostile, so only bank
//! files are unpacked, every size is capped while it streams, and nothing is moved into place before it has been
//! checked.

use std::fs;
use std::io::{BufReader, Read as _};
use std::path::Path;

use chrono::NaiveDate;
use hotseat_bank::check::{self, Rules};
use hotseat_bank::{MANIFEST, MAX_BYTES, Severity, Sources, files, text};
use serde::Serialize;
use zip::ZipArchive;

use super::undo::Journal;
use super::{ImportError, apkg, may_be_shared, path_of, reading, store};

/// The largest pack, and the largest content of one, in bytes.
const MAX_PACK: u64 = 64 << 20;

/// The most files of a bank.
const MAX_FILES: usize = 1_000;

/// How many faults are listed in an error.
const MAX_TOLD: usize = 5;

/// A bank that was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AddedPack {
    /// Its name.
    pub bank: String,
    /// How many questions it has.
    pub questions: usize,
    /// Objections to them, in sentences; they do not keep the questions from being asked.
    pub warnings: Vec<String>,
    /// Files in the pack that are not part of a bank, by name, safe to print.
    pub left_out: Vec<String>,
}

/// Checks a pack and puts its bank beside the own banks, as a whole or not at all. Fails if there already is a bank of
/// that name.
pub fn add_pack(path: &Path, home: &Sources, today: NaiveDate) -> Result<AddedPack, ImportError> {
    let file = text::one_line(&path.display().to_string());
    let refused = |found: String, remedy: &str| ImportError::Unreadable {
        file: file.clone(),
        found: text::one_line(&found),
        remedy: remedy.to_owned(),
    };
    let again = "have it packed again: a folder with bank.json, as a .zip";
    let mut package = BufReader::new(reading::open(path, MAX_PACK)?);
    apkg::look_at_directory(&mut package).map_err(|found| refused(found, again))?;
    let mut archive = ZipArchive::new(package).map_err(|error| refused(format!("no whole .zip: {error}"), again))?;
    if archive.len() > MAX_FILES {
        return Err(refused(format!("{} files; a pack may have {MAX_FILES}", archive.len()), again));
    }
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(std::borrow::Cow::into_owned).collect();
    let manifests = names.iter().filter(|name| name.rsplit('/').next() == Some(MANIFEST));
    let manifest = manifests.min_by_key(|name| name.matches('/').count());
    let top = manifest
        .and_then(|name| name.strip_suffix(MANIFEST))
        .ok_or_else(|| refused(format!("no {MANIFEST} in it"), again))?;
    let failed = |path: &Path, error| ImportError::Write { path: path.to_owned(), error };
    files::create_private_dir(&home.data_banks).map_err(|error| failed(&home.data_banks, error))?;
    // The dot keeps the folder from being taken for a bank while it is incomplete.
    let mut staging = tempfile::Builder::new();
    staging.prefix(".pack-");
    #[cfg(unix)]
    staging.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    let staging = staging.tempdir_in(&home.data_banks).map_err(|error| failed(&home.data_banks, error))?;
    let (mut left_out, mut room) = (Vec::new(), MAX_PACK);
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        let Some(inside) = name.strip_prefix(top).filter(|inside| may_be_shared(inside) && !inside.contains('/'))
        else {
            left_out.push(text::one_line(name));
            continue;
        };
        let entry = archive.by_name(name).map_err(|error| refused(format!("no whole .zip: {error}"), again))?;
        let mut bytes = Vec::new();
        // The sizes in headers are not trusted.
        let most = MAX_BYTES.min(room);
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| refused(format!("no whole .zip: {error}"), again))?;
        let size = bytes.len() as u64;
        if size > most {
            return Err(refused(format!("{inside} is larger than a bank file may be"), "split it"));
        }
        room -= size;
        let place = path_of(staging.path(), inside);
        files::create(&place, &bytes).map_err(|error| failed(&place, error))?;
    }
    let (bank, questions, warnings) = checked(staging.path(), home, today, refused)?;
    let place = home.data_banks.join(&bank);
    // Makes the renaming durable: the folder's own entry, and that of the folder it was moved to.
    let put = fs::rename(staging.path(), &place).and_then(|()| files::sync_dir(&home.data_banks));
    put.map_err(|error| failed(&place, error))?;
    if let Some(added) = store::read_banks(home).get(&bank) {
        let mut journal = Journal::of(&file);
        journal.added(&bank, place, added);
        store::write(&[journal.write(home)])?;
    }
    Ok(AddedPack { bank, questions, warnings, left_out })
}

/// The name, questions and warnings of an unpacked bank, if it can become one of the own banks.
fn checked(
    folder: &Path,
    home: &Sources,
    today: NaiveDate,
    refused: impl Fn(String, &str) -> ImportError,
) -> Result<(String, usize, Vec<String>), ImportError> {
    let manifest = hotseat_bank::read_manifest(&folder.join(MANIFEST), MANIFEST);
    let bank = manifest.map_err(|problem| refused(problem.to_string(), "tell whoever shared it"))?.bank;
    store::check_bank(&bank)?;
    if home.data_banks.join(&bank).exists() || store::read_banks(home).contains_key(&bank) {
        let remedy = format!("unpack it and bring it in with hotseat bank import, or move the bank {bank} away");
        return Err(refused(format!("there is a bank called {bank} already"), &remedy));
    }
    let report = check::path(folder, Rules { gate: false, full: false }, today);
    let below = format!("{}{}", folder.display(), std::path::MAIN_SEPARATOR);
    let said = |severity: Severity| -> Vec<String> {
        let problems = report.problems.iter().filter(move |problem| problem.severity == severity);
        problems.map(|problem| text::one_line(&problem.to_string().replace(&below, ""))).collect()
    };
    let errors = said(Severity::Error);
    if !errors.is_empty() {
        let more = errors.len().saturating_sub(MAX_TOLD);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        let errors = errors.iter().take(MAX_TOLD).map(String::as_str).collect::<Vec<_>>().join(", ");
        return Err(refused(format!("{errors}{more}"), "mend that, or tell whoever shared it; nothing was added"));
    }
    if report.questions == 0 {
        return Err(refused("no question in it".to_owned(), "tell whoever shared it"));
    }
    Ok((bank, report.questions, said(Severity::Warning)))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use super::*;
    use crate::testing::Home;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn pack(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("begun");
            zip.write_all(content.as_bytes()).expect("written");
        }
        zip.finish().expect("a pack").into_inner()
    }

    fn add(home: &Home, files: &[(&str, &str)]) -> Result<AddedPack, ImportError> {
        let path = home.file("team.zip", pack(files));
        add_pack(&path, &home.sources(), "2026-11-30".parse().expect("a day"))
    }

    const MINE: (&str, &str) = ("team/bank.json", r#"{"bank":"team","name":"Our team"}"#);
    const ASKS: (&str, &str) = ("team/one.json", r#"{"topic":"people","questions":[{"id":"why","prompt":"Why us?"}]}"#);

    #[test]
    fn a_bank_comes_in_whole_with_its_folder() {
        let home = Home::new();
        let added = add(
            &home,
            &[MINE, ASKS, ("team/README.md", "Hello"), ("team/more/two.json", "{}"), ("__MACOSX/._bank.json", "x")],
        )
        .expect("added");
        assert_eq!((added.bank.as_str(), added.questions), ("team", 1));
        assert_eq!(added.left_out, ["team/README.md", "team/more/two.json", "__MACOSX/._bank.json"]);
        assert_eq!(home.questions()[0].0.id.as_str(), "team/why");
        let again = add(&home, &[MINE, ASKS]).expect_err("there").to_string();
        assert!(again.contains("team already") && again.contains("bank import"), "{again}");
    }

    #[test]
    fn a_pack_is_taken_back_as_a_whole_unless_somebody_worked_on_it() {
        let home = Home::new();
        add(&home, &[MINE, ASKS]).expect("added");
        let last = crate::last_import(&home.sources()).expect("to be taken back");
        assert_eq!((last.new, last.changed), (1, 0));
        assert_eq!(crate::undo(&home.sources()).expect("taken back").removed, 1);
        assert!(!home.sources().data_banks.join("team").exists());
        add(&home, &[MINE, ASKS]).expect("added again");
        let (entry, mut question) = home.questions().remove(0);
        question.prompt = "Why you?".to_owned();
        crate::save("team", &question, &home.sources()).expect("saved");
        assert_eq!(crate::undo(&home.sources()).expect("taken back").stayed, [entry.id]);
        assert!(home.sources().data_banks.join("team").join("bank.json").exists());
    }

    #[test]
    fn what_is_no_bank_leaves_nothing_behind() {
        let home = Home::new();
        for (files, expected) in [
            (vec![ASKS], "no bank.json"),
            (vec![MINE], "no question"),
            (vec![MINE, ("team/one.json", "{")], "one.json"),
            (
                vec![
                    ("bank.json", r#"{"bank":"backend"}"#),
                    ("one.json", r#"{"questions":[{"id":"a","prompt":"A?"}]}"#),
                ],
                "backend",
            ),
            (vec![("bank.json", "no")], "bank.json"),
        ] {
            let error = add(&home, &files).expect_err(expected).to_string();
            assert!(error.contains(expected), "{error}");
        }
        let added = add(&home, &[MINE, ASKS, ("team/../../out.json", r#"{"questions":[{"id":"x","prompt":"X?"}]}"#)]);
        assert_eq!(added.expect("added").left_out, ["team/../../out.json"]);
        assert!(!home.folder.path().join("out.json").exists());
        let path = home.file("no.zip", "no zip");
        let error = add_pack(&path, &home.sources(), "2026-11-30".parse().expect("a day")).expect_err("no zip");
        assert!(error.to_string().contains("packed again"), "{error}");
        let entries = fs::read_dir(home.sources().data_banks).expect("listed").filter_map(Result::ok);
        let mut left: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        left.sort();
        assert_eq!(left, [store::MEMORY, "team"], "nothing but the bank that was fine, and what undo needs");
    }
}
