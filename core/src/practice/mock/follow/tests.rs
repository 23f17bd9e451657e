//! Which follow-up is asked after which answer.

use super::*;
use crate::assess::coverage;
use crate::bank::{Fits, manifest};
use crate::practice::mock::heard::EASIER;
use proptest::prelude::*;
use serde_json::json;

/// An answer that says nothing in particular.
const VAGUE: &str = "I would look at the whole thing first and then go on.";

fn question(kind: &str) -> Question {
    serde_json::from_value(json!({
        "id": "q", "prompt": "How do you store a payment?", "kind": kind,
        "look_for": [{"id": "key", "text": "Has a key", "cues": ["idempotency key"]},
                     {"id": "stale", "text": "Serves stale", "cues": ["serve stale"]}],
        "hints": ["Think.", "What happens the second time?"],
        "follow_ups": [
            {"id": "always", "prompt": "Go on?"},
            {"id": "no-key", "prompt": "And twice?", "when": {"missed": ["key"]}},
            {"id": "how-stale", "prompt": "How stale?", "when": {"hit": ["stale"]}},
            {"id": "your-outbox", "prompt": "Who reads your outbox?", "assumes": ["outbox"]},
            {"id": "own-queue", "prompt": "And when the queue is full?", "probe": "queue"}
        ]
    }))
    .expect("a question")
}

struct Asking<'a> {
    question: &'a Question,
    prompts: Prompts,
    answer: Option<&'a str>,
    /// The reply given to every follow-up.
    reply: &'a str,
    before: &'a [Put],
    late: bool,
    seed: u64,
    gave_up: bool,
}

impl<'a> Asking<'a> {
    fn new(question: &'a Question, answer: Option<&'a str>) -> Self {
        let prompts = manifest().prompts.clone();
        Self {
            question,
            prompts,
            answer,
            reply: "Well, then it waits.",
            before: &[],
            late: false,
            seed: 1,
            gave_up: false,
        }
    }

    fn puts(&self, most: usize) -> Vec<Put> {
        let mut here: Vec<Put> = Vec::new();
        while here.len() < most {
            let situation = Situation {
                question: self.question,
                topic: "payments",
                prompts: &self.prompts,
                answer: self.answer,
                gave_up: self.gave_up,
                here: &here,
                before: self.before,
                late_in_round: self.late,
                seed: self.seed,
            };
            let Some(put) = situation.next() else { break };
            let text = if self.answer.is_some() { self.reply.to_owned() } else { String::new() };
            here.push(Put { text, ..put });
        }
        here
    }

    fn ids(&self, most: usize) -> Vec<String> {
        self.puts(most).into_iter().map(|put| put.id).collect()
    }
}

#[test]
fn a_typed_answer_chooses_by_what_it_says() {
    let question = question("technical");
    for seed in 0..50 {
        let first = |answer| Asking { seed, ..Asking::new(&question, Some(answer)) }.ids(1).remove(0);
        assert_eq!(first(VAGUE), "no-key", "missed");
        assert_eq!(first("With an idempotency key I serve stale."), "how-stale", "hit");
        assert_eq!(first("I write it to an outbox, and the idempotency key too."), "your-outbox", "assumed");
        assert!(["always", "own-queue"].contains(&first("I use an idempotency key.").as_str()), "nothing special");
    }
}

#[test]
fn a_reply_counts_as_part_of_the_answer() {
    let question = question("technical");
    for seed in 0..20 {
        let reply = "I'd serve stale, with an idempotency key.";
        let asking = Asking { reply, seed, ..Asking::new(&question, Some("I write all of it to an outbox.")) };
        let ids = asking.ids(9);
        assert_eq!(ids[..2], ["your-outbox", "how-stale"], "what the first reply said leads to the second");
        assert!(!ids.contains(&"no-key".to_owned()), "the key was said in a reply: {ids:?}");
    }
}

#[test]
fn a_spoken_answer_gets_what_can_follow_anything_first() {
    let question = question("technical");
    let mut firsts = std::collections::HashSet::new();
    for seed in 0..80 {
        let ids = Asking { seed, ..Asking::new(&question, None) }.ids(9);
        assert_eq!(ids.len(), 3, "nothing that builds on something: {ids:?}");
        assert_eq!(ids[2], "no-key", "what asks for a point comes last");
        firsts.insert(ids[0].clone());
    }
    assert_eq!(firsts.len(), 2);
}

#[test]
fn who_does_not_know_gets_a_smaller_step_or_the_next_question() {
    let mut question = question("design");
    for answer in ["I don't know.", "no idea", "Pass.", "Hm, hard."] {
        let asking = Asking { late: true, ..Asking::new(&question, Some(answer)) };
        let puts = asking.puts(9);
        assert_eq!(puts.len(), 1, "{answer}: {puts:?}");
        assert_eq!((puts[0].id.as_str(), puts[0].asked), (EASIER, Asked::FollowUp));
        assert!(puts[0].prompt.ends_with("What happens the second time?"), "{}", puts[0].prompt);
    }
    let story = self::question("behavioural");
    let puts = Asking::new(&story, Some("I don't know.")).puts(9);
    assert!(puts.len() == 1 && puts[0].prompt.starts_with("It need not be a large one."), "{puts:?}");
    question.hints.clear();
    assert!(Asking::new(&question, Some("I don't know.")).ids(9).is_empty());
    let short = Asking::new(&question, Some("An idempotency key.")).ids(1);
    assert_ne!(short[0], EASIER, "short, but a point");
}

#[test]
fn silence_after_a_follow_up_brings_the_next_one_and_after_that_the_next_question() {
    let question = question("technical");
    for reply in ["", "No idea, honestly."] {
        let ids = Asking { reply, ..Asking::new(&question, Some(VAGUE)) }.ids(9);
        assert_eq!(ids.len(), 2, "{reply:?}: {ids:?}");
        assert_eq!(ids[0], "no-key");
    }
}

#[test]
fn the_key_for_not_knowing_brings_the_smaller_step_too() {
    let question = question("technical");
    for answer in [None, Some(""), Some("I would use a lock, I think, and then go on with the rest of it.")] {
        for reply in ["", "The second time nothing happens."] {
            let ids = Asking { gave_up: true, reply, late: true, ..Asking::new(&question, answer) }.ids(9);
            assert_eq!(ids, [EASIER], "{answer:?} {reply:?}");
        }
    }
}

#[test]
fn design_asks_for_the_failure_of_what_there_is_and_ten_times_the_load() {
    let question = question("design");
    let sorts =
        |asking: &Asking<'_>, most| asking.puts(most).into_iter().map(|put| (put.asked, put.probe)).collect::<Vec<_>>();
    let asking = Asking::new(&question, Some("A table in PostgreSQL, and a payment provider behind it."));
    let (store, queue, dependency) = (Some(Probe::Store), Some(Probe::Queue), Some(Probe::Dependency));
    assert_eq!(
        sorts(&asking, 4),
        [(Asked::Probe, store), (Asked::TenTimes, None), (Asked::Probe, queue), (Asked::Probe, dependency)]
    );
    assert_eq!(asking.puts(3)[2].id, "own-queue", "the question's own words come first");
    let bare = Asking::new(&question, Some("Everything is kept in a file on one machine."));
    assert_eq!(sorts(&bare, 2), [(Asked::Probe, queue), (Asked::TenTimes, None)], "no store, no dependency");
    let first = asking.puts(4);
    let second = Asking { before: &first, ..asking };
    assert!(second.puts(9).iter().all(|put| put.asked == Asked::FollowUp || put.probe.is_some()), "each once a round");
}

#[test]
fn general_prompts_are_asked_where_they_fit() {
    let question = question("design");
    let only = |fits: Fits| {
        let mut asking = Asking::new(&question, Some("I would put all of it into a queue of files."));
        let mut one = FollowUp::new("general".into(), "And when it fails?".into());
        (one.probe, one.fits) = (Some(Probe::Store), Some(fits));
        asking.prompts = Prompts { when_it_fails: vec![one], ..Prompts::default() };
        asking.ids(1)[0] == "general"
    };
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert!(only(Fits::default()));
    assert!(only(Fits { kinds: vec![Kind::Design], ..Fits::default() }));
    assert!(!only(Fits { kinds: vec![Kind::Incident], ..Fits::default() }));
    assert!(only(Fits { topics: words(&["caching", "payments"]), ..Fits::default() }));
    assert!(!only(Fits { topics: words(&["caching"]), ..Fits::default() }));
    assert!(only(Fits { concepts: words(&["broker", "queue"]), ..Fits::default() }), "the answer has it");
    assert!(only(Fits { concepts: words(&["payment"]), ..Fits::default() }), "the question has it");
    assert!(!only(Fits { concepts: words(&["database"]), ..Fits::default() }));
}

#[test]
fn doubt_comes_once_a_round_and_not_over_stories() {
    let technical = question("technical");
    let spoken = Asking { late: true, ..Asking::new(&technical, None) };
    let first = spoken.puts(2);
    assert_eq!(first.iter().filter(|put| put.asked == Asked::PushBack).count(), 1);
    assert!(Asking { before: &first, ..spoken }.puts(2).iter().all(|put| put.asked != Asked::PushBack));
    let story = question("behavioural");
    let story = Asking { late: true, ..Asking::new(&story, Some(VAGUE)) }.puts(4);
    assert!(story.iter().all(|put| put.asked != Asked::PushBack) && !story.is_empty());
}

#[test]
fn doubt_quotes_the_strongest_claim() {
    let question = question("technical");
    for seed in 0..20 {
        let doubt = |answer| {
            let puts = Asking { late: true, seed, ..Asking::new(&question, answer) }.puts(9);
            puts.into_iter().find(|put| put.asked == Asked::PushBack).map(|put| put.prompt)
        };
        let said = doubt(Some("I would serve stale for a minute. That is what users can live with."));
        assert!(said.as_ref().is_some_and(|said| said.contains("\"I would serve stale for a minute\"")), "{said:?}");
        let plain = doubt(None);
        assert!(plain.as_ref().is_some_and(|plain| !plain.contains('"') && !plain.contains("{claim}")), "{plain:?}");
        assert_eq!(doubt(Some("There are tables and rows and an index on them.")), None, "nothing was claimed");
    }
}

#[test]
fn a_quoted_prompt_is_known_by_its_words() {
    for prompt in &manifest().prompts.push_back {
        let quoted = prompt.quoted("I'd use a queue").expect("every push-back can quote");
        assert!(
            prompt.is_said_as(&quoted) && prompt.is_said_as(&prompt.prompt) && !prompt.is_said_as("Why?"),
            "{quoted}"
        );
    }
}

fn any_follow_up(at: usize) -> impl Strategy<Value = FollowUp> {
    let points = || proptest::sample::subsequence(vec!["a", "b", "c"], 0..=2);
    let words = proptest::sample::subsequence(vec!["donkey", "alpaca", "zebra"], 0..=2);
    (points(), points(), points(), words, any::<bool>()).prop_map(move |(missed, hit, touched, assumes, store)| {
        let probe = if store { json!("store") } else { json!(null) };
        let follow_up = json!({"id": format!("f{at}"), "prompt": "And?", "assumes": assumes, "probe": probe,
                               "when": {"missed": missed, "hit": hit, "touched": touched}});
        serde_json::from_value(follow_up).expect("a follow-up")
    })
}

fn any_case() -> impl Strategy<Value = (Question, Option<String>, String)> {
    let text = || {
        let words = vec!["alpaca", "beaver", "camel", "donkey", "I would use that", "never.", "plainly", "and so on"];
        proptest::collection::vec(proptest::sample::select(words), 0..9).prop_map(|words| words.join(" "))
    };
    let follow_ups = (any_follow_up(0), any_follow_up(1), any_follow_up(2), any_follow_up(3));
    (follow_ups, proptest::option::of(text()), text(), 0..4_usize).prop_map(|((a, b, c, d), answer, reply, kind)| {
        let kind = ["technical", "design", "incident", "behavioural"][kind];
        let point = |id: &str, cue: &str| json!({"id": id, "text": "Says it", "cues": [cue]});
        let mut question: Question = serde_json::from_value(json!({
            "id": "q", "prompt": "How?", "kind": kind, "hints": ["What then?"],
            "look_for": [point("a", "alpaca"), point("b", "beaver"), point("c", "camel")]
        }))
        .expect("a question");
        question.follow_ups = vec![a, b, c, d];
        (question, answer, reply)
    })
}

proptest! {
    #[test]
    fn nobody_is_asked_for_what_was_said_nor_about_what_was_not(
        (question, answer, reply) in any_case(), late: bool, seed: u64
    ) {
        let asking = Asking { reply: &reply, late, seed, ..Asking::new(&question, answer.as_deref()) };
        let puts = asking.puts(12);
        prop_assert_eq!(&puts, &asking.puts(12), "the same by seed");
        let all: std::collections::HashSet<&String> = puts.iter().map(|put| &put.id).collect();
        prop_assert_eq!(all.len(), puts.len(), "nothing twice");
        for (at, put) in puts.iter().enumerate() {
            let Some(next) = question.follow_ups.iter().find(|next| next.id == put.id) else { continue };
            let replies = puts[..at].iter().map(|put| put.text.as_str());
            let heard: Vec<&str> = answer.as_deref().into_iter().chain(replies).collect();
            let is = |id: &String| heard.iter().any(|text| {
                coverage(&question, text).iter().any(|mention| mention.point == *id && mention.touched)
            });
            let when = next.when.clone().unwrap_or_default();
            prop_assert!(when.missed.is_empty() || !when.missed.iter().all(is), "{put:?} was said");
            prop_assert!(when.hit.is_empty() || when.hit.iter().any(is), "{put:?} builds on nothing");
            prop_assert!(when.touched.is_empty() || when.touched.iter().any(is), "{put:?} builds on nothing");
            let assumed = |word: &String| heard.iter().any(|text| text.contains(word.as_str()));
            prop_assert!(next.assumes.is_empty() || next.assumes.iter().any(assumed), "{put:?} assumes what is not");
            prop_assert!(answer.is_some() || !next.builds_on_something(), "{put:?} after an unread answer");
        }
    }
}
