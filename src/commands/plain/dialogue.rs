//! What a drill and a mock have in common line by line: lines and ticks of the clock go in, lines come out.

use super::says::Says;
use super::sounds::Sounds;
use crate::engine::Engine;
use crate::moment::Moment;
use crate::sound::Sounded;

/// One event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A line was read; its line end is removed.
    Line(&'a str),
    /// The input has ended.
    End,
    /// A second has passed.
    Tick,
}

/// Everything that a step works with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Bank, history and settings.
    pub engine: &'a mut Engine,
    /// The time of the step.
    pub now: Moment,
}

/// What kind of input comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// A command.
    Command {
        /// Whether the clock runs meanwhile.
        timed: bool,
    },
    /// Lines of an answer, while the clock runs.
    Answer,
    /// Lines of notes.
    Notes,
    /// None: the dialogue is over.
    Over,
}

/// A drill or a mock that is asked line by line.
pub trait Dialogue {
    /// What kind of input comes next.
    fn waits(&self) -> Waits;

    /// The output that has not been printed yet.
    fn says(&mut self) -> &mut Says {
        self.sound().1
    }

    /// Handles one event.
    fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>);

    /// The program is being ended from outside: saves what can be saved.
    fn leave(&mut self, desk: &mut Desk<'_>);

    /// Takes the pending output; the next call does not return it again.
    fn take_output(&mut self) -> String {
        self.says().take()
    }

    /// The sound side of the dialogue, and the output that has not been printed yet.
    fn sound(&mut self) -> (&mut Sounds, &mut Says);

    /// The sound side of the dialogue, for the loop that reads and prints.
    fn sounds(&mut self) -> &mut Sounds {
        self.sound().0
    }

    /// Handles news about recording or playing.
    fn sounded(&mut self, news: Sounded, desk: &mut Desk<'_>);

    /// Called when the recordings have been analysed, as far as they could be.
    fn heard(&mut self, desk: &mut Desk<'_>);

    /// Adds a line to the output on behalf of the caller.
    fn note(&mut self, text: &str) {
        self.says().line(text);
    }

    /// Whether the dialogue is over.
    fn is_over(&self) -> bool {
        self.waits() == Waits::Over
    }

    /// Whether the clock runs, so that ticks are needed.
    fn is_timed(&self) -> bool {
        matches!(self.waits(), Waits::Answer | Waits::Command { timed: true })
    }

    /// Whether the next line is a command rather than part of an answer.
    fn wants_command(&self) -> bool {
        matches!(self.waits(), Waits::Command { .. })
    }
}
