//! The sections of a sheet or of the back of a card: titles that are known, and the lines below each.

use super::{Part, Parts};

/// Lines of a text by the part that they belong to.
#[derive(Debug, Default)]
pub(crate) struct Sections(Vec<(Option<Part>, Vec<String>)>);

/// The parts that stand below a title.
const TITLED: [Part; 5] = [Part::Answer, Part::Mistakes, Part::FollowUps, Part::Hints, Part::Sample];

/// What makes an answer sound thin: shown, and not read back.
pub(crate) const THIN: &str = "Sounds thin";

/// Primary documentation: shown, and not read back.
pub(crate) const READ_ON: &str = "Read on";

impl Sections {
    /// Begins the section of a title; false: this is none.
    pub(crate) fn title(&mut self, title: &str) -> bool {
        let part = TITLED.into_iter().find(|part| part.title() == title);
        let known = part.is_some() || [THIN, READ_ON].contains(&title);
        if known {
            self.0.push((part, Vec::new()));
        }
        known
    }

    /// Takes a line. `first`: what lines above the first title belong to.
    pub(crate) fn line(&mut self, line: String, first: Part) {
        if self.0.is_empty() {
            self.0.push((Some(first), Vec::new()));
        }
        if let Some((_, lines)) = self.0.last_mut() {
            lines.push(line);
        }
    }

    /// What is read of them. A title that is gone took its part along.
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

/// Items of a list. What hangs below one explains it, and is shown only.
fn items(lines: &[String]) -> Vec<String> {
    let shown = lines.iter().filter(|line| !line.starts_with("  ") && !line.trim().is_empty());
    shown.map(|line| crate::points::item(line).map_or(line.trim(), |(_, text)| text).to_owned()).collect()
}
