//! Two scorecards side by side, and how the dimensions went over the mocks.

use std::collections::BTreeSet;

use ratatui::text::{Line, Span};

use crate::assess::Card;
use crate::engine::{Engine, MockRow};
use crate::practice::mock::{band_words, level_words};
use crate::tui::widgets::{Prose, shorten};

/// Columns of a label; narrow enough for two columns of figures at 40.
const LABEL: usize = 24;

/// How many mocks the trend shows.
const NEWEST: usize = 5;

fn figure(value: Option<f64>) -> String {
    value.map_or("–".to_owned(), |value| format!("{value:.1}"))
}

/// Two mocks, the older one on the left. None: one of them has no scorecard.
pub(super) fn side_by_side(left: &MockRow, right: &MockRow, engine: &Engine) -> Option<Prose<'static>> {
    let cards = [&left.card.as_ref()?.card, &right.card.as_ref()?.card];
    let line = |label: &str, values: [String; 2]| {
        let [a, b] = values.map(|value| shorten(&value, 12));
        Line::from(format!("{:<LABEL$}{a:<13}{b}", shorten(label, LABEL - 1)))
    };
    let pick = |pick: &dyn Fn(&Card) -> String| [pick(cards[0]), pick(cards[1])];
    let dates = [left, right].map(|mock| mock.day.format("%-d %b").to_string());
    let mut prose = Prose::new()
        .line(Line::from("Two mocks side by side"))
        .gap()
        .line(line("", dates))
        .line(line("Loop", [left.loop_.clone(), right.loop_.clone()]))
        .line(line("Level", pick(&|card| card.level.to_string())))
        .line(line("Band", pick(&band_words)))
        .line(line("Reads as", pick(&|card| level_words(card.level_read).to_owned())))
        .line(line("Predicted", pick(&|card| figure(card.predicted))))
        .line(line("Evidence", pick(&|card| figure(card.evidence))))
        .gap();
    let areas: BTreeSet<_> = cards.iter().flat_map(|card| card.areas.keys()).collect();
    for area in areas {
        prose = prose.line(line(area.title(), pick(&|card| figure(card.areas.get(area).copied()))));
    }
    prose = prose.gap();
    for id in engine.dimensions_of(cards) {
        prose = prose.line(line(engine.dimension_title(id), pick(&|card| figure(card.dimensions.get(id).copied()))));
    }
    Some(prose)
}

/// The dimensions over the newest mocks, oldest on the left. None: there is no scorecard.
pub(super) fn trend(mocks: &[MockRow], engine: &Engine) -> Option<Prose<'static>> {
    let mut cards: Vec<(&MockRow, &Card)> =
        mocks.iter().filter_map(|mock| Some((mock, &mock.card.as_ref()?.card))).take(NEWEST).collect();
    cards.reverse();
    if cards.is_empty() {
        return None;
    }
    let line = |label: &str, values: Vec<Option<f64>>| {
        let mut text = format!("{:<LABEL$}", shorten(label, LABEL - 1));
        for value in &values {
            text.push_str(&format!("{:>4}", figure(*value)));
        }
        let known: Vec<f64> = values.into_iter().flatten().collect();
        let way = match known[..] {
            [first, .., last] if last - first >= 0.25 => "  up",
            [first, .., last] if first - last >= 0.25 => "  down",
            [_, .., _] => "  level",
            _ => "",
        };
        Line::from(vec![Span::raw(text), Span::raw(way)])
    };
    let newest = if cards.len() == 1 { "the one mock".to_owned() } else { format!("the newest {}", cards.len()) };
    let mut prose = Prose::new().line(Line::from(format!("Numbers, 1 to 4, over {newest}, oldest first"))).gap();
    prose = prose.line(line("Overall", cards.iter().map(|(_, card)| card.overall).collect()));
    for id in engine.dimensions_of(cards.iter().map(|(_, card)| *card)) {
        let values = cards.iter().map(|(_, card)| card.dimensions.get(id).copied()).collect();
        prose = prose.line(line(engine.dimension_title(id), values));
    }
    let dates: Vec<String> = cards.iter().map(|(mock, _)| mock.day.format("%-d %b").to_string()).collect();
    Some(prose.gap().line(Line::from(dates.join(", "))))
}
