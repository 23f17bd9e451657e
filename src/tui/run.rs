//! The loop: waits for input, lets the app decide, performs what it decided, draws. Nothing else has side effects.

#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event;

use super::app::{App, Colours, Input};
use super::background::Background;
use super::external::{self, Of};
use super::hearings::Hearings;
use super::import_path;
use super::screen::{Effect, Route};
use super::terminal::{Console, Session};
use super::theme;
use super::voice::Voice;
use super::watch::{self, Watch};
use crate::bank::QuestionId;
use crate::bank::exchange::{self, ImportOptions};
use crate::browse::{Ask, Seeker};
use crate::engine::Engine;
use crate::history::RecordId;
use crate::memory::fit::FitError;
use crate::moment::Clock;
use crate::practice::Pick;
use crate::report::Format;

/// How long the loop sleeps when nothing on the screen moves. Waking up changes nothing; it only has to be finite.
const LONG: Duration = Duration::from_hours(1);

/// How often it is looked for findings while something is being sought.
const SOON: Duration = Duration::from_millis(15);

/// Runs the app until it is left.
pub fn run(engine: Engine, picks: Option<Vec<Pick>>, clock: Clock) -> io::Result<()> {
    start(engine, picks, None, clock)
}

/// Runs the app from another place than its first screen.
pub fn run_at(engine: Engine, first: Route, clock: Clock) -> io::Result<()> {
    start(engine, None, Some(first), clock)
}

fn start(engine: Engine, picks: Option<Vec<Pick>>, first: Option<Route>, clock: Clock) -> io::Result<()> {
    let watch = Watch::start();
    let session = Session::enter()?;
    // From here on a change of size is heard of: the library begins to listen when it is first asked, and a window that
    // changes between the first frame and that moment would keep a frame of the wrong size.
    event::poll(Duration::ZERO)?;
    let (mut app, mut effects) = App::new(engine, picks, colours(), clock.now());
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
        seeker: None,
    };
    runner.perform(effects)?;
    runner.draw()?;
    while !runner.app.is_quitting() {
        runner.step()?;
    }
    let Runner { mut app, console, mut voice, hearings, .. } = runner;
    drop(console);
    voice.end();
    drop(hearings);
    app.engine_mut().release_draft();
    // The backup is made when the terminal is given back already: nobody waits for it.
    let _ = app.engine().backup(clock.now());
    // What could not be deleted is tried again at the next end.
    let _ = app.engine().sweep_recordings(std::time::SystemTime::now());
    Ok(())
}

fn colours() -> Colours {
    Colours {
        none: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        light: theme::is_light_background(std::env::var("COLORFGBG").ok().as_deref()),
    }
}

struct Runner<C> {
    app: App,
    console: C,
    watch: Watch,
    clock: Clock,
    background: Background,
    /// Started when something is sought for the first time.
    seeker: Option<Seeker>,
    voice: Voice,
    hearings: Hearings,
}

impl<C: Console> Runner<C> {
    fn step(&mut self) -> io::Result<()> {
        let mut wait = self.background.shorten(self.app.wake_in(self.clock.now()).unwrap_or(LONG));
        wait = wait.min(self.hearings.wake_in().unwrap_or(LONG));
        if self.seeker.as_ref().is_some_and(Seeker::is_busy) {
            wait = wait.min(SOON);
        }
        wait = wait.min(self.voice.wake_in().unwrap_or(LONG));
        if self.console.poll(wait)? {
            // Everything that is there already is taken before the next frame: a paste, a held key.
            loop {
                let input = self.console.read()?;
                self.update(Input::Terminal(input))?;
                if self.app.is_quitting() || !self.console.poll(Duration::ZERO)? {
                    break;
                }
            }
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
        while let Some((attempt, news)) = self.hearings.news(self.app.engine()) {
            self.update(Input::Heard(attempt, news))?;
        }
        if self.watch.take_resumed() {
            self.voice.suspend(false);
            self.update(Input::Stopped(false))?;
            self.console.forget()?;
        }
        if let Some(error) = self.app.engine().draft_error() {
            self.update(Input::Aside(error.to_string()))?;
        }
        self.draw()
    }

    fn draw(&mut self) -> io::Result<()> {
        let (app, now) = (&self.app, self.clock.now());
        self.console.draw(|frame| app.view(now, frame))
    }

    fn update(&mut self, input: Input) -> io::Result<()> {
        let effects = self.app.update(input, self.clock.now());
        self.perform(effects)
    }

    fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            self.one(effect)?;
        }
        Ok(())
    }

    fn one(&mut self, effect: Effect) -> io::Result<()> {
        let now = self.clock.now();
        match effect {
            Effect::Save(records) => {
                let result = self.app.engine_mut().save(records, now).map_err(|error| error.to_string());
                self.update(Input::Saved(result))?;
            }
            Effect::KeepDraft(progress) => {
                let kept = self.app.engine_mut().keep_draft(progress, now);
                self.told(kept)?;
                self.watch.set_saver(self.app.engine().draft_saver());
            }
            Effect::KeepMock(mock) => {
                let kept = self.app.engine_mut().keep_mock(&mock, now);
                self.told(kept)?;
                self.watch.set_saver(self.app.engine().draft_saver());
            }
            Effect::DropDraft(id) => {
                self.watch.set_saver(None);
                let dropped = self.app.engine_mut().drop_draft(&id);
                self.told(dropped)?;
            }
            Effect::ReleaseDraft => {
                // In this order: a signal in between still finds what to save.
                self.app.engine_mut().release_draft();
                self.watch.set_saver(None);
                self.offer();
            }
            Effect::Edit(text) => {
                let result = self.edit(&text, Of::Answer)?;
                self.update(Input::Edited(result))?;
            }
            Effect::EditNotes(text) => {
                let result = self.edit(&text, Of::Notes)?;
                self.update(Input::Edited(result))?;
            }
            Effect::Report(sitting) => self.report(&sitting)?,
            Effect::Listen(attempt) => {
                if let Some(problem) = self.hearings.want(attempt, self.app.engine()) {
                    self.update(Input::Aside(problem))?;
                }
            }
            Effect::EditQuestion(question) => {
                let changed = self.edit_question(&question)?;
                self.update(changed)?;
            }
            Effect::KeepNotes(question, notes) => {
                let result = self.app.engine_mut().keep_notes(&question, &notes);
                self.update(Input::BankChanged(result))?;
            }
            Effect::Retire(question, retired) => {
                let result = self.app.engine_mut().retire(&question, retired.then(|| now.day()));
                self.update(Input::BankChanged(result))?;
            }
            Effect::ReadImport(typed, options) => self.read_import(&typed, options)?,
            Effect::BringIn(plan) => {
                let result = self.app.engine_mut().bring_in(&plan).map(|()| "Brought in.".to_owned());
                self.update(Input::BankChanged(result))?;
            }
            Effect::SplitQuestion(question) => {
                let changed = self.split_question(&question)?;
                self.update(changed)?;
            }
            Effect::SaveRetention(retention) => {
                let result = self.app.engine_mut().set_retention(retention, now);
                self.changed(result)?;
            }
            Effect::Fit => self.fit()?,
            Effect::KeepWeights(fit) => {
                let result = self.app.engine_mut().keep_weights(&fit, now);
                self.changed(result)?;
            }
            Effect::RevertWeights => {
                let result = self.app.engine_mut().revert_weights(now).map(|_| ());
                self.changed(result)?;
            }
            Effect::Seek(ask) => self.seek(ask)?,
            Effect::SaveTarget(target) => {
                let set = self.app.engine_mut().set_target(target);
                self.told(set)?;
                self.offer();
            }
            Effect::SaveTheme(theme) => {
                let set = self.app.engine_mut().set_theme(theme);
                self.told(set)?;
            }
            Effect::UndoLast => self.undo_last()?,
            Effect::Offer => self.offer(),
            Effect::Voice(sound) => {
                if let Some(news) = self.voice.perform(sound, self.app.engine()) {
                    self.update(Input::Voice(news))?;
                }
            }
            Effect::Stop => self.stop()?,
            Effect::Redraw => self.console.forget()?,
            Effect::Quit => {}
        }
        Ok(())
    }

    fn told<E: Display>(&mut self, result: Result<(), E>) -> io::Result<()> {
        result.or_else(|error| self.update(Input::Notice(error.to_string())))
    }

    fn changed<E: Display>(&mut self, result: Result<(), E>) -> io::Result<()> {
        self.update(Input::Changed(result.map_err(|error| error.to_string())))
    }

    fn report(&mut self, sitting: &RecordId) -> io::Result<()> {
        let said = match self.app.engine().write_report(sitting, Format::Html, self.clock.now()) {
            Ok(path) => format!("The report is in {}", path.display()),
            Err(error) => error.to_string(),
        };
        self.update(Input::Notice(said))
    }

    /// Reads what is to be brought in on another thread: keys and clock go on.
    fn read_import(&mut self, typed: &str, options: ImportOptions) -> io::Result<()> {
        let home = match self.app.engine().own_banks() {
            Ok(home) => home,
            Err(error) => return self.update(Input::ImportRead(Err(error))),
        };
        let path = import_path::meant(typed, std::env::home_dir().as_deref(), Path::exists);
        let work = move || {
            let found = exchange::import(&path, &options, &home);
            Input::ImportRead(found.map(Arc::new).map_err(|error| error.to_string()))
        };
        let failed = Input::ImportRead(Err("Reading it failed; nothing was written.".to_owned()));
        match self.background.start(work, failed) {
            Ok(()) => Ok(()),
            Err(error) => self.update(Input::ImportRead(Err(format!("It cannot be read now: {error}.")))),
        }
    }

    fn seek(&mut self, ask: Ask) -> io::Result<()> {
        if self.seeker.is_none() {
            let answers = match self.app.engine().history().answers() {
                Ok(answers) => Some(answers),
                Err(error) => {
                    self.update(Input::Notice(format!("Your answers cannot be searched: {error}")))?;
                    None
                }
            };
            self.seeker = Some(Seeker::start(answers));
        }
        if let Some(seeker) = &mut self.seeker {
            seeker.ask(ask);
        }
        Ok(())
    }

    /// Tells Home what waits.
    fn offer(&mut self) {
        let (kept, _) = self.app.engine().kept();
        self.app.offer(kept, self.clock.now());
    }

    fn undo_last(&mut self) -> io::Result<()> {
        let now = self.clock.now();
        let said = match self.app.engine_mut().undo_last(now) {
            Ok(Some(record)) => super::describe_undone(&record),
            Ok(None) => "There is nothing to take back.".to_owned(),
            Err(error) => error.to_string(),
        };
        self.offer();
        self.update(Input::Notice(said))
    }

    fn edit(&mut self, text: &str, of: Of) -> io::Result<Result<String, String>> {
        let configured = &self.app.engine().config().editor;
        let command = match external::command(configured, |name| std::env::var(name).ok()) {
            Ok(command) => command,
            Err(error) => return Ok(Err(error)),
        };
        let folder = self.app.engine().paths().map(crate::config::Paths::drafts);
        self.watch.set_lent(true);
        let result = self.console.lend(|| external::edit(&command, text, of, folder.as_deref()));
        self.watch.set_lent(false);
        // Keys that were meant for the editor must not act here.
        while self.console.poll(Duration::ZERO)? {
            self.console.read()?;
        }
        result
    }

    /// A question in the editor and back. Answers what came of it.
    fn edit_question(&mut self, question: &QuestionId) -> io::Result<Input> {
        let page = match self.app.engine().question_page(question) {
            Ok(page) => page,
            Err(error) => return Ok(Input::Notice(error)),
        };
        let edited = match self.edit(&page, Of::Question)? {
            Ok(edited) => edited,
            Err(error) => return Ok(Input::Notice(error)),
        };
        if edited.trim_end() == page.trim_end() {
            return Ok(Input::Notice("Nothing was changed.".to_owned()));
        }
        Ok(Input::BankChanged(self.app.engine_mut().keep_question_page(question, &edited)))
    }

    /// A question in the editor, split, and back. Answers what came of it.
    fn split_question(&mut self, question: &QuestionId) -> io::Result<Input> {
        let page = match self.app.engine().split_page(question) {
            Ok(page) => page,
            Err(error) => return Ok(Input::Notice(error)),
        };
        Ok(match self.edit(&page, Of::Question)? {
            Ok(edited) => Input::BankChanged(self.app.engine_mut().keep_split(question, &edited)),
            Err(error) => Input::Notice(error),
        })
    }

    /// Fits the memory model on another thread; the loop hears of it when it is done.
    fn fit(&mut self) -> io::Result<()> {
        let job = match self.app.engine().fit_job() {
            Ok(job) => job,
            Err(error) => return self.update(Input::Notice(error.to_string())),
        };
        let failed = Input::Fitted(Err(FitError::Failed("the fitting broke off".to_owned())));
        match self.background.start(move || Input::Fitted(job.run()), failed) {
            Ok(()) => Ok(()),
            Err(error) => self.update(Input::Fitted(Err(FitError::Failed(error.to_string())))),
        }
    }

    fn stop(&mut self) -> io::Result<()> {
        self.update(Input::Stopped(true))?;
        self.voice.suspend(true);
        if watch::stop_job() {
            self.watch.wait_for_resume();
        } else {
            self.voice.suspend(false);
            self.update(Input::Stopped(false))?;
            self.update(Input::Notice("There is no shell to go back to.".into()))?;
        }
        Ok(())
    }
}
