//! Reads a note of a deck that we exported: front, back, and the complete question in a field that no card shows.

use super::{Enclosed, Own, Part, Parts, Sections};
use crate::card::tidy;
use crate::export::{back, code, front};
use crate::html;

/// The note with these fields, which are HTML; `None` if it was not exported by this program.
pub(crate) fn note(fields: &[String]) -> Option<Own> {
    let (at, enclosed) = fields.iter().enumerate().skip(2).find_map(|(i, field)| Some((i, Enclosed::open(field)?)))?;
    let text = |html: &str| tidy(&html::to_text(html));
    let shown = enclosed.shown();
    let mut parts = Parts::default();
    // Each side is compared with what it showed originally, so only changes have to be understood.
    let asked = text(&fields[at - 2]);
    if asked != text(&front(&shown)) {
        let code = text(&code(&shown));
        let asked = asked.strip_suffix(code.as_str()).unwrap_or(&asked);
        parts.0.push((Part::Question, asked.lines().map(str::to_owned).collect()));
    }
    let told = text(&fields[at - 1]);
    if told != text(&back(&shown)) {
        let mut sections = Sections::default();
        for line in told.lines() {
            if !sections.title(line.trim()) {
                sections.line(line.to_owned(), Part::Sample);
            }
        }
        parts.0.extend(sections.parts().0);
    }
    Some(Own { line: None, enclosed: Some(enclosed), id: None, parts })
}
