//! The names of the parts of a year.

/// The months, in lower case.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Seasons, and feasts by which people date things, in lower case.
pub const SEASONS: [&str; 7] = ["spring", "summer", "autumn", "fall", "winter", "christmas", "easter"];

/// Whether a word in lower case names a part of a year.
pub fn is_part_of_year(word: &str) -> bool {
    MONTHS.contains(&word) || SEASONS.contains(&word)
}
