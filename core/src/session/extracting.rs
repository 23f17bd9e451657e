//! From a text to a story or a target: agreed to, asked for, taken row by row, and kept as the candidate's own.

use super::coaching::Heard;
use super::request::{AsksCoach, CoachIntent, Follows, Request, RequestState, Requested};
use super::step::Order;
use crate::coach::Destination;
use crate::coach::asking::News;
use crate::coach::extract::{Entry, Extracted};
use crate::engine::{Engine, ExtractBrief, ExtractOf};
use crate::moment::Moment;
use crate::text::one_line;

/// A row of the extract that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractRow {
    /// What it fills in, such as "Action" or "Topic: caching".
    pub title: String,
    /// The words of the text that say so, on one line.
    pub quote: String,
    /// Whether it is taken.
    pub taken: bool,
}

/// A story or a target being extracted from a text.
#[derive(Debug)]
pub struct Extracting {
    of: ExtractOf,
    request: Request<ExtractBrief>,
    extracted: Extracted,
    /// The entries that would change something, each with whether it is taken. At first, all are.
    entries: Vec<(Entry, bool)>,
    keeping: bool,
    /// The words for what was kept; `None` until it was.
    kept: Option<String>,
    /// A remark to show once.
    word: Option<String>,
}

impl Extracting {
    /// Said where the coach found nothing to take.
    pub const NOTHING: &str = "It points to nothing that would change anything.";

    /// Opens the way to an extract. An extract kept earlier is shown at once; otherwise the coach is asked, once the
    /// candidate has agreed.
    pub fn open(of: ExtractOf, engine: &Engine, now: Moment) -> (Self, Vec<Order>) {
        let mut extracting = Self {
            of,
            request: Request::default(),
            extracted: Extracted::default(),
            entries: Vec::new(),
            keeping: false,
            kept: None,
            word: None,
        };
        let orders = extracting.begin(engine, now);
        (extracting, orders)
    }

    fn begin(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        let follows = self.request.begin(engine.coach().extract_brief(&self.of, now), engine);
        self.follow(follows)
    }

    fn follow(&mut self, (orders, reply): Follows<Extracted>) -> Vec<Order> {
        if let Some(extracted) = reply {
            let brief = self.request.brief();
            let would = |entry: &&Entry| brief.is_some_and(|brief| brief.changes(entry));
            self.entries = extracted.entries.iter().filter(would).map(|entry| (entry.clone(), true)).collect();
            self.extracted = extracted;
        }
        orders
    }

    /// Whether the extract is here and nothing of it was kept yet.
    pub fn is_open(&self) -> bool {
        self.request.is_shown() && self.kept.is_none()
    }

    fn keep(&mut self) -> Vec<Order> {
        let filled = self.request.brief().and_then(|brief| brief.filled_in(&self.taken()));
        if filled.is_none() {
            self.word = Some("Nothing is taken, so there is nothing to save.".to_owned());
        }
        self.keeping = filled.is_some();
        filled.map(|filled| Order::KeepFilledIn(Box::new(filled))).into_iter().collect()
    }

    fn taken(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|(_, taken)| *taken).map(|(entry, _)| entry).collect()
    }

    /// The words for what was kept; `None` until it was.
    pub fn kept(&self) -> Option<&str> {
        self.kept.as_deref()
    }

    /// The title of the story or job being filled in.
    pub fn title(&self) -> String {
        self.request.brief().map_or_else(String::new, ExtractBrief::title)
    }

    /// The part of the reply that could be believed.
    pub fn extracted(&self) -> &Extracted {
        &self.extracted
    }

    /// Whether any row is taken.
    pub fn has_taken(&self) -> bool {
        self.entries.iter().any(|(_, taken)| *taken)
    }

    /// The entries behind the rows, in the same order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// What can be taken, in the order of the fields; empty until the extract is shown.
    pub fn rows(&self) -> Vec<ExtractRow> {
        let Some(brief) = self.request.brief().filter(|_| self.is_open()) else { return Vec::new() };
        let row = |(entry, taken): &(Entry, bool)| ExtractRow {
            title: brief.entry_words(entry),
            quote: one_line(brief.text().get(entry.quote.clone()).unwrap_or_default()),
            taken: *taken,
        };
        self.entries.iter().map(row).collect()
    }

    /// What was left out of the reply, one line each.
    pub fn left_out(&self) -> Vec<String> {
        let words = |brief: &ExtractBrief| {
            self.extracted.left_out.iter().map(|left| brief.work.extract.left_out_words(left)).collect()
        };
        self.request.brief().map_or_else(Vec::new, words)
    }

    /// What the story or target becomes with the rows taken, line by line; empty if the rows already say it all.
    pub fn preview(&self) -> Vec<String> {
        self.request.brief().map_or_else(Vec::new, |brief| brief.preview(&self.taken()))
    }
}

impl AsksCoach for Extracting {
    fn state(&self) -> &RequestState {
        self.request.state()
    }

    fn from(&self) -> String {
        self.request.from()
    }

    fn row_count(&self) -> usize {
        if self.is_open() { self.entries.len() } else { 0 }
    }

    fn apply(&mut self, intent: CoachIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match intent {
            CoachIntent::Again if self.request.has_failed() => return self.begin(engine, now),
            CoachIntent::Again if self.kept.is_some() => {}
            CoachIntent::Take(row) => {
                let open = self.is_open();
                if let Some((_, taken)) = self.entries.get_mut(row).filter(|_| open) {
                    *taken = !*taken;
                }
            }
            CoachIntent::Keep if self.is_open() && !self.keeping => return self.keep(),
            CoachIntent::Settled(result) => {
                if std::mem::take(&mut self.keeping) {
                    match result {
                        Ok(said) => self.kept = Some(said),
                        Err(why) => self.word = Some(format!("Not saved: {why}")),
                    }
                }
            }
            intent => {
                let follows = self.request.apply(intent, now);
                return self.follow(follows);
            }
        }
        Vec::new()
    }

    fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}

impl Requested for ExtractBrief {
    type Came = Extracted;
    type Reply = Extracted;

    fn destination(&self) -> &Destination {
        &self.work.destination
    }

    fn kept(&self, engine: &Engine) -> Option<Extracted> {
        engine.coach().kept_extract(self)
    }

    fn ask(&self) -> Order {
        Order::AskExtract(Box::new(self.work.clone()))
    }

    fn news(heard: Heard) -> Option<News<Extracted>> {
        if let Heard::Extract(news) = heard { Some(news) } else { None }
    }

    fn keep(&self, came: &Extracted, now: Moment) -> Order {
        Order::KeepExtract(Box::new(self.keep(came, now)))
    }

    fn reply(came: Extracted) -> Extracted {
        came
    }
}
