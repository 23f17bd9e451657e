//! Builds the page for the evening before an interview and its morning.

use std::path::PathBuf;

use super::{Engine, Job, ReportError, filter_of, words_of_target};
use crate::bank::{Difficulty, Entry, Kind, Tier};
use crate::config::Target;
use crate::files;
use crate::history::{HistoryError, Rating};
use crate::insight;
use crate::job::questions_to_ask;
use crate::memory::recall_on;
use crate::moment::Moment;
use crate::practice::Pick;
use crate::report::{DayJob, DayMust, DayNumber, DayReport, Format, Report, WarmUp};

/// The most points on the page.
const MUSTS: usize = 10;

/// The most stories on the page.
const STORIES: usize = 5;

/// How many questions to warm up with, and their longest target in seconds.
const WARM_UPS: usize = 3;
const SHORT: u32 = 200;

/// How many judged answers the missed points are read from.
const RECENT: u32 = 500;

/// The most sentences of the posting on the page.
const ASKED_FOR: usize = 8;

/// How certain a question is to go well, the most certain first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Well,
    Easy,
    Short,
    Not,
}

impl Engine {
    /// The page for an interview: for a job, or for the current target without one.
    pub fn day_report(&self, job: Option<&Job>, now: Moment) -> Result<Report, HistoryError> {
        let target = self.target_for(job, now);
        let date = job.map_or(target.date, |job| job.facts.date);
        let facts = DayReport {
            written_on: now.calendar_day(),
            date,
            days: date.map(|date| (date - now.calendar_day()).num_days()),
            target: words_of_target(&target),
            job: job.map(|job| DayJob {
                title: job.title(),
                level: job.target.level,
                asked_for: job.reading.asked_for().into_iter().take(ASKED_FOR).map(str::to_owned).collect(),
                notes: job.notes.clone(),
            }),
            musts: self.weakest_musts(&target, now)?,
            stories: self.stories_to_have_ready(now)?,
            warm_ups: self.warm_ups(&target, now),
            to_ask: job.map(|job| questions_to_ask(&job.notes)).unwrap_or_default(),
            numbers: crate::bank::numbers()
                .sections
                .iter()
                .flat_map(|section| &section.rows)
                .map(|row| DayNumber { name: row.name.clone(), value: row.value.clone() })
                .collect(),
        };
        Ok(Report::Day(Box::new(facts)))
    }

    /// The target of a job, whether or not it is the current one; without a job, the current target.
    fn target_for(&self, job: Option<&Job>, now: Moment) -> Target {
        let own = &self.config.target;
        job.map_or_else(
            || own.clone(),
            |job| job.target.put_into(own, job.id.as_str(), job.facts.date, now.calendar_day()),
        )
    }

    /// Writes the page into the reports folder, readable by its owner alone, replacing an earlier one of the same
    /// day. Returns its path.
    pub fn write_day(&self, job: Option<&Job>, now: Moment) -> Result<PathBuf, ReportError> {
        let folder = self.paths.as_ref().ok_or(ReportError::NoDisk)?.reports();
        let page = self.day_report(job, now)?.write(Format::Html);
        let path = folder.join(format!("{}-interview.html", now.calendar_day()));
        let written = files::create_private_dir(&folder).and_then(|()| files::replace(&path, page.as_bytes()));
        written.map(|()| path.clone()).map_err(|source| ReportError::Unwritable { path, source })
    }

    /// The musts that were missing last time, those that gain most first; then those of questions that are fading.
    /// The page reveals nothing of questions never answered, whose notes are still closed.
    fn weakest_musts(&self, target: &Target, now: Moment) -> Result<Vec<DayMust>, HistoryError> {
        let filter = filter_of(target);
        let of_target = |id: &crate::bank::QuestionId| self.library.entry(id).is_some_and(|entry| filter.admits(entry));
        let ticked = self.history.ticks(None, RECENT)?;
        let misses =
            insight::misses(&ticked, target.level, |question| self.library.question(question).ok(), str::to_owned);
        let open =
            misses.points.into_iter().filter(|miss| miss.tier == Tier::Must && miss.open && of_target(&miss.question));
        let mut musts: Vec<DayMust> = open
            .map(|miss| DayMust {
                prompt: self.questions().prompt(&miss.question).to_owned(),
                question: miss.question,
                point: miss.text,
            })
            .collect();
        if musts.len() < MUSTS {
            let mut fading: Vec<(f64, &Entry)> = self
                .library
                .entries()
                .iter()
                .filter(|entry| filter.admits(entry))
                .filter_map(|entry| Some((recall_on(self.remembered(&entry.id)?, now.day(), &self.model), entry)))
                .collect();
            fading.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
            for (_, entry) in fading {
                let Ok(question) = self.library.question(&entry.id) else { continue };
                for point in question.look_for.into_iter().filter(|point| point.tier == Tier::Must) {
                    let known = musts.iter().any(|must| must.question == entry.id && must.point == point.text);
                    if !known && musts.len() < MUSTS {
                        musts.push(DayMust {
                            question: entry.id.clone(),
                            prompt: entry.prompt.clone(),
                            point: point.text,
                        });
                    }
                }
            }
        }
        musts.truncate(MUSTS);
        Ok(musts)
    }

    /// The questions to warm up with, to be asked as practice.
    pub fn warm_up_picks(&self, job: Option<&Job>, now: Moment) -> Vec<Pick> {
        self.warm_ups(&self.target_for(job, now), now)
            .iter()
            .map(|one| self.questions().pick(&one.question, now).as_practice())
            .collect()
    }

    /// The questions most certain to go well: known ones, or else easy and short ones. Of equals, those whose topics
    /// the job gives most weight come first.
    fn warm_ups(&self, target: &Target, now: Moment) -> Vec<WarmUp> {
        let filter = filter_of(target);
        let technical = self
            .library
            .entries()
            .iter()
            .filter(|entry| filter.admits(entry) && entry.kind == Kind::Technical && entry.has_notes);
        let mut ranked: Vec<(Known, usize, f64, &Entry)> = technical
            .filter_map(|entry| {
                let wanted = target.topics.iter().position(|topic| *topic == *entry.topic).unwrap_or(usize::MAX);
                let short = entry.seconds.target <= SHORT;
                let known = match self.remembered(&entry.id) {
                    Some(memory) if memory.last_rating >= Rating::Good && short => Known::Well,
                    Some(_) => return None,
                    None if short && entry.difficulty == Difficulty::Easy => Known::Easy,
                    None if short => Known::Short,
                    None => Known::Not,
                };
                let order = match self.remembered(&entry.id) {
                    Some(memory) => -recall_on(memory, now.day(), &self.model),
                    None => f64::from(entry.seconds.target),
                };
                Some((known, wanted, order, entry))
            })
            .collect();
        ranked.sort_by(|a, b| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| a.2.total_cmp(&b.2)).then_with(|| a.3.id.cmp(&b.3.id))
        });
        let mut topics: Vec<&str> = Vec::new();
        let mut chosen = Vec::new();
        for (.., entry) in ranked {
            if chosen.len() < WARM_UPS && !topics.contains(&entry.topic.as_str()) {
                topics.push(&entry.topic);
                chosen.push(WarmUp { question: entry.id.clone(), prompt: entry.prompt.clone() });
            }
        }
        chosen
    }

    /// The titles of the stories to have ready.
    fn stories_to_have_ready(&self, now: Moment) -> Result<Vec<String>, HistoryError> {
        Ok(self.stories().to_have_ready(STORIES, now)?.into_iter().map(|ready| ready.title).collect())
    }
}
