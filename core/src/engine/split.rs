//! Splitting a question that does not stick into several of the user's own.

use super::Engine;
use super::own::MINE;
use crate::bank::QuestionId;
use crate::exchange;
use crate::practice::words::count;

impl Engine {
    /// The page on which a question is split: one own question for each of its points.
    pub fn split_page(&self, id: &QuestionId) -> Result<String, String> {
        exchange::split_page(&self.library, id).map_err(|error| error.to_string())
    }

    /// Saves the questions on the page, and reads the banks again. Returns a sentence for the user. A page that
    /// cannot be understood is kept in a file, and the error says where.
    pub fn keep_split(&mut self, id: &QuestionId, page: &str) -> Result<String, String> {
        let home = self.own_banks()?;
        match exchange::keep_split(&self.library, id, page, MINE, &home) {
            Ok(kept) if kept.is_empty() => Ok("The page asks nothing, so nothing was changed.".to_owned()),
            Ok(kept) => {
                self.read_banks();
                let questions = count(kept.len(), "question");
                Ok(format!("Saved {questions} of your own in {MINE:?}; z suspends the whole one."))
            }
            Err(error) => Err(self.not_saved(&error, page)),
        }
    }
}
