//! Checks whether the transcriber is there, starts and answers.

use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::Findings;
use crate::commands::Place;
use crate::outside::find::find;
use crate::speech::transcribe::Transcriber;
use crate::speech::transcribe::check::check;

/// How long one sentence may take. Half of that is for a model that has to be loaded first.
const PATIENCE: Duration = Duration::from_mins(1);

/// Has a sentence transcribed. A missing program is reported with the settings themselves.
pub(super) fn look_at_stt(place: &Place, findings: &mut Findings) {
    let Ok(config) = place.config() else { return };
    let Ok(Some(engine)) = Transcriber::from_setting(&config.stt, std::env::home_dir().as_deref()) else { return };
    if let Transcriber::Command(words) = &engine
        && words.first().is_none_or(|program| find(program).is_none())
    {
        return;
    }
    let name = engine.name();
    let found = match check(&engine, &place.paths.temporary(), Some(PATIENCE), &AtomicBool::new(false)) {
        Ok(checked) if checked.is_usable() => Ok(format!("{name} answers: {}", checked.words())),
        Ok(checked) => Err(format!("{name} answers, but {}; run: hotseat speech setup", checked.words())),
        Err(error) => Err(error.to_string()),
    };
    findings.add("stt", found);
}
