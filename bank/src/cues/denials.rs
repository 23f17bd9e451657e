//! Denials that a single word does not make: "instead of a lock", "rather than a lock", "I'd skip the cache", "I forgot the
//! key", "hardly ever". Whether such a word denies what follows is seen from the words around it.

use super::clause_words::{FORGOT, IDEAS, NOT_QUITE, PLANS, PUT_OFF, REFUSES, SCARCE, STANDS_FOR, TOLD, WHO};
use super::text::{Role, Token};

/// How many words stand between "I would" and "skip", or "I" and "forgot", at the most.
const BETWEEN: usize = 3;

/// How far after "avoid" it is looked for the means: "I'd avoid that with a unique index" says how, and denies nothing.
const MEANS: usize = 10;

/// How far a comma is looked back from for what it puts aside.
const ASIDE: usize = 12;

/// What the word at `at` makes of the words behind it, by those around it. None: nothing.
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

/// "We decided against a canary". What "against it" speaks of was said before.
fn is_decided_against(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    let of_it = STANDS_FOR.contains(&word(at + 1)) || word(at + 1) == "the" && IDEAS.contains(&word(at + 2));
    at > 0 && REFUSES.contains(&word(at - 1)) && !of_it
}

/// "instead of", "rather than", "in place of": what follows is put aside for something else.
fn puts_aside(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.folded.as_str());
    match word(at) {
        "instead" => word(at + 1) == "of",
        "rather" => word(at + 1) == "than",
        "place" => word(at + 1) == "of" && at > 0 && word(at - 1) == "in",
        _ => false,
    }
}

/// Whether something is put aside since the last comma: then what follows the next one is meant.
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

/// The word before this one that is no filler, if it stands near.
fn before<'a>(tokens: &'a [Token], at: usize, fillers: &[&str]) -> Option<(usize, &'a str)> {
    let from = at.saturating_sub(BETWEEN + 1);
    let found = (from..at).rev().find(|at| !fillers.contains(&tokens[*at].folded.as_str()))?;
    Some((found, tokens[found].folded.as_str()))
}

/// Whether the speaker would rather not: "I'd skip the cache", "we'd probably avoid a lock". A negation before it is looked
/// at elsewhere: "I wouldn't skip it" says yes.
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
/// mention that there is a key" says it all the same, and so does "I almost forgot".
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

/// Whether a sign stands between a word and an earlier one.
fn is_apart(token: &Token, earlier: &Token) -> bool {
    token.comma || token.sentence != earlier.sentence || token.clause != earlier.clause
}
