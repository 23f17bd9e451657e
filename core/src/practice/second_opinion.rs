//! A second opinion beside the candidate's own judgement: where they differ, and what becomes of a tick that is taken over.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Serialize;

use crate::bank::Question;
use crate::coach::points::{Unbelieved, Verdict};
use crate::history::{Judgement, Tick};

/// One point, as judged by the candidate and by the coach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The id of the point.
    pub point: String,
    /// The text of the point.
    pub text: String,
    /// The candidate's tick; `None` if not judged.
    pub own: Option<Tick>,
    /// The coach's tick.
    pub coach: Tick,
    /// The words that the coach quotes, as a byte range of the answer.
    pub quote: Option<Range<usize>>,
    /// Whether the coach quoted words that are not in the answer, or too few.
    pub made_up: bool,
    /// Why the coach is not believed; `None` if it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Unbelieved>,
}

impl Row {
    /// Whether the two judge differently, so that there is something to take over.
    pub fn differs(&self) -> bool {
        !self.is_open() && self.own.is_some_and(|own| own != self.coach)
    }

    /// Whether the decision is left to whoever reads the quote.
    fn is_open(&self) -> bool {
        self.why == Some(Unbelieved::Repeated)
    }

    /// Both judgements in words, such as "you: hit \u{b7} coach: missed, found no words".
    pub fn words(&self) -> String {
        let own = self.own.map_or("not judged", word);
        let found = match (self.coach, self.why, self.made_up) {
            (_, Some(why), _) if self.is_open() => return format!("you: {own} \u{b7} coach: {}", why.words()),
            (_, Some(why), _) => format!(", {}", why.words()),
            // Verdicts stored by an earlier version have no reason.
            (_, None, true) => format!(", {}", Unbelieved::NotThere.words()),
            (Tick::Missed, None, false) => ", found no words".to_owned(),
            (_, None, false) => String::new(),
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

/// The coach's verdicts beside the candidate's ticks, differences first. Points that the question no longer has are
/// left out.
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
            why: verdict.why,
        })
    };
    let mut rows: Vec<Row> = verdicts.iter().filter_map(row).collect();
    rows.sort_by_key(|row| !row.differs());
    rows
}

/// The judgement with one tick replaced by the coach's and marked as such. Everything else stays as the candidate
/// judged it.
pub fn taken_over(judgement: &Judgement, row: &Row) -> Judgement {
    let mut after = judgement.clone();
    after.points.insert(row.point.clone(), row.coach);
    if !after.after_coach.contains(&row.point) {
        after.after_coach.push(row.point.clone());
    }
    after
}

/// The judge's own judgement of an answer, and the ticks taken over from the coach since, by point. `judgements` are
/// those of one answer, oldest first. The newest without ticks taken over is the judge's own; it alone counts in a
/// debrief, a scorecard and a report. If there is none, because the log is incomplete, the last one stands in.
pub fn judged_alone(judgements: &[Judgement]) -> (Option<&Judgement>, BTreeMap<String, Tick>) {
    let Some(own) = judgements.iter().rposition(|judgement| judgement.after_coach.is_empty()) else {
        return (judgements.last(), BTreeMap::new());
    };
    let after = judgements[own + 1..].last().into_iter();
    let tick = |(judgement, point): (&Judgement, &String)| Some((point.clone(), *judgement.points.get(point)?));
    let ticks = after.flat_map(|after| after.after_coach.iter().map(move |point| (after, point))).filter_map(tick);
    (judgements.get(own), ticks.collect())
}

/// The words shown beside a point whose tick was taken over, such as "after the coach: hit".
pub fn after_coach_words(tick: Tick) -> String {
    format!("after the coach: {}", word(tick))
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
        Verdict { point: point.to_owned(), tick, quote, made_up: false, why: None }
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
        let short = Row { why: Some(Unbelieved::TooShort), ..made_up };
        assert_eq!(short.words(), "you: hit \u{b7} coach: missed, its quote has too few words to show it");
    }

    #[test]
    fn where_one_quote_stands_for_many_points_there_is_nothing_to_take_over() {
        let own = BTreeMap::from([("one".to_owned(), Tick::Hit)]);
        let repeated = Verdict { why: Some(Unbelieved::Repeated), quote: Some(0..4), ..verdict("one", Tick::Missed) };
        let row = compare(&question(), &own, &[repeated]).remove(0);
        assert!(!row.differs() && row.quote.is_some());
        assert!(row.words().ends_with("read them yourself"), "{}", row.words());
    }

    #[test]
    fn what_was_judged_alone_is_the_newest_judgement_without_the_coach() {
        let judged = |points: &[(&str, Tick)], after: &[&str]| Judgement {
            points: points.iter().map(|(point, tick)| ((*point).to_owned(), *tick)).collect(),
            after_coach: after.iter().map(|point| (*point).to_owned()).collect(),
            ..Judgement::unrated("attempt".parse().expect("an id"), "b/a".parse().expect("a question"))
        };
        let first = judged(&[("one", Tick::Missed)], &[]);
        let own = judged(&[("one", Tick::Missed), ("two", Tick::Missed)], &[]);
        let after = judged(&[("one", Tick::Hit), ("two", Tick::Missed)], &["one"]);
        let later = judged(&[("one", Tick::Hit), ("two", Tick::Partial)], &["one", "two"]);
        let all = [first.clone(), own.clone(), after.clone(), later];
        let ticks = |all: &[(&str, Tick)]| all.iter().map(|(point, tick)| ((*point).to_owned(), *tick)).collect();
        assert_eq!(judged_alone(&all), (Some(&own), ticks(&[("one", Tick::Hit), ("two", Tick::Partial)])));
        assert_eq!(judged_alone(&all[..2]), (Some(&own), ticks(&[])));
        let again = [after.clone(), own.clone()];
        assert_eq!(judged_alone(&again), (Some(&own), ticks(&[])), "who judges anew judges alone");
        assert_eq!(judged_alone(std::slice::from_ref(&after)), (Some(&after), ticks(&[])));
        assert_eq!(judged_alone(&[]), (None, ticks(&[])));
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
