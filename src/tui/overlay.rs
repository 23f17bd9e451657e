//! What opens over any screen: help, the command palette, the sheet of numbers, and yes-or-no questions.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;
use unicode_width::UnicodeWidthStr as _;

use super::keymap::{Action, Binding, Context, bindings};
use super::palette::{Command, Does, commands, matching};
use super::screen::{Confirm, Effect};
use super::theme::Theme;
use super::widgets::{
    Field, MEASURE, Prose, Scroll, below, column, first_row, list_ends, moved, row_style, rows_in_sight,
};

/// Columns between keys and what they do, in help.
const KEYS_APART: usize = 2;

/// What lies over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// The keys of a context and what they do.
    Help {
        /// The context in which help was asked for.
        context: Context,
        /// Whether the coach is on; keys that need it are listed only then.
        coach: bool,
        /// How far it is scrolled.
        scroll: Scroll,
    },
    /// The command palette.
    Palette {
        /// The search field.
        field: Field,
        /// The index of the row under the cursor, among those found.
        cursor: usize,
        /// Everything that can be searched.
        commands: Vec<Command>,
    },
    /// The sheet of numbers worth knowing.
    Numbers(Scroll),
    /// A question to be answered with yes or no.
    Confirm(Box<Confirm>),
}

/// What happens when an overlay closes.
#[derive(Debug)]
pub enum Chosen {
    /// It closes and nothing else happens.
    Nothing,
    /// It closes, and this action is performed on the screen below.
    Act(Action),
    /// It closes, and this action is performed on Home.
    ActAtHome(Action),
    /// It closes, and this sentence is shown.
    Tell(&'static str),
    /// It closes, and this effect is performed.
    Do(Box<Effect>),
}

impl Overlay {
    /// The palette for a context, without the actions that `offered` rejects.
    pub fn palette(context: Context, is_page: bool, offered: impl Fn(Action) -> bool) -> Self {
        Self::Palette { field: Field::default(), cursor: 0, commands: commands(context, is_page, offered) }
    }

    /// The context whose keys are active while it is open.
    pub fn context(&self) -> Context {
        match self {
            Self::Help { .. } | Self::Numbers(_) => Context::Reader,
            Self::Palette { .. } => Context::Palette,
            Self::Confirm(_) => Context::Confirm,
        }
    }

    /// Whether an action makes sense now.
    pub fn offers(&self, action: Action) -> bool {
        match self {
            Self::Help { scroll, .. } | Self::Numbers(scroll) => match action {
                Action::PageDown => scroll.has_more(),
                Action::ScrollLeft | Action::ScrollRight => scroll.is_wide(),
                _ => true,
            },
            _ => true,
        }
    }

    /// Types a character into the search field of the palette.
    pub fn type_char(&mut self, c: char) {
        if let Self::Palette { field, cursor, .. } = self {
            field.type_char(c);
            *cursor = 0;
        }
    }

    /// Performs an action. None: the overlay stays open.
    pub fn act(&mut self, action: Action) -> Option<Chosen> {
        match self {
            Self::Help { scroll, .. } | Self::Numbers(scroll) if action.moves() => {
                scroll.act(action);
                None
            }
            Self::Help { .. } | Self::Numbers(_) if action == Action::Search => Some(Chosen::Act(action)),
            Self::Help { .. } | Self::Numbers(_) => Some(Chosen::Nothing),
            Self::Palette { field, cursor, commands, .. } => {
                let found = matching(commands, field.text());
                match action {
                    Action::Edit(edit) => {
                        field.apply(edit);
                        *cursor = 0;
                    }
                    // If nothing matches, it stays open so that the text can be corrected.
                    Action::Accept => {
                        return found.get(*cursor).map(|command| match command.does {
                            Does::Here(action) => Chosen::Act(action),
                            Does::AtHome(action) => Chosen::ActAtHome(action),
                            Does::Tells(words) => Chosen::Tell(words),
                        });
                    }
                    _ if action.moves() => *cursor = moved(*cursor, found.len(), action),
                    _ => return Some(Chosen::Nothing),
                }
                None
            }
            Self::Confirm(confirm) => match action {
                Action::Accept => Some(Chosen::Do(Box::new(confirm.effect.clone()))),
                Action::Back => Some(Chosen::Nothing),
                _ => None,
            },
        }
    }

    /// Draws it over everything except the key line.
    pub fn view(&self, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(Clear, area);
        match self {
            Self::Help { context, coach, scroll } => help(*context, *coach, scroll, theme, frame, area),
            Self::Palette { field, cursor, commands, .. } => palette(field, *cursor, commands, theme, frame, area),
            Self::Numbers(scroll) => numbers(scroll, theme, frame, area),
            Self::Confirm(confirm) => asked(confirm, theme, frame, area),
        }
    }
}

/// Draws each number with a remark, its year and its source.
fn numbers(scroll: &Scroll, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let body = column(area, 0, MEASURE);
    let sheet = crate::bank::numbers();
    let mut prose = Prose::new(body.width).line(Line::styled(sheet.title.as_str(), theme.strong));
    for section in &sheet.sections {
        prose = prose.gap().line(Line::styled(section.title.as_str(), theme.accent));
        for row in &section.rows {
            prose = prose.item(Span::styled("· ", theme.dim), format!("{}: {}", row.name, row.value), theme.text);
            let year = row.year.map_or(String::new(), |year| format!("{year}, "));
            let from = format!("{} ({year}{})", row.note, row.source);
            prose = prose.indented(from.trim_start(), theme.dim, 2);
        }
    }
    prose.draw(frame, body, scroll, theme.dim);
}

fn names(binding: &Binding) -> String {
    let mut names: Vec<String> = Vec::new();
    for key in binding.keys {
        let name = key.name();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(3);
    names.join("  ")
}

fn help(context: Context, coach: bool, scroll: &Scroll, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let body = Rect { x: area.x + area.width.min(2), width: area.width.saturating_sub(4), ..area };
    let mut prose = Prose::new(body.width).line(Line::styled("Keys here", theme.strong));
    let mut everywhere = false;
    let shown = |binding: &&Binding| match binding.action {
        Action::Crash => false,
        Action::SecondOpinion | Action::Improve | Action::Extract => coach,
        _ => true,
    };
    let bindings: Vec<_> = bindings(context).filter(shown).collect();
    // The column of keys is as wide as they need, but at most half of the page; longer ones have their description
    // below them.
    let widest = bindings.iter().map(|binding| names(binding).width() + KEYS_APART).max().unwrap_or(0);
    let lead = widest.min(usize::from(body.width) / 2);
    for binding in bindings {
        let general = matches!(binding.context, Context::Everywhere | Context::Letters);
        if general && !everywhere {
            everywhere = true;
            prose = prose.gap().line(Line::styled("Keys everywhere", theme.strong));
        }
        let keys = names(binding);
        let fits = keys.width() + KEYS_APART <= lead;
        prose = if fits {
            let pad = " ".repeat(lead - keys.width());
            prose.item(Span::styled(format!("{keys}{pad}"), theme.accent), binding.label, theme.text)
        } else {
            prose.paragraph(keys, theme.accent).indented(binding.label, theme.text, u16::try_from(lead).unwrap_or(0))
        };
    }
    prose.draw(frame, body, scroll, theme.dim);
}

fn asked(confirm: &Confirm, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let body = column(area, u16::from(area.height >= 6), MEASURE);
    let mut prose = Prose::new(body.width).paragraph(&confirm.title, theme.strong);
    for (n, text) in confirm.text.iter().enumerate() {
        prose = prose.gap().paragraph(text, if n == 0 { theme.text } else { theme.dim });
    }
    prose.draw(frame, body, &Scroll::default(), theme.dim);
}

fn palette(field: &Field, cursor: usize, commands: &[Command], theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let body = Rect { x: area.x + area.width.min(2), width: area.width.saturating_sub(4), ..area };
    field.draw(Span::styled(": ", theme.accent), theme.text, frame, first_row(body));
    let list = below(body, 2);
    let found = matching(commands, field.text());
    if found.is_empty() {
        let words = format!("Nothing is called {:?}. Change it, or Esc.", field.text().trim());
        Prose::new(list.width).paragraph(words, theme.warn).draw(frame, list, &Scroll::default(), theme.dim);
    }
    for (index, row) in rows_in_sight(list, cursor, found.len()) {
        let (Command { label, key, .. }, selected) = (found[index], index == cursor);
        let mark = if selected { "▸ " } else { "  " };
        frame.render_widget(Line::styled(format!("{mark}{label}"), row_style(selected, theme)), row);
        frame.render_widget(Line::from(Span::styled(key.clone(), theme.accent)).right_aligned(), row);
    }
    // Beside the names of keys, which end with the row.
    let beside = Rect { width: list.width + 1, ..list }.intersection(area);
    list_ends(frame, beside, cursor, found.len(), theme);
}
