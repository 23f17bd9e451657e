//! The levels that the name of a role contains: words, grades and numbers.

use crate::bank::Level;
use crate::job::phrasebook::Phrasebook;
use crate::job::words::words;

/// The levels that a title names.
pub(super) fn named(title: &str, book: &Phrasebook) -> Vec<Level> {
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
pub(in crate::job) fn manages(title: &str) -> bool {
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
pub(super) fn grade(title: &str) -> Option<Level> {
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
