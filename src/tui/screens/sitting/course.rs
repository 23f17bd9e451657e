//! The way through a drill: from one question to the next, the same one again, and out of it.

use std::rc::Rc;

use super::SittingScreen;
use super::notes::Notes;
use super::reveal::Reveal;
use super::speaking::Speaking;
use crate::engine::Kept;
use crate::history::{Mode, Rating};
use crate::moment::Moment;
use crate::practice::{Drill, Pick, Stage, Turn};
use crate::tui::editor::Editor;
use crate::tui::highlight::{Code, highlight};
use crate::tui::screen::{Cx, Effect, Route};
use crate::tui::widgets::Scroll;

impl SittingScreen {
    /// Begins a drill.
    pub fn drill(picks: Vec<Pick>, cx: &mut Cx<'_>) -> Self {
        let (drill, started) = Drill::begin(picks, cx.engine.seed(cx.now), cx.now);
        cx.effects.push(Effect::Save(vec![started]));
        let mut screen = Self::around(drill);
        screen.ask(cx);
        screen
    }

    /// Goes on with an answer, or with the judgement of one.
    pub fn resume(kept: Kept, cx: &mut Cx<'_>) -> Self {
        let (drill, started) = Drill::begin(vec![kept.pick()], cx.engine.seed(cx.now), cx.now);
        cx.effects.push(Effect::Save(vec![started]));
        let mut screen = Self::around(drill);
        match cx.engine.resume(kept, cx.now) {
            Ok(turn) => {
                screen.show(turn, cx.now);
                screen.record(cx);
                screen.listen(cx);
                // From now on it is ours, also before the next key.
                screen.keep(cx);
            }
            Err(error) => {
                cx.say(error.to_string());
                screen.next(cx);
            }
        }
        screen
    }

    fn around(drill: Drill) -> Self {
        Self {
            drill,
            turn: None,
            editor: Editor::new(""),
            code: Code::new(),
            reveal: Reveal::offering_notes(),
            notes: Notes::default(),
            chosen: Rating::Again,
            scroll: Scroll::default(),
            whole_prompt: false,
            saving: false,
            save_failed: false,
            judgement: None,
            leech: None,
            said: String::new(),
            speaking: Speaking::default(),
            listening: None,
        }
    }

    /// Asks the current question; questions that cannot be read are skipped with a word about why.
    fn ask(&mut self, cx: &mut Cx<'_>) {
        while let Some(pick) = self.drill.current() {
            match cx.engine.ask(&pick.question, self.drill.wording(), pick.why.mode(), cx.now) {
                Ok(turn) => {
                    self.show(turn, cx.now);
                    return self.read_aloud(cx);
                }
                Err(error) => {
                    cx.say(error.to_string());
                    self.drill.advance();
                }
            }
        }
        self.finish(cx);
    }

    pub(super) fn show(&mut self, mut turn: Turn, now: Moment) {
        turn.set_heartbeat(now, true);
        self.editor = Editor::new(turn.text());
        self.code = turn.question().snippet.as_ref().map(highlight).unwrap_or_default();
        self.reveal = Reveal::offering_notes();
        self.notes = Notes::default();
        self.scroll.reset();
        self.whole_prompt = false;
        self.judgement = None;
        self.leech = None;
        self.said.clear();
        self.speaking = Speaking::default();
        self.listening = None;
        self.turn = Some(turn);
    }

    pub(super) fn next(&mut self, cx: &mut Cx<'_>) {
        self.drill.advance();
        self.ask(cx);
    }

    pub(super) fn finish(&mut self, cx: &mut Cx<'_>) {
        self.turn = None;
        self.scroll.reset();
        self.said.clear();
        cx.effects.push(Effect::Save(vec![self.drill.end(cx.now)]));
    }

    pub(super) fn retry(&mut self, wording: usize, cx: &mut Cx<'_>) {
        let Some(turn) = &self.turn else { return };
        match cx.engine.ask(turn.name(), wording, Mode::Practice, cx.now) {
            Ok(mut retry) => {
                retry.set_before(Some(turn.ticks().clone()));
                self.show(retry, cx.now);
                self.read_aloud(cx);
            }
            Err(error) => cx.say(error.to_string()),
        }
    }

    pub(super) fn leave(&mut self, cx: &mut Cx<'_>) -> Route {
        self.stop_recording(cx);
        Self::hush(cx);
        self.keep(cx);
        cx.effects.push(Effect::ReleaseDraft);
        cx.effects.push(Effect::Save(vec![self.drill.end(cx.now)]));
        Route::Home
    }

    /// The question may say something else now. What is rated already stays as it was judged.
    pub(super) fn read_question_anew(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = &mut self.turn else { return };
        if !matches!(turn.stage(), Stage::Revealed | Stage::Rating) {
            return;
        }
        match cx.engine.library().question(turn.name()) {
            Ok(question) => turn.set_question(Rc::new(question)),
            Err(error) => return cx.say(error.to_string()),
        }
        if turn.question().has_notes() {
            self.notes = Notes::default();
        }
        self.reveal.mark(turn);
        self.chosen = turn.suggestion().map_or(Rating::Good, |suggestion| suggestion.rating);
    }
}
