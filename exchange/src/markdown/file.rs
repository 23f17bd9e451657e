//! A Markdown file as a whole: what asks in it, what belongs to each question, and what became of the rest.

mod listed;

use std::collections::HashMap;
use std::ops::Range;

use super::super::card::Card;
use super::body::{self, Manner};
use super::details::{self, Block, Sort};
use super::headings::{self, Others, Role, Roles};
use super::outline::Outline;
use super::{MAX_CARDS, bold, glossary, inline, lists, plain, tables, words};

/// What became of something that is not a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Title,
    Part,
    Nothing(&'static str),
}

/// A question, after where it begins and the level below which it stands.
type Found = (usize, usize, Card);

/// Where something stands that asks nothing, and the reason.
type Silent = (usize, &'static str);

/// A file and what was found in it.
pub(super) struct File<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) blocks: Vec<Block<'a>>,
    sorts: Vec<Sort>,
    /// Starts of collapsible blocks that only name a section of the file, and of tables that ask.
    titles: Vec<usize>,
    /// Items of lists that ask and rows of tables which themselves ask nothing, each with the reason.
    silent: Vec<Silent>,
    roles: Option<Roles>,
    /// The ranges that belong to questions, in order.
    taken: Vec<Range<usize>>,
    /// Starts of bold lines and other marked places that may ask.
    marked: Vec<usize>,
    /// Where questions begin.
    asking: Vec<usize>,
}

impl<'a> File<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut outline = Outline::of(text);
        outline.lower_inner();
        let (blocks, titles) = details::blocks(&outline);
        let sorts = details::sorts(&blocks);
        outline.find_parts(&blocks.iter().map(|block| block.start..block.end).collect::<Vec<_>>());
        let (taken, marked, asking) = (Vec::new(), Vec::new(), Vec::new());
        Self { outline, blocks, sorts, titles, silent: Vec::new(), roles: None, taken, marked, asking }
    }

    /// Items of plain lists as questions, if the user says that they are.
    pub(super) fn listed(&mut self) -> Vec<Card> {
        let items = lists::find(&self.outline, |at| is_in_block(&self.blocks, at));
        let free = self.outline.items.iter().map(|item| item.start).filter(|&at| !is_in_block(&self.blocks, at));
        self.marked = free.collect();
        self.asking = items.iter().map(|item| item.start).collect();
        let cards = items.into_iter().map(|item| self.placed(item.start, 7, item.card));
        cards.collect()
    }

    /// All questions of the file, however they are marked.
    pub(super) fn asked(&mut self) -> Vec<Card> {
        let tables = tables::find(&self.outline, |at| is_in_block(&self.blocks, at));
        let mut bold = bold::find(&self.outline);
        let (pairs, lists) = self.pairs_and_lists(&tables.tables, &bold);
        let spans: Vec<Range<usize>> = pairs.iter().map(|pair| pair.start..pair.end).collect();
        bold.retain(|asked| !is_in_block(&self.blocks, asked.start) && !holds(&spans, asked.start));
        let mut others = Others { bold: bold.iter().map(|asked| asked.start).collect(), ..Others::default() };
        for (block, _) in self.blocks.iter().zip(&self.sorts).filter(|(_, sort)| **sort == Sort::Asks) {
            let summary = inline::line(block.summary);
            let asks = words::asks(&summary) || words::leads(&summary);
            if asks { &mut others.hard } else { &mut others.soft }.push(block.start);
        }
        others.hard.extend(pairs.iter().map(|pair| pair.start).filter(|&at| !self.outline.is_heading(at)));
        others.hard.extend(tables.rows.iter().map(|row| row.start));
        others.hard.sort_unstable();
        let reveals = self.blocks.iter().zip(&self.sorts).filter(|(_, sort)| **sort == Sort::Reveals);
        others.reveals = reveals.map(|(block, _)| block.start).collect();
        let listed = self.listed_below_headings(&others);
        others.listed = listed.iter().map(|(heading, _)| *heading).collect();
        let roles = headings::roles(&self.outline, &others, |at| is_in_block(&self.blocks, at));
        self.taken = roles.questions.iter().map(|question| question.range.clone()).collect();
        self.marked = pairs.iter().map(|pair| pair.start).chain(bold.iter().map(|asked| asked.start)).collect();
        self.marked.extend(tables.rows.iter().map(|row| row.start));
        self.marked.sort_unstable();
        self.titles.extend(tables.tables.iter().map(|table| table.start));
        self.silent.extend(tables.empty.iter().map(|&at| (at, "a row without a question")));
        let listed = self.of_titles(listed, &roles);
        let mut belongs: Vec<Range<usize>> = self.taken.clone();
        belongs.extend(
            self.blocks.iter().map(|block| block.start..block.end).filter(|block| !holds(&self.taken, block.start)),
        );
        belongs.sort_by_key(|range| range.start);
        self.outline.find_parts(&belongs);

        let mut starts = self.starts(&roles);
        starts.extend(bold.iter().map(|asked| asked.start));
        starts.extend(pairs.iter().map(|pair| pair.start));
        starts.extend(tables.tables.iter().map(|table| table.start));
        starts.extend(listed.iter().map(|asked| asked.start));
        starts.sort_unstable();
        starts.extend(self.behind_bold(&bold, &lists, &starts));
        starts.sort_unstable();
        let next = |at: usize| {
            starts.get(starts.partition_point(|&start| start <= at)).copied().unwrap_or(self.outline.text.len())
        };

        let mut found: Vec<Found> = Vec::new();
        let hiding = roles
            .questions
            .iter()
            .filter(|question| self.within(&question.range).any(|(_, sort)| sort == Sort::Reveals));
        let reveals = hiding.count() * 2 >= roles.questions.len();
        let times = titles_in(&self.outline, &roles);
        for question in roles.questions.iter().take(MAX_CARDS) {
            let heading = &self.outline.headings[question.heading];
            let title = words::without_mark(&heading.title).unwrap_or(&heading.title);
            // If questions have the same words, it is their code that differs.
            let asks_code = times.get(title).is_some_and(|times| *times > 1);
            let reveals = reveals || question.reveals;
            let manner = Manner { reveals, asked_below: question.asked_below, asks_code, indent: heading.indent };
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
            let manner = Manner { reveals: true, asked_below: false, asks_code: false, indent: asked.indent };
            found.push((asked.start, 7, self.card(&asked.prompt, asked.body..end, asked.start, manner)));
            answers.push(asked.start..end);
        }
        found.extend(tables.rows.into_iter().filter(|row| free(row.start)).map(|row| (row.start, 7, row.card)));
        found.extend(listed.into_iter().filter(|asked| free(asked.start)).map(|asked| (asked.start, 7, asked.card)));
        found
            .extend(pairs.iter().filter(|pair| free(pair.start)).map(|pair| (pair.start, 7, pair.card(&self.outline))));
        found.extend(self.of_blocks(&answers));
        let owned = |at: usize| holds(&self.taken, at) || holds(&spans, at) || holds(&answers, at);
        let (beside, silent) = self.beside(lists, &found, &others, &starts, owned);
        found.extend(beside);
        self.silent.extend(silent);
        found.sort_by_key(|(start, _, _)| *start);
        self.asking = found.iter().map(|(start, _, _)| *start).collect();
        self.taken.extend(answers);
        self.taken.sort_by_key(|range| range.start);
        self.roles = Some(roles);
        let placed = |(start, level, card)| self.placed(start, level, card);
        found.into_iter().map(placed).collect()
    }

    /// Starts of headings and collapsible blocks that ask or name a section; whatever precedes one ends there.
    fn starts(&self, roles: &Roles) -> Vec<usize> {
        let blocks = self.blocks.iter().zip(&self.sorts).filter(|(_, sort)| **sort == Sort::Asks);
        let headings = self.outline.headings.iter().zip(&roles.of).filter(|(_, role)| **role != Role::Answer);
        blocks.map(|(block, _)| block.start).chain(headings.map(|(heading, _)| heading.range.start)).collect()
    }

    /// The questions of collapsible blocks that are not part of another question.
    fn of_blocks(&self, answers: &[Range<usize>]) -> Vec<Found> {
        let mut found = Vec::new();
        let mut before = 0;
        for (block, sort) in self.blocks.iter().zip(&self.sorts) {
            if !holds(&self.taken, block.start) && !holds(answers, block.start) {
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
        found
    }

    /// Questions without any marker, in a file that has no others: lines with two colons, items of lists, paragraphs.
    pub(super) fn unmarked(&mut self) -> Vec<Card> {
        let aside = |at: usize| is_in_block(&self.blocks, at);
        let ways = [glossary::colons, plain::items, plain::paragraphs, glossary::definitions, glossary::dashes];
        let found = ways.into_iter().map(|way| way(&self.outline, aside)).find(|found| !found.is_empty());
        let Some(found) = found else { return Vec::new() };
        self.asking = found.iter().map(|asked| asked.start).collect();
        self.marked.clone_from(&self.asking);
        self.taken = found.iter().map(|asked| asked.start..asked.end).collect();
        if let Some(roles) = &mut self.roles {
            for (i, role) in roles.of.iter_mut().enumerate() {
                let from = self.outline.headings[i].range.start;
                let to = self.outline.headings.get(i + 1).map_or(self.outline.text.len(), |next| next.range.start);
                let first = self.asking.partition_point(|&at| at < from);
                if self.asking.get(first).is_some_and(|&at| at < to) {
                    *role = Role::Title;
                }
            }
        }
        found.into_iter().map(|asked| self.placed(asked.start, 7, asked.card)).collect()
    }

    /// The file as a single question, asked by its title.
    pub(super) fn titled(&mut self, title: Option<&str>) -> Option<Card> {
        let text = self.outline.text;
        let bare = self.outline.headings.is_empty();
        let title = title.filter(|title| words::asks(title) || words::leads(title) || bare);
        // Without a title, the first line may ask.
        let from = text.len() - text.trim_start().len();
        let line = text[from..].find('\n').map_or(text.len(), |end| from + end);
        let first = inline::line(&text[from..line]);
        let (title, from) = match title {
            Some(title) => (title.to_owned(), 0),
            None if bare && words::ends_asking(&first) => (first, line),
            None => return None,
        };
        if !inline::text(&text[from..]).chars().any(char::is_alphanumeric) {
            return None;
        }
        let manner = Manner { reveals: true, asked_below: false, asks_code: false, indent: 0 };
        let card = self.card(&title, from..text.len(), 0, manner);
        self.taken = std::iter::once(0..text.len()).collect();
        Some(card)
    }

    /// The file as a single question, asked by its only heading of the highest level.
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
        let manner = Manner { reveals: true, asked_below: false, asks_code: false, indent: 0 };
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
        // In a block that only names a section, its summary is the nearer topic.
        let block = self.blocks.binary_search_by_key(&start, |block| block.start).ok();
        if let Some(group) = block.and_then(|at| self.blocks[at].group) {
            let near = if card.topic.is_none() { &mut card.topic } else { &mut card.subtopic };
            *near = Some(inline::line(group));
        }
        card
    }

    /// What became of everything that is not a question, with its line.
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
        for &at in &self.titles {
            tell(at, Fate::Title);
        }
        for &(at, reason) in &self.silent {
            tell(at, Fate::Nothing(reason));
        }
        for &at in &self.marked {
            tell(at, if self.roles.is_none() { Fate::Nothing("an item that asks nothing") } else { Fate::Part });
        }
        out.sort_unstable_by_key(|(line, _)| *line);
        out
    }
}

/// How many questions each title asks.
fn titles_in<'o>(outline: &'o Outline<'_>, roles: &Roles) -> HashMap<&'o str, usize> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for question in &roles.questions {
        let title = outline.headings[question.heading].title.as_str();
        *times.entry(words::without_mark(title).unwrap_or(title)).or_default() += 1;
    }
    times
}

fn is_in_block(blocks: &[Block<'_>], at: usize) -> bool {
    let after = blocks.partition_point(|block| block.start <= at);
    blocks[..after].last().is_some_and(|block| block.start < at && at < block.end)
}

/// Whether one of the ranges, which are in order, contains a position.
fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let after = ranges.partition_point(|range| range.start <= at);
    ranges[..after].last().is_some_and(|range| at < range.end)
}
