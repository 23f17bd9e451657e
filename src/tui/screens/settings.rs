//! The settings: each with its value, its default and what it does, changed in place.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::config::{Change, Kind, Paths, Setting};
use crate::engine::Engine;
use crate::history::Work;
use crate::session::{Order, SoundOrder};
use crate::sound::Sounded;
use crate::speech::aloud::SAMPLE;
use crate::tui::editor::Edit;
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{
    Field, Prose, Scroll, Typing, below, cursor_mark, list_ends, moved, row_style, rows_in_sight, shorten, text_below,
    title_row,
};

/// Width from which there is a column for the default, and names are written out.
const WIDE: u16 = 72;

/// Rows of the list that stay in sight, however much text is below it.
const FEWEST_ROWS: u16 = 3;

/// Height from which there is room for empty rows.
const TALL: u16 = 12;

/// Settings of the voice that reads aloud, which a key lets one hear.
const VOICE: [&str; 3] = ["read_aloud", "voice", "voice_rate"];

/// Columns of a name on a wide and on a narrow screen, and of a value that has its default beside it.
const NAME: (usize, usize) = (24, 18);
const VALUE: usize = 28;

/// A value while it is typed, as it is kept on the disk.
#[derive(Debug, Serialize, Deserialize)]
struct Typed {
    setting: String,
    text: String,
}

/// The page of all settings.
#[derive(Debug)]
pub struct SettingsScreen {
    settings: Vec<&'static Setting>,
    cursor: usize,
    /// The value of a setting, while it is being typed.
    field: Option<Field>,
    /// The changes that reverse each change made here, most recent last.
    undo: Vec<Vec<Change>>,
}

impl SettingsScreen {
    /// The settings in force, with a value that a lost program left half typed.
    pub fn new(engine: &Engine) -> Self {
        let settings: Vec<_> = Setting::all().collect();
        let left = engine.left_form::<Typed>(Work::Settings);
        let left = left.and_then(|typed| {
            let cursor = settings.iter().position(|setting| setting.name == typed.setting)?;
            Some((cursor, Some(Field::of(&typed.text))))
        });
        let (cursor, field) = left.unwrap_or_default();
        Self { settings, cursor, field, undo: Vec::new() }
    }

    fn here(&self) -> &'static Setting {
        self.settings[self.cursor.min(self.settings.len() - 1)]
    }

    /// Changes a setting, or says why it cannot be changed. False: nothing was changed.
    fn change(&mut self, change: Change, cx: &mut Cx<'_>) -> bool {
        let (setting, config) = (change.setting(), cx.engine.config());
        let changed = match config.with(&change) {
            Ok(changed) => changed,
            Err(problem) => {
                cx.say(problem);
                return false;
            }
        };
        let (before, now) = (setting.shown(config), setting.shown(&changed));
        if before == now {
            cx.say(format!("{} is {now}, and stays so.", setting.name));
            return true;
        }
        self.undo.push(Change::back(setting, config));
        cx.effects.push(Effect::ChangeSetting(change));
        cx.say(format!("{} is {now}; it was {before}. u takes that back.", setting.name));
        true
    }

    fn step(&mut self, forward: bool, cx: &mut Cx<'_>) {
        let setting = self.here();
        match Change::step(setting, cx.engine.config(), forward, cx.now.calendar_day()) {
            Some(change) => {
                self.change(change, cx);
            }
            None => cx.say(format!("{} is typed: Enter.", setting.name)),
        }
    }

    /// Takes the typed value, or says what is wrong with it.
    fn take(&mut self, cx: &mut Cx<'_>) {
        let Some(field) = &self.field else { return };
        match Change::typed(self.here(), field.text(), cx.now.calendar_day()) {
            Ok(change) => {
                if self.change(change, cx) {
                    self.field = None;
                }
            }
            Err(problem) => cx.say(problem),
        }
    }

    fn take_back(&mut self, cx: &mut Cx<'_>) {
        let Some(changes) = self.undo.pop() else {
            cx.say("Nothing was changed here that could be taken back.");
            return;
        };
        if let Some(change) = changes.first()
            && let Ok(config) = cx.engine.config().with(change)
        {
            let setting = change.setting();
            self.cursor = self.settings.iter().position(|one| one.name == setting.name).unwrap_or(self.cursor);
            cx.say(format!("{} is {} again.", setting.name, setting.shown(&config)));
        }
        cx.effects.extend(changes.into_iter().map(Effect::ChangeSetting));
    }

    fn row(&self, setting: &Setting, selected: bool, look: &Look<'_>, frame: &mut Frame<'_>, row: Rect) {
        let (theme, config) = (look.theme, look.engine.config());
        let wide = row.width >= WIDE;
        let name = if wide { setting.name } else { setting.name.rsplit('.').next().unwrap_or(setting.name) };
        // On a very narrow screen the value keeps half of the row.
        let narrow = usize::from(row.width / 2).saturating_sub(4);
        let column = if wide {
            NAME.0
        } else if row.width < 36 {
            narrow
        } else {
            NAME.1
        };
        let name = shorten(name, column);
        let mark = if setting.is_default(config) { "  " } else { "* " };
        let room = usize::from(row.width).saturating_sub(column + 8);
        let room = if wide { VALUE } else { room };
        let value = match self.field.as_ref().filter(|_| selected) {
            Some(field) if field.is_selected() => end_of(field.text(), room),
            Some(field) => format!("{}█", end_of(field.text(), room.saturating_sub(1))),
            None => shorten(&setting.shown(config), room),
        };
        let all = self.field.as_ref().is_some_and(|field| selected && field.is_selected());
        let value_style = if all { theme.text.add_modifier(Modifier::REVERSED) } else { row_style(selected, theme) };
        let mut spans = vec![
            Span::styled(format!("{}{name:<column$}", cursor_mark(selected)), row_style(selected, theme)),
            Span::styled(mark, theme.accent),
            Span::styled(value, value_style),
        ];
        if wide {
            let used: usize = spans.iter().map(Span::width).sum();
            let at = 3 + column + 2 + VALUE + 2;
            let room = usize::from(row.width).saturating_sub(at + 1);
            let default = shorten(&format!("default {}", setting.default()), room);
            spans.push(Span::styled(format!("{:1$}{default}", "", at.saturating_sub(used)), theme.dim));
        }
        frame.render_widget(Line::from(spans), row);
    }

    /// What the page says about the setting under the cursor.
    fn prose(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let (theme, setting) = (look.theme, self.here());
        let takes = match (&self.field, setting.kind) {
            (Some(_), Kind::Day) => super::plan::DAYS_TYPED.to_owned(),
            _ => setting.takes(),
        };
        let mut prose = Prose::new(width);
        if self.field.as_ref().is_some_and(Field::is_selected) {
            let keep = key_for(Context::Value, Action::Edit(Edit::LineEnd)).unwrap_or_default();
            prose = prose.paragraph(format!("What you type takes its place; {keep} goes on behind it."), theme.accent);
        }
        for doubt in look.engine.doubts(look.now).iter().filter(|doubt| doubt.setting == setting.name) {
            prose = prose.paragraph(format!("{}.", doubt.words), theme.warn);
        }
        prose
            .paragraph(format!("{}: {}.", setting.name, setting.does), theme.text)
            .paragraph(format!("Default {}; it takes {takes}.", setting.default()), theme.dim)
    }
}

/// The end of a text that is too wide, because that is where typing happens.
fn end_of(text: &str, width: usize) -> String {
    let mut from = text.len();
    for (at, _) in text.grapheme_indices(true).rev() {
        if text[at..].width() > width {
            break;
        }
        from = at;
    }
    text[from..].to_owned()
}

impl Screen for SettingsScreen {
    fn context(&self) -> Context {
        if self.field.is_some() { Context::Value } else { Context::Settings }
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Undo => !self.undo.is_empty(),
            Action::Left | Action::Right => !self.here().is_typed(),
            Action::ReadAloud => VOICE.contains(&self.here().name),
            _ => true,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match Field::act(&mut self.field, action) {
            Typing::Closed => {}
            Typing::Done => return Route::Stay,
            Typing::Taken => {
                self.take(cx);
                return Route::Stay;
            }
        }
        match action {
            Action::Left | Action::Right => self.step(action == Action::Right, cx),
            Action::Accept if matches!(self.here().kind, Kind::Switch | Kind::Choice(_)) => self.step(true, cx),
            Action::Accept => self.field = Some(Field::selected(&self.here().typed(cx.engine.config()))),
            Action::Missed => {
                self.change(Change::to_default(self.here()), cx);
            }
            Action::Undo => self.take_back(cx),
            Action::ReadAloud if self.offers(action) => {
                cx.effects.push(Order::Sound(SoundOrder::ReadAloud(SAMPLE.to_owned())).into());
                cx.effects.push(Effect::LookForLoudspeaker);
            }
            Action::Back => {
                cx.effects.push(Order::Sound(SoundOrder::Hush).into());
                return Route::Back;
            }
            _ => self.cursor = moved(self.cursor, self.settings.len(), action),
        }
        Route::Stay
    }

    fn type_char(&mut self, c: char, _cx: &mut Cx<'_>) {
        // A digit begins to type a value that has digits.
        let has_digits = matches!(self.here().kind, Kind::Whole(..) | Kind::Decimal(..) | Kind::Day | Kind::Keep);
        if self.field.is_some() || has_digits {
            self.field.get_or_insert_default().type_char(c);
        }
    }

    fn paste(&mut self, text: &str, _cx: &mut Cx<'_>) {
        if let Some(field) = &mut self.field {
            field.paste(text);
        }
    }

    fn sounded(&mut self, news: Sounded, cx: &mut Cx<'_>) {
        if let Sounded::NotRead(why) = news {
            cx.say(why.sentence());
        }
    }

    fn form(&self, engine: &Engine) -> Option<Form> {
        let (field, setting) = (self.field.as_ref()?, self.here());
        let typed = Typed { setting: setting.name.to_owned(), text: field.text().to_owned() };
        Form::new(Work::Settings, &typed).filter(|_| typed.text != setting.typed(engine.config()))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let file = look.engine.paths().map(Paths::config_file).unwrap_or_default();
        let whole = crate::text::one_line(&file.display().to_string());
        let name = file.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let fits = whole.width() + 14 <= usize::from(area.width);
        title_row(frame, area, look.theme, "Settings", if fits { &whole } else { &name });
        let list = below(area, if area.height >= 16 { 2 } else { 1 });
        let text = text_below(area, 0);
        let prose = self.prose(look, text.width);
        let rows = u16::try_from(prose.height()).unwrap_or(u16::MAX);
        let gap = u16::from(area.height >= TALL);
        let rows = rows.min(list.height.saturating_sub(FEWEST_ROWS + gap));
        let list = Rect { height: list.height.saturating_sub(rows + gap), ..list };
        for (index, row) in rows_in_sight(list, self.cursor, self.settings.len()) {
            self.row(self.settings[index], index == self.cursor, look, frame, row);
        }
        list_ends(frame, list, self.cursor, self.settings.len(), look.theme);
        let foot = Rect { y: list.bottom().saturating_add(gap).min(area.bottom()), height: rows, ..text };
        prose.draw(frame, foot, &Scroll::default(), look.theme.dim);
    }
}
