//! What to work on: critical mistakes, then missed musts, then everything else that was missing, by weight.

use super::card::{CriticalMistake, Gap, GapSort};
use super::judged_answer::JudgedAnswer;
use super::rating::{counts, weight, worth};
use crate::bank::{Level, QuestionId, Tier};
use crate::history::Tick;

/// The most gaps that a scorecard names.
const GAPS: usize = 3;

/// The weight of a critical mistake as a gap: that of a must.
const CRITICAL: f64 = weight(Tier::Must);

/// The critical mistakes that were made, in the order of the answers.
pub(super) fn critical_mistakes(answers: &[JudgedAnswer<'_>]) -> Vec<CriticalMistake> {
    let of = |answer: &JudgedAnswer<'_>| {
        let made = |id: &String| answer.ticks.mistakes.contains(id);
        let critical = answer.question.mistakes.iter().filter(|mistake| mistake.critical && made(&mistake.id));
        let told =
            critical.map(|mistake| CriticalMistake { question: answer.name.clone(), text: mistake.text.clone() });
        told.collect::<Vec<_>>()
    };
    answers.iter().flat_map(of).collect()
}

/// The gaps, the worst first. Points that nobody judged, points above the level and follow-ups that did not fit are
/// no gaps.
pub(super) fn gaps(answers: &[JudgedAnswer<'_>], level: Level) -> Vec<Gap> {
    let mut found = Found::default();
    for critical in critical_mistakes(answers) {
        found.add(GapSort::CriticalMistake, &critical.text, None, &critical.question, CRITICAL);
    }
    for answer in answers {
        for point in answer.question.look_for.iter().filter(|point| counts(point.tier, level)) {
            let Some(tick) = answer.ticks.points.get(&point.id).filter(|tick| **tick != Tick::Hit) else { continue };
            let sort = match (point.tier, tick) {
                (Tier::Must, Tick::Missed) => GapSort::MissedMust,
                _ => GapSort::Other,
            };
            let lacking = weight(point.tier) * (1.0 - worth(*tick));
            found.add(sort, &point.text, point.concept.as_ref(), &answer.name, lacking);
        }
        for held in answer.held.iter().filter(|held| held.fits && held.tick != Tick::Hit) {
            let lacking = weight(Tier::Strong) * (1.0 - worth(held.tick));
            found.add(GapSort::Other, &held.prompt, None, &answer.name, lacking);
        }
    }
    found.worst()
}

#[derive(Default)]
struct Found(Vec<Gap>);

impl Found {
    /// Adds a gap. Points that share a concept are one gap, and so are points with the same words.
    fn add(&mut self, sort: GapSort, what: &str, concept: Option<&String>, question: &QuestionId, weight: f64) {
        let same = |gap: &&mut Gap| match concept {
            Some(concept) => gap.concept.as_ref() == Some(concept),
            None => gap.concept.is_none() && gap.what == what,
        };
        match self.0.iter_mut().find(same) {
            Some(gap) => {
                if sort < gap.sort {
                    // A gap goes by the worst that is known of it.
                    (gap.sort, gap.what) = (sort, what.to_owned());
                }
                gap.weight += weight;
                if !gap.questions.contains(question) {
                    gap.questions.push(question.clone());
                }
            }
            None => self.0.push(Gap {
                what: what.to_owned(),
                sort,
                concept: concept.cloned(),
                questions: vec![question.clone()],
                weight,
            }),
        }
    }

    /// The worst gaps. The sort is stable: for equal weights the order of the interview is kept.
    fn worst(mut self) -> Vec<Gap> {
        self.0.sort_by(|a, b| a.sort.cmp(&b.sort).then_with(|| b.weight.total_cmp(&a.weight)));
        self.0.truncate(GAPS);
        self.0
    }
}
