//! What follows from an intent: orders to carry out, in order, and news to tell.

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

/// Something that has to be done outside of the session.
#[derive(Clone, Debug)]
pub enum Order {
    /// Append to the log, durably; what came of it goes to [`Session::settled`](super::Session::settled). None at all:
    /// only what could not be written before is tried again.
    Append(Vec<Record>),
    /// Have this on the disk within a second.
    Keep(Box<Draft>),
    /// Have this work in progress on the disk within a second.
    KeepWork(Box<Unfinished>),
    /// That work is done, or not wanted.
    DropWork(RecordId),
    /// The draft of this name is not needed any more. Where its attempt is in the log, it is judged here from now on, and
    /// nobody else asks for that.
    Drop(RecordId),
    /// Write the draft, and let others go on with it.
    Release,
    /// Make these lines the points of a question without notes; [`Intent::Reread`](super::Intent::Reread) when it is done.
    KeepNotes(QuestionId, String),
    /// Find out what was said in the recording of this answer or reply, and how.
    Listen(Utterance),
    /// Find out what was said in the recording of this name, which belongs to no attempt; it is told as that of the utterance.
    ListenTo(Utterance, String),
    /// Begin to find that out in a recording whose attempt is not in the log yet: an answer has just ended.
    ListenAhead(String),
    /// Keep in the log what is found out about it; nobody waits for it.
    ListenAside(Utterance),
    /// Something about sound.
    Sound(SoundOrder),
    /// Keep that answers may be sent there.
    AgreeToCoach(Box<Destination>),
    /// Ask for a second opinion in the background, in place of what is being asked; what comes of it goes to
    /// [`OpinionIntent::Heard`](super::OpinionIntent::Heard).
    AskCoach(Box<Work>),
    /// Ask for edits of an answer in the same way; what comes of it goes to
    /// [`ImproveIntent::Heard`](super::ImproveIntent::Heard).
    AskEdits(Box<edits::Work>),
    /// Ask for what can be taken out of a text, in the same way; what comes of it goes to
    /// [`ExtractIntent::Heard`](super::ExtractIntent::Heard).
    AskExtract(Box<extract::Work>),
    /// Call off what is being asked.
    StopCoach,
    /// Ask for a second opinion in the background before anybody wants to see it, and keep it; what of it goes wrong is
    /// told when it is asked for.
    AskAhead(Box<Ahead>),
    /// Ask for a follow-up in the background; what comes of it goes to [`Intent::Reacted`](super::Intent::Reacted).
    AskFollowUp(Box<Reacting>),
    /// Call that off.
    StopFollowUp,
    /// Keep what the coach said.
    KeepOpinion(Box<KeptOpinion>),
    /// Keep what it proposed.
    KeepEdits(Box<KeptEdits>),
    /// Keep what it took out of a text.
    KeepExtract(Box<KeptExtract>),
    /// Keep the story or the target that the candidate took of that; what came of it goes to
    /// [`ExtractIntent::Settled`](super::ExtractIntent::Settled).
    KeepFilledIn(Box<FilledIn>),
}

/// What is recorded or read aloud. A face without sound does nothing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SoundOrder {
    /// Record under this name; behind what stands there, if something does.
    Record(String),
    /// Stop to write, or go on.
    PauseRecording(bool),
    /// End the recording.
    StopRecording,
    /// Delete these recordings.
    Delete(Vec<String>),
    /// Read this aloud.
    ReadAloud(String),
    /// Stop to read.
    Hush,
}

/// Something to tell. The words are the face's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// The interviewer thinks about what was said.
    Thinking,
    /// Follow-ups are those of the bank alone; why.
    NoReaction(String),
    /// Something else is asked for now: a question, a follow-up, a break, or nothing more.
    Asked,
    /// The answer is being given, typed or aloud; also when it goes over from one to the other.
    Giving,
    /// The answer is done; what it was worth is asked.
    Given,
    /// Nothing was typed yet.
    NothingTyped,
    /// One more hint stands there.
    Hint,
    /// That was the last one, or there was never one (true).
    NoHint(bool),
    /// One more clarification stands there.
    Clarified,
    /// There is nothing more to clarify, or there never was (true).
    NothingToClarify(bool),
    /// The story that is going to be told was chosen, or none is (false).
    StoryChosen(bool),
    /// The interviewer has nothing more to ask about this answer.
    NothingToAsk,
    /// The clock stands still, or goes on.
    Paused(bool),
    /// The notes are open.
    Opened,
    /// A prediction has to be 1 to 4.
    NoSuchPrediction,
    /// Nothing at all is judged: is the answer to stay so? Not asked again.
    Untouched,
    /// So many points that count are not judged yet: were they missing?
    NotJudged(usize),
    /// The rest was missing, but for so many points that the words of the answer speak for: were they missing, too?
    SpokenFor(usize),
    /// Points are ticked that the answer has no words for: where were they said? Not asked again.
    Doubted,
    /// The ticks are done: a rating is asked for.
    Rating,
    /// The rating is on the disk.
    Rated,
    /// It is on the disk and was gone on from: what it was, with the day on which the question comes back.
    WentOn(WentOn),
    /// It was taken back; a rating is asked for again.
    TakenBack,
    /// There is nothing to take back.
    NothingToTakeBack,
    /// It comes back tomorrow.
    Skipped,
    /// Out of the schedule (true), or back in it.
    Suspended(bool),
    /// A question cannot be asked or read; why.
    Unreadable(String),
    /// Something is not on the disk; why. It is tried again with the next save.
    NotSaved(String),
    /// What was judged in a debrief is on the disk.
    Judged,
    /// What could not be saved is on the disk now.
    SavedAfterAll,
    /// The notes of a question without any were saved; what to tell.
    NotesKept(String),
    /// They were not; why, and what was written.
    NotesNotKept(String, String),
    /// The draft cannot be written; why.
    NotKept(String),
    /// The interviewer says that the time of the answer or of the round is over.
    Reminded(Reminder),
    /// The round ended, and the answer in progress was handed in as it stands; false: it was not begun.
    HandedIn(bool),
    /// Questions of the mock that is debriefed were left out; the sentence about it.
    LeftOut(String),
    /// Left for another day.
    Left(Left),
    /// The mock was given up.
    Abandoned,
    /// Something about sound is to be done, by a face that has it.
    Sound(SoundOrder),
    /// What was said in a recording is to be found out, by a face that can wait for it.
    Listen(Utterance),
    /// The same for a recording whose attempt is not in the log yet.
    ListenAhead(String),
    /// The same in passing: nobody waits for it.
    ListenAside(Utterance),
    /// The last question was asked, or no more are wanted.
    Ended,
}

/// A rating that was kept, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WentOn {
    /// The rating.
    pub rating: Rating,
    /// When the question comes back; none: it was practice, or it is out of the schedule.
    pub due: Option<NaiveDate>,
    /// Whether it was practice.
    pub practice: bool,
    /// Whether it comes once more in this drill.
    pub again: bool,
}

impl WentOn {
    /// "Good. It comes back in 3 days."
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

/// What is left behind when a session is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// Nothing to go on with.
    Nothing,
    /// An answer to go on with.
    Answer,
    /// An answer that is saved, and not judged yet.
    Unjudged,
    /// An answer that could not be saved; its draft is kept.
    Unsaved,
    /// A mock to go on with.
    Mock,
    /// A mock of which everything was asked, and whose debrief waits.
    Debrief,
}

impl News {
    /// The sentence for it, where it is the same in every face.
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
