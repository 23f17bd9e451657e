//! The sections of a sheet or of the back of a card: known titles, and the lines below each.

use super::{Part, Parts};

/// The lines of a text, grouped by the part that they belong to.
#[derive(Debug, Default)]
pub(crate) struct Sections(Vec<(Option<Part>, Vec<String>)>);

/// The parts that have a title of their own.
const TITLED: [Part; 5] = [Part::Answer, Part::Mistakes, Part::FollowUps, Part::Hints, Part::Sample];

/// The title of what makes an answer sound thin, which is shown but not read back.
pub(crate) const THIN: &str = "Sounds thin";

/// The title of the list of primary documentation, which is shown but not read back.
pub(crate) const READ_ON: &str = "Read on";

impl Sections {
    /// Starts a section if this is a known title, and returns whether it is.
    pub(crate) fn title(&mut self, title: &str) -> bool {
        let part = TITLED.into_iter().find(|part| part.title() == title);
        let known = part.is_some() || [THIN, READ_ON].contains(&title);
        if known {
            self.0.push((part, Vec::new()));
        }
        known
    }

    /// Adds a line to the current section. Lines above the first title belong to the part `first`.
    pub(crate) fn line(&mut self, line: String, first: Part) {
        if self.0.is_empty() {
            self.0.push((Some(first), Vec::new()));
        }
        if let Some((_, lines)) = self.0.last_mut() {
            lines.push(line);
        }
    }

    /// The parts that were read. If a title was removed, its part was removed with it.
    pub(crate) fn parts(self) -> Parts {
        let mut parts: Vec<(Part, Vec<String>)> = TITLED.into_iter().map(|part| (part, Vec::new())).collect();
        for (part, lines) in self.0 {
            let Some(part) = part else { continue };
            let lines = if part.is_list() { items(&lines) } else { lines };
            match parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, known)) => known.extend(lines),
                None => parts.push((part, lines)),
            }
        }
        Parts(parts)
    }
}

/// The items of a list. What is nested below an item explains it and is not read back.
fn items(lines: &[String]) -> Vec<String> {
    let shown = lines.iter().filter(|line| !line.starts_with("  ") && !line.trim().is_empty());
    shown.map(|line| crate::points::item(line).map_or(line.trim(), |(_, text)| text).to_owned()).collect()
}
