//! What is better not said in an interview, and why. Each pattern is a sequence of words within a sentence, with at
//! most two other words between any two of them.

use std::ops::Range;

use super::tokens::Token;

/// Alternatives, one of which must occur; one ending in `*` matches the beginning of a word.
type Slot = &'static [&'static str];

/// One thing better not said, in its various wordings, with the reason.
struct Pattern {
    why: &'static str,
    any: &'static [&'static [Slot]],
}

const SPEAKER: Slot = &["i", "we"];
const NOT: Slot = &["not", "never", "rarely", "seldom"];
const DISLIKE: Slot = &["hate", "dislike", "avoid", "despise"];
const ENJOY: Slot = &["like", "enjoy", "love"];

const PATTERNS: &[Pattern] = &[
    Pattern {
        why: "Tests are how a team knows that a change is safe. Say what you test, and what you leave out on purpose.",
        any: &[&[SPEAKER, NOT, &["write", "wrote", "have", "had", "do", "did", "like", "need", "believe"], &["test*"]]],
    },
    Pattern {
        why: "Half of the job is finding out why. Tell of a fault that you chased down.",
        any: &[&[SPEAKER, NOT, ENJOY, &["debug*"]], &[SPEAKER, DISLIKE, &["debug*"]]],
    },
    Pattern {
        why: "They hire for what the code is for. Say whom it helped, and whom you worked with.",
        any: &[&[SPEAKER, &["just", "only"], &["want", "like"], &["write", "code", "coding"]]],
    },
    Pattern {
        why: "Working with others needs version control. Name the tool that you did use and how.",
        any: &[&[SPEAKER, NOT, &["use", "used", "need", "know", "learned"], &["git"]]],
    },
    Pattern {
        why: "They will ask about every line. Say what you built on and what of it is your own.",
        any: &[&[SPEAKER, &["copied", "cloned", "stole"], &["project*", "code", "it", "repo*", "app"]]],
    },
    Pattern {
        why: "Reviews are where a team learns. Tell of one that changed your mind.",
        any: &[
            &[SPEAKER, NOT, &["like", "enjoy", "need", "do", "did", "want"], &["review*"]],
            &[SPEAKER, DISLIKE, &["review*"]],
        ],
    },
    Pattern {
        why: "Somebody is on call for it after you. Say what you write down, and for whom.",
        any: &[
            &[SPEAKER, NOT, &["write", "wrote", "read", "care", "need"], &["doc*"]],
            &[&["nobody"], &["read*"], &["doc*"]],
        ],
    },
    Pattern {
        why: "It is your own work that they ask about. Read your CV before the interview, and tell what you do remember.",
        any: &[
            &[&["i"], NOT, &["remember", "recall"], &["what"], &["i", "we"]],
            &[&["i"], NOT, &["remember", "recall"], &["project*"]],
        ],
    },
    Pattern {
        why: "Whoever builds it secures it. Say which risk you accepted and why.",
        any: &[
            &[&["security"], &["not"], &["important", "matter", "concern", "job", "problem", "priority"]],
            &[SPEAKER, NOT, &["care", "think", "worry"], &["security"]],
        ],
    },
];

/// How many other words may stand between two words of a pattern.
const BETWEEN: usize = 2;

/// Words that reverse the meaning of a sentence: "I don't merge without tests".
const TURN: [&str; 8] = ["without", "before", "until", "unless", "if", "but", "because", "except"];

/// The places of things better not said, each with the reason.
pub(super) fn found(tokens: &[Token]) -> Vec<(Range<usize>, &'static str)> {
    let mut all = Vec::new();
    for at in 0..tokens.len() {
        for (slots, why) in PATTERNS.iter().flat_map(|pattern| pattern.any.iter().map(|slots| (slots, pattern.why))) {
            if let Some(end) = matches(&tokens[at..], slots) {
                all.push((tokens[at].range.start..tokens[at + end].range.end, why));
            }
        }
    }
    all
}

/// The index of the last matched word, if a pattern starts at the first token.
fn matches(tokens: &[Token], slots: &[Slot]) -> Option<usize> {
    let mut at = 0;
    for (nth, slot) in slots.iter().enumerate() {
        let furthest = if nth == 0 { 0 } else { at + BETWEEN };
        loop {
            let token = tokens.get(at).filter(|token| token.sentence == tokens[0].sentence)?;
            if is_one_of(&token.word, slot) {
                break;
            }
            if at >= furthest || TURN.contains(&token.word.as_str()) {
                return None;
            }
            at += 1;
        }
        at += 1;
    }
    Some(at - 1)
}

fn is_one_of(word: &str, slot: Slot) -> bool {
    slot.iter().any(|wanted| wanted.strip_suffix('*').map_or(word == *wanted, |start| word.starts_with(start)))
}
