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

/// Whether a line introduces links to further reading.
pub(super) fn is_reading(line: &str) -> bool {
    let lower = line.to_lowercase();
    let lower = lower.trim_matches(|c: char| !c.is_alphanumeric());
    is_furniture(lower)
        || matches!(
            lower,
            "useful resources"
                | "useful links"
                | "reference"
                | "source"
                | "sources"
                | "link"
                | "learn more"
                | "read more"
                | "more information"
                | "more info"
                | "additional resources"
                | "related"
                | "related links"
                | "see also"
                | "further resources"
                | "additional reading"
                | "external links"
        )
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

/// A text without navigation: links back to the top, horizontal rules, lists of further reading.
pub(super) fn without_navigation(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<&str> = Vec::with_capacity(lines.len());
    let mut fence: Option<&str> = None;
    let mut never: Vec<&str> = Vec::new();
    let mut i = 0;
    while i < lines.len() {
        let line = lines[i];
        let trimmed = line.trim_start();
        i += 1;
        if let Some(mark) = fence {
            if trimmed.starts_with(mark) {
                fence = None;
            }
            out.push(line);
            continue;
        }
        // A fence that is never closed is a mistake and does not turn the rest into code.
        let opened = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark) && !never.contains(mark));
        if let Some(mark) = opened {
            fence = lines[i..].iter().any(|line| line.trim_start().starts_with(mark)).then_some(mark);
            if fence.is_none() {
                never.push(mark);
            }
        }
        if fence.is_some() || line.starts_with("    ") && !trimmed.starts_with(['[', '*', '-', '<']) {
            out.push(line);
            continue;
        }
        if is_navigation(trimmed) {
            continue;
        }
        if link_text(trimmed).is_some_and(|text| is_reading(text) && !text.contains(' ')) {
            continue;
        }
        if is_lone_link(trimmed) && !out.last().is_some_and(|last| !last.trim().is_empty() && !is_mark_of_item(last)) {
            // A list of links, including the line above that introduces it.
            let more = lines[i..].iter().take_while(|line| line.trim().is_empty() || is_lone_link(line.trim_start()));
            let whole = trimmed.starts_with(['-', '*', '+']);
            let others = more.clone().filter(|line| !line.trim().is_empty()).count();
            let above = out.iter().rposition(|line| !line.trim().is_empty());
            let said = above.is_some_and(|at| is_reading(out[at]));
            if said || others > 0 && whole || link_text(trimmed).is_some_and(is_reading) {
                if let (Some(at), true) = (above, said) {
                    out.truncate(at);
                }
                i += more.count();
                continue;
            }
        }
        out.push(line);
    }
    out.join("\n")
}

fn is_mark_of_item(line: &str) -> bool {
    line.trim_start().starts_with(['-', '*', '+'])
}

fn is_navigation(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    if matches!(lower.as_str(), "---" | "***" | "<hr>" | "<hr/>" | "<br>" | "<br/>" | "<br />" | "</div>" | "<div>") {
        return true;
    }
    if lower.starts_with("<div") && lower.contains("<a href=\"#")
        || lower.starts_with("<div align") && lower.ends_with('>')
    {
        return true;
    }
    if is_badge(&lower) || is_credit(&lower) || is_component(line.trim()) || is_source(&lower) {
        return true;
    }
    let back =
        lower.contains("back to top") || lower.contains("back to contents") || lower.contains("table of contents");
    let home = lower.contains("](#") || lower.contains("href=\"#") || lower.contains("href='#");
    (home || back && lower.len() < 200) && only_links(&lower)
}

/// Whether a line has only badges: pictures that say how a project is.
fn is_badge(lower: &str) -> bool {
    let badges = ["img.shields.io", "badge.svg", "/badges/", "badgen.net", "awesome.re/"];
    if !badges.iter().any(|badge| lower.contains(badge)) {
        return false;
    }
    let mut left = String::with_capacity(lower.len());
    let (mut depth, mut tag) = (0_usize, false);
    for c in lower.chars() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            '<' => tag = true,
            '>' => tag = false,
            c if depth == 0 && !tag => left.push(c),
            _ => {}
        }
    }
    !left.chars().any(char::is_alphanumeric)
}

/// Whether a line says who made the list.
fn is_credit(lower: &str) -> bool {
    const WORDS: [&str; 5] = ["made with ❤", "made with ♥", "made with love", "built with ❤", "©"];
    lower.len() < 120 && WORDS.iter().any(|words| lower.trim_start_matches(['*', '_', ' ']).starts_with(words))
}

/// Whether a line is a component of an MDX page without any text.
fn is_component(line: &str) -> bool {
    let name = line.strip_prefix('<').filter(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
    name.is_some_and(|name| name.ends_with("/>") && !name.contains('<'))
}

/// Whether a line only says where a text is from: `Source: [a page](https://…)`.
fn is_source(lower: &str) -> bool {
    let bare = lower.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '[' | '<'));
    let Some((label, rest)) = bare.split_once(':') else { return false };
    let rest = rest.trim_start_matches(['*', '_', ' ']);
    let address = rest.starts_with("http") && !rest.trim().contains(' ');
    label.len() < 40 && is_reading(label) && !label.starts_with("http") && (address || only_links(rest))
}

/// Whether a line consists only of links, symbols and tags.
fn only_links(line: &str) -> bool {
    let mut rest = line;
    let mut links = 0;
    let mut left = String::new();
    while let Some((before, after)) = rest.split_once('[') {
        let Some((_, after)) = after.split_once("](") else { break };
        let Some((_, after)) = after.split_once(')') else { break };
        left.push_str(before);
        rest = after;
        links += 1;
    }
    left.push_str(rest);
    while let Some(start) = left.find("<a ") {
        let Some(end) = left[start..].find("</a>") else { break };
        left.replace_range(start..start + end + 4, "");
        links += 1;
    }
    while let Some(start) = left.find('<') {
        let Some(end) = left[start..].find('>') else { break };
        left.replace_range(start..=start + end, "");
    }
    let left = left.replace("&nbsp;", "").replace("back to top", "");
    (links > 0 || line.contains("back to top")) && !left.chars().any(char::is_alphanumeric)
}

/// The text of a link that is alone on its line or in a list item.
fn link_text(line: &str) -> Option<&str> {
    let line = line.trim().trim_start_matches(['-', '*', '+', ' ']).trim_end_matches(['*', '.', ' ']);
    let (text, address) = line.strip_prefix('[')?.split_once("](")?;
    let address = address.strip_suffix(')')?;
    (!text.contains("](") && !address.contains("](")).then_some(text.trim())
}

fn is_lone_link(line: &str) -> bool {
    let bare = line.trim().trim_start_matches(['-', '*', '+', '<', ' ']);
    link_text(line).is_some() || (bare.starts_with("http") && !bare.contains(' '))
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
    fn a_fence_that_is_never_closed_hides_nothing() {
        assert_eq!(without_navigation("It is.\n```\n\n[Up](#top)\n").trim(), "It is.\n```");
    }

    #[test]
    fn links_that_lead_elsewhere_go_and_sentences_stay() {
        let text = "It holds.\n\nSee [the page](https://example.org) for more.\n\n**Further reading:**\n\n- [a](https://a.example)\n\
                    - [b](https://b.example)\n\n**[⬆ Up](#top)**\n<div align=\"right\">\n    <b><a href=\"#top\">↥ back to top</a></b>\n</div>\n\n---\n";
        assert_eq!(without_navigation(text).trim(), "It holds.\n\nSee [the page](https://example.org) for more.");
        for line in [
            "[![Chat](https://img.shields.io/d.svg)](https://d.example)",
            "🔗 **Source:** [example.org](https://example.org)",
            "Made with ❤️ by [Ann](https://ann.example)",
            "<InDocAd />",
        ] {
            assert_eq!(without_navigation(&format!("It holds.\n\n{line}\n")).trim(), "It holds.", "{line}");
        }
        let told = "Source: the table that rows come from\n\nUse `<List />` here";
        assert_eq!(without_navigation(told), told);
        let code = "```md\n---\n[top](#top)\n```";
        assert_eq!(without_navigation(code), code);
        assert_eq!(without_signs(":rocket: a :b c :tada:"), "a :b c");
        assert_eq!(without_stars("With **[]** and 2**3**4, a ** b ** c, **x"), "With [] and 2**3**4, a ** b ** c, **x");
    }
}
