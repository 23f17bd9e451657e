//! The debrief: answer by answer beside its points, its numbers, then the red flags and the scorecard.

mod numbers;

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::super::jot_page::JotPage;
use super::super::listening::Listening;
use super::super::reveal::{Reply, Reveal};
use super::super::stories::{Chosen, StoryChoice};
use super::super::told;
use super::body_of;
use super::card;
use crate::assess::RedFlag;
use crate::engine::{Engine, ExtractOf, StoryOf};
use crate::history::{RecordId, Utterance};
use crate::moment::Moment;
use crate::practice::mock::{Debrief, Debriefed};
use crate::session::{DebriefCourse, DebriefPlace, Intent, Keeping, News, Session, Step};
use crate::sound::{Playing, Sounded};
use crate::speech::hearing;
use crate::stories::is_told_for;
use crate::tui::external::Of;
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Opener, Route, Screen};
use crate::tui::widgets::{Prose, Scroll, moved, title_row};

/// The debrief of a mock on the screen.
#[derive(Debug)]
pub struct DebriefScreen {
    session: Session<DebriefCourse>,
    /// The notes of the answer that is open.
    reveal: Reveal,
    code: Code,
    /// Whether the numbers of the answer are shown in place of its notes.
    numbers: bool,
    /// The playback of a recording, if one is open.
    listening: Option<Listening>,
    /// The note beside the open answer, while it is being written.
    remark: Option<JotPage>,
    /// The choice of the story that the answer told, while it is open.
    choice: Option<StoryChoice>,
    cursor: usize,
    scroll: Scroll,
    /// Whether the coach is on.
    coach: bool,
}

impl DebriefScreen {
    /// Opens the debrief of a mock where it was left, or at its scorecard.
    pub fn open(id: &RecordId, cx: &mut Cx<'_>) -> Result<Self, String> {
        let (session, step) = Session::debrief(id, cx.engine, cx.now)?;
        let mut screen = Self {
            session,
            reveal: Reveal::default(),
            code: Code::default(),
            numbers: false,
            listening: None,
            remark: None,
            choice: None,
            cursor: 0,
            scroll: Scroll::default(),
            coach: cx.engine.coach().is_on(),
        };
        screen.follow(step, cx);
        Ok(screen)
    }

    fn debrief(&self) -> &Debrief {
        self.session.course().debrief()
    }

    /// The index of the open answer; 0 if none is open.
    fn at(&self) -> usize {
        self.session.course().at().unwrap_or(0)
    }

    fn open_answer(&self) -> Option<&Debriefed> {
        self.session.course().open_answer()
    }

    fn apply(&mut self, intent: Intent, cx: &mut Cx<'_>) -> Vec<News> {
        let step = self.session.apply(intent, cx.engine, cx.now);
        self.follow(step, cx)
    }

    fn follow(&mut self, step: Step, cx: &mut Cx<'_>) -> Vec<News> {
        let news = told::follow(step, cx);
        for news in &news {
            match news {
                News::Asked => self.show(cx),
                News::Rating => {
                    self.numbers = true;
                    self.cursor = 0;
                    self.scroll.reset();
                }
                News::NotJudged(_) | News::SpokenFor(_) | News::Doubted => {
                    let answer = self.session.course().open_answer();
                    if let Some(words) = answer.and_then(|answer| self.reveal.tell(news, &answer.review)) {
                        cx.say(words);
                    }
                }
                News::NotSaved(why) => cx.say(format!("Not saved: {why}. It is tried again with the next save.")),
                News::LeftOut(words) => cx.say(words),
                _ => {}
            }
        }
        news
    }

    /// Resets what is shown after another page was opened.
    fn show(&mut self, cx: &Cx<'_>) {
        self.cursor = 0;
        self.scroll.reset();
        self.numbers = false;
        self.reveal = Reveal::default();
        let course = self.session.course();
        let (Some(at), Some(answer)) = (course.at(), course.open_answer()) else { return };
        self.reveal.learn(cx.engine, &answer.review);
        self.code = answer.review.answer().snippet().map(highlight).unwrap_or_default();
        let replies = answer.puts.iter().zip(answer.held()).enumerate().map(|(index, (put, tick))| {
            let listen_for = course.debrief().listen_for(at, index);
            Reply::load(cx.engine, &answer.review, index, put, listen_for, tick)
        });
        self.reveal.judge_replies(replies.collect(), &answer.review);
    }

    fn key_points(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let last = self.debrief().answers().len().saturating_sub(1);
        let intent = match action {
            Action::Accept => Some(Intent::ToRating),
            Action::NextAnswer => Some(Intent::Open((self.at() + 1).min(last))),
            Action::PreviousAnswer => Some(Intent::Open(self.at().saturating_sub(1))),
            Action::Back => return self.leave(cx),
            Action::Listen => {
                self.play_back(cx);
                None
            }
            Action::SecondOpinion if self.coach => return self.second_opinion(cx),
            Action::Remark => {
                self.write_remark(cx);
                None
            }
            Action::Stories => {
                let answer = self.session.course().open_answer().map(|answer| answer.review.answer());
                let told = answer.filter(|answer| is_told_for(answer.kind(), answer.name()));
                self.choice = told.and_then(|answer| StoryChoice::after(answer.id(), answer.name(), cx));
                None
            }
            Action::EditTranscript => {
                let review = self.open_answer().map(|answer| &answer.review);
                if let Some(review) = review.filter(|review| self.reveal.can_be_mended(review)) {
                    let of = Of::Transcript(self.reveal.said(review));
                    cx.effects.push(Effect::Edit(of, self.reveal.transcript_page(review)));
                }
                None
            }
            _ => self.session.course().open_answer().and_then(|answer| self.reveal.act(action, &answer.review, cx)),
        };
        if let Some(intent) = intent {
            self.apply(intent, cx);
        }
        Route::Stay
    }

    /// Opens the note beside the open answer.
    fn write_remark(&mut self, cx: &mut Cx<'_>) {
        let answer = self.session.course().open_answer().map(|answer| answer.review.answer());
        let named = answer.map(|answer| (answer.id().clone(), answer.name().clone()));
        self.remark = named.and_then(|(attempt, question)| JotPage::remark(&attempt, &question, cx));
    }

    /// The second opinion on the answer, once the answer is judged and the judgement is on the disk.
    fn second_opinion(&self, cx: &mut Cx<'_>) -> Route {
        match self.open_answer() {
            Some(answer) if answer.is_done() && self.debrief().unwritten().is_none() => {
                Route::Coach(answer.review.answer().id().clone())
            }
            _ => {
                cx.say("Judge the answer first, numbers too: the second opinion comes after yours.");
                Route::Stay
            }
        }
    }

    fn leave(&mut self, cx: &mut Cx<'_>) -> Route {
        if !self.apply(Intent::Leave, cx).contains(&News::Ended) {
            return Route::Stay;
        }
        if !self.debrief().is_saved() {
            cx.say("The debrief is kept as far as it got: open it again from the list.");
        }
        Route::Mocks(true)
    }

    fn key_numbers(&mut self, action: Action, cx: &mut Cx<'_>) {
        let numbers = self.debrief().numbers(self.at());
        let last = numbers.len().saturating_sub(1);
        let dimension = numbers.get(self.cursor.min(last)).map(|number| number.dimension.clone());
        match (action, dimension) {
            (Action::Number(number), Some(dimension)) => {
                self.apply(Intent::Number(dimension, Some(number)), cx);
                self.cursor = (self.cursor + 1).min(last);
            }
            (Action::Missed, Some(dimension)) => {
                self.apply(Intent::Number(dimension, None), cx);
            }
            (Action::Up | Action::Down | Action::Top | Action::Bottom, _) => {
                self.cursor = moved(self.cursor, numbers.len(), action);
            }
            (Action::PageDown, _) => return self.scroll.down(3),
            (Action::PageUp, _) => return self.scroll.up(3),
            (Action::Back, _) => self.show(cx),
            (Action::Accept, _) => {
                self.apply(Intent::Next, cx);
            }
            _ => {}
        }
        self.scroll.reset();
    }

    fn key_flags(&mut self, action: Action, cx: &mut Cx<'_>) {
        let last = RedFlag::ALL.len() - 1;
        let intent = match action {
            Action::Up | Action::Down | Action::Top | Action::Bottom => {
                return self.cursor = moved(self.cursor, RedFlag::ALL.len(), action);
            }
            Action::Toggle => Intent::Flag(RedFlag::ALL[self.cursor.min(last)]),
            Action::Back => Intent::Open(self.debrief().answers().len().saturating_sub(1)),
            Action::Accept => Intent::Card,
            _ => return,
        };
        self.apply(intent, cx);
    }

    fn key_card(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Accept => {
                self.apply(Intent::Open(0), cx);
            }
            Action::Gaps => return card::drill(&self.debrief().card(), cx),
            Action::Report => cx.effects.push(Effect::Report(self.debrief().sitting().clone())),
            Action::Back => return Route::Mocks(true),
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn play_back(&mut self, cx: &mut Cx<'_>) {
        let recordings = self.open_answer().map(|answer| self.reveal.recordings(&answer.review));
        self.listening = recordings.and_then(|recordings| Listening::open(recordings, cx));
        if self.listening.is_none() {
            cx.say("There is no recording of this answer.");
        }
    }

    fn key_listening(&mut self, action: Action, cx: &mut Cx<'_>) {
        if action == Action::Back {
            self.listening = None;
            cx.effects.push(Effect::Play(Playing::Close));
        } else if let Some(listening) = &mut self.listening {
            listening.act(action, cx);
        }
    }
}

impl Screen for DebriefScreen {
    fn opened_by(&self) -> Option<Opener> {
        let panel = self.reveal.panel().filter(|_| self.context() == Context::Reader);
        panel.map(|panel| (Context::Debrief, panel.opener()))
    }

    fn context(&self) -> Context {
        match self.session.course().place() {
            DebriefPlace::Answer(_) if self.remark.is_some() => Context::Remark,
            DebriefPlace::Answer(_) if self.choice.is_some() => Context::StoryChoice,
            DebriefPlace::Answer(_) if self.numbers => Context::Numbers,
            DebriefPlace::Answer(_) if self.listening.is_some() => Context::Listening,
            DebriefPlace::Answer(_) if self.reveal.panel().is_some() => Context::Reader,
            DebriefPlace::Answer(_) => Context::Debrief,
            DebriefPlace::Flags => Context::Flags,
            DebriefPlace::Card => Context::Card,
        }
    }

    fn offers(&self, action: Action) -> bool {
        if matches!(action, Action::Notes | Action::EditQuestion) {
            return false;
        }
        if self.session.course().place() == DebriefPlace::Card {
            return match action {
                Action::Gaps => !self.debrief().card().gaps.is_empty(),
                Action::PageDown => self.scroll.has_more(),
                _ => true,
            };
        }
        let Some(answer) = self.open_answer() else { return true };
        if let Some(listening) = &self.listening {
            return listening.offers(action);
        }
        match action {
            Action::Number(_) | Action::Missed if self.numbers => !self.debrief().numbers(self.at()).is_empty(),
            _ if self.numbers => true,
            Action::EditTranscript => self.reveal.can_be_mended(&answer.review),
            Action::Listen => self.reveal.is_recorded(&answer.review),
            Action::NextAnswer => self.at() + 1 < self.debrief().answers().len(),
            Action::PreviousAnswer => self.at() > 0,
            Action::Stories => {
                let given = answer.review.answer();
                !given.gave_up() && is_told_for(given.kind(), given.name())
            }
            Action::Extract => self.choice.as_ref().is_some_and(|choice| choice.offers(action)),
            Action::SecondOpinion => self.coach && !answer.review.answer().gave_up(),
            _ => self.reveal.offers(action, answer.review.question(), true),
        }
    }

    /// A tick may have been taken over from the coach, so the debrief is read again and opened at the same answer.
    fn came_back(&mut self, cx: &mut Cx<'_>) {
        let at = self.session.course().at();
        if let Ok(screen) = Self::open(&self.debrief().sitting().clone(), cx) {
            *self = screen;
            if let Some(at) = at.filter(|at| self.session.course().at() != Some(*at)) {
                self.apply(Intent::Open(at), cx);
            }
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match self.context() {
            Context::Remark => {
                self.remark = self.remark.take().and_then(|mut page| page.key(action, cx).then_some(page));
            }
            Context::StoryChoice => {
                let chosen = self.choice.as_mut().map_or(Chosen::Closed, |choice| choice.key(action, cx));
                if chosen != Chosen::Open {
                    self.choice = None;
                }
                if let Chosen::Extract(attempt) = chosen {
                    return Route::Extract(ExtractOf::Story(StoryOf::Answer(attempt)));
                }
            }
            Context::Listening => self.key_listening(action, cx),
            Context::Reader => self.reveal.read(action),
            Context::Numbers => self.key_numbers(action, cx),
            Context::Flags => self.key_flags(action, cx),
            Context::Card => return self.key_card(action, cx),
            _ => return self.key_points(action, cx),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.remark.iter_mut().for_each(|remark| remark.type_char(c, cx));
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.remark.iter_mut().for_each(|remark| remark.paste(text, cx));
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        self.remark.as_ref().and_then(JotPage::form)
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.remark.iter_mut().for_each(|remark| remark.save(cx));
    }

    fn sounded(&mut self, news: Sounded, _cx: &mut Cx<'_>) {
        if let Some(listening) = &mut self.listening {
            listening.sounded(news);
        }
    }

    fn heard(&mut self, said: &Utterance, news: &hearing::News, _cx: &mut Cx<'_>) {
        let answer = self.session.course().open_answer();
        if let Some(answer) = answer.filter(|answer| *answer.review.answer().id() == said.attempt) {
            self.reveal.hear(said, news, &answer.review);
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        let Some(answer) = self.session.course().open_answer() else { return };
        match result {
            Ok(page) => {
                if let Some((said, mended)) = self.reveal.take_page(&page, &answer.review) {
                    self.apply(Intent::Mend(said, mended), cx);
                }
            }
            Err(error) => cx.say(error),
        }
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.apply(Intent::Second, cx);
    }

    /// While ticks are on their way to the disk, the key line must be drawn again to say when they are there.
    fn wake_in(&self, _now: Moment) -> Option<Duration> {
        (self.session.keeping() == Keeping::Saving).then_some(Duration::from_millis(500))
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let step = self.session.settled(result, cx.engine, cx.now);
        self.follow(step, cx);
    }

    fn keeping(&self) -> Keeping {
        let kept = self.session.course().place() == DebriefPlace::Card && self.debrief().is_saved();
        match self.session.keeping() {
            Keeping::Nothing if kept => Keeping::Saved,
            keeping => keeping,
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        match self.session.course().place() {
            DebriefPlace::Answer(_) if self.numbers => numbers::view(self, look, frame, area),
            DebriefPlace::Answer(at) => self.view_answer(at, look, frame, area),
            DebriefPlace::Flags => self.view_flags(look, frame, area),
            DebriefPlace::Card => self.view_card(look, frame, area),
        }
    }
}

impl DebriefScreen {
    fn view_answer(&self, at: usize, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let answers = self.debrief().answers();
        let Some(answer) = answers.get(at) else { return };
        if let Some(remark) = &self.remark {
            return remark.view(answer.review.answer().prompt(), look.theme, frame, area);
        }
        if let Some(choice) = &self.choice {
            return choice.view(answer.review.answer().prompt(), look, frame, area);
        }
        if let Some(listening) = &self.listening {
            return listening.view(answer.review.answer(), look, frame, area);
        }
        let [top, body] = if area.height >= 12 {
            let top = Rect { height: 1, ..area };
            [top, Rect { y: area.y + 1, height: area.height - 1, ..area }]
        } else {
            [Rect { height: 0, ..area }, area]
        };
        if top.height > 0 {
            let title = format!("Debrief: answer {} of {}", at + 1, answers.len());
            let round = self.debrief().plan().rounds.get(answer.round).map_or("", |round| &round.name);
            title_row(frame, top, look.theme, &title, round);
        }
        self.reveal.view(&answer.review, &self.code, look, frame, body);
    }

    fn view_card(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let debrief = self.debrief();
        let parts: Vec<_> = debrief.plan().rounds.iter().map(|round| round.part).collect();
        let seconds: Vec<f64> = debrief.answers().iter().map(Debriefed::seconds).collect();
        let title = format!("{} · {}", debrief.plan().title, debrief.plan().level);
        let card = debrief.card();
        let differences = debrief.differences();
        let sheet = card::Sheet {
            title: &title,
            card: &card,
            parts: &parts,
            seconds: &seconds,
            differences: &differences,
            keeping: self.keeping(),
        };
        card::view(&sheet, &self.scroll, look, frame, area);
    }

    fn view_flags(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        title_row(frame, area, theme, "Debrief: red flags", "");
        let body = body_of(area);
        let mut prose = Prose::new(body.width);
        if body.height > 8 {
            let words = "Would an interviewer have written one of these down? Tick what was there, over all answers.";
            prose = prose.paragraph(words, theme.text).gap();
        }
        for (index, flag) in RedFlag::ALL.iter().enumerate() {
            let ticked = self.debrief().red_flags().contains(flag);
            let (mark, style) = if ticked { ("[x]", theme.bad) } else { ("[ ]", theme.dim) };
            let selected = index == self.cursor;
            let lead = format!("{}{mark} ", if selected { "▸ " } else { "  " });
            let text = if selected { theme.selected } else { theme.text };
            prose = prose.item(Span::styled(lead, if selected { text } else { style }), flag.words(), text);
        }
        prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
}
