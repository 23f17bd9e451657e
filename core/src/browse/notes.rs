//! The points of all questions, compressed in memory: they are not in the index, and in a large bank they are
//! megabytes.

use std::io::{Read as _, Write as _};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use crate::bank::{Library, Points};

/// Bytes of text that are compressed together.
const BLOCK: usize = 64 * 1024;

/// Compression level, out of 9. A higher one saves a hundredth at most.
const EFFORT: u32 = 3;

/// Texts with the row of their question in the library, in order.
#[derive(Debug, Default)]
pub(super) struct PackedNotes {
    blocks: Vec<Block>,
}

#[derive(Debug)]
struct Block {
    packed: Vec<u8>,
    size: usize,
}

/// Writes texts into blocks. Each text is stored as row, length and bytes.
#[derive(Debug, Default)]
struct Writer {
    notes: PackedNotes,
    open: Vec<u8>,
}

impl Writer {
    fn add(&mut self, row: u32, text: &str) {
        let Ok(length) = u32::try_from(text.len()) else { return };
        self.open.extend(row.to_le_bytes());
        self.open.extend(length.to_le_bytes());
        self.open.extend(text.as_bytes());
        if self.open.len() >= BLOCK {
            self.close();
        }
    }

    fn close(&mut self) {
        let mut packer = DeflateEncoder::new(Vec::new(), Compression::new(EFFORT));
        // Compressing into memory does not fail. If it did, these points would just not be found.
        if let Ok(mut packed) = packer.write_all(&self.open).and_then(|()| packer.finish()) {
            packed.shrink_to_fit();
            self.notes.blocks.push(Block { packed, size: self.open.len() });
        }
        self.open.clear();
    }
}

impl PackedNotes {
    /// Reads every question once, and checks `stop` in between. `None` if it was stopped.
    pub(super) fn read(library: &Library, stop: impl Fn() -> bool) -> Option<Self> {
        let points = Points::of(library);
        let mut writer = Writer::default();
        for (row, _) in library.entries().iter().enumerate().filter(|(_, entry)| entry.has_notes) {
            if stop() {
                return None;
            }
            let place = u32::try_from(row).unwrap_or(u32::MAX);
            points.each(row, |point| writer.add(place, point));
        }
        writer.close();
        Some(writer.notes)
    }

    /// Calls `each` with the row and text of every point until it returns false.
    pub(super) fn each(&self, mut each: impl FnMut(u32, &str) -> bool) {
        let mut bytes = Vec::new();
        for block in &self.blocks {
            bytes.clear();
            bytes.reserve(block.size);
            if DeflateDecoder::new(block.packed.as_slice()).read_to_end(&mut bytes).is_err() {
                continue;
            }
            let mut rest = bytes.as_slice();
            while let Some((row, text, after)) = first(rest) {
                if !each(row, text) {
                    return;
                }
                rest = after;
            }
        }
    }

    /// Number of compressed bytes.
    #[cfg(test)]
    fn size(&self) -> usize {
        self.blocks.iter().map(|block| block.packed.len()).sum()
    }
}

fn first(bytes: &[u8]) -> Option<(u32, &str, &[u8])> {
    let (row, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (text, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    Some((u32::from_le_bytes(*row), std::str::from_utf8(text).ok()?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_of_the_bank_comes_back_from_half_the_room() {
        let library = Library::builtin();
        let notes = PackedNotes::read(&library, || false).expect("not stopped");
        let mut found: Vec<(u32, String)> = Vec::new();
        notes.each(|row, text| {
            found.push((row, text.to_owned()));
            true
        });
        let mut expected = Vec::new();
        for (row, entry) in library.entries().iter().enumerate() {
            let question = library.question(&entry.id).expect("readable");
            let row = u32::try_from(row).expect("small");
            expected.extend(question.look_for.into_iter().map(|point| (row, point.text)));
        }
        assert_eq!(found.len(), expected.len());
        assert!(found == expected);
        let plain: usize = found.iter().map(|(_, text)| text.len()).sum();
        assert!(notes.size() * 2 < plain, "{} of {plain}", notes.size());
        assert!(PackedNotes::read(&library, || true).is_none());
    }
}
