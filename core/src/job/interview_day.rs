//! The day of the interview, where a posting names one beside that word: "Interview on 14 December 2026".

use chrono::NaiveDate;
use serde::Serialize;

use super::layout::meant;
use crate::day::Day;

/// The day of the interview that was read from a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct InterviewDay {
    /// The day.
    pub date: NaiveDate,
    /// The sentence that names it.
    pub because: String,
}

/// The words that mean the interview.
const INTERVIEW: [&str; 6] = [
    "interview",
    "interviews",
    "vorstellungsgespräch",
    "vorstellungsgespräche",
    "bewerbungsgespräch",
    "interviewtermin",
];
/// The only words that may stand between that and the day, so that a deadline is not taken for it.
const BETWEEN: [&str; 37] = [
    "on",
    "is",
    "are",
    "will",
    "be",
    "held",
    "takes",
    "take",
    "place",
    "planned",
    "scheduled",
    "for",
    "set",
    "date",
    "day",
    "the",
    "am",
    "ist",
    "sind",
    "findet",
    "finden",
    "statt",
    "wird",
    "den",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "saturday",
    "sunday",
];
/// The most words of a date: "the 14th of December 2026".
const DATE_WORDS: usize = 5;
/// German names of months that do not begin like the English ones.
const MONTHS: [(&str, &str); 5] =
    [("januar", "january"), ("februar", "february"), ("märz", "march"), ("mai", "may"), ("oktober", "october")];

/// Reads the day of the interview. It must have a year, since a posting does not say when it was written.
pub(super) fn read(posting: &str) -> Option<InterviewDay> {
    meant(posting).lines().flat_map(sentences).find_map(|words| {
        let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
        let date = (0..lower.len())
            .filter(|at| INTERVIEW.contains(&lower[*at].as_str()))
            .find_map(|at| lower.get(at + 1..).and_then(day_ahead))?;
        Some(InterviewDay { date, because: words.join(" ") })
    })
}

/// The day that these words begin with, apart from `BETWEEN`.
fn day_ahead(words: &[String]) -> Option<NaiveDate> {
    for from in 0..words.len() {
        let rest = &words[from..];
        let found = (1..=rest.len().min(DATE_WORDS)).rev().find_map(|len| day_of(&rest[..len]));
        if found.is_some() || !BETWEEN.contains(&words[from].as_str()) {
            return found;
        }
    }
    None
}

fn day_of(words: &[String]) -> Option<NaiveDate> {
    let english = |word: &String| {
        if *word == "dezember" {
            return "december".to_owned();
        }
        MONTHS
            .iter()
            .find(|(german, _)| word == german)
            .map_or_else(|| word.clone(), |(_, english)| (*english).to_owned())
    };
    let text = words.iter().map(english).collect::<Vec<_>>().join(" ");
    match text.parse::<Day>() {
        Ok(Day::On(date)) => Some(date),
        _ => None,
    }
}

/// The sentences of a line, as words. The full stop of "14. Dezember" ends none.
fn sentences(line: &str) -> Vec<Vec<&str>> {
    let mut all = vec![Vec::new()];
    for word in line.trim_start_matches(['#', '-', '*', '•', '>', ' ']).split_whitespace() {
        if let Some(last) = all.last_mut() {
            last.push(word);
        }
        let ordinal = word.strip_suffix('.').is_some_and(|rest| rest.len() <= 2 && rest.parse::<u8>().is_ok());
        if word.ends_with(['.', '!', '?']) && !ordinal {
            all.push(Vec::new());
        }
    }
    all
}

/// A word in lower case, without the punctuation and markup around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_beside_the_word_is_that_of_the_interview() {
        let date = NaiveDate::from_ymd_opt(2026, 12, 14);
        for text in [
            "Interview on 14 December 2026",
            "# Senior Engineer\n\nWe are few. The interview will be held on Monday, 14 December 2026. Bring a pen.",
            "- **Interview date:** 2026-12-14",
            "Interviews take place on the 14th of December 2026, remotely",
            "Interview: December 14th, 2026",
            "Das Vorstellungsgespräch findet am Montag, den 14. Dezember 2026 statt.",
            "Interview am 14.12.2026.",
        ] {
            let read = read(text);
            assert_eq!(read.as_ref().map(|read| read.date), date, "{text}");
            assert!(read.is_some_and(|read| text.contains(&read.because)), "{text}");
        }
        let german = read("Interview am 3. März 2027").map(|read| read.date);
        assert_eq!(german, NaiveDate::from_ymd_opt(2027, 3, 3));
    }

    #[test]
    fn other_days_and_days_that_are_not_clear_are_left_alone() {
        for text in [
            "Apply by 14 December 2026. Interviews follow.",
            "Interviews follow the deadline of 14 December 2026",
            "Interview on 14 December",
            "Interview on 3/4/2027",
            "Interview on 31 February 2027",
            "Interviews on 14 and 15 December 2026",
            "We were founded on 14 December 2006",
            "interview",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
