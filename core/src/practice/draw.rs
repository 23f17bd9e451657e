//! Which questions a drill asks, and the reason for each.

mod pack;

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rand::seq::SliceRandom as _;
use rand::{SeedableRng as _, rngs::StdRng};
use serde::{Deserialize, Serialize};

use super::lengths::Lengths;
use crate::bank::{Difficulty, Entry, Filter, QuestionId};
use crate::history::{Mode, Rating, Standing};
use crate::memory::plan::{PlanStage, gain};
use crate::memory::{MemoryModel, backlog, is_long, may_be_asked, recall_on};
use pack::choose;
pub use pack::packed;

/// An opener, one of the first questions that somebody is ever asked, takes less than this many seconds in the medium
/// used.
const OPENER_SECONDS: u32 = 240;

/// How many openers there are.
pub const OPENERS: usize = 3;

/// The first new question is a warm-up: its target is at most this many seconds, and it is not hard.
const WARM_UP_SECONDS: u32 = 200;

/// Places that a wanted topic gets in each turn, where any other topic gets one.
const WANTED_PLACES: usize = 2;

/// In the days before the interview, the gain of a question on a wanted topic is multiplied by this.
const WANTED_GAIN: f64 = 1.25;

/// The largest share of a day's questions that may be new while others are due, as a fraction.
const NEW_SHARE: (usize, usize) = (2, 3);

hotseat_bank::vocabulary! {
    /// Why a question is asked.
    #[derive(Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Why {
        /// It is due, and it was failed last time.
        Failed = "failed last time",
        /// It is due.
        Due = "due",
        /// It is unseen: no answer to it has moved the schedule.
        New = "new",
        /// Its topic is weak.
        Weak = "weak topic",
        /// It gains more than others by the date of the interview.
        Gain = "for the date",
        /// It was asked for before its due day.
        Ahead = "extra",
        /// It was asked for as practice, regardless of the schedule.
        Practice = "practice",
        /// It was failed earlier in this sitting.
        Retry = "once more",
        /// It was begun in an earlier run, outside of this sitting.
        Left = "from before",
    }
}

impl Why {
    /// The mode in which it is asked: practice leaves the schedule alone.
    pub const fn mode(self) -> Mode {
        match self {
            Self::Practice | Self::Retry => Mode::Practice,
            Self::Failed | Self::Due | Self::New | Self::Weak | Self::Gain | Self::Ahead | Self::Left => Mode::Drill,
        }
    }
}

/// A question that will be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// The question's name, `bank/id`.
    pub question: QuestionId,
    /// The reason for asking it.
    pub why: Why,
}

impl Pick {
    /// The same question as practice, so that the schedule stays as it is.
    pub fn as_practice(self) -> Self {
        Self { why: Why::Practice, ..self }
    }
}

/// Which part of the schedule to draw from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// Due questions, then new ones; nothing before its due day.
    #[default]
    Tonight,
    /// Due questions, then new ones, then those that are not due yet.
    Anything,
    /// Due questions only.
    Due,
    /// New questions only.
    New,
    /// Questions of the weakest topics first.
    Weak,
    /// Known questions, as practice, lowest recall first; even those asked today and those related to one another.
    Cram,
}

/// How many long questions to draw; see [`is_long`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Long {
    /// At most one, placed last, and none before [`Past::long_from`] unless nothing else is available.
    #[default]
    Weekly,
    /// Up to this many, because they were asked for.
    Asked(usize),
}

/// What to draw.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Which questions are eligible.
    pub filter: Filter,
    /// Which part of the schedule to draw from.
    pub only: Only,
    /// The largest number of questions.
    pub count: usize,
    /// The most seconds of thinking and target time, in the medium used; `None` for no limit. One question is drawn
    /// even if it takes longer, unless the evening has already begun.
    pub seconds: Option<u32>,
    /// How many long questions to draw.
    pub long: Long,
    /// Topics whose new questions come sooner and twice as often, most wanted first.
    pub topics: Vec<String>,
    /// Seed for the order of new questions.
    pub seed: u64,
}

/// What a draw needs to know about the past.
#[derive(Debug)]
pub struct Past<'a> {
    /// The standing of each question that has one.
    pub standings: &'a HashMap<QuestionId, Standing>,
    /// Questions already asked on this practice day.
    pub asked_today: &'a HashSet<QuestionId>,
    /// Weakness by topic, from 0 (sure) to 1; topics not listed count as unknown.
    pub weakness: &'a HashMap<String, f64>,
    /// The practice day for which questions are drawn.
    pub day: NaiveDate,
    /// The stage of the plan that this day belongs to; `None` if no date is set or the wish is outside the plan's
    /// scope.
    pub stage: Option<PlanStage>,
    /// How long questions take.
    pub lengths: Lengths,
    /// The first day on which another long question may be asked.
    pub long_from: NaiveDate,
    /// How many openers are still to come: 0 except on the very first evening.
    pub openers: usize,
}

impl Wish {
    /// The rank of a topic among the wanted ones, 0 being the most wanted.
    fn wants(&self, topic: &str) -> Option<usize> {
        self.topics.iter().position(|wanted| wanted == topic)
    }

    /// How many questions of this mean length, in seconds, there is room for: as many as fit into the time (at least
    /// one, at most `count`), or `count` without a time limit.
    pub fn places(&self, mean_seconds: u32) -> usize {
        self.seconds
            .map_or(self.count, |seconds| ((seconds / mean_seconds.max(1)) as usize).clamp(1, self.count.max(1)))
    }
}

/// How many of `count` places due questions may take. While there are `unseen` questions, new ones keep a third, so
/// that a backlog does not crowd them out.
pub fn most_due(count: usize, unseen: bool) -> usize {
    if unseen { (count * NEW_SHARE.0).div_ceil(NEW_SHARE.1).min(count) } else { count }
}

/// Draws questions; the same arguments always give the same ones. Except for [`Only::Cram`], no question is drawn that
/// was asked today, or that is `related` to one asked today or drawn earlier. No question is drawn twice.
pub fn draw(entries: &[Entry], past: &Past<'_>, model: &impl MemoryModel, wish: &Wish) -> Vec<Pick> {
    if wish.only == Only::Cram {
        return cram(entries, past, model, wish);
    }
    let mut due = Vec::new();
    let mut new = Vec::new();
    let mut ahead = Vec::new();
    let open = entries.iter().filter(|entry| wish.filter.admits(entry) && !past.asked_today.contains(&entry.id));
    for entry in open {
        let standing = past.standings.get(&entry.id);
        if !may_be_asked(standing, past.day) {
            continue;
        }
        match standing.and_then(|standing| standing.remembered.as_ref()) {
            None => new.push(entry),
            Some(memory) => {
                let recall = recall_on(memory, past.day, model);
                let failed = memory.last_rating == Rating::Again;
                if memory.due <= past.day {
                    due.push((entry, recall, failed));
                } else {
                    ahead.push((entry, recall, failed));
                }
            }
        }
    }
    let by_recall =
        |a: &(&Entry, f64, bool), b: &(&Entry, f64, bool)| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id));
    due.sort_by(by_recall);
    let places = {
        let mut sum = 0_u64;
        let open = || due.iter().map(|(entry, ..)| *entry).chain(new.iter().copied());
        open().for_each(|entry| sum += u64::from(past.lengths.of(entry.seconds)));
        wish.places(u32::try_from(sum / open().count().max(1) as u64).unwrap_or(u32::MAX))
    };
    if due.len() > places && past.stage.is_none() {
        // Not all of them fit today, so those whose answer is worth most go first.
        let standing = |entry: &Entry| past.standings.get(&entry.id)?.remembered;
        let worth = |entry| standing(entry).map_or(0.0, |memory| backlog::worth(&memory, past.day, model));
        let mut ranked: Vec<_> = due.into_iter().map(|known| (worth(known.0), known)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        due = ranked.into_iter().map(|(_, known)| known).collect();
    }
    ahead.sort_by(by_recall);
    let new = order_new(new, past, wish);
    let due = due.into_iter().map(|(entry, _, failed)| (entry, if failed { Why::Failed } else { Why::Due }));
    let new = new.into_iter().map(|entry| (entry, Why::New));
    let ahead = ahead.into_iter().map(|(entry, ..)| (entry, Why::Ahead));
    match wish.only {
        Only::Due => choose(due.collect(), usize::MAX, past, entries, wish),
        Only::New => choose(new.collect(), usize::MAX, past, entries, wish),
        Only::Tonight => match past.stage {
            Some(PlanStage::Paced { new: pace }) => {
                let mut paced: Vec<_> = new.collect();
                let rest = paced.split_off((pace as usize).min(paced.len()));
                let due: Vec<_> = due.collect();
                // New questions beyond the pace are taken only if due ones leave room.
                let most_new = if due.len() < places { usize::MAX } else { pace as usize };
                let all = paced.into_iter().chain(due).chain(rest).collect();
                let mut picks = choose(all, most_new, past, entries, wish);
                // The pace decides which questions are asked, not their order: as on any evening, new ones come last.
                picks.sort_by_key(|pick| pick.why == Why::New);
                picks
            }
            Some(PlanStage::Window { date, prior }) => {
                let worth = |entry: &Entry| {
                    let standing = past.standings.get(&entry.id);
                    let gain =
                        gain(standing.and_then(|standing| standing.remembered.as_ref()), past.day, date, prior, model);
                    if wish.wants(&entry.topic).is_some() { gain * WANTED_GAIN } else { gain }
                };
                let ahead = ahead.map(|(entry, _)| (entry, Why::Gain));
                let all = due.chain(new).chain(ahead).map(|pick| (worth(pick.0), pick));
                let mut all: Vec<_> = all.filter(|(worth, _)| *worth > 0.0).collect();
                all.sort_by(|a, b| b.0.total_cmp(&a.0));
                choose(all.into_iter().map(|(_, pick)| pick).collect(), usize::MAX, past, entries, wish)
            }
            Some(PlanStage::Over) | None => {
                let (candidates, most_new) = mix(due.collect(), new.collect(), places, wish.seconds.is_some());
                choose(candidates, most_new, past, entries, wish)
            }
        },
        Only::Anything => choose(due.chain(new).chain(ahead).collect(), usize::MAX, past, entries, wish),
        Only::Weak => {
            let mut all: Vec<_> = due.chain(ahead).chain(new).collect();
            // Weakest topic first; within a topic, the order above. Unknown topics come after known weak ones.
            let weak = |entry: &Entry| past.weakness.get(entry.topic.as_str()).copied().unwrap_or(0.0);
            all.sort_by(|a, b| weak(b.0).total_cmp(&weak(a.0)));
            let all = all.into_iter().map(|(entry, why)| (entry, if why == Why::Ahead { Why::Weak } else { why }));
            let all: Vec<_> = all.collect();
            choose(spread(&all, |(entry, _)| entry.topic.as_str()), usize::MAX, past, entries, wish)
        }
        // Returned above, without looking at the schedule.
        Only::Cram => Vec::new(),
    }
}

/// Known questions, lowest recall first, until the places or the time are used up.
fn cram(entries: &[Entry], past: &Past<'_>, model: &impl MemoryModel, wish: &Wish) -> Vec<Pick> {
    let known = entries.iter().filter(|entry| wish.filter.admits(entry)).filter_map(|entry| {
        let standing = past.standings.get(&entry.id).filter(|standing| !standing.suspended)?;
        Some((entry, recall_on(standing.remembered.as_ref()?, past.day, model)))
    });
    let mut known: Vec<(&Entry, f64)> = known.collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id)));
    pack::in_order(known.into_iter().map(|(entry, _)| (entry, Why::Practice)), past, wish)
}

/// New questions in a seeded order: the most relevant first, topics taking turns, long questions last. On the first
/// evening, short ones open.
fn order_new<'a>(mut new: Vec<&'a Entry>, past: &Past<'_>, wish: &Wish) -> Vec<&'a Entry> {
    let mut random = StdRng::seed_from_u64(wish.seed);
    // A stable sort, which is fast when the files are already partly in order.
    new.sort_by(|a, b| a.id.cmp(&b.id));
    new.shuffle(&mut random);
    if let Some(archetype) = wish.filter.archetype {
        new.sort_by_key(|entry| std::cmp::Reverse(entry.archetypes.of(archetype)));
    }
    if !wish.topics.is_empty() {
        new.sort_by_key(|entry| wish.wants(&entry.topic).unwrap_or(usize::MAX));
    }
    let places = |topic: &str| if wish.wants(topic).is_some() { WANTED_PLACES } else { 1 };
    let new = spread_by(&new, |entry| entry.topic.as_str(), places);
    let (long, mut ordered): (Vec<_>, Vec<_>) = new.into_iter().partition(|entry| is_long(entry.seconds));
    let warms_up = |entry: &Entry| entry.seconds.target <= WARM_UP_SECONDS && entry.difficulty != Difficulty::Hard;
    if let Some(at) = ordered.iter().position(|entry| warms_up(entry)) {
        ordered[..=at].rotate_right(1);
    }
    let mut ordered = if past.openers > 0 { open_with(&ordered, past, places) } else { ordered };
    ordered.extend(long);
    ordered
}

/// Puts the openers first: questions under the limit that are not hard, not related to each other and, if possible,
/// each of a different topic; if there are too few, the shortest of the rest. Openers use up a turn of their topics.
fn open_with<'a>(ordered: &[&'a Entry], past: &Past<'_>, places: impl Fn(&str) -> usize) -> Vec<&'a Entry> {
    let length = |entry: &Entry| past.lengths.of(entry.seconds);
    let mut by_fit = ordered.to_vec();
    by_fit.sort_by_key(|entry| match length(entry) {
        ..OPENER_SECONDS => (entry.difficulty == Difficulty::Hard, 0),
        long => (true, long),
    });
    let fits = |entry: &Entry| length(entry) < OPENER_SECONDS && entry.difficulty != Difficulty::Hard;
    let mut openers: Vec<&Entry> = Vec::new();
    // The second pass ignores topics and limits, in case the first finds too few.
    let rounds = by_fit.iter().filter(|entry| fits(entry)).map(|entry| (true, *entry));
    for (other_topics, entry) in rounds.chain(by_fit.iter().map(|entry| (false, *entry))) {
        let related = |other: &&&Entry| entry.related.contains(&other.id) || other.related.contains(&entry.id);
        let stands = |other: &&Entry| other.id == entry.id || (other_topics && other.topic == entry.topic);
        if openers.len() < past.openers && openers.iter().find(related).is_none() && !openers.iter().any(stands) {
            openers.push(entry);
        }
    }
    let opens = |entry: &&Entry| openers.iter().any(|other| other.id == entry.id);
    let rest = ordered.iter().copied().filter(|entry| !opens(entry));
    let all: Vec<&Entry> = openers.iter().copied().chain(rest).collect();
    let turns = spread_by(&all, |entry| entry.topic.as_str(), places);
    let rest: Vec<&Entry> = turns.into_iter().filter(|entry| !opens(entry)).collect();
    openers.into_iter().chain(rest).collect()
}

/// Lets topics take turns, keeping the order within each topic and the order in which topics first appear.
fn spread<T: Copy>(items: &[T], topic: impl Fn(&T) -> &str) -> Vec<T> {
    spread_by(items, topic, |_| 1)
}

/// Like [`spread`], but a topic may have several places in each turn.
fn spread_by<T: Copy>(items: &[T], topic: impl Fn(&T) -> &str, places: impl Fn(&str) -> usize) -> Vec<T> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let turn_of = |item| {
        let name = topic(item);
        let next = seen.entry(name).or_default();
        *next += 1;
        (*next - 1) / places(name)
    };
    let turns: Vec<usize> = items.iter().map(turn_of).collect();
    // A counting sort, because this runs at every start, possibly on ten thousand new questions.
    let mut starts = vec![0; turns.iter().max().map_or(0, |last| last + 2)];
    for turn in &turns {
        starts[turn + 1] += 1;
    }
    for turn in 1..starts.len() {
        starts[turn] += starts[turn - 1];
    }
    let mut spread = items.to_vec();
    for (item, turn) in items.iter().zip(turns) {
        spread[starts[turn]] = *item;
        starts[turn] += 1;
    }
    spread
}

/// Orders candidates: due ones first, but while there are new ones those keep at least a third of the places, so that a
/// backlog does not crowd them out. Also returns how many new ones may be taken, since some candidates will turn out to
/// be related to others.
fn mix<'a>(
    due: Vec<(&'a Entry, Why)>,
    new: Vec<(&'a Entry, Why)>,
    count: usize,
    timed: bool,
) -> (Vec<(&'a Entry, Why)>, usize) {
    let most_new = (count * NEW_SHARE.0).div_ceil(NEW_SHARE.1);
    let from_due = due.len().min(most_due(count, !new.is_empty()));
    // If no further due question is waiting, the rest of the time goes to new ones; how many fit depends on their
    // lengths.
    let from_new = match from_due {
        0 => usize::MAX,
        all if timed && all == due.len() => usize::MAX,
        some => (count - some).min(most_new),
    };
    let mut rest_due = due;
    let later = rest_due.split_off(from_due);
    (rest_due.into_iter().chain(new).chain(later).collect(), from_new)
}

#[cfg(test)]
mod tests;
