//! The way from a text to a story or a target: agreed to, asked for, taken row by row, kept as the candidate's own.

use super::step::Order;
use crate::coach::CoachError;
use crate::coach::ask::Progress;
use crate::coach::asking::News;
use crate::coach::extract::{Entry, Extracted};
use crate::engine::{Engine, ExtractBrief, ExtractOf};
use crate::moment::Moment;
use crate::text::one_line;

/// Where it is.
#[derive(Clone, Debug, PartialEq)]
pub enum ExtractPlace {
    /// Nothing was sent: it has to be agreed to first. What is agreed to, paragraph by paragraph.
    Consent(Vec<String>),
    /// It is asked.
    Asking(Progress),
    /// It is there.
    Shown,
    /// It is kept; what was said about that.
    Kept(String),
    /// There is nothing; why, and what to do.
    Failed(String),
}

/// What somebody means, or what happens.
#[derive(Clone, Debug)]
pub enum ExtractIntent {
    /// Yes, send it.
    Agree,
    /// Ask once more.
    Again,
    /// Take this row, or leave it.
    Toggle(usize),
    /// Keep what is taken.
    Keep,
    /// Enough: what is being asked is called off.
    Stop,
    /// Something came of what is asked.
    Heard(News<Extracted>),
    /// What was to be kept is kept, and what is said about it; or why it is not.
    Settled(Result<String, String>),
}

/// Something that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtractRow {
    /// What it fills in: "Action", "Topic: caching".
    pub title: String,
    /// The words that say so, in one line.
    pub quote: String,
    /// Whether it is taken.
    pub taken: bool,
}

/// A story or a target, in the making.
#[derive(Debug)]
pub struct Extracting {
    of: ExtractOf,
    /// None: there can be none.
    brief: Option<ExtractBrief>,
    extracted: Extracted,
    /// The entries that would change something, each with whether it is taken: first all of them are.
    entries: Vec<(Entry, bool)>,
    place: ExtractPlace,
    trust: String,
    keeping: bool,
    /// What is told aside, once.
    word: Option<String>,
}

impl Extracting {
    /// Opens it: what was found before is there at once, else it is asked, after a yes where none was given.
    pub fn open(of: ExtractOf, engine: &Engine, now: Moment) -> (Self, Vec<Order>) {
        let mut extracting = Self {
            of,
            brief: None,
            extracted: Extracted::default(),
            entries: Vec::new(),
            place: ExtractPlace::Failed(String::new()),
            trust: String::new(),
            keeping: false,
            word: None,
        };
        let orders = extracting.begin(engine, now);
        (extracting, orders)
    }

    fn begin(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        let coach = engine.coach();
        match coach.extract_brief(&self.of, now) {
            Err(why) => self.place = ExtractPlace::Failed(why),
            Ok(brief) => {
                let brief = self.brief.insert(brief);
                let destination = &brief.work.destination;
                self.trust = coach.trust_words(destination);
                if let Some(extracted) = coach.kept_extract(brief) {
                    self.show(extracted);
                } else if coach.is_agreed(destination) {
                    return self.ask();
                } else {
                    self.place = ExtractPlace::Consent(coach.consent_words(destination));
                }
            }
        }
        Vec::new()
    }

    fn show(&mut self, extracted: Extracted) {
        let brief = self.brief.as_ref();
        let would = |entry: &&Entry| brief.is_some_and(|brief| brief.changes(entry));
        self.entries = extracted.entries.iter().filter(would).map(|entry| (entry.clone(), true)).collect();
        self.extracted = extracted;
        self.place = ExtractPlace::Shown;
    }

    fn ask(&mut self) -> Vec<Order> {
        let Some(brief) = &self.brief else { return Vec::new() };
        self.place = ExtractPlace::Asking(Progress::Waiting);
        vec![Order::AskExtract(Box::new(brief.work.clone()))]
    }

    /// Takes an intent; what has to be done comes back, in order.
    pub fn apply(&mut self, intent: ExtractIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match (intent, &self.place) {
            (ExtractIntent::Agree, ExtractPlace::Consent(_)) => {
                let destination = self.brief.as_ref().map(|brief| brief.work.destination.clone());
                let agreed = destination.map(|destination| Order::AgreeToCoach(Box::new(destination)));
                return agreed.into_iter().chain(self.ask()).collect();
            }
            (ExtractIntent::Again, ExtractPlace::Shown) => return self.ask(),
            (ExtractIntent::Again, ExtractPlace::Failed(_)) => return self.begin(engine, now),
            (ExtractIntent::Toggle(row), ExtractPlace::Shown) => {
                if let Some((_, taken)) = self.entries.get_mut(row) {
                    *taken = !*taken;
                }
            }
            (ExtractIntent::Keep, ExtractPlace::Shown) if !self.keeping => return self.keep(),
            (ExtractIntent::Stop, ExtractPlace::Asking(_)) => {
                self.place = ExtractPlace::Failed(CoachError::Cancelled.to_string());
                return vec![Order::StopCoach];
            }
            (ExtractIntent::Heard(News::Progress(progress)), ExtractPlace::Asking(_)) => {
                self.place = ExtractPlace::Asking(progress);
            }
            (ExtractIntent::Heard(News::Came(came)), ExtractPlace::Asking(_)) => match came {
                Ok(extracted) => {
                    let kept = self.brief.as_ref().map(|brief| brief.keep(&extracted, now));
                    self.show(extracted);
                    return kept.map(|kept| Order::KeepExtract(Box::new(kept))).into_iter().collect();
                }
                Err(error) => self.place = ExtractPlace::Failed(error.to_string()),
            },
            (ExtractIntent::Settled(result), _) if std::mem::take(&mut self.keeping) => match result {
                Ok(said) => self.place = ExtractPlace::Kept(said),
                Err(why) => self.word = Some(format!("Not saved: {why}")),
            },
            _ => {}
        }
        Vec::new()
    }

    fn keep(&mut self) -> Vec<Order> {
        let filled = self.brief.as_ref().and_then(|brief| brief.filled_in(&self.taken()));
        if filled.is_none() {
            self.word = Some("Nothing is taken, so there is nothing to save.".to_owned());
        }
        self.keeping = filled.is_some();
        filled.map(|filled| Order::KeepFilledIn(Box::new(filled))).into_iter().collect()
    }

    fn taken(&self) -> Vec<&Entry> {
        self.entries.iter().filter(|(_, taken)| *taken).map(|(entry, _)| entry).collect()
    }

    /// Where it is.
    pub fn place(&self) -> &ExtractPlace {
        &self.place
    }

    /// Who is asked: "gemma4:12b at 127.0.0.1:11434".
    pub fn from(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, |brief| brief.work.destination.to_string())
    }

    /// How far it can be trusted, in a few words.
    pub fn trust(&self) -> &str {
        &self.trust
    }

    /// What is filled in: the title of the story or the job.
    pub fn title(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, ExtractBrief::title)
    }

    /// What of the reply could be believed.
    pub fn extracted(&self) -> &Extracted {
        &self.extracted
    }

    /// Whether anything is taken.
    pub fn has_taken(&self) -> bool {
        self.entries.iter().any(|(_, taken)| *taken)
    }

    /// The entries behind the rows, in the same order.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|(entry, _)| entry)
    }

    /// What can be taken, in the order of the fields.
    pub fn rows(&self) -> Vec<ExtractRow> {
        let Some(brief) = self.brief.as_ref().filter(|_| self.place == ExtractPlace::Shown) else { return Vec::new() };
        let row = |(entry, taken): &(Entry, bool)| ExtractRow {
            title: brief.entry_words(entry),
            quote: one_line(brief.text().get(entry.quote.clone()).unwrap_or_default()),
            taken: *taken,
        };
        self.entries.iter().map(row).collect()
    }

    /// What was left out of the reply, a line each.
    pub fn left_out(&self) -> Vec<String> {
        let words = |brief: &ExtractBrief| {
            self.extracted.left_out.iter().map(|left| brief.work.extract.left_out_words(left)).collect()
        };
        self.brief.as_ref().map_or_else(Vec::new, words)
    }

    /// What becomes of it with what is taken, line by line; empty: it is told by the rows.
    pub fn preview(&self) -> Vec<String> {
        self.brief.as_ref().map_or_else(Vec::new, |brief| brief.preview(&self.taken()))
    }

    /// What is to be told aside, once.
    pub fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}
