//! Edits one question as a page of text: a new one, one of an own bank, or what an own bank adds to a built-in one.

use chrono::NaiveDate;
use hotseat_bank::{BUILTIN, BankError, Library, Question, QuestionId, Sources};

use super::written::{addition_to_markdown, from_markdown, template, to_markdown};
use super::{ImportError, store};

/// Why an edited page was not saved.
#[derive(Debug, thiserror::Error)]
pub enum EditError {
    /// The question cannot be read.
    #[error(transparent)]
    Bank(#[from] BankError),
    /// Something on the page is not understood.
    #[error("{0}")]
    Page(String),
    /// The bank cannot be written.
    #[error(transparent)]
    Store(#[from] ImportError),
}

/// The page to edit, for an existing question or a new one. For a built-in question it shows what the bank `into` adds
/// to it.
pub fn page(library: &Library, id: Option<&QuestionId>, into: &str) -> Result<String, EditError> {
    let Some(id) = id else { return Ok(template()) };
    let entry = library.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
    if id.bank() != BUILTIN {
        return Ok(to_markdown(&parsed(&library.written(id)?)?, &entry.topic));
    }
    let added = addition(library, id, into)?;
    Ok(addition_to_markdown(&Question { prompt: entry.prompt.clone(), seconds: Some(entry.seconds), ..added }))
}

/// Saves an edited page. Returns the id of the saved question, or `None` if the page asks nothing.
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
        // The page also shows a topic that belongs to the whole file; only a different one is stored in the question
        // itself.
        if before.topic.is_none() && question.topic.as_deref() == library.entry(id).map(|entry| entry.topic.as_str()) {
            question.topic = None;
        }
        store::save(id.bank(), &question, home)?;
        return Ok(Some(id.clone()));
    }
    let before = addition(library, id, into)?;
    let shown = Question { seconds: library.entry(id).map(|entry| entry.seconds), ..before.clone() };
    let Some(after) = from_markdown(page, Some(&shown)).map_err(EditError::Page)? else { return Ok(None) };
    let original = parsed(&library.written(id)?)?.times();
    let added = Question {
        seconds: after.seconds.filter(|times| *times != original),
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

/// Stops asking a question from a day on, or resumes asking it (`None`). Its history stays. A built-in question is not
/// changed itself: the bank `into` records that it is no longer asked.
pub fn retire(
    library: &Library,
    id: &QuestionId,
    from: Option<NaiveDate>,
    into: &str,
    home: &Sources,
) -> Result<(), EditError> {
    if library.entry(id).is_none() {
        return Err(BankError::Unknown(id.clone()).into());
    }
    let own = id.bank() != BUILTIN;
    if let Some(day) = from {
        if own {
            store::retire(id, Some(day), home)?;
        } else {
            store::save(into, &Question { retired: Some(day), ..addition(library, id, into)? }, home)?;
        }
        return Ok(());
    }
    if own {
        store::retire(id, None, home)?;
    } else if parsed(&library.written(id)?)?.retired.is_some() {
        return Err(EditError::Page(format!("{id} was retired in the built-in bank itself")));
    }
    // Every bank that retired the question takes that back.
    for (_, name, raw) in library.additions().into_iter().filter(|(target, ..)| *target == id) {
        if parsed(&raw)?.retired.is_some() {
            store::retire(name, None, home)?;
        }
    }
    Ok(())
}

pub(super) fn parsed(raw: &str) -> Result<Question, EditError> {
    hotseat_bank::read_question(raw).map(|parsed| parsed.question).map_err(|error| EditError::Page(error.to_string()))
}

/// What the bank `into` adds to a question so far.
pub(super) fn addition(library: &Library, id: &QuestionId, into: &str) -> Result<Question, EditError> {
    let additions = library.additions();
    if let Some((_, _, raw)) = additions.iter().find(|(target, own, _)| *target == id && own.bank() == into) {
        return parsed(raw);
    }
    let name = serde_json::json!({"id": format!("to-{}", id.slug()), "prompt": "", "extends": id});
    parsed(&name.to_string())
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, counts};
    use hotseat_bank::{Library, QuestionId};

    #[test]
    fn a_retired_question_stays_retired() {
        let home = Home::new();
        home.bring("a.json", r#"[{"id":"a","question":"Why?"}]"#);
        let id: QuestionId = "x/a".parse().expect("a name");
        let retire = |id: &QuestionId, day: Option<chrono::NaiveDate>| {
            super::retire(&Library::own(&home.sources()), id, day, "mine", &home.sources())
        };
        retire(&id, Some("2026-11-22".parse().expect("a day"))).expect("retired");
        assert_eq!(counts(&home.bring("a.json", r#"[{"id":"a","question":"Why?"}]"#)), [0, 0, 1, 1, 0]);
        assert!(home.questions()[0].0.retired.is_some());
        retire(&id, None).expect("brought back");
        assert!(home.questions()[0].0.retired.is_none());
        assert!(retire(&"x/b".parse().expect("a name"), None).is_err());
    }
}
