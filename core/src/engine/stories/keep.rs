//! The page of a story: what is opened in an editor, and what happens to what comes back. A page that cannot be read
//! as a story is kept, and the next edit of the same story continues with it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Stories, StoryError};
use crate::engine::Engine;
use crate::files;
use crate::history::{Body, Record, RecordId, Story};
use crate::moment::Moment;
use crate::stories::{Help, StoryFacts, from_answer, names, read, write};
use crate::text::clean;

/// The most texts that are kept; somebody who has this many does not read the messages about them.
const MOST_TEXTS: u32 = 10_000;

/// The longest unsaved page that is opened again, in bytes.
const MOST_KEPT: u64 = 16 * 1024 * 1024;

/// What a page is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoryOf {
    /// A new story.
    New,
    /// An existing story, by its id.
    Story(RecordId),
    /// A new story from the answer of this attempt, which counts as told in it.
    Answer(RecordId),
}

impl StoryOf {
    /// A word that tells it from others, for use in a file name.
    pub fn key(&self) -> String {
        let (word, id) = match self {
            Self::New => return "new".to_owned(),
            Self::Story(id) => ("story", id),
            Self::Answer(id) => ("answer", id),
        };
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        format!("{word}-{}", id.as_str().chars().map(plain).collect::<String>())
    }
}

/// A page for an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryPage {
    /// The text to open in the editor.
    pub text: String,
    /// Whether the page could not be saved last time.
    pub unsaved: bool,
}

impl Stories<'_> {
    /// The page to open: the one that could not be saved last time, or else the story with help below it.
    pub fn page(self, of: &StoryOf, now: Moment) -> Result<StoryPage, StoryError> {
        let kept = self.kept(of).and_then(|path| files::read(&path, MOST_KEPT).ok());
        if let Some(text) = kept.and_then(|bytes| String::from_utf8(bytes).ok()) {
            return Ok(StoryPage { text, unsaved: true });
        }
        let story = match of {
            StoryOf::New => Story::named(RecordId::fresh(now), ""),
            StoryOf::Story(id) => self.get(id)?.ok_or_else(|| StoryError::Unknown(id.to_string()))?.story,
            StoryOf::Answer(id) => self.of_answer(id, now)?,
        };
        let help = if matches!(of, StoryOf::Answer(_)) { Help::Sorted } else { Help::Below };
        Ok(StoryPage { text: write(&story, help), unsaved: false })
    }

    fn of_answer(self, id: &RecordId, now: Moment) -> Result<Story, StoryError> {
        let attempt = self.engine.attempt(id)?.ok_or_else(|| StoryError::NoAnswer(id.clone()))?;
        let words = self.words_of(id)?;
        Ok(from_answer(RecordId::fresh(now), &words, &self.themes_of(&attempt.question)))
    }

    /// Where a page that could not be saved is kept. None if there is no disk.
    fn kept(self, of: &StoryOf) -> Option<PathBuf> {
        let folder = self.engine.paths.as_ref()?.unsaved_stories();
        Some(folder.join(format!("{}.md", of.key())))
    }

    /// The stories in a text as they would be saved. If one of them cannot be, it is an error for all.
    fn read(self, of: &StoryOf, page: &str, now: Moment) -> Result<Vec<Story>, StoryError> {
        let all = self.all()?;
        let known = match of {
            StoryOf::Story(id) => {
                let facts = all.iter().find(|facts| facts.story.story == *id);
                Some(facts.ok_or_else(|| StoryError::Unknown(id.to_string()))?.story.clone())
            }
            _ => None,
        };
        let fresh = || known.clone().unwrap_or_else(|| Story::named(RecordId::fresh(now), ""));
        let stories = read(page, *of != StoryOf::New, fresh)?;
        let mut titles: BTreeSet<String> = BTreeSet::new();
        for story in &stories {
            let same = |facts: &&StoryFacts| {
                !facts.story.retired
                    && facts.story.story != story.story
                    && facts.story.title.to_lowercase() == story.title.to_lowercase()
            };
            let other = all.iter().find(same).map(|facts| facts.name.clone());
            let twice = (!titles.insert(story.title.to_lowercase())).then(|| "in the same text".to_owned());
            if let Some(name) = other.or(twice) {
                return Err(StoryError::SameTitle { title: story.title.clone(), name });
            }
        }
        Ok(stories)
    }
}

impl Engine {
    /// Saves the stories in a text, all of them or none. Returns them; empty if nothing is written there. A story
    /// from an answer counts as told in that answer.
    pub fn keep_stories(&mut self, of: &StoryOf, page: &str, now: Moment) -> Result<Vec<Story>, StoryError> {
        let stories = self.stories().read(of, page, now)?;
        let mut records: Vec<Record> = Vec::new();
        for story in &stories {
            // The id of a story is that of its first record.
            let named = Record { id: story.story.clone(), ..Record::new(now, Body::Story(story.clone())) };
            match of {
                StoryOf::Story(_) => records.push(Record::new(now, Body::Story(story.clone()))),
                StoryOf::New => records.push(named),
                StoryOf::Answer(attempt) => {
                    let answered = self.attempt(attempt)?.ok_or_else(|| StoryError::NoAnswer(attempt.clone()))?;
                    let told = self.stories().attach(Some(story.story.clone()), attempt, &answered.question, now);
                    records.extend([named, told]);
                }
            }
        }
        self.save(records, now)?;
        if let Some(kept) = self.stories().kept(of) {
            // A page left behind is opened once more, which does no harm.
            let _ = std::fs::remove_file(kept);
        }
        Ok(stories)
    }

    /// Saves a page that came back from an editor, if it was changed. Returns a sentence for the user. A page that
    /// cannot be read as a story is kept, and opened again next time.
    pub fn keep_story_page(
        &mut self,
        of: &StoryOf,
        before: &StoryPage,
        page: &str,
        now: Moment,
    ) -> Result<String, String> {
        if !before.unsaved && page.trim_end() == before.text.trim_end() {
            return Ok("Nothing was changed, so nothing was saved.".to_owned());
        }
        match self.keep_stories(of, page, now) {
            Ok(stories) if stories.is_empty() => Ok("Nothing is written there, so nothing was saved.".to_owned()),
            Ok(stories) => Ok(saved_words(&stories, page)),
            Err(error) => Err(self.story_not_saved(of, &error, page)),
        }
    }

    /// Keeps a page that could not be saved in a file. Returns a sentence that says where.
    fn story_not_saved(&self, of: &StoryOf, error: &StoryError, page: &str) -> String {
        let Some(path) = self.stories().kept(of) else { return format!("Not saved: {error}.") };
        let folder = path.parent().map_or(Ok(()), files::create_private_dir);
        match folder.and_then(|()| files::replace(&path, page.as_bytes())) {
            Ok(()) => format!("Not saved: {error}. Your page is kept in {}; edit it again to mend it.", path.display()),
            Err(lost) => format!("Not saved: {error}. Your page could not be kept either: {lost}."),
        }
    }

    /// Keeps a text that could not be saved and cannot be read again, such as standard input, in a file. Returns a
    /// sentence that says where.
    pub fn stories_not_saved(&self, error: &StoryError, text: &str) -> String {
        let Some(folder) = self.paths.as_ref().map(crate::config::Paths::unsaved_stories) else {
            return error.to_string();
        };
        let free = (1..=MOST_TEXTS).map(|n| folder.join(format!("text-{n}.md"))).find(|path| !path.exists());
        let Some(path) = free else { return error.to_string() };
        let kept = files::create_private_dir(&folder).and_then(|()| files::create(&path, text.as_bytes()));
        match kept {
            Ok(()) => {
                let path = path.display();
                format!("{error}. The text is kept: mend {path}, then run hotseat story add {path}")
            }
            Err(lost) => format!("{error}. The text could not be kept either: {lost}"),
        }
    }
}

/// What was saved, in sentences.
pub(in crate::engine) fn saved_words(stories: &[Story], page: &str) -> String {
    let all: Vec<&Story> = stories.iter().collect();
    let mut said = format!("Saved {}.", names(&all).join(", "));
    if let [story] = stories {
        let facts = StoryFacts {
            story: story.clone(),
            name: String::new(),
            written: chrono::NaiveDate::default(),
            told: Vec::new(),
        };
        let missing: Vec<&str> = facts.missing().iter().map(|part| part.heading()).collect();
        if !missing.is_empty() {
            said.push_str(&format!(" Still empty: {}.", missing.join(", ")));
        }
    }
    if clean(page) != page {
        said.push_str(" Characters that no terminal should see were left out.");
    }
    said
}
