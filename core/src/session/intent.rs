//! What a person means, whichever key or line expressed it, and what happens around them.

use crate::assess::RedFlag;
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::history::{Medium, Rating, RecordId, Tick, Transcript, Utterance};
use crate::practice::Mark;

/// Something that a person means, or that happens. An intent that makes no sense at the moment changes nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// Answer in this medium, or switch to it half-way.
    Give(Medium),
    /// The whole text typed so far, of the answer or the reply.
    Text(String),
    /// Show the next hint.
    Hint,
    /// Ask for a clarification.
    Clarify,
    /// Choose the story to be told; `None` for no story.
    Tell(Option<RecordId>),
    /// Pause the clock (`true`), or let it run again.
    Pause(bool),
    /// Read the question aloud.
    ReadAloud,
    /// Stop reading aloud.
    Hush,
    /// The answer or the reply is finished.
    Done,
    /// "Don't know".
    GiveUp,
    /// Speak the answer again, before anything is revealed.
    SayAgain,
    /// Make the next take the one that counts.
    NextTake,
    /// Ask for a follow-up, before anything is revealed.
    FollowUp,
    /// Predict the band, 1 to 4, before anything is revealed: of the answer in a drill, or of the round in a mock.
    Predict(u8),
    /// Tick something in the notes.
    Mark(Mark),
    /// Tick as hit those of the points with these ids that the answer makes and that are not judged yet.
    AcceptSaid(Vec<String>),
    /// Tick everything not judged yet as missed, and finish ticking. Points that the words of the answer speak for need
    /// this twice.
    RestMissing,
    /// Finish ticking.
    ToRating,
    /// Go back to ticking.
    BackToTicks,
    /// Give this rating; `None` leaves the attempt unrated.
    Rate(Option<Rating>),
    /// Give this rating and move on to the next question once that is on disk, unless there is something to decide
    /// first.
    Keep(Rating),
    /// Undo the rating.
    Undo,
    /// Answer the question again, as practice.
    Retry {
        /// Whether to ask it in the next wording.
        otherwise: bool,
    },
    /// Move the cursor to this rating without giving it.
    Lean(Rating),
    /// Ask an easier question first; see [`Leech`](super::Leech).
    Easier,
    /// Take the question out of the schedule, or put it back.
    Suspend,
    /// Skip the question until tomorrow.
    Skip,
    /// Go on to whatever comes next. If something could not be saved, this first tries again.
    Next,
    /// Ask no more questions and show the summary.
    End,
    /// Leave for another day. What is unfinished is kept.
    Leave,
    /// Abandon the mock.
    Abandon,
    /// The whole text so far of notes being written for a question that has none.
    Jot(String),
    /// Give a question without notes its points, one per line.
    KeepNotes(String),
    /// Reread the question, which may have been edited.
    Reread,
    /// The transcript of an answer or a reply was corrected.
    Mend(Utterance, Transcript),
    /// Set how well a reply held, given the index of its follow-up.
    Held(usize, Tick),
    /// Set the number on the dimension with this id, 1 to 4; `None` takes it back.
    Number(String, Option<u8>),
    /// Tick a red flag, or untick it.
    Flag(RedFlag),
    /// Open the notes of the answer with this index in a debrief.
    Open(usize),
    /// Go to the scorecard.
    Card,
    /// The model suggested a follow-up, or failed to.
    Reacted(Result<Suggested, CoachError>),
    /// About a second may have passed: time to read the clock.
    Second,
    /// The microphone is on, and the recording with this name is being written.
    Recording(String),
    /// From now on the clock is read at least once a second (`true`), or is not.
    Beat(bool),
    /// Text arrives line by line, so a line cannot be seen while it is being written.
    Lines,
    /// The program is about to be stopped (`true`), or is running again.
    Stopped(bool),
}
