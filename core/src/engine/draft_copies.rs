//! Copies of what is in progress, made along with those of the history: whoever deletes the data folder by mistake goes
//! on in the middle of the answer, too.
//!
//! They are as old as the last copy: the end of the session, or half an hour.

use std::io;
use std::path::{Path, PathBuf};

use super::mirror::{Files, bring_back, files_in, mirror};
use crate::config::Paths;

/// The folders of drafts, each with that of its copies.
fn folders(paths: &Paths) -> [(PathBuf, PathBuf); 3] {
    let copies = paths.draft_copies();
    [
        (paths.drafts(), copies.join("answers")),
        (paths.unfinished(), copies.join("unfinished")),
        (paths.pages(), copies.join("pages")),
    ]
}

/// The drafts in a folder. The locks beside them say which program of now has them.
fn drafts_in(folder: &Path) -> io::Result<Files> {
    let mut found = files_in(folder)?;
    found.retain(|_, path| path.extension().is_none_or(|extension| extension != "lock"));
    Ok(found)
}

/// Mirrors the drafts: what is finished or thrown away goes from the copies, too.
pub(super) fn copy(paths: &Paths) -> io::Result<()> {
    folders(paths).iter().try_for_each(|(drafts, copies)| mirror(&drafts_in(drafts)?, copies))
}

/// Restores the copies if nothing at all is in progress. Returns how many files there were.
pub fn bring_drafts_back(paths: &Paths) -> io::Result<usize> {
    let folders = folders(paths);
    for (drafts, _) in &folders {
        if !drafts_in(drafts)?.is_empty() {
            return Ok(0);
        }
    }
    folders.iter().map(|(drafts, copies)| bring_back(&files_in(copies)?, drafts)).sum()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn they_come_back_where_nothing_is_in_progress_and_without_their_locks() {
        let home = tempfile::tempdir().expect("a folder");
        let paths = Paths::find(Some(home.path())).expect("a home");
        copy(&paths).expect("nothing to do");
        assert!(!paths.draft_copies().exists(), "no folder for nothing");
        fs::create_dir_all(paths.unfinished()).expect("made");
        for (folder, name) in [
            (paths.drafts(), "a.json"),
            (paths.drafts(), "a.lock"),
            (paths.drafts(), "b.json"),
            (paths.unfinished(), "a.json"),
        ] {
            fs::write(folder.join(name), name).expect("written");
        }
        copy(&paths).expect("copied");
        fs::remove_file(paths.drafts().join("b.json")).expect("finished");
        copy(&paths).expect("copied");
        assert_eq!(bring_drafts_back(&paths).expect("asked"), 0, "something is in progress");
        fs::remove_dir_all(&paths.data).expect("removed");
        assert_eq!(bring_drafts_back(&paths).expect("back"), 2);
        let names = |folder| files_in(folder).expect("listed").into_keys().collect::<Vec<_>>();
        assert_eq!(
            (names(&paths.drafts()), names(&paths.unfinished())),
            (vec!["a.json".into()], vec!["a.json".into()])
        );
    }
}
