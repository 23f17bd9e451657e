//! What every foreign format comes down to: something is asked, something may be answered.

use sha1_smol::Sha1;

use super::{html, points};
use hotseat_bank::text;
use hotseat_bank::{Difficulty, FollowUp, Kind, Level, Levels, Question, Sample, Seconds, Snippet};

/// A longer prompt is no question but a page.
const MAX_PROMPT: usize = 4_000;

/// A longer answer is cut; a bank file has to stay readable.
const MAX_ANSWER: usize = 40_000;

/// By what a question is known again at the next import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Identity {
    /// By its own id.
    Given(String),
    /// By the permanent name that another program gave it.
    Guid(String),
    /// By its words.
    #[default]
    Prompt,
}

/// A question as a foreign file has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Card {
    pub(super) line: Option<usize>,
    pub(super) identity: Identity,
    pub(super) prompt: String,
    pub(super) answer: String,
    /// What people read for the topic.
    pub(super) topic: Option<String>,
    pub(super) subtopic: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) difficulty: Option<Difficulty>,
    pub(super) kind: Option<Kind>,
    pub(super) levels: Option<Levels>,
    pub(super) seconds: Option<Seconds>,
    pub(super) snippet: Option<Snippet>,
    pub(super) mistakes: Vec<String>,
    pub(super) sample: Option<String>,
    pub(super) hints: Vec<String>,
    pub(super) follow_ups: Vec<String>,
    pub(super) source: Option<String>,
    pub(super) licence: Option<String>,
}

impl Card {
    /// The question, its id still empty where only the whole file can tell it; or why it is none.
    pub(super) fn question(mut self) -> Result<(Question, Identity), String> {
        let prompt = tidy(&self.prompt);
        let length = prompt.chars().count();
        if !prompt.chars().any(char::is_alphanumeric) {
            return Err("nothing is asked".to_owned());
        }
        if html::only_placeholders(&prompt) {
            return Err(format!("only a picture or a sound asks it: {}", text::one_line(&prompt)));
        }
        if length > MAX_PROMPT {
            return Err(format!("the question has {length} characters, more than {MAX_PROMPT}; shorten it"));
        }
        let mut answer = tidy(&self.answer);
        if let Some((end, _)) = answer.char_indices().nth(MAX_ANSWER) {
            answer.truncate(end);
            answer.push('…');
        }
        let look_for = points::from_text(&answer);
        let told = look_for.len() == 1 && look_for[0].text == text::one_line(&answer);
        let strong = self.sample.take().map(|sample| tidy(&sample)).or((!told).then_some(answer)).unwrap_or_default();
        let kind = self.kind.unwrap_or(if self.snippet.is_some() && look_for.is_empty() {
            Kind::Review
        } else {
            Kind::default()
        });
        let question = Question {
            topic: self.topic.as_deref().map(slug).filter(|slug| !slug.is_empty()),
            subtopic: self.subtopic.as_deref().map(slug).filter(|slug| !slug.is_empty()),
            snippet: self.snippet,
            levels: self.levels.unwrap_or_default(),
            difficulty: self.difficulty.unwrap_or_default(),
            tags: self.tags.iter().map(|tag| text::one_line(tag)).filter(|tag| !tag.is_empty()).collect(),
            seconds: self.seconds,
            look_for,
            mistakes: points::mistakes(&self.mistakes),
            follow_ups: follow_ups(&self.follow_ups),
            hints: self.hints.iter().map(|hint| text::one_line(hint)).filter(|hint| !hint.is_empty()).collect(),
            sample: (!strong.is_empty()).then(|| Sample { strong, ..Sample::default() }),
            source: self.source,
            licence: self.licence,
            ..Question::bare(String::new(), prompt, kind, Seconds::usual(kind))
        };
        Ok((question, self.identity))
    }
}

fn follow_ups(prompts: &[String]) -> Vec<FollowUp> {
    let mut names = points::Names::default();
    let prompts = prompts.iter().map(|prompt| text::one_line(prompt)).filter(|prompt| !prompt.is_empty());
    prompts
        .map(|prompt| FollowUp { id: names.name(&prompt), prompt, look_for: Vec::new(), when: None, probe: None })
        .collect()
}

/// Safe characters, no blanks at the ends of lines, never two empty lines in a row.
pub(super) fn tidy(text: &str) -> String {
    let safe = text::clean(text);
    let mut out = String::with_capacity(safe.len());
    let mut empty = 0;
    for line in safe.lines().map(str::trim_end) {
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 && !(out.is_empty() && line.is_empty()) {
            out.push_str(line);
            out.push('\n');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Letters and digits in lower case, hyphens between words.
pub(super) fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !matches!(c, '\'' | '’') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// The first words of a text as a slug, at most `most` bytes long.
pub(super) fn short_slug(text: &str, most: usize) -> String {
    let whole = slug(text);
    let mut out = String::new();
    for word in whole.split('-') {
        if !out.is_empty() && out.len() + 1 + word.len() > most {
            break;
        }
        if !out.is_empty() {
            out.push('-');
        }
        out.extend(word.chars().take(most));
    }
    out
}

/// The first `digits` hexadecimal digits of a text's hash: enough to tell apart, not to keep secrets.
pub(super) fn hash(text: &str, digits: usize) -> String {
    let sum = Sha1::from(text.as_bytes()).digest().bytes();
    let mut out = sum.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    out.truncate(digits);
    out
}

/// What stays of a prompt when case, blanks and punctuation do not count.
pub(super) fn normal(prompt: &str) -> String {
    slug(prompt)
}

/// The id of a question that is known by its words.
pub(super) fn id_of_words(prompt: &str, apart: &str) -> String {
    let words = short_slug(prompt, 40);
    format!("{words}-{}", hash(&format!("{}\n{apart}", normal(prompt)), 8)).trim_start_matches('-').to_owned()
}

/// The id of a question that another program named.
pub(super) fn id_of_guid(guid: &str) -> String {
    format!("anki-{}", hash(guid, 12))
}

/// A level or a range of levels: `senior`, `mid-staff`, `mid to staff`.
pub(super) fn levels(text: &str) -> Option<Levels> {
    let lower = text.to_lowercase();
    let mut found: Vec<Level> =
        lower.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.parse::<Level>().ok()).collect();
    found.sort_unstable();
    Some(Levels { lowest: *found.first()?, highest: *found.last()? })
}
