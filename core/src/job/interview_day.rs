//! The day of the interview, where a posting names one beside that word: "Interview on 14 December".

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::layout::meant;
use crate::day::{Day, Side};

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
/// The only words that may stand between that and the day, so that a deadline is not taken for it. A weekday may, too.
const BETWEEN: [&str; 22] = [
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
    "ist",
    "sind",
    "findet",
    "finden",
    "statt",
    "wird",
];
/// Words that may stand behind a weekday that is the day by itself: "on Friday at 10".
const BEHIND_WEEKDAY: [&str; 7] = ["at", "from", "um", "ab", "morning", "afternoon", "evening"];
/// The most words of a date: "the 14th of December 2026".
const DATE_WORDS: usize = 5;

/// Reads the day of the interview. One without a year is the next such day from `since` on, the day on which the posting
/// was taken in.
pub(super) fn read(posting: &str, since: NaiveDate) -> Option<InterviewDay> {
    meant(posting).lines().flat_map(sentences).find_map(|words| {
        let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
        let date = (0..lower.len())
            .filter(|at| INTERVIEW.contains(&lower[*at].as_str()))
            .find_map(|at| lower.get(at + 1..).and_then(|words| day_ahead(words, since)))?;
        Some(InterviewDay { date, because: words.join(" ") })
    })
}

/// The day that these words begin with, apart from `BETWEEN`.
fn day_ahead(words: &[String], since: NaiveDate) -> Option<NaiveDate> {
    let mut weekday = None;
    for from in 0..words.len() {
        let rest = &words[from..];
        let longest = rest.len().min(DATE_WORDS);
        let found = (1..=longest).rev().find_map(|len| rest[..len].join(" ").parse::<Day>().ok());
        match found {
            Some(Day::Weekday(named, None)) => {
                if rest.get(1).is_none_or(|next| BEHIND_WEEKDAY.contains(&next.as_str())) {
                    return found.and_then(|day| day.ahead(since).ok());
                }
                weekday = Some(named);
            }
            Some(day @ (Day::On(_) | Day::InYear { .. })) => {
                let date = day.ahead(since).ok()?;
                return weekday.is_none_or(|weekday| date.weekday() == weekday).then_some(date);
            }
            // A distance without a side may be how long it takes: "two days on site".
            Some(day @ (Day::Away(_, _, Some(Side::Ahead)) | Day::Away(0, ..))) => return day.ahead(since).ok(),
            None if BETWEEN.contains(&words[from].as_str()) || words[from] == "am" || words[from] == "den" => {}
            _ => return None,
        }
    }
    None
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

    /// 22 November 2026, a Sunday.
    fn since() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
    }

    fn date(text: &str) -> Option<String> {
        let read = read(text, since());
        assert!(read.as_ref().is_none_or(|read| text.contains(&read.because)), "{text}");
        read.map(|read| read.date.to_string())
    }

    #[test]
    fn a_day_beside_the_word_is_that_of_the_interview() {
        for text in [
            "Interview on 14 December 2026",
            "# Senior Engineer\n\nWe are few. The interview will be held on Monday, 14 December 2026. Bring a pen.",
            "- **Interview date:** 2026-12-14",
            "Interviews take place on the 14th of December 2026, remotely",
            "Interview: December 14th, 2026",
            "Das Vorstellungsgespräch findet am Montag, den 14. Dezember 2026 statt.",
            "Interview am 14.12.2026.",
        ] {
            assert_eq!(date(text).as_deref(), Some("2026-12-14"), "{text}");
        }
        assert_eq!(date("Interview am 3. März 2027").as_deref(), Some("2027-03-03"));
    }

    #[test]
    fn a_day_without_a_year_is_the_next_such_day() {
        for (text, day) in [
            ("Interview on 14 December", "2026-12-14"),
            ("Interview: Mon, 14 Dec, 10:00", "2026-12-14"),
            ("The interview is on December 14th at 10 am.", "2026-12-14"),
            ("Interview: 14/12", "2026-12-14"),
            ("Interview am 14.12. um 10 Uhr", "2026-12-14"),
            ("Das Vorstellungsgespräch findet am Montag, den 14. Dezember, statt.", "2026-12-14"),
            ("Bewerbungsgespräch: 3. März", "2027-03-03"),
            ("Interview on 21 November", "2027-11-21"),
            ("Interview on Friday", "2026-11-27"),
            ("Interview on Friday at 10", "2026-11-27"),
            ("Interview am Freitag um 10 Uhr", "2026-11-27"),
            ("The interview is tomorrow", "2026-11-23"),
            ("Interview in 9 days", "2026-12-01"),
            ("Interview in 2 Wochen", "2026-12-06"),
        ] {
            assert_eq!(date(text).as_deref(), Some(day), "{text}");
        }
    }

    #[test]
    fn other_days_and_days_that_are_not_clear_are_left_alone() {
        for text in [
            "Apply by 14 December 2026. Interviews follow.",
            "Interviews follow the deadline of 14 December 2026",
            "Interview on 3/4/2027",
            "Interview on 3/4",
            "Interview on 31 February 2027",
            "Interview on Friday, 14 December",
            "Interviews on 14 and 15 December 2026",
            "Interviews on Friday or Monday",
            "Interview: 2 days on site",
            "Interview next Friday",
            "We were founded on 14 December 2006",
            "interview",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
