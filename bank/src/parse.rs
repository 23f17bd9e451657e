//! JSON of a bank into its types, with the place of what does not fit.
//!
//! Everything goes through one stack of deserializers: each further way to read a type is that type's code once more, and
//! the types of a bank are the largest that there are.

use serde::de::DeserializeOwned;
use serde_ignored::Path;
use serde_path_to_error::Track;

/// What does not fit.
#[derive(Debug)]
pub(super) struct Misfit {
    /// Path of the field, `.` for the whole.
    pub(super) path: String,
    /// What was found, with line and column.
    pub(super) error: serde_json::Error,
}

/// Reads a value, and the paths of the fields that its type does not know.
pub(super) fn parse<T: DeserializeOwned>(text: &str) -> Result<(T, Vec<String>), Misfit> {
    let (mut track, mut unknown) = (Track::new(), Vec::new());
    let mut json = serde_json::Deserializer::from_str(text);
    let mut note = |path: Path<'_>| unknown.push(path.to_string());
    let traced = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let value = T::deserialize(serde_ignored::Deserializer::new(traced, &mut note));
    match value.and_then(|value| json.end().map(|()| value)) {
        Ok(value) => Ok((value, unknown)),
        Err(error) => Err(Misfit { path: track.path().to_string(), error }),
    }
}
