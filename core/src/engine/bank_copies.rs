//! Copies of the user's own questions, made along with those of the history: deleting the data folder by mistake
//! would otherwise lose them too.
//!
//! Only the newest state is kept, file by file, and it is restored only if all files are gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::config::Paths;
use crate::files;

/// A larger file is not copied.
const MAX_LEN: u64 = 32 * 1024 * 1024;

/// Mirrors the banks: copies what changed, and removes copies of files that are gone. An empty folder does not mean
/// that nobody wants the questions any more, so the copies then stay as they are.
pub(super) fn copy(banks: &Path, copies: &Path) -> io::Result<()> {
    let there = files_in(banks)?;
    if there.is_empty() {
        return Ok(());
    }
    let mirrored = add(&there, copies)?;
    mirrored.iter().filter(|(name, _)| !there.contains_key(*name)).try_for_each(|(_, copy)| fs::remove_file(copy))
}

/// Copies banks that were just imported or written, and removes no copy: a missing file may have been lost.
pub fn copy_new_banks(paths: &Paths) -> io::Result<()> {
    let there = files_in(&paths.banks())?;
    if there.is_empty() { Ok(()) } else { add(&there, &paths.bank_copies()).map(|_| ()) }
}

/// Copies every file whose copy is missing or different. Returns the copies that existed before.
fn add(there: &BTreeMap<String, PathBuf>, copies: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mirrored = files_in(copies)?;
    files::create_private_dir(copies)?;
    for (name, path) in there {
        let content = fs::read(path)?;
        let same = mirrored.get(name).and_then(|copy| fs::read(copy).ok()).is_some_and(|copy| copy == content);
        if !same {
            files::replace(&copies.join(name), &content)?;
        }
    }
    Ok(mirrored)
}

/// Restores the copies if no file is left. Returns how many there were.
pub fn bring_banks_back(paths: &Paths) -> io::Result<usize> {
    let (banks, copies) = (paths.banks(), paths.bank_copies());
    let mirrored = files_in(&copies)?;
    if mirrored.is_empty() || !files_in(&banks)?.is_empty() {
        return Ok(0);
    }
    files::create_private_dir(&banks)?;
    for (name, copy) in &mirrored {
        files::replace(&banks.join(name), &fs::read(copy)?)?;
    }
    Ok(mirrored.len())
}

/// The files of a folder by name; empty if there is no such folder. Subfolders, links and hidden files, such as those
/// still being written, are left out.
fn files_in(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(BTreeMap::new()),
        entries => entries?,
    };
    let mut found = BTreeMap::new();
    for entry in entries {
        let entry = entry?;
        let file = fs::symlink_metadata(entry.path()).is_ok_and(|found| found.is_file() && found.len() <= MAX_LEN);
        if let (true, Ok(name)) = (file, entry.file_name().into_string())
            && !name.starts_with('.')
        {
            found.insert(name, entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_back_only_where_all_are_gone() {
        let home = tempfile::tempdir().expect("a folder");
        let paths = Paths::find(Some(home.path())).expect("a home");
        let (banks, copies) = (paths.banks(), paths.bank_copies());
        let names = |folder: &Path| files_in(folder).expect("listed").into_keys().collect::<Vec<_>>();
        copy(&banks, &copies).expect("nothing to do");
        fs::create_dir_all(&banks).expect("made");
        fs::write(banks.join("mine.json"), "1").expect("written");
        fs::write(banks.join("old.json"), "1").expect("written");
        copy(&banks, &copies).expect("copied");
        fs::write(banks.join("mine.json"), "2").expect("changed");
        fs::remove_file(banks.join("old.json")).expect("removed");
        copy(&banks, &copies).expect("copied");
        assert_eq!(names(&copies), ["mine.json"], "what was removed with a purpose stays away");
        assert_eq!(bring_banks_back(&paths).expect("asked"), 0);
        fs::remove_dir_all(&paths.data).expect("removed");
        copy(&banks, &copies).expect("nothing to do");
        assert_eq!(bring_banks_back(&paths).expect("back"), 1);
        assert_eq!(fs::read_to_string(banks.join("mine.json")).expect("read"), "2");
    }
}
