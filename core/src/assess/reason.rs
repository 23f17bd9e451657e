//! Why an answer has its band, in words.

use super::band::Band;

/// What decided the band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The candidate said "don't know".
    GaveUp,
    /// A mistake at which an interviewer would stop.
    CriticalMistake,
    /// Every must was missed; holds how many there are.
    AllMustsMissed(usize),
    /// Two hints or more were shown.
    Hints,
    /// Some musts were missed, but not all; holds how many.
    MustMissed(usize),
    /// One hint was shown.
    OneHint,
    /// The answer took more than 125 % of its target time.
    Slow,
    /// Mistakes that are not critical were made; holds how many.
    Mistakes(usize),
    /// The share of the points decided, and nothing else.
    Points,
}

/// The most further reasons that can hold for one answer, besides the one that decided.
pub(super) const MOST_ALSO: usize = 3;

impl Reason {
    /// The reason as a clause that follows the band and its share.
    pub fn words(self) -> String {
        match self {
            Self::GaveUp => "you did not know".into(),
            Self::CriticalMistake => "an interviewer would stop at that mistake".into(),
            Self::AllMustsMissed(1) => "the must is missing: at most shaky".into(),
            Self::AllMustsMissed(_) => "every must is missing: at most shaky".into(),
            Self::Hints => "it took more than one hint: at most shaky".into(),
            Self::MustMissed(1) => "a must is missing: at most would pass".into(),
            Self::MustMissed(n) => format!("{n} musts are missing: at most would pass"),
            Self::OneHint => "it took a hint: at most would pass".into(),
            Self::Slow => "it took more than 125 % of the time: at most would pass".into(),
            Self::Mistakes(1) => "a mistake costs a band".into(),
            Self::Mistakes(n) => format!("{n} mistakes cost a band each"),
            Self::Points => "by the points alone".into(),
        }
    }

    /// The same in a few words, to stand beside another reason.
    pub(super) fn in_short(self) -> String {
        match self {
            Self::GaveUp => "\u{201c}don't know\u{201d}".into(),
            Self::CriticalMistake => "a critical mistake".into(),
            Self::AllMustsMissed(1) | Self::MustMissed(1) => "a missing must".into(),
            Self::AllMustsMissed(n) | Self::MustMissed(n) => format!("{n} missing musts"),
            Self::Hints => "more than one hint".into(),
            Self::OneHint => "a hint".into(),
            Self::Slow => "more than 125 % of the time".into(),
            Self::Mistakes(1) => "a mistake".into(),
            Self::Mistakes(n) => format!("{n} mistakes"),
            Self::Points => "the points".into(),
        }
    }
}

/// The musts of an answer, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Musts {
    /// How many there are.
    pub of: usize,
    /// How many were missed.
    pub missed: usize,
    /// How many are partly there.
    pub partly: usize,
}

impl Musts {
    /// Whether there are musts, and every one was missed.
    pub const fn all_missed(self) -> bool {
        self.of > 0 && self.missed == self.of
    }

    /// That musts are missing, as a reason. None if none was missed.
    pub(super) fn missing(self) -> Option<Reason> {
        match self.missed {
            0 => None,
            _ if self.all_missed() => Some(Reason::AllMustsMissed(self.of)),
            missed => Some(Reason::MustMissed(missed)),
        }
    }

    /// "a must is missing", "2 musts are missing", "every must is missing". None if none was missed.
    fn missing_words(self) -> Option<String> {
        match self {
            Self { missed: 0, .. } => None,
            Self { of: 1, .. } => Some("the must is missing".to_owned()),
            _ if self.all_missed() => Some("every must is missing".to_owned()),
            Self { missed: 1, .. } => Some("a must is missing".to_owned()),
            Self { missed, .. } => Some(format!("{missed} musts are missing")),
        }
    }
}

/// The words where the points alone decided: how much of what counts was there, and how the musts went. A must weighs
/// more than any other point, yet most of the weight lies with the others, so both are said.
pub(super) fn by_points(band: Band, musts: Musts) -> String {
    let there = match band {
        Band::Fail => "less than a quarter of what counts is there",
        Band::Shaky => "less than half of what counts is there",
        Band::Pass => "at least half of what counts is there",
        Band::Impress => "four fifths or more of what counts is there",
    };
    // Counted by heads it can be less than half, or more.
    let weighed = musts.of > 0 && matches!(band, Band::Shaky | Band::Pass);
    let there = if weighed { format!("{there} (musts count more)") } else { there.to_owned() };
    if let Some(missing) = musts.missing_words() {
        let but = if band >= Band::Pass { "though" } else { "and" };
        return format!("{there}, {but} {missing}");
    }
    match (musts, band) {
        (Musts { of: 0, .. }, _) => there,
        (Musts { partly: 0, .. }, Band::Fail) => {
            "no must is missing, but most of what strong candidates say is".to_owned()
        }
        (Musts { partly: 0, .. }, Band::Shaky) => "no must is missing, but more than half of what counts is".to_owned(),
        (Musts { partly: 0, .. }, _) => format!("no must is missing, and {there}"),
        (Musts { partly: 1, .. }, _) => format!("{there}, and no must is missing, though one is only partly there"),
        (Musts { partly, .. }, _) => {
            format!("{there}, and no must is missing, though {partly} are only partly there")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_the_points_alone_it_is_said_how_it_stands_with_the_musts() {
        let musts = |of, missed, partly| Musts { of, missed, partly };
        for (band, musts, words) in [
            (Band::Fail, musts(2, 0, 0), "no must is missing, but most of what strong candidates say is"),
            (Band::Shaky, musts(2, 0, 0), "no must is missing, but more than half of what counts is"),
            (
                Band::Pass,
                musts(2, 0, 0),
                "no must is missing, and at least half of what counts is there (musts count more)",
            ),
            (
                Band::Pass,
                musts(2, 1, 0),
                "at least half of what counts is there (musts count more), though a must is missing",
            ),
            (
                Band::Shaky,
                musts(3, 2, 1),
                "less than half of what counts is there (musts count more), and 2 musts are missing",
            ),
            (Band::Fail, musts(2, 2, 0), "less than a quarter of what counts is there, and every must is missing"),
            (
                Band::Impress,
                musts(2, 0, 2),
                "four fifths or more of what counts is there, and no must is missing, though 2 are only partly there",
            ),
            (Band::Pass, musts(0, 0, 0), "at least half of what counts is there"),
        ] {
            assert_eq!(by_points(band, musts), words);
        }
    }
}
