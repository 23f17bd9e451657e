//! From the question to the attempt: thinking, help, the answer itself, the prediction.

use super::{At, Desk, MAX_CHARS, Plain, say};
use crate::history::{Medium, Mode, Record};

impl Plain {
    pub(super) fn answering(&mut self, medium: Medium, desk: &mut Desk<'_>) {
        if medium == Medium::Spoken {
            self.says.line("Speak now. Enter when you are done; h hint, c clarify, x don't know, p pause, t time.");
            self.at = At::Speaking;
        } else {
            self.says.line("Type your answer. A line with a single dot ends it; .? lists what else there is.");
            self.at = At::Typing;
        }
        self.keep(desk);
    }

    pub(super) fn at_asking(&mut self, word: &str, desk: &mut Desk<'_>) {
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
    pub(super) fn on_question(&mut self, word: &str, desk: &mut Desk<'_>) {
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

    pub(super) fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.done(desk),
            "t" => self.on_question("time", desk),
            "q" | "quit" => self.stop(desk),
            "h" | "hint" | "c" | "clarify" | "x" | "p" | "pause" | "time" => self.on_question(word, desk),
            _ => self.says.line("Enter when you are done; h hint, c clarify, x don't know, p pause, t time, q end."),
        }
    }

    pub(super) fn answer_line(&mut self, line: &str, desk: &mut Desk<'_>) {
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

    pub(super) fn done(&mut self, desk: &mut Desk<'_>) {
        let Some(turn) = &mut self.turn else { return };
        if !turn.finish(desk.now) {
            return self.says.line("Nothing typed yet. Write an answer, or give up with .x.");
        }
        say::time_taken(&mut self.says, turn);
        say::prediction(&mut self.says);
        self.at = At::Predicting;
        self.keep(desk);
    }

    pub(super) fn at_predicting(&mut self, word: &str, desk: &mut Desk<'_>) {
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
    pub(super) fn opened(&mut self, record: Record, desk: &mut Desk<'_>) {
        self.drafts.push(record.id.clone());
        let record = self.drill.claim(record);
        self.save(vec![record], desk);
        self.revealed(desk);
    }
}
