//! Days as people write them, in English or German. One parser for every place: flags, settings, fields on the screen,
//! postings.
//!
//! Text that can be read in two ways is refused, and both readings are named: planning for the wrong day is worse than
//! typing it again.

mod read;

use std::str::FromStr;

use chrono::{Datelike as _, Days, Months, NaiveDate, Weekday};

/// A day, as a date or relative to another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day {
    /// A full date.
    On(NaiveDate),
    /// A day and month without a year. It is valid in at least one year.
    InYear {
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
        /// The weekday that was written with it. Whether it is right depends on the year.
        weekday: Option<Weekday>,
    },
    /// A day of the week; without a side, the side that is asked for.
    Weekday(Weekday, Option<Side>),
    /// A distance from today, at most a hundred years; without a side, the side that is asked for.
    Away(u32, Unit, Option<Side>),
}

/// The direction from today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Later.
    Ahead,
    /// Earlier.
    Back,
}

/// The unit of a distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months; if the target month is too short, its last day.
    Months,
}

/// Text that does not name exactly one day.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadDay {
    /// It names no day.
    #[error(
        "{0:?} is not a day; write YYYY-MM-DD, for example 2026-12-01, or as in 14 dec, friday, in 3 weeks, tomorrow"
    )]
    None(String),
    /// A date that does not exist in any year.
    #[error("{0:?} is not a day: no calendar has it")]
    NoSuch(String),
    /// It could mean two days.
    #[error("{text:?} may be {first} or {second}; write {write}")]
    Two {
        /// The text as written.
        text: String,
        /// The first reading.
        first: String,
        /// The second reading.
        second: String,
        /// How to write each one unambiguously.
        write: String,
    },
    /// A two-digit year, which could just as well be a day or a month.
    #[error("{0:?} is not clear: write the year with four digits")]
    ShortYear(String),
    /// The weekday does not match the date.
    #[error("{text:?} is not a day: {date} is a {weekday}")]
    OtherWeekday {
        /// The text as written.
        text: String,
        /// The date within it.
        date: NaiveDate,
        /// The weekday on which that date actually falls.
        weekday: String,
    },
    /// More than a hundred years away.
    #[error("{0:?} is too far away")]
    TooFar(String),
}

/// A day that, seen from today, is not what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OtherDay {
    /// A date without a year does not fall on the weekday that was written with it.
    #[error(
        "{} is a {}, not a {}; write the year, too, or leave the weekday out", date.format("%-d %b %Y"),
        date.format("%A"), read::whole_name(*said)
    )]
    Weekday {
        /// The date that it would be.
        date: NaiveDate,
        /// The weekday that was written.
        said: Weekday,
    },
    /// It is past where a future one is needed.
    #[error("{date} is past; give a day from today ({today}) on")]
    Past {
        /// The date that it is.
        date: NaiveDate,
        /// The day from which it is seen.
        today: NaiveDate,
    },
    /// It is still to come where one is needed that is over.
    #[error("{} is still to come; for the one before it say {last}", coming.format("%-d %b %Y"))]
    Coming {
        /// The date that it would be.
        coming: NaiveDate,
        /// The one before it.
        last: NaiveDate,
    },
}

impl FromStr for Day {
    type Err = BadDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read::read(text)
    }
}

impl Day {
    /// Its date when looking ahead: "14 dec" is the next one, today included; "friday" the coming one; "21" is in 21
    /// days.
    pub fn ahead(self, today: NaiveDate) -> Result<NaiveDate, OtherDay> {
        self.seen(today, Side::Ahead)
    }

    /// Its date when looking back: "14 dec" is the last one, today included; "friday" the last one; "21" was 21 days
    /// ago.
    pub fn back(self, today: NaiveDate) -> Result<NaiveDate, OtherDay> {
        self.seen(today, Side::Back)
    }

    /// Its date when looking ahead, refusing a day that is past.
    pub fn to_come(self, today: NaiveDate) -> Result<NaiveDate, OtherDay> {
        let date = self.ahead(today)?;
        if date < today { Err(OtherDay::Past { date, today }) } else { Ok(date) }
    }

    /// Its date when looking back for something that has just been, refusing a day without a year whose next date is
    /// nearer than its last: early in December, "14 dec" is hardly that of last year.
    pub fn over(self, today: NaiveDate) -> Result<NaiveDate, OtherDay> {
        let (coming, last) = (self.on(today, Side::Ahead), self.on(today, Side::Back));
        let is_nearer = coming - today < today - last;
        if matches!(self, Self::InYear { .. }) && is_nearer {
            return Err(OtherDay::Coming { coming, last });
        }
        self.back(today)
    }

    fn seen(self, today: NaiveDate, asked: Side) -> Result<NaiveDate, OtherDay> {
        let date = self.on(today, asked);
        match self {
            Self::InYear { weekday: Some(said), .. } if date.weekday() != said => Err(OtherDay::Weekday { date, said }),
            _ => Ok(date),
        }
    }

    fn on(self, today: NaiveDate, asked: Side) -> NaiveDate {
        let found = match self {
            Self::On(date) => Some(date),
            Self::InYear { month, day, .. } => in_year(month, day, today, asked),
            Self::Weekday(weekday, side) => {
                let days = today.weekday().days_since(weekday);
                let days = u64::from(if days == 0 { 7 } else { days });
                match side.unwrap_or(asked) {
                    // A weekday that is today's means the one a week away: for today itself there is a shorter word.
                    Side::Ahead => today.checked_add_days(Days::new(if days == 7 { 7 } else { 7 - days })),
                    Side::Back => today.checked_sub_days(Days::new(days)),
                }
            }
            Self::Away(count, unit, side) => away(count, unit, side.unwrap_or(asked), today),
        };
        found.unwrap_or(today)
    }
}

/// The nearest such date, today included. Eight years in either direction are enough even for 29 February.
fn in_year(month: u32, day: u32, today: NaiveDate, asked: Side) -> Option<NaiveDate> {
    (0..=8).find_map(|years| {
        let year = if asked == Side::Ahead { today.year() + years } else { today.year() - years };
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let fits = if asked == Side::Ahead { date >= today } else { date <= today };
        fits.then_some(date)
    })
}

fn away(count: u32, unit: Unit, side: Side, today: NaiveDate) -> Option<NaiveDate> {
    let days = |factor: u64| Days::new(u64::from(count) * factor);
    match (unit, side) {
        (Unit::Days, Side::Ahead) => today.checked_add_days(days(1)),
        (Unit::Days, Side::Back) => today.checked_sub_days(days(1)),
        (Unit::Weeks, Side::Ahead) => today.checked_add_days(days(7)),
        (Unit::Weeks, Side::Back) => today.checked_sub_days(days(7)),
        (Unit::Months, Side::Ahead) => today.checked_add_months(Months::new(count)),
        (Unit::Months, Side::Back) => today.checked_sub_months(Months::new(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 22 November 2026, a Sunday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
    }

    fn ahead(text: &str) -> Option<String> {
        text.parse::<Day>().ok().and_then(|day| day.ahead(today()).ok()).map(|day| day.to_string())
    }

    fn back(text: &str) -> Option<String> {
        text.parse::<Day>().ok().and_then(|day| day.back(today()).ok()).map(|day| day.to_string())
    }

    fn wrong(text: &str) -> String {
        text.parse::<Day>().map_or_else(|error| error.to_string(), |day| panic!("{text:?} is {day:?}"))
    }

    #[test]
    fn days_are_dates_or_seen_from_today() {
        for (text, date) in [
            ("today", "2026-11-22"),
            ("Tomorrow", "2026-11-23"),
            ("yesterday", "2026-11-21"),
            ("2024-02-29", "2024-02-29"),
            ("2026-1-2", "2026-01-02"),
            (" 2027/04/03 ", "2027-04-03"),
            ("14.12.2026", "2026-12-14"),
            ("3.4.27", "2027-04-03"),
            ("03.04.2027", "2027-04-03"),
            ("14/12/2026", "2026-12-14"),
            ("12/14/2026", "2026-12-14"),
            ("3-3-2027", "2027-03-03"),
            ("14 dec", "2026-12-14"),
            ("Dec 14", "2026-12-14"),
            ("14. December", "2026-12-14"),
            ("the 14th of December 2026", "2026-12-14"),
            ("December 14th, 2026", "2026-12-14"),
            ("14-dec-2026", "2026-12-14"),
            ("Mon 14 Dec 2026", "2026-12-14"),
            ("Monday, 14 December", "2026-12-14"),
            ("Mon 14 Dec", "2026-12-14"),
            ("Montag, den 14. Dezember", "2026-12-14"),
            ("Mo 14.12.", "2026-12-14"),
            ("14.12.", "2026-12-14"),
            ("14/12", "2026-12-14"),
            ("21 nov", "2027-11-21"),
            ("22 nov", "2026-11-22"),
            ("29 feb", "2028-02-29"),
            ("friday", "2026-11-27"),
            ("on Fri", "2026-11-27"),
            ("this friday", "2026-11-27"),
            ("sunday", "2026-11-29"),
            ("last friday", "2026-11-20"),
            ("in 3 weeks", "2026-12-13"),
            ("in a week", "2026-11-29"),
            ("in 1 month", "2026-12-22"),
            ("2 days ago", "2026-11-20"),
            ("21", "2026-12-13"),
            ("+9", "2026-12-01"),
            ("morgen", "2026-11-23"),
            ("übermorgen", "2026-11-24"),
            ("am 14. Dezember", "2026-12-14"),
            ("14. Dez.", "2026-12-14"),
            ("den 3. März 2027", "2027-03-03"),
            ("1. Mai", "2027-05-01"),
            ("Montag, den 14. Dezember 2026", "2026-12-14"),
            ("Mo 14.12.2026", "2026-12-14"),
            ("am Freitag", "2026-11-27"),
            ("in 3 Wochen", "2026-12-13"),
            ("in einem Monat", "2026-12-22"),
            ("10 days", "2026-12-02"),
        ] {
            assert_eq!(ahead(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn who_looks_back_means_the_last_one() {
        for (text, date) in [
            ("14 dec", "2025-12-14"),
            ("22 nov", "2026-11-22"),
            ("29 feb", "2024-02-29"),
            ("friday", "2026-11-20"),
            ("sunday", "2026-11-15"),
            ("3 weeks", "2026-11-01"),
            ("3 weeks ago", "2026-11-01"),
            ("in 3 weeks", "2026-12-13"),
            ("yesterday", "2026-11-21"),
            ("2026-11-30", "2026-11-30"),
            ("vor 3 Wochen", "2026-11-01"),
            ("letzten Freitag", "2026-11-20"),
        ] {
            assert_eq!(back(text).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_may_be_two_days_is_refused_with_both() {
        let said = wrong("03/04/2027");
        assert_eq!(said, "\"03/04/2027\" may be 3 April 2027 or 4 March 2027; write 2027-04-03 or 2027-03-04");
        let said = wrong("3/4");
        assert_eq!(said, "\"3/4\" may be 3 April or 4 March; write 3 apr or 4 mar");
        let said = wrong("next friday");
        assert!(said.contains("the coming Friday or the one after it") && said.contains("write friday"), "{said}");
        assert!(wrong("14/12/26").contains("four digits") && wrong("14 dec 26").contains("four digits"));
        assert!(wrong("fri 14 dec 2026").contains("2026-12-14 is a Monday"));
        assert!(wrong("nächsten Freitag").contains("the coming Friday or the one after it"));
    }

    #[test]
    fn a_weekday_with_a_date_without_a_year_has_to_be_that_of_the_nearest_one() {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        let said = day("Fri 14 Dec").ahead(today()).expect_err("another").to_string();
        assert_eq!(said, "14 Dec 2026 is a Monday, not a Friday; write the year, too, or leave the weekday out");
        assert_eq!(day("Sun 14 Dec").back(today()).map(|day| day.to_string()).as_deref(), Ok("2025-12-14"));
        assert_eq!(day("Fri 20 Nov").over(today()).map(|day| day.to_string()).as_deref(), Ok("2026-11-20"));
        assert!(day("Mon 20 Nov").over(today()).is_err() && day("Tue 1 Dec").to_come(today()).is_ok());
    }

    #[test]
    fn what_is_no_day_is_refused_with_examples() {
        for text in ["", "  ", "soon", "next week", "dec 2026", "14 14 dec", "-3", "+2026-11-2", "friday in 3 weeks"] {
            assert!(wrong(text).contains("YYYY-MM-DD"), "{text}");
        }
        for text in ["2026-02-30", "30.2.2026", "31 apr", "13/13/2026", "0.1.2026"] {
            assert!(wrong(text).contains("no calendar has it"), "{text}: {}", wrong(text));
        }
        assert!(wrong("99999999").contains("too far") && wrong("in 5000 months").contains("too far"));
    }

    #[test]
    fn a_day_that_is_over_is_refused_where_one_is_to_come() {
        let day = |text: &str| text.parse::<Day>().expect("a day").to_come(today());
        assert_eq!(day("today"), Ok(today()));
        let said = day("2026-11-21").expect_err("past").to_string();
        assert_eq!(said, "2026-11-21 is past; give a day from today (2026-11-22) on");
    }

    #[test]
    fn a_day_that_has_just_been_is_hardly_that_of_last_year() {
        let day = |text: &str| text.parse::<Day>().expect("a day").over(today()).map(|day| day.to_string());
        for (text, date) in [
            ("22 nov", "2026-11-22"),
            ("21 nov", "2026-11-21"),
            ("1 jul", "2026-07-01"),
            ("friday", "2026-11-20"),
            ("yesterday", "2026-11-21"),
            ("2025-12-14", "2025-12-14"),
        ] {
            assert_eq!(day(text).as_deref(), Ok(date), "{text}");
        }
        let said = day("14 dec").expect_err("still to come").to_string();
        assert_eq!(said, "14 Dec 2026 is still to come; for the one before it say 2025-12-14");
    }

    proptest! {
        #[test]
        fn no_text_is_too_much(text in "\\PC{0,24}") {
            if let Ok(day) = text.parse::<Day>() {
                let _ = (day.ahead(today()), day.back(today()), day.over(today()));
            }
        }

        #[test]
        fn every_spelling_of_a_date_is_that_date(days in 0_u64..4_000) {
            let date = today() + Days::new(days);
            for format in ["%Y-%m-%d", "%d.%m.%Y", "%-d %b %Y", "%B %-d, %Y", "%a %-d %b %Y", "%Y/%m/%d"] {
                let text = date.format(format).to_string();
                prop_assert_eq!(text.parse::<Day>().expect("a day"), Day::On(date), "{}", text);
            }
        }
    }
}
