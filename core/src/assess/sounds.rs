//! How a word sounds, roughly: words that a recogniser takes for each other have the same key. The usual phonetic keys
//! leave all vowels out, so that "read", "write", "ride" and "road" would be one; here short words keep them.

/// Keys with fewer consonants say too little: "key", "go" and "queue" would be one.
const LEAST: usize = 2;

/// From this many consonants on it does not matter whether they are voiced: recognisers take "sig" for "sick".
const LONG: usize = 4;

/// From this many consonants on the vowels do not matter, either: recognisers take "idempotent" for "idame potent".
const VERY_LONG: usize = 5;

/// How a word sounds: two words that may be taken for each other are equal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sound(String);

/// The sound of one word in lower-case ASCII letters. None for other words and for those with a single consonant.
pub(super) fn sound(word: &str) -> Option<Sound> {
    let codes = codes(word)?;
    let consonants = consonants(&codes);
    if consonants < LEAST {
        return None;
    }
    if consonants >= VERY_LONG {
        return Some(Sound(unvoiced(&without_vowels(&codes))));
    }
    // The first vowel tells "read" from "road"; those after it are hardly spoken.
    let first = codes.find(is_vowel_code);
    let heard = codes.char_indices().filter(|(at, code)| !is_vowel_code(*code) || Some(*at) == first);
    let heard: String = heard.map(|(_, code)| code).collect();
    Some(Sound(if consonants < LONG { heard } else { unvoiced(&heard) }))
}

/// The sound of several words without a gap. None if that is too little to be heard as a single one.
pub(super) fn joint_sound(words: &str) -> Option<Sound> {
    let codes = codes(words)?;
    match consonants(&codes) {
        VERY_LONG.. => Some(Sound(unvoiced(&without_vowels(&codes)))),
        LONG.. => Some(Sound(unvoiced(&codes))),
        _ => None,
    }
}

fn consonants(codes: &str) -> usize {
    codes.chars().filter(|code| !is_vowel_code(*code)).count()
}

fn without_vowels(codes: &str) -> String {
    codes.chars().filter(|code| !is_vowel_code(*code)).collect()
}

fn unvoiced(codes: &str) -> String {
    let code = |code| match code {
        'B' => 'P',
        'D' => 'T',
        'G' => 'K',
        'V' => 'F',
        'Z' => 'S',
        _ => code,
    };
    codes.chars().map(code).collect()
}

/// Consonants in upper case, vowels, which are told apart by three colours, in lower case.
fn codes(word: &str) -> Option<String> {
    if !word.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return None;
    }
    let letters: Vec<char> = word.chars().collect();
    let mut codes = String::new();
    let mut at = 0;
    while let Some(here) = letters.get(at).copied() {
        let rest = &letters[at..];
        let next = rest.get(1).copied().unwrap_or(' ');
        let (code, taken) = match (here, next) {
            ('k' | 'g', 'n') | ('w', 'r') | ('p', 's') if at == 0 => ("", 1),
            ('m', 'b') if rest.len() == 2 => ("M", 2),
            ('g', 'h') => (if at == 0 { "G" } else { "" }, 2),
            ('p', 'h') => ("F", 2),
            ('s' | 'c', 'h') => ("J", 2),
            ('t', 'h') => ("H", 2),
            ('c', 'k') => ("K", 2),
            ('b', _) => ("B", 1),
            ('p', _) => ("P", 1),
            ('d', _) => ("D", 1),
            ('t', _) => ("T", 1),
            ('f', _) => ("F", 1),
            ('v', _) => ("V", 1),
            ('c', 'e' | 'i' | 'y') | ('s', _) => ("S", 1),
            ('z', _) => ("Z", 1),
            ('g', _) => ("G", 1),
            ('c' | 'k' | 'q', _) => ("K", 1),
            ('x', _) => ("KS", 1),
            ('j', _) => ("J", 1),
            ('m', _) => ("M", 1),
            ('n', _) => ("N", 1),
            ('l', _) => ("L", 1),
            // Many speakers do not sound it before a consonant or at the end: "planner", "planar".
            ('r', _) if is_vowel(next) => ("R", 1),
            ('w' | 'y', _) if at == 0 && is_vowel(next) => ("W", 1),
            _ => ("", 1),
        };
        let begins = at == 0 || !is_vowel(letters[at - 1]);
        let silent = here == 'e'
            && codes.contains(is_vowel_code)
            && (rest.len() == 1 || rest.len() == 2 && matches!(next, 's' | 'd'));
        if is_vowel(here) {
            if begins && !silent && !(at == 0 && code == "W") {
                codes.push_str(vowel(here));
            }
        } else if here != next {
            // Doubled letters sound once.
            codes.push_str(code);
        }
        at += taken;
    }
    Some(codes)
}

fn vowel(letter: char) -> &'static str {
    match letter {
        'a' => "a",
        'o' | 'u' => "o",
        _ => "e",
    }
}

fn is_vowel_code(code: char) -> bool {
    code.is_ascii_lowercase()
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_recognisers_take_for_each_other_sounds_alike() {
        for (said, heard) in [
            ("cache", "cash"),
            ("write", "right"),
            ("writes", "rights"),
            ("read", "red"),
            ("rows", "rose"),
            ("planner", "planar"),
            ("sync", "sink"),
            ("cardinality", "hicardanality"),
        ] {
            assert_eq!(sound(said), sound(heard), "{said} {heard}");
            assert!(sound(said).is_some(), "{said}");
        }
        for (said, heard) in [("sigterm", "sickterm"), ("tenant", "tenand"), ("idempotent", "idamepotent")] {
            assert_eq!(joint_sound(said), joint_sound(heard), "{said} {heard}");
        }
    }

    #[test]
    fn others_do_not() {
        for (one, other) in [
            ("read", "road"),
            ("write", "wrote"),
            ("lock", "leak"),
            ("shard", "share"),
            ("both", "put"),
            ("lease", "else"),
        ] {
            assert_ne!(sound(one), sound(other), "{one} {other}");
        }
        for short in ["key", "queue", "", "a", "4xx", "\u{e9}t\u{e9}"] {
            assert_eq!(sound(short), None, "{short}");
        }
        assert_eq!(joint_sound("isallowed"), None);
    }

    proptest! {
        #[test]
        fn any_word_has_a_sound_or_none(word in "[a-z]{0,12}|.{0,4}") {
            prop_assert!(sound(&word).is_none_or(|Sound(key)| key.len() >= LEAST));
            prop_assert!(joint_sound(&word).is_none_or(|Sound(key)| key.len() >= LONG));
        }
    }
}
