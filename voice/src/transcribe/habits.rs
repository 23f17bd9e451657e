//! Removes what recognisers write although nobody said it: tags for sounds, closing phrases of films, the same words
//! over and over. It is removed both from the text and from the words with times; anything that may have been said
//! stays.

use hotseat_log::{Segment, TimedWord};

/// Most words in a tag, such as "[door opens and closes]".
const LONGEST_TAG: usize = 5;

/// Longest phrase that is checked for looping, in words.
const LONGEST_LOOP: usize = 16;

/// How often in a row a single word counts as a loop. People do say "no, no, no".
const WORD_LOOPS: usize = 6;

/// How often in a row a longer phrase counts as a loop.
const PHRASE_LOOPS: usize = 4;

/// How often in a row a whole segment counts as a loop; engines cut segments by sense.
const PIECE_LOOPS: usize = 3;

/// More words a second than anybody speaks: fast speech has four.
const TOO_MANY: f64 = 8.0;

/// Words that are allowed on top of that, because the times of short recordings are inexact.
const ANY: f64 = 12.0;

/// Whole segments that engines, trained on films, write for silence and noise; letters and digits only. None of them is
/// an answer.
const FROM_FILMS: [&str; 14] = [
    "you",
    "thank you for watching",
    "thanks for watching",
    "thank you so much for watching",
    "thank you very much for watching",
    "please subscribe",
    "like and subscribe",
    "please like and subscribe",
    "subscribe to my channel",
    "please subscribe to my channel",
    "dont forget to subscribe",
    "see you in the next video",
    "subtitles by the amaraorg community",
    "transcription by castingwords",
];

/// The segments without what nobody said.
pub(super) fn without_inventions(pieces: Vec<Segment>) -> Vec<Segment> {
    let mut out: Vec<Segment> = Vec::new();
    let mut in_a_row = 1;
    for piece in pieces.into_iter().filter_map(cleaned) {
        let key = key(&piece.text);
        if FROM_FILMS.contains(&key.as_str()) {
            continue;
        }
        let again = out.last().is_some_and(|last| self::key(&last.text) == key);
        in_a_row = if again { in_a_row + 1 } else { 1 };
        let loops = if key.contains(' ') { PIECE_LOOPS } else { WORD_LOOPS };
        if in_a_row == loops {
            // The first occurrence was said, as far as anybody can tell.
            out.truncate(out.len() + 2 - loops);
        }
        if in_a_row < loops {
            out.push(piece);
        }
    }
    out
}

/// The complaint about a transcript with more words than anybody can say in this many seconds. None if it is plausible.
pub(super) fn too_many_words(pieces: &[Segment], seconds: f64) -> Option<String> {
    let words: usize = pieces.iter().map(|piece| piece.text.split_whitespace().count()).sum();
    (words as f64 > ANY + TOO_MANY * seconds).then(|| {
        format!("it wrote {words} words for {seconds:.0} s of speech, more than anybody says; try another model of it")
    })
}

/// A segment without tags and loops. None if nothing is left.
fn cleaned(piece: Segment) -> Option<Segment> {
    let tokens: Vec<&str> = piece.text.split_whitespace().collect();
    let said = said(&tokens);
    if !said.contains(&true) {
        return None;
    }
    if !said.contains(&false) {
        return Some(piece);
    }
    let text =
        tokens.iter().zip(&said).filter(|(_, said)| **said).map(|(token, _)| *token).collect::<Vec<_>>().join(" ");
    let texts: Vec<&str> = piece.words.iter().map(|word| word.text.as_str()).collect();
    let said = self::said(&texts);
    let words: Vec<TimedWord> =
        piece.words.into_iter().zip(said).filter(|(_, said)| *said).map(|(word, _)| word).collect();
    Some(Segment { text, words, ..piece })
}

/// For each word, whether it was said.
fn said(tokens: &[&str]) -> Vec<bool> {
    let mut said = vec![true; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let tag = tag(&tokens[at..], at == 0);
        said[at..at + tag].fill(false);
        at += tag.max(1);
    }
    let left: Vec<usize> = (0..tokens.len()).filter(|place| said[*place]).collect();
    let keys: Vec<String> = left.iter().map(|place| key(tokens[*place])).collect();
    let mut at = 0;
    while at < keys.len() {
        let (phrase, times) = longest_loop(&keys[at..]);
        left[at + phrase..at + phrase * times].iter().for_each(|place| said[*place] = false);
        at += (phrase * times).max(1);
    }
    said
}

/// How many words at the beginning form a tag; 0 if none. Round brackets count only around a whole segment, because
/// people write them too.
fn tag(tokens: &[&str], first: bool) -> usize {
    let Some(open) = tokens.first().and_then(|token| token.chars().next()) else { return 0 };
    // An asterisk between two words is a multiplication sign.
    if tokens[0] == "*" {
        return 0;
    }
    let close = match open {
        '[' => ']',
        '*' | '♪' => open,
        '(' if first => ')',
        _ => return 0,
    };
    let bare = |token: &str| token.trim_end_matches(['.', ',', '!', '?']).to_owned();
    let is_end = |(nth, token): (usize, &&str)| {
        let token = bare(token);
        token.ends_with(close) && (nth > 0 || token.chars().count() > 1)
    };
    let Some(last) = tokens.iter().take(LONGEST_TAG).enumerate().position(is_end) else {
        // Musical notes also stand alone.
        return usize::from(tokens[0].chars().all(|c| c == '♪'));
    };
    let inside: String = tokens[..=last].join(" ");
    let plain = inside.chars().all(|c| c.is_alphabetic() || " _-'.,!?[]()*♪".contains(c));
    let whole = open != '(' || last + 1 == tokens.len();
    if plain && whole { last + 1 } else { 0 }
}

/// The phrase at the beginning that repeats often enough to be a loop: its length in words, and how often it occurs.
/// (1, 1) if there is none.
fn longest_loop(keys: &[String]) -> (usize, usize) {
    (1..=LONGEST_LOOP.min(keys.len() / PHRASE_LOOPS))
        .map(|phrase| (phrase, keys.chunks_exact(phrase).take_while(|next| *next == &keys[..phrase]).count()))
        .find(|(phrase, times)| *times >= if *phrase == 1 { WORD_LOOPS } else { PHRASE_LOOPS })
        .unwrap_or((1, 1))
}

/// A text in the form used for comparing: letters and digits, lower case, single spaces.
fn key(text: &str) -> String {
    let word =
        |word: &str| word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    text.split_whitespace().map(word).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn piece(text: &str) -> Segment {
        let words = text.split_whitespace().map(|word| TimedWord { start_s: 0.0, end_s: 1.0, text: word.into() });
        Segment { start_s: 0.0, end_s: 1.0, text: text.into(), words: words.collect() }
    }

    fn left(texts: &[&str]) -> Vec<String> {
        let left = without_inventions(texts.iter().map(|text| piece(text)).collect());
        for piece in &left {
            let words: Vec<&str> = piece.words.iter().map(|word| word.text.as_str()).collect();
            assert_eq!(words.join(" "), piece.text, "words and text are cleaned alike");
        }
        left.into_iter().map(|piece| piece.text).collect()
    }

    #[test]
    fn tags_for_sounds_are_no_words() {
        assert_eq!(left(&["[BLANK_AUDIO]", "(wind blowing)", "*coughs*", "♪ ♪", "[Music]"]), [""; 0]);
        assert_eq!(left(&["So first [door opens] I wrote it."]), ["So first I wrote it."]);
    }

    #[test]
    fn what_people_write_in_brackets_stays() {
        for text in ["the array[0] is read", "it takes (at worst) a minute", "[0, 1) is open", "a * b * c2 is * d"] {
            assert_eq!(left(&[text]), [text]);
        }
    }

    #[test]
    fn ends_of_films_are_taken_out_and_thanks_are_not() {
        assert_eq!(left(&["I measured it.", "Thank you for watching!", "you"]), ["I measured it."]);
        assert_eq!(left(&["I thank you for watching the logs.", "Thank you."]).len(), 2);
    }

    #[test]
    fn loops_are_said_once() {
        let looped = format!("I wrote it. {}", "And so on and on. ".repeat(40));
        assert_eq!(left(&[&looped]), ["I wrote it. And so on and on."]);
        assert_eq!(
            left(&["So it went.", "So it went.", "So it went.", "So it went.", "Then not."]),
            ["So it went.", "Then not."]
        );
        for said in ["no, no, no, that is wrong", "very very very slow", "a b a b a b"] {
            assert_eq!(left(&[said]), [said]);
        }
        assert_eq!(left(&["Right.", "Right.", "Right."]).len(), 3);
    }

    #[test]
    fn nobody_speaks_so_fast() {
        let varied: String = (0..1_600).map(|n| format!("word{n} ")).collect();
        assert!(too_many_words(&[piece(&varied)], 8.0).expect("too many").contains("1600 words for 8 s"));
        assert_eq!(too_many_words(&[piece("A short answer of six words.")], 0.5), None);
    }

    proptest! {
        #[test]
        fn what_is_left_was_there_and_stays(texts in prop::collection::vec("[a-c*(\\[\\]) ]{0,20}", 0..12)) {
            let once = without_inventions(texts.iter().map(|text| piece(text)).collect());
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            let there: Vec<String> = texts.iter().flat_map(|text| words(text)).collect();
            prop_assert!(once.iter().flat_map(|piece| words(&piece.text)).all(|word| there.contains(&word)));
            prop_assert!(once.len() <= texts.len());
        }
    }
}
