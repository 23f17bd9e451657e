//! How rare each stem is among the points of the built-in bank: a word that many points use says little about any one
//! of them.

use super::Matcher;
use crate::question::Question;

/// A table that the build script makes: the number of points, and then, sorted by mark, each stem's mark with the
/// number of points that use it. All numbers are little-endian.
#[derive(Clone, Copy, Debug)]
pub struct Rarity<'a> {
    points: f32,
    /// Entries of a mark followed by a count.
    table: &'a [[u8; ENTRY]],
}

/// Bytes in a mark, and in an entry (a mark with its count).
const MARK: usize = 4;
const ENTRY: usize = MARK + 2;

impl<'a> Rarity<'a> {
    /// Reads a table made by [`Rarity::table`]. Invalid data gives an empty table, in which every stem counts as rare.
    pub fn of(bytes: &'a [u8]) -> Self {
        let (points, table) = bytes.split_first_chunk::<MARK>().unwrap_or((&[0; MARK], &[]));
        Self { points: u32::from_le_bytes(*points) as f32, table: table.as_chunks().0 }
    }

    /// How rare a stem is: 0 if every point uses it.
    pub(super) fn weight(self, mark: u32) -> f32 {
        let at = self.table.binary_search_by_key(&mark, |[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d]));
        let count = at.map_or(0, |at| {
            let [.., low, high] = self.table[at];
            u16::from_le_bytes([low, high])
        });
        ((self.points + 1.0) / (f32::from(count) + 1.0)).ln()
    }

    /// Builds the table from all questions.
    pub fn table<'q>(questions: impl IntoIterator<Item = &'q Question>) -> Vec<u8> {
        let mut matcher = Matcher::new();
        let mut marks = Vec::new();
        let mut points = 0_u32;
        for point in questions.into_iter().flat_map(|question| &question.look_for) {
            points += 1;
            let stems = matcher.stems_of_point(point);
            marks.extend(stems.into_iter().map(|stem| matcher.mark(stem)));
        }
        marks.sort_unstable();
        let mut bytes = points.to_le_bytes().to_vec();
        for same in marks.chunk_by(|a, b| a == b) {
            bytes.extend(same[0].to_le_bytes());
            bytes.extend(u16::try_from(same.len()).unwrap_or(u16::MAX).to_le_bytes());
        }
        bytes
    }
}

/// The key of a stem: its letters hashed with FNV. A collision among a few thousand stems is unlikely, and would only
/// make one of them count as a little less rare.
pub(super) fn mark(stem: &str) -> u32 {
    stem.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(points: &[&str]) -> Question {
        let points: Vec<_> =
            points.iter().enumerate().map(|(i, text)| format!(r#"{{"id":"p{i}","text":"{text}"}}"#)).collect();
        let json = format!(r#"{{"id":"a","prompt":"A?","look_for":[{}]}}"#, points.join(","));
        serde_json::from_str(&json).expect("a question")
    }

    #[test]
    fn what_many_points_have_is_not_rare() {
        let table =
            Rarity::table([&question(&["Locks the table.", "Reads the table."]), &question(&["Copies tables."])]);
        let rarity = Rarity::of(&table);
        let mut matcher = Matcher::new();
        let mut weight = |word: &str| {
            let stem = matcher.stems(word)[0];
            rarity.weight(matcher.mark(stem))
        };
        let (table, lock, unknown) = (weight("table"), weight("locking"), weight("zebra"));
        assert!(table < lock && lock < unknown, "{table} {lock} {unknown}");
        assert!(table.abs() < 1e-6);
    }

    #[test]
    fn what_is_no_table_makes_every_stem_rare() {
        for bytes in [&[][..], &[1, 2], &[9, 0, 0, 0, 1, 2, 3]] {
            assert!(Rarity::of(bytes).weight(7) >= 0.0);
        }
    }

    #[test]
    fn the_built_in_table_knows_common_words() {
        let rarity = crate::builtin::rarity();
        let mut matcher = Matcher::new();
        let mut weight = |word: &str| {
            let stem = matcher.stems(word)[0];
            rarity.weight(matcher.mark(stem))
        };
        assert!(weight("request") < weight("watermark"));
        assert!(weight("watermark") < weight("zebra"));
    }
}
