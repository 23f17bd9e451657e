//! The drill line by line: for screen readers, pipes, and terminals that cannot draw.
//!
//! [`Plain`] takes lines and moments and says lines; it touches neither standard input nor output, so that a whole
//! drill can be played in a test. `shell.rs` is the thin part that does.

mod answer;
mod dialogue;
mod judge;
mod mock;
mod say;
mod shell;

use std::collections::VecDeque;

use crate::engine::Kept;
use crate::history::{Medium, Mode, Record, RecordId};
use crate::practice::{Drill, Pick, Stage, Turn};

pub use dialogue::{Desk, Dialogue, Input, Waits};
pub use mock::{PlainMock, Wanted};
use say::Says;
pub use shell::{mock, run};

/// Longest answer in characters: more than an hour of typing.
const MAX_CHARS: usize = 200_000;

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
    /// Lines are notes on a question that has none.
    Notes,
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
    /// Lines of notes that are being written.
    notes: Vec<String>,
    judgement: Option<RecordId>,
    /// What to ask first, when this question was failed too often.
    easier: Option<Pick>,
    /// Drafts of attempts that are on their way to the log.
    drafts: Vec<RecordId>,
    unsaved: bool,
    beating: bool,
    says: Says,
}

impl Dialogue for Plain {
    fn waits(&self) -> Waits {
        match self.at {
            At::Asking | At::Speaking => Waits::Command { timed: true },
            At::Typing => Waits::Answer,
            At::Notes => Waits::Notes,
            At::Over => Waits::Over,
            _ => Waits::Command { timed: false },
        }
    }

    fn says(&mut self) -> &mut Says {
        &mut self.says
    }

    fn is_unsaved(&self) -> bool {
        self.unsaved
    }

    fn feed(&mut self, input: Input<'_>, desk: &mut Desk<'_>) {
        match input {
            Input::Tick => self.tick(desk),
            Input::Line(line) if self.at == At::Typing => self.answer_line(line, desk),
            Input::Line(line) if self.at == At::Notes => self.notes_line(line, desk),
            Input::Line(line) => self.command(line.trim(), desk),
            Input::End => self.end(desk),
        }
    }

    fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.at == At::Over {
            return;
        }
        // What was written is not lost over a missing empty line.
        if !self.notes.is_empty() {
            self.keep_notes(desk);
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
            notes: Vec::new(),
            judgement: None,
            easier: None,
            drafts: Vec::new(),
            unsaved: false,
            beating,
            says: Says::default(),
        };
        for warning in &warnings {
            plain.says.line(warning);
        }
        plain.save(vec![started], desk);
        plain.go_on(desk);
        plain
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
            let again = pick.why.mode() == Mode::Practice;
            let answered = !again && self.drill.answered().iter().any(|done| done.question == pick.question);
            let ask = || desk.engine.ask(&pick.question, self.drill.wording(), pick.why.mode(), desk.now);
            let asked = if answered { None } else { Some(ask()) };
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
        self.easier = None;
        let (number, of) = self.drill.place();
        let why = self.drill.current().map_or("", |pick| pick.why.word());
        let planned = self.drill.current().is_some_and(|pick| pick.why.mode() == Mode::Practice);
        let place = match (turn.mode(), self.left_over) {
            (Mode::Practice, false) if planned => {
                format!("Question {number} of {of} ({why}; the schedule stays as it is)")
            }
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

    fn command(&mut self, word: &str, desk: &mut Desk<'_>) {
        let word = word.to_lowercase();
        match self.at {
            At::Offer => self.at_offer(&word, desk),
            At::Sure => self.at_sure(&word, desk),
            At::Asking => self.at_asking(&word, desk),
            At::Speaking => self.at_speaking(&word, desk),
            At::Predicting => self.at_predicting(&word, desk),
            At::Point(index) => self.at_point(index, &word, desk),
            At::Mistake(index) | At::Weak(index) => self.at_yes_or_no(index, &word, desk),
            At::Rating => self.at_rating(&word, desk),
            At::Next => self.at_next(&word, desk),
            At::Typing | At::Notes | At::Over => {}
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
