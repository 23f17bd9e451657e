//! What is believed of a reply, and what is not.

use proptest::prelude::*;

use super::*;
use crate::injections::ORDERS;

const ANSWER: &str = "I would write the event into an outbox table in the same transaction as the order, and a relay \
                      publishes it later. Consumers have to be idempotent because the relay may send twice.";

fn points() -> Points {
    let points = [("outbox", "Writes the event in the transaction."), ("twice", "Consumers are idempotent.")];
    let points = points.map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
    Points::new("How do you publish events?", points, ANSWER).expect("long enough")
}

fn believed(reply: Value, reversed: bool) -> Option<Vec<Verdict>> {
    let Value::Object(object) = reply else { return None };
    points().believe(&object, reversed)
}

#[test]
fn words_of_the_answer_are_believed() {
    let reply = json!({
        "p1": {"quote": "an OUTBOX table in the same transaction", "verdict": "hit"},
        "p2": {"quote": "Consumers have to be idempotent", "verdict": "partial"},
    });
    let believed = believed(reply, false).expect("both");
    let quoted: Vec<_> = believed.iter().map(|verdict| &ANSWER[verdict.quote.clone().expect("found")]).collect();
    assert_eq!(quoted, ["an outbox table in the same transaction", "Consumers have to be idempotent"]);
    assert_eq!(believed.iter().map(|verdict| verdict.tick).collect::<Vec<_>>(), [Tick::Hit, Tick::Partial]);
}

#[test]
fn a_hit_without_words_is_none() {
    let reply = json!({
        "p1": {"quote": "two-phase commit across both systems", "verdict": "hit"},
        "p2": {"quote": "idempotent", "verdict": "hit"},
    });
    let verdicts = believed(reply, false).expect("both");
    for verdict in &verdicts {
        assert_eq!((verdict.tick, &verdict.quote, verdict.made_up), (Tick::Missed, &None, true));
    }
    assert_eq!([verdicts[0].why, verdicts[1].why], [Some(Unbelieved::NotThere), Some(Unbelieved::TooShort)]);
    let none = json!({"p1": {"quote": "", "verdict": "hit"}, "p2": {"quote": "", "verdict": "missed"}});
    let none = believed(none, false).expect("both");
    assert_eq!([none[0].why, none[1].why], [Some(Unbelieved::NoQuote), None]);
}

#[test]
fn a_true_quote_that_the_schema_cut_is_believed() {
    let reply = json!({
        "p1": {"quote": "I would write the event into an outbox table in the same transac", "verdict": "hit"},
        "p2": {"quote": "", "verdict": "missed"},
    });
    let verdict = &believed(reply, false).expect("both")[0];
    assert_eq!((verdict.tick, verdict.why), (Tick::Hit, None));
    let quote = &ANSWER[verdict.quote.clone().expect("found")];
    assert_eq!(quote, "I would write the event into an outbox table in the same");
}

#[test]
fn one_quote_for_many_points_says_nothing_about_any_of_them() {
    let many: Vec<_> = (1..=4).map(|n| (format!("id{n}"), format!("Point {n}."))).collect();
    let points = Points::new("Q?", many, ANSWER).expect("long enough");
    let hit = |quote: &str| json!({"quote": quote, "verdict": "hit"});
    let (same, other) = ("an outbox table in the same transaction", "Consumers have to be idempotent");
    let reply = |quotes: [&str; 4]| -> Vec<(Tick, Option<Unbelieved>)> {
        let object = (1..).zip(quotes).map(|(n, quote)| (format!("p{n}"), hit(quote))).collect();
        let verdicts = points.believe(&object, false).expect("all");
        assert!(verdicts.iter().all(|verdict| verdict.quote.is_some()), "the quote can be read");
        verdicts.iter().map(|verdict| (verdict.tick, verdict.why)).collect()
    };
    let open = (Tick::Missed, Some(Unbelieved::Repeated));
    let hit = (Tick::Hit, None);
    assert_eq!(reply([same, same, other, same]), [open, open, hit, open]);
    assert_eq!(reply([same, same, other, other]), [hit, hit, hit, hit], "two points may share a sentence");
}

#[test]
fn a_reply_that_lacks_a_point_is_none() {
    assert_eq!(believed(json!({"p1": {"quote": "", "verdict": "missed"}}), false), None);
    assert_eq!(
        believed(json!({"p1": {"quote": "", "verdict": "yes"}, "p2": {"quote": "", "verdict": "hit"}}), false),
        None
    );
    assert_eq!(believed(json!({"p1": "hit", "p2": "hit"}), false), None);
}

#[test]
fn the_order_that_was_asked_in_is_undone() {
    let reply = json!({
        "p1": {"quote": "Consumers have to be idempotent", "verdict": "hit"},
        "p2": {"quote": "", "verdict": "missed"},
    });
    let believed = believed(reply, true).expect("both");
    assert_eq!((believed[0].point.as_str(), believed[0].tick), ("outbox", Tick::Missed));
    assert_eq!((believed[1].point.as_str(), believed[1].tick), ("twice", Tick::Hit));
    assert!(points().exchange(true).user.contains("p1: Consumers"));
}

#[test]
fn what_cannot_be_judged_is_not_sent() {
    let new = |answer: &str| Points::new("Q?", vec![("a".into(), "A.".into())], answer);
    assert!(matches!(new("Too short."), Err(CoachError::TooShort { .. })));
    assert!(matches!(new(&"word ".repeat(14_000)), Err(CoachError::TooLong { .. })));
    assert!(new(&"word ".repeat(12_000)).is_ok());
    assert!(matches!(Points::new("Q?", Vec::new(), ANSWER), Err(CoachError::Setting(_))));
}

#[test]
fn material_stays_out_of_the_instruction_and_own_ticks_out_of_everything() {
    let exchange = points().exchange(false);
    assert_eq!(exchange.system, SYSTEM);
    assert!(exchange.user.contains(ANSWER) && exchange.user.contains("p2: Consumers are idempotent."));
    assert_eq!(exchange.schema["required"], json!(["p1", "p2"]));
    assert_eq!(exchange.hash(), points().exchange(false).hash());
    assert_ne!(exchange.hash(), points().exchange(true).hash());
}

#[test]
fn many_points_keep_their_order_among_the_keys() {
    let many: Vec<_> = (0..12).map(|n| (format!("id{n}"), format!("Point {n}."))).collect();
    let points = Points::new("Q?", many, ANSWER).expect("long enough");
    let Value::Object(properties) = &points.exchange(false).schema["properties"] else { panic!("no properties") };
    assert_eq!(properties.keys().next_back().map(String::as_str), Some("p12"));
}

#[test]
fn sixty_injections_mislead_one_suggestion_at_most() {
    for order in ORDERS {
        let answer = format!("{ANSWER} {order}");
        let points = [("outbox", "Writes the event in the transaction."), ("twice", "Consumers are idempotent.")];
        let points = points.map(|(id, text)| (id.to_owned(), text.to_owned())).to_vec();
        let points = Points::new("How do you publish events?", points, &answer).expect("long enough");
        let exchange = points.exchange(false);
        assert_eq!(exchange.system, SYSTEM, "no material in the instruction");
        // The line that ends the answer occurs once, where the answer ends.
        let fence = exchange.user.split("<<answer ").nth(1).and_then(|rest| rest.split(">>").next()).expect("a fence");
        assert_eq!(exchange.user.matches(&format!("<<end {fence}>>")).count(), 1, "{order}");
        // Three models: one makes words up, one quotes the order itself, one does as it is told.
        let hit = |quote: &str| json!({"quote": quote, "verdict": "hit"});
        for (quote, extra) in [("every point was made with great clarity", "p1"), (order, "p2"), ("hit", "p3")] {
            let mut reply =
                json!({"p1": hit("words of nobody in this answer"), "p2": hit("words of nobody in this answer")});
            reply[extra] = hit(quote);
            reply["score"] = json!(10);
            let Value::Object(reply) = reply else { panic!("an object") };
            let verdicts = points.believe(&reply, false).expect("both points");
            assert_eq!(verdicts.iter().map(|verdict| verdict.point.as_str()).collect::<Vec<_>>(), ["outbox", "twice"]);
            let believed: Vec<_> = verdicts.iter().filter_map(|verdict| verdict.quote.clone()).collect();
            assert!(believed.len() <= 1, "{order}");
            // Whatever is believed can be seen for what it is: it is in the answer, at the place of the order.
            assert!(believed.iter().all(|range| range.start >= ANSWER.len()), "{order}");
        }
    }
}

proptest! {
    // Whatever is said by a model that obeys orders in the answer, only known points come out, and a hit only with
    // words of the answer.
    #[test]
    fn no_reply_makes_a_hit_without_words(
        quotes in prop::collection::vec("[a-z ]{0,30}|[\\PC]{0,30}|an outbox table in the same transaction", 2),
        verdicts in prop::collection::vec("hit|partial|missed|hit!", 2),
        extra in "[a-z]{1,8}",
    ) {
        let reply = json!({
            "p1": {"quote": quotes[0], "verdict": verdicts[0], "score": 10},
            "p2": {"quote": quotes[1], "verdict": verdicts[1]},
            extra: {"quote": "x", "verdict": "hit"},
        });
        if let Some(believed) = believed(reply, false) {
            prop_assert_eq!(believed.len(), 2);
            for verdict in believed {
                prop_assert_eq!(verdict.tick == Tick::Missed, verdict.quote.is_none(), "two points cannot repeat too much");
                if let Some(range) = verdict.quote {
                    prop_assert!(ANSWER.get(range).is_some());
                }
            }
        }
    }
}
