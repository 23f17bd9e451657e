//! Where a sentence of an answer belongs in a story, and which words of it say when that was.

use super::page::Part;
use crate::bank::Shape;
use crate::bank::calendar::{SEASONS, is_part_of_year};
use crate::bank::cues::Shapes;

/// Words that say what the candidate was there, with `I` or `my` before them.
const ROLES: &[&str] = &[
    " i was a ",
    " i was an ",
    " i was the ",
    " i was one of ",
    " i was on a ",
    " i was on the ",
    " i was in ",
    " i was new ",
    " i was responsible ",
    " i worked as ",
    " i worked at ",
    " i worked on a ",
    " i worked in ",
    " i joined ",
    " my role was ",
    " my role is ",
    " my job was ",
    " as the only ",
    " as a backend ",
    " as an engineer ",
    " as the lead ",
    " as tech lead ",
];

/// Words that say what was to be done.
const TASKS: &[&str] = &[
    " had to ",
    " needed to ",
    " was asked to ",
    " were asked to ",
    " was told to ",
    " was supposed to ",
    " were supposed to ",
    " my task ",
    " our task ",
    " the task ",
    " the goal ",
    " our goal ",
    " my goal ",
    " we wanted to ",
    " i wanted to ",
    " was to be done ",
];

/// Words that say how it ended, whoever did it.
const ENDS: &[&str] = &[
    " in the end ",
    " since then ",
    " ever since ",
    " at the end of ",
    " as a result ",
    " the result ",
    " the outcome ",
    " ended up ",
    " ended well ",
    " ended badly ",
    " it paid off ",
];

/// Verbs in the past tense with which a story ends, and what may stand before them.
const ENDING_VERBS: &[&str] = &[
    "shipped",
    "delivered",
    "launched",
    "released",
    "finished",
    "completed",
    "achieved",
    "reached",
    "saved",
    "won",
    "met",
    "hit",
    "cut",
    "reduced",
    "halved",
    "doubled",
    "tripled",
    "closed",
    "gained",
    "earned",
    "avoided",
    "prevented",
    "kept",
];
const WHO_ENDED: &[&str] = &["i", "we", "it", "that", "this"];

/// Words of a lesson that are one wherever they stand.
const LESSONS: &[&str] = &[
    " learned ",
    " learnt ",
    " lesson ",
    " taught me ",
    " from then on ",
    " next time ",
    " in hindsight ",
    " looking back ",
    " nowadays ",
    " these days ",
    " differently ",
    " should have ",
    " would have ",
    " i wish ",
    " no longer ",
    " today i ",
    " now i ",
    " since then i ",
    " ever since i ",
];

/// Where a sentence belongs. `acted` says whether an earlier one told what the candidate did.
pub(super) fn place_of(sentence: &str, acted: bool) -> Part {
    let shapes = Shapes::of(sentence);
    let seen = |shape| shapes.place(shape).is_some();
    let words = spaced(sentence);
    let says = |any: &[&str]| any.iter().any(|phrase| words.contains(phrase));
    let deed = shapes.has_own_deed() || begins_with_a_deed(&words);
    let ends = says(ENDS) || is_ending(&words) || seen(Shape::NumberBeforeAfter);
    if says(LESSONS) || (acted && !deed && !ends && seen(Shape::Lesson)) {
        Part::Lesson
    } else if seen(Shape::NamesAPersonsView) {
        Part::View
    } else if !acted && says(ROLES) {
        Part::Role
    } else if !acted && !deed && says(TASKS) {
        Part::Task
    } else if (acted || deed) && ends {
        // "I cut it from four hours to ten minutes" tells the deed by its result.
        Part::Result
    } else if deed {
        Part::Action
    } else if acted && seen(Shape::Result) {
        Part::Result
    } else if acted {
        Part::Action
    } else {
        Part::Situation
    }
}

/// The words of a sentence in lower case, each between blanks.
fn spaced(sentence: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '\'' { c } else { ' ' };
    let lower: String = sentence.to_lowercase().chars().map(plain).collect();
    format!(" {} ", lower.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// "I …", "so I …", but not what the candidate was or had.
fn begins_with_a_deed(words: &str) -> bool {
    let start = words.trim_start_matches(" so").trim_start_matches(" then").trim_start_matches(" and");
    let rest = start.strip_prefix(" i ");
    rest.is_some_and(|rest| {
        let verb = rest.split(' ').next().unwrap_or_default();
        !matches!(
            verb,
            "was" | "am" | "had" | "have" | "would" | "could" | "should" | "did" | "do" | "think" | "knew" | "felt"
        ) || rest.starts_with("did ") && !rest.starts_with("did not ")
    })
}

/// "I shipped", "so we finally met": somebody, then a verb that ends a story.
fn is_ending(words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    words.iter().enumerate().any(|(at, word)| {
        ENDING_VERBS.contains(word)
            && words[at.saturating_sub(2)..at].iter().any(|before| WHO_ENDED.contains(before))
            && !words[at.saturating_sub(2)..at].contains(&"not")
    })
}

/// Words that stand before the part of a year without counting anything: "early 2023", "the summer of 2021".
const BEFORE: &[&str] =
    &["early", "late", "mid", "the", "end", "beginning", "start", "of", "last", "this", "q1", "q2", "q3", "q4"];
/// Words behind which a number of four digits is a year.
const LEADS: &[&str] =
    &["in", "since", "until", "by", "from", "during", "of", "early", "late", "mid", "around", "about", "back"];
const UNITS: &[&str] = &["day", "days", "week", "weeks", "month", "months", "year", "years"];

/// The words that say when something was: a year, a month or a season with its year, "two years ago", "last spring". How
/// long something took is none of that.
pub(super) fn when(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let lower: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let word = |at: usize| lower.get(at).map_or("", String::as_str);
    let previous = |at: usize| at.checked_sub(1).map_or("", word);
    let ends = |at: usize| words.get(at).is_some_and(|word| word.ends_with(['.', ',', ';', ':', '!', '?', ')']));
    let part_of_year = |at: usize| is_part_of_year(word(at));
    let year = |at: usize| {
        let digits = word(at);
        let is_number = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        let alone = ends(at) || at + 1 == words.len();
        is_number
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && (LEADS.contains(&previous(at))
                || BEFORE.contains(&previous(at))
                || at > 0 && part_of_year(at - 1)
                || alone)
    };
    let from = |last: usize| {
        let mut first = last;
        while first > 0 && !ends(first - 1) && (BEFORE.contains(&word(first - 1)) || part_of_year(first - 1)) {
            first -= 1;
        }
        // "of 2021" alone begins with its year.
        while matches!(word(first), "of" | "the" | "this") && first < last && !part_of_year(first + 1) {
            first += 1;
        }
        first
    };
    let said = |first: usize, last: usize| {
        let said = words.get(first..=last).unwrap_or_default().join(" ");
        Some(said.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()).filter(|said| !said.is_empty())
    };
    if let Some(last) = (0..words.len()).find(|at| year(*at)) {
        return said(from(last), last);
    }
    (0..words.len()).find_map(|at| {
        if word(at) == "ago" && at >= 2 && UNITS.contains(&word(at - 1)) {
            return said(at - 2, at);
        }
        let last_one = previous(at) == "last" && (part_of_year(at) || matches!(word(at), "year" | "quarter" | "month"));
        let named = part_of_year(at) && matches!(previous(at), "in" | "since" | "until" | "during");
        // "may" and "march" are verbs, too.
        let capital = words[at].starts_with(char::is_uppercase) || SEASONS.contains(&word(at));
        if last_one {
            return said(at - 1, at);
        }
        (named && capital).then(|| said(at, at)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_and_not_how_long_it_took() {
        for (text, said) in [
            ("Our nightly export took all night in 2023.", "2023"),
            ("In spring 2022 we moved.", "spring 2022"),
            ("It began in early 2021, with one team.", "early 2021"),
            ("In the summer of 2020 it broke.", "the summer of 2020"),
            ("In Q3 2024 it was late.", "Q3 2024"),
            ("Two years ago I joined.", "Two years ago"),
            ("That was last spring, before the sale.", "last spring"),
            ("In March we had an outage.", "March"),
        ] {
            assert_eq!(when(text).as_deref(), Some(said), "{text}");
        }
        for text in [
            "It took three weeks.",
            "I built it in 40 hours.",
            "We had 2000 users and 12 services.",
            "After a week I asked.",
            "It may take a while; we march on.",
            "",
        ] {
            assert_eq!(when(text), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_stands_where_its_words_put_it() {
        for (text, acted, part) in [
            ("Customers waited.", false, Part::Situation),
            ("It took all night.", false, Part::Situation),
            ("On the day of the sale our queue stood still.", false, Part::Situation),
            ("Traffic grew from 10 to 90 requests a second.", false, Part::Situation),
            ("I was the only engineer on it.", false, Part::Role),
            ("I had a team of four.", false, Part::Situation),
            ("We had to ship before May.", false, Part::Task),
            ("I wrote a new importer.", false, Part::Action),
            ("After two weeks I proposed a split.", true, Part::Action),
            ("Eventually I found the leak.", true, Part::Action),
            ("I started to write tests.", true, Part::Action),
            ("I cut the run from four hours to ten minutes.", false, Part::Result),
            ("I shipped it a week early.", true, Part::Result),
            ("In the end we kept both.", true, Part::Result),
            ("It went live in May.", true, Part::Result),
            ("Since then nobody was paged.", true, Part::Result),
            ("Since then I measure first.", true, Part::Lesson),
            ("I learned to ask earlier.", false, Part::Lesson),
            ("My lead said that it was risky because nobody knew the code.", true, Part::View),
        ] {
            assert_eq!(place_of(text, acted), part, "{text}");
        }
    }
}
