//! Compares the points of two answers to one question.

use crate::bank::Question;
use crate::history::{AttemptRow, Tick};
use crate::practice::words::count;
use crate::text::one_line;

/// How one point was ticked in an answer and in the answer before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedPoint {
    /// The point's id within the question.
    pub id: String,
    /// The point's text on one line, or its id if the question no longer has the point.
    pub text: String,
    /// The tick in the earlier answer. `None` if there was no earlier answer, or it was not judged.
    pub before: Option<Tick>,
    /// The tick in the later answer.
    pub after: Tick,
}

impl ComparedPoint {
    /// Whether the point was gained (`true`) or lost (`false`); `None` if neither.
    pub fn moved(&self) -> Option<bool> {
        let is_hit = self.after == Tick::Hit;
        self.before.filter(|before| (*before == Tick::Hit) != is_hit).map(|_| is_hit)
    }
}

/// The points that either answer was judged by, in the order of the question; points that the question no longer has
/// come last. Empty if the later answer was not judged, because then nothing was gained or lost.
pub fn compared_points(
    before: Option<&AttemptRow>,
    after: &AttemptRow,
    question: Option<&Question>,
) -> Vec<ComparedPoint> {
    let is_judged = |row: &&AttemptRow| !row.points.is_empty();
    if !is_judged(&after) {
        return Vec::new();
    }
    let before = before.filter(is_judged);
    let tick = |row: &AttemptRow, id: &str| row.points.get(id).copied().unwrap_or(Tick::Missed);
    let known: Vec<(&str, &str)> = question
        .map(|question| question.look_for.iter().map(|point| (point.id.as_str(), point.text.as_str())).collect())
        .unwrap_or_default();
    let ticked = |id: &str| after.points.contains_key(id) || before.is_some_and(|row| row.points.contains_key(id));
    let ids = after.points.keys().chain(before.into_iter().flat_map(|row| row.points.keys()));
    let mut unknown: Vec<&str> =
        ids.map(String::as_str).filter(|id| known.iter().all(|(other, _)| other != id)).collect();
    unknown.sort_unstable();
    unknown.dedup();
    let all = known.iter().copied().filter(|(id, _)| ticked(id)).chain(unknown.into_iter().map(|id| (id, id)));
    all.map(|(id, text)| ComparedPoint {
        id: id.to_owned(),
        text: one_line(text),
        before: before.map(|row| tick(row, id)),
        after: tick(after, id),
    })
    .collect()
}

/// "Gained 1 point, lost 2 points since the answer before". `None` if there is no earlier judged answer to compare
/// with.
pub fn moved_words(points: &[ComparedPoint]) -> Option<String> {
    if points.iter().all(|point| point.before.is_none()) {
        return None;
    }
    let moved = |gained: bool| points.iter().filter(|point| point.moved() == Some(gained)).count();
    Some(match (moved(true), moved(false)) {
        (0, 0) => "Nothing gained, nothing lost since the answer before".to_owned(),
        (gained, 0) => format!("Gained {} since the answer before", count(gained, "point")),
        (0, lost) => format!("Lost {} since the answer before", count(lost, "point")),
        (gained, lost) => {
            format!("Gained {}, lost {} since the answer before", count(gained, "point"), count(lost, "point"))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::AttemptFilter;
    use crate::history::testing::{attempt, history, id, question, record};
    use crate::history::{Body, Judgement};

    fn rows(ticks: &[&[(&str, Tick)]]) -> Vec<AttemptRow> {
        let mut records = Vec::new();
        for (at, ticks) in (0..).zip(ticks) {
            let name = format!("a{at}");
            records.push(attempt(&name, "b/q", at * 24));
            let points = ticks.iter().map(|(point, tick)| ((*point).to_owned(), *tick)).collect();
            let judgement = Judgement { points, ..Judgement::unrated(id(&name), question("b/q")) };
            records.push(record(&format!("j{at}"), at * 24 + 1, Body::Judgement(judgement)));
        }
        history(&records).attempts(&AttemptFilter::default()).expect("read")
    }

    fn asked() -> Question {
        serde_json::from_str(
            r#"{"id":"q","prompt":"?","look_for":[{"id":"one","text":"One."},{"id":"two","text":"Two."}]}"#,
        )
        .expect("a question")
    }

    #[test]
    fn points_are_gained_and_lost_in_the_order_of_the_question() {
        use Tick::{Hit, Missed, Partial};
        let rows = rows(&[
            &[("one", Hit), ("two", Partial), ("old", Hit)],
            &[("two", Hit), ("one", Missed), ("old", Hit)],
            &[],
        ]);
        let points = compared_points(Some(&rows[0]), &rows[1], Some(&asked()));
        let told: Vec<_> = points.iter().map(|point| (point.text.as_str(), point.moved())).collect();
        assert_eq!(told, [("One.", Some(false)), ("Two.", Some(true)), ("old", None)]);
        assert_eq!(moved_words(&points).as_deref(), Some("Gained 1 point, lost 1 point since the answer before"));
        assert_eq!(moved_words(&compared_points(None, &rows[1], Some(&asked()))), None);
        assert_eq!(compared_points(Some(&rows[1]), &rows[2], Some(&asked())), [], "it was not judged");
        let after_unjudged = compared_points(Some(&rows[2]), &rows[1], None);
        assert_eq!(after_unjudged.iter().map(ComparedPoint::moved).collect::<Vec<_>>(), [None, None, None]);
    }
}
