//! Pages that are read back as they were written, and pages that are rejected.

use super::*;
use proptest::prelude::*;

fn blank() -> Story {
    Story::named("s".parse().expect("a name"), "")
}

fn one(page: &str) -> Result<Vec<Story>, PageError> {
    read(page, true, blank)
}

fn refused(page: &str) -> String {
    one(page).expect_err("refused").to_string()
}

#[test]
fn a_page_is_read_as_it_was_written() {
    let page = "# The export  that took all night\n\n## When\nspring 2024\n## situation\nFour hours.\n\n### And more\n\
                ## Number\n\n## Themes\nownership, Deadline\n- scale\n## Level\nTeams\n";
    let story = one(page).expect("read").remove(0);
    assert_eq!(story.title, "The export that took all night");
    assert_eq!((story.when.as_str(), story.situation.as_str()), ("spring 2024", "Four hours.\n\n### And more"));
    assert_eq!((story.themes.join(" "), story.level.as_deref()), ("ownership deadline scale".into(), Some("teams")));
    let several = one("# The export\n\n## Level\nSeveral teams\n").expect("read").remove(0);
    assert_eq!(several.level.as_deref(), Some("teams"), "as the help below the page calls it");
    assert!(story.number.is_empty(), "an empty heading is a part that is not written yet");
    let written = write(&story, Help::Below);
    assert!(written.contains("\n## Number\n\n") && written.contains("changing your mind"), "{written}");
    assert_eq!(one(&written), Ok(vec![story]));
}

#[test]
fn what_does_not_fit_is_named_with_heading_and_line() {
    assert!(
        refused("# T\n## Situaton\n").starts_with("line 2: \"Situaton\" is no heading of a story; they are When, Role")
    );
    assert!(
        refused("# T\n## Task\na\n## task\n").starts_with("line 4: the heading Task stands there already, in line 2")
    );
    assert!(
        refused("# T\n## Themes\n\nfailure,\nluck\n")
            .starts_with("line 5, Themes: \"luck\" is no theme; take some of own")
    );
    assert!(refused("# T\n## Level\nplanet\n").starts_with("line 3, Level: \"planet\" is no level; take one of team"));
    assert!(refused("# T\nhello\n").starts_with("line 2: \"hello\" stands below no heading"));
    assert!(refused("hello\n# T\n").starts_with("line 1: \"hello\""));
    assert!(refused("#\n\n## Task\nDo it.\n").starts_with("line 1: the title is missing"));
    assert!(refused("## Task\nDo it.\n").starts_with("line 1: the title is missing"));
    assert!(refused("# !?\n").starts_with("line 1: the title has no letter"));
    assert!(refused(&format!("# {}\n", "x".repeat(101))).contains("101 characters, more than 100"));
    assert!(refused("# A\n# B\n").starts_with("line 2: a second title"));
    assert!(refused(&format!("# A\n## Task\n{}", "x".repeat(1_000_000))).contains("more than 100000"));
}

#[test]
fn nothing_written_is_no_story() {
    for page in ["", "\n\n", "# \n\n## When\n\n## Task\n", &write(&blank(), Help::Below)] {
        assert_eq!(one(page), Ok(Vec::new()), "{page:?}");
    }
}

#[test]
fn control_characters_are_left_out() {
    let story = one("# A\u{1b}[31m \u{202e}title\u{7}\n## Task\nDo\u{0} it\u{200b}.\n").expect("read").remove(0);
    assert_eq!((story.title.as_str(), story.task.as_str()), ("A title", "Do it."));
}

#[test]
fn a_file_may_hold_several() {
    let stories = read("# A\n## Task\na\n\n# B\n## Task\nb\n", false, blank).expect("read");
    assert_eq!(stories.iter().map(|story| story.title.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn words_of_a_newer_version_stay() {
    let newer = Story { themes: vec!["luck".into()], level: Some("planet".into()), ..Story::named(blank().story, "T") };
    assert_eq!(read(&write(&newer, Help::None), true, || newer.clone()), Ok(vec![newer.clone()]));
}

proptest! {
    #[test]
    fn whatever_is_written_is_read_back(
        title in "[a-z]{1,9}( [a-z#]{1,9}){0,3}",
        texts in proptest::collection::vec("(#|##|###|\\\\|\\\\# |## |# |a|Task|\u{e9}| |\n|-){0,14}", 9),
    ) {
        let mut story = Story::named(blank().story, &title);
        for (part, text) in Part::ALL.into_iter().zip(&texts) {
            // Blanks at the ends of lines mean nothing.
            let text = text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            part.put(text.trim(), 0, &mut story).expect("text");
        }
        prop_assert_eq!(one(&write(&story, Help::Below)), Ok(vec![story]));
    }

    #[test]
    fn no_page_is_too_much(page in "(# |## |##|Task|Themes|Level|team|a|\n|\\\\|\u{1b}|>8){0,40}") {
        let _ = one(&page);
    }
}
