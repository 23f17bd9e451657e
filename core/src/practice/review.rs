//! An answer beside its notes: ticking, rating, and what was gained since last time.

mod doubt;
mod gains;
mod ticking;

use std::collections::BTreeMap;
use std::rc::Rc;

use super::answer::{ASKED_ABOUT, Answer, HELD, JOTTED, LEANING, Phase, Sheet, TICKS};
use super::rules::Rules;
use super::second_opinion::after_coach_words;
use crate::assess::counts;
use crate::assess::{self, Circumstances, Judged, Mention, Score, Ticks};
use crate::bank::{Level, Point, Question};
use crate::history::{Attempt, Body, Doubt, Draft, DraftStage, Judgement, Mode, Rating, Record, RecordId, Tick};
use crate::memory::cap;
use crate::moment::Moment;
pub use gains::Gains;

/// How far the judgement has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judging {
    /// The points are being ticked.
    Ticking,
    /// Ticking is done, and a rating is to be given.
    Rating,
    /// The answer was rated, or deliberately left unrated.
    Rated(Option<Rating>),
}

/// What, if anything, stands between the ticks and a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// Nothing at all is judged: ask, once, whether to leave it so.
    Untouched,
    /// Nothing at all is judged, and that is to stay so.
    Unjudged,
    /// This many points that count are not judged: ask whether they were missing.
    NotJudged(usize),
    /// The rest was missing, but this many points that the answer's words speak for are not judged: ask whether they
    /// were missing, too.
    SpokenFor(usize),
    /// Points are ticked that the answer's words do not support: say so, once.
    Doubted,
    /// Nothing stands in the way.
    Done,
}

/// Something to tick in the notes, by its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// How well a point was made.
    Point(String, Tick),
    /// Whether a mistake was made.
    Mistake(String, bool),
    /// Whether the answer sounded like a weak signal.
    Weak(String, bool),
}

/// An answer with its notes open.
#[derive(Clone, Debug)]
pub struct Review {
    answer: Answer,
    judging: Judging,
    prediction: Option<u8>,
    ticks: Ticks,
    /// How well the replies to follow-ups held, by index; those that nobody judged are left out.
    held: BTreeMap<usize, Tick>,
    /// Notes being written for a question that has none.
    jotted: String,
    /// The rating under the cursor, if the candidate moved it away from the suggestion.
    leaning: Option<Rating>,
    before: Option<Ticks>,
    /// Ticks that were taken over from the coach earlier: shown beside one's own, but not counted.
    after_coach: BTreeMap<String, Tick>,
    doubt: Option<Doubt>,
    asked_about: bool,
    /// Whether the candidate was asked about leaving an untouched sheet untouched.
    asked_untouched: bool,
    /// Whether the candidate was asked if points that the words speak for were missing, too, with nothing ticked since.
    asked_rest: bool,
}

impl Answer {
    /// Opens the notes, and returns the attempt for the log. `prediction` is the band the candidate expects, 1 to 4;
    /// `None` if and only if they gave up. Returns `None` if the prediction breaks this rule, or no answer has been
    /// given.
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
        Self {
            answer,
            judging: Judging::Ticking,
            prediction,
            ticks: Ticks::default(),
            held: BTreeMap::new(),
            jotted: String::new(),
            leaning: None,
            before,
            after_coach: BTreeMap::new(),
            doubt: None,
            asked_about: false,
            asked_untouched: false,
            asked_rest: false,
        }
    }

    /// A review of an attempt that was made earlier. `before` is what was ticked the previous time.
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

    /// The answer being judged.
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

    /// How far the judgement has got.
    pub fn judging(&self) -> Judging {
        self.judging
    }

    /// The band that the candidate predicted, 1 to 4.
    pub fn prediction(&self) -> Option<u8> {
        self.prediction
    }

    /// What is ticked.
    pub fn ticks(&self) -> &Ticks {
        &self.ticks
    }

    /// Continues a judgement where it was left.
    pub fn go_on_with(&mut self, sheet: Sheet) {
        self.set_ticks(sheet.ticks.unwrap_or_default());
        self.held = sheet.held;
        self.asked_about = sheet.asked_about;
        self.jot(sheet.jotted);
        self.leaning = sheet.leaning;
    }

    /// Restores whether the candidate was already asked about ticks that the answer's words do not support.
    pub fn set_asked_about(&mut self, asked: bool) {
        self.asked_about = asked;
    }

    /// Replaces all ticks. Has no effect once ticking is done.
    pub fn set_ticks(&mut self, ticks: Ticks) {
        if self.judging == Judging::Ticking {
            self.ticks = ticks;
        }
    }

    /// Sets the ticks that were taken over from the coach earlier, by id of the point.
    pub fn set_after_coach(&mut self, ticks: BTreeMap<String, Tick>) {
        self.after_coach = ticks;
    }

    /// The words shown beside a point whose tick was taken over from the coach; `None` if it was not.
    pub fn after_coach_words(&self, point: &str) -> Option<String> {
        self.after_coach.get(point).map(|tick| after_coach_words(*tick))
    }

    /// How well the reply to the follow-up at this index held; `None` if nobody judged it.
    pub fn held(&self, reply: usize) -> Option<Tick> {
        self.held.get(&reply).copied()
    }

    /// Sets how well a reply held. It stands beside the points and moves neither score nor rating. An index without a
    /// reply is ignored, and so is everything once ticking is done.
    pub fn hold(&mut self, reply: usize, tick: Tick) {
        if self.judging == Judging::Ticking && reply < self.answer.replies().len() {
            self.held.insert(reply, tick);
        }
    }

    /// Notes being written for a question that has none.
    pub fn jotted(&self) -> &str {
        &self.jotted
    }

    /// Replaces the notes being written. Has no effect if the question has notes, or once ticking is done.
    pub fn jot(&mut self, notes: String) {
        if self.judging == Judging::Ticking && !self.question().has_notes() {
            self.jotted = notes;
        }
    }

    /// The rating under the cursor: where the candidate moved it, or else the one that the ticks suggest.
    pub fn leaning(&self) -> Rating {
        self.leaning.unwrap_or_else(|| self.judged().map_or(Rating::Good, |judged| judged.band.rating()))
    }

    /// Moves the cursor to this rating. Any change to the ticks takes it back to the suggestion.
    pub fn lean(&mut self, rating: Rating) {
        if !matches!(self.judging, Judging::Rated(_)) {
            self.leaning = Some(rating);
        }
    }

    /// Replaces the question after it was edited while its notes are open; ticks of what is gone go with it. The limits
    /// stay those the clock ran against, and an answer that was already rated is not changed.
    pub fn set_question(&mut self, question: Rc<Question>) {
        if matches!(self.judging, Judging::Rated(_)) {
            return;
        }
        self.ticks.points.retain(|id, _| question.look_for.iter().any(|point| point.id == *id));
        self.ticks.mistakes.retain(|id| question.mistakes.iter().any(|mistake| mistake.id == *id));
        self.ticks.weak.retain(|id| question.weak.iter().any(|signal| signal.id == *id));
        if question.has_notes() {
            self.jotted.clear();
        }
        self.answer.set_notes(question);
    }

    /// The candidate has finished ticking: says whether anything stands in the way of a rating. For an answer that was
    /// given up, all points count as missed. A sheet on which nothing is judged never turns into a failed answer by
    /// itself. `mentions` are the points that the words of the answer make or touch; empty if there are no words.
    pub fn close(&mut self, mentions: &[Mention]) -> Closing {
        if self.answer.gave_up() {
            self.miss_the_rest(&[]);
        }
        let open = self.untouched().count();
        if open > 0 && self.asked_rest {
            return Closing::SpokenFor(open);
        }
        if open > 0 && self.ticks.is_empty() {
            let asked = std::mem::replace(&mut self.asked_untouched, true);
            return if asked { Closing::Unjudged } else { Closing::Untouched };
        }
        if open > 0 {
            return Closing::NotJudged(open);
        }
        self.doubt = doubt::of(self.question(), &self.ticks, self.level(), self.circumstances(), mentions);
        let doubtful = self.doubt.as_ref().is_some_and(|found| doubt::deserves_a_question(found, self.question()));
        if doubtful && !self.asked_about {
            self.asked_about = true;
            return Closing::Doubted;
        }
        Closing::Done
    }

    /// The draft to keep on disk until the judgement is in the log: the answer with its ticks, the notes being written
    /// and the rating under the cursor. `None` if there is none of these, or it is already rated.
    pub fn draft(&self, now: Moment) -> Option<Draft> {
        let ticked = !self.ticks.is_empty() || !self.held.is_empty();
        let nothing = !ticked && self.jotted.trim().is_empty() && self.leaning.is_none();
        if nothing || matches!(self.judging, Judging::Rated(_)) {
            return None;
        }
        let mut draft = self.answer.draft(now)?;
        draft.stage = DraftStage::Judging;
        draft.prediction = self.prediction;
        draft.other.insert(TICKS.to_owned(), serde_json::to_value(&self.ticks).ok()?);
        if !self.held.is_empty() {
            draft.other.insert(HELD.to_owned(), serde_json::to_value(&self.held).ok()?);
        }
        if self.asked_about {
            draft.other.insert(ASKED_ABOUT.to_owned(), true.into());
        }
        if let Some(leaning) = self.leaning {
            draft.other.insert(LEANING.to_owned(), serde_json::to_value(leaning).ok()?);
        }
        if !self.jotted.is_empty() {
            draft.other.insert(JOTTED.to_owned(), self.jotted.clone().into());
        }
        Some(draft)
    }

    /// Moves on from ticking to the rating.
    pub fn to_rating(&mut self) {
        if self.judging == Judging::Ticking {
            self.judging = Judging::Rating;
        }
    }

    /// Goes back from the rating to the ticks.
    pub fn back_to_ticks(&mut self) {
        if self.judging == Judging::Rating {
            self.judging = Judging::Ticking;
        }
    }

    /// Sets the rating and returns the judgement for the log. A `rating` of `None` leaves the attempt unrated. Returns
    /// `None` if it was already rated.
    pub fn rate(&mut self, rating: Option<Rating>, now: Moment) -> Option<Record> {
        if matches!(self.judging, Judging::Rated(_)) {
            return None;
        }
        self.judging = Judging::Rated(rating);
        Some(Record::new(now, Body::Judgement(self.judgement(rating))))
    }

    /// Reopens a rated answer, because its judgement was undone.
    pub fn unrate(&mut self) {
        if matches!(self.judging, Judging::Rated(_)) {
            self.judging = Judging::Rating;
            self.leaning = None;
        }
    }

    fn judgement(&self, rating: Option<Rating>) -> Judgement {
        let judged = self.judged();
        Judgement {
            rating,
            suggested: judged.map(|judged| judged.band.rating()),
            points: self.ticks.points.clone(),
            mistakes: self.ticks.mistakes.clone(),
            weak: self.ticks.weak.clone(),
            held: self.held_in_order(),
            score: self.score().filter(|_| !self.is_blank()).and_then(Score::recorded),
            band: judged.map(|judged| judged.band.number()),
            doubt: self.doubt.clone(),
            within_days: rating.and_then(cap),
            scheduled: rating.is_some() && self.answer.mode() != Mode::Practice,
            ..Judgement::unrated(self.answer.id().clone(), self.answer.name().clone())
        }
    }

    fn held_in_order(&self) -> Vec<Option<Tick>> {
        if self.held.is_empty() {
            return Vec::new();
        }
        (0..self.answer.replies().len()).map(|reply| self.held(reply)).collect()
    }

    /// The band of the ticks so far, and what decided it. `None` if nothing was judged, which is different from
    /// everything being missed.
    pub fn judged(&self) -> Option<Judged> {
        if self.is_blank() { None } else { assess::judge(self.score(), self.circumstances()) }
    }

    /// Whether there are points to judge and none has been judged.
    pub fn is_blank(&self) -> bool {
        self.ticks.is_empty() && !self.answer.gave_up() && self.untouched().next().is_some()
    }

    fn circumstances(&self) -> Circumstances {
        Circumstances {
            seconds: self.answer.spent(),
            target_seconds: self.answer.target(),
            hints: u32::try_from(self.answer.hints().len()).unwrap_or(u32::MAX),
            gave_up: self.answer.gave_up(),
        }
    }

    /// Ticks that the words of the answer do not support.
    pub fn doubt(&self) -> Option<&Doubt> {
        self.doubt.as_ref()
    }

    /// Whether the candidate was asked about those ticks and stands by them.
    pub fn stands_by_ticks(&self) -> bool {
        self.asked_about
    }

    /// The score of the ticks so far.
    pub fn score(&self) -> Option<Score> {
        assess::score(self.question(), &self.ticks, self.level())
    }

    /// What was gained and lost since last time, among the points that count; `None` if there was no last time.
    pub fn progress(&self) -> Option<Gains<'_>> {
        self.before.as_ref().map(|before| Gains::between(before, &self.ticks, self.counting()))
    }

    /// The points that count at the level.
    fn counting(&self) -> impl Iterator<Item = &Point> {
        self.question().look_for.iter().filter(|point| counts(point.tier, self.level()))
    }
}

#[cfg(test)]
mod tests;
