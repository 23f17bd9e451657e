//! The terminal session: one guard owns every mode that is switched on, and gives the terminal back as it was, also when
//! a thread other than the one that draws has to do it.

#[cfg(unix)]
mod decode;
#[cfg(unix)]
mod keyboard;
#[cfg(unix)]
mod polled;

use std::io::{self, IsTerminal as _, Stdout, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste, Event};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use crate::gate::clean_frame;
#[cfg(unix)]
pub(in crate::tui) use polled::Polled;

/// The wheel sends arrows, as it does in a pager, and the mouse still selects text: it is not captured. How it was before is
/// remembered by the terminal, where it can.
const WHEEL_SENDS_ARROWS: &str = "\x1b[?1007s\x1b[?1007h";

/// As it was.
const WHEEL_AS_BEFORE: &str = "\x1b[?1007r";

/// Whether our modes are on. A static, because a terminal is one, and the panic hook has to find it.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Held while the modes are read and set again: between the two, another thread could set others, which would be undone.
static MODES: Mutex<()> = Mutex::new(());

/// Held while something is written to the terminal, so that a signal handler does not restore it in the middle of a frame.
static WRITING: Mutex<()> = Mutex::new(());

/// Whether a screen can be drawn: both ends are terminals and the terminal knows cursor movement.
pub fn can_draw() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb()
}

/// Whether the terminal says that it knows nothing but lines.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") && cfg!(unix)
}

/// A terminal as the loop needs it: keys come from it, frames go to it.
pub(super) trait Console {
    /// Waits for input, for so long at most. True: there is some.
    fn poll(&mut self, wait: Duration) -> io::Result<bool>;

    /// The next input; waits for it.
    fn read(&mut self) -> io::Result<Event>;

    /// Draws one frame.
    fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()>;

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    fn forget(&mut self) -> io::Result<()>;

    /// Gives the terminal to something else (a shell, an editor), runs it, and takes the terminal back.
    fn lend<T>(&mut self, what: impl FnOnce() -> T) -> io::Result<T>;
}

/// The terminal while the app has it.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    #[cfg(unix)]
    keyboard: keyboard::Keyboard,
}

impl Session {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste. Nothing is queried: a terminal that does not
    /// answer would hold up the first frame for seconds.
    pub fn enter() -> io::Result<Self> {
        // Before the first frame: a window that changes from here on is drawn anew.
        #[cfg(unix)]
        let keyboard = keyboard::Keyboard::open()?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout()))?;
        switch_on()?;
        Ok(Self {
            terminal,
            #[cfg(unix)]
            keyboard,
        })
    }
}

impl Console for Session {
    #[cfg(unix)]
    fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        self.keyboard.poll(wait)
    }

    #[cfg(not(unix))]
    fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        crossterm::event::poll(wait)
    }

    #[cfg(unix)]
    fn read(&mut self) -> io::Result<Event> {
        self.keyboard.read()
    }

    #[cfg(not(unix))]
    fn read(&mut self) -> io::Result<Event> {
        crossterm::event::read()
    }

    /// As a synchronised update, which terminals that know it show without flicker.
    fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !ENTERED.load(Ordering::Acquire) {
            return Ok(());
        }
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            draw(frame);
            clean_frame(frame.buffer_mut());
        })?;
        execute!(io::stdout(), EndSynchronizedUpdate)
    }

    /// `Terminal::clear` would ask the terminal where its cursor is and wait for the answer; resizing to the same size
    /// asks nothing.
    fn forget(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(size.into())
    }

    fn lend<T>(&mut self, what: impl FnOnce() -> T) -> io::Result<T> {
        restore();
        let result = what();
        #[cfg(unix)]
        self.keyboard.forget();
        switch_on()?;
        self.forget()?;
        Ok(result)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        restore();
    }
}

/// Takes the terminal again after the process was stopped; for the thread that handles the signal.
#[cfg(unix)]
pub(super) fn take_again() -> io::Result<()> {
    // Whoever stopped us by force may have changed the modes unnoticed, and switching on what is on does nothing. They
    // are set in one step: in between, a key could mean something else.
    if crossterm::terminal::is_raw_mode_enabled()? {
        use rustix::termios::{OptionalActions, tcgetattr, tcsetattr};
        let _modes = MODES.lock().unwrap_or_else(PoisonError::into_inner);
        let mut modes = tcgetattr(io::stdin())?;
        modes.make_raw();
        tcsetattr(io::stdin(), OptionalActions::Now, &modes)?;
    }
    switch_on()
}

fn switch_on() -> io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let modes = MODES.lock().unwrap_or_else(PoisonError::into_inner);
    enable_raw_mode()?;
    drop(modes);
    ENTERED.store(true, Ordering::Release);
    execute!(io::stdout(), EnterAlternateScreen, Print(WHEEL_SENDS_ARROWS), EnableBracketedPaste, cursor::Hide)
}

/// Gives the terminal back as it was. Does nothing when it is not ours. Errors are of no use here: the terminal may be
/// gone. Callable from any thread; waits for a frame that is being written, but not for one that will never end: a
/// terminal that takes no output gets none.
pub fn restore() {
    let writing = wait_for_frame();
    if !ENTERED.swap(false, Ordering::AcqRel) {
        return;
    }
    // A panic while a frame is drawn holds the lock itself, and between its writes nothing is in the way.
    if writing.is_some() || std::thread::panicking() {
        let mut out = io::stdout();
        let _ = queue!(
            out,
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            Print(WHEEL_AS_BEFORE),
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = out.flush();
    }
    let _modes = MODES.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = disable_raw_mode();
}

/// The right to write, or none after a tenth of a second.
fn wait_for_frame() -> Option<MutexGuard<'static, ()>> {
    for _ in 0..50 {
        match WRITING.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
        }
    }
    None
}
