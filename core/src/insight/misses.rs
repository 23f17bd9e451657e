//! What is missed again and again: by point, by concept across questions, and by tier; also mistakes made more than
//! once.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::small;
use crate::assess::counts;
use crate::bank::{Level, Question, QuestionId, Tier};
use crate::history::{Tick, Ticked};

/// Counts of ticks by value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Number of hits.
    pub hit: u32,
    /// Number of partial hits.
    pub partial: u32,
    /// Number of misses.
    pub missed: u32,
}

impl Tally {
    /// Counts one more tick.
    pub fn add(&mut self, tick: Tick) {
        match tick {
            Tick::Hit => self.hit += 1,
            Tick::Partial => self.partial += 1,
            Tick::Missed => self.missed += 1,
        }
    }

    /// Number of ticks counted.
    pub fn times(self) -> u32 {
        self.hit + self.partial + self.missed
    }

    /// The share of hits, a partial one counting half; 0 to 1. `None` if nothing was judged.
    pub fn share(self) -> Option<f64> {
        let there = f64::from(self.hit) + f64::from(self.partial) / 2.0;
        (self.times() > 0).then(|| there / f64::from(self.times()))
    }

    /// How often it was missed, and how often it was half there: "3 of 6, partly 1".
    pub fn missed_words(self) -> String {
        let partly = if self.partial > 0 { format!(", partly {}", self.partial) } else { String::new() };
        format!("{} of {}{partly}", self.missed, self.times())
    }

    /// How much there is to gain: the share that was missed (a partial hit counting half), drawn towards zero while
    /// judgements are few, as if two more had been hits.
    fn weight(self) -> f64 {
        (f64::from(self.missed) + f64::from(self.partial) / 2.0) / (f64::from(self.times()) + 2.0)
    }
}

/// A point of a question that was missed, wholly or partly, at least once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PointMiss {
    /// The question that the point belongs to.
    pub question: QuestionId,
    /// Id of the point.
    pub point: String,
    /// The text of the point, as in the notes.
    pub text: String,
    /// The tier of the point, which says how much it counts.
    pub tier: Tier,
    /// How often it was hit, partly hit and missed.
    #[serde(flatten)]
    pub tally: Tally,
    /// Whether it was not fully hit the last time either.
    pub open: bool,
}

/// A concept that points of several questions share, and that was missed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConceptMiss {
    /// Slug of the concept.
    pub concept: String,
    /// Title of the concept, as people read it.
    pub title: String,
    /// How often its points were hit, partly hit and missed, over all questions.
    #[serde(flatten)]
    pub tally: Tally,
    /// The answered questions that ask for it; those that missed it the last time come first.
    pub questions: Vec<QuestionId>,
}

/// A mistake made more than once.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Repeated {
    /// The question that the mistake belongs to.
    pub question: QuestionId,
    /// Id of the mistake.
    pub mistake: String,
    /// The text of the mistake, as in the notes.
    pub text: String,
    /// How often it was made.
    pub made: u32,
    /// Number of judged answers to the question.
    pub of: u32,
    /// Whether it was made the last time as well.
    pub open: bool,
}

/// How often the points of a tier were hit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TierTally {
    /// The tier of the points counted.
    pub tier: Tier,
    /// How often they were hit, partly hit and missed.
    #[serde(flatten)]
    pub tally: Tally,
}

/// What is missed again and again.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Misses {
    /// Number of judged answers behind these figures.
    pub answers: usize,
    /// Points missed, most to gain first.
    pub points: Vec<PointMiss>,
    /// Concepts missed, most to gain first.
    pub concepts: Vec<ConceptMiss>,
    /// Mistakes made more than once, most often first.
    pub mistakes: Vec<Repeated>,
    /// Points by tier.
    pub tiers: Vec<TierTally>,
}

/// Counts misses in judged answers, which must be in order, oldest first. Points above the target level do not count.
/// Points and mistakes that the question no longer has, and questions that are in no bank, are left out.
pub fn misses(
    ticked: &[Ticked],
    level: Level,
    question: impl Fn(&QuestionId) -> Option<Question>,
    title: impl Fn(&str) -> String,
) -> Misses {
    let mut by_question: BTreeMap<&QuestionId, Vec<&Ticked>> = BTreeMap::new();
    for row in ticked {
        by_question.entry(&row.question).or_default().push(row);
    }
    let mut found = Misses::default();
    let mut tiers: BTreeMap<Tier, TierTally> = BTreeMap::new();
    let mut concepts: HashMap<String, (Tally, Vec<(bool, QuestionId)>)> = HashMap::new();
    for (id, rows) in by_question {
        let Some(notes) = question(id) else { continue };
        found.answers += rows.len();
        for point in notes.look_for.iter().filter(|point| counts(point.tier, level)) {
            let ticks = || rows.iter().filter_map(|row| row.points.get(&point.id).copied());
            let Some(last) = ticks().next_back() else { continue };
            let mut tally = Tally::default();
            let tier = tiers.entry(point.tier).or_insert(TierTally { tier: point.tier, tally: Tally::default() });
            for tick in ticks() {
                tally.add(tick);
                tier.tally.add(tick);
            }
            let open = last != Tick::Hit;
            if let Some(concept) = &point.concept {
                let (sum, questions) = concepts.entry(concept.clone()).or_default();
                *sum = Tally {
                    hit: sum.hit + tally.hit,
                    partial: sum.partial + tally.partial,
                    missed: sum.missed + tally.missed,
                };
                questions.push((!open, id.clone()));
            }
            if tally.missed + tally.partial > 0 {
                let (point, text, tier) = (point.id.clone(), point.text.clone(), point.tier);
                found.points.push(PointMiss { question: id.clone(), point, text, tier, tally, open });
            }
        }
        for mistake in &notes.mistakes {
            let made = rows.iter().filter(|row| row.mistakes.contains(&mistake.id)).count();
            if made > 1 {
                found.mistakes.push(Repeated {
                    question: id.clone(),
                    mistake: mistake.id.clone(),
                    text: mistake.text.clone(),
                    made: small(made),
                    of: small(rows.len()),
                    open: rows.last().is_some_and(|row| row.mistakes.contains(&mistake.id)),
                });
            }
        }
    }
    found.concepts = concepts
        .into_iter()
        .filter(|(_, (tally, _))| tally.missed + tally.partial > 0)
        .map(|(concept, (tally, mut questions))| {
            questions.sort();
            questions.dedup_by(|a, b| a.1 == b.1);
            let questions = questions.into_iter().map(|(_, question)| question).collect();
            ConceptMiss { title: title(&concept), concept, tally, questions }
        })
        .collect();
    let heavier = |a: Tally, b: Tally| b.weight().total_cmp(&a.weight());
    found
        .points
        .sort_by(|a, b| heavier(a.tally, b.tally).then_with(|| (&a.question, &a.point).cmp(&(&b.question, &b.point))));
    found.concepts.sort_by(|a, b| heavier(a.tally, b.tally).then_with(|| a.concept.cmp(&b.concept)));
    found
        .mistakes
        .sort_by(|a, b| b.made.cmp(&a.made).then_with(|| (&a.question, &a.mistake).cmp(&(&b.question, &b.mistake))));
    found.tiers = tiers.into_values().collect();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use serde_json::json;

    fn question(id: &QuestionId) -> Option<Question> {
        let known = json!({
            "id": id.slug(), "prompt": "Why?",
            "look_for": [
                {"id": "key", "text": "Names the key", "tier": "must", "concept": "idempotency-key"},
                {"id": "cost", "text": "Says what it costs", "tier": "senior"}
            ],
            "mistakes": [{"id": "flush", "text": "Flushes everything"}]
        });
        (id.slug() != "gone").then(|| serde_json::from_value(known).expect("a question"))
    }

    fn ticked(slug: &str, key: Tick, cost: Tick, flushed: bool) -> Ticked {
        Ticked {
            question: QuestionId::new("b", slug),
            day: NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid"),
            points: [("key".to_owned(), key), ("cost".to_owned(), cost), ("old".to_owned(), Tick::Missed)].into(),
            mistakes: flushed.then(|| "flush".to_owned()).into_iter().collect(),
        }
    }

    #[test]
    fn a_concept_adds_up_over_questions() {
        let rows = [
            ticked("a", Tick::Missed, Tick::Hit, true),
            ticked("a", Tick::Missed, Tick::Hit, true),
            ticked("b", Tick::Missed, Tick::Partial, false),
            ticked("b", Tick::Hit, Tick::Hit, true),
            ticked("gone", Tick::Missed, Tick::Missed, true),
        ];
        let found = misses(&rows, Level::Senior, question, |_| "Idempotency key".into());
        assert_eq!(found.answers, 4, "a question that no bank has says nothing any more");
        let concept = &found.concepts[0];
        assert_eq!((concept.title.as_str(), concept.tally.missed, concept.tally.times()), ("Idempotency key", 3, 4));
        let slugs: Vec<&str> = concept.questions.iter().map(QuestionId::slug).collect();
        assert_eq!(slugs, ["a", "b"], "the one that missed it last comes first");
        let order: Vec<_> = found.points.iter().map(|miss| (miss.question.slug(), miss.point.as_str())).collect();
        assert_eq!(order, [("a", "key"), ("b", "key"), ("b", "cost")]);
        assert!(found.points[0].open && !found.points[1].open);
        let repeated = &found.mistakes[0];
        assert_eq!((found.mistakes.len(), repeated.made, repeated.of, repeated.open), (1, 2, 2, true));
        let tiers: Vec<_> = found.tiers.iter().map(|tier| (tier.tier, tier.tally.times())).collect();
        assert_eq!(tiers, [(Tier::Must, 4), (Tier::Senior, 4)]);
        assert_eq!(found.tiers[1].tally.share(), Some(0.875));
    }

    #[test]
    fn points_above_the_target_are_in_no_count() {
        let rows = [ticked("a", Tick::Hit, Tick::Missed, false)];
        let at = |level| misses(&rows, level, question, |_| String::new());
        let mid = at(Level::Mid);
        assert_eq!((mid.points.len(), mid.tiers.len(), mid.answers), (0, 1, 1), "the point is for senior");
        assert_eq!((at(Level::Senior).points.len(), at(Level::Senior).tiers.len()), (1, 2));
    }

    #[test]
    fn nothing_judged_says_nothing() {
        assert_eq!(misses(&[], Level::Senior, question, |_| String::new()), Misses::default());
        assert_eq!(Tally::default().share(), None);
    }
}
