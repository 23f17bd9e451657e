//! Whether cues and samples are honest: a strong sample shows its points, a weak one does not, and samples of other
//! questions show hardly any.

use std::collections::HashSet;
use std::ops::RangeInclusive;

use super::material::{Item, Material};
use crate::cues::{Cue, Matcher, Text, Texts};
use crate::problem::{Problem, Rule, Severity};
use crate::question::Tier;

/// The smallest share of must and strong points that a strong sample mentions, in percent.
const STRONG: usize = 70;

/// The largest share of them that a weak sample mentions, in percent.
const WEAK: usize = 30;

/// The share of them that a passing sample mentions, in percent.
const PASSING: RangeInclusive<usize> = 40..=80;

/// The largest average share of points that strong samples of other topics may mention.
const BY_CHANCE: f64 = 0.05;

/// If this share of other topics' samples mentions a point, its cues are too general.
const TOO_GENERAL: f64 = 0.15;

/// Fewer samples than this say nothing about a point.
const ENOUGH_SAMPLES: usize = 20;

struct Prepared<'a> {
    item: &'a Item,
    points: Vec<Vec<Cue>>,
    strong: Text,
    passing: Option<Text>,
    weak: Text,
}

/// Checks all samples. With `full`, also compares every strong sample with the points of all other topics, and returns
/// the share that they mention.
pub(super) fn check(
    material: &Material,
    full: bool,
    matcher: &mut Matcher,
    problems: &mut Vec<Problem>,
) -> Option<f64> {
    let mut prepared = Vec::new();
    for item in &material.items {
        let Some(sample) = &item.question.sample else { continue };
        let points = item.question.look_for.iter();
        let points = points.map(|point| point.cues.iter().map(|cue| matcher.cue(cue)).collect()).collect();
        let (strong, weak) = (matcher.text(&sample.strong), matcher.text(&sample.weak));
        let passing = (!sample.passing.is_empty()).then(|| matcher.text(&sample.passing));
        prepared.push(Prepared { item, points, strong, passing, weak });
    }
    for question in &prepared {
        thresholds(question, problems);
    }
    full.then(|| by_chance(&prepared, material, problems))
}

fn mentions(text: &Text, cues: &[Cue]) -> bool {
    cues.iter().any(|cue| text.mentions(cue))
}

fn thresholds(question: &Prepared<'_>, problems: &mut Vec<Problem>) {
    let points = question.item.question.look_for.iter().zip(&question.points);
    let counted: Vec<_> = points.filter(|(point, _)| matches!(point.tier, Tier::Must | Tier::Strong)).collect();
    if counted.is_empty() {
        return;
    }
    let (shown, missing): (Vec<_>, Vec<_>) = counted.iter().partition(|(_, cues)| mentions(&question.strong, cues));
    let names = |points: &[&(&crate::question::Point, &Vec<Cue>)]| {
        points.iter().map(|(point, _)| point.id.as_str()).collect::<Vec<_>>().join(", ")
    };
    if shown.len() * 100 < counted.len() * STRONG {
        let found = format!("{} of {} must and strong points mentioned", shown.len(), counted.len());
        let remedy = format!("mention {STRONG} % of them, or mend the cues of: {}", names(&missing));
        problems.push(question.item.problem(Severity::Error, Rule::Coverage, "sample.strong", &found, &remedy));
    }
    if let Some(passing) = &question.passing {
        let (shown, missing): (Vec<_>, Vec<_>) = counted.iter().partition(|(_, cues)| mentions(passing, cues));
        let share = shown.len() * 100 / counted.len();
        // With a single point there is no partial share.
        if counted.len() > 1 && !PASSING.contains(&share) {
            let found = format!("{} of {} must and strong points mentioned", shown.len(), counted.len());
            let (least, most) = (PASSING.start(), PASSING.end());
            let remedy = if share < *least {
                format!("mention {least} to {most} % of them, or mend the cues of: {}", names(&missing))
            } else {
                format!("mention {least} to {most} % of them: leave out one of {}", names(&shown))
            };
            problems.push(question.item.problem(Severity::Error, Rule::Coverage, "sample.passing", &found, &remedy));
        }
    }
    let by_weak: Vec<_> = counted.iter().filter(|(_, cues)| mentions(&question.weak, cues)).collect();
    if by_weak.len() * 100 > counted.len() * WEAK {
        let found = format!("{} of {} must and strong points mentioned", by_weak.len(), counted.len());
        let remedy = format!("mention at most {WEAK} % of them, or mend the cues of: {}", names(&by_weak));
        problems.push(question.item.problem(Severity::Error, Rule::Coverage, "sample.weak", &found, &remedy));
    }
}

fn by_chance(prepared: &[Prepared<'_>], material: &Material, problems: &mut Vec<Problem>) -> f64 {
    let (mut all, mut all_mentioned) = (0_usize, 0_usize);
    let strong = Texts::of(prepared.iter().map(|question| &question.strong));
    for question in prepared {
        let other = |i: &usize| prepared[*i].item.topic != question.item.topic;
        let others = (0..prepared.len()).filter(other).count();
        for (i, cues) in question.points.iter().enumerate() {
            let by_cue: Vec<Vec<usize>> =
                cues.iter().map(|cue| strong.mentioning(cue).into_iter().filter(other).collect()).collect();
            let mentioned = by_cue.iter().flatten().collect::<HashSet<_>>().len();
            all += others;
            all_mentioned += mentioned;
            if others >= ENOUGH_SAMPLES && mentioned as f64 > others as f64 * TOO_GENERAL {
                let found = format!("strong samples of other topics mention it, {mentioned} of {others}");
                let path = format!("look_for[{i}].cues");
                let counts = by_cue.iter().map(Vec::len);
                let general = general(&question.item.question.look_for[i].cues, counts);
                let remedy = format!("make the cues more particular: {}", general.join(", "));
                problems.push(question.item.problem(Severity::Warning, Rule::Coverage, &path, &found, &remedy));
            }
        }
    }
    let share = if all == 0 { 0.0 } else { all_mentioned as f64 / all as f64 };
    if share > BY_CHANCE {
        let found = format!("strong samples mention {:.1} % of the points of other topics", share * 100.0);
        let remedy = format!("at most {:.0} %: make the cues named in the warnings more particular", BY_CHANCE * 100.0);
        problems.push(Problem::error(Rule::Coverage, &material.manifest_file, found, remedy));
    }
    share
}

/// The cues that other topics' samples say most often, each with the number of samples.
fn general(written: &[String], counts: impl Iterator<Item = usize>) -> Vec<String> {
    let mut counted: Vec<_> = counts.zip(written).collect();
    counted.sort_by(|a, b| b.cmp(a));
    let often = counted.into_iter().filter(|(count, _)| *count > 0).take(3);
    often.map(|(count, written)| format!("{written:?} ({count})")).collect()
}
