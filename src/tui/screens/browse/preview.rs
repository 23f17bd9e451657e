//! What the preview shows of the question under the cursor. Its notes stay closed until the question was answered once.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::facts::{day_words, facts, labels};
use crate::assess::Ticks;
use crate::browse::{Catalogue, Finder, Query, Via};
use crate::history::Tick;
use crate::tui::highlight::{Code, plain};
use crate::tui::screen::Cx;
use crate::tui::screens::asked::{ticked, with_code};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, Scroll};

/// The preview of the question under the cursor, ready to be drawn.
#[derive(Debug, Default)]
pub(super) struct Preview {
    labels: String,
    prompt: String,
    code: Code,
    facts: Vec<String>,
    found: Option<Excerpt>,
    notes: PreviewNotes,
}

/// Where the search found it, other than in the prompt.
#[derive(Debug)]
struct Excerpt {
    place: String,
    text: String,
    marks: Vec<Range<usize>>,
}

#[derive(Debug, Default)]
enum PreviewNotes {
    /// The question has no notes, or is in no bank any more.
    #[default]
    None,
    /// The question was never answered.
    Closed,
    /// The points, with their latest ticks.
    Open(Vec<(Tick, String)>),
}

impl Preview {
    /// Prepares the preview of a row.
    pub(super) fn of(
        row: usize,
        all: &Catalogue,
        via: Option<Via>,
        cx: &Cx<'_>,
        query: &Query,
        finder: &mut Finder,
    ) -> Self {
        let (id, entry) = (all.id(row), all.entry(row));
        let answered = all.rows()[row].attempts > 0;
        let notes = match entry {
            Some(entry) if entry.has_notes && !answered => PreviewNotes::Closed,
            Some(entry) if entry.has_notes => {
                let before = cx.engine.last_ticks(id).unwrap_or_default();
                PreviewNotes::Open(points(cx, id, &before))
            }
            _ => PreviewNotes::None,
        };
        let mut excerpt = |place: String, texts: Vec<String>| {
            let entry = entry.map(|entry| (entry, all.topic(row)));
            // A text that cannot be read has been reported already, or was changed a moment ago: then only the place is
            // named.
            let text = finder.excerpt(query, entry, texts.iter().map(String::as_str)).unwrap_or_default();
            Excerpt { marks: finder.marks(query, &text), place, text }
        };
        let found = via.map(|via| match via {
            Via::Answer(day) => {
                let place = format!("In your answer of {}", day_words(day, cx.now.day()));
                excerpt(place, cx.engine.history().said(id, day).unwrap_or_default())
            }
            Via::Point if answered => {
                let points = points(cx, id, &Ticks::default());
                excerpt("In its notes".into(), points.into_iter().map(|(_, point)| point).collect())
            }
            Via::Point => Excerpt {
                place: "In its notes".into(),
                text: "They open once you have answered.".into(),
                marks: Vec::new(),
            },
        });
        let labels = entry.map_or_else(
            || crate::text::one_line(id.as_str()),
            |entry| format!("{} · {}", all.topic(row), labels(entry)),
        );
        let prompt = entry.map_or("No longer in a bank.", |entry| &entry.prompt);
        // Without colours, because the grammar would take longer than a key may.
        let snippet = entry.and_then(|_| cx.engine.library().question(id).ok()?.snippet);
        Self {
            labels,
            prompt: crate::text::clean(prompt).into_owned(),
            code: snippet.as_ref().map(plain).unwrap_or_default(),
            facts: facts(row, all, cx),
            found,
            notes,
        }
    }

    /// Draws the whole preview.
    pub(super) fn draw(&self, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        let width = area.width;
        let mut prose = Prose::new(width);
        if area.height >= 6 {
            prose = prose.paragraph(&self.labels, theme.dim).gap();
        }
        prose = prose.paragraph(&self.prompt, theme.strong);
        if let Some(found) = &self.found {
            prose = found.write(prose.gap(), theme);
        }
        if !self.code.is_empty() {
            prose = with_code(prose.gap(), &self.code, theme);
        }
        prose = prose.gap();
        for fact in &self.facts {
            prose = prose.paragraph(fact, theme.dim);
        }
        prose = match &self.notes {
            PreviewNotes::None => prose,
            PreviewNotes::Closed => prose.gap().paragraph("Its notes open once you have answered.", theme.dim),
            PreviewNotes::Open(points) => {
                let mut prose = prose.gap().line(Line::styled("What to look for, as ticked last", theme.strong));
                for (tick, point) in points {
                    let (mark, style) = ticked(*tick, theme);
                    prose = prose.item(Span::styled(mark, style), point, theme.text);
                }
                prose
            }
        };
        prose.draw(frame, area, &Scroll::default(), theme.dim);
    }

    /// Draws what fits into three rows: where it was found, or else the prompt.
    pub(super) fn draw_short(&self, theme: &Theme, frame: &mut Frame<'_>, area: Rect) {
        let prose = match &self.found {
            Some(found) => found.write(Prose::new(area.width), theme),
            None => Prose::new(area.width).paragraph(&self.prompt, theme.dim),
        };
        prose.draw(frame, area, &Scroll::default(), theme.dim);
    }
}

impl Excerpt {
    fn write<'a>(&self, prose: Prose<'a>, theme: &Theme) -> Prose<'a> {
        prose.line(Line::styled(format!("{}:", self.place), theme.accent)).marked(
            &self.text,
            &self.marks,
            theme.text,
            theme.mentioned,
        )
    }
}

/// The points of a question with their ticks. Empty if the question cannot be read.
fn points(cx: &Cx<'_>, id: &crate::bank::QuestionId, ticks: &Ticks) -> Vec<(Tick, String)> {
    let Ok(question) = cx.engine.library().question(id) else { return Vec::new() };
    question.look_for.into_iter().map(|point| (ticks.of(&point.id), point.text)).collect()
}
