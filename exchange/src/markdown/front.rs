//! Reads front matter: what a page says about itself above its text, between two lines of `---` or of `+++`.

use std::borrow::Cow;

use crate::names::shortened;

/// The most tags that are given to every question.
const MAX_TAGS: usize = 20;

/// The most lines that front matter may have.
const MAX_LINES: usize = 100;

/// The fields of front matter that mean something here.
#[derive(Debug, Default)]
pub(super) struct Front {
    pub(super) title: Option<String>,
    category: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) licence: Option<String>,
    pub(super) source: Option<String>,
    pub(super) difficulty: Option<String>,
}

impl Front {
    /// The topic of a question: the category, or else the title unless that is the question itself.
    pub(super) fn topic(&self, prompt: &str) -> Option<String> {
        let title = self.title.clone().filter(|title| !prompt.starts_with(title.as_str()));
        self.category.clone().or(title)
    }
}

/// Properties that a program for notes writes below the title of each page by itself.
const PROPERTIES: [&str; 7] =
    ["created", "created by", "created time", "date created", "last edited", "last edited by", "last edited time"];

/// The properties that stand as lines of `Name: value` below the title of a page of notes, and the text with empty lines
/// in their place.
pub(super) fn properties(text: &str) -> (Front, Cow<'_, str>) {
    let mut front = Front::default();
    let read = |line: &str| {
        let (key, value) =
            line.trim_end().split_once(": ").or_else(|| line.trim_end().strip_suffix(':').map(|key| (key, "")))?;
        is_key(key).then(|| (key.trim().to_lowercase(), value.trim().to_owned()))
    };
    let start = text.len() - text.trim_start().len();
    let title = text[start..].starts_with("# ").then(|| text[start..].find('\n')).flatten();
    let Some(below) = title.map(|end| start + end + 1) else { return (front, Cow::Borrowed(text)) };
    let from = text.len() - text[below..].trim_start_matches('\n').len();
    let lines: Vec<&str> = text[from..].split_inclusive('\n').take_while(|line| read(line).is_some()).collect();
    let found: Vec<(String, String)> = lines.iter().filter_map(|line| read(line)).collect();
    if !found.iter().any(|(name, _)| PROPERTIES.contains(&name.as_str())) {
        return (front, Cow::Borrowed(text));
    }
    for (name, value) in &found {
        front.set(name, value);
    }
    let end = from + lines.iter().map(|line| line.len()).sum::<usize>();
    (front, Cow::Owned([&text[..from], &"\n".repeat(lines.len()), &text[end..]].concat()))
}

/// The front matter of a text, and the text below it.
pub(super) fn matter(text: &str) -> (Front, &str) {
    let mut front = Front::default();
    let mark = ["---", "+++"].into_iter().find(|mark| text.lines().next().map(str::trim_end) == Some(mark));
    let Some((mark, rest)) = mark.and_then(|mark| Some((mark, text.split_once('\n')?.1))) else { return (front, text) };
    let sign = if mark == "---" { ':' } else { '=' };
    let mut at = text.len() - rest.len();
    let mut name = String::new();
    for line in rest.split_inclusive('\n').take(MAX_LINES) {
        at += line.len();
        let trimmed = line.trim();
        // Without a single key, it is text between two horizontal rules.
        if trimmed == mark && !name.is_empty() {
            return (front, &text[at..]);
        }
        if trimmed.is_empty() || trimmed.starts_with('#') && !trimmed.starts_with("##") {
            continue;
        }
        // Continues the key above: an item of a list, or wrapped text.
        if line.starts_with([' ', '\t', '-', ']']) {
            if let Some(item) = trimmed.strip_prefix("- ").filter(|_| name == "tags") {
                front.tag(item);
            }
            continue;
        }
        let Some((key, value)) = line.split_once(sign).filter(|(key, _)| is_key(key.trim())) else {
            // The first line was a horizontal rule rather than the start of front matter.
            return (Front::default(), text);
        };
        name = key.trim().to_lowercase();
        front.set(&name, value.trim());
    }
    // The front matter is never closed, so it is text.
    (Front::default(), text)
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')) && key.len() <= 60
}

impl Front {
    /// These fields, and those of `more` that are missing.
    pub(super) fn with(self, more: Self) -> Self {
        Self {
            title: self.title.or(more.title),
            category: self.category.or(more.category),
            tags: if self.tags.is_empty() { more.tags } else { self.tags },
            licence: self.licence.or(more.licence),
            source: self.source.or(more.source),
            difficulty: self.difficulty.or(more.difficulty),
        }
    }

    fn set(&mut self, name: &str, value: &str) {
        let text = || Some(shortened(value.trim_matches(['"', '\'', '[', ']']))).filter(|value| !value.is_empty());
        match name {
            "title" | "question" => self.title = text(),
            "category" | "categories" | "topic" | "section" => self.category = text(),
            "license" | "licence" => self.licence = text(),
            "source" => self.source = text(),
            "difficulty" => self.difficulty = text(),
            "tags" => value.trim_matches(['[', ']']).split(',').for_each(|tag| self.tag(tag)),
            _ => {}
        }
    }

    fn tag(&mut self, tag: &str) {
        let tag = tag.trim().trim_matches(['"', '\'']);
        if !tag.is_empty() && self.tags.len() < MAX_TAGS {
            self.tags.push(shortened(tag));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (front, body) = matter("---\n\n# 1. What is it?\n\n---\n\nText: yes\n");
        assert!(front.title.is_none() && body.starts_with("---"));
        let (front, body) = matter("+++\ntitle = \"Locks\"\ntags = [\"a\", 'b']\n+++\nText\n");
        assert_eq!(
            (front.title.as_deref(), front.tags, body),
            (Some("Locks"), vec!["a".to_owned(), "b".to_owned()], "Text\n")
        );
        let text = "# What is it?\n\nTags: a, b\nDifficulty: Hard\nCreated: May 1, 2024 9:12 AM\n\nA lock.\n";
        let (front, body) = properties(text);
        assert_eq!((front.tags.len(), front.difficulty.as_deref()), (2, Some("Hard")));
        assert_eq!(body, "# What is it?\n\n\n\n\n\nA lock.\n");
        let plain = "# What is it?\n\nAnswer: a lock\nOr: none\n";
        assert_eq!(properties(plain).1, plain);
        let (front, _) = matter("---\ntitle: What is it?\ntags:\n  - os\n- db\ncategory: C\n---\n");
        assert_eq!(front.topic("What is it?").as_deref(), Some("C"));
        assert_eq!(front.tags, ["os", "db"]);
    }
}
