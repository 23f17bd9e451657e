//! The notes beside the answer: points and mistakes to tick, and on demand what else an interviewer knows.

mod view;

use std::ops::Range;

use super::heard::Heard;
use crate::assess;
use crate::bank::Question;
use crate::engine::Engine;
use crate::history::{Tick, Transcript};
use crate::practice::Turn;
use crate::speech::hearing::News;
use crate::speech::mend;
use crate::tui::keymap::Action;
use crate::tui::widgets::Scroll;

pub(super) use view::{BESIDE, margin};

/// What can be opened over the points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) enum Panel {
    FollowUps,
    Samples,
    Outline,
    Delivery,
}

/// The reply to a follow-up, ticked beside the points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::tui::screens) struct Reply {
    /// What was asked.
    pub(in crate::tui::screens) prompt: String,
    /// What was replied; empty where it was spoken, or nothing.
    pub(in crate::tui::screens) text: String,
    /// What a reply that holds contains.
    pub(in crate::tui::screens) listen_for: String,
    /// Whether it held.
    pub(in crate::tui::screens) tick: Tick,
}

/// One thing that can be ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Point(usize),
    Reply(usize),
    Mistake(usize),
    Weak(usize),
}

/// The open notes.
#[derive(Clone, Debug, Default)]
pub(in crate::tui::screens) struct Reveal {
    cursor: usize,
    /// Narrow screens: whether the answer is shown instead of the points.
    answer_side: bool,
    answer_scroll: Scroll,
    panel: Option<Panel>,
    panel_scroll: Scroll,
    show_weak: bool,
    /// Ids of the points that the answer mentions, and where in the answer it does.
    mentioned: Vec<String>,
    marks: Vec<Range<usize>>,
    /// What was heard of it.
    heard: Heard,
    /// What was asked after the answer, in a mock.
    replies: Vec<Reply>,
    /// Whether a question without notes may be given some here.
    offers_notes: bool,
}

impl Reveal {
    /// Notes that may be written where there are none.
    pub(super) fn offering_notes() -> Self {
        Self { offers_notes: true, ..Self::default() }
    }

    /// Looks up what is known of the answer, and which points it mentions.
    pub(in crate::tui::screens) fn learn(&mut self, engine: &Engine, turn: &Turn) {
        self.heard = Heard::load(engine, turn);
        self.mark(turn);
    }

    /// Takes news about the recording.
    pub(in crate::tui::screens) fn hear(&mut self, news: &News, turn: &Turn) {
        if self.heard.hear(news, turn) {
            self.mark(turn);
        }
    }

    /// The transcript as a page to be mended.
    pub(in crate::tui::screens) fn transcript_page(&self) -> String {
        self.heard.transcript().map_or(String::new(), mend::to_page)
    }

    /// Takes the mended page; None: nothing was changed.
    pub(in crate::tui::screens) fn take_page(&mut self, page: &str, turn: &Turn) -> Option<Transcript> {
        let before = self.heard.transcript().cloned().unwrap_or_default();
        let after = mend::from_page(page, &before, self.heard.seconds(turn));
        if after == before {
            return None;
        }
        self.heard.mend(after.clone(), turn);
        self.mark(turn);
        Some(after)
    }

    /// Whether there is something to say about how it came across.
    pub(in crate::tui::screens) fn has_delivery(&self) -> bool {
        self.heard.is_something()
    }

    /// Finds out which points the answer mentions.
    pub(in crate::tui::screens) fn mark(&mut self, turn: &Turn) {
        let found = assess::coverage(turn.question(), self.heard.text());
        self.mentioned = found.iter().filter(|point| point.mentioned).map(|point| point.point.clone()).collect();
        let mut marks: Vec<Range<usize>> = found.into_iter().flat_map(|point| point.evidence).collect();
        marks.sort_by_key(|range| (range.start, range.end));
        // Marks of different points may overlap; what is drawn must not.
        self.marks.clear();
        for mark in marks {
            match self.marks.last_mut() {
                Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
                _ => self.marks.push(mark),
            }
        }
    }

    /// Puts what was asked after the answer beside the points.
    pub(in crate::tui::screens) fn set_replies(&mut self, replies: Vec<Reply>) {
        self.replies = replies;
    }

    /// What was asked after the answer, as ticked.
    pub(in crate::tui::screens) fn replies(&self) -> &[Reply] {
        &self.replies
    }

    pub(in crate::tui::screens) fn panel(&self) -> Option<Panel> {
        self.panel
    }

    fn rows(&self, question: &Question) -> Vec<Row> {
        let points = (0..question.look_for.len()).map(Row::Point);
        let mistakes = (0..question.mistakes.len()).map(Row::Mistake);
        let weak = (0..if self.show_weak { question.weak.len() } else { 0 }).map(Row::Weak);
        let replies = (0..self.replies.len()).map(Row::Reply);
        points.chain(replies).chain(mistakes).chain(weak).collect()
    }

    /// Keys while a panel is open.
    pub(in crate::tui::screens) fn read(&mut self, action: Action) {
        match action {
            Action::Back => self.panel = None,
            Action::Up => self.panel_scroll.up(1),
            Action::Down => self.panel_scroll.down(1),
            Action::PageUp => self.panel_scroll.up(10),
            Action::PageDown => self.panel_scroll.down(10),
            Action::Top => self.panel_scroll.reset(),
            _ => {}
        }
    }

    /// Keys while the points are open.
    pub(in crate::tui::screens) fn act(&mut self, action: Action, turn: &mut Turn) {
        let question = turn.question().clone();
        let rows = self.rows(&question);
        let last = rows.len().saturating_sub(1);
        match action {
            Action::Down => self.cursor = (self.cursor + 1).min(last),
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Top => self.cursor = 0,
            Action::Bottom => self.cursor = last,
            Action::PageDown => self.answer_scroll.down(5),
            Action::PageUp => self.answer_scroll.up(5),
            Action::Side => self.answer_side = !self.answer_side,
            Action::FollowUps => self.open(Panel::FollowUps),
            Action::Samples => self.open(Panel::Samples),
            Action::Framework => self.open(Panel::Outline),
            Action::Delivery => self.open(Panel::Delivery),
            Action::WeakSignals => {
                self.show_weak = !self.show_weak;
                let shown = self.rows(&question);
                let first = shown.iter().position(|row| matches!(row, Row::Weak(0)));
                self.cursor = first.unwrap_or(self.cursor).min(shown.len().saturating_sub(1));
            }
            Action::Hit | Action::Partial | Action::Missed => match rows.get(self.cursor) {
                Some(&Row::Reply(index)) => {
                    let held = &mut self.replies[index].tick;
                    *held = toggled(*held, action);
                }
                Some(&row) => tick(action, row, &question, turn),
                None => {}
            },
            _ => {}
        }
    }

    fn open(&mut self, panel: Panel) {
        self.panel = Some(panel);
        self.panel_scroll.reset();
    }
}

/// What a key makes of a tick; the same key once more takes it back.
fn toggled(now: Tick, action: Action) -> Tick {
    let wanted = match action {
        Action::Hit => Tick::Hit,
        Action::Partial => Tick::Partial,
        _ => Tick::Missed,
    };
    if now == wanted { Tick::Missed } else { wanted }
}

fn tick(action: Action, row: Row, question: &Question, turn: &mut Turn) {
    match row {
        Row::Point(index) => {
            let id = &question.look_for[index].id;
            turn.tick_point(id, toggled(turn.ticks().of(id), action));
        }
        // The reveal keeps it itself.
        Row::Reply(_) => {}
        Row::Mistake(index) => turn.toggle_mistake(&question.mistakes[index].id),
        Row::Weak(index) => turn.toggle_weak(&question.weak[index].id),
    }
}
