//! `hotseat mock score`: reads a scorecard that a friend filled in, and saves it as a mock.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use anyhow::anyhow;
use serde_json::json;

use super::out::{show, talk};
use super::{Exit, Place};
use crate::engine::Engine;
use crate::practice::mock::{HeldMock, expected_words, level_words};
use crate::practice::words::count;

/// The longest scorecard that is read, in bytes; anything longer is something else.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// Runs `hotseat mock score`.
pub(super) fn run(place: &Place, mut engine: Engine, file: &Path, dry_run: bool, json: bool) -> anyhow::Result<Exit> {
    let now = place.now();
    let text = read(file)?;
    let held = engine.mocks().held(&text, now).map_err(|error| anyhow!("{}: {error}", file.display()))?;
    let new = held.records.len();
    if !dry_run {
        engine.save(held.records.clone(), now)?;
    }
    let facts = json!({
        "sitting": held.sitting,
        "answers": held.answers,
        "asked": held.asked,
        "new_records": new,
        "written": new > 0 && !dry_run,
        "overall": held.card.overall,
        "band": held.card.band,
        "level_read": held.card.level_read,
        "reasons": held.card.reasons,
        "expected": held.card.expected,
        "judged_by": held.card.judged_by,
        "judge": held.friend.name,
        "remarks": held.remarks,
    });
    let end = show(json, &facts, |out| Ok(out.line(summary(&held, &engine))?))?;
    if json {
        return Ok(end);
    }
    for remark in &held.remarks {
        talk(format!("Of {remark}."));
    }
    talk(match (new, dry_run) {
        (0, _) => "It was read before and says nothing new; nothing was changed.".to_owned(),
        (_, true) => format!("Would write {}. Nothing was written.", count(new, "record")),
        (_, false) => format!("Saved. `hotseat report {}` shows it.", held.sitting),
    });
    Ok(end)
}

fn read(file: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().lock().take(MAX_BYTES).read_to_string(&mut text)
    } else {
        File::open(file).and_then(|mut file| file.by_ref().take(MAX_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| anyhow!("cannot read {}: {error}", file.display()))?;
    Ok(text)
}

/// A one-line summary: "lean yes (2.8), level read: mid, judged by a friend; 7 of 9 questions answered; to work on: …".
fn summary(held: &HeldMock, engine: &Engine) -> String {
    let card = &held.card;
    let band = match (card.band, card.overall) {
        (Some(band), Some(overall)) => format!("{} ({overall:.1} of 4)", band.word()),
        _ => "nothing scored".to_owned(),
    };
    let read = level_words(card.level_read, card.level_untold);
    let who = crate::text::one_line(held.friend.who());
    let mut lines = vec![format!(
        "{band}, level read: {read}, judged by {who}; {} of {} answered.",
        held.answers,
        count(held.asked, "question")
    )];
    let gaps = card.gaps.iter().map(|gap| engine.mocks().gap_words(gap));
    lines.extend(card.reasons.iter().map(|reason| format!("  {reason}")));
    lines.extend((1..).zip(gaps).map(|(number, gap)| format!("  {number}. {}", crate::text::one_line(&gap))));
    lines.extend(expected_words(card).into_iter().flat_map(|(lead, expected)| {
        expected
            .into_iter()
            .map(|(number, words)| format!("  {lead} in answer {number}: {}", crate::text::one_line(words)))
            .collect::<Vec<_>>()
    }));
    lines.join("\n")
}
