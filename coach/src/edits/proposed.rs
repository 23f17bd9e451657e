//! One edit as the model proposed it: whether it can be offered, and what is left of it once made-up facts are taken
//! out.

use std::ops::Range;

use hotseat_bank::text::one_line;
use unicode_segmentation::UnicodeSegmentation as _;

use super::facts::{Facts, Sort};
use super::text::{GAP_FIGURE, GAP_NAME};
use super::{Edit, LONGEST, MOST_WORDS, Refused};
use crate::quotes::Words;

/// The longest bracket, in characters, that a model may write itself.
const LONGEST_GAP: usize = 40;

/// Makes an edit that can be taken; the point that it is about is not set yet.
pub(super) fn edit(answer: &str, find: &str, replace: &str, known: &Facts) -> Result<Edit, Refused> {
    let find = one_line(find);
    let wanted = find.clone();
    let place = match Words::of(answer).places(&find, 1)[..] {
        [] => return Err(Refused::NotThere { find: wanted }),
        [ref place] => with_marks(answer, place.clone(), &find),
        _ => return Err(Refused::NotOnce { find: wanted }),
    };
    let replace = one_line(replace).trim().to_owned();
    let (before, after) = (Words::of(&find).count(), Words::of(&replace).count());
    if find.len().max(replace.len()) > LONGEST || after > before + MOST_WORDS {
        return Err(Refused::TooLong { find: wanted });
    }
    let (replace, made_up) = without_made_up(&replace, known);
    if !made_up.is_empty() && without_gaps(&replace).unicode_words().next().is_none() {
        return Err(Refused::MadeUp { find: wanted, words: made_up });
    }
    if Words::of(&replace).is_alike(&Words::of(&answer[place.clone()])) {
        return Err(Refused::Nothing { find: wanted });
    }
    Ok(Edit { find: place, replace, point: None, made_up })
}

/// Extends a range of words by the punctuation around it that the model copied too, so that it is replaced as well.
fn with_marks(answer: &str, place: Range<usize>, find: &str) -> Range<usize> {
    let is_mark = |c: char| !c.is_alphanumeric();
    let head = find.len() - find.trim_start_matches(is_mark).len();
    let tail = find.trim_end_matches(is_mark).len();
    let (head, tail) = (find[..head].trim_start(), find[tail..].trim_end());
    let start = answer[..place.start].strip_suffix(head).map_or(place.start, str::len);
    let end = if answer[place.end..].starts_with(tail) { place.end + tail.len() } else { place.end };
    start..end
}

/// The text with brackets in place of figures and names that nobody said, and a list of these.
fn without_made_up(text: &str, known: &Facts) -> (String, Vec<String>) {
    let mut cuts: Vec<(Range<usize>, Sort)> = Vec::new();
    let brackets = brackets(text);
    for (place, sort) in known.new_in(text) {
        // A made-up fact inside a bracket that the model wrote itself goes together with that bracket.
        let place = brackets.iter().find(|bracket| bracket.contains(&place.start)).cloned().unwrap_or(place);
        match cuts.last_mut() {
            Some((last, _)) if place.start < last.end => {}
            // Neighbours of the same kind are one fact: "Acme Corporation" is one name, "40 %" one figure.
            Some((last, of)) if *of == sort && text[last.end..place.start].trim().is_empty() => last.end = place.end,
            _ => cuts.push((place, sort)),
        }
    }
    let long = |bracket: &Range<usize>| text[bracket.clone()].chars().count() > LONGEST_GAP;
    let too_long = brackets.into_iter().filter(|bracket| long(bracket) && !cuts.iter().any(|(cut, _)| cut == bracket));
    let mut all: Vec<_> = too_long.map(|bracket| (bracket, Sort::Name)).chain(cuts.iter().cloned()).collect();
    all.sort_by_key(|(place, _)| place.start);
    let (mut out, mut at) = (String::new(), 0);
    for (place, sort) in all {
        out.push_str(&text[at..place.start]);
        out.push_str(if sort == Sort::Figure { GAP_FIGURE } else { GAP_NAME });
        at = place.end;
    }
    out.push_str(&text[at..]);
    (out, cuts.into_iter().map(|(place, _)| text[place].to_owned()).collect())
}

/// The ranges of bracketed text; they are never nested.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text[at..].find('[').map(|open| at + open) {
        let Some(close) = text[open..].find(']').map(|close| open + close + 1) else { break };
        found.push(open..close);
        at = close;
    }
    found
}

fn without_gaps(text: &str) -> String {
    let mut left = text.to_owned();
    for bracket in brackets(text).into_iter().rev() {
        left.replace_range(bracket, " ");
    }
    left
}
