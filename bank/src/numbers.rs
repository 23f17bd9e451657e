//! The sheet of numbers worth knowing for estimates aloud, each with its year and source.

use std::sync::LazyLock;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The whole sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// The heading.
    pub title: String,
    /// The day on which the sources were checked.
    pub reviewed_on: NaiveDate,
    /// The numbers, grouped by what they measure.
    pub sections: Vec<NumberSection>,
}

/// A group of numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberSection {
    /// The heading of the group.
    pub title: String,
    /// The numbers, in the order in which to learn them.
    pub rows: Vec<NumberRow>,
}

/// One number of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberRow {
    /// What is measured.
    pub name: String,
    /// The value with its unit, as one would say it.
    pub value: String,
    /// A remark about it; may be empty.
    #[serde(default)]
    pub note: String,
    /// The year of the source. None for what does not go out of date.
    pub year: Option<u16>,
    /// The source, with its address if there is one.
    pub source: String,
}

static NUMBERS: LazyLock<Numbers> = LazyLock::new(|| {
    let json: &str = include!(concat!(env!("OUT_DIR"), "/builtin_numbers.rs"));
    serde_json::from_str(json).expect("a test holds that it can be read")
});

/// The sheet that is built into the program.
pub fn numbers() -> &'static Numbers {
    &NUMBERS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_a_value_and_a_source() {
        let rows: Vec<_> = numbers().sections.iter().flat_map(|section| &section.rows).collect();
        assert!(rows.len() >= 40, "{}", rows.len());
        for row in rows {
            assert!(!row.value.trim().is_empty(), "{}", row.name);
            assert!(!row.source.is_empty(), "{}", row.name);
            assert!(row.year.is_none_or(|year| (1950..=2026).contains(&year)), "{}", row.name);
        }
    }

    #[test]
    fn nothing_in_it_is_said_twice() {
        let mut names: Vec<_> =
            numbers().sections.iter().flat_map(|section| &section.rows).map(|row| &row.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
