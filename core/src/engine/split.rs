//! A question that does not stick, split into own ones.

use super::Engine;
use super::own::MINE;
use crate::bank::QuestionId;
use crate::exchange;
use crate::practice::words::count;

impl Engine {
    /// The page to split a question: one own question for each of its points.
    pub fn split_page(&self, id: &QuestionId) -> Result<String, String> {
        exchange::split_page(&self.library, id).map_err(|error| error.to_string())
    }

    /// Keeps what was written, and reads the banks anew. A page that is not understood is kept beside the history.
    /// Answers with a sentence for whoever wrote.
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
