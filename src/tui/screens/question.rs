//! The page of a question: how it went so far, and two of its answers side by side.

mod compare;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::asked::with_code;
use super::browse::{day_words, facts, hold, labels};
use super::difference::shown;
use super::jot_page::JotPage;
use super::progress::sparks;
use super::stories::{Chosen, StoryChoice};
use crate::assess::{Band, evidence};
use crate::bank::{Question, QuestionId};
use crate::browse::{Catalogue, State};
use crate::engine::{Engine, ExtractOf, StoryOf, is_kept};
use crate::history::{AttemptRow, KeptAnswer, MyAnswer};
use crate::practice::words::NOTHING_TO_KEEP;
use crate::tui::highlight::{Code, highlight};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{Prose, Scroll, below, head};

use compare::{Compared, Layout, Told};

/// The most answers that are read; nobody pages through more.
const MOST: u32 = 200;

/// Width from which two answers stand side by side.
const BESIDE: u16 = 72;

/// The widest running text, in columns.
const MEASURE: u16 = 120;

/// A question with its answers over time.
#[derive(Debug)]
pub struct QuestionScreen {
    id: QuestionId,
    state: State,
    head: String,
    prompt: String,
    facts: Vec<String>,
    /// None if no bank has it any more, or if its file cannot be read.
    question: Option<Question>,
    /// Its snippet, coloured.
    code: Code,
    answers: Vec<AttemptRow>,
    trend: Option<String>,
    /// The index of the answer on the right; the one before it is on the left.
    at: usize,
    compared: Option<Compared>,
    scroll: Scroll,
    to_say: Option<String>,
    /// Whether two answers are laid out in the other way than usual for this width.
    turned: bool,
    /// The answer that is kept as "my answer", if any.
    mine: Option<KeptAnswer>,
    /// A note or the kept answer, while it is being written.
    jotting: Option<JotPage>,
    /// Whether stories are told in answer to it, and which one the shown answer is said to tell.
    told: bool,
    choice: Option<StoryChoice>,
    library: std::sync::Arc<crate::bank::Library>,
    /// Whether the coach is on.
    coach: bool,
}

impl QuestionScreen {
    /// Opens the page of a question, on its newest answer.
    pub fn new(id: QuestionId, cx: &mut Cx<'_>) -> Self {
        let told = cx.engine.stories().is_told_for(&id);
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
            turned: false,
            mine: None,
            jotting: None,
            told,
            choice: None,
            library: cx.engine.shared_library().clone(),
            coach: cx.engine.coach().is_on(),
        };
        page.read(cx);
        page.at = page.answers.len().saturating_sub(1);
        page.compare(cx);
        page
    }

    /// Reads bank and log again.
    fn read(&mut self, cx: &mut Cx<'_>) {
        let (all, _) = cx.engine.catalogue(cx.now);
        self.library = cx.engine.shared_library().clone();
        self.answers = cx.engine.answers_to(&self.id, MOST).unwrap_or_else(|error| {
            cx.say(error.to_string());
            Vec::new()
        });
        self.mine = cx.engine.my_answer(&self.id).unwrap_or_else(|error| {
            cx.say(error.to_string());
            None
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
        // If a transcript cannot be read now, the page that writes it reports that.
        let told = |row: &AttemptRow| Told {
            words: cx.engine.words_of(row).unwrap_or_else(|_| row.text.clone()),
            remark: cx.engine.remark_on(&row.id).ok().flatten(),
        };
        self.compared = self
            .answers
            .get(self.at)
            .map(|after| Compared::of(before, after, self.question.as_ref(), cx.now.day(), told));
    }

    fn leaf(&mut self, to: Option<usize>, cx: &Cx<'_>) {
        if let Some(to) = to.filter(|to| *to < self.answers.len()) {
            self.at = to;
            self.scroll.reset();
            self.compare(cx);
        }
    }

    fn text<'a>(&'a self, look: &Look<'_>, width: u16) -> Prose<'a> {
        let theme = look.theme;
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
            prose = self.write_mine(prose, look);
            let closed = self.question.as_ref().is_some_and(Question::has_notes);
            let words = if closed { "Its notes open once you have answered." } else { "" };
            return prose.gap().paragraph(words, theme.dim);
        };
        let place = match (self.answers.len(), self.answers.len() >= MOST as usize) {
            (1, _) => "Your answer".to_owned(),
            (many, false) => format!("Answer {} of {many}", self.at + 1),
            (many, true) => format!("Answer {} of the last {many}", self.at + 1),
        };
        let mine = if self.is_mine(look.engine) { " · my answer" } else { "" };
        prose = prose.gap().line(Line::styled(format!("{place}{mine}"), theme.strong));
        prose = compared.write(prose, theme, self.layout(width));
        if mine.is_empty() { self.write_mine(prose, look) } else { prose }
    }

    fn layout(&self, width: u16) -> Layout {
        match (width >= BESIDE, self.turned) {
            (true, false) => Layout::Beside,
            (true, true) | (false, false) => Layout::AsOne,
            (false, true) => Layout::Alone,
        }
    }

    /// Whether the shown answer is the kept one, word for word.
    fn is_mine(&self, engine: &Engine) -> bool {
        let Some(row) = self.answers.get(self.at) else { return false };
        // If none is kept, nothing has to be read.
        self.mine.is_some() && engine.words_of(row).is_ok_and(|words| is_kept(self.mine.as_ref(), &row.id, &words))
    }

    /// Adds the kept answer.
    fn write_mine<'a>(&self, prose: Prose<'a>, look: &Look<'_>) -> Prose<'a> {
        let Some(kept) = &self.mine else { return prose };
        let coached = if kept.answer.coached { ", with edits of the coach" } else { "" };
        let title = format!("My answer, kept {}{coached}", day_words(kept.day, look.now.day()));
        let prose = prose.gap().line(Line::styled(title, look.theme.strong));
        prose.paragraph(shown(&kept.answer.text), look.theme.text)
    }

    /// Keeps the shown answer, or stops keeping it if it is the kept one.
    fn toggle_mine(&mut self, cx: &mut Cx<'_>) {
        let Some(row) = self.answers.get(self.at) else {
            return cx.say("There is no answer yet to keep.");
        };
        if self.is_mine(cx.engine) {
            self.to_say = Some("It is no longer kept as my answer.".to_owned());
            return cx.effects.push(Effect::save(cx.engine.let_answer_go(&self.id, cx.now)));
        }
        let words = match cx.engine.words_of(row) {
            Ok(words) => words,
            Err(error) => return cx.say(error.to_string()),
        };
        let answer = MyAnswer::of(self.id.clone(), Some(row.id.clone()), words);
        let Some(record) = cx.engine.keep_answer(answer, cx.now) else {
            return cx.say(NOTHING_TO_KEEP);
        };
        let before = if self.mine.is_some() { " u on Home brings the one before back." } else { "" };
        self.to_say = Some(format!("Kept as my answer.{before}"));
        cx.effects.push(Effect::save(record));
    }

    /// Opens the kept answer for writing; if there is none, starts from the shown one.
    fn write_own(&mut self, cx: &mut Cx<'_>) {
        let row = self.answers.get(self.at);
        let words = row.map_or(Ok(String::new()), |row| cx.engine.words_of(row));
        match words {
            Ok(words) => {
                let begin = MyAnswer::of(self.id.clone(), row.map(|row| row.id.clone()), words);
                self.jotting = Some(JotPage::my_answer(self.mine.as_ref().map(|kept| &kept.answer), begin));
            }
            Err(error) => cx.say(error.to_string()),
        }
    }
}

/// How good the answers were, one block each, oldest first. None for fewer than two.
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
        match (&self.jotting, &self.choice) {
            (Some(_), _) => Context::Remark,
            (None, Some(_)) => Context::StoryChoice,
            (None, None) => Context::Question,
        }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Remark | Action::MyAnswer => !self.answers.is_empty(),
            Action::Extract => self.choice.as_ref().is_some_and(|choice| choice.offers(action)),
            Action::Stories => self.told && !self.answers.is_empty(),
            Action::WriteMyAnswer => !self.answers.is_empty() || self.mine.is_some(),
            Action::Compare => self.compared.as_ref().is_some_and(Compared::differ),
            Action::Left | Action::Right => self.answers.len() > 1,
            Action::Accept | Action::EditQuestion | Action::DrillHabit => self.state != State::Gone,
            Action::SecondOpinion | Action::Improve => {
                self.coach && self.answers.get(self.at).is_some_and(|answer| !answer.gave_up)
            }
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
        if let Some(mut page) = self.jotting.take() {
            self.jotting = page.key(action, cx).then_some(page);
            return Route::Stay;
        }
        if let Some(choice) = &mut self.choice {
            let chosen = choice.key(action, cx);
            if chosen != Chosen::Open {
                self.choice = None;
            }
            return match chosen {
                Chosen::Extract(attempt) => Route::Extract(ExtractOf::Story(StoryOf::Answer(attempt))),
                _ => Route::Stay,
            };
        }
        match action {
            Action::Stories if self.told => {
                let row = self.answers.get(self.at);
                self.choice = row.and_then(|row| StoryChoice::after(&row.id, &row.question, cx));
            }
            Action::Remark => match self.answers.get(self.at) {
                Some(row) => self.jotting = JotPage::remark(&row.id, &row.question, cx),
                None => cx.say("There is no answer yet to write a note on."),
            },
            Action::MyAnswer => self.toggle_mine(cx),
            Action::WriteMyAnswer if self.offers(action) => self.write_own(cx),
            Action::Compare if self.offers(action) => {
                self.turned = !self.turned;
                self.scroll.reset();
            }
            Action::Back => return Route::Back,
            Action::Left => self.leaf(self.at.checked_sub(1), cx),
            Action::Right => self.leaf(Some(self.at + 1), cx),
            Action::Accept | Action::EditQuestion | Action::DrillHabit | Action::Bury | Action::Suspend
                if self.state == State::Gone =>
            {
                cx.say("No bank has this question any more: it can be read, not asked.");
            }
            Action::Accept => return Route::Drill(vec![cx.engine.questions().pick(&self.id, cx.now)]),
            Action::SecondOpinion if self.offers(action) => {
                let attempt = self.answers.get(self.at).map(|answer| answer.id.clone());
                return attempt.map_or(Route::Stay, Route::Coach);
            }
            Action::Improve if self.offers(action) => {
                let attempt = self.answers.get(self.at).map(|answer| answer.id.clone());
                return attempt.map_or(Route::Stay, Route::Improve);
            }
            Action::DrillHabit => return Route::Habit(self.id.clone()),
            Action::EditQuestion => cx.effects.push(Effect::EditQuestion(self.id.clone())),
            Action::Bury | Action::Suspend => self.to_say = hold(action, &self.id, self.state, cx),
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.jotting.iter_mut().for_each(|jotting| jotting.type_char(c, cx));
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.jotting.iter_mut().for_each(|jotting| jotting.paste(text, cx));
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        self.jotting.as_ref().and_then(JotPage::form)
    }

    fn leaving(&mut self, cx: &mut Cx<'_>) {
        self.jotting.iter_mut().for_each(|jotting| jotting.save(cx));
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
        if let Some(jotting) = &self.jotting {
            return jotting.view(&self.prompt, theme, frame, area);
        }
        if let Some(choice) = &self.choice {
            return choice.view(&self.prompt, look, frame, area);
        }
        let state = (self.state.word(), theme.dim);
        head(frame, area, (&self.head, theme.dim), state);
        let body = below(area, 2);
        let side = if body.width >= 50 { 3 } else { 1 };
        let width = body.width.saturating_sub(2 * side).min(MEASURE);
        let body = Rect { x: body.x + side, width, ..body };
        self.text(look, width).draw(frame, body, &self.scroll, theme.dim);
    }
}
