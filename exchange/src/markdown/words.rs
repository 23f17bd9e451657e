//! What the words of a line say about it: that it asks, labels an answer, or names a section without questions.

use super::languages;

/// Characters that end a question.
pub(super) const MARKS: [char; 5] = ['?', '？', '؟', '\u{37e}', '՞'];

/// Whether a text asks: one of its sentences ends with a question mark.
pub(crate) fn asks(text: &str) -> bool {
    text.match_indices(MARKS).any(|(at, mark)| {
        let (before, after) = (&text[..at], &text[at + mark.len()..]);
        before.chars().any(char::is_alphanumeric)
            && after.chars().next().is_none_or(|next| !next.is_ascii_alphanumeric() && !matches!(next, '=' | '&' | '/'))
    })
}

/// Whether a text ends with a question mark; symbols and brackets may follow it.
pub(super) fn ends_asking(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric() && !MARKS.contains(&c));
    bare.ends_with(MARKS) && asks(text)
}

/// First words of questions and tasks in English.
const LEADING: [&str; 91] = [
    "what",
    "why",
    "how",
    "when",
    "which",
    "who",
    "where",
    "whose",
    "can",
    "could",
    "is",
    "are",
    "does",
    "do",
    "did",
    "will",
    "would",
    "should",
    "have",
    "has",
    "explain",
    "describe",
    "compare",
    "define",
    "discuss",
    "tell",
    "give",
    "list",
    "name",
    "write",
    "implement",
    "design",
    "show",
    "build",
    "create",
    "walk",
    "talk",
    "imagine",
    "suppose",
    "organise",
    "organize",
    "find",
    "convert",
    "calculate",
    "compute",
    "draw",
    "state",
    "share",
    "outline",
    "differentiate",
    "estimate",
    "sketch",
    "model",
    "propose",
    "plan",
    "take",
    "print",
    "return",
    "refactor",
    "optimize",
    "optimise",
    "debug",
    "configure",
    "deploy",
    "fix",
    "add",
    "remove",
    "reverse",
    "determine",
    "prove",
    "given",
    "rewrite",
    "simulate",
    "evaluate",
    "identify",
    "summarize",
    "summarise",
    "elaborate",
    "distinguish",
    "contrast",
    "justify",
    "predict",
    "generate",
    "parse",
    "validate",
    "migrate",
    "mention",
    "illustrate",
    "teach",
    "choose",
    "introduce",
];

/// Whether a text begins like a question or a task, with or without a question mark.
pub(crate) fn leads(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let english = LEADING.contains(&first) || first.starts_with("what'") || first.starts_with("who'");
    let second = words.next();
    english && second.is_some() || (first, second) == ("set", Some("up")) || languages::leads(&lower)
}

/// Whether a heading is a label, or an answer such as "Answer: D".
pub(super) fn is_answer(title: &str) -> bool {
    let lower = title.to_lowercase();
    is_label(title) || lower.starts_with("answer:") || lower.starts_with("solution:")
}

/// Whether a heading only announces the answer below it.
pub(super) fn is_label(title: &str) -> bool {
    let lower = title.to_lowercase();
    matches!(
        lower.trim_matches(|c: char| !c.is_alphanumeric()),
        "answer"
            | "answers"
            | "solution"
            | "solutions"
            | "ans"
            | "a"
            | "short answer"
            | "sample answer"
            | "the answer"
            | "correct answer"
            | "model answer"
            | "expected answer"
    ) || languages::is_answer(&lower)
}

/// Whether a title names a part of an answer rather than of a list.
pub(super) fn is_inner(title: &str) -> bool {
    const NAMES: [&str; 24] = [
        "key points",
        "key point",
        "key takeaways",
        "takeaways",
        "summary",
        "in summary",
        "conclusion",
        "explanation",
        "example",
        "examples",
        "code example",
        "note",
        "notes",
        "tip",
        "tips",
        "pros",
        "cons",
        "pros and cons",
        "advantages",
        "disadvantages",
        "best practices",
        "syntax",
        "output",
        "when to use",
    ];
    let lower = title.to_lowercase();
    NAMES.contains(&lower.trim_matches(|c: char| !c.is_alphanumeric()))
}

/// Whether a title names a section that contains no questions.
pub(super) fn is_furniture(title: &str) -> bool {
    const NAMES: [&str; 44] = [
        "table of contents",
        "contents",
        "toc",
        "index",
        "license",
        "licence",
        "contributing",
        "contribution",
        "contributors",
        "credits",
        "references",
        "resources",
        "other resources",
        "related topics",
        "related projects",
        "further reading",
        "about",
        "introduction",
        "overview",
        "how to use",
        "how to contribute",
        "disclaimer",
        "author",
        "authors",
        "acknowledgements",
        "translations",
        "back to top",
        "preface",
        "links",
        "support",
        "sponsors",
        "prerequisites",
        "installation",
        "getting started",
        "changelog",
        "conclusion",
        "star history",
        "stargazers",
        "donate",
        "donations",
        "backers",
        "maintainers",
        "code of conduct",
        "security policy",
    ];
    let lower = title.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    NAMES.contains(&lower) || languages::is_furniture(lower)
}

/// The question without "Q. ", "Q12: " or "Вопрос 3." in front; `None` if it has no such marker.
pub(super) fn without_mark(title: &str) -> Option<&str> {
    if let Some(rest) = languages::behind_question(title) {
        let digits = rest.trim_start().trim_start_matches(['#', '№', ' ']);
        let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        if after.len() < digits.len() && after.starts_with(char::is_whitespace) {
            let rest = after.trim_start().trim_start_matches(['.', ':', '-', '–', '：']).trim_start();
            return Some(rest).filter(|rest| !rest.is_empty());
        }
        let behind = after.trim_start().strip_prefix(['.', ':', ')', '：', '、', '．']);
        return behind.map(str::trim_start).filter(|rest| !rest.is_empty());
    }
    let rest = title.strip_prefix("Question").or_else(|| title.strip_prefix(['Q', 'q']))?;
    let rest = rest.trim_start();
    let rest = rest
        .strip_prefix('.')
        .map_or(rest, |after| if after.starts_with(|c: char| c.is_ascii_digit()) { after } else { rest });
    let rest = rest.trim_start_matches('#').trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    rest.strip_prefix(['.', ':', ')', '：', '、']).map(str::trim_start).filter(|rest| !rest.is_empty())
}

/// Whether a title only numbers a question: "Question 3", "Exercise 12", "第3题".
pub(super) fn only_counts(title: &str) -> bool {
    const WORDS: [&str; 8] = ["question", "problem", "exercise", "task", "q", "quiz", "card", "challenge"];
    let lower = title.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let (word, rest) = bare.split_at(bare.find(|c: char| c.is_numeric()).unwrap_or(bare.len()));
    let counted = rest.chars().all(|c| c.is_numeric() || matches!(c, '.' | ' '));
    let word = word.trim_matches([' ', '#', '№', '.', ':', '-']);
    counted && (WORDS.contains(&word) || word.is_empty() && !rest.is_empty())
        || languages::behind_question(&lower)
            .is_some_and(|rest| rest.chars().all(|c| c.is_numeric() || matches!(c, ' ' | '#' | '№' | '.' | ':' | '：')))
        || bare.starts_with('第') && bare.ends_with(['题', '題', '問', '问'])
}

/// What follows the number at the start of a text, as in `12. `, `3)` or `Q4.`; `None` if it has none.
pub(super) fn numbered(text: &str) -> Option<&str> {
    let rest = text.trim_start().trim_start_matches('(');
    let rest = rest.strip_prefix(['Q', 'q']).unwrap_or(rest);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    rest[digits..].strip_prefix(['.', ')', ':', '、', '．']).map(str::trim_start)
}

/// A line without the asterisks that Markdown leaves around words because there is punctuation next to them.
pub(super) fn without_stars(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("**") {
        let Some((inside, tail)) = after.split_once("**") else { break };
        let apart = !before.ends_with(char::is_alphanumeric) && !tail.starts_with(char::is_alphanumeric);
        let is_bold = apart && !inside.trim().is_empty() && !inside.starts_with(' ');
        out.push_str(before);
        out.push_str(if is_bold { inside.trim() } else { "**" });
        rest = if is_bold { tail } else { after };
    }
    out.push_str(rest);
    out
}

/// A text without emoji codes such as `:rocket:`.
pub(super) fn without_signs(text: &str) -> String {
    if !text.contains(':') {
        return text.to_owned();
    }
    let is_sign = |word: &str| {
        word.strip_prefix(':').and_then(|word| word.strip_suffix(':')).is_some_and(|name| {
            name.len() > 1
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'-' | b'+'))
                && name.bytes().any(|b| b.is_ascii_lowercase())
        })
    };
    if !text.split_whitespace().any(is_sign) {
        return text.to_owned();
    }
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let words: Vec<&str> = line.split(' ').filter(|word| !is_sign(word)).collect();
        format!("{}{}", &line[..indent.min(line.len())], words.join(" ").trim_start())
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_says_so_in_any_language() {
        for text in [
            "What is it?",
            "何ですか？",
            "ما هو المنفذ؟",
            "What is it? 👶",
            "What is a shell? Tell me of yours.",
            "(why?)",
        ] {
            assert!(asks(text), "{text}");
        }
        for text in ["A lock", "?", "https://example.org/a?b=1", "a?b:c"] {
            assert!(!asks(text), "{text}");
        }
        assert!(leads("Explain how a lock works") && leads("What's a lock") && !leads("Locks") && !leads("Design"));
    }

    #[test]
    fn signs_and_stray_stars_go() {
        assert_eq!(without_signs(":rocket: a :b c :tada:"), "a :b c");
        assert_eq!(without_stars("With **[]** and 2**3**4, a ** b ** c, **x"), "With [] and 2**3**4, a ** b ** c, **x");
    }
}
