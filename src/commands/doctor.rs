//! `hotseat doctor`: looks for problems and changes nothing.

mod kept;
mod programs;
mod stt;
mod voice;

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::Path;

use serde::Serialize;

use super::{Exit, Out, Place};
use crate::bank::{Library, Severity};
use crate::coach::destination::short_name;
use crate::coach::found::models;
use crate::coach::{Destination, Reach, Wanted};
use crate::engine;
use crate::history::{Draft, DraftStage, DraftStore, History};
use crate::practice::words::count;
use crate::scratch;
use crate::speech::devices::{devices, try_microphone};
use crate::speech::kept::Recordings;
use crate::tui::terminal;

/// One thing that was checked, and the result.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    ok: bool,
    /// Whether it is something that is not there, and need not be.
    missing: bool,
    found: String,
}

#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a finding; `Err` says what is wrong.
    fn add(&mut self, what: &'static str, found: Result<String, String>) {
        let ok = found.is_ok();
        self.0.push(Finding { what, ok, missing: false, found: found.unwrap_or_else(|wrong| wrong) });
    }

    fn good(&mut self, what: &'static str, found: impl Into<String>) {
        self.0.push(Finding { what, ok: true, missing: false, found: found.into() });
    }

    /// Adds something that is not there, which is no fault.
    fn missing(&mut self, what: &'static str, found: impl Into<String>) {
        self.0.push(Finding { what, ok: true, missing: true, found: found.into() });
    }

    fn bad(&mut self, what: &'static str, found: impl Into<String>) {
        self.0.push(Finding { what, ok: false, missing: false, found: found.into() });
    }
}

/// Runs all checks and prints the findings; the exit code says whether something is wrong.
pub fn run(place: &Place, json: bool) -> anyhow::Result<Exit> {
    let mut findings = Findings::default();
    findings.good("program", format!("hotseat {} on {}", env!("CARGO_PKG_VERSION"), std::env::consts::OS));
    look_at_terminal(&mut findings);
    for (what, folder) in [
        ("settings folder", &place.paths.config),
        ("data folder", &place.paths.data),
        ("cache folder", &place.paths.cache),
        ("state folder", &place.paths.state),
    ] {
        findings.add(what, look_at_folder(folder));
    }
    if let Some(place) = &place.paths.belongs {
        findings.good("data folder", format!("the next start moves it to {}", place.display()));
    }
    look_at_privacy(place, &mut findings);
    look_at_settings(place, &mut findings);
    programs::look_at_programs(place, &mut findings);
    kept::look_at_clock(place, &mut findings);
    kept::look_at_history(place, &mut findings);
    kept::look_at_copies(place, &mut findings);
    kept::look_at_space(place, &mut findings);
    kept::look_at_leftovers(place, &mut findings);
    look_at_drafts(place, &mut findings);
    look_at_sound(place, &mut findings);
    voice::look_at_voice(place, &mut findings);
    stt::look_at_stt(place, &mut findings);
    look_at_coach(place, &mut findings);
    let mut out = Out::open();
    if json {
        out.json_rows(&findings.0)?;
    } else {
        for finding in &findings.0 {
            let mark = match (finding.ok, finding.missing) {
                (false, _) => "WRONG",
                (true, true) => "none ",
                (true, false) => "ok   ",
            };
            out.line(format!("{mark}  {:<16} {}", finding.what, finding.found))?;
        }
    }
    let done = out.end()?;
    Ok(if findings.0.iter().all(|finding| finding.ok) { done } else { Exit::Failed })
}

fn look_at_terminal(findings: &mut Findings) {
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let tty = |is: bool| if is { "a terminal" } else { "no terminal" };
    let mut words = format!(
        "input is {}, output is {}, TERM is {:?}",
        tty(io::stdin().is_terminal()),
        tty(io::stdout().is_terminal()),
        variable("TERM")
    );
    if let Ok((width, height)) = crossterm::terminal::size()
        && io::stdout().is_terminal()
    {
        words.push_str(&format!(", {width} by {height}"));
    }
    for name in ["COLORTERM", "NO_COLOR", "COLORFGBG"] {
        if std::env::var_os(name).is_some() {
            words.push_str(&format!(", {name} is {:?}", variable(name)));
        }
    }
    // A missing terminal is not a problem: commands that only print need none.
    let note = match (terminal::can_draw(), io::stdout().is_terminal()) {
        (true, _) => "",
        (false, true) => "; it cannot draw, so questions come line by line",
        (false, false) => "; `hotseat drill --plain` works without one",
    };
    findings.good("terminal", format!("{words}{note}"));
    findings.good("locale", locale_words(variable, cfg!(windows)));
}

/// How characters are encoded. On Windows no variable says so: a console is written to in Unicode, whatever its code
/// page, and what is read from a pipe is UTF-8.
fn locale_words(variable: impl Fn(&str) -> String, on_windows: bool) -> String {
    if on_windows {
        return "a console gets Unicode, a pipe or a file UTF-8; if characters look wrong, choose another font"
            .to_owned();
    }
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().map(variable).find(|value| !value.is_empty());
    let locale = locale.unwrap_or_default();
    if locale.to_uppercase().replace('-', "").contains("UTF8") {
        return locale;
    }
    format!("{locale:?}; if characters look wrong, choose one that ends in .UTF-8")
}

/// Checks that answers and histories are private. The data folder around them may be readable: people put banks there.
fn look_at_privacy(place: &Place, findings: &mut Findings) {
    for folder in [
        place.paths.drafts(),
        place.paths.backups(),
        place.paths.earlier_backups(),
        place.paths.replaced(),
        place.paths.recordings(),
        place.paths.temporary(),
        place.paths.coach(),
    ] {
        if fs::metadata(&folder).is_ok_and(|found| is_open(&found)) {
            let folder = folder.display();
            findings.bad("privacy", format!("{folder} can be read by others; run: chmod 700 '{folder}'"));
        }
    }
}

fn look_at_folder(folder: &Path) -> Result<String, String> {
    let shown = folder.display();
    match fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(format!("{shown} (not there yet)")),
        Err(error) => Err(format!("{shown} cannot be looked at: {error}; mend its permissions")),
        Ok(found) if !found.is_dir() => Err(format!("{shown} is no folder; move it away")),
        Ok(_) => match tempfile::tempfile_in(folder) {
            Err(error) => Err(format!("{shown} cannot be written to: {error}; make it writable")),
            Ok(_) => Ok(shown.to_string()),
        },
    }
}

/// Whether others than the owner can read it.
#[cfg(unix)]
fn is_open(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    found.permissions().mode() & 0o077 != 0
}

/// Always false, because this system has no such permissions to check.
#[cfg(not(unix))]
fn is_open(_: &fs::Metadata) -> bool {
    false
}

/// Checks the settings, and the banks that they name.
fn look_at_settings(place: &Place, findings: &mut Findings) {
    let file = place.paths.config_file();
    let config = match place.config() {
        Ok(config) => config,
        Err(error) => {
            findings.bad("settings", error.to_string());
            return;
        }
    };
    let note = if file.exists() { "" } else { " (not there: the defaults hold)" };
    findings.good("settings", format!("{}{note}", file.display()));
    let library = Library::open(&engine::sources(&place.paths, &config));
    for doubt in engine::settings_doubts(&config, &library, Some(&place.paths), place.now()) {
        findings.bad("settings", doubt.sentence());
    }
    for bank in library.banks() {
        let version = bank.info.version.as_deref().unwrap_or("no version");
        findings.good("bank", format!("{}, {version}: {}", bank.info.bank, count(bank.questions, "question")));
    }
    for problem in library.problems() {
        match problem.severity {
            Severity::Error => findings.bad("bank", problem.to_string()),
            Severity::Warning => findings.good("bank", format!("warning: {problem}")),
        }
    }
}

/// How many attempts were never judged; 0 if that cannot be read, which is reported elsewhere.
fn unjudged(file: &Path) -> usize {
    let read = || History::open_read_only(file)?.unjudged();
    if file.exists() { read().map_or(0, |rows| rows.len()) } else { 0 }
}

fn look_at_drafts(place: &Place, findings: &mut Findings) {
    match DraftStore::new(&place.paths.drafts()).orphans::<Draft>() {
        Err(error) => findings.bad("drafts", error.to_string()),
        Ok(orphans) => {
            // An answer whose points are being ticked is in the log already.
            let open = orphans.drafts.iter().filter(|draft| draft.stage != DraftStage::Judging).count();
            let in_progress = match open {
                0 => None,
                1 => Some("1 answer in progress waits".to_owned()),
                n => Some(format!("{n} answers in progress wait")),
            };
            let unjudged = match unjudged(&place.paths.history_file()) {
                0 => None,
                1 => Some("1 answer waits to be judged".to_owned()),
                n => Some(format!("{n} answers wait to be judged")),
            };
            let waiting: Vec<String> = in_progress.into_iter().chain(unjudged).collect();
            let words = match &waiting[..] {
                [] => "none waiting".to_owned(),
                waiting => format!("{}; offered at the next start", waiting.join(", ")),
            };
            findings.good("drafts", words);
            orphans.warnings.into_iter().for_each(|warning| findings.bad("drafts", warning));
        }
    }
}

/// Checks the microphone and the space that recordings take. A missing microphone is not a problem: spoken answers are
/// timed without one.
fn look_at_sound(place: &Place, findings: &mut Findings) {
    let config = place.config().unwrap_or_default();
    match engine::microphone_words(&config.microphone, devices(), try_microphone) {
        Ok(found) if found.there => findings.good("microphone", found.words),
        Ok(found) => findings.missing("microphone", found.words),
        Err(problem) => findings.bad("microphone", problem),
    }
    match Recordings::new(place.paths.recordings()).all() {
        Err(error) => findings.bad("recordings", error.to_string()),
        Ok(files) => {
            let bytes = files.iter().map(|file| file.size).sum();
            let kept = config.recordings.words();
            let replies = files.iter().filter(|file| file.is_of_a_reply()).count();
            let replies = if replies > 0 { format!(" ({replies} of replies)") } else { String::new() };
            findings.good("recordings", format!("{}{replies}, {}, {kept}", count(files.len(), "file"), size(bytes)));
        }
    }
    let left = scratch::left(&place.paths.temporary());
    if !left.is_empty() {
        let bytes = left.iter().map(|folder| folder.bytes).sum();
        let folders = count(left.len(), "folder");
        let words = format!("{folders} of a program that was lost, {}; the next start removes it", size(bytes));
        findings.good("temporary", words);
    }
}

/// Reports who is asked for a second opinion, and whether a server answers there. Without a coach nobody is asked.
fn look_at_coach(place: &Place, findings: &mut Findings) {
    let Ok(config) = place.config() else { return };
    let Some(settings) = config.coach else { return };
    let home = std::env::home_dir();
    let ca = settings.roots(Some(&place.paths));
    let wanted = Wanted {
        server: &settings.server,
        command: &settings.command,
        model: &settings.model,
        remote: &settings.remote,
        key_env: &settings.key_env,
        key_command: &settings.key_command,
        ca: ca.as_deref(),
    };
    let found = match Destination::of(&wanted, home.as_deref()) {
        Err(error) => Err(error.to_string()),
        Ok(destination @ Destination::Command { .. }) => Ok(destination.to_string()),
        Ok(destination) if destination.reach() == Reach::Remote => {
            Ok(format!("{destination} (NOT this machine, so it was not asked)"))
        }
        Ok(Destination::Server { url, model, .. }) => match models(&url) {
            Err(problem) => Err(format!("{url}: {problem}")),
            Ok(models) if models.contains(&model) => Ok(format!("{} at {}", short_name(&model), url.authority())),
            Ok(models) => {
                let names: Vec<&str> = models.iter().map(|model| short_name(model)).collect();
                Err(format!("{url} has no model {model:?}; it has: {}", names.join(", ")))
            }
        },
    };
    findings.add("coach", found);
}

/// A number of bytes as people read it.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        ..1_024 => format!("{bytes} bytes"),
        1_024..1_048_576 => format!("{:.0} KiB", bytes as f64 / 1_024.0),
        _ => format!("{:.1} MiB", bytes as f64 / 1_048_576.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_locale_is_told_with_what_to_do_about_it() {
        let words = |lang: &str, on_windows| {
            let lang = lang.to_owned();
            locale_words(move |name| if name == "LANG" { lang.clone() } else { String::new() }, on_windows)
        };
        assert_eq!(words("de_DE.UTF-8", false), "de_DE.UTF-8");
        assert_eq!(words("C.utf8", false), "C.utf8");
        assert!(words("C", false).contains(".UTF-8") && words("", false).starts_with("\"\""));
        assert!(words("", true).contains("Unicode"));
    }
}
