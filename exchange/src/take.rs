//! Takes an incoming question into a bank: changes from outside are applied, edits made here are kept, and what came in
//! is remembered so that the next import can tell one from the other.

use std::collections::{BTreeMap, HashSet};
use std::rc::Rc;

use hotseat_bank::{Question, Sources, Topic};

use super::change::How;
use super::fields::{Fields, fingerprint};
use super::identity::{Found, mark_of_row, mark_of_source};
use super::marks::{FROM, Marks, ROW};
use super::own::Part;
use super::sink::{FromExport, Item, Known, Told, Topics};
use super::store::{BankFile, OwnBank};
use super::undo::Journal;
use super::{Imported, Skipped};

/// A question that an import writes: its place, what becomes of it, and its previous fields.
pub(super) type Taken = ((usize, usize), How, Option<Fields>);

impl OwnBank {
    /// Takes an incoming question into the bank; returns `None` if it is already there unchanged.
    pub(super) fn take(
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
            self.remember(&found.id, &item, &item.fields.marks());
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
                // What the file says about all its questions is not the question's own.
                for field in ["topic", "licence"] {
                    if mine.get(field).is_none()
                        && of_file(field).is_some()
                        && of_file(field) == item.fields.text(field)
                    {
                        item.fields.remove(field);
                    }
                }
                let written_here = mine.get("source").is_none() && !matches!(item.known, Known::Id(_));
                let base = self.brought.get(&found.id).cloned();
                if base.is_none() && written_here && answers_otherwise(&mine, &item.fields) {
                    let reason = format!("{name}/{} asks that already, in your own words; it stays as it is", found.id);
                    remarks.push(Skipped { file: item.place.0.to_string(), line: item.place.1, reason });
                }
                (mine.clone(), base.or_else(|| written_here.then(|| item.fields.marks())))
            }
            Some(FromExport::Whole(enclosed)) => (
                read(&mine).map_or_else(|| mine.clone(), |q| Fields::of(&q)),
                Some(Fields::of(&enclosed.question).marks()),
            ),
            Some(FromExport::Shown(parts)) => {
                let (topic, licence) = (of_file("topic"), of_file("licence"));
                let Some(question) = read(&mine) else {
                    imported.same += 1;
                    return None;
                };
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
            let kept: Vec<String> = kept.iter().map(|field| Part::words_of(field)).collect();
            let reason = format!("{name}/{}: edited here, so it stays: {}", found.id, kept.join(", "));
            remarks.push(Skipped { file: item.place.0.to_string(), line: item.place.1, reason });
        }
        let news = self.news(&found.id, &item, &now, marks);
        self.remember(&found.id, &item, &news);
        if !changed {
            imported.same += 1;
            return None;
        }
        imported.changed += 1;
        imported.mended += usize::from(found.mended);
        Some(((file, i), if found.mended { How::Mended } else { How::Changed }, Some(mine)))
    }

    /// What to remember of a question that is already there: normally what came in. Anything that merely came back, in
    /// an export or from another source than before, is left out, because otherwise it would count as said by its
    /// source.
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
        if same_way {
            return marks;
        }
        let mut all: BTreeMap<&str, &str> = before.iter().collect();
        all.extend(marks.iter().filter(|(name, mark)| !came_back(name, mark)));
        all.into_iter().map(|(name, mark)| (name, mark.to_owned())).collect()
    }

    /// The hash that stands for a source.
    fn mark_of(&mut self, scope: &Rc<str>) -> String {
        match &self.last_source {
            Some((known, mark)) if known == scope => mark.clone(),
            _ => {
                let mark = mark_of_source(scope);
                self.last_source = Some((Rc::clone(scope), mark.clone()));
                mark
            }
        }
    }

    /// Remembers what came in, and from where.
    fn remember(&mut self, id: &str, item: &Item, marks: &Marks) {
        let kept = |name: &str| self.brought.get(id).and_then(|before| before.get(name)).map(str::to_owned);
        let (from, row) = match &item.known {
            Known::Id(_) => (kept(FROM), kept(ROW)),
            Known::Row(row) => (Some(self.mark_of(&item.scope)), Some(mark_of_row(row))),
            Known::Guid(_) | Known::Asked => (Some(self.mark_of(&item.scope)), None),
        };
        let more = [(FROM, from), (ROW, row)].into_iter().filter_map(|(name, mark)| Some((name, mark?)));
        let fields = marks.iter().filter(|(name, _)| !name.starts_with('@'));
        let all: Marks = fields.map(|(name, mark)| (name, mark.to_owned())).chain(more).collect();
        if self.brought.get(id) != Some(&all) {
            self.brought.insert(id.to_owned(), all);
            self.brought_touched = true;
        }
    }

    /// Adds titles of topics to the first file that was changed.
    pub(super) fn add_topics(&mut self, titles: Topics, journal: &mut Journal) {
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

/// Whether the incoming question says anything that the existing one does not.
fn answers_otherwise(mine: &Fields, theirs: &Fields) -> bool {
    let about = theirs.iter().filter(|(name, _)| !matches!(*name, "id" | "source" | "licence" | "topic" | "seconds"));
    let mut about = about.map(|(name, raw)| mine.get(name).map(fingerprint) != Some(fingerprint(raw)));
    about.any(|otherwise| otherwise)
}

fn read(fields: &Fields) -> Option<Question> {
    hotseat_bank::read_question(&serde_json::to_string(fields).ok()?).ok().map(|parsed| parsed.question)
}

/// Applies what changed outside since the last import. `now` is the current state, in the spelling of `theirs`. Returns
/// whether anything changed here, and the fields that changed on both sides and are therefore left as they are.
fn merge(mine: &mut Fields, now: &Fields, theirs: &Fields, marks: &Marks, base: Option<&Marks>) -> (bool, Vec<String>) {
    let mut changed = false;
    let mut kept = Vec::new();
    for (name, raw) in theirs.iter().filter(|(name, _)| *name != "id") {
        let mark = marks.get(name);
        let before = base.and_then(|base| base.get(name));
        match now.get(name).map(fingerprint) {
            Some(now) if mark == Some(&now) => {}
            // Not edited here since the last import, or never imported.
            Some(now) if before == Some(now.as_str()) || base.is_none() => {
                mine.set(name, raw.to_owned());
                changed = true;
            }
            // Not changed outside: what was edited here stays.
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
