//! Ticking points and mistakes, one by one, as marked, and the rest.

use std::rc::Rc;

use super::{Judging, Mark, Review};
use crate::assess::{Mention, counts};
use crate::bank::Point;
use crate::history::Tick;

impl Review {
    /// Ticks something. Ids that the question does not have are ignored.
    pub fn mark(&mut self, mark: &Mark) {
        if self.judging != Judging::Ticking {
            return;
        }
        self.asked_rest = false;
        self.leaning = None;
        let question = Rc::clone(self.question());
        match mark {
            Mark::Point(id, tick) if question.look_for.iter().any(|point| point.id == *id) => {
                // Somebody who gave up made no point.
                let tick = if self.answer.gave_up() { Tick::Missed } else { *tick };
                self.ticks.points.insert(id.clone(), tick);
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

    /// Points that count at the level and have not been judged.
    pub fn untouched(&self) -> impl Iterator<Item = &Point> {
        self.question().look_for.iter().filter(|point| self.is_untouched(point))
    }

    fn is_untouched(&self, point: &Point) -> bool {
        counts(point.tier, self.level()) && !self.ticks.points.contains_key(&point.id)
    }

    /// Ticks all points not judged as missed, except those that the words of the answer make or touch; calling it again
    /// in a row ticks those as missed, too.
    pub fn miss_the_rest(&mut self, mentions: &[Mention]) {
        if self.judging != Judging::Ticking {
            return;
        }
        let asked = std::mem::take(&mut self.asked_rest);
        let spoken_for =
            |point: &&Point| !asked && mentions.iter().any(|mention| mention.point == point.id && mention.touched);
        let rest: Vec<String> =
            self.untouched().filter(|point| !spoken_for(point)).map(|point| point.id.clone()).collect();
        if !rest.is_empty() {
            self.leaning = None;
        }
        self.ticks.points.extend(rest.into_iter().map(|id| (id, Tick::Missed)));
        let open = self.untouched().count();
        self.asked_rest = open > 0;
    }

    /// Ticks as hit those of the given points that the words of the answer make and that are not judged yet.
    pub fn accept(&mut self, points: &[String], mentions: &[Mention]) {
        if self.judging == Judging::Ticking {
            self.asked_rest = false;
            self.leaning = None;
            let said = mentions.iter().filter(|mention| mention.mentioned && points.contains(&mention.point));
            let open = said.filter(|mention| !self.ticks.points.contains_key(&mention.point));
            let found: Vec<String> = open.map(|mention| mention.point.clone()).collect();
            self.ticks.points.extend(found.into_iter().map(|id| (id, Tick::Hit)));
        }
    }
}

/// Adds an id to a list, or removes it.
fn set(list: &mut Vec<String>, id: &str, there: bool) {
    match (list.iter().position(|entry| entry == id), there) {
        (Some(at), false) => {
            list.remove(at);
        }
        (None, true) => list.push(id.to_owned()),
        _ => {}
    }
}
