//! Hostile files and hostile places, from the command line.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::{Cursor, Write as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use common::{Home, text};

#[test]
fn what_a_user_names_for_output_is_replaced_only_when_asked_and_only_if_it_is_a_file() {
    let home = Home::with_mini();
    let (file, link, pipe) = (home.path("out/a.json"), home.path("out/link"), home.path("out/pipe"));
    home.write("out/real.json", "mine");
    symlink("real.json", &link).expect("a link");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("started").success());
    let export = |path: &std::path::Path, force: bool| {
        let path = text(path);
        let mut args = vec!["bank", "export", "--bank", "mini", "--output", &path];
        args.extend(force.then_some("--force"));
        home.run(&args)
    };
    let report = |path: &std::path::Path, force: bool| {
        let path = text(path);
        let mut args = vec!["report", "progress", "--output", &path];
        args.extend(force.then_some("--force"));
        home.run(&args)
    };
    export(&file, false).works();
    let first = fs::read(&file).expect("written");
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    for ran in [export(&file, false), report(&file, false)] {
        ran.fails(1, &["a.json is there already; --force replaces it"]);
    }
    assert_eq!(fs::read(&file).expect("read"), first);
    export(&file, true).works();
    // A link stays one.
    export(&link, false).fails(1, &["--force"]);
    assert_eq!(fs::read(home.path("out/real.json")).expect("read"), b"mine");
    export(&link, true).works();
    assert!(link.is_symlink());
    assert_eq!(fs::read(home.path("out/real.json")).expect("read"), first);
    // What is no file is neither waited for nor replaced.
    for path in [pipe.as_path(), std::path::Path::new("/dev/null")] {
        for force in [false, true] {
            export(path, force).fails(1, &["cannot write", "no plain file"]);
            report(path, force).fails(1, &["cannot write", "no plain file"]);
        }
    }
    export(&home.path("out"), true).fails(1, &["it is a folder"]);
    export(&home.path("none/a.json"), false).fails(1, &["there is no such folder"]);
    home.run(&["bank", "export", "--force"]).fails(2, &["--output"]);
    assert!(fs::symlink_metadata(&pipe).is_ok_and(|found| !found.is_file()));
    // Nothing that was begun is left.
    assert_eq!(fs::read_dir(home.path("out")).expect("listed").count(), 4);
    home.run(&["history", "backup", &text(&pipe)]).fails(1, &["pipe"]);
}

/// A collection in WAL mode has `SQLite` write beside it.
#[test]
fn a_package_leaves_nothing_where_temporary_files_lie() {
    let home = Home::new();
    let made = home.path("made.anki2");
    let db = rusqlite::Connection::open(&made).expect("a database");
    db.execute_batch(
        "PRAGMA journal_mode = WAL; CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT);
         INSERT INTO notes VALUES(1, 'g', '', 'Why?' || char(31) || 'x'); PRAGMA wal_checkpoint(TRUNCATE);",
    )
    .expect("valid");
    let bytes = fs::read(&made).expect("read");
    assert_eq!(bytes[18], 2, "the file says WAL");
    home.write("deck.apkg", stored("collection.anki2", &bytes));
    fs::create_dir(home.path("tmp")).expect("a folder");
    let import = |name: &str| {
        let mut command = home.command(&["bank", "import", &text(&home.path(name)), "--into", "x"]);
        command.env("TMPDIR", home.path("tmp")).output().expect("started")
    };
    let ran = import("deck.apkg");
    assert!(String::from_utf8_lossy(&ran.stdout).contains("1 new"), "{ran:?}");
    assert_eq!(fs::read_dir(home.path("tmp")).expect("listed").count(), 0);
    // Larger than any package, and not read for that.
    let sparse = fs::File::create(home.path("sparse.apkg")).expect("created");
    sparse.set_len(600 << 20).expect("sparse");
    let ran = import("sparse.apkg");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("600 MiB; a file may have 512 MiB"), "{ran:?}");
    // A list of files that would be read before anything else.
    let mut many = stored("collection.anki2", &bytes);
    let end = many.len() - 22;
    many[end + 12..end + 16].copy_from_slice(&(1_u32 << 30).to_le_bytes());
    home.write("many.apkg", many);
    let ran = import("many.apkg");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("more files than a package may have"), "{ran:?}");
    assert_eq!(fs::read_dir(home.path("tmp")).expect("listed").count(), 0);
}

/// A zip archive with one file that is not packed.
fn stored(name: &str, content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(content);
    let size = u32::try_from(content.len()).expect("small");
    let length = u16::try_from(name.len()).expect("short");
    let mut fields = Vec::new();
    // Version, flags, method, time, date.
    fields.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
    for number in [sum.sum(), size, size] {
        fields.extend(number.to_le_bytes());
    }
    fields.extend(length.to_le_bytes());
    fields.extend([0, 0]);
    let mut out = Cursor::new(Vec::new());
    let mut put = |bytes: &[u8]| out.write_all(bytes).expect("memory");
    put(b"PK\x03\x04");
    put(&fields);
    put(name.as_bytes());
    put(content);
    put(b"PK\x01\x02\x14\x00");
    put(&fields);
    put(&[0; 14]);
    put(name.as_bytes());
    let (start, directory) = (30 + u32::from(length) + size, 46 + u32::from(length));
    put(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    put(&directory.to_le_bytes());
    put(&start.to_le_bytes());
    put(&[0, 0]);
    out.into_inner()
}

#[test]
fn a_setting_of_another_version_is_told_once_and_stops_nothing() {
    let home = Home::with_mini();
    home.write("config/config.toml", "fuzz = false\nshiny = 1\n");
    for args in [&["queue"][..], &["bank", "list"], &["stats"]] {
        let ran = home.run(args);
        ran.works();
        assert_eq!(ran.err().matches("\"shiny\" is no setting of this version").count(), 1, "{args:?}: {}", ran.err());
    }
    home.write("config/config.toml", "recording = \"never\"\n");
    home.run(&["queue"]).fails(1, &["line 1", "\"recording\" is no setting; \"recordings\" is"]);
}

#[test]
fn a_title_in_a_file_that_breaks_the_reader_reaches_nobody() {
    let home = Home::new();
    home.write("m.md", "\u{1b}]0;PWNED\u{7}\n<details><summary\n</details>\n");
    let ran = home.run(&["bank", "import", &text(&home.path("m.md")), "--into", "x"]);
    ran.works();
    assert!(!ran.out().contains('\u{1b}') && ran.err().is_empty(), "{ran:?}");
}
