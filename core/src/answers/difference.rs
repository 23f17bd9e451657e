//! Finds the words in which two texts differ.
//!
//! Whole words are compared, without case or punctuation: "Cache," and "cache" are the same. A few common words between
//! longer changes are counted as part of the change; otherwise a text that was said afresh would fall apart into
//! scraps.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

/// What happened to a stretch of words between the earlier and the later text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is in both texts.
    Same,
    /// It is only in the earlier text.
    Gone,
    /// It is only in the later text.
    Added,
}

/// The most pairs of words (one from each text) that are compared: some two thousand words against as many, a quarter
/// of an hour of talking. For longer texts, only the common beginning and the common end are found.
pub const MOST_PAIRS: usize = 4_000_000;

/// The difference between an earlier and a later text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Stretches in reading order. Ranges are bytes of the earlier text for [`Change::Gone`], otherwise of the later
    /// one.
    runs: Vec<(Change, Range<usize>)>,
}

/// Both texts merged into one that can be read without colours: `[-gone-]` and `{+added+}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marked {
    /// The merged text.
    pub text: String,
    /// The marked stretches in order: byte ranges of `text` that include the brackets.
    pub marks: Vec<(Change, Range<usize>)>,
}

/// Each word with its byte range, folded so that words a listener could not tell apart are equal.
fn words(text: &str) -> Vec<(Range<usize>, String)> {
    let alike = |word: &str| word.to_lowercase().replace('\u{2019}', "'");
    text.unicode_word_indices().map(|(at, word)| (at..at + word.len(), alike(word))).collect()
}

/// Extends a stretch by the closing bracket if it opens one that closes before the next word (byte `next`), so that
/// "[how many?]" stays in one piece.
fn closed(text: &str, of: Range<usize>, next: usize) -> Range<usize> {
    let open = |open: char, close: char| {
        let stretch = &text[of.clone()];
        let is_open = stretch.matches(open).count() > stretch.matches(close).count();
        text[of.end..next].find(close).filter(|_| is_open).map(|at| of.end + at + close.len_utf8())
    };
    let end = [open('[', ']'), open('(', ')')].into_iter().flatten().max();
    let whole = ['[', '('].into_iter().zip([']', ')']).find_map(|(open, close)| {
        let start = text[..of.start].strip_suffix(open)?.len();
        let close = text[of.end..next].find(close).filter(|_| end.is_none())?;
        Some(start..of.end + close + 1)
    });
    whole.unwrap_or(of.start..end.unwrap_or(of.end))
}

/// Words, by their index, that are in both texts or replace each other.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    Same { before: Range<usize>, after: Range<usize> },
    Changed { before: Range<usize>, after: Range<usize> },
}

impl Block {
    fn sides(&self) -> (&Range<usize>, &Range<usize>) {
        match self {
            Self::Same { before, after } | Self::Changed { before, after } => (before, after),
        }
    }

    /// Number of words on the longer side.
    fn length(&self) -> usize {
        let (before, after) = self.sides();
        before.len().max(after.len())
    }

    /// Merges this block and the next into one change.
    fn with(self, next: &Self) -> Self {
        let ((before, after), (next_before, next_after)) = (self.sides(), next.sides());
        Self::Changed { before: before.start..next_before.end, after: after.start..next_after.end }
    }
}

/// Alternating blocks of what is the same and what was changed.
fn blocks(before: &[&str], after: &[&str]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let ops = if before.len().saturating_mul(after.len()) > MOST_PAIRS {
        ends(before, after)
    } else {
        capture_diff_slices(Algorithm::Myers, before, after)
    };
    // Where an operation is empty on one side, its index there is unreliable. Its length is reliable, so we count
    // along.
    let (mut old, mut new) = (0, 0);
    for op in ops {
        let (before, after) = (old..old + op.old_range().len(), new..new + op.new_range().len());
        (old, new) = (before.end, after.end);
        let is_same = matches!(op, DiffOp::Equal { .. });
        let next = if is_same { Block::Same { before, after } } else { Block::Changed { before, after } };
        match blocks.pop() {
            Some(last @ Block::Changed { .. }) if !is_same => blocks.push(last.with(&next)),
            last => blocks.extend(last.into_iter().chain([next])),
        }
    }
    blocks
}

/// Finds only the common beginning and the common end; everything in between counts as replaced.
fn ends(before: &[&str], after: &[&str]) -> Vec<DiffOp> {
    let shorter = before.len().min(after.len());
    let first = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let last = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count().min(shorter - first);
    let equal = |old_index, new_index, len| DiffOp::Equal { old_index, new_index, len };
    let (old_len, new_len) = (before.len() - first - last, after.len() - first - last);
    let replaced = DiffOp::Replace { old_index: first, old_len, new_index: first, new_len };
    let ops = [equal(0, 0, first), replaced, equal(before.len() - last, after.len() - last, last)];
    ops.into_iter().filter(|op| !op.old_range().is_empty() || !op.new_range().is_empty()).collect()
}

/// Up to this many common words between two changes mean nothing by themselves.
const SCRAP: usize = 4;

/// Merges a short run of common words into the changes around it if both changes are at least as long.
fn without_scraps(mut blocks: Vec<Block>) -> Vec<Block> {
    loop {
        let scrap = (1..blocks.len().saturating_sub(1)).find(|&at| {
            matches!(blocks[at], Block::Same { .. })
                && blocks[at].length() <= SCRAP
                && blocks[at].length() <= blocks[at - 1].length().min(blocks[at + 1].length())
        });
        let Some(at) = scrap else { return blocks };
        let whole = blocks[at - 1].clone().with(&blocks[at + 1]);
        blocks.splice(at - 1..=at + 1, [whole]);
    }
}

impl Difference {
    /// Compares an earlier text with a later one.
    pub fn between(before: &str, after: &str) -> Self {
        let (earlier, later) = (words(before), words(after));
        let alike = |words: &[(Range<usize>, String)]| words.iter().map(|(_, word)| word.clone()).collect::<Vec<_>>();
        let (old, new) = (alike(&earlier), alike(&later));
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let bytes = |text: &str, words: &[(Range<usize>, String)], of: &Range<usize>| {
            let next = words.get(of.end).map_or(text.len(), |(word, _)| word.start);
            let words = &words[of.clone()];
            words.first().zip(words.last()).map(|(first, last)| closed(text, first.0.start..last.0.end, next))
        };
        let mut runs = Vec::new();
        let mut at = 0;
        for block in without_scraps(blocks(&old, &new)) {
            let Block::Changed { before: gone, after: added } = &block else { continue };
            let comes = bytes(after, &later, added);
            // A pure removal has no place in the later text: it goes after the last word that was kept.
            let behind = added.start.checked_sub(1).and_then(|last| later.get(last)).map_or(0, |(word, _)| word.end);
            let place = comes.as_ref().map_or(behind, |comes| comes.start);
            // An earlier stretch may already have been extended to a closing bracket beyond this place.
            let place = place.max(at);
            runs.extend(Some((Change::Same, at..place)).filter(|_| at < place));
            at = place;
            runs.extend(bytes(before, &earlier, gone).map(|gone| (Change::Gone, gone)));
            if let Some(comes) = comes {
                let comes = place..comes.end.max(place);
                at = comes.end;
                runs.push((Change::Added, comes));
            }
        }
        runs.extend(Some((Change::Same, at..after.len())).filter(|_| at < after.len()));
        Self { runs }
    }

    /// Whether both texts consist of the same words.
    pub fn is_none(&self) -> bool {
        self.runs.iter().all(|(change, _)| *change == Change::Same)
    }

    /// The removed stretches: byte ranges of the earlier text, in order.
    pub fn gone(&self) -> Vec<Range<usize>> {
        self.of(Change::Gone)
    }

    /// The added stretches: byte ranges of the later text, in order.
    pub fn added(&self) -> Vec<Range<usize>> {
        self.of(Change::Added)
    }

    fn of(&self, wanted: Change) -> Vec<Range<usize>> {
        self.runs.iter().filter(|(change, _)| *change == wanted).map(|(_, run)| run.clone()).collect()
    }

    /// Both texts, stretch by stretch. Pass the texts that were compared: with others, stretches that do not fit come
    /// out empty.
    pub fn stretches<'a>(&self, before: &'a str, after: &'a str) -> impl Iterator<Item = (Change, &'a str)> {
        self.runs.iter().map(move |(change, run)| {
            let text = if *change == Change::Gone { before } else { after };
            (*change, text.get(run.clone()).unwrap_or_default())
        })
    }

    /// Merges both texts into one, with marks.
    pub fn marked(&self, before: &str, after: &str) -> Marked {
        Marked::of(self.stretches(before, after))
    }
}

impl Marked {
    /// Builds a marked text from these stretches.
    pub fn of<'a>(stretches: impl IntoIterator<Item = (Change, &'a str)>) -> Self {
        let mut marked = Self::default();
        for (change, text) in stretches.into_iter().filter(|(_, text)| !text.is_empty()) {
            marked.push(change, text);
        }
        marked
    }

    fn push(&mut self, change: Change, text: &str) {
        let (open, close) = match change {
            Change::Same => ("", ""),
            Change::Gone => ("[-", "-]"),
            Change::Added => ("{+", "+}"),
        };
        // A removed stretch comes without the blanks around it, so they may have to be added.
        let is_apart = self.text.chars().next_back().is_none_or(char::is_whitespace);
        let after_mark = self.marks.last().is_some_and(|(_, mark)| mark.end == self.text.len());
        let needs_blank = match change {
            Change::Same => after_mark && text.starts_with(char::is_alphanumeric),
            Change::Gone => !is_apart && !self.text.ends_with(['(', '"', '\u{201c}']),
            Change::Added => after_mark && !is_apart,
        };
        if needs_blank {
            self.text.push(' ');
        }
        let from = self.text.len();
        self.text.extend([open, text, close]);
        if change != Change::Same {
            self.marks.push((change, from..self.text.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(before: &str, after: &str) -> String {
        Difference::between(before, after).marked(before, after).text
    }

    #[test]
    fn words_that_go_and_come_are_marked_where_they_stood() {
        assert_eq!(
            marked("I would take a bigger database for it.", "I would take a replica for it."),
            "I would take a [-bigger database-] {+replica+} for it."
        );
        assert_eq!(marked("we cache reads and writes.", "We cache reads."), "We cache reads [-and writes-].");
        assert_eq!(
            marked("We cache reads.", "We cache reads and, later, writes."),
            "We cache reads {+and, later, writes+}."
        );
        assert_eq!(marked("really we cache", "we cache"), "[-really-] we cache");
        assert_eq!(marked("for a pure cache", "for a [who or what?] cache"), "for a [-pure-] {+[who or what?]+} cache");
        assert_eq!(marked("It fell.", "Down [how far?] it fell."), "{+Down [how far?]+} it fell.");
        assert_eq!(marked("", "All of it is new."), "{+All of it is new+}.");
        assert_eq!(marked("All of it goes.", ""), "[-All of it goes-]");
        assert_eq!(marked("東京 hello", "京都 hello"), "[-東京-] {+京都+} hello");
    }

    #[test]
    fn marks_and_capitals_are_no_difference() {
        assert!(Difference::between("Cache it, don\u{2019}t ask.", "cache it \u{2014} don't ask").is_none());
        assert_eq!(marked("a  b", "a\nb"), "a\nb");
    }

    #[test]
    fn what_was_said_anew_does_not_come_apart_into_scraps() {
        let marked = marked("I would use a queue and wait for it", "They want a cache and look at it");
        assert_eq!(marked, "[-I would use a queue and wait for-] {+They want a cache and look at+} it");
    }

    #[test]
    fn texts_of_hours_are_compared_at_their_ends() {
        let words = |from: usize, to: usize| (from..to).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let (before, after) = (words(0, 9_000), format!("{} new {}", words(0, 8_000), words(8_001, 9_000)));
        let difference = Difference::between(&before, &after);
        assert_eq!(difference.added().iter().map(|run| &after[run.clone()]).collect::<Vec<_>>(), ["new"]);
        assert_eq!(difference.gone().iter().map(|run| &before[run.clone()]).collect::<Vec<_>>(), ["w8000"]);
    }

    fn spoken() -> impl Strategy<Value = String> {
        prop::collection::vec(prop_oneof!["(we|cache|the|reads|writes|one)", "[ ,.\n]{1,2}", "\\PC{0,3}"], 0..40)
            .prop_map(|parts| parts.join(" "))
    }

    proptest! {
        #[test]
        fn the_later_text_is_whole_and_the_words_of_the_earlier_are(before in spoken(), after in spoken()) {
            let difference = Difference::between(&before, &after);
            let later: String = difference.runs.iter().filter(|(change, _)| *change != Change::Gone)
                .map(|(_, run)| &after[run.clone()]).collect();
            prop_assert_eq!(&later, &after);
            let earlier: Vec<String> = difference.runs.iter().filter(|(change, _)| *change != Change::Added)
                .flat_map(|(change, run)| words(if *change == Change::Gone { &before[run.clone()] } else { &after[run.clone()] }))
                .map(|(_, word)| word).collect();
            let expected: Vec<String> = words(&before).into_iter().map(|(_, word)| word).collect();
            prop_assert_eq!(earlier, expected);
            let marked = difference.marked(&before, &after);
            for (change, mark) in &marked.marks {
                let (open, close) = if *change == Change::Gone { ("[-", "-]") } else { ("{+", "+}") };
                let text = &marked.text[mark.clone()];
                prop_assert!(text.starts_with(open) && text.ends_with(close), "{}", text);
            }
        }

        #[test]
        fn a_text_does_not_differ_from_itself(text in spoken()) {
            let difference = Difference::between(&text, &text);
            prop_assert!(difference.is_none());
            prop_assert_eq!(difference.marked(&text, &text).text, text);
        }
    }
}
