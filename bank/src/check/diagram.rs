//! Diagrams: that they fit a terminal, and that lines, list and cuts agree.

use super::findings::Findings;
use crate::question::{Arrow, Diagram, Kind};

/// Most lines in a diagram.
const LINES: usize = 16;

/// Most columns in a line.
const COLUMNS: usize = 72;

/// What a diagram may contain besides ASCII: characters that every terminal font has, one column wide.
const DRAWN: &str = "─│┌┐└┘├┤┬┴┼►◄▲▼";

pub(super) fn check(findings: &mut Findings<'_>) {
    let question = &findings.item.question;
    match &question.diagram {
        Some(diagram) => {
            lines(findings, diagram);
            arrows(findings, diagram);
            cuts(findings, diagram);
        }
        None if question.kind == Kind::Design => {
            findings.error("diagram", "no drawing", "draw how the parts hang together, as lines and as arrows");
        }
        None => {}
    }
}

fn lines(findings: &mut Findings<'_>, diagram: &Diagram) {
    findings.count("diagram.lines", "lines", diagram.lines.len(), &(1..=LINES));
    for (i, line) in diagram.lines.iter().enumerate() {
        let path = format!("diagram.lines[{i}]");
        let strange = |c: &char| !(*c == ' ' || c.is_ascii_graphic() || DRAWN.contains(*c));
        if let Some(strange) = line.chars().find(strange) {
            let remedy = format!("draw with ASCII and {DRAWN}, which every terminal has");
            findings.error(&path, format!("the character {strange:?}"), &remedy);
        }
        // All of these characters are one column wide.
        let columns = line.chars().count();
        if columns > COLUMNS {
            findings.error(&path, format!("{columns} columns"), &format!("there should be {COLUMNS} at the most"));
        }
    }
}

fn arrows(findings: &mut Findings<'_>, diagram: &Diagram) {
    if diagram.arrows.is_empty() {
        findings.error("diagram.arrows", "no arrows", "write what the drawing shows as a list, each \"a -> b: label\"");
    }
    for (i, written) in diagram.arrows.iter().enumerate() {
        let path = format!("diagram.arrows[{i}]");
        let Some(arrow) = Arrow::read(written) else {
            findings.error(&path, format!("{written:?} is no arrow"), "write \"a -> b: label\"");
            continue;
        };
        for end in [arrow.from, arrow.to].into_iter().filter(|end| !stands(diagram, end)) {
            findings.error(&path, format!("{end:?} does not stand in the lines"), "write it there as it is here");
        }
    }
}

fn cuts(findings: &mut Findings<'_>, diagram: &Diagram) {
    for (i, cut) in diagram.cuts.iter().enumerate() {
        if cut.mark.trim().is_empty() || !stands(diagram, &cut.mark) {
            let found = format!("{:?} does not stand in the lines", cut.mark);
            findings.error(&format!("diagram.cuts[{i}].mark"), found, "put it where the drawing is cut");
        }
    }
}

/// Whether a text appears in one of the lines.
fn stands(diagram: &Diagram, text: &str) -> bool {
    diagram.lines.iter().any(|line| line.contains(text))
}
