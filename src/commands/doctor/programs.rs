//! Checks whether the programs that the settings name can be started.

use std::time::Duration;

use super::Findings;
use crate::commands::Place;
use crate::outside::command_line::at_home;
use crate::outside::find::find;
use crate::outside::program::starts;

/// How long a program is given to end. One that is still running then has started, which is all that is asked.
const PATIENCE: Duration = Duration::from_secs(3);

/// Starts the programs in the settings, except for `stt`, which is tried with a sentence. A missing one is reported
/// with the settings themselves, and the program that prints a passphrase is left alone, because it may ask for
/// something.
pub(super) fn look_at_programs(place: &Place, findings: &mut Findings) {
    let Ok(config) = place.config() else { return };
    let coach = config.coach.unwrap_or_default();
    let home = std::env::home_dir();
    for (setting, words) in [("editor", &config.editor), ("coach.command", &coach.command)] {
        let words: Vec<String> = words.iter().map(|word| at_home(word, home.as_deref())).collect();
        // A URL is not a program.
        let Some(program) = words.first().filter(|first| !first.contains("://") && find(first).is_some()) else {
            continue;
        };
        let found = starts(&words, PATIENCE).map(|()| format!("{program} starts"));
        findings.add(
            setting,
            found.map_err(|error| format!("{program} cannot be started: {error}; run it by hand to see why")),
        );
    }
}
