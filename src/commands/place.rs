//! Whose folders a command works on, and what time it is.

use std::path::Path;
use std::sync::Once;

use super::out::{has_terminal, talk};
use crate::bank::{Library, Sources};
use crate::config::{Config, ConfigError, Paths};
use crate::engine::{self, Engine, EngineError};
use crate::moment::{Clock, Moment};

/// The folders and the clock of a command.
#[derive(Clone, Debug)]
pub struct Place {
    /// The folders for settings, data and cache.
    pub paths: Paths,
    /// The clock of this run.
    pub clock: Clock,
}

impl Place {
    /// The folders of this user, or those below `HOTSEAT_HOME`. Files that an earlier version kept elsewhere are moved,
    /// which is reported.
    pub fn find(clock: Clock) -> Result<Self, ConfigError> {
        let found = Self::look(clock)?;
        let (paths, moved) = found.paths.settle();
        if let Some(words) = moved {
            talk(format!("hotseat: {words}"));
        }
        Ok(Self { paths, clock })
    }

    /// The same without moving anything, for commands that only look.
    pub fn look(clock: Clock) -> Result<Self, ConfigError> {
        let home = std::env::var_os("HOTSEAT_HOME");
        Ok(Self { paths: Paths::find(home.as_deref().map(Path::new))?, clock })
    }

    /// The current moment by the clock of this run.
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Opens the engine. Records missing from the history are reported on standard error.
    pub fn engine(&self) -> Result<Engine, EngineError> {
        let engine = self.quiet_engine()?;
        if let Some(words) = engine.loss_words(self.now()) {
            talk(format!("hotseat: {words}"));
        }
        Ok(engine)
    }

    /// Opens the engine for a sitting line by line. Settings that can hardly be meant are reported on standard error.
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

    /// Copies own banks that are new or changed. A failure is reported; the next copy of the history tries again.
    pub fn copy_banks(&self) {
        if let Err(error) = crate::engine::copy_new_banks(&self.paths) {
            talk(format!("hotseat: no copy of your questions could be made: {error}"));
        }
    }

    /// Opens the engine, for callers that report missing records themselves.
    pub fn quiet_engine(&self) -> Result<Engine, EngineError> {
        let engine = Engine::open(self.paths.clone(), self.now())?;
        self.warn(engine.config());
        Ok(engine)
    }

    /// Reads only the settings.
    pub fn config(&self) -> Result<Config, ConfigError> {
        let config = Config::load(&self.paths.config_file())?;
        self.warn(&config);
        Ok(config)
    }

    /// Warns once of unknown settings.
    fn warn(&self, config: &Config) {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            for warning in config.warnings(&self.paths.config_file()) {
                talk(format!("hotseat: {warning}"));
            }
        });
    }

    /// Where the own banks are.
    pub fn sources(&self) -> Result<Sources, ConfigError> {
        Ok(engine::sources(&self.paths, &self.config()?))
    }

    /// Opens only the questions; the history is not touched.
    pub fn library(&self) -> Result<Library, ConfigError> {
        Ok(Library::open(&self.sources()?))
    }
}
