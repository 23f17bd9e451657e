//! The coach in a mock line by line: follow-ups that it asks, and its opinion of an answer that was debriefed.

use std::time::Instant;

use super::{At, PlainMock};
use crate::commands::plain::answering::Answering as _;
use crate::commands::plain::coach::{LOOK, OpensCoach, PlainCoach};
use crate::commands::plain::says::Says;
use crate::commands::plain::{Desk, Dialogue as _, Input};
use crate::practice::mock::REACTION_S;
use crate::session::{Heard, Intent, MockCourse, Session};

/// The most lines that may wait while the interviewer thinks; more are a flood rather than a script.
const MOST_WAITING: usize = 1_000;

impl PlainMock {
    /// Whether the interviewer is thinking about what was said.
    pub(super) fn thinks(&self) -> bool {
        self.session.as_ref().map(Session::course).is_some_and(MockCourse::is_thinking)
    }

    /// Passes the result of a requested follow-up to the session.
    pub(super) fn hear_follow_up(&mut self, desk: &mut Desk<'_>) {
        while let Some(heard) = self.coach.news(desk) {
            if let Heard::FollowUp(result) = heard {
                self.mean(Intent::Reacted(result), desk);
            }
        }
    }

    pub(super) fn wait_with(&mut self, line: &str, desk: &mut Desk<'_>) {
        self.waiting.push(line.to_owned());
        if self.waiting.len() >= MOST_WAITING {
            self.mean(Intent::Next, desk);
            self.catch_up(desk);
        }
    }

    /// Handles the lines that waited, as long as the interviewer does not start to think again.
    pub(super) fn catch_up(&mut self, desk: &mut Desk<'_>) {
        while !self.thinks() && !self.waiting.is_empty() {
            let line = self.waiting.remove(0);
            self.feed(Input::Line(&line), desk);
        }
    }

    /// The input ended while the interviewer thinks: waits for the follow-up, as long as a mock waits for one.
    pub(super) fn end_thinking(&mut self, desk: &mut Desk<'_>) {
        let since = Instant::now();
        while self.thinks() && since.elapsed().as_secs_f64() < REACTION_S {
            std::thread::sleep(LOOK);
            self.hear_follow_up(desk);
        }
        if self.thinks() {
            self.mean(Intent::Next, desk);
        }
        self.catch_up(desk);
    }

    /// Offers a second opinion on an answer that has been judged, before the next one comes.
    pub(super) fn offer_opinion(&mut self) {
        self.says.line("Enter goes on, c a second opinion, q end.");
        self.at = At::Judged;
    }

    pub(super) fn at_judged(&mut self, word: &str, desk: &mut Desk<'_>) {
        match word {
            "" | "n" => self.go_on_debriefing(desk),
            "c" | "coach" => {
                if let Some(attempt) = self.judged.clone() {
                    self.open_coach(attempt, desk);
                }
            }
            "q" | "quit" => self.leave(desk),
            _ => self.says.keys(word, "Enter goes on, c a second opinion, q end."),
        }
    }
}

impl OpensCoach for PlainMock {
    fn coach(&mut self) -> (&mut PlainCoach, &mut Says) {
        (&mut self.coach, &mut self.says)
    }

    fn is_at_coach(&self) -> bool {
        self.at == At::Coach
    }

    fn go_to_coach(&mut self) {
        self.at = At::Coach;
    }

    fn back_from_coach(&mut self) {
        self.offer_opinion();
    }
}
