//! Which questions a drill asks, and why each of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rand::seq::SliceRandom as _;
use rand::{SeedableRng as _, rngs::StdRng};

use crate::bank::{Entry, Filter, QuestionId};
use crate::history::{Rating, Standing};
use crate::memory::{MemoryModel, recall_on};

/// Answers longer than this are an evening of their own: at most one of them is drawn among new questions.
const LONG_SECONDS: u32 = 900;

/// Of a day's questions at most this share may be new while others are due.
const NEW_SHARE: (usize, usize) = (2, 3);

/// Why a question is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It came back and was failed last time.
    Failed,
    /// It came back.
    Due,
    /// It was never asked.
    New,
    /// Its topic is weak.
    Weak,
    /// It was asked for, ahead of its day.
    Ahead,
}

impl Why {
    /// The word on the question's screen.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Failed => "failed last time",
            Self::Due => "due",
            Self::New => "new",
            Self::Weak => "weak topic",
            Self::Ahead => "extra",
        }
    }
}

/// A question that is going to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// `bank/id`.
    pub question: QuestionId,
    /// Why.
    pub why: Why,
}

/// Which part of the schedule to draw from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Only {
    /// Due ones first, then new ones; nothing ahead of its day.
    #[default]
    Tonight,
    /// Due ones first, then new ones, then those ahead of their day.
    Anything,
    /// Due ones.
    Due,
    /// New ones.
    New,
    /// Questions of the weakest topics.
    Weak,
}

/// What is wanted.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Which questions.
    pub filter: Filter,
    /// Which part of the schedule.
    pub only: Only,
    /// At most so many.
    pub count: usize,
    /// At most so many minutes of target time, but at least one question.
    pub minutes: Option<u32>,
    /// Seed of the order of new questions.
    pub seed: u64,
}

/// What a draw has to know about the past.
#[derive(Debug)]
pub struct Past<'a> {
    /// By question.
    pub standings: &'a HashMap<QuestionId, Standing>,
    /// Asked on this practice day already.
    pub asked_today: &'a HashSet<QuestionId>,
    /// Weakness by topic, 0 (sure) to 1; topics that are not in it count as unknown.
    pub weakness: &'a HashMap<String, f64>,
    /// The practice day.
    pub day: NaiveDate,
}

/// Draws questions. The same arguments give the same questions. Never twice the same one, none that was asked today,
/// and none `related` to one that was asked today or stands earlier in the draw.
pub fn draw(entries: &[Entry], past: &Past<'_>, model: &impl MemoryModel, wish: &Wish) -> Vec<Pick> {
    let mut due = Vec::new();
    let mut new = Vec::new();
    let mut ahead = Vec::new();
    let open = entries.iter().filter(|entry| wish.filter.admits(entry) && !past.asked_today.contains(&entry.id));
    for entry in open {
        let standing = past.standings.get(&entry.id);
        let held = standing.is_some_and(|s| s.suspended || s.buried_until.is_some_and(|until| until > past.day));
        if held {
            continue;
        }
        match standing.and_then(|standing| standing.remembered.as_ref()) {
            None => new.push(entry),
            Some(memory) => {
                let recall = recall_on(memory, past.day, model);
                let failed = memory.last_rating == Rating::Again;
                if memory.due <= past.day {
                    due.push((entry, recall, failed))
                } else {
                    ahead.push((entry, recall, failed))
                }
            }
        }
    }
    let by_recall =
        |a: &(&Entry, f64, bool), b: &(&Entry, f64, bool)| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id));
    due.sort_by(by_recall);
    ahead.sort_by(by_recall);
    let new = order_new(new, wish);
    let due = due.into_iter().map(|(entry, _, failed)| (entry, if failed { Why::Failed } else { Why::Due }));
    let new = new.into_iter().map(|entry| (entry, Why::New));
    let ahead = ahead.into_iter().map(|(entry, ..)| (entry, Why::Ahead));
    match wish.only {
        Only::Due => choose(due.collect(), past, entries, wish),
        Only::New => choose(new.collect(), past, entries, wish),
        Only::Tonight => choose(mix(due.collect(), new.collect(), wish.count), past, entries, wish),
        Only::Anything => choose(due.chain(new).chain(ahead).collect(), past, entries, wish),
        Only::Weak => {
            let mut all: Vec<_> = due.chain(ahead).chain(new).collect();
            // Weakest topic first; within a topic the order above. Unknown topics stand behind known weak ones.
            let weak = |entry: &Entry| past.weakness.get(&entry.topic).copied().unwrap_or(0.0);
            all.sort_by(|a, b| weak(b.0).total_cmp(&weak(a.0)));
            let all = all.into_iter().map(|(entry, why)| (entry, if why == Why::Ahead { Why::Weak } else { why }));
            choose(spread(all.collect()), past, entries, wish)
        }
    }
}

/// New questions in a seeded order: the most relevant first, topics taken in turn, long ones last but for one.
fn order_new<'a>(mut new: Vec<&'a Entry>, wish: &Wish) -> Vec<&'a Entry> {
    let mut random = StdRng::seed_from_u64(wish.seed);
    new.sort_by(|a, b| a.id.cmp(&b.id));
    new.shuffle(&mut random);
    if let Some(archetype) = wish.filter.archetype {
        new.sort_by_key(|entry| std::cmp::Reverse(entry.archetypes.of(archetype)));
    }
    let pairs = new.into_iter().map(|entry| (entry, Why::New)).collect();
    let new: Vec<&Entry> = spread(pairs).into_iter().map(|(entry, _)| entry).collect();
    let (long, short): (Vec<_>, Vec<_>) = new.into_iter().partition(|entry| entry.seconds.target > LONG_SECONDS);
    let mut ordered = short;
    let mut long = long.into_iter();
    if let Some(one) = long.next() {
        ordered.insert(ordered.len().min(wish.count.saturating_sub(1)), one);
    }
    ordered.extend(long);
    ordered
}

/// Takes topics in turn, keeping the order within each topic and the order in which topics first appear.
fn spread(picks: Vec<(&Entry, Why)>) -> Vec<(&Entry, Why)> {
    let mut rank: HashMap<&str, usize> = HashMap::new();
    let mut ranked: Vec<_> = picks
        .into_iter()
        .map(|pick| {
            let next = rank.entry(pick.0.topic.as_str()).or_default();
            *next += 1;
            (*next, pick)
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, pick)| pick).collect()
}

/// Due ones first, but while there are new ones they get a third of the places or more, so that a backlog does not keep
/// everything new away.
fn mix<'a>(due: Vec<(&'a Entry, Why)>, new: Vec<(&'a Entry, Why)>, count: usize) -> Vec<(&'a Entry, Why)> {
    let most_new = (count * NEW_SHARE.0).div_ceil(NEW_SHARE.1);
    let reserved = if new.is_empty() { 0 } else { (count - most_new.min(count)).min(count / 3) };
    let from_due = due.len().min(count - reserved.min(count));
    let from_new = if from_due == 0 { count } else { (count - from_due).min(most_new) };
    let mut rest_due = due;
    let later = rest_due.split_off(from_due);
    rest_due.into_iter().chain(new.into_iter().take(from_new)).chain(later).collect()
}

/// Takes picks in order, without those related to others of the day, until count or minutes are used up.
fn choose(candidates: Vec<(&Entry, Why)>, past: &Past<'_>, entries: &[Entry], wish: &Wish) -> Vec<Pick> {
    let mut held: HashSet<&QuestionId> = HashSet::new();
    for entry in entries.iter().filter(|entry| past.asked_today.contains(&entry.id)) {
        held.extend(&entry.related);
    }
    let mut picks: Vec<Pick> = Vec::new();
    let mut taken: HashSet<&QuestionId> = HashSet::new();
    let mut seconds = 0;
    for (entry, why) in candidates {
        let related = held.contains(&entry.id)
            || entry.related.iter().any(|other| taken.contains(other) || past.asked_today.contains(other));
        if related || !taken.insert(&entry.id) {
            continue;
        }
        let length = entry.seconds.think + entry.seconds.target;
        let full = wish.minutes.is_some_and(|minutes| seconds + length > minutes * 60);
        if picks.len() >= wish.count {
            break;
        }
        if full && !picks.is_empty() {
            taken.remove(&entry.id);
            continue;
        }
        seconds += length;
        held.extend(&entry.related);
        picks.push(Pick { question: entry.id.clone(), why });
    }
    picks
}
