//! Where the folders of a user are on each system.
//!
//! On Linux and similar systems they are the XDG base directories. On macOS they are in the Library, unless an
//! `XDG_*` variable names another place: whoever sets one means it. On Windows the settings follow the user to other
//! machines, and nothing else does: two machines that write one database lose it.
//!
//! No update may separate users from their history. What an earlier version put into the Library stays in use there
//! as long as the place that a variable names has nothing; what one put into the roaming folder of Windows has to
//! move.

use std::path::{Path, PathBuf};

use super::Paths;

/// The program's name as a folder.
const NAME: &str = "hotseat";

/// The operating system, as far as its conventions for folders differ.
#[derive(Clone, Debug)]
pub(super) enum System {
    /// Linux and the BSDs.
    Xdg,
    /// macOS.
    MacOs,
    /// Windows.
    Windows {
        /// The folder whose content follows the user to other machines.
        roaming: PathBuf,
        /// The folder whose content stays on this machine.
        local: PathBuf,
    },
}

/// What the folders depend on.
#[derive(Clone, Debug)]
pub(super) struct Surroundings {
    pub(super) system: System,
    /// The home folder.
    pub(super) home: PathBuf,
    /// Reads an environment variable.
    pub(super) variable: fn(&str) -> Option<PathBuf>,
}

impl Surroundings {
    /// The surroundings of the current user. None if there is no home folder.
    pub(super) fn of_this_user() -> Option<Self> {
        let dirs = directories::BaseDirs::new()?;
        let system = if cfg!(windows) {
            System::Windows { roaming: dirs.data_dir().to_owned(), local: dirs.data_local_dir().to_owned() }
        } else if cfg!(target_os = "macos") {
            System::MacOs
        } else {
            System::Xdg
        };
        let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
        Some(Self { system, home: dirs.home_dir().to_owned(), variable })
    }

    /// The folder of the program below the one that a variable names. Relative paths are ignored, as the XDG standard
    /// demands.
    fn named(&self, variable: &str) -> Option<PathBuf> {
        (self.variable)(variable).filter(|path| path.is_absolute()).map(|path| path.join(NAME))
    }
}

/// Works out the folders. `is_there` says whether a file or folder exists.
pub(super) fn places(at: &Surroundings, is_there: &dyn Fn(&Path) -> bool) -> Paths {
    let below = |folders: &str| at.home.join(folders).join(NAME);
    match &at.system {
        System::Xdg => Paths {
            config: at.named("XDG_CONFIG_HOME").unwrap_or_else(|| below(".config")),
            data: at.named("XDG_DATA_HOME").unwrap_or_else(|| below(".local/share")),
            cache: at.named("XDG_CACHE_HOME").unwrap_or_else(|| below(".cache")),
            state: at.named("XDG_STATE_HOME").unwrap_or_else(|| below(".local/state")),
            belongs: None,
        },
        System::MacOs => {
            let support = below("Library/Application Support");
            let place = |variable, usual: PathBuf, holds: &str| match at.named(variable) {
                Some(named) if is_there(&named) || !is_there(&usual.join(holds)) => named,
                _ => usual,
            };
            Paths {
                config: place("XDG_CONFIG_HOME", support.clone(), "config.toml"),
                data: place("XDG_DATA_HOME", support.clone(), "history.sqlite"),
                cache: at.named("XDG_CACHE_HOME").unwrap_or_else(|| below("Library/Caches")),
                state: place("XDG_STATE_HOME", support.with_file_name("hotseat-state"), "known.json"),
                belongs: None,
            }
        }
        System::Windows { roaming, local } => {
            let (old, new) = (roaming.join(NAME).join("data"), local.join(NAME).join("data"));
            let moves = old != new && is_there(&old) && !is_there(&new);
            Paths {
                config: roaming.join(NAME).join("config"),
                data: if moves { old } else { new.clone() },
                cache: local.join(NAME).join("cache"),
                state: local.join(NAME).join("hotseat-state"),
                belongs: moves.then_some(new),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(system: System, variable: fn(&str) -> Option<PathBuf>) -> Surroundings {
        Surroundings { system, home: "/home/ada".into(), variable }
    }

    fn named(variable: &str) -> Option<PathBuf> {
        match variable {
            "XDG_DATA_HOME" => Some("/mnt/data".into()),
            "XDG_STATE_HOME" => Some("not/whole".into()),
            _ => None,
        }
    }

    fn shown(paths: &Paths) -> [String; 4] {
        [&paths.config, &paths.data, &paths.cache, &paths.state].map(|path| path.display().to_string())
    }

    #[test]
    fn the_folders_of_xdg_are_those_that_its_variables_name() {
        assert_eq!(
            shown(&places(&at(System::Xdg, |_| None), &|_| false)),
            [
                "/home/ada/.config/hotseat",
                "/home/ada/.local/share/hotseat",
                "/home/ada/.cache/hotseat",
                "/home/ada/.local/state/hotseat"
            ]
        );
        let paths = places(&at(System::Xdg, named), &|_| false);
        assert_eq!(paths.data, Path::new("/mnt/data/hotseat"));
        assert_eq!(paths.state, Path::new("/home/ada/.local/state/hotseat"), "what is not whole counts for nothing");
    }

    #[test]
    fn on_macos_they_are_in_the_library_unless_a_variable_names_another_place() {
        let library = Path::new("/home/ada/Library/Application Support/hotseat");
        let usual = places(&at(System::MacOs, |_| None), &|_| false);
        assert_eq!((usual.config.as_path(), usual.data.as_path()), (library, library));
        assert_eq!(usual.cache, Path::new("/home/ada/Library/Caches/hotseat"));
        assert_eq!(usual.state, library.with_file_name("hotseat-state"));
        let data = |is_there: &dyn Fn(&Path) -> bool| places(&at(System::MacOs, named), is_there).data;
        let (old, new) = (library.join("history.sqlite"), Path::new("/mnt/data/hotseat"));
        assert_eq!(data(&|_| false), new);
        assert_eq!(data(&|path| path == old), library, "a history that is there is not parted from");
        assert_eq!(data(&|path| path == old || path == new), new);
    }

    #[test]
    fn on_windows_only_the_settings_follow_the_user() {
        let system = System::Windows { roaming: "/ada/Roaming".into(), local: "/ada/Local".into() };
        let found = |there: &[&str]| {
            let is_there = |path: &Path| there.iter().any(|one| Path::new(one) == path);
            places(&at(system.clone(), named), &is_there)
        };
        let (old, new) = ("/ada/Roaming/hotseat/data", "/ada/Local/hotseat/data");
        let fresh = found(&[]);
        assert_eq!(
            shown(&fresh),
            ["/ada/Roaming/hotseat/config", new, "/ada/Local/hotseat/cache", "/ada/Local/hotseat/hotseat-state"]
        );
        assert_eq!(fresh.belongs, None);
        let earlier = found(&[old]);
        assert_eq!((earlier.data.as_path(), earlier.belongs.as_deref()), (Path::new(old), Some(Path::new(new))));
        let both = found(&[old, new]);
        assert_eq!((both.data.as_path(), both.belongs), (Path::new(new), None));
    }
}
