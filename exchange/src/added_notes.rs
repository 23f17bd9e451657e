//! Notes that a candidate adds to a question that has none, one point per line.

use hotseat_bank::{BUILTIN, BankError, Library, Point, Question, QuestionId, Sources, text};

use super::edit::{EditError, addition, parsed};
use super::points::{LONG, item, sentences};
use super::store;
use super::written;

/// The most points that are taken: nobody ticks more of them one by one.
const MAX_POINTS: usize = 40;

/// Gives a question the points in a text, one per line, and returns how many there are. A question of an own bank gets
/// them in its own file; those for a built-in question go to the bank `into`.
pub fn add_notes(
    library: &Library,
    id: &QuestionId,
    notes: &str,
    into: &str,
    home: &Sources,
) -> Result<usize, EditError> {
    if library.entry(id).ok_or_else(|| BankError::Unknown(id.clone()))?.has_notes {
        return Err(EditError::Page(format!("{id} has notes by now")));
    }
    let (bank, before) = if id.bank() == BUILTIN {
        (into, addition(library, id, into)?)
    } else {
        (id.bank(), parsed(&library.written(id)?)?)
    };
    let points = from_lines(notes, &before).map_err(EditError::Page)?;
    let count = points.len();
    store::save(bank, &Question { look_for: points, ..before }, home)?;
    Ok(count)
}

/// The points in a text. Each line is a point, with or without a list marker; a single paragraph is split into
/// sentences, so that pasted text can be ticked as well.
fn from_lines(notes: &str, question: &Question) -> Result<Vec<Point>, String> {
    let notes = text::clean(notes);
    let mut lines = Vec::new();
    for line in notes.lines() {
        let line = item(line).map_or(line, |(_, text)| text).trim();
        if line.chars().count() > LONG { lines.extend(sentences(line)) } else { lines.push(line.to_owned()) }
    }
    lines.retain(|line| line.chars().any(char::is_alphanumeric));
    match lines.len() {
        0 => Err("there is nothing in the notes; write one point a line".to_owned()),
        1..=MAX_POINTS => written::points(&lines, question),
        n => Err(format!("that is {n} points; nobody ticks more than {MAX_POINTS}, so join or drop some")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn question() -> Question {
        serde_json::from_str(r#"{"id":"q","prompt":"Why?","mistakes":[{"id":"says-why","text":"x"}]}"#).expect("valid")
    }

    fn texts(notes: &str) -> Vec<String> {
        from_lines(notes, &question()).expect("points").into_iter().map(|point| point.text).collect()
    }

    #[test]
    fn a_line_is_a_point_whatever_stands_before_it() {
        let notes = "- must: Says why\n\n2) Says how\r\n• says when\n---\n  says where  ";
        let points = from_lines(notes, &question()).expect("points");
        let facts: Vec<_> = points.iter().map(|point| (point.tier.word(), point.text.as_str())).collect();
        assert_eq!(
            facts,
            [("must", "Says why"), ("strong", "Says how"), ("strong", "says when"), ("strong", "says where")]
        );
        assert_eq!(points[0].id, "says-why-2", "ids differ from those of the mistakes");
    }

    #[test]
    fn a_pasted_paragraph_becomes_its_sentences() {
        let long = "A replica takes over when the leader is gone for long. ".repeat(6);
        assert_eq!(texts(&long).len(), 6);
    }

    #[test]
    fn nothing_and_too_much_are_refused_with_a_word() {
        assert!(from_lines(" \n-\n***", &question()).expect_err("nothing").contains("one point a line"));
        assert!(from_lines(&"a point\n".repeat(41), &question()).expect_err("too many").contains("41 points"));
    }

    proptest! {
        #[test]
        fn no_word_of_the_notes_is_lost(words in proptest::collection::vec("[a-zé東]{1,12}", 1..120), every in 1_usize..40) {
            let lines = words.chunks(every).take(MAX_POINTS).map(|line| format!("* {}", line.join(" ")));
            let notes = lines.collect::<Vec<_>>().join("\n");
            let back = texts(&notes).join(" ");
            prop_assert_eq!(back.split_whitespace().count(), notes.split_whitespace().filter(|word| *word != "*").count());
        }
    }
}
