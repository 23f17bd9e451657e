//! What a turn says about itself: the question as it is asked, the answer so far, what its ticks add up to.

use std::rc::Rc;

use super::{Stage, Turn};
use crate::assess::{self, Circumstances, Score, Suggestion, Ticks};
use crate::bank::{Question, QuestionId};
use crate::history::{Medium, Mode, RecordId, Take, Tick};
use crate::practice::Stopwatch;

impl Turn {
    /// The rating that the rules suggest, if there is anything to go by.
    pub fn suggestion(&self) -> Option<Suggestion> {
        let circumstances = Circumstances {
            seconds: self.watch.spent(),
            target_seconds: self.target(),
            hints: u32::try_from(self.hints).unwrap_or(u32::MAX),
            gave_up: self.gave_up,
        };
        assess::suggest(self.score(), circumstances)
    }

    /// The score of the ticks so far.
    pub fn score(&self) -> Option<Score> {
        assess::score(&self.question, &self.ticks, self.rules.level)
    }

    /// Ids of points that are hit now and were not last time. None when there was no last time.
    pub fn gained(&self) -> Option<Vec<&str>> {
        let before = self.before.as_ref()?;
        Some(self.moved(|id| self.ticks.of(id) == Tick::Hit && before.of(id) != Tick::Hit))
    }

    /// Ids of points that were hit last time and are not now. None when there was no last time.
    pub fn lost(&self) -> Option<Vec<&str>> {
        let before = self.before.as_ref()?;
        Some(self.moved(|id| self.ticks.of(id) != Tick::Hit && before.of(id) == Tick::Hit))
    }

    fn moved(&self, keep: impl Fn(&str) -> bool) -> Vec<&str> {
        self.question.look_for.iter().map(|point| point.id.as_str()).filter(|id| keep(id)).collect()
    }

    /// Points hit last time. None when there was no last time.
    pub fn hit_before(&self) -> Option<usize> {
        let before = self.before.as_ref()?;
        Some(self.question.look_for.iter().filter(|point| before.of(&point.id) == Tick::Hit).count())
    }

    /// The target for this answer in seconds: typed ones get more.
    pub fn target(&self) -> u32 {
        self.rules.scaled(self.question.times().target, self.medium)
    }

    /// The maximum for this answer in seconds: typed ones get more.
    pub fn maximum(&self) -> u32 {
        self.rules.scaled(self.question.times().max, self.medium)
    }

    /// The wording that is asked.
    pub fn prompt(&self) -> &str {
        match self.wording {
            0 => &self.question.prompt,
            n => self.question.variants.get(n - 1).unwrap_or(&self.question.prompt),
        }
    }

    /// The question with its notes. Who shows it decides by [`Self::stage`] what may be seen.
    pub fn question(&self) -> &Rc<Question> {
        &self.question
    }

    /// `bank/id`.
    pub fn name(&self) -> &QuestionId {
        &self.name
    }

    /// The id that the attempt has or is going to have.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// Where it stands.
    pub fn stage(&self) -> &Stage {
        &self.stage
    }

    /// In which setting.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// How the answer is given.
    pub fn medium(&self) -> Medium {
        self.medium
    }

    /// The answer so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Each time that the answer was spoken.
    pub fn takes(&self) -> &[Take] {
        &self.takes
    }

    /// Which of the takes counts, from 0.
    pub fn take(&self) -> usize {
        self.take
    }

    /// The name of the recording that counts.
    pub fn recording(&self) -> Option<&str> {
        self.takes.get(self.take)?.recording.as_deref()
    }

    /// The recordings of the other takes: not needed once the attempt is saved.
    pub fn other_recordings(&self) -> Vec<String> {
        let others = self.takes.iter().enumerate().filter(|(at, _)| *at != self.take);
        others.filter_map(|(_, take)| take.recording.clone()).collect()
    }

    /// The clock.
    pub fn watch(&self) -> &Stopwatch {
        &self.watch
    }

    /// The hints shown so far.
    pub fn hints(&self) -> &[String] {
        &self.question.hints[..self.hints.min(self.question.hints.len())]
    }

    /// How many clarifications were given so far.
    pub fn clarified(&self) -> usize {
        self.clarified
    }

    /// "Don't know".
    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// What the candidate thought it was worth.
    pub fn prediction(&self) -> Option<u8> {
        self.prediction
    }

    /// What is ticked.
    pub fn ticks(&self) -> &Ticks {
        &self.ticks
    }

    /// Index of the wording that is asked.
    pub fn wording(&self) -> usize {
        self.wording
    }
}
