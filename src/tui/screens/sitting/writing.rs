//! Text that comes in: typed, pasted, or brought back by another editor.

use super::SittingScreen;
use super::keeping::SAVING;
use crate::practice::Stage;
use crate::tui::keymap::Context;
use crate::tui::screen::{Cx, Effect, Screen as _};

impl SittingScreen {
    pub(super) fn take_char(&mut self, c: char, cx: &mut Cx<'_>) {
        match self.context() {
            Context::Typing => {}
            Context::Notes if !self.notes.type_char(c) => return cx.say("These notes are as long as notes can be."),
            _ => return,
        }
        if let Some(turn) = self.turn.as_mut().filter(|turn| turn.watch().is_paused()) {
            turn.set_paused(cx.now, false);
        }
        if self.editor.type_char(c) {
            self.text_changed(cx);
        } else {
            cx.say("This answer is as long as one can be.");
        }
    }

    pub(super) fn take_paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        match self.context() {
            Context::Typing => {}
            Context::Notes | Context::Reveal => return self.paste_notes(text, cx),
            _ => return,
        }
        if self.editor.paste(text) {
            self.text_changed(cx);
        } else {
            cx.say("That does not fit: the answer would be too long. Nothing was pasted.");
        }
    }

    pub(super) fn take_edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        let notes = self.notes.are_open();
        let Some(turn) = &mut self.turn else { return };
        if *turn.stage() == Stage::Revealed && !notes {
            match result {
                Ok(page) => {
                    let mended = self.reveal.take_page(&page, turn);
                    let record = mended.and_then(|mended| cx.engine.mended(turn.id(), &mended, cx.now));
                    cx.effects.extend(record.map(|record| Effect::Save(vec![record])));
                }
                Err(error) => cx.say(error),
            }
            return;
        }
        if *turn.stage() == Stage::Answering {
            turn.set_heartbeat(cx.now, true);
        }
        match result {
            Ok(text) if notes => self.notes.set_text(&text),
            Ok(text) if text != self.editor.text() => {
                self.editor.set_text(&text);
                self.text_changed(cx);
            }
            Ok(_) => {}
            Err(error) => cx.say(error),
        }
    }

    pub(super) fn text_changed(&mut self, cx: &mut Cx<'_>) {
        if let Some(turn) = &mut self.turn {
            turn.tick(cx.now);
            turn.set_text(self.editor.text());
        }
        self.said = SAVING.into();
        self.keep(cx);
    }
}
