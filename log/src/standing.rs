//! The standing of each question: stored beside the log, and read back.

use chrono::NaiveDate;
use hotseat_bank::QuestionId;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::cell::{self, rating, text};
use super::connection::History;
use super::error::HistoryError;
use super::record::Rating;

/// The standing of a question: derived from its life by a [`Projection`](super::Projection) and stored beside the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The question.
    pub question: QuestionId,
    /// The memory of it. None if no judgement has moved the schedule: the question was only buried or suspended.
    pub remembered: Option<Remembered>,
    /// Number of answers that moved the schedule.
    pub attempts: u32,
    /// How often it was forgotten after having been known.
    pub lapses: u32,
    /// Whether a passing rating has come since the last Again.
    pub passed: bool,
    /// Whether it is out of the schedule.
    pub suspended: bool,
    /// The first day on which it may be asked again, if it is held back.
    pub buried_until: Option<NaiveDate>,
}

/// The memory of a question after its last scheduled judgement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Remembered {
    /// Days until the probability of recall has fallen to 0.9; finite and above 0.
    pub stability: f64,
    /// FSRS's difficulty, 1 to 10.
    pub difficulty: f64,
    /// Practice day of the last answer that moved the schedule.
    pub last_day: NaiveDate,
    /// The day on which it comes back.
    pub due: NaiveDate,
    /// Days from `last_day` to `due`.
    pub interval_days: u32,
    /// The rating of the last answer that moved the schedule.
    pub last_rating: Rating,
}

impl Standing {
    const COLUMNS: &str = "question, stability, difficulty, last_day, due, interval_days, last_rating, attempts, \
         lapses, passed, suspended, buried_until";

    fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let day = |index: usize| -> rusqlite::Result<Option<NaiveDate>> {
            row.get_ref(index)?.as_str_or_null()?.map(cell::day).transpose()
        };
        let parts = (
            row.get::<_, Option<f64>>(1)?,
            row.get::<_, Option<f64>>(2)?,
            day(3)?,
            day(4)?,
            row.get::<_, Option<u32>>(5)?,
            rating(row.get(6)?)?,
        );
        let remembered = match parts {
            (Some(stability), Some(difficulty), Some(last_day), Some(due), Some(interval_days), Some(last_rating)) => {
                Some(Remembered { stability, difficulty, last_day, due, interval_days, last_rating })
            }
            _ => None,
        };
        Ok(Self {
            question: text(row.get_ref(0)?.as_str()?)?,
            remembered,
            attempts: row.get(7)?,
            lapses: row.get(8)?,
            passed: row.get(9)?,
            suspended: row.get(10)?,
            buried_until: day(11)?,
        })
    }

    /// Stores it, replacing the stored standing of this question.
    pub(super) fn store(&self, conn: &Connection) -> rusqlite::Result<()> {
        let memory = self.remembered.as_ref();
        conn.prepare_cached("INSERT OR REPLACE INTO standing VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")?
            .execute(params![
                self.question.as_str(),
                memory.map(|memory| memory.stability),
                memory.map(|memory| memory.difficulty),
                memory.map(|memory| memory.last_day.to_string()),
                memory.map(|memory| memory.due.to_string()),
                memory.map(|memory| memory.interval_days),
                memory.map(|memory| memory.last_rating.number()),
                self.attempts,
                self.lapses,
                self.passed,
                self.suspended,
                self.buried_until.map(|until| until.to_string()),
            ])?;
        Ok(())
    }
}

/// All stored standings, ordered by question.
pub(super) fn kept_standings(conn: &Connection) -> rusqlite::Result<Vec<Standing>> {
    let mut all = Vec::new();
    each_kept(conn, |standing| all.push(standing))?;
    Ok(all)
}

fn each_kept(conn: &Connection, mut each: impl FnMut(Standing)) -> rusqlite::Result<()> {
    let sql = format!("SELECT {} FROM standing ORDER BY question", Standing::COLUMNS);
    let mut statement = conn.prepare_cached(&sql)?;
    for standing in statement.query_map([], Standing::from_row)? {
        each(standing?);
    }
    Ok(())
}

impl History {
    /// All standings, ordered by question, as made by the projection that was settled last.
    pub fn standings(&self) -> Result<Vec<Standing>, HistoryError> {
        self.reading(kept_standings)
    }

    /// Calls `each` with the same standings one by one.
    pub fn each_standing(&self, each: impl FnMut(Standing)) -> Result<(), HistoryError> {
        self.reading(|conn| each_kept(conn, each))
    }

    /// The standing of one question, if it has one.
    pub fn standing(&self, question: &QuestionId) -> Result<Option<Standing>, HistoryError> {
        self.reading(|conn| {
            let sql = format!("SELECT {} FROM standing WHERE question = ?1", Standing::COLUMNS);
            conn.prepare_cached(&sql)?.query_row([question.as_str()], Standing::from_row).optional()
        })
    }
}
