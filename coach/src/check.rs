//! How far a model can be trusted as a judge, measured on answers whose points are known.
//!
//! The answers were written for this purpose and are in no bank. Each is labelled with the points it makes: hit, partly
//! or not. Among them are answers that say nothing, pile up terms, deny the points, ramble, or give orders to the
//! judge. They were labelled once, by the people who wrote them; what a second reader would say is not known.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use hotseat_bank::{Question, read_question};
use hotseat_log::Tick;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::ask::{Patience, ask};
use super::destination::Destination;
use super::error::CoachError;
use super::points::{Points, Verdict};

/// A quick check takes every fourth answer.
const QUICK_STEP: usize = 4;

/// The labelled answers and their questions.
#[derive(Debug)]
pub struct Set {
    questions: Vec<Question>,
    answers: Vec<Labelled>,
}

/// The file of a set.
#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    questions: Vec<&'a RawValue>,
    answers: Vec<Labelled>,
}

/// An answer with a label for each point.
#[derive(Clone, Debug, Deserialize)]
pub struct Labelled {
    question: String,
    /// What kind of answer it is: `strong`, `negated`, …
    pub kind: String,
    /// The text of the answer.
    pub text: String,
    /// A letter for each point: `h` for hit, `p` for partial, anything else for missed.
    labels: String,
}

impl Set {
    /// The answers that are compiled into the program.
    ///
    /// # Errors
    /// None in practice: a test reads the built-in file.
    pub fn ours() -> Result<Self, String> {
        let File { questions, answers } =
            serde_json::from_str(include_str!("check/set.json")).map_err(|error| error.to_string())?;
        // As those of a bank are read, so that the code for it is there once.
        let question = |raw: &RawValue| read_question(raw.get()).map(|parsed| parsed.question);
        let questions =
            questions.into_iter().map(question).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
        Ok(Self { questions, answers })
    }

    /// All of them, or only those of a quick check, each with its question.
    pub fn answers(&self, quick: bool) -> impl Iterator<Item = (&Question, &Labelled)> {
        let step = if quick { QUICK_STEP } else { 1 };
        self.answers.iter().step_by(step).filter_map(|answer| {
            let question = self.questions.iter().find(|question| question.id == answer.question)?;
            Some((question, answer))
        })
    }
}

impl Labelled {
    /// The labels as ticks, in the order of the question's points.
    pub fn ticks(&self) -> Vec<Tick> {
        let tick = |letter| match letter {
            'h' => Tick::Hit,
            'p' => Tick::Partial,
            _ => Tick::Missed,
        };
        self.labels.chars().map(tick).collect()
    }
}

/// What a judge made of one answer.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// Its verdicts; `None` if its reply was broken.
    pub verdicts: Option<Vec<Verdict>>,
    /// Points that it judged differently when they were listed in reverse.
    pub flips: usize,
    /// How long one opinion took, in seconds.
    pub seconds: f64,
}

/// Has one answer judged, in both orders of the points unless `quick` is set. A broken reply is not an error but a
/// result; only what has nothing to do with the reply is one.
pub fn judge(
    destination: &Destination,
    question: &Question,
    answer: &Labelled,
    quick: bool,
    scratch: &Path,
    cancel: &AtomicBool,
) -> Result<Judged, CoachError> {
    let points = Points::of(question, &answer.text)?;
    let once = |reversed: bool| {
        let read = |object: &_| points.believe(object, reversed);
        let patience = Patience { cancel, within: None };
        match ask(destination, &points.exchange(reversed), scratch, patience, &mut |_| {}, read) {
            Ok((verdicts, _)) => Ok(Some(verdicts)),
            Err(CoachError::Nonsense { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    };
    let began = Instant::now();
    let verdicts = once(false)?;
    let seconds = began.elapsed().as_secs_f64();
    let other = if quick { None } else { once(true)? };
    let flips = verdicts.iter().flatten().zip(other.iter().flatten()).filter(|(a, b)| a.tick != b.tick).count();
    Ok(Judged { verdicts, flips, seconds })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_has_a_label_for_each_point_and_can_be_sent() {
        let set = Set::ours().expect("it is read");
        assert_eq!((set.answers(false).count(), set.answers(true).count()), (30, 8));
        for (question, answer) in set.answers(false) {
            assert_eq!(answer.ticks().len(), question.look_for.len(), "{}", answer.text);
            assert!(answer.labels.chars().all(|letter| "hpm".contains(letter)), "{}", answer.labels);
            assert!(Points::of(question, &answer.text).is_ok(), "{}", answer.text);
            assert!(question.look_for.iter().all(|point| !point.cues.is_empty()));
        }
        let traps = ["fine", "off-topic", "cue-stuffed", "negated", "rambling", "injected", "paraphrased"];
        for trap in traps {
            assert_eq!(set.answers(false).filter(|(_, answer)| answer.kind == trap).count(), 3, "{trap}");
        }
        assert!(set.answers(true).any(|(_, answer)| answer.ticks().contains(&Tick::Hit)));
    }
}
