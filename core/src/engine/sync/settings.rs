//! The settings of the target, and the desired retention: the same on all machines, because one plan and one schedule
//! follow from them. All other settings belong to their machine.

use std::fs;

use serde_json::{Value, json};

use super::{Synced, changed_at};
use crate::bank::{Archetype, Level};
use crate::config::{self, Change, Config, ConfigError, MOST_ANSWERS, MOST_MINUTES, Paths, RETENTION, Target};
use crate::history::sync::{Here, Joined, Round, same};

/// The name of each register, and what people call its setting.
const KEYS: [(&str, &str); 9] = [
    ("target/level", "level"),
    ("target/archetype", "shape of role"),
    ("target/tracks", "tracks"),
    ("target/date", "date of the interview"),
    ("target/per_day", "answers a day"),
    ("target/minutes_per_day", "minutes a day"),
    ("target/topics", "topics that count most"),
    ("target/job", "job"),
    ("memory/desired_retention", "desired retention"),
];

fn value(config: &Config, key: &str) -> Value {
    let target = &config.target;
    match key {
        "target/level" => json!(target.level.word()),
        "target/archetype" => json!(target.archetype.map(Archetype::word)),
        "target/tracks" => json!(target.tracks),
        // The length of the plan follows from both.
        "target/date" => json!([target.date, target.date_set]),
        "target/per_day" => json!(target.per_day),
        "target/minutes_per_day" => json!(target.minutes_per_day),
        "target/topics" => json!(target.topics),
        "target/job" => json!(target.job),
        _ => json!(config.desired_retention),
    }
}

/// Sets a value that came from another machine. Returns false, and changes nothing, if the value makes no sense here.
fn set(target: &mut Target, retention: &mut f64, key: &str, value: &str) -> bool {
    fn read<T: serde::de::DeserializeOwned>(value: &str, into: &mut T) -> bool {
        serde_json::from_str(value).map(|value| *into = value).is_ok()
    }
    match key {
        "target/level" => read::<Level>(value, &mut target.level),
        "target/archetype" => read(value, &mut target.archetype),
        "target/tracks" | "target/topics" => {
            let mut names: Vec<String> = Vec::new();
            let fine = read(value, &mut names) && names.iter().all(|name| !name.contains(char::is_control));
            if fine {
                *(if key == "target/tracks" { &mut target.tracks } else { &mut target.topics }) = names;
            }
            fine
        }
        "target/job" => {
            let mut job: Option<String> = None;
            let fine = read(value, &mut job) && job.iter().all(|job| !job.contains(char::is_control));
            if fine {
                target.job = job;
            }
            fine
        }
        "target/date" => {
            let mut dates = (target.date, target.date_set);
            let fine = read(value, &mut dates);
            (target.date, target.date_set) = dates;
            fine
        }
        "target/per_day" => {
            let mut found = target.per_day;
            let fine = read(value, &mut found) && found <= MOST_ANSWERS;
            if fine {
                target.per_day = found;
            }
            fine
        }
        "target/minutes_per_day" => {
            let mut found: Option<u32> = None;
            let fine = read(value, &mut found) && found.is_none_or(|minutes| (1..=MOST_MINUTES).contains(&minutes));
            if fine {
                target.minutes_per_day = found;
            }
            fine
        }
        _ => {
            let mut found = *retention;
            let fine = read(value, &mut found) && (RETENTION.0..=RETENTION.1).contains(&found);
            if fine {
                *retention = found;
            }
            fine
        }
    }
}

/// Merges both sides, and writes what another machine changed into the settings file.
pub(super) fn meet(paths: &Paths, round: &mut Round, now: i64, synced: &mut Synced) -> Result<(), ConfigError> {
    let file = paths.config_file();
    // If the settings file is missing, it was moved away or never made: nobody chose the defaults.
    let modified = fs::metadata(&file).ok().map(|found| found.modified().ok());
    let changed = changed_at(modified.flatten(), now);
    // Read only now, so that what was set in the meantime is kept.
    let config = Config::load(&file)?;
    let (defaults, mut target, mut retention) = (Config::default(), config.target.clone(), config.desired_retention);
    for (key, name) in KEYS {
        let here = value(&config, key).to_string();
        let base = round.local.registers.get(key);
        let chosen = modified.is_some() && (base.is_some() || value(&defaults, key) != value(&config, key));
        let machine = &round.local.machine;
        let joined = round.present.registers.meet(
            key,
            base,
            if chosen { Here::Value(&here) } else { Here::Unknown },
            changed,
            machine,
        );
        let Some(Joined { register, .. }) = joined else { continue };
        if let Some(new) = register.value.as_deref().filter(|new| !same(Some(new), Some(&here))) {
            if !set(&mut target, &mut retention, key, new) {
                synced.waits.push(format!("The {name} of another machine, {new}, is not possible here."));
                continue;
            }
            synced.settings.push(format!("The {name} is now {}; it was {}.", shown(key, new), shown(key, &here)));
        }
        round.local.registers.insert(key.to_owned(), register);
    }
    if target != config.target {
        config::save_target(&file, &target)?;
    }
    if value(&config, "") != json!(retention) {
        config::save(&file, &Change::to_retention(retention))?;
    }
    Ok(())
}

/// A value as it is shown to people.
fn shown(key: &str, value: &str) -> String {
    match serde_json::from_str(value) {
        Ok(Value::Array(dates)) if key == "target/date" => {
            dates.first().and_then(Value::as_str).unwrap_or("not set").to_owned()
        }
        Ok(Value::Array(all)) if all.is_empty() => "none".to_owned(),
        Ok(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Ok(Value::String(text)) => text,
        Ok(Value::Null) => "not set".to_owned(),
        _ => value.to_owned(),
    }
}
