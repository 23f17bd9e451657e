//! What is around the bytes of a file in the shared folder: nothing, or a lock. The lock itself is no business of the log.

use std::fmt;
use std::io;

use super::segment::SegmentError;

/// What encrypted files begin with (`age-encryption.org/v1` is the format of age).
const ENCRYPTED: &[u8] = b"age-encryption.org/";

/// Whether these bytes are encrypted. Half a file may be too short to tell.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(ENCRYPTED)
}

/// How files are closed before they are written, and opened after they were read.
pub trait Envelope: fmt::Debug + Send + Sync {
    /// What the names of closed files end with, after the usual ending.
    fn suffix(&self) -> &'static str;

    /// Closes what is going to be written.
    fn close(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>>;

    /// Opens what was read. What is not closed comes back as it is.
    fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, SegmentError>;
}

/// No envelope: everybody can read what lies in the folder.
#[derive(Clone, Copy, Debug)]
pub struct InTheClear;

impl Envelope for InTheClear {
    fn suffix(&self) -> &'static str {
        ""
    }

    fn close(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        Ok(bytes)
    }

    fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, SegmentError> {
        if is_encrypted(&bytes) { Err(SegmentError::Locked) } else { Ok(bytes) }
    }
}
