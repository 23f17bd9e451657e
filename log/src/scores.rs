//! How well each question has been answered overall, from the table `outcome` alone: fast even for 100,000 attempts.

use hotseat_bank::QuestionId;

use super::cell::text;
use super::connection::History;
use super::error::HistoryError;

/// How often a question was answered, and how well overall.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Number of attempts that count; at least 1.
    pub attempts: u32,
    /// How many of those have a band: a judgement that was taken back leaves none.
    pub judged: u32,
    /// Mean band, 1 to 4, of the attempts that have one. None if none has.
    pub band: Option<f64>,
}

impl History {
    /// Calls `each` with the score of every question that has attempts, ordered by id. There may be thousands, each
    /// needed once, so they are not collected.
    pub fn each_score(&self, mut each: impl FnMut(QuestionId, Score)) -> Result<(), HistoryError> {
        let sql = "SELECT question, count(*), count(band), avg(band) FROM outcome WHERE answered = 1 GROUP BY question \
                   ORDER BY question";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let score = Score { attempts: row.get(1)?, judged: row.get(2)?, band: row.get(3)? };
                each(text(row.get_ref(0)?.as_str()?)?, score);
            }
            Ok(())
        })
    }
}
