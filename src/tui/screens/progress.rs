//! Progress: what the log adds up to, in pictures that stand without colour; from a row that can be drilled, a drill.

use chrono::{Datelike as _, Days, NaiveDate};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::bank::{Filter, QuestionId};
use crate::engine::{Engine, Insight};
use crate::insight::{DayCount, Direction, Said, TimeUse};
use crate::memory::Plan;
use crate::memory::plan::PlanDay;
use crate::moment::Moment;
use crate::practice::{Only, Pick, Wish};
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{count, shorten};

/// Rows of each list.
const ROWS: usize = 6;

/// Cells of a bar.
const BAR: usize = 10;

/// Columns of the names of a list.
const NAME: usize = 26;

/// Weeks of the calendar; narrow screens show fewer.
const WEEKS: usize = 26;

/// What a row leads to.
#[derive(Clone, Debug)]
enum Leads {
    Nowhere,
    Topic(String),
    Questions(Vec<QuestionId>),
}

/// How a row looks.
#[derive(Clone, Copy, Debug)]
enum Looks {
    Head,
    Text,
    Few,
}

#[derive(Clone, Debug)]
struct Row {
    text: String,
    looks: Looks,
    leads: Leads,
}

/// What the log adds up to.
#[derive(Debug)]
pub struct ProgressScreen {
    rows: Vec<Row>,
    streak: String,
    days: Vec<DayCount>,
    cursor: usize,
}

impl ProgressScreen {
    /// Adds the log up.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        match engine.insight(None, now) {
            Ok(insight) => {
                let streak = insight.streak;
                let words = format!("streak {}, longest {}", count(streak.current as usize, "day"), streak.longest);
                let mut all = Vec::new();
                if engine.config().target.date.is_some_and(|date| date > now.day()) {
                    plan(&engine.plan(now), &mut all);
                }
                all.extend(rows(&insight));
                let rows = all;
                Self { rows, streak: words, days: insight.heatmap, cursor: 0 }
            }
            Err(error) => {
                let row = Row { text: error.to_string(), looks: Looks::Text, leads: Leads::Nowhere };
                Self { rows: vec![row], streak: String::new(), days: Vec::new(), cursor: 0 }
            }
        }
    }

    /// The rows, with a calendar as wide as the screen.
    fn shown(&self, width: u16, today: NaiveDate) -> Vec<Row> {
        let mut rows = self.rows.clone();
        if !self.days.is_empty() {
            rows.push(head(""));
            rows.push(head("Answers by day"));
            rows.extend(calendar(&self.days, today, width).into_iter().map(plain));
        }
        rows
    }

    fn drill(&self, cx: &mut Cx<'_>) -> Route {
        let picks: Vec<Pick> = match self.rows.get(self.cursor).map(|row| &row.leads) {
            Some(Leads::Topic(topic)) => {
                let filter = Filter { topics: vec![topic.clone()], ..Filter::default() };
                cx.engine.draw(&Wish { filter, only: Only::Anything, ..cx.engine.wish(cx.now) }, cx.now)
            }
            Some(Leads::Questions(questions)) => {
                let known = questions.iter().filter(|question| cx.engine.library().entry(question).is_some());
                let most = cx.engine.config().target.per_day.max(1) as usize;
                known.take(most).map(|question| cx.engine.pick(question, cx.now)).collect()
            }
            _ => {
                cx.say("There is nothing to drill in this row; topics and misses can be drilled.");
                return Route::Stay;
            }
        };
        if picks.is_empty() {
            cx.say("Every question of this row was asked today already.");
            return Route::Stay;
        }
        Route::Drill(picks)
    }
}

fn head(text: &str) -> Row {
    Row { text: text.to_owned(), looks: Looks::Head, leads: Leads::Nowhere }
}

fn plain(text: String) -> Row {
    Row { text, looks: Looks::Text, leads: Leads::Nowhere }
}

fn few(text: String) -> Row {
    Row { text, looks: Looks::Few, leads: Leads::Nowhere }
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of the cells")]
fn cells(share: f64, of: usize) -> usize {
    (share.clamp(0.0, 1.0) * of as f64).round() as usize
}

fn bar(share: f64) -> String {
    let filled = cells(share, BAR);
    "▇".repeat(filled) + &"░".repeat(BAR - filled)
}

/// One eighth block a value, a dot for nothing.
pub(super) fn sparks(values: impl Iterator<Item = Option<f64>>) -> String {
    const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    values.map(|share| share.map_or('·', |share| EIGHTHS[cells(share, 8).clamp(1, 8) - 1])).collect()
}

fn rows(insight: &Insight) -> Vec<Row> {
    if insight.heatmap.is_empty() {
        return vec![few("Nothing was answered yet. What you answer adds up here.".into())];
    }
    let mut rows = Vec::new();
    topics(insight, &mut rows);
    misses(insight, &mut rows);
    ahead(insight, &mut rows);
    trends(insight, &mut rows);
    calibration(insight, &mut rows);
    time(insight, &mut rows);
    rows
}

/// The way to the date: how ready, whether it is enough, and a block a day for what each day is for.
fn plan(plan: &Plan, rows: &mut Vec<Row>) {
    let Some(date) = plan.date else { return };
    rows.push(head(&format!(
        "Plan to {}: readiness {} if kept, {} if you stop",
        date.format("%a %-d %b"),
        percent(plan.readiness),
        percent(plan.readiness_if_stopped)
    )));
    let unseen = format!("{} of {} never asked; ", plan.unseen, count(plan.questions, "question"));
    rows.push(plain(match (plan.enough, plan.enough_per_day) {
        (true, _) => format!("{unseen}{} a day get to all of them", plan.per_day),
        (false, Some(needed)) => {
            format!("{unseen}{} a day leave {} unasked, {needed} would do", plan.per_day, plan.unseen_on_date)
        }
        (false, None) => format!("{unseen}{} a day leave {} unasked", plan.per_day, plan.unseen_on_date),
    }));
    let most = plan.days.iter().map(|day| day.new.max(day.review).max(day.window)).max().unwrap_or(0).max(1);
    let mut blocks = |name: &str, of: &dyn Fn(&PlanDay) -> u32| {
        let share = |day| Some(of(day)).filter(|count| *count > 0).map(|count| f64::from(count) / f64::from(most));
        let today = plan.days.first().map_or(0, of);
        rows.push(plain(format!("{name:<12} today {today:>2}  {}", sparks(plan.days.iter().take(50).map(share)))));
    };
    blocks("new", &|day| day.new);
    blocks("due", &|day| day.review);
    blocks("for the date", &|day| day.window);
    rows.push(head(""));
}

fn topics(insight: &Insight, rows: &mut Vec<Row>) {
    rows.push(head("Weakest topics: recall today, evidence, answers"));
    let known = || insight.mastery.topics.iter().filter(|topic| topic.enough);
    for topic in known().take(ROWS) {
        let name = shorten(&topic.title, NAME);
        let evidence = topic.evidence.map_or("     ".into(), |share| format!("{:>5}", percent(share)));
        let text = format!(
            "{:>5} {evidence} {:>4}  {name:<NAME$} {}",
            percent(topic.recall),
            topic.answers,
            bar(topic.recall)
        );
        rows.push(Row { text, looks: Looks::Text, leads: Leads::Topic(topic.topic.clone()) });
    }
    let unknown = insight.mastery.topics.len() - known().count();
    if unknown > 0 {
        rows.push(few(format!("{} with too few answers to tell", count(unknown, "topic"))));
    }
}

fn misses(insight: &Insight, rows: &mut Vec<Row>) {
    let found = &insight.misses;
    if !found.concepts.is_empty() {
        rows.push(head(""));
        rows.push(head("Missed across questions"));
        rows.extend(found.concepts.iter().take(ROWS).map(|miss| Row {
            text: format!("{} of {}  {}", miss.tally.missed, miss.tally.times(), miss.title),
            looks: Looks::Text,
            leads: Leads::Questions(miss.questions.clone()),
        }));
    }
    if !found.points.is_empty() {
        rows.push(head(""));
        rows.push(head("Missed points"));
        rows.extend(found.points.iter().take(ROWS).map(|miss| Row {
            text: format!("{} of {}  {}", miss.tally.missed, miss.tally.times(), crate::text::one_line(&miss.text)),
            looks: Looks::Text,
            leads: Leads::Questions(vec![miss.question.clone()]),
        }));
    }
    if !found.mistakes.is_empty() {
        rows.push(head(""));
        rows.push(head("Mistakes made again"));
        rows.extend(found.mistakes.iter().take(ROWS).map(|made| Row {
            text: format!("{} of {}  {}", made.made, made.of, crate::text::one_line(&made.text)),
            looks: Looks::Text,
            leads: Leads::Questions(vec![made.question.clone()]),
        }));
    }
    if !found.tiers.is_empty() {
        rows.push(head(""));
        rows.push(head(&format!("Points there, by tier (from {})", count(found.answers, "answer"))));
        for tier in &found.tiers {
            let times = tier.tally.times();
            rows.push(match tier.tally.share().filter(|_| times as usize >= crate::insight::FEW) {
                Some(share) => plain(format!("{:<7} {} {:>5} of {times}", tier.tier, bar(share), percent(share))),
                None => few(format!("{:<7} {times}, too few to tell", tier.tier)),
            });
        }
    }
}

fn ahead(insight: &Insight, rows: &mut Vec<Row>) {
    let days = &insight.forecast[..insight.forecast.len().min(14)];
    let most = days.iter().map(|day| day.count).max().unwrap_or(0);
    rows.push(head(""));
    let bars = sparks(days.iter().map(|day| (day.count > 0).then(|| f64::from(day.count) / f64::from(most))));
    let busiest = days.iter().find(|day| day.count == most && most > 0);
    let busiest = busiest.map_or(String::new(), |day| format!("  most on {}: {most}", day.day.format("%a %-d %b")));
    rows.push(plain(format!("Due, next 14 days  {bars}{busiest}")));
    let retention = &insight.retention;
    rows.push(match retention.retention {
        Some(share) => {
            let drift = if retention.drift.is_some() { "; `hotseat memory fit` may help" } else { "" };
            let (true_one, desired) = (percent(share), percent(retention.desired));
            plain(format!("True retention     {true_one} of {} reviews, aim {desired}{drift}", retention.reviews))
        }
        None => few(format!("True retention     {}, too few to tell", count(retention.reviews as usize, "review"))),
    });
}

fn trends(insight: &Insight, rows: &mut Vec<Row>) {
    let weeks = &insight.weeks[insight.weeks.len().saturating_sub(WEEKS)..];
    if weeks.iter().any(|week| week.evidence.is_some()) {
        let bars = sparks(weeks.iter().map(|week| week.evidence.map(|evidence| (evidence - 1.0) / 3.0)));
        rows.push(plain(format!("Evidence by week   {bars}")));
    }
    if weeks.iter().any(|week| week.recalled.is_some()) {
        rows.push(plain(format!("Recalled by week   {}", sparks(weeks.iter().map(|week| week.recalled)))));
    }
}

/// Where what was said (`│`) and the evidence (`●`) lie between 1 and 4.
fn plot(said: &Said) -> String {
    let cell = |value: f64| cells((value - 1.0) / 3.0, 18);
    let (told, shown) = (cell(said.said), cell(said.evidence));
    (0..=18)
        .map(|n| {
            if n == shown {
                '●'
            } else if n == told {
                '│'
            } else {
                '─'
            }
        })
        .collect()
}

fn calibration(insight: &Insight, rows: &mut Vec<Row>) {
    let found = &insight.calibration;
    rows.push(head(""));
    let Some(all) = &found.all else {
        rows.push(few(format!("Calibration: {}, too few to tell", count(found.answers as usize, "prediction"))));
        return;
    };
    let direction = match found.direction {
        Some(Direction::Closing) => ", closing",
        Some(Direction::Widening) => ", widening",
        Some(Direction::Steady) | None => "",
    };
    rows.push(head(&format!("Calibration: you say {:.1}, evidence {:.1}", all.said, all.evidence)));
    rows.push(few(format!("{}{direction}; │ you, ● evidence", count(found.answers as usize, "answer"))));
    for said in &found.by_prediction {
        let number = said.prediction.unwrap_or(0);
        rows.push(if said.answers as usize >= crate::insight::FEW {
            plain(format!("{number}  1 {} 4  {:.1} of {}", plot(said), said.evidence, said.answers))
        } else {
            few(format!("{number}  {}, too few to tell", said.answers))
        });
    }
}

fn time(insight: &Insight, rows: &mut Vec<Row>) {
    if insight.time.iter().all(|used| used.answers == 0) {
        return;
    }
    rows.push(head(""));
    rows.push(head("Time: median of target, over it, slow to start"));
    let name = |used: &TimeUse| used.kind.map_or("all answers".to_owned(), |kind| kind.to_string());
    for used in insight.time.iter().filter(|used| used.answers > 0) {
        rows.push(match used.median_of_target {
            Some(median) => plain(format!(
                "{:<12} {:>5}  {} of {} over, {} slow",
                name(used),
                percent(median),
                used.over,
                used.answers,
                used.slow_starts
            )),
            None => few(format!("{:<12} {}, too few to tell", name(used), used.answers)),
        });
    }
}

/// A column a week, a row a weekday, Monday first; the fullest day is a full block.
fn calendar(days: &[DayCount], today: NaiveDate, width: u16) -> Vec<String> {
    const SHADES: [char; 4] = ['░', '▒', '▓', '█'];
    let weeks = WEEKS.min(usize::from(width.saturating_sub(10)) / 2).max(1);
    let monday = today.checked_sub_days(Days::new(u64::from(today.weekday().num_days_from_monday()))).unwrap_or(today);
    let back = Days::new(7 * (weeks as u64 - 1));
    let first = monday.checked_sub_days(back).unwrap_or(monday);
    let most = days.iter().filter(|day| day.day >= first).map(|day| day.count).max().unwrap_or(0).max(1);
    let shade = |day: NaiveDate| match days.binary_search_by_key(&day, |day| day.day) {
        _ if day > today => ' ',
        Ok(at) => SHADES[cells(f64::from(days[at].count) / f64::from(most), 4).clamp(1, 4) - 1],
        Err(_) => '·',
    };
    (0..7)
        .map(|weekday| {
            let on = |week: usize| first.checked_add_days(Days::new(7 * week as u64 + weekday)).unwrap_or(first);
            let cells: String = (0..weeks).flat_map(|week| [shade(on(week)), ' ']).collect();
            format!("{}  {}", on(0).format("%a"), cells.trim_end())
        })
        .collect()
}

impl Screen for ProgressScreen {
    fn context(&self) -> Context {
        Context::List
    }

    fn offers(&self, action: Action) -> bool {
        !matches!(action, Action::Search | Action::Filters | Action::EditQuestion)
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        // The calendar below is seven rows, its head and a gap, however wide it is.
        let last = (self.rows.len() + if self.days.is_empty() { 0 } else { 9 }).saturating_sub(1);
        match action {
            Action::Up => self.cursor = self.cursor.saturating_sub(1),
            Action::Down => self.cursor = (self.cursor + 1).min(last),
            Action::PageUp => self.cursor = self.cursor.saturating_sub(10),
            Action::PageDown => self.cursor = (self.cursor + 10).min(last),
            Action::Top => self.cursor = 0,
            Action::Bottom => self.cursor = last,
            Action::Back => return Route::Home,
            Action::Accept => return self.drill(cx),
            _ => {}
        }
        Route::Stay
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let top = Rect { height: area.height.min(1), ..area };
        frame.render_widget(Line::styled(" Progress", theme.strong), top);
        frame.render_widget(Line::from(Span::styled(format!("{} ", self.streak), theme.dim)).right_aligned(), top);
        let list = Rect { y: (area.y + 2).min(area.bottom()), height: area.height.saturating_sub(2), ..area };
        let height = usize::from(list.height);
        let first = (self.cursor + 1).saturating_sub(height.max(1));
        let rows = self.shown(area.width, look.now.day());
        for (y, (index, row)) in (list.y..list.bottom()).zip(rows.iter().enumerate().skip(first)) {
            let selected = index == self.cursor;
            let mark = if selected { " ▸ " } else { "   " };
            let room = usize::from(list.width).saturating_sub(4);
            let line = Line::from(vec![
                Span::styled(mark, theme.selected),
                Span::styled(shorten(&row.text, room), style(row, selected, theme)),
            ]);
            frame.render_widget(line, Rect { y, height: 1, ..list });
        }
    }
}

fn style(row: &Row, selected: bool, theme: &Theme) -> Style {
    match (row.looks, &row.leads) {
        (_, Leads::Topic(_) | Leads::Questions(_)) if selected => theme.selected,
        (Looks::Head, _) => theme.strong,
        (Looks::Text, _) => theme.text,
        (Looks::Few, _) => theme.dim,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(offset: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).expect("valid") + chrono::TimeDelta::days(offset)
    }

    #[test]
    fn the_calendar_ends_today_and_starts_on_mondays() {
        let days = [DayCount { day: day(-13), count: 1 }, DayCount { day: day(-2), count: 8 }];
        // Two days before that Sunday is a Friday.
        let rows = calendar(&days, day(0), 16);
        assert_eq!(rows.len(), 7);
        assert_eq!(rows[0], "Mon  · ░ ·");
        assert_eq!(rows[4], "Fri  · · █");
        let wednesday = calendar(&days, day(3), 80);
        assert!(wednesday[2].ends_with('·') && wednesday[2].chars().count() > wednesday[3].chars().count());
    }

    #[test]
    fn a_plot_shows_both_ends() {
        let said = |said, evidence| Said { prediction: Some(1), until: day(0), answers: 9, said, evidence };
        assert_eq!(plot(&said(4.0, 1.0)), format!("●{}│", "─".repeat(17)));
        assert_eq!(plot(&said(2.0, 2.0)).chars().filter(|c| *c != '─').count(), 1, "one mark where both agree");
    }
}
