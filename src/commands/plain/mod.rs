//! The drill line by line: for screen readers, pipes, and terminals that cannot draw.
//!
//! [`Plain`] takes lines and moments and says lines; it touches neither standard input nor output, so that a whole
//! drill can be played in a test. `shell.rs` is the thin part that does.

mod say;
mod shell;

use std::collections::VecDeque;

use crate::assess;
use crate::engine::{Engine, Kept};
use crate::history::{Medium, Mode, Rating, Record, RecordId, Tick};
use crate::moment::Moment;
use crate::practice::{Drill, Pick, Stage, Turn};

use say::Says;
pub use shell::run;

/// Longest answer in characters: more than an hour of typing.
const MAX_CHARS: usize = 200_000;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input<'a> {
    /// A line came in, without its end.
    Line(&'a str),
    /// There are no more lines.
    End,
    /// A second passed.
    Tick,
}

/// Everything that a step works with.
#[derive(Debug)]
pub struct Desk<'a> {
    /// Bank, history, settings.
    pub engine: &'a mut Engine,
    /// The moment of the step.
    pub now: Moment,
}

/// What the next line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Something that an earlier run left is offered.
    Offer,
    /// It is about to be thrown away.
    Sure,
    /// The question stands there.
    Asking,
    /// Lines are the answer.
    Typing,
    /// The answer is spoken.
    Speaking,
    /// 1 to 4.
    Predicting,
    /// Ticks of the points, mistakes and weak signals, one by one.
    Point(usize),
    Mistake(usize),
    Weak(usize),
    /// The rating.
    Rating,
    /// Rated; what next?
    Next,
    /// All is said.
    Over,
}

/// A drill line by line.
#[derive(Debug)]
pub struct Plain {
    drill: Drill,
    at: At,
    turn: Option<Turn>,
    kept: VecDeque<Kept>,
    /// Whether the turn is one that an earlier run left, and not the drill's current question.
    left_over: bool,
    mentioned: Vec<String>,
    judgement: Option<RecordId>,
    /// Drafts of attempts that are on their way to the log.
    drafts: Vec<RecordId>,
    unsaved: bool,
    beating: bool,
    says: Says,
}

impl Plain {
    /// Begins. `beating` says that a tick is going to come every second while the clock runs, so that a longer gap means
    /// that the program was stopped.
    pub fn begin(picks: Vec<Pick>, seed: u64, beating: bool, desk: &mut Desk<'_>) -> Self {
        let (kept, warnings) = desk.engine.kept();
        let (drill, started) = Drill::begin(picks, seed, desk.now);
        let mut plain = Self {
            drill,
            at: At::Next,
            turn: None,
            kept: kept.into(),
            left_over: false,
            mentioned: Vec::new(),
            judgement: None,
            drafts: Vec::new(),
            unsaved: false,
            beating,
            says: Says::default(),
        };
        warnings.iter().for_each(|warning| plain.says.line(warning));
        plain.save(vec![started], desk);
        plain.go_on(desk);
        plain
    }

    /// What there is to print, once.
    pub fn take_output(&mut self) -> String {
        self.says.take()
    }

    /// Whether nothing more is asked.
    pub fn is_over(&self) -> bool {
        self.at == At::Over
    }

    /// Whether the clock runs, so that ticks are wanted.
    pub fn is_timed(&self) -> bool {
        matches!(self.at, At::Asking | At::Typing | At::Speaking)
    }

    /// Whether a line is a command and not a part of the answer.
    pub fn wants_command(&self) -> bool {
        !matches!(self.at, At::Typing | At::Over)
    }

    /// Whether something could not be written.
    pub fn is_unsaved(&self) -> bool {
        self.unsaved
    }

    /// Says something from outside.
    pub fn note(&mut self, text: &str) {
        self.says.line(text);
    }

    /// Takes one input.
    pub fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>) {
        match input {
            Input::Tick => self.tick(desk),
            Input::Line(line) if self.at == At::Typing => self.answer_line(line, desk),
            Input::Line(line) => self.command(line.trim(), desk),
            Input::End => self.end(desk),
        }
    }

    /// The program is being ended from outside: keeps what can be kept.
    pub fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.at == At::Over {
            return;
        }
        self.keep(desk);
        desk.engine.release_draft();
        self.save(vec![self.drill.end(desk.now)], desk);
        let Some(turn) = &self.turn else { return self.at = At::Over };
        let empty = turn.medium() == Medium::Typed && turn.text().trim().is_empty();
        match turn.stage() {
            Stage::Answering if empty => {
                // Nothing to go on with: the next start should not offer it.
                if let Err(error) = desk.engine.drop_draft(turn.id()) {
                    self.says.line(error.to_string());
                }
            }
            Stage::Answering | Stage::Predicting => {
                self.says.gap("Your answer is kept and offered at the next start.");
            }
            Stage::Revealed | Stage::Rating if self.drafts.contains(turn.id()) => {
                self.says.gap("Your answer could not be saved; what was kept of it is offered at the next start.");
            }
            Stage::Revealed | Stage::Rating => {
                self.says.gap("Your answer is saved; its rating is asked for at the next start.");
            }
            Stage::Asking | Stage::Done(_) => {}
        }
        self.at = At::Over;
    }

    fn tick(&mut self, desk: &mut Desk<'_>) {
        if let Some(turn) = &mut self.turn {
            turn.tick(desk.now);
        }
        // A spoken answer has no lines that could keep it: its clock does.
        if self.at == At::Speaking {
            self.keep(desk);
        }
    }

    fn end(&mut self, desk: &mut Desk<'_>) {
        match self.at {
            At::Over => {}
            At::Typing if self.turn.as_ref().is_some_and(|turn| !turn.text().trim().is_empty()) => self.done(desk),
            At::Speaking => self.done(desk),
            At::Next => self.command("q", desk),
            _ => {
                self.says.gap("No more input.");
                self.stop(desk);
            }
        }
    }

    /// The candidate leaves.
    fn stop(&mut self, desk: &mut Desk<'_>) {
        self.leave(desk);
        say::summary(&mut self.says, &self.drill, desk.now);
    }

    fn finish(&mut self, desk: &mut Desk<'_>) {
        self.turn = None;
        self.save(vec![self.drill.end(desk.now)], desk);
        say::summary(&mut self.says, &self.drill, desk.now);
        self.at = At::Over;
    }

    /// What an earlier run left comes first, then the questions of the drill.
    fn go_on(&mut self, desk: &mut Desk<'_>) {
        if let Some(kept) = self.kept.front() {
            say::kept(&mut self.says, kept, desk.engine);
            self.at = At::Offer;
            return;
        }
        while let Some(pick) = self.drill.current() {
            let answered = self.drill.answered().iter().any(|done| done.question == pick.question);
            let asked = if answered { None } else { Some(desk.engine.ask(&pick.question, 0, Mode::Drill, desk.now)) };
            match asked {
                Some(Ok(turn)) => return self.show(turn, desk),
                Some(Err(error)) => self.says.line(error.to_string()),
                None => {}
            }
            self.drill.advance();
        }
        self.finish(desk);
    }

    /// Stands the turn there, wherever it is on its way.
    fn show(&mut self, mut turn: Turn, desk: &mut Desk<'_>) {
        turn.set_heartbeat(desk.now, self.beating);
        self.judgement = None;
        let (number, of) = self.drill.place();
        let why = self.drill.current().map_or("", |pick| pick.why.word());
        let place = match (turn.mode(), self.left_over) {
            (Mode::Practice, _) => "Once more, as practice".to_owned(),
            (_, true) => "From an earlier start".to_owned(),
            _ => format!("Question {number} of {of} ({why})"),
        };
        say::question(&mut self.says, &turn, &place, desk.engine);
        let (stage, medium) = (turn.stage().clone(), turn.medium());
        if !turn.text().is_empty() {
            self.says.gap("Your answer so far:");
            self.says.line(turn.text());
        }
        self.turn = Some(turn);
        match stage {
            Stage::Asking => {
                self.says.line("t type, s speak, h hint, c clarify, x don't know, n skip, p pause, q end, ? help.");
                self.at = At::Asking;
            }
            Stage::Answering => self.answering(medium, desk),
            Stage::Predicting => {
                say::prediction(&mut self.says);
                self.at = At::Predicting;
            }
            Stage::Revealed | Stage::Rating | Stage::Done(_) => self.revealed(desk),
        }
    }

    fn answering(&mut self, medium: Medium, desk: &mut Desk<'_>) {
        if medium == Medium::Spoken {
            self.says.line("Speak now. Enter when you are done; h hint, c clarify, x don't know, p pause, t time.");
            self.at = At::Speaking;
        } else {
            self.says.line("Type your answer. A line with a single dot ends it; .? lists what else there is.");
            self.at = At::Typing;
        }
        self.keep(desk);
    }

    fn command(&mut self, word: &str, desk: &mut Desk<'_>) {
        let word = word.to_lowercase();
        match self.at {
            At::Offer => self.at_offer(&word, desk),
            At::Sure => self.at_sure(&word, desk),
            At::Asking => self.at_asking(&word, desk),
            At::Speaking => self.at_speaking(&word, desk),
            At::Predicting => self.at_predicting(&word, desk),
            At::Point(index) => self.at_point(index, &word, desk),
            At::Mistake(index) => self.at_yes_or_no(index, &word, desk),
            At::Weak(index) => self.at_yes_or_no(index, &word, desk),
            At::Rating => self.at_rating(&word, desk),
            At::Next => self.at_next(&word, desk),
            At::Typing | At::Over => {}
        }
    }

    fn at_offer(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "c" | "continue" | "" => {
                let Some(kept) = self.kept.pop_front() else { return };
                self.left_over = true;
                match desk.engine.resume(kept, desk.now) {
                    Ok(turn) => self.show(turn, desk),
                    Err(error) => {
                        self.says.line(error.to_string());
                        self.left_over = false;
                        self.go_on(desk);
                    }
                }
            }
            "l" | "later" => {
                self.kept.pop_front();
                self.go_on(desk);
            }
            "d" | "discard" => {
                self.says.line("Throw it away for good? y or n.");
                self.at = At::Sure;
            }
            "q" | "quit" => self.stop(desk),
            _ => self.says.line("c go on with it, l later, d throw it away, q end."),
        }
    }

    fn at_sure(&mut self, word: &str, desk: &mut Desk<'_>) {
        if matches!(word, "y" | "yes") {
            match self.kept.pop_front() {
                Some(Kept::Draft { progress, .. }) => {
                    if let Err(error) = desk.engine.drop_draft(&progress.id) {
                        self.says.line(error.to_string());
                    }
                }
                Some(Kept::Unjudged { id, attempt }) => {
                    let record = desk.engine.leave_unrated(&id, &attempt, desk.now);
                    self.save(vec![record], desk);
                }
                None => {}
            }
        }
        self.go_on(desk);
    }

    fn at_asking(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        match word {
            "t" | "type" | "s" | "speak" => {
                let medium = if word.starts_with('t') { Medium::Typed } else { Medium::Spoken };
                turn.set_paused(desk.now, false);
                turn.begin(medium, desk.now);
                self.answering(medium, desk);
            }
            "n" | "skip" if turn.mode() == Mode::Practice => self.next(desk),
            "n" | "skip" => {
                let bury = desk.engine.bury_until_tomorrow(turn.name(), desk.now);
                self.save(vec![bury], desk);
                self.says.line("Skipped: it comes back tomorrow.");
                self.next(desk);
            }
            "q" | "quit" => self.stop(desk),
            _ => self.on_question(word, desk),
        }
    }

    /// What can be done both before and during an answer.
    fn on_question(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        turn.tick(desk.now);
        match word {
            "h" | "hint" => {
                if turn.hint() {
                    say::hint(&mut self.says, turn, turn.hints().len() - 1);
                } else {
                    let none = turn.question().hints.is_empty();
                    self.says.line(if none { "This question has no hints." } else { "That was the last hint." });
                }
                self.keep(desk);
            }
            "c" | "clarify" => {
                if turn.clarify() {
                    say::clarification(&mut self.says, turn, turn.clarified() - 1);
                } else if turn.question().clarifications.is_empty() {
                    self.says.line("Nothing to clarify: state your assumption and go on.");
                } else {
                    self.says.line("The interviewer has nothing more to add.");
                }
            }
            "x" | "don't know" => {
                if let Some(record) = turn.give_up(desk.now) {
                    self.opened(record, desk);
                }
            }
            "p" | "pause" => {
                let paused = !turn.watch().is_paused();
                turn.set_paused(desk.now, paused);
                self.says.line(if paused { "Paused. p goes on." } else { "The clock runs." });
            }
            "time" => say::time(&mut self.says, turn),
            "" => {}
            _ => self.says.line(
                "t type, s speak, h hint, c ask for clarification, x don't know, n skip until tomorrow, p pause or go \
                 on, time, q end.",
            ),
        }
    }

    fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.done(desk),
            "t" => self.on_question("time", desk),
            "q" | "quit" => self.stop(desk),
            "h" | "hint" | "c" | "clarify" | "x" | "p" | "pause" | "time" => self.on_question(word, desk),
            _ => self.says.line("Enter when you are done; h hint, c clarify, x don't know, p pause, t time, q end."),
        }
    }

    fn answer_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        turn.tick(desk.now);
        match line {
            "." => return self.done(desk),
            ".h" => return self.on_question("hint", desk),
            ".c" => return self.on_question("clarify", desk),
            ".x" => return self.on_question("x", desk),
            ".p" => return self.on_question("pause", desk),
            ".t" => return self.on_question("time", desk),
            ".q" => return self.stop(desk),
            ".?" => {
                let words = "A line with . ends the answer, .h hint, .c clarify, .x don't know, .p pause, .t time, .q \
                             leave (the answer is kept). A line that begins with two dots loses one of them.";
                return self.says.line(words);
            }
            _ => {}
        }
        if turn.watch().is_paused() {
            turn.set_paused(desk.now, false);
        }
        let line = if line.starts_with("..") { &line[1..] } else { line };
        let mut text = turn.text().to_owned();
        if text.chars().count() + line.chars().count() > MAX_CHARS {
            return self.says.line("That does not fit: the answer would be too long. The line was left out.");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
        turn.set_text(text);
        self.keep(desk);
    }

    fn done(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        if !turn.finish(desk.now) {
            return self.says.line("Nothing typed yet. Write an answer, or give up with .x.");
        }
        say::time_taken(&mut self.says, turn);
        say::prediction(&mut self.says);
        self.at = At::Predicting;
        self.keep(desk);
    }

    fn at_predicting(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        if matches!(word, "q" | "quit") {
            return self.stop(desk);
        }
        match word.parse().ok().and_then(|worth| turn.predict(worth, desk.now)) {
            Some(record) => self.opened(record, desk),
            None => say::prediction(&mut self.says),
        }
    }

    /// The attempt is made: it goes to the log, and the notes open.
    fn opened(&mut self, record: Record, desk: &mut Desk<'_>) {
        self.drafts.push(record.id.clone());
        let record = self.drill.claim(record);
        self.save(vec![record], desk);
        self.revealed(desk);
    }

    fn revealed(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &self.turn else { return };
        let mentions = assess::coverage(turn.question(), turn.text());
        self.mentioned = mentions.into_iter().filter(|found| found.mentioned).map(|found| found.point).collect();
        say::reveal(&mut self.says, turn);
        self.ask_tick(At::Point(0), desk);
    }

    /// Asks for the tick at `at`, or whatever comes after it when there is no such point.
    fn ask_tick(&mut self, at: At, desk: &mut Desk<'_>) {
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

    fn at_point(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
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

    fn at_yes_or_no(&mut self, index: usize, word: &str, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        let question = turn.question().clone();
        let ticks = turn.ticks();
        let (made, next) = match self.at {
            At::Mistake(_) => {
                let made = question.mistakes.get(index).is_some_and(|mistake| ticks.mistakes.contains(&mistake.id));
                (made, At::Mistake(index + 1))
            }
            _ => {
                let made = question.weak.get(index).is_some_and(|signal| ticks.weak.contains(&signal.id));
                (made, At::Weak(index + 1))
            }
        };
        let wanted = match word {
            "y" | "yes" => true,
            "n" | "no" => false,
            "" => made,
            "q" | "quit" => return self.stop(desk),
            _ => return self.says.line("y yes, n no, Enter keeps it, q end."),
        };
        if wanted != made {
            match self.at {
                At::Mistake(_) => question.mistakes.get(index).into_iter().for_each(|m| turn.toggle_mistake(&m.id)),
                _ => question.weak.get(index).into_iter().for_each(|signal| turn.toggle_weak(&signal.id)),
            }
        }
        self.ask_tick(next, desk);
    }

    fn at_rating(&mut self, word: &str, desk: &mut Desk<'_>) {
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
        }
        self.ask_next();
    }

    fn ask_next(&mut self) {
        let more = self.left_over || self.drill.has_next() || !self.kept.is_empty();
        let enter = if more { "the next question" } else { "the summary" };
        let otherwise = self.turn.as_ref().is_some_and(|turn| !turn.question().variants.is_empty());
        let otherwise = if otherwise { ", v in another wording" } else { "" };
        self.says.line(format!("Enter: {enter}. r once more as practice{otherwise}, u take the rating back, q end."));
        self.at = At::Next;
    }

    fn at_next(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => self.next(desk),
            "r" | "retry" => self.retry(0, desk),
            "v" => self.retry(1, desk),
            "u" | "undo" => {
                let Some(judgement) = self.judgement.take() else {
                    return self.says.line("There is no rating to take back.");
                };
                let undo = desk.engine.undo_of(judgement, desk.now);
                self.save(vec![undo], desk);
                self.drill.forget_last();
                if let Some(turn) = &mut self.turn {
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

    fn retry(&mut self, step: usize, desk: &mut Desk<'_>) {
        let Some(turn) = &self.turn else { return };
        match desk.engine.ask(turn.name(), turn.wording() + step, Mode::Practice, desk.now) {
            Ok(mut retry) => {
                retry.set_before(Some(turn.ticks().clone()));
                self.show(retry, desk);
            }
            Err(error) => self.says.line(error.to_string()),
        }
    }

    fn next(&mut self, desk: &mut Desk<'_>) {
        if self.left_over {
            self.left_over = false;
        } else {
            self.drill.advance();
        }
        self.go_on(desk);
    }

    /// Keeps the answer in progress, if there is one.
    fn keep(&mut self, desk: &mut Desk<'_>) {
        let Some(progress) = self.turn.as_ref().and_then(Turn::progress) else { return };
        if let Err(error) = desk.engine.keep_draft(progress, desk.now) {
            self.says.line(error.to_string());
        }
    }

    /// Writes to the log; on return the records are on the disk, or the next save tries them again. Only then a draft is
    /// no longer needed.
    fn save(&mut self, records: Vec<Record>, desk: &mut Desk<'_>) {
        match desk.engine.save(records, desk.now) {
            Ok(()) => {
                self.unsaved = false;
                for id in std::mem::take(&mut self.drafts) {
                    if let Err(error) = desk.engine.drop_draft(&id) {
                        self.says.line(error.to_string());
                    }
                }
            }
            Err(error) => {
                self.unsaved = true;
                self.says.line(format!("NOT saved: {error}. It is tried again with the next save."));
            }
        }
    }
}

#[cfg(test)]
mod tests;
