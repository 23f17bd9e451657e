//! What a screen is: it owns its state, says which keys are active, and answers with a route, never with another
//! screen.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use serde::Serialize;
use serde_json::Value;

use super::external::Of;
use super::job_order::{JobOrder, JobPage};
use super::keymap::{Action, Context};
use super::theme::Theme;
use crate::bank::Filter;
use crate::bank::QuestionId;
use crate::browse::{Ask, Findings, View};
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::config::{Change, Target};
use crate::engine::{Engine, ExtractOf, Kept, MockRow, StoryOf, Unsaved};
use crate::exchange::{self, ImportOptions};
use crate::history::{Medium, Record, RecordId, Utterance, Work};
use crate::memory::fit::Fit;
use crate::moment::Moment;
use crate::practice::mock::Plan;
use crate::practice::{Only, Pick};
use crate::session::{Heard, Keeping, Order};
use crate::sound::{Playing, Sounded};
use crate::speech::hearing::News;

/// The key that opened something: its action, and the context in which it was pressed.
pub type Opener = (Context, Action);

/// Where a key leads.
#[derive(Clone, Debug, Default)]
pub enum Route {
    /// Nowhere: the same screen stays.
    #[default]
    Stay,
    /// Home, the first screen.
    Home,
    /// The page from which this one was opened, in the state it was left; Home if there is none.
    Back,
    /// A drill of these questions.
    Drill(Vec<Pick>),
    /// A drill of questions still to be drawn.
    Draw(Only),
    /// Resume an answer in progress.
    Resume(Box<Kept>),
    /// The list of all questions that a filter admits.
    Browse(Filter),
    /// All questions, with the search field open.
    Search,
    /// The list of mocks; true opens the side of those that were sat.
    Mocks(bool),
    /// A new mock. The medium is the one that Enter answers with.
    Mock(Box<Plan>, Medium),
    /// A mock that may be resumed; the plan is that of the new mock which was about to begin.
    MockOffer(Box<MockRow>, Option<Box<Plan>>, Medium),
    /// Resume a mock.
    ResumeMock(RecordId, Medium),
    /// The debrief of a mock, or its scorecard where there is one.
    Debrief(RecordId),
    /// The list of questions in this view.
    List(Box<View>),
    /// Choose what the list of questions shows.
    FilterList(Box<View>),
    /// The page of a question with one's own answers.
    Question(QuestionId),
    /// A second opinion on an attempt, on top of this screen.
    Coach(RecordId),
    /// Edits of the answer of an attempt, on top of this screen.
    Improve(RecordId),
    /// A story or a target extracted from a text, on top of this screen.
    Extract(ExtractOf),
    /// A drill of one habit of speaking, on a question.
    Habit(QuestionId),
    /// The list of weak topics.
    WeakTopics,
    /// The page of what the log adds up to.
    Progress,
    /// The page of the plan to the interview.
    Plan,
    /// The page of the memory model.
    Memory,
    /// Choose what to drill.
    Filters(Filter),
    /// The target that is practised for.
    Target,
    /// All settings.
    Settings,
    /// Import questions.
    Import,
    /// The questions that are no longer asked.
    Retired,
    /// The list of jobs.
    Jobs,
    /// The page of the day, for a job or for the current one.
    Day(Option<RecordId>),
    /// Write down what was asked in a real interview, for a job if there is one.
    Asked(Option<RecordId>),
    /// The list of stories.
    Stories,
    /// A story with its tellings.
    Story(RecordId),
    /// Which themes the stories cover.
    StoryCoverage,
    /// The same screen, with a question over it that has to be answered with yes or no first.
    Confirm(Box<Confirm>),
}

impl Route {
    /// Whether it leads to a page that the letter which opened it closes again. Questions are none: there a letter must
    /// not end anything.
    pub fn opens_a_page(&self) -> bool {
        !matches!(
            self,
            Self::Stay
                | Self::Home
                | Self::Back
                | Self::Drill(_)
                | Self::Draw(_)
                | Self::Resume(_)
                | Self::Mock(..)
                | Self::MockOffer(..)
                | Self::ResumeMock(..)
                | Self::Debrief(_)
                | Self::Habit(_)
        )
    }
}

/// Something that is done only after a yes.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// The question that is asked.
    pub title: String,
    /// What it is about, and what a yes means.
    pub text: Vec<String>,
    /// What a yes does.
    pub effect: Effect,
}

/// What the loop has to do for the app. Nothing else touches disk, terminal or other programs.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Say so if there is nothing to play sound through.
    LookForLoudspeaker,
    /// An order of a session, or something to be stored in the log outside of one.
    Order(Order),
    /// Edit this text in another program and report back.
    Edit(Of, String),
    /// Write the report of a sitting and say where it is.
    Report(RecordId),
    /// Edit a question in another program and save it: an own one, or the additions to a built-in one.
    EditQuestion(QuestionId),
    /// Split a question into own ones in another program and save them.
    SplitQuestion(QuestionId),
    /// Edit a story in another program and save it.
    EditStory(StoryOf),
    /// Restore the history from its fullest copy.
    Restore,
    /// Fit the memory model to the log in the background and report back.
    Fit,
    /// Put fitted weights into force.
    KeepWeights(Fit),
    /// Go back to the weights before the last fit.
    RevertWeights,
    /// Search points and own answers in the background and post what is found.
    Seek(Ask),
    /// Stop asking a question (true), or ask it again.
    Retire(QuestionId, bool),
    /// Read an import from a path as it was typed, and report what it would bring in.
    ReadImport(String, ImportOptions),
    /// Import what was read.
    BringIn(Arc<exchange::ImportPlan>),
    /// Take the last import back.
    UndoImport,
    /// Do something with a job and report the outcome.
    Job(JobOrder),
    /// Edit the page of a job, or the notes on its company, in another program and save it.
    EditJob(JobPage),
    /// Write the target into the settings.
    SaveTarget(Target),
    /// Set the minutes for this evening only. None: those of the target again.
    ChooseEvening(Option<u32>),
    /// Change a setting, also in the settings file.
    ChangeSetting(Change),
    /// Take the last judgement back.
    UndoLast,
    /// Look for answers that can be resumed, and tell Home.
    Offer,
    /// Play a recording.
    Play(Playing),
    /// Stop the process until the shell continues it.
    Stop,
    /// Draw the whole screen again.
    Redraw,
    /// Have the state of a form on the disk within a second.
    KeepForm(Form),
    /// Forget the kept state of this form.
    DropForm(Work),
    /// Have everything on the disk before the program ends, and report back.
    Secure,
    /// Write what could not be saved to the folder of temporary files, and leave.
    PutAside(Box<Unsaved>),
}

impl From<Order> for Effect {
    fn from(order: Order) -> Self {
        Self::Order(order)
    }
}

impl Effect {
    /// An effect that appends a record to the log, durably, and reports back.
    pub fn save(record: Record) -> Self {
        Self::Order(Order::Append(vec![record]))
    }
}

/// Whether everything is on the disk, as the key line says it.
pub fn keeping_words(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Nothing => "",
        Keeping::Saving => "saving …",
        Keeping::Saved => "saved",
        Keeping::Failed => "NOT saved",
    }
}

/// What a screen may use while it handles input.
#[derive(Debug)]
pub struct Cx<'a> {
    /// Bank, history and settings, for reading.
    pub engine: &'a Engine,
    /// The time of the input.
    pub now: Moment,
    /// What the loop has to do; the screen adds to it.
    pub effects: &'a mut Vec<Effect>,
    /// A sentence for the line above the keys.
    pub notice: &'a mut Option<String>,
}

impl Cx<'_> {
    /// Shows a sentence above the keys.
    pub fn say(&mut self, text: impl Into<String>) {
        *self.notice = Some(text.into());
    }
}

/// What a screen may use while it draws.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Bank, history and settings.
    pub engine: &'a Engine,
    /// The styles of the current theme.
    pub theme: &'a Theme,
    /// The time of the frame.
    pub now: Moment,
}

/// What is chosen or typed on a screen and not in force yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Which form it is.
    pub work: Work,
    /// Its whole state, as JSON.
    pub state: Value,
}

impl Form {
    /// A form with this state. None if JSON cannot hold it, which does not happen with words and numbers.
    pub fn new(work: Work, state: &impl Serialize) -> Option<Self> {
        serde_json::to_value(state).ok().map(|state| Self { work, state })
    }
}

/// One screen. Most methods are news from the loop, which a screen may ignore.
pub trait Screen {
    /// The context whose keys are active.
    fn context(&self) -> Context;

    /// Whether an action makes sense now. Footer, help and palette leave out those that do not.
    fn offers(&self, _action: Action) -> bool {
        true
    }

    /// What the key line calls an action where that depends on what is under the cursor. None: as in the keymap.
    fn label(&self, _action: Action) -> Option<&'static str> {
        None
    }

    /// Whether it is a page: others are opened over it, Back returns to it, and the search can be opened from it.
    fn is_page(&self) -> bool {
        false
    }

    /// The screen is shown again after a page above it was closed; what it shows may have changed.
    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.changed(cx);
    }

    /// Performs an action.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route;

    /// The key that opened what lies over the content of this screen, such as the sample answers over the points.
    fn opened_by(&self) -> Option<Opener> {
        None
    }

    /// An answer begins with this text, although nothing was opened for it.
    fn begin_text(&mut self, _text: &str, _cx: &mut Cx<'_>) {}

    /// Takes a typed character. Only called in contexts that take text, or digits.
    fn type_char(&mut self, _c: char, _cx: &mut Cx<'_>) {}

    /// Takes pasted text.
    fn paste(&mut self, _text: &str, _cx: &mut Cx<'_>) {}

    /// A second may have passed, or something was saved.
    fn tick(&mut self, _cx: &mut Cx<'_>) {}

    /// The records that were to be saved are on the disk, or could not be written.
    fn saved(&mut self, _result: Result<(), &str>, _cx: &mut Cx<'_>) {}

    /// Settings or the memory model have changed.
    fn changed(&mut self, _cx: &mut Cx<'_>) {}
    /// Search results so far.
    fn found(&mut self, _findings: Findings, _cx: &mut Cx<'_>) {}

    /// A text came back from another program, or the reason why none did.
    fn edited(&mut self, _result: Result<String, String>, _cx: &mut Cx<'_>) {}

    /// The banks were changed and read again (true), or could not be.
    fn bank_changed(&mut self, _done: bool, cx: &mut Cx<'_>) {
        self.tick(cx);
    }

    /// What an import would bring in, or why nothing can be imported.
    fn import_read(&mut self, _result: Result<Arc<exchange::ImportPlan>, String>, _cx: &mut Cx<'_>) {}

    /// What is chosen or typed here and not in force yet, to be kept in case the program is lost.
    fn form(&self, _engine: &Engine) -> Option<Form> {
        None
    }

    /// The program is about to end: the last chance to have something kept.
    fn leaving(&mut self, _cx: &mut Cx<'_>) {}

    /// News from the recorder or the player.
    fn sounded(&mut self, _news: Sounded, _cx: &mut Cx<'_>) {}
    /// News about the recording of an answer or of a reply.
    fn heard(&mut self, _said: &Utterance, _news: &News, _cx: &mut Cx<'_>) {}

    /// News from the coach about a second opinion, edits or an extract.
    fn coached(&mut self, _heard: Heard, _cx: &mut Cx<'_>) {}

    /// The extracted story or target was saved, or was not.
    fn filled_in(&mut self, _result: Result<String, String>, _cx: &mut Cx<'_>) {}

    /// The follow-up that the coach was asked for, or why there is none.
    fn reacted(&mut self, _result: Result<Suggested, CoachError>, _cx: &mut Cx<'_>) {}

    /// The process is about to be stopped by job control (true), or was continued (false).
    fn stopped(&mut self, _stopped: bool, _cx: &mut Cx<'_>) {}

    /// How long until the screen has to be drawn again without input. None: it need not be.
    fn wake_in(&self, _now: Moment) -> Option<std::time::Duration> {
        None
    }

    /// Whether what is on the screen is on the disk, for the right end of the key line.
    fn keeping(&self) -> Keeping {
        Keeping::Nothing
    }

    /// Draws everything except the key line.
    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect);
}
