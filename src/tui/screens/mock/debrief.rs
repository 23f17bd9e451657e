//! The debrief: answer after answer beside its points, its numbers, then the red flags and the scorecard.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::super::sitting::listening::Listening;
use super::super::sitting::reveal::{Reply, Reveal};
use super::card;
use super::{below, head, numbers};
use crate::assess::RedFlag;
use crate::history::{Medium, RecordId};
use crate::practice::Turn;
use crate::practice::mock::{Answer, Debrief};
use crate::speech::hearing::News;
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::voice::{Sound, Sounded};
use crate::tui::widgets::{Prose, Scroll};

/// Which page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Page {
    /// The notes of an answer.
    Points,
    /// Its numbers.
    Numbers,
    /// Red flags.
    Flags,
    /// The scorecard.
    Card,
}

/// A debrief on the screen.
#[derive(Debug)]
pub struct DebriefScreen {
    pub(super) debrief: Debrief,
    /// Which answer is open.
    pub(super) at: usize,
    page: Page,
    reveal: Reveal,
    /// A recording that is heard again.
    listening: Option<Listening>,
    code: Code,
    pub(super) cursor: usize,
    pub(super) scroll: Scroll,
    waiting: bool,
    said: &'static str,
}

impl DebriefScreen {
    /// Opens the debrief of a mock where it was left, or its scorecard.
    pub fn open(id: &RecordId, cx: &mut Cx<'_>) -> Result<Self, String> {
        let debrief = cx.engine.debrief(id, cx.now)?;
        if debrief.answers().is_empty() {
            return Err("Nothing was answered in this mock, so there is nothing to debrief.".to_owned());
        }
        let page = if debrief.is_saved() { Page::Card } else { Page::Points };
        let open = debrief.open();
        let mut screen = Self {
            debrief,
            at: 0,
            page,
            reveal: Reveal::default(),
            listening: None,
            code: Code::new(),
            cursor: 0,
            scroll: Scroll::default(),
            waiting: false,
            said: if page == Page::Card { "saved" } else { "" },
        };
        // What is not known yet of the recordings is found out while the first answer is read.
        for answer in screen.debrief.answers().iter().filter(|answer| answer.turn.recording().is_some()) {
            cx.effects.push(Effect::Listen(answer.turn.id().clone()));
        }
        match open {
            Some(open) => screen.show(open, cx),
            None if page == Page::Points => screen.page = Page::Flags,
            None => {}
        }
        Ok(screen)
    }

    /// Opens the notes of an answer.
    fn show(&mut self, at: usize, cx: &Cx<'_>) {
        let Some(answer) = self.debrief.answers().get(at) else { return };
        self.at = at;
        self.page = Page::Points;
        self.cursor = 0;
        self.scroll.reset();
        self.reveal = Reveal::default();
        self.reveal.learn(cx.engine, &answer.turn);
        self.code = answer.turn.question().snippet.as_ref().map(highlight).unwrap_or_default();
        let replies = answer.puts.iter().zip(answer.held()).enumerate();
        let replies = replies.map(|(index, (put, tick))| Reply {
            prompt: put.prompt.clone(),
            text: put.text.clone(),
            listen_for: self.debrief.listen_for(at, index).join(" "),
            tick: *tick,
        });
        self.reveal.set_replies(replies.collect());
    }

    fn turn_page(&mut self, page: Page) {
        self.page = page;
        self.cursor = 0;
        self.scroll.reset();
    }

    fn act_points(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Accept => self.turn_page(Page::Numbers),
            Action::NextAnswer | Action::PreviousAnswer => {
                self.set_aside(cx);
                let last = self.debrief.answers().len().saturating_sub(1);
                let to = if action == Action::NextAnswer { self.at + 1 } else { self.at.saturating_sub(1) };
                self.show(to.min(last), cx);
            }
            Action::Back => return self.leave(cx),
            Action::Listen => self.play_back(cx),
            Action::EditTranscript => {
                if self.debrief.answers().get(self.at).is_some_and(|answer| is_spoken(&answer.turn)) {
                    cx.effects.push(Effect::Edit(self.reveal.transcript_page()));
                }
            }
            _ => {
                let ticks = matches!(action, Action::Hit | Action::Partial | Action::Missed);
                let Some(answer) = self.debrief.answers().get(self.at) else { return Route::Stay };
                let mut turn = answer.turn.clone();
                self.reveal.act(action, &mut turn);
                if ticks && turn.ticks() != answer.turn.ticks() {
                    self.debrief.set_ticks(self.at, turn.ticks().clone());
                }
                for (index, reply) in self.reveal.replies().iter().enumerate() {
                    self.debrief.set_held(self.at, index, reply.tick);
                }
            }
        }
        Route::Stay
    }

    /// Keeps the ticks of an answer that is left in the middle, or changed afterwards.
    fn set_aside(&mut self, cx: &mut Cx<'_>) {
        let done = self.debrief.answers().get(self.at).is_some_and(Answer::is_done);
        let record = if done {
            cx.engine.judge_mock(&mut self.debrief, self.at, cx.now)
        } else {
            self.debrief.set_aside(self.at, cx.now)
        };
        if let Some(record) = record {
            self.save(vec![record], cx);
        }
    }

    fn leave(&mut self, cx: &mut Cx<'_>) -> Route {
        self.set_aside(cx);
        if self.debrief.is_saved() {
            if self.debrief.is_outdated() {
                let record = self.debrief.scorecard(cx.now);
                self.save(vec![record], cx);
            }
            self.turn_page(Page::Card);
            return Route::Stay;
        }
        cx.say("The debrief is kept as far as it got: open it again from the list.");
        Route::Mocks(true)
    }

    fn act_numbers(&mut self, action: Action, cx: &mut Cx<'_>) {
        let numbers = self.debrief.numbers(self.at);
        let last = numbers.len().saturating_sub(1);
        let dimension = numbers.get(self.cursor.min(last)).map(|number| number.dimension.clone());
        match (action, dimension) {
            (Action::Number(number), Some(dimension)) => {
                self.debrief.set_number(self.at, &dimension, Some(number));
                self.cursor = (self.cursor + 1).min(last);
            }
            (Action::Missed, Some(dimension)) => self.debrief.set_number(self.at, &dimension, None),
            (Action::Down, _) => self.cursor = (self.cursor + 1).min(last),
            (Action::Up, _) => self.cursor = self.cursor.saturating_sub(1),
            (Action::PageDown, _) => return self.scroll.down(3),
            (Action::PageUp, _) => return self.scroll.up(3),
            (Action::Back, _) => {
                let at = self.at;
                self.show(at, cx);
            }
            (Action::Accept, _) => {
                if let Some(record) = cx.engine.judge_mock(&mut self.debrief, self.at, cx.now) {
                    self.save(vec![record], cx);
                }
                if self.at + 1 < self.debrief.answers().len() {
                    // The first that is open; when all were read before, simply the next one.
                    let next = self.debrief.open().filter(|_| !self.debrief.is_saved()).unwrap_or(self.at + 1);
                    self.show(next, cx);
                } else if let Some(open) = self.debrief.open() {
                    self.show(open, cx);
                } else {
                    self.turn_page(Page::Flags);
                }
            }
            _ => {}
        }
        self.scroll.reset();
    }

    fn act_flags(&mut self, action: Action, cx: &mut Cx<'_>) {
        let last = RedFlag::ALL.len() - 1;
        match action {
            Action::Down => self.cursor = (self.cursor + 1).min(last),
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Toggle => self.debrief.toggle_flag(RedFlag::ALL[self.cursor.min(last)]),
            Action::Back => self.show(self.debrief.answers().len().saturating_sub(1), cx),
            Action::Accept => {
                let record = self.debrief.scorecard(cx.now);
                self.save(vec![record], cx);
                self.turn_page(Page::Card);
            }
            _ => {}
        }
    }

    fn act_card(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Accept => self.show(0, cx),
            Action::Gaps => return card::drill(&self.debrief.card(), cx),
            Action::Report => cx.effects.push(Effect::Report(self.debrief.sitting().clone())),
            Action::Back => return Route::Mocks(true),
            Action::Up => self.scroll.up(1),
            Action::Down => self.scroll.down(1),
            Action::PageUp => self.scroll.up(10),
            Action::PageDown => self.scroll.down(10),
            _ => {}
        }
        Route::Stay
    }

    fn play_back(&mut self, cx: &mut Cx<'_>) {
        let answer = self.debrief.answers().get(self.at);
        match answer.and_then(|answer| answer.turn.recording()).map(str::to_owned) {
            Some(name) => self.listening = Some(Listening::open(name, cx)),
            None => cx.say("There is no recording of this answer."),
        }
    }

    fn act_listening(&mut self, action: Action, cx: &mut Cx<'_>) {
        if action == Action::Back {
            self.listening = None;
            cx.effects.push(Effect::Voice(Sound::Close));
        } else if let Some(listening) = &mut self.listening {
            listening.act(action, cx);
        }
    }

    fn save(&mut self, records: Vec<crate::history::Record>, cx: &mut Cx<'_>) {
        self.waiting = true;
        self.said = "saving …";
        cx.effects.push(Effect::Save(records));
    }
}

/// Whether an answer has words to be written down.
fn is_spoken(turn: &Turn) -> bool {
    turn.medium() == Medium::Spoken && turn.text().is_empty()
}

impl Screen for DebriefScreen {
    fn context(&self) -> Context {
        match self.page {
            Page::Points if self.listening.is_some() => Context::Listening,
            Page::Points if self.reveal.panel().is_some() => Context::Reader,
            Page::Points => Context::Debrief,
            Page::Numbers => Context::Numbers,
            Page::Flags => Context::Flags,
            Page::Card => Context::Card,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let Some(answer) = self.debrief.answers().get(self.at) else { return true };
        let question = answer.turn.question();
        if let Some(listening) = &self.listening {
            return listening.offers(action) && action != Action::OtherTake;
        }
        let scored = || !self.debrief.numbers(self.at).is_empty();
        match (self.page, action) {
            (_, Action::Notes | Action::EditQuestion) => false,
            (Page::Points, Action::EditTranscript) => is_spoken(&answer.turn),
            (Page::Points, Action::Delivery) => self.reveal.has_delivery(),
            (Page::Points, Action::Listen) => answer.turn.recording().is_some(),
            (Page::Points, Action::FollowUps) => !question.follow_ups.is_empty(),
            (Page::Points, Action::Samples) => question.sample.is_some(),
            (Page::Points, Action::WeakSignals) => !question.weak.is_empty(),
            (Page::Points, Action::Framework) => !question.framework.is_empty() || question.intent.is_some(),
            (Page::Points, Action::Hit | Action::Partial | Action::Down) => {
                question.has_notes() || !answer.puts.is_empty() || self.reveal.panel().is_some()
            }
            (Page::Points, Action::NextAnswer) => self.at + 1 < self.debrief.answers().len(),
            (Page::Points, Action::PreviousAnswer) => self.at > 0,
            (Page::Numbers, Action::Number(_) | Action::Missed) => scored(),
            (Page::Card, Action::Gaps) => !self.debrief.card().gaps.is_empty(),
            _ => true,
        }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match self.page {
            Page::Points if self.listening.is_some() => self.act_listening(action, cx),
            Page::Points if self.reveal.panel().is_some() => self.reveal.read(action),
            Page::Points => return self.act_points(action, cx),
            Page::Numbers => self.act_numbers(action, cx),
            Page::Flags => self.act_flags(action, cx),
            Page::Card => return self.act_card(action, cx),
        }
        Route::Stay
    }

    fn sounded(&mut self, news: Sounded, _cx: &mut Cx<'_>) {
        if let Some(listening) = &mut self.listening {
            listening.sounded(news);
        }
    }

    fn heard(&mut self, attempt: &RecordId, news: &News, _cx: &mut Cx<'_>) {
        if let Some(answer) = self.debrief.answers().get(self.at).filter(|answer| answer.turn.id() == attempt) {
            self.reveal.hear(news, &answer.turn);
        }
    }

    fn edited(&mut self, result: Result<String, String>, cx: &mut Cx<'_>) {
        let Some(answer) = self.debrief.answers().get(self.at) else { return };
        match result {
            Ok(page) => {
                let mended = self.reveal.take_page(&page, &answer.turn);
                let record = mended.and_then(|mended| cx.engine.mended(answer.turn.id(), &mended, cx.now));
                cx.effects.extend(record.map(|record| Effect::Save(vec![record])));
            }
            Err(error) => cx.say(error),
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        match result {
            Ok(()) if std::mem::take(&mut self.waiting) => self.said = "saved",
            Ok(()) => {}
            Err(error) => {
                self.said = "NOT saved";
                cx.say(format!("Not saved: {error}. It is tried again with the next save."));
            }
        }
    }

    fn said(&self) -> &str {
        self.said
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let answers = self.debrief.answers();
        match self.page {
            Page::Points => {
                let Some(answer) = answers.get(self.at) else { return };
                if let Some(listening) = &self.listening {
                    return listening.view(&answer.turn, look, frame, area);
                }
                let [top, body] = if area.height >= 12 {
                    let top = Rect { height: 1, ..area };
                    [top, Rect { y: area.y + 1, height: area.height - 1, ..area }]
                } else {
                    [Rect { height: 0, ..area }, area]
                };
                if top.height > 0 {
                    let title = format!("Debrief: answer {} of {}", self.at + 1, answers.len());
                    let round = self.debrief.plan().rounds.get(answer.round).map_or("", |round| &round.name);
                    head(&title, round, look.theme, frame, top);
                }
                self.reveal.view(&answer.turn, &self.code, look, frame, body);
            }
            Page::Numbers => numbers::view(self, look, frame, area),
            Page::Flags => self.view_flags(look, frame, area),
            Page::Card => {
                let rounds = &self.debrief.plan().rounds;
                let parts: Vec<_> = rounds.iter().map(|round| round.part).collect();
                let seconds: Vec<f64> = answers.iter().map(Answer::seconds).collect();
                let title = format!("{} · {}", self.debrief.plan().title, self.debrief.plan().level);
                let card = self.debrief.card();
                let sheet =
                    card::Sheet { title: &title, card: &card, parts: &parts, seconds: &seconds, said: self.said };
                card::view(&sheet, &self.scroll, look, frame, area);
            }
        }
    }
}

impl DebriefScreen {
    fn view_flags(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        head("Debrief: red flags", "", theme, frame, area);
        let body = below(area);
        let mut prose = Prose::new();
        if body.height > 8 {
            let words = "Would an interviewer have written one of these down? Tick what was there, over all answers.";
            prose = prose.paragraph(words, theme.text, body.width, 0).gap();
        }
        for (index, flag) in RedFlag::ALL.iter().enumerate() {
            let ticked = self.debrief.red_flags().contains(flag);
            let (mark, style) = if ticked { ("[x]", theme.bad) } else { ("[ ]", theme.dim) };
            let selected = index == self.cursor;
            let lead = format!("{}{mark} ", if selected { "▸ " } else { "  " });
            let text = if selected { theme.selected } else { theme.text };
            prose = prose.item(Span::styled(lead, if selected { text } else { style }), flag.words(), text, body.width);
        }
        prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
}
