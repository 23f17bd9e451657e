//! A follow-up and the reply to it: its words or its recording, compared with what a good reply contains.

use ratatui::text::Span;

use super::heard::Heard;
use super::marks::Marks;
use crate::assess::{self, Mention, Words};
use crate::bank::{FollowUpPoint, Question};
use crate::engine::Engine;
use crate::history::Tick;
use crate::practice::{Put, Review};
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// The reply to a follow-up, as it stands beside the points.
#[derive(Clone, Debug)]
pub(in crate::tui::screens) struct Reply {
    put: Put,
    asked: String,
    /// What a good reply contains, and what of that was found in the words.
    listen_for: Vec<FollowUpPoint>,
    found: Vec<Mention>,
    /// Whether it held. None: not judged.
    pub(super) tick: Option<Tick>,
    pub(super) heard: Heard,
    pub(super) marks: Marks,
}

impl Reply {
    /// Loads the reply at this index, with what is known of its recording.
    pub(in crate::tui::screens) fn load(
        engine: &Engine,
        review: &Review,
        at: usize,
        put: &Put,
        listen_for: &[FollowUpPoint],
        tick: Option<Tick>,
    ) -> Self {
        let heard = Heard::load_reply(engine, review.answer(), at, put);
        let (put, listen_for, marks) = (put.clone(), listen_for.to_vec(), Marks::default());
        let asked = put.asked_words();
        let mut reply = Self { put, asked, listen_for, found: Vec::new(), tick, heard, marks };
        reply.mark(review.question());
        reply
    }

    /// The follow-up, and who asked it if that was not the interviewer of the bank.
    pub(super) fn prompt(&self) -> &str {
        &self.asked
    }

    /// The words of the reply, typed or transcribed.
    pub(super) fn text(&self) -> &str {
        self.heard.text()
    }

    /// The words, marked as typed or as heard.
    pub(super) fn words(&self) -> Words<'_> {
        Words::of(self.heard.text(), self.heard.is_spoken())
    }

    pub(super) fn recording(&self) -> Option<&str> {
        self.put.recording.as_deref()
    }

    /// Finds out which points of the question and of the follow-up are in the words.
    pub(super) fn mark(&mut self, question: &Question) {
        self.found = assess::reply_coverage(question, &self.put.prompt, &self.listen_for, self.heard.text());
        let of_question = self.words().coverage(question);
        let stated = assess::stated_mistakes(question, self.heard.text());
        self.marks = Marks::of(&self.found.iter().cloned().chain(of_question).collect::<Vec<_>>(), &stated);
    }

    /// What stands after the follow-up in the list of rows that can be ticked.
    pub(super) fn summary(&self) -> String {
        if self.text().trim().is_empty() {
            return format!("  {}", self.heard.in_place_of_words(self.put.recording.is_some()));
        }
        let touched = self.found.iter().filter(|point| point.touched).count();
        match touched {
            0 => String::new(),
            touched => format!("  \u{25cb} {touched} of {} touched", self.listen_for.len()),
        }
    }

    /// Adds the follow-up, the reply, and which parts of a good reply are in it.
    pub(super) fn write(&self, prose: Prose<'static>, theme: &Theme) -> Prose<'static> {
        let prose = prose.gap().paragraph(&self.asked, theme.strong);
        let mut prose = self.heard.reply(self.put.recording.is_some(), &self.marks, prose, theme);
        for (at, point) in self.listen_for.iter().enumerate() {
            let touched = self.found.get(at).is_some_and(|found| found.touched);
            let (mark, style) = if touched { ("\u{25cb} ", theme.touched) } else { ("\u{b7} ", theme.dim) };
            prose = prose.item(Span::styled(mark, style), &point.text, theme.dim);
        }
        prose
    }

    /// What to listen for, in one line; empty if nothing is known.
    pub(super) fn listen_for(&self) -> String {
        self.listen_for.iter().map(|point| point.text.as_str()).collect::<Vec<_>>().join(" ")
    }
}
