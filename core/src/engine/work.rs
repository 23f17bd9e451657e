//! Work in progress other than answers, and what is not on the disk when the program ends.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Engine;
use super::drafts::{discard, put};
use crate::bank::QuestionId;
use crate::history::{DraftError, MyAnswer, Record, RecordId, Unfinished, Work, put_aside};
use crate::json;
use crate::moment::Moment;
use crate::practice::mock::DebriefProgress;

/// A private note on an answer that was being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnkeptRemark {
    /// The attempt that it is about.
    pub attempt: RecordId,
    /// The question of that attempt.
    pub question: QuestionId,
    /// The text as far as it was written.
    pub text: String,
}

/// What could not be written to the disk.
#[derive(Clone, Debug)]
pub struct Unsaved {
    /// The first error, in words.
    pub why: String,
    records: Vec<Record>,
    drafts: Vec<(RecordId, Vec<u8>)>,
}

impl Unsaved {
    /// Writes it to a private folder for temporary files. Returns a sentence that says where it is and how to get it
    /// back; if that fails, too, everything itself.
    pub fn put_aside(&self) -> String {
        let folder = match put_aside(&self.records, &self.drafts) {
            Ok(folder) => folder,
            Err(error) => return format!("It could not be put aside either ({error}). This is it:\n{}", self.text()),
        };
        let folder = folder.display();
        let mut words = format!("What was not saved is in {folder}.");
        if !self.records.is_empty() {
            words.push_str(&format!(" `hotseat history import {folder}/records.jsonl` brings answers and ratings in."));
        }
        if !self.drafts.is_empty() {
            words.push_str(" Its other files are what was in progress; those that end in .txt are to be read.");
        }
        words
    }

    /// Everything as lines of text.
    fn text(&self) -> String {
        let records = self.records.iter().filter_map(|record| serde_json::to_string(record).ok());
        let drafts = self.drafts.iter().map(|(_, content)| String::from_utf8_lossy(content).into_owned());
        let lines: Vec<String> = records.chain(drafts).map(|line| crate::text::one_line(&line)).collect();
        lines.join("\n")
    }
}

impl Engine {
    /// Keeps work in progress: on the disk within a second, written by another thread.
    pub fn keep_work(&mut self, work: Unfinished) -> Result<(), DraftError> {
        let Some(store) = &self.drafts.work else { return Ok(()) };
        put(&mut self.drafts.works, store, None, work, &self.drafts.errors.0)
    }

    /// Removes work that is done, or no longer wanted.
    pub fn drop_work(&mut self, id: &RecordId) -> Result<(), DraftError> {
        discard(&mut self.drafts.works, self.drafts.work.as_ref(), id, |store, id| {
            store.adopt::<Unfinished>(id).map(|found| found.map(|(slot, _)| slot))
        })
    }

    /// Whether a running Hotseat, this one included, has this work on screen.
    pub fn is_worked_on(&self, id: &RecordId) -> bool {
        self.drafts.work.as_ref().is_some_and(|store| store.is_live(id))
    }

    /// Work of a kind that was left or interrupted, newest first. Work that another Hotseat has on screen is not
    /// included.
    pub fn left_work(&self, work: Work) -> Vec<Unfinished> {
        let found = self.drafts.work.as_ref().and_then(|store| store.orphans::<Unfinished>().ok()).unwrap_or_default();
        found.drafts.into_iter().rev().filter(|left| left.work == work).collect()
    }

    /// What was left in a form. None if there is nothing, or it cannot be read.
    pub fn left_form<T: DeserializeOwned>(&self, form: Work) -> Option<T> {
        self.left_work(form).into_iter().find_map(|left| json::kept_value(&left.state))
    }

    /// What was ticked in the debrief of a mock and is not in the log. If the log has something newer, that counts.
    pub fn left_debrief(&self, sitting: &RecordId) -> Option<DebriefProgress> {
        let left = self.left_work(Work::Debrief).into_iter().find(|left| left.id == *sitting)?;
        let progress: DebriefProgress = json::kept_value(&left.state)?;
        let is_newer = |record: Option<Record>| record.is_some_and(|record| record.at > left.saved_at);
        let judged =
            |attempt: &RecordId| is_newer(self.history.judgements_of(attempt).ok().and_then(|mut all| all.pop()));
        let scored = is_newer(self.history.scorecard(sitting).ok().flatten());
        Some(progress.without(judged, scored))
    }

    /// The mock whose debrief was left or interrupted, the newest if there are several.
    pub fn debrief_waits(&self) -> Option<RecordId> {
        let left = self.left_work(Work::Debrief).into_iter().map(|left| left.id);
        left.into_iter().find(|sitting| self.left_debrief(sitting).is_some_and(|progress| !progress.is_empty()))
    }

    /// Keeps the content of a form. Only one form of a kind is on screen at a time: it continues what was left of an
    /// earlier one.
    pub fn keep_form(&mut self, form: Work, state: Value, now: Moment) -> Result<(), DraftError> {
        let id = match self.own_form(form).or_else(|| self.left_work(form).into_iter().next().map(|left| left.id)) {
            Some(id) => id,
            None => RecordId::fresh(now),
        };
        self.forms.retain(|(kind, _)| *kind != form);
        self.forms.push((form, id.clone()));
        self.keep_work(Unfinished { id, work: form, saved_at: now.wall, state })
    }

    /// Saves private notes that an earlier run was interrupted in, as quitting would have. Returns whether there were
    /// any.
    pub fn keep_left_remarks(&mut self, now: Moment) -> bool {
        let left = self.left_work(Work::Remark);
        let left = left.iter().filter_map(|left| json::kept_value::<UnkeptRemark>(&left.state));
        let records = left.map(|left| self.remark(&left.attempt, &left.question, &left.text, now)).collect();
        self.keep_left(Work::Remark, records, now)
    }

    /// Saves an answer to keep that an earlier run was interrupted in, likewise.
    pub fn keep_left_answer(&mut self, now: Moment) -> bool {
        let left = self.left_work(Work::MyAnswer);
        let left = left.iter().filter_map(|left| json::kept_value::<MyAnswer>(&left.state));
        let records = left.filter_map(|answer| self.keep_answer(answer, now)).collect();
        self.keep_left(Work::MyAnswer, records, now)
    }

    fn keep_left(&mut self, form: Work, records: Vec<Record>, now: Moment) -> bool {
        if records.is_empty() || self.history.is_read_only() || self.save(records, now).is_err() {
            return false;
        }
        // A draft that cannot be removed is saved once more at the next start, with the same words.
        let _ = self.drop_form(form);
        true
    }

    fn own_form(&self, form: Work) -> Option<RecordId> {
        self.forms.iter().find(|(kind, _)| *kind == form).map(|(_, id)| id.clone())
    }

    /// Removes the draft of a form, and what was left of others of its kind.
    pub fn drop_form(&mut self, form: Work) -> Result<(), DraftError> {
        if let Some(id) = self.own_form(form) {
            self.forms.retain(|(kind, _)| *kind != form);
            self.drop_work(&id)?;
        }
        self.left_work(form).iter().try_for_each(|left| self.drop_work(&left.id))
    }

    /// Writes everything that was typed, ticked or chosen to the disk, as far as possible. The error holds what could
    /// not be written.
    pub fn secure(&mut self, now: Moment) -> Result<(), Unsaved> {
        let mut why = self.save(Vec::new(), now).err().map(|error| error.to_string());
        let mut drafts = Vec::new();
        for saver in self.drafts.savers() {
            if let Err(error) = saver.save_now() {
                why.get_or_insert(error.to_string());
                drafts.extend(saver.unsaved());
            }
        }
        match why {
            Some(why) => Err(Unsaved { why, records: self.unsaved.clone(), drafts }),
            None => Ok(()),
        }
    }
}
