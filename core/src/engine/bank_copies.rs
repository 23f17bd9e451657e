//! Copies of the user's own questions, made along with those of the history: deleting the data folder by mistake
//! would otherwise lose them too.
//!
//! Only the newest state is kept, file by file, and it is restored only if all files are gone.

use std::io;
use std::path::Path;

use super::mirror::{add, bring_back, files_in, mirror};
use crate::config::Paths;

/// Mirrors the banks: copies what changed, and removes copies of files that are gone. An empty folder does not mean
/// that nobody wants the questions any more, so the copies then stay as they are.
pub(super) fn copy(banks: &Path, copies: &Path) -> io::Result<()> {
    let there = files_in(banks)?;
    if there.is_empty() {
        return Ok(());
    }
    mirror(&there, copies)
}

/// Copies banks that were just imported or written, and removes no copy: a missing file may have been lost.
pub fn copy_new_banks(paths: &Paths) -> io::Result<()> {
    let there = files_in(&paths.banks())?;
    if there.is_empty() { Ok(()) } else { add(&there, &paths.bank_copies()).map(|_| ()) }
}

/// Restores the copies if no file is left. Returns how many there were.
pub fn bring_banks_back(paths: &Paths) -> io::Result<usize> {
    let (banks, copies) = (paths.banks(), paths.bank_copies());
    let mirrored = files_in(&copies)?;
    if mirrored.is_empty() || !files_in(&banks)?.is_empty() {
        return Ok(0);
    }
    bring_back(&mirrored, &banks)
}

#[cfg(test)]
mod tests {
    use std::fs;

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
