//! Carries out a step at once, for faces that have no loop of their own.

use super::Session;
use super::course::Course;
use super::intent::Intent;
use super::step::{News, Order, Step};
use crate::engine::Engine;
use crate::moment::Moment;

impl<C: Course> Session<C> {
    /// Takes an intent and does everything that follows from it. Sound is up to the face, so orders about it are
    /// returned as news.
    pub fn run(&mut self, intent: Intent, engine: &mut Engine, now: Moment) -> Vec<News> {
        let step = self.apply(intent, engine, now);
        self.carry_out(step, engine, now)
    }

    /// Carries out the orders of a step and everything that follows from them. Returns the news, in order.
    pub fn carry_out(&mut self, step: Step, engine: &mut Engine, now: Moment) -> Vec<News> {
        let mut news = step.news;
        for order in step.orders {
            match order {
                Order::Append(records) => {
                    let saved = engine.save(records, now).map_err(|error| error.to_string());
                    let step = self.settled(saved.as_ref().copied().map_err(String::as_str), engine, now);
                    news.extend(self.carry_out(step, engine, now));
                }
                Order::KeepNotes(question, notes) => {
                    news.push(match engine.keep_notes(&question, &notes) {
                        Ok(said) => News::NotesKept(said),
                        Err(why) => News::NotesNotKept(why, notes),
                    });
                    news.extend(self.run(Intent::Reread, engine, now));
                }
                order @ (Order::AskAhead(_) | Order::AskFollowUp(_) | Order::StopFollowUp) => self.left.push(order),
                order => news.extend(carry_out(order, engine, now)),
            }
        }
        news
    }

    /// Takes the orders about background work, in order. The face carries them out and hands their results in.
    pub fn take_orders(&mut self) -> Vec<Order> {
        std::mem::take(&mut self.left)
    }
}

/// Carries out an order on which nothing else depends. Returns news if it failed, or if the face has to act on it.
pub fn carry_out(order: Order, engine: &mut Engine, now: Moment) -> Option<News> {
    let done = match order {
        Order::Keep(draft) => engine.keep(*draft),
        Order::KeepWork(work) => engine.keep_work(*work),
        Order::DropWork(id) => engine.drop_work(&id),
        Order::Drop(id) => engine.drop_draft(&id),
        Order::Release => {
            engine.release_drafts();
            return None;
        }
        Order::Append(records) => {
            return engine.save(records, now).err().map(|error| News::NotSaved(error.to_string()));
        }
        Order::AgreeToCoach(destination) => {
            return not_kept(engine.agree_to_coach(&destination, now));
        }
        Order::KeepOpinion(opinion) => return not_kept(engine.keep_opinion(&opinion)),
        Order::KeepEdits(edits) => return not_kept(engine.keep_edits(&edits)),
        Order::KeepExtract(extract) => return not_kept(engine.keep_extract(&extract)),
        Order::Sound(order) => return Some(News::Sound(order)),
        Order::Listen(said) => return Some(News::Listen(said)),
        Order::ListenAhead(unlogged) => return Some(News::ListenAhead(unlogged)),
        Order::ListenAside(said) => return Some(News::ListenAside(said)),
        Order::KeepNotes(..)
        | Order::ListenTo(..)
        | Order::AskCoach(_)
        | Order::AskEdits(_)
        | Order::AskExtract(_)
        | Order::KeepFilledIn(_)
        | Order::StopCoach
        | Order::AskAhead(_)
        | Order::AskFollowUp(_)
        | Order::StopFollowUp => return None,
    };
    done.err().map(|error| News::NotKept(error.to_string()))
}

fn not_kept(done: std::io::Result<()>) -> Option<News> {
    let error = done.err()?;
    Some(News::NotKept(format!("What the coach said is not kept: {error}; is the disk full?")))
}
