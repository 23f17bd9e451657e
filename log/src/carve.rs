//! Recovers records from the raw pages of a database that can no longer be opened.
//!
//! Nothing in the file is trusted except its pages: header, schema and indices may be gone, and pages may be zeroed or
//! missing. Each leaf page of a table is searched for rows with the shape of a record, whose text is complete and
//! contains the row's own id. Because records never change, an out-of-date page cannot be wrong, only incomplete. The
//! page format is documented at <https://sqlite.org/fileformat2.html>.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::record_row::RecordRow;

/// The page size of every history; used where the file's own header is unusable.
const USUAL_PAGE: usize = 4096;

/// Sizes in bytes: the database header on the first page, the header of the write-ahead log, and the header of each of
/// its frames.
const HEADER: usize = 100;
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// First byte of a leaf page of a table.
const LEAF: u8 = 0x0D;

/// What was found in the pages.
#[derive(Debug, Default)]
pub(super) struct Carved {
    /// The records by id, each with its rowid.
    pub(super) rows: BTreeMap<String, (i64, RecordRow)>,
    /// How many rowids are missing between the lowest and the highest that were found.
    pub(super) gaps: u64,
    /// How many pages the file has, and how many its header says it should have, if that is known and larger.
    pub(super) pages: u64,
    pub(super) expected_pages: Option<u64>,
}

/// Searches the pages of a database file and of the write-ahead log beside it (empty if there is none).
pub(super) fn carve(file: &[u8], wal: &[u8]) -> Carved {
    let header = Header::of(file);
    let size = header.as_ref().map(|header| header.page_size).or_else(|| wal_page_size(wal)).unwrap_or(USUAL_PAGE);
    let pages =
        Pages { size, reserved: header.as_ref().map_or(0, |header| header.reserved), file, newer: frames(wal, size) };
    let mut carved = Carved { pages: (file.len() / size) as u64, ..Carved::default() };
    carved.expected_pages = header.and_then(|header| header.pages).filter(|expected| *expected > carved.pages);
    for number in 1..=file.len().div_ceil(size) {
        if let Some(page) = pages.in_file(number) {
            pages.look_through(page, number == 1, &mut carved);
        }
    }
    for page in pages.newer.values() {
        pages.look_through(page, false, &mut carved);
    }
    let numbers: BTreeSet<i64> = carved.rows.values().map(|(number, _)| *number).filter(|number| *number > 0).collect();
    let highest = numbers.last().copied().unwrap_or(0).unsigned_abs();
    carved.gaps = highest - numbers.len() as u64;
    carved
}

struct Header {
    page_size: usize,
    reserved: usize,
    pages: Option<u64>,
}

impl Header {
    fn of(file: &[u8]) -> Option<Self> {
        let header = file.get(..HEADER).filter(|header| header.starts_with(b"SQLite format 3\0"))?;
        let page_size = match usize::from(u16::from_be_bytes([header[16], header[17]])) {
            1 => 65_536,
            size if size.is_power_of_two() && size >= 512 => size,
            _ => return None,
        };
        let reserved = usize::from(header[20]).min(page_size - 480);
        // The page count is valid only if the last writer was a version of SQLite that maintains it.
        let pages = (header[24..28] == header[92..96]).then(|| u64::from(be32(&header[28..32])));
        Some(Self { page_size, reserved, pages })
    }
}

/// How many bytes a database file is short of the size in its header. None if nothing is missing, or if that cannot be
/// known.
pub(super) fn cut_off(header: &[u8], length: u64) -> Option<u64> {
    let header = Header::of(header)?;
    (header.pages? * header.page_size as u64).checked_sub(length).filter(|short| *short > 0)
}

fn be32(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(0, u32::from_be_bytes)
}

fn wal_page_size(wal: &[u8]) -> Option<usize> {
    let size = be32(wal.get(8..12)?) as usize;
    (size.is_power_of_two() && (512..=65_536).contains(&size)).then_some(size)
}

/// The newest committed state of each page in the write-ahead log.
fn frames(wal: &[u8], size: usize) -> BTreeMap<usize, &[u8]> {
    let (mut committed, mut open) = (BTreeMap::new(), BTreeMap::new());
    let Some(salts) = wal.get(16..24) else { return committed };
    for frame in wal[WAL_HEADER.min(wal.len())..].chunks_exact(FRAME_HEADER + size) {
        if frame[8..16] != *salts {
            break;
        }
        open.insert(be32(&frame[..4]) as usize, &frame[FRAME_HEADER..]);
        if be32(&frame[4..8]) != 0 {
            committed.append(&mut open);
        }
    }
    committed
}

struct Pages<'a> {
    size: usize,
    reserved: usize,
    file: &'a [u8],
    newer: BTreeMap<usize, &'a [u8]>,
}

impl<'a> Pages<'a> {
    /// A page of the file by its number, counted from 1; the last one may be cut short.
    fn in_file(&self, number: usize) -> Option<&'a [u8]> {
        let start = number.checked_sub(1)?.checked_mul(self.size)?;
        let rest = self.file.get(start..).filter(|rest| !rest.is_empty())?;
        Some(&rest[..rest.len().min(self.size)])
    }

    fn look_through(&self, page: &'a [u8], first: bool, carved: &mut Carved) {
        let start = if first { HEADER } else { 0 };
        let Some(head) = page.get(start..start + 8).filter(|head| head[0] == LEAF) else { return };
        let cells = usize::from(u16::from_be_bytes([head[3], head[4]]));
        for cell in 0..cells {
            let at = start + 8 + cell * 2;
            let Some(pointer) = page.get(at..at + 2) else { return };
            let offset = usize::from(u16::from_be_bytes([pointer[0], pointer[1]]));
            if let Some((number, row)) = page.get(offset..).and_then(|cell| self.cell(cell, offset)) {
                carved.rows.entry(row.id.clone()).or_insert((number, row));
            }
        }
    }

    /// The row in a cell of a leaf page, if it is a record.
    fn cell(&self, cell: &[u8], offset: usize) -> Option<(i64, RecordRow)> {
        let (length, rest) = varint(cell)?;
        let (number, rest) = varint(rest)?;
        let length =
            usize::try_from(length).ok().filter(|length| *length <= self.file.len() + self.newer.len() * self.size)?;
        let usable = self.size - self.reserved;
        let most = usable - 35;
        let mut payload;
        if length <= most {
            payload = rest.get(..length)?.to_vec();
        } else {
            let least = (usable - 12) * 32 / 255 - 23;
            let fitting = least + (length - least) % (usable - 4);
            let local = if fitting <= most { fitting } else { least };
            // A cell ends within its page.
            let local_bytes = rest.get(..local).filter(|_| offset + local <= self.size)?;
            payload = local_bytes.to_vec();
            let mut next = be32(rest.get(local..local + 4)?) as usize;
            while payload.len() < length {
                let page = self.newer.get(&next).copied().or_else(|| self.in_file(next))?;
                let part = page.get(4..4 + (usable - 4).min(length - payload.len()))?;
                payload.extend_from_slice(part);
                next = be32(&page[..4]) as usize;
            }
        }
        Some((number, record(&payload)?))
    }
}

/// Reads a variable-length integer of one to nine bytes; returns it with the rest of the input.
fn varint(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let mut value: u64 = 0;
    for (index, byte) in bytes.iter().take(9).enumerate() {
        if index == 8 {
            value = value << 8 | u64::from(*byte);
            return Some((value.cast_signed(), &bytes[9..]));
        }
        value = value << 7 | u64::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), &bytes[index + 1..]));
        }
    }
    None
}

/// A value of a row, limited to the types that records use.
enum Cell<'a> {
    Null,
    Integer(i64),
    Text(&'a str),
}

impl<'a> Cell<'a> {
    fn text(&self) -> Option<&'a str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    fn is_number(&self) -> bool {
        matches!(self, Self::Integer(_))
    }
}

/// Decodes a row of the `record` table, if its text is complete and contains the row's own id.
fn record(payload: &[u8]) -> Option<RecordRow> {
    let (header, _) = varint(payload)?;
    let header = usize::try_from(header).ok()?;
    let (mut kinds, mut values) = (payload.get(..header)?, payload.get(header..)?);
    kinds = varint(kinds)?.1;
    let mut cells = Vec::with_capacity(8);
    while !kinds.is_empty() {
        let (kind, rest) = varint(kinds)?;
        kinds = rest;
        let length = match kind {
            0 | 8 | 9 => 0,
            1..=4 => usize::try_from(kind).ok()?,
            5 => 6,
            6 => 8,
            13.. if kind % 2 == 1 => usize::try_from((kind - 13) / 2).ok()?,
            _ => return None,
        };
        let bytes = values.get(..length)?;
        values = &values[length..];
        cells.push(match kind {
            0 => Cell::Null,
            8 | 9 => Cell::Integer(kind - 8),
            13.. => Cell::Text(std::str::from_utf8(bytes).ok()?),
            _ => {
                let negative = bytes[0] & 0x80 != 0;
                let start = if negative { -1 } else { 0 };
                Cell::Integer(bytes.iter().fold(start, |value, byte| value << 8 | i64::from(*byte)))
            }
        });
    }
    let [id, Cell::Integer(at_us), kind, day, question, target, sitting, json] = &cells[..] else { return None };
    let (id, kind, json) = (id.text()?, kind.text()?, json.text()?);
    let content: Value = serde_json::from_str(json).ok()?;
    if content["id"] != id || content["type"] != kind || [question, target, sitting].iter().any(|cell| cell.is_number())
    {
        return None;
    }
    Some(RecordRow {
        id: id.to_owned(),
        at_us: *at_us,
        kind: kind.to_owned(),
        day: day.text()?.to_owned(),
        question: question.text().map(str::to_owned),
        target: target.text().map(str::to_owned),
        sitting: sitting.text().map(str::to_owned),
        json: json.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use rusqlite::Connection;

    use super::*;
    use crate::History;
    use crate::testing::{Counting, attempt, judgement};

    /// A closed history of `count` attempts, some of them longer than a page.
    fn filled(file: &Path, count: u32) {
        let mut history = History::open(file).expect("opened");
        for number in 0..count {
            let mut answer = attempt(&format!("a{number}"), "b/q", i64::from(number));
            if let crate::Body::Attempt(attempt) = &mut answer.body {
                attempt.text = format!("answer {number} ").repeat(if number % 7 == 0 { 2_000 } else { 3 });
            }
            let rating = judgement(&format!("j{number}"), &format!("a{number}"), "b/q", i64::from(number), 3);
            history.append(&[answer, rating], &Counting).expect("saved");
        }
    }

    fn rows(file: &Path) -> BTreeMap<String, String> {
        let conn = Connection::open(file).expect("opened");
        let mut statement = conn.prepare("SELECT id, json FROM record").expect("a table");
        statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("read")
            .map(|row| row.expect("read"))
            .collect()
    }

    fn texts(carved: &Carved) -> BTreeMap<String, String> {
        carved.rows.iter().map(|(id, (_, row))| (id.clone(), row.json.clone())).collect()
    }

    #[test]
    fn a_whole_file_gives_all_its_records() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        filled(&file, 60);
        let carved = carve(&std::fs::read(&file).expect("read"), &[]);
        assert_eq!(texts(&carved), rows(&file));
        assert_eq!((carved.gaps, carved.expected_pages), (0, None));
    }

    #[test]
    fn what_is_only_in_the_log_beside_it_is_found() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        let mut history = History::open(&file).expect("opened");
        history.append(&[attempt("a", "b/q", 0)], &Counting).expect("saved");
        let wal = std::fs::read(folder.path().join("history.sqlite-wal")).expect("open");
        assert_eq!(carve(&[], &wal).rows.len(), 1, "the log alone");
        assert_eq!(carve(&std::fs::read(&file).expect("read"), &wal).rows.len(), 1);
    }

    #[test]
    fn tables_that_were_dropped_and_headers_that_are_gone_leave_records() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        filled(&file, 60);
        let all = rows(&file);
        let mut zeroed = std::fs::read(&file).expect("read");
        zeroed[..4096].fill(0);
        assert_eq!(texts(&carve(&zeroed, &[])), all, "the first page holds no records");
        let half = &zeroed[..zeroed.len() / 2];
        let carved = carve(half, &[]);
        assert!(!carved.rows.is_empty() && carved.rows.len() < all.len());
        Connection::open(&file).expect("opened").execute_batch("DROP TABLE record").expect("dropped");
        let dropped = carve(&std::fs::read(&file).expect("read"), &[]);
        assert!(dropped.rows.len() * 10 >= all.len() * 9, "{} of {}", dropped.rows.len(), all.len());
    }

    #[test]
    fn a_file_that_ends_too_early_is_known_by_its_header() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("history.sqlite");
        filled(&file, 30);
        let whole = std::fs::read(&file).expect("read");
        let length = whole.len() as u64;
        assert_eq!(cut_off(&whole[..100], length), None);
        assert_eq!(cut_off(&whole[..100], length - 4096), Some(4096));
        assert_eq!(cut_off(&[0; 100], 0), None);
        let carved = carve(&whole[..whole.len() - 8192], &[]);
        assert_eq!(carved.expected_pages, Some(length / 4096));
    }

    proptest! {
        #[test]
        fn damage_takes_records_away_and_makes_none_up(
            cuts in prop::collection::vec((0usize..40, any::<u8>(), 0usize..4096), 1..20),
            end in 0usize..200_000,
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("history.sqlite");
            filled(&file, 12);
            let all = rows(&file);
            let mut bytes = std::fs::read(&file).expect("read");
            for (page, value, length) in cuts {
                let start = (page * 4096 + length / 2).min(bytes.len());
                let stop = (start + length).min(bytes.len());
                bytes[start..stop].fill(value);
            }
            bytes.truncate(end);
            // A byte of a text may have changed, but a record holds its id twice, so no record turns up that never
            // existed.
            for id in texts(&carve(&bytes, &[])).into_keys() {
                prop_assert!(all.contains_key(&id), "{}", id);
            }
        }

        #[test]
        fn no_bytes_are_too_odd(file in prop::collection::vec(any::<u8>(), 0..9000), wal in prop::collection::vec(any::<u8>(), 0..9000)) {
            let mut leaf = file.clone();
            for page in leaf.chunks_mut(512) {
                page[0] = LEAF;
            }
            carve(&file, &wal);
            carve(&leaf, &wal);
        }
    }
}
