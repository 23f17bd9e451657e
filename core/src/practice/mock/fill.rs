//! Fills a round with questions so that its time is used and each share of it is met.
//!
//! It starts greedily with the best-liked questions and then repairs: of all single additions, removals and exchanges
//! it makes the one that leaves least wrong, until nothing is wrong or nothing helps. All numbers are seconds.

use std::collections::HashSet;

use crate::bank::{Entry, QuestionId};

use super::plan::{follow_ups, length};

/// How near a round has to come to its time and to the shares of its slots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nearness {
    /// 90 % of the time, and each share to within half of the longest question drawn for it.
    Close,
    /// Half of the time, and each share to within one question: none at all, if every question is longer than it.
    Rough,
}

impl Nearness {
    /// The least share of its time that a round has to use, in percent.
    const fn least_percent(self) -> i64 {
        match self {
            Self::Close => LEAST_PERCENT,
            Self::Rough => 50,
        }
    }

    /// How far a slot may be from its share, given the longest of its questions.
    const fn tolerated(self, longest: i64) -> i64 {
        match self {
            Self::Close => longest / 2,
            Self::Rough => longest,
        }
    }
}

/// The least share of its time that a round has to use where there is enough to choose from, in percent.
const LEAST_PERCENT: i64 = 90;

/// Repair steps after which it starts again.
const MOST_STEPS: usize = 60;

/// How often it starts, each time with different questions first, before a round counts as impossible to fill.
const MOST_STARTS: usize = 48;

/// A slot with its candidates, best-liked first.
#[derive(Debug)]
pub(super) struct Open<'a> {
    /// The slot's percentage of the time that is shared out; `None` if it takes `count` questions instead.
    pub share: Option<u32>,
    /// The exact number of questions, if there is no share.
    pub count: usize,
    /// The number of follow-ups allowed for after each answer; `None` if that depends on its length.
    pub follow_ups: Option<u32>,
    /// The questions that may be chosen.
    pub candidates: Vec<&'a Entry>,
}

impl Open<'_> {
    /// The number of follow-ups to allow for after an answer to this question.
    pub(super) fn follow_ups(&self, entry: &Entry) -> u32 {
        self.follow_ups.unwrap_or(follow_ups(entry.seconds.target))
    }

    fn length(&self, entry: &Entry) -> i64 {
        i64::from(length(entry, self.follow_ups(entry)))
    }
}

/// What is wrong with the best filling that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lack {
    /// Index of the slot that is furthest off; `None` for the round as a whole.
    pub slot: Option<usize>,
    /// How far off it is, in seconds; 0 if a slot has too few questions for its count.
    pub seconds: i64,
}

/// The questions chosen for each slot.
type Chosen<'a> = Vec<Vec<&'a Entry>>;

/// Fills a round of `seconds` without the questions in `used`. With `apart`, no two questions may be related to each
/// other. If it fails, the error says what came nearest.
pub(super) fn fill<'a>(
    slots: &[Open<'a>],
    seconds: u32,
    apart: bool,
    near: Nearness,
    used: &HashSet<QuestionId>,
) -> Result<Chosen<'a>, Lack> {
    let mut least: Option<Lack> = None;
    for start in 0..MOST_STARTS {
        let chosen = vec![Vec::new(); slots.len()];
        let mut round = Round { slots, seconds: i64::from(seconds), apart, near, used, start, chosen };
        round.counted()?;
        round.greedy();
        for _ in 0..MOST_STEPS {
            if round.wrong() == 0 || !round.mend() {
                break;
            }
        }
        if round.wrong() == 0 {
            return Ok(round.chosen);
        }
        let lack = round.lack();
        if least.is_none_or(|least| lack.seconds < least.seconds) {
            least = Some(lack);
        }
    }
    Err(least.unwrap_or(Lack { slot: None, seconds: 0 }))
}

struct Round<'a, 'b> {
    slots: &'b [Open<'a>],
    seconds: i64,
    apart: bool,
    near: Nearness,
    used: &'b HashSet<QuestionId>,
    start: usize,
    chosen: Chosen<'a>,
}

#[derive(Clone, Copy)]
struct Move<'a> {
    slot: usize,
    out: Option<usize>,
    into: Option<&'a Entry>,
}

impl<'a> Round<'a, '_> {
    /// Whether the question may be added if the one at `without` (slot, index) is removed.
    fn fits(&self, entry: &Entry, without: Option<(usize, usize)>) -> bool {
        !self.used.contains(&entry.id)
            && self.chosen.iter().enumerate().all(|(i, slot)| {
                slot.iter().enumerate().all(|(j, other)| {
                    without == Some((i, j))
                        || other.id != entry.id
                            && !(self.apart && (other.related.contains(&entry.id) || entry.related.contains(&other.id)))
                })
            })
    }

    /// Fills the slots with a count. They come first and are never changed afterwards.
    fn counted(&mut self) -> Result<(), Lack> {
        for (i, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.share.is_none()) {
            for entry in &slot.candidates {
                if self.chosen[i].len() < slot.count && self.fits(entry, None) {
                    self.chosen[i].push(entry);
                }
            }
            if self.chosen[i].len() < slot.count {
                return Err(Lack { slot: Some(i), seconds: 0 });
            }
        }
        Ok(())
    }

    /// Seconds taken by the slots with a count.
    fn fixed(&self) -> i64 {
        let counted = self.slots.iter().zip(&self.chosen).filter(|(slot, _)| slot.share.is_none());
        counted.flat_map(|(slot, chosen)| chosen.iter().map(|entry| slot.length(entry))).sum()
    }

    fn greedy(&mut self) {
        let shared = self.seconds - self.fixed();
        for (i, slot) in self.slots.iter().enumerate() {
            let Some(share) = slot.share else { continue };
            let goal = shared * i64::from(share) / 100;
            let mut sum = 0;
            // Slots advance at different paces, so that each start combines different questions.
            let skip = self.start * (i + 1) / self.slots.len() % slot.candidates.len().max(1);
            for entry in slot.candidates[skip..].iter().chain(&slot.candidates[..skip]) {
                let length = slot.length(entry);
                let nearer = (goal - sum - length).abs() < (goal - sum).abs();
                if (self.chosen[i].is_empty() || nearer) && self.fits(entry, None) {
                    self.chosen[i].push(entry);
                    sum += length;
                }
                if sum * 100 >= goal * LEAST_PERCENT {
                    break;
                }
            }
        }
    }

    /// By how many seconds a slot misses its share, given the sum of its questions and the longest of them. The share
    /// is measured both against the whole time and against the time in use; how much is tolerated, [`Nearness`] says.
    fn miss(&self, slot: usize, sum: i64, longest: i64, total: i64, fixed: i64) -> i64 {
        let Some(share) = self.slots[slot].share else { return 0 };
        if longest == 0 {
            let shortest = self.slots[slot].candidates.iter().map(|entry| self.slots[slot].length(entry)).min();
            let shortest = shortest.filter(|_| self.near == Nearness::Rough);
            return shortest
                .map_or(self.seconds, |shortest| ((self.seconds - fixed) * i64::from(share) / 100 - shortest).max(0));
        }
        let off = |of: i64| (sum * 100 - (of - fixed) * i64::from(share)).abs() / 100;
        (off(self.seconds).max(off(total)) - self.near.tolerated(longest)).max(0)
    }

    fn sums(&self, change: Option<Move<'_>>) -> impl Iterator<Item = (i64, i64)> {
        self.chosen.iter().enumerate().map(move |(i, slot)| {
            let open = &self.slots[i];
            let change = change.filter(|change| change.slot == i);
            let stay = slot.iter().enumerate().filter(move |(j, _)| change.and_then(|c| c.out) != Some(*j));
            let stay = stay.map(|(_, entry)| open.length(entry));
            let into = change.and_then(|change| change.into).map(|entry| open.length(entry));
            stay.chain(into).fold((0, 0), |(sum, longest), length| (sum + length, longest.max(length)))
        })
    }

    fn outside(&self, total: i64) -> i64 {
        let least = (self.seconds * self.near.least_percent() + 99) / 100;
        (least - total).max(total - self.seconds).max(0)
    }

    fn wrong_after(&self, change: Option<Move<'_>>) -> i64 {
        let total: i64 = self.sums(change).map(|(sum, _)| sum).sum();
        let fixed = self.fixed();
        let slots = self.sums(change).enumerate();
        let misses = slots.map(|(i, (sum, longest))| self.miss(i, sum, longest, total, fixed));
        misses.sum::<i64>() + self.outside(total)
    }

    fn wrong(&self) -> i64 {
        self.wrong_after(None)
    }

    /// Makes the best single change; returns `false` if none helps.
    fn mend(&mut self) -> bool {
        let now = self.wrong();
        let mut best: Option<(i64, Move<'a>)> = None;
        let mut offer = |round: &Self, change: Move<'a>| {
            let wrong = round.wrong_after(Some(change));
            // Of equally good changes, the first one brings in the better-liked question.
            if wrong < now && best.is_none_or(|(least, _)| wrong < least) {
                best = Some((wrong, change));
            }
        };
        for (i, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.share.is_some()) {
            let mut tried = HashSet::new();
            for entry in &slot.candidates {
                // Among questions of the same length, the first that fits stands for all.
                if tried.contains(&slot.length(entry)) || !self.fits(entry, None) {
                    continue;
                }
                tried.insert(slot.length(entry));
                offer(self, Move { slot: i, out: None, into: Some(entry) });
                for j in 0..self.chosen[i].len() {
                    offer(self, Move { slot: i, out: Some(j), into: Some(entry) });
                }
            }
            if self.chosen[i].len() > 1 || self.near == Nearness::Rough {
                for j in 0..self.chosen[i].len() {
                    offer(self, Move { slot: i, out: Some(j), into: None });
                }
            }
        }
        let Some((_, change)) = best else { return false };
        let slot = &mut self.chosen[change.slot];
        match (change.out, change.into) {
            (Some(j), Some(entry)) => slot[j] = entry,
            (None, Some(entry)) => slot.push(entry),
            (Some(j), None) => {
                slot.remove(j);
            }
            (None, None) => {}
        }
        true
    }

    fn lack(&self) -> Lack {
        let total: i64 = self.sums(None).map(|(sum, _)| sum).sum();
        let fixed = self.fixed();
        let misses =
            self.sums(None).enumerate().map(|(i, (sum, longest))| (self.miss(i, sum, longest, total, fixed), i));
        match misses.max() {
            Some((miss, slot)) if miss > 0 => Lack { slot: Some(slot), seconds: miss },
            _ => Lack { slot: None, seconds: self.outside(total) },
        }
    }
}
