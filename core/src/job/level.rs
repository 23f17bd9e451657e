//! Works out the level of a posting: from its title if that names one, otherwise from the years it asks for, otherwise
//! from its words.

use serde::Serialize;

use super::parts::{Part, Sentence};
use super::phrasebook::Phrasebook;
use super::technologies;
use super::title;
use super::words::words;
use crate::bank::Level;

crate::bank::vocabulary! {
    /// What a level was read from.
    #[derive(Serialize)]
    #[serde(rename_all = "lowercase")]
    ReadFrom {
        /// The title names it.
        Title = "title",
        /// The years of experience that it asks for.
        Years = "years",
        /// Words of the posting name it.
        Words = "words",
        /// Nothing names it; assumed to be mid, as most such postings mean.
        Nothing = "nothing",
    }
}

/// The level that was read from a posting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LevelRead {
    /// The level; the highest if the posting names several.
    pub level: Level,
    /// The lowest level if the posting names several, otherwise `None`.
    pub lowest: Option<Level>,
    /// What it was read from.
    pub from: ReadFrom,
    /// The title or sentences that it was read from.
    pub because: Vec<String>,
}

/// A posting that asks for at least this many years means a senior, or a mid. With `STAFF_YEARS` and words about
/// leading across teams it means staff.
const SENIOR_YEARS: u32 = 5;
const MID_YEARS: u32 = 2;
/// Numbers above this are the age of the company, not years of experience.
const MOST_YEARS: u32 = 16;
/// Years from which words about leading across teams mean staff.
const STAFF_YEARS: u32 = 8;

/// Reads the level from the title, from what sentences call the person they look for, from listed roles, and from the
/// text, in this order.
pub(super) fn read(title: Option<&str>, listed: &[String], sentences: &[Sentence], book: &Phrasebook) -> LevelRead {
    let of_role = || sentences.iter().filter(|sentence| sentence.part.is_of_the_role());
    if let Some(read) = title.and_then(|title| of_names(&[title.to_owned()], title, ReadFrom::Title, book)) {
        return read;
    }
    let mut sought =
        of_role().filter_map(|sentence| Some((title::sought(&sentence.text, book)?.title?, &sentence.text)));
    if let Some(read) = sought.find_map(|(name, text)| of_names(&[name], text, ReadFrom::Words, book)) {
        return read;
    }
    // A posting may list several openings.
    if title.is_none_or(|title| !title::is_one(title, book))
        && let Some(read) = of_names(listed, &listed.join("; "), ReadFrom::Words, book)
    {
        return read;
    }
    let says = |level: Level| {
        let says = |sentence: &&Sentence| book.means(level, &sentence.text.to_lowercase());
        sentences
            .iter()
            .filter(|sentence| sentence.part != Part::Offer)
            .find(says)
            .map(|sentence| sentence.text.clone())
    };
    let most = |of: &dyn Fn(&Sentence) -> bool| {
        let asked = of_role().filter(|sentence| of(sentence));
        asked
            .filter_map(|sentence| Some((years(sentence, book)?, sentence.text.clone())))
            .max_by_key(|(years, _)| *years)
    };
    // Years that are only nice to have count if no others are asked for.
    let years = most(&|sentence| is_asked_for(sentence, book)).or_else(|| most(&|_| true));
    let read = |level, from, because| LevelRead { level, lowest: None, from, because };
    let graded = title.and_then(|title| Some((grade(title)?, title.to_owned())));
    if let Some((years, because)) = years {
        let leads = says(Level::Staff).filter(|_| years >= STAFF_YEARS);
        return match (years, leads) {
            (STAFF_YEARS.., Some(leads)) => read(Level::Staff, ReadFrom::Years, vec![because, leads]),
            (SENIOR_YEARS.., _) => read(Level::Senior, ReadFrom::Years, vec![because]),
            (MID_YEARS.., _) => read(Level::Mid, ReadFrom::Years, vec![because]),
            _ => read(Level::Junior, ReadFrom::Years, vec![because]),
        };
    }
    if let Some((level, because)) = graded {
        return read(level, ReadFrom::Title, vec![because]);
    }
    for level in [Level::Junior, Level::Senior] {
        if let Some(because) = says(level) {
            return read(level, ReadFrom::Words, vec![because]);
        }
    }
    read(Level::Mid, ReadFrom::Nothing, Vec::new())
}

/// The level that names of roles contain, the highest of several; `None` if they contain none.
fn of_names(names: &[String], because: &str, from: ReadFrom, book: &Phrasebook) -> Option<LevelRead> {
    let found: Vec<Level> = names.iter().flat_map(|name| named(name, book)).collect();
    let (level, lowest) = (*found.iter().max()?, *found.iter().min()?);
    let lowest = Some(lowest).filter(|lowest| *lowest < level);
    Some(LevelRead { level, lowest, from, because: vec![because.to_owned()] })
}

/// The levels that a title names.
fn named(title: &str, book: &Phrasebook) -> Vec<Level> {
    let words: Vec<String> = words(title).into_iter().map(|word| word.lower).collect();
    let at = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", String::as_str);
    let mut found = Vec::new();
    let mut numbered = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let (before, next) = (at(n.checked_sub(1)), at(Some(n + 1)));
        // "Member of technical staff" says nothing about the level.
        if word == "staff" && before == "technical" {
            continue;
        }
        match word.as_str() {
            "entry" if next == "level" => found.push(Level::Junior),
            "all" if next.starts_with("level") => found.extend([Level::Junior, Level::Senior]),
            "manager" if is_of_people(before) => found.push(Level::Staff),
            _ => found.extend(book.level(word)),
        }
        numbered.extend(numeral(word, before, book));
    }
    // "Semi senior" is not senior, and in "Senior Engineer II" the number only counts levels of senior, so it is
    // ignored.
    if words.iter().any(|word| matches!(word.as_str(), "semi" | "ssr" | "semisenior")) {
        found.retain(|level| *level != Level::Senior);
    }
    if found.is_empty() {
        return numbered;
    }
    // "Senior Staff" is one level, and so is "Senior Lead".
    if found.contains(&Level::Staff) {
        let pairs = words.windows(2).any(|pair| {
            matches!(pair[0].as_str(), "senior" | "sr")
                && matches!(pair[1].as_str(), "staff" | "principal" | "lead" | "architect" | "engineering" | "manager")
        });
        if pairs {
            found.retain(|level| *level != Level::Senior);
        }
    }
    found
}

/// Whether a title is that of a manager of people.
pub(super) fn manages(title: &str) -> bool {
    let words = words(title);
    words.windows(2).any(|pair| pair[1].lower == "manager" && is_of_people(&pair[0].lower))
        || words
            .iter()
            .any(|word| matches!(word.lower.as_str(), "head" | "director" | "vp" | "teamleiter" | "teamleitung"))
}

/// Whether a manager of this manages people: "engineering manager", not "product manager".
fn is_of_people(word: &str) -> bool {
    matches!(
        word,
        "engineering" | "development" | "engineer" | "team" | "technology" | "software" | "backend" | "platform"
    )
}

/// The level of a grade on a ladder whose lowest grade is `from`.
fn rung(from: u32, grade: u32) -> Level {
    match grade.saturating_sub(from) {
        0 => Level::Junior,
        1 => Level::Mid,
        2 => Level::Senior,
        _ => Level::Staff,
    }
}

fn graded(word: &str, prefix: &str) -> Option<u32> {
    word.strip_prefix(prefix)?.parse().ok().filter(|grade| (1..=9).contains(grade))
}

/// The level of a grade as large firms number them: L3 and E3 are for graduates, IC3 for somebody with experience.
/// Other firms use other numbers, so years of experience take precedence.
fn grade(title: &str) -> Option<Level> {
    let of = |word: &str| {
        let google = graded(word, "l").or_else(|| graded(word, "e")).filter(|grade| *grade >= 3);
        google.or_else(|| graded(word, "ic").map(|grade| grade + 1)).map(|grade| rung(3, grade))
    };
    words(title).iter().find_map(|word| of(&word.lower))
}

/// The level named by a number after a role: "Engineer II", "SDE3".
fn numeral(word: &str, before: &str, book: &Phrasebook) -> Option<Level> {
    let behind_role = book.is_role(before) || matches!(before, "level" | "lvl" | "niveau");
    match word {
        "i" | "1" if behind_role => return Some(Level::Junior),
        "ii" | "2" if behind_role => return Some(Level::Mid),
        "iii" | "3" if behind_role => return Some(Level::Senior),
        "iv" | "v" | "4" | "5" if behind_role => return Some(Level::Staff),
        _ => {}
    }
    graded(word, "sde").or_else(|| graded(word, "swe")).map(|grade| rung(1, grade))
}

/// Whether the years in a sentence are required: "5+ years of web work, preferably in Go" requires the years, even if
/// it prefers Go.
fn is_asked_for(sentence: &Sentence, book: &Phrasebook) -> bool {
    let lower = sentence.text.to_lowercase();
    let Some(digit) = lower.find(|c: char| c.is_ascii_digit()).filter(|_| sentence.part == Part::Nice) else {
        return sentence.part != Part::Nice;
    };
    // In a nice-to-have sentence, the years are required if only words well after the number say "nice to have":
    // neither the heading nor anything up to just after the number.
    let begin = &lower[..lower.floor_char_boundary(digit + "3 years of experience ".len())];
    book.says(Part::Nice, &lower) && !book.says(Part::Nice, begin)
}

/// The years of experience that a sentence asks for: the lower end of a range, and the largest of several numbers.
fn years(sentence: &Sentence, book: &Phrasebook) -> Option<u32> {
    let lower = sentence.text.to_lowercase();
    let at_least = [
        "+",
        "at least",
        "minimum",
        "mindestens",
        "au moins",
        "minima",
        "al menos",
        "mínimo",
        "minimaal",
        "almeno",
        "min.",
    ];
    let asks = book.is_about_work(&lower)
        || (sentence.part == Part::Must && at_least.iter().any(|word| lower.contains(word)))
        || (matches!(sentence.part, Part::Must | Part::Nice) && are_of_work(&sentence.text, book));
    // The age of the company does not matter. Such a sentence names the company before the years.
    let company = ["company", "founded", "unternehmen", "gegründet", "entreprise", "empresa", "bedrijf", "azienda"];
    let named_at = company.iter().filter_map(|word| lower.find(word)).min();
    let boasts = named_at.is_some_and(|at| {
        !lower.contains('+') && lower.find(|c: char| c.is_ascii_digit()).is_some_and(|digit| at < digit)
    });
    if !asks || boasts {
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
        if !book.is_years(unit) {
            continue;
        }
        // "5+ years", "3-5 years", "3 to 5 years", "at least 5 years": the number is among the three words before, and
        // the smallest is the lower end of a range.
        let own = number(word.split(|c: char| c.is_alphabetic()).next().unwrap_or_default());
        let before = words[at.saturating_sub(3)..at]
            .iter()
            .enumerate()
            .filter_map(|(n, word)| Some((n, number(word)?)))
            .map(|(_, number)| number);
        let found = own.or_else(|| before.min());
        most = most.max(found.filter(|years| *years <= MOST_YEARS));
    }
    most
}

/// Whether the years of a sentence are years of work, although no word for experience is there: "8 years of Rust", "3
/// years in a similar role", "4 Jahre Go".
fn are_of_work(sentence: &str, book: &Phrasebook) -> bool {
    // A name of several words, behind "of", an article or an adjective.
    const WITHIN: usize = 4;
    const OF_NO_WORK: [&str; 5] = ["business", "operation", "row", "total", "age"];
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let is_unit = |word: &str| {
        let lower = word.to_lowercase();
        book.is_years(lower.trim_matches(|c: char| !c.is_alphabetic()).trim_end_matches(['’', '\'']))
    };
    words.iter().enumerate().filter(|(_, word)| is_unit(word)).any(|(at, _)| {
        let behind = &words[at + 1..words.len().min(at + 1 + WITHIN)];
        let in_a_field = match behind {
            ["in", next, ..] => {
                next.starts_with(char::is_lowercase) && !behind.iter().any(|word| OF_NO_WORK.contains(word))
            }
            _ => false,
        };
        in_a_field || !technologies::find(&format!("years {}", behind.join(" "))).is_empty()
    })
}

/// The number that a word begins with or names: "5+", "3-5", "3–5", "five".
fn number(word: &str) -> Option<u32> {
    const NAMED: [(&str, u32); 32] = [
        ("zero", 0),
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("zwei", 2),
        ("drei", 3),
        ("vier", 4),
        ("fünf", 5),
        ("sechs", 6),
        ("acht", 8),
        ("zehn", 10),
        ("deux", 2),
        ("trois", 3),
        ("quatre", 4),
        ("cinq", 5),
        ("dix", 10),
        ("dos", 2),
        ("tres", 3),
        ("cuatro", 4),
        ("cinco", 5),
        ("diez", 10),
        ("twee", 2),
        ("vijf", 5),
    ];
    if let Some((_, years)) = NAMED.iter().find(|(name, _)| word == *name) {
        return Some(*years);
    }
    let digits: String =
        word.trim_start_matches(['~', '>', '≥', '+']).chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(title: &str) -> (Level, Option<Level>) {
        let read = read(Some(title), &[], &[], &Phrasebook::of(None));
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
            ("Senior Software Engineer II", (Senior, None)),
            ("SDE-3, Backend", (Senior, None)),
            ("Software Engineer L6", (Staff, None)),
            ("SWE II", (Mid, None)),
            ("Engineering Manager, Payments", (Staff, None)),
            ("Senior Engineering Manager", (Staff, None)),
            ("Software Engineer (all levels)", (Senior, Some(Junior))),
            ("Développeur Java confirmé", (Mid, None)),
            ("Alternance développeur PHP", (Junior, None)),
            ("Leader technique", (Staff, None)),
            ("Desarrollador Semi Senior", (Mid, None)),
            ("Desenvolvedor Pleno", (Mid, None)),
            ("Medior PHP-ontwikkelaar", (Mid, None)),
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
            ("5+ years fluency in Go", Level::Senior),
            ("Expérience de 4 ans minimum", Level::Mid),
            ("Al menos cinco años de experiencia", Level::Senior),
            ("Minimum 7 lat doświadczenia", Level::Senior),
            ("8 years of Rust", Level::Senior),
            ("8 years of Go in production", Level::Senior),
            ("3 years with PostgreSQL", Level::Mid),
            ("6 years in a similar role", Level::Senior),
            ("8 Jahre Rust", Level::Senior),
            ("Mehr als 5 Jahre in der Entwicklung", Level::Senior),
        ] {
            let read = read(Some("Backend Engineer"), &[], &must(text), &Phrasebook::of(None));
            assert_eq!((read.level, read.from), (expected, ReadFrom::Years), "{text}");
            assert_eq!(read.because, [text.to_owned()]);
        }
        for boast in ["We are a company with 10 years of experience", "Unternehmen mit 12 Jahren Erfahrung"] {
            assert_eq!(years(&must(boast)[0], &Phrasebook::of(None)), None, "{boast}");
        }
        for other in ["You are 16 years of age", "A degree of 3 years", "You stay 2 years in Berlin"] {
            assert_eq!(years(&must(other)[0], &Phrasebook::of(None)), None, "{other}");
        }
        assert_eq!(years(&must("5 años de experiencia en una empresa")[0], &Phrasebook::of(None)), Some(5));
        let company = vec![Sentence { part: Part::Company, text: "We have 20 years of experience".into() }];
        assert_eq!(read(None, &[], &company, &Phrasebook::of(None)).from, ReadFrom::Nothing);
    }

    #[test]
    fn years_are_asked_for_whatever_is_preferred_behind_them() {
        let of = |text: &str| {
            let sentence = Sentence { part: Part::Nice, text: text.to_owned() };
            is_asked_for(&sentence, &Phrasebook::of(None))
        };
        assert!(of("6+ years of experience with the web, preferably with React"));
        assert!(!of("Preferably 6+ years of experience") && !of("6+ years of experience"));
    }

    #[test]
    fn words_of_the_posting_are_the_last_resort() {
        let text = "We are looking for an experienced colleague";
        let book = Phrasebook::of(None);
        assert_eq!(read(None, &[], &must(text), &book).level, Level::Senior);
        assert_eq!(read(None, &[], &must("Open to a recent graduate"), &book).level, Level::Junior);
    }
}
