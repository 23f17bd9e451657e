//! A file as a whole: who asks in it, what belongs to each question, and what became of the rest.

use std::ops::Range;

use super::super::card::Card;
use super::body::{self, Manner};
use super::details::{self, Block, Sort};
use super::headings::{self, Others, Role, Roles};
use super::outline::Outline;
use super::{MAX_CARDS, bold, inline, lists, pairs, words};

/// What became of something that is no question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Title,
    Part,
    Nothing(&'static str),
}

/// A file with what was found in it.
pub(super) struct File<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) blocks: Vec<Block<'a>>,
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
    pub(super) fn of(text: &'a str) -> Self {
        let mut outline = Outline::of(text);
        let blocks = details::blocks(&outline);
        let sorts = details::sorts(&blocks);
        outline.find_parts(&blocks.iter().map(|block| block.start..block.end).collect::<Vec<_>>());
        Self { outline, blocks, sorts, roles: None, taken: Vec::new(), marked: Vec::new(), asking: Vec::new() }
    }

    /// Items of lists, for those who say that they ask.
    pub(super) fn listed(&mut self) -> Vec<Card> {
        let items = lists::find(&self.outline, |at| is_in_block(&self.blocks, at));
        let free = self.outline.items.iter().map(|item| item.start).filter(|&at| !is_in_block(&self.blocks, at));
        self.marked = free.collect();
        self.asking = items.iter().map(|item| item.start).collect();
        let cards = items.into_iter().map(|item| self.placed(item.start, 7, item.card));
        cards.collect()
    }

    /// What asks, whatever way it does.
    pub(super) fn asked(&mut self) -> Vec<Card> {
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
    pub(super) fn whole(&mut self) -> Option<Card> {
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
        self.taken.clear();
        self.taken.push(heading.range.start..self.outline.text.len());
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
    pub(super) fn fates(&self) -> Vec<(usize, Fate)> {
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
