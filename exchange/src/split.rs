//! Splits a question that does not stick into one own question for each of its points, on a single page for an editor.

use hotseat_bank::{BankError, Library, Question, QuestionId, Sources};

use super::edit::EditError;
use super::store;
use super::written::{from_markdown, to_markdown};

/// Separates two questions, alone on a line.
const BETWEEN: &str = "+++";

/// The page for splitting a question: for each point, a question that has that point but no prompt yet.
pub fn split_page(library: &Library, id: &QuestionId) -> Result<String, EditError> {
    let entry = library.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?;
    let whole = library.question(id)?;
    let mut out = format!(
        "<!-- This splits a question that does not stick into smaller ones of your own:\n\n     {}\n\n     Below is one for \
         each of its points. Write what is asked under \"# Question\", so that the\n     point is the answer. One without \
         words is not kept. A line with {BETWEEN} stands between two. -->\n",
        entry.prompt.replace("-->", "")
    );
    let parts: Vec<Option<_>> = match whole.look_for.as_slice() {
        [] => vec![None],
        points => points.iter().cloned().map(Some).collect(),
    };
    for (number, point) in parts.iter().enumerate() {
        let part = Question {
            prompt: String::new(),
            variants: Vec::new(),
            look_for: point.iter().cloned().collect(),
            mistakes: Vec::new(),
            follow_ups: Vec::new(),
            hints: Vec::new(),
            sample: None,
            ..whole.clone()
        };
        out.push_str(&format!("\n{BETWEEN}\n\n<!-- {} of {} -->\n", number + 1, parts.len()));
        out.push_str(&to_markdown(&part, &entry.topic));
    }
    Ok(out)
}

/// Saves the questions of an edited page in an own bank, each marked as `related` to the one that was split. Nothing is
/// saved unless all of them are understood. Returns their ids; empty if no question was written.
pub fn keep_split(
    library: &Library,
    id: &QuestionId,
    page: &str,
    into: &str,
    home: &Sources,
) -> Result<Vec<QuestionId>, EditError> {
    let mut found: Vec<(QuestionId, Question)> = Vec::new();
    // Above the first separator there is only the comment that explains the page.
    let mut parts: Vec<String> = Vec::new();
    for line in page.lines() {
        if line.trim() == BETWEEN {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push_str(line);
            part.push('\n');
        }
    }
    for (number, part) in parts.iter().enumerate() {
        let told = |problem: String| EditError::Page(format!("question {} of {}: {problem}", number + 1, parts.len()));
        let Some(mut question) = from_markdown(part, None).map_err(told)? else { continue };
        let own = QuestionId::new(into, &question.id);
        if library.entry(&own).is_some() || found.iter().any(|(other, _)| *other == own) {
            return Err(told(format!("{own} asks the same already; ask otherwise, or edit that one")));
        }
        question.related.push(id.to_string());
        found.push((own, question));
    }
    for (_, question) in &found {
        store::save(into, question, home)?;
    }
    Ok(found.into_iter().map(|(own, _)| own).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(folder: &std::path::Path) -> Sources {
        Sources { data_banks: folder.to_owned(), ..Sources::default() }
    }

    fn some_question(library: &Library) -> QuestionId {
        let asked = library.entries().iter().find(|entry| {
            entry.has_notes && library.question(&entry.id).is_ok_and(|question| question.look_for.len() > 2)
        });
        asked.expect("one with points").id.clone()
    }

    #[test]
    fn each_point_becomes_a_question_of_ones_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = Library::builtin();
        let id = some_question(&library);
        let points = library.question(&id).expect("read").look_for;
        let page = split_page(&library, &id).expect("a page");
        assert_eq!(page.matches("\n+++\n").count(), points.len());
        let home = home(folder.path());
        assert_eq!(keep_split(&library, &id, &page, "mine", &home).expect("nothing written"), []);
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0, "an untouched page keeps nothing");

        let written = page.replacen("# Question\n\n\n", "# Question\n\nWhat protects the store?\n", 1);
        assert_ne!(written, page);
        let kept = keep_split(&library, &id, &written, "mine", &home).expect("saved");
        assert_eq!(kept.len(), 1);
        let own = Library::open(&home);
        let question = own.question(&kept[0]).expect("read");
        assert_eq!(question.prompt, "What protects the store?");
        assert_eq!(question.look_for.len(), 1);
        assert_eq!(question.look_for[0].text, points[0].text);
        assert!(own.entry(&kept[0]).expect("listed").related.contains(&id), "they keep away from each other for a day");
        assert!(
            keep_split(&own, &id, &written, "mine", &home)
                .expect_err("there already")
                .to_string()
                .contains("asks the same")
        );
    }

    #[test]
    fn one_part_that_is_not_understood_keeps_all_of_them_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let library = Library::builtin();
        let page = "+++\n# Question\n\nFirst?\n+++\n# Question\n\nSecond?\n\n# Nonsense\n";
        let error = keep_split(&library, &some_question(&library), page, "mine", &home(folder.path()));
        assert!(error.expect_err("a heading").to_string().contains("question 2 of 2"));
        assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 0);
    }
}
