//! Carries out what the app decided: each effect, and what the app is told about it.

use std::fmt::Display;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Runner;
use crate::browse::{Ask, Seeker};
use crate::exchange::{self, ImportOptions};
use crate::memory::fit::FitError;
use crate::practice::words::count;
use crate::report::Format;
use crate::session::{News, Order, SoundOrder, carry_out};
use crate::speech::devices::{UNHEARD, devices};
use crate::tui::app::Input;
use crate::tui::job_order::JobPage;
use crate::tui::jobs;
use crate::tui::screen::Effect;
use crate::tui::terminal::Console;
use crate::tui::{describe_undone, import_path, watch};

impl<C: Console> Runner<C> {
    pub(super) fn perform(&mut self, effects: Vec<Effect>) -> io::Result<()> {
        for effect in effects {
            if let Some(input) = self.one(effect)? {
                self.update(input)?;
            }
        }
        Ok(())
    }

    /// Carries out one effect, and returns what the app has to be told.
    fn one(&mut self, effect: Effect) -> io::Result<Option<Input>> {
        let now = self.clock.now();
        let engine = self.app.engine_mut();
        Ok(Some(match effect {
            Effect::Order(order) => return Ok(self.order(order)),
            Effect::Edit(of, text) => Input::Edited(self.edit(&text, &of)?),
            Effect::Report(sitting) => Input::Notice(match engine.reports().write(&sitting, Format::Html, now) {
                Ok(path) => format!("The report is in {}", path.display()),
                Err(error) => error.to_string(),
            }),
            Effect::EditQuestion(question) => self.edit_question(&question)?,
            Effect::SplitQuestion(question) => self.split_question(&question)?,
            Effect::EditStory(of) => self.edit_story(&of)?,
            Effect::Retire(question, retired) => {
                Input::BankChanged(engine.retire(&question, retired.then(|| now.day())))
            }
            Effect::ReadImport(typed, options) => return Ok(self.read_import(&typed, options)),
            Effect::BringIn(plan) => Input::BankChanged(engine.bring_in(&plan).map(|()| "Brought in.".to_owned())),
            Effect::UndoImport => Input::BankChanged(engine.undo_import()),
            Effect::ChangeSetting(change) => changed(engine.change_setting(&change, now)),
            Effect::Fit => return Ok(self.fit()),
            Effect::KeepWeights(fit) => changed(engine.keep_weights(&fit, now)),
            Effect::RevertWeights => changed(engine.revert_weights(now).map(|_| ())),
            Effect::Restore => self.restore(),
            Effect::Seek(ask) => return Ok(self.seek(ask)),
            Effect::Job(order) => {
                let said = jobs::carry_out(order, engine, now);
                self.update(Input::Changed(Ok(())))?;
                return Ok(jobs::told(said));
            }
            Effect::EditJob(page) => return self.edit_job(&page),
            Effect::SaveTarget(target) => {
                let failed = failed(engine.set_target(target));
                self.offer();
                return Ok(failed);
            }
            Effect::ChooseEvening(minutes) => {
                let failed = failed(engine.choose_evening(minutes, now));
                self.offer();
                return Ok(failed);
            }
            Effect::UndoLast => self.undo_last(),
            Effect::Play(playing) => return Ok(self.voice.play(playing, engine).map(Input::Voice)),
            Effect::LookForLoudspeaker => {
                // A sound server may take long to answer.
                let look = || match devices() {
                    Ok(found) if found.can_be_heard() => Input::Tick,
                    _ => Input::Aside(UNHEARD.to_owned()),
                };
                // If no thread can be started, the voice itself still says what it cannot do.
                let _ = self.background.start(look, Input::Tick);
                return Ok(None);
            }
            Effect::Stop => return self.stop(),
            Effect::Offer => {
                self.offer();
                return Ok(None);
            }
            Effect::Redraw => {
                self.console.forget()?;
                return Ok(None);
            }
            Effect::KeepForm(form) => {
                let failed = failed(engine.keep_form(form.work, form.state, now));
                self.watch.set_savers(engine.draft_savers());
                return Ok(failed);
            }
            Effect::DropForm(form) => {
                let failed = failed(engine.drop_form(form));
                self.watch.set_savers(engine.draft_savers());
                return Ok(failed);
            }
            Effect::Secure => match engine.secure(now) {
                Ok(()) => Input::Secured,
                Err(unsaved) => Input::Unsaved(Box::new(unsaved)),
            },
            Effect::PutAside(unsaved) => Input::PutAside(unsaved.put_aside()),
        }))
    }

    /// Has a page about a job edited and saved.
    fn edit_job(&mut self, page: &JobPage) -> io::Result<Option<Input>> {
        let now = self.clock.now();
        let before = match page.text(self.app.engine(), now) {
            Ok(text) => text,
            Err(error) => return Ok(Some(Input::Notice(error))),
        };
        let edited = match self.edit(&before.text, &page.of())? {
            Ok(edited) => edited,
            Err(error) => return Ok(Some(Input::Notice(error))),
        };
        let said = page.keep(&before, &edited, self.app.engine_mut(), now);
        // The screen reads the jobs again.
        self.update(Input::Changed(Ok(())))?;
        Ok(jobs::told(said.map_err(Into::into)))
    }

    /// Carries out what a session asks for.
    fn order(&mut self, order: Order) -> Option<Input> {
        let now = self.clock.now();
        let engine = self.app.engine_mut();
        match order {
            Order::Append(records) => Some(Input::Saved(engine.save(records, now).map_err(|error| error.to_string()))),
            Order::Keep(draft) => {
                let failed = failed(engine.keep(*draft));
                self.watch.set_savers(engine.draft_savers());
                failed
            }
            Order::Drop(id) => {
                let failed = failed(engine.drop_draft(&id));
                self.watch.set_savers(engine.draft_savers());
                failed
            }
            Order::Release => {
                // In this order, a signal in between still finds what it has to save.
                engine.release_drafts();
                self.watch.set_savers(engine.draft_savers());
                self.offer();
                None
            }
            Order::KeepWork(work) => {
                let failed = failed(engine.keep_work(*work));
                self.watch.set_savers(engine.draft_savers());
                failed
            }
            Order::DropWork(id) => {
                let failed = failed(engine.drop_work(&id));
                self.watch.set_savers(engine.draft_savers());
                failed
            }
            Order::KeepNotes(question, notes) => Some(Input::BankChanged(engine.keep_notes(&question, &notes))),
            Order::Listen(said) => self.hearings.want(said, engine).map(Input::Aside),
            Order::KeepFilledIn(filled) => Some(Input::FilledIn(engine.keep_filled_in(*filled, now))),
            Order::ListenAhead(unlogged) => {
                self.hearings.ahead(unlogged);
                None
            }
            Order::ListenTo(said, recording) => {
                self.hearings.listen_to(said, recording);
                None
            }
            Order::ListenAside(said) => {
                // Problems with the settings are reported in the debrief.
                let _ = self.hearings.want(said, engine);
                None
            }
            Order::AgreeToCoach(_) | Order::KeepOpinion(_) | Order::KeepEdits(_) | Order::KeepExtract(_) => {
                match carry_out(order, engine, now)? {
                    News::NotKept(why) => Some(Input::Notice(why)),
                    _ => None,
                }
            }
            order @ (Order::AskCoach(_)
            | Order::AskEdits(_)
            | Order::AskExtract(_)
            | Order::StopCoach
            | Order::AskAhead(_)
            | Order::AskFollowUp(_)
            | Order::StopFollowUp) => {
                self.coaching.take(order);
                None
            }
            Order::Sound(SoundOrder::Delete(names)) => {
                self.hearings.forget(&names);
                self.voice.perform(SoundOrder::Delete(names), engine).map(Input::Voice)
            }
            Order::Sound(order) => self.voice.perform(order, engine).map(Input::Voice),
        }
    }

    /// Reads an import on another thread, so that keys and clock go on.
    fn read_import(&mut self, typed: &str, options: ImportOptions) -> Option<Input> {
        let home = match self.app.engine().own_banks() {
            Ok(home) => home,
            Err(error) => return Some(Input::ImportRead(Err(error))),
        };
        let path = import_path::meant(typed, std::env::home_dir().as_deref(), Path::exists);
        let work = move || {
            let found = exchange::import(&path, &options, &home);
            Input::ImportRead(found.map(Arc::new).map_err(|error| error.to_string()))
        };
        let failed = Input::ImportRead(Err("Reading it failed; nothing was written.".to_owned()));
        let error = self.background.start(work, failed).err()?;
        Some(Input::ImportRead(Err(format!("It cannot be read now: {error}."))))
    }

    fn seek(&mut self, ask: Ask) -> Option<Input> {
        let mut trouble = None;
        let seeker = self.seeker.get_or_insert_with(|| {
            let answers = self.app.engine().history().answers();
            let told = |error| trouble = Some(format!("Your answers cannot be searched: {error}"));
            Seeker::start(answers.map_err(told).ok())
        });
        seeker.ask(ask);
        trouble.map(Input::Notice)
    }

    /// Tells Home which answers can be resumed.
    fn offer(&mut self) {
        let (kept, _) = self.app.engine().kept();
        self.app.offer(kept, self.clock.now());
    }

    fn undo_last(&mut self) -> Input {
        let now = self.clock.now();
        let said = match self.app.engine_mut().undo_last(now) {
            Ok(Some(record)) => describe_undone(&record),
            Ok(None) => "There is nothing to take back.".to_owned(),
            Err(error) => error.to_string(),
        };
        self.offer();
        Input::Notice(said)
    }

    /// Restores the history. Home and the search are built again from it.
    fn restore(&mut self) -> Input {
        let now = self.clock.now();
        self.seeker = None;
        let said = match self.app.engine_mut().restore(now) {
            Ok(restored) => {
                let records = count(usize::try_from(restored.records).unwrap_or(usize::MAX), "record");
                let evening = self.app.engine().lost_evening().map_or(String::new(), |words| format!(" {words}"));
                format!("The history is back: {records}.{evening}")
            }
            Err(error) => error.to_string(),
        };
        self.offer();
        Input::Notice(said)
    }

    /// Fits the memory model on another thread; the result arrives as an input.
    fn fit(&mut self) -> Option<Input> {
        let job = match self.app.engine().figures().fit_job() {
            Ok(job) => job,
            Err(error) => return Some(Input::Notice(error.to_string())),
        };
        let failed = Input::Fitted(Err(FitError::Failed("the fitting broke off".to_owned())));
        let error = self.background.start(move || Input::Fitted(job.run()), failed).err()?;
        Some(Input::Fitted(Err(FitError::Failed(error.to_string()))))
    }

    fn stop(&mut self) -> io::Result<Option<Input>> {
        self.update(Input::Stopped(true))?;
        self.voice.suspend(true);
        if watch::stop_job() {
            self.watch.wait_for_resume();
            return Ok(None);
        }
        self.voice.suspend(false);
        self.update(Input::Stopped(false))?;
        Ok(Some(Input::Notice("There is no shell to go back to.".into())))
    }
}

/// The notice for something that failed. None if it succeeded.
fn failed<E: Display>(result: Result<(), E>) -> Option<Input> {
    result.err().map(|error| Input::Notice(error.to_string()))
}

/// The input that reports a change to the settings or the memory model.
fn changed<E: Display>(result: Result<(), E>) -> Input {
    Input::Changed(result.map_err(|error| error.to_string()))
}
