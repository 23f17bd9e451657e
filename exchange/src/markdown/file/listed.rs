//! The lists of a file that ask: below a heading of their own, and beside questions of another kind.

use std::collections::HashSet;
use std::ops::Range;

use super::super::beside::{self, List};
use super::super::details::Sort;
use super::super::headings::{Others, Role, Roles};
use super::super::pairs::{self, Pair};
use super::super::{bold, inline, navigation, plain, words};
use super::{File, Found, Silent, holds, is_in_block};

impl File<'_> {
    /// Headings that have only a list below them, most of whose items ask; each with those items.
    pub(super) fn listed_below_headings(&self, others: &Others) -> Vec<(usize, Vec<plain::Asked>)> {
        let headings = &self.outline.headings;
        let next = |i: usize| headings.get(i + 1).map_or(self.outline.text.len(), |next| next.range.start);
        let own =
            (0..headings.len()).filter(|&i| !headings[i].inner && !is_in_block(&self.blocks, headings[i].range.start));
        // A list belongs to any other question in its range.
        let free = |range: &Range<usize>| {
            [&others.hard, &others.bold].iter().all(|places| {
                places.get(places.partition_point(|&at| at < range.start)).is_none_or(|&at| at >= range.end)
            })
        };
        let below = own.map(|i| (i, headings[i].range.end..next(i))).filter(|(_, range)| free(range));
        let below = below.map(|(i, range)| (i, plain::items_in(&self.outline, &range)));
        let mut found: Vec<(usize, Vec<plain::Asked>)> = below.filter(|(_, items)| !items.is_empty()).collect();
        // A single question is a list of its own only beside longer ones below headings of the same level.
        let mut longer = [0_usize; 7];
        for (heading, _) in found.iter().filter(|(_, items)| items.len() > 1) {
            longer[headings[*heading].level.min(6)] += 1;
        }
        found.retain(|(heading, items)| items.len() > 1 || longer[headings[*heading].level.min(6)] > 1);
        found
    }

    /// The items below those headings that name a section; the other items below these ask nothing.
    pub(super) fn of_titles(&mut self, listed: Vec<(usize, Vec<plain::Asked>)>, roles: &Roles) -> Vec<plain::Asked> {
        let mut out = Vec::new();
        for (heading, items) in listed.into_iter().filter(|(heading, _)| roles.of[*heading] == Role::Title) {
            let from = self.outline.headings[heading].range.end;
            let to = self.outline.headings.get(heading + 1).map_or(self.outline.text.len(), |next| next.range.start);
            let first = self.outline.items.partition_point(|item| item.start < from);
            let inside = self.outline.items[first..].iter().take_while(|item| item.start < to);
            let asks = |at: usize| items.iter().any(|item| item.start == at);
            let silent = inside.map(|item| item.start).filter(|&at| !asks(at));
            self.silent.extend(silent.map(|at| (at, "an item that asks nothing")));
            out.extend(items);
        }
        out
    }

    /// The pairs, and all lists. A pair ends where a block or a table asks, and before a list of questions that does not
    /// belong to its answer.
    pub(super) fn pairs_and_lists(&self, tables: &[Range<usize>], bold: &[bold::Asked]) -> (Vec<Pair>, Vec<List>) {
        let asks_here = |at: usize| {
            let block = self.blocks.binary_search_by_key(&at, |block| block.start).ok();
            block.is_some_and(|block| self.sorts[block] == Sort::Asks)
        };
        let apart = |at: usize| is_in_block(&self.blocks, at) || asks_here(at) || holds(tables, at);
        let pairs = pairs::find(&self.outline, apart);
        let mut marks: Vec<usize> = pairs.iter().map(|pair| pair.start).collect();
        marks.extend(bold.iter().map(|asked| asked.start));
        marks.extend(self.blocks.iter().map(|block| block.start));
        marks.sort_unstable();
        let marked = |item: &Range<usize>| {
            is_in_block(&self.blocks, item.start)
                || marks.get(marks.partition_point(|&at| at < item.start)).is_some_and(|&at| at < item.end)
        };
        let lists = beside::lists(&self.outline, marked);
        let answers = pairs.iter().filter_map(|pair| Some(pair.answered?..pair.end));
        let behind: Vec<_> = answers.flat_map(|answer| beside::behind(&self.outline, &lists, &answer)).collect();
        if behind.is_empty() {
            return (pairs, lists);
        }
        (pairs::find(&self.outline, |at| apart(at) || holds(&behind, at)), lists)
    }

    /// Starts of the lists of questions that do not belong to the answer of the bold question above them.
    pub(super) fn behind_bold(&self, bold: &[bold::Asked], lists: &[List], starts: &[usize]) -> Vec<usize> {
        let mut out = Vec::new();
        for asked in bold.iter().filter(|asked| !holds(&self.taken, asked.start)) {
            let next = starts.get(starts.partition_point(|&start| start <= asked.start));
            let end = asked.end.min(next.copied().unwrap_or(self.outline.text.len())).max(asked.body);
            out.extend(beside::behind(&self.outline, lists, &(asked.body..end)).iter().map(|list| list.start));
        }
        out
    }

    /// The questions of lists that belong to nothing else and share a section with questions of another kind, and the
    /// items that are left out, each with the reason.
    pub(super) fn beside(
        &self,
        lists: Vec<List>,
        found: &[Found],
        others: &Others,
        starts: &[usize],
        owned: impl Fn(usize) -> bool,
    ) -> (Vec<Found>, Vec<Silent>) {
        let (mut out, mut silent) = (Vec::new(), Vec::new());
        if found.is_empty() {
            return (out, silent);
        }
        let headings = &self.outline.headings;
        let known: HashSet<String> = found.iter().map(|(_, _, card)| beside::words_of(&card.prompt)).collect();
        let told: HashSet<usize> =
            found.iter().map(|(start, _, _)| *start).chain(self.silent.iter().map(|(start, _)| *start)).collect();
        let begins: Vec<usize> = lists.iter().map(|list| list.range.start).collect();
        for mut list in lists {
            list.items.retain(|item| !owned(item.start) && !told.contains(&item.start));
            let after = headings.partition_point(|heading| heading.range.start <= list.range.start);
            let from = after.checked_sub(1).map_or(0, |above| headings[above].range.start);
            let to = headings.get(after).map_or(self.outline.text.len(), |next| next.range.start);
            let shared = [&others.hard, &others.bold]
                .iter()
                .any(|places| places.get(places.partition_point(|&at| at < from)).is_some_and(|&at| at < to));
            let end = [starts, &begins].iter().fold(to, |end, places| {
                places.get(places.partition_point(|&at| at < list.range.end)).map_or(end, |&at| at.min(end))
            });
            let first = self.blocks.partition_point(|block| block.start < list.range.end);
            let block = self.blocks.get(first).filter(|block| block.start <= end);
            // A heading within an item ends the section before the list ends.
            let below = list.range.end..block.map_or(end, |block| block.start.min(end));
            let below = self.outline.text.get(below).unwrap_or_default();
            // What asks right above a block that reveals an answer is asked together with that block.
            let revealed = block.is_some() && self.sorts[first] == Sort::Reveals && below.trim().is_empty();
            let reads = shared && !revealed && beside::mostly_ask(&list.items);
            let only = list.items.len() == 1;
            for item in list.items {
                match item.asked {
                    Some(asked) if known.contains(&beside::words_of(&asked.card.prompt)) => {
                        silent.push((asked.start, "asked elsewhere in the file"));
                    }
                    Some(mut asked) if reads => {
                        // A number on its own is a list of one, with its answer below.
                        if only && asked.card.answer.is_empty() {
                            asked.card.answer = inline::text(&navigation::without_navigation(below));
                        }
                        out.push((asked.start, 7, asked.card));
                    }
                    Some(_) if revealed => {}
                    Some(asked) if words::ends_asking(&asked.card.prompt) => {
                        silent.push((asked.start, "a list item apart from the questions; --bullets reads lists"));
                    }
                    None if reads => silent.push((item.start, "an item that asks nothing")),
                    _ => {}
                }
            }
        }
        (out, silent)
    }
}
