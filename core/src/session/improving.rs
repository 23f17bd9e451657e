//! The way to a better answer: agreed to, asked for, edits taken one by one, and the result kept as one's own.

use super::coaching::Heard;
use super::request::{AsksCoach, CoachIntent, Follows, Request, RequestState, Requested};
use super::step::Order;
use crate::answers::{Change, Difference, Marked};
use crate::coach::Destination;
use crate::coach::asking::News;
use crate::coach::edits::{Edit, Proposed, better, gaps, sentences};
use crate::engine::{Engine, ImproveBrief};
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::words::count;
use crate::text::one_line;

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
    request: Request<ImproveBrief>,
    proposed: Proposed,
    /// Whether each edit is taken, in the order of the edits.
    taken: Vec<bool>,
    /// Whether the tighter answer is taken, which keeps only some of the sentences.
    tight: bool,
    /// The text that is being written to the log.
    keeping: Option<String>,
    /// A remark to show once.
    word: Option<String>,
}

impl Improving {
    /// Said where the coach proposes nothing to take.
    pub const NOTHING: &str = "It proposes nothing that can be used.";

    /// Opens the way to a better answer. Edits proposed earlier are shown at once; otherwise the coach is asked, once
    /// the candidate has agreed.
    pub fn open(attempt: RecordId, engine: &Engine) -> (Self, Vec<Order>) {
        let mut improving = Self {
            attempt,
            request: Request::default(),
            proposed: Proposed::default(),
            taken: Vec::new(),
            tight: false,
            keeping: None,
            word: None,
        };
        let orders = improving.begin(engine);
        (improving, orders)
    }

    fn begin(&mut self, engine: &Engine) -> Vec<Order> {
        let follows = self.request.begin(engine.coach().improve_brief(&self.attempt), engine);
        self.follow(follows)
    }

    fn follow(&mut self, (orders, reply): Follows<Proposed>) -> Vec<Order> {
        if let Some(proposed) = reply {
            (self.taken, self.tight) = (vec![false; proposed.edits.len()], false);
            self.proposed = proposed;
        }
        orders
    }

    /// Takes a row, or leaves it; the one behind all edits is the tighter answer.
    fn toggle(&mut self, row: usize) {
        match self.taken.get_mut(row) {
            Some(taken) => *taken = !*taken,
            None => self.tight ^= row == self.taken.len() && self.proposed.kept.is_some(),
        }
    }

    fn keep(&mut self, engine: &Engine, now: Moment) -> Vec<Order> {
        if !self.has_taken() {
            self.word = Some("Nothing is taken yet: what is taken is kept as my answer.".to_owned());
            return Vec::new();
        }
        let text = self.result();
        let record = self.request.brief().and_then(|brief| brief.keep(text.clone(), engine, now));
        if record.is_some() {
            self.keeping = Some(text);
        }
        record.map(|record| Order::Append(vec![record])).into_iter().collect()
    }

    fn settle(&mut self, result: Result<String, String>) {
        let Some(text) = self.keeping.take() else { return };
        let fill_in = match gaps(&text) {
            0 => String::new(),
            1 => " Fill in the bracket on the question's page.".to_owned(),
            many => format!(" Fill in the {many} brackets on the question's page."),
        };
        self.word = Some(match result {
            Ok(_) => format!("Kept as my answer.{fill_in}"),
            Err(why) => format!("Not saved: {why}"),
        });
    }

    /// The part of the reply that could be believed.
    pub fn proposed(&self) -> &Proposed {
        &self.proposed
    }

    /// What is asked, and about which answer; `None` if there can be no edits.
    pub fn brief(&self) -> Option<&ImproveBrief> {
        self.request.brief()
    }

    /// Whether any row is taken.
    pub fn has_taken(&self) -> bool {
        self.tight || self.taken.contains(&true)
    }

    /// What can be taken, in the order of the answer, with the tighter answer last; empty until the edits are shown.
    pub fn rows(&self) -> Vec<ImproveRow> {
        let Some(brief) = self.request.brief().filter(|_| self.request.is_shown()) else { return Vec::new() };
        let edits = self.proposed.edits.iter().zip(&self.taken).map(|(edit, taken)| edit_row(brief, edit, *taken));
        let tight = self.proposed.kept.as_ref().map(|kept| tight_row(brief.answer(), kept, self.tight));
        edits.chain(tight).collect()
    }

    /// What the answer becomes with the rows that are taken.
    pub fn result(&self) -> String {
        let Some(brief) = self.request.brief() else { return String::new() };
        let edits = self.proposed.edits.iter().zip(&self.taken).filter(|(_, taken)| **taken).map(|(edit, _)| edit);
        let kept = self.proposed.kept.as_deref().filter(|_| self.tight);
        better(brief.answer(), &edits.collect::<Vec<_>>(), kept)
    }

    /// The result compared with the original answer.
    pub fn compared(&self) -> Marked {
        let before = self.request.brief().map(ImproveBrief::answer).unwrap_or_default();
        let after = self.result();
        let (before, after) = (crate::text::clean(before.trim()), crate::text::clean(&after));
        Difference::between(&before, &after).marked(&before, &after)
    }
}

impl AsksCoach for Improving {
    fn state(&self) -> &RequestState {
        self.request.state()
    }

    fn from(&self) -> String {
        self.request.from()
    }

    fn row_count(&self) -> usize {
        if self.request.is_shown() { self.taken.len() + usize::from(self.proposed.kept.is_some()) } else { 0 }
    }

    fn apply(&mut self, intent: CoachIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match intent {
            CoachIntent::Again if self.request.has_failed() => return self.begin(engine),
            CoachIntent::Take(row) if self.request.is_shown() => self.toggle(row),
            CoachIntent::Keep if self.request.is_shown() && self.keeping.is_none() => return self.keep(engine, now),
            CoachIntent::Settled(result) => self.settle(result),
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

impl Requested for ImproveBrief {
    type Came = Proposed;
    type Reply = Proposed;

    fn destination(&self) -> &Destination {
        &self.work.destination
    }

    fn kept(&self, engine: &Engine) -> Option<Proposed> {
        engine.coach().kept_edits(self)
    }

    fn ask(&self) -> Order {
        Order::AskEdits(Box::new(self.work.clone()))
    }

    fn news(heard: Heard) -> Option<News<Proposed>> {
        if let Heard::Edits(news) = heard { Some(news) } else { None }
    }

    fn keep(&self, came: &Proposed, now: Moment) -> Order {
        Order::KeepEdits(Box::new(self.keep_edits(came, now)))
    }

    fn reply(came: Proposed) -> Proposed {
        came
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
