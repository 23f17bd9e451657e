//! What an interviewer would recommend: the mean of the numbers, held down by what no mean makes up for.
//!
//! The cut-offs were measured on answers whose verdicts were known; the rules that hold a recommendation down are
//! policy.

use super::card::Recommendation;
use super::level_read::Read;
use crate::bank::Level;

/// What bears on the recommendation of a sitting besides the numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tally {
    /// How many answers have a band.
    pub(super) answers: usize,
    /// How many of these would fail.
    pub(super) failed: usize,
    /// How many of these would impress.
    pub(super) impressed: usize,
    /// How many of these took at most 125 % of their target time.
    pub(super) in_time: usize,
    /// How many critical mistakes were made.
    pub(super) critical: usize,
    /// How many red flags were ticked.
    pub(super) red_flags: usize,
    /// How many musts were there, fully or partly.
    pub(super) musts: usize,
    /// How many musts there are in all.
    pub(super) musts_of: usize,
    /// The level that the points read as.
    pub(super) read: Read,
    /// The level aimed at.
    pub(super) target: Level,
}

/// The recommendation for a mean from 1 to 4, and the rules that decided it, in words.
pub(super) fn recommend(mean: f64, tally: Tally) -> (Recommendation, Vec<String>) {
    let by_mean = Recommendation::of(mean);
    let caps = [
        (Recommendation::StrongNo, "strong no", tally.ruins()),
        (Recommendation::LeanNo, "at most lean no", tally.against()),
        (Recommendation::LeanYes, "at most lean yes", tally.short_of_strong()),
    ];
    let deciding = caps.into_iter().find(|(most, _, why)| *most < by_mean && !why.is_empty());
    let (recommendation, mut reasons) = match deciding {
        Some((most, words, why)) => (most, why.into_iter().map(|why| format!("{words}: {why}")).collect()),
        None => (by_mean, vec![format!("{by_mean} by the mean of the numbers, {mean:.1}")]),
    };
    tally.add_critical(&mut reasons);
    (recommendation, reasons)
}

/// The highest level that a sitting with this recommendation may read as. None if no level.
pub(super) fn highest_level(recommendation: Recommendation, target: Level) -> Option<Level> {
    let below = || Level::ALL.iter().copied().rev().find(|level| *level < target);
    match recommendation {
        Recommendation::StrongYes => Some(Level::Staff),
        Recommendation::LeanYes => Some(target),
        Recommendation::LeanNo => below(),
        Recommendation::StrongNo => None,
    }
}

impl Tally {
    /// Adds critical mistakes to the first reason, unless a reason names them already.
    fn add_critical(self, reasons: &mut [String]) {
        let named = reasons.iter().any(|reason| reason.ends_with("critical mistakes"));
        let Some(first) = reasons.first_mut().filter(|_| !named) else { return };
        match self.critical {
            0 => {}
            1 => first.push_str("; a critical mistake was made"),
            made => first.push_str(&format!("; {made} critical mistakes were made")),
        }
    }

    /// "2 of 6 answers would fail": `some` of the answers and `what` about them.
    fn of_answers(self, some: usize, what: &str) -> String {
        let answers = if self.answers == 1 { "answer" } else { "answers" };
        format!("{some} of {} {answers} {what}", self.answers)
    }

    /// The reasons for a strong no.
    fn ruins(self) -> Vec<String> {
        said([(2 * self.failed > self.answers, self.of_answers(self.failed, "would fail"))])
    }

    /// The reasons for lean no at most.
    fn against(self) -> Vec<String> {
        said([
            (self.failed > 0 && 3 * self.failed >= self.answers, self.of_answers(self.failed, "would fail")),
            (self.critical >= 2, format!("{} critical mistakes", self.critical)),
            (self.red_flags >= 2, format!("{} red flags", self.red_flags)),
            (2 * self.musts < self.musts_of, format!("{} of {} musts were there", self.musts, self.musts_of)),
            (self.read.is_far_below(self.target), self.read.against(self.target)),
        ])
    }

    /// The reasons for lean yes at most.
    fn short_of_strong(self) -> Vec<String> {
        let at_target = self.read.reaches(self.target);
        said([
            (self.failed > 0, self.of_answers(self.failed, "would fail")),
            (self.red_flags > 0, "a red flag".to_owned()),
            (2 * self.impressed < self.answers, self.of_answers(self.impressed, "would impress, half would have to")),
            (2 * self.in_time < self.answers, self.of_answers(self.in_time, "kept to the time")),
            (self.answers > 0 && !at_target, self.read.against(self.target)),
        ])
    }
}

/// The words of the rules that apply.
fn said<const N: usize>(rules: [(bool, String); N]) -> Vec<String> {
    rules.into_iter().filter(|rule| rule.0).map(|rule| rule.1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Recommendation::{LeanNo, LeanYes, StrongNo, StrongYes};
    use crate::assess::level_read::read;
    use crate::bank::{Point, Tier};
    use crate::history::Tick;

    /// The tally of six good answers at senior.
    fn good() -> Tally {
        let tiers = [Tier::Must, Tier::Strong, Tier::Senior];
        let point = |tier| Point { tier, ..Point::new("p".into(), "p".into()) };
        let points: Vec<Point> = tiers.into_iter().flat_map(|tier| [0; 6].map(|_| point(tier))).collect();
        Tally {
            answers: 6,
            failed: 0,
            impressed: 6,
            in_time: 6,
            critical: 0,
            red_flags: 0,
            musts: 12,
            musts_of: 12,
            read: read(points.iter().map(|point| (point, Some(Tick::Hit)))),
            target: Level::Senior,
        }
    }

    #[test]
    fn the_mean_goes_to_the_nearest() {
        let of = |mean| recommend(mean, good()).0;
        let means = [1.0, 1.49, 1.5, 2.49, 2.5, 3.49, 3.5, 4.0];
        assert_eq!(means.map(of), [StrongNo, StrongNo, LeanNo, LeanNo, LeanYes, LeanYes, StrongYes, StrongYes]);
        assert_eq!(of(0.1 + 0.2 + 2.2), LeanYes);
    }

    #[test]
    fn each_rule_holds_down_from_where_it_begins() {
        let of = |tally: Tally| recommend(4.0, tally).0;
        let good = good();
        let rows = [
            (Tally { impressed: 3, ..good }, StrongYes),
            (Tally { impressed: 2, ..good }, LeanYes),
            (Tally { in_time: 3, ..good }, StrongYes),
            (Tally { in_time: 2, ..good }, LeanYes),
            (Tally { failed: 1, ..good }, LeanYes),
            (Tally { failed: 2, ..good }, LeanNo),
            (Tally { failed: 3, ..good }, LeanNo),
            (Tally { failed: 4, ..good }, StrongNo),
            (Tally { failed: 1, answers: 1, ..good }, StrongNo),
            (Tally { critical: 1, ..good }, StrongYes),
            (Tally { critical: 2, ..good }, LeanNo),
            (Tally { red_flags: 1, ..good }, LeanYes),
            (Tally { red_flags: 2, ..good }, LeanNo),
            (Tally { musts: 6, ..good }, StrongYes),
            (Tally { musts: 5, ..good }, LeanNo),
            (Tally { target: Level::Staff, ..good }, LeanYes),
            (Tally { read: Read::default(), ..good }, LeanNo),
        ];
        for (tally, wanted) in rows {
            assert_eq!(of(tally), wanted, "{tally:?}");
        }
        assert_eq!(recommend(1.2, Tally { red_flags: 1, ..good }).1, ["strong no by the mean of the numbers, 1.2"]);
    }

    #[test]
    fn the_level_goes_no_further_than_the_recommendation() {
        let of = |target| Recommendation::ALL.iter().map(|one| highest_level(*one, target)).collect::<Vec<_>>();
        assert_eq!(of(Level::Senior), [None, Some(Level::Mid), Some(Level::Senior), Some(Level::Staff)]);
        assert_eq!(of(Level::Junior), [None, None, Some(Level::Junior), Some(Level::Staff)]);
    }
}
