//! The kind of a question that names none, by its words.

use hotseat_bank::Kind;

/// What introduces a question about something that happened, in lower case: it can be answered with a story alone.
const OF_THE_PAST: [&str; 31] = [
    "about a time",
    "about one time",
    "about another time",
    "about the time when",
    "about the time you",
    "about the last time you",
    "of a time when",
    "of a time you",
    "describe a time",
    "recall a time",
    "share a time",
    "through a time",
    "a situation where you",
    "a situation when you",
    "a situation in which you",
    "an occasion when you",
    "an occasion where you",
    "an example of when you",
    "an example of how you handled",
    "a disagreement you",
    "a conflict you",
    "a mistake you made",
    "your biggest failure",
    "your biggest mistake",
    "your greatest achievement",
    "your proudest",
    "eine situation, in der du",
    "einer situation, in der du",
    "eine situation, in der sie",
    "einer situation, in der sie",
    "von einem konflikt",
];

/// What asks candidates about themselves, in lower case.
const OF_YOURSELF: [&str; 8] = [
    "tell me about yourself",
    "tell us about yourself",
    "introduce yourself",
    "walk me through your cv",
    "walk me through your resume",
    "walk us through your cv",
    "walk us through your resume",
    "erzähl etwas über dich",
];

/// The kind that the words of a question stand for; None if they stand for none.
pub(super) fn of(prompt: &str) -> Option<Kind> {
    let words = prompt.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = |at: usize| !words[at..].starts_with(char::is_alphanumeric);
    let has = |cues: &[&str]| cues.iter().any(|cue| words.match_indices(cue).any(|(at, found)| ends(at + found.len())));
    if has(&OF_THE_PAST) {
        Some(Kind::Behavioural)
    } else if has(&OF_YOURSELF) {
        Some(Kind::Intro)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_about_something_that_happened_is_behavioural() {
        for prompt in [
            "Tell me about a time you disagreed with your lead.",
            "Describe a time when\nyou missed a deadline",
            "Tell me about the time when a change went wrong.",
            "Tell me about the last time you were wrong.",
            "Give me an example of when you had to choose.",
            "Can you think of a time when you failed?",
            "Beschreibe eine Situation, in der du dich geirrt hast.",
        ] {
            assert_eq!(of(prompt), Some(Kind::Behavioural), "{prompt}");
        }
        assert_eq!(of("Tell me about yourself"), Some(Kind::Intro));
        for prompt in [
            "Tell me about indexes.",
            "Tell me about the time complexity of a search.",
            "What is a time series?",
            "Tell me about a timeout that is too long.",
            "How does a lease give at most one leader at a time?",
            "Describe a timer wheel.",
        ] {
            assert_eq!(of(prompt), None, "{prompt}");
        }
    }
}
