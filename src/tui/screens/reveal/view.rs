//! How the notes look: beside the answer or in its place, with the row under the cursor always in sight.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::{Panel, Reveal, TickRow, panels, pieces};
use crate::assess::counts;
use crate::bank::{Level, Question, Tier};
use crate::history::{Medium, Tick};
use crate::practice::Review;
use crate::practice::words::{self, halves};
use crate::tui::highlight::Code;
use crate::tui::screen::Look;
use crate::tui::screens::asked::{header, ticked, with_code};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll, below, clock, two_halves, wrap, you_said};

/// Width from which both sides fit beside each other.
pub(crate) const BESIDE: u16 = 80;

impl Reveal {
    pub(crate) fn view(&self, review: &Review, code: &Code, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        let answer = review.answer();
        let mut right = format!("{} of {}", clock(answer.spent().answer), clock(f64::from(answer.target())));
        if let Some(worth) = review.prediction() {
            right.push_str(&format!("   {}", you_said(worth)));
        } else if answer.gave_up() {
            right.push_str("   given up");
        }
        header(answer, look, &right, frame, area);
        let body = below(area, 1);
        self.narrow.set(body.width < BESIDE);
        if let Some(panel) = self.panel {
            let inner = margin(body);
            return self.panel_text(panel, review, theme, inner.width).draw(
                frame,
                inner,
                &self.panel_scroll,
                theme.dim,
            );
        }
        if body.width >= BESIDE {
            let [left, right] = two_halves(frame, body, theme);
            let left = self.view_first_steps(review, theme, frame, margin(left));
            self.view_answer(review, code, theme, frame, left);
            self.view_points(review, theme, frame, margin(right));
        } else if self.answer_side {
            self.view_answer(review, code, theme, frame, margin(body));
        } else {
            let points = self.view_first_steps(review, theme, frame, margin(body));
            self.view_points(review, theme, frame, points);
        }
    }

    /// Explains at the bottom how to read notes, as long as nothing was ever rated. Returns the area that is left
    /// above.
    fn view_first_steps(&self, review: &Review, theme: &Theme, frame: &mut Frame<'_>, area: Rect) -> Rect {
        let Some(level) = self.first_steps.filter(|_| review.question().has_notes()) else { return area };
        let enter = "Enter goes on to the rating, once everything is judged.".to_owned();
        let write = |sentences: &[String]| {
            sentences.iter().fold(Prose::new(area.width), |prose, words| prose.paragraph(words, theme.dim))
        };
        let mut prose = write(&words::first_steps(level).into_iter().chain([enter]).collect::<Vec<_>>());
        if prose.height() * 3 > usize::from(area.height) {
            prose = write(&short_first_steps(level));
        }
        let height = u16::try_from(prose.height()).unwrap_or(u16::MAX).min(area.height / 2);
        let band = Rect { y: area.bottom() - height, height, ..area };
        prose.draw(frame, band, &Scroll::default(), theme.dim);
        let gap = u16::from(area.height >= 12);
        Rect { height: area.height.saturating_sub(height + gap), ..area }
    }

    pub(crate) fn view_answer(&self, review: &Review, code: &Code, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        let mut prose = Prose::new(area.width).line(heading("Your answer", self.answer_side, theme));
        let answer = review.answer();
        let text = answer.text();
        // What was typed before an answer was spoken is its outline.
        let spoken = answer.medium() == Medium::Spoken && self.heard.transcript().is_some();
        if spoken && !text.trim().is_empty() {
            prose = prose.paragraph("Your outline", theme.dim).paragraph(text, theme.dim).gap();
        }
        prose = match answer.medium() {
            _ if !text.is_empty() && !spoken => {
                prose.painted_item(Span::default(), text, &self.marks.within(&(0..text.len()), theme), theme.text)
            }
            Medium::Spoken => self.heard.spoken(prose, &self.marks, theme),
            _ => prose.paragraph("None given.", theme.dim),
        };
        for reply in &self.replies {
            prose = reply.write(prose, theme);
        }
        prose = prose.gap().line(Line::styled("The question", theme.strong));
        prose = prose.paragraph(answer.prompt(), theme.dim);
        if !code.is_empty() {
            prose = with_code(prose.gap(), code, theme);
        }
        prose.draw(frame, area, &self.answer_scroll, theme.dim);
    }

    fn view_points(&self, review: &Review, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        let question = review.question();
        if question.look_for.is_empty() && self.replies.is_empty() {
            let (words, ways) = if self.offers_notes {
                (
                    "This question has no notes yet. What would an interviewer have listened for?",
                    "n writes it down, one point a line, or paste it: then tick what you said. Enter goes on without.",
                )
            } else {
                ("This question has no notes.", "Think of what an interviewer would have listened for.")
            };
            let prose = Prose::new(area.width).paragraph(words, theme.text);
            return prose.gap().paragraph(ways, theme.text).draw(frame, area, &Scroll::default(), theme.dim);
        }
        let rows = self.rows(review);
        let why_rows = self.why(question, &rows, area.width);
        let why_height = u16::try_from(why_rows.len() + 1).unwrap_or(0);
        let shows_why = area.height >= 12 && why_rows.len() < usize::from(area.height / 2);
        let (list, why) = if shows_why {
            let [list, why] = area.layout(&Layout::vertical([Constraint::Min(0), Constraint::Length(why_height)]));
            (list, Some(why))
        } else {
            (area, None)
        };
        let (lines, places) = self.lines(review, &rows, theme, list.width);
        // Headings above the first row stay visible with it.
        let at_cursor =
            places.get(self.cursor).map_or(0..1, |place| if self.cursor == 0 { 0..place.end } else { place.clone() });
        let first = scroll_to(at_cursor, lines.len(), usize::from(list.height));
        let shown = first..first + usize::from(list.height);
        let whole = |place: &Range<usize>| place.start >= shown.start && place.end <= shown.end;
        let seen = rows.iter().zip(&places).filter(|(_, place)| whole(place)).map(|(row, _)| *row);
        *self.in_sight.borrow_mut() = Some(seen.collect());
        for (y, line) in (list.y..list.bottom()).zip(lines.iter().skip(first)) {
            frame.render_widget(line, Rect { y, height: 1, ..list });
        }
        if lines.len() > first + usize::from(list.height) && list.height > 0 {
            let corner = Rect { x: list.right() - 1, y: list.bottom() - 1, width: 1, height: 1 };
            frame.render_widget(Span::styled("↓", theme.dim), corner);
        }
        if let Some(why) = why {
            for (y, text) in (why.y + 1..why.bottom()).zip(why_rows) {
                frame.render_widget(Line::styled(text, theme.dim), Rect { y, height: 1, ..why });
            }
        }
    }

    /// The lines of the list, and the range of lines that each row takes.
    fn lines(
        &self,
        review: &Review,
        rows: &[TickRow],
        theme: &Theme,
        width: u16,
    ) -> (Vec<Line<'static>>, Vec<Range<usize>>) {
        let question = review.question();
        let counted = review.score();
        let count = counted.map_or(String::new(), |score| format!("{} of {}", halves(score.points), score.of));
        let title = heading("What to look for", !self.answer_side, theme);
        let gap = usize::from(width).saturating_sub(title.width() + count.len() + 1);
        let mut lines = vec![Line::from(vec![title, Span::raw(" ".repeat(gap)), Span::styled(count, theme.dim)])];
        let mut places = Vec::with_capacity(rows.len());
        let above =
            |row: &TickRow| matches!(row, TickRow::Point(at) if !counts(question.look_for[*at].tier, review.level()));
        let first_above = rows.iter().position(above);
        for (index, row) in rows.iter().enumerate() {
            if first_above == Some(index) {
                lines.push(Line::styled(above_words(review.level()), theme.dim));
            }
            match row {
                TickRow::Reply(0) => lines.push(Line::styled("Follow-ups: did the reply hold?", theme.strong)),
                TickRow::Mistake(0) => lines.push(Line::styled("Mistakes", theme.strong)),
                TickRow::Weak(0) => lines.push(Line::styled("Sounded like", theme.strong)),
                _ => {}
            }
            let selected = index == self.cursor && !self.answer_side;
            let from = lines.len();
            lines.extend(self.row_lines(review, *row, selected, theme, width));
            places.push(from..lines.len());
        }
        if question.mistakes.is_empty() && question.weak.is_empty() {
            lines.push(Line::default());
        }
        (lines, places)
    }

    /// Whether the answer mentions a point or touches it, in words to stand beside the point; empty if neither.
    fn found(&self, point: &String) -> String {
        let found = if self.mentioned.contains(point) {
            "  \u{25cf} mentioned"
        } else if self.touched.contains(point) {
            "  \u{25cb} touched"
        } else {
            ""
        };
        found.to_owned()
    }

    fn row_lines(
        &self,
        review: &Review,
        row: TickRow,
        selected: bool,
        theme: &Theme,
        width: u16,
    ) -> Vec<Line<'static>> {
        let question = review.question();
        let ticks = review.ticks();
        let plain = |on: bool| if on { ("[x]", theme.bad) } else { ("[ ]", theme.dim) };
        let in_four = |tick| match tick {
            None => ("[ ]", theme.dim),
            Some(Tick::Missed) => ("[-]", theme.bad),
            Some(tick) => {
                let (mark, style) = ticked(tick, theme);
                (mark.trim_end(), style)
            }
        };
        let (mark, label, label_style, text, found) = match row {
            TickRow::Reply(index) => {
                let reply = &self.replies[index];
                (in_four(reply.tick), "", theme.dim, reply.prompt(), reply.summary())
            }
            TickRow::Point(index) => {
                let point = &question.look_for[index];
                let mark = in_four(ticks.points.get(&point.id).copied());
                let label = if point.tier == Tier::Strong { "" } else { point.tier.word() };
                let style = if point.tier == Tier::Must { theme.warn } else { theme.dim };
                let after = review.after_coach_words(&point.id).map_or(String::new(), |words| format!("  {words}"));
                (mark, label, style, point.text.as_str(), self.found(&point.id) + &after)
            }
            TickRow::Mistake(index) => {
                let mistake = &question.mistakes[index];
                let label = if mistake.critical { "critical" } else { "" };
                let stated = if self.stated.contains(&mistake.id) { "  \u{25cb} touched" } else { "" };
                let on = plain(ticks.mistakes.contains(&mistake.id));
                (on, label, theme.bad, mistake.text.as_str(), stated.to_owned())
            }
            TickRow::Weak(index) => {
                let signal = &question.weak[index];
                (plain(ticks.weak.contains(&signal.id)), "", theme.dim, signal.text.as_str(), String::new())
            }
        };
        let label = if label.is_empty() { String::new() } else { format!("{label}  ") };
        let whole = format!("{label}{text}{found}");
        let text_style = if selected { theme.selected } else { theme.text };
        let label_end = label.len();
        let text_end = label.len() + text.len();
        wrap(&whole, width.saturating_sub(6))
            .into_iter()
            .enumerate()
            .map(|(n, range)| {
                let mut spans = if n == 0 {
                    vec![
                        Span::styled(if selected { "▸ " } else { "  " }, theme.selected),
                        Span::styled(mark.0, mark.1),
                        Span::raw(" "),
                    ]
                } else {
                    vec![Span::raw("      ")]
                };
                for (from, to, style) in [
                    (0, label_end, label_style),
                    (label_end, text_end, text_style),
                    (text_end, whole.len(), theme.accent),
                ] {
                    let (from, to) = (from.max(range.start), to.min(range.end));
                    if from < to {
                        spans.push(Span::styled(whole[from..to].to_owned(), style));
                    }
                }
                Line::from(spans)
            })
            .collect()
    }

    fn panel_text(&self, panel: Panel, review: &Review, theme: &Theme, width: u16) -> Prose<'static> {
        match panel {
            Panel::Delivery => self.heard(review).panel(theme, width),
            Panel::Earlier => self.before.panel(self.heard.text(), theme, width),
            Panel::Company => {
                let (company, notes) = self.company.clone().unwrap_or_default();
                Prose::new(width).paragraph(company, theme.strong).gap().paragraph(notes, theme.text)
            }
            _ => panels::panel(&pieces(panel, review), theme, width),
        }
    }

    /// Why the row under the cursor matters, wrapped.
    fn why(&self, question: &Question, rows: &[TickRow], width: u16) -> Vec<String> {
        if let Some(&TickRow::Reply(index)) = rows.get(self.cursor) {
            let listen_for = self.replies[index].listen_for();
            return if listen_for.is_empty() { Vec::new() } else { wrapped("listen for", &listen_for, width) };
        }
        let why = match rows.get(self.cursor) {
            Some(&TickRow::Point(index)) => question.look_for[index].why.as_deref(),
            Some(&TickRow::Mistake(index)) => question.mistakes[index].why.as_deref(),
            _ => None,
        };
        why.map_or(Vec::new(), |why| wrapped("why", why, width))
    }
}

/// The heading of a side; the one that has the keys is marked.
fn heading(words: &'static str, has_keys: bool, theme: &Theme) -> Span<'static> {
    Span::styled(words, if has_keys { theme.selected } else { theme.strong })
}

/// How to read notes, if there is little room: one row per sentence.
fn short_first_steps(level: Level) -> [String; 4] {
    [
        format!("Counted: what {level} should say."),
        "● your words say it, ○ come near it.".to_owned(),
        "Blank: not judged. m missed, r rest.".to_owned(),
        "Enter: rate, when all is judged.".to_owned(),
    ]
}

/// The heading over points that nobody expects at this level.
fn above_words(level: Level) -> &'static str {
    match level {
        Level::Junior | Level::Mid => "For senior and staff: not counted",
        Level::Senior | Level::Staff => "For staff: not counted",
    }
}

fn wrapped(label: &str, text: &str, width: u16) -> Vec<String> {
    let text = format!("{label}: {text}");
    wrap(&text, width).into_iter().map(|row| text[row].to_owned()).collect()
}

/// The first line to draw so that `rows` are visible, as near to the top of the list as possible.
fn scroll_to(rows: Range<usize>, of: usize, height: usize) -> usize {
    let enough = rows.end.saturating_sub(height);
    enough.min(of.saturating_sub(height)).min(rows.start)
}

pub(crate) fn margin(area: Rect) -> Rect {
    Rect { x: (area.x + 1).min(area.right()), width: area.width.saturating_sub(2), ..area }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_row_under_the_cursor_is_always_visible() {
        assert_eq!(scroll_to(0..2, 20, 8), 0);
        assert_eq!(scroll_to(6..9, 20, 8), 1);
        assert_eq!(scroll_to(18..20, 20, 8), 12);
        assert_eq!(scroll_to(4..15, 20, 8), 4);
        assert_eq!(scroll_to(3..4, 4, 0), 3);
    }
}
