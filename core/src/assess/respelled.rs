//! What a recogniser wrote, respelled as it may have been meant.

use std::ops::Range;

/// Words that recognisers write for terms that sound alike: what is heard, and what an engineer says.
const SOUND_ALIKE: &[(&str, &str)] = &[
    ("cash", "cache"),
    ("cashed", "cached"),
    ("cashes", "caches"),
    ("cashing", "caching"),
    ("cue", "queue"),
    ("cues", "queues"),
];

/// A transcript in another spelling, which knows where each place of it stands in the original.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Respelled {
    /// The text in its new spelling.
    pub(super) text: String,
    /// Each place of `text` from which on it is ahead of the original, and by how many bytes.
    ahead: Vec<(usize, usize)>,
}

impl Respelled {
    /// Full stops become commas, because recognisers end a sentence wherever somebody breathes; words that sound like a
    /// term become the term.
    pub(super) fn of(heard: &str) -> Self {
        let (mut text, mut ahead, mut grown) = (String::with_capacity(heard.len()), Vec::new(), 0);
        let mut rest = heard;
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|sign: char| !sign.is_alphanumeric()).unwrap_or(rest.len());
            let taken = word.max(if word == 0 { first.len_utf8() } else { 0 });
            let (this, after) = rest.split_at(taken);
            let term = SOUND_ALIKE.iter().find(|(sound, _)| this.eq_ignore_ascii_case(sound));
            if let Some((sound, term)) = term {
                text.push_str(term);
                grown += term.len() - sound.len();
                ahead.push((text.len(), grown));
            } else if this == "." && after.starts_with(char::is_whitespace) {
                text.push(',');
            } else {
                text.push_str(this);
            }
            rest = after;
        }
        Self { text, ahead }
    }

    /// Where a range of [`Self::text`], which begins and ends with words, stands in the original.
    pub(super) fn original(&self, place: &Range<usize>) -> Range<usize> {
        let back = |at: usize| {
            let before = self.ahead.partition_point(|(from, _)| *from <= at);
            at - before.checked_sub(1).map_or(0, |last| self.ahead[last].1)
        };
        back(place.start)..back(place.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_full_stops_between_sentences_go_on() {
        assert_eq!(Respelled::of("v1.2 is out. It é. \nx.").text, "v1.2 is out, It é, \nx.");
    }

    #[test]
    fn what_sounds_like_a_term_is_the_term_and_its_place_is_known() {
        let heard = "A cash. The CUE, and cashews: cash";
        let respelled = Respelled::of(heard);
        assert_eq!(respelled.text, "A cache, The queue, and cashews: cache");
        let place = |word: &str| {
            let at = respelled.text.rfind(word).expect("there");
            &heard[respelled.original(&(at..at + word.len()))]
        };
        assert_eq!((place("queue"), place("cashews"), place("cache")), ("CUE", "cashews", "cash"));
    }
}
