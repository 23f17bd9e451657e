//! Inputs that are nearly those of the corpus, and always the same ones.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// No input is longer: it would be slower, and find nothing that a shorter one does not.
const MOST: usize = 8192;

/// What readers have stumbled over, here and elsewhere.
const TOKENS: &[&[u8]] = &[
    b"\0",
    b"\n",
    b"\r\n",
    b"\t",
    b"\"",
    b"'",
    b"\\",
    b"\\u0000",
    b"\\ud800",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\xf0\x9f",
    b"\x1b[31m",
    b"\x1b]0;x\x07",
    b"\xe2\x80\xae",
    b"\xc2\x85",
    b"[[[[[[[[[[[[[[[[",
    b"{\"a\":",
    b"null",
    b"-1",
    b"0",
    b"1e999",
    b"NaN",
    b"18446744073709551616",
    b"0000-00-00T00:00:00Z",
    b"+9999-12-31",
    b"<![CDATA[",
    b"&#x110000;",
    b"```",
    b"# ",
    b"\x1f",
];

/// Makes inputs for one target from those that are kept for it.
pub(crate) struct Mutator<'a> {
    corpus: &'a [Vec<u8>],
    random: StdRng,
}

impl<'a> Mutator<'a> {
    /// `corpus` has at least one input. The same seed makes the same inputs, as long as `rand` makes the same numbers.
    pub(crate) fn new(corpus: &'a [Vec<u8>], seed: u64) -> Self {
        Self { corpus, random: StdRng::seed_from_u64(seed) }
    }

    /// The next input: one of the corpus with up to eight changes.
    pub(crate) fn next(&mut self) -> Vec<u8> {
        let mut data = self.one().to_vec();
        for _ in 0..self.random.random_range(1..=8) {
            self.change(&mut data);
        }
        data.truncate(MOST);
        data
    }

    fn one(&mut self) -> &'a [u8] {
        &self.corpus[self.random.random_range(0..self.corpus.len())]
    }

    fn change(&mut self, data: &mut Vec<u8>) {
        let at = self.random.random_range(0..=data.len());
        let end = self.random.random_range(at..=data.len().min(at + 64));
        match self.random.random_range(0..7) {
            0 if at < data.len() => data[at] ^= 1 << self.random.random_range(0..8),
            1 if at < data.len() => data[at] = self.random.random(),
            2 => drop(data.drain(at..end)),
            3 => {
                let again = data[at..end].to_vec();
                data.splice(at..at, again);
            }
            4 => data.truncate(at),
            5 => {
                // The rest of another one.
                let other = self.one();
                let from = self.random.random_range(0..=other.len());
                data.truncate(at);
                data.extend_from_slice(&other[from..]);
            }
            _ => {
                let token = TOKENS[self.random.random_range(0..TOKENS.len())];
                data.splice(at..end, token.iter().copied());
            }
        }
    }
}
