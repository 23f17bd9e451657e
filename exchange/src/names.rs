//! Makes ids of questions, topics and points from their words.

use std::collections::HashSet;

use hotseat_bank::QuestionId;
use sha1_smol::Sha1;

/// The longest title of a topic, deck, source or licence, in characters; every question of a file repeats it.
const MAX_TITLE: usize = 200;

/// A title, cut short enough for every question to repeat it.
pub(super) fn shortened(title: &str) -> String {
    title.chars().take(MAX_TITLE).collect()
}

/// The name of an exported page without the id that its program puts behind it: 32 hexadecimal digits.
pub(super) fn without_page_id(name: &str) -> &str {
    let bare = name.strip_suffix("_all").unwrap_or(name);
    let named = bare.len().checked_sub(32).filter(|&at| bare.is_char_boundary(at)).map(|at| bare.split_at(at));
    let id = named.filter(|(_, id)| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    id.map(|(name, _)| name.trim_end()).filter(|name| !name.is_empty()).unwrap_or(name)
}

/// A text as lower-case letters and digits, with hyphens between words.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The first words of a text as a slug of at most `most` bytes.
pub(super) fn short_slug(text: &str, most: usize) -> String {
    first_words(&slug(text), most)
}

fn first_words(whole: &str, most: usize) -> String {
    let mut out = String::new();
    for word in whole.split('-') {
        if !out.is_empty() && out.len() + 1 + word.len() > most {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(most));
    }
    out
}

/// The first `digits` hexadecimal digits of a text's hash: enough to tell texts apart, not to keep secrets.
pub(super) fn hash(text: &str, digits: usize) -> String {
    let sum = Sha1::from(text.as_bytes()).digest().bytes();
    let half = |digit: usize| if digit.is_multiple_of(2) { sum[digit / 2] >> 4 } else { sum[digit / 2] & 0xf };
    (0..digits.min(sum.len() * 2)).map(|digit| char::from(b"0123456789abcdef"[usize::from(half(digit))])).collect()
}

/// The ids that a question can have by its words.
pub(super) struct IdsOfWords {
    whole: String,
    words: String,
}

impl IdsOfWords {
    /// The ids for this prompt. Case, whitespace and punctuation do not count.
    pub(super) fn of(prompt: &str) -> Self {
        let whole = slug(prompt);
        Self { words: first_words(&whole, 40), whole }
    }

    /// The first one.
    pub(super) fn first(&self) -> String {
        self.apart("")
    }

    /// Another one in case another question has that already. It also depends on something else, such as the topic.
    pub(super) fn apart(&self, other: &str) -> String {
        self.ending(&hash(&format!("{}\n{other}", self.whole), 8))
    }

    /// The words with this ending.
    pub(super) fn ending(&self, ending: &str) -> String {
        if self.words.is_empty() { ending.to_owned() } else { format!("{}-{ending}", self.words) }
    }
}

/// The id of a question that another program named.
pub(super) fn id_of_guid(guid: &str) -> String {
    format!("anki-{}", hash(guid, 12))
}

/// The permanent name of a question in Anki, the same in every export.
pub(super) fn guid(question: &QuestionId) -> String {
    hash(&format!("hotseat {question}"), 20)
}

/// The ids in use within one question, which must differ.
#[derive(Debug, Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// Marks an id as in use.
    pub(super) fn take(&mut self, id: &str) {
        self.0.insert(id.to_owned());
    }

    /// A new id, made from the first words of a text.
    pub(super) fn name(&mut self, text: &str) -> String {
        let base = short_slug(text, 32);
        let base = if base.is_empty() { "point".to_owned() } else { base };
        let mut name = base.clone();
        let mut n = 1;
        while !self.0.insert(name.clone()) {
            n += 1;
            name = format!("{base}-{n}");
        }
        name
    }
}
