//! The app without a terminal: keys in, saves performed, frames out.

use std::time::Duration;

use chrono::DateTime;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use hotseat::bank::Library;
use hotseat::config::{Config, ThemeName};
use hotseat::engine::Engine;
use hotseat::moment::Moment;
use hotseat::session::Order;
use hotseat::tui::app::{App, Colours, Input};
use hotseat::tui::screen::Effect;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

/// The app on a screen of a certain size, on a certain evening.
pub(super) struct Demo {
    app: App,
    now: Moment,
    size: (u16, u16),
}

impl Demo {
    /// On Home, with an empty history.
    pub(super) fn start(size: (u16, u16)) -> anyhow::Result<Self> {
        let wall = DateTime::parse_from_rfc3339("2026-11-22T19:30:00+01:00")?;
        let now = Moment { wall, monotonic: Duration::from_secs(1) };
        // Days are not shifted, which is a matter of chance, and the picture's ground is dark.
        let config = Config { theme: ThemeName::Dark, fuzz: false, ..Config::default() };
        let engine = Engine::in_memory(config, Library::builtin(), now)?;
        let (app, effects) = App::new(engine, None, Colours::default(), now);
        let mut demo = Self { app, now, size };
        demo.perform(effects)?;
        Ok(demo)
    }

    /// Has a question asked.
    pub(super) fn ask(&mut self, question: &str) -> anyhow::Result<()> {
        self.type_text(&format!("//{question}"))?;
        self.press(KeyCode::Enter)?;
        self.press(KeyCode::Enter)
    }

    /// Lets so many seconds pass.
    pub(super) fn wait(&mut self, seconds: u32) -> anyhow::Result<()> {
        for _ in 0..seconds {
            self.now = self.now.plus(1.0);
            let effects = self.app.update(Input::Tick, self.now);
            self.perform(effects)?;
        }
        Ok(())
    }

    /// Presses a key together with Ctrl.
    pub(super) fn control(&mut self, key: char) -> anyhow::Result<()> {
        self.event(KeyEvent::new(KeyCode::Char(key), KeyModifiers::CONTROL))
    }

    /// Presses a key.
    pub(super) fn press(&mut self, code: KeyCode) -> anyhow::Result<()> {
        self.event(KeyEvent::new(code, KeyModifiers::NONE))
    }

    /// Types a text, or presses the keys of its characters.
    pub(super) fn type_text(&mut self, text: &str) -> anyhow::Result<()> {
        text.chars().try_for_each(|c| self.press(if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) }))
    }

    /// What is on the screen.
    pub(super) fn frame(&self) -> anyhow::Result<Buffer> {
        let mut terminal = Terminal::new(TestBackend::new(self.size.0, self.size.1))?;
        terminal.draw(|frame| self.app.view(self.now, frame))?;
        Ok(terminal.backend().buffer().clone())
    }

    fn event(&mut self, key: KeyEvent) -> anyhow::Result<()> {
        let effects = self.app.update(Input::Terminal(Event::Key(key)), self.now);
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> anyhow::Result<()> {
        for effect in effects {
            if let Effect::Order(Order::Append(records)) = effect {
                self.app.engine_mut().save(records, self.now)?;
                let after = self.app.update(Input::Saved(Ok(())), self.now);
                self.perform(after)?;
            }
        }
        Ok(())
    }
}
