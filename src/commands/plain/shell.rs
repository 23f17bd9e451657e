//! Standard input and output for a plain drill or mock: lines come in on one thread, signals on another, and the drill takes
//! them one by one.

use std::io::{self, BufRead, IsTerminal as _, Read as _, Write as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::{Duration, SystemTime};

use super::{Desk, Dialogue, Input, Plain, PlainMock, Sound, Wanted};
use crate::commands::out::{Exit, OutputError, talk};
use crate::engine::Engine;
use crate::gate::Gate;
use crate::history::{HistoryError, Utterance};
use crate::moment::Clock;
use crate::practice::Pick;
use crate::session::SoundOrder;
use crate::sound::{Hearings, LOOK, Voice};
use crate::speech::hearing::News;

/// How often the clock is looked at while it runs.
const TICK: Duration = Duration::from_secs(1);

/// How often it is looked for what was found out about a recording.
const SOON: Duration = Duration::from_millis(30);

/// A longer line comes in pieces.
const MAX_LINE: u64 = 1024 * 1024;

/// What comes in from outside.
enum Event {
    /// A second may have passed while the clock runs.
    Tick,
    Line(String),
    End,
    Signal(u8),
}

/// Asks the questions line by line until they are through, the input ends, or a signal comes.
pub fn run(engine: Engine, picks: Vec<Pick>, seed: u64, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::begin(picks, seed, true, desk))
}

/// Has a story practised.
pub fn practise(engine: Engine, picks: Vec<Pick>, clock: Clock) -> anyhow::Result<Exit> {
    converse(engine, clock, |desk| Plain::practise(picks, desk))
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
    let mut events = Events { events, next: None };
    let mut sound = Sounding::default();
    sound.hearings.catch_up(&engine, clock.now());
    let ended = play(&mut plain, &mut events, &mut sound, &mut engine, clock);
    // A reader that is gone, or a full disk behind standard output: the answer is kept all the same.
    plain.leave(&mut Desk { engine: &mut engine, now: clock.now() });
    make_sound(&mut plain, &mut sound, &mut engine, clock);
    sound.voice.end();
    drop(sound.hearings);
    engine.release_drafts();
    // What could not be deleted is tried again at the next end.
    let _ = engine.hearing().sweep(SystemTime::now());
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
                // The first end closes the answer, the next one the drill.
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
            // Where no thread can be started, a copy is made at the end.
            let made = move || drop(job.run(clock.now().wall.to_utc()));
            let _ = std::thread::Builder::new().name("copy".into()).spawn(made);
        }
        if let Some(error) = engine.draft_error() {
            plain.note(&error.to_string());
        }
    }
}

/// What comes in, and the one event of it that was taken out too early.
struct Events {
    events: Receiver<Event>,
    next: Option<Event>,
}

impl Events {
    /// The next event within this time; none: nothing came.
    fn within(&mut self, limit: Duration) -> Option<Event> {
        if let Some(event) = self.next.take() {
            return Some(event);
        }
        match self.events.recv_timeout(limit) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Event::End),
        }
    }

    /// A signal that came; a line that came stays where it is.
    fn signal(&mut self) -> Option<u8> {
        if self.next.is_none() {
            self.next = self.events.try_recv().ok();
        }
        match self.next {
            Some(Event::Signal(number)) => Some(number),
            _ => None,
        }
    }
}

/// The next event; none: there may be news of sound.
fn next(plain: &impl Dialogue, sound: &Sounding, events: &mut Events) -> Option<Event> {
    let sound = sound.voice.wake_in().or(sound.hearings.wake_in());
    let timed = plain.is_timed();
    match (sound, timed) {
        (None, false) => {
            let event = events.next.take();
            Some(event.unwrap_or_else(|| events.events.recv().unwrap_or(Event::End)))
        }
        (None, true) => Some(events.within(TICK).unwrap_or(Event::Tick)),
        // While it is recorded, the clock is read with every look.
        (Some(wait), true) => Some(events.within(wait.max(LOOK)).unwrap_or(Event::Tick)),
        (Some(wait), false) => events.within(wait.max(LOOK)),
    }
}

/// What makes and hears sound.
#[derive(Default)]
struct Sounding {
    voice: Voice,
    hearings: Hearings,
}

/// Does what is to be done about sound, and tells what came of it.
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
            Sound::ListenAhead(recording) => {
                hearings.ahead(recording);
                None
            }
            Sound::ListenAside(said) => {
                // What is wrong with the settings is told in the debrief.
                let _ = hearings.want(said, engine);
                None
            }
        });
    }
    for news in news {
        plain.sounded(news, &mut Desk { engine: &mut *engine, now: clock.now() });
    }
    // Nobody waits for it, so nothing is said about it.
    while let Some((said, news)) = hearings.news(engine, voice) {
        let _ = keep(&said, &news, engine, clock);
    }
}

/// Keeps news about a recording in the log.
fn keep(said: &Utterance, news: &News, engine: &mut Engine, clock: Clock) -> Result<(), HistoryError> {
    let record = engine.hearing().note(said, news, clock.now());
    record.map_or(Ok(()), |record| engine.save(vec![record], clock.now()))
}

/// Finds out what was said in recordings, one after the other. A signal calls it off and comes back.
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
