//! Searches points and own answers on another thread, so that the key that starts the search never waits.

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

/// The most characters of an excerpt before and after the match.
const AROUND: (usize, usize) = (36, 120);

/// Shortest search, in columns, for which answers are looked through: a single letter is in every answer.
const LEAST: usize = 2;

/// After this many texts we check whether the search is still wanted.
const BREATH: u32 = 64;

/// A search: what to look for, and where.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Number of this search. Findings are useful only if they carry the newest number.
    pub ticket: u64,
    /// The search text as it was typed.
    pub text: String,
    /// The banks whose points are searched.
    pub library: Arc<Library>,
    /// Questions that are no longer in any bank, sorted by name.
    pub gone: Arc<[QuestionId]>,
}

impl Ask {
    /// A search for `text` in everything that a catalogue lists.
    pub fn new(ticket: u64, text: &str, all: &Catalogue) -> Self {
        Self { ticket, text: text.to_owned(), library: all.library().clone(), gone: all.gone().clone() }
    }
}

/// Where the text was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// In a point of the question's notes.
    Point,
    /// In one of the candidate's answers, given on this day.
    Answer(NaiveDate),
}

/// A question that was found. It does not carry an excerpt: a search may find ten thousand questions, and only one is
/// viewed at a time ([`Finder::excerpt`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Its row in the catalogue.
    pub row: u32,
    /// Where the match is.
    pub via: Via,
}

/// A batch of findings of one search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// The ticket of the search that this belongs to.
    pub ticket: u64,
    /// Questions that earlier findings of the same search did not have, and that match something beyond the index.
    pub hits: Vec<Hit>,
    /// Whether the search is finished.
    pub done: bool,
    /// An error message if the answers could not be read.
    pub trouble: Option<String>,
}

/// Searches on request, and keeps the packed points and its buffers between searches.
#[derive(Debug, Default)]
pub struct Looker {
    finder: Finder,
    notes: Option<(Arc<Library>, PackedNotes)>,
    folded: String,
}

impl Looker {
    /// Searches points, then answers, and posts findings after each. If `stop` returns true, it ends early, without its
    /// last post.
    pub fn look(
        &mut self,
        ask: &Ask,
        answers: Option<&Answers>,
        stop: &dyn Fn() -> bool,
        post: &mut dyn FnMut(Findings),
    ) {
        let query = Query::new(&ask.text);
        let library = ask.library.clone();
        // Read the points even for an empty search: opening the search then has them ready when the first letter is
        // typed.
        if self.notes.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &library)) {
            self.notes = None;
            let Some(notes) = PackedNotes::read(&library, stop) else { return };
            self.notes = Some((library.clone(), notes));
        }
        if query.is_empty() {
            return post(Findings { ticket: ask.ticket, done: true, ..Findings::default() });
        }
        // The words that the index has for each question. The remaining words must all be in one text.
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

/// The state of one running search.
struct Search<'a> {
    query: &'a Query,
    /// Bits of the words that the index has for each row; all bits once the row was found.
    known: Vec<u8>,
    found: Vec<Hit>,
    folded: &'a mut String,
}

impl Search<'_> {
    /// Whether a text contains all the words that a row still lacks.
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
    /// An excerpt of the first of these texts that contains the words which the question's index entry lacks, on one
    /// line and safe to show. `entry` comes with the title of its topic; it is `None` if the question is not in the
    /// index.
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

/// The byte of `text` at which the first of the query's words not yet `known` is found. `None` if one of them is
/// missing, and also if all are known already.
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

/// Writes a text to `out` in lower case.
fn fold(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
    } else {
        out.extend(text.chars().flat_map(char::to_lowercase));
    }
}

/// Maps a byte offset in the lower-case text to one in the original text.
fn back(text: &str, folded: &str, at: usize) -> usize {
    if text.len() == folded.len() && text.is_char_boundary(at) {
        return at;
    }
    let characters = folded.get(..at).map_or(0, |before| before.chars().count());
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

/// The words around a byte offset, on one line and safe to show.
fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let cut = before.char_indices().rev().nth(AROUND.0).map(|(at, _)| at);
    // Do not start in the middle of a word if there is a blank nearby.
    let from = cut.map_or(0, |cut| before[cut..].find(char::is_whitespace).map_or(cut, |blank| cut + blank));
    let end = after.char_indices().nth(AROUND.1).map(|(at, _)| at);
    let to = end.map_or(after.len(), |end| after[..end].rfind(char::is_whitespace).unwrap_or(end));
    let words = crate::text::one_line(&format!("{}{}", &before[from..], &after[..to]));
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < after.trim_end().len() { "…" } else { "" };
    format!("{lead}{words}{tail}")
}

/// A thread that searches points and answers while somebody types.
#[derive(Debug)]
pub struct Seeker {
    asks: Sender<Ask>,
    found: Receiver<Findings>,
    newest: Arc<AtomicU64>,
    pending: bool,
}

impl Seeker {
    /// Starts the thread, which ends when this value is dropped. Without `answers`, only points are searched.
    pub fn start(answers: Option<Answers>) -> Self {
        let (asks, to_do) = channel::<Ask>();
        let (post, found) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = newest.clone();
        thread::spawn(move || {
            let mut looker = Looker::default();
            while let Ok(mut ask) = to_do.recv() {
                // Of several waiting searches, only the last is still wanted.
                while let Ok(newer) = to_do.try_recv() {
                    ask = newer;
                }
                let stop = || wanted.load(Ordering::Relaxed) != ask.ticket;
                looker.look(&ask, answers.as_ref(), &stop, &mut |findings| {
                    // The receiver is gone only if the program is about to end.
                    let _ = post.send(findings);
                });
            }
        });
        Self { asks, found, newest, pending: false }
    }

    /// Starts a search and abandons the one before.
    pub fn ask(&mut self, ask: Ask) {
        self.newest.store(ask.ticket, Ordering::Relaxed);
        self.pending = self.asks.send(ask).is_ok();
    }

    /// Whether a search is still running.
    pub fn is_busy(&self) -> bool {
        self.pending
    }

    /// The next findings, without waiting; `None` if there are none yet.
    pub fn take(&mut self) -> Option<Findings> {
        let findings = self.found.try_recv().ok()?;
        Some(self.taken(findings))
    }

    fn taken(&mut self, findings: Findings) -> Findings {
        self.pending &= !(findings.done && findings.ticket == self.newest.load(Ordering::Relaxed));
        findings
    }

    /// Waits for the next findings; `None` if the thread has ended.
    pub fn wait(&mut self) -> Option<Findings> {
        let findings = self.found.recv().ok()?;
        Some(self.taken(findings))
    }
}

impl Drop for Seeker {
    fn drop(&mut self) {
        // Stops the running search: no search has this ticket.
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
        // The notes are read again later, so the folder must outlive this function.
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

    /// Everything that is found, each with its excerpt.
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
                (1, Via::Answer(day(1)), "Stale again, and red".into()),
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
