//! How well it is seen which points an answer mentions: precision and recall on answers that were written from the
//! prompts alone and labelled by hand before the program saw them (`answers*.json`; how, stands in `docs/measuring.md`).
//!
//! `cargo bench --bench coverage` measures the answers of the project, set by set and all together, and then with the
//! cut-off chosen on other questions than those it is measured on; `-- FILE…` measures others in the same form,
//! `-- --list` also names what is wrong, and what is seen in answers to other questions; `-- --cut-off=12` measures with
//! another cut-off of the score than the one in use.

#![allow(missing_docs)]

mod folds;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use hotseat::assess::{Mention, Words};
use hotseat::bank::cues::{Matcher, Touch};
use hotseat::bank::{Kind, Library, Question, QuestionId, rarity};
use serde::Deserialize;

/// An answer with what it makes of the points of its question. What is in neither list is missed.
#[derive(Deserialize)]
struct Labelled {
    question: QuestionId,
    /// `good`, `half`, `weak`, `denying`: one that says no to its points, or `other`: an answer to another question.
    quality: String,
    style: String,
    hit: HashSet<String>,
    partial: HashSet<String>,
    /// If it is there, other points have no label.
    #[serde(default)]
    missed: Option<HashSet<String>>,
    answer: String,
    /// What a recogniser wrote when it heard the answer: measured in its place.
    #[serde(default)]
    heard: Option<String>,
}

/// A point of an answer.
struct Row {
    question: QuestionId,
    quality: String,
    style: String,
    kind: String,
    there: bool,
    mentioned: bool,
    touched: bool,
    /// How strong the evidence of its words is; infinite if the point is flagged whatever the score, because its words
    /// or a shape are there.
    score: f32,
}

fn main() {
    // Cargo says `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let list = arguments.iter().any(|argument| argument == "--list");
    let cut_off = arguments.iter().find_map(|argument| argument.strip_prefix("--cut-off="));
    let cut_off: Option<f32> = cut_off.map(|number| number.parse().expect("a number after --cut-off="));
    let given: Vec<PathBuf> =
        arguments.iter().filter(|argument| !argument.starts_with('-')).map(PathBuf::from).collect();
    let sets = if given.is_empty() { own() } else { given };
    let library = Library::builtin();
    let (mut answers, mut rows) = (Vec::new(), Vec::new());
    println!("precision / recall, then points flagged though they are missed");
    println!("{:32} {:>5}  {:^25}  {:^25}", "", "n", "mentioned", "mentioned or touched");
    for set in &sets {
        let these = read(set);
        let mut of_set = Vec::new();
        for labelled in &these {
            let question = library.question(&labelled.question).expect("a question of the bank");
            of_set.extend(of_its_question(&question, labelled, list, cut_off));
        }
        if sets.len() > 1 {
            println!("{}: {} answers", set.file_name().unwrap_or_default().display(), these.len());
            report(&of_set);
            println!();
        }
        answers.extend(these);
        rows.extend(of_set);
    }
    println!("{} answers, {} points", answers.len(), rows.len());
    report(&rows);
    folds::report(&rows);
    elsewhere(&library, &answers, list);
}

/// The sets of the project.
fn own() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/coverage");
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut sets: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    sets.sort();
    sets
}

fn read(path: &Path) -> Vec<Labelled> {
    let text = fs::read_to_string(path).expect("readable answers");
    serde_json::from_str(&text).expect("answers with labels")
}

impl Labelled {
    fn words(&self) -> Words<'_> {
        self.heard.as_deref().map_or(Words::Typed(&self.answer), Words::Heard)
    }
}

fn of_its_question(question: &Question, labelled: &Labelled, list: bool, cut_off: Option<f32>) -> Vec<Row> {
    let mut rows = Vec::new();
    let found = labelled.words().coverage(question);
    let scores = scores(question, labelled.words().text(), &found);
    for (mention, touch) in found.into_iter().zip(scores) {
        let there = labelled.hit.contains(&mention.point) || labelled.partial.contains(&mention.point);
        if !there && labelled.missed.as_ref().is_some_and(|missed| !missed.contains(&mention.point)) {
            continue;
        }
        if list && there != mention.touched {
            let wrong = if mention.touched { "false alarm" } else { "not found  " };
            tell(wrong, &labelled.question, &mention, labelled);
        }
        let anyway = mention.mentioned || mention.touched && !touch.is_enough();
        rows.push(Row {
            question: labelled.question.clone(),
            quality: labelled.quality.clone(),
            style: labelled.style.clone(),
            kind: question.kind.to_string(),
            there,
            mentioned: mention.mentioned,
            touched: cut_off.map_or(mention.touched, |enough| anyway || touch.score >= enough),
            score: if anyway { f32::INFINITY } else { touch.score },
        });
    }
    rows
}

fn scores(question: &Question, answer: &str, found: &[Mention]) -> Vec<Touch> {
    let mut matcher = Matcher::new();
    let text = matcher.text(answer);
    let text = if question.kind == Kind::Review { text.of_a_review() } else { text };
    let said: Vec<bool> = found.iter().map(|mention| mention.mentioned).collect();
    let weighed = matcher.weigh(question, rarity());
    text.touches(&weighed, &said)
}

fn tell(what: &str, question: &QuestionId, mention: &Mention, labelled: &Labelled) {
    let words: Vec<&str> = mention.places().iter().map(|place| &labelled.words().text()[place.clone()]).collect();
    println!("{what}  {question} ({}) {} {words:?}", labelled.quality, mention.point);
}

fn report(rows: &[Row]) {
    line("all", rows.iter());
    line("halves", rows.iter().filter(|row| row.quality == "half"));
    line("halves and weak", rows.iter().filter(|row| ["half", "weak"].contains(&row.quality.as_str())));
    let mut groups: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        groups.entry(format!("quality {}", row.quality)).or_default().push(row);
        if row.quality == "half" {
            groups.entry(format!("halves, {}", row.kind)).or_default().push(row);
            groups.entry(format!("halves, in {}", row.style)).or_default().push(row);
        }
    }
    for (name, rows) in groups {
        line(&name, rows.into_iter());
    }
}

fn line<'a>(name: &str, rows: impl Iterator<Item = &'a Row>) {
    let rows: Vec<&Row> = rows.collect();
    let figures = |flagged: fn(&Row) -> bool| {
        let count =
            |flag: bool, there: bool| rows.iter().filter(|row| flagged(row) == flag && row.there == there).count();
        let (right, wrong, missing) = (count(true, true), count(true, false), count(false, true));
        let share = |of: usize| if of == 0 { "   -".to_owned() } else { format!("{:.3}", right as f64 / of as f64) };
        format!(
            "{:>5} / {:>5}   {:>3} of {:<4}",
            share(right + wrong),
            share(right + missing),
            wrong,
            wrong + count(false, false)
        )
    };
    println!("{name:32} {:>5}  {:25}  {:25}", rows.len(), figures(|row| row.mentioned), figures(|row| row.touched));
}

/// Answers held against other questions of their topic. What they share with them is not labelled, so some of the
/// points may well be there. Stories fit many questions and are left out.
fn elsewhere(library: &Library, answers: &[Labelled], list: bool) {
    let told = |question: &Question| ["behavioural", "intro"].contains(&question.kind.word());
    let (mut points, mut mentioned, mut touched) = (0_usize, 0, 0);
    for labelled in answers.iter().filter(|labelled| ["half", "good"].contains(&labelled.quality.as_str())) {
        let topic = library.entry(&labelled.question).expect("a question of the bank").topic.clone();
        let others = library.entries().iter().filter(|entry| entry.topic == topic && entry.id != labelled.question);
        for entry in others {
            let question = library.question(&entry.id).expect("readable");
            if told(&question) {
                continue;
            }
            for mention in labelled.words().coverage(&question) {
                points += 1;
                mentioned += usize::from(mention.mentioned);
                touched += usize::from(mention.touched);
                if list && mention.touched {
                    tell("elsewhere  ", &entry.id, &mention, labelled);
                }
            }
        }
    }
    let share = |count: usize| count as f64 * 100.0 / points.max(1) as f64;
    println!(
        "against other questions of the topic: {points} points, {:.1} % mentioned, {:.1} % mentioned or touched",
        share(mentioned),
        share(touched)
    );
}
