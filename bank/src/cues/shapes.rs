//! What can be recognised in an answer without knowing its subject: a figure before and after, the speaker's own part,
//! how it ended. Stories make points by such things, in words that no cue foresees.

use std::ops::Range;

use super::numbers;
use super::shape_words::{
    ALSO_OTHERS, CHANGES, DID, LESSONS, LONG_TIMES, MINE, NAMED_VIEWS, OWN_LIMITS, PERSONS, REASONS, RESULTS, SHARES,
    SIZES, STRONG_VIEWS, TELLINGS, TIMES, VIEWS, WHEN,
};
use super::tokens::{Token, tokens};
use crate::calendar::is_part_of_year;
use crate::question::Shape;

/// Most words between a figure before and the same figure after.
const APART: usize = 24;

/// Most words between what the speaker did and a mention of others.
const OTHERS: usize = 40;

/// How many words after a person, or after what they did, a reason may follow.
const REASON: usize = 14;

/// Smaller numbers are counts of what somebody has before them.
const LARGE: f64 = 13.0;

/// A text prepared for recognising shapes.
pub struct Shapes<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    figures: Vec<Figure>,
}

/// A number with what it measures.
#[derive(Clone, Copy, Debug)]
struct Figure {
    first: usize,
    last: usize,
    measure: Measure,
    /// Whether it is more than a small count.
    large: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Time,
    Size,
    Share,
    Count,
}

impl<'a> Shapes<'a> {
    /// Prepares a text.
    pub fn of(text: &'a str) -> Self {
        let tokens = tokens(text);
        let figures = figures(&tokens);
        Self { text, tokens, figures }
    }

    /// The byte range of the first place at which a shape is recognised. None if it is not.
    pub fn place(&self, shape: Shape) -> Option<Range<usize>> {
        let (first, last) = match shape {
            Shape::NumberBeforeAfter => self.before_after(),
            Shape::OwnPart => self.own_part(),
            Shape::Result => self.any(RESULTS).or_else(|| self.before_after()),
            Shape::Lesson => self.any(LESSONS),
            Shape::TimeBound => self.time_bound(),
            Shape::NamesAPersonsView => self.view(),
            Shape::Figures => self.amount(),
            Shape::ToldSomebody => self.any_said(TELLINGS),
            Shape::OwnLimit => self.any(OWN_LIMITS),
        }?;
        Some(self.tokens.get(first)?.start as usize..self.tokens.get(last)?.end as usize)
    }

    /// Whether the speaker says that they did something themselves, whoever else took part: "I wrote an importer".
    pub fn has_own_deed(&self) -> bool {
        (0..self.tokens.len()).filter(|at| self.word(*at) == "i").any(|at| {
            let did = (at + 1..=at + 3).find(|next| DID.contains(&self.word(*next)));
            did.is_some_and(|did| {
                !(at..did).any(|at| matches!(self.word(at), "not" | "never" | "would" | "should" | "could"))
            })
        })
    }

    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.folded.as_str())
    }

    /// The last word of a pattern that begins here. None if it does not match.
    fn matches(&self, pattern: &str, at: usize) -> Option<usize> {
        let mut next = at;
        let mut gap = 0;
        for part in pattern.split(' ') {
            if part == "~" {
                gap = 2;
                continue;
            }
            let fits = |at: &usize| part.split('|').any(|word| word == self.word(*at));
            next = (next..=next + gap).find(fits)? + 1;
            gap = 0;
        }
        Some(next - 1)
    }

    /// The first place at which any of these patterns matches.
    fn any(&self, patterns: &[&str]) -> Option<(usize, usize)> {
        (0..self.tokens.len())
            .find_map(|at| patterns.iter().find_map(|pattern| self.matches(pattern, at)).map(|last| (at, last)))
    }

    /// The same without a denial inside.
    fn any_said(&self, patterns: &[&str]) -> Option<(usize, usize)> {
        let denied = |first: usize, last: usize| (first..last).any(|at| matches!(self.word(at), "not" | "never"));
        (0..self.tokens.len()).find_map(|at| {
            let last =
                patterns.iter().filter_map(|pattern| self.matches(pattern, at)).find(|last| !denied(at, *last))?;
            Some((at, last))
        })
    }

    /// A share, a size, or a number that is no small count.
    fn amount(&self) -> Option<(usize, usize)> {
        let tells = |figure: &&Figure| match figure.measure {
            Measure::Size | Measure::Share => true,
            Measure::Count => figure.large,
            Measure::Time => false,
        };
        self.figures.iter().find(tells).map(|figure| (figure.first, figure.last))
    }

    /// Two figures of the same measure, with something that says that one became the other.
    fn before_after(&self) -> Option<(usize, usize)> {
        for (i, first) in self.figures.iter().enumerate() {
            for second in self.figures[i + 1..].iter().take_while(|second| second.first <= first.last + APART) {
                if first.measure == second.measure && (self.led_over(first, second) || self.changes(first, second)) {
                    return Some((first.first, second.last));
                }
            }
        }
        // "Cut it by 60 percent" says both at once.
        self.figures.iter().filter(|figure| figure.measure == Measure::Share).find_map(|figure| {
            let begin = figure.first.saturating_sub(5);
            let verb = (begin..figure.first).find(|at| self.matches(CHANGES[0], *at).is_some())?;
            (verb..figure.first).any(|at| self.word(at) == "by").then_some((verb, figure.last))
        })
    }

    /// "from two days to half a day", "14 s → 40 ms".
    fn led_over(&self, first: &Figure, second: &Figure) -> bool {
        let (Some(left), Some(right)) = (self.tokens.get(first.last), self.tokens.get(second.first)) else {
            return false;
        };
        let between = self.text.get(left.end as usize..right.start as usize).unwrap_or_default();
        if second.first <= first.last + 4 && ["\u{2192}", "->", "=>"].iter().any(|arrow| between.contains(arrow)) {
            return true;
        }
        let from = (first.first.saturating_sub(4)..first.first).any(|at| self.word(at) == "from");
        from && (first.last + 1..second.first).any(|at| matches!(self.word(at), "to" | "down"))
    }

    /// Whether a word of change stands near or between two figures.
    fn changes(&self, first: &Figure, second: &Figure) -> bool {
        let sentence = self.tokens[second.first].sentence;
        // "took 3 weeks instead of 5" is one sentence, "It was 4 s. Now it is 2 s" two.
        if sentence > self.tokens[first.first].sentence + 1 {
            return false;
        }
        let around = first.first.saturating_sub(6)..(second.last + 5).min(self.tokens.len());
        // "Before" and "after" directly in front of a figure say when something was.
        let when = |at: usize| {
            matches!(self.word(at), "before" | "after")
                && !self.figures.iter().any(|figure| (at + 1..at + 3).contains(&figure.first))
        };
        around.into_iter().any(|at| when(at) || CHANGES.iter().any(|change| self.matches(change, at).is_some()))
    }

    /// Something that the speaker did, as distinct from others.
    fn own_part(&self) -> Option<(usize, usize)> {
        if let Some(place) = self.any(MINE) {
            return Some(place);
        }
        (0..self.tokens.len()).filter(|at| self.word(*at) == "i").find_map(|at| {
            let did = (at + 1..=at + 3).find(|next| DID.contains(&self.word(*next)))?;
            let near = at.saturating_sub(OTHERS)..(at + OTHERS).min(self.tokens.len());
            let denied = (at..did).any(|at| self.word(at) == "not" || self.word(at) == "never");
            let beside = near.into_iter().any(|at| ALSO_OTHERS.contains(&self.word(at)));
            (beside && !denied).then_some((at, did))
        })
    }

    fn time_bound(&self) -> Option<(usize, usize)> {
        let length = self.figures.iter().find(|figure| LONG_TIMES.contains(&self.word(figure.last)));
        let length = length.map(|figure| (figure.first, figure.last));
        let year = |at: &usize| {
            let word = self.word(*at);
            word.len() == 4
                && (word.starts_with("19") || word.starts_with("20"))
                && word.bytes().all(|b| b.is_ascii_digit())
        };
        // "may" and "fall" are verbs more often than not.
        let named = |at: &usize| is_part_of_year(self.word(*at)) && !["may", "fall"].contains(&self.word(*at));
        let alone = |at: &usize| named(at) || year(at);
        let alone = || (0..self.tokens.len()).find(alone).map(|at| (at, at));
        length.or_else(|| self.any(WHEN)).or_else(alone)
    }

    /// A person who says or wants something, with a reason.
    fn view(&self) -> Option<(usize, usize)> {
        if let Some(place) = self.any(NAMED_VIEWS) {
            return Some(place);
        }
        (0..self.tokens.len()).filter(|at| self.person(*at)).find_map(|at| {
            let sentence = self.tokens[at].sentence;
            let same = |at: &usize| self.tokens.get(*at).is_some_and(|token| token.sentence == sentence);
            let verb = (at + 1..=at + 3).filter(same).find(|next| {
                let word = self.word(*next);
                VIEWS.contains(&word) || STRONG_VIEWS.contains(&word)
            })?;
            if STRONG_VIEWS.contains(&self.word(verb)) {
                return Some((at, verb));
            }
            let mut after = (verb + 1..=verb + REASON).filter(same);
            let reason = after.find(|next| REASONS.contains(&self.word(*next)))?;
            Some((at, reason))
        })
    }

    /// Whether this is a person other than the speaker: a word for one, or a name inside a sentence. "No customers" is
    /// nobody.
    fn person(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        if at > 0 && self.word(at - 1) == "no" {
            return false;
        }
        PERSONS.contains(&token.folded.as_str()) || {
            let raw = self.text.get(token.start as usize..token.end as usize).unwrap_or_default();
            let first = at == 0 || self.tokens[at - 1].sentence != token.sentence;
            !first
                && raw.chars().next().is_some_and(char::is_uppercase)
                && raw.chars().skip(1).all(char::is_lowercase)
                && raw.len() > 2
        }
    }
}

/// All numbers with what they measure. Years are excluded, and so is "one", which mostly counts nothing.
fn figures(tokens: &[Token]) -> Vec<Figure> {
    let mut figures = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let words = tokens[at..].iter().take_while(|next| next.sentence == tokens[at].sentence);
        let word = tokens[at].folded.as_str();
        let next = tokens.get(at + 1).map_or("", |token| token.folded.as_str());
        let read = numbers::read(words.map(|next| next.folded.as_str()));
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        let large = read.is_some() || digits.parse::<f64>().is_ok_and(|number| number >= LARGE);
        let length = match read {
            Some(read) => read.words,
            None if word == "half" && matches!(next, "a" | "an" | "of") => 2,
            None if word != "one" && word != "1" && numbers::other(word).is_some() => 1,
            None if word.starts_with(|c: char| c.is_ascii_digit()) && !is_year(word) => 1,
            None => {
                at += 1;
                continue;
            }
        };
        let (first, mut last) = (at, at + length - 1);
        let glued = word.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let unit = if glued.is_empty() || glued == word || length > 1 {
            tokens.get(last + 1).map_or("", |token| token.folded.as_str())
        } else {
            ""
        };
        let measure = measure(if unit.is_empty() { glued } else { unit });
        if measure != Measure::Count && !unit.is_empty() {
            last += 1;
        }
        figures.push(Figure { first, last, measure, large });
        at = last + 1;
    }
    figures
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && (word.starts_with("19") || word.starts_with("20"))
}

fn measure(unit: &str) -> Measure {
    if TIMES.contains(&unit) {
        Measure::Time
    } else if SIZES.contains(&unit) {
        Measure::Size
    } else if SHARES.contains(&unit) {
        Measure::Share
    } else {
        Measure::Count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn seen(shape: Shape, text: &str) -> Option<&str> {
        Shapes::of(text).place(shape).map(|place| &text[place])
    }

    fn all(shape: Shape, yes: &[&str], no: &[&str]) {
        for text in yes {
            assert!(seen(shape, text).is_some(), "{shape:?} in {text:?}");
        }
        for text in no {
            assert_eq!(seen(shape, text), None, "{shape:?} in {text:?}");
        }
    }

    #[test]
    fn a_figure_before_and_after() {
        all(
            Shape::NumberBeforeAfter,
            &[
                "The time to first review fell from two days to half a day.",
                "p99 of the export: 14 s \u{2192} 40ms",
                "calls to support went from four thousand to around fifteen hundred a day",
                "It took 9 minutes before. Now it takes 40 seconds.",
                "we cut the bill by 30 percent",
                "reports came down to 2 s, they used to take 4 min",
            ],
            &[
                "We had 12 services and 4 teams.",
                "It got much faster.",
                "It took two weeks.",
                "In 2021 we moved, in 2022 we moved again.",
                "after 3 days we had 200 customers",
            ],
        );
        assert_eq!(seen(Shape::NumberBeforeAfter, "so: 14 s -> 40 ms, that"), Some("14 s -> 40 ms"));
    }

    #[test]
    fn an_own_part() {
        all(
            Shape::OwnPart,
            &[
                "My part was the importer; two colleagues did the rest.",
                "I wrote the parser and the team took over the screens.",
                "i was the only backend developer with one person on the frontend",
                "I owned the store, they owned the web.",
            ],
            &["We built it together.", "The team did it.", "I would help them.", "I think we are good."],
        );
        assert!(Shapes::of("It was slow, so I wrote an importer.").has_own_deed());
        for none in ["We wrote an importer.", "I never wrote one.", "I would have built it."] {
            assert!(!Shapes::of(none).has_own_deed(), "{none}");
        }
    }

    #[test]
    fn a_result() {
        all(
            Shape::Result,
            &[
                "In the end we shipped a week late.",
                "Five months later the second customer came.",
                "on the day all new customers were on the new system",
                "It went live in May.",
                "since then nobody has been paged for it",
            ],
            &["I would talk to them first.", "Communication is important.", "We had many problems."],
        );
    }

    #[test]
    fn a_lesson() {
        all(
            Shape::Lesson,
            &[
                "I learnt to ask earlier.",
                "what i would do differently is the tests",
                "Since then I write the test first.",
                "In hindsight it was too big.",
                "Today I ask before I state.",
                "I should have asked on day one.",
            ],
            &["I fixed it and went home.", "The team was happy.", "I would roll it back first."],
        );
    }

    #[test]
    fn a_time() {
        all(
            Shape::TimeBound,
            &[
                "after five weeks it was live",
                "in spring this year",
                "About two years ago",
                "in 2022",
                "It took 3 months.",
            ],
            &["It took a while.", "p99 was 40 ms", "three services"],
        );
    }

    #[test]
    fn figures_and_no_small_counts() {
        all(
            Shape::Figures,
            &[
                "It sent forty thousand mails a day.",
                "about 250 customers",
                "six percent of the payments",
                "2TB of rows",
            ],
            &["We had three services.", "It took five weeks.", "In 2021 it was 12 people.", "many customers"],
        );
    }

    #[test]
    fn somebody_is_told() {
        all(
            Shape::ToldSomebody,
            &[
                "I told my lead at once.",
                "i went straight away to my manager and said it",
                "I wrote in the channel what I had done.",
                "We informed all customers.",
            ],
            &["I never told anybody.", "I would tell them.", "They told me.", "I said nothing."],
        );
    }

    #[test]
    fn a_limit_of_ones_own() {
        all(
            Shape::OwnLimit,
            &["I'm bad at estimating.", "Not strong in frontend, just to say it.", "I sometimes tend to dig deeper."],
            &["It was bad.", "I am good at it.", "The database is slow."],
        );
    }

    #[test]
    fn a_view_of_somebody_else() {
        all(
            Shape::NamesAPersonsView,
            &[
                "She said that the deadline mattered more.",
                "He wanted the rewrite because nobody could test the old one.",
                "Their concern was the migration.",
                "my lead, Ines, would tell you that",
                "The ops team feared the night shifts.",
                "it turned out they had two people for thirty services",
                "I wanted to know what they have on their plate.",
            ],
            &[
                "I thought it was wrong.",
                "We talked about it a lot.",
                "I told them what to do.",
                "He left the company.",
                "It turned out that the index was missing.",
            ],
        );
    }

    proptest! {
        #[test]
        fn places_lie_inside_on_character_boundaries(
            words in prop::collection::vec("(from|to|14|s|ms|half|a|two|days|fell|i|built|we|he|said|because|since|then|\u{2192}|%|\u{e9}|x\u{301}|[.,]| ){1,2}", 0..30),
        ) {
            let text = words.join(" ");
            let shapes = Shapes::of(&text);
            for shape in Shape::ALL {
                if let Some(place) = shapes.place(*shape) {
                    prop_assert!(place.start < place.end && text.get(place).is_some());
                }
            }
        }
    }
}
