//! From the question to the prediction: thinking, help, and the answer itself.

use super::{Desk, Plain, medium, say, with_line};
use crate::practice::Answer;
use crate::session::Intent;

impl Plain {
    pub(super) fn at_asking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match (medium(word), word) {
            (Some(medium), _) => self.mean(Intent::Give(medium), desk),
            (None, "n" | "skip") => self.mean(Intent::Skip, desk),
            (None, "u" | "undo") => self.mean(Intent::Undo, desk),
            (None, "story") => self.list_stories(desk),
            (None, "q" | "quit") => self.stop(desk),
            _ => self.on_question(word, desk),
        }
    }

    /// Handles the commands that work both before and during an answer.
    pub(super) fn on_question(&mut self, word: &str, desk: &mut Desk<'_>) {
        self.mean(Intent::Second, desk);
        let paused = self.answer().is_some_and(|answer| answer.watch().is_paused());
        let intent = match word {
            "h" | "hint" => Intent::Hint,
            "c" | "clarify" => Intent::Clarify,
            "x" | "don't know" => Intent::GiveUp,
            "p" | "pause" => Intent::Pause(!paused),
            "time" => {
                return self.session.iter().filter_map(|session| session.answer()).for_each(|answer| {
                    say::time(&mut self.says, answer);
                });
            }
            "" => return,
            _ => {
                return self.says.line(
                    "t type, s speak, h hint, c ask for clarification, x don't know, n skip until tomorrow, p pause or go \
                     on, u take the rating before back, time, q end.",
                );
            }
        };
        self.mean(intent, desk);
    }

    pub(super) fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.mean(Intent::Done, desk),
            "t" => self.on_question("time", desk),
            "q" | "quit" => self.stop(desk),
            "h" | "hint" | "c" | "clarify" | "x" | "p" | "pause" | "time" => self.on_question(word, desk),
            _ => self.says.line("Enter when you are done; h hint, c clarify, x don't know, p pause, t time, q end."),
        }
    }

    pub(super) fn answer_line(&mut self, line: &str, desk: &mut Desk<'_>) {
        match line {
            "." => return self.mean(Intent::Done, desk),
            ".h" | ".c" | ".x" | ".p" => return self.on_question(&line[1..], desk),
            ".t" => return self.on_question("time", desk),
            ".q" => return self.stop(desk),
            ".?" => {
                let words = "A line with . ends the answer, .h hint, .c clarify, .x don't know, .p pause, .t time, .q \
                             leave (the answer is kept). A line that begins with two dots loses one of them.";
                return self.says.line(words);
            }
            _ => {}
        }
        match with_line(self.answer().map_or("", Answer::typed), line) {
            Some(text) => self.mean(Intent::Text(text), desk),
            None => self.says.line("That does not fit: the answer would be too long. The line was left out."),
        }
    }

    pub(super) fn at_predicting(&mut self, word: &str, desk: &mut Desk<'_>) {
        let answer = self.session.as_ref().and_then(|session| session.answer());
        match word {
            "q" | "quit" => self.stop(desk),
            "l" | "listen" => {
                let last = answer.and_then(|answer| answer.replies().last());
                let reply = last.and_then(|put| put.recording.as_deref());
                let name = reply.or(answer.and_then(Answer::recording)).map(str::to_owned);
                self.sounds.play(name.as_deref(), &mut self.says);
            }
            "a" | "again" => self.mean(Intent::SayAgain, desk),
            "o" | "other" => self.mean(Intent::NextTake, desk),
            "f" | "follow-up" => self.mean(Intent::FollowUp, desk),
            word => self.mean(Intent::Predict(word.parse().unwrap_or(0)), desk),
        }
    }
}
