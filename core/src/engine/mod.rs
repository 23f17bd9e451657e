//! The one engine behind both faces: bank, history, settings and drafts of one user, brought together.
//!
//! It reads what decisions need and writes what was decided. It knows neither terminal nor command line. What can be
//! read is grouped by subject: [`Engine::questions`], [`Engine::mocks`], [`Engine::figures`], [`Engine::hearing`],
//! [`Engine::coach`] and [`Engine::reports`]. What changes something is a method of the engine itself.

mod answers;
mod bank_copies;
mod browse;
mod coach;
mod day;
mod doubts;
mod draft_copies;
mod drafts;
mod dues;
mod extract;
mod figures;
mod habits;
mod hearing;
mod improve;
mod interviews;
mod job_lines;
mod job_page;
mod jobs;
mod kept;
mod mirror;
mod mocks;
#[cfg(test)]
mod odd_times_tests;
mod one_evening;
mod own;
mod posting;
mod questions;
mod records;
mod report;
mod safety;
mod saving;
mod split;
mod stories;
mod sync;
mod undo;
mod versions;
mod work;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet, VecDeque};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use chrono::NaiveDate;

pub use crate::insight::Account;
pub use crate::insight::{Insight, Mastery};
pub use answers::{Earlier, is_kept};
pub use bank_copies::{bring_banks_back, copy_new_banks};
pub use coach::{Ahead, Brief, Coach, KeptCheck, KeptOpinion};
pub use doubts::{MicrophoneWords, microphone_words, names_microphone, settings_doubts};
pub use draft_copies::bring_drafts_back;
pub use extract::{ExtractBrief, ExtractOf, FilledIn, KeptExtract};
pub use figures::{
    Backlog, DayTotal, Figures, FitJob, Group, LONG_ASKED, MemoryFacts, Over, PlanWords, Readiness, Tonight,
    TopicMastery, enough_words, gets_to, left_unseen, pace_words,
};
pub use habits::HabitTakes;
pub use hearing::{Hearing, Known, needed_recordings};
pub use improve::{ImproveBrief, KeptEdits};
pub use interviews::{Compared, Comparison, InterviewError};
pub use job_lines::JobLine;
pub use job_page::PageText;
pub use jobs::{Job, JobDoubt, JobError, Jobs};
pub use kept::Kept;
pub use mocks::{LeftMock, MockError, MockRow, MockWish, Mocks, ScoreError};
pub use own::taken_back;
pub use posting::PostingError;
pub use questions::Questions;
pub use report::ReportError;
pub use report::Reports;
pub use safety::{CopyJob, copies, loss, restore, words_of_loss};
pub use stories::{Stories, StoryError, StoryOf, StoryPage};
pub use sync::{MachineRow, SyncFailed, SyncJob, SyncStatus, Synced};
pub use undo::Undoable;
pub use versions::VERSION;
pub use work::{UnkeptRemark, Unsaved};

use crate::bank::{Filter, Library, QuestionId, Sources};
use crate::config::{self, Change, Config, ConfigError, Paths, Target};
use crate::history::{
    AttemptFilter, DraftStore, History, HistoryError, Mode, Record, RecordId, Remembered, Standing, Work,
};
use crate::memory::plan::PlanStage;
use crate::memory::{Chances, Fsrs, Queue, Schedule};
use crate::moment::Moment;
use crate::practice::{Lengths, Only, Past, Pick, Rules, Wish, draw};

use drafts::Drafts;
use dues::Dues;
use safety::Safety;

/// Why the engine could not start.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Settings or folders cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The log could not be opened, read or written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Bank, history, settings and drafts of one user.
#[derive(Debug)]
pub struct Engine {
    paths: Option<Paths>,
    config: Config,
    library: Arc<Library>,
    history: History,
    model: Fsrs,
    schedule: Schedule,
    drafts: Drafts,
    /// The forms on screen, with the ids of their drafts.
    forms: Vec<(Work, RecordId)>,
    standings: HashMap<QuestionId, Standing>,
    dues: Dues,
    /// A practice day and the questions asked on it, not counting practice, which affects neither the schedule nor
    /// the day's share.
    asked: (NaiveDate, HashSet<QuestionId>),
    /// How answers are likely to turn out, computed when first needed and discarded with every save.
    chances: OnceCell<Chances>,
    /// How long questions take, computed and discarded likewise.
    lengths: OnceCell<Lengths>,
    /// A practice day and the minutes chosen for it alone.
    evening: Option<(NaiveDate, u32)>,
    /// How many judgements there were when fitting was tried and did not help.
    fit_tried: usize,
    /// Records that could not be written; the next save writes them first.
    unsaved: Vec<Record>,
    /// Records that were saved under another id, because their own was taken already.
    renamed: HashMap<RecordId, RecordId>,
    /// Copies of the history and what was last known of it. None if there is no disk.
    safety: Option<Safety>,
    /// News about the history, to be shown once.
    words: VecDeque<String>,
}

impl Engine {
    /// Opens the engine on these folders.
    pub fn open(paths: Paths, now: Moment) -> Result<Self, EngineError> {
        let config = Config::load(&paths.config_file())?;
        // Has to come first: opening creates a history where there is none.
        let before = safety::look(&paths.history_file())?;
        // Both take time at the start, and neither needs the other. The banks are many small allocations, which are
        // faster on the main thread.
        let (library, history) = thread::scope(|both| {
            let history = both.spawn(|| History::open(&paths.history_file()));
            let library = library(&paths, &config);
            (library, history.join().unwrap_or_else(|panic| resume_unwind(panic)))
        });
        let history = history?;
        crate::scratch::sweep(&paths.temporary());
        let drafts = Drafts::new(DraftStore::new(&paths.drafts()), DraftStore::new(&paths.unfinished()));
        let safety = Safety::begin(&paths, &history, before, now)?;
        versions::note_first(&paths, &history);
        let engine = Self::around(Some(paths), config, library, history, drafts, now)?;
        Ok(Self { safety: Some(safety), ..engine })
    }

    /// An engine without a disk: an empty history, and the given settings and banks. For tests and screenshots.
    pub fn in_memory(config: Config, library: Library, now: Moment) -> Result<Self, EngineError> {
        Ok(Self::around(None, config, library, History::in_memory()?, Drafts::nowhere(), now)?)
    }

    /// An engine without folders on a history that is only read, for shell completions.
    pub fn to_read(config: Config, library: Library, history: History, now: Moment) -> Result<Self, EngineError> {
        Ok(Self::around(None, config, library, history, Drafts::nowhere(), now)?)
    }

    fn around(
        paths: Option<Paths>,
        config: Config,
        library: Library,
        history: History,
        drafts: Drafts,
        now: Moment,
    ) -> Result<Self, HistoryError> {
        let schedule = schedule_of(&config, &library);
        let evening = paths.as_ref().and_then(|paths| one_evening::read(&paths.evening(), now.day()));
        let mut engine = Self {
            paths,
            config,
            library: Arc::new(library),
            history,
            model: Fsrs::default(),
            schedule,
            drafts,
            forms: Vec::new(),
            standings: HashMap::new(),
            dues: Dues::default(),
            asked: (now.day(), HashSet::new()),
            chances: OnceCell::new(),
            lengths: OnceCell::new(),
            evening,
            fit_tried: 0,
            unsaved: Vec::new(),
            renamed: HashMap::new(),
            safety: None,
            words: VecDeque::new(),
        };
        if !engine.history.is_read_only() {
            engine.history.settle(&engine.schedule)?;
        }
        engine.refresh(now)?;
        Ok(engine)
    }

    /// Adapts due days and names to the present settings and banks. Costs little if nothing changed.
    fn settle(&mut self) -> Result<bool, HistoryError> {
        let schedule = schedule_of(&self.config, &self.library);
        if schedule == self.schedule {
            return Ok(false);
        }
        self.schedule = schedule;
        if self.history.is_read_only() { Ok(false) } else { self.history.settle(&self.schedule) }
    }

    /// Reads everything that is derived from the log again.
    pub fn refresh(&mut self, now: Moment) -> Result<(), HistoryError> {
        self.reread(now.day())
    }

    /// The same for a given practice day.
    fn reread(&mut self, day: NaiveDate) -> Result<(), HistoryError> {
        let (mut standings, mut dues) = (HashMap::new(), Dues::default());
        self.history.each_standing(|standing| {
            dues.moved(None, Some(&standing));
            standings.insert(standing.question.clone(), standing);
        })?;
        (self.standings, self.dues) = (standings, dues);
        self.chances.take();
        self.lengths.take();
        self.model = self.history.weights()?.and_then(|weights| Fsrs::new(&weights).ok()).unwrap_or_default();
        self.read_asked(day)
    }

    fn read_asked(&mut self, day: NaiveDate) -> Result<(), HistoryError> {
        let today = AttemptFilter { since: Some(day), ..AttemptFilter::default() };
        let asked = self.history.outcomes(&today)?.into_iter().filter(|outcome| outcome.mode != Mode::Practice);
        self.asked = (day, asked.map(|outcome| outcome.question).collect());
        Ok(())
    }

    /// Reading mocks: which can be sat, which were begun, and what came of them.
    pub fn mocks(&self) -> Mocks<'_> {
        Mocks { engine: self }
    }

    /// Reading single questions: asking them, their names, when they come back, and what holds them back.
    pub fn questions(&self) -> Questions<'_> {
        Questions { engine: self }
    }

    /// Spoken answers: their recordings, and what is known about them.
    pub fn hearing(&self) -> Hearing<'_> {
        Hearing { engine: self }
    }

    /// Everything that is computed from the log: tonight, the plan, progress, the memory model.
    pub fn figures(&self) -> Figures<'_> {
        Figures { engine: self }
    }

    /// Reports to be written down or passed on.
    pub fn reports(&self) -> Reports<'_> {
        Reports { engine: self, my_answers: false }
    }

    /// The settings in force.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The folders. None if there is no disk.
    pub fn paths(&self) -> Option<&Paths> {
        self.paths.as_ref()
    }

    /// The banks with all their questions.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The log, for reading.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The log for imports and repairs, with the schedule. Call [`Self::refresh`] afterwards.
    pub fn history_mut(&mut self) -> (&mut History, &Schedule) {
        (&mut self.history, &self.schedule)
    }

    /// The memory model with the weights in force.
    pub fn model(&self) -> &Fsrs {
        &self.model
    }

    /// The settings by which due days are chosen.
    pub fn schedule(&self) -> &Schedule {
        &self.schedule
    }

    /// The standing of a question. None if it was never answered so that the schedule moved, and is neither held back
    /// nor suspended.
    pub fn standing(&self, question: &QuestionId) -> Option<&Standing> {
        self.standings.get(question)
    }

    /// Changes the target, in the settings file too. For a new date the plan starts today.
    pub fn set_target(&mut self, mut target: Target) -> Result<(), ConfigError> {
        if target.date != self.config.target.date {
            target.date_set = target.date.map(|_| self.asked.0);
        }
        self.config.target = target;
        let Some(paths) = &self.paths else { return Ok(()) };
        config::save_target(&paths.config_file(), &self.config.target)
    }

    /// Changes one setting, in the settings file too, and applies it at once: due days move, banks are read again.
    /// The error says why the value is refused, or that it could not be written.
    pub fn change_setting(&mut self, change: &Change, now: Moment) -> Result<(), EngineError> {
        let config = self.config.with(change).map_err(ConfigError::Refused)?;
        if config.target != self.config.target {
            return Ok(self.set_target(config.target)?);
        }
        let before = std::mem::replace(&mut self.config, config);
        if before.banks != self.config.banks {
            self.read_banks();
        }
        self.settle()?;
        self.refresh(now)?;
        let Some(paths) = &self.paths else { return Ok(()) };
        Ok(config::save(&paths.config_file(), change)?)
    }

    /// The filter that admits the questions of the target.
    pub fn target_filter(&self) -> Filter {
        filter_of(&self.config.target)
    }

    /// How many questions a target would have.
    pub fn count_for(&self, target: &Target) -> usize {
        let filter = filter_of(target);
        self.library.entries().iter().filter(|entry| filter.admits(entry)).count()
    }

    /// The target in a few words.
    pub fn target_words(&self) -> String {
        words_of_target(&self.config.target)
    }

    /// "interview in 12 days"; None if no date is set, or it is past. Counted by the calendar, as people do: at one
    /// in the morning of the day it says today, although the practice day before is not over.
    pub fn countdown(&self, now: Moment) -> Option<String> {
        let days = (self.config.target.date? - now.calendar_day()).num_days();
        match days {
            0 => Some("interview today".into()),
            1 => Some("interview tomorrow".into()),
            2.. => Some(format!("interview in {days} days")),
            _ => None,
        }
    }

    fn rules(&self) -> Rules {
        Rules { level: self.config.target.level, typed_factor: self.config.typed_factor }
    }

    /// A seed for draws: it differs from one millisecond to the next.
    pub fn seed(&self, now: Moment) -> u64 {
        u64::try_from(now.wall.timestamp_millis()).unwrap_or(0)
    }

    /// The minutes of an evening: those chosen for it alone, or else those of the target. None if answers are what
    /// counts.
    pub fn minutes(&self, day: NaiveDate) -> Option<u32> {
        self.evening
            .filter(|(evening, _)| *evening == day)
            .map(|(_, minutes)| minutes)
            .or(self.config.target.minutes_per_day)
    }

    /// Chooses the minutes of this evening alone; None returns to those of the target. They hold until the evening is
    /// over, also after a restart.
    pub fn choose_evening(&mut self, minutes: Option<u32>, now: Moment) -> Result<(), ConfigError> {
        self.evening = minutes.map(|minutes| (now.day(), minutes.clamp(1, config::MOST_MINUTES)));
        let Some(paths) = &self.paths else { return Ok(()) };
        one_evening::keep(&paths.evening(), self.evening)
    }

    /// The wish that follows from the target: tonight's number of questions, or its minutes.
    pub fn wish(&self, now: Moment) -> Wish {
        self.wish_at(self.config.target.per_day.max(1), self.minutes(now.day()), now)
    }

    /// The same at another pace: a number of answers, or of minutes if given.
    fn wish_at(&self, per_day: u32, minutes: Option<u32>, now: Moment) -> Wish {
        Wish {
            filter: self.target_filter(),
            count: if minutes.is_some() { self.library.entries().len().max(1) } else { per_day as usize },
            seconds: minutes.map(|minutes| minutes.saturating_mul(60)),
            // New questions keep their order for a day, so that Home shows what Start will ask.
            topics: self.config.target.topics.clone(),
            seed: u64::from_le_bytes(i64::from(chrono::Datelike::num_days_from_ce(&now.day())).to_le_bytes()),
            ..Wish::default()
        }
    }

    /// Draws the questions for a wish.
    pub fn draw(&self, wish: &Wish, now: Moment) -> Vec<Pick> {
        self.draw_for(wish, self.figures().stage(wish, now), now)
    }

    /// The same, where the plan gives the day this stage.
    fn draw_for(&self, wish: &Wish, stage: Option<PlanStage>, now: Moment) -> Vec<Pick> {
        // Adding up the whole log takes time, and only this kind of wish needs it.
        let weakness = if wish.only == Only::Weak { self.figures().weakness(now) } else { HashMap::new() };
        let past = Past {
            standings: &self.standings,
            asked_today: &self.asked.1,
            weakness: &weakness,
            day: now.day(),
            stage,
            lengths: self.figures().lengths(),
            long_from: self.figures().long_from(now),
            openers: self.figures().openers(now),
        };
        draw(self.library.entries(), &past, &self.model, wish)
    }

    /// The queue as of a day, over all questions. Records of later days are ignored.
    pub fn queue(&self, at: NaiveDate, filter: &Filter) -> Result<Queue, HistoryError> {
        let asked = self.library.entries().iter().filter(|entry| filter.admits(entry)).map(|entry| &entry.id);
        if self.history.is_settled_as_of(at, &self.schedule)? {
            return Ok(Queue::of(self.standings.values(), at, &self.model, asked));
        }
        let standings = self.history.standings_as_of(at, &self.schedule)?;
        Ok(Queue::of(standings.iter(), at, &self.model, asked))
    }

    fn remembered(&self, question: &QuestionId) -> Option<&Remembered> {
        self.standing(question)?.remembered.as_ref()
    }

    /// To be called regularly: reads today's questions again if a new practice day has begun while the program was
    /// open.
    pub fn turn_day(&mut self, now: Moment) -> Result<(), HistoryError> {
        if self.asked.0 == now.day() { Ok(()) } else { self.read_asked(now.day()) }
    }
}

/// Opens the banks that settings and folders name.
pub fn library(paths: &Paths, config: &Config) -> Library {
    Library::open(&sources(paths, config))
}

/// Where the banks are that settings and folders name.
pub fn sources(paths: &Paths, config: &Config) -> Sources {
    let extra: Vec<PathBuf> = config.banks.iter().map(|path| paths.named_by_user(path)).collect();
    Sources { data_banks: paths.banks(), extra, cache: paths.cache.clone() }
}

fn schedule_of(config: &Config, library: &Library) -> Schedule {
    Schedule { renames: library.renames(), ..Schedule::new(config.desired_retention, config.fuzz) }
}

fn words_of_target(target: &Target) -> String {
    let mut words = vec![target.level.to_string()];
    words.extend(target.archetype.map(|archetype| archetype.to_string()));
    words.extend(target.tracks.iter().cloned());
    words.push(target.pace_words());
    words.join(", ")
}

fn filter_of(target: &Target) -> Filter {
    Filter {
        level: Some(target.level),
        archetype: target.archetype,
        tracks: target.tracks.clone(),
        ..Filter::default()
    }
}

/// The meaning of a word of the vocabulary as a list shows it: trimmed, and without the full stop.
pub fn meaning(sentence: &str) -> String {
    sentence.trim().trim_end_matches('.').to_owned()
}
