//! The terminal session: one guard owns every mode that is switched on, and restores the terminal, even if another
//! thread than the one that draws has to do it.

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
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use crate::gate::clean_frame;
#[cfg(unix)]
pub(in crate::tui) use polled::Polled;

/// Makes the wheel send arrow keys, as in a pager. The mouse is not captured, so it still selects text. Terminals that
/// can do so remember the setting from before.
const WHEEL_SENDS_ARROWS: &str = "\x1b[?1007s\x1b[?1007h";

/// Restores the setting from before.
const WHEEL_AS_BEFORE: &str = "\x1b[?1007r";

/// Whether our modes are on. A static, because there is one terminal and the panic hook has to find this.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Held while the modes are read and set: another thread that set others in between would have its change undone.
static MODES: Mutex<()> = Mutex::new(());

/// Held while something is written to the terminal, so that a signal handler does not restore it in the middle of a
/// frame.
static WRITING: Mutex<()> = Mutex::new(());

/// Whether a screen can be drawn: both ends are terminals and the terminal knows cursor movement.
pub fn can_draw() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb()
}

/// Whether `TERM` says that the terminal can only print lines. Always false where there is no Unix.
pub fn is_dumb() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb") && cfg!(unix)
}

/// A terminal as the loop sees it: keys come from it, frames go to it.
pub(super) trait Console {
    /// Waits for input, at most this long. True: there is some.
    fn poll(&mut self, wait: Duration) -> io::Result<bool>;

    /// Returns the next input, and waits for it.
    fn read(&mut self) -> io::Result<Event>;

    /// Draws one frame.
    fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()>;

    /// Forgets what is on the screen, so that the whole next frame is drawn.
    fn forget(&mut self) -> io::Result<()>;

    /// Gives the terminal to something else (a shell, an editor), runs it, and takes the terminal back.
    fn lend<T>(&mut self, what: impl FnOnce() -> T) -> io::Result<T>;
}

/// The terminal while the app owns it.
#[derive(Debug)]
pub struct Session {
    terminal: Terminal<CrosstermBackend<Stdout>>,
    #[cfg(unix)]
    keyboard: keyboard::Keyboard,
}

impl Session {
    /// Takes the terminal: raw mode, alternate screen, bracketed paste. Nothing is queried, because a terminal that
    /// does not answer would hold up the first frame for seconds.
    pub fn enter() -> io::Result<Self> {
        // Before the first frame, so that any change of the window's size from here on causes a new one.
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

    /// Draws in a synchronised update, which terminals that support it show without flicker.
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

    /// Resizes to the same size, which queries nothing. `Terminal::clear` would ask the terminal for its cursor and
    /// wait for the answer.
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

/// Takes the terminal again after the process was stopped. Called by the thread that handles the signal.
#[cfg(unix)]
pub(super) fn take_again() -> io::Result<()> {
    // If we were stopped by force, the modes may have been changed without our noticing, and switching on what counts
    // as on does nothing. All modes are set in one step: in between, a key could mean something else.
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
    execute!(
        io::stdout(),
        EnterAlternateScreen,
        // A program that was killed left its last frame there.
        Clear(ClearType::All),
        Print(WHEEL_SENDS_ARROWS),
        EnableBracketedPaste,
        cursor::Hide
    )
}

/// Restores the terminal. Does nothing if we do not own it. Errors are ignored, because the terminal may be gone. Can
/// be called from any thread; waits a moment for a frame that is being written. A terminal that takes no output is
/// written nothing.
pub fn restore() {
    let writing = wait_for_frame();
    if !ENTERED.swap(false, Ordering::AcqRel) {
        return;
    }
    // A panic during a frame holds the lock itself, and between its writes nothing is in the way.
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

/// Waits for the right to write. None after a tenth of a second.
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
