//! The app: input and time go in, effects come out, and a frame can be drawn at any moment. No terminal is needed.

mod beginning;
mod frame;
mod routes;

#[cfg(test)]
pub(super) use frame::SMALLEST;

use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, KeyEvent, KeyEventKind};

use super::editor::Edit;
use super::external::left_page;
use super::keymap::{self, Action, Context};
use super::overlay::{Chosen, Overlay};
use super::screen::{Confirm, Cx, Effect, Form, Opener, Route, Screen};
use super::screens::{HomeScreen, OfferScreen, RecoverScreen, SittingScreen, lost_history};
use super::theme::{Background, Theme};
use super::widgets::Scroll;
use crate::browse::Findings;
use crate::coach::CoachError;
use crate::coach::follow_up::Suggested;
use crate::config::{Change, ThemeName};
use crate::engine::{Engine, Kept, Synced, Unsaved};
use crate::exchange::ImportPlan;
use crate::history::{Utterance, Work};
use crate::memory::fit::{Fit, FitError};
use crate::moment::Moment;
use crate::practice::Pick;
use crate::session::Order;
use crate::sound::Sounded;
use crate::speech::hearing::News;
use beginning::Beginning;

/// Everything that reaches the app from outside: keys, time, and results of effects.
#[derive(Clone, Debug)]
pub enum Input {
    /// An event from the terminal: a key, a paste, a resize.
    Terminal(Event),
    /// At least a second may have passed.
    Tick,
    /// Records were saved, or could not be; the error is a sentence.
    Saved(Result<(), String>),
    /// A text came back from another program, or the reason why none did.
    Edited(Result<String, String>),
    /// Search results so far.
    Found(Findings),
    /// The banks were changed and read again, with a sentence about it; or why they could not be.
    BankChanged(Result<String, String>),
    /// What an import would bring in, or why nothing can be imported.
    ImportRead(Result<Arc<ImportPlan>, String>),
    /// News about the recording of an answer or of a reply, such as its figures or its transcript.
    Heard(Utterance, News),
    /// News from the coach about a second opinion, edits or an extract.
    Coach(crate::session::Heard),
    /// The extracted story or target was saved, with a sentence about it; or why it was not.
    FilledIn(Result<String, String>),
    /// The follow-up that the coach was asked for, or why there is none.
    Reacted(Result<Suggested, CoachError>),
    /// The process is about to be stopped by job control (true), or was continued (false).
    Stopped(bool),
    /// Settings or the memory model were changed, or could not be.
    Changed(Result<(), String>),
    /// The memory model was fitted, or could not be.
    Fitted(Result<Fit, FitError>),
    /// Everything is on the disk, so the program may end.
    Secured,
    /// Something is not on the disk although the program should end.
    Unsaved(Box<Unsaved>),
    /// What could not be saved was put aside; a sentence that says where.
    PutAside(String),
    /// News from the recorder or the player.
    Voice(Sounded),
    /// A copy of the history was made, or could not be.
    Copied(Result<(), String>),
    /// Histories of other machines were merged, or could not be.
    Synced(Result<Box<Synced>, String>),
    /// A question to be answered with yes or no before something is done.
    Asked(Box<Confirm>),
    /// A sentence to show, in place of the one on display.
    Notice(String),
    /// A sentence to show only if no other is on display: it will come again by itself.
    Aside(String),
}

/// What the environment says about colours, read once at the start.
#[derive(Clone, Copy, Debug, Default)]
pub struct Colours {
    /// Whether `NO_COLOR` is set.
    pub none: bool,
    /// What is known about the terminal's background.
    pub background: Background,
}

/// Everything that is on the screen, and the engine behind it.
pub struct App {
    engine: Engine,
    screen: Box<dyn Screen>,
    /// The key that opened the screen: pressed again it closes it.
    opened_by: Option<Opener>,
    /// The pages that Back returns to, most recent last, each with the key that opened it.
    behind: Vec<(Box<dyn Screen>, Option<Opener>)>,
    beginning: Beginning,
    overlay: Option<Overlay>,
    notice: Option<String>,
    theme: Theme,
    colours: Colours,
    /// Questions asked for at the start, kept while an answer that waits is offered first.
    wanted: Vec<Pick>,
    quitting: bool,
    /// What could not be saved: a sentence to print once the terminal is given back.
    unsaved: Option<String>,
    /// The form on the screen as it was last kept on the disk.
    form: Option<Form>,
    /// Whether this is the tour: each place explains itself, and the program ends after the one question.
    guided: bool,
    crashing: bool,
}

impl App {
    /// Opens on Home, on what an earlier run left, or on a drill of `picks`. Returns the app and what has to be done
    /// first.
    pub fn new(mut engine: Engine, picks: Option<Vec<Pick>>, colours: Colours, now: Moment) -> (Self, Vec<Effect>) {
        let theme = Theme::choose(engine.config().theme, colours.none, colours.background);
        engine.sweep_drills();
        let remarks = engine.keep_left_remarks(now);
        let answers = engine.keep_left_answer(now);
        let (kept, left_mock, warnings) = engine.left_behind();
        let form = left_form(&engine).filter(|_| picks.is_none() && left_mock.is_none() && kept.is_empty());
        let mut notice = warnings.into_iter().next().or_else(|| startup_notice(&engine, now));
        let mut effects = Vec::new();
        let mut cx = Cx { engine: &engine, now, effects: &mut effects, notice: &mut notice };
        let mut wanted = Vec::new();
        let screen: Box<dyn Screen> = match (picks, left_mock, kept.first()) {
            (Some(picks), _, Some(first)) => {
                wanted = picks;
                notice.get_or_insert_with(|| "What you asked for comes right after this.".to_owned());
                Box::new(RecoverScreen::new(first.clone()))
            }
            (Some(picks), _, None) => Box::new(SittingScreen::drill(picks, &mut cx)),
            (None, Some(left), _) => Box::new(OfferScreen::interrupted(left)),
            (None, None, Some(first)) => Box::new(RecoverScreen::new(first.clone())),
            (None, None, None) => Box::new(HomeScreen::new(&engine, kept, now)),
        };
        if answers {
            notice.get_or_insert_with(|| {
                "What you were writing when the program ended is kept as my answer: / finds it.".to_owned()
            });
        }
        if remarks {
            notice.get_or_insert_with(|| {
                "The note that you were writing when the program ended is kept with its answer: / finds it.".to_owned()
            });
        }
        if let (None, Some(page)) = (&notice, engine.paths().and_then(|paths| left_page(&paths.pages()))) {
            notice = Some(format!("A page was open in your editor: {page}. Edit the same again to go on with it."));
        }
        if notice.is_none() && engine.debrief_waits().is_some() {
            notice = Some("A debrief waits with what was ticked in it: m goes to the mocks.".to_owned());
        }
        let overlay = lost_history(&engine, now).map(|confirm| Overlay::Confirm(Box::new(confirm)));
        let mut app = Self {
            engine,
            screen,
            opened_by: None,
            behind: Vec::new(),
            beginning: Beginning::default(),
            overlay,
            notice,
            theme,
            colours,
            wanted,
            quitting: false,
            unsaved: None,
            form: None,
            guided: false,
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

    /// The sentence below the screen, if there is one.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Turns this run into the tour.
    pub fn guide(&mut self) {
        self.guided = true;
    }

    /// Goes to a route before the first frame, and returns what has to be done for it.
    pub fn open(&mut self, route: Route, now: Moment) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.go(route, now, &mut effects);
        effects
    }

    /// Bank, history, settings and drafts.
    pub fn engine(&self) -> &Engine {
        &self.engine
    }

    /// Bank, history, settings and drafts, for the loop that performs effects.
    pub fn engine_mut(&mut self) -> &mut Engine {
        &mut self.engine
    }

    /// Whether the app is being left, so that the loop should end.
    pub fn is_quitting(&self) -> bool {
        self.quitting
    }

    /// After the loop has ended: what could not be saved, and where it is now.
    pub fn unsaved(&self) -> Option<&str> {
        self.unsaved.as_deref()
    }

    /// The context whose keys are active: that of the overlay, else that of the screen.
    pub fn context(&self) -> Context {
        self.overlay.as_ref().map_or_else(|| self.screen.context(), Overlay::context)
    }

    /// How long until the screen has to be drawn again without input. None: it need not be.
    pub fn wake_in(&self, now: Moment) -> Option<Duration> {
        self.screen.wake_in(now)
    }

    /// The character that an event types, if text is being written and no overlay covers it.
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

    /// Takes one input, and returns the effects it calls for, in order.
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
            Input::Heard(said, news) => {
                // Kept whether or not the answer is still on the screen.
                effects.extend(self.engine.hearing().note(&said, &news, now).map(Effect::save));
                self.with_screen(now, &mut effects, |screen, cx| screen.heard(&said, &news, cx));
            }
            Input::Coach(heard) => self.with_screen(now, &mut effects, |screen, cx| screen.coached(heard, cx)),
            Input::FilledIn(result) => self.with_screen(now, &mut effects, |screen, cx| screen.filled_in(result, cx)),
            Input::Reacted(result) => self.with_screen(now, &mut effects, |screen, cx| screen.reacted(result, cx)),
            Input::Stopped(stopped) => self.with_screen(now, &mut effects, |screen, cx| screen.stopped(stopped, cx)),
            Input::Changed(result) => {
                let theme = self.engine.config().theme;
                self.theme = Theme::choose(theme, self.colours.none, self.colours.background);
                if let Err(error) = result {
                    self.notice = Some(error);
                }
                self.with_screen(now, &mut effects, |screen, cx| screen.changed(cx));
            }
            Input::Fitted(result) => self.fitted(result, now, &mut effects),
            Input::Copied(result) => {
                if let Err(why) = result {
                    self.notice.get_or_insert(format!("No copy of the history was made: {why}"));
                }
            }
            Input::Synced(result) => self.synced(result, now, &mut effects),
            Input::Asked(confirm) => self.overlay = Some(Overlay::Confirm(confirm)),
            Input::Notice(text) => {
                self.notice = Some(text);
                // The event behind the notice may have changed what the screen shows.
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

    /// Has the form on the screen kept if it changed since the last time, and dropped when it is gone.
    fn keep_form(&mut self, effects: &mut Vec<Effect>) {
        // A page opened over a list must not lose what was chosen in the list.
        let below = || self.behind.last().and_then(|(page, _)| page.form(&self.engine));
        let form = self.screen.form(&self.engine).or_else(below);
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

    /// Puts fitted weights into force if they predict better, and says what came of the fit.
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

    /// Takes in what came from other machines. Only Home refreshes by itself.
    fn synced(&mut self, result: Result<Box<Synced>, String>, now: Moment, effects: &mut Vec<Effect>) {
        let synced = match result {
            Ok(synced) => synced,
            Err(error) => {
                self.notice.get_or_insert(error);
                return;
            }
        };
        if let Err(error) = self.engine.take_over(&synced, now) {
            self.notice = Some(error.to_string());
        }
        let note = synced.news().into_iter().next();
        if let Some(note) = note.or_else(|| synced.changed().then(|| synced.summary())) {
            self.notice.get_or_insert(note);
        }
        if synced.changed() {
            effects.push(Effect::Offer);
        }
    }

    fn with_screen(&mut self, now: Moment, effects: &mut Vec<Effect>, act: impl FnOnce(&mut dyn Screen, &mut Cx<'_>)) {
        let mut cx = Cx { engine: &self.engine, now, effects, notice: &mut self.notice };
        act(self.screen.as_mut(), &mut cx);
    }

    fn key(&mut self, key: &KeyEvent, now: Moment, effects: &mut Vec<Effect>) {
        let context = self.context();
        if let Some(text) = self.beginning.press(context, key, typed(key), now) {
            return self.with_screen(now, effects, |screen, cx| screen.begin_text(&text, cx));
        }
        match keymap::action(context, key) {
            Some(action) => self.act(action, now, effects),
            None if self.is_closed_by(context, key) => self.act(Action::Back, now, effects),
            None if context.takes_text() || context.begins_value() => {
                if let Some(c) = typed(key).filter(|c| context.takes_text() || c.is_ascii_digit()) {
                    match &mut self.overlay {
                        Some(overlay) => overlay.type_char(c),
                        None => self.with_screen(now, effects, |screen, cx| screen.type_char(c, cx)),
                    }
                }
            }
            None => {}
        }
    }

    /// Whether the letter that opened this page, or what lies over it, was pressed again.
    fn is_closed_by(&self, context: Context, key: &KeyEvent) -> bool {
        let opens = |(from, action): &Opener| keymap::action(*from, key) == Some(*action);
        self.overlay.is_none()
            && !context.takes_text()
            && typed(key).is_some_and(|c| !c.is_control())
            && self.screen.opened_by().or(self.opened_by).is_some_and(|opener| opens(&opener))
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
                    Chosen::ActAtHome(action) => {
                        self.go(Route::Home, now, effects);
                        self.act(action, now, effects);
                    }
                    Chosen::Tell(words) => self.notice = Some(words.to_owned()),
                    Chosen::Do(effect) => effects.push(*effect),
                }
            }
            return;
        }
        match action {
            Action::Help => {
                self.overlay = Some(Overlay::Help {
                    context: self.screen.context(),
                    coach: self.engine.coach().is_on(),
                    scroll: Scroll::default(),
                });
            }
            Action::Numbers => self.overlay = Some(Overlay::Numbers(Scroll::default())),
            Action::Palette => {
                let screen = &self.screen;
                self.overlay =
                    Some(Overlay::palette(screen.context(), screen.is_page(), |action| screen.offers(action)));
            }
            Action::Theme => self.next_theme(effects),
            Action::Search if self.screen.context() != Context::Browse => self.search(now, effects),
            _ => {
                let from = self.screen.context();
                let mut cx = Cx { engine: &self.engine, now, effects, notice: &mut self.notice };
                let route = self.screen.act(action, &mut cx);
                let closes = route.opens_a_page();
                if self.go(route, now, effects) {
                    self.opened_by = Some((from, action)).filter(|_| closes);
                }
            }
        }
    }

    /// Opens the list of all questions with the search field active.
    fn search(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        if self.screen.is_page() || self.screen.context() == Context::Home {
            self.go(Route::Search, now, effects);
        } else {
            self.notice = Some("All questions can be searched from Home; Esc leads there.".into());
        }
    }

    fn quit(&mut self, now: Moment, effects: &mut Vec<Effect>) {
        self.with_screen(now, effects, |screen, cx| screen.leaving(cx));
        effects.push(Effect::Secure);
    }

    fn end(&mut self, effects: &mut Vec<Effect>) {
        self.quitting = true;
        // Quitting from a list discards its form; other forms are offered again at the next start.
        if self.form.as_ref().is_some_and(|form| form.work == Work::List) {
            effects.push(Effect::DropForm(Work::List));
        }
        effects.push(Order::Release.into());
    }

    /// Crashes at once, or in the next frame. Only debug builds can, and only if a test sets `HOTSEAT_CRASH_KEY`.
    fn crash(&mut self) {
        let Some(place) = std::env::var_os("HOTSEAT_CRASH_KEY").filter(|_| cfg!(debug_assertions)) else { return };
        assert!(place == "drawing", "asked to crash: {}", place.display());
        self.crashing = true;
    }

    fn next_theme(&mut self, effects: &mut Vec<Effect>) {
        let all = ThemeName::ALL;
        let now = all.iter().position(|name| *name == self.engine.config().theme).unwrap_or(0);
        let next = all[(now + 1) % all.len()];
        let note = if self.colours.none { " (NO_COLOR is set, so it stays without colours)" } else { "" };
        self.notice = Some(format!("Colours: {}{note}", next.word()));
        effects.push(Effect::ChangeSetting(Change::to_theme(next)));
    }

    /// Ends the program if this is the tour and its question is done. True if so.
    fn ends_tour(&mut self, route: &Route, effects: &mut Vec<Effect>) -> bool {
        let ends = self.guided && matches!(route, Route::Home | Route::Draw(_));
        if ends {
            self.end(effects);
        }
        ends
    }

    /// Builds Home again with the answers that can be resumed, if it is on the screen. The loop calls this once drafts
    /// are written.
    pub fn offer(&mut self, kept: Vec<Kept>, now: Moment) {
        if self.screen.context() == Context::Home {
            self.screen = Box::new(HomeScreen::new(&self.engine, kept, now));
        }
    }
}

/// The form that was on the screen when an earlier run was lost.
fn left_form(engine: &Engine) -> Option<(Work, Route)> {
    let filters = || engine.left_form(Work::Filters).map(|filter| (Work::Filters, Route::Filters(filter)));
    let list = || engine.left_form(Work::List).map(|view| (Work::List, Route::List(Box::new(view))));
    let waits = |form| !engine.left_work(form).is_empty();
    let plain = [
        (Work::Target, Route::Target),
        (Work::Plan, Route::Plan),
        (Work::Memory, Route::Memory),
        (Work::Mocks, Route::Mocks(false)),
        (Work::Import, Route::Import),
        (Work::Settings, Route::Settings),
        (Work::Asked, Route::Asked(None)),
    ];
    plain.into_iter().find(|(form, _)| waits(*form)).or_else(filters).or_else(list)
}

/// Asks somebody who quits while something is not saved whether to quit all the same.
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

/// The character that a key types. None for keys that type none, such as arrows.
fn typed(key: &KeyEvent) -> Option<char> {
    use crossterm::event::{KeyCode, KeyModifiers};
    match key.code {
        // AltGr arrives as Ctrl+Alt on some systems; then the character is what was meant.
        KeyCode::Char(c) => {
            let held = key.modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT);
            (held.is_empty() || held == (KeyModifiers::CONTROL | KeyModifiers::ALT)).then_some(c)
        }
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

/// What is wrong with history, banks or settings, to be said once at the start.
fn startup_notice(engine: &Engine, now: Moment) -> Option<String> {
    if let Some(reason) = engine.history().read_only_reason() {
        return Some(format!("Read only, nothing is saved: {reason}"));
    }
    // Where there is a copy, Home offers to restore it, so no notice is needed.
    if let Some(words) = engine.loss_words(now).filter(|_| engine.best_copy().is_none()) {
        return Some(words);
    }
    let banks = engine.library().problems().iter().filter(|problem| problem.severity == crate::bank::Severity::Error);
    let settings = engine.doubts(now).into_iter().filter(|doubt| doubt.at_start).map(|doubt| doubt.sentence());
    let mut said = banks.map(ToString::to_string).chain(settings);
    let first = said.next()?;
    let more = said.count();
    let more = if more > 0 { format!(" (and {more} more: hotseat doctor)") } else { String::new() };
    Some(format!("{first}{more}"))
}
