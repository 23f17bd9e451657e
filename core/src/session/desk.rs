//! What a course works with while it decides what follows.

use super::step::{News, Order, SoundOrder, Step};
use crate::engine::Engine;
use crate::history::Record;
use crate::moment::Moment;

/// Read access to bank, history and settings, the time, and the step being put together.
#[derive(Debug)]
pub struct Desk<'a> {
    pub(super) engine: &'a Engine,
    pub(super) now: Moment,
    step: Step,
    /// Whether records were ordered that the session has to wait for.
    pub(super) waits: bool,
    /// Whether a change is on its way to disk.
    pub(super) keeps: bool,
    /// Whether what was being typed is finished, so that whether it is saved need not be shown any more.
    pub(super) settles: bool,
}

impl<'a> Desk<'a> {
    pub(super) fn new(engine: &'a Engine, now: Moment) -> Self {
        Self { engine, now, step: Step::default(), waits: false, keeps: false, settles: false }
    }

    pub(super) fn order(&mut self, order: Order) {
        self.step.orders.push(order);
    }

    pub(super) fn sound(&mut self, sound: SoundOrder) {
        self.order(Order::Sound(sound));
    }

    pub(super) fn tell(&mut self, news: News) {
        self.step.news.push(news);
    }

    /// Orders a record, if there is one, to be written to the log, without waiting for it.
    pub(super) fn append(&mut self, record: impl Into<Option<Record>>) {
        if let Some(record) = record.into() {
            self.order(Order::Append(vec![record]));
        }
    }

    /// Orders records to be written to the log; the course goes on once they are on disk.
    pub(super) fn append_and_wait(&mut self, records: Vec<Record>) {
        self.waits = true;
        self.order(Order::Append(records));
    }

    pub(super) fn done(self) -> Step {
        self.step
    }
}
