//! Which tags in Markdown only say how a text looks, and which ones belong to what it says: `List<String>`, `<iframe>`.

/// Elements that writers of Markdown use for how a text looks.
const LOOKS: [&str; 74] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "nobr",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Elements that show something from elsewhere. Without an address they are spoken of.
const SHOWS: [&str; 6] = ["audio", "embed", "iframe", "object", "script", "video"];

/// Whether a tag belongs to what a text says.
pub(super) fn is_content(tag: &str) -> bool {
    let Some(inside) = tag.trim().strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
    let inside = inside.strip_prefix('/').unwrap_or(inside).trim_end_matches('/');
    let name = inside.split(char::is_whitespace).next().unwrap_or_default();
    if !name.starts_with(|c: char| c.is_alphabetic()) || inside.contains(['<', '>']) {
        return false;
    }
    let more = !inside[name.len()..].trim().is_empty();
    let lower = name.to_ascii_lowercase();
    // Pages with components begin the names of those with a capital letter.
    let is_component = more && name.starts_with(|c: char| c.is_uppercase());
    let shows = more && SHOWS.contains(&lower.as_str());
    !(is_component || shows || LOOKS.contains(&lower.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_spoken_of_is_told_from_what_only_looks() {
        for tag in
            ["<string>", "<T>", "<iframe>", "<uses-sdk>", "</script>", "<input type=\"submit\">", "<branch-name>"]
        {
            assert!(is_content(tag), "{tag}");
        }
        for tag in ["<b>", "</SUB>", "<br/>", "<a href=\"x\">", "<iframe src=\"x\">", "<Tab value=\"x\">", "<!-- x -->"]
        {
            assert!(!is_content(tag), "{tag}");
        }
    }
}
