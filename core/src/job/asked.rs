//! Questions that were asked in a real interview: reads them from the lines of a note and finds the bank's questions
//! that resemble them.

use std::collections::{HashMap, HashSet};

use super::words::words;
use crate::bank::{Entry, Kind, QuestionId};
use crate::history::{RealQuestion, Went};
use crate::stories::themes_of;
use crate::text::without_sequences;

/// A question of a bank resembles what was asked if it has at least this share of its words; rare words count more.
const SHARE: f64 = 0.45;

/// It also needs this share of them among its tags, its themes or in its id, which say what it is about, or common words
/// of so much rarity anywhere in it.
const SUBJECT_SHARE: f64 = 0.3;
const ENOUGH_ANYWHERE: f64 = 12.0;

/// Below these shares, or this little ahead of the next question, the likeness is doubtful.
const SURE_SHARE: f64 = 0.6;
const SURE_SUBJECT: f64 = 0.5;
const SURE_LEAD: f64 = 0.08;

/// What shares of common words add to the rank of a question: of what was asked, of the question, in its id (which names
/// the main subject), among what it is about, in its prompt.
const OF_ASKED: f64 = 0.7;
const OF_QUESTION: f64 = 0.3;
const OF_ID: f64 = 0.25;
const OF_SUBJECT: f64 = 0.1;
const OF_PROMPT: f64 = 0.1;

/// What the right kind adds: a story where one is asked for, a design where something is to be designed.
const RIGHT_KIND: f64 = 0.25;

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

/// The question of a bank that resembles most what was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nearest<'a> {
    /// That question.
    pub question: &'a QuestionId,
    /// Whether it may as well be another one: few common words, or another question resembles it about as much.
    pub doubtful: bool,
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
    prompt: HashSet<String>,
    id: HashSet<String>,
    /// The words of its tags, its themes and its id.
    subject: HashSet<String>,
    /// All of them.
    terms: HashSet<String>,
}

impl<'a> Known<'a> {
    fn of(entry: &'a Entry) -> Self {
        let parted = |text: &str| terms(&text.replace(['-', '_'], " "));
        let id = parted(entry.id.slug());
        let mut subject: HashSet<String> = entry.tags.iter().flat_map(parted).chain(id.iter().cloned()).collect();
        if entry.kind == Kind::Behavioural {
            let themes = themes_of(&entry.prompt, entry.tags.iter());
            subject.extend(themes.into_iter().flat_map(|theme| parted(theme.word())));
        }
        let prompt = terms(&entry.prompt);
        let terms = prompt.union(&subject).cloned().collect();
        Self { entry, prompt, id, subject, terms }
    }
}

impl<'a> Likeness<'a> {
    /// Prepares a comparison with these questions.
    pub fn of(entries: impl Iterator<Item = &'a Entry>) -> Self {
        let entries: Vec<Known<'_>> = entries.map(Known::of).collect();
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
    pub fn nearest(&self, text: &str) -> Option<Nearest<'a>> {
        let bare = bare(text);
        let is_it = |known: &&Known<'_>| {
            let prompt = &known.entry.prompt;
            let end = prompt.find(['?', '.']).map_or(prompt.len(), |end| end + 1);
            [prompt, &prompt[..end]].into_iter().any(|prompt| self::bare(prompt) == bare)
        };
        if let Some(known) = self.entries.iter().find(is_it).filter(|_| !bare.is_empty()) {
            return Some(Nearest { question: &known.entry.id, doubtful: false });
        }
        let asked = Asked::of(text);
        let mut ranked: Vec<Rank<'_>> = self.entries.iter().filter_map(|known| self.rank(&asked, known)).collect();
        ranked.sort_by(|a, b| b.sum.total_cmp(&a.sum).then_with(|| a.entry.id.cmp(&b.entry.id)));
        let best = ranked.first()?;
        let lead = ranked.get(1).map_or(f64::INFINITY, |second| best.sum - second.sum);
        let sure = best.share >= SURE_SHARE && best.subject >= SURE_SUBJECT && lead >= SURE_LEAD;
        Some(Nearest { question: &best.entry.id, doubtful: !sure })
    }

    /// How much a question resembles what was asked; `None` if not enough.
    fn rank(&self, asked: &Asked, known: &Known<'a>) -> Option<Rank<'a>> {
        let worth = |term: &String| self.rarity.get(term).copied().unwrap_or(self.unknown);
        let sum = |of: &HashSet<String>| asked.terms.intersection(of).map(worth).sum::<f64>();
        let whole: f64 = asked.terms.iter().map(worth).sum();
        let common = sum(&known.terms);
        if common <= 0.0 {
            return None;
        }
        let (share, subject) = (common / whole, sum(&known.subject) / whole);
        if share < SHARE || (subject < SUBJECT_SHARE && common < ENOUGH_ANYWHERE) {
            return None;
        }
        // A long scenario has more words than anybody notes down, so its own share counts little.
        let of_question = common / known.terms.iter().map(worth).sum::<f64>();
        let kind = if asked.kind == Some(known.entry.kind) { RIGHT_KIND } else { 0.0 };
        let rank = share * OF_ASKED
            + of_question * OF_QUESTION
            + sum(&known.id) / whole * OF_ID
            + subject * OF_SUBJECT
            + sum(&known.prompt) / whole * OF_PROMPT
            + kind;
        Some(Rank { entry: known.entry, sum: rank, share, subject })
    }
}

/// A question and how much it resembles what was asked.
struct Rank<'a> {
    entry: &'a Entry,
    /// What the shares add up to.
    sum: f64,
    share: f64,
    subject: f64,
}

/// The words of what was asked, and the kind of question that they sound like.
struct Asked {
    terms: HashSet<String>,
    kind: Option<Kind>,
}

impl Asked {
    fn of(text: &str) -> Self {
        let (mut terms, bare) = (terms(text), bare(text));
        let begins = |starts: &[&str]| starts.iter().any(|start| bare.starts_with(start));
        let says = |words: &[&str]| words.iter().any(|words| format!(" {bare} ").contains(words));
        let kind = if begins(&["design ", "how would you design ", "build ", "architect "]) {
            // What is to be designed is always one of these.
            let named: HashSet<String> =
                terms.iter().filter(|term| !GENERIC.contains(&term.as_str())).cloned().collect();
            if !named.is_empty() {
                terms = named;
            }
            Some(Kind::Design)
        } else if says(&[
            " tell me about a ",
            " tell me about an ",
            " tell me about your ",
            " a time ",
            " an example of ",
            " have you ever ",
            " biggest ",
            " greatest ",
        ]) {
            Some(Kind::Behavioural)
        } else {
            None
        };
        Self { terms, kind }
    }
}

/// Stems of words that every design has.
const GENERIC: [&str; 6] = ["system", "servic", "app", "applic", "platform", "api"];

/// A text without punctuation and capitals.
fn bare(text: &str) -> String {
    words(text).iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words that say what a question is about, without their endings.
fn terms(text: &str) -> HashSet<String> {
    const EMPTY: [&str; 89] = [
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
        "give",
        "given",
        "example",
        "situation",
        "ever",
        "handle",
        "deal",
        "dealt",
        "approach",
        "used",
        "using",
        "like",
        "talk",
        "walk",
        "through",
        "make",
        "made",
        "vs",
        "versus",
        "up",
        "get",
        "please",
    ];
    words(text)
        .into_iter()
        .map(|word| word.lower)
        .filter(|word| word.len() > 1 && !EMPTY.contains(&word.as_str()))
        .map(|word| stem(&word))
        .collect()
}

/// A word without its ending, so that "limiter", "limiting" and "limits" are one. Short words keep theirs.
fn stem(word: &str) -> String {
    const ENDINGS: [(&str, usize); 17] = [
        ("ements", 4),
        ("ement", 4),
        ("ations", 4),
        ("ation", 4),
        ("ings", 4),
        ("ing", 4),
        ("ies", 4),
        ("ied", 4),
        ("ers", 4),
        ("er", 4),
        ("ors", 4),
        ("or", 4),
        ("al", 6),
        ("ed", 4),
        ("es", 4),
        ("e", 4),
        ("y", 4),
    ];
    let cut = ENDINGS.into_iter().find_map(|(end, least)| {
        word.strip_suffix(end).filter(|rest| rest.chars().count() >= least).map(|rest| (end, rest))
    });
    let Some((end, rest)) = cut else {
        return word.strip_suffix('s').filter(|rest| rest.len() >= 3).unwrap_or(word).to_owned();
    };
    // "mapping" is about a map.
    let doubled = rest.as_bytes().windows(2).next_back().is_some_and(|pair| pair[0] == pair[1]);
    let once = if doubled && rest.is_ascii() && rest.len() > 4 && ["ing", "ings", "er", "ers", "ed"].contains(&end) {
        &rest[..rest.len() - 1]
    } else {
        rest
    };
    once.to_owned()
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
            let itself = Some(Nearest { question: &entry.id, doubtful: false });
            assert_eq!(likeness.nearest(&entry.prompt), itself, "each is most like itself");
        }
        let nearest = |text: &str| likeness.nearest(text).map(|nearest| nearest.question.slug());
        for text in [
            "",
            "Which colour has the elephant of the zoo?",
            "How many ducks fit into a parcel?",
            "two sum",
            "Reverse a linked list",
            "design a parking lot",
            "Where do you see yourself in five years?",
        ] {
            assert_eq!(nearest(text), None, "{text}");
        }
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
        for (text, of) in [("Why us?", "why us"), ("When do you retry?", "retry")] {
            let found = nearest(text).unwrap_or_default();
            let prompt = library.entries().iter().find(|entry| entry.id.slug() == found).map(|entry| &*entry.prompt);
            assert!(prompt.is_some_and(|prompt| prompt.to_lowercase().contains(of)), "{text}: {found}");
        }
    }

    #[test]
    fn what_people_note_down_finds_the_question_that_it_is() {
        let library = Library::builtin();
        let likeness = Likeness::of(library.entries().iter());
        for (text, slug) in [
            ("Design a rate limiter", "lld-rate-limited-worker"),
            ("conflict", "teams-clashing"),
            ("Tell me about a conflict at work", "teams-clashing"),
            ("What is the outbox pattern?", "outbox-save-and-publish"),
            ("Design a URL shortener", "design-url-shortener"),
            ("Explain CAP theorem", "cap-in-plain-words"),
            ("design a chat app", "design-realtime-chat"),
            ("Tell me about yourself", "intro-introduce-yourself"),
            ("salary expectations", "intro-salary"),
            ("difference between process and thread", "process-or-thread"),
            ("kafka vs rabbitmq", "stream-or-queue"),
            ("circuit breaker", "breaker-open-close"),
            ("How do you store passwords?", "sec-password-storage"),
            ("JWT", "sec-jwt-contents"),
            ("cache stampede", "cache-stampede-expiry"),
            ("LRU cache", "lld-expiring-lru-cache"),
            ("dead letter queue", "dead-letter-growing"),
            ("exactly once", "exactly-once-claim"),
            ("design a payment system", "design-payments"),
            ("design a notification service", "design-notifications"),
            ("saga pattern", "dist-saga-trip"),
            ("hash map", "hash-map-inside"),
        ] {
            let found = likeness.nearest(text).map(|nearest| (nearest.question.slug(), nearest.doubtful));
            assert_eq!(found, Some((slug, false)), "{text}");
        }
    }

    #[test]
    fn what_may_be_another_question_is_doubtful() {
        let library = Library::builtin();
        let likeness = Likeness::of(library.entries().iter());
        for (text, slugs) in [
            ("rate limiter", ["api-rate-limit-contract", "lld-rate-limited-worker"]),
            (
                "Tell me about a time you disagreed with your manager",
                ["disagreement-on-approach", "disagree-and-commit"],
            ),
            ("biggest mistake", ["mistake-nobody-noticed", ""]),
            ("tell me about a failure", ["mistake-nobody-noticed", "stopped-own-project"]),
            ("How do you debug a slow query?", ["slow-query-steps", "slow-query-story"]),
        ] {
            let found = likeness.nearest(text).expect(text);
            assert!(found.doubtful && slugs.contains(&found.question.slug()), "{text}: {found:?}");
        }
    }
}
