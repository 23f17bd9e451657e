//! What the worst input known of each kind takes, in processor time and in memory at its peak: files of 16 MiB that are
//! brought in by the real program, and packages of Anki that swell.

#![allow(missing_docs)]

mod processor;

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// As large as a file may be.
const MOST: usize = 16 << 20;

/// How often the memory of the program is looked at. What is read is its peak so far.
const LOOK: Duration = Duration::from_millis(1);

/// Whoever takes longer is stopped.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a file is made of: what it begins with, what is repeated (with a running number for `#`), what it ends with, and
/// how often at most.
type Made = (&'static str, &'static str, &'static str, &'static str, usize);

const ALL: usize = usize::MAX;

#[rustfmt::skip]
const FILES: &[Made] = &[
    ("comments that are not closed.md",        "",                     "<!-- ",                            "",   ALL),
    ("the same, below the limit of signs.md",  "# Why?\n\n",           "<!-- ",                            "",   240_000),
    ("details that are not closed.md",         "",                     "<details><summary>",               "",   ALL),
    ("150,000 details.md",                     "",                     "<details>\nQ ",                    "",   150_000),
    ("headings.md",                            "",                     "# a#?\n",                          "",   ALL),
    ("headings below one.md",                  "# Why?\n",             "## b\n",                           "",   300_000),
    ("brackets.md",                            "# Why?\n\n",           "[",                                "",   990_000),
    ("quotations in quotations.md",            "# Why?\n\n",           "> ",                               "",   990_000),
    ("lists in lists.md",                      "# Why?\n\n",           "- ",                               "",   990_000),
    ("80,000 keys in a question.json",         "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"", ",\"k#\":1", "}]}", 80_000),
    ("keys in a question.json",                "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"", ",\"k#\":1", "}]}", ALL),
    ("40,000 topics.json",                     "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"}],\"topics\":[{\"id\":\"t\",\"title\":\"T\"}", ",{\"id\":\"t#\",\"title\":\"T\"}", "]}", 40_000),
    ("topics.json",                            "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"}],\"topics\":[{\"id\":\"t\",\"title\":\"T\"}", ",{\"id\":\"t#\",\"title\":\"T\"}", "]}", ALL),
    ("40,000 unknown fields.json",             "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"}", ",{\"id\":\"a#\",\"prompt\":\"A?\",\"u#\":1}", "]}", 40_000),
    ("numbers for questions.json",             "{\"bank\":\"x\",\"questions\":[7", ",7",                    "]}", ALL),
    ("questions.json",                         "{\"bank\":\"x\",\"questions\":[{\"id\":\"a\",\"prompt\":\"A?\"}", ",{\"id\":\"a#\",\"prompt\":\"A?\"}", "]}", ALL),
    ("lines that are no JSON.jsonl",           "{\"q\":\"A?\"}\n",     "x\n",                              "",   ALL),
    ("rows.csv",                               "question,answer\n",    "A#?,b\n",                          "",   ALL),
    ("topics of rows.csv",                     "question,topic\n",     "A#?,t#\n",                         "",   ALL),
    ("columns.csv",                            "question",             ",a",                               "\n", ALL),
    ("notes.txt",                              "#separator:tab\n",     "a#?\tb\n",                         "",   ALL),
    ("gaps that are not closed.txt",           "#separator:tab\n",     "{{c1::",                           "",   ALL),
    ("lists in a card.txt",                    "#separator:tab\n#html:true\n", "<ul><li>",                 "",   ALL),
    ("headings.html",                          "<html><body>",         "<h2>a#?</h2>",                     "</body></html>", ALL),
    ("lists in lists.html",                    "<h2>Why?</h2>",        "<ul><li>",                         "",   ALL),
    ("tags that are not closed.html",          "<h2>Why?</h2>",        "<",                                "",   ALL),
    ("questions.yaml",                         "",                     "- question: A#?\n  answer: b\n", "",   ALL),
    ("keys in a question.yaml",                "- question: A?\n",     "  k#: 1\n",                        "",   ALL),
    ("lists in lists.yaml",                    "",                     "- ",                               "",   ALL),
    ("aliases.yaml",                           "- &a {question: A?}\n", "- *a\n",                         "",   ALL),
];

fn main() {
    // `cargo test --benches` only asks whether it builds.
    if !std::env::args().any(|arg| arg == "--bench") {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    println!("{:<42} {:>9} {:>9}   what it said", "input", "processor", "memory");
    for &(name, head, unit, tail, most) in FILES {
        let path = folder.path().join(name);
        write(&path, head, unit, tail, most);
        report(name, &["bank", "import", "--into", "x", "--dry-run"], &[&path], folder.path());
        fs::remove_file(path).expect("removed");
    }
    for (name, cards) in [("4,000,000 cards.apkg", 4_000_000), ("empty notes.apkg", -1)] {
        let path = folder.path().join(name);
        package(&path, cards);
        report(name, &["bank", "import", "--into", "x", "--dry-run"], &[&path], folder.path());
        fs::remove_file(path).expect("removed");
    }
    let sparse = folder.path().join("sparse.apkg");
    fs::File::create(&sparse).and_then(|file| file.set_len(500 << 20)).expect("a sparse file");
    report("500 MiB of nothing.apkg", &["bank", "import", "--into", "x", "--dry-run"], &[&sparse], folder.path());
    transcripts(folder.path());
}

/// A recording of a second of silence with a transcript of 120,000 pieces and as many words beside them.
fn transcripts(folder: &Path) {
    let (sound, said) = (folder.join("a.wav"), folder.join("a.json"));
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut wav = hound::WavWriter::create(&sound, spec).expect("created");
    (0..16_000).for_each(|i: i16| wav.write_sample((i % 160) * 100).expect("written"));
    wav.finalize().expect("written");
    let mut text = String::from("{\"segments\":[");
    let list = |unit: &str| (0..120_000).map(|_| unit).collect::<Vec<_>>().join(",");
    text.push_str(&list("{\"start\":0,\"end\":1,\"text\":\"a\"}"));
    text.push_str("],\"words\":[");
    text.push_str(&list("{\"word\":\"a\",\"start\":0,\"end\":1}"));
    text.push_str("]}");
    fs::write(&said, text).expect("written");
    report("120,000 pieces of a transcript", &["speech", "analyze", "--transcript"], &[&said, &sound], folder);
}

fn write(path: &Path, head: &str, unit: &str, tail: &str, most: usize) {
    let mut file = BufWriter::new(fs::File::create(path).expect("created"));
    let mut left = MOST - head.len() - tail.len();
    file.write_all(head.as_bytes()).expect("written");
    for number in 0..most {
        let part = unit.replace('#', &number.to_string());
        let Some(rest) = left.checked_sub(part.len()) else { break };
        left = rest;
        file.write_all(part.as_bytes()).expect("written");
    }
    file.write_all(tail.as_bytes()).and_then(|()| file.flush()).expect("written");
}

/// A package whose collection has one note and so many cards, or as many empty notes as there is room for.
fn package(path: &Path, cards: i64) {
    let made = path.with_extension("anki2");
    let db = rusqlite::Connection::open(&made).expect("a database");
    let fill = if cards > 0 {
        format!(
            "INSERT INTO notes VALUES(1, 'g', '', 'Why?'); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cards}) INSERT INTO cards SELECT i, 1 FROM n;"
        )
    } else {
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3500000) INSERT INTO notes SELECT i, '', '', 'A?' FROM n;".to_owned()
    };
    db.execute_batch(&format!(
        "PRAGMA synchronous = OFF; CREATE TABLE notes(id INTEGER PRIMARY KEY, guid TEXT, tags TEXT, flds TEXT); CREATE TABLE cards(nid INT, did INT); {fill}"
    ))
    .expect("valid");
    drop(db);
    // Zip as plain as it gets: one file, not packed.
    let content = fs::read(&made).expect("read");
    fs::remove_file(&made).expect("removed");
    let mut sum = flate2::Crc::new();
    sum.update(&content);
    let (name, size) = (b"collection.anki2", u32::try_from(content.len()).expect("small"));
    let mut fields = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
    for number in [sum.sum(), size, size] {
        fields.extend(number.to_le_bytes());
    }
    fields.extend([16, 0, 0, 0]);
    let mut out =
        [b"PK\x03\x04".as_slice(), &fields, name, &content, b"PK\x01\x02\x14\x00", &fields, &[0; 14], name].concat();
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0\x01\0\x01\0");
    out.extend(62_u32.to_le_bytes());
    out.extend((46 + size).to_le_bytes());
    out.extend([0, 0]);
    fs::write(path, out).expect("written");
}

fn report(name: &str, args: &[&str], files: &[&Path], folder: &Path) {
    let home = folder.join("home");
    let (begun, before) = (Instant::now(), processor::of_children());
    let mut child = Command::new(env!("CARGO_BIN_EXE_hotseat"))
        .args(args)
        .args(files)
        .env("HOTSEAT_HOME", &home)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let mut peak = 0;
    let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let out = std::thread::spawn(move || std::io::read_to_string(out).unwrap_or_default());
    let err = std::thread::spawn(move || std::io::read_to_string(err).unwrap_or_default());
    while child.try_wait().expect("waited").is_none() {
        peak = peak.max(memory(child.id()));
        if begun.elapsed() > PATIENCE {
            child.kill().expect("stopped");
        }
        std::thread::sleep(LOOK);
    }
    let time = processor::of_children().saturating_sub(before);
    let (out, err) = (out.join().unwrap_or_default(), err.join().unwrap_or_default());
    let said = out.lines().chain(err.lines()).next().unwrap_or("nothing");
    let said = said.rsplit(": ").next().unwrap_or(said);
    println!("{name:<42} {:>7.2} s {:>5} MiB   {said:.90}", time.as_secs_f64(), peak >> 10);
}

/// The peak so far, in KiB; 0 where the system does not say.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}
