//! What the app decided, done: each effect, and what the app is told of it.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Runner;
use crate::browse::{Ask, Seeker};
use crate::exchange::{self, ImportOptions};
use crate::history::RecordId;
use crate::memory::fit::FitError;
use crate::report::Format;
use crate::tui::app::Input;
use crate::tui::external::Of;
use crate::tui::screen::Effect;
use crate::tui::terminal::Console;
use crate::tui::{describe_undone, import_path, watch};

impl<C: Console> Runner<C> {
    pub(super) fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
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
            Effect::KeepDraft(draft) => {
                let kept = self.app.engine_mut().keep(*draft);
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
        let said = match self.app.engine().reports().write(sitting, Format::Html, self.clock.now()) {
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
            Ok(Some(record)) => describe_undone(&record),
            Ok(None) => "There is nothing to take back.".to_owned(),
            Err(error) => error.to_string(),
        };
        self.offer();
        self.update(Input::Notice(said))
    }

    /// Fits the memory model on another thread; the loop hears of it when it is done.
    fn fit(&mut self) -> io::Result<()> {
        let job = match self.app.engine().figures().fit_job() {
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
