//! What an interviewer knows beyond the points, opened on demand.

use ratatui::text::{Line, Span};

use crate::practice::material::Piece;
use crate::tui::highlight::highlight;
use crate::tui::screens::asked::with_code;
use crate::tui::theme::Theme;
use crate::tui::widgets::Prose;

/// Pieces of material one below the other, with a gap before each title.
pub(super) fn panel(pieces: &[Piece<'_>], theme: &Theme, width: u16) -> Prose<'static> {
    let mut prose = Prose::new(width);
    for (at, piece) in pieces.iter().enumerate() {
        prose = match piece {
            Piece::Title(title) => {
                let prose = if at > 0 { prose.gap() } else { prose };
                prose.line(Line::styled(title.clone(), theme.strong))
            }
            Piece::Said(text) => prose.gap().paragraph(text, theme.accent),
            Piece::Text(text) => prose.paragraph(text, theme.text),
            Piece::Step(number, text) => {
                prose.item(Span::styled(format!("{number}  "), theme.accent), text, theme.text)
            }
            Piece::Item(lead, text) => prose.item(Span::styled(format!("{lead}  "), theme.dim), text, theme.text),
            Piece::Code(snippet) => with_code(prose, &highlight(snippet), theme),
            // The drawing if it fits, else a list of what leads where.
            Piece::Drawing(diagram) => {
                let fits = diagram.lines.iter().all(|line| Line::raw(line.as_str()).width() <= usize::from(width));
                let lines = if fits { diagram.lines.clone() } else { diagram.listed() };
                lines.into_iter().fold(prose, |prose, line| prose.line(Line::styled(line, theme.text)))
            }
            Piece::Link(title, url) => prose.paragraph(title, theme.text).indented(url, theme.dim, 2),
        };
    }
    prose
}
