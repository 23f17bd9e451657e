//! The bank that is built into the program.

use std::sync::LazyLock;

use super::cues::Rarity;
use super::index::Entry;
use super::json;
use super::manifest::{BankInfo, Manifest};
use super::place::Place;
use super::unpack::unpack;

/// A topic file, packed question by question, so that one can be unpacked by itself.
#[derive(Debug)]
pub(super) struct Topic {
    /// The file name, as used in reports of problems.
    pub(super) name: &'static str,
    /// End offsets of the parts: one for each question in order, including what precedes it, and one for the rest of
    /// the file.
    ends: &'static [usize],
    parts: &'static [u8],
}

impl Topic {
    /// The JSON of the question at a place in this file.
    pub(super) fn question(&self, place: Place) -> String {
        let part = self.part(place.position as usize);
        // The question is at the end of its part.
        let length = place.range().len().min(part.len());
        part[part.len() - length..].to_owned()
    }

    /// The text of the whole file.
    pub(super) fn text(&self) -> String {
        (0..self.ends.len()).map(|part| self.part(part)).collect()
    }

    fn part(&self, number: usize) -> String {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        let text = unpack(COMMON, &self.parts[start..self.ends[number]]).expect("the build script packed it");
        String::from_utf8(text).expect("the build script packed text")
    }
}

/// The topic files, in the order of the index.
#[expect(clippy::unreadable_literal, reason = "the build script writes them, nobody reads them")]
pub(super) static TOPICS: &[Topic] = include!(concat!(env!("OUT_DIR"), "/builtin_files.rs"));

static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.index"));

/// What the topic files have in common.
static COMMON: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.common"));

/// Packed as a whole: a search needs all of them, and nothing else needs any.
static POINTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let packed = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.points"));
    unpack(&[], packed).expect("the build script packed it")
});

static RARITY: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/builtin.rarity"));

static MANIFEST: LazyLock<Manifest> = LazyLock::new(|| {
    let json: &str = include!(concat!(env!("OUT_DIR"), "/builtin_manifest.rs"));
    json::read(json).expect("the build script parsed it")
});

/// The description of the bank, and the index of its questions.
pub(super) fn index() -> (BankInfo, Vec<Entry>) {
    postcard::from_bytes(INDEX).expect("the build script wrote it from the same types")
}

/// The texts of the points of its questions, in the order of the index.
pub(super) fn points() -> Vec<Vec<&'static str>> {
    postcard::from_bytes(&POINTS).expect("the build script wrote it from the same types")
}

/// How rare words are among the points of its questions. Costs nothing, because the embedded table is used as it is.
pub fn rarity() -> Rarity<'static> {
    Rarity::of(RARITY)
}

/// The manifest of the built-in bank: dimensions, prompts, concepts. Parsed on the first call.
pub fn manifest() -> &'static Manifest {
    &MANIFEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_is_unpacked_by_itself_as_its_file_has_it() {
        let (_, entries) = index();
        let texts: Vec<String> = TOPICS.iter().map(Topic::text).collect();
        for entry in entries {
            let file = entry.place.file as usize;
            assert_eq!(TOPICS[file].question(entry.place), texts[file][entry.place.range()], "{}", entry.id);
        }
        let whole: usize = texts.iter().map(String::len).sum();
        let packed: usize = TOPICS.iter().map(|topic| topic.parts.len()).sum();
        assert!(packed * 2 < whole, "{packed} of {whole} bytes");
    }
}
