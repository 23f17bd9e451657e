//! Settings, and the folders where things are kept.
//!
//! `config.toml` is optional and belongs to the user: the app changes single values in it and keeps the comments. The
//! name of each setting, the values it takes and what it does are described once, in [`SETTINGS`]; the reader's
//! messages, the page in the app, `hotseat config list`, `doctor` and the documentation are all made from it.

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

/// The lowest and highest desired retention. Below, too much is forgotten to build on; above, repeats crowd out
/// everything else.
pub const RETENTION: (f64, f64) = (0.80, 0.95);

/// The most minutes a day that can be set.
pub const MOST_MINUTES: u32 = 600;

/// The most answers a day that can be set.
pub const MOST_ANSWERS: u32 = 1000;

/// All settings, with defaults filled in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "switches of a settings file, each of them for itself")]
pub struct Config {
    /// What the candidate practises for.
    pub target: Target,
    /// The colour theme.
    pub theme: ThemeName,
    /// Factor by which the target and maximum time of typed answers are multiplied, 1 to 5, because typing is slower
    /// than talking.
    pub typed_factor: f64,
    /// Probability of recall at which a question comes back, 0.80 to 0.95.
    pub desired_retention: f64,
    /// Whether due days are shifted a little, so that questions learned together do not stay together.
    pub fuzz: bool,
    /// Whether the shift prefers days on which less is due.
    pub balance: bool,
    /// The recall that a question never asked is assumed to have, 0 to 1.
    pub unseen_prior: f64,
    /// Whether answers of a mock move the schedule once they are ticked in its debrief.
    pub mock_schedules: bool,
    /// Whether time limits in mocks are enforced.
    pub mock_pressure: MockPressure,
    /// Whether a failed question is asked again later in the drill, reworded and as practice.
    pub retry_failed: bool,
    /// Further files, and folders of files, with the user's own banks.
    pub banks: Vec<PathBuf>,
    /// Program for longer typing, and its arguments, instead of `$VISUAL` and `$EDITOR`. Empty: those are used.
    #[serde(deserialize_with = "values::words")]
    pub editor: Vec<String>,
    /// How long recordings of spoken answers are kept: `"always"`, `"never"`, or a number of days.
    pub recordings: Keep,
    /// The microphone, as `speech devices` names it. Empty: the one that the system chooses. `"none"`: no microphone
    /// is ever used.
    pub microphone: String,
    /// Whether a voice reads the questions aloud.
    pub read_aloud: bool,
    /// Program that reads aloud, and its arguments. Empty: the first voice that is found.
    #[serde(deserialize_with = "values::words")]
    pub voice: Vec<String>,
    /// How fast questions are read aloud, in words a minute, 100 to 300. None: the voice's own speed.
    pub voice_rate: Option<u32>,
    /// What transcribes spoken answers: a program and its arguments, or an address on this machine. Empty: nothing
    /// does.
    #[serde(deserialize_with = "values::words")]
    pub stt: Vec<String>,
    /// Who gives a second opinion. None: nobody does, and the app shows nothing of the coach.
    #[serde(deserialize_with = "coach::if_any", skip_serializing_if = "Option::is_none")]
    pub coach: Option<CoachSettings>,
    /// Program that prints the text of a PDF, and its arguments. Empty: PDFs cannot be read.
    #[serde(deserialize_with = "values::words")]
    pub pdf_text: Vec<String>,
    /// The shared folder through which this history and those of other machines are merged. Empty: none.
    pub sync: PathBuf,
    /// Whether recordings are shared too.
    pub sync_recordings: bool,
    /// A file with an `age` key that encrypts everything in the shared folder. Empty: none.
    pub sync_key: PathBuf,
    /// Program that prints the passphrase that encrypts everything in the shared folder, and its arguments. Empty:
    /// none.
    #[serde(deserialize_with = "values::words")]
    pub sync_passphrase: Vec<String>,
    /// Names of settings in the file that this version does not know. They are left alone.
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
