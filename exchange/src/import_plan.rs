//! What an import would change, worked out before anything is written. The history refers to questions by id, so none is
//! ever removed, and what somebody changed by hand is kept.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use hotseat_bank::{BUILTIN, Library, Question, QuestionId, Sources, Stamp, Topic, text};

use super::change::{Change, How};
use super::fields::{Fields, fingerprint};
use super::identity::{self, Found, mark_of_row, mark_of_source};
use super::marks::{FROM, Marks, ROW};
use super::sink::{FromExport, Gathered, Item, Known, Told, Topics};
use super::store::{self, BankFile, OwnBank, Write};
use super::undo::Journal;
use super::{ImportError, ImportOptions, Imported, Skipped};

/// An import that is worked out and not yet written.
#[derive(Debug)]
pub struct ImportPlan {
    imported: Imported,
    changes: Vec<Change>,
    fresh: Vec<QuestionId>,
    writes: Vec<Write>,
}

impl ImportPlan {
    /// How many questions are new, changed and so on.
    pub fn imported(&self) -> &Imported {
        &self.imported
    }

    /// What becomes of each question that is not there as it comes in, in the order of their files.
    pub fn changes(&self) -> &[Change] {
        &self.changes
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

/// Compares what was gathered at a path with the banks as they are.
pub(super) fn plan(
    gathered: Gathered,
    path: &Path,
    options: &ImportOptions,
    home: &Sources,
) -> Result<ImportPlan, ImportError> {
    let Gathered { items, mut topics, mut heads, skipped, remarks, .. } = gathered;
    let mut told = (skipped, remarks);
    let mut imported = Imported::default();
    let mut by_bank: BTreeMap<String, Vec<Item>> = BTreeMap::new();
    for item in items {
        by_bank.entry(item.bank.clone()).or_default().push(item);
    }
    let mut banks = store::read_banks(home);
    let mut journal = Journal::of(&text::one_line(&path.display().to_string()));
    let (mut writes, mut changes) = (Vec::new(), Vec::new());
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
        let found = identity::find(&items, &bank, &name, &options.apart);
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
            let (file, line) = (place.0.to_string(), place.1);
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

/// Questions of the built-in bank, which an export of everything contains: they are here already.
fn built_in(items: Vec<Item>, imported: &mut Imported, skipped: &mut Told) {
    let library = Library::builtin();
    for item in items {
        let Known::Id(id) = &item.known else { continue };
        let known = library.raw(&QuestionId::new(BUILTIN, id)).ok().and_then(|value| value.as_object().cloned());
        let untouched = match item.own.as_deref() {
            Some(FromExport::Whole(enclosed)) => known.is_some() && Fields::of(&enclosed.question).whole() == item.fields.whole(),
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

/// A question that an import writes: where it stands, what becomes of it, and as what it was there.
type Taken = ((usize, usize), How, Option<Fields>);

impl OwnBank {
    /// Takes a question in; none: it is there as it comes in.
    fn take(
        &mut self,
        name: &str,
        mut item: Item,
        found: Found,
        home: &Sources,
        imported: &mut Imported,
        remarks: &mut Told,
    ) -> Option<Taken> {
        imported.prompt_only += usize::from(!item.has_notes);
        item.fields.put("id", &found.id);
        let Some((file, i)) = found.place else {
            if let Some(FromExport::Whole(enclosed)) = item.own.as_deref() {
                let shown = enclosed.shown();
                for (field, said) in [("topic", shown.topic), ("licence", shown.licence)] {
                    if let (None, Some(said)) = (item.fields.get(field), said) {
                        item.fields.put(field, &said);
                    }
                }
            }
            imported.new += 1;
            self.remember(&found.id, &item, item.fields.marks());
            let size: usize = item.fields.iter().map(|(name, raw)| name.len() + raw.get().len() + 16).sum();
            let at = self.open_file(name, home, size);
            let file = &mut self.files[at];
            file.questions.push(item.fields);
            file.size += size;
            file.touched = true;
            let place = (at, file.questions.len() - 1);
            self.places.insert(found.id, place);
            return Some((place, How::New, None));
        };
        let mine = self.files[file].questions[i].clone();
        // Renaming a file is not a change.
        if let (Some(known), true) = (mine.get("source"), item.source_guessed) {
            item.fields.set("source", known.to_owned());
        }
        let of_file = |field: &str| self.says_of_all(file, field);
        let (now, base) = match item.own.as_deref() {
            None => {
                // What the whole file says is not the question's own.
                for field in ["topic", "licence"] {
                    if mine.get(field).is_none() && of_file(field).is_some() && of_file(field) == item.fields.text(field) {
                        item.fields.remove(field);
                    }
                }
                let written_here = mine.get("source").is_none() && !matches!(item.known, Known::Id(_));
                let base = self.brought.get(&found.id).cloned();
                (mine.clone(), base.or_else(|| written_here.then(|| item.fields.marks())))
            }
            Some(FromExport::Whole(enclosed)) => {
                (read(&mine).map_or_else(|| mine.clone(), |q| Fields::of(&q)), Some(Fields::of(&enclosed.question).marks()))
            }
            Some(FromExport::Shown(parts)) => {
                let (topic, licence) = (of_file("topic"), of_file("licence"));
                let Some(question) = read(&mine) else { return None };
                let shown = Question {
                    topic: question.topic.clone().or(topic),
                    licence: question.licence.clone().or(licence),
                    ..question.clone()
                };
                let (mut theirs, _) = parts.on(&shown);
                for (theirs, shown, own) in [
                    (&mut theirs.topic, &shown.topic, &question.topic),
                    (&mut theirs.licence, &shown.licence, &question.licence),
                ] {
                    if theirs == shown {
                        theirs.clone_from(own);
                    }
                }
                item.fields = Fields::of(&theirs);
                (Fields::of(&question), Some(Fields::of(&question).marks()))
            }
        };
        let marks = item.fields.marks();
        let merged = merge(&mut self.files[file].questions[i], &now, &item.fields, &marks, base.as_ref());
        let (changed, kept) = merged;
        self.files[file].touched |= changed;
        if !kept.is_empty() {
            let reason = format!("{name}/{}: {} was edited here and stays", found.id, kept.join(", "));
            remarks.push(Skipped { file: item.place.0.to_string(), line: item.place.1, reason });
        }
        self.remember(&found.id, &item, self.news(&found.id, &item, &now, marks));
        if !changed {
            imported.same += 1;
            return None;
        }
        imported.changed += 1;
        imported.mended += usize::from(found.mended);
        Some(((file, i), if found.mended { How::Mended } else { How::Changed }, Some(mine)))
    }

    /// What is to be remembered of a question that is there: what came in. What only came back, in an export or by another
    /// way than the question came, is no news: it would pass for what its source says.
    fn news(&self, id: &str, item: &Item, now: &Fields, marks: Marks) -> Marks {
        let Some(before) = self.brought.get(id) else { return marks };
        if item.own.is_some() {
            return before.clone();
        }
        let same_way = match &item.known {
            Known::Id(_) => before.get(FROM).is_none(),
            _ => before.get(FROM).is_none_or(|from| from == mark_of_source(&item.scope)),
        };
        let came_back = |name: &str, mark: &str| now.get(name).map(fingerprint).as_deref() == Some(mark);
        let all = marks.iter().map(|(name, mark)| match before.get(name) {
            Some(old) if !same_way && came_back(name, mark) => (name, old.to_owned()),
            _ => (name, mark.to_owned()),
        });
        all.collect()
    }

    /// Remembers what came in, and from where.
    fn remember(&mut self, id: &str, item: &Item, marks: Marks) {
        let before = self.brought.get(id);
        let kept = |name: &str| before.and_then(|before| before.get(name)).map(str::to_owned);
        let (from, row) = match &item.known {
            Known::Id(_) => (kept(FROM), kept(ROW)),
            Known::Row(row) => (Some(mark_of_source(&item.scope)), Some(mark_of_row(row))),
            Known::Guid(_) | Known::Asked => (Some(mark_of_source(&item.scope)), None),
        };
        let more = [(FROM, from), (ROW, row)].into_iter().filter_map(|(name, mark)| Some((name, mark?)));
        let fields = marks.iter().filter(|(name, _)| !name.starts_with('@'));
        let all: Marks = fields.map(|(name, mark)| (name, mark.to_owned())).chain(more).collect();
        if before != Some(&all) {
            self.brought.insert(id.to_owned(), all);
            self.brought_touched = true;
        }
    }

    /// Adds titles of topics to the first file that was touched.
    fn add_topics(&mut self, titles: Topics, journal: &mut Journal) {
        let Some(target) = self.files.iter().position(|file| file.touched) else { return };
        let read = |file: &BankFile| -> Vec<Topic> {
            file.head.get("topics").and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
        };
        let known: HashSet<String> = self.files.iter().flat_map(read).map(|topic| topic.id).collect();
        let new: Vec<Topic> = titles.list.into_iter().filter(|topic| !known.contains(&topic.id)).collect();
        if !new.is_empty() {
            let mut topics = read(&self.files[target]);
            topics.extend(new);
            let file = &mut self.files[target];
            let before = file.head.get("topics").map(ToOwned::to_owned);
            file.head.put("topics", &topics);
            journal.topics(file, before);
        }
    }
}

fn read(fields: &Fields) -> Option<Question> {
    hotseat_bank::read_question(&serde_json::to_string(fields).ok()?).ok().map(|parsed| parsed.question)
}

/// Takes over what changed outside since the last import. `now` is what is here, in the spelling of `theirs`. Returns
/// whether anything changed here, and the fields that were changed on both sides and are left as they are.
fn merge(mine: &mut Fields, now: &Fields, theirs: &Fields, marks: &Marks, base: Option<&Marks>) -> (bool, Vec<String>) {
    let mut changed = false;
    let mut kept = Vec::new();
    for (name, raw) in theirs.iter().filter(|(name, _)| *name != "id") {
        let mark = marks.get(name);
        let before = base.and_then(|base| base.get(name));
        match now.get(name).map(fingerprint) {
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
    let gone: Vec<String> = now
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
