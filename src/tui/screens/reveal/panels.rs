//! What an interviewer knows beyond the points, opened on demand.

use ratatui::text::{Line, Span};

use crate::bank::Question;
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// What they would ask next.
pub(super) fn follow_ups(question: &Question, theme: &Theme, width: u16) -> Prose<'static> {
    let mut prose = Prose::new(width).line(Line::styled("What they would ask next", theme.strong));
    for follow_up in &question.follow_ups {
        prose = prose.gap().paragraph(&follow_up.prompt, theme.accent);
        for point in &follow_up.look_for {
            prose = prose.item(Span::styled("  · ", theme.dim), &point.text, theme.text);
        }
    }
    prose
}

/// A strong answer, why it is one, and a thin one.
pub(super) fn samples(question: &Question, theme: &Theme, width: u16) -> Prose<'static> {
    let Some(sample) = &question.sample else { return Prose::new(width) };
    let mut prose = Prose::new(width);
    for (title, text) in [
        ("One strong answer (yours may differ)", &sample.strong),
        ("Why it works", &sample.why_it_works),
        ("A thin answer", &sample.weak),
    ] {
        if !text.is_empty() {
            prose = prose.line(Line::styled(title, theme.strong)).paragraph(text, theme.text).gap();
        }
    }
    prose
}

/// What the question measures, an order to answer in, and where to read on.
pub(super) fn outline(question: &Question, theme: &Theme, width: u16) -> Prose<'static> {
    let mut prose = Prose::new(width);
    if let Some(intent) = &question.intent {
        prose = prose.line(Line::styled("What it measures", theme.strong)).paragraph(intent, theme.text).gap();
    }
    if !question.framework.is_empty() {
        prose = prose.line(Line::styled("An order to answer in", theme.strong));
        for (number, step) in (1..).zip(&question.framework) {
            prose = prose.item(Span::styled(format!("{number}  "), theme.accent), step, theme.text);
        }
        prose = prose.gap();
    }
    if !question.references.is_empty() {
        prose = prose.line(Line::styled("Read on", theme.strong));
        for reference in &question.references {
            prose = prose.paragraph(&reference.title, theme.text);
            prose = prose.indented(&reference.url, theme.dim, 2);
        }
    }
    prose
}
