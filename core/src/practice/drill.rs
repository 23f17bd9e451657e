//! A drill: questions asked one at a time, with the notes after each, and what became of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::answer::Answer;
use super::draw::{Pick, Why};
use super::review::{Judging, Review};
use super::words::{count, minutes};
use crate::assess::{Band, mean};
use crate::bank::QuestionId;
use crate::history::{Body, Medium, Mode, Rating, Record, RecordId, Sitting, SittingState, Spent};
use crate::moment::Moment;

/// How many other questions come between a failed answer and its retry, if that many are left.
const RETRY_AFTER: usize = 3;

/// One answer in the summary of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// The question's name, `bank/id`.
    pub question: QuestionId,
    /// The wording in which it was asked.
    pub prompt: String,
    /// The rating; `None` if left unrated.
    pub rating: Option<Rating>,
    /// The band that the ticks came to; `None` if the question has no notes.
    pub band: Option<Band>,
    /// The band that the candidate predicted, if any.
    pub prediction: Option<u8>,
    /// Thinking and answering time.
    pub seconds: Spent,
    /// The target that applied, in seconds.
    pub target: u32,
    /// How the answer was given.
    pub medium: Medium,
    /// Whether the candidate said "don't know".
    pub gave_up: bool,
    /// Whether it was asked as practice, which leaves the schedule alone.
    pub practice: bool,
    /// The day on which it is due again, if it was scheduled.
    pub due: Option<NaiveDate>,
}

/// A drill in progress; this is also how it is kept on disk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drill {
    id: RecordId,
    seed: u64,
    picks: Vec<Pick>,
    at: usize,
    answered: Vec<Answered>,
    /// The wording in which each failed question is asked again.
    wordings: Vec<(QuestionId, usize)>,
}

impl Drill {
    /// Begins a drill. The record tells the log so.
    pub fn begin(picks: Vec<Pick>, seed: u64, now: Moment) -> (Self, Record) {
        let drill = Self { id: RecordId::fresh(now), seed, picks, at: 0, answered: Vec::new(), wordings: Vec::new() };
        let mut record = drill.record(SittingState::Started, now);
        record.id = drill.id.clone();
        (drill, record)
    }

    /// The record that puts the drill's state in the log.
    fn record(&self, state: SittingState, now: Moment) -> Record {
        let body = Body::Sitting(Sitting {
            sitting: self.id.clone(),
            mode: if self.is_practice() { Mode::Practice } else { Mode::Drill },
            loop_: None,
            seed: Some(self.seed),
            state,
            questions: self.picks.iter().map(|pick| pick.question.clone()).collect(),
            progress: serde_json::Value::Null,
            other: serde_json::Map::new(),
        });
        Record::new(now, body)
    }

    /// Continues a drill that was left. The record tells the log so.
    pub fn resume(self, now: Moment) -> (Self, Record) {
        let record = self.record(SittingState::Started, now);
        (self, record)
    }

    /// Leaves the drill for later. The record tells the log so.
    pub fn pause(&self, now: Moment) -> Record {
        self.record(SittingState::Paused, now)
    }

    /// Puts these questions right after the current one, ahead of all others. Questions already asked, or being asked,
    /// stay where they are.
    pub fn ask_first(&mut self, picks: Vec<Pick>) {
        let next = (self.at + 1).min(self.picks.len());
        let begun: Vec<QuestionId> = self.picks[..next].iter().map(|pick| pick.question.clone()).collect();
        let picks: Vec<Pick> = picks.into_iter().filter(|pick| !begun.contains(&pick.question)).collect();
        let later = self.picks.split_off(next);
        let rest = later.into_iter().filter(|later| picks.iter().all(|pick| pick.question != later.question)).collect();
        self.picks.extend([picks, rest].concat());
    }

    /// Skips questions that are already done, even if this drill never saw their answers. Practice questions are not
    /// skipped.
    pub fn pass_over(&mut self, is_done: impl Fn(&QuestionId) -> bool) {
        while self.current().is_some_and(|pick| pick.why.mode() != Mode::Practice && is_done(&pick.question)) {
            self.advance();
        }
    }

    /// Whether anything has been answered or passed over.
    pub fn is_begun(&self) -> bool {
        self.at > 0 || !self.answered.is_empty()
    }

    /// Ends the drill: finished if every question was asked, otherwise abandoned.
    pub fn end(&self, now: Moment) -> Record {
        let state = if self.current().is_none() { SittingState::Finished } else { SittingState::Abandoned };
        self.record(state, now)
    }

    /// The id of the sitting.
    pub fn id(&self) -> &RecordId {
        &self.id
    }

    /// The question being asked; `None` after the last.
    pub fn current(&self) -> Option<&Pick> {
        self.picks.get(self.at)
    }

    /// The place of the current question, from 1, and how many there are. Retries and what an earlier run left are not
    /// counted: they share the place of the question before them, so that an evening is no longer than Home said.
    pub fn place(&self) -> (usize, usize) {
        (self.counted((self.at + 1).min(self.picks.len())).max(1), self.counted(self.picks.len()).max(1))
    }

    /// Whether it has more than one question; retries are none.
    pub fn has_several(&self) -> bool {
        self.picks.iter().filter(|pick| pick.why != Why::Retry).nth(1).is_some()
    }

    /// How many of its questions are done, and how many there are in all, counted as by [`Drill::place`].
    pub fn behind(&self) -> (usize, usize) {
        (self.counted(self.at.min(self.picks.len())), self.counted(self.picks.len()))
    }

    fn counted(&self, upto: usize) -> usize {
        self.picks[..upto].iter().filter(|pick| !matches!(pick.why, Why::Retry | Why::Left)).count()
    }

    /// Moves on to the next question. A question already answered in this drill comes up again only as practice.
    pub fn advance(&mut self) {
        self.at += 1;
        while let Some(pick) = self.current()
            && pick.why.mode() != Mode::Practice
            && self.answered.iter().any(|answered| answered.question == pick.question)
        {
            self.at += 1;
        }
    }

    /// Puts a question left over from an earlier run before the current one.
    pub fn go_on_with(&mut self, left: QuestionId) {
        self.picks.insert(self.at.min(self.picks.len()), Pick { question: left, why: Why::Left });
    }

    /// Asks another question after this one, unless it is already coming up.
    pub fn ask_next(&mut self, pick: Pick) {
        if self.picks[self.at.min(self.picks.len())..].iter().all(|later| later.question != pick.question) {
            self.picks.insert((self.at + 1).min(self.picks.len()), pick);
        }
    }

    /// Whether every question is practice, so that the drill leaves the schedule alone.
    fn is_practice(&self) -> bool {
        !self.picks.is_empty() && self.picks.iter().all(|pick| pick.why.mode() == Mode::Practice)
    }

    /// Index of the wording in which to ask the current question: 0 is the prompt.
    pub fn wording(&self) -> usize {
        let Some(pick) = self.current().filter(|pick| pick.why == Why::Retry) else { return 0 };
        self.wordings.iter().rev().find(|(question, _)| *question == pick.question).map_or(0, |(_, wording)| *wording)
    }

    /// Schedules a retry of a failed question: later in this drill, in its next wording, as practice. Returns `false`
    /// if there is none, because nothing would come in between, the question comes up later anyway, or this was
    /// practice already.
    pub fn ask_again(&mut self, answer: &Answer) -> bool {
        let left = self.picks.len().saturating_sub(self.at + 1);
        let there = self.picks.iter().skip(self.at + 1).any(|later| later.question == *answer.name());
        if answer.mode() == Mode::Practice || left == 0 || there {
            return false;
        }
        let retry = Pick { question: answer.name().clone(), why: Why::Retry };
        self.picks.insert(self.at + 1 + left.min(RETRY_AFTER), retry);
        self.wordings.push((answer.name().clone(), answer.wording() + 1));
        true
    }

    /// Cancels the retry of a question whose rating was taken back.
    pub fn forget_retry(&mut self, question: &QuestionId) {
        let mut place = 0;
        self.picks.retain(|pick| {
            place += 1;
            place <= self.at + 1 || pick.why != Why::Retry || pick.question != *question
        });
    }

    /// Whether a retry of this question is still to come.
    pub fn asks_again(&self, question: &QuestionId) -> bool {
        self.picks.iter().skip(self.at + 1).any(|later| later.why == Why::Retry && later.question == *question)
    }

    /// Whether another question comes after this one.
    pub fn has_next(&self) -> bool {
        self.at + 1 < self.picks.len()
    }

    /// Adds a judged answer to the summary; `due` is the day on which its question comes back.
    pub fn note(&mut self, review: &Review, due: Option<NaiveDate>) {
        let Judging::Rated(rating) = review.judging() else { return };
        let answer = review.answer();
        self.answered.push(Answered {
            question: answer.name().clone(),
            prompt: answer.prompt().to_owned(),
            rating,
            band: review.judged().map(|judged| judged.band),
            prediction: review.prediction(),
            seconds: answer.spent(),
            target: answer.target(),
            medium: answer.medium(),
            gave_up: answer.gave_up(),
            practice: answer.mode() == Mode::Practice,
            due,
        });
    }

    /// Removes the last line of the summary, as after an undo.
    pub fn forget_last(&mut self) {
        self.answered.pop();
    }

    /// The answers given so far, oldest first.
    pub fn answered(&self) -> &[Answered] {
        &self.answered
    }
}

/// The totals of a drill.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Number of answers that were not practice.
    pub answers: usize,
    /// Number of answers given as practice, retries included.
    pub practice: usize,
    /// How many answers were rated Again, Hard, Good and Easy, in this order; practice is left out.
    pub ratings: [usize; 4],
    /// Seconds spent answering, including practice.
    pub seconds: f64,
    /// Mean prediction, over answers that have both a prediction and a band.
    pub predicted: Option<f64>,
    /// Mean band of those same answers, on the scale of predictions.
    pub evidence: Option<f64>,
}

impl Tally {
    /// A summary such as "3 answers in 12 min, 1 of them as practice".
    pub fn words(&self) -> String {
        let time = minutes(self.seconds);
        match (self.answers, self.practice) {
            (0, practice) => format!("{} as practice in {time}", count(practice, "answer")),
            (answers, 0) => format!("{} in {time}", count(answers, "answer")),
            (answers, practice) => {
                format!("{} in {time}, {practice} of them as practice", count(answers + practice, "answer"))
            }
        }
    }

    /// Adds up the answers of a drill.
    pub fn of(answered: &[Answered]) -> Self {
        let mut tally = Self::default();
        let mut both = Vec::new();
        for answer in answered {
            tally.seconds += answer.seconds.answer;
            if answer.practice {
                tally.practice += 1;
                continue;
            }
            tally.answers += 1;
            if let Some(rating) = answer.rating {
                tally.ratings[usize::from(rating.number()) - 1] += 1;
            }
            if let (Some(prediction), Some(band)) = (answer.prediction, answer.band) {
                both.push((f64::from(prediction), f64::from(band.number())));
            }
        }
        tally.predicted = mean(both.iter().map(|pair| pair.0));
        tally.evidence = mean(both.iter().map(|pair| pair.1));
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::practice::testing::{RULES, question};
    use crate::testing::noon;
    use proptest::prelude::*;

    fn id(n: usize) -> QuestionId {
        QuestionId::new("b", &format!("q{n}"))
    }

    fn drill(questions: usize) -> Drill {
        let picks = (0..questions).map(|n| Pick { question: id(n), why: Why::New }).collect();
        Drill::begin(picks, 0, noon()).0
    }

    fn answer(name: QuestionId, why: Why, wording: usize) -> Answer {
        Answer::ask(name, question().into(), wording, why.mode(), RULES, noon())
    }

    #[test]
    fn what_an_earlier_run_left_does_not_make_the_evening_longer() {
        let mut drill = drill(3);
        assert_eq!(drill.place(), (1, 3));
        drill.go_on_with(id(9));
        assert_eq!((drill.place(), drill.behind(), drill.has_several()), ((1, 3), (0, 3), true));
        drill.advance();
        assert_eq!((drill.place(), drill.behind()), ((1, 3), (0, 3)));
        drill.advance();
        assert_eq!((drill.place(), drill.behind()), ((2, 3), (1, 3)));
    }

    #[test]
    fn a_failed_question_comes_again_in_other_words_with_others_in_between() {
        let mut drill = drill(6);
        assert!(drill.ask_again(&answer(id(0), Why::New, 0)));
        assert!(!drill.ask_again(&answer(id(0), Why::New, 0)), "once is enough");
        let order: Vec<_> = std::iter::from_fn(|| {
            let pick = drill.current()?.clone();
            let wording = drill.wording();
            drill.advance();
            Some((pick.question, pick.why.mode(), wording))
        })
        .collect();
        assert_eq!(order.len(), 7);
        assert_eq!(order[4], (id(0), Mode::Practice, 1));
        assert!(
            order.iter().enumerate().all(|(n, (_, mode, wording))| n == 4 || (*mode, *wording) == (Mode::Drill, 0))
        );
    }

    #[test]
    fn the_last_question_and_a_retry_are_not_asked_again() {
        let mut drill = drill(2);
        drill.advance();
        assert!(!drill.ask_again(&answer(id(1), Why::New, 0)));
        let mut other = super::Drill::begin(vec![Pick { question: id(0), why: Why::Practice }], 0, noon()).0;
        assert!(other.is_practice() && !other.ask_again(&answer(id(0), Why::Practice, 0)));
    }

    #[test]
    fn an_undone_failure_is_not_asked_again() {
        let mut drill = drill(3);
        assert!(drill.ask_again(&answer(id(0), Why::New, 0)) && drill.asks_again(&id(0)));
        drill.forget_retry(&id(0));
        assert!(!drill.asks_again(&id(0)));
        assert_eq!(drill.place(), (1, 3));
    }

    #[test]
    fn what_comes_once_more_makes_the_evening_no_longer() {
        let mut drill = drill(5);
        let mut places = Vec::new();
        while let Some(pick) = drill.current().cloned() {
            drill.ask_again(&answer(pick.question, pick.why, 0));
            places.push(drill.place());
            drill.advance();
        }
        assert!(places.iter().all(|(_, of)| *of == 5), "{places:?}");
        assert_eq!(places.len(), 9, "the last one has nothing that could come in between");
        assert!(places.is_sorted() && places.last() == Some(&(5, 5)), "{places:?}");
        assert_eq!(drill.behind(), (5, 5));
    }

    proptest! {
        #[test]
        fn whatever_fails_every_question_is_asked_and_failed_ones_at_most_twice(
            count in 1_usize..12, fails in proptest::collection::vec(any::<bool>(), 30),
        ) {
            let mut drill = drill(count);
            let mut asked: Vec<(QuestionId, Why)> = Vec::new();
            while let Some(pick) = drill.current().cloned() {
                if fails[asked.len() % fails.len()] {
                    drill.ask_again(&answer(pick.question.clone(), pick.why, drill.wording()));
                }
                prop_assert!(asked.last().is_none_or(|(last, _)| *last != pick.question), "something is in between");
                asked.push((pick.question, pick.why));
                drill.advance();
            }
            for n in 0..count {
                let times = |why| asked.iter().filter(|(question, w)| *question == id(n) && *w == why).count();
                prop_assert_eq!(times(Why::New), 1);
                prop_assert!(times(Why::Retry) <= 1);
            }
        }
    }
}
