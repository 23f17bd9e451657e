//! Imports questions, previews an import, and undoes one.

use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use crate::bank::QuestionId;
use crate::commands::out::show;
use crate::commands::{Exit, Out, Place, Usage};
use crate::engine::taken_back;
use crate::exchange::{self, Account, Change, How, ImportError, ImportOptions, ImportPlan, Imported, Skipped};
use crate::practice::words::count;

/// How many of the questions that are no longer in the source are listed.
const MAX_GONE: usize = 20;

/// Runs `bank import`.
pub(super) fn run(
    place: &Place,
    path: &Path,
    options: &ImportOptions,
    dry_run: bool,
    json: bool,
) -> anyhow::Result<Exit> {
    let mut plan = match exchange::import(path, options, &place.sources()?) {
        Err(error @ (ImportError::NoBank { .. } | ImportError::BadBank(_))) => {
            return Err(Usage(error.to_string()).into());
        }
        plan => plan?,
    };
    if !dry_run {
        plan.write()?;
        plan.forget_text();
        place.copy_banks();
    }
    show(json, &facts(&plan, dry_run), |out| {
        text(&plan, dry_run, out)?;
        left_out(plan.imported(), out)
    })
}

/// The result of an import for JSON. There may be a hundred thousand questions, so each is only put together when it is
/// written.
#[derive(Serialize)]
struct Facts<'a> {
    banks: &'a [String],
    changed: usize,
    dry_run: bool,
    files: &'a [exchange::Account],
    gone: &'a [QuestionId],
    mended: usize,
    new: usize,
    passed: &'a [Skipped],
    passed_unlisted: usize,
    prompt_only: usize,
    questions: Questions<'a>,
    remarks: &'a [Skipped],
    remarks_unlisted: usize,
    same: usize,
    skipped: &'a [Skipped],
    skipped_unlisted: usize,
}

/// The questions that are new or changed; for a dry run, with what would change in each.
struct Questions<'a> {
    changes: &'a [Change],
    dry_run: bool,
}

impl Serialize for Questions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = |part: exchange::Difference| {
            let lines: Vec<Value> =
                part.lines.iter().map(|(mark, text)| json!({"mark": mark.sign().to_string(), "text": text})).collect();
            json!({"title": part.title, "lines": lines})
        };
        serializer.collect_seq(self.changes.iter().map(|change| {
            let differences = if self.dry_run { change.differences() } else { Vec::new() };
            json!({
                "question": change.question, "how": change.how.word(), "prompt": change.prompt(),
                "file": &*change.file, "line": change.line, "parts": differences.into_iter().map(part).collect::<Vec<_>>(),
            })
        }))
    }
}

fn facts(plan: &ImportPlan, dry_run: bool) -> Facts<'_> {
    let imported = plan.imported();
    Facts {
        banks: &imported.banks,
        changed: imported.changed,
        dry_run,
        files: &imported.files,
        gone: &imported.gone,
        mended: imported.mended,
        new: imported.new,
        passed: &imported.passed,
        passed_unlisted: imported.passed_unlisted,
        prompt_only: imported.prompt_only,
        questions: Questions { changes: plan.changes(), dry_run },
        remarks: &imported.remarks,
        remarks_unlisted: imported.remarks_unlisted,
        same: imported.same,
        skipped: &imported.skipped,
        skipped_unlisted: imported.skipped_unlisted,
    }
}

/// Prints the counts; for a dry run also every question with what would change in it, otherwise those that were
/// recognised in other words.
fn text(plan: &ImportPlan, dry_run: bool, out: &mut Out) -> anyhow::Result<()> {
    let imported = plan.imported();
    let Imported { new, changed, mended, same, prompt_only, banks, .. } = imported;
    let into = if banks.is_empty() { String::new() } else { format!(" ({})", banks.join(", ")) };
    let head = if dry_run { "Would bring in" } else { "Brought in" };
    out.line(format!(
        "{head}{into}: {new} new, {changed} changed, {same} same, {prompt_only} prompt-only, {} skipped",
        imported.left_out()
    ))?;
    for file in imported.files.iter().chain(Account::sum(&imported.files).as_ref()) {
        out.line(format!("  {}: {}", file.file, file.words()))?;
    }
    for change in plan.changes().iter().filter(|change| dry_run || change.how == How::Mended) {
        let line = change.line.map_or(String::new(), |line| format!(":{line}"));
        let (how, id, prompt) = (change.how.word(), &change.question, change.prompt());
        out.line(format!("  {how}: {id} ({}{line}): {prompt}", change.file))?;
        for part in change.differences() {
            out.line(format!("      {}", part.title))?;
            for (mark, text) in part.lines {
                out.line(format!("    {}   {text}", mark.sign()).trim_end())?;
            }
        }
    }
    if *mended > 0 {
        out.line(
            "  \"mended\" is taken for the question that was there in other words; --apart BANK/ID makes it a new one",
        )?;
    }
    if !imported.gone.is_empty() {
        let gone = count(imported.gone.len(), "question");
        out.line(format!("  no longer in it, and kept: {gone}; hotseat bank retire BANK/ID takes one out"))?;
        out.lines(imported.gone.iter().take(MAX_GONE).map(|id| format!("    {id}")))?;
        if let more @ 1.. = imported.gone.len().saturating_sub(MAX_GONE) {
            out.line(format!("    {more} more"))?;
        }
    }
    if !dry_run && !plan.changes().is_empty() {
        out.line("  hotseat bank undo takes it back")?;
    }
    Ok(())
}

fn left_out(imported: &Imported, out: &mut Out) -> anyhow::Result<()> {
    for (what, list, unlisted) in [
        ("skipped", &imported.skipped, imported.skipped_unlisted),
        ("note", &imported.remarks, imported.remarks_unlisted),
        ("not a question", &imported.passed, imported.passed_unlisted),
    ] {
        for one in list {
            let line = one.line.map_or(String::new(), |line| format!(":{line}"));
            out.line(format!("  {what}: {}{line}: {}", one.file, one.reason))?;
        }
        if unlisted > 0 {
            out.line(format!("  {what}: {unlisted} more"))?;
        }
    }
    Ok(())
}

/// Runs `bank undo`.
pub(super) fn undo(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let done = exchange::undo(&place.sources()?)?;
    show(json, &done, |out| {
        out.line(taken_back(&done))?;
        Ok(out.lines(done.stayed.iter().map(|id| format!("  stays: {id}")))?)
    })
}

/// Runs `bank add-pack`.
pub(super) fn add_pack(place: &Place, file: &Path, json: bool) -> anyhow::Result<Exit> {
    let added = exchange::add_pack(file, &place.sources()?, place.now().day())?;
    place.copy_banks();
    show(json, &added, |out| {
        let (bank, questions) = (&added.bank, count(added.questions, "question"));
        out.line(format!("Added the bank {bank}: {questions}. hotseat drill --bank {bank} asks them."))?;
        out.line("  hotseat bank undo takes it back")?;
        out.lines(added.warnings.iter().map(|warning| format!("  warning: {warning}")))?;
        Ok(out.lines(added.left_out.iter().map(|name| format!("  skipped: {name}: no bank file beside bank.json")))?)
    })
}
