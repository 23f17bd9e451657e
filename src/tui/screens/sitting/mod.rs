//! The sitting: one question after the other, each asked, answered, predicted, revealed and rated.

mod answering;
pub(super) mod asking;
mod heard;
pub(super) mod listening;
mod notes;
mod rating;
pub(super) mod reveal;
pub(super) mod speaking;
mod summary;
mod voice;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::config::Keep;
use crate::engine::Kept;
use crate::history::{Body, Medium, Mode, Rating, Record, RecordId};
use crate::moment::Moment;
use crate::practice::{Drill, Pick, Stage, Turn};
use crate::speech::hearing::News;
use crate::tui::editor::Editor;
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::voice::{Sound, Sounded};
use crate::tui::widgets::Scroll;

use super::retired::retire;
use listening::Listening;
use notes::Notes;
use reveal::Reveal;
use speaking::Speaking;

/// What the key line says until everything is on the disk.
const SAVING: &str = "saving …";

/// What to do about a question that does not stick.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Leech {
    /// Ask this one first.
    Easier(Pick),
    /// There is no easier one: split or rewrite it.
    Split,
}

/// A drill on the screen.
#[derive(Debug)]
pub struct SittingScreen {
    drill: Drill,
    turn: Option<Turn>,
    editor: Editor,
    /// The snippet of the question, coloured once when it is asked.
    code: Code,
    reveal: Reveal,
    notes: Notes,
    /// The rating under the cursor.
    chosen: Rating,
    /// Rows that the text above or in place of the answer is scrolled by.
    scroll: Scroll,
    /// Whether the whole question stands above the answer.
    whole_prompt: bool,
    /// Records that are on their way to the disk, and what the last one said.
    saving: bool,
    save_failed: bool,
    judgement: Option<RecordId>,
    /// The way out, when this question was failed too often.
    leech: Option<Leech>,
    said: String,
    /// What is heard of the answer while it is spoken.
    speaking: Speaking,
    /// A recording that is heard again.
    listening: Option<Listening>,
}

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

    fn show(&mut self, mut turn: Turn, now: Moment) {
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

    fn next(&mut self, cx: &mut Cx<'_>) {
        self.drill.advance();
        self.ask(cx);
    }

    fn finish(&mut self, cx: &mut Cx<'_>) {
        self.turn = None;
        self.scroll.reset();
        self.said.clear();
        cx.effects.push(Effect::Save(vec![self.drill.end(cx.now)]));
    }

    fn save(&mut self, record: Record, cx: &mut Cx<'_>) {
        let record = self.drill.claim(record);
        self.saving = true;
        self.said = SAVING.into();
        cx.effects.push(Effect::Save(vec![record]));
    }

    /// Keeps the answer in progress, if there is one.
    fn keep(&self, cx: &mut Cx<'_>) {
        if let Some(progress) = self.turn.as_ref().and_then(Turn::progress) {
            cx.effects.push(Effect::KeepDraft(progress));
        }
    }

    /// The attempt is made: the notes open and the draft is no longer needed once the attempt is saved.
    fn opened(&mut self, mut record: Record, cx: &mut Cx<'_>) {
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
    fn listen(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = self.turn.as_ref().filter(|turn| *turn.stage() == Stage::Revealed) else { return };
        self.reveal.learn(cx.engine, turn);
        if turn.medium() == Medium::Spoken {
            cx.effects.push(Effect::Listen(turn.id().clone()));
        }
    }

    fn retry(&mut self, wording: usize, cx: &mut Cx<'_>) {
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

    fn leave(&mut self, cx: &mut Cx<'_>) -> Route {
        self.stop_recording(cx);
        Self::hush(cx);
        self.keep(cx);
        cx.effects.push(Effect::ReleaseDraft);
        cx.effects.push(Effect::Save(vec![self.drill.end(cx.now)]));
        Route::Home
    }

    fn act_asking(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn act_answering(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn text_changed(&mut self, cx: &mut Cx<'_>) {
        if let Some(turn) = &mut self.turn {
            turn.tick(cx.now);
            turn.set_text(self.editor.text());
        }
        self.said = SAVING.into();
        self.keep(cx);
    }

    fn act_predicting(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn act_reveal(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn act_rating(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn act_next(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
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

    fn act_summary(&mut self, action: Action) -> Route {
        match action {
            Action::Back => return Route::Home,
            Action::Start => return Route::Draw(crate::practice::Only::Anything),
            Action::Up => self.scroll.up(1),
            Action::Down => self.scroll.down(1),
            _ => {}
        }
        Route::Stay
    }
}

impl Screen for SittingScreen {
    fn context(&self) -> Context {
        let Some(turn) = &self.turn else { return Context::Summary };
        if self.listening.is_some() {
            return Context::Listening;
        }
        match turn.stage() {
            Stage::Asking => Context::Asking,
            Stage::Answering if turn.medium() == Medium::Spoken => Context::Speaking,
            Stage::Answering => Context::Typing,
            Stage::Predicting => Context::Predicting,
            Stage::Revealed if self.reveal.panel().is_some() => Context::Reader,
            Stage::Revealed if self.notes.are_open() => Context::Notes,
            Stage::Revealed => Context::Reveal,
            Stage::Rating => Context::Rating,
            Stage::Done(_) => Context::Next,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let Some(turn) = &self.turn else { return true };
        let question = turn.question();
        if let Some(listening) = &self.listening {
            return listening.offers(action) && (action != Action::OtherTake || self.has_other_take());
        }
        match action {
            Action::Listen => turn.recording().is_some(),
            Action::SayAgain => !turn.takes().is_empty() && turn.medium() == Medium::Spoken,
            Action::OtherTake => self.has_other_take(),
            Action::Hint => turn.hints().len() < question.hints.len(),
            Action::Clarify => turn.clarified() < question.clarifications.len(),
            Action::FollowUps => !question.follow_ups.is_empty(),
            Action::Samples => question.sample.is_some(),
            Action::WeakSignals => !question.weak.is_empty(),
            Action::Delivery => self.reveal.has_delivery(),
            Action::EditTranscript => turn.medium() == Medium::Spoken && turn.text().is_empty(),
            Action::Framework => !question.framework.is_empty() || question.intent.is_some(),
            Action::RetryOtherwise => !question.variants.is_empty(),
            Action::Notes => self.lacks_notes(),
            Action::Undo => self.judgement.is_some(),
            Action::Easier => matches!(self.leech, Some(Leech::Easier(_))),
            Action::Split => self.leech.is_some(),
            Action::Hit | Action::Partial | Action::Down => {
                *turn.stage() != Stage::Revealed || self.reveal.panel().is_some() || question.has_notes()
            }
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match self.context() {
            Context::Asking => self.act_asking(action, cx),
            Context::Typing | Context::Speaking => self.act_answering(action, cx),
            Context::Listening => self.act_listening(action, cx),
            Context::Predicting => self.act_predicting(action, cx),
            Context::Reader => {
                self.reveal.read(action);
                Route::Stay
            }
            Context::Reveal => self.act_reveal(action, cx),
            Context::Notes => self.act_notes(action, cx),
            Context::Rating => self.act_rating(action, cx),
            Context::Next => self.act_next(action, cx),
            _ => self.act_summary(action),
        }
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
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

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
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

    fn tick(&mut self, cx: &mut Cx<'_>) {
        let Some(turn) = &mut self.turn else { return };
        turn.tick(cx.now);
        if *turn.stage() == Stage::Answering && self.said == SAVING && cx.engine.draft_is_saved() {
            self.said = "saved".into();
        }
        // A spoken answer has no keys that could keep it: its clock does.
        if *turn.stage() == Stage::Answering && turn.medium() == Medium::Spoken {
            self.keep(cx);
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
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

    fn heard(&mut self, attempt: &RecordId, news: &News, _cx: &mut Cx<'_>) {
        if let Some(turn) = self.turn.as_ref().filter(|turn| turn.id() == attempt) {
            self.reveal.hear(news, turn);
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
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

    fn bank_changed(&mut self, done: bool, cx: &mut Cx<'_>) {
        if done {
            self.read_question_anew(cx);
        }
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.keep_open_notes(cx);
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        self.take_news(news, cx);
    }

    fn stopped(&mut self, stopped: bool, now: Moment) {
        if let Some(turn) = &mut self.turn {
            // The clock may have been stopped by hand before; then it stays stopped.
            if stopped {
                turn.suspend(now);
            } else {
                turn.wake(now);
            }
        }
    }

    fn wake_in(&self, now: Moment) -> Option<Duration> {
        let turn = self.turn.as_ref()?;
        matches!(turn.stage(), Stage::Asking | Stage::Answering).then(|| turn.watch().until_next_second(now))?
    }

    fn said(&self) -> &str {
        &self.said
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let Some(turn) = &self.turn else { return summary::view(self, look, frame, area) };
        if let Some(listening) = &self.listening {
            return listening.view(turn, look, frame, area);
        }
        match turn.stage() {
            Stage::Asking => asking::view(self, turn, look, frame, area),
            Stage::Answering | Stage::Predicting => answering::view(self, turn, look, frame, area),
            Stage::Revealed if self.notes.are_open() => notes::view(self, turn, look, frame, area),
            Stage::Revealed => self.reveal.view(turn, &self.code, look, frame, area),
            Stage::Rating | Stage::Done(_) => rating::view(self, turn, look, frame, area),
        }
    }
}
