//! From the break before a round to the prediction after it.

use super::{At, PlainMock, medium};
use crate::commands::plain::{Desk, MAX_CHARS, say};
use crate::history::Medium;
use crate::practice::mock::{Mock, Stage};
use crate::practice::words::{clock, count, minutes};

const HELP: &str =
    "t type, s speak, c ask back, x don't know, p pause or go on, time, q leave for another day, a give up.";

impl PlainMock {
    /// Says what the mock is at.
    pub(super) fn stand(&mut self, desk: &mut Desk<'_>) {
        let Some(mock) = &self.mock else { return };
        self.question = mock.current().filter(|_| mock.is_answering()).map(|p| desk.engine.mock_question(p));
        if let Some(round) = mock.unpredicted() {
            let took = minutes(mock.last_round_took());
            self.says.gap(format!("That was the round {}: {took} of {} min.", round.name, round.minutes));
            self.ask_prediction();
        } else {
            match mock.stage() {
                Stage::Break => self.say_break(),
                Stage::Asking => self.say_question(desk),
                Stage::Answering => {
                    self.say_prompt(desk);
                    self.answering();
                }
                Stage::Replying => self.say_follow_up(),
                Stage::Over => {
                    let id = mock.id().clone();
                    self.says.gap("That was the interview.");
                    self.ask_debrief(id);
                }
            }
        }
        self.keep(desk);
    }

    fn say_break(&mut self) {
        let Some(mock) = &self.mock else { return };
        let Some(round) = mock.round() else { return };
        let (at, of) = mock.round_place();
        let plan = &mock.progress().plan;
        self.says.gap(format!("{}, {}.", plan.title, plan.level));
        let questions = count(round.questions.len(), "question");
        self.says.line(format!("Round {at} of {of}: {}, {} min, {questions}.", round.name, round.minutes));
        if let Some(seconds) = round.uninterrupted {
            let free = minutes(f64::from(seconds));
            self.says.line(format!("You open with {free} in which nobody interrupts you."));
        }
        self.says.line("Enter starts, q leaves for another day, a gives up.");
        self.at = At::Break;
    }

    fn say_prompt(&mut self, desk: &Desk<'_>) {
        let Some(mock) = &self.mock else { return };
        let (at, of) = mock.place();
        let time = mock.round_clock();
        let (spent, allowed) = (clock(time.spent), clock(time.allowed));
        self.says.gap(format!("Question {at} of {of}. Round: {spent} of {allowed}."));
        self.says.gap(mock.prompt().unwrap_or_default());
        if let Some(snippet) = self.question.as_ref().and_then(|question| question.snippet.as_ref()) {
            self.says.line("");
            for (number, line) in (1..).zip(snippet.code.lines()) {
                self.says.line(format!("{number:>3}  {line}"));
            }
        }
        let given = mock.clarified();
        (0..given).for_each(|index| self.say_clarification(index));
        let target = f64::from(self.mock.as_ref().and_then(Mock::current).map_or(0, |planned| planned.target));
        let typed = minutes(target * desk.engine.config().typed_factor);
        self.says.gap(format!("About {} aloud, {typed} typed.", minutes(target)));
    }

    fn say_question(&mut self, desk: &Desk<'_>) {
        self.say_prompt(desk);
        self.says.line(HELP);
        self.at = At::Asking;
    }

    fn say_clarification(&mut self, index: usize) {
        let clarifications = self.question.as_ref().map_or(&[][..], |question| &question.clarifications);
        if let Some(given) = clarifications.get(index) {
            self.says.line(format!("You ask: {}", given.ask));
            self.says.line(format!("They answer: {}", given.answer));
        }
    }

    fn say_follow_up(&mut self) {
        let prompt = self.mock.as_ref().and_then(|mock| mock.prompt().map(str::to_owned));
        self.says.gap(prompt.unwrap_or_default());
        self.answering();
    }

    fn answering(&mut self) {
        let Some(mock) = &self.mock else { return };
        let reply = mock.stage() == Stage::Replying;
        if mock.medium() == Medium::Spoken {
            self.says.line("Speak now. Enter when you are done; c ask back, x don't know, p pause, t type instead.");
            self.at = At::Speaking;
        } else {
            let what = if reply { "reply" } else { "answer" };
            self.says.line(format!("Type your {what}. A line with a single dot ends it; .? lists what else there is."));
            self.at = At::Typing;
        }
    }

    pub(super) fn at_break(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => {
                if let Some(mock) = &mut self.mock {
                    mock.start_round(desk.now);
                }
                self.stand(desk);
            }
            "q" | "quit" => self.stop(desk),
            "a" => self.ask_sure(),
            _ => self.says.line("Enter starts, q leaves for another day, a gives up."),
        }
    }

    fn ask_sure(&mut self) {
        self.says.line("Give this mock up? What was answered can still be debriefed. y or n.");
        self.back = self.at;
        self.at = At::Sure;
    }

    pub(super) fn at_asking(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(mock) = &mut self.mock else { return };
        match medium(word) {
            Some(medium) => {
                mock.set_paused(desk.now, false);
                mock.answer(medium, desk.now);
                self.answering();
                self.keep(desk);
            }
            None if matches!(word, "q" | "quit") => self.stop(desk),
            None => self.on_question(word, desk),
        }
    }

    /// What can be done both before and during an answer.
    fn on_question(&mut self, word: &str, desk: &mut Desk<'_>) {
        let Some(mock) = &mut self.mock else { return };
        mock.tick(desk.now);
        match word {
            "c" | "clarify" => {
                let given = self.question.as_ref().and_then(|question| mock.clarify(question));
                match given {
                    Some(index) => self.say_clarification(index),
                    None if self.question.as_ref().is_none_or(|question| question.clarifications.is_empty()) => {
                        self.says.line("\"What would you assume?\" State your assumption and go on.");
                    }
                    None => self.says.line("The interviewer has nothing more to add."),
                }
                self.keep(desk);
            }
            "x" | "don't know" => self.give_up(desk),
            "p" | "pause" => {
                let paused = !mock.watch().is_paused();
                mock.set_paused(desk.now, paused);
                self.says.line(if paused { "Paused. p goes on." } else { "The clock runs." });
            }
            "time" => self.say_time(),
            "a" => self.ask_sure(),
            "" => {}
            _ => self.says.line(HELP),
        }
    }

    fn say_time(&mut self) {
        let Some(mock) = &self.mock else { return };
        let spent = mock.watch().spent();
        let time = mock.round_clock();
        let over = time.spent - time.allowed;
        let round = if over > 0.0 {
            format!("the round is {} over", clock(over))
        } else {
            format!("round {} of {}", clock(time.spent), clock(time.allowed))
        };
        let answer = match mock.stage() {
            Stage::Asking => format!("Thinking {}", clock(spent.think)),
            Stage::Replying => format!("Replying {}", clock(spent.answer)),
            _ => format!("Answering {} of {}", clock(spent.answer), clock(f64::from(mock.target()))),
        };
        self.says.line(format!("{answer}, {round}."));
    }

    pub(super) fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.done(desk),
            "t" | "type" => self.change(Medium::Typed, desk),
            "q" | "quit" => self.stop(desk),
            "c" | "clarify" | "x" | "p" | "pause" | "time" | "a" => self.on_question(word, desk),
            _ => self.says.line("Enter when you are done; c ask back, x don't know, p pause, time, t type, q leave."),
        }
    }

    fn change(&mut self, medium: Medium, desk: &mut Desk<'_>) {
        if let Some(mock) = &mut self.mock {
            mock.change_medium(medium);
        }
        self.answering();
        self.keep(desk);
    }

    pub(super) fn answer_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        let Some(mock) = &mut self.mock else { return };
        mock.tick(desk.now);
        match line {
            "." => return self.done(desk),
            ".c" => return self.on_question("c", desk),
            ".x" => return self.on_question("x", desk),
            ".p" => return self.on_question("p", desk),
            ".t" => return self.on_question("time", desk),
            ".s" => return self.change(Medium::Spoken, desk),
            ".a" => return self.ask_sure(),
            ".q" => return self.stop(desk),
            ".?" => {
                let words = "A line with . ends it, .c ask back, .x don't know, .p pause, .t time, .s speak instead, .q \
                             leave for another day, .a give up. A line that begins with two dots loses one of them.";
                return self.says.line(words);
            }
            _ => {}
        }
        if mock.watch().is_paused() {
            mock.set_paused(desk.now, false);
        }
        let line = if line.starts_with("..") { &line[1..] } else { line };
        let mut text = mock.text().to_owned();
        if text.chars().count() + line.chars().count() > MAX_CHARS {
            return self.says.line("That does not fit: the answer would be too long. The line was left out.");
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
        mock.set_text(text);
        self.keep(desk);
    }

    /// The answer or the reply is done.
    pub(super) fn done(&mut self, desk: &mut Desk<'_>) {
        let (Some(mock), Some(question)) = (&mut self.mock, &self.question) else { return };
        let answering = mock.stage() == Stage::Answering;
        let records = mock.finish(question, &self.prompts, desk.now);
        if records.is_empty() && mock.stage() == Stage::Answering && answering {
            return self.says.line("Nothing typed yet. Write an answer, or say that you don't know with .x.");
        }
        self.settle(records, desk);
    }

    fn give_up(&mut self, desk: &mut Desk<'_>) {
        let (Some(mock), Some(question)) = (&mut self.mock, &self.question) else { return };
        if mock.stage() == Stage::Replying {
            return self.done(desk);
        }
        let records = mock.give_up(question, desk.now);
        self.settle(records, desk);
    }

    /// The next question is asked once the answer is on the disk.
    fn settle(&mut self, records: Vec<crate::history::Record>, desk: &mut Desk<'_>) {
        if records.is_empty() || self.save(records, desk) {
            return self.stand(desk);
        }
        if let Some(mock) = &mut self.mock {
            mock.set_paused(desk.now, true);
        }
        self.says.line("The next question waits until it is saved. Enter tries again, q leaves.");
        self.at = At::Unsaved;
    }

    pub(super) fn at_unsaved(&mut self, word: &str, desk: &mut Desk<'_>) {
        if matches!(word, "q" | "quit") {
            return self.stop(desk);
        }
        if self.save(Vec::new(), desk) {
            if let Some(mock) = &mut self.mock {
                mock.set_paused(desk.now, false);
            }
            self.stand(desk);
        }
    }

    fn ask_prediction(&mut self) {
        self.says.line(say::predictions("How good was it, before anything is revealed?"));
        self.at = At::Predicting;
    }

    pub(super) fn at_predicting(&mut self, word: &str, desk: &mut Desk<'_>) {
        if matches!(word, "q" | "quit") {
            return self.stop(desk);
        }
        let Some(mock) = &mut self.mock else { return };
        match word.parse().ok().and_then(|worth| mock.predict_round(worth, desk.now)) {
            Some(record) => {
                self.save(vec![record], desk);
                self.stand(desk);
            }
            None => self.ask_prediction(),
        }
    }
}
