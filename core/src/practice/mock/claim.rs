//! Finds what an interviewer would doubt in an answer: its strongest claim, in the candidate's own words.

use std::ops::Range;

/// The most words that are quoted.
const MOST: usize = 12;

/// A sentence or quotation with fewer words than this is no claim.
const LEAST: usize = 4;

/// A sentence with more words than this is a list, or lacks full stops, so it is no claim.
const LONG: usize = 60;

/// Phrases that announce a decision.
const DECISIONS: [&str; 22] = [
    "i would",
    "i'd",
    "i will",
    "i'll",
    "we would",
    "we'd",
    "we will",
    "we'll",
    "i choose",
    "i use",
    "i go with",
    "i pick",
    "i prefer",
    "i keep",
    "i put",
    "i chose",
    "i decided",
    "we chose",
    "we decided",
    "we use",
    "let's use",
    "my choice",
];

/// Words that leave no way out.
const ABSOLUTES: [&str; 10] =
    ["always", "never", "must", "every", "guarantees", "guarantee", "impossible", "the only", "no need", "the best"];

/// Those of them that make a claim even without a decision.
const RULES: [&str; 5] = ["must", "guarantees", "guarantee", "impossible", "the only"];

/// Phrases that show that a sentence is no decision, though it may sound like one: a question, a hedge, a condition, a
/// denial, a first look at something.
const HEDGES: [&str; 41] = [
    "if",
    "unless",
    "would have",
    "i'd have",
    "we'd have",
    "would not",
    "wouldn't",
    "i'd begin",
    "i'd start",
    "i would start",
    "i'd measure",
    "i would measure",
    "i'd check",
    "i would check",
    "i'd test",
    "i'd look",
    "i would look",
    "i'd forgotten",
    "we said",
    "i would ask",
    "i'd ask",
    "i would say",
    "i'd say",
    "i would guess",
    "i'd guess",
    "i would clarify",
    "i'd clarify",
    "i would assume",
    "i'd assume",
    "i think",
    "maybe",
    "perhaps",
    "not sure",
    "don't know",
    "it depends",
    "i'd like",
    "i would like",
    "i'd be",
    "i would be",
    "i'd love",
    "i'd want to know",
];

/// Words that may open a sentence without adding anything; a quotation skips them.
const OPENERS: [&str; 14] = [
    "and",
    "but",
    "so",
    "then",
    "well",
    "okay",
    "ok",
    "also",
    "first",
    "second",
    "finally",
    "next",
    "because",
    "basically",
];

/// Words on which no quotation may end.
const DANGLING: [&str; 48] = [
    "a", "an", "the", "of", "to", "and", "or", "but", "with", "for", "in", "on", "at", "by", "from", "as", "that",
    "which", "so", "because", "if", "when", "is", "are", "would", "will", "i", "we", "it", "not", "among", "inside",
    "into", "whether", "than", "under", "over", "between", "per", "how", "what", "who", "where", "their", "its", "our",
    "my", "only",
];

/// Words that begin a clause.
const CLAUSES: [&str; 9] = ["because", "but", "so", "which", "while", "since", "unless", "although", "whereas"];

/// Words before which a clause may be cut off.
const JOINTS: [&str; 10] = ["and", "or", "with", "for", "in", "on", "at", "by", "from", "as"];

/// The strongest claim of an answer, cut at a clause to at most a dozen words; `None` if it makes none. `evidence`
/// holds the byte ranges in which the answer makes points, because a claim about one of those is a better one to doubt.
pub(super) fn strongest(answer: &str, evidence: &[Range<usize>]) -> Option<String> {
    let mut best: Option<(u32, String)> = None;
    for sentence in sentences(answer) {
        let said = evidence.iter().any(|place| place.start < sentence.end && sentence.start < place.end);
        let text = &answer[sentence];
        let Some((strength, words)) = claim(text) else { continue };
        let strength = strength + 2 * u32::from(said);
        if best.as_ref().is_none_or(|(other, _)| strength > *other) {
            best = Some((strength, words));
        }
    }
    best.map(|(_, words)| words)
}

/// How strong a claim a sentence makes, and the words to quote; `None` if it makes none that can be quoted.
fn claim(sentence: &str) -> Option<(u32, String)> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let asks = sentence.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | ')')).ends_with('?');
    if asks || words.len() < LEAST || words.len() > LONG || sentence.contains("```") {
        return None;
    }
    let small: Vec<String> = words.iter().map(|word| bare(word)).collect();
    if HEDGES.iter().any(|hedge| place_of(&small, hedge).is_some()) {
        return None;
    }
    let decision =
        DECISIONS.iter().filter_map(|words| place_of(&small, words)).min().filter(|at| !is_past(&small[*at..]));
    let absolute = ABSOLUTES.iter().filter_map(|words| place_of(&small, words)).min();
    // "It was never slow" tells a story; "it must never be slow" makes a claim.
    let absolute =
        absolute.filter(|_| decision.is_some() || RULES.iter().any(|words| place_of(&small, words).is_some()));
    let strength = 4 * u32::from(decision.is_some()) + 2 * u32::from(absolute.is_some());
    let at = decision.or(absolute)?;
    let quoted = quote(&words, &small, at)?;
    Some((strength, quoted))
}

/// Whether "I'd" stands for "I had" here, as in "I'd never done that" or "I'd searched".
fn is_past(small: &[String]) -> bool {
    let [had, next, ..] = small else { return false };
    had.ends_with("'d") && (matches!(next.as_str(), "never" | "already" | "been" | "just") || next.ends_with("ed"))
}

/// The clause around the word at `at`, cut to what can be quoted; `None` if too little is left.
fn quote(words: &[&str], small: &[String], at: usize) -> Option<String> {
    let begins = |i: usize| i == 0 || words[i - 1].ends_with([',', ';', ':']) || CLAUSES.contains(&small[i].as_str());
    let from = (0..=at).rev().find(|i| begins(*i)).unwrap_or(0);
    let from =
        from + small[from..].iter().take_while(|word| OPENERS.contains(&word.as_str()) || word.is_empty()).count();
    let end = words.len().min(from + MOST);
    let mut to = end;
    if end < words.len() {
        // Cut where the last clause that fits begins; failing that, before the last joint, as long as enough is left.
        let fits = || (from + LEAST..=end).rev().filter(|i| *i > at);
        to = fits().find(|i| begins(*i)).or_else(|| fits().find(|i| JOINTS.contains(&small[*i].as_str())))?;
    }
    while to > from && (DANGLING.contains(&small[to - 1].as_str()) || small[to - 1].is_empty()) {
        to -= 1;
    }
    if to < from + LEAST {
        return None;
    }
    let quoted = words[from..to].join(" ").replace(['"', '\u{201c}', '\u{201d}', '`'], "'");
    let quoted =
        quoted.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '%' | ')' | ']' | '+' | '#' | '\''));
    Some(quoted.trim_start_matches(|c: char| matches!(c, '-' | '*' | '\u{2022}' | '#') || c.is_whitespace()).to_owned())
}

/// A word in lower case, without punctuation around it.
fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.to_lowercase().replace('\u{2019}', "'")
}

/// Index of the first word of a phrase within the words, if it occurs.
fn place_of(small: &[String], phrase: &str) -> Option<usize> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    small.windows(phrase.len()).position(|window| window == phrase)
}

/// The byte ranges of the sentences of a text. Each ends at a full stop, a question or exclamation mark, a blank line,
/// or before a line that begins a list, a heading or code.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let rest = || text[at + c.len_utf8()..].trim_start_matches([' ', '\t']);
        let ends = match c {
            '.' | '!' | '?' => next.is_none_or(char::is_whitespace),
            '\n' => rest().starts_with(['\n', '-', '*', '\u{2022}', '#', '`']),
            _ => false,
        };
        if ends {
            found.push(start..at + c.len_utf8());
            start = at + c.len_utf8();
        }
    }
    found.push(start..text.len());
    found.retain(|range| !text[range.clone()].trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_strongest_claim_is_quoted_in_its_words() {
        let table = [
            ("The list is slow. I'd put a cache in front of the database.", "I'd put a cache in front of the database"),
            (
                "So, we would shard by customer, because one machine is full.",
                "we would shard by customer, because one machine is full",
            ),
            (
                "First I would ask who uses it. Retries must never happen without a key.",
                "Retries must never happen without a key",
            ),
            ("- measure\n- I'd use an \"outbox\" table", "I'd use an 'outbox' table"),
            ("It is slow but I would\nalways serve stale data.", "I would always serve stale data"),
            (
                "I would write the order and the event into one database transaction with a relay that reads it later on",
                "I would write the order and the event into one database transaction",
            ),
            (
                "I'd use a bigint or a UUID v7 as key and put the old one beside it",
                "I'd use a bigint or a UUID v7 as key",
            ),
        ];
        for (answer, words) in table {
            assert_eq!(strongest(answer, &[]).as_deref(), Some(words), "{answer}");
        }
    }

    #[test]
    fn a_claim_about_a_point_comes_first() {
        let answer = "I would talk to the team first. I would use an outbox for the events.";
        let at = answer.find("outbox").expect("there");
        assert_eq!(
            strongest(answer, std::slice::from_ref(&(at..at + 6))).as_deref(),
            Some("I would use an outbox for the events")
        );
        assert_eq!(strongest(answer, &[]).as_deref(), Some("I would talk to the team first"), "of equals the first");
    }

    #[test]
    fn hedges_questions_and_facts_are_no_claims() {
        for answer in [
            "",
            "It depends on what I would have to keep.",
            "I'd ask how many users there are.",
            "Would I always have to keep that?",
            "A cache holds what was read before.",
            "I would.",
            "I'd searched the code of three services before.",
            "I always worked alone and nothing like that came up.",
            "If it hadn't been the disk I'd have looked for a hung mount.",
            "I would not start with a queue there.",
            "They also never complained that something was gone again.",
        ] {
            assert_eq!(strongest(answer, &[]), None, "{answer}");
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_one_short_line(answer in "(I would |never |\\PC{0,9}|[ .,\n\"-]){0,40}") {
            if let Some(words) = strongest(&answer, &[]) {
                prop_assert!(!words.contains('\n') && !words.contains('"'), "{words:?}");
                prop_assert!((1..=MOST).contains(&words.split_whitespace().count()), "{words:?}");
            }
        }
    }
}
