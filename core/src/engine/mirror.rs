//! A folder whose files are copied to another one, file by file. Only the newest state of each is kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::files;

/// A larger file is not copied.
const MAX_LEN: u64 = 32 * 1024 * 1024;

/// The files of a folder by name.
pub(super) type Files = BTreeMap<String, PathBuf>;

/// The files of a folder; empty if there is no such folder. Subfolders, links and hidden files, such as those still
/// being written, are left out.
pub(super) fn files_in(folder: &Path) -> io::Result<Files> {
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

/// Copies every file whose copy is missing or different. Returns the copies that existed before.
pub(super) fn add(there: &Files, copies: &Path) -> io::Result<Files> {
    let mirrored = files_in(copies)?;
    for (name, path) in there {
        let content = match fs::read(path) {
            // Another program has removed it meanwhile.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            content => content?,
        };
        let same = mirrored.get(name).and_then(|copy| fs::read(copy).ok()).is_some_and(|copy| copy == content);
        if !same {
            files::create_private_dir(copies)?;
            files::replace(&copies.join(name), &content)?;
        }
    }
    Ok(mirrored)
}

/// The same, and removes the copies of files that are gone.
pub(super) fn mirror(there: &Files, copies: &Path) -> io::Result<()> {
    let mirrored = add(there, copies)?;
    mirrored.iter().filter(|(name, _)| !there.contains_key(*name)).try_for_each(|(_, copy)| fs::remove_file(copy))
}

/// Writes the copies into a folder. Returns how many there are.
pub(super) fn bring_back(copies: &Files, folder: &Path) -> io::Result<usize> {
    for (name, copy) in copies {
        files::create_private_dir(folder)?;
        files::replace(&folder.join(name), &fs::read(copy)?)?;
    }
    Ok(copies.len())
}
