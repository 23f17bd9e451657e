//! A scorecard as a table: one row for each round, or for each part of a mixed round.

use crate::assess::{AnswerCard, Card, Expected, KeptCard, mean, worth};
use crate::bank::{Level, Part};
use crate::text::one_line;

/// One row of the table.
#[derive(Clone, Debug, PartialEq)]
pub struct ResultRow {
    /// The name of the round, or of the part of a mixed round.
    pub name: String,
    /// Seconds spent thinking, answering and replying; `None` if unknown.
    pub seconds: Option<f64>,
    /// Points hit; a partial one counts as half.
    pub points: f64,
    /// How many points count at the level.
    pub of: usize,
    /// Number of musts hit.
    pub musts: usize,
    /// Number of musts there are.
    pub musts_of: usize,
    /// Replies to follow-ups that held; one that held partly counts as half.
    pub held: f64,
    /// Number of follow-ups that were judged.
    pub asked: usize,
    /// Mean of the answers' numbers, 1 to 4; `None` if nothing was scored.
    pub mean: Option<f64>,
}

/// The rows of a scorecard. `parts` holds the part of each round; a round without one, or not listed, has a row for
/// each part that has answers. `seconds` holds the time of each answer, or is empty.
pub fn result_rows(card: &Card, parts: &[Option<Part>], seconds: &[f64]) -> Vec<ResultRow> {
    let mut rows = Vec::new();
    for (round, named) in card.rounds.iter().enumerate() {
        let answers: Vec<(usize, &AnswerCard)> =
            card.answers.iter().enumerate().filter(|(_, answer)| answer.round == round).collect();
        let of_part = |part: Part| -> Vec<(usize, &AnswerCard)> {
            answers.iter().copied().filter(|(_, answer)| Part::of(answer.kind) == part).collect()
        };
        let there: Vec<Part> = Part::ALL.into_iter().filter(|part| !of_part(*part).is_empty()).collect();
        if parts.get(round).copied().flatten().is_some() || there.len() < 2 {
            rows.push(row(named.name.clone(), &answers, seconds));
        } else {
            for part in there {
                let word = part.word();
                let name = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
                rows.push(row(name, &of_part(part), seconds));
            }
        }
    }
    rows
}

fn row(name: String, answers: &[(usize, &AnswerCard)], seconds: &[f64]) -> ResultRow {
    let asked = || answers.iter().flat_map(|(_, answer)| &answer.follow_ups);
    let spent: Option<Vec<f64>> = answers.iter().map(|(at, _)| seconds.get(*at).copied()).collect();
    ResultRow {
        name,
        seconds: spent.filter(|spent| !spent.is_empty()).map(|spent| spent.iter().sum()),
        points: answers.iter().map(|(_, answer)| answer.points).sum(),
        of: answers.iter().map(|(_, answer)| answer.of).sum(),
        musts: answers.iter().map(|(_, answer)| answer.musts).sum(),
        musts_of: answers.iter().map(|(_, answer)| answer.musts_of).sum(),
        held: asked().map(|next| worth(next.tick)).sum(),
        asked: asked().count(),
        mean: mean(answers.iter().filter_map(|(_, answer)| answer.mean)),
    }
}

/// The level that the answers read as, in words. `untold` says that there was too little to tell, which leaves it
/// open.
pub const fn level_words(read: Option<Level>, untold: bool) -> &'static str {
    match read {
        Some(level) => level.word(),
        None if untold => "open",
        None => "not yet mid",
    }
}

/// The verdict on one line: "lean yes 2.8", "strong yes 4.0, by own ticks alone" or "nothing scored".
pub fn band_words(card: &Card) -> String {
    let condition = card.condition().map_or(String::new(), |condition| format!(", {condition}"));
    match (card.band, card.overall) {
        (Some(band), Some(overall)) => format!("{band} {overall:.1}{condition}"),
        _ => "nothing scored".to_owned(),
    }
}

/// The verdict where room is scarce: "lean yes 2.8", "own ticks: strong yes".
pub fn band_in_short(card: &Card) -> String {
    match (card.band, card.condition()) {
        (Some(band), Some(_)) => format!("own ticks: {band}"),
        _ => band_words(card),
    }
}

/// What an interviewer one level up would want to hear: a heading, and the words for each answer with its number from
/// 1. `None` if there is nothing to add.
pub fn expected_words(card: &Card) -> Option<(String, Vec<(usize, &str)>)> {
    let lead = Expected::lead(card.expected.first()?.level);
    let number = |expected: &Expected| {
        1 + card.answers.iter().position(|answer| answer.question == expected.question).unwrap_or_default()
    };
    Some((lead, card.expected.iter().map(|expected| (number(expected), expected.words.as_str())).collect()))
}

/// Two verdicts on one mock, starting with the one that counts: "you lean no 2.2, Ana lean yes 2.8".
pub fn verdicts_words(counts: &KeptCard, other: &KeptCard) -> String {
    let one = |kept: &KeptCard| {
        let who = if kept.is_friends() { one_line(kept.friend.who()) } else { "you".to_owned() };
        format!("{who} {}", band_words(&kept.card))
    };
    format!("{}, {}", one(counts), one(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::{Asked, Held, JudgedBy, RoundCard, Scale};
    use crate::bank::Kind;
    use crate::history::Tick;

    fn answer(kind: Kind, round: usize, mean: f64) -> AnswerCard {
        let held =
            |tick| Held { id: "h".into(), prompt: "?".into(), asked: Asked::FollowUp, tick, own: true, fits: true };
        AnswerCard {
            question: "b/q".parse().expect("a name"),
            kind,
            round,
            points: 1.5,
            of: 3,
            musts: 1,
            musts_of: 1,
            follow_ups: vec![held(Tick::Hit), held(Tick::Partial)],
            numbers: Vec::new(),
            mean: Some(mean),
            band: None,
            share: None,
            reason: None,
            judged: true,
        }
    }

    fn card(answers: Vec<AnswerCard>, rounds: usize) -> Card {
        let rounds = (1..=rounds).map(|n| RoundCard { name: format!("Round {n}"), mean: None }).collect();
        let weights = crate::bank::Weights::default();
        let scale = Scale { rounds: &[], weights, level: Level::Senior, dimensions: &[] };
        let empty = Card::of(&[], scale, &[], JudgedBy::Candidate);
        Card { answers, rounds, ..empty }
    }

    #[test]
    fn a_mixed_round_has_a_row_for_each_part() {
        let answers = vec![
            answer(Kind::Technical, 0, 2.0),
            answer(Kind::Behavioural, 0, 4.0),
            answer(Kind::Review, 0, 3.0),
            answer(Kind::Design, 1, 1.0),
        ];
        let rows = result_rows(&card(answers, 3), &[None, Some(Part::Scenario)], &[60.0, 30.0, 60.0, 5.0]);
        let found: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.seconds, row.mean)).collect();
        assert_eq!(
            found,
            [
                ("Core", Some(120.0), Some(2.5)),
                ("Behavioural", Some(30.0), Some(4.0)),
                ("Round 2", Some(5.0), Some(1.0)),
                ("Round 3", None, None),
            ]
        );
        assert_eq!((rows[0].points, rows[0].of, rows[0].held, rows[0].asked), (3.0, 6, 3.0, 4));
    }

    #[test]
    fn a_recommendation_on_trust_is_told_in_one_line() {
        use crate::assess::{Doubted, Recommendation};
        let sure = Card { band: Some(Recommendation::StrongYes), overall: Some(4.0), ..card(Vec::new(), 1) };
        let on_trust = Card {
            doubted: Some(Doubted { ticks: 4, of: 4 }),
            band_without_doubted: Some(Recommendation::StrongNo),
            ..sure.clone()
        };
        assert_eq!([band_words(&sure), band_in_short(&sure)], ["strong yes 4.0", "strong yes 4.0"]);
        assert_eq!(
            [band_words(&on_trust), band_in_short(&on_trust)],
            ["strong yes 4.0, by own ticks alone", "own ticks: strong yes"]
        );
    }

    #[test]
    fn without_times_there_are_none() {
        let rows = result_rows(&card(vec![answer(Kind::Technical, 0, 2.0)], 1), &[None], &[]);
        assert_eq!((rows[0].name.as_str(), rows[0].seconds), ("Round 1", None));
    }
}
