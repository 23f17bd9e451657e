//! The loops that can be taken as a mock, and the mocks that were sat.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde::{Deserialize, Serialize};
use unicode_width::UnicodeWidthStr as _;

use super::body_of;
use super::compare;
use super::sitting::other;
use crate::assess::Card;
use crate::bank::Loop;
use crate::engine::{Engine, MockError, MockRow, MockWish};
use crate::history::{Medium, SittingState, Work};
use crate::moment::Moment;
use crate::practice::mock::{Offer, Unfilled, band_in_short, band_words, level_words, verdicts_words};
use crate::practice::words::ago;
use crate::practice::words::mock_question;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Form, Look, Route, Screen};
use crate::tui::theme::Theme;
use crate::tui::widgets::{
    Prose, Scroll, at_right, count, cursor_mark, list_ends, moved, row_style, rows_in_sight, shorten, title_row,
};

/// The step by which Left and Right change the length, in minutes.
const STEP: u32 = 15;

/// The longest mock that can be chosen here, in minutes; a loop that usually takes longer keeps its length.
const LONGEST: u32 = 300;

/// A loop that can be sat.
#[derive(Clone, Debug)]
struct LoopRow {
    name: String,
    title: String,
    about: String,
    /// The chosen length, and the usual one, in minutes.
    minutes: u32,
    usual: u32,
    rounds: Vec<String>,
    last: Option<String>,
}

/// What is chosen before a mock begins, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Chosen {
    /// The chosen minutes of loops whose length was changed, by name.
    #[serde(default)]
    minutes: BTreeMap<String, u32>,
    /// How answers are to be given.
    medium: Medium,
    /// The name of the loop under the cursor.
    at: Option<String>,
}

/// What covers the list.
#[derive(Debug)]
enum Over {
    /// The trend of the dimensions.
    Trend(Scroll),
    /// Two mocks side by side, with the older one first.
    Compare(Box<[MockRow; 2]>, Scroll),
    /// The loop of this name cannot be filled; says what can.
    Unfilled { name: String, wish: MockWish, why: Unfilled },
}

/// Mocks: loops on one side, past mocks on the other.
#[derive(Debug)]
pub struct MocksScreen {
    loops: Vec<LoopRow>,
    mocks: Vec<MockRow>,
    past: bool,
    cursor: [usize; 2],
    medium: Medium,
    marked: Vec<usize>,
    over: Option<Over>,
}

impl MocksScreen {
    /// Reads the loops and the log. `past` opens the side of the mocks that were sat.
    pub fn new(engine: &Engine, past: bool, now: Moment) -> Self {
        let mocks = engine.mocks().all().unwrap_or_default();
        let level = engine.config().target.level;
        let row = |(bank, one): &(&str, Cow<'_, Loop>)| {
            let name = engine.mocks().loop_name(bank, one);
            let last = mocks.iter().find(|mock| mock.loop_ == name).map(|mock| {
                let result = mock.card.as_ref().map_or("not debriefed".to_owned(), |kept| band_words(&kept.card));
                format!("last: {result}, {}", ago(mock.day, now.day()))
            });
            LoopRow {
                last,
                name,
                title: one.title.clone(),
                about: one.about.clone(),
                minutes: one.minutes_at(level),
                usual: one.minutes_at(level),
                rounds: one.rounds_at(level).map(|round| format!("{} {}", round.name, round.minutes)).collect(),
            }
        };
        let loops = engine.mocks().loops().iter().map(row).collect();
        let past = past && !mocks.is_empty();
        let mut screen =
            Self { loops, mocks, past, cursor: [0, 0], medium: Medium::Typed, marked: Vec::new(), over: None };
        if let Some(left) = engine.left_form(Work::Mocks) {
            screen.go_on_with(&left);
        }
        screen
    }

    /// Restores what a lost program showed.
    fn go_on_with(&mut self, left: &Chosen) {
        for one in &mut self.loops {
            if let Some(minutes) = left.minutes.get(&one.name) {
                one.minutes = (*minutes).clamp(STEP, LONGEST.max(one.usual));
            }
        }
        let at = self.loops.iter().position(|one| left.at.as_ref() == Some(&one.name));
        self.cursor[0] = at.map_or(0, |at| self.open().len() + at);
        self.medium = left.medium;
    }

    /// Mocks that can be resumed, newest first.
    fn open(&self) -> Vec<&MockRow> {
        self.mocks.iter().filter(|mock| mock.is_open()).collect()
    }

    fn length(&self) -> usize {
        if self.past { self.mocks.len() } else { self.open().len() + self.loops.len() }
    }

    fn at(&self) -> usize {
        self.cursor[usize::from(self.past)].min(self.length().saturating_sub(1))
    }

    /// The index of the loop under the cursor. None on the side of past mocks, or if the cursor is on an open mock.
    fn loop_at(&self) -> Option<usize> {
        if self.past { None } else { self.at().checked_sub(self.open().len()).filter(|at| *at < self.loops.len()) }
    }

    fn mock_at(&self) -> Option<&MockRow> {
        if self.past { self.mocks.get(self.at()) } else { self.open().get(self.at()).copied() }
    }

    fn begin(&mut self, name: String, wish: MockWish, cx: &mut Cx<'_>) -> Route {
        self.over = None;
        match cx.engine.mocks().plan(&name, &wish, cx.now) {
            Ok(plan) => {
                let waiting = cx.engine.mocks().waiting(&plan.loop_);
                match waiting {
                    Some(mock) => Route::MockOffer(Box::new(mock), Some(Box::new(plan)), self.medium),
                    None => Route::Mock(Box::new(plan), self.medium),
                }
            }
            Err(MockError::Unfilled(why)) => {
                self.over = Some(Over::Unfilled { name, wish, why });
                Route::Stay
            }
            Err(error) => {
                cx.say(error.to_string());
                Route::Stay
            }
        }
    }

    fn accept(&mut self, cx: &mut Cx<'_>) -> Route {
        if let Some(at) = self.loop_at() {
            let row = &self.loops[at];
            let minutes = (row.minutes != row.usual).then_some(row.minutes);
            return self.begin(row.name.clone(), MockWish { minutes, ..MockWish::default() }, cx);
        }
        let Some(mock) = self.mock_at() else { return Route::Stay };
        if mock.is_open() {
            return Route::ResumeMock(mock.id.clone(), self.medium);
        }
        if mock.answers == 0 && mock.card.is_none() {
            cx.say("Nothing was answered in it, so there is nothing to debrief.");
            return Route::Stay;
        }
        Route::Debrief(mock.id.clone())
    }

    fn change_length(&mut self, longer: bool) {
        let Some(at) = self.loop_at() else { return };
        let LoopRow { minutes, usual, .. } = &mut self.loops[at];
        // To the next multiple of the step, so that every loop can have its usual length and round ones.
        let next = if longer { (*minutes / STEP + 1) * STEP } else { minutes.saturating_sub(1) / STEP * STEP };
        *minutes = next.clamp(STEP, LONGEST.max(*usual));
    }

    fn toggle_mark(&mut self) {
        let at = self.at();
        if let Some(found) = self.marked.iter().position(|marked| *marked == at) {
            self.marked.remove(found);
            return;
        }
        self.marked.push(at);
        if self.marked.len() > 2 {
            self.marked.remove(0);
        }
    }

    fn compare(&mut self, cx: &mut Cx<'_>) {
        // The older one, which is lower in the list, goes to the left.
        let mut marked = self.marked.clone();
        marked.sort_unstable_by(|a, b| b.cmp(a));
        let pair: Vec<&MockRow> = marked.iter().filter_map(|at| self.mocks.get(*at)).collect();
        let [left, right] = pair[..] else {
            return cx.say("Mark two mocks with Space first.");
        };
        if left.card.is_none() || right.card.is_none() {
            return cx.say("Only mocks with a scorecard can be compared: debrief them first.");
        }
        self.over = Some(Over::Compare(Box::new([left.clone(), right.clone()]), Scroll::default()));
    }

    fn act_over(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match &mut self.over {
            Some(Over::Trend(scroll) | Over::Compare(_, scroll)) if action.moves() => scroll.act(action),
            Some(Over::Trend(_) | Over::Compare(..)) => self.over = None,
            Some(Over::Unfilled { name, wish, why }) => {
                if let (Action::Accept, Some(offer)) = (action, why.offer) {
                    let (name, wish) = (name.clone(), wish.clone().with(offer));
                    return self.begin(name, wish, cx);
                }
                self.over = None;
            }
            None => {}
        }
        Route::Stay
    }
}

impl Screen for MocksScreen {
    fn context(&self) -> Context {
        match &self.over {
            Some(Over::Trend(_) | Over::Compare(..)) => Context::Reader,
            _ => Context::Mocks,
        }
    }

    fn offers(&self, action: Action) -> bool {
        let unfilled = matches!(self.over, Some(Over::Unfilled { .. }));
        match action {
            Action::Accept if unfilled => {
                matches!(&self.over, Some(Over::Unfilled { why, .. }) if why.offer.is_some())
            }
            Action::Back | Action::Help => true,
            _ if unfilled => false,
            Action::ScrollLeft | Action::ScrollRight => false,
            Action::Side => !self.mocks.is_empty(),
            Action::Left | Action::Right | Action::Medium => !self.past,
            Action::Toggle | Action::Compare | Action::Trend => self.past,
            Action::Resume => self.past && self.mock_at().is_some_and(MockRow::can_resume),
            _ => true,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        if self.over.is_some() {
            return self.act_over(action, cx);
        }
        match action {
            Action::Side if self.mocks.is_empty() => cx.say("No mock was sat yet. Choose one and press Enter."),
            Action::Side => self.past = !self.past,
            Action::Medium if !self.past => self.medium = other(self.medium),
            Action::Left | Action::Right if !self.past => self.change_length(action == Action::Right),
            Action::Toggle if self.past => self.toggle_mark(),
            Action::Compare if self.past => self.compare(cx),
            Action::Trend if self.past && self.mocks.iter().all(|mock| mock.card.is_none()) => {
                cx.say("There is no scorecard yet: debrief a mock first.");
            }
            Action::Trend if self.past => self.over = Some(Over::Trend(Scroll::default())),
            Action::Resume if self.past => match self.mock_at().filter(|mock| mock.can_resume()) {
                Some(mock) => return Route::ResumeMock(mock.id.clone(), self.medium),
                None => cx.say("This mock is through: there is nothing to go on with."),
            },
            Action::Accept => return self.accept(cx),
            Action::Back => return Route::Home,
            _ => self.cursor[usize::from(self.past)] = moved(self.at(), self.length(), action),
        }
        Route::Stay
    }

    fn form(&self, _engine: &Engine) -> Option<Form> {
        let changed = self.loops.iter().filter(|one| one.minutes != one.usual);
        let minutes: BTreeMap<_, _> = changed.map(|one| (one.name.clone(), one.minutes)).collect();
        let nothing = minutes.is_empty() && self.medium == Medium::Typed;
        let at = self.loop_at().map(|at| self.loops[at].name.clone());
        Form::new(Work::Mocks, &Chosen { minutes, medium: self.medium, at }).filter(|_| !nothing)
    }

    fn saved(&mut self, result: Result<(), &str>, cx: &mut Cx<'_>) {
        match result {
            Ok(()) => self.mocks = cx.engine.mocks().all().unwrap_or_default(),
            Err(error) => cx.say(format!("Not saved: {error}. It is tried again with the next save.")),
        }
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let inner = Rect { x: (area.x + 1).min(area.right()), width: area.width.saturating_sub(2), ..area };
        match &self.over {
            Some(Over::Trend(scroll)) => {
                return compare::trend(&self.mocks, look, inner.width).draw(frame, inner, scroll, theme.dim);
            }
            Some(Over::Compare(pair, scroll)) => {
                return compare::side_by_side(pair, look, inner.width).draw(frame, inner, scroll, theme.dim);
            }
            Some(Over::Unfilled { name, why, .. }) => return unfilled(name, why, theme, frame, area),
            None => {}
        }
        let (left, right) = if self.past {
            (format!("Past mocks ({})", self.mocks.len()), "Tab: loops".to_owned())
        } else {
            let how = if self.medium == Medium::Spoken { "spoken" } else { "typed" };
            ("Mock interviews".to_owned(), format!("{}, {how}", look.engine.config().target.level))
        };
        title_row(frame, area, theme, &left, &right);
        let detail = if area.height >= 14 { self.detail(usize::from(area.width), look) } else { Vec::new() };
        let gap = u16::from(area.height >= 12);
        let below = u16::try_from(detail.len()).unwrap_or(0);
        let list = Rect {
            y: (area.y + 1 + gap).min(area.bottom()),
            height: area.height.saturating_sub(1 + gap + below + u16::from(below > 0)),
            ..area
        };
        for (index, row) in rows_in_sight(list, self.at(), self.length()) {
            self.row(index, look, frame, row);
        }
        list_ends(frame, list, self.at(), self.length(), look.theme);
        for (y, text) in (area.bottom().saturating_sub(below)..area.bottom()).zip(detail) {
            frame.render_widget(Line::styled(text, theme.dim), Rect { y, height: 1, ..area });
        }
    }
}

impl MocksScreen {
    fn row(&self, index: usize, look: &Look<'_>, frame: &mut Frame<'_>, row: Rect) {
        let theme = look.theme;
        let selected = index == self.at();
        let open = self.open();
        let (left, right) = if self.past {
            let mock = &self.mocks[index];
            let box_ = if self.marked.contains(&index) { "[x] " } else { "" };
            (format!("{box_}{}  {}", mock.day.format("%-d %b"), mock.title()), result(mock, row.width >= 60))
        } else if let Some(mock) = open.get(index) {
            (format!("Go on: {}", mock.title()), where_words(mock))
        } else {
            let one = &self.loops[index - open.len()];
            let changed = if one.minutes == one.usual { "" } else { "*" };
            let minutes = format!("{changed}{:>3} min", one.minutes);
            let rounds = count(one.rounds.len(), "round");
            (one.title.clone(), if row.width >= 60 { format!("{rounds:<9} {minutes}") } else { minutes })
        };
        let room = usize::from(row.width).saturating_sub(right.width() + 6);
        let words = format!("{}{}", cursor_mark(selected), shorten(&left, room));
        frame.render_widget(Line::styled(words, row_style(selected, theme)), row);
        at_right(frame, row, &right, theme.dim);
    }

    /// One or two lines about the row under the cursor.
    fn detail(&self, width: usize, look: &Look<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(at) = self.loop_at() {
            let one = &self.loops[at];
            lines.push(format!("   {}", one.about));
            let mut second = if one.rounds.len() > 1 { one.rounds.join(", ") } else { String::new() };
            if let Some(last) = &one.last {
                second = if second.is_empty() { last.clone() } else { format!("{second} · {last}") };
            }
            if !second.is_empty() {
                lines.push(format!("   {second}"));
            }
        } else if let Some(mock) = self.mock_at() {
            let level = mock.progress.as_ref().map(|progress| progress.plan.level.to_string());
            let level = level.or_else(|| mock.card.as_ref().map(|kept| kept.card.level.to_string()));
            let parts = [level, Some(count(mock.answers as usize, "answer")), Some(ago(mock.day, look.now.day()))];
            lines.push(format!("   {}", parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")));
            if let (Some(counts), Some(other)) = (&mock.card, &mock.other) {
                lines.push(format!("   two verdicts: {}", verdicts_words(counts, other)));
            }
            let gap = mock.card.as_ref().and_then(|kept| kept.card.gaps.first());
            lines.extend(gap.map(|gap| format!("   to work on: {}", look.engine.mocks().gap_words(gap))));
        }
        lines.iter().map(|line| shorten(line, width.saturating_sub(1))).collect()
    }
}

/// "lean yes 2.8 · mid", or what is still missing.
fn result(mock: &MockRow, wide: bool) -> String {
    match &mock.card {
        Some(kept) if mock.other.is_some() => {
            let [you, friend] = if kept.is_friends() { ["friend", "you"] } else { ["you", "friend"] };
            let words = |card: &Card| match card.overall {
                Some(overall) if !wide => format!("{overall:.1}"),
                _ => band_words(card),
            };
            let other = mock.other.as_ref().map(|other| words(&other.card)).unwrap_or_default();
            format!("{you} {} · {friend} {other}", words(&kept.card))
        }
        Some(kept) if wide => {
            format!("{} · {}", band_words(&kept.card), level_words(kept.card.level_read, kept.card.level_untold))
        }
        Some(kept) => band_in_short(&kept.card),
        None if mock.is_open() => where_words(mock),
        None if mock.answers == 0 => "nothing answered".to_owned(),
        None if wide && mock.state == SittingState::Abandoned => "given up, not debriefed".to_owned(),
        None => "not debriefed".to_owned(),
    }
}

/// Where a mock was left: "question 3 of 9", with the round if there are several. The date would be too long for a row.
fn where_words(mock: &MockRow) -> String {
    let Some(progress) = &mock.progress else { return String::new() };
    let question = mock_question(progress);
    match progress.plan.rounds.len() {
        0 | 1 => question,
        rounds => format!("round {} of {rounds}, {question}", progress.round + 1),
    }
}

fn unfilled(name: &str, why: &Unfilled, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    title_row(frame, area, theme, "This mock cannot be filled", "");
    let body = body_of(area);
    let mut prose = Prose::new(body.width).paragraph(format!("{name}, round {}: {}.", why.round, why.lack), theme.text);
    let words = match why.offer {
        Some(Offer::Minutes(minutes)) => format!("The nearest that can be: {minutes} minutes. Enter starts that."),
        Some(Offer::Level(level)) => format!("The nearest that can be: level {level}. Enter starts that."),
        None => "Add questions of that sort to a bank of your own, or choose another loop.".to_owned(),
    };
    prose = prose.gap().paragraph(&words, theme.strong);
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}
