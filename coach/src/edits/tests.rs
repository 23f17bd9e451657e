use super::*;
use proptest::prelude::*;

const ANSWER: &str = "At Acme we had a cache in front of Postgres. All callers missed at the same moment. So I let one caller \
                      refresh. It was fine in the end.";

fn question() -> Question {
    serde_json::from_str(
        r#"{"id":"q","prompt":"What happened to the cache?","look_for":[
            {"id":"one","text":"One caller refreshes."},{"id":"stale","text":"Serves stale data for 30 s, as RFC 5861 has it."}]}"#,
    )
    .expect("a question")
}

fn draft() -> Draft {
    Draft::of(&question(), ANSWER, &BTreeMap::from([("one".to_owned(), Tick::Hit)])).expect("long enough")
}

fn believed(edits: &Value, tight: &Value) -> Proposed {
    let reply = json!({"edits": edits, "tight": tight});
    draft().believe(reply.as_object().expect("an object")).expect("a list of edits")
}

fn one(find: &str, replace: &str) -> Result<Edit, Refused> {
    let proposed = believed(&json!([{"find": find, "point": "", "replace": replace}]), &json!([]));
    proposed.edits.into_iter().next().map_or_else(|| Err(proposed.refused[0].clone()), Ok)
}

#[test]
fn only_the_missed_points_are_sent_and_no_tick() {
    let sent = draft().exchange();
    assert!(sent.user.contains("m1: Serves stale data") && !sent.user.contains("One caller refreshes"));
    assert!(sent.user.contains("2: All callers missed at the same moment."));
    assert!(!format!("{}{}", sent.user, sent.schema).contains("hit"));
    assert_eq!(sent.schema["properties"]["edits"]["items"]["properties"]["point"]["enum"], json!(["m1", ""]));
}

#[test]
fn an_edit_replaces_what_stands_there_once() {
    let edit = one("let one caller refresh.", "let one caller refresh while the others waited.").expect("an edit");
    assert_eq!(&ANSWER[edit.find.clone()], "let one caller refresh.");
    assert_eq!(
        better(ANSWER, &[&edit], None),
        ANSWER.replace("let one caller refresh.", "let one caller refresh while the others waited.")
    );
    assert!(matches!(one("we had a queue", "we had none"), Err(Refused::NotThere { .. })));
    assert!(one("caller", "client").is_ok(), "callers is another word");
    assert!(matches!(one("the", "a"), Err(Refused::NotOnce { .. })));
    assert!(matches!(one("All callers missed", "all callers missed!"), Err(Refused::Nothing { .. })));
    assert!(matches!(one("It was fine", &"so ".repeat(60)), Err(Refused::TooLong { .. })));
    let cut = one("in the end", "").expect("an edit");
    assert!(better(ANSWER, &[&cut], None).ends_with("It was fine."));
}

#[test]
fn what_comes_after_the_fifth_is_told() {
    let finds = ["At Acme", "we had", "a cache", "in front of", "All callers", "missed at", "the same moment"];
    let edits: Vec<Value> =
        finds.iter().map(|find| json!({"find": find, "point": "", "replace": format!("{find} then")})).collect();
    let proposed = believed(&Value::from(edits), &json!([]));
    assert_eq!(proposed.edits.len(), MOST);
    let told: Vec<String> = proposed.refused.iter().map(Refused::words).collect();
    assert_eq!(
        told,
        [
            "\u{201c}missed at\u{201d} comes after the first 5 edits",
            "\u{201c}the same moment\u{201d} comes after the first 5 edits"
        ]
    );
}

#[test]
fn made_up_figures_and_names_are_asked_for() {
    let edit = one("It was fine", "It cut the load by 40 % at Globex Industries").expect("an edit");
    assert_eq!(edit.replace, "It cut the load by [how many?] at [who or what?]");
    assert_eq!(edit.made_up, ["40 %", "Globex Industries"]);
    assert_eq!(gaps(&better(ANSWER, &[&edit], None)), 2);
    let known = one("It was fine", "Postgres was fine at Acme").expect("an edit");
    assert_eq!((known.replace.as_str(), known.made_up.len()), ("Postgres was fine at Acme", 0));
    let own = one("It was fine", "It took [how long?] and then [about 50 for Globex?]").expect("an edit");
    assert_eq!(own.replace, "It took [how long?] and then [how many?]");
    assert!(matches!(one("It was fine", "Globex"), Err(Refused::MadeUp { .. })));
}

#[test]
fn what_a_point_says_may_be_said_where_the_edit_makes_it() {
    let weave = |point: &str| {
        let edit = json!([{"find": "It was fine", "point": point, "replace": "Meanwhile they got data of 30 s ago"}]);
        believed(&edit, &json!([])).edits.remove(0)
    };
    assert_eq!(
        (weave("m1").replace.as_str(), weave("m1").point.as_deref()),
        ("Meanwhile they got data of 30 s ago", Some("stale"))
    );
    assert_eq!(
        (weave("m7").replace.as_str(), weave("m7").point),
        ("Meanwhile they got data of [how many?] s ago", None)
    );
}

#[test]
fn edits_that_meet_others_and_those_after_the_fifth_are_left_out() {
    let edit = |find: &str| json!({"find": find, "point": "", "replace": "something else"});
    let all = ["It was fine", "was fine in the end", "had a cache", "All callers", "same moment", "So I let"];
    let proposed = believed(&all.map(edit).into(), &json!([1, 2]));
    let found: Vec<&str> = proposed.edits.iter().map(|edit| &ANSWER[edit.find.clone()]).collect();
    assert_eq!(found, ["had a cache", "All callers", "same moment", "It was fine"], "in the order of the answer");
    let told: Vec<String> = proposed.refused.iter().map(Refused::words).collect();
    assert!(told[0].ends_with("is part of another edit") && told[1].contains("So I let"), "{told:?}");
    assert_eq!(told.len(), 2);
}

#[test]
fn a_tighter_answer_has_its_own_sentences_in_their_order() {
    let tight = |list: Value| believed(&json!([]), &list).kept;
    assert_eq!(tight(json!([1, 3])), Some(vec![0, 2]));
    for bad in
        [json!([]), json!([1, 2, 3, 4]), json!([3, 1]), json!([1, 1]), json!([0]), json!([5]), json!(["1"]), json!(7)]
    {
        assert_eq!(tight(bad.clone()), None, "{bad}");
    }
    assert_eq!(
        better(ANSWER, &[], Some(&[0, 2])),
        "At Acme we had a cache in front of Postgres. So I let one caller refresh."
    );
    let edit = one("It was fine", "It held").expect("an edit");
    assert!(
        better(ANSWER, &[&edit], Some(&[0])).ends_with("Postgres. It held in the end."),
        "a sentence with an edit stays"
    );
}

#[test]
fn what_is_no_list_of_edits_is_asked_for_again() {
    let believes = |reply: Value| draft().believe(reply.as_object().expect("an object")).is_some();
    assert!(believes(json!({"edits": [], "tight": []})) && believes(json!({"edits": []})));
    for bad in [json!({}), json!({"edits": 1}), json!({"edits": [1]}), json!({"edits": [{"find": "x"}]})] {
        assert!(!believes(bad.clone()), "{bad}");
    }
}

#[test]
fn nothing_that_a_terminal_minds_gets_through() {
    let edit = one("It was fine", "It was\u{1b}[m good\u{202e}\nindeed").expect("an edit");
    assert_eq!(edit.replace, "It was good indeed");
}

/// The words of a text that contain a digit or a capital, in lower case.
fn facts(text: &str) -> Vec<String> {
    use unicode_segmentation::UnicodeSegmentation as _;
    let is_fact = |word: &&str| word.chars().any(|c| c.is_numeric() || c.is_uppercase());
    text.unicode_words().filter(is_fact).map(str::to_lowercase).collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        3 => "(we|cache|one|caller|Acme|Postgres|the|same|moment|fine)",
        2 => "[A-Za-z]{1,6}",
        1 => "[0-9]{1,4}(%| ms|k)?",
        1 => "(\\[how long\\?\\]|\\[|\\]|Then|So|I|%|\\.)",
        1 => "\\PC{0,4}",
    ];
    prop::collection::vec(word, 0..12).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn no_edit_adds_a_figure_or_a_name(find in prop_oneof![Just("It was fine".to_owned()), pieces()], replace in pieces()) {
        let reply = json!({"edits": [{"find": find, "point": "m1", "replace": replace}], "tight": []});
        let proposed = draft().believe(reply.as_object().expect("an object")).expect("a list");
        let known = facts(&format!("{ANSWER} {} {}", question().prompt, question().look_for[1].text));
        let said = ANSWER.to_lowercase();
        for edit in &proposed.edits {
            let after = better(ANSWER, &[edit], None);
            for fact in facts(&edit.replace) {
                // A capital at the start of a sentence is not a name if the word is an ordinary one.
                let ordinary = !fact.contains(char::is_numeric) && facts::is_ordinary(&fact);
                prop_assert!(known.contains(&fact) || ordinary || said.contains(&fact), "{} in {}", fact, after);
            }
            prop_assert!(ANSWER.get(edit.find.clone()).is_some());
        }
    }

    #[test]
    fn edits_that_are_not_taken_change_nothing(text in "([a-zA-Z ]{0,12}[.!?\n ]){0,8}") {
        prop_assert_eq!(better(&text, &[], None), text.trim());
        let all: Vec<usize> = (0..sentences(&text).len()).collect();
        prop_assert_eq!(better(&text, &[], Some(&all)), text.trim());
    }

    #[test]
    fn a_tighter_answer_is_a_part_of_the_answer(text in "([a-z ]{1,9}[.!?\n] ){0,8}", keep in any::<u8>()) {
        let kept: Vec<usize> = (0..sentences(&text).len()).filter(|n| keep >> n & 1 == 1).collect();
        let tight = better(&text, &[], Some(&kept));
        let mut rest = text.as_str();
        for place in kept.iter().map(|n| sentences(&text)[*n].clone()) {
            let sentence = text[place].trim();
            let at = rest.find(sentence);
            prop_assert!(at.is_some() && tight.contains(sentence));
            rest = &rest[at.unwrap_or_default()..];
        }
        prop_assert!(tight.len() <= text.len());
    }
}
