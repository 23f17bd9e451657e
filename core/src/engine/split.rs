//! A question that does not stick, split into own ones.

use std::sync::Arc;

use super::own::MINE;
use super::{Engine, library, sources};
use crate::bank::QuestionId;
use crate::exchange;

impl Engine {
    /// The page to split a question: one own question for each of its points.
    pub fn split_page(&self, id: &QuestionId) -> Result<String, String> {
        exchange::split_page(&self.library, id).map_err(|error| error.to_string())
    }

    /// Keeps what was written, and reads the banks anew. A page that is not understood is kept beside the history.
    /// Answers with a sentence for whoever wrote.
    pub fn keep_split(&mut self, id: &QuestionId, page: &str) -> Result<String, String> {
        let Some(paths) = &self.paths else { return Err("There is no disk to save it to.".to_owned()) };
        match exchange::keep_split(&self.library, id, page, MINE, &sources(paths, &self.config)) {
            Ok(kept) if kept.is_empty() => Ok("The page asks nothing, so nothing was changed.".to_owned()),
            Ok(kept) => {
                self.library = Arc::new(library(paths, &self.config));
                let questions = crate::practice::words::count(kept.len(), "question");
                Ok(format!("Saved {questions} of your own in {MINE:?}; z suspends the whole one."))
            }
            Err(error) => {
                let file = paths.data.join("unsaved-question.md");
                Err(match crate::files::replace(&file, page.as_bytes()) {
                    Ok(()) => format!("Not saved: {error}; your page is kept in {}.", file.display()),
                    Err(lost) => format!("Not saved: {error}; your page could not be kept: {lost}."),
                })
            }
        }
    }
}
