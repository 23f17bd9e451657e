//! Lends the terminal to another editor, and deals with what comes back.

use std::io;
use std::time::Duration;

use super::Runner;
use crate::bank::QuestionId;
use crate::engine::StoryOf;
use crate::tui::app::Input;
use crate::tui::external::{self, Of};
use crate::tui::terminal::Console;

impl<C: Console> Runner<C> {
    pub(super) fn edit(&mut self, text: &str, of: &Of) -> io::Result<Result<String, String>> {
        let configured = &self.app.engine().config().editor;
        let command = match external::command(configured, |name| std::env::var(name).ok()) {
            Ok(command) => command,
            Err(error) => return Ok(Err(error)),
        };
        let folder = self.app.engine().paths().map(crate::config::Paths::pages);
        self.watch.set_lent(true);
        let result = self.console.lend(|| external::edit(&command, text, of, folder.as_deref()));
        self.watch.set_lent(false);
        // Keys that were meant for the editor must not act here.
        while self.console.poll(Duration::ZERO)? {
            self.console.read()?;
        }
        if result.as_ref().is_ok_and(|result| result.as_ref().is_ok_and(|edited| edited.went_on)) {
            let words = "The editor went on with the page that an earlier run had left in it.";
            self.update(Input::Aside(words.to_owned()))?;
        }
        result.map(|result| result.map(|edited| edited.text))
    }

    /// Has a question edited, and returns what came of it.
    pub(super) fn edit_question(&mut self, question: &QuestionId) -> io::Result<Input> {
        let page = match self.app.engine().question_page(question) {
            Ok(page) => page,
            Err(error) => return Ok(Input::Notice(error)),
        };
        let edited = match self.edit(&page, &Of::Question(question.clone()))? {
            Ok(edited) => edited,
            Err(error) => return Ok(Input::Notice(error)),
        };
        if edited.trim_end() == page.trim_end() {
            return Ok(Input::Notice("Nothing was changed.".to_owned()));
        }
        Ok(Input::BankChanged(self.app.engine_mut().keep_question_page(question, &edited)))
    }

    /// Has a question split in the editor, and returns what came of it.
    pub(super) fn split_question(&mut self, question: &QuestionId) -> io::Result<Input> {
        let page = match self.app.engine().split_page(question) {
            Ok(page) => page,
            Err(error) => return Ok(Input::Notice(error)),
        };
        Ok(match self.edit(&page, &Of::Split(question.clone()))? {
            Ok(edited) => Input::BankChanged(self.app.engine_mut().keep_split(question, &edited)),
            Err(error) => Input::Notice(error),
        })
    }

    /// Has a story edited, and returns what came of it.
    pub(super) fn edit_story(&mut self, of: &StoryOf) -> io::Result<Input> {
        let page = match self.app.engine().stories().page(of, self.clock.now()) {
            Ok(page) => page,
            Err(error) => return Ok(Input::Notice(error.to_string())),
        };
        let edited = match self.edit(&page.text, &Of::Story(of.key()))? {
            Ok(edited) => edited,
            Err(error) => return Ok(Input::Notice(error)),
        };
        let now = self.clock.now();
        let kept = self.app.engine_mut().keep_story_page(of, &page, &edited, now);
        Ok(Input::Notice(kept.unwrap_or_else(|why| why)))
    }
}
