//! Changing single values in the settings file: the rest of it stays as it is.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, Value};

use super::settings::place;
use super::{Change, Config, ConfigError, SETTINGS, Setting, Target, read};
use crate::files;

/// Writes one setting. One that is as it would be without the file, and does not stand in it, need not be written.
pub fn save(file: &Path, change: &Change) -> Result<(), ConfigError> {
    let name = change.setting().name;
    edit(file, |document| {
        let needless = !is_in(document, name) && *change == Change::to_default(change.setting());
        if !needless {
            put(document, name, change.value.clone());
        }
    })
}

/// Writes the target.
pub fn save_target(file: &Path, target: &Target) -> Result<(), ConfigError> {
    let config = Config { target: target.clone(), ..Config::default() };
    let of_target = |setting: &&Setting| place(setting.name).0 == Some("target");
    edit(file, |document| {
        for setting in SETTINGS.iter().filter(of_target) {
            put(document, setting.name, setting.value(&config));
        }
    })
}

fn edit(file: &Path, change: impl FnOnce(&mut DocumentMut)) -> Result<(), ConfigError> {
    let text = read::text(file)?.unwrap_or_default();
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| ConfigError::Invalid {
        path: file.to_owned(),
        problem: error.to_string(),
    })?;
    change(&mut document);
    let written = file
        .parent()
        .map_or(Ok(()), files::create_private_dir)
        .and_then(|()| files::save(file, document.to_string().as_bytes(), true));
    written.map_err(|source| ConfigError::Unwritable { path: file.to_owned(), source })
}

fn is_in(document: &DocumentMut, name: &'static str) -> bool {
    let (table, key) = place(name);
    table.map_or_else(|| document.get(key), |table| document.get(table)?.get(key)).is_some()
}

/// Sets a value in its place, with the comment beside it, or takes it out.
pub(super) fn put(document: &mut DocumentMut, name: &'static str, value: Option<Value>) {
    let (table, key) = place(name);
    let table = match table {
        None => Some(document.as_table_mut() as &mut dyn toml_edit::TableLike),
        Some(table) => document.entry(table).or_insert_with(|| Item::Table(Table::new())).as_table_like_mut(),
    };
    let Some(table) = table else { return };
    match (table.get_mut(key).and_then(Item::as_value_mut), value) {
        (Some(old), Some(mut new)) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        (None, Some(new)) => {
            table.insert(key, Item::Value(new));
        }
        (_, None) => {
            table.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::bank::Archetype;

    fn dark() -> Change {
        let day = chrono::NaiveDate::default();
        Change::typed(Setting::named("theme").expect("a setting"), "dark", day).expect("valid")
    }

    #[cfg(unix)]
    #[test]
    fn settings_that_are_a_link_stay_one_and_a_device_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, real) = (folder.path().join("config.toml"), folder.path().join("dotfiles.toml"));
        fs::write(&real, "fuzz = false # mine\n").expect("written");
        std::os::unix::fs::symlink("dotfiles.toml", &file).expect("a link");
        save(&file, &dark()).expect("saved");
        assert!(file.is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("read"), "fuzz = false # mine\ntheme = \"dark\"\n");
        assert!(matches!(Config::load(Path::new("/dev/zero")), Err(ConfigError::Unreadable { .. })));
        assert!(save(Path::new("/dev/null"), &dark()).is_err());
    }

    #[test]
    fn saving_the_target_keeps_comments_and_other_settings() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config.toml");
        fs::write(&file, "# mine\nfuzz = false # steady days\n\n[target]\nlevel = \"mid\"\n").expect("written");
        let target =
            Target { archetype: Some(Archetype::Data), per_day: 5, minutes_per_day: Some(45), ..Target::default() };
        save_target(&file, &target).expect("saved");
        let text = fs::read_to_string(&file).expect("read");
        assert!(text.starts_with("# mine\nfuzz = false # steady days\n"), "{text}");
        assert_eq!(Config::load(&file).expect("valid").target, target);
    }

    #[test]
    fn one_value_is_changed_in_its_place_with_the_comment_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config.toml");
        let change = |name, text: &str| {
            let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
            save(&file, &Change::typed(Setting::named(name).expect("a setting"), text, day).expect("valid"))
                .expect("saved");
            fs::read_to_string(&file).unwrap_or_default()
        };
        assert_eq!(change("fuzz", "true"), "", "a default need not be written");
        fs::write(&file, "fuzz = false # steady\n\n[target] # mine\nper_day = 5 # less\n").expect("written");
        assert_eq!(change("fuzz", "true"), "fuzz = true # steady\n\n[target] # mine\nper_day = 5 # less\n");
        let text = change("target.per_day", "6");
        assert!(text.ends_with("per_day = 6 # less\n"), "{text}");
        let text = change("target.date", "14 dec");
        assert!(text.ends_with("per_day = 6 # less\ndate = \"2026-12-14\"\n"), "{text}");
        assert!(!change("target.date", "").contains("date"), "nothing typed: nothing set");
    }
}
