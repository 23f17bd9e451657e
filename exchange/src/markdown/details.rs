//! `<details><summary>question</summary>answer</details>`.

use super::super::card::Card;
use super::asked;
use super::inline;
use super::outline::{Outline, without_navigation};

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

/// A `details` with its summary.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) summary: &'a str,
    pub(super) body: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The questions, unless summaries only say "Answer": then the headings ask.
pub(super) fn cards(outline: &Outline<'_>) -> Vec<Card> {
    let blocks = blocks(outline);
    let asking = blocks.iter().filter(|block| !is_answer(&inline::line(block.summary))).count();
    if asking * 2 < blocks.len() {
        return Vec::new();
    }
    blocks
        .iter()
        .filter(|block| !is_answer(&inline::line(block.summary)))
        .map(|block| {
            let mut card = asked("", block.summary, outline.line(block.start));
            card.answer = inline::text(&without_navigation(block.body));
            (card.topic, card.subtopic) = outline.above(block.start, 7);
            card
        })
        .collect()
}

/// Whether a summary stands for an answer and asks nothing.
pub(super) fn is_answer(summary: &str) -> bool {
    let lower = summary.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.len() <= 5
        && words.iter().any(|word| {
            matches!(
                *word,
                "answer" | "answers" | "solution" | "explanation" | "reveal" | "spoiler" | "hint" | "expand" | "toggle"
            )
        })
        && !lower.contains('?')
}

/// All outermost `details`. One that is never closed ends where the next one, or the next heading, begins.
pub(super) fn blocks<'a>(outline: &Outline<'a>) -> Vec<Block<'a>> {
    let places = places(outline);
    let partner = partners(&places);
    let mut out = Vec::new();
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
            let open = places[i + 1..].iter().find(|place| place.mark == Mark::Open).map(|place| place.start);
            let after = outline.headings.partition_point(|heading| heading.range.start <= place.end);
            let heading = outline.headings.get(after).map(|heading| heading.range.start);
            let end = open.into_iter().chain(heading).min().unwrap_or(outline.text.len());
            (end, end, i + 1)
        };
        let inner = &places[i + 1..];
        let summary = inner.iter().take_while(|inner| inner.start < end).find(|inner| inner.mark == Mark::Summary);
        let summary_end = summary.and_then(|summary| {
            inner
                .iter()
                .find(|inner| inner.mark == Mark::SummaryEnd && inner.start >= summary.end && inner.start <= end)
        });
        if let Some(summary) = summary {
            // Without its end a summary is its first line.
            let (stop, body) = summary_end.map_or_else(
                || {
                    let rest = &outline.text[summary.end..end];
                    let line = summary.end + rest.find('\n').unwrap_or(rest.len());
                    (line, line)
                },
                |place| (place.start, place.end),
            );
            out.push(Block {
                summary: &outline.text[summary.end..stop],
                body: &outline.text[body..end.max(body)],
                start: place.start,
                end: after,
            });
        }
        i = next;
    }
    out
}

/// For each opening the place of its end.
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

fn places(outline: &Outline<'_>) -> Vec<Place> {
    let text = outline.text;
    let mut out = Vec::new();
    let mut comment_end = 0;
    for (start, _) in text.match_indices('<') {
        if start < comment_end {
            continue;
        }
        let rest = &text[start..];
        if rest.starts_with("<!--") {
            comment_end = rest.find("-->").map_or(start, |end| start + end + 3);
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
        let end = rest.find('>').map_or(text.len(), |end| start + end + 1);
        out.push(Place { mark, start, end });
    }
    out
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
}
