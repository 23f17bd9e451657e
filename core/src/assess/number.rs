//! The numbers of an answer on the scorecard: what the evidence suggests for each dimension, with the reason in
//! words, and how far the answer's band lets a number go.

use super::band::{Band, evidence};
use super::card::{Asked, Held, JudgedBy, Number};
use super::judged::SLOW;
use super::judged_answer::Weighed;
use super::rating::{counts, mean, worth};
use crate::bank::{Area, Dimension, Point, Sign};
use crate::history::Tick;

/// The most that an answer which took too long gets on a dimension measured by time.
const LATE: u8 = 2;

/// What is suggested if there is nothing to go by.
const UNKNOWN: u8 = 2;

/// How many points the evidence names.
const NAMED: usize = 2;

/// What a suggestion is based on: a value from 0 to 1, None if there is nothing to go by, and the evidence in words.
struct Found {
    value: Option<f64>,
    words: Vec<String>,
}

/// The number of an answer on a dimension.
pub(super) fn number(dimension: &Dimension, weighed: &Weighed<'_>) -> Number {
    let Found { value, mut words } = found(dimension, weighed);
    let free = value.map_or(UNKNOWN, |value| rounded(1.0 + 3.0 * value));
    let (cap, why) = cap(dimension, weighed);
    let given = weighed.answer.numbers.get(&dimension.id).map(|number| (*number).clamp(1, 4));
    let wanted = given.unwrap_or(free);
    // Candidates are kind to themselves, so their numbers go no further than their ticks. Whoever held the interview
    // heard more than can be ticked, and is taken at their word.
    let at_their_word = given.filter(|_| weighed.answer.judge == JudgedBy::Friend);
    let capped = if at_their_word.is_some() { free > cap } else { free.max(wanted) > cap };
    words.extend(Some(why).filter(|_| capped));
    words.extend(beside_the_musts(free.min(cap), weighed).filter(|_| !capped));
    Number {
        dimension: dimension.id.clone(),
        suggested: free.min(cap),
        number: at_their_word.unwrap_or(wanted.min(cap)),
        capped: capped && at_their_word.is_none(),
        cap,
        evidence: words.join("; "),
    }
}

/// A reminder that one side of an answer may look better than the answer itself, if every must is missing from that.
/// None if there is nothing to remind of.
fn beside_the_musts(number: u8, weighed: &Weighed<'_>) -> Option<String> {
    let judged = weighed.judged.filter(|judged| judged.musts.all_missed() && number > judged.band.number())?;
    Some(format!("a side of an answer that {}: every must is missing", does(judged.band)))
}

/// Whether a dimension measures the whole answer (is it right, is it in order) rather than one side of it.
fn is_of_the_whole(dimension: &Dimension) -> bool {
    dimension.area == Area::Fundamentals
        || dimension.signs.contains(&Sign::Points)
        || (dimension.signs.is_empty() && dimension.concepts.is_empty())
}

/// The most that an answer can get on a dimension, and why, in words: its band on a dimension that measures the whole
/// of it, one more on its sides. An answer that took too long cannot be good on time.
fn cap(dimension: &Dimension, weighed: &Weighed<'_>) -> (u8, String) {
    let (cap, words) = match weighed.judged {
        Some(judged) if is_of_the_whole(dimension) => (judged.band.number(), String::new()),
        Some(judged) => ((judged.band.number() + 1).min(4), format!(", as it {}", does(judged.band))),
        None => (4, String::new()),
    };
    if dimension.signs.contains(&Sign::Time) && is_late(weighed) && LATE <= cap {
        return (LATE, format!("over 125 % of the time: at most {LATE}"));
    }
    (cap, format!("at most {cap}{words}"))
}

fn is_late(weighed: &Weighed<'_>) -> bool {
    weighed.answer.circumstances.pace() > SLOW
}

/// The evidence for a dimension: the mean of its signs and of the points of its concepts, from 0 to 1. A dimension
/// with neither goes by the whole answer.
fn found(dimension: &Dimension, weighed: &Weighed<'_>) -> Found {
    let answer = weighed.answer;
    if answer.circumstances.gave_up {
        return Found { value: Some(0.0), words: vec!["\u{201c}don't know\u{201d}".to_owned()] };
    }
    let whole = weighed.judged.map(|judged| {
        let share = judged.share.map_or(String::new(), |share| format!(" ({:.0} %)", share * 100.0));
        (evidence(f64::from(judged.band.number())), format!("the answer {}{share}", does(judged.band)))
    });
    let mut parts: Vec<(f64, String)> = Vec::new();
    for sign in &dimension.signs {
        match sign {
            Sign::Points => parts.extend(whole.clone()),
            Sign::Probes => parts.extend(held(dimension, answer.held, Asked::Probe)),
            Sign::PushBack => parts.extend(held(dimension, answer.held, Asked::PushBack)),
            Sign::TenTimes => parts.extend(held(dimension, answer.held, Asked::TenTimes)),
            Sign::Clarifications => parts.extend(answer.clarified.map(|asked| {
                if asked {
                    (1.0, "asked for clarification".to_owned())
                } else {
                    (0.0, "did not ask for clarification".to_owned())
                }
            })),
            // Keeping to the time makes no answer good; being late only limits the number, see [`cap`].
            Sign::Time => {}
        }
    }
    parts.extend(concepts(dimension, weighed));
    if parts.is_empty() {
        parts.extend(whole);
    }
    let value = mean(parts.iter().map(|part| part.0));
    let words: Vec<String> = parts.into_iter().map(|part| part.1).collect();
    let words = if words.is_empty() { vec!["nothing to go by".to_owned()] } else { words };
    Found { value, words }
}

/// How the replies to one sort of follow-up held up. A follow-up that did not fit the question does not count, nor
/// does a general prompt on a dimension that measures the whole answer. None if none counts.
fn held(dimension: &Dimension, held: &[Held], asked: Asked) -> Option<(f64, String)> {
    let telling = |held: &&Held| held.asked == asked && held.fits && (held.own || !is_of_the_whole(dimension));
    let ticks: Vec<Tick> = held.iter().filter(telling).map(|held| held.tick).collect();
    let value = mean(ticks.iter().map(|tick| worth(*tick)))?;
    let what = match asked {
        Asked::FollowUp => "follow-up",
        Asked::Probe => "probe",
        Asked::PushBack => "push-back",
        Asked::TenTimes => "ten times",
    };
    let words = match ticks[..] {
        [Tick::Hit] => format!("{what} held"),
        [Tick::Partial] => format!("{what} held partly"),
        [Tick::Missed] => format!("{what} did not hold"),
        _ => format!("{what}: {} of {} held", halves(value * ticks.len() as f64), ticks.len()),
    };
    Some((value, words))
}

/// How many of the points that belong to the dimension's concepts were there, among those that count at the level.
/// None if there are no such points.
fn concepts(dimension: &Dimension, weighed: &Weighed<'_>) -> Option<(f64, String)> {
    let counted = weighed.answer.question.look_for.iter().filter(|point| counts(point.tier, weighed.level));
    let points: Vec<&Point> = counted
        .filter(|point| point.concept.as_ref().is_some_and(|concept| dimension.concepts.contains(concept)))
        .collect();
    let worth = |point: &Point| worth(weighed.answer.ticks.of(&point.id));
    let value = mean(points.iter().map(|point| worth(point)))?;
    let there: Vec<&str> = points.iter().filter(|point| worth(point) > 0.0).map(|point| clause(&point.text)).collect();
    let lacking = || points.iter().map(|point| clause(&point.text)).collect::<Vec<_>>();
    let (lead, named) = if there.is_empty() { ("missing: ", lacking()) } else { ("", there) };
    let more = if named.len() > NAMED { ", …" } else { "" };
    let named = named.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
    let got = halves(value * points.len() as f64);
    let of = if points.len() == 1 { "point".to_owned() } else { "points".to_owned() };
    Some((value, format!("{got} of {} {of}: {lead}{named}{more}", points.len())))
}

/// The text of a point without its full stop.
fn clause(text: &str) -> &str {
    text.trim().trim_end_matches('.')
}

/// A number of points in words, rounded to halves: 2.5 becomes `2½`.
pub fn halves(points: f64) -> String {
    // An empty sum is -0; adding 0 makes it 0.
    let twice = (points * 2.0).round() + 0.0;
    let whole = (twice / 2.0).floor();
    match (whole > 0.0, twice > 2.0 * whole) {
        (true, true) => format!("{whole:.0}½"),
        (false, true) => "½".into(),
        _ => format!("{whole:.0}"),
    }
}

/// What an answer of a band does: "would pass", "is shaky".
fn does(band: Band) -> String {
    if band == Band::Shaky { format!("is {band}") } else { band.to_string() }
}

/// Rounds to a number from 1 to 4, halves up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4")]
fn rounded(value: f64) -> u8 {
    (value + 0.5 + 1e-9).floor().clamp(1.0, 4.0) as u8
}
