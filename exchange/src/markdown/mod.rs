//! Questions in Markdown. People write them in a handful of ways, and in several of them in one file; which they use is
//! seen from the file. Who asks is decided from the top: what belongs to a question asks nothing itself.

mod body;
mod bold;
mod details;
mod headings;
mod inline;
mod lists;
mod outline;
mod pairs;
#[cfg(test)]
mod tests;
mod words;

use std::ops::Range;

use hotseat_bank::limits::MAX_QUESTIONS;

use super::ImportError;
use super::card::Card;
use super::names::shortened;
use super::sink::Sink;
use body::Manner;
use details::{Block, Sort};
use headings::{Others, Role, Roles};
use outline::Outline;

/// Lines, and signs that may mean something, in a file. Each becomes some ten values of the parser, whatever it means.
const MAX_MARKS: usize = 1_000_000;

/// One more than a sink takes, so that it says so.
const MAX_CARDS: usize = MAX_QUESTIONS + 1;

/// Reads Markdown. `stem` is the file's name, the topic where no heading gives one. `of_many`: the file is one of a folder, so
/// it may be one question as a whole.
pub(super) fn read(text: &str, stem: &str, of_many: bool, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if text.bytes().filter(|byte| matches!(byte, b'\n' | b'!'..=b'/' | b':'..=b'@' | b'['..=b'`' | b'{'..=b'~')).count()
        > MAX_MARKS
    {
        sink.refuse(None, format!("more than {MAX_MARKS} lines and signs; split it"));
        return Ok(());
    }
    sink.counts("headings, collapsible blocks and marked lines");
    let (front, body) = front_matter(text);
    let above = text[..text.len() - body.len()].matches('\n').count();
    let mut file = File::of(body);
    let found = if sink.options.bullets { file.listed() } else { Vec::new() };
    let mut found = if found.is_empty() { file.asked() } else { found };
    if found.is_empty() && of_many && !is_about_the_folder(stem) {
        found.extend(file.whole());
    }
    for block in file.blocks.iter().filter(|block| !block.closed) {
        let line = file.outline.line(block.start) + above;
        sink.remark(Some(line), "a collapsible block opens here that is never closed; close it with </details>");
    }
    if let Some(start) = file.outline.open_code {
        let line = file.outline.line(start) + above;
        sink.remark(
            Some(line),
            "code begins here that never ends, so what stands below it asks nothing; close it with ```",
        );
    }
    for (line, fate) in file.fates() {
        match fate {
            Fate::Title => sink.title(),
            Fate::Part => sink.part(),
            Fate::Nothing(reason) => sink.pass(Some(line + above), reason),
        }
    }
    for mut card in found {
        if sink.is_full(card.line.map(|line| line + above)) {
            break;
        }
        card.line = card.line.map(|line| line + above);
        card.topic = card.topic.or_else(|| Some(front.title.clone().unwrap_or_else(|| stem.to_owned())));
        card.licence = card.licence.or_else(|| front.licence.clone());
        card.source = card.source.or_else(|| front.source.clone());
        sink.card(card)?;
    }
    Ok(())
}

/// Files that say something of those beside them.
fn is_about_the_folder(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    [
        "readme",
        "contributing",
        "license",
        "licence",
        "code_of_conduct",
        "code-of-conduct",
        "changelog",
        "index",
        "security",
    ]
    .iter()
    .any(|name| lower.starts_with(name))
}

/// What became of something that is no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Title,
    Part,
    Nothing(&'static str),
}

/// A file with what was found in it.
struct File<'a> {
    outline: Outline<'a>,
    blocks: Vec<Block<'a>>,
    sorts: Vec<Sort>,
    roles: Option<Roles>,
    /// What belongs to a question, in order.
    taken: Vec<Range<usize>>,
    /// Lines in bold and marks that ask.
    marked: Vec<usize>,
    /// Where questions begin.
    asking: Vec<usize>,
}

impl<'a> File<'a> {
    fn of(text: &'a str) -> Self {
        let mut outline = Outline::of(text);
        let blocks = details::blocks(&outline);
        let sorts = details::sorts(&blocks);
        outline.find_parts(&blocks.iter().map(|block| block.start..block.end).collect::<Vec<_>>());
        Self { outline, blocks, sorts, roles: None, taken: Vec::new(), marked: Vec::new(), asking: Vec::new() }
    }

    /// Items of lists, for those who say that they ask.
    fn listed(&mut self) -> Vec<Card> {
        let items = lists::find(&self.outline, |at| is_in_block(&self.blocks, at));
        let free = self.outline.items.iter().map(|item| item.start).filter(|&at| !is_in_block(&self.blocks, at));
        self.marked = free.collect();
        self.asking = items.iter().map(|item| item.start).collect();
        let cards = items.into_iter().map(|item| self.placed(item.start, 7, item.card));
        cards.collect()
    }

    /// What asks, whatever way it does.
    fn asked(&mut self) -> Vec<Card> {
        let pairs = pairs::find(&self.outline, |at| is_in_block(&self.blocks, at));
        let spans: Vec<Range<usize>> = pairs.iter().map(|pair| pair.start..pair.end).collect();
        let mut bold = bold::find(&self.outline);
        bold.retain(|asked| !is_in_block(&self.blocks, asked.start) && !holds(&spans, asked.start));
        let mut others = Others { bold: bold.iter().map(|asked| asked.start).collect(), ..Others::default() };
        for (block, _) in self.blocks.iter().zip(&self.sorts).filter(|(_, sort)| **sort == Sort::Asks) {
            let summary = inline::line(block.summary);
            let asks = words::asks(&summary) || words::leads(&summary);
            if asks { &mut others.hard } else { &mut others.soft }.push(block.start);
        }
        others.hard.extend(pairs.iter().map(|pair| pair.start).filter(|&at| !self.outline.is_heading(at)));
        others.hard.sort_unstable();
        let roles = headings::roles(&self.outline, &others, |at| is_in_block(&self.blocks, at));
        self.taken = roles.questions.iter().map(|question| question.range.clone()).collect();
        self.marked = pairs.iter().map(|pair| pair.start).chain(bold.iter().map(|asked| asked.start)).collect();
        self.marked.sort_unstable();
        let mut belongs: Vec<Range<usize>> = self.taken.clone();
        belongs.extend(
            self.blocks.iter().map(|block| block.start..block.end).filter(|block| !holds(&self.taken, block.start)),
        );
        belongs.sort_by_key(|range| range.start);
        self.outline.find_parts(&belongs);

        // Where each thing that asks begins, so that the one before it ends there.
        let mut starts: Vec<usize> = Vec::new();
        starts.extend(bold.iter().map(|asked| asked.start));
        starts.extend(pairs.iter().map(|pair| pair.start));
        starts
            .extend(self.blocks.iter().zip(&self.sorts).filter(|(_, sort)| **sort == Sort::Asks).map(|(b, _)| b.start));
        starts.extend(
            self.outline
                .headings
                .iter()
                .zip(&roles.of)
                .filter(|(_, r)| **r != Role::Answer)
                .map(|(h, _)| h.range.start),
        );
        starts.sort_unstable();
        let next = |at: usize| {
            starts.get(starts.partition_point(|&start| start <= at)).copied().unwrap_or(self.outline.text.len())
        };

        let mut found: Vec<(usize, usize, Card)> = Vec::new();
        let hiding = roles
            .questions
            .iter()
            .filter(|question| self.within(&question.range).any(|(_, sort)| sort == Sort::Reveals));
        let reveals = hiding.count() * 2 >= roles.questions.len();
        for question in roles.questions.iter().take(MAX_CARDS) {
            let heading = &self.outline.headings[question.heading];
            let title = words::without_mark(&heading.title).unwrap_or(&heading.title);
            let manner = Manner { reveals, asked_below: question.asked_below, indent: heading.indent };
            found.push((
                question.range.start,
                heading.level,
                self.card(title, heading.range.end..question.range.end, question.range.start, manner),
            ));
        }
        let free = |at: usize| !holds(&self.taken, at);
        let mut answers: Vec<Range<usize>> = Vec::new();
        for asked in bold.iter().filter(|asked| free(asked.start)).take(MAX_CARDS) {
            let end = asked.end.min(next(asked.start)).max(asked.body);
            let manner = Manner { reveals: true, asked_below: false, indent: asked.indent };
            found.push((asked.start, 7, self.card(&asked.prompt, asked.body..end, asked.start, manner)));
            answers.push(asked.start..end);
        }
        found
            .extend(pairs.iter().filter(|pair| free(pair.start)).map(|pair| (pair.start, 7, pair.card(&self.outline))));
        let mut before = 0;
        for (block, sort) in self.blocks.iter().zip(&self.sorts) {
            if free(block.start) && !holds(&answers, block.start) {
                match sort {
                    Sort::Asks => found.push((block.start, 7, details::card(&self.outline, block))),
                    Sort::Reveals => {
                        let card = details::card_above(&self.outline, block, before);
                        found.extend(card.map(|card| (block.start, 7, card)));
                    }
                    Sort::Contents => {}
                }
            }
            before = block.end;
        }
        found.sort_by_key(|(start, _, _)| *start);
        self.asking = found.iter().map(|(start, _, _)| *start).collect();
        self.taken.extend(answers);
        self.taken.sort_by_key(|range| range.start);
        self.roles = Some(roles);
        found.into_iter().map(|(start, level, card)| self.placed(start, level, card)).collect()
    }

    /// The file as one question: its only top heading asks.
    fn whole(&mut self) -> Option<Card> {
        let top = self.outline.headings.iter().map(|heading| heading.level).min()?;
        let mut tops = self.outline.headings.iter().enumerate().filter(|(_, heading)| heading.level == top);
        let ((i, heading), None) = (tops.next()?, tops.next()) else { return None };
        if i > 0 || words::is_furniture(&heading.title) || heading.title.is_empty() {
            return None;
        }
        let range = heading.range.end..self.outline.text.len();
        if !inline::text(&self.outline.text[range.clone()]).chars().any(char::is_alphanumeric) {
            return None;
        }
        let title = heading.title.clone();
        let manner = Manner { reveals: true, asked_below: false, indent: 0 };
        let card = self.card(&title, range, heading.range.start, manner);
        self.asking = vec![heading.range.start];
        self.taken = vec![heading.range.start..self.outline.text.len()];
        if let Some(roles) = &mut self.roles {
            roles.of.fill(Role::Answer);
            roles.of[0] = Role::Asks;
        }
        Some(card)
    }

    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = (&Block<'a>, Sort)> {
        let first = self.blocks.partition_point(|block| block.start < range.start);
        let end = range.end;
        let blocks = self.blocks[first..].iter().zip(&self.sorts[first..]);
        blocks.take_while(move |(block, _)| block.start < end).map(|(block, sort)| (block, *sort))
    }

    fn card(&self, title: &str, range: Range<usize>, start: usize, manner: Manner) -> Card {
        let blocks: Vec<_> = self.within(&range).collect();
        body::card(&self.outline, title, self.outline.line(start), range, &blocks, manner)
    }

    fn placed(&self, start: usize, level: usize, mut card: Card) -> Card {
        (card.topic, card.subtopic) = self.outline.above(start, level);
        card
    }

    /// What became of everything that is no question, with its line.
    fn fates(&self) -> Vec<(usize, Fate)> {
        let mut out = Vec::new();
        let asks = |at: usize| self.asking.binary_search(&at).is_ok();
        let mut tell = |at: usize, fate: Fate| {
            if !asks(at) {
                out.push((self.outline.line(at), if holds(&self.taken, at) { Fate::Part } else { fate }));
            }
        };
        for (i, heading) in self.outline.headings.iter().enumerate() {
            let role = self.roles.as_ref().map_or(Role::Title, |roles| roles.of[i]);
            tell(
                heading.range.start,
                match role {
                    Role::Title => Fate::Title,
                    _ if heading.title.is_empty() => Fate::Nothing("a heading without words"),
                    Role::Answer | Role::Asks => Fate::Part,
                    Role::Furniture => Fate::Nothing("a part that asks nothing"),
                    Role::Silent => Fate::Nothing("a heading that asks nothing"),
                },
            );
        }
        for (block, sort) in self.blocks.iter().zip(&self.sorts) {
            tell(
                block.start,
                match sort {
                    Sort::Contents => Fate::Nothing("links to elsewhere"),
                    Sort::Reveals => Fate::Nothing("an answer without a question"),
                    Sort::Asks => Fate::Nothing("no item of a list"),
                },
            );
        }
        for &at in &self.marked {
            tell(at, if self.roles.is_none() { Fate::Nothing("an item that asks nothing") } else { Fate::Part });
        }
        out.sort_unstable_by_key(|(line, _)| *line);
        out
    }
}

fn is_in_block(blocks: &[Block<'_>], at: usize) -> bool {
    let after = blocks.partition_point(|block| block.start <= at);
    blocks[..after].last().is_some_and(|block| block.start < at && at < block.end)
}

/// Whether one of the ranges, which are in order, holds a byte behind its start.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    ranges[..after].last().is_some_and(|range| at < range.end)
}

#[derive(Debug, Default)]
struct Front {
    title: Option<String>,
    licence: Option<String>,
    source: Option<String>,
}

/// The lines between two `---` at the start, as far as they mean something here.
fn front_matter(text: &str) -> (Front, &str) {
    let mut front = Front::default();
    let Some(rest) = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n")) else { return (front, text) };
    let mut at = text.len() - rest.len();
    for line in rest.split_inclusive('\n').take(100) {
        at += line.len();
        let line = line.trim();
        if line == "---" {
            return (front, &text[at..]);
        }
        if let Some((name, value)) = line.split_once(':') {
            let value = value.trim().trim_matches(['"', '\'']);
            let value = Some(shortened(value)).filter(|value| !value.is_empty());
            match name.trim().to_lowercase().as_str() {
                "title" | "topic" => front.title = value,
                "license" | "licence" => front.licence = value,
                "source" => front.source = value,
                _ => {}
            }
        }
    }
    // Never closed: it was a rule and not front matter.
    (Front::default(), text)
}

/// A card with what stands before an answer as its prompt: the first code block is the snippet, the rest is read aloud.
fn asked(title: &str, more: &str, line: usize) -> Card {
    let (snippet, more) = inline::take_code(more);
    let more = inline::text(&more);
    let prompt = match (title.is_empty(), more.is_empty()) {
        (_, true) => title.to_owned(),
        (true, false) => more,
        (false, false) => format!("{title}\n\n{more}"),
    };
    Card { line: Some(line), prompt, snippet, ..Card::default() }
}

#[cfg(test)]
mod encodings {
    use crate::testing::{Home, points};

    #[test]
    fn pairs_and_lists_ask() {
        let home = Home::new();
        home.bring(
            "pairs.md",
            "# Net\n\n**Q: What is a socket?**\n\nA: An end\nof a pipe.\n\nQ2: Who listens?\nA2: A server.\n",
        );
        assert_eq!(home.prompts(), ["What is a socket?", "Who listens?"]);
        assert_eq!(points(&home.questions()[0].1), ["An end of a pipe."]);
        let path = home.file(
            "list.md",
            "---\ntitle: Front\nlicense: MIT\n---\n\n* [Up](#up)\n* How do you test?\n  * By hand?\n* What is slow?\n",
        );
        let refused = home.plan(&path, false).expect("readable");
        assert!(refused.imported().skipped[0].reason.contains("--bullets"), "{:?}", refused.imported());
        let plan = home.plan(&path, true).expect("readable");
        plan.write().expect("written");
        let (_, question) = home.questions().remove(2);
        assert_eq!(
            (question.prompt.as_str(), question.follow_ups[0].prompt.as_str()),
            ("How do you test?", "By hand?")
        );
        assert_eq!((question.topic.as_deref(), question.licence.as_deref()), (Some("front"), Some("MIT")));
    }

    #[test]
    fn markdown_comes_in_any_encoding_and_direction() {
        let home = Home::new();
        let utf16: Vec<u8> =
            "\u{feff}## Was heißt das?\r\n\r\nNichts.\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [
            ("mark.md", b"\xef\xbb\xbf## What is a mark?\n\nNothing.\n".to_vec()),
            ("wide.md", utf16),
            ("latin.md", b"## Qu'est-ce qu'un caf\xe9?\n\nUne pause.\n".to_vec()),
            ("hebrew.md", "## \u{202e}מה זה\u{200f} מטמון?\n\nשכבה מהירה \u{1b}[31m👍🏽\n".into()),
        ] {
            assert_eq!(home.bring(name, bytes).new, 1, "{name}");
        }
        assert_eq!(home.prompts(), ["What is a mark?", "Was heißt das?", "Qu'est-ce qu'un café?", "מה זה מטמון?"]);
        assert_eq!(points(&home.questions()[3].1), ["שכבה מהירה [31m👍🏽"]);
    }
}
