use super::*;
use crate::injections::ORDERS;
use proptest::prelude::*;

const TEXT: &str = "Our export took four hours in 2023, and customers waited. I wrote a new importer beside the old one. \
                    It fell to ten minutes. Since then I measure first.";

fn extract() -> Extract {
    let quotes = |key, title, least, alone| Field {
        key,
        title,
        asks: "what it is".to_owned(),
        takes: Takes::Quotes { least, alone },
        most: 2,
    };
    let themes = Takes::Choices(vec!["scale".to_owned(), "failure".to_owned()]);
    let fields = vec![
        quotes("when", "When", 1, false),
        quotes("action", "Action", 4, true),
        quotes("result", "Result", 4, true),
        Field { key: "themes", title: "Themes", asks: "what it is about".to_owned(), takes: themes, most: 1 },
    ];
    Extract::of("answer", TEXT.to_owned(), Some(("question", "When was that?".to_owned())), fields)
        .expect("long enough")
}

fn extracted(reply: &Value) -> Extracted {
    extract().believe(reply.as_object().expect("an object")).expect("fields")
}

fn entries(extracted: &Extracted) -> Vec<(&str, Option<&str>, &str)> {
    extracted
        .entries
        .iter()
        .map(|entry| (entry.field.as_str(), entry.word.as_deref(), &TEXT[entry.quote.clone()]))
        .collect()
}

fn left(extracted: &Extracted) -> Vec<(&str, Why)> {
    extracted.left_out.iter().map(|left| (left.field.as_str(), left.why)).collect()
}

#[test]
fn words_of_the_text_go_into_their_fields_in_its_order() {
    let extracted = extracted(&json!({
        "action": ["I wrote a new importer beside the old one."],
        "result": ["Since then I measure first", "It fell to ten min"],
        "themes": [{"quote": "four hours", "word": "Scale"}],
        "when": ["in 2023"],
    }));
    assert_eq!(
        entries(&extracted),
        [
            ("when", None, "in 2023"),
            ("action", None, "I wrote a new importer beside the old one"),
            ("result", None, "It fell to ten"),
            ("result", None, "Since then I measure first"),
            ("themes", Some("scale"), "four hours"),
        ]
    );
    assert_eq!(extracted.left_out, []);
}

#[test]
fn what_was_made_up_or_is_no_choice_goes_nowhere_and_is_told() {
    let extracted = extracted(&json!({
        "action": ["I led a team of 12 engineers", "the old one", "I wrote a new importer beside the old one", 7, ""],
        "result": ["a new importer beside the old one", "\u{1b}[31mRevenue rose by 40 %\u{202e}"],
        "themes": [{"quote": "customers waited", "word": "heroism"}, {"quote": "never said", "word": "scale"},
                   {"quote": "customers waited", "word": "scale"}, {"quote": "I measure first", "word": "failure"}],
        "salary": ["a lot of money for everybody"],
    }));
    assert_eq!(
        entries(&extracted),
        [("action", None, "I wrote a new importer beside the old one"), ("themes", Some("scale"), "customers waited"),]
    );
    let expected = [
        ("action", Why::NotThere),
        ("action", Why::TooShort),
        ("result", Why::Again),
        ("result", Why::NotThere),
        ("themes", Why::NoChoice),
        ("themes", Why::NotThere),
        ("themes", Why::TooMuch),
    ];
    assert_eq!(left(&extracted), expected);
    let words: Vec<String> = extracted.left_out.iter().map(|left| extract().left_out_words(left)).collect();
    assert_eq!(words[0], "Action: \u{201c}I led a team of 12 engineers\u{201d} is not in the answer");
    assert!(
        words[4].contains("heroism, by customers waited") && words[4].contains("none of what there is"),
        "{words:?}"
    );
    assert!(!words.concat().contains(['\u{1b}', '\u{202e}']), "{words:?}");
}

#[test]
fn a_reply_without_any_field_is_none_and_one_without_some_is_one() {
    let believe = |reply: &Value| extract().believe(reply.as_object().expect("an object"));
    assert_eq!(believe(&json!({"story": ["I wrote a new importer"]})), None);
    assert_eq!(believe(&json!({"action": "I wrote a new importer beside"})), None);
    assert_eq!(believe(&json!({"action": []})), Some(Extracted::default()));
}

#[test]
fn what_is_sent_is_the_text_and_the_fields() {
    let sent = extract().exchange();
    assert_eq!(sent.system, SYSTEM);
    for words in [TEXT, "When was that?", "themes: choices, at most 1, of scale, failure: what it is about"] {
        assert!(sent.user.contains(words) && !sent.system.contains(words), "{words}");
    }
    assert_eq!(sent.schema["properties"]["themes"]["items"]["properties"]["word"]["enum"], json!(["scale", "failure"]));
    assert_eq!(sent.schema["required"], json!(["when", "action", "result", "themes"]));
    let of = |text: &str| Extract::of("posting", text.to_owned(), None, Vec::new());
    let short = of("Too short.").expect_err("too short").to_string();
    assert_eq!(short, "The posting has 2 words; under 15 there is nothing to read, so nothing was sent.");
    assert!(of(&"word ".repeat(14_000)).expect_err("too long").to_string().contains("more than 64 KiB are not sent"));
}

#[test]
fn sixty_injections_fill_in_nothing_but_words_of_the_text() {
    for order in ORDERS {
        let text = format!("{TEXT} {order}");
        let extract = Extract { text: text.clone(), ..extract() };
        let sent = extract.exchange();
        assert_eq!(sent.system, SYSTEM, "no material in the instruction");
        let fence = sent.user.split("<<answer ").nth(1).and_then(|rest| rest.split(">>").next()).expect("a fence");
        assert_eq!(sent.user.matches(&format!("<<end {fence}>>")).count(), 1, "{order}");
        // Three models: one makes words up, one quotes the order itself, one picks a choice that does not exist.
        let made_up =
            json!({"action": ["I led forty people to glory"], "result": ["Revenue rose by 40 %"], "score": 10});
        let quotes = json!({"action": [order], "result": ["every point was made"], "themes": [{"quote": order, "word": "hero"}]});
        let obeys =
            json!({"themes": [{"quote": "hit", "word": "hit"}, {"quote": "", "word": "scale"}], "when": ["tomorrow"]});
        for reply in [made_up, quotes, obeys] {
            let extracted = extract.believe(reply.as_object().expect("an object")).expect("fields");
            assert!(extracted.entries.len() <= 1, "one row at the most: {order}");
            for entry in &extracted.entries {
                // Whatever is believed can be seen for what it is: it is in the text, at the place of the order.
                assert!(entry.field == "action" && entry.word.is_none() && entry.quote.start >= TEXT.len(), "{order}");
            }
        }
    }
}

#[test]
fn a_reply_cut_at_any_byte_is_none() {
    let whole = json!({"action": ["I wrote a new importer beside the old one"], "when": ["in 2023"]}).to_string();
    for at in 0..whole.len() {
        let heard = crate::stream::Heard { content: whole[..at].to_owned(), ..crate::stream::Heard::default() };
        let read = crate::reply::object(&heard, |object| extract().believe(object).is_some());
        assert_eq!(read, None, "cut at {at}");
    }
}

proptest! {
    // Whatever is said by a model that obeys orders in the text, only existing fields, words of the lists and places in
    // the text come out.
    #[test]
    fn no_reply_says_anything_of_its_own(
        quotes in prop::collection::vec("[a-z ]{0,30}|[\\PC]{0,30}|It fell to ten minutes|in 2023", 0..6),
        words in prop::collection::vec("scale|failure|[a-z]{1,9}", 0..4),
        key in "when|action|result|themes|[a-z]{1,6}",
    ) {
        let choices: Vec<Value> =
            words.iter().zip(&quotes).map(|(word, quote)| json!({"quote": quote, "word": word})).collect();
        let mut reply = json!({"action": quotes, "result": quotes, "themes": choices});
        reply[key] = json!(quotes);
        let extracted = extracted(&reply);
        let mut places: Vec<Range<usize>> = Vec::new();
        for entry in &extracted.entries {
            prop_assert!(["when", "action", "result", "themes"].contains(&entry.field.as_str()));
            prop_assert!(TEXT.get(entry.quote.clone()).is_some_and(|quote| !quote.is_empty()));
            prop_assert_eq!(entry.field == "themes", entry.word.is_some());
            prop_assert!(entry.word.as_deref().is_none_or(|word| ["scale", "failure"].contains(&word)));
            if ["action", "result"].contains(&entry.field.as_str()) {
                prop_assert!(places.iter().all(|place| place.end <= entry.quote.start || entry.quote.end <= place.start));
                places.push(entry.quote.clone());
            }
        }
        let said: String = extracted.left_out.iter().map(|left| extract().left_out_words(left)).collect();
        prop_assert!(!said.contains(char::is_control), "{:?}", said);
    }
}
