//! What was left by earlier runs, and which mock to begin.

use std::collections::VecDeque;

use super::{At, PlainMock, Waiting, Wanted};
use crate::commands::plain::answering::Answering as _;
use crate::commands::plain::{Desk, say};
use crate::engine::{Engine, MockWish};
use crate::history::{Medium, RecordId};
use crate::practice::mock::Plan;
use crate::practice::words::{mock_place, mock_saved};
use crate::session::{Intent, MockCourse, Session, Step, carry_out, give_up_mock};

/// What is offered first: a mock that was interrupted, and mocks of the wanted loop that were left. If any mock is
/// wanted, everything that was left, and the newest mock without a debrief.
pub(super) fn left(wanted: &Wanted, desk: &Desk<'_>) -> VecDeque<Waiting> {
    let engine = &*desk.engine;
    let mut found: Vec<RecordId> = engine.mocks().left_behind().map(|left| left.id).into_iter().collect();
    let mocks = engine.mocks().all().unwrap_or_default();
    let is_wanted = |loop_: &str| match wanted {
        Wanted::Any => true,
        Wanted::New(plan) => plan.loop_ == loop_,
        Wanted::Waiting(name, _) => name == loop_,
    };
    for mock in mocks.iter().filter(|mock| mock.is_open() && is_wanted(&mock.loop_)) {
        if !found.contains(&mock.id) && !engine.is_live(&mock.id) {
            found.push(mock.id.clone());
        }
    }
    let open = mocks.iter().find(|mock| !mock.is_open() && mock.card.is_none() && mock.answers > 0);
    let debrief = open.filter(|_| matches!(wanted, Wanted::Any)).map(|mock| Waiting::Debrief(mock.id.clone()));
    found.into_iter().map(Waiting::Mock).chain(debrief).collect()
}

impl PlainMock {
    /// Offers the next thing that was left; after the last of them, the mock begins.
    pub(super) fn offer_next(&mut self, desk: &mut Desk<'_>) {
        match self.left.front() {
            Some(Waiting::Mock(id)) => {
                let left = desk.engine.mocks().left_behind().filter(|left| left.id == *id);
                let torn = left.is_some();
                let progress = left.map(|left| left.progress);
                let progress = progress.or_else(|| desk.engine.mocks().find(id).ok().flatten()?.progress);
                let what = if torn { "A mock interview was interrupted" } else { "A mock interview waits" };
                let place = progress.as_ref().map_or_else(String::new, mock_place);
                self.says.gap(format!("{what}: {place}."));
                if let Some(progress) = &progress {
                    self.says.line(mock_saved(progress));
                }
                self.says.line("c go on with it, l later, d give it up, q end.");
                self.at = At::Offer;
            }
            Some(Waiting::Debrief(id)) => {
                let title = desk.engine.mocks().find(id).ok().flatten().map(|mock| mock.title().to_owned());
                self.says.gap(format!("A mock interview was not debriefed yet: {}.", title.unwrap_or_default()));
                self.says.line("c debrief it now, l later, q end.");
                self.at = At::Offer;
            }
            None => match std::mem::replace(&mut self.wanted, Wanted::Any) {
                Wanted::New(plan) => self.begin_plan(*plan, desk),
                Wanted::Any => self.ask_which(desk.engine),
                Wanted::Waiting(_, why) => {
                    self.says.line(why);
                    self.at = At::Over;
                }
            },
        }
    }

    fn begin_plan(&mut self, plan: Plan, desk: &mut Desk<'_>) {
        let begun = Session::mock(plan, Medium::Typed, desk.engine, desk.now);
        self.sit(begun, desk);
    }

    fn sit(&mut self, (session, step): (Session<MockCourse>, Step), desk: &mut Desk<'_>) {
        self.at = At::Session;
        let session = self.session.insert(session);
        session.run(Intent::Beat(self.beating), desk.engine, desk.now);
        session.run(Intent::Lines, desk.engine, desk.now);
        let news = session.carry_out(step, desk.engine, desk.now);
        self.tell(&news, desk);
    }

    pub(super) fn at_offer(&mut self, word: &str, desk: &mut Desk<'_>) {
        match (word, self.left.front().cloned()) {
            ("c" | "continue" | "", Some(Waiting::Mock(id))) => {
                match Session::resume_mock(&id, Medium::Typed, desk.engine, desk.now) {
                    Ok(begun) => {
                        self.left.clear();
                        self.sit(begun, desk);
                    }
                    Err(error) => {
                        self.says.line(error);
                        self.left.pop_front();
                        self.offer_next(desk);
                    }
                }
            }
            ("c" | "continue" | "", Some(Waiting::Debrief(id))) => {
                self.left.clear();
                self.open_debrief(&id, desk);
            }
            ("l" | "later" | "n", _) => {
                self.left.pop_front();
                self.offer_next(desk);
            }
            ("d", Some(Waiting::Mock(_))) => {
                self.says.line("Give it up? What was answered can still be debriefed. y or n.");
                self.at = At::SureOfOffered;
            }
            ("q" | "quit", _) => self.at = At::Over,
            _ => self.says.keys(word, "c go on with it, l later, d give it up, q end."),
        }
    }

    pub(super) fn at_sure(&mut self, word: &str, desk: &mut Desk<'_>) {
        let yes = matches!(word, "y" | "yes");
        if self.at == At::SureOfSat {
            self.at = At::Session;
            return if yes { self.mean(Intent::Abandon, desk) } else { self.says.line("Go on.") };
        }
        if let (true, Some(Waiting::Mock(id))) = (yes, self.left.pop_front()) {
            match give_up_mock(&id, desk.engine, desk.now) {
                Ok(orders) => {
                    for order in orders {
                        let Some(news) = carry_out(order, desk.engine, desk.now) else { continue };
                        say::news(&mut self.says, &news);
                        self.sounds.take(&[news], desk.engine);
                    }
                }
                Err(error) => self.says.line(error),
            }
        }
        self.offer_next(desk);
    }

    /// Gives up the current mock; what was answered can still be debriefed.
    pub(super) fn given_up(&mut self) {
        self.says.line("Given up.");
        let Some(session) = self.session.take() else { return };
        let mock = session.course().mock();
        if mock.progress().given.is_empty() {
            self.at = At::Over;
        } else {
            self.ask_debrief(mock.id().clone());
        }
    }

    fn ask_which(&mut self, engine: &Engine) {
        self.says.gap("Which mock?");
        let level = engine.config().target.level;
        for (bank, one) in engine.mocks().loops() {
            self.says.line(format!(
                "{}: {}, {} min",
                engine.mocks().loop_name(bank, &one),
                one.title,
                one.minutes_at(level)
            ));
        }
        self.says.line("Its name, or q to end.");
        self.at = At::Choose;
    }

    pub(super) fn at_choose(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => {}
            "q" | "quit" => self.at = At::Over,
            name => match desk.engine.mocks().plan(name, &MockWish::default(), desk.now) {
                Ok(plan) => self.begin_plan(plan, desk),
                Err(error) => self.says.line(error.to_string()),
            },
        }
    }
}
