//! Which questions a mock asks. The same loop, request, bank and past give the same plan.

use std::collections::{HashMap, HashSet};

use crate::bank::{Archetype, Entry, Filter, Level, Loop, LoopRound, QuestionId, Slot};
use crate::memory::fuzz::chance;

use super::fill::{Lack, Open, fill};
use super::plan::{Plan, Planned, PlannedRound, length};

/// The weakness that a topic counts with while none of its questions was asked: more than that of a topic known by half.
const UNSEEN_TOPIC: f64 = 0.7;

/// What liking is made of, besides the topic's weakness (0 to 1) and chance (0 to 1).
const UNSEEN_QUESTION: f64 = 0.6;
const CENTRAL: f64 = 0.3;
const SAME_TOPIC_AGAIN: f64 = 0.4;
const WEAKEST_FIRST: f64 = 10.0;

/// Minutes between the lengths that are tried for an offer.
const OFFER_STEP: u32 = 5;
const OFFER_STEPS: u32 = 24;

/// What is wanted of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The level aimed at.
    pub level: Level,
    /// The shape of role, where the loop has none of its own.
    pub archetype: Option<Archetype>,
    /// Languages and platforms whose questions may be drawn.
    pub tracks: Vec<String>,
    /// Another length; rounds keep their proportions.
    pub minutes: Option<u32>,
    /// Seed of the draw.
    pub seed: u64,
}

/// What a draw has to know about the past.
#[derive(Debug)]
pub struct Known<'a> {
    /// Weakness by topic, 0 (sure) to 1, of topics with answers.
    pub weakness: &'a HashMap<String, f64>,
    /// Questions that were asked before, ever.
    pub seen: &'a HashSet<QuestionId>,
    /// Questions of the last mock of the same loop.
    pub last: &'a HashSet<QuestionId>,
    /// Questions that are out of the schedule.
    pub suspended: &'a HashSet<QuestionId>,
}

/// A loop that cannot be filled.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the round {round:?} of {loop_} cannot be filled: {lack}; {}", self.remedy())]
pub struct Unfilled {
    /// The loop's id.
    pub loop_: String,
    /// The round's name.
    pub round: String,
    /// What lacks, in words.
    pub lack: String,
    /// What it can be filled with, the nearest that was found.
    pub offer: Option<Offer>,
}

/// What a loop can be filled with when it cannot be filled as asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offer {
    /// Another length.
    Minutes(u32),
    /// Another level.
    Level(Level),
}

impl Offer {
    /// The flag of `hotseat mock` for it.
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
            None => "add questions of that sort to a bank, or choose another loop".to_owned(),
        }
    }
}

/// Draws the questions of a loop. No question twice; none of the last mock of the same loop while the rounds can be
/// filled without; weak and unseen topics preferred. A round uses 90 to 100 % of its minutes, counted in
/// [`length`]s, and each share is met to within half of the longest question that is drawn for it.
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
        // Rounded so that the rounds together take what was asked for.
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
    })
}

/// Other requests to try, nearest first: a little shorter or longer, the loop's own length, another level, any length.
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

/// What the questions of one round are drawn from.
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
        // Strict first: nothing of last time, nothing related to each other. Then one wish after the other is dropped.
        let mut lack = None;
        for (fresh, apart) in [(true, true), (true, false), (false, true), (false, false)] {
            let slots: Vec<_> = round.slots.iter().map(|slot| self.open(slot, fresh)).collect();
            match fill(&slots, minutes.saturating_mul(60), apart, used) {
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
        Err(lack.unwrap_or(Lack { slot: None, seconds: 0 }))
    }

    /// A slot with its candidates, best-liked first; with `fresh` none of last time.
    fn open(&self, slot: &Slot, fresh: bool) -> Open<'a> {
        let filter = self.filter(slot);
        let opens: Vec<_> = slot.opens.iter().map(|name| self.name(name)).collect();
        let opener = opens.iter().find_map(|id| self.entries.iter().find(|e| e.id == *id && e.retired.is_none()));
        let last = |entry: &Entry| self.known.last.contains(&entry.id);
        let admitted = self.entries.iter().filter(|entry| {
            filter.admits(entry)
                && !self.known.suspended.contains(&entry.id)
                && !(fresh && last(entry))
                && opener.is_none_or(|opener| opener.id != entry.id)
        });
        let mut liked: Vec<(f64, &Entry)> = admitted.map(|entry| (self.liking(entry, slot), entry)).collect();
        let by_liking = |a: &(f64, &Entry), b: &(f64, &Entry)| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id));
        liked.sort_by(by_liking);
        if !slot.weakest {
            // The second and third of a topic step back, so that a round is not about one thing.
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
        liking + chance(self.request.seed ^ (self.salt << 56), entry.id.as_str())
    }

    /// What lacks, in words.
    fn words(&self, round: &LoopRound, minutes: u32, lack: Lack) -> String {
        let whom = match self.archetype {
            Some(archetype) => format!("{} ({archetype})", self.request.level),
            None => self.request.level.to_string(),
        };
        let seconds = |slots: &[Slot]| -> (usize, u32) {
            let found: HashMap<&QuestionId, u32> = slots
                .iter()
                .map(|slot| self.open(slot, false))
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
mod tests {
    use super::*;
    use crate::bank::{Kind, Library, Part};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static LIBRARY: LazyLock<Library> = LazyLock::new(Library::builtin);

    #[derive(Default)]
    struct Past {
        weakness: HashMap<String, f64>,
        seen: HashSet<QuestionId>,
        last: HashSet<QuestionId>,
        suspended: HashSet<QuestionId>,
    }

    fn request(level: Level, seed: u64) -> Request {
        Request { level, archetype: None, tracks: Vec::new(), minutes: None, seed }
    }

    fn drawn(name: &str, past: &Past, request: &Request) -> Result<Plan, Unfilled> {
        let (bank, one) = LIBRARY.find_loop(name).expect("a built-in loop");
        let Past { weakness, seen, last, suspended } = past;
        plan(one, bank, LIBRARY.entries(), &Known { weakness, seen, last, suspended }, request)
    }

    fn ids(plan: &Plan) -> HashSet<QuestionId> {
        plan.questions().map(|question| question.question.clone()).collect()
    }

    /// What has to hold of every mixed mock.
    fn check_mixed(plan: &Plan) {
        let time = f64::from(plan.minutes) * 60.0;
        let total: u32 = plan.questions().map(|question| question.seconds).sum();
        let total = f64::from(total);
        assert!(total >= 0.9 * time && total <= time, "{total} of {time}");
        for part in Part::ALL {
            let lengths: Vec<f64> =
                plan.questions().filter(|q| Part::of(q.kind) == part).map(|q| f64::from(q.seconds)).collect();
            let longest = lengths.iter().copied().fold(0.0, f64::max);
            let share = f64::from(plan.weights.of(part)) / 100.0;
            let sum: f64 = lengths.iter().sum();
            assert!(!lengths.is_empty(), "{part:?} is empty");
            for of in [time, total] {
                assert!((sum - share * of).abs() <= longest / 2.0 + 1.0, "{part:?}: {sum} for {share} of {of}");
            }
        }
    }

    #[test]
    fn thousands_of_mixed_mocks_keep_their_weights() {
        for seed in 0..1_100 {
            for name in ["api", "distributed", "data"] {
                let plan = drawn(name, &Past::default(), &request(Level::Senior, seed)).expect("filled");
                check_mixed(&plan);
                assert_eq!(ids(&plan).len(), plan.questions().count(), "a question twice");
                assert_eq!(plan.archetype.map(Archetype::word), Some(name));
            }
        }
    }

    #[test]
    fn every_loop_can_be_sat_by_mid_senior_and_staff() {
        for (_, one) in LIBRARY.loops() {
            for level in [Level::Mid, Level::Senior, Level::Staff] {
                for seed in 0..12 {
                    let past = Past::default();
                    let plan = match drawn(&one.id, &past, &request(level, seed)) {
                        Ok(plan) => plan,
                        Err(unfilled) => {
                            assert!(unfilled.offer.is_some(), "{level}: {unfilled}");
                            assert!(
                                ["design", "architecture", "consistency"].contains(&one.id.as_str())
                                    && level == Level::Mid,
                                "{level}: {unfilled}"
                            );
                            continue;
                        }
                    };
                    assert_eq!(ids(&plan).len(), plan.questions().count(), "a question twice");
                    assert_eq!(plan.rounds.len(), one.rounds_at(level).count());
                    for round in &plan.rounds {
                        let time = round.minutes * 60;
                        let seconds = round.seconds();
                        assert!(
                            seconds <= time && seconds * 10 >= time * 9,
                            "{} {level} {}: {seconds}",
                            one.id,
                            round.name
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn other_lengths_are_met_or_an_offer_is_made() {
        for minutes in (30..=180).step_by(10) {
            let wanted = Request { minutes: Some(minutes), ..request(Level::Senior, 7) };
            let plan = drawn("distributed", &Past::default(), &wanted).expect("filled");
            assert_eq!(plan.minutes, minutes);
            check_mixed(&plan);
        }
        let short = Request { minutes: Some(6), ..request(Level::Senior, 7) };
        let unfilled = drawn("distributed", &Past::default(), &short).expect_err("too short");
        assert!(unfilled.to_string().contains("`hotseat mock distributed --minutes "), "{unfilled}");
        let Some(Offer::Minutes(minutes)) = unfilled.offer else { panic!("another length: {unfilled}") };
        let offered = Request { minutes: Some(minutes), ..short };
        check_mixed(&drawn("distributed", &Past::default(), &offered).expect("as offered"));
    }

    #[test]
    fn another_level_is_nearer_than_half_of_the_time() {
        let junior = drawn("api-loop", &Past::default(), &request(Level::Junior, 7)).expect_err("too few scenarios");
        assert_eq!((junior.round.as_str(), junior.offer), ("Design", Some(Offer::Level(Level::Mid))), "{junior}");
        drawn("api-loop", &Past::default(), &request(Level::Mid, 7)).expect("as offered");
    }

    #[test]
    fn rounds_keep_their_proportions_at_another_length() {
        let wanted = Request { minutes: Some(200), ..request(Level::Senior, 3) };
        let plan = drawn("api-loop", &Past::default(), &wanted).expect("filled");
        let minutes: Vec<_> = plan.rounds.iter().map(|round| round.minutes).collect();
        assert_eq!(minutes, [40, 53, 67, 40]);
    }

    #[test]
    fn the_special_forms_ask_what_they_are_for() {
        let past = Past::default();
        let technical = drawn("technical", &past, &request(Level::Senior, 1)).expect("filled");
        assert_eq!(technical.questions().filter(|q| q.kind == Kind::Review).count(), 1);
        let first = drawn("first-fifteen", &past, &request(Level::Senior, 1)).expect("filled");
        assert_eq!(first.rounds[0].questions[0].question.slug(), "intro-last-service-owned");
        assert_eq!(first.rounds[0].uninterrupted, Some(180));
        let screen = drawn("screen", &past, &request(Level::Senior, 1)).expect("filled");
        assert_eq!(screen.rounds[0].questions[0].kind, Kind::Intro);
    }

    #[test]
    fn nothing_of_last_time_while_others_are_left() {
        for seed in 0..60 {
            for name in ["api", "daily", "behavioural", "technical"] {
                let first = drawn(name, &Past::default(), &request(Level::Senior, seed)).expect("filled");
                let past = Past { last: ids(&first), ..Past::default() };
                let second = drawn(name, &past, &request(Level::Senior, seed)).expect("filled");
                assert!(ids(&second).is_disjoint(&past.last), "{name} {seed}");
            }
        }
        let past = Past { last: LIBRARY.entries().iter().map(|entry| entry.id.clone()).collect(), ..Past::default() };
        assert!(drawn("api", &past, &request(Level::Senior, 1)).is_ok(), "when no others are left they come back");
    }

    #[test]
    fn weak_and_unseen_topics_come_more_often() {
        let share = |past: &Past, wanted: fn(&Planned) -> bool| {
            let plans = (0..100).map(|seed| drawn("technical", past, &request(Level::Senior, seed)).expect("filled"));
            plans.flat_map(|plan| plan.questions().cloned().collect::<Vec<_>>()).filter(wanted).count()
        };
        let caching: fn(&Planned) -> bool = |question| question.topic == "caching";
        let topics: HashSet<&str> = LIBRARY.entries().iter().map(|entry| entry.topic.as_str()).collect();
        let all = |weakness: f64, caching: f64| Past {
            weakness: topics
                .iter()
                .map(|t| ((*t).to_owned(), if *t == "caching" { caching } else { weakness }))
                .collect(),
            ..Past::default()
        };
        let even = share(&all(0.5, 0.5), caching);
        assert!(share(&all(0.1, 1.0), caching) > even + even / 3, "weak");
        assert!(share(&all(0.9, 0.0), caching) < even, "sure");
        let seen = LIBRARY.entries().iter().filter(|entry| entry.topic != "caching").map(|entry| entry.id.clone());
        assert!(share(&Past { seen: seen.collect(), ..all(0.5, 0.5) }, caching) > even, "unseen");
        let weak = drawn("weak", &all(0.1, 1.0), &request(Level::Senior, 1)).expect("filled");
        assert!(weak.questions().filter(|q| caching(q)).count() >= 3, "{weak:?}");
    }

    #[test]
    fn what_cannot_be_filled_says_which_round_lacks_what() {
        let past = Past {
            suspended: LIBRARY.entries().iter().filter(|e| e.kind == Kind::Design).map(|e| e.id.clone()).collect(),
            ..Past::default()
        };
        let unfilled = drawn("distributed-loop", &past, &request(Level::Senior, 1)).expect_err("no design");
        assert_eq!(unfilled.round, "Design");
        assert_eq!(unfilled.lack, "there are no design questions for senior (distributed)");
    }

    #[test]
    fn the_shape_is_the_promised_one() {
        let plan = drawn("distributed", &Past::default(), &request(Level::Senior, 42)).expect("filled");
        let json = serde_json::to_value(&plan).expect("JSON");
        assert_eq!(
            (&json["loop"], &json["level"], &json["seed"]),
            (&"distributed".into(), &"senior".into(), &42.into())
        );
        assert_eq!(json["weights"], serde_json::json!({"core": 35, "scenario": 45, "behavioural": 20}));
        let question = &json["rounds"][0]["questions"][0];
        assert!(
            question["question"].as_str().is_some_and(|id| id.starts_with("backend/")) && question["seconds"].is_u64()
        );
        assert_eq!(serde_json::from_value::<Plan>(json).expect("reads back"), plan);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn any_past_gives_sound_and_reproducible_mocks(
            seed in any::<u64>(), loop_ in 0_usize..3, level in 1_usize..4,
            seen in proptest::collection::hash_set(0_usize..260, 0..120),
            last in proptest::collection::hash_set(0_usize..260, 0..25),
            weak in proptest::collection::vec(0.0..1.0_f64, 29),
        ) {
            let entries = LIBRARY.entries();
            let of = |set: &HashSet<usize>| set.iter().filter_map(|&i| entries.get(i)).map(|e| e.id.clone()).collect();
            let topics: HashSet<&str> = entries.iter().map(|entry| entry.topic.as_str()).collect();
            let past = Past {
                weakness: topics.into_iter().map(str::to_owned).zip(weak).collect(),
                seen: of(&seen), last: of(&last), suspended: HashSet::new(),
            };
            let request = request(Level::ALL[level], seed);
            let name = ["api", "distributed", "data"][loop_];
            let plan = drawn(name, &past, &request).expect("filled");
            check_mixed(&plan);
            prop_assert_eq!(ids(&plan).len(), plan.questions().count());
            prop_assert_eq!(drawn(name, &past, &request).expect("filled"), plan);
        }
    }
}
