//! An answer in progress: what a drill and a mock share on the screen.

use super::speaking::Speaking;
use crate::history::{Medium, Mode};
use crate::practice::mock::FOLLOW_UP_SECONDS;
use crate::practice::words::hint_price;
use crate::practice::{Answer, Phase};
use crate::session::Intent;
use crate::tui::editor::Editor;
use crate::tui::external::{Of, with_question, without_question};
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect};
use crate::tui::widgets::{ClockBar, Scroll};

/// What the screen of an answer in progress holds in addition to the session.
#[derive(Debug)]
pub(super) struct AnswerPage {
    pub(super) editor: Editor,
    /// The snippet of the question, coloured once when it is asked.
    pub(super) code: Code,
    /// How far the text above or in place of the answer is scrolled.
    pub(super) scroll: Scroll,
    /// Whether the whole question stands above the answer. None: whatever is best for this question.
    pub(super) whole_prompt: Option<bool>,
    /// What the microphone hears while the answer is spoken.
    pub(super) speaking: Speaking,
    /// The number of hints that were shown when the price of the next one was announced. None: no price was announced
    /// yet.
    warned: Option<usize>,
}

impl AnswerPage {
    /// The page for the question that is asked now.
    pub(super) fn of(answer: Option<&Answer>) -> Self {
        let snippet = answer.and_then(Answer::snippet);
        let mut page = Self {
            editor: Editor::new(answer.map_or("", Answer::typed)),
            code: snippet.map(highlight).unwrap_or_default(),
            scroll: Scroll::default(),
            whole_prompt: None,
            speaking: Speaking::default(),
            warned: None,
        };
        page.listen(answer);
        page
    }

    /// Adapts the page when the answer is given in another way from now on: scrolls to the top, and starts to listen if
    /// it is spoken.
    pub(super) fn giving(&mut self, answer: Option<&Answer>) {
        self.scroll.reset();
        self.listen(answer);
    }

    fn listen(&mut self, answer: Option<&Answer>) {
        if let Some(answer) = answer.filter(|answer| answer.is_spoken()) {
            self.speaking.begin(answer.watch().spent().answer);
        }
    }

    /// What a key means before and during an answer. None: it changes at most what is on the screen.
    pub(super) fn key(&mut self, action: Action, answer: &Answer, cx: &mut Cx<'_>) -> Option<Intent> {
        match action {
            Action::Type => return Some(Intent::Give(Medium::Typed)),
            Action::Speak => return Some(Intent::Give(Medium::Spoken)),
            Action::Hint if self.warns_of_price(answer, cx) => {}
            Action::Hint => return Some(Intent::Hint),
            Action::Clarify => return Some(Intent::Clarify),
            Action::Pause => return Some(Intent::Pause(!answer.watch().is_paused())),
            Action::GiveUp => return Some(Intent::GiveUp),
            Action::Done => return Some(Intent::Done),
            Action::ReadAloud => return Some(Intent::ReadAloud),
            Action::Edit(edit) => return self.editor.apply(edit).then(|| self.text()),
            Action::External => {
                let snippet = answer.snippet().map(|snippet| snippet.code.as_str());
                let page = with_question(&self.editor.text(), answer.prompt(), snippet);
                cx.effects.push(Effect::Edit(Of::Answer(answer.id().clone()), page));
                return Some(Intent::Beat(false));
            }
            Action::Prompt => self.fold(answer, cx),
            _ => self.scroll.act(action),
        }
        None
    }

    /// Whether the whole question is shown while the answer is typed: by choice, else if hints, clarifications or a
    /// snippet belong to it.
    pub(super) fn shows_whole(&self, answer: &Answer) -> bool {
        let help = !answer.hints().is_empty() || !answer.clarifications().is_empty() || answer.snippet().is_some();
        self.whole_prompt.unwrap_or(help)
    }

    /// Folds the question out or in, and says so. A follow-up is always shown whole; folded out, it has its question
    /// above it.
    fn fold(&mut self, answer: &Answer, cx: &mut Cx<'_>) {
        let shown = match answer.phase() {
            Phase::Replying => self.whole_prompt == Some(true),
            _ => self.shows_whole(answer),
        };
        self.whole_prompt = Some(!shown);
        self.scroll.reset();
        cx.say(if shown {
            "The question is folded in: F2 folds it out."
        } else {
            "The question is folded out: Alt-↑ and Alt-↓ scroll it, F2 folds it in."
        });
    }

    /// Announces the price of a hint before it is taken: a mistyped key must not cost anything. True if it was
    /// announced now.
    fn warns_of_price(&mut self, answer: &Answer, cx: &mut Cx<'_>) -> bool {
        let hints = answer.hints().len();
        let price = hint_price(answer).filter(|_| self.warned != Some(hints));
        if let Some(price) = &price {
            self.warned = Some(hints);
            let hint = if hints == 0 { "A hint" } else { "Another hint" };
            cx.say(format!("{hint}: {price}. The same key once more shows it."));
        }
        price.is_some()
    }

    /// Types a character. None if the answer is full.
    pub(super) fn type_char(&mut self, c: char, cx: &mut Cx<'_>) -> Option<Intent> {
        if self.editor.type_char(c) {
            return Some(self.text());
        }
        cx.say("This answer is as long as one can be.");
        None
    }

    /// Pastes a text. None if it does not fit.
    pub(super) fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Option<Intent> {
        if self.editor.paste(text) {
            return Some(self.text());
        }
        cx.say("That does not fit: the answer would be too long. Nothing was pasted.");
        None
    }

    /// Takes the text that another editor returned. None if nothing changed.
    pub(super) fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) -> Option<Intent> {
        match result {
            Ok(page) => {
                let text = without_question(&page);
                if text != self.editor.text() {
                    self.editor.set_text(text);
                    return Some(self.text());
                }
            }
            Err(error) => cx.say(error),
        }
        None
    }

    fn text(&self) -> Intent {
        Intent::Text(self.editor.text())
    }
}

/// The clock of an answer, or of a reply to a follow-up.
pub(super) fn clock_bar(answer: &Answer) -> ClockBar {
    let (target, maximum) = match answer.phase() {
        Phase::Replying => (FOLLOW_UP_SECONDS, 2 * FOLLOW_UP_SECONDS),
        _ => (answer.target(), answer.maximum()),
    };
    ClockBar {
        answer: answer.watch().spent().answer,
        target,
        maximum,
        paused: answer.watch().is_paused(),
        practice: answer.mode() == Mode::Practice,
    }
}
