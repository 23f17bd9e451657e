//! The years of experience that a sentence of a posting asks for.

use crate::job::part::{Part, Sentence};
use crate::job::phrasebook::Phrasebook;
use crate::job::technologies;

/// Numbers above this are the age of the company, not years of experience.
const MOST_YEARS: u32 = 16;

/// Whether the years in a sentence are required: "5+ years of web work, preferably in Go" requires the years, even if
/// it prefers Go.
pub(super) fn is_asked_for(sentence: &Sentence, book: &Phrasebook) -> bool {
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
pub(super) fn years(sentence: &Sentence, book: &Phrasebook) -> Option<u32> {
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
        // What there is each year is no experience: "ten thousand per year", "9 holidays every year".
        let each = at > 0 && matches!(words[at - 1], "per" | "each" | "every" | "pro");
        if !book.is_years(unit) || each {
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
    fn the_age_of_a_company_and_years_of_something_else_do_not_count() {
        let of = |text: &str| years(&Sentence { part: Part::Must, text: text.to_owned() }, &Phrasebook::of(None));
        for boast in ["We are a company with 10 years of experience", "Unternehmen mit 12 Jahren Erfahrung"] {
            assert_eq!(of(boast), None, "{boast}");
        }
        for other in [
            "You are 16 years of age",
            "Ten thousand per year for experience at conferences",
            "A degree of 3 years",
            "You stay 2 years in Berlin",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(of("5 años de experiencia en una empresa"), Some(5));
    }
}
