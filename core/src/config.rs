//! Settings and where things live.
//!
//! `config.toml` is optional and belongs to the user: the app changes single values in it and keeps the comments.

mod coach;

use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Table, value};

pub use coach::CoachSettings;

use crate::bank::{Archetype, Level};
use crate::files;

/// The desired retention may be this low and this high. Below, too much is forgotten to build on; above, repeats crowd
/// everything else out.
pub const RETENTION: (f64, f64) = (0.80, 0.95);

/// The most minutes a day that can be set.
pub const MOST_MINUTES: u32 = 600;

/// A larger file holds no settings.
const MAX_BYTES: u64 = 1 << 20;

/// What goes wrong with settings and folders.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No home folder, and `HOTSEAT_HOME` is not set.
    #[error("there is no home folder to keep history in; set HOTSEAT_HOME to a folder of your choice")]
    NoHome,
    /// The file is there but cannot be read.
    #[error("cannot read {path}: {source}; mend that, or move it away", path = .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be understood.
    #[error("{path}: {problem}\nMend that line, or move the file away to start from the defaults.", path = .path.display())]
    Invalid {
        /// Which file.
        path: PathBuf,
        /// Line, what was found, what was expected.
        problem: String,
    },
    /// The file cannot be written.
    #[error("cannot write {path}: {source}; the setting holds until you quit", path = .path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

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

hotseat_bank::vocabulary! {
    /// Colours.
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "lowercase")]
    ThemeName {
        /// Dark, unless `NO_COLOR` is set or the terminal says that it is light.
        #[default]
        Auto = "auto",
        /// For dark backgrounds.
        Dark = "dark",
        /// For light backgrounds.
        Light = "light",
        /// No colours, attributes only.
        Mono = "mono",
    }
}

hotseat_bank::vocabulary! {
    /// Whether mocks are held to their time.
    #[derive(Default, Deserialize)]
    #[serde(rename_all = "lowercase")]
    MockPressure {
        /// As the loop has it: the daily one is gentle, all others are real.
        #[default]
        Auto = "auto",
        /// The interviewer moves on, and rounds end in time.
        Real = "real",
        /// The clock runs, and nothing follows from that.
        Gentle = "gentle",
    }
}

/// How long recordings of spoken answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Until they are deleted by hand.
    Always,
    /// So many days, 1 to 3650.
    Days(u16),
    /// Until the app is left: one can hear an answer again while it is judged, and no longer.
    Never,
}

impl Default for Keep {
    /// A minute takes 1.9 MB: a month of eight answers of three minutes a day is about 1.4 GB.
    fn default() -> Self {
        Self::Days(30)
    }
}

impl Keep {
    const EXPECTED: &str = "write \"always\", \"never\", or a number of days from 1 to 3650";

    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Always => "kept until you delete them".into(),
            Self::Days(1) => "kept for a day".into(),
            Self::Days(days) => format!("kept for {days} days"),
            Self::Never => "kept only until the app is left".into(),
        }
    }
}

impl<'de> Deserialize<'de> for Keep {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Found {
            Word(String),
            Days(i64),
        }
        let wrong = |found: &dyn std::fmt::Display| serde::de::Error::custom(format!("{found}: {}", Self::EXPECTED));
        match Found::deserialize(deserializer) {
            Ok(Found::Word(word)) if word == "always" => Ok(Self::Always),
            Ok(Found::Word(word)) if word == "never" => Ok(Self::Never),
            Ok(Found::Word(word)) => Err(wrong(&format!("{word:?}"))),
            Ok(Found::Days(days @ 1..=3650)) => Ok(Self::Days(u16::try_from(days).unwrap_or(3650))),
            Ok(Found::Days(days)) => Err(wrong(&days)),
            Err(_) => Err(serde::de::Error::custom(Self::EXPECTED)),
        }
    }
}

/// What is practised for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Target {
    /// The level aimed at.
    pub level: Level,
    /// The shape of the role; none: all.
    pub archetype: Option<Archetype>,
    /// Languages and platforms; none: questions of a track are not drawn.
    pub tracks: Vec<String>,
    /// The day of the interview.
    #[serde(deserialize_with = "date")]
    pub date: Option<NaiveDate>,
    /// The practice day on which that date was set: the plan is made from there.
    #[serde(deserialize_with = "date")]
    pub date_set: Option<NaiveDate>,
    /// Answers a day.
    pub per_day: u32,
    /// Minutes a day, 1 to 600, in the medium used. Where they are set, they count in place of the answers.
    pub minutes_per_day: Option<u32>,
}

impl Default for Target {
    fn default() -> Self {
        Self {
            level: Level::Senior,
            archetype: None,
            tracks: Vec::new(),
            date: None,
            date_set: None,
            per_day: 8,
            minutes_per_day: None,
        }
    }
}

impl Target {
    /// How much a day, in words: "8 a day", "30 min a day".
    pub fn pace_words(&self) -> String {
        match self.minutes_per_day {
            Some(minutes) => format!("{minutes} min a day"),
            None => format!("{} a day", self.per_day),
        }
    }
}

/// Accepts both `"2026-12-14"` and TOML's own date.
fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Date {
        Text(String),
        Toml(toml_edit::Datetime),
    }
    let text = match Option::<Date>::deserialize(deserializer)? {
        None => return Ok(None),
        Some(Date::Text(text)) => text,
        Some(Date::Toml(date)) => date.to_string(),
    };
    text.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("{text:?} is not a date; write it as 2026-12-14")))
}

/// All settings, defaults filled in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a settings file, each of them for itself")]
pub struct Config {
    /// What is practised for.
    pub target: Target,
    /// Colours.
    pub theme: ThemeName,
    /// Typing is slower than talking: target and maximum of typed answers are multiplied by this (1 to 5).
    pub typed_factor: f64,
    /// Probability of recall at which a question comes back, 0.80 to 0.95.
    pub desired_retention: f64,
    /// Whether due days are shifted a little, so that questions learned together do not stay together.
    pub fuzz: bool,
    /// Whether shifted days prefer days with less to do.
    pub balance: bool,
    /// What recall of a question that was never asked counts as.
    pub unseen_prior: f64,
    /// Whether answers of a mock move the schedule once they are ticked in its debrief.
    pub mock_schedules: bool,
    /// Whether mocks are held to their time.
    pub mock_pressure: MockPressure,
    /// Whether a failed question is asked once more later in the drill, in other words, as practice.
    pub retry_failed: bool,
    /// More folders and files with own banks.
    pub banks: Vec<PathBuf>,
    /// Program and arguments for longer typing, in place of `$VISUAL` and `$EDITOR`.
    pub editor: Vec<String>,
    /// How long recordings of spoken answers are kept: `"always"`, `"never"`, or a number of days.
    pub recordings: Keep,
    /// The microphone, as `speech devices` names it. Empty: the one that the system chooses. `"none"`: no microphone is
    /// ever listened to.
    pub microphone: String,
    /// Whether a voice reads the questions aloud.
    pub read_aloud: bool,
    /// What writes down spoken answers: a program and its arguments, or an address on this machine. Empty: nothing does.
    #[serde(deserialize_with = "words")]
    pub stt: Vec<String>,
    /// Who gives a second opinion. None: nobody does, and nothing of it is to be seen.
    pub coach: Option<CoachSettings>,
    /// The folder through which this history and those of other machines come together. Empty: none.
    pub sync: PathBuf,
    /// Whether recordings come along.
    pub sync_recordings: bool,
    /// A file with a key of age's, with which everything there is encrypted. Empty: none.
    pub sync_key: PathBuf,
    /// Program and arguments that print the passphrase that everything there is encrypted with. Empty: none.
    #[serde(deserialize_with = "words")]
    pub sync_passphrase: Vec<String>,
    /// Settings of the file that this version does not know. They are left alone.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

/// Accepts both a list of words and one line as a shell would take it.
fn words<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Words {
        Line(String),
        List(Vec<String>),
    }
    match Words::deserialize(deserializer)? {
        Words::List(list) => Ok(list),
        Words::Line(line) => shell_words::split(&line)
            .map_err(|error| serde::de::Error::custom(format!("{line:?} cannot be taken apart into words: {error}"))),
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            target: Target::default(),
            theme: ThemeName::Auto,
            typed_factor: 2.0,
            desired_retention: 0.90,
            fuzz: true,
            balance: true,
            unseen_prior: 0.5,
            mock_schedules: true,
            mock_pressure: MockPressure::Auto,
            retry_failed: true,
            banks: Vec::new(),
            editor: Vec::new(),
            recordings: Keep::default(),
            microphone: String::new(),
            read_aloud: false,
            stt: Vec::new(),
            coach: None,
            sync: PathBuf::new(),
            sync_recordings: false,
            sync_key: PathBuf::new(),
            sync_passphrase: Vec::new(),
            unknown: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the settings file; without one, the defaults.
    pub fn load(file: &Path) -> Result<Self, ConfigError> {
        read(file)?.map_or_else(|| Ok(Self::default()), |text| Self::parse(&text, file))
    }

    fn parse(text: &str, file: &Path) -> Result<Self, ConfigError> {
        let invalid = |problem: String| ConfigError::Invalid { path: file.to_owned(), problem };
        let mut config: Self = toml_edit::de::from_str(text).map_err(|error| invalid(error.to_string()))?;
        config.unknown = unknown(text);
        // What is only misspelt was meant: going on without it could keep what was to be deleted.
        if let Some((found, meant)) = config.unknown.iter().find_map(|found| Some((found, meant_by(found)?))) {
            let key = found.rsplit('.').next().unwrap_or(found);
            let line = text.lines().position(|line| line.trim_start().trim_start_matches('[').starts_with(key));
            let line = line.map_or(String::new(), |line| format!("line {}: ", line + 1));
            return Err(invalid(format!("{line}{found:?} is no setting; {meant:?} is")));
        }
        let ranges = [
            ("typed_factor", config.typed_factor, 1.0, 5.0),
            ("desired_retention", config.desired_retention, RETENTION.0, RETENTION.1),
            ("unseen_prior", config.unseen_prior, 0.0, 1.0),
        ];
        for (key, found, low, high) in ranges {
            if !(low..=high).contains(&found) {
                return Err(invalid(format!("{key} is {found}; it may be {low} to {high}")));
            }
        }
        let minutes = config.target.minutes_per_day.filter(|minutes| !(1..=MOST_MINUTES).contains(minutes));
        if let Some(found) = minutes {
            return Err(invalid(format!("minutes_per_day is {found}; it may be 1 to {MOST_MINUTES}")));
        }
        Ok(config)
    }

    /// A sentence for each setting that is not known.
    pub fn warnings(&self, file: &Path) -> Vec<String> {
        let sentence = |name: &String| {
            format!(
                "{}: {name:?} is no setting of this version and was left alone; take it out if it is a slip",
                file.display()
            )
        };
        self.unknown.iter().map(sentence).collect()
    }

    /// The target as text of the settings file would have it; used by `config show`.
    pub fn to_toml(&self) -> String {
        let mut document = DocumentMut::new();
        document["theme"] = value(self.theme.word());
        document["typed_factor"] = value(self.typed_factor);
        document["desired_retention"] = value(self.desired_retention);
        document["fuzz"] = value(self.fuzz);
        document["balance"] = value(self.balance);
        document["unseen_prior"] = value(self.unseen_prior);
        document["mock_schedules"] = value(self.mock_schedules);
        document["mock_pressure"] = value(self.mock_pressure.word());
        document["retry_failed"] = value(self.retry_failed);
        let paths = self.banks.iter().map(|path| path.display().to_string());
        document["banks"] = value(paths.collect::<toml_edit::Array>());
        document["editor"] = value(self.editor.iter().cloned().collect::<toml_edit::Array>());
        document["recordings"] = match self.recordings {
            Keep::Always => value("always"),
            Keep::Days(days) => value(i64::from(days)),
            Keep::Never => value("never"),
        };
        document["microphone"] = value(&self.microphone);
        document["read_aloud"] = value(self.read_aloud);
        document["stt"] = value(self.stt.iter().cloned().collect::<toml_edit::Array>());
        document["sync"] = value(self.sync.display().to_string());
        document["sync_recordings"] = value(self.sync_recordings);
        document["sync_key"] = value(self.sync_key.display().to_string());
        document["sync_passphrase"] = value(self.sync_passphrase.iter().cloned().collect::<toml_edit::Array>());
        put_target(&mut document, &self.target);
        if let Some(coach) = &self.coach {
            document["coach"] = Item::Table(coach.to_table());
        }
        document.to_string()
    }
}

/// The settings in a text that are not known, as `name` or `table.name`.
fn unknown(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(document) = toml_edit::de::Deserializer::parse(text) {
        let _: Result<Config, _> = serde_ignored::deserialize(document, |path| found.push(path.to_string()));
    }
    found
}

/// The setting that an unknown name is a slip of.
fn meant_by(name: &str) -> Option<&'static str> {
    const KNOWN: [&str; 31] = [
        "coach",
        "coach.server",
        "coach.command",
        "coach.model",
        "target",
        "target.level",
        "target.archetype",
        "target.tracks",
        "target.date",
        "target.date_set",
        "target.per_day",
        "target.minutes_per_day",
        "theme",
        "typed_factor",
        "desired_retention",
        "fuzz",
        "balance",
        "unseen_prior",
        "mock_schedules",
        "mock_pressure",
        "retry_failed",
        "banks",
        "editor",
        "recordings",
        "microphone",
        "read_aloud",
        "stt",
        "sync",
        "sync_recordings",
        "sync_key",
        "sync_passphrase",
    ];
    let plain = |name: &str| name.to_lowercase().replace(['-', '_', ' '], "");
    let near = |known: &&str| {
        let (known, name) = (plain(known), plain(name));
        strsim::osa_distance(&known, &name) <= usize::from(known.len() > 3) + usize::from(known.len() > 6)
    };
    KNOWN.into_iter().find(near)
}

/// Writes the target into the settings file and leaves the rest of it as it is.
pub fn save_target(file: &Path, target: &Target) -> Result<(), ConfigError> {
    edit(file, |document| put_target(document, target))
}

/// Writes the theme into the settings file and leaves the rest of it as it is.
pub fn save_theme(file: &Path, theme: ThemeName) -> Result<(), ConfigError> {
    edit(file, |document| document["theme"] = value(theme.word()))
}

/// Writes the desired retention into the settings file and leaves the rest of it as it is.
pub fn save_retention(file: &Path, retention: f64) -> Result<(), ConfigError> {
    edit(file, |document| document["desired_retention"] = value(retention))
}

/// The text of the settings file; none: there is no such file.
fn read(file: &Path) -> Result<Option<String>, ConfigError> {
    let text = files::read(file, MAX_BYTES)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error)));
    match text {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(ConfigError::Unreadable { path: file.to_owned(), source }),
    }
}

fn edit(file: &Path, change: impl FnOnce(&mut DocumentMut)) -> Result<(), ConfigError> {
    let text = read(file)?.unwrap_or_default();
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

fn put_target(document: &mut DocumentMut, target: &Target) {
    let table = document.entry("target").or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = table.as_table_like_mut() else { return };
    table.insert("level", value(target.level.word()));
    match target.archetype {
        Some(archetype) => table.insert("archetype", value(archetype.word())),
        None => table.remove("archetype"),
    };
    table.insert("tracks", value(target.tracks.iter().cloned().collect::<toml_edit::Array>()));
    for (key, date) in [("date", target.date), ("date_set", target.date_set)] {
        match date {
            Some(date) => table.insert(key, value(date.to_string())),
            None => table.remove(key),
        };
    }
    table.insert("per_day", value(i64::from(target.per_day)));
    match target.minutes_per_day {
        Some(minutes) => table.insert("minutes_per_day", value(i64::from(minutes))),
        None => table.remove("minutes_per_day"),
    };
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

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
    fn the_coach_is_off_until_it_is_set() {
        assert_eq!(parse("").expect("valid").coach, None);
        let text = "[coach]\nserver = \"http://127.0.0.1:11434/v1\"\nmodel = \"gemma4:12b\"\n";
        let on = parse(text).expect("valid");
        assert_eq!(on.coach.as_ref().map(|coach| coach.model.as_str()), Some("gemma4:12b"));
        assert_eq!(parse(&on.to_toml()).expect("what is shown can be read"), on);
        let command = parse("[coach]\ncommand = \"llm --no-log\"").expect("valid").coach.expect("on");
        assert_eq!(command.command, ["llm", "--no-log"]);
        assert!(parse("[coach]\nsever = \"x\"").expect_err("misspelt").to_string().contains("coach.server"));
    }

    #[test]
    fn paths_in_the_settings_are_read_as_people_write_them() {
        let paths = Paths::find(Some(Path::new("/somewhere"))).expect("given");
        assert_eq!(paths.named_by_user(Path::new("own.json")), Path::new("/somewhere/config/own.json"));
        assert_eq!(paths.named_by_user(Path::new("/banks/own.json")), Path::new("/banks/own.json"));
        let home = paths.named_by_user(Path::new("~/own.json"));
        assert!(home.is_absolute() && home.ends_with("own.json") && !home.to_string_lossy().contains('~'), "{home:?}");
    }

    #[test]
    fn both_kinds_of_date_are_read() {
        let day = NaiveDate::from_ymd_opt(2026, 12, 14);
        for text in ["[target]\ndate = \"2026-12-14\"", "[target]\ndate = 2026-12-14"] {
            assert_eq!(parse(text).expect("valid").target.date, day);
        }
    }

    #[cfg(unix)]
    #[test]
    fn settings_that_are_a_link_stay_one_and_a_device_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, real) = (folder.path().join("config.toml"), folder.path().join("dotfiles.toml"));
        fs::write(&real, "fuzz = false # mine\n").expect("written");
        std::os::unix::fs::symlink("dotfiles.toml", &file).expect("a link");
        save_theme(&file, ThemeName::Dark).expect("saved");
        assert!(file.is_symlink());
        assert_eq!(fs::read_to_string(&real).expect("read"), "fuzz = false # mine\ntheme = \"dark\"\n");
        assert!(matches!(Config::load(Path::new("/dev/zero")), Err(ConfigError::Unreadable { .. })));
        assert!(save_theme(Path::new("/dev/null"), ThemeName::Dark).is_err());
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
}
