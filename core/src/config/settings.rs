//! The settings, described: the one place that defines which there are.

use toml_edit::{DocumentMut, Value};

use super::target::QUARTER;
use super::values::{ALWAYS, NEVER};
use super::{AskWhen, Config, Keep, MOST_ANSWERS, MOST_MINUTES, MockPressure, RETENTION, ThemeName};
use crate::bank::{Archetype, Level};
use crate::outside::command_line::Rules;
use crate::speech::aloud::RATES;

/// The kind of values that a setting takes.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// True or false.
    Switch,
    /// One of the words that the function returns.
    Choice(fn() -> Vec<&'static str>),
    /// A whole number: lowest, highest, and the step of one key press.
    Whole(u32, u32, u32),
    /// A number with decimals: lowest, highest, and the step of one key press.
    Decimal(f64, f64, f64),
    /// A day of the calendar.
    Day,
    /// How long recordings are kept.
    Keep,
    /// Any text.
    Text,
    /// Names separated by commas or spaces.
    Names,
    /// A path. `~/` is the home folder, anything else is relative to the settings file.
    Path,
    /// Several paths, written like words on a command line of this system.
    Paths,
    /// A program and its arguments, written like a command line of this system.
    Command,
    /// A value that only the program itself notes.
    Noted,
}

/// A setting: its name, the values it takes, and what it does.
#[derive(Debug)]
pub struct Setting {
    /// The name as in the file; inside a table, as `table.name`.
    pub name: &'static str,
    /// The kind of values that it takes.
    pub kind: Kind,
    /// What to show if nothing is set. Empty if the setting always has a value.
    pub unset: &'static str,
    /// What it does, in one line for the user.
    pub does: &'static str,
}

const fn setting(name: &'static str, kind: Kind, unset: &'static str, does: &'static str) -> Setting {
    Setting { name, kind, unset, does }
}

fn levels() -> Vec<&'static str> {
    Level::ALL.iter().map(|level| level.word()).collect()
}

fn archetypes() -> Vec<&'static str> {
    Archetype::ALL.iter().map(|archetype| archetype.word()).collect()
}

fn themes() -> Vec<&'static str> {
    ThemeName::ALL.iter().map(|theme| theme.word()).collect()
}

fn whens() -> Vec<&'static str> {
    AskWhen::ALL.iter().map(|when| when.word()).collect()
}

fn pressures() -> Vec<&'static str> {
    MockPressure::ALL.iter().map(|pressure| pressure.word()).collect()
}

/// The colours, which a key changes too.
pub(super) const THEME: Setting =
    setting("theme", Kind::Choice(themes), "", "colours; NO_COLOR in the environment means mono");

/// The desired retention, which the page of the memory model changes too.
pub(super) const DESIRED_RETENTION: Setting = setting(
    "desired_retention",
    Kind::Decimal(RETENTION.0, RETENTION.1, 0.01),
    "",
    "how likely you are to remember a question on the day it comes back",
);

/// All settings, in the order in which they are shown.
pub static SETTINGS: [Setting; 40] = [
    setting("target.level", Kind::Choice(levels), "", "the level that you are interviewed for"),
    setting("target.archetype", Kind::Choice(archetypes), "any", "the shape of the role"),
    setting(
        "target.tracks",
        Kind::Names,
        "none",
        "languages and platforms that you know; questions about any other are left out",
    ),
    setting("target.date", Kind::Day, "no date", "the day of the interview, which the plan leads up to"),
    setting("target.date_set", Kind::Noted, "no date", "the day on which that date was set: the plan begins there"),
    setting("target.per_day", Kind::Whole(0, MOST_ANSWERS, 1), "", "answers a day"),
    setting(
        "target.minutes_per_day",
        Kind::Whole(1, MOST_MINUTES, QUARTER),
        "answers are counted",
        "minutes a day, in place of answers a day",
    ),
    setting(
        "target.topics",
        Kind::Names,
        "none",
        "topics whose new questions come sooner and more often; a job sets them",
    ),
    setting("target.job", Kind::Noted, "none", "the job that the target was taken from"),
    THEME,
    setting(
        "typed_factor",
        Kind::Decimal(1.0, 5.0, 0.1),
        "",
        "how much more time a typed answer gets than a spoken one",
    ),
    DESIRED_RETENTION,
    setting("fuzz", Kind::Switch, "", "due days are shifted a little, so that what was learned together spreads out"),
    setting("balance", Kind::Switch, "", "shifted days prefer days with less to do"),
    setting(
        "unseen_prior",
        Kind::Decimal(0.0, 1.0, 0.05),
        "",
        "what readiness takes a question for that was never asked",
    ),
    setting("mock_schedules", Kind::Switch, "", "answers of a mock move the schedule once its debrief has ticked them"),
    setting(
        "mock_pressure",
        Kind::Choice(pressures),
        "",
        "real: the interviewer moves on and rounds end in time; gentle: the clock only runs; auto: gentle in `daily`",
    ),
    setting(
        "retry_failed",
        Kind::Switch,
        "",
        "a failed question comes once more in the drill, in other words, as practice",
    ),
    setting("banks", Kind::Paths, "none", "more files and folders with own questions"),
    setting("editor", Kind::Command, "$VISUAL, $EDITOR, vi", "the program for longer typing"),
    setting("recordings", Kind::Keep, "", "how long recordings of spoken answers are kept, in days"),
    setting(
        "microphone",
        Kind::Text,
        "the system's",
        "a name from `hotseat speech devices`; \"none\": nothing is ever listened to",
    ),
    setting("read_aloud", Kind::Switch, "", "a voice reads each question and follow-up"),
    setting("voice", Kind::Command, "the first that is found", "who reads aloud: a program, with its own arguments"),
    setting("voice_rate", Kind::Whole(RATES.0, RATES.1, 10), "the voice's own", "how fast it reads, in words a minute"),
    setting("stt", Kind::Command, "nobody", "who writes spoken answers down: a program, or an address on this machine"),
    setting(
        "coach.server",
        Kind::Text,
        "nobody",
        "a server that gives a second opinion; on this machine, or named by remote",
    ),
    setting("coach.command", Kind::Command, "nobody", "a program that gives it, in place of a server"),
    setting("coach.model", Kind::Text, "none", "the model of it, as the server calls it"),
    setting(
        "coach.when",
        Kind::Choice(whens),
        "ask",
        "ask: when you ask; answer: as soon as an answer of a drill is saved, shown after your own judgement",
    ),
    setting("coach.follow_ups", Kind::Switch, "off", "in mocks it asks about what you said, or else the bank does"),
    setting("coach.remote", Kind::Text, "none", "the host of that server, where it is another machine"),
    setting("coach.key_env", Kind::Text, "none", "the variable of the environment that has the key to it"),
    setting("coach.key_command", Kind::Command, "none", "a program that prints the key to it"),
    setting(
        "coach.ca",
        Kind::Path,
        "none",
        "a file with the root that signs its certificate, where your network has its own",
    ),
    setting(
        "pdf_text",
        Kind::Command,
        "nobody",
        "a program that prints the text of a PDF, for `job add`; {} is the file",
    ),
    setting("sync", Kind::Path, "none", "a folder that your machines share: their histories become one"),
    setting("sync_recordings", Kind::Switch, "", "recordings come along to the other machines"),
    setting("sync_key", Kind::Path, "none", "a file with a key of age's that encrypts what is shared"),
    setting("sync_passphrase", Kind::Command, "none", "a program that prints the passphrase that encrypts it"),
];

impl Setting {
    /// The setting of that name. None if there is no such setting.
    pub fn named(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// The settings that users set, without those that only the program notes.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        SETTINGS.iter().filter(|setting| !matches!(setting.kind, Kind::Noted))
    }

    /// The values that it takes, in words: "1 to 600", "auto, dark, light, mono".
    pub fn takes(&self) -> String {
        match self.kind {
            Kind::Switch => "true, false".to_owned(),
            Kind::Choice(words) => words().join(", "),
            Kind::Whole(low, high, _) => format!("{low} to {high}"),
            Kind::Decimal(low, high, _) => format!("{low:?} to {high:?}"),
            Kind::Day => "a day, such as 2026-12-14".to_owned(),
            Kind::Keep => format!("{ALWAYS}, {NEVER}, 1 to {}", Keep::MOST_DAYS),
            Kind::Text => "a text".to_owned(),
            Kind::Names => "names".to_owned(),
            Kind::Path => "a path".to_owned(),
            Kind::Paths => "paths".to_owned(),
            Kind::Command => "a command line".to_owned(),
            Kind::Noted => "set by the program".to_owned(),
        }
    }

    /// Its value, as in the settings file. None if nothing is set.
    pub(super) fn value(&self, config: &Config) -> Option<Value> {
        self.value_in(&config.to_document())
    }

    /// The same, from a document of all settings.
    pub(super) fn value_in(&self, document: &DocumentMut) -> Option<Value> {
        let mut item = document.as_item();
        for key in self.name.split('.') {
            item = item.get(key)?;
        }
        item.as_value().filter(|value| !is_empty(value)).cloned()
    }

    /// Its value as it is shown; [`Self::unset`] if nothing is set.
    pub fn shown(&self, config: &Config) -> String {
        let text = self.typed(config);
        if text.is_empty() { self.unset.to_owned() } else { text }
    }

    /// Its value as a user would type it. Empty if nothing is set.
    pub fn typed(&self, config: &Config) -> String {
        self.value(config).map_or(String::new(), |value| match (self.kind, value) {
            (_, Value::String(text)) => text.into_value(),
            (Kind::Names, Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            (_, Value::Array(all)) => Rules::HERE.join(&all.iter().filter_map(Value::as_str).collect::<Vec<_>>()),
            // As TOML writes it, but without the rounding noise of a binary fraction.
            (_, Value::Float(number)) => format!("{:?}", rounded(number.into_value())),
            (_, value) => value.to_string().trim().to_owned(),
        })
    }

    /// Its default as it is shown.
    pub fn default(&self) -> String {
        self.shown(&Config::default())
    }

    /// Whether it has its default value.
    pub fn is_default(&self, config: &Config) -> bool {
        self.typed(config) == self.typed(&Config::default())
    }

    /// Whether it takes a text, so that no key can step through its values.
    pub fn is_typed(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Names | Kind::Path | Kind::Paths | Kind::Command)
    }

    /// What is wrong with a value of the right type, as a sentence. None if it is in range.
    pub(super) fn out_of_range(&self, value: &Value) -> Option<String> {
        let inside = match self.kind {
            Kind::Whole(low, high, _) => {
                value.as_integer().is_none_or(|found| (i64::from(low)..=i64::from(high)).contains(&found))
            }
            Kind::Decimal(low, high, _) => number(value).is_none_or(|found| (low..=high).contains(&found)),
            _ => true,
        };
        (!inside).then(|| format!("{} is {}; it may be {}", self.name, value.to_string().trim(), self.takes()))
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(toml_edit::Array::is_empty)
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().and_then(|whole| i32::try_from(whole).ok()).map(f64::from))
}

/// Rounds to three decimals: nobody sets finer steps.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// Splits a setting's name into its table, if it is in one, and its key there.
pub(super) fn place(name: &'static str) -> (Option<&'static str>, &'static str) {
    name.split_once('.').map_or((None, name), |(table, key)| (Some(table), key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::CoachSettings;

    #[test]
    fn every_setting_is_described_once_and_every_description_is_a_setting() {
        let target = crate::config::Target {
            archetype: Some(Archetype::Data),
            date: chrono::NaiveDate::from_ymd_opt(2026, 12, 14),
            date_set: chrono::NaiveDate::from_ymd_opt(2026, 12, 1),
            minutes_per_day: Some(30),
            job: Some("0192".into()),
            ..Default::default()
        };
        let some = || "some".to_owned();
        let coach = Some(CoachSettings {
            server: some(),
            command: vec![some()],
            model: some(),
            when: AskWhen::Answer,
            follow_ups: true,
            remote: some(),
            key_env: some(),
            key_command: vec![some()],
            ca: some().into(),
        });
        let document = Config { target, coach, voice_rate: Some(170), ..Config::default() }.to_document();
        let mut known: Vec<String> = Vec::new();
        for (key, item) in document.iter() {
            match item.as_table() {
                Some(table) => known.extend(table.iter().map(|(inner, _)| format!("{key}.{inner}"))),
                None => known.push(key.to_owned()),
            }
        }
        let mut described: Vec<String> = SETTINGS.iter().map(|setting| setting.name.to_owned()).collect();
        known.sort();
        described.sort();
        assert_eq!(known, described);
    }

    #[test]
    fn defaults_are_in_range_and_shown_as_people_write_them() {
        let config = Config::default();
        for setting in &SETTINGS {
            assert!(setting.value(&config).is_none_or(|value| setting.out_of_range(&value).is_none()), "{setting:?}");
            assert!(setting.is_default(&config) && !setting.default().is_empty() && !setting.does.is_empty());
            assert!(!setting.does.contains('|'), "it stands in a table");
        }
        let shown = |name| Setting::named(name).expect("a setting").default();
        assert_eq!(
            (shown("typed_factor"), shown("recordings"), shown("fuzz")),
            ("2.0".into(), "30".into(), "true".into())
        );
        assert_eq!((shown("target.level"), shown("stt")), ("senior".into(), "nobody".into()));
    }
}
