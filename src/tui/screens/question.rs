//! A question's own page: what became of it so far, and two of its answers side by side.

mod compare;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::asked::with_code;
use super::browse::{facts, hold, labels};
use super::progress::sparks;
use super::remark::RemarkPage;
use crate::assess::{Band, evidence};
use crate::bank::{Question, QuestionId};
use crate::browse::{Catalogue, State};
use crate::engine::Engine;
use crate::history::{AttemptRow, RecordId};
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, below, head};

use compare::Compared;

/// Answers that are read: nobody leafs through more.
const MOST: u32 = 200;

/// From this width on two answers stand beside each other.
const BESIDE: u16 = 72;

/// Widest running text.
const MEASURE: u16 = 120;

/// A question with its answers over time.
#[derive(Debug)]
pub struct QuestionScreen {
    id: QuestionId,
    state: State,
    head: String,
    prompt: String,
    facts: Vec<String>,
    /// None where no bank has it any more, or its file cannot be read.
    question: Option<Question>,
    /// Its snippet.
    code: Code,
    answers: Vec<AttemptRow>,
    trend: Option<String>,
    /// The answer on the right, and the one before it.
    at: usize,
    compared: Option<Compared>,
    scroll: Scroll,
    to_say: Option<String>,
    /// What is being written down beside the answer that is shown.
    remark: Option<RemarkPage>,
    library: std::sync::Arc<crate::bank::Library>,
    /// Whether there is a coach.
    coach: bool,
}

impl QuestionScreen {
    /// The page of a question.
    pub fn new(id: QuestionId, cx: &mut Cx<'_>) -> Self {
        let mut page = Self {
            id,
            state: State::Gone,
            head: String::new(),
            prompt: String::new(),
            facts: Vec::new(),
            question: None,
            code: Code::default(),
            answers: Vec::new(),
            trend: None,
            at: 0,
            compared: None,
            scroll: Scroll::default(),
            to_say: None,
            remark: None,
            library: cx.engine.shared_library().clone(),
            coach: cx.engine.coach().is_on(),
        };
        page.read(cx);
        page.at = page.answers.len().saturating_sub(1);
        page.compare(cx);
        page
    }

    /// Reads bank and log.
    fn read(&mut self, cx: &mut Cx<'_>) {
        let (all, _) = cx.engine.catalogue(cx.now);
        self.library = cx.engine.shared_library().clone();
        self.answers = cx.engine.answers_to(&self.id, MOST).unwrap_or_else(|error| {
            cx.say(error.to_string());
            Vec::new()
        });
        self.at = self.at.min(self.answers.len().saturating_sub(1));
        self.trend = trend(&self.answers);
        if let Some(row) = all.find(&self.id) {
            self.know(row, &all, cx);
        } else {
            self.state = State::Gone;
            self.head = crate::text::one_line(self.id.as_str());
            self.facts = vec!["No longer in a bank.".to_owned()];
        }
        self.compare(cx);
    }

    fn know(&mut self, row: usize, all: &Catalogue, cx: &mut Cx<'_>) {
        self.state = all.rows()[row].state;
        self.facts = facts(row, all, cx);
        if let Some(entry) = all.entry(row) {
            self.head = format!("{} · {}", all.topic(row), labels(entry));
            self.prompt = crate::text::clean(&entry.prompt).into_owned();
            self.question = match cx.engine.library().question(&self.id) {
                Ok(question) => Some(question),
                Err(error) => {
                    cx.say(error.to_string());
                    None
                }
            };
        } else {
            self.head = crate::text::one_line(self.id.as_str());
            self.prompt = String::new();
            self.question = None;
        }
        let snippet = self.question.as_ref().and_then(|question| question.snippet.as_ref());
        self.code = snippet.map(highlight).unwrap_or_default();
    }

    fn compare(&mut self, cx: &Cx<'_>) {
        let before = self.at.checked_sub(1).and_then(|before| self.answers.get(before));
        // What cannot be read now is said by the page that writes it.
        let remark = |attempt: &RecordId| cx.engine.remark_on(attempt).ok().flatten();
        self.compared = self
            .answers
            .get(self.at)
            .map(|after| Compared::of(before, after, self.question.as_ref(), cx.now.day(), remark));
    }

    fn leaf(&mut self, to: Option<usize>, cx: &Cx<'_>) {
        if let Some(to) = to.filter(|to| *to < self.answers.len()) {
            self.at = to;
            self.scroll.reset();
            self.compare(cx);
        }
    }

    fn text<'a>(&'a self, theme: &Theme, width: u16) -> Prose<'a> {
        let mut prose = Prose::new(width);
        if !self.prompt.is_empty() {
            prose = prose.paragraph(&self.prompt, theme.strong).gap();
        }
        if !self.code.is_empty() {
            prose = with_code(prose, &self.code, theme).gap();
        }
        for fact in &self.facts {
            prose = prose.paragraph(fact, theme.dim);
        }
        if let Some(trend) = &self.trend {
            prose = prose.paragraph(trend, theme.dim);
        }
        let Some(compared) = &self.compared else {
            let closed = self.question.as_ref().is_some_and(Question::has_notes);
            let words = if closed { "Its notes open once you have answered." } else { "" };
            return prose.gap().paragraph(words, theme.dim);
        };
        let place = match (self.answers.len(), self.answers.len() >= MOST as usize) {
            (1, _) => "Your answer".to_owned(),
            (many, false) => format!("Answer {} of {many}", self.at + 1),
            (many, true) => format!("Answer {} of the last {many}", self.at + 1),
        };
        prose = prose.gap().line(Line::styled(place, theme.strong));
        compared.write(prose, theme, width >= BESIDE)
    }
}

/// How good the answers were, one block each, oldest first.
fn trend(answers: &[AttemptRow]) -> Option<String> {
    let band = |answer: &AttemptRow| answer.band.and_then(|band| Band::try_from(band).ok());
    let bands: Vec<Band> = answers.iter().filter_map(band).collect();
    let [first, .., last] = bands[..] else { return None };
    let newest = &answers[answers.len().saturating_sub(30)..];
    let blocks = sparks(newest.iter().map(|answer| band(answer).map(|band| evidence(f64::from(band.number())))));
    Some(format!("From {first} to {last}  {blocks}"))
}

impl Screen for QuestionScreen {
    fn context(&self) -> Context {
        if self.remark.is_some() { Context::Remark } else { Context::Question }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Remark => !self.answers.is_empty(),
            Action::Left | Action::Right => self.answers.len() > 1,
            Action::Accept | Action::EditQuestion => self.state != State::Gone,
            Action::SecondOpinion => self.coach && self.answers.get(self.at).is_some_and(|answer| !answer.gave_up),
            Action::Bury | Action::Suspend => !self.state.on_request(),
            Action::PageDown => self.scroll.has_more(),
            Action::ScrollLeft | Action::ScrollRight => self.scroll.is_wide(),
            _ => true,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if let Some(mut page) = self.remark.take() {
            self.remark = page.key(action, cx).then_some(page);
            return Route::Stay;
        }
        match action {
            Action::Remark => match self.answers.get(self.at) {
                Some(row) => self.remark = RemarkPage::open(&row.id, &row.question, cx),
                None => cx.say("There is no answer yet to write a note on."),
            },
            Action::Back => return Route::Back,
            Action::Left => self.leaf(self.at.checked_sub(1), cx),
            Action::Right => self.leaf(Some(self.at + 1), cx),
            Action::Accept | Action::EditQuestion | Action::Bury | Action::Suspend if self.state == State::Gone => {
                cx.say("No bank has this question any more: it can be read, not asked.");
            }
            Action::Accept => return Route::Drill(vec![cx.engine.questions().pick(&self.id, cx.now)]),
            Action::SecondOpinion if self.offers(action) => {
                let attempt = self.answers.get(self.at).map(|answer| answer.id.clone());
                return attempt.map_or(Route::Stay, Route::Coach);
            }
            Action::EditQuestion => cx.effects.push(Effect::EditQuestion(self.id.clone())),
            Action::Bury | Action::Suspend => self.to_say = hold(action, &self.id, self.state, cx),
            _ => self.scroll.act(action),
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
        self.remark.as_ref().and_then(RemarkPage::form)
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.remark.iter_mut().for_each(|remark| remark.save(cx));
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        if !std::sync::Arc::ptr_eq(cx.engine.shared_library(), &self.library) {
            self.read(cx);
        }
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        let said = self.to_say.take();
        match result {
            Ok(()) => {
                self.read(cx);
                if let Some(said) = said {
                    cx.say(said);
                }
            }
            Err(error) => cx.say(format!("Not saved: {error}")),
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        if let Some(remark) = &self.remark {
            return remark.view(&self.prompt, theme, frame, area);
        }
        let state = (self.state.word(), theme.dim);
        head(frame, area, (&self.head, theme.dim), state);
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(theme, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
