//! Themes and the stories that cover them: which lack one, which are covered, which stories are worn. Enter asks a
//! question about a theme, or opens the story.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_width::UnicodeWidthStr as _;

use crate::engine::StoryOf;
use crate::history::RecordId;
use crate::practice::words::count;
use crate::stories::Theme;
use crate::text::one_line;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Look, Route, Screen};
use crate::tui::theme::Theme as Styles;
use crate::tui::widgets::{
    at_right, below, cursor_mark, list_ends, moved, row_style, rows_in_sight, shorten, text_below, title_row,
};

/// Width from which there is room for the words at the right of a row.
const WIDE: u16 = 60;

/// What a row is about.
#[derive(Clone, Debug)]
enum About {
    /// A theme without a story.
    Gap(Theme),
    /// A theme with stories.
    Covered(Theme),
    /// A story that is worn: told too often, or going stale.
    Worn(RecordId),
}

/// A row: what it is about, its text, and the words at its right.
#[derive(Clone, Debug)]
struct Row {
    about: About,
    words: String,
    beside: String,
}

/// The themes and stories: gaps first, then what is covered, then what is worn.
#[derive(Debug)]
pub struct StoryCoverageScreen {
    rows: Vec<Row>,
    gaps: usize,
    cursor: usize,
}

impl StoryCoverageScreen {
    /// Reads the stories and compares them with the themes.
    pub fn new(cx: &mut Cx<'_>) -> Self {
        let mut screen = Self { rows: Vec::new(), gaps: 0, cursor: 0 };
        screen.read(cx);
        screen
    }

    fn read(&mut self, cx: &mut Cx<'_>) {
        let all = match cx.engine.stories().all() {
            Ok(all) => all,
            Err(error) => return cx.say(error.to_string()),
        };
        let coverage = cx.engine.stories().coverage(&all, cx.now);
        let title = |at: &usize| one_line(&all[*at].story.title);
        let gaps = coverage.gaps.iter().map(|gap| Row {
            about: About::Gap(gap.theme),
            words: format!("No story about {}", gap.theme.words()),
            beside: count(gap.asked, "question"),
        });
        let covered = coverage.themes.iter().filter(|row| !row.stories.is_empty()).map(|row| Row {
            about: About::Covered(row.theme),
            words: row.theme.words(),
            beside: row.stories.iter().map(title).collect::<Vec<_>>().join(", "),
        });
        let worn = coverage.worn.iter().map(|(at, wear)| Row {
            about: About::Worn(all[*at].story.story.clone()),
            words: title(at),
            beside: wear.words().split(':').next().unwrap_or_default().to_owned(),
        });
        self.gaps = coverage.gaps.len();
        self.rows = gaps.chain(covered).chain(worn).collect();
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
    }
}

impl Screen for StoryCoverageScreen {
    fn context(&self) -> Context {
        Context::StoryCoverage
    }

    fn offers(&self, action: Action) -> bool {
        action != Action::Accept || !self.rows.is_empty()
    }

    fn is_page(&self) -> bool {
        true
    }

    fn came_back(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Back => return Route::Back,
            Action::Another => cx.effects.push(Effect::EditStory(StoryOf::New)),
            Action::Accept => match self.rows.get(self.cursor).map(|row| &row.about) {
                Some(About::Worn(story)) => return Route::Story(story.clone()),
                Some(About::Gap(theme) | About::Covered(theme)) => {
                    let picks = cx.engine.stories().questions_about(*theme, cx.now);
                    if !picks.is_empty() {
                        return Route::Drill(picks);
                    }
                    cx.say("No question of your target asks for that.");
                }
                None => {}
            },
            _ => self.cursor = moved(self.cursor, self.rows.len(), action),
        }
        Route::Stay
    }

    fn tick(&mut self, cx: &mut Cx<'_>) {
        self.read(cx);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let right = if self.gaps == 0 { "no gaps".to_owned() } else { count(self.gaps, "gap") };
        title_row(frame, area, theme, "Themes and your stories", &right);
        let list = below(area, 2);
        if self.rows.is_empty() {
            let words = "No question of your target asks for a story.";
            frame.render_widget(Line::styled(words, theme.dim), text_below(area, 2));
            return;
        }
        for (index, area) in rows_in_sight(list, self.cursor, self.rows.len()) {
            let (row, selected) = (&self.rows[index], index == self.cursor);
            let room = usize::from(area.width);
            let most = if area.width >= WIDE { room / 2 } else { room / 3 };
            let beside = shorten(&row.beside, most);
            let words = shorten(&row.words, room.saturating_sub(beside.width() + 6));
            let style = if selected { row_style(selected, theme) } else { style(&row.about, theme) };
            let line = vec![Span::styled(cursor_mark(selected), theme.selected), Span::styled(words, style)];
            frame.render_widget(Line::from(line), area);
            at_right(frame, area, &beside, theme.dim);
        }
        list_ends(frame, list, self.cursor, self.rows.len(), theme);
    }
}

fn style(about: &About, theme: &Styles) -> Style {
    match about {
        About::Gap(_) => theme.warn,
        About::Covered(_) => theme.text,
        About::Worn(_) => theme.dim,
    }
}
