//! Single questions: their names, asking them, and resuming an answer.

mod standing;

use chrono::NaiveDate;

use crate::assess::Ticks;
use crate::bank::{BankError, Question, QuestionId};
use crate::engine::{Engine, Kept};
use crate::history::{AttemptFilter, Mode, Rating, RecordId};
use crate::moment::Moment;
use crate::practice::{Answer, Pick, Review, Turn, Why};
use crate::stories;

/// Reading single questions: asking them, their names, when they come back, and what holds them back.
#[derive(Clone, Copy, Debug)]
pub struct Questions<'a> {
    pub(in crate::engine) engine: &'a Engine,
}

impl<'a> Questions<'a> {
    /// All topics, in the order of the banks.
    pub fn topics(self) -> Vec<String> {
        let mut topics: Vec<String> = Vec::new();
        for entry in self.engine.library.entries().iter().filter(|entry| entry.retired.is_none()) {
            if !topics.iter().rev().any(|topic| *topic == entry.topic) {
                topics.push(entry.topic.to_string());
            }
        }
        topics
    }

    /// All tracks, sorted.
    pub fn tracks(self) -> Vec<String> {
        crate::engine::doubts::tracks(&self.engine.library)
    }

    /// The title of a question's topic, or "Your stories" if it practises a story. Empty if no bank has it.
    pub fn topic_title(self, question: &QuestionId) -> &'a str {
        match self.engine.library.entry(question) {
            Some(entry) => self.engine.library.topic_title(&entry.topic),
            None if stories::practised(question).is_some() => "Your stories",
            None => "",
        }
    }

    /// A question with its notes: one of a bank, or one that practises a story.
    pub fn find(self, question: &QuestionId) -> Result<Question, BankError> {
        if self.engine.library.entry(question).is_none()
            && let Some((story, seconds)) = stories::practised(question)
            && let Ok(Some(facts)) = self.engine.stories().get(&story)
        {
            return Ok(stories::question(&facts.story, seconds));
        }
        self.engine.library.question(question)
    }

    /// Whether a question can be asked: either a bank has it, or it practises a story.
    pub fn is_known(self, question: &QuestionId) -> bool {
        self.engine.library.entry(question).is_some()
            || stories::practised(question)
                .is_some_and(|(story, _)| matches!(self.engine.stories().get(&story), Ok(Some(_))))
    }

    /// The prompt of a question; its id if no bank has it any more.
    pub fn prompt(self, question: &'a QuestionId) -> &'a str {
        match self.engine.library.entry(question) {
            Some(entry) => &entry.prompt,
            None if stories::practised(question).is_some() => "A story, told against the clock.",
            None => question.as_str(),
        }
    }

    /// A question that was chosen by hand, with the reason that the schedule would give for it.
    pub fn pick(self, question: &QuestionId, now: Moment) -> Pick {
        let why = match self.engine.remembered(question) {
            None => Why::New,
            Some(remembered) if remembered.due > now.day() => Why::Ahead,
            Some(remembered) if remembered.last_rating == Rating::Again => Why::Failed,
            Some(_) => Why::Due,
        };
        Pick { question: question.clone(), why }
    }

    /// Starts an answer to a question. A retry is asked in [`Mode::Practice`].
    pub fn ask(self, name: &QuestionId, wording: usize, mode: Mode, now: Moment) -> Result<Answer, BankError> {
        let question = self.find(name)?;
        let mut answer = Answer::ask(name.clone(), question.into(), wording, mode, self.engine.rules(), now);
        answer.choose_story(stories::practised(name).map(|(story, _)| story));
        Ok(answer.after(self.ticks_before(name, None)))
    }

    /// Resumes an answer in progress, a missing judgement, or a drill at its next question.
    pub fn resume(self, kept: Kept, now: Moment) -> Result<Turn, BankError> {
        let question = self.find(kept.question())?.into();
        Ok(match kept {
            Kept::Draft { progress, .. } => {
                let before = self.ticks_before(&progress.name, None);
                Answer::recover(progress, question, self.engine.rules(), now).after(before).into()
            }
            Kept::Drill { next, .. } => self.ask(&next.question, 0, next.why.mode(), now)?.into(),
            Kept::Unjudged { id, attempt, sheet } => {
                let before = self.ticks_before(&attempt.question, Some(&id));
                let mut review = Review::later(id, &attempt, question, self.engine.rules(), before, now);
                review.go_on_with(sheet);
                review.into()
            }
        })
    }

    /// What was ticked when this question was last judged, leaving out the attempt `except`.
    pub(in crate::engine) fn ticks_before(self, name: &QuestionId, except: Option<&RecordId>) -> Option<Ticks> {
        let last = AttemptFilter { question: Some(name.clone()), limit: Some(5), ..AttemptFilter::default() };
        let rows = self.engine.history.attempts(&last).ok()?;
        let row = rows.into_iter().rev().find(|row| !row.points.is_empty() && Some(&row.id) != except)?;
        Some(Ticks { points: row.points, mistakes: row.mistakes, weak: row.weak })
    }

    /// The day on which a question comes back. None if it was never answered so that the schedule moved.
    pub fn due(self, question: &QuestionId) -> Option<NaiveDate> {
        self.engine.remembered(question).map(|remembered| remembered.due)
    }
}
