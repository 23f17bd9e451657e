//! What a screen is: it owns its state, says which keys hold, and answers with a route, never with another screen.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use serde::Serialize;
use serde_json::Value;

use super::editor::Edit;
use super::external::Of;
use super::jobs::{JobOrder, JobPage};
use super::keymap::{Action, Context};
use super::theme::Theme;
use crate::bank::Filter;
use crate::bank::QuestionId;
use crate::browse::{Ask, Findings, View};
use crate::coach::edits::Proposed;
use crate::coach::extract::Extracted;
use crate::coach::follow_up::Suggested;
use crate::coach::{CoachError, asking};
use crate::config::{Change, Target};
use crate::engine::{Engine, ExtractOf, Kept, MockRow, StoryOf, Unsaved};
use crate::exchange::{self, ImportOptions};
use crate::history::{Medium, Record, RecordId, Utterance, Work};
use crate::memory::fit::Fit;
use crate::moment::Moment;
use crate::practice::mock::Plan;
use crate::practice::{Only, Pick};
use crate::session::{Keeping, Order};
use crate::sound::{Playing, Sounded};
use crate::speech::hearing::News;

/// Where to go.
#[derive(Clone, Debug, Default)]
pub enum Route {
    /// Nowhere.
    #[default]
    Stay,
    /// The first screen.
    Home,
    /// The page that this one was opened from, as it was; the first screen where there is none.
    Back,
    /// A drill of these questions.
    Drill(Vec<Pick>),
    /// A drill of what is to be drawn.
    Draw(Only),
    /// Go on with an answer in progress.
    Resume(Box<Kept>),
    /// All questions that a filter admits.
    Browse(Filter),
    /// All questions, with the search field open.
    Search,
    /// The list of mocks; true: of those that were sat.
    Mocks(bool),
    /// A new mock. The medium is the one that Enter answers with.
    Mock(Box<Plan>, Medium),
    /// What somebody may go on with before a new mock.
    MockOffer(Box<MockRow>, Option<Box<Plan>>, Medium),
    /// Go on with a mock.
    ResumeMock(RecordId, Medium),
    /// The debrief of a mock, or its scorecard where there is one.
    Debrief(RecordId),
    /// The list of questions as it was, or as it shall be.
    List(Box<View>),
    /// Choose what the list shows.
    FilterList(Box<View>),
    /// A question with its own answers.
    Question(QuestionId),
    /// A second opinion on an attempt, over the screen as it is.
    Coach(RecordId),
    /// Edits of the answer of an attempt, over the screen as it is.
    Improve(RecordId),
    /// A story or a target out of a text, over the screen as it is.
    Extract(ExtractOf),
    /// A drill of one habit of speaking, on a question.
    Habit(QuestionId),
    /// Weak topics.
    WeakTopics,
    /// What the log adds up to.
    Progress,
    /// The plan to the interview.
    Plan,
    /// The memory model.
    Memory,
    /// Choose what to drill.
    Filters(Filter),
    /// What is practised for.
    Target,
    /// All settings.
    Settings,
    /// Bring questions in.
    Import,
    /// The questions that are no longer asked.
    Retired,
    /// The jobs.
    Jobs,
    /// The page of the day: of a job, or of the current one.
    Day(Option<RecordId>),
    /// What was asked in a real interview, for a job.
    Asked(Option<RecordId>),
    /// The stories.
    Stories,
    /// A story with its tellings.
    Story(RecordId),
    /// Themes against stories.
    StoryCoverage,
    /// The same screen, with a yes or a no to be said first.
    Confirm(Box<Confirm>),
}

/// Something that is done only after a yes.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// What is asked.
    pub title: String,
    /// What it is about, and what a yes means.
    pub text: Vec<String>,
    /// What a yes does.
    pub effect: Effect,
}

/// What the loop has to do for the app. Nothing else touches disk, terminal or other programs.
#[derive(Clone, Debug)]
pub enum Effect {
    /// What follows from an intent in a session, or is to be kept in the log without one.
    Order(Order),
    /// Edit this text in another program and report back.
    Edit(Of, String),
    /// Write the report of a sitting and say where it is.
    Report(RecordId),
    /// Edit a question in another program and keep it: an own one, or what is added to a built-in one.
    EditQuestion(QuestionId),
    /// Split a question into own ones in another program and keep them.
    SplitQuestion(QuestionId),
    /// Edit a story in another program and keep it.
    EditStory(StoryOf),
    /// Bring the history back from its fullest copy.
    Restore,
    /// Fit the memory model to the log in the background and report back.
    Fit,
    /// Bring fitted weights into force.
    KeepWeights(Fit),
    /// Go back to the weights before the last fit.
    RevertWeights,
    /// Look through points and own answers and post what is found.
    Seek(Ask),
    /// Stop asking a question (true), or ask it again.
    Retire(QuestionId, bool),
    /// Read what somebody typed a path of, and report what would come in.
    ReadImport(String, ImportOptions),
    /// Bring in what was read.
    BringIn(Arc<exchange::ImportPlan>),
    /// Take the last import back.
    UndoImport,
    /// Something about a job; what came of it is told.
    Job(JobOrder),
    /// Edit the page of a job, or the notes on its company, in another program and keep it.
    EditJob(JobPage),
    /// Write the target into the settings.
    SaveTarget(Target),
    /// Choose the minutes of this evening alone; none: as the target has it.
    ChooseEvening(Option<u32>),
    /// Change a setting, in its file too.
    ChangeSetting(Change),
    /// Take the last judgement back.
    UndoLast,
    /// Look for answers that wait to be gone on with, and tell Home.
    Offer,
    /// Play a recording.
    Play(Playing),
    /// Stop the process until the shell continues it.
    Stop,
    /// Draw everything anew.
    Redraw,
    /// Have what a form shows on the disk within a second.
    KeepForm(Form),
    /// The form is done with.
    DropForm(Work),
    /// Have everything on the disk before the program ends, and report back.
    Secure,
    /// Put what could not be saved where temporary files lie, and leave.
    PutAside(Box<Unsaved>),
}

impl From<Order> for Effect {
    fn from(order: Order) -> Self {
        Self::Order(order)
    }
}

impl Effect {
    /// Appends a record to the log, durably, and reports back.
    pub fn save(record: Record) -> Self {
        Self::Order(Order::Append(vec![record]))
    }
}

/// How far everything is on the disk, for the key line.
pub fn keeping_words(keeping: Keeping) -> &'static str {
    match keeping {
        Keeping::Nothing => "",
        Keeping::Saving => "saving …",
        Keeping::Saved => "saved",
        Keeping::Failed => "NOT saved",
    }
}

/// What a screen may use while it decides.
#[derive(Debug)]
pub struct Cx<'a> {
    /// Bank, history and settings, for reading.
    pub engine: &'a Engine,
    /// The time.
    pub now: Moment,
    /// What is to be done.
    pub effects: &'a mut Vec<Effect>,
    /// A sentence for the line above the keys.
    pub notice: &'a mut Option<String>,
}

impl Cx<'_> {
    /// Says something in the last line.
    pub fn say(&mut self, text: impl Into<String>) {
        *self.notice = Some(text.into());
    }
}

/// What a screen may use while it draws.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Bank, history and settings.
    pub engine: &'a Engine,
    /// Styles.
    pub theme: &'a Theme,
    /// The time.
    pub now: Moment,
}

/// What is chosen or typed in a screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Form {
    /// Which form it is.
    pub work: Work,
    /// All of it.
    pub state: Value,
}

impl Form {
    /// A form that shows this. Forms are made of words and numbers, which JSON can hold.
    pub fn new(work: Work, state: &impl Serialize) -> Option<Self> {
        serde_json::to_value(state).ok().map(|state| Self { work, state })
    }
}

/// One screen.
pub trait Screen {
    /// Which keys hold.
    fn context(&self) -> Context;

    /// Whether an action makes sense now: footer, help and palette leave out what does not.
    fn offers(&self, _action: Action) -> bool {
        true
    }

    /// What the key line calls an action, where that depends on what is under the cursor; none: as the keymap does.
    fn label(&self, _action: Action) -> Option<&'static str> {
        None
    }

    /// Whether it is a page that others are opened from, to which one comes back; what can be searched from, too.
    fn is_page(&self) -> bool {
        false
    }

    /// One came back to it: what it shows may have changed meanwhile.
    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.changed(cx);
    }

    /// Does what a key asks for.
    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route;

    /// Takes a typed character. Only called in contexts that take text.
    fn type_char(&mut self, _c: char, _cx: &mut Cx<'_>) {}

    /// Takes pasted text.
    fn paste(&mut self, _text: &str, _cx: &mut Cx<'_>) {}

    /// A second may have passed, or records were saved.
    fn tick(&mut self, _cx: &mut Cx<'_>) {}

    /// The records that were to be saved are on the disk, or could not be written.
    fn saved(&mut self, _result: Result<(), &str>, _cx: &mut Cx<'_>) {}

    /// Settings or the memory model have changed.
    fn changed(&mut self, _cx: &mut Cx<'_>) {}
    /// What was sought was found, as far as it goes.
    fn found(&mut self, _findings: Findings, _cx: &mut Cx<'_>) {}

    /// The text that came back from another program.
    fn edited(&mut self, _result: Result<String, String>, _cx: &mut Cx<'_>) {}

    /// The banks were changed and read anew (true), or it could not be done.
    fn bank_changed(&mut self, _done: bool, cx: &mut Cx<'_>) {
        self.tick(cx);
    }

    /// What would come in, or why nothing can.
    fn import_read(&mut self, _result: Result<Arc<exchange::ImportPlan>, String>, _cx: &mut Cx<'_>) {}

    /// What is chosen or typed in it and in force nowhere yet, to be kept in case the program is lost.
    fn form(&self, _engine: &Engine) -> Option<Form> {
        None
    }

    /// The program is being left: the last moment to have something kept.
    fn leaving(&mut self, _cx: &mut Cx<'_>) {}

    /// What came of recording and playing.
    fn sounded(&mut self, _news: Sounded, _cx: &mut Cx<'_>) {}
    /// Something was found out about the recording of an answer or a reply.
    fn heard(&mut self, _said: &Utterance, _news: &News, _cx: &mut Cx<'_>) {}

    /// Something came of what the coach is asked.
    fn coached(&mut self, _news: asking::News, _cx: &mut Cx<'_>) {}

    /// Something came of the edits that the coach is asked for.
    fn improved(&mut self, _news: asking::News<Proposed>, _cx: &mut Cx<'_>) {}

    /// Something came of what the coach is to take out of a text.
    fn extracted(&mut self, _news: asking::News<Extracted>, _cx: &mut Cx<'_>) {}

    /// The story or the target that was taken of that is kept, or is not.
    fn filled_in(&mut self, _result: Result<String, String>, _cx: &mut Cx<'_>) {}

    /// Something came of the follow-up that the coach is asked for.
    fn reacted(&mut self, _result: Result<Suggested, CoachError>, _cx: &mut Cx<'_>) {}

    /// The program is about to be stopped or was continued.
    fn stopped(&mut self, _stopped: bool, _cx: &mut Cx<'_>) {}

    /// When the screen has to be drawn again although nothing happens; none: never.
    fn wake_in(&self, _now: Moment) -> Option<std::time::Duration> {
        None
    }

    /// How far what is on the screen is on the disk, for the right end of the key line.
    fn keeping(&self) -> Keeping {
        Keeping::Nothing
    }

    /// Draws everything but the key line.
    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect);
}

/// Bytes that a line being typed may have: paths are the longest.
const MAX_FIELD: usize = 1_000;

/// One line of text being typed: a search, a command or a path.
#[derive(Clone, Debug, Default)]
pub struct Field {
    text: String,
    /// Whether all of it is selected: what is typed takes its place.
    selected: bool,
}

impl Field {
    /// A field with a text in it.
    pub fn of(text: &str) -> Self {
        let mut field = Self::default();
        field.paste(text);
        field
    }

    /// A field with a text in it that is replaced by what is typed.
    pub fn selected(text: &str) -> Self {
        let field = Self::of(text);
        Self { selected: !field.text.is_empty(), ..field }
    }

    /// Whether what is typed takes the place of all that is there.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Types a character.
    pub fn type_char(&mut self, c: char) {
        if crate::text::is_unsafe(c) || c == '\n' {
            return;
        }
        if std::mem::take(&mut self.selected) {
            self.text.clear();
        }
        if self.text.len() < MAX_FIELD {
            self.text.push(c);
        }
    }

    /// Pastes text.
    pub fn paste(&mut self, text: &str) {
        crate::text::one_line(text).chars().for_each(|c| self.type_char(c));
    }

    /// What is drawn of it in so many columns: its end, where it is longer. The last column is the cursor's.
    pub fn shown(&self, columns: u16) -> String {
        use unicode_segmentation::UnicodeSegmentation as _;
        use unicode_width::UnicodeWidthStr as _;
        let room = usize::from(columns).saturating_sub(1);
        if self.text.width() <= room {
            return self.text.clone();
        }
        let mut used = 1;
        let cut = |(_, grapheme): &(usize, &str)| {
            used += grapheme.width();
            used <= room
        };
        let from = self.text.grapheme_indices(true).rev().take_while(cut).last().map_or(self.text.len(), |(at, _)| at);
        format!("…{}", &self.text[from..])
    }

    /// Draws a line of it behind `lead`, and puts the terminal's own cursor behind it, which is what input methods and screen
    /// readers follow.
    pub fn draw(&self, lead: Span<'_>, style: Style, frame: &mut Frame<'_>, row: Rect) {
        if row.is_empty() {
            return;
        }
        let taken = u16::try_from(lead.width()).unwrap_or(u16::MAX).min(row.width);
        let text = Span::styled(self.shown(row.width - taken), style);
        let x = row.x.saturating_add(taken).saturating_add(u16::try_from(text.width()).unwrap_or(u16::MAX));
        frame.render_widget(Line::from_iter([lead, text]), row);
        frame.set_cursor_position((x.min(row.right() - 1), row.y));
    }

    /// Edits at the end.
    pub fn apply(&mut self, edit: Edit) {
        use unicode_segmentation::UnicodeSegmentation as _;
        let selected = std::mem::take(&mut self.selected);
        match edit {
            Edit::Backspace | Edit::DeleteWord if selected => self.text.clear(),
            Edit::Backspace => {
                let end = self.text.grapheme_indices(true).next_back().map_or(0, |(at, _)| at);
                self.text.truncate(end);
            }
            Edit::DeleteWord => {
                let kept = self.text.trim_end();
                let end = kept.rfind(char::is_whitespace).map_or(0, |at| at + 1);
                self.text.truncate(end);
            }
            Edit::DeleteToStart => self.text.clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::{Terminal, backend::TestBackend};
    use unicode_width::UnicodeWidthStr as _;

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_selected() {
        let typed = |edits: &[Edit]| {
            let mut field = Field::selected("old");
            for edit in edits {
                field.apply(*edit);
            }
            "new".chars().for_each(|c| field.type_char(c));
            assert!(!field.is_selected());
            field.text
        };
        assert_eq!(typed(&[]), "new");
        assert_eq!(typed(&[Edit::LineEnd]), "oldnew");
        assert_eq!(typed(&[Edit::Backspace]), "new");
        assert_eq!(typed(&[Edit::LineEnd, Edit::Backspace]), "olnew");
        let mut field = Field::selected("old");
        field.paste("pasted");
        assert_eq!(field.text(), "pasted");
    }

    #[test]
    fn the_cursor_stands_behind_what_is_typed() {
        let cursor = |text: &str, columns: u16| {
            let mut field = Field::default();
            field.paste(text);
            let mut terminal = Terminal::new(TestBackend::new(columns, 1)).expect("a terminal");
            let draw = |frame: &mut Frame<'_>| field.draw(Span::raw(": "), Style::default(), frame, frame.area());
            terminal.draw(draw).expect("drawn");
            terminal.get_cursor_position().expect("a cursor").x
        };
        assert_eq!([cursor("", 20), cursor("kana", 20), cursor("漢字", 20), cursor("👩‍👩‍👧‍👦", 20)], [2, 6, 6, 4]);
        assert_eq!(cursor("longer than its place", 10), 9);
    }

    proptest! {
        #[test]
        fn the_end_of_what_is_typed_stays_visible(text in "\\PC{0,60}", columns in 1_u16..50) {
            let mut field = Field::default();
            field.paste(&text);
            prop_assert!(field.shown(columns).width() <= usize::from(columns));
        }
    }
}
