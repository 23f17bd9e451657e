//! What a person means, whatever key or line said so, and what happens around them.

use crate::assess::RedFlag;
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::history::{Medium, Rating, RecordId, Tick, Transcript, Utterance};
use crate::practice::Mark;

/// Something that is meant, or that happens. What makes no sense at the moment changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Answer by typing or aloud, or go over to it in the middle.
    Give(Medium),
    /// What is typed of the answer or the reply is this now.
    Text(String),
    /// Show a hint.
    Hint,
    /// Ask back.
    Clarify,
    /// Choose the story that is going to be told; none: none of them.
    Tell(Option<RecordId>),
    /// Stop the clock, or let it go on.
    Pause(bool),
    /// Read the question aloud.
    ReadAloud,
    /// Stop to read.
    Hush,
    /// The answer or the reply is done.
    Done,
    /// "Don't know".
    GiveUp,
    /// Speak the answer once more, before anything is revealed.
    SayAgain,
    /// Let the next take count.
    NextTake,
    /// Be asked a follow-up, before anything is revealed.
    FollowUp,
    /// What it was worth, 1 to 4, before anything is revealed: the answer of a drill, the round of a mock.
    Predict(u8),
    /// Tick something in the notes.
    Mark(Mark),
    /// Those of these points, by their ids, that the answer says and that are not judged yet are there.
    AcceptSaid(Vec<String>),
    /// What is not judged yet was missing, and the ticks are done; of what the words speak for that has to be said twice.
    RestMissing,
    /// The ticks are done.
    ToRating,
    /// Tick once more.
    BackToTicks,
    /// Rate it; none leaves it unrated.
    Rate(Option<Rating>),
    /// Rate it, and go on to the next question as soon as that is on the disk, unless there is something to decide first.
    Keep(Rating),
    /// Take the rating back.
    Undo,
    /// Answer it once more as practice, in other words if so.
    Retry {
        /// In the next wording.
        otherwise: bool,
    },
    /// The cursor stands on this rating, which is not given yet.
    Lean(Rating),
    /// Ask an easier question first.
    Easier,
    /// Take the question out of the schedule, or put it back.
    Suspend,
    /// Not today.
    Skip,
    /// On to what comes next; where something could not be saved, try that again first.
    Next,
    /// No more questions: the summary.
    End,
    /// Leave for another day. What is not finished is kept.
    Leave,
    /// Give the mock up.
    Abandon,
    /// Notes that are being written on a question without any are this now.
    Jot(String),
    /// Give a question without notes its points, one a line.
    KeepNotes(String),
    /// The bank may say something else about the question now.
    Reread,
    /// The transcript of an answer or a reply was mended.
    Mend(Utterance, Transcript),
    /// Say how the reply to a follow-up held: its place among them.
    Held(usize, Tick),
    /// A number of a dimension, 1 to 4; none takes it back.
    Number(String, Option<u8>),
    /// Tick a red flag, or take it back.
    Flag(RedFlag),
    /// To the notes of this answer of a debrief.
    Open(usize),
    /// The scorecard.
    Card,
    /// Something came of the follow-up that a model was asked for.
    Reacted(Result<Suggested, CoachError>),
    /// A second may have passed.
    Second,
    /// The microphone listens, and this recording is being written.
    Recording(String),
    /// The clock is read at least once a second from now on, or is not.
    Beat(bool),
    /// What is typed comes in line by line: what is being written of the next one cannot be seen.
    Lines,
    /// The program is about to be stopped, or goes on.
    Stopped(bool),
}
