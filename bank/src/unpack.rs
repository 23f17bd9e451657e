//! Unpacks what the build script packed (`pack.rs`): the common text is put before what is packed, and left out again.

use std::io::{self, Read};

use flate2::read::DeflateDecoder;

/// The head of a stored block, in bytes.
const HEAD: usize = 5;

/// What was packed with this common text; it is a stored block, or nothing where nothing is in common.
pub(super) fn unpack(stored: &[u8], packed: &[u8]) -> io::Result<Vec<u8>> {
    let mut unpacking = DeflateDecoder::new(stored.chain(packed));
    let common = stored.len().saturating_sub(HEAD) as u64;
    io::copy(&mut unpacking.by_ref().take(common), &mut io::sink())?;
    let mut unpacked = Vec::new();
    unpacking.read_to_end(&mut unpacked)?;
    Ok(unpacked)
}
