//! Ticks that the words of an answer do not support.

use crate::assess::{self, Band, Circumstances, Mention, Ticks, counts};
use crate::bank::{Level, Point, Question, Tier};
use crate::history::{Doubt, Tick};

/// The number of ticks unsupported by words at which the candidate is asked about them.
const DOUBTFUL: usize = 3;

/// Compares the ticks with the words of the answer: points ticked although no words speak for them become a doubt that
/// is stored with the judgement. Empty `mentions` mean that there is no text to compare with.
pub(super) fn of(
    question: &Question,
    ticks: &Ticks,
    level: Level,
    circumstances: Circumstances,
    mentions: &[Mention],
) -> Option<Doubt> {
    let is_ticked = |point: &&Point| counts(point.tier, level) && ticks.of(&point.id) != Tick::Missed;
    // Without cues, nobody knows in which words a point is made.
    let is_wordless = |point: &&Point| {
        !point.cues.is_empty() && mentions.iter().any(|mention| mention.point == point.id && !mention.near)
    };
    let doubted = question.look_for.iter().filter(is_ticked).filter(is_wordless);
    let points: Vec<String> = doubted.map(|point| point.id.clone()).collect();
    (!points.is_empty()).then(|| {
        let mut supported = ticks.clone();
        supported.points.extend(points.iter().map(|id| (id.clone(), Tick::Missed)));
        let score = assess::score(question, &supported, level);
        let band = assess::judge(score, circumstances).map_or(Band::Fail, |judged| judged.band);
        let of = u32::try_from(assess::ticked(question, ticks, level)).unwrap_or(u32::MAX);
        Doubt { points, of, band: band.number() }
    })
}

/// Whether a doubt deserves a question: it is about three ticks or more, or about a must.
pub(super) fn deserves_a_question(doubt: &Doubt, question: &Question) -> bool {
    let must = |point: &Point| point.tier == Tier::Must && doubt.points.contains(&point.id);
    doubt.points.len() >= DOUBTFUL || question.look_for.iter().any(must)
}
