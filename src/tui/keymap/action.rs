//! What can be wanted.

use crate::tui::editor::Edit;

/// What the candidate wants. Screens decide what it means to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the program; answers in progress are kept.
    Quit,
    /// One step back.
    Back,
    /// What the keys do here.
    Help,
    /// All that can be done here, to search.
    Palette,
    /// Stop the program, as the shell's job control does.
    Stop,
    /// Draw everything anew.
    Redraw,
    /// Up or the row before.
    Up,
    /// Down or the row after.
    Down,
    /// To the left, or the choice before.
    Left,
    /// To the right, or the choice after.
    Right,
    /// What is wider than its place to the left.
    ScrollLeft,
    /// What is wider than its place to the right.
    ScrollRight,
    /// A screen up.
    PageUp,
    /// A screen down.
    PageDown,
    /// The first row.
    Top,
    /// The last row.
    Bottom,
    /// Do what the screen is for.
    Accept,
    /// Mark or unmark.
    Toggle,
    /// Start tonight's questions.
    Start,
    /// Drill the weakest topics.
    Weak,
    /// All questions.
    Browse,
    /// What the log adds up to.
    Progress,
    /// Mock interviews.
    Mock,
    /// Typed or spoken.
    Medium,
    /// Two things side by side.
    Compare,
    /// How it went over time.
    Trend,
    /// Go on with what was left.
    Resume,
    /// Begin another one.
    Another,
    /// The answer after this one.
    NextAnswer,
    /// The answer before this one.
    PreviousAnswer,
    /// A number of a dimension, 1 to 4.
    Number(u8),
    /// Drill what lacked.
    Gaps,
    /// Write it down for others.
    Report,
    /// What is practised for.
    Target,
    /// All settings.
    Settings,
    /// The plan to the interview.
    Plan,
    /// The memory model.
    Memory,
    /// Practise known questions and leave the schedule alone.
    Cram,
    /// Other days.
    Range,
    /// Type a date.
    TypeDate,
    /// Fit the memory model to the log.
    Fit,
    /// Choose what to drill.
    Filters,
    /// The sheet of numbers worth knowing.
    Numbers,
    /// How a question is worked out: drawing, model, choices, minutes.
    Worked,
    /// Edit a question in another program.
    EditQuestion,
    /// Write notes on a question that has none.
    Notes,
    /// Write something down beside an answer, for oneself.
    Remark,
    /// Keep an answer to be read again, or let it go.
    MyAnswer,
    /// Write the answer that is kept.
    WriteMyAnswer,
    /// What was answered before.
    Earlier,
    /// What the coach thinks of the answer.
    SecondOpinion,
    /// Have the coach propose edits of the answer.
    Improve,
    /// Have the coach take a story or a target out of a text.
    Extract,
    /// Stop asking a question, or ask it again.
    Retire,
    /// The questions that are no longer asked.
    Retired,
    /// Bring questions in.
    Import,
    /// The candidate's stories, or which one is told.
    Stories,
    /// Themes against stories.
    StoryCoverage,
    /// Edit a story in another program.
    EditStory,
    /// Tell a story no longer, or again.
    RetireStory,
    /// Tell a story against the clock, in so many seconds.
    Practise(u32),
    /// Change the colours.
    Theme,
    /// Search.
    Search,
    /// Everything about the question under the cursor.
    Open,
    /// All questions of the list, one after the other.
    DrillAll,
    /// List them in another order.
    Sort,
    /// Only questions in the next state.
    NextState,
    /// Only questions in the state before.
    PreviousState,
    /// Open or close the preview.
    Preview,
    /// Hold a question back until tomorrow, or let it go.
    Bury,
    /// Take a question out of the schedule, or put it back.
    Suspend,
    /// Take the last judgement back.
    Undo,
    /// Bring a lost history back.
    Restore,
    /// Answer by typing.
    Type,
    /// Answer aloud.
    Speak,
    /// Show a hint.
    Hint,
    /// "Don't know".
    GiveUp,
    /// Not this one today.
    Skip,
    /// Ask back.
    Clarify,
    /// Stop or start the clock.
    Pause,
    /// The answer is done.
    Done,
    /// Go on in `$EDITOR`.
    External,
    /// Show or hide the whole question.
    Prompt,
    /// Leave; the answer is kept.
    Leave,
    /// The prediction, 1 to 4.
    Predict(u8),
    /// The point is there.
    Hit,
    /// Half of the point is there.
    Partial,
    /// The point is not there.
    Missed,
    /// The points that the answer says are there.
    AcceptSaid,
    /// The points that are not judged were missing.
    RestMissing,
    /// Answer, or points.
    Side,
    /// Follow-ups.
    FollowUps,
    /// Sample answers.
    Samples,
    /// Framework, intent and references.
    Framework,
    /// Signs of a thin answer.
    WeakSignals,
    /// How the answer came across.
    Delivery,
    /// Mend what was written down of a spoken answer.
    EditTranscript,
    /// The rating, 1 to 4.
    Rate(u8),
    /// Leave it unrated.
    Unrated,
    /// The same question once more, as practice.
    Retry,
    /// The same question in other words, as practice.
    RetryOtherwise,
    /// An easier question of the topic.
    Easier,
    /// Split a question into own ones.
    Split,
    /// Drill one habit of speaking on the question.
    DrillHabit,
    /// Have the question read aloud.
    ReadAloud,
    /// Hear the answer again.
    Listen,
    /// Play it slower.
    Slower,
    /// Play it faster.
    Faster,
    /// Go by pauses, by points or by fillers.
    JumpBy,
    /// Say the answer once more.
    SayAgain,
    /// The take before or after.
    OtherTake,
    /// Throw away.
    Discard,
    /// A change to the text.
    Edit(Edit),
    /// The jobs.
    Jobs,
    /// The page of the day.
    Day,
    /// What was asked in a real interview.
    Asked,
    /// Notes on the company.
    CompanyNotes,
    /// Practise for this job.
    UseJob,
    /// Crash on purpose, in debug builds that are being tested.
    Crash,
}

impl Action {
    /// Whether it moves a cursor or scrolls.
    pub fn moves(self) -> bool {
        matches!(
            self,
            Self::Up
                | Self::Down
                | Self::ScrollLeft
                | Self::ScrollRight
                | Self::PageUp
                | Self::PageDown
                | Self::Top
                | Self::Bottom
        )
    }
}
