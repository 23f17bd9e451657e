//! The way to a better answer: agreed to, asked for, edits taken one by one, and the result kept as one's own.

use super::step::Order;
use crate::answers::{Change, Difference, Marked};
use crate::coach::CoachError;
use crate::coach::ask::Progress;
use crate::coach::asking::News;
use crate::coach::edits::{Edit, Proposed, better, gaps, sentences};
use crate::engine::{Engine, ImproveBrief};
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::words::count;
use crate::text::one_line;

/// How far the edits have got.
#[derive(Clone, Debug, PartialEq)]
pub enum ImprovePlace {
    /// Nothing has been sent, because the candidate has to agree first. Holds what they agree to, by paragraph.
    Consent(Vec<String>),
    /// The coach is being asked.
    Asking(Progress),
    /// The edits are here.
    Shown,
    /// There are no edits. Says why, and what to do.
    Failed(String),
}

/// Something the candidate means, or that happens around them.
#[derive(Clone, Debug)]
pub enum ImproveIntent {
    /// Agree that the answer may be sent.
    Agree,
    /// Ask the coach once more.
    Again,
    /// Take the row with this index, or leave it after all.
    Toggle(usize),
    /// Keep what was taken as one's own answer.
    Keep,
    /// Call off the request.
    Stop,
    /// News about the request.
    Heard(News<Proposed>),
    /// The record that was to be saved is on disk, or why it is not.
    Settled(Result<(), String>),
}

/// A row of the edits that can be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImproveRow {
    /// What it improves, on one line.
    pub title: String,
    /// The sentences it changes, before and after.
    pub marked: Marked,
    /// A remark to show beside it; empty if there is none.
    pub note: String,
    /// Whether it is taken.
    pub taken: bool,
}

/// A better answer in the making.
#[derive(Debug)]
pub struct Improving {
    attempt: RecordId,
    /// What is asked, and about which answer; `None` if there can be no edits.
    brief: Option<ImproveBrief>,
    proposed: Proposed,
    /// Whether each edit is taken, in the order of the edits.
    taken: Vec<bool>,
    /// Whether the tighter answer is taken, which keeps only some of the sentences.
    tight: bool,
    place: ImprovePlace,
    trust: String,
    /// Why it could not be asked again, if what is shown is what it said before.
    failed_again: Option<String>,
    /// The text that is being written to the log.
    keeping: Option<String>,
    /// A remark to show once.
    word: Option<String>,
}

impl Improving {
    /// Opens the way to a better answer. Edits proposed earlier are shown at once; otherwise the coach is asked, once
    /// the candidate has agreed.
    pub fn open(attempt: RecordId, engine: &Engine) -> (Self, Vec<Order>) {
        let mut improving = Self {
            attempt,
            brief: None,
            proposed: Proposed::default(),
            taken: Vec::new(),
            tight: false,
            place: ImprovePlace::Failed(String::new()),
            trust: String::new(),
            failed_again: None,
            keeping: None,
            word: None,
        };
        let orders = improving.begin(engine);
        (improving, orders)
    }

    fn begin(&mut self, engine: &Engine) -> Vec<Order> {
        let coach = engine.coach();
        match coach.improve_brief(&self.attempt) {
            Err(why) => self.place = ImprovePlace::Failed(why),
            Ok(brief) => {
                let brief = self.brief.insert(brief);
                let destination = &brief.work.destination;
                self.trust = coach.trust_words(destination);
                if let Some(proposed) = coach.kept_edits(brief) {
                    self.show(proposed);
                } else if coach.is_agreed(destination) {
                    return self.ask();
                } else {
                    self.place = ImprovePlace::Consent(coach.consent_words(destination));
                }
            }
        }
        Vec::new()
    }

    fn show(&mut self, proposed: Proposed) {
        (self.taken, self.tight) = (vec![false; proposed.edits.len()], false);
        self.proposed = proposed;
        self.place = ImprovePlace::Shown;
    }

    /// The request came to nothing. What it said before is shown again, and that it is that.
    fn fail(&mut self, why: String) {
        if self.proposed == Proposed::default() {
            self.place = ImprovePlace::Failed(why);
        } else {
            self.failed_again = Some(why);
            self.place = ImprovePlace::Shown;
        }
    }

    fn ask(&mut self) -> Vec<Order> {
        let Some(brief) = &self.brief else { return Vec::new() };
        self.failed_again = None;
        self.place = ImprovePlace::Asking(Progress::Waiting);
        vec![Order::AskEdits(Box::new(brief.work.clone()))]
    }

    /// Takes an intent and returns the orders to carry out, in order.
    pub fn apply(&mut self, intent: ImproveIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match (intent, &self.place) {
            (ImproveIntent::Agree, ImprovePlace::Consent(_)) => {
                let destination = self.brief.as_ref().map(|brief| brief.work.destination.clone());
                let agreed = destination.map(|destination| Order::AgreeToCoach(Box::new(destination)));
                return agreed.into_iter().chain(self.ask()).collect();
            }
            (ImproveIntent::Again, ImprovePlace::Shown) => return self.ask(),
            (ImproveIntent::Again, ImprovePlace::Failed(_)) => return self.begin(engine),
            (ImproveIntent::Toggle(row), ImprovePlace::Shown) if row < self.taken.len() => {
                self.taken[row] = !self.taken[row];
            }
            (ImproveIntent::Toggle(row), ImprovePlace::Shown) => {
                self.tight ^= row == self.taken.len() && self.proposed.kept.is_some();
            }
            (ImproveIntent::Keep, ImprovePlace::Shown) if self.keeping.is_none() => return self.keep(engine, now),
            (ImproveIntent::Stop, ImprovePlace::Asking(_)) => {
                self.fail(CoachError::Cancelled.to_string());
                return vec![Order::StopCoach];
            }
            (ImproveIntent::Heard(News::Progress(progress)), ImprovePlace::Asking(_)) => {
                self.place = ImprovePlace::Asking(progress);
            }
            (ImproveIntent::Heard(News::Came(came)), ImprovePlace::Asking(_)) => match came {
                Ok(proposed) => {
                    let kept = self.brief.as_ref().map(|brief| brief.keep_edits(&proposed, now));
                    self.show(proposed);
                    return kept.map(|kept| Order::KeepEdits(Box::new(kept))).into_iter().collect();
                }
                Err(error) => self.fail(error.to_string()),
            },
            (ImproveIntent::Settled(result), _) => self.settle(result),
            _ => {}
        }
        Vec::new()
    }

    fn keep(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        if !self.has_taken() {
            self.word = Some("Nothing is taken yet: what is taken is kept as my answer.".to_owned());
            return Vec::new();
        }
        let text = self.result();
        let record = self.brief.as_ref().and_then(|brief| brief.keep(text.clone(), engine, now));
        if record.is_some() {
            self.keeping = Some(text);
        }
        record.map(|record| Order::Append(vec![record])).into_iter().collect()
    }

    fn settle(&mut self, result: Result<(), String>) {
        let Some(text) = self.keeping.take() else { return };
        let fill_in = match gaps(&text) {
            0 => String::new(),
            1 => " Fill in the bracket on the question's page.".to_owned(),
            many => format!(" Fill in the {many} brackets on the question's page."),
        };
        self.word = Some(match result {
            Ok(()) => format!("Kept as my answer.{fill_in}"),
            Err(why) => format!("Not saved: {why}"),
        });
    }

    /// How far the edits have got.
    pub fn place(&self) -> &ImprovePlace {
        &self.place
    }

    /// Who is asked: "gemma4:12b at 127.0.0.1:11434". Empty if there can be no edits.
    pub fn from(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, |brief| brief.work.destination.to_string())
    }

    /// How far the coach can be trusted, in a few words.
    pub fn trust(&self) -> &str {
        &self.trust
    }

    /// The part of the reply that could be believed.
    pub fn proposed(&self) -> &Proposed {
        &self.proposed
    }

    /// What is asked, and about which answer; `None` if there can be no edits.
    pub fn brief(&self) -> Option<&ImproveBrief> {
        self.brief.as_ref()
    }

    /// Why it could not be asked again, if what is shown is what it said before.
    pub fn failed_again(&self) -> Option<&str> {
        self.failed_again.as_deref()
    }

    /// Whether any row is taken.
    pub fn has_taken(&self) -> bool {
        self.tight || self.taken.contains(&true)
    }

    /// What can be taken, in the order of the answer, with the tighter answer last; empty until the edits are shown.
    pub fn rows(&self) -> Vec<ImproveRow> {
        let Some(brief) = self.brief.as_ref().filter(|_| self.place == ImprovePlace::Shown) else { return Vec::new() };
        let edits = self.proposed.edits.iter().zip(&self.taken).map(|(edit, taken)| edit_row(brief, edit, *taken));
        let tight = self.proposed.kept.as_ref().map(|kept| tight_row(brief.answer(), kept, self.tight));
        edits.chain(tight).collect()
    }

    /// What the answer becomes with the rows that are taken.
    pub fn result(&self) -> String {
        let Some(brief) = &self.brief else { return String::new() };
        let edits = self.proposed.edits.iter().zip(&self.taken).filter(|(_, taken)| **taken).map(|(edit, _)| edit);
        let kept = self.proposed.kept.as_deref().filter(|_| self.tight);
        better(brief.answer(), &edits.collect::<Vec<_>>(), kept)
    }

    /// The result compared with the original answer.
    pub fn compared(&self) -> Marked {
        let before = self.brief.as_ref().map(ImproveBrief::answer).unwrap_or_default();
        let after = self.result();
        let (before, after) = (crate::text::clean(before.trim()), crate::text::clean(&after));
        Difference::between(&before, &after).marked(&before, &after)
    }

    /// The remark to show, which is cleared.
    pub fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}

fn edit_row(brief: &ImproveBrief, edit: &Edit, taken: bool) -> ImproveRow {
    let answer = brief.answer();
    let around =
        sentences(answer).into_iter().filter(|place| place.start < edit.find.end && edit.find.start < place.end);
    let around = around.reduce(|first, last| first.start..last.end).unwrap_or(edit.find.clone());
    let point = edit.point.as_deref().and_then(|id| brief.point(id));
    let title = point.map_or_else(|| "Says it better".to_owned(), |point| format!("Makes: {}", one_line(point)));
    let note = if edit.made_up.is_empty() {
        String::new()
    } else {
        format!("You did not say {}; fill the bracket in.", edit.made_up.join(", "))
    };
    let (lead, rest) = (&answer[around.start..edit.find.start], &answer[edit.find.end..around.end]);
    let (lead, rest) = (in_a_line(lead), in_a_line(rest));
    let found = in_a_line(&answer[edit.find.clone()]);
    let difference = Difference::between(&found, &edit.replace);
    let changed = difference.stretches(&found, &edit.replace);
    let ends = |text| std::iter::once((Change::Same, text));
    let marked = Marked::of(ends(lead.trim_start()).chain(changed).chain(ends(rest.trim_end())));
    ImproveRow { title, marked, note, taken }
}

/// A piece of text with its line breaks and tabs turned into blanks; blanks at its ends are kept.
fn in_a_line(text: &str) -> String {
    crate::text::clean(text).replace(['\n', '\t'], " ")
}

fn tight_row(answer: &str, kept: &[usize], taken: bool) -> ImproveRow {
    let words = |text: &str| text.split_whitespace().count();
    let tight = better(answer, &[], Some(kept));
    let title = format!(
        "Tighter: {} of {} of your own sentences, {} of {}",
        kept.len(),
        sentences(answer).len(),
        words(&tight),
        count(words(answer), "word")
    );
    let (before, after) = (one_line(answer), one_line(&tight));
    let marked = Difference::between(&before, &after).marked(&before, &after);
    ImproveRow { title, marked, note: String::new(), taken }
}
