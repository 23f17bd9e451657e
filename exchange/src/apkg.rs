//! Reads Anki's packages: a zip archive with an `SQLite` collection in it. The file may be hostile, so only the
//! collection is unpacked, every size is capped while it streams, and the collection is opened read-only with its
//! schema untrusted. Package and collection stay on the disk; only the questions are kept in memory.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use hotseat_bank::limits::{MAX_MANIFEST_VALUES, MAX_QUESTIONS, MAX_TOPICS, has_more_values};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use ruzstd::decoding::StreamingDecoder;
use tempfile::TempDir;
use zip::ZipArchive;

use super::anki::{Layout, Note};
use super::names::shortened;
use super::sink::Sink;
use super::{ImportError, layouts, own, reading};

/// The largest package that is read, media included, in bytes.
const MAX_PACKAGE: u64 = 512 << 20;

/// The largest collection that is unpacked, in bytes.
const MAX_COLLECTION: u64 = 64 << 20;

/// The largest window, in bytes of memory, that the decompressor may look back over. Anki uses at most 8 MiB.
const MAX_WINDOW: u64 = 32 << 20;

/// The largest directory of the archive, in bytes.
const MAX_DIRECTORY: u32 = 16 << 20;

/// The most entries of an archive; one with more is an attack on whatever lists them.
const MAX_ENTRIES: usize = 65_536;

/// The longest field, in bytes; a longer one cannot be part of a card.
const MAX_FIELD: i32 = 4 << 20;

/// The most text, in bytes, that is taken from a collection. One of [`MAX_COLLECTION`] cannot hold more; if it claims
/// to, it generates text while it is read.
const MAX_TEXT: usize = 64 << 20;

/// How long reading a collection may take; one that takes longer was built to. The largest that are honest take
/// seconds, but a busy machine is no fault of theirs.
const MAX_TIME: Duration = Duration::from_mins(2);

/// The first bytes of every `SQLite` file.
const SQLITE: &[u8] = b"SQLite format 3\0";

const NOTES: &str = "SELECT id, CAST(guid AS TEXT), CAST(tags AS TEXT), CAST(flds AS TEXT) FROM notes ORDER BY id";

/// Newest first: current packages carry a stub under the oldest name that only tells the user to update Anki.
const COLLECTIONS: [&str; 3] = ["collection.anki21b", "collection.anki21", "collection.anki2"];

pub(super) fn read(path: &Path, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let file = reading::open(path, MAX_PACKAGE)?;
    read_from(BufReader::new(file), sink)
}

/// Reads a package from any reader.
fn read_from(package: impl Read + Seek, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let unreadable = |file: &str, found: String| ImportError::Unreadable {
        file: file.to_owned(),
        found,
        remedy: "export the deck from Anki again, or as notes in plain text".to_owned(),
    };
    let file = sink.file.to_string();
    let unpacked = Unpacked::of(package).map_err(|found| unreadable(&file, found))?;
    let told = |error: rusqlite::Error| {
        let found = match error.sqlite_error_code() {
            Some(ErrorCode::OperationInterrupted) => format!("reading it takes longer than {} s", MAX_TIME.as_secs()),
            _ => format!("the collection cannot be read: {error}"),
        };
        unreadable(&file, found)
    };
    let db = unpacked.open().map_err(told)?;
    // A first pass keeps nothing, so that a collection that is broken, or generates text, halfway through brings
    // nothing in.
    let Some(chosen) = Chosen::of(&db).map_err(told)? else { return Ok(()) };
    if chosen.text > MAX_TEXT {
        let found = format!("the collection says more text than it has room for, {} MiB", MAX_TEXT >> 20);
        return Err(unreadable(&file, found));
    }
    if chosen.is_stub {
        return Err(ImportError::Unreadable {
            file,
            found: "holds only the note that tells older programs to update".to_owned(),
            remedy: "export the deck from Anki again".to_owned(),
        });
    }
    sink.counts("notes");
    let mut taken = Ok(());
    let mut ours = Vec::new();
    let take = |(note, layout): (Note, Option<&Layout>)| {
        if sink.is_full(None) {
            return ControlFlow::Break(());
        }
        if let Some(own) = own::note(&note.fields) {
            ours.push((note.due, own));
            return ControlFlow::Continue(());
        }
        taken = sink.card(note.card(layout, None));
        if taken.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    chosen.each(&db, take).map_err(told)?;
    // Notes that we exported come in the order in which they were exported, which their ids do not reflect.
    ours.sort_by_key(|(due, _)| *due);
    ours.into_iter().try_for_each(|(_, own)| sink.own(own))?;
    taken
}

/// The unpacked collection, in a temporary folder that is deleted with it: `SQLite` may write beside the file.
struct Unpacked(TempDir);

impl Unpacked {
    fn of(mut package: impl Read + Seek) -> Result<Self, String> {
        look_at_directory(&mut package)?;
        let mut archive = ZipArchive::new(package).map_err(|error| format!("no whole package: {error}"))?;
        if archive.len() > MAX_ENTRIES {
            return Err(format!("{} entries; a package may have {MAX_ENTRIES}", archive.len()));
        }
        let name = COLLECTIONS.into_iter().find(|name| archive.index_for_name(name).is_some());
        let name = name.ok_or("a package without a collection")?;
        let folder = &mut tempfile::Builder::new();
        #[cfg(unix)]
        let folder = folder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = folder.tempdir().map_err(|error| format!("no room to unpack it: {error}"))?;
        let unpacked = Self(folder);
        let entry = archive.by_name(name).map_err(|error| format!("no whole package: {error}"))?;
        if name.ends_with('b') {
            // Compressed data larger than what it holds was not made by compressing.
            let decoder = StreamingDecoder::new_with_max_window_size(entry.take(MAX_COLLECTION), MAX_WINDOW);
            unpacked.write(decoder.map_err(|error| format!("the collection cannot be unpacked: {error}"))?)?;
        } else {
            unpacked.write(entry)?;
        }
        Ok(unpacked)
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("collection.anki2")
    }

    /// Writes what a reader delivers, and fails if it is too much. The sizes in headers are not trusted.
    fn write(&self, mut collection: impl Read) -> Result<(), String> {
        let unpack = |error: io::Error| format!("the collection cannot be unpacked: {error}");
        let room = |error: io::Error| format!("no room to unpack it: {error}");
        let mut file = File::create_new(self.path()).map_err(room)?;
        let mut piece = vec![0; 64 << 10];
        let (mut size, mut first) = (0_u64, Vec::new());
        loop {
            let count = match collection.read(&mut piece) {
                Ok(0) => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                read => read.map_err(unpack)?,
            };
            size += count as u64;
            if size > MAX_COLLECTION {
                return Err(format!("the collection is larger than {} MiB", MAX_COLLECTION >> 20));
            }
            let missing = SQLITE.len().saturating_sub(first.len()).min(count);
            first.extend_from_slice(&piece[..missing]);
            file.write_all(&piece[..count]).map_err(room)?;
        }
        if first == SQLITE { Ok(()) } else { Err("the collection is no SQLite file".to_owned()) }
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(self.path(), flags)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        db.pragma_update(None, "cell_size_check", true)?;
        db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_FIELD)?;
        db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        let until = Instant::now() + MAX_TIME;
        db.progress_handler(10_000, Some(move || Instant::now() > until))?;
        // Anki sorts names by its own collation. For reading, any order will do.
        db.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;
        Ok(db)
    }
}

/// Which notes are going to be read, and which deck each of them is in.
struct Chosen {
    decks: HashMap<i64, String>,
    /// The layout of each note type, by the type's id.
    layouts: HashMap<i64, Layout>,
    /// The deck of each note and its position there. No more notes are taken than questions may be, however many cards
    /// there are.
    deck_of: HashMap<i64, Option<(i64, i64)>>,
    /// The length of their text in bytes.
    text: usize,
    /// Whether the only note is the one that tells users of older programs to update.
    is_stub: bool,
}

impl Chosen {
    /// Chooses the notes; `None` if there is no table of notes.
    fn of(db: &Connection) -> rusqlite::Result<Option<Self>> {
        let tables: Vec<String> = db
            // Virtual tables can run code, so only ordinary ones are counted.
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' LIMIT 1000")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        let has = |name: &str| tables.iter().any(|table| table == name);
        if !has("notes") {
            return Ok(None);
        }
        let mut chosen = Self {
            decks: HashMap::new(),
            layouts: layouts::read(db, &has),
            deck_of: HashMap::new(),
            text: 0,
            is_stub: false,
        };
        let mut query = db.prepare(NOTES)?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let mut stub = false;
            for column in 1..=3 {
                let bytes = row.get_ref(column)?.as_bytes_or_null()?.unwrap_or_default();
                chosen.text += bytes.len();
                stub |= column == 3 && chosen.deck_of.is_empty() && says_update(bytes);
            }
            if chosen.text > MAX_TEXT {
                return Ok(Some(chosen));
            }
            chosen.is_stub = stub;
            if chosen.deck_of.len() <= MAX_QUESTIONS {
                chosen.deck_of.insert(row.get(0)?, None);
            }
        }
        if has("decks") {
            chosen.decks = named_decks(db)?;
        } else if has("col") {
            chosen.decks = old_decks(db);
        }
        if has("cards") {
            let cards = db.prepare("SELECT nid, did, due FROM cards");
            // Not every program that writes decks stores the order in which cards are learned.
            let mut cards = cards.or_else(|_| db.prepare("SELECT nid, did, 0 FROM cards"))?;
            let mut rows = cards.query([])?;
            while let Some(row) = rows.next()? {
                if let Some(deck) = chosen.deck_of.get_mut(&row.get(0)?) {
                    deck.get_or_insert((row.get(1)?, row.get(2)?));
                }
            }
        }
        Ok(Some(chosen))
    }

    /// Hands over each note until `take` breaks off.
    fn each<'a>(
        &'a self,
        db: &Connection,
        mut take: impl FnMut((Note, Option<&'a Layout>)) -> ControlFlow<()>,
    ) -> rusqlite::Result<()> {
        let typed = "SELECT id, CAST(guid AS TEXT), CAST(tags AS TEXT), CAST(flds AS TEXT), mid FROM notes ORDER BY id";
        let has_layouts = !self.layouts.is_empty();
        let mut query = db.prepare(if has_layouts { typed } else { NOTES })?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let text = |i: usize| -> rusqlite::Result<String> {
                let bytes = row.get_ref(i)?.as_bytes_or_null()?.unwrap_or_default();
                Ok(String::from_utf8_lossy(bytes).into_owned())
            };
            let card = self.deck_of.get(&row.get(0)?).copied().flatten();
            let layout = if has_layouts { self.layouts.get(&row.get::<_, i64>(4).unwrap_or_default()) } else { None };
            let note = Note {
                guid: Some(text(1)?).filter(|guid| !guid.is_empty()),
                deck: card.and_then(|(deck, _)| self.decks.get(&deck)).cloned(),
                due: card.map_or(0, |(_, due)| due),
                tags: text(2)?.split_whitespace().map(str::to_owned).collect(),
                fields: text(3)?.split('\u{1f}').map(str::to_owned).collect(),
                html: true,
            };
            let done = take((note, layout));
            if done.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// Checks the size of the archive's directory, because the library reads all of it before it can be asked how long it
/// is.
pub(super) fn look_at_directory(package: &mut (impl Read + Seek)) -> Result<(), String> {
    /// The end record of an archive, plus the longest comment after it.
    const TAIL: u64 = 22 + 65_535;
    let whole = |error: io::Error| format!("no whole package: {error}");
    let size = package.seek(SeekFrom::End(0)).map_err(whole)?;
    package.seek(SeekFrom::Start(size.saturating_sub(TAIL))).map_err(whole)?;
    let mut tail = Vec::new();
    package.take(TAIL).read_to_end(&mut tail).map_err(whole)?;
    package.rewind().map_err(whole)?;
    for (at, _) in tail.windows(4).enumerate().filter(|(_, mark)| *mark == b"PK\x05\x06") {
        let size = tail.get(at + 12..).and_then(|rest| rest.first_chunk().copied()).map_or(0, u32::from_le_bytes);
        // A locator of the longer form, which is for archives larger than a package may be.
        let longer = at.checked_sub(20).is_some_and(|before| tail[before..].starts_with(b"PK\x06\x07"));
        if longer || size > MAX_DIRECTORY {
            return Err("a list of more files than a package may have".to_owned());
        }
    }
    Ok(())
}

fn says_update(fields: &[u8]) -> bool {
    String::from_utf8_lossy(fields).to_lowercase().contains("please update to the latest anki version")
}

/// Newer collections: a table, with U+001F between the parts of a name.
fn named_decks(db: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    let mut query = db.prepare("SELECT id, CAST(name AS TEXT) FROM decks LIMIT ?1")?;
    let deck =
        |row: &rusqlite::Row<'_>| Ok((row.get(0)?, innermost(&row.get::<_, String>(1)?.replace('\u{1f}', "::"))));
    query.query_map([MAX_TOPICS], deck)?.collect()
}

/// Older collections: JSON in a column.
fn old_decks(db: &Connection) -> HashMap<i64, String> {
    let json: String =
        db.query_row("SELECT CAST(decks AS TEXT) FROM col LIMIT 1", [], |row| row.get(0)).unwrap_or_default();
    if has_more_values(&json, MAX_MANIFEST_VALUES) {
        return HashMap::new();
    }
    let decks: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
    let named = decks.iter().filter_map(|(id, deck)| Some((id.parse().ok()?, innermost(deck.get("name")?.as_str()?))));
    named.collect()
}

/// The name of a nested deck without those of the decks around it.
fn innermost(deck: &str) -> String {
    shortened(deck.rsplit("::").next().unwrap_or(deck))
}
