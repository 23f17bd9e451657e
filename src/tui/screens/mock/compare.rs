//! Two scorecards side by side, and the trend of the dimensions over several mocks.

use std::collections::BTreeSet;

use ratatui::text::{Line, Span};

use crate::assess::{Card, JudgedBy};
use crate::engine::MockRow;
use crate::practice::mock::{band_in_short, level_words};
use crate::tui::screen::Look;
use crate::tui::widgets::{Prose, shorten};

/// The widest label, in columns.
const LABEL: usize = 24;

/// How many mocks the trend shows.
const NEWEST: usize = 5;

/// The smallest change that is more than noise, on the scale from 1 to 4.
const CHANGE: f64 = 0.25;

fn figure(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.1}"))
}

/// Two mocks, with the older one on the left.
pub(super) fn side_by_side(pair: &[MockRow; 2], look: &Look<'_>, width: u16) -> Prose<'static> {
    const FIGURE: usize = 13;
    let label_width = usize::from(width).saturating_sub(2 * FIGURE).clamp(6, LABEL);
    let line = |label: &str, values: [String; 2]| {
        let [a, b] = values.map(|value| shorten(&value, FIGURE - 1));
        Line::from(format!("{:<label_width$}{a:<FIGURE$}{b}", shorten(label, label_width - 1)))
    };
    let cards: Vec<&Card> = pair.iter().filter_map(|mock| Some(&mock.card.as_ref()?.card)).collect();
    let [left, right] = cards[..] else { return Prose::new(width) };
    let pick = |pick: &dyn Fn(&Card) -> String| [pick(left), pick(right)];
    let [one, two] = pair;
    let mut prose = Prose::new(width)
        .line(Line::styled("Two mocks side by side", look.theme.strong))
        .gap()
        .line(line("", [one, two].map(|mock| mock.day.format("%-d %b").to_string())))
        .line(line("Loop", [one.loop_.clone(), two.loop_.clone()]))
        .line(line("Level", pick(&|card| card.level.to_string())))
        .line(line("Result", pick(&band_in_short)))
        .line(line("Level read", pick(&|card| level_words(card.level_read, card.level_untold).to_owned())))
        .line(line("Judged by", pick(&|card| card.judged_by.map_or("–", JudgedBy::word).to_owned())))
        .line(line("Predicted", pick(&|card| figure(card.predicted))))
        .line(line("Evidence", pick(&|card| figure(card.evidence))))
        .gap();
    let areas: BTreeSet<_> = cards.iter().flat_map(|card| card.areas.keys()).collect();
    for area in areas {
        prose = prose.line(line(area.title(), pick(&|card| figure(card.areas.get(area).copied()))));
    }
    prose = prose.gap();
    for id in look.engine.mocks().dimensions_of([left, right]) {
        let figures = pick(&|card| figure(card.dimensions.get(id).copied()));
        prose = prose.line(line(look.engine.mocks().dimension_title(id), figures));
    }
    prose
}

/// The dimensions of the newest mocks, with the oldest of them on the left.
pub(super) fn trend(mocks: &[MockRow], look: &Look<'_>, width: u16) -> Prose<'static> {
    let mut cards: Vec<(&MockRow, &Card)> =
        mocks.iter().filter_map(|mock| Some((mock, &mock.card.as_ref()?.card))).take(NEWEST).collect();
    cards.reverse();
    let label_width = usize::from(width).saturating_sub(4 * cards.len() + 7).clamp(6, LABEL);
    let line = |label: &str, values: Vec<Option<f64>>| {
        let mut text = format!("{:<label_width$}", shorten(label, label_width - 1));
        for value in &values {
            text.push_str(&format!("{:>4}", figure(*value)));
        }
        let known: Vec<f64> = values.into_iter().flatten().collect();
        let (way, style) = match known[..] {
            [first, .., last] if last - first >= CHANGE => ("  up", look.theme.good),
            [first, .., last] if first - last >= CHANGE => ("  down", look.theme.warn),
            [_, .., _] => ("  level", look.theme.dim),
            _ => ("", look.theme.dim),
        };
        Line::from(vec![Span::styled(text, look.theme.text), Span::styled(way, style)])
    };
    let newest = if cards.len() == 1 { "one mock".to_owned() } else { format!("{} mocks", cards.len()) };
    let dates: Vec<String> = cards.iter().map(|(mock, _)| mock.day.format("%-d %b").to_string()).collect();
    let mut prose = Prose::new(width)
        .line(Line::styled(format!("Trend over {newest}, 1 to 4"), look.theme.strong))
        .paragraph(dates.join(", "), look.theme.dim)
        .gap()
        .line(line("Overall", cards.iter().map(|(_, card)| card.overall).collect()));
    for id in look.engine.mocks().dimensions_of(cards.iter().map(|(_, card)| *card)) {
        let values = cards.iter().map(|(_, card)| card.dimensions.get(id).copied()).collect();
        prose = prose.line(line(look.engine.mocks().dimension_title(id), values));
    }
    prose
}
