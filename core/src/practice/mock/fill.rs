//! Filling a round with questions so that its time is used and each share of it met.
//!
//! It begins greedily, best-liked questions first, and then mends: of all single additions, removals and exchanges it
//! takes the one after which least is wrong, until nothing is wrong or nothing helps. Numbers are seconds.

use std::collections::HashSet;

use crate::bank::{Entry, QuestionId};

use super::plan::{follow_ups, length};

/// A round uses this share of its time at the least, in percent.
const LEAST_PERCENT: i64 = 90;

/// Steps of mending after which it is begun anew.
const MOST_STEPS: usize = 60;

/// How often it is begun anew, each time with other questions first, before a round counts as not fillable.
const MOST_STARTS: usize = 48;

/// A slot with those who may stand in it, best-liked first.
#[derive(Debug)]
pub(super) struct Open<'a> {
    /// Percent of the time that is shared out; none: `count` questions.
    pub share: Option<u32>,
    /// Exactly so many, where there is no share.
    pub count: usize,
    /// Follow-ups that each answer is reckoned with; none: by its length.
    pub follow_ups: Option<u32>,
    /// Who may stand in it.
    pub candidates: Vec<&'a Entry>,
}

impl Open<'_> {
    /// Follow-ups that an answer is reckoned with here.
    pub(super) fn follow_ups(&self, entry: &Entry) -> u32 {
        self.follow_ups.unwrap_or(follow_ups(entry.seconds.target))
    }

    fn length(&self, entry: &Entry) -> i64 {
        i64::from(length(entry, self.follow_ups(entry)))
    }
}

/// What is wrong with a filling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lack {
    /// Index of the slot that is worst off; none: the round as a whole.
    pub slot: Option<usize>,
    /// By how many seconds.
    pub seconds: i64,
}

/// What is asked, by slot.
type Chosen<'a> = Vec<Vec<&'a Entry>>;

/// Fills a round of `seconds`. `apart`: no two questions that are related to each other. Otherwise says what lacks.
pub(super) fn fill<'a>(
    slots: &[Open<'a>],
    seconds: u32,
    apart: bool,
    used: &HashSet<QuestionId>,
) -> Result<Chosen<'a>, Lack> {
    let mut least: Option<Lack> = None;
    for start in 0..MOST_STARTS {
        let chosen = vec![Vec::new(); slots.len()];
        let mut round = Round { slots, seconds: i64::from(seconds), apart, used, start, chosen };
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
    /// Whether the question may be added, with the chosen one at `without` gone.
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

    /// Slots with a count are filled first: nothing is traded against them.
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

    /// Seconds of the slots with a count.
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
            // Slots move on at different paces, so that each start puts other questions together.
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

    /// By how many seconds a slot of this sum and longest question misses its share, of the whole time and of the time
    /// in use: half of its longest question is allowed.
    fn miss(&self, slot: usize, sum: i64, longest: i64, total: i64, fixed: i64) -> i64 {
        let Some(share) = self.slots[slot].share else { return 0 };
        if longest == 0 {
            return self.seconds;
        }
        let off = |of: i64| (sum * 100 - (of - fixed) * i64::from(share)).abs() / 100;
        (off(self.seconds).max(off(total)) - longest / 2).max(0)
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
        let least = (self.seconds * LEAST_PERCENT + 99) / 100;
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

    /// Makes the best single change; false when none helps.
    fn mend(&mut self) -> bool {
        let now = self.wrong();
        let mut best: Option<(i64, Move<'a>)> = None;
        let mut offer = |round: &Self, change: Move<'a>| {
            let wrong = round.wrong_after(Some(change));
            // The earlier of equal changes brings in the better-liked question.
            if wrong < now && best.is_none_or(|(least, _)| wrong < least) {
                best = Some((wrong, change));
            }
        };
        for (i, slot) in self.slots.iter().enumerate().filter(|(_, slot)| slot.share.is_some()) {
            let mut tried = HashSet::new();
            for entry in &slot.candidates {
                // Of questions of the same length the first that fits stands for all.
                if tried.contains(&slot.length(entry)) || !self.fits(entry, None) {
                    continue;
                }
                tried.insert(slot.length(entry));
                offer(self, Move { slot: i, out: None, into: Some(entry) });
                for j in 0..self.chosen[i].len() {
                    offer(self, Move { slot: i, out: Some(j), into: Some(entry) });
                }
            }
            if self.chosen[i].len() > 1 {
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
