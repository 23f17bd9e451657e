//! The app: input and time go in, effects come out, and a frame can be drawn at any moment. No terminal is needed.

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, KeyEvent, KeyEventKind};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::editor::Edit;
use super::external::left_page;
use super::keymap::{self, Action, Context};
use super::overlay::{Chosen, Overlay};
use super::screen::{Confirm, Cx, Effect, Form, Look, Route, Screen};
use super::screens::{
    BrowseScreen, CardScreen, DebriefScreen, FiltersScreen, HomeScreen, ImportScreen, MemoryScreen, MockScreen,
    MocksScreen, OfferScreen, PlanScreen, ProgressScreen, QuestionScreen, RecoverScreen, RetiredScreen, SittingScreen,
    TargetScreen, TopicsScreen,
};
use super::theme::Theme;
use super::voice::Sounded;
use super::widgets::{Scroll, footer, shorten};
use crate::browse::{Findings, View};
use crate::config::ThemeName;
use crate::engine::{Engine, Kept, Unsaved};
use crate::exchange::ImportPlan;
use crate::history::{RecordId, Work};
use crate::memory::fit::{Fit, FitError};
use crate::moment::Moment;
use crate::practice::{Only, Pick, Wish};
use crate::session::{Keeping, Order};
use crate::speech::hearing::News;

/// Below this size a screen says so instead of drawing something unreadable.
const SMALLEST: (u16, u16) = (20, 5);

/// Rows from which a notice has a line of its own.
const ROOM_FOR_NOTICES: u16 = 12;

/// What reaches the app.
#[derive(Clone, Debug)]
pub enum Input {
    /// Something from the terminal.
    Terminal(Event),
    /// A second may have passed.
    Tick,
    /// Records were saved, or could not be.
    Saved(Result<(), String>),
    /// A text came back from another program.
    Edited(Result<String, String>),
    /// What was sought was found, as far as it goes.
    Found(Findings),
    /// The banks were changed and read anew, or could not be; and what to tell about it.
    BankChanged(Result<String, String>),
    /// What would come in, or why nothing can.
    ImportRead(Result<Arc<ImportPlan>, String>),
    /// Something was found out about the recording of an attempt.
    Heard(RecordId, News),
    /// The program is about to be stopped (true) or was continued.
    Stopped(bool),
    /// Settings or the memory model were changed, or could not be.
    Changed(Result<(), String>),
    /// The memory model was fitted, or could not be.
    Fitted(Result<Fit, FitError>),
    /// Everything is on the disk, and the program may end.
    Secured,
    /// This is not, though the program is to end.
    Unsaved(Box<Unsaved>),
    /// It was put aside: the sentence that says where.
    PutAside(String),
    /// What came of recording and playing.
    Voice(Sounded),
    /// Something to tell.
    Notice(String),
    /// Something to tell unless there is something to read already: it comes again by itself.
    Aside(String),
}

/// What the environment says about colours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colours {
    /// `NO_COLOR` is set.
    pub none: bool,
    /// The background is light.
    pub light: bool,
}

/// Everything that is on the screen.
pub struct App {
    engine: Engine,
    screen: Box<dyn Screen>,
    overlay: Option<Overlay>,
    notice: Option<String>,
    theme: Theme,
    colours: Colours,
    /// Questions that were asked for at the start, while something that waits is offered first.
    wanted: Vec<Pick>,
    quitting: bool,
    /// What is left to be said when the terminal is given back: something could not be saved.
    unsaved: Option<String>,
    /// What is kept of a form on the screen.
    form: Option<Form>,
    crashing: bool,
}

impl App {
    /// Opens on Home, on what an earlier run left, or on `picks`.
    pub fn new(mut engine: Engine, picks: Option<Vec<Pick>>, colours: Colours, now: Moment) -> (Self, Vec<Effect>) {
        let theme = Theme::choose(engine.config().theme, colours.none, colours.light);
        engine.sweep_drills();
        let (kept, left_mock, warnings) = engine.left_behind();
        let form = left_form(&engine).filter(|_| picks.is_none() && left_mock.is_none() && kept.is_empty());
        let mut notice = warnings.into_iter().next().or_else(|| startup_notice(&engine));
        let mut effects = Vec::new();
        let mut cx = Cx { engine: &engine, now, effects: &mut effects, notice: &mut notice };
        let mut wanted = Vec::new();
        let screen: Box<dyn Screen> = match (picks, left_mock, kept.first()) {
            (Some(picks), _, Some(first)) => {
                wanted = picks;
                Box::new(RecoverScreen::new(first.clone()))
            }
            (Some(picks), _, None) => Box::new(SittingScreen::drill(picks, &mut cx)),
            (None, Some(left), _) => Box::new(OfferScreen::interrupted(left)),
            (None, None, Some(first)) => Box::new(RecoverScreen::new(first.clone())),
            (None, None, None) => Box::new(HomeScreen::new(&engine, kept, now)),
        };
        if let (None, Some(page)) = (&notice, engine.paths().and_then(|paths| left_page(&paths.pages()))) {
            notice = Some(format!("A page was open in your editor: {page}. Edit the same again to go on with it."));
        }
        if notice.is_none() && engine.debrief_waits().is_some() {
            notice = Some("A debrief waits with what was ticked in it: m goes to the mocks.".to_owned());
        }
        let mut app = Self {
            engine,
            screen,
            overlay: None,
            notice,
            theme,
            colours,
            wanted,
            quitting: false,
            unsaved: None,
            form: None,
            crashing: false,
        };
        if let Some((work, route)) = form {
            app.go(route, now, &mut effects);
            match app.screen.form(&app.engine) {
                Some(_) => {
                    let words = "As it was when the program ended; nothing of it is in force yet.";
                    app.notice.get_or_insert_with(|| words.to_owned());
                }
                None => effects.push(Effect::DropForm(work)),
            }
        }
        app.keep_form(&mut effects);
        (app, effects)
    }

    /// Goes somewhere before the first frame.
    pub fn open(&mut self, route: Route, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.go(route, now, &mut effects);
        effects
    }

    /// Bank, history and settings.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Bank, history and settings, for the loop that performs effects.
    pub fn engine_mut(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Whether the loop should end.
    pub fn is_quitting(&self) -> bool {
        self.quitting
    }

    /// What could not be saved, and where it is now, once the loop has ended.
    pub fn unsaved(&self) -> Option<&str> {
        self.unsaved.as_deref()
    }

    /// Which keys hold.
    pub fn context(&self) -> Context {
        self.overlay.as_ref().map_or_else(|| self.screen.context(), Overlay::context)
    }

    /// When to come back without input; none: never.
    pub fn wake_in(&self, now: Moment) -> Option<Duration> {
        self.screen.wake_in(now)
    }

    /// The character that an input is typed as, where text is being written and nothing stands over it.
    pub fn types(&self, input: &Event) -> Option<char> {
        let Event::Key(key) = input else { return None };
        let context = self.context();
        if self.overlay.is_some() || key.kind == KeyEventKind::Release || !context.takes_text() {
            return None;
        }
        match keymap::action(context, key) {
            Some(Action::Edit(Edit::Newline)) => Some('\n'),
            Some(_) => None,
            None => typed(key),
        }
    }

    /// Takes one input. What has to be done comes back, in order.
    pub fn update(&mut self, input: Input, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Err(error) = self.engine.turn_day(now) {
            self.notice = Some(error.to_string());
        }
        match input {
            Input::Terminal(Event::Key(key)) if key.kind != KeyEventKind::Release => {
                self.notice = None;
                self.key(&key, now, &mut effects);
            }
            Input::Terminal(Event::Paste(text)) => {
                if self.overlay.is_none() {
                    self.with_screen(now, &mut effects, |screen, cx| screen.paste(&text, cx));
                }
            }
            Input::Terminal(_) => {}
            Input::Tick => self.with_screen(now, &mut effects, |screen, cx| screen.tick(cx)),
            Input::Saved(result) => {
                let result = result.as_ref().map_or_else(|error| Err(error.as_str()), |()| Ok(()));
                self.with_screen(now, &mut effects, |screen, cx| screen.saved(result, cx));
            }
            Input::Edited(result) => self.with_screen(now, &mut effects, |screen, cx| screen.edited(result, cx)),
            Input::Found(findings) => self.with_screen(now, &mut effects, |screen, cx| screen.found(findings, cx)),
            Input::BankChanged(result) => {
                let done = result.is_ok();
                self.notice = Some(result.unwrap_or_else(|error| error));
                self.with_screen(now, &mut effects, |screen, cx| screen.bank_changed(done, cx));
            }
            Input::ImportRead(result) => {
                self.with_screen(now, &mut effects, |screen, cx| screen.import_read(result, cx));
            }
            Input::Secured => self.end(&mut effects),
            Input::Unsaved(unsaved) => self.overlay = Some(Overlay::Confirm(Box::new(quit_all_the_same(*unsaved)))),
            Input::PutAside(words) => {
                self.unsaved = Some(words);
                self.end(&mut effects);
            }
            Input::Voice(news) => self.with_screen(now, &mut effects, |screen, cx| screen.sounded(news, cx)),
            Input::Heard(attempt, news) => {
                // Kept whether or not the answer is still on the screen.
                effects.extend(self.engine.hearing().note(&attempt, &news, now).map(Effect::save));
                self.with_screen(now, &mut effects, |screen, cx| screen.heard(&attempt, &news, cx));
            }
            Input::Stopped(stopped) => self.with_screen(now, &mut effects, |screen, cx| screen.stopped(stopped, cx)),
            Input::Changed(result) => {
                if let Err(error) = result {
                    self.notice = Some(error);
                }
                self.with_screen(now, &mut effects, |screen, cx| screen.changed(cx));
            }
            Input::Fitted(result) => self.fitted(result, now, &mut effects),
            Input::Notice(text) => {
                self.notice = Some(text);
                // What is told of may have changed what the screen shows.
                self.with_screen(now, &mut effects, |screen, cx| screen.tick(cx));
            }
            Input::Aside(text) => {
                self.notice.get_or_insert(text);
            }
        }
        if !self.quitting {
            self.keep_form(&mut effects);
        }
        effects
    }

    /// Has kept what the screen shows and nothing else has, where it is not what was kept before.
    fn keep_form(&mut self, effects: &mut Vec<Effect>) {
        let form = self.screen.form(&self.engine);
        if form == self.form {
            return;
        }
        if let Some(before) = &self.form
            && form.as_ref().is_none_or(|form| form.work != before.work)
        {
            effects.push(Effect::DropForm(before.work));
        }
        effects.extend(form.clone().map(Effect::KeepForm));
        self.form = form;
    }

    /// Fitted weights come into force only when they foretell better.
    fn fitted(&mut self, result: Result<Fit, FitError>, now: Moment, effects: &mut Vec<Effect>) {
        match result {
            Ok(fit) if fit.better => {
                let reviews = fit.reviews;
                self.notice = Some(format!("Memory fitted to {reviews} reviews and in force. M, then u, goes back."));
                return effects.push(Effect::KeepWeights(fit));
            }
            Ok(fit) => {
                self.engine.fit_was_no_better();
                self.notice =
                    Some(format!("Tried on {} reviews: fitting foretells no better, so nothing changes.", fit.reviews));
            }
            Err(error) => self.notice = Some(error.to_string()),
        }
        self.with_screen(now, effects, |screen, cx| screen.changed(cx));
    }

    fn with_screen(&mut self, now: Moment, effects: &mut Vec<Effect>, act: impl FnOnce(&mut dyn Screen, &mut Cx<'_>)) {
        let mut cx = Cx { engine: &self.engine, now, effects, notice: &mut self.notice };
        act(self.screen.as_mut(), &mut cx);
    }

    fn key(&mut self, key: &KeyEvent, now: Moment, effects: &mut Vec<Effect>) {
        let context = self.context();
        match keymap::action(context, key) {
            Some(action) => self.act(action, now, effects),
            None if context.takes_text() || context.begins_text() => {
                if let Some(c) = typed(key).filter(|c| context.takes_text() || c.is_alphanumeric()) {
                    match &mut self.overlay {
                        Some(overlay) => overlay.type_char(c),
                        None => self.with_screen(now, effects, |screen, cx| screen.type_char(c, cx)),
                    }
                }
            }
            None => {}
        }
    }

    fn act(&mut self, action: Action, now: Moment, effects: &mut Vec<Effect>) {
        match action {
            Action::Quit => return self.quit(now, effects),
            Action::Stop => return effects.push(Effect::Stop),
            Action::Redraw => return effects.push(Effect::Redraw),
            Action::Crash => return self.crash(),
            _ => {}
        }
        if let Some(overlay) = &mut self.overlay {
            if let Some(chosen) = overlay.act(action) {
                self.overlay = None;
                match chosen {
                    Chosen::Nothing => {}
                    Chosen::Act(action) => self.act(action, now, effects),
                    Chosen::Do(effect) => effects.push(*effect),
                }
            }
            return;
        }
        match action {
            Action::Help => {
                self.overlay = Some(Overlay::Help { context: self.screen.context(), scroll: Scroll::default() });
            }
            Action::Numbers => self.overlay = Some(Overlay::Numbers(Scroll::default())),
            Action::Palette => {
                let screen = &self.screen;
                self.overlay = Some(Overlay::palette(screen.context(), |action| screen.offers(action)));
            }
            Action::Theme => self.next_theme(effects),
            _ => {
                let mut cx = Cx { engine: &self.engine, now, effects, notice: &mut self.notice };
                let route = self.screen.act(action, &mut cx);
                self.go(route, now, effects);
            }
        }
    }

    fn quit(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        self.with_screen(now, effects, |screen, cx| screen.leaving(cx));
        effects.push(Effect::Secure);
    }

    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.quitting = true;
        // Who leaves a list has done with it; other forms are there at the next start.
        if self.form.as_ref().is_some_and(|form| form.work == Work::List) {
            effects.push(Effect::DropForm(Work::List));
        }
        effects.push(Order::Release.into());
    }

    /// Only builds with debug assertions can be told to crash, and only by their tests: at once, or in the next frame.
    fn crash(&mut self) {
        let Some(place) = std::env::var_os("HOTSEAT_CRASH_KEY").filter(|_| cfg!(debug_assertions)) else { return };
        assert!(place == "drawing", "asked to crash");
        self.crashing = true;
    }

    fn next_theme(&mut self, effects: &mut Vec<Effect>) {
        let all = ThemeName::ALL;
        let now = all.iter().position(|name| *name == self.engine.config().theme).unwrap_or(0);
        let next = all[(now + 1) % all.len()];
        self.theme = Theme::choose(next, self.colours.none, self.colours.light);
        let note = if self.colours.none { " (NO_COLOR is set, so it stays without colours)" } else { "" };
        self.notice = Some(format!("Colours: {}{note}", next.word()));
        effects.push(Effect::SaveTheme(next));
    }

    fn go(&mut self, route: Route, now: Moment, effects: &mut Vec<Effect>) {
        let engine = &self.engine;
        let mut cx = Cx { engine, now, effects, notice: &mut self.notice };
        let next: Box<dyn Screen> = match route {
            Route::Stay => return,
            Route::Home if !self.wanted.is_empty() => {
                Box::new(SittingScreen::drill(std::mem::take(&mut self.wanted), &mut cx))
            }
            Route::Home => {
                cx.effects.push(Effect::Offer);
                Box::new(HomeScreen::new(engine, Vec::new(), now))
            }
            Route::Drill(picks) => Box::new(SittingScreen::drill(picks, &mut cx)),
            Route::Draw(only) => {
                let picks = extra(engine, only, now);
                if picks.is_empty() && only == Only::Cram {
                    cx.say("Nothing was answered yet, so there is nothing to go over once more.");
                    return;
                }
                if picks.is_empty() {
                    cx.say("Every question of the target was asked today. Change the target, or come back tomorrow.");
                    return;
                }
                Box::new(SittingScreen::drill(picks, &mut cx))
            }
            // It was free when it was offered.
            Route::Resume(kept) if engine.is_live(kept.id()) || engine.is_worked_on(kept.id()) => {
                cx.say("Meanwhile another Hotseat goes on with that answer.");
                cx.effects.push(Effect::Offer);
                Box::new(HomeScreen::new(engine, Vec::new(), now))
            }
            Route::Resume(kept) => Box::new(SittingScreen::resume(*kept, std::mem::take(&mut self.wanted), &mut cx)),
            Route::Mocks(past) => Box::new(MocksScreen::new(engine, past, now)),
            Route::Mock(plan, medium) => Box::new(MockScreen::begin(*plan, medium, &mut cx)),
            Route::MockOffer(row, plan, medium) => Box::new(OfferScreen::new(*row, plan, medium)),
            Route::ResumeMock(id, medium) => match MockScreen::resume(&id, medium, &mut cx) {
                Ok(screen) => Box::new(screen),
                Err(error) => return cx.say(error),
            },
            Route::Debrief(id) => match DebriefScreen::open(&id, &mut cx) {
                Ok(screen) => Box::new(screen),
                // A mock that a friend held has a scorecard and no answers.
                Err(error) => match engine.mocks().find(&id).ok().flatten().and_then(CardScreen::of) {
                    Some(screen) => Box::new(screen),
                    None => return cx.say(error),
                },
            },
            Route::Browse(filter) => Box::new(BrowseScreen::new(View { filter, ..View::default() }, &mut cx)),
            Route::List(view) => Box::new(BrowseScreen::new(*view, &mut cx)),
            Route::FilterList(view) => Box::new(FiltersScreen::for_list(engine, *view)),
            Route::Question(question, view) => Box::new(QuestionScreen::new(question, *view, &mut cx)),
            Route::WeakTopics => Box::new(TopicsScreen::new(engine, now)),
            Route::Progress => Box::new(ProgressScreen::new(engine, now)),
            Route::Plan => Box::new(PlanScreen::new(engine, now)),
            Route::Memory => Box::new(MemoryScreen::new(engine, now)),
            Route::Filters(filter) => Box::new(FiltersScreen::new(engine, filter)),
            Route::Target => Box::new(TargetScreen::new(engine)),
            Route::Import => Box::new(ImportScreen::new(engine)),
            Route::Retired => Box::new(RetiredScreen::new(engine)),
            Route::Confirm(confirm) => return self.overlay = Some(Overlay::Confirm(confirm)),
        };
        self.screen = next;
    }

    /// Back on Home with what waits to be gone on with; called by the loop once drafts are written.
    pub fn offer(&mut self, kept: Vec<Kept>, now: Moment) {
        if self.screen.context() == Context::Home {
            self.screen = Box::new(HomeScreen::new(&self.engine, kept, now));
        }
    }

    /// Draws a frame.
    ///
    /// # Panics
    /// In debug builds, when their tests ask for it.
    pub fn view(&self, now: Moment, frame: &mut Frame<'_>) {
        assert!(!self.crashing, "asked to crash while drawing");
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            let words = shorten("too small", usize::from(area.width));
            if !area.is_empty() {
                frame.render_widget(Line::styled(words, self.theme.warn), area);
            }
            return;
        }
        // On a low screen a notice stands in place of the keys, else above them.
        let told = self.notice.as_deref().map(crate::text::one_line).filter(|told| !told.is_empty());
        let own_line = told.is_some() && area.height >= ROOM_FOR_NOTICES;
        let body = Rect { height: area.height - 1 - u16::from(own_line), ..area };
        let keys = Rect { y: area.bottom() - 1, height: 1, ..area };
        let look = Look { engine: &self.engine, theme: &self.theme, now };
        match &self.overlay {
            Some(overlay) => overlay.view(&self.theme, frame, body),
            None => self.screen.view(&look, frame, body),
        }
        if let Some(notice) = &told {
            let words = shorten(notice, usize::from(area.width).saturating_sub(2));
            let line = Rect { y: body.bottom(), height: 1, ..area };
            frame.render_widget(Line::styled(format!(" {words}"), self.theme.warn), line);
        }
        if told.is_some() && !own_line {
            return;
        }
        if self.overlay.is_some() {
            footer(frame, keys, &self.theme, self.context(), Keeping::Nothing, |_| true);
        } else {
            let screen = &self.screen;
            footer(frame, keys, &self.theme, screen.context(), screen.keeping(), |action| screen.offers(action));
        }
    }
}

/// The form that a lost program showed.
fn left_form(engine: &Engine) -> Option<(Work, Route)> {
    let filters = || engine.left_form(Work::Filters).map(|filter| (Work::Filters, Route::Filters(filter)));
    let list = || engine.left_form(Work::List).map(|view| (Work::List, Route::List(Box::new(view))));
    let waits = |form| !engine.left_work(form).is_empty();
    let plain = [(Work::Target, Route::Target), (Work::Plan, Route::Plan), (Work::Import, Route::Import)];
    plain.into_iter().find(|(form, _)| waits(*form)).or_else(filters).or_else(list)
}

/// The question to somebody who leaves while something is not saved.
fn quit_all_the_same(unsaved: Unsaved) -> Confirm {
    Confirm {
        title: "Not everything is saved. Quit all the same?".to_owned(),
        text: vec![
            unsaved.why.clone(),
            "Enter puts it where temporary files lie, says where that is, and quits. Esc goes back: it is tried again, \
             and Ctrl-C asks once more."
                .to_owned(),
        ],
        effect: Effect::PutAside(Box::new(unsaved)),
    }
}

/// More questions than today's share.
fn extra(engine: &Engine, only: Only, now: Moment) -> Vec<Pick> {
    engine.draw(&Wish { only, ..engine.wish(now) }, now)
}

/// The character that a key types, if it types one.
fn typed(key: &KeyEvent) -> Option<char> {
    use crossterm::event::{KeyCode, KeyModifiers};
    match key.code {
        // AltGr arrives as Ctrl+Alt on some systems, and then the character is what was meant.
        KeyCode::Char(c) => {
            let held = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
            (held.is_empty() || held == (KeyModifiers::CONTROL | KeyModifiers::ALT)).then_some(c)
        }
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

/// What is wrong with banks or history, said once at the start.
fn startup_notice(engine: &Engine) -> Option<String> {
    if let Some(reason) = engine.history().read_only_reason() {
        return Some(format!("Read only, nothing is saved: {reason}"));
    }
    let problems = engine.library().problems();
    let first = problems.iter().find(|problem| problem.severity == crate::bank::Severity::Error)?;
    let more = problems.len() - 1;
    let more = if more > 0 { format!(" (and {more} more: hotseat doctor)") } else { String::new() };
    Some(format!("{first}{more}"))
}
