//! Searching many texts for cues that most of them do not mention.

use std::collections::HashMap;

use super::{Cue, Text, Wording};

/// Texts with an index of their stems: only the texts that contain all words of a cue are searched.
pub struct Texts<'a> {
    texts: Vec<&'a Text>,
    /// For each stem, one bit for each text, set if the text contains it.
    by_stem: HashMap<u32, Vec<u64>>,
}

impl<'a> Texts<'a> {
    /// Indexes texts. Both they and the cues must come from the same matcher.
    pub fn of(texts: impl IntoIterator<Item = &'a Text>) -> Self {
        let texts: Vec<&Text> = texts.into_iter().collect();
        let mut by_stem: HashMap<u32, Vec<u64>> = HashMap::new();
        let length = texts.len().div_ceil(64);
        for (i, text) in texts.iter().enumerate() {
            for stem in text.index.keys() {
                by_stem.entry(*stem).or_insert_with(|| vec![0; length])[i / 64] |= 1 << (i % 64);
            }
        }
        Self { texts, by_stem }
    }

    /// The indices of the texts that mention a cue, in order.
    pub fn mentioning(&self, cue: &Cue) -> Vec<usize> {
        let mut may = vec![0_u64; self.texts.len().div_ceil(64)];
        for wording in &cue.wordings {
            for (bits, all) in may.iter_mut().zip(self.with_all_words(wording)) {
                *bits |= all;
            }
        }
        let places = (0..self.texts.len()).filter(|i| may[i / 64] >> (i % 64) & 1 == 1);
        places.filter(|i| self.texts[*i].mentions(cue)).collect()
    }

    /// One bit for each text, set if the text has a matching stem for every word of a wording.
    fn with_all_words(&self, wording: &Wording) -> Vec<u64> {
        let mut all = vec![u64::MAX; self.texts.len().div_ceil(64)];
        for word in &wording.stems {
            let mut any = vec![0_u64; all.len()];
            for there in word.iter().filter_map(|stem| self.by_stem.get(stem)) {
                for (bits, there) in any.iter_mut().zip(there) {
                    *bits |= there;
                }
            }
            for (bits, any) in all.iter_mut().zip(any) {
                *bits &= any;
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::cues::Matcher;

    proptest! {
        #[test]
        fn they_are_those_that_mention_the_cue_one_by_one(
            texts in proptest::collection::vec("((not|serve|served|stale|a|db|data|base|database|lock)[ .]){0,12}", 0..90),
            cue in "((serve|stale|no|data|base|db|lock|the) ){1,3}",
        ) {
            let mut matcher = Matcher::new();
            let cue = matcher.cue(&cue);
            let texts: Vec<Text> = texts.iter().map(|text| matcher.text(text)).collect();
            let one_by_one: Vec<usize> = (0..texts.len()).filter(|i| texts[*i].mentions(&cue)).collect();
            prop_assert_eq!(Texts::of(&texts).mentioning(&cue), one_by_one);
        }
    }
}
