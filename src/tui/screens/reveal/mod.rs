//! The notes beside the answer: points and mistakes to tick, and on demand what else an interviewer knows.

mod earlier;
mod heard;
mod marks;
mod panels;
mod reply;
mod view;

use std::cell::{Cell, RefCell};

use super::listening::Recorded;
use crate::assess::{self, Mention, Words, counts};
use crate::bank::{Kind, Level, Question};
use crate::engine::Engine;
use crate::history::{AttemptRow, Tick, Transcript, Utterance};
use crate::practice::material::{self, Pieces};
use crate::practice::{Mark, Put, Review};
use crate::session::{self, Intent};
use crate::speech::hearing::News;
use crate::speech::mend;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::Cx;
use crate::tui::widgets::{Scroll, count, moved};
use earlier::Before;
use heard::Heard;
use marks::Marks;

pub(super) use reply::Reply;
pub(super) use view::{BESIDE, margin};

/// How many earlier answers are looked at to find the best one.
const MOST_BEFORE: u32 = 50;

/// A panel that can be opened over the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Panel {
    FollowUps,
    Samples,
    Outline,
    Worked,
    Delivery,
    Company,
    Earlier,
}

impl Panel {
    /// The action that opens it.
    pub(super) fn opener(self) -> Action {
        match self {
            Self::FollowUps => Action::FollowUps,
            Self::Samples => Action::Samples,
            Self::Outline => Action::Framework,
            Self::Worked => Action::Worked,
            Self::Delivery => Action::Delivery,
            Self::Company => Action::CompanyNotes,
            Self::Earlier => Action::Earlier,
        }
    }
}

/// What a panel says about the question. Empty for panels about the answer or the company.
fn pieces(panel: Panel, review: &Review) -> Pieces<'_> {
    let question = review.question();
    match panel {
        Panel::FollowUps => material::follow_ups(question),
        Panel::Samples => material::samples(question),
        Panel::Outline => material::outline(question, review.level()),
        Panel::Worked => material::worked(question),
        Panel::Delivery | Panel::Earlier | Panel::Company => Pieces::new(),
    }
}

/// One row that can be ticked, by its index among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TickRow {
    Point(usize),
    Reply(usize),
    Mistake(usize),
    Weak(usize),
}

impl TickRow {
    /// Whether the cursor may go on from this row to that one after a tick.
    fn is_same_sort(self, other: Self) -> bool {
        std::mem::discriminant(&self) == std::mem::discriminant(&other)
    }
}

/// The open notes of an answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Reveal {
    cursor: usize,
    /// Whether keys that move act on the answer. On a narrow screen it then replaces the points.
    answer_side: bool,
    /// Whether only one side fitted into the last frame.
    narrow: Cell<bool>,
    /// The rows that were wholly visible in the last frame. None before the first frame.
    in_sight: RefCell<Option<Vec<TickRow>>>,
    answer_scroll: Scroll,
    panel: Option<Panel>,
    panel_scroll: Scroll,
    show_weak: bool,
    /// Ids of the points that the answer mentions, ids of those it only touches, and the places in the answer.
    mentioned: Vec<String>,
    touched: Vec<String>,
    /// Ids of the mistakes that the answer states.
    stated: Vec<String>,
    marks: Marks,
    /// What was heard of the answer.
    heard: Heard,
    /// Earlier answers to the question.
    before: Before,
    /// The follow-ups after the answer, with the replies.
    replies: Vec<Reply>,
    /// The best and the last of the earlier answers whose recordings still exist.
    takes_before: Vec<Recorded>,
    /// Whether notes may be written for a question that has none.
    offers_notes: bool,
    /// The company and the notes on it, if the question is about the company.
    company: Option<(String, String)>,
    /// The level of the target, as long as nothing was ever rated: then a few lines explain how to read notes.
    first_steps: Option<Level>,
}

impl Reveal {
    /// Notes that may be written if the question has none.
    pub(super) fn offering_notes() -> Self {
        Self { offers_notes: true, ..Self::default() }
    }

    /// Reads what is known of the answer, and finds out which points it mentions.
    pub(super) fn learn(&mut self, engine: &Engine, review: &Review) {
        self.heard = Heard::load(engine, review.answer());
        self.before = Before::load(engine, review.answer());
        self.company = engine.company_notes().filter(|_| review.question().kind == Kind::Intro);
        let own = |id: &str| review.question().follow_ups.iter().find(|next| next.id == *id);
        let reply = |(at, put): (usize, &Put)| {
            let listen_for = own(&put.id).map_or(&[][..], |next| &next.look_for);
            Reply::load(engine, review, at, put, listen_for, review.held(at))
        };
        self.replies = review.answer().replies().iter().enumerate().map(reply).collect();
        self.takes_before = takes_before(engine, review);
        // A debrief ends in numbers, and nobody meets notes for the first time in a mock.
        let first = self.offers_notes && engine.figures().judgements() == 0;
        self.first_steps = first.then(|| review.level());
        self.mark(review);
    }

    /// Takes news about the recording of the answer or of a reply.
    pub(super) fn hear(&mut self, said: &Utterance, news: &News, review: &Review) {
        let heard = match said.reply {
            None => Some(&mut self.heard),
            Some(at) => self.replies.get_mut(at).map(|reply| &mut reply.heard),
        };
        if heard.is_some_and(|heard| heard.hear(news)) {
            self.mark(review);
        }
    }

    /// The index of the reply under the cursor. None: the cursor is on another row.
    fn reply_at_cursor(&self, review: &Review) -> Option<usize> {
        match self.rows(review).get(self.cursor) {
            Some(TickRow::Reply(at)) if !self.answer_side || !self.narrow.get() => Some(*at),
            _ => None,
        }
    }

    /// What is under the cursor: a reply, or else the answer.
    pub(super) fn said(&self, review: &Review) -> Utterance {
        Utterance { reply: self.reply_at_cursor(review), attempt: review.answer().id().clone() }
    }

    fn heard(&self, review: &Review) -> &Heard {
        let reply = self.reply_at_cursor(review).and_then(|at| self.replies.get(at));
        reply.map_or(&self.heard, |reply| &reply.heard)
    }

    /// Whether what is under the cursor was spoken, so that its transcript can be corrected.
    pub(super) fn can_be_mended(&self, review: &Review) -> bool {
        self.heard(review).is_spoken()
    }

    /// What can be played, in order, and the index of the one under the cursor.
    pub(super) fn recordings(&self, review: &Review) -> (Vec<Recorded>, usize) {
        let question = review.question();
        let own = |name: &str, title: &str, heard: &Heard| {
            Recorded::new(name, title).with_places(heard.places_of_points(question), heard.places_of_fillers())
        };
        let answer = review.answer().recording().map(|name| (None, own(name, "your answer", &self.heard)));
        let of = self.replies.len();
        let replies = self.replies.iter().enumerate().filter_map(|(at, reply)| {
            Some((Some(at), own(reply.recording()?, &format!("reply {} of {of}", at + 1), &reply.heard)))
        });
        let all: Vec<_> = answer.into_iter().chain(replies).collect();
        let wanted = self.reply_at_cursor(review);
        let at = all.iter().position(|(reply, _)| *reply == wanted).unwrap_or(0);
        (all.into_iter().map(|(_, recorded)| recorded).chain(self.takes_before.iter().cloned()).collect(), at)
    }

    /// Whether there is anything to play.
    pub(super) fn is_recorded(&self, review: &Review) -> bool {
        let own = review.answer().recording().is_some() || self.replies.iter().any(|reply| reply.recording().is_some());
        own || !self.takes_before.is_empty()
    }

    /// The transcript of what is under the cursor, as a page to be corrected.
    pub(super) fn transcript_page(&self, review: &Review) -> String {
        self.heard(review).transcript().map_or(String::new(), mend::to_page)
    }

    /// Takes the corrected page. None: nothing was changed.
    pub(super) fn take_page(&mut self, page: &str, review: &Review) -> Option<(Utterance, Transcript)> {
        let said = self.said(review);
        let heard = match said.reply {
            None => &mut self.heard,
            Some(at) => &mut self.replies.get_mut(at)?.heard,
        };
        let before = heard.transcript().cloned().unwrap_or_default();
        let after = mend::from_page(page, &before, heard.seconds());
        if after == before {
            return None;
        }
        heard.mend(after.clone());
        self.mark(review);
        Some((said, after))
    }

    /// Finds out which points and mistakes the answer and the replies mention.
    pub(super) fn mark(&mut self, review: &Review) {
        for reply in &mut self.replies {
            reply.mark(review.question());
        }
        let replies = || self.replies.iter().map(Reply::text);
        let words = Words::of(self.heard.text(), self.heard.is_spoken());
        let found = assess::coverage_with(review.question(), words, self.replies.iter().map(Reply::words));
        let mistakes = |text: &str| assess::stated_mistakes(review.question(), text);
        let stated = mistakes(self.heard.text());
        let in_replies = replies().flat_map(mistakes).map(|one| one.mistake);
        self.stated = stated.iter().map(|one| one.mistake.clone()).chain(in_replies).collect();
        let ids = |wanted: fn(&Mention) -> bool| -> Vec<String> {
            found.iter().filter(|point| wanted(point)).map(|point| point.point.clone()).collect()
        };
        self.mentioned = ids(|point| point.mentioned);
        self.touched = ids(|point| point.touched && !point.mentioned);
        self.marks = Marks::of(&found, &stated);
    }

    /// Puts the follow-ups beside the points, to be judged there; replies count as part of the answer.
    pub(super) fn judge_replies(&mut self, replies: Vec<Reply>, review: &Review) {
        self.replies = replies;
        self.mark(review);
    }

    /// What to say about ticks that are not done. None: the news is about something else.
    pub(super) fn tell(&mut self, news: &session::News, review: &Review) -> Option<String> {
        match news {
            session::News::Untouched => Some(self.untouched()),
            session::News::NotJudged(open) => Some(self.not_judged(*open, review)),
            session::News::SpokenFor(open) => Some(self.spoken_for(*open, review)),
            session::News::Doubted => Some(self.doubted(review)),
            _ => None,
        }
    }

    /// Nothing is judged: says how to leave the answer unrated, or how to count everything as missing.
    fn untouched(&mut self) -> String {
        self.answer_side = false;
        let key = |action| key_for(Context::Reveal, action).unwrap_or_default();
        let missing = key(Action::RestMissing);
        format!(
            "Nothing is judged yet. {} leaves the answer unrated; {missing}: all of it was missing.",
            key(Action::Accept)
        )
    }

    /// Some points are not judged. Puts the cursor on the first of them and says what can be done.
    fn not_judged(&mut self, open: usize, review: &Review) -> String {
        self.select_point(review, |id| !review.ticks().points.contains_key(id));
        self.answer_side = false;
        let key = |action| key_for(Context::Reveal, action).unwrap_or_default();
        let said = review.untouched().filter(|point| self.mentioned.contains(&point.id)).count();
        let take = match said {
            0 => String::new(),
            said => format!(" {} takes the {said} mentioned.", key(Action::AcceptSaid)),
        };
        format!("{} not judged. {}: the rest was missing.{take}", count(open, "point"), key(Action::RestMissing))
    }

    /// The rest counts as missing except for points that the answer seems to make. Puts the cursor on the first of
    /// those and says what can be done.
    fn spoken_for(&mut self, open: usize, review: &Review) -> String {
        self.select_point(review, |id| !review.ticks().points.contains_key(id));
        self.answer_side = false;
        let key = |action| key_for(Context::Reveal, action).unwrap_or_default();
        let said = review.untouched().filter(|point| self.mentioned.contains(&point.id)).count();
        let (what, take) = match said {
            0 => ("touched point", String::new()),
            said if said == open => ("mentioned point", format!(" {} takes it.", key(Action::AcceptSaid))),
            said => ("mentioned or touched point", format!(" {} takes the {said} mentioned.", key(Action::AcceptSaid))),
        };
        let take = if open > 1 { take.replace(" it.", " them.") } else { take };
        let (is, they) = if open == 1 { ("is", "it was") } else { ("are", "they were") };
        format!("{} {is} not judged.{take} {} again: {they} missing.", count(open, what), key(Action::RestMissing))
    }

    /// Points are ticked for which the answer has no words. Puts the cursor on the first of them, with the answer
    /// beside it, and asks where they were said.
    fn doubted(&mut self, review: &Review) -> String {
        let doubted = review.doubt().map_or(&[][..], |doubt| &doubt.points);
        self.select_point(review, |id| doubted.iter().any(|point| point == id));
        // Where both sides fit, both are visible, and the ticks are what may have to change.
        self.answer_side = self.narrow.get();
        let keeps = if doubted.len() == 1 { "keeps it" } else { "keeps them" };
        let ticks = count(doubted.len(), "tick");
        format!("Where did you say that? {ticks} without words in the answer. Enter {keeps}.")
    }

    /// Puts the cursor on the first point for which `is_one` holds; points that count come first.
    fn select_point(&mut self, review: &Review, is_one: impl Fn(&str) -> bool) {
        let points = &review.question().look_for;
        let first = |row: &TickRow| matches!(row, TickRow::Point(index) if is_one(&points[*index].id));
        if let Some(at) = self.rows(review).iter().position(first) {
            self.cursor = at;
        }
    }

    pub(super) fn panel(&self) -> Option<Panel> {
        self.panel
    }

    /// What can be ticked, in order: points that count at the level, other points, replies, mistakes, weak signals.
    fn rows(&self, review: &Review) -> Vec<TickRow> {
        let question = review.question();
        let (counted, above) = (0..question.look_for.len())
            .partition::<Vec<usize>, _>(|index| counts(question.look_for[*index].tier, review.level()));
        let points = counted.into_iter().chain(above).map(TickRow::Point);
        let mistakes = (0..question.mistakes.len()).map(TickRow::Mistake);
        let weak = (0..if self.show_weak { question.weak.len() } else { 0 }).map(TickRow::Weak);
        let replies = (0..self.replies.len()).map(TickRow::Reply);
        points.chain(replies).chain(mistakes).chain(weak).collect()
    }

    /// Handles keys while a panel is open.
    pub(super) fn read(&mut self, action: Action) {
        match action {
            Action::Back => self.panel = None,
            _ => self.panel_scroll.act(action),
        }
    }

    /// Whether an action makes sense while the notes of this question are open.
    pub(super) fn offers(&self, action: Action, question: &Question, ticking: bool) -> bool {
        match action {
            Action::FollowUps => !question.follow_ups.is_empty(),
            Action::Samples => question.sample.is_some() || question.say.is_some(),
            Action::Worked => !material::worked(question).is_empty(),
            Action::CompanyNotes => self.company.is_some(),
            Action::WeakSignals => !question.weak.is_empty(),
            Action::Delivery => {
                self.heard.is_something() || self.replies.iter().any(|reply| reply.heard.is_something())
            }
            Action::Earlier => self.before.is_something(),
            Action::Framework => {
                !question.framework.is_empty() || question.intent.is_some() || !question.expect.is_empty()
            }
            Action::AcceptSaid => ticking && !self.mentioned.is_empty() && self.panel.is_none(),
            Action::PageDown if self.panel.is_some() => self.panel_scroll.has_more(),
            Action::ScrollLeft | Action::ScrollRight if self.panel.is_some() => self.panel_scroll.is_wide(),
            Action::ScrollLeft | Action::ScrollRight => self.answer_scroll.is_wide(),
            Action::RestMissing => ticking && !question.look_for.is_empty(),
            Action::Hit | Action::Partial | Action::Missed | Action::Down => {
                !ticking || self.panel.is_some() || question.has_notes() || !self.replies.is_empty()
            }
            _ => true,
        }
    }

    /// Handles keys while the points are open. Returns an intent if something is ticked.
    pub(super) fn act(&mut self, action: Action, review: &Review, cx: &mut Cx<'_>) -> Option<Intent> {
        let rows = self.rows(review);
        let ticks =
            matches!(action, Action::Hit | Action::Partial | Action::Missed | Action::AcceptSaid | Action::RestMissing);
        match action {
            Action::ScrollLeft | Action::ScrollRight => self.answer_scroll.act(action),
            Action::PageDown => self.answer_scroll.down(5),
            Action::PageUp => self.answer_scroll.up(5),
            // The key that ticks scrolls the answer if that side has the keys.
            Action::Hit if self.answer_side => self.answer_scroll.act(Action::PageDown),
            Action::Up | Action::Down | Action::Top | Action::Bottom if self.answer_side => {
                self.answer_scroll.act(action);
            }
            // Nothing that is out of sight can be ticked: the points come to the front first.
            _ if ticks && self.answer_side && self.narrow.get() => self.answer_side = false,
            Action::Side => self.answer_side = !self.answer_side,
            // A page without a line on it is not opened.
            Action::FollowUps | Action::Samples | Action::Framework | Action::Worked | Action::Delivery
                if !self.offers(action, review.question(), true) => {}
            Action::FollowUps => self.open(Panel::FollowUps),
            Action::Samples => self.open(Panel::Samples),
            Action::Framework => self.open(Panel::Outline),
            Action::Worked => self.open(Panel::Worked),
            Action::CompanyNotes if self.company.is_some() => self.open(Panel::Company),
            Action::Delivery => self.open(Panel::Delivery),
            Action::Earlier if self.before.is_something() => self.open(Panel::Earlier),
            Action::WeakSignals => {
                self.show_weak = !self.show_weak;
                let shown = self.rows(review);
                let first = shown.iter().position(|row| matches!(row, TickRow::Weak(0)));
                self.cursor = first.unwrap_or(self.cursor).min(shown.len().saturating_sub(1));
            }
            Action::AcceptSaid => return self.accept_said(&rows, review, cx),
            Action::RestMissing => return Some(Intent::RestMissing),
            Action::Hit | Action::Partial | Action::Missed => {
                let row = *rows.get(self.cursor)?;
                let ticked = self.tick(action, row, review);
                self.cursor = self.after(row, &rows, review);
                return ticked;
            }
            _ => self.cursor = moved(self.cursor, rows.len(), action),
        }
        None
    }

    /// Where the cursor goes after a row was ticked: to the next row below that is not judged, else to the one below;
    /// never by itself from points to mistakes.
    fn after(&self, row: TickRow, rows: &[TickRow], review: &Review) -> usize {
        let below = || (self.cursor + 1..rows.len()).filter(|at| rows[*at].is_same_sort(row));
        below().find(|at| is_open(rows[*at], review)).or_else(|| below().next()).unwrap_or(self.cursor)
    }

    /// Ticks the visible points that the answer mentions. The cursor moves to what is left, so that the same key ticks
    /// more of it.
    fn accept_said(&mut self, rows: &[TickRow], review: &Review, cx: &mut Cx<'_>) -> Option<Intent> {
        let points = &review.question().look_for;
        let said = |row: &TickRow| match row {
            TickRow::Point(index) => is_open(*row, review) && self.mentioned.contains(&points[*index].id),
            _ => false,
        };
        let seen = |at: usize| {
            at == self.cursor || self.in_sight.borrow().as_ref().is_none_or(|rows_seen| rows_seen.contains(&rows[at]))
        };
        let (seen, hidden): (Vec<usize>, Vec<usize>) =
            (0..rows.len()).filter(|at| said(&rows[*at])).partition(|at| seen(*at));
        let open = || (0..rows.len()).find(|at| is_open(rows[*at], review) && !seen.contains(at));
        let next = hidden.first().copied().or_else(open);
        let taken = seen.iter().filter_map(|at| match rows[*at] {
            TickRow::Point(index) => Some(points[index].id.clone()),
            _ => None,
        });
        let taken: Vec<String> = taken.collect();
        self.cursor = next.unwrap_or(self.cursor);
        if !hidden.is_empty() {
            let key = key_for(Context::Reveal, Action::AcceptSaid).unwrap_or_default();
            let points = count(hidden.len(), if taken.is_empty() { "mentioned point" } else { "more mentioned point" });
            cx.say(format!("{points} came into sight only now: {key} again ticks what is mentioned there."));
        } else if taken.is_empty() {
            cx.say("Nothing more that your words mention is open.");
        }
        (!taken.is_empty()).then_some(Intent::AcceptSaid(taken))
    }

    fn tick(&mut self, action: Action, row: TickRow, review: &Review) -> Option<Intent> {
        let (question, ticks) = (review.question(), review.ticks());
        Some(Intent::Mark(match row {
            TickRow::Point(index) => {
                let id = &question.look_for.get(index)?.id;
                Mark::Point(id.clone(), tick(action))
            }
            TickRow::Mistake(index) => {
                let id = &question.mistakes.get(index)?.id;
                Mark::Mistake(id.clone(), made(action, ticks.mistakes.contains(id)))
            }
            TickRow::Weak(index) => {
                let id = &question.weak.get(index)?.id;
                Mark::Weak(id.clone(), made(action, ticks.weak.contains(id)))
            }
            TickRow::Reply(index) => {
                let held = &mut self.replies.get_mut(index)?.tick;
                let now = tick(action);
                *held = Some(now);
                return Some(Intent::Held(index, now));
            }
        }))
    }

    fn open(&mut self, panel: Panel) {
        self.panel = Some(panel);
        self.panel_scroll.reset();
    }
}

/// The best and the last of the earlier answers to the question whose recordings still exist.
fn takes_before(engine: &Engine, review: &Review) -> Vec<Recorded> {
    let answer = review.answer();
    // What cannot be read cannot be played; the history reports it by itself.
    let rows = engine.answers_to(answer.name(), MOST_BEFORE).unwrap_or_default();
    let at = rows.iter().position(|row| row.id == *answer.id()).unwrap_or(rows.len());
    let heard: Vec<_> = rows[..at]
        .iter()
        .filter_map(|row| Some((row, row.recording.as_deref().filter(|name| engine.hearing().has(name))?)))
        .collect();
    let best = heard.iter().filter(|(row, _)| row.band.is_some()).max_by_key(|(row, _)| (row.band, row.answered_at));
    let last = heard.last().filter(|(row, _)| best.is_none_or(|(best, _)| best.id != row.id));
    let of = |words: &str, (row, name): &(&AttemptRow, &str)| {
        Recorded::new(name, &format!("{words}, {}", row.day.format("%-d %b")))
    };
    best.map(|best| of("your best so far", best))
        .into_iter()
        .chain(last.map(|last| of("the one before", last)))
        .collect()
}

/// Whether a row is a point that is not judged yet.
fn is_open(row: TickRow, review: &Review) -> bool {
    match row {
        TickRow::Point(index) => !review.ticks().points.contains_key(&review.question().look_for[index].id),
        _ => false,
    }
}

/// Whether a mistake or weak signal is ticked after a key: it is there or not, never partly.
fn made(action: Action, now: bool) -> bool {
    match action {
        Action::Hit => !now,
        Action::Partial => now,
        _ => false,
    }
}

/// The tick that a key gives a point or a reply.
fn tick(action: Action) -> Tick {
    match action {
        Action::Hit => Tick::Hit,
        Action::Partial => Tick::Partial,
        _ => Tick::Missed,
    }
}
