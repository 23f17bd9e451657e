//! Unpacks what the build script packed (`pack.rs`): the common text is placed before the packed text, and its output
//! is skipped.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

/// Size of a stored block's header, in bytes.
const HEAD: usize = 5;

/// Unpacks a text that was packed with this common text, given as a stored block; empty if there was none.
pub(super) fn unpack(stored: &[u8], packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacking = DeflateDecoder::new(stored.chain(packed));
    let common = stored.len().saturating_sub(HEAD) as u64;
    io::copy(&mut unpacking.by_ref().take(common), &mut io::sink())?;
    let mut unpacked = Vec::new();
    unpacking.read_to_end(&mut unpacked)?;
    Ok(unpacked)
}
