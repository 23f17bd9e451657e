//! The answer with the edits that were taken, and with fewer of its sentences.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::{Edit, meet};

/// The bracket that asks for a missing figure.
pub const GAP_FIGURE: &str = "[how many?]";

/// The bracket that asks for a missing name.
pub const GAP_NAME: &str = "[who or what?]";

/// The sentences of a text, each including the blanks after it. Together they are the whole text apart from leading
/// blanks.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, sentence) in text.split_sentence_bound_indices() {
        let place = at..at + sentence.len();
        match found.last_mut() {
            // Punctuation on its own belongs to the sentence before it.
            Some(last) if !sentence.contains(char::is_alphanumeric) => last.end = place.end,
            None if sentence.trim().is_empty() => {}
            _ => found.push(place),
        }
    }
    found
}

/// The answer with these edits, no two of which may overlap. If `kept` is given, all other sentences are dropped,
/// except those with an edit: whoever took the edit wants its sentence.
pub fn better(answer: &str, edits: &[&Edit], kept: Option<&[usize]>) -> String {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| edit.find.start);
    let mut out = String::new();
    let mut at = 0;
    for (number, sentence) in sentences(answer).into_iter().enumerate() {
        let has_edit = edits.iter().any(|edit| meet(&edit.find, &sentence));
        if kept.is_some_and(|kept| !kept.contains(&number)) && !has_edit {
            at = at.max(sentence.end);
            continue;
        }
        at = at.max(sentence.start);
        for edit in edits.iter().filter(|edit| sentence.contains(&edit.find.start)) {
            out.push_str(&answer[at..edit.find.start]);
            out.push_str(&edit.replace);
            at = edit.find.end;
            let goes_on = answer[at..].starts_with(|c: char| c.is_whitespace() || ",.;:!?".contains(c));
            if edit.replace.is_empty() && out.ends_with(' ') && goes_on {
                out.pop();
            }
        }
        if at < sentence.end {
            out.push_str(&answer[at..sentence.end]);
            at = sentence.end;
        }
    }
    out.trim().to_owned()
}

/// How many brackets in a text still ask for something.
pub fn gaps(text: &str) -> usize {
    text.split('[')
        .skip(1)
        .filter(|rest| rest.split_once(']').is_some_and(|(asks, _)| asks.trim_end().ends_with('?')))
        .count()
}
