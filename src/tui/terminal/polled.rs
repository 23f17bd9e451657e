//! What `poll` says about a terminal. On macOS it cannot tell for some terminals, such as `/dev/tty`.

use rustix::event::PollFlags;

/// The state of a terminal that was polled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::tui) enum Polled {
    /// Nothing happened.
    Nothing,
    /// There is something to read.
    Ready,
    /// The terminal is gone.
    Gone,
    /// It cannot be polled; somebody has to check it from time to time.
    Unknown,
}

impl Polled {
    /// Reads the flags that `poll` returned. A terminal that hung up counts as gone even if there is something left to
    /// read.
    pub(in crate::tui) fn of(found: PollFlags) -> Self {
        if found.intersects(PollFlags::HUP | PollFlags::ERR) {
            Self::Gone
        } else if found.contains(PollFlags::NVAL) {
            Self::Unknown
        } else if found.is_empty() {
            Self::Nothing
        } else {
            Self::Ready
        }
    }
}

#[cfg(test)]
mod tests {
    use rustix::event::{PollFd, poll};

    use super::*;

    #[test]
    fn a_terminal_that_cannot_be_polled_is_not_gone() {
        assert_eq!(Polled::of(PollFlags::empty()), Polled::Nothing);
        assert_eq!(Polled::of(PollFlags::IN), Polled::Ready);
        assert_eq!(Polled::of(PollFlags::IN | PollFlags::HUP), Polled::Gone);
        assert_eq!(Polled::of(PollFlags::ERR), Polled::Gone);
        assert_eq!(Polled::of(PollFlags::NVAL), Polled::Unknown);
        assert_eq!(Polled::of(PollFlags::NVAL | PollFlags::HUP), Polled::Gone);
    }

    #[test]
    fn the_other_end_of_a_pipe_is_gone_when_it_is_closed() {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        let look = || {
            let mut fds = [PollFd::new(&reader, PollFlags::IN)];
            poll(&mut fds, Some(&rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 })).expect("polled");
            Polled::of(fds[0].revents())
        };
        assert_eq!(look(), Polled::Nothing);
        drop(writer);
        assert_eq!(look(), Polled::Gone);
    }
}
