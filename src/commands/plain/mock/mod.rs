//! A mock interview line by line: rounds, questions, follow-ups, debrief and scorecard, on the same engine as the screen.

mod ask;
mod card;
mod debrief;
mod offer;

use std::collections::VecDeque;

use super::say::Says;
use super::{Desk, Dialogue, Input, Waits};
use crate::bank::{Prompts, Question};
use crate::history::{Medium, Record, RecordId};
use crate::practice::mock::{Debrief, Mock, Plan, Stage};

/// What the next line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Something that was left is offered.
    Offer,
    /// Which loop?
    Choose,
    /// Before a round.
    Break,
    /// The question stands there.
    Asking,
    /// Lines are the answer or the reply.
    Typing,
    /// The answer or the reply is spoken.
    Speaking,
    /// Whether to give the mock up.
    Sure,
    /// An answer is not on the disk yet.
    Unsaved,
    /// What the round was worth.
    Predicting,
    /// Debrief now or later?
    Debrief,
    /// Ticks of points, replies and mistakes of an answer, one by one.
    Point(usize),
    Reply(usize),
    Mistake(usize),
    /// The numbers of an answer, one by one.
    Number(usize),
    /// Red flags, one by one.
    Flag(usize),
    /// All is said.
    Over,
}

/// Something that an earlier run left.
#[derive(Clone, Debug)]
enum Left {
    /// A mock to go on with.
    Mock(RecordId),
    /// A debrief to go on with.
    Debrief(RecordId),
}

/// Which mock is wanted.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Whatever waits, or else one that is asked for.
    Any,
    /// This one, unless one of the same loop waits.
    New(Box<Plan>),
    /// One of this loop that waits; why no new one can be begun.
    Waiting(String, String),
}

/// A mock line by line.
#[derive(Debug)]
pub struct PlainMock {
    at: At,
    /// Where a question of "are you sure" leads back to.
    back: At,
    wanted: Wanted,
    left: VecDeque<Left>,
    mock: Option<Mock>,
    question: Option<Question>,
    prompts: Prompts,
    debrief: Option<Debrief>,
    /// The answer that is being debriefed.
    answer: usize,
    mentioned: Vec<String>,
    unsaved: bool,
    beating: bool,
    says: Says,
}

impl PlainMock {
    /// Begins with what is wanted, or with what was left. `beating` says that a tick is going to come every second while the
    /// clock runs.
    pub fn begin(wanted: Wanted, beating: bool, desk: &mut Desk<'_>) -> Self {
        let mut plain = Self {
            at: At::Over,
            back: At::Over,
            left: offer::left(&wanted, desk),
            wanted,
            mock: None,
            question: None,
            prompts: Prompts::default(),
            debrief: None,
            answer: 0,
            mentioned: Vec::new(),
            unsaved: false,
            beating,
            says: Says::default(),
        };
        plain.offer_next(desk);
        plain
    }

    /// Writes to the log; whether it is on the disk.
    fn save(&mut self, records: Vec<Record>, desk: &mut Desk<'_>) -> bool {
        let saved = desk.engine.save(records, desk.now);
        self.unsaved = saved.is_err();
        if let Err(error) = saved {
            self.says.line(format!("NOT saved: {error}. It is tried again with the next save."));
        }
        !self.unsaved
    }

    /// Keeps the mock with the answer in progress.
    fn keep(&mut self, desk: &mut Desk<'_>) {
        if let Some(mock) = self.mock.as_ref().filter(|mock| mock.stage() != Stage::Over)
            && let Err(error) = desk.engine.keep_mock(mock, desk.now)
        {
            self.says.line(error.to_string());
        }
    }

    fn command(&mut self, word: &str, desk: &mut Desk<'_>) {
        let word = word.to_lowercase();
        match self.at {
            At::Offer => self.at_offer(&word, desk),
            At::Choose => self.at_choose(&word, desk),
            At::Break => self.at_break(&word, desk),
            At::Asking => self.at_asking(&word, desk),
            At::Speaking => self.at_speaking(&word, desk),
            At::Sure => self.at_sure(&word, desk),
            At::Unsaved => self.at_unsaved(&word, desk),
            At::Predicting => self.at_predicting(&word, desk),
            At::Debrief => self.at_debrief(&word, desk),
            At::Point(_) | At::Reply(_) => self.at_tick(&word, desk),
            At::Mistake(_) | At::Flag(_) => self.at_yes_or_no(&word, desk),
            At::Number(index) => self.at_number(index, &word, desk),
            At::Typing | At::Over => {}
        }
    }

    /// The candidate goes, for another day.
    fn stop(&mut self, desk: &mut Desk<'_>) {
        self.leave(desk);
    }
}

impl Dialogue for PlainMock {
    fn waits(&self) -> Waits {
        match self.at {
            At::Asking | At::Speaking => Waits::Command { timed: true },
            At::Typing => Waits::Answer,
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
            Input::Tick => {
                if let Some(mock) = &mut self.mock {
                    mock.tick(desk.now);
                }
                if self.at == At::Speaking {
                    self.keep(desk);
                }
            }
            Input::Line(line) if self.at == At::Typing => self.answer_line(line, desk),
            Input::Line(line) => self.command(line.trim(), desk),
            Input::End => {
                let typed = self.at == At::Typing && self.mock.as_ref().is_some_and(|m| !m.text().trim().is_empty());
                if typed || self.at == At::Speaking {
                    return self.done(desk);
                }
                if self.at != At::Over {
                    self.says.gap("No more input.");
                }
                self.stop(desk);
            }
        }
    }

    fn leave(&mut self, desk: &mut Desk<'_>) {
        if self.at == At::Over {
            return;
        }
        if let Some(mut debrief) = self.debrief.take() {
            let aside = debrief.set_aside(self.answer, desk.now);
            self.save(aside.into_iter().collect(), desk);
            if !debrief.is_saved() {
                self.says.gap("The debrief is kept as far as it got; `hotseat mock --plain` goes on with it.");
            }
        } else if let Some(mock) = &mut self.mock {
            if mock.stage() == Stage::Over {
                self.says.gap("The answers are saved; `hotseat mock --plain` opens their debrief.");
            } else {
                let record = mock.leave(desk.now);
                self.keep(desk);
                if self.save(vec![record], desk) {
                    self.says.gap("The mock is kept; `hotseat mock` goes on with it, also on another day.");
                }
                desk.engine.release_draft();
            }
        }
        self.at = At::Over;
    }
}

/// How an answer may be given, by the word for it.
fn medium(word: &str) -> Option<Medium> {
    match word {
        "t" | "type" => Some(Medium::Typed),
        "s" | "speak" => Some(Medium::Spoken),
        _ => None,
    }
}
