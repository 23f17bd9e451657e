//! Where input comes from: standard input, read as it arrives, and the signal that the window's size changed.

use std::collections::VecDeque;
use std::io::{self, Read as _};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;

use super::decode::Decoder;
use super::polled::Polled;

/// How long a lone Esc waits for bytes that would make it the start of a sequence.
const ESC_WAITS: Duration = Duration::from_millis(25);

/// How long an incomplete sequence waits for its end: longer than any slow line delays it, shorter than anybody would
/// notice.
const UNFINISHED_WAITS: Duration = Duration::from_secs(1);

/// How often a terminal that cannot be polled is checked for input.
const LOOK: Duration = Duration::from_millis(20);

/// How often reading is tried on a terminal that is gone; by then the thread that watches it has ended the program.
const GONE: u32 = 100;

/// The input of the terminal.
#[derive(Debug)]
pub(super) struct Keyboard {
    decoder: Decoder,
    events: VecDeque<Event>,
    resized: UnixStream,
    /// When the last byte arrived.
    last: Instant,
    /// How often in a row nothing could be read although input was reported.
    empty: u32,
}

impl Keyboard {
    /// Starts listening. From here on changes of size are noticed.
    pub(super) fn open() -> io::Result<Self> {
        let (resized, told) = UnixStream::pair()?;
        resized.set_nonblocking(true)?;
        signal_hook::low_level::pipe::register(SIGWINCH, told)?;
        Ok(Self { decoder: Decoder::default(), events: VecDeque::new(), resized, last: Instant::now(), empty: 0 })
    }

    /// Waits for input, at most this long. True: there is some.
    pub(super) fn poll(&mut self, wait: Duration) -> io::Result<bool> {
        let until = Instant::now().checked_add(wait);
        loop {
            // What has already arrived is read first, so that a sequence split between two reads is joined.
            self.take(Duration::ZERO)?;
            if !self.events.is_empty() {
                return Ok(true);
            }
            let left = until.map_or(wait, |until| until.saturating_duration_since(Instant::now()));
            let patience = self.patience();
            self.take(patience.map_or(left, |patience| patience.min(left)))?;
            if self.patience().is_some_and(|patience| patience.is_zero()) {
                self.decoder.finish(&mut self.events);
            }
            if !self.events.is_empty() {
                return Ok(true);
            }
            if left.is_zero() {
                return Ok(false);
            }
        }
    }

    /// Returns the next input, and waits for it.
    pub(super) fn read(&mut self) -> io::Result<Event> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(event);
            }
            self.poll(Duration::from_hours(1))?;
        }
    }

    /// Drops an incomplete sequence: it was meant for another program.
    pub(super) fn forget(&mut self) {
        self.decoder.clear();
    }

    /// How much longer an incomplete sequence may wait. None: there is none.
    fn patience(&self) -> Option<Duration> {
        let limit = if self.decoder.may_be_a_key() { ESC_WAITS } else { UNFINISHED_WAITS };
        self.decoder.is_waiting().then(|| limit.saturating_sub(self.last.elapsed()))
    }

    /// Reads what arrives within this time.
    fn take(&mut self, wait: Duration) -> io::Result<()> {
        let stdin = io::stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.resized, PollFlags::IN)];
        let limit =
            Timespec { tv_sec: wait.as_secs().try_into().unwrap_or(i64::MAX), tv_nsec: wait.subsec_nanos().into() };
        match poll(&mut fds, Some(&limit)) {
            Ok(0) | Err(Errno::INTR) => return Ok(()),
            Ok(_) => {}
            Err(error) => return Err(error.into()),
        }
        let [keys, size] = fds.map(|fd| Polled::of(fd.revents()));
        let keys = match keys {
            Polled::Nothing => false,
            // If it is gone, reading returns the error.
            Polled::Ready | Polled::Gone => true,
            Polled::Unknown => looked(wait),
        };
        let size = size != Polled::Nothing;
        if size {
            let mut bytes = [0; 64];
            while self.resized.read(&mut bytes).is_ok_and(|count| count > 0) {}
            let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
            self.events.push_back(Event::Resize(columns, rows));
        }
        if keys {
            self.take_bytes()?;
        }
        Ok(())
    }

    fn take_bytes(&mut self) -> io::Result<()> {
        let mut bytes = [0; 4096];
        match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
            Ok(count @ 1..) => {
                self.empty = 0;
                self.last = Instant::now();
                self.decoder.feed(&bytes[..count], &mut self.events);
                Ok(())
            }
            Err(Errno::INTR | Errno::AGAIN) => Ok(()),
            // The terminal is gone. The thread that watches it is saving what is in progress.
            Ok(_) | Err(Errno::IO) if self.empty < GONE => {
                self.empty += 1;
                std::thread::sleep(Duration::from_millis(20));
                Ok(())
            }
            Ok(_) => Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whether a terminal that cannot be polled has something to read. Waits a moment if it has not.
fn looked(wait: Duration) -> bool {
    match rustix::io::ioctl_fionread(rustix::stdio::stdin()) {
        Ok(0) => {
            std::thread::sleep(wait.min(LOOK));
            false
        }
        // Reading returns whatever is wrong.
        Ok(_) | Err(_) => true,
    }
}
