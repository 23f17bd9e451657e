//! What in a list only leads elsewhere or says how the list is made: links back to the top, further reading, badges.

use super::words::is_furniture;
use crate::address::is_address;

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
    let address = is_address(rest);
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
    link_text(line).is_some() || is_address(bare)
}

/// Whether a line introduces links to further reading.
fn is_reading(line: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

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
        let names = "- http.Server\n- httpd_enable_homedirs\n- https";
        assert_eq!(without_navigation(names), names);
        let told = "Source: the table that rows come from\n\nUse `<List />` here";
        assert_eq!(without_navigation(told), told);
        let code = "```md\n---\n[top](#top)\n```";
        assert_eq!(without_navigation(code), code);
    }
}
