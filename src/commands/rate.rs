//! `hotseat bank rate`: what an answer is worth by its ticks, for other programs.

use std::collections::BTreeMap;

use anyhow::anyhow;
use serde::{Deserialize, Serialize};

use super::out::{show, talk};
use super::{Exit, Place};
use crate::assess::{Band, Circumstances, Judged, Reason, Ticks, judge, score};
use crate::bank::{Level, Question, QuestionId};
use crate::history::{Rating, Spent, Tick};
use crate::json;
use crate::practice::words;

/// The ticks of an answer, and how it was given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ticked {
    points: BTreeMap<String, Tick>,
    #[serde(default)]
    mistakes: Vec<String>,
    level: Option<Level>,
    #[serde(default)]
    hints: u32,
    answer_seconds: Option<f64>,
    #[serde(default)]
    gave_up: bool,
}

/// The result. Without anything to go by there is no band.
#[derive(Serialize)]
struct Rated {
    band: Option<Band>,
    words: Option<&'static str>,
    share: Option<f64>,
    reason: Option<String>,
    /// Further reasons that held the band down.
    also: Vec<String>,
    rating: Option<Rating>,
    /// The number of points that count at the level.
    of: usize,
    /// How many of those were hit; a partial one counts one half.
    points: f64,
    /// Ids in the ticks that the question does not have; they are ignored.
    unknown: Vec<String>,
}

/// Prints what the ticks come to.
pub(super) fn run(place: &Place, id: &QuestionId, text: &str, as_json: bool) -> anyhow::Result<Exit> {
    let question = place.library()?.question(id)?;
    if !text.trim_start().starts_with('{') {
        anyhow::bail!("the ticks are no object, {{\"points\": …}}; hotseat bank rate --help shows the shape");
    }
    let ticked: Ticked = json::read(text)
        .map_err(|misfit| anyhow!("the ticks do not fit: {misfit}; hotseat bank rate --help shows the shape"))?;
    if ticked.answer_seconds.is_some_and(|seconds| !seconds.is_finite() || seconds < 0.0) {
        anyhow::bail!("answer_seconds has to be a number from 0 on, or null where it is not known");
    }
    let unknown: Vec<String> = unknown(&question, &ticked).cloned().collect();
    for id in &unknown {
        talk(format!("{id}: the question has nothing of that name (any more); it counts nowhere."));
    }
    let level = match ticked.level {
        Some(level) => level,
        None => place.config()?.target.level,
    };
    let circumstances = Circumstances {
        seconds: Spent { answer: ticked.answer_seconds.unwrap_or(0.0), ..Spent::default() },
        target_seconds: question.times().target,
        hints: ticked.hints,
        gave_up: ticked.gave_up,
    };
    let ticks = Ticks { points: ticked.points, mistakes: ticked.mistakes, weak: Vec::new() };
    let score = score(&question, &ticks, level);
    let judged = judge(score, circumstances);
    let rated = Rated {
        band: judged.map(|judged| judged.band),
        words: judged.map(|judged| judged.band.word()),
        share: judged.and_then(|judged| judged.share).map(|share| (share * 1e4).round() / 1e4),
        reason: judged.map(|judged| judged.lead()),
        also: judged.iter().flat_map(Judged::also).map(Reason::words).collect(),
        rating: judged.map(|judged| judged.band.rating()),
        of: score.map_or(0, |score| score.of),
        points: score.map_or(0.0, |score| score.points),
        unknown,
    };
    show(as_json, &rated, |out| match judged {
        Some(judged) => Ok(out.line(format!(
            "{}: {}. {} of {} points, {}.",
            words::band(judged.band, judged.share),
            judged.words(),
            words::halves(rated.points),
            rated.of,
            judged.band.rating()
        ))?),
        None => Ok(out.line("Nothing to go by: the question has no points at this level.")?),
    })
}

/// Ids of points and mistakes in the ticks that the question does not have.
fn unknown<'a>(question: &'a Question, ticked: &'a Ticked) -> impl Iterator<Item = &'a String> {
    let points = ticked.points.keys().filter(|id| !question.look_for.iter().any(|point| point.id == **id));
    let mistakes = ticked.mistakes.iter().filter(|id| !question.mistakes.iter().any(|made| made.id == **id));
    points.chain(mistakes)
}
