//! Weak topics: how well each is known, and a drill of just that topic.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::bank::Filter;
use crate::engine::{Engine, TopicMastery};
use crate::moment::Moment;
use crate::practice::{Only, Wish};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::widgets::{
    at_right, below, cells, cursor_mark, list_ends, moved, percent, row_style, rows_in_sight, shorten, title_row,
};

/// The length of the bar of a topic, in cells.
const BAR: usize = 20;

/// All topics with answers, weakest first.
#[derive(Debug)]
pub struct TopicsScreen {
    topics: Vec<TopicMastery>,
    cursor: usize,
}

impl TopicsScreen {
    /// Reads the mastery of all topics with answers.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        Self { topics: engine.figures().mastery(now), cursor: 0 }
    }
}

impl Screen for TopicsScreen {
    fn context(&self) -> Context {
        Context::List
    }

    fn offers(&self, action: Action) -> bool {
        !matches!(action, Action::Search | Action::Filters | Action::Import | Action::Retired)
            && !matches!(action, Action::EditQuestion | Action::Retire)
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => return Route::Back,
            Action::Accept => {
                let Some(topic) = self.topics.get(self.cursor) else { return Route::Home };
                let filter = Filter { topics: vec![topic.topic.clone()], ..Filter::default() };
                let wish = Wish { filter, only: Only::Anything, ..cx.engine.wish(cx.now) };
                let picks = cx.engine.draw(&wish, cx.now);
                if picks.is_empty() {
                    cx.say("Every question of this topic was asked today already.");
                } else {
                    return Route::Drill(picks);
                }
            }
            _ => self.cursor = moved(self.cursor, self.topics.len(), action),
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        title_row(frame, area, theme, "Topics, weakest first", "mastery, answers; all time");
        let list = below(area, 2);
        for (index, row) in rows_in_sight(list, self.cursor, self.topics.len()) {
            let (topic, selected) = (&self.topics[index], index == self.cursor);
            let few = !topic.enough;
            let wide = list.width >= 60;
            let width = if wide { 26 } else { 20 };
            let name = format!("{:<width$} ", shorten(&topic.title, width));
            let mut spans = vec![
                Span::styled(cursor_mark(selected), theme.selected),
                Span::styled(name, row_style(selected, theme)),
            ];
            if wide {
                let filled = cells(topic.mastery, BAR);
                let style = if few { theme.dim } else { theme.accent };
                spans.push(Span::styled("▇".repeat(filled), style));
                spans.push(Span::styled("░".repeat(BAR - filled), theme.dim));
            }
            frame.render_widget(Line::from(spans), row);
            let words = if few {
                format!("too few to tell  {:>4}", topic.answers)
            } else {
                format!("{:>5}  {:>4}", percent(topic.mastery), topic.answers)
            };
            at_right(frame, row, &words, theme.dim);
        }
        list_ends(frame, list, self.cursor, self.topics.len(), theme);
    }
}
