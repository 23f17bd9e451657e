//! Standard input and output for a plain drill or mock: lines come in on one thread, signals on another, and the drill takes
//! them one by one.

use std::io::{self, BufRead, IsTerminal as _, Read as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::{Desk, Dialogue, Input, Plain, PlainMock, Wanted};
use crate::commands::out::{Exit, OutputError, talk};
use crate::engine::Engine;
use crate::gate::Gate;
use crate::history::HistoryError;
use crate::moment::Clock;
use crate::practice::Pick;

/// How often the clock is looked at while it runs.
const TICK: Duration = Duration::from_secs(1);

/// A longer line comes in pieces.
const MAX_LINE: u64 = 1024 * 1024;

/// What comes in from outside.
enum Event {
    Line(String),
    End,
    Signal(u8),
}

/// Asks the questions line by line until they are through, the input ends, or a signal comes.
pub fn run(engine: Engine, picks: Vec<Pick>, seed: u64, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::begin(picks, seed, true, desk))
}

/// Asks the one question of the tour, with a word at each step.
pub fn tour(engine: Engine, picks: Vec<Pick>, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::tour(picks, desk))
}

/// Sits a mock line by line, or goes on with one that was left.
pub fn mock(engine: Engine, wanted: Wanted, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| PlainMock::begin(wanted, true, desk))
}

fn converse<D: Dialogue>(
    mut engine: Engine,
    clock: Clock,
    begin: impl FnOnce(&mut Desk<'_>) -> D,
) -> anyhow::Result<Exit> {
    if let Some(reason) = engine.history().read_only_reason() {
        let file = engine.history().file().to_owned();
        return Err(HistoryError::ReadOnly { file, reason: reason.to_owned() }.into());
    }
    // One line ahead at most: an endless input must not fill the memory.
    let (sender, events) = sync_channel(1);
    watch_signals(&sender)?;
    std::thread::Builder::new().name("input".into()).spawn(move || read_lines(&sender))?;
    let mut plain = begin(&mut Desk { engine: &mut engine, now: clock.now() });
    let ended = play(&mut plain, &events, &mut engine, clock);
    // A reader that is gone, or a full disk behind standard output: the answer is kept all the same.
    plain.leave(&mut Desk { engine: &mut engine, now: clock.now() });
    engine.release_drafts();
    let in_place = engine.watch_history(clock.now());
    // What could not be written is tried one last time; without any this does nothing.
    let secured = engine.secure(clock.now());
    if let Err(error) = engine.copy_history(clock.now()) {
        talk(format!("hotseat: no copy of the history was made: {error}"));
    }
    while let Some(word) = engine.take_word() {
        talk(format!("hotseat: {word}"));
    }
    let exit = ended?;
    in_place?;
    secured.map_err(|unsaved| anyhow::anyhow!("{} {}", unsaved.why, unsaved.put_aside()))?;
    Ok(exit)
}

fn play(
    plain: &mut impl Dialogue,
    events: &Receiver<Event>,
    engine: &mut Engine,
    clock: Clock,
) -> Result<Exit, OutputError> {
    let prompts = io::stdin().is_terminal() && io::stdout().is_terminal();
    loop {
        print(plain, prompts)?;
        if plain.is_over() {
            return Ok(Exit::Done);
        }
        let event = next(plain, events);
        let mut desk = Desk { engine: &mut *engine, now: clock.now() };
        match event {
            None => plain.feed(Input::Tick, &mut desk),
            Some(Event::Line(line)) => plain.feed(Input::Line(&line), &mut desk),
            Some(Event::End) => {
                // The first end closes the answer, the next one the drill.
                while !plain.is_over() {
                    plain.feed(Input::End, &mut desk);
                }
            }
            Some(Event::Signal(number)) => {
                plain.leave(&mut desk);
                // The terminal may be what went away.
                let _ = print(plain, false);
                return Ok(Exit::Signal(number));
            }
        }
        if let Err(error) = engine.watch_history(clock.now()) {
            plain.note(&error.to_string());
        }
        while let Some(word) = engine.take_word() {
            plain.note(&word);
        }
        if let Some(job) = engine.copy_due(clock.now()) {
            // Where no thread can be started, a copy is made at the end.
            let made = move || drop(job.run(clock.now().wall.to_utc()));
            let _ = std::thread::Builder::new().name("copy".into()).spawn(made);
        }
        if let Some(error) = engine.draft_error() {
            plain.note(&error.to_string());
        }
    }
}

/// The next event; none: a second passed while the clock runs.
fn next(plain: &impl Dialogue, events: &Receiver<Event>) -> Option<Event> {
    if !plain.is_timed() {
        return Some(events.recv().unwrap_or(Event::End));
    }
    match events.recv_timeout(TICK) {
        Ok(event) => Some(event),
        Err(RecvTimeoutError::Timeout) => None,
        Err(RecvTimeoutError::Disconnected) => Some(Event::End),
    }
}

fn print(plain: &mut impl Dialogue, prompts: bool) -> Result<(), OutputError> {
    let text = plain.take_output();
    if text.is_empty() {
        return Ok(());
    }
    let mut out = Gate::new(io::stdout().lock());
    let prompt = if prompts && plain.wants_command() { "> " } else { "" };
    out.write_all(text.as_bytes())
        .and_then(|()| out.write_all(prompt.as_bytes()))
        .and_then(|()| out.flush())
        .map_err(OutputError)
}

fn read_lines(events: &SyncSender<Event>) {
    let mut input = io::stdin().lock();
    loop {
        let event = read_line(&mut input).map_or(Event::End, Event::Line);
        let end = matches!(event, Event::End);
        if events.send(event).is_err() || end {
            return;
        }
    }
}

/// The next line without its end; none: there are no more, or they cannot be read.
fn read_line(input: &mut impl BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let read = input.take(MAX_LINE).read_until(b'\n', &mut bytes);
    if !matches!(read, Ok(1..)) {
        return None;
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The first signal ends the drill with everything kept; the second ends it at once, should the first be stuck.
#[cfg(unix)]
fn watch_signals(events: &SyncSender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let events = events.clone();
    let watch = move || {
        let mut told = false;
        for signal in &mut signals {
            let number = u8::try_from(signal).unwrap_or(0);
            // A queue that is full holds a line that is about to be taken: the drill is not stuck on input.
            if told || events.send(Event::Signal(number)).is_err() {
                signal_hook::low_level::exit(128 + signal);
            }
            told = true;
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(watch).map(|_| ())
}

/// The same for Ctrl-C, the only signal there is here.
#[cfg(not(unix))]
fn watch_signals(events: &SyncSender<Event>) -> io::Result<()> {
    use std::sync::atomic::{AtomicBool, Ordering};

    use crate::commands::out::INTERRUPT;
    let (events, told) = (events.clone(), AtomicBool::new(false));
    let watch = move || {
        if told.swap(true, Ordering::AcqRel) || events.send(Event::Signal(INTERRUPT)).is_err() {
            std::process::exit(128 + i32::from(INTERRUPT));
        }
    };
    ctrlc::set_handler(watch).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_lose_their_ends_and_nothing_else() {
        let mut input: &[u8] = b"one \r\n\n\xff two\nlast";
        let lines: Vec<String> = std::iter::from_fn(|| read_line(&mut input)).collect();
        assert_eq!(lines, ["one ", "", "\u{fffd} two", "last"]);
    }

    #[test]
    fn an_endless_line_comes_in_pieces() {
        let line = vec![b'x'; 3 * 1024 * 1024];
        let mut input = line.as_slice();
        let lengths: Vec<usize> = std::iter::from_fn(|| read_line(&mut input)).map(|line| line.len()).collect();
        assert_eq!(lengths, [1024 * 1024; 3]);
    }
}
