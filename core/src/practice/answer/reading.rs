//! What an answer says about itself: the question as it is asked, what was said so far, and its clock.

use super::{Answer, Phase};
use crate::bank::{Clarification, Difficulty, Kind, Levels, QuestionId, Seconds, Snippet};
use crate::history::{Medium, Mode, RecordId, Spent, Take};
use crate::practice::put::Put;
use crate::practice::stopwatch::Stopwatch;

impl Answer {
    /// The id that the attempt has or is going to have.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// `bank/id`.
    pub fn name(&self) -> &QuestionId {
        &self.name
    }

    /// Where it stands.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// Whether help may still be asked for, and the answer given up.
    pub fn is_open(&self) -> bool {
        matches!(self.phase, Phase::Thinking | Phase::Answering)
    }

    /// Whether the answer or a reply is being spoken.
    pub fn is_spoken(&self) -> bool {
        matches!(self.phase, Phase::Answering | Phase::Replying) && self.medium() == Medium::Spoken
    }

    /// In which setting.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// The question in the words in which it is asked.
    pub fn prompt(&self) -> &str {
        &self.prompt
    }

    /// Index of the wording that is asked, 0 the prompt.
    pub fn wording(&self) -> usize {
        self.wording
    }

    /// The code that the question is about.
    pub fn snippet(&self) -> Option<&Snippet> {
        self.question.snippet.as_ref()
    }

    /// What sort of question it is.
    pub fn kind(&self) -> Kind {
        self.question.kind
    }

    /// How hard it is.
    pub fn difficulty(&self) -> Difficulty {
        self.question.difficulty
    }

    /// The levels that it suits.
    pub fn levels(&self) -> Levels {
        self.question.levels
    }

    /// The times of a spoken answer.
    pub fn times(&self) -> Seconds {
        self.times
    }

    /// The target for this answer in seconds: typed ones get more.
    pub fn target(&self) -> u32 {
        self.rules.times(self.times, self.medium).target
    }

    /// The maximum for this answer in seconds: typed ones get more.
    pub fn maximum(&self) -> u32 {
        self.rules.times(self.times, self.medium).max
    }

    /// The level aimed at and the time that typing gets.
    pub(in crate::practice) fn rules(&self) -> crate::practice::Rules {
        self.rules
    }

    /// How the answer is given, or the reply while there is one.
    pub fn medium(&self) -> Medium {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map(|put| put.medium).filter(|medium| *medium != Medium::None).unwrap_or(self.medium)
    }

    /// What is asked now: the question, or the follow-up that is being replied to.
    pub fn asked(&self) -> &str {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map_or(&self.prompt, |put| &put.prompt)
    }

    /// Whether the question has follow-ups that were not asked yet, and the answer is done.
    pub fn has_follow_up(&self) -> bool {
        let open = self.question.follow_ups.iter().any(|next| self.replies.iter().all(|put| put.id != next.id));
        open && self.phase == Phase::Given && !self.gave_up
    }

    /// The answer so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is being typed: the reply while there is one, else the answer.
    pub fn typed(&self) -> &str {
        let reply = self.replies.last().filter(|_| self.phase == Phase::Replying);
        reply.map_or(&self.text, |put| &put.text)
    }

    /// What was asked after the answer, with the replies so far.
    pub fn replies(&self) -> &[Put] {
        &self.replies
    }

    /// The hints shown so far.
    pub fn hints(&self) -> &[String] {
        &self.question.hints[..self.hints.min(self.question.hints.len())]
    }

    /// How many hints there are in all.
    pub fn hints_in_all(&self) -> usize {
        self.question.hints.len()
    }

    /// The clarifications given so far.
    pub fn clarifications(&self) -> &[Clarification] {
        &self.question.clarifications[..self.clarified.min(self.question.clarifications.len())]
    }

    /// Whether the interviewer has something more to clarify.
    pub fn has_clarification(&self) -> bool {
        self.clarified < self.question.clarifications.len()
    }

    /// The story that is going to be told, or was; none: none was chosen.
    pub fn story(&self) -> Option<&RecordId> {
        self.story.as_ref()
    }

    /// "Don't know".
    pub fn gave_up(&self) -> bool {
        self.gave_up
    }

    /// Each time that the answer was spoken.
    pub fn takes(&self) -> &[Take] {
        &self.takes
    }

    /// Which of the takes counts, from 0.
    pub fn take(&self) -> usize {
        self.take
    }

    /// Whether another take may be chosen in place of this one.
    pub fn has_other_take(&self) -> bool {
        self.phase == Phase::Given && self.takes.len() > 1 && self.replies.is_empty()
    }

    /// The name of the recording that counts.
    pub fn recording(&self) -> Option<&str> {
        self.takes.get(self.take)?.recording.as_deref()
    }

    /// The name under which what is being spoken is recorded: the take, or the reply.
    pub fn recording_now(&self) -> Option<&str> {
        match self.phase {
            Phase::Replying => self.replies.last()?.recording.as_deref(),
            _ => self.recording(),
        }
    }

    /// The recordings of the other takes: not needed once the attempt is saved.
    pub fn other_recordings(&self) -> Vec<String> {
        let others = self.takes.iter().enumerate().filter(|(at, _)| *at != self.take);
        others.filter_map(|(_, take)| take.recording.clone()).collect()
    }

    /// The clock of what is being given, the answer or the reply.
    pub fn watch(&self) -> &Stopwatch {
        &self.watch
    }

    /// Where the time of the answer itself went, up to the last reading.
    pub fn spent(&self) -> Spent {
        if self.replies.is_empty() { self.watch.spent() } else { self.spent }
    }

    /// Seconds of thinking, answering and replying, up to the last reading.
    pub fn seconds(&self) -> f64 {
        let spent = self.spent();
        spent.think + spent.answer + self.replies.iter().map(|put| put.seconds).sum::<f64>()
    }
}
