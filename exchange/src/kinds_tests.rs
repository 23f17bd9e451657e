//! Lists as people write them, a small one of each kind. Each is imported completely, changes nothing when imported
//! again, and its account adds up.

use hotseat_bank::Question;

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

fn prompts(questions: &[Question]) -> Vec<&str> {
    questions.iter().map(|question| question.prompt.as_str()).collect()
}

/// The points of each question's answer.
fn answers(questions: &[Question]) -> Vec<Vec<&str>> {
    questions.iter().map(points).collect()
}

fn topics(questions: &[Question]) -> Vec<&str> {
    questions.iter().map(|question| question.topic.as_deref().unwrap_or_default()).collect()
}

#[test]
fn json_of_other_programs_is_read_however_deep_it_keeps_its_questions() {
    let nested = r#"{"title":"Prep","sections":[
        {"name":"Locks","questions":[{"question":"What waits?","answer":["A thread","Another one"]}]},
        {"name":"Queues","items":[{"front":"What grows?","back":"The line"}]}]}"#;
    let (told, questions) = brought("nested.json", nested);
    assert_eq!(
        (prompts(&questions), topics(&questions)),
        (vec!["What waits?", "What grows?"], vec!["locks", "queues"])
    );
    assert_eq!(answers(&questions), [vec!["A thread", "Another one"], vec!["The line"]]);
    assert_eq!((told.files[0].whole(), told.files[0].questions), (2, 2));
    let by_key = r#"{"css":[{"q":"What floats?","a":"A box"}],"What is a pair?":["two","of a kind"]}"#;
    assert_eq!(prompts(&brought("key.json", by_key).1), ["What floats?"]);
    let map = r#"{"What is a lock?":"One at a time","What is a page?":["a","block"]}"#;
    assert_eq!(answers(&brought("map.json", map).1), [vec!["One at a time"], vec!["a", "block"]]);
    assert_eq!(
        prompts(&brought("texts.json", r#"["What is it?",["Why so?","Because"]]"#).1),
        ["What is it?", "Why so?"]
    );
    let foreign =
        r#"{"questions":[{"pregunta":"¿Qué espera?","respuesta":"Un hilo"},{"title":"What ends?","content":"Time"}]}"#;
    assert_eq!(answers(&brought("foreign.json", foreign).1), [["Un hilo"], ["Time"]]);
}

#[test]
fn choices_are_asked_and_the_right_ones_answer() {
    let json = r#"[
        {"question":"Which port?","options":["80","443"],"correct":1,"explanation":"TLS"},
        {"question":"Which order?","choices":{"a":"last","b":"first"},"correctAnswer":"b"},
        {"question":"Which two?","options":["x","y","z"],"answer":"A, C"},
        {"question":"What is <b>it</b>?","correct_answer":"One","incorrect_answers":["Two","Three"]},
        {"question":"Which letter?","A":"one","B":"two","answer":"B"},
        {"question":"Which is marked?","answers":[{"text":"no","correct":false},{"text":"yes","correct":true}]}]"#;
    let (_, questions) = brought("quiz.json", json);
    assert_eq!(questions[0].prompt, "Which port?\n\n- 80\n- 443");
    assert_eq!(
        answers(&questions),
        [vec!["443", "TLS"], vec!["first"], vec!["x", "z"], vec!["One"], vec!["two"], vec!["yes"]]
    );
    assert!(questions[3].prompt.starts_with("What is it?\n\n- ") && questions[3].prompt.contains("\n- Three"));
    let table = "Question,Option A,Option B,Correct answer,Explanation\nWhich is first?,a queue,a stack,A,In order\n";
    assert_eq!(brought("quiz.csv", table).1[0].prompt, "Which is first?\n\n- a queue\n- a stack");
}

#[test]
fn tables_have_names_in_other_languages_or_none() {
    for (name, text, prompt, answer) in [
        ("de.csv", "Nr.;Frage;Antwort\n1;Was wartet?;Ein Faden\n2;Was endet?;Die Zeit\n", "Was wartet?", "Ein Faden"),
        ("ru.csv", "№;Вопрос;Ответ\n1;Что ждёт?;Поток\n", "Что ждёт?", "Поток"),
        ("zh.csv", "序号,题目,答案\n1,什么是锁？,互斥\n", "什么是锁？", "互斥"),
        ("fi.csv", "Kysyttävä;Kerrottava\nMikä odottaa?;Säie\nMikä loppuu?;Aika\n", "Mikä odottaa?", "Säie"),
        ("two.csv", "Answer,Interview question\nA thread,What waits?\n", "What waits?", "A thread"),
        ("none.csv", "1,What waits?,A thread\n2,What ends?,Time\n", "What waits?", "A thread"),
    ] {
        let (_, questions) = brought(name, text);
        assert_eq!((questions[0].prompt.as_str(), points(&questions[0])), (prompt, vec![answer]), "{name}");
        assert!(questions.iter().all(|question| question.prompt.ends_with(['?', '？'])), "{name}");
    }
    let titled = "Questions of 2024,,\n,,\nNo,Question,Asked by\n1,What waits?,Ann\n";
    let (told, questions) = brought("titled.csv", titled);
    assert_eq!((prompts(&questions), told.files[0].whole()), (vec!["What waits?"], 3));
    assert!(
        told.remarks.iter().any(|remark| remark.reason.contains("Asked by")),
        "nothing is dropped in silence: {told:?}"
    );
}

#[test]
fn tables_in_markdown_ask() {
    let text = "# Java\n\n| # | Question | Answer |\n|---|---|---|\n| 1 | What is `a \\| b`? | Either.<br>Or both. |\n| 2 |  | none |\n\n\
                ## What is a level?\n\n| Level | Reads |\n|---|---|\n| one | all |\n";
    let (told, questions) = brought("table.md", text);
    assert_eq!(prompts(&questions), ["What is a | b?", "What is a level?"]);
    assert_eq!(points(&questions[0]), ["Either.", "Or both."]);
    let file = &told.files[0];
    assert_eq!((file.questions, file.titles, file.passed), (2, 2, 1), "{told:?}");
}

#[test]
fn numbers_before_what_is_asked_go_in_every_way_of_writing_them() {
    for (name, text) in [
        ("a.md", "### 1、什么是锁？\n\n一。\n\n### 2、什么是页？\n\n二。\n"),
        ("b.md", "## 問1　錠とは何か？\n\n一。\n\n## 問2　列とは何か？\n\n二。\n"),
        ("c.md", "(1) **What waits?**\n\nOne.\n\n(2) **What ends?**\n\nTwo.\n"),
        ("d.md", "**1. 什么是锁？**\n\n一。\n\n**2. 什么是页**\n\n二。\n\n**3. 解释死锁**\n\n三。\n"),
        (
            "e.md",
            "<details><summary>1. What waits?</summary>One.</details>\n\n<details><summary>2. What ends?</summary>Two.</details>\n",
        ),
        ("f.md", "# Book\n\n## 1.1 What waits?\n\nOne.\n\n## 1.2. What ends?\n\nTwo.\n"),
    ] {
        let (_, questions) = brought(name, text);
        assert!(questions.len() >= 2, "{name}: {:?}", prompts(&questions));
        for question in questions {
            assert!(!question.prompt.contains(|c: char| c.is_numeric()), "{name}: {}", question.prompt);
            assert_eq!(question.look_for.len(), 1, "{name}: {}", question.prompt);
        }
    }
}

#[test]
fn lists_and_paragraphs_ask_where_nothing_else_does() {
    let (_, listed) = brought(
        "list.md",
        "# Top\n\n1. What waits?\n\n   A thread.\n\n2. What ends?\n   Time.\n\n3. Explain order\n\n   - first\n   - last\n",
    );
    assert_eq!(prompts(&listed), ["What waits?", "What ends?", "Explain order"]);
    assert_eq!(answers(&listed), [vec!["A thread."], vec!["Time."], vec!["first", "last"]]);
    let (_, plain) =
        brought("plain.txt", "What waits?\nA thread.\n\n---\n\nWhat ends?\n\nTime.\n\n> Who knows?\n\nNobody.\n");
    assert_eq!(answers(&plain), [["A thread."], ["Time."], ["Nobody."]]);
    let (_, colons) = brought("cards.md", "What waits?::A thread\nWhat ends?::Time\nA lock :: One at a time\n");
    assert_eq!(prompts(&colons), ["What waits?", "What ends?", "A lock"]);
    let (_, mixed) = brought(
        "mixed.md",
        "# Web\n\n## What is a tree?\n\nNodes.\n\n## More\n\n- What is a leaf?\n- What is a root?\n",
    );
    assert_eq!(
        (prompts(&mixed), topics(&mixed)),
        (vec!["What is a tree?", "What is a leaf?", "What is a root?"], vec!["web", "more", "more"])
    );
}

#[test]
fn other_languages_ask_and_answer_without_our_words() {
    let (_, questions) = brought(
        "zh.md",
        "# 题\n\n## CSS\n\n### 什么是盒\n\n边。\n\n### 如何居中？\n\n两行。\n\n### 流的作用\n\n隔离。\n",
    );
    assert_eq!(questions.len(), 3);
    let (_, questions) = brought(
        "ru.md",
        "**Вопрос:** Что ждёт?\n\n**Ответ:** Поток.\n\n**Вопрос:** Что кончается?\n\n**Ответ:** Время.\n",
    );
    assert_eq!(answers(&questions), [["Поток."], ["Время."]]);
    let (_, questions) =
        brought("ja.md", "## Q1. 鍵とは？\n\n### 回答\n\n一人ずつ。\n\n## Q2. 列とは？\n\n### 回答\n\n順番。\n");
    assert_eq!(answers(&questions), [["一人ずつ。"], ["順番。"]]);
    let home = Home::new();
    let page = |asked: &str| format!("# {asked}\n\n<details><summary>Respuesta</summary>\n\nUn hilo.\n\n</details>\n");
    home.file("set/a.md", page("¿Qué espera?"));
    home.file("set/b.md", page("¿Qué termina?"));
    home.import(&home.folder.path().join("in/set"));
    assert_eq!(home.prompts(), ["¿Qué espera?", "¿Qué termina?"]);
}

#[test]
fn what_is_asked_with_a_question_is_its_text_its_code_and_its_picture() {
    let text = "## What is printed?\n\n    a()\n\nOne.\n\n## What is printed?\n\n~~~py\nb()\n~~~\n\nTwo.\n\n\
                ## What does this diagram show?\n\n![](x/p.png)\n\nA tree.\n\n## What does this diagram show?\n\n![](y/p.png)\n\nA ring.\n";
    let (told, questions) = brought("same.md", text);
    assert_eq!((questions.len(), told.skipped.len()), (4, 0), "{told:?}");
    assert_eq!(questions[2].prompt, "What does this diagram show?\n\n[image: x/p.png]");
    let inside = "question,answer\n\"What is it? <img src=\"\"data:image/png;base64,AAAA\"\">\",A cat\n\"What is it? <img src=\"\"data:image/png;base64,BBBB\"\">\",A dog\n";
    assert_eq!(brought("inside.csv", inside).1.len(), 2);
    let task = "# Tasks\n\n## Two sums\n\nGiven a list, find two.\n\n<details><summary>Solution</summary>\n\nA map.\n\n</details>\n\n\
                ## A limiter\n\nBuild one.\n\n<details><summary>Solution</summary>\n\nTokens.\n\n</details>\n";
    assert_eq!(brought("tasks.md", task).1[1].prompt, "A limiter\n\nBuild one.");
    let labelled = "## Question 1\n\nWhat waits?\n\n### Answer\n\nA thread.\n\n## Question 2\n\nWhat ends?\n\n### Answer\n\nTime.\n";
    let (_, questions) = brought("labelled.md", labelled);
    assert_eq!(
        (prompts(&questions), answers(&questions)),
        (vec!["What waits?", "What ends?"], vec![vec!["A thread."], vec!["Time."]])
    );
}

#[test]
fn blocks_of_sites_and_notes_are_opened_and_titles_lose_their_marks() {
    let text = "+++\ntitle = \"Locks\"\n+++\n\nimport Tabs from \"@theme/Tabs\";\n\n### 1.1 What waits? {#w}\n\n::: details Answer\nA thread.\n:::\n\n\
                ### 1.2 What ends?\n\n??? success \"Answer\"\n\n    Time.\n\n<h3>What is left?</h3>\n<p>Nothing.</p>\n";
    let (_, questions) = brought("site.mdx", text);
    assert_eq!(
        (prompts(&questions), topics(&questions)),
        (vec!["What waits?", "What ends?", "What is left?"], vec!["locks"; 3])
    );
    assert_eq!(answers(&questions), [["A thread."], ["Time."], ["Nothing."]]);
    let (told, questions) =
        brought("notes.md", "> [!question]- What waits?\n> A thread.\n\n> [!question]- What ends?\n> Time.\n");
    assert_eq!(answers(&questions), [["A thread."], ["Time."]]);
    assert_eq!(told.files[0].questions, 2);
    let groups = "<details><summary>Net</summary>\n\n<details><summary>What is a port?</summary>A number.</details>\n\n\
                  <details><summary>What is a host?</summary>A machine.</details>\n\n</details>\n";
    let (told, questions) = brought("groups.md", groups);
    assert_eq!(
        (prompts(&questions), topics(&questions)),
        (vec!["What is a port?", "What is a host?"], vec!["net", "net"])
    );
    assert_eq!((told.files[0].titles, told.files[0].whole()), (1, 3));
    let slip = "## What waits?\n\n```css\na {}\n ```md\n\nOne.\n\n## What ends?\n\n```js\nb()\n```\n\nTwo.\n";
    assert_eq!(
        prompts(&brought("slip.md", slip).1),
        ["What waits?", "What ends?"],
        "other code closes the one above it"
    );
    let rule = "---\n\n###### 1. What is printed?\n\n```js\na()\n```\n\n- A: one\n- B: two\n- C: three\n\n---\n\n###### 2. And now?\n\nTwo.\n";
    assert_eq!(brought("rule.md", rule).1.len(), 2, "a rule at the top is no front matter");
}

#[test]
fn a_page_may_be_one_question_by_its_title_or_its_first_line() {
    let home = Home::new();
    home.file("set/a.md", "---\ntitle: What waits?\ncategory: os\ntags: [a, b]\n---\n\n- A thread\n- A process\n");
    home.file("set/b.md", "# Question\n\nWhat ends?\n\n# Answer\n\nTime.\n");
    home.file("set/c.md", "What is left?\n\nNothing.\n");
    home.file("set/d.md", "# A cache\n\n## Problem\n\nDesign one.\n\n## Solution\n\nA map and a list.\n");
    home.import(&home.folder.path().join("in/set"));
    let questions = home.questions();
    let find = |prompt: &str| questions.iter().find(|(entry, _)| entry.prompt == prompt).expect(prompt);
    assert_eq!(
        (points(&find("What waits?").1), find("What waits?").0.topic.as_str()),
        (vec!["A thread", "A process"], "os")
    );
    assert_eq!(points(&find("What ends?").1), ["Time."]);
    assert_eq!(points(&find("What is left?").1), ["Nothing."]);
    assert_eq!(points(&find("A cache\n\nDesign one.").1), ["A map and a list."]);
    assert_eq!(questions.len(), 4);
}

#[test]
fn what_is_not_read_says_how_it_could_be() {
    let home = Home::new();
    for (name, remedy) in
        [("a.rst", "pandoc"), ("a.mhtml", "HTML only"), ("a.toml", "JSON"), ("a.xlsx", "CSV"), ("a.pdf", "Markdown")]
    {
        let error = home.plan(&home.file(name, "What waits?"), false).expect_err(name).to_string();
        assert!(error.contains(remedy), "{error}");
    }
    let bare = home.file("QUESTIONS", "## What waits?\n\nA thread.\n\n## What ends?\n\nTime.\n");
    assert_eq!(home.import(&bare).new, 2, "a text without an ending is a text");
}

/// The points of the question with this prompt.
fn points_of<'q>(questions: &'q [Question], prompt: &str) -> Vec<&'q str> {
    points(questions.iter().find(|question| question.prompt == prompt).expect(prompt))
}

#[test]
fn lists_of_questions_beside_marked_questions_ask_too() {
    let list = "1. What is a goroutine?\n2. What is a channel?\n";
    for (name, marked) in [
        ("pair.md", "**Q: What is a mutex?**\nA: a lock\n"),
        ("bold.md", "**What is a mutex?**\n\na lock\n"),
        ("table.md", "| Question | Answer |\n|---|---|\n| What is a mutex? | a lock |\n"),
    ] {
        for text in [format!("## Go\n\n{list}\n{marked}"), format!("## Go\n\n{marked}\n{list}")] {
            let (told, questions) = brought(name, &text);
            let mut asked = prompts(&questions);
            asked.sort_unstable();
            assert_eq!(asked, ["What is a channel?", "What is a goroutine?", "What is a mutex?"], "{text}");
            assert_eq!(points_of(&questions, "What is a mutex?"), ["a lock"], "{text}");
            assert_eq!(topics(&questions), ["go"; 3], "{text}");
            assert_eq!((told.files[0].questions, told.files[0].passed), (3, 0), "{text}: {told:?}");
        }
    }
    let answered = "## Go\n\n1. What is a goroutine?\n\nA thread.\n\n2. What is a channel?\n\nA pipe.\n\nQ: What is a mutex?\nA: a lock\n";
    assert_eq!(answers(&brought("answered.md", answered).1), [["A thread."], ["A pipe."], ["a lock"]]);
    let tasks = "## Go\n\n- Explain the scheduler\n- Describe a channel\n\nQ: What is a mutex?\nA: a lock\n";
    assert_eq!(brought("tasks.md", tasks).1.len(), 3);
    let within = "## Go\n\n1. **What is a mutex?**\n\n   a lock\n\n2. What is a channel?\n";
    assert_eq!(prompts(&brought("within.md", within).1), ["What is a mutex?", "What is a channel?"]);
}

#[test]
fn what_asks_by_itself_below_a_pair_is_no_part_of_its_answer() {
    let pair = "## Data\n\n**Q: What is a lock?**\nA: One at a time.\n\n";
    for (name, below) in [
        ("block.md", "<details><summary>Explain the CAP theorem</summary>Two of three.</details>\n"),
        ("lines.md", "  <details>\n  <summary>Explain the CAP theorem</summary>\n\n  Two of three.\n  </details>\n"),
        ("table.md", "| Question | Answer |\n|---|---|\n| Explain the CAP theorem | Two of three. |\n"),
    ] {
        let (told, questions) = brought(name, format!("{pair}{below}"));
        assert_eq!(prompts(&questions), ["What is a lock?", "Explain the CAP theorem"], "{name}");
        assert_eq!(answers(&questions), [["One at a time."], ["Two of three."]], "{name}");
        assert_eq!(told.files[0].questions, 2, "{name}: {told:?}");
    }
}

#[test]
fn lists_of_questions_that_answer_stay_in_their_answer() {
    let list = "- Who reads it?\n- How often?\n";
    for (name, text) in [
        ("announced.md", format!("## Go\n\n**Q: What do you ask first?**\nA: These:\n\n{list}")),
        ("whole.md", format!("## Go\n\nQ: What do you ask first?\nA:\n\n{list}")),
        ("bold.md", format!("## Go\n\n**What do you ask first?**\n\n{list}")),
        ("heading.md", format!("## What do you ask first?\n\nTwo things.\n\n{list}")),
        ("goes_on.md", format!("## Go\n\nQ: What do you ask first?\nA: Ask.\n\n{list}\nThen decide.\n")),
        ("steps.md", "## Go\n\nQ: What do you ask first?\nA: Nothing.\n\n- Write a test\n- Build it\n".to_owned()),
    ] {
        assert_eq!(prompts(&brought(name, text).1), ["What do you ask first?"], "{name}");
    }
}

#[test]
fn lists_that_are_not_read_are_named() {
    let index = "## Locks\n\n- What is a mutex?\n- Who waits?\n\n**What is a mutex?**\n\na lock\n";
    let (told, questions) = brought("index.md", index);
    assert_eq!(prompts(&questions), ["Who waits?", "What is a mutex?"], "{told:?}");
    assert_eq!((told.passed[0].line, told.passed[0].reason.as_str()), (Some(3), "asked elsewhere in the file"));
    assert_eq!(points_of(&questions, "What is a mutex?"), ["a lock"]);
    let apart = "- Who waits?\n- What ends?\n\n## Locks\n\nQ: What is a mutex?\nA: a lock\n";
    let (told, questions) = brought("apart.md", apart);
    assert_eq!(prompts(&questions), ["What is a mutex?"]);
    assert_eq!(told.passed.iter().map(|passed| passed.line).collect::<Vec<_>>(), [Some(1), Some(2)], "{told:?}");
    assert!(told.passed[0].reason.contains("--bullets"), "{told:?}");
    assert_eq!(told.files[0].whole(), 4, "{told:?}");
}

#[test]
fn choices_keep_code_signs_and_names_in_angle_brackets() {
    let code = "```js\n";
    let labelled = format!(
        "### Q1. Which one adds?\n\n- [ ] A\n\n{code}a - b;\n```\n\n- [ ] B\n\n{code}a * b;\n```\n\n- [x] C\n\n{code}a + b;\n```\n\n\
         It adds.\n\n### Q2. Which one ends?\n\n- [ ] .\n\n{code}go();\n```\n\n- [x] .\n\n{code}stop();\n```\n"
    );
    let (_, questions) = brought("labels.md", labelled);
    assert_eq!(answers(&questions), [vec!["C a + b;", "It adds."], vec!["stop();"]]);
    assert!(questions[0].prompt.contains("a + b;") && questions[1].prompt.contains("stop();"), "{questions:?}");
    let signs = "### Q1. Which variable has the status?\n\n- [ ] `$!`\n- [x] `$?`\n\n### Q2. Which operator is \"and\"?\n\n- [x] &&\n- [ ] ||\n\n\
                 ### Q3. What is the request?\n\n- [x] http.IncomingMessage\n- [ ] http.ServerRequest\n";
    let (_, questions) = brought("signs.md", signs);
    assert_eq!(answers(&questions), [["$?"], ["&&"], ["http.IncomingMessage"]]);
    assert!(questions[2].prompt.ends_with("- http.IncomingMessage\n- http.ServerRequest"), "{}", questions[2].prompt);
    let typed = "### Q1. What is not needed under <iframe>?\n\n- [ ] List<int>\n- [x] new List<string>()\n\n### Q2. Which <b>branch</b> is it?\n\n<branch-name>\n";
    let (_, questions) = brought("typed.md", typed);
    assert_eq!(questions[0].prompt, "What is not needed under <iframe>?\n\n- List<int>\n- new List<string>()");
    assert_eq!(questions[1].prompt, "Which branch is it?");
    assert_eq!(answers(&questions), [["new List<string>()"], ["<branch-name>"]]);
}

#[test]
fn questions_whose_heading_is_careless_are_found_with_their_choices() {
    let boxes = |right: &str| format!("- [ ] No. The ? is a mistake.\n- [x] {right}\n- [ ] The ? waits for it.\n\n");
    let text = format!(
        "## Quiz\n\n#### Q1. Choose what holds for this:\n\n{}#### Q2. What waits?\n\n{}####Q3. What ends?\n\n{}#### Q4. What is left?\n\n{}\
         [reference](https://example.org)\nQ5. What comes back?\n\n{}",
        boxes("One"),
        boxes("Two"),
        boxes("Three"),
        boxes("Four"),
        boxes("Five")
    );
    let (told, questions) = brought("quiz.md", text);
    assert_eq!(answers(&questions), [["One"], ["Two"], ["Three"], ["Four"], ["Five"]], "{told:?}");
    assert!(questions[2].prompt.starts_with("What ends?\n\n- No."), "{}", questions[2].prompt);
}
