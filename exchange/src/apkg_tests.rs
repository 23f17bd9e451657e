//! Anki packages written for these tests, some of them hostile.

use std::fs;
use std::io::{Cursor, Write as _};

use rusqlite::Connection;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::testing::{Home, counts, points};

fn collection(sql: &str) -> Vec<u8> {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let db = Connection::open(file.path()).expect("a database");
    db.execute_batch(sql).expect("valid");
    drop(db);
    fs::read(file.path()).expect("read")
}

fn notes(rows: &[(&str, &str)]) -> Vec<u8> {
    let mut sql = "CREATE TABLE col(decks TEXT); INSERT INTO col VALUES('{\"7\":{\"name\":\"All::Net\"}}');\
        CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT); CREATE TABLE cards(nid INT, did INT);"
        .to_owned();
    for (i, (guid, fields)) in rows.iter().enumerate() {
        sql.push_str(&format!(
            "INSERT INTO notes VALUES({i},'{guid}',' t1 ','{fields}'); INSERT INTO cards VALUES({i},7);"
        ));
    }
    collection(&sql)
}

fn package(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).expect("an entry");
        zip.write_all(content).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

#[test]
fn packages_give_their_newest_collection() {
    let home = Home::new();
    let stub = notes(&[("s", "Please update to the latest Anki version\u{1f}")]);
    let middle = notes(&[("m", "Old?\u{1f}x")]);
    let newest =
        notes(&[("g1", "What is a <i>port</i>?\u{1f}A number.\u{1f}<div>Sixteen bits.</div>"), ("g2", "Why?\u{1f}")]);
    let packed = zstd::encode_all(newest.as_slice(), 3).expect("packed");
    let all = package(&[
        ("collection.anki2", &stub),
        ("collection.anki21", &middle),
        ("collection.anki21b", &packed),
        ("media", b"{}"),
    ]);
    let imported = home.bring("a.apkg", &all);
    assert_eq!(counts(&imported), [2, 0, 0, 1, 0], "{imported:?}");
    let questions = home.questions();
    assert_eq!(
        (questions[0].0.prompt.as_str(), points(&questions[0].1)),
        ("What is a port?", vec!["A number.", "Sixteen bits."])
    );
    assert_eq!((questions[0].0.topic.as_str(), questions[0].0.tags.iter().collect()), ("net", vec!["t1"]));
    assert_eq!(counts(&home.bring("a.apkg", &all)), [0, 0, 2, 1, 0]);

    let home = Home::new();
    home.bring("b.apkg", package(&[("collection.anki2", &stub), ("collection.anki21", &middle)]));
    assert_eq!(home.prompts(), ["Old?"]);
    let path = home.file("c.apkg", package(&[("collection.anki2", &stub)]));
    assert!(home.plan(&path, false).expect_err("a stub").to_string().contains("tells older programs to update"));
}

#[test]
fn hostile_packages_are_refused_and_leave_nothing() {
    let home = Home::new();
    let whole = package(&[("collection.anki2", &notes(&[("g", "Why?\u{1f}x")]))]);
    let zeros = vec![0_u8; 70 << 20];
    let bomb = zstd::encode_all(zeros.as_slice(), 1).expect("packed");
    let view = collection(
        "CREATE TABLE other(x); CREATE VIEW notes AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
         SELECT i AS id, 'g' AS guid, '' AS tags, 'Q?' AS flds FROM n;",
    );
    let half = zstd::encode_all(notes(&[("g", "Why?\u{1f}x")]).as_slice(), 1).expect("packed");
    let half = half[..half.len() / 2].to_vec();
    let mut torn = notes(&[("g", "Why?\u{1f}x")]);
    torn[100..2_000].fill(0xff);
    for (name, bytes, said) in [
        ("cut.apkg", whole[..whole.len() / 2].to_vec(), "no whole package"),
        ("empty.apkg", Vec::new(), "no whole package"),
        ("none.apkg", package(&[("../../collection.anki2", b"x"), ("/etc/passwd", b"y")]), "without a collection"),
        ("zeros.apkg", package(&[("collection.anki2", &zeros)]), "larger than 64 MiB"),
        ("bomb.apkg", package(&[("collection.anki21b", &bomb)]), "larger than 64 MiB"),
        ("text.apkg", package(&[("collection.anki2", b"hello")]), "no SQLite file"),
        ("packed.apkg", package(&[("collection.anki21b", b"hello")]), "cannot be unpacked"),
        ("half.apkg", package(&[("collection.anki21b", &half)]), "cannot be unpacked"),
        ("torn.apkg", package(&[("collection.anki2", &torn)]), "cannot be read"),
    ] {
        let path = home.file(name, bytes);
        let error = home.plan(&path, false).expect_err(name).to_string();
        assert!(error.contains(said), "{name}: {error}");
    }
    // Columns that generate more text than the file has, and tables that are programs.
    let grown = collection(
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT AS (printf('%.*c', 3000000, 'x')));
         WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)
         INSERT INTO notes(id, guid, tags) SELECT i, 'g' || i, '' FROM n;",
    );
    let path = home.file("grown.apkg", package(&[("collection.anki2", &grown)]));
    assert!(home.plan(&path, false).expect_err("grown").to_string().contains("more text than it has room for"));
    let huge = collection(
        "CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT AS (printf('%.*c', 9000000, 'x')));
         INSERT INTO notes(id, guid, tags) VALUES(1, 'g', '');",
    );
    let path = home.file("huge.apkg", package(&[("collection.anki2", &huge)]));
    assert!(home.plan(&path, false).expect_err("huge").to_string().contains("cannot be read"));
    let program = collection("CREATE VIRTUAL TABLE notes USING fts5(guid, tags, flds);");
    let imported = home.bring("program.apkg", package(&[("collection.anki2", &program)]));
    assert_eq!((imported.new, imported.skipped.len()), (0, 1));
    // A view in place of the table is not queried.
    let imported = home.bring("view.apkg", package(&[("collection.anki2", &view)]));
    assert_eq!((imported.new, imported.skipped.len()), (0, 1));
    assert!(home.bytes().is_empty());
}
