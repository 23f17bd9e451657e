//! The numbers of an answer: first the evidence, then each dimension with what an interviewer observes at each number.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::DebriefScreen;
use crate::assess::{Expected, Number};
use crate::practice::words;
use crate::tui::screen::Look;
use crate::tui::screens::mock::body_of;
use crate::tui::widgets::{Prose, Scroll, shorten, title_row};

/// Height below which only one dimension is shown at a time.
const LOW: u16 = 13;

pub(super) fn view(screen: &DebriefScreen, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let debrief = screen.debrief();
    let title = format!("Numbers: answer {} of {}", screen.at() + 1, debrief.answers().len());
    let right = match debrief.numbers(screen.at()).len() {
        0 => String::new(),
        of if area.height < LOW + 2 => format!("{} of {of}", (screen.cursor + 1).min(of)),
        _ => "1 to 4, yours counts".to_owned(),
    };
    title_row(frame, area, theme, &title, &right);
    let body = body_of(area);
    let numbers = debrief.numbers(screen.at());
    // On a low screen only the dimension under the cursor is shown, with what each number means before the reasons.
    let low = body.height < LOW;
    let mut prose = Prose::new(body.width);
    if !low {
        prose = prose.paragraph(evidence(screen), theme.dim);
    }
    if numbers.is_empty() {
        prose = prose.gap().paragraph("Nothing is numbered on this kind of question. Enter goes on.", theme.text);
        return prose.draw(frame, body, &Scroll::default(), theme.dim);
    }
    if body.height > 12 {
        prose = prose.gap();
    }
    let cursor = screen.cursor.min(numbers.len() - 1);
    for (index, number) in numbers.iter().enumerate().filter(|(index, _)| !low || *index == cursor) {
        prose = prose.line(row(screen, number, index == cursor, look, usize::from(body.width)));
    }
    let (number, dimension) = (&numbers[cursor], debrief.dimension(&numbers[cursor].dimension));
    if body.height > 12 {
        prose = prose.gap();
    }
    let why = reason(number);
    let why_style = if number.capped { theme.warn } else { theme.dim };
    if !low {
        prose = why.iter().fold(prose, |prose, why| prose.paragraph(why, why_style));
    }
    if let Some(dimension) = dimension {
        if !low {
            prose = prose.paragraph("What an interviewer observes; take the one that fits:", theme.dim);
        }
        // A suggestion is a count: nobody has observed what stands at that number. One's own choice has been.
        let own = debrief.own_number(screen.at(), &number.dimension);
        for (anchor, at) in dimension.anchors.iter().zip(1_u8..) {
            let style = if own == Some(at) { theme.strong } else { theme.text };
            prose = prose.item(Span::styled(format!("{at}  "), theme.accent), anchor, style);
        }
    }
    if low {
        prose = why.iter().fold(prose.gap(), |prose, why| prose.paragraph(why, why_style));
        prose = prose.paragraph(evidence(screen), theme.dim);
    }
    if let Some(expected) = debrief.expected(screen.at()) {
        prose = prose.gap().paragraph(format!("{}: {}", Expected::lead(expected.level), expected.words), theme.text);
    }
    prose.draw(frame, body, &screen.scroll, theme.dim);
}

/// What a suggestion was counted from. None if nothing is known of that.
fn reason(number: &Number) -> Option<String> {
    let known = !number.evidence.is_empty();
    known.then(|| format!("Suggested {}, counted from the points: {}.", number.suggested, number.evidence))
}

/// "2½ of 6 points, every must there, no mistake, in time; 1 of 2 follow-ups held".
fn evidence(screen: &DebriefScreen) -> String {
    let Some(answer) = screen.debrief().answers().get(screen.at()) else { return String::new() };
    let mut words = words::facts(&answer.review);
    words.push_str(&words::held(&answer.held()).map_or(String::new(), |held| format!("; {held}")));
    words
}

fn row(screen: &DebriefScreen, number: &Number, selected: bool, look: &Look<'_>, width: usize) -> Line<'static> {
    let theme = look.theme;
    let name = look_title(screen, &number.dimension);
    let own = screen.debrief().own_number(screen.at(), &number.dimension);
    let dots: String = (1..=4).map(|at| if at == number.number { " ●" } else { " ·" }).collect();
    let right = match own {
        Some(own) if own > number.number => format!("{dots}  yours {own}, held at {}", number.number),
        Some(own) if own != number.suggested => format!("{dots}  yours; suggested {}", number.suggested),
        Some(_) => format!("{dots}  yours, as suggested"),
        None => format!("{dots}  suggested"),
    };
    let right = match own {
        _ if width >= 60 => right,
        Some(own) if own > number.number => format!("{dots} at most {}", number.cap),
        Some(_) => format!("{dots} yours"),
        None => dots + " ",
    };
    let room = width.saturating_sub(right.chars().count() + 3).min(32);
    let style = if selected { theme.selected } else { theme.text };
    Line::from(vec![
        Span::styled(if selected { "▸ " } else { "  " }, theme.selected),
        Span::styled(format!("{:<room$}", shorten(&name, room)), style),
        Span::styled(right, if own.is_some() { theme.accent } else { theme.dim }),
    ])
}

fn look_title(screen: &DebriefScreen, id: &str) -> String {
    screen.debrief().dimension(id).map_or(id, |dimension| &dimension.title).to_owned()
}
