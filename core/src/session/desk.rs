//! What a course works with while it decides.

use super::step::{News, Order, SoundOrder, Step};
use crate::engine::Engine;
use crate::history::Record;
use crate::moment::Moment;

/// Bank, history and settings for reading, the time, and the step that is being put together.
#[derive(Debug)]
pub struct Desk<'a> {
    pub(super) engine: &'a Engine,
    pub(super) now: Moment,
    step: Step,
    /// Whether something goes to the log that the session waits for.
    pub(super) waits: bool,
    /// Whether something was changed that is on its way to the disk.
    pub(super) keeps: bool,
    /// Whether what was being typed is done, so that there is nothing to say about it any more.
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

    /// Has something written that nothing else hangs on, if there is something.
    pub(super) fn append(&mut self, record: impl Into<Option<Record>>) {
        if let Some(record) = record.into() {
            self.order(Order::Append(vec![record]));
        }
    }

    /// Has something written, and goes on when it is on the disk.
    pub(super) fn append_and_wait(&mut self, records: Vec<Record>) {
        self.waits = true;
        self.order(Order::Append(records));
    }

    pub(super) fn done(self) -> Step {
        self.step
    }
}
