//! Reading the settings file.

use std::io;
use std::path::Path;

use serde::de::{Deserialize as _, Deserializer};
use toml_edit::{DocumentMut, Item};

use super::{Config, ConfigError, SETTINGS};
use crate::files;

/// A larger file is not read as settings.
const MAX_BYTES: u64 = 1 << 20;

/// Settings that are tables of further settings.
const TABLES: [&str; 2] = ["target", "coach"];

impl Config {
    /// Reads the settings file. Without one the defaults apply.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        text(file)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(&text, file))
    }

    fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let invalid = |problem: String| ConfigError::Invalid { path: file.to_owned(), problem };
        let document = toml_edit::de::Deserializer::parse(text).map_err(|error| invalid(error.to_string()))?;
        let config = Self::read(document).map_err(|error| invalid(error.to_string()))?;
        // A misspelt setting was meant: going on without it could keep what should be deleted.
        if let Some((found, meant)) = config.unknown.iter().find_map(|found| Some((found, meant_by(found)?))) {
            return Err(invalid(format!("{}{found:?} is no setting; {meant:?} is", line(text, found))));
        }
        match config.out_of_range() {
            Some((name, problem)) => Err(invalid(format!("{}{problem}", line(text, name)))),
            None => Ok(config),
        }
    }

    /// The settings in a document. The error says what is wrong, but not in which line.
    pub(super) fn of_document(document: DocumentMut) -> Result<Self, String> {
        let document = toml_edit::de::Deserializer::from(document);
        let config = Self::read(document).map_err(|error| error.message().to_owned())?;
        config.out_of_range().map_or(Ok(config), |(_, problem)| Err(problem))
    }

    /// The settings in a document, with the names of those that are unknown, as `name` or `table.name`. All settings are read here,
    /// so that the code for it is there once.
    fn read<'de, D: Deserializer<'de>>(document: D) -> Result<Self, D::Error> {
        let mut unknown = Vec::new();
        // An optional table appears as a question mark in the path.
        let mut note: &mut dyn FnMut(serde_ignored::Path<'_>) =
            &mut |path| unknown.push(path.to_string().replace(".?.", "."));
        let config = Self::deserialize(serde_ignored::Deserializer::new(document, &mut note))?;
        Ok(Self { unknown, ..config })
    }

    /// The first setting that is out of its range, and what is wrong with it.
    fn out_of_range(&self) -> Option<(&'static str, String)> {
        let document = self.to_document();
        SETTINGS.iter().find_map(|setting| Some((setting.name, setting.out_of_range(&setting.value_in(&document)?)?)))
    }

    /// A warning, one sentence, for each unknown setting.
    pub fn warnings(&self, file: &Path) -> Vec<String> {
        let sentence = |name: &String| {
            format!(
                "{}: {name:?} is no setting of this version and was left alone; take it out if it is a slip",
                file.display()
            )
        };
        self.unknown.iter().map(sentence).collect()
    }

    /// All settings in the form of a settings file.
    pub fn to_toml(&self) -> String {
        self.to_document().to_string()
    }

    pub(super) fn to_document(&self) -> DocumentMut {
        // Every value in a setting came from such a document, so this cannot fail.
        let mut document = toml_edit::ser::to_document(self).unwrap_or_default();
        for name in TABLES {
            if let Some(table) = document.remove(name).and_then(|item| item.into_table().ok()) {
                document.insert(name, Item::Table(table));
            }
        }
        document
    }
}

/// "line 3: ", the line in which a setting stands. Empty if it is not found.
fn line(text: &str, name: &str) -> String {
    let key = name.rsplit('.').next().unwrap_or(name);
    let found = text.lines().position(|line| line.trim_start().trim_start_matches('[').starts_with(key));
    found.map_or(String::new(), |line| format!("line {}: ", line + 1))
}

/// The known setting, or table, of which an unknown name is probably a misspelling.
fn meant_by(name: &str) -> Option<&'static str> {
    let plain = |name: &str| name.to_lowercase().replace(['-', '_', ' '], "");
    let near = |known: &&str| {
        let (known, name) = (plain(known), plain(name));
        strsim::osa_distance(&known, &name) <= usize::from(known.len() > 3) + usize::from(known.len() > 6)
    };
    TABLES.into_iter().chain(SETTINGS.iter().map(|setting| setting.name)).find(near)
}

/// The text of the settings file. None if there is no such file.
pub(super) fn text(file: &Path) -> Result<Option<String>, ConfigError> {
    let text = files::read(file, MAX_BYTES)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)));
    match text {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path: file.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::bank::Archetype;
    use crate::config::{Keep, Target};

    fn parse(text: &str) -> Result<Config, ConfigError> {
        Config::parse(text, Path::new("config.toml"))
    }

    #[test]
    fn nothing_written_means_the_defaults() {
        assert_eq!(parse("").expect("valid"), Config::default());
        let shown = Config::default().to_toml();
        assert_eq!(parse(&shown).expect("what is shown can be read"), Config::default());
    }

    #[test]
    fn a_wrong_value_is_named_with_its_line() {
        let error = parse("fuzz = true\n[target]\nlevel = \"wizard\"\n").expect_err("no such level").to_string();
        assert!(error.contains("config.toml") && error.contains("line 3") && error.contains("wizard"), "{error}");
        let error = parse("[target]\nminutes_per_day = 0").expect_err("out of range").to_string();
        assert!(error.contains("minutes_per_day is 0") && error.contains("1 to 600"), "{error}");
        let error = parse("typed_factor = 0.0").expect_err("out of range").to_string();
        assert!(error.contains("typed_factor"), "{error}");
        let error = parse("theme = \"dark\"\nfuz = true").expect_err("a misspelt key is not ignored").to_string();
        assert!(error.contains("line 2") && error.contains("\"fuz\"") && error.contains("\"fuzz\" is"), "{error}");
    }

    #[test]
    fn a_setting_of_another_version_is_left_alone_and_told() {
        let config = parse("fuzz = false\nshiny = [1, 2]\n[target]\nper_day = 5\nmood = \"good\"\n[tide]\nhigh = 1\n");
        let config = config.expect("valid");
        assert_eq!((config.fuzz, config.target.per_day), (false, 5));
        assert_eq!(config.unknown, ["shiny", "target.mood", "tide"]);
        assert_eq!(config.warnings(Path::new("c.toml")).len(), 3);
        for slip in [
            "recording = \"never\"",
            "Recordings = \"never\"",
            "read-aloud = true",
            "[targets]\nper_day = 1",
            "[target]\nperday = 1",
        ] {
            assert!(parse(slip).is_err(), "{slip}");
        }
    }

    #[test]
    fn every_setting_is_known_when_it_is_misspelt() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 14);
        let target = Target {
            archetype: Some(Archetype::Data),
            date: day,
            date_set: day,
            minutes_per_day: Some(30),
            ..Target::default()
        };
        let document: DocumentMut = Config { target, ..Config::default() }.to_toml().parse().expect("valid");
        let inner = document["target"].as_table().expect("a table").iter().map(|(key, _)| format!("target.{key}"));
        for name in document.iter().map(|(key, _)| key.to_owned()).chain(inner) {
            assert_eq!(
                meant_by(&format!("{}x", name.to_uppercase())),
                if name.len() > 3 { Some(name.as_str()) } else { None }
            );
            assert_eq!(meant_by(&name), Some(name.as_str()));
        }
    }

    #[test]
    fn the_coach_is_off_until_it_is_set() {
        assert_eq!(parse("").expect("valid").coach, None);
        assert_eq!(parse("[coach]\n").expect("valid").coach, None);
        let text = "[coach]\nserver = \"http://127.0.0.1:11434/v1\"\nmodel = \"gemma4:12b\"\n";
        let on = parse(text).expect("valid");
        assert_eq!(on.coach.as_ref().map(|coach| coach.model.as_str()), Some("gemma4:12b"));
        assert_eq!(parse(&on.to_toml()).expect("what is shown can be read"), on);
        let command = parse("[coach]\ncommand = \"llm --no-log\"").expect("valid").coach.expect("on");
        assert_eq!(command.command, ["llm", "--no-log"]);
        assert!(parse("[coach]\nsever = \"x\"").expect_err("misspelt").to_string().contains("coach.server"));
    }

    #[test]
    fn recordings_are_kept_as_long_as_it_says() {
        let kept = |text: &str| parse(text).map(|config| config.recordings);
        assert_eq!(kept("recordings = \"always\"").expect("valid"), Keep::Always);
        assert_eq!(kept("recordings = \"never\"").expect("valid"), Keep::Never);
        assert_eq!(kept("recordings = 14").expect("valid"), Keep::Days(14));
        for text in ["recordings = 0", "recordings = \"a week\"", "recordings = true", "recordings = 99999"] {
            let error = kept(text).expect_err("not valid").to_string();
            assert!(error.contains("number of days") && error.contains("line 1"), "{error}");
        }
        let shown = Config { recordings: Keep::Never, microphone: "mic".into(), ..Config::default() };
        assert_eq!(parse(&shown.to_toml()).expect("what is shown can be read"), shown);
    }

    #[test]
    fn a_transcriber_is_one_line() {
        let line = parse("stt = \"whisper-cli -m '~/my models/base.bin'\"").expect("valid").stt;
        assert_eq!(line, ["whisper-cli", "-m", "~/my models/base.bin"]);
        assert_eq!(parse("stt = [\"a\", \"b c\"]").expect("valid").stt, ["a", "b c"]);
        assert!(parse("stt = \"it's\"").expect_err("no end").to_string().contains("stt"));
    }

    #[test]
    fn both_kinds_of_date_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 14);
        for text in ["[target]\ndate = \"2026-12-14\"", "[target]\ndate = 2026-12-14"] {
            assert_eq!(parse(text).expect("valid").target.date, day);
        }
    }

    #[test]
    fn counts_that_cannot_be_are_named_with_their_line() {
        let error = parse("[target]\nper_day = 5000\n").expect_err("out of range").to_string();
        assert!(error.contains("line 2: target.per_day is 5000; it may be 0 to 1000"), "{error}");
        assert!(parse("[target]\nper_day = -1\n").is_err() && parse("[target]\nper_day = 0\n").is_ok());
    }

    #[test]
    fn a_date_of_the_file_names_the_same_day_whenever_it_is_read() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 14);
        for text in ["14.12.2026", "14 dec 2026", "12/14/2026"] {
            assert_eq!(parse(&format!("[target]\ndate = \"{text}\"")).expect("valid").target.date, day);
        }
        for (text, part) in
            [("in 3 weeks", "with its year"), ("14 dec", "with its year"), ("03/04/2027", "4 March 2027")]
        {
            let error = parse(&format!("[target]\ndate = \"{text}\"")).expect_err("not clear").to_string();
            assert!(error.contains("line 2") && error.contains(part), "{error}");
        }
    }
}
