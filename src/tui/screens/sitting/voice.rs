//! The sitting's side of sound: when to record, to play and to read aloud, and what comes of it.

use super::{Listening, SittingScreen};
use crate::history::Medium;
use crate::practice::{Stage, Turn};
use crate::speech::kept;
use crate::speech::record::Heard;
use crate::tui::keymap::Action;
use crate::tui::screen::{Cx, Effect, Route};
use crate::tui::voice::{Sound, Sounded};

impl SittingScreen {
    /// Records the answer if it is being spoken and a microphone may listen.
    pub(super) fn record(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = &self.turn else { return };
        if *turn.stage() != Stage::Answering || turn.medium() != Medium::Spoken {
            return;
        }
        self.speaking.begin(turn.watch().spent().answer);
        if cx.engine.microphone().is_some() {
            cx.effects.push(Effect::Voice(Sound::Record(take_name(turn))));
        }
    }

    pub(super) fn stop_recording(&self, cx: &mut Cx<'_>) {
        if self.turn.as_ref().is_some_and(|turn| !turn.takes().is_empty()) {
            cx.effects.push(Effect::Voice(Sound::StopRecording));
        }
    }

    /// Reads a question that was just asked, if the settings say so.
    pub(super) fn read_aloud(&self, cx: &mut Cx<'_>) {
        if cx.engine.config().read_aloud {
            self.ask_to_read(cx);
        }
    }

    pub(super) fn ask_to_read(&self, cx: &mut Cx<'_>) {
        if let Some(turn) = &self.turn {
            cx.effects.push(Effect::Voice(Sound::ReadAloud(turn.prompt().to_owned())));
        }
    }

    /// Whoever answers or leaves has heard enough.
    pub(super) fn hush(cx: &mut Cx<'_>) {
        cx.effects.push(Effect::Voice(Sound::Hush));
    }

    /// Opens the recording that counts.
    pub(super) fn play_back(&mut self, cx: &mut Cx<'_>) {
        let name = self.turn.as_ref().and_then(Turn::recording).map(str::to_owned);
        match name {
            Some(name) => self.listening = Some(Listening::open(name, cx)),
            None => cx.say("There is no recording of this answer."),
        }
    }

    pub(super) fn say_again(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = &mut self.turn else { return };
        if turn.speak_again(cx.now) {
            turn.set_heartbeat(cx.now, true);
            self.record(cx);
            self.keep(cx);
        }
    }

    pub(super) fn has_other_take(&self) -> bool {
        let turn = self.turn.as_ref().filter(|turn| *turn.stage() == Stage::Predicting);
        turn.is_some_and(|turn| turn.takes().len() > 1)
    }

    /// The next take counts; after the last comes the first.
    pub(super) fn other_take(&mut self, cx: &mut Cx<'_>) {
        if !self.has_other_take() {
            return;
        }
        if let Some(turn) = &mut self.turn {
            turn.choose_take((turn.take() + 1) % turn.takes().len(), cx.now);
            self.keep(cx);
        }
    }

    pub(super) fn act_listening(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => {
                self.listening = None;
                cx.effects.push(Effect::Voice(Sound::Close));
            }
            Action::OtherTake if self.has_other_take() => {
                self.other_take(cx);
                self.listening = None;
                cx.effects.push(Effect::Voice(Sound::Close));
                self.play_back(cx);
            }
            _ => {
                if let Some(listening) = &mut self.listening {
                    listening.act(action, cx);
                }
            }
        }
        Route::Stay
    }

    pub(super) fn take_news(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        match news {
            Sounded::Recorder(name, heard) => self.take_heard(name, heard, cx),
            Sounded::Opened(..) | Sounded::Player(_) => {
                if let Some(listening) = &mut self.listening {
                    listening.sounded(news);
                }
            }
            Sounded::NoVoice => cx.say("No voice was found that could read aloud; espeak-ng is one."),
        }
    }

    fn take_heard(&mut self, name: String, heard: Heard, cx: &mut Cx<'_>) {
        // A recorder that writes its last second may speak up when another question is asked already.
        let Some(turn) = self.turn.as_mut().filter(|turn| take_name(turn) == name) else { return };
        let begins = matches!(heard, Heard::Listening(_));
        if let Some(said) = self.speaking.take(heard) {
            cx.say(said);
        }
        if begins && turn.recording().is_none() {
            turn.set_recording(Some(name));
            self.keep(cx);
        }
    }
}

/// The name of the recording of the take in progress.
fn take_name(turn: &Turn) -> String {
    kept::name(turn.id().as_str(), turn.take() + 1)
}
