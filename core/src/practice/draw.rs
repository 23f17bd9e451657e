//! Which questions a drill asks, and why each of them.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use rand::seq::SliceRandom as _;
use rand::{SeedableRng as _, rngs::StdRng};
use serde::{Deserialize, Serialize};

use crate::bank::{Difficulty, Entry, Filter, QuestionId};
use crate::history::{Mode, Rating, Standing};
use crate::memory::plan::{PlanStage, gain};
use crate::memory::{MemoryModel, backlog, may_be_asked, recall_on};

/// Answers longer than this are an evening of their own: at most one of them is drawn among new questions, as the last.
const LONG_SECONDS: u32 = 400;

/// The first new question is one to warm up with: no longer than this, and not a hard one.
const WARM_UP_SECONDS: u32 = 200;

/// Of a day's questions at most this share may be new while others are due.
const NEW_SHARE: (usize, usize) = (2, 3);

hotseat_bank::vocabulary! {
    /// Why a question is asked.
    #[derive(Hash, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    Why {
        /// It came back and was failed last time.
        Failed = "failed last time",
        /// It came back.
        Due = "due",
        /// It was never asked.
        New = "new",
        /// Its topic is weak.
        Weak = "weak topic",
        /// Of all questions it gains much by the interview.
        Gain = "for the date",
        /// It was asked for, ahead of its day.
        Ahead = "extra",
        /// It was asked for as practice, whatever the schedule says of it.
        Practice = "practice",
        /// It was failed earlier in this sitting.
        Retry = "once more",
    }
}

impl Why {
    /// The setting in which it is asked: practice leaves the schedule alone.
    pub const fn mode(self) -> Mode {
        match self {
            Self::Practice | Self::Retry => Mode::Practice,
            Self::Failed | Self::Due | Self::New | Self::Weak | Self::Gain | Self::Ahead => Mode::Drill,
        }
    }
}

/// A question that is going to be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// `bank/id`.
    pub question: QuestionId,
    /// Why.
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
    /// Known ones, those that are fading most first, as practice: also such as were asked today, and related ones.
    Cram,
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
    /// What the day is for in the plan to a date; none: no date is set, or the wish is not for what it is planned for.
    pub stage: Option<PlanStage>,
}

/// Of so many places those that due questions may take, while there are `unseen` ones: new ones keep a third, so that a
/// backlog does not keep everything new away.
pub fn most_due(count: usize, unseen: bool) -> usize {
    if unseen { (count * NEW_SHARE.0).div_ceil(NEW_SHARE.1).min(count) } else { count }
}

/// Draws questions. The same arguments give the same questions. Never twice the same one, none that was asked today,
/// and none `related` to one that was asked today or stands earlier in the draw.
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
    if due.len() > wish.count && past.stage.is_none() {
        // Not all of them get their turn today: those go first whose answer is worth most.
        let standing = |entry: &Entry| past.standings.get(&entry.id)?.remembered;
        let worth = |entry| standing(entry).map_or(0.0, |memory| backlog::worth(&memory, past.day, model));
        let mut ranked: Vec<_> = due.into_iter().map(|known| (worth(known.0), known)).collect();
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0));
        due = ranked.into_iter().map(|(_, known)| known).collect();
    }
    ahead.sort_by(by_recall);
    let new = order_new(new, wish);
    let due = due.into_iter().map(|(entry, _, failed)| (entry, if failed { Why::Failed } else { Why::Due }));
    let new = new.into_iter().map(|entry| (entry, Why::New));
    let ahead = ahead.into_iter().map(|(entry, ..)| (entry, Why::Ahead));
    match wish.only {
        Only::Due => choose(due.collect(), usize::MAX, past, entries, wish),
        Only::New => choose(new.collect(), usize::MAX, past, entries, wish),
        Only::Tonight => match past.stage {
            Some(PlanStage::Paced { new: pace }) => {
                let (paced, rest) = pace_new(new.map(|(entry, _)| entry).collect(), pace as usize, wish);
                let all = paced.into_iter().chain(due).chain(rest).collect();
                let mut picks = choose(all, usize::MAX, past, entries, wish);
                // The pace decides what is asked, not in which order: as on any night, new ones come last.
                picks.sort_by_key(|pick| pick.why == Why::New);
                picks
            }
            Some(PlanStage::Window { date, prior }) => {
                let worth = |entry: &Entry| {
                    let standing = past.standings.get(&entry.id);
                    gain(standing.and_then(|standing| standing.remembered.as_ref()), past.day, date, prior, model)
                };
                let ahead = ahead.map(|(entry, _)| (entry, Why::Gain));
                let all = due.chain(new).chain(ahead).map(|pick| (worth(pick.0), pick));
                let mut all: Vec<_> = all.filter(|(worth, _)| *worth > 0.0).collect();
                all.sort_by(|a, b| b.0.total_cmp(&a.0));
                choose(all.into_iter().map(|(_, pick)| pick).collect(), usize::MAX, past, entries, wish)
            }
            Some(PlanStage::Over) | None => {
                let (candidates, most_new) = mix(due.collect(), new.collect(), wish.count);
                choose(candidates, most_new, past, entries, wish)
            }
        },
        Only::Anything => choose(due.chain(new).chain(ahead).collect(), usize::MAX, past, entries, wish),
        Only::Weak => {
            let mut all: Vec<_> = due.chain(ahead).chain(new).collect();
            // Weakest topic first; within a topic the order above. Unknown topics stand behind known weak ones.
            let weak = |entry: &Entry| past.weakness.get(entry.topic.as_str()).copied().unwrap_or(0.0);
            all.sort_by(|a, b| weak(b.0).total_cmp(&weak(a.0)));
            let all = all.into_iter().map(|(entry, why)| (entry, if why == Why::Ahead { Why::Weak } else { why }));
            let all: Vec<_> = all.collect();
            choose(spread(&all, |(entry, _)| entry.topic.as_str()), usize::MAX, past, entries, wish)
        }
        // Drawn above, without a look at the schedule.
        Only::Cram => Vec::new(),
    }
}

/// Known questions, lowest recall first, until count or minutes are used up.
fn cram(entries: &[Entry], past: &Past<'_>, model: &impl MemoryModel, wish: &Wish) -> Vec<Pick> {
    let known = entries.iter().filter(|entry| wish.filter.admits(entry)).filter_map(|entry| {
        let standing = past.standings.get(&entry.id).filter(|standing| !standing.suspended)?;
        Some((entry, recall_on(standing.remembered.as_ref()?, past.day, model)))
    });
    let mut known: Vec<(&Entry, f64)> = known.collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.id.cmp(&b.0.id)));
    let mut seconds = 0;
    let mut picks = Vec::new();
    for (entry, _) in known.into_iter().take(wish.count) {
        seconds += entry.seconds.think + entry.seconds.target;
        if !picks.is_empty() && wish.minutes.is_some_and(|minutes| seconds > minutes * 60) {
            break;
        }
        picks.push(Pick { question: entry.id.clone(), why: Why::Practice });
    }
    picks
}

/// New questions in a seeded order: the most relevant first, topics taken in turn, long ones last but for one.
fn order_new<'a>(mut new: Vec<&'a Entry>, wish: &Wish) -> Vec<&'a Entry> {
    let mut random = StdRng::seed_from_u64(wish.seed);
    // Stable, because that is quick where files are in some order already.
    new.sort_by(|a, b| a.id.cmp(&b.id));
    new.shuffle(&mut random);
    if let Some(archetype) = wish.filter.archetype {
        new.sort_by_key(|entry| std::cmp::Reverse(entry.archetypes.of(archetype)));
    }
    let new = spread(&new, |entry| entry.topic.as_str());
    let (long, short): (Vec<_>, Vec<_>) = new.into_iter().partition(|entry| entry.seconds.target > LONG_SECONDS);
    let mut ordered = short;
    let warm_up = ordered.iter().position(|e| e.seconds.target <= WARM_UP_SECONDS && e.difficulty != Difficulty::Hard);
    if let Some(at) = warm_up {
        ordered[..=at].rotate_right(1);
    }
    let mut long = long.into_iter();
    if let Some(one) = long.next() {
        ordered.insert(ordered.len().min(wish.count.saturating_sub(1)), one);
    }
    ordered.extend(long);
    ordered
}

/// A pick that was not chosen yet.
type Candidate<'a> = (&'a Entry, Why);

/// The new questions of a paced day, and those that only stand in where nothing else is left to do.
fn pace_new<'a>(new: Vec<&'a Entry>, pace: usize, wish: &Wish) -> (Vec<Candidate<'a>>, Vec<Candidate<'a>>) {
    // Ordered for the evening that they make together, so that a long one may be among them.
    let ordered = order_new(new, &Wish { count: pace.min(wish.count), ..wish.clone() });
    let mut paced: Vec<_> = ordered.into_iter().map(|entry| (entry, Why::New)).collect();
    let rest = paced.split_off(pace.min(paced.len()));
    (paced, rest)
}

/// Takes topics in turn, keeping the order within each topic and the order in which topics first appear.
fn spread<T: Copy>(items: &[T], topic: impl Fn(&T) -> &str) -> Vec<T> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    let turn_of = |item| {
        let next = seen.entry(topic(item)).or_default();
        *next += 1;
        *next - 1
    };
    let turns: Vec<usize> = items.iter().map(turn_of).collect();
    // Sorted by counting: at every start ten thousand new questions may come along here.
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

/// Due ones first, but while there are new ones they get a third of the places or more, so that a backlog does not keep
/// everything new away.
/// Comes with the number of new ones that may be taken: some of the candidates will turn out to be related to others.
fn mix<'a>(due: Vec<(&'a Entry, Why)>, new: Vec<(&'a Entry, Why)>, count: usize) -> (Vec<(&'a Entry, Why)>, usize) {
    let most_new = (count * NEW_SHARE.0).div_ceil(NEW_SHARE.1);
    let from_due = due.len().min(most_due(count, !new.is_empty()));
    let from_new = if from_due == 0 { count } else { (count - from_due).min(most_new) };
    let mut rest_due = due;
    let later = rest_due.split_off(from_due);
    (rest_due.into_iter().chain(new).chain(later).collect(), from_new)
}

/// Takes picks in order, without those related to others of the day and with at most `most_new` new ones, until count
/// or minutes are used up.
fn choose(
    candidates: Vec<(&Entry, Why)>,
    most_new: usize,
    past: &Past<'_>,
    entries: &[Entry],
    wish: &Wish,
) -> Vec<Pick> {
    let mut held: HashSet<&QuestionId> = HashSet::new();
    for entry in entries.iter().filter(|entry| past.asked_today.contains(&entry.id)) {
        held.extend(&entry.related);
    }
    let mut picks: Vec<Pick> = Vec::new();
    let mut taken: HashSet<&QuestionId> = HashSet::new();
    let mut seconds = 0;
    let mut new = 0;
    for (entry, why) in candidates {
        if why == Why::New && new >= most_new {
            continue;
        }
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
        new += usize::from(why == Why::New);
        held.extend(&entry.related);
        picks.push(Pick { question: entry.id.clone(), why });
    }
    picks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::{Kind, Levels, Library, Place, Relevance, Seconds, Words};
    use crate::history::Remembered;
    use crate::memory::Fsrs;
    use proptest::prelude::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid")
    }

    fn entry(n: usize, topic: &str, target: u32) -> Entry {
        Entry {
            id: QuestionId::new("b", &format!("q{n:03}")),
            topic: topic.into(),
            subtopic: None,
            prompt: format!("Question {n}?"),
            kind: Kind::default(),
            levels: Levels::default(),
            difficulty: Difficulty::default(),
            archetypes: Relevance::default(),
            tracks: Words::default(),
            tags: Words::default(),
            seconds: Seconds { think: 10, target, max: target * 2 },
            has_notes: true,
            variants: 0,
            revision: 1,
            related: Vec::new(),
            retired: None,
            place: Place::default(),
        }
    }

    fn standing(entry: &Entry, last: i64, interval: u32, rating: Rating) -> (QuestionId, Standing) {
        let last_day = today() + chrono::TimeDelta::days(last);
        let standing = Standing {
            question: entry.id.clone(),
            remembered: Some(Remembered {
                stability: f64::from(interval),
                difficulty: 5.0,
                last_day,
                due: last_day + chrono::TimeDelta::days(i64::from(interval)),
                interval_days: interval,
                last_rating: rating,
            }),
            attempts: 1,
            lapses: 0,
            passed: rating != Rating::Again,
            suspended: false,
            buried_until: None,
        };
        (entry.id.clone(), standing)
    }

    fn drawn(entries: &[Entry], standings: &HashMap<QuestionId, Standing>, asked: &[usize], wish: &Wish) -> Vec<Pick> {
        let asked_today = asked.iter().map(|&n| entries[n].id.clone()).collect();
        let weakness = HashMap::from([("weak".to_owned(), 0.9), ("sure".to_owned(), 0.1)]);
        let past = Past { standings, asked_today: &asked_today, weakness: &weakness, day: today(), stage: None };
        draw(entries, &past, &Fsrs::default(), wish)
    }

    fn slugs(picks: &[Pick]) -> Vec<&str> {
        picks.iter().map(|pick| pick.question.slug()).collect()
    }

    #[test]
    fn due_ones_come_first_and_leave_a_third_to_new_ones() {
        let entries: Vec<_> = (0..20).map(|n| entry(n, "t", 180)).collect();
        let standings: HashMap<_, _> =
            (0..10).map(|n| standing(&entries[n], -9, 3, if n == 2 { Rating::Again } else { Rating::Good })).collect();
        let picks = drawn(&entries, &standings, &[], &Wish { count: 6, ..Wish::default() });
        let whys: Vec<_> = picks.iter().map(|pick| pick.why).collect();
        assert_eq!(picks.len(), 6);
        assert_eq!(whys.iter().filter(|why| **why == Why::New).count(), 2);
        assert!(whys[0] != Why::New && whys.contains(&Why::Failed));
    }

    #[test]
    fn of_a_backlog_those_go_first_that_are_worth_most() {
        let entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
        let lives = [(-900, 800), (-9, 4), (-500, 400)];
        let standings: HashMap<_, _> =
            lives.iter().zip(&entries).map(|(&(last, days), e)| standing(e, last, days, Rating::Good)).collect();
        let tonight = |count| drawn(&entries, &standings, &[], &Wish { count, ..Wish::default() });
        assert_eq!(slugs(&tonight(1)), ["q001"]);
        assert_eq!(tonight(3).len(), 3);
    }

    #[test]
    fn cramming_takes_known_ones_whatever_the_schedule_says() {
        let entries: Vec<_> = (0..5).map(|n| entry(n, "t", 180)).collect();
        let mut standings: HashMap<_, _> =
            [-1, -2, -3, -4].iter().zip(&entries).map(|(&last, e)| standing(e, last, 30, Rating::Good)).collect();
        standings.get_mut(&entries[3].id).expect("known").suspended = true;
        let wish = |count| Wish { only: Only::Cram, count, ..Wish::default() };
        let picks = drawn(&entries, &standings, &[0, 1], &wish(9));
        assert_eq!(slugs(&picks), ["q002", "q001", "q000"], "asked today or not, but neither new nor suspended");
        assert!(picks.iter().all(|pick| pick.why.mode() == Mode::Practice));
        assert_eq!(drawn(&entries, &standings, &[], &wish(2)).len(), 2);
        let short = Wish { minutes: Some(4), ..wish(9) };
        assert_eq!(drawn(&entries, &standings, &[], &short).len(), 1);
    }

    #[test]
    fn tonight_takes_nothing_ahead_of_its_day_but_extras_do() {
        let entries = [entry(0, "t", 180)];
        let standings = HashMap::from([standing(&entries[0], -1, 9, Rating::Good)]);
        assert!(drawn(&entries, &standings, &[], &Wish { count: 5, ..Wish::default() }).is_empty());
        let extra = Wish { count: 5, only: Only::Anything, ..Wish::default() };
        assert_eq!(drawn(&entries, &standings, &[], &extra)[0].why, Why::Ahead);
    }

    fn drawn_for(
        stage: PlanStage,
        entries: &[Entry],
        standings: &HashMap<QuestionId, Standing>,
        wish: &Wish,
    ) -> Vec<Pick> {
        let (asked, weakness) = (HashSet::new(), HashMap::new());
        let past = Past { standings, asked_today: &asked, weakness: &weakness, day: today(), stage: Some(stage) };
        draw(entries, &past, &Fsrs::default(), wish)
    }

    #[test]
    fn a_plan_gives_new_ones_their_pace_before_a_backlog() {
        let entries: Vec<_> = (0..20).map(|n| entry(n, "t", 180)).collect();
        let standings: HashMap<_, _> = (0..12).map(|n| standing(&entries[n], -9, 3, Rating::Good)).collect();
        let new = |pace, known: &HashMap<_, _>| {
            let picks =
                drawn_for(PlanStage::Paced { new: pace }, &entries, known, &Wish { count: 6, ..Wish::default() });
            assert_eq!(picks.len(), 6);
            assert!(picks.is_sorted_by_key(|pick| pick.why == Why::New));
            picks.iter().filter(|pick| pick.why == Why::New).count()
        };
        assert_eq!(new(4, &standings), 4);
        assert_eq!(new(0, &standings), 0);
        assert_eq!(new(1, &HashMap::new()), 6, "an evening with nothing due is filled up");
    }

    #[test]
    fn the_window_takes_what_gains_most_whether_due_or_not() {
        let entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
        let standings =
            HashMap::from([standing(&entries[0], -1, 300, Rating::Good), standing(&entries[1], -3, 4, Rating::Good)]);
        let stage = PlanStage::Window { date: today() + chrono::TimeDelta::days(5), prior: 0.5 };
        let picks = drawn_for(stage, &entries, &standings, &Wish { count: 2, ..Wish::default() });
        assert!(!slugs(&picks).contains(&"q000"), "what is sure anyway gains nothing");
        assert!(picks.contains(&Pick { question: entries[1].id.clone(), why: Why::Gain }));
    }

    #[test]
    fn related_questions_keep_away_from_each_other_for_a_day() {
        let mut entries: Vec<_> = (0..3).map(|n| entry(n, "t", 180)).collect();
        entries[0].related = vec![entries[1].id.clone()];
        let all = Wish { count: 9, ..Wish::default() };
        let picks = drawn(&entries, &HashMap::new(), &[], &all);
        assert_eq!(picks.len(), 2, "{picks:?}");
        assert_eq!(slugs(&drawn(&entries, &HashMap::new(), &[0], &all)), ["q002"]);
        assert_eq!(slugs(&drawn(&entries, &HashMap::new(), &[1], &all)), ["q002"]);
    }

    #[test]
    fn a_related_question_that_stays_away_leaves_its_place_to_another() {
        let mut entries: Vec<_> = (0..9).map(|n| entry(n, "t", 180)).collect();
        for n in [1, 2, 3] {
            entries[n].related = vec![entries[0].id.clone()];
        }
        for seed in 0..50 {
            let picks = drawn(&entries, &HashMap::new(), &[], &Wish { count: 5, seed, ..Wish::default() });
            assert_eq!(picks.len(), 5, "seed {seed}");
        }
    }

    #[test]
    fn the_first_is_a_warm_up_and_one_long_one_comes_last() {
        let mut entries: Vec<_> = (0..12).map(|n| entry(n, "t", if n < 6 { 1500 } else { 300 })).collect();
        entries[11].seconds.target = 90;
        let picks = drawn(&entries, &HashMap::new(), &[], &Wish { count: 5, ..Wish::default() });
        let long = |pick: &Pick| entries[..6].iter().any(|entry| entry.id == pick.question);
        assert_eq!(picks[0].question, entries[11].id);
        assert!(long(&picks[4]) && !picks[..4].iter().any(long), "{picks:?}");
    }

    #[test]
    fn weak_topics_come_first() {
        let entries = [entry(0, "sure", 90), entry(1, "weak", 90), entry(2, "unknown", 90)];
        let standings: HashMap<_, _> = entries.iter().map(|e| standing(e, -1, 9, Rating::Good)).collect();
        let picks = drawn(&entries, &standings, &[], &Wish { count: 1, only: Only::Weak, ..Wish::default() });
        assert_eq!((slugs(&picks), picks[0].why), (vec!["q001"], Why::Weak));
    }

    #[test]
    fn minutes_bound_a_drill_but_never_to_nothing() {
        let entries: Vec<_> = (0..9).map(|n| entry(n, "t", 290)).collect();
        let wish = |minutes| Wish { count: 9, minutes: Some(minutes), ..Wish::default() };
        assert_eq!(drawn(&entries, &HashMap::new(), &[], &wish(15)).len(), 3);
        assert_eq!(drawn(&entries, &HashMap::new(), &[], &wish(1)).len(), 1);
    }

    #[test]
    fn the_built_in_bank_fills_an_evening() {
        let library = Library::builtin();
        let wish = Wish { count: 8, ..Wish::default() };
        let asked = HashSet::new();
        let (standings, weakness) = (HashMap::new(), HashMap::new());
        let past = Past { standings: &standings, asked_today: &asked, weakness: &weakness, day: today(), stage: None };
        assert_eq!(draw(library.entries(), &past, &Fsrs::default(), &wish).len(), 8);
    }

    proptest! {
        #[test]
        fn never_twice_never_asked_today_and_the_same_by_seed(
            lives in proptest::collection::vec((-30_i64..0, 1_u32..30, 1_u8..5, any::<bool>()), 1..40),
            count in 1_usize..20, seed in any::<u64>(), only in 0_usize..5,
        ) {
            let entries: Vec<_> = (0..lives.len() + 10).map(|n| entry(n, ["a", "b", "c"][n % 3], [60, 157, 254, 600, 1500][n % 5])).collect();
            let standings: HashMap<_, _> = lives.iter().zip(&entries).filter(|((.., seen), _)| *seen)
                .map(|(&(last, interval, rating, _), entry)| standing(entry, last, interval, Rating::try_from(rating).expect("1 to 4")))
                .collect();
            let only = [Only::Tonight, Only::Anything, Only::Due, Only::New, Only::Weak][only];
            let wish = Wish { only, count, seed, ..Wish::default() };
            let picks = drawn(&entries, &standings, &[0, 3], &wish);
            prop_assert!(picks.len() <= count);
            let unique: HashSet<_> = picks.iter().map(|pick| &pick.question).collect();
            prop_assert_eq!(unique.len(), picks.len());
            prop_assert!(!unique.contains(&entries[0].id) && !unique.contains(&entries[3].id));
            prop_assert_eq!(&drawn(&entries, &standings, &[0, 3], &wish), &picks);
        }
    }
}
