//! Checks who would read questions aloud.

use super::Findings;
use crate::commands::Place;
use crate::speech::aloud::{AloudError, Voice};

/// Names the voice. Having none is only a problem if questions are to be read aloud, and a setting that names a missing
/// program is reported with the settings themselves.
pub(super) fn look_at_voice(place: &Place, findings: &mut Findings) {
    let Ok(config) = place.config() else { return };
    let off = if config.read_aloud { "" } else { " (read_aloud is off)" };
    match Voice::from_setting(&config.voice, std::env::home_dir().as_deref()) {
        Ok(voices) => {
            let names: Vec<String> = voices.iter().map(Voice::name).collect();
            let first = names.first().map_or("", String::as_str);
            let others = match names.get(1..) {
                Some(others @ [_, ..]) => format!("; there are also {}", others.join(", ")),
                _ => String::new(),
            };
            findings.good("voice", format!("{first} reads aloud{others}{off}"));
        }
        Err(AloudError::Missing(_)) => {}
        Err(error) if config.read_aloud => findings.bad("voice", error.to_string()),
        Err(error) => findings.good("voice", format!("{error}{off}")),
    }
}
