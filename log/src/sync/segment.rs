//! The format of a file in the shared folder: a header line that describes what follows, then the lines themselves.
//!
//! The header holds the number of lines and a hash of the bytes below it, so a file that is cut short, still being
//! copied or damaged can be told from a complete one. Line endings may change on the way, as they do in some checkouts:
//! because no line contains one, they are not part of the content.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::machine::MachineId;
use super::register::Register;

/// The start of every header, so that no other file is taken for a segment.
const MAGIC: &str = "{\"hotseat\":\"sync\"";

/// The newest version of the format known here.
const VERSION: u32 = 1;

/// The content of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The machine that wrote it.
    pub machine: MachineId,
    /// Its number among the files of that machine. Only for people to look at.
    pub sequence: u64,
    /// The lines below the header.
    pub lines: Vec<Line>,
}

/// A line of a segment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// A record of the log.
    Record {
        /// Its id.
        id: String,
        /// The record as [`crate::History::export`] writes it.
        json: String,
    },
    /// A version of a register.
    Register {
        /// The key of the register.
        key: String,
        /// The version.
        register: Register,
    },
    /// A line that only a newer version understands, verbatim.
    Unknown(String),
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SegmentError {
    /// It does not have our header.
    #[error("it is no file of Hotseat's")]
    Foreign,
    /// It ends too early, or something in it was changed.
    #[error("it is not whole; it is still being copied, or it is damaged")]
    NotWhole,
    /// It is encrypted and no key fits.
    #[error("it is encrypted, and no key that this machine has opens it")]
    Locked,
    /// A newer version wrote it.
    #[error(
        "a newer Hotseat wrote it (format {found}, this one knows up to {VERSION}); install the newer version here too"
    )]
    Newer {
        /// The version of its format.
        found: u32,
    },
}

#[derive(Serialize, Deserialize)]
struct Header {
    hotseat: String,
    version: u32,
    machine: MachineId,
    sequence: u64,
    count: u64,
    bytes: u64,
    sha1: String,
}

/// The part of the header that tells whether the rest can be understood.
#[derive(Deserialize)]
struct AnyHeader {
    version: u32,
}

#[derive(Deserialize)]
struct Found<'a> {
    #[serde(borrow)]
    record: Option<&'a RawValue>,
    #[serde(borrow)]
    register: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

#[derive(Serialize, Deserialize)]
struct Keyed<R> {
    key: String,
    #[serde(flatten)]
    register: R,
}

impl Line {
    fn read(text: &str) -> Self {
        let unknown = || Self::Unknown(text.to_owned());
        let Ok(found) = serde_json::from_str::<Found<'_>>(text) else { return unknown() };
        match (found.record, found.register) {
            (Some(record), None) => match serde_json::from_str::<Named>(record.get()) {
                Ok(Named { id }) => Self::Record { id, json: record.get().to_owned() },
                Err(_) => unknown(),
            },
            (None, Some(register)) => match serde_json::from_str::<Keyed<Register>>(register.get()) {
                Ok(Keyed { key, register }) => Self::Register { key, register },
                Err(_) => unknown(),
            },
            _ => unknown(),
        }
    }

    /// The line as it is in the file, without its line ending.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Record { json, .. } => format!("{{\"record\":{json}}}"),
            Self::Register { key, register } => {
                // Only texts and numbers, so this cannot fail.
                let json = serde_json::to_string(&Keyed { key: key.clone(), register }).unwrap_or_default();
                format!("{{\"register\":{}}}", hotseat_bank::text::terminal_safe_json(&json))
            }
            Self::Unknown(text) => text.clone(),
        }
    }
}

impl Segment {
    /// Encodes the segment as the bytes of a file.
    pub fn encode(&self) -> Vec<u8> {
        let mut body = String::new();
        for line in &self.lines {
            body.push_str(&line.text());
            body.push('\n');
        }
        let header = Header {
            hotseat: "sync".to_owned(),
            version: VERSION,
            machine: self.machine.clone(),
            sequence: self.sequence,
            count: self.lines.len() as u64,
            bytes: body.len() as u64,
            sha1: sha1_smol::Sha1::from(&body).digest().to_string(),
        };
        // Only texts and numbers, so this cannot fail.
        let mut out = serde_json::to_vec(&header).unwrap_or_default();
        out.push(b'\n');
        out.extend(body.into_bytes());
        out
    }

    /// Reads the bytes of a file, all or nothing.
    pub fn decode(bytes: &[u8]) -> Result<Self, SegmentError> {
        let unix: Vec<u8>;
        let bytes = if bytes.contains(&b'\r') {
            unix = bytes.iter().copied().filter(|byte| *byte != b'\r').collect();
            &unix
        } else {
            bytes
        };
        if !bytes.starts_with(MAGIC.as_bytes()) {
            // A copy is empty at first, and some systems first fill the whole length with zeros.
            let begun = bytes.iter().zip(MAGIC.as_bytes()).all(|(found, wanted)| found == wanted || *found == 0);
            return Err(if begun { SegmentError::NotWhole } else { SegmentError::Foreign });
        }
        let end = bytes.iter().position(|byte| *byte == b'\n').ok_or(SegmentError::NotWhole)?;
        let (header, body) = (&bytes[..end], &bytes[end + 1..]);
        let AnyHeader { version } = serde_json::from_slice(header).map_err(|_| SegmentError::NotWhole)?;
        if version > VERSION {
            return Err(SegmentError::Newer { found: version });
        }
        let header: Header = serde_json::from_slice(header).map_err(|_| SegmentError::NotWhole)?;
        let whole =
            header.bytes == body.len() as u64 && header.sha1 == sha1_smol::Sha1::from(body).digest().to_string();
        let body = std::str::from_utf8(body).map_err(|_| SegmentError::NotWhole)?;
        let lines: Vec<Line> = if whole { body.lines().map(Line::read).collect() } else { Vec::new() };
        if !whole || header.count != lines.len() as u64 {
            return Err(SegmentError::NotWhole);
        }
        Ok(Self { machine: header.machine, sequence: header.sequence, lines })
    }
}
