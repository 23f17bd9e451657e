//! Fits candidates into an evening of so many questions or so much time. Related questions are kept apart; a long one
//! is rare and comes last.

use std::collections::HashSet;

use super::{Long, Only, Past, Pick, Why, Wish};
use crate::bank::{Entry, QuestionId};
use crate::memory::plan::PlanStage;
use crate::memory::{Room, is_long};

/// A question that may be picked, and the reason for asking it.
type Candidate<'a> = (&'a Entry, Why);

/// The room an evening offers, with at most `long` long questions.
fn room(wish: &Wish, long: usize) -> Room {
    let small = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Room { answers: small(wish.count), seconds: wish.seconds, long: small(long) }
}

/// Takes candidates in order until places or time are used up, skipping those related to others of the day and all new
/// ones beyond `most_new`. A long question goes last, with its time reserved for it, except in the days before a date,
/// where what gains most comes first.
pub(super) fn choose(
    candidates: Vec<Candidate<'_>>,
    most_new: usize,
    past: &Past<'_>,
    entries: &[Entry],
    wish: &Wish,
) -> Vec<Pick> {
    let mut held: HashSet<&QuestionId> = HashSet::new();
    for entry in entries.iter().filter(|entry| past.asked_today.contains(&entry.id)) {
        held.extend(&entry.related);
    }
    let length = |entry: &Entry| past.lengths.of(entry.seconds);
    let long = match wish.long {
        Long::Asked(most) => most,
        Long::Weekly => usize::from(past.long_from <= past.day),
    };
    let mut room = room(wish, long);
    let mut taken: HashSet<&QuestionId> = HashSet::new();
    let related = |entry: &Entry, held: &HashSet<&QuestionId>, taken: &HashSet<&QuestionId>| {
        held.contains(&entry.id)
            || entry.related.iter().any(|other| taken.contains(other) || past.asked_today.contains(other))
    };
    let in_order = wish.long != Long::Weekly || matches!(past.stage, Some(PlanStage::Window { .. }));
    let last = candidates.iter().find(|(entry, why)| {
        !in_order
            && is_long(entry.seconds)
            && room.fits(length(entry), is_long(entry.seconds))
            && (*why != Why::New || most_new > 0)
            && !related(entry, &held, &taken)
    });
    let last = last.copied();
    let mut new = 0;
    if let Some((entry, why)) = last {
        room.take(length(entry), is_long(entry.seconds));
        new += usize::from(why == Why::New);
        taken.insert(&entry.id);
        held.extend(&entry.related);
    }
    let mut picks: Vec<Pick> = Vec::new();
    let mut kept_out = None;
    for (entry, why) in candidates {
        if room.answers == 0 {
            break;
        }
        if why == Why::New && new >= most_new || taken.contains(&entry.id) || related(entry, &held, &taken) {
            continue;
        }
        if !room.fits(length(entry), is_long(entry.seconds)) {
            kept_out = kept_out.or(Some((entry, why)));
            continue;
        }
        room.take(length(entry), is_long(entry.seconds));
        new += usize::from(why == Why::New);
        taken.insert(&entry.id);
        held.extend(&entry.related);
        picks.push(pick((entry, why)));
    }
    picks.extend(last.map(pick));
    // One question that is too long is better than none, unless the evening has already begun.
    let begun = wish.only == Only::Tonight && !past.asked_today.is_empty();
    if picks.is_empty() && !begun && wish.count > 0 {
        picks.extend(kept_out.map(pick));
    }
    picks
}

fn pick((entry, why): Candidate<'_>) -> Pick {
    Pick { question: entry.id.clone(), why }
}

/// Takes candidates in order until places, time or the allowance of long ones is used up, but always at least one.
pub(super) fn in_order<'a>(candidates: impl Iterator<Item = Candidate<'a>>, past: &Past<'_>, wish: &Wish) -> Vec<Pick> {
    packed(candidates, |entry| past.lengths.of(entry.seconds), wish)
}

/// Like `in_order`, for candidates chosen by hand; `length` gives the seconds each takes.
pub fn packed<'a>(
    candidates: impl Iterator<Item = (&'a Entry, Why)>,
    length: impl Fn(&Entry) -> u32,
    wish: &Wish,
) -> Vec<Pick> {
    let long = match wish.long {
        Long::Asked(most) => most,
        Long::Weekly => 1,
    };
    let mut room = room(wish, long);
    let mut picks = Vec::new();
    for candidate @ (entry, _) in candidates {
        if room.answers == 0 {
            break;
        }
        if picks.is_empty() || room.fits(length(entry), is_long(entry.seconds)) {
            room.take(length(entry), is_long(entry.seconds));
            picks.push(pick(candidate));
        }
    }
    picks
}
