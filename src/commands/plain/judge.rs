//! From the open notes to the next question: ticks, rating, what comes of it.

use super::{At, Desk, Plain, say};
use crate::assess;
use crate::history::{Mode, Rating, Tick};

impl Plain {
    pub(super) fn revealed(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &self.turn else { return };
        let mentions = assess::coverage(turn.question(), turn.text());
        self.mentioned = mentions.into_iter().filter(|found| found.mentioned).map(|found| found.point).collect();
        say::reveal(&mut self.says, turn);
        if turn.question().has_notes() {
            self.ask_tick(At::Point(0), desk);
        } else {
            self.at = At::Notes;
        }
    }

    /// A line of notes. Without any before it, a command goes on to the rating: that is what it was meant for.
    pub(super) fn notes_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let word = line.trim();
        if !word.is_empty() && (word.chars().count() > 1 || !self.notes.is_empty()) {
            return self.notes.push(line.to_owned());
        }
        if !self.notes.is_empty() {
            self.keep_notes(desk);
            return self.ask_tick(At::Point(0), desk);
        }
        if word == "q" {
            return self.stop(desk);
        }
        self.ask_tick(At::Point(0), desk);
        if !word.is_empty() {
            self.at_rating(word, desk);
        }
    }

    /// Makes the lines of notes the points of the question.
    pub(super) fn keep_notes(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let notes = std::mem::take(&mut self.notes).join("\n");
        match desk.engine.keep_notes(turn.name(), &notes) {
            Ok(said) => self.says.line(said),
            Err(error) => {
                self.says.line(error);
                self.says.line("Your notes, so that they are not lost:");
                return self.says.line(notes);
            }
        }
        match desk.engine.library().question(turn.name()) {
            Ok(question) => turn.set_question(std::rc::Rc::new(question)),
            Err(error) => self.says.line(error.to_string()),
        }
    }

    /// Asks for the tick at `at`, or whatever comes after it when there is no such point.
    pub(super) fn ask_tick(&mut self, at: At, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let question = turn.question().clone();
        self.at = match at {
            At::Point(index) if index < question.look_for.len() => {
                say::point(&mut self.says, turn, index, &self.mentioned);
                at
            }
            At::Point(_) if !question.mistakes.is_empty() => {
                say::mistake(&mut self.says, turn, 0);
                At::Mistake(0)
            }
            At::Mistake(index) if index < question.mistakes.len() => {
                say::mistake(&mut self.says, turn, index);
                at
            }
            At::Weak(index) if index < question.weak.len() => {
                say::weak(&mut self.says, turn, index);
                at
            }
            _ => {
                turn.to_rating();
                say::rating(&mut self.says, turn, desk.engine, desk.now);
                At::Rating
            }
        };
    }

    pub(super) fn at_point(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let question = turn.question().clone();
        let Some(point) = question.look_for.get(index) else { return };
        match word {
            "h" | "hit" => turn.tick_point(&point.id, Tick::Hit),
            "p" | "partial" => turn.tick_point(&point.id, Tick::Partial),
            "m" | "missed" => turn.tick_point(&point.id, Tick::Missed),
            "" => {}
            "b" | "back" => return self.ask_tick(At::Point(index.saturating_sub(1)), desk),
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.line("h hit, p partial, m missed, Enter keeps it, b one back, q end."),
        }
        self.ask_tick(At::Point(index + 1), desk);
    }

    pub(super) fn at_yes_or_no(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let question = turn.question().clone();
        let ticks = turn.ticks();
        let mistakes = matches!(self.at, At::Mistake(_));
        let id = if mistakes {
            question.mistakes.get(index).map(|mistake| &mistake.id)
        } else {
            question.weak.get(index).map(|signal| &signal.id)
        };
        let Some(id) = id else { return };
        let made = if mistakes { ticks.mistakes.contains(id) } else { ticks.weak.contains(id) };
        let wanted = match word {
            "y" | "yes" => true,
            "n" | "no" => false,
            "" => made,
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.line("y yes, n no, Enter keeps it, q end."),
        };
        match (wanted == made, mistakes) {
            (true, _) => {}
            (false, true) => turn.toggle_mistake(id),
            (false, false) => turn.toggle_weak(id),
        }
        self.ask_tick(if mistakes { At::Mistake(index + 1) } else { At::Weak(index + 1) }, desk);
    }

    pub(super) fn at_rating(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let rating = match word {
            "" => match turn.suggestion() {
                Some(suggestion) => Some(suggestion.rating),
                None => return self.says.line("1 Again, 2 Hard, 3 Good, 4 Easy, x unrated."),
            },
            "x" | "unrated" => None,
            "f" => return say::follow_ups(&mut self.says, turn),
            "s" => return say::samples(&mut self.says, turn),
            "o" => return say::outline(&mut self.says, turn),
            "w" if turn.question().weak.is_empty() => return self.says.line("This question has no weak signals."),
            "b" | "back" | "w" => {
                turn.back_to_ticks();
                return self.ask_tick(if word == "w" { At::Weak(0) } else { At::Point(0) }, desk);
            }
            "q" | "quit" => return self.stop(desk),
            word => match word.parse::<u8>().ok().and_then(|number| Rating::try_from(number).ok()) {
                Some(rating) => Some(rating),
                None => {
                    return self.says.line(
                        "Enter keeps the suggestion; 1 Again, 2 Hard, 3 Good, 4 Easy, x unrated, b ticks again, f \
                         follow-ups, s samples, o outline, w weak signals, q end.",
                    );
                }
            },
        };
        let Some(record) = turn.rate(rating, desk.now) else { return };
        let record = desk.engine.balanced(record);
        self.judgement = Some(record.id.clone());
        self.save(vec![record], desk);
        if let Some(turn) = &self.turn {
            let due = desk.engine.due(turn.name()).filter(|_| turn.mode() != Mode::Practice);
            self.drill.note(turn, due);
            say::rated(&mut self.says, turn, rating, desk.engine, desk.now);
            let failed = rating == Some(Rating::Again) && !self.left_over;
            if failed && desk.engine.config().retry_failed && self.drill.ask_again(turn) {
                say::again(&mut self.says, turn);
            }
            if rating == Some(Rating::Again) && desk.engine.is_leech(turn.name()) {
                self.easier = desk.engine.easier(turn.name(), desk.now);
                say::leech(&mut self.says, self.easier.is_some());
            }
        }
        self.ask_next();
    }

    pub(super) fn ask_next(&mut self) {
        let more = self.left_over || self.drill.has_next() || !self.kept.is_empty();
        let enter = if more { "the next question" } else { "the summary" };
        let otherwise = self.turn.as_ref().is_some_and(|turn| !turn.question().variants.is_empty());
        let otherwise = if otherwise { ", v in another wording" } else { "" };
        let easier = if self.easier.is_some() { "e an easier one first, " } else { "" };
        self.says.line(format!(
            "Enter: {enter}. {easier}r once more as practice{otherwise}, u take the rating back, q end."
        ));
        self.at = At::Next;
    }

    pub(super) fn at_next(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => self.next(desk),
            "r" | "retry" => self.retry(0, desk),
            "v" => self.retry(1, desk),
            "e" | "easier" => match self.easier.take() {
                Some(easier) => {
                    self.drill.ask_next(easier);
                    self.next(desk);
                }
                None => self.ask_next(),
            },
            "u" | "undo" => {
                self.easier = None;
                let Some(judgement) = self.judgement.take() else {
                    return self.says.line("There is no rating to take back.");
                };
                let undo = desk.engine.undo_of(judgement, desk.now);
                self.save(vec![undo], desk);
                self.drill.forget_last();
                if let Some(turn) = &mut self.turn {
                    self.drill.forget_retry(turn.name());
                    turn.unrate();
                    self.says.line("Taken back.");
                    say::rating(&mut self.says, turn, desk.engine, desk.now);
                    self.at = At::Rating;
                }
            }
            "q" | "quit" => {
                if !self.left_over {
                    self.drill.advance();
                }
                self.finish(desk);
            }
            _ => self.ask_next(),
        }
    }

    pub(super) fn retry(&mut self, step: usize, desk: &mut Desk<'_>) {
        let Some(turn) = &self.turn else { return };
        match desk.engine.ask(turn.name(), turn.wording() + step, Mode::Practice, desk.now) {
            Ok(mut retry) => {
                retry.set_before(Some(turn.ticks().clone()));
                self.show(retry, desk);
            }
            Err(error) => self.says.line(error.to_string()),
        }
    }

    pub(super) fn next(&mut self, desk: &mut Desk<'_>) {
        if self.left_over {
            self.left_over = false;
        } else {
            self.drill.advance();
        }
        self.go_on(desk);
    }
}
