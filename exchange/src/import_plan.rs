//! What an import would change, worked out before anything is written. The history refers to questions by id, so none is
//! ever removed, and what somebody changed by hand is kept.

use std::collections::{BTreeMap, HashSet};

use hotseat_bank::{BUILTIN, Library, QuestionId, Sources, Stamp, Topic};
use serde_json::value::RawValue;

use super::fields::{Fields, canonical};
use super::marks::Marks;
use super::names::hash;
use super::sink::{Gathered, Item, Told, Topics};
use super::store::{self, BankFile, OwnBank, Write};
use super::{ImportError, Imported, Skipped};

/// An import that is worked out and not yet written.
#[derive(Debug)]
pub struct ImportPlan {
    imported: Imported,
    fresh: Vec<QuestionId>,
    writes: Vec<Write>,
}

impl ImportPlan {
    /// How many questions are new, changed and so on.
    pub fn imported(&self) -> &Imported {
        &self.imported
    }

    /// The questions that were not there and can be asked, in the order of their files.
    pub fn fresh(&self) -> &[QuestionId] {
        &self.fresh
    }

    /// Writes it. Every file is replaced as a whole; if one of them changed since the plan was made, none is.
    pub fn write(&self) -> Result<(), ImportError> {
        if let Some(other) = self.writes.iter().find(|write| Stamp::of(&write.path) != write.made_from) {
            return Err(ImportError::Changed { path: other.path.clone() });
        }
        store::write(&self.writes)
    }
}

/// Compares what was gathered with the banks as they are.
pub(super) fn plan(gathered: Gathered, home: &Sources) -> Result<ImportPlan, ImportError> {
    let Gathered { items, mut topics, mut heads, skipped, remarks, accounts, passed, .. } = gathered;
    let mut told = (skipped, remarks);
    let mut imported =
        Imported { files: accounts, passed: passed.list, passed_unlisted: passed.more, ..Imported::default() };
    let mut by_bank: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        by_bank.entry(item.bank.clone()).or_default().push(item);
    }
    let mut banks = store::read_banks(home);
    let (mut writes, mut fresh) = (Vec::new(), Vec::new());
    for (name, items) in by_bank {
        if name == BUILTIN {
            built_in(items, &mut imported, &mut told.0);
            continue;
        }
        store::check_bank(&name)?;
        imported.banks.push(name.clone());
        let mut bank = banks.remove(&name).unwrap_or_default();
        bank.brought = store::read_brought(home, &name);
        bank.head = heads.remove(&name).unwrap_or_default();
        let titles = topics.remove(&name).unwrap_or_default();
        for item in items {
            let id = item.id.clone();
            let asked = item.fields.get("extends").is_none() && item.fields.get("retired").is_none();
            if bank.take(&name, item, home, &mut imported, &mut told.1) && asked {
                fresh.push(QuestionId::new(&name, &id));
            }
        }
        bank.add_topics(titles);
        writes.extend(bank.writes(home, &name)?);
    }
    (imported.skipped, imported.skipped_unlisted) = (told.0.list, told.0.more);
    (imported.remarks, imported.remarks_unlisted) = (told.1.list, told.1.more);
    Ok(ImportPlan { imported, fresh, writes })
}

/// Questions of the built-in bank, which an export of everything contains: they are here already.
fn built_in(items: Vec<Item>, imported: &mut Imported, skipped: &mut Told) {
    let library = Library::builtin();
    for item in items {
        let known = library.raw(&QuestionId::new(BUILTIN, &item.id)).ok().and_then(|value| value.as_object().cloned());
        let differs = known.as_ref().is_none_or(|known| {
            known.iter().any(|(name, value)| {
                item.fields
                    .get(name)
                    .is_none_or(|raw| serde_json::from_str::<serde_json::Value>(raw.get()).ok().as_ref() != Some(value))
            })
        });
        if differs {
            let reason = match known {
                Some(_) => {
                    "differs from the question of the built-in bank, which stays as it is; add to it with \"extends\""
                }
                None => "the built-in bank has no such question; give the bank another name",
            };
            skipped.push(Skipped { file: item.place.0.to_string(), line: item.place.1, reason: reason.to_owned() });
        } else {
            imported.same += 1;
        }
    }
}

impl OwnBank {
    /// Takes a question in and returns whether it is new.
    fn take(
        &mut self,
        name: &str,
        mut item: Item,
        home: &Sources,
        imported: &mut Imported,
        remarks: &mut Told,
    ) -> bool {
        imported.prompt_only += usize::from(!item.has_notes);
        let place = self.places.get(&item.id).copied();
        // Renaming a file is not a change.
        let known = place.and_then(|(file, i)| self.files[file].questions[i].get("source"));
        if let Some(known) = known.filter(|_| item.source_guessed) {
            item.fields.set("source", known.to_owned());
        }
        let marks: Marks =
            item.fields.iter().filter(|(name, _)| *name != "id").map(|(name, raw)| (name, fingerprint(raw))).collect();
        if let Some((file, i)) = place {
            let base = self.brought.get(&item.id);
            let fields = &mut self.files[file].questions[i];
            let (changed, kept) = merge(fields, &item.fields, &marks, base);
            self.files[file].touched |= changed;
            if changed {
                imported.changed += 1;
            } else {
                imported.same += 1;
            }
            if !kept.is_empty() {
                let reason = format!("{name}/{}: {} was edited here and stays", item.id, kept.join(", "));
                remarks.push(Skipped { file: item.place.0.to_string(), line: item.place.1, reason });
            }
        } else {
            imported.new += 1;
            let size: usize = item.fields.iter().map(|(name, raw)| name.len() + raw.get().len() + 16).sum();
            let file = self.open_file(name, home, size);
            self.places.insert(item.id.clone(), (file, self.files[file].questions.len()));
            let file = &mut self.files[file];
            file.questions.push(item.fields);
            file.size += size;
            file.touched = true;
        }
        if self.brought.get(&item.id) != Some(&marks) {
            self.brought.insert(item.id, marks);
            self.brought_touched = true;
        }
        place.is_none()
    }

    /// Adds titles of topics to the first file that was touched.
    fn add_topics(&mut self, titles: Topics) {
        let Some(target) = self.files.iter().position(|file| file.touched) else { return };
        let read = |file: &BankFile| -> Vec<Topic> {
            file.head.get("topics").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
        };
        let known: HashSet<String> = self.files.iter().flat_map(read).map(|topic| topic.id).collect();
        let new: Vec<Topic> = titles.list.into_iter().filter(|topic| !known.contains(&topic.id)).collect();
        if !new.is_empty() {
            let mut topics = read(&self.files[target]);
            topics.extend(new);
            self.files[target].head.put("topics", &topics);
        }
    }
}

/// Takes over what changed outside since the last import. Returns whether anything changed here, and the fields that
/// were changed on both sides and are left as they are.
fn merge(mine: &mut Fields, theirs: &Fields, marks: &Marks, base: Option<&Marks>) -> (bool, Vec<String>) {
    let mut changed = false;
    let mut kept = Vec::new();
    for (name, raw) in theirs.iter().filter(|(name, _)| *name != "id") {
        let mark = marks.get(name);
        let before = base.and_then(|base| base.get(name));
        match mine.get(name).map(fingerprint) {
            Some(now) if mark == Some(&now) => {}
            // Not touched here since the last import, or never imported.
            Some(now) if before == Some(now.as_str()) || base.is_none() => {
                mine.set(name, raw.to_owned());
                changed = true;
            }
            // Not changed there: what was written here stays.
            _ if before.is_some() && before == mark => {}
            None if before.is_none() => {
                mine.set(name, raw.to_owned());
                changed = true;
            }
            _ => kept.push(name.to_owned()),
        }
    }
    let gone: Vec<String> = mine
        .iter()
        .filter(|(name, raw)| {
            *name != "id"
                && theirs.get(name).is_none()
                && base.and_then(|base| base.get(name)).is_some_and(|before| before == fingerprint(raw))
        })
        .map(|(name, _)| name.to_owned())
        .collect();
    for name in gone {
        mine.remove(&name);
        changed = true;
    }
    (changed, kept)
}

fn fingerprint(raw: &RawValue) -> String {
    hash(&canonical(raw), 12)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::testing::{Home, counts, points};
    use crate::{ImportError, save};
    use hotseat_bank::QuestionId;

    #[test]
    fn bringing_in_again_changes_nothing_and_dry_runs_write_nothing() {
        let home = Home::new();
        let path = home.file("a.csv", "question,answer\nWhy?,Because.\nHow?,\n");
        let plan = home.plan(&path, false).expect("readable");
        assert!(home.bytes().is_empty());
        assert_eq!(counts(plan.imported()), [2, 0, 0, 1, 0]);
        assert_eq!(counts(&home.import(&path)), [2, 0, 0, 1, 0]);
        let before = home.bytes();
        assert_eq!(counts(&home.import(&path)), [0, 0, 2, 1, 0]);
        assert_eq!(home.bytes(), before);
    }

    #[test]
    fn text_that_changed_outside_comes_in_and_what_was_written_here_stays() {
        let home = Home::new();
        home.bring("a.json", r#"[{"id":"a","question":"Why?","answer":"One."},{"id":"b","question":"How?"}]"#);
        let (_, mut own) = home.questions().remove(1);
        own.look_for = crate::points::from_text("- mine\n- too");
        assert!(!save("x", &own, &home.sources()).expect("saved"));
        let again = home.bring(
            "a.json",
            r#"[{"id":"a","question":"Why so?","answer":"One."},{"id":"b","question":"How?","tags":["t"]}]"#,
        );
        assert_eq!(counts(&again), [0, 2, 0, 1, 0]);
        let questions = home.questions();
        assert_eq!((questions[0].1.prompt.as_str(), questions[0].0.id.as_str()), ("Why so?", "x/a"));
        assert_eq!((points(&questions[1].1), questions[1].1.tags.clone()), (vec!["mine", "too"], vec!["t".to_owned()]));
        // Changed on both sides: what is here stays, and a remark says so.
        let both = home.bring("a.json", r#"[{"id":"b","question":"How?","answer":"Theirs.","tags":["t"]}]"#);
        assert_eq!(points(&home.questions()[1].1), ["mine", "too"]);
        assert!(both.remarks.iter().any(|remark| remark.reason.contains("x/b: look_for was edited here")), "{both:?}");
    }

    #[test]
    fn when_one_of_several_files_changed_meanwhile_none_is_written() {
        let home = Home::new();
        home.bring("y.json", r#"{"bank":"y","questions":[{"id":"a","prompt":"Why?"}]}"#);
        let path = home.file(
        "both.json",
        r#"{"banks":[{"bank":"w","questions":[{"id":"a","prompt":"Who?"}]},{"bank":"y","questions":[{"id":"b","prompt":"How?"}]}]}"#,
    );
        let plan = home.plan(&path, false).expect("readable");
        assert_eq!(plan.fresh().iter().map(QuestionId::as_str).collect::<Vec<_>>(), ["w/a", "y/b"]);
        fs::write(home.sources().data_banks.join("y.json"), r#"{"bank":"y","questions":[]}"#).expect("written");
        let before = home.bytes();
        assert!(matches!(plan.write(), Err(ImportError::Changed { .. })));
        assert_eq!(home.bytes(), before);
        assert!(home.plan(&path, false).expect("readable").write().is_ok(), "looked at again it comes in");
    }
}
