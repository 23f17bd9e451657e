//! Headings that are written carelessly: without the blank behind their marks, or without marks among numbered ones.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// So many headings show how the headings of a file are written.
const ENOUGH: usize = 3;

/// Writes such headings as they were meant, in as many lines as before. Code stays as it is.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let manner = Manner::of(text);
    if manner.headings < ENOUGH {
        return Cow::Borrowed(text);
    }
    let mut out: Option<String> = None;
    let mut done = 0;
    for (at, line) in lines(text) {
        let Some((marks, rest)) = manner.meant(line) else { continue };
        let out = out.get_or_insert_default();
        out.push_str(&text[done..at]);
        out.push_str(&format!("{marks} {rest}"));
        done = at + line.len();
    }
    out.map_or(Cow::Borrowed(text), |mut out| {
        out.push_str(&text[done..]);
        Cow::Owned(out)
    })
}

/// How the headings of a file are written.
#[derive(Default)]
struct Manner<'a> {
    headings: usize,
    /// The marks before titles that begin with these letters and a number, if there are enough of them.
    numbered: HashMap<&'a str, &'a str>,
    /// The numbers of those titles.
    numbers: HashSet<(&'a str, &'a str)>,
}

impl<'a> Manner<'a> {
    fn of(text: &'a str) -> Self {
        let mut manner = Self::default();
        let mut count: HashMap<(&str, &str), usize> = HashMap::new();
        for (_, line) in lines(text) {
            let Some((marks, rest)) = marked(line) else { continue };
            manner.headings += usize::from(rest.starts_with(' '));
            if let Some((letters, number)) = numbered(rest.trim_start()) {
                *count.entry((letters, marks)).or_default() += 1;
                manner.numbers.insert((letters, number));
            }
        }
        let mut often: Vec<_> = count.into_iter().filter(|(_, times)| *times >= ENOUGH).collect();
        often.sort_unstable_by_key(|((_, marks), times)| (*times, *marks));
        manner.numbered = often.into_iter().map(|(key, _)| key).collect();
        manner
    }

    /// The marks and the title of a line that is meant as a heading and is none.
    fn meant(&self, line: &'a str) -> Option<(&'a str, &'a str)> {
        if let Some((marks, rest)) = marked(line) {
            return rest.starts_with(|c: char| c.is_alphanumeric()).then_some((marks, rest));
        }
        let (letters, number) = numbered(line)?;
        let marks = self.numbered.get(letters)?;
        (!self.numbers.contains(&(letters, number))).then_some((*marks, line))
    }
}

/// The marks of a heading, two to six, and what follows them.
fn marked(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches('#');
    let marks = &line[..line.len() - rest.len()];
    (2..=6).contains(&marks.len()).then_some((marks, rest))
}

/// The letters and the number with which a title begins: `Q7. …`.
fn numbered(title: &str) -> Option<(&str, &str)> {
    let rest = title.trim_start_matches(char::is_alphabetic);
    let letters = &title[..title.len() - rest.len()];
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &rest[..rest.len() - after.len()];
    let text = after.strip_prefix(['.', ':', ')'])?;
    let said = text.starts_with(' ') && text.trim().chars().count() > 3;
    (!letters.is_empty() && letters.chars().count() <= 10 && !number.is_empty() && said).then_some((letters, number))
}

/// The lines that are no code, each with its place.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut at, mut fence) = (0, None);
    text.split_inclusive('\n').filter_map(move |whole| {
        let start = at;
        at += whole.len();
        let line = whole.trim_end_matches(['\n', '\r']);
        let trimmed = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, mark) {
            (None, None) => return Some((start, line)),
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_written_as_they_were_meant() {
        let text = "#### Q1. One?\n\nA\n\n#### Q2. Two?\n\nB\n\n####Q3. Three?\n\nC\n\n### Notes\n\nQ4. Four?\n\nD\nQ1. One?\n";
        let meant = text.replace("####Q3.", "#### Q3.").replace("Q4.", "#### Q4.");
        assert_eq!(plain(text), meant);
        let code = "## a\n\n## b\n\n## c\n\n```c\n##define x\nQ7. Well?\n```\n";
        assert_eq!(plain(code), code);
        assert_eq!(plain("##tag\n\nQ1. One?\n"), "##tag\n\nQ1. One?\n");
    }
}
