//! The tables, and the migration steps from one format to the next.

use rusqlite_migration::{M, Migrations};

/// Marks a database as ours, so that no other program's file is taken for a history (the letters `HotS`).
pub(super) const APPLICATION_ID: i64 = 0x486F_7453;

/// Increased when the meaning of the derived tables changes: they are then rebuilt at the next start.
pub(super) const DERIVED_VERSION: u32 = 2;

/// The tables that can be rebuilt from the table `record`.
pub(super) const DERIVED_TABLES: [&str; 4] = ["undone", "outcome", "standing", "meta"];

pub(super) const FIRST: &str = "
PRAGMA application_id = 0x486F7453;

-- The log. `json` is the record in its canonical form; the other columns repeat parts of it for lookup.
-- at_us: microseconds since 1970 UTC. target: the attempt of a judgement, the record of an undo.
CREATE TABLE record (
  id TEXT NOT NULL PRIMARY KEY,
  at_us INTEGER NOT NULL,
  type TEXT NOT NULL,
  day TEXT NOT NULL,
  question TEXT,
  target TEXT,
  sitting TEXT,
  json TEXT NOT NULL
) STRICT;
CREATE INDEX record_order ON record (at_us, id);
CREATE INDEX record_type ON record (type, at_us, id);
CREATE INDEX record_day ON record (day);
CREATE INDEX record_target ON record (target) WHERE target IS NOT NULL;
CREATE INDEX record_sitting ON record (sitting) WHERE type IN ('sitting', 'scorecard');
CREATE INDEX record_held ON record (question) WHERE type IN ('bury', 'suspend');

-- Derived: ids that an effective undo takes back, whether or not the record itself is here.
CREATE TABLE undone (id TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Derived: each attempt that counts, with its latest judgement that counts. answered = 0: a judgement whose attempt
-- is not in the log. judgements: all of them, undone ones too.
CREATE TABLE outcome (
  attempt TEXT NOT NULL PRIMARY KEY,
  answered INTEGER NOT NULL,
  at_us INTEGER NOT NULL,
  day TEXT NOT NULL,
  question TEXT NOT NULL,
  sitting TEXT,
  mode TEXT NOT NULL,
  medium TEXT NOT NULL,
  think REAL NOT NULL,
  answer REAL NOT NULL,
  paused REAL NOT NULL,
  target_seconds INTEGER NOT NULL,
  prediction INTEGER,
  hints INTEGER NOT NULL,
  gave_up INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  judgements INTEGER NOT NULL,
  judgement TEXT,
  rating INTEGER,
  suggested INTEGER,
  scheduled INTEGER NOT NULL,
  score REAL,
  due TEXT
) STRICT;
CREATE INDEX outcome_order ON outcome (at_us, attempt);
-- The columns after the key let sums by question be read from the index alone.
CREATE INDEX outcome_question ON outcome
  (question, at_us, attempt, answered, day, rating, think, answer, score);
CREATE INDEX outcome_sitting ON outcome (sitting) WHERE sitting IS NOT NULL;
CREATE INDEX outcome_open ON outcome (at_us, attempt) WHERE judgements = 0;

-- Derived: what a projection makes of each question's life.
CREATE TABLE standing (
  question TEXT NOT NULL PRIMARY KEY,
  stability REAL,
  difficulty REAL,
  last_day TEXT,
  due TEXT,
  interval_days INTEGER,
  last_rating INTEGER,
  attempts INTEGER NOT NULL,
  lapses INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  suspended INTEGER NOT NULL,
  buried_until TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
";

/// Adds bands beside ratings. Earlier judgements recorded none; the tables are refilled because `DERIVED_VERSION` went
/// up.
const BANDS: &str = "
ALTER TABLE outcome ADD COLUMN band INTEGER;
ALTER TABLE outcome ADD COLUMN mistakes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outcome ADD COLUMN within_days INTEGER;
ALTER TABLE outcome ADD COLUMN words_band INTEGER;
DROP INDEX outcome_question;
-- The columns after the key let sums by question be read from the index alone.
CREATE INDEX outcome_question ON outcome
  (question, at_us, attempt, answered, day, rating, think, answer, band);
";

const STEPS: &[M<'static>] = &[M::up(FIRST), M::up(BANDS)];

/// The number of the newest format.
pub(super) fn latest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

/// All migration steps.
pub(super) fn migrations() -> Migrations<'static> {
    Migrations::from_slice(STEPS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_are_sound() {
        migrations().validate().expect("every step runs");
        assert!(FIRST.contains(&format!("application_id = 0x{APPLICATION_ID:X}")));
    }
}
