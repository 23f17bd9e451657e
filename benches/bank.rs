//! How long the bank takes: to open, to check, and to hold against an answer.

#![allow(missing_docs)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::hint::black_box;
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use hotseat::assess::coverage;
use hotseat::bank::{Filter, Library, Sources, check};
use hotseat::exchange::{self, ExportFormat};

/// Opening with the built-in bank alone, and with 10,000 own questions, the first time and every other time.
fn open(c: &mut Criterion) {
    c.bench_function("open the built-in bank", |b| b.iter(|| black_box(Library::builtin())));

    let folder = tempfile::tempdir().expect("a folder");
    let banks = folder.path().join("banks");
    fs::create_dir(&banks).expect("a folder");
    let mut questions = String::new();
    for i in 0..10_000 {
        let comma = if i == 0 { "" } else { "," };
        write!(
            questions,
            "{comma}\n{{\"id\":\"q{i}\",\"prompt\":\"What happens to request {i} when the primary fails over?\",\"tags\":[\"t{}\"],\
             \"look_for\":[{{\"id\":\"p\",\"text\":\"Says what users see\",\"cues\":[\"users see\"]}}]}}",
            i % 50
        )
        .expect("a string");
    }
    let path = banks.join("big.json");
    fs::write(&path, format!("{{\"bank\":\"big\",\"questions\":[{questions}]}}")).expect("written");
    let hour_ago = SystemTime::now() - Duration::from_hours(1);
    File::options().write(true).open(&path).and_then(|file| file.set_modified(hour_ago)).expect("times set");
    let sources =
        |cache: &str| Sources { data_banks: banks.clone(), extra: Vec::new(), cache: folder.path().join(cache) };
    let mut group = c.benchmark_group("10,000 own questions");
    group.sample_size(20);
    group.bench_function("indexed anew", |b| {
        b.iter(|| {
            let _ = fs::remove_dir_all(folder.path().join("none"));
            black_box(Library::open(&sources("none")))
        });
    });
    group.bench_function("from the cache", |b| b.iter(|| black_box(Library::open(&sources("cache")))));
    group.finish();
}

/// What 10,000 questions take out and in again, where nothing changed.
fn round_trips(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let sources =
        Sources { data_banks: folder.path().join("banks"), extra: Vec::new(), cache: folder.path().join("cache") };
    fs::create_dir(&sources.data_banks).expect("a folder");
    let question = |i: usize| {
        serde_json::json!({
            "id": format!("q{i}"), "prompt": format!("How does part {i} behave when the primary fails over?"),
            "look_for": [{"id": "a", "text": format!("Says that part {i} waits"), "tier": "must"}, {"id": "b", "text": "Names the price"}],
            "mistakes": [{"id": "m", "text": "\"It never fails\"", "critical": true}],
            "follow_ups": [{"id": "f", "prompt": "And with ten times the load?"}],
        })
    };
    let bank = serde_json::json!({"bank": "big", "questions": (0..10_000).map(question).collect::<Vec<_>>()});
    fs::write(sources.data_banks.join("big.json"), bank.to_string()).expect("written");
    let library = Library::own(&sources);
    let mut group = c.benchmark_group("10,000 questions");
    group.sample_size(10);
    for (format, ending) in [
        (ExportFormat::Json, "json"),
        (ExportFormat::Csv, "csv"),
        (ExportFormat::Md, "md"),
        (ExportFormat::Apkg, "apkg"),
    ] {
        let out = || exchange::export(&library, &Filter::default(), format, 0).expect("exported");
        let path = folder.path().join(format!("out.{ending}"));
        fs::write(&path, out()).expect("written");
        group.bench_function(format!("out as {ending}"), |b| b.iter(|| black_box(out())));
        group.bench_function(format!("in again from {ending}"), |b| {
            b.iter(|| {
                let plan = exchange::import(&path, &exchange::ImportOptions::default(), &sources).expect("readable");
                assert_eq!((plan.imported().same, plan.changes().len()), (10_000, 0));
            });
        });
    }
    group.finish();
}

/// Working out what 3,000 questions in Markdown would change, the first time; below two seconds.
fn import(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("# Exercises\n");
    for i in 0..3_000 {
        if i % 100 == 0 {
            write!(text, "\n## Part {i}\n").expect("a string");
        }
        write!(
            text,
            "\n<details>\n<summary>What does part {i} of the system do when `node-{i}` is gone?</summary><br><b>\n\n\
             It **waits** for the lease to run out:\n\n- asks the others\n- takes over at {i} ms\n\n```sh\nps {i}\n```\n</b></details>\n"
        )
        .expect("a string");
    }
    let path = folder.path().join("exercises.md");
    fs::write(&path, text).expect("written");
    let sources =
        Sources { data_banks: folder.path().join("banks"), extra: Vec::new(), cache: folder.path().join("cache") };
    let options = exchange::ImportOptions { into: Some("x".to_owned()), ..exchange::ImportOptions::default() };
    let mut group = c.benchmark_group("bank import");
    group.sample_size(10);
    group.bench_function("3,000 questions in Markdown, written", |b| {
        b.iter(|| {
            let _ = fs::remove_dir_all(&sources.data_banks);
            let plan = exchange::import(&path, &options, &sources).expect("readable");
            assert_eq!(plan.imported().new, 3_000);
            plan.write().expect("written");
        });
    });
    group.finish();
}

/// The gate over the whole built-in bank.
fn check_all(c: &mut Criterion) {
    let today = NaiveDate::from_ymd_opt(2026, 11, 29).expect("a date");
    let mut group = c.benchmark_group("bank check");
    group.sample_size(10);
    group.bench_function("built in", |b| b.iter(|| black_box(check::builtin(false, today))));
    group.bench_function("built in, full", |b| b.iter(|| black_box(check::builtin(true, today))));
    group.finish();
}

/// Term coverage of a thousand words.
fn cover(c: &mut Criterion) {
    let library = Library::builtin();
    let mut words = String::new();
    for entry in library.entries() {
        let question = library.question(&entry.id).expect("readable");
        words.push_str(question.sample.as_ref().map_or("", |sample| &sample.strong));
        words.push('\n');
        if words.split_whitespace().count() >= 1_000 {
            break;
        }
    }
    let question = library.question(&library.entries()[0].id).expect("readable");
    c.bench_function("coverage of 1,000 words", |b| b.iter(|| black_box(coverage(&question, &words))));
}

criterion_group!(benches, open, import, round_trips, check_all, cover);
criterion_main!(benches);
