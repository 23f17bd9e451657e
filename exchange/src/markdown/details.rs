//! Reads `<details><summary>question</summary>answer</details>`.

use std::collections::HashMap;

use super::super::card::Card;
use super::asked;
use super::inline;
use super::navigation::without_navigation;
use super::outline::Outline;
use super::words::{asks, is_label, leads, numbered};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Open,
    Close,
    Summary,
    SummaryEnd,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    mark: Mark,
    start: usize,
    end: usize,
}

/// A `details` element with its summary.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) summary: &'a str,
    pub(super) body: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it has a closing tag.
    pub(super) closed: bool,
    /// The summary of the element around it, if that only names a section of the file.
    pub(super) group: Option<&'a str>,
}

/// What a block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// The summary is a question.
    Asks,
    /// The summary only says that there is an answer inside.
    Reveals,
    /// A table of contents.
    Contents,
}

/// What each block is for. A summary repeated throughout the file says nothing of its own, whatever the language.
pub(super) fn sorts(blocks: &[Block<'_>]) -> Vec<Sort> {
    let lines: Vec<String> = blocks.iter().map(|block| inline::line(block.summary)).collect();
    let mut times: HashMap<&str, usize> = HashMap::new();
    for line in &lines {
        *times.entry(line).or_default() += 1;
    }
    let repeats = |block: &Block<'_>, line: &str| {
        let times = times.get(line).copied().unwrap_or_default();
        // With code, it is the code below the words that differs.
        times >= 2
            && !block.summary.contains("```")
            && (!asks(line) && times * 4 >= blocks.len() || times >= 3 && times * 2 >= blocks.len())
    };
    let sort = |(block, line): (&Block<'_>, &String)| {
        if is_answer(line) || repeats(block, line) {
            Sort::Reveals
        } else if !asks(line) && is_contents(block.body) {
            Sort::Contents
        } else {
            Sort::Asks
        }
    };
    blocks.iter().zip(&lines).map(sort).collect()
}

/// Whether a text is hardly more than links: several of them, or some that lead to places in the same file.
fn is_contents(body: &str) -> bool {
    let bare = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('<') && line.chars().any(char::is_alphanumeric)
    };
    let (mut all, mut leading) = (0_usize, 0_usize);
    for line in body.lines().filter(bare) {
        all += 1;
        // Answers have external links too.
        leading += usize::from(line.contains("](") && !line.contains("](http"));
    }
    leading * 10 >= all * 7 && (leading >= 3 || leading > 0 && body.contains("](#"))
}

/// The question of a block whose summary asks.
pub(super) fn card(outline: &Outline<'_>, block: &Block<'_>) -> Card {
    let mut card = asked("", block.summary, outline.line(block.start));
    card.prompt = numbered(&card.prompt).filter(|rest| !rest.is_empty()).map_or(card.prompt.clone(), str::to_owned);
    card.answer = inline::text(&without_navigation(block.body));
    card
}

/// The question in the lines above a block that only reveals its answer; these are searched no further up than `from`.
pub(super) fn card_above(outline: &Outline<'_>, block: &Block<'_>, from: usize) -> Option<Card> {
    let after = outline.headings.partition_point(|heading| heading.range.start < block.start);
    let heading = after.checked_sub(1).map_or(0, |last| outline.headings[last].range.end);
    let text = outline.text.get(from.max(heading)..block.start)?;
    let asked_for = without_navigation(text);
    let asked_for = asked_for.trim();
    let line = outline.line(block.start - text.trim_start().len());
    let words = inline::text(asked_for);
    let words = words.trim().trim_start_matches("- ");
    let title = numbered(words).unwrap_or(words);
    (asks(title) || leads(title)).then(|| {
        let mut card = asked("", asked_for, line);
        card.prompt = card.prompt.trim_start_matches("- ").to_owned();
        card.prompt = numbered(&card.prompt).map_or(card.prompt.clone(), str::to_owned);
        card.answer = inline::text(&without_navigation(block.body));
        card
    })
}

/// Whether a summary stands for an answer and asks nothing itself.
pub(super) fn is_answer(summary: &str) -> bool {
    let lower = summary.to_lowercase();
    if is_label(summary) {
        return true;
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() <= 5
        && words.iter().any(|word| {
            matches!(
                *word,
                "answer" | "answers" | "solution" | "explanation" | "reveal" | "spoiler" | "hint" | "expand" | "toggle"
            )
        })
        && !asks(summary)
}

/// All outermost `details`, and the starts of those that only name a section of the file; within a section the next
/// inner ones are taken. One that is never closed ends where the next one, or the next heading, begins.
pub(super) fn blocks<'a>(outline: &Outline<'a>) -> (Vec<Block<'a>>, Vec<usize>) {
    let places = places(outline);
    let partner = partners(&places);
    let next_open = next_opens(&places);
    let mut out = Vec::new();
    let mut groups: Vec<(usize, usize, &'a str)> = Vec::new();
    let mut i = 0;
    while i < places.len() {
        let place = places[i];
        if place.mark != Mark::Open {
            i += 1;
            continue;
        }
        let (end, after, next) = if let Some(close) = partner[i] {
            (places[close].start, places[close].end, close + 1)
        } else {
            let open = next_open[i].map(|open| places[open].start);
            let after = outline.headings.partition_point(|heading| heading.range.start <= place.end);
            let heading = outline.headings.get(after).map(|heading| heading.range.start);
            let end = open.into_iter().chain(heading).min().unwrap_or(outline.text.len());
            (end, end, i + 1)
        };
        // No further than the end of this one: a file may contain a hundred thousand of them.
        let mut inner = places[i + 1..].iter().take_while(|inner| inner.start <= end);
        // A tag that is itself cut off at the end opens nothing.
        let summary = inner.by_ref().find(|inner| inner.mark == Mark::Summary && inner.end <= end);
        if let Some(summary) = summary {
            let summary_end = inner.find(|inner| inner.mark == Mark::SummaryEnd && inner.start >= summary.end);
            // A summary without a closing tag is its first line.
            let (stop, body) = summary_end.map_or_else(
                || {
                    let rest = &outline.text[summary.end..end];
                    let line = summary.end + rest.find('\n').unwrap_or(rest.len());
                    (line, line)
                },
                |place| (place.start, place.end),
            );
            let block = Block {
                summary: &outline.text[summary.end..stop],
                body: &outline.text[body..end.max(body)],
                start: place.start,
                end: after,
                closed: partner[i].is_some(),
                group: groups.iter().rev().find(|(_, end, _)| place.start < *end).map(|(_, _, title)| *title),
            };
            let inner = i + 1..next.saturating_sub(1);
            if groups.len() < MAX_GROUPS
                && inner.len() >= 4
                && block.group.is_none()
                && is_group(outline, &block, &places[inner])
            {
                groups.push((block.start, block.end, block.summary));
                i += 1;
                continue;
            }
            out.push(block);
        }
        i = next;
    }
    (out, groups.into_iter().map(|(start, _, _)| start).collect())
}

/// The most blocks of blocks; in a file with more of them, none is looked into.
const MAX_GROUPS: usize = 1_000;

/// Whether a block asks nothing itself and contains little besides blocks that do.
fn is_group(outline: &Outline<'_>, block: &Block<'_>, inner: &[Place]) -> bool {
    let summary = inline::line(block.summary);
    if asks(&summary) || leads(&summary) || is_answer(&summary) {
        return false;
    }
    let (mut covered, mut asking, mut all, mut until) = (0, 0, 0, 0);
    for (at, place) in inner.iter().enumerate() {
        if place.mark != Mark::Open || place.start < until {
            continue;
        }
        let Some(end) = close_of(inner, at) else { return false };
        let title = inner[at..]
            .iter()
            .find(|inner| inner.mark == Mark::Summary)
            .zip(inner[at..].iter().find(|inner| inner.mark == Mark::SummaryEnd));
        let title = title
            .and_then(|(open, close)| outline.text.get(open.end..close.start))
            .map(inline::line)
            .unwrap_or_default();
        all += 1;
        asking += usize::from(asks(&title) || leads(&title));
        covered += end - place.start;
        until = end;
    }
    all > 0 && asking * 2 > all && covered * 10 >= block.body.trim().len() * 8
}

/// Where the block ends that is opened at index `at`.
fn close_of(places: &[Place], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for place in &places[at..] {
        match place.mark {
            Mark::Open => depth += 1,
            Mark::Close => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(place.end);
                }
            }
            _ => {}
        }
    }
    None
}

/// For each opening tag, the index of its closing tag.
fn partners(places: &[Place]) -> Vec<Option<usize>> {
    let mut partner = vec![None; places.len()];
    let mut open: Vec<usize> = Vec::new();
    for (i, place) in places.iter().enumerate() {
        match place.mark {
            Mark::Open => open.push(i),
            Mark::Close => {
                if let Some(start) = open.pop() {
                    partner[start] = Some(i);
                }
            }
            _ => {}
        }
    }
    partner
}

/// For each tag, the next opening tag after it.
fn next_opens(places: &[Place]) -> Vec<Option<usize>> {
    let mut next = None;
    let mut out: Vec<Option<usize>> = (0..places.len())
        .rev()
        .map(|i| {
            let behind = next;
            if places[i].mark == Mark::Open {
                next = Some(i);
            }
            behind
        })
        .collect();
    out.reverse();
    out
}

fn places(outline: &Outline<'_>) -> Vec<Place> {
    let text = outline.text;
    let mut out = Vec::new();
    let mut comment_end = 0;
    let (mut comment_ends, mut tag_ends) = (Ahead::new(text, "-->"), Ahead::new(text, ">"));
    for (start, _) in text.match_indices('<') {
        if start < comment_end {
            continue;
        }
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            comment_end = comment_ends.from(start).map_or(start, |end| end + 3);
            continue;
        }
        let mark = [
            ("<details", Mark::Open),
            ("</details", Mark::Close),
            ("<summary", Mark::Summary),
            ("</summary", Mark::SummaryEnd),
        ]
        .into_iter()
        .find(|(tag, _)| rest.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag)));
        let Some((tag, mark)) = mark else { continue };
        if !rest[tag.len()..].starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace()) || outline.in_code(start)
        {
            continue;
        }
        let end = tag_ends.from(start).map_or(text.len(), |end| end + 1);
        out.push(Place { mark, start, end });
    }
    out
}

/// Finds the next occurrence of something while a text is read from front to back. A hit is remembered until it is
/// passed, and once nothing is found there is no further search: a file may ask a million times.
struct Ahead<'a> {
    text: &'a str,
    what: &'static str,
    next: Option<usize>,
    /// The position up to which the text has been read.
    looked: usize,
}

impl<'a> Ahead<'a> {
    fn new(text: &'a str, what: &'static str) -> Self {
        Self { text, what, next: text.find(what), looked: 0 }
    }

    /// The first occurrence at or after `at`, which must never decrease.
    fn from(&mut self, at: usize) -> Option<usize> {
        debug_assert!(at >= self.looked, "only forward");
        self.looked = at;
        if self.next.is_some_and(|next| next < at) {
            self.next = self.text[at..].find(self.what).map(|next| at + next);
        }
        self.next
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{Home, counts, points};

    #[test]
    fn details_ask_in_their_summaries() {
        let home = Home::new();
        let text = "# Exercises\n\n- [Shell](#shell)\n\n## Shell\n\n<details>\n<summary>What does a `pipe` do?</summary><br><b>\n\n\
        It joins two programs.\n</b></details>\n\n<details>\n<summary>What prints this?\n\n```sh\necho <details>\n```\n\
        </summary><br><b>\n</b></details>\n\n<details>\n<summary>Never closed?</summary>\nYes.\n\n## Net\n\n\
        <details><summary><b>What is a port? 🚪</b></summary>A number.<details><summary>More</summary>Sixteen bits.</details></details>\n\
        <details><summary>ما هو المنفذ؟</summary></details>\n<details><summary>What is a port? 🚪</summary>Else.</details>\n";
        let imported = home.bring("a.md", text);
        assert_eq!(counts(&imported), [5, 0, 0, 2, 1], "{imported:?}");
        assert!(imported.skipped[0].reason.contains("asked already in line"), "{imported:?}");
        let questions = home.questions();
        assert_eq!(
            home.prompts(),
            ["What does a pipe do?", "What prints this?", "Never closed?", "What is a port? 🚪", "ما هو المنفذ؟"]
        );
        assert_eq!(points(&questions[0].1), ["It joins two programs."]);
        assert_eq!(questions[1].1.snippet.as_ref().map(|s| s.code.as_str()), Some("echo <details>\n"));
        assert_eq!(points(&questions[2].1), ["Yes."]);
        assert!(points(&questions[3].1).join(" ").contains("Sixteen bits."), "{:?}", questions[3].1);
        assert_eq!((questions[0].0.topic.as_str(), questions[3].0.topic.as_str()), ("shell", "net"));
    }

    #[test]
    fn a_tag_that_its_block_cuts_off_asks_nothing() {
        let home = Home::new();
        for (name, text) in [
            ("cut.md", "\u{1b}]0;title\u{7}\n<details><summary\n</details>\n"),
            ("open.md", "<details <summary </details>"),
            ("end.md", "<details><summary>Q?</summary\n</details>"),
            ("never.md", "<details><summary"),
        ] {
            let path = home.file(name, text);
            assert!(home.plan(&path, false).is_ok(), "{name}");
        }
    }
}
