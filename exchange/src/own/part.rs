//! The parts of a question that a table, a sheet or a card shows as lines of text, and what edited lines are turned
//! into. The preview of an import shows the same parts.

use hotseat_bank::text::one_line;
use hotseat_bank::{Question, Snippet, Tier};

use crate::card;
use crate::grade;
use crate::names::slug;
use crate::written;

/// A part that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    Question,
    Code,
    Answer,
    Mistakes,
    FollowUps,
    Hints,
    Sample,
    Topic,
    Subtopic,
    Tags,
    Kind,
    Difficulty,
    Levels,
    Seconds,
    Source,
    Licence,
}

impl Part {
    /// All parts, in the order of a table's columns.
    pub(crate) const ALL: [Self; 16] = [
        Self::Question,
        Self::Answer,
        Self::Mistakes,
        Self::FollowUps,
        Self::Sample,
        Self::Hints,
        Self::Code,
        Self::Topic,
        Self::Subtopic,
        Self::Tags,
        Self::Kind,
        Self::Difficulty,
        Self::Levels,
        Self::Seconds,
        Self::Source,
        Self::Licence,
    ];

    /// The name of its column.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Question => "question",
            Self::Code => "code",
            Self::Answer => "answer",
            Self::Mistakes => "mistakes",
            Self::FollowUps => "follow_ups",
            Self::Hints => "hints",
            Self::Sample => "sample",
            Self::Topic => "topic",
            Self::Subtopic => "subtopic",
            Self::Tags => "tags",
            Self::Kind => "kind",
            Self::Difficulty => "difficulty",
            Self::Levels => "levels",
            Self::Seconds => "seconds",
            Self::Source => "source",
            Self::Licence => "licence",
        }
    }

    /// Its title for display.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Question => "Question",
            Self::Code => "Code",
            Self::Answer => "What a strong answer contains",
            Self::Mistakes => "Mistakes",
            Self::FollowUps => "Asked next",
            Self::Hints => "Hints",
            Self::Sample => "One strong answer",
            Self::Topic => "Topic",
            Self::Subtopic => "Subtopic",
            Self::Tags => "Tags",
            Self::Kind => "Kind",
            Self::Difficulty => "Difficulty",
            Self::Levels => "Levels",
            Self::Seconds => "Seconds",
            Self::Source => "Source",
            Self::Licence => "Licence",
        }
    }

    /// The name of the question's field that it shows.
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Question => "prompt",
            Self::Code => "snippet",
            Self::Answer => "look_for",
            other => other.word(),
        }
    }

    /// What a field of a question is called where people read of it: the column that shows it, without its underscore.
    pub(crate) fn words_of(field: &str) -> String {
        let word = Self::ALL.into_iter().find(|part| part.field() == field).map(Self::word);
        word.unwrap_or(field).replace('_', " ")
    }

    /// Whether each of its lines is an item of a list.
    pub(crate) const fn is_list(self) -> bool {
        matches!(self, Self::Answer | Self::Mistakes | Self::FollowUps | Self::Hints)
    }

    /// What it shows of a question; empty if the question has nothing for it.
    pub(crate) fn lines(self, q: &Question) -> Vec<String> {
        let some = |text: Option<&str>| text.map(one_line).filter(|text| !text.is_empty()).into_iter().collect();
        let lines = |text: &str| card::tidy(text).lines().map(str::to_owned).collect();
        match self {
            Self::Question => lines(&q.prompt),
            Self::Code => q.snippet.as_ref().map_or_else(Vec::new, fenced),
            Self::Answer => items(q.look_for.iter().map(|point| match point.tier {
                Tier::Strong => written::plain(&one_line(&point.text)),
                tier => format!("{tier}: {}", point.text),
            })),
            Self::Mistakes => items(q.mistakes.iter().map(|mistake| {
                if mistake.critical {
                    format!("critical: {}", mistake.text)
                } else {
                    written::plain(&one_line(&mistake.text))
                }
            })),
            Self::FollowUps => items(q.follow_ups.iter().map(|next| next.prompt.clone())),
            Self::Hints => items(q.hints.iter().cloned()),
            Self::Sample => q.sample.as_ref().map_or_else(Vec::new, |sample| lines(&sample.strong)),
            Self::Topic => some(q.topic.as_deref()),
            Self::Subtopic => some(q.subtopic.as_deref()),
            Self::Tags => some(Some(&q.tags.join(", "))),
            Self::Kind => vec![q.kind.to_string()],
            Self::Difficulty => vec![q.difficulty.to_string()],
            Self::Levels => vec![format!("{} to {}", q.levels.lowest, q.levels.highest)],
            Self::Seconds => some(q.seconds.map(|s| format!("{}, {}, {}", s.think, s.target, s.max)).as_deref()),
            Self::Source => some(q.source.as_deref()),
            Self::Licence => some(q.licence.as_deref()),
        }
    }

    /// Sets the part to what was written in its place. Points, mistakes and follow-ups that are still there keep their
    /// ids, which the history refers to, and whatever of them is not shown.
    pub(crate) fn put(self, lines: &[String], q: &mut Question) -> Result<(), String> {
        let one = one_line(&lines.join(" "));
        let some = Some(one.clone()).filter(|text| !text.is_empty());
        match self {
            Self::Question => match card::tidy(&lines.join("\n")) {
                empty if empty.is_empty() => return Err("nothing is asked".to_owned()),
                prompt => q.prompt = prompt,
            },
            Self::Code => q.snippet = unfenced(lines, q.snippet.as_ref()),
            Self::Answer => q.look_for = written::points(lines, q)?,
            Self::Mistakes => q.mistakes = written::mistakes(lines, q),
            Self::FollowUps => q.follow_ups = written::follow_ups(lines, q),
            Self::Hints => q.hints = lines.to_vec(),
            Self::Sample => {
                let mut sample = q.sample.take().unwrap_or_default();
                sample.strong = card::tidy(&lines.join("\n"));
                q.sample = (sample != hotseat_bank::Sample::default()).then_some(sample);
            }
            Self::Topic => q.topic = Some(slug(&one)).filter(|topic| !topic.is_empty()),
            Self::Subtopic => q.subtopic = Some(slug(&one)).filter(|topic| !topic.is_empty()),
            Self::Tags => q.tags = one.split(',').map(one_line).filter(|tag| !tag.is_empty()).collect(),
            Self::Seconds if one.is_empty() => q.seconds = None,
            Self::Seconds => q.seconds = Some(written::seconds(&one)?),
            Self::Source => q.source = some,
            Self::Licence => q.licence = some,
            // An empty cell stands for the usual value, since a question always has one.
            Self::Kind | Self::Difficulty | Self::Levels if one.is_empty() => {}
            Self::Kind => q.kind = one.to_lowercase().parse()?,
            Self::Difficulty => q.difficulty = one.to_lowercase().parse()?,
            Self::Levels => {
                q.levels = grade::levels(&one)
                    .ok_or_else(|| format!("levels: {one:?} names none of junior, mid, senior, staff"))?;
            }
        }
        Ok(())
    }

    /// Whether two versions of its text say the same. Whitespace only counts in code.
    pub(crate) fn says_the_same(self, a: &[String], b: &[String]) -> bool {
        let normal = |lines: &[String]| -> Vec<String> {
            let text = lines.iter().map(|line| match self {
                Self::Code => line.trim_end().to_owned(),
                _ => one_line(line),
            });
            text.filter(|line| !line.is_empty()).collect()
        };
        a == b || normal(a) == normal(b)
    }
}

fn items(texts: impl Iterator<Item = String>) -> Vec<String> {
    texts.map(|text| one_line(&text)).collect()
}

/// Code between fences that are longer than any run of backticks in it.
fn fenced(snippet: &Snippet) -> Vec<String> {
    let mut fence = "```".to_owned();
    while snippet.code.contains(&fence) {
        fence.push('`');
    }
    let first = format!("{fence}{}", one_line(&snippet.language));
    let code = snippet.code.trim_end().lines().map(str::to_owned);
    std::iter::once(first).chain(code).chain([fence.clone()]).collect()
}

fn unfenced(lines: &[String], before: Option<&Snippet>) -> Option<Snippet> {
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    let mut lines = &lines[first..];
    let mut language = before.map(|before| before.language.clone()).unwrap_or_default();
    if let Some(said) = lines[0].strip_prefix("```") {
        said.trim_start_matches('`').trim().clone_into(&mut language);
        lines = &lines[1..];
        let end = lines.iter().rposition(|line| line.trim_end().starts_with("```")).unwrap_or(lines.len());
        lines = &lines[..end];
    }
    let code = lines.join("\n");
    (!code.trim().is_empty()).then(|| Snippet { language, code: code + "\n" })
}
