//! What every foreign format is reduced to: a question, and perhaps an answer.

use hotseat_bank::{Difficulty, FollowUp, Kind, Levels, Question, Sample, Seconds, Snippet, text};

use super::choices::{self, Choice, Choices};
use super::column::Column;
use super::grade::{self, Grade};
use super::names::{Names, shortened, slug};
use super::{html, kind, points};

/// The longest prompt, in characters; a longer one is a page rather than a question.
const MAX_PROMPT: usize = 4_000;

/// The longest answer, in characters; a longer one is cut, so that bank files stay readable.
pub(super) const MAX_ANSWER: usize = 40_000;

/// The most items of a list; the rest is left out, since nobody goes through more of them.
const MAX_LIST: usize = 100;

/// How the next import recognises a question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Identity {
    /// By an id of its own.
    Given(String),
    /// By the permanent name that another program gave it, such as Anki's GUID.
    Guid(String),
    /// By its words.
    #[default]
    Prompt,
}

/// A question as found in a foreign file.
#[derive(Clone, Debug, Default)]
pub(super) struct Card {
    pub(super) line: Option<usize>,
    pub(super) identity: Identity,
    pub(super) prompt: String,
    pub(super) answer: String,
    /// The topic's title, as people read it.
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
    /// The answers to choose from.
    pub(super) choices: Choices,
    /// What the file says in a way that is not known or had to be guessed, in words.
    pub(super) doubts: Vec<String>,
}

impl Card {
    /// Sets a part to the text `one` or, if the part is a list, to the items of `many`. A second answer is appended to
    /// the first.
    pub(super) fn set(&mut self, part: Column, one: String, many: impl FnOnce() -> Vec<String>) {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        match part {
            Column::Answer | Column::Id if one.is_empty() => {}
            Column::Question => self.prompt = one,
            Column::Answer if self.answer.is_empty() => self.answer = one,
            Column::Answer => self.answer.extend(["\n\n", one.as_str()]),
            Column::Sample => self.sample = some(one),
            Column::Choice => self.choices.list.extend(many().into_iter().map(Choice::of)),
            Column::Correct => self.choices.correct = many(),
            Column::Topic => self.topic = some(one),
            Column::Subtopic => self.subtopic = some(one),
            Column::Tags => self.tags = many(),
            Column::Difficulty => self.grade("difficulty", grade::difficulty(&one), &one),
            Column::Kind => {
                self.kind = grade::kind(&one).or(self.kind);
                if self.kind.is_none() {
                    self.doubt(format!("the kind {:?} is not known and left out", shortened(&one)));
                }
            }
            Column::Level => self.grade("level", grade::level(&one), &one),
            Column::Hints => self.hints = many(),
            Column::Mistakes => self.mistakes = many(),
            Column::FollowUps => self.follow_ups = many(),
            Column::Id => self.identity = Identity::Given(one),
            Column::Guid => self.identity = Identity::Guid(one),
            Column::Source => self.source = some(one),
            Column::Licence => self.licence = some(one),
        }
    }

    fn grade(&mut self, column: &str, read: Option<Grade>, said: &str) {
        match read {
            Some(Grade::Difficulty(difficulty)) => self.difficulty = Some(difficulty),
            Some(Grade::Number(number)) => {
                self.difficulty = Some(grade::of_five(number));
                self.doubt("difficulties in numbers were taken to go from 1 to 5".to_owned());
            }
            Some(Grade::Levels(levels)) => self.levels = Some(levels),
            None if said.trim().is_empty() => {}
            None => self.doubt(format!("the {column} {:?} is not known and left out", shortened(said.trim()))),
        }
    }

    fn doubt(&mut self, said: String) {
        self.doubts.push(said);
    }

    /// The question, its id still empty, and what the id is to be made from. The error says why this is not a question.
    pub(super) fn question(mut self) -> Result<(Question, Identity), String> {
        choices::put(std::mem::take(&mut self.choices), &mut self.prompt, &mut self.answer);
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
        let by_words = self.kind.or_else(|| kind::of(&prompt));
        let kind = by_words.unwrap_or(if self.snippet.is_some() && look_for.is_empty() {
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
            tags: lines(&self.tags).collect(),
            seconds: self.seconds,
            look_for,
            mistakes: points::mistakes(self.mistakes.get(..MAX_LIST).unwrap_or(&self.mistakes)),
            follow_ups: follow_ups(&self.follow_ups),
            hints: lines(&self.hints).collect(),
            sample: (!strong.is_empty()).then(|| Sample { strong, ..Sample::default() }),
            source: self.source,
            licence: self.licence,
            ..Question::bare(String::new(), prompt, kind, Seconds::usual(kind))
        };
        Ok((question, self.identity))
    }
}

/// The items of a list, each on one line; empty ones are dropped.
fn lines(texts: &[String]) -> impl Iterator<Item = String> {
    texts.iter().take(MAX_LIST).map(|text| text::one_line(text)).filter(|text| !text.is_empty())
}

fn follow_ups(prompts: &[String]) -> Vec<FollowUp> {
    let mut names = Names::default();
    lines(prompts).map(|prompt| FollowUp::new(names.name(&prompt), prompt)).collect()
}

/// Removes unsafe characters, whitespace at the ends of lines, and all but one of several empty lines in a row.
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
