//! Where things live.

use std::path::{Path, PathBuf};

use super::ConfigError;

/// Folders of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    /// `config.toml`.
    pub config: PathBuf,
    /// History, drafts, recordings, own banks.
    pub data: PathBuf,
    /// What can be made anew.
    pub cache: PathBuf,
    /// Copies of the history, and what was known of it last: outside of the data folder, so that they outlive it.
    pub state: PathBuf,
}

impl Paths {
    /// The folders of this user: those of the platform, or all of them under `home` (the value of `HOTSEAT_HOME`).
    pub fn find(home: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(home) = home.filter(|home| !home.as_os_str().is_empty()) {
            let home = std::path::absolute(home).unwrap_or_else(|_| home.to_owned());
            let below = |name| home.join(name);
            return Ok(Self {
                config: below("config"),
                data: below("data"),
                cache: below("cache"),
                state: below("state"),
            });
        }
        let dirs = directories::ProjectDirs::from("", "", "hotseat").ok_or(ConfigError::NoHome)?;
        Ok(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            cache: dirs.cache_dir().to_owned(),
            // Only Linux has a folder for this; elsewhere it stands beside the one for data.
            state: dirs
                .state_dir()
                .map_or_else(|| dirs.data_local_dir().with_file_name("hotseat-state"), Path::to_owned),
        })
    }

    /// A path as a user writes it into the settings: `~/` is the home folder, anything else is relative to the settings
    /// file.
    pub fn named_by_user(&self, path: &Path) -> PathBuf {
        let home = path.strip_prefix("~").ok().zip(directories::BaseDirs::new());
        home.map_or_else(|| self.config.join(path), |(rest, dirs)| dirs.home_dir().join(rest))
    }

    /// The settings file.
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The history.
    pub fn history_file(&self) -> PathBuf {
        self.data.join("history.sqlite")
    }

    /// Answers in progress.
    pub fn drafts(&self) -> PathBuf {
        self.data.join("drafts")
    }

    /// Other work in progress: drills, debriefs, forms.
    pub fn unfinished(&self) -> PathBuf {
        self.drafts().join("unfinished")
    }

    /// Pages that are open in an editor.
    pub fn pages(&self) -> PathBuf {
        self.drafts().join("pages")
    }

    /// What is needed for a moment only. It is swept at every start.
    pub fn temporary(&self) -> PathBuf {
        self.data.join("temporary")
    }

    /// The user's own banks.
    pub fn banks(&self) -> PathBuf {
        self.data.join("banks")
    }

    /// Reports that the app wrote.
    pub fn reports(&self) -> PathBuf {
        self.data.join("reports")
    }

    /// Recordings of spoken answers.
    pub fn recordings(&self) -> PathBuf {
        self.data.join("recordings")
    }

    /// What the coach said, and who may be sent answers.
    pub fn coach(&self) -> PathBuf {
        self.data.join("coach")
    }

    /// A page that could not be saved as a question.
    pub fn unsaved_page(&self) -> PathBuf {
        self.data.join("unsaved-question.md")
    }

    /// The minutes that were chosen for one evening alone.
    pub fn evening(&self) -> PathBuf {
        self.data.join("evening.json")
    }

    /// What is remembered of bringing histories together.
    pub fn sync(&self) -> PathBuf {
        self.data.join("sync")
    }

    /// Questions of own banks that lost against another version.
    pub fn kept_questions(&self) -> PathBuf {
        self.sync().join("kept")
    }

    /// Verified copies of the history.
    pub fn backups(&self) -> PathBuf {
        self.state.join("backups")
    }

    /// Copies of the user's own banks.
    pub fn bank_copies(&self) -> PathBuf {
        self.backups().join("banks")
    }

    /// Where earlier versions kept their copies, and where those from before a change of format stand.
    pub fn earlier_backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// How far the history was when it was last seen.
    pub fn known(&self) -> PathBuf {
        self.state.join("known.json")
    }

    /// What a restore took out of the way, a folder each.
    pub fn replaced(&self) -> PathBuf {
        self.data.join("replaced")
    }

    /// Records that could not be saved at all, a file each.
    pub fn set_aside(&self) -> PathBuf {
        self.data.join("set-aside")
    }
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
}
