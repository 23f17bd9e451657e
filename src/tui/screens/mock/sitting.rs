//! A mock on the screen: rounds, questions, follow-ups. The interviewer says nothing else.

use std::rc::Rc;
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::sitting::speaking::Speaking;
use super::asking;
use crate::bank::{Prompts, Question};
use crate::history::{Medium, Record, RecordId};
use crate::moment::Moment;
use crate::practice::mock::{Mock, Plan, Stage};
use crate::tui::editor::Editor;
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::voice::{Sound, Sounded};
use crate::tui::widgets::Scroll;

/// What the key line says until everything is on the disk.
const SAVING: &str = "saving …";

/// A mock in progress.
#[derive(Debug)]
pub struct MockScreen {
    pub(super) mock: Mock,
    /// The question that is asked, or was asked last.
    pub(super) question: Option<Rc<Question>>,
    prompts: Prompts,
    /// What Enter answers with.
    pub(super) usual: Medium,
    pub(super) editor: Editor,
    pub(super) code: Code,
    pub(super) scroll: Scroll,
    /// What is heard of the answer while it is spoken.
    pub(super) speaking: Speaking,
    pub(super) whole_prompt: bool,
    /// Whether the candidate is asked if they want to leave, and whether the clock stood still before.
    leaving: Option<bool>,
    sure: bool,
    /// An answer is on its way to the disk: the next question waits for it.
    waiting: bool,
    pub(super) failed: Option<String>,
    said: String,
}

impl MockScreen {
    /// Begins a mock: the break before its first round.
    pub fn begin(plan: Plan, usual: Medium, cx: &mut Cx<'_>) -> Self {
        let (mock, started) = cx.engine.begin_mock(plan, cx.now);
        let mut screen = Self::around(mock, usual, cx);
        screen.save(vec![started], cx);
        screen
    }

    /// Goes on with a mock.
    pub fn resume(id: &RecordId, usual: Medium, cx: &mut Cx<'_>) -> Result<Self, String> {
        if cx.engine.is_live(id) {
            return Err("Another Hotseat goes on with that mock.".to_owned());
        }
        let mock = cx.engine.resume_mock(id, cx.now)?;
        let usual = if mock.medium() == Medium::None { usual } else { mock.medium() };
        let mut screen = Self::around(mock, usual, cx);
        screen.stand(cx);
        Ok(screen)
    }

    fn around(mut mock: Mock, usual: Medium, cx: &Cx<'_>) -> Self {
        mock.set_heartbeat(cx.now, true);
        let (_, prompts) = cx.engine.mock_interview(&mock.progress().plan.loop_);
        Self {
            mock,
            question: None,
            prompts,
            usual,
            editor: Editor::new(""),
            code: Code::new(),
            scroll: Scroll::default(),
            speaking: Speaking::default(),
            whole_prompt: false,
            leaving: None,
            sure: false,
            waiting: false,
            failed: None,
            said: String::new(),
        }
    }

    /// Shows what the mock is at, and keeps it.
    fn stand(&mut self, cx: &mut Cx<'_>) {
        self.scroll.reset();
        self.whole_prompt = false;
        self.editor = Editor::new(self.mock.text());
        self.said.clear();
        if self.mock.is_answering() {
            let question = self.mock.current().map(|planned| cx.engine.mock_question(planned));
            self.code = question.as_ref().and_then(|q| q.snippet.as_ref()).map(highlight).unwrap_or_default();
            self.question = question.map(Rc::new);
        }
        self.record(cx);
        if matches!(self.mock.stage(), Stage::Asking | Stage::Replying) {
            self.read_aloud(cx);
        }
        self.keep(cx);
    }

    pub(super) fn keep(&self, cx: &mut Cx<'_>) {
        if self.mock.stage() != Stage::Over {
            cx.effects.push(Effect::KeepMock(Box::new(self.mock.clone())));
        }
    }

    fn save(&mut self, records: Vec<Record>, cx: &mut Cx<'_>) {
        self.waiting = true;
        cx.effects.push(Effect::Save(records));
    }

    /// The answer or the reply is done: a follow-up comes, or the next question once the answer is on the disk.
    fn done(&mut self, cx: &mut Cx<'_>) {
        let Some(question) = self.question.clone() else { return };
        self.stop_recording(cx);
        cx.effects.push(Effect::Voice(Sound::Hush));
        let before = (self.mock.stage(), self.mock.progress().clone());
        let records = self.mock.finish(&question, &self.prompts, cx.now);
        if !records.is_empty() {
            self.save(records, cx);
        } else if (self.mock.stage(), self.mock.progress()) == (before.0, &before.1) {
            cx.say("Nothing typed yet. Write an answer, or say that you don't know with F4.");
        } else {
            self.stand(cx);
        }
    }

    fn give_up(&mut self, cx: &mut Cx<'_>) {
        if self.mock.stage() == Stage::Replying {
            return self.done(cx);
        }
        let Some(question) = self.question.clone() else { return };
        self.stop_recording(cx);
        cx.effects.push(Effect::Voice(Sound::Hush));
        let records = self.mock.give_up(&question, cx.now);
        if !records.is_empty() {
            self.save(records, cx);
        }
    }

    fn ask_to_leave(&mut self, cx: &mut Cx<'_>) {
        self.leaving = Some(self.mock.watch().is_paused());
        self.sure = false;
        self.mock.set_paused(cx.now, true);
        self.tell_pause(cx);
        cx.effects.push(Effect::Voice(Sound::Hush));
    }

    fn act_leaving(&mut self, action: Action, was_paused: bool, cx: &mut Cx<'_>) -> Route {
        let sure = std::mem::take(&mut self.sure);
        match action {
            Action::Accept => {
                self.stop_recording(cx);
                self.keep(cx);
                cx.effects.push(Effect::Save(vec![self.mock.leave(cx.now)]));
                cx.effects.push(Effect::ReleaseDraft);
                cx.say("Left for another day: m goes on with it.");
                return Route::Home;
            }
            Action::Discard if !sure => {
                self.sure = true;
                cx.say("Press a once more to give this mock up. What was answered can be debriefed.");
            }
            Action::Discard => {
                self.stop_recording(cx);
                self.keep(cx);
                cx.effects.push(Effect::Save(vec![self.mock.abandon(cx.now)]));
                cx.effects.push(Effect::ReleaseDraft);
                cx.say("Given up. What was answered waits in the list of past mocks.");
                return Route::Mocks(true);
            }
            Action::Back => {
                self.leaving = None;
                self.mock.set_paused(cx.now, was_paused);
                self.tell_pause(cx);
            }
            _ => {}
        }
        Route::Stay
    }

    fn act_resting(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Predict(worth) => {
                if let Some(record) = self.mock.predict_round(worth, cx.now) {
                    self.save(vec![record], cx);
                }
            }
            Action::Medium => self.usual = other(self.usual),
            Action::Leave if self.mock.stage() == Stage::Over => return Route::Home,
            Action::Leave => self.ask_to_leave(cx),
            Action::Accept if self.mock.stage() == Stage::Break => {
                self.mock.start_round(cx.now);
                self.stand(cx);
            }
            Action::Accept => return Route::Debrief(self.mock.id().clone()),
            Action::Back => return Route::Home,
            _ => {}
        }
        Route::Stay
    }

    fn act_in_round(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Accept if self.mock.stage() == Stage::Asking => self.answer(self.usual, cx),
            Action::Type => self.answer(Medium::Typed, cx),
            Action::Speak => self.answer(Medium::Spoken, cx),
            Action::Clarify => {
                let Some(question) = self.question.clone() else { return Route::Stay };
                if self.mock.clarify(&question).is_some() {
                    self.whole_prompt = true;
                    self.keep(cx);
                } else if question.clarifications.is_empty() {
                    cx.say("\"What would you assume?\" State your assumption and go on.");
                } else {
                    cx.say("The interviewer has nothing more to add.");
                }
            }
            Action::GiveUp => self.give_up(cx),
            Action::Pause => {
                let paused = !self.mock.watch().is_paused();
                self.mock.set_paused(cx.now, paused);
                self.tell_pause(cx);
                self.keep(cx);
            }
            Action::Done => self.done(cx),
            Action::Edit(edit) => {
                self.go_on(cx.now);
                if self.editor.apply(edit) {
                    self.text_changed(cx);
                }
            }
            Action::External => {
                self.mock.tick(cx.now);
                self.mock.set_heartbeat(cx.now, false);
                cx.effects.push(Effect::Edit(self.editor.text()));
            }
            Action::Prompt => self.whole_prompt = !self.whole_prompt,
            Action::Up => self.scroll.up(1),
            Action::Down => self.scroll.down(1),
            Action::Leave => self.ask_to_leave(cx),
            // A microphone that listens would hear the voice.
            Action::ReadAloud if self.mock.stage() != Stage::Answering => self.ask_to_read(cx),
            _ => {}
        }
        Route::Stay
    }

    /// Begins the answer, or goes over to typing or speaking in the middle of it.
    fn answer(&mut self, medium: Medium, cx: &mut Cx<'_>) {
        self.usual = medium;
        self.go_on(cx.now);
        cx.effects.push(Effect::Voice(Sound::Hush));
        if self.mock.stage() == Stage::Asking {
            self.mock.answer(medium, cx.now);
            self.scroll.reset();
        } else {
            self.stop_recording(cx);
            self.mock.change_medium(medium);
        }
        self.record(cx);
        self.keep(cx);
    }

    /// Whoever types or speaks is not paused.
    fn go_on(&mut self, now: Moment) {
        if self.mock.watch().is_paused() {
            self.mock.set_paused(now, false);
        }
    }

    fn text_changed(&mut self, cx: &mut Cx<'_>) {
        self.mock.tick(cx.now);
        self.mock.set_text(self.editor.text());
        self.said = SAVING.into();
        self.keep(cx);
    }

    fn is_typing(&self) -> bool {
        self.context() == Context::MockTyping
    }
}

/// The other of the two ways to answer.
pub(super) fn other(medium: Medium) -> Medium {
    if medium == Medium::Spoken { Medium::Typed } else { Medium::Spoken }
}

impl Screen for MockScreen {
    fn context(&self) -> Context {
        if self.failed.is_some() {
            return Context::MockUnsaved;
        }
        if self.leaving.is_some() {
            return Context::MockLeave;
        }
        match (self.mock.stage(), self.mock.medium()) {
            (Stage::Break | Stage::Over, _) if self.mock.unpredicted().is_some() => Context::Predicting,
            (Stage::Break, _) => Context::MockBreak,
            (Stage::Over, _) => Context::MockOver,
            (Stage::Asking, _) => Context::MockAsking,
            (_, Medium::Spoken) => Context::MockSpeaking,
            _ => Context::MockTyping,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let open = self.mock.stage() != Stage::Replying;
        let clarifications = self.question.as_ref().map_or(0, |question| question.clarifications.len());
        match action {
            Action::Clarify => open && self.mock.clarified() < clarifications,
            Action::ReadAloud => self.mock.stage() != Stage::Answering,
            // An answer is heard again in the debrief, not before the next question.
            Action::Listen | Action::SayAgain | Action::OtherTake => false,
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.failed.is_some() {
            match action {
                Action::Accept => cx.effects.push(Effect::Save(Vec::new())),
                Action::Leave => {
                    cx.effects.push(Effect::ReleaseDraft);
                    return Route::Home;
                }
                _ => {}
            }
            return Route::Stay;
        }
        if let Some(was_paused) = self.leaving {
            return self.act_leaving(action, was_paused, cx);
        }
        match self.mock.stage() {
            Stage::Break | Stage::Over => self.act_resting(action, cx),
            Stage::Asking | Stage::Answering | Stage::Replying => self.act_in_round(action, cx),
        }
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        if !self.is_typing() {
            return;
        }
        self.go_on(cx.now);
        if self.editor.type_char(c) {
            self.text_changed(cx);
        } else {
            cx.say("This answer is as long as one can be.");
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if !self.is_typing() {
            return;
        }
        if self.editor.paste(text) {
            self.text_changed(cx);
        } else {
            cx.say("That does not fit: the answer would be too long. Nothing was pasted.");
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.mock.tick(cx.now);
        if self.said == SAVING && cx.engine.draft_is_saved() {
            self.said = "saved".into();
        }
        // A spoken answer has no keys that could keep it: its clock does.
        if self.context() == Context::MockSpeaking {
            self.keep(cx);
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        match result {
            Err(error) if self.waiting => {
                self.mock.set_paused(cx.now, true);
                self.failed = Some(error.to_owned());
            }
            Err(error) => cx.say(format!("Not saved: {error}")),
            Ok(()) if std::mem::take(&mut self.waiting) => {
                if self.failed.take().is_some() {
                    self.mock.set_paused(cx.now, false);
                }
                self.stand(cx);
            }
            Ok(()) => {}
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        self.mock.set_heartbeat(cx.now, true);
        match result {
            Ok(text) if text != self.editor.text() => {
                self.editor.set_text(&text);
                self.text_changed(cx);
            }
            Ok(_) => {}
            Err(error) => cx.say(error),
        }
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        self.take_news(news, cx);
    }

    fn stopped(&mut self, stopped: bool, now: Moment) {
        if stopped {
            self.mock.suspend(now);
        } else {
            self.mock.wake(now);
        }
    }

    fn wake_in(&self, now: Moment) -> Option<Duration> {
        self.mock.is_answering().then(|| self.mock.watch().until_next_second(now))?
    }

    fn said(&self) -> &str {
        match (&self.failed, self.leaving) {
            (Some(_), _) => "NOT saved",
            (None, Some(_)) => "",
            (None, None) => &self.said,
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        asking::view(self, self.context(), look, frame, area);
    }
}
