//! Lists as they are found in the wild: several ways to ask in one file, and text that belongs to no question.

use crate::testing::{Home, counts, points};
use crate::{Account, ImportOptions, Imported, import};

/// The account of the only file: questions, parts, titles, passed, skipped.
fn account(imported: &Imported) -> [usize; 5] {
    let [Account { questions, parts, titles, passed, skipped, .. }] = imported.files.as_slice() else {
        panic!("one file: {:?}", imported.files)
    };
    [*questions, *parts, *titles, *passed, *skipped]
}

#[test]
fn a_block_below_a_question_belongs_to_its_answer() {
    let home = Home::new();
    let text = "# Queues\n\n<details>\n<summary>All parts of this list</summary>\n\n- [Order](#order)\n- [Loss](#loss)\n</details>\n\n\
        1. ### What keeps the order?\n\n    One partition.\n\n    <details>\n    <summary>An example</summary>\n\n    ```go\n    send(key)\n    ```\n    </details>\n\n\
        2. ### When is a message lost?\n\n    When nobody confirms it.\n";
    let imported = home.bring("queues.md", text);
    assert_eq!(home.prompts(), ["What keeps the order?", "When is a message lost?"]);
    assert_eq!(account(&imported), [2, 1, 1, 1, 0], "{imported:?}");
    assert_eq!(imported.passed[0].line, Some(3));
    let (_, question) = &home.questions()[0];
    assert_eq!(points(question), ["One partition."]);
    assert!(
        question.sample.as_ref().is_some_and(|sample| sample.strong.ends_with("An example:\n\n    send(key)")),
        "{question:?}"
    );
}

#[test]
fn steps_are_points_and_parts_are_titles() {
    let home = Home::new();
    let text = "# Network\n\n## 1. What happens before the first byte?\n\nThree things.\n\n### 1. Lookup\n\nA name becomes a number.\n\n\
        ### 2. Handshake\n\nBoth sides agree.\n\n## 2. What can fail?\n\n### Lookup\n\nNo answer.\n";
    let imported = home.bring("net.md", text);
    assert_eq!(account(&imported), [2, 3, 1, 0, 0], "{imported:?}");
    let questions = home.questions();
    assert_eq!(
        points(&questions[0].1),
        ["Three things.", "Lookup: A name becomes a number.", "Handshake: Both sides agree."]
    );
    assert_eq!(questions[0].0.topic, "network");

    let home = Home::new();
    home.bring("parts.md", "# All\n\n## 1. Locks\n\n### 1. What is a latch?\n\nShort.\n\n### 2. Who waits?\n\nA thread.\n\n## 2. Logs\n\n### 3. What is a log?\n\nA list.\n");
    assert_eq!(home.prompts(), ["What is a latch?", "Who waits?", "What is a log?"]);
    assert_eq!(home.questions()[2].0.topic, "logs");
    // The numbering of markers continues whatever the level of the headings.
    let home = Home::new();
    home.bring("slip.md", "## Quiz\n\n### Q1. What is one?\n\nA.\n\n#### Q2. What is two?\n\nB.\n\n- c\n\n  #### Q3. What is three?\n\nC.\n\n### Q4. What is four?\n\nD.\n\n### A word more\n\nIt belongs to four.\n");
    assert_eq!(home.prompts(), ["What is one?", "What is two?", "What is three?", "What is four?"]);
    assert_eq!(points(&home.questions()[3].1), ["D.", "A word more: It belongs to four."]);
}

#[test]
fn headings_within_items_name_no_topic() {
    let home = Home::new();
    home.bring("item.md", "# Storage\n\n1. ### What is a page\n\n    Some bytes.\n\n    ## In short\n\n    - fixed\n    - cached\n\n2. ### What is a tree\n\n    Sorted pages.\n");
    assert_eq!(home.prompts(), ["What is a page", "What is a tree"]);
    assert!(home.questions().iter().all(|(entry, _)| entry.topic == "storage"));
    assert_eq!(points(&home.questions()[0].1), ["fixed", "cached"]);
}

#[test]
fn a_box_owns_its_code_and_what_follows_explains() {
    let home = Home::new();
    let text = "## Rust\n\n#### Q1. Which one compiles?\n\n- [ ] &shy;\n\n```rust\nlet = 1;\n```\n\n- [x] &shy;\n\n```rust\nlet a = 1;\n```\n\n\
        #### Q2. Which one owns?\n\n- [x] `Box`\n- [ ] `&T`\n\nBecause: a reference borrows.\n\n#### Q3. Which letter?\n\n- A) one\n- B) two\n\n**Answer: B) two**\n";
    home.bring("boxes.md", text);
    let questions = home.questions();
    assert_eq!(questions[0].0.prompt, "Which one compiles?\n\n- let = 1;\n- let a = 1;");
    assert_eq!(points(&questions[0].1), ["let a = 1;"]);
    assert_eq!(questions[1].0.prompt, "Which one owns?\n\n- Box\n- &T");
    assert_eq!(points(&questions[1].1), ["Box", "Because: a reference borrows."]);
    assert_eq!(questions[2].0.prompt, "Which letter?\n\n- A) one\n- B) two");
    assert_eq!(points(&questions[2].1), ["B) two"]);
}

#[test]
fn a_summary_that_repeats_asks_nothing_in_any_language() {
    let home = Home::new();
    let one = |n: u32| {
        format!(
            "###### {n}. Was wird ausgegeben?\n\n```js\nlog({n})\n```\n\n- A: `{n}`\n- B: `0`\n\n<details><summary><b>Lösung</b></summary>\n<p>\n\n#### Lösung: A\n\nZahl {n}.\n\n</p>\n</details>\n\n---\n\n"
        )
    };
    let imported = home.bring("de.md", (1..=4).map(one).collect::<String>());
    assert_eq!(account(&imported)[1], 8, "{imported:?}");
    let questions = home.questions();
    assert_eq!(questions[1].0.prompt, "Was wird ausgegeben?\n\n- A: 2\n- B: 0");
    assert_eq!(points(&questions[1].1), ["Lösung: A", "Zahl 2."]);
    // A block below a paragraph that asks, in the same file.
    let home = Home::new();
    home.bring("hidden.md", "# T\n\n1. What is a lease?\n\n<details><summary>Answer</summary>\n\nA lock that ends.\n</details>\n\n2. Explain a token.\n\n<details><summary>Answer</summary>\n\nA number.\n</details>\n");
    assert_eq!(home.prompts(), ["What is a lease?", "Explain a token."]);
    assert_eq!(points(&home.questions()[0].1), ["A lock that ends."]);
}

#[test]
fn a_task_below_a_title_is_asked_as_its_neighbours_are() {
    let home = Home::new();
    home.bring("tasks.md", "# Talk\n\n## People\n\n### Praise\n\nWhom did you praise last?\n\n### Hiring\n\nDescribe how you choose.\n\n### Leaving\n\nWhy do people go?\n");
    assert_eq!(
        home.prompts(),
        ["Praise\n\nWhom did you praise last?", "Hiring\n\nDescribe how you choose.", "Leaving\n\nWhy do people go?"]
    );
}

#[test]
fn bold_lines_ask() {
    let home = Home::new();
    let text = "# Data\n\n## Models\n\n**What is a sample? ⭐**\n\n- a part\n- of all\n\n**Why split it?** To test.\n\n**Note** that this is long.\n\n\
        1. **How many are enough?**\n\n   It depends.\n\n## Queries\n\n**1)** Count the rows.\n\n```sql\nSELECT count(*) FROM t;\n```\n\n**2) Sums.** Add them up.\n\nWith sum.\n";
    let imported = home.bring("bold.md", text);
    assert_eq!(
        home.prompts(),
        ["What is a sample? ⭐", "Why split it?", "How many are enough?", "Count the rows.", "Sums. Add them up."]
    );
    let questions = home.questions();
    assert_eq!(points(&questions[0].1), ["a part", "of all"]);
    assert_eq!(points(&questions[1].1), ["To test.", "Note that this is long."]);
    assert_eq!(points(&questions[2].1), ["It depends."]);
    assert_eq!(points(&questions[4].1), ["With sum."]);
    assert_eq!(account(&imported), [5, 0, 3, 0, 0], "{imported:?}");
}

#[test]
fn the_flag_decides_over_what_else_a_file_has() {
    let home = Home::new();
    let text = "# Why?\n\n## What do they ask?\n\n- How do you test?\n\n  With small steps.\n- Name a risk.\n\n<details><summary>And what is this?</summary>\n\n- no question\n</details>\n";
    let path = home.file("flag.md", text);
    let options = ImportOptions { into: Some("x".to_owned()), bullets: true, ..ImportOptions::default() };
    let plan = import(&path, &options, &home.sources()).expect("readable");
    plan.write().expect("written");
    assert_eq!(home.prompts(), ["How do you test?", "Name a risk."]);
    assert_eq!(points(&home.questions()[0].1), ["With small steps."]);
    assert_eq!(account(plan.imported()), [2, 0, 2, 1, 0]);
}

#[test]
fn a_file_of_a_folder_may_be_one_question() {
    let home = Home::new();
    home.file("set/README.md", "# Notes\n\nOf mine.\n");
    home.file("set/latch.md", "# Latch\n\nA short lock.\n\n## Example\n\nA page.\n");
    home.file(
        "set/order.md",
        "## What is order?\n\n### Answer\n\nOne after the other.\n\n### Worth saying\n\n* per key\n",
    );
    home.file("set/picture.png", b"\x89PNG");
    let imported = home.import(&home.folder.path().join("in/set"));
    assert_eq!(home.prompts(), ["Latch", "What is order?"]);
    let questions = home.questions();
    assert_eq!(points(&questions[0].1), ["A short lock.", "Example: A page."]);
    assert_eq!(points(&questions[1].1), ["One after the other.", "per key"]);
    assert_eq!(imported.files.len(), 3);
    let left: Vec<_> =
        imported.passed.iter().map(|passed| passed.file.rsplit('/').next().unwrap_or_default()).collect();
    assert!(left.contains(&"picture.png"), "{left:?}");
}

#[test]
fn what_is_never_closed_is_told_with_its_line() {
    let home = Home::new();
    let imported = home.bring(
        "open.md",
        "# T\n\n<details><summary>What is one?</summary>\nA.\n\n## What is two?\n\nB.\n\n```sh\n## What is three?\n",
    );
    assert_eq!(home.prompts(), ["What is one?", "What is two?"]);
    let told: Vec<_> =
        imported.remarks.iter().map(|remark| (remark.line, remark.reason.split(' ').next_back())).collect();
    assert_eq!(told, [(Some(3), Some("</details>")), (Some(10), Some("```"))], "{imported:?}");
    let long =
        home.bring("long.md", format!("## What is long?\n\n{}", "A sentence that is said again. ".repeat(2_000)));
    assert!(long.remarks[0].reason.contains("40000 characters"), "{long:?}");
}

#[test]
fn links_and_signs_are_no_content() {
    let home = Home::new();
    let text = "# Set\n\n## :closed_lock_with_key: Safety\n\n<details>\n<summary><h3>Who may read it?</h3></summary>\n\nIts owner.\n\nThose :eyes: whom the owner names.\n\n\
        **Further reading:**\n\n- [Rights](https://example.org/rights)\n- [Owners](https://example.org/owners)\n\n[⬆ top](#set) / [Edit](https://example.org/edit)\n</details>\n";
    home.bring("signs.md", text);
    let (entry, question) = home.questions().remove(0);
    assert_eq!((entry.prompt.as_str(), entry.topic.as_str()), ("Who may read it?", "safety"));
    assert_eq!(points(&question), ["Its owner.", "Those whom the owner names."]);
}

#[test]
fn cards_with_gaps_stand_between_pairs() {
    let home = Home::new();
    let imported = home.bring(
        "pairs.md",
        "Q: Who leads?\nA: The elected one.\n\nC: A log is [append-only] and {{c1::ordered}}.\n\nFront: Who follows?\nBack: The others.\n\nThey vote.\n",
    );
    assert_eq!(home.prompts(), ["Who leads?", "A log is […] and […].", "Who follows?"]);
    assert_eq!(points(&home.questions()[0].1), ["The elected one."]);
    assert_eq!(points(&home.questions()[1].1), ["A log is append-only and ordered."]);
    assert_eq!(points(&home.questions()[2].1), ["The others.", "They vote."]);
    assert_eq!(account(&imported), [3, 0, 0, 0, 0]);
}

#[test]
fn one_file_may_ask_in_several_ways() {
    let home = Home::new();
    let text = "# All of it\n\n## Blocks\n\n<details><summary>What is a block?</summary>A part.</details>\n<details><summary>Name two.</summary>One and another.</details>\n\n\
        ## Headings\n\n### What is a heading?\n\nA line.\n\n<details><summary>More of it</summary>A large one.</details>\n\n## Bold\n\n**What is bold?**\n\nThick.\n\n\
        ## Licence\n\nFree.\n\n## Pairs\n\nQ: What is a pair?\nA: Two.\n";
    let imported = home.bring("mixed.md", text);
    assert_eq!(counts(&imported), [5, 0, 0, 0, 0], "{imported:?}");
    assert_eq!(
        home.prompts(),
        ["What is a block?", "Name two.", "What is a heading?", "What is bold?", "What is a pair?"]
    );
    assert_eq!(account(&imported), [5, 1, 5, 1, 0], "{imported:?}");
    assert_eq!(imported.passed[0].reason, "a part that asks nothing");
    assert_eq!(points(&home.questions()[2].1), ["A line.", "More of it: A large one."]);
}
