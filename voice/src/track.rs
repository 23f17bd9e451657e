//! An answer over time while it is being recorded: how loud it is, and where nobody speaks.

use std::env::consts::OS;

use super::RATE;
use super::delivery::LONG_PAUSE_S;
use super::meter::{FAINT, Meter, Reading, level};

/// A recording as readings of a tenth of a second each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    readings: Vec<Reading>,
}

/// A silence between two words, in seconds from the start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pause {
    /// Start, in seconds.
    pub start: f64,
    /// End, in seconds.
    pub end: f64,
}

/// One column of a drawn strip.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Column {
    /// Perceived loudness, 0 to 1.
    pub level: f32,
    /// Whether somebody spoke for at least a fifth of it.
    pub voice: bool,
}

impl Track {
    /// The track of a finished recording, 16 kHz mono.
    pub fn of(samples: &[i16]) -> Self {
        let mut readings = Vec::with_capacity(samples.len() / (RATE as usize / 10) + 1);
        Meter::default().feed(samples, |reading| readings.push(reading));
        Self { readings }
    }

    /// Adds the next tenth of a second.
    pub fn push(&mut self, reading: Reading) {
        self.readings.push(reading);
    }

    /// Its length in seconds.
    pub fn seconds(&self) -> f64 {
        self.readings.len() as f64 / 10.0
    }

    /// The last tenth of a second, if there is one.
    pub fn last(&self) -> Option<&Reading> {
        self.readings.last()
    }

    /// Seconds since somebody last spoke, or since the start.
    pub fn silent_for(&self) -> f64 {
        self.readings.iter().rev().take_while(|reading| !reading.voice).count() as f64 / 10.0
    }

    /// Whether nobody has spoken yet.
    pub fn is_silent(&self) -> bool {
        !self.readings.iter().any(|reading| reading.voice)
    }

    /// Seconds before the first sound of a voice. None if nobody has spoken.
    pub fn first_word(&self) -> Option<f64> {
        self.readings.iter().position(|reading| reading.voice).map(|at| at as f64 / 10.0)
    }

    /// Whether anything at all was heard, be it a voice or not.
    pub fn is_heard(&self) -> bool {
        self.readings.iter().any(|reading| reading.peak > 0.0)
    }

    /// The pauses of at least two seconds between words, excluding silence before the first word and after the last.
    pub fn pauses(&self) -> Vec<Pause> {
        let spoken: Vec<usize> = (0..self.readings.len()).filter(|&at| self.readings[at].voice).collect();
        let gaps = spoken.windows(2).map(|two| Pause { start: (two[0] + 1) as f64 / 10.0, end: two[1] as f64 / 10.0 });
        gaps.filter(|pause| pause.end - pause.start >= LONG_PAUSE_S).collect()
    }

    /// The column for the time between two moments in seconds. None where nothing was recorded.
    pub fn column(&self, from: f64, to: f64) -> Option<Column> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what is there")]
        let at = |seconds: f64| ((seconds * 10.0).max(0.0) as usize).min(self.readings.len());
        let (from, to) = (at(from), at(to).max(at(from) + 1));
        let part = self.readings.get(from..to.min(self.readings.len())).filter(|part| !part.is_empty())?;
        let squares: f32 = part.iter().map(|reading| reading.rms * reading.rms).sum();
        let spoken = part.iter().filter(|reading| reading.voice).count();
        Some(Column { level: level((squares / part.len() as f32).sqrt()), voice: spoken * 5 >= part.len() })
    }
}

/// Seconds of silence after which the candidate is asked whether it is intended.
const LONG_SILENCE_S: f64 = 15.0;

impl Track {
    /// What to ask after a long silence. `pauses` and `ends` name the keys or commands for pausing and ending.
    pub fn still_there(&self, pauses: &str, ends: &str) -> Option<String> {
        let silent = self.silent_for();
        (silent >= LONG_SILENCE_S)
            .then(|| format!("Still there? Silent for {silent:.0} s: {pauses} pauses, {ends} ends."))
    }
}

/// A problem with the sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Digital silence: the system delivers no sound, as macOS does without permission.
    OnlyZeros,
    /// The microphone delivers hardly any sound.
    NothingHeard,
    /// The sound is clipped at full scale.
    TooLoud,
}

impl Advice {
    /// The advice as a sentence. `device` is the display name of the microphone; it may be empty.
    pub fn words(self, device: &str) -> String {
        self.words_on(OS, device)
    }

    /// The same for a given system, named as in [`std::env::consts::OS`].
    fn words_on(self, os: &str, device: &str) -> String {
        let of = if device.is_empty() { String::new() } else { format!(" from {device}") };
        match self {
            Self::OnlyZeros if os == "macos" => {
                "Nothing is heard: allow your terminal the microphone (System Settings, Privacy & Security).".to_owned()
            }
            Self::OnlyZeros if os == "windows" => {
                "Nothing is heard: let desktop apps use the microphone (Settings, Privacy & security), or is it muted?"
                    .to_owned()
            }
            Self::OnlyZeros | Self::NothingHeard => {
                format!("Nothing is heard{of}. Is it muted, or the wrong microphone?")
            }
            Self::TooLoud => "Too loud: move back a little, or turn the microphone down.".to_owned(),
        }
    }
}

impl Track {
    /// What the candidate should know about the microphone, if anything.
    pub fn advice(&self) -> Option<Advice> {
        self.advice_on(OS)
    }

    fn advice_on(&self, os: &str) -> Option<Advice> {
        /// Tenths of a second after which silence is reported.
        const PATIENCE: usize = 18;
        let recent = &self.readings[self.readings.len().saturating_sub(20)..];
        if recent.iter().filter(|reading| reading.clipped).count() >= 2 {
            return Some(Advice::TooLoud);
        }
        let peak = self.readings.iter().fold(0.0_f32, |peak, reading| peak.max(reading.peak));
        // On macOS a lack of permission is the only cause of pure zeros, so one second of them is enough.
        let patience = if os == "macos" { 10 } else { PATIENCE };
        match self.readings.len() {
            heard if heard >= patience && peak == 0.0 => Some(Advice::OnlyZeros),
            heard if heard >= PATIENCE && peak < FAINT => Some(Advice::NothingHeard),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strip(spoken: &str) -> Track {
        let reading = |c: char| match c {
            's' => Reading { rms: 0.1, peak: 0.3, voice: true, clipped: false },
            'c' => Reading { rms: 0.5, peak: 1.0, voice: true, clipped: true },
            '.' => Reading { rms: 0.001, peak: 0.004, voice: false, clipped: false },
            _ => Reading::default(),
        };
        Track { readings: spoken.chars().map(reading).collect() }
    }

    #[test]
    fn pauses_stand_between_words() {
        let long = ".".repeat(25);
        let answer = strip(&format!("{long}ss...ss{long}s{long}"));
        assert_eq!(answer.pauses(), [Pause { start: 3.2, end: 5.7 }]);
        assert!((answer.silent_for() - 2.5).abs() < 1e-9);
        assert_eq!(strip("").pauses(), []);
        assert_eq!(strip(&long).pauses(), [], "nobody spoke, so nobody paused");
    }

    #[test]
    fn columns_cover_the_time_and_no_more() {
        let answer = strip("ssssssssss..........");
        assert!(answer.column(0.0, 1.0).is_some_and(|column| column.voice && column.level > 0.6));
        assert!(answer.column(1.0, 2.0).is_some_and(|column| !column.voice));
        assert!(answer.column(0.9, 1.4).is_some_and(|column| column.voice), "one in five is spoken");
        assert_eq!(answer.column(2.0, 3.0), None);
        assert_eq!(answer.column(-1.0, f64::NAN), answer.column(0.0, 0.1));
    }

    #[test]
    fn advice_is_given_when_it_helps() {
        assert_eq!(strip(&"0".repeat(5)).advice(), None, "too early to tell");
        assert_eq!(strip(&"0".repeat(18)).advice(), Some(Advice::OnlyZeros), "within two seconds");
        assert_eq!(strip(&"0".repeat(31)).advice(), Some(Advice::OnlyZeros));
        assert_eq!(strip(&format!("{}s", "0".repeat(31))).advice(), None);
        assert_eq!(strip(&".".repeat(31)).advice(), None, "a quiet room is heard");
        assert_eq!(strip("sscscss").advice(), Some(Advice::TooLoud));
        assert_eq!(strip(&format!("cc{}", "s".repeat(20))).advice(), None, "that is over");
    }

    #[test]
    fn a_long_silence_is_asked_about() {
        let ask = |spoken: &str| strip(spoken).still_there("p", "Enter");
        assert_eq!(ask(&format!("ss{}", ".".repeat(149))), None);
        let words = "Still there? Silent for 15 s: p pauses, Enter ends.";
        assert_eq!(ask(&format!("ss{}", ".".repeat(150))).as_deref(), Some(words));
        assert_eq!(ask(&format!("{}s", ".".repeat(200))), None, "somebody speaks again");
    }

    #[test]
    fn zeros_are_told_as_what_they_are_on_each_system() {
        let zeros = strip(&"0".repeat(12));
        assert_eq!((zeros.advice_on("macos"), zeros.advice_on("linux")), (Some(Advice::OnlyZeros), None));
        assert_eq!(strip(&".".repeat(12)).advice_on("macos"), None, "a quiet room is no lack of permission");
        for (os, words) in [("macos", "System Settings"), ("windows", "desktop apps"), ("linux", "muted")] {
            assert!(Advice::OnlyZeros.words_on(os, "").contains(words), "{os}");
            assert!(Advice::NothingHeard.words_on(os, "").contains("muted"), "{os}");
        }
    }

    #[test]
    fn silence_has_no_voice() {
        let silent = Track::of(&vec![0; 32_000]);
        assert!((silent.seconds() - 2.0).abs() < 1e-9);
        assert!(silent.is_silent() && silent.pauses().is_empty());
    }
}
