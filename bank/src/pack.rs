//! Packs texts one by one, with what they have in common stored only once: each is packed as if a common text had been
//! packed before it. Only the build script packs; `unpack.rs` is the other half.

use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// The size of deflate's window, in bytes.
const MOST: usize = 32 * 1024;

/// Length in bytes of the substrings that are counted.
const GRAM: usize = 8;

/// Length in bytes of the stretches that make up the common text.
const STRETCH: usize = 64;

/// The common text: the stretches that most of these texts repeat, with the most frequent last, where they are nearest.
/// At most 32 KiB; the same texts always give the same result.
pub(super) fn common(texts: &[&[u8]]) -> Vec<u8> {
    let whole = texts.concat();
    let mut seen = vec![0_u16; 1 << 20];
    for gram in whole.windows(GRAM) {
        let count = &mut seen[slot(gram)];
        *count = count.saturating_add(1);
    }
    // The best stretch of each part of the whole, not counting what earlier stretches already contain.
    let each = whole.len() / (MOST / STRETCH) + 1;
    let mut chosen: Vec<(u32, &[u8])> = Vec::new();
    for part in whole.chunks(each) {
        let worth = |gram: &[u8]| u32::from(seen[slot(gram)].saturating_sub(1));
        let worths: Vec<u32> = part.windows(GRAM).map(worth).collect();
        let (mut sum, mut best) = (0, (0, 0));
        for (end, gain) in worths.iter().enumerate() {
            sum += gain;
            if let Some(start) = (end + 1).checked_sub(STRETCH - GRAM + 1) {
                best = best.max((sum, start));
                sum -= worths[start];
            }
        }
        let (sum, start) = best;
        let stretch = &part[start..part.len().min(start + STRETCH)];
        stretch.windows(GRAM).for_each(|gram| seen[slot(gram)] = 0);
        chosen.push((sum, stretch));
    }
    chosen.sort_unstable();
    let text: Vec<u8> = chosen.into_iter().flat_map(|(_, stretch)| stretch).copied().collect();
    text[text.len().saturating_sub(MOST)..].to_vec()
}

/// A common text in the form that `unpack` needs: a stored (uncompressed) deflate block.
pub(super) fn stored(common: &[u8]) -> Vec<u8> {
    let length = u16::try_from(common.len()).expect("a common text is short");
    [&[0], &length.to_le_bytes()[..], &(!length).to_le_bytes(), common].concat()
}

/// The counter for a substring; it may be shared with others.
fn slot(gram: &[u8]) -> usize {
    let number = gram.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 44) as usize
}

/// Packs one text.
pub(super) fn pack(common: &[u8], text: &[u8]) -> io::Result<Vec<u8>> {
    let mut packing = DeflateEncoder::new(Vec::new(), Compression::best());
    packing.write_all(common)?;
    packing.flush()?;
    let start = packing.get_ref().len();
    packing.write_all(text)?;
    Ok(packing.finish()?.split_off(start))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::unpack::unpack;

    proptest! {
        #[test]
        fn what_is_packed_comes_back(texts in prop::collection::vec("[a-c é\n]{0,300}", 0..9)) {
            let bytes: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
            let common = common(&bytes);
            prop_assert!(common.len() <= MOST);
            for text in &texts {
                let packed = pack(&common, text.as_bytes()).expect("packed");
                prop_assert_eq!(unpack(&stored(&common), &packed).expect("unpacked"), text.as_bytes());
            }
        }
    }

    #[test]
    fn what_texts_have_in_common_is_packed_once() {
        let shared: String = (0..40).map(|n| format!("{} ", n * n * 7919)).collect();
        let texts: Vec<String> = (0..600).map(|n| format!("{n}: {shared}")).collect();
        let bytes: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
        let common = common(&bytes);
        let (with, without) = (pack(&common, bytes[7]).expect("packed"), pack(&[], bytes[7]).expect("packed"));
        assert!(with.len() * 2 < without.len(), "{} of {} bytes", with.len(), without.len());
        assert!(unpack(&stored(&common), b"no deflate").is_err());
    }
}
