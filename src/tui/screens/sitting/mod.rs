//! The sitting: one question after the other, each asked, answered, predicted, revealed and rated.

mod answering;
pub(super) mod asking;
mod course;
mod heard;
mod keeping;
mod keys;
pub(super) mod listening;
mod notes;
mod panels;
mod rating;
pub(super) mod reveal;
pub(super) mod speaking;
mod summary;
mod voice;
mod writing;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::history::{Medium, Rating, RecordId};
use crate::moment::Moment;
use crate::practice::{Drill, Pick, Stage, Turn};
use crate::speech::hearing::News;
use crate::tui::editor::Editor;
use crate::tui::highlight::Code;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::voice::Sounded;
use crate::tui::widgets::Scroll;

use keeping::SAVING;
use listening::Listening;
use notes::Notes;
use reveal::Reveal;
use speaking::Speaking;

/// What to do about a question that does not stick.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Leech {
    /// Ask this one first.
    Easier(Pick),
    /// There is no easier one: split or rewrite it.
    Split,
}

/// A drill on the screen.
#[derive(Debug)]
pub struct SittingScreen {
    drill: Drill,
    turn: Option<Turn>,
    editor: Editor,
    /// The snippet of the question, coloured once when it is asked.
    code: Code,
    reveal: Reveal,
    notes: Notes,
    /// The rating under the cursor.
    chosen: Rating,
    /// Rows that the text above or in place of the answer is scrolled by.
    scroll: Scroll,
    /// Whether the whole question stands above the answer.
    whole_prompt: bool,
    /// Records that are on their way to the disk, and what the last one said.
    saving: bool,
    save_failed: bool,
    judgement: Option<RecordId>,
    /// The way out, when this question was failed too often.
    leech: Option<Leech>,
    said: String,
    /// What is heard of the answer while it is spoken.
    speaking: Speaking,
    /// A recording that is heard again.
    listening: Option<Listening>,
}

impl Screen for SittingScreen {
    fn context(&self) -> Context {
        let Some(turn) = &self.turn else { return Context::Summary };
        if self.listening.is_some() {
            return Context::Listening;
        }
        match turn.stage() {
            Stage::Asking => Context::Asking,
            Stage::Answering if turn.medium() == Medium::Spoken => Context::Speaking,
            Stage::Answering => Context::Typing,
            Stage::Predicting => Context::Predicting,
            Stage::Revealed if self.reveal.panel().is_some() => Context::Reader,
            Stage::Revealed if self.notes.are_open() => Context::Notes,
            Stage::Revealed => Context::Reveal,
            Stage::Rating => Context::Rating,
            Stage::Done(_) => Context::Next,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let Some(turn) = &self.turn else { return true };
        let question = turn.question();
        if let Some(listening) = &self.listening {
            return listening.offers(action) && (action != Action::OtherTake || self.has_other_take());
        }
        match action {
            Action::Listen => turn.recording().is_some(),
            Action::SayAgain => !turn.takes().is_empty() && turn.medium() == Medium::Spoken,
            Action::OtherTake => self.has_other_take(),
            Action::Hint => turn.hints().len() < question.hints.len(),
            Action::Clarify => turn.clarified() < question.clarifications.len(),
            Action::FollowUps => !question.follow_ups.is_empty(),
            Action::Samples => question.sample.is_some(),
            Action::WeakSignals => !question.weak.is_empty(),
            Action::Delivery => self.reveal.has_delivery(),
            Action::EditTranscript => turn.medium() == Medium::Spoken && turn.text().is_empty(),
            Action::Framework => !question.framework.is_empty() || question.intent.is_some(),
            Action::RetryOtherwise => !question.variants.is_empty(),
            Action::Notes => self.lacks_notes(),
            Action::Undo => self.judgement.is_some(),
            Action::Easier => matches!(self.leech, Some(Leech::Easier(_))),
            Action::Split => self.leech.is_some(),
            Action::Hit | Action::Partial | Action::Down => {
                *turn.stage() != Stage::Revealed || self.reveal.panel().is_some() || question.has_notes()
            }
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match self.context() {
            Context::Asking => self.act_asking(action, cx),
            Context::Typing | Context::Speaking => self.act_answering(action, cx),
            Context::Listening => self.act_listening(action, cx),
            Context::Predicting => self.act_predicting(action, cx),
            Context::Reader => {
                self.reveal.read(action);
                Route::Stay
            }
            Context::Reveal => self.act_reveal(action, cx),
            Context::Notes => self.act_notes(action, cx),
            Context::Rating => self.act_rating(action, cx),
            Context::Next => self.act_next(action, cx),
            _ => self.act_summary(action),
        }
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.take_char(c, cx);
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.take_paste(text, cx);
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = &mut self.turn else { return };
        turn.tick(cx.now);
        if *turn.stage() == Stage::Answering && self.said == SAVING && cx.engine.draft_is_saved() {
            self.said = "saved".into();
        }
        // A spoken answer has no keys that could keep it: its clock does.
        if *turn.stage() == Stage::Answering && turn.medium() == Medium::Spoken {
            self.keep(cx);
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        self.note_saved(result, cx);
    }

    fn heard(&mut self, attempt: &RecordId, news: &News, _cx: &mut Cx<'_>) {
        if let Some(turn) = self.turn.as_ref().filter(|turn| turn.id() == attempt) {
            self.reveal.hear(news, turn);
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        self.take_edited(result, cx);
    }

    fn bank_changed(&mut self, done: bool, cx: &mut Cx<'_>) {
        if done {
            self.read_question_anew(cx);
        }
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.keep_open_notes(cx);
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        self.take_news(news, cx);
    }

    fn stopped(&mut self, stopped: bool, now: Moment) {
        if let Some(turn) = &mut self.turn {
            // The clock may have been stopped by hand before; then it stays stopped.
            if stopped {
                turn.suspend(now);
            } else {
                turn.wake(now);
            }
        }
    }

    fn wake_in(&self, now: Moment) -> Option<Duration> {
        let turn = self.turn.as_ref()?;
        matches!(turn.stage(), Stage::Asking | Stage::Answering).then(|| turn.watch().until_next_second(now))?
    }

    fn said(&self) -> &str {
        &self.said
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let Some(turn) = &self.turn else { return summary::view(self, look, frame, area) };
        if let Some(listening) = &self.listening {
            return listening.view(turn, look, frame, area);
        }
        match turn.stage() {
            Stage::Asking => asking::view(self, turn, look, frame, area),
            Stage::Answering | Stage::Predicting => answering::view(self, turn, look, frame, area),
            Stage::Revealed if self.notes.are_open() => notes::view(self, turn, look, frame, area),
            Stage::Revealed => self.reveal.view(turn, &self.code, look, frame, area),
            Stage::Rating | Stage::Done(_) => rating::view(self, turn, look, frame, area),
        }
    }
}
