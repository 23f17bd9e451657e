//! Lists in the shapes that other programs give them: sheets, programs for notes, pages, JSON and YAML. Each changes
//! nothing when imported again.

use hotseat_bank::{Difficulty, Level, Question};

use crate::Imported;
use crate::testing::{Home, points};

/// Imports a file twice and returns what was reported and all questions.
fn brought(name: &str, text: impl AsRef<[u8]>) -> (Imported, Vec<Question>) {
    let home = Home::new();
    let told = home.bring(name, &text);
    let again = home.bring(name, &text);
    assert_eq!((again.new, again.changed, again.gone.len()), (0, 0, 0), "{name}: {again:?}");
    (told, home.questions().into_iter().map(|(_, question)| question).collect())
}

/// What each question asks, in its first line, with the points of its answer.
fn asked(questions: &[Question]) -> Vec<(&str, Vec<&str>)> {
    questions.iter().map(|one| (one.prompt.lines().next().unwrap_or_default(), points(one))).collect()
}

/// The two questions that most of these lists ask.
fn two() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![("What is a lock?", vec!["One at a time"]), ("What is a queue?", vec!["A line"])]
}

fn remarks(told: &Imported) -> String {
    told.remarks.iter().map(|remark| remark.reason.as_str()).collect::<Vec<_>>().join("; ")
}

#[test]
fn difficulties_are_read_in_any_language_or_told() {
    let text = "Frage;Antwort;Schwierigkeit\nWas wartet?;Ein Faden;schwer\nWas endet?;Die Zeit;Junior\nWas bleibt?;Nichts;blorp\n\
                Was kommt?;Etwas;blorp\nWas geht?;Alles;1\n";
    let (told, questions) = brought("de.csv", text);
    let hard: Vec<Difficulty> = questions.iter().map(|question| question.difficulty).collect();
    assert_eq!(hard, [Difficulty::Hard, Difficulty::Medium, Difficulty::Medium, Difficulty::Medium, Difficulty::Easy]);
    assert_eq!(questions[1].levels.highest, Level::Junior);
    let said = remarks(&told);
    assert!(said.contains("\"blorp\" is not known and left out (2 times)") && said.contains("1 to 5"), "{said}");
    let (told, questions) = brought("de.json", r#"[{"q":"Why?","a":"So","difficulty":"Difícil","kind":"behavioral"}]"#);
    assert_eq!((questions[0].difficulty, questions[0].kind.word()), (Difficulty::Hard, "behavioural"));
    assert!(told.remarks.is_empty(), "{told:?}");
}

#[test]
fn binary_files_are_refused_whatever_they_are_called() {
    let home = Home::new();
    let noise: Vec<u8> = (1..500_u32).map(|i| i.wrapping_mul(2_654_435_761).to_be_bytes()[0] | 1).collect();
    for name in ["a.csv", "a.md", "a.json", "a.txt", "a.html", "a.yaml"] {
        let error = home.plan(&home.file(name, &noise), false).expect_err(name).to_string();
        assert!(error.contains("no text, line") && error.contains("UTF-8"), "{error}");
    }
    let (told, questions) = brought(
        "ru.csv",
        b"\xc2\xee\xef\xf0\xee\xf1;\xce\xf2\xe2\xe5\xf2\n\xd7\xf2\xee \xe6\xe4\xb8\xf2?;\xcf\xee\xf2\xee\xea\n",
    );
    assert_eq!(asked(&questions), [("Что ждёт?", vec!["Поток"])]);
    assert!(remarks(&told).contains("Windows-1251"), "{told:?}");
}

#[test]
fn json_is_read_in_every_usual_shape() {
    for (name, text) in [
        (
            "body",
            r#"[{"title":"What is a lock?","body":"One at a time"},{"title":"What is a queue?","body":"A line"}]"#,
        ),
        (
            "completion",
            r#"[{"prompt":"What is a lock?","completion":"One at a time"},{"instruction":"What is a queue?","input":"","output":"A line"}]"#,
        ),
        ("stem", r#"[{"stem":"What is a lock?","why":"One at a time"},{"stem":"What is a queue?","why":"A line"}]"#),
        (
            "table",
            r#"{"columns":["question","answer"],"data":[["What is a lock?","One at a time"],["What is a queue?","A line"]]}"#,
        ),
        ("rows", r#"[["Question","Answer"],["What is a lock?","One at a time"],["What is a queue?","A line"]]"#),
        ("columns", r#"{"question":["What is a lock?","What is a queue?"],"answer":["One at a time","A line"]}"#),
        (
            "frame",
            r#"{"question":{"0":"What is a lock?","1":"What is a queue?"},"answer":{"0":"One at a time","1":"A line"}}"#,
        ),
        (
            "numbered",
            r#"{"question1":"What is a lock?","answer1":"One at a time","question2":"What is a queue?","answer2":"A line"}"#,
        ),
        ("counted", r#"{"1":{"q":"What is a lock?","a":"One at a time"},"2":{"q":"What is a queue?","a":"A line"}}"#),
        (
            "notes",
            r#"{"name":"OS","note_models":[{"flds":[{"name":"Front"}]}],"notes":[
            {"fields":["What is a <b>lock</b>?","One at a time"],"guid":"a","tags":[]},
            {"fields":["What is a queue?","A line"],"guid":"b","tags":[]}]}"#,
        ),
        (
            "remarked",
            "// a list\n[{\"q\":\"What is a lock?\",\"a\":\"One at a time\",},\n/* more */ {\"q\":\"What is a queue?\",\"a\":\"A line\"},]",
        ),
        (
            "several",
            "{\"q\":\"What is a lock?\",\n\"a\":\"One at a time\"}\n{\"q\":\"What is a queue?\",\n\"a\":\"A line\"}",
        ),
        (
            "talks",
            "{\"messages\":[{\"role\":\"user\",\"content\":\"What is a lock?\"},{\"role\":\"assistant\",\"content\":\"One at a time\"}]}\n\
                   {\"conversations\":[{\"from\":\"human\",\"value\":\"What is a queue?\"},{\"from\":\"gpt\",\"value\":\"A line\"}]}",
        ),
    ] {
        assert_eq!(asked(&brought(&format!("{name}.json"), text).1), two(), "{name}");
    }
    let (told, questions) =
        brought("terms.json", r#"{"mutex":"A lock with an owner","queue":"A line","view":"A query"}"#);
    assert_eq!((questions.len(), told.remarks.len()), (3, 1), "{told:?}");
    let nested = r#"{"quiz":{"sport":{"q1":{"question":"Who wins?","options":["A","B"],"answer":"A"}},"maths":{"q1":{"question":"What is two?"},"q2":{"question":"What is three?"}}}}"#;
    assert_eq!(brought("nested.json", nested).1.len(), 3);
}

#[test]
fn keys_that_are_not_understood_are_named() {
    let (told, questions) =
        brought("more.json", r#"[{"q":"Why?","a":"So","trick":"Look twice","votes":3},{"q":"How?","trick":"Ask"}]"#);
    assert_eq!(questions.len(), 2);
    assert!(remarks(&told).contains("the key \"trick\" is not known and left out (2 times)"), "{told:?}");
    let home = Home::new();
    let none = home.bring("none.json", r#"[{"alpha":"One","beta":"Two"}]"#);
    assert!(none.skipped[0].reason.contains("\"alpha\", \"beta\""), "{none:?}");
}

#[test]
fn pages_and_yaml_are_read() {
    let page = "<!doctype html><html><head><title>Top</title><style>a{}</style></head><body><nav><a>Home?</a></nav>\n\
                <h1>Top</h1>\n<h2>1. What is a lock?</h2>\n<p>One at a time</p>\n<h2>2. What is a queue?</h2>\n<p>A line</p><footer>Who?</footer></body></html>";
    assert_eq!(asked(&brought("page.html", page).1), two());
    let paragraphs = "<body><p>Q: What is a lock?</p><p>A: One at a time</p><p></p><p>Q: What is a queue?</p><p>A: A line</p></body>";
    assert_eq!(asked(&brought("p.htm", paragraphs).1), two());
    let table = "<table><tr><th>Question</th><th>Answer</th></tr><tr><td>What is a lock?</td><td>One at a time</td></tr>\n\
                 <tr><td>What is a queue?</td><td><ul><li>A line</li></ul></td></tr></table>\n";
    assert_eq!(asked(&brought("table.html", table).1), two());
    assert_eq!(asked(&brought("table.md", format!("# Prep\n\n{table}")).1), two(), "in Markdown, too");
    let home = Home::new();
    let lines = home
        .plan(&home.file("lines.html", "<p>x</p>\n\n<h2>Why?</h2>\n<p>So</p>\n\n<h2>Why?</h2>"), false)
        .expect("readable");
    assert_eq!(lines.imported().skipped[0].line, Some(6), "{:?}", lines.imported());
    let yaml = "- question: What is a lock?\n  answer: One at a time\n- question: \"What is a queue?\"\n  answer: |\n    A line\n  difficulty: hard\n";
    let (_, questions) = brought("list.yaml", yaml);
    assert_eq!((asked(&questions), questions[1].difficulty), (two(), Difficulty::Hard));
    let broken = home.bring("broken.yml", "- a: [1\n- b\n");
    assert!(broken.skipped[0].reason.contains("mend the YAML"), "{broken:?}");
}

#[test]
fn questions_and_answers_are_marked_by_letters_of_any_language() {
    for (name, text) in [
        ("de", "F: What is a lock?\nA: One at a time\n\nF: What is a queue?\nA: A line\n"),
        ("es", "P: What is a lock?\nR: One at a time\n\nP: What is a queue?\nR: A line\n"),
        ("fr", "Q : What is a lock?\nR : One at a time\n\nQ : What is a queue?\nR : A line\n"),
        ("ru", "В: What is a lock?\nО: One at a time\n\nВ: What is a queue?\nО: A line\n"),
        ("ja", "Ｑ１．What is a lock?\nＡ１．One at a time\n\nＱ２．What is a queue?\nＡ２．A line\n"),
        ("stops", "Q. What is\n   a lock?\nA. One at a time\n\nQ. What is a queue?\nA. A line\n"),
        ("ans", "Q1. What is a lock?\nAns - One at a time\n\nQ2. What is a queue?\nAns - A line\n"),
    ] {
        assert_eq!(asked(&brought(&format!("{name}.txt"), text).1), two(), "{name}");
    }
    let choices = "### Q1. Which one?\n\nA. go\nB. run\nC. spawn\n\nAnswer: A\n\n### Q2. And which?\n\nA. go\nB. run\nC. spawn\n\nAnswer: B\n";
    let (_, questions) = brought("choices.md", choices);
    assert!(questions.len() == 2 && questions[0].prompt.contains("spawn"), "{questions:?}");
}

#[test]
fn what_programs_for_notes_add_is_read_as_meant() {
    for (name, text) in [
        ("divided", "#flashcards\n\nWhat is a lock?\n?\nOne at a time\n\nWhat is a queue? :: A line\n"),
        (
            "cards",
            "- What is a lock? #card\n  - One at a time\n- What is a queue? #card\n  card-ease:: 4\n  - A line\n",
        ),
        (
            "links",
            "## What is a [[lock]]?\n\nOne ==at== a [[Time|time]] ^a1b2c3\n\n%% mine %%\n\n## What is a [[Line|queue]]?\n\nA line\n",
        ),
        (
            "callouts",
            "> [!question] What is a lock?\n\n> [!success]- Answer\n> One at a time\n\n> [!faq] What is a queue?\n\n> [!info] Answer\n> A line\n",
        ),
        (
            "tabs",
            "# OS\n\n-\tWhat is a lock?\n\t-\tOne at a time\n-\tWhat is a queue?\n\t-\tA line\n-\tWhat is a view?\n",
        ),
    ] {
        assert_eq!(asked(&brought(&format!("{name}.md"), text).1)[..2], two(), "{name}");
    }
    let home = Home::new();
    let id = "1a2b3c4d5e6f47a8b9c0d1e2f3a4b5c6";
    home.bring(
        &format!("Locks {id}.md"),
        "# Locks\n\nCreated: March 3, 2024 9:12 AM\nTags: os\n\n## What is a lock?\n\nOne\n\n## What is a queue?\n\nA line\n",
    );
    let (entry, question) = home.questions().remove(0);
    assert_eq!((entry.topic.as_str(), question.tags, question.look_for.len()), ("locks", vec!["os".to_owned()], 1));
}

#[test]
fn terms_ask_for_what_they_mean() {
    let expected = [("lock", vec!["One at a time"]), ("queue", vec!["A line"]), ("view", vec!["A query"])];
    for (name, text) in [
        ("dashes.txt", "lock - One at a time\nqueue - A line\nview - A query\n"),
        ("colons.md", "# Terms\n\n- **lock**: One at a time\n- **queue**: A line\n- **view**: A query\n"),
        ("arrows.md", "- lock >> One at a time\n- queue >> A line\n- view >> A query\n"),
        ("list.md", "lock\n: One at a time\n\nqueue\n:   A line\n\nview\n: A query\n"),
    ] {
        assert_eq!(asked(&brought(name, text).1), expected, "{name}");
    }
    let home = Home::new();
    let prose =
        "Locks wait: that is all.\nThey do so for long and nobody knows why.\nQueues grow - always.\nNobody asks.\n";
    assert_eq!(home.bring("prose.txt", prose).new, 0);
}

#[test]
fn sheets_group_their_rows_and_explain_their_columns() {
    let topics = |name: &str, text: &str| {
        let (_, questions) = brought(name, text);
        questions.into_iter().map(|question| question.topic.unwrap_or_default()).collect::<Vec<_>>()
    };
    let merged =
        "Category,Question,Answer\nOS,What is a lock?,One\n,What is a queue?,A line\nData,What is a view?,A query\n";
    assert_eq!(topics("merged.csv", merged), ["os", "os", "data"]);
    let titled = "Question,Answer\nOS,\nWhat is a lock?,One\nWhat is a queue?,A line\nData,\nWhat is a view?,A query\n";
    assert_eq!(topics("titled.csv", titled), ["os", "os", "data"]);
    let template = "Question - max 120 characters,Answer 1 - max 75 characters,Answer 2 - max 75 characters,\"Time limit (sec) – 5, 10, 20, 30, 60, 90, 120 or 240 secs\",Correct answer(s) - choose at least one\n\
                    Which waits?,a thread,a port,20,1\n";
    assert_eq!(asked(&brought("template.csv", template).1), [("Which waits?", vec!["a thread"])]);
    let cells = "| Question | Answer |\n|---|---|\n| What is it? | 1. One<br>2. Two |\n";
    assert_eq!(asked(&brought("cells.md", cells).1), [("What is it?", vec!["One", "Two"])]);
}

#[test]
fn short_lists_ask_beside_longer_ones() {
    let text = "# Ask\n\n## Here\n\n- Why us?\n- Why now?\n\nSource: [a page](https://example.org/a/long/address/of/a/page)\n\n<Ad />\n\n\
                ## There\n\n- Why them?\n- Time management is a necessary factor here. Give an example of yours.\n\n## Elsewhere\n\n- Why not?\n\nSource: [another](https://example.org/another)\n";
    let (told, questions) = brought("short.md", text);
    assert_eq!(questions.len(), 5, "{told:?}");
}

#[test]
fn a_part_of_an_answer_is_none_of_the_list_whatever_its_level() {
    let text = "# Book\n\n1. ### What is a lock?\n\n   One at a time\n\n  ## Key points\n\n  - It waits\n\n2. ### What is a queue?\n\n   A line\n\n\
                ## Data\n\n3. ### What is a view?\n\n   A query\n";
    let (_, questions) = brought("inner.md", text);
    assert_eq!(questions.len(), 3);
    assert!(
        questions[0].sample.as_ref().is_some_and(|sample| sample.strong.contains("It waits")),
        "{:?}",
        questions[0]
    );
    let topics: Vec<_> = questions.iter().map(|question| question.topic.as_deref().unwrap_or_default()).collect();
    assert_eq!(topics, ["book", "book", "data"]);
    let quiz = "# Quiz\n\n#### Q1. A team tries a service.\n\n#### Which way would you choose?\n\n- [x] slowly\n- [ ] at once\n\n\
                #### Q2. Which two wait?\n\n#### A. Locks\n\n#### B. Ports\n\n- [x] A\n- [ ] B\n\n#### Q3. Who ends?\n\n- [x] time\n- [ ] none\n";
    let (_, questions) = brought("quiz.md", quiz);
    assert_eq!(questions.len(), 3, "{questions:?}");
    assert!(questions[0].prompt.contains("Which way") && questions[1].prompt.contains("Ports"), "{questions:?}");
}
