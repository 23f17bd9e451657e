//! Headings that ask, with or without a number, and what stands below them.

use super::super::card::Card;
use super::outline::{Heading, Outline, is_answer, is_furniture, without_navigation};
use super::{MAX_CARDS, asked, details, inline};

/// The questions: headings with numbers where there are some, else those that end in a question mark, else the
/// innermost ones.
pub(super) fn cards(outline: &Outline<'_>) -> Vec<Card> {
    let headings = &outline.headings;
    let leaf = |i: usize| headings.get(i + 1).is_none_or(|next| next.level <= headings[i].level);
    let proper =
        |heading: &Heading| !heading.title.is_empty() && !is_furniture(&heading.title) && !is_answer(&heading.title);
    let usable = |i: &usize| proper(&headings[*i]);
    let all: Vec<usize> = (0..headings.len()).filter(usable).collect();
    let numbered: Vec<usize> =
        all.iter().copied().filter(|&i| headings[i].numbered || is_marked(&headings[i].title)).collect();
    let asking: Vec<usize> =
        all.iter().copied().filter(|&i| headings[i].title.trim_end().ends_with(['?', '？', '؟'])).collect();
    let leaves: Vec<usize> = all.iter().copied().filter(|&i| leaf(i) && headings[i].level > 1).collect();
    let deepest = leaves.iter().map(|&i| headings[i].level).max().unwrap_or(0);
    let innermost: Vec<usize> = leaves.iter().copied().filter(|&i| headings[i].level == deepest).collect();
    let chosen = if numbered.len() >= 2 && numbered.len() * 2 >= asking.len() {
        numbered
    } else if !asking.is_empty() && asking.len() * 2 >= innermost.len() {
        // Among headings that ask, one of the same rank with something below it asks as well: "Explain …".
        let level = headings[asking[0]].level;
        let beside = |&i: &usize| headings[i].level == level && leaf(i) && has_body(outline, i);
        all.iter().copied().filter(|i| asking.binary_search(i).is_ok() || (level > 1 && beside(i))).collect()
    } else if innermost.len() >= 2 && innermost.iter().any(|&i| body_asks(outline, i)) {
        innermost
    } else {
        asking
    };
    let blocks = details::blocks(outline);
    chosen
        .iter()
        .enumerate()
        .take(MAX_CARDS)
        .map(|(n, &i)| card(outline, i, chosen.get(n + 1).copied(), &blocks))
        .collect()
}

/// "Q. …", "Q12: …".
fn is_marked(title: &str) -> bool {
    strip_mark(title).is_some()
}

fn strip_mark(title: &str) -> Option<&str> {
    let rest = title.strip_prefix(['Q', 'q'])?;
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    rest.strip_prefix(['.', ':', ')']).map(str::trim_start).filter(|rest| !rest.is_empty())
}

fn body_end(outline: &Outline<'_>, i: usize, next: Option<usize>) -> usize {
    // A heading of the same or a higher rank ends it; deeper ones belong to the answer.
    let end = outline.end_of(i);
    next.map_or(end, |next| end.min(outline.headings[next].range.start))
}

fn has_body(outline: &Outline<'_>, i: usize) -> bool {
    !outline.text[outline.headings[i].range.end..body_end(outline, i, None)].trim().is_empty()
}

fn body_asks(outline: &Outline<'_>, i: usize) -> bool {
    let body = &outline.text[outline.headings[i].range.end..body_end(outline, i, None)];
    body.contains('?')
}

fn card(outline: &Outline<'_>, i: usize, next: Option<usize>, blocks: &[details::Block<'_>]) -> Card {
    let heading = &outline.headings[i];
    let line = outline.line(heading.range.start);
    let title = strip_mark(&heading.title).unwrap_or(&heading.title);
    let start = heading.range.end;
    let end = body_end(outline, i, next).max(start);
    // A heading in an ordered list leaves the number of the next item behind.
    let body = outline.text[start..end].trim_end();
    let body = body.rsplit_once('\n').filter(|(_, last)| is_bare_number(last)).map_or(body, |(body, _)| body);
    let body = if is_bare_number(body) { "" } else { body };
    let end = start + body.len();
    let first = blocks.partition_point(|block| block.start < start);
    let inside: Vec<&details::Block<'_>> = blocks[first..].iter().take_while(|block| block.start < end).collect();
    let mut card = if let Some(first) = inside.first() {
        let mut card = asked(title, &without_navigation(&outline.text[start..first.start]), line);
        let answers = inside.iter().map(|block| inline::text(&without_navigation(block.body)));
        let tail = inside.last().map_or("", |last| outline.text.get(last.end..end).unwrap_or_default());
        let answers = answers.chain([inline::text(&without_navigation(tail))]).filter(|text| !text.is_empty());
        card.answer = answers.collect::<Vec<_>>().join("\n\n");
        card
    } else if let Some((before, right)) = choices(body) {
        let mut card = asked(title, &without_navigation(&before), line);
        card.answer = right;
        card
    } else {
        let body = without_navigation(body);
        let text = inline::text(&body);
        let (_, spoken) = inline::take_code(&body);
        if !title.ends_with(['?', '？', '؟']) && asks(&inline::text(&spoken)) {
            // The heading names the question, the text below asks it.
            asked(title, &body, line)
        } else {
            Card { line: Some(line), prompt: title.to_owned(), answer: text, ..Card::default() }
        }
    };
    (card.topic, card.subtopic) = outline.above(heading.range.start, heading.level);
    card
}

fn is_bare_number(line: &str) -> bool {
    let line = line.trim();
    line.strip_suffix(['.', ')'])
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text is a question itself: short, without a list, and its last sentence asks.
fn asks(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with(['?', '？', '؟']) && text.chars().count() < 1_200 && !text.lines().any(|line| line.starts_with("- "))
}

/// Boxes to tick: what is asked with all choices, and the right ones.
fn choices(body: &str) -> Option<(String, String)> {
    let mut right = Vec::new();
    let mut before = String::new();
    let mut boxes = 0;
    for line in body.lines() {
        let item = line.trim_start().trim_start_matches(['-', '*', '+']).trim_start();
        let (done, text) = if let Some(text) = item.strip_prefix("[x]").or_else(|| item.strip_prefix("[X]")) {
            (true, text)
        } else if let Some(text) = item.strip_prefix("[ ]") {
            (false, text)
        } else {
            before.push_str(line);
            before.push('\n');
            continue;
        };
        boxes += 1;
        before.push_str(&format!("- {}\n", text.trim()));
        if done {
            right.push(format!("- {}", text.trim()));
        }
    }
    (boxes >= 2 && !right.is_empty()).then(|| (before, inline::text(&right.join("\n"))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, points};

    #[test]
    fn headings_ask() {
        let home = Home::new();
        home.bring("plain.md", "# Notes\n\n## Table of contents\n\n- [x](#x)\n\n## Caches\n\n### What is a miss?\n\nNot there.\n\n### Why expire?\n");
        assert_eq!(home.prompts(), ["What is a miss?", "Why expire?"]);
        let home = Home::new();
        home.bring("numbered.md", "1. ### First thing\n\n    An answer.\n\n2. ### Second thing\n\n    - a\n    - b\n\n    **[⬆ Back to Top](#top)**\n");
        assert_eq!(home.prompts(), ["First thing", "Second thing"]);
        assert_eq!(points(&home.questions()[1].1), ["a", "b"]);
        let home = Home::new();
        home.bring(
            "q.md",
            "## Q. What is a fiber?\n\nLight.\n\n```js\n# not a heading\n```\n\n## Q. And a thread?\n\nHeavy.\n",
        );
        assert_eq!(home.prompts(), ["What is a fiber?", "And a thread?"]);
        let home = Home::new();
        home.bring("titles.md", "# Book\n\n### [[↑]](#toc) <a name='d'>Design</a>\n\n#### Two phases\n\nWhy does nobody like them?\n\n#### Clocks\n\nCan they be trusted?\n");
        assert_eq!(home.prompts(), ["Two phases\n\nWhy does nobody like them?", "Clocks\n\nCan they be trusted?"]);
        let home = Home::new();
        home.bring(
        "choice.md",
        "###### 1. What is printed?\n\n```js\nlog(1)\n```\n\n- A: `1`\n- B: `2`\n\n<details><summary><b>Answer</b></summary>\n\n#### Answer: A\n\nIt logs.\n</details>\n\n\
         ###### 2. Which is even?\n\n- [ ] one\n- [x] two\n",
    );
        let questions = home.questions();
        assert_eq!(questions[0].0.prompt, "What is printed?\n\n- A: 1\n- B: 2");
        assert!(points(&questions[0].1).contains(&"It logs."), "{:?}", questions[0].1);
        assert_eq!(
            (questions[1].0.prompt.as_str(), points(&questions[1].1)),
            ("Which is even?\n\n- one\n- two", vec!["- two"])
        );
        assert_eq!((questions[0].0.topic.as_str(), questions[1].0.topic.as_str()), ("choice", "choice"));
        let home = Home::new();
        home.bring(
        "named.md",
        "# Book\n\n### Patterns\n\n#### Globals\nWhy are they hard to test?\n<br/>\n[Resources](http://example.org/g)\n\n\
         #### Fault\nWhat is wrong with this?\n```java\nif (a = b) {}\n```\n\n#### Clocks\nCan they be trusted?\n",
    );
        assert_eq!(
            home.prompts(),
            [
                "Globals\n\nWhy are they hard to test?",
                "Fault\n\nWhat is wrong with this?",
                "Clocks\n\nCan they be trusted?"
            ]
        );
        let questions = home.questions();
        assert!(questions.iter().all(|(entry, _)| entry.topic == "patterns" && !entry.has_notes));
        assert_eq!(questions[1].1.snippet.as_ref().map(|s| s.code.as_str()), Some("if (a = b) {}\n"));
        let home = Home::new();
        home.bring(
        "quiz.md",
        "## Queues\n\n#### Q1. Which mode loses messages?\n\n- [x] auto\n- [ ] manual\n\n[reference](https://example.org)\n\n\
         #### Q2. Which keeps order?\n\n- [ ] none\n- [x] one\n",
    );
        assert_eq!(home.prompts()[0], "Which mode loses messages?\n\n- auto\n- manual");
        let home = Home::new();
        home.bring(
            "steps.md",
            "# Set\n\n## Disks\n\n<details><summary>What fills up?</summary>\n\n### Steps\n\nLook.\n\n</details>\n\n\
         <details><summary>And then?</summary>Delete.</details>\n",
        );
        assert_eq!(home.questions()[1].0.topic, "disks", "a heading within an answer is no topic");
    }
}
