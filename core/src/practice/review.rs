//! An answer beside its notes: ticked, rated, and what was gained since last time.

use std::rc::Rc;

use super::answer::{Answer, Phase};
use super::rules::Rules;
use crate::assess::{self, Circumstances, Score, Suggestion, Ticks};
use crate::bank::{Level, Question};
use crate::history::{Attempt, Body, Judgement, Mode, Rating, Record, RecordId, Tick};
use crate::moment::Moment;

/// How far the judgement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judging {
    /// The points are being ticked.
    Ticking,
    /// They are ticked; a rating is asked for.
    Rating,
    /// Rated, or left unrated.
    Rated(Option<Rating>),
}

/// Something that is ticked in the notes, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// How far a point was there.
    Point(String, Tick),
    /// Whether a mistake was made.
    Mistake(String, bool),
    /// Whether it sounded like a weak signal.
    Weak(String, bool),
}

/// An answer with its notes open.
#[derive(Clone, Debug)]
pub struct Review {
    answer: Answer,
    judging: Judging,
    prediction: Option<u8>,
    ticks: Ticks,
    before: Option<Ticks>,
}

impl Answer {
    /// The notes open, and the attempt comes back for the log. `prediction` is what the candidate thinks it was worth, 1 to
    /// 4; those who gave up make none. None: nothing was given yet, or there is no such prediction.
    pub fn open(&self, prediction: Option<u8>, sitting: &RecordId, now: Moment) -> Option<(Review, Record)> {
        let may = match prediction {
            Some(worth) => (1..=4).contains(&worth) && !self.gave_up(),
            None => self.gave_up(),
        };
        let given = may && self.phase() == Phase::Given;
        given.then(|| (Review::of(self.clone(), prediction), self.attempt(sitting, prediction, now)))
    }
}

impl Review {
    fn of(mut answer: Answer, prediction: Option<u8>) -> Self {
        let before = answer.take_before();
        Self { answer, judging: Judging::Ticking, prediction, ticks: Ticks::default(), before }
    }

    /// An attempt that was answered earlier and is judged now. `before` is what was ticked the time before it.
    pub fn later(
        id: RecordId,
        attempt: &Attempt,
        question: Rc<Question>,
        rules: Rules,
        before: Option<Ticks>,
        now: Moment,
    ) -> Self {
        let answer = Answer::of_attempt(id, attempt, question, rules, now).after(before);
        Self::of(answer, attempt.prediction)
    }

    /// What was asked and answered.
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// The question with its notes.
    pub fn question(&self) -> &Rc<Question> {
        self.answer.notes()
    }

    /// The level aimed at.
    pub fn level(&self) -> Level {
        self.answer.rules().level
    }

    /// How far the judgement is.
    pub fn judging(&self) -> Judging {
        self.judging
    }

    /// What the candidate thought it was worth.
    pub fn prediction(&self) -> Option<u8> {
        self.prediction
    }

    /// What is ticked.
    pub fn ticks(&self) -> &Ticks {
        &self.ticks
    }

    /// Ticks everything anew.
    pub fn set_ticks(&mut self, ticks: Ticks) {
        if self.judging == Judging::Ticking {
            self.ticks = ticks;
        }
    }

    /// Ticks something, as far as the question has it.
    pub fn mark(&mut self, mark: &Mark) {
        if self.judging != Judging::Ticking {
            return;
        }
        let question = Rc::clone(self.question());
        match mark {
            Mark::Point(id, tick) if question.look_for.iter().any(|point| point.id == *id) => {
                self.ticks.points.insert(id.clone(), *tick);
            }
            Mark::Mistake(id, made) if question.mistakes.iter().any(|mistake| mistake.id == *id) => {
                set(&mut self.ticks.mistakes, id, *made);
            }
            Mark::Weak(id, sounded) if question.weak.iter().any(|signal| signal.id == *id) => {
                set(&mut self.ticks.weak, id, *sounded);
            }
            _ => {}
        }
    }

    /// The question was edited while its notes are open: they are the new ones, and ticks of what is gone go with it. The
    /// times stay those that the clock ran against, and what is rated stays as it was judged.
    pub fn set_question(&mut self, question: Rc<Question>) {
        if matches!(self.judging, Judging::Rated(_)) {
            return;
        }
        self.ticks.points.retain(|id, _| question.look_for.iter().any(|point| point.id == *id));
        self.ticks.mistakes.retain(|id| question.mistakes.iter().any(|mistake| mistake.id == *id));
        self.ticks.weak.retain(|id| question.weak.iter().any(|signal| signal.id == *id));
        self.answer.set_notes(question);
    }

    /// The ticking is done.
    pub fn to_rating(&mut self) {
        if self.judging == Judging::Ticking {
            self.judging = Judging::Rating;
        }
    }

    /// Back to the ticks.
    pub fn back_to_ticks(&mut self) {
        if self.judging == Judging::Rating {
            self.judging = Judging::Ticking;
        }
    }

    /// The rating that counts; the judgement comes back for the log. `None` leaves the attempt unrated.
    pub fn rate(&mut self, rating: Option<Rating>, now: Moment) -> Option<Record> {
        if matches!(self.judging, Judging::Rated(_)) {
            return None;
        }
        self.judging = Judging::Rated(rating);
        Some(Record::new(now, Body::Judgement(self.judgement(rating))))
    }

    /// Opens a rated answer again, because its judgement was taken back.
    pub fn unrate(&mut self) {
        if matches!(self.judging, Judging::Rated(_)) {
            self.judging = Judging::Rating;
        }
    }

    fn judgement(&self, rating: Option<Rating>) -> Judgement {
        let points = self.question().look_for.iter();
        Judgement {
            attempt: self.answer.id().clone(),
            question: self.answer.name().clone(),
            rating,
            suggested: self.suggestion().map(|suggestion| suggestion.rating),
            points: points.map(|point| (point.id.clone(), self.ticks.of(&point.id))).collect(),
            mistakes: self.ticks.mistakes.clone(),
            weak: self.ticks.weak.clone(),
            score: self.score().map(|score| (score.value * 1e4).round() / 1e4),
            scheduled: rating.is_some() && self.answer.mode() != Mode::Practice,
            due: None,
            other: serde_json::Map::new(),
        }
    }

    /// The rating that the rules suggest, if there is anything to go by.
    pub fn suggestion(&self) -> Option<Suggestion> {
        let circumstances = Circumstances {
            seconds: self.answer.spent(),
            target_seconds: self.answer.target(),
            hints: u32::try_from(self.answer.hints().len()).unwrap_or(u32::MAX),
            gave_up: self.answer.gave_up(),
        };
        assess::suggest(self.score(), circumstances)
    }

    /// The score of the ticks so far.
    pub fn score(&self) -> Option<Score> {
        assess::score(self.question(), &self.ticks, self.level())
    }

    /// What was gained and lost since last time. None: there was no last time.
    pub fn progress(&self) -> Option<Gains<'_>> {
        let before = self.before.as_ref()?;
        let hit = |ticks: &Ticks, id: &str| ticks.of(id) == Tick::Hit;
        let mut gains = Gains::default();
        for point in &self.question().look_for {
            match (hit(before, &point.id), hit(&self.ticks, &point.id)) {
                (false, true) => gains.gained.push(&point.text),
                (true, false) => gains.lost.push(&point.text),
                _ => {}
            }
            gains.before += usize::from(hit(before, &point.id));
            gains.of += 1;
        }
        Some(gains)
    }
}

/// What moved since the last time that a question was judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gains<'a> {
    /// Points hit last time.
    pub before: usize,
    /// Points in all.
    pub of: usize,
    /// Texts of points that are hit now and were not then.
    pub gained: Vec<&'a str>,
    /// Texts of points that were hit then and are not now.
    pub lost: Vec<&'a str>,
}

/// Puts an id into a list, or takes it out.
fn set(list: &mut Vec<String>, id: &str, there: bool) {
    match (list.iter().position(|entry| entry == id), there) {
        (Some(at), false) => {
            list.remove(at);
        }
        (None, true) => list.push(id.to_owned()),
        _ => {}
    }
}

#[cfg(test)]
mod tests;
