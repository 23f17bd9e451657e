//! What follows from an intent: orders to carry out and news to tell, each in order.

use chrono::NaiveDate;

use crate::bank::QuestionId;
use crate::coach::Destination;
use crate::coach::asking::Work;
use crate::coach::edits;
use crate::coach::extract;
use crate::coach::follow_up::Reacting;
use crate::engine::{Ahead, FilledIn, KeptEdits, KeptExtract, KeptOpinion};
use crate::history::{Draft, Rating, Record, RecordId, Unfinished, Utterance};
use crate::practice::Closing;
use crate::practice::mock::Reminder;
use crate::practice::words::when;

/// Everything that follows from an intent.
#[derive(Debug, Default)]
pub struct Step {
    /// What has to be done, in this order.
    pub orders: Vec<Order>,
    /// What there is to tell, in this order.
    pub news: Vec<News>,
}

/// The recording of an answer that has just ended, whose attempt is not in the log yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlogged {
    /// The name of the recording.
    pub recording: String,
    /// The question that it answers.
    pub asked: String,
}

/// Something that has to be done outside the session.
#[derive(Clone, Debug)]
pub enum Order {
    /// Append these records to the log, durably, and pass the result to [`Session::settled`](super::Session::settled).
    /// If the list is empty, only retry what could not be written before.
    Append(Vec<Record>),
    /// Have this draft on disk within a second.
    Keep(Box<Draft>),
    /// Have this work in progress on disk within a second.
    KeepWork(Box<Unfinished>),
    /// Delete the work in progress with this id: it is finished or unwanted.
    DropWork(RecordId),
    /// Delete the draft with this id. If its attempt is in the log, this process now judges it, and no other one offers
    /// to.
    Drop(RecordId),
    /// Write the drafts, and let other processes continue them.
    Release,
    /// Make these lines the points of a question without notes, then apply [`Intent::Reread`](super::Intent::Reread).
    KeepNotes(QuestionId, String),
    /// Find out what was said in the recording of this answer or reply, and how it was said.
    Listen(Utterance),
    /// Find out the same for the recording with this name, which belongs to no attempt; report it under this utterance.
    ListenTo(Utterance, String),
    /// Start finding that out for a recording whose attempt is not in the log yet.
    ListenAhead(Unlogged),
    /// Find that out and keep it in the log, without anybody waiting for it.
    ListenAside(Utterance),
    /// Record, play or delete something.
    Sound(SoundOrder),
    /// Remember that the candidate agreed to send answers there.
    AgreeToCoach(Box<Destination>),
    /// Ask for a second opinion in the background, replacing any such request. News about it goes to
    /// [`CoachIntent::Heard`](super::CoachIntent::Heard).
    AskCoach(Box<Work>),
    /// Ask for edits of an answer, in the same way. News about it goes to
    /// [`CoachIntent::Heard`](super::CoachIntent::Heard).
    AskEdits(Box<edits::Work>),
    /// Ask for an extract from a text, in the same way. News about it goes to
    /// [`CoachIntent::Heard`](super::CoachIntent::Heard).
    AskExtract(Box<extract::Work>),
    /// Call off the second opinion, edits and extract being asked for.
    StopCoach,
    /// Ask for a second opinion in the background before anybody wants to see it, and keep it. A failure is reported
    /// only once somebody asks for the opinion.
    AskAhead(Box<Ahead>),
    /// Ask for a follow-up in the background. The result goes to [`Intent::Reacted`](super::Intent::Reacted).
    AskFollowUp(Box<Reacting>),
    /// Call off the follow-up being asked for.
    StopFollowUp,
    /// Keep the coach's second opinion.
    KeepOpinion(Box<KeptOpinion>),
    /// Keep the edits that the coach proposed.
    KeepEdits(Box<KeptEdits>),
    /// Keep the coach's extract from a text.
    KeepExtract(Box<KeptExtract>),
    /// Keep the story or target with what the candidate took from the extract. The result goes to
    /// [`CoachIntent::Settled`](super::CoachIntent::Settled).
    KeepFilledIn(Box<FilledIn>),
}

/// Something to record or to read aloud. A face without sound ignores it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundOrder {
    /// Record under this name, appending if there is such a recording.
    Record(String),
    /// Pause the recording (`true`), or go on with it.
    PauseRecording(bool),
    /// End the recording.
    StopRecording,
    /// Delete these recordings.
    Delete(Vec<String>),
    /// Read this aloud.
    ReadAloud(String),
    /// Stop reading aloud.
    Hush,
}

/// Something to tell. Unless [`News::words`] has a sentence for it, the face finds the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The interviewer is thinking about what was said.
    Thinking,
    /// Only the bank's own follow-ups are asked; why.
    NoReaction(String),
    /// Something else is now being asked: a question, a follow-up, a break, or nothing more.
    Asked,
    /// The answer is being given, or was switched between typing and speaking.
    Giving,
    /// The answer is finished; next, the candidate predicts its band.
    Given,
    /// Nothing was typed yet.
    NothingTyped,
    /// Another hint is shown.
    Hint,
    /// There are no more hints, or there never were any (`true`).
    NoHint(bool),
    /// Another clarification is shown.
    Clarified,
    /// There is nothing more to clarify, or there never was (`true`).
    NothingToClarify(bool),
    /// The story to be told was chosen, or cleared (`false`).
    StoryChosen(bool),
    /// The interviewer has nothing more to ask about this answer.
    NothingToAsk,
    /// The clock was paused (`true`), or is running again.
    Paused(bool),
    /// The notes are open.
    Opened,
    /// The prediction is not possible: it has to be 1 to 4.
    NoSuchPrediction,
    /// Nothing at all is judged: is it to stay so? Asked only once.
    Untouched,
    /// This many points that count are not judged yet: were they missing?
    NotJudged(usize),
    /// The rest was missing, but this many points that the answer's words speak for are not judged: were they missing,
    /// too?
    SpokenFor(usize),
    /// Points are ticked that the answer has no words for: where were they made? Asked only once.
    Doubted,
    /// Ticking is finished; next comes the rating.
    Rating,
    /// The rating is on disk.
    Rated,
    /// The rating is on disk, and the next question is already being asked.
    WentOn(WentOn),
    /// The rating was undone; another one can be given.
    TakenBack,
    /// There is no rating to undo.
    NothingToTakeBack,
    /// The question was skipped until tomorrow.
    Skipped,
    /// The question is now out of the schedule (`true`), or back in it.
    Suspended(bool),
    /// A question cannot be read or asked; why.
    Unreadable(String),
    /// Records could not be written to the log; why. They are tried again with the next save.
    NotSaved(String),
    /// A judgement made in a debrief is on disk.
    Judged,
    /// Records that could not be saved before are now on disk.
    SavedAfterAll,
    /// Notes for a question that had none were saved; what to tell about it.
    NotesKept(String),
    /// Notes could not be saved; why, and the text of the notes.
    NotesNotKept(String, String),
    /// A draft, or something from the coach, could not be kept on disk; why.
    NotKept(String),
    /// The interviewer says that time is up, for the answer or the round.
    Reminded(Reminder),
    /// The round ended, and the answer in progress was handed in as it stands; `false` if it was never begun.
    HandedIn(bool),
    /// Questions were left out of the mock being debriefed; the sentence about it.
    LeftOut(String),
    /// The session was left for another day; what it left behind.
    Left(Left),
    /// The mock was abandoned.
    Abandoned,
    /// An order about sound, for a face that has it.
    Sound(SoundOrder),
    /// A recording is to be transcribed, by a face that can wait for it.
    Listen(Utterance),
    /// A recording whose attempt is not in the log yet is to be transcribed.
    ListenAhead(Unlogged),
    /// A recording is to be transcribed without anybody waiting for it.
    ListenAside(Utterance),
    /// The last question was asked, or no more are wanted.
    Ended,
}

/// A rating that was kept, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WentOn {
    /// The rating that was kept.
    pub rating: Rating,
    /// The day on which the question comes back; `None` for practice, or if it is out of the schedule.
    pub due: Option<NaiveDate>,
    /// Whether the answer was practice.
    pub practice: bool,
    /// Whether the question is to be retried later in this drill.
    pub again: bool,
}

impl WentOn {
    /// The sentences about it, such as "Good. It comes back in 3 days."
    pub fn words(self, today: NaiveDate) -> String {
        let comes = match self.due {
            _ if self.practice => " Practice: the schedule stays as it was.".to_owned(),
            Some(due) => format!(" It comes back {}.", when(due, today)),
            None => String::new(),
        };
        let again = if self.again { " It comes once more later in this drill." } else { "" };
        format!("{}.{comes}{again}", self.rating)
    }
}

impl From<Closing> for News {
    fn from(closing: Closing) -> Self {
        match closing {
            Closing::Untouched | Closing::Unjudged => Self::Untouched,
            Closing::NotJudged(open) => Self::NotJudged(open),
            Closing::SpokenFor(open) => Self::SpokenFor(open),
            Closing::Doubted => Self::Doubted,
            Closing::Done => Self::Rating,
        }
    }
}

/// What remains when a session is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing to continue.
    Nothing,
    /// An unfinished answer, to be continued.
    Answer,
    /// An answer that is saved but not judged yet.
    Unjudged,
    /// An answer that could not be saved; its draft is kept.
    Unsaved,
    /// A mock to be continued.
    Mock,
    /// A mock that is over and waits for its debrief.
    Debrief,
}

impl News {
    /// The sentence for it, if every face uses the same one.
    pub fn words(&self) -> Option<&str> {
        Some(match self {
            Self::NoHint(true) => "This question has no hints.",
            Self::NoHint(false) => "That was the last hint.",
            Self::NothingToClarify(true) => "Nothing to clarify: state your assumption and go on.",
            Self::NothingToClarify(false) => "The interviewer has nothing more to add.",
            Self::Reminded(Reminder::MoveOn) => "\"We have to move on.\" Finish the thought and hand it in.",
            Self::Reminded(Reminder::RoundOver) => "\"That was our time.\" Finish this answer: the round ends with it.",
            Self::HandedIn(true) => "\"We have to stop here.\" Your answer was handed in as it stands.",
            Self::HandedIn(false) => "\"We have to stop here.\" This question was left out.",
            Self::StoryChosen(true) => "The story is kept with the answer: tell it.",
            Self::StoryChosen(false) => "No story is chosen.",
            Self::NothingToAsk => "The interviewer has nothing more to ask about this answer.",
            Self::Skipped => "Skipped: it comes back tomorrow.",
            Self::Suspended(false) => "Back in the schedule.",
            Self::Thinking => "They think about what you said.",
            Self::Unreadable(why) | Self::NotKept(why) | Self::LeftOut(why) | Self::NoReaction(why) => why,
            _ => return None,
        })
    }
}
