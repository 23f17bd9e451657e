//! What an interviewer knows beyond the points: what they would ask next, samples, the outline, and a worked solution.
//! A question goes in, and a list of pieces without any layout comes out, so that both faces show the same.

use crate::bank::{Diagram, Level, Question, Snippet};

/// One piece of the material shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A heading for the pieces after it.
    Title(String),
    /// Something the interviewer says.
    Said(&'a str),
    /// Running text.
    Text(&'a str),
    /// A step, numbered from 1.
    Step(usize, &'a str),
    /// A line of a list, with its label or bullet first.
    Item(String, &'a str),
    /// Code.
    Code(&'a Snippet),
    /// A drawing.
    Drawing(&'a Diagram),
    /// Where to read on: the title, then the address.
    Link(&'a str, &'a str),
}

/// Pieces in reading order; empty where the question has nothing to show.
pub type Pieces<'a> = Vec<Piece<'a>>;

fn title(text: &str) -> Piece<'static> {
    Piece::Title(text.to_owned())
}

/// Adds pieces below a title, or nothing at all if there are no pieces.
fn below<'a>(pieces: &mut Pieces<'a>, text: &str, found: impl IntoIterator<Item = Piece<'a>>) {
    let mut found = found.into_iter().peekable();
    if found.peek().is_some() {
        pieces.push(title(text));
        pieces.extend(found);
    }
}

/// A text piece, if there is a text and it is not blank.
fn text<'a>(text: impl Into<Option<&'a String>>) -> Option<Piece<'a>> {
    text.into().filter(|text| !text.trim().is_empty()).map(|text| Piece::Text(text))
}

/// What they would ask next, and what a good reply contains.
pub fn follow_ups(question: &Question) -> Pieces<'_> {
    let mut pieces = Vec::new();
    let asked = question.follow_ups.iter().flat_map(|next| {
        let points = next.look_for.iter().map(|point| Piece::Item("·".to_owned(), &point.text));
        std::iter::once(Piece::Said(&next.prompt)).chain(points)
    });
    below(&mut pieces, "What they would ask next", asked);
    pieces
}

/// A short version for when time is tight, a strong answer and why it works, one that just passes, and a thin one.
pub fn samples(question: &Question) -> Pieces<'_> {
    let mut pieces = Vec::new();
    below(&mut pieces, "In two sentences", text(question.say.as_ref()));
    let Some(sample) = &question.sample else { return pieces };
    below(&mut pieces, "One strong answer (yours may differ)", text(&sample.strong));
    below(&mut pieces, "Why it works", text(&sample.why_it_works));
    let passing = text(&sample.passing).into_iter().chain(text(&sample.lacks));
    below(&mut pieces, "One that passes, and what it lacks", passing);
    below(&mut pieces, "A thin answer", text(&sample.weak));
    pieces
}

/// What the question measures, what is expected at each level, an order to answer in, and where to read on. The level
/// aimed at comes first.
pub fn outline(question: &Question, level: Level) -> Pieces<'_> {
    let mut pieces = Vec::new();
    below(&mut pieces, "What it measures", text(question.intent.as_ref()));
    let mut expected: Vec<_> = question.expect.iter().collect();
    expected.sort_by_key(|(at, _)| **at != level);
    let expected = expected.into_iter().map(|(at, words)| Piece::Item(at.to_string(), words));
    below(&mut pieces, "What they want to hear", expected);
    let steps = (1..).zip(&question.framework).map(|(number, step)| Piece::Step(number, step));
    below(&mut pieces, "An order to answer in", steps);
    let links = question.references.iter().map(|reference| Piece::Link(&reference.title, &reference.url));
    below(&mut pieces, "Read on", links);
    pieces
}

/// A worked solution: the drawing, the data model, the choices, and the session minute by minute.
pub fn worked(question: &Question) -> Pieces<'_> {
    let mut pieces = Vec::new();
    let drawing = question.diagram.iter().flat_map(|diagram| {
        let probe = |id: &String| question.follow_ups.iter().find(|next| next.id == *id);
        let cuts = diagram
            .cuts
            .iter()
            .filter_map(move |cut| probe(&cut.probe).map(|next| Piece::Item(cut.mark.clone(), next.prompt.as_str())));
        std::iter::once(Piece::Drawing(diagram)).chain(cuts)
    });
    below(&mut pieces, "The drawing, and where they cut it", drawing);
    below(&mut pieces, "The model", question.schema.iter().map(Piece::Code));
    let options = question.options.iter().flat_map(|option| {
        [
            Piece::Said(option.name.as_str()),
            Piece::Item("when".to_owned(), &option.when),
            Piece::Item("price".to_owned(), &option.price),
        ]
    });
    below(&mut pieces, "The choices", options);
    let minutes = question.session.iter().flat_map(|part| {
        let lead = format!("{}–{} {}", part.from, part.to, part.who);
        let drawn = part.draws.iter().map(|draws| Piece::Item("draws".to_owned(), draws.as_str()));
        std::iter::once(Piece::Item(lead, part.says.as_str())).chain(drawn)
    });
    below(&mut pieces, "Minute by minute", minutes);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn question() -> Question {
        serde_json::from_value(json!({
            "id": "q", "prompt": "?", "kind": "design", "intent": "Whether it is cut well.",
            "say": "First this. Then that.", "expect": {"mid": "A cut.", "senior": "The price."},
            "framework": ["Ask", "Draw"],
            "follow_ups": [{"id": "gone", "prompt": "And when the store is gone?", "probe": "store",
                            "look_for": [{"id": "queue", "text": "Queues the writes."}]}],
            "sample": {"weak": "A box.", "passing": "Two boxes.", "lacks": "No price.", "strong": "Three boxes.",
                       "why_it_works": "It is cut."},
            "diagram": {"arrows": ["api -> store: writes"], "lines": ["api ─(1)─► store"], "cuts": [{"mark": "(1)", "probe": "gone"}]},
            "options": [{"name": "A queue", "when": "it is late", "price": "order"}],
            "session": [{"from": 0, "to": 5, "who": "candidate", "says": "Let me draw.", "draws": "two boxes"}]
        }))
        .expect("a question")
    }

    fn titles<'a>(pieces: &'a [Piece<'_>]) -> Vec<&'a str> {
        let title = |piece: &'a Piece<'_>| if let Piece::Title(title) = piece { Some(title.as_str()) } else { None };
        pieces.iter().filter_map(title).collect()
    }

    #[test]
    fn samples_go_from_the_two_sentences_down_to_the_thin_answer() {
        assert_eq!(
            titles(&samples(&question())),
            [
                "In two sentences",
                "One strong answer (yours may differ)",
                "Why it works",
                "One that passes, and what it lacks",
                "A thin answer"
            ]
        );
    }

    #[test]
    fn the_level_that_is_aimed_at_is_told_first() {
        let question = question();
        let first = |level| {
            let pieces = outline(&question, level);
            pieces.into_iter().find_map(|piece| if let Piece::Item(lead, _) = piece { Some(lead) } else { None })
        };
        assert_eq!(first(Level::Senior).as_deref(), Some("senior"));
        assert_eq!(first(Level::Mid).as_deref(), Some("mid"));
    }

    #[test]
    fn a_cut_of_the_drawing_is_told_with_the_question_that_cuts() {
        let question = question();
        let cut = Piece::Item("(1)".to_owned(), "And when the store is gone?");
        assert!(worked(&question).contains(&cut));
    }

    #[test]
    fn a_question_that_has_nothing_of_it_has_no_titles() {
        let bare: Question = serde_json::from_value(json!({"id": "q", "prompt": "?"})).expect("a question");
        let all = [follow_ups(&bare), samples(&bare), outline(&bare, Level::Mid), worked(&bare)];
        assert!(all.iter().all(Vec::is_empty));
    }
}
