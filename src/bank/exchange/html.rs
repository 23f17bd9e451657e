//! From the HTML of cards to text.

use std::collections::HashMap;

/// Columns of the rendering. Long enough that a paragraph is one line, short enough that no rule or table is an attack.
const WIDTH: usize = 4_000;

/// More HTML than this is not one card.
const MAX_BYTES: usize = 1 << 20;

/// Deeper nesting costs the renderer time that grows with its square, and no card needs it.
const MAX_DEPTH: usize = 200;

/// The text of a piece of HTML: lists with dashes, code as it is, images and sounds as placeholders.
pub(super) fn to_text(html: &str) -> String {
    if !html.contains(['<', '&', '[']) {
        return html.to_owned();
    }
    let mut end = html.len().min(MAX_BYTES);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    let html = placeholders(&html[..end]);
    if depth(&html) > MAX_DEPTH {
        return without_tags(&html);
    }
    let config = html2text::config::plain_no_decorate().raw_mode(true).allow_width_overflow();
    let text = config.string_from_read(html.as_bytes(), WIDTH).unwrap_or_else(|_| without_tags(&html));
    text.lines().map(dashed).collect::<Vec<_>>().join("\n")
}

/// List items begin with an asterisk in the rendering and with a dash here.
fn dashed(line: &str) -> String {
    let rest = line.trim_start();
    match rest.strip_prefix("* ") {
        Some(text) => format!("{}- {text}", &line[..line.len() - rest.len()]),
        None => line.to_owned(),
    }
}

/// Pictures and sounds become words; rules would become long lines.
fn placeholders(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(['>', ']']).map_or(rest.len(), |end| end + 1);
        let tag = &rest[..end];
        if starts(tag, "<img") {
            let name = attribute(tag, "alt").or_else(|| attribute(tag, "src")).unwrap_or_default();
            let name = name.rsplit('/').next().unwrap_or_default();
            out.push_str(&if name.is_empty() { " [image] ".to_owned() } else { format!(" [image: {name}] ") });
            rest = &rest[end..];
        } else if starts(tag, "<hr") {
            out.push_str("<br>");
            rest = &rest[end..];
        } else if starts(tag, "[sound:") {
            out.push_str(" [sound] ");
            rest = &rest[end..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Whether a text is nothing but placeholders of pictures and sounds.
pub(super) fn only_placeholders(text: &str) -> bool {
    let mut rest = text.trim();
    let mut any = false;
    while let Some(inside) = rest.strip_prefix("[image").or_else(|| rest.strip_prefix("[sound")) {
        let Some((_, after)) = inside.split_once(']') else { break };
        rest = after.trim_start();
        any = true;
    }
    any && !rest.chars().any(char::is_alphanumeric)
}

fn starts(text: &str, tag: &str) -> bool {
    text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find(&format!(" {name}="))? + name.len() + 2;
    let value = &tag[at..];
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split([' ', '>', '/']).next()?,
    };
    let value: String = value.chars().filter(|c| !matches!(c, '<' | '>' | '&')).take(80).collect();
    (!value.trim().is_empty()).then_some(value)
}

/// How many elements stand open at once at the most. Those that close by themselves do not count.
fn depth(html: &str) -> usize {
    let mut open: HashMap<String, usize> = HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let end = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = rest[..end].to_ascii_lowercase();
        if matches!(
            name.as_str(),
            "" | "br" | "img" | "hr" | "input" | "p" | "li" | "td" | "tr" | "th" | "dt" | "dd" | "meta" | "link"
        ) {
            continue;
        }
        let count = open.entry(name).or_default();
        if closes {
            if *count > 0 {
                *count -= 1;
                depth -= 1;
            }
        } else {
            *count += 1;
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// For what the renderer refuses.
fn without_tags(html: &str) -> String {
    let mut inside = false;
    html.chars()
        .filter(|&c| {
            let kept = !inside && c != '<';
            inside = (inside || c == '<') && c != '>';
            kept
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lists_entities_and_pictures_become_text() {
        let text = to_text(
            "<p>Why&nbsp;<b>two</b> &lt;phases&gt;?</p><ul><li>one</li><li>two</li></ul><img src=\"a/b.png\"><hr>",
        );
        assert!(
            text.contains("<phases>?") && text.contains("- one\n- two") && text.contains("[image: b.png]"),
            "{text:?}"
        );
        assert!(!text.contains("──"), "{text:?}");
        assert_eq!(to_text("plain"), "plain");
        assert!(to_text("a[sound:x.mp3]").contains("[sound]"));
        assert!(only_placeholders(&to_text("<img src=\"a.png\"> [sound:x.mp3]?")));
        assert!(!only_placeholders(&to_text("<img src=\"a.png\"> What is it?")) && !only_placeholders("["));
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = format!("{}x", "<div><ul><li>".repeat(20_000));
        assert!(to_text(&deep).contains('x'));
        assert!(to_text(&format!("{}x", "<table><tr><td>".repeat(500))).len() < 1 << 20);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(html in "[<>&a-z \"'=/\\[\\]]{0,200}") {
            to_text(&html);
        }
    }
}
