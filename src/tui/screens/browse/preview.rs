//! What the preview shows of the question under the cursor. Its notes stay closed until it was answered once.

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

/// The question under the cursor, ready to be drawn.
#[derive(Debug, Default)]
pub(super) struct Preview {
    labels: String,
    prompt: String,
    code: Code,
    facts: Vec<String>,
    found: Option<Excerpt>,
    notes: PreviewNotes,
}

/// Where the search found it, if not in the prompt.
#[derive(Debug)]
struct Excerpt {
    place: String,
    text: String,
    marks: Vec<Range<usize>>,
}

#[derive(Debug, Default)]
enum PreviewNotes {
    /// There are none, or nothing is known of the question.
    #[default]
    None,
    /// It was never answered.
    Closed,
    /// Points, and how they were ticked last.
    Open(Vec<(Tick, String)>),
}

impl Preview {
    /// Looks at the question of a row.
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
            // What cannot be read any more has been told of, or was changed a moment ago: then the place alone is said.
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
        // Without colours: a grammar takes longer than a key may.
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

    /// Draws all of it.
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

    /// Draws what three rows can hold: where it was found, or the prompt.
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

/// The points of a question with their ticks.
fn points(cx: &Cx<'_>, id: &crate::bank::QuestionId, ticks: &Ticks) -> Vec<(Tick, String)> {
    let Ok(question) = cx.engine.library().question(id) else { return Vec::new() };
    question.look_for.into_iter().map(|point| (ticks.of(&point.id), point.text)).collect()
}
