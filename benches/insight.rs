//! How long it takes to add up a long log: 10,000 questions and 100,000 answers.

#![allow(missing_docs)]

mod long_log;

use std::hint::black_box;

use chrono::{Datelike as _, TimeDelta};
use criterion::{Criterion, criterion_group, criterion_main};
use hotseat::bank::Filter;
use long_log::{engine, now};

fn insight(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut engine = engine(folder.path());
    let day = now().day();
    assert_eq!(
        engine.figures().insight(None, now()).expect("read").heatmap.iter().map(|day| day.count).sum::<u32>(),
        100_000
    );

    let mut group = c.benchmark_group("10,000 questions, 100,000 answers");
    group.sample_size(10);
    group.bench_function("stats", |b| b.iter(|| black_box(engine.figures().insight(None, now()))));
    let month = day.with_day(1);
    group.bench_function("stats of this month", |b| b.iter(|| black_box(engine.figures().insight(month, now()))));
    group.bench_function("queue of the day", |b| b.iter(|| black_box(engine.queue(day, &Filter::default()))));
    let wish = engine.wish(now());
    group.bench_function("tonight's questions", |b| b.iter(|| black_box(engine.draw(&wish, now()))));
    let mut target = engine.config().target.clone();
    for (name, days) in [("a paced evening", 3_000), ("an evening of the window", 20)] {
        target.date = Some(day + TimeDelta::days(days));
        engine.set_target(target.clone()).expect("saved");
        target = engine.config().target.clone();
        group.bench_function(format!("tonight's questions, {name}"), |b| {
            b.iter(|| black_box(engine.draw(&wish, now())));
        });
    }
    group.bench_function("plan of twenty days", |b| b.iter(|| black_box(engine.figures().plan(now()))));
    group.finish();
}

criterion_group!(benches, insight);
criterion_main!(benches);
