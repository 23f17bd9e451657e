//! One attempt with its verdict: the narrow row that statistics and the schedule use, without texts and ticks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use hotseat_bank::{QuestionId, Renames};
use rusqlite::{Connection, params};
use serde::Deserialize;
use serde::de::value::{self, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer as _};

use super::cell::{json, rating, text, unreadable};
use super::record::{Doubt, Medium, Mode, Rating, Spent, Tick};
use super::record_id::RecordId;

/// An attempt that counts, with its latest judgement that counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Id of the attempt.
    pub attempt: RecordId,
    /// False if the log has only the judgement (the attempt may arrive with a later import); times are then 0.
    pub answered: bool,
    /// When the attempt was saved, in microseconds since 1970 UTC.
    pub at_us: i64,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// Id of the question.
    pub question: QuestionId,
    /// The sitting it belongs to, if any.
    pub sitting: Option<RecordId>,
    /// Drill, mock or practice.
    pub mode: Mode,
    /// Typed, spoken, or none (gave up).
    pub medium: Medium,
    /// Seconds spent thinking, answering and paused.
    pub seconds: Spent,
    /// The target length in force, in seconds; 0 if unknown.
    pub target_seconds: u32,
    /// The band that the candidate predicted, 1 to 4.
    pub prediction: Option<u8>,
    /// How many hints were shown.
    pub hints: u32,
    /// Whether the answer was "don't know".
    pub gave_up: bool,
    /// Revision of the question when it was answered.
    pub revision: u32,
    /// How many judgements of it the log has, including undone ones.
    pub judgements: u32,
    /// The latest judgement that counts. None if there is none.
    pub verdict: Option<Verdict>,
}

/// The part of a judgement that statistics and the schedule need.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// Id of the judgement.
    pub judgement: RecordId,
    /// The rating that counts. None if it was left unrated.
    pub rating: Option<Rating>,
    /// The rating that the rules suggested, if any.
    pub suggested: Option<Rating>,
    /// Whether it moves the schedule.
    pub scheduled: bool,
    /// Share of the points, less 0.10 for each mistake; may be negative. None if there are no notes.
    pub score: Option<f64>,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress): as recorded, or else as the
    /// projection works it out.
    pub band: Option<u8>,
    /// Number of mistakes made.
    pub mistakes: u32,
    /// The band without the ticks that nothing in the answer supports, 1 to 4. None if there are no such ticks.
    pub words_band: Option<u8>,
    /// The longest interval allowed until the next time, in days, if there is a limit.
    pub within_days: Option<u32>,
    /// The day that load balancing chose for the next time, if it chose one.
    pub due: Option<NaiveDate>,
}

/// The columns of a log row that an outcome needs.
pub(super) struct Logged {
    pub(super) id: String,
    pub(super) at_us: i64,
    pub(super) day: NaiveDate,
    pub(super) json: String,
}

/// The fields of an attempt that an outcome includes.
#[derive(Deserialize)]
struct AttemptFacts {
    question: QuestionId,
    revision: u32,
    #[serde(default)]
    sitting: Option<RecordId>,
    mode: Mode,
    medium: Medium,
    seconds: Spent,
    target_seconds: u32,
    #[serde(default)]
    prediction: Option<u8>,
    hints: u32,
    gave_up: bool,
}

/// The fields of a judgement that an outcome leaves out.
#[derive(Default, Deserialize)]
pub(super) struct Ticks {
    #[serde(default)]
    pub(super) points: BTreeMap<String, Tick>,
    #[serde(default)]
    pub(super) mistakes: Vec<String>,
    #[serde(default)]
    pub(super) weak: Vec<String>,
    #[serde(default)]
    pub(super) doubt: Option<Doubt>,
}

impl Ticks {
    /// Replaces the ids of points with their current ones.
    pub(super) fn called_now(self, question: &QuestionId, renames: &Renames) -> Self {
        let now = |point: String| renames.point(question, point);
        let doubt = self.doubt.map(|doubt| Doubt { points: doubt.points.into_iter().map(now).collect(), ..doubt });
        Self { points: self.points.into_iter().map(|(point, tick)| (now(point), tick)).collect(), doubt, ..self }
    }
}

impl AttemptFacts {
    /// Stands in for an attempt that is not in the log.
    fn unknown(question: QuestionId) -> Self {
        Self {
            question,
            revision: 0,
            sitting: None,
            mode: Mode::Drill,
            medium: Medium::None,
            seconds: Spent::default(),
            target_seconds: 0,
            prediction: None,
            hints: 0,
            gave_up: false,
        }
    }
}

/// The fields of a judgement that an outcome includes.
#[derive(Deserialize)]
struct JudgementFacts {
    question: QuestionId,
    rating: Option<Rating>,
    suggested: Option<Rating>,
    scheduled: bool,
    #[serde(default)]
    score: Option<f64>,
    #[serde(default)]
    band: Option<u8>,
    #[serde(default)]
    mistakes: Vec<serde::de::IgnoredAny>,
    #[serde(default)]
    within_days: Option<u32>,
    #[serde(default)]
    doubt: Option<Doubt>,
    #[serde(default)]
    due: Option<NaiveDate>,
}

impl Outcome {
    /// Joins an attempt with its judgements, given in any order. None if the attempt was taken back, or if the log has
    /// neither it nor a judgement that counts.
    pub(super) fn join(
        attempt_id: &str,
        attempt: Option<&Logged>,
        judgements: &[Logged],
        undone: &BTreeSet<String>,
    ) -> rusqlite::Result<Option<Self>> {
        if undone.contains(attempt_id) {
            return Ok(None);
        }
        let latest = judgements
            .iter()
            .filter(|judgement| !undone.contains(&judgement.id))
            .max_by_key(|judgement| (judgement.at_us, &judgement.id));
        let judged = match latest {
            Some(judgement) => Some((judgement, json::<JudgementFacts>(&judgement.json)?)),
            None => None,
        };
        let (at, facts) = match (attempt, &judged) {
            (Some(attempt), _) => (attempt, json(&attempt.json)?),
            (None, Some((judgement, facts))) => (*judgement, AttemptFacts::unknown(facts.question.clone())),
            (None, None) => return Ok(None),
        };
        let verdict = match judged {
            Some((judgement, facts)) => Some(Verdict {
                judgement: text(&judgement.id)?,
                rating: facts.rating,
                suggested: facts.suggested,
                scheduled: facts.scheduled,
                score: facts.score,
                band: facts.band,
                mistakes: u32::try_from(facts.mistakes.len()).unwrap_or(u32::MAX),
                within_days: facts.within_days,
                words_band: facts.doubt.map(|doubt| doubt.band),
                due: facts.due,
            }),
            None => None,
        };
        Ok(Some(Self {
            attempt: text(attempt_id)?,
            answered: attempt.is_some(),
            at_us: at.at_us,
            day: at.day,
            question: facts.question,
            sitting: facts.sitting,
            mode: facts.mode,
            medium: facts.medium,
            seconds: facts.seconds,
            target_seconds: facts.target_seconds,
            prediction: facts.prediction,
            hints: facts.hints,
            gave_up: facts.gave_up,
            revision: facts.revision,
            judgements: u32::try_from(judgements.len()).unwrap_or(u32::MAX),
            verdict,
        }))
    }

    /// The columns that [`Outcome::from_row`] reads, in its order.
    pub(super) const COLUMNS: &str = "attempt, answered, at_us, day, question, sitting, mode, medium, think, answer, \
         paused, target_seconds, prediction, hints, gave_up, revision, judgements, judgement, rating, suggested, \
         scheduled, score, due, band, mistakes, within_days, words_band";

    pub(super) fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let verdict = match row.get::<_, Option<String>>(17)? {
            None => None,
            Some(judgement) => Some(Verdict {
                judgement: text(&judgement)?,
                rating: rating(row.get(18)?)?,
                suggested: rating(row.get(19)?)?,
                scheduled: row.get(20)?,
                score: row.get(21)?,
                due: row.get::<_, Option<String>>(22)?.map(|due| text(&due)).transpose()?,
                band: row.get(23)?,
                mistakes: row.get(24)?,
                within_days: row.get(25)?,
                words_band: row.get(26)?,
            }),
        };
        Ok(Self {
            attempt: text(row.get_ref(0)?.as_str()?)?,
            answered: row.get(1)?,
            at_us: row.get(2)?,
            day: text(row.get_ref(3)?.as_str()?)?,
            question: text(row.get_ref(4)?.as_str()?)?,
            sitting: row.get::<_, Option<String>>(5)?.map(|sitting| text(&sitting)).transpose()?,
            mode: of_word(row.get_ref(6)?.as_str()?)?,
            medium: of_word(row.get_ref(7)?.as_str()?)?,
            seconds: Spent { think: row.get(8)?, answer: row.get(9)?, paused: row.get(10)? },
            target_seconds: row.get(11)?,
            prediction: row.get(12)?,
            hints: row.get(13)?,
            gave_up: row.get(14)?,
            revision: row.get(15)?,
            judgements: row.get(16)?,
            verdict,
        })
    }

    pub(super) fn store(&self, conn: &Connection) -> rusqlite::Result<()> {
        let verdict = self.verdict.as_ref();
        let sql = "INSERT OR REPLACE INTO outcome VALUES \
                   (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19,?20,?21,?22,?23,?24,?25,?26,?27)";
        conn.prepare_cached(sql)?.execute(params![
            self.attempt.as_str(),
            self.answered,
            self.at_us,
            self.day.to_string(),
            self.question.as_str(),
            self.sitting.as_ref().map(RecordId::as_str),
            mode_word(self.mode),
            medium_word(self.medium),
            self.seconds.think,
            self.seconds.answer,
            self.seconds.paused,
            self.target_seconds,
            self.prediction,
            self.hints,
            self.gave_up,
            self.revision,
            self.judgements,
            verdict.map(|verdict| verdict.judgement.as_str()),
            verdict.and_then(|verdict| verdict.rating).map(Rating::number),
            verdict.and_then(|verdict| verdict.suggested).map(Rating::number),
            verdict.is_some_and(|verdict| verdict.scheduled),
            verdict.and_then(|verdict| verdict.score),
            verdict.and_then(|verdict| verdict.due).map(|due| due.to_string()),
            verdict.and_then(|verdict| verdict.band),
            verdict.map_or(0, |verdict| verdict.mistakes),
            verdict.and_then(|verdict| verdict.within_days),
            verdict.and_then(|verdict| verdict.words_band),
        ])?;
        Ok(())
    }
}

fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Drill => "drill",
        Mode::Mock => "mock",
        Mode::Practice => "practice",
    }
}

fn medium_word(medium: Medium) -> &'static str {
    match medium {
        Medium::Typed => "typed",
        Medium::Spoken => "spoken",
        Medium::None => "none",
    }
}

/// Parses a mode or medium from the word that records use for it.
fn of_word<T: DeserializeOwned>(word: &str) -> rusqlite::Result<T> {
    let word: StrDeserializer<'_, value::Error> = word.into_deserializer();
    T::deserialize(word).map_err(|error| unreadable(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_values_agree() {
        for mode in [Mode::Drill, Mode::Mock, Mode::Practice] {
            assert_eq!(serde_json::to_value(mode).expect("a word"), mode_word(mode));
            assert_eq!(of_word::<Mode>(mode_word(mode)).expect("known"), mode);
        }
        for medium in [Medium::Typed, Medium::Spoken, Medium::None] {
            assert_eq!(serde_json::to_value(medium).expect("a word"), medium_word(medium));
            assert_eq!(of_word::<Medium>(medium_word(medium)).expect("known"), medium);
        }
        assert!(of_word::<Mode>("dream").is_err() && of_word::<Medium>("smoke").is_err());
    }
}
