//! Sums over the log for statistics, from the narrow table: fast at 100,000 attempts.

use chrono::NaiveDate;
use rusqlite::Row;
use serde::Serialize;

use super::connection::History;
use super::error::HistoryError;
use super::outcome::text;
use crate::bank::QuestionId;

/// Sums over some attempts.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Totals {
    /// Attempts that count.
    pub attempts: u32,
    /// Seconds of thinking.
    pub think_seconds: f64,
    /// Seconds of answering, without thinking and pauses.
    pub answer_seconds: f64,
    /// Attempts by rating: Again, Hard, Good, Easy.
    pub ratings: [u32; 4],
    /// Attempts without a rating.
    pub unrated: u32,
    /// Sum of the scores of those that have one.
    pub score_sum: f64,
    /// How many have a score.
    pub scored: u32,
}

impl Totals {
    const COLUMNS: &str = "count(*), coalesce(sum(think), 0.0), coalesce(sum(answer), 0.0), \
         count(CASE WHEN rating = 1 THEN 1 END), count(CASE WHEN rating = 2 THEN 1 END), \
         count(CASE WHEN rating = 3 THEN 1 END), count(CASE WHEN rating = 4 THEN 1 END), \
         coalesce(sum(score), 0.0), count(score)";

    fn from_row(row: &Row<'_>, first: usize) -> rusqlite::Result<Self> {
        let attempts = row.get(first)?;
        let ratings: [u32; 4] = [row.get(first + 3)?, row.get(first + 4)?, row.get(first + 5)?, row.get(first + 6)?];
        Ok(Self {
            attempts,
            think_seconds: row.get(first + 1)?,
            answer_seconds: row.get(first + 2)?,
            unrated: attempts - ratings.iter().sum::<u32>(),
            ratings,
            score_sum: row.get(first + 7)?,
            scored: row.get(first + 8)?,
        })
    }

    /// Mean score of the attempts that have one.
    pub fn mean_score(&self) -> Option<f64> {
        (self.scored > 0).then(|| self.score_sum / f64::from(self.scored))
    }

    /// Adds other sums, for example those of the questions of one topic.
    pub fn add(&mut self, other: &Self) {
        self.attempts += other.attempts;
        self.think_seconds += other.think_seconds;
        self.answer_seconds += other.answer_seconds;
        for (sum, count) in self.ratings.iter_mut().zip(other.ratings) {
            *sum += count;
        }
        self.unrated += other.unrated;
        self.score_sum += other.score_sum;
        self.scored += other.scored;
    }
}

/// Sums over the attempts at one question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuestionTotals {
    /// Which question.
    pub question: QuestionId,
    /// Practice day of the last attempt.
    pub last_day: NaiveDate,
    /// The sums.
    #[serde(flatten)]
    pub totals: Totals,
}

/// How often a question was answered, and how well on the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Attempts that count; a question without any has no score.
    pub attempts: u32,
    /// Mean score of those that have one, 0 to 1.
    pub mean: Option<f64>,
}

/// Sums over the attempts of one practice day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayTotals {
    /// Which day.
    pub day: NaiveDate,
    /// The sums.
    #[serde(flatten)]
    pub totals: Totals,
}

impl History {
    /// Sums over all attempts since a practice day.
    pub fn totals(&self, since: Option<NaiveDate>) -> Result<Totals, HistoryError> {
        let sql = format!("SELECT {} FROM outcome WHERE answered = 1 AND day >= ?1", Totals::COLUMNS);
        self.reading(|conn| conn.prepare_cached(&sql)?.query_row([first_day(since)], |row| Totals::from_row(row, 0)))
    }

    /// The same by question, for those that have attempts.
    pub fn totals_by_question(&self, since: Option<NaiveDate>) -> Result<Vec<QuestionTotals>, HistoryError> {
        let sql = format!(
            "SELECT question, max(day), {} FROM outcome WHERE answered = 1 AND day >= ?1 GROUP BY question \
             ORDER BY question",
            Totals::COLUMNS
        );
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map([first_day(since)], |row| {
                Ok(QuestionTotals {
                    question: text(row.get_ref(0)?.as_str()?)?,
                    last_day: text(row.get_ref(1)?.as_str()?)?,
                    totals: Totals::from_row(row, 2)?,
                })
            })?;
            rows.collect()
        })
    }

    /// The same by practice day, for those that have attempts.
    pub fn totals_by_day(&self, since: Option<NaiveDate>) -> Result<Vec<DayTotals>, HistoryError> {
        let sql = format!(
            "SELECT day, {} FROM outcome WHERE answered = 1 AND day >= ?1 GROUP BY day ORDER BY day",
            Totals::COLUMNS
        );
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(&sql)?;
            let rows = statement.query_map([first_day(since)], |row| {
                Ok(DayTotals { day: text(row.get_ref(0)?.as_str()?)?, totals: Totals::from_row(row, 1)? })
            })?;
            rows.collect()
        })
    }

    /// Hands over the score of each question that has attempts, in the order of their names. A long history has
    /// thousands of them, and whoever asks needs them once: none is kept.
    pub fn each_score(&self, mut each: impl FnMut(QuestionId, Score)) -> Result<(), HistoryError> {
        let sql = "SELECT question, count(*), avg(score) FROM outcome WHERE answered = 1 GROUP BY question \
                   ORDER BY question";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let score = Score { attempts: row.get(1)?, mean: row.get(2)? };
                each(text(row.get_ref(0)?.as_str()?)?, score);
            }
            Ok(())
        })
    }
}

fn first_day(since: Option<NaiveDate>) -> String {
    since.map_or_else(String::new, |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::testing::{Counting, attempt, judgement, undo};

    #[test]
    fn sums_agree_with_each_other() {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        for n in 0..20 {
            let (name, asked) = (format!("a{n}"), format!("b/q{}", n % 3));
            records.push(attempt(&name, &asked, n * 10));
            if n % 5 != 0 {
                let rating = u8::try_from(n % 4 + 1).expect("small");
                records.push(judgement(&format!("j{n}"), &name, &asked, n * 10, rating));
            }
        }
        records.push(undo("u", "a7", 300));
        history.append(&records, &Counting).expect("saved");
        let all = history.totals(None).expect("summed");
        assert_eq!((all.attempts, all.unrated, all.scored), (19, 4, 15));
        assert_eq!(all.mean_score(), Some(0.75));
        let since = "2026-11-05".parse().ok();
        for since in [None, since] {
            let all = history.totals(since).expect("summed");
            let sum = |parts: Vec<Totals>| {
                parts.iter().fold(Totals::default(), |mut sum, part| {
                    sum.add(part);
                    sum
                })
            };
            let questions = history.totals_by_question(since).expect("summed");
            let days = history.totals_by_day(since).expect("summed");
            if since.is_none() {
                let mut scores = Vec::new();
                history.each_score(|question, score| scores.push((question, score))).expect("summed");
                let expected: Vec<_> = questions
                    .iter()
                    .map(|row| (row.question.clone(), row.totals.attempts, row.totals.mean_score()))
                    .collect();
                let scores: Vec<_> =
                    scores.into_iter().map(|(name, score)| (name, score.attempts, score.mean)).collect();
                assert_eq!(scores, expected);
            }
            for sum in [
                sum(questions.into_iter().map(|row| row.totals).collect()),
                sum(days.into_iter().map(|row| row.totals).collect()),
            ] {
                assert_eq!((sum.attempts, sum.ratings, sum.unrated), (all.attempts, all.ratings, all.unrated));
                assert!((sum.answer_seconds - all.answer_seconds).abs() < 1e-9);
            }
        }
        assert_eq!(History::in_memory().expect("opened").totals(None).expect("summed"), Totals::default());
    }
}
