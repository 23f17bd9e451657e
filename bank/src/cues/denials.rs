//! Denials that are not made by a single word: "instead of a lock", "rather than a lock", "I'd skip the cache", "I
//! forgot the key", "hardly ever". Whether such a word denies what follows depends on the words around it.

use super::clause_words::{FORGOT, IDEAS, NOT_QUITE, PLANS, PUT_OFF, REFUSES, SCARCE, STANDS_FOR, TOLD, WHO};
use super::tokens::Token;
use super::word::Role;

/// Most words between "I would" and "skip", or "I" and "forgot".
const BETWEEN: usize = 3;

/// How many words after "avoid" are searched for the means: "I'd avoid that with a unique index" says how, and denies
/// nothing.
const MEANS: usize = 10;

/// How many words before a comma are searched for something put aside.
const ASIDE: usize = 12;

/// The role that the word at `at` plays for the words after it, judged by those around it. None if it plays none.
pub(super) fn role(tokens: &[Token], at: usize) -> Option<Role> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let here = word(at);
    let denies = match here {
        _ if SCARCE.contains(&here) => matches!(word(at + 1), "ever" | "any" | "anybody" | "anything"),
        _ if puts_aside(tokens, at) => true,
        "against" => return is_decided_against(tokens, at).then_some(Role::Inverting),
        _ if FORGOT.contains(&here) => return is_forgotten(tokens, at).then_some(Role::Inverting),
        _ if PUT_OFF.contains(&here) => return is_put_off(tokens, at).then_some(Role::Inverting),
        "leave" if word(at + 1) == "out" => return is_put_off(tokens, at).then_some(Role::Inverting),
        _ => false,
    };
    denies.then_some(Role::Negation)
}

/// "We decided against a canary". "Against it" is excluded, because it refers to something mentioned before.
fn is_decided_against(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let of_it = STANDS_FOR.contains(&word(at + 1)) || word(at + 1) == "the" && IDEAS.contains(&word(at + 2));
    at > 0 && REFUSES.contains(&word(at - 1)) && !of_it
}

/// "instead of", "rather than", "in place of": what follows is put aside in favour of something else.
fn puts_aside(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    match word(at) {
        "instead" => word(at + 1) == "of",
        "rather" => word(at + 1) == "than",
        "place" => word(at + 1) == "of" && at > 0 && word(at - 1) == "in",
        _ => false,
    }
}

/// Whether something has been put aside since the last comma: then what follows the next one is meant.
pub(super) fn is_aside(tokens: &[Token], at: usize) -> bool {
    let sentence = tokens[at].sentence;
    for before in (at.saturating_sub(ASIDE)..at).rev() {
        if tokens[before].sentence != sentence {
            return false;
        }
        if puts_aside(tokens, before) {
            return true;
        }
        if tokens[before].comma {
            return false;
        }
    }
    false
}

/// The nearest word before this one that is not a filler, if it is close enough.
fn before<'a>(tokens: &'a [Token], at: usize, fillers: &[&str]) -> Option<(usize, &'a str)> {
    let from = at.saturating_sub(BETWEEN + 1);
    let found = (from..at).rev().find(|at| !fillers.contains(&tokens[*at].folded.as_str()))?;
    Some((found, tokens[found].folded.as_str()))
}

/// Whether the speaker would rather not do it: "I'd skip the cache", "we'd probably avoid a lock". A negation before
/// that is handled elsewhere: "I wouldn't skip it" affirms.
fn is_put_off(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let Some((found, last)) = before(tokens, at, NOT_QUITE) else { return false };
    let no = matches!(last, "not" | "never");
    let planned = PLANS.contains(&last) || no;
    let plan = if no { found.saturating_sub(1) } else { found };
    let who = WHO.contains(&word(plan)) || plan > 0 && WHO.contains(&word(plan - 1));
    let sentence = tokens[at].sentence;
    let rest = tokens[at + 1..].iter().take(MEANS).take_while(|token| token.sentence == sentence && !token.comma);
    let by_means = rest.into_iter().any(|token| matches!(token.folded.as_str(), "by" | "with" | "through" | "using"));
    (planned || WHO.contains(&last)) && who && !by_means && word(at + 1) != "locked"
}

/// Whether the speaker left something out by mistake: "I forgot the key", "we'd forgotten to set a limit". "I forgot to
/// mention that there is a key" does not count, because it is mentioned after all; nor does "I almost forgot".
fn is_forgotten(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let who = |(found, last): (usize, &str)| {
        WHO.contains(&last)
            || matches!(last, "would" | "not" | "never")
                && (found.saturating_sub(2)..found).any(|at| WHO.contains(&word(at)))
    };
    let told = word(at + 1) == "to" && TOLD.contains(&word(at + 2));
    let after = at + 3;
    let told_at_last =
        told && (word(after) == "that" || tokens.get(after).is_none_or(|next| is_apart(next, &tokens[at])));
    let ends = tokens.get(at + 1).is_none_or(|next| is_apart(next, &tokens[at]));
    !told_at_last && !ends && before(tokens, at, NOT_QUITE).is_some_and(who)
}

/// Whether punctuation separates a word from an earlier one.
fn is_apart(token: &Token, earlier: &Token) -> bool {
    token.comma || token.sentence != earlier.sentence || token.clause != earlier.clause
}
