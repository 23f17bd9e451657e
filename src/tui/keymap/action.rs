//! Everything that a key can ask for.

use crate::tui::editor::Edit;

/// What the candidate asks for. Each screen decides what it means there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Leave the program; answers in progress are kept.
    Quit,
    /// Go back by one step.
    Back,
    /// Show what the keys do here.
    Help,
    /// Search everything that can be done here.
    Palette,
    /// Stop the program, as the shell's job control does.
    Stop,
    /// Draw the whole screen again.
    Redraw,
    /// Up, or to the row before.
    Up,
    /// Down, or to the row after.
    Down,
    /// Left, or to the choice before.
    Left,
    /// Right, or to the choice after.
    Right,
    /// Scroll left what is wider than its place.
    ScrollLeft,
    /// Scroll right what is wider than its place.
    ScrollRight,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// To the first row.
    Top,
    /// To the last row.
    Bottom,
    /// Do what the screen is for, as Enter does.
    Accept,
    /// Mark the row, or remove its mark.
    Toggle,
    /// Start tonight's questions.
    Start,
    /// Drill the weakest topics.
    Weak,
    /// Open the list of all questions.
    Browse,
    /// Open the page of what the log adds up to.
    Progress,
    /// Open the list of mock interviews.
    Mock,
    /// Switch between typed and spoken answers.
    Medium,
    /// Compare two answers, or two mocks.
    Compare,
    /// Show how it went over time.
    Trend,
    /// Resume what was left.
    Resume,
    /// Begin a new one; in an import, say that a question is another one.
    Another,
    /// Go to the answer after this one.
    NextAnswer,
    /// Go to the answer before this one.
    PreviousAnswer,
    /// Give a dimension its number, 1 to 4.
    Number(u8),
    /// Drill what was missing.
    Gaps,
    /// Write a report for others.
    Report,
    /// Open the target that is practised for.
    Target,
    /// Open all settings.
    Settings,
    /// Open the plan to the interview.
    Plan,
    /// Open the memory model.
    Memory,
    /// Practise known questions without moving the schedule.
    Cram,
    /// Show another range of days.
    Range,
    /// Type a date.
    TypeDate,
    /// Fit the memory model to the log.
    Fit,
    /// Choose what to drill.
    Filters,
    /// Open the sheet of numbers worth knowing.
    Numbers,
    /// Show how a question is worked out: drawing, model, choices, minutes.
    Worked,
    /// Edit a question in another program.
    EditQuestion,
    /// Write notes on a question that has none.
    Notes,
    /// Write a note of one's own beside an answer.
    Remark,
    /// Keep an answer to read again, or drop it.
    MyAnswer,
    /// Write or edit the answer that is kept.
    WriteMyAnswer,
    /// Show earlier answers.
    Earlier,
    /// Ask the coach for a second opinion on the answer.
    SecondOpinion,
    /// Have the coach propose edits of the answer.
    Improve,
    /// Have the coach extract a story or a target from a text.
    Extract,
    /// Stop asking a question, or ask it again.
    Retire,
    /// Open the questions that are no longer asked.
    Retired,
    /// Import questions.
    Import,
    /// Open the candidate's stories, or choose which one an answer tells.
    Stories,
    /// Show which themes the stories cover.
    StoryCoverage,
    /// Edit a story in another program.
    EditStory,
    /// Retire a story, or bring it back.
    RetireStory,
    /// Tell a story against the clock, in this many seconds.
    Practise(u32),
    /// Change the colours.
    Theme,
    /// Open the search field.
    Search,
    /// Open the page of the question under the cursor.
    Open,
    /// Drill all questions of the list, one after the other.
    DrillAll,
    /// Sort the list by the next order.
    Sort,
    /// Show only questions in the next state.
    NextState,
    /// Show only questions in the previous state.
    PreviousState,
    /// Open or close the preview.
    Preview,
    /// Hold a question back until tomorrow, or release it.
    Bury,
    /// Take a question out of the schedule, or put it back.
    Suspend,
    /// Take the last judgement back.
    Undo,
    /// Restore a lost history.
    Restore,
    /// Answer by typing.
    Type,
    /// Answer aloud.
    Speak,
    /// Show a hint.
    Hint,
    /// Answer "don't know".
    GiveUp,
    /// Skip this question for today.
    Skip,
    /// Ask the interviewer back.
    Clarify,
    /// Stop or start the clock.
    Pause,
    /// Finish the answer.
    Done,
    /// Continue in `$EDITOR`.
    External,
    /// Show or hide the whole question.
    Prompt,
    /// Leave and keep the answer.
    Leave,
    /// Predict how good the answer was, 1 to 4.
    Predict(u8),
    /// Tick the point as hit.
    Hit,
    /// Tick the point as partly there.
    Partial,
    /// Tick the point as missed.
    Missed,
    /// Tick as hit the points that the answer mentions.
    AcceptSaid,
    /// Tick as missed the points that have no tick yet.
    RestMissing,
    /// Switch between the answer and the points.
    Side,
    /// Show the follow-ups.
    FollowUps,
    /// Show the sample answers.
    Samples,
    /// Show framework, intent and references.
    Framework,
    /// Show the signs of a thin answer.
    WeakSignals,
    /// Show how the answer came across.
    Delivery,
    /// Correct the transcript of a spoken answer.
    EditTranscript,
    /// Rate the answer, 1 to 4.
    Rate(u8),
    /// Leave the answer unrated.
    Unrated,
    /// Ask the same question again, as practice.
    Retry,
    /// Ask the same question in other words, as practice.
    RetryOtherwise,
    /// Ask an easier question of the same topic.
    Easier,
    /// Split a question into several own ones.
    Split,
    /// Drill one habit of speaking, on this question.
    DrillHabit,
    /// Have the question read aloud.
    ReadAloud,
    /// Play the spoken answer.
    Listen,
    /// Play more slowly.
    Slower,
    /// Play faster.
    Faster,
    /// Choose what to jump by: pauses, points or fillers.
    JumpBy,
    /// Speak the answer again, as another take.
    SayAgain,
    /// Open another take.
    OtherTake,
    /// Throw away, give up or remove what is on offer.
    Discard,
    /// Change the text being written.
    Edit(Edit),
    /// Open the list of jobs.
    Jobs,
    /// Open the page of the day.
    Day,
    /// Write down what was asked in a real interview.
    Asked,
    /// Edit the notes on a job's company.
    CompanyNotes,
    /// Practise for this job.
    UseJob,
    /// Crash on purpose, in debug builds under test.
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
