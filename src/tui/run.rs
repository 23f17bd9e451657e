//! The loop: waits for input, lets the app decide, carries out what it decided, and draws. Nothing else has side
//! effects.

mod lend;
mod perform;
#[cfg(test)]
mod tests;

use std::io;
use std::time::{Duration, SystemTime};

use crossterm::event::Event;

use super::app::{App, Colours, Input};
use super::background::Background;
use super::screen::Route;
use super::terminal::{Console, Session};
use super::theme;
use super::watch::Watch;
use crate::browse::Seeker;
use crate::engine::{Engine, microphone_words, names_microphone};
use crate::moment::Clock;
use crate::practice::Pick;
use crate::session::{Coaching, Heard, Order};
use crate::sound::{Hearings, Voice};
use crate::speech::devices::{devices, try_microphone};

/// How long the loop sleeps when nothing on the screen moves. Waking up changes nothing; the time only has to be
/// finite.
const LONG: Duration = Duration::from_hours(1);

/// How often the loop looks for search results while a search is running.
const SOON: Duration = Duration::from_millis(15);

/// How often the loop looks for news while the coach is working.
const COACHED: Duration = Duration::from_millis(100);

/// How many characters must arrive between two frames to count as pasted: nobody types so fast.
const PASTED: usize = 32;

/// How many characters are taken before a frame is drawn, whatever else is waiting.
const AT_ONCE: usize = 8_192;

/// Runs the app until it is left. If something could not be saved, returns a sentence that says where it is now.
pub fn run(engine: Engine, picks: Option<Vec<Pick>>, clock: Clock) -> io::Result<Option<String>> {
    start(engine, picks, None, clock, false)
}

/// Runs the tour: these questions, with a word of explanation at each place, and then the end.
pub fn run_guided(engine: Engine, picks: Vec<Pick>, clock: Clock) -> io::Result<Option<String>> {
    start(engine, Some(picks), None, clock, true)
}

/// Runs the app, starting on another screen than Home.
pub fn run_at(engine: Engine, first: Route, clock: Clock) -> io::Result<Option<String>> {
    start(engine, None, Some(first), clock, false)
}

fn start(
    engine: Engine,
    picks: Option<Vec<Pick>>,
    first: Option<Route>,
    clock: Clock,
    guided: bool,
) -> io::Result<Option<String>> {
    let watch = Watch::start();
    let session = Session::enter()?;
    watch.set_copier(engine.copier());
    let (mut app, mut effects) = App::new(engine, picks, colours(), clock.now());
    if guided {
        app.guide();
    }
    if let Some(first) = first {
        effects.extend(app.open(first, clock.now()));
    }
    let mut runner = Runner {
        app,
        console: session,
        watch,
        clock,
        background: Background::default(),
        voice: Voice::default(),
        hearings: Hearings::default(),
        coaching: Coaching::default(),
        seeker: None,
    };
    runner.perform(effects)?;
    runner.tell_update()?;
    runner.draw()?;
    runner.sync()?;
    runner.look_for_microphone();
    runner.hearings.catch_up(runner.app.engine(), clock.now());
    while !runner.app.is_quitting() {
        runner.step()?;
    }
    let Runner { mut app, console, mut voice, hearings, .. } = runner;
    drop(console);
    voice.end();
    drop(hearings);
    app.engine_mut().release_drafts();
    // The copy is made after the terminal has been given back, so nobody waits for it.
    let in_place = app.engine_mut().watch_history(clock.now());
    let copied = app.engine().copy_history(clock.now());
    // Recordings that could not be deleted are tried again when the program next ends.
    let _ = app.engine().hearing().sweep(std::time::SystemTime::now());
    if let Err(error) = copied {
        tell(&format!("no copy of the history was made: {error}"));
    }
    while let Some(word) = app.engine_mut().take_word() {
        tell(&word);
    }
    in_place.map_err(io::Error::other)?;
    Ok(app.unsaved().map(str::to_owned))
}

/// Prints a sentence to standard error once the screen is gone. A closed standard error is ignored.
fn tell(word: &str) {
    use std::io::Write as _;
    let _ = writeln!(io::stderr(), "hotseat: {}", crate::text::clean(word));
}

fn colours() -> Colours {
    Colours {
        none: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        background: theme::Background::told(std::env::var("COLORFGBG").ok().as_deref()),
    }
}

struct Runner<C> {
    app: App,
    console: C,
    watch: Watch,
    clock: Clock,
    background: Background,
    /// Started by the first search.
    seeker: Option<Seeker>,
    voice: Voice,
    hearings: Hearings,
    /// The requests to the coach that are running.
    coaching: Coaching,
}

impl<C: Console> Runner<C> {
    /// After an update, says how to see what is new, unless something more urgent is on display.
    fn tell_update(&mut self) -> io::Result<()> {
        if self.app.notice().is_some() {
            return Ok(());
        }
        let word = self.app.engine().word_of_update();
        word.map_or(Ok(()), |word| self.update(Input::Aside(word)))
    }

    /// Fetches the histories of other machines in the background, after the first frame.
    fn sync(&mut self) -> io::Result<()> {
        let Some(job) = self.app.engine().sync_job() else { return Ok(()) };
        let work = move || {
            let result = job.run(Duration::ZERO, SystemTime::now());
            Input::Synced(result.map(Box::new).map_err(|error| error.words()))
        };
        let failed = Input::Synced(Err("Not synced: it broke off. Nothing is lost.".to_owned()));
        match self.background.start(work, failed) {
            Ok(()) => Ok(()),
            Err(error) => self.update(Input::Synced(Err(format!("Not synced: {error}.")))),
        }
    }

    /// Reports, after the first frame, that the configured microphone is missing. It runs in the background because a
    /// sound server may take long to answer.
    fn look_for_microphone(&mut self) {
        let configured = self.app.engine().config().microphone.clone();
        if names_microphone(&configured) {
            let look = move || {
                microphone_words(&configured, devices(), try_microphone).map_or_else(Input::Aside, |_| Input::Tick)
            };
            // If no thread can be started, the first spoken answer reports it.
            let _ = self.background.start(look, Input::Tick);
        }
    }

    fn step(&mut self) -> io::Result<()> {
        let mut wait = self.background.shorten(self.app.wake_in(self.clock.now()).unwrap_or(LONG));
        wait = wait.min(self.hearings.wake_in().unwrap_or(LONG));
        if self.coaching.is_busy() {
            wait = wait.min(COACHED);
        }
        if self.seeker.as_ref().is_some_and(Seeker::is_busy) {
            wait = wait.min(SOON);
        }
        wait = wait.min(self.voice.wake_in().unwrap_or(LONG));
        if self.console.poll(wait)? {
            self.take_input()?;
        } else if !self.background.is_busy() || self.app.wake_in(self.clock.now()).is_some() {
            self.update(Input::Tick)?;
        }
        while let Some(result) = self.background.take() {
            self.update(result)?;
        }
        while let Some(findings) = self.seeker.as_mut().and_then(Seeker::take) {
            self.update(Input::Found(findings))?;
        }
        for news in self.voice.news(self.app.engine()) {
            self.update(Input::Voice(news))?;
        }
        while let Some((said, news)) = self.hearings.news(self.app.engine(), &self.voice) {
            self.update(Input::Heard(said, news))?;
        }
        while let Some(heard) = self.coaching.news(self.clock.now()) {
            match heard {
                Heard::FollowUp(result) => self.update(Input::Reacted(result))?,
                Heard::Ahead(opinion) => self.perform(vec![Order::KeepOpinion(opinion).into()])?,
                heard => self.update(Input::Coach(heard))?,
            }
        }
        if self.watch.take_resumed() {
            self.voice.suspend(false);
            self.update(Input::Stopped(false))?;
            self.console.forget()?;
        }
        self.watch_history()?;
        if let Some(error) = self.app.engine().draft_error() {
            self.update(Input::Aside(error.to_string()))?;
        }
        self.draw()
    }

    /// Notices a history that was deleted or replaced, reports what became of its records, and has a copy made when one
    /// is due.
    fn watch_history(&mut self) -> io::Result<()> {
        let now = self.clock.now();
        let engine = self.app.engine_mut();
        if let Err(error) = engine.watch_history(now) {
            self.update(Input::Aside(error.to_string()))?;
        }
        if let Some(word) = self.app.engine_mut().take_word() {
            self.update(Input::Notice(word))?;
        }
        if let Some(job) = self.app.engine_mut().copy_due(now) {
            let made = move || job.run(now.wall.to_utc()).map_err(|error| error.to_string());
            let failed = Input::Copied(Err("it broke off".to_owned()));
            // If no thread can be started now, it is tried again in half an hour, and a copy is made at the end in any
            // case.
            let _ = self.background.start(move || Input::Copied(made().map(|_| ())), failed);
        }
        Ok(())
    }

    /// Takes all input that is waiting before the next frame: a held key, or a paste that the terminal sends as if it
    /// were typed. Characters are taken together, because each key looks at the whole text.
    fn take_input(&mut self) -> io::Result<()> {
        let mut typed: Vec<(char, Event)> = Vec::new();
        loop {
            let input = self.console.read()?;
            if let Some(c) = self.app.types(&input) {
                typed.push((c, input));
            } else {
                self.take_typed(&mut typed)?;
                self.update(Input::Terminal(input))?;
            }
            if self.app.is_quitting() || typed.len() >= AT_ONCE || !self.console.poll(Duration::ZERO)? {
                return self.take_typed(&mut typed);
            }
        }
    }

    fn take_typed(&mut self, typed: &mut Vec<(char, Event)>) -> io::Result<()> {
        if typed.len() >= PASTED {
            let text = typed.drain(..).map(|(c, _)| c).collect();
            return self.update(Input::Terminal(Event::Paste(text)));
        }
        typed.drain(..).try_for_each(|(_, key)| self.update(Input::Terminal(key)))
    }

    fn draw(&mut self) -> io::Result<()> {
        let (app, now) = (&self.app, self.clock.now());
        self.console.draw(|frame| app.view(now, frame))
    }

    fn update(&mut self, input: Input) -> io::Result<()> {
        let effects = self.app.update(input, self.clock.now());
        self.perform(effects)
    }
}
