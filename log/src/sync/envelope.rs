//! What wraps the bytes of a file in the shared folder: nothing, or encryption. The encryption itself is not the log's
//! business.

use std::fmt;
use std::io;

use super::segment::SegmentError;

/// How encrypted files begin (`age-encryption.org/v1` is the format of age).
const ENCRYPTED: &[u8] = b"age-encryption.org/";

/// Whether these bytes are encrypted. Part of a file may be too short to tell.
pub fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(ENCRYPTED)
}

/// How files are encrypted before they are written, and decrypted after they are read.
pub trait Envelope: fmt::Debug + Send + Sync {
    /// The suffix of encrypted file names, after the usual extension; empty without encryption.
    fn suffix(&self) -> &'static str;

    /// Encrypts what is about to be written.
    fn close(&self, bytes: Vec<u8>) -> io::Result<Vec<u8>>;

    /// Decrypts what was read. Bytes that are not encrypted are returned unchanged.
    fn open(&self, bytes: Vec<u8>) -> Result<Vec<u8>, SegmentError>;
}

/// No encryption: anybody can read what is in the folder.
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
