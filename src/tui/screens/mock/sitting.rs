//! A mock interview: the break, the question, the answer, the follow-ups. What follows from a key is decided by the
//! session.

mod asking;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::super::answer_page::AnswerPage;
use super::super::asked::asks_first;
use super::super::stories::{Chosen, StoryChoice, StoryOffer};
use super::super::told;
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::history::{Medium, RecordId};
use crate::moment::Moment;
use crate::practice::mock::{Mock, MockStage, Plan};
use crate::practice::{Answer, Phase};
use crate::session::{Intent, Keeping, MockCourse, News, Session, Step};
use crate::sound::Sounded;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};

/// How long somebody whose answer was taken while they typed must pause before keys count again: by then they have
/// noticed.
const NOTICED: Duration = Duration::from_secs(2);

/// The candidate is asked whether they want to leave.
#[derive(Clone, Copy, Debug)]
struct Leaving {
    /// Whether the clock was paused before the question.
    was_paused: bool,
    /// Whether giving up was asked for once already.
    sure: bool,
}

/// A mock in progress.
#[derive(Debug)]
pub struct MockScreen {
    session: Session<MockCourse>,
    page: AnswerPage,
    /// The medium in which Enter begins an answer.
    usual: Medium,
    leaving: Option<Leaving>,
    /// When the answer was taken at the end of the round, or the latest key since then. None once keys have paused.
    taken: Option<Moment>,
    /// Why the last answer is not on the disk; empty if it is.
    why_unsaved: String,
    /// Whether stories are told in answer to the question, and the choice of one.
    stories: StoryOffer,
    choice: Option<StoryChoice>,
    /// What was asked for once, and is done when it is asked for once more.
    asked_once: Option<Action>,
}

impl MockScreen {
    /// Begins a mock, in the break before its first round.
    pub fn begin(plan: Plan, usual: Medium, cx: &mut Cx<'_>) -> Self {
        let (session, step) = Session::mock(plan, usual, cx.engine, cx.now);
        Self::around(session, step, cx)
    }

    /// Resumes a mock where it was left. The error is a sentence.
    pub fn resume(id: &RecordId, usual: Medium, cx: &mut Cx<'_>) -> Result<Self, String> {
        let (session, step) = Session::resume_mock(id, usual, cx.engine, cx.now)?;
        Ok(Self::around(session, step, cx))
    }

    fn around(session: Session<MockCourse>, step: Step, cx: &mut Cx<'_>) -> Self {
        let usual = session.course().usual();
        let page = AnswerPage::of(None);
        let mut screen = Self {
            session,
            page,
            usual,
            leaving: None,
            taken: None,
            why_unsaved: String::new(),
            stories: StoryOffer::default(),
            choice: None,
            asked_once: None,
        };
        screen.follow(step, cx);
        screen.apply(Intent::Beat(true), cx);
        screen
    }

    fn mock(&self) -> &Mock {
        self.session.course().mock()
    }

    fn apply(&mut self, intent: Intent, cx: &mut Cx<'_>) {
        let step = self.session.apply(intent, cx.engine, cx.now);
        self.follow(step, cx);
    }

    fn follow(&mut self, step: Step, cx: &mut Cx<'_>) {
        for news in told::follow(step, cx) {
            self.tell(news, cx);
        }
    }

    fn tell(&mut self, news: News, cx: &mut Cx<'_>) {
        match news {
            News::Asked => {
                self.page = AnswerPage::of(self.session.answer());
                self.choice = None;
                self.stories = StoryOffer::of(self.session.answer(), cx);
            }
            News::StoryChosen(_) => {
                self.stories = StoryOffer::of(self.session.answer(), cx);
                told::say(&news, cx);
            }
            News::Giving => {
                self.usual = self.session.course().usual();
                self.page.giving(self.session.answer());
            }
            News::Thinking => self.page.scroll.reset(),
            News::Clarified => self.page.whole_prompt = Some(true),
            News::NothingToClarify(true) => cx.say("\"What would you assume?\" State your assumption and go on."),
            News::NothingTyped => cx.say("Nothing typed yet. Write an answer, or say that you don't know with F4."),
            News::NotSaved(why) if self.session.is_unsaved() => self.why_unsaved = why,
            News::HandedIn(_) => {
                self.taken = Some(cx.now);
                told::say(&news, cx);
            }
            News::Left(_) => cx.say("Left for another day: m goes on with it."),
            News::Abandoned => cx.say("Given up. What was answered waits in the list of past mocks."),
            news => told::say(&news, cx),
        }
    }

    /// Asks whether to leave. If the interviewer is thinking, the coach is not waited for: the bank's follow-up is
    /// asked.
    fn ask_to_leave(&mut self, cx: &mut Cx<'_>) {
        if self.session.course().is_thinking() {
            self.apply(Intent::Next, cx);
        }
        let was_paused = self.session.answer().is_some_and(|answer| answer.watch().is_paused());
        self.leaving = Some(Leaving { was_paused, sure: false });
        self.apply(Intent::Pause(true), cx);
        self.apply(Intent::Hush, cx);
    }

    fn key_leaving(&mut self, action: Action, leaving: Leaving, cx: &mut Cx<'_>) -> Route {
        self.leaving = Some(Leaving { sure: false, ..leaving });
        match action {
            Action::Leave => {
                self.apply(Intent::Leave, cx);
                return Route::Home;
            }
            Action::Discard if !leaving.sure => {
                self.leaving = Some(Leaving { sure: true, ..leaving });
                cx.say("Press a once more to give this mock up. What was answered can be debriefed.");
            }
            Action::Discard => {
                self.apply(Intent::Abandon, cx);
                return Route::Mocks(true);
            }
            Action::Accept => {
                self.leaving = None;
                self.apply(Intent::Pause(leaving.was_paused), cx);
            }
            _ => {}
        }
        Route::Stay
    }

    /// Whether a key was still meant for the answer that was taken; says so if it was.
    fn is_taken_by_surprise(&mut self, cx: &mut Cx<'_>) -> bool {
        let since = |at: Moment| cx.now.monotonic.saturating_sub(at.monotonic);
        self.taken = self.taken.filter(|at| since(*at) < NOTICED).map(|_| cx.now);
        if self.taken.is_some() {
            cx.say("Your answer was taken as it stands. Pause a moment, then go on.");
        }
        self.taken.is_some()
    }

    fn key_resting(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let over = self.mock().stage() == MockStage::Over;
        match action {
            Action::Predict(worth) => self.apply(Intent::Predict(worth), cx),
            Action::Medium => self.usual = other(self.usual),
            Action::Leave if !over => self.ask_to_leave(cx),
            Action::Leave | Action::Back => return Route::Home,
            Action::Accept if over => return Route::Debrief(self.mock().id().clone()),
            Action::Accept => self.apply(Intent::Next, cx),
            _ => {}
        }
        Route::Stay
    }

    fn key_in_round(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let asking = self.mock().stage() == MockStage::Asking;
        let intent = match action {
            Action::Accept if asking => Some(Intent::Give(self.usual)),
            Action::Stories if asking && self.stories.told => {
                let answer = self.session.answer();
                self.choice = answer.and_then(|answer| StoryChoice::before(answer.name(), answer.story(), cx));
                None
            }
            Action::Accept if self.session.course().is_thinking() => Some(Intent::Next),
            Action::Leave => {
                self.ask_to_leave(cx);
                None
            }
            _ => self.session.answer().and_then(|answer| self.page.key(action, answer, cx)),
        };
        if let Some(intent) = intent {
            self.apply(intent, cx);
        }
        Route::Stay
    }

    fn is_typing(&self) -> bool {
        self.context() == Context::MockTyping
    }
}

/// The other medium.
pub(super) fn other(medium: Medium) -> Medium {
    if medium == Medium::Spoken { Medium::Typed } else { Medium::Spoken }
}

impl Screen for MockScreen {
    fn context(&self) -> Context {
        if self.session.is_unsaved() {
            return Context::MockUnsaved;
        }
        if self.leaving.is_some() {
            return Context::MockLeave;
        }
        match (self.session.answer(), self.mock().stage()) {
            (None, _) if self.mock().unpredicted().is_some() => Context::Predicting,
            (None, MockStage::Over) => Context::MockOver,
            (None, _) => Context::MockBreak,
            (Some(answer), _) if answer.phase() == Phase::Thinking && self.choice.is_some() => Context::StoryChoice,
            (Some(answer), _) if answer.phase() == Phase::Thinking => Context::MockAsking,
            (Some(answer), _) if answer.phase() == Phase::Given => Context::MockThinking,
            (Some(answer), _) if answer.medium() == Medium::Spoken => Context::MockSpeaking,
            (Some(_), _) => Context::MockTyping,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let answer = self.session.answer();
        match action {
            Action::Clarify => answer.is_some_and(|answer| answer.is_open() && answer.has_clarification()),
            Action::Stories => self.stories.told && self.stories.any,
            Action::ReadAloud => answer.is_none_or(|answer| answer.phase() != Phase::Answering),
            // Playing an answer and making a story of it belong to the debrief, not before the next question.
            Action::Listen | Action::SayAgain | Action::OtherTake | Action::FollowUps | Action::Extract => false,
            Action::ScrollLeft | Action::ScrollRight => self.page.scroll.is_wide(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.session.is_unsaved() {
            match action {
                Action::Accept => self.apply(Intent::Next, cx),
                Action::Leave => {
                    self.apply(Intent::Leave, cx);
                    return Route::Home;
                }
                _ => {}
            }
            return Route::Stay;
        }
        if let Some(leaving) = self.leaving {
            return self.key_leaving(action, leaving, cx);
        }
        let once = self.asked_once.take();
        if self.context().begins_text() && once != Some(action) && asks_first(action, cx) {
            self.asked_once = Some(action);
            return Route::Stay;
        }
        if self.session.answer().is_none() && self.is_taken_by_surprise(cx) {
            return Route::Stay;
        }
        if let Some(choice) = &mut self.choice {
            let chosen = choice.key(action, cx);
            if chosen != Chosen::Open {
                self.choice = None;
            }
            if let Chosen::Story(story) = chosen {
                self.apply(Intent::Tell(story), cx);
            }
            return Route::Stay;
        }
        match self.session.answer() {
            None => self.key_resting(action, cx),
            Some(_) => self.key_in_round(action, cx),
        }
    }

    fn begin_text(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.choice = None;
        self.apply(Intent::Give(Medium::Typed), cx);
        text.chars().for_each(|c| self.type_char(c, cx));
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        if self.is_typing()
            && let Some(intent) = self.page.type_char(c, cx)
        {
            self.apply(intent, cx);
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.context().begins_text() {
            self.apply(Intent::Give(Medium::Typed), cx);
        }
        if self.is_typing()
            && let Some(intent) = self.page.paste(text, cx)
        {
            self.apply(intent, cx);
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.apply(Intent::Second, cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let step = self.session.settled(result, cx.engine, cx.now);
        self.follow(step, cx);
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        self.apply(Intent::Beat(true), cx);
        if let Some(intent) = self.page.edited(result, cx) {
            self.apply(intent, cx);
        }
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        match news {
            Sounded::Recorder(name, heard) => {
                let own = self.session.recording_name(cx.engine);
                if let Some(intent) = self.page.speaking.take(&name, heard, own, cx) {
                    self.apply(intent, cx);
                }
            }
            Sounded::NotRead(why) => cx.say(why.sentence()),
            Sounded::Opened(..) | Sounded::Player(_) => {}
        }
    }

    fn reacted(&mut self, result: Result<Suggested, CoachError>, cx: &mut Cx<'_>) {
        self.apply(Intent::Reacted(result), cx);
    }

    fn stopped(&mut self, stopped: bool, cx: &mut Cx<'_>) {
        self.apply(Intent::Stopped(stopped), cx);
    }

    fn wake_in(&self, now: Moment) -> Option<Duration> {
        let thinks = self.session.course().is_thinking().then_some(Duration::from_secs(1));
        thinks.or_else(|| self.session.answer().map(Answer::watch)?.until_next_second(now))
    }

    fn keeping(&self) -> Keeping {
        if self.leaving.is_some() && !self.session.is_unsaved() {
            return Keeping::Nothing;
        }
        self.session.keeping()
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        if let (Some(choice), Some(answer), Context::StoryChoice) =
            (&self.choice, self.session.answer(), self.context())
        {
            return choice.view(answer.prompt(), look, frame, area);
        }
        asking::view(self, self.context(), look, frame, area);
    }
}
