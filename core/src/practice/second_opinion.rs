//! A second opinion beside the candidate's own judgement: where they differ, and what becomes of a tick that is taken over.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::bank::Question;
use crate::coach::points::Verdict;
use crate::history::{Judgement, Tick};

/// One point, as both judge it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The point's id.
    pub point: String,
    /// Its text.
    pub text: String,
    /// The candidate's tick. None: not judged.
    pub own: Option<Tick>,
    /// What the coach thinks.
    pub coach: Tick,
    /// The words that the coach found: bytes of the answer.
    pub quote: Option<Range<usize>>,
    /// The coach quoted what is not in the answer.
    pub made_up: bool,
}

impl Row {
    /// Whether the two judge differently.
    pub fn differs(&self) -> bool {
        self.own.is_some_and(|own| own != self.coach)
    }

    /// "you: hit \u{b7} coach: missed, found no words".
    pub fn words(&self) -> String {
        let own = self.own.map_or("not judged", word);
        let found = match (self.coach, self.made_up) {
            (_, true) => ", its quote is not in your answer",
            (Tick::Missed, false) => ", found no words",
            (_, false) => "",
        };
        format!("you: {own} \u{b7} coach: {}{found}", word(self.coach))
    }
}

fn word(tick: Tick) -> &'static str {
    match tick {
        Tick::Hit => "hit",
        Tick::Partial => "partial",
        Tick::Missed => "missed",
    }
}

/// The verdicts beside the candidate's ticks, differences first; points that the question no longer has are left out.
pub fn compare(question: &Question, own: &BTreeMap<String, Tick>, verdicts: &[Verdict]) -> Vec<Row> {
    let row = |verdict: &Verdict| {
        let point = question.look_for.iter().find(|point| point.id == verdict.point)?;
        Some(Row {
            point: verdict.point.clone(),
            text: point.text.clone(),
            own: own.get(&verdict.point).copied(),
            coach: verdict.tick,
            quote: verdict.quote.clone(),
            made_up: verdict.made_up,
        })
    };
    let mut rows: Vec<Row> = verdicts.iter().filter_map(row).collect();
    rows.sort_by_key(|row| !row.differs());
    rows
}

/// The judgement with one tick as the coach has it. All else stays as the candidate judged alone.
pub fn taken_over(judgement: &Judgement, row: &Row) -> Judgement {
    let mut after = judgement.clone();
    after.points.insert(row.point.clone(), row.coach);
    if !after.after_coach.contains(&row.point) {
        after.after_coach.push(row.point.clone());
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Rating;

    fn question() -> Question {
        serde_json::from_str(
            r#"{"id":"a","prompt":"A?","look_for":[{"id":"one","text":"One."},{"id":"two","text":"Two."},{"id":"three","text":"Three."}]}"#,
        )
        .expect("a question")
    }

    fn verdict(point: &str, tick: Tick) -> Verdict {
        let quote = (tick != Tick::Missed).then_some(0..4);
        Verdict { point: point.to_owned(), tick, quote, made_up: false }
    }

    #[test]
    fn differences_come_first_and_are_put_into_words() {
        let own = BTreeMap::from([("one".to_owned(), Tick::Hit), ("two".to_owned(), Tick::Hit)]);
        let verdicts = [
            verdict("one", Tick::Hit),
            verdict("two", Tick::Missed),
            verdict("three", Tick::Hit),
            verdict("gone", Tick::Hit),
        ];
        let rows = compare(&question(), &own, &verdicts);
        assert_eq!(rows.iter().map(|row| row.point.as_str()).collect::<Vec<_>>(), ["two", "one", "three"]);
        assert_eq!(rows[0].words(), "you: hit \u{b7} coach: missed, found no words");
        assert_eq!(rows[2].words(), "you: not judged \u{b7} coach: hit");
        let made_up = Row { made_up: true, ..rows[0].clone() };
        assert!(made_up.words().ends_with("its quote is not in your answer"));
    }

    #[test]
    fn a_tick_that_is_taken_over_moves_nothing_else() {
        let judgement = Judgement {
            rating: Some(Rating::Good),
            band: Some(3),
            score: Some(0.5),
            scheduled: true,
            points: BTreeMap::from([("two".to_owned(), Tick::Hit)]),
            ..Judgement::unrated("attempt".parse().expect("an id"), "b/a".parse().expect("a question"))
        };
        let row = &compare(&question(), &judgement.points, &[verdict("two", Tick::Missed)])[0];
        let after = taken_over(&judgement, row);
        assert_eq!((after.points["two"], after.after_coach.as_slice()), (Tick::Missed, &["two".to_owned()][..]));
        let alike = Judgement { points: judgement.points.clone(), after_coach: Vec::new(), ..after.clone() };
        assert_eq!(alike, judgement);
        assert_eq!(taken_over(&after, row).after_coach.len(), 1);
    }
}
