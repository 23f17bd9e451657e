//! What a drill and a mock have in common line by line: lines and moments in, lines out.

use super::say::Says;
use super::sounds::Sounds;
use crate::engine::Engine;
use crate::moment::Moment;
use crate::sound::Sounded;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A line came in, without its end.
    Line(&'a str),
    /// There are no more lines.
    End,
    /// A second passed.
    Tick,
}

/// Everything that a step works with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Bank, history, settings.
    pub engine: &'a mut Engine,
    /// The moment of the step.
    pub now: Moment,
}

/// What is waited for.
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
    /// Nothing more.
    Over,
}

/// Something that is asked line by line.
pub trait Dialogue {
    /// What is waited for.
    fn waits(&self) -> Waits;

    /// What is going to be printed.
    fn says(&mut self) -> &mut Says;

    /// Takes one input.
    fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>);

    /// The program is being ended from outside: keeps what can be kept.
    fn leave(&mut self, desk: &mut Desk<'_>);

    /// What there is to print, once.
    fn take_output(&mut self) -> String {
        self.says().take()
    }

    /// What has to do with sound, for whoever reads and prints.
    fn sounds(&mut self) -> &mut Sounds;

    /// Something came of recording or playing.
    fn sounded(&mut self, news: Sounded, desk: &mut Desk<'_>);

    /// What was to be found out about recordings is found out, as far as it can be.
    fn heard(&mut self, desk: &mut Desk<'_>);

    /// Says something from outside.
    fn note(&mut self, text: &str) {
        self.says().line(text);
    }

    /// Whether nothing more is asked.
    fn is_over(&self) -> bool {
        self.waits() == Waits::Over
    }

    /// Whether the clock runs, so that ticks are wanted.
    fn is_timed(&self) -> bool {
        matches!(self.waits(), Waits::Answer | Waits::Command { timed: true })
    }

    /// Whether a line is a command and not a part of the answer.
    fn wants_command(&self) -> bool {
        matches!(self.waits(), Waits::Command { .. })
    }
}

/// Whether a line before an answer is no command but its first words: who starts to write means to answer.
pub(super) fn begins_an_answer(line: &str) -> bool {
    line.split_whitespace().nth(2).is_some()
}
