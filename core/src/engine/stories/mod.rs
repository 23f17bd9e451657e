//! The story bank of one user: reading is here, writing in `keep`.

mod keep;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::Engine;
use crate::bank::{Kind, QuestionId};
use crate::history::{Body, HistoryError, Record, RecordId, Telling};
use crate::moment::Moment;
use crate::practice::{Pick, Why};
use crate::stories::{
    Choice, Coverage, LENGTHS, PageError, Ready, StoryFacts, Theme, Told, coverage, is_told_for, practice_name, rank,
    themes_of, to_have_ready,
};

pub(super) use keep::saved_words;
pub use keep::{StoryOf, StoryPage};

/// Why something could not be done with a story.
#[derive(Debug, thiserror::Error)]
pub enum StoryError {
    /// No story goes by that name.
    #[error("there is no story called {0:?}; `hotseat story list` names them all")]
    Unknown(String),
    /// Several stories go by that title.
    #[error("several stories go by {title:?}: {}; take one of these names", names.join(", "))]
    Several {
        /// The title that was given.
        title: String,
        /// The names of those stories.
        names: Vec<String>,
    },
    /// Another story has the same title.
    #[error("there is a story of the title {title:?} already, {name}; choose another title, or edit that one")]
    SameTitle {
        /// The title of both.
        title: String,
        /// The name of the other story.
        name: String,
    },
    /// No attempt has that id.
    #[error("no answer has the id {0}; `hotseat history list --json` has them all")]
    NoAnswer(RecordId),
    /// The page cannot be read as a story.
    #[error(transparent)]
    Page(#[from] PageError),
    /// The log could not be read or written.
    #[error(transparent)]
    History(#[from] HistoryError),
}

/// Reading stories: which there are, how often each was told, and which one fits a question.
#[derive(Clone, Copy, Debug)]
pub struct Stories<'a> {
    engine: &'a Engine,
}

impl Engine {
    /// Reading stories: which there are, how often each was told, and which one fits a question.
    pub fn stories(&self) -> Stories<'_> {
        Stories { engine: self }
    }
}

impl Stories<'_> {
    /// All stories, by title; retired ones come last.
    pub fn all(self) -> Result<Vec<StoryFacts>, HistoryError> {
        let history = &self.engine.history;
        let mut all = StoryFacts::all(history.stories()?, history.tellings()?);
        all.sort_by(|one, other| {
            (one.story.retired, one.story.title.to_lowercase(), &one.name).cmp(&(
                other.story.retired,
                other.story.title.to_lowercase(),
                &other.name,
            ))
        });
        Ok(all)
    }

    /// One story by its id. None if there is none.
    pub fn get(self, story: &RecordId) -> Result<Option<StoryFacts>, HistoryError> {
        Ok(self.all()?.into_iter().find(|facts| facts.story.story == *story))
    }

    /// The story that is meant by a name: its name or the beginning of it, its id, or its title.
    pub fn named(self, name: &str) -> Result<StoryFacts, StoryError> {
        let mut all = self.all()?;
        let (wanted, title) = (name.trim().to_lowercase(), crate::text::one_line(name).to_lowercase());
        let exact = |facts: &StoryFacts| facts.name == wanted || facts.story.story.as_str() == name;
        if let Some(at) = all.iter().position(exact) {
            return Ok(all.swap_remove(at));
        }
        let by_title: Vec<usize> =
            (0..all.len()).filter(|at| all[*at].story.title.to_lowercase() == title && !title.is_empty()).collect();
        let by_start =
            || (0..all.len()).filter(|at| all[*at].name.starts_with(&wanted) && !wanted.is_empty()).collect();
        let found: Vec<usize> = if by_title.is_empty() { by_start() } else { by_title };
        match found[..] {
            [] => Err(StoryError::Unknown(name.to_owned())),
            [at] => Ok(all.swap_remove(at)),
            _ => Err(StoryError::Several {
                title: name.to_owned(),
                names: found.into_iter().map(|at| all[at].name.clone()).collect(),
            }),
        }
    }

    /// The themes that a question asks for. Empty if no bank has it.
    pub fn themes_of(self, question: &QuestionId) -> BTreeSet<Theme> {
        let entry = self.engine.library.entry(question);
        entry.map_or_else(BTreeSet::new, |entry| themes_of(&entry.prompt, entry.tags.iter()))
    }

    /// How many behavioural questions of the target ask for each theme.
    pub fn asked(self) -> BTreeMap<Theme, usize> {
        let filter = self.engine.target_filter();
        let mut asked = BTreeMap::new();
        let told = self.engine.library.entries().iter().filter(|entry| entry.kind == Kind::Behavioural);
        for entry in told.filter(|entry| filter.admits(entry)) {
            for theme in themes_of(&entry.prompt, entry.tags.iter()) {
                *asked.entry(theme).or_default() += 1;
            }
        }
        asked
    }

    /// Themes against stories: which themes are covered, which lack a story, and which stories are worn, told too
    /// often lately or not for a long time.
    pub fn coverage(self, stories: &[StoryFacts], now: Moment) -> Coverage {
        coverage(stories, &self.asked(), now.day())
    }

    /// At most `most` stories to have ready for an interview, each with the themes that it is there for.
    pub fn to_have_ready(self, most: usize, now: Moment) -> Result<Vec<Ready>, HistoryError> {
        Ok(to_have_ready(&self.all()?, &self.asked(), most, now.day()))
    }

    /// The stories that can be told in answer to a question: the best first, the second in reserve for a follow-up.
    pub fn for_question(self, question: &QuestionId, now: Moment) -> Result<Vec<Choice>, HistoryError> {
        let prompt = self.engine.questions().prompt(question);
        Ok(rank(self.all()?, &self.themes_of(question), prompt, now.day()))
    }

    /// Whether a story is told in answer to a question that a bank has; see [`is_told_for`].
    pub fn is_told_for(self, question: &QuestionId) -> bool {
        self.engine.library.entry(question).is_some_and(|entry| is_told_for(entry.kind, question))
    }

    /// The behavioural questions of the target that ask for a theme, to be drilled.
    pub fn questions_about(self, theme: Theme, now: Moment) -> Vec<Pick> {
        let filter = self.engine.target_filter();
        let told = self.engine.library.entries().iter().filter(|entry| entry.kind == Kind::Behavioural);
        let about =
            told.filter(|entry| filter.admits(entry) && themes_of(&entry.prompt, entry.tags.iter()).contains(&theme));
        about.map(|entry| self.engine.questions().pick(&entry.id, now)).collect()
    }

    /// The last `most` tellings of a story, newest first, each with what it left out.
    pub fn tellings(self, story: &StoryFacts, most: usize) -> Result<Vec<Told>, HistoryError> {
        let told = story.told.iter().rev().take(most).map(|told| {
            let words = self.words_of(&told.attempt)?;
            let judged = self.engine.history.judgement_of(&told.attempt)?.map(|record| record.body);
            let points = match judged {
                Some(Body::Judgement(judgement)) => judgement.points,
                _ => BTreeMap::new(),
            };
            let (left, by) = Told::left(&told.question, &points, &words);
            Ok(Told {
                attempt: told.attempt.clone(),
                question: told.question.clone(),
                day: told.day,
                seconds: told.seconds,
                target: told.target,
                band: told.band,
                left,
                by,
            })
        });
        told.collect()
    }

    /// The words of an attempt, typed or transcribed. Empty if there are none.
    pub fn words_of(self, attempt: &RecordId) -> Result<String, HistoryError> {
        let typed = self.engine.attempt(attempt)?.map_or(String::new(), |attempt| attempt.text);
        if !typed.is_empty() {
            return Ok(typed);
        }
        Ok(self.engine.history.transcript_of(attempt)?.map_or(String::new(), |said| said.text()))
    }

    /// The story that was told in an attempt. None if none was.
    pub fn told_in(self, attempt: &RecordId) -> Result<Option<StoryFacts>, HistoryError> {
        match self.engine.history.story_told_in(attempt)? {
            Some(story) => self.get(&story),
            None => Ok(None),
        }
    }

    /// The record that says which story was told in an attempt; None corrects that to no story.
    pub fn attach(self, story: Option<RecordId>, attempt: &RecordId, question: &QuestionId, now: Moment) -> Record {
        let (attempt, question) = (attempt.clone(), question.clone());
        Record::new(now, Body::Telling(Telling { story, attempt, question, other: serde_json::Map::new() }))
    }

    /// The record that retires a story, so that it is no longer told, or brings it back (false).
    pub fn retire(self, story: &StoryFacts, retired: bool, now: Moment) -> Record {
        let story = crate::history::Story { retired, ..story.story.clone() };
        Record::new(now, Body::Story(story))
    }

    /// Practising a story against the clock, in the shortest of [`LENGTHS`] that has at least this many seconds, or
    /// else the longest. None if the story's id cannot be part of a question's.
    pub fn practice(self, story: &RecordId, seconds: u32) -> Option<Pick> {
        let length = LENGTHS.into_iter().find(|length| *length >= seconds).unwrap_or(LENGTHS[LENGTHS.len() - 1]);
        Some(Pick { question: practice_name(story, length)?, why: Why::Practice })
    }
}
