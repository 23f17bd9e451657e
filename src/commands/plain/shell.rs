//! Standard input and output for a plain drill or mock: lines come in on one thread, signals on another, and the
//! dialogue takes them one by one.

use std::io::{self, BufRead, IsTerminal as _, Read as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, SystemTime};

use super::{Desk, Dialogue, Input, Plain, PlainMock, Sound, Wanted};
use crate::commands::out::{Exit, OutputError, columns_of, talk, wrapped};
use crate::engine::Engine;
use crate::gate::Gate;
use crate::history::{HistoryError, Utterance};
use crate::moment::Clock;
use crate::practice::Pick;
use crate::session::SoundOrder;
use crate::sound::{Hearings, LOOK, Voice};
use crate::speech::hearing::News;

/// How often the clock is read while it runs.
const TICK: Duration = Duration::from_secs(1);

/// How often results of analysing a recording are looked for.
const SOON: Duration = Duration::from_millis(30);

/// The longest line, in bytes; a longer one comes in pieces.
const MAX_LINE: u64 = 1024 * 1024;

/// An event from outside.
enum Event {
    /// The clock runs, and a second may have passed.
    Tick,
    Line(String),
    End,
    Signal(u8),
}

/// Asks the questions line by line until all are done, the input ends, or a signal comes.
pub fn run(engine: Engine, picks: Vec<Pick>, seed: u64, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::begin(picks, seed, true, desk))
}

/// Practises a story line by line.
pub fn practise(engine: Engine, picks: Vec<Pick>, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::practise(picks, desk))
}

/// Asks the single question of the tour, explaining each step.
pub fn tour(engine: Engine, picks: Vec<Pick>, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::tour(picks, desk))
}

/// Sits a mock line by line, or continues one that was left.
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
    // At most one line is read ahead: an endless input must not fill the memory.
    let (sender, events) = sync_channel(1);
    let mut events = Events { incoming: events, next: None, signalled: Arc::default() };
    watch_signals(&sender, &events.signalled)?;
    std::thread::Builder::new().name("input".into()).spawn(move || read_lines(&sender))?;
    let mut plain = begin(&mut Desk { engine: &mut engine, now: clock.now() });
    let mut sound = Sounding::default();
    sound.hearings.catch_up(&engine, clock.now());
    let ended = play(&mut plain, &mut events, &mut sound, &mut engine, clock);
    // Even if the reader is gone, or the disk behind standard output is full, the answer is saved.
    plain.leave(&mut Desk { engine: &mut engine, now: clock.now() });
    make_sound(&mut plain, &mut sound, &mut engine, clock);
    sound.voice.end();
    drop(sound.hearings);
    engine.release_drafts();
    // What could not be deleted is tried again when the program next ends.
    let _ = engine.hearing().sweep(SystemTime::now());
    let in_place = engine.watch_history(clock.now());
    // A last try to write anything that could not be written; otherwise this does nothing.
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
    events: &mut Events,
    sound: &mut Sounding,
    engine: &mut Engine,
    clock: Clock,
) -> Result<Exit, OutputError> {
    let prompts = io::stdin().is_terminal() && io::stdout().is_terminal();
    loop {
        make_sound(plain, sound, engine, clock);
        let wanted = plain.sounds().take_to_hear();
        print(plain, prompts && wanted.is_empty())?;
        if !wanted.is_empty() {
            if let Some(number) = listen(&wanted, plain, events, sound, engine, clock) {
                plain.leave(&mut Desk { engine: &mut *engine, now: clock.now() });
                return Ok(Exit::Signal(number));
            }
            plain.heard(&mut Desk { engine: &mut *engine, now: clock.now() });
            continue;
        }
        if plain.is_over() {
            return Ok(Exit::Done);
        }
        let Some(event) = next(plain, sound, events) else { continue };
        let mut desk = Desk { engine: &mut *engine, now: clock.now() };
        match event {
            Event::Tick => plain.feed(Input::Tick, &mut desk),
            Event::Line(line) => plain.feed(Input::Line(&line), &mut desk),
            Event::End => {
                // The first end of input closes the answer, the next one the drill.
                while !plain.is_over() {
                    plain.feed(Input::End, &mut desk);
                }
            }
            Event::Signal(number) => {
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
            // If no thread can be started, the copy is made at the end.
            let made = move || drop(job.run(clock.now().wall.to_utc()));
            let _ = std::thread::Builder::new().name("copy".into()).spawn(made);
        }
        if let Some(error) = engine.draft_error() {
            plain.note(&error.to_string());
        }
    }
}

/// The incoming events, and one that was taken out of the queue too early.
struct Events {
    incoming: Receiver<Event>,
    next: Option<Event>,
    /// The number of the signal that has come, 0 if none has. It comes as an event, too, but may have to wait there
    /// behind lines that nobody takes yet.
    signalled: Arc<AtomicU8>,
}

impl Events {
    /// The next event within this time; `None` if there was none.
    fn within(&mut self, limit: Duration) -> Option<Event> {
        if let Some(event) = self.next.take() {
            return Some(event);
        }
        match self.incoming.recv_timeout(limit) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Event::End),
        }
    }

    /// A signal, if one has come, whatever waits before it.
    fn signal(&self) -> Option<u8> {
        Some(self.signalled.load(Ordering::Acquire)).filter(|number| *number != 0)
    }
}

/// The next event; `None` means that there may be news of sound.
fn next(plain: &impl Dialogue, sound: &Sounding, events: &mut Events) -> Option<Event> {
    let sound = sound.voice.wake_in().or(sound.hearings.wake_in());
    let timed = plain.is_timed();
    match (sound, timed) {
        (None, false) => {
            let event = events.next.take();
            Some(event.unwrap_or_else(|| events.incoming.recv().unwrap_or(Event::End)))
        }
        (None, true) => Some(events.within(TICK).unwrap_or(Event::Tick)),
        // While recording, the clock is read each time news is looked for.
        (Some(wait), true) => Some(events.within(wait.max(LOOK)).unwrap_or(Event::Tick)),
        (Some(wait), false) => events.within(wait.max(LOOK)),
    }
}

/// Everything that plays, records and analyses sound.
#[derive(Default)]
struct Sounding {
    voice: Voice,
    hearings: Hearings,
}

/// Carries out the pending sound orders, and passes the results on.
fn make_sound(plain: &mut impl Dialogue, sound: &mut Sounding, engine: &mut Engine, clock: Clock) {
    let Sounding { voice, hearings } = sound;
    let mut news = voice.news(engine);
    for sound in plain.sounds().take_to_do() {
        news.extend(match sound {
            Sound::Order(order) => {
                if let SoundOrder::Delete(names) = &order {
                    hearings.forget(names);
                }
                voice.perform(order, engine)
            }
            Sound::Play(playing) => voice.play(playing, engine),
            Sound::ListenAhead(unlogged) => {
                hearings.ahead(unlogged);
                None
            }
            Sound::ListenAside(said) => {
                // Problems with the settings are reported in the debrief.
                let _ = hearings.want(said, engine);
                None
            }
        });
    }
    for news in news {
        plain.sounded(news, &mut Desk { engine: &mut *engine, now: clock.now() });
    }
    // Nobody is waiting for it, so nothing is printed.
    while let Some((said, news)) = hearings.news(engine, voice) {
        let _ = keep(&said, &news, engine, clock);
    }
}

/// Saves news about a recording in the log.
fn keep(said: &Utterance, news: &News, engine: &mut Engine, clock: Clock) -> Result<(), HistoryError> {
    let record = engine.hearing().note(said, news, clock.now());
    record.map_or(Ok(()), |record| engine.save(vec![record], clock.now()))
}

/// Finds out what was said in recordings, one after the other. A signal cancels that and is returned.
fn listen(
    wanted: &[Utterance],
    plain: &mut impl Dialogue,
    events: &mut Events,
    sound: &mut Sounding,
    engine: &mut Engine,
    clock: Clock,
) -> Option<u8> {
    for said in wanted {
        if let Some(problem) = sound.hearings.want(said.clone(), engine) {
            plain.note(&problem);
        }
    }
    while wanted.iter().any(|said| sound.hearings.is_wanted(said)) {
        if let Some(number) = events.signal() {
            return Some(number);
        }
        // The last second of the answer may still be on its way to the disk.
        for news in sound.voice.news(engine) {
            plain.sounded(news, &mut Desk { engine: &mut *engine, now: clock.now() });
        }
        let Some((said, news)) = sound.hearings.news(engine, &sound.voice) else {
            std::thread::sleep(SOON);
            continue;
        };
        if let News::Delivery(Err(why)) | News::Transcript(Err(why)) = &news
            && wanted.contains(&said)
        {
            plain.note(why);
        }
        if let Err(error) = keep(&said, &news, engine, clock) {
            plain.note(&error.to_string());
        }
    }
    None
}

fn print(plain: &mut impl Dialogue, prompts: bool) -> Result<(), OutputError> {
    let text = plain.take_output();
    if text.is_empty() {
        return Ok(());
    }
    let text = wrapped(&text, columns_of(&io::stdout()));
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

/// The next line without its line end; `None` if there is none or it cannot be read.
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

/// Watches for signals. The first ends the drill with everything saved; a second ends the program at once, in case the
/// first is stuck.
#[cfg(unix)]
fn watch_signals(events: &SyncSender<Event>, signalled: &Arc<AtomicU8>) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let (events, signalled) = (events.clone(), Arc::clone(signalled));
    let watch = move || {
        let mut told = false;
        for signal in &mut signals {
            let number = u8::try_from(signal).unwrap_or(0);
            signalled.store(number, Ordering::Release);
            // If the queue is full, it holds a line that is about to be taken, since the drill never gets stuck on
            // input.
            if told || events.send(Event::Signal(number)).is_err() {
                signal_hook::low_level::exit(128 + signal);
            }
            told = true;
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(watch).map(|_| ())
}

/// The same for Ctrl-C, the only signal on this system.
#[cfg(not(unix))]
fn watch_signals(events: &SyncSender<Event>, signalled: &Arc<AtomicU8>) -> io::Result<()> {
    use std::sync::atomic::AtomicBool;

    use crate::commands::out::INTERRUPT;
    let (events, signalled, told) = (events.clone(), Arc::clone(signalled), AtomicBool::new(false));
    let watch = move || {
        signalled.store(INTERRUPT, Ordering::Release);
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
    fn a_signal_is_seen_behind_lines_that_wait() {
        let (sender, events) = sync_channel(1);
        let events = Events { incoming: events, next: Some(Event::Line("one".into())), signalled: Arc::default() };
        sender.send(Event::Line("two".into())).expect("room for one");
        assert_eq!(events.signal(), None);
        events.signalled.store(2, Ordering::Release);
        assert_eq!(events.signal(), Some(2));
    }

    #[test]
    fn an_endless_line_comes_in_pieces() {
        let line = vec![b'x'; 3 * 1024 * 1024];
        let mut input = line.as_slice();
        let lengths: Vec<usize> = std::iter::from_fn(|| read_line(&mut input)).map(|line| line.len()).collect();
        assert_eq!(lengths, [1024 * 1024; 3]);
    }
}
