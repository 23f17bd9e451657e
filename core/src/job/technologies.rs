//! The names of technologies and skills, what they imply, and where a text mentions them.
//!
//! The names are in `technologies.json`, in groups that imply the same. Aliases of a name are separated by bars. An
//! alias that begins with `=` counts only in exactly this spelling. One that begins with `?` is also an ordinary word
//! ("Go", "Spring", "C"); it must be spelled exactly, and counts only if its neighbours show that the technology is
//! meant: in a list with others, or next to a word like "developer" or "in".

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::{Word, words};
use crate::bank::Archetype;

/// What the names of a group have in common and imply.
#[derive(Debug, Deserialize)]
pub(super) struct Group {
    /// What the names are, for example "front end".
    pub(super) about: String,
    /// Topics of the built-in bank.
    #[serde(default)]
    pub(super) topics: Vec<String>,
    /// Tracks of the built-in bank.
    #[serde(default)]
    pub(super) tracks: Vec<String>,
    /// Tracks that are implied if the sentence is about servers.
    #[serde(default)]
    pub(super) hints: Vec<String>,
    /// The shape of role that the names speak for, if any.
    #[serde(default)]
    pub(super) lean: Option<Archetype>,
    /// Whether a backend interview does not ask about these.
    #[serde(default)]
    pub(super) off: bool,
    names: Vec<String>,
}

/// A technology or skill.
#[derive(Debug)]
pub(super) struct Technology {
    /// The name as it is shown.
    pub(super) name: String,
    /// The group that says what the name implies.
    pub(super) group: &'static Group,
}

/// One spelling of a name.
#[derive(Debug)]
struct Alias {
    /// Its words in lower case.
    lower: Vec<String>,
    /// Its words exactly as they must be spelled; `None` if case does not matter.
    written: Option<Vec<String>>,
    /// Whether it is also an ordinary word, so that its neighbours decide.
    ordinary: bool,
    technology: usize,
}

/// All technologies, and their aliases by the first word of each.
#[derive(Debug)]
struct Table {
    technologies: Vec<Technology>,
    aliases: HashMap<String, Vec<Alias>>,
}

static GROUPS: LazyLock<Vec<Group>> = LazyLock::new(|| {
    // A test ensures that the file can be read.
    serde_json::from_str(include_str!("technologies.json")).unwrap_or_default()
});

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut technologies = Vec::new();
    let mut aliases: HashMap<String, Vec<Alias>> = HashMap::new();
    for group in GROUPS.iter() {
        for names in &group.names {
            for (n, alias) in names.split('|').enumerate() {
                let plain = alias.trim_start_matches(['=', '?']);
                if n == 0 {
                    technologies.push(Technology { name: plain.to_owned(), group });
                }
                let found = words(plain);
                let Some(first) = found.first() else { continue };
                let exact = plain.len() < alias.len();
                aliases.entry(first.lower.clone()).or_default().push(Alias {
                    lower: found.iter().map(|word| word.lower.clone()).collect(),
                    written: exact.then(|| found.iter().map(|word| word.written.clone()).collect()),
                    ordinary: alias.starts_with('?'),
                    technology: technologies.len() - 1,
                });
            }
        }
    }
    for all in aliases.values_mut() {
        all.sort_by_key(|alias| std::cmp::Reverse(alias.lower.len()));
    }
    Table { technologies, aliases }
});

/// An ordinary word directly after one of `BEFORE` or before one of `BEHIND` is the name of a technology.
const BEFORE: [&str; 63] = [
    "in",
    "use",
    "uses",
    "using",
    "with",
    "like",
    "modern",
    "idiomatic",
    "our",
    "write",
    "writing",
    "know",
    "knows",
    "mainly",
    "primarily",
    "mostly",
    "e.g",
    "as",
    "of",
    "or",
    "and",
    "especially",
    "preferably",
    "via",
    "mit",
    "von",
    "wie",
    "e.g.",
    "avec",
    "sur",
    "en",
    "maîtrise",
    "développeur",
    "développeuse",
    "développement",
    "ingénieur",
    "langage",
    "langages",
    "frameworks",
    "framework",
    "lenguajes",
    "con",
    "usando",
    "desarrollador",
    "desarrolladora",
    "desarrollo",
    "ingeniero",
    "lenguaje",
    "em",
    "com",
    "desenvolvedor",
    "desenvolvedora",
    "desenvolvimento",
    "linguagem",
    "met",
    "ontwikkelaar",
    "sviluppatore",
    "linguaggio",
    "programista",
    "programowaniu",
    "języku",
    "w",
    "als",
];
const BEHIND: [&str; 36] = [
    "developer",
    "developers",
    "engineer",
    "engineers",
    "programmer",
    "programming",
    "language",
    "code",
    "codebase",
    "services",
    "service",
    "microservices",
    "backend",
    "experience",
    "skills",
    "development",
    "runtime",
    "framework",
    "ecosystem",
    "application",
    "applications",
    "stack",
    "api",
    "apis",
    "entwickler",
    "entwicklung",
    "erfahrung",
    "kenntnisse",
    "lang",
    "projects",
    "monolith",
    "app",
    "ontwikkelaar",
    "ontwikkeling",
    "ervaring",
    "developer:in",
];
/// Words that follow a verb ("go beyond") or a season: before one of these, an ordinary word is no technology.
const VERB: [&str; 22] = [
    "to", "beyond", "above", "ahead", "on", "live", "the", "for", "from", "out", "through", "deep", "further", "back",
    "into", "d", "your", "a", "an", "our", "you", "yourself",
];
/// Before "of" and an ordinary word, one of these says that the technology is meant.
const OF_SKILL: [&str; 6] = ["knowledge", "understanding", "command", "mastery", "grasp", "expertise"];
/// Words of `BEFORE` that are not enough by themselves: "and go" and "of C" say little.
const WEAK_BEFORE: [&str; 4] = ["of", "or", "and", "as"];

/// A possible mention of a technology, with its range of words.
struct Found {
    technology: usize,
    from: usize,
    to: usize,
    /// Whether the neighbours still have to show that the technology is meant.
    doubtful: bool,
}

/// The technologies that a text names, each once, in order of their first mention.
pub(super) fn find(text: &str) -> Vec<&'static Technology> {
    let words = words(text);
    let found = candidates(&words);
    let mut named: Vec<usize> = Vec::new();
    for (n, one) in found.iter().enumerate() {
        if (!one.doubtful || is_meant(n, &found, &words)) && !named.contains(&one.technology) {
            named.push(one.technology);
        }
    }
    named.into_iter().map(|at| &TABLE.technologies[at]).collect()
}

/// The ranges of words, by index, that name technologies or might.
pub(super) fn places(text: &str) -> Vec<Range<usize>> {
    candidates(&words(text)).into_iter().map(|found| found.from..found.to).collect()
}

fn candidates(words: &[Word]) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let fits = |alias: &&Alias| {
            let end = at + alias.lower.len();
            end <= words.len()
                && alias.lower.iter().zip(&words[at..end]).all(|(name, word)| *name == word.lower)
                && alias
                    .written
                    .as_ref()
                    .is_none_or(|name| name.iter().zip(&words[at..end]).all(|(n, w)| *n == w.written))
        };
        let alias = TABLE.aliases.get(&words[at].lower).and_then(|all| all.iter().find(fits));
        match alias {
            Some(alias) => {
                let to = at + alias.lower.len();
                found.push(Found { technology: alias.technology, from: at, to, doubtful: alias.ordinary });
                at = to;
            }
            None => at += 1,
        }
    }
    found
}

/// Whether the neighbours of an ordinary word show that it is the name of a technology.
fn is_meant(n: usize, found: &[Found], words: &[Word]) -> bool {
    let one = &found[n];
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let behind = lower(one.to);
    let split_off = words.get(one.to).is_none_or(|word| word.listed);
    if !split_off && behind.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    if !split_off && BEHIND.contains(&behind) {
        return true;
    }
    // The text, for example a list item, is this word alone.
    if one.from == 0 && one.to == words.len() {
        return true;
    }
    let before = if one.from == 0 { "" } else { lower(one.from - 1) };
    // "High-level languages (Go)".
    if split_off && matches!(before, "language" | "languages" | "sprache" | "sprachen") {
        return true;
    }
    // "Five years of Go", "fünf Jahre Go": nobody counts the years of a verb.
    let earlier = |back: usize| one.from.checked_sub(back).map_or("", lower);
    let counts = |word: &str| matches!(word, "years" | "year" | "yrs" | "months" | "jahre" | "jahren");
    if counts(before) || (before == "of" && counts(earlier(2))) {
        return true;
    }
    // "A strong knowledge of Go", but "knowledge of Go to market".
    let of_skill = before == "of" && OF_SKILL.contains(&earlier(2));
    if of_skill && (split_off || !VERB.contains(&behind)) {
        return true;
    }
    if BEFORE.contains(&before) && !WEAK_BEFORE.contains(&before) {
        return true;
    }
    if !split_off && VERB.contains(&behind) {
        return false;
    }
    // In a list: only a comma, a bar, "and", "or" or the like separates it from another name.
    let joins = |word: &str| {
        matches!(
            word,
            "and"
                | "or"
                | "und"
                | "oder"
                | "&"
                | "either"
                | "both"
                | "et"
                | "ou"
                | "y"
                | "o"
                | "e"
                | "en"
                | "of"
                | "i"
                | "lub"
                | "и"
        )
    };
    let beside = |left: &Found, right: &Found| {
        let between = &words[left.to..right.from];
        let listed = between.is_empty() && words[right.from].listed;
        listed || (!between.is_empty() && between.len() <= 2 && between.iter().all(|word| joins(&word.lower)))
    };
    let other = |at: Option<usize>| at.and_then(|at| found.get(at));
    other(n.checked_sub(1)).is_some_and(|left| beside(left, one))
        || other(Some(n + 1)).is_some_and(|right| beside(one, right))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        find(text).into_iter().map(|technology| technology.name.as_str()).collect()
    }

    #[test]
    fn the_list_can_be_read_is_long_and_implies_what_the_bank_has() {
        let library = crate::bank::Library::builtin();
        let topics: Vec<&str> = library.manifest().topics.iter().map(|topic| topic.id.as_str()).collect();
        assert!(TABLE.technologies.len() >= 800, "{}", TABLE.technologies.len());
        for group in GROUPS.iter() {
            for topic in &group.topics {
                assert!(topics.contains(&topic.as_str()), "{topic}");
            }
            for track in group.tracks.iter().chain(&group.hints) {
                assert!(library.entries().iter().any(|entry| entry.tracks.iter().any(|t| t == track)), "{track}");
            }
            assert!(!group.about.is_empty());
        }
    }

    #[test]
    fn names_are_found_however_they_are_written() {
        assert_eq!(names("Golang, postgres and K8s on Amazon Web Services"), ["Go", "PostgreSQL", "Kubernetes", "AWS"]);
        assert_eq!(names("C#/.NET or Node.js with CI/CD"), ["C#", ".NET", "Node.js", "CI/CD"]);
        assert_eq!(names("Spring Boot, Spring and C/C++"), ["Spring Boot", "Spring", "C++"]);
        assert_eq!(names("PCI-DSS or PSD2, SOC2, ISO 27001"), ["PCI DSS", "PSD2", "SOC 2", "ISO 27001"]);
    }

    #[test]
    fn ordinary_words_are_no_technologies() {
        for text in [
            "Go above and beyond, rest assured",
            "We go to market this spring",
            "Spring 2025 internship",
            "Express yourself swiftly, and react to what you hear",
            "R&D is our core; the rest follows",
            "Our flow of work, our vault of ideas, a spark of joy",
            "Go to our site to apply",
            "A good knowledge of Go to market plans",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn ordinary_words_are_technologies_among_others_and_beside_words_that_say_so() {
        assert_eq!(names("Python, Go or Rust"), ["Python", "Go", "Rust"]);
        assert_eq!(names("services written in Go"), ["Go"]);
        assert_eq!(names("a Rust developer"), ["Rust"]);
        assert_eq!(names("Java, Spring, Hibernate"), ["Java", "Spring", "Hibernate"]);
        assert_eq!(names("R, Python and SQL"), ["R", "Python", "SQL"]);
        assert_eq!(names("Ruby"), ["Ruby"], "an item of a list");
        assert_eq!(names("5 years of Go"), ["Go"]);
        assert_eq!(names("5 Jahre Go"), ["Go"]);
        assert_eq!(names("High-level languages (Go)"), ["Go"]);
        assert_eq!(names("Strong knowledge of Go; you know how it schedules"), ["Go"]);
        assert_eq!(names("Strong knowledge of Go; goroutines, the memory model"), ["Go", "Goroutines"]);
        assert_eq!(names("Vous maîtrisez le langage Go"), ["Go"]);
    }
}
