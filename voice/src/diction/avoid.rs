//! What is better not said in an interview, and why. Each is a row of words that come one after the other in a sentence,
//! with at most two others between them.

use std::ops::Range;

use super::tokens::Token;

/// Words one of which has to be there; one that ends in `*` is the start of a word.
type Slot = &'static [&'static str];

struct Pattern {
    slots: &'static [Slot],
    why: &'static str,
}

const SPEAKER: Slot = &["i", "we"];
const NOT: Slot = &["not", "never", "rarely", "seldom"];
const DISLIKE: Slot = &["hate", "dislike", "avoid", "despise"];
const ENJOY: Slot = &["like", "enjoy", "love"];

const PATTERNS: &[Pattern] = &[
    Pattern {
        slots: &[SPEAKER, NOT, &["write", "wrote", "have", "had", "do", "did", "like", "need", "believe"], &["test*"]],
        why: "Tests are how a team knows that a change is safe. Say what you test, and what you leave out on purpose.",
    },
    Pattern {
        slots: &[SPEAKER, NOT, ENJOY, &["debug*"]],
        why: "Half of the job is finding out why. Tell of a fault that you chased down.",
    },
    Pattern {
        slots: &[SPEAKER, DISLIKE, &["debug*"]],
        why: "Half of the job is finding out why. Tell of a fault that you chased down.",
    },
    Pattern {
        slots: &[SPEAKER, &["just", "only"], &["want", "like"], &["write", "code", "coding"]],
        why: "They hire for what the code is for. Say whom it helped, and whom you worked with.",
    },
    Pattern {
        slots: &[SPEAKER, NOT, &["use", "used", "need", "know", "learned"], &["git"]],
        why: "Working with others needs version control. Name the tool that you did use and how.",
    },
    Pattern {
        slots: &[SPEAKER, &["copied", "cloned", "stole"], &["project*", "code", "it", "repo*", "app"]],
        why: "They will ask about every line. Say what you built on and what of it is your own.",
    },
    Pattern {
        slots: &[SPEAKER, NOT, &["like", "enjoy", "need", "do", "did", "want"], &["review*"]],
        why: "Reviews are where a team learns. Tell of one that changed your mind.",
    },
    Pattern {
        slots: &[SPEAKER, DISLIKE, &["review*"]],
        why: "Reviews are where a team learns. Tell of one that changed your mind.",
    },
    Pattern {
        slots: &[SPEAKER, NOT, &["write", "wrote", "read", "care", "need"], &["doc*"]],
        why: "Somebody is on call for it after you. Say what you write down, and for whom.",
    },
    Pattern {
        slots: &[&["nobody"], &["read*"], &["doc*"]],
        why: "Somebody is on call for it after you. Say what you write down, and for whom.",
    },
    Pattern {
        slots: &[&["i"], NOT, &["remember", "recall"], &["what"], &["i", "we"]],
        why: "It is your own work that they ask about. Read your CV before the interview, and tell what you do remember.",
    },
    Pattern {
        slots: &[&["i"], NOT, &["remember", "recall"], &["project*"]],
        why: "It is your own work that they ask about. Read your CV before the interview, and tell what you do remember.",
    },
    Pattern {
        slots: &[&["security"], &["not"], &["important", "matter", "concern", "job", "problem", "priority"]],
        why: "Whoever builds it secures it. Say which risk you accepted and why.",
    },
    Pattern {
        slots: &[SPEAKER, NOT, &["care", "think", "worry"], &["security"]],
        why: "Whoever builds it secures it. Say which risk you accepted and why.",
    },
];

/// Words that may stand between two of a pattern.
const BETWEEN: usize = 2;

/// Words that turn a sentence around: "I don't merge without tests".
const TURN: [&str; 8] = ["without", "before", "until", "unless", "if", "but", "because", "except"];

/// Where something better not said stands, and why it is.
pub(super) fn found(tokens: &[Token]) -> Vec<(Range<usize>, &'static str)> {
    let mut all = Vec::new();
    for at in 0..tokens.len() {
        for pattern in PATTERNS {
            if let Some(end) = matches(&tokens[at..], pattern.slots) {
                all.push((tokens[at].range.start..tokens[at + end].range.end, pattern.why));
            }
        }
    }
    all
}

/// The index of the last word of a pattern that begins with the first token.
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
