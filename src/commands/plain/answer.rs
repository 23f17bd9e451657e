//! From the question to the prediction: thinking, help, and the answer itself.

use super::answering::{Answering, medium};
use super::{Desk, Plain, say};
use crate::practice::Answer;
use crate::session::{Intent, Session};

impl Answering for Plain {
    const DOTTED: &'static str = "hcxptq?";
    const DOTTED_HELP: &'static str = "A line with . ends the answer, .h hint, .c clarify, .x don't know, .p pause, .t time, .q \
                                       leave (the answer is kept). A line that begins with two dots loses one of them.";

    fn answer(&self) -> Option<&Answer> {
        self.session.as_ref()?.answer()
    }

    fn recording_name(&self, desk: &Desk<'_>) -> Option<String> {
        self.session.as_ref()?.recording_name(desk.engine)
    }

    fn mean(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let Some(session) = &mut self.session else { return };
        let news = session.run(intent, desk.engine, desk.now);
        self.tell(news, desk);
    }

    fn say_time(&mut self) {
        if let Some(answer) = self.session.as_ref().and_then(Session::answer) {
            say::time(&mut self.says, answer);
        }
    }

    fn quit(&mut self, desk: &mut Desk<'_>) {
        self.stop(desk);
    }

    fn on_own(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "h" | "hint" => self.mean(Intent::Hint, desk),
            _ => self.says.keys(word,
                "t type, s speak, h hint, c ask for clarification, x don't know, n skip until tomorrow, p pause or go on, u \
                 take the rating before back, time, q end.",
            ),
        }
    }
}

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

    pub(super) fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.mean(Intent::Done, desk),
            "t" => self.on_question("time", desk),
            "q" | "quit" => self.stop(desk),
            "h" | "hint" | "c" | "clarify" | "x" | "p" | "pause" | "time" => self.on_question(word, desk),
            _ => self
                .says
                .keys(word, "Enter when you are done; h hint, c clarify, x don't know, p pause, t time, q end."),
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
