//! Where output goes: data to standard output, messages to standard error; and the exit codes.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::panic::PanicHookInfo;
use std::path::Path;
use std::process::ExitCode;

use anyhow::anyhow;
use serde::Serialize;

use crate::day::OtherDay;
use crate::files;
use crate::gate::Gate;
use crate::history::HistoryError;
use crate::text::clean;
use crate::wrap::for_terminal;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It succeeded.
    Done,
    /// It failed and has already said why.
    Failed,
    /// A signal ended it; holds the number of the signal.
    Signal(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Done => Self::SUCCESS,
            Exit::Failed => Self::from(1),
            Exit::Signal(number) => Self::from(128_u8.saturating_add(number)),
        }
    }
}

/// The number of the signal that Ctrl-C sends.
pub(super) const INTERRUPT: u8 = 2;

/// The program was called in a way that cannot work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

impl From<OtherDay> for Usage {
    fn from(error: OtherDay) -> Self {
        Self(error.to_string())
    }
}

/// Standard output could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the output: {0}")]
pub struct OutputError(#[source] pub io::Error);

/// How much is written at a time.
const BUFFER: usize = 64 * 1024;

/// The gate is behind the buffer, so that it looks at much at a time.
type Buffered = BufWriter<Gate<StdoutLock<'static>>>;

/// Standard output, buffered. Call [`Out::end`] once everything is written, or an error may go unnoticed.
#[derive(Debug)]
pub struct Out {
    writer: Buffered,
    /// Columns of the terminal that it goes to. None: it goes elsewhere.
    columns: Option<u16>,
}

impl Out {
    /// Locks standard output until this is dropped.
    pub fn open() -> Self {
        let writer = BufWriter::with_capacity(BUFFER, Gate::new(io::stdout().lock()));
        Self { writer, columns: columns_of(&io::stdout()) }
    }

    /// Writes a line for people, made safe to show and wrapped where it goes to a terminal.
    pub fn line(&mut self, text: impl AsRef<str>) -> Result<(), OutputError> {
        writeln!(self.writer, "{}", wrapped(&clean(text.as_ref()), self.columns)).map_err(OutputError)
    }

    /// Writes several lines for people.
    pub fn lines<T: AsRef<str>>(&mut self, lines: impl IntoIterator<Item = T>) -> Result<(), OutputError> {
        lines.into_iter().try_for_each(|line| self.line(line))
    }

    /// Writes a value as JSON, escaped without loss so that a terminal may show it. It is never in memory as a whole:
    /// the queue of ten thousand questions is four megabytes.
    pub fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        self.as_json(|out| {
            serde_json::to_writer_pretty(&mut *out, value).map_err(said)?;
            Ok(out.write_all(b"\n").map_err(OutputError)?)
        })
    }

    /// Writes a JSON array with one row per line: readable, and easy to search.
    pub fn json_rows<T: Serialize>(&mut self, rows: impl IntoIterator<Item = T>) -> anyhow::Result<()> {
        self.as_json(|out| {
            let mut before = "[\n";
            for row in rows {
                out.write_all(before.as_bytes()).map_err(OutputError)?;
                serde_json::to_writer(&mut *out, &row).map_err(said)?;
                before = ",\n";
            }
            let end = if before == "[\n" { "[]\n" } else { "\n]\n" };
            Ok(out.write_all(end.as_bytes()).map_err(OutputError)?)
        })
    }

    fn as_json(&mut self, write: impl FnOnce(&mut Buffered) -> anyhow::Result<()>) -> anyhow::Result<()> {
        self.writer.flush().map_err(OutputError)?;
        self.writer.get_mut().expect_json(true);
        let written = write(&mut self.writer);
        let flushed = self.writer.flush().map_err(OutputError);
        self.writer.get_mut().expect_json(false);
        written.and(flushed.map_err(Into::into))
    }

    /// The writer itself, for text that is put together elsewhere.
    pub fn raw(&mut self) -> &mut dyn Write {
        &mut self.writer
    }

    /// Flushes the output; everything has been written.
    pub fn end(mut self) -> Result<Exit, OutputError> {
        self.writer.flush().map_err(OutputError)?;
        Ok(Exit::Done)
    }
}

/// Why a value could not be written as JSON.
fn said(error: serde_json::Error) -> anyhow::Error {
    if error.is_io() { OutputError(error.into()).into() } else { error.into() }
}

/// Columns of the terminal that a stream goes to. None if it goes elsewhere, or is too narrow for words.
pub(super) fn columns_of(stream: &impl io::IsTerminal) -> Option<u16> {
    let (columns, _) = stream.is_terminal().then(|| crossterm::terminal::size().ok()).flatten()?;
    Some(columns).filter(|columns| *columns >= 10)
}

/// A text as it goes to a stream with so many columns.
pub(super) fn wrapped(text: &str, columns: Option<u16>) -> Cow<'_, str> {
    columns.map_or(Cow::Borrowed(text), |columns| for_terminal(text, columns))
}

/// Prints a value, either as JSON or in the way that `words` prints it.
pub(super) fn show(
    json: bool,
    value: &impl Serialize,
    words: impl FnOnce(&mut Out) -> anyhow::Result<()>,
) -> anyhow::Result<Exit> {
    let mut out = Out::open();
    if json {
        out.json(value)?;
    } else {
        words(&mut out)?;
    }
    Ok(out.end()?)
}

/// Prints a text as it is.
pub(super) fn print(text: &[u8]) -> anyhow::Result<Exit> {
    let mut out = Out::open();
    out.raw().write_all(text).map_err(OutputError)?;
    Ok(out.end()?)
}

/// Writes binary data to standard output, which is not a terminal then.
pub(super) fn hand_over(bytes: &[u8]) -> Result<Exit, OutputError> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(OutputError)?;
    Ok(Exit::Done)
}

/// Writes a file of the user's choice, as a whole and readable only by the owner. An existing file is replaced only
/// with `force`.
pub(super) fn save(path: &Path, force: bool, content: &[u8]) -> anyhow::Result<Exit> {
    let path = std::path::absolute(path)?;
    files::save(&path, content, force).map_err(|error| {
        let path = path.display();
        match error.kind() {
            io::ErrorKind::AlreadyExists => anyhow!("{path} is there already; --force replaces it"),
            io::ErrorKind::NotFound => anyhow!("cannot write {path}: there is no such folder; create it first"),
            io::ErrorKind::IsADirectory => anyhow!("cannot write {path}: it is a folder; name a file in it"),
            io::ErrorKind::InvalidInput => {
                anyhow!("cannot write {path}: {error}; name a file, or leave --output out and use a pipe")
            }
            _ => anyhow!("cannot write {path}: {error}"),
        }
    })?;
    talk(format!("Written to {}.", path.display()));
    Ok(Exit::Done)
}

/// Writes a message to standard error. If that is closed, nobody can be told, so failures are ignored.
pub(super) fn talk(text: impl AsRef<str>) {
    let text = clean(text.as_ref());
    let _ = writeln!(Gate::new(io::stderr()), "{}", wrapped(&text, columns_of(&io::stderr())));
}

/// Reports a panic. Its message may quote anything, so it is made safe to show.
pub fn report_panic(info: &PanicHookInfo<'_>) {
    let message = info.payload_as_str().unwrap_or("no message");
    let place = info.location().map_or(String::new(), |place| format!(" at {place}"));
    // It is copied into reports, so its lines stay as they are.
    let mut out = Gate::new(io::stderr());
    let _ = writeln!(out, "{}", clean(&format!("hotseat: panicked{place}: {message}")));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        let _ = writeln!(out, "{}", clean(&trace.to_string()));
    }
}

/// Reports an error and chooses the exit code. If a reader closed its end of the pipe, it has had enough, which is not
/// a failure.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if error.chain().any(is_closed_pipe) {
        return ExitCode::SUCCESS;
    }
    talk(format!("hotseat: {error}"));
    if error.is::<Usage>() { ExitCode::from(2) } else { ExitCode::from(1) }
}

fn is_closed_pipe(error: &(dyn std::error::Error + 'static)) -> bool {
    let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    match (error.downcast_ref::<OutputError>(), error.downcast_ref::<HistoryError>()) {
        (Some(OutputError(error)), _) | (_, Some(HistoryError::Output(error))) => closed(error),
        _ => false,
    }
}

/// Whether both standard input and standard output are terminals.
pub(super) fn has_terminal() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_pipe_is_told_from_other_failures() {
        let closed = || io::Error::from(io::ErrorKind::BrokenPipe);
        let chain = |error: anyhow::Error| error.chain().any(is_closed_pipe);
        assert!(chain(OutputError(closed()).into()));
        assert!(chain(anyhow::Error::from(HistoryError::Output(closed())).context("while listing")));
        assert!(!chain(OutputError(io::ErrorKind::StorageFull.into()).into()));
        assert!(!chain(closed().into()), "a broken pipe elsewhere is a failure");
    }
}
