//! What the keys do, stage by stage. Those of the notes and of a recording stand with these.

use super::{Leech, SittingScreen};
use crate::history::{Medium, Mode, Rating};
use crate::practice::{Only, Turn};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Route, Screen as _};
use crate::tui::screens::retired::retire;
use crate::tui::voice::Sound;

impl SittingScreen {
    pub(super) fn act_asking(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if matches!(action, Action::Type | Action::Speak | Action::Skip | Action::GiveUp) {
            Self::hush(cx);
        }
        let Some(turn) = &mut self.turn else { return Route::Stay };
        match action {
            Action::Type | Action::Speak => {
                let medium = if action == Action::Type { Medium::Typed } else { Medium::Spoken };
                turn.set_paused(cx.now, false);
                turn.begin(medium, cx.now);
                self.scroll.reset();
                self.record(cx);
                self.keep(cx);
            }
            Action::Skip if turn.mode() == Mode::Practice => self.next(cx),
            Action::ReadAloud => self.ask_to_read(cx),
            Action::Skip => {
                let bury = cx.engine.bury_until_tomorrow(turn.name(), cx.now);
                cx.effects.push(Effect::Save(vec![bury]));
                cx.say("Skipped: it comes back tomorrow.");
                self.next(cx);
            }
            Action::Back => return self.leave(cx),
            _ => return self.act_on_question(action, cx),
        }
        Route::Stay
    }

    /// What can be done both before and during an answer.
    fn act_on_question(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let Some(turn) = &mut self.turn else { return Route::Stay };
        match action {
            Action::Hint => {
                let said = match (turn.hint(), turn.question().hints.is_empty()) {
                    (true, _) => None,
                    (false, true) => Some("This question has no hints."),
                    (false, false) => Some("That was the last hint."),
                };
                if let Some(said) = said {
                    cx.say(said);
                }
                self.keep(cx);
            }
            Action::Clarify if turn.clarify() => {}
            Action::Clarify if turn.question().clarifications.is_empty() => {
                cx.say("Nothing to clarify: state your assumption and go on.");
            }
            Action::Clarify => cx.say("The interviewer has nothing more to add."),
            Action::Pause => {
                let paused = !turn.watch().is_paused();
                turn.set_paused(cx.now, paused);
                if self.context() == Context::Speaking {
                    cx.effects.push(Effect::Voice(Sound::PauseRecording(paused)));
                }
            }
            Action::GiveUp => {
                if let Some(record) = turn.give_up(cx.now) {
                    self.stop_recording(cx);
                    self.opened(record, cx);
                }
            }
            Action::Up => self.scroll.up(1),
            Action::Down => self.scroll.down(1),
            _ => {}
        }
        Route::Stay
    }

    pub(super) fn act_answering(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let Some(turn) = &mut self.turn else { return Route::Stay };
        match action {
            Action::Edit(edit) => {
                if turn.watch().is_paused() {
                    turn.set_paused(cx.now, false);
                }
                if self.editor.apply(edit) {
                    self.text_changed(cx);
                }
            }
            Action::Done => {
                if turn.finish(cx.now) {
                    self.said.clear();
                    self.stop_recording(cx);
                    self.keep(cx);
                } else {
                    cx.say("Nothing typed yet. Write an answer, or give up with F4.");
                }
            }
            Action::External => {
                turn.tick(cx.now);
                turn.set_heartbeat(cx.now, false);
                cx.effects.push(Effect::Edit(self.editor.text()));
            }
            Action::Prompt => self.whole_prompt = !self.whole_prompt,
            Action::Leave => return self.leave(cx),
            Action::Type => {
                turn.change_medium(Medium::Typed);
                self.stop_recording(cx);
            }
            _ => return self.act_on_question(action, cx),
        }
        Route::Stay
    }

    pub(super) fn act_predicting(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let Some(turn) = &mut self.turn else { return Route::Stay };
        match action {
            Action::Predict(worth) => {
                if let Some(record) = turn.predict(worth, cx.now) {
                    self.opened(record, cx);
                }
            }
            Action::Listen => self.play_back(cx),
            Action::SayAgain => self.say_again(cx),
            Action::OtherTake => self.other_take(cx),
            Action::Leave => return self.leave(cx),
            _ => {}
        }
        Route::Stay
    }

    pub(super) fn act_reveal(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let Some(turn) = &mut self.turn else { return Route::Stay };
        match action {
            Action::Accept => {
                turn.to_rating();
                self.chosen = turn.suggestion().map_or(Rating::Good, |suggestion| suggestion.rating);
            }
            Action::Listen => self.play_back(cx),
            Action::EditTranscript => cx.effects.push(Effect::Edit(self.reveal.transcript_page())),
            Action::Back => return self.leave(cx),
            Action::Notes => self.open_notes(),
            Action::EditQuestion => cx.effects.push(Effect::EditQuestion(turn.name().clone())),
            _ => self.reveal.act(action, turn),
        }
        Route::Stay
    }

    pub(super) fn act_rating(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if action == Action::Suspend {
            self.suspend(cx);
        }
        let Some(turn) = &mut self.turn else { return Route::Stay };
        let rating = match action {
            Action::Rate(number) => Rating::try_from(number).ok(),
            Action::Accept => Some(self.chosen),
            Action::Unrated => None,
            Action::Left | Action::Right => {
                let step = if action == Action::Left { self.chosen.number() - 1 } else { self.chosen.number() + 1 };
                self.chosen = Rating::try_from(step).unwrap_or(self.chosen);
                return Route::Stay;
            }
            Action::Back => {
                turn.back_to_ticks();
                return Route::Stay;
            }
            Action::EditQuestion => {
                cx.effects.push(Effect::EditQuestion(turn.name().clone()));
                return Route::Stay;
            }
            _ => return Route::Stay,
        };
        if let Some(record) = turn.rate(rating, cx.now) {
            let record = cx.engine.balanced(record);
            self.judgement = Some(record.id.clone());
            self.save(record, cx);
        }
        Route::Stay
    }

    pub(super) fn act_next(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let wording = self.turn.as_ref().map_or(0, Turn::wording);
        match action {
            Action::Accept if self.save_failed => cx.effects.push(Effect::Save(Vec::new())),
            Action::Accept => self.next(cx),
            Action::Easier => {
                if let Some(Leech::Easier(easier)) = self.leech.take() {
                    self.drill.ask_next(easier);
                    self.next(cx);
                }
            }
            Action::Split if self.leech.is_some() => {
                if let Some(turn) = &self.turn {
                    cx.effects.push(Effect::SplitQuestion(turn.name().clone()));
                }
            }
            Action::Suspend => self.suspend(cx),
            Action::Listen => self.play_back(cx),
            Action::Retry => self.retry(wording, cx),
            Action::RetryOtherwise => self.retry(wording + 1, cx),
            Action::Undo => {
                if let (Some(judgement), Some(turn)) = (self.judgement.take(), &mut self.turn) {
                    turn.unrate();
                    self.drill.forget_retry(turn.name());
                    self.drill.forget_last();
                    self.said.clear();
                    self.read_question_anew(cx);
                    cx.effects.push(Effect::Save(vec![cx.engine.undo_of(judgement, cx.now)]));
                    cx.say("Taken back. Rate it again, or leave it unrated with x.");
                }
            }
            Action::EditQuestion | Action::Retire => {
                let Some(question) = self.turn.as_ref().map(|turn| turn.name().clone()) else { return Route::Stay };
                match action {
                    Action::EditQuestion => cx.effects.push(Effect::EditQuestion(question)),
                    _ if cx.engine.is_retired(&question) => cx.effects.push(Effect::Retire(question, false)),
                    _ => return retire(cx.engine, &question),
                }
            }
            Action::Back => {
                self.drill.advance();
                self.finish(cx);
            }
            _ => {}
        }
        Route::Stay
    }

    pub(super) fn act_summary(&mut self, action: Action) -> Route {
        match action {
            Action::Back => return Route::Home,
            Action::Start => return Route::Draw(Only::Anything),
            Action::Up => self.scroll.up(1),
            Action::Down => self.scroll.down(1),
            _ => {}
        }
        Route::Stay
    }

    /// Takes the question out of the schedule, or puts it back.
    fn suspend(&self, cx: &mut Cx<'_>) {
        let Some(turn) = &self.turn else { return };
        let suspended = !cx.engine.is_suspended(turn.name());
        cx.effects.push(Effect::Save(vec![cx.engine.suspend(turn.name(), suspended, cx.now)]));
        cx.say(if suspended {
            "Out of the schedule: it is not asked any more. z puts it back."
        } else {
            "Back in the schedule."
        });
    }
}
