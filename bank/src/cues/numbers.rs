//! Numbers as they are spoken and typed: "five hundred", "five oh three", "five hundreds", "500s", "14s", "100k".

/// The words for numbers below twenty, in order.
const SMALL: &[&str] = &[
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The words for tens, from twenty on.
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Words and letters that multiply the number before them.
const FACTORS: &[(&str, u64)] = &[
    ("hundred", 100),
    ("thousand", 1_000),
    ("million", 1_000_000),
    ("millions", 1_000_000),
    ("billion", 1_000_000_000),
    ("k", 1_000),
    ("m", 1_000_000),
];

/// Units as written directly after a number, and their names.
const UNITS: &[(&str, &str)] = &[
    ("ms", "millisecond"),
    ("s", "second"),
    ("sec", "second"),
    ("secs", "second"),
    ("min", "minute"),
    ("mins", "minute"),
    ("h", "hour"),
    ("hr", "hour"),
    ("hrs", "hour"),
    ("d", "day"),
    ("kb", "kilobyte"),
    ("mb", "megabyte"),
    ("gb", "gigabyte"),
    ("tb", "terabyte"),
    ("rps", "rps"),
    ("qps", "qps"),
];

/// HTTP status codes; the plural of one ("503s") stands for its class.
const STATUSES: &[&str] = &["400", "401", "403", "404", "409", "422", "429", "500", "502", "503", "504"];

/// A number made up of several words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Read {
    /// How many words it takes.
    pub(super) words: usize,
    /// The number as typed: `503`, `5xx`, `2000000`.
    pub(super) typed: String,
}

fn small(word: &str) -> Option<u64> {
    let digit = match word {
        "oh" | "o" => Some(0),
        _ => SMALL.iter().position(|small| *small == word),
    };
    digit.and_then(|number| u64::try_from(number).ok())
}

fn tens(word: &str) -> Option<u64> {
    let place = TENS.iter().position(|tens| *tens == word)?;
    u64::try_from(place).ok().map(|place| (place + 2) * 10)
}

fn factor(word: &str) -> Option<u64> {
    FACTORS.iter().find(|(name, _)| *name == word).map(|(_, factor)| *factor)
}

/// Whether a word is a number below a hundred, or multiplies the one before it: "seven", "thirty", "thousand". Single
/// letters that do so ("k") are not words.
pub fn is_number(word: &str) -> bool {
    SMALL.contains(&word) || TENS.contains(&word) || FACTORS.iter().any(|(name, _)| *name == word && name.len() > 1)
}

/// The other spelling of a number up to twelve: "three" and "3".
pub(super) fn other(word: &str) -> Option<String> {
    if let Some(number) = SMALL[..13].iter().position(|small| *small == word) {
        return Some(number.to_string());
    }
    SMALL[..13].get(word.parse::<usize>().ok()?).map(|small| (*small).to_owned())
}

/// The number at the beginning of these words, if it takes several of them, or a single one from thirteen on: "thirty".
pub(super) fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Read> {
    let words: Vec<&str> = words.into_iter().take(MOST_WORDS).collect();
    let found = class(&words).or_else(|| digits(&words)).or_else(|| sum(&words))?;
    let alone =
        found.words == 1 && (small(words[0]).is_some_and(|number| number < 13) || words[0].parse::<u64>().is_ok());
    (!alone).then_some(found)
}

/// The most words that a number can take.
const MOST_WORDS: usize = 8;

/// A class of status codes: "five hundreds", "five x x", "five xx".
fn class(words: &[&str]) -> Option<Read> {
    let (first, rest) = words.split_first()?;
    let digit = small(first).or_else(|| first.parse().ok()).filter(|digit| (1..6).contains(digit))?;
    let more = match rest {
        ["hundreds" | "xx", ..] => 1,
        ["x", "x", ..] => 2,
        _ => return None,
    };
    Some(Read { words: 1 + more, typed: format!("{digit}xx") })
}

/// A number spoken digit by digit, or as a digit and a number below a hundred: "five oh three", "four twenty nine".
fn digits(words: &[&str]) -> Option<Read> {
    let digit = |at: usize| words.get(at).and_then(|word| small(word)).filter(|digit| *digit < 10);
    let first = digit(0).filter(|digit| *digit > 0)?;
    if let (Some(second), Some(third)) = (digit(1), digit(2)) {
        return Some(Read { words: 3, typed: format!("{first}{second}{third}") });
    }
    let ten = words.get(1).and_then(|word| tens(word))?;
    let (words, last) = digit(2).filter(|digit| *digit > 0).map_or((2, 0), |last| (3, last));
    Some(Read { words, typed: (first * 100 + ten + last).to_string() })
}

/// A number spoken in full: "two hundred and fifty thousand". Decimals such as "1.2 million" are left as they are.
fn sum(words: &[&str]) -> Option<Read> {
    let (mut total, mut group, mut taken) = (0_u64, None::<u64>, 0);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if let Some(number) = word.parse::<u64>().ok().filter(|_| group.is_none()) {
            group = Some(number);
        } else if let Some(ten) = tens(word).filter(|_| group.is_none_or(|group| group % 100 == 0)) {
            group = Some(group.unwrap_or(0) + ten);
        } else if let Some(number) = small(word).filter(|number| *word != "oh" && *word != "o" && fits(group, *number))
        {
            group = Some(group.unwrap_or(0) + number);
        } else if let Some(factor) = factor(word).filter(|_| group.is_some()) {
            let product = group.unwrap_or(1).checked_mul(factor)?;
            if factor == 100 {
                group = Some(product);
            } else {
                total = total.checked_add(product)?;
                group = None;
                if at + 1 < words.len()
                    && words[at + 1] != "and"
                    && small(words[at + 1]).is_none()
                    && tens(words[at + 1]).is_none()
                {
                    taken = at + 1;
                    break;
                }
            }
        } else if *word == "and"
            && taken > 0
            && at + 1 < words.len()
            && total + group.unwrap_or(0) >= 100
            && (small(words[at + 1]).is_some() || tens(words[at + 1]).is_some())
        {
            at += 1;
            continue;
        } else {
            break;
        }
        at += 1;
        taken = at;
    }
    (taken > 0).then(|| Read { words: taken, typed: total.saturating_add(group.unwrap_or(0)).to_string() })
}

/// Whether a number below twenty can follow what has been read so far: "forty two", "five hundred twelve".
fn fits(group: Option<u64>, number: u64) -> bool {
    group.is_none_or(|group| if number < 10 { group % 10 == 0 && group > 10 } else { group % 100 == 0 && group > 0 })
}

/// Other words that a typed number with trailing letters stands for: the class of status codes, the digits written out,
/// the unit.
pub(super) fn also(word: &str) -> Vec<String> {
    let end = word.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(word.len());
    let (number, unit) = word.split_at(end);
    if number.is_empty() {
        return Vec::new();
    }
    let mut also = Vec::new();
    if unit == "s" && STATUSES.contains(&number) {
        also.push(format!("{}xx", &number[..1]));
    }
    if let Some(typed) = factor(unit).and_then(|factor| number.parse::<u64>().ok()?.checked_mul(factor)) {
        also.push(typed.to_string());
    } else if let Some((_, name)) = UNITS.iter().find(|(short, _)| *short == unit) {
        also.extend([number.to_owned(), (*name).to_owned()]);
    }
    also
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_said() {
        for (said, words, typed) in [
            ("five hundreds are up", 2, "5xx"),
            ("five x x errors", 3, "5xx"),
            ("four xx", 2, "4xx"),
            ("five oh three", 3, "503"),
            ("five zero two", 3, "502"),
            ("four twenty nine", 3, "429"),
            ("five hundred", 2, "500"),
            ("ninety nine", 2, "99"),
            ("thirty", 1, "30"),
            ("two hundred and fifty thousand rows", 5, "250000"),
            ("sixty thousand", 2, "60000"),
            ("2 million rows", 2, "2000000"),
            ("fifteen hundred a day", 2, "1500"),
            ("one hundred and five", 4, "105"),
            ("three thousand two hundred", 4, "3200"),
        ] {
            assert_eq!(read(said.split(' ')), Some(Read { words, typed: typed.to_owned() }), "{said}");
        }
        for said in ["three attempts", "rows", "12 rows", "and five", "", "one of five"] {
            assert_eq!(read(said.split(' ')), None, "{said}");
        }
    }

    #[test]
    fn typed_numbers_say_their_class_and_unit() {
        for (typed, wanted) in [
            ("503s", vec!["5xx", "503", "second"]),
            ("503", vec![]),
            ("500s", vec!["5xx", "500", "second"]),
            ("14s", vec!["14", "second"]),
            ("40ms", vec!["40", "millisecond"]),
            ("100k", vec!["100000"]),
            ("512", vec![]),
            ("p99", vec![]),
            ("v2", vec![]),
            ("2pc", vec![]),
        ] {
            assert_eq!(also(typed), wanted, "{typed}");
        }
    }

    #[test]
    fn small_numbers_are_written_two_ways() {
        assert_eq!(other("three").as_deref(), Some("3"));
        assert_eq!(other("12").as_deref(), Some("twelve"));
        assert_eq!(other("13"), None);
        assert_eq!(other("row"), None);
    }

    proptest! {
        #[test]
        fn any_words_can_be_read(words in prop::collection::vec("(hundred|thousand|billion|k|and|oh|x|nine|ninety|[0-9]{1,20}|.{0,3})", 0..10)) {
            let found = read(words.iter().map(String::as_str));
            prop_assert!(found.is_none_or(|found| (1..=words.len()).contains(&found.words)));
            for word in &words {
                also(word);
            }
        }
    }
}
