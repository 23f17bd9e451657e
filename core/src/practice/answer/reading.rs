//! Read access to an answer: the question as it is asked, what has been said so far, and the clock.

use super::{Answer, Phase};
use crate::bank::{Clarification, Difficulty, Kind, Levels, QuestionId, Seconds, Snippet};
use crate::history::{Medium, Mode, RecordId, Spent, Take};
use crate::practice::put::Put;
use crate::practice::stopwatch::Stopwatch;

impl Answer {
    /// The id of the attempt, which is fixed before the attempt is written.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// The question's name, `bank/id`.
    pub fn name(&self) -> &QuestionId {
        &self.name
    }

    /// How far it has got.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether hints and clarifications may still be asked for and the answer may be given up.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Thinking | Phase::Answering)
    }

    /// Whether the answer or a reply is being spoken.
    pub fn is_spoken(&self) -> bool {
        matches!(self.phase, Phase::Answering | Phase::Replying) && self.medium() == Medium::Spoken
    }

    /// The mode in which the question was asked.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The question in the wording that is asked.
    pub fn prompt(&self) -> &str {
        &self.prompt
    }

    /// Index of the wording that is asked: 0 is the prompt.
    pub fn wording(&self) -> usize {
        self.wording
    }

    /// The code that the question is about, if any.
    pub fn snippet(&self) -> Option<&Snippet> {
        self.question.snippet.as_ref()
    }

    /// The kind of the question.
    pub fn kind(&self) -> Kind {
        self.question.kind
    }

    /// The difficulty of the question.
    pub fn difficulty(&self) -> Difficulty {
        self.question.difficulty
    }

    /// The levels for which the question is meant.
    pub fn levels(&self) -> Levels {
        self.question.levels
    }

    /// The limits for a spoken answer, in seconds.
    pub fn times(&self) -> Seconds {
        self.times
    }

    /// The target for this answer in seconds; longer for typed answers.
    pub fn target(&self) -> u32 {
        self.rules.times(self.times, self.medium).target
    }

    /// The maximum for this answer in seconds; longer for typed answers.
    pub fn maximum(&self) -> u32 {
        self.rules.times(self.times, self.medium).max
    }

    /// The level aimed at and how much more time a typed answer gets.
    pub(in crate::practice) fn rules(&self) -> crate::practice::Rules {
        self.rules
    }

    /// The medium of the answer, or of the reply while there is one.
    pub fn medium(&self) -> Medium {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map(|put| put.medium).filter(|medium| *medium != Medium::None).unwrap_or(self.medium)
    }

    /// The text now being asked: the question, or the follow-up being replied to.
    pub fn asked(&self) -> &str {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map_or(&self.prompt, |put| &put.prompt)
    }

    /// Whether the answer has been given and the question has follow-ups that were not asked yet. Never after "don't
    /// know".
    pub fn has_follow_up(&self) -> bool {
        let open = self.question.follow_ups.iter().any(|next| self.replies.iter().all(|put| put.id != next.id));
        open && self.phase == Phase::Given && !self.gave_up
    }

    /// The text of the answer so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text being typed: that of the reply while there is one, otherwise that of the answer.
    pub fn typed(&self) -> &str {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map_or(&self.text, |put| &put.text)
    }

    /// The follow-ups asked after the answer, with the replies so far.
    pub fn replies(&self) -> &[Put] {
        &self.replies
    }

    /// The hints shown so far.
    pub fn hints(&self) -> &[String] {
        &self.question.hints[..self.hints.min(self.question.hints.len())]
    }

    /// The number of hints the question has, shown or not.
    pub fn hints_in_all(&self) -> usize {
        self.question.hints.len()
    }

    /// The clarifications given so far.
    pub fn clarifications(&self) -> &[Clarification] {
        &self.question.clarifications[..self.clarified.min(self.question.clarifications.len())]
    }

    /// Whether there is a clarification that was not given yet.
    pub fn has_clarification(&self) -> bool {
        self.clarified < self.question.clarifications.len()
    }

    /// The story told in the answer; `None` if none was chosen.
    pub fn story(&self) -> Option<&RecordId> {
        self.story.as_ref()
    }

    /// Whether the candidate said "don't know".
    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// One entry for each time the answer was spoken.
    pub fn takes(&self) -> &[Take] {
        &self.takes
    }

    /// Index of the take that counts.
    pub fn take(&self) -> usize {
        self.take
    }

    /// Whether another take can be made the one that counts.
    pub fn has_other_take(&self) -> bool {
        self.phase == Phase::Given && self.takes.len() > 1 && self.replies.is_empty()
    }

    /// The file name of the recording of the take that counts, if it was recorded.
    pub fn recording(&self) -> Option<&str> {
        self.takes.get(self.take)?.recording.as_deref()
    }

    /// The file name under which the current take or reply is being recorded.
    pub fn recording_now(&self) -> Option<&str> {
        match self.phase {
            Phase::Replying => self.replies.last()?.recording.as_deref(),
            _ => self.recording(),
        }
    }

    /// The recordings of the takes that do not count, to be deleted once the attempt is saved.
    pub fn other_recordings(&self) -> Vec<String> {
        let others = self.takes.iter().enumerate().filter(|(at, _)| *at != self.take);
        others.filter_map(|(_, take)| take.recording.clone()).collect()
    }

    /// The clock of whatever is being given now: the answer, or the reply.
    pub fn watch(&self) -> &Stopwatch {
        &self.watch
    }

    /// Time spent on the answer itself, up to the last reading of the clock.
    pub fn spent(&self) -> Spent {
        if self.replies.is_empty() { self.watch.spent() } else { self.spent }
    }

    /// Seconds spent thinking, answering and replying, up to the last reading of the clock.
    pub fn seconds(&self) -> f64 {
        let spent = self.spent();
        spent.think + spent.answer + self.replies.iter().map(|put| put.seconds).sum::<f64>()
    }
}
