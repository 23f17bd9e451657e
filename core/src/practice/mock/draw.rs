//! Which questions a mock asks. The same loop, bank, request and past always give the same plan.

mod topics;

use std::collections::{HashMap, HashSet};

use crate::bank::{Archetype, BUILTIN, Entry, Filter, Level, Loop, LoopRound, QuestionId, Slot};
use crate::memory::fuzz::chance;

use super::fill::{Lack, Nearness, Open, fill};
use super::plan::{Plan, Planned, PlannedRound, length};
use topics::Topics;

/// The weakness assumed for a topic none of whose questions has been asked: more than that of a topic half known.
const UNSEEN_TOPIC: f64 = 0.7;

/// What adds to the liking for a question, besides its topic's weakness (0 to 1) and chance (0 to 1).
/// `SAME_TOPIC_AGAIN` is subtracted, and `WEAKEST_FIRST` multiplies the weakness.
const UNSEEN_QUESTION: f64 = 0.6;
const CENTRAL: f64 = 0.3;
const SAME_TOPIC_AGAIN: f64 = 0.4;
const WANTED_TOPIC: f64 = 0.5;
const WEAKEST_FIRST: f64 = 10.0;

/// Added to the liking for questions of a wanted bank, so that they come before all others.
const WANTED_BANK: f64 = 100.0;

/// The lengths tried for an offer are this many minutes apart, for up to `OFFER_STEPS` steps either way.
const OFFER_STEP: u32 = 5;
const OFFER_STEPS: u32 = 24;

/// What the candidate wants of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The level aimed at.
    pub level: Level,
    /// The shape of the role, if the loop does not set one.
    pub archetype: Option<Archetype>,
    /// Languages and platforms whose questions may be drawn.
    pub tracks: Vec<String>,
    /// Topics whose questions are preferred.
    pub topics: Vec<String>,
    /// Banks whose questions come first; the built-in bank fills the gaps. If empty, all banks are treated alike.
    pub banks: Vec<String>,
    /// Whether only questions of those banks may be drawn.
    pub strict: bool,
    /// A length in minutes other than the loop's own; the rounds keep their proportions.
    pub minutes: Option<u32>,
    /// Seed for the draw.
    pub seed: u64,
}

/// What a draw needs to know about the past.
#[derive(Debug)]
pub struct Known<'a> {
    /// Weakness of each topic that has answers, from 0 (sure) to 1.
    pub weakness: &'a HashMap<String, f64>,
    /// Every question that was ever asked.
    pub seen: &'a HashSet<QuestionId>,
    /// The questions of the last mock of the same loop.
    pub last: &'a HashSet<QuestionId>,
    /// Questions that are suspended from the schedule.
    pub suspended: &'a HashSet<QuestionId>,
}

/// The error for a loop that cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the round {round:?} of {loop_} cannot be filled: {lack}; {}", self.remedy())]
pub struct Unfilled {
    /// The id of the loop.
    pub loop_: String,
    /// The name of the round that cannot be filled.
    pub round: String,
    /// What is missing, in words.
    pub lack: String,
    /// The nearest change found with which the loop can be filled, if there is one.
    pub offer: Option<Offer>,
    /// Whether only questions of certain banks were allowed.
    pub strict: bool,
}

/// A change with which a loop can be filled that cannot be filled as requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Another length in minutes.
    Minutes(u32),
    /// Another level.
    Level(Level),
}

impl Offer {
    /// The flag that makes `hotseat mock` use it.
    pub fn flag(self) -> String {
        match self {
            Self::Minutes(minutes) => format!("--minutes {minutes}"),
            Self::Level(level) => format!("--level {level}"),
        }
    }
}

impl Unfilled {
    fn remedy(&self) -> String {
        match &self.offer {
            Some(offer) => format!("`hotseat mock {} {}` can be", self.loop_, offer.flag()),
            None if self.strict => {
                "leave out --strict, so that the built-in bank fills up, or add questions of that sort".to_owned()
            }
            None => "add questions of that sort to a bank, or choose another loop".to_owned(),
        }
    }
}

/// Draws the questions of a loop. No question is drawn twice, and none of the last mock of the same loop unless the
/// rounds cannot be filled otherwise; weak and unseen topics are preferred. A round uses 90 to 100 % of its minutes,
/// counted in [`length`]s, and each share is met to within half of the longest question drawn for it. Questions of
/// wanted banks alone may miss both by a whole question, before one of another bank is asked.
pub fn plan(one: &Loop, bank: &str, entries: &[Entry], known: &Known<'_>, request: &Request) -> Result<Plan, Unfilled> {
    draw(one, bank, entries, known, request).map_err(|mut unfilled| {
        unfilled.offer = offers(one, request)
            .find_map(|(changed, offer)| draw(one, bank, entries, known, &changed).is_ok().then_some(offer));
        unfilled
    })
}

fn draw(one: &Loop, bank: &str, entries: &[Entry], known: &Known<'_>, request: &Request) -> Result<Plan, Unfilled> {
    let archetype = one.archetype.or(request.archetype);
    let usual = one.minutes_at(request.level);
    let minutes = request.minutes.unwrap_or(usual);
    let mut used = HashSet::new();
    let mut rounds = Vec::new();
    let (mut before, mut given) = (0, 0);
    for (i, round) in one.rounds_at(request.level).enumerate() {
        // Rounding the running total makes the rounds add up to exactly the minutes requested.
        before += round.minutes;
        let end = (u64::from(before) * u64::from(minutes) / u64::from(usual.max(1))).try_into().unwrap_or(u32::MAX);
        let length = end - given;
        given = end;
        let hat = Hat { bank, entries, known, request, archetype, salt: i as u64 };
        let questions = hat.fill(round, length, &used).map_err(|lack| Unfilled {
            loop_: one.id.clone(),
            round: round.name.clone(),
            lack: hat.words(round, length, lack),
            offer: None,
            strict: request.strict,
        })?;
        used.extend(questions.iter().map(|question| question.question.clone()));
        let (name, part, uninterrupted) = (round.name.clone(), round.part, round.uninterrupted);
        rounds.push(PlannedRound { name, minutes: length, part, uninterrupted, questions });
    }
    Ok(Plan {
        loop_: one.id.clone(),
        title: one.title.clone(),
        level: request.level,
        archetype,
        seed: request.seed,
        minutes,
        rounds,
        weights: one.weights,
        banks: request.banks.clone(),
    })
}

/// Other requests to try, nearest first: slightly shorter or longer, the loop's own length, other levels, then any
/// length.
fn offers<'a>(one: &'a Loop, request: &'a Request) -> impl Iterator<Item = (Request, Offer)> + 'a {
    let minutes = request.minutes.unwrap_or(one.minutes_at(request.level));
    let length = |other: u32| (Request { minutes: Some(other), ..request.clone() }, Offer::Minutes(other));
    let lengths = move |steps: std::ops::RangeInclusive<u32>| {
        let both = steps.flat_map(move |step| {
            [minutes.checked_add(step * OFFER_STEP), minutes.checked_sub(step * OFFER_STEP)].into_iter().flatten()
        });
        both.filter(|other| (OFFER_STEP..=24 * 60).contains(other)).map(length)
    };
    let own = Some(one.minutes_at(request.level)).filter(|own| *own != minutes).map(length);
    let little = (minutes / 4 / OFFER_STEP).clamp(1, OFFER_STEPS);
    let away = move |level: &Level| (*level as i32 - request.level as i32).abs();
    let mut levels: Vec<Level> = Level::ALL.iter().copied().filter(|level| *level != request.level).collect();
    levels.sort_by_key(away);
    let levels = levels.into_iter().map(|level| (Request { level, ..request.clone() }, Offer::Level(level)));
    lengths(1..=little).chain(own).chain(levels).chain(lengths(little + 1..=OFFER_STEPS))
}

/// What a slot is filled from where certain banks are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    /// The wanted banks alone.
    Wanted,
    /// The built-in bank, too, for a slot that no question of theirs fits.
    WhereLacking,
    /// The built-in bank, too.
    Any,
}

/// What the questions of one round are drawn from: hence the name.
struct Hat<'a> {
    bank: &'a str,
    entries: &'a [Entry],
    known: &'a Known<'a>,
    request: &'a Request,
    archetype: Option<Archetype>,
    salt: u64,
}

impl<'a> Hat<'a> {
    fn fill(&self, round: &LoopRound, minutes: u32, used: &HashSet<QuestionId>) -> Result<Vec<Planned>, Lack> {
        // The strictest attempt comes first: only the wanted banks, no question of last time, none related to another.
        // Then these wishes are given up one after another.
        let mut lack = None;
        let wishes = [(true, true), (true, false), (false, true), (false, false)];
        let Request { banks, strict, .. } = self.request;
        let from = [From::Wanted, From::WhereLacking, From::Any].into_iter();
        let from =
            from.filter(|from| if banks.is_empty() { *from == From::Any } else { *from == From::Wanted || !strict });
        for (from, (fresh, apart)) in from.flat_map(|from| wishes.map(|wish| (from, wish))) {
            let lacking = |slot: &Slot| !self.has_any(slot, fresh, used);
            if from == From::WhereLacking && !round.slots.iter().any(lacking) {
                continue;
            }
            let open = |slot: &Slot| {
                self.open(slot, fresh, from == From::Wanted || from == From::WhereLacking && !lacking(slot))
            };
            let slots: Vec<_> = round.slots.iter().map(open).collect();
            let near: &[_] = if from == From::Any { &[Nearness::Close] } else { &[Nearness::Close, Nearness::Rough] };
            for near in near {
                match fill(&slots, minutes.saturating_mul(60), apart, *near, used) {
                    Ok(chosen) => {
                        let pairs = slots.iter().zip(chosen);
                        let planned = pairs.flat_map(|(slot, chosen)| {
                            chosen.into_iter().map(|entry| Planned::of(entry, slot.follow_ups(entry)))
                        });
                        return Ok(planned.collect());
                    }
                    Err(found) => lack = Some(found),
                }
            }
        }
        Err(lack.unwrap_or(Lack { slot: None, seconds: 0 }))
    }

    /// Whether a wanted bank has a question for the slot that is still free.
    fn has_any(&self, slot: &Slot, fresh: bool, used: &HashSet<QuestionId>) -> bool {
        self.open(slot, fresh, true).candidates.iter().any(|entry| !used.contains(&entry.id))
    }

    /// A slot with its candidates, best-liked first. `fresh` excludes the questions of last time; `alone` excludes
    /// banks other than the wanted ones.
    fn open(&self, slot: &Slot, fresh: bool, alone: bool) -> Open<'a> {
        let filter = self.filter(slot);
        let on_any = Filter { topics: Vec::new(), ..filter.clone() };
        let mut topics = Topics::of(slot);
        let opens: Vec<_> = slot.opens.iter().map(|name| self.name(name)).collect();
        let opener = opens.iter().find_map(|id| {
            self.entries.iter().find(|e| e.id == *id && e.retired.is_none() && (self.is_wanted(e) || self.may_fill(e)))
        });
        let last = |entry: &Entry| self.known.last.contains(&entry.id);
        let admitted = self.entries.iter().filter(|entry| {
            (filter.admits(entry) || (on_any.admits(entry) && topics.are_meant(entry)))
                && (self.is_wanted(entry) || (!alone && self.may_fill(entry)))
                && !self.known.suspended.contains(&entry.id)
                && !(fresh && last(entry))
                && opener.is_none_or(|opener| opener.id != entry.id)
        });
        let mut liked: Vec<(f64, &Entry)> = admitted.map(|entry| (self.liking(entry, slot), entry)).collect();
        let by_liking = |a: &(f64, &Entry), b: &(f64, &Entry)| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id));
        liked.sort_by(by_liking);
        if !slot.weakest {
            // The second and later questions of a topic move back, so that a round is not all about one thing.
            let mut ranks: HashMap<&str, f64> = HashMap::new();
            for (liking, entry) in &mut liked {
                let rank = ranks.entry(entry.topic.as_str()).or_default();
                *liking -= *rank * SAME_TOPIC_AGAIN;
                *rank += 1.0;
            }
            liked.sort_by(by_liking);
        }
        liked.sort_by_key(|(_, entry)| last(entry));
        let candidates = opener.into_iter().chain(liked.into_iter().map(|(_, entry)| entry)).collect();
        let count = slot.count.unwrap_or(0) as usize;
        Open { share: slot.share, count, follow_ups: slot.follow_ups, candidates }
    }

    fn filter(&self, slot: &Slot) -> Filter {
        Filter {
            kinds: slot.kinds.clone(),
            topics: slot.topics.clone(),
            level: Some(self.request.level),
            archetype: self.archetype,
            tracks: self.request.tracks.clone(),
            ..Filter::default()
        }
    }

    /// Whether the question belongs to a bank that was asked for.
    fn is_wanted(&self, entry: &Entry) -> bool {
        self.request.banks.iter().any(|bank| bank == entry.id.bank())
    }

    /// Whether the question may be drawn where the wanted banks have too few.
    fn may_fill(&self, entry: &Entry) -> bool {
        self.request.banks.is_empty() || (entry.id.bank() == BUILTIN && !self.request.strict)
    }

    fn name(&self, name: &str) -> QuestionId {
        name.parse().unwrap_or_else(|_| QuestionId::new(self.bank, name))
    }

    fn liking(&self, entry: &Entry, slot: &Slot) -> f64 {
        let weakness = self.known.weakness.get(entry.topic.as_str()).copied().unwrap_or(UNSEEN_TOPIC);
        let mut liking = if slot.weakest { weakness * WEAKEST_FIRST } else { weakness };
        if !self.known.seen.contains(&entry.id) {
            liking += UNSEEN_QUESTION;
        }
        if self.archetype.is_some_and(|archetype| entry.archetypes.of(archetype) == 3) {
            liking += CENTRAL;
        }
        if self.request.topics.iter().any(|topic| entry.topic == *topic) {
            liking += WANTED_TOPIC;
        }
        if self.is_wanted(entry) {
            liking += WANTED_BANK;
        }
        liking + chance(self.request.seed ^ (self.salt << 56), entry.id.as_str())
    }

    /// What is missing, in words.
    fn words(&self, round: &LoopRound, minutes: u32, lack: Lack) -> String {
        let whom = match self.archetype {
            Some(archetype) => format!("{} ({archetype})", self.request.level),
            None => self.request.level.to_string(),
        };
        let seconds = |slots: &[Slot]| -> (usize, u32) {
            let found: HashMap<&QuestionId, u32> = slots
                .iter()
                .map(|slot| self.open(slot, false, false))
                .flat_map(|slot| {
                    let lengths =
                        slot.candidates.iter().map(|entry| (&entry.id, length(entry, slot.follow_ups(entry))));
                    lengths.collect::<Vec<_>>()
                })
                .collect();
            (found.len(), found.values().sum())
        };
        let slots = lack.slot.map_or(&round.slots[..], |slot| std::slice::from_ref(&round.slots[slot]));
        let mut kinds: Vec<&str> = slots.iter().flat_map(|slot| &slot.kinds).map(|kind| kind.word()).collect();
        kinds.dedup();
        let (there, seconds) = seconds(slots);
        let topics =
            slots.iter().flat_map(|slot| slot.topics.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        let topics = if topics.is_empty() { String::new() } else { format!(" on {topics}") };
        let of = format!("{} questions{topics} for {whom}", kinds.join(" or "));
        match (there, slots) {
            (0, _) => format!("there are no {of}"),
            (_, [slot]) if slot.count.is_some_and(|count| there < count as usize) => {
                format!("there are {there} {of}, and it takes {}", slot.count.unwrap_or(0))
            }
            _ if seconds < minutes * 54 => {
                format!("the {there} {of} take {} of its {minutes} minutes", seconds / 60)
            }
            _ => format!("no choice of the {there} {of} comes near enough to their share of {minutes} minutes"),
        }
    }
}

#[cfg(test)]
mod tests;
