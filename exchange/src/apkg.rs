//! Anki's packages: a zip archive with an `SQLite` collection in it. The file may be hostile, so nothing but the
//! collection is unpacked, every size is capped while it streams, and the collection is opened read-only, its schema
//! untrusted.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write as _};
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};
use ruzstd::decoding::StreamingDecoder;
use zip::ZipArchive;

use super::anki::Note;
use super::sink::Sink;
use super::{ImportError, html, reading};

/// Largest package, media and all.
const MAX_PACKAGE: u64 = 512 << 20;

/// Largest collection, unpacked.
const MAX_COLLECTION: u64 = 64 << 20;

/// What the unpacker may look back over: what Zstandard's own tool allows.
const MAX_WINDOW: u64 = 128 << 20;

/// An archive with more entries than this is an attack on whatever lists them.
const MAX_ENTRIES: usize = 65_536;

/// A longer field cannot be part of a card, in bytes.
const MAX_FIELD: i32 = 4 << 20;

/// A collection of [`MAX_COLLECTION`] cannot hold more text than this; one that claims to makes it up as it is read.
const MAX_TEXT: usize = 64 << 20;

/// A collection that takes longer to read was built to take long.
const MAX_TIME: Duration = Duration::from_secs(20);

/// Newest first: packages of today carry a stub under the oldest name that only says to update Anki.
const COLLECTIONS: [&str; 3] = ["collection.anki21b", "collection.anki21", "collection.anki2"];

pub(super) fn read(path: &Path, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let bytes = reading::bytes(path, MAX_PACKAGE)?;
    let notes =
        collection(&bytes).and_then(|collection| notes(&collection)).map_err(|found| ImportError::Unreadable {
            file: sink.file.clone(),
            found,
            remedy: "export the deck from Anki again, or as notes in plain text".to_owned(),
        })?;
    if let [only] = notes.as_slice()
        && only.fields.iter().any(|field| field.to_lowercase().contains("please update to the latest anki version"))
    {
        return Err(ImportError::Unreadable {
            file: sink.file.clone(),
            found: "holds only the note that tells older programs to update".to_owned(),
            remedy: "export the deck from Anki again".to_owned(),
        });
    }
    for note in notes {
        let fields = note.fields.iter().map(|field| html::to_text(field).trim().to_owned()).collect();
        sink.card(Note { fields, ..note }.card(None))?;
    }
    Ok(())
}

/// The bytes of the collection's `SQLite` file.
fn collection(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("no whole package: {error}"))?;
    if archive.len() > MAX_ENTRIES {
        return Err(format!("{} entries; a package may have {MAX_ENTRIES}", archive.len()));
    }
    let name = COLLECTIONS.into_iter().find(|name| archive.index_for_name(name).is_some());
    let name = name.ok_or("a package without a collection")?;
    let entry = archive.by_name(name).map_err(|error| format!("no whole package: {error}"))?;
    let packed = capped(entry)?;
    if name.ends_with('b') {
        let decoder = StreamingDecoder::new_with_max_window_size(packed.as_slice(), MAX_WINDOW);
        return capped(decoder.map_err(|error| format!("the collection cannot be unpacked: {error}"))?);
    }
    Ok(packed)
}

/// Everything a reader delivers, unless it is too much. The sizes in headers are not believed.
fn capped(reader: impl Read) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    reader
        .take(MAX_COLLECTION + 1)
        .read_to_end(&mut out)
        .map_err(|error| format!("the collection cannot be unpacked: {error}"))?;
    if out.len() as u64 > MAX_COLLECTION {
        return Err(format!("the collection is larger than {} MiB", MAX_COLLECTION >> 20));
    }
    Ok(out)
}

fn notes(collection: &[u8]) -> Result<Vec<Note>, String> {
    if !collection.starts_with(b"SQLite format 3\0") {
        return Err("the collection is no SQLite file".to_owned());
    }
    // Readable by its owner alone, and removed when this function returns.
    let mut file = tempfile::NamedTempFile::new().map_err(|error| format!("no room to unpack it: {error}"))?;
    file.write_all(collection).map_err(|error| format!("no room to unpack it: {error}"))?;
    let notes = query(file.path()).map_err(|error| format!("the collection cannot be read: {error}"))?;
    notes.ok_or_else(|| format!("the collection says more text than it has room for, {} MiB", MAX_TEXT >> 20))
}

/// The notes of a collection. None: their text exceeds [`MAX_TEXT`].
fn query(path: &Path) -> rusqlite::Result<Option<Vec<Note>>> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.pragma_update(None, "cell_size_check", true)?;
    db.set_limit(Limit::SQLITE_LIMIT_LENGTH, MAX_FIELD)?;
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    let until = Instant::now() + MAX_TIME;
    db.progress_handler(10_000, Some(move || Instant::now() > until))?;
    // Anki sorts names by its own collation. For reading, any order will do.
    db.create_collation("unicase", |a, b| a.to_lowercase().cmp(&b.to_lowercase()))?;

    let tables: Vec<String> = db
        // Virtual tables can run code.
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let has = |name: &str| tables.iter().any(|table| table == name);
    if !has("notes") {
        return Ok(Some(Vec::new()));
    }
    let decks = if has("decks") {
        named_decks(&db)?
    } else if has("col") {
        old_decks(&db)
    } else {
        HashMap::new()
    };
    let mut deck_of: HashMap<i64, i64> = HashMap::new();
    if has("cards") {
        let mut cards = db.prepare("SELECT nid, did FROM cards")?;
        let mut rows = cards.query([])?;
        while let Some(row) = rows.next()? {
            deck_of.entry(row.get(0)?).or_insert(row.get(1)?);
        }
    }
    let mut query =
        db.prepare("SELECT id, CAST(guid AS TEXT), CAST(tags AS TEXT), CAST(flds AS TEXT) FROM notes ORDER BY id")?;
    let mut rows = query.query([])?;
    let mut notes = Vec::new();
    let mut length = 0_usize;
    while let Some(row) = rows.next()? {
        let text = |i: usize| -> rusqlite::Result<String> {
            Ok(row
                .get_ref(i)?
                .as_bytes_or_null()?
                .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
                .unwrap_or_default())
        };
        let id: i64 = row.get(0)?;
        let (guid, tags, fields) = (text(1)?, text(2)?, text(3)?);
        length += guid.len() + tags.len() + fields.len();
        if length > MAX_TEXT {
            return Ok(None);
        }
        notes.push(Note {
            guid: Some(guid).filter(|guid| !guid.is_empty()),
            deck: deck_of.get(&id).and_then(|deck| decks.get(deck)).cloned(),
            tags: tags.split_whitespace().map(str::to_owned).collect(),
            fields: fields.split('\u{1f}').map(str::to_owned).collect(),
        });
    }
    Ok(Some(notes))
}

/// Newer collections: a table, parts of a name with U+001F between them.
fn named_decks(db: &Connection) -> rusqlite::Result<HashMap<i64, String>> {
    let mut query = db.prepare("SELECT id, CAST(name AS TEXT) FROM decks")?;
    query.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.replace('\u{1f}', "::"))))?.collect()
}

/// Older collections: JSON in a column.
fn old_decks(db: &Connection) -> HashMap<i64, String> {
    let json: String =
        db.query_row("SELECT CAST(decks AS TEXT) FROM col LIMIT 1", [], |row| row.get(0)).unwrap_or_default();
    let decks: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&json).unwrap_or_default();
    let named = decks.iter().filter_map(|(id, deck)| Some((id.parse().ok()?, deck.get("name")?.as_str()?.to_owned())));
    named.collect()
}
