//! Checks for values that the types of records allow, but that no record of this program has.

use crate::record::{Body, Record};

/// Refuses a record with such a value. The error names the field and the value.
pub(crate) fn check(record: &Record) -> Result<(), String> {
    match &record.body {
        Body::Attempt(attempt) => {
            if let Some(found) = attempt.prediction.filter(|found| !(1..=4).contains(found)) {
                return Err(format!("prediction: found {found}; it is 1 to 4, or null"));
            }
            let seconds = attempt.seconds;
            reasonable("seconds.think", [seconds.think])?;
            reasonable("seconds.answer", [seconds.answer])?;
            reasonable("seconds.paused", [seconds.paused])?;
            let replies = attempt.follow_ups.iter().map(|reply| &reply.recording);
            let mut names = std::iter::once(&attempt.recording).chain(replies).flatten();
            if let Some(found) = names.find(|name| leaves_folder(name)) {
                return Err(format!("recording: found {found:?}; it is the name of a file, without folders"));
            }
        }
        Body::Weights(weights) if weights.weights.iter().any(|weight| !weight.is_finite()) => {
            return Err("weights: not all of them are numbers".to_owned());
        }
        Body::Delivery(note) => {
            let found = &note.delivery;
            let pauses = found.pauses.iter().flat_map(|pause| [pause.start_s, pause.end_s]);
            reasonable("delivery", pauses.chain([found.duration_s, found.talk_s, found.rms]))?;
        }
        Body::Transcript(note) => {
            let segments = note.segments.iter();
            reasonable("segments", segments.flat_map(|segment| [segment.start_s, segment.end_s]))?;
        }
        Body::Story(story) if story.title.trim().is_empty() => {
            return Err("title: it is empty; a story goes by its title".to_owned());
        }
        _ => {}
    }
    Ok(())
}

/// Refuses times that are negative or absurdly long (more than 1e9 s).
fn reasonable(name: &str, times: impl IntoIterator<Item = f64>) -> Result<(), String> {
    match times.into_iter().find(|found| !(0.0..=1e9).contains(found)) {
        Some(found) => Err(format!("{name}: found {found}; it may not be negative or beyond all reason")),
        None => Ok(()),
    }
}

/// Whether a file name would lead out of its folder on any operating system.
fn leaves_folder(name: &str) -> bool {
    name.is_empty() || name == "." || name == ".." || name.contains(['/', '\\', ':', '\0'])
}
