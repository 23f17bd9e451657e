//! The way to a second opinion: agreed to, asked for, shown beside one's own judgement, and taken over row by row.

use super::step::Order;
use crate::coach::CoachError;
use crate::coach::ask::Progress;
use crate::coach::asking::News;
use crate::coach::points::Verdict;
use crate::engine::{Brief, Engine};
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::Row;

/// How far a second opinion has got.
#[derive(Clone, Debug, PartialEq)]
pub enum OpinionPlace {
    /// Nothing has been sent, because the candidate has to agree first. Holds what they agree to, by paragraph.
    Consent(Vec<String>),
    /// The coach is being asked.
    Asking(Progress),
    /// The opinion is here.
    Shown(Vec<Row>),
    /// There is no opinion. Says why, and what to do.
    Failed(String),
}

/// Something the candidate means, or that happens around them.
#[derive(Clone, Debug)]
pub enum OpinionIntent {
    /// Agree that the answer may be sent.
    Agree,
    /// Ask once more, whatever the coach said before.
    Again,
    /// Replace one's own tick with the coach's, in the row with this index.
    TakeOver(usize),
    /// Call off the request.
    Stop,
    /// News about the request.
    Heard(News),
    /// The record that was to be saved is on disk, or why it is not.
    Settled(Result<(), String>),
}

/// A second opinion on one answer.
#[derive(Debug)]
pub struct Opinion {
    attempt: RecordId,
    /// What is asked, and about which answer; `None` if there can be no opinion.
    brief: Option<Brief>,
    verdicts: Vec<Verdict>,
    place: OpinionPlace,
    trust: String,
    /// Why it could not be asked again, if what is shown is what it said before.
    failed_again: Option<String>,
    /// The point whose new tick is being written to the log.
    taking: Option<String>,
    /// A remark to show once.
    word: Option<String>,
}

impl Opinion {
    /// Opens the way to a second opinion. One that was given earlier is shown at once; otherwise the coach is asked,
    /// once the candidate has agreed.
    pub fn open(attempt: RecordId, engine: &Engine) -> (Self, Vec<Order>) {
        let place = OpinionPlace::Failed(String::new());
        let mut opinion = Self {
            attempt,
            brief: None,
            verdicts: Vec::new(),
            place,
            trust: String::new(),
            failed_again: None,
            taking: None,
            word: None,
        };
        let orders = opinion.begin(engine);
        (opinion, orders)
    }

    fn begin(&mut self, engine: &Engine) -> Vec<Order> {
        let coach = engine.coach();
        match coach.brief(&self.attempt) {
            Err(why) => self.place = OpinionPlace::Failed(why),
            Ok(brief) => {
                let brief = self.brief.insert(brief);
                self.trust = coach.trust_words(&brief.work.destination);
                if let Some(kept) = coach.kept(brief) {
                    self.verdicts = kept.verdicts;
                    self.show();
                } else if coach.is_agreed(&brief.work.destination) {
                    return self.ask();
                } else {
                    self.place = OpinionPlace::Consent(coach.consent_words(&brief.work.destination));
                }
            }
        }
        Vec::new()
    }

    fn ask(&mut self) -> Vec<Order> {
        let Some(brief) = &self.brief else { return Vec::new() };
        self.failed_again = None;
        self.place = OpinionPlace::Asking(Progress::Waiting);
        vec![Order::AskCoach(Box::new(brief.work.clone()))]
    }

    /// The request came to nothing. What was said before is shown again, and that it is that.
    fn fail(&mut self, why: String) {
        if self.verdicts.is_empty() {
            self.place = OpinionPlace::Failed(why);
        } else {
            self.failed_again = Some(why);
            self.show();
        }
    }

    fn show(&mut self) {
        if let Some(brief) = &self.brief {
            self.place = OpinionPlace::Shown(brief.rows(&self.verdicts));
        }
    }

    /// Takes an intent and returns the orders to carry out, in order.
    pub fn apply(&mut self, intent: OpinionIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match (intent, &self.place) {
            (OpinionIntent::Agree, OpinionPlace::Consent(_)) => {
                let destination = self.brief.as_ref().map(|brief| brief.work.destination.clone());
                let agreed = destination.map(|destination| Order::AgreeToCoach(Box::new(destination)));
                agreed.into_iter().chain(self.ask()).collect()
            }
            (OpinionIntent::Again, OpinionPlace::Shown(_)) => self.ask(),
            (OpinionIntent::Again, OpinionPlace::Failed(_)) => self.begin(engine),
            (OpinionIntent::TakeOver(row), OpinionPlace::Shown(rows)) => {
                let row = rows.get(row).filter(|row| row.differs() && self.taking.is_none());
                let Some((row, brief)) = row.zip(self.brief.as_ref()) else { return Vec::new() };
                let record = brief.take_over(row, now);
                self.taking = Some(row.point.clone());
                vec![Order::Append(vec![record])]
            }
            (OpinionIntent::Stop, OpinionPlace::Asking(_)) => {
                self.fail(CoachError::Cancelled.to_string());
                vec![Order::StopCoach]
            }
            (OpinionIntent::Heard(News::Progress(progress)), OpinionPlace::Asking(_)) => {
                self.place = OpinionPlace::Asking(progress);
                Vec::new()
            }
            (OpinionIntent::Heard(News::Came(came)), OpinionPlace::Asking(_)) => match came {
                Ok(done) => {
                    let kept = self.brief.as_ref().map(|brief| brief.keep(&done, now));
                    self.verdicts = done.verdicts;
                    self.show();
                    kept.map(|kept| Order::KeepOpinion(Box::new(kept))).into_iter().collect()
                }
                Err(error) => {
                    self.fail(error.to_string());
                    Vec::new()
                }
            },
            (OpinionIntent::Settled(result), _) => {
                self.settle(result, engine);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn settle(&mut self, result: Result<(), String>, engine: &Engine) {
        if self.taking.take().is_none() {
            return;
        }
        match result {
            Ok(()) => {
                // The judgement has changed, so the brief is made again.
                match engine.coach().brief(&self.attempt) {
                    Ok(brief) => self.brief = Some(brief),
                    Err(why) => return self.place = OpinionPlace::Failed(why),
                }
                self.word = Some("Taken over, as a judgement after the coach. Your rating stays as it was.".to_owned());
                self.show();
            }
            Err(why) => self.word = Some(format!("Not saved: {why}")),
        }
    }

    /// The id of the attempt that it is about.
    pub fn attempt(&self) -> &RecordId {
        &self.attempt
    }

    /// How far the second opinion has got.
    pub fn place(&self) -> &OpinionPlace {
        &self.place
    }

    /// The text of the answer that it is about; empty if there can be no opinion.
    pub fn answer(&self) -> &str {
        self.brief.as_ref().map_or("", |brief| &brief.answer)
    }

    /// Who is asked: "gemma4:12b at 127.0.0.1:11434". Empty if there can be no opinion.
    pub fn from(&self) -> String {
        self.brief.as_ref().map_or_else(String::new, |brief| brief.work.destination.to_string())
    }

    /// How far the coach can be trusted, in a few words.
    pub fn trust(&self) -> &str {
        &self.trust
    }

    /// Why it could not be asked again, if what is shown is what it said before.
    pub fn failed_again(&self) -> Option<&str> {
        self.failed_again.as_deref()
    }

    /// The remark to show, which is cleared.
    pub fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}

/// What stands behind the reason why it could not be asked again.
pub const EARLIER: &str = "Below is what it said before.";

/// How far the request has got, in words.
pub fn progress_words(progress: Progress) -> &'static str {
    match progress {
        Progress::Waiting => "Asked; it reads. A model that is not loaded yet takes its time.",
        Progress::Loading => "It loads the model.",
        Progress::Writing(_) => "It writes.",
    }
}
