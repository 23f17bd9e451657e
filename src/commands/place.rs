//! Whose folders a command works on, and what time it is.

use std::path::Path;
use std::sync::Once;

use super::out::{has_terminal, talk};
use crate::bank::{Library, Sources};
use crate::config::{Config, ConfigError, Paths};
use crate::engine::{self, Engine, EngineError};
use crate::moment::{Clock, Moment};

/// The folders and the clock.
#[derive(Clone, Debug)]
pub struct Place {
    /// Settings, data, cache.
    pub paths: Paths,
    /// The clock of this run.
    pub clock: Clock,
}

impl Place {
    /// The folders of this user, or those below `HOTSEAT_HOME`. What an earlier version put elsewhere is moved, with a word.
    pub fn find(clock: Clock) -> Result<Self, ConfigError> {
        let found = Self::look(clock)?;
        let (paths, moved) = found.paths.settle();
        if let Some(words) = moved {
            talk(format!("hotseat: {words}"));
        }
        Ok(Self { paths, clock })
    }

    /// The same as they are, for who only looks.
    pub fn look(clock: Clock) -> Result<Self, ConfigError> {
        let home = std::env::var_os("HOTSEAT_HOME");
        Ok(Self { paths: Paths::find(home.as_deref().map(Path::new))?, clock })
    }

    /// The current moment.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Everything. What is missing of the history is said on standard error.
    pub fn engine(&self) -> Result<Engine, EngineError> {
        let engine = self.quiet_engine()?;
        if let Some(words) = engine.loss_words(self.now()) {
            talk(format!("hotseat: {words}"));
        }
        Ok(engine)
    }

    /// Everything, for a sitting line by line. What in the settings cannot be meant is said on standard error.
    pub fn engine_for_lines(&self) -> Result<Engine, EngineError> {
        let engine = self.engine()?;
        for doubt in engine.doubts(self.now()).into_iter().filter(|doubt| doubt.at_start) {
            talk(format!("hotseat: {}", doubt.sentence()));
        }
        // Scripts and pipes have no use for it.
        if has_terminal()
            && let Some(word) = engine.word_of_update()
        {
            talk(format!("hotseat: {word}"));
        }
        Ok(engine)
    }

    /// Copies own banks that are new or changed. That it cannot be done is said; the next copy of the history tries again.
    pub fn copy_banks(&self) {
        if let Err(error) = crate::engine::copy_new_banks(&self.paths) {
            talk(format!("hotseat: no copy of your questions could be made: {error}"));
        }
    }

    /// Everything, for whoever says what is missing in a place of its own.
    pub fn quiet_engine(&self) -> Result<Engine, EngineError> {
        let engine = Engine::open(self.paths.clone(), self.now())?;
        self.warn(engine.config());
        Ok(engine)
    }

    /// The settings alone.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let config = Config::load(&self.paths.config_file())?;
        self.warn(&config);
        Ok(config)
    }

    /// Says once what in the settings is not known.
    fn warn(&self, config: &Config) {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            for warning in config.warnings(&self.paths.config_file()) {
                talk(format!("hotseat: {warning}"));
            }
        });
    }

    /// Where own banks stand.
    pub fn sources(&self) -> Result<Sources, ConfigError> {
        Ok(engine::sources(&self.paths, &self.config()?))
    }

    /// The questions alone; the history is not touched.
    pub fn library(&self) -> Result<Library, ConfigError> {
        Ok(Library::open(&self.sources()?))
    }
}
