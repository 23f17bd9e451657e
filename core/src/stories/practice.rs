//! Practising a story against the clock: the story becomes a question of its own, whose points are what interviewers
//! listen for in any story and what can be detected in an answer whatever its subject.

use super::page::{Help, write};
use crate::bank::cues::Shapes;
use crate::bank::{Kind, Point, Question, QuestionId, Sample, Seconds, Shape, Tier};
use crate::history::{RecordId, Story};

/// The bank of these questions, which exists in no file.
pub const BANK: &str = "story";

/// The lengths, in seconds, in which a story can be practised.
pub const LENGTHS: [u32; 3] = [60, 90, 180];

/// An interviewer listens longer than the target by one part in this many.
const PATIENCE: u32 = 4;

/// What interviewers listen for in any story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Left {
    /// A figure, before and after.
    Number,
    /// What the candidate did, apart from the others.
    OwnPart,
    /// How it ended.
    Result,
    /// What was learned.
    Lesson,
}

impl Left {
    /// All of them, in the order of the points.
    pub const ALL: [Self; 4] = [Self::OwnPart, Self::Number, Self::Result, Self::Lesson];

    /// A short name for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::OwnPart => "own part",
            Self::Result => "result",
            Self::Lesson => "lesson",
        }
    }

    /// The id of its point.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::OwnPart => "own-part",
            Self::Result => "result",
            Self::Lesson => "lesson",
        }
    }

    const fn shape(self) -> Shape {
        match self {
            Self::Number => Shape::NumberBeforeAfter,
            Self::OwnPart => Shape::OwnPart,
            Self::Result => Shape::Result,
            Self::Lesson => Shape::Lesson,
        }
    }

    fn point(self) -> Point {
        let (text, why, tier) = match self {
            Self::OwnPart => (
                "Says what you did yourself, beside what others did.",
                "It is you who is hired: \"we\" leaves open whether you were there.",
                Tier::Must,
            ),
            Self::Result => ("Says how it ended.", "A story without an end is a memory.", Tier::Must),
            Self::Number => ("Has a figure, before and after.", "A figure is what stays in the notes.", Tier::Strong),
            Self::Lesson => (
                "Says what you learned, or do otherwise since.",
                "The next job is about what you would do the next time.",
                Tier::Strong,
            ),
        };
        Point {
            id: self.id().to_owned(),
            text: text.to_owned(),
            why: Some(why.to_owned()),
            tier,
            concept: None,
            cues: Vec::new(),
            detect: vec![self.shape()],
            valid: None,
            other: serde_json::Map::new(),
        }
    }
}

/// What a telling seems to leave out, judging by its words. This is a suggestion: only the teller knows.
pub fn left_out(words: &str) -> Vec<Left> {
    let shapes = Shapes::of(words);
    // Saying what one did oneself counts as the own part even if nobody else is mentioned.
    let is_there =
        |part: &Left| shapes.place(part.shape()).is_some() || (*part == Left::OwnPart && shapes.has_own_deed());
    Left::ALL.into_iter().filter(|part| !is_there(part)).collect()
}

/// The name of the question that practises a story in this many seconds; `None` if the id of the story cannot be part
/// of a name.
pub fn practice_name(story: &RecordId, seconds: u32) -> Option<QuestionId> {
    // A record may come with any id, but the name of a question must be a single word.
    format!("{BANK}/{story}-{seconds}").parse().ok()
}

/// The story that a question practises, and its length in seconds. `None` if the question is not practice of a story.
pub fn practised(question: &QuestionId) -> Option<(RecordId, u32)> {
    let (story, seconds) = question.slug().rsplit_once('-').filter(|_| question.bank() == BANK)?;
    let seconds = seconds.parse().ok().filter(|seconds| LENGTHS.contains(seconds))?;
    Some((story.parse().ok()?, seconds))
}

/// Whether a question of this kind is answered with a story, so that one can be chosen beforehand, attached to the
/// answer or made from it. Not for practice of a story, where the story is known.
pub fn is_told_for(kind: Kind, question: &QuestionId) -> bool {
    kind == Kind::Behavioural && practised(question).is_none()
}

/// The question that practises a story in this many seconds.
pub fn question(story: &Story, seconds: u32) -> Question {
    let times = Seconds { think: 10, target: seconds, max: seconds + seconds / PATIENCE };
    let prompt = format!("Tell this story in {seconds} seconds: {}", story.title);
    let slug = practice_name(&story.story, seconds).map_or(String::new(), |name| name.slug().to_owned());
    let written = write(story, Help::None);
    let mut question = Question::bare(slug, prompt, Kind::Behavioural, times);
    question.look_for = Left::ALL.into_iter().map(Left::point).collect();
    question.sample = Some(Sample { strong: written, ..Sample::default() });
    question
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_by_the_shape_of_the_words() {
        let whole = "My part was the importer; the others did the screens. It fell from 14 s to 2 s. In the end we shipped in \
                     May, and I learned to measure first.";
        assert_eq!(left_out(whole), []);
        assert_eq!(left_out("My part was the importer."), [Left::Number, Left::Result, Left::Lesson]);
        assert!(!left_out("Nobody could import the files. I wrote an importer.").contains(&Left::OwnPart));
        assert!(left_out("We wrote an importer.").contains(&Left::OwnPart));
        assert_eq!(left_out(""), Left::ALL);
    }

    #[test]
    fn a_question_says_which_story_it_practises() {
        let id: RecordId = "0190-a".parse().expect("a name");
        let name = practice_name(&id, 90).expect("a name");
        assert_eq!(practised(&name), Some((id.clone(), 90)));
        for other in ["story/0190-a-61", "mine/0190-a-60", "story/a"] {
            assert_eq!(practised(&other.parse().expect("a name")), None, "{other}");
        }
        let odd: RecordId = "two words".parse().expect("a name");
        assert_eq!(practice_name(&odd, 60), None);
        let question = question(&Story::named(id, "The export"), 60);
        assert_eq!((question.times().target, question.times().max, question.look_for.len()), (60, 75, 4));
    }
}
