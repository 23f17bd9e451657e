//! What an import would change, worked out before anything is written. The history refers to questions by id, so none
//! is ever removed, and edits made by hand are kept.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use hotseat_bank::{BUILTIN, Library, QuestionId, Sources, Stamp, text};

use super::change::{Change, How};
use super::fields::Fields;
use super::identity;
use super::sink::{FromExport, Gathered, Item, Known, Told};
use super::store::{self, Write};
use super::undo::Journal;
use super::{ImportError, ImportOptions, Imported, Skipped};

/// An import that has been worked out but not yet written.
#[derive(Debug)]
pub struct ImportPlan {
    imported: Imported,
    changes: Vec<Change>,
    fresh: Vec<QuestionId>,
    writes: Vec<Write>,
}

impl ImportPlan {
    /// The counts of the import: how many questions are new, changed and so on.
    pub fn imported(&self) -> &Imported {
        &self.imported
    }

    /// The change to each question that is new or differs, in the order of the files.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The new questions that can be asked, in the order of the files.
    pub fn fresh(&self) -> &[QuestionId] {
        &self.fresh
    }

    /// Lets go of what was written, which may be as large as the banks; what there is to tell of the import stays.
    pub fn forget_text(&mut self) {
        self.writes = Vec::new();
    }

    /// Writes the changes. Every file is replaced as a whole; if one of them changed since the plan was made, none is.
    pub fn write(&self) -> Result<(), ImportError> {
        if let Some(other) = self.writes.iter().find(|write| Stamp::of(&write.path) != write.made_from) {
            return Err(ImportError::Changed { path: other.path.clone() });
        }
        store::write(&self.writes)
    }
}

/// Compares what was gathered at a path with the current banks.
pub(super) fn plan(
    mut gathered: Gathered,
    path: &Path,
    options: &ImportOptions,
    home: &Sources,
) -> Result<ImportPlan, ImportError> {
    gathered.close();
    let Gathered { mut items, mut topics, mut heads, skipped, remarks, accounts, passed, .. } = gathered;
    let mut told = (skipped, remarks);
    let mut imported =
        Imported { files: accounts, passed: passed.list, passed_unlisted: passed.more, ..Imported::default() };
    // Bank by bank, split off from the end: mostly there is only one bank, and then nothing is copied.
    items.sort_by(|a, b| a.bank.cmp(&b.bank));
    let mut by_bank: Vec<(Rc<str>, Vec<Item>)> = Vec::new();
    while let Some(bank) = items.last().map(|item| Rc::clone(&item.bank)) {
        let from = items.partition_point(|item| item.bank < bank);
        by_bank.push((bank, items.split_off(from)));
    }
    drop(items);
    let mut banks = store::read_banks(home);
    let mut journal = Journal::of(&text::one_line(&path.display().to_string()));
    let (mut writes, mut changes) = (Vec::new(), Vec::new());
    let mut last_file: Arc<str> = Arc::default();
    for (name, items) in by_bank.into_iter().rev() {
        let name = name.to_string();
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
        let (found, gone) = identity::find(&items, &bank, &name, &options.apart);
        imported.gone.extend(gone);
        let mut taken = Vec::new();
        for (item, found) in items.into_iter().zip(found) {
            let brought = bank.brought.get(&found.id).cloned();
            let (id, place) = (found.id.clone(), item.place.clone());
            let one = bank.take(&name, item, found, home, &mut imported, &mut told.1);
            if bank.brought.get(&id) != brought.as_ref() {
                journal.brought(&name, &id, brought);
            }
            taken.extend(one.map(|(at, how, before)| (id, place, at, how, before)));
        }
        bank.add_topics(titles, &mut journal);
        journal.new_files(&bank);
        writes.extend(bank.writes(home, &name)?);
        for (id, place, (file, i), how, before) in taken {
            let after = std::mem::take(&mut bank.files[file].questions[i]);
            let question = QuestionId::new(&name, &id);
            if *last_file != *place.0 {
                last_file = Arc::from(&*place.0);
            }
            let (file, line) = (Arc::clone(&last_file), place.1);
            let change = Change { question, how, file, line, before, after };
            journal.question(&change);
            changes.push(change);
        }
    }
    if !changes.is_empty() {
        writes.insert(0, journal.write(home));
    }
    (imported.skipped, imported.skipped_unlisted) = (told.0.list, told.0.more);
    (imported.remarks, imported.remarks_unlisted) = (told.1.list, told.1.more);
    let asked = |change: &&Change| {
        change.how == How::New && change.after.get("extends").is_none() && change.after.get("retired").is_none()
    };
    let fresh = changes.iter().filter(asked).map(|change| change.question.clone()).collect();
    Ok(ImportPlan { imported, changes, fresh, writes })
}

/// Reports questions of the built-in bank, which an export of everything contains; they need no import.
fn built_in(items: Vec<Item>, imported: &mut Imported, skipped: &mut Told) {
    let library = Library::builtin();
    for item in items {
        let Known::Id(id) = &item.known else { continue };
        let known = library.raw(&QuestionId::new(BUILTIN, id)).ok().and_then(|value| value.as_object().cloned());
        let untouched = match item.own.as_deref() {
            Some(FromExport::Whole(enclosed)) => {
                known.is_some() && Fields::of(&enclosed.question).whole() == item.fields.whole()
            }
            _ => false,
        };
        let differs = !untouched
            && known.as_ref().is_none_or(|known| {
                known.iter().any(|(name, value)| {
                    item.fields.get(name).is_none_or(|raw| {
                        serde_json::from_str::<serde_json::Value>(raw.get()).ok().as_ref() != Some(value)
                    })
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
        // Changed on both sides: the version here stays, and a remark says so.
        let both = home.bring("a.json", r#"[{"id":"b","question":"How?","answer":"Theirs.","tags":["t"]}]"#);
        assert_eq!(points(&home.questions()[1].1), ["mine", "too"]);
        assert!(
            both.remarks.iter().any(|remark| remark.reason.contains("x/b: edited here, so it stays: answer")),
            "{both:?}"
        );
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
