//! Checks the history and everything that keeps it safe.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

use chrono::{Datelike as _, TimeDelta};

use super::{Findings, is_open, size};
use crate::commands::Place;
use crate::commands::history::records;
use crate::engine;
use crate::history::{AttemptFilter, Before, History, HistoryError, Known, rehearse};
use crate::memory::Schedule;
use crate::practice::words::count;

/// A clock that shows an earlier year has never been set.
const FIRST_YEAR: i32 = 2025;

/// How far ahead of the clock a record may be: the clocks of two machines differ.
const AHEAD: TimeDelta = TimeDelta::hours(26);

/// Less free space than this, in bytes, is too little for an evening.
const LITTLE: u64 = 20 * 1024 * 1024;

/// Checks the clock, and looks for records from the future.
pub(super) fn look_at_clock(place: &Place, findings: &mut Findings) {
    let now = place.now();
    let words = format!("{}, practice day {}", now.wall.format("%Y-%m-%d %H:%M %:z"), now.day());
    if now.wall.year() < FIRST_YEAR {
        findings.bad("clock", format!("{words}: it was never set; set it before you practise"));
        return;
    }
    let file = place.paths.history_file();
    let later =
        file.exists().then(|| History::open_read_only(&file).and_then(|history| history.later_than(now.wall + AHEAD)));
    match later {
        Some(Ok(Some((number, newest)))) => findings.bad(
            "clock",
            format!(
                "{words}; {} from the future, up to {}: the clock was ahead then, or is behind now; set it right. They count \
                 once their day has come",
                if number == 1 { "1 record is".to_owned() } else { format!("{number} records are") },
                newest.format("%Y-%m-%d %H:%M")
            ),
        ),
        // If the history cannot be read, that is reported with the history.
        _ => findings.good("clock", words),
    }
}

/// Checks the history itself, and whether something that was known is missing from it.
pub(super) fn look_at_history(place: &Place, findings: &mut Findings) {
    let file = place.paths.history_file();
    let shown = file.display();
    let before = Before::look(&file);
    let metadata = match fs::metadata(&file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => {
            return findings.bad("history", format!("{shown} cannot be looked at: {error}; mend its permissions"));
        }
        Ok(found) => Some(found),
    };
    if let Before::Short(bytes) = before {
        let problem = format!("it ends {bytes} bytes too early");
        return findings.bad("history", HistoryError::Corrupt { file: file.clone(), problem }.to_string());
    }
    let history = if metadata.is_some() { History::open_read_only(&file) } else { History::in_memory() };
    let history = match history {
        Ok(history) => history,
        Err(error) => return findings.bad("history", error.to_string()),
    };
    match engine::loss(&place.paths, &history, before) {
        Ok(Some(loss)) => {
            let words = engine::words_of_loss(&loss, &engine::copies(&place.paths), &file, place.now());
            findings.bad("history", format!("{shown}: {words}"));
        }
        Ok(None) if metadata.is_none() => findings.good("history", format!("{shown} (not there yet)")),
        Ok(None) => {
            let bytes = metadata.as_ref().map_or(0, fs::Metadata::len);
            findings.add("history", read(&history, &file, bytes).map_err(|error| error.to_string()));
        }
        Err(error) => findings.bad("history", error.to_string()),
    }
    if metadata.as_ref().is_some_and(is_open) {
        findings.bad("history", format!("{shown} can be read by others; run: chmod 600 '{shown}'"));
    }
    // The history was read into memory, so no connection to the file is open that this could disturb.
    if metadata.is_some() && OpenOptions::new().append(true).open(&file).is_err() {
        findings.bad("history", format!("{shown} cannot be written, so nothing is saved; run: chmod u+rw '{shown}'"));
    }
}

fn read(history: &History, file: &Path, bytes: u64) -> Result<String, HistoryError> {
    history.check_file()?;
    let attempts = history.outcomes(&AttemptFilter::default())?.len();
    let all = records(history.extent()?.records);
    Ok(format!("{}, {}, {all}, attempts: {attempts}, no damage found", file.display(), size(bytes)))
}

/// Checks the copies: how many there are, how old, and whether the fullest can be restored, which is tried in memory.
pub(super) fn look_at_copies(place: &Place, findings: &mut Findings) {
    let (copies, now) = (engine::copies(&place.paths), place.now());
    let all = copies.list();
    let folder = copies.folder().display();
    let history = History::open_read_only(&place.paths.history_file());
    let has = history.as_ref().ok().and_then(|history| history.extent().ok()).map_or(0, |extent| extent.records);
    let Some(newest) = all.first() else {
        // The first evening is not over yet, so nothing was due.
        let of_a_day = |history: History| history.later_than(now.wall - TimeDelta::days(1)).ok().flatten();
        let first = history.ok().and_then(of_a_day).is_some_and(|(records, _)| records == has);
        match has {
            0 => findings.good("copies", format!("none yet; they are made in {folder} when something was answered")),
            _ if first => findings.good("copies", format!("none yet; one is made in {folder} at the end of a session")),
            _ => findings.bad("copies", format!("none in {folder}; run: hotseat history backup")),
        }
        return;
    };
    let age = old(now.wall.to_utc() - newest.at);
    let holds = newest.records.map_or("cannot be read".to_owned(), records);
    findings.good("copies", format!("{folder}: {}, the newest {age} old, {holds}", count(all.len(), "file")));
    let Some(best) = copies.to_restore().into_iter().next() else {
        match has {
            0 => {
                findings.good("restore", "nothing to bring back: what the copies hold was given up, or cannot be read");
            }
            _ => findings.bad("restore", "none of the copies can be read; run: hotseat history backup"),
        }
        return;
    };
    let config = place.config().unwrap_or_default();
    let schedule = Schedule::new(config.desired_retention, config.fuzz);
    findings.add(
        "restore",
        rehearse(&best.path, &schedule)
            .map(|back| format!("tried just now, without touching anything: {} would be back", records(back)))
            .map_err(|error| match error {
                HistoryError::Corrupt { file, problem } => format!(
                    "the fullest copy, {}, is damaged ({problem}); a restore would take what can be read of it. Move it away: \
                     the end of the next session makes another",
                    file.display()
                ),
                other => format!("the fullest copy cannot be restored: {other}"),
            }),
    );
}

/// An age, in the unit that people would choose.
fn old(age: TimeDelta) -> String {
    let age = age.max(TimeDelta::zero());
    let number = |number: i64, what| count(usize::try_from(number).unwrap_or(0), what);
    match (age.num_minutes(), age.num_hours(), age.num_days()) {
        (minutes, 0, _) => number(minutes, "minute"),
        (_, hours, 0) => number(hours, "hour"),
        (_, _, days) => number(days, "day"),
    }
}

/// Checks the free space on the disks that something is saved on.
pub(super) fn look_at_space(place: &Place, findings: &mut Findings) {
    let history = fs::metadata(place.paths.history_file()).map_or(0, |found| found.len());
    // A restore briefly holds the history three times: the present one, the new one, and its log.
    let needed = LITTLE.max(history * 3);
    for folder in [&place.paths.data, &place.paths.state] {
        let Some(there) = folder.ancestors().find(|folder| folder.is_dir()) else { continue };
        let Some(free) = free_space(there) else { continue };
        findings.add("space", room(free, needed, folder));
    }
}

/// Whether so much free space is enough for a folder.
fn room(free: u64, needed: u64, folder: &Path) -> Result<String, String> {
    let words = format!("{} free for {}", size(free), folder.display());
    if free < needed {
        return Err(format!("{words}, which is little; free some: {} are wanted", size(needed)));
    }
    Ok(words)
}

/// The bytes available to this user on the disk of a folder.
#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

/// Always `None`, because it is not checked on this system.
#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}

/// Reports files that are only kept as a precaution and may be deleted.
pub(super) fn look_at_leftovers(place: &Place, findings: &mut Findings) {
    let replaced = place.paths.replaced();
    let number = fs::read_dir(&replaced).map_or(0, |entries| entries.filter_map(Result::ok).count());
    if number > 0 {
        let shown = replaced.display();
        let what = if number == 1 { "1 history that a restore" } else { "histories that restores" };
        findings.good("replaced", format!("{what} set aside; once nothing is missing: rm -r '{shown}'"));
    }
    let aside = place.paths.set_aside();
    let number = fs::read_dir(&aside).map_or(0, |entries| entries.filter_map(Result::ok).count());
    if number > 0 {
        findings.bad(
            "set aside",
            format!("{} that could not be saved: {}; please report it", count(number, "record"), aside.display()),
        );
    }
    if let Some(known) = Known::read(&place.paths.known()) {
        let noted = place.paths.known();
        findings
            .good("known", format!("{} when it was last seen, noted in {}", records(known.records), noted.display()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_room_is_wrong_and_says_how_much_is_wanted() {
        let folder = Path::new("/home/data");
        let little = room(LITTLE - 1, LITTLE, folder).expect_err("too little");
        assert!(little.contains("/home/data") && little.ends_with("free some: 20.0 MiB are wanted"), "{little}");
        assert_eq!(room(LITTLE, LITTLE, folder).expect("enough"), "20.0 MiB free for /home/data");
    }

    #[test]
    fn an_age_is_told_in_the_unit_that_people_would_choose() {
        for (minutes, said) in [
            (-5, "0 minutes"),
            (1, "1 minute"),
            (59, "59 minutes"),
            (60, "1 hour"),
            (1_439, "23 hours"),
            (2_880, "2 days"),
        ] {
            assert_eq!(old(TimeDelta::minutes(minutes)), said);
        }
    }
}
