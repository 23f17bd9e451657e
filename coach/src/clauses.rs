//! What an answer said, in pieces that a question can be about: clauses of a few words, and the words in them that say
//! something.
//!
//! A small model copies the answer or makes words up where it should quote. Given a few pieces to choose from, and words
//! of which one has to be in its question, it has less to get wrong.

use hotseat_bank::text::one_line;

use super::quotes::{LEAST_WORDS, Words};

/// The most words of a clause.
const MOST: usize = 14;

/// The fewest letters of a word that says something.
const LETTERS: usize = 4;

/// Words with which a clause begins, or before which a long one can be cut.
const JOINTS: [&str; 18] = [
    "and", "but", "so", "because", "which", "while", "since", "unless", "although", "whereas", "then", "or", "until",
    "when", "if", "before", "after", "that",
];

/// Long words that say nothing by themselves.
const EMPTY: &str = "about above after again also always another because before being below between both cannot could does \
                     doing done down during each either else enough even ever every first from have having here herself himself \
                     instead into itself just least less like likely made make makes many maybe might more most much must myself \
                     need needs never next none nothing once only other others over perhaps please quite rather really same say \
                     says second several shall should since some something still such than that their theirs them then there \
                     these they thing things think this those though three through together under unless until upon used uses \
                     using very want wants well were what when where which while whole whom whose will with within without would \
                     your yours";

/// At most `most` clauses of the texts, the newest text first and within it those that say most; all of them occur in a
/// text word for word.
pub(crate) fn strongest(texts: &[&str], most: usize) -> Vec<String> {
    let mut found = Vec::new();
    for text in texts.iter().rev() {
        let mut clauses: Vec<String> = text.split(ends_clause).flat_map(pieces).collect();
        clauses.sort_by_key(|clause| std::cmp::Reverse(content(clause).count()));
        let words = Words::of(text);
        for clause in clauses {
            if found.len() == most {
                return found;
            }
            let says = content(&clause).count() > 1 && words.find(&clause, LEAST_WORDS).is_some();
            if says && !found.contains(&clause) {
                found.push(clause);
            }
        }
    }
    found
}

/// The words of the clauses that say something and are not in `known`, each once, at most `most`.
pub(crate) fn telling_words(clauses: &[String], known: &[&str], most: usize) -> Vec<String> {
    let known: Vec<String> = known.iter().flat_map(|text| content(text)).map(|word| root(&word)).collect();
    let mut found: Vec<String> = Vec::new();
    for word in clauses.iter().flat_map(|clause| content(clause)) {
        if !known.contains(&root(&word)) && !found.contains(&word) {
            found.push(word);
        }
    }
    found.truncate(most);
    found
}

fn ends_clause(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '\n' | '(' | ')' | '"' | '`' | '\\' | '\u{201c}' | '\u{201d}')
}

/// A stretch without punctuation, cut before joints where it is too long; what is still too long or too short is left
/// out.
fn pieces(stretch: &str) -> Vec<String> {
    let line = one_line(stretch);
    let words: Vec<&str> = line.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found: Vec<Vec<&str>> = vec![Vec::new()];
    let cuts = words.len() > MOST;
    for word in words {
        let joint = JOINTS.contains(&word.to_lowercase().as_str());
        match found.last_mut() {
            Some(piece) if !(cuts && joint && piece.len() >= LEAST_WORDS) => piece.push(word),
            _ => found.push(vec![word]),
        }
    }
    for piece in &mut found {
        let joints = piece.iter().take_while(|word| JOINTS.contains(&word.to_lowercase().as_str())).count();
        piece.drain(..joints);
    }
    found.iter().filter(|piece| piece.len() <= MOST).map(|piece| piece.join(" ")).collect()
}

/// The words of a text that say something, in lower case unless they are names written in capitals.
fn content(text: &str) -> impl Iterator<Item = String> {
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= LETTERS && word.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let said = words.map(|word| {
        let small = word[1..].bytes().all(|byte| byte.is_ascii_lowercase());
        if small { word.to_lowercase() } else { word.to_owned() }
    });
    said.filter(|word| !EMPTY.split_whitespace().any(|empty| empty == word))
}

/// What words of the same stem have in common, roughly.
fn root(word: &str) -> String {
    word.to_lowercase().chars().take(LETTERS + 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ANSWER: &str = "I would put the change behind a flag and turn it on for one percent of the users first. Then I watch the \
                          error rate for an hour, and compare it with the rest. If it is worse I turn the flag off.";

    #[test]
    fn clauses_that_say_something_come_first_and_stand_in_the_answer() {
        let found = strongest(&[ANSWER], 3);
        assert_eq!(
            found,
            [
                "I watch the error rate for an hour",
                "I would put the change behind a flag",
                "turn it on for one percent of the users first",
            ]
        );
        let later = strongest(&[ANSWER, "The rate comes from the proxy in front of it."], 1);
        assert_eq!(later, ["The rate comes from the proxy in front of it"], "what was said last is nearest");
        assert!(strongest(&["Yes. No, not so. It is."], 4).is_empty());
    }

    #[test]
    fn words_that_the_question_has_already_say_nothing_new() {
        let clauses = strongest(&[ANSWER], 3);
        let words = telling_words(&clauses, &["How do you roll out a risky change?"], 20);
        assert!(words.contains(&"flag".to_owned()) && words.contains(&"percent".to_owned()), "{words:?}");
        assert!(!words.iter().any(|word| word.starts_with("chang") || word == "would"), "{words:?}");
    }

    proptest! {
        #[test]
        fn what_is_offered_can_be_quoted(answer in "([a-zA-Z']{1,9}[ ,.?\n(]{1,2}){0,60}|\\PC{0,200}") {
            for clause in strongest(&[&answer], 4) {
                prop_assert!(Words::of(&answer).find(&clause, LEAST_WORDS).is_some(), "{clause:?}");
                prop_assert!(!clause.contains(['"', '\\', '\n']));
            }
        }
    }
}
