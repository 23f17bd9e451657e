//! The older facts, cached in a file of their own: a hundred thousand rows of the database take ten times as long to
//! read.
//!
//! Facts before the *cut* are in the file, those after it are read from the database. Records never change, so a fact
//! before the cut can only have changed through a record that was added since, and those are looked at. The file may
//! be lost or damaged at any time: then all is read from the database, and the file is written again.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use chrono::{Datelike as _, NaiveDate};
use crc32fast::Hasher;
use hotseat_bank::{QuestionId, files};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};

use super::{FACTS, Fact, Facts, all, read};
use crate::connection::History;
use crate::error::HistoryError;
use crate::record::Rating;

/// The first line of the file; changed whenever its form or the meaning of a fact changes.
const FORMAT: &str = concat!("hotseat facts ", env!("CARGO_PKG_VERSION"), " 1\n");

/// A longer line is none of ours.
const MAX_LINE: u64 = 4096;

/// Bytes of a fact.
const ROW: usize = 49;

/// The checksum of anything that ends with its own checksum.
const OF_ITSELF: u32 = 0x2144_df1c;

/// How many facts are where.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    /// A file is only written for this many facts or more.
    worth: usize,
    /// So many of the newest facts stay out of the file: they are likely to be judged again or taken back.
    open: usize,
    /// With more facts after the cut than this, the file is written again.
    most_open: usize,
    /// With more records added since than this, they are not looked at: everything is read again.
    most_added: i64,
}

const SIZES: Sizes = Sizes { worth: 2_000, open: 500, most_open: 2_500, most_added: 10_000 };

/// What the file was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Made {
    /// The file of the history, as the system numbers it.
    history: (u64, u64),
    /// What the derived tables were made by.
    derived: String,
    /// The newest record: its row and its id.
    newest: (i64, String),
}

/// The line before the facts.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    made: Made,
    /// Every fact before this instant is in the file, in microseconds since 1970 UTC.
    cut: i64,
    questions: usize,
    rows: usize,
}

impl History {
    /// The same as [`History::facts`] of all time, with the older ones from a cache in this file. Whatever is wrong
    /// with the cache only costs time.
    pub fn facts_kept(&self, file: &Path) -> Result<Facts, HistoryError> {
        self.facts_by(file, SIZES)
    }

    fn facts_by(&self, file: &Path, sizes: Sizes) -> Result<Facts, HistoryError> {
        // In memory there is no file to be recognised, and nothing is faster than memory.
        let Some(identity) = self.identity.filter(|_| self.is_in_place() && !self.is_in_memory()) else {
            return self.facts(None);
        };
        let (facts, open, made) = self.reading(|conn| {
            let made = made(conn, identity.numbers())?;
            if let (Some(made), Some((head, mut facts))) = (&made, from_file(file))
                && holds(conn, &head, made, sizes)?
            {
                let newer = read(conn, &format!("{FACTS} AND at_us >= ?1 ORDER BY at_us, attempt"), [head.cut])?;
                let open = newer.rows.len();
                append(&mut facts, newer);
                return Ok((facts, open, Some(made.clone())));
            }
            let facts = all(conn, None)?;
            let open = facts.rows.len();
            Ok((facts, open, made))
        })?;
        if let Some(made) = made.filter(|_| open > sizes.most_open.max(sizes.worth)) {
            // Best effort: without it, the next time takes as long as this one.
            let _ = write(file, made, &facts, sizes.open);
        }
        Ok(facts)
    }
}

/// What a file written now would be made from. None if there is nothing to go by.
fn made(conn: &Connection, history: (u64, u64)) -> rusqlite::Result<Option<Made>> {
    let mut meta = conn.prepare_cached("SELECT value FROM meta WHERE key = 'fingerprint'")?;
    let derived: Option<String> = meta.query_row([], |row| row.get(0)).optional()?;
    let newest = conn
        .prepare_cached("SELECT rowid, id FROM record ORDER BY rowid DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    Ok(newest.zip(derived).map(|(newest, derived)| Made { history, derived, newest }))
}

/// Whether the facts before the cut are still as they were.
fn holds(conn: &Connection, head: &Head, now: &Made, sizes: Sizes) -> rusqlite::Result<bool> {
    let Made { history, derived, newest: (row, id) } = &head.made;
    if (history, derived) != (&now.history, &now.derived) || now.newest.0 - row > sizes.most_added {
        return Ok(false);
    }
    if !conn.prepare_cached("SELECT 1 FROM record WHERE rowid = ?1 AND id = ?2")?.exists((row, id))? {
        return Ok(false);
    }
    let mut added = conn.prepare_cached("SELECT type, target, at_us FROM record WHERE rowid > ?1")?;
    let mut added = added.query([row])?;
    while let Some(row) = added.next()? {
        if touches(conn, row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str_or_null()?, row.get(2)?, head.cut)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a record may change a fact before the cut.
fn touches(conn: &Connection, kind: &str, target: Option<&str>, at_us: i64, cut: i64) -> rusqlite::Result<bool> {
    let found = || {
        conn.prepare_cached("SELECT type, target, at_us FROM record WHERE id = ?1")?
            .query_row([target], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, Option<String>>(1)?, row.get::<_, i64>(2)?))
            })
            .optional()
    };
    Ok(match kind {
        "attempt" => at_us < cut,
        "judgement" => found()?.is_some_and(|(_, _, at_us)| at_us < cut),
        "undo" => match found()? {
            // It takes nothing back, as long as what it names does not come.
            None => false,
            // What the other one did may change, whenever that was.
            Some((kind, ..)) if kind == "undo" => true,
            Some((kind, target, at_us)) => touches(conn, &kind, target.as_deref(), at_us, cut)?,
        },
        _ => false,
    })
}

/// Appends later facts.
fn append(facts: &mut Facts, newer: Facts) {
    let mut places: HashMap<&QuestionId, Option<usize>> =
        newer.questions.iter().map(|question| (question, None)).collect();
    for (at, question) in facts.questions.iter().enumerate() {
        if let Some(place) = places.get_mut(question) {
            *place = Some(at);
        }
    }
    let known: Vec<Option<usize>> = newer.questions.iter().map(|question| places[question]).collect();
    let mut now = Vec::with_capacity(known.len());
    for (question, place) in newer.questions.into_iter().zip(known) {
        now.push(place.unwrap_or(facts.questions.len()));
        if place.is_none() {
            facts.questions.push(question);
        }
    }
    facts.rows.reserve_exact(newer.rows.len());
    facts.rows.extend(newer.rows.into_iter().map(|fact| Fact { question: now[fact.question], ..fact }));
}

/// Writes the file, without the newest `open` facts.
fn write(file: &Path, made: Made, facts: &Facts, open: usize) -> io::Result<()> {
    let Some(first) = facts.rows.len().checked_sub(open.max(1)).map(|first| &facts.rows[first]) else { return Ok(()) };
    let rows = &facts.rows[..facts.rows.partition_point(|fact| fact.at_us < first.at_us)];
    // Questions are numbered in the order of their first answers.
    let questions = &facts.questions[..rows.iter().map(|fact| fact.question + 1).max().unwrap_or(0)];
    let head = Head { made, cut: first.at_us, questions: questions.len(), rows: rows.len() };
    let mut out = FORMAT.as_bytes().to_vec();
    out.reserve(rows.len() * ROW + questions.len() * 16);
    serde_json::to_writer(&mut out, &head)?;
    out.push(b'\n');
    for question in questions {
        out.extend(question.as_str().as_bytes());
        out.push(b'\n');
    }
    for fact in rows {
        put(fact, &mut out);
    }
    out.extend(crc32fast::hash(&out).to_le_bytes());
    files::create_private_dir(file.parent().unwrap_or(Path::new(".")))?;
    files::refuse_special(file)?;
    files::replace_unsynced(file, &out)
}

/// Reads the file. None if there is none, or it is damaged or of another version.
fn from_file(file: &Path) -> Option<(Head, Facts)> {
    files::refuse_special(file).ok()?;
    let mut from = BufReader::with_capacity(64 * 1024, Summed { from: File::open(file).ok()?, sum: Hasher::new() });
    let mut line = String::new();
    next_line(&mut from, &mut line)?;
    if line != FORMAT {
        return None;
    }
    next_line(&mut from, &mut line)?;
    let head: Head = serde_json::from_str(&line).ok()?;
    let length = from.get_ref().from.metadata().ok()?.len();
    if u64::try_from(head.rows.checked_mul(ROW)?).ok()? > length || u64::try_from(head.questions).ok()? > length {
        return None;
    }
    let mut facts = Facts { questions: Vec::with_capacity(head.questions), rows: Vec::with_capacity(head.rows) };
    for _ in 0..head.questions {
        next_line(&mut from, &mut line)?;
        facts.questions.push(line.trim_end().parse().ok()?);
    }
    let mut row = [0; ROW];
    for _ in 0..head.rows {
        from.read_exact(&mut row).ok()?;
        facts.rows.push(taken(&row).filter(|fact| fact.question < head.questions)?);
    }
    from.read_exact(&mut [0; 4]).ok()?;
    let at_end = from.read(&mut [0]).ok()? == 0;
    (at_end && from.into_inner().sum.finalize() == OF_ITSELF).then_some((head, facts))
}

fn next_line(from: &mut impl BufRead, line: &mut String) -> Option<()> {
    line.clear();
    from.take(MAX_LINE).read_line(line).ok().filter(|_| line.ends_with('\n')).map(|_| ())
}

/// A file with the checksum of what was read of it.
struct Summed {
    from: File,
    sum: Hasher,
}

impl Read for Summed {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(to)?;
        self.sum.update(&to[..count]);
        Ok(count)
    }
}

/// What a fact has, bit by bit.
mod has {
    pub(super) const PRACTICE: u8 = 1;
    pub(super) const GAVE_UP: u8 = 2;
    pub(super) const SCHEDULED: u8 = 4;
    pub(super) const SCORE: u8 = 8;
    pub(super) const PREDICTION: u8 = 16;
    pub(super) const BAND: u8 = 32;
    pub(super) const WORDS_BAND: u8 = 64;
}

fn put(fact: &Fact, out: &mut Vec<u8>) {
    let has = [
        (fact.practice, has::PRACTICE),
        (fact.gave_up, has::GAVE_UP),
        (fact.scheduled, has::SCHEDULED),
        (fact.score.is_some(), has::SCORE),
        (fact.prediction.is_some(), has::PREDICTION),
        (fact.band.is_some(), has::BAND),
        (fact.words_band.is_some(), has::WORDS_BAND),
    ];
    out.extend(fact.at_us.to_le_bytes());
    out.extend(fact.think.to_le_bytes());
    out.extend(fact.answer.to_le_bytes());
    out.extend(fact.score.unwrap_or(0.0).to_le_bytes());
    // A log has far fewer than four thousand million questions.
    out.extend(u32::try_from(fact.question).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(fact.day.num_days_from_ce().to_le_bytes());
    out.extend(fact.target.to_le_bytes());
    out.extend([
        has.iter().filter(|(has, _)| *has).map(|(_, bit)| bit).sum(),
        fact.prediction.unwrap_or(0),
        fact.rating.map_or(0, Rating::number),
        fact.band.unwrap_or(0),
        fact.words_band.unwrap_or(0),
    ]);
}

fn taken(mut row: &[u8]) -> Option<Fact> {
    let row = &mut row;
    let (at_us, think, answer, score) = (
        i64::from_le_bytes(next(row)?),
        f64::from_le_bytes(next(row)?),
        f64::from_le_bytes(next(row)?),
        f64::from_le_bytes(next(row)?),
    );
    let (question, day) = (u32::from_le_bytes(next(row)?), i32::from_le_bytes(next(row)?));
    let target = u32::from_le_bytes(next(row)?);
    let [has, prediction, rating, band, words_band] = next(row)?;
    Some(Fact {
        question: usize::try_from(question).ok()?,
        day: NaiveDate::from_num_days_from_ce_opt(day)?,
        at_us,
        practice: has & has::PRACTICE != 0,
        think,
        answer,
        target,
        prediction: (has & has::PREDICTION != 0).then_some(prediction),
        gave_up: has & has::GAVE_UP != 0,
        rating: if rating == 0 { None } else { Some(Rating::try_from(rating).ok()?) },
        scheduled: has & has::SCHEDULED != 0,
        score: (has & has::SCORE != 0).then_some(score),
        band: (has & has::BAND != 0).then_some(band),
        words_band: (has & has::WORDS_BAND != 0).then_some(words_band),
    })
}

fn next<const N: usize>(row: &mut &[u8]) -> Option<[u8; N]> {
    let (first, rest) = row.split_first_chunk()?;
    *row = rest;
    Some(*first)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use proptest::prelude::*;

    use super::*;
    use crate::Record;
    use crate::testing::{Counting, attempt, judgement, undo};

    const SMALL: Sizes = Sizes { worth: 1, open: 3, most_open: 5, most_added: 20 };

    struct Place {
        _folder: tempfile::TempDir,
        history: History,
        file: PathBuf,
    }

    impl Place {
        fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let history = History::open(&folder.path().join("history.sqlite")).expect("opened");
            let file = folder.path().join("cache/facts");
            Self { _folder: folder, history, file }
        }

        fn add(&mut self, records: &[Record]) {
            self.history.append(records, &Counting).expect("saved");
        }

        /// The facts with the cache, which are those without it.
        fn facts(&self) -> Facts {
            let found = self.history.facts_by(&self.file, SMALL).expect("read");
            assert_eq!(found, self.history.facts(None).expect("read"));
            found
        }

        /// Whether the facts come from the file.
        fn is_used(&self) -> bool {
            let before = self.history.facts(None).expect("read");
            let content = fs::read(&self.file).expect("written");
            // What it says is believed, so this shows where the facts come from. The last one stands for the cut.
            let (head, mut facts) = from_file(&self.file).expect("whole");
            facts.rows.iter_mut().for_each(|fact| fact.think += 1.0);
            facts.rows.push(Fact { at_us: head.cut, ..*before.rows.last().expect("one") });
            write(&self.file, head.made, &facts, 1).expect("written");
            let used = self.history.facts_by(&self.file, SMALL).expect("read") != before;
            fs::write(&self.file, content).expect("as before");
            used
        }
    }

    fn answered(from: i64, to: i64) -> Vec<Record> {
        let records = (from..to).flat_map(|n| {
            let (name, asked) = (format!("a{n:02}"), format!("b/q{}", n % 4));
            let rating = u8::try_from(n % 4 + 1).expect("small");
            [attempt(&name, &asked, n), judgement(&format!("j{n:02}"), &name, &asked, n, rating)]
        });
        records.collect()
    }

    #[test]
    fn the_older_facts_come_from_the_file_until_one_of_them_changes() {
        let mut place = Place::new();
        place.add(&answered(0, 30));
        assert_eq!(place.facts().rows.len(), 30);
        assert!(place.is_used());
        place.add(&answered(30, 33));
        place.add(&[judgement("j", "a32", "b/q0", 40, 1), undo("u", "a31", 41)]);
        assert_eq!(place.facts().rows.len(), 32);
        assert!(place.is_used(), "all of that is after the cut");
        for (late, what) in [
            (judgement("late", "a05", "b/q1", 50, 1), "an old answer was judged again"),
            (undo("taken", "a06", 51), "an old answer was taken back"),
            (undo("again", "taken", 52), "that was taken back"),
            (undo("judged", "late", 53), "an old judgement was taken back"),
            (attempt("from-elsewhere", "b/q9", 2), "an old answer came in"),
        ] {
            place.add(&[late]);
            assert!(!place.is_used(), "{what}");
            place.facts();
            assert!(place.is_used(), "{what}, and then it was written again");
        }
    }

    #[test]
    fn another_history_or_another_making_of_it_is_told_apart() {
        let mut place = Place::new();
        place.add(&answered(0, 30));
        place.facts();
        place.history.conn().execute("UPDATE meta SET value = 'another'", []).expect("made by another");
        assert!(!place.is_used());
        place.facts();
        let other = Place::new();
        fs::create_dir_all(other.file.parent().expect("a folder")).expect("made");
        fs::copy(&place.file, &other.file).expect("copied");
        assert_eq!(other.facts(), Facts::default());
        let mut other = other;
        other.add(&answered(1, 31));
        assert!(!other.is_used());
    }

    #[test]
    fn a_file_that_cannot_be_written_or_read_costs_time_alone() {
        let mut place = Place::new();
        place.add(&answered(0, 30));
        fs::create_dir_all(&place.file).expect("in the way");
        assert_eq!(place.facts().rows.len(), 30);
        let view = History::open_read_only(place.history.file()).expect("opened");
        assert_eq!(view.facts_by(&place.file, SMALL).expect("read"), place.facts());
    }

    proptest! {
        #[test]
        fn whatever_happens_they_are_those_of_the_log(steps in prop::collection::vec((0_u8..4, 0_i64..40, 1_u8..5), 1..40)) {
            let mut place = Place::new();
            place.add(&answered(0, 12));
            for (step, (kind, n, rating)) in steps.into_iter().enumerate() {
                let (name, asked) = (format!("b{n:02}"), format!("b/q{}", n % 5));
                place.add(&[match kind {
                    0 => attempt(&format!("{name}-{step}"), &asked, n),
                    1 => judgement(&format!("k{step:02}"), &format!("a{:02}", n % 14), &asked, n, rating),
                    2 => undo(&format!("u{step:02}"), &format!("a{:02}", n % 14), n),
                    _ => undo(&format!("u{step:02}"), &format!("u{:02}", n % 20), n),
                }]);
                place.facts();
            }
        }

        #[test]
        fn a_fact_comes_back_as_it_was(numbers in any::<(i64, f64, f64, Option<f64>, u32, u32)>(), small in any::<(bool, bool, bool, Option<u8>, Option<u8>, Option<u8>)>(), rating in 0_u8..5, day in -700_000_i32..3_000_000) {
            let (at_us, think, answer, score, question, target) = numbers;
            let (practice, gave_up, scheduled, prediction, band, words_band) = small;
            let fact = Fact {
                question: question as usize, at_us, think, answer, score, target, practice, gave_up, scheduled, prediction, band, words_band,
                rating: Rating::try_from(rating).ok(),
                day: NaiveDate::from_num_days_from_ce_opt(day).expect("a day"),
            };
            let mut row = Vec::new();
            put(&fact, &mut row);
            prop_assert_eq!(row.len(), ROW);
            prop_assert_eq!(taken(&row), Some(fact));
        }

        #[test]
        fn a_damaged_file_is_none(at in any::<prop::sample::Index>(), bit in 0_u8..8, cut in any::<bool>()) {
            let mut place = Place::new();
            place.add(&answered(0, 30));
            place.facts();
            let mut bytes = fs::read(&place.file).expect("written");
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] ^= 1 << bit }
            fs::write(&place.file, bytes).expect("damaged");
            prop_assert!(from_file(&place.file).is_none());
            prop_assert_eq!(place.facts().rows.len(), 30);
        }
    }
}
