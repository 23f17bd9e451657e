//! Finds a program by its path, or by its name in one of the folders of `PATH`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Endings that may be left out of a program's name.
const ENDINGS: &[&str] = if cfg!(windows) { &["", ".exe", ".cmd", ".bat", ".com"] } else { &[""] };

/// The file that would be started under this name, or `None` if there is none.
pub fn find(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    candidates(name, &folders, ENDINGS).find(|path| path.is_file())
}

/// A command that starts this program. The system looks it up by name, except on Windows: there the system does not
/// find programs that end in `.cmd`, and many are installed that way, so the file is found here.
pub fn command(name: &str) -> Command {
    match find(name).filter(|_| cfg!(windows)) {
        Some(found) => Command::new(found),
        None => Command::new(name),
    }
}

/// The paths where it may be, the likeliest first.
fn candidates(name: &str, folders: &OsStr, endings: &[&str]) -> impl Iterator<Item = PathBuf> {
    let has_path = Path::new(name).components().count() > 1;
    let folders: Vec<PathBuf> = if has_path { vec![PathBuf::new()] } else { std::env::split_paths(folders).collect() };
    folders.into_iter().flat_map(move |folder| endings.iter().map(move |ending| folder.join(format!("{name}{ending}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_for_in_folders_and_paths_are_not() {
        let folders = std::env::join_paths(["one", "two"]).expect("joined");
        let found = |name: &str, endings: &[&str]| candidates(name, &folders, endings).collect::<Vec<_>>();
        let paths = |all: &[&str]| all.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(found("vim", &[""]), paths(&["one/vim", "two/vim"]));
        assert_eq!(found("vim", &["", ".exe"]), paths(&["one/vim", "one/vim.exe", "two/vim", "two/vim.exe"]));
        assert_eq!(found("models/vim", &["", ".exe"]), paths(&["models/vim", "models/vim.exe"]));
    }

    #[cfg(unix)]
    #[test]
    fn programs_are_found_by_name_and_by_path() {
        assert!(find("sh").is_some() && find("/bin/sh").is_some());
        assert!(find("no-such-program").is_none() && find("/bin/no-such-program").is_none() && find("/bin").is_none());
    }
}
