//! Looking through points and own answers beside everything else: the key that asks for it never waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use chrono::NaiveDate;

use super::catalogue::Catalogue;
use super::notes::PackedNotes;
use super::query::{Finder, Query};
use crate::bank::{Entry, Library, QuestionId};
use crate::history::{Answers, PastAnswer};

/// Characters of an excerpt before and after the place where it was found.
const AROUND: (usize, usize) = (36, 120);

/// Columns that a search needs before answers are looked through: one letter is in every answer.
const LEAST: usize = 2;

/// After so many texts it is looked whether anybody still wants to know.
const BREATH: u32 = 64;

/// What is to be looked for, and in what.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Numbers asks; only what answers the newest one is of use.
    pub ticket: u64,
    /// What was typed.
    pub text: String,
    /// The banks.
    pub library: Arc<Library>,
    /// Questions that no bank has any more, sorted.
    pub gone: Arc<[QuestionId]>,
}

impl Ask {
    /// Looks for a text in what a catalogue lists.
    pub fn new(ticket: u64, text: &str, all: &Catalogue) -> Self {
        Self { ticket, text: text.to_owned(), library: all.library().clone(), gone: all.gone().clone() }
    }
}

/// Where it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// In a point of its notes.
    Point,
    /// In the own answer of a day.
    Answer(NaiveDate),
}

/// A question that was found. The words around the place are not in it: a search may find ten thousand, and somebody
/// looks at one of them at a time ([`Finder::excerpt`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its row in the catalogue.
    pub row: u32,
    /// Where.
    pub via: Via,
}

/// What was found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Whose ask this answers.
    pub ticket: u64,
    /// Questions that were not among earlier findings of the same ask, and have something that the index has not.
    pub hits: Vec<Hit>,
    /// Whether that is all.
    pub done: bool,
    /// What went wrong, if the answers could not be read.
    pub trouble: Option<String>,
}

/// What is kept from one look to the next.
#[derive(Debug, Default)]
pub struct Looker {
    finder: Finder,
    notes: Option<(Arc<Library>, PackedNotes)>,
    folded: String,
}

impl Looker {
    /// Looks through points, then through answers, and posts twice. Ends early, without a last post, when `stop` says so.
    pub fn look(
        &mut self,
        ask: &Ask,
        answers: Option<&Answers>,
        stop: &dyn Fn() -> bool,
        post: &mut dyn FnMut(Findings),
    ) {
        let query = Query::new(&ask.text);
        let library = ask.library.clone();
        // Also without a question: whoever opens the search has the points ready when the first letter comes.
        if self.notes.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &library)) {
            self.notes = None;
            let Some(notes) = PackedNotes::read(&library, stop) else { return };
            self.notes = Some((library.clone(), notes));
        }
        if query.is_empty() {
            return post(Findings { ticket: ask.ticket, done: true, ..Findings::default() });
        }
        // What the index has of each question: the rest of the words has to be in one text.
        let mut known: Vec<u8> = Vec::with_capacity(library.entries().len() + ask.gone.len());
        for entry in library.entries() {
            if stop() {
                return;
            }
            known.push(self.finder.entry(&query, entry, library.topic_title(&entry.topic)).0);
        }
        known.resize(library.entries().len() + ask.gone.len(), 0);
        let mut search = Search { query: &query, known, found: Vec::new(), folded: &mut self.folded };
        if let Some((_, notes)) = &self.notes {
            let mut texts = 0_u32;
            let mut stopped = false;
            notes.each(|row, text| {
                texts += 1;
                stopped = texts.is_multiple_of(BREATH) && stop();
                if search.has(row, text) {
                    search.note(row, Via::Point);
                }
                !stopped
            });
            if stopped {
                return;
            }
        }
        let hits = std::mem::take(&mut search.found);
        let wide = unicode_width::UnicodeWidthStr::width(ask.text.trim());
        let answers = answers.filter(|_| wide >= LEAST);
        post(Findings { ticket: ask.ticket, hits, done: answers.is_none(), trouble: None });
        let Some(answers) = answers else { return };
        let mut texts = 0_u32;
        let mut stopped = false;
        let read = answers.each(|answer| {
            texts += 1;
            stopped = texts.is_multiple_of(BREATH) && stop();
            search.answer(ask, answer);
            !stopped
        });
        if stopped {
            return;
        }
        let trouble = read.err().map(|error| format!("Your answers could not be searched: {error}"));
        post(Findings { ticket: ask.ticket, hits: search.found, done: true, trouble });
    }
}

/// One search on its way.
struct Search<'a> {
    query: &'a Query,
    /// The words that the index has of each row; all of them once the row was found.
    known: Vec<u8>,
    found: Vec<Hit>,
    folded: &'a mut String,
}

impl Search<'_> {
    /// Whether a text has the words that a row still lacks.
    fn has(&mut self, row: u32, text: &str) -> bool {
        let known = self.known.get(row as usize);
        known.is_some_and(|known| place(self.query, *known, text, self.folded).is_some())
    }

    fn note(&mut self, row: u32, via: Via) {
        self.known[row as usize] = self.query.words();
        self.found.push(Hit { row, via });
    }

    fn answer(&mut self, ask: &Ask, answer: &PastAnswer<'_>) {
        let Some(row) = row_of(ask, answer) else { return };
        for text in &answer.texts {
            if self.has(row, text)
                && let Some(day) = answer.date()
            {
                self.note(row, Via::Answer(day));
            }
        }
    }
}

impl Finder {
    /// The words around the place where the first of these texts has what the index's part of a question lacks, on one
    /// line and safe to show. `entry` comes with the name of its topic; none: the index has nothing of the question.
    pub fn excerpt<'a>(
        &mut self,
        query: &Query,
        entry: Option<(&Entry, &str)>,
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Option<String> {
        let known = entry.map_or(0, |(entry, topic)| self.entry(query, entry, topic).0);
        let mut folded = String::new();
        texts.into_iter().find_map(|text| place(query, known, text, &mut folded).map(|at| excerpt(text, at)))
    }
}

/// Where a text has the words of a query that are not known from elsewhere: the byte of the first of them. None also
/// where all are known.
fn place(query: &Query, known: u8, text: &str, folded: &mut String) -> Option<usize> {
    if known == query.words() {
        return None;
    }
    fold(text, folded);
    let mut first = usize::MAX;
    for (n, word) in query.folded().enumerate().filter(|(n, _)| known & (1 << n) == 0) {
        debug_assert!(n < 8);
        first = first.min(folded.find(word)?);
    }
    Some(back(text, folded, first))
}

fn row_of(ask: &Ask, answer: &PastAnswer<'_>) -> Option<u32> {
    let id = answer.question_id()?;
    let gone = || ask.gone.binary_search(&id).ok().map(|at| ask.library.entries().len() + at);
    u32::try_from(ask.library.position(&id).or_else(gone)?).ok()
}

/// A text in lower case.
fn fold(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// The byte of a text for a byte of it in lower case.
fn back(text: &str, folded: &str, at: usize) -> usize {
    if text.len() == folded.len() && text.is_char_boundary(at) {
        return at;
    }
    let characters = folded.get(..at).map_or(0, |before| before.chars().count());
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

/// The words around a place, on one line and safe to show.
fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let cut = before.char_indices().rev().nth(AROUND.0).map(|(at, _)| at);
    // Not in the middle of a word, if there is a blank near.
    let from = cut.map_or(0, |cut| before[cut..].find(char::is_whitespace).map_or(cut, |blank| cut + blank));
    let end = after.char_indices().nth(AROUND.1).map(|(at, _)| at);
    let to = end.map_or(after.len(), |end| after[..end].rfind(char::is_whitespace).unwrap_or(end));
    let words = crate::text::one_line(&format!("{}{}", &before[from..], &after[..to]));
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < after.trim_end().len() { "…" } else { "" };
    format!("{lead}{words}{tail}")
}

/// A thread that looks through points and answers while somebody types.
#[derive(Debug)]
pub struct Seeker {
    asks: Sender<Ask>,
    found: Receiver<Findings>,
    newest: Arc<AtomicU64>,
    pending: bool,
}

impl Seeker {
    /// Starts the thread; without `answers` only points are looked through. It ends when this value is dropped.
    pub fn start(answers: Option<Answers>) -> Self {
        let (asks, to_do) = channel::<Ask>();
        let (post, found) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = newest.clone();
        thread::spawn(move || {
            let mut looker = Looker::default();
            while let Ok(mut ask) = to_do.recv() {
                // Of several asks only the last one is worth a look.
                while let Ok(newer) = to_do.try_recv() {
                    ask = newer;
                }
                let stop = || wanted.load(Ordering::Relaxed) != ask.ticket;
                looker.look(&ask, answers.as_ref(), &stop, &mut |findings| {
                    // Nobody listens any more where the program is about to end.
                    let _ = post.send(findings);
                });
            }
        });
        Self { asks, found, newest, pending: false }
    }

    /// Asks; an ask before is forgotten.
    pub fn ask(&mut self, ask: Ask) {
        self.newest.store(ask.ticket, Ordering::Relaxed);
        self.pending = self.asks.send(ask).is_ok();
    }

    /// Whether something is still being looked for.
    pub fn is_busy(&self) -> bool {
        self.pending
    }

    /// What was found since this was asked last.
    pub fn take(&mut self) -> Option<Findings> {
        let findings = self.found.try_recv().ok()?;
        Some(self.taken(findings))
    }

    fn taken(&mut self, findings: Findings) -> Findings {
        self.pending &= !(findings.done && findings.ticket == self.newest.load(Ordering::Relaxed));
        findings
    }

    /// Waits for what is found next; none: the thread ended.
    pub fn wait(&mut self) -> Option<Findings> {
        let findings = self.found.recv().ok()?;
        Some(self.taken(findings))
    }
}

impl Drop for Seeker {
    fn drop(&mut self) {
        // What is being looked for is of no use any more.
        self.newest.store(u64::MAX, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::Sources;
    use crate::history::{Body, History, Record};
    use crate::memory::Schedule;
    use crate::moment::Moment;
    use crate::testing::noon;
    use crate::testing::typed;
    use proptest::prelude::*;

    const BANK: &str = r#"{"bank":"b","topic":"caching","questions":[
        {"id":"hot","prompt":"One key is hot?","look_for":[{"id":"a","text":"Splits the KEY over several shards"}]},
        {"id":"cold","prompt":"Nothing is cached?","look_for":[{"id":"a","text":"Warms it up"}]}]}"#;

    fn library() -> Arc<Library> {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("b.json");
        std::fs::write(&file, BANK).expect("written");
        let library = Library::own(&Sources { extra: vec![file], ..Sources::default() });
        // The notes are read again later: the folder stays as long as the tests run.
        let _ = folder.keep();
        Arc::new(library)
    }

    fn attempt(question: &str, text: &str, now: Moment) -> Record {
        Record::new(now, Body::Attempt(typed(question.parse().expect("a name"), text)))
    }

    fn history() -> History {
        let mut history = History::in_memory().expect("opened");
        let records = [
            attempt("b/cold", "I would serve STALE data from Zürich", noon()),
            attempt("b/cold", "Stale again,\nand \u{1b}[31mred", noon().plus(90_000.0)),
            attempt("b/was-once", "A stale question", noon()),
        ];
        history.append(&records, &Schedule::new(0.9, false)).expect("saved");
        history
    }

    fn ask(text: &str) -> Ask {
        let gone: QuestionId = "b/was-once".parse().expect("a name");
        Ask { ticket: 1, text: text.into(), library: library(), gone: vec![gone].into() }
    }

    /// What is found, with its excerpt.
    fn found(text: &str) -> Vec<(u32, Via, String)> {
        let history = history();
        let answers = history.answers().expect("copied");
        let (library, gone) = (library(), "b/was-once".parse().expect("a name"));
        let excerpt = |hit: Hit| {
            let entry = library.entries().get(hit.row as usize);
            let id = entry.map_or(&gone, |entry| &entry.id);
            let texts: Vec<String> = match hit.via {
                Via::Point => {
                    library.question(id).expect("there").look_for.into_iter().map(|point| point.text).collect()
                }
                Via::Answer(day) => history.said(id, day).expect("read"),
            };
            let entry = entry.map(|entry| (entry, library.topic_title(&entry.topic)));
            Finder::default()
                .excerpt(&Query::new(text), entry, texts.iter().map(String::as_str))
                .expect("where it was found")
        };
        let mut all = Vec::new();
        let mut done = false;
        Looker::default().look(&ask(text), Some(&answers), &|| false, &mut |findings| {
            assert!(!done && findings.trouble.is_none());
            done = findings.done;
            all.extend(findings.hits.into_iter().map(|hit| (hit.row, hit.via, excerpt(hit))));
        });
        assert!(done);
        all
    }

    #[test]
    fn points_and_the_newest_answers_are_found_with_their_place() {
        assert_eq!(found("shard"), [(0, Via::Point, "Splits the KEY over several shards".into())]);
        let day = |offset| noon().day() + chrono::TimeDelta::days(offset);
        assert_eq!(
            found("stale"),
            [
                (1, Via::Answer(day(1)), "Stale again, and [31mred".into()),
                (2, Via::Answer(day(0)), "A stale question".into())
            ]
        );
        assert_eq!(found("ZÜRICH").len(), 1);
    }

    #[test]
    fn words_may_be_shared_between_the_index_and_one_text() {
        assert_eq!(found("hot shards").len(), 1);
        assert_eq!(found("caching zürich").len(), 1);
        assert!(found("shards zürich").is_empty(), "two texts do not add up");
        assert!(found("hot").is_empty(), "the index has it already");
        assert!(found("s").iter().all(|(_, via, _)| *via == Via::Point), "one letter is not looked for in answers");
        assert!(found("").is_empty());
    }

    #[test]
    fn an_excerpt_shows_the_place_and_says_what_is_left_out() {
        let text = format!("{} the needle {}", "hay ".repeat(60), "straw ".repeat(60));
        let at = text.find("needle").expect("there");
        let shown = excerpt(&text, at);
        assert!(
            shown.starts_with("…hay") && shown.contains("the needle straw") && shown.ends_with("straw…"),
            "{shown}"
        );
        assert_eq!(excerpt("needle", 0), "needle");
    }

    #[test]
    fn a_newer_ask_ends_an_older_one() {
        let answers = history().answers().expect("copied");
        let mut posts = 0;
        Looker::default().look(&ask("stale"), Some(&answers), &|| true, &mut |_| posts += 1);
        assert_eq!(posts, 0);
        let mut seeker = Seeker::start(Some(answers));
        seeker.ask(ask("shard"));
        seeker.ask(Ask { ticket: 2, ..ask("stale") });
        assert!(seeker.is_busy());
        let mut hits = Vec::new();
        while seeker.is_busy() {
            let findings = seeker.wait().expect("the thread lives");
            if findings.ticket == 2 {
                hits.extend(findings.hits);
            }
        }
        assert_eq!(hits.len(), 2);
        assert!(seeker.take().is_none());
    }

    proptest! {
        #[test]
        fn any_text_can_be_looked_through(text in any::<String>(), said in "\\PC{0,80}", word in "\\PC{1,6}") {
            let mut folded = String::new();
            fold(&text, &mut folded);
            for (at, _) in folded.char_indices() {
                let place = back(&text, &folded, at);
                prop_assert!(!excerpt(&text, place).chars().any(crate::text::is_unsafe));
            }
            let query = Query::new(&word);
            let whole = format!("{said}{word}");
            if !query.is_empty() && !word.contains(char::is_whitespace) && word.to_lowercase() == word {
                prop_assert!(place(&query, 0, &whole, &mut folded).is_some());
            }
        }
    }
}
