//! Speaking habits that can be drilled on any question: what each aims at, and how a take did. The figures are those of
//! the delivery; what was said is not judged here.

use crate::history::Delivery;
use crate::speech::diction::{Diction, Sort};
use crate::speech::track::Track;

/// A speaking habit to drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Habit {
    /// Speak for two minutes without "um".
    Fillers,
    /// Start speaking within five seconds.
    Start,
    /// Make no pause longer than four seconds.
    Pauses,
}

/// The first word has to come within this many seconds.
const SOON_S: f64 = 5.0;

/// No pause may be longer than this many seconds.
const LONGEST_S: f64 = 4.0;

/// Seconds from the first word to the last that a take needs before it says anything about the habit.
const LEAST_S: f64 = 20.0;

/// How a take did.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Whether the habit was kept; `None` if that cannot be told, and `words` says why.
    pub kept: Option<bool>,
    /// The figure measured, in the unit of [`Habit::figure`]; less is better. `None` if it cannot be told.
    pub figure: Option<f64>,
    /// The outcome in a sentence.
    pub words: String,
}

impl Habit {
    /// Every habit.
    pub const ALL: [Self; 3] = [Self::Fillers, Self::Start, Self::Pauses];

    /// The habit's word in flags and records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Fillers => "fillers",
            Self::Start => "start",
            Self::Pauses => "pauses",
        }
    }

    /// The habit with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|habit| habit.word() == word)
    }

    /// What the habit aims at, to be shown.
    pub const fn aim(self) -> &'static str {
        match self {
            Self::Fillers => "no fillers for two minutes",
            Self::Start => "the first sentence within five seconds",
            Self::Pauses => "no pause over four seconds",
        }
    }

    /// The longest a take may be, in seconds.
    pub const fn seconds(self) -> f64 {
        match self {
            Self::Fillers | Self::Pauses => 120.0,
            Self::Start => 60.0,
        }
    }

    /// A warning to show while the candidate is speaking, if one is called for.
    pub fn while_spoken(self, track: &Track) -> Option<&'static str> {
        match self {
            Self::Start if track.is_silent() && track.seconds() >= SOON_S => Some("Five seconds are over: begin."),
            Self::Pauses if !track.is_silent() && track.silent_for() > LONGEST_S => {
                Some("That pause is over four seconds.")
            }
            _ => None,
        }
    }

    /// Judges a take. `words` is the transcript, if there is one. `writes_fillers` says whether its recogniser is known
    /// to write down "um" and "uh" at all.
    pub fn judge(self, delivery: &Delivery, words: Option<&str>, writes_fillers: bool) -> Verdict {
        let unknown = |words: &str| Verdict { kept: None, figure: None, words: words.to_owned() };
        let Some(first) = delivery.first_word_s else { return unknown("Nobody was heard.") };
        let spoken = delivery.last_word_s.unwrap_or(first) - first;
        let of_seconds = |figure: f64, most: f64, name: &str| {
            let kept = figure <= most;
            let words = format!("{name} {figure:.1} s: {}.", if kept { "kept" } else { "not kept" });
            Verdict { kept: Some(kept), figure: Some(figure), words }
        };
        match self {
            Self::Start => of_seconds(first, SOON_S, "First word after"),
            _ if spoken < LEAST_S => {
                unknown(&format!("Too short to tell: {spoken:.0} s of speech, {LEAST_S:.0} are needed."))
            }
            Self::Pauses => of_seconds(delivery.longest_pause_s, LONGEST_S, "Longest pause"),
            Self::Fillers => {
                let Some(words) = words else {
                    return unknown(
                        "Nobody writes down what is said, so fillers cannot be counted: `hotseat speech setup`.",
                    );
                };
                match Diction::of(words).count_of(Sort::Filler) {
                    0 if !writes_fillers => unknown(
                        "No filler was written down. Many recognisers leave all of them out, so their number is unknown.",
                    ),
                    0 => Verdict {
                        kept: Some(true),
                        figure: Some(0.0),
                        words: "No filler was written down: kept.".into(),
                    },
                    fillers => {
                        let times = if fillers == 1 { "One filler".to_owned() } else { format!("{fillers} fillers") };
                        let words = format!("{times} in {spoken:.0} s, at least: not kept.");
                        Verdict { kept: Some(false), figure: Some(fillers as f64), words }
                    }
                }
            }
        }
    }

    /// The figure with its unit.
    pub fn figure(self, figure: f64) -> String {
        match self {
            Self::Fillers => format!("{figure:.0}"),
            Self::Start | Self::Pauses => format!("{figure:.1} s"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(first: f64, last: f64, pause: f64) -> Delivery {
        Delivery { first_word_s: Some(first), last_word_s: Some(last), longest_pause_s: pause, ..Delivery::default() }
    }

    #[test]
    fn each_is_judged_by_its_own_figure() {
        let kept = |habit: Habit, delivery: &Delivery| habit.judge(delivery, None, true).kept;
        assert_eq!(kept(Habit::Start, &spoken(5.0, 8.0, 0.0)), Some(true));
        assert_eq!(kept(Habit::Start, &spoken(5.1, 80.0, 0.0)), Some(false));
        assert_eq!(kept(Habit::Pauses, &spoken(9.0, 60.0, 4.0)), Some(true));
        assert_eq!(kept(Habit::Pauses, &spoken(1.0, 60.0, 4.1)), Some(false));
        assert_eq!(kept(Habit::Pauses, &spoken(1.0, 20.0, 4.1)), None, "too short");
        for habit in Habit::ALL {
            assert_eq!(habit.judge(&Delivery::default(), Some("um"), true).kept, None);
            assert_eq!(Habit::of(habit.word()), Some(habit));
        }
    }

    #[test]
    fn no_filler_is_none_only_where_they_are_written_down() {
        let judge = |words, writes| Habit::Fillers.judge(&spoken(1.0, 60.0, 0.0), words, writes);
        assert_eq!(judge(Some("um, the lag rose, uh"), false).figure, Some(2.0));
        assert_eq!(judge(Some("the lag rose"), true).kept, Some(true));
        assert_eq!(judge(Some("the lag rose"), false).kept, None);
        assert!(judge(None, true).words.contains("speech setup"));
    }
}
