//! Rewrites what programs for notes add to Markdown (Obsidian, Logseq, spaced repetition in notes) as plain Markdown,
//! each line in its place.

use std::borrow::Cow;

use super::inline;
use super::words::ends_asking;

/// The longest link between notes, in bytes.
const MAX_LINK: usize = 400;

/// Rewrites a text. Code stays as it is.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let signs = ["[[", "==", "%%", "\n?\n", "\n??\n", "#card", "\t", " ^", "\u{a0}", "\u{3000}"];
    if !signs.iter().any(|sign| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let code = code_lines(&lines);
    let mut out: Vec<Cow<'_, str>> =
        lines.iter().zip(&code).map(|(line, code)| if *code { Cow::Borrowed(*line) } else { written(line) }).collect();
    if lines.iter().zip(&code).any(|(line, code)| !code && is_divider(line)) {
        open_cards(&mut out, &code);
    }
    Cow::Owned(out.join("\n"))
}

/// Which lines are part of fenced code. A fence that is never closed fences nothing.
fn code_lines(lines: &[&str]) -> Vec<bool> {
    let mark = |line: &str| ["```", "~~~"].into_iter().find(|mark| line.trim_start().starts_with(mark));
    let mut out = vec![false; lines.len()];
    let mut open: Option<(usize, &str)> = None;
    for (i, line) in lines.iter().enumerate() {
        match (open, mark(line)) {
            (None, Some(mark)) => open = Some((i, mark)),
            (Some((from, sign)), Some(mark)) if sign == mark => {
                out[from..=i].fill(true);
                open = None;
            }
            _ => {}
        }
    }
    out
}

fn written(line: &str) -> Cow<'_, str> {
    let line = indented(line);
    let trimmed = line.trim();
    if trimmed.starts_with("%%") && trimmed.ends_with("%%") && trimmed.len() > 4 {
        return Cow::Borrowed("");
    }
    if let Some((key, _)) = trimmed.split_once(":: ")
        && (key.starts_with("card-") || matches!(key, "id" | "collapsed"))
    {
        return Cow::Borrowed("");
    }
    let mut out = line;
    if let Some(item) = ["#card", "#flashcard"].iter().find_map(|tag| out.trim_end().strip_suffix(tag))
        && let Some((mark, asked)) = item.trim_end().split_once("- ").filter(|(before, _)| before.trim().is_empty())
    {
        out = Cow::Owned(format!("{mark}- **{}**", asked.trim().trim_matches('*')));
    }
    if out.contains("[[") {
        out = Cow::Owned(linked(&out));
    }
    if out.contains("==") {
        out = Cow::Owned(unmarked(&out));
    }
    if let Some((before, id)) = out.rsplit_once(" ^")
        && id.trim_end().len() >= 6
        && id.trim_end().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    {
        out = Cow::Owned(before.to_owned());
    }
    out
}

/// A line that is indented by blanks alone: tabs reach to the next fourth column, and blanks of other kinds are blanks.
fn indented(line: &str) -> Cow<'_, str> {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{3000}' | '\u{2003}' | '\u{2002}' | '\u{2009}');
    let end = line.find(|c| !is_blank(c)).unwrap_or(line.len());
    let (indent, rest) = line.split_at(end);
    let mark = rest.find('\t').filter(|&at| {
        let mark = &rest[..at];
        matches!(mark, "-" | "*" | "+")
            || mark.len() < 5 && mark.ends_with(['.', ')']) && mark[..at - 1].bytes().all(|b| b.is_ascii_digit())
    });
    if indent.bytes().all(|byte| byte == b' ') && mark.is_none() {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 8);
    let fill = |out: &mut String, text: &str| {
        for c in text.chars() {
            match c {
                '\t' => out.push_str(&"    "[out.chars().count() % 4..]),
                c if is_blank(c) => out.push(' '),
                c => out.push(c),
            }
        }
    };
    fill(&mut out, indent);
    let tabs = mark.map_or(0, |at| at + rest[at..].len() - rest[at..].trim_start_matches('\t').len());
    fill(&mut out, &rest[..tabs]);
    out.push_str(&rest[tabs..]);
    Cow::Owned(out)
}

/// A line with the text of its links between notes: `[[Page]]`, `[[Page|text]]`, `![[picture.png]]`. Inline code stays.
fn linked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut rest, mut in_code) = (line, false);
    while let Some((before, after)) = rest.split_once("[[") {
        out.push_str(before);
        in_code ^= before.matches('`').count() % 2 == 1;
        let near = after[..after.floor_char_boundary(MAX_LINK)].find("]]");
        let inside = near.map(|end| (&after[..end], &after[end + 2..])).filter(|(inside, tail)| {
            !in_code
                && !inside.is_empty()
                && !inside.contains(['[', ']'])
                && !inside.starts_with(' ')
                && !tail.starts_with(['(', ']'])
                && (!before.ends_with(char::is_alphanumeric) || before.is_empty())
        });
        let Some((inside, tail)) = inside else {
            out.push_str("[[");
            rest = after;
            continue;
        };
        let (page, text) = inside.split_once('|').unwrap_or((inside, inside));
        if out.ends_with('!') {
            out.push_str(&format!("[]({})", page.replace(' ', "%20")));
        } else {
            out.push_str(text.rsplit('#').next().unwrap_or(text));
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// A line without the signs of highlighted text: `==text==`.
fn unmarked(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let (mut rest, mut in_code) = (line, false);
    while let Some((before, after)) = rest.split_once("==") {
        out.push_str(before);
        in_code ^= before.matches('`').count() % 2 == 1;
        let inside = after.split_once("==").filter(|(inside, tail)| {
            let edges = |c: char| c == '=' || c.is_whitespace();
            !in_code
                && !inside.is_empty()
                && !inside.starts_with(edges)
                && !inside.ends_with(edges)
                && !tail.starts_with('=')
                && !out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '=' | ')' | ']'))
        });
        let (text, tail) = inside.unwrap_or(("==", after));
        out.push_str(text);
        rest = tail;
    }
    out.push_str(rest);
    out
}

fn is_divider(line: &str) -> bool {
    matches!(line.trim(), "?" | "??")
}

/// Opens cards whose question and answer are divided by a line with a question mark, and cards of one line with colons
/// beside them. Such a card reaches from one empty line to the next.
fn open_cards(lines: &mut [Cow<'_, str>], code: &[bool]) {
    let blank = |line: &str| line.trim().is_empty();
    let mut i = 0;
    while i < lines.len() {
        if code[i] {
            i += 1;
            continue;
        }
        if is_divider(&lines[i])
            && lines.get(i + 1).is_some_and(|below| !blank(below))
            && let Some(first) = (0..i).rev().take_while(|&at| !blank(&lines[at])).last()
        {
            let mut end = i + 1;
            while end < lines.len() && (code[end] || !blank(&lines[end])) {
                end += 1;
            }
            lines[first] = Cow::Owned(format!("<details><summary>{}", lines[first]));
            lines[i] = Cow::Borrowed("</summary>");
            lines[end - 1] = Cow::Owned(format!("{} </details>", lines[end - 1]));
            i = end;
            continue;
        }
        if let Some((front, back)) =
            lines[i].split_once("::").map(|(front, back)| (front, back.trim_start_matches(':')))
            && !blank(front)
            && !blank(back)
            && (ends_asking(&inline::line(front)) || back.starts_with(' '))
        {
            let card = format!("<details><summary>{}</summary>{}</details>", front.trim(), back.trim());
            lines[i] = Cow::Owned(card);
        }
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_marks_and_tabs_become_plain() {
        for (text, expected) in [
            ("What is a [[Mutex|mutex]]?", "What is a mutex?"),
            ("See [[Locks#Fair]] and ![[a b.png]] ^abc-123", "See Fair and ![](a%20b.png)"),
            ("[[↑]](#top) `[[x]]` a[[0]] [[ -f x ]]", "[[↑]](#top) `[[x]]` a[[0]] [[ -f x ]]"),
            ("A ==line== of a == b == c, x==y==z", "A line of a == b == c, x==y==z"),
            ("a\n%% private %%\nb", "a\n\nb"),
            ("-\tWhat?\n\t-\tOne", "-   What?\n    -   One"),
            ("\u{a0}\u{a0}- one\u{a0}two", "  - one\u{a0}two"),
            ("- What waits? #card\n  card-last-interval:: 4\n  - A thread", "- **What waits?**\n\n  - A thread"),
            ("```\n\tx [[y]]\n```", "```\n\tx [[y]]\n```"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn cards_are_divided_by_a_question_mark() {
        let text = "What waits?\n?\nA thread\n\nA pipe :: joins\n";
        assert_eq!(
            plain(text),
            "<details><summary>What waits?\n</summary>\nA thread </details>\n\n<details><summary>A pipe</summary>joins</details>\n"
        );
    }
}
