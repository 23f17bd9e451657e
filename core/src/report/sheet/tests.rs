use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::page::{HASHES, script, style};
use super::*;
use crate::bank::{Level, Library, QuestionId, Weights, manifest};
use crate::history::RecordId;
use crate::markup::html;
use crate::practice::mock::PlannedRound;

fn plan(id: &QuestionId, kind: Kind) -> Plan {
    let planned = Planned {
        question: id.clone(),
        topic: "t".into(),
        kind,
        seconds: 330,
        think: 20,
        target: 250,
        prompt: "?".into(),
    };
    Plan {
        loop_: "mine".into(),
        title: "Mine & <yours>".into(),
        level: Level::Senior,
        archetype: None,
        seed: 1,
        minutes: 15,
        rounds: vec![PlannedRound {
            name: "One".into(),
            minutes: 15,
            part: None,
            uninterrupted: Some(180),
            questions: vec![planned],
        }],
        banks: Vec::new(),
        weights: Weights { core: 100, scenario: 0, behavioural: 0 },
    }
}

/// The sheet of a single question, as Markdown and as a page.
fn written(question: &Question) -> [String; 2] {
    let bank = manifest();
    let plan = plan(&QuestionId::new("b", &question.id), question.kind);
    let questions = std::slice::from_ref(question);
    let sheet = Sheet { plan: &plan, questions, dimensions: &bank.dimensions, prompts: &bank.prompts };
    [sheet.markdown(), sheet.page("sat".parse::<RecordId>().expect("a name"))]
}

fn of_kind(kind: Kind) -> Question {
    let library = Library::builtin();
    let entry = library.entries().iter().find(|entry| entry.kind == kind).expect("there is one");
    library.question(&entry.id).expect("readable")
}

/// The file that the page saves, before anything is filled in.
fn blank(page: &str) -> Value {
    let (_, rest) = page.split_once("id=\"sheet\">").expect("the file");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON")
}

#[test]
fn a_friend_finds_everything_that_it_takes() {
    let question = of_kind(Kind::Review);
    let [markdown, page] = written(&question);
    let bank = manifest();
    let parts = question.look_for.iter().map(|point| &point.text);
    let parts = parts.chain(question.follow_ups.iter().map(|next| &next.prompt));
    let parts = parts.chain(question.clarifications.iter().map(|c| &c.answer));
    let parts = parts.chain(question.mistakes.iter().map(|mistake| &mistake.text));
    let general = bank.prompts.push_back.iter();
    let general = general
        .flat_map(|prompt| std::iter::once(&prompt.prompt).chain(prompt.look_for.iter().map(|point| &point.text)));
    let parts = parts.chain(general);
    let scored = bank.dimensions.iter().filter(|dimension| dimension.kinds.contains(&Kind::Review));
    for part in parts.chain(scored.flat_map(|dimension| &dimension.anchors)) {
        assert!(page.contains(&html(part)), "{part}");
        assert!(markdown.contains(&crate::markup::markdown(part)), "{part}");
    }
    assert!(page.contains("first 3 minutes") && page.contains("<pre "));
    assert!(!page.contains("Scales ten times") && !markdown.contains("Scales ten times"), "not of this kind");
    assert!(!page.contains("://") && !page.contains("<link") && !page.contains("src="), "nothing comes from elsewhere");
}

#[test]
fn a_browser_takes_the_style_and_the_script_of_the_page_and_no_other() {
    let hashes = [style(), script()].map(|text| format!("sha256-{}", STANDARD.encode(Sha256::digest(text.as_bytes()))));
    assert_eq!(hashes, HASHES, "the hashes beside the page have to be those of its style and its script");
    let [_, page] = written(&of_kind(Kind::Technical));
    for (tag, text) in [("style", style()), ("script", script())] {
        assert!(page.contains(&format!("<{tag}>{text}</{tag}>")), "{tag}");
    }
    assert!(page.contains("default-src 'none'") && !page.contains("unsafe-"));
    assert!(!page.contains(" style=") && !page.contains(" onclick="), "the policy forbids them");
}

#[test]
fn every_blank_of_the_file_has_a_field_on_the_page() {
    let [_, page] = written(&of_kind(Kind::Design));
    let mut places = Vec::new();
    blanks(&blank(&page), String::new(), &mut places);
    let read_only = |place: &String| {
        let name = place.rsplit('/').next().unwrap_or_default();
        ["archetype", "about", "text", "prompt", "part"].contains(&name) || place.contains("/ask/")
    };
    places.retain(|place| !read_only(place));
    assert!(places.len() > 20, "{places:?}");
    for place in places {
        assert!(page.contains(&format!("data-path=\"{place}\"")), "{place}");
    }
    // And no field may name a place that does not exist.
    let file = blank(&page);
    for (_, rest) in page.match_indices("data-path=\"").map(|(at, found)| page.split_at(at + found.len())) {
        let place = rest.split_once('"').expect("the end of the name").0;
        assert!(file.pointer(place).is_some(), "{place}");
    }
}

/// The places of all values that are empty, false or zero.
fn blanks(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| blanks(value, format!("{at}/{name}"), places)),
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(i, value)| blanks(value, format!("{at}/{i}"), places));
        }
        Value::Null | Value::Bool(false) => places.push(at),
        Value::String(text) if text.is_empty() => places.push(at),
        _ => {}
    }
}

#[test]
fn whether_it_was_settled_first_is_asked_where_it_counts() {
    for (kind, asked) in [(Kind::Design, true), (Kind::Technical, false)] {
        let [markdown, page] = written(&of_kind(kind));
        assert_eq!(markdown.contains("before answering"), asked, "{kind}");
        assert_eq!(page.contains("before answering?"), asked, "{kind}");
    }
}

#[test]
fn what_a_bank_says_stays_text() {
    let question: Question = serde_json::from_value(json!({
        "id": "q", "prompt": "<script>alert(1)</script> *a* | b",
        "look_for": [{"id": "p", "text": "`x` & [y](z)</script><!--\u{1b}[31m"}],
        "snippet": {"language": "md", "code": "```\n</pre>"}
    }))
    .expect("a question");
    let [text, page] = written(&question);
    assert_eq!(page.matches("<script").count(), 2, "the file and the script");
    assert_eq!(page.matches("</script").count(), 2);
    assert!(page.contains("&lt;script&gt;") && page.contains("&lt;/pre&gt;") && !page.contains('\u{1b}'));
    let blank = blank(&page);
    assert_eq!(blank["rounds"][0]["questions"][0]["points"][0]["text"], question.look_for[0].text, "verbatim");
    assert!(text.contains("\\<script>alert(1)\\</script> \\*a\\* \\| b"), "{text}");
    assert!(text.contains("````md\n```\n</pre>\n````"), "{text}");
    assert!(text.starts_with("# Mine & \\<yours>: the interviewer's copy\n"), "{text}");
}
