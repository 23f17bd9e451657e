//! The sitting: one question after another, each asked, answered, predicted, revealed and rated.
//!
//! What follows from a key is decided by the session ([`crate::session`]); here keys become intents, and what the
//! session says about itself becomes a picture.

mod answering;
mod asking;
mod keys;
mod notes;
mod rating;
mod summary;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::engine::{Engine, Kept};
use crate::history::{Medium, RecordId, Utterance};
use crate::moment::Moment;
use crate::practice::{Answer, Drill, Judging, Phase, Pick, Review};
use crate::session::{DrillCourse, Intent, Keeping, Leech, News, Session, Step};
use crate::sound::Sounded;
use crate::speech::hearing;
use crate::speech::track::Track;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::{Cx, Form, Look, Opener, Route, Screen};

use super::answer_page::AnswerPage;
use super::asked::asks_first;
use super::jot_page::JotPage;
use super::listening::{Listening, Recorded};
use super::reveal::Reveal;
use super::stories::{StoryChoice, StoryOffer};
use super::told;
use notes::NotesPage;

/// A drill on the screen.
#[derive(Debug)]
pub struct SittingScreen {
    session: Session<DrillCourse>,
    /// The page of the answer in progress.
    page: AnswerPage,
    /// The notes, once they are open.
    reveal: Reveal,
    /// Notes being written on a question that has none.
    notes: NotesPage,
    /// The playback of a recording, if one is open.
    listening: Option<Listening>,
    /// The note beside the answer, while it is being written.
    remark: Option<JotPage>,
    /// Whether stories are told in answer to the question, and the choice of one.
    stories: StoryOffer,
    choice: Option<StoryChoice>,
    /// The sound of each take of an answer, and the id of that answer.
    takes: (Option<RecordId>, Vec<Track>),
    /// Whether the coach is on.
    coach: bool,
    /// What was asked for once, and is done when it is asked for once more.
    asked_once: Option<Action>,
}

impl SittingScreen {
    /// Begins a drill.
    pub fn drill(picks: Vec<Pick>, cx: &mut Cx<'_>) -> Self {
        Self::begin(picks, None, cx)
    }

    /// Resumes an answer, or the judgement of one, before these questions.
    pub fn resume(kept: Kept, picks: Vec<Pick>, cx: &mut Cx<'_>) -> Self {
        Self::begin(picks, Some(kept), cx)
    }

    fn begin(picks: Vec<Pick>, left: Option<Kept>, cx: &mut Cx<'_>) -> Self {
        let (session, step) = Session::drill(picks, left, cx.engine.seed(cx.now), cx.engine, cx.now);
        let mut screen = Self {
            session,
            page: AnswerPage::of(None),
            reveal: Reveal::offering_notes(),
            notes: NotesPage::default(),
            listening: None,
            remark: None,
            stories: StoryOffer::default(),
            choice: None,
            takes: (None, Vec::new()),
            coach: cx.engine.coach().is_on(),
            asked_once: None,
        };
        screen.follow(step, cx);
        screen.apply(Intent::Beat(true), cx);
        screen
    }

    fn drill_so_far(&self) -> &Drill {
        self.session.course().drill()
    }

    fn review(&self) -> Option<&Review> {
        self.session.course().review()
    }

    /// The answer on the screen, whether its notes are open or closed.
    fn any_answer(&self) -> Option<&Answer> {
        self.session.course().turn().map(crate::practice::Turn::answer)
    }

    fn apply(&mut self, intent: Intent, cx: &mut Cx<'_>) {
        let step = self.session.apply(intent, cx.engine, cx.now);
        self.follow(step, cx);
    }

    fn follow(&mut self, step: Step, cx: &mut Cx<'_>) {
        for news in told::follow(step, cx) {
            self.tell(&news, cx);
        }
    }

    fn tell(&mut self, news: &News, cx: &mut Cx<'_>) {
        match news {
            News::Asked => self.show(cx),
            News::Giving => self.page.giving(self.session.answer()),
            News::Given => self.remember_take(),
            News::Opened => {
                self.reveal = Reveal::offering_notes();
                self.learn(cx);
                self.page.scroll.reset();
            }
            News::Untouched | News::NotJudged(_) | News::SpokenFor(_) | News::Doubted => {
                if let Some(words) = self.session.course().review().and_then(|review| self.reveal.tell(news, review)) {
                    cx.say(words);
                }
            }
            News::WentOn(kept) => {
                let here = key_for(Context::Asking, Action::Undo).filter(|_| self.session.course().can_undo());
                let undo = here.unwrap_or_else(|| "u on Home".to_owned());
                cx.say(format!("{} {undo} takes it back.", kept.words(cx.now.day())));
            }
            News::TakenBack => {
                // The rating that was taken back may be that of the question before.
                self.show(cx);
                self.read_anew();
                cx.say("Taken back. Rate it again, or leave it unrated with x.");
            }
            News::Suspended(true) => cx.say("Out of the schedule: it is not asked any more. z puts it back."),
            News::StoryChosen(_) => {
                self.stories = StoryOffer::of(self.any_answer(), cx);
                told::say(news, cx);
            }
            News::NothingTyped => cx.say("Nothing typed yet. Write an answer, or give up with F4."),
            News::Ended => self.page.scroll.reset(),
            news => told::say(news, cx),
        }
    }

    /// Resets the page because something else is asked now.
    fn show(&mut self, cx: &Cx<'_>) {
        self.page = AnswerPage::of(self.any_answer());
        self.reveal = Reveal::offering_notes();
        self.notes = self.review().map_or_else(NotesPage::default, |review| NotesPage::of(review.jotted()));
        self.listening = None;
        self.remark = None;
        self.choice = None;
        self.stories = StoryOffer::of(self.any_answer(), cx);
        self.learn(cx);
    }

    /// Remembers how a take sounded, to draw it beside the others.
    fn remember_take(&mut self) {
        let Some(answer) = self.session.answer().filter(|answer| answer.replies().is_empty()) else { return };
        if self.takes.0.as_ref() != Some(answer.id()) {
            self.takes = (Some(answer.id().clone()), Vec::new());
        }
        self.takes.1.resize(answer.takes().len(), Track::default());
        if let Some(take) = self.takes.1.get_mut(answer.take()) {
            take.clone_from(self.page.speaking.track());
        }
    }

    /// Reads what is known of the answer, to show it beside the notes.
    fn learn(&mut self, cx: &Cx<'_>) {
        if let Some(review) = self.session.course().review() {
            self.reveal.learn(cx.engine, review);
        }
    }

    /// The text of the question may have changed: reads its points again.
    fn read_anew(&mut self) {
        let Some(review) = self.session.course().review() else { return };
        if review.question().has_notes() {
            self.notes = NotesPage::default();
        }
        self.reveal.mark(review);
    }

    /// Opens the note beside the answer.
    fn write_remark(&mut self, cx: &mut Cx<'_>) {
        let named = self.any_answer().map(|answer| (answer.id().clone(), answer.name().clone()));
        self.remark = named.and_then(|(attempt, question)| JotPage::remark(&attempt, &question, cx));
    }

    /// What can be played: the take that counts, then the replies.
    fn recordings(&self) -> (Vec<Recorded>, usize) {
        match (self.review(), self.any_answer()) {
            (Some(review), _) => self.reveal.recordings(review),
            (None, Some(answer)) => {
                let of = answer.replies().len();
                let replies = answer.replies().iter().enumerate().filter_map(|(at, put)| {
                    Some(Recorded::new(put.recording.as_deref()?, &format!("reply {} of {of}", at + 1)))
                });
                let own = answer.recording().map(|name| Recorded::new(name, "your answer"));
                (own.into_iter().chain(replies).collect(), 0)
            }
            (None, None) => (Vec::new(), 0),
        }
    }

    /// Plays what is under the cursor, or the recording that counts.
    fn play_back(&mut self, cx: &mut Cx<'_>) {
        self.listening = Listening::open(self.recordings(), cx);
        if self.listening.is_none() {
            cx.say("There is no recording of this answer.");
        }
    }
}

impl Screen for SittingScreen {
    fn context(&self) -> Context {
        let Some(answer) = self.any_answer() else { return Context::Summary };
        if self.remark.is_some() {
            return Context::Remark;
        }
        if self.choice.is_some() {
            return Context::StoryChoice;
        }
        if self.listening.is_some() {
            return Context::Listening;
        }
        let Some(review) = self.review() else {
            return match answer.phase() {
                Phase::Thinking => Context::Asking,
                Phase::Given => Context::Predicting,
                Phase::Answering | Phase::Replying if answer.medium() == Medium::Spoken => Context::Speaking,
                Phase::Answering | Phase::Replying => Context::Typing,
            };
        };
        match review.judging() {
            Judging::Ticking if self.reveal.panel().is_some() => Context::Reader,
            Judging::Ticking if self.notes.are_open() => Context::Notes,
            Judging::Ticking => Context::Reveal,
            Judging::Rating => Context::Rating,
            Judging::Rated(_) => Context::Next,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let Some(answer) = self.any_answer() else { return true };
        if let Some(listening) = &self.listening {
            return listening.offers(action) || (action == Action::OtherTake && answer.has_other_take());
        }
        let course = self.session.course();
        match action {
            Action::Extract => self.choice.as_ref().is_some_and(|choice| choice.offers(action)),
            Action::Stories => self.stories.told && (self.stories.any || self.review().is_some()),
            Action::Listen => match self.review() {
                Some(review) => self.reveal.is_recorded(review),
                None => !self.recordings().0.is_empty(),
            },
            Action::FollowUps if self.review().is_none() => answer.has_follow_up(),
            Action::SayAgain => {
                !answer.takes().is_empty() && answer.medium() == Medium::Spoken && answer.replies().is_empty()
            }
            Action::OtherTake => answer.has_other_take(),
            Action::Hint => answer.hints().len() < answer.hints_in_all(),
            Action::Clarify => answer.has_clarification(),
            Action::MyAnswer => !answer.gave_up(),
            Action::EditTranscript => self.review().is_some_and(|review| self.reveal.can_be_mended(review)),
            Action::Notes => course.lacks_notes(),
            Action::Undo => course.can_undo(),
            Action::ScrollLeft | Action::ScrollRight if self.review().is_none() => self.page.scroll.is_wide(),
            Action::SecondOpinion => self.coach && !answer.gave_up(),
            Action::Easier => matches!(course.leech(), Some(Leech::Easier(_))),
            Action::Split => course.leech().is_some(),
            _ => self.review().is_none_or(|review| {
                let ticking = review.judging() == Judging::Ticking;
                let otherwise = action != Action::RetryOtherwise || !review.question().variants.is_empty();
                otherwise && self.reveal.offers(action, review.question(), ticking)
            }),
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let once = self.asked_once.take();
        if self.context().begins_text() && once != Some(action) && asks_first(action, cx) {
            self.asked_once = Some(action);
            return Route::Stay;
        }
        self.key(action, cx)
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        let last = self.review().is_some() && !self.drill_so_far().has_next();
        match (self.context(), action) {
            (Context::Rating, Action::Accept) if last => Some("keep"),
            (Context::Next, Action::Accept) if last => Some("end"),
            _ => None,
        }
    }

    fn begin_text(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.choice = None;
        self.apply(Intent::Give(Medium::Typed), cx);
        text.chars().for_each(|c| self.type_char(c, cx));
    }

    fn opened_by(&self) -> Option<Opener> {
        let panel = self.reveal.panel().filter(|_| self.context() == Context::Reader);
        panel.map(|panel| (Context::Reveal, panel.opener()))
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        match self.context() {
            Context::Typing => {
                if let Some(intent) = self.page.type_char(c, cx) {
                    self.apply(intent, cx);
                }
            }
            Context::Notes => self.type_note(c, cx),
            Context::Remark => self.remark.iter_mut().for_each(|remark| remark.type_char(c, cx)),
            _ => {}
        }
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        if self.context().begins_text() {
            self.apply(Intent::Give(Medium::Typed), cx);
        }
        match self.context() {
            Context::Typing => {
                if let Some(intent) = self.page.paste(text, cx) {
                    self.apply(intent, cx);
                }
            }
            Context::Remark => self.remark.iter_mut().for_each(|remark| remark.paste(text, cx)),
            Context::Notes | Context::Reveal => self.paste_notes(text, cx),
            _ => {}
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.apply(Intent::Second, cx);
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let step = self.session.settled(result, cx.engine, cx.now);
        self.follow(step, cx);
    }

    fn heard(&mut self, said: &Utterance, news: &hearing::News, _cx: &mut Cx<'_>) {
        if let Some(review) = self.session.course().review().filter(|review| *review.answer().id() == said.attempt) {
            self.reveal.hear(said, news, review);
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        if self.notes.are_open() {
            match result {
                Ok(text) => self.set_notes(&text, cx),
                Err(error) => cx.say(error),
            }
        } else if let Some(review) = self.session.course().review() {
            match result {
                Ok(page) => {
                    if let Some((said, mended)) = self.reveal.take_page(&page, review) {
                        self.apply(Intent::Mend(said, mended), cx);
                    }
                }
                Err(error) => cx.say(error),
            }
        } else {
            self.apply(Intent::Beat(true), cx);
            if let Some(intent) = self.page.edited(result, cx) {
                self.apply(intent, cx);
            }
        }
    }

    fn bank_changed(&mut self, done: bool, cx: &mut Cx<'_>) {
        if done {
            self.apply(Intent::Reread, cx);
            if self.review().is_some_and(|review| !matches!(review.judging(), Judging::Rated(_))) {
                self.read_anew();
            }
        }
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.keep_open_notes(cx);
        self.remark.iter_mut().for_each(|remark| remark.save(cx));
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        self.remark.as_ref().and_then(JotPage::form)
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        match news {
            Sounded::Recorder(name, heard) => {
                if let Some(intent) = self.page.speaking.take(&name, heard, self.session.recording_name(cx.engine), cx)
                {
                    self.apply(intent, cx);
                }
            }
            Sounded::NotRead(why) => cx.say(why.sentence()),
            Sounded::Opened(..) | Sounded::Player(_) => {
                if let Some(listening) = &mut self.listening {
                    listening.sounded(news);
                }
            }
        }
    }

    fn stopped(&mut self, stopped: bool, cx: &mut Cx<'_>) {
        self.apply(Intent::Stopped(stopped), cx);
    }

    fn wake_in(&self, now: Moment) -> Option<Duration> {
        match self.session.answer() {
            Some(answer) => answer.watch().until_next_second(now),
            // While ticks are on their way to the disk, the key line must be drawn again to say when they are there.
            None => (self.session.keeping() == Keeping::Saving).then_some(Duration::from_millis(500)),
        }
    }

    fn keeping(&self) -> Keeping {
        self.session.keeping()
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let Some(answer) = self.any_answer() else { return summary::view(self, look, frame, area) };
        if let Some(remark) = &self.remark {
            return remark.view(answer.prompt(), look.theme, frame, area);
        }
        if let Some(choice) = &self.choice {
            return choice.view(answer.prompt(), look, frame, area);
        }
        if let Some(listening) = &self.listening {
            return listening.view(answer, look, frame, area);
        }
        let Some(review) = self.review() else {
            return match answer.phase() {
                Phase::Thinking => asking::view(self, answer, look, frame, area),
                _ => answering::view(self, answer, look, frame, area),
            };
        };
        match review.judging() {
            Judging::Ticking if self.notes.are_open() => notes::view(self, review, look, frame, area),
            Judging::Ticking => self.reveal.view(review, &self.page.code, look, frame, area),
            Judging::Rating | Judging::Rated(_) => rating::view(self, review, look, frame, area),
        }
    }
}
