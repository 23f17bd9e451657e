//! All questions that a filter admits, to search and to drill from.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::retired::retire;
use crate::bank::{Filter, QuestionId};
use crate::engine::Engine;
use crate::tui::editor::Edit;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Field, Look, Route, Screen};
use crate::tui::widgets::{Prose, Scroll, shorten};

/// A list with a search field.
#[derive(Debug)]
pub struct BrowseScreen {
    filter: Filter,
    field: Field,
    searching: bool,
    found: Vec<QuestionId>,
    cursor: usize,
}

impl BrowseScreen {
    /// All questions that the filter admits.
    pub fn new(engine: &Engine, filter: Filter) -> Self {
        let mut screen = Self { filter, field: Field::default(), searching: false, found: Vec::new(), cursor: 0 };
        screen.search(engine);
        screen
    }

    /// Every word of the search has to occur in prompt, topic, id or tags.
    fn search(&mut self, engine: &Engine) {
        let words: Vec<String> = self.field.text().split_whitespace().map(str::to_lowercase).collect();
        let matches = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
        let entries = engine.library().entries().iter().filter(|entry| self.filter.admits(entry));
        self.found = entries
            .filter(|entry| {
                words.is_empty()
                    || matches(
                        &format!("{} {} {} {}", entry.prompt, entry.topic, entry.id, entry.tags.join(" "))
                            .to_lowercase(),
                    )
            })
            .map(|entry| entry.id.clone())
            .collect();
        self.cursor = self.cursor.min(self.found.len().saturating_sub(1));
    }

    fn step(&mut self, by: isize) {
        let last = self.found.len().saturating_sub(1);
        self.cursor = self.cursor.saturating_add_signed(by).min(last);
    }

    fn act_search(&mut self, action: Action, cx: &mut Cx<'_>) {
        match action {
            Action::Edit(edit) => {
                self.field.apply(edit);
                self.search(cx.engine);
            }
            Action::Back => {
                self.field.apply(Edit::DeleteToStart);
                self.searching = false;
                self.search(cx.engine);
            }
            Action::Accept => self.searching = false,
            _ => {}
        }
    }
}

/// What the schedule says about a question, in a word or two.
fn state(engine: &Engine, question: &QuestionId, today: chrono::NaiveDate) -> String {
    match engine.standing(question) {
        Some(standing) if standing.suspended => "suspended".into(),
        Some(standing) => match &standing.remembered {
            Some(remembered) if remembered.due <= today => "due".into(),
            Some(remembered) => format!("{} d", (remembered.due - today).num_days()),
            None => "new".into(),
        },
        None => "new".into(),
    }
}

impl Screen for BrowseScreen {
    fn context(&self) -> Context {
        if self.searching { Context::Search } else { Context::List }
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.searching {
            self.act_search(action, cx);
            return Route::Stay;
        }
        match action {
            Action::Accept => {
                if let Some(question) = self.found.get(self.cursor) {
                    return Route::Drill(vec![cx.engine.pick(question, cx.now)]);
                }
            }
            Action::Search => self.searching = true,
            Action::EditQuestion => {
                if let Some(question) = self.found.get(self.cursor) {
                    cx.effects.push(Effect::EditQuestion(question.clone()));
                }
            }
            Action::Retire => {
                if let Some(question) = self.found.get(self.cursor) {
                    return retire(cx.engine, question);
                }
            }
            Action::Retired => return Route::Retired,
            Action::Import => return Route::Import,
            Action::Filters => return Route::Filters(self.filter.clone()),
            Action::Back if !self.field.text().is_empty() => {
                self.field = Field::default();
                self.search(cx.engine);
            }
            Action::Back => return Route::Home,
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-10),
            Action::PageDown => self.step(10),
            Action::Top => self.cursor = 0,
            Action::Bottom => self.cursor = self.found.len().saturating_sub(1),
            _ => {}
        }
        Route::Stay
    }

    fn bank_changed(&mut self, _done: bool, cx: &mut Cx<'_>) {
        self.search(cx.engine);
    }

    fn type_char(&mut self, c: char, cx: &mut Cx<'_>) {
        self.field.type_char(c);
        self.cursor = 0;
        self.search(cx.engine);
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) {
        self.field.paste(text);
        self.search(cx.engine);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let head = Rect { height: area.height.min(1), ..area };
        let title = if self.searching || !self.field.text().is_empty() {
            Line::from(vec![
                Span::styled(" / ", theme.accent),
                Span::styled(self.field.text().to_owned(), theme.text),
                Span::styled(if self.searching { "█" } else { "" }, theme.accent),
            ])
        } else {
            Line::styled(" Questions", theme.strong)
        };
        frame.render_widget(title, head);
        frame
            .render_widget(Line::from(Span::styled(format!("{} ", self.found.len()), theme.dim)).right_aligned(), head);
        // The whole prompt of the chosen one below the list, where there is room.
        let preview = if area.height >= 16 { 4 } else { 0 };
        let list = Rect { y: (area.y + 2).min(area.bottom()), height: area.height.saturating_sub(2 + preview), ..area };
        if self.found.is_empty() {
            let words = "   No question fits. Esc clears the search, f changes the filter.";
            frame.render_widget(Line::styled(words, theme.dim), list);
            return;
        }
        let height = usize::from(list.height);
        let first = (self.cursor + 1).saturating_sub(height.max(1)).max(self.cursor.saturating_sub(height / 2));
        let first = first.min(self.found.len().saturating_sub(height));
        for (y, (index, id)) in (list.y..list.bottom()).zip(self.found.iter().enumerate().skip(first)) {
            let row = Rect { y, height: 1, ..list };
            let selected = index == self.cursor;
            let state = state(look.engine, id, look.now.day());
            let topic = look.engine.topic_title(id);
            let (topic, wide) = if list.width >= 70 { (shorten(topic, 20), 21) } else { (String::new(), 0) };
            let room = usize::from(list.width).saturating_sub(wide + 15);
            let prompt = shorten(&crate::text::one_line(look.engine.prompt(id)), room);
            let spans = vec![
                Span::styled(if selected { " ▸ " } else { "   " }, theme.selected),
                Span::styled(format!("{topic:<wide$}"), theme.dim),
                Span::styled(prompt, if selected { theme.selected } else { theme.text }),
            ];
            frame.render_widget(Line::from(spans), row);
            frame.render_widget(Line::from(Span::styled(format!("{state} "), theme.dim)).right_aligned(), row);
        }
        if preview > 0 {
            let below =
                Rect { x: list.x + 3, y: list.bottom() + 1, width: list.width.saturating_sub(6), height: preview - 1 };
            let prompt = look.engine.prompt(&self.found[self.cursor]);
            Prose::new().paragraph(prompt, theme.dim, below.width, 0).draw(frame, below, &Scroll::default(), theme.dim);
        }
    }

    fn offers(&self, action: Action) -> bool {
        !matches!(action, Action::Accept | Action::EditQuestion | Action::Retire)
            || self.searching
            || !self.found.is_empty()
    }
}
