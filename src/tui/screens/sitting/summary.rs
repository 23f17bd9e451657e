//! The end of a drill: what was answered, how it went, and when it comes back.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::SittingScreen;
use super::rating::style;
use crate::history::Rating;
use crate::practice::Tally;
use crate::practice::words::{on_average, when};
use crate::tui::screen::Look;
use crate::tui::widgets::{MEASURE, Prose, Scroll, clock, column, first_row, shorten};

pub(super) fn view(screen: &SittingScreen, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    frame.render_widget(Line::styled(" This drill", theme.strong), first_row(area));
    let answered = screen.drill_so_far().answered();
    let tally = Tally::of(answered);
    let body = column(area, 2, MEASURE);
    let mut prose = Prose::new(body.width);
    if answered.is_empty() {
        prose = prose.paragraph("Nothing was answered, so nothing was recorded.", theme.text);
        return prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
    prose = prose.line(Line::styled(tally.words(), theme.strong));
    let counts = Rating::ALL.iter().zip(tally.ratings).filter(|(_, count)| *count > 0);
    let counts = counts.flat_map(|(&rating, count)| {
        [Span::styled(format!("{count} {rating}"), style(rating, theme)), Span::raw("   ")]
    });
    let mixed = tally.answers > 0 && tally.practice > 0;
    let lead = mixed.then(|| Span::styled("Without them: ", theme.dim));
    prose = prose.line(Line::from(lead.into_iter().chain(counts).collect::<Vec<_>>()));
    if let (Some(predicted), Some(evidence)) = (tally.predicted, tally.evidence) {
        prose = prose.paragraph(on_average(predicted, evidence), theme.dim);
    }
    prose = prose.gap();
    for answer in answered {
        let rating = answer.rating.map_or("–", Rating::word);
        let rating_style = answer.rating.map_or(theme.dim, |rating| style(rating, theme));
        let due = match (answer.practice, answer.due) {
            (true, _) => "practice".to_owned(),
            (false, Some(due)) => when(due, look.now.day()),
            (false, None) => "unscheduled".to_owned(),
        };
        let right = format!(" {:>6}  {due:<12}", clock(answer.seconds.answer));
        let room = usize::from(body.width).saturating_sub(7 + right.len());
        let prompt = shorten(&crate::text::one_line(&answer.prompt), room);
        prose = prose.line(Line::from(vec![
            Span::styled(format!("{rating:<6} "), rating_style),
            Span::styled(format!("{prompt:<room$}"), theme.text),
            Span::styled(right, theme.dim),
        ]));
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}
