//! Draws the README's picture from the app's own buffer: `cargo run --example picture > docs/pictures/reveal.svg`.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::DateTime;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use hotseat::bank::Library;
use hotseat::config::Config;
use hotseat::engine::Engine;
use hotseat::moment::Moment;
use hotseat::session::Order;
use hotseat::tui::app::{App, Colours, Input};
use hotseat::tui::screen::Effect;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

const SIZE: (u16, u16) = (100, 26);
/// Width and height of a cell in the picture.
const CELL: (f64, f64) = (8.43, 18.0);

const ANSWER: &str = "First I'd check the number is real: same definition, raw hits and misses beside the ratio, \
per host. While that query runs I'd protect the database, because at forty per cent it sees six times the reads: \
single flight on the hot keys, serve stale where we can, and a rate limit on the worst caller.\n\nThen I'd line the \
drop up with deploys of anything that writes to the cache.";

fn main() -> anyhow::Result<()> {
    let wall = DateTime::parse_from_rfc3339("2026-11-22T19:30:00+01:00")?;
    let mut now = Moment { wall, monotonic: Duration::from_secs(1) };
    let engine = Engine::in_memory(Config::default(), Library::builtin(), now)?;
    let (app, effects) = App::new(engine, None, Colours::default(), now);
    let mut demo = Demo { app, now };
    demo.perform(effects, now)?;
    demo.type_text("//cache-hit-rate-collapse")?;
    demo.press(&[KeyCode::Enter, KeyCode::Enter])?;
    now = demo.later(26.0);
    demo.type_text("t")?;
    demo.type_text(ANSWER)?;
    for _ in 0..161 {
        now = demo.later(1.0);
        let effects = demo.app.update(Input::Tick, now);
        demo.perform(effects, now)?;
    }
    let done = KeyEvent::new(KeyCode::Char('d'), KeyModifiers::CONTROL);
    demo.event(done)?;
    demo.type_text("3 j j~j")?;
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1))?;
    terminal.draw(|frame| demo.app.view(now, frame))?;
    println!("{}", svg(terminal.backend().buffer())?);
    Ok(())
}

/// The app without a terminal: keys in, saves performed.
struct Demo {
    app: App,
    now: Moment,
}

impl Demo {
    fn later(&mut self, seconds: f64) -> Moment {
        self.now = self.now.plus(seconds);
        self.now
    }

    fn event(&mut self, key: KeyEvent) -> anyhow::Result<()> {
        let now = self.now;
        let effects = self.app.update(Input::Terminal(Event::Key(key)), now);
        self.perform(effects, now)
    }

    fn press(&mut self, keys: &[KeyCode]) -> anyhow::Result<()> {
        keys.iter().try_for_each(|code| self.event(KeyEvent::new(*code, KeyModifiers::NONE)))
    }

    fn type_text(&mut self, text: &str) -> anyhow::Result<()> {
        text.chars().try_for_each(|c| self.press(&[if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) }]))
    }

    fn perform(&mut self, effects: Vec<Effect>, now: Moment) -> anyhow::Result<()> {
        for effect in effects {
            if let Effect::Order(Order::Append(records)) = effect {
                self.app.engine_mut().save(records, now)?;
                let after = self.app.update(Input::Saved(Ok(())), now);
                self.perform(after, now)?;
            }
        }
        Ok(())
    }
}

fn svg(buffer: &Buffer) -> Result<String, std::fmt::Error> {
    let (width, height) = (f64::from(SIZE.0) * CELL.0 + 24.0, f64::from(SIZE.1) * CELL.1 + 24.0);
    let mut out = String::new();
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" width="{width:.0}">"#
    )?;
    writeln!(out, r##"<rect width="100%" height="100%" rx="8" fill="#16181d"/>"##)?;
    writeln!(out, r#"<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14">"#)?;
    for y in 0..SIZE.1 {
        let mut x = 0;
        while x < SIZE.0 {
            let cell = &buffer[(x, y)];
            let mut text = String::new();
            let start = x;
            while x < SIZE.0 && same_style(cell, &buffer[(x, y)]) {
                text.push_str(buffer[(x, y)].symbol());
                x += u16::try_from(buffer[(x, y)].symbol().width().max(1)).unwrap_or(1);
            }
            if !text.trim().is_empty() {
                run(&mut out, cell, &text, start, y)?;
            }
        }
    }
    writeln!(out, "</g>\n</svg>")?;
    Ok(out)
}

fn same_style(a: &Cell, b: &Cell) -> bool {
    a.fg == b.fg && a.modifier == b.modifier
}

fn run(out: &mut String, cell: &Cell, text: &str, x: u16, y: u16) -> std::fmt::Result {
    let lead = text.len() - text.trim_start().len();
    let left = 12.0 + (f64::from(x) + lead as f64) * CELL.0;
    let base = 12.0 + f64::from(y) * CELL.1 + 13.5;
    let text = text.trim();
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut style = format!(r#"fill="{}""#, colour(cell.fg));
    if cell.modifier.contains(Modifier::BOLD) {
        style.push_str(r#" font-weight="bold""#);
    }
    if cell.modifier.contains(Modifier::UNDERLINED) {
        style.push_str(r#" text-decoration="underline""#);
    }
    let length = text.width() as f64 * CELL.0;
    writeln!(
        out,
        r#"<text x="{left:.1}" y="{base:.1}" textLength="{length:.1}" xml:space="preserve" {style}>{escaped}</text>"#
    )
}

fn colour(colour: Color) -> &'static str {
    match colour {
        Color::Cyan => "#56c8d8",
        Color::Green => "#7ec97e",
        Color::Yellow => "#e2c05b",
        Color::Red => "#e07a7a",
        Color::DarkGray => "#7d838f",
        _ => "#e4e6ea",
    }
}
