//! Texts that the report of a sitting has both as a page and as Markdown.

use super::card::{Scorecard, Verdict};
use super::facts::{Number, Point, ReportedAnswer, Round, SittingReport};
use crate::assess::{Band, JudgedBy, Recommendation, mean_words, ticks_without_words};
use crate::history::{Medium, Mode};
use crate::practice::mock::level_words;
use crate::practice::words::{band, clock, count, halves, minutes};
use crate::report::words::capital;

/// The parts of a line about the sitting: "aimed at senior", "distributed role", "4 rounds", "61 of 60 min".
pub(super) fn about(report: &SittingReport) -> Vec<String> {
    let mut words = vec![format!("aimed at {}", report.level)];
    words.extend(report.archetype.map(|archetype| format!("{archetype} role")));
    if report.rounds.len() > 1 {
        words.push(count(report.rounds.len(), "round"));
    }
    words.push(count(report.asked, "question"));
    let planned: u32 = report.rounds.iter().filter_map(|round| round.minutes).sum();
    words.push(match planned {
        0 => minutes(report.seconds()),
        planned => {
            let allowed: f64 = report.rounds.iter().filter_map(|round| round.allowed_seconds).sum();
            let typing = allowed - 60.0 * f64::from(planned);
            let typing = if typing < 30.0 { String::new() } else { format!(", {} more for typing", minutes(typing)) };
            format!("{} of {planned} min{typing}", minutes(report.seconds()).trim_end_matches(" min"))
        }
    });
    words
}

pub(super) fn kind(report: &SittingReport) -> &'static str {
    if report.mode == Mode::Mock { "Mock interview" } else { "Drill" }
}

/// The level that the answers sound like, and how it relates to the level aimed at.
pub(super) fn level_read(report: &SittingReport, card: &Scorecard) -> (String, String) {
    let read = level_words(card.level_read, card.level_untold).to_owned();
    let lowered = if card.level_untold {
        "too few points to read a level from".to_owned()
    } else if card.lowered_by.is_empty() {
        format!("aimed at {}", report.level)
    } else {
        format!("lowered by a 1 in: {}", card.lowered_by.join(", "))
    };
    (read, lowered)
}

/// The recommendation, with a condition if it depends on ticks that are not supported by words.
pub(super) fn verdict_of(band: Recommendation, condition: Option<&str>) -> String {
    condition.map_or_else(|| band.to_string(), |condition| format!("{band}, {condition}"))
}

/// Who judged the sitting.
pub(super) fn judges(report: &SittingReport) -> &'static str {
    match report.scorecard.as_ref().map(|card| card.judged_by) {
        None | Some(Some(JudgedBy::Candidate)) => "as the candidate judged it",
        Some(Some(JudgedBy::Friend)) => "as a friend judged it",
        Some(Some(JudgedBy::Both)) => "as a friend and the candidate judged it",
        Some(None) => "as it was judged",
    }
}

/// What limited a number, in words. Old scorecards knew only one such limit.
pub(super) fn held_down(number: &Number) -> Option<String> {
    match (number.capped, number.evidence.is_empty()) {
        (true, true) => Some("A missed must holds it at 2.".to_owned()),
        (_, false) => Some(format!("{}.", capital(&number.evidence))),
        (false, true) => None,
    }
}

/// Where a number comes from. If the judge chose another number than suggested: the suggestion and its reason;
/// otherwise only the reason.
pub(super) fn remarks(number: &Number) -> String {
    match (number.value == number.suggested, number.evidence.is_empty()) {
        (true, _) => held_down(number).unwrap_or_default(),
        (false, true) => {
            let held = held_down(number).map_or(String::new(), |held| format!(" {held}"));
            format!("The judge's own; the evidence suggested {}.{held}", number.suggested)
        }
        (false, false) => {
            format!("The judge's own; the evidence suggested {}: {}.", number.suggested, number.evidence)
        }
    }
}

/// How the mean prediction compares with the ticks, in words; `None` if either is unknown.
pub(super) fn calibration(card: &Scorecard) -> Option<String> {
    let (said, shown) = (card.predicted?, card.evidence?);
    Some(match said - shown {
        off if off > 0.25 => format!("predicted {}, so rated too high", mean_words(said)),
        off if off < -0.25 => format!("predicted {}, so rated too low", mean_words(said)),
        _ => format!("predicted {}, about right", mean_words(said)),
    })
}

/// The verdicts of two judges in words: "Ana: lean yes, 2.8 of 4, level read: senior".
pub(super) fn verdicts(card: &Scorecard) -> Vec<String> {
    let one = |verdict: &Verdict| {
        let result = match (verdict.band, verdict.overall) {
            (Some(band), Some(overall)) => {
                let condition = verdict.condition.map_or(String::new(), |condition| format!(", {condition}"));
                format!("{band}, {overall:.1} of 4{condition}")
            }
            _ => "nothing scored".to_owned(),
        };
        let read = level_words(verdict.level_read, verdict.level_untold);
        format!("{}: {result}, level read: {read}", capital(&verdict.who))
    };
    card.verdicts.iter().map(one).collect()
}

/// The number of follow-ups whose reply held, and of those that were judged.
pub(super) fn follow_ups<'a>(answers: impl Iterator<Item = &'a ReportedAnswer>) -> (usize, usize) {
    let judged = answers.flat_map(|answer| &answer.follow_ups).filter_map(|reply| reply.held);
    judged.fold((0, 0), |(held, of), tick| (held + usize::from(tick == crate::history::Tick::Hit), of + 1))
}

/// "3 of 5", or a dash if `of` is 0.
pub(super) fn fraction(got: &str, of: usize) -> String {
    if of == 0 { "–".to_owned() } else { format!("{got} of {of}") }
}

/// A number with one decimal place, or a dash if there is none.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.1}"))
}

/// The cells about a round: time, points, follow-ups that held, prediction, number.
pub(super) fn figures_of(round: &Round) -> [String; 5] {
    let (points, of) = round.answers().map(ReportedAnswer::points_of).fold((0.0, 0), |(a, b), (p, o)| (a + p, b + o));
    let (held, asked) = follow_ups(round.answers());
    let allowed = round.allowed_seconds.map_or_else(|| "–".to_owned(), clock);
    [
        format!("{} of {allowed}", clock(round.seconds)),
        fraction(&halves(points), of),
        fraction(&held.to_string(), asked),
        round.prediction.and_then(|said| Band::try_from(said).ok()).map_or("–", Band::word).to_owned(),
        number(round.mean),
    ]
}

/// The parts of the line about how an answer was given and what it came to.
pub(super) fn circumstances(answer: &ReportedAnswer) -> Vec<String> {
    let mut words = vec![match (answer.gave_up, answer.medium) {
        (true, _) => "said \u{201c}don't know\u{201d}".to_owned(),
        (false, Medium::Typed) => format!("typed, {}", time(answer)),
        (false, Medium::Spoken) => format!("spoken, {}", time(answer)),
        (false, Medium::None) => "no answer".to_owned(),
    }];
    if answer.seconds.think >= 1.0 {
        words.push(format!("thought {} first", clock(answer.seconds.think)));
    }
    if answer.seconds.paused >= 1.0 {
        words.push(format!("paused {}", clock(answer.seconds.paused)));
    }
    if answer.hints > 0 {
        words.push(count(answer.hints as usize, "hint"));
    }
    if answer.clarified > 0 {
        words.push(format!(
            "asked back {}",
            if answer.clarified == 1 { "once".into() } else { format!("{} times", answer.clarified) }
        ));
    }
    if let Some(said) = answer.prediction {
        words.push(format!("predicted {}", Band::try_from(said).map_or("?", Band::word)));
    }
    if let Some(worth) = answer.band {
        let why = answer.reason.as_ref().map_or(String::new(), |why| format!(", {why}"));
        words.push(format!("came to {}{why}", band(worth, answer.share)));
    }
    if let Some((wordless, of)) = answer.doubted {
        words.push(format!("self-judged; {}", ticks_without_words(wordless, of as usize)));
    }
    words.extend(answer.rating.map(|rating| format!("rated {rating}")));
    words
}

/// The tier of a point; for a point above the level aimed at, "for" and its tier.
pub(super) fn tier_words(point: &Point) -> String {
    if point.counts { point.tier.to_string() } else { format!("for {}", point.tier) }
}

/// Answering time against the target: "2:41 of 4:00".
pub(super) fn time(answer: &ReportedAnswer) -> String {
    let spent = match answer.medium {
        Medium::None => return "no answer".to_owned(),
        Medium::Typed | Medium::Spoken => clock(answer.seconds.answer),
    };
    if answer.target_seconds == 0 { spent } else { format!("{spent} of {}", clock(f64::from(answer.target_seconds))) }
}
