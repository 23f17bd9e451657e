//! What goes to the disk, and what follows once it is there.

use super::reveal::Reveal;
use super::{Leech, SittingScreen};
use crate::config::Keep;
use crate::history::{Body, Medium, Mode, Rating, Record};
use crate::practice::{Stage, Turn};
use crate::tui::screen::{Cx, Effect};
use crate::tui::voice::Sound;

/// What the key line says until everything is on the disk.
pub(super) const SAVING: &str = "saving …";

impl SittingScreen {
    pub(super) fn save(&mut self, record: Record, cx: &mut Cx<'_>) {
        let record = self.drill.claim(record);
        self.saving = true;
        self.said = SAVING.into();
        cx.effects.push(Effect::Save(vec![record]));
    }

    /// Keeps the answer in progress, if there is one.
    pub(super) fn keep(&self, cx: &mut Cx<'_>) {
        if let Some(progress) = self.turn.as_ref().and_then(Turn::progress) {
            cx.effects.push(Effect::KeepDraft(progress));
        }
    }

    /// The attempt is made: the notes open and the draft is no longer needed once the attempt is saved.
    pub(super) fn opened(&mut self, mut record: Record, cx: &mut Cx<'_>) {
        // A name in the log that leads nowhere would help nobody.
        if let Body::Attempt(attempt) = &mut record.body {
            let lasts = cx.engine.config().recordings != Keep::Never;
            attempt.recording = attempt.recording.take().filter(|name| lasts && cx.engine.has_recording(name));
        }
        self.reveal = Reveal::offering_notes();
        if let Some(turn) = &self.turn {
            self.reveal.learn(cx.engine, turn);
        }
        self.scroll.reset();
        self.save(record, cx);
    }

    /// Has what was said in the recording of this attempt found out, if that is not known yet.
    pub(super) fn listen(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = self.turn.as_ref().filter(|turn| *turn.stage() == Stage::Revealed) else { return };
        self.reveal.learn(cx.engine, turn);
        if turn.medium() == Medium::Spoken {
            cx.effects.push(Effect::Listen(turn.id().clone()));
        }
    }

    /// Takes word of what was saved, or of why it was not.
    pub(super) fn note_saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let waiting = std::mem::take(&mut self.saving);
        self.save_failed = result.is_err();
        if let Err(error) = result {
            self.saving = waiting;
            self.said = "NOT saved".into();
            cx.say(format!("Not saved: {error}"));
            return;
        }
        let Some(turn) = &self.turn else { return };
        if waiting {
            self.said = "saved".into();
        }
        match turn.stage() {
            Stage::Revealed | Stage::Rating => {
                cx.effects.push(Effect::DropDraft(turn.id().clone()));
                let others = turn.other_recordings();
                if !others.is_empty() {
                    cx.effects.push(Effect::Voice(Sound::Delete(others)));
                }
                // What was said can be looked for as soon as the attempt is in the log.
                if waiting && turn.medium() == Medium::Spoken {
                    cx.effects.push(Effect::Listen(turn.id().clone()));
                }
            }
            Stage::Done(rating) if waiting => {
                let due = cx.engine.due(turn.name()).filter(|_| turn.mode() != Mode::Practice);
                self.drill.note(turn, due);
                if *rating == Some(Rating::Again) && cx.engine.config().retry_failed {
                    self.drill.ask_again(turn);
                }
                if *rating == Some(Rating::Again) && cx.engine.is_leech(turn.name()) {
                    let easier = cx.engine.easier(turn.name(), cx.now);
                    self.leech = Some(easier.map_or(Leech::Split, Leech::Easier));
                }
            }
            _ => {}
        }
    }
}
