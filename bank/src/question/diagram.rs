//! A diagram drawn in characters, with its content as a list, and the places where it can be cut.

use serde::{Deserialize, Serialize};

use crate::text;

/// A drawing of how parts hang together, for wide screens as lines and for every other reader as arrows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Diagram {
    /// What leads where, each as `a -> b: label`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub arrows: Vec<String>,
    /// The drawing, line by line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Where something may fail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
}

/// A place in a drawing at which an interviewer asks what happens when it fails.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Cut {
    /// How it is marked in the drawing, for example `(1)`.
    pub mark: String,
    /// The follow-up that asks.
    pub probe: String,
}

/// A connection between two parts of a diagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow<'a> {
    /// The part where it starts.
    pub from: &'a str,
    /// The part where it ends.
    pub to: &'a str,
    /// What is sent along it, if given.
    pub label: Option<&'a str>,
}

impl<'a> Arrow<'a> {
    /// Parses `a -> b: label`; the label may be omitted. None if an end is missing.
    pub fn read(written: &'a str) -> Option<Self> {
        let (from, rest) = written.split_once("->")?;
        let (to, label) = rest.split_once(':').map_or((rest, None), |(to, label)| (to, Some(label.trim())));
        let (from, to) = (from.trim(), to.trim());
        let ends = !from.is_empty() && !to.is_empty();
        ends.then_some(Self { from, to, label: label.filter(|label| !label.is_empty()) })
    }
}

impl Diagram {
    /// The diagram as a list for line-by-line output: each arrow as `a -> b: label`.
    pub fn listed(&self) -> Vec<String> {
        let line = |written: &String| {
            let line = text::one_line(written);
            match Arrow::read(&line) {
                Some(Arrow { from, to, label: Some(label) }) => format!("{from} -> {to}: {label}"),
                Some(Arrow { from, to, label: None }) => format!("{from} -> {to}"),
                None => line,
            }
        };
        self.arrows.iter().map(line).filter(|line| !line.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_has_two_ends_and_perhaps_a_label() {
        let read = |written| Arrow::read(written).map(|arrow| (arrow.from, arrow.to, arrow.label));
        assert_eq!(read("web app -> API: POST /orders: once"), Some(("web app", "API", Some("POST /orders: once"))));
        assert_eq!(read("a->b"), Some(("a", "b", None)));
        assert_eq!(read("a -> b: "), Some(("a", "b", None)));
        assert_eq!([read("a"), read(" -> b"), read("a ->: x")], [None, None, None]);
    }

    #[test]
    fn the_list_has_one_line_for_each_arrow() {
        let arrows = ["a->b:  writes", "b -> c", "no arrow\nat all", " "].map(str::to_owned).to_vec();
        let diagram = Diagram { arrows, ..Diagram::default() };
        assert_eq!(diagram.listed(), ["a -> b: writes", "b -> c", "no arrow at all"]);
    }
}
