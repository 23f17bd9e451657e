//! Compares reports with golden files, and checks that no text from outside can change their structure.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};

use super::testing::{drill, left, mock, mock_judged, mock_on_trust, no_progress, plainly, progress};
use super::{Format, Report};
use crate::assess::JudgedBy;
use crate::practice::mock::{AnswerDifferences, Difference};

/// The page without its style sheet, which golden files need not repeat.
fn page(report: &Report) -> String {
    let page = report.write(Format::Html);
    let (before, rest) = page.split_once("<style>").expect("looks");
    let (_, after) = rest.split_once("</style>").expect("an end of them");
    format!("{before}<style></style>{after}")
}

#[test]
fn a_debriefed_mock() {
    insta::assert_snapshot!("mock.md", mock(&plainly).write(Format::Md));
    insta::assert_snapshot!("mock.html", page(&mock(&plainly)));
    insta::assert_snapshot!("mock.json", mock(&plainly).write(Format::Json));
}

#[test]
fn who_judged_is_said_and_where_two_differ() {
    let friend = mock_judged(JudgedBy::Friend, Vec::new(), &plainly);
    let (text, html) = (friend.write(Format::Md), page(&friend));
    assert!(text.contains("Judged by a friend.") && text.contains("missing, as a friend judged it."), "{text}");
    assert!(html.contains("Judged by a friend.") && html.contains("numbers are a friend's judgement"), "{html}");
    let difference = Difference { about: "A | point".into(), friend: "there".into(), candidate: "partly".into() };
    let of = |attempt: &str| AnswerDifferences {
        attempt: attempt.parse().expect("a name"),
        question: "mini/cache".parse().expect("a name"),
        prompt: "?".into(),
        differences: vec![difference.clone()],
    };
    let both = mock_judged(JudgedBy::Both, vec![of("attempt-cache"), of("gone")], &plainly);
    let (text, html) = (both.write(Format::Md), page(&both));
    assert!(text.contains("Judged by a friend and yourself."), "{text}");
    assert_eq!(text.matches("| A \\| point | there | partly |").count(), 1, "{text}");
    assert!(html.contains("<th scope=\"row\">A | point</th><td>there</td><td>partly</td>"), "{html}");
}

#[test]
fn a_recommendation_on_trust_says_so_wherever_it_stands() {
    let report = mock_on_trust();
    let (text, html, json) = (report.write(Format::Md), page(&report), report.write(Format::Json));
    assert!(text.contains("**Strong yes, by own ticks alone**"), "{text}");
    assert!(text.contains("no words were found; without them strong no"), "{text}");
    assert!(html.contains("Strong yes, by own ticks alone<small>"), "{html}");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let card = &json["scorecard"];
    assert_eq!((&card["band"], &card["condition"]), (&"strong-yes".into(), &"by own ticks alone".into()));
    assert_eq!(card["band_without_doubted"], "strong-no");
}

#[test]
fn a_mock_that_was_left_says_so() {
    let text = left().write(Format::Md);
    assert!(text.contains("It was left and can be resumed: 2 of 3 questions answered so far."), "{text}");
    assert!(text.contains("It was not debriefed yet"), "{text}");
    assert!(!text.contains("Scorecard") && !text.contains("Points: "), "nothing is claimed that nobody judged");
    insta::assert_snapshot!("left.md", text);
    let page = page(&left());
    assert!(page.contains("not debriefed yet") && !page.contains("id=\"scorecard\""));
}

#[test]
fn a_drill_has_its_answers_and_no_scorecard() {
    let text = drill().write(Format::Md);
    assert!(text.contains("It was given up: 1 of 3 questions answered."), "{text}");
    insta::assert_snapshot!("drill.md", text);
    let page = page(&drill());
    assert!(!page.contains("id=\"rounds\"") && !page.contains("id=\"scorecard\"") && page.contains("id=\"q3\""));
}

#[test]
fn all_progress() {
    insta::assert_snapshot!("progress.md", progress(&plainly).write(Format::Md));
    insta::assert_snapshot!("progress.html", page(&progress(&plainly)));
}

#[test]
fn no_progress_is_a_report_too() {
    for format in [Format::Md, Format::Html, Format::Json] {
        let text = no_progress().write(format);
        assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
    }
    assert!(no_progress().write(Format::Md).contains("Nothing was answered yet."));
}

#[test]
fn what_is_too_few_is_not_told() {
    let text = progress(&plainly).write(Format::Md);
    assert!(text.contains("1 topic: too few to tell."), "{text}");
    assert!(!text.contains("| stories |"), "{text}");
}

#[test]
fn a_page_is_one_file_that_everybody_can_read() {
    for report in [mock(&plainly), left(), drill(), progress(&plainly), no_progress()] {
        let page = report.write(Format::Html);
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
        assert!(page.contains("name=\"viewport\"") && page.contains("prefers-color-scheme: dark"));
        assert!(page.contains("@media print"));
        for foreign in ["<script", "<link", "<img", "<iframe", "src=", "url(http", "@import", "://"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        // Every picture has a description, every header cell of a table says what it is the header of, and ids are
        // unique.
        assert_eq!(page.matches("<svg").count(), page.matches("role=\"img\" aria-labelledby=").count());
        assert_eq!(page.matches("<svg").count(), page.matches("<desc id=").count());
        assert_eq!(page.matches("<th ").count() + page.matches("<thead").count(), page.matches("<th").count());
        let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let all = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id stands twice");
    }
}

/// The tags of a page in order, without the text between them and without the numbers of pictures. Marks are left out
/// because which words are marked depends on the words.
fn tags(page: &str) -> Vec<String> {
    let parts = page.split('<').skip(1).filter_map(|part| part.split_once('>')).map(|(tag, _)| tag);
    let name = |tag: &str| tag.split_whitespace().next().unwrap_or_default().to_owned();
    parts.filter(|tag| *tag != "br").map(name).filter(|name| !matches!(name.as_str(), "mark" | "/mark")).collect()
}

/// The structure of a Markdown text: its blocks in order, without their text.
fn blocks(text: &str) -> Vec<String> {
    let events = Parser::new_ext(text, Options::all());
    let kept = events.filter_map(|event| match event {
        Event::Start(tag) => Some(format!("{:?}", std::mem::discriminant(&tag))),
        Event::End(tag) => Some(format!("{:?}", std::mem::discriminant(&tag))),
        Event::Text(_) | Event::SoftBreak | Event::HardBreak => None,
        other => Some(format!("{other:?}")),
    });
    kept.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_text_changes_what_a_page_is(text in prop_oneof![any::<String>(), r#"[<>&"'`*_|#\[\]() \n~-]{0,20}"#]) {
        // The text must never be empty, or the page would rightly say that nothing was said.
        let nasty = format!("x{text}");
        let say = |_: &str| nasty.clone();
        let calm = |_: &str| "x".to_owned();
        for (with, without) in [(mock(&say), mock(&calm)), (progress(&say), progress(&calm))] {
            let page = with.write(Format::Html);
            prop_assert_eq!(tags(&page), tags(&without.write(Format::Html)));
            prop_assert!(!page.chars().any(crate::text::is_unsafe));
            let text = with.write(Format::Md);
            prop_assert_eq!(blocks(&text), blocks(&without.write(Format::Md)), "{}", text);
            prop_assert!(!text.chars().any(crate::text::is_unsafe));
            let json = with.write(Format::Json);
            prop_assert!(!json.chars().any(crate::text::is_unsafe));
            prop_assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
        }
    }
}
