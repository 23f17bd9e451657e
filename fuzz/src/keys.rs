//! Bytes as keys into the app, with every frame drawn.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use hotseat::bank::{Library, Sources};
use hotseat::config::Config;
use hotseat::engine::Engine;
use hotseat::tui::app::{App, Colours, Input};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::now;
use crate::places::Folder;

/// More keys find nothing that fewer do not.
const MOST: usize = 300;

const BANK: &[u8] = include_bytes!("../../tests/fixtures/bank/demo.json");

fn event(byte: u8) -> Event {
    let key = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
    match byte {
        b'\n' | b'\r' => key(KeyCode::Enter, KeyModifiers::NONE),
        0x1b => key(KeyCode::Esc, KeyModifiers::NONE),
        b'\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        0x7f => key(KeyCode::Backspace, KeyModifiers::NONE),
        0x01..=0x1a => key(KeyCode::Char(char::from(byte + b'a' - 1)), KeyModifiers::CONTROL),
        0x80..=0x87 => key(
            [
                KeyCode::Up,
                KeyCode::Down,
                KeyCode::Left,
                KeyCode::Right,
                KeyCode::Home,
                KeyCode::End,
                KeyCode::PageUp,
                KeyCode::PageDown,
            ][usize::from(byte - 0x80)],
            KeyModifiers::NONE,
        ),
        0x88..=0x93 => key(KeyCode::F(byte - 0x87), KeyModifiers::NONE),
        0x94..=0x97 => Event::Resize(u16::from(byte - 0x94) * 40, u16::from(byte - 0x94) * 12),
        0x98 => Event::Paste("one\ntwo \u{1b}[31m\u{202e}three".repeat(5)),
        0xa0..=0xbf => key(KeyCode::Char(char::from(byte - 0x40)), KeyModifiers::ALT),
        0xc0..=0xff => key(
            KeyCode::Char(['é', '한', '👩', '\u{301}', '\u{200d}', '漢', 'ß', '\u{fe0f}'][usize::from(byte % 8)]),
            KeyModifiers::NONE,
        ),
        _ => key(KeyCode::Char(char::from(byte)), KeyModifiers::NONE),
    }
}

pub(crate) fn keys(data: &[u8]) {
    let folder = Folder::new();
    folder.write("banks/demo.json", BANK);
    let library = Library::own(&Sources { cache: Default::default(), ..folder.sources() });
    let Ok(engine) = Engine::in_memory(Config::default(), library, now()) else { return };
    let (mut app, _) = App::new(engine, None, Colours::default(), now());
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a screen");
    for byte in data.iter().take(MOST) {
        let event = event(*byte);
        if let Event::Resize(width, height) = event {
            terminal.backend_mut().resize(width.max(1), height.max(1));
        }
        // What the loop would do with them is done by nobody: records are never confirmed, and nothing is edited elsewhere.
        app.update(Input::Terminal(event), now());
        if app.is_quitting() {
            return;
        }
        terminal.draw(|frame| app.view(now(), frame)).expect("drawn");
    }
}
