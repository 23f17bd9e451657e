//! Questions of one's own, mirrored along with the history: who deletes the data folder by mistake loses them too.
//!
//! Only the newest state is kept, file by file, and it comes back only where all files are gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::config::Paths;
use crate::files;

/// A larger file is left to other means.
const MAX_LEN: u64 = 32 * 1024 * 1024;

/// Copies what changed. A folder without files says nothing about what was wanted: then the copies stay as they are.
pub(super) fn copy(banks: &Path, copies: &Path) -> io::Result<()> {
    let there = files_in(banks)?;
    if there.is_empty() {
        return Ok(());
    }
    let mirrored = add(&there, copies)?;
    mirrored.iter().filter(|(name, _)| !there.contains_key(*name)).try_for_each(|(_, copy)| fs::remove_file(copy))
}

/// Copies what was just brought in or written, and takes no copy away: what is missing may have been lost.
pub fn copy_new_banks(paths: &Paths) -> io::Result<()> {
    let there = files_in(&paths.banks())?;
    if there.is_empty() { Ok(()) } else { add(&there, &paths.bank_copies()).map(|_| ()) }
}

/// Copies what has no copy as it is. The copies that were there before come back.
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

/// Brings the copies back where no file is left. How many there were.
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

/// The files of a folder by name; none where there is no folder. Folders in it, links and what is begun are left alone.
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
