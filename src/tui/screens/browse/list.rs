//! How the list is drawn: a head with the search and the states, the rows in as many columns as fit, the preview.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use super::rows::Shown;
use super::{BrowseScreen, place};
use crate::bank::Filter;
use crate::browse::State;
use crate::tui::screen::Look;
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, at_right, below, ends_from, first_row, shorten, text_below, upright};

/// Width from which the preview stands beside the list.
const BESIDE: u16 = 100;

/// Height from which a few lines below the list show the whole prompt.
const ROOM_BELOW: u16 = 16;

/// Columns that stay visible before a match in a prompt that is too long.
const LEAD: usize = 12;

/// The width of each column; 0: left out.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    state: usize,
    found: usize,
    topic: usize,
    levels: usize,
    difficulty: usize,
    due: usize,
    last: usize,
    attempts: usize,
}

impl Columns {
    /// The columns that fit into a width. If a search found something in notes or answers, that is shown in place of
    /// the topic.
    fn of(width: usize, found: bool) -> Self {
        let mut columns = match width {
            110.. => Self { state: 10, topic: 21, levels: 13, difficulty: 7, due: 7, last: 6, attempts: 4, found: 0 },
            90.. => Self { state: 10, topic: 17, levels: 0, difficulty: 7, due: 7, last: 6, attempts: 4, found: 0 },
            70.. => Self { state: 10, topic: 15, due: 7, last: 6, attempts: 4, ..Self::default() },
            56.. => Self { state: 10, due: 7, last: 6, attempts: 4, ..Self::default() },
            _ => Self { state: 7, ..Self::default() },
        };
        if found {
            columns.found = if width >= 70 { 20 } else { 8 };
            (columns.topic, columns.levels) = (0, 0);
            if width < 90 {
                (columns.last, columns.attempts) = (0, 0);
            }
        }
        columns
    }

    /// The width that is left for the prompt: three columns are for the cursor, one is at the end.
    fn prompt(self, width: usize) -> usize {
        let taken = self.state + self.found + self.topic + self.levels + self.difficulty + self.due + self.last;
        width.saturating_sub(taken + self.attempts + 4)
    }
}

pub(super) fn view(screen: &BrowseScreen, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    screen.wide.set(area.width >= BESIDE);
    head(screen, look, frame, first_row(area));
    states(screen, look.theme, frame, first_row(below(area, 1)));
    let body = below(area, 2);
    let open = screen.view.preview.unwrap_or(screen.wide.get());
    if open && screen.wide.get() {
        let width = body.width * 2 / 5;
        rows(screen, look.theme, frame, Rect { width: body.width - width - 2, ..body });
        let side = Rect { x: body.right() - width + 1, width: width.saturating_sub(3), ..body };
        upright(frame, Rect { x: body.right() - width - 1, width: 1, ..body }, look.theme);
        screen.preview.draw(look.theme, frame, side);
    } else if open {
        let height = body.height / 2;
        rows(screen, look.theme, frame, Rect { height: body.height - height, ..body });
        let below = Rect { x: body.x + 3, width: body.width.saturating_sub(6), ..body };
        let below = Rect { y: body.bottom() - height, height, ..below };
        screen.preview.draw(look.theme, frame, below);
    } else if area.height >= ROOM_BELOW {
        rows(screen, look.theme, frame, Rect { height: body.height - 4, ..body });
        let below = Rect { x: body.x + 3, y: body.bottom() - 3, width: body.width.saturating_sub(6), height: 3 };
        screen.preview.draw_short(look.theme, frame, below);
    } else {
        rows(screen, look.theme, frame, body);
    }
}

fn head(screen: &BrowseScreen, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let searched = !screen.field.text().is_empty();
    let seeking = if screen.seeking && searched { "looking … · " } else { "" };
    let order = screen.view.sort.words(searched);
    let many = screen.shown.len();
    let right = if area.width >= 60 { format!("{seeking}{many} · {order}") } else { many.to_string() };
    let room = usize::from(area.width).saturating_sub(right.width() + 6);
    at_right(frame, area, &right, theme.dim);
    let lead = Span::styled(" / ", theme.accent);
    if screen.searching {
        let width = u16::try_from(room).unwrap_or(u16::MAX).saturating_add(4).min(area.width);
        return screen.field.draw(lead, theme.text, frame, Rect { width, ..area });
    }
    let left = if searched {
        let columns = u16::try_from(room).unwrap_or(u16::MAX);
        Line::from(vec![lead, Span::styled(screen.field.shown(columns), theme.text)])
    } else {
        let words = filter_words(&screen.view.filter, look);
        let words = if words.is_empty() { screen.account.questions_words() } else { words };
        let words = format!("  {words}");
        Line::from(vec![
            Span::styled(" Questions", theme.strong),
            Span::styled(shorten(&words, room.saturating_sub(6)), theme.accent),
        ])
    };
    let left_area = Rect { width: area.width.saturating_sub(u16::try_from(right.width()).unwrap_or(0) + 2), ..area };
    frame.render_widget(left, left_area);
}

/// The filter in a few words; empty when it admits everything.
fn filter_words(filter: &Filter, look: &Look<'_>) -> String {
    let library = look.engine.library();
    let mut words: Vec<String> = filter.topics.iter().map(|topic| library.topic_title(topic).to_owned()).collect();
    words.extend(filter.kinds.iter().map(ToString::to_string));
    words.extend(filter.level.map(|level| level.to_string()));
    words.extend(filter.difficulties.iter().map(ToString::to_string));
    words.extend(filter.archetype.map(|archetype| archetype.to_string()));
    words.extend(filter.tracks.iter().chain(&filter.tags).cloned());
    words.extend(filter.bank.clone());
    words.join(", ")
}

/// How many questions are in each state; the one that is chosen stands in brackets. Those that do not fit are left out,
/// except for the chosen one.
fn states(screen: &BrowseScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let part = |state: State| {
        let count = screen.counts[place(state)];
        let chosen = screen.view.state == Some(state);
        let words = format!("{} {count}", state.word());
        (count > 0 || chosen).then(|| if chosen { (format!("[{words}]"), theme.selected) } else { (words, theme.dim) })
    };
    let chosen = screen.view.state.and_then(part);
    let mut room =
        usize::from(area.width).saturating_sub(2 + chosen.as_ref().map_or(0, |(words, _)| words.width() + 2));
    let mut spans = vec![Span::raw(" ")];
    for &state in State::ALL {
        let Some((words, style)) = part(state) else { continue };
        if screen.view.state != Some(state) {
            let Some(left) = room.checked_sub(words.width() + 2) else { continue };
            room = left;
        }
        spans.push(Span::styled(words, style));
        spans.push(Span::raw("  "));
    }
    frame.render_widget(Line::from(spans), area);
}

fn rows(screen: &BrowseScreen, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    if area.is_empty() {
        return;
    }
    if screen.shown.is_empty() {
        let words = if screen.seeking && !screen.field.text().is_empty() {
            "Looking through notes and answers …"
        } else if screen.all.rows().is_empty() {
            "There are no questions."
        } else {
            "No question fits. Esc clears the search, f the filter."
        };
        let below = text_below(area, 0);
        return Prose::new(below.width).paragraph(words, theme.dim).draw(frame, below, &Scroll::default(), theme.dim);
    }
    let width = usize::from(area.width);
    let columns = Columns::of(width, !screen.hits.is_empty());
    let mut list = area;
    // Low screens need the row for a question.
    if area.height >= 8 {
        names(columns, width, theme, frame, area);
        list = Rect { y: area.y + 1, height: area.height - 1, ..area };
    }
    let height = usize::from(list.height);
    let first = (screen.cursor + 1).saturating_sub(height).max(screen.cursor.saturating_sub(height / 2));
    let first = first.min(screen.shown.len().saturating_sub(height));
    for (y, at) in (list.y..list.bottom()).zip(first..screen.shown.len()) {
        if let Some(shown) = screen.rows.get(at) {
            let line = line(shown, at == screen.cursor, columns, width, theme);
            frame.render_widget(line, Rect { y, height: 1, ..list });
        }
    }
    ends_from(frame, list, first, screen.shown.len(), theme);
}

/// Draws the names of the columns.
fn names(columns: Columns, width: usize, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
    let mut text = "   ".to_owned();
    let mut add = |name: &str, width: usize| text.push_str(&padded(name, width));
    add("state", columns.state);
    add("question", columns.prompt(width));
    add(" found", columns.found);
    add(" topic", columns.topic);
    add(" level", columns.levels);
    add(" hard", columns.difficulty);
    let right = |name: &str, width: usize| if width == 0 { String::new() } else { format!("{name:>width$}") };
    text.push_str(&right("due", columns.due));
    text.push_str(&right("last", columns.last));
    text.push_str(&right("n", columns.attempts));
    frame.render_widget(Line::styled(text, theme.dim), Rect { height: 1, ..area });
}

/// A text cut or padded to a width; empty if the column is left out.
fn padded(text: &str, width: usize) -> String {
    let cut = shorten(text, width.saturating_sub(usize::from(width > 1)));
    if width == 0 { String::new() } else { format!("{cut}{}", " ".repeat(width.saturating_sub(cut.width()))) }
}

fn line<'a>(shown: &Shown, selected: bool, columns: Columns, width: usize, theme: &Theme) -> Line<'a> {
    let text = if selected { theme.selected } else { theme.text };
    let mut spans = vec![Span::styled(if selected { " ▸ " } else { "   " }, theme.selected)];
    // A single narrow column says what matters most: when the question comes back, or why it does not.
    let state = match shown.state {
        State::Review | State::Learning if columns.due == 0 => shown.due.as_str(),
        State::Suspended if columns.state < 10 => "susp.",
        state => state.word(),
    };
    spans.push(Span::styled(padded(state, columns.state), state_style(shown.state, theme)));
    let room = columns.prompt(width);
    let prompt = cut(&shown.prompt, &shown.marks, room.saturating_sub(1));
    let used: usize = prompt.iter().map(|(part, _)| part.width()).sum();
    for (part, marked) in prompt {
        spans.push(Span::styled(part, if marked { theme.mentioned } else { text }));
    }
    spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
    if columns.found > 0 {
        let (long, short) = shown.found.as_ref().map_or(("", ""), |(long, short)| (long.as_str(), *short));
        let words = if columns.found >= 20 { long } else { short };
        spans.push(Span::styled(padded(&format!(" {words}"), columns.found), theme.accent));
    }
    for (words, width) in
        [(shown.topic.as_str(), columns.topic), (&shown.levels, columns.levels), (shown.difficulty, columns.difficulty)]
    {
        spans.push(Span::styled(padded(&format!(" {words}"), width), theme.dim));
    }
    for (words, width) in
        [(shown.due.as_str(), columns.due), (shown.last, columns.last), (&shown.attempts, columns.attempts)]
    {
        let words = if width == 0 { String::new() } else { format!("{words:>width$}") };
        spans.push(Span::styled(words, theme.dim));
    }
    Line::from(spans)
}

fn state_style(state: State, theme: &Theme) -> Style {
    match state {
        State::Due => theme.warn,
        State::Learning => theme.accent,
        _ => theme.dim,
    }
}

/// A prompt cut to a width, in stretches that are marked or not. If the first match lies beyond the width, the
/// beginning is cut off instead.
fn cut(text: &str, marks: &[Range<usize>], width: usize) -> Vec<(String, bool)> {
    let hidden = marks.first().filter(|mark| text.width() > width && text[..mark.end].width() + 1 > width);
    let from = hidden.map_or(0, |mark| {
        let before = &text[..mark.start];
        let mut used = 0;
        let lead = before.grapheme_indices(true).rev().find(|(_, grapheme)| {
            used += grapheme.width();
            used > LEAD.min(width / 3)
        });
        let from = lead.map_or(0, |(at, grapheme)| at + grapheme.len());
        // Rather cut a whole word than half of one.
        match before[from..].find(' ') {
            Some(blank) if from > 0 && !before[..from].ends_with(' ') => from + blank + 1,
            _ => from,
        }
    });
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut push = |part: &str, marked: bool| match parts.last_mut() {
        Some((last, same)) if *same == marked => last.push_str(part),
        _ => parts.push((part.to_owned(), marked)),
    };
    let mut left = width;
    if from > 0 && left > 0 {
        push("…", false);
        left -= 1;
    }
    let rest = &text[from..];
    let whole = rest.width() <= left;
    for (at, grapheme) in rest.grapheme_indices(true) {
        let needed = grapheme.width() + usize::from(!whole);
        if needed > left {
            if left > 0 {
                push("…", false);
            }
            break;
        }
        left -= grapheme.width();
        let at = from + at;
        push(grapheme, marks.iter().any(|mark| mark.contains(&at)));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(text: &str, mark: &str, width: usize) -> String {
        let at = text.find(mark).expect("there");
        let marks = std::slice::from_ref(&(at..at + mark.len())).to_vec();
        let parts = cut(text, &marks, width);
        parts.into_iter().map(|(part, marked)| if marked { format!("[{part}]") } else { part }).collect()
    }

    #[test]
    fn a_match_far_behind_is_brought_into_sight() {
        assert_eq!(joined("What is a hot key?", "hot", 40), "What is a [hot] key?");
        assert_eq!(joined("What is a hot key?", "is", 12), "What [is] a h…");
        assert_eq!(joined("You are told that a queue grows without end", "grows", 20), "…queue [grows] withou…");
        assert_eq!(joined("東京の大阪です", "大阪", 8), "…の[大阪]…");
    }

    #[test]
    fn columns_leave_room_for_the_question() {
        for width in 20..200 {
            for found in [false, true] {
                let room = Columns::of(width, found).prompt(width);
                assert!(room * 3 >= width || width < 40, "{room} of {width}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_cut_prompt_never_gets_wider_than_its_place(text in "[a-zé東 👩‍👩‍👧]{0,60}", mark in 0_usize..60, width in 0_usize..50) {
            let mut graphemes = text.grapheme_indices(true);
            let marks: Vec<_> = graphemes.nth(mark).map(|(at, grapheme)| at..at + grapheme.len()).into_iter().collect();
            let used: usize = cut(&text, &marks, width).iter().map(|(part, _)| part.width()).sum();
            prop_assert!(used <= width, "{used} of {width}");
        }
    }
}
