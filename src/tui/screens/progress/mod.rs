//! Progress: what the log adds up to, over a chosen range of days. Rows that can be drilled lead to a drill.

mod pictures;
mod rows;

use chrono::{Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::bank::QuestionId;
use crate::engine::{Engine, Group};
use crate::insight::DayCount;
use crate::moment::Moment;
use crate::practice::Pick;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{below, count, cursor_mark, first_row, list_ends, moved, rows_in_sight, shorten};

use pictures::calendar;
pub(super) use pictures::sparks;
use rows::{plain, section};

/// The range of days that is added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    Fortnight,
    Month,
    All,
}

impl Range {
    const ALL: [Self; 3] = [Self::Fortnight, Self::Month, Self::All];

    fn since(self, today: NaiveDate) -> Option<NaiveDate> {
        let back = match self {
            Self::Fortnight => 13,
            Self::Month => 29,
            Self::All => return None,
        };
        today.checked_sub_days(Days::new(back))
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Fortnight => "14 days",
            Self::Month => "30 days",
            Self::All => "all time",
        }
    }

    /// The next or the previous range; after the last comes the first.
    fn step(self, forward: bool) -> Self {
        let at = Self::ALL.iter().position(|range| *range == self).unwrap_or(0);
        Self::ALL[(at + if forward { 1 } else { Self::ALL.len() - 1 }) % Self::ALL.len()]
    }
}

/// What pressing a key on a row leads to.
#[derive(Clone, Debug)]
enum Leads {
    Nowhere,
    Group(Group),
    Questions(Vec<QuestionId>),
    Plan,
    Memory,
}

/// How a row looks.
#[derive(Clone, Copy, Debug)]
enum Looks {
    Head,
    Text,
    Few,
    Good,
    Warn,
}

#[derive(Clone, Debug)]
struct ProgressRow {
    text: String,
    looks: Looks,
    leads: Leads,
}

/// The page of what the log adds up to.
#[derive(Debug)]
pub struct ProgressScreen {
    range: Range,
    rows: Vec<ProgressRow>,
    days: Vec<DayCount>,
    cursor: usize,
}

impl ProgressScreen {
    /// The page over the whole log.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        let mut screen = Self { range: Range::All, rows: Vec::new(), days: Vec::new(), cursor: 0 };
        screen.read(engine, now);
        screen
    }

    fn read(&mut self, engine: &Engine, now: Moment) {
        self.days.clear();
        self.rows = match engine.figures().insight(self.range.since(now.day()), now) {
            Ok(insight) => {
                let figures = engine.figures();
                let account = figures.account(now);
                let questions = format!("Questions: {}", account.questions_words());
                let mut rows = vec![rows::few(questions), rows::few(account.state_words())];
                let (streak, longest) = (insight.streak.current as usize, insight.streak.longest);
                rows.push(rows::few(format!("Streak {}, longest {longest}, all time", count(streak, "day"))));
                if engine.figures().offers_fit().unwrap_or(false) {
                    let text = "You have answered enough to fit the memory model to you: M".to_owned();
                    rows.push(ProgressRow { text, looks: Looks::Good, leads: Leads::Memory });
                }
                rows.push(rows::head(""));
                if engine.config().target.date.is_some_and(|date| date > now.day()) {
                    rows::plan(&figures.plan(now), &mut rows);
                } else {
                    rows.insert(2, rows::few(figures.readiness(now).words()));
                }
                rows::all(&insight, &mut rows);
                self.days = insight.heatmap;
                rows
            }
            Err(error) => vec![ProgressRow { text: error.to_string(), looks: Looks::Warn, leads: Leads::Nowhere }],
        };
    }

    /// The rows, with a calendar as wide as the screen.
    fn shown(&self, width: u16, today: NaiveDate) -> Vec<ProgressRow> {
        let mut rows = self.rows.clone();
        if !self.days.is_empty() {
            section("Answers by day", &mut rows);
            rows.extend(calendar(&self.days, today, width).into_iter().map(plain));
        }
        rows
    }

    /// How many rows are shown. The calendar below takes ten: eight of its own, its head and a gap, whatever the width.
    fn length(&self) -> usize {
        self.rows.len() + if self.days.is_empty() { 0 } else { 10 }
    }

    /// Drills the row under the cursor, either as practice or so that the schedule moves.
    fn drill(&self, practice: bool, cx: &mut Cx<'_>) -> Route {
        let picks: Vec<Pick> = match self.rows.get(self.cursor).map(|row| &row.leads) {
            Some(Leads::Plan) => return Route::Plan,
            Some(Leads::Memory) => return Route::Memory,
            Some(Leads::Group(group)) => cx.engine.figures().draw_group(group, practice, cx.now),
            Some(Leads::Questions(questions)) => cx.engine.figures().pick_known(questions, practice, cx.now),
            _ => {
                cx.say("There is nothing to drill in this row; topics, kinds, levels and misses can be drilled.");
                return Route::Stay;
            }
        };
        if picks.is_empty() {
            cx.say("Every question of this row was asked today already; c asks them as practice.");
            return Route::Stay;
        }
        Route::Drill(picks)
    }
}

impl Screen for ProgressScreen {
    fn context(&self) -> Context {
        Context::Progress
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Range | Action::Left => {
                self.range = self.range.step(action == Action::Range);
                self.read(cx.engine, cx.now);
                self.cursor = self.cursor.min(self.length().saturating_sub(1));
            }
            Action::Plan => return Route::Plan,
            Action::Memory => return Route::Memory,
            Action::Back => return Route::Back,
            Action::Accept => return self.drill(false, cx),
            Action::Cram => return self.drill(true, cx),
            _ => self.cursor = moved(self.cursor, self.length(), action),
        }
        Route::Stay
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        self.read(cx.engine, cx.now);
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" Progress", theme.strong), first_row(area));
        frame.render_widget(ranges(self.range, theme).right_aligned(), first_row(area));
        let list = below(area, 2);
        let rows = self.shown(area.width, look.now.day());
        for (index, place) in rows_in_sight(list, self.cursor, rows.len()) {
            let (row, selected) = (&rows[index], index == self.cursor);
            let line = vec![
                Span::styled(cursor_mark(selected), theme.selected),
                Span::styled(
                    shorten(&row.text, usize::from(list.width).saturating_sub(4)),
                    style(row, selected, theme),
                ),
            ];
            frame.render_widget(Line::from(line), place);
        }
        list_ends(frame, list, self.cursor, rows.len(), theme);
    }
}

/// `14 days · 30 days · [all]`: the chosen one stands in brackets.
fn ranges(chosen: Range, theme: &Theme) -> Line<'static> {
    let mut spans = Vec::new();
    for range in Range::ALL {
        let (word, style) = if range == chosen {
            (format!("[{}]", range.word()), theme.accent)
        } else {
            (range.word().into(), theme.dim)
        };
        spans.push(Span::styled(format!("{word} "), style));
    }
    Line::from(spans)
}

fn style(row: &ProgressRow, selected: bool, theme: &Theme) -> Style {
    match (row.looks, &row.leads) {
        (_, leads) if selected && !matches!(leads, Leads::Nowhere) => theme.selected,
        (Looks::Head, _) => theme.strong,
        (Looks::Text, _) => theme.text,
        (Looks::Few, _) => theme.dim,
        (Looks::Good, _) => theme.good,
        (Looks::Warn, _) => theme.warn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_go_around_and_count_today() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid");
        assert_eq!(Range::Fortnight.since(today), NaiveDate::from_ymd_opt(2026, 11, 9));
        assert_eq!(Range::All.since(today), None);
        assert_eq!(Range::All.step(true), Range::Fortnight);
        assert_eq!(Range::ALL.map(|range| range.step(true).step(false)), Range::ALL);
    }
}
