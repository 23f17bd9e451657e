//! `hotseat speech setup`: which transcribers are there, and how well each one works.

use std::io::{IsTerminal as _, Write as _};

use anyhow::anyhow;
use serde::Serialize;

use super::args::SetupArgs;
use super::out::{show, talk};
use super::signals::until_signal;
use super::{Exit, Place};
use crate::config::{self, Change, Config, Setting};
use crate::outside::command_line::Rules;
use crate::practice::words::count;
use crate::speech::transcribe::Transcriber;
use crate::speech::transcribe::check::{Checked, SENTENCE, check};
use crate::speech::transcribe::found::{Found, on_this_machine, recommended};

/// A transcriber that was tried.
#[derive(Debug, Serialize)]
struct Row {
    /// A description of it.
    what: String,
    /// The value of the setting, as typed on a command line.
    stt: String,
    /// The same value as written in the settings file.
    #[serde(skip)]
    in_file: String,
    /// Whether it is the current setting.
    set: bool,
    /// What it transcribed; `None` if it failed.
    heard: Option<String>,
    words_wrong: Option<usize>,
    words_said: Option<usize>,
    word_error_rate: Option<f64>,
    seconds: Option<f64>,
    speech_seconds: Option<f64>,
    /// Whether it transcribes "um" and "uh".
    fillers: Option<bool>,
    /// Why it cannot be used; `None` if it can.
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Shape<'a> {
    sentence: &'static str,
    tried: &'a [Row],
    best: Option<&'a str>,
    written: bool,
}

/// Finds and tries transcribers, shows the results, and sets the best one if that is wanted.
pub(super) fn run(place: &Place, args: &SetupArgs) -> anyhow::Result<Exit> {
    let config = place.config()?;
    let mut tried = Vec::new();
    for found in candidates(place, &config, args.engine.as_deref())? {
        talk(format!("Trying {} …", found.what));
        let (row, signal) = row(place, &config, found)?;
        if let Some(number) = signal {
            return Ok(Exit::Signal(number));
        }
        tried.push(row);
    }
    let best = best(&tried);
    if args.json {
        let written = args.yes && best.is_some_and(|row| !row.set);
        if let Some(row) = best.filter(|_| written) {
            write(place, &row.stt)?;
        }
        let stt = best.map(|row| row.stt.as_str());
        show(true, &Shape { sentence: SENTENCE, tried: &tried, best: stt, written }, |_| Ok(()))?;
        return Ok(if best.is_some() { Exit::Done } else { Exit::Failed });
    }
    show(false, &(), |out| Ok(out.lines(lines(&tried))?))?;
    let Some(best) = best else {
        talk(if tried.is_empty() {
            "Nobody was found who could write answers down."
        } else {
            "None of them can be used."
        });
        talk("Two commands set one up here; then run `hotseat speech setup` again:");
        for command in recommended() {
            talk(format!("  {command}"));
        }
        return Ok(Exit::Failed);
    };
    if best.set {
        talk(format!("{} is set already, and stays.", best.what));
        return Ok(Exit::Done);
    }
    if !(args.yes || asks(best)?) {
        talk(format!("Nothing was changed. To set it yourself, in config.toml:\n  stt = {}", best.in_file));
        return Ok(Exit::Done);
    }
    write(place, &best.stt)?;
    talk("Set: spoken answers are written down from now on.");
    Ok(Exit::Done)
}

/// The transcribers to try: the one that is named, or the current one and all that are found.
fn candidates(place: &Place, config: &Config, engine: Option<&str>) -> anyhow::Result<Vec<Found>> {
    if let Some(line) = engine {
        let stt = Rules::HERE.split(line).map_err(|error| anyhow!("--engine {line:?}: {error}"))?;
        return Ok(vec![Found { what: line.to_owned(), stt }]);
    }
    talk("Looking for programs, models and servers on this machine …");
    let present = (!config.stt.is_empty()).then(|| {
        let what = format!("what is set now, {}", line(&config.stt));
        Found { what, stt: config.stt.clone() }
    });
    let models = place.paths.data.join("models");
    let found = on_this_machine(std::env::home_dir().as_deref(), &models);
    Ok(present.into_iter().chain(found.into_iter().filter(|found| found.stt != config.stt)).collect())
}

fn line(words: &[String]) -> String {
    Rules::HERE.join(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// The value as written in the settings file: a URL as a string, anything else as a list of words. TOML writes both in
/// the same way as JSON.
fn in_file(words: &[String]) -> String {
    let shown = match words {
        [address] if address.contains("://") => serde_json::to_string(address),
        words => serde_json::to_string(words),
    };
    shown.unwrap_or_default()
}

/// Has one transcriber write down the test sentence.
fn row(place: &Place, config: &Config, found: Found) -> anyhow::Result<(Row, Option<u8>)> {
    let Found { what, stt } = found;
    let home = std::env::home_dir();
    let scratch = place.paths.temporary();
    let (checked, signal) = match Transcriber::from_setting(&stt, home.as_deref()) {
        Ok(Some(engine)) => {
            let (checked, signal) = until_signal(|cancel| check(&engine, &scratch, None, cancel))?;
            (checked.map_err(|error| error.to_string()), signal)
        }
        Ok(None) => (Err("it needs a model; the second command below fetches one".to_owned()), None),
        Err(error) => (Err(error.to_string()), None),
    };
    let set = !stt.is_empty() && stt == config.stt;
    Ok((of(what, &stt, set, checked), signal))
}

fn of(what: String, stt: &[String], set: bool, checked: Result<Checked, String>) -> Row {
    let rounded = |figure: f64| (figure * 1e3).round() / 1e3;
    let problem = match &checked {
        Err(problem) => Some(problem.clone()),
        Ok(checked) if !checked.is_usable() => Some("too many words are wrong; try another model of it".to_owned()),
        Ok(_) => None,
    };
    let checked = checked.ok();
    let of = checked.as_ref();
    Row {
        words_wrong: of.map(|of| of.errors.wrong),
        words_said: of.map(|of| of.errors.said),
        word_error_rate: of.map(|of| rounded(of.errors.rate())),
        seconds: of.map(|of| rounded(of.took.as_secs_f64())),
        speech_seconds: of.map(|of| rounded(of.spoken_s)),
        fillers: of.map(|of| of.fillers > 0),
        heard: checked.map(|checked| checked.heard),
        what,
        stt: line(stt),
        in_file: in_file(stt),
        set,
        problem,
    }
}

/// The usable one with the fewest wrong words, and the fastest of those.
fn best(tried: &[Row]) -> Option<&Row> {
    let usable = tried.iter().filter(|row| row.problem.is_none());
    let seconds = |row: &Row| row.seconds.unwrap_or(f64::MAX);
    usable.min_by(|a, b| a.words_wrong.cmp(&b.words_wrong).then(seconds(a).total_cmp(&seconds(b))))
}

fn lines(tried: &[Row]) -> Vec<String> {
    let mut lines = Vec::new();
    if tried.iter().any(|row| row.heard.is_some()) {
        lines.extend([format!("Said:   {SENTENCE}"), String::new()]);
    }
    for row in tried {
        lines.push(row.what.clone());
        if let Some(heard) = &row.heard {
            lines.push(format!("  heard:  {}", if heard.is_empty() { "nothing" } else { heard }));
        }
        if let (Some(wrong), Some(said), Some(rate)) = (row.words_wrong, row.words_said, row.word_error_rate) {
            lines.push(format!("  wrong:  {wrong} of {} (word error rate {:.0} %)", count(said, "word"), rate * 100.0));
        }
        if let (Some(took), Some(speech)) = (row.seconds, row.speech_seconds) {
            let times = if speech > 0.0 { took / speech } else { 0.0 };
            lines.push(format!("  took:   {took:.1} s for {speech:.1} s of speech, {times:.1} times as long"));
        }
        match row.fillers {
            Some(true) => lines.push("  \"um\":   it writes fillers down".to_owned()),
            Some(false) => {
                lines.push("  \"um\":   it leaves fillers out, so how many there are stays unknown".to_owned());
            }
            None => {}
        }
        if let Some(problem) = &row.problem {
            lines.push(format!("  cannot be used: {problem}"));
        }
        lines.push(String::new());
    }
    lines
}

/// Asks whether to set it. If nobody can be asked, nothing is set.
fn asks(best: &Row) -> anyhow::Result<bool> {
    if !(std::io::stdin().is_terminal() && std::io::stderr().is_terminal()) {
        talk("There is no terminal to ask on; --yes sets it.");
        return Ok(false);
    }
    let mut err = std::io::stderr();
    write!(err, "Have answers written down by {}?\n  stt = {}\nSet it? [y/N] ", best.what, best.in_file)?;
    err.flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

fn write(place: &Place, stt: &str) -> anyhow::Result<()> {
    let setting = Setting::named("stt").ok_or_else(|| anyhow!("there is no setting `stt`"))?;
    let change = Change::typed(setting, stt, place.now().calendar_day()).map_err(|error| anyhow!(error))?;
    Ok(config::save(&place.paths.config_file(), &change)?)
}
