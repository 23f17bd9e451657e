//! The rating with its reason, and what follows from it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::SittingScreen;
use crate::assess::{Band, CUTS};
use crate::history::{Mode, Rating};
use crate::practice::words::{self, when, you_said};
use crate::practice::{Judging, Review};
use crate::session::{Keeping, Leech};
use crate::tui::keymap::{Action, Context, key_for};
use crate::tui::screen::Look;
use crate::tui::screens::asked::{header, inset};
use crate::tui::theme::Theme;
use crate::tui::widgets::{Prose, cells};

/// The style of a rating; the word itself always stands there too.
pub(super) fn style(rating: Rating, theme: &Theme) -> Style {
    match rating {
        Rating::Again => theme.bad,
        Rating::Hard => theme.warn,
        Rating::Good | Rating::Easy => theme.good,
    }
}

/// Width from which a row has room for more than one thing.
const ROOMY: u16 = 60;

/// The most cells of the bar.
const BAR: u16 = 40;

pub(super) fn view(screen: &SittingScreen, review: &Review, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
    let theme = look.theme;
    let said = review.prediction().map_or(String::new(), you_said);
    header(review.answer(), look, &said, frame, area);
    let body = inset(area);
    let mut prose = verdict(Prose::new(body.width), review, theme);
    prose = prose.gap();
    prose = match review.judging() {
        Judging::Rated(rating) => done(prose, screen, review, rating, look),
        _ => choices(prose, review, look),
    };
    prose = progress(prose, review, theme);
    if screen.stories.told {
        let words = "S makes a story of this answer, or says which one it told.";
        prose = prose.gap().paragraph(words, theme.dim);
    }
    prose.draw(frame, body, &screen.page.scroll, theme.dim);
}

/// Adds which points were there, the bar of bands, and the band with what decided it.
fn verdict<'a>(mut prose: Prose<'a>, review: &Review, theme: &Theme) -> Prose<'a> {
    prose = prose.paragraph(words::facts(review), theme.text);
    if let Some(doubt) = words::doubt(review) {
        prose = prose.paragraph(doubt, theme.dim);
    }
    let Some(judged) = review.judged() else { return prose };
    if let Some(share) = judged.share {
        let bar = bar(share, prose.width(), theme);
        prose = prose.line(bar);
    }
    // On a narrow screen the choices are more important than the lesser reasons.
    let words = words::verdict(review, prose.width() >= ROOMY).unwrap_or_default();
    prose.paragraph(words, style(judged.band.rating(), theme))
}

/// The share of the points as a bar, with a mark where each band begins.
fn bar(share: f64, width: u16, theme: &Theme) -> Line<'static> {
    let width = usize::from(width.min(BAR));
    let (filled, cuts) = (cells(share, width), CUTS.map(|cut| cells(cut, width)));
    let cell = |at: usize| match (cuts.contains(&at), at < filled) {
        (true, _) => Span::styled("┃", theme.accent),
        (false, true) => Span::styled("█", style(Band::of(share).rating(), theme)),
        (false, false) => Span::styled("─", theme.dim),
    };
    Line::from((0..width).map(cell).collect::<Vec<_>>())
}

fn choices<'a>(mut prose: Prose<'a>, review: &Review, look: &Look<'_>) -> Prose<'a> {
    let theme = look.theme;
    let day = look.now.day();
    let cells = Rating::ALL.map(|rating| {
        let due = match review.answer().mode() {
            Mode::Practice => "practice".to_owned(),
            _ => when(look.engine.questions().preview(review.answer(), rating, look.now), day),
        };
        let chosen = review.leaning() == rating;
        let mark = if chosen { " ◂" } else { "" };
        let name = if chosen { theme.selected } else { style(rating, theme) };
        (format!("{} {}{mark}", rating.number(), rating), due, name)
    });
    if prose.width() >= ROOMY {
        let upper = cells.iter().map(|(name, _, style)| Span::styled(format!("{name:<15}"), *style));
        let lower = cells.iter().map(|(_, due, _)| Span::styled(format!("  {due:<13}"), theme.dim));
        prose = prose.line(Line::from(upper.collect::<Vec<_>>())).line(Line::from(lower.collect::<Vec<_>>()));
    } else {
        // A small screen has all four in one line, and below it when the question comes back after the chosen one.
        let chosen = review.leaning();
        let comes = format!("{chosen}: {}", cells[usize::from(chosen.number() - 1)].1);
        let names = cells.iter().map(|(name, _, style)| Span::styled(format!("{name}  "), *style));
        prose = prose.line(Line::from(names.collect::<Vec<_>>())).paragraph(comes, theme.dim);
    }
    prose.gap().paragraph(words::what_to_rate(review), theme.text)
}

fn done<'a>(
    prose: Prose<'a>,
    screen: &SittingScreen,
    review: &Review,
    rating: Option<Rating>,
    look: &Look<'_>,
) -> Prose<'a> {
    let theme = look.theme;
    let Some(rating) = rating else {
        return prose.paragraph("Left unrated. It stays where it was in the schedule.", theme.text);
    };
    let mut line = vec![Span::styled(rating.word(), style(rating, theme))];
    let name = review.answer().name();
    let overridden = words::is_own_choice(review, rating);
    if overridden {
        line.push(Span::styled(" (your choice)", theme.dim));
    }
    let comes = if screen.session.keeping() == Keeping::Failed {
        " · NOT saved yet: Enter tries again".to_owned()
    } else if look.engine.is_retired(name) {
        " · no longer asked".to_owned()
    } else if review.answer().mode() == Mode::Practice {
        " · practice, the schedule stays as it was".to_owned()
    } else if look.engine.questions().is_suspended(name) {
        " · out of the schedule, z puts it back".to_owned()
    } else {
        look.engine.questions().due(name).map_or(String::new(), |due| {
            format!(" · comes back {} ({})", when(due, look.now.day()), due.format("%a %-d %b"))
        })
    };
    let lead: String = line.iter().map(|span| span.content.as_ref()).collect();
    let mut prose = prose.item(Span::styled(lead, style(rating, theme)), comes, theme.text);
    if let Some(leech) = screen.session.course().leech() {
        prose = prose.gap().paragraph(ways_out(leech, look.engine.questions().is_suspended(name)), theme.warn);
    }
    let drill = screen.drill_so_far();
    if drill.asks_again(name) {
        let otherwise = if review.question().variants.is_empty() { "" } else { ", in other words" };
        let words = format!("It comes once more later in this drill{otherwise}, as practice.");
        prose = prose.gap().paragraph(&words, theme.dim);
    }
    if !drill.has_next() {
        prose = prose.gap().paragraph("That was the last one of this drill.", theme.dim);
    }
    prose
}

/// What to do about a question that keeps being failed, with the keys for it.
fn ways_out(leech: &Leech, suspended: bool) -> String {
    let key = |action| key_for(Context::Next, action);
    let mut ways = Vec::new();
    if let (Leech::Easier(_), Some(key)) = (leech, key(Action::Easier)) {
        ways.push(format!("{key} asks an easier one of the topic first"));
    }
    ways.extend(key(Action::Split).map(|key| format!("{key} splits it into questions of your own, one point each")));
    ways.extend(key(Action::EditQuestion).map(|key| format!("{key} rewrites it")));
    ways.extend(key(Action::Suspend).filter(|_| !suspended).map(|key| format!("{key} takes it out of the schedule")));
    format!("Failed four times or more: repeating it does not help. {}.", ways.join("; "))
}

/// Adds the points gained and lost since last time.
fn progress<'a>(mut prose: Prose<'a>, review: &Review, theme: &Theme) -> Prose<'a> {
    let Some(gains) = review.progress() else { return prose };
    prose = prose.gap().paragraph(format!("Last time: {} of {}.", gains.before, gains.of), theme.dim);
    for (label, texts, style) in [("Gained  ", gains.gained, theme.good), ("Lost    ", gains.lost, theme.bad)] {
        for text in texts {
            prose = prose.item(Span::styled(label, style), text, theme.text);
        }
    }
    prose
}
