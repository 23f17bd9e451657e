//! A story as one page of Markdown: a title, and a heading for each part.
//!
//! Reading returns what was written: nothing is guessed, and an error names the line of what does not fit. A line of
//! text that would be taken for a heading is written with a backslash before it.

use std::fmt::Write as _;

use super::slug::slug;
use super::theme::{Reach, Theme};
use crate::history::Story;
use crate::markup::scissors;
use crate::text::{clean, one_line, without_sequences};

/// The most bytes of a story's text: some forty pages of a book.
pub(super) const MOST_BYTES: usize = 100_000;

/// The most characters of a title.
const MOST_TITLE: usize = 100;

/// A part of a story with its own heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// When it was.
    When,
    /// What role the candidate had.
    Role,
    /// How things were before.
    Situation,
    /// What was to be done.
    Task,
    /// What the candidate did.
    Action,
    /// How it ended.
    Result,
    /// The figure that shows the result.
    Number,
    /// What was learned.
    Lesson,
    /// How others saw it.
    View,
    /// What it is about, in words of [`Theme`].
    Themes,
    /// How far it reached, a word of [`Reach`].
    Level,
}

impl Part {
    /// All parts, in the order of the page.
    pub const ALL: [Self; 11] = [
        Self::When,
        Self::Role,
        Self::Situation,
        Self::Task,
        Self::Action,
        Self::Result,
        Self::Number,
        Self::Lesson,
        Self::View,
        Self::Themes,
        Self::Level,
    ];

    /// The heading of the part on the page.
    pub const fn heading(self) -> &'static str {
        match self {
            Self::When => "When",
            Self::Role => "Role",
            Self::Situation => "Situation",
            Self::Task => "Task",
            Self::Action => "Action",
            Self::Result => "Result",
            Self::Number => "Number",
            Self::Lesson => "What I learned",
            Self::View => "How others saw it",
            Self::Themes => "Themes",
            Self::Level => "Level",
        }
    }

    /// What to write there, as a hint for the candidate.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::When => "in which year or season, and how long",
            Self::Role => "what you were there, and with how many others",
            Self::Situation => "how things stood before, in two sentences",
            Self::Task => "what was to be done, and why by you",
            Self::Action => "what you did yourself, step by step",
            Self::Result => "how it ended, also where it was not good",
            Self::Number => "one figure, before and after",
            Self::Lesson => "what you do otherwise since then",
            Self::View => "what somebody else would say about it, and why",
            Self::Themes => "words of the list below, with commas",
            Self::Level => "how far it reached: team, teams or company",
        }
    }

    fn of_heading(heading: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.heading().eq_ignore_ascii_case(heading))
    }

    /// The text of this part of a story; empty if nothing is written.
    pub fn of(self, story: &Story) -> String {
        match self {
            Self::When => story.when.clone(),
            Self::Role => story.role.clone(),
            Self::Situation => story.situation.clone(),
            Self::Task => story.task.clone(),
            Self::Action => story.action.clone(),
            Self::Result => story.result.clone(),
            Self::Number => story.number.clone(),
            Self::Lesson => story.lesson.clone(),
            Self::View => story.view.clone(),
            Self::Themes => story.themes.join(", "),
            Self::Level => story.level.clone().unwrap_or_default(),
        }
    }

    fn put(self, text: &str, line: usize, story: &mut Story) -> Result<(), PageError> {
        let place = match self {
            Self::When => &mut story.when,
            Self::Role => &mut story.role,
            Self::Situation => &mut story.situation,
            Self::Task => &mut story.task,
            Self::Action => &mut story.action,
            Self::Result => &mut story.result,
            Self::Number => &mut story.number,
            Self::Lesson => &mut story.lesson,
            Self::View => &mut story.view,
            Self::Themes => {
                story.themes = themes(text, line, &story.themes)?;
                return Ok(());
            }
            Self::Level => {
                story.level = level(text, line, story.level.as_deref())?;
                return Ok(());
            }
        };
        text.clone_into(place);
        Ok(())
    }
}

/// Why a page cannot be read as a story. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PageError {
    /// Its text has more than 100,000 bytes.
    #[error(
        "the story has {0} bytes, more than {MOST_BYTES}; a story is told in three minutes: leave out what you would not say"
    )]
    TooLong(usize),
    /// It has parts but no title.
    #[error("line {0}: the title is missing; write it behind the first #, as in: # The export that took all night")]
    NoTitle(usize),
    /// Its title has no letter and no digit to make a name from.
    #[error("line {0}: the title has no letter and no digit; give the story a name that you know it by")]
    NoName(usize),
    /// Its title is too long.
    #[error(
        "line {line}: the title has {found} characters, more than {MOST_TITLE}; what it is about belongs below Situation"
    )]
    LongTitle {
        /// Line of the title.
        line: usize,
        /// Its number of characters.
        found: usize,
    },
    /// There is a second title on a page for one story.
    #[error("line {0}: a second title; edit one story at a time, and write a line that begins with # as \\#")]
    SecondTitle(usize),
    /// There is text that is not below a heading.
    #[error("line {line}: \"{found}\" stands below no heading; put it below one, such as ## Situation")]
    Outside {
        /// Line of the text.
        line: usize,
        /// The beginning of the text.
        found: String,
    },
    /// There is a heading that stories do not have.
    #[error(
        "line {line}: \"{found}\" is no heading of a story; they are {}. A line of text that begins with ## is written \\##",
        headings()
    )]
    Heading {
        /// Line of the heading.
        line: usize,
        /// The beginning of the heading.
        found: String,
    },
    /// A heading occurs twice.
    #[error("line {line}: the heading {heading} stands there already, in line {first}; put both together")]
    Twice {
        /// Line of the second occurrence.
        line: usize,
        /// The heading.
        heading: &'static str,
        /// Line of the first occurrence.
        first: usize,
    },
    /// There is a theme that is not known.
    #[error("line {line}, Themes: {found:?} is no theme; take some of {}", words(Theme::ALL.iter().map(|theme| theme.word())))]
    Theme {
        /// Line of the theme.
        line: usize,
        /// The unknown word.
        found: String,
    },
    /// The level is not known.
    #[error("line {line}, Level: {found:?} is no level; take one of {}", words(Reach::ALL.iter().map(|reach| reach.word())))]
    Level {
        /// Line of the level.
        line: usize,
        /// The unknown word.
        found: String,
    },
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

fn headings() -> String {
    words(Part::ALL.iter().map(|part| part.heading()))
}

/// Reads themes, separated by commas or one per line. Unknown words are accepted if they are in `known`, where a newer
/// version wrote them.
fn themes(text: &str, line: usize, known: &[String]) -> Result<Vec<String>, PageError> {
    let mut themes: Vec<String> = Vec::new();
    for (n, row) in text.lines().enumerate() {
        for word in row.split([',', ';']).map(|word| word.trim().trim_start_matches("- ").to_lowercase()) {
            if word.is_empty() || themes.contains(&word) {
                continue;
            }
            if word.parse::<Theme>().is_err() && !known.contains(&word) {
                return Err(PageError::Theme { line: line + n, found: word });
            }
            themes.push(word);
        }
    }
    Ok(themes)
}

fn level(text: &str, line: usize, known: Option<&str>) -> Result<Option<String>, PageError> {
    let said = one_line(text).to_lowercase();
    // As it is explained beside the heading: "several teams".
    let meant = Reach::ALL.iter().find(|reach| reach.words() == said).map(|reach| reach.word().to_owned());
    let word = meant.unwrap_or(said);
    match word.parse::<Reach>() {
        _ if word.is_empty() => Ok(None),
        Err(_) if known != Some(word.as_str()) => Err(PageError::Level { line, found: word }),
        _ => Ok(Some(word)),
    }
}

/// Which help is written below the page of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Help {
    /// No help.
    None,
    /// What to write in each part, below a line at which the help is cut off again.
    Below,
    /// The same, with a word that the sentences were put below the headings by their words alone.
    Sorted,
}

/// Writes the page of a story.
pub fn write(story: &Story, help: Help) -> String {
    let mut page = format!("# {}\n", story.title);
    for part in Part::ALL {
        let text = part.of(story);
        let _ = write!(page, "\n## {}\n", part.heading());
        for line in text.trim().lines() {
            let backslash = if is_heading(line.trim_start_matches('\\')) { "\\" } else { "" };
            let _ = writeln!(page, "{backslash}{line}");
        }
    }
    if help != Help::None {
        let parts = Part::ALL.iter().map(|part| format!("{}: {}.", part.heading(), part.help()));
        let themes = Theme::ALL.iter().map(|theme| format!("  {:<13} {}", theme.word(), theme.words()));
        let first = ["The title is what you see before you tell it; what you do not know yet stays empty.".to_owned()];
        let sorted = (help == Help::Sorted).then(|| {
            "Your answer stands below these headings by its words alone: move what stands wrong. Nothing of it is left out."
                .to_owned()
        });
        let lines =
            sorted.into_iter().chain(first).chain(parts).chain(["Themes that there are:".to_owned()]).chain(themes);
        page = scissors::with_help(&page, lines);
    }
    page
}

fn is_heading(line: &str) -> bool {
    let line = line.trim_end();
    ["#", "##"].iter().any(|mark| line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
}

/// A story while it is read: its title and the line of that, and each part with the line of its heading and the lines
/// of text below it.
#[derive(Debug, Default)]
struct Sheet<'a> {
    title: String,
    line: usize,
    parts: Vec<(Part, usize, Vec<&'a str>)>,
}

impl Sheet<'_> {
    fn has_text(&self) -> bool {
        self.parts.iter().any(|(_, _, lines)| lines.iter().any(|line| !line.trim().is_empty()))
    }

    fn story(self, mut story: Story) -> Result<Story, PageError> {
        let Self { title, line, parts } = self;
        let bytes = parts.iter().flat_map(|(_, _, lines)| lines).map(|line| line.len() + 1).sum();
        if bytes > MOST_BYTES {
            return Err(PageError::TooLong(bytes));
        }
        if title.is_empty() {
            return Err(PageError::NoTitle(line));
        }
        if slug(&title).is_empty() {
            return Err(PageError::NoName(line));
        }
        let found = title.chars().count();
        if found > MOST_TITLE {
            return Err(PageError::LongTitle { line, found });
        }
        story.title = title;
        for part in Part::ALL {
            let known = parts.iter().find(|(known, ..)| *known == part);
            let (line, lines) = known.map_or((0, &[][..]), |(_, line, lines)| (*line + 1, lines.as_slice()));
            let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
            let text = lines.iter().map(|line| unescaped(line.trim_end())).collect::<Vec<_>>().join("\n");
            part.put(text.trim(), line + blank, &mut story)?;
        }
        Ok(story)
    }
}

fn unescaped(line: &str) -> &str {
    let rest = line.trim_start_matches('\\');
    line.strip_prefix('\\').filter(|_| is_heading(rest)).unwrap_or(line)
}

/// Reads the stories of a page. Each one starts from a story that `fresh` makes; fields that the page does not show
/// keep their values. An empty page yields no story. `one` says that the page is for a single story, so that a second
/// title is an error.
///
/// # Errors
/// The first thing on the page that does not fit.
pub fn read(page: &str, one: bool, mut fresh: impl FnMut() -> Story) -> Result<Vec<Story>, PageError> {
    let page = without_sequences(scissors::above(page));
    let page = clean(&page);
    let mut sheets: Vec<Sheet<'_>> = Vec::new();
    for (number, line) in (1..).zip(page.lines()) {
        if let Some(title) = line.strip_prefix("# ").or_else(|| (line.trim_end() == "#").then_some("")) {
            if one && !sheets.is_empty() {
                return Err(PageError::SecondTitle(number));
            }
            sheets.push(Sheet { title: one_line(title), line: number, parts: Vec::new() });
            continue;
        }
        let heading = line.strip_prefix("## ").or_else(|| (line.trim_end() == "##").then_some(""));
        let Some(sheet) = sheets.last_mut() else {
            match heading {
                None if line.trim().is_empty() => continue,
                Some(_) => sheets.push(Sheet { line: number, ..Sheet::default() }),
                None => return Err(PageError::Outside { line: number, found: excerpt(line) }),
            }
            // The title is missing, but the heading is read like any other.
            if let Some(sheet) = sheets.last_mut() {
                begin(sheet, heading.unwrap_or_default(), number)?;
            }
            continue;
        };
        match heading {
            Some(heading) => begin(sheet, heading, number)?,
            None => match sheet.parts.last_mut() {
                Some((_, _, lines)) => lines.push(line),
                None if line.trim().is_empty() => {}
                None => return Err(PageError::Outside { line: number, found: excerpt(line) }),
            },
        }
    }
    let written = sheets.into_iter().filter(|sheet| !sheet.title.is_empty() || sheet.has_text());
    written.map(|sheet| sheet.story(fresh())).collect()
}

fn begin(sheet: &mut Sheet<'_>, heading: &str, line: usize) -> Result<(), PageError> {
    let heading = one_line(heading);
    let Some(part) = Part::of_heading(&heading) else {
        return Err(PageError::Heading { line, found: excerpt(&heading) });
    };
    if let Some((_, first, _)) = sheet.parts.iter().find(|(known, ..)| *known == part) {
        return Err(PageError::Twice { line, heading: part.heading(), first: *first });
    }
    sheet.parts.push((part, line, Vec::new()));
    Ok(())
}

fn excerpt(line: &str) -> String {
    let line = one_line(line);
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests;
