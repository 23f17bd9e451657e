//! Decides which headings ask. Questions share a level: deeper headings belong to their answers, higher ones name
//! sections.

use std::ops::Range;

use super::inline;
use super::navigation::without_navigation;
use super::outline::{Heading, Outline};
use super::words::{asks, is_answer, is_furniture, leads, only_counts, without_mark};

/// What a heading is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It asks, or names what is asked below it.
    Asks,
    /// It names a section of the file.
    Title,
    /// It is part of an answer.
    Answer,
    /// It names a section without questions, such as a table of contents.
    Furniture,
    /// Neither it nor anything below it asks.
    Silent,
}

/// A heading that asks.
#[derive(Debug)]
pub(super) struct Question {
    /// Its index among the headings.
    pub(super) heading: usize,
    /// The heading and all that belongs to it.
    pub(super) range: Range<usize>,
    /// Whether it only names what the text below it asks.
    pub(super) asked_below: bool,
    /// Whether a collapsible block below it holds the answer, so that the text before the block is asked.
    pub(super) reveals: bool,
}

/// The role of each heading, and the questions.
#[derive(Debug)]
pub(super) struct Roles {
    pub(super) of: Vec<Role>,
    pub(super) questions: Vec<Question>,
}

/// Where other things ask, in order.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Collapsible blocks that ask, and pairs of `Q:` and `A:`.
    pub(super) hard: Vec<usize>,
    /// Collapsible blocks that may be part of an answer.
    pub(super) soft: Vec<usize>,
    /// Lines in bold, which an answer may contain as well.
    pub(super) bold: Vec<usize>,
    /// Collapsible blocks that only hold the answer to what is above them.
    pub(super) reveals: Vec<usize>,
    /// Indices of headings that have only a list of questions below them.
    pub(super) listed: Vec<usize>,
}

/// The longest text below a heading, in characters, that can be what is asked.
const MAX_ASKED: usize = 1_200;

/// Decides the role of each heading. Those for which `aside` holds belong to something else.
pub(super) fn roles(outline: &Outline<'_>, others: &Others, aside: impl Fn(usize) -> bool) -> Roles {
    let own: Vec<usize> = (0..outline.headings.len())
        .filter(|&i| {
            let heading = &outline.headings[i];
            !heading.inner && !heading.title.is_empty() && !is_answer(&heading.title) && !aside(heading.range.start)
        })
        .collect();
    let mut tree = Tree::of(outline, others, own);
    tree.decide();
    tree.weigh();
    tree.without_preface();
    tree.finish()
}

/// Counts of what distinguishes headings: those of one level.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    all: usize,
    asking: usize,
    numbered: usize,
    /// Those that ask and have a marker or a number.
    marked: usize,
    /// Numbered ones that have something below them that asks.
    numbered_parts: usize,
    leading: usize,
    asked_below: usize,
}

struct Tree<'a> {
    outline: &'a Outline<'a>,
    others: &'a Others,
    /// Indices of the headings that are looked at.
    own: Vec<usize>,
    parent: Vec<Option<usize>>,
    /// For each, the next one of the same or a higher level.
    close: Vec<usize>,
    /// How many ask before each.
    strong: Vec<usize>,
    role: Vec<Option<Role>>,
    asked_below: Vec<bool>,
    reveals: Vec<bool>,
    /// The counts for each level.
    ranks: [Count; 7],
}

impl<'a> Tree<'a> {
    fn of(outline: &'a Outline<'a>, others: &'a Others, own: Vec<usize>) -> Self {
        let count = own.len();
        let mut tree = Self {
            outline,
            others,
            own,
            parent: vec![None; count],
            close: vec![count; count],
            strong: vec![0; count + 1],
            role: vec![None; count],
            asked_below: vec![false; count],
            reveals: vec![false; count],
            ranks: [Count::default(); 7],
        };
        let mut open: Vec<usize> = Vec::new();
        // The last heading with a written number.
        let mut counted: Option<usize> = None;
        for e in 0..count {
            let level = tree.heading(e).level;
            while let Some(above) =
                open.pop_if(|above| level <= tree.heading(*above).level || tree.follows(*above, e, counted))
            {
                tree.close[above] = e;
            }
            tree.parent[e] = open.last().copied();
            open.push(e);
            if tree.heading(e).number.is_some() {
                counted = Some(e);
            }
            tree.strong[e + 1] = tree.strong[e] + usize::from(tree.is_strong(e));
        }
        for e in 0..count {
            let heading = tree.heading(e);
            let (level, numbered) = (heading.level.min(6), heading.numbered);
            let asking = tree.is_strong(e);
            let part = numbered && !asking && tree.asks_within(e);
            let marked = asking && (numbered || heading.number.is_some() || without_mark(&heading.title).is_some());
            let rank = &mut tree.ranks[level];
            rank.all += 1;
            rank.asking += usize::from(asking);
            rank.numbered += usize::from(numbered);
            rank.numbered_parts += usize::from(part);
            rank.marked += usize::from(marked);
        }
        tree
    }

    fn heading(&self, e: usize) -> &'a Heading {
        &self.outline.headings[self.own[e]]
    }

    fn is_strong(&self, e: usize) -> bool {
        let heading = self.heading(e);
        heading.leads_item || asks(&heading.title) || without_mark(&heading.title).is_some()
    }

    /// Whether a heading of a lower level continues the numbering of another one, and so is its sibling.
    fn follows(&self, above: usize, e: usize, counted: Option<usize>) -> bool {
        let is_last = counted == Some(above);
        let (above, heading) = (self.heading(above), self.heading(e));
        let marked = |heading: &Heading| without_mark(&heading.title).is_some();
        let next = above.number.is_some_and(|number| Some(number + 1) == heading.number);
        next && is_last && (marked(above) || marked(heading) || above.level > 1 && heading.level == above.level + 1)
            || marked(above) && marked(heading)
    }

    /// Whether questions have markers throughout, so that a heading without one is not a question.
    fn are_marked(&self) -> bool {
        let (asking, marked) =
            self.ranks.iter().fold((0, 0), |(asking, marked), rank| (asking + rank.asking, marked + rank.marked));
        marked >= 3 && marked * 5 >= asking * 4
    }

    fn start(&self, e: usize) -> usize {
        self.own.get(e).map_or(self.outline.text.len(), |&i| self.outline.headings[i].range.start)
    }

    fn span(&self, e: usize) -> Range<usize> {
        self.start(e)..self.start(self.close[e])
    }

    fn strong_below(&self, e: usize) -> usize {
        self.strong[self.close[e]] - self.strong[e + 1]
    }

    fn within(places: &[usize], span: &Range<usize>) -> usize {
        places.partition_point(|&at| at < span.end) - places.partition_point(|&at| at < span.start)
    }

    fn asks_within(&self, e: usize) -> bool {
        let span = self.span(e);
        self.strong_below(e) > 0 || Self::within(&self.others.hard, &span) + Self::within(&self.others.bold, &span) > 0
    }

    /// The text between a heading and the next one.
    fn own_text(&self, e: usize) -> String {
        let text = &self.outline.text[self.heading(e).range.end..self.start(e + 1).max(self.heading(e).range.end)];
        without_navigation(text)
    }

    fn has_text(&self, e: usize) -> bool {
        inline::text(&self.own_text(e)).chars().any(char::is_alphanumeric)
    }

    /// Decides about all headings from the top; those within a question are skipped.
    fn decide(&mut self) {
        let mut e = 0;
        let mut last: Option<usize> = None;
        let marked = self.are_marked();
        while e < self.own.len() {
            let role = self.first_look(e);
            let level = self.heading(e).level;
            // If questions have markers, a heading with text but no marker continues the answer above it.
            if role.is_none()
                && let Some(above) = last.filter(|&above| self.close[above] == e && self.heading(above).level == level)
                && !self.heading(e).numbered
                && marked
                && self.has_text(e)
            {
                self.close[above] = self.close[e];
                for inner in e..self.close[e] {
                    self.role[inner] = Some(Role::Answer);
                }
                e = self.close[e];
                continue;
            }
            if role == Some(Role::Asks) {
                last = Some(e);
                self.reveals[e] = self.is_revealed(e);
            }
            self.role[e] = role;
            let next = if matches!(role, Some(Role::Asks)) { self.close[e] } else { e + 1 };
            for inner in e + 1..next {
                self.role[inner] = Some(Role::Answer);
            }
            e = next;
        }
    }

    /// Whether the text below a heading is asked and a collapsible block there holds the answer: a single block, with
    /// nothing else that asks by itself.
    fn is_revealed(&self, e: usize) -> bool {
        let span = self.span(e);
        let whole_file = self.heading(e).level == 1 && self.ranks[1].all == 1;
        let before = self.others.reveals.partition_point(|&at| at < span.start);
        let Some(&block) = self.others.reveals.get(before).filter(|&&at| at < span.end) else { return false };
        let kids = self.close[e] - e - 1;
        let text = self.outline.text.get(self.heading(e).range.end..block).unwrap_or_default();
        Self::within(&self.others.reveals, &span) == 1
            && kids == 0
            && !whole_file
            && inline::text(text).chars().any(char::is_alphanumeric)
    }

    /// Whether a heading only numbers a question below it, and the next heading announces the answer.
    fn counts_one(&self, e: usize) -> bool {
        let heading = self.heading(e);
        let labelled = self
            .outline
            .headings
            .get(self.own[e] + 1)
            .is_some_and(|next| is_answer(&next.title) && next.range.start < self.span(e).end);
        // A bare "Problem" below a title belongs to that title.
        let own = self.parent[e].is_none() || heading.title.chars().any(char::is_numeric);
        only_counts(&heading.title) && own && labelled && self.has_text(e)
    }

    /// Whether the headings below one are parts of a single question: "Problem", "Solution".
    fn holds_one(&self, e: usize) -> bool {
        let span = self.span(e);
        let after = self.own[e] + 1..self.outline.headings.len();
        let inside = after.map(|i| &self.outline.headings[i]).take_while(|inner| inner.range.start < span.end);
        let (mut counts, mut answers) = (0, 0);
        for inner in inside {
            counts += usize::from(only_counts(&inner.title));
            answers += usize::from(is_answer(&inner.title));
        }
        counts == 1
            && answers >= 1
            && self.own.get(e + 1).is_some_and(|&next| only_counts(&self.outline.headings[next].title))
    }

    /// The role of a heading as far as it can be told by itself; `None` if it depends on the others.
    fn first_look(&self, e: usize) -> Option<Role> {
        let heading = self.heading(e);
        let span = self.span(e);
        let (hard, bold) = (Self::within(&self.others.hard, &span), Self::within(&self.others.bold, &span));
        let below = self.strong_below(e);
        let kids = self.close[e] - e - 1;
        let rank = self.ranks[heading.level.min(6)];
        if without_mark(&heading.title).is_some() || self.counts_one(e) {
            return Some(Role::Asks);
        }
        if !self.is_strong(e) && self.others.listed.binary_search(&self.own[e]).is_ok() {
            return Some(Role::Title);
        }
        if self.is_strong(e) {
            let whole_file = heading.level == 1 && rank.all == 1 && (below >= 2 || hard + bold >= 2);
            let part = whole_file
                || hard >= 2 && !heading.numbered
                || (below > 0 && below * 2 >= kids || hard >= 2 || bold > 0) && !self.has_text(e);
            return Some(if part { Role::Title } else { Role::Asks });
        }
        if self.asks_within(e) {
            // Numbered headings ask if most of their level have nothing below them that asks.
            let asks = heading.numbered
                && hard == 0
                && rank.numbered_parts * 2 < rank.numbered
                && self.numbers_ask(heading.level)
                && self.has_text(e);
            return Some(if asks { Role::Asks } else { Role::Title });
        }
        if !is_furniture(&heading.title) && (self.is_revealed(e) || self.holds_one(e)) {
            return Some(Role::Asks);
        }
        if !heading.numbered && Self::within(&self.others.soft, &span) > 0 {
            return Some(Role::Title);
        }
        if is_furniture(&heading.title) {
            return Some(Role::Furniture);
        }
        if heading.numbered && kids > 0 && self.numbers_ask(heading.level) && self.has_text(e) {
            return Some(Role::Asks);
        }
        // Of nested headings, only the innermost may ask.
        (kids > 0 && !(leads(&heading.title) && self.has_text(e))).then_some(Role::Title)
    }

    /// Whether numbers mark questions: several headings of this level have one, and so do at least half of those that
    /// ask.
    fn numbers_ask(&self, level: usize) -> bool {
        let (asking, both) = (0..self.own.len()).fold((0, 0), |(asking, both), e| {
            let strong = usize::from(self.is_strong(e));
            (asking + strong, both + strong * usize::from(self.heading(e).numbered))
        });
        self.ranks[level.min(6)].numbered >= 2 && both * 2 >= asking
    }

    /// Decides about headings that do not ask by themselves, going by their siblings.
    fn weigh(&mut self) {
        let open: Vec<usize> = (0..self.own.len()).filter(|&e| self.role[e].is_none()).collect();
        let mut bodies = Vec::with_capacity(open.len());
        for &e in &open {
            let heading = self.heading(e);
            let text = self.own_text(e);
            let asked = asked_by(&text);
            let rank = &mut self.ranks[heading.level.min(6)];
            rank.leading += usize::from(leads(&heading.title));
            rank.asked_below += usize::from(asked);
            bodies.push((inline::text(&text).chars().any(char::is_alphanumeric), text));
        }
        let mut waiting = [0_usize; 7];
        for &e in &open {
            waiting[self.heading(e).level.min(6)] += 1;
        }
        let numbers: Vec<bool> = (0..7).map(|level| self.numbers_ask(level)).collect();
        let mut leading: Vec<usize> = Vec::new();
        for (&e, (has_text, text)) in open.iter().zip(&bodies) {
            let heading = self.heading(e);
            let level = heading.level.min(6);
            let rank = self.ranks[level];
            let below = rank.asked_below >= 2 && rank.asked_below * 2 >= waiting[level];
            let role = if heading.numbered && *has_text && numbers[level] {
                Role::Asks
            } else if below && *has_text && level > 1 {
                self.asked_below[e] = can_be_asked(text);
                Role::Asks
            } else if leads(&heading.title)
                && (rank.leading >= 2 || rank.asking >= 1 && *has_text)
                && (rank.leading + rank.asking) * 2 >= rank.all
            {
                Role::Asks
            } else {
                Role::Silent
            };
            self.role[e] = Some(role);
            if role == Role::Silent && *has_text && leads(&heading.title) {
                leading.push(e);
            }
        }
        // A heading with text below it, among siblings that ask, asks as well: "Explain …". Those that begin like a
        // task are decided first, because they then count for the others.
        let others: Vec<usize> =
            open.iter().zip(&bodies).filter(|(_, (has_text, _))| *has_text).map(|(&e, _)| e).collect();
        for &e in &leading {
            let rank = self.ranks[self.heading(e).level.min(6)];
            if self.heading(e).level > 1 && rank.asking >= 2 && rank.asking * 2 >= rank.all {
                self.role[e] = Some(Role::Asks);
            }
        }
        for places in [&leading, &others] {
            let beside = self.beside();
            for &e in places {
                let (asking, all) = beside[e];
                let open = self.role[e] == Some(Role::Silent) && self.heading(e).level > 1;
                if open && asking > 0 && asking * 2 >= all {
                    self.role[e] = Some(Role::Asks);
                }
            }
        }
    }

    /// For each heading, how many of its siblings on the same level ask, and how many there are.
    fn beside(&self) -> Vec<(usize, usize)> {
        let mut counts: std::collections::HashMap<(Option<usize>, usize), (usize, usize)> =
            std::collections::HashMap::new();
        let key = |e: usize| (self.parent[e], self.heading(e).level);
        for e in 0..self.own.len() {
            let count = counts.entry(key(e)).or_default();
            count.0 += usize::from(self.role[e] == Some(Role::Asks));
            count.1 += usize::from(self.role[e] != Some(Role::Furniture));
        }
        (0..self.own.len()).map(|e| counts.get(&key(e)).copied().unwrap_or_default()).collect()
    }

    /// Demotes a heading of a higher level, before all questions, that asks the reader something: "Where are the
    /// answers?"
    fn without_preface(&mut self) {
        let mut by_level = [0_usize; 7];
        for e in 0..self.own.len() {
            by_level[self.heading(e).level.min(6)] += usize::from(self.role[e] == Some(Role::Asks));
        }
        let all: usize = by_level.iter().sum();
        let Some(main) = (1..7).max_by_key(|&level| by_level[level]) else { return };
        for e in 0..self.own.len() {
            let (level, asks) = (self.heading(e).level, self.role[e] == Some(Role::Asks));
            if asks && level >= main {
                break;
            }
            if asks && !self.heading(e).numbered && by_level[level.min(6)] * 20 < all {
                self.role[e] = Some(Role::Silent);
            }
        }
    }

    fn finish(self) -> Roles {
        let mut of = vec![Role::Answer; self.outline.headings.len()];
        let mut questions = Vec::new();
        for e in 0..self.own.len() {
            let role = self.role[e].unwrap_or(Role::Silent);
            of[self.own[e]] = role;
            if role == Role::Asks {
                questions.push(Question {
                    heading: self.own[e],
                    range: self.span(e),
                    asked_below: self.asked_below[e],
                    reveals: self.reveals[e],
                });
            }
        }
        Roles { of, questions }
    }
}

/// Whether the text below a heading asks, apart from its lists and its code.
fn asked_by(markdown: &str) -> bool {
    let (_, spoken) = inline::take_code(markdown);
    let text = inline::text(&spoken);
    let prose = |line: &&str| !line.trim_start().starts_with("- ") && !line.starts_with("    ");
    text.chars().count() < MAX_ASKED && text.lines().filter(prose).any(asks)
}

/// Whether a text can be what is asked: it is not long and has no list.
fn can_be_asked(markdown: &str) -> bool {
    let text = inline::text(markdown);
    text.chars().count() < MAX_ASKED && !text.lines().any(|line| line.starts_with("- "))
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
            ("Which is even?\n\n- one\n- two", vec!["two"])
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
