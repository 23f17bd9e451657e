//! Reports of this user: finding the sitting that is meant, collecting what the log and the banks know about it, and
//! writing the report.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::{Engine, Known};
use crate::assess::KeptCard;
use crate::bank::{Dimension, Question, QuestionId};
use crate::files;
use crate::history::{AttemptFilter, AttemptRow, HistoryError, Mode, RecordId, SittingRow, Tick, Utterance};
use crate::moment::Moment;
use crate::practice::judged_alone;
use crate::report::{Answered, Format, Heard, Materials, NoteSource, Past, ProgressReport, Report, SittingReport};

/// How many sittings the error names if the one asked for does not exist.
const NAMED: usize = 5;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// No sitting was named, and no mock was ever sat.
    #[error("no mock was sat yet; `hotseat mock list` has the loops, `hotseat report progress` adds up all answers")]
    NoMock,
    /// No sitting's id is or begins with this.
    #[error("no sitting begins with {name:?}{}", the_last(.known))]
    Unknown {
        /// The id, or beginning of one, that was given.
        name: String,
        /// The last sittings, a line each.
        known: Vec<String>,
    },
    /// The ids of several sittings begin with this.
    #[error("{} sittings begin with {name:?}; write more of the one that you mean:\n  {}", .known.len(), .known.join("\n  "))]
    Ambiguous {
        /// The beginning that was given.
        name: String,
        /// The sittings that it may be, a line each.
        known: Vec<String>,
    },
    /// The log could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// There is no disk to write to.
    #[error("there is no disk to write the report to")]
    NoDisk,
    /// The file cannot be written.
    #[error("cannot write {path}: {source}; `hotseat report` prints it instead", path = .path.display())]
    Unwritable {
        /// The path of the report.
        path: PathBuf,
        /// What the system reported.
        source: io::Error,
    },
}

fn the_last(known: &[String]) -> String {
    if known.is_empty() {
        "; there is none yet".to_owned()
    } else {
        format!("; the last ones are:\n  {}", known.join("\n  "))
    }
}

/// A line about a sitting: its id, its day, and its loop or mode.
fn line(row: &SittingRow) -> String {
    let what = row.sitting.loop_.as_deref().unwrap_or(match row.sitting.mode {
        Mode::Mock => "mock",
        Mode::Drill | Mode::Practice => "drill",
    });
    format!("{}  {}  {what}", row.sitting.sitting, row.day)
}

impl NoteSource for Engine {
    fn question(&self, id: &QuestionId) -> Option<Question> {
        self.questions().find(id).ok()
    }

    fn topic(&self, id: &QuestionId) -> String {
        self.questions().topic_title(id).to_owned()
    }

    fn concept(&self, concept: &str) -> String {
        self.library.concept_title(concept).to_owned()
    }

    fn dimensions(&self, loop_: &str) -> Vec<Dimension> {
        self.mocks().interview(loop_).0
    }
}

/// Reports to be written down or passed on.
#[derive(Clone, Copy, Debug)]
pub struct Reports<'a> {
    pub(super) engine: &'a Engine,
    pub(super) my_answers: bool,
}

impl Reports<'_> {
    /// The same with or without the answers that the candidate keeps, below those given in a sitting.
    pub fn with_my_answers(self, my_answers: bool) -> Self {
        Self { my_answers, ..self }
    }

    /// The sitting whose id is this or begins with it. Without a name: the mock of the last day, preferring one with
    /// answers; of several on that day the one that came into the log last, because a friend may have named no hour.
    pub fn find(self, name: Option<&str>) -> Result<SittingRow, ReportError> {
        let mut all = self.engine.history.sittings()?;
        let Some(name) = name else {
            let mocks = || all.iter().rev().filter(|row| row.sitting.mode == Mode::Mock);
            let is_any = mocks().any(|row| row.attempts > 0);
            let counts = |row: &&SittingRow| row.attempts > 0 || !is_any;
            let day = mocks().find(counts).map(|row| row.day);
            // Of equal ones, the first is the one that began last.
            let found = mocks().filter(counts).filter(|row| Some(row.day) == day);
            let found = found.reduce(|last, row| if row.changed_at > last.changed_at { row } else { last });
            return found.cloned().ok_or(ReportError::NoMock);
        };
        if let Some(at) = all.iter().position(|row| row.sitting.sitting.as_str() == name) {
            return Ok(all.swap_remove(at));
        }
        let begin_so: Vec<&SittingRow> =
            all.iter().filter(|row| !name.is_empty() && row.sitting.sitting.as_str().starts_with(name)).collect();
        match begin_so[..] {
            [one] => Ok(one.clone()),
            [] => Err(ReportError::Unknown {
                name: name.to_owned(),
                known: all.iter().rev().take(NAMED).map(line).collect(),
            }),
            _ => Err(ReportError::Ambiguous {
                name: name.to_owned(),
                known: begin_so.into_iter().rev().take(2 * NAMED).map(line).collect(),
            }),
        }
    }

    /// The attempt with its ticks from before the coach, and the ticks that were taken over from the coach since.
    /// Rating, band and score are the same in both.
    fn judged_alone(self, row: AttemptRow) -> Result<(AttemptRow, BTreeMap<String, Tick>), HistoryError> {
        let judgements = self.engine.mocks().judgements(&row.id)?;
        let (own, after_coach) = judged_alone(&judgements);
        let Some(own) = own.filter(|_| !after_coach.is_empty()) else { return Ok((row, after_coach)) };
        let (points, mistakes, weak) = (own.points.clone(), own.mistakes.clone(), own.weak.clone());
        Ok((AttemptRow { points, mistakes, weak, doubt: own.doubt.clone(), ..row }, after_coach))
    }

    /// The report of a sitting.
    pub fn sitting(self, row: &SittingRow, now: Moment) -> Result<Report, ReportError> {
        let sitting = &row.sitting;
        let mut answers = Vec::new();
        let of_sitting = AttemptFilter { sitting: Some(sitting.sitting.clone()), ..AttemptFilter::default() };
        for attempt in self.engine.history.attempts(&of_sitting)? {
            let (attempt, after_coach) = self.judged_alone(attempt)?;
            let whole = self.engine.attempt(&attempt.id)?;
            let (wording, follow_ups) = whole.map(|whole| (whole.wording, whole.follow_ups)).unwrap_or_default();
            let remark = self.engine.history.remark_on(&attempt.id)?.unwrap_or_default();
            let kept = if self.my_answers { self.engine.history.my_answer(&attempt.question)? } else { None };
            let my_answer = kept.map(|kept| kept.answer.text).unwrap_or_default();
            let heard = self.heard((&attempt.id).into(), attempt.recording.as_deref())?;
            let replies = follow_ups.iter().enumerate();
            let heard_replies = replies
                .map(|(at, reply)| self.heard(Utterance::reply(&attempt.id, at), reply.recording.as_deref()))
                .collect::<Result<_, _>>()?;
            answers.push(Answered {
                row: attempt,
                after_coach,
                wording,
                follow_ups,
                remark,
                my_answer,
                heard,
                heard_replies,
            });
        }
        let mut past = Vec::new();
        if sitting.mode == Mode::Mock {
            let same = |other: &SittingRow| other.sitting.mode == Mode::Mock && other.sitting.loop_ == sitting.loop_;
            let all = self.engine.history.sittings()?.into_iter();
            for row in all.take_while(|other| other.sitting.sitting != sitting.sitting).filter(same) {
                if let Some((kept, _)) = self.engine.kept_card(&row.sitting.sitting)? {
                    past.push(Past { row, card: kept.card });
                }
            }
        }
        let card = self.engine.kept_card(&sitting.sitting)?;
        let debrief = card.as_ref().and_then(|_| self.engine.mocks().debrief(&sitting.sitting, now).ok());
        let facts = SittingReport::of(&Materials {
            row,
            answers,
            card,
            other: KeptCard::of_both(self.engine.kept_cards(&sitting.sitting)?).and_then(|(_, other)| other),
            differences: debrief.map_or_else(Vec::new, |debrief| debrief.differences()),
            past,
            notes: self.engine,
            level: self.engine.config.target.level,
            today: now.day(),
        });
        Ok(Report::Sitting(Box::new(facts)))
    }

    /// What is known about the recording of an answer or a reply.
    fn heard(self, said: Utterance, recording: Option<&str>) -> Result<Heard, HistoryError> {
        let hearing = self.engine.hearing();
        let Known { delivery, transcript, earlier } = hearing.known(said)?;
        let recordings = hearing.recordings();
        let there = |name: &&str| recordings.as_ref().is_some_and(|recordings| recordings.has(name));
        Ok(Heard { delivery, transcript, earlier, recording: recording.filter(there).map(str::to_owned) })
    }

    /// The report of everything the log adds up to. `since` limits whatever is not about today.
    pub fn progress(self, since: Option<NaiveDate>, now: Moment) -> Result<Report, ReportError> {
        let insight = self.engine.figures().insight(since, now)?;
        let ahead = self.engine.config.target.date.is_some_and(|date| date > now.day());
        let plan = ahead.then(|| self.engine.figures().plan(now));
        let facts = ProgressReport::of(insight, plan, self.engine.target_words(), since, now.day());
        Ok(Report::Progress(Box::new(facts)))
    }

    /// Writes the report of a sitting into the reports folder, readable by its owner alone, replacing an earlier one
    /// of the same sitting. Returns its path.
    pub fn write(self, sitting: &RecordId, format: Format, now: Moment) -> Result<PathBuf, ReportError> {
        let folder = self.engine.paths.as_ref().ok_or(ReportError::NoDisk)?.reports();
        let row = self.find(Some(sitting.as_str()))?;
        let report = self.sitting(&row, now)?.write(format);
        let path = folder.join(format!("{}.{}", file_name(&row), format.word()));
        let written = files::create_private_dir(&folder).and_then(|()| files::replace(&path, report.as_bytes()));
        match written {
            Ok(()) => Ok(path),
            Err(source) => Err(ReportError::Unwritable { path, source }),
        }
    }
}

/// Day, loop and the end of the id, which is where ids of one day differ; only characters that every file system
/// accepts.
fn file_name(row: &SittingRow) -> String {
    let plain = |text: &str| -> String {
        let safe = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
        text.chars().map(safe).collect()
    };
    let what = row.sitting.loop_.as_deref().unwrap_or("drill");
    let id = plain(row.sitting.sitting.as_str());
    let what: String = plain(what).chars().take(60).collect();
    format!("{}-{what}-{}", row.day, &id[id.len().saturating_sub(12)..])
}

#[cfg(test)]
mod tests;
