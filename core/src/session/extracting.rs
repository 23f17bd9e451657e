//! From a text to a story or a target: agreed to, asked for, taken row by row, and kept as the candidate's own.

use super::step::Order;
use crate::coach::CoachError;
use crate::coach::ask::Progress;
use crate::coach::asking::News;
use crate::coach::extract::{Entry, Extracted};
use crate::engine::{Engine, ExtractBrief, ExtractOf};
use crate::moment::Moment;
use crate::text::one_line;

/// How far an extract has got.
#[derive(Clone, Debug, PartialEq)]
pub enum ExtractPlace {
    /// Nothing has been sent, because the candidate has to agree first. Holds what they agree to, by paragraph.
    Consent(Vec<String>),
    /// The coach is being asked.
    Asking(Progress),
    /// The extract is here.
    Shown,
    /// It was kept. Holds the words for that.
    Kept(String),
    /// There is no extract. Says why, and what to do.
    Failed(String),
}

/// Something the candidate means, or that happens around them.
#[derive(Clone, Debug)]
pub enum ExtractIntent {
    /// Agree that the text may be sent.
    Agree,
    /// Ask the coach once more.
    Again,
    /// Take the row with this index, or leave it.
    Toggle(usize),
    /// Keep what is taken.
    Keep,
    /// Call off the request.
    Stop,
    /// News about the request.
    Heard(News<Extracted>),
    /// The result of keeping what was taken: the words for it, or why it failed.
    Settled(Result<String, String>),
}

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
    /// What is asked, and about which text; `None` if there can be no extract.
    brief: Option<ExtractBrief>,
    extracted: Extracted,
    /// The entries that would change something, each with whether it is taken. At first, all are.
    entries: Vec<(Entry, bool)>,
    place: ExtractPlace,
    trust: String,
    /// Why it could not be asked again, if what is shown is what it said before.
    failed_again: Option<String>,
    keeping: bool,
    /// A remark to show once.
    word: Option<String>,
}

impl Extracting {
    /// Opens the way to an extract. An extract kept earlier is shown at once; otherwise the coach is asked, once the
    /// candidate has agreed.
    pub fn open(of: ExtractOf, engine: &Engine, now: Moment) -> (Self, Vec<Order>) {
        let mut extracting = Self {
            of,
            brief: None,
            extracted: Extracted::default(),
            entries: Vec::new(),
            place: ExtractPlace::Failed(String::new()),
            trust: String::new(),
            failed_again: None,
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

    /// The request came to nothing. What it said before is shown again, and that it is that.
    fn fail(&mut self, why: String) {
        if self.extracted == Extracted::default() {
            self.place = ExtractPlace::Failed(why);
        } else {
            self.failed_again = Some(why);
            self.place = ExtractPlace::Shown;
        }
    }

    fn ask(&mut self) -> Vec<Order> {
        let Some(brief) = &self.brief else { return Vec::new() };
        self.failed_again = None;
        self.place = ExtractPlace::Asking(Progress::Waiting);
        vec![Order::AskExtract(Box::new(brief.work.clone()))]
    }

    /// Takes an intent and returns the orders to carry out, in order.
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
                self.fail(CoachError::Cancelled.to_string());
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
                Err(error) => self.fail(error.to_string()),
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

    /// How far the extract has got.
    pub fn place(&self) -> &ExtractPlace {
        &self.place
    }

    /// Who is asked: "gemma4:12b at 127.0.0.1:11434". Empty if there can be no extract.
    pub fn from(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, |brief| brief.work.destination.to_string())
    }

    /// How far the coach can be trusted, in a few words.
    pub fn trust(&self) -> &str {
        &self.trust
    }

    /// The title of the story or job being filled in.
    pub fn title(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, ExtractBrief::title)
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
        let Some(brief) = self.brief.as_ref().filter(|_| self.place == ExtractPlace::Shown) else { return Vec::new() };
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
        self.brief.as_ref().map_or_else(Vec::new, words)
    }

    /// What the story or target becomes with the rows taken, line by line; empty if the rows already say it all.
    pub fn preview(&self) -> Vec<String> {
        self.brief.as_ref().map_or_else(Vec::new, |brief| brief.preview(&self.taken()))
    }

    /// Why it could not be asked again, if what is shown is what it said before.
    pub fn failed_again(&self) -> Option<&str> {
        self.failed_again.as_deref()
    }

    /// The remark to show, which is cleared.
    pub fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}
