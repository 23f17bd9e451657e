//! The log as statistics read it: numbers without texts, and ticks without answers. Fast at 100,000 attempts.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use serde::Deserialize;

use super::error::HistoryError;
use super::open::History;
use super::outcome::{json, rating, text};
use super::record::{Rating, Tick};
use crate::bank::QuestionId;

/// One attempt in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Position of its question in [`Facts::questions`].
    pub question: usize,
    /// Practice day.
    pub day: NaiveDate,
    /// Instant in microseconds since 1970 UTC.
    pub at_us: i64,
    /// Whether it was a retry or an extra.
    pub practice: bool,
    /// Seconds before the first key or word.
    pub think: f64,
    /// Seconds of answering.
    pub answer: f64,
    /// The target in force, in seconds; 0: unknown.
    pub target: u32,
    /// What the candidate thought it was worth, 1 to 4.
    pub prediction: Option<u8>,
    /// "Don't know".
    pub gave_up: bool,
    /// What counts; none: unrated.
    pub rating: Option<Rating>,
    /// Whether the rating moved the schedule.
    pub scheduled: bool,
    /// Score of the ticks.
    pub score: Option<f64>,
}

/// Attempts in numbers, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The questions that were answered.
    pub questions: Vec<QuestionId>,
    /// The attempts that count.
    pub rows: Vec<Fact>,
}

/// What was ticked about one attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked {
    /// Which question.
    pub question: QuestionId,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// By point id.
    pub points: BTreeMap<String, Tick>,
    /// Mistakes made.
    pub mistakes: Vec<String>,
}

#[derive(Deserialize)]
struct Ticks {
    #[serde(default)]
    points: BTreeMap<String, Tick>,
    #[serde(default)]
    mistakes: Vec<String>,
}

impl History {
    /// The attempts that count in numbers, since a practice day.
    pub fn facts(&self, since: Option<NaiveDate>) -> Result<Facts, HistoryError> {
        let sql = "SELECT question, day, at_us, mode = 'practice', think, answer, target_seconds, prediction, gave_up, \
                   rating, scheduled, score, attempt FROM outcome WHERE answered = 1 AND day >= ?1";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([since.map_or_else(String::new, |day| day.to_string())])?;
            let mut questions: HashMap<String, usize> = HashMap::new();
            let mut days: HashMap<String, NaiveDate> = HashMap::new();
            let mut found: Vec<(Fact, String)> = Vec::new();
            let mut sorted = true;
            while let Some(row) = rows.next()? {
                let name = row.get_ref(0)?.as_str()?;
                let question = if let Some(known) = questions.get(name) {
                    *known
                } else {
                    questions.insert(name.to_owned(), questions.len());
                    questions.len() - 1
                };
                let day = row.get_ref(1)?.as_str()?;
                let day = match days.get(day) {
                    Some(known) => *known,
                    None => *days.entry(day.to_owned()).or_insert(text(day)?),
                };
                let fact = Fact {
                    question,
                    day,
                    at_us: row.get(2)?,
                    practice: row.get(3)?,
                    think: row.get(4)?,
                    answer: row.get(5)?,
                    target: row.get(6)?,
                    prediction: row.get(7)?,
                    gave_up: row.get(8)?,
                    rating: rating(row.get(9)?)?,
                    scheduled: row.get(10)?,
                    score: row.get(11)?,
                };
                let attempt = row.get_ref(12)?.as_str()?.to_owned();
                sorted = sorted && found.last().is_none_or(|(last, id)| (last.at_us, id) <= (fact.at_us, &attempt));
                found.push((fact, attempt));
            }
            if !sorted {
                found.sort_by(|(a, a_id), (b, b_id)| (a.at_us, a_id).cmp(&(b.at_us, b_id)));
            }
            let mut names: Vec<(usize, QuestionId)> =
                questions.iter().map(|(name, n)| Ok((*n, text(name)?))).collect::<rusqlite::Result<_>>()?;
            names.sort_by_key(|(n, _)| *n);
            Ok(Facts {
                questions: names.into_iter().map(|(_, name)| name).collect(),
                rows: found.into_iter().map(|(fact, _)| fact).collect(),
            })
        })
    }

    /// What was ticked about the newest `limit` attempts with a judgement, since a practice day; oldest first.
    pub fn ticks(&self, since: Option<NaiveDate>, limit: u32) -> Result<Vec<Ticked>, HistoryError> {
        let sql = "SELECT o.question, o.day, j.json FROM \
                   (SELECT question, day, at_us, attempt, judgement FROM outcome \
                    WHERE answered = 1 AND judgement IS NOT NULL AND day >= ?1 \
                    ORDER BY at_us DESC, attempt DESC LIMIT ?2) o \
                   JOIN record j ON j.id = o.judgement ORDER BY o.at_us, o.attempt";
        let since = since.map_or_else(String::new, |day| day.to_string());
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let rows = statement.query_map((since, limit), |row| {
                let ticks: Ticks = json(row.get_ref(2)?.as_str()?)?;
                Ok(Ticked {
                    question: text(row.get_ref(0)?.as_str()?)?,
                    day: text(row.get_ref(1)?.as_str()?)?,
                    points: ticks.points,
                    mistakes: ticks.mistakes,
                })
            })?;
            rows.collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::AttemptFilter;
    use crate::history::testing::{Counting, attempt, judgement, undo};

    #[test]
    fn numbers_and_ticks_agree_with_the_full_attempts() {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        // Later ones come first, as an import may bring them.
        for n in (0..30).rev() {
            let (name, asked) = (format!("a{n:02}"), format!("b/q{}", n % 4));
            records.push(attempt(&name, &asked, n * 7));
            if n % 5 != 0 {
                let rating = u8::try_from(n % 4 + 1).expect("small");
                records.push(judgement(&format!("j{n}"), &name, &asked, n * 7 + 1, rating));
            }
        }
        records.push(undo("u", "a07", 300));
        history.append(&records, &Counting).expect("saved");
        for since in [None, "2026-11-05".parse().ok()] {
            let full = history.attempts(&AttemptFilter { since, ..AttemptFilter::default() }).expect("read");
            let facts = history.facts(since).expect("read");
            let mine: Vec<_> =
                facts.rows.iter().map(|fact| (&facts.questions[fact.question], fact.day, fact.rating)).collect();
            let theirs: Vec<_> = full.iter().map(|row| (&row.question, row.day, row.rating)).collect();
            assert_eq!(mine, theirs);
            let ticked: Vec<_> = full.iter().filter(|row| row.rating.is_some()).collect();
            let ticks = history.ticks(since, 5).expect("read");
            assert_eq!(ticks.len(), 5);
            for (mine, theirs) in ticks.iter().zip(&ticked[ticked.len() - 5..]) {
                assert_eq!((&mine.question, mine.day, &mine.points), (&theirs.question, theirs.day, &theirs.points));
            }
        }
    }
}
