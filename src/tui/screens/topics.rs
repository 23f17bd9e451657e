//! Weak topics: how well each is known, and a drill of just that.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::bank::Filter;
use crate::engine::{Engine, TopicMastery};
use crate::moment::Moment;
use crate::practice::{Only, Wish};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::widgets::shorten;

/// Cells of the bar of a topic.
const BAR: usize = 20;

/// Topics, weakest first.
#[derive(Debug)]
pub struct TopicsScreen {
    topics: Vec<TopicMastery>,
    cursor: usize,
}

impl TopicsScreen {
    /// Looks at all topics with answers.
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

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let last = self.topics.len().saturating_sub(1);
        match action {
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Down => self.cursor = (self.cursor + 1).min(last),
            Action::Top => self.cursor = 0,
            Action::Bottom => self.cursor = last,
            Action::Back => return Route::Home,
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
            _ => {}
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let head = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Line::styled(" Topics, weakest first", theme.strong), head);
        frame.render_widget(Line::from(Span::styled("recall × points, answers ", theme.dim)).right_aligned(), head);
        let list = Rect { y: (area.y + 2).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
        let height = usize::from(list.height);
        let first = (self.cursor + 1).saturating_sub(height.max(1));
        for (y, (index, topic)) in (list.y..list.bottom()).zip(self.topics.iter().enumerate().skip(first)) {
            let row = Rect { y, height: 1, ..list };
            let selected = index == self.cursor;
            let few = !topic.enough;
            let wide = usize::from(list.width) >= 60;
            let name = shorten(&topic.title, if wide { 26 } else { 20 });
            let mut spans = vec![
                Span::styled(if selected { " ▸ " } else { "   " }, theme.selected),
                Span::styled(
                    format!("{name:<width$} ", width = if wide { 26 } else { 20 }),
                    if selected { theme.selected } else { theme.text },
                ),
            ];
            if wide {
                let filled = cells(topic.mastery);
                let style = if few { theme.dim } else { theme.accent };
                spans.push(Span::styled("▇".repeat(filled), style));
                spans.push(Span::styled("░".repeat(BAR - filled), theme.dim));
            }
            frame.render_widget(Line::from(spans), row);
            let words = if few {
                format!("too few to tell  {:>4} ", topic.answers)
            } else {
                format!("{:>3.0} %  {:>4} ", topic.mastery * 100.0, topic.answers)
            };
            frame.render_widget(Line::from(Span::styled(words, theme.dim)).right_aligned(), row);
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the bar's cells")]
fn cells(share: f64) -> usize {
    (share.clamp(0.0, 1.0) * BAR as f64).round() as usize
}
