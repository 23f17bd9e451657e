//! The mock's side of sound. The answer to each question is recorded, and heard again in the debrief; replies to
//! follow-ups are not recorded, so that the figures are those of one answer.

use super::sitting::MockScreen;
use crate::config::Keep;
use crate::history::Medium;
use crate::practice::mock::Stage;
use crate::speech::kept;
use crate::speech::record::Heard;
use crate::tui::screen::{Cx, Effect};
use crate::tui::voice::{Sound, Sounded};

impl MockScreen {
    fn is_speaking(&self) -> bool {
        self.mock.stage() == Stage::Answering && self.mock.medium() == Medium::Spoken
    }

    /// Records the answer if it is being spoken, a microphone may listen, and recordings last until the debrief.
    pub(super) fn record(&mut self, cx: &mut Cx<'_>) {
        if !self.is_speaking() {
            return;
        }
        self.speaking.begin(self.mock.watch().spent().answer);
        let config = cx.engine.config();
        if cx.engine.microphone().is_some() && config.recordings != Keep::Never {
            cx.effects.push(Effect::Voice(Sound::Record(self.recording_name())));
            self.tell_pause(cx);
        }
    }

    /// Ends the recording of an answer that was being spoken.
    pub(super) fn stop_recording(&self, cx: &mut Cx<'_>) {
        if self.is_speaking() {
            cx.effects.push(Effect::Voice(Sound::StopRecording));
        }
    }

    /// While the clock stands still nothing is recorded.
    pub(super) fn tell_pause(&self, cx: &mut Cx<'_>) {
        if self.is_speaking() {
            cx.effects.push(Effect::Voice(Sound::PauseRecording(self.mock.watch().is_paused())));
        }
    }

    /// Reads what the interviewer says, if the settings say so.
    pub(super) fn read_aloud(&self, cx: &mut Cx<'_>) {
        if cx.engine.config().read_aloud {
            self.ask_to_read(cx);
        }
    }

    pub(super) fn ask_to_read(&self, cx: &mut Cx<'_>) {
        if let Some(prompt) = self.mock.prompt() {
            cx.effects.push(Effect::Voice(Sound::ReadAloud(prompt.to_owned())));
        }
    }

    pub(super) fn take_news(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        match news {
            // A recorder that writes its last second may speak up when another question is asked already.
            Sounded::Recorder(name, heard) if self.is_speaking() && name == self.recording_name() => {
                let begins = matches!(heard, Heard::Listening(_));
                if let Some(said) = self.speaking.take(heard) {
                    cx.say(said);
                }
                if begins && self.mock.recording().is_none() {
                    self.mock.set_recording(name);
                    self.keep(cx);
                }
            }
            Sounded::NoVoice => cx.say("No voice was found that could read aloud; espeak-ng is one."),
            Sounded::Recorder(..) | Sounded::Opened(..) | Sounded::Player(_) => {}
        }
    }

    /// Named by the mock, whose draft keeps it from being purged, and by the number of the answer.
    fn recording_name(&self) -> String {
        kept::name(self.mock.id().as_str(), self.mock.progress().given.len() + 1)
    }
}
