//! From the break before a round to the prediction after it.

use super::{At, PlainMock};
use crate::bank::Kind;
use crate::commands::plain::answering::{Answering, medium};
use crate::commands::plain::{Desk, Dialogue as _, say, story};
use crate::history::Medium;
use crate::practice::mock::{Mock, MockStage, left_out};
use crate::practice::words::{clock, count, minutes, round_minutes, round_time};
use crate::practice::{Answer, Phase};
use crate::session::Intent;

const HELP: &str =
    "t type, s speak, c ask back, x don't know, p pause or go on, time, q leave for another day, a give up.";

impl Answering for PlainMock {
    const DOTTED: &'static str = "cxptsaq?";
    const DOTTED_HELP: &'static str = "A line with . ends it, .c ask back, .x don't know, .p pause, .t time, .s speak instead, .q \
                                       leave for another day, .a give up. A line that begins with two dots loses one of them.";

    fn answer(&self) -> Option<&Answer> {
        self.session.as_ref()?.answer()
    }

    fn recording_name(&self, desk: &Desk<'_>) -> Option<String> {
        self.session.as_ref()?.recording_name(desk.engine)
    }

    fn mean(&mut self, intent: Intent, desk: &mut Desk<'_>) {
        let Some(session) = &mut self.session else { return };
        let news = session.run(intent, desk.engine, desk.now);
        for order in session.take_orders() {
            self.coach.order(order);
        }
        self.tell(&news, desk);
    }

    fn say_time(&mut self) {
        let (Some(mock), Some(answer)) = (self.mock(), self.answer()) else { return };
        let spent = answer.watch().spent();
        let time = mock.round_clock();
        let over = time.spent - time.allowed;
        let round = if over > 0.0 {
            format!("the round is {} over", clock(over))
        } else {
            format!("round {}", round_time(time))
        };
        let words = match mock.stage() {
            MockStage::Asking => format!("Thinking {}", clock(spent.think)),
            MockStage::Replying => format!("Replying {}", clock(spent.answer)),
            _ => format!("Answering {} of {}", clock(spent.answer), clock(f64::from(answer.target()))),
        };
        self.says.line(format!("{words}, {round}."));
    }

    fn quit(&mut self, desk: &mut Desk<'_>) {
        self.leave(desk);
    }

    fn on_own(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "a" => self.ask_sure(),
            "story" => self.list_stories(desk),
            _ => self.says.keys(word, HELP),
        }
    }
}

impl PlainMock {
    pub(super) fn say_round_ended(&mut self, name: &str, took: &str) {
        self.says.gap(format!("That was the round {name}: {took}."));
        let left = self.mock().map_or(0, Mock::left_out_of_last_round);
        if left > 0 {
            self.says.line(left_out(left));
        }
        self.ask_prediction();
    }

    pub(super) fn say_break(&mut self) {
        let Some(mock) = self.session.as_ref().map(|session| session.course().mock()) else { return };
        let Some(round) = mock.round() else { return };
        let (at, of) = mock.round_place();
        let plan = &mock.progress().plan;
        self.says.gap(format!("{}, {}.", plan.title, plan.level));
        let questions = count(round.questions.len(), "question");
        let length = round_minutes(round, mock.typed_factor());
        self.says.line(format!("Round {at} of {of}: {}, {length}, {questions}.", round.name));
        if let Some(seconds) = round.uninterrupted {
            let free = minutes(f64::from(seconds));
            self.says.line(format!("You open with {free} in which nobody interrupts you."));
        }
        for remark in plan.remarks().iter().filter(|_| at == 1) {
            self.says.line(remark);
        }
        self.says.line("Enter starts, q leaves for another day, a gives up.");
    }

    pub(super) fn say_prompt(&mut self) {
        let Some(session) = &self.session else { return };
        let (mock, Some(answer)) = (session.course().mock(), session.answer()) else { return };
        let (at, of) = mock.place();
        let time = mock.round_clock();
        self.says.gap(format!("Question {at} of {of}. Round: {}.", round_time(time)));
        self.says.gap(mock.prompt().unwrap_or_default());
        say::material(&mut self.says, answer);
    }

    pub(super) fn say_question(&mut self) {
        self.say_prompt();
        self.says.line(HELP);
        if self.has_stories && self.answer().is_some_and(|answer| answer.kind() == Kind::Behavioural) {
            self.says.line("`story` lists your stories, to choose the one that you tell.");
        }
    }

    fn list_stories(&mut self, desk: &Desk<'_>) {
        let Some(name) = self.answer().map(|answer| answer.name().clone()) else { return };
        if !self.is_asked() || !desk.engine.stories().is_told_for(&name) {
            return self.says.line("No story is chosen now: that is for behavioural questions, before the answer.");
        }
        match desk.engine.stories().for_question(&name, desk.now) {
            Ok(choices) => self.stories = choices.into_iter().take(story::MOST).collect(),
            Err(error) => return self.says.line(error.to_string()),
        }
        if self.stories.is_empty() {
            return self.says.line("There are no stories yet: hotseat story add.");
        }
        self.says.gap("Which story? Only titles: you tell it.");
        story::list(&mut self.says, &self.stories, desk.now);
        self.says.line("A number chooses, x none of them, Enter leaves it as it is.");
        self.at = At::Story;
    }

    pub(super) fn at_story(&mut self, word: &str, desk: &mut Desk<'_>) {
        self.at = At::Session;
        match story::Meant::by(word, &self.stories) {
            story::Meant::Story(story) => self.mean(Intent::Tell(Some(story)), desk),
            story::Meant::NoStory => self.mean(Intent::Tell(None), desk),
            story::Meant::Nothing => self.says.line("No other story is chosen."),
        }
    }

    pub(super) fn say_follow_up(&mut self) {
        let prompt = self.mock().and_then(|mock| mock.prompt().map(str::to_owned));
        self.says.gap(prompt.unwrap_or_default());
        self.giving();
    }

    /// Says how the answer or reply is given from now on.
    pub(super) fn giving(&mut self) {
        let Some(answer) = self.answer() else { return };
        let what = if answer.phase() == Phase::Replying { "reply" } else { "answer" };
        let words = match answer.medium() {
            Medium::Spoken => {
                "Speak now. Enter when you are done; c ask back, x don't know, p pause, t type instead.".to_owned()
            }
            _ => format!("Type your {what}. A line with a single dot ends it; .? lists what else there is."),
        };
        self.says.line(words);
    }

    pub(super) fn at_break(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" => self.mean(Intent::Next, desk),
            "q" | "quit" => self.leave(desk),
            "a" => self.ask_sure(),
            _ => self.says.keys(word, "Enter starts, q leaves for another day, a gives up."),
        }
    }

    fn ask_sure(&mut self) {
        self.says.line("Give this mock up? What was answered can still be debriefed. y or n.");
        self.at = At::SureOfSat;
    }

    pub(super) fn at_asking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match medium(word) {
            Some(medium) => self.mean(Intent::Give(medium), desk),
            None if matches!(word, "q" | "quit") => self.leave(desk),
            None => self.on_question(word, desk),
        }
    }

    pub(super) fn at_speaking(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "d" | "done" | "." => self.mean(Intent::Done, desk),
            "t" | "type" => self.mean(Intent::Give(Medium::Typed), desk),
            "q" | "quit" => self.leave(desk),
            "c" | "clarify" | "x" | "p" | "pause" | "time" | "a" => self.on_question(word, desk),
            _ => self
                .says
                .keys(word, "Enter when you are done; c ask back, x don't know, p pause, time, t type, q leave."),
        }
    }

    pub(super) fn ask_prediction(&mut self) {
        self.says.line(say::predictions("How good was it, before anything is revealed?"));
    }

    pub(super) fn at_predicting(&mut self, word: &str, desk: &mut Desk<'_>) {
        if matches!(word, "q" | "quit") {
            return self.leave(desk);
        }
        self.mean(Intent::Predict(word.parse().unwrap_or(0)), desk);
    }
}
