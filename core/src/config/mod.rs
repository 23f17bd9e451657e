//! Settings and where things live.
//!
//! `config.toml` is optional and belongs to the user: the app changes single values in it and keeps the comments. What each
//! setting is called, takes and does is described once, in [`SETTINGS`]: the reader's messages, the page in the app,
//! `hotseat config list`, `doctor` and the documentation are made of it.

mod change;
mod coach;
mod doubts;
mod error;
mod paths;
mod places;
mod read;
mod settings;
mod target;
mod values;
mod write;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

pub use change::Change;
pub use coach::{AskWhen, CoachSettings};
pub use doubts::{Doubt, Known, doubts};
pub use error::ConfigError;
pub use paths::Paths;
pub use settings::{Kind, SETTINGS, Setting};
pub use target::{Target, next_date, next_minutes, next_per_day};
pub use values::{Keep, MockPressure, ThemeName};
pub use write::{save, save_target};

/// The desired retention may be this low and this high. Below, too much is forgotten to build on; above, repeats crowd
/// everything else out.
pub const RETENTION: (f64, f64) = (0.80, 0.95);

/// The most minutes a day that can be set.
pub const MOST_MINUTES: u32 = 600;

/// The most answers a day that can be set.
pub const MOST_ANSWERS: u32 = 1000;

/// All settings, defaults filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a settings file, each of them for itself")]
pub struct Config {
    /// What is practised for.
    pub target: Target,
    /// Colours.
    pub theme: ThemeName,
    /// Typing is slower than talking: target and maximum of typed answers are multiplied by this (1 to 5).
    pub typed_factor: f64,
    /// Probability of recall at which a question comes back, 0.80 to 0.95.
    pub desired_retention: f64,
    /// Whether due days are shifted a little, so that questions learned together do not stay together.
    pub fuzz: bool,
    /// Whether shifted days prefer days with less to do.
    pub balance: bool,
    /// What recall of a question that was never asked counts as.
    pub unseen_prior: f64,
    /// Whether answers of a mock move the schedule once they are ticked in its debrief.
    pub mock_schedules: bool,
    /// Whether mocks are held to their time.
    pub mock_pressure: MockPressure,
    /// Whether a failed question is asked once more later in the drill, in other words, as practice.
    pub retry_failed: bool,
    /// More folders and files with own banks.
    pub banks: Vec<PathBuf>,
    /// Program and arguments for longer typing, in place of `$VISUAL` and `$EDITOR`.
    #[serde(deserialize_with = "values::words")]
    pub editor: Vec<String>,
    /// How long recordings of spoken answers are kept: `"always"`, `"never"`, or a number of days.
    pub recordings: Keep,
    /// The microphone, as `speech devices` names it. Empty: the one that the system chooses. `"none"`: no microphone is
    /// ever listened to.
    pub microphone: String,
    /// Whether a voice reads the questions aloud.
    pub read_aloud: bool,
    /// Program and arguments that read aloud. Empty: the first voice that is found.
    #[serde(deserialize_with = "values::words")]
    pub voice: Vec<String>,
    /// How fast it reads, in words a minute, 100 to 300. None: as the voice does by itself.
    pub voice_rate: Option<u32>,
    /// What writes down spoken answers: a program and its arguments, or an address on this machine. Empty: nothing does.
    #[serde(deserialize_with = "values::words")]
    pub stt: Vec<String>,
    /// Who gives a second opinion. None: nobody does, and nothing of it is to be seen.
    #[serde(deserialize_with = "coach::if_any", skip_serializing_if = "Option::is_none")]
    pub coach: Option<CoachSettings>,
    /// Program and arguments that print the text of a PDF. Empty: none.
    #[serde(deserialize_with = "values::words")]
    pub pdf_text: Vec<String>,
    /// The folder through which this history and those of other machines come together. Empty: none.
    pub sync: PathBuf,
    /// Whether recordings come along.
    pub sync_recordings: bool,
    /// A file with a key of age's, with which everything there is encrypted. Empty: none.
    pub sync_key: PathBuf,
    /// Program and arguments that print the passphrase that everything there is encrypted with. Empty: none.
    #[serde(deserialize_with = "values::words")]
    pub sync_passphrase: Vec<String>,
    /// Settings of the file that this version does not know. They are left alone.
    #[serde(skip)]
    pub unknown: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            target: Target::default(),
            theme: ThemeName::Auto,
            typed_factor: 2.0,
            desired_retention: 0.90,
            fuzz: true,
            balance: true,
            unseen_prior: 0.5,
            mock_schedules: true,
            mock_pressure: MockPressure::Auto,
            retry_failed: true,
            banks: Vec::new(),
            editor: Vec::new(),
            recordings: Keep::default(),
            microphone: String::new(),
            read_aloud: false,
            voice: Vec::new(),
            voice_rate: None,
            stt: Vec::new(),
            coach: None,
            pdf_text: Vec::new(),
            sync: PathBuf::new(),
            sync_recordings: false,
            sync_key: PathBuf::new(),
            sync_passphrase: Vec::new(),
            unknown: Vec::new(),
        }
    }
}
