//! Splits a posting into words to be compared with names of technologies.

/// A word in its original spelling and in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// In its original spelling.
    pub(super) written: String,
    /// In lower case, for comparisons.
    pub(super) lower: String,
    /// Whether a comma, a slash or the like separates it from the word before.
    pub(super) listed: bool,
}

/// The words of a text. Signs that belong to names are kept: C++, C#, .NET, Node.js.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut listed = false;
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied().unwrap_or(' ');
        let belongs = c.is_alphanumeric()
            || (matches!(c, '+' | '#') && !word.is_empty())
            || (c == '.' && next.is_alphanumeric() && (!word.is_empty() || next.is_alphabetic()));
        // Scripts without blanks begin a new word: "Go语言".
        let before = word.chars().next_back();
        if belongs && before.is_some_and(|before| is_han(before) != is_han(c)) {
            push(&mut found, &mut word, &mut listed);
        }
        if belongs {
            word.push(c);
            continue;
        }
        push(&mut found, &mut word, &mut listed);
        listed |= matches!(c, ',' | '/' | ';' | '|' | '(' | ')' | '·' | '•' | ':');
    }
    push(&mut found, &mut word, &mut listed);
    found
}

/// Whether a letter belongs to a script that does not separate words by blanks.
fn is_han(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c)
}

fn push(found: &mut Vec<Word>, word: &mut String, listed: &mut bool) {
    let written = std::mem::take(word);
    // The plus of "5+" and "Java+" does not belong to a name.
    let kept = match written.strip_suffix('+') {
        Some(rest) if !rest.ends_with('+') && !matches!(rest.to_lowercase().as_str(), "kdb" | "tla") => rest.to_owned(),
        _ => written,
    };
    if !kept.is_empty() {
        found.push(Word { lower: kept.to_lowercase(), written: kept, listed: std::mem::take(listed) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_stay_with_the_names_that_they_are_part_of() {
        let found: Vec<String> =
            words("5+ years of C++, C#/.NET (Node.js) and CI/CD.").into_iter().map(|w| w.lower).collect();
        assert_eq!(found, ["5", "years", "of", "c++", "c#", ".net", "node.js", "and", "ci", "cd"]);
        let parted: Vec<String> = words("熟悉Go语言").into_iter().map(|word| word.written).collect();
        assert_eq!(parted, ["熟悉", "Go", "语言"]);
        let listed: Vec<bool> = words("Go, Rust and R").iter().map(|word| word.listed).collect();
        assert_eq!(listed, [false, true, false, false]);
    }
}
