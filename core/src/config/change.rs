//! Changing one setting: stepping with a key, typing a value, or going back.

use chrono::NaiveDate;
use toml_edit::{Array, Value};

use super::settings::rounded;
use super::settings::{DESIRED_RETENTION, THEME};
use super::target::next_whole;
use super::values::{ALWAYS, NEVER};
use super::{Config, Keep, Kind, RETENTION, Setting, ThemeName, next_date};
use crate::day::Day;
use crate::outside::command_line::Rules;

/// A setting and the value it is to get.
#[derive(Clone, Debug)]
pub struct Change {
    pub(super) setting: &'static Setting,
    /// The new value. None removes the setting from the file.
    pub(super) value: Option<Value>,
}

impl PartialEq for Change {
    fn eq(&self, other: &Self) -> bool {
        let text = |change: &Self| change.value.as_ref().map(ToString::to_string);
        self.setting.name == other.setting.name && text(self) == text(other)
    }
}

impl Change {
    /// The setting that it changes.
    pub fn setting(&self) -> &'static Setting {
        self.setting
    }

    /// A change to the present value, for an undo to go back to.
    pub fn to_present(setting: &'static Setting, config: &Config) -> Self {
        Self { setting, value: setting.value(config) }
    }

    /// The changes that undo a change of this setting, holding the present values. For a date this includes the day
    /// on which it was set, where its plan began.
    pub fn back(setting: &'static Setting, config: &Config) -> Vec<Self> {
        let noted = Setting::named("target.date_set").filter(|_| matches!(setting.kind, Kind::Day));
        std::iter::once(setting).chain(noted).map(|setting| Self::to_present(setting, config)).collect()
    }

    /// A change to another colour theme.
    pub fn to_theme(theme: ThemeName) -> Self {
        Self { setting: &THEME, value: Some(theme.word().into()) }
    }

    /// A change to another desired retention, limited to its range.
    pub fn to_retention(retention: f64) -> Self {
        let (low, high) = RETENTION;
        Self { setting: &DESIRED_RETENTION, value: Some(rounded(retention).clamp(low, high).into()) }
    }

    /// A change to the default, as if there were no settings file.
    pub fn to_default(setting: &'static Setting) -> Self {
        Self::to_present(setting, &Config::default())
    }

    /// A change to the next value, or the previous one if not `forward`, where keys step through the values. None if
    /// the value has to be typed.
    pub fn step(setting: &'static Setting, config: &Config, forward: bool, today: NaiveDate) -> Option<Self> {
        let value = match setting.kind {
            Kind::Switch => Some(Value::from(setting.typed(config) != "true")),
            Kind::Choice(words) => cycle(&words(), &setting.typed(config), !setting.unset.is_empty(), forward),
            Kind::Whole(low, high, step) => {
                let now = setting.typed(config).parse().ok();
                let next = next_whole(now, high, step, forward);
                // If the setting always has a value, stepping down stops at the lowest.
                let next = next.or_else(|| setting.unset.is_empty().then_some(low));
                // Where it may be unset, the first step up leads to the lowest value, and the last step down unsets
                // it.
                let next = next.filter(|next| forward || *next >= low).map(|next| next.max(low));
                next.map(|next| i64::from(next).into())
            }
            Kind::Decimal(low, high, step) => {
                let now: f64 = setting.typed(config).parse().ok()?;
                let next = if forward { now + step } else { now - step };
                Some(rounded(next).clamp(low, high).into())
            }
            Kind::Day => next_date(config.target.date, forward, today).map(|date| date.to_string().into()),
            Kind::Keep => Some(keep(config.recordings.next(forward))),
            _ => return None,
        };
        Some(Self { setting, value })
    }

    /// A change to a typed value. An empty text goes back to the default. The error is a sentence that says which
    /// values the setting takes.
    pub fn typed(setting: &'static Setting, text: &str, today: NaiveDate) -> Result<Self, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Self::to_default(setting));
        }
        let wrong = || format!("{} cannot be {text:?}; it takes {}", setting.name, setting.takes());
        let words = || Rules::HERE.split(text).map_err(|error| format!("{} is {text:?}: {error}", setting.name));
        let value = match setting.kind {
            Kind::Switch => match text.to_lowercase().as_str() {
                "true" | "yes" | "on" => true.into(),
                "false" | "no" | "off" => false.into(),
                _ => return Err(wrong()),
            },
            Kind::Choice(words) => {
                let lower = text.to_lowercase();
                Value::from(*words().iter().find(|word| **word == lower).ok_or_else(wrong)?)
            }
            Kind::Whole(..) => text.parse::<i64>().map_err(|_| wrong())?.into(),
            Kind::Decimal(..) => {
                Value::from(text.parse::<f64>().ok().filter(|found| found.is_finite()).ok_or_else(wrong)?)
            }
            Kind::Day => {
                let day = text.parse::<Day>().map_err(|error| error.to_string())?;
                day.to_come(today).map_err(|error| error.to_string())?.to_string().into()
            }
            Kind::Keep => match text {
                ALWAYS => keep(Keep::Always),
                NEVER => keep(Keep::Never),
                days => days.parse().ok().and_then(Keep::of_days).map(keep).ok_or_else(wrong)?,
            },
            Kind::Text | Kind::Path => text.into(),
            Kind::Names => {
                let names = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|name| !name.is_empty());
                names.collect::<Array>().into()
            }
            Kind::Paths | Kind::Command => words()?.into_iter().collect::<Array>().into(),
            Kind::Noted => return Err(wrong()),
        };
        match setting.out_of_range(&value) {
            Some(problem) => Err(problem),
            None => Ok(Self { setting, value: Some(value) }),
        }
    }
}

impl Config {
    /// The settings with one change applied, checked as when the file is read. The error is a sentence.
    pub fn with(&self, change: &Change) -> Result<Self, String> {
        let mut document = self.to_document();
        super::write::put(&mut document, change.setting.name, change.value.clone());
        let changed = Self::of_document(document).map_err(|error| format!("{}: {error}", change.setting.name))?;
        Ok(Self { unknown: self.unknown.clone(), ..changed })
    }
}

fn keep(keep: Keep) -> Value {
    match keep {
        Keep::Always => ALWAYS.into(),
        Keep::Days(days) => i64::from(days).into(),
        Keep::Never => NEVER.into(),
    }
}

/// The next word, or the previous one if not `forward`, wrapping around; with `may_be_unset`, None is one of the
/// stops.
fn cycle(words: &[&'static str], now: &str, may_be_unset: bool, forward: bool) -> Option<Value> {
    let places = words.len() + usize::from(may_be_unset);
    let now = words.iter().position(|word| *word == now).unwrap_or(words.len());
    let next = if forward { now + 1 } else { now + places - 1 } % places.max(1);
    words.get(next).map(|word| Value::from(*word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Archetype;
    use crate::config::SETTINGS;
    use crate::config::Target;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
    }

    fn setting(name: &str) -> &'static Setting {
        Setting::named(name).expect("a setting")
    }

    fn typed(name: &str, text: &str) -> Result<String, String> {
        let setting = setting(name);
        let change = Change::typed(setting, text, today())?;
        Ok(setting.shown(&Config::default().with(&change)?))
    }

    #[test]
    fn what_is_typed_is_read_as_the_file_is() {
        for (name, text, shown) in [
            ("target.date", "14 dec", "2026-12-14"),
            ("target.date", "in 3 weeks", "2026-12-13"),
            ("target.per_day", "12", "12"),
            ("target.minutes_per_day", "", "answers are counted"),
            ("target.tracks", "go, rust", "go, rust"),
            ("target.archetype", "Data", "data"),
            ("typed_factor", "1.5", "1.5"),
            ("typed_factor", "2", "2.0"),
            ("fuzz", "no", "false"),
            ("recordings", "never", "never"),
            ("recordings", "7", "7"),
            ("microphone", "A headset", "A headset"),
            ("stt", "whisper-cli -m '~/my models/base.bin'", "whisper-cli -m '~/my models/base.bin'"),
            ("banks", "~/own.json 'two words.json'", "'~/own.json' 'two words.json'"),
        ] {
            assert_eq!(typed(name, text).as_deref(), Ok(shown), "{name} = {text}");
        }
        for (name, text, part) in [
            ("target.per_day", "1001", "0 to 1000"),
            ("target.minutes_per_day", "0", "1 to 600"),
            ("target.level", "wizard", "junior"),
            ("target.date", "03/04/2027", "3 April 2027 or 4 March 2027"),
            ("target.date", "2026-11-21", "past"),
            ("typed_factor", "0.5", "1.0 to 5.0"),
            ("typed_factor", "NaN", "1.0 to 5.0"),
            ("recordings", "99999", "always, never, 1 to 3650"),
            ("fuzz", "perhaps", "true, false"),
            ("stt", "it's", "stt"),
        ] {
            let said = typed(name, text).expect_err("refused");
            assert!(said.contains(part), "{name} = {text}: {said}");
        }
    }

    #[test]
    fn keys_go_round_and_stop_at_the_ends() {
        let step = |config: &Config, name: &str, forward| {
            let change = Change::step(setting(name), config, forward, today()).expect("by keys");
            config.with(&change).expect("valid")
        };
        let mut config = Config::default();
        for theme in [ThemeName::Dark, ThemeName::Light, ThemeName::Mono, ThemeName::Auto] {
            config = step(&config, "theme", true);
            assert_eq!(config.theme, theme);
        }
        assert_eq!(step(&config, "target.archetype", false).target.archetype.map(Archetype::word), Some("data"));
        assert!((step(&config, "desired_retention", true).desired_retention - 0.91).abs() < 1e-9);
        for _ in 0..99 {
            config = step(&config, "typed_factor", true);
        }
        assert!((config.typed_factor - 5.0).abs() < 1e-9);
        assert_eq!(step(&Config::default(), "target.minutes_per_day", true).target.minutes_per_day, Some(15));
        assert_eq!(step(&Config::default(), "recordings", true).recordings, Keep::Days(90));
        assert!(Change::step(setting("stt"), &config, true, today()).is_none());
    }

    #[test]
    fn going_back_leads_to_what_was_there() {
        let before = Config {
            target: Target { tracks: vec!["go".into()], ..Target::default() },
            microphone: "mic".into(),
            ..Config::default()
        };
        for setting in &SETTINGS {
            let back = Change::to_present(setting, &before);
            let other = before.with(&Change::to_default(setting)).expect("a default");
            assert_eq!(other.with(&back).expect("as before"), before, "{}", setting.name);
        }
    }

    proptest! {
        #[test]
        fn what_is_kept_can_be_read_again(which in 0..SETTINGS.len(), text in "[ -~]{0,12}|[0-9]{1,4}|\\PC{0,8}") {
            let setting = &SETTINGS[which];
            if let Ok(change) = Change::typed(setting, &text, today())
                && let Ok(config) = Config::default().with(&change)
            {
                let again = Change::typed(setting, &setting.typed(&config), today()).expect("as it is shown");
                prop_assert_eq!(Config::default().with(&again).expect("valid"), config);
            }
        }
    }
}
