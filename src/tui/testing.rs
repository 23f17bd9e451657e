//! Drives the app without a terminal: keys and time go in, frames come out.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::app::{App, Colours, Input};
use super::keymap::{self, Action, Context};
use super::screen::{Effect, Route};
use crate::bank::{Library, Sources};
use crate::browse::Looker;
use crate::config::{Config, ThemeName};
use crate::engine::Engine;
use crate::history::{AttemptFilter, AttemptRow};
use crate::moment::Moment;
use crate::practice::Pick;
use crate::session::{Order, SoundOrder};
use crate::sound::{Playing, Sounded};
use crate::speech::meter::Reading;
use crate::speech::record::Heard;
use crate::speech::track::Track;
use hotseat_core::testing::noon;

/// Three questions: one with everything, one with a snippet, one without notes.
pub(crate) fn demo_bank() -> Library {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bank/demo.json");
    Library::own(&Sources { extra: vec![file], ..Sources::default() })
}

fn reading(c: char) -> Reading {
    match c {
        's' => Reading { rms: 0.1, peak: 0.3, voice: true, clipped: false },
        'c' => Reading { rms: 0.5, peak: 1.0, voice: true, clipped: true },
        '.' => Reading { rms: 0.002, peak: 0.006, voice: false, clipped: false },
        _ => Reading::default(),
    }
}

/// The app, a clock that only moves when told, and the effects that were asked for.
pub(crate) struct Driver {
    pub(crate) app: App,
    pub(crate) now: Moment,
    /// The effects that reach the outside world, in order.
    pub(crate) performed: Vec<Effect>,
    /// What another editor returns the next time.
    pub(crate) edited: Result<String, String>,
    /// The error of the next save, if it should fail.
    pub(crate) save_error: Option<String>,
    /// Searches points and answers; it keeps what it has read of a bank.
    looker: Looker,
    /// Whether the coach says at once what it would ask, or never answers.
    pub(crate) reacts: bool,
}

/// A scene: its name, and a function that makes it again each time.
pub(crate) type Scene = (&'static str, Box<dyn Fn() -> Driver>);

/// The key with this name; see [`Driver::keys`].
fn key_named(name: &str) -> KeyEvent {
    let (modifiers, name) = match (name.strip_prefix("ctrl-"), name.strip_prefix("alt-")) {
        (Some(rest), _) => (KeyModifiers::CONTROL, rest),
        (None, Some(rest)) => (KeyModifiers::ALT, rest),
        (None, None) => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "space" => KeyCode::Char(' '),
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "delete" => KeyCode::Delete,
        "backtab" => KeyCode::BackTab,
        _ => match (name.strip_prefix('f').and_then(|n| n.parse().ok()), name.chars().next()) {
            (Some(n), _) => KeyCode::F(n),
            (None, Some(c)) if name.chars().count() == 1 => KeyCode::Char(c),
            _ => panic!("no such key: {name}"),
        },
    };
    KeyEvent::new(code, modifiers)
}

/// Presses each of these keys on a scene, twice, and draws the result. Making a scene is what takes time, so it is made
/// again only after a key that changed something: keys that do nothing there and keys that only move are pressed one
/// after another, and of several with the same meaning only the first is pressed.
pub(crate) fn press_each((name, scene): &Scene, keys: &str) {
    let mut driver = scene();
    let (context, before) = (driver.app.context(), driver.screen(80, 24));
    let mut meant: Vec<(&str, Option<Action>)> = Vec::new();
    for key in keys.split_whitespace() {
        let action = keymap::action(context, &key_named(key));
        let types = context.takes_text() || context.begins_text() || context.begins_value();
        if action.is_none() && !types {
            driver.keys(key);
            // Pressing the same letter again closes the page.
            if driver.app.context() != context {
                assert!(!driver.screen(80, 24).is_empty(), "{key} on {name}");
                driver = scene();
            }
        } else if meant.iter().all(|(_, known)| *known != action) {
            meant.push((key, action));
        }
    }
    meant.sort_by_key(|(_, action)| action.is_some_and(Action::moves));
    for (key, action) in meant {
        let performed = driver.performed.len();
        for _ in 0..2 {
            driver.keys(key).wait(1);
            assert!(!driver.screen(80, 24).is_empty(), "{key} on {name}");
        }
        let moved = action.is_some_and(Action::moves) && driver.app.context() == context;
        let changed = driver.performed.len() > performed || driver.app.is_quitting() || driver.screen(80, 24) != before;
        if changed && !moved {
            driver = scene();
        }
    }
}

impl Driver {
    pub(crate) fn new() -> Self {
        // Due days are not shifted, because snapshots show them.
        Self::with(Config { fuzz: false, theme: ThemeName::Dark, ..Config::default() })
    }

    pub(crate) fn with(config: Config) -> Self {
        Self::on(config, demo_bank())
    }

    pub(crate) fn on(config: Config, library: Library) -> Self {
        let now = noon();
        Self::of(Engine::in_memory(config, library, now).expect("in memory"), now)
    }

    /// The app on a disk, with the demo bank as an own bank.
    pub(crate) fn at_home(home: &std::path::Path) -> Self {
        Self::at_home_with(home, "fuzz = false\ntheme = \"dark\"\n")
    }

    /// The app on a disk, with these settings.
    pub(crate) fn at_home_with(home: &std::path::Path, settings: &str) -> Self {
        let now = noon();
        let paths = crate::config::Paths::find(Some(home)).expect("folders");
        crate::files::create_private_dir(&paths.banks()).expect("made");
        let demo = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bank/demo.json");
        let own = paths.banks().join("demo.json");
        if !own.exists() {
            std::fs::copy(demo, own).expect("copied");
        }
        crate::files::create_private_dir(&paths.config).expect("made");
        std::fs::write(paths.config_file(), settings).expect("written");
        Self::of(Engine::open(paths, now).expect("opened"), now)
    }

    fn of(engine: Engine, now: Moment) -> Self {
        let (app, effects) = App::new(engine, None, Colours::default(), now);
        let mut driver = Self {
            app,
            now,
            performed: Vec::new(),
            edited: Ok(String::new()),
            save_error: None,
            looker: Looker::default(),
            reacts: true,
        };
        driver.perform(effects);
        driver
    }

    /// Gives the app an input, and performs the effects that come of it.
    pub(crate) fn update(&mut self, input: Input) {
        let effects = self.app.update(input, self.now);
        self.perform(effects);
    }

    fn perform(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match &effect {
                Effect::Order(Order::Append(records)) => {
                    let saved = if let Some(error) = self.save_error.take() {
                        Err(error)
                    } else {
                        let now = self.now;
                        self.app.engine_mut().save(records.clone(), now).map_err(|error| error.to_string())
                    };
                    self.update(Input::Saved(saved));
                }
                Effect::Edit(..) => {
                    let text = self.edited.clone();
                    self.update(Input::Edited(text));
                }
                Effect::Order(Order::KeepNotes(question, notes)) => {
                    let result = self.app.engine_mut().keep_notes(question, notes);
                    self.update(Input::BankChanged(result));
                }
                Effect::SaveTarget(target) => {
                    self.app.engine_mut().set_target(target.clone()).expect("no disk to fail");
                    self.app.offer(Vec::new(), self.now);
                }
                Effect::ChooseEvening(minutes) => {
                    self.app.engine_mut().choose_evening(*minutes, self.now).expect("no disk to fail");
                    self.app.offer(Vec::new(), self.now);
                }
                Effect::ChangeSetting(change) => {
                    let result = self.app.engine_mut().change_setting(change, self.now);
                    self.update(Input::Changed(result.map_err(|error| error.to_string())));
                }
                Effect::Fit => {
                    let fitted = self.app.engine().figures().fit().expect("read");
                    self.update(Input::Fitted(fitted));
                }
                Effect::KeepWeights(fit) => {
                    self.app.engine_mut().keep_weights(fit, self.now).expect("kept");
                    self.update(Input::Changed(Ok(())));
                }
                Effect::RevertWeights => {
                    self.app.engine_mut().revert_weights(self.now).expect("reverted");
                    self.update(Input::Changed(Ok(())));
                }
                Effect::Seek(ask) => {
                    // Does at once what a thread does in the program.
                    let answers = self.app.engine().history().answers().expect("in memory");
                    let mut found = Vec::new();
                    let mut post = |findings| found.push(findings);
                    self.looker.look(ask, Some(&answers), &|| false, &mut post);
                    for findings in found {
                        self.update(Input::Found(findings));
                    }
                }
                Effect::UndoLast => {
                    let undone = self.app.engine_mut().undo_last(self.now).expect("undone").expect("something");
                    self.app.offer(self.app.engine().kept().0, self.now);
                    self.update(Input::Notice(super::describe_undone(&undone)));
                }
                Effect::Offer => {
                    let (kept, _) = self.app.engine().kept();
                    self.app.offer(kept, self.now);
                }
                _ if self.asks_coach(&effect) || self.edits(&effect) || self.changes_banks(&effect) => {}
                _ => {}
            }
            self.performed.push(effect);
        }
    }

    /// Asks the coach at once, which a thread does in the program. False if the effect is another one.
    fn asks_coach(&mut self, effect: &Effect) -> bool {
        match effect {
            Effect::Order(Order::AskCoach(work)) => {
                let came = work.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| {});
                self.update(Input::Coach(crate::session::Heard::Opinion(crate::coach::asking::News::Came(came))));
            }
            Effect::Order(Order::AskEdits(work)) => {
                let came = work.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| {});
                self.update(Input::Coach(crate::session::Heard::Edits(crate::coach::asking::News::Came(came))));
            }
            Effect::Order(Order::AskExtract(work)) => {
                let came = work.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| {});
                self.update(Input::Coach(crate::session::Heard::Extract(crate::coach::asking::News::Came(came))));
            }
            Effect::Order(Order::KeepFilledIn(filled)) => {
                let now = self.now;
                let said = self.app.engine_mut().keep_filled_in((**filled).clone(), now);
                self.update(Input::FilledIn(said));
            }
            Effect::Order(Order::AskAhead(ahead)) => {
                let came = ahead.work.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| {});
                if let Ok(done) = came {
                    let opinion = ahead.keep(&done, self.now);
                    self.app.engine().keep_opinion(&opinion).expect("kept");
                }
            }
            Effect::Order(Order::AskFollowUp(job)) if self.reacts => {
                let came = job.run(&std::sync::atomic::AtomicBool::new(false), &mut |_| {});
                self.update(Input::Reacted(came));
            }
            _ => return false,
        }
        true
    }

    /// Hands a page to an editor that writes what the test wants. False if the effect is another one.
    fn edits(&mut self, effect: &Effect) -> bool {
        match effect {
            // Two lines: what is to be replaced on the page, and its replacement.
            Effect::EditQuestion(question) => {
                let edited = self.edited.clone().unwrap_or_default();
                if let Some((from, to)) = edited.split_once('\n') {
                    let page = self.app.engine().question_page(question).expect("a page").replace(from, to);
                    let result = self.app.engine_mut().keep_question_page(question, &page);
                    self.update(Input::BankChanged(result));
                }
            }
            Effect::EditStory(of) => {
                let now = self.now;
                let page = self.app.engine().stories().page(of, now).expect("a page");
                let edited = match self.edited.clone() {
                    Ok(text) if text.is_empty() => Ok(page.text.clone()),
                    edited => edited,
                };
                let kept = edited.and_then(|text| self.app.engine_mut().keep_story_page(of, &page, &text, now));
                self.update(Input::Notice(kept.unwrap_or_else(|why| why)));
            }
            Effect::Job(order) => {
                let now = self.now;
                let said = super::jobs::carry_out(order.clone(), self.app.engine_mut(), now);
                self.update(Input::Changed(Ok(())));
                if let Some(told) = super::jobs::told(said) {
                    self.update(told);
                }
            }
            // Two lines: what is to be replaced on the page, and its replacement.
            Effect::EditJob(page) => {
                let now = self.now;
                let edited = self.edited.clone().unwrap_or_default();
                if let Some((from, to)) = edited.split_once('\n') {
                    let before = page.text(self.app.engine(), now).expect("a page");
                    let text = before.text.replace(from, to);
                    let said = page.keep(&before, &text, self.app.engine_mut(), now);
                    self.update(Input::Changed(Ok(())));
                    self.update(Input::Notice(said.unwrap_or_else(|error| error)));
                }
            }
            _ => return false,
        }
        true
    }

    /// Imports questions, and retires them. False if the effect is another one.
    fn changes_banks(&mut self, effect: &Effect) -> bool {
        match effect {
            Effect::Retire(question, retired) => {
                let day = self.now.day();
                let result = self.app.engine_mut().retire(question, retired.then_some(day));
                self.update(Input::BankChanged(result));
            }
            Effect::ReadImport(typed, options) => {
                let path = super::import_path::meant(typed, None, std::path::Path::exists);
                let home = self.app.engine().own_banks();
                let found = home
                    .and_then(|home| crate::exchange::import(&path, options, &home).map_err(|error| error.to_string()));
                self.update(Input::ImportRead(found.map(std::sync::Arc::new)));
            }
            Effect::BringIn(plan) => {
                let result = self.app.engine_mut().bring_in(plan).map(|()| "Brought in.".to_owned());
                self.update(Input::BankChanged(result));
            }
            Effect::UndoImport => {
                let result = self.app.engine_mut().undo_import();
                self.update(Input::BankChanged(result));
            }
            _ => return false,
        }
        true
    }

    /// The app on a bank with loops of its own: two short rounds, and one that cannot be filled.
    pub(crate) fn interview() -> Self {
        Self::interview_with(Config::default())
    }

    /// The app on that bank, with these settings.
    pub(crate) fn interview_with(config: Config) -> Self {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/interview");
        let library = Library::own(&Sources { extra: vec![folder], ..Sources::default() });
        Self::on(Config { fuzz: false, theme: ThemeName::Dark, ..config }, library)
    }

    /// Presses keys: `enter`, `esc`, `tab`, `up`, `down`, `left`, `right`, `f1`…, `ctrl-d`, `alt-u`, `space`, or single
    /// characters.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            self.update(Input::Terminal(Event::Key(key_named(name))));
        }
        self
    }

    /// Types a text, character by character.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            self.update(Input::Terminal(Event::Key(KeyEvent::new(code, KeyModifiers::NONE))));
        }
        self
    }

    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.update(Input::Terminal(Event::Paste(text.to_owned())));
        self
    }

    /// Lets time pass, second by second.
    pub(crate) fn wait(&mut self, seconds: u32) -> &mut Self {
        for _ in 0..seconds {
            self.now = self.now.plus(1.0);
            self.update(Input::Tick);
        }
        self
    }

    /// What the microphone and the voice were asked to do, in order, except for silencing the voice.
    pub(crate) fn sounds(&self) -> Vec<SoundOrder> {
        let orders = self.performed.iter().filter_map(|effect| match effect {
            Effect::Order(Order::Sound(order)) => Some(order.clone()),
            _ => None,
        });
        orders.filter(|order| *order != SoundOrder::Hush).collect()
    }

    /// News from the recorder that was started last.
    pub(crate) fn recorder(&mut self, heard: Heard) -> &mut Self {
        let started = self.sounds().into_iter().rev().find_map(|order| match order {
            SoundOrder::Record(name) => Some(name),
            _ => None,
        });
        self.update(Input::Voice(Sounded::Recorder(started.expect("recording"), heard)));
        self
    }

    /// The microphone hears this, a tenth of a second per character: `s` speech, `c` too loud, `.` a quiet room, `0`
    /// nothing.
    pub(crate) fn hear(&mut self, sound: &str) -> &mut Self {
        for (at, c) in sound.chars().enumerate() {
            if at % 10 == 9 {
                self.wait(1);
            }
            self.recorder(Heard::Sound(reading(c), 0.0));
        }
        self
    }

    /// The recording that the app asked to open contains this sound.
    pub(crate) fn open(&mut self, sound: &str) -> &mut Self {
        let opened = self.performed.iter().rev().find_map(|effect| match effect {
            Effect::Play(Playing::Open(name, _)) => Some(name.clone()),
            _ => None,
        });
        let mut strip = Track::default();
        sound.chars().for_each(|c| strip.push(reading(c)));
        self.update(Input::Voice(Sounded::Opened(opened.expect("asked for"), Ok(strip.into()))));
        self
    }

    /// Begins the mock of this loop with a fixed seed.
    pub(crate) fn mock(&mut self, name: &str) -> &mut Self {
        let wish = crate::engine::MockWish { seed: Some(1), ..Default::default() };
        let plan = self.app.engine().mocks().plan(name, &wish, self.now).expect("a plan");
        let effects = self.app.open(Route::Mock(Box::new(plan), crate::history::Medium::Typed), self.now);
        self.perform(effects);
        self
    }

    pub(crate) fn drill_of(&mut self, picks: Vec<Pick>) -> &mut Self {
        let effects = self.app.open(Route::Drill(picks), self.now);
        self.perform(effects);
        self
    }

    /// Drills one question of the demo bank, found with the search of Browse.
    pub(crate) fn drill(&mut self, search: &str) -> &mut Self {
        self.keys("b /").text(search).keys("enter enter")
    }

    /// Opens the list of all questions and searches it.
    pub(crate) fn search(&mut self, text: &str) -> &mut Self {
        self.keys("b /").text(text)
    }

    /// Begins to type an answer.
    pub(crate) fn type_in(&mut self, text: &str) -> &mut Self {
        self.keys("t").text(text)
    }

    /// Ends the answer, typed or spoken.
    pub(crate) fn done(&mut self) -> &mut Self {
        self.keys("ctrl-d")
    }

    /// Types a whole answer.
    pub(crate) fn answer_typed(&mut self, text: &str) -> &mut Self {
        self.type_in(text).done()
    }

    /// Begins a spoken answer, without a microphone.
    pub(crate) fn speak(&mut self) -> &mut Self {
        self.keys("s")
    }

    /// Begins a spoken answer into a microphone that hears this; see [`Self::hear`].
    pub(crate) fn speak_into(&mut self, microphone: &str, sound: &str) -> &mut Self {
        self.speak().recorder(Heard::Listening(microphone.into())).hear(sound)
    }

    /// Answers "don't know", which opens the notes.
    pub(crate) fn give_up(&mut self) -> &mut Self {
        self.keys("x");
        // Before an answer is begun, it is asked once.
        if self.app.context().begins_text() { self.keys("x") } else { self }
    }

    /// Gives up in a mock, and has no reply to the follow-ups.
    pub(crate) fn give_up_in_mock(&mut self) -> &mut Self {
        self.give_up().wait(1);
        loop {
            match self.app.context() {
                Context::MockTyping => self.done().wait(1),
                Context::MockSpeaking => self.keys("enter").wait(1),
                _ => return self,
            };
        }
    }

    /// Predicts how good the answer was, 1 to 4, which opens its notes.
    pub(crate) fn predict(&mut self, worth: u8) -> &mut Self {
        self.keys(&worth.to_string())
    }

    /// Goes from the notes to the rating: points without a tick were missing, even those that the answer mentions, and
    /// ticks stand.
    pub(crate) fn open_rating(&mut self) -> &mut Self {
        self.keys("r");
        if self.screen(120, 24).contains("r again: ") {
            self.keys("r");
        }
        if self.screen(120, 24).contains("Where did you say that?") { self.keys("enter") } else { self }
    }

    /// Rates the answer, 1 (Again) to 4 (Easy).
    pub(crate) fn rate(&mut self, rating: u8) -> &mut Self {
        self.keys(&rating.to_string())
    }

    /// Keeps the suggested rating, which is under the cursor, and goes on to the next question.
    pub(crate) fn keep_rating(&mut self) -> &mut Self {
        self.keys("enter")
    }

    /// Goes from a rated answer to the next question, or to the end of the drill.
    pub(crate) fn go_on(&mut self) -> &mut Self {
        self.keys("enter")
    }

    /// Goes from the end of a drill to Home, past the pages from which it was opened.
    ///
    /// # Panics
    /// If five steps back do not lead there.
    pub(crate) fn go_home(&mut self) -> &mut Self {
        for _ in 0..5 {
            if self.app.context() == Context::Home {
                break;
            }
            self.keys("esc");
        }
        assert_eq!(self.app.context(), Context::Home, "five Esc lead Home");
        self
    }

    /// Gives up the only question of a drill, keeps the suggested rating and goes Home.
    pub(crate) fn fail(&mut self) -> &mut Self {
        self.give_up().open_rating().keep_rating().go_home()
    }

    /// Goes from Home to the plan.
    pub(crate) fn open_plan(&mut self) -> &mut Self {
        self.keys("d")
    }

    /// Goes from Home to the memory model.
    pub(crate) fn open_memory(&mut self) -> &mut Self {
        self.keys("M")
    }

    /// Goes from Home to what the log adds up to.
    pub(crate) fn open_progress(&mut self) -> &mut Self {
        self.keys("p")
    }

    /// Goes from Home to the list of all questions.
    pub(crate) fn open_browse(&mut self) -> &mut Self {
        self.keys("b")
    }

    /// Goes from the list of all questions to the page of the one under the cursor.
    pub(crate) fn open_page(&mut self) -> &mut Self {
        self.keys("right")
    }

    /// Lets a day pass.
    pub(crate) fn tomorrow(&mut self) -> &mut Self {
        self.now = self.now.plus(86_400.0);
        self
    }

    /// The attempts in the log, oldest first.
    pub(crate) fn attempts(&self) -> Vec<AttemptRow> {
        self.app.engine().history().attempts(&AttemptFilter::default()).expect("read")
    }

    /// Draws a frame of this size, for tests that only want to see that it can be drawn.
    pub(crate) fn draw(&self, width: u16, height: u16) {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| self.app.view(self.now, frame)).expect("drawn");
    }

    /// What is underlined in a frame of this size, one stretch per line.
    pub(crate) fn underlined(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| self.app.view(self.now, frame)).expect("drawn");
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        for cell in buffer.content() {
            let under = cell.modifier.contains(ratatui::style::Modifier::UNDERLINED);
            text.push_str(if under { cell.symbol() } else { "\n" });
        }
        text
    }

    /// The rows of a frame of this size whose last column is not empty.
    pub(crate) fn last_column(&self, width: u16, height: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| self.app.view(self.now, frame)).expect("drawn");
        let buffer = terminal.backend().buffer();
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..height).filter(|y| buffer[(width - 1, *y)].symbol() != " ").map(row).collect()
    }

    /// The texts of the answers that are kept to be gone on with.
    pub(crate) fn kept_texts(&self) -> Vec<String> {
        let mut kept = std::collections::BTreeMap::new();
        for effect in &self.performed {
            match effect {
                Effect::Order(Order::Keep(draft)) => {
                    kept.insert(draft.id.clone(), draft.text.clone());
                }
                Effect::Order(Order::Drop(id)) => {
                    kept.remove(id);
                }
                _ => {}
            }
        }
        kept.into_values().collect()
    }

    /// The text of a frame of this size, and a digest of its styles.
    pub(crate) fn screen(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal.draw(|frame| self.app.view(self.now, frame)).expect("drawn");
        let buffer = terminal.backend().buffer();
        let mut text = String::new();
        let mut styles = String::new();
        for y in 0..height {
            let mut row = String::new();
            let mut skip = 0_usize;
            for x in 0..width {
                let cell = &buffer[(x, y)];
                if skip == 0 {
                    row.push_str(cell.symbol());
                    skip = unicode_width::UnicodeWidthStr::width(cell.symbol());
                }
                skip = skip.saturating_sub(1);
                styles.push_str(&format!("{:?}{:?}{:?}", cell.fg, cell.bg, cell.modifier));
            }
            text.push_str(row.trim_end());
            text.push('\n');
        }
        format!("{text}[styles {:.12}]\n", crate::memory::fuzz::position(&styles))
    }
}
