//! What the coach said, how it was measured and what was agreed to, as files of a folder.

use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::coach::Destination;
use crate::coach::asking::{Done, Work};
use crate::coach::chat::Exchange;
use crate::coach::measure::Measure;
use crate::coach::points::{PROMPT, Verdict};
use crate::files;
use crate::history::RecordId;
use crate::json;
use crate::moment::Moment;

/// A larger file is none that this program wrote, and is not read.
const MAX_BYTES: u64 = 1 << 20;

/// A second opinion as it is kept on the disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptOpinion {
    /// The attempt that it is about.
    pub attempt: RecordId,
    /// Version of the prompt.
    pub prompt: u32,
    /// The name of the model.
    pub model: String,
    /// The server or program that was asked.
    pub destination: String,
    /// Hash of the request, see [`Brief::request`](super::Brief::request).
    pub request: String,
    /// What of the reply passed the checks.
    pub verdicts: Vec<Verdict>,
    /// How long it took, in milliseconds.
    pub ms: u64,
    /// Tokens of the request, if the server counted them.
    #[serde(default)]
    pub prompt_tokens: Option<u64>,
    /// Tokens of the reply, if the server counted them.
    #[serde(default)]
    pub reply_tokens: Option<u64>,
    /// When it was given, in RFC 3339.
    pub at: String,
}

/// The result of measuring the coach.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptCheck {
    /// The server or program that was measured, as the consent names it.
    pub to: String,
    /// The name of the model.
    pub model: String,
    /// Version of the prompt.
    pub prompt: u32,
    /// How well the coach did.
    pub measure: Measure,
    /// How well the matcher of cues did on the same answers.
    pub matcher: Measure,
    /// How many points it judged.
    pub points: usize,
    /// How many of these it judged differently when the points came in reverse order.
    pub flips: usize,
    /// How many of these it called hit by quoting words that are not in the answer.
    pub made_up: usize,
    /// How many answers got a broken reply. They are counted nowhere else.
    pub broken: usize,
    /// Seconds that one opinion took, on average.
    pub seconds: f64,
    /// When it was measured, in RFC 3339.
    pub at: String,
}

impl KeptCheck {
    fn is_of(&self, destination: &Destination) -> bool {
        self.prompt == PROMPT && self.to == destination.consented() && self.model == destination.model()
    }
}

/// To whom the candidate agreed to have answers sent.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Consents {
    destinations: Vec<Consent>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Consent {
    to: String,
    at: String,
    /// Whether the consent includes sending answers without being asked each time.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    unasked: bool,
}

impl KeptOpinion {
    pub(super) fn of(attempt: &RecordId, work: &Work, done: &Done, now: Moment) -> Self {
        Self {
            attempt: attempt.clone(),
            prompt: PROMPT,
            model: work.destination.model().to_owned(),
            destination: work.destination.who(),
            request: request_of(work),
            verdicts: done.verdicts.clone(),
            ms: done.ms,
            prompt_tokens: done.tokens.0,
            reply_tokens: done.tokens.1,
            at: now.wall.to_rfc3339(),
        }
    }
}

/// Whether the candidate agreed to have answers sent there; `unasked`: without being asked each time, too.
pub(super) fn is_agreed(folder: &Path, destination: &Destination, unasked: bool) -> bool {
    let to = destination.consented();
    let fits = |consent: &Consent| consent.to == to && (consent.unasked || !unasked);
    consents(folder).destinations.iter().any(fits)
}

/// Saves that the candidate agreed to it, in place of what was agreed to for that destination before.
pub(super) fn agree(folder: &Path, destination: &Destination, unasked: bool, now: Moment) -> io::Result<()> {
    let mut agreed = consents(folder);
    let to = destination.consented();
    agreed.destinations.retain(|consent| consent.to != to);
    agreed.destinations.push(Consent { to, at: now.wall.to_rfc3339(), unasked });
    save(&consent_file(folder), &agreed)
}

/// The newest measurement of this model at this address, with the prompt of this version.
pub(super) fn check(folder: &Path, destination: &Destination) -> Option<KeptCheck> {
    checks(folder).into_iter().rev().find(|check| check.is_of(destination))
}

/// Saves a measurement, replacing the previous one of the same model at the same address.
pub(super) fn keep_check(folder: &Path, check: KeptCheck) -> io::Result<()> {
    let same = |other: &KeptCheck| (&other.to, &other.model) == (&check.to, &check.model);
    let mut kept = checks(folder);
    kept.retain(|other| !same(other));
    kept.push(check);
    save(&check_file(folder), &kept)
}

/// Deletes the folder. Returns how many opinions there were.
pub(super) fn forget(folder: &Path) -> io::Result<usize> {
    let opinions = std::fs::read_dir(folder.join(OPINIONS)).map_or(0, Iterator::count);
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(opinions),
    }
}

/// The folder of the opinions.
pub(super) const OPINIONS: &str = "opinions";

fn consent_file(folder: &Path) -> PathBuf {
    folder.join("consent.json")
}

fn check_file(folder: &Path) -> PathBuf {
    folder.join("checks.json")
}

/// A file that cannot be read counts as no measurements.
fn checks(folder: &Path) -> Vec<KeptCheck> {
    read_kept(&check_file(folder)).unwrap_or_default()
}

/// A file that cannot be read counts as no consent.
fn consents(folder: &Path) -> Consents {
    read_kept(&consent_file(folder)).unwrap_or_default()
}

/// Reads a file; None if it cannot be read.
pub(in crate::engine) fn read_kept<T: DeserializeOwned>(file: &Path) -> Option<T> {
    json::kept(std::str::from_utf8(&files::read(file, MAX_BYTES).ok()?).ok()?)
}

/// A hash of the request for a second opinion.
pub(super) fn request_of(work: &Work) -> String {
    request(&work.points.exchange(false), &work.destination)
}

/// A hash that tells requests apart: it differs if the content, the model or the address do.
pub(in crate::engine) fn request(exchange: &Exchange, destination: &Destination) -> String {
    let said = format!("{}\n{}\n{}", exchange.hash(), destination.consented(), destination.model());
    sha1_smol::Sha1::from(said).digest().to_string()
}

/// Writes a file as JSON, and its folder if it is not there.
pub(in crate::engine) fn save(file: &Path, what: &impl Serialize) -> io::Result<()> {
    if let Some(folder) = file.parent() {
        files::create_private_dir(folder)?;
    }
    files::replace(file, &serde_json::to_vec_pretty(what)?)
}
