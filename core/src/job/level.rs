//! Works out the level of a posting: from its title if that names one, otherwise from the years it asks for, otherwise
//! from its words.

mod named;
mod years;

use serde::Serialize;

use super::part::{Part, Sentence};
use super::phrasebook::Phrasebook;
use super::title;
use crate::bank::Level;
pub(super) use named::manages;
use named::{grade, named};
use years::{is_asked_for, years};

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
        let company = vec![Sentence { part: Part::Company, text: "We have 20 years of experience".into() }];
        assert_eq!(read(None, &[], &company, &Phrasebook::of(None)).from, ReadFrom::Nothing);
    }

    #[test]
    fn words_of_the_posting_are_the_last_resort() {
        let text = "We are looking for an experienced colleague";
        let book = Phrasebook::of(None);
        assert_eq!(read(None, &[], &must(text), &book).level, Level::Senior);
        assert_eq!(read(None, &[], &must("Open to a recent graduate"), &book).level, Level::Junior);
    }
}
