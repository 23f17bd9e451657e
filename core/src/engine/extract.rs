//! What the coach extracts from a text, for a story or for a job: the request, what would change, and what is kept.

use std::io;

use serde::{Deserialize, Serialize};

use super::coach::{Coach, read_kept, request, save};
use super::{Engine, Job, StoryOf};
use crate::coach::extract::{Entry, Extract, Extracted, Work};
use crate::history::{RecordId, Story};
use crate::job::{changes, job_extract, wanted_with};
use crate::moment::Moment;
use crate::stories::{Help, filled_in, fills, from_answer, story_extract, write};
use crate::text::one_line;

/// The folder for extracts, below the coach's folder.
const EXTRACTS: &str = "extracts";

/// What something is extracted for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExtractOf {
    /// A story: a new one from an answer, or an existing one of which something is missing.
    Story(StoryOf),
    /// The target of a job, by the id of the job's record.
    Job(RecordId),
}

/// What the entries are filled into.
#[derive(Clone, Debug)]
enum Goes {
    Story(StoryOf, Box<Story>),
    Job(Box<Job>),
}

/// Everything that a request for an extract needs.
#[derive(Clone, Debug)]
pub struct ExtractBrief {
    /// What to send, and to whom.
    pub work: Work,
    into: Goes,
}

/// The result of filling in, to be saved as if the candidate had typed it.
#[derive(Clone, Debug)]
pub enum FilledIn {
    /// The page of a story.
    Page(StoryOf, String),
    /// The candidate's corrections to what was read from the posting of a job.
    Wanted(RecordId, crate::history::Wanted),
}

/// An extract as it is kept on the disk; it holds for the same text until the coach is forgotten.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptExtract {
    /// Hash of the request.
    pub request: String,
    /// What of the reply passed the checks.
    pub extracted: Extracted,
    /// When it was extracted, in RFC 3339.
    pub at: String,
}

impl Coach<'_> {
    /// Everything that a request for an extract needs. The error says why there can be none.
    pub fn extract_brief(self, of: &ExtractOf, now: Moment) -> Result<ExtractBrief, String> {
        let destination = self.destination().map_err(|error| error.to_string())?;
        let (extract, into) = match of {
            ExtractOf::Story(of) => self.story(of, now)?,
            ExtractOf::Job(id) => self.job(id, now)?,
        };
        Ok(ExtractBrief { work: Work { destination, extract, scratch: self.scratch() }, into })
    }

    fn story(self, of: &StoryOf, now: Moment) -> Result<(Extract, Goes), String> {
        let stories = self.engine.stories();
        let (attempt, known) = match of {
            StoryOf::New => return Err("A story comes from an answer, and none is named.".to_owned()),
            StoryOf::Answer(attempt) => (attempt.clone(), None),
            StoryOf::Story(id) => {
                let facts = stories.get(id).map_err(|error| error.to_string())?;
                let facts =
                    facts.ok_or_else(|| format!("There is no story {id}; hotseat story list names them all."))?;
                let told = facts.told.last().map(|told| told.attempt.clone());
                let told = told.ok_or("It was told in no answer yet: there are no words to fill it in from.")?;
                (told, Some(facts.story))
            }
        };
        let answered = self.engine.attempt(&attempt).map_err(|error| error.to_string())?;
        let answered = answered.ok_or_else(|| format!("{attempt} is no answer; hotseat history list shows them."))?;
        let words = stories.words_of(&attempt).map_err(|error| error.to_string())?;
        let prompt = self.engine.questions().prompt(&answered.question);
        let extract = story_extract(prompt, &words).map_err(|error| error.to_string())?;
        let fresh = || {
            let named = from_answer(RecordId::fresh(now), &words, &stories.themes_of(&answered.question));
            Story { themes: named.themes, ..Story::named(named.story, "") }
        };
        Ok((extract, Goes::Story(of.clone(), Box::new(known.unwrap_or_else(fresh)))))
    }

    fn job(self, id: &RecordId, now: Moment) -> Result<(Extract, Goes), String> {
        let job = self.engine.jobs().find(Some(id.as_str()), now).map_err(|error| error.to_string())?;
        let entries = self.engine.library.entries();
        let tracks = entries.iter().flat_map(|entry| entry.tracks.iter()).collect();
        let topics = entries.iter().map(|entry| entry.topic.as_str()).collect();
        let extract = job_extract(&job.posting, &tracks, &topics).map_err(|error| error.to_string())?;
        Ok((extract, Goes::Job(Box::new(job))))
    }

    /// The extract that is kept for exactly this request. None if there is none, or its quotes no longer fit the
    /// text.
    pub fn kept_extract(self, brief: &ExtractBrief) -> Option<Extracted> {
        let request = brief.request();
        let kept: KeptExtract = read_kept(&self.file_named(EXTRACTS, &request)?)?;
        let stands = |entry: &Entry| brief.text().get(entry.quote.clone()).is_some();
        (kept.request == request && kept.extracted.entries.iter().all(stands)).then_some(kept.extracted)
    }
}

impl ExtractBrief {
    /// A hash of the request: it differs if the text, the model or the address do.
    fn request(&self) -> String {
        request(&self.work.extract.exchange(), &self.work.destination)
    }

    /// The extract to keep.
    pub fn keep(&self, extracted: &Extracted, now: Moment) -> KeptExtract {
        KeptExtract { request: self.request(), extracted: extracted.clone(), at: now.wall.to_rfc3339() }
    }

    /// The text that is extracted from.
    pub fn text(&self) -> &str {
        self.work.extract.text()
    }

    /// The title of the story or job that is filled in.
    pub fn title(&self) -> String {
        match &self.into {
            Goes::Story(_, story) if story.title.is_empty() => "A story of this answer".to_owned(),
            Goes::Story(_, story) => one_line(&story.title),
            Goes::Job(job) => job.title(),
        }
    }

    /// Whether an entry would change the story or the target.
    pub fn changes(&self, entry: &Entry) -> bool {
        match &self.into {
            Goes::Story(_, story) => fills(story, entry),
            Goes::Job(job) => changes(&job.target, entry),
        }
    }

    /// An entry in words: "Action", "Theme: scale", "Level: staff, so far senior".
    pub fn entry_words(&self, entry: &Entry) -> String {
        let title = self.work.extract.title(&entry.field);
        let so_far = match (&self.into, entry.field.as_str()) {
            (Goes::Job(job), "level") => format!(", so far {}", job.target.level),
            (Goes::Job(job), "archetype") => {
                format!(", so far {}", job.target.archetype.map_or("mixed", |archetype| archetype.word()))
            }
            _ => String::new(),
        };
        entry.word.as_ref().map_or_else(|| title.to_owned(), |word| format!("{title}: {word}{so_far}"))
    }

    /// The story or target with these entries filled in. None if nothing would change.
    pub fn filled_in(&self, entries: &[&Entry]) -> Option<FilledIn> {
        if !entries.iter().any(|entry| self.changes(entry)) {
            return None;
        }
        Some(match &self.into {
            Goes::Story(of, story) => {
                let mut story = filled_in((**story).clone(), self.text(), entries);
                if story.title.is_empty() {
                    story.title =
                        from_answer(story.story.clone(), self.text(), &std::collections::BTreeSet::new()).title;
                }
                FilledIn::Page(of.clone(), write(&story, Help::None))
            }
            Goes::Job(job) => {
                FilledIn::Wanted(job.id.clone(), wanted_with(&job.wanted, &job.target, &job.read_target(), entries))
            }
        })
    }

    /// The page of the story with these entries, line by line. Empty for a job, or if nothing would change.
    pub fn preview(&self, entries: &[&Entry]) -> Vec<String> {
        match self.filled_in(entries) {
            Some(FilledIn::Page(_, page)) => page.lines().map(str::to_owned).collect(),
            Some(FilledIn::Wanted(..)) | None => Vec::new(),
        }
    }
}

impl Engine {
    /// Saves what the coach extracted, for the same request.
    pub fn keep_extract(&self, extract: &KeptExtract) -> io::Result<()> {
        self.coach().file_named(EXTRACTS, &extract.request).map_or(Ok(()), |file| save(&file, extract))
    }

    /// Saves a story or the target of a job as the candidate's own words. Returns a sentence for the user.
    pub fn keep_filled_in(&mut self, kept: FilledIn, now: Moment) -> Result<String, String> {
        match kept {
            FilledIn::Page(of, page) => {
                let stories = self.keep_stories(&of, &page, now).map_err(|error| error.to_string())?;
                Ok(super::stories::saved_words(&stories, &page))
            }
            FilledIn::Wanted(id, wanted) => {
                let job = self.jobs().find(Some(id.as_str()), now).map_err(|error| error.to_string())?;
                self.correct_job(&job, job.facts.clone(), wanted, now).map_err(|error| error.to_string())?;
                Ok(if job.current { "Saved; the target follows it.".to_owned() } else { "Saved.".to_owned() })
            }
        }
    }
}
