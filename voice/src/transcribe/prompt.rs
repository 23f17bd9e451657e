//! The prompt for engines that take one. It makes them write fillers down, and prepares them for the words of the
//! question, which come back in most answers. It has nothing of the notes: an engine writes what it was told to expect.

use hotseat_bank::text::one_line;

/// Makes engines write fillers down.
const FILLERS: &str = "Um, uh, hmm, er, ah.";

/// Most characters of the question: long prompts make engines cut answers off.
const MOST: usize = 300;

/// The prompt for an answer to this question. `asked` is the question as it was put; it may be empty.
pub(super) fn prompt(asked: &str) -> String {
    // Code is not said, and engines take it for a style of writing.
    let prose: String = asked.split("```").step_by(2).collect::<Vec<_>>().join(" ").replace('`', "");
    let prose = one_line(&prose);
    let words = prose.split_whitespace().scan(0, |length, word| {
        *length += word.chars().count() + 1;
        (*length <= MOST).then_some(word)
    });
    std::iter::once(FILLERS).chain(words).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_stands_in_it_as_it_is_said() {
        assert_eq!(prompt(""), FILLERS);
        let asked = "Why is\n`SELECT` slow?\n\n```sql\nSELECT 1;\n```\n\nSay how you find out.";
        assert_eq!(prompt(asked), format!("{FILLERS} Why is SELECT slow? Say how you find out."));
    }

    #[test]
    fn it_stays_short_and_ends_with_a_word() {
        let long = prompt(&"größere Fragen ".repeat(100));
        assert!(long.chars().count() <= FILLERS.len() + 1 + MOST, "{long}");
        assert!(long.ends_with("größere") || long.ends_with("Fragen"), "{long}");
    }
}
