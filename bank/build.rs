//! Embeds the built-in bank and builds its index, so that the program starts without parsing a question.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

// Shared with the crate, which reads the user's own banks with the same code at run time.
#[allow(dead_code, unreachable_pub)]
#[path = "src/calendar.rs"]
mod calendar;
#[allow(dead_code, unreachable_pub)]
#[path = "src/clean.rs"]
mod clean;
#[allow(dead_code, unreachable_pub, unused_imports)]
#[path = "src/cues/mod.rs"]
mod cues;
#[allow(dead_code, unreachable_pub)]
#[path = "src/id.rs"]
mod id;
#[allow(dead_code, unreachable_pub)]
#[path = "src/index.rs"]
mod index;
#[allow(dead_code, unreachable_pub)]
#[path = "src/json.rs"]
mod json;
#[allow(dead_code, unreachable_pub)]
#[path = "src/limits.rs"]
mod limits;
#[allow(dead_code, unreachable_pub)]
#[path = "src/loops.rs"]
mod loops;
#[allow(dead_code, unreachable_pub)]
#[path = "src/manifest.rs"]
mod manifest;
#[path = "src/pack.rs"]
mod pack;
#[allow(dead_code, unreachable_pub)]
#[path = "src/place.rs"]
mod place;
#[allow(dead_code, unreachable_pub)]
#[path = "src/problem.rs"]
mod problem;
#[allow(dead_code, unreachable_pub)]
#[path = "src/question/mod.rs"]
mod question;
#[allow(dead_code, unreachable_pub)]
#[path = "src/read.rs"]
mod read;
#[allow(dead_code, unreachable_pub)]
#[path = "src/source.rs"]
mod source;
#[allow(dead_code, unreachable_pub)]
#[path = "src/text.rs"]
mod text;
#[allow(dead_code, unreachable_pub)]
#[path = "src/vocabulary.rs"]
mod vocabulary;
#[allow(dead_code, unreachable_pub)]
#[path = "src/words.rs"]
mod words;

use index::{BUILTIN, Entry, Home};
use manifest::{BankInfo, Manifest};
use question::Question;

fn main() -> ExitCode {
    let Err(error) = run() else { return ExitCode::SUCCESS };
    for line in error.to_string().lines() {
        println!("cargo::error={line}");
    }
    ExitCode::FAILURE
}

fn run() -> Result<(), Box<dyn Error>> {
    let folder = questions()?.join(BUILTIN);
    // Cargo itself tracks the sources of this script, including those that it shares with the crate.
    println!("cargo::rerun-if-changed={}", utf8(&folder)?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let (manifest, entries, files) = read_bank(&folder)?;
    let index = (BankInfo::from(&manifest), entries);
    fs::write(out.join("builtin.index"), postcard::to_stdvec(&index)?)?;
    let asked = all_questions(&index.1, &files)?;
    fs::write(out.join("builtin.points"), pack::pack(&[], &postcard::to_stdvec(&points(&asked))?)?)?;
    fs::write(out.join("builtin.rarity"), cues::Rarity::table(&asked))?;
    // The names are slices of one text: separate texts would lie between the files, and every start, which reads all
    // names, would page in the surrounding data.
    let names: String = files.iter().map(|(name, _)| name.as_str()).collect();
    let mut code = format!("{{\n    static NAMES: &str = {names:?};\n    &[\n");
    let texts: Vec<String> = files.iter().map(|(_, path)| fs::read_to_string(path)).collect::<Result<_, _>>()?;
    let common = pack::common(&texts.iter().map(String::as_bytes).collect::<Vec<_>>());
    fs::write(out.join("builtin.common"), pack::stored(&common))?;
    let mut start = 0;
    for (number, (name, _)) in files.iter().enumerate() {
        let mut of_file: Vec<&Entry> = index.1.iter().filter(|entry| entry.place.file as usize == number).collect();
        of_file.sort_by_key(|entry| entry.place.position);
        let (ends, parts) = parts(&common, &texts[number], of_file.iter().map(|entry| entry.place.range().end))?;
        let packed = out.join(format!("builtin.{number}"));
        fs::write(&packed, parts)?;
        let (end, packed) = (start + name.len(), utf8(&packed)?);
        writeln!(
            code,
            "    Topic {{ name: NAMES.split_at({end}).0.split_at({start}).1, ends: &{ends:?}, parts: include_bytes!({packed:?}) }},"
        )?;
        start = end;
    }
    code.push_str("]\n}\n");
    fs::write(out.join("builtin_files.rs"), code)?;
    let manifest_path = folder.join("bank.json");
    fs::write(out.join("builtin_manifest.rs"), format!("include_str!({:?})\n", utf8(&manifest_path)?))?;
    let numbers = questions()?.join("numbers.json");
    fs::write(out.join("builtin_numbers.rs"), format!("include_str!({:?})\n", utf8(&numbers)?))?;
    Ok(())
}

/// Packs a topic file in parts, one up to the end of each question and one for the rest, so that a question can be
/// unpacked without the others. Returns where each part ends, and the packed parts.
fn parts(
    common: &[u8],
    text: &str,
    questions: impl Iterator<Item = usize>,
) -> Result<(Vec<usize>, Vec<u8>), Box<dyn Error>> {
    let (mut ends, mut parts, mut from) = (Vec::new(), Vec::new(), 0);
    for to in questions.chain([text.len()]) {
        let part = text.get(from..to).ok_or("questions of a file do not stand one after the other")?;
        parts.extend(pack::pack(common, part.as_bytes())?);
        ends.push(parts.len());
        from = to;
    }
    Ok((ends, parts))
}

/// The folder of questions. It is at the top of the repository, beside the crates; a link includes it in the package.
fn questions() -> Result<PathBuf, env::VarError> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let own = here.join("questions");
    // On systems without links, git checks a link out as a file.
    Ok(if own.is_dir() { own } else { here.with_file_name("questions") })
}

/// Parses all questions.
fn all_questions(entries: &[Entry], files: &Files) -> Result<Vec<Question>, Box<dyn Error>> {
    let texts: Vec<String> = files.iter().map(|(_, path)| fs::read_to_string(path)).collect::<Result<_, _>>()?;
    let of = |entry: &Entry| {
        let raw = &texts[entry.place.file as usize][entry.place.range()];
        Ok(read::question(raw).map_err(|error| error.to_string())?.question)
    };
    entries.iter().map(of).collect()
}

/// The texts of the points, for each question.
fn points(questions: &[Question]) -> Vec<Vec<&str>> {
    questions.iter().map(|question| question.look_for.iter().map(|point| point.text.as_str()).collect()).collect()
}

/// A path as text, because it becomes a string literal.
fn utf8(path: &Path) -> Result<&str, String> {
    path.to_str().ok_or_else(|| format!("{} is not UTF-8; build in another folder", path.display()))
}

type Files = Vec<(String, PathBuf)>;

fn read_bank(folder: &Path) -> Result<(Manifest, Vec<Entry>, Files), Box<dyn Error>> {
    let manifest_path = folder.join("bank.json");
    let text = source::read(&manifest_path, "questions/backend/bank.json").map_err(|problem| problem.to_string())?.text;
    let manifest: Manifest = json::read(&text).map_err(|misfit| format!("{}: {misfit}", manifest_path.display()))?;
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    paths.retain(|path| path.extension().is_some_and(|ext| ext == "json") && *path != manifest_path);
    // Topics in the order of the manifest, followed by files that it does not name.
    let rank = |path: &PathBuf| {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        (manifest.topics.iter().position(|topic| topic.id == stem).unwrap_or(usize::MAX), stem)
    };
    paths.sort_by_cached_key(rank);
    let (mut entries, mut files, mut problems) = (Vec::<Entry>::new(), Vec::new(), Vec::new());
    for path in paths {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let name = format!("{BUILTIN}/{stem}.json");
        match source::read(&path, &name) {
            Ok(source) if source.offset > 0 => {
                problems.push(format!("{name}: begins with a byte order mark; remove it"));
            }
            Ok(source) => {
                let home = Home { name: &name, bank: Some(BUILTIN), stem: &stem, builtin: true };
                let found = index::index(&source, home);
                problems.extend(found.problems.iter().map(ToString::to_string));
                let file = u32::try_from(files.len())?;
                for mut entry in found.entries {
                    if entries.iter().any(|earlier| earlier.id == entry.id) {
                        problems.push(format!("{name}:{}: the id {} is used twice", entry.place.line, entry.id));
                    }
                    entry.place.file = file;
                    entries.push(entry);
                }
                files.push((name, path));
            }
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    for (i, one) in manifest.loops.iter().enumerate() {
        let faults = one.faults().into_iter();
        problems.extend(
            faults.map(|fault| {
                format!("{BUILTIN}/bank.json: loops[{i}].{}: {}; {}", fault.path, fault.found, fault.remedy)
            }),
        );
    }
    if !problems.is_empty() {
        return Err(format!("the built-in bank cannot be used:\n  {}", problems.join("\n  ")).into());
    }
    Ok((manifest, entries, files))
}
