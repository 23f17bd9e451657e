//! Whether a follow-up suits the question: a general prompt about a part that the answer does not have says nothing
//! about the candidate.

use super::heard::Heard;
use crate::bank::{FollowUp, Prompts, Question};
use crate::practice::Put;

/// For each follow-up, whether it suited what had been said before it. The question's own always do, and so do those
/// that are in no bank any more.
pub(super) fn suits(question: &Question, topic: &str, answer: &str, puts: &[Put], prompts: &Prompts) -> Vec<bool> {
    let answer = Some(answer).filter(|answer| !answer.trim().is_empty());
    let general = |put: &Put| {
        let own = question.follow_ups.iter().any(|next| next.id == put.id);
        if own { None } else { prompts.all().find(|prompt: &&FollowUp| prompt.id == put.id) }
    };
    let fits = |(at, put): (usize, &Put)| {
        let Some(fits) = general(put).and_then(|prompt| prompt.fits.as_ref()) else { return true };
        Heard::new(question, answer, &puts[..at]).suits(Some(fits), question, topic)
    };
    puts.iter().enumerate().map(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::Asked;
    use crate::bank::{Fits, Kind};
    use serde_json::json;

    #[test]
    fn a_general_prompt_about_a_part_that_is_not_there_does_not_suit() {
        let question: Question = serde_json::from_value(json!({
            "id": "q", "prompt": "Design a mail sender.", "kind": "design",
            "follow_ups": [{"id": "own", "prompt": "And then?"}]
        }))
        .expect("a question");
        let with = |id: &str, fits: Fits| FollowUp {
            fits: Some(fits),
            ..FollowUp::new(id.into(), "And when it is full?".into())
        };
        let words = |words: &[&str]| Fits {
            concepts: words.iter().map(|word| (*word).to_owned()).collect(),
            ..Fits::default()
        };
        let prompts = Prompts {
            when_it_fails: vec![
                with("queue", words(&["queue"])),
                with("mail", words(&["mail"])),
                with("review", Fits { kinds: vec![Kind::Review], ..Fits::default() }),
                with("topic", Fits { topics: vec!["mail".into()], ..Fits::default() }),
                FollowUp::new("any".into(), "And?".into()),
            ],
            ..Prompts::default()
        };
        let puts: Vec<Put> = ["own", "queue", "mail", "review", "topic", "any", "gone"]
            .map(|id| Put::of(&FollowUp::new(id.into(), "?".into()), Asked::Probe))
            .into();
        // A reply that denies having something does not make a question about it suitable.
        let mut puts = puts;
        puts[1].text = "There is no queue.".into();
        let of = |answer: &str| suits(&question, "mail", answer, &puts, &prompts);
        assert_eq!(of("I would write a table."), [true, false, true, false, true, true, true]);
        assert!(of("Each mail goes into a queue.")[1], "the answer has one");
    }
}
