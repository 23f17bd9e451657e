//! The folders and files of the program.

use std::io;
use std::path::{Path, PathBuf};

use super::ConfigError;
use super::places::{Surroundings, places};
use crate::files;

/// The folders in which the program keeps things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// The folder of `config.toml`.
    pub config: PathBuf,
    /// The folder of the history, drafts, recordings and the user's own banks.
    pub data: PathBuf,
    /// The folder of whatever can be regenerated.
    pub cache: PathBuf,
    /// The folder of copies of the history and of what was last known of it: outside of the data folder, so that they
    /// survive its loss.
    pub state: PathBuf,
    /// Where `data` should move to, because an earlier version put it in the wrong place. None if it is in its place.
    pub belongs: Option<PathBuf>,
}

impl Paths {
    /// The folders of this user: those of the platform, or all of them under `home` (the value of `HOTSEAT_HOME`).
    /// Nothing is created or moved.
    pub fn find(home: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(home) = home.filter(|home| !home.as_os_str().is_empty()) {
            let home = std::path::absolute(home).unwrap_or_else(|_| home.to_owned());
            let below = |name| home.join(name);
            return Ok(Self {
                config: below("config"),
                data: below("data"),
                cache: below("cache"),
                state: below("state"),
                belongs: None,
            });
        }
        let surroundings = Surroundings::of_this_user().ok_or(ConfigError::NoHome)?;
        Ok(places(&surroundings, &|path| path.exists()))
    }

    /// Moves the data folder to where it belongs, in one step, and returns a sentence about it. If it cannot be
    /// moved, it is used where it is.
    pub fn settle(self) -> (Self, Option<String>) {
        let Some(place) = self.belongs.clone() else { return (self, None) };
        let (old, new) = (self.data.display().to_string(), place.display().to_string());
        match move_folder(&self.data, &place) {
            Ok(()) => {
                let words = format!("your history was moved from {old}, which follows you to other machines, to {new}");
                (Self { data: place, belongs: None, ..self }, Some(words))
            }
            Err(error) => {
                let words = format!(
                    "your history is in {old}, which follows you to other machines, and cannot be moved to {new} ({error}); \
                     it is used where it is. End whatever has it open and start again, or move the folder yourself"
                );
                (self, Some(words))
            }
        }
    }

    /// Resolves a path from the settings: `~/` is the home folder, anything else is relative to the settings file.
    pub fn named_by_user(&self, path: &Path) -> PathBuf {
        let home = path.strip_prefix("~").ok().zip(directories::BaseDirs::new());
        home.map_or_else(|| self.config.join(path), |(rest, dirs)| dirs.home_dir().join(rest))
    }

    /// The settings file.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The database with the history.
    pub fn history_file(&self) -> PathBuf {
        self.data.join("history.sqlite")
    }

    /// The folder of answers in progress.
    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// The folder of other work in progress: drills, debriefs, forms.
    pub fn unfinished(&self) -> PathBuf {
        self.drafts().join("unfinished")
    }

    /// The folder of pages that are open in an editor.
    pub fn pages(&self) -> PathBuf {
        self.drafts().join("pages")
    }

    /// The cache of the figures of older answers.
    pub fn facts(&self) -> PathBuf {
        self.cache.join("facts")
    }

    /// The folder of files needed for a moment only. It is emptied at every start.
    pub fn temporary(&self) -> PathBuf {
        self.data.join("temporary")
    }

    /// The folder of the user's own banks.
    pub fn banks(&self) -> PathBuf {
        self.data.join("banks")
    }

    /// The folder of reports that the app wrote.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// The folder of recordings of spoken answers.
    pub fn recordings(&self) -> PathBuf {
        self.data.join("recordings")
    }

    /// The folder of the coach's opinions, and of the consent to send it answers.
    pub fn coach(&self) -> PathBuf {
        self.data.join("coach")
    }

    /// The file for a page that could not be saved as a question.
    pub fn unsaved_page(&self) -> PathBuf {
        self.data.join("unsaved-question.md")
    }

    /// The folder for pages that could not be saved as stories, one file each.
    pub fn unsaved_stories(&self) -> PathBuf {
        self.data.join("unsaved-stories")
    }

    /// The folder for pages that could not be saved as corrections of a job, one file each.
    pub fn unsaved_jobs(&self) -> PathBuf {
        self.data.join("unsaved-jobs")
    }

    /// The file with the minutes chosen for a single evening.
    pub fn evening(&self) -> PathBuf {
        self.data.join("evening.json")
    }

    /// The folder of what has to be remembered for merging histories.
    pub fn sync(&self) -> PathBuf {
        self.data.join("sync")
    }

    /// The folder of questions from own banks that lost against another version in a merge.
    pub fn kept_questions(&self) -> PathBuf {
        self.sync().join("kept")
    }

    /// The folder of verified copies of the history.
    pub fn backups(&self) -> PathBuf {
        self.state.join("backups")
    }

    /// The folder of copies of the user's own banks.
    pub fn bank_copies(&self) -> PathBuf {
        self.backups().join("banks")
    }

    /// The folder of copies of what is in progress.
    pub fn draft_copies(&self) -> PathBuf {
        self.backups().join("drafts")
    }

    /// The folder where earlier versions kept their copies; those made before a change of format are still put there.
    pub fn earlier_backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The file that notes how far the history had got when it was last seen.
    pub fn known(&self) -> PathBuf {
        self.state.join("known.json")
    }

    /// The file with the version of the program that was used last.
    pub fn version(&self) -> PathBuf {
        self.state.join("version")
    }

    /// The folder of what restores replaced, one folder each.
    pub fn replaced(&self) -> PathBuf {
        self.data.join("replaced")
    }

    /// The folder of records that could not be saved at all, one file each.
    pub fn set_aside(&self) -> PathBuf {
        self.data.join("set-aside")
    }
}

/// Renames a folder, creating the parents of its new place.
fn move_folder(from: &Path, to: &Path) -> io::Result<()> {
    if let Some(above) = to.parent() {
        files::create_private_dir(above)?;
    }
    std::fs::rename(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_the_settings_are_read_as_people_write_them() {
        let paths = Paths::find(Some(Path::new("/somewhere"))).expect("given");
        assert_eq!(paths.named_by_user(Path::new("own.json")), Path::new("/somewhere/config/own.json"));
        assert_eq!(paths.named_by_user(Path::new("/banks/own.json")), Path::new("/banks/own.json"));
        let home = paths.named_by_user(Path::new("~/own.json"));
        assert!(home.is_absolute() && home.ends_with("own.json") && !home.to_string_lossy().contains('~'), "{home:?}");
    }

    #[test]
    fn a_data_folder_moves_as_a_whole_or_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let paths = || {
            let found = Paths::find(Some(folder.path())).expect("given");
            Paths { data: at("roaming/data"), belongs: Some(at("local/hotseat/data")), ..found }
        };
        std::fs::create_dir_all(at("roaming/data/recordings")).expect("made");
        std::fs::write(at("roaming/data/history.sqlite"), "history").expect("written");
        // A file is in the way.
        std::fs::write(at("local"), "").expect("written");
        let (stayed, said) = paths().settle();
        let said = said.expect("told");
        assert!(said.contains("roaming") && said.contains("move the folder yourself"), "{said}");
        assert_eq!(stayed, paths());
        assert_eq!(std::fs::read(stayed.history_file()).expect("there"), b"history");
        std::fs::remove_file(at("local")).expect("out of the way");
        let (moved, said) = paths().settle();
        assert!(said.expect("told").contains("was moved"));
        assert_eq!((moved.data.as_path(), moved.belongs.as_ref()), (at("local/hotseat/data").as_path(), None));
        assert_eq!(std::fs::read(moved.history_file()).expect("there"), b"history");
        assert!(!at("roaming/data").exists() && moved.recordings().is_dir());
        assert_eq!(moved.clone().settle(), (moved, None), "once");
    }
}
