//! Turns a page of HTML into Markdown, so that the questions in it are found as in other lists.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// The deepest indentation; what is nested deeper stands beside what is around it, because a line must not grow with
/// the depth.
const MAX_DEPTH: usize = 8;

/// A page as Markdown.
#[derive(Debug)]
pub(super) struct Markdown {
    pub(super) text: String,
    /// For each line of the text, the line of the page, from 1, that it comes from.
    pub(super) lines: Vec<usize>,
}

/// The Markdown of a page: headings, lists, tables, code and collapsible blocks. Menus, footers and what only concerns
/// browsers are left out.
pub(super) fn markdown(html: &str) -> Markdown {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut writer = Writer { lines: vec![1], line: 1, ..Writer::default() };
    let mut read = 0;
    for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
        let start = match &token {
            Token::StartTag(tag) => tag.span.start,
            Token::EndTag(tag) => tag.span.start,
            Token::String(text) => text.span.start,
            _ => continue,
        };
        let start = html.floor_char_boundary(start);
        if start > read {
            writer.line += html[read..start].matches('\n').count();
            read = start;
        }
        match token {
            Token::StartTag(tag) => writer.start(&tag),
            Token::EndTag(tag) => writer.end(&tag.name),
            Token::String(text) => {
                let text = String::from_utf8_lossy(&text.value).into_owned();
                writer.text(&text);
            }
            _ => {}
        }
    }
    writer.close();
    Markdown { text: writer.out, lines: writer.lines }
}

/// The names of elements that readers of a page do not read.
const HIDDEN: [&[u8]; 14] = [
    b"script",
    b"style",
    b"title",
    b"iframe",
    b"template",
    b"svg",
    b"noscript",
    b"nav",
    b"footer",
    b"aside",
    b"button",
    b"select",
    b"textarea",
    b"math",
];

/// What separates two pieces of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    Blank,
    Line,
    Paragraph,
}

/// An open list or quotation.
#[derive(Clone, Copy, Debug)]
enum Within {
    /// A list, with the number of its next item if it counts.
    List(Option<u32>),
    Quote,
}

#[derive(Debug, Default)]
struct Writer {
    out: String,
    lines: Vec<usize>,
    /// The line of the page that is being read.
    line: usize,
    gap: Gap,
    within: Vec<Within>,
    /// What begins the next line: the mark of an item, the signs of a heading.
    mark: String,
    /// The element that is left out, and how deep elements of its name are nested in it.
    hidden: Option<(Vec<u8>, usize)>,
    bold: usize,
    code: usize,
    /// The sign of bold text or of code that has been written and is to be closed.
    open: Option<&'static str>,
    pre: bool,
    /// The number of cells in the row that is being written; `None` outside of tables.
    cells: Option<usize>,
    /// Rows of the table that are written.
    rows: usize,
}

impl Writer {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name = tag.name.as_slice();
        if let Some((hidden, depth)) = &mut self.hidden {
            *depth += usize::from(hidden.as_slice() == name && !tag.self_closing);
            return;
        }
        if HIDDEN.contains(&name) {
            if !tag.self_closing {
                self.hidden = Some((name.to_vec(), 0));
            }
            return;
        }
        match name {
            b"br" => {
                self.shut();
                self.gap = match self.gap {
                    Gap::Line | Gap::Paragraph => Gap::Paragraph,
                    _ if self.out.is_empty() => Gap::None,
                    _ => {
                        self.out.push_str(if self.cells.is_some() || self.pre { "" } else { "  " });
                        Gap::Line
                    }
                };
            }
            b"b" | b"strong" => self.bold += 1,
            b"code" | b"kbd" | b"samp" | b"tt" if !self.pre => self.code += 1,
            b"sup" => self.raw("^"),
            b"img" => {
                let value = |name: &[u8]| {
                    let value = tag.attributes.get(name).map(|value| String::from_utf8_lossy(value).into_owned());
                    value.unwrap_or_default().replace(['\n', '[', ']', '(', ')', ' '], " ")
                };
                let (alt, address) = (value(b"alt"), value(b"src").replace(' ', "%20"));
                self.raw(&format!("![{alt}]({address})"));
            }
            b"ul" | b"ol" => {
                let from = tag
                    .attributes
                    .get(b"start".as_slice())
                    .and_then(|from| String::from_utf8_lossy(from).trim().parse().ok());
                self.apart(if self.within.is_empty() { Gap::Paragraph } else { Gap::Line });
                self.within.push(Within::List((name == b"ol").then_some(from.unwrap_or(1))));
            }
            b"li" => {
                self.apart(Gap::Line);
                self.mark = match self.within.last_mut() {
                    Some(Within::List(Some(number))) => {
                        *number = number.saturating_add(1);
                        format!("{:<4}", format!("{}.", *number - 1))
                    }
                    _ => "-   ".to_owned(),
                };
            }
            b"blockquote" => {
                self.apart(Gap::Paragraph);
                self.within.push(Within::Quote);
            }
            b"pre" if self.cells.is_none() => self.fence(tag),
            [b'h', level @ b'1'..=b'6'] => {
                self.apart(Gap::Paragraph);
                if self.cells.is_none() {
                    self.mark.push_str(&"#".repeat(usize::from(level - b'0')));
                    self.mark.push(' ');
                }
            }
            b"details" => self.tag("<details>"),
            b"summary" => {
                self.apart(Gap::Line);
                self.raw("<summary>");
            }
            b"table" => {
                self.apart(Gap::Paragraph);
                self.rows = 0;
            }
            b"tr" => {
                self.apart(Gap::Line);
                self.cells = Some(0);
                self.raw("|");
            }
            b"td" | b"th" => {
                self.gap = Gap::Blank;
                if let Some(cells) = &mut self.cells {
                    *cells += 1;
                }
            }
            b"dd" => {
                self.apart(Gap::Line);
                self.mark.push_str(": ");
            }
            name => self.boundary(name),
        }
    }

    /// Opens a block of code, in the language that its class names.
    fn fence(&mut self, tag: &StartTag<usize>) {
        self.apart(Gap::Paragraph);
        let class = tag.attributes.get(b"class".as_slice()).map(|class| String::from_utf8_lossy(class).into_owned());
        let class = class.unwrap_or_default();
        let language = ["language-", "lang-", "highlight-source-"]
            .iter()
            .find_map(|mark| class.split(' ').find_map(|word| word.strip_prefix(mark)));
        let language: String = language.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
        self.raw(&format!("```{language}"));
        self.apart(Gap::Line);
        self.pre = true;
    }

    fn end(&mut self, name: &[u8]) {
        if let Some((hidden, depth)) = &mut self.hidden {
            if hidden.as_slice() == name {
                if *depth == 0 {
                    self.hidden = None;
                } else {
                    *depth -= 1;
                }
            }
            return;
        }
        match name {
            b"b" | b"strong" => {
                self.bold = self.bold.saturating_sub(1);
                self.shut();
            }
            b"code" | b"kbd" | b"samp" | b"tt" if !self.pre => {
                self.code = self.code.saturating_sub(1);
                self.shut();
            }
            b"ul" | b"ol" => self.leave(|one| matches!(one, Within::List(_))),
            b"blockquote" => self.leave(|one| matches!(one, Within::Quote)),
            b"pre" if self.pre => {
                self.gap = Gap::Line;
                self.raw("```");
                self.pre = false;
                self.apart(Gap::Paragraph);
            }
            b"details" => self.tag("</details>"),
            b"summary" => {
                self.shut();
                self.gap = Gap::None;
                self.raw("</summary>");
                self.apart(Gap::Paragraph);
            }
            b"td" | b"th" if self.cells.is_some() => {
                self.shut();
                self.mark.clear();
                self.gap = Gap::Blank;
                self.raw("|");
            }
            b"tr" => {
                if let Some(cells) = self.cells.take() {
                    self.rows += 1;
                    if self.rows == 1 && cells > 0 {
                        self.gap = Gap::Line;
                        self.raw(&format!("|{}", "---|".repeat(cells.min(1_000))));
                    }
                }
                self.apart(Gap::Line);
            }
            name => self.boundary(name),
        }
    }

    /// Handles the start and the end of an element that stands on lines of its own.
    fn boundary(&mut self, name: &[u8]) {
        match name {
            b"p" | b"div" | b"table" | b"hr" | b"dl" | b"h1" | b"h2" | b"h3" | b"h4" | b"h5" | b"h6" | b"section"
            | b"article" | b"header" | b"figure" | b"figcaption" | b"center" | b"address" | b"form" | b"main"
            | b"body" => self.apart(Gap::Paragraph),
            b"li" | b"dt" | b"dd" | b"tbody" | b"thead" => self.apart(Gap::Line),
            _ => {}
        }
    }

    /// Closes the innermost list or quotation, and whatever was left open in it.
    fn leave(&mut self, is_meant: impl Fn(&Within) -> bool) {
        if let Some(at) = self.within.iter().rposition(is_meant) {
            self.within.truncate(at);
        }
        self.mark.clear();
        self.apart(if self.within.is_empty() { Gap::Paragraph } else { Gap::Line });
    }

    fn apart(&mut self, gap: Gap) {
        self.shut();
        self.gap = self.gap.max(gap);
    }

    /// Closes bold text or code, which must not reach over the end of a paragraph.
    fn shut(&mut self) {
        if let Some(sign) = self.open.take() {
            self.out.push_str(sign);
        }
    }

    /// A tag that Markdown has no other sign for, on a line of its own.
    fn tag(&mut self, tag: &str) {
        self.apart(Gap::Paragraph);
        self.raw(tag);
        self.apart(Gap::Paragraph);
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_some() {
            return;
        }
        let mut before = ' ';
        for c in text.chars() {
            match c {
                '\r' => {}
                '\n' if self.pre => {
                    if self.gap == Gap::Line {
                        self.fill();
                    }
                    self.gap = Gap::Line;
                }
                c if !self.pre && c.is_whitespace() => self.gap = self.gap.max(Gap::Blank),
                c => self.character(c, before),
            }
            before = c;
        }
    }

    fn character(&mut self, c: char, before: char) {
        self.fill();
        if self.pre {
            self.out.push(c);
            return;
        }
        let wanted = if self.code > 0 { Some("`") } else { (self.bold > 0).then_some("**") };
        if self.open != wanted {
            self.shut();
            self.out.push_str(wanted.unwrap_or_default());
            self.open = wanted;
        }
        if self.open == Some("`") {
            self.out.push(if c == '`' { '\'' } else { c });
            return;
        }
        let starts = self.out.ends_with('\n') || self.out.is_empty();
        let is_sign = matches!(c, '*' | '`' | '[' | ']' | '<' | '\\' | '~')
            || c == '_' && !before.is_alphanumeric()
            || c == '|' && self.cells.is_some()
            || matches!(c, '#' | '>') && starts;
        if is_sign {
            self.out.push('\\');
        }
        self.out.push(c);
    }

    fn raw(&mut self, text: &str) {
        self.shut();
        self.fill();
        self.out.push_str(text);
    }

    /// Writes what separates the next piece of text from the one before.
    fn fill(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        if self.out.is_empty() {
            if self.lines.len() == 1 {
                self.lines[0] = self.line;
            }
            self.begin();
            return;
        }
        match gap {
            Gap::None => {}
            Gap::Blank => {
                if !self.out.ends_with([' ', '\n']) {
                    self.out.push(' ');
                }
            }
            Gap::Line | Gap::Paragraph if self.cells.is_some_and(|cells| cells > 0) => {
                self.out.push_str(if self.out.ends_with('|') { " " } else { "<br>" });
                let mark = std::mem::take(&mut self.mark);
                let mark = mark.trim_start_matches('#').trim();
                if !mark.is_empty() {
                    self.out.push_str(mark);
                    self.out.push(' ');
                }
            }
            Gap::Line => self.new_line(),
            Gap::Paragraph => {
                self.out.push('\n');
                self.lines.push(self.line);
                self.new_line();
            }
        }
    }

    fn new_line(&mut self) {
        self.out.push('\n');
        self.lines.push(self.line);
        self.begin();
    }

    fn begin(&mut self) {
        let mark = std::mem::take(&mut self.mark);
        let own = usize::from(!mark.trim_start_matches(['#', ' ', ':']).is_empty());
        let depth = self.within.len().saturating_sub(own).min(MAX_DEPTH);
        for within in &self.within[..depth] {
            self.out.push_str(if matches!(within, Within::Quote) { "> " } else { "    " });
        }
        self.out.push_str(&mark);
    }

    fn close(&mut self) {
        self.shut();
        if self.pre {
            self.out.push_str("\n```");
        }
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_become_markdown() {
        for (html, text) in [
            ("<h2>What is <b>it</b>?</h2><p>A <code>a*b</code> * c</p>", "## What is **it**?\n\nA `a*b` \\* c\n"),
            (
                "<ul><li>one<ul><li>in</li></ul></li><li><p>two</p><p>more</p></li></ul>after",
                "-   one\n    -   in\n\n-   two\n\n    more\n\nafter\n",
            ),
            ("<ol start=3><li>x</li><li>y</li></ol>", "3.  x\n4.  y\n"),
            ("<pre class=\"language-go\"><code>a()\n  b()\n</code></pre><p>c", "```go\na()\n  b()\n```\n\nc\n"),
            (
                "<table><tr><th>a</th><th>b</th></tr><tr><td>1|2</td><td><ul><li>x</li><li>y</li></ul></td></tr></table>",
                "| a | b |\n|---|---|\n| 1\\|2 | - x<br>- y |\n",
            ),
            ("<details><summary>Q?</summary>A.</details>", "<details>\n\n<summary>Q?</summary>\n\nA.\n\n</details>\n"),
            ("<nav><a>Home</a></nav>x<br>y<script>if (a<b) {}</script><footer>z</footer>", "x  \ny\n"),
            ("<blockquote>quoted</blockquote><dl><dt>term</dt><dd>what</dd></dl>", "> quoted\n\nterm\n: what\n"),
        ] {
            assert_eq!(markdown(html).text, text, "{html}");
        }
    }

    #[test]
    fn each_line_knows_where_it_comes_from() {
        let page = markdown("<html>\n<body>\n<h1>One?</h1>\n\n<p>two</p>\n</body>");
        assert_eq!((page.text.as_str(), page.lines), ("# One?\n\ntwo\n", vec![3, 5, 5]));
    }
}
