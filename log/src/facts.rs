//! The log as statistics read it: numbers without texts, and ticks without answers. Fast even for 100,000 attempts.

mod kept;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use hotseat_bank::QuestionId;
use rusqlite::{Connection, Params, params_from_iter};

use super::cell::{self, json, rating, text};
use super::connection::History;
use super::error::HistoryError;
use super::outcome::Ticks;
use super::record::{Rating, Tick};

/// One attempt in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Index of its question in [`Facts::questions`].
    pub question: usize,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// When the attempt was saved, in microseconds since 1970 UTC.
    pub at_us: i64,
    /// Whether it was practice: a retry or an extra, which moves no schedule.
    pub practice: bool,
    /// Seconds of thinking before the first key or word.
    pub think: f64,
    /// Seconds spent answering.
    pub answer: f64,
    /// The target length in force, in seconds; 0 if unknown.
    pub target: u32,
    /// The band that the candidate predicted, 1 to 4.
    pub prediction: Option<u8>,
    /// Whether the answer was "don't know".
    pub gave_up: bool,
    /// The rating that counts. None if unrated.
    pub rating: Option<Rating>,
    /// Whether the rating moved the schedule.
    pub scheduled: bool,
    /// Share of the points, less 0.10 for each mistake; may be negative. None if there are no notes or no judgement.
    pub score: Option<f64>,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress).
    pub band: Option<u8>,
    /// The band without the ticks that nothing in the answer supports. None if there are no such ticks.
    pub words_band: Option<u8>,
}

/// Attempts in numbers, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The questions that were answered, each once, in the order of their first answers.
    pub questions: Vec<QuestionId>,
    /// The attempts that count, oldest first.
    pub rows: Vec<Fact>,
}

/// The ticks of one judged attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticked {
    /// The question that was answered.
    pub question: QuestionId,
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// Ticks by point id.
    pub points: BTreeMap<String, Tick>,
    /// Ids of the mistakes made.
    pub mistakes: Vec<String>,
}

/// A judgement that moved the schedule, in numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rated {
    /// Practice day of the attempt.
    pub day: NaiveDate,
    /// The rating that counts.
    pub rating: Rating,
    /// What the answer would have been worth, 1 (would fail) to 4 (would impress). None if there is nothing to base it
    /// on.
    pub band: Option<u8>,
}

const FACTS: &str = "SELECT question, day, at_us, mode = 'practice', think, answer, target_seconds, prediction, gave_up, \
     rating, scheduled, score, band, words_band FROM outcome WHERE answered = 1";

/// Facts as the rows come, with their questions in the same order.
fn read(conn: &Connection, sql: &str, values: impl Params) -> rusqlite::Result<Facts> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(values)?;
    // The same few ids recur again and again, so each is parsed only once.
    let mut questions: HashMap<String, usize> = HashMap::new();
    // Answers of one day are mostly adjacent.
    let mut last: (String, NaiveDate) = (String::new(), NaiveDate::MIN);
    let mut found = Facts::default();
    while let Some(row) = rows.next()? {
        let name = row.get_ref(0)?.as_str()?;
        let question = if let Some(known) = questions.get(name) {
            *known
        } else {
            found.questions.push(text(name)?);
            questions.insert(name.to_owned(), found.questions.len() - 1);
            found.questions.len() - 1
        };
        let day = row.get_ref(1)?.as_str()?;
        if day != last.0 {
            last = (day.to_owned(), cell::day(day)?);
        }
        found.rows.push(Fact {
            question,
            day: last.1,
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
            band: row.get(12)?,
            words_band: row.get(13)?,
        });
    }
    Ok(found)
}

/// All facts from a practice day on, oldest first.
fn all(conn: &Connection, since: Option<&str>) -> rusqlite::Result<Facts> {
    let counted = if since.is_some() { format!("{FACTS} AND day >= ?1") } else { FACTS.to_owned() };
    // Sorting here is quicker than reading rows through an index. Ids matter only for attempts of the same instant.
    let mut facts = read(conn, &counted, params_from_iter(since))?;
    facts.rows.sort_by_key(|fact| fact.at_us);
    if !facts.rows.is_sorted_by(|a, b| a.at_us < b.at_us) {
        return read(conn, &format!("{counted} ORDER BY at_us, attempt"), params_from_iter(since));
    }
    by_first_answer(&mut facts);
    Ok(facts)
}

/// Numbers the questions in the order of their first answers.
fn by_first_answer(facts: &mut Facts) {
    let mut now = vec![usize::MAX; facts.questions.len()];
    let mut order = Vec::with_capacity(now.len());
    for fact in &mut facts.rows {
        let place = &mut now[fact.question];
        if *place == usize::MAX {
            *place = order.len();
            order.push(fact.question);
        }
        fact.question = *place;
    }
    if !order.is_sorted() {
        facts.questions = order.into_iter().map(|before| facts.questions[before].clone()).collect();
    }
}

impl History {
    /// The attempts that count, in numbers, from a practice day on (all of them without one), oldest first.
    pub fn facts(&self, since: Option<NaiveDate>) -> Result<Facts, HistoryError> {
        let since = since.map(|day| day.to_string());
        self.reading(|conn| all(conn, since.as_deref()))
    }

    /// For each question among the newest `limit` judgements that moved the schedule: all of its judgements that did
    /// so, oldest first.
    pub fn rated_last(&self, limit: u32) -> Result<Vec<Vec<Rated>>, HistoryError> {
        let sql = "SELECT question, day, rating, band FROM outcome \
                   WHERE scheduled = 1 AND rating IS NOT NULL AND question IN \
                   (SELECT question FROM outcome WHERE scheduled = 1 AND rating IS NOT NULL \
                    ORDER BY at_us DESC, attempt DESC LIMIT ?1) \
                   ORDER BY question, at_us, attempt";
        self.reading(|conn| {
            let mut statement = conn.prepare_cached(sql)?;
            let mut rows = statement.query([limit])?;
            let (mut lives, mut last): (Vec<Vec<Rated>>, String) = (Vec::new(), String::new());
            while let Some(row) = rows.next()? {
                let question = row.get_ref(0)?.as_str()?;
                if lives.is_empty() || question != last {
                    question.clone_into(&mut last);
                    lives.push(Vec::new());
                }
                let Some(rating) = rating(row.get(2)?)? else { continue };
                let rated = Rated { day: text(row.get_ref(1)?.as_str()?)?, rating, band: row.get(3)? };
                lives.last_mut().into_iter().for_each(|life| life.push(rated));
            }
            Ok(lives)
        })
    }

    /// The ticks of the newest `limit` judged attempts, from a practice day on; oldest first.
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
                let question = text(row.get_ref(0)?.as_str()?)?;
                let ticks = json::<Ticks>(row.get_ref(2)?.as_str()?)?.called_now(&question, &self.renames);
                Ok(Ticked {
                    question,
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
    use crate::AttemptFilter;
    use crate::testing::{Counting, attempt, judgement, undo};

    #[test]
    fn numbers_and_ticks_agree_with_the_full_attempts() {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        // Later attempts are added first, as an import may do.
        for n in (0..30).rev() {
            let (name, asked) = (format!("a{n:02}"), format!("b/q{}", n % 4));
            records.push(attempt(&name, &asked, n * 7));
            if n % 5 != 0 {
                let rating = u8::try_from(n % 4 + 1).expect("small");
                records.push(judgement(&format!("j{n}"), &name, &asked, n * 7 + 1, rating));
            }
        }
        records.push(undo("u", "a07", 300));
        // Two attempts of the same instant.
        records.extend([attempt("b", "b/q1", 500), attempt("a", "b/q2", 500)]);
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

    #[test]
    fn the_questions_judged_last_come_with_all_that_counted() {
        let mut history = History::in_memory().expect("opened");
        let mut records = Vec::new();
        for n in 0..12 {
            let (name, asked) = (format!("a{n:02}"), format!("b/q{}", n % 4));
            records.push(attempt(&name, &asked, n * 24));
            if n != 7 {
                let rating = u8::try_from(n % 4 + 1).expect("small");
                records.push(judgement(&format!("j{n}"), &name, &asked, n * 24 + 1, rating));
            }
        }
        records.push(undo("u", "a06", 999));
        history.append(&records, &Counting).expect("saved");
        let all = history.rated_last(100).expect("read");
        assert_eq!(all.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 2, 2]);
        assert!(all.iter().all(|life| life.is_sorted_by(|a, b| a.day < b.day)));
        let newest = history.rated_last(2).expect("read");
        assert_eq!(newest, all[2..], "those of the newest two judgements, with the older ones of their questions");
        assert!(History::in_memory().expect("opened").rated_last(9).expect("read").is_empty());
    }
}
