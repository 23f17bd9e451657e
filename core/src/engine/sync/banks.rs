//! Own banks, merged question by question: what was changed on one machine is carried to the others. If a question
//! was changed on two, one version goes into the bank and the other is kept beside the history.
//!
//! A question missing from its file was removed on purpose. So was a missing file, as long as other files of the last
//! round still exist; if all are gone, the folder was lost, and they are restored.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::{Synced, changed_at};
use crate::config::Paths;
use crate::exchange::{BankFolder, BankParts, may_be_shared, path_of};
use crate::files;
use crate::history::sync::{Here, Joined, Register, Round, same};

const BANK: &str = "bank/";

/// A part of a bank file that has a register of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Head(String),
    Question(String),
    /// The ids of the file's questions, in order.
    Order,
}

impl Part {
    fn key(&self, file: &str) -> String {
        match self {
            Self::Head(field) => format!("{BANK}{file}#head/{field}"),
            Self::Question(id) => format!("{BANK}{file}#question/{id}"),
            Self::Order => format!("{BANK}{file}#order"),
        }
    }

    /// The file and the part that a key names. None if it is not the key of a bank.
    fn of(key: &str) -> Option<(&str, Self)> {
        let (file, part) = key.strip_prefix(BANK)?.split_once('#')?;
        let part = match part.split_once('/') {
            Some(("head", field)) => Self::Head(field.to_owned()),
            Some(("question", id)) => Self::Question(id.to_owned()),
            None if part == "order" => Self::Order,
            _ => return None,
        };
        may_be_shared(file).then_some((file, part))
    }
}

/// Merges both sides, and writes the bank files that another machine changed.
pub(super) fn meet(paths: &Paths, round: &mut Round, now: i64, synced: &mut Synced) {
    let folder = paths.banks();
    let here = BankFolder::read(&folder);
    let mut all: BTreeMap<String, BTreeSet<Part>> = BTreeMap::new();
    for key in round.present.registers.keys().chain(round.local.registers.keys().map(String::as_str)) {
        if let Some((file, part)) = Part::of(key) {
            all.entry(file.to_owned()).or_default().insert(part);
        }
    }
    // Only a file that existed in the last round can be missing.
    let known = round.local.registers.iter().filter(|(_, register)| register.value.is_some());
    let known: BTreeSet<&str> = known.filter_map(|(key, _)| Part::of(key)).map(|(file, _)| file).collect();
    let any_left = known.iter().any(|file| here.files.contains_key(*file));
    let known: BTreeSet<String> = known.into_iter().map(str::to_owned).collect();
    for (file, parts) in &here.files {
        let found = all.entry(file.clone()).or_default();
        found.extend(parts.head.iter().map(|(field, _)| Part::Head(field.clone())));
        found.extend(parts.questions.iter().flatten().map(|(id, _)| Part::Question(id.clone())));
    }
    for (file, trouble) in &here.troubles {
        synced.waits.push(format!("{} is left out for now: {trouble}.", path_of(&folder, file).display()));
        all.remove(file);
    }
    for (file, parts) in all {
        let there = here.files.get(&file);
        let removed = there.is_none() && any_left && known.contains(&file);
        if let Err(trouble) = one(paths, &file, parts, there, removed, now, round, synced) {
            synced.waits.push(trouble);
        }
    }
}

/// Merges one file. Its registers are only remembered once it is written.
#[expect(clippy::too_many_arguments, reason = "both sides, and where to tell of it")]
fn one(
    paths: &Paths,
    file: &str,
    parts: BTreeSet<Part>,
    there: Option<&BankParts>,
    removed: bool,
    now: i64,
    round: &mut Round,
    synced: &mut Synced,
) -> Result<(), String> {
    let changed = changed_at(there.and_then(|there| there.changed), now);
    let mut new: BTreeMap<Part, String> = BTreeMap::new();
    let mut registers: Vec<(String, Register)> = Vec::new();
    for part in parts.into_iter().filter(|part| *part != Part::Order) {
        let key = part.key(file);
        let here = match there {
            Some(there) => Here::of(value(there, &part)),
            None if removed => Here::Nothing,
            None => Here::Unknown,
        };
        let Some(Joined { register, lost }) = join(round, &key, here, changed) else { continue };
        let mut keep = |value: &str| keep(paths, file, &part, value).map(|path| synced.kept.extend(path));
        lost.iter().filter_map(|lost| lost.value.as_deref()).try_for_each(&mut keep)?;
        match (&register.value, here.value()) {
            (Some(value), _) => drop(new.insert(part, value.clone())),
            (None, Some(here)) => keep(here)?,
            (None, None) => {}
        }
        registers.push((key, register));
    }
    let ids: BTreeSet<&str> = new.keys().filter_map(question).collect();
    let key = Part::Order.key(file);
    let base = round.local.registers.get(&key).and_then(|register| register.value.clone());
    let own: Option<Vec<&str>> =
        there.and_then(|there| there.questions.as_ref()).map(|all| all.iter().map(|(id, _)| id.as_str()).collect());
    // The order of the questions changed if it is not the one that the last round left.
    let moved = own.as_ref().filter(|own| ordered(base.as_deref(), &own.iter().copied().collect()) != **own);
    let moved = moved.and_then(|own| serde_json::to_string(own).ok());
    let moved = moved.as_deref().map_or(Here::Unknown, Here::Value);
    let order = join(round, &key, moved, changed).map(|joined| joined.register);
    let order_text = order.as_ref().and_then(|register| register.value.as_deref());
    let wanted = assemble(&new, &ordered(order_text, &ids), there, own.is_some() || !ids.is_empty());
    registers.extend(order.map(|register| (key, register)));

    let path = path_of(&paths.banks(), file);
    if new.is_empty() {
        if there.is_some_and(|there| !there.head.is_empty() || there.questions.as_ref().is_some_and(|q| !q.is_empty()))
        {
            std::fs::remove_file(&path).map_err(|error| format!("{} cannot be removed: {error}.", path.display()))?;
            synced.banks.push(file.to_owned());
        }
    } else if !there.is_some_and(|there| equal(there, &wanted)) {
        wanted.write(&paths.banks(), file).map_err(|error| format!("{error}."))?;
        synced.banks.push(file.to_owned());
    }
    round.local.registers.extend(registers);
    Ok(())
}

fn join(round: &Round, key: &str, here: Here<'_>, changed: i64) -> Option<Joined> {
    round.present.registers.meet(key, round.local.registers.get(key), here, changed, &round.local.machine)
}

fn question(part: &Part) -> Option<&str> {
    if let Part::Question(id) = part { Some(id) } else { None }
}

fn value<'a>(parts: &'a BankParts, part: &Part) -> Option<&'a str> {
    let (name, list) = match part {
        Part::Head(field) => (field, parts.head.as_slice()),
        Part::Question(id) => (id, parts.questions.as_deref().unwrap_or_default()),
        Part::Order => return None,
    };
    list.iter().find(|(known, _)| known == name).map(|(_, raw)| raw.as_str())
}

/// These ids in the order of a register; those that it does not name come last.
fn ordered<'a>(order: Option<&str>, ids: &BTreeSet<&'a str>) -> Vec<&'a str> {
    let order: Vec<String> = order.and_then(|order| serde_json::from_str(order).ok()).unwrap_or_default();
    let mut out: Vec<&str> = Vec::with_capacity(ids.len());
    let mut left = ids.clone();
    for id in &order {
        out.extend(left.take(id.as_str()));
    }
    out.extend(left);
    out
}

/// The new content of the file. Parts that are equal keep the formatting that they have here.
fn assemble(new: &BTreeMap<Part, String>, order: &[&str], there: Option<&BankParts>, list: bool) -> BankParts {
    let own = |part: &Part, raw: &String| {
        let here = there.and_then(|there| value(there, part)).filter(|here| same(Some(here), Some(raw)));
        here.map_or_else(|| raw.clone(), str::to_owned)
    };
    let mut head: Vec<(String, String)> = Vec::new();
    let before = there.into_iter().flat_map(|there| &there.head).map(|(field, _)| Part::Head(field.clone()));
    for part in before.chain(new.keys().cloned()) {
        if let (Part::Head(field), Some(raw)) = (&part, new.get(&part))
            && !head.iter().any(|(known, _)| known == field)
        {
            head.push((field.clone(), own(&part, raw)));
        }
    }
    let questions = order.iter().filter_map(|id| {
        let part = Part::Question((*id).to_owned());
        Some(((*id).to_owned(), own(&part, new.get(&part)?)))
    });
    BankParts { head, questions: list.then(|| questions.collect()), changed: None }
}

fn equal(a: &BankParts, b: &BankParts) -> bool {
    (&a.head, &a.questions) == (&b.head, &b.questions)
}

/// Keeps a part that lost. The file name says which part it was, and is the same for the same content.
fn keep(paths: &Paths, file: &str, part: &Part, value: &str) -> Result<Option<PathBuf>, String> {
    let name = match part {
        // Notes on the last import can be regenerated.
        _ if file.starts_with('.') => return Ok(None),
        Part::Head(field) => format!("head-{field}"),
        Part::Question(id) => id.clone(),
        Part::Order => return Ok(None),
    };
    let plain =
        |text: &str| text.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(60).collect::<String>();
    let hash = sha1_smol::Sha1::from(value).digest().to_string();
    let stem = Path::new(file).with_extension("");
    let folder = paths.kept_questions();
    let path = folder.join(format!("{}-{}-{}.json", plain(&stem.to_string_lossy()), plain(&name), &hash[..8]));
    if path.exists() {
        return Ok(None);
    }
    let kept = files::create_private_dir(&folder).and_then(|()| files::replace(&path, value.as_bytes()));
    kept.map_err(|error| format!("{} cannot be written: {error}; {file} stays as it is for now.", path.display()))?;
    Ok(Some(path))
}
