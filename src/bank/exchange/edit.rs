//! One question in an editor: a new one, an own one, or what an own bank adds to a built-in one.

use super::written::{from_markdown, template, to_markdown};
use super::{ImportError, store};
use crate::bank::index::{self, BUILTIN};
use crate::bank::library::{BankError, Library, Sources};
use crate::bank::question::{Question, QuestionId};

/// What keeps a page from being kept.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The question cannot be read.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// The page says something that is not understood.
    #[error("{0}")]
    Page(String),
    /// It cannot be saved.
    #[error(transparent)]
    Store(#[from] ImportError),
}

/// The page to edit: of this question, or of a new one. Of a built-in question it shows what `into` adds to it.
pub fn page(library: &Library, id: Option<&QuestionId>, into: &str) -> Result<String, EditError> {
    let Some(id) = id else { return Ok(template()) };
    let entry = library.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
    if id.bank() != BUILTIN {
        return Ok(to_markdown(&parsed(&library.written(id)?)?, &entry.topic));
    }
    let remark = "<!-- This question is built in and stays as it is. What you write below is added to it. -->\n";
    let shown = Question { prompt: entry.prompt.clone(), ..addition(library, id, into)? };
    Ok(format!("{remark}{}", to_markdown(&shown, &entry.topic)))
}

/// Keeps an edited page. Answers the question that was saved; none when nothing was asked.
pub fn keep(
    library: &Library,
    id: Option<&QuestionId>,
    page: &str,
    into: &str,
    home: &Sources,
) -> Result<Option<QuestionId>, EditError> {
    let Some(id) = id else {
        let Some(question) = from_markdown(page, None).map_err(EditError::Page)? else { return Ok(None) };
        let id = QuestionId::new(into, &question.id);
        if library.entry(&id).is_some() {
            return Err(EditError::Page(format!("{id} asks the same already; edit that one")));
        }
        store::save(into, &question, home)?;
        return Ok(Some(id));
    };
    if id.bank() != BUILTIN {
        let before = parsed(&library.written(id)?)?;
        let Some(mut question) = from_markdown(page, Some(&before)).map_err(EditError::Page)? else { return Ok(None) };
        // The page shows the topic of the whole file, too; only another one is the question's own.
        if before.topic.is_none() && question.topic.as_deref() == library.entry(id).map(|entry| entry.topic.as_str()) {
            question.topic = None;
        }
        store::save(id.bank(), &question, home)?;
        return Ok(Some(id.clone()));
    }
    let before = addition(library, id, into)?;
    let Some(after) = from_markdown(page, Some(&before)).map_err(EditError::Page)? else { return Ok(None) };
    let added = Question {
        look_for: after.look_for,
        mistakes: after.mistakes,
        follow_ups: after.follow_ups,
        hints: after.hints,
        sample: after.sample,
        tags: after.tags,
        ..before
    };
    store::save(into, &added, home)?;
    Ok(Some(id.clone()))
}

fn parsed(raw: &str) -> Result<Question, EditError> {
    index::question(raw).map(|parsed| parsed.question).map_err(|error| EditError::Page(error.to_string()))
}

/// What the bank adds to a question so far.
fn addition(library: &Library, id: &QuestionId, into: &str) -> Result<Question, EditError> {
    let additions = library.additions();
    if let Some((_, _, raw)) = additions.iter().find(|(target, own, _)| *target == id && own.bank() == into) {
        return parsed(raw);
    }
    let name = serde_json::json!({"id": format!("to-{}", id.slug()), "prompt": "", "extends": id});
    parsed(&name.to_string())
}
