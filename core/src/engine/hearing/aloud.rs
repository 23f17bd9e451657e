//! Reading questions aloud, with the voice that the settings name.

use crate::config::Paths;
use crate::engine::Hearing;
use crate::speech::aloud::{AloudError, Reader, Voice};

impl Hearing<'_> {
    /// Starts reading a text aloud with the voice of the settings, or with the first voice found that can.
    pub fn read_aloud(self, text: &str) -> Result<Reader, AloudError> {
        let config = &self.engine.config;
        let home = directories::BaseDirs::new();
        let voices = Voice::from_setting(&config.voice, home.as_ref().map(directories::BaseDirs::home_dir))?;
        let scratch = self.engine.paths.as_ref().map_or_else(std::env::temp_dir, Paths::temporary);
        Ok(Reader::start(text, voices, config.voice_rate, &scratch))
    }
}
