//! Parsing text into the day that it names.

use chrono::{Datelike as _, NaiveDate, Weekday};

use super::{BadDay, Day, Side, Unit};

/// A distance of more days than this (100 years) is taken for a slip.
const FARTHEST: u32 = 36_525;

/// A leap year, so it contains every day that exists in any year.
const LEAP: i32 = 2024;

pub(super) fn read(text: &str) -> Result<Day, BadDay> {
    let lower = text.to_lowercase();
    let words = words(&lower);
    let words: Vec<&str> = words.iter().map(|word| in_english(word)).collect();
    let none = || BadDay::None(text.to_owned());
    match words[..] {
        ["today"] => Ok(Day::Away(0, Unit::Days, None)),
        ["tomorrow"] => Ok(Day::Away(1, Unit::Days, Some(Side::Ahead))),
        ["yesterday"] => Ok(Day::Away(1, Unit::Days, Some(Side::Back))),
        ["übermorgen" | "uebermorgen"] => Ok(Day::Away(2, Unit::Days, Some(Side::Ahead))),
        ["vorgestern"] => Ok(Day::Away(2, Unit::Days, Some(Side::Back))),
        ["in", ref rest @ ..] => span(rest, Some(Side::Ahead), text),
        ["vor", ref rest @ ..] | [ref rest @ .., "ago"] => span(rest, Some(Side::Back), text),
        ["next", day] => Err(weekday(day).map_or_else(none, |day| next(day, text))),
        ["last", day] => weekday(day).map(|day| Day::Weekday(day, Some(Side::Back))).ok_or_else(none),
        ["this", day] => weekday(day).map(|day| Day::Weekday(day, None)).ok_or_else(none),
        [one] if weekday(one).is_some() => weekday(one).map(|day| Day::Weekday(day, None)).ok_or_else(none),
        [first, ref rest @ ..] if weekday(first).is_some() => on_weekday(first, rest, text),
        [one] if digits(one.trim_start_matches('+')) => {
            let side = one.starts_with('+').then_some(Side::Ahead);
            span(&[one.trim_start_matches('+'), "days"], side, text)
        }
        [_, unit] if unit_of(unit).is_some() => span(&words, None, text),
        _ => date(&words, text),
    }
}

/// Splits text into words, dropping separators; "14-dec-2026" becomes three words.
fn words(lower: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in lower.split(|c: char| c.is_whitespace() || c == ',') {
        if word.chars().any(char::is_alphabetic) {
            found.extend(word.split(['-', '/', '.']).map(str::to_owned));
        } else {
            found.push(word.to_owned());
        }
    }
    found.retain(|word| !matches!(word.as_str(), "" | "on" | "the" | "of" | "am" | "den" | "der"));
    found
}

/// The English word for a German one; any other word as it is. Their months and weekdays do not all begin alike.
fn in_english(word: &str) -> &str {
    match word {
        "heute" => "today",
        "morgen" => "tomorrow",
        "gestern" => "yesterday",
        "tag" | "tage" | "tagen" => "days",
        "woche" | "wochen" => "weeks",
        "monat" | "monate" | "monaten" => "months",
        "ein" | "eine" | "einem" | "einen" | "einer" => "a",
        "nächsten" | "nächster" | "naechsten" | "naechster" => "next",
        "diesen" | "dieser" | "kommenden" | "kommender" => "this",
        "letzten" | "letzter" => "last",
        "januar" | "jänner" | "jaenner" => "january",
        "februar" => "february",
        "märz" | "maerz" | "mrz" => "march",
        "mai" => "may",
        "juni" => "june",
        "juli" => "july",
        "oktober" | "okt" => "october",
        "dezember" | "dez" => "december",
        "montag" | "mo" => "monday",
        "dienstag" | "di" => "tuesday",
        "mittwoch" | "mi" => "wednesday",
        "donnerstag" | "do" => "thursday",
        "freitag" | "fr" => "friday",
        "samstag" | "sonnabend" | "sa" => "saturday",
        "sonntag" | "so" => "sunday",
        other => other,
    }
}

fn digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

fn weekday(word: &str) -> Option<Weekday> {
    // chrono knows each weekday by its full name and by its first three letters.
    if word == "tues" || word == "thur" || word == "thurs" { word[..3].parse().ok() } else { word.parse().ok() }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Days),
        "week" | "weeks" => Some(Unit::Weeks),
        "month" | "months" => Some(Unit::Months),
        _ => None,
    }
}

fn span(words: &[&str], side: Option<Side>, text: &str) -> Result<Day, BadDay> {
    let none = || BadDay::None(text.to_owned());
    let [count, unit] = words else { return Err(none()) };
    let unit = unit_of(unit).ok_or_else(none)?;
    let count = match *count {
        "a" | "an" | "one" => 1,
        count if digits(count) => count.parse().unwrap_or(u32::MAX),
        _ => return Err(none()),
    };
    let days = match unit {
        Unit::Days => count,
        Unit::Weeks => count.saturating_mul(7),
        Unit::Months => count.saturating_mul(30),
    };
    if days > FARTHEST { Err(BadDay::TooFar(text.to_owned())) } else { Ok(Day::Away(count, unit, side)) }
}

/// The error for "next friday": to some it is the coming Friday, to others the one after it.
fn next(weekday: Weekday, text: &str) -> BadDay {
    let name = whole_name(weekday);
    BadDay::Two {
        text: text.to_owned(),
        first: format!("the coming {name}"),
        second: "the one after it".to_owned(),
        write: format!("{} for the first, and a date for the other", name.to_lowercase()),
    }
}

pub(super) fn whole_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// A date preceded by its weekday, as screens show it.
fn on_weekday(first: &str, rest: &[&str], text: &str) -> Result<Day, BadDay> {
    match date(rest, text)? {
        Day::On(date) if Some(date.weekday()) == weekday(first) => Ok(Day::On(date)),
        Day::On(date) => {
            Err(BadDay::OtherWeekday { text: text.to_owned(), date, weekday: whole_name(date.weekday()).to_owned() })
        }
        Day::InYear { month, day, .. } => Ok(Day::InYear { month, day, weekday: weekday(first) }),
        _ => Err(BadDay::None(text.to_owned())),
    }
}

fn date(words: &[&str], text: &str) -> Result<Day, BadDay> {
    let none = || BadDay::None(text.to_owned());
    match *words {
        [one] => numbers(one, text),
        [day, month] | [month, day] if month_of(month).is_some() => {
            in_year(month_of(month).ok_or_else(none)?, number(day).ok_or_else(none)?, text)
        }
        [day, month, year] | [month, day, year] if month_of(month).is_some() => {
            let (month, day) = (month_of(month).ok_or_else(none)?, number(day).ok_or_else(none)?);
            if !digits(year) {
                return Err(none());
            }
            if year.len() != 4 {
                return Err(BadDay::ShortYear(text.to_owned()));
            }
            on(year.parse().map_err(|_| none())?, month, day, text)
        }
        _ => Err(none()),
    }
}

/// The number of a month, from its name or an abbreviation of it.
fn month_of(word: &str) -> Option<u32> {
    if word == "sept" { Some(9) } else { word.parse::<chrono::Month>().ok().map(|month| month.number_from_month()) }
}

/// The number of a day, for example "14" or "14th".
fn number(word: &str) -> Option<u32> {
    let bare = word.trim_end_matches('.');
    let bare = ["st", "nd", "rd", "th"].iter().find_map(|end| bare.strip_suffix(end)).unwrap_or(bare);
    if digits(bare) && bare.len() <= 2 { bare.parse().ok() } else { None }
}

fn on(year: i32, month: u32, day: u32, text: &str) -> Result<Day, BadDay> {
    NaiveDate::from_ymd_opt(year, month, day).map(Day::On).ok_or_else(|| BadDay::NoSuch(text.to_owned()))
}

fn in_year(month: u32, day: u32, text: &str) -> Result<Day, BadDay> {
    let some = NaiveDate::from_ymd_opt(LEAP, month, day);
    some.map(|_| Day::InYear { month, day, weekday: None }).ok_or_else(|| BadDay::NoSuch(text.to_owned()))
}

/// A date written in digits only. With full stops the day comes first; with the year in front the month comes second;
/// with slashes or hyphens both orders are tried.
fn numbers(word: &str, text: &str) -> Result<Day, BadDay> {
    let none = || BadDay::None(text.to_owned());
    let separator =
        word.chars().find(|c| !c.is_ascii_digit()).filter(|c| ['.', '/', '-'].contains(c)).ok_or_else(none)?;
    let parts: Vec<&str> = word.strip_suffix('.').unwrap_or(word).split(separator).collect();
    if !parts.iter().all(|part| digits(part) && part.len() <= 4) {
        return Err(none());
    }
    let numbers: Vec<u32> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    let year = |number: u32| i32::try_from(number).unwrap_or(0);
    match (&numbers[..], separator) {
        (&[first, month, day], _) if parts[0].len() == 4 => on(year(first), month, day, text),
        (&[day, month, last], '.') if parts[2].len() == 4 => on(year(last), month, day, text),
        (&[day, month, last], '.') if parts[2].len() == 2 => on(2000 + year(last), month, day, text),
        (&[first, second, last], _) if parts[2].len() == 4 => either(first, second, Some(year(last)), text),
        (&[_, _, _], _) => Err(BadDay::ShortYear(text.to_owned())),
        (&[day, month], '.') => in_year(month, day, text),
        (&[first, second], _) => either(first, second, None, text),
        _ => Err(none()),
    }
}

/// Tries day and month in both orders. An error if the two readings are different valid dates, or if neither is one.
fn either(first: u32, second: u32, year: Option<i32>, text: &str) -> Result<Day, BadDay> {
    let read = |month, day| match year {
        Some(year) => on(year, month, day, text),
        None => in_year(month, day, text),
    };
    match (read(second, first), read(first, second)) {
        (Ok(one), Ok(other)) if one != other => Err(BadDay::Two {
            text: text.to_owned(),
            first: long(one),
            second: long(other),
            write: format!("{} or {}", clear(one), clear(other)),
        }),
        (Ok(one), _) | (_, Ok(one)) => Ok(one),
        (Err(error), Err(_)) => Err(error),
    }
}

fn in_leap(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(LEAP, month, day).unwrap_or_default()
}

/// In words, for example "3 April 2027" or "3 April".
fn long(day: Day) -> String {
    match day {
        Day::InYear { month, day, .. } => in_leap(month, day).format("%-d %B").to_string(),
        Day::On(date) => date.format("%-d %B %Y").to_string(),
        _ => String::new(),
    }
}

/// In a form that can be read in one way only, for example "2027-04-03" or "3 apr".
fn clear(day: Day) -> String {
    match day {
        Day::InYear { month, day, .. } => in_leap(month, day).format("%-d %b").to_string().to_lowercase(),
        Day::On(date) => date.to_string(),
        _ => String::new(),
    }
}
