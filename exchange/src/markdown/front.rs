//! Reads front matter: what a page says about itself above its text, between two lines of `---` or of `+++`.

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
}

impl Front {
    /// The topic of a question: the category, or else the title unless that is the question itself.
    pub(super) fn topic(&self, prompt: &str) -> Option<String> {
        let title = self.title.clone().filter(|title| !prompt.starts_with(title.as_str()));
        self.category.clone().or(title)
    }
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
    fn set(&mut self, name: &str, value: &str) {
        let text = || Some(shortened(value.trim_matches(['"', '\'', '[', ']']))).filter(|value| !value.is_empty());
        match name {
            "title" | "question" => self.title = text(),
            "category" | "categories" | "topic" | "section" => self.category = text(),
            "license" | "licence" => self.licence = text(),
            "source" => self.source = text(),
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
        let (front, _) = matter("---\ntitle: What is it?\ntags:\n  - os\n- db\ncategory: C\n---\n");
        assert_eq!(front.topic("What is it?").as_deref(), Some("C"));
        assert_eq!(front.tags, ["os", "db"]);
    }
}
