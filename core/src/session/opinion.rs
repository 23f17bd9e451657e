//! The way to a second opinion: agreed to, asked for, shown beside one's own judgement, and taken over row by row.

use super::coaching::Heard;
use super::request::{AsksCoach, CoachIntent, Follows, Request, RequestState, Requested};
use super::step::Order;
use crate::coach::Destination;
use crate::coach::asking::{Done, News};
use crate::coach::points::Verdict;
use crate::engine::{Brief, Engine};
use crate::history::RecordId;
use crate::moment::Moment;
use crate::practice::Row;

/// A second opinion on one answer.
#[derive(Debug)]
pub struct Opinion {
    attempt: RecordId,
    request: Request<Brief>,
    verdicts: Vec<Verdict>,
    rows: Vec<Row>,
    /// The point whose new tick is being written to the log.
    taking: Option<String>,
    /// A remark to show once.
    word: Option<String>,
}

impl Opinion {
    /// Opens the way to a second opinion. One that was given earlier is shown at once; otherwise the coach is asked,
    /// once the candidate has agreed.
    pub fn open(attempt: RecordId, engine: &Engine) -> (Self, Vec<Order>) {
        let request = Request::default();
        let mut opinion = Self { attempt, request, verdicts: Vec::new(), rows: Vec::new(), taking: None, word: None };
        let orders = opinion.begin(engine);
        (opinion, orders)
    }

    fn begin(&mut self, engine: &Engine) -> Vec<Order> {
        let follows = self.request.begin(engine.coach().brief(&self.attempt), engine);
        self.follow(follows)
    }

    fn follow(&mut self, (orders, reply): Follows<Vec<Verdict>>) -> Vec<Order> {
        if let Some(verdicts) = reply {
            self.verdicts = verdicts;
            self.show();
        }
        orders
    }

    fn show(&mut self) {
        self.rows = self.request.brief().map_or_else(Vec::new, |brief| brief.rows(&self.verdicts));
    }

    /// Replaces one's own tick with the coach's.
    fn take_over(&mut self, row: usize, now: Moment) -> Vec<Order> {
        let row = self.rows().get(row).filter(|row| row.differs() && self.taking.is_none());
        let Some((row, brief)) = row.zip(self.request.brief()) else { return Vec::new() };
        let (record, point) = (brief.take_over(row, now), row.point.clone());
        self.taking = Some(point);
        vec![Order::Append(vec![record])]
    }

    fn settle(&mut self, result: Result<String, String>, engine: &Engine) {
        if self.taking.take().is_none() {
            return;
        }
        if let Err(why) = result {
            self.word = Some(format!("Not saved: {why}"));
            return;
        }
        // The judgement has changed, so the brief is made again.
        self.request.renew(engine.coach().brief(&self.attempt));
        if !self.request.has_failed() {
            self.word = Some("Taken over, as a judgement after the coach. Your rating stays as it was.".to_owned());
            self.show();
        }
    }

    /// The id of the attempt that it is about.
    pub fn attempt(&self) -> &RecordId {
        &self.attempt
    }

    /// The text of the answer that it is about; empty if there can be no opinion.
    pub fn answer(&self) -> &str {
        self.request.brief().map_or("", |brief| &brief.answer)
    }

    /// The verdicts beside one's own ticks; empty until the opinion is here.
    pub fn rows(&self) -> &[Row] {
        if self.request.is_shown() { &self.rows } else { &[] }
    }
}

impl AsksCoach for Opinion {
    fn state(&self) -> &RequestState {
        self.request.state()
    }

    fn from(&self) -> String {
        self.request.from()
    }

    fn row_count(&self) -> usize {
        self.rows().len()
    }

    fn apply(&mut self, intent: CoachIntent, engine: &Engine, now: Moment) -> Vec<Order> {
        match intent {
            CoachIntent::Again if self.request.has_failed() => self.begin(engine),
            CoachIntent::Take(row) => self.take_over(row, now),
            CoachIntent::Settled(result) => {
                self.settle(result, engine);
                Vec::new()
            }
            intent => {
                let follows = self.request.apply(intent, now);
                self.follow(follows)
            }
        }
    }

    fn take_word(&mut self) -> Option<String> {
        self.word.take()
    }
}

impl Requested for Brief {
    type Came = Done;
    type Reply = Vec<Verdict>;

    fn destination(&self) -> &Destination {
        &self.work.destination
    }

    fn kept(&self, engine: &Engine) -> Option<Vec<Verdict>> {
        engine.coach().kept(self).map(|kept| kept.verdicts)
    }

    fn ask(&self) -> Order {
        Order::AskCoach(Box::new(self.work.clone()))
    }

    fn news(heard: Heard) -> Option<News> {
        if let Heard::Opinion(news) = heard { Some(news) } else { None }
    }

    fn keep(&self, came: &Done, now: Moment) -> Order {
        Order::KeepOpinion(Box::new(self.keep(came, now)))
    }

    fn reply(came: Done) -> Vec<Verdict> {
        came.verdicts
    }
}
