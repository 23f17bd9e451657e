//! Turns the HTML of cards into text.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::names::hash;

/// The most HTML of one card, in bytes.
const MAX_BYTES: usize = 1 << 20;

/// The deepest indentation of lists and quotations; deeper ones are indented no further, because a line must not grow
/// with the depth.
const MAX_INDENT: usize = 4;

/// How many characters of a picture's name are shown.
const MAX_NAME: usize = 80;

/// The text of a piece of HTML: lists with dashes, code indented by four blanks, headings with a colon, images and
/// sounds as placeholders.
pub(super) fn to_text(html: &str) -> String {
    if !html.contains(['<', '&', '[']) {
        return html.to_owned();
    }
    page_text(&html[..html.floor_char_boundary(MAX_BYTES)])
}

/// The text of a page of any size, converted in the same way; what only concerns browsers is left out.
pub fn page_text(html: &str) -> String {
    let mut emitter = DefaultEmitter::default();
    // Otherwise anything inside a script that looks like a tag would be read as one.
    emitter.naively_switch_states(true);
    let mut page = Page::default();
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag.name),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.out
}

/// A text without the whitespace around it, except for the indentation of code at its start.
pub(super) fn trimmed(text: &str) -> &str {
    let text = text.trim_matches(['\n', '\r']).trim_end();
    if text.starts_with("    ") { text } else { text.trim_start() }
}

/// Whether a text consists only of placeholders for pictures and sounds.
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

/// What separates two pieces of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    /// This many line breaks.
    Lines(usize),
}

const LINE: Gap = Gap::Lines(1);
const PARAGRAPH: Gap = Gap::Lines(2);

/// A text being written. Separators are written only once something follows them.
#[derive(Debug, Default)]
struct Page {
    out: String,
    gap: Gap,
    /// The marker that starts the next line: a dash, a number.
    mark: Option<String>,
    /// The open lists; for numbered ones, the number of the next item.
    lists: Vec<Option<u32>>,
    quotes: usize,
    pre: usize,
    /// Whether a heading was written last.
    titled: bool,
    /// The element whose content is not shown to readers, while inside one.
    hidden: Option<HtmlString>,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>) {
        if self.hidden.is_some() {
            return;
        }
        match tag.name.as_slice() {
            b"script" | b"style" | b"title" | b"iframe" | b"template" | b"svg" | b"noscript" if !tag.self_closing => {
                self.hidden = Some(tag.name.clone());
            }
            b"br" => self.gap = self.gap.and_line(),
            b"img" => self.word(&image(tag)),
            b"li" => {
                self.apart(LINE);
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                });
            }
            b"ul" | b"ol" => {
                self.apart(LINE);
                self.lists.push((tag.name.as_slice() == b"ol").then_some(1));
            }
            b"td" | b"th" if self.gap <= Gap::Blank && !self.out.is_empty() => self.word("|"),
            b"sup" => self.put('^'),
            b"blockquote" => {
                self.paragraph();
                self.quotes += 1;
            }
            b"pre" => {
                self.paragraph();
                self.pre += 1;
            }
            name => self.boundary(name),
        }
    }

    fn end(&mut self, name: &HtmlString) {
        if let Some(hidden) = &self.hidden {
            if hidden == name {
                self.hidden = None;
            }
            return;
        }
        match name.as_slice() {
            b"ul" | b"ol" => {
                self.lists.pop();
                self.mark = None;
                self.paragraph();
            }
            b"blockquote" => {
                self.quotes = self.quotes.saturating_sub(1);
                self.paragraph();
            }
            b"pre" => {
                self.pre = self.pre.saturating_sub(1);
                self.paragraph();
            }
            name if is_heading(name) => {
                self.apart(LINE);
                self.titled = self.out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, ')' | '"'));
            }
            name => self.boundary(name),
        }
    }

    /// Handles the start and the end of a block element.
    fn boundary(&mut self, name: &[u8]) {
        match name {
            b"p" | b"table" | b"hr" | b"dl" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" => self.paragraph(),
            b"div" | b"tr" | b"li" | b"dt" | b"dd" | b"details" | b"summary" | b"section" | b"article" | b"header"
            | b"footer" | b"figure" | b"figcaption" | b"center" | b"address" | b"form" | b"main" | b"body" => {
                self.apart(LINE);
            }
            _ => {}
        }
    }

    fn apart(&mut self, gap: Gap) {
        self.gap = self.gap.max(gap);
    }

    /// Starts a paragraph. Inside a list, paragraphs are not set apart by an empty line.
    fn paragraph(&mut self) {
        self.apart(if self.lists.is_empty() { PARAGRAPH } else { LINE });
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("[sound:") {
            let Some((_, after)) = after.split_once(']') else { break };
            self.plain(before);
            self.word("[sound]");
            rest = after;
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\r' => {}
                '\n' if self.pre > 0 => self.gap = self.gap.and_line(),
                c if self.pre == 0 && c.is_whitespace() => self.apart(Gap::Blank),
                c => self.put(c),
            }
        }
    }

    /// Writes a word with a blank on either side.
    fn word(&mut self, word: &str) {
        self.apart(Gap::Blank);
        word.chars().for_each(|c| self.put(c));
        self.apart(Gap::Blank);
    }

    fn put(&mut self, c: char) {
        let gap = std::mem::take(&mut self.gap);
        if std::mem::take(&mut self.titled) && matches!(gap, Gap::Lines(_)) {
            self.out.push(':');
        }
        match gap {
            _ if self.out.is_empty() => self.begin_line(),
            Gap::None => {}
            Gap::Blank => self.out.push(' '),
            Gap::Lines(count) => {
                let quoted = "> ".repeat(self.quotes.min(MAX_INDENT));
                for _ in 1..count {
                    self.out.push('\n');
                    self.out.push_str(quoted.trim_end());
                }
                self.out.push('\n');
                self.begin_line();
            }
        }
        self.out.push(c);
    }

    fn begin_line(&mut self) {
        self.out.push_str(&"> ".repeat(self.quotes.min(MAX_INDENT)));
        let mark = self.mark.take();
        let depth = self.lists.len() - usize::from(mark.is_some() && !self.lists.is_empty());
        self.out.push_str(&"  ".repeat(depth.min(MAX_INDENT)));
        self.out.push_str(&mark.unwrap_or_default());
        if self.pre > 0 {
            self.out.push_str("    ");
        }
    }
}

impl Gap {
    /// The gap with one more line break.
    fn and_line(self) -> Self {
        match self {
            Self::None | Self::Blank => LINE,
            Self::Lines(count) => Self::Lines(count + 1),
        }
    }
}

fn is_heading(name: &[u8]) -> bool {
    matches!(name, [b'h', b'1'..=b'6'])
}

fn image(tag: &StartTag<()>) -> String {
    let value = |name: &[u8]| {
        let value = tag.attributes.get(name).map(|value| String::from_utf8_lossy(value)).unwrap_or_default();
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    picture(&value(b"alt"), &value(b"src"))
}

/// A placeholder for a picture, from its description and address. The address tells pictures with the same description
/// apart; a picture embedded in the text is told apart by a hash of its bytes.
pub(super) fn picture(alt: &str, address: &str) -> String {
    let address = address.strip_prefix("./").unwrap_or(address);
    let place = if address.starts_with("data:") {
        hash(address, 8)
    } else if address.chars().count() <= MAX_NAME {
        address.to_owned()
    } else {
        let end: Vec<char> = address.chars().rev().take(MAX_NAME / 2).collect();
        format!("{}…{}", hash(address, 8), end.into_iter().rev().collect::<String>())
    };
    let alt: String = alt.trim().chars().take(MAX_NAME).collect();
    match (alt.is_empty(), place.is_empty()) {
        (true, true) => "[image]".to_owned(),
        (true, false) => format!("[image: {place}]"),
        (false, true) => format!("[image: {alt}]"),
        (false, false) if place.ends_with(&alt) => format!("[image: {place}]"),
        (false, false) => format!("[image: {alt}, {place}]"),
    }
}

/// Whether the text of a table cell is HTML: it has closing tags, line-break tags or entities.
fn is_likely(text: &str) -> bool {
    const TAGS: [&str; 29] = [
        "br",
        "br/",
        "br /",
        "hr",
        "hr/",
        "/p",
        "/b",
        "/i",
        "/u",
        "/em",
        "/strong",
        "/div",
        "/span",
        "/ul",
        "/ol",
        "/li",
        "/code",
        "/pre",
        "/a",
        "/table",
        "/tr",
        "/td",
        "/h1",
        "/h2",
        "/h3",
        "/h4",
        "/sup",
        "/sub",
        "/blockquote",
    ];
    const ENTITIES: [&str; 7] = ["&nbsp;", "&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&apos;"];
    let tag = |at: usize| {
        let rest = &text[at + 1..];
        rest.find('>')
            .filter(|&end| end < 12)
            .is_some_and(|end| TAGS.contains(&rest[..end].to_ascii_lowercase().as_str()))
            || rest.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("img "))
    };
    text.match_indices('<').any(|(at, _)| tag(at)) || ENTITIES.iter().any(|entity| text.contains(entity))
}

/// The text of a cell that may be HTML. Its own line breaks are kept, unless it has block elements.
pub(super) fn cell(text: &str) -> String {
    if !is_likely(text) {
        return text.to_owned();
    }
    let lower = text.to_ascii_lowercase();
    if ["<p", "<div", "<ul", "<ol", "<li", "<pre", "<table", "<br", "<h"].iter().any(|tag| lower.contains(tag)) {
        return to_text(text);
    }
    text.lines().map(to_text).collect::<Vec<_>>().join("\n")
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
            text.contains("<phases>?") && text.contains("- one\n- two") && text.contains("[image: a/b.png]"),
            "{text:?}"
        );
        assert!(!text.contains("──"), "{text:?}");
        assert_eq!(to_text("plain"), "plain");
        assert!(to_text("a[sound:x.mp3]").contains("[sound]"));
        assert!(only_placeholders(&to_text("<img src=\"a.png\"> [sound:x.mp3]?")));
        assert!(!only_placeholders(&to_text("<img src=\"a.png\"> What is it?")) && !only_placeholders("["));
    }

    #[test]
    fn blocks_stand_on_lines_of_their_own() {
        for (html, text) in [
            ("<p>One</p><p>Two <b>bold</b> and<br>break</p>", "One\n\nTwo bold and\nbreak"),
            ("<div>a</div><div>b</div><div><br></div><div>c</div>", "a\nb\n\nc"),
            ("x <br/><br/>y", "x\n\ny"),
            ("<p>a\n  b</p>\n<!-- gone --><details><summary>S</summary>T</details>", "a b\n\nS\nT"),
            ("<blockquote>quoted <p>more</p></blockquote>after", "> quoted\n>\n> more\n\nafter"),
            ("<dl><dt>term</dt><dd>what it is</dd></dl>", "term\nwhat it is"),
            ("<table><tr><th>a</th><th>b</th></tr>\n<tr>\n<td>1</td>\n<td>2</td>\n</tr></table>", "a | b\n1 | 2"),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn lists_are_indented_and_numbered() {
        let html = "<h2>Pros</h2><ul><li>one<ul><li>in</li></ul></li><li><p>two</p><p>more</p></li></ul>\
                    <ol><li>x</li><li></li><li>y</li></ol>after";
        assert_eq!(to_text(html), "Pros:\n- one\n  - in\n- two\n  more\n\n1. x\n3. y\n\nafter");
    }

    #[test]
    fn code_keeps_its_lines_and_blanks() {
        let html = "Look:<pre><code>fn main() {\n    let x = 1;\n\n\n}\n</code></pre>tail";
        assert_eq!(to_text(html), "Look:\n\n    fn main() {\n        let x = 1;\n\n\n    }\n\ntail");
    }

    #[test]
    fn what_is_not_for_readers_is_left_out() {
        assert_eq!(to_text("<style>.a{}</style><script>alert('<b>')</script>text"), "text");
        assert_eq!(to_text("a &amp;lt; b, 2<sup>10</sup>, a < b, &eacute;"), "a &lt; b, 2^10, a < b, é");
        assert_eq!(
            to_text("<img src=\"data:image/png;base64,AA/BB\"> <img alt='an &lt;arrow' src=x>"),
            format!("[image: {}] [image: an <arrow, x]", hash("data:image/png;base64,AA/BB", 8))
        );
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = format!("{}x", "<div><ul><li>".repeat(20_000));
        assert!(to_text(&deep).contains('x'));
        assert!(to_text(&format!("{}x", "<table><tr><td>".repeat(500))).len() < 1 << 20);
        assert!(to_text(&format!("{}x", "<blockquote>".repeat(20_000))).len() < 100);
    }

    proptest! {
        #[test]
        fn any_text_is_taken(html in "[<>&a-z \"'=/\\[\\]]{0,200}") {
            to_text(&html);
        }

        #[test]
        fn any_tags_are_taken(tags in proptest::collection::vec("</?(ul|ol|li|p|pre|td|h1|script|blockquote|br|img)>|a", 0..40)) {
            let text = to_text(&tags.concat());
            prop_assert_eq!(text.trim_end(), &text);
        }
    }
}
