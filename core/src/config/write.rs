//! Changing single values in the settings file while the rest of it stays as it is.

use std::path::Path;

use toml_edit::{DocumentMut, Item, RawString, Table, TableLike, Value};

use super::settings::place;
use super::{Change, Config, ConfigError, SETTINGS, Setting, Target, read};
use crate::files;

/// Writes one setting into the file.
pub fn save(file: &Path, change: &Change) -> Result<(), ConfigError> {
    edit(file, |document| settle(document, change))
}

/// Writes all settings of the target into the file.
pub fn save_target(file: &Path, target: &Target) -> Result<(), ConfigError> {
    let config = Config { target: target.clone(), ..Config::default() };
    let of_target = |setting: &&Setting| place(setting.name).0 == Some("target");
    edit(file, |document| {
        for setting in SETTINGS.iter().filter(of_target) {
            settle(document, &Change::to_present(setting, &config));
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

/// Puts a value in its place. A value equal to the default is removed from the file, unless the user wrote a comment
/// beside it.
fn settle(document: &mut DocumentMut, change: &Change) {
    let name = change.setting().name;
    if *change != Change::to_default(change.setting()) || is_commented(document, name) {
        return put(document, name, change.value.clone());
    }
    let (table, key) = place(name);
    let Some(table) = table else {
        document.remove(key);
        return;
    };
    let Some(there) = document.get_mut(table).and_then(Item::as_table_like_mut) else { return };
    there.remove(key);
    let said =
        |table: &Table| table.decor().prefix().and_then(RawString::as_str).is_some_and(|said| said.contains('#'));
    let empty = there.is_empty();
    if empty && !document.get(table).and_then(Item::as_table).is_some_and(said) {
        document.remove(table);
    }
}

/// Whether there is a comment above a setting or behind it.
fn is_commented(document: &DocumentMut, name: &'static str) -> bool {
    let (table, key) = place(name);
    let table = match table {
        None => Some(document.as_table() as &dyn TableLike),
        Some(table) => document.get(table).and_then(Item::as_table_like),
    };
    let Some(table) = table else { return false };
    let comment = |said: Option<&RawString>| said.and_then(RawString::as_str).is_some_and(|said| said.contains('#'));
    comment(table.key(key).and_then(|key| key.leaf_decor().prefix()))
        || comment(table.get(key).and_then(Item::as_value).and_then(|value| value.decor().suffix()))
}

/// Sets a value in its place, keeping the comment beside it. None removes the setting.
pub(super) fn put(document: &mut DocumentMut, name: &'static str, value: Option<Value>) {
    let (table, key) = place(name);
    let table = match table {
        None => Some(document.as_table_mut() as &mut dyn TableLike),
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
    fn any_step_of_saving_may_fail_and_the_settings_stay_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config").join("config.toml");
        let (old, new) = ("fuzz = false # mine\n", "fuzz = false # mine\ntheme = \"dark\"\n");
        let tries = files::faults::each(|fault| {
            let _ = fs::remove_dir_all(folder.path().join("config"));
            let failed = fault.during(|| save(&file, &dark()));
            assert!(failed.is_err() || fs::read_to_string(&file).expect("there").contains("dark"), "{fault:?}");
            save(&file, &dark()).expect("the next try");
            fs::write(&file, old).expect("written");
            let failed = fault.during(|| save(&file, &dark()));
            let there = fs::read_to_string(&file).expect("there");
            assert!(there == new || failed.is_err() && there == old, "{fault:?}: {there}");
            save(&file, &dark()).expect("the next try");
            assert_eq!(fs::read_to_string(&file).expect("there"), new, "{fault:?}");
            assert_eq!(fs::read_dir(folder.path().join("config")).expect("listed").count(), 1, "{fault:?}: left over");
        });
        assert_eq!(tries, 6);
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

    #[test]
    fn what_is_set_back_to_its_default_goes_out_of_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("config.toml");
        let change = |name, text: &str| {
            save(
                &file,
                &Change::typed(Setting::named(name).expect("a setting"), text, chrono::NaiveDate::default())
                    .expect("valid"),
            )
            .expect("saved");
            fs::read_to_string(&file).unwrap_or_default()
        };
        assert_eq!(change("fuzz", "no"), "fuzz = false\n");
        assert_eq!(change("fuzz", "yes"), "");
        assert_eq!(change("target.per_day", "5"), "[target]\nper_day = 5\n");
        assert_eq!(change("target.per_day", "8"), "", "and its table with it");
        save_target(&file, &Target { minutes_per_day: Some(45), ..Target::default() }).expect("saved");
        assert_eq!(fs::read_to_string(&file).expect("read"), "[target]\nminutes_per_day = 45\n");
        fs::write(&file, "# I like it steady.\nfuzz = false\n\n# Of this year\n[target]\nper_day = 5\n")
            .expect("written");
        assert_eq!(
            change("fuzz", "yes"),
            "# I like it steady.\nfuzz = true\n\n# Of this year\n[target]\nper_day = 5\n"
        );
        assert!(change("target.per_day", "8").contains("# Of this year"), "no comment is lost");
    }
}
