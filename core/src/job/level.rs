//! Which level a posting is for: its title says so, else the years that it asks for, else its words.

use serde::Serialize;

use super::parts::{Part, Sentence};
use super::words::words;
use crate::bank::Level;

crate::bank::vocabulary! {
    /// What a level was read from.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    ReadFrom {
        /// The title names it.
        Title = "title",
        /// The years of experience that are asked for.
        Years = "years",
        /// Words of the posting.
        Words = "words",
        /// Nothing says it; what most postings without a word mean.
        Nothing = "nothing",
    }
}

/// The level of a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelRead {
    /// The level; of several the highest.
    pub level: Level,
    /// The lowest, where the posting is for several.
    pub lowest: Option<Level>,
    /// What it was read from.
    pub from: ReadFrom,
    /// The sentences that it was read from.
    pub because: Vec<String>,
}

/// From so many years on a posting means somebody senior, without a word a mid, …
const SENIOR_YEARS: u32 = 5;
const MID_YEARS: u32 = 2;
/// … and with words about direction over teams, staff.
const STAFF_YEARS: u32 = 8;

const SENIOR_WORDS: [&str; 12] = [
    "as a senior",
    "a senior ",
    "senior-level",
    "senior level",
    "an experienced",
    "a seasoned",
    "highly experienced",
    "erfahrene",
    "experienced engineer",
    "experienced developer",
    "extensive experience",
    "mentor junior",
];
const JUNIOR_WORDS: [&str; 9] = [
    "entry level",
    "entry-level",
    "recent graduate",
    "new graduate",
    "new grad",
    "berufseinsteiger",
    "no experience required",
    "first job",
    "early-career",
];
const STAFF_WORDS: [&str; 9] = [
    "staff-level",
    "staff level",
    "principal-level",
    "technical direction",
    "technical strategy",
    "across multiple teams",
    "across several teams",
    "across the organization",
    "technical vision",
];

/// Reads it from title and sentences.
pub(super) fn read(title: Option<&str>, sentences: &[Sentence]) -> LevelRead {
    let named = title.map(named).unwrap_or_default();
    if let (Some(level), Some(lowest), Some(title)) = (named.iter().max(), named.iter().min(), title) {
        let lowest = Some(*lowest).filter(|lowest| lowest < level);
        return LevelRead { level: *level, lowest, from: ReadFrom::Title, because: vec![title.to_owned()] };
    }
    let of_role = || sentences.iter().filter(|sentence| sentence.part.is_of_the_role());
    let says = |cues: &[&str], of: Option<Part>| {
        let says = |sentence: &&Sentence| {
            let text = sentence.text.to_lowercase();
            of.is_none_or(|part| sentence.part == part) && cues.iter().any(|cue| text.contains(cue))
        };
        sentences
            .iter()
            .filter(|sentence| sentence.part != Part::Offer)
            .find(says)
            .map(|sentence| sentence.text.clone())
    };
    let asked = of_role().filter(|sentence| sentence.part != Part::Nice);
    let years = asked
        .filter_map(|sentence| Some((years(&sentence.text)?, sentence.text.clone())))
        .max_by_key(|(years, _)| *years);
    let read = |level, from, because| LevelRead { level, lowest: None, from, because };
    if let Some((years, because)) = years {
        let leads = says(&STAFF_WORDS, None).filter(|_| years >= STAFF_YEARS);
        return match (years, leads) {
            (STAFF_YEARS.., Some(leads)) => read(Level::Staff, ReadFrom::Years, vec![because, leads]),
            (SENIOR_YEARS.., _) => read(Level::Senior, ReadFrom::Years, vec![because]),
            (MID_YEARS.., _) => read(Level::Mid, ReadFrom::Years, vec![because]),
            _ => read(Level::Junior, ReadFrom::Years, vec![because]),
        };
    }
    for (level, cues) in [(Level::Junior, &JUNIOR_WORDS[..]), (Level::Senior, &SENIOR_WORDS[..])] {
        if let Some(because) = says(cues, None) {
            return read(level, ReadFrom::Words, vec![because]);
        }
    }
    read(Level::Mid, ReadFrom::Nothing, Vec::new())
}

/// The levels that a title names.
fn named(title: &str) -> Vec<Level> {
    let words: Vec<String> = words(title).into_iter().map(|word| word.lower).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| words[at].as_str());
        let next = words.get(at + 1).map_or("", String::as_str);
        let level = match word.as_str() {
            "junior" | "jr" | "graduate" | "intern" | "internship" | "trainee" | "apprentice" | "werkstudent"
            | "praktikant" | "berufseinsteiger" | "student" | "associate" | "absolvent" => Level::Junior,
            "entry" if next == "level" => Level::Junior,
            "mid" | "intermediate" | "medior" | "middle" => Level::Mid,
            "senior" | "sr" | "snr" | "senioren" => Level::Senior,
            // A member of the technical staff is anybody.
            "staff" if before == "technical" => continue,
            "staff" | "principal" | "distinguished" | "fellow" | "head" | "architect" | "architekt" | "director"
            | "vp" | "cto" | "lead" | "leader" | "teamlead" | "techlead" => Level::Staff,
            "i" | "1" if is_role(before) || before == "level" => Level::Junior,
            "ii" | "2" if is_role(before) || before == "level" => Level::Mid,
            "iii" | "3" if is_role(before) || before == "level" => Level::Senior,
            "iv" | "v" | "4" | "5" if is_role(before) || before == "level" => Level::Staff,
            _ => continue,
        };
        found.push(level);
    }
    // "Senior Staff" is one level, and so is "Senior Lead".
    if found.contains(&Level::Staff) {
        let pairs = words.windows(2).any(|pair| {
            matches!(pair[0].as_str(), "senior" | "sr")
                && matches!(pair[1].as_str(), "staff" | "principal" | "lead" | "architect")
        });
        if pairs {
            found.retain(|level| *level != Level::Senior);
        }
    }
    found
}

fn is_role(word: &str) -> bool {
    matches!(
        word,
        "engineer"
            | "developer"
            | "programmer"
            | "analyst"
            | "sre"
            | "administrator"
            | "dev"
            | "consultant"
            | "scientist"
    )
}

/// The years of experience that a sentence asks for: of a range the lower end, of several the most.
fn years(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let is_about_work = [
        "experience",
        "erfahrung",
        "working",
        "professional",
        "background",
        "industry",
        "hands-on",
        "development",
        "engineering",
        "practice",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if !is_about_work {
        return None;
    }
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '*'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut most = None;
    for (at, word) in words.iter().enumerate() {
        let unit = word.trim_matches(|c: char| !c.is_alphabetic());
        let unit = unit.trim_end_matches(['’', '\'']);
        if !matches!(unit, "years" | "year" | "yrs" | "jahre" | "jahren" | "yoe" | "years’" | "year's" | "years'") {
            continue;
        }
        // "5+ years", "3-5 years", "3 to 5 years", "at least 5 years": the number is one of the three words before, the first of a range.
        let own = number(word.split(|c: char| c.is_alphabetic()).next().unwrap_or_default());
        let before = words[at.saturating_sub(3)..at]
            .iter()
            .enumerate()
            .filter_map(|(n, word)| Some((n, number(word)?)))
            .map(|(_, number)| number);
        let found = own.or_else(|| before.min());
        most = most.max(found.filter(|years| *years <= 20));
    }
    most
}

/// The number at the beginning of a word: "5+", "3-5", "3–5", "five".
fn number(word: &str) -> Option<u32> {
    const NAMED: [&str; 13] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if let Some(at) = NAMED.iter().position(|name| word == *name) {
        return u32::try_from(at).ok();
    }
    let digits: String =
        word.trim_start_matches(['~', '>', '≥', '+']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(title: &str) -> (Level, Option<Level>) {
        let read = read(Some(title), &[]);
        (read.level, read.lowest)
    }

    fn must(text: &str) -> Vec<Sentence> {
        vec![Sentence { part: Part::Must, text: text.to_owned() }]
    }

    #[test]
    fn titles_name_levels_in_many_ways_and_of_several_the_highest_counts() {
        use Level::{Junior, Mid, Senior, Staff};
        for (title, expected) in [
            ("(Senior) Backend Engineer (m/w/d)", (Senior, None)),
            ("Sr. Software Developer", (Senior, None)),
            ("Software Engineer II, Payments", (Mid, None)),
            ("Junior to Senior Go Developer", (Senior, Some(Junior))),
            ("Senior Staff Engineer", (Staff, None)),
            ("Senior/Staff Engineer", (Staff, None)),
            ("Tech Lead Backend", (Staff, None)),
            ("Member of Technical Staff", (Mid, None)),
            ("Mid/Senior Engineer", (Senior, Some(Mid))),
            ("Werkstudent Backend (w/m/d)", (Junior, None)),
        ] {
            let found = level(title);
            assert_eq!(found, expected, "{title}");
        }
    }

    #[test]
    fn without_a_word_in_the_title_years_count() {
        for (text, expected) in [
            ("5+ years of professional experience", Level::Senior),
            ("3-5 years of experience in backend work", Level::Mid),
            ("At least 2 years' experience", Level::Mid),
            ("1+ year of industry experience", Level::Junior),
            ("Mindestens fünf oder 6 Jahre Erfahrung", Level::Senior),
            ("Three to five years of experience", Level::Mid),
        ] {
            let read = read(Some("Backend Engineer"), &must(text));
            assert_eq!((read.level, read.from), (expected, ReadFrom::Years), "{text}");
            assert_eq!(read.because, [text.to_owned()]);
        }
        let company = vec![Sentence { part: Part::Company, text: "We have 20 years of experience".into() }];
        assert_eq!(read(None, &company).from, ReadFrom::Nothing);
    }

    #[test]
    fn words_of_the_posting_are_the_last_resort() {
        let text = "We are looking for an experienced colleague";
        assert_eq!(read(None, &must(text)).level, Level::Senior);
        assert_eq!(read(None, &must("Open to a recent graduate")).level, Level::Junior);
    }
}
