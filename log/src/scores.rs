//! How well each question was answered on the whole, from the table `outcome` alone: fast at 100,000 attempts.

use hotseat_bank::QuestionId;

use super::cell::text;
use super::connection::History;
use super::error::HistoryError;

/// How often a question was answered, and how well on the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// Attempts that count; a question without any has no score.
    pub attempts: u32,
    /// Mean band of those that have one, 1 to 4.
    pub band: Option<f64>,
}

impl History {
    /// Hands over the score of each question that has attempts, in the order of their ids. There may be thousands, each
    /// needed once, so they are not collected.
    pub fn each_score(&self, mut each: impl FnMut(QuestionId, Score)) -> Result<(), HistoryError> {
        let sql = "SELECT question, count(*), avg(band) FROM outcome WHERE answered = 1 GROUP BY question \
                   ORDER BY question";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let score = Score { attempts: row.get(1)?, band: row.get(2)? };
                each(text(row.get_ref(0)?.as_str()?)?, score);
            }
            Ok(())
        })
    }
}
