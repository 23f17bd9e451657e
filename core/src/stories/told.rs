//! A telling of a story, with what was left out of it.

use chrono::NaiveDate;

use super::practice::{Left, practised};
use crate::bank::QuestionId;
use crate::history::{RecordId, Tick};
use crate::practice::words::clock;

/// How we know what was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The teller ticked it.
    Ticks,
    /// The words do not show it, so it is only a suggestion.
    Words,
    /// There is nothing to go by: the telling was spoken and has no transcript.
    Nothing,
}

/// A telling with what was left out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// Id of the attempt.
    pub attempt: RecordId,
    /// The question that was answered, or the one that practises the story.
    pub question: QuestionId,
    /// The practice day of the telling.
    pub day: NaiveDate,
    /// Answering time in seconds.
    pub seconds: f64,
    /// The target time at that time, in seconds; 0 if unknown.
    pub target: u32,
    /// The band of the answer, 1 to 4; `None` if it was not judged.
    pub band: Option<u8>,
    /// The parts that were left out.
    pub left: Vec<Left>,
    /// How we know what was left out.
    pub by: By,
}

impl Told {
    /// What was left out: by the ticks if the story was practised, otherwise by the words. `points` are ticks by the id
    /// of their point.
    pub fn left<'a>(
        question: &QuestionId,
        points: impl IntoIterator<Item = (&'a String, &'a Tick)>,
        words: &str,
    ) -> (Vec<Left>, By) {
        let missed: Vec<(&String, bool)> = points.into_iter().map(|(id, tick)| (id, *tick == Tick::Missed)).collect();
        if practised(question).is_some() && !missed.is_empty() {
            let is_missed = |part: &Left| missed.iter().any(|(id, missed)| *id == part.id() && *missed);
            return (Left::ALL.into_iter().filter(is_missed).collect(), By::Ticks);
        }
        if words.trim().is_empty() { (Vec::new(), By::Nothing) } else { (super::left_out(words), By::Words) }
    }

    /// The time against the target: "1:12 of 1:30".
    pub fn time_words(&self) -> String {
        let seconds = clock(self.seconds);
        if self.target == 0 { seconds } else { format!("{seconds} of {}", clock(f64::from(self.target))) }
    }

    /// "without number, lesson", "perhaps without lesson", "nothing left out", or that there are no words to tell by.
    pub fn left_words(&self) -> String {
        let left: Vec<&str> = self.left.iter().map(|part| part.word()).collect();
        match self.by {
            By::Nothing => "no words to tell by".to_owned(),
            _ if left.is_empty() => "nothing left out".to_owned(),
            By::Ticks => format!("without {}", left.join(", ")),
            By::Words => format!("perhaps without {}", left.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn ticks_of_practice_count_before_words() {
        let practice: QuestionId = "story/s-60".parse().expect("a name");
        let ticks = BTreeMap::from([("number".to_owned(), Tick::Missed), ("result".to_owned(), Tick::Hit)]);
        assert_eq!(Told::left(&practice, &ticks, "From 4 h to 2 h."), (vec![Left::Number], By::Ticks));
        let asked: QuestionId = "b/q".parse().expect("a name");
        let (left, by) = Told::left(&asked, &ticks, "It fell from 4 h to 2 h.");
        assert!(by == By::Words && !left.contains(&Left::Number) && left.contains(&Left::Lesson), "{left:?}");
        assert_eq!(Told::left(&practice, &BTreeMap::new(), " "), (Vec::new(), By::Nothing));
    }
}
