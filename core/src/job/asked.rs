//! Questions that were asked in a real interview: reads them from the lines of a note and finds the bank's questions
//! that resemble them.

use std::collections::{HashMap, HashSet};

use super::words::words;
use crate::bank::{Entry, QuestionId};
use crate::history::{RealQuestion, Went};
use crate::text::without_sequences;

/// A bank question resembles what was asked if it has at least this share of its words; rare words count more.
const ALIKE: f64 = 0.6;

/// If several questions resemble it enough, they are ranked by two shares of common words: this is the weight of their
/// share of what was asked, the rest that of their share of the question.
const OF_ASKED: f64 = 0.7;

/// What the share of what was asked that is in the id of the question adds to its rank: an id names the main subject, a
/// tag may name a side.
const OF_ID: f64 = 0.3;

/// From this rarity on a word says what a question is about: it occurs in at most one of 50 questions or so. A match
/// needs one such word among the tags or in the id of the question, or `RARE_WORDS` anywhere in it.
const RARE: f64 = 4.0;
const RARE_WORDS: usize = 2;

/// The most characters of a line that are kept.
const MOST_CHARS: usize = 1_000;

/// Reads a note with one question per line, optionally ending in `+`, `~` or `-` for how it went. List markers are
/// stripped, and lines without words are skipped.
pub fn read_asked(note: &str) -> Vec<RealQuestion> {
    let read = |line: &str| {
        let line = crate::text::one_line(&without_sequences(line));
        let line = line.trim().trim_start_matches(['-', '*', '•', '>', '#']).trim();
        let digits = line.chars().take_while(char::is_ascii_digit).count();
        let line = line[digits..].strip_prefix(['.', ')']).filter(|_| digits > 0).unwrap_or(line).trim();
        let marked = |mark: char| line.strip_suffix(mark).filter(|rest| rest.ends_with([' ', '\t', '?', '|']));
        let (text, went) = [('+', Went::Well), ('~', Went::Fair), ('-', Went::Badly)]
            .into_iter()
            .find_map(|(mark, went)| Some((marked(mark)?, Some(went))))
            .unwrap_or((line, None));
        let text: String = text.trim().trim_end_matches('|').trim().chars().take(MOST_CHARS).collect();
        text.chars().any(char::is_alphanumeric).then_some(RealQuestion { text, went, question: None, like: None })
    };
    note.lines().filter_map(read).collect()
}

/// How it went, in a word; empty if unknown.
pub fn went_words(went: Option<Went>) -> &'static str {
    match went {
        Some(Went::Well) => "well",
        Some(Went::Fair) => "so-so",
        Some(Went::Badly) => "badly",
        None => "",
    }
}

/// Compares what was asked with the questions of the banks.
#[derive(Debug)]
pub struct Likeness<'a> {
    entries: Vec<Known<'a>>,
    rarity: HashMap<String, f64>,
    /// The rarity of a word that no question has.
    unknown: f64,
}

/// A question with its words.
#[derive(Debug)]
struct Known<'a> {
    entry: &'a Entry,
    /// The words of its prompt and its subject.
    terms: HashSet<String>,
    /// The words of its id.
    id: HashSet<String>,
    /// The words of its tags and its id.
    subject: HashSet<String>,
}

impl<'a> Likeness<'a> {
    /// Prepares a comparison with these questions.
    pub fn of(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let entries: Vec<Known<'_>> = entries
            .map(|entry| {
                let parted = |text: &str| terms(&text.replace(['-', '_'], " "));
                let id = parted(entry.id.slug());
                let subject = entry.tags.iter().flat_map(parted).chain(id.iter().cloned()).collect();
                let terms = terms(&entry.prompt).union(&subject).cloned().collect();
                Known { entry, terms, id, subject }
            })
            .collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for term in entries.iter().flat_map(|known| &known.terms) {
            *counts.entry(term.clone()).or_default() += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "counts of questions")]
        let rarity =
            counts.into_iter().map(|(term, count)| (term, (1.0 + entries.len() as f64 / count as f64).ln())).collect();
        #[expect(clippy::cast_precision_loss, reason = "a count of questions")]
        let unknown = (1.0 + entries.len() as f64).ln();
        Self { entries, rarity, unknown }
    }

    /// The question that resembles a text most; `None` if none resembles it enough.
    pub fn nearest(&self, text: &str) -> Option<&'a QuestionId> {
        let asked = terms(text);
        let worth = |term: &String| self.rarity.get(term).copied().unwrap_or(self.unknown);
        let whole: f64 = asked.iter().map(worth).sum();
        let share = |Known { terms, id, subject, .. }: &Known<'_>| {
            let rare: Vec<&String> = asked.intersection(terms).filter(|term| worth(term) >= RARE).collect();
            if rare.len() < RARE_WORDS && !rare.iter().any(|term| subject.contains(*term)) {
                return None;
            }
            let common: f64 = asked.intersection(terms).map(worth).sum();
            let other: f64 = terms.iter().map(worth).sum();
            // A long scenario has more words than anybody notes down, so only the share of the note's words has to be
            // high.
            let is_enough = whole > 0.0 && common / whole >= ALIKE;
            let in_id: f64 = asked.intersection(id).map(worth).sum();
            is_enough.then(|| common / whole * OF_ASKED + common / other * (1.0 - OF_ASKED) + in_id / whole * OF_ID)
        };
        let bare = bare(text);
        let is_it = |entry: &&Entry| {
            let end = entry.prompt.find(['?', '.']).map_or(entry.prompt.len(), |end| end + 1);
            [&entry.prompt, &entry.prompt[..end]].into_iter().any(|prompt| self::bare(prompt) == bare)
        };
        if let Some(entry) = self.entries.iter().map(|known| known.entry).find(is_it).filter(|_| !bare.is_empty()) {
            return Some(&entry.id);
        }
        let scored = self.entries.iter().filter_map(|known| Some((share(known)?, known.entry)));
        let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.id.cmp(&a.1.id)))?;
        Some(&best.1.id)
    }
}

/// A text without punctuation and capitals.
fn bare(text: &str) -> String {
    words(text).iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words that say what a question is about, without their endings.
fn terms(text: &str) -> HashSet<String> {
    const EMPTY: [&str; 67] = [
        "the",
        "and",
        "you",
        "your",
        "what",
        "how",
        "why",
        "when",
        "would",
        "with",
        "for",
        "are",
        "does",
        "did",
        "that",
        "this",
        "can",
        "could",
        "should",
        "have",
        "has",
        "had",
        "from",
        "between",
        "tell",
        "about",
        "explain",
        "describe",
        "time",
        "they",
        "them",
        "there",
        "which",
        "is",
        "it",
        "in",
        "of",
        "to",
        "a",
        "an",
        "do",
        "on",
        "or",
        "if",
        "at",
        "be",
        "by",
        "as",
        "me",
        "us",
        "we",
        "our",
        "difference",
        "design",
        "use",
        "not",
        "was",
        "were",
        "some",
        "any",
        "into",
        "one",
        "work",
        "works",
        "mean",
        "pattern",
        "concept",
    ];
    words(text)
        .into_iter()
        .map(|word| word.lower)
        .filter(|word| word.len() > 1 && !EMPTY.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

fn stem(word: &str) -> String {
    let cut = ["ing", "ies", "ed", "es", "s"]
        .into_iter()
        .find_map(|end| word.strip_suffix(end).filter(|rest| rest.len() >= 3));
    cut.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Library;

    #[test]
    fn a_note_is_read_line_by_line_with_how_it_went() {
        let read =
            read_asked("- How does MVCC work? +\n2. Why us? ~\n\n* Design a queue -\nCAP theorem\n???\nWhat is A+B?+");
        let told: Vec<(&str, Option<Went>)> = read.iter().map(|asked| (asked.text.as_str(), asked.went)).collect();
        assert_eq!(
            told,
            [
                ("How does MVCC work?", Some(Went::Well)),
                ("Why us?", Some(Went::Fair)),
                ("Design a queue", Some(Went::Badly)),
                ("CAP theorem", None),
                ("What is A+B?", Some(Went::Well)),
            ]
        );
    }

    #[test]
    fn what_was_asked_is_found_among_the_questions_and_something_else_is_not() {
        let library = Library::builtin();
        let likeness = Likeness::of(library.entries().iter());
        for entry in library.entries().iter().step_by(20) {
            assert_eq!(likeness.nearest(&entry.prompt), Some(&entry.id), "each is most like itself");
        }
        assert_eq!(likeness.nearest("Which colour has the elephant of the zoo?"), None);
        assert_eq!(likeness.nearest(""), None);
        let nearest = |text: &str| likeness.nearest(text).map(QuestionId::slug);
        for text in ["Explain red?", "Explain isolation levels", "How does the transactional outbox work?"] {
            assert!(
                !matches!(
                    nearest(text),
                    Some("dlv-push-runs-checks" | "testing-pyramid-for-endpoint" | "java-transactional-proxy")
                ),
                "{text}: {:?}",
                nearest(text)
            );
        }
        assert_eq!(nearest("What is the outbox pattern?"), Some("outbox-save-and-publish"));
        for (text, of) in [("Why us?", "why us"), ("When do you retry?", "retry")] {
            let found = nearest(text).unwrap_or_default();
            let prompt = library.entries().iter().find(|entry| entry.id.slug() == found).map(|entry| &*entry.prompt);
            assert!(prompt.is_some_and(|prompt| prompt.to_lowercase().contains(of)), "{text}: {found}");
        }
    }
}
